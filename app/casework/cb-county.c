/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-county.h"

#include <string.h>

#include "cb-assess-private.h"
#include "cb-household.h"

/* Digits of an area code that name the township. */
#define TOWNSHIP_DIGITS 9
#define FIELD_AREA      11

struct _CbCounty {
  gatomicrefcount ref;
  CbPack         *pack;
  CbBlock        *block;
  GArray         *uids;        /* CbUid, by row of the root */
  GArray         *township;    /* guint32, by row of the root: index into @townships */
  GPtrArray      *townships;   /* codes */
  GArray         *persons;     /* guint32, by row of the root */
  guint           left_out;
};

/* --- Reading --- */

/* A fact of the pack, the field that fills it, and what was read of it, row by row. */
typedef struct {
  const CbPackFact *fact;
  const CbField    *field;
  GByteArray       *bytes;          /* of words and truths: UNKNOWN_BYTE where unknown */
  GArray           *numbers;        /* of the others, gint64: G_MININT64 where unknown */
} Source;
#define UNKNOWN_BYTE 255

/* What was read of one kind, in the order of the file. */
typedef struct {
  const CbPackEntity *entity;       /* NULL: the pack does not know the kind */
  GArray             *sources;      /* Source */
  GArray             *uids, *parents;
  GArray             *rows;         /* guint32: which row of the block each became; G_MAXUINT32 none */
} Kind;

typedef struct {
  CbPack       *pack;
  const char   *area;
  Kind          kinds[CB_KIND_SUPPORTER + 1];
  GPtrArray    *codes;              /* area codes of the households read */
  gint         *done;
  GCancellable *cancellable;
} Load;

static void
source_clear (gpointer data)
{
  Source *source = data;

  g_clear_pointer (&source->bytes, g_byte_array_unref);
  g_clear_pointer (&source->numbers, g_array_unref);
}

static void
kind_clear (Kind *kind)
{
  g_clear_pointer (&kind->sources, g_array_unref);
  g_clear_pointer (&kind->uids, g_array_unref);
  g_clear_pointer (&kind->parents, g_array_unref);
  g_clear_pointer (&kind->rows, g_array_unref);
}

