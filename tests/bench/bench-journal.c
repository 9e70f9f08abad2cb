/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cb-record.h"
#include "cb-vault.h"

/*
 * What the journal costs over a program that only wrote the rows (design 12):
 *   save    one household's change with chain and signature, against the bare transaction with the same rows   <= 1.15
 *   apply   another desk's changesets in one transaction, against an INSERT loop of the same rows              >= 0.5
 *   verify  a chain of a million records                                                                     <= 2 s
 * in encrypted casebooks on the disk of the working folder.  bench-journal [saves] [households] [records]
 */

typedef struct
{
  char     *dir;
  CbVault  *vault;
  CbUid     person, desk;
  CbSecret *person_sk, *desk_sk;
  CbPerson  cert;
  CbDeskCert desk_cert;
} Book;

static CbUid founder;
static CbSecret *founder_sk;

static const char mirror_sql[] =
  "CREATE TABLE m_record (desk INTEGER NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL, lam INTEGER NOT NULL,"
  " status INTEGER NOT NULL, why INTEGER NOT NULL, header BLOB NOT NULL, body BLOB, sig BLOB, PRIMARY KEY (desk, seq, hash)) STRICT, WITHOUT ROWID;"
  "CREATE TABLE m_changeset (desk INTEGER NOT NULL, first INTEGER NOT NULL, hash BLOB NOT NULL, last INTEGER NOT NULL,"
  " sig BLOB NOT NULL, PRIMARY KEY (desk, first, hash)) STRICT, WITHOUT ROWID;"
  "CREATE TABLE m_entity (uid BLOB PRIMARY KEY, kind INTEGER NOT NULL, parent BLOB, state BLOB NOT NULL) STRICT, WITHOUT ROWID;"
  "CREATE INDEX m_entity_parent ON m_entity (parent) WHERE parent IS NOT NULL;"
  "CREATE TABLE m_book (id INTEGER PRIMARY KEY CHECK (id = 1), hlc INTEGER NOT NULL, lam INTEGER NOT NULL,"
  " records INTEGER NOT NULL, digest BLOB NOT NULL) STRICT;"
  "INSERT INTO m_book VALUES (1, 0, 0, 0, zeroblob (32));";

static void
key (const char *tag,
     CbSecret  **sk,
     guint8      pk[32])
{
  guint8 secret[64];

  crypto_sign_keypair (pk, secret);
  *sk = cb_secret_from (secret, sizeof secret);
}

static void
check (GError *error)
{
  if (error != NULL)
    {
      g_printerr ("bench-journal: %s\n", error->message);
      exit (1);
    }
}

/* Of the calling thread: on a machine with other work, the clock on the wall says less. */
static gint64
cpu_time (void)
{
  struct timespec t;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &t);

  return t.tv_sec * G_USEC_PER_SEC + t.tv_nsec / 1000;
}

static gpointer
job_found (CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  Book *b = data;
  CbIssuer issuer = { b->person, b->desk, b->person_sk };
  CbPerson worker = b->cert;

  /* The founder enrols themselves as a caseworker, which a real county would not do, to be one person throughout. */
  if (cb_db_exec (db, mirror_sql, error)
      && cb_authority_found (db, "bench", "510823", &b->cert, &b->desk_cert, b->desk_sk, &issuer, error))
    {
      worker.roles |= CB_ROLE_CASEWORKER;
      cb_authority_enrol_person (db, &worker, &issuer, error);
    }

  return NULL;
}

static void
book_new (Book       *b,
          const char *name,
          gboolean    found)
{
  const CbSchema *schemas[] = { cb_journal_schema (), NULL };
  g_autoptr (CbSecret) passphrase = cb_secret_take_text (g_strdup ("Bench-only-passphrase-7"));
  GError *error = NULL;

  b->dir = g_strdup_printf ("bench-%s-%d", name, (int) getpid ());
  b->person = founder;
  b->person_sk = founder_sk;
  b->desk = cb_uid_new ();
  b->desk_cert = (CbDeskCert) { .uid = b->desk, .label = (char *) "bench", .area = (char *) "510823" };
  key ("desk", &b->desk_sk, b->desk_cert.sign_pk);
  b->cert = (CbPerson) { .uid = founder, .name = (char *) "bench", .roles = CB_ROLE_AUTHORITY, .area = (char *) "510823" };
  memcpy (b->cert.sign_pk, cb_secret_bytes (founder_sk) + 32, 32);
  b->vault = cb_vault_create (b->dir, &b->person, passphrase, CB_VAULT_COST_FLOOR, NULL, schemas, NULL, &error);
  check (error);
  if (found)
    {
      cb_vault_write_sync (b->vault, job_found, b, NULL, &error);
      check (error);
    }
}

