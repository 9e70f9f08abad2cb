/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-case-data.h"

#include <string.h>
#include <zstd.h>

#include "cb-cbor.h"

enum {
  KEY_VERSION, KEY_ON, KEY_PROGRAMME, KEY_TEXT, KEY_AGREE, KEY_FIRST, KEY_LAST, KEY_TIER, KEY_AMOUNT, KEY_PERSONS, KEY_FACTS,
  KEY_MESSAGE, KEY_SIGNATURE, KEY_CAPSULE, KEY_BASIS, KEY_ONCE, KEY_TOWNSHIP, KEY_STANDARD, KEY_ARREARS,
  KEY_ARREARS_FROM, KEY_PACKED, N_KEYS,
};

void
cb_case_data_clear (CbCaseData *d)
{
  g_clear_pointer (&d->programme, g_free);
  g_clear_pointer (&d->text, g_free);
  g_clear_pointer (&d->tier, g_free);
  g_clear_pointer (&d->facts, g_bytes_unref);
  g_clear_pointer (&d->message, g_bytes_unref);
  g_clear_pointer (&d->signature, g_bytes_unref);
  g_clear_pointer (&d->capsule, g_bytes_unref);
  g_clear_pointer (&d->basis, g_bytes_unref);
  g_clear_pointer (&d->standard, g_bytes_unref);
  *d = CB_CASE_DATA_INIT;
}

static void
put_text (CbCborWriter *w,
          guint         key,
          const char   *text)
{
  if (text == NULL)
    return;
  cb_cbor_put_key (w, key);
  cb_cbor_put_text (w, text);
}

static void
put_int (CbCborWriter *w,
         guint         key,
         gint64        value,
         gint64        absent)
{
  if (value == absent)
    return;
  cb_cbor_put_key (w, key);
  cb_cbor_put_int (w, value);
}

static void
put_bytes (CbCborWriter *w,
           guint         key,
           GBytes       *bytes)
{
  gsize len;
  gconstpointer data;

  if (bytes == NULL)
    return;
  data = g_bytes_get_data (bytes, &len);
  cb_cbor_put_key (w, key);
  cb_cbor_put_bytes (w, data, len);
}

/* A capsule is text and numbers that repeat: a fifth of it is left, and it is most of what a casebook holds. */
#define PACK_LEVEL  3
#define CAPSULE_MAX (4 * 1024 * 1024)

static void
put_packed (CbCborWriter *w,
            guint         key,
            GBytes       *bytes)
{
  gsize len, room, packed;
  gconstpointer data;
  g_autofree guint8 *out = NULL;

  if (bytes == NULL)
    return;
  data = g_bytes_get_data (bytes, &len);
  room = ZSTD_compressBound (len);
  out = g_malloc (room);
  packed = ZSTD_compress (out, room, data, len, PACK_LEVEL);
  g_assert (!ZSTD_isError (packed));   /* there is room for anything */
  cb_cbor_put_key (w, key);
  cb_cbor_put_bytes (w, out, packed);
}

GBytes *
cb_case_data_encode (const CbCaseData *d)
{
  g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();
  gsize n = 1 + (d->on != CB_DATE_NONE) + (d->programme != NULL) + (d->text != NULL) + (d->agree != 0)
            + (d->first != CB_MONTH_NONE) + (d->last != CB_MONTH_NONE) + (d->tier != NULL) + (d->amount != 0) + (d->persons != 0)
            + (d->facts != NULL) + (d->message != NULL) + (d->signature != NULL) + (d->capsule != NULL) + (d->basis != NULL)
            + (d->once != 0) + (d->township != 0) + (d->standard != NULL) + (d->arrears != 0) + (d->arrears_from != CB_MONTH_NONE);

  cb_cbor_put_map (w, n);
  cb_cbor_put_key (w, KEY_VERSION);
  cb_cbor_put_uint (w, 1);
  put_int (w, KEY_ON, d->on, CB_DATE_NONE);
  put_text (w, KEY_PROGRAMME, d->programme);
  put_text (w, KEY_TEXT, d->text);
  if (d->agree)
    {
      cb_cbor_put_key (w, KEY_AGREE);
      cb_cbor_put_bool (w, TRUE);
    }
  put_int (w, KEY_FIRST, d->first, CB_MONTH_NONE);
  put_int (w, KEY_LAST, d->last, CB_MONTH_NONE);
  put_text (w, KEY_TIER, d->tier);
  put_int (w, KEY_AMOUNT, d->amount, 0);
  put_int (w, KEY_PERSONS, d->persons, 0);
  put_bytes (w, KEY_FACTS, d->facts);
  put_bytes (w, KEY_MESSAGE, d->message);
  put_bytes (w, KEY_SIGNATURE, d->signature);
  put_bytes (w, KEY_BASIS, d->basis);
  if (d->once)
    {
      cb_cbor_put_key (w, KEY_ONCE);
      cb_cbor_put_bool (w, TRUE);
    }
  put_int (w, KEY_TOWNSHIP, d->township, 0);
  put_bytes (w, KEY_STANDARD, d->standard);
  put_int (w, KEY_ARREARS, d->arrears, 0);
  put_int (w, KEY_ARREARS_FROM, d->arrears_from, CB_MONTH_NONE);
  put_packed (w, KEY_PACKED, d->capsule);
  return cb_cbor_writer_take (w);
}

