/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-look-bar.h"

#include <glib/gi18n.h>
#include "cb-ui-names.h"
#include "cb-widgets.h"

struct _CbLookBar
{
  GtkWidget parent_instance;

  CbDesk    *desk;
  CbUid      household;
  GtkWidget *card;
  GtkWidget *whose;
  GtkWidget *form;
  GtkWidget *reason;
  GtkWidget *number;
  GtkWidget *text;
  GtkWidget *message;
  GtkWidget *show;
  gboolean   busy;
};

G_DEFINE_FINAL_TYPE (CbLookBar, cb_look_bar, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_GIVEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
update (CbLookBar *self)
{
  gtk_widget_set_sensitive (self->show, !self->busy && gtk_drop_down_get_selected (GTK_DROP_DOWN (self->reason)) > 0);
}

static void
say (CbLookBar  *self,
     const char *text)
{
  gtk_label_set_text (GTK_LABEL (self->message), text == NULL ? "" : text);
  gtk_widget_set_visible (self->message, text != NULL);
}

/* --- on record --- */

typedef struct
{
  CbUid       household;
  const char *reason;
  char       *number;
  char       *text;
} Given;

static void
given_free (gpointer data)
{
  Given *given = data;

  g_free (given->number);
  g_free (given->text);
  g_free (given);
}

static gpointer
record_job (CbDesk       *desk,
            CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  const Given *given = data;

  return cb_look_record (desk, db, &given->household, given->reason, given->number, given->text, error) ? desk : NULL;
}

static void
recorded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (CbLookBar) self = data;
  g_autoptr (GError) error = NULL;

  cb_desk_finish (CB_DESK (source), result, &error);
  self->busy = FALSE;
  if (self->card == NULL)
    return;
  update (self);
  if (error != NULL)
    {
      g_autofree char *sentence = cb_error_sentence (error);

      say (self, sentence);
      return;
    }
  say (self, NULL);
  g_signal_emit (self, signals[SIGNAL_GIVEN], 0);
}

static void
show_cb (CbLookBar *self)
{
  guint n, chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->reason));
  const CbLookReason *reasons = cb_look_reasons (&n);
  Given *given;

  if (self->busy || chosen == 0 || chosen > n)
    return;
  given = g_new0 (Given, 1);
  given->household = self->household;
  given->reason = reasons[chosen - 1].key;
  given->number = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->number)));
  given->text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->text)));
  self->busy = TRUE;
  update (self);
  cb_desk_write_async (self->desk, record_job, given, given_free, NULL, NULL, recorded_cb, g_object_ref (self));
}

static void
reason_changed_cb (CbLookBar *self)
{
  say (self, NULL);
  update (self);
}

/* --- building --- */

static void
cb_look_bar_dispose (GObject *object)
{
  CbLookBar *self = CB_LOOK_BAR (object);

  g_clear_pointer (&self->card, gtk_widget_unparent);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (cb_look_bar_parent_class)->dispose (object);
}