static void
book_free (Book *b)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  cb_vault_lock (b->vault, NULL);
  g_object_unref (b->vault);
  dir = g_dir_open (b->dir, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (b->dir, name, NULL);

      g_remove (path);
    }
  g_rmdir (b->dir);
  g_free (b->dir);
}

static CbActor
actor (Book *b)
{
  return (CbActor) { b->person, b->desk, b->desk_sk, NULL };
}

static void
put (CbChange    *change,
     const CbUid *entity,
     CbKind       kind,
     guint        field,
     CbValue      value)
{
  cb_change_set (change, entity, kind, field, &value, NULL, 0, TRUE);
  cb_value_clear (&value);
}

/* Household, three members, three incomes, as the editor saves them when all is entered at once. */
static void
put_household (CbChange *change,
               guint     n)
{
  guint number[2] = { n, 0 };
  CbUid h = cb_uid_derive ("h", number, sizeof number);

  put (change, &h, CB_KIND_HOUSEHOLD, 10, cb_value_text ("rural"));
  put (change, &h, CB_KIND_HOUSEHOLD, 11, cb_value_text ("510823100"));
  put (change, &h, CB_KIND_HOUSEHOLD, 12, cb_value_text ("石洞沟村"));
  put (change, &h, CB_KIND_HOUSEHOLD, 13, cb_value_text ("普安镇石洞沟村 3 组 17 号"));
  for (guint i = 0; i < 3; i++)
    {
      CbUid m, in;

      number[1] = i;
      m = cb_uid_derive ("m", number, sizeof number);
      in = cb_uid_derive ("i", number, sizeof number);
      put (change, &m, CB_KIND_MEMBER, CB_FIELD_PARENT, cb_value_uid (&h));
      put (change, &m, CB_KIND_MEMBER, 100, cb_value_text ("王秀兰"));
      put (change, &m, CB_KIND_MEMBER, 101, cb_value_text (i == 0 ? "head" : "child"));
      put (change, &m, CB_KIND_MEMBER, 102, cb_value_text ("510823198001010000"));
      put (change, &m, CB_KIND_MEMBER, 103, cb_value_int (3652));
      put (change, &m, CB_KIND_MEMBER, 104, cb_value_text ("f"));
      put (change, &m, CB_KIND_MEMBER, 111, cb_value_text ("healthy"));
      put (change, &in, CB_KIND_INCOME, CB_FIELD_PARENT, cb_value_uid (&m));
      put (change, &in, CB_KIND_INCOME, 200, cb_value_text ("wage"));
      put (change, &in, CB_KIND_INCOME, 202, cb_value_int (CB_YUAN (7200)));
    }
}

/* ------- save ------- */

typedef struct { Book *book; guint n; GPtrArray *packets; guint64 applied; gint64 cpu; } Job;

static gpointer
job_save (CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  Job *job = data;
  CbActor who = actor (job->book);
  g_autoptr (CbChange) change = cb_change_new (&who);

  put_household (change, job->n);
  cb_change_commit (change, db, NULL, NULL, error);

  return NULL;
}

/* One field typed, saved at once. */
static gpointer
job_edit (CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  Job *job = data;
  CbActor who = actor (job->book);
  g_autoptr (CbChange) change = cb_change_new (&who);
  guint number[2] = { job->n, 1 };
  CbUid m = cb_uid_derive ("m", number, sizeof number);

  put (change, &m, CB_KIND_MEMBER, 109, cb_value_text ("13981234567"));
  cb_change_commit (change, db, NULL, NULL, error);

  return NULL;
}

typedef struct { GBytes *uid, *parent, *state; gint64 kind; } EntityRow;
typedef struct { gint64 desk, seq, lam; GBytes *hash, *header, *body; EntityRow entity; } RecordRow;
typedef struct { gint64 desk, first, last; GBytes *hash, *sig; guint record, n; } ChangesetRow;
typedef struct { GArray *records, *changesets; guint next; gint64 cpu; } Rows;

