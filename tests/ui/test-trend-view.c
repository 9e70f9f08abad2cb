/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The chart as a widget, and its table: drawing, keys, pointer, words.  Needs a display, no casebook. */

#include "cb-trend-table.h"
#include "cb-trend-view.h"
#include "trend-fixture.h"

#include <adwaita.h>

static const char *const both[] = { "dibao", "edge", NULL };

typedef struct
{
  GtkWidget *window;
  GtkWidget *view;
  CbTrend   *trend;
  guint      told;
} Fixture;

static gboolean
timed_out_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
spin (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, timed_out_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static void
told_cb (Fixture *f)
{
  f->told++;
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  CbTrendLook look = { .measure = CB_MEASURE_HOUSEHOLDS, .area = "剑阁县", .now = cb_month_new (2026, 8) };

  f->trend = trend_new (cb_month_new (2024, 10), 24, both);
  f->view = cb_trend_view_new ();
  g_signal_connect_swapped (f->view, "looked-at", G_CALLBACK (told_cb), f);
  f->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (f->window), 900, 500);
  gtk_window_set_child (GTK_WINDOW (f->window), f->view);
  cb_trend_view_set (CB_TREND_VIEW (f->view), f->trend, &look);
  gtk_window_present (GTK_WINDOW (f->window));
  spin (120);
  f->told = 0;
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  g_object_add_weak_pointer (G_OBJECT (f->view), (gpointer *) &f->view);
  gtk_window_destroy (GTK_WINDOW (f->window));
  g_assert_null (f->view);
  trend_done (f->trend);
}

static GtkEventController *
controller (GtkWidget *widget,
            GType      type)
{
  g_autoptr (GListModel) all = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkEventController) one = g_list_model_get_item (all, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (one, type))
        return one;
    }
  g_assert_not_reached ();
}

static gboolean
press (Fixture *f,
       guint    key)
{
  gboolean handled = FALSE;

  g_signal_emit_by_name (controller (f->view, GTK_TYPE_EVENT_CONTROLLER_KEY), "key-pressed", key, 0u, 0, &handled);

  return handled;
}

static void
assert_looks (Fixture *f,
              guint    month,
              int      series)
{
  guint m = 999;
  int s = 999;

  g_assert_true (cb_trend_view_get (CB_TREND_VIEW (f->view), &m, &s));
  g_assert_cmpuint (m, ==, month);
  g_assert_cmpint (s, ==, series);
}

static void
test_keys (Fixture      *f,
           gconstpointer data)
{
  guint month;
  int series;

  g_assert_false (cb_trend_view_get (CB_TREND_VIEW (f->view), &month, &series));
  g_assert_true (press (f, GDK_KEY_Left));
  assert_looks (f, 23, 0);
  g_assert_true (press (f, GDK_KEY_Left));
  assert_looks (f, 22, 0);
  press (f, GDK_KEY_Down);
  assert_looks (f, 22, 1);
  press (f, GDK_KEY_Down);
  assert_looks (f, 22, 1);
  press (f, GDK_KEY_Page_Up);
  assert_looks (f, 10, 1);
  press (f, GDK_KEY_Home);
  assert_looks (f, 0, 1);
  press (f, GDK_KEY_Left);
  press (f, GDK_KEY_Up);
  assert_looks (f, 0, 0);
  press (f, GDK_KEY_End);
  press (f, GDK_KEY_Right);
  assert_looks (f, 23, 0);
  g_assert_false (press (f, GDK_KEY_a));
  g_assert_true (press (f, GDK_KEY_Escape));
  g_assert_false (cb_trend_view_get (CB_TREND_VIEW (f->view), &month, &series));
  g_assert_false (press (f, GDK_KEY_Escape));
}

static void
test_pointer (Fixture      *f,
              gconstpointer data)
{
  GtkEventController *motion = controller (f->view, GTK_TYPE_EVENT_CONTROLLER_MOTION);
  guint month, told;
  int series;

  g_signal_emit_by_name (motion, "motion", 300.0, 250.0);
  g_assert_true (cb_trend_view_get (CB_TREND_VIEW (f->view), &month, &series));
  g_assert_cmpuint (month, >, 0);
  g_assert_cmpuint (month, <, 23);
  told = f->told;
  g_signal_emit_by_name (motion, "motion", 300.5, 250.0);
  g_assert_cmpuint (f->told, ==, told);
  g_signal_emit_by_name (motion, "leave");
  g_assert_false (cb_trend_view_get (CB_TREND_VIEW (f->view), &month, &series));
  g_assert_cmpuint (f->told, ==, told + 1);
}

