/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-policy-part.h"

#include "cb-clock.h"
#include "cb-outcome-text.h"
#include "cb-policy-chart.h"
#include "cb-widgets.h"

#include <glib/gi18n.h>
#include <string.h>

static GtkWidget *
text_new (const char *text,
          const char *css_class)
{
  GtkWidget *label = cb_label_new (text, css_class);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_focusable (label, FALSE);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  return label;
}

/* --- the history, drawn --- */

static void
draw_cb (GtkDrawingArea *area,
         cairo_t        *cr,
         int             width,
         int             height,
         gpointer        chart)
{
  cb_step_chart_draw (chart, cr, adw_style_manager_get_dark (adw_style_manager_get_default ()) ? CB_CHART_DARK : CB_CHART_LIGHT, width,
                      height, cb_text_pixels (GTK_WIDGET (area)));
}

static void
add_chart (GtkWidget         *box,
           CbPack            *pack,
           const CbPackParam *param)
{
  CbStepChart *chart = cb_step_chart_new (pack, param, cb_clock_today (), cb_outcome_lang ());
  GtkWidget *card, *area;
  g_autofree char *words = NULL;

  if (chart == NULL)
    return;
  words = cb_step_chart_words (chart);
  area = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_IMG, "margin-start", 8, "margin-end", 8,
                       "margin-bottom", 8, NULL);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area), 220);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw_cb, chart, (GDestroyNotify) cb_step_chart_free);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (gtk_widget_queue_draw), area, G_CONNECT_SWAPPED);
  cb_widget_set_label (area, words);
  card = cb_card_new (_("History"));
  gtk_box_append (GTK_BOX (card), area);
  gtk_box_append (GTK_BOX (box), card);
}

/* --- the dated lines --- */

static gboolean
in_force (const CbPackVersion *version,
          CbDate               on)
{
  return version->from <= on && (version->until == CB_DATE_NONE || on <= version->until);
}

static void
add_remark (GString    *remark,
            const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  if (remark->len > 0)
    g_string_append (remark, " · ");
  g_string_append (remark, text);
}

static void
add_versions (GtkWidget         *box,
              CbPack            *pack,
              const CbPackParam *param)
{
  const char *const headings[] = { _("From"), _("Value"), _("Article"), _("Issued by"), _("Remark") };
  const CbDate today = cb_clock_today ();
  GtkWidget *card = cb_card_new (_("Dated lines")), *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_widget_add_css_class (grid, "cb-inset");
  for (guint i = 0; i < G_N_ELEMENTS (headings); i++)
    gtk_grid_attach (GTK_GRID (grid), cb_label_new (headings[i], "dim-label"), (int) i, 0, 1, 1);
  for (guint i = 0; i < param->n_versions; i++)
    {
      /* The newest first. */
      const guint index = param->n_versions - 1 - i;
      const CbPackVersion *version = cb_pack_param_version (pack, param, index);
      const char *css = in_force (version, today) ? "heading" : NULL;
      g_autofree char *from = cb_date_format (version->from);
      g_autofree char *key = g_strdup_printf ("note.%s", from);
      g_autofree char *value = cb_pack_version_text (pack, param, index, cb_outcome_lang ());
      const char *note = cb_pack_text_of (pack, "param", param->name, key, cb_outcome_lang ());
      g_autoptr (GString) remark = g_string_new (NULL);
      const char *cells[5];

      if (in_force (version, today))
        add_remark (remark, _("in force today"));
      if (version->from > today)
        add_remark (remark, _("not yet in force"));
      if (version->confirm || param->confirm)
        add_remark (remark, _("⚠ to be confirmed by the county"));
      add_remark (remark, note);
      cells[0] = from;
      cells[1] = version->ends ? _("ends") : value;
      cells[2] = version->cite != NULL ? version->cite : param->cite;
      cells[3] = version->issuer != NULL ? version->issuer : param->issuer;
      cells[4] = remark->str;
      for (guint c = 0; c < G_N_ELEMENTS (cells); c++)
        {
          GtkWidget *label = text_new (cells[c] == NULL ? "" : cells[c], css);

          gtk_widget_add_css_class (label, "numeric");
          gtk_label_set_width_chars (GTK_LABEL (label), c == 0 ? 10 : c == 4 ? 6 : -1);
          gtk_widget_set_valign (label, GTK_ALIGN_BASELINE);
          gtk_widget_set_hexpand (label, c == 4);
          gtk_grid_attach (GTK_GRID (grid), label, (int) c, (int) i + 1, 1, 1);
        }
    }
  gtk_box_append (GTK_BOX (card), grid);
  gtk_box_append (GTK_BOX (box), card);
}

