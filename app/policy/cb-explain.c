/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-explain-private.h"

#include <string.h>

#include "cb-money.h"

/* Three papers from one trace: the worksheet, the page for the applicant, the list of articles. */

static CbNode *
root_of (CbResult   *r,
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
  CbNode *root = root_of (r, programme);

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
} Sheet;

static void
line_free (gpointer data)
{
  CbWorkLine *line = data;

  g_free (line->text);
  g_free (line->working);
  g_free (line->figure);
  g_free (line->unit);
  g_free (line->note);
  g_free (line->cite);
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

typedef struct { GString *notes; const char *fact; int index; guint n_facts; } Direct;

/* What stands in the formula itself, down to the next named value: parameters' dates, distances, facts. */
static void
collect_direct (Sheet  *s,
                CbNode *node,
                Direct *d,
                int     depth)
{
  if (depth > 60)
    return;
  if (node->pub.kind == CB_TRACE_PARAM && node->pub.since != CB_DATE_NONE)
    {
      g_autofree char *day = cb_date_format (node->pub.since), *text = NULL;
      const char *title = cb_trace_title (s->r, &node->pub, s->lang);

      text = g_strdup_printf (s->zh ? "%s自 %s" : "%s since %s", title, day);
      join (d->notes, s->zh, text);
    }
  else if (node->pub.kind == CB_TRACE_FACT)
    {
      if (d->n_facts == 0 || d->fact != node->pub.name || d->index != node->pub.index)
        d->n_facts++;
      d->fact = node->pub.name;
      d->index = node->pub.index;
      if (node->pub.evidence != NULL)
        join (d->notes, s->zh, node->pub.evidence);
    }
  else if (node->pub.kind == CB_TRACE_COMPARISON)
    {
      g_autofree char *text = cb_explain_distance (s->r, node, s->lang);

      join (d->notes, s->zh, text);
    }
  else if (node->pub.kind == CB_TRACE_ROUNDING)
    {
      g_autofree char *text = cb_explain_rounding (node->pub.op, s->lang);

      join (d->notes, s->zh, text);
    }
  else if (node->pub.kind == CB_TRACE_BRANCH && node->pub.name != NULL)
    {
      const char *title = cb_pack_text_of (s->r->program->pack, "exception", node->pub.name, "title", s->lang);

      join (d->notes, s->zh, title != NULL ? title : node->pub.name);
    }
  if (node->pub.kind == CB_TRACE_VALUE && depth > 0)
    return;
  for (guint i = 0; i < node->pub.n_children; i++)
    {
      CbNode *child = (CbNode *) node->pub.children[i];

      if (child->pub.kind != CB_TRACE_ROW || child->decisive || !child->pub.known)
        collect_direct (s, child, d, depth + 1);
    }
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

static void
value_line (Sheet  *s,
            CbNode *node)
{
  CbEntityX *entity = g_hash_table_lookup (s->r->program->pack->entity_names, node->pub.entity);
  gboolean child = entity->parent >= 0;
  CbWorkLine *line;
  g_autofree char *who = cb_explain_who (s->r, node->pub.entity, node->pub.index, s->lang);
  const char *title = cb_trace_title (s->r, &node->pub, s->lang);
  Direct d = { g_string_new (NULL), NULL, 0, 0 };

  if (node->value->show == 2)
    {
      g_string_free (d.notes, TRUE);
      return;
    }
  line = new_line (s, child ? 1 : 0);
  collect_direct (s, node, &d, 0);
  line->text = *who != '\0' ? g_strdup_printf ("%s · %s", who, title) : g_strdup (title);
  line->working = cb_explain_working (s->r, node, s->lang);
  line->check = check_of (node);
  if (node->type.kind == CB_TYPE_TRUTH && node->pub.known)
    line->figure = g_strdup ("");
  else
    line->figure = cb_format_number (s->r->program->pack, node->type, node->number, s->lang,
                                     node->value->round.mode == CB_ROUND_NONE ? CB_FORMAT_CENTS : CB_FORMAT_PLAIN);
  line->unit = g_strdup (cb_format_unit (node->type, s->lang));
  {
    g_autofree char *plain = cb_format_number (s->r->program->pack, node->type, node->number, s->lang, CB_FORMAT_PLAIN);

    /* What only repeats the figure says nothing. */
    if (strcmp (line->working, plain) == 0 || strcmp (line->working, line->figure) == 0)
      g_clear_pointer (&line->working, g_free);
  }
  line->note = g_string_free (d.notes, FALSE);
  line->cite = g_strdup (node->pub.cite != NULL ? node->pub.cite : "");
  line->value = g_strdup (node->pub.name);
  line->index = node->pub.index;
  if (d.n_facts == 1)
    {
      line->fact = g_strdup (d.fact);
      line->index = d.index;
    }
  line->detail = node->value->show == 1 ||
                 (child && node->pub.known && node->reason == NULL && (node->type.kind != CB_TYPE_NUMBER || node->number.num == 0));
  fill_empty (line);
}

/* A cell that did not hold and has no name of its own. */
static void
failed_cells (Sheet  *s,
              CbNode *row)
{
  for (guint i = row->n_main; i < row->pub.n_children; i++)
    {
      CbNode *cell = (CbNode *) row->pub.children[i];
      CbNode *inner = cell->expr != NULL && cell->expr->op == CB_EX_NOT ? (CbNode *) cell->pub.children[0] : cell;
      CbWorkLine *line;

      if (inner->pub.kind == CB_TRACE_VALUE || inner->pub.kind == CB_TRACE_FACT)
        continue;
      line = new_line (s, 1);
      line->text = g_strdup (s->zh ? "不适用" : "does not apply");
      line->working = cb_explain_working (s->r, cell, s->lang);
      line->note = cb_explain_distance (s->r, cell, s->lang);
      line->cite = g_strdup (row->pub.cite);
      line->check = cell->pub.known ? CB_CHECK_NOT : CB_CHECK_UNKNOWN;
      line->detail = TRUE;
      fill_empty (line);
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
            const CbOutcome *o)
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
  fill_empty (line);
}

GPtrArray *
cb_explain_worksheet (CbResult   *r,
                      const char *programme,
                      const char *lang)
{
  Sheet s = { r, lang, cb_lang_is_zh (lang), g_ptr_array_new_with_free_func (line_free) };
  CbNode *root = root_of (r, programme);

  if (root == NULL)
    return s.lines;
  r->epoch++;
  walk (&s, root, 0);
  total_line (&s, cb_result_find (r, programme));
  return s.lines;
}

/* --- Articles --- */

static void
walk_cites (CbResult   *r,
            CbNode     *node,
            const char *lang,
            GPtrArray  *out,
            GHashTable *seen)
{
  g_autofree char *text = NULL;

  if (node->epoch == r->epoch)
    return;
  node->epoch = r->epoch;
  for (guint i = 0; i < node->pub.n_children; i++)
    walk_cites (r, (CbNode *) node->pub.children[i], lang, out, seen);
  if (node->pub.cite == NULL || *node->pub.cite == '\0')
    return;
  if (node->pub.kind == CB_TRACE_PARAM && node->pub.since != CB_DATE_NONE)
    {
      g_autofree char *day = cb_date_format (node->pub.since);

      text = g_strdup_printf (cb_lang_is_zh (lang) ? "%s — %s（%s 起）" : "%s — %s (since %s)", node->pub.cite,
                              cb_trace_title (r, &node->pub, lang), day);
    }
  else
    text = g_strdup (node->pub.cite);
  if (g_hash_table_contains (seen, text))
    return;
  g_hash_table_add (seen, text);
  g_ptr_array_add (out, g_steal_pointer (&text));
}

GPtrArray *
cb_explain_citations (CbResult   *r,
                      const char *programme,
                      const char *lang)
{
  GPtrArray *out = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  CbNode *root = root_of (r, programme);
  const CbOutcome *o = cb_result_find (r, programme);

  if (root == NULL)
    return out;
  r->epoch++;
  walk_cites (r, root, lang, out, seen);
  if (*o->cite != '\0' && !g_hash_table_contains (seen, o->cite))
    g_ptr_array_add (out, g_strdup (o->cite));
  return out;
}

/* --- For the applicant --- */

static void
plain_reasons (CbResult   *r,
               GString    *out,
               GArray     *reasons,
               const char *lang)
{
  for (guint i = 0; i < reasons->len; i++)
    {
      const CbReason *reason = &g_array_index (reasons, CbReason, i);
      g_autofree char *who = cb_explain_who (r, reason->entity, reason->index, lang);
      g_autofree char *text = cb_result_reason_text (r, reason, lang);

      g_string_append_printf (out, "· %s%s%s%s%s%s\n", who, *who ? (cb_lang_is_zh (lang) ? "：" : ": ") : "", text,
                              *reason->cite ? (cb_lang_is_zh (lang) ? "（" : " (") : "", reason->cite,
                              *reason->cite ? (cb_lang_is_zh (lang) ? "）" : ")") : "");
    }
}

char *
cb_explain_plain (CbResult   *r,
                  const char *programme,
                  const char *lang)
{
  const CbOutcome *o = cb_result_find (r, programme);
  gboolean zh = cb_lang_is_zh (lang);
  GString *out = g_string_new (NULL);
  g_autofree char *money = NULL;
  const char *title;

  if (o == NULL)
    return g_string_free (out, FALSE);
  title = cb_pack_title_of (r->program->pack, "programme", programme, lang);
  money = cb_money_format (o->amount, TRUE);
  switch (o->status)
    {
    case CB_STATUS_ELIGIBLE: case CB_STATUS_NEEDS_JUDGEMENT:
      g_string_append_printf (out, zh ? "%s：符合条件。\n" : "%s: the conditions are met.\n", title);
      if (o->pay == CB_PAY_MONTHLY)
        g_string_append_printf (out, zh ? "每月 %s 元。\n" : "%s yuan a month.\n", money);
      else if (o->pay == CB_PAY_ONCE)
        g_string_append_printf (out, zh ? "一次性 %s 元。\n" : "%s yuan, once.\n", money);
      if (o->start != CB_MONTH_NONE && o->pay == CB_PAY_MONTHLY)
        {
          int year = o->start / 12, month = o->start % 12 + 1;

          g_string_append_printf (out, zh ? "从 %d 年 %d 月起发放。\n" : "Paid from %d-%02d on.\n", year, month);
        }
      if (o->status == CB_STATUS_NEEDS_JUDGEMENT)
        g_string_append (out, zh ? "还需要工作人员核实：\n" : "Somebody still has to look at:\n");
      break;
    case CB_STATUS_NOT_ELIGIBLE:
      g_string_append_printf (out, zh ? "%s：目前不符合条件。\n" : "%s: the conditions are not met at present.\n", title);
      break;
    default:
      g_string_append_printf (out, zh ? "%s：还不能作出结论，缺少：\n" : "%s: nothing can be said yet. Missing:\n", title);
      for (guint i = 0; i < o->missing->len; i++)
        {
          g_autofree char *text = cb_result_missing_text (r, &g_array_index (o->missing, CbMissing, i), lang);

          g_string_append_printf (out, "· %s\n", text);
        }
      break;
    }
  plain_reasons (r, out, o->judgements, lang);
  if (o->reasons->len > 0)
    {
      g_string_append (out, zh ? "理由：\n" : "Reasons:\n");
      plain_reasons (r, out, o->reasons, lang);
    }
  return g_string_free (out, FALSE);
}
