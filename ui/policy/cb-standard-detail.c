/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-standard-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cb-clock.h"
#include "cb-progress.h"
#include "cb-shell.h"
#include "cb-standard-words.h"
#include "cb-ui-names.h"
#include "cb-tip.h"
#include "cb-widgets.h"

G_DEFINE_FINAL_TYPE (CbStandardDetail, cb_standard_detail, ADW_TYPE_BIN)

static void
add_notice (CbStandardDetail *self,
            const char       *text,
            const char       *css_class)
{
  GtkWidget *label = cb_label_new (text, css_class);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_focusable (label, FALSE);
  gtk_box_append (GTK_BOX (self->notices), label);
}

static char *
day_text (gint64 ms)
{
  return cb_date_format (cb_clock_date_of (ms));
}

/* --- showing --- */

static void
show_meta (CbStandardDetail *self)
{
  const CbStandard *s = self->check->standard;
  g_autofree char *author = cb_standard_person (self->desk, &s->author), *at = day_text (s->at);
  g_autoptr (GString) text = g_string_new (NULL);

  gtk_label_set_text (GTK_LABEL (self->heading), cb_standard_state_title (s->state));
  /* TRANSLATORS: person, day */
  g_string_append_printf (text, s->state == CB_STANDARD_DRAFT ? _("Drafted by %s, %s") : _("Published by %s on %s"), author, at);
  if (!cb_uid_is_none (&s->signer))
    {
      g_autofree char *signer = cb_standard_person (self->desk, &s->signer), *on = day_text (s->signed_at);

      /* TRANSLATORS: state, person, day */
      g_string_append_printf (text, _(" · %s by %s on %s"), cb_standard_state_title (s->state), signer, on);
    }
  if (s->in_force)
    g_string_append_printf (text, " · %s", _("decides now"));
  if (self->check->pack != NULL && s->state != CB_STANDARD_DRAFT)
    {
      g_autofree char *hash = cb_pack_hash_text (self->check->pack);

      /* By its beginning one tells two apart; the whole of it is for who compares it with the paper. */
      g_string_append_printf (text, " · %.8s…", hash);
      cb_widget_set_tip (self->meta, hash);
    }
  else
    cb_widget_set_tip (self->meta, NULL);
  gtk_label_set_text (GTK_LABEL (self->meta), text->str);
}

static void
show (CbStandardDetail *self)
{
  const CbStandardCheck *c = self->check;
  const CbStandard *s = c->standard;
  const gboolean draft = s->state == CB_STANDARD_DRAFT, waits = s->state == CB_STANDARD_PUBLISHED;
  const CbPerson *person = cb_desk_person (self->desk);
  g_autofree char *why = draft || waits ? cb_standard_why_not (self->desk, draft ? CB_ACT_PUBLISH_PACK : CB_ACT_COUNTERSIGN_PACK, c->may) : NULL;
  g_autoptr (GString) lines = g_string_new (NULL);
  gboolean officer = person != NULL && (person->roles & CB_ROLE_POLICY) != 0;

  show_meta (self);
  gtk_widget_set_visible (self->form, draft);
  gtk_widget_set_visible (self->values, draft);
  if (draft)
    cb_standard_form_fill (self);
  cb_box_clear (GTK_BOX (self->notices));
  cb_standard_add_lines (lines, c);
  if (lines->len > 0)
    add_notice (self, g_strchomp (lines->str), NULL);
  if (s->state != CB_STANDARD_DRAFT && s->late)
    add_notice (self, _("Arrears are paid for the months since that day that were decided before."), NULL);
  if (s->reasons != NULL && *s->reasons != '\0')
    {
      g_autofree char *reasons = g_strdup_printf (_("Reasons: %s"), s->reasons);

      add_notice (self, reasons, NULL);
    }
  for (guint i = 0; i < c->objections->len; i++)
    add_notice (self, c->objections->pdata[i], "cb-failure");
  for (guint i = 0; i < c->faults->len; i++)
    add_notice (self, c->faults->pdata[i], "cb-failure");
  gtk_label_set_text (GTK_LABEL (self->why), why != NULL ? why : "");
  gtk_widget_set_visible (self->why, why != NULL);
  gtk_widget_set_visible (self->publish, draft && c->may == CB_MAY_YES);
  gtk_widget_set_visible (self->discard, draft && c->may == CB_MAY_YES);
  gtk_widget_set_sensitive (self->publish, c->objections->len == 0 && c->faults->len == 0 && c->pack != NULL);
  gtk_widget_set_visible (self->countersign, waits && c->may == CB_MAY_YES);
  gtk_widget_set_sensitive (self->countersign, c->objections->len == 0 && c->faults->len == 0);
  gtk_widget_set_visible (self->refuse, waits && c->may == CB_MAY_YES);
  gtk_widget_set_visible (self->withdraw, waits && officer);
  gtk_widget_set_visible (self->reasons, waits && (c->may == CB_MAY_YES || officer));
  gtk_widget_set_visible (self->try, (draft || waits) && c->pack != NULL && c->faults->len == 0);
  gtk_widget_set_visible (self->batch, cb_standard_has_come (s, cb_clock_today ()));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "one");
}

