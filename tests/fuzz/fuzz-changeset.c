/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-authority-private.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
same (GBytes       *again,
      gconstpointer bytes,
      gsize         len)
{
  if (g_bytes_get_size (again) != len || memcmp (g_bytes_get_data (again, NULL), bytes, len) != 0)
    abort ();
  g_bytes_unref (again);
}

/* What is accepted has one form: it comes out as it went in. */
static void
check_header (const CbRecord *r)
{
  same (cb_record_encode_header (r), r->header, r->header_len);
  if (r->first == 0 || r->ref.seq < r->first || r->ref.seq >= r->first + r->count)
    abort ();
  cb_record_act (r);
}

static void
read_packet (GBytes *packet)
{
  g_autoptr (CbChangeset) cs = NULL;
  const guint8 *sig, *bytes;
  gsize len;

  switch (cb_packet_type (packet))
    {
    case CB_PACKET_AUTHORITY:
      if (cb_entry_unpack (packet, &sig, &bytes, &len, NULL))
        same (cb_entry_pack (bytes, len, sig), g_bytes_get_data (packet, NULL), g_bytes_get_size (packet));
      break;
    case CB_PACKET_CHANGESET:
      cs = cb_changeset_parse (packet, NULL);
      for (guint i = 0; cs != NULL && i < cs->n; i++)
        {
          check_header (&cs->records[i]);
          cb_record_form_ok (&cs->records[i]);
        }
      break;
    default:
      break;
    }
}

/* Facts as if their commitment held: what the form allows, the entity takes. */
static void
read_facts (const uint8_t *data,
            size_t         size)
{
  static const CbUid uid = { { 1 } };
  g_auto (CbRecord) r = { 0 };
  g_autoptr (CbEntity) e = NULL;
  g_autoptr (CbEntity) again = NULL;
  g_autoptr (GBytes) state = NULL;
  gboolean taken;

  cb_record_init (&r);
  r.type = CB_RECORD_FACTS;
  r.kind = size % 12 + 1;
  r.entity = uid;
  r.ref = (CbRef) { uid, 1 };
  r.body = r.content = data;
  r.body_len = r.content_len = size;
  e = cb_entity_new (&uid, (CbKind) r.kind);
  taken = cb_entity_apply (e, &r.ref, 1, &uid, (CbKind) r.kind, NULL, 0, data, size);
  if (cb_record_form_ok (&r) && !taken)
    abort ();
  state = cb_entity_encode (e);
  again = cb_entity_decode (&uid, (CbKind) r.kind, g_bytes_get_data (state, NULL), g_bytes_get_size (state));
  if (again == NULL)
    abort ();
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GBytes) packet = g_bytes_new (data, size);
  g_auto (CbRecord) r = { 0 };
  g_autoptr (CbEntry) entry = NULL;
  g_autoptr (CbEntity) e = NULL;
  CbUid uid = CB_UID_NONE;

  read_packet (packet);
  cb_record_init (&r);
  if (cb_record_parse_header (&r, data, size, NULL))
    check_header (&r);
  entry = cb_entry_parse (data, size, NULL);
  if (entry != NULL)
    same (cb_entry_encode (entry), data, size);
  e = cb_entity_decode (&uid, CB_KIND_HOUSEHOLD, data, size);
  if (e != NULL)
    g_bytes_unref (cb_entity_encode (e));
  if (size > 0)
    read_facts (data, size);

  return 0;
}
