/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-unsaved.h"

#include <glib/gi18n.h>

#include "cb-shell.h"
#include "cb-tip.h"
#include "cb-widgets.h"

/* More than a few scroll: the page below must stay in sight. */
#define MOST_HEIGHT 150

#define CB_TYPE_UNSAVED_NOTE (cb_unsaved_note_get_type ())
G_DECLARE_FINAL_TYPE (CbUnsavedNote, cb_unsaved_note, CB, UNSAVED_NOTE, GtkBox)

struct _CbUnsavedNote
{
  GtkBox parent_instance;

  CbUnsaved *unsaved;
  GtkWidget *heading;
  GtkWidget *lines;
};

G_DEFINE_FINAL_TYPE (CbUnsavedNote, cb_unsaved_note, GTK_TYPE_BOX)

static void
clicked_cb (GtkWidget *button,
            CbUid     *household)
{
  const CbUid uid = *household;   /* the button goes when the list changes */

  cb_shell_go (button, "household", &uid);
}

static void
free_uid (gpointer  data,
          GClosure *closure)
{
  g_free (data);
}

static GtkWidget *
line_new (const CbUnsavedHousehold *h)
{
  g_autofree char *fields = cb_unsaved_fields (h);
  /* TRANSLATORS: the name of a household's head; one or several fields. */
  g_autofree char *text = g_strdup_printf (_("%s: %s"), cb_unsaved_title (h), fields);
  /* TRANSLATORS: the name of a household's head. */
  g_autofree char *name = g_strdup_printf (_("Go on with %s"), cb_unsaved_title (h));
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = cb_label_new (text, NULL);
  GtkWidget *button = gtk_button_new_with_label (_("Go On"));

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  cb_widget_set_tip (label, text);
  gtk_widget_set_hexpand (label, TRUE);
  cb_widget_set_label (button, name);
  g_signal_connect_data (button, "clicked", G_CALLBACK (clicked_cb), g_memdup2 (&h->household, sizeof h->household), free_uid, 0);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), button);

  return line;
}

static void
refresh (CbUnsavedNote *self)
{
  g_autoptr (GPtrArray) list = cb_unsaved_list (self->unsaved, TRUE);
  const guint n = cb_unsaved_count (self->unsaved);
  g_autofree char *text = g_strdup_printf (ngettext ("%u field is not saved yet. It is kept here until it is saved or discarded.",
                                                     "%u fields are not saved yet. They are kept here until they are saved or discarded.", n), n);

  cb_box_clear (GTK_BOX (self->lines));
  for (guint i = 0; i < list->len; i++)
    gtk_box_append (GTK_BOX (self->lines), line_new (g_ptr_array_index (list, i)));
  gtk_label_set_text (GTK_LABEL (self->heading), text);
  gtk_widget_set_visible (GTK_WIDGET (self), list->len > 0);
}

static void
cb_unsaved_note_class_init (CbUnsavedNoteClass *klass)
{
}

static void
cb_unsaved_note_init (CbUnsavedNote *self)
{
  GtkWidget *scrolled;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 4);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "cb-home-note");
  self->heading = cb_label_new (NULL, "heading");
  gtk_label_set_wrap (GTK_LABEL (self->heading), TRUE);
  self->lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  scrolled = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy", GTK_POLICY_NEVER, "propagate-natural-height", TRUE,
                           "max-content-height", MOST_HEIGHT, "child", self->lines, NULL);
  gtk_box_append (GTK_BOX (self), self->heading);
  gtk_box_append (GTK_BOX (self), scrolled);
}

GtkWidget *
cb_unsaved_note_new (CbDesk *desk)
{
  CbUnsavedNote *self = g_object_new (CB_TYPE_UNSAVED_NOTE, NULL);

  self->unsaved = cb_unsaved_of (desk);
  g_signal_connect_object (self->unsaved, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);

  return GTK_WIDGET (self);
}
