/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-db-private.h"

G_BEGIN_DECLS

/* Lines of damage reported at most, so that a file of noise does not fill the memory; the count
   goes on. */
#define CB_DB_CHECK_MAX 1000

/* @due: steps are left to run.  NEWER as cb_db_migrate().  Changes nothing. */
gboolean cb_db_migration_due (CbDb *db,
                              const CbSchema *const *schemas,
                              gboolean *due,
                              GError **error);

G_END_DECLS