void
cb_standard_detail_take (CbStandardDetail *self,
                         CbStandardCheck  *check)
{
  g_clear_pointer (&self->check, cb_standard_check_free);
  self->check = check;
  show (self);
}

typedef struct { CbUid uid; gboolean prove; } Look;

static gpointer
check_job (CbDesk       *desk,
           CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  const Look *look = data;

  return cb_standard_check (desk, db, &look->uid, look->prove, error);
}

typedef struct { CbStandardDetail *self; guint turn; } Turn;

static Turn *
turn_new (CbStandardDetail *self)
{
  Turn *turn = g_new0 (Turn, 1);

  turn->self = g_object_ref (self);
  turn->turn = ++self->turn;
  return turn;
}

static gboolean
turn_end (Turn *turn)
{
  gboolean current = turn->turn == turn->self->turn;

  g_object_unref (turn->self);
  g_free (turn);
  return current;
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  CbStandardDetail *self = ((Turn *) data)->self;
  g_autoptr (CbStandardDetail) held = g_object_ref (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (CbStandardCheck) check = cb_desk_finish (CB_DESK (source), result, &error);

  if (!turn_end (data))
    return;
  if (check == NULL)
    {
      if (g_error_matches (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_NOT_FOUND))
        gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "none");
      else
        cb_shell_error (GTK_WIDGET (self), error);
      return;
    }
  cb_standard_detail_take (self, g_steal_pointer (&check));
}

void
cb_standard_detail_check_async (CbStandardDetail   *self,
                                gboolean            prove,
                                GAsyncReadyCallback callback,
                                gpointer            data)
{
  Look *look = g_new0 (Look, 1);

  look->uid = self->uid;
  look->prove = prove;
  cb_desk_read_async (self->desk, check_job, look, g_free, (GDestroyNotify) cb_standard_check_free, self->cancellable, callback, data);
}

void
cb_standard_detail_load (CbStandardDetail *self)
{
  if (self->desk != NULL && !cb_uid_is_none (&self->uid))
    cb_standard_detail_check_async (self, FALSE, loaded_cb, turn_new (self));
}

void
cb_standard_detail_show (CbStandardDetail *self,
                         const CbUid      *uid)
{
  if (uid != NULL && cb_uid_equal (uid, &self->uid))
    {
      cb_standard_detail_load (self);
      return;
    }
  cb_standard_detail_save (self);
  self->turn++;
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_pointer (&self->check, cb_standard_check_free);
  cb_standard_form_clear (self);
  gtk_widget_set_visible (self->effect, FALSE);
  gtk_widget_set_visible (self->progress, FALSE);
  cb_standard_detail_stop_trying (self);
  gtk_editable_set_text (GTK_EDITABLE (self->reasons), "");
  self->uid = uid != NULL ? *uid : CB_UID_NONE;
  if (uid == NULL)
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "none");
  cb_standard_detail_load (self);
}

void
cb_standard_detail_again (CbStandardDetail *self)
{
  if (!self->saving)
    cb_standard_detail_load (self);
}

/* --- building --- */

