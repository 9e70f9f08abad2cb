/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-explain-private.h"

#include <string.h>

#include "cb-money.h"

/* The worksheet.  Two other papers come from the same trace: cb-explain-articles.c, cb-paper.c. */

CbNode *
cb_explain_root (CbResult   *r,
                 const char *programme)
{
  for (guint i = 0; r->explained && i < r->outcomes->len; i++)
    if (strcmp (g_array_index (r->outcomes, CbOutcome, i).programme, programme) == 0)
      return r->roots->pdata[i];
  return NULL;
}

const CbTraceNode *
cb_result_trace (CbResult   *r,
                 const char *programme)
{
  CbNode *root = cb_explain_root (r, programme);

  return root != NULL ? &root->pub : NULL;
}

char *
cb_trace_format_value (CbResult          *r,
                       const CbTraceNode *node,
                       const char        *lang)
{
  const CbNode *x = (const CbNode *) node;

  return cb_format_number (r->program->pack, x->type, x->number, lang, CB_FORMAT_UNIT);
}

const char *
cb_trace_title (CbResult          *r,
                const CbTraceNode *node,
                const char        *lang)
{
  static const char *const groups[] = { [CB_TRACE_FACT] = "fact", [CB_TRACE_PARAM] = "param", [CB_TRACE_VALUE] = "value" };

  if (node->name != NULL && node->kind <= CB_TRACE_VALUE)
    return cb_pack_title_of (r->program->pack, groups[node->kind], node->name, lang);
  return node->name != NULL ? node->name : node->op != NULL ? node->op : "";
}

/* --- Worksheet --- */

typedef struct {
  CbResult   *r;
  const char *lang;
  gboolean    zh;
  GPtrArray  *lines;
  GHashTable *leads;     /* of cb_explain_fact() */
  GPtrArray  *refusals;  /* of Refusal: they wait for their lines */
} Sheet;

/* Cells of one table that did not hold for the same reason. */
typedef struct {
  CbNode    *row;        /* of the first */
  GPtrArray *cells;      /* of CbNode */
  GPtrArray *cites;      /* of const char* */
} Refusal;

static void
refusal_free (gpointer data)
{
  Refusal *refusal = data;

  g_ptr_array_unref (refusal->cells);
  g_ptr_array_unref (refusal->cites);
  g_free (refusal);
}

void
cb_work_line_free (gpointer data)
{
  CbWorkLine *line = data;

  g_free (line->text);
  g_free (line->working);
  g_free (line->figure);
  g_free (line->unit);
  g_free (line->note);
  g_free (line->cite);
  g_free (line->brief);
  g_free (line->value);
  g_free (line->fact);
  g_free (line);
}

static void
join (GString    *out,
      gboolean    zh,
      const char *text)
{
  if (text == NULL || *text == '\0' || strstr (out->str, text) != NULL)
    return;
  if (out->len > 0)
    g_string_append (out, zh ? "；" : "; ");
  g_string_append (out, text);
}

/* What stands beside the arithmetic of a line, in full and where there is little room. */
typedef struct {
  GString *full, *brief;
  GString *days;          /* of the parameters, each once; in brief their numbers stand for them */
} Notes;

static void
note_day (Sheet  *s,
          CbNode *node,
          Notes  *notes)
{
  g_autofree char *day = cb_date_format (node->pub.since), *text = NULL;

  text = g_strdup_printf (s->zh ? "%s自 %s" : "%s since %s", cb_trace_title (s->r, &node->pub, s->lang), day);
  join (notes->full, s->zh, text);
  if (strstr (notes->days->str, day) != NULL)
    return;
  g_string_append (notes->days, notes->days->len == 0 ? (s->zh ? "自 " : "since ") : s->zh ? "、" : ", ");
  g_string_append (notes->days, day);
}

static void
note_distance (Sheet  *s,
               CbNode *node,
               Notes  *notes)
{
  g_autofree char *text = cb_explain_distance (s->r, node, s->lang, FALSE), *brief = cb_explain_distance (s->r, node, s->lang, TRUE);

  join (notes->full, s->zh, text);
  join (notes->brief, s->zh, brief);
  for (guint i = 0; text != NULL && i < node->pub.n_children; i++)
    if (node->pub.children[i]->kind > CB_TRACE_VALUE)
      {
        g_autofree char *value = cb_trace_format_value (s->r, node->pub.children[i], s->lang);
        g_autofree char *line = g_strdup_printf (s->zh ? "算得 %s" : "that is %s", value);

        /* What is worked out in the comparison itself stands on no other line; in brief the right side has it behind it. */
        join (notes->full, s->zh, line);
        if (i == 0)
          join (notes->brief, s->zh, line);
      }
}

