/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-paper.h"

#include "cb-deadline.h"
#include "cb-explain-private.h"
#include "cb-money.h"

#include <string.h>

#define MOST_COMPARED 3    /* comparisons told to the applicant */
#define MOST_LINES    8    /* amounts with their sums */

typedef struct
{
  CbResult        *r;
  CbPack          *pack;
  const CbOutcome *o;
  const char      *lang;
  gboolean         zh;
  GPtrArray       *values;   /* CbNode, each once, from the facts to the outcome */
  GPtrArray       *facts;    /* likewise */
  GPtrArray       *lines;    /* CbPaperLine */
} Paper;

static void
line_free (gpointer data)
{
  CbPaperLine *line = data;

  g_free (line->text);
  g_free (line);
}

/* @text: (transfer full) */
static void
take (Paper      *p,
      CbPaperKind kind,
      char       *text)
{
  CbPaperLine *line = g_new0 (CbPaperLine, 1);

  line->kind = kind;
  if (p->zh && strstr (text, "≈") != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (text, "≈", -1);

      /* A sign that not everybody reads. */
      g_free (text);
      text = g_strjoinv ("约 ", parts);
    }
  line->text = text;
  g_ptr_array_add (p->lines, line);
}

static void
say (Paper      *p,
     CbPaperKind kind,
     const char *zh,
     const char *en)
{
  take (p, kind, g_strdup (p->zh ? zh : en));
}

static void
gather (Paper  *p,
        CbNode *node)
{
  if (node->epoch == p->r->epoch)
    return;
  node->epoch = p->r->epoch;
  for (guint i = 0; i < node->pub.n_children; i++)
    gather (p, (CbNode *) node->pub.children[i]);
  if (node->pub.kind == CB_TRACE_VALUE)
    g_ptr_array_add (p->values, node);
  else if (node->pub.kind == CB_TRACE_FACT)
    {
      /* Each use has a node of its own. */
      for (guint i = 0; i < p->facts->len; i++)
        if (((CbNode *) p->facts->pdata[i])->pub.index == node->pub.index && strcmp (((CbNode *) p->facts->pdata[i])->pub.name, node->pub.name) == 0)
          return;
      g_ptr_array_add (p->facts, node);
    }
}

/* FALSE: there is nothing to say. */
static gboolean
begin (Paper      *p,
       CbResult   *r,
       const char *programme,
       const char *lang)
{
  CbNode *root = cb_explain_root (r, programme);

  *p = (Paper) { r, r->program->pack, cb_result_find (r, programme), lang, cb_lang_is_zh (lang) };
  p->lines = g_ptr_array_new_with_free_func (line_free);
  if (root == NULL || p->o == NULL)
    return FALSE;
  p->values = g_ptr_array_new ();
  p->facts = g_ptr_array_new ();
  r->epoch++;
  gather (p, root);
  return TRUE;
}

static GPtrArray *
end (Paper *p)
{
  g_clear_pointer (&p->values, g_ptr_array_unref);
  g_clear_pointer (&p->facts, g_ptr_array_unref);
  return p->lines;
}

/* --- what every paper says alike --- */

/* "2026 年 9 月 1 日" */
static char *
day_text (CbDate   day,
          gboolean zh)
{
  int y, m, d;

  if (!zh)
    return cb_date_format (day);
  cb_date_split (day, &y, &m, &d);
  return g_strdup_printf ("%d 年 %d 月 %d 日", y, m, d);
}

static char *
month_text (CbMonth  month,
            gboolean zh)
{
  return zh ? g_strdup_printf ("%d 年 %d 月", (int) month / 12, (int) month % 12 + 1) : cb_month_format (month);
}

