/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-household.h"

G_BEGIN_DECLS

/**
 * CbAssessment: the rules on a snapshot of the facts on a date; immutable.  Pure computation: any thread, no I/O, ≤ 0.2 ms.
 */
typedef struct _CbAssessment CbAssessment;
CbAssessment *cb_assess               (CbProgram *program, const CbHousehold *h, gboolean explain, GError **error) G_GNUC_WARN_UNUSED_RESULT;
CbAssessment *cb_assessment_ref       (CbAssessment *a);
void          cb_assessment_unref     (CbAssessment *a);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbAssessment, cb_assessment_unref)
CbResult     *cb_assessment_result    (CbAssessment *a);
CbFacts      *cb_assessment_facts     (CbAssessment *a);
CbDate        cb_assessment_on        (CbAssessment *a);
/* Persons a programme is for: those paid when it pays single persons only, else the members counted; 0 when not known. */
guint         cb_result_persons       (CbResult *result, const char *programme);
/* Field and entity behind a fact of the trace: where "jump to the field" goes. */
gboolean      cb_assessment_locate    (CbAssessment *a, const char *fact, const CbUid *subject, CbUid *entity, guint *field);

/* The facts of a household as the rules want them. */
CbFacts      *cb_household_facts      (const CbHousehold *h, CbPack *pack, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The records that the facts stand on: every head that was read. */
GArray       *cb_household_basis      (const CbHousehold *h) G_GNUC_WARN_UNUSED_RESULT;   /* of CbRef */

G_END_DECLS
