/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "cb-desk.h"

G_BEGIN_DECLS

/**
 * CbUnsaved:
 * The households of a desk with something that the casebook does not hold: a text that cannot be read, a change whose saving failed; a
 * household never recorded may be one.  They are reached from here when no list has them.  Emits "changed" on the main context.
 *
 * What is at work on a household (@work) is the household page's business; it is held from the moment that something is on its way, so
 * that nothing is lost when the saving fails after the page has been left, and until the desk is locked.
 */
#define CB_TYPE_UNSAVED (cb_unsaved_get_type ())
G_DECLARE_FINAL_TYPE (CbUnsaved, cb_unsaved, CB, UNSAVED, GObject)

typedef struct
{
  CbUid      household;
  char      *name;       /* of the head; NULL: not known */
  GPtrArray *fields;     /* of char*: titles; empty: something is on its way, that is all */
  GObject   *work;
  gboolean   busy;
  gboolean   on_disk;    /* drafts of it lie in the casebook */
} CbUnsavedHousehold;

/* The one of this desk, made on the first call; borrowed, lives as long as the desk. */
CbUnsaved          *cb_unsaved_of         (CbDesk      *desk);
/* @fields: taken.  Without fields and not busy it is removed. */
void                cb_unsaved_set        (CbUnsaved   *unsaved,
                                           const CbUid *household,
                                           char        *name,       /* taken */
                                           GPtrArray   *fields,
                                           GObject     *work,
                                           gboolean     busy);
/* NULL: there is nothing. */
CbUnsavedHousehold *cb_unsaved_find       (CbUnsaved   *unsaved,
                                           const CbUid *household);
/* All, of CbUnsavedHousehold, oldest first; new container, borrowed elements.  @listed: only those with fields. */
GPtrArray          *cb_unsaved_list       (CbUnsaved   *unsaved,
                                           gboolean     listed) G_GNUC_WARN_UNUSED_RESULT;
guint               cb_unsaved_count      (CbUnsaved   *unsaved);      /* fields */
/* "王秀兰"; something to say where there is no name yet. */
const char         *cb_unsaved_title      (const CbUnsavedHousehold *household);
/* "Born, Monthly income" */
char               *cb_unsaved_fields     (const CbUnsavedHousehold *household) G_GNUC_WARN_UNUSED_RESULT;

/* A note that lists them, each one click away; hidden while there are none. */
GtkWidget          *cb_unsaved_note_new   (CbDesk      *desk);

G_END_DECLS
