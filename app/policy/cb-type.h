/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-pack.h"

G_BEGIN_DECLS

typedef __int128 CbWide;

#define CB_WIDE_MAX ((CbWide) (((unsigned __int128) 1 << 126) - 1))   /* ranges saturate here */

/* An exact constant: num / den, den > 0, lowest terms. */
typedef struct { CbWide num, den; } CbRat;

typedef enum { CB_FLAVOUR_PLAIN, CB_FLAVOUR_COUNT, CB_FLAVOUR_RATIO, CB_FLAVOUR_BARE /* a number without unit: adapts */,
               CB_FLAVOUR_WORKING } CbFlavour;

/* What an expression is: a kind and, for numbers, powers of money, month, year, day. */
typedef struct {
  guint8 kind;          /* CbTypeKind; CB_TYPE_FAULT: already reported */
  guint8 flavour;
  gint8  money, month, year, day;
  gint16 choice;        /* index of the list */
} CbType;

#define CB_TYPE_FAULT 99
#define CB_TYPE_ANY_KIND 98    /* whatever it is */

CbType      cb_type_of      (CbTypeKind kind);
CbType      cb_type_unit    (CbUnit unit);
CbUnit      cb_type_get_unit (CbType type);
/* For messages: "money/month", "a count", "date". */
char       *cb_type_text    (CbType type, CbPack *pack) G_GNUC_WARN_UNUSED_RESULT;
gboolean    cb_type_dims_equal (CbType a, CbType b);
gboolean    cb_type_fits     (CbType have, CbType want);   /* may stand where @want is asked for */
gboolean    cb_type_is_plain (CbType type);     /* a number without dimension */

CbRat       cb_rat          (CbWide num, CbWide den);
gboolean    cb_rat_mul      (CbRat a, CbRat b, CbRat *out);
gboolean    cb_rat_add      (CbRat a, CbRat b, CbRat *out);
gboolean    cb_rat_div      (CbRat a, CbRat b, CbRat *out);   /* FALSE also when b is 0 */
int         cb_rat_compare  (CbRat a, CbRat b);               /* both of moderate size: |num|, den < 2^63 */
CbWide      cb_wide_gcd     (CbWide a, CbWide b);
/* Saturating at CB_WIDE_MAX. */
CbWide      cb_wide_add     (CbWide a, CbWide b);
CbWide      cb_wide_mul     (CbWide a, CbWide b);
/* Reads "-1234.50" or "30%" from @text; @len bytes taken are set; FALSE when there is no number or it has over 18 digits. */
gboolean    cb_rat_parse    (const char *text, gsize *len, CbRat *out);

G_END_DECLS
