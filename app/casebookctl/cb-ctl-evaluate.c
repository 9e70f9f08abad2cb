/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-ctl-rules.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cb-paper-print.h"
#include "cb-reference.h"

typedef struct {
  CbCtl      *ctl;
  CbPack     *pack;
  CbDate      on;
  CbMonth     pay_month;
  gboolean    explain;
  char       *paper;       /* of --explain=PAPER; NULL: the worksheets */
  char       *programme;   /* whose paper; NULL: the first to be told */
  char       *out;         /* PDF; NULL: text to the terminal */
  const char *lang;
} Evaluate;

/* NULL: what is wrong was said, with *@code. */
static CbResult *
evaluate_file (const Evaluate *e,
               const char     *path,
               int            *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = cb_ctl_read (path, &error);
  g_autoptr (CbFacts) facts = NULL;
  g_autoptr (CbProgram) program = NULL;
  CbResult *result = NULL;
  CbDate on = CB_DATE_NONE;
  CbMonth pay_month = CB_MONTH_NONE;

  if (bytes != NULL)
    {
      gsize len;
      const char *text = g_bytes_get_data (bytes, &len);

      facts = cb_facts_from_json (e->pack, text != NULL ? text : "", (gssize) len, &on, &pay_month, &error);
    }
  if (facts != NULL)
    {
      /* Another day than the file's own: its month paid for belonged to that one. */
      if (e->pay_month != CB_MONTH_NONE)
        pay_month = e->pay_month;
      else if (on != CB_DATE_NONE && e->on != CB_DATE_NONE && e->on != on)
        pay_month = CB_MONTH_NONE;
      on = e->on != CB_DATE_NONE ? e->on : on;
      if (on == CB_DATE_NONE)
        {
          *code = cb_ctl_usage (e->ctl, _("%s does not say for which day; give --on DATE"), path);
          return NULL;
        }
      program = cb_pack_compile (e->pack, on, pay_month, &error);
    }
  if (program != NULL)
    result = cb_evaluate (program, facts, e->explain ? CB_EVALUATE_EXPLAIN : CB_EVALUATE_NONE, &error);
  if (result == NULL)
    *code = cb_ctl_fail (path, error);
  return result;
}

/* The documents of the policy floor are passed on as they are: their amounts are exact decimals. */
static void
print_results_json (CbCtl     *ctl,
                    GPtrArray *results,
                    const char *lang)
{
  if (ctl->argc > 1)
    cb_ctl_print ("[");
  for (guint i = 0, n = 0; i < results->len; i++)
    {
      g_autofree char *text = NULL;

      if (results->pdata[i] == NULL)
        continue;
      text = cb_result_to_json (results->pdata[i], lang);
      g_strchomp (text);
      if (ctl->argc > 1)
        {
          cb_ctl_print ("%s\n{\"facts\": ", n++ > 0 ? "," : "");
          cb_ctl_print_quoted (ctl->argv[i]);
          cb_ctl_print (", \"result\":\n%s}", text);
        }
      else
        cb_ctl_print ("%s", text);
    }
  cb_ctl_print (ctl->argc > 1 ? "\n]\n" : "\n");
}

static void
result_unref (gpointer data)
{
  if (data != NULL)
    cb_result_unref (data);
}

/* --- papers --- */

/* "--explain" with or without "=PAPER": GOption would take a file that follows for the paper. */
static void
take_paper (CbCtl    *ctl,
            Evaluate *e)
{
  const char *with = "--explain=";

  for (int i = 1; i < ctl->argc && strcmp (ctl->argv[i], "--") != 0; i++)
    if (g_str_has_prefix (ctl->argv[i], with))
      {
        g_free (e->paper);
        e->paper = g_strdup (ctl->argv[i] + strlen (with));
        ctl->argv[i] = (char *) "--explain";
      }
}

/* What of the options for papers does not go together; 0 when they do. */
static int
check_paper (Evaluate *e)
{
  static const char *const papers[] = { "worksheet", "applicant", "citations", NULL };

  if (e->paper != NULL && !g_strv_contains (papers, e->paper))
    return cb_ctl_usage (e->ctl, "%s", _("--explain takes worksheet, applicant or citations"));
  if (g_strcmp0 (e->paper, "worksheet") == 0)
    g_clear_pointer (&e->paper, g_free);
  if ((e->programme != NULL || e->out != NULL) && e->paper == NULL)
    return cb_ctl_usage (e->ctl, "%s", _("--programme and --out go with --explain=applicant or --explain=citations"));
  if (e->paper != NULL && (e->ctl->json || e->ctl->argc != 1))
    return cb_ctl_usage (e->ctl, "%s", _("a paper is made of one file of facts, without --json"));
  return 0;
}

/* The page for the applicant, or the list of articles, of one file. */
static int
print_paper (Evaluate *e)
{
  const gboolean applicant = strcmp (e->paper, "applicant") == 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (CbResult) result = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  g_autofree char *text = NULL;
  const CbOutcome *o;
  int code = CB_CTL_DONE;

  result = evaluate_file (e, e->ctl->argv[0], &code);
  if (result == NULL)
    return code;
  o = e->programme != NULL ? cb_result_find (result, e->programme) : cb_result_primary (result);
  if (o == NULL)
    return cb_ctl_refuse (_("%s: no such programme is in force that day"), e->programme != NULL ? e->programme : e->ctl->argv[0]);
  if (applicant)
    {
      CbCalendar *calendar = cb_reference_calendar (&error);

      if (calendar == NULL)
        return cb_ctl_fail (e->ctl->argv[0], error);
      lines = cb_paper_applicant (result, o->programme, NULL, calendar, e->lang);
    }
  else
    lines = cb_paper_articles (result, o->programme, NULL, e->lang);
  if (e->out != NULL)
    return cb_paper_write_pdf (lines, applicant ? CB_PAPER_LARGE : CB_PAPER_ORDINARY, e->lang, e->out, &error) ? CB_CTL_DONE
                                                                                                               : cb_ctl_fail (e->out, error);
  text = cb_paper_text (lines);
  cb_ctl_print ("%s", text);
  return CB_CTL_DONE;
}

