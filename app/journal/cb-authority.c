/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-journal"

#include "config.h"

#include "cb-authority-private.h"

#include <string.h>

/* One version of a person or desk, in force from entry @seq on. */
typedef struct { guint64 seq; CbPerson value; } PersonVersion;
typedef struct { guint64 seq; CbDeskCert value; } DeskVersion;

typedef struct
{
  guint64 seq;
  CbUid   person;
  GArray *cuts;       /* of CbCut, ascending: beyond them nothing of the person counts */
} PersonCut;

/* The key of a desk's recovery sheet, from entry @seq on. */
typedef struct { guint64 seq; CbUid desk; guint8 pk[32]; } Sheet;

/* Who ended what, in force from entry @seq on. */
typedef struct { guint64 seq; CbUid whom; CbRevocation value; } Revoked;

typedef struct _Log Log;

/* A view of a log as of one head; it lives in the log's own array. */
struct _CbAuthority { Log *log; guint64 seq; guint8 head[32]; };

struct _Log
{
  gint         refs;
  CbUid        realm;
  char        *county, *area;
  GPtrArray   *views;      /* of CbAuthority, one per entry; not moved by appending */
  GHashTable  *heads;      /* 32 bytes → CbAuthority */
  GPtrArray   *people;     /* of GPtrArray of PersonVersion, in order of enrolment */
  GPtrArray   *desks;      /* of GPtrArray of DeskVersion */
  GHashTable  *by_person;  /* CbUid → its GPtrArray */
  GHashTable  *by_desk;
  GPtrArray   *cuts;       /* of PersonCut */
  GPtrArray   *sheets;     /* of Sheet */
  GPtrArray   *revoked;    /* of Revoked */
};

static guint
head_hash (gconstpointer head)
{
  guint word;

  memcpy (&word, head, sizeof word);

  return word;
}

static gboolean
head_equal (gconstpointer a,
            gconstpointer b)
{
  return memcmp (a, b, 32) == 0;
}

static gboolean
uid_equal (gconstpointer a,
           gconstpointer b)
{
  return cb_uid_equal (a, b);
}

static void
person_version_free (gpointer p)
{
  PersonVersion *v = p;

  g_free (v->value.name);
  g_free (v->value.area);
  g_free (v);
}

static void
desk_version_free (gpointer p)
{
  DeskVersion *v = p;

  g_free (v->value.label);
  g_free (v->value.area);
  g_free (v);
}

static void
person_cut_free (gpointer p)
{
  PersonCut *cut = p;

  g_array_unref (cut->cuts);
  g_free (cut);
}

static void
revoked_free (gpointer p)
{
  Revoked *revoked = p;

  g_free ((char *) revoked->value.reason);
  g_free (revoked);
}

static Log *
log_new (void)
{
  Log *log = g_new0 (Log, 1);

  log->refs = 1;
  log->views = g_ptr_array_new_with_free_func (g_free);
  log->heads = g_hash_table_new (head_hash, head_equal);
  log->people = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  log->desks = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  log->by_person = g_hash_table_new (cb_uid_hash, uid_equal);
  log->by_desk = g_hash_table_new (cb_uid_hash, uid_equal);
  log->cuts = g_ptr_array_new_with_free_func (person_cut_free);
  log->sheets = g_ptr_array_new_with_free_func (g_free);
  log->revoked = g_ptr_array_new_with_free_func (revoked_free);

  return log;
}

static void
log_unref (Log *log)
{
  if (!g_atomic_int_dec_and_test (&log->refs))
    return;
  g_free (log->county);
  g_free (log->area);
  g_hash_table_unref (log->heads);
  g_hash_table_unref (log->by_person);
  g_hash_table_unref (log->by_desk);
  g_ptr_array_unref (log->views);
  g_ptr_array_unref (log->people);
  g_ptr_array_unref (log->desks);
  g_ptr_array_unref (log->cuts);
  g_ptr_array_unref (log->sheets);
  g_ptr_array_unref (log->revoked);
  g_free (log);
}

CbAuthority *
cb_authority_ref (CbAuthority *a)
{
  g_atomic_int_inc (&a->log->refs);

  return a;
}

void
cb_authority_unref (CbAuthority *a)
{
  if (a != NULL)
    log_unref (a->log);
}

