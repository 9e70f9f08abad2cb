/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-cbor.h"
#include "cb-error.h"

#include <string.h>

static GBytes *
from_hex (const char *hex)
{
  GByteArray *bytes = g_byte_array_new ();

  for (const char *at = hex; *at != '\0'; at++)
    {
      guint8 byte;

      if (*at == ' ')
        continue;
      byte = (guint8) (g_ascii_xdigit_value (at[0]) << 4 | g_ascii_xdigit_value (at[1]));
      g_byte_array_append (bytes, &byte, 1);
      at++;
    }

  return g_byte_array_free_to_bytes (bytes);
}

/* Copies whatever comes from @r to @w by its parts; FALSE at a fault. */
static gboolean
copy_item (CbCborReader *r,
           CbCborWriter *w)
{
  const guint8 *bytes;
  gint64 number;
  guint64 large;
  gsize n;
  gboolean truth;
  g_autofree char *text = NULL;
  CbCborReader ahead;

  switch (cb_cbor_peek (r))
    {
    case CB_CBOR_INT:
      ahead = *r;
      if (cb_cbor_get_int (&ahead, &number))
        {
          *r = ahead;
          cb_cbor_put_int (w, number);
          return TRUE;
        }
      if (!cb_cbor_get_uint (r, &large))
        return FALSE;
      cb_cbor_put_uint (w, large);
      return TRUE;
    case CB_CBOR_BYTES:
      if (!cb_cbor_get_bytes (r, &bytes, &n))
        return FALSE;
      cb_cbor_put_bytes (w, bytes, n);
      return TRUE;
    case CB_CBOR_TEXT:
      text = cb_cbor_dup_text (r);
      if (text == NULL)
        return FALSE;
      cb_cbor_put_text (w, text);
      return TRUE;
    case CB_CBOR_BOOL:
      if (!cb_cbor_get_bool (r, &truth))
        return FALSE;
      cb_cbor_put_bool (w, truth);
      return TRUE;
    case CB_CBOR_NULL:
      cb_cbor_put_null (w);
      return cb_cbor_get_null (r);
    case CB_CBOR_ARRAY:
      if (!cb_cbor_get_array (r, &n))
        return FALSE;
      cb_cbor_put_array (w, n);
      for (gsize i = 0; i < n; i++)
        if (!copy_item (r, w))
          return FALSE;
      return TRUE;
    case CB_CBOR_MAP:
      if (!cb_cbor_get_map (r, &n))
        return FALSE;
      cb_cbor_put_map (w, n);
      for (gsize i = 0; i < n; i++)
        {
          if (!cb_cbor_get_key (r, &large))
            return FALSE;
          cb_cbor_put_key (w, large);
          if (!copy_item (r, w))
            return FALSE;
        }
      return TRUE;
    default:
      return FALSE;
    }
}

/* Either refused, or read and written again to the same bytes. */
static gboolean
accepts (const guint8 *bytes,
         gsize         len)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CbCborWriter) w = NULL;
  g_autoptr (GBytes) again = NULL;
  CbCborReader r;
  gsize at = G_MAXSIZE;

  if (!cb_cbor_validate (bytes, len, &at, &error))
    {
      g_assert_error (error, CB_BASE_ERROR, CB_BASE_ERROR_INVALID);
      g_assert_cmpuint (at, <=, len);
      return FALSE;
    }
  g_assert_cmpuint (at, ==, G_MAXSIZE);
  cb_cbor_reader_init (&r, bytes, len);
  w = cb_cbor_writer_new ();
  g_assert_true (copy_item (&r, w));
  g_assert_true (cb_cbor_done (&r, &error));
  again = cb_cbor_writer_take (w);
  g_assert_cmpmem (g_bytes_get_data (again, NULL), g_bytes_get_size (again), bytes, len);

  return TRUE;
}

