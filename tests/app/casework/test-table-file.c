/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "cb-desk.h"
#include "cb-table-file.h"

/* Cells as "a|b" per row, rows joined by "/"; a literal \n inside a cell stays. */
static char *
flatten (CbTableFile *file)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < file->rows->len; i++)
    {
      const CbTableRow *row = g_ptr_array_index (file->rows, i);

      g_string_append_printf (out, "%s%u:", i > 0 ? "/" : "", row->line);
      for (guint k = 0; k < row->cells->len; k++)
        g_string_append_printf (out, "%s%s", k > 0 ? "|" : "", (char *) g_ptr_array_index (row->cells, k));
    }
  return g_string_free (out, FALSE);
}

typedef struct {
  const char *name, *bytes;
  gssize      len;          /* -1: to the NUL */
  const char *encoding;     /* NULL: refused */
  char        separator;
  const char *cells;
} TableCase;

static const TableCase cases[] = {
  { "utf8", "姓名,身份证号\n王秀兰,1\n", -1, "UTF-8", ',', "1:姓名|身份证号/2:王秀兰|1" },
  { "bom", "\xef\xbb\xbf" "a,b\n1,2", -1, "UTF-8", ',', "1:a|b/2:1|2" },
  { "gb18030", "\xd0\xd5\xc3\xfb,\xb5\xd8\xd6\xb7\r\n\xcd\xf5\xd0\xe3\xc0\xbc,\xbd\xa3\xb8\xf3\r\n", -1, "GB18030", ',', "1:姓名|地址/2:王秀兰|剑阁" },
  { "gb18030 four bytes", "\xd0\xd5\n\x95\x32\x90\x31\n", -1, "GB18030", ',', "1:姓/2:\xf0\xa0\x82\x87" },
  { "utf16", "\xff\xfe" "a\0\t\0b\0\n\0" "1\0\t\0" "2\0", 16, "UTF-16", '\t', "1:a|b/2:1|2" },
  { "tab", "a\tb\r1\t2\r", -1, "UTF-8", '\t', "1:a|b/2:1|2" },
  { "semicolon", "a;b\n\"x;y\";2\n", -1, "UTF-8", ';', "1:a|b/2:x;y|2" },
  { "quoted line break", "a,b\n\"one\ntwo\",2\nx,y\n", -1, "UTF-8", ',', "1:a|b/2:one\ntwo|2/4:x|y" },
  { "doubled quotes", "a\n\"say \"\"hi\"\"\"\n", -1, "UTF-8", ',', "1:a/2:say \"hi\"" },
  { "a quote inside", "a\n5\" pipe\n", -1, "UTF-8", ',', "1:a/2:5\" pipe" },
  { "blank lines", "a,b\n\n , \n1,2\n", -1, "UTF-8", ',', "1:a|b/4:1|2" },
  { "no end", "a,b\n1", -1, "UTF-8", ',', "1:a|b/2:1" },
  { "empty", "", 0, NULL, 0, NULL },
  { "open quote", "a\n\"never\nclosed\n", -1, NULL, 0, NULL },
  { "xlsx", "PK\3\4rest", -1, NULL, 0, NULL },
  { "binary", "a,b\xff\xff\xff\n", -1, NULL, 0, NULL },
};

static void
test_parse (gconstpointer data)
{
  const TableCase *c = data;
  g_autoptr (GBytes) bytes = g_bytes_new_static (c->bytes, c->len < 0 ? strlen (c->bytes) : (gsize) c->len);
  g_autoptr (GError) error = NULL;
  g_autoptr (CbTableFile) file = cb_table_file_parse (bytes, &error);
  g_autofree char *cells = NULL;

  if (c->encoding == NULL)
    {
      g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_IMPORT);
      g_assert_null (file);
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpstr (file->encoding, ==, c->encoding);
  g_assert_cmpint (file->separator, ==, c->separator);
  cells = flatten (file);
  g_assert_cmpstr (cells, ==, c->cells);
}

static void
test_put (void)
{
  static const char *const cells[] = { "王", "a,b", "say \"hi\"", "=1+1", "-12.5", "-cmd", "two\nlines", "" };
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    cb_table_put_cell (out, cells[i], i == 0);
  g_assert_cmpstr (out->str, ==, "王,\"a,b\",\"say \"\"hi\"\"\",\"'=1+1\",-12.5,\"'-cmd\",\"two\nlines\",");
}

/* What was written is read back as it was. */
static void
test_round (void)
{
  static const char alphabet[] = "ab\",;\n\t 1";
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint round = 0; round < 2000; round++)
    {
      g_autoptr (GString) out = g_string_new (NULL);
      g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (CbTableFile) file = NULL;
      const CbTableRow *row;
      guint n = (guint) g_rand_int_range (rand, 2, 5);

      g_string_append (out, "h,h,h,h,h,h,h,h,h,h,h,h,h,h,h,h,h,h,h,h,h,h,h,h,h,h,h,h,h,h,h,h,h,h,h\n");
      for (guint i = 0; i < n; i++)
        {
          GString *cell = g_string_new ("x");

          for (int k = g_rand_int_range (rand, 0, 8); k > 0; k--)
            g_string_append_c (cell, alphabet[g_rand_int_range (rand, 0, sizeof alphabet - 1)]);
          cb_table_put_cell (out, cell->str, i == 0);
          g_ptr_array_add (cells, g_string_free (cell, FALSE));
        }
      bytes = g_bytes_new (out->str, out->len);
      file = cb_table_file_parse (bytes, NULL);
      g_assert_nonnull (file);
      g_assert_cmpuint (file->rows->len, ==, 2);
      row = g_ptr_array_index (file->rows, 1);
      g_assert_cmpuint (row->cells->len, ==, n);
      for (guint i = 0; i < n; i++)
        g_assert_cmpstr (g_ptr_array_index (row->cells, i), ==, g_ptr_array_index (cells, i));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/table-file/parse/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_parse);
    }
  g_test_add_func ("/table-file/put", test_put);
  g_test_add_func ("/table-file/round", test_round);
  return g_test_run ();
}
