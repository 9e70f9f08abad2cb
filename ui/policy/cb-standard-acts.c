/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-standard-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cb-outcome-text.h"
#include "cb-progress.h"
#include "cb-shell.h"
#include "cb-standard-words.h"
#include "cb-widgets.h"

/* --- what it would do --- */

typedef struct { CbUid uid; CbFar *far; } Wish;
typedef struct { CbUid uid; CbStandardEffect effect; } Effect;

static void
wish_free (gpointer data)
{
  g_atomic_rc_box_release (((Wish *) data)->far);
  g_free (data);
}

static gpointer
effect_job (CbDesk       *desk,
            CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  const Wish *wish = data;
  g_autoptr (CbStandardCheck) check = cb_standard_check (desk, db, &wish->uid, FALSE, error);
  g_autofree Effect *effect = g_new0 (Effect, 1);

  effect->uid = wish->uid;
  if (check == NULL || !cb_standard_effect (desk, db, check, &wish->far->done, &wish->far->total, &effect->effect, cancellable, error))
    return NULL;
  return g_steal_pointer (&effect);
}

static char *
effect_text (const CbStandardEffect *e)
{
  g_autofree char *all = cb_count_text (e->households);
  g_autofree char *paid_now = cb_count_text (e->all.households[0]), *paid_then = cb_count_text (e->all.households[1]);
  g_autofree char *now = cb_money_format (e->all.monthly[0], TRUE), *then = cb_money_format (e->all.monthly[1], TRUE);
  g_autofree char *gainers = cb_count_text (e->gainers), *losers = cb_count_text (e->losers), *cliffs = cb_count_text (e->cliffs);
  g_autofree char *gained = cb_money_format (e->gained, TRUE), *lost = cb_money_format (e->lost, TRUE);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, _("Of %s households paid every month: %s now, %s then; %s yuan a month now, %s then."), all, paid_now,
                          paid_then, now, then);
  g_string_append_c (text, '\n');
  g_string_append_printf (text, _("Gain: %s households, %s yuan a month. Lose: %s households, %s yuan a month; %s of them come into another tier."),
                          gainers, gained, losers, lost, cliffs);
  if (e->incomplete > 0)
    {
      g_string_append_c (text, '\n');
      g_string_append_printf (text, ngettext ("Of %u household a fact is missing that a programme needs.",
                                              "Of %u households a fact is missing that a programme needs.", e->incomplete), e->incomplete);
    }
  return g_string_free (text, FALSE);
}

static void
effect_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (CbStandardDetail) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree Effect *found = cb_desk_finish (CB_DESK (source), result, &error);
  g_autofree char *text = NULL;

  /* Given up: another one is shown, or nothing any more. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  cb_standard_detail_stop_trying (self);
  if (found == NULL)
    {
      cb_shell_error (GTK_WIDGET (self), error);
      return;
    }
  if (!cb_uid_equal (&self->uid, &found->uid))
    return;   /* another one is shown meanwhile */
  text = effect_text (&found->effect);
  gtk_label_set_text (GTK_LABEL (self->effect), text);
  gtk_widget_set_visible (self->effect, TRUE);
}

static void
effect_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  CbStandardDetail *self = CB_STANDARD_DETAIL (widget);
  Wish *wish;

  if (self->check == NULL || self->trying != NULL)
    return;
  wish = g_new0 (Wish, 1);
  wish->uid = self->uid;
  self->trying = g_cancellable_new ();
  gtk_widget_set_sensitive (self->try, FALSE);
  cb_progress_begin (CB_PROGRESS (self->working), _("Reading the facts of the households…"), _("_Cancel"));
  wish->far = cb_progress_count (CB_PROGRESS (self->working));
  gtk_widget_set_visible (self->working, TRUE);
  cb_desk_read_async (self->desk, effect_job, wish, wish_free, g_free, self->trying, effect_cb, g_object_ref (self));
}

void
cb_standard_detail_stop_trying (CbStandardDetail *self)
{
  if (self->trying != NULL)
    g_cancellable_cancel (self->trying);
  g_clear_object (&self->trying);
  if (self->working == NULL)
    return;
  gtk_widget_set_visible (self->working, FALSE);
  gtk_widget_set_sensitive (self->try, TRUE);
}