static void
test_words (Fixture      *f,
            gconstpointer data)
{
  g_autofree char *last = cb_trend_view_readout (CB_TREND_VIEW (f->view));
  g_autofree char *first = NULL, *nothing = NULL;
  g_autofree char *summary = cb_trend_summary (f->trend, CB_MEASURE_HOUSEHOLDS, "剑阁县");

  gtk_test_accessible_assert_role (f->view, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (f->view, GTK_ACCESSIBLE_PROPERTY_LABEL, summary);
  g_assert_nonnull (strstr (last, "<b>2026-09</b>"));
  g_assert_nonnull (strstr (last, "Minimum living</span> 123"));
  g_assert_nonnull (strstr (last, "total 346 households"));
  press (f, GDK_KEY_Home);
  first = cb_trend_view_readout (CB_TREND_VIEW (f->view));
  g_assert_nonnull (strstr (first, "<b>2024-10</b>"));
  gtk_test_accessible_assert_property (f->view, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "2024-10   ■ Minimum living 100   ▲ Minimum living edge 200   total 300 households");
  cb_trend_view_set (CB_TREND_VIEW (f->view), NULL, NULL);
  nothing = cb_trend_view_readout (CB_TREND_VIEW (f->view));
  g_assert_cmpstr (nothing, ==, "");
  g_assert_false (press (f, GDK_KEY_Left));
  spin (40);
}

static GskRenderNode *
node_of (GtkWidget *widget)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot;

  spin (60);
  snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (widget), gtk_widget_get_height (widget));

  return gtk_snapshot_free_to_node (snapshot);
}

static GdkTexture *
find_texture (GskRenderNode *node)
{
  switch ((int) gsk_render_node_get_node_type (node))
    {
    case GSK_TEXTURE_NODE:
      return gsk_texture_node_get_texture (node);
    case GSK_TRANSFORM_NODE:
      return find_texture (gsk_transform_node_get_child (node));
    case GSK_CLIP_NODE:
      return find_texture (gsk_clip_node_get_child (node));
    case GSK_CONTAINER_NODE:
      for (guint i = 0; i < gsk_container_node_get_n_children (node); i++)
        {
          GdkTexture *texture = find_texture (gsk_container_node_get_child (node, i));

          if (texture != NULL)
            return texture;
        }
      return NULL;
    default:
      return NULL;
    }
}

/* What follows the pointer is laid over a picture of the curves, which stays the same one. */
static void
test_drawn_once (Fixture      *f,
                 gconstpointer data)
{
  g_autoptr (GskRenderNode) before = node_of (f->view);
  g_autoptr (GskRenderNode) after = NULL;
  CbTrendLook look = { .measure = CB_MEASURE_SPENT };
  GdkTexture *texture = find_texture (before);

  g_assert_nonnull (texture);
  press (f, GDK_KEY_Home);
  after = node_of (f->view);
  g_assert_true (find_texture (after) == texture);
  g_clear_pointer (&after, gsk_render_node_unref);
  cb_trend_view_set (CB_TREND_VIEW (f->view), f->trend, &look);
  after = node_of (f->view);
  g_assert_true (find_texture (after) != texture);
}

static guint
count_texts (GtkWidget  *widget,
              const char *text)
{
  const char *own = GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget))
                    : GTK_IS_INSCRIPTION (widget) ? gtk_inscription_get_text (GTK_INSCRIPTION (widget)) : NULL;
  guint n = g_strcmp0 (own, text) == 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_texts (child, text);

  return n;
}

static void
test_table (Fixture      *f,
            gconstpointer data)
{
  GtkWidget *table = cb_trend_table_new ();
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 600, 400);
  gtk_window_set_child (GTK_WINDOW (window), table);
  for (CbMeasure measure = 0; measure < CB_N_MEASURES; measure++)
    cb_trend_table_set (CB_TREND_TABLE (table), f->trend, measure);
  gtk_window_present (GTK_WINDOW (window));
  spin (60);
  g_assert_cmpuint (count_texts (table, "2026-09"), ==, 1);
  g_assert_cmpuint (count_texts (table, "123,061.50"), ==, 2);
  g_assert_cmpuint (count_texts (table, "Total (yuan)"), ==, 1);
  gtk_widget_activate_action (table, "trend-table.copy", NULL);
  cb_trend_table_set (CB_TREND_TABLE (table), NULL, CB_MEASURE_PERSONS);
  spin (20);
  g_assert_cmpuint (count_texts (table, "2026-09"), ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
on (const char *path,
    void      (*test) (Fixture *f, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  on ("/ui/trend/keys", test_keys);
  on ("/ui/trend/pointer", test_pointer);
  on ("/ui/trend/words", test_words);
  on ("/ui/trend/drawn-once", test_drawn_once);
  on ("/ui/trend/table", test_table);

  return g_test_run ();
}