/* The rows that the journal has written, in its order, to be written again by the yardstick. */
static gpointer
job_collect (CbDb         *db,
             gpointer      data,
             GCancellable *cancellable,
             GError      **error)
{
  Rows *rows = data;
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT desk, first, last, hash, sig FROM changeset ORDER BY desk, first", error);
  g_autoptr (CbStmt) r = cb_db_prepare (db, "SELECT desk, seq, lam, hash, header, body FROM record ORDER BY desk, seq", error);
  g_autoptr (CbStmt) e = cb_db_prepare (db, "SELECT parent, state, kind FROM entity WHERE uid = ?1", error);
  g_auto (CbRecord) parsed = { 0 };
  guint at = 0;

  cb_record_init (&parsed);
  rows->records = g_array_new (FALSE, TRUE, sizeof (RecordRow));
  rows->changesets = g_array_new (FALSE, TRUE, sizeof (ChangesetRow));
  while (r != NULL && cb_stmt_step (r, error) == 1)
    {
      RecordRow row = { cb_stmt_get_int (r, 0), cb_stmt_get_int (r, 1), cb_stmt_get_int (r, 2), cb_stmt_dup_bytes (r, 3),
                        cb_stmt_dup_bytes (r, 4), cb_stmt_dup_bytes (r, 5) };

      cb_record_parse_header (&parsed, g_bytes_get_data (row.header, NULL), g_bytes_get_size (row.header), NULL);
      row.entity.uid = g_bytes_new (parsed.entity.b, 16);
      cb_stmt_bind_bytes (e, 1, row.entity.uid);
      if (cb_stmt_step (e, error) == 1)
        {
          row.entity.parent = cb_stmt_dup_bytes (e, 0);
          row.entity.state = cb_stmt_dup_bytes (e, 1);
          row.entity.kind = cb_stmt_get_int (e, 2);
        }
      cb_stmt_reset (e);
      g_array_append_val (rows->records, row);
    }
  while (s != NULL && cb_stmt_step (s, error) == 1)
    {
      ChangesetRow row = { cb_stmt_get_int (s, 0), cb_stmt_get_int (s, 1), cb_stmt_get_int (s, 2), cb_stmt_dup_bytes (s, 3),
                           cb_stmt_dup_bytes (s, 4), at };

      row.n = (guint) (row.last - row.first + 1);
      at += row.n;
      g_array_append_val (rows->changesets, row);
    }

  return NULL;
}

static gboolean
mirror_changeset (CbDb   *db,
                  Rows   *rows,
                  GError **error)
{
  const ChangesetRow *c = &g_array_index (rows->changesets, ChangesetRow, rows->next);
  g_autoptr (CbStmt) r = cb_db_prepare (db, "INSERT INTO m_record VALUES (?1, ?2, ?3, ?4, 0, 0, ?5, ?6, NULL)", error);
  g_autoptr (CbStmt) e = cb_db_prepare (db, "INSERT INTO m_entity VALUES (?1, ?2, ?3, ?4) ON CONFLICT (uid) DO UPDATE SET"
                                        " kind = excluded.kind, parent = excluded.parent, state = excluded.state", error);
  g_autoptr (CbStmt) s = cb_db_prepare (db, "INSERT INTO m_changeset VALUES (?1, ?2, ?3, ?4, ?5)", error);
  g_autoptr (CbStmt) book = cb_db_prepare (db, "UPDATE m_book SET hlc = ?1, lam = ?1, records = ?1, digest = ?2 WHERE id = 1", error);

  if (r == NULL || e == NULL || s == NULL || book == NULL)
    return FALSE;
  for (guint i = 0; i < c->n; i++)
    {
      const RecordRow *row = &g_array_index (rows->records, RecordRow, c->record + i);

      cb_stmt_bind_int (r, 1, row->desk);
      cb_stmt_bind_int (r, 2, row->seq);
      cb_stmt_bind_bytes (r, 3, row->hash);
      cb_stmt_bind_int (r, 4, row->lam);
      cb_stmt_bind_bytes (r, 5, row->header);
      cb_stmt_bind_bytes (r, 6, row->body);
      cb_stmt_bind_bytes (e, 1, row->entity.uid);
      cb_stmt_bind_int (e, 2, row->entity.kind);
      cb_stmt_bind_bytes (e, 3, row->entity.parent);
      cb_stmt_bind_bytes (e, 4, row->entity.state);
      if (!cb_stmt_run (r, error) || !cb_stmt_run (e, error))
        return FALSE;
    }
  cb_stmt_bind_int (s, 1, c->desk);
  cb_stmt_bind_int (s, 2, c->first);
  cb_stmt_bind_bytes (s, 3, c->hash);
  cb_stmt_bind_int (s, 4, c->last);
  cb_stmt_bind_bytes (s, 5, c->sig);
  cb_stmt_bind_int (book, 1, c->last);
  cb_stmt_bind_bytes (book, 2, c->hash);
  rows->next++;

  return cb_stmt_run (s, error) && cb_stmt_run (book, error);
}

