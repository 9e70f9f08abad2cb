/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-journal"

#include "config.h"

#include "cb-entity.h"
#include "cb-entity-private.h"

#include <string.h>

#include "cb-cbor.h"

typedef struct
{
  guint    field;
  guint    n;
  CbHead  *heads;      /* the winner of the display first */
  gboolean local;      /* @value covers the heads until it is committed */
  CbValue  value;
} Register;

struct _CbEntity
{
  CbUid     uid;
  CbKind    kind;
  guint     n, cap;
  Register *registers; /* ascending by field */
  GArray   *authors;   /* of CbUid, ascending */
  guint    *fields;    /* made on demand */
};

int
cb_ref_compare (const CbRef *a,
                const CbRef *b)
{
  int c = cb_uid_compare (&a->desk, &b->desk);

  return c != 0 ? c : a->seq < b->seq ? -1 : a->seq > b->seq;
}

gboolean
cb_ref_equal (const CbRef *a,
              const CbRef *b)
{
  return a->seq == b->seq && cb_uid_equal (&a->desk, &b->desk);
}

CbEntity *
cb_entity_new (const CbUid *uid,
               CbKind       kind)
{
  CbEntity *e = g_new0 (CbEntity, 1);

  e->uid = *uid;
  e->kind = kind;
  e->authors = g_array_new (FALSE, FALSE, sizeof (CbUid));

  return e;
}

static void
register_clear (Register *r)
{
  for (guint i = 0; i < r->n; i++)
    cb_value_clear (&r->heads[i].value);
  g_clear_pointer (&r->heads, g_free);
  cb_value_clear (&r->value);
}

void
cb_entity_free (CbEntity *e)
{
  if (e == NULL)
    return;
  for (guint i = 0; i < e->n; i++)
    register_clear (&e->registers[i]);
  g_free (e->registers);
  g_free (e->fields);
  g_array_unref (e->authors);
  g_free (e);
}

CbEntity *
cb_entity_copy (const CbEntity *e)
{
  CbEntity *copy = cb_entity_new (&e->uid, e->kind);

  copy->n = copy->cap = e->n;
  copy->registers = g_new0 (Register, e->n);
  for (guint i = 0; i < e->n; i++)
    {
      const Register *from = &e->registers[i];
      Register *to = &copy->registers[i];

      to->field = from->field;
      to->n = from->n;
      to->heads = g_memdup2 (from->heads, from->n * sizeof (CbHead));
      for (guint k = 0; k < from->n; k++)
        cb_value_copy (&from->heads[k].value, &to->heads[k].value);
      to->local = from->local;
      cb_value_copy (&from->value, &to->value);
    }
  g_array_append_vals (copy->authors, e->authors->data, e->authors->len);

  return copy;
}

/* Index of @field, or of the place where it belongs. */
static guint
find_place (const CbEntity *e,
            guint           field)
{
  guint lo = 0, hi = e->n;

  while (lo < hi)
    {
      guint mid = (lo + hi) / 2;

      if (e->registers[mid].field < field)
        lo = mid + 1;
      else
        hi = mid;
    }

  return lo;
}

static Register *
find (const CbEntity *e,
      guint           field)
{
  guint i = find_place (e, field);

  return i < e->n && e->registers[i].field == field ? &e->registers[i] : NULL;
}

static Register *
ensure (CbEntity *e,
        guint     field)
{
  guint i = find_place (e, field);

  if (i == e->n || e->registers[i].field != field)
    {
      if (e->n == e->cap)
        {
          e->cap = MAX (8, e->cap * 2);
          e->registers = g_renew (Register, e->registers, e->cap);
        }
      memmove (&e->registers[i + 1], &e->registers[i], (e->n - i) * sizeof (Register));
      memset (&e->registers[i], 0, sizeof (Register));
      e->registers[i].field = field;
      e->n++;
      g_clear_pointer (&e->fields, g_free);
    }

  return &e->registers[i];
}

/* Latest hybrid time first, then the greater desk, then the greater number: a total order, the same everywhere. */
static gboolean
shown_before (const CbHead *a,
              const CbHead *b)
{
  if (a->hlc != b->hlc)
    return a->hlc > b->hlc;

  return cb_ref_compare (&a->ref, &b->ref) > 0;
}

