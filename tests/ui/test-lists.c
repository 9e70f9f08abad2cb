/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>

#include "cb-clock.h"
#include "cb-find.h"
#include "cb-households-page.h"
#include "cb-search.h"
#include "cb-test-wait.h"
#include "standard-desk.h"

#define WAIT_FOR(condition) CB_WAIT_FOR (condition, 10)

/* The list of households over a real casebook, in this process: its headings are clicked, its rows are read. */

static Office *office;
static GtkWidget *window, *page;

/* One family, as no other in any of what the list can be sorted by. */
static void
family (const char *head,
        guint       persons,
        const char *area,
        const char *yuan,
        int         day)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CbDecisionDraft) draft = NULL;
  CbUid household, c;

  office_day (2026, 9, day);
  office_come (office, WORKER);
  household = office_family (office, head, NULL, persons, yuan, area);
  c = office_submit (office, &household, "dibao", &error);
  g_assert_no_error (error);
  office_come (office, REVIEWER);
  office_opinion (office, &c, TRUE);
  office_come (office, APPROVER);
  draft = office_draft (office, &c);
  g_assert_true (office_decide (office, draft, TRUE, "情况属实", &error));
  g_assert_no_error (error);
}

static GtkColumnView *
table (void)
{
  return GTK_COLUMN_VIEW (cb_find_type (page, GTK_TYPE_COLUMN_VIEW));
}

/* The heads of the households from the first row to the last; NULL while a row is still being read. */
static char *
heads (void)
{
  GListModel *model = G_LIST_MODEL (gtk_column_view_get_model (table ()));
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (CbHouseholdItem) item = g_list_model_get_item (model, i);
      const CbHouseholdRow *row = cb_household_item_row (item);

      if (row == NULL)
        return NULL;
      g_string_append_printf (all, "%s%s", i > 0 ? " " : "", row->head);
    }
  return g_string_free (g_steal_pointer (&all), FALSE);
}

static gboolean
stand (const char *wanted)
{
  g_autofree char *now = heads ();

  return g_strcmp0 (now, wanted) == 0;
}

/* A real click in the middle of the heading; there is no window manager, so that the window's corner is the screen's. */
static void
click (const char *title)
{
  GListModel *columns = gtk_column_view_get_columns (table ());
  GtkWidget *heading = gtk_widget_get_first_child (gtk_widget_get_first_child (GTK_WIDGET (table ())));
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) mouse = NULL;
  g_autofree char *at_x = NULL, *at_y = NULL;
  double x, y, left, top;

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++, heading = gtk_widget_get_next_sibling (heading))
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (g_strcmp0 (gtk_column_view_column_get_title (column), title) == 0)
        break;
    }
  g_assert_nonnull (heading);
  WAIT_FOR (gtk_widget_get_width (heading) > 0);
  g_assert_true (gtk_widget_translate_coordinates (heading, window, gtk_widget_get_width (heading) / 2.0, gtk_widget_get_height (heading) / 2.0,
                                                   &x, &y));
  gtk_native_get_surface_transform (GTK_NATIVE (window), &left, &top);
  at_x = g_strdup_printf ("%d", (int) (x + left));
  at_y = g_strdup_printf ("%d", (int) (y + top));
  mouse = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "xdotool", "mousemove", at_x, at_y, "click", "1", NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (mouse, NULL, &error));
  g_assert_no_error (error);
}

static void
wait_for_order (const char *title,
                const char *wanted)
{
  for (gint64 until = g_get_monotonic_time () + 5 * G_TIME_SPAN_SECOND; !stand (wanted) && g_get_monotonic_time () < until;)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
  if (!stand (wanted))
    {
      g_autofree char *now = heads ();

      g_error ("by %s the rows stand \"%s\", not \"%s\"", title, now, wanted);
    }
}

static void
test_sort (void)
{
  /* Ascending; the other way round after another click. */
  static const struct { const char *title, *up, *down; } orders[] = {
    { "Township", "张福 李全 王桂兰", "王桂兰 李全 张福" },
    { "Persons", "李全 王桂兰 张福", "张福 王桂兰 李全" },
    { "Monthly (yuan)", "王桂兰 李全 张福", "张福 李全 王桂兰" },
    { "Changed", "李全 张福 王桂兰", "王桂兰 张福 李全" },
    { "Head", "李全 王桂兰 张福", "张福 王桂兰 李全" },
  };

  g_test_summary ("Each heading that can be pressed sorts the rows by its column, and the other way round when pressed again");
  window = gtk_window_new ();
  page = GTK_WIDGET (g_object_new (CB_TYPE_HOUSEHOLDS_PAGE, "desk", office->desk, NULL));
  gtk_window_set_default_size (GTK_WINDOW (window), 1080, 740);
  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  cb_page_enter (CB_PAGE (page));
  wait_for_order ("the name, at first", "李全 王桂兰 张福");
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      click (orders[i].title);
      wait_for_order (orders[i].title, orders[i].up);
      click (orders[i].title);
      wait_for_order (orders[i].title, orders[i].down);
    }
  cb_page_leave (CB_PAGE (page));
  g_object_add_weak_pointer (G_OBJECT (page), (gpointer *) &page);
  gtk_window_destroy (GTK_WINDOW (window));
  WAIT_FOR (page == NULL);
  WAIT_FOR (G_OBJECT (office->desk)->ref_count == 1);   /* what was asked has been answered */
}

int
main (int    argc,
      char **argv)
{
  int failed;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  /* Two clicks of ours never make a double click. */
  g_object_set (gtk_settings_get_default (), "gtk-double-click-time", 0, NULL);
  /* Its people came on 2026-09-21, and what is recorded later is never older. */
  office = office_new (1u << WORKER | 1u << REVIEWER | 1u << APPROVER);
  family ("李全", 1, "510823101", "3000", 23);
  family ("张福", 3, "510823100", "6000", 24);
  family ("王桂兰", 2, "510823103", "13000", 25);

  g_test_add_func ("/lists/sort", test_sort);
  failed = g_test_run ();
  office_free (office);
  return failed;
}
