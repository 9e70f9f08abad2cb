/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-policy-row.h"

#include <glib/gi18n.h>
#include <string.h>
#include "cb-outcome-text.h"
#include "cb-tip.h"
#include "cb-widgets.h"

#define LONGEST 12     /* characters of a value that stands beside the title */

/* The version in force on @on; else the first that comes after it; G_MAXUINT: none. */
static guint
version_on (CbPack            *pack,
            const CbPackParam *param,
            CbDate             on)
{
  for (guint i = param->n_versions; i-- > 0;)
    {
      const CbPackVersion *version = cb_pack_param_version (pack, param, i);

      if (version->from <= on)
        return version->ends ? G_MAXUINT : i;
    }
  return param->n_versions > 0 ? 0 : G_MAXUINT;
}

static GtkWidget *
wrapped (const char *text,
         const char *css_class)
{
  GtkWidget *label = cb_label_new (text, css_class);

  /* Three lines: where names begin alike, what tells them apart stands at the end. */
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_lines (GTK_LABEL (label), 3);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  return label;
}

GtkWidget *
cb_policy_row_new (CbPack     *pack,
                   const char *group,
                   const char *name,
                   CbDate      on)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1), *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  const CbPackParam *param = strcmp (group, "param") == 0 ? cb_pack_param (pack, name) : NULL;
  const guint at = param != NULL ? version_on (pack, param, on) : G_MAXUINT;
  const char *title = cb_pack_title_of (pack, group, name, cb_outcome_lang ());

  gtk_box_append (GTK_BOX (top), wrapped (title, NULL));
  gtk_box_append (GTK_BOX (box), top);
  if (at != G_MAXUINT)
    {
      const CbPackVersion *version = cb_pack_param_version (pack, param, at);
      g_autofree char *value = cb_pack_version_text (pack, param, at, cb_outcome_lang ()), *from = cb_date_format (version->from);
      const char *article = version->cite != NULL ? version->cite : param->cite;
      g_autofree char *cite = article != NULL ? cb_pack_cite_brief (pack, article) : NULL;
      const gboolean beside = g_utf8_strlen (value, -1) <= LONGEST;
      g_autofree char *under = g_strdup_printf ("%s%s%s%s%s", beside ? "" : value, beside ? "" : " · ", from, cite != NULL ? " · " : "",
                                                cite != NULL ? cite : "");
      GtkWidget *below = wrapped (under, "caption");

      if (beside)
        {
          GtkWidget *figure = cb_label_new (value, "numeric");

          gtk_widget_set_valign (figure, GTK_ALIGN_START);
          gtk_box_append (GTK_BOX (top), figure);
        }
      gtk_widget_add_css_class (below, "dim-label");
      gtk_widget_add_css_class (below, "numeric");
      gtk_box_append (GTK_BOX (box), below);
    }
  cb_widget_set_cut_tip (row, title);
  cb_widget_set_label (row, title);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  return row;
}
