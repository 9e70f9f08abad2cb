/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "cb-money.h"
#include "cb-paper.h"

/* Worksheet, page for the applicant and list of articles of the same case agree: for every worked case, every programme, both languages. */

static CbPack *pack;
static CbCalendar *calendar;
static guint checked, paid, cited;      /* so that nothing passes because there was nothing to check */

typedef struct
{
  CbResult  *result;
  const CbOutcome *o;
  const char *lang;
  GPtrArray *sheet;        /* CbWorkLine */
  GPtrArray *citations;    /* CbCitation */
  GPtrArray *page, *list;  /* CbPaperLine */
  char      *sheet_text, *page_text, *list_text;
} Papers;

/* --- articles --- */

typedef struct { const Papers *papers; const char *use; } Wanted;

static const CbCitation *
find_citation (const Papers *papers,
               const char   *document,
               const char   *article)
{
  for (guint i = 0; i < papers->citations->len; i++)
    {
      const CbCitation *citation = papers->citations->pdata[i];

      if (strcmp (citation->document, document) == 0 && strcmp (citation->article, article) == 0)
        return citation;
    }
  return NULL;
}

static gboolean
holds (GPtrArray  *texts,
       const char *text)
{
  for (guint i = 0; i < texts->len; i++)
    if (strcmp (texts->pdata[i], text) == 0)
      return TRUE;
  return FALSE;
}

static void
cited_cb (const char *document,
          const char *article,
          gpointer    data)
{
  const Wanted *wanted = data;
  const CbCitation *citation = find_citation (wanted->papers, document, article);

  if (citation == NULL)
    g_error ("%s %s is in a paper and not in the list", document, article);
  if (wanted->use != NULL && !holds (citation->lines, wanted->use))
    g_error ("%s %s: not said to be used for \"%s\"", document, article, wanted->use);
  cited++;
}

/* What the worksheet says of a value, as the list of articles calls it. */
static char *
use_of (const CbWorkLine *line,
        gboolean          zh)
{
  if (line->check == CB_CHECK_UNKNOWN)
    return g_strdup_printf ("%s ?", line->text);
  if (line->check != CB_CHECK_NONE)
    return g_strdup_printf ("%s %s", line->text, line->check == CB_CHECK_OK ? (zh ? "是" : "yes") : zh ? "否" : "no");
  return g_strdup_printf ("%s %s", line->text, line->figure);
}

/* The page writes a word for the sign of a rounded figure. */
static const char *
on_page (const Papers *papers,
         const char   *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "≈", -1);
  g_autofree char *plain = g_strjoinv (papers->lang == NULL ? "≈" : "约 ", parts);

  return strstr (papers->page_text, plain);
}

static void
check_articles (const Papers *papers)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GArray *reasons[] = { papers->o->reasons, papers->o->judgements };

  for (guint i = 0; i < papers->sheet->len; i++)
    {
      const CbWorkLine *line = papers->sheet->pdata[i];
      g_autofree char *use = line->value != NULL ? use_of (line, papers->lang != NULL) : NULL;
      Wanted wanted = { papers, use };

      cb_cite_foreach (line->cite, cited_cb, &wanted);
    }
  for (guint k = 0; k < G_N_ELEMENTS (reasons); k++)
    for (guint i = 0; i < reasons[k]->len; i++)
      {
        const CbReason *reason = &g_array_index (reasons[k], CbReason, i);
        g_autofree char *text = cb_result_reason_text (papers->result, reason, papers->lang);
        Wanted wanted = { papers, text };
        const char *said;

        cb_cite_foreach (reason->cite, cited_cb, &wanted);
        said = on_page (papers, text);
        if (said == NULL)
          g_error ("the applicant is not told: %s", text);
      }
  for (guint i = 0; i < papers->citations->len; i++)
    {
      const CbCitation *citation = papers->citations->pdata[i];
      g_autofree char *name = g_strdup_printf ("%s %s", citation->document, citation->article);

      /* Each once, each used, each on the paper. */
      g_assert_nonnull (*citation->document == '\0' ? papers->list_text : strstr (papers->list_text, g_strchomp (name)));
      g_assert_cmpuint (citation->lines->len + citation->examined->len, >, 0);
      g_assert_true (g_hash_table_add (seen, g_steal_pointer (&name)));
    }
}