static void
evaluate_clear (Evaluate *e)
{
  g_free (e->paper);
  g_free (e->programme);
  g_free (e->out);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Evaluate, evaluate_clear)

static int
evaluate_files (Evaluate *e)
{
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func (result_unref);
  int code = CB_CTL_DONE;
  guint n = 0;

  for (int i = 0; i < e->ctl->argc; i++)
    {
      CbResult *result = evaluate_file (e, e->ctl->argv[i], &code);

      if (code == CB_CTL_USAGE)
        return code;
      n += result != NULL;
      g_ptr_array_add (results, result);
    }
  if (e->ctl->json && n > 0)
    print_results_json (e->ctl, results, e->lang);
  for (guint i = 0; !e->ctl->json && i < results->len; i++)
    if (results->pdata[i] != NULL)
      {
        if (e->ctl->argc > 1)
          cb_ctl_print ("%s: ", e->ctl->argv[i]);
        cb_ctl_print_result (results->pdata[i], e->lang, e->explain);
      }
  return code;
}

int
cb_ctl_evaluate (CbCtl *ctl)
{
  g_autofree char *pack_file = NULL, *on = NULL, *pay_month = NULL, *lang = NULL, *casebook = NULL, *table = NULL;
  g_auto (Evaluate) e = { .ctl = ctl };
  gboolean timed = FALSE;
  const GOptionEntry own[] = {
    { "pack", 0, 0, G_OPTION_ARG_FILENAME, &pack_file, N_("The rules"), "FILE" },
    { "on", 0, 0, G_OPTION_ARG_FILENAME, &on, N_("The day of the decision (else what the facts say)"), "DATE" },
    { "pay-month", 0, 0, G_OPTION_ARG_FILENAME, &pay_month, N_("The month paid for (the one after --on)"), "MONTH" },
    { "casebook", 0, 0, G_OPTION_ARG_FILENAME, &casebook, N_("Instead of facts, count every household of a casebook, by its own rules"), "DIR" },
    { "table", 0, 0, G_OPTION_ARG_FILENAME, &table, N_("Instead of facts, csv files with a row for each household, person …"), "FILE,FILE…" },
    { "time", 0, 0, G_OPTION_ARG_NONE, &timed, N_("With --table: how long the evaluation alone takes, instead of its results"), NULL },
    { "explain", 0, 0, G_OPTION_ARG_NONE, &e.explain,
      N_("With the whole working, line by line; =applicant: the page for the applicant instead; =citations: the list of articles"), NULL },
    { "programme", 0, 0, G_OPTION_ARG_FILENAME, &e.programme, N_("Whose page or list (else the first that the family is told)"), "NAME" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &e.out, N_("Write the page or list to this PDF file"), "FILE" },
    { "lang", 0, 0, G_OPTION_ARG_FILENAME, &lang, N_("Language of the rules’ texts: zh_CN or en (that of the program)"), "LANG" },
    { NULL },
  };
  g_autoptr (CbPack) pack = NULL;
  int code = CB_CTL_REFUSED;

  take_paper (ctl, &e);
  if (!cb_ctl_parse (ctl, CB_CTL_ASKS, own, 0, G_MAXINT) || !cb_ctl_parse_date (ctl, "--on", on, &e.on)
      || !cb_ctl_parse_month (ctl, "--pay-month", pay_month, &e.pay_month))
    return cb_ctl_parsed_code (ctl);
  if (lang != NULL && strcmp (lang, "zh_CN") != 0 && strcmp (lang, "en") != 0)
    return cb_ctl_usage (ctl, "%s", _("--lang takes zh_CN or en"));
  e.lang = lang == NULL ? cb_ctl_language () : strcmp (lang, "en") == 0 ? NULL : "zh_CN";
  if (casebook != NULL)
    {
      if (ctl->argc > 0 || pack_file != NULL || pay_month != NULL || e.explain || table != NULL || timed)
        return cb_ctl_usage (ctl, "%s", _("a casebook has its own facts and rules; only --on and --lang go with it"));
      if (ctl->slot == -1)
        return cb_ctl_usage (ctl, "%s", _("--slot N is needed"));
      return cb_ctl_evaluate_casebook (ctl, casebook, e.on, e.lang);
    }
  code = check_paper (&e);
  if (code != 0)
    return code;
  code = CB_CTL_REFUSED;
  if (pack_file == NULL)
    return cb_ctl_usage (ctl, "%s", _("--pack FILE is needed"));
  if (timed && table == NULL)
    return cb_ctl_usage (ctl, "%s", _("--time goes with --table"));
  if (table != NULL)
    {
      if (ctl->argc > 0 || e.explain)
        return cb_ctl_usage (ctl, "%s", _("a table has its own facts, and no --explain; take one household into a file for that"));
      if (e.on == CB_DATE_NONE)
        return cb_ctl_usage (ctl, "%s", _("--on DATE is needed"));
      pack = cb_ctl_read_pack (pack_file, &code);
      return pack != NULL ? cb_ctl_evaluate_table (ctl, pack, e.on, e.pay_month, table, timed) : code;
    }
  if (ctl->argc == 0)
    return cb_ctl_usage (ctl, "%s", _("too few arguments"));
  e.pack = pack = cb_ctl_read_pack (pack_file, &code);
  return pack == NULL ? code : e.paper != NULL ? print_paper (&e) : evaluate_files (&e);
}
