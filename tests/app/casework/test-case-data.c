/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cb-case-data.h"

#include <string.h>
#include <zstd.h>

#include "cb-cbor.h"

static GBytes *
repeating (gsize len)
{
  char *text = g_malloc (len);

  for (gsize i = 0; i < len; i++)
    text[i] = "人均收入 "[i % 13];
  return g_bytes_new_take (text, len);
}

static void
test_data (void)
{
  g_auto (CbCaseData) d = CB_CASE_DATA_INIT;
  g_auto (CbCaseData) again = CB_CASE_DATA_INIT;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) second = NULL;
  g_autoptr (GBytes) outline = NULL;
  GBytes *capsule = repeating (30000);
  gconstpointer data;
  gsize len;

  d.on = cb_date_new (2026, 9, 21);
  d.programme = g_strdup ("dibao");
  d.text = g_strdup ("情况属实");
  d.agree = TRUE;
  d.first = cb_month_new (2026, 10);
  d.tier = g_strdup ("dibao");
  d.amount = 52611;
  d.persons = 3;
  d.facts = g_bytes_new_static ("\xa0", 1);
  d.capsule = capsule;
  d.once = TRUE;
  d.township = 10000;
  bytes = cb_case_data_encode (&d);
  data = g_bytes_get_data (bytes, &len);
  g_assert_true (cb_case_data_decode (data, len, &again));
  second = cb_case_data_encode (&again);
  g_assert_true (g_bytes_equal (bytes, second));
  g_assert_true (g_bytes_equal (again.capsule, capsule));
  g_assert_cmpuint (len, <, 400);   /* compressed */
  g_assert_cmpint (again.last, ==, CB_MONTH_NONE);
  g_assert_true (again.once);
  g_assert_cmpint (again.township, ==, 10000);
  for (gsize cut = 0; cut < len; cut++)
    {
      g_auto (CbCaseData) part = CB_CASE_DATA_INIT;

      g_assert_false (cb_case_data_decode (data, cut, &part));
      g_assert_null (part.text);
    }
  cb_case_data_clear (&again);
  outline = cb_case_data_outline (data, len);
  data = g_bytes_get_data (outline, &len);
  g_assert_true (cb_case_data_decode (data, len, &again));
  g_assert_cmpstr (again.text, ==, d.text);
  g_assert_cmpint (again.amount, ==, d.amount);
  g_assert_true (again.facts == NULL && again.capsule == NULL);
  cb_case_data_clear (&again);
  g_assert_null (cb_case_data_outline (data, len - 1));
  g_assert_false (cb_case_data_decode ("\xa1\x00\x02", 3, &again));   /* a version to come */
}

static void
test_payment (void)
{
  const CbPaymentLine lines[] = { { cb_uid_new (), 3, 52611 }, { cb_uid_new (), 1, 62000 } };
  g_autoptr (GBytes) bytes = cb_payment_encode ("dibao", cb_month_new (2026, 10), lines, 2);
  g_autofree char *programme = NULL;
  g_autoptr (GArray) found = NULL;
  CbMonth month;
  gsize len;
  gconstpointer data = g_bytes_get_data (bytes, &len);

  g_assert_true (cb_payment_decode (data, len, &programme, &month, &found));
  g_assert_cmpstr (programme, ==, "dibao");
  g_assert_cmpint (month, ==, cb_month_new (2026, 10));
  g_assert_cmpuint (found->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const CbPaymentLine *line = &g_array_index (found, CbPaymentLine, i);

      g_assert_true (cb_uid_equal (&line->household, &lines[i].household));
      g_assert_cmpuint (line->persons, ==, lines[i].persons);
      g_assert_cmpint (line->fen, ==, lines[i].fen);
    }
}

/* A decision of an older program holds its capsule as it is. */
static void
test_plain_capsule (void)
{
  g_auto (CbCaseData) d = CB_CASE_DATA_INIT;

  g_assert_true (cb_case_data_decode ("\xa2\x00\x01\x0d\x43" "abc", 8, &d));
  g_assert_cmpmem (g_bytes_get_data (d.capsule, NULL), g_bytes_get_size (d.capsule), "abc", 3);
}

static gboolean
takes (gconstpointer frame,
       gsize         len)
{
  g_auto (CbCaseData) d = CB_CASE_DATA_INIT;
  g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();
  g_autoptr (GBytes) bytes = NULL;

  cb_cbor_put_map (w, 2);
  cb_cbor_put_key (w, 0);
  cb_cbor_put_uint (w, 1);
  cb_cbor_put_key (w, 20);
  cb_cbor_put_bytes (w, frame, len);
  bytes = cb_cbor_writer_take (w);
  return cb_case_data_decode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &d) && d.capsule != NULL;
}

/* Another desk's bytes: too much, cut off, more than one frame, of no stated length, damaged at any byte: never a crash, never room for
 * more than a record holds. */
static void
test_hostile_frames (void)
{
  static const gsize sizes[] = { 1, 1000, 4 * 1024 * 1024, 4 * 1024 * 1024 + 1, 64 * 1024 * 1024 };
  g_autofree guint8 *frame = NULL;
  gsize len = 0;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GBytes) bytes = repeating (sizes[i]);
      const gsize room = ZSTD_compressBound (sizes[i]);

      g_free (frame);
      frame = g_malloc (2 * room);
      len = ZSTD_compress (frame, room, g_bytes_get_data (bytes, NULL), sizes[i], 3);
      g_assert_false (ZSTD_isError (len));
      g_assert_true (takes (frame, len) == (sizes[i] <= 4 * 1024 * 1024));
      if (i != 1)
        continue;
      for (gsize cut = 0; cut < len; cut++)
        g_assert_false (takes (frame, cut));
      memcpy (frame + len, frame, len);
      g_assert_false (takes (frame, 2 * len));
      for (gsize at = 0; at < len; at++)
        for (guint bit = 0; bit < 8; bit++)
          {
            frame[at] ^= 1u << bit;
            takes (frame, len);
            frame[at] ^= 1u << bit;
          }
    }
  {
    ZSTD_CCtx *stream = ZSTD_createCCtx ();
    guint8 out[100];
    ZSTD_inBuffer in = { "abc", 3, 0 };
    ZSTD_outBuffer sink = { out, sizeof out, 0 };

    g_assert_false (ZSTD_isError (ZSTD_CCtx_setParameter (stream, ZSTD_c_contentSizeFlag, 0)));
    g_assert_cmpuint (ZSTD_compressStream2 (stream, &sink, &in, ZSTD_e_end), ==, 0);
    ZSTD_freeCCtx (stream);
    g_assert_false (takes (out, sink.pos));
  }
  g_assert_false (takes ("", 0));
  g_assert_false (takes ("not a frame", 11));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/casework/case-data/there-and-back", test_data);
  g_test_add_func ("/casework/case-data/plain-capsule", test_plain_capsule);
  g_test_add_func ("/casework/case-data/hostile-frames", test_hostile_frames);
  g_test_add_func ("/casework/case-data/payment", test_payment);
  return g_test_run ();
}
