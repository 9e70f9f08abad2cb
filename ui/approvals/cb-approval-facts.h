/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-case.h"

G_BEGIN_DECLS

/**
 * CbFactLine: what is recorded of one subject, as far as the rules read it.
 */
typedef struct
{
  char *title;    /* name of the person, or of the kind of thing */
  char *text;     /* "Relation to head: Son · Born: 1985-04-02 · …" */
} CbFactLine;

/* Of CbFactLine, freed with it: the household, its members with their income and spending, supporters, property. */
GPtrArray *cb_approval_facts (const CbHousehold *h,
                              CbPack            *pack) G_GNUC_WARN_UNUSED_RESULT;
/* Names of those who recorded any of it, each once. */
char      *cb_approval_recorders (const CbHousehold *h,
                                  CbAuthority       *authority) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
