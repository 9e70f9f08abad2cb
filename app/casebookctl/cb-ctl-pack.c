/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-ctl-rules.h"

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
cb_ctl_read_pack (const char *path,
                  int        *code)
{
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = cb_ctl_read (path, &error);
  CbPack *pack = bytes != NULL ? cb_pack_load_bytes (bytes, path, &faults, &error) : NULL;

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
print_sound_json (CbPack       *pack,
                  const Counts *c)
{
  g_autofree char *hash = cb_pack_hash_text (pack);
  g_autofree char *from = cb_date_format (cb_pack_from (pack));
  const struct { const char *name; guint n; } numbers[] = {
    { "entities", c->entities }, { "facts", c->facts }, { "parameters", c->params }, { "parameter_versions", c->versions },
    { "values", c->rules[CB_RULE_VALUE] }, { "tables", c->rules[CB_RULE_TABLE] }, { "exceptions", c->rules[CB_RULE_EXCEPTION] },
    { "programmes", c->rules[CB_RULE_PROGRAMME] }, { "days_compiled", c->days },
  };
  JsonBuilder *out = json_builder_new ();

  json_builder_begin_object (out);
  json_builder_set_member_name (out, "sound");
  json_builder_add_boolean_value (out, TRUE);
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
  json_builder_set_member_name (out, "faults");
  json_builder_begin_array (out);
  json_builder_end_array (out);
  json_builder_end_object (out);
  cb_ctl_print_json (out);
}

static void
print_sound (CbPack       *pack,
             const Counts *c)
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
}

int
cb_ctl_pack_check (CbCtl *ctl)
{
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (CbPack) pack = NULL;
  const char *path;
  Counts counts;

  if (!cb_ctl_parse (ctl, CB_CTL_PLAIN, NULL, 1, 1))
    return cb_ctl_parsed_code (ctl);
  path = ctl->argv[0];
  bytes = cb_ctl_read (path, &error);
  if (bytes == NULL)
    return cb_ctl_fail (path, error);
  pack = cb_pack_load_bytes (bytes, path, &faults, &error);
  if (pack == NULL)
    {
      if (faults == NULL || faults->len == 0)
        return cb_ctl_fail (path, error);
      print_faults (faults, ctl->json);
      return cb_ctl_refuse (g_dngettext (GETTEXT_PACKAGE, "%1$s: %2$u fault; these rules are not used", "%1$s: %2$u faults; these rules are not used",
                                         faults->len),
                            path, faults->len);
    }
  counts = count (pack);
  if (ctl->json)
    print_sound_json (pack, &counts);
  else
    print_sound (pack, &counts);
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
  text = cb_pack_diff (a, b);
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
