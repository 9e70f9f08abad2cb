/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-application.h"
#include "cb-environment.h"

int
main (int   argc,
      char *argv[])
{
  g_autoptr (CbApplication) app = NULL;
  g_autoptr (GError) error = NULL;

  if (!cb_environment_prepare (&error))
    {
      g_printerr ("casebook: %s\n", error->message);
      return 1;
    }
  app = cb_application_new ();

  return g_application_run (G_APPLICATION (app), argc, argv);
}
