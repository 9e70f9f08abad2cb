/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gdk-pixbuf/gdk-pixbuf.h>

/* The program's icon at the size of the unlock window is the scalable one, drawn: whoever changes that has to draw these again.
 * Another version of librsvg may draw an edge a little differently. */

#define NAME "cn.casebook.Casebook"

static void
test_drawn (gconstpointer data)
{
  const int scale = GPOINTER_TO_INT (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_strdup_printf (scale == 1 ? "72x72" : "72x72@%d", scale);
  g_autofree char *png = g_test_build_filename (G_TEST_DIST, folder, "apps", NAME ".png", NULL);
  g_autofree char *svg = g_test_build_filename (G_TEST_DIST, "scalable", "apps", NAME ".svg", NULL);
  g_autoptr (GdkPixbuf) kept = gdk_pixbuf_new_from_file (png, &error);
  g_autoptr (GdkPixbuf) drawn = NULL;
  guint64 off = 0;
  gsize length;

  g_assert_no_error (error);
  drawn = gdk_pixbuf_new_from_file_at_size (svg, 72 * scale, 72 * scale, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_pixbuf_get_width (kept), ==, 72 * scale);
  length = gdk_pixbuf_get_byte_length (drawn);
  g_assert_cmpuint (gdk_pixbuf_get_byte_length (kept), ==, length);
  for (gsize i = 0; i < length; i++)
    off += (guint64) ABS (gdk_pixbuf_read_pixels (kept)[i] - gdk_pixbuf_read_pixels (drawn)[i]);
  g_assert_cmpuint (off / length, <, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/icon/drawn", GINT_TO_POINTER (1), test_drawn);
  g_test_add_data_func ("/icon/drawn-twice-as-fine", GINT_TO_POINTER (2), test_drawn);

  return g_test_run ();
}