static gboolean
get_int (CbCborReader *r,
         gint64        min,
         gint64        max,
         gint64       *value)
{
  return cb_cbor_get_int (r, value) && *value >= min && *value <= max;
}

static gboolean
get_bytes (CbCborReader *r,
           GBytes      **bytes)
{
  const guint8 *data;
  gsize len;

  if (!cb_cbor_get_bytes (r, &data, &len))
    return FALSE;
  *bytes = g_bytes_new (data, len);
  return TRUE;
}

/* The frame says how long it will be, and nothing longer is made room for. */
static gboolean
get_packed (CbCborReader *r,
            GBytes      **bytes)
{
  const guint8 *data;
  g_autofree guint8 *out = NULL;
  unsigned long long whole;
  gsize len;

  if (!cb_cbor_get_bytes (r, &data, &len))
    return FALSE;
  whole = ZSTD_getFrameContentSize (data, len);
  if (whole == 0 || whole > CAPSULE_MAX || ZSTD_findFrameCompressedSize (data, len) != len)   /* also when it is not said */
    return FALSE;
  out = g_malloc ((gsize) whole);
  if (ZSTD_decompress (out, (gsize) whole, data, len) != (gsize) whole)
    return FALSE;
  *bytes = g_bytes_new_take (g_steal_pointer (&out), (gsize) whole);
  return TRUE;
}

static gboolean
decode_key (CbCborReader *r,
            guint64       key,
            CbCaseData   *d)
{
  gint64 i = 0;
  gboolean ok;

  switch (key)
    {
    case KEY_VERSION:
      return get_int (r, 1, 1, &i);
    case KEY_ON:
      ok = get_int (r, -1000000, 1000000, &i);
      d->on = (CbDate) i;
      return ok;
    case KEY_PROGRAMME:
      return (d->programme = cb_cbor_dup_text (r)) != NULL;
    case KEY_TEXT:
      return (d->text = cb_cbor_dup_text (r)) != NULL;
    case KEY_AGREE:
      return cb_cbor_get_bool (r, &d->agree);
    case KEY_FIRST:
      ok = get_int (r, 0, 100000, &i);
      d->first = (CbMonth) i;
      return ok;
    case KEY_LAST:
      ok = get_int (r, 0, 100000, &i);
      d->last = (CbMonth) i;
      return ok;
    case KEY_TIER:
      return (d->tier = cb_cbor_dup_text (r)) != NULL;
    case KEY_AMOUNT:
      ok = get_int (r, 0, CB_MONEY_MAX, &i);
      d->amount = i;
      return ok;
    case KEY_PERSONS:
      ok = get_int (r, 0, 1000, &i);
      d->persons = (guint) i;
      return ok;
    case KEY_FACTS:
      return get_bytes (r, &d->facts);
    case KEY_MESSAGE:
      return get_bytes (r, &d->message);
    case KEY_SIGNATURE:
      return get_bytes (r, &d->signature) && g_bytes_get_size (d->signature) == 64;
    case KEY_CAPSULE:
      return get_bytes (r, &d->capsule);
    case KEY_BASIS:
      return get_bytes (r, &d->basis) && g_bytes_get_size (d->basis) == 32;
    case KEY_ONCE:
      return cb_cbor_get_bool (r, &d->once) && d->once;
    case KEY_TOWNSHIP:
      ok = get_int (r, 0, CB_MONEY_MAX, &i);
      d->township = i;
      return ok;
    case KEY_STANDARD:
      return get_bytes (r, &d->standard) && g_bytes_get_size (d->standard) == 32;
    case KEY_ARREARS:
      ok = get_int (r, 1, CB_MONEY_MAX, &i);
      d->arrears = i;
      return ok;
    case KEY_ARREARS_FROM:
      ok = get_int (r, 0, 100000, &i);
      d->arrears_from = (CbMonth) i;
      return ok;
    case KEY_PACKED:
      return d->capsule == NULL && get_packed (r, &d->capsule);
    default:
      return FALSE;
    }
}

