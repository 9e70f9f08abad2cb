/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-desk.h"

G_BEGIN_DECLS

/**
 * CbHousehold:
 * One household in memory with all that belongs to it: an editor's working copy.  Loaded in a read job, then used by one thread.
 */
typedef struct _CbHousehold CbHousehold;
CbHousehold *cb_household_new        (const CbUid *uid) G_GNUC_WARN_UNUSED_RESULT;      /* empty, not yet recorded */
CbHousehold *cb_household_load       (CbDb *db, const CbUid *uid, GError **error) G_GNUC_WARN_UNUSED_RESULT; /* CB_CASEWORK_ERROR_NOT_FOUND */
CbHousehold *cb_household_copy       (const CbHousehold *h) G_GNUC_WARN_UNUSED_RESULT;
void         cb_household_free       (CbHousehold *h);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbHousehold, cb_household_free)
const CbUid *cb_household_uid        (const CbHousehold *h);
CbEntity    *cb_household_self       (const CbHousehold *h);                 /* the household's own registers */
/* Of one kind, living ones only, in the order entered (members: the head first); @parent NULL: any. New container, borrowed entities. */
GPtrArray   *cb_household_list       (const CbHousehold *h, CbKind kind, const CbUid *parent) G_GNUC_WARN_UNUSED_RESULT;
CbEntity    *cb_household_find       (const CbHousehold *h, const CbUid *uid);   /* NULL when unknown; removed ones too */
CbEntity    *cb_household_head       (const CbHousehold *h);                 /* the member whose relation is head, or the first; may be NULL */
CbEntity    *cb_household_add        (CbHousehold *h, CbKind kind, const CbUid *parent);   /* in memory, uid new; recorded by its first edit */
/* The entity @uid; in memory from now on if it was not known.  The editor rebuilds its working copy with it after each save. */
CbEntity    *cb_household_ensure     (CbHousehold *h, const CbUid *uid, CbKind kind, const CbUid *parent);
CbMoney      cb_household_income     (const CbHousehold *h, const CbUid *member);          /* twelve months, all kinds counted or not; NULL: all */
CbMoney      cb_household_assets     (const CbHousehold *h);
CbMoney      cb_household_spending   (const CbHousehold *h, const CbUid *member);

/**
 * CbEdit: one field set by a person.
 */
typedef struct { CbUid entity; CbKind kind; CbUid parent; guint field; CbValue value; } CbEdit;
void         cb_edit_clear           (CbEdit *edit);
GArray      *cb_edits_new            (void) G_GNUC_WARN_UNUSED_RESULT;       /* of CbEdit, cleared with it */
void         cb_edits_set            (GArray *edits, const CbEntity *e, guint field, const CbValue *value);

/* Checks one value as typed: gives the value, or an error of CB_BASE_ERROR / CB_CASEWORK_ERROR_INVALID_FIELD whose sentence
 * (cb_error_sentence) stands beside the field.  "" gives NONE. */
gboolean     cb_field_parse          (const CbField *field, const char *typed, CbDate today, CbValue *value, GError **error);
/* As shown and typed again: "1,234.50", "2026-09-01", "510802 19650315 9982". */
char        *cb_field_format         (const CbField *field, const CbValue *value) G_GNUC_WARN_UNUSED_RESULT;

/* What follows from a value and is filled in with it, unless the person set it: an ID number gives birth and sex, a certificate gives
 * type and grade, residence dead gives nothing else. Appends to @edits and applies to @h. */
void         cb_household_apply      (CbHousehold *h, GArray *edits);
/* Marks an entity removed, with a reason (an edit like any other, so undo brings it back). */
void         cb_edits_remove         (GArray *edits, const CbEntity *e, const char *reason);
/* Moves a value over: same field of the previous entity of the same kind (Ctrl+D); NULL when there is none. */
const CbValue *cb_household_carry_over (const CbHousehold *h, const CbEntity *e, guint field);

/* Write job: one changeset for @edits of household @h as the author saw it.  @inverse (may be NULL): the edits that undo it. */
gboolean     cb_household_save       (CbDesk *desk, CbDb *db, const CbHousehold *h, GArray *edits, GArray **inverse, GError **error);

/* Another living member anywhere in the casebook with this ID number; FALSE when none.  Read job. */
typedef struct { CbUid household; CbUid member; char *name; char *village; } CbDuplicate;
void         cb_duplicate_clear      (CbDuplicate *d);
gboolean     cb_find_duplicate       (CbDb *db, const char *id_number, const CbUid *except_member, CbDuplicate *found, GError **error);

/**
 * CbDoubt: what nothing refuses, but nobody may overlook: an adult of whom no income was told, also not that there is none (the rules
 * would count nothing); a birth date or sex that is not the ID number's.
 */
typedef enum { CB_DOUBT_INCOME_UNTOLD, CB_DOUBT_DIFFERS_FROM_ID } CbDoubtKind;
typedef struct { CbDoubtKind kind; CbUid entity; guint field; char *text; /* translated */ } CbDoubt;
void         cb_doubt_free           (CbDoubt *doubt);
GPtrArray   *cb_household_doubts     (const CbHousehold *h, CbDate on) G_GNUC_WARN_UNUSED_RESULT;   /* of CbDoubt */

/* Forks in this household, for the person to answer. */
typedef struct { CbUid entity; guint field; gboolean matters; /* the outcome differs between the versions */ } CbFork;
GArray      *cb_household_forks      (const CbHousehold *h, CbProgram *program, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
