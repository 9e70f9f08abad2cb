/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-desk.h"

G_BEGIN_DECLS

/* One row of the household list and of search. */
typedef struct {
  CbUid    uid;
  char    *head;            /* name of the head of household */
  char    *area;            /* township code */
  char    *township;        /* its name */
  char    *village;
  char    *category;        /* "urban", "rural" */
  guint    persons;
  char    *tier;            /* of the running grant or the last assessment: "dibao", "edge", …; "" */
  CbMoney  amount;          /* monthly, running grants together */
  char    *open_case;       /* programme of an open case or "" */
  gint64   changed;         /* ms */
  char    *match;           /* for search: the member and what matched ("李国强 5108…9978"), else NULL */
} CbHouseholdRow;
void cb_household_row_free (CbHouseholdRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbHouseholdRow, cb_household_row_free)

typedef enum { CB_SORT_NAME, CB_SORT_AREA, CB_SORT_PERSONS, CB_SORT_AMOUNT, CB_SORT_CHANGED } CbSort;

typedef struct {
  const char *text;         /* as typed: name or part of it (two characters too), pinyin, initials, ID or part, village; NULL or "": all */
  const char *area;         /* code, or "" */
  const char *tier;         /* or NULL: any; "none": no running grant */
  const char *category;     /* or NULL */
  gboolean    questions;    /* only households with an open question: a fact that was recorded twice, differently */
  CbSort      sort;
  gboolean    descending;
} CbQuery;

/* The uids of all households that match, in order: GArray of CbUid.  Read job; the budget of design 12. */
GArray         *cb_search_ids  (CbDb *db, const CbQuery *query, guint limit, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* As you type: at most @limit rows with what matched. */
GPtrArray      *cb_search      (CbDesk *desk, CbDb *db, const char *text, const char *area, guint limit, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray      *cb_search_rows (CbDesk *desk, CbDb *db, const CbUid *uids, guint n, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * CbHouseholdList: a GListModel over a query: an id vector and pages of rows loaded in read jobs; never the whole table as objects.
 * Items are CbHouseholdItem with a "row" that arrives later (notify::row).
 */
#define CB_TYPE_HOUSEHOLD_LIST (cb_household_list_get_type ())
G_DECLARE_FINAL_TYPE (CbHouseholdList, cb_household_list, CB, HOUSEHOLD_LIST, GObject)
#define CB_TYPE_HOUSEHOLD_ITEM (cb_household_item_get_type ())
G_DECLARE_FINAL_TYPE (CbHouseholdItem, cb_household_item, CB, HOUSEHOLD_ITEM, GObject)
CbHouseholdList      *cb_household_list_new   (CbDesk *desk);
void                  cb_household_list_query (CbHouseholdList *list, const CbQuery *query);   /* asynchronous; notify::busy */
gboolean              cb_household_list_busy  (CbHouseholdList *list);
const CbUid          *cb_household_item_uid   (CbHouseholdItem *item);
const CbHouseholdRow *cb_household_item_row   (CbHouseholdItem *item);    /* NULL until loaded */

G_END_DECLS