static void
load_clear (Load *load)
{
  for (guint k = 0; k < G_N_ELEMENTS (load->kinds); k++)
    kind_clear (&load->kinds[k]);
  g_ptr_array_unref (load->codes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Load, load_clear)

static void
load_init (Load   *load,
           CbPack *pack)
{
  GPtrArray *facts = cb_pack_facts (pack);

  load->pack = pack;
  load->codes = g_ptr_array_new_with_free_func (g_free);
  for (guint k = CB_KIND_HOUSEHOLD; k < G_N_ELEMENTS (load->kinds); k++)
    {
      Kind *kind = &load->kinds[k];

      kind->entity = cb_pack_entity (pack, cb_kind_name ((CbKind) k));
      kind->sources = g_array_new (FALSE, FALSE, sizeof (Source));
      g_array_set_clear_func (kind->sources, source_clear);
      kind->uids = g_array_new (FALSE, FALSE, sizeof (CbUid));
      kind->parents = g_array_new (FALSE, FALSE, sizeof (CbUid));
      for (guint i = 0; kind->entity != NULL && i < facts->len; i++)
        {
          Source source = { facts->pdata[i], NULL };

          if (strcmp (source.fact->entity, kind->entity->name) != 0 || source.fact->kind == CB_TYPE_TEXT)
            continue;
          source.field = cb_field_by_key (source.fact->name);
          if (source.field == NULL)
            continue;
          if ((source.fact->kind == CB_TYPE_CHOICE || source.fact->kind == CB_TYPE_TRUTH) && source.fact->max < UNKNOWN_BYTE)
            source.bytes = g_byte_array_new ();
          else
            source.numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
          g_array_append_val (kind->sources, source);
        }
    }
}

static gboolean
read_fact (CbPack         *pack,
           const Source   *source,
           const CbEntity *e,
           gint64         *number)
{
  const CbValue *value = cb_entity_certain (e, source->field->id);

  if (value == NULL || value->kind == CB_VALUE_NONE || !cb_fact_fits (source->fact, source->field, value))
    return FALSE;
  if (source->fact->kind == CB_TYPE_CHOICE)
    *number = cb_pack_word_index (pack, source->fact->choice, value->text);
  else if (source->fact->kind == CB_TYPE_TRUTH)
    *number = value->i != 0;
  else
    *number = value->i;
  return *number >= source->fact->min && *number <= source->fact->max;
}

static gboolean
each_entity (const CbEntity *e,
             const CbUid    *parent,
             gpointer        data)
{
  Load *load = data;
  Kind *kind = &load->kinds[cb_entity_kind (e)];
  const char *area = cb_entity_kind (e) == CB_KIND_HOUSEHOLD ? cb_entity_text (e, FIELD_AREA) : NULL;

  if (load->done != NULL)
    g_atomic_int_inc (load->done);
  if (kind->entity == NULL || cb_entity_removed (e))
    return !g_cancellable_is_cancelled (load->cancellable);
  if (cb_entity_kind (e) == CB_KIND_HOUSEHOLD)
    {
      if (!g_str_has_prefix (area != NULL ? area : "", load->area))
        return !g_cancellable_is_cancelled (load->cancellable);
      g_ptr_array_add (load->codes, g_strndup (area != NULL ? area : "", TOWNSHIP_DIGITS));
    }
  g_array_append_val (kind->uids, *cb_entity_uid (e));
  g_array_append_val (kind->parents, *parent);
  for (guint i = 0; i < kind->sources->len; i++)
    {
      const Source *source = &g_array_index (kind->sources, Source, i);
      gint64 number = 0;
      gboolean known = read_fact (load->pack, source, e, &number);

      if (source->bytes != NULL)
        {
          guint8 byte = known ? (guint8) number : UNKNOWN_BYTE;

          g_byte_array_append (source->bytes, &byte, 1);
        }
      else
        {
          number = known ? number : G_MININT64;
          g_array_append_val (source->numbers, number);
        }
    }
  return !g_cancellable_is_cancelled (load->cancellable);
}

/* --- From rows to columns --- */

static gboolean
uid_equal (gconstpointer a,
           gconstpointer b)
{
  return cb_uid_equal (a, b);
}

/* By row of its parent; the order of the file otherwise. */
static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;

  return x < y ? -1 : x > y;
}

static int
compare_townships (gconstpointer a,
                   gconstpointer b,
                   gpointer      data)
{
  GPtrArray *codes = data;
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;
  int order = strcmp (codes->pdata[x], codes->pdata[y]);

  return order != 0 ? order : x < y ? -1 : x > y;
}

/* Parent rows of @kind in the block's order; *from: which row read stands at which place. */
static GArray *
places_of (Load    *load,
           Kind    *kind,
           Kind    *above,
           GArray **from)
{
  g_autoptr (GHashTable) rows = g_hash_table_new (cb_uid_hash, uid_equal);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (guint64));
  GArray *parents = g_array_new (FALSE, FALSE, sizeof (guint32));

  *from = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint i = 0; i < above->uids->len; i++)
    if (g_array_index (above->rows, guint32, i) != G_MAXUINT32)
      g_hash_table_insert (rows, &g_array_index (above->uids, CbUid, i), GUINT_TO_POINTER (g_array_index (above->rows, guint32, i)));
  for (guint i = 0; i < kind->uids->len; i++)
    {
      gpointer row;

      if (g_hash_table_lookup_extended (rows, &g_array_index (kind->parents, CbUid, i), NULL, &row))
        {
          guint64 place = (guint64) GPOINTER_TO_UINT (row) << 32 | i;

          g_array_append_val (places, place);
        }
    }
  g_array_sort (places, compare_places);
  for (guint i = 0; i < places->len; i++)
    {
      guint64 place = g_array_index (places, guint64, i);
      guint32 parent = (guint32) (place >> 32), at = (guint32) place;

      g_array_append_val (parents, parent);
      g_array_append_val (*from, at);
    }
  return parents;
}

