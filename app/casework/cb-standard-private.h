/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-standard.h"

G_BEGIN_DECLS

/* Tables of the projection (cb-projection.c lists them). */
#define CB_STANDARD_SCHEMA \
  "ALTER TABLE pack_ ADD COLUMN base BLOB;" \
  "ALTER TABLE pack_ ADD COLUMN late INTEGER NOT NULL DEFAULT 0;" \
  "CREATE TABLE pack_sign (" \
  "  desk BLOB NOT NULL, seq INTEGER NOT NULL, hlc INTEGER NOT NULL, entity BLOB NOT NULL, event INTEGER NOT NULL, actor BLOB NOT NULL," \
  "  hash BLOB NOT NULL, text TEXT NOT NULL, PRIMARY KEY (desk, seq)" \
  ") STRICT;" \
  "CREATE INDEX pack_sign_entity ON pack_sign (entity);" \
  "CREATE TABLE pack_draft (uid BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;"

gboolean cb_project_standard       (CbDb *db, const CbEntity *after, GError **error);
gboolean cb_project_standard_event (CbDb *db, const CbEventRecord *r, GError **error);

/* The rules that decide: those published last among the countersigned ones and the county's first.  NULL with NOT_FOUND when there are none. */
CbPack  *cb_standard_in_force      (CbDb *db, CbAuthority *authority, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The record of a standard's publication; NOT_FOUND when it is a draft. */
gboolean cb_standard_published_at  (CbDb *db, const CbUid *uid, CbRef *ref, GError **error);

G_END_DECLS