/* --- signing --- */

typedef enum { ACT_PUBLISH, ACT_COUNTERSIGN, ACT_REFUSE, ACT_WITHDRAW } Act;

typedef struct
{
  Act               act;
  CbStandardDetail *self;
  CbStandardCheck  *check;    /* of publishing and countersigning: what was proved */
  CbUid             uid;
  char             *reasons;
} Signing;

static void
signing_free (gpointer data)
{
  Signing *signing = data;

  g_object_unref (signing->self);
  cb_standard_check_free (signing->check);
  g_free (signing->reasons);
  g_free (signing);
}

static gpointer
act_job (CbDesk       *desk,
         CbDb         *db,
         gpointer      data,
         GCancellable *cancellable,
         GError      **error)
{
  const Signing *signing = data;

  switch (signing->act)
    {
    case ACT_PUBLISH:
      return GINT_TO_POINTER (cb_standard_publish (desk, db, signing->check, error));
    case ACT_COUNTERSIGN:
      return GINT_TO_POINTER (cb_standard_countersign (desk, db, signing->check, error));
    case ACT_REFUSE:
      return GINT_TO_POINTER (cb_standard_refuse (desk, db, &signing->uid, signing->reasons, error));
    case ACT_WITHDRAW:
    default:
      return GINT_TO_POINTER (cb_standard_withdraw (desk, db, &signing->uid, signing->reasons, error));
    }
}

static void
acted_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  Signing *signing = data;
  g_autoptr (CbStandardDetail) self = g_object_ref (signing->self);
  g_autoptr (GError) error = NULL;
  static const char *const done[] = {
    [ACT_PUBLISH] = N_("The standard is published and waits for the countersignature."),
    [ACT_COUNTERSIGN] = N_("The standard is countersigned. It decides from its day on."),
    [ACT_REFUSE] = N_("The standard is refused."), [ACT_WITHDRAW] = N_("The standard is withdrawn."),
  };

  cb_desk_finish (CB_DESK (source), result, &error);
  /* One passphrase, one signature. */
  cb_desk_sign_out (CB_DESK (source));
  if (error != NULL)
    cb_shell_error (GTK_WIDGET (self), error);
  else
    cb_shell_toast (GTK_WIDGET (self), _(done[signing->act]));
  signing_free (signing);
  cb_standard_detail_load (self);
}

static void
signed_in_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  Signing *signing = data;
  g_autoptr (GError) error = NULL;

  if (!cb_shell_sign_finish (GTK_WIDGET (signing->self), result, &error) || signing->self->desk == NULL)
    {
      cb_shell_error (GTK_WIDGET (signing->self), error);
      signing_free (signing);
      return;
    }
  cb_desk_write_async (signing->self->desk, act_job, signing, NULL, NULL, NULL, acted_cb, signing);
}

/* What is signed, from what day, by which document, and who signs. */
static void
ask (Signing *signing)
{
  const CbStandard *s = signing->check->standard;
  const CbPerson *person = cb_desk_person (signing->self->desk);
  g_autofree char *day = cb_date_format (s->from), *sentence = NULL, *author = cb_standard_person (signing->self->desk, &s->author);
  const char *cite = s->cite != NULL ? s->cite : "—", *name = person != NULL ? person->name : "—";

  switch (signing->act)
    {
    case ACT_PUBLISH:
      /* TRANSLATORS: person, document, day */
      sentence = g_strdup_printf (_("You, %s, publish the standard of %s, in force from %s. It decides once an approver has countersigned it."),
                                  name, cite, day);
      break;
    case ACT_COUNTERSIGN:
      /* TRANSLATORS: person, document, author, day */
      sentence = g_strdup_printf (_("You, %s, countersign the standard of %s, published by %s. From %s on everybody’s amounts follow it."),
                                  name, cite, author, day);
      break;
    case ACT_REFUSE:
      /* TRANSLATORS: person, document, reasons */
      sentence = g_strdup_printf (_("You, %s, refuse the standard of %s: %s"), name, cite, signing->reasons);
      break;
    case ACT_WITHDRAW:
    default:
      sentence = g_strdup_printf (_("You, %s, withdraw the standard of %s: %s"), name, cite, signing->reasons);
      break;
    }
  cb_shell_sign (GTK_WIDGET (signing->self), signing->self->desk, sentence, signed_in_cb, signing);
}