static const char *
status_text (const CbOutcome *o,
             gboolean         zh)
{
  switch (o->status)
    {
    case CB_STATUS_ELIGIBLE:
      return zh ? "符合条件" : "The conditions are met";
    case CB_STATUS_NEEDS_JUDGEMENT:
      return zh ? "需要工作人员核实后决定" : "A person has to look into it first";
    case CB_STATUS_NOT_ELIGIBLE:
      return zh ? "目前不符合条件" : "The conditions are not met at present";
    case CB_STATUS_INCOMPLETE:
    default:
      return zh ? "情况不全，还不能得出结果" : "Facts are missing: nothing can be said yet";
    }
}

static char *
amount_text (const CbOutcome *o,
             gboolean         zh)
{
  GString *text = g_string_new (NULL);
  const gboolean yes = o->status == CB_STATUS_ELIGIBLE || o->status == CB_STATUS_NEEDS_JUDGEMENT;
  g_autofree char *money = cb_money_format (o->amount, TRUE);
  g_autofree char *start = o->start != CB_MONTH_NONE ? month_text (o->start, zh) : NULL;
  g_autofree char *stop = o->stop != CB_MONTH_NONE ? month_text (o->stop, zh) : NULL;

  if (yes && o->pay == CB_PAY_ONCE)
    g_string_append_printf (text, zh ? "一次性 %s 元" : "%s yuan, once", money);
  else if (yes && o->pay == CB_PAY_MONTHLY)
    {
      g_string_append_printf (text, zh ? "每月 %s 元" : "%s yuan a month", money);
      if (start != NULL)
        g_string_append_printf (text, zh ? "，从 %s起发放" : ", paid from %s on", start);
    }
  if (stop != NULL)
    g_string_append_printf (text, zh ? "%s原来的待遇发到 %s为止" : "%swhat was paid before ends with %s", text->len > 0 ? (zh ? "；" : "; ") : "", stop);
  return g_string_free (text, FALSE);
}

static char *
standing_text (CbPack          *pack,
               const CbOutcome *o,
               const char      *lang)
{
  const gboolean zh = cb_lang_is_zh (lang);
  const char *tier = o->tier == NULL ? NULL : cb_pack_word_title (pack, o->tier_choice, o->tier, lang);

  return tier == NULL ? g_strdup (status_text (o, zh)) : g_strdup_printf (zh ? "%s（%s）" : "%s (%s)", status_text (o, zh), tier);
}

char *
cb_paper_outcome (CbResult   *result,
                  const char *programme,
                  const char *lang)
{
  const CbOutcome *o = cb_result_find (result, programme);
  const gboolean zh = cb_lang_is_zh (lang);
  g_autofree char *standing = NULL, *amount = NULL;

  g_return_val_if_fail (o != NULL, NULL);

  standing = standing_text (result->program->pack, o, lang);
  amount = amount_text (o, zh);
  return *amount == '\0' ? g_steal_pointer (&standing) : g_strdup_printf (zh ? "%s：%s" : "%s: %s", standing, amount);
}

static void
put_mark (Paper *p)
{
  if (cb_pack_is_demo (p->pack))
    say (p, CB_PAPER_MARK, "演示：本页金额按演示参数算出，不是真实标准。", "Demonstration: the amounts on this page are worked out with invented parameters.");
}

static void
put_basis (Paper *p)
{
  g_autofree char *day = day_text (cb_program_on (p->r->program), p->zh);

  /* Title of the rules, day. */
  take (p, CB_PAPER_NOTE, g_strdup_printf (p->zh ? "依据：%s，按 %s有效的规定。" : "By “%s”, as in force on %s.", cb_pack_title (p->pack, p->lang), day));
}

/* --- why --- */

static gboolean
of_household (Paper  *p,
              CbNode *node)
{
  CbEntityX *entity = g_hash_table_lookup (p->pack->entity_names, node->pub.entity);

  return entity->parent < 0;
}

/* The money comparison that a truth consists of; NULL. */
static CbNode *
comparison_of (CbNode *node)
{
  CbNode *inner = node->n_main == 1 ? (CbNode *) node->pub.children[0] : NULL;

  if (inner == NULL || inner->pub.kind != CB_TRACE_COMPARISON || !inner->pub.known || inner->pub.n_children != 2
      || inner->pub.children[0]->type != CB_TYPE_NUMBER || !inner->pub.children[0]->known || !inner->pub.children[1]->known
      || ((CbNode *) inner->pub.children[0])->type.money != 1)
    return NULL;
  return inner;
}

