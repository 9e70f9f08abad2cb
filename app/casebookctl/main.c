/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "cb-ctl.h"
#include "cb-vault.h"

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_file_test (CB_BUILD_LOCALEDIR, G_FILE_TEST_IS_DIR) ? CB_BUILD_LOCALEDIR : CB_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  if (!cb_secret_harden (&error) || !cb_vault_self_check (&error))
    return cb_ctl_fail (error);
  return cb_ctl_main (argc, argv);
}
