/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-ctl-rules.h"

#include "cb-money.h"
#include "cb-proof.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#define READ_MOST (256 * 1024 * 1024)

GBytes *
cb_ctl_read (const char *path,
             GError    **error)
{
  g_autoptr (GByteArray) all = NULL;
  guint8 piece[65536];
  char *text;
  gsize len;

  if (strcmp (path, "-") != 0)
    return g_file_get_contents (path, &text, &len, error) ? g_bytes_new_take (text, len) : NULL;
  all = g_byte_array_new ();
  for (;;)
    {
      gssize n = read (STDIN_FILENO, piece, sizeof piece);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 || all->len > READ_MOST)
        {
          int code = n < 0 ? errno : EFBIG;

          g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (code), g_strerror (code));
          return NULL;
        }
      if (n == 0)
        return g_byte_array_free_to_bytes (g_steal_pointer (&all));
      g_byte_array_append (all, piece, (guint) n);
    }
}

CbPack *
cb_ctl_load_pack (const char  *path,
                  GPtrArray  **faults,
                  GError     **error)
{
  g_autoptr (CbPack) pack = NULL;
  g_auto (GStrv) parts = NULL;

  if (strchr (path, ',') == NULL || g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_autoptr (GBytes) bytes = cb_ctl_read (path, error);

      return bytes != NULL ? cb_pack_load_bytes (bytes, path, faults, error) : NULL;
    }
  parts = g_strsplit (path, ",", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autoptr (GBytes) bytes = cb_ctl_read (parts[i], error);
      CbPack *next;

      if (faults != NULL)
        g_clear_pointer (faults, g_ptr_array_unref);
      if (bytes == NULL)
        return NULL;
      next = pack == NULL ? cb_pack_load_bytes (bytes, parts[i], faults, error) : cb_pack_load_over (pack, bytes, parts[i], faults, error);
      if (next == NULL)
        return NULL;
      g_clear_pointer (&pack, cb_pack_unref);
      pack = next;
    }
  return g_steal_pointer (&pack);
}

CbPack *
cb_ctl_read_pack (const char *path,
                  int        *code)
{
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GError) error = NULL;
  CbPack *pack = cb_ctl_load_pack (path, &faults, &error);

  if (pack != NULL)
    return pack;
  if (faults != NULL && faults->len > 0)
    {
      g_autofree char *first = cb_pack_fault_text (faults->pdata[0]);

      *code = cb_ctl_refuse (g_dngettext (GETTEXT_PACKAGE, "%1$s (%2$u fault; casebookctl pack check names it)",
                                          "%1$s (%2$u faults; casebookctl pack check names them all)", faults->len),
                             first, faults->len);
    }
  else
    *code = cb_ctl_fail (path, error);
  return NULL;
}

/* --- pack check --- */

static void
print_faults (GPtrArray *faults,
              gboolean   json)
{
  JsonBuilder *out;

  if (!json)
    {
      for (guint i = 0; i < faults->len; i++)
        {
          g_autofree char *text = cb_pack_fault_text (faults->pdata[i]);

          cb_ctl_print ("%s\n", text);
        }
      return;
    }
  out = json_builder_new ();
  json_builder_begin_object (out);
  json_builder_set_member_name (out, "sound");
  json_builder_add_boolean_value (out, FALSE);
  json_builder_set_member_name (out, "faults");
  json_builder_begin_array (out);
  for (guint i = 0; i < faults->len; i++)
    {
      const CbPackFault *fault = faults->pdata[i];

      json_builder_begin_object (out);
      json_builder_set_member_name (out, "file");
      json_builder_add_string_value (out, fault->file);
      json_builder_set_member_name (out, "line");
      json_builder_add_int_value (out, fault->line);
      json_builder_set_member_name (out, "column");
      json_builder_add_int_value (out, fault->column);
      json_builder_set_member_name (out, "message");
      json_builder_add_string_value (out, fault->message);
      json_builder_end_object (out);
    }
  json_builder_end_array (out);
  json_builder_end_object (out);
  cb_ctl_print_json (out);
}

typedef struct { guint entities, facts, params, versions, rules[CB_RULE_TEXT + 1], days; } Counts;

static Counts
count (CbPack *pack)
{
  Counts c = { .entities = cb_pack_entities (pack)->len, .facts = cb_pack_facts (pack)->len, .params = cb_pack_params (pack)->len };
  g_autoptr (GArray) days = cb_pack_change_days (pack, cb_pack_from (pack), G_MAXINT32);
  GPtrArray *rules = cb_pack_rules (pack);

  for (guint i = 0; i < c.params; i++)
    c.versions += ((const CbPackParam *) cb_pack_params (pack)->pdata[i])->n_versions;
  for (guint i = 0; i < rules->len; i++)
    c.rules[((const CbPackRule *) rules->pdata[i])->kind]++;
  c.days = days->len + 1;
  return c;
}