/* "人均月收入 526.11 元/月"; a side without a name by its arithmetic. */
static char *
side_text (Paper  *p,
           CbNode *side)
{
  g_autofree char *value = cb_format_number (p->pack, side->type, side->number, p->lang, CB_FORMAT_UNIT);

  if (side->pub.kind <= CB_TRACE_VALUE && side->pub.name != NULL)
    return g_strdup_printf ("%s %s", cb_trace_title (p->r, &side->pub, p->lang), value);
  {
    g_autofree char *working = cb_explain_working (p->r, side, p->lang);

    return g_strdup_printf (p->zh ? "%s（%s）" : "%s (%s)", value, working);
  }
}

static void
put_compared (Paper *p)
{
  const gboolean yes = p->o->status == CB_STATUS_ELIGIBLE || p->o->status == CB_STATUS_NEEDS_JUDGEMENT;
  guint told = 0;

  /* What failed says why not; what holds says why. */
  for (guint i = 0; i < p->values->len && told < MOST_COMPARED; i++)
    {
      CbNode *node = p->values->pdata[i];
      CbNode *comparison = node->type.kind == CB_TYPE_TRUTH && node->pub.known && node->value->show != 2 && of_household (p, node) ? comparison_of (node)
                                                                                                                                : NULL;
      g_autofree char *left = NULL, *right = NULL;

      if (comparison == NULL || (node->number.num != 0) != yes || ((CbNode *) comparison->pub.children[0])->number.num == 0)
        continue;
      left = side_text (p, (CbNode *) comparison->pub.children[0]);
      right = side_text (p, (CbNode *) comparison->pub.children[1]);
      take (p, CB_PAPER_ITEM, g_strdup_printf (p->zh ? "%s，%s%s%s。" : "%s %s%s%s.", left, cb_explain_relation (comparison, p->lang),
                                               !p->zh || g_ascii_isdigit (*right) ? " " : "", right));
      told++;
    }
}

static void
put_reasons (Paper  *p,
             GArray *reasons)
{
  for (guint i = 0; i < reasons->len; i++)
    {
      const CbReason *reason = &g_array_index (reasons, CbReason, i);
      g_autofree char *who = cb_explain_who (p->r, reason->entity, reason->index, p->lang);
      g_autofree char *text = cb_result_reason_text (p->r, reason, p->lang);
      const gboolean cited = reason->cite != NULL && *reason->cite != '\0' && strcmp (reason->cite, "-") != 0;

      take (p, CB_PAPER_ITEM,
            g_strdup_printf ("%s%s%s%s%s%s", who, *who == '\0' ? "" : p->zh ? "：" : ": ", text, cited ? (p->zh ? "（" : " (") : "",
                             cited ? reason->cite : "", cited ? (p->zh ? "）" : ")") : ""));
    }
}

/* The named numbers that stand in a formula: what the figures of its arithmetic are. */
static void
named_numbers (Paper      *p,
               CbNode     *node,
               GString    *out,
               GHashTable *seen,
               int         depth)
{
  const gboolean named = node->pub.kind == CB_TRACE_PARAM || (node->pub.kind == CB_TRACE_VALUE && depth > 0);

  if (depth > 60 || (node->pub.kind == CB_TRACE_ROW && !node->decisive && node->pub.known) || !g_hash_table_add (seen, node))
    return;
  if (named)
    {
      if (node->pub.known && node->type.kind == CB_TYPE_NUMBER && node->number.num != 0)
        {
          g_autofree char *value = cb_format_number (p->pack, node->type, node->number, p->lang, CB_FORMAT_UNIT);
          const char *title = cb_trace_title (p->r, &node->pub, p->lang);

          if (strstr (out->str, title) == NULL)
            g_string_append_printf (out, "%s%s %s", out->len > 0 ? (p->zh ? "，" : ", ") : "", title, value);
        }
      return;
    }
  for (guint i = 0; i < node->pub.n_children; i++)
    named_numbers (p, (CbNode *) node->pub.children[i], out, seen, depth + 1);
}

