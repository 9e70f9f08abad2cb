/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-desk-notice.h"

#include "cb-clock.h"
#include "cb-shell.h"
#include "cb-ui-names.h"
#include "cb-widgets.h"

#include <glib/gi18n.h>

struct _CbDeskNotice
{
  GtkWidget parent_instance;

  CbDesk    *desk;
  GtkWidget *box;
  GtkWidget *restored;      /* the copy */
  GtkWidget *restored_text;
  GtkWidget *renewal;       /* name and button, for whom may */
  GtkWidget *label;
  GtkWidget *renew;
  GtkWidget *spinner;
  GtkWidget *ended;         /* the rights, of the person or the desk */
  GtkWidget *ended_text;
  GtkWidget *key;           /* the key */
  GtkWidget *key_text;
  gboolean   busy;
};

G_DEFINE_FINAL_TYPE (CbDeskNotice, cb_desk_notice, GTK_TYPE_WIDGET)

/* Those who can help: the authorities in good standing, but for the person at the desk. */
static char *
authorities (CbDeskNotice *self)
{
  CbAuthority *authority = cb_desk_authority (self->desk);
  const CbPerson *own = cb_desk_person (self->desk);
  g_autoptr (GPtrArray) people = cb_authority_people (authority);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < people->len; i++)
    {
      const CbPerson *person = g_ptr_array_index (people, i);

      if (person->revoked || (person->roles & CB_ROLE_AUTHORITY) == 0 || (own != NULL && cb_uid_equal (&own->uid, &person->uid)))
        continue;
      if (names->len > 0)
        g_string_append (names, C_("between two names", ", "));
      g_string_append (names, person->name);
    }

  return g_string_free (names, FALSE);
}

static void
show_restored (CbDeskNotice *self)
{
  const CbPerson *person = cb_desk_person (self->desk);
  gboolean restored = cb_desk_restored (self->desk);
  gboolean certified = cb_desk_key_certified (self->desk);
  gboolean entitled = person != NULL && cb_may (cb_desk_authority (self->desk), &person->uid, CB_ACT_ENROL, person->area, 0, NULL, 0) == CB_MAY_YES;
  g_autofree char *names = authorities (self);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->restored, restored);
  gtk_widget_set_visible (self->renewal, restored && entitled && certified);
  if (!restored)
    return;
  if (entitled && certified)
    text = g_strdup (_("This casebook was restored from a backup. Everything can be read; before anybody records in it, make it a new "
                       "desk, so that two copies of one desk are never at work. Give the desk a name and sign."));
  else if (*names != '\0')
    /* TRANSLATORS: %s is one or several names. */
    text = g_strdup_printf (_("This casebook was restored from a backup. Everything can be read, and nothing recorded, until an authority "
                              "unlocks it and makes it a new desk: %s."), names);
  else
    text = g_strdup (_("This casebook was restored from a backup. Everything can be read, and nothing recorded, until an authority "
                       "unlocks it and makes it a new desk."));
  gtk_label_set_text (GTK_LABEL (self->restored_text), text);
}

static void
show_ended (CbDeskNotice *self)
{
  const CbMay standing = cb_desk_standing (self->desk);
  const CbPerson *own = cb_desk_person (self->desk), *issuer;
  const CbUid *whom = standing == CB_MAY_REVOKED && own != NULL ? &own->uid : cb_desk_identity (self->desk);
  CbAuthority *authority = cb_desk_authority (self->desk);
  CbRevocation revocation;
  g_autofree char *names = authorities (self);
  g_autofree char *at = NULL, *text = NULL;

  gtk_widget_set_visible (self->ended, standing != CB_MAY_YES && cb_authority_revocation (authority, whom, &revocation));
  if (!gtk_widget_get_visible (self->ended))
    return;
  issuer = cb_authority_person (authority, &revocation.issuer);
  at = cb_clock_format (revocation.ms);
  if (standing == CB_MAY_REVOKED)
    /* TRANSLATORS: date and time, the name of who did it, the reason, one or several names. */
    text = g_strdup_printf (_("Your rights were withdrawn on %s by %s: “%s”. You can read here; nothing you enter is recorded. If that is a "
                              "mistake, ask %s."), at, issuer != NULL ? issuer->name : "?", revocation.reason, names);
  else
    text = g_strdup_printf (_("This desk was withdrawn on %s by %s: “%s”. Everything can be read here, and nothing recorded. If that is a "
                              "mistake, ask %s."), at, issuer != NULL ? issuer->name : "?", revocation.reason, names);
  gtk_label_set_text (GTK_LABEL (self->ended_text), text);
}

static void
show_key (CbDeskNotice *self)
{
  /* A new key helps nobody whose rights have ended. */
  gboolean certified = cb_desk_key_certified (self->desk) || cb_desk_standing (self->desk) != CB_MAY_YES;
  g_autofree char *names = authorities (self);
  g_autofree char *code = cb_desk_key_code (self->desk);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->key, !certified);
  if (certified)
    return;
  if (cb_desk_restored (self->desk))
    text = g_strdup (_("Your signing key is new and not certified yet. It will be asked for when this copy is a desk of its own."));
  else if (*names != '\0')
    /* TRANSLATORS: one or several names; a code of 24 digits in groups. */
    text = g_strdup_printf (_("Your signing key is new and not certified yet: you can read and record, and not sign. Ask %s to certify it "
                              "under Settings, and compare the code: %s"), names, code);
  else
    text = g_strdup (_("Your signing key is new, and the recovery sheet of this desk is older than sheets that certify a key: you can read "
                       "and record, and not sign. Ask the county that founded this casebook."));
  gtk_label_set_text (GTK_LABEL (self->key_text), text);
}

