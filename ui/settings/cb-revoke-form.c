/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-revoke-form.h"

#include "cb-clock.h"
#include "cb-shell.h"
#include "cb-ui-names.h"
#include "cb-widgets.h"

#include <glib/gi18n.h>

#define CUTS 50      /* so many saves to choose from: a thief is noticed within days */

struct _CbRevokeForm
{
  CbSlip parent_instance;

  CbDesk    *desk;
  CbUid      whom;
  gboolean   is_person;
  char      *name;
  GArray    *trail;      /* of CbTrace, as in the drop-down from its second line on; NULL until read */
  GtkWidget *reason;
  GtkWidget *cut;
  GtkWidget *effect;     /* of the cut */
};

G_DEFINE_FINAL_TYPE (CbRevokeForm, cb_revoke_form, CB_TYPE_SLIP)

static void
cb_revoke_form_set_busy (CbSlip   *slip,
                         gboolean  busy)
{
  CbRevokeForm *self = CB_REVOKE_FORM (slip);

  cb_widget_set_busy (self->reason, busy);
  gtk_widget_set_sensitive (self->cut, !busy && self->trail != NULL && self->trail->len > 1);
}

/* --- from which record on --- */

/* What a save was, in a word. */
static const char *
act_title (guint event)
{
  switch (event)
    {
    case 0:
      return _("facts");
    case CB_EVENT_SUBMITTED:
      return _("application");
    case CB_EVENT_OPINION:
      return _("opinion");
    case CB_EVENT_DECISION:
    case CB_EVENT_AID:
      return _("decision");
    case CB_EVENT_LOOKED:
      return _("look or print");
    case CB_EVENT_PACK:
    case CB_EVENT_PACK_COUNTERSIGNED:
      return _("standard");
    case CB_EVENT_IMPORTED:
      return _("import");
    default:
      return _("other record");
    }
}

static const CbTrace *
chosen_cut (CbRevokeForm *self)
{
  const guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->cut));

  return self->trail == NULL || chosen == 0 || chosen >= self->trail->len ? NULL : &g_array_index (self->trail, CbTrace, chosen);
}

static void
cut_changed_cb (CbRevokeForm *self)
{
  const CbTrace *cut = chosen_cut (self);
  const CbDeskCert *desk = cut != NULL ? cb_authority_desk (cb_desk_authority (self->desk), &cut->last.desk) : NULL;
  g_autofree char *text = NULL, *count = NULL;
  guint later = 0;

  for (guint i = 0; cut != NULL && i < self->trail->len; i++)
    {
      const CbTrace *trace = &g_array_index (self->trail, CbTrace, i);

      later += cb_uid_equal (&trace->last.desk, &cut->last.desk) && trace->last.seq > cut->last.seq;
    }
  count = cb_count_text (later);
  if (cut != NULL)
    /* TRANSLATORS: a number; the name of a desk. */
    text = g_strdup_printf (_("Saves that no longer count: %s, recorded later at “%s”. They are kept apart with the reason; look again at "
                              "what was decided on them."), count, desk != NULL ? desk->label : "");
  gtk_label_set_text (GTK_LABEL (self->effect), text != NULL ? text : "");
  gtk_widget_set_visible (self->effect, text != NULL);
}

static void
trail_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  CbRevokeForm *self = source;
  GError *error = NULL;
  GArray *trail = cb_desk_trail (data, &self->whom, CUTS, &error);

  if (trail != NULL)
    g_task_return_pointer (task, trail, (GDestroyNotify) g_array_unref);
  else
    g_task_return_error (task, error);
}

static void
trail_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  CbRevokeForm *self = CB_REVOKE_FORM (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) trail = g_task_propagate_pointer (G_TASK (result), &error);
  GtkStringList *list;

  if (self->desk == NULL)
    return;
  if (trail == NULL)
    {
      cb_shell_error (GTK_WIDGET (self), error);
      return;
    }
  self->trail = g_steal_pointer (&trail);
  list = GTK_STRING_LIST (gtk_drop_down_get_model (GTK_DROP_DOWN (self->cut)));
  /* Up to the newest one is everything: the first line says so. */
  for (guint i = 1; i < self->trail->len; i++)
    {
      const CbTrace *trace = &g_array_index (self->trail, CbTrace, i);
      g_autofree char *at = cb_clock_format (cb_hlc_ms (trace->hlc));
      /* TRANSLATORS: date and time, what was recorded: "facts". */
      g_autofree char *line = g_strdup_printf (_("up to %s (%s)"), at, act_title (trace->event));

      gtk_string_list_append (list, line);
    }
  cb_revoke_form_set_busy (CB_SLIP (self), cb_slip_is_busy (CB_SLIP (self)));
}

