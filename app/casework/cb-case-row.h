/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-case.h"
#include "cb-case-data.h"

G_BEGIN_DECLS

/* The data of the newest event of kind @event of a case, with its record; FALSE without error when there is none. */
gboolean cb_case_read_event (CbDb *db, const CbUid *uid, CbEvent event, CbCaseData *d, CbRef *ref, GError **error);

/* Sets the due date of @c, its term and the day that this runs from: by its programme, its state and the dates of its steps. */
void     cb_case_find_due (CbCase *c, CbPack *rules);

/* --- temporary aid --- */

/* What a township decides alone by @rules on a day, in fen; 0: nothing. */
CbMoney  cb_case_ceiling (CbPack *rules, CbDate on);
/* The same from the data of a CB_EVENT_PACK; for CbProjector. */
CbMoney  cb_case_published_ceiling (const guint8 *data, gsize len, CbDate on, gboolean *follows);
/* Appends the record that published @rules and those that countersigned it to @basis (of CbRef); FALSE with NOT_FOUND when none did. */
gboolean cb_case_find_rules (CbDb *db, CbPack *rules, GArray *basis, GError **error);
/* Whether the word of household.event is an emergency; else it is spending, or nothing. */
gboolean cb_case_is_urgent (const char *event);
/* FALSE with INVALID_FIELD when the same cause was aided already (国发〔2014〕47号 四), or more aid was granted in twelve months than
 * the household's page tells the rules. */
gboolean cb_case_check_aid (CbDb *db, CbPack *rules, const CbHousehold *h, const char *programme, CbDate today, GError **error);

/* The language of the sentences that come from the pack: of the messages; NULL: the plain one. */
const char *cb_casework_language (void);

/* What a person signs, as plain text: what is decided, and the SHA-256 of the capsule it rests on.  Any tool can check it. */
GBytes  *cb_decision_message (const CbCase *c, const CbCaseData *d, const char *person) G_GNUC_WARN_UNUSED_RESULT;

/* What a decision in a batch says besides (see cb-batch.h). */
typedef struct {
  const guint8 *standard;       /* hash of the rules, 32 bytes */
  CbRef         publication;    /* its record: whoever published is on the other side */
  CbMonth       first;          /* of the new amount; the grant ends when it would have */
  CbMoney       arrears;
  CbMonth       arrears_from;
} CbDecisionExtra;
/* As cb_case_decide(); @extra NULL: nothing besides. */
gboolean cb_case_decide_with (CbDesk *desk, CbDb *db, const CbDecisionDraft *draft, gboolean confirm, const char *reasons,
                              const CbDecisionExtra *extra, GError **error);

/* FALSE with FORKED or INCOMPLETE (and the facts' names) when something is in dispute that matters, or missing. */
gboolean cb_case_check_facts (const CbHousehold *h, CbProgram *program, CbResult *result, const char *programme, GError **error);

/* Programme, tier, amount and number of persons as @result says. */
void     cb_case_data_outcome (CbCaseData *d, const CbHousehold *h, CbResult *result, const char *programme);

G_END_DECLS
