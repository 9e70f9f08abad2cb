/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-batch-view-private.h"

#include <glib/gi18n.h>

#include "cb-batch-table.h"
#include "cb-progress.h"
#include "cb-shell.h"
#include "cb-widgets.h"

/* Grants that one transaction confirms: it is on the disk before the next begins, and giving up waits for no more than that. */
#define AT_ONCE 20

/* How far the confirming is: what the last transaction left on the disk. */
typedef struct { guint next; CbBatchReport report; } Sofar;

/* What is signed for: the rest of the batch, or @out of it. */
typedef struct
{
  CbBatchView *self;
  GPtrArray   *out;        /* of CbBatchItem, borrowed from the view's batch; NULL: confirming */
  char        *reason;
  Sofar        sofar;
} Signing;

static void
signing_free (Signing *signing)
{
  g_object_unref (signing->self);
  if (signing->out != NULL)
    g_ptr_array_unref (signing->out);
  g_free (signing->reason);
  g_free (signing);
}

/* --- confirming --- */

static void confirm_some (Signing *signing);

static gpointer
confirm_job (CbDesk       *desk,
             CbDb         *db,
             gpointer      data,
             GCancellable *cancellable,
             GError      **error)
{
  const Signing *signing = data;
  g_autofree Sofar *sofar = g_memdup2 (&signing->sofar, sizeof (Sofar));

  if (!cb_batch_confirm (desk, db, signing->self->batch, sofar->next, AT_ONCE, &sofar->next, &sofar->report, error))
    return NULL;
  return g_steal_pointer (&sofar);
}

static char *
report_text (const CbBatch       *batch,
             const CbBatchReport *report)
{
  const guint waiting = batch->more - report->confirmed - report->left;
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, ngettext ("%u grant is confirmed.", "%u grants are confirmed.", report->confirmed), report->confirmed);
  if (report->left > 0)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text, ngettext ("%u grant is not what was shown any more, or not yours to confirm, and was left.",
                                              "%u grants are not what was shown any more, or not yours to confirm, and were left.",
                                              report->left), report->left);
    }
  if (waiting > 0)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text, ngettext ("%u grant still waits; confirm it when you are ready.",
                                              "%u grants still wait; confirm them when you are ready.", waiting), waiting);
    }
  return g_string_free (text, FALSE);
}

static void
confirmed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  Signing *signing = data;
  CbBatchView *self = signing->self;
  g_autoptr (GError) error = NULL;
  g_autofree Sofar *sofar = cb_desk_finish (CB_DESK (source), result, &error);
  g_autofree char *text = NULL;
  guint done;

  if (sofar != NULL)
    signing->sofar = *sofar;
  done = signing->sofar.report.confirmed + signing->sofar.report.left;
  if (sofar != NULL && self->desk != NULL && !self->stop && done < self->batch->more)
    {
      cb_progress_set (CB_PROGRESS (self->progress), done, self->batch->more);
      confirm_some (signing);
      return;
    }
  cb_desk_sign_out (CB_DESK (source));
  if (self->desk != NULL)
    {
      cb_shell_error (GTK_WIDGET (self), error);
      text = report_text (self->batch, &signing->sofar.report);
      cb_batch_view_say (self, text);
      cb_batch_view_done (self);
    }
  signing_free (signing);
}

static void
confirm_some (Signing *signing)
{
  cb_desk_write_async (signing->self->desk, confirm_job, signing, NULL, g_free, NULL, confirmed_cb, signing);
}

/* --- taking out --- */

static gpointer
take_out_job (CbDesk       *desk,
              CbDb         *db,
              gpointer      data,
              GCancellable *cancellable,
              GError      **error)
{
  Signing *signing = data;

  for (guint i = 0; i < signing->out->len; i++)
    {
      const CbBatchItem *item = signing->out->pdata[i];

      if (!cb_batch_exclude (desk, db, signing->self->batch, &item->uid, signing->reason, error))
        return NULL;
    }
  return GINT_TO_POINTER (TRUE);
}

static void
taken_out_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  Signing *signing = data;
  CbBatchView *self = signing->self;
  g_autoptr (GError) error = NULL;

  cb_desk_finish (CB_DESK (source), result, &error);
  cb_desk_sign_out (CB_DESK (source));
  if (self->desk != NULL)
    {
      cb_shell_error (GTK_WIDGET (self), error);
      if (error == NULL)
        {
          g_autofree char *text = g_strdup_printf (ngettext ("%u grant is taken out.", "%u grants are taken out.", signing->out->len),
                                                   signing->out->len);

          gtk_editable_set_text (GTK_EDITABLE (self->reasons), "");
          cb_batch_view_say (self, text);
        }
      cb_batch_view_done (self);
    }
  signing_free (signing);
}

