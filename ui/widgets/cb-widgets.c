/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-widgets.h"

void
cb_widget_set_label (GtkWidget  *widget,
                     const char *label)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  /* Newer GTK names a drop-down or a button after what it shows, by a relation that goes before any label. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

void
cb_widget_focus_inside (GtkWidget *widget)
{
  GtkRoot *root;
  GtkWidget *focus;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  root = gtk_widget_get_root (widget);
  focus = root == NULL ? NULL : gtk_root_get_focus (root);
  if (focus == NULL || !gtk_widget_is_ancestor (focus, widget))
    gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);
}

double
cb_widget_text_scale (GtkWidget *widget)
{
  int dpi;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), 1);

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);

  return dpi <= 0 ? 1 : CLAMP (dpi / 1024.0 / 96.0, 1, 4);
}

void
cb_widget_set_busy (GtkWidget *widget,
                    gboolean   busy)
{
  GtkRoot *root;
  GtkWidget *focus;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  root = gtk_widget_get_root (widget);
  focus = root == NULL ? NULL : gtk_root_get_focus (root);
  if (busy && focus != NULL && gtk_widget_is_ancestor (focus, widget))
    gtk_root_set_focus (root, NULL);
  gtk_widget_set_sensitive (widget, !busy);
}

GtkWidget *
cb_amount_label_new (CbMoney amount)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (label, "numeric");
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  cb_amount_label_set (GTK_LABEL (label), amount);

  return label;
}

void
cb_amount_label_set (GtkLabel *label,
                     CbMoney   amount)
{
  g_autofree char *text = cb_money_format (amount, TRUE);

  gtk_label_set_text (label, text);
}

char *
cb_count_text (guint n)
{
  return cb_money_format ((CbMoney) n * 100, TRUE);
}

GtkWidget *
cb_label_new (const char *text,
              const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

GtkWidget *
cb_card_new (const char *heading)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "cb-card");
  gtk_widget_set_overflow (card, GTK_OVERFLOW_HIDDEN);
  if (heading != NULL)
    {
      GtkWidget *label = cb_label_new (heading, "heading");

      gtk_widget_add_css_class (label, "cb-card-heading");
      gtk_box_append (GTK_BOX (card), label);
    }

  return card;
}

static void
fold_toggled_cb (GtkToggleButton *toggle,
                 GtkWidget       *fold)
{
  gboolean open = gtk_toggle_button_get_active (toggle);

  gtk_image_set_from_icon_name (g_object_get_data (G_OBJECT (fold), "arrow"),
                                open ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_widget_set_visible (gtk_widget_get_last_child (fold), open);
  gtk_accessible_update_state (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_STATE_EXPANDED, open, -1);
}

GtkWidget *
cb_fold_new (const char *title,
             GtkWidget  *child)
{
  GtkWidget *fold = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *toggle = gtk_toggle_button_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *arrow = gtk_image_new_from_icon_name ("pan-end-symbolic");
  GtkWidget *label = gtk_label_new_with_mnemonic (title);

  gtk_box_append (GTK_BOX (line), arrow);
  gtk_box_append (GTK_BOX (line), label);
  gtk_button_set_child (GTK_BUTTON (toggle), line);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), toggle);
  gtk_widget_add_css_class (toggle, "flat");
  gtk_widget_add_css_class (toggle, "cb-fold");
  gtk_widget_set_halign (toggle, GTK_ALIGN_START);
  cb_widget_set_label (toggle, gtk_label_get_text (GTK_LABEL (label)));
  gtk_box_append (GTK_BOX (fold), toggle);
  gtk_box_append (GTK_BOX (fold), child);
  gtk_widget_set_visible (child, FALSE);
  g_object_set_data (G_OBJECT (fold), "arrow", arrow);
  g_signal_connect (toggle, "toggled", G_CALLBACK (fold_toggled_cb), fold);

  return fold;
}

void
cb_fold_set_open (GtkWidget *fold,
                  gboolean   open)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (gtk_widget_get_first_child (fold)), open);
}

GtkWidget *
cb_switch_new (const char *const *names,
               guint              n,
               GtkWidget        **buttons,
               GCallback          toggled,
               gpointer           data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (box, "linked");
  for (guint i = 0; i < n; i++)
    {
      buttons[i] = gtk_toggle_button_new_with_mnemonic (names[i]);
      if (i > 0)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (buttons[i]), GTK_TOGGLE_BUTTON (buttons[0]));
      gtk_box_append (GTK_BOX (box), buttons[i]);
    }
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (buttons[0]), TRUE);
  for (guint i = 0; i < n; i++)
    g_signal_connect_swapped (buttons[i], "toggled", toggled, data);

  return box;
}

GtkWidget *
cb_empty_new (const char *icon,
              const char *title,
              const char *description,
              const char *button,
              const char *action)
{
  GtkWidget *page = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), icon);
  adw_status_page_set_title (ADW_STATUS_PAGE (page), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (page), description);
  gtk_widget_add_css_class (page, "compact");
  if (button != NULL)
    {
      GtkWidget *widget = gtk_button_new_with_mnemonic (button);

      gtk_actionable_set_action_name (GTK_ACTIONABLE (widget), action);
      gtk_widget_add_css_class (widget, "pill");
      gtk_widget_set_halign (widget, GTK_ALIGN_CENTER);
      adw_status_page_set_child (ADW_STATUS_PAGE (page), widget);
    }

  return page;
}

GtkWidget *
cb_spinner_new (void)
{
  GtkWidget *spinner = gtk_spinner_new ();

  gtk_widget_set_size_request (spinner, 32, 32);
  gtk_widget_set_halign (spinner, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (spinner, GTK_ALIGN_CENTER);
  g_signal_connect (spinner, "map", G_CALLBACK (gtk_spinner_start), NULL);
  g_signal_connect (spinner, "unmap", G_CALLBACK (gtk_spinner_stop), NULL);

  return spinner;
}

GtkWidget *
cb_icon_button_new (const char *icon,
                    const char *tooltip,
                    const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  cb_widget_set_tip (button, tooltip);
  cb_widget_set_label (button, tooltip);
  if (action != NULL)
    gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);

  return button;
}

double
cb_text_pixels (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double size = (double) pango_font_description_get_size (font) / PANGO_SCALE;
  double resolution = pango_cairo_context_get_resolution (context);

  if (!pango_font_description_get_size_is_absolute (font))
    size *= (resolution > 0 ? resolution : 96) / 72;

  return CLAMP (size, 9, 40) * 0.95;
}

void
cb_box_clear (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

/* The first of @type inside, depth first; borrowed, NULL when there is none. */
static GtkWidget *
find_inside (GtkWidget *widget,
             GType      type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_inside (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
search_whole (GtkWidget *popover)
{
  GtkWidget *list = find_inside (popover, GTK_TYPE_LIST_VIEW);
  gpointer model = list != NULL ? gtk_list_view_get_model (GTK_LIST_VIEW (list)) : NULL;
  GtkFilter *filter;

  if (GTK_IS_SINGLE_SELECTION (model))
    model = gtk_single_selection_get_model (model);
  filter = GTK_IS_FILTER_LIST_MODEL (model) ? gtk_filter_list_model_get_filter (model) : NULL;
  if (GTK_IS_STRING_FILTER (filter))
    gtk_string_filter_set_match_mode (GTK_STRING_FILTER (filter), GTK_STRING_FILTER_MATCH_MODE_SUBSTRING);
}

static gboolean
focus_search_cb (gpointer popover)
{
  GtkWidget *search = find_inside (popover, GTK_TYPE_TEXT);

  if (search != NULL && gtk_widget_get_mapped (search))
    gtk_widget_grab_focus (search);

  return G_SOURCE_REMOVE;
}

/* The list takes the focus for what is chosen while it opens: we come after it. */
static void
search_opened_cb (GtkWidget *popover)
{
  search_whole (popover);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, focus_search_cb, g_object_ref (popover), g_object_unref);
}

/* Enter takes the first that was found. */
static void
search_entered_cb (GtkWidget *popover)
{
  GtkWidget *list = find_inside (popover, GTK_TYPE_LIST_VIEW);
  GtkSelectionModel *model = list != NULL ? gtk_list_view_get_model (GTK_LIST_VIEW (list)) : NULL;

  if (model == NULL || g_list_model_get_n_items (G_LIST_MODEL (model)) == 0)
    return;
  gtk_selection_model_select_item (model, 0, TRUE);
  g_signal_emit_by_name (list, "activate", 0);
}

void
cb_drop_down_set_search (GtkDropDown *drop_down)
{
  GtkWidget *popover, *search;

  gtk_drop_down_set_enable_search (drop_down, TRUE);
  popover = find_inside (GTK_WIDGET (drop_down), GTK_TYPE_POPOVER);
  search = popover != NULL ? find_inside (popover, GTK_TYPE_SEARCH_ENTRY) : NULL;
  if (search == NULL)
    return;
  g_signal_connect (popover, "map", G_CALLBACK (search_opened_cb), NULL);
  g_signal_connect_object (search, "activate", G_CALLBACK (search_entered_cb), popover, G_CONNECT_SWAPPED);
}