static void
update (CbDeskNotice *self)
{
  if (self->box == NULL)
    return;
  show_restored (self);
  show_ended (self);
  show_key (self);
  gtk_widget_set_sensitive (self->renew, !self->busy && gtk_editable_get_text (GTK_EDITABLE (self->label))[0] != '\0');
  cb_widget_set_busy (self->label, self->busy);
  gtk_widget_set_visible (self->spinner, self->busy);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), self->busy);
}

/* --- a desk of its own --- */

typedef struct { CbDesk *desk; char *label; } Renewal;

static void
renewal_free (Renewal *r)
{
  g_clear_object (&r->desk);
  g_free (r->label);
  g_free (r);
}

static void
renew_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  Renewal *r = data;
  GError *error = NULL;

  if (cb_desk_renew (r->desk, r->label, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
renewed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  CbDeskNotice *self = CB_DESK_NOTICE (object);
  g_autoptr (GError) error = NULL;
  gboolean ok = g_task_propagate_boolean (G_TASK (result), &error);

  self->busy = FALSE;
  if (self->box == NULL)
    return;
  if (ok)
    {
      /* The window's own actions follow what the desk says of itself. */
      gtk_widget_activate_action (GTK_WIDGET (self), "win.desk-changed", NULL);
      cb_shell_toast (GTK_WIDGET (self), _("This is a desk of its own now. Work goes on here; the old computer must not be used any more."));
    }
  else
    cb_shell_error (GTK_WIDGET (self), error);
  update (self);
}

static void
signed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  CbDeskNotice *self = CB_DESK_NOTICE (object);
  g_autoptr (GTask) task = NULL;
  Renewal *r;

  if (!cb_shell_sign_finish (GTK_WIDGET (object), result, NULL) || self->box == NULL || self->busy)
    return;
  r = g_new0 (Renewal, 1);
  r->desk = g_object_ref (self->desk);
  r->label = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->label))));
  self->busy = TRUE;
  update (self);
  task = g_task_new (self, NULL, renewed_cb, NULL);
  g_task_set_task_data (task, r, (GDestroyNotify) renewal_free);
  g_task_run_in_thread (task, renew_thread);
}

static void
renew_cb (CbDeskNotice *self)
{
  const char *label = gtk_editable_get_text (GTK_EDITABLE (self->label));
  g_autofree char *what = NULL;

  if (self->busy || label[0] == '\0')
    return;
  /* TRANSLATORS: %s is the name of the desk. */
  what = g_strdup_printf (_("Make this restored copy a new desk, “%s”, in place of the one that was backed up."), label);
  cb_shell_sign (GTK_WIDGET (self), self->desk, what, signed_cb, NULL);
}

/* --- building --- */

static GtkWidget *
line_new (CbDeskNotice *self,
          GtkWidget   **text)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  *text = cb_label_new (NULL, NULL);
  gtk_label_set_wrap (GTK_LABEL (*text), TRUE);
  gtk_label_set_selectable (GTK_LABEL (*text), FALSE);
  gtk_widget_set_hexpand (*text, TRUE);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_set_margin_top (icon, 2);
  gtk_widget_add_css_class (line, "cb-notice");
  gtk_box_append (GTK_BOX (line), icon);
  gtk_box_append (GTK_BOX (line), *text);
  gtk_box_append (GTK_BOX (self->box), line);

  return line;
}

static void
cb_desk_notice_dispose (GObject *object)
{
  CbDeskNotice *self = CB_DESK_NOTICE (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (cb_desk_notice_parent_class)->dispose (object);
}

static void
cb_desk_notice_class_init (CbDeskNoticeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cb_desk_notice_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
cb_desk_notice_init (CbDeskNotice *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->restored = line_new (self, &self->restored_text);
  self->renewal = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  self->label = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->label), 18);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->label), _(CB_NAME_NOTICE_DESK));
  cb_widget_set_label (self->label, _(CB_NAME_NOTICE_DESK));
  self->renew = gtk_button_new_with_mnemonic (_(CB_NAME_NOTICE_RENEW));
  gtk_widget_add_css_class (self->renew, "suggested-action");
  self->spinner = gtk_spinner_new ();
  gtk_box_append (GTK_BOX (self->renewal), self->label);
  gtk_box_append (GTK_BOX (self->renewal), self->spinner);
  gtk_box_append (GTK_BOX (self->renewal), self->renew);
  gtk_widget_set_valign (self->renewal, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->restored), self->renewal);
  self->ended = line_new (self, &self->ended_text);
  self->key = line_new (self, &self->key_text);
  g_signal_connect_swapped (self->label, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->label, "activate", G_CALLBACK (renew_cb), self);
  g_signal_connect_swapped (self->renew, "clicked", G_CALLBACK (renew_cb), self);
}

GtkWidget *
cb_desk_notice_new (CbDesk *desk)
{
  CbDeskNotice *self = g_object_new (CB_TYPE_DESK_NOTICE, NULL);

  self->desk = g_object_ref (desk);
  g_signal_connect_object (desk, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}