GBytes *
cb_case_data_outline (gconstpointer bytes,
                      gsize         len)
{
  g_auto (CbCaseData) d = CB_CASE_DATA_INIT;

  if (!cb_case_data_decode (bytes, len, &d))
    return NULL;
  g_clear_pointer (&d.facts, g_bytes_unref);
  g_clear_pointer (&d.message, g_bytes_unref);
  g_clear_pointer (&d.signature, g_bytes_unref);
  g_clear_pointer (&d.capsule, g_bytes_unref);
  return cb_case_data_encode (&d);
}

gboolean
cb_case_data_decode (gconstpointer bytes,
                     gsize         len,
                     CbCaseData   *d)
{
  g_auto (CbCaseData) found = CB_CASE_DATA_INIT;
  CbCborReader r;
  guint64 key, last = 0;
  gsize n;

  *d = CB_CASE_DATA_INIT;
  if (bytes == NULL || !cb_cbor_validate (bytes, len, NULL, NULL))
    return FALSE;
  cb_cbor_reader_init (&r, bytes, len);
  if (!cb_cbor_get_map (&r, &n) || n == 0 || n > N_KEYS)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      if (!cb_cbor_get_key (&r, &key) || (i == 0 ? key != KEY_VERSION : key <= last) || !decode_key (&r, key, &found))
        return FALSE;
      last = key;
    }
  if (!cb_cbor_done (&r, NULL))
    return FALSE;
  *d = found;
  found = CB_CASE_DATA_INIT;
  return TRUE;
}

GBytes *
cb_payment_encode (const char          *programme,
                   CbMonth              month,
                   const CbPaymentLine *lines,
                   guint                n)
{
  g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();

  cb_cbor_put_map (w, 4);
  cb_cbor_put_key (w, 0);
  cb_cbor_put_uint (w, 1);
  cb_cbor_put_key (w, 1);
  cb_cbor_put_text (w, programme);
  cb_cbor_put_key (w, 2);
  cb_cbor_put_int (w, month);
  cb_cbor_put_key (w, 3);
  cb_cbor_put_array (w, n);
  for (guint i = 0; i < n; i++)
    {
      cb_cbor_put_array (w, 3);
      cb_cbor_put_bytes (w, lines[i].household.b, sizeof (CbUid));
      cb_cbor_put_uint (w, lines[i].persons);
      cb_cbor_put_int (w, lines[i].fen);
    }
  return cb_cbor_writer_take (w);
}

gboolean
cb_payment_decode (gconstpointer  bytes,
                   gsize          len,
                   char         **programme,
                   CbMonth       *month,
                   GArray       **lines)
{
  g_autofree char *name = NULL;
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (CbPaymentLine));
  CbCborReader r;
  guint64 key;
  gint64 version, at;
  gsize n, n_lines, three;

  cb_cbor_reader_init (&r, bytes, len);
  if (!cb_cbor_get_map (&r, &n) || n != 4 || !cb_cbor_get_key (&r, &key) || key != 0 || !get_int (&r, 1, 1, &version)
      || !cb_cbor_get_key (&r, &key) || key != 1 || (name = cb_cbor_dup_text (&r)) == NULL
      || !cb_cbor_get_key (&r, &key) || key != 2 || !get_int (&r, 0, 100000, &at)
      || !cb_cbor_get_key (&r, &key) || key != 3 || !cb_cbor_get_array (&r, &n_lines))
    return FALSE;
  for (gsize i = 0; i < n_lines; i++)
    {
      CbPaymentLine line;
      gint64 persons;

      if (!cb_cbor_get_array (&r, &three) || three != 3 || !cb_cbor_get_fixed (&r, line.household.b, sizeof (CbUid))
          || !get_int (&r, 0, 1000, &persons) || !get_int (&r, -CB_MONEY_MAX, CB_MONEY_MAX, &line.fen))
        return FALSE;
      line.persons = (guint) persons;
      g_array_append_val (found, line);
    }
  if (!cb_cbor_done (&r, NULL))
    return FALSE;
  *programme = g_steal_pointer (&name);
  *month = (CbMonth) at;
  *lines = g_steal_pointer (&found);
  return TRUE;
}

