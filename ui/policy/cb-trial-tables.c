/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-trial-tables.h"

#include "cb-outcome-text.h"
#include "cb-shell.h"
#include "cb-table.h"
#include "cb-trial-figures.h"
#include "cb-ui-names.h"
#include "cb-widgets.h"

/* --- what the lines say --- */

static void
line_clear (gpointer data)
{
  g_free (((CbTrialLine *) data)->title);
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  const CbTrialLine *x = a, *y = b;
  const CbMoney p = MAX (x->figures.monthly[0], x->figures.monthly[1]), q = MAX (y->figures.monthly[0], y->figures.monthly[1]);

  return p > q ? -1 : p < q;
}

static void
add_line (GArray          *lines,
          const char      *title,
          const CbNowThen *figures,
          gboolean         once)
{
  CbTrialLine line = { NULL, *figures, once };

  if (figures->households[0] == 0 && figures->households[1] == 0 && figures->monthly[0] == 0 && figures->monthly[1] == 0)
    return;
  line.title = g_strdup (title);
  g_array_append_val (lines, line);
}

static const char *
area_name (CbDesk     *desk,
           const char *code)
{
  const CbArea *area = cb_areas_find (cb_desk_areas (desk), code);

  return area == NULL ? code : area->name;
}

GArray *
cb_trial_lines (const CbSimulation *found,
                CbDesk             *desk,
                CbPack             *pack,
                CbTrialBy           by)
{
  const char *lang = cb_outcome_lang ();
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (CbTrialLine));

  g_array_set_clear_func (lines, line_clear);
  switch (by)
    {
    case CB_TRIAL_BY_PROGRAMME:
      for (guint i = 0; i < found->programmes->len; i++)
        {
          const char *name = found->programmes->pdata[i];
          const char *title = cb_pack_title_of (pack, "programme", name, lang);
          const CbNowThen *line = &g_array_index (found->by_programme, CbNowThen, i);
          const gboolean pays_once = !cb_pack_programme_monthly (pack, name) && (line->monthly[0] != 0 || line->monthly[1] != 0);
          /* TRANSLATORS: a programme whose amount is not paid every month. */
          g_autofree char *once = pays_once ? g_strdup_printf (_("%s (once)"), title) : NULL;

          add_line (lines, once == NULL ? title : once, line, pays_once);
        }
      break;
    case CB_TRIAL_BY_TIER:
      for (guint i = 0; i < found->tiers->len; i++)
        add_line (lines, cb_pack_word_title (pack, "tier", found->tiers->pdata[i], lang), &g_array_index (found->by_tier, CbNowThen, i),
                  FALSE);
      break;
    case CB_TRIAL_BY_TOWNSHIP:
      for (guint i = 0; i < found->townships->len; i++)
        add_line (lines, area_name (desk, found->townships->pdata[i]), &g_array_index (found->by_township, CbNowThen, i), FALSE);
      g_array_sort (lines, compare_lines);
      break;
    case CB_TRIAL_N_BY:
    default:
      g_assert_not_reached ();
    }
  return lines;
}

/* --- one row of either table --- */

#define CB_TYPE_TRIAL_ROW (cb_trial_row_get_type ())
G_DECLARE_FINAL_TYPE (CbTrialRow, cb_trial_row, CB, TRIAL_ROW, GObject)

struct _CbTrialRow
{
  GObject parent_instance;

  GStrv    cells;
  CbUid    uid;      /* of a family */
  gboolean loses;
};

G_DEFINE_FINAL_TYPE (CbTrialRow, cb_trial_row, G_TYPE_OBJECT)

static void
cb_trial_row_finalize (GObject *object)
{
  g_strfreev (CB_TRIAL_ROW (object)->cells);

  G_OBJECT_CLASS (cb_trial_row_parent_class)->finalize (object);
}

static void
cb_trial_row_class_init (CbTrialRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cb_trial_row_finalize;
}

static void
cb_trial_row_init (CbTrialRow *self)
{
}

static char *
cell_text (gpointer item,
           gpointer column)
{
  return g_strdup (CB_TRIAL_ROW (item)->cells[GPOINTER_TO_UINT (column)]);
}

static const char *
change_style (gpointer item,
              gpointer column)
{
  return CB_TRIAL_ROW (item)->loses ? "error" : NULL;
}

