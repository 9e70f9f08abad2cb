/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "cb-desk.h"

G_BEGIN_DECLS

/**
 * CbPage:
 * One place of the window.  A page is made for one unlocked desk and destroyed when that is locked.  It is made on the first visit and
 * kept; only the page that is shown hears of changes at once, the others when they are entered again.
 *
 * Title and crumbs stand in the top bar ("Households › 剑门关镇 › 双鱼村"), never in the title of the desktop's window.
 */
#define CB_TYPE_PAGE (cb_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (CbPage, cb_page, CB, PAGE, AdwBin)

struct _CbPageClass
{
  AdwBinClass parent_class;

  /* Data changed (mask of CbChanged, joined since the last call): load again. */
  void     (*changed)      (CbPage      *page,
                            guint        mask);
  /* The page is now shown; on the first call and after each return.  changed() has been called before if anything did. */
  void     (*enter)        (CbPage      *page);
  /* The page is about to be left, or the casebook to be locked: hand pending edits to the vault now (cb_desk_write_async); the queue is
   * drained before the keys are wiped.  Must not wait. */
  void     (*leave)        (CbPage      *page);
  /* Show this subject (a household, a case); NULL: none, or a new one.  Called before enter(). */
  void     (*show)         (CbPage      *page,
                            const CbUid *subject);
  /* Put the focus into the page's own filter or search; FALSE: it has none, the window's search takes it. */
  gboolean (*focus_search) (CbPage      *page);

  gpointer padding[3];
};

CbDesk             *cb_page_get_desk        (CbPage             *page);   /* borrowed */
const char         *cb_page_get_title       (CbPage             *page);
void                cb_page_set_title       (CbPage             *page,
                                             const char         *title);
const char *const  *cb_page_get_crumbs      (CbPage             *page);   /* outermost first; may be NULL */
void                cb_page_set_crumbs      (CbPage             *page,
                                             const char *const  *crumbs);
/* What a page that was shown without a subject has begun meanwhile, so that Back finds it again; NULL: nothing. */
const CbUid        *cb_page_get_subject     (CbPage             *page);
void                cb_page_set_subject     (CbPage             *page,
                                             const CbUid        *subject);
gboolean            cb_page_is_shown        (CbPage             *page);
/* Cancelled when the page is disposed of: for every job it starts.  A job's callback must return at once on G_IO_ERROR_CANCELLED, before it
 * touches the page; or hold a reference to the page while it runs. */
GCancellable       *cb_page_get_cancellable (CbPage             *page);

/* Called by the window. */
void                cb_page_enter           (CbPage             *page);
void                cb_page_leave           (CbPage             *page);
void                cb_page_show_subject    (CbPage             *page,
                                             const CbUid        *subject);
gboolean            cb_page_focus_search    (CbPage             *page);

G_END_DECLS
