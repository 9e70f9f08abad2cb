/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-batch-view-private.h"

#include "cb-batch-table.h"
#include "cb-outcome-text.h"
#include "cb-progress.h"
#include "cb-shell.h"
#include "cb-standard-words.h"
#include "cb-ui-names.h"
#include "cb-widgets.h"

G_DEFINE_FINAL_TYPE (CbBatchView, cb_batch_view, ADW_TYPE_BIN)

static const CbBatchKind kind_of[] = { CB_BATCH_MORE, CB_BATCH_PERSON, CB_BATCH_EXCLUDED };

/* --- working the list out --- */

typedef struct { CbBatchView *self; guint turn; } Loading;

static gpointer
load_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  CbFar *far = data;

  return cb_batch_load (desk, db, &far->done, &far->total, cancellable, error);
}

static void
stop_loading (CbBatchView *self)
{
  self->turn++;
  self->loading = FALSE;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void load (CbBatchView *self);

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autofree Loading *loading = data;
  g_autoptr (CbBatchView) self = loading->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (CbBatch) batch = cb_desk_finish (CB_DESK (source), result, &error);

  if (loading->turn != self->turn || self->desk == NULL)
    return;
  stop_loading (self);
  if (batch == NULL)
    {
      cb_shell_error (GTK_WIDGET (self), error);
      self->stale = TRUE;
      gtk_widget_set_visible (self->old, TRUE);
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), self->batch != NULL ? "list" : "again");
      return;
    }
  cb_batch_table_set (self->table, NULL, CB_BATCH_MORE);
  g_clear_pointer (&self->batch, cb_batch_free);
  self->batch = g_steal_pointer (&batch);
  if (self->stale)
    load (self);   /* it may have been read before what changed meanwhile */
  else
    cb_batch_view_update (self);
}

static void
load (CbBatchView *self)
{
  Loading *loading = g_new0 (Loading, 1);

  stop_loading (self);
  self->stale = FALSE;
  self->loading = TRUE;
  self->cancellable = g_cancellable_new ();
  loading->self = g_object_ref (self);
  loading->turn = self->turn;
  cb_batch_view_show_progress (self, _("Working out everybody’s amount by the standard…"), _("_Cancel"));
  cb_desk_read_async (self->desk, load_job, cb_progress_count (CB_PROGRESS (self->progress)), g_atomic_rc_box_release,
                      (GDestroyNotify) cb_batch_free, self->cancellable, loaded_cb, loading);
}

void
cb_batch_view_load (CbBatchView *self)
{
  g_return_if_fail (CB_IS_BATCH_VIEW (self));

  if (!self->loading && !self->busy && (self->batch == NULL || self->stale))
    load (self);
}

void
cb_batch_view_changed (CbBatchView *self)
{
  g_return_if_fail (CB_IS_BATCH_VIEW (self));

  if (self->busy)
    return;   /* what is being done is the change; the list is worked out again after it */
  self->stale = TRUE;
  gtk_widget_set_visible (self->old, TRUE);
}

static void
again_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  CbBatchView *self = CB_BATCH_VIEW (widget);

  if (!self->busy)
    load (self);
}

static void
cancel_cb (CbBatchView *self)
{
  self->stop = TRUE;
  if (!self->loading)
    return;   /* what is being confirmed stops after the part that is under way */
  stop_loading (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "again");
}

/* --- showing --- */

void
cb_batch_view_show_progress (CbBatchView *self,
                             const char  *text,
                             const char  *cancel)
{
  self->stop = FALSE;
  cb_progress_begin (CB_PROGRESS (self->progress), text, cancel);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "progress");
}

void
cb_batch_view_say (CbBatchView *self,
                   const char  *text)
{
  gtk_label_set_text (GTK_LABEL (self->said), text != NULL ? text : "");
  gtk_widget_set_visible (self->said, text != NULL);
}

