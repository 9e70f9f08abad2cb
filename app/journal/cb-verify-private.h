/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-journal-private.h"

G_BEGIN_DECLS

/* Private to verification. */

typedef struct
{
  CbDb           *db;
  CbVerifyReport *report;
  CbAuthority    *newest;      /* NULL when the authority log is unsound at its root */
  CbRights       *rights;
  guint8          digest[32];  /* what the events come to, then the entities too */
  void          (*progress) (gdouble, gpointer);
  gpointer        data;
  guint64         total;       /* records there should be */
} CbVerifying;

void     cb_verify_fault     (CbVerifying *v, const CbRef *ref, const char *what);   /* @ref NULL: of the whole */
gboolean cb_verify_authority (CbVerifying *v, GError **error);
gboolean cb_verify_chains    (CbVerifying *v, GError **error);
gboolean cb_verify_rebuild   (CbVerifying *v, GError **error);

G_END_DECLS