/* Households with more rows of a kind than the pack allows under one parent; their own rows get no place. */
static void
mark_too_large (Load       *load,
                GHashTable *large)
{
  for (guint k = CB_KIND_HOUSEHOLD + 1; k < G_N_ELEMENTS (load->kinds); k++)
    {
      Kind *kind = &load->kinds[k];
      g_autoptr (GHashTable) counts = NULL;

      if (kind->entity == NULL)
        continue;
      counts = g_hash_table_new (cb_uid_hash, uid_equal);
      for (guint i = 0; i < kind->parents->len; i++)
        {
          CbUid *parent = &g_array_index (kind->parents, CbUid, i);
          guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, parent)) + 1;

          g_hash_table_insert (counts, parent, GUINT_TO_POINTER (n));
          if (n > kind->entity->most)
            g_hash_table_add (large, parent);
        }
    }
  /* A member who has too many rows takes the family out. */
  for (guint i = 0; i < load->kinds[CB_KIND_MEMBER].uids->len; i++)
    if (g_hash_table_contains (large, &g_array_index (load->kinds[CB_KIND_MEMBER].uids, CbUid, i)))
      g_hash_table_add (large, &g_array_index (load->kinds[CB_KIND_MEMBER].parents, CbUid, i));
}

static gboolean
add_columns (CbCounty  *county,
             Kind      *kind,
             GArray    *from,
             GError   **error)
{
  g_autofree gint64 *values = g_new (gint64, from->len + 1);
  g_autofree guint8 *known = g_new (guint8, from->len + 1);

  for (guint s = 0; s < kind->sources->len; s++)
    {
      Source *source = &g_array_index (kind->sources, Source, s);

      for (guint i = 0; i < from->len; i++)
        {
          guint32 at = g_array_index (from, guint32, i);

          if (source->bytes != NULL)
            {
              values[i] = source->bytes->data[at];
              known[i] = source->bytes->data[at] != UNKNOWN_BYTE;
            }
          else
            {
              values[i] = g_array_index (source->numbers, gint64, at);
              known[i] = values[i] != G_MININT64;
            }
        }
      if (!cb_block_set_column (county->block, source->fact->name, values, known, from->len, error))
        return FALSE;
      source_clear (source);
    }
  return TRUE;
}

static void
number_rows (Kind   *kind,
             GArray *from)
{
  guint32 none = G_MAXUINT32;

  kind->rows = g_array_sized_new (FALSE, FALSE, sizeof (guint32), kind->uids->len);
  for (guint i = 0; i < kind->uids->len; i++)
    g_array_append_val (kind->rows, none);
  for (guint32 i = 0; i < from->len; i++)
    g_array_index (kind->rows, guint32, g_array_index (from, guint32, i)) = i;
}

static gboolean
add_households (CbCounty  *county,
                Load      *load,
                GError   **error)
{
  Kind *kind = &load->kinds[CB_KIND_HOUSEHOLD];
  g_autoptr (GHashTable) large = g_hash_table_new (cb_uid_hash, uid_equal);
  g_autoptr (GArray) from = g_array_new (FALSE, FALSE, sizeof (guint32));

  mark_too_large (load, large);
  for (guint32 i = 0; i < kind->uids->len; i++)
    if (g_hash_table_contains (large, &g_array_index (kind->uids, CbUid, i)))
      county->left_out++;
    else
      g_array_append_val (from, i);
  g_array_sort_with_data (from, compare_townships, load->codes);
  number_rows (kind, from);
  for (guint i = 0; i < from->len; i++)
    {
      guint32 at = g_array_index (from, guint32, i), index;
      const char *code = load->codes->pdata[at];

      if (county->townships->len == 0 || strcmp (county->townships->pdata[county->townships->len - 1], code) != 0)
        g_ptr_array_add (county->townships, g_strdup (code));
      index = county->townships->len - 1;
      g_array_append_val (county->township, index);
      g_array_append_val (county->uids, g_array_index (kind->uids, CbUid, at));
    }
  return from->len == 0
         || (cb_block_add_rows (county->block, kind->entity->name, NULL, from->len, error) && add_columns (county, kind, from, error));
}

