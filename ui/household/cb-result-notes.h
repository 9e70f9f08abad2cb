/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-editor.h"
#include "cb-note-list.h"

G_BEGIN_DECLS

/* Says in @notes what is in dispute, still missing, to be checked or judged, and why not; each leads to its field.  FALSE: nothing of it, which is
 * said too. */
gboolean cb_result_notes_fill (CbNoteList   *notes,
                               CbEditor     *editor,
                               CbAssessment *assessment);

G_END_DECLS
