/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <string.h>

#include "cb-ctl.h"

static gboolean
runs_from_build (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *build = g_path_get_dirname (CB_BUILD_LOCALEDIR);

  return self != NULL && g_str_has_prefix (self, build) && self[strlen (build)] == '/';
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  gboolean hardened = cb_secret_harden (&error);

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, runs_from_build () ? CB_BUILD_LOCALEDIR : CB_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  return hardened ? cb_ctl_main (argc, argv) : cb_ctl_fail (NULL, error);
}
