/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The driver proves itself on a small program before it judges the real one. */

#include "cb-ui-driver.h"

#include <glib/gstdio.h>
#include <string.h>

static const char *program;

static CbUi *
start (void)
{
  const char *argv[] = { program, NULL };

  return cb_ui_start (argv, NULL);
}

static void
test_register (void)
{
  CbUi *ui = start ();
  g_autoptr (CbUiNode) name = cb_ui_wait_entry (ui, NULL, "户主姓名");
  g_autoptr (CbUiNode) status = cb_ui_wait (ui, NULL, ATSPI_ROLE_LABEL, "未登记");

  cb_ui_set_text (ui, name, "欧阳建国");
  cb_ui_press_named (ui, ATSPI_ROLE_PUSH_BUTTON, "登记");
  cb_ui_wait_text (ui, status, "已登记：欧阳建国");
  cb_ui_stop (ui);
}

static void
test_keyboard (void)
{
  CbUi *ui = start ();
  g_autoptr (CbUiNode) name = cb_ui_wait_entry (ui, NULL, "户主姓名");
  g_autoptr (CbUiNode) remark = cb_ui_wait_entry (ui, NULL, "备注");

  cb_ui_tab_to (ui, "备注");
  cb_ui_type (ui, "王秀兰 510802，剑门关镇双鱼村");
  cb_ui_wait_text (ui, remark, "王秀兰 510802，剑门关镇双鱼村");
  cb_ui_click (ui, name);
  cb_ui_type (ui, "李小雨");
  cb_ui_key (ui, "alt+s");
  cb_ui_wait_says (ui, NULL, "已登记：李小雨");
  cb_ui_stop (ui);
}

static void
test_pages (void)
{
  CbUi *ui = start ();
  g_autoptr (CbUiNode) before = cb_ui_wait (ui, NULL, ATSPI_ROLE_PUSH_BUTTON, "登记");
  g_autoptr (CbUiNode) hidden = cb_ui_find (ui, NULL, ATSPI_ROLE_LABEL, "双鱼村");
  g_autoptr (CbUiNode) table = NULL;
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;

  g_assert_null (hidden);
  cb_ui_action (ui, "app.page", g_variant_new_string ("table"));
  cb_ui_wait_gone (ui, NULL, ATSPI_ROLE_PUSH_BUTTON, "登记");
  table = cb_ui_wait (ui, NULL, ATSPI_ROLE_TREE_TABLE, NULL);
  cb_ui_wait_says (ui, table, "青龙村");
  g_assert_cmpint (cb_ui_table_rows (ui, table), ==, 3);
  first = cb_ui_dup_cell (ui, table, 0, 0);
  last = cb_ui_dup_cell (ui, table, 2, 1);
  g_assert_cmpstr (first, ==, "双鱼村");
  g_assert_cmpstr (last, ==, "300.00");
  cb_ui_key (ui, "ctrl+1");
  g_clear_object (&before);
  before = cb_ui_wait (ui, NULL, ATSPI_ROLE_PUSH_BUTTON, "登记");
  cb_ui_stop (ui);
}

static void
test_dialog (void)
{
  CbUi *ui = start ();
  g_autoptr (CbUiNode) save = cb_ui_wait (ui, NULL, ATSPI_ROLE_PUSH_BUTTON, "登记");

  cb_ui_key (ui, "ctrl+d");
  cb_ui_wait_says (ui, NULL, "签名后不能撤回");
  cb_ui_press_named (ui, ATSPI_ROLE_PUSH_BUTTON, "取消");
  cb_ui_wait_gone (ui, NULL, ATSPI_ROLE_LABEL, "签名后不能撤回");
  cb_ui_action (ui, "win.ask", NULL);
  cb_ui_wait_says (ui, NULL, "签名后不能撤回");
  cb_ui_key (ui, "Escape");
  cb_ui_wait_gone (ui, NULL, ATSPI_ROLE_LABEL, "签名后不能撤回");
  cb_ui_stop (ui);
}

static void
test_screenshot (void)
{
  CbUi *ui = start ();
  g_autoptr (CbUiNode) save = cb_ui_wait (ui, NULL, ATSPI_ROLE_PUSH_BUTTON, "登记");
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "cb-ui-driver-XXXXXX.png", NULL);
  g_autofree char *data = NULL;
  gsize length;
  int fd = g_mkstemp (path);

  g_close (fd, NULL);
  cb_ui_resize (ui, 900, 600);
  cb_ui_screenshot (ui, path);
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  g_assert_cmpmem (data, 4, "\211PNG", 4);
  g_assert_cmpuint (length, >, 2000);
  g_unlink (path);
  cb_ui_stop (ui);
}

/* A warning in the program has to fail the test that drives it. */
static void
test_warning (void)
{
  if (g_test_subprocess ())
    {
      CbUi *ui = start ();
      g_autoptr (CbUiNode) save = cb_ui_wait (ui, NULL, ATSPI_ROLE_PUSH_BUTTON, "登记");

      cb_ui_action (ui, "app.complain", NULL);
      cb_ui_stop (ui);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*log is not clean*something is amiss*");
}

static void
test_trace (void)
{
  const char * const folders[] = { g_getenv ("CB_UI_PRIVATE"), NULL };
  const char * const words[] = { "王秀兰", "510802196503159982", NULL };
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "letter", NULL);

  if (g_test_subprocess ())
    {
      g_assert_true (g_file_set_contents (path, "To \xcd\xf5\xd0\xe3\xc0\xbc, in GB18030", -1, NULL));
      cb_ui_assert_no_trace (folders, words);
      return;
    }
  g_assert_nonnull (folders[0]);
  cb_ui_assert_no_trace (folders, words);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*stands in clear, as GB18030*letter*");
  g_unlink (path);
}

int
main (int   argc,
      char *argv[])
{
  cb_ui_test_init (&argc, &argv);
  program = g_getenv ("CB_UI_SAMPLE");
  g_assert_nonnull (program);
  g_test_add_func ("/ui/driver/register", test_register);
  g_test_add_func ("/ui/driver/keyboard", test_keyboard);
  g_test_add_func ("/ui/driver/pages", test_pages);
  g_test_add_func ("/ui/driver/dialog", test_dialog);
  g_test_add_func ("/ui/driver/screenshot", test_screenshot);
  g_test_add_func ("/ui/driver/warning", test_warning);
  g_test_add_func ("/ui/driver/trace", test_trace);
  return g_test_run ();
}