static void
add_findings_json (JsonBuilder  *out,
                   const char   *name,
                   CbProof      *proof,
                   CbFindingKind kind)
{
  GPtrArray *all = cb_proof_findings (proof);

  json_builder_set_member_name (out, name);
  json_builder_begin_array (out);
  for (guint i = 0; i < all->len; i++)
    {
      const CbFinding *finding = all->pdata[i];

      if (finding->kind != kind)
        continue;
      json_builder_begin_object (out);
      json_builder_set_member_name (out, "file");
      json_builder_add_string_value (out, finding->file);
      json_builder_set_member_name (out, "line");
      json_builder_add_int_value (out, finding->line);
      json_builder_set_member_name (out, "column");
      json_builder_add_int_value (out, finding->column);
      json_builder_set_member_name (out, "message");
      json_builder_add_string_value (out, finding->message);
      if (finding->cliff != NULL)
        {
          g_autofree char *yuan = cb_money_plain (finding->fen);

          json_builder_set_member_name (out, "cliff");
          json_builder_add_string_value (out, finding->cliff);
          json_builder_set_member_name (out, "yuan");   /* a text: exact to the fen */
          json_builder_add_string_value (out, yuan);
        }
      json_builder_end_object (out);
    }
  json_builder_end_array (out);
}

static void
print_sound_json (CbPack       *pack,
                  const Counts *c,
                  CbProof      *proof)
{
  const CbProofCounts *p = cb_proof_counts (proof);
  g_autofree char *hash = cb_pack_hash_text (pack);
  g_autofree char *from = cb_date_format (cb_pack_from (pack));
  const struct { const char *name; guint n; } numbers[] = {
    { "entities", c->entities }, { "facts", c->facts }, { "parameters", c->params }, { "parameter_versions", c->versions },
    { "values", c->rules[CB_RULE_VALUE] }, { "tables", c->rules[CB_RULE_TABLE] }, { "exceptions", c->rules[CB_RULE_EXCEPTION] },
    { "programmes", c->rules[CB_RULE_PROGRAMME] }, { "days_compiled", c->days },
    { "amounts", p->amounts }, { "amounts_proved", p->amounts_proved }, { "branches", p->branches }, { "branches_taken", p->reached },
    { "families_searched", p->families }, { "changes_of_income_searched", p->steps },
  };
  JsonBuilder *out = json_builder_new ();

  json_builder_begin_object (out);
  json_builder_set_member_name (out, "sound");
  json_builder_add_boolean_value (out, cb_proof_sound (proof));
  json_builder_set_member_name (out, "pack");
  json_builder_add_string_value (out, cb_pack_id (pack));
  json_builder_set_member_name (out, "hash");
  json_builder_add_string_value (out, hash);
  json_builder_set_member_name (out, "demo");
  json_builder_add_boolean_value (out, cb_pack_is_demo (pack));
  json_builder_set_member_name (out, "from");
  json_builder_add_string_value (out, from);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      json_builder_set_member_name (out, numbers[i].name);
      json_builder_add_int_value (out, numbers[i].n);
    }
  json_builder_set_member_name (out, "income_checked");
  json_builder_add_boolean_value (out, p->income);
  add_findings_json (out, "faults", proof, CB_FINDING_FAULT);
  add_findings_json (out, "cliffs", proof, CB_FINDING_CLIFF);
  add_findings_json (out, "not_shown", proof, CB_FINDING_OPEN);
  json_builder_end_object (out);
  cb_ctl_print_json (out);
}

static guint
print_findings (CbProof      *proof,
                const char   *title,
                CbFindingKind kind)
{
  GPtrArray *all = cb_proof_findings (proof);
  guint n = 0;

  for (guint i = 0; i < all->len; i++)
    if (((const CbFinding *) all->pdata[i])->kind == kind)
      {
        g_autofree char *text = cb_finding_text (all->pdata[i]);

        if (n++ == 0 && title != NULL)
          cb_ctl_print ("%s\n", title);
        cb_ctl_print ("%s%s\n", title != NULL ? "  " : "", text);
      }
  return n;
}

/* What was proved and what only searched are told apart. */
static void
print_proof (CbProof *proof)
{
  const CbProofCounts *p = cb_proof_counts (proof);

  cb_ctl_print (_("  of %1$u amounts (each programme on each day) %2$u cannot be negative, by their ranges\n"), p->amounts, p->amounts_proved);
  cb_ctl_print (_("Searched, not proved (%1$u families at the pack’s own thresholds and at random, always the same, on %2$u days):\n"), p->families, p->days);
  cb_ctl_print (_("  amounts below zero, divisions by zero, numbers too large\n"
                  "  rows, branches and exceptions that are taken: %1$u of %2$u\n"), p->reached, p->branches);
  if (p->income)
    cb_ctl_print (_("  %u changes of income: whether more income raises the benefits, or leaves a family with less beyond one step of rounding\n"), p->steps);
  else
    cb_ctl_print ("%s\n", _("Not searched: what more income does, since the pack has no [check income]."));
  print_findings (proof, _("Cliffs that the pack declares, with the largest found:"), CB_FINDING_CLIFF);
  print_findings (proof, _("Neither proved impossible nor taken by any family:"), CB_FINDING_OPEN);
}

