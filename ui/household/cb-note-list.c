/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-note-list.h"

#include <glib/gi18n.h>
#include "cb-widgets.h"

typedef struct
{
  enum { HEADING, NOTE, JUMP, FIGURE, DIM_FIGURE } kind;
  char     *text, *figure;
  CbUid     entity;
  guint     field;
} Note;

struct _CbNoteList
{
  GtkWidget  parent_instance;

  GtkWidget *box;
  GPtrArray *shown, *said;    /* of Note */
};

enum { SIGNAL_JUMP, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CbNoteList, cb_note_list, GTK_TYPE_WIDGET)

static void
note_free (Note *note)
{
  g_free (note->text);
  g_free (note->figure);
  g_free (note);
}

static gboolean
same (const Note *a,
      const Note *b)
{
  return a->kind == b->kind && a->field == b->field && cb_uid_equal (&a->entity, &b->entity)
         && g_strcmp0 (a->text, b->text) == 0 && g_strcmp0 (a->figure, b->figure) == 0;
}

static Note *
add (CbNoteList *self,
     guint       kind,
     const char *text)
{
  Note *note = g_new0 (Note, 1);

  note->kind = kind;
  note->text = g_strdup (text);
  g_ptr_array_add (self->said, note);
  return note;
}

void
cb_note_list_begin (CbNoteList *self)
{
  g_return_if_fail (CB_IS_NOTE_LIST (self));

  g_ptr_array_set_size (self->said, 0);
}

void
cb_note_list_heading (CbNoteList *self,
                      const char *text)
{
  g_return_if_fail (CB_IS_NOTE_LIST (self));

  add (self, HEADING, text);
}

void
cb_note_list_note (CbNoteList  *self,
                   const char  *text,
                   const CbUid *entity,
                   guint        field)
{
  Note *note;

  g_return_if_fail (CB_IS_NOTE_LIST (self));

  note = add (self, entity != NULL ? JUMP : NOTE, text);
  if (entity != NULL)
    {
      note->entity = *entity;
      note->field = field;
    }
}

void
cb_note_list_figure (CbNoteList *self,
                     const char *text,
                     const char *figure,
                     gboolean    dim)
{
  g_return_if_fail (CB_IS_NOTE_LIST (self));

  add (self, dim ? DIM_FIGURE : FIGURE, text)->figure = g_strdup (figure);
}

/* --- showing --- */

static void
clicked_cb (GtkButton  *button,
            CbNoteList *self)
{
  const guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "cb-note"));
  const Note *note = g_ptr_array_index (self->shown, i);
  CbUid entity = note->entity;

  g_signal_emit (self, signals[SIGNAL_JUMP], 0, &entity, note->field);
}

static GtkWidget *
wrapped (const char *text)
{
  GtkWidget *label = cb_label_new (text, NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  return label;
}

static GtkWidget *
figure_row (const Note *note)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = wrapped (note->text);
  GtkWidget *figure = gtk_label_new (note->figure);

  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_xalign (GTK_LABEL (figure), 1);
  gtk_widget_set_valign (figure, GTK_ALIGN_START);
  gtk_widget_add_css_class (figure, "numeric");
  if (note->kind == DIM_FIGURE)
    {
      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_add_css_class (figure, "dim-label");
    }
  gtk_widget_add_css_class (row, "cb-part");
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), figure);
  return row;
}

static GtkWidget *
build (CbNoteList *self,
       const Note *note,
       guint       i)
{
  GtkWidget *widget;

  switch (note->kind)
    {
    case HEADING:
      return cb_label_new (note->text, "heading");
    case FIGURE:
    case DIM_FIGURE:
      return figure_row (note);
    case JUMP:
      widget = g_object_new (GTK_TYPE_BUTTON, "child", wrapped (note->text), NULL);
      gtk_widget_add_css_class (widget, "flat");
      cb_widget_set_tip (widget, _("Go to the field"));
      cb_widget_set_label (widget, note->text);
      g_object_set_data (G_OBJECT (widget), "cb-note", GUINT_TO_POINTER (i));
      g_signal_connect (widget, "clicked", G_CALLBACK (clicked_cb), self);
      break;
    case NOTE:
    default:
      widget = wrapped (note->text);
    }
  gtk_widget_add_css_class (widget, "cb-note");
  return widget;
}

void
cb_note_list_end (CbNoteList *self)
{
  GPtrArray *before;
  gboolean equal;

  g_return_if_fail (CB_IS_NOTE_LIST (self));

  equal = self->said->len == self->shown->len;
  for (guint i = 0; equal && i < self->said->len; i++)
    equal = same (g_ptr_array_index (self->said, i), g_ptr_array_index (self->shown, i));
  if (equal)
    return;
  before = self->shown;
  self->shown = self->said;
  self->said = before;
  cb_box_clear (GTK_BOX (self->box));
  for (guint i = 0; i < self->shown->len; i++)
    gtk_box_append (GTK_BOX (self->box), build (self, g_ptr_array_index (self->shown, i), i));
  gtk_widget_set_visible (GTK_WIDGET (self), self->shown->len > 0);
}

GtkWidget *
cb_note_list_new (void)
{
  return g_object_new (CB_TYPE_NOTE_LIST, NULL);
}

static void
cb_note_list_dispose (GObject *object)
{
  CbNoteList *self = CB_NOTE_LIST (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  g_clear_pointer (&self->said, g_ptr_array_unref);
  G_OBJECT_CLASS (cb_note_list_parent_class)->dispose (object);
}

static void
cb_note_list_class_init (CbNoteListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cb_note_list_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[SIGNAL_JUMP] = g_signal_new ("jump", CB_TYPE_NOTE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_UINT);
}

static void
cb_note_list_init (CbNoteList *self)
{
  self->shown = g_ptr_array_new_with_free_func ((GDestroyNotify) note_free);
  self->said = g_ptr_array_new_with_free_func ((GDestroyNotify) note_free);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
