/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include "cb-date.h"
#include "cb-secret.h"

G_BEGIN_DECLS

/**
 * CbSheet:
 * A page of paper that carries a secret: the recovery sheet of a casebook, or the slip with which a person gets number and passphrase.
 * The same drawing serves printer, preview and file.  The secret is lent: it must outlive the drawing, and is kept nowhere.
 */
typedef enum { CB_SHEET_RECOVERY, CB_SHEET_PERSON } CbSheetKind;

typedef struct
{
  CbSheetKind     kind;
  const char     *county;     /* 剑阁县 */
  const char     *desk;       /* name of the desk, or NULL */
  const char     *person;     /* person slip: who gets it */
  const char     *roles;      /* person slip: translated */
  const char     *area;       /* person slip: in words */
  guint           number;     /* person slip: 1 .. 16, as on the unlock page */
  CbDate          date;
  const CbSecret *secret;     /* text with a NUL behind: the grouped code, or the passphrase */
} CbSheet;

/* Draws it on a page of @width × @height points (A4: 595 × 842), margins included. */
void     cb_sheet_draw      (cairo_t       *cr,
                             double         width,
                             double         height,
                             const CbSheet *sheet);
/* One page of A4.  Blocking.  Errors: CB_BASE_ERROR_SYSTEM when it cannot be written. */
gboolean cb_sheet_write_pdf (const CbSheet *sheet,
                             const char    *path,
                             GError       **error);

G_END_DECLS