/* ------- taking entries in ------- */

static void
add_person (Log            *log,
            guint64         seq,
            const CbPerson *from)
{
  GPtrArray *versions = g_hash_table_lookup (log->by_person, &from->uid);
  PersonVersion *v = g_new0 (PersonVersion, 1);

  v->seq = seq;
  v->value = *from;
  v->value.name = g_strdup (from->name);
  v->value.area = g_strdup (from->area);
  if (versions == NULL)
    {
      versions = g_ptr_array_new_with_free_func (person_version_free);
      g_ptr_array_add (log->people, versions);
      g_hash_table_insert (log->by_person, &v->value.uid, versions);
    }
  g_ptr_array_add (versions, v);
}

static void
add_desk (Log              *log,
          guint64           seq,
          const CbDeskCert *from)
{
  GPtrArray *versions = g_hash_table_lookup (log->by_desk, &from->uid);
  DeskVersion *v = g_new0 (DeskVersion, 1);

  v->seq = seq;
  v->value = *from;
  v->value.label = g_strdup (from->label);
  v->value.area = g_strdup (from->area);
  if (versions == NULL)
    {
      versions = g_ptr_array_new_with_free_func (desk_version_free);
      g_ptr_array_add (log->desks, versions);
      g_hash_table_insert (log->by_desk, &v->value.uid, versions);
    }
  g_ptr_array_add (versions, v);
}

static void
add_revocation (Log           *log,
                const CbEntry *e)
{
  GPtrArray *person = g_hash_table_lookup (log->by_person, &e->whom);
  GPtrArray *desk = g_hash_table_lookup (log->by_desk, &e->whom);
  Revoked *revoked = g_new0 (Revoked, 1);

  *revoked = (Revoked) { e->seq, e->whom, { e->issuer, e->ms, g_strdup (e->reason) } };
  g_ptr_array_add (log->revoked, revoked);
  if (person != NULL)
    {
      CbPerson value = ((PersonVersion *) g_ptr_array_index (person, person->len - 1))->value;
      PersonCut *cut = g_new0 (PersonCut, 1);

      value.revoked = TRUE;
      value.cut_desk = e->cut_desk;
      value.cut_seq = e->cut_seq;
      add_person (log, e->seq, &value);
      cut->seq = e->seq;
      cut->person = e->whom;
      cut->cuts = g_array_ref (e->cuts);
      g_ptr_array_add (log->cuts, cut);
    }
  if (desk != NULL)
    {
      CbDeskCert value = ((DeskVersion *) g_ptr_array_index (desk, desk->len - 1))->value;

      value.revoked = TRUE;
      value.cut_seq = e->cut_seq;
      memcpy (value.cut_hash, e->cut_hash, 32);
      add_desk (log, e->seq, &value);
    }
}

static void
add_sheet (Log           *log,
           const CbEntry *e)
{
  Sheet *sheet = g_new0 (Sheet, 1);

  sheet->seq = e->seq;
  sheet->desk = e->whom;
  memcpy (sheet->pk, e->sign_pk, 32);
  g_ptr_array_add (log->sheets, sheet);
}

static void
add_renewal (Log           *log,
             const CbEntry *e)
{
  GPtrArray *versions = g_hash_table_lookup (log->by_person, &e->whom);
  CbPerson value;

  if (versions == NULL)
    return;
  value = ((PersonVersion *) g_ptr_array_index (versions, versions->len - 1))->value;
  memcpy (value.sign_pk, e->sign_pk, 32);
  memcpy (value.box_pk, e->box_pk, 32);
  add_person (log, e->seq, &value);
}

static CbAuthority *
log_add (Log           *log,
         const CbEntry *e)
{
  CbAuthority *view = g_new0 (CbAuthority, 1);

  switch (e->kind)
    {
    case CB_ENTRY_FOUNDING:
      log->realm = e->realm;
      log->county = g_strdup (e->county);
      log->area = g_strdup (e->area);
      add_person (log, e->seq, &e->person);
      add_desk (log, e->seq, &e->desk);
      break;
    case CB_ENTRY_PERSON:
      add_person (log, e->seq, &e->person);
      break;
    case CB_ENTRY_DESK:
      add_desk (log, e->seq, &e->desk);
      break;
    case CB_ENTRY_SHEET:
      add_sheet (log, e);
      break;
    case CB_ENTRY_RENEWAL:
      add_renewal (log, e);
      break;
    case CB_ENTRY_REVOCATION:
    default:
      add_revocation (log, e);
      break;
    }
  view->log = log;
  view->seq = e->seq;
  memcpy (view->head, e->hash, 32);
  g_ptr_array_add (log->views, view);
  g_hash_table_insert (log->heads, view->head, view);

  return view;
}