/* --- a rule as written --- */

static gboolean
is_heading (const char *name)
{
  return strcmp (name, "title") == 0 || strcmp (name, "cite") == 0;
}

static void
add_lines (GtkWidget  *box,
           CbPack     *pack,
           const char *group,
           const char *name)
{
  g_autoptr (GArray) lines = cb_pack_lines (pack, group, name);
  GtkWidget *card = cb_card_new (_("As written")), *grid = gtk_grid_new ();
  int row = 0;

  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  gtk_widget_add_css_class (grid, "cb-inset");
  for (guint i = 0; i < lines->len; i++)
    {
      const CbPackLine *line = &g_array_index (lines, CbPackLine, i);
      const char *localised;
      GtkWidget *value;

      if (line->locale != NULL || is_heading (line->name))
        continue;
      localised = cb_pack_text_of (pack, group, name, line->name, cb_outcome_lang ());
      value = text_new (localised == NULL ? line->value : localised, "monospace");
      gtk_widget_set_hexpand (value, TRUE);
      gtk_grid_attach (GTK_GRID (grid), text_new (line->name, "dim-label"), 0, row, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), value, 1, row++, 1, 1);
    }
  gtk_box_append (GTK_BOX (card), grid);
  gtk_box_append (GTK_BOX (box), card);
}

/* --- where it is used --- */

static const CbPackRule *
find_rule (CbPack     *pack,
           const char *name)
{
  GPtrArray *all = cb_pack_rules (pack);

  for (guint i = 0; i < all->len; i++)
    {
      const CbPackRule *rule = all->pdata[i];

      if (strcmp (rule->name, name) == 0 && rule->kind != CB_RULE_REASON && rule->kind != CB_RULE_TEXT)
        return rule;
    }
  return NULL;
}

static void
add_users (GtkWidget  *box,
           CbPack     *pack,
           const char *name)
{
  g_autoptr (GPtrArray) used = cb_pack_used_by (pack, name);
  GtkWidget *card = cb_card_new (_("Where it is used")), *flow = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (flow, "cb-inset");
  gtk_widget_add_css_class (flow, "cb-links");
  for (guint i = 0; i < used->len; i++)
    {
      const CbPackRule *rule = find_rule (pack, used->pdata[i]);
      const char *group = rule == NULL ? NULL : cb_pack_rule_group (rule->kind);
      GtkWidget *link;

      if (rule == NULL)
        continue;
      link = gtk_button_new_with_label (cb_pack_title_of (pack, group, rule->name, cb_outcome_lang ()));
      gtk_widget_add_css_class (link, "flat");
      gtk_widget_set_halign (link, GTK_ALIGN_START);
      cb_widget_set_tip (link, rule->name);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (link), "policy.show");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (link), "(ss)", group, rule->name);
      gtk_box_append (GTK_BOX (flow), link);
    }
  if (gtk_widget_get_first_child (flow) == NULL)
    gtk_box_append (GTK_BOX (flow), text_new (_("No rule computes with it: it is there for deadlines, forms or the people who decide."),
                                              "dim-label"));
  gtk_box_append (GTK_BOX (card), flow);
  gtk_box_append (GTK_BOX (box), card);
}

/* --- all of it --- */

GtkWidget *
cb_policy_part_new (CbPack     *pack,
                    const char *group,
                    const char *name)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  const CbPackParam *param = strcmp (group, "param") == 0 ? cb_pack_param (pack, name) : NULL;
  const char *cite = cb_pack_text_of (pack, group, name, "cite", cb_outcome_lang ());
  const char *note = param == NULL ? NULL : cb_pack_text_of (pack, group, name, "note", cb_outcome_lang ());

  if (cite != NULL && param == NULL)
    {
      g_autofree char *text = g_strdup_printf (_("Article: %s"), cite);

      gtk_box_append (GTK_BOX (box), text_new (text, NULL));
    }
  if (note != NULL)
    gtk_box_append (GTK_BOX (box), text_new (note, NULL));
  if (param != NULL)
    {
      add_chart (box, pack, param);
      add_versions (box, pack, param);
    }
  else
    add_lines (box, pack, group, name);
  if (strcmp (group, "reason") != 0 && strcmp (group, "text") != 0)
    add_users (box, pack, name);
  return box;
}