static gpointer
job_mirror (CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  mirror_changeset (db, data, error);

  return NULL;
}

static gpointer
job_mirror_all (CbDb         *db,
                gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  Rows *rows = data;
  gint64 start = cpu_time ();

  while (rows->next < rows->changesets->len && mirror_changeset (db, rows, error))
    continue;
  rows->cpu = cpu_time () - start;

  return NULL;
}

static gint64
timed (CbVault   *vault,
       CbVaultJob job,
       gpointer   data)
{
  gint64 start = g_get_monotonic_time ();
  GError *error = NULL;

  cb_vault_write_sync (vault, job, data, NULL, &error);
  check (error);

  return g_get_monotonic_time () - start;
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

static gint64
median (GArray *times)
{
  g_array_sort (times, compare_times);

  return g_array_index (times, gint64, times->len / 2);
}

/* Both written in turns into one casebook, so that the disk's moods fall on both. */
static void
bench_save (guint n)
{
  Book book = { 0 }, model = { 0 };
  Rows rows = { 0 };
  Job job = { &book };
  GError *error = NULL;
  static const struct { const char *title; CbVaultJob job; } kinds[] = {
    { "save a household of 7 records", job_save }, { "save one field", job_edit },
  };

  book_new (&model, "model", TRUE);
  book_new (&book, "save", TRUE);
  /* The rows of the yardstick come from another casebook, written before. */
  for (guint k = 0; k < 2; k++)
    for (guint i = 0; i < n; i++)
      {
        Job first = { &model, i };

        timed (model.vault, kinds[k].job, &first);
      }
  cb_vault_read_sync (model.vault, job_collect, &rows, NULL, &error);
  check (error);
  for (guint k = 0; k < 2; k++)
    {
      g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_autoptr (GArray) theirs = g_array_new (FALSE, FALSE, sizeof (gint64));

      for (job.n = 0; job.n < n; job.n++)
        {
          gint64 a, b;

          if (job.n % 2 == 0)
            a = timed (book.vault, kinds[k].job, &job), b = timed (book.vault, job_mirror, &rows);
          else
            b = timed (book.vault, job_mirror, &rows), a = timed (book.vault, kinds[k].job, &job);
          g_array_append_val (ours, a);
          g_array_append_val (theirs, b);
        }
      g_print ("%-32s %8" G_GINT64_FORMAT " us   bare transaction %8" G_GINT64_FORMAT " us   ratio %.2f (<= 1.15)   overhead %"
               G_GINT64_FORMAT " us\n", kinds[k].title, median (ours), median (theirs),
               (double) median (ours) / (double) MAX (1, median (theirs)), median (ours) - median (theirs));
    }
  book_free (&book);
  book_free (&model);
}

/* ------- apply ------- */

static gpointer
job_export (CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  Job *job = data;
  g_autoptr (GPtrArray) log = cb_journal_export (db, NULL, 0, error);
  g_autoptr (GPtrArray) changesets = log != NULL ? cb_journal_export (db, &job->book->desk, 1, error) : NULL;

  job->packets = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  for (guint i = 0; log != NULL && i < log->len; i++)
    g_ptr_array_add (job->packets, g_bytes_ref (log->pdata[i]));
  for (guint i = 0; changesets != NULL && i < changesets->len; i++)
    g_ptr_array_add (job->packets, g_bytes_ref (changesets->pdata[i]));

  return NULL;
}

static gpointer
job_apply (CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  Job *job = data;
  CbApplyReport report;
  gint64 start = cpu_time ();

  if (cb_journal_apply (db, (GBytes *const *) job->packets->pdata, job->packets->len, &report, error))
    job->applied = report.applied;
  job->cpu = cpu_time () - start;

  return NULL;
}

static gpointer
job_mirror_tables (CbDb         *db,
                   gpointer      data,
                   GCancellable *cancellable,
                   GError      **error)
{
  cb_db_exec (db, mirror_sql, error);

  return NULL;
}

static gpointer
job_many (CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  Job *job = data;
  GError *fault = NULL;

  for (guint i = 0; i < job->n && fault == NULL; i++)
    {
      Job one = { job->book, i };

      job_save (db, &one, NULL, &fault);
    }
  if (fault != NULL)
    g_propagate_error (error, fault);

  return NULL;
}

static void
bench_apply (guint households)
{
  Book book = { 0 }, other = { 0 }, bare = { 0 };
  Rows rows = { 0 };
  Job job = { &book, households };
  GError *error = NULL;
  gint64 ours, theirs;

  book_new (&book, "origin", TRUE);
  book_new (&other, "apply", FALSE);
  book_new (&bare, "insert", FALSE);
  timed (bare.vault, job_mirror_tables, NULL);
  timed (book.vault, job_many, &job);
  cb_vault_read_sync (book.vault, job_export, &job, NULL, &error);
  check (error);
  cb_vault_read_sync (book.vault, job_collect, &rows, NULL, &error);
  check (error);
  theirs = timed (bare.vault, job_mirror_all, &rows);
  ours = timed (other.vault, job_apply, &job);
  g_print ("%-32s %8.0f records/s   INSERT loop %8.0f records/s   ratio %.2f (>= 0.5)   %u changesets of 7 signed\n",
           "apply others' changesets", (double) job.applied * 1e6 / (double) ours, (double) rows.records->len * 1e6 / (double) theirs,
           (double) theirs / (double) ours, rows.changesets->len);
  g_print ("%-32s %8.1f us/record    INSERT loop %8.1f us/record    ratio %.2f\n", "  processor time", (double) job.cpu / (double) job.applied,
           (double) rows.cpu / (double) rows.records->len, (double) rows.cpu / (double) job.cpu);
  book_free (&book);
  book_free (&other);
  book_free (&bare);
}

/* ------- verify ------- */

#define RUN 1000

static gpointer
job_chain (CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  Job *job = data;
  CbActor who = actor (job->book);

  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (CbChange) change = cb_change_new (&who);

      for (guint k = 0; k < RUN; k++)
        {
          CbUid h = cb_uid_derive ("verify", &k, sizeof k);

          put (change, &h, CB_KIND_HOUSEHOLD, 13, cb_value_text ("普安镇石洞沟村 3 组 17 号"));
        }
      if (!cb_change_commit (change, db, NULL, NULL, error))
        return NULL;
    }

  return NULL;
}

