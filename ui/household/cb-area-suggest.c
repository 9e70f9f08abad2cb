/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-area-suggest.h"

#include <string.h>
#include "cb-text.h"

#define MOST 8

typedef struct { const CbArea *area; char *path, *full, *initials; } Candidate;

typedef struct
{
  GtkEntry  *entry;       /* owns this */
  CbAreas   *areas;
  GPtrArray *candidates;  /* of Candidate */
  GtkWidget *popover, *list;
  gboolean   taking;
} Suggest;

static void
candidate_free (Candidate *candidate)
{
  g_free (candidate->path);
  g_free (candidate->full);
  g_free (candidate->initials);
  g_free (candidate);
}

static void
suggest_free (Suggest *self)
{
  cb_areas_unref (self->areas);
  g_ptr_array_unref (self->candidates);
  g_free (self);
}

/* Townships: codes of nine digits. */
static void
collect (Suggest    *self,
         const char *code)
{
  g_autoptr (GPtrArray) children = cb_areas_children (self->areas, code);

  for (guint i = 0; i < children->len; i++)
    {
      const CbArea *area = g_ptr_array_index (children, i);

      if (strlen (area->code) == 9)
        {
          Candidate *candidate = g_new0 (Candidate, 1);

          candidate->area = area;
          candidate->path = cb_areas_path (self->areas, area->code);
          cb_pinyin (area->name, &candidate->full, &candidate->initials);
          g_ptr_array_add (self->candidates, candidate);
        }
      else if (strlen (area->code) < 9)
        collect (self, area->code);
    }
}

static gboolean
fits (const Candidate *candidate,
      const char      *text)
{
  return strstr (candidate->path, text) != NULL || strstr (candidate->area->name, text) != NULL
         || g_str_has_prefix (candidate->full, text) || g_str_has_prefix (candidate->initials, text);
}

static void
clear_list (Suggest *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
}

static gboolean
focused (Suggest *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->entry));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->entry));
}

static void
changed_cb (GtkEditable *editable,
            Suggest     *self)
{
  g_autofree char *text = cb_text_fold (gtk_editable_get_text (editable));
  guint n = 0;

  if (self->taking)
    return;
  clear_list (self);
  for (guint i = 0; i < self->candidates->len && n < MOST && *text != '\0'; i++)
    {
      Candidate *candidate = g_ptr_array_index (self->candidates, i);

      if (fits (candidate, text))
        {
          GtkWidget *label = gtk_label_new (candidate->path);

          gtk_label_set_xalign (GTK_LABEL (label), 0);
          gtk_list_box_append (GTK_LIST_BOX (self->list), label);
          n++;
        }
    }
  if (n > 0 && focused (self))
    gtk_popover_popup (GTK_POPOVER (self->popover));
  else
    gtk_popover_popdown (GTK_POPOVER (self->popover));
}

static void
take (Suggest       *self,
      GtkListBoxRow *row)
{
  GtkWidget *label = gtk_list_box_row_get_child (row);

  self->taking = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), gtk_label_get_text (GTK_LABEL (label)));
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  self->taking = FALSE;
  gtk_popover_popdown (GTK_POPOVER (self->popover));
}

static void
row_activated_cb (GtkListBox    *list,
                  GtkListBoxRow *row,
                  Suggest       *self)
{
  take (self, row);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
move (Suggest *self,
      int      by)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));
  int index = row != NULL ? gtk_list_box_row_get_index (row) + by : by > 0 ? 0 : -1;

  if (index < 0)
    gtk_list_box_unselect_all (GTK_LIST_BOX (self->list));
  else if (gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), index) != NULL)
    gtk_list_box_select_row (GTK_LIST_BOX (self->list), gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), index));
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint                  keyval,
        guint                  keycode,
        GdkModifierType        state,
        Suggest               *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));

  if (!gtk_widget_get_visible (self->popover))
    return GDK_EVENT_PROPAGATE;
  switch (keyval)
    {
    case GDK_KEY_Down:
      move (self, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
      move (self, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      gtk_popover_popdown (GTK_POPOVER (self->popover));
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if (row == NULL)
        return GDK_EVENT_PROPAGATE;
      take (self, row);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
left_cb (Suggest *self)
{
  gtk_popover_popdown (GTK_POPOVER (self->popover));
}

static void
entry_destroyed_cb (GtkWidget *entry,
                    Suggest   *self)
{
  g_clear_pointer (&self->popover, gtk_widget_unparent);
}

void
cb_area_suggest_attach (GtkEntry   *entry,
                        GtkWidget  *parent,
                        CbAreas    *areas,
                        const char *within)
{
  Suggest *self = g_new0 (Suggest, 1);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_return_if_fail (GTK_IS_ENTRY (entry));

  self->entry = entry;
  self->areas = cb_areas_ref (areas);
  self->candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) candidate_free);
  collect (self, within);

  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_BROWSE);
  gtk_widget_set_can_focus (self->list, FALSE);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  /* Not autohide: the focus stays in the entry while the list is open. */
  self->popover = g_object_new (GTK_TYPE_POPOVER, "autohide", FALSE, "has-arrow", FALSE, "position", GTK_POS_BOTTOM,
                                "halign", GTK_ALIGN_START, "child", self->list, NULL);
  gtk_widget_add_css_class (self->popover, "menu");
  gtk_widget_set_parent (self->popover, parent);

  g_signal_connect (entry, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect (entry, "destroy", G_CALLBACK (entry_destroyed_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (entry), keys);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (entry), focus);
  g_object_set_data_full (G_OBJECT (entry), "cb-area-suggest", self, (GDestroyNotify) suggest_free);
}
