/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-search.h"

#include <stdlib.h>
#include <string.h>

#include "cb-reference.h"
#include "cb-search-private.h"
#include "cb-text.h"

#define PLACES_MOST 3        /* words of one search that may be a township's name */
#define FEW         2000     /* up to so many finds are fetched and sorted; beyond, the table is walked in its order */

void
cb_household_row_free (CbHouseholdRow *row)
{
  if (row == NULL)
    return;
  g_free (row->head);
  g_free (row->area);
  g_free (row->township);
  g_free (row->village);
  g_free (row->category);
  g_free (row->tier);
  g_free (row->open_case);
  g_free (row->match);
  g_free (row);
}

/* --- which townships a word names --- */

static void
add_below (GPtrArray  *all,
           CbAreas    *areas,
           const char *code)
{
  g_autoptr (GPtrArray) children = cb_areas_children (areas, code);

  for (guint i = 0; i < children->len; i++)
    {
      const CbArea *area = children->pdata[i];

      g_ptr_array_add (all, (gpointer) area);
      add_below (all, areas, area->code);
    }
}

typedef struct { GPtrArray *areas; GPtrArray *latin; } Places;   /* of CbArea, and their readings */

static const Places *
all_places (void)
{
  static gsize ready;
  static Places places;

  if (g_once_init_enter (&ready))
    {
      CbAreas *areas = cb_reference_areas (NULL);

      places.areas = g_ptr_array_new ();
      places.latin = g_ptr_array_new_with_free_func (g_free);
      if (areas != NULL)
        add_below (places.areas, areas, "510800");
      for (guint i = 0; i < places.areas->len; i++)
        {
          GString *latin = g_string_new (NULL);

          cb_search_put_latin (latin, ((const CbArea *) places.areas->pdata[i])->name);
          g_ptr_array_add (places.latin, g_string_free (latin, FALSE));
        }
      g_once_init_leave (&ready, 1);
    }
  return &places;
}

void
cb_search_warm (void)
{
  all_places ();
}

/* Codes of the counties and townships that @term finds, NULL when none.  One Han character or two letters say too little. */
static GPtrArray *
places_of (const CbTerm *term)
{
  const Places *places = all_places ();
  GPtrArray *codes = NULL;

  if (term->kind == CB_TERM_DIGITS || g_utf8_strlen (term->text, -1) < (term->kind == CB_TERM_HAN ? 2 : 3))
    return NULL;
  for (guint i = 0; i < places->areas->len; i++)
    {
      const CbArea *area = places->areas->pdata[i];

      if (term->kind == CB_TERM_HAN ? cb_term_in_name (term, area->name) : cb_term_in_latin (term, places->latin->pdata[i]))
        {
          if (codes == NULL)
            codes = g_ptr_array_new ();
          g_ptr_array_add (codes, (gpointer) area->code);
        }
    }
  return codes;
}

static gboolean
within_any (const char *area,
            GPtrArray  *codes)
{
  for (guint i = 0; i < codes->len; i++)
    if (cb_area_within (area, codes->pdata[i]))
      return TRUE;
  return FALSE;
}

/* --- finds: numbers of households, each once --- */

typedef struct {
  CbDb         *db;
  const char   *area;        /* "" for all */
  guint         limit;       /* 0: none */
  GArray       *nos;         /* of gint64 */
  guint8       *bits;
  gint64        max;
  GCancellable *cancellable;
} Finds;

static gboolean
finds_init (Finds        *f,
            CbDb         *db,
            const char   *area,
            guint         limit,
            GCancellable *cancellable,
            GError      **error)
{
  *f = (Finds) { .db = db, .area = area != NULL ? area : "", .limit = limit, .cancellable = cancellable };
  if (!cb_db_get_int (db, "SELECT max (no) FROM household_row", &f->max, error))
    return FALSE;
  f->nos = g_array_new (FALSE, FALSE, sizeof (gint64));
  f->bits = g_malloc0 ((gsize) f->max / 8 + 1);
  return TRUE;
}