void
cb_batch_view_done (CbBatchView *self)
{
  self->busy = FALSE;
  load (self);
}

static char *
summary_text (const CbBatch *batch)
{
  g_autofree char *monthly = cb_money_format (batch->monthly, TRUE), *arrears = cb_money_format (batch->arrears, TRUE);
  g_autofree char *more = cb_count_text (batch->more), *unchanged = cb_count_text (batch->unchanged);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, ngettext ("%s grant rises, by %s yuan a month; arrears %s yuan.",
                                          "%s grants rise, by %s yuan a month together; arrears %s yuan together.", batch->more),
                          more, monthly, arrears);
  g_string_append_c (text, ' ');
  g_string_append_printf (text, ngettext ("%s grant stays as it is.", "%s grants stay as they are.", batch->unchanged), unchanged);
  return g_string_free (text, FALSE);
}

static char *
why_not (CbBatchView *self)
{
  switch (self->batch->may)
    {
    case CB_MAY_YES:
      return NULL;
    case CB_MAY_NO_ROLE:
      return g_strdup (_("An approver confirms the new amounts. You may read the list."));
    case CB_MAY_SAME_PERSON:
      return g_strdup (_("You published this standard. Another person, an approver, confirms the new amounts."));
    default:
      return g_strdup (cb_may_text (self->batch->may));
    }
}

static const char *
nothing_text (CbBatchKind kind)
{
  switch (kind)
    {
    case CB_BATCH_PERSON:
      return _("Nobody is left to a person.");
    case CB_BATCH_EXCLUDED:
      return _("Nobody was taken out.");
    case CB_BATCH_MORE:
    default:
      return _("Nobody’s amount rises any more by this standard.");
    }
}

/* With a mnemonic. */
static char *
kind_title (CbBatchKind kind,
            guint       n)
{
  g_autofree char *count = cb_count_text (n);

  switch (kind)
    {
    case CB_BATCH_PERSON:
      return g_strdup_printf (_("_For a Person (%s)"), count);
    case CB_BATCH_EXCLUDED:
      return g_strdup_printf (_("Taken _Out (%s)"), count);
    case CB_BATCH_MORE:
    default:
      return g_strdup_printf (_("R_ise (%s)"), count);
    }
}

static void
chosen_changed_cb (CbBatchView *self)
{
  g_autoptr (GPtrArray) chosen = cb_batch_table_chosen (self->table);

  const char *about = chosen->len == 1 ? ((const CbBatchItem *) chosen->pdata[0])->why : NULL;

  gtk_widget_set_sensitive (self->take_out, chosen->len > 0 && self->kind == CB_BATCH_MORE);
  /* The whole of what may be cut in its cell. */
  gtk_label_set_text (GTK_LABEL (self->about), about != NULL ? about : "");
  gtk_widget_set_visible (self->about, about != NULL);
}

static void
show_kind (CbBatchView *self)
{
  const guint counts[] = { self->batch->more, self->batch->person, self->batch->excluded };
  const gboolean acts = self->kind == CB_BATCH_MORE && self->batch->may == CB_MAY_YES && self->batch->more > 0;
  guint shown = 0;

  for (guint i = 0; i < G_N_ELEMENTS (kind_of); i++)
    if (kind_of[i] == self->kind)
      shown = counts[i];
  cb_batch_table_set (self->table, self->batch, self->kind);
  gtk_label_set_text (GTK_LABEL (self->nothing), nothing_text (self->kind));
  gtk_stack_set_visible_child (GTK_STACK (self->lists), shown > 0 ? self->table : self->nothing);
  gtk_widget_set_visible (self->reasons, acts);
  gtk_widget_set_visible (self->take_out, acts);
  gtk_widget_set_visible (self->confirm, acts);
  chosen_changed_cb (self);
}