/* --- revoking --- */

typedef struct
{
  CbDesk  *desk;
  CbUid    whom;
  gboolean has_last;
  CbTrace  last;
  char    *reason;
} Revocation;

static void
revocation_free (gpointer data)
{
  Revocation *r = data;

  g_clear_object (&r->desk);
  g_free (r->reason);
  g_free (r);
}

static void
revoke_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  Revocation *r = data;
  GError *error = NULL;

  if (cb_desk_revoke (r->desk, &r->whom, r->has_last ? &r->last : NULL, r->reason, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
revoked_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  CbRevokeForm *self = CB_REVOKE_FORM (object);
  g_autoptr (GError) error = NULL;
  const gboolean ok = g_task_propagate_boolean (G_TASK (result), &error);
  CbRevocation done;

  if (self->desk == NULL)
    return;
  cb_slip_set_busy (CB_SLIP (self), FALSE);
  if (!ok && !cb_authority_revocation (cb_desk_authority (self->desk), &self->whom, &done))
    {
      cb_slip_error (CB_SLIP (self), error);
      return;
    }
  if (ok)
    {
      g_autofree char *text = g_strdup_printf (_("%s is revoked."), self->name);

      cb_shell_toast (GTK_WIDGET (self), text);
    }
  else
    cb_shell_error (GTK_WIDGET (self), error);   /* the list says what is left to do */
  cb_slip_close (CB_SLIP (self));
}

static void
signed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  CbRevokeForm *self = CB_REVOKE_FORM (object);
  const CbTrace *cut;
  g_autoptr (GTask) task = NULL;
  Revocation *r;

  if (!cb_shell_sign_finish (GTK_WIDGET (object), result, NULL) || self->desk == NULL || cb_slip_is_busy (CB_SLIP (self)))
    return;
  cut = chosen_cut (self);
  r = g_new0 (Revocation, 1);
  r->desk = g_object_ref (self->desk);
  r->whom = self->whom;
  r->has_last = cut != NULL;
  if (cut != NULL)
    r->last = *cut;
  r->reason = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->reason)));
  cb_slip_say (CB_SLIP (self), NULL);
  cb_slip_set_busy (CB_SLIP (self), TRUE);
  task = g_task_new (self, NULL, revoked_cb, NULL);
  g_task_set_task_data (task, r, revocation_free);
  g_task_run_in_thread (task, revoke_thread);
}

static void
cb_revoke_form_act (CbSlip *slip)
{
  CbRevokeForm *self = CB_REVOKE_FORM (slip);
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->reason))));
  const CbTrace *cut = chosen_cut (self);
  g_autofree char *what = NULL;

  if (*reason == '\0')
    {
      cb_slip_say (slip, _("Write down the reason in a few words."));
      gtk_widget_grab_focus (self->reason);
      return;
    }
  cb_slip_say (slip, NULL);
  if (cut != NULL)
    {
      g_autofree char *at = cb_clock_format (cb_hlc_ms (cut->hlc));

      /* TRANSLATORS: name, date and time, reason. */
      what = g_strdup_printf (_("Revoke %s. What was recorded later than %s counts no longer. Reason: %s"), self->name, at, reason);
    }
  else
    /* TRANSLATORS: name, reason. */
    what = g_strdup_printf (_("Revoke %s. What is here counts; what comes in from now on counts no longer. Reason: %s"), self->name, reason);
  cb_shell_sign (GTK_WIDGET (self), self->desk, what, signed_cb, NULL);
}

static void
reason_changed_cb (CbRevokeForm *self)
{
  cb_slip_say (CB_SLIP (self), NULL);
}

static void
reason_given_cb (CbRevokeForm *self)
{
  if (!cb_slip_is_busy (CB_SLIP (self)))
    cb_revoke_form_act (CB_SLIP (self));
}

/* --- building --- */

static void
cb_revoke_form_dispose (GObject *object)
{
  CbRevokeForm *self = CB_REVOKE_FORM (object);

  g_clear_object (&self->desk);
  g_clear_pointer (&self->trail, g_array_unref);
  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (cb_revoke_form_parent_class)->dispose (object);
}

static void
cb_revoke_form_class_init (CbRevokeFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cb_revoke_form_dispose;
  CB_SLIP_CLASS (klass)->act = cb_revoke_form_act;
  CB_SLIP_CLASS (klass)->set_busy = cb_revoke_form_set_busy;
}