static void
note (Sheet      *s,
      const char *text,
      Notes      *notes)
{
  join (notes->full, s->zh, text);
  join (notes->brief, s->zh, text);
}

/* What stands in the formula itself, down to the next named value: parameters' dates, distances, evidence. */
static void
collect_notes (Sheet  *s,
               CbNode *node,
               Notes  *notes,
               int     depth)
{
  if (depth > 60)
    return;
  if (node->pub.kind == CB_TRACE_PARAM && node->pub.since != CB_DATE_NONE)
    note_day (s, node, notes);
  else if (node->pub.kind == CB_TRACE_FACT)
    note (s, node->pub.evidence, notes);
  else if (node->pub.kind == CB_TRACE_COMPARISON)
    note_distance (s, node, notes);
  else if (node->pub.kind == CB_TRACE_ROUNDING)
    {
      g_autofree char *text = cb_explain_rounding (node->pub.op, s->lang);

      note (s, text, notes);
    }
  else if (node->pub.kind == CB_TRACE_BRANCH && node->pub.name != NULL)
    {
      const char *title = cb_pack_text_of (s->r->program->pack, "exception", node->pub.name, "title", s->lang);

      note (s, title != NULL ? title : node->pub.name, notes);
    }
  if (node->pub.kind == CB_TRACE_VALUE && depth > 0)
    return;
  for (guint i = 0; i < node->pub.n_children; i++)
    {
      CbNode *child = (CbNode *) node->pub.children[i];

      if (child->pub.kind != CB_TRACE_ROW || child->decisive || !child->pub.known)
        collect_notes (s, child, notes, depth + 1);
    }
}

/* What stands under the line where there is little room; any of the texts may be NULL. */
static void
put_brief (Sheet      *s,
           CbWorkLine *line,
           const char *working,
           const char *notes,
           const char *days)
{
  g_autofree char *cite = line->cite != NULL ? cb_pack_cite_brief (s->r->program->pack, line->cite) : NULL;
  const char *const parts[] = { working, notes, days, cite };
  GString *brief = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && *parts[i] != '\0' && strcmp (parts[i], "-") != 0)
      g_string_append_printf (brief, "%s%s", brief->len > 0 ? " · " : "", parts[i]);
  line->brief = g_string_free (brief, FALSE);
}

static CbWorkLine *
new_line (Sheet *s,
          int    indent)
{
  CbWorkLine *line = g_new0 (CbWorkLine, 1);

  line->indent = indent;
  line->index = 0;
  g_ptr_array_add (s->lines, line);
  return line;
}

/* Goes to the fact that tells most of those beneath @node. */
static void
lead (Sheet      *s,
      CbWorkLine *line,
      CbNode     *node)
{
  const CbNode *fact = cb_explain_fact (s->r, node, s->leads);

  if (fact == NULL)
    return;
  line->fact = g_strdup (fact->pub.name);
  line->index = fact->pub.index;
}

static void
fill_empty (CbWorkLine *line)
{
  char **texts[] = { &line->text, &line->working, &line->figure, &line->unit, &line->note, &line->cite };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (*texts[i] == NULL)
      *texts[i] = g_strdup ("");
}

static CbCheck
check_of (const CbNode *node)
{
  if (!node->pub.known)
    return CB_CHECK_UNKNOWN;
  if (node->type.kind != CB_TYPE_TRUTH)
    return CB_CHECK_NONE;
  return node->number.num ? CB_CHECK_OK : CB_CHECK_NOT;
}

char *
cb_explain_name (CbResult   *r,
                 CbNode     *node,
                 const char *lang)
{
  g_autofree char *who = cb_explain_who (r, node->pub.entity, node->pub.index, lang);
  const char *title = cb_trace_title (r, &node->pub, lang);

  return *who != '\0' ? g_strdup_printf ("%s · %s", who, title) : g_strdup (title);
}

char *
cb_explain_figure (CbResult   *r,
                   CbNode     *node,
                   const char *lang)
{
  if (node->type.kind == CB_TYPE_TRUTH && node->pub.known)
    return g_strdup ("");
  return cb_format_number (r->program->pack, node->type, node->number, lang,
                           node->value->round.mode == CB_ROUND_NONE ? CB_FORMAT_CENTS : CB_FORMAT_PLAIN);
}