static CbNode *
node_of_line (Paper        *p,
              const CbLine *line)
{
  for (guint i = 0; i < p->values->len; i++)
    {
      CbNode *node = p->values->pdata[i];

      if (strcmp (node->pub.name, line->value) == 0 && node->pub.index == line->index)
        return node;
    }
  return NULL;
}

static void
put_amounts (Paper *p)
{
  for (guint i = 0; i < p->o->lines->len && i < MOST_LINES; i++)
    {
      const CbLine *line = &g_array_index (p->o->lines, CbLine, i);
      CbNode *node = node_of_line (p, line);
      g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
      g_autoptr (GString) text = g_string_new (NULL), names = g_string_new (NULL);
      g_autofree char *money = cb_money_format (line->fen, TRUE);
      g_autofree char *name = NULL, *working = NULL;

      if (node == NULL)
        continue;
      name = cb_explain_name (p->r, node, p->lang);
      working = cb_explain_brief (p->r, node, p->lang);
      named_numbers (p, node, names, seen, 0);
      g_string_append_printf (text, p->zh ? "%s %s 元" : "%s: %s yuan", name, money);
      if (strcmp (working, money) != 0)
        g_string_append_printf (text, p->zh ? "，这样算：%s" : ", worked out as %s", working);
      if (node->value->round.mode != CB_ROUND_NONE)
        for (guint k = 0; k < node->pub.n_children; k++)
          if (node->pub.children[k]->kind == CB_TRACE_ROUNDING)
            {
              g_autofree char *rounding = cb_explain_rounding (node->pub.children[k]->op, p->lang);

              g_string_append_printf (text, p->zh ? "，%s" : ", %s", rounding);
            }
      g_string_append (text, p->zh ? "。" : ".");
      if (names->len > 0)
        g_string_append_printf (text, p->zh ? "其中 %s。" : " There %s.", names->str);
      take (p, CB_PAPER_ITEM, g_string_free (g_steal_pointer (&text), FALSE));
    }
  if (p->o->lines->len > MOST_LINES)
    take (p, CB_PAPER_ITEM, g_strdup_printf (p->zh ? "还有 %u 笔，算法相同，详见计算单。" : "And %u more, worked out alike: see the worksheet.",
                                             p->o->lines->len - MOST_LINES));
}

/* --- what was declared --- */

static void
put_declared (Paper *p)
{
  g_autoptr (GPtrArray) whose = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  for (guint i = 0; i < p->facts->len; i++)
    {
      const CbNode *node = p->facts->pdata[i];
      const char *title = cb_trace_title (p->r, &node->pub, p->lang);
      g_autofree char *who = NULL, *value = NULL, *part = NULL;
      gint64 entered;
      guint at;

      /* What nobody entered was not declared; what was denied says nothing either. */
      if (!node->pub.known || !cb_facts_get (p->r->facts, node->pub.name, node->pub.index, &entered)
          || (node->type.kind == CB_TYPE_TRUTH && node->number.num == 0))
        continue;
      who = cb_explain_who (p->r, node->pub.entity, node->pub.index, p->lang);
      value = cb_trace_format_value (p->r, &node->pub, p->lang);
      part = g_strdup_printf ("%s %s", title, value);
      for (at = 0; at < whose->len && strcmp (whose->pdata[at], who) != 0; at++)
        ;
      if (at == whose->len)
        {
          g_ptr_array_add (whose, g_steal_pointer (&who));
          g_ptr_array_add (texts, g_string_new (part));
        }
      else
        g_string_append_printf (texts->pdata[at], p->zh ? "，%s" : ", %s", part);
    }
  if (whose->len > 0)
    say (p, CB_PAPER_HEADING, "您家申报和核对的情况", "What your family declared");
  for (guint i = 0; i < whose->len; i++)
    {
      const char *who = whose->pdata[i];
      GString *text = texts->pdata[i];

      take (p, CB_PAPER_ITEM, g_strdup_printf (p->zh ? "%s：%s。" : "%s: %s.", *who != '\0' ? who : p->zh ? "全家" : "The family", text->str));
      g_string_free (text, TRUE);
    }
}