static void
finds_clear (Finds *f)
{
  g_clear_pointer (&f->nos, g_array_unref);
  g_clear_pointer (&f->bits, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Finds, finds_clear)

static gboolean
finds_full (const Finds *f)
{
  return f->limit > 0 && f->nos->len >= f->limit;
}

static gboolean
finds_has (const Finds *f,
           gint64       no)
{
  return no >= 0 && no <= f->max && (f->bits[no / 8] & (1 << (no % 8))) != 0;
}

static void
finds_add (Finds *f,
           gint64 no)
{
  if (no < 0 || no > f->max || finds_has (f, no))
    return;
  f->bits[no / 8] |= (guint8) (1 << (no % 8));
  g_array_append_val (f->nos, no);
}

/* Every (no, area) that @s gives, as far as the area and @places (of code lists, all of which must hold) allow. */
static gboolean
take_rows (Finds     *f,
           CbStmt    *s,
           GPtrArray *places,
           GError   **error)
{
  int row = 0;

  while (!finds_full (f) && (row = cb_stmt_step (s, error)) == 1)
    {
      const char *area = cb_stmt_get_text (s, 1);
      gboolean take = area == NULL || *f->area == '\0' || cb_area_within (area, f->area);

      for (guint i = 0; take && places != NULL && i < places->len; i++)
        take = area != NULL && within_any (area, places->pdata[i]);
      if (take)
        finds_add (f, cb_stmt_get_int (s, 0));
      if ((f->nos->len & 1023) == 1023 && g_cancellable_set_error_if_cancelled (f->cancellable, error))
        return FALSE;
    }
  return row >= 0;
}

static gboolean
find_match (Finds      *f,
            const char *match,
            GPtrArray  *places,
            GError    **error)
{
  gboolean any_area = *f->area == '\0' && (places == NULL || places->len == 0);
  g_autoptr (CbStmt) s = cb_db_prepare (f->db,
                                        any_area ? "SELECT rowid, NULL FROM search WHERE search MATCH ?1"
                                                 : "SELECT s.rowid, h.area FROM search s CROSS JOIN household_row h"
                                                   " ON h.no = s.rowid WHERE search MATCH ?1", error);

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_text (s, 1, match);
  return take_rows (f, s, places, error);
}

static gboolean
find_places (Finds     *f,
             GPtrArray *places,
             GError   **error)
{
  GPtrArray *first = places->pdata[0];

  for (guint i = 0; i < first->len && !finds_full (f); i++)
    {
      g_autoptr (CbStmt) s = cb_db_prepare (f->db,
                                            "SELECT no, area FROM household_row WHERE area >= ?1 AND area < ?1 || ':'"
                                            " ORDER BY area, sort", error);

      if (s == NULL)
        return FALSE;
      cb_stmt_bind_text (s, 1, first->pdata[i]);
      if (!take_rows (f, s, places, error))
        return FALSE;
    }
  return TRUE;
}

/* Households with a fact of which two versions differ. */
static gboolean
find_questions (Finds   *f,
                GError **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (f->db,
                                        "SELECT h.no, h.area FROM fork_ f LEFT JOIN person p ON p.uid = f.parent"
                                        " JOIN household_row h ON h.uid = coalesce (p.household, f.parent)", error);

  return s != NULL && take_rows (f, s, NULL, error);
}

/* What both have. */
static void
finds_intersect (Finds       *f,
                 const Finds *other)
{
  guint kept = 0;

  for (guint i = 0; i < f->nos->len; i++)
    {
      gint64 no = g_array_index (f->nos, gint64, i);

      if (finds_has (other, no))
        g_array_index (f->nos, gint64, kept++) = no;
      else
        f->bits[no / 8] &= (guint8) ~(1 << (no % 8));
    }
  g_array_set_size (f->nos, kept);
}

/* Every way to read the words: those that may name a township, as that or as part of a name. */
static gboolean
find_terms (Finds   *f,
            GArray  *terms,
            GError **error)
{
  g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_autofree GPtrArray **codes = g_new0 (GPtrArray *, terms->len + 1);
  guint named[PLACES_MOST], n_named = 0;

  for (guint i = 0; i < terms->len && n_named < PLACES_MOST; i++)
    if ((codes[i] = places_of (&g_array_index (terms, CbTerm, i))) != NULL)
      {
        g_ptr_array_add (owned, codes[i]);
        named[n_named++] = i;
      }
  for (guint mask = 0; mask < 1u << n_named && !finds_full (f); mask++)
    {
      g_autoptr (GString) match = g_string_new (NULL);
      g_autoptr (GPtrArray) places = g_ptr_array_new ();

      for (guint i = 0; i < terms->len; i++)
        {
          gboolean place = FALSE;

          for (guint k = 0; k < n_named; k++)
            place = place || (named[k] == i && (mask & (1u << k)) != 0);
          if (place)
            {
              g_ptr_array_add (places, codes[i]);
              continue;
            }
          if (match->len > 0)
            g_string_append (match, " AND ");
          cb_term_put_match (&g_array_index (terms, CbTerm, i), FALSE, match);
        }
      if (!(match->len > 0 ? find_match (f, match->str, places, error) : find_places (f, places, error)))
        return FALSE;
    }
  return TRUE;
}

/* What is meant exactly comes first: a whole name, a whole reading, a whole ID number. */
static gboolean
find_exact (Finds      *f,
            GArray     *terms,
            GError    **error)
{
  const CbTerm *term = &g_array_index (terms, CbTerm, 0);
  g_autoptr (CbStmt) s = NULL;
  g_autoptr (GString) match = g_string_new (NULL);

  if (terms->len != 1)
    return TRUE;
  if (term->kind == CB_TERM_LATIN)
    {
      cb_term_put_match (term, TRUE, match);
      return find_match (f, match->str, NULL, error);
    }
  s = cb_db_prepare (f->db,
                     term->kind == CB_TERM_HAN
                       ? "SELECT h.no, h.area FROM person p JOIN household_row h ON h.uid = p.household WHERE p.folded = ?1"
                       : "SELECT h.no, h.area FROM person p JOIN household_row h ON h.uid = p.household WHERE p.id_number = ?1",
                     error);
  if (s == NULL)
    return FALSE;
  cb_stmt_bind_text (s, 1, term->text);
  return take_rows (f, s, NULL, error);
}

/* --- in order --- */

static const char *const orders[][2] = {
  [CB_SORT_NAME] = { "SELECT no, uid, area, category, tier FROM household_row ORDER BY sort, uid",
                     "SELECT no, uid, area, category, tier FROM household_row ORDER BY sort DESC, uid DESC" },
  [CB_SORT_AREA] = { "SELECT no, uid, area, category, tier FROM household_row ORDER BY area, sort, uid",
                     "SELECT no, uid, area, category, tier FROM household_row ORDER BY area DESC, sort DESC, uid DESC" },
  [CB_SORT_PERSONS] = { "SELECT no, uid, area, category, tier FROM household_row ORDER BY persons, sort, uid",
                        "SELECT no, uid, area, category, tier FROM household_row ORDER BY persons DESC, sort DESC, uid DESC" },
  [CB_SORT_AMOUNT] = { "SELECT no, uid, area, category, tier FROM household_row ORDER BY amount, sort, uid",
                       "SELECT no, uid, area, category, tier FROM household_row ORDER BY amount DESC, sort DESC, uid DESC" },
  [CB_SORT_CHANGED] = { "SELECT no, uid, area, category, tier FROM household_row ORDER BY changed, sort, uid",
                        "SELECT no, uid, area, category, tier FROM household_row ORDER BY changed DESC, sort DESC, uid DESC" },
};

static gboolean
passes (const CbQuery *query,
        const char    *area,
        const char    *category,
        const char    *tier)
{
  if (query->area != NULL && *query->area != '\0' && !cb_area_within (area, query->area))
    return FALSE;
  if (query->category != NULL && *query->category != '\0' && strcmp (category, query->category) != 0)
    return FALSE;
  if (query->tier != NULL && *query->tier != '\0' && strcmp (tier, strcmp (query->tier, "none") == 0 ? "" : query->tier) != 0)
    return FALSE;
  return TRUE;
}

/* @f NULL: every household. */
static gboolean
walk (CbDb          *db,
      const CbQuery *query,
      const Finds   *f,
      guint          limit,
      GCancellable  *cancellable,
      GArray        *uids,
      GError       **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, orders[query->sort][query->descending ? 1 : 0], error);
  guint seen = 0;
  int row = 0;

  if (s == NULL)
    return FALSE;
  while ((limit == 0 || uids->len < limit) && (row = cb_stmt_step (s, error)) == 1)
    {
      if (++seen % 4096 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if ((f == NULL || finds_has (f, cb_stmt_get_int (s, 0)))
          && passes (query, cb_stmt_get_text (s, 2), cb_stmt_get_text (s, 3), cb_stmt_get_text (s, 4)))
        {
          CbUid uid = cb_stmt_get_uid (s, 1);

          g_array_append_val (uids, uid);
        }
    }
  return row >= 0;
}

typedef struct { CbUid uid; guint8 *key; gsize key_len; gint64 number; char *area; } Sorted;

static void
sorted_clear (Sorted *s)
{
  g_free (s->key);
  g_free (s->area);
}

static int
compare_keys (const Sorted *x,
              const Sorted *y)
{
  int order = memcmp (x->key, y->key, MIN (x->key_len, y->key_len));

  if (order == 0)
    order = x->key_len < y->key_len ? -1 : x->key_len > y->key_len;
  return order != 0 ? order : cb_uid_compare (&x->uid, &y->uid);
}

static int
compare_sorted (gconstpointer a,
                gconstpointer b,
                gpointer      data)
{
  const Sorted *x = a, *y = b;
  const CbQuery *query = data;
  int order = 0;

  if (query->sort == CB_SORT_AREA)
    order = strcmp (x->area, y->area);
  else if (query->sort != CB_SORT_NAME)
    order = x->number < y->number ? -1 : x->number > y->number;
  if (order == 0)
    order = compare_keys (x, y);
  return query->descending ? -order : order;
}

static gboolean
fetch_and_sort (CbDb          *db,
                const CbQuery *query,
                const Finds   *f,
                guint          limit,
                GArray        *uids,
                GError       **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, TRUE, sizeof (Sorted));
  g_autoptr (CbStmt) s = cb_db_prepare (db,
                                        "SELECT uid, area, category, tier, sort, persons, amount, changed FROM household_row"
                                        " WHERE no = ?1", error);

  if (s == NULL)
    return FALSE;
  g_array_set_clear_func (rows, (GDestroyNotify) sorted_clear);
  for (guint i = 0; i < f->nos->len; i++)
    {
      int row;

      cb_stmt_reset (s);
      cb_stmt_bind_int (s, 1, g_array_index (f->nos, gint64, i));
      row = cb_stmt_step (s, error);
      if (row < 0)
        return FALSE;
      if (row == 1 && passes (query, cb_stmt_get_text (s, 1), cb_stmt_get_text (s, 2), cb_stmt_get_text (s, 3)))
        {
          Sorted one = { .uid = cb_stmt_get_uid (s, 0), .area = cb_stmt_dup_text (s, 1) };
          const guint8 *key = cb_stmt_get_blob (s, 4, &one.key_len);

          one.key = g_memdup2 (key, one.key_len);
          one.number = cb_stmt_get_int (s, query->sort == CB_SORT_PERSONS ? 5 : query->sort == CB_SORT_AMOUNT ? 6 : 7);
          g_array_append_val (rows, one);
        }
    }
  g_array_sort_with_data (rows, compare_sorted, (gpointer) query);
  for (guint i = 0; i < rows->len && (limit == 0 || i < limit); i++)
    g_array_append_val (uids, g_array_index (rows, Sorted, i).uid);
  return TRUE;
}

