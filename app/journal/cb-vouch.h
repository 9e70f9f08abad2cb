/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-authority-private.h"

G_BEGIN_DECLS

/**
 * CbVouch: checks the signatures of many changesets beside the thread that stores them, in their order.  They are what applying costs
 * most when changesets are small, and need neither the database nor each other.
 */
typedef struct _CbVouch CbVouch;

/* @changesets: of CbChangeset, borrowed and not to be moved.  Those that name a head @newest does not know are left alone. */
CbVouch *cb_vouch_new   (GPtrArray *changesets, CbAuthority *newest) G_GNUC_WARN_UNUSED_RESULT;
void     cb_vouch_free  (CbVouch *vouch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbVouch, cb_vouch_free)
/* The result for number @i; does it here if nobody else has begun. */
gboolean cb_vouch_check (CbVouch *vouch, guint i, GError **error);

/* The desk's signature over the run, and each person's over what they sign themselves.  Errors: BAD_SIGNATURE. */
gboolean cb_changeset_vouched (const CbChangeset *cs, CbAuthority *newest, GError **error);

G_END_DECLS