/* --- parameters --- */

static gboolean
param_listed (const Papers *papers,
              const char   *title,
              CbDate        since)
{
  for (guint i = 0; i < papers->citations->len; i++)
    {
      const CbCitation *citation = papers->citations->pdata[i];

      for (guint k = 0; k < citation->params->len; k++)
        {
          const CbCitedParam *param = citation->params->pdata[k];

          if (param->since == since && strcmp (param->title, title) == 0)
            {
              g_assert_nonnull (strstr (papers->list_text, param->value));
              return TRUE;
            }
        }
    }
  return FALSE;
}

/* The dates of parameters in the notes of the worksheet: "最低生活保障标准（每人每月）自 2026-07-01". */
static void
check_params (const Papers *papers)
{
  const char *word = papers->lang != NULL ? "自 " : " since ";

  for (guint i = 0; i < papers->sheet->len; i++)
    {
      const CbWorkLine *line = papers->sheet->pdata[i];
      g_auto (GStrv) notes = g_strsplit (line->note, papers->lang != NULL ? "；" : "; ", -1);

      for (guint k = 0; notes[k] != NULL; k++)
        {
          const char *at = g_strrstr (notes[k], word);
          g_autofree char *title = at == NULL ? NULL : g_strndup (notes[k], (gsize) (at - notes[k]));
          CbDate since;

          if (at == NULL || strlen (at + strlen (word)) != 10 || !cb_date_parse (at + strlen (word), &since, NULL))
            continue;
          if (!param_listed (papers, title, since))
            g_error ("%s is on the worksheet and not in the list", notes[k]);
        }
    }
}

/* --- amounts and tiers --- */

static const char *
result_line (GPtrArray *lines,
             const char *part)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const CbPaperLine *line = lines->pdata[i];

      if (line->kind == CB_PAPER_RESULT && strstr (line->text, part) != NULL)
        return line->text;
    }
  return NULL;
}

static void
check_outcome (const Papers *papers)
{
  const CbOutcome *o = papers->o;
  const CbWorkLine *last = papers->sheet->pdata[papers->sheet->len - 1];
  const gboolean pays = (o->status == CB_STATUS_ELIGIBLE || o->status == CB_STATUS_NEEDS_JUDGEMENT) && o->pay != CB_PAY_NONE;
  g_autofree char *money = cb_money_format (o->amount, TRUE);
  g_autofree char *amount = g_strdup_printf (papers->lang == NULL ? "%s yuan" : " %s 元", money);
  const char *tier = o->tier != NULL ? cb_pack_word_title (pack, o->tier_choice, o->tier, papers->lang) : NULL;

  g_assert_cmpstr (last->figure, ==, pays ? money : "");
  if (pays)
    {
      g_assert_nonnull (result_line (papers->page, amount));
      g_assert_nonnull (result_line (papers->list, amount));
      paid++;
    }
  else
    {
      g_assert_null (result_line (papers->page, papers->lang == NULL ? " yuan" : " 元"));
      g_assert_null (result_line (papers->list, papers->lang == NULL ? " yuan" : " 元"));
    }
  if (tier != NULL)
    {
      g_assert_nonnull (result_line (papers->page, tier));
      g_assert_nonnull (result_line (papers->list, tier));
    }
  for (guint i = 0; i < o->missing->len; i++)
    {
      g_autofree char *text = cb_result_missing_text (papers->result, &g_array_index (o->missing, CbMissing, i), papers->lang);

      g_assert_nonnull (strstr (papers->page_text, text));
    }
  g_assert_nonnull (strstr (papers->page_text, papers->lang == NULL ? "invented" : "演示"));
  g_assert_nonnull (strstr (papers->list_text, papers->lang == NULL ? "invented" : "演示"));
}

/* --- figures --- */

static void
add_figures (GHashTable *figures,
             const char *text)
{
  for (const char *p = text; *p != '\0';)
    {
      const char *start = p;
      g_autofree char *figure = NULL;

      if (!g_ascii_isdigit (*p))
        {
          p++;
          continue;
        }
      while (g_ascii_isdigit (*p) || ((*p == ',' || *p == '.') && g_ascii_isdigit (p[1])))
        p++;
      figure = g_strndup (start, (gsize) (p - start));
      if (g_str_has_suffix (figure, ".00"))
        figure[strlen (figure) - 3] = '\0';
      g_hash_table_add (figures, g_steal_pointer (&figure));
    }
}