void
cb_batch_view_update (CbBatchView *self)
{
  const CbBatch *batch = self->batch;
  const guint counts[] = { batch->more, batch->person, batch->excluded };
  g_autofree char *day = NULL, *heading = NULL, *summary = NULL, *why = NULL, *button = NULL, *count = NULL;

  if (batch->standard == NULL)
    {
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "none");
      return;
    }
  day = cb_date_format (batch->standard->from);
  /* TRANSLATORS: day, document */
  heading = g_strdup_printf (_("By the standard from %s · %s"), day, batch->standard->cite != NULL ? batch->standard->cite : "—");
  gtk_label_set_text (GTK_LABEL (self->heading), heading);
  summary = summary_text (batch);
  gtk_label_set_text (GTK_LABEL (self->summary), summary);
  for (guint i = 0; i < G_N_ELEMENTS (kind_of); i++)
    {
      g_autofree char *title = kind_title (kind_of[i], counts[i]);

      gtk_button_set_label (GTK_BUTTON (self->kinds[i]), title);
      gtk_button_set_use_underline (GTK_BUTTON (self->kinds[i]), TRUE);
    }
  why = why_not (self);
  gtk_label_set_text (GTK_LABEL (self->why), why != NULL ? why : "");
  gtk_widget_set_visible (self->why, why != NULL);
  count = cb_count_text (batch->more);
  button = g_strdup_printf (ngettext ("_Confirm %s Grant…", "_Confirm %s Grants…", batch->more), count);
  gtk_button_set_label (GTK_BUTTON (self->confirm), button);
  gtk_widget_set_visible (self->old, self->stale);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "list");
  show_kind (self);
}

static void
kind_toggled_cb (CbBatchView *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (kind_of); i++)
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->kinds[i])))
      self->kind = kind_of[i];
  if (self->batch != NULL && self->batch->standard != NULL)
    show_kind (self);
}

/* --- building --- */

static GtkWidget *
build_old (CbBatchView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *label, *button = gtk_button_new_with_mnemonic (_(CB_NAME_BATCH_AGAIN));

  label = cb_label_new (_("Something has changed since this list was worked out."), NULL);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "batch.again");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  gtk_widget_add_css_class (box, "cb-notice");
  gtk_widget_set_visible (box, FALSE);
  return box;
}

static GtkWidget *
build_acts (CbBatchView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->reasons = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->reasons), _("Why the chosen ones are taken out"));
  cb_widget_set_label (self->reasons, _(CB_NAME_BATCH_REASON));
  gtk_widget_set_hexpand (self->reasons, TRUE);
  self->take_out = gtk_button_new_with_mnemonic (_(CB_NAME_BATCH_TAKE_OUT));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->take_out), "batch.take-out");
  self->confirm = gtk_button_new_with_mnemonic ("");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->confirm), "batch.confirm");
  gtk_widget_add_css_class (self->confirm, "suggested-action");
  gtk_box_append (GTK_BOX (box), self->reasons);
  gtk_box_append (GTK_BOX (box), self->take_out);
  gtk_box_append (GTK_BOX (box), self->confirm);
  gtk_widget_add_css_class (box, "cb-foot");
  return box;
}