GBytes *
cb_pack_data_encode (GBytes       *pack,
                     const guint8 *base,
                     gboolean      late)
{
  g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();
  gsize len;
  gconstpointer bytes = g_bytes_get_data (pack, &len);

  cb_cbor_put_map (w, base != NULL ? 4 : 2);
  cb_cbor_put_key (w, 0);
  cb_cbor_put_uint (w, 1);
  cb_cbor_put_key (w, 1);
  cb_cbor_put_bytes (w, bytes, len);
  if (base != NULL)
    {
      cb_cbor_put_key (w, 2);
      cb_cbor_put_bytes (w, base, 32);
      cb_cbor_put_key (w, 3);
      cb_cbor_put_bool (w, late);
    }
  return cb_cbor_writer_take (w);
}

GBytes *
cb_pack_data_decode (gconstpointer bytes,
                     gsize         len,
                     guint8       *base,
                     gboolean     *late)
{
  CbCborReader r;
  const guint8 *pack;
  guint64 key;
  gint64 version;
  gsize n, pack_len;

  memset (base, 0, 32);
  *late = FALSE;
  if (bytes == NULL)
    return NULL;
  cb_cbor_reader_init (&r, bytes, len);
  if (!cb_cbor_get_map (&r, &n) || (n != 2 && n != 4) || !cb_cbor_get_key (&r, &key) || key != 0 || !get_int (&r, 1, 1, &version)
      || !cb_cbor_get_key (&r, &key) || key != 1 || !cb_cbor_get_bytes (&r, &pack, &pack_len)
      || (n == 4 && (!cb_cbor_get_key (&r, &key) || key != 2 || !cb_cbor_get_fixed (&r, base, 32)
                     || !cb_cbor_get_key (&r, &key) || key != 3 || !cb_cbor_get_bool (&r, late)))
      || !cb_cbor_done (&r, NULL))
    return NULL;
  return g_bytes_new (pack, pack_len);
}

GBytes *
cb_pack_sign_encode (const guint8 *hash,
                     const char   *text)
{
  g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();

  cb_cbor_put_map (w, 3);
  cb_cbor_put_key (w, 0);
  cb_cbor_put_uint (w, 1);
  cb_cbor_put_key (w, 1);
  cb_cbor_put_bytes (w, hash, 32);
  cb_cbor_put_key (w, 2);
  cb_cbor_put_text (w, text);
  return cb_cbor_writer_take (w);
}

gboolean
cb_pack_sign_decode (gconstpointer bytes,
                     gsize         len,
                     guint8       *hash,
                     char        **text)
{
  g_autofree char *found = NULL;
  CbCborReader r;
  guint64 key;
  gint64 version;
  gsize n;

  if (bytes == NULL)
    return FALSE;
  cb_cbor_reader_init (&r, bytes, len);
  if (!cb_cbor_get_map (&r, &n) || n != 3 || !cb_cbor_get_key (&r, &key) || key != 0 || !get_int (&r, 1, 1, &version)
      || !cb_cbor_get_key (&r, &key) || key != 1 || !cb_cbor_get_fixed (&r, hash, 32)
      || !cb_cbor_get_key (&r, &key) || key != 2 || (found = cb_cbor_dup_text (&r)) == NULL || !cb_cbor_done (&r, NULL))
    return FALSE;
  *text = g_steal_pointer (&found);
  return TRUE;
}