/* Every figure under "Why" on the applicant's page stands on the worksheet or in the list of articles. */
static void
check_figures (const Papers *papers)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean why = FALSE;
  GHashTableIter iter;
  gpointer figure;

  add_figures (known, papers->sheet_text);
  add_figures (known, papers->list_text);
  for (guint i = 0; i < papers->page->len; i++)
    {
      const CbPaperLine *line = papers->page->pdata[i];

      if (line->kind == CB_PAPER_HEADING)
        why = strcmp (line->text, papers->lang == NULL ? "Why" : "为什么") == 0;
      else if (why)
        add_figures (said, line->text);
    }
  g_hash_table_iter_init (&iter, said);
  while (g_hash_table_iter_next (&iter, &figure, NULL))
    if (!g_hash_table_contains (known, figure))
      g_error ("%s, %s: the applicant is told %s, which no other paper has:\n%s", papers->o->programme, papers->lang, (char *) figure, papers->page_text);
}

/* Whether a fact is used for the value @name: @node or something beneath it is that value, and a fact beneath that. */
static gboolean
rests_on_facts (const CbTraceNode *node,
                const char        *name,
                gboolean           inside,
                GHashTable        *seen)
{
  if (!g_hash_table_add (seen, (gpointer) node))
    return FALSE;
  if (node->kind == CB_TRACE_VALUE && strcmp (node->name, name) == 0)
    {
      g_autoptr (GHashTable) below = g_hash_table_new (NULL, NULL);

      for (guint i = 0; i < node->n_children; i++)
        if (rests_on_facts (node->children[i], name, TRUE, below))
          return TRUE;
      return FALSE;
    }
  if (inside && node->kind == CB_TRACE_FACT)
    return TRUE;
  for (guint i = 0; i < node->n_children; i++)
    if (rests_on_facts (node->children[i], name, inside, seen))
      return TRUE;
  return FALSE;
}

/* Every amount that rests on facts leads to one that the family has. */
static void
check_leads (const Papers *papers)
{
  for (guint i = 0; i < papers->sheet->len; i++)
    {
      const CbWorkLine *line = papers->sheet->pdata[i];
      const CbPackFact *fact = line->fact != NULL ? cb_pack_fact (pack, line->fact) : NULL;
      g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

      if (fact != NULL)
        g_assert_cmpint (line->index, <, cb_facts_count (cb_result_facts (papers->result), fact->entity));
      else if (!line->detail && line->value != NULL && *line->unit != '\0' && strcmp (line->figure, "0") != 0 && strcmp (line->figure, "0.00") != 0
               && rests_on_facts (cb_result_trace (papers->result, papers->o->programme), line->value, FALSE, seen))
        g_error ("%s, %s: \"%s\" leads nowhere", papers->o->programme, papers->lang, line->text);
    }
}

/* That a rule is about others is said in words and is no mark against the family. */
static void
check_refusals (const Papers *papers)
{
  for (guint i = 0; i + 1 < papers->sheet->len; i++)
    {
      const CbWorkLine *line = papers->sheet->pdata[i];

      if (line->value == NULL)
        g_assert_cmpint (line->check, !=, CB_CHECK_NOT);
      /* Two words beside each other say nothing of what they are about. */
      if (strstr (line->working, "∈") != NULL || strstr (line->working, "∉") != NULL)
        g_error ("\"%s\" compares without a name", line->working);
    }
}

static char *
all_of (GPtrArray *sheet)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < sheet->len; i++)
    {
      const CbWorkLine *line = sheet->pdata[i];

      g_string_append_printf (text, "%s %s %s %s %s\n", line->text, line->working, line->figure, line->unit, line->note);
    }
  return g_string_free (text, FALSE);
}

