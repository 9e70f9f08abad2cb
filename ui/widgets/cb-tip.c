/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-tip.h"

#include <string.h>
#include "cb-widgets.h"

/* In pixels, at the usual size of text. */
#define WIDEST 420

typedef struct
{
  char      *text;
  gboolean   asked;     /* "query-tooltip" is connected */
  gboolean   cut;       /* only where something is cut */
  GtkWidget *label;     /* NULL: never shown yet */
} Tip;

static void
tip_free (gpointer data)
{
  Tip *tip = data;

  g_clear_object (&tip->label);
  g_free (tip->text);
  g_free (tip);
}

/* One for each widget, so that it stays the same while the pointer moves. */
static Tip *
tip_of (GtkWidget *widget)
{
  Tip *tip = g_object_get_data (G_OBJECT (widget), "cb-tip");

  if (tip == NULL)
    {
      tip = g_new0 (Tip, 1);
      g_object_set_data_full (G_OBJECT (widget), "cb-tip", tip, tip_free);
    }
  return tip;
}

/* Broken into lines here: a label that wraps asks for other sizes than it gets. */
static char *
break_lines (GtkWidget  *widget,
             const char *text,
             int         widest)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  GString *lines = g_string_new (NULL);

  pango_layout_set_width (layout, widest * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  for (int i = 0; i < pango_layout_get_line_count (layout); i++)
    {
      const PangoLayoutLine *line = pango_layout_get_line_readonly (layout, i);

      g_string_append_printf (lines, "%s%.*s", i > 0 ? "\n" : "", line->length, text + line->start_index);
    }
  return g_string_free (lines, FALSE);
}

void
cb_tip_show (GtkWidget  *widget,
             GtkTooltip *tooltip,
             const char *text)
{
  Tip *tip = tip_of (widget);
  g_autofree char *lines = break_lines (widget, text, (int) (WIDEST * cb_widget_text_scale (widget)));

  if (tip->label == NULL)
    {
      tip->label = g_object_ref_sink (gtk_label_new (NULL));
      gtk_label_set_xalign (GTK_LABEL (tip->label), 0);
    }
  /* GTK asks again for every move of the pointer. */
  if (strcmp (gtk_label_get_label (GTK_LABEL (tip->label)), lines) != 0)
    gtk_label_set_label (GTK_LABEL (tip->label), lines);
  gtk_tooltip_set_custom (tooltip, tip->label);
}

static gboolean
is_cut (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_mapped (child) && is_cut (child))
      return TRUE;
  return FALSE;
}

static gboolean
query_cb (GtkWidget  *widget,
          int         x,
          int         y,
          gboolean    keyboard,
          GtkTooltip *tooltip,
          gpointer    data)
{
  const Tip *tip = tip_of (widget);

  if (tip->text == NULL || (tip->cut && !is_cut (widget)))
    return FALSE;
  cb_tip_show (widget, tooltip, tip->text);
  return TRUE;
}

static void
set_tip (GtkWidget  *widget,
         const char *text,
         gboolean    cut)
{
  Tip *tip;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  tip = tip_of (widget);
  if (!tip->asked)
    g_signal_connect (widget, "query-tooltip", G_CALLBACK (query_cb), NULL);
  tip->asked = TRUE;
  if (g_strcmp0 (tip->text, text) != 0)
    {
      g_free (tip->text);
      tip->text = g_strdup (text);
    }
  tip->cut = cut;
}

void
cb_widget_set_tip (GtkWidget  *widget,
                   const char *text)
{
  set_tip (widget, text, FALSE);
  /* For assistive technology, and so that GTK asks. */
  gtk_widget_set_tooltip_text (widget, text);
}

void
cb_widget_set_cut_tip (GtkWidget  *widget,
                       const char *text)
{
  set_tip (widget, text, TRUE);
  gtk_widget_set_has_tooltip (widget, text != NULL);
}
