/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-standard-notes.h"

#include <glib/gi18n.h>

#include "cb-shell.h"
#include "cb-standard.h"
#include "cb-widgets.h"

enum { NOTE_WAITING, NOTE_IN_FORCE, N_NOTES };

typedef struct { GtkWidget *line, *text; CbUid standard; } Note;

struct _CbStandardNotes
{
  GtkBox parent_instance;

  Note notes[N_NOTES];
};

G_DEFINE_FINAL_TYPE (CbStandardNotes, cb_standard_notes, GTK_TYPE_BOX)

static gpointer
news_job (CbDesk        *desk,
          CbDb          *db,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autofree CbStandardNews *news = g_new0 (CbStandardNews, 1);

  return cb_standard_news (desk, db, news, error) ? g_steal_pointer (&news) : NULL;
}

static void
set_note (Note        *note,
          const char  *text,
          const CbUid *standard)
{
  gtk_label_set_text (GTK_LABEL (note->text), text);
  gtk_widget_set_visible (note->line, *text != '\0');
  note->standard = *standard;
}

static void
news_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (CbStandardNotes) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree CbStandardNews *news = cb_desk_finish (CB_DESK (object), result, &error);
  g_autofree char *waiting = NULL, *in_force = NULL, *day = NULL;

  if (news == NULL)
    {
      cb_shell_error (GTK_WIDGET (self), error);
      return;
    }
  if (news->waiting > 0)
    waiting = g_strdup_printf (ngettext ("%u new standard waits for a countersignature.", "%u new standards wait for a countersignature.",
                                         news->waiting), news->waiting);
  if (news->from != CB_DATE_NONE)
    {
      day = cb_date_format (news->from);
      in_force = g_strdup_printf (_("A new standard is in force from %s. See who rises by it, and confirm them."), day);
    }
  set_note (&self->notes[NOTE_WAITING], waiting != NULL ? waiting : "", &news->newest);
  set_note (&self->notes[NOTE_IN_FORCE], in_force != NULL ? in_force : "", &news->in_force);
  gtk_widget_set_visible (GTK_WIDGET (self), waiting != NULL || in_force != NULL);
}

void
cb_standard_notes_load (CbStandardNotes *notes,
                        CbDesk          *desk,
                        GCancellable    *cancellable)
{
  const CbPerson *person = cb_desk_person (desk);

  g_return_if_fail (CB_IS_STANDARD_NOTES (notes));

  if (person != NULL && (person->roles & CB_ROLE_APPROVER) != 0)
    cb_desk_read_async (desk, news_job, NULL, NULL, g_free, cancellable, news_cb, g_object_ref (notes));
}

static void
clicked_cb (GtkWidget *button,
            Note      *note)
{
  cb_shell_go (button, "policy", &note->standard);
}

static void
cb_standard_notes_class_init (CbStandardNotesClass *klass)
{
}

static void
cb_standard_notes_init (CbStandardNotes *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 2);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "cb-home-note");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  for (guint i = 0; i < N_NOTES; i++)
    {
      Note *note = &self->notes[i];
      GtkWidget *show = gtk_button_new_with_mnemonic (i == NOTE_WAITING ? _("Look at the Stan_dard") : _("Look at Who _Rises"));

      note->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
      note->text = cb_label_new (NULL, NULL);
      gtk_label_set_wrap (GTK_LABEL (note->text), TRUE);
      gtk_widget_set_hexpand (note->text, TRUE);
      g_signal_connect (show, "clicked", G_CALLBACK (clicked_cb), note);
      gtk_box_append (GTK_BOX (note->line), note->text);
      gtk_box_append (GTK_BOX (note->line), show);
      gtk_widget_set_visible (note->line, FALSE);
      gtk_box_append (GTK_BOX (self), note->line);
    }
}

GtkWidget *
cb_standard_notes_new (void)
{
  return g_object_new (CB_TYPE_STANDARD_NOTES, NULL);
}