/* What stands on the screen has no number that the paper lacks, and every article by its short name. */
static void
check_brief (const Papers *papers)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  add_figures (known, papers->sheet_text);
  for (guint i = 0; i < papers->sheet->len; i++)
    {
      const CbWorkLine *line = papers->sheet->pdata[i];
      g_autofree char *cite = cb_pack_cite_brief (pack, strcmp (line->cite, "-") == 0 ? "" : line->cite);
      g_autofree char *rest = g_strndup (line->brief, strlen (line->brief) - strlen (cite));
      g_autoptr (GHashTable) said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      GHashTableIter iter;
      gpointer figure;

      g_assert_true (g_str_has_suffix (line->brief, cite));
      g_test_message ("%s | %s | %s", line->text, line->figure, line->brief);
      add_figures (said, rest);
      g_hash_table_iter_init (&iter, said);
      while (g_hash_table_iter_next (&iter, &figure, NULL))
        if (!g_hash_table_contains (known, figure))
          g_error ("\"%s\" has %s, which the paper has not", line->brief, (char *) figure);
    }
}

static void
check_papers (CbResult        *result,
              const CbOutcome *o,
              const char      *lang)
{
  g_autoptr (GPtrArray) sheet = cb_explain_worksheet (result, o->programme, lang), citations = cb_explain_articles (result, o->programme, lang);
  g_autoptr (GPtrArray) page = cb_paper_applicant (result, o->programme, "王秀兰", calendar, lang);
  g_autoptr (GPtrArray) list = cb_paper_articles (result, o->programme, "王秀兰", lang);
  g_autofree char *sheet_text = all_of (sheet), *page_text = cb_paper_text (page), *list_text = cb_paper_text (list);
  const Papers papers = { result, o, lang, sheet, citations, page, list, sheet_text, page_text, list_text };

  check_outcome (&papers);
  check_articles (&papers);
  check_params (&papers);
  check_figures (&papers);
  check_leads (&papers);
  check_brief (&papers);
  check_refusals (&papers);
  checked++;
}

static void
check_result (CbResult *result)
{
  for (guint i = 0; i < cb_result_n_outcomes (result); i++)
    {
      check_papers (result, cb_result_outcome (result, i), NULL);
      check_papers (result, cb_result_outcome (result, i), "zh_CN");
    }
}

static CbResult *
evaluate (const char *facts_text,
          const char *day)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CbFacts) facts = cb_facts_from_json (pack, facts_text, -1, NULL, NULL, &error);
  g_autoptr (CbProgram) program = NULL;
  CbResult *result;
  CbDate on;

  g_assert_no_error (error);
  g_assert_true (cb_date_parse (day, &on, NULL));
  program = cb_pack_compile (pack, on, CB_MONTH_NONE, &error);
  g_assert_no_error (error);
  result = cb_evaluate (program, facts, CB_EVALUATE_EXPLAIN, &error);
  g_assert_no_error (error);
  return result;
}

static void
test_case (gconstpointer path)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonArray *steps;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  steps = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "steps");
  g_assert_cmpuint (json_array_get_length (steps), >, 0);
  for (guint i = 0; i < json_array_get_length (steps); i++)
    {
      JsonObject *step = json_array_get_object_element (steps, i);
      g_autofree char *text = json_to_string (json_object_get_member (step, "facts"), FALSE);
      g_autoptr (CbResult) result = evaluate (text, json_object_get_string_member (step, "on"));

      check_result (result);
    }
}

/* --- at the edges --- */

static const struct { const char *name, *on, *facts, *programme; CbStatus status; const char *says; } edges[] = {
  { "nothing-known", "2026-09-01", "{\"household\":{},\"members\":[{\"relation\":\"head\"}]}", "dibao", CB_STATUS_INCOMPLETE, "还缺什么" },
  { "vehicle", "2026-09-01",
    "{\"household\":{\"category\":\"urban\"},\"members\":[{\"relation\":\"head\",\"birth\":\"1980-01-01\"}],\"vehicles\":[{\"kind\":\"car\"}]}",
    "dibao", CB_STATUS_NEEDS_JUDGEMENT, "还需要工作人员核实" },
  { "one-fen-below", "2026-09-01",
    "{\"household\":{\"category\":\"urban\"},\"members\":[{\"relation\":\"head\",\"birth\":\"1980-01-01\",\"incomes\":[{\"kind\":\"transfer\",\"amount\":\"9359.99\"}]}]}",
    "dibao", CB_STATUS_ELIGIBLE, "每月 1 元" },
  { "at-the-line", "2026-09-01",
    "{\"household\":{\"category\":\"urban\"},\"members\":[{\"relation\":\"head\",\"birth\":\"1980-01-01\",\"incomes\":[{\"kind\":\"transfer\",\"amount\":\"9360\"}]}]}",
    "dibao", CB_STATUS_NOT_ELIGIBLE, "不低于" },
  { "the-old-law", "2026-06-30",
    "{\"household\":{\"category\":\"rural\"},\"members\":[{\"relation\":\"head\",\"birth\":\"1980-01-01\",\"incomes\":[{\"kind\":\"transfer\",\"amount\":\"1200\"}]}]}",
    "dibao", CB_STATUS_ELIGIBLE, "580 元/月" },
};

