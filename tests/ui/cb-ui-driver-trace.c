/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The driver's nose: whether anything was left in clear. */

#define G_LOG_DOMAIN "cb-ui"

#include "cb-ui-driver.h"

#include <string.h>

static const char * const encodings[] = { "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE" };

typedef struct
{
  const char *word;
  const char *encoding;
  char       *bytes;
  gsize       length;
} Needle;

static void
needle_clear (gpointer data)
{
  g_free (((Needle *) data)->bytes);
}

static void
search_bytes (const char *where,
              const char *data,
              gsize       length,
              GArray     *needles)
{
  for (guint i = 0; i < needles->len; i++)
    {
      const Needle *needle = &g_array_index (needles, Needle, i);

      if (memmem (data, length, needle->bytes, needle->length) != NULL)
        g_error ("\"%s\" stands in clear, as %s, in %s", needle->word, needle->encoding, where);
    }
}

static void
search_folder (const char *path,
               GArray     *needles)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      search_bytes (child, name, strlen (name), needles);
      if (g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        continue;
      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        {
          search_folder (child, needles);
        }
      else if (g_file_test (child, G_FILE_TEST_IS_REGULAR))
        {
          g_autoptr (GMappedFile) file = g_mapped_file_new (child, FALSE, NULL);

          if (file != NULL && g_mapped_file_get_length (file) > 0)
            search_bytes (child, g_mapped_file_get_contents (file), g_mapped_file_get_length (file), needles);
        }
    }
}

void
cb_ui_assert_no_trace (const char * const *folders,
                       const char * const *words)
{
  g_autoptr (GArray) needles = g_array_new (FALSE, FALSE, sizeof (Needle));

  g_array_set_clear_func (needles, needle_clear);
  for (guint i = 0; words[i] != NULL; i++)
    for (guint e = 0; e < G_N_ELEMENTS (encodings); e++)
      {
        g_autoptr (GError) error = NULL;
        Needle needle = { words[i], encodings[e], NULL, 0 };

        needle.bytes = g_convert (words[i], -1, encodings[e], "UTF-8", NULL, &needle.length, &error);
        g_assert_no_error (error);
        g_assert_cmpuint (needle.length, >=, 4);
        g_array_append_val (needles, needle);
      }
  for (guint i = 0; folders[i] != NULL; i++)
    search_folder (folders[i], needles);
}