static void
cb_revoke_form_init (CbRevokeForm *self)
{
}

static void
add_point (GtkWidget  *box,
           const char *text)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *mark = cb_label_new ("•", "dim-label");
  GtkWidget *label = cb_label_new (text, NULL);

  gtk_widget_set_valign (mark, GTK_ALIGN_START);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (line), mark);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (box), line);
}

static void
add_points (CbRevokeForm *self,
            GtkWidget    *box,
            gboolean      here)
{
  if (self->is_person)
    add_point (box, _("What this person has recorded and signed, as far as it is here, counts as before, and decisions stand. Of what comes in "
                      "later from other desks nothing counts; it is never erased, but kept apart with the reason."));
  else
    add_point (box, _("What was recorded at this desk, as far as it is here, counts as before. Of what comes in later nothing counts; it is "
                      "never erased, but kept apart with the reason."));
  if (self->is_person && here)
    add_point (box, _("At this desk the person’s number and passphrase open nothing any more: the casebook is encrypted anew. A backup "
                      "made before still opens with that passphrase; make a new one, and lock the old one away."));
  if (self->is_person)
    add_point (box, _("A desk that has heard of it lets the person read at most, and record nothing."));
  else
    add_point (box, _("Once the desk hears of it, nothing can be recorded at it. Whoever has the computer and a passphrase can still read what "
                      "is on it: if a passphrase may be known, revoke that person too."));
  add_point (box, self->is_person ? _("It cannot be taken back. Whoever was revoked by mistake is enrolled anew.") : _("It cannot be taken back."));
}

static GtkWidget *
cut_new (CbRevokeForm *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *text = cb_label_new (_("Only when somebody else has worked under this name: choose the last record that is still good."),
                                  "dim-label");
  const char *const first[] = { _("everything that is here"), NULL };

  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  self->cut = gtk_drop_down_new_from_strings (first);
  cb_widget_set_label (self->cut, _(CB_NAME_REVOKE_CUT));
  gtk_widget_set_halign (self->cut, GTK_ALIGN_START);
  self->effect = cb_label_new (NULL, "warning");
  gtk_label_set_wrap (GTK_LABEL (self->effect), TRUE);
  gtk_widget_set_visible (self->effect, FALSE);
  gtk_widget_set_margin_top (box, 4);
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), self->cut);
  gtk_box_append (GTK_BOX (box), self->effect);
  g_signal_connect_swapped (self->cut, "notify::selected", G_CALLBACK (cut_changed_cb), self);

  return cb_fold_new (_("From an _earlier record on"), box);
}

GtkWidget *
cb_revoke_form_new (CbDesk      *desk,
                    const CbUid *whom,
                    gboolean     here)
{
  CbRevokeForm *self = g_object_new (CB_TYPE_REVOKE_FORM, NULL);
  const CbPerson *person = cb_authority_person (cb_desk_authority (desk), whom);
  const CbDeskCert *cert = cb_authority_desk (cb_desk_authority (desk), whom);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *points = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  g_autoptr (GTask) task = NULL;

  self->desk = g_object_ref (desk);
  self->whom = *whom;
  self->is_person = person != NULL;
  self->name = g_strdup (person != NULL ? person->name : cert != NULL ? cert->label : "");
  add_points (self, points, here);
  self->reason = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->reason), _(CB_NAME_REVOKE_REASON));
  gtk_entry_set_max_length (GTK_ENTRY (self->reason), 500);
  cb_widget_set_label (self->reason, _(CB_NAME_REVOKE_REASON));
  gtk_box_append (GTK_BOX (box), points);
  gtk_box_append (GTK_BOX (box), self->reason);
  gtk_box_append (GTK_BOX (box), cut_new (self));
  g_signal_connect_swapped (self->reason, "changed", G_CALLBACK (reason_changed_cb), self);
  g_signal_connect_swapped (self->reason, "activate", G_CALLBACK (reason_given_cb), self);
  cb_slip_build (CB_SLIP (self), box, _(CB_NAME_REVOKE_BUTTON), "destructive-action");
  cb_revoke_form_set_busy (CB_SLIP (self), FALSE);   /* nothing to choose from until it is read */
  task = g_task_new (self, NULL, trail_cb, NULL);
  g_task_set_task_data (task, g_object_ref (desk), g_object_unref);
  g_task_run_in_thread (task, trail_thread);

  return GTK_WIDGET (self);
}
