/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-journal"

#include "config.h"

#include "cb-verify-private.h"

#include <string.h>

/* More is not listed: a file of noise does not fill the memory. */
#define FAULTS_MAX 1000

void
cb_verify_fault (CbVerifying *v,
                 const CbRef *ref,
                 const char  *what)
{
  char *text;

  if (v->report->faults->len >= FAULTS_MAX)
    return;
  if (ref == NULL)
    text = g_strdup (what);
  else
    text = g_strdup_printf ("desk %02x%02x%02x%02x record %" G_GUINT64_FORMAT ": %s", ref->desk.b[0], ref->desk.b[1],
                            ref->desk.b[2], ref->desk.b[3], ref->seq, what);
  g_ptr_array_add (v->report->faults, text);
}

void
cb_verify_report_clear (CbVerifyReport *report)
{
  g_clear_pointer (&report->faults, g_ptr_array_unref);
  memset (report, 0, sizeof *report);
}

/* ------- the authority log ------- */

gboolean
cb_verify_authority (CbVerifying *v,
                     GError     **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (v->db, "SELECT seq, hash, bytes, sig FROM authority ORDER BY seq", error);
  g_autoptr (CbAuthority) log = NULL;
  int rc;

  if (s == NULL)
    return FALSE;
  while ((rc = cb_stmt_step (s, error)) == 1)
    {
      g_autoptr (GError) fault = NULL;
      gsize len, hash_len, sig_len;
      const guint8 *hash = cb_stmt_get_blob (s, 1, &hash_len);
      const guint8 *bytes = cb_stmt_get_blob (s, 2, &len);
      const guint8 *sig = cb_stmt_get_blob (s, 3, &sig_len);
      gint64 seq = cb_stmt_get_int (s, 0);
      g_autoptr (CbEntry) e = cb_entry_parse (bytes, len, &fault);
      CbAuthority *next;

      if (e != NULL && sig_len == 64 && cb_entry_check (e, log, bytes, len, sig, &fault)
          && hash_len == 32 && memcmp (hash, e->hash, 32) == 0 && (gint64) e->seq == seq)
        {
          next = cb_authority_extend (log, e);
          cb_authority_unref (log);
          log = next;
          continue;
        }
      {
        g_autofree char *text = g_strdup_printf ("authority entry %" G_GINT64_FORMAT ": %s", seq,
                                                 fault != NULL ? fault->message : "its number, hash or signature is not its own");

        cb_verify_fault (v, NULL, text);
      }
      break;   /* nothing that follows hangs together */
    }
  if (rc < 0)
    return FALSE;
  v->newest = g_steal_pointer (&log);

  return TRUE;
}

/* ------- totals ------- */

static gboolean
sum_entities (CbVerifying *v,
              GError     **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (v->db, "SELECT uid, kind, state FROM entity", error);
  guint8 item[32];
  int rc;

  if (s == NULL)
    return FALSE;
  while ((rc = cb_stmt_step (s, error)) == 1)
    {
      CbUid uid = cb_stmt_get_uid (s, 0);
      gsize len;
      const guint8 *state = cb_stmt_get_blob (s, 2, &len);

      cb_digest_entity (&uid, (guint) cb_stmt_get_int (s, 1), state, len, item);
      cb_digest_add (v->digest, item);
      v->report->entities++;
    }

  return rc == 0;
}

gboolean
cb_journal_verify (CbDb           *db,
                   gboolean        rebuild,
                   void          (*progress) (gdouble, gpointer),
                   gpointer        data,
                   CbVerifyReport *report,
                   GError        **error)
{
  CbVerifyReport mine = { .faults = g_ptr_array_new_with_free_func (g_free) };
  CbVerifying v = { .db = db, .report = &mine, .progress = progress, .data = data };
  CbBook book;
  gboolean ok;

  ok = cb_book_load (db, &book, error);
  v.total = ok ? book.records : 0;
  ok = ok && cb_verify_authority (&v, error);
  if (ok && v.newest != NULL)
    v.rights = cb_rights_new (db, v.newest);
  ok = ok && cb_verify_chains (&v, error) && sum_entities (&v, error);
  if (ok && mine.records != book.records)
    cb_verify_fault (&v, NULL, "journal: there are not as many records as were received");
  if (ok && memcmp (v.digest, book.digest, 32) != 0)
    cb_verify_fault (&v, NULL, "state: the tables do not come to the digest kept with them; something in them was changed or put back");
  /* What is unsound already would only be found again, or stop the projection. */
  if (ok && rebuild && mine.faults->len == 0)
    ok = cb_verify_rebuild (&v, error);
  if (ok && progress != NULL)
    progress (1.0, data);
  g_clear_pointer (&v.rights, cb_rights_free);
  g_clear_pointer (&v.newest, cb_authority_unref);
  if (!ok)
    {
      cb_verify_report_clear (&mine);
      return FALSE;
    }
  *report = mine;

  return TRUE;
}