/* --- signing --- */

static void
signed_in_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  Signing *signing = data;
  CbBatchView *self = signing->self;
  g_autoptr (GError) error = NULL;

  if (!cb_shell_sign_finish (GTK_WIDGET (self), result, &error) || self->desk == NULL)
    {
      self->busy = FALSE;
      cb_shell_error (GTK_WIDGET (self), error);
      signing_free (signing);
      return;
    }
  /* The person was told of how many; each is a signature of its own. */
  cb_desk_sign_for (self->desk, signing->out != NULL ? signing->out->len : self->batch->more);
  if (signing->out == NULL)
    {
      cb_batch_view_show_progress (self, _("Each grant gets a signed decision of its own…"), _("_Stop Here"));
      confirm_some (signing);
      return;
    }
  cb_batch_view_show_progress (self, _("The chosen ones are taken out…"), NULL);
  cb_desk_write_async (self->desk, take_out_job, signing, NULL, NULL, NULL, taken_out_cb, signing);
}

static void
ask (CbBatchView *self,
     Signing     *signing,
     const char  *sentence)
{
  self->busy = TRUE;     /* the list stays what is signed */
  cb_batch_view_say (self, NULL);
  signing->self = g_object_ref (self);
  cb_shell_sign (GTK_WIDGET (self), self->desk, sentence, signed_in_cb, signing);
}

static const char *
own_name (CbBatchView *self)
{
  const CbPerson *person = cb_desk_person (self->desk);

  return person != NULL ? person->name : "—";
}

static void
confirm_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  CbBatchView *self = CB_BATCH_VIEW (widget);
  g_autofree char *monthly = NULL, *arrears = NULL, *count = NULL, *sentence = NULL;
  const CbBatch *batch = self->batch;

  if (self->busy || self->loading || batch == NULL || batch->more == 0 || batch->may != CB_MAY_YES)
    return;
  monthly = cb_money_format (batch->monthly, TRUE);
  arrears = cb_money_format (batch->arrears, TRUE);
  count = cb_count_text (batch->more);
  /* TRANSLATORS: person, number of grants, document, amount, amount */
  sentence = g_strdup_printf (ngettext ("You, %s, confirm the new amount of %s grant by the standard of %s: %s yuan a month more, arrears %s yuan.",
                                        "You, %s, confirm the new amounts of %s grants by the standard of %s: together %s yuan a month more, "
                                        "arrears %s yuan.", batch->more),
                              own_name (self), count, batch->standard->cite != NULL ? batch->standard->cite : "—", monthly, arrears);
  ask (self, g_new0 (Signing, 1), sentence);
}

static void
take_out_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  CbBatchView *self = CB_BATCH_VIEW (widget);
  g_autoptr (GPtrArray) chosen = NULL;
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->reasons)))), *sentence = NULL;
  Signing *signing;

  if (self->busy || self->loading || self->batch == NULL || self->kind != CB_BATCH_MORE)
    return;
  chosen = cb_batch_table_chosen (self->table);
  if (chosen->len == 0 || *reason == '\0')
    {
      cb_shell_toast (widget, chosen->len == 0 ? _("Choose who is taken out first.") : _("Write down the reason first."));
      gtk_widget_grab_focus (chosen->len == 0 ? self->table : self->reasons);
      return;
    }
  if (chosen->len == 1)
    /* TRANSLATORS: person, head of the household, reason */
    sentence = g_strdup_printf (_("You, %s, take %s out of the batch: %s"), own_name (self), ((CbBatchItem *) chosen->pdata[0])->head, reason);
  else
    /* TRANSLATORS: person, number of grants, reason */
    sentence = g_strdup_printf (ngettext ("You, %s, take %u grant out of the batch: %s", "You, %s, take %u grants out of the batch: %s",
                                          chosen->len), own_name (self), chosen->len, reason);
  signing = g_new0 (Signing, 1);
  signing->out = g_steal_pointer (&chosen);
  signing->reason = g_steal_pointer (&reason);
  ask (self, signing, sentence);
}

void
cb_batch_acts_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "batch.confirm", NULL, confirm_action);
  gtk_widget_class_install_action (widget_class, "batch.take-out", NULL, take_out_action);
}
