/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs a fuzz target without a fuzzer: every file of its corpus, then mutations of them from a fixed seed, so that the
 * ordinary test run meets the same inputs on every machine.  The fuzzer proper is clang's, see tests/fuzz/run. */

#include <glib.h>
#include <stdint.h>
#include <string.h>

#define MUTATIONS_PER_SEED 400
#define LARGEST_INPUT      8192

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static GPtrArray *seeds;

static void
test_corpus (void)
{
  for (guint i = 0; i < seeds->len; i++)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (seeds->pdata[i], &size);

      LLVMFuzzerTestOneInput (data, size);
    }
}

/* Flips, overwrites, cuts, repeats or inserts: the small damage that finds most faults in a parser. */
static void
mutate (GByteArray *bytes,
        GRand      *rand)
{
  guint changes = g_rand_int_range (rand, 1, 6);

  while (changes--)
    {
      guint at = bytes->len > 0 ? g_rand_int_range (rand, 0, bytes->len) : 0;
      guint8 byte = g_rand_int_range (rand, 0, 256);

      switch (bytes->len > 0 ? g_rand_int_range (rand, 0, 5) : 4)
        {
        case 0:
          bytes->data[at] ^= 1u << (byte & 7);
          break;
        case 1:
          bytes->data[at] = byte;
          break;
        case 2:
          g_byte_array_set_size (bytes, at);
          break;
        case 3:
          if (bytes->len < LARGEST_INPUT / 2)
            {
              g_autofree guint8 *copy = g_memdup2 (bytes->data, bytes->len);
              g_byte_array_append (bytes, copy, bytes->len - at);
            }
          break;
        default:
          g_byte_array_append (bytes, &byte, 1);
          break;
        }
    }
}

static void
test_mutations (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20260701);

  for (guint i = 0; i < seeds->len; i++)
    for (guint n = 0; n < MUTATIONS_PER_SEED; n++)
      {
        g_autoptr (GByteArray) bytes = g_byte_array_new ();
        g_autofree guint8 *exact = NULL;
        gsize size;
        const guint8 *data = g_bytes_get_data (seeds->pdata[i], &size);

        g_byte_array_append (bytes, data, MIN (size, LARGEST_INPUT));
        mutate (bytes, rand);
        /* A copy of exactly that size: reading past it is then seen by the sanitizer and by valgrind. */
        exact = g_memdup2 (bytes->data, bytes->len);
        LLVMFuzzerTestOneInput (exact != NULL ? exact : (const uint8_t *) "", bytes->len);
      }
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  seeds = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_ptr_array_add (seeds, g_bytes_new_static ("", 0));
  dir = g_dir_open (argv[1], 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (argv[1], name, NULL);
      char *data;
      gsize size;

      if (g_file_get_contents (path, &data, &size, NULL))
        g_ptr_array_add (seeds, g_bytes_new_take (data, size));
    }
  /* An empty corpus would let this pass without having tried anything. */
  g_assert_cmpuint (seeds->len, >, 1);

  g_test_add_func ("/fuzz/corpus", test_corpus);
  g_test_add_func ("/fuzz/mutations", test_mutations);
  return g_test_run ();
}
