/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-ctl.h"

#include <glib/gi18n-lib.h>

#include "cb-import.h"

typedef struct {
  CbCtl      *ctl;
  const char *file;
  gboolean    check;
  char       *rest;
  guint       households, persons;   /* recorded */
} Import;

static void
progress (guint    done,
          guint    total,
          gpointer data)
{
  cb_ctl_progress (_("Recording households: %1$u of %2$u"), done, total);
}

static gpointer
read_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  return cb_import_read (desk, db, data, error);
}

typedef struct { Import *self; CbImport *import; } Commit;

static gpointer
commit_job (CbDesk       *desk,
            CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  Commit *c = data;

  return cb_import_commit (c->import, desk, db, NULL, progress, NULL, &c->self->households, &c->self->persons, error) ? c : NULL;
}

static void
print_json (const Import *self,
            CbImport     *import)
{
  GPtrArray *columns = cb_import_columns (import), *faults = cb_import_faults (import);
  g_autoptr (GPtrArray) left_out = cb_import_left_out (import);
  JsonBuilder *json = json_builder_new ();
  guint households, good = cb_import_good (import, &households);
  const struct { const char *name; guint n; } numbers[] = {
    { "rows", cb_import_rows (import) }, { "good_rows", good }, { "good_households", households },
    { "known_rows", cb_import_known (import) }, { "recorded_households", self->households }, { "recorded_persons", self->persons },
  };

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "encoding");
  json_builder_add_string_value (json, cb_import_encoding (import));
  json_builder_set_member_name (json, "columns");
  json_builder_begin_array (json);
  for (guint i = 0; i < columns->len; i++)
    {
      const CbImportColumn *column = columns->pdata[i];
      g_autofree char *text = cb_import_target_text (&column->target);

      json_builder_begin_object (json);
      json_builder_set_member_name (json, "heading");
      json_builder_add_string_value (json, column->heading);
      json_builder_set_member_name (json, "taken_for");
      json_builder_add_string_value (json, text);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  json_builder_set_member_name (json, "columns_not_imported");
  json_builder_begin_array (json);
  for (guint i = 0; i < left_out->len; i++)
    json_builder_add_string_value (json, left_out->pdata[i]);
  json_builder_end_array (json);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      json_builder_set_member_name (json, numbers[i].name);
      json_builder_add_int_value (json, numbers[i].n);
    }
  json_builder_set_member_name (json, "faults");
  json_builder_begin_array (json);
  for (guint i = 0; i < faults->len; i++)
    {
      const CbImportFault *fault = faults->pdata[i];

      json_builder_begin_object (json);
      json_builder_set_member_name (json, "line");
      json_builder_add_int_value (json, fault->line);
      json_builder_set_member_name (json, "column");
      json_builder_add_string_value (json, fault->column);
      json_builder_set_member_name (json, "reason");
      json_builder_add_string_value (json, fault->reason);
      json_builder_set_member_name (json, "remedy");
      json_builder_add_string_value (json, fault->remedy);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  json_builder_end_object (json);
  cb_ctl_print_json (json);
}

static void
print_preview (const Import *self,
               CbImport     *import)
{
  GPtrArray *columns = cb_import_columns (import), *faults = cb_import_faults (import);
  g_autofree char *left_out = cb_import_left_out_text (import);
  guint households, good = cb_import_good (import, &households);

  cb_ctl_print (_("%1$s, %2$s\n"), self->file, cb_import_encoding (import));
  for (guint i = 0; i < columns->len; i++)
    {
      const CbImportColumn *column = columns->pdata[i];
      g_autofree char *text = cb_import_target_text (&column->target);

      cb_ctl_print ("  %s → %s\n", column->heading, text);
    }
  if (left_out != NULL)
    cb_ctl_print ("%s\n", left_out);
  for (guint i = 0; i < faults->len; i++)
    {
      const CbImportFault *fault = faults->pdata[i];

      cb_ctl_print ("%s:%u: %s%s%s %s\n", self->file, fault->line, fault->column, *fault->column != '\0' ? ": " : "", fault->reason,
                    fault->remedy);
    }
  cb_ctl_print (_("Rows: %1$u. Can be taken: %2$u, of %3$u households. Known already: %4$u. Cannot be taken: %5$u.\n"),
                cb_import_rows (import), good, households, cb_import_known (import),
                cb_import_rows (import) - good - cb_import_known (import));
}

static int
run (Import *self,
     CbDesk *desk)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CbImport) import = cb_desk_read (desk, read_job, (gpointer) self->file, &error);
  Commit commit = { self, import };
  guint left;

  if (import == NULL)
    return cb_ctl_fail (self->file, error);
  left = cb_import_rows (import) - cb_import_good (import, NULL) - cb_import_known (import);
  if (!self->ctl->json)
    print_preview (self, import);
  if (!self->check && cb_desk_write (desk, commit_job, &commit, &error) == NULL)
    return cb_ctl_fail (self->file, error);
  cb_ctl_progress_end ();
  if (self->rest != NULL && left > 0 && !cb_import_save_rest (import, self->rest, &error))
    return cb_ctl_fail (self->rest, error);
  if (self->ctl->json)
    print_json (self, import);
  else if (!self->check)
    cb_ctl_print (_("Recorded: %1$u households with %2$u persons.\n"), self->households, self->persons);
  if (left == 0)
    return CB_CTL_DONE;
  return cb_ctl_refuse (g_dngettext (GETTEXT_PACKAGE, "%1$s: %2$u row cannot be taken", "%1$s: %2$u rows cannot be taken", left), self->file,
                        left);
}

int
cb_ctl_import (CbCtl *ctl)
{
  Import self = { .ctl = ctl };
  const GOptionEntry own[] = {
    { "check", 0, 0, G_OPTION_ARG_NONE, &self.check, N_("Only look; record nothing"), NULL },
    { "rest", 0, 0, G_OPTION_ARG_FILENAME, &self.rest, N_("Write the rows that cannot be taken to this file, with reason and remedy"), "FILE" },
    { NULL },
  };
  CbDesk *desk = NULL;
  int code;

  if (cb_ctl_parse (ctl, CB_CTL_OPENS, own, 2, 2))
    desk = cb_ctl_open (ctl, ctl->argv[0], &code);
  else
    code = cb_ctl_parsed_code (ctl);
  if (desk != NULL)
    {
      self.file = ctl->argv[1];
      code = cb_ctl_close (desk, ctl->argv[0], run (&self, desk));
    }
  g_free (self.rest);
  return code;
}