CbAuthority *
cb_authority_extend (CbAuthority   *before,
                     const CbEntry *e)
{
  /* Only for a log that nobody else has in hand: views of it are not to change under a reader. */
  Log *log = before != NULL ? before->log : log_new ();
  CbAuthority *view = log_add (log, e);

  if (before != NULL)
    g_atomic_int_inc (&log->refs);

  return view;
}

/* ------- reading it from a casebook ------- */

/* Logs are immutable once loaded, so the few in use are shared by all connections, by their newest head. */
static GMutex cache_lock;
static GPtrArray *cache;

#define CACHE_MAX 8

static CbAuthority *
cache_find (const guint8 head[32])
{
  CbAuthority *found = NULL;

  g_mutex_lock (&cache_lock);
  for (guint i = 0; cache != NULL && found == NULL && i < cache->len; i++)
    {
      CbAuthority *a = g_ptr_array_index (cache, i);

      if (memcmp (a->head, head, 32) == 0)
        found = cb_authority_ref (a);
    }
  g_mutex_unlock (&cache_lock);

  return found;
}

static void
cache_add (CbAuthority *a)
{
  g_mutex_lock (&cache_lock);
  if (cache == NULL)
    cache = g_ptr_array_new_with_free_func ((GDestroyNotify) cb_authority_unref);
  if (cache->len >= CACHE_MAX)
    g_ptr_array_remove_index (cache, 0);
  g_ptr_array_add (cache, cb_authority_ref (a));
  g_mutex_unlock (&cache_lock);
}

static CbAuthority *
load_all (CbDb    *db,
          GError **error)
{
  g_autoptr (CbAuthority) a = NULL;
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT bytes FROM authority ORDER BY seq", error);
  int rc;

  if (s == NULL)
    return NULL;
  while ((rc = cb_stmt_step (s, error)) == 1)
    {
      gsize len;
      const guint8 *bytes = cb_stmt_get_blob (s, 0, &len);
      g_autoptr (CbEntry) e = cb_entry_parse (bytes, len, error);
      CbAuthority *next;

      if (e == NULL)
        return NULL;
      next = cb_authority_extend (a, e);
      cb_authority_unref (a);
      a = next;
    }
  if (rc < 0)
    return NULL;

  return g_steal_pointer (&a);
}

CbAuthority *
cb_authority_load (CbDb    *db,
                   GError **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT hash FROM authority ORDER BY seq DESC LIMIT 1", error);
  CbAuthority *a;
  const guint8 *head;
  gsize len;
  int rc;

  if (s == NULL || (rc = cb_stmt_step (s, error)) < 0)
    return NULL;
  if (rc == 0)
    {
      g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_NOT_FOUNDED, "no county has been founded in this casebook");
      return NULL;
    }
  head = cb_stmt_get_blob (s, 0, &len);
  if (len == 32 && (a = cache_find (head)) != NULL)
    return a;
  a = load_all (db, error);
  if (a != NULL)
    cache_add (a);

  return a;
}

CbAuthority *
cb_authority_at (CbAuthority  *a,
                 const guint8  head[32])
{
  CbAuthority *view = g_hash_table_lookup (a->log->heads, head);

  return view != NULL && view->seq <= a->seq ? view : NULL;
}

guint64
cb_authority_seq (CbAuthority *a)
{
  return a->seq;
}

const guint8 *
cb_authority_head (CbAuthority *a)
{
  return a->head;
}

const CbUid *
cb_authority_realm (CbAuthority *a)
{
  return &a->log->realm;
}

const char *
cb_authority_county (CbAuthority *a)
{
  return a->log->county;
}

const char *
cb_authority_area (CbAuthority *a)
{
  return a->log->area;
}