static gpointer
job_verify (CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  CbVerifyReport report = { 0 };
  gint64 begin = cpu_time ();

  if (!cb_journal_verify (db, FALSE, NULL, NULL, &report, error))
    return NULL;
  if (report.faults->len > 0)
    g_print ("unsound: %s\n", (const char *) report.faults->pdata[0]);
  ((Job *) data)->applied = report.records;
  ((Job *) data)->cpu = cpu_time () - begin;
  cb_verify_report_clear (&report);

  return NULL;
}

static void
bench_verify (guint records)
{
  Book book = { 0 };
  Job job = { &book };
  GError *error = NULL;
  gint64 start;

  book_new (&book, "verify", TRUE);
  for (guint i = 0; i < records / (10 * RUN); i++)
    timed (book.vault, job_chain, &job);
  for (guint i = 0; i < 2; i++)
    {
      start = g_get_monotonic_time ();
      cb_vault_read_sync (book.vault, job_verify, &job, NULL, &error);
      check (error);
      start = g_get_monotonic_time () - start;
      g_print ("%-32s %8.2f s   %" G_GUINT64_FORMAT " records (<= 2 s for a million)   %.0f records/s   processor time %.2f s\n",
               i == 0 ? "verify a chain, first" : "verify a chain, again", (double) start / 1e6, job.applied,
               (double) job.applied * 1e6 / (double) start, (double) job.cpu / 1e6);
    }
  book_free (&book);
}

int
main (int   argc,
      char *argv[])
{
  guint8 pk[32];
  GError *error = NULL;

  cb_vault_self_check (&error);
  check (error);
  founder = cb_uid_new ();
  key ("founder", &founder_sk, pk);
  bench_save (argc > 1 ? (guint) atoi (argv[1]) : 400);
  bench_apply (argc > 2 ? (guint) atoi (argv[2]) : 5000);
  bench_verify (argc > 3 ? (guint) atoi (argv[3]) : 1000000);

  return 0;
}
