/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-pack-private.h"

#include <string.h>

/* Decision tables: cells become truths over the inputs, so that everything else knows formulas only. */

typedef struct { gsize offset, len; } Span;

/* Cuts at @sign outside quotes and brackets; blanks trimmed. */
static GArray *
split (const char *text,
       gsize       offset,
       gsize       len,
       char        sign)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (Span));
  gsize begin = offset;
  gboolean quoted = FALSE;
  int depth = 0;

  for (gsize i = offset; i <= offset + len; i++)
    {
      char c = i < offset + len ? text[i] : sign;

      if (i < offset + len && c == '"')
        quoted = !quoted;
      if (!quoted && (c == '(' || c == '['))
        depth++;
      if (!quoted && (c == ')' || c == ']'))
        depth--;
      if (i == offset + len || (c == sign && !quoted && depth == 0))
        {
          Span span = { begin, i - begin };

          while (span.len > 0 && g_ascii_isspace (text[span.offset]))
            span.offset++, span.len--;
          while (span.len > 0 && g_ascii_isspace (text[span.offset + span.len - 1]))
            span.len--;
          g_array_append_val (spans, span);
          begin = i + 1;
        }
    }
  return spans;
}

static CbExpr *
parse (CbPack      *pack,
       const CbKey *key,
       Span         span)
{
  return cb_formula_parse (&pack->formulas, key, span.offset, span.len);
}

static CbExpr *
pair (CbPack      *pack,
      CbExprOp     op,
      const CbKey *key,
      Span         span,
      CbExpr      *a,
      CbExpr      *b)
{
  CbExpr *e = cb_formula_node (&pack->formulas, op, key, key->column + (int) span.offset, b != NULL ? 2 : 1);

  e->args[0] = a;
  if (b != NULL)
    e->args[1] = b;
  return e;
}

static const char *
find_range (const char *text,
            Span        span)
{
  for (gsize i = span.offset; i + 1 < span.offset + span.len; i++)
    if (text[i] == '.' && text[i + 1] == '.')
      return text + i;
  return NULL;
}

static CbExpr *
parse_list (CbPack      *pack,
            const CbKey *key,
            Span         span,
            CbExpr      *input,
            CbFaults    *faults)
{
  g_autoptr (GArray) parts = split (key->value, span.offset, span.len, ',');
  CbExpr *e;

  if (parts->len > 100)
    {
      cb_faults_at (faults, key, key->column + (int) span.offset, "more than 100 words in a cell");
      return NULL;
    }
  if (parts->len == 1)
    {
      CbExpr *word = parse (pack, key, span);

      return word != NULL ? pair (pack, CB_EX_EQ, key, span, input, word) : NULL;
    }
  e = cb_formula_node (&pack->formulas, CB_EX_IN, key, key->column + (int) span.offset, parts->len + 1);
  e->args[0] = input;
  for (guint i = 0; i < parts->len; i++)
    {
      e->args[i + 1] = parse (pack, key, g_array_index (parts, Span, i));
      if (e->args[i + 1] == NULL)
        return NULL;
    }
  return e;
}