static void
test_edge (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (CbResult) result = evaluate (edges[i].facts, edges[i].on);
  g_autoptr (GPtrArray) page = cb_paper_applicant (result, edges[i].programme, NULL, calendar, "zh_CN");
  g_autofree char *text = cb_paper_text (page);

  g_assert_cmpint (cb_result_find (result, edges[i].programme)->status, ==, edges[i].status);
  g_assert_nonnull (strstr (text, edges[i].says));
  check_result (result);
}

/* --- what only one paper says --- */

static void
test_page (void)
{
  g_autoptr (CbResult) result = evaluate ("{\"household\":{\"category\":\"rural\"},\"members\":[{\"relation\":\"head\",\"birth\":\"1980-01-01\",\"incomes\":"
                                          "[{\"kind\":\"transfer\",\"amount\":\"1200\"}]}]}", "2026-09-01");
  g_autoptr (GPtrArray) page = cb_paper_applicant (result, "dibao", "王秀兰  青龙峡村", calendar, "zh_CN");
  g_autoptr (GPtrArray) undated = cb_paper_applicant (result, "dibao", NULL, NULL, "zh_CN"), none = cb_paper_applicant (result, "no.such", NULL, NULL, NULL);
  g_autofree char *text = cb_paper_text (page), *without = cb_paper_text (undated);

  g_test_summary ("The applicant reads the result, why, what was declared, and until when to object; the dates need a calendar");
  g_assert_nonnull (strstr (text, "王秀兰  青龙峡村"));
  g_assert_nonnull (strstr (text, "每月 520 元，从 2026 年 10 月起发放"));
  g_assert_nonnull (strstr (text, "低保金 520 元，这样算：620 × 1 − 100，见分进元。"));
  g_assert_nonnull (strstr (text, "人均月收入 100 元/月，低于最低生活保障标准（每人每月） 620 元/月。"));
  g_assert_nonnull (strstr (text, "近十二个月金额 1,200 元/年"));
  g_assert_nonnull (strstr (text, "60日内申请行政复议"));
  /* Sixty days on is a Saturday: the Monday counts. */
  g_assert_nonnull (strstr (text, "最迟 2026 年 11 月 2 日申请行政复议，最迟 2027 年 3 月 1 日起诉"));
  g_assert_null (strstr (without, "最迟"));
  g_assert_nonnull (strstr (without, "60日内申请行政复议"));
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_refusals (void)
{
  static const char *const said[][2] = {
    { "zh_CN", "李国强 · 不适用 状态：在家居住，不是死亡 " },
    { "zh_CN", "李国强 · 不适用 状态：在家居住，不是监狱服刑、强制隔离戒毒、宣告失踪或脱离家庭三年以上的宗教教职人员 " },
    { "zh_CN", "李国强 · 不适用 与户主关系：子，不是户主或配偶 " },
    { "zh_CN", "不适用 共同生活的家庭成员人数 2，不等于 0" },
    { NULL, "李国强 · does not apply Situation: Lives at home, not Died " },
  };
  g_autoptr (CbResult) result = evaluate ("{\"household\":{\"category\":\"rural\"},\"members\":[{\"label\":\"王秀兰\",\"relation\":\"head\",\"birth\":\"1965-03-15\"},"
                                          "{\"label\":\"李国强\",\"relation\":\"son\",\"birth\":\"1985-01-01\",\"lives_together\":true}]}", "2026-09-21");

  g_test_summary ("Rules that do not apply name what they are about, once for each thing, and are not marked");
  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    {
      g_autoptr (GPtrArray) sheet = cb_explain_worksheet (result, "dibao", said[i][0]);
      g_autofree char *text = all_of (sheet);

      if (strstr (text, said[i][1]) == NULL)
        g_error ("not said: %s\n%s", said[i][1], text);
    }
}

static void
test_brief (void)
{
  static const struct { const char *text, *brief; } want[] = {
    { "王秀兰 · 近十二个月计入收入", "3,000 + 600 · 57号文 第十三条" },
    { "全家计入收入（年）", "王秀兰 3,600 · 57号文 第十三条" },
    { "人均月收入低于最低生活保障标准", "300 < 620 · 低于界限 320 · 自 2026-07-01 · 57号文 第四条" },
    { "货币财产符合低保规定", "21,000 ≤ 24 个月 × 620 = 14,880 · 高于界限 6,120 · 自 2026-07-01 · 57号文 第十四条" },
  };
  g_autoptr (CbResult) result = evaluate ("{\"household\":{\"category\":\"rural\"},\"members\":[{\"label\":\"王秀兰\",\"relation\":\"head\",\"birth\":\"1965-03-15\","
                                          "\"incomes\":[{\"kind\":\"business\",\"amount\":\"3000\"},{\"kind\":\"property\",\"amount\":\"600\"}]}],"
                                          "\"assets\":[{\"kind\":\"deposit\",\"amount\":\"21000\"}]}", "2026-09-21");
  g_autoptr (GPtrArray) sheet = cb_explain_worksheet (result, "dibao", "zh_CN");

  g_test_summary ("Where there is little room a line has its numbers, their days and its article, and nothing that changes nothing");
  for (guint k = 0; k < G_N_ELEMENTS (want); k++)
    {
      gboolean found = FALSE;

      for (guint i = 0; i < sheet->len; i++)
        {
          const CbWorkLine *line = sheet->pdata[i];

          if (strcmp (line->text, want[k].text) != 0)
            continue;
          g_assert_cmpstr (line->brief, ==, want[k].brief);
          found = TRUE;
        }
      g_assert_true (found);
    }
}

static void
test_boundary (void)
{
  g_autoptr (CbResult) result = evaluate ("{\"household\":{\"category\":\"rural\"},\"members\":[{\"label\":\"王秀兰\",\"relation\":\"head\",\"birth\":\"1965-03-15\","
                                          "\"incomes\":[{\"kind\":\"business\",\"amount\":\"3600\"}]}]}", "2026-09-21");
  g_autoptr (GPtrArray) sheet = cb_explain_worksheet (result, "dibao", "zh_CN"), english = cb_explain_worksheet (result, "dibao", NULL);
  const CbWorkLine *last;

  g_test_summary ("The worksheet ends with the nearest boundary: 620 a month are 7,440 a year, 3,840 more than now");
  g_test_timer_start ();
  g_assert_true (cb_explain_boundary (result, "dibao", "zh_CN", sheet));
  g_test_message ("%.6f s", g_test_timer_elapsed ());
  last = sheet->pdata[sheet->len - 1];
  g_assert_cmpstr (last->text, ==, "最近的分界：王秀兰 · 近十二个月金额再增加 3,840 元/年");
  g_assert_cmpstr (last->figure, ==, "低保边缘");
  g_assert_cmpstr (last->working, ==, "最低生活保障：320 → 0");
  g_assert_cmpstr (last->fact, ==, "income.amount");
  g_assert_true (cb_explain_boundary (result, "dibao", NULL, english));
  last = english->pdata[english->len - 1];
  g_assert_cmpstr (last->text, ==, "Nearest boundary: 王秀兰 · Amount in twelve months up by 3,840 yuan/year");
  g_assert_false (cb_explain_boundary (result, "no.such", NULL, english));
}

static void
test_in_force (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) faults = NULL;
  const char *head = "[pack]\nid = x\nlanguage = 1\ntitle = X\nfrom = 2026-01-01\n";
  static const struct { const char *line, *fault; } wrong[] = {
    { "document.1 = 2026-07-01\n", "needs a day" }, { "document.1 = yesterday 社会救助法\n", "needs a day" },
    { "document.1 = 2026-07-01 社会救助法 第一条\n", "without spaces" },
    { "document.1 = 2026-07-01 社会救助法\ndocument.2 = 2026-07-02 社会救助法\n", "already" },
    { "short.1 = 救助法\n", "needs document.1" }, { "document.1 = 2026-07-01 社会救助法\nshort.1 = 救 助法\n", "one word" },
  };

  g_test_summary ("Since when a document is in force comes from the pack; a line that does not say it is a fault with its place");
  g_assert_cmpint (cb_pack_document_from (pack, "社会救助法"), ==, cb_date_new (2026, 7, 1));
  g_assert_cmpint (cb_pack_document_from (pack, "民发〔2021〕57号"), ==, cb_date_new (2021, 7, 1));
  g_assert_cmpint (cb_pack_document_from (pack, "no such document"), ==, CB_DATE_NONE);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *text = g_strconcat (head, wrong[i].line, "[entity household]\ntitle = H\n", NULL);
      gboolean found = FALSE;
      g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

      g_clear_pointer (&faults, g_ptr_array_unref);
      g_assert_null (cb_pack_load_bytes (bytes, "x.pack", &faults, NULL));
      for (guint k = 0; k < faults->len; k++)
        {
          g_autofree char *fault = cb_pack_fault_text (faults->pdata[k]);

          found = found || (strstr (fault, wrong[i].fault) != NULL && strstr (fault, "x.pack:") == fault);
        }
      g_assert_true (found);
    }
}