void
cb_entity_write (CbEntity      *e,
                 guint          field,
                 const CbRef   *ref,
                 CbHlc          hlc,
                 const CbValue *value)
{
  Register *r = ensure (e, field);
  CbHead head = { *ref, hlc, CB_VALUE_INIT };
  guint at = 0;

  for (guint i = 0; i < r->n; i++)
    if (cb_ref_equal (&r->heads[i].ref, ref))
      return;
  cb_value_copy (value, &head.value);
  while (at < r->n && shown_before (&r->heads[at], &head))
    at++;
  r->heads = g_renew (CbHead, r->heads, r->n + 1);
  memmove (&r->heads[at + 1], &r->heads[at], (r->n - at) * sizeof (CbHead));
  r->heads[at] = head;
  r->n++;
}

static void
replaced (CbEntity     *e,
          const CbPred *pred)
{
  Register *r = find (e, pred->field);

  for (guint i = 0; r != NULL && i < r->n; i++)
    if (cb_ref_equal (&r->heads[i].ref, &pred->ref))
      {
        cb_value_clear (&r->heads[i].value);
        memmove (&r->heads[i], &r->heads[i + 1], (r->n - i - 1) * sizeof (CbHead));
        r->n--;
        return;
      }
}

gboolean
cb_entity_has (const CbEntity *e,
               guint           field,
               const CbRef    *ref)
{
  const Register *r = find (e, field);

  for (guint i = 0; r != NULL && i < r->n; i++)
    if (cb_ref_equal (&r->heads[i].ref, ref))
      return TRUE;

  return FALSE;
}

static void
add_author (CbEntity    *e,
            const CbUid *actor)
{
  guint i = 0;

  while (i < e->authors->len)
    {
      int c = cb_uid_compare (&g_array_index (e->authors, CbUid, i), actor);

      if (c == 0)
        return;
      if (c > 0)
        break;
      i++;
    }
  g_array_insert_val (e->authors, i, *actor);
}

gboolean
cb_entity_apply (CbEntity     *e,
                 const CbRef  *ref,
                 CbHlc         hlc,
                 const CbUid  *actor,
                 CbKind        kind,
                 const CbPred *preds,
                 guint         n_preds,
                 gconstpointer values,
                 gsize         len)
{
  CbCborReader r;
  gsize n;

  /* Two kinds for one uid is a fault of some program; whatever comes first, all desks settle on the same one. */
  e->kind = MIN (e->kind, kind);
  add_author (e, actor);
  for (guint i = 0; i < n_preds; i++)
    replaced (e, &preds[i]);
  if (values == NULL)
    return TRUE;
  cb_cbor_reader_init (&r, values, len);
  if (!cb_cbor_get_map (&r, &n))
    return FALSE;
  while (n-- > 0)
    {
      g_auto (CbValue) value = CB_VALUE_INIT;
      guint64 field;

      if (!cb_cbor_get_key (&r, &field) || field == 0 || field > G_MAXUINT16
          || !cb_value_decode (&r, &value))
        return FALSE;
      cb_entity_write (e, (guint) field, ref, hlc, &value);
    }

  return cb_cbor_done (&r, NULL);
}

const CbUid *
cb_entity_uid (const CbEntity *e)
{
  return &e->uid;
}

CbKind
cb_entity_kind (const CbEntity *e)
{
  return e->kind;
}

const CbUid *
cb_entity_authors (const CbEntity *e,
                   guint          *n)
{
  *n = e->authors->len;

  return (const CbUid *) e->authors->data;
}

CbUid
cb_entity_parent (const CbEntity *e)
{
  const CbValue *value = cb_entity_value (e, CB_FIELD_PARENT);

  return value != NULL && value->kind == CB_VALUE_UID ? value->uid : CB_UID_NONE;
}

gboolean
cb_entity_removed (const CbEntity *e)
{
  return cb_entity_value (e, CB_FIELD_REMOVED) != NULL;
}

