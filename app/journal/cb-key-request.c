/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-journal"

#include "config.h"

#include "cb-journal-private.h"

#include <sodium.h>
#include <string.h>

#include "cb-cbor.h"

/*
 * A person's keys are opened by their passphrase alone.  Who has lost it gets new ones by the recovery sheet, and these mean nothing
 * until the authority log names them.  An authority renews their own with the sheet's key (cb_authority_renew_key()); everybody else
 * asks here, and an authority enrols them again with the keys asked for.
 */

gboolean
cb_journal_ask_key (CbDb          *db,
                    const CbActor *actor,
                    const guint8   sign_pk[32],
                    const guint8   box_pk[32],
                    GError       **error)
{
  g_autoptr (CbChange) change = cb_change_new (actor);
  g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();
  g_autoptr (GBytes) data = NULL;

  cb_cbor_put_map (w, 2);
  cb_cbor_put_key (w, 0);
  cb_cbor_put_bytes (w, sign_pk, 32);
  cb_cbor_put_key (w, 1);
  cb_cbor_put_bytes (w, box_pk, 32);
  data = cb_cbor_writer_take (w);
  cb_change_event (change, &actor->person, CB_KIND_PERSON, CB_EVENT_KEY_ASKED, NULL, 0, NULL, 0, data);

  return cb_change_commit (change, db, NULL, NULL, error);
}

static gboolean
read_keys (const CbRecord *r,
           CbKeyRequest   *request)
{
  CbCborReader c;
  guint64 key;
  gsize n;

  if (r->content == NULL)
    return FALSE;
  cb_cbor_reader_init (&c, r->content, r->content_len);

  return cb_cbor_get_map (&c, &n) && n == 2 && cb_cbor_get_key (&c, &key) && key == 0
         && cb_cbor_get_fixed (&c, request->sign_pk, 32) && cb_cbor_get_key (&c, &key) && key == 1
         && cb_cbor_get_fixed (&c, request->box_pk, 32) && cb_cbor_done (&c, NULL);
}

/* Whether @r asks for @person's own keys, and the certificate is still the one that the asker knew. */
static gboolean
stands (const CbRecord *r,
        CbAuthority    *newest,
        const CbPerson *person,
        CbKeyRequest   *request)
{
  CbAuthority *at = cb_authority_at (newest, r->auth);
  const CbPerson *then = at != NULL ? cb_authority_person (at, &person->uid) : NULL;

  return then != NULL && memcmp (then->sign_pk, person->sign_pk, 32) == 0 && cb_uid_equal (&r->actor, &person->uid)
         && read_keys (r, request) && memcmp (request->sign_pk, person->sign_pk, 32) != 0;
}

/* The last one in causal order; of two that do not know of each other, the later by the clock, which is the one to be asked about. */
static gboolean
find_request (CbDb           *db,
              CbAuthority    *newest,
              const CbPerson *person,
              CbKeyRequest   *request,
              gboolean       *found,
              GError        **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT desk, seq FROM event WHERE entity = ?1 AND event = ?2", error);
  guint64 lam = 0;
  int rc, row;

  if (s == NULL)
    return FALSE;
  *found = FALSE;
  cb_stmt_bind_uid (s, 1, &person->uid);
  cb_stmt_bind_int (s, 2, CB_EVENT_KEY_ASKED);
  while ((row = cb_stmt_step (s, error)) == 1)
    {
      g_autoptr (CbStmt) records = cb_store_find (db, cb_stmt_get_int (s, 0), (guint64) cb_stmt_get_int (s, 1), error);
      g_auto (CbRecord) r = { 0 };

      if (records == NULL)
        return FALSE;
      cb_record_init (&r);
      while ((rc = cb_store_next (records, &r, error)) == 1)
        {
          CbKeyRequest asked = { .person = person->uid, .at = r.hlc };

          if (!stands (&r, newest, person, &asked)
              || (*found && (r.lam < lam || (r.lam == lam && r.hlc < request->at))))
            continue;
          *request = asked;
          *found = TRUE;
          lam = r.lam;
        }
      if (rc < 0)
        return FALSE;
    }

  return row == 0;
}

GArray *
cb_journal_key_requests (CbDb    *db,
                         GError **error)
{
  g_autoptr (CbAuthority) newest = cb_authority_load (db, error);
  g_autoptr (GPtrArray) people = newest != NULL ? cb_authority_people (newest) : NULL;
  g_autoptr (GArray) requests = g_array_new (FALSE, FALSE, sizeof (CbKeyRequest));

  if (people == NULL)
    return NULL;
  for (guint i = 0; i < people->len; i++)
    {
      const CbPerson *person = g_ptr_array_index (people, i);
      CbKeyRequest request;
      gboolean found;

      if (person->revoked)
        continue;
      if (!find_request (db, newest, person, &request, &found, error))
        return NULL;
      if (found)
        g_array_append_val (requests, request);
    }

  return g_steal_pointer (&requests);
}

char *
cb_journal_key_code (const guint8 sign_pk[32],
                     const guint8 box_pk[32])
{
  static const guint8 personal[16] = "cb/key-code/v1";
  GString *code = g_string_new (NULL);
  guint8 both[64], hash[24];

  memcpy (both, sign_pk, 32);
  memcpy (both + 32, box_pk, 32);
  crypto_generichash_blake2b_salt_personal (hash, sizeof hash, both, sizeof both, NULL, 0, NULL, personal);
  for (guint i = 0; i < 6; i++)
    {
      guint32 word;

      memcpy (&word, hash + 4 * i, 4);
      g_string_append_printf (code, "%s%04u", i > 0 ? " " : "", GUINT32_FROM_LE (word) % 10000);
    }

  return g_string_free (code, FALSE);
}