/* @title alone may mean two things: then @context says of which column it speaks. */
typedef struct { const char *context, *title; int ems; float xalign; } Column;

static const char *
column_title (const Column *column)
{
  if (*column->title == '\0')
    return "";
  return column->context == NULL ? _(column->title) : g_dpgettext2 (NULL, column->context, column->title);
}

static GtkWidget *
make_table (const Column       *columns,
            guint               n,
            guint               styled,
            const char         *label,
            GtkColumnView     **view)
{
  GListStore *rows = g_list_store_new (CB_TYPE_TRIAL_ROW);
  GtkSingleSelection *selection = gtk_single_selection_new (G_LIST_MODEL (rows));
  GtkWidget *table;

  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_single_selection_set_can_unselect (selection, TRUE);
  table = cb_table_new (GTK_SELECTION_MODEL (selection), label, view);
  for (guint i = 0; i < n; i++)
    {
      GtkColumnViewColumn *column = cb_table_add_text (*view, column_title (&columns[i]), columns[i].ems, columns[i].xalign, cell_text,
                                                       i == styled ? change_style : NULL, GUINT_TO_POINTER (i));

      /* Names take what is left of the width; figures need no more than they have. */
      gtk_column_view_column_set_expand (column, columns[i].xalign == 0);
    }
  g_object_set_data_full (G_OBJECT (table), "rows", g_object_ref (rows), g_object_unref);
  return table;
}

/* A row costs more than half a millisecond until it is drawn: the first ones at once, then some with every frame, so that
 * whoever drags the slider never waits for rows that are out of sight. */
#define ROWS_AT_ONCE 8
#define ROWS_A_FRAME 3

static void
append_rows (GtkWidget *table,
             guint      most)
{
  GPtrArray *rows = g_object_get_data (G_OBJECT (table), "all");
  GListStore *store = g_object_get_data (G_OBJECT (table), "rows");
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (store));

  if (rows != NULL && n < rows->len)
    g_list_store_splice (store, n, 0, rows->pdata + n, MIN (most, rows->len - n));
}

static gboolean
more_rows_cb (GtkWidget     *table,
              GdkFrameClock *clock,
              gpointer       data)
{
  GPtrArray *rows = g_object_get_data (G_OBJECT (table), "all");
  GListModel *shown = g_object_get_data (G_OBJECT (table), "rows");

  append_rows (table, ROWS_A_FRAME);
  if (g_list_model_get_n_items (shown) < rows->len)
    return G_SOURCE_CONTINUE;
  g_object_set_data (G_OBJECT (table), "filling", NULL);
  return G_SOURCE_REMOVE;
}

static void
set_rows (GtkWidget *table,
          GPtrArray *rows)
{
  GListStore *store = g_object_get_data (G_OBJECT (table), "rows");

  g_list_store_splice (store, 0, g_list_model_get_n_items (G_LIST_MODEL (store)), rows->pdata, MIN (rows->len, ROWS_AT_ONCE));
  g_object_set_data_full (G_OBJECT (table), "all", g_ptr_array_ref (rows), (GDestroyNotify) g_ptr_array_unref);
  if (rows->len > ROWS_AT_ONCE && g_object_get_data (G_OBJECT (table), "filling") == NULL)
    g_object_set_data (G_OBJECT (table), "filling", GUINT_TO_POINTER (gtk_widget_add_tick_callback (table, more_rows_cb, NULL, NULL)));
}

/* --- the figures --- */

static const Column figures[] = {
  { NULL, "", 15, 0 },
  { NULL, N_("Households now"), 4, 1 },
  /* TRANSLATORS: heading of the column after "Households now": how many they would be. */
  { "households", NC_("households", "then"), 4, 1 },
  { NULL, N_("Yuan a month now"), 5, 1 },
  /* TRANSLATORS: heading of the column after "Yuan a month now": how much it would be. */
  { "yuan", NC_("yuan", "then"), 5, 1 },
  /* TRANSLATORS: heading of the last column: what the two before differ by, in yuan a month. */
  { "yuan", NC_("yuan", "Change"), 5, 1 },
};

