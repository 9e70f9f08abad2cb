/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-case.h"

G_BEGIN_DECLS

/* A draft on its way between main thread and vault thread: shared, never changed. */
typedef struct _CbSharedDraft CbSharedDraft;
CbSharedDraft         *cb_shared_draft_new   (CbDecisionDraft *draft /* taken */) G_GNUC_WARN_UNUSED_RESULT;
CbSharedDraft         *cb_shared_draft_ref   (CbSharedDraft   *shared) G_GNUC_WARN_UNUSED_RESULT;
void                   cb_shared_draft_unref (CbSharedDraft   *shared);
const CbDecisionDraft *cb_shared_draft_get   (CbSharedDraft   *shared);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbSharedDraft, cb_shared_draft_unref)

/* What the draft would decide: "1,585 yuan a month from 2026-10, 3 persons". */
char *cb_approval_what   (const CbDecisionDraft *draft) G_GNUC_WARN_UNUSED_RESULT;
/* The outcome of the case's own programme; NULL when it is not in force. */
const CbOutcome *cb_approval_outcome (const CbDecisionDraft *draft);
guint            cb_approval_persons (const CbDecisionDraft *draft);
/* Which part of temporary aid the township pays at once, where the county pays the rest; NULL elsewhere. */
char            *cb_approval_share   (const CbDecisionDraft *draft) G_GNUC_WARN_UNUSED_RESULT;

/* Asks for the passphrase, signs and records the decision.  @done on the main thread; @error NULL: decided; G_IO_ERROR_CANCELLED: given
 * up before signing.  @from is held until then. */
typedef void (*CbDecided) (GtkWidget *from, const CbDecisionDraft *draft, gboolean confirm, const GError *error);
void  cb_approval_decide (GtkWidget     *from,
                          CbDesk        *desk,
                          CbSharedDraft *shared,
                          gboolean       confirm,
                          const char    *reasons,
                          CbDecided      done);
/* Asks for a folder and writes the decision there for verification outside. */
void  cb_approval_export (GtkWidget     *from,
                          CbDesk        *desk,
                          const CbUid   *uid);

G_END_DECLS
