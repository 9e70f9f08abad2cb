/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Before anything else of GLib: hardens the process, proves the database engine, and finds translations and settings, in the build folder
 * when the program runs from there, else where they are installed.  FALSE: refuse to start. */
gboolean cb_environment_prepare (GError **error);

G_END_DECLS