/* The newest version that the view knows. */
static const CbPerson *
person_in (const GPtrArray *versions,
           guint64          seq)
{
  for (guint i = versions->len; i-- > 0;)
    {
      PersonVersion *v = g_ptr_array_index (versions, i);

      if (v->seq <= seq)
        return &v->value;
    }

  return NULL;
}

static const CbDeskCert *
desk_in (const GPtrArray *versions,
         guint64          seq)
{
  for (guint i = versions->len; i-- > 0;)
    {
      DeskVersion *v = g_ptr_array_index (versions, i);

      if (v->seq <= seq)
        return &v->value;
    }

  return NULL;
}

const CbPerson *
cb_authority_person (CbAuthority *a,
                     const CbUid *uid)
{
  GPtrArray *versions = g_hash_table_lookup (a->log->by_person, uid);

  return versions != NULL ? person_in (versions, a->seq) : NULL;
}

const CbDeskCert *
cb_authority_desk (CbAuthority *a,
                   const CbUid *uid)
{
  GPtrArray *versions = g_hash_table_lookup (a->log->by_desk, uid);

  return versions != NULL ? desk_in (versions, a->seq) : NULL;
}

GPtrArray *
cb_authority_people (CbAuthority *a)
{
  GPtrArray *people = g_ptr_array_new ();

  for (guint i = 0; i < a->log->people->len; i++)
    {
      const CbPerson *person = person_in (g_ptr_array_index (a->log->people, i), a->seq);

      if (person != NULL)
        g_ptr_array_add (people, (gpointer) person);
    }

  return people;
}

GPtrArray *
cb_authority_desks (CbAuthority *a)
{
  GPtrArray *desks = g_ptr_array_new ();

  for (guint i = 0; i < a->log->desks->len; i++)
    {
      const CbDeskCert *desk = desk_in (g_ptr_array_index (a->log->desks, i), a->seq);

      if (desk != NULL)
        g_ptr_array_add (desks, (gpointer) desk);
    }

  return desks;
}

const guint8 *
cb_authority_sheet (CbAuthority *a,
                    const CbUid *desk)
{
  for (guint i = a->log->sheets->len; i-- > 0;)
    {
      const Sheet *sheet = g_ptr_array_index (a->log->sheets, i);

      if (sheet->seq <= a->seq && cb_uid_equal (&sheet->desk, desk))
        return sheet->pk;
    }

  return NULL;
}

gboolean
cb_authority_revocation (CbAuthority  *a,
                         const CbUid  *person_or_desk,
                         CbRevocation *revocation)
{
  const CbPerson *person = cb_authority_person (a, person_or_desk);
  const CbDeskCert *desk = cb_authority_desk (a, person_or_desk);

  /* Who was enrolled again since is not. */
  if (!(person != NULL && person->revoked) && !(desk != NULL && desk->revoked))
    return FALSE;
  for (guint i = a->log->revoked->len; i-- > 0;)
    {
      const Revoked *revoked = g_ptr_array_index (a->log->revoked, i);

      if (revoked->seq > a->seq || !cb_uid_equal (&revoked->whom, person_or_desk))
        continue;
      *revocation = revoked->value;
      return TRUE;
    }

  return FALSE;
}

CbMay
cb_authority_cut (CbAuthority *newest,
                  CbAuthority *at,
                  const CbUid *person,
                  const CbRef *ref)
{
  const CbDeskCert *desk = cb_authority_desk (newest, &ref->desk);

  if (desk != NULL && desk->revoked && ref->seq > desk->cut_seq)
    return CB_MAY_DESK_REVOKED;
  for (guint i = 0; i < newest->log->cuts->len; i++)
    {
      const PersonCut *cut = g_ptr_array_index (newest->log->cuts, i);
      gboolean within = FALSE;

      /* Who wrote knowing of the revocation was judged by the state they knew (enrolled again, say). */
      if (cut->seq > newest->seq || at->seq >= cut->seq || !cb_uid_equal (&cut->person, person))
        continue;
      for (guint k = 0; k < cut->cuts->len && !within; k++)
        {
          const CbCut *c = &g_array_index (cut->cuts, CbCut, k);

          within = cb_uid_equal (&c->desk, &ref->desk) && ref->seq <= c->seq;
        }
      if (!within)
        return CB_MAY_REVOKED;
    }

  return CB_MAY_YES;
}