const CbHead *
cb_entity_heads (const CbEntity *e,
                 guint           field,
                 guint          *n)
{
  const Register *r = find (e, field);

  *n = r != NULL ? r->n : 0;

  return *n > 0 ? r->heads : NULL;
}

gboolean
cb_entity_forked (const CbEntity *e,
                  guint           field)
{
  const Register *r = find (e, field);

  if (r == NULL || r->local)
    return FALSE;
  for (guint i = 1; i < r->n; i++)
    if (!cb_value_equal (&r->heads[0].value, &r->heads[i].value))
      return TRUE;

  return FALSE;
}

const CbValue *
cb_entity_value (const CbEntity *e,
                 guint           field)
{
  const Register *r = find (e, field);
  const CbValue *value;

  if (r == NULL || (!r->local && r->n == 0))
    return NULL;
  value = r->local ? &r->value : &r->heads[0].value;

  return value->kind != CB_VALUE_NONE ? value : NULL;
}

const CbValue *
cb_entity_certain (const CbEntity *e,
                   guint           field)
{
  const CbField *def = cb_field_by_id (field);

  /* A field this program does not know may be of any sort: no winner either. */
  if ((def == NULL || def->merge != CB_MERGE_PLAIN) && cb_entity_forked (e, field))
    return NULL;

  return cb_entity_value (e, field);
}

gint64
cb_entity_int (const CbEntity *e,
               guint           field,
               gint64          otherwise)
{
  const CbValue *value = cb_entity_value (e, field);

  return value != NULL && value->kind == CB_VALUE_INT ? value->i : otherwise;
}

const char *
cb_entity_text (const CbEntity *e,
                guint           field)
{
  const CbValue *value = cb_entity_value (e, field);

  return value != NULL && value->kind == CB_VALUE_TEXT ? value->text : NULL;
}

const guint *
cb_entity_fields (const CbEntity *e,
                  guint          *n)
{
  CbEntity *self = (CbEntity *) e;
  guint count = 0;

  if (self->fields == NULL)
    self->fields = g_new (guint, MAX (1, e->n));
  for (guint i = 0; i < e->n; i++)
    if (e->registers[i].n > 0 || e->registers[i].local)
      self->fields[count++] = e->registers[i].field;
  *n = count;

  return self->fields;
}

void
cb_entity_set_local (CbEntity      *e,
                     guint          field,
                     const CbValue *value)
{
  Register *r = ensure (e, field);
  CbValue copy;

  cb_value_copy (value, &copy);
  cb_value_clear (&r->value);
  r->value = copy;
  r->local = TRUE;
}

/* ------- the one encoding ------- */

static int
compare_uids (gconstpointer a,
              gconstpointer b)
{
  return cb_uid_compare (a, b);
}

static guint
find_desk (const GArray *desks,
           const CbUid  *uid)
{
  guint i = 0;

  while (!cb_uid_equal (&g_array_index (desks, CbUid, i), uid))
    i++;

  return i;
}

static void
put_uids (CbCborWriter *w,
          guint64       key,
          const GArray *uids)
{
  cb_cbor_put_key (w, key);
  cb_cbor_put_array (w, uids->len);
  for (guint i = 0; i < uids->len; i++)
    cb_cbor_put_bytes (w, g_array_index (uids, CbUid, i).b, sizeof (CbUid));
}

static int
compare_heads (gconstpointer a,
               gconstpointer b)
{
  return cb_ref_compare (&(*(const CbHead *const *) a)->ref, &(*(const CbHead *const *) b)->ref);
}

static void
put_register (CbCborWriter   *w,
              const Register *r,
              const GArray   *desks)
{
  g_autofree const CbHead **sorted = g_new (const CbHead *, r->n);

  for (guint i = 0; i < r->n; i++)
    sorted[i] = &r->heads[i];
  if (r->n > 1)
    qsort (sorted, r->n, sizeof *sorted, compare_heads);
  cb_cbor_put_key (w, r->field);
  cb_cbor_put_array (w, r->n);
  for (guint i = 0; i < r->n; i++)
    {
      cb_cbor_put_array (w, 4);
      cb_cbor_put_uint (w, find_desk (desks, &sorted[i]->ref.desk));
      cb_cbor_put_uint (w, sorted[i]->ref.seq);
      cb_cbor_put_uint (w, sorted[i]->hlc);
      cb_value_encode (&sorted[i]->value, w);
    }
}

