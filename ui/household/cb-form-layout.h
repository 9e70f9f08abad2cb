/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-assess.h"

G_BEGIN_DECLS

/**
 * CbFormPart: what the middle of the household page can show.
 */
typedef enum
{
  CB_FORM_MEMBER,      /* subject: a member */
  CB_FORM_SUPPORTER,   /* subject: a supporter */
  CB_FORM_ADDRESS,     /* the others: subject is the household */
  CB_FORM_PROPERTY,
  CB_FORM_SPENDING,
  CB_FORM_N_PARTS,
} CbFormPart;

/* Some fields under one heading, in the order of the paper form. */
typedef struct
{
  CbFormPart         part;
  const char        *title;      /* N_() */
  const char *const *fields;     /* keys, ends with NULL */
  gboolean           below;      /* stands below the tables */
} CbFormSection;

/* One column of a table of rows; fields of the catalogue, or what the rules made of the row. */
typedef struct
{
  const char *key;         /* of a field; NULL: the value @counted */
  const char *title;       /* N_(); NULL: the field's own */
  int         width;       /* in characters, at least */
  gboolean    expand;
} CbFormColumn;

/* A table of rows of one kind. */
typedef struct
{
  CbFormPart          part;
  CbKind              kind;
  const char         *title;     /* N_() */
  const char         *add;       /* N_(): the button that adds a row */
  const char         *none;      /* N_(): the button that says there is none, as a row of 0; NULL: not asked */
  const CbFormColumn *columns;
  guint               n_columns;
  const char         *amount;    /* key of the field that is totalled; NULL: none */
  const char         *counted;   /* value of the pack that says how much of it counts; NULL: none */
} CbFormTable;

const CbFormSection *cb_form_sections (guint             *n);
const CbFormTable   *cb_form_tables   (guint             *n);
const char          *cb_form_title    (CbFormPart         part);     /* translated; "" for members and supporters */
/* Whether @field makes sense for @e as it stands (no grade without a disability).  Says nothing of fields that have a value: those
 * are never hidden. */
gboolean             cb_form_applies  (const CbHousehold *h,
                                       CbEntity          *e,
                                       const CbField     *field,
                                       CbDate             today);

G_END_DECLS
