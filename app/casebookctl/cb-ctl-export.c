/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-ctl.h"

#include <glib/gi18n-lib.h>

#include "cb-case.h"

/* By its number, or where two desks gave the same one by its uid. */
static gpointer
find_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  CbUid uid;

  if (!cb_uid_from_text (data, &uid) && !cb_case_find_number (db, data, &uid, error))
    return NULL;
  return g_memdup2 (&uid, sizeof uid);
}

static int
export_decision (CbCtl      *ctl,
                 CbDesk     *desk,
                 char       *number,
                 const char *out)
{
  g_autoptr (GError) error = NULL;
  g_autofree CbUid *uid = cb_desk_read (desk, find_job, number, &error);

  if (uid == NULL)
    return cb_ctl_fail (number, error);
  if (!cb_case_export (desk, uid, out, &error))
    return cb_ctl_fail (out, error);
  if (ctl->json)
    {
      JsonBuilder *json = json_builder_new ();

      json_builder_begin_object (json);
      json_builder_set_member_name (json, "decision");
      json_builder_add_string_value (json, number);
      json_builder_set_member_name (json, "folder");
      json_builder_add_string_value (json, out);
      json_builder_end_object (json);
      cb_ctl_print_json (json);
    }
  else
    cb_ctl_print (_("%s: the decision with its rules and signature; verify.txt says how to check it\n"), out);
  return CB_CTL_DONE;
}

int
cb_ctl_export (CbCtl *ctl)
{
  g_autofree char *number = NULL, *out = NULL;
  const GOptionEntry own[] = {
    { "decision", 0, 0, G_OPTION_ARG_FILENAME, &number, N_("Number of the case"), "NUMBER" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_("The folder to make"), "FOLDER" },
    { NULL },
  };
  CbDesk *desk;
  int code = CB_CTL_REFUSED;

  if (!cb_ctl_parse (ctl, CB_CTL_OPENS, own, 1, 1))
    return cb_ctl_parsed_code (ctl);
  if (number == NULL || out == NULL || !g_utf8_validate (number, -1, NULL))
    return cb_ctl_usage (ctl, "%s", _("--decision NUMBER and --out FOLDER are needed"));
  desk = cb_ctl_open (ctl, ctl->argv[0], &code);
  return desk != NULL ? cb_ctl_close (desk, ctl->argv[0], export_decision (ctl, desk, number, out)) : code;
}