/* NULL with *any set for "-", else NULL is a fault already reported. */
static CbExpr *
parse_cell (CbPack      *pack,
            const CbKey *key,
            Span         span,
            CbExpr      *input,
            gboolean    *any,
            CbFaults    *faults)
{
  static const struct { const char *sign; CbExprOp op; } signs[] = {
    { "<=", CB_EX_LE }, { ">=", CB_EX_GE }, { "!=", CB_EX_NE }, { "<", CB_EX_LT }, { ">", CB_EX_GT }, { "=", CB_EX_EQ },
  };
  const char *text = key->value + span.offset, *dots = find_range (key->value, span);

  *any = FALSE;
  if (span.len == 0)
    {
      cb_faults_at (faults, key, key->column + (int) span.offset, "an empty cell; - stands for anything");
      return NULL;
    }
  if (span.len == 1 && *text == '-')
    {
      *any = TRUE;
      return NULL;
    }
  if (span.len == 3 && strncmp (text, "yes", 3) == 0)
    return input;
  if (span.len == 2 && strncmp (text, "no", 2) == 0)
    return pair (pack, CB_EX_NOT, key, span, input, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (strncmp (text, signs[i].sign, strlen (signs[i].sign)) == 0)
      {
        gsize n = strlen (signs[i].sign);
        CbExpr *bound = parse (pack, key, (Span) { span.offset + n, span.len - n });

        return bound != NULL ? pair (pack, signs[i].op, key, span, input, bound) : NULL;
      }
  if (dots != NULL)
    {
      gsize at = (gsize) (dots - key->value);
      CbExpr *low = parse (pack, key, (Span) { span.offset, at - span.offset });
      CbExpr *high = parse (pack, key, (Span) { at + 2, span.offset + span.len - at - 2 });

      if (low == NULL || high == NULL)
        return NULL;
      return pair (pack, CB_EX_AND, key, span, pair (pack, CB_EX_GE, key, span, input, low), pair (pack, CB_EX_LT, key, span, input, high));
    }
  if (span.len > 4 && strncmp (text, "not ", 4) == 0)
    {
      CbExpr *inner = parse_list (pack, key, (Span) { span.offset + 4, span.len - 4 }, input, faults);

      return inner != NULL ? pair (pack, CB_EX_NOT, key, span, inner, NULL) : NULL;
    }
  return parse_list (pack, key, span, input, faults);
}

static void
read_attribute (CbPack   *pack,
                CbRowX   *row,
                Span      span,
                CbFaults *faults)
{
  g_autofree char *text = g_strndup (row->key->value + span.offset, span.len);
  int column = row->key->column + (int) span.offset;

  if (g_str_has_prefix (text, "reason "))
    row->reason = cb_arena_strdup (pack->arena, g_strstrip (text + 7));
  else if (g_str_has_prefix (text, "cite "))
    row->cite = cb_arena_strdup (pack->arena, g_strstrip (text + 5));
  else if (g_str_has_prefix (text, "from ") && cb_date_of_key (g_strstrip (text + 5), &row->from))
    return;
  else if (g_str_has_prefix (text, "until ") && cb_date_of_key (g_strstrip (text + 6), &row->until))
    return;
  else
    cb_faults_at (faults, row->key, column, "an attribute of a row is: reason CODE, cite TEXT, from DATE or until DATE");
}

static void
read_row (CbPack   *pack,
          CbTableX *table,
          CbKey    *key,
          CbFaults *faults)
{
  gboolean otherwise = strcmp (key->name, "default") == 0;
  CbRowX *row = cb_arena_new0 (pack->arena, CbRowX, 1);
  g_autoptr (GArray) parts = split (key->value, 0, strlen (key->value), ';');
  Span main = g_array_index (parts, Span, 0);
  const char *arrow = g_strstr_len (key->value + main.offset, (gssize) main.len, "->");
  g_autoptr (GArray) cells = NULL, outs = NULL;
  g_autofree char *name = g_strconcat (table->name, "#", otherwise ? "default" : key->name + 4, NULL);
  gsize at;

  row->id = otherwise ? "default" : key->name + 4;
  row->name = cb_arena_strdup (pack->arena, name);
  row->key = key;
  row->from = row->until = CB_DATE_NONE;
  row->cite = table->cite;
  row->exceptions = g_ptr_array_new ();
  row->cells = cb_arena_new0 (pack->arena, CbExpr *, table->n_inputs);
  row->outs = cb_arena_new0 (pack->arena, CbExpr *, table->n_outputs);
  if (otherwise)
    table->otherwise = row;
  else
    g_ptr_array_add (table->rows, row);
  for (guint i = 1; i < parts->len; i++)
    read_attribute (pack, row, g_array_index (parts, Span, i), faults);
  if (arrow == NULL)
    {
      cb_faults_at (faults, key, key->column, "a row reads: cells -> outputs");
      return;
    }
  at = (gsize) (arrow - key->value);
  cells = split (key->value, main.offset, at - main.offset, '|');
  outs = split (key->value, at + 2, main.offset + main.len - at - 2, '|');
  if (otherwise ? at > main.offset : cells->len != table->n_inputs)
    {
      if (otherwise)
        cb_faults_at (faults, key, key->column, "default has no cells");
      else
        cb_faults_at (faults, key, key->column, "%u cells for %u inputs", cells->len, table->n_inputs);
      return;
    }
  if (outs->len != table->n_outputs)
    {
      cb_faults_at (faults, key, key->column + (int) at, "%u outputs, not %u", outs->len, table->n_outputs);
      return;
    }
  for (guint i = 0; !otherwise && i < table->n_inputs; i++)
    {
      gboolean any;

      if (table->inputs[i] != NULL)
        row->cells[i] = parse_cell (pack, key, g_array_index (cells, Span, i), table->inputs[i], &any, faults);
    }
  for (guint i = 0; i < table->n_outputs; i++)
    row->outs[i] = parse (pack, key, g_array_index (outs, Span, i));
}

/* "living : money/month | nursing : money/month", or the table's own name and type. */
static void
read_outputs (CbPack   *pack,
              CbTableX *table,
              CbFaults *faults)
{
  CbGroup *group = table->group;
  CbKey *out = cb_group_key (group, "out"), *type_key = cb_group_key (group, "type");
  g_autoptr (GArray) spans = out != NULL ? split (out->value, 0, strlen (out->value), '|') : NULL;

  table->n_outputs = spans != NULL ? spans->len : 1;
  table->outputs = cb_arena_new0 (pack->arena, CbValueX *, table->n_outputs);
  if ((out == NULL) == (type_key == NULL))
    cb_faults_add (faults, group->file, group->line, 0, "[table %s] has either type (one output of its own name) or out = NAME : TYPE | …", group->name);
  for (guint i = 0; i < table->n_outputs; i++)
    {
      CbType type = cb_type_of (CB_TYPE_NUMBER);
      g_autofree char *name = g_strdup (group->name);
      const char *full = group->name;

      type.kind = CB_TYPE_FAULT;
      if (out != NULL)
        {
          Span span = g_array_index (spans, Span, i);
          g_autofree char *text = g_strndup (out->value + span.offset, span.len);
          char *colon = strchr (text, ':');
          g_autofree char *own = NULL, *title = NULL;

          if (colon == NULL)
            {
              cb_faults_at (faults, out, out->column + (int) span.offset, "an output reads NAME : TYPE");
              continue;
            }
          *colon = '\0';
          g_strstrip (text);
          for (const char *p = text; *p != '\0'; p++)
            if (!(g_ascii_isalpha (*p) || (p > text && (g_ascii_isdigit (*p) || *p == '_'))))
              {
                cb_faults_at (faults, out, out->column + (int) span.offset, "%s is not a name", text);
                *text = '\0';
                break;
              }
          if (*text == '\0')
            continue;
          cb_pack_read_type (pack, out, g_strstrip (colon + 1), &type, faults);
          own = g_strconcat (CB_ENTITY (pack, table->entity)->pub.name, ".", text, NULL);
          full = cb_arena_strdup (pack->arena, own);
          title = g_strconcat ("title.", text, NULL);
          cb_group_get (group, title);
        }
      else if (type_key != NULL)
        cb_pack_read_type (pack, type_key, type_key->value, &type, faults);
      table->outputs[i] = cb_pack_new_value (pack, group, table->entity, full, type, faults);
      table->outputs[i]->table = table;
      table->outputs[i]->output = i;
      table->outputs[i]->cite = table->cite;
      cb_pack_read_answers (pack, group, table->outputs[i], faults);
    }
}

static void
read_hit (CbTableX *table,
          CbFaults *faults)
{
  static const char *const names[] = { "first", "unique", "sum", "max", "min" };
  const char *hit = cb_group_get (table->group, "hit");
  CbKey *key;

  for (guint i = 0; hit != NULL && i < G_N_ELEMENTS (names); i++)
    if (strcmp (hit, names[i]) == 0)
      {
        table->hit = (CbHit) i;
        return;
      }
  key = cb_group_key (table->group, "hit");
  cb_faults_add (faults, table->group->file, key != NULL ? key->line : table->group->line, key != NULL ? key->column : 0,
                 "[table %s] needs hit = first, unique, sum, max or min", table->name);
}

void
cb_pack_read_table (CbPack   *pack,
                    CbGroup  *group,
                    CbFaults *faults)
{
  CbTableX *table;
  const char *field;
  CbKey *in = cb_group_key (group, "in");
  int entity = cb_pack_entity_of (pack, group, &field, faults);

  if (cb_group_get (group, "title") == NULL)
    cb_faults_add (faults, group->file, group->line, 0, "[table %s] has no title", group->name);
  if (entity < 0)
    return;
  table = cb_arena_new0 (pack->arena, CbTableX, 1);
  table->name = group->name;
  table->index = pack->tables->len;
  table->entity = entity;
  table->group = group;
  table->rows = g_ptr_array_new ();
  g_ptr_array_add (pack->tables, table);
  table->cite = cb_pack_read_cite (group, faults);
  read_hit (table, faults);
  read_outputs (pack, table, faults);
  if (in == NULL)
    {
      cb_faults_add (faults, group->file, group->line, 0, "[table %s] has no in = …", group->name);
      return;
    }
  {
    g_autoptr (GArray) spans = split (in->value, 0, strlen (in->value), '|');

    table->n_inputs = spans->len;
    table->inputs = cb_arena_new0 (pack->arena, CbExpr *, table->n_inputs);
    for (guint i = 0; i < spans->len; i++)
      table->inputs[i] = parse (pack, in, g_array_index (spans, Span, i));
  }
  for (guint i = 0; i < group->keys->len && !cb_faults_full (faults); i++)
    {
      CbKey *key = group->keys->pdata[i];

      if (key->locale != NULL || !(g_str_has_prefix (key->name, "row.") || strcmp (key->name, "default") == 0))
        continue;
      key->used = TRUE;
      if (table->rows->len >= 1000)
        {
          cb_faults_at (faults, key, 1, "more than 1000 rows");
          break;
        }
      read_row (pack, table, key, faults);
    }
  if (table->rows->len == 0)
    cb_faults_add (faults, group->file, group->line, 0, "[table %s] has no row", group->name);
}