static void
print_sound (CbPack       *pack,
             const Counts *c,
             CbProof      *proof)
{
  g_autofree char *hash = cb_pack_hash_text (pack);

  cb_ctl_print ("%s (%s)\n%s\n", cb_pack_title (pack, cb_ctl_language ()), cb_pack_id (pack), hash);
  cb_ctl_print (_("Facts: %1$u of %2$u kinds of subject. Parameters: %3$u with %4$u dated amounts. Values: %5$u. Decision tables: %6$u. "
                  "Exceptions: %7$u. Programmes: %8$u.\n"),
                c->facts, c->entities, c->params, c->versions, c->rules[CB_RULE_VALUE], c->rules[CB_RULE_TABLE],
                c->rules[CB_RULE_EXCEPTION], c->rules[CB_RULE_PROGRAMME]);
  cb_ctl_print ("%s\n", _("Proved:\n"
                          "  every name, type and unit fits\n"
                          "  every parameter and rule has its day and its article\n"
                          "  every decision table covers every case, and no two rows of a “unique” table apply at once\n"
                          "  every reason has its message"));
  cb_ctl_print (g_dngettext (GETTEXT_PACKAGE, "  the law of %u day compiles: no circle, no gap, amounts whole fen within bounds\n",
                             "  the law of each of the %u days on which it changes compiles: no circle, no gap, amounts whole fen within bounds\n",
                             c->days),
                c->days);
  print_proof (proof);
}

int
cb_ctl_pack_check (CbCtl *ctl)
{
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CbPack) pack = NULL;
  g_autoptr (CbProof) proof = NULL;
  const char *path;
  guint unsound = 0;
  Counts counts;

  if (!cb_ctl_parse (ctl, CB_CTL_PLAIN, NULL, 1, 1))
    return cb_ctl_parsed_code (ctl);
  path = ctl->argv[0];
  pack = cb_ctl_load_pack (path, &faults, &error);
  if (pack == NULL)
    {
      if (faults == NULL || faults->len == 0)
        return cb_ctl_fail (path, error);
      print_faults (faults, ctl->json);
      return cb_ctl_refuse (g_dngettext (GETTEXT_PACKAGE, "%1$s: %2$u fault; these rules are not used", "%1$s: %2$u faults; these rules are not used",
                                         faults->len),
                            path, faults->len);
    }
  proof = cb_pack_prove (pack, &error);
  if (proof == NULL)
    return cb_ctl_fail (path, error);
  counts = count (pack);
  if (ctl->json)
    print_sound_json (pack, &counts, proof);
  else if (cb_proof_sound (proof))
    print_sound (pack, &counts, proof);
  else
    unsound = print_findings (proof, NULL, CB_FINDING_FAULT);
  for (guint i = 0; ctl->json && i < cb_proof_findings (proof)->len; i++)
    unsound += ((const CbFinding *) cb_proof_findings (proof)->pdata[i])->kind == CB_FINDING_FAULT;
  if (unsound > 0)
    return cb_ctl_refuse (g_dngettext (GETTEXT_PACKAGE, "%1$s: %2$u fault; mend it before these rules are used", "%1$s: %2$u faults; mend them before these rules are used",
                                       unsound),
                          path, unsound);
  return CB_CTL_DONE;
}

/* --- pack diff --- */

int
cb_ctl_pack_diff (CbCtl *ctl)
{
  g_autoptr (CbPack) a = NULL;
  g_autoptr (CbPack) b = NULL;
  g_autofree char *text = NULL;
  int code = CB_CTL_REFUSED;

  if (!cb_ctl_parse (ctl, CB_CTL_PLAIN, NULL, 2, 2))
    return cb_ctl_parsed_code (ctl);
  a = cb_ctl_read_pack (ctl->argv[0], &code);
  b = a != NULL ? cb_ctl_read_pack (ctl->argv[1], &code) : NULL;
  if (b == NULL)
    return code;
  text = cb_pack_diff (a, b, TRUE);
  if (ctl->json)
    {
      JsonBuilder *out = json_builder_new ();
      g_autofree char *from = cb_pack_hash_text (a), *to = cb_pack_hash_text (b);
      g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

      json_builder_begin_object (out);
      json_builder_set_member_name (out, "from");
      json_builder_add_string_value (out, from);
      json_builder_set_member_name (out, "to");
      json_builder_add_string_value (out, to);
      json_builder_set_member_name (out, "changes");
      json_builder_begin_array (out);
      for (guint i = 0; lines[i] != NULL; i++)
        if (*lines[i] != '\0')
          json_builder_add_string_value (out, lines[i]);
      json_builder_end_array (out);
      json_builder_end_object (out);
      cb_ctl_print_json (out);
    }
  else if (*text != '\0')
    cb_ctl_print ("%s", text);
  else
    cb_ctl_print ("%s\n", _("No rule differs."));
  return CB_CTL_DONE;
}
