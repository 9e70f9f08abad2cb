/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CbUid:
 * The identity of anything that records speak of: a household, a person, a desk, a case.  Sixteen
 * random bytes, never derived from a fact, so that it says nothing about its subject.  A value
 * type: copy it by assignment.  All functions may be called from any thread.
 */
typedef struct { guint8 b[16]; } CbUid;

#define CB_UID_NONE ((CbUid) { { 0 } })
#define CB_UID_TEXT_LEN 32   /* lower-case hexadecimal */

/* Random, never CB_UID_NONE. */
CbUid    cb_uid_new        (void);
/* A uid that is a pure function of @tag and @bytes (BLAKE2b-128): deterministic demo data and
 * derived subjects. */
CbUid    cb_uid_derive     (const char *tag, gconstpointer bytes, gsize len);
gboolean cb_uid_equal      (const CbUid *a, const CbUid *b);
/* Byte order; the sign only. */
int      cb_uid_compare    (const CbUid *a, const CbUid *b);
/* For GHashTable with keys of CbUid *; the table's equal function is (GEqualFunc) cb_uid_equal. */
guint    cb_uid_hash       (gconstpointer uid);
gboolean cb_uid_is_none    (const CbUid *uid);
char    *cb_uid_to_text    (const CbUid *uid) G_GNUC_WARN_UNUSED_RESULT;
/* FALSE, and @uid untouched, unless @text is exactly 32 hexadecimal digits of either case. */
gboolean cb_uid_from_text  (const char *text, CbUid *uid);

G_END_DECLS
