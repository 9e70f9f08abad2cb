/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include "cb-uid.h"
#include "cb-cbor.h"

G_BEGIN_DECLS

/**
 * CbValue:
 * One value of one field.  Money in fen, dates in days (CbDate), months as CbMonth, truth as 0 or 1, counts: all @i.  Choices are
 * their key as text.  NONE: the field was cleared, which is a fact too.  On the stack; clear with cb_value_clear().
 */
typedef enum { CB_VALUE_NONE, CB_VALUE_INT, CB_VALUE_TEXT, CB_VALUE_UID } CbValueKind;
typedef struct { CbValueKind kind; gint64 i; char *text; CbUid uid; } CbValue;

#define CB_VALUE_INIT ((CbValue) { CB_VALUE_NONE, 0, NULL, CB_UID_NONE })

CbValue  cb_value_int     (gint64 i);
CbValue  cb_value_text    (const char *text);       /* copies; NULL or "" gives NONE */
CbValue  cb_value_uid     (const CbUid *uid);
void     cb_value_clear   (CbValue *value);
void     cb_value_copy    (const CbValue *from, CbValue *to);   /* @to is overwritten, not cleared */
gboolean cb_value_equal   (const CbValue *a, const CbValue *b);
void     cb_value_encode  (const CbValue *value, CbCborWriter *w);
gboolean cb_value_decode  (CbCborReader *r, CbValue *value);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CbValue, cb_value_clear)

G_END_DECLS