static gboolean
copy_cb (GtkWidget *table,
         GVariant  *arguments,
         gpointer   data)
{
  GListModel *rows = g_object_get_data (G_OBJECT (table), "rows");
  g_autoptr (GString) text = g_string_new (NULL);

  append_rows (table, G_MAXUINT);
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    g_string_append_printf (text, "%s%s", i == 0 ? "" : "\t", column_title (&figures[i]));
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (CbTrialRow) row = g_list_model_get_item (rows, i);
      g_autofree char *line = g_strjoinv ("\t", row->cells);

      g_string_append_printf (text, "\n%s", line);
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (table), text->str);
  return TRUE;
}

GtkWidget *
cb_trial_table_new (void)
{
  GtkColumnView *view;
  GtkWidget *table = make_table (figures, G_N_ELEMENTS (figures), 5, _(CB_NAME_POLICY_FIGURES), &view);
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_c, GDK_CONTROL_MASK),
                                                          gtk_callback_action_new (copy_cb, NULL, NULL)));
  gtk_widget_add_controller (table, keys);
  return table;
}

void
cb_trial_table_set (GtkWidget *table,
                    GArray    *lines)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < lines->len; i++)
    {
      const CbTrialLine *line = &g_array_index (lines, CbTrialLine, i);
      const CbMoney change = line->figures.monthly[1] - line->figures.monthly[0];
      CbTrialRow *row = g_object_new (CB_TYPE_TRIAL_ROW, NULL);

      row->loses = change < 0;
      row->cells = g_new0 (char *, G_N_ELEMENTS (figures) + 1);
      row->cells[0] = g_strdup (line->title);
      for (guint t = 0; t < 2; t++)
        {
          row->cells[1 + t] = cb_count_text (line->figures.households[t]);
          row->cells[3 + t] = cb_money_format (line->figures.monthly[t], TRUE);
        }
      row->cells[5] = cb_trial_signed (change);
      g_ptr_array_add (rows, row);
    }
  set_rows (table, rows);
}

/* --- the families --- */

static const Column families[] = {
  { NULL, N_("Township"), 7, 0 },
  { NULL, N_("Tier now"), 7, 0 },
  { NULL, N_("Tier then"), 7, 0 },
  { NULL, N_("Change, yuan a month"), 7, 1 },
  { NULL, N_("Remark"), 8, 0 },
};

static void
activated_cb (GtkColumnView *view,
              guint          position,
              gpointer       data)
{
  g_autoptr (CbTrialRow) row = g_list_model_get_item (G_LIST_MODEL (gtk_column_view_get_model (view)), position);

  if (row != NULL)
    cb_shell_go (GTK_WIDGET (view), "household", &row->uid);
}

GtkWidget *
cb_trial_families_new (void)
{
  GtkColumnView *view;
  GtkWidget *table = make_table (families, G_N_ELEMENTS (families), 3, _(CB_NAME_POLICY_FAMILIES), &view);

  g_signal_connect (view, "activate", G_CALLBACK (activated_cb), NULL);
  return table;
}

static const char *
tier_title (const CbSimulation *found,
            CbPack             *pack,
            guint8              tier)
{
  return tier >= found->tiers->len ? _("unknown") : cb_pack_word_title (pack, "tier", found->tiers->pdata[tier], cb_outcome_lang ());
}

void
cb_trial_families_set (GtkWidget          *table,
                       const CbSimulation *found,
                       CbCounty           *county,
                       CbDesk             *desk,
                       CbPack             *pack)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; found != NULL && i < found->changes->len; i++)
    {
      const CbSimChange *change = &g_array_index (found->changes, CbSimChange, i);
      CbTrialRow *row = g_object_new (CB_TYPE_TRIAL_ROW, NULL);

      row->loses = change->change < 0;
      row->uid = *cb_county_uid (county, change->household);
      row->cells = g_new0 (char *, G_N_ELEMENTS (families) + 1);
      row->cells[0] = g_strdup (area_name (desk, cb_county_township (county, change->household)));
      for (guint t = 0; t < 2; t++)
        row->cells[1 + t] = g_strdup (tier_title (found, pack, change->tier[t]));
      row->cells[3] = cb_trial_signed (change->change);
      row->cells[4] = g_strdup (change->tier[0] == change->tier[1] ? "" : row->loses ? _("⚠ falls off a cliff") : _("other tier"));
      g_ptr_array_add (rows, row);
    }
  set_rows (table, rows);
}