static gboolean
fill_block (CbCounty  *county,
            Load      *load,
            GError   **error)
{
  if (!add_households (county, load, error))
    return FALSE;
  g_array_set_size (county->persons, county->uids->len);
  for (guint k = CB_KIND_HOUSEHOLD + 1; k < G_N_ELEMENTS (load->kinds); k++)
    {
      Kind *kind = &load->kinds[k];
      Kind *above = &load->kinds[k == CB_KIND_INCOME || k == CB_KIND_SPENDING ? CB_KIND_MEMBER : CB_KIND_HOUSEHOLD];
      g_autoptr (GArray) parents = NULL, from = NULL;

      if (kind->entity == NULL || kind->entity->of == NULL)
        continue;
      parents = places_of (load, kind, above, &from);
      /* Of none there is nothing to add. */
      if (parents->len > 0
          && (!cb_block_add_rows (county->block, kind->entity->name, (const guint32 *) (void *) parents->data, parents->len, error)
              || !add_columns (county, kind, from, error)))
        return FALSE;
      if (k == CB_KIND_MEMBER)
        {
          for (guint i = 0; i < parents->len; i++)
            g_array_index (county->persons, guint32, g_array_index (parents, guint32, i))++;
          number_rows (kind, from);
        }
      else
        kind_clear (kind);
    }
  return TRUE;
}

static gboolean
count_rows (CbDb    *db,
            gint    *total,
            GError **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT count (*) FROM entity WHERE kind <= ?1", error);

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_int (s, 1, CB_KIND_SUPPORTER);
  if (cb_stmt_step (s, error) < 0)
    return FALSE;
  g_atomic_int_set (total, (gint) cb_stmt_get_int (s, 0));
  return TRUE;
}

CbCounty *
cb_county_load (CbDb          *db,
                CbPack        *pack,
                const char    *area,
                gint          *done,
                gint          *total,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr (CbCounty) county = g_new0 (CbCounty, 1);
  g_auto (Load) load = { .area = area, .done = done, .cancellable = cancellable };
  const CbPackEntity *root = cb_pack_entity (pack, cb_kind_name (CB_KIND_HOUSEHOLD));

  g_atomic_ref_count_init (&county->ref);
  county->pack = cb_pack_ref (pack);
  county->block = cb_block_new (pack);
  county->uids = g_array_new (FALSE, FALSE, sizeof (CbUid));
  county->township = g_array_new (FALSE, FALSE, sizeof (guint32));
  county->townships = g_ptr_array_new_with_free_func (g_free);
  county->persons = g_array_new (FALSE, TRUE, sizeof (guint32));
  load_init (&load, pack);
  if (root == NULL || root->of != NULL)
    {
      g_set_error_literal (error, CB_POLICY_ERROR, CB_POLICY_ERROR_FACTS, "the pack is not about households");
      return NULL;
    }
  if ((total != NULL && !count_rows (db, total, error)) || !cb_journal_each (db, CB_KIND_SUPPORTER, each_entity, &load, error)
      || g_cancellable_set_error_if_cancelled (cancellable, error) || !fill_block (county, &load, error))
    return NULL;
  return g_steal_pointer (&county);
}

CbCounty *
cb_county_ref (CbCounty *county)
{
  g_atomic_ref_count_inc (&county->ref);
  return county;
}

void
cb_county_unref (CbCounty *county)
{
  if (county == NULL || !g_atomic_ref_count_dec (&county->ref))
    return;
  cb_block_unref (county->block);
  cb_pack_unref (county->pack);
  g_array_unref (county->uids);
  g_array_unref (county->township);
  g_ptr_array_unref (county->townships);
  g_array_unref (county->persons);
  g_free (county);
}

guint
cb_county_households (const CbCounty *county)
{
  return county->uids->len;
}

guint
cb_county_persons (const CbCounty *county)
{
  return cb_block_n_rows (county->block, cb_kind_name (CB_KIND_MEMBER));
}

guint
cb_county_left_out (const CbCounty *county)
{
  return county->left_out;
}

const CbUid *
cb_county_uid (const CbCounty *county,
               guint           household)
{
  return &g_array_index (county->uids, CbUid, household);
}

const char *
cb_county_township (const CbCounty *county,
                    guint           household)
{
  return county->townships->pdata[g_array_index (county->township, guint32, household)];
}

GPtrArray *
cb_county_townships (const CbCounty *county)
{
  return county->townships;
}

const guint32 *
cb_county_township_column (const CbCounty *county)
{
  return (const guint32 *) (gconstpointer) county->township->data;
}

const guint32 *
cb_county_persons_column (const CbCounty *county)
{
  return (const guint32 *) (gpointer) county->persons->data;
}

CbBlock *
cb_county_block (const CbCounty *county)
{
  return county->block;
}

CbPack *
cb_county_pack (const CbCounty *county)
{
  return county->pack;
}