/* One citation of several; a document named just before is not named again. */
static char *
cites (GPtrArray *each)
{
  GString *all = g_string_new (NULL);
  const char *document = NULL;

  for (guint i = 0; i < each->len; i++)
    {
      const char *cite = each->pdata[i], *space = strchr (cite, ' ');
      const gsize named = space != NULL ? (gsize) (space - cite) + 1 : 0;
      const gboolean plain = named > 0 && g_str_has_prefix (space + 1, "第") && strstr (cite, "；") == NULL;

      if (plain && document != NULL && strncmp (document, cite, named) == 0)
        g_string_append_printf (all, "、%s", space + 1);
      else
        g_string_append_printf (all, "%s%s", i > 0 ? "；" : "", cite);
      document = plain ? cite : NULL;
    }
  return g_string_free (all, FALSE);
}

/* A line for each of those that wait.  None is marked: that a rule is about others is no fault of this family. */
static void
refusal_lines (Sheet *s)
{
  for (guint i = 0; i < s->refusals->len; i++)
    {
      const Refusal *refusal = s->refusals->pdata[i];
      CbNode *first = refusal->cells->pdata[0];
      g_autofree char *who = cb_explain_who (s->r, refusal->row->pub.entity, refusal->row->pub.index, s->lang);
      CbWorkLine *line = new_line (s, 1);

      line->text = g_strdup_printf ("%s%s%s", who, *who != '\0' ? " · " : "", s->zh ? "不适用" : "does not apply");
      line->working = cb_explain_refusal (s->r, refusal->cells, s->lang);
      line->note = cb_explain_distance (s->r, first, s->lang, FALSE);
      line->cite = cites (refusal->cites);
      put_brief (s, line, line->working, line->note, NULL);
      line->check = first->pub.known ? CB_CHECK_NONE : CB_CHECK_UNKNOWN;
      line->detail = TRUE;
      lead (s, line, first);
      fill_empty (line);
    }
  g_ptr_array_set_size (s->refusals, 0);
}

/* What waits for the same instance of the same table and is alike; else a new one. */
static Refusal *
refusal_of (Sheet  *s,
            CbNode *row,
            CbNode *cell)
{
  Refusal *refusal;

  for (guint i = 0; i < s->refusals->len; i++)
    {
      refusal = s->refusals->pdata[i];
      if (refusal->row->value != row->value || refusal->row->pub.index != row->pub.index)
        {
          refusal_lines (s);
          break;
        }
      if (cb_explain_alike (refusal->cells->pdata[0], cell))
        return refusal;
    }
  refusal = g_new0 (Refusal, 1);
  refusal->row = row;
  refusal->cells = g_ptr_array_new ();
  refusal->cites = g_ptr_array_new ();
  g_ptr_array_add (s->refusals, refusal);
  return refusal;
}

/* What only repeats the figure says nothing. */
static void
drop_repeated (Sheet       *s,
               CbNode      *node,
               CbWorkLine  *line,
               char       **working)
{
  g_autofree char *plain = cb_format_number (s->r->program->pack, node->type, node->number, s->lang, CB_FORMAT_PLAIN);

  if (strcmp (*working, plain) == 0 || strcmp (*working, line->figure) == 0)
    g_clear_pointer (working, g_free);
}

static void
value_line (Sheet  *s,
            CbNode *node)
{
  CbEntityX *entity = g_hash_table_lookup (s->r->program->pack->entity_names, node->pub.entity);
  gboolean child = entity->parent >= 0;
  CbWorkLine *line;
  Notes notes;

  refusal_lines (s);
  if (node->value->show == 2)
    {
      /* It has no line, but those above lead through it. */
      cb_explain_fact (s->r, node, s->leads);
      return;
    }
  line = new_line (s, child ? 1 : 0);
  notes = (Notes) { g_string_new (NULL), g_string_new (NULL), g_string_new (NULL) };
  collect_notes (s, node, &notes, 0);
  line->text = cb_explain_name (s->r, node, s->lang);
  line->check = check_of (node);
  line->figure = cb_explain_figure (s->r, node, s->lang);
  line->unit = g_strdup (cb_format_unit (node->type, s->lang));
  line->working = cb_explain_working (s->r, node, s->lang);
  drop_repeated (s, node, line, &line->working);
  line->cite = g_strdup (node->pub.cite != NULL ? node->pub.cite : "");
  {
    g_autofree char *working = cb_explain_brief (s->r, node, s->lang);

    drop_repeated (s, node, line, &working);
    put_brief (s, line, working, notes.brief->str, notes.days->str);
  }
  line->note = g_string_free (notes.full, FALSE);
  g_string_free (notes.brief, TRUE);
  g_string_free (notes.days, TRUE);
  line->value = g_strdup (node->pub.name);
  line->index = node->pub.index;
  lead (s, line, node);
  line->detail = node->value->show == 1 ||
                 (child && node->pub.known && node->reason == NULL && (node->type.kind != CB_TYPE_NUMBER || node->number.num == 0));
  fill_empty (line);
}