static GtkWidget *
button_new (GtkWidget  *box,
            const char *title,
            const char *action,
            const char *css_class)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (title);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  if (css_class != NULL)
    gtk_widget_add_css_class (button, css_class);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static GtkWidget *
wrapped_new (GtkWidget  *box,
             const char *css_class)
{
  GtkWidget *label = cb_label_new (NULL, css_class);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static GtkWidget *
build (CbStandardDetail *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10), *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->heading = cb_label_new (NULL, "title-3");
  gtk_box_append (GTK_BOX (box), self->heading);
  self->meta = wrapped_new (box, "dim-label");
  self->why = wrapped_new (box, NULL);
  cb_standard_form_build (self, box);
  self->notices = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (box), self->notices);
  self->effect = wrapped_new (box, "numeric");
  self->progress = wrapped_new (box, "dim-label");
  self->working = cb_progress_new ();
  g_signal_connect_swapped (self->working, "cancel", G_CALLBACK (cb_standard_detail_stop_trying), self);
  gtk_widget_set_visible (self->working, FALSE);
  gtk_box_append (GTK_BOX (box), self->working);
  self->reasons = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->reasons), _("Reasons for a refusal or withdrawal"));
  cb_widget_set_label (self->reasons, _(CB_NAME_STANDARD_REASONS));
  gtk_box_append (GTK_BOX (box), self->reasons);
  self->publish = button_new (buttons, _(CB_NAME_STANDARD_PUBLISH), "standard.publish", "suggested-action");
  self->countersign = button_new (buttons, _(CB_NAME_STANDARD_COUNTERSIGN), "standard.countersign", "suggested-action");
  self->refuse = button_new (buttons, _("Ref_use…"), "standard.refuse", NULL);
  self->withdraw = button_new (buttons, _("_Withdraw…"), "standard.withdraw", NULL);
  self->try = button_new (buttons, _("E_ffect on the County"), "standard.effect", NULL);
  self->batch = button_new (buttons, _(CB_NAME_BATCH_STANDARD), "policy.batch", "suggested-action");
  self->discard = button_new (buttons, _("Dis_card"), "standard.discard", NULL);
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_widget_set_visible (self->effect, FALSE);
  gtk_widget_set_visible (self->progress, FALSE);
  return box;
}

static void
cb_standard_detail_dispose (GObject *object)
{
  CbStandardDetail *self = CB_STANDARD_DETAIL (object);

  self->working = NULL;
  cb_standard_detail_stop_trying (self);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (cb_standard_detail_parent_class)->dispose (object);
}

static void
cb_standard_detail_finalize (GObject *object)
{
  CbStandardDetail *self = CB_STANDARD_DETAIL (object);

  g_clear_pointer (&self->check, cb_standard_check_free);
  g_clear_pointer (&self->entries, g_ptr_array_unref);

  G_OBJECT_CLASS (cb_standard_detail_parent_class)->finalize (object);
}

static void
cb_standard_detail_class_init (CbStandardDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cb_standard_detail_dispose;
  G_OBJECT_CLASS (klass)->finalize = cb_standard_detail_finalize;
  cb_standard_acts_install (widget_class);
}

static void
cb_standard_detail_init (CbStandardDetail *self)
{
  self->entries = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
}

GtkWidget *
cb_standard_detail_new (CbDesk *desk)
{
  CbStandardDetail *self = g_object_new (CB_TYPE_STANDARD_DETAIL, NULL);
  GtkWidget *scrolled;

  self->desk = g_object_ref (desk);
  self->box = build (self);
  scrolled = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy", GTK_POLICY_NEVER, "vexpand", TRUE, "child", self->box, NULL);
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack),
                       cb_empty_new ("cb-policy-symbolic", _("No standard is chosen"),
                                     _("Choose one in the list, or begin a new draft. A standard decides once it is published by a policy "
                                       "officer and countersigned by an approver."), NULL, NULL),
                       "none");
  gtk_stack_add_named (GTK_STACK (self->stack), scrolled, "one");
  gtk_widget_set_hexpand (self->stack, TRUE);
  adw_bin_set_child (ADW_BIN (self), self->stack);
  return GTK_WIDGET (self);
}