GArray *
cb_search_ids (CbDb          *db,
               const CbQuery *query,
               guint          limit,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autoptr (GArray) uids = g_array_new (FALSE, FALSE, sizeof (CbUid));
  g_autoptr (GArray) terms = cb_search_terms (query->text);
  g_auto (Finds) finds = { 0 };
  g_auto (Finds) questions = { 0 };

  g_return_val_if_fail ((guint) query->sort < G_N_ELEMENTS (orders), NULL);

  if (terms->len == 0)
    {
      g_autofree char *clean = cb_text_clean (query->text != NULL ? query->text : "");

      if (*clean != '\0')   /* signs that no name has */
        return g_steal_pointer (&uids);
      if (!query->questions)
        return walk (db, query, NULL, limit, cancellable, uids, error) ? g_steal_pointer (&uids) : NULL;
    }
  if (!finds_init (&finds, db, query->area, 0, cancellable, error)
      || !(terms->len == 0 ? find_questions (&finds, error) : find_terms (&finds, terms, error)))
    return NULL;
  if (query->questions && terms->len > 0)
    {
      if (!finds_init (&questions, db, query->area, 0, cancellable, error) || !find_questions (&questions, error))
        return NULL;
      finds_intersect (&finds, &questions);
    }
  if (!(finds.nos->len <= FEW ? fetch_and_sort (db, query, &finds, limit, uids, error)
                              : walk (db, query, &finds, limit, cancellable, uids, error)))
    return NULL;
  return g_steal_pointer (&uids);
}

