/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-pack-private.h"

#include <string.h>

/* Questions over the whole pack: where a name is used, when the law changes, what two packs differ in. */

static gboolean
mentions (CbExpr     *e,
          const char *name)
{
  const char *own = NULL;

  if (e == NULL)
    return FALSE;
  if (e->op == CB_EX_FACT)
    own = ((CbFactX *) e->ref)->pub.name;
  else if (e->op == CB_EX_VALUE)
    own = ((CbValueX *) e->ref)->name;
  else if (e->op == CB_EX_PARAM)
    own = ((CbParamX *) e->ref)->pub.name;
  if (own != NULL && strcmp (own, name) == 0)
    return TRUE;
  for (guint i = 0; i < e->n; i++)
    if (mentions (e->args[i], name))
      return TRUE;
  return FALSE;
}

static gboolean
value_mentions (CbValueX   *value,
                const char *name)
{
  for (guint i = 0; i < value->versions->len; i++)
    if (mentions (g_array_index (value->versions, CbFormulaVersion, i).expr, name))
      return TRUE;
  return FALSE;
}

static gboolean
table_mentions (CbTableX   *table,
                const char *name)
{
  for (guint i = 0; i < table->n_inputs; i++)
    if (mentions (table->inputs[i], name))
      return TRUE;
  for (guint r = 0; r <= table->rows->len; r++)
    {
      CbRowX *row = r < table->rows->len ? table->rows->pdata[r] : table->otherwise;

      for (guint i = 0; row != NULL && i < table->n_inputs; i++)
        if (mentions (row->cells[i], name))
          return TRUE;
      for (guint i = 0; row != NULL && i < table->n_outputs; i++)
        if (mentions (row->outs[i], name))
          return TRUE;
    }
  return FALSE;
}

static gboolean
programme_mentions (CbProgrammeX *p,
                    const char   *name)
{
  CbExpr *formulas[] = { p->eligible, p->tier, p->amount, p->start, p->validity, p->review, p->ends, p->stop };

  for (guint i = 0; i < G_N_ELEMENTS (formulas); i++)
    if (mentions (formulas[i], name))
      return TRUE;
  for (guint i = 0; i < p->lines->len; i++)
    if (strcmp (g_array_index (p->lines, CbLineX, i).value->name, name) == 0)
      return TRUE;
  for (guint i = 0; i < p->judges->len; i++)
    if (mentions (g_array_index (p->judges, CbJudgeX, i).when, name))
      return TRUE;
  return FALSE;
}

GPtrArray *
cb_pack_used_by (CbPack     *pack,
                 const char *name)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < pack->values->len; i++)
    if (value_mentions (pack->values->pdata[i], name))
      g_ptr_array_add (found, (gpointer) ((CbValueX *) pack->values->pdata[i])->name);
  for (guint i = 0; i < pack->tables->len; i++)
    if (table_mentions (pack->tables->pdata[i], name))
      g_ptr_array_add (found, (gpointer) ((CbTableX *) pack->tables->pdata[i])->name);
  for (guint i = 0; i < pack->exceptions->len; i++)
    {
      CbExceptionX *x = pack->exceptions->pdata[i];

      if (mentions (x->when, name) || mentions (x->formula, name))
        g_ptr_array_add (found, (gpointer) x->name);
    }
  for (guint i = 0; i < pack->programmes->len; i++)
    if (programme_mentions (pack->programmes->pdata[i], name))
      g_ptr_array_add (found, (gpointer) ((CbProgrammeX *) pack->programmes->pdata[i])->name);
  return found;
}

static int
compare_days (gconstpointer a,
              gconstpointer b)
{
  CbDate x = *(const CbDate *) a, y = *(const CbDate *) b;

  return x < y ? -1 : x > y;
}

static void
add_day (GArray *days,
         CbDate  day,
         CbDate  from,
         CbDate  to)
{
  if (day != CB_DATE_NONE && day >= from && day <= to)
    g_array_append_val (days, day);
}

static void
add_span (GArray *days,
          CbDate  begin,
          CbDate  until,
          CbDate  from,
          CbDate  to)
{
  add_day (days, begin, from, to);
  if (until != CB_DATE_NONE)
    add_day (days, until + 1, from, to);
}

GArray *
cb_pack_change_days (CbPack *pack,
                     CbDate  from,
                     CbDate  to)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (CbDate));
  GArray *days = g_array_new (FALSE, FALSE, sizeof (CbDate));

  for (guint i = 0; i < pack->params->len; i++)
    {
      CbParamX *param = pack->params->pdata[i];

      for (guint k = 0; k < param->versions->len; k++)
        {
          CbPackVersion *v = &g_array_index (param->versions, CbParamVersionX, k).pub;

          add_span (all, v->from, v->until, from, to);
        }
    }
  for (guint i = 0; i < pack->values->len; i++)
    {
      CbValueX *value = pack->values->pdata[i];

      for (guint k = 0; k < value->versions->len; k++)
        {
          CbFormulaVersion *v = &g_array_index (value->versions, CbFormulaVersion, k);

          add_span (all, v->from, v->until, from, to);
        }
    }
  for (guint i = 0; i < pack->tables->len; i++)
    {
      CbTableX *table = pack->tables->pdata[i];

      for (guint k = 0; k < table->rows->len; k++)
        add_span (all, ((CbRowX *) table->rows->pdata[k])->from, ((CbRowX *) table->rows->pdata[k])->until, from, to);
    }
  for (guint i = 0; i < pack->exceptions->len; i++)
    add_span (all, ((CbExceptionX *) pack->exceptions->pdata[i])->from, ((CbExceptionX *) pack->exceptions->pdata[i])->until, from, to);
  for (guint i = 0; i < pack->programmes->len; i++)
    add_span (all, ((CbProgrammeX *) pack->programmes->pdata[i])->from, ((CbProgrammeX *) pack->programmes->pdata[i])->until, from, to);
  g_array_sort (all, compare_days);
  for (guint i = 0; i < all->len; i++)
    {
      CbDate day = g_array_index (all, CbDate, i);

      if (days->len == 0 || g_array_index (days, CbDate, days->len - 1) != day)
        g_array_append_val (days, day);
    }
  return days;
}