/* Byte by byte after RFC 8949 appendix A, and what the subset leaves out. */
static const struct { const char *name; const char *hex; gboolean good; gsize at; } vectors[] = {
  { "0", "00", TRUE },
  { "23", "17", TRUE },
  { "24", "1818", TRUE },
  { "255", "18ff", TRUE },
  { "256", "190100", TRUE },
  { "65536", "1a00010000", TRUE },
  { "2^32", "1b0000000100000000", TRUE },
  { "2^64-1", "1bffffffffffffffff", TRUE },
  { "-1", "20", TRUE },
  { "-500", "3901f3", TRUE },
  { "-2^63", "3b7fffffffffffffff", TRUE },
  { "-2^63-1", "3b8000000000000000", FALSE },
  { "bytes", "4401020304", TRUE },
  { "bytes-empty", "40", TRUE },
  { "text", "63e6b0b4", TRUE },
  { "text-4-byte", "64f0908591", TRUE },
  { "text-empty", "60", TRUE },
  { "array", "83010203", TRUE },
  { "array-empty", "80", TRUE },
  { "map", "a201020304", TRUE },
  { "map-empty", "a0", TRUE },
  { "nested", "a2 01 82 02 a1 05 f6 03 43 000102", TRUE },
  { "false", "f4", TRUE },
  { "true", "f5", TRUE },
  { "null", "f6", TRUE },
  { "depth-8", "8181818181818181 00", TRUE },
  { "depth-8-empty", "8181818181818180", TRUE },
  { "depth-9", "818181818181818181 00", FALSE, 8 },
  { "depth-9-empty", "818181818181818180", FALSE, 8 },
  { "nothing", "", FALSE },
  { "long-23", "1817", FALSE },
  { "long-0", "1800", FALSE },
  { "long-255", "1900ff", FALSE },
  { "long-65535", "1a0000ffff", FALSE },
  { "long-2^32-1", "1b00000000ffffffff", FALSE },
  { "long-negative", "3800", FALSE },
  { "long-length", "580100", FALSE },
  { "undefined", "f7", FALSE },
  { "simple-0", "e0", FALSE },
  { "simple-long-false", "f814", FALSE },
  { "simple-255", "f8ff", FALSE },
  { "half-float", "f93c00", FALSE },
  { "float", "fa47c35000", FALSE },
  { "double", "fb3ff199999999999a", FALSE },
  { "tag", "c11a514b67b0", FALSE },
  { "break", "ff", FALSE },
  { "reserved-28", "1c", FALSE },
  { "indefinite-bytes", "5f42010243030405ff", FALSE },
  { "indefinite-array", "9fff", FALSE },
  { "indefinite-map", "bfff", FALSE },
  { "two-items", "0001", FALSE, 1 },
  { "cut-head", "19 01", FALSE },
  { "cut-bytes", "4401 02", FALSE },
  { "cut-text", "62 e6", FALSE },
  { "cut-array", "82 01", FALSE, 0 },
  { "cut-array-inside", "82 82 0102", FALSE, 4 },
  { "cut-map", "a1 01", FALSE, 0 },
  { "huge-bytes", "5bffffffffffffffff", FALSE },
  { "huge-text", "7bffffffffffffffff 61", FALSE },
  { "huge-array", "9bffffffffffffffff", FALSE },
  { "huge-map", "bb8000000000000001 01 02", FALSE },
  { "large-array", "9a7fffffff 00", FALSE },
  { "key-twice", "a2 01 00 01 00", FALSE, 3 },
  { "key-descending", "a2 02 00 01 00", FALSE, 3 },
  { "key-negative", "a1 20 00", FALSE, 1 },
  { "key-text", "a1 6161 01", FALSE, 1 },
  { "text-not-utf8", "62 c328", FALSE },
  { "text-long-form", "62 c080", FALSE },
  { "text-long-form-3", "63 e08080", FALSE },
  { "text-surrogate", "63 eda080", FALSE },
  { "text-beyond", "64 f4908080", FALSE },
  { "text-cut-character", "61 e6", FALSE },
  { "text-nul", "61 00", FALSE },
};

static void
test_vectors (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autoptr (GBytes) bytes = from_hex (vectors[i].hex);
      gsize len;
      const guint8 *data = g_bytes_get_data (bytes, &len);
      /* In memory of exactly this size, so that a sanitizer sees a read beyond it. */
      g_autofree guint8 *exact = g_memdup2 (data, len);
      gsize at = 0;

      g_test_message ("%s", vectors[i].name);
      g_assert_cmpint (accepts (exact, len), ==, vectors[i].good);
      if (vectors[i].good)
        {
          /* Every part of it alone is refused. */
          for (gsize cut = 0; cut < len; cut++)
            {
              g_autofree guint8 *part = g_memdup2 (exact, cut);

              g_assert_false (accepts (part, cut));
            }
          continue;
        }
      g_assert_false (cb_cbor_validate (exact, len, &at, NULL));
      g_assert_cmpuint (at, ==, vectors[i].at);
    }
}