/* --- rows --- */

static CbHouseholdRow *
read_row (CbStmt  *s,
          CbAreas *areas)
{
  CbHouseholdRow *row = g_new0 (CbHouseholdRow, 1);
  g_autofree char *township = NULL;
  const CbArea *area;

  row->uid = cb_stmt_get_uid (s, 0);
  row->area = cb_stmt_dup_text (s, 1);
  row->village = cb_stmt_dup_text (s, 2);
  row->category = cb_stmt_dup_text (s, 3);
  row->head = cb_stmt_dup_text (s, 4);
  row->persons = (guint) cb_stmt_get_int (s, 5);
  row->tier = cb_stmt_dup_text (s, 6);
  row->amount = cb_stmt_get_int (s, 7);
  row->open_case = cb_stmt_dup_text (s, 8);
  row->changed = cb_stmt_get_int (s, 9);
  township = g_strndup (row->area, 9);
  area = areas != NULL ? cb_areas_find (areas, township) : NULL;
  row->township = g_strdup (area != NULL ? area->name : row->area);
  return row;
}

GPtrArray *
cb_search_rows (CbDesk      *desk,
                CbDb        *db,
                const CbUid *uids,
                guint        n,
                GError     **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) cb_household_row_free);
  g_autoptr (CbStmt) s = cb_db_prepare (db,
                                        "SELECT uid, area, village, category, head, persons, tier, amount, open_case, changed"
                                        " FROM household_row WHERE uid = ?1", error);

  if (s == NULL)
    return NULL;
  for (guint i = 0; i < n; i++)
    {
      int row;

      cb_stmt_reset (s);
      cb_stmt_bind_uid (s, 1, &uids[i]);
      row = cb_stmt_step (s, error);
      if (row < 0)
        return NULL;
      if (row == 1)   /* else removed since */
        g_ptr_array_add (rows, read_row (s, cb_reference_areas (NULL)));
    }
  return g_steal_pointer (&rows);
}