static void
proved_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  Signing *signing = data;
  CbStandardDetail *self = signing->self;
  g_autoptr (GError) error = NULL;

  signing->check = cb_desk_finish (CB_DESK (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      signing_free (signing);
      return;
    }
  gtk_widget_set_visible (self->progress, FALSE);
  gtk_widget_set_sensitive (self->publish, TRUE);
  gtk_widget_set_sensitive (self->countersign, TRUE);
  if (signing->check == NULL || !cb_uid_equal (&signing->uid, &self->uid))
    {
      cb_shell_error (GTK_WIDGET (self), error);
      signing_free (signing);
      return;
    }
  if (signing->check->faults->len > 0 || signing->check->objections->len > 0)
    {
      cb_standard_detail_take (self, g_steal_pointer (&signing->check));
      signing_free (signing);
      return;
    }
  ask (signing);
}

static void
begin (CbStandardDetail *self,
       Act               act)
{
  Signing *signing;
  g_autofree char *reasons = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->reasons))));
  const gboolean prove = act == ACT_PUBLISH || act == ACT_COUNTERSIGN;

  if (self->check == NULL || self->saving)
    return;
  if ((act == ACT_REFUSE || act == ACT_WITHDRAW) && *reasons == '\0')
    {
      cb_shell_toast (GTK_WIDGET (self), _("Write down the reasons first."));
      gtk_widget_grab_focus (self->reasons);
      return;
    }
  signing = g_new0 (Signing, 1);
  signing->act = act;
  signing->self = g_object_ref (self);
  signing->uid = self->uid;
  signing->reasons = g_steal_pointer (&reasons);
  if (prove)
    {
      gtk_widget_set_sensitive (self->publish, FALSE);
      gtk_widget_set_sensitive (self->countersign, FALSE);
      gtk_label_set_text (GTK_LABEL (self->progress), _("The rules are being checked with these values…"));
      gtk_widget_set_visible (self->progress, TRUE);
    }
  cb_standard_detail_check_async (self, prove, proved_cb, signing);
}

static void publish_action (GtkWidget *w, const char *n, GVariant *p) { begin (CB_STANDARD_DETAIL (w), ACT_PUBLISH); }
static void countersign_action (GtkWidget *w, const char *n, GVariant *p) { begin (CB_STANDARD_DETAIL (w), ACT_COUNTERSIGN); }
static void refuse_action (GtkWidget *w, const char *n, GVariant *p) { begin (CB_STANDARD_DETAIL (w), ACT_REFUSE); }
static void withdraw_action (GtkWidget *w, const char *n, GVariant *p) { begin (CB_STANDARD_DETAIL (w), ACT_WITHDRAW); }

static gpointer
discard_job (CbDesk       *desk,
             CbDb         *db,
             gpointer      data,
             GCancellable *cancellable,
             GError      **error)
{
  return GINT_TO_POINTER (cb_standard_discard (desk, db, data, NULL, error));
}

static void
discarded_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (CbStandardDetail) self = data;
  g_autoptr (GError) error = NULL;

  cb_desk_finish (CB_DESK (source), result, &error);
  cb_shell_error (GTK_WIDGET (self), error);
}

static void
discard_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  CbStandardDetail *self = CB_STANDARD_DETAIL (widget);

  if (cb_standard_form_editable (self))
    cb_desk_write_async (self->desk, discard_job, g_memdup2 (&self->uid, sizeof self->uid), g_free, NULL, NULL, discarded_cb,
                         g_object_ref (self));
}

void
cb_standard_acts_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "standard.publish", NULL, publish_action);
  gtk_widget_class_install_action (widget_class, "standard.countersign", NULL, countersign_action);
  gtk_widget_class_install_action (widget_class, "standard.refuse", NULL, refuse_action);
  gtk_widget_class_install_action (widget_class, "standard.withdraw", NULL, withdraw_action);
  gtk_widget_class_install_action (widget_class, "standard.effect", NULL, effect_action);
  gtk_widget_class_install_action (widget_class, "standard.discard", NULL, discard_action);
}