static void
put_random (CbCborWriter *w,
            guint         depth)
{
  static const char *const texts[] = { "", "a", "王秀兰", "剑阁县普安镇", "𠮷" };
  guint8 blob[300];
  int kind = g_test_rand_int_range (0, depth < 8 ? 8 : 6);
  int n;
  guint64 key;

  switch (kind)
    {
    case 0:
      cb_cbor_put_uint (w, ((guint64) (guint32) g_test_rand_int () << 32 | (guint32) g_test_rand_int ()) >> g_test_rand_int_range (0, 64));
      break;
    case 1:
      cb_cbor_put_int (w, -(gint64) ((((guint64) (guint32) g_test_rand_int () << 32 | (guint32) g_test_rand_int ()) >> 1) >> g_test_rand_int_range (0, 63)));
      break;
    case 2:
      n = g_test_rand_int_range (0, g_test_rand_int_range (1, 300));
      for (int i = 0; i < n; i++)
        blob[i] = (guint8) g_test_rand_int ();
      cb_cbor_put_bytes (w, blob, (gsize) n);
      break;
    case 3:
      cb_cbor_put_text (w, texts[g_test_rand_int_range (0, G_N_ELEMENTS (texts))]);
      break;
    case 4:
      cb_cbor_put_bool (w, g_test_rand_bit ());
      break;
    case 5:
      cb_cbor_put_null (w);
      break;
    case 6:
      n = g_test_rand_int_range (0, depth < 3 ? 30 : 3);
      cb_cbor_put_array (w, (gsize) n);
      for (int i = 0; i < n; i++)
        put_random (w, depth + 1 + (depth < 3 && n > 4 ? 4 : 0));
      break;
    default:
      n = g_test_rand_int_range (0, depth < 3 ? 30 : 3);
      key = (guint64) g_test_rand_int_range (0, 3);
      cb_cbor_put_map (w, (gsize) n);
      for (int i = 0; i < n; i++, key += (guint64) g_test_rand_int_range (1, 300))
        {
          cb_cbor_put_key (w, key);
          put_random (w, depth + 1 + (depth < 3 && n > 4 ? 4 : 0));
        }
      break;
    }
}

static void
test_random_trees (void)
{
  g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();

  for (int i = 0; i < 3000; i++)
    {
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GBytes) wrapped = NULL;
      gsize len;
      const guint8 *data, *raw;
      CbCborReader r;
      gsize n;

      put_random (w, 1);
      bytes = cb_cbor_writer_take (w);
      data = g_bytes_get_data (bytes, &len);
      g_assert_true (accepts (data, len));

      /* As a part of another, unread. */
      cb_cbor_put_array (w, 2);
      cb_cbor_put_raw (w, data, len);
      cb_cbor_put_int (w, 7);
      wrapped = cb_cbor_writer_take (w);
      cb_cbor_reader_init (&r, g_bytes_get_data (wrapped, NULL), g_bytes_get_size (wrapped));
      g_assert_true (cb_cbor_get_array (&r, &n));
      g_assert_true (cb_cbor_get_raw (&r, &raw, &n));
      g_assert_cmpmem (raw, n, data, len);
      g_assert_cmpint (cb_cbor_peek (&r), ==, CB_CBOR_INT);
    }
}