static char *
short_id (const char *id_number)
{
  gsize len = strlen (id_number);

  return len > 8 ? g_strdup_printf ("%.4s…%s", id_number, id_number + len - 4) : g_strdup (id_number);
}

/* "李国强 5108…9978": the first member in whom a word is found; else what it is that was found, the village. */
static gboolean
say_match (CbDb           *db,
           GArray         *terms,
           CbHouseholdRow *row,
           GError        **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db,
                                        "SELECT name, id_number, latin FROM person WHERE household = ?1"
                                        " ORDER BY relation IS NOT 'head', entered, uid", error);
  int more;

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_uid (s, 1, &row->uid);
  while ((more = cb_stmt_step (s, error)) == 1)
    for (guint i = 0; i < terms->len; i++)
      {
        const CbTerm *term = &g_array_index (terms, CbTerm, i);
        const char *name = cb_stmt_get_text (s, 0), *id = cb_stmt_get_text (s, 1);

        if (cb_term_in_id (term, id)
            || (term->kind == CB_TERM_LATIN ? cb_term_in_latin (term, cb_stmt_get_text (s, 2)) : cb_term_in_name (term, name)))
          {
            g_autofree char *shortened = id != NULL ? short_id (id) : NULL;

            row->match = shortened != NULL ? g_strconcat (name, " ", shortened, NULL) : g_strdup (name);
            return TRUE;
          }
      }
  if (more == 0)
    row->match = g_strdup (*row->village != '\0' ? row->village : row->township);
  return more == 0;
}

GPtrArray *
cb_search (CbDesk     *desk,
           CbDb       *db,
           const char *text,
           const char *area,
           guint       limit,
           GError    **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) cb_household_row_free);
  g_autoptr (GArray) terms = cb_search_terms (text);
  g_auto (Finds) finds = { 0 };
  g_autoptr (CbStmt) s = NULL;

  if (terms->len == 0)
    return g_steal_pointer (&rows);
  if (!finds_init (&finds, db, area, limit, NULL, error) || !find_exact (&finds, terms, error)
      || !find_terms (&finds, terms, error))
    return NULL;
  s = cb_db_prepare (db,
                     "SELECT uid, area, village, category, head, persons, tier, amount, open_case, changed"
                     " FROM household_row WHERE no = ?1", error);
  if (s == NULL)
    return NULL;
  for (guint i = 0; i < finds.nos->len; i++)
    {
      int more;

      cb_stmt_reset (s);
      cb_stmt_bind_int (s, 1, g_array_index (finds.nos, gint64, i));
      more = cb_stmt_step (s, error);
      if (more < 0)
        return NULL;
      if (more == 1)
        {
          CbHouseholdRow *row = read_row (s, cb_reference_areas (NULL));

          g_ptr_array_add (rows, row);
          if (!say_match (db, terms, row, error))
            return NULL;
        }
    }
  return g_steal_pointer (&rows);
}