static void
cb_look_bar_class_init (CbLookBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cb_look_bar_dispose;
  signals[SIGNAL_GIVEN] = g_signal_new ("given", CB_TYPE_LOOK_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
append_field (GtkWidget  *grid,
              int         row,
              const char *title,
              const char *name,
              GtkWidget  *widget)
{
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_hexpand (widget, TRUE);
  cb_widget_set_label (widget, name);
  gtk_grid_attach (GTK_GRID (grid), label, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), widget, 1, row, 1, 1);
}

static GtkWidget *
form_new (CbLookBar *self)
{
  GtkWidget *form = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  GtkWidget *grid = gtk_grid_new ();
  GtkStringList *titles = gtk_string_list_new ((const char *const[]) { _("Choose a reason"), NULL });
  guint n;
  const CbLookReason *reasons = cb_look_reasons (&n);

  for (guint i = 0; i < n; i++)
    gtk_string_list_append (titles, _(reasons[i].title));
  gtk_grid_set_row_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  self->reason = gtk_drop_down_new (G_LIST_MODEL (titles), NULL);
  g_signal_connect_swapped (self->reason, "notify::selected", G_CALLBACK (reason_changed_cb), self);
  append_field (grid, 0, _("Reason"), _(CB_NAME_LOOK_REASON), self->reason);
  self->number = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->number), _("If it is about a case"));
  g_signal_connect_swapped (self->number, "activate", G_CALLBACK (show_cb), self);
  append_field (grid, 1, _("Case number"), _(CB_NAME_LOOK_NUMBER), self->number);
  self->text = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->text), _("In a few words"));
  g_signal_connect_swapped (self->text, "activate", G_CALLBACK (show_cb), self);
  append_field (grid, 2, _("Remark"), _(CB_NAME_LOOK_TEXT), self->text);
  gtk_box_append (GTK_BOX (form), grid);
  self->show = gtk_button_new_with_mnemonic (_(CB_NAME_LOOK_SHOW));
  gtk_widget_add_css_class (self->show, "suggested-action");
  gtk_widget_set_halign (self->show, GTK_ALIGN_END);
  g_signal_connect_swapped (self->show, "clicked", G_CALLBACK (show_cb), self);
  gtk_box_append (GTK_BOX (form), self->show);

  return form;
}

static void
cb_look_bar_init (CbLookBar *self)
{
  GtkWidget *inside = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);

  self->card = cb_card_new (NULL);
  gtk_widget_set_parent (self->card, GTK_WIDGET (self));
  self->whose = cb_label_new (NULL, NULL);
  gtk_label_set_wrap (GTK_LABEL (self->whose), TRUE);
  gtk_box_append (GTK_BOX (inside), self->whose);
  self->form = form_new (self);
  gtk_box_append (GTK_BOX (inside), self->form);
  self->message = cb_label_new (NULL, "error");
  gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);
  gtk_widget_set_visible (self->message, FALSE);
  gtk_box_append (GTK_BOX (inside), self->message);
  gtk_widget_set_margin_top (inside, 14);
  gtk_widget_set_margin_bottom (inside, 14);
  gtk_widget_set_margin_start (inside, 14);
  gtk_widget_set_margin_end (inside, 14);
  gtk_box_append (GTK_BOX (self->card), inside);
  gtk_widget_set_valign (self->card, GTK_ALIGN_START);
  gtk_widget_set_halign (self->card, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (self->card, 560, -1);
  update (self);
}

GtkWidget *
cb_look_bar_new (CbDesk *desk)
{
  CbLookBar *self = g_object_new (CB_TYPE_LOOK_BAR, NULL);

  self->desk = g_object_ref (desk);

  return GTK_WIDGET (self);
}

void
cb_look_bar_ask (CbLookBar    *self,
                 const CbUid  *household,
                 const CbLook *look)
{
  const CbArea *township = look->area != NULL ? cb_areas_find (cb_desk_areas (self->desk), look->area) : NULL;
  const char *head = look->head != NULL && *look->head != '\0' ? look->head : _("Household");
  gboolean ask = look->need == CB_LOOK_ASK && !cb_desk_restored (self->desk);
  g_autofree char *text = NULL;

  g_return_if_fail (CB_IS_LOOK_BAR (self));

  self->household = *household;
  if (ask)
    /* TRANSLATORS: name of a head of household, name of a township. */
    text = g_strdup_printf (_("%s, %s: this file is not part of your work. Say why you open it; that you did is recorded."), head,
                            township != NULL ? township->name : "");
  else
    text = g_strdup_printf (_("%s, %s: this file is not part of your work and stays closed. %s"), head,
                            township != NULL ? township->name : "",
                            look->need == CB_LOOK_NOT ? cb_may_text (look->may)
                                                      : _("In a restored copy no look can be recorded: first it becomes a desk of its own."));
  gtk_label_set_text (GTK_LABEL (self->whose), text);
  gtk_widget_set_visible (self->form, ask);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->reason), 0);
  gtk_editable_set_text (GTK_EDITABLE (self->number), "");
  gtk_editable_set_text (GTK_EDITABLE (self->text), "");
  say (self, NULL);
  update (self);
  if (ask)
    gtk_widget_grab_focus (self->reason);
}
