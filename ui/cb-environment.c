/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-environment.h"

#include "cb-secret.h"
#include "cb-vault.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>

static gboolean
runs_from_build (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *build = g_path_get_dirname (CB_BUILD_LOCALEDIR);

  return self != NULL && g_str_has_prefix (self, build) && self[strlen (build)] == '/';
}

gboolean
cb_environment_prepare (GError **error)
{
  gboolean build;

  if (!cb_secret_harden (error) || !cb_vault_self_check (error))
    return FALSE;

  build = runs_from_build ();
  if (build)
    g_setenv ("GSETTINGS_SCHEMA_DIR", CB_BUILD_SCHEMADIR, FALSE);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, build ? CB_BUILD_LOCALEDIR : CB_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  return TRUE;
}