static void
put_missing (Paper *p)
{
  if (p->o->missing->len > 0)
    say (p, CB_PAPER_HEADING, "还缺什么", "What is missing");
  for (guint i = 0; i < p->o->missing->len; i++)
    take (p, CB_PAPER_ITEM, cb_result_missing_text (p->r, &g_array_index (p->o->missing, CbMissing, i), p->lang));
  if (p->o->judgements->len > 0)
    say (p, CB_PAPER_HEADING, "还需要工作人员核实", "What a person still has to look into");
  put_reasons (p, p->o->judgements);
}

/* --- how to object --- */

static void
put_objection (Paper      *p,
               CbCalendar *calendar)
{
  const CbDate on = cb_program_on (p->r->program);
  const char *text = cb_pack_dated_text (p->pack, "appeal", on, p->lang);
  gboolean sure[2] = { TRUE, TRUE };
  CbDate first = CB_DATE_NONE, second = CB_DATE_NONE;

  if (text == NULL)
    return;
  say (p, CB_PAPER_HEADING, "如果您不同意", "If you do not agree");
  take (p, CB_PAPER_TEXT, g_strdup (text));
  if (calendar != NULL)
    {
      first = cb_pack_deadline (p->pack, "deadline.appeal.reconsideration", on, calendar, &sure[0], NULL);
      second = cb_pack_deadline (p->pack, "deadline.appeal.court", on, calendar, &sure[1], NULL);
    }
  if (first != CB_DATE_NONE && second != CB_DATE_NONE)
    {
      g_autofree char *day = day_text (on, p->zh), *a = day_text (first, p->zh), *b = day_text (second, p->zh);

      take (p, CB_PAPER_TEXT,
            g_strdup_printf (p->zh ? "例如 %s知道决定的，最迟 %s申请行政复议，最迟 %s起诉。%s"
                                   : "Who learns of the decision on %s, for instance, has until %s for the reconsideration and until %s for the court.%s",
                             day, a, b, sure[0] && sure[1] ? ""
                                        : p->zh ? "（其中有的年份放假安排还没有公布，到期日可能顺延。）"
                                                : " (The holidays of a year on the way are not announced yet: a day may move on.)"));
    }
}

/* --- the papers --- */

GPtrArray *
cb_paper_applicant (CbResult   *result,
                    const char *programme,
                    const char *subject,
                    CbCalendar *calendar,
                    const char *lang)
{
  Paper p;
  g_autofree char *amount = NULL, *day = NULL;

  if (!begin (&p, result, programme, lang))
    return end (&p);
  take (&p, CB_PAPER_TITLE, g_strdup_printf (p.zh ? "%s：给申请人的说明" : "%s: for the applicant",
                                             cb_pack_title_of (p.pack, "programme", programme, lang)));
  put_mark (&p);
  if (subject != NULL && *subject != '\0')
    take (&p, CB_PAPER_SUBJECT, g_strdup (subject));
  say (&p, CB_PAPER_HEADING, "结果", "What came out");
  take (&p, CB_PAPER_RESULT, standing_text (p.pack, p.o, lang));
  amount = amount_text (p.o, p.zh);
  if (*amount != '\0')
    take (&p, CB_PAPER_RESULT, g_steal_pointer (&amount));
  say (&p, CB_PAPER_TEXT, "这是按下面的情况算出的结果。正式决定以盖章的书面决定为准。",
       "This is what the rules give for what is said below.  What counts is the written decision with its seal.");
  say (&p, CB_PAPER_HEADING, "为什么", "Why");
  put_compared (&p);
  put_amounts (&p);
  put_reasons (&p, p.o->reasons);
  put_declared (&p);
  put_missing (&p);
  put_objection (&p, calendar);
  put_basis (&p);
  return end (&p);
}