static GBytes *
record_new (CbCborWriter *w)
{
  guint8 digest[32];

  for (guint i = 0; i < sizeof digest; i++)
    digest[i] = (guint8) (i * 7);
  cb_cbor_put_map (w, 8);
  cb_cbor_put_key (w, 0);
  cb_cbor_put_uint (w, 1);
  cb_cbor_put_key (w, 1);
  cb_cbor_put_bytes (w, digest, 16);
  cb_cbor_put_key (w, 2);
  cb_cbor_put_uint (w, 70000);
  cb_cbor_put_key (w, 5);
  cb_cbor_put_bytes (w, digest, 32);
  cb_cbor_put_key (w, 6);
  cb_cbor_put_uint (w, G_GUINT64_CONSTANT (117195000000000000));
  cb_cbor_put_key (w, 13);
  cb_cbor_put_array (w, 2);
  cb_cbor_put_array (w, 2);
  cb_cbor_put_int (w, 3);
  cb_cbor_put_int (w, -300);
  cb_cbor_put_null (w);
  cb_cbor_put_key (w, 14);
  cb_cbor_put_text (w, "剑阁县");
  cb_cbor_put_key (w, 500);
  cb_cbor_put_bool (w, TRUE);

  return cb_cbor_writer_take (w);
}

/* Every other value of every byte: refused, or a value that is written just so. */
static void
test_mutations (void)
{
  g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();

  for (int i = 0; i < 40; i++)
    {
      g_autoptr (GBytes) bytes = NULL;
      g_autofree guint8 *copy = NULL;
      gsize len;

      if (i == 0)
        bytes = record_new (w);
      else
        {
          put_random (w, 4);
          bytes = cb_cbor_writer_take (w);
        }
      len = g_bytes_get_size (bytes);
      if (len > 200)
        continue;
      copy = g_memdup2 (g_bytes_get_data (bytes, NULL), len);
      for (gsize at = 0; at < len; at++)
        {
          guint8 was = copy[at];

          for (int other = 1; other < 256; other++)
            {
              copy[at] = was ^ (guint8) other;
              accepts (copy, len);
            }
          copy[at] = was;
        }
    }
}

/* Random bytes through the getters without validation: no read beyond, and faults stick. */
static void
test_hostile_reader (void)
{
  for (int i = 0; i < 100000; i++)
    {
      gsize len = (gsize) g_test_rand_int_range (0, 24);
      g_autofree guint8 *bytes = g_malloc (len);
      CbCborReader r;
      gboolean failed = FALSE;

      for (gsize k = 0; k < len; k++)
        bytes[k] = (guint8) g_test_rand_int ();
      cb_cbor_reader_init (&r, bytes, len);
      for (int step = 0; step < 6; step++)
        {
          gint64 number = 5;
          guint64 key = 5;
          const guint8 *p = bytes;
          const char *text = NULL;
          gsize n = 5;
          gboolean truth = 5, ok = FALSE;
          guint8 fixed[4];

          switch (g_test_rand_int_range (0, 9))
            {
            case 0: ok = cb_cbor_get_int (&r, &number); break;
            case 1: ok = cb_cbor_get_uint (&r, &key); break;
            case 2: ok = cb_cbor_get_bytes (&r, &p, &n); break;
            case 3: ok = cb_cbor_get_text (&r, &text, &n); break;
            case 4: ok = cb_cbor_get_bool (&r, &truth); break;
            case 5: ok = cb_cbor_get_array (&r, &n); break;
            case 6: ok = cb_cbor_get_map (&r, &n); break;
            case 7: ok = cb_cbor_get_raw (&r, &p, &n); break;
            default: ok = cb_cbor_get_fixed (&r, fixed, sizeof fixed); break;
            }
          g_assert_false (failed && ok);
          if (!ok)
            {
              failed = TRUE;
              g_assert_true (number == 5 && key == 5 && p == bytes && text == NULL && n == 5 && truth == 5);
              g_assert_cmpint (cb_cbor_peek (&r), ==, CB_CBOR_BAD);
              g_assert_false (cb_cbor_done (&r, NULL));
            }
          else if (n != 5)
            {
              g_assert_cmpuint (n, <=, len);
            }
        }
    }
}

