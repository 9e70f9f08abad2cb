/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-ctl.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "cb-demo.h"

#define MOST_HOUSEHOLDS 1000000
#define MOST_MONTHS     600

static void
progress (const char *step,
          guint       done,
          guint       total,
          gpointer    data)
{
  cb_ctl_progress (_("Living the months: %1$u of %2$u"), done, total);
}

/* Only what a founding that failed has left in a folder that was not there before. */
static void
remove_folder (const char *dir)
{
  g_autoptr (GDir) folder = g_dir_open (dir, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);

      g_unlink (path);
    }
  g_rmdir (dir);
}

/* One line each: slot, passphrase, name, roles, area; tab-separated, so that scripts can cut it. */
static char *
logins_text (GPtrArray *logins)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "# %s\n# %s\t%s\t%s\t%s\t%s\n",
                          _("Who can log in to the demo county; all people are invented"), _("slot"), _("passphrase"), _("name"),
                          _("roles"), _("area"));
  for (guint i = 0; i < logins->len; i++)
    {
      const CbDemoLogin *login = logins->pdata[i];

      g_string_append_printf (text, "%u\t%s\t%s\t%s\t%s\n", login->slot, login->passphrase, login->name, login->roles, login->area);
    }
  return g_string_free (text, FALSE);
}

static void
print_logins_json (const char *dir,
                   const char *file,
                   GPtrArray  *logins)
{
  JsonBuilder *json = json_builder_new ();

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "casebook");
  json_builder_add_string_value (json, dir);
  json_builder_set_member_name (json, "logins_file");
  json_builder_add_string_value (json, file);
  json_builder_set_member_name (json, "logins");
  json_builder_begin_array (json);
  for (guint i = 0; i < logins->len; i++)
    {
      const CbDemoLogin *login = logins->pdata[i];

      json_builder_begin_object (json);
      json_builder_set_member_name (json, "slot");
      json_builder_add_int_value (json, login->slot);
      json_builder_set_member_name (json, "name");
      json_builder_add_string_value (json, login->name);
      json_builder_set_member_name (json, "roles");
      json_builder_add_string_value (json, login->roles);
      json_builder_set_member_name (json, "area");
      json_builder_add_string_value (json, login->area);
      json_builder_set_member_name (json, "passphrase");
      json_builder_add_string_value (json, login->passphrase);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  json_builder_end_object (json);
  cb_ctl_print_json (json);
}

int
cb_ctl_demo (CbCtl *ctl)
{
  int households = 2000, months = 60;
  gint64 seed = 1;
  g_autofree char *today = NULL;
  const GOptionEntry own[] = {
    { "households", 0, 0, G_OPTION_ARG_INT, &households, N_("How many households (2000)"), "N" },
    { "months", 0, 0, G_OPTION_ARG_INT, &months, N_("How many months of history (60)"), "M" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, N_("Another number gives another county (1)"), "S" },
    { "today", 0, 0, G_OPTION_ARG_FILENAME, &today, N_("The demo’s present day (today)"), "DATE" },
    { NULL },
  };
  CbDemoOptions options = { .progress = progress };
  g_autoptr (GPtrArray) logins = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = NULL;
  g_autofree char *file = NULL;
  g_autofree char *text = NULL;

  if (!cb_ctl_parse (ctl, CB_CTL_PLAIN, own, 1, 1) || !cb_ctl_parse_date (ctl, "--today", today, &options.today))
    return cb_ctl_parsed_code (ctl);
  if (households < 1 || households > MOST_HOUSEHOLDS)
    return cb_ctl_usage (ctl, _("--households takes a number from 1 to %d"), MOST_HOUSEHOLDS);
  if (months < 0 || months > MOST_MONTHS)
    return cb_ctl_usage (ctl, _("--months takes a number from 0 to %d"), MOST_MONTHS);
  options.households = (guint) households;
  options.months = (guint) months;
  options.seed = (guint64) seed;
  dir = g_strdup (ctl->argv[0]);
  for (gsize n = strlen (dir); n > 1 && dir[n - 1] == G_DIR_SEPARATOR; n--)
    dir[n - 1] = '\0';
  if (g_file_test (dir, G_FILE_TEST_EXISTS) || g_file_test (dir, G_FILE_TEST_IS_SYMLINK))
    return cb_ctl_refuse (_("%s: there is something of that name already; nothing was touched"), dir);
  logins = cb_demo_create (dir, &options, &error);
  cb_ctl_progress_end ();
  if (logins == NULL)
    {
      remove_folder (dir);
      return cb_ctl_fail (dir, error);
    }
  file = g_strconcat (dir, ".logins.txt", NULL);
  text = logins_text (logins);
  if ((g_unlink (file) != 0 && errno != ENOENT)
      || !g_file_set_contents_full (file, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    {
      if (error == NULL)
        g_set_error_literal (&error, G_FILE_ERROR, g_file_error_from_errno (errno), g_strerror (errno));
      return cb_ctl_fail (file, error);
    }
  if (ctl->json)
    print_logins_json (dir, file, logins);
  else
    cb_ctl_print (_("%1$sThe demo county is in %2$s; this table is in %3$s.\n"), text, dir, file);
  return CB_CTL_DONE;
}