static void
put_uses (Paper      *p,
          GPtrArray  *uses,
          const char *zh,
          const char *en)
{
  GString *text;

  if (uses->len == 0)
    return;
  text = g_string_new (p->zh ? zh : en);
  for (guint i = 0; i < uses->len; i++)
    g_string_append_printf (text, "%s%s", i == 0 ? "" : p->zh ? "；" : "; ", (const char *) uses->pdata[i]);
  take (p, CB_PAPER_ITEM, g_string_free (text, FALSE));
}

static void
put_citation (Paper            *p,
              const CbCitation *citation,
              guint             number)
{
  g_autofree char *from = citation->from != CB_DATE_NONE ? cb_date_format (citation->from) : NULL;
  g_autofree char *since = from == NULL ? g_strdup ("") : g_strdup_printf (p->zh ? "（%s 起施行）" : " (in force since %s)", from);

  if (*citation->document == '\0')
    take (p, CB_PAPER_HEADING, g_strdup_printf ("%u. %s", number, p->zh ? "没有注明条文的参数" : "Parameters without an article"));
  else
    take (p, CB_PAPER_HEADING, g_strdup_printf ("%u. %s%s%s%s", number, citation->document, *citation->article != '\0' ? " " : "", citation->article,
                                                since));
  for (guint i = 0; i < citation->params->len; i++)
    {
      const CbCitedParam *param = citation->params->pdata[i];
      g_autofree char *day = param->since != CB_DATE_NONE ? cb_date_format (param->since) : NULL;

      take (p, CB_PAPER_ITEM, g_strdup_printf (p->zh ? "参数：%s %s%s%s%s" : "Parameter: %s %s%s%s%s", param->title, param->value,
                                               day == NULL ? "" : p->zh ? "，自 " : ", since ", day == NULL ? "" : day, day == NULL ? "" : p->zh ? " 起" : ""));
    }
  put_uses (p, citation->lines, "用于：", "Used for: ");
  put_uses (p, citation->examined, "考虑过、不适用：", "Looked at and not applicable: ");
}

GPtrArray *
cb_paper_articles (CbResult   *result,
                   const char *programme,
                   const char *subject,
                   const char *lang)
{
  Paper p;
  g_autoptr (GPtrArray) citations = NULL;

  if (!begin (&p, result, programme, lang))
    return end (&p);
  citations = cb_explain_articles (result, programme, lang);
  take (&p, CB_PAPER_TITLE, g_strdup_printf (p.zh ? "%s：依据清单" : "%s: list of articles", cb_pack_title_of (p.pack, "programme", programme, lang)));
  put_mark (&p);
  if (subject != NULL && *subject != '\0')
    take (&p, CB_PAPER_SUBJECT, g_strdup (subject));
  take (&p, CB_PAPER_RESULT, cb_paper_outcome (result, programme, lang));
  put_basis (&p);
  for (guint i = 0; i < citations->len; i++)
    put_citation (&p, citations->pdata[i], i + 1);
  return end (&p);
}

char *
cb_paper_text (GPtrArray *lines)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (lines != NULL, NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      const CbPaperLine *line = lines->pdata[i];

      g_string_append_printf (text, "%s%s%s\n", line->kind == CB_PAPER_HEADING ? "\n" : "", line->kind == CB_PAPER_ITEM ? "· " : "", line->text);
    }
  return g_string_free (text, FALSE);
}

char *
cb_paper_page_text (guint       page,
                    guint       pages,
                    const char *lang)
{
  return g_strdup_printf (cb_lang_is_zh (lang) ? "第 %u 页 共 %u 页" : "Page %u of %u", page, pages);
}