/* Cells that did not hold and have no name of their own. */
static void
failed_cells (Sheet  *s,
              CbNode *row)
{
  for (guint i = row->n_main; i < row->pub.n_children; i++)
    {
      CbNode *cell = (CbNode *) row->pub.children[i];
      CbNode *inner = cell->expr != NULL && cell->expr->op == CB_EX_NOT ? (CbNode *) cell->pub.children[0] : cell;
      Refusal *refusal;

      if (inner->pub.kind == CB_TRACE_VALUE || inner->pub.kind == CB_TRACE_FACT)
        continue;
      refusal = refusal_of (s, row, cell);
      g_ptr_array_add (refusal->cells, cell);
      if (row->pub.cite != NULL && !g_ptr_array_find_with_equal_func (refusal->cites, row->pub.cite, g_str_equal, NULL))
        g_ptr_array_add (refusal->cites, (gpointer) row->pub.cite);
    }
}

static void
walk (Sheet  *s,
      CbNode *node,
      int     depth)
{
  if (node->epoch == s->r->epoch)
    return;
  node->epoch = s->r->epoch;
  for (guint i = 0; i < node->pub.n_children; i++)
    walk (s, (CbNode *) node->pub.children[i], depth + 1);
  if (node->pub.kind == CB_TRACE_VALUE)
    value_line (s, node);
  else if (node->pub.kind == CB_TRACE_ROW && node->pub.known && !node->decisive && node->value != NULL && node->value->table->hit <= CB_HIT_UNIQUE)
    failed_cells (s, node);
}

static void
total_line (Sheet           *s,
            const CbOutcome *o,
            CbNode          *root)
{
  CbPack *pack = s->r->program->pack;
  CbWorkLine *line = new_line (s, 0);
  CbType type = cb_type_unit (o->pay == CB_PAY_ONCE ? CB_UNIT_MONEY : CB_UNIT_MONEY_MONTH);
  GString *working = g_string_new (NULL);
  gboolean yes = o->status == CB_STATUS_ELIGIBLE || o->status == CB_STATUS_NEEDS_JUDGEMENT;

  line->text = g_strdup (cb_pack_title_of (pack, "programme", o->programme, s->lang));
  for (guint i = 0; i < o->lines->len && o->lines->len > 1; i++)
    {
      const CbLine *l = &g_array_index (o->lines, CbLine, i);
      g_autofree char *who = cb_explain_who (s->r, l->entity, l->index, s->lang), *money = cb_money_format (l->fen, TRUE);

      g_string_append_printf (working, "%s%s%s%s", i > 0 ? " + " : "", who, *who ? " " : "", money);
    }
  line->working = g_string_free (working, FALSE);
  line->figure = yes && o->pay != CB_PAY_NONE ? cb_money_format (o->amount, TRUE) : g_strdup ("");
  line->unit = g_strdup (*line->figure ? cb_format_unit (type, s->lang) : "");
  if (yes && o->start != CB_MONTH_NONE && o->pay == CB_PAY_MONTHLY)
    {
      g_autofree char *month = cb_month_format (o->start);

      line->note = g_strdup_printf (s->zh ? "自 %s 起" : "from %s", month);
    }
  line->cite = g_strdup (o->cite);
  line->check = o->status == CB_STATUS_INCOMPLETE ? CB_CHECK_UNKNOWN : yes ? CB_CHECK_OK : CB_CHECK_NOT;
  put_brief (s, line, line->working, line->note, NULL);
  lead (s, line, root);
  fill_empty (line);
}

GPtrArray *
cb_explain_worksheet (CbResult   *r,
                      const char *programme,
                      const char *lang)
{
  g_autoptr (GHashTable) leads = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_autoptr (GPtrArray) refusals = g_ptr_array_new_with_free_func (refusal_free);
  Sheet s = { r, lang, cb_lang_is_zh (lang), g_ptr_array_new_with_free_func (cb_work_line_free), leads, refusals };
  CbNode *root = cb_explain_root (r, programme);

  if (root == NULL)
    return s.lines;
  r->epoch++;
  walk (&s, root, 0);
  refusal_lines (&s);
  total_line (&s, cb_result_find (r, programme), root);
  return s.lines;
}