/* --- Difference --- */

static char *
full_name (const CbKey *key)
{
  return key->locale != NULL ? g_strdup_printf ("%s[%s]", key->name, key->locale) : g_strdup (key->name);
}

/* The keys of @group whose order says something and that @other has too: rows of a table, words of a choice, lines of a programme. */
static char *
order_of (CbGroup *group,
          CbGroup *other)
{
  const char *prefix = strcmp (group->kind, "table") == 0 ? "row." : strcmp (group->kind, "programme") == 0 ? "line." : strcmp (group->kind, "choice") == 0 ? "" : NULL;
  GString *order = g_string_new (NULL);

  for (guint i = 0; prefix != NULL && i < group->keys->len; i++)
    {
      const CbKey *key = group->keys->pdata[i];

      if (key->locale == NULL && g_str_has_prefix (key->name, prefix) && g_hash_table_contains (other->by_name, key->name))
        g_string_append_printf (order, "%s%s", order->len > 0 ? ", " : "", key->name);
    }
  return g_string_free (order, FALSE);
}

/* The first of the rows that hold counts: a new one is nothing without its place. */
static const char *
next_row (CbGroup *from,
          CbGroup *to,
          guint    at)
{
  const gboolean row = strcmp (to->kind, "table") == 0 && g_str_has_prefix (((CbKey *) to->keys->pdata[at])->name, "row.");

  for (guint i = at + 1; row && i < to->keys->len; i++)
    {
      const CbKey *key = to->keys->pdata[i];

      if (g_str_has_prefix (key->name, "row.") && g_hash_table_contains (from->by_name, key->name))
        return key->name;
    }
  return NULL;
}

static void
group_lines (GString *out,
             CbGroup *from,
             CbGroup *to)
{
  g_autofree char *before = order_of (from, to), *after = order_of (to, from);

  for (guint i = 0; i < from->keys->len; i++)
    {
      CbKey *key = from->keys->pdata[i];
      g_autofree char *full = full_name (key);
      CbKey *other = g_hash_table_lookup (to->by_name, full);

      if (other == NULL)
        g_string_append_printf (out, "  - %s = %s\n", full, key->value);
      else if (strcmp (other->value, key->value) != 0)
        g_string_append_printf (out, "  - %s = %s\n  + %s = %s\n", full, key->value, full, other->value);
    }
  for (guint i = 0; i < to->keys->len; i++)
    {
      CbKey *key = to->keys->pdata[i];
      g_autofree char *full = full_name (key);

      if (!g_hash_table_contains (from->by_name, full))
        {
          const char *next = next_row (from, to, i);

          g_string_append_printf (out, "  + %s = %s%s%s%s\n", full, key->value, next != NULL ? "  (before " : "", next != NULL ? next : "",
                                  next != NULL ? ")" : "");
        }
    }
  if (strcmp (before, after) != 0)
    g_string_append_printf (out, "  - in the order %s\n  + in the order %s\n", before, after);
}

static void
group_head (GString  *out,
            char      sign,
            CbGroup  *group,
            CbGroup  *other,
            gboolean  places)
{
  g_string_append_printf (out, "%c [%s%s%s]", sign, group->kind, *group->name ? " " : "", group->name);
  if (places)
    g_string_append_printf (out, "  %s:%d", group->file, group->line);
  if (places && other != NULL)
    g_string_append_printf (out, ", %s:%d", other->file, other->line);
  g_string_append_c (out, '\n');
}

char *
cb_pack_diff (CbPack   *a,
              CbPack   *b,
              gboolean  places)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < a->source->groups->len; i++)
    {
      CbGroup *from = a->source->groups->pdata[i], *to = cb_source_group (b->source, from->kind, from->name);
      g_autoptr (GString) lines = g_string_new (NULL);

      if (to == NULL)
        {
          group_head (out, '-', from, NULL, places);
          continue;
        }
      group_lines (lines, from, to);
      if (lines->len == 0)
        continue;
      group_head (out, ' ', from, to, places);
      g_string_append (out, lines->str);
    }
  for (guint i = 0; i < b->source->groups->len; i++)
    {
      CbGroup *to = b->source->groups->pdata[i];

      if (cb_source_group (a->source, to->kind, to->name) != NULL)
        continue;
      group_head (out, '+', to, NULL, places);
      for (guint k = 0; k < to->keys->len; k++)
        {
          CbKey *key = to->keys->pdata[k];
          g_autofree char *full = full_name (key);

          g_string_append_printf (out, "  + %s = %s\n", full, key->value);
        }
    }
  return g_string_free (out, FALSE);
}