static GtkWidget *
build_list (CbBatchView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8), *card = cb_card_new (NULL), *kinds;
  g_autofree char *rise = kind_title (CB_BATCH_MORE, 0), *person = kind_title (CB_BATCH_PERSON, 0), *out = kind_title (CB_BATCH_EXCLUDED, 0);
  const char *const names[] = { rise, person, out };

  self->heading = cb_label_new (NULL, "title-3");
  gtk_label_set_wrap (GTK_LABEL (self->heading), TRUE);
  self->summary = cb_label_new (NULL, "numeric");
  gtk_label_set_wrap (GTK_LABEL (self->summary), TRUE);
  self->said = cb_label_new (NULL, "heading");
  gtk_label_set_wrap (GTK_LABEL (self->said), TRUE);
  gtk_widget_set_visible (self->said, FALSE);
  self->old = build_old (self);
  kinds = cb_switch_new (names, G_N_ELEMENTS (names), self->kinds, G_CALLBACK (kind_toggled_cb), self);
  gtk_widget_set_halign (kinds, GTK_ALIGN_START);
  self->table = cb_batch_table_new (self->desk, G_CALLBACK (chosen_changed_cb), self);
  self->nothing = cb_label_new (NULL, "dim-label");
  gtk_widget_set_halign (self->nothing, GTK_ALIGN_CENTER);
  self->lists = gtk_stack_new ();
  gtk_stack_add_child (GTK_STACK (self->lists), self->table);
  gtk_stack_add_child (GTK_STACK (self->lists), self->nothing);
  gtk_widget_set_vexpand (self->lists, TRUE);
  gtk_box_append (GTK_BOX (card), self->lists);
  self->about = cb_label_new (NULL, NULL);
  gtk_label_set_wrap (GTK_LABEL (self->about), TRUE);
  gtk_widget_set_visible (self->about, FALSE);
  self->why = cb_label_new (NULL, "dim-label");
  gtk_label_set_wrap (GTK_LABEL (self->why), TRUE);
  gtk_box_append (GTK_BOX (box), self->old);
  gtk_box_append (GTK_BOX (box), self->heading);
  gtk_box_append (GTK_BOX (box), self->summary);
  gtk_box_append (GTK_BOX (box), self->said);
  gtk_box_append (GTK_BOX (box), kinds);
  gtk_box_append (GTK_BOX (box), card);
  gtk_box_append (GTK_BOX (box), self->about);
  gtk_box_append (GTK_BOX (box), self->why);
  gtk_box_append (GTK_BOX (box), build_acts (self));
  return box;
}

static void
cb_batch_view_dispose (GObject *object)
{
  CbBatchView *self = CB_BATCH_VIEW (object);

  stop_loading (self);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (cb_batch_view_parent_class)->dispose (object);
}

/* A job that still runs holds a reference to the view, and so to what it works on. */
static void
cb_batch_view_finalize (GObject *object)
{
  g_clear_pointer (&CB_BATCH_VIEW (object)->batch, cb_batch_free);

  G_OBJECT_CLASS (cb_batch_view_parent_class)->finalize (object);
}

static void
cb_batch_view_class_init (CbBatchViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cb_batch_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = cb_batch_view_finalize;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "batch.again", NULL, again_action);
  cb_batch_acts_install (GTK_WIDGET_CLASS (klass));
}

static void
cb_batch_view_init (CbBatchView *self)
{
  self->kind = CB_BATCH_MORE;
}

GtkWidget *
cb_batch_view_new (CbDesk *desk)
{
  CbBatchView *self = g_object_new (CB_TYPE_BATCH_VIEW, NULL);

  self->desk = g_object_ref (desk);
  self->stack = gtk_stack_new ();
  self->progress = cb_progress_new ();
  g_signal_connect_swapped (self->progress, "cancel", G_CALLBACK (cancel_cb), self);
  gtk_stack_add_named (GTK_STACK (self->stack), self->progress, "progress");
  gtk_stack_add_named (GTK_STACK (self->stack),
                       cb_empty_new ("cb-policy-symbolic", _("No new standard has come into force"),
                                     _("Once a standard is countersigned and its day has come, everybody’s amount is worked out by it here, "
                                       "and an approver confirms who rises."), NULL, NULL),
                       "none");
  gtk_stack_add_named (GTK_STACK (self->stack),
                       cb_empty_new ("cb-policy-symbolic", _("The list is not worked out"),
                                     _("Every running grant is worked out anew from the facts on record. Nothing is decided by that."),
                                     _(CB_NAME_BATCH_AGAIN), "batch.again"),
                       "again");
  gtk_stack_add_named (GTK_STACK (self->stack), build_list (self), "list");
  adw_bin_set_child (ADW_BIN (self), self->stack);
  return GTK_WIDGET (self);
}
