/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-case-row.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

#include "cb-clock.h"
#include "cb-desk-private.h"

/* SubjectPublicKeyInfo of an Ed25519 key (RFC 8410): SEQUENCE { SEQUENCE { OID 1.3.101.112 }, BIT STRING }, then the 32 bytes. */
static const guint8 spki_prefix[12] = { 0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00 };

typedef struct {
  const CbUid *uid;
  CbCaseData   d;
  CbUid        decided_by;
  GBytes      *pack;
  guint8       pk[32];
} Export;

static GBytes *
find_pack (CbDb         *db,
           const guint8 *hash,
           GError      **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT data FROM pack_ WHERE data IS NOT NULL ORDER BY hlc DESC", error);
  int row;

  if (s == NULL)
    return NULL;
  while ((row = cb_stmt_step (s, error)) == 1)
    {
      g_autoptr (GBytes) bytes = cb_stmt_dup_bytes (s, 0);
      g_autoptr (CbPack) pack = cb_pack_load_bytes (bytes, "published", NULL, NULL);

      if (pack != NULL && memcmp (cb_pack_hash (pack), hash, CB_PACK_HASH_LEN) == 0)
        return g_steal_pointer (&bytes);
    }
  if (row == 0)
    g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_NOT_FOUND, "the rules of the decision are not here");
  return NULL;
}

/* Collects, checks what it is about to give away, and records that it was given away. */
static gpointer
export_job (CbDesk       *desk,
            CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  Export *e = data;
  g_autoptr (CbCase) c = cb_case_load (db, NULL, e->uid, error);
  g_autoptr (CbCapsule) capsule = NULL;
  g_autoptr (CbChange) change = NULL;
  g_autoptr (GBytes) noted = NULL;
  g_autoptr (GError) fault = NULL;
  g_auto (CbCaseData) note = CB_CASE_DATA_INIT;
  guint8 in_person[64];
  CbRef ref;
  gsize len, sig_len;
  gconstpointer message, signature;

  if (c == NULL)
    return NULL;
  if ((!cb_case_read_event (db, e->uid, CB_EVENT_DECISION, &e->d, &ref, &fault)
       && (fault != NULL || !cb_case_read_event (db, e->uid, CB_EVENT_AID, &e->d, &ref, &fault)))
      || e->d.message == NULL || e->d.signature == NULL || e->d.capsule == NULL)
    {
      if (fault != NULL)
        g_propagate_error (error, g_steal_pointer (&fault));
      else
        g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_WRONG_STATE, "the case is not decided");
      return NULL;
    }
  e->decided_by = c->decided_by;
  message = g_bytes_get_data (e->d.message, &len);
  signature = g_bytes_get_data (e->d.signature, &sig_len);
  /* The key that the decider had then: they may have another one by now. */
  if (!cb_journal_signed_message (db, &ref, NULL, in_person, e->pk, error))
    return NULL;
  if (crypto_sign_verify_detached (signature, message, len, e->pk) != 0)
    {
      g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_BAD_SIGNATURE, "the signature of the decision does not verify");
      return NULL;
    }
  capsule = cb_capsule_parse (e->d.capsule, error);
  e->pack = capsule != NULL ? find_pack (db, cb_capsule_pack_hash (capsule), error) : NULL;
  if (e->pack == NULL)
    return NULL;
  note.on = cb_clock_today ();
  note.text = g_strdup ("export of the decision");
  noted = cb_case_data_encode (&note);
  change = cb_change_new (cb_desk_actor (desk));
  cb_change_event (change, e->uid, CB_KIND_CASE, CB_EVENT_LOOKED, c->area, 0, NULL, 0, noted);
  return cb_change_commit (change, db, NULL, NULL, error) ? e : NULL;
}

static gboolean
write_file (const char   *folder,
            const char   *name,
            gconstpointer bytes,
            gsize         len,
            GError      **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_set_contents_full (path, bytes, (gssize) len, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

static gboolean
write_bytes (const char *folder,
             const char *name,
             GBytes     *bytes,
             GError    **error)
{
  gsize len;
  gconstpointer data = g_bytes_get_data (bytes, &len);

  return write_file (folder, name, data, len, error);
}

static gboolean
write_all (Export     *e,
           const char *folder,
           GError    **error)
{
  guint8 der[sizeof spki_prefix + 32];
  g_autofree char *base64 = NULL;
  g_autofree char *pem = NULL;
  g_autofree char *how = NULL;

  memcpy (der, spki_prefix, sizeof spki_prefix);
  memcpy (der + sizeof spki_prefix, e->pk, 32);
  base64 = g_base64_encode (der, sizeof der);
  pem = g_strdup_printf ("-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n", base64);
  how = g_strconcat (_("The person who decided signed message.bin with their own key. To check it with OpenSSL 3:"),
                     "\n\n  openssl pkeyutl -verify -pubin -inkey public.pem -rawin -in message.bin -sigfile signature.bin\n\n",
                     _("The line “decision.cbor sha256” of message.bin must be what this gives:"),
                     "\n\n  openssl dgst -sha256 decision.cbor\n\n",
                     _("What was decided follows again, to the fen, from the facts in decision.cbor and the rules in rules.pack:"),
                     "\n\n  casebookctl replay decision.cbor\n", NULL);
  return write_bytes (folder, "decision.cbor", e->d.capsule, error) && write_bytes (folder, "message.bin", e->d.message, error)
         && write_bytes (folder, "signature.bin", e->d.signature, error) && write_bytes (folder, "rules.pack", e->pack, error)
         && write_file (folder, "public.pem", pem, strlen (pem), error) && write_file (folder, "verify.txt", how, strlen (how), error);
}

gboolean
cb_case_export (CbDesk      *desk,
                const CbUid *uid,
                const char  *folder,
                GError     **error)
{
  Export e = { .uid = uid, .d = CB_CASE_DATA_INIT };
  gboolean ok = FALSE;

  if (g_mkdir (folder, 0700) != 0)
    {
      int code = errno;

      if (code == EEXIST)
        g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_EXISTS, "the folder is already there");
      else
        g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (code), g_strerror (code));
      return FALSE;
    }
  ok = cb_desk_write (desk, export_job, &e, error) != NULL && write_all (&e, folder, error);
  if (!ok)
    g_rmdir (folder);   /* unless something was written already */
  cb_case_data_clear (&e.d);
  g_clear_pointer (&e.pack, g_bytes_unref);
  return ok;
}
