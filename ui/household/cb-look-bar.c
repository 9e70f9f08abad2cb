/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-look-bar.h"

#include <glib/gi18n.h>
#include "cb-reason-form.h"
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
};

G_DEFINE_FINAL_TYPE (CbLookBar, cb_look_bar, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_GIVEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

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
  if (self->card == NULL)
    return;
  cb_reason_form_set_busy (CB_REASON_FORM (self->form), FALSE);
  if (error != NULL)
    {
      g_autofree char *sentence = cb_error_sentence (error);

      cb_reason_form_say (CB_REASON_FORM (self->form), sentence);
      return;
    }
  cb_reason_form_say (CB_REASON_FORM (self->form), NULL);
  g_signal_emit (self, signals[SIGNAL_GIVEN], 0);
}

static void
given_cb (CbLookBar *self)
{
  CbReasonForm *form = CB_REASON_FORM (self->form);
  Given *given = g_new0 (Given, 1);

  given->household = self->household;
  given->reason = cb_reason_form_get_reason (form);
  given->number = g_strdup (cb_reason_form_get_number (form));
  given->text = g_strdup (cb_reason_form_get_text (form));
  cb_reason_form_set_busy (form, TRUE);
  cb_desk_write_async (self->desk, record_job, given, given_free, NULL, NULL, recorded_cb, g_object_ref (self));
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
cb_look_bar_init (CbLookBar *self)
{
  GtkWidget *inside = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  guint n;
  const CbLookReason *reasons = cb_look_reasons (&n);

  self->card = cb_card_new (NULL);
  gtk_widget_set_parent (self->card, GTK_WIDGET (self));
  self->whose = cb_label_new (NULL, NULL);
  gtk_label_set_wrap (GTK_LABEL (self->whose), TRUE);
  gtk_box_append (GTK_BOX (inside), self->whose);
  self->form = cb_reason_form_new (reasons, n, _(CB_NAME_LOOK_SHOW));
  g_signal_connect_object (self->form, "given", G_CALLBACK (given_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (inside), self->form);
  gtk_widget_set_margin_top (inside, 14);
  gtk_widget_set_margin_bottom (inside, 14);
  gtk_widget_set_margin_start (inside, 14);
  gtk_widget_set_margin_end (inside, 14);
  gtk_box_append (GTK_BOX (self->card), inside);
  gtk_widget_set_valign (self->card, GTK_ALIGN_START);
  gtk_widget_set_halign (self->card, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (self->card, 560, -1);
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
  cb_reason_form_reset (CB_REASON_FORM (self->form));
  if (ask)
    cb_reason_form_focus (CB_REASON_FORM (self->form));
}