static void
test_reader_types (void)
{
  g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();
  g_autoptr (GBytes) bytes = record_new (w);
  g_autoptr (GError) error = NULL;
  CbCborReader r;
  guint8 uid[16];
  guint64 key;
  gint64 value;
  gsize n;

  cb_cbor_reader_init (&r, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpint (cb_cbor_peek (&r), ==, CB_CBOR_MAP);
  g_assert_true (cb_cbor_get_map (&r, &n));
  g_assert_cmpuint (n, ==, 8);
  g_assert_true (cb_cbor_get_key (&r, &key) && cb_cbor_get_int (&r, &value));
  g_assert_true (cb_cbor_get_key (&r, &key) && cb_cbor_get_fixed (&r, uid, sizeof uid));
  g_assert_cmpuint (uid[2], ==, 14);
  g_assert_false (cb_cbor_done (&r, &error));
  g_assert_error (error, CB_BASE_ERROR, CB_BASE_ERROR_INVALID);
  g_assert_true (cb_cbor_get_key (&r, &key));
  /* The wrong type is a fault, and stays one. */
  g_assert_null (cb_cbor_dup_text (&r));
  g_assert_false (cb_cbor_get_int (&r, &value));

  cb_cbor_reader_init (&r, "\x1b\xff\xff\xff\xff\xff\xff\xff\xff", 9);
  g_assert_false (cb_cbor_get_int (&r, &value));
  cb_cbor_reader_init (&r, "", 0);
  g_assert_cmpint (cb_cbor_peek (&r), ==, CB_CBOR_END);
  g_assert_true (cb_cbor_done (&r, NULL));
}

/* The writer does not write what the validator would refuse. */
static void
test_writer_asserts (gconstpointer data)
{
  if (g_test_subprocess ())
    {
      g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();
      g_autoptr (GBytes) bytes = NULL;

      switch (GPOINTER_TO_INT (data))
        {
        case 0:
          cb_cbor_put_map (w, 2);
          cb_cbor_put_key (w, 2);
          cb_cbor_put_null (w);
          cb_cbor_put_key (w, 1);
          break;
        case 1:
          cb_cbor_put_map (w, 1);
          cb_cbor_put_null (w);
          break;
        case 2:
          cb_cbor_put_array (w, 2);
          cb_cbor_put_null (w);
          bytes = cb_cbor_writer_take (w);
          break;
        case 3:
          cb_cbor_put_null (w);
          cb_cbor_put_null (w);
          break;
        default:
          for (int i = 0; i < 9; i++)
            cb_cbor_put_array (w, 1);
          break;
        }
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
}

/* With -m perf: how many small records a second are written, checked, read. */
static void
test_speed (void)
{
  enum { N = 2000000 };
  g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();
  g_autoptr (GBytes) bytes = record_new (w);
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);
  gint64 start = g_get_monotonic_time ();
  gint64 sum = 0;

  for (int i = 0; i < N; i++)
    g_bytes_unref (record_new (w));
  g_test_message ("write %.1f M/s of %u bytes", N / (double) (g_get_monotonic_time () - start), (guint) len);
  start = g_get_monotonic_time ();
  for (int i = 0; i < N; i++)
    g_assert_true (cb_cbor_validate (data, len, NULL, NULL));
  g_test_message ("validate %.1f M/s", N / (double) (g_get_monotonic_time () - start));
  start = g_get_monotonic_time ();
  for (int i = 0; i < N; i++)
    {
      CbCborReader r;
      const guint8 *p;
      guint64 key;
      gsize n;

      cb_cbor_reader_init (&r, data, len);
      cb_cbor_get_map (&r, &n);
      for (gsize k = n; k > 0; k--)
        {
          cb_cbor_get_key (&r, &key);
          cb_cbor_get_raw (&r, &p, &n);
          sum += *p;
        }
      g_assert_true (cb_cbor_done (&r, NULL));
    }
  g_test_message ("read %.1f M/s", N / (double) (g_get_monotonic_time () - start));
  g_assert_cmpint (sum, >, 0);
}

int
main (int   argc,
      char *argv[])
{
  static const char *const asserts[] = { "key-order", "no-key", "count", "two-items", "depth" };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/cbor/vectors", test_vectors);
  g_test_add_func ("/base/cbor/random-trees", test_random_trees);
  g_test_add_func ("/base/cbor/mutations", test_mutations);
  g_test_add_func ("/base/cbor/hostile-reader", test_hostile_reader);
  g_test_add_func ("/base/cbor/reader-types", test_reader_types);
  for (guint i = 0; i < G_N_ELEMENTS (asserts); i++)
    {
      g_autofree char *path = g_strconcat ("/base/cbor/writer-asserts/", asserts[i], NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_writer_asserts);
    }
  if (g_test_perf ())
    g_test_add_func ("/base/cbor/speed", test_speed);

  return g_test_run ();
}