GBytes *
cb_entity_encode (const CbEntity *e)
{
  g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();
  g_autoptr (GArray) desks = g_array_new (FALSE, FALSE, sizeof (CbUid));
  guint live = 0;

  for (guint i = 0; i < e->n; i++)
    {
      const Register *r = &e->registers[i];

      live += r->n > 0;
      for (guint k = 0; k < r->n; k++)
        {
          guint d = 0;

          while (d < desks->len && !cb_uid_equal (&g_array_index (desks, CbUid, d), &r->heads[k].ref.desk))
            d++;
          if (d == desks->len)
            g_array_append_val (desks, r->heads[k].ref.desk);
        }
    }
  g_array_sort (desks, compare_uids);

  cb_cbor_put_map (w, 3);
  put_uids (w, 0, desks);
  put_uids (w, 1, e->authors);
  cb_cbor_put_key (w, 2);
  cb_cbor_put_map (w, live);
  for (guint i = 0; i < e->n; i++)
    if (e->registers[i].n > 0)
      put_register (w, &e->registers[i], desks);

  return cb_cbor_writer_take (w);
}

static GArray *
get_uids (CbCborReader *r,
          guint64       key)
{
  g_autoptr (GArray) uids = g_array_new (FALSE, FALSE, sizeof (CbUid));
  guint64 found;
  gsize n;

  if (!cb_cbor_get_key (r, &found) || found != key || !cb_cbor_get_array (r, &n))
    return NULL;
  while (n-- > 0)
    {
      CbUid uid;

      if (!cb_cbor_get_fixed (r, uid.b, sizeof uid.b)
          || (uids->len > 0 && cb_uid_compare (&g_array_index (uids, CbUid, uids->len - 1), &uid) >= 0))
        return NULL;
      g_array_append_val (uids, uid);
    }

  return g_steal_pointer (&uids);
}

static gboolean
get_register (CbEntity     *e,
              CbCborReader *r,
              guint         field,
              const GArray *desks)
{
  gsize n, four;

  if (!cb_cbor_get_array (r, &n) || n == 0)
    return FALSE;
  while (n-- > 0)
    {
      g_auto (CbValue) value = CB_VALUE_INIT;
      guint64 desk, hlc;
      CbRef ref;

      if (!cb_cbor_get_array (r, &four) || four != 4 || !cb_cbor_get_uint (r, &desk) || desk >= desks->len
          || !cb_cbor_get_uint (r, &ref.seq) || !cb_cbor_get_uint (r, &hlc) || !cb_value_decode (r, &value))
        return FALSE;
      ref.desk = g_array_index (desks, CbUid, desk);
      cb_entity_write (e, field, &ref, hlc, &value);
    }

  return TRUE;
}

CbEntity *
cb_entity_decode (const CbUid  *uid,
                  CbKind        kind,
                  gconstpointer state,
                  gsize         len)
{
  g_autoptr (CbEntity) e = cb_entity_new (uid, kind);
  g_autoptr (GArray) desks = NULL;
  g_autoptr (GArray) authors = NULL;
  CbCborReader r;
  guint64 key, last = 0;
  gsize n;

  cb_cbor_reader_init (&r, state, len);
  if (!cb_cbor_get_map (&r, &n) || n != 3
      || (desks = get_uids (&r, 0)) == NULL || (authors = get_uids (&r, 1)) == NULL
      || !cb_cbor_get_key (&r, &key) || key != 2 || !cb_cbor_get_map (&r, &n))
    return NULL;
  while (n-- > 0)
    {
      if (!cb_cbor_get_key (&r, &key) || key <= last || key > G_MAXUINT16
          || !get_register (e, &r, (guint) key, desks))
        return NULL;
      last = key;
    }
  if (!cb_cbor_done (&r, NULL))
    return NULL;
  g_array_append_vals (e->authors, authors->data, authors->len);

  return g_steal_pointer (&e);
}