static void
take_cb (const char *document,
         const char *article,
         gpointer    data)
{
  g_string_append_printf (data, "[%s|%s]", document, article);
}

static void
test_cites (void)
{
  static const struct { const char *cite, *parts; } rows[] = {
    { "民发〔2021〕57号 第八条、第二十三条", "[民发〔2021〕57号|第八条][民发〔2021〕57号|第二十三条]" },
    { "行政复议法 第二十条；行政诉讼法 第四十六条", "[行政复议法|第二十条][行政诉讼法|第四十六条]" },
    { "社会救助法 第四条；第五条", "[社会救助法|第四条][社会救助法|第五条]" },
    { "民发〔2021〕43号 第八条（三）（四）", "[民发〔2021〕43号|第八条（三）（四）]" },
    { "川民规〔2024〕1号", "[川民规〔2024〕1号|]" },
    { "-", "" }, { "", "" }, { NULL, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      cb_cite_foreach (rows[i].cite, take_cb, text);
      g_assert_cmpstr (text->str, ==, rows[i].parts);
    }
}

/* Last: that the others looked at something. */
static void
test_enough (void)
{
  g_assert_cmpuint (checked, >, 200);
  g_assert_cmpuint (paid, >, 40);
  g_assert_cmpuint (cited, >, 5000);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *folder = NULL, *path = NULL, *days = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "cases", NULL);
  path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "data", "policy", "guangyuan.pack", NULL);
  days = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "data", "holidays.csv", NULL);
  pack = cb_pack_load_file (path, NULL, &error);
  g_assert_no_error (error);
  calendar = cb_calendar_load (days, &error);
  g_assert_no_error (error);
  dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      {
        g_autofree char *id = g_strndup (name, strlen (name) - 5), *test = g_strconcat ("/paper/", id, NULL);

        g_test_add_data_func_full (test, g_build_filename (folder, name, NULL), test_case, g_free);
      }
  for (guint i = 0; i < G_N_ELEMENTS (edges); i++)
    {
      g_autofree char *test = g_strconcat ("/paper/edge/", edges[i].name, NULL);

      g_test_add_data_func (test, GUINT_TO_POINTER (i), test_edge);
    }
  g_test_add_func ("/paper/page", test_page);
  g_test_add_func ("/paper/refusals", test_refusals);
  g_test_add_func ("/paper/brief", test_brief);
  g_test_add_func ("/paper/boundary", test_boundary);
  g_test_add_func ("/paper/in-force", test_in_force);
  g_test_add_func ("/paper/cites", test_cites);
  g_test_add_func ("/paper/enough", test_enough);
  status = g_test_run ();
  cb_pack_unref (pack);
  cb_calendar_unref (calendar);
  return status;
}
