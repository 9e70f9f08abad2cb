/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-approval-detail.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>
#include "cb-approval-acts.h"
#include "cb-case-forms.h"
#include "cb-approval-facts.h"
#include "cb-caseload.h"
#include "cb-clock.h"
#include "cb-outcome-text.h"
#include "cb-shell.h"
#include "cb-tier-badge.h"
#include "cb-why-print.h"
#include "cb-widgets.h"
#include "cb-worksheet.h"

struct _CbApprovalDetail
{
  GtkWidget      parent_instance;

  CbDesk        *desk;
  CbUid          uid;
  CbSharedDraft *shared;         /* what is shown; NULL: nothing */
  GCancellable  *cancellable;    /* of the load under way */
  char          *done;           /* "Confirmed and signed…" of the case that is shown; NULL: not decided here and now */

  GtkWidget     *stack;
  GtkWidget     *failed;
  GtkWidget     *badge, *title, *what, *notes, *history, *facts, *worksheet, *place;
  GtkWidget     *confirm, *refuse, *why_not, *export;
  GtkWidget     *reasons, *reasons_fault;
  GtkWidget     *ground, *ground_entry, *ground_fault;   /* why it is confirmed although something stands against it */
  GtkWidget     *opinion;
};

enum { SIGNAL_DECIDED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CbApprovalDetail, cb_approval_detail, GTK_TYPE_WIDGET)

static GtkWidget *
wrapped (const char *text,
         const char *css_class)
{
  GtkWidget *label = cb_label_new (text, css_class);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  return label;
}

/* --- what is shown --- */

static const char *
person_name (CbApprovalDetail *self,
             const CbUid      *uid)
{
  const CbPerson *person = cb_authority_person (cb_desk_authority (self->desk), uid);

  return person != NULL ? person->name : _("an unknown person");
}

static void
add_step (CbApprovalDetail *self,
          char             *text)
{
  g_autofree char *owned = text;

  gtk_box_append (GTK_BOX (self->history), wrapped (owned, NULL));
}

static void
show_history (CbApprovalDetail      *self,
              const CbDecisionDraft *draft)
{
  const CbCase *c = draft->c;
  g_autofree char *recorders = cb_approval_recorders (draft->household, cb_desk_authority (self->desk));
  g_autofree char *submitted = cb_date_format (c->submitted_on);

  cb_box_clear (GTK_BOX (self->history));
  add_step (self, g_strdup_printf (_("Recorded by: %s"), recorders));
  /* TRANSLATORS: date, person, reason */
  add_step (self, g_strdup_printf (_("%s, submitted by %s. %s"), submitted, person_name (self, &c->submitted_by),
                                   c->reason != NULL ? c->reason : ""));
  if (!cb_uid_is_none (&c->opinion_by))
    {
      g_autofree char *on = cb_date_format (c->opinion_on);

      add_step (self, g_strdup_printf (c->opinion_agree
                                         /* TRANSLATORS: date, person, text */
                                         ? _("%s, %s for the township: agrees. %s") : _("%s, %s for the township: does not agree. %s"),
                                       on, person_name (self, &c->opinion_by), c->opinion != NULL ? c->opinion : ""));
    }
  if (!cb_uid_is_none (&c->decided_by))
    {
      g_autofree char *on = cb_date_format (c->decided_on);

      /* TRANSLATORS: date, state, person, reasons */
      add_step (self, g_strdup_printf (_("%s, %s by %s. %s"), on, cb_case_state_title (c->state), person_name (self, &c->decided_by),
                                       c->decision_reasons != NULL ? c->decision_reasons : ""));
    }
  if (c->due != CB_DATE_NONE)
    {
      g_autofree char *due = cb_date_format (c->due);
      g_autofree char *law = cb_case_due_law (c, cb_desk_pack (self->desk));

      /* TRANSLATORS: date, what makes it */
      add_step (self, g_strdup_printf (_("Due %s. %s"), due, law != NULL ? law : ""));
    }
  if (c->stale)
    add_step (self, g_strdup (_("A fact that the decision stands on was changed since. Review the household.")));
}

static void
add_notes (CbApprovalDetail *self,
           const char       *heading,
           GPtrArray        *sentences,
           const char       *none)
{
  gtk_box_append (GTK_BOX (self->notes), cb_label_new (heading, "heading"));
  if (sentences == NULL || sentences->len == 0)
    gtk_box_append (GTK_BOX (self->notes), wrapped (none, "dim-label"));
  for (guint i = 0; sentences != NULL && i < sentences->len; i++)
    {
      g_autofree char *text = g_strdup_printf ("• %s", (const char *) g_ptr_array_index (sentences, i));

      gtk_box_append (GTK_BOX (self->notes), wrapped (text, NULL));
    }
}

static void
show_facts (CbApprovalDetail      *self,
            const CbDecisionDraft *draft)
{
  CbPack *pack = cb_program_pack (cb_result_program (cb_assessment_result (draft->now)));
  g_autoptr (GPtrArray) lines = cb_approval_facts (draft->household, pack);

  cb_box_clear (GTK_BOX (self->facts));
  for (guint i = 0; i < lines->len; i++)
    {
      const CbFactLine *line = g_ptr_array_index (lines, i);
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

      gtk_box_append (GTK_BOX (box), wrapped (line->title, "heading"));
      gtk_box_append (GTK_BOX (box), wrapped (line->text, "numeric"));
      gtk_widget_add_css_class (box, "cb-fact");
      gtk_box_append (GTK_BOX (self->facts), box);
    }
}

static void
show_button (CbApprovalDetail      *self,
             const CbDecisionDraft *draft)
{
  const CbCase *c = draft->c;
  const CbOutcome *outcome = cb_approval_outcome (draft);
  const gboolean open = c->state == CB_CASE_SUBMITTED || c->state == CB_CASE_OPINION;
  const gboolean decidable = c->state == CB_CASE_OPINION || (c->state == CB_CASE_SUBMITTED && draft->act == CB_ACT_AID);
  const gboolean good = outcome != NULL && (outcome->status == CB_STATUS_ELIGIBLE || outcome->status == CB_STATUS_NEEDS_JUDGEMENT);
  const char *why = NULL;
  g_autofree char *what = cb_approval_what (draft);
  g_autofree char *label = g_strdup_printf (_("Confirm: %s"), what);

  if (open && !decidable)
    why = _("The township has not given its opinion yet.");
  else if (open && draft->may != CB_MAY_YES)
    why = cb_may_text (draft->may);
  else if (open && !good)
    why = _("The rules find no entitlement today: it can only be refused.");
  else if (!open)
    why = self->done;
  gtk_button_set_label (GTK_BUTTON (self->confirm), label);
  gtk_widget_set_visible (self->confirm, decidable && good);
  gtk_widget_set_visible (self->refuse, decidable);
  gtk_widget_set_visible (self->opinion, c->state == CB_CASE_SUBMITTED && cb_case_is_mine (self->desk, c));
  gtk_widget_set_sensitive (self->confirm, why == NULL);
  gtk_widget_set_sensitive (self->refuse, draft->may == CB_MAY_YES);
  gtk_widget_set_visible (self->ground, decidable && why == NULL && draft->objections->len > 0);
  gtk_label_set_label (GTK_LABEL (self->why_not), why != NULL ? why : "");
  gtk_widget_set_visible (self->why_not, why != NULL);
  gtk_widget_set_visible (self->export, !open && c->state != CB_CASE_WITHDRAWN);
}

static void
show_draft (CbApprovalDetail *self)
{
  const CbDecisionDraft *draft = cb_shared_draft_get (self->shared);
  const CbCase *c = draft->c;
  const CbOutcome *outcome = cb_approval_outcome (draft);
  CbResult *result = cb_assessment_result (draft->now);
  g_autoptr (GPtrArray) lines = cb_explain_worksheet (result, c->programme, cb_outcome_lang ());
  g_autofree char *what = cb_approval_what (draft);
  g_autofree char *title = g_strdup_printf ("%s  %s  %s", c->head, cb_programme_title (c->programme), c->number);
  g_autofree char *share = cb_approval_share (draft);
  g_autofree char *text = NULL;

  cb_tier_badge_set_tier (CB_TIER_BADGE (self->badge), outcome != NULL && *cb_outcome_tier (outcome) != '\0' ? cb_outcome_tier (outcome)
                                                                                                           : "none");
  gtk_label_set_label (GTK_LABEL (self->title), title);
  /* Where there is no entitlement @what says so. */
  text = outcome == NULL || outcome->status == CB_STATUS_NOT_ELIGIBLE
           /* TRANSLATORS: what is decided, code to match with paper */
           ? g_strdup_printf (_("%s · code %s"), what, draft->code)
           /* TRANSLATORS: what is decided, state, code to match with paper */
           : g_strdup_printf (_("%s · %s · code %s"), what, cb_outcome_status (outcome->status), draft->code);
  if (share != NULL)
    {
      g_autofree char *whole = g_steal_pointer (&text);

      text = g_strdup_printf ("%s · %s", whole, share);
    }
  gtk_label_set_label (GTK_LABEL (self->what), text);
  cb_box_clear (GTK_BOX (self->notes));
  /* Coloured only when there is something to see. */
  if ((draft->objections != NULL && draft->objections->len > 0) || (draft->differences != NULL && draft->differences->len > 0))
    gtk_widget_add_css_class (self->notes, "cb-notes");
  else
    gtk_widget_remove_css_class (self->notes, "cb-notes");
  add_notes (self, _("What stands against it"), draft->objections, _("Nothing."));
  add_notes (self, _("Changed since the submission"), draft->differences, _("Nothing."));
  show_history (self, draft);
  show_facts (self, draft);
  cb_worksheet_set_lines (CB_WORKSHEET (self->worksheet), lines);
  show_button (self, draft);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "case");
}

/* --- reading --- */

static gpointer
draft_worker (CbDesk       *desk,
              CbDb         *db,
              gpointer      data,
              GCancellable *cancellable,
              GError      **error)
{
  CbDecisionDraft *draft = cb_case_draft (desk, db, data, cb_clock_today (), error);

  if (draft != NULL)
    cb_decision_draft_compare (draft, desk, db);
  return draft;
}

static void
drafted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (CbApprovalDetail) self = data;
  g_autoptr (GError) error = NULL;
  CbDecisionDraft *draft = cb_desk_finish (CB_DESK (source), result, &error);

  if (draft == NULL)
    {
      g_autofree char *sentence = NULL;

      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->stack == NULL)
        return;
      sentence = cb_error_sentence (error);
      adw_status_page_set_description (ADW_STATUS_PAGE (self->failed), sentence);
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "failed");
      return;
    }
  if (self->stack == NULL || !cb_uid_equal (&draft->c->uid, &self->uid))   /* gone, or another case was chosen meanwhile */
    {
      cb_decision_draft_free (draft);
      return;
    }
  g_clear_pointer (&self->shared, cb_shared_draft_unref);
  self->shared = cb_shared_draft_new (draft);
  show_draft (self);
}

void
cb_approval_detail_reload (CbApprovalDetail *self)
{
  g_return_if_fail (CB_IS_APPROVAL_DETAIL (self));

  if (cb_uid_is_none (&self->uid))
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  cb_desk_read_async (self->desk, draft_worker, g_memdup2 (&self->uid, sizeof (CbUid)), g_free,
                      (GDestroyNotify) cb_decision_draft_free, self->cancellable, drafted_cb, g_object_ref (self));
}

void
cb_approval_detail_show (CbApprovalDetail *self,
                         const CbUid      *uid)
{
  g_return_if_fail (CB_IS_APPROVAL_DETAIL (self));

  if (uid == NULL)
    {
      self->uid = CB_UID_NONE;
      g_clear_pointer (&self->done, g_free);
      g_clear_pointer (&self->shared, cb_shared_draft_unref);
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "none");
      return;
    }
  if (cb_uid_equal (uid, &self->uid))
    return;
  self->uid = *uid;
  g_clear_pointer (&self->done, g_free);
  gtk_editable_set_text (GTK_EDITABLE (self->ground_entry), "");
  gtk_widget_set_visible (self->ground_fault, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->reasons), "");
  cb_approval_detail_reload (self);
}

/* --- deciding --- */

static void
decided_cb (GtkWidget             *from,
            const CbDecisionDraft *draft,
            gboolean               confirm,
            const GError          *error)
{
  CbApprovalDetail *self = CB_APPROVAL_DETAIL (from);

  if (self->stack == NULL)
    return;
  if (error != NULL)
    cb_shell_error (from, error);
  else
    {
      /* TRANSLATORS: code to match with paper */
      g_autofree char *text = g_strdup_printf (confirm ? _("Confirmed and signed. Code %s") : _("Refused and signed. Code %s"), draft->code);
      CbUid uid = draft->c->uid;

      if (cb_uid_equal (&uid, &self->uid))
        {
          g_free (self->done);
          self->done = g_steal_pointer (&text);
        }
      else     /* another case was chosen meanwhile */
        cb_shell_toast (from, text);
      g_signal_emit (self, signals[SIGNAL_DECIDED], 0, &uid);
    }
  cb_approval_detail_reload (self);
}

static void
confirm_cb (CbApprovalDetail *self)
{
  g_autofree char *ground = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->ground_entry))));
  const gboolean asked = gtk_widget_get_visible (self->ground);

  if (self->shared == NULL)
    return;
  gtk_widget_set_visible (self->ground_fault, asked && *ground == '\0');
  if (asked && *ground == '\0')
    gtk_widget_grab_focus (self->ground_entry);
  else
    cb_approval_decide (GTK_WIDGET (self), self->desk, self->shared, TRUE, asked ? ground : "", decided_cb);
}

static void
opinion_given_cb (GtkWidget    *from,
                  const char   *done,
                  const GError *error)
{
  CbApprovalDetail *self = CB_APPROVAL_DETAIL (from);

  if (self->stack == NULL)
    return;
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->opinion));
  if (error != NULL)
    cb_shell_error (from, error);
  else
    cb_shell_toast (from, done);
  cb_approval_detail_reload (self);
}

static void
create_opinion_cb (GtkMenuButton *button,
                   gpointer       data)
{
  CbApprovalDetail *self = data;
  GtkWidget *popover = gtk_popover_new ();

  gtk_popover_set_child (GTK_POPOVER (popover), cb_case_opinion_form (self->desk, &self->uid, GTK_WIDGET (self), opinion_given_cb));
  gtk_menu_button_set_popover (button, popover);
}

/* What the rules say against it is the beginning of the reasons. */
static void
refuse_shown_cb (CbApprovalDetail *self)
{
  const CbDecisionDraft *draft = self->shared != NULL ? cb_shared_draft_get (self->shared) : NULL;
  const CbOutcome *outcome = draft != NULL ? cb_approval_outcome (draft) : NULL;
  GString *text;

  if (outcome == NULL || outcome->status != CB_STATUS_NOT_ELIGIBLE || *gtk_editable_get_text (GTK_EDITABLE (self->reasons)) != '\0')
    return;
  text = g_string_new (NULL);
  for (guint i = 0; i < outcome->reasons->len; i++)
    {
      g_autofree char *reason = cb_result_reason_text (cb_assessment_result (draft->now), &g_array_index (outcome->reasons, CbReason, i),
                                                       cb_outcome_lang ());

      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", reason);
    }
  gtk_editable_set_text (GTK_EDITABLE (self->reasons), text->str);
  gtk_editable_set_position (GTK_EDITABLE (self->reasons), -1);
  g_string_free (text, TRUE);
}

static void
refuse_cb (CbApprovalDetail *self)
{
  g_autofree char *reasons = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->reasons))));

  if (*reasons == '\0')
    {
      gtk_widget_set_visible (self->reasons_fault, TRUE);
      gtk_widget_grab_focus (self->reasons);
      return;
    }
  gtk_widget_set_visible (self->reasons_fault, FALSE);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->refuse));
  gtk_editable_set_text (GTK_EDITABLE (self->reasons), "");
  if (self->shared != NULL)
    cb_approval_decide (GTK_WIDGET (self), self->desk, self->shared, FALSE, reasons, decided_cb);
}

static void
export_cb (CbApprovalDetail *self)
{
  cb_approval_export (GTK_WIDGET (self), self->desk, &self->uid);
}

static void
open_household_cb (CbApprovalDetail *self)
{
  if (self->shared != NULL)
    cb_shell_go (GTK_WIDGET (self), "household", &cb_shared_draft_get (self->shared)->c->household);
}

void
cb_approval_detail_print (CbApprovalDetail *self)
{
  const CbDecisionDraft *draft;
  g_autofree char *subject = NULL;
  CbWhy why;

  g_return_if_fail (CB_IS_APPROVAL_DETAIL (self));

  if (self->shared == NULL)
    return;
  draft = cb_shared_draft_get (self->shared);
  subject = g_strdup_printf ("%s  %s  %s", draft->c->head, draft->c->village, draft->c->number);
  why = (CbWhy) { self->desk, draft->now, draft->c->programme, subject, cb_worksheet_get_details (CB_WORKSHEET (self->worksheet)),
                  CB_KIND_CASE, &draft->c->uid, &draft->c->household, draft->c->number };
  cb_why_print (self->place, &why, CB_WHY_WORKSHEET);
}

/* --- building --- */

static GtkWidget *
build_refuse (CbApprovalDetail *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *label = cb_label_new (_("Reasons of the refusal, as they go to the family"), NULL);
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Refuse and Sign…"));
  GtkWidget *popover = gtk_popover_new ();

  self->reasons = gtk_entry_new ();
  g_signal_connect_object (self->reasons, "activate", G_CALLBACK (refuse_cb), self, G_CONNECT_SWAPPED);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->reasons), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  self->reasons_fault = cb_label_new (_("A refusal needs reasons."), "error");
  gtk_widget_set_visible (self->reasons_fault, FALSE);
  gtk_widget_add_css_class (button, "destructive-action");
  gtk_widget_set_halign (button, GTK_ALIGN_END);
  g_signal_connect_object (button, "clicked", G_CALLBACK (refuse_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (popover, "map", G_CALLBACK (refuse_shown_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_size_request (box, 480, -1);
  gtk_widget_add_css_class (box, "cb-popover");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), self->reasons);
  gtk_box_append (GTK_BOX (box), self->reasons_fault);
  gtk_box_append (GTK_BOX (box), button);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  self->refuse = g_object_new (GTK_TYPE_MENU_BUTTON, "label", _("R_efuse…"), "use-underline", TRUE, "popover", popover,
                               "direction", GTK_ARROW_UP, NULL);
  return self->refuse;
}

static GtkWidget *
build_ground (CbApprovalDetail *self)
{
  GtkWidget *label = cb_label_new (_("Why it is confirmed all the same"), NULL);

  self->ground = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  self->ground_entry = gtk_entry_new ();
  self->ground_fault = cb_label_new (_("Something stands against it. Write down why it is confirmed all the same."), "error");
  g_signal_connect_object (self->ground_entry, "activate", G_CALLBACK (confirm_cb), self, G_CONNECT_SWAPPED);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->ground_entry), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  gtk_box_append (GTK_BOX (self->ground), label);
  gtk_box_append (GTK_BOX (self->ground), self->ground_entry);
  gtk_box_append (GTK_BOX (self->ground), self->ground_fault);
  gtk_widget_set_visible (self->ground, FALSE);
  gtk_widget_set_visible (self->ground_fault, FALSE);
  return self->ground;
}

static GtkWidget *
build_actions (CbApprovalDetail *self)
{
  /* A grid: a box of buttons in two scripts measures itself one pixel lower without a width than with one, which GTK reports. */
  GtkWidget *bar = gtk_grid_new ();
  GtkWidget *household = gtk_button_new_with_mnemonic (_("Open the _Household"));

  g_signal_connect_object (household, "clicked", G_CALLBACK (open_household_cb), self, G_CONNECT_SWAPPED);
  self->why_not = wrapped (NULL, "dim-label");
  gtk_widget_set_hexpand (self->why_not, TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->why_not), 1);
  self->confirm = gtk_button_new_with_label ("");
  gtk_widget_add_css_class (self->confirm, "suggested-action");
  gtk_widget_add_css_class (self->confirm, "numeric");
  g_signal_connect_object (self->confirm, "clicked", G_CALLBACK (confirm_cb), self, G_CONNECT_SWAPPED);
  self->export = gtk_button_new_with_mnemonic (_("E_xport for Verification…"));
  gtk_widget_set_halign (self->export, GTK_ALIGN_END);
  g_signal_connect_object (self->export, "clicked", G_CALLBACK (export_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_halign (household, GTK_ALIGN_START);
  gtk_widget_set_hexpand (household, TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (bar), 8);
  gtk_grid_set_row_spacing (GTK_GRID (bar), 6);
  self->opinion = g_object_new (GTK_TYPE_MENU_BUTTON, "label", _("_Opinion…"), "use-underline", TRUE, "direction", GTK_ARROW_UP, NULL);
  gtk_widget_add_css_class (self->opinion, "suggested-action");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->opinion), create_opinion_cb, self, NULL);
  gtk_grid_attach (GTK_GRID (bar), self->why_not, 0, 0, 5, 1);
  gtk_grid_attach (GTK_GRID (bar), build_ground (self), 0, 1, 5, 1);
  gtk_grid_attach (GTK_GRID (bar), household, 0, 2, 1, 1);
  gtk_grid_attach (GTK_GRID (bar), self->export, 1, 2, 1, 1);
  gtk_grid_attach (GTK_GRID (bar), self->opinion, 2, 2, 1, 1);
  gtk_grid_attach (GTK_GRID (bar), build_refuse (self), 3, 2, 1, 1);
  gtk_grid_attach (GTK_GRID (bar), self->confirm, 4, 2, 1, 1);
  gtk_widget_add_css_class (bar, "cb-actions");
  gtk_widget_add_css_class (bar, "cb-foot");
  return bar;
}

static GtkWidget *
scrolled (GtkWidget *child)
{
  return g_object_new (GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy", GTK_POLICY_NEVER, "child", child, "vexpand", TRUE,
                       "hexpand", TRUE, NULL);
}

static GtkWidget *
build_case (CbApprovalDetail *self)
{
  GtkWidget *box = cb_card_new (NULL);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *left = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *right = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *columns = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->badge = cb_tier_badge_new (NULL);
  self->title = cb_label_new (NULL, "heading");
  gtk_label_set_ellipsize (GTK_LABEL (self->title), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->title, TRUE);
  gtk_box_append (GTK_BOX (head), self->badge);
  gtk_box_append (GTK_BOX (head), self->title);
  gtk_widget_add_css_class (head, "cb-card-heading");
  self->what = wrapped (NULL, "numeric");
  gtk_widget_add_css_class (self->what, "cb-what");
  gtk_label_set_selectable (GTK_LABEL (self->what), FALSE);

  self->notes = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  self->history = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  self->facts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_box_append (GTK_BOX (left), self->notes);
  gtk_box_append (GTK_BOX (left), cb_label_new (_("Who did what"), "heading"));
  gtk_box_append (GTK_BOX (left), self->history);
  gtk_box_append (GTK_BOX (left), cb_label_new (_("Facts"), "heading"));
  gtk_box_append (GTK_BOX (left), self->facts);
  self->worksheet = cb_worksheet_new ();
  gtk_box_append (GTK_BOX (right), cb_label_new (_("Why"), "heading"));
  self->place = cb_why_place_new ();
  gtk_box_append (GTK_BOX (right), self->place);
  gtk_box_append (GTK_BOX (right), self->worksheet);
  gtk_widget_add_css_class (columns, "cb-columns");
  gtk_box_set_homogeneous (GTK_BOX (columns), TRUE);
  gtk_box_append (GTK_BOX (columns), scrolled (left));
  gtk_box_append (GTK_BOX (columns), scrolled (right));

  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), self->what);
  gtk_box_append (GTK_BOX (box), columns);
  gtk_box_append (GTK_BOX (box), build_actions (self));
  return box;
}

GtkWidget *
cb_approval_detail_new (CbDesk *desk)
{
  CbApprovalDetail *self = g_object_new (CB_TYPE_APPROVAL_DETAIL, NULL);

  self->desk = g_object_ref (desk);
  return GTK_WIDGET (self);
}

static void
cb_approval_detail_dispose (GObject *object)
{
  CbApprovalDetail *self = CB_APPROVAL_DETAIL (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  g_clear_pointer (&self->shared, cb_shared_draft_unref);
  g_clear_pointer (&self->done, g_free);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (cb_approval_detail_parent_class)->dispose (object);
}

static void
cb_approval_detail_class_init (CbApprovalDetailClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cb_approval_detail_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[SIGNAL_DECIDED] = g_signal_new ("decided", CB_TYPE_APPROVAL_DETAIL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
cb_approval_detail_init (CbApprovalDetail *self)
{
  self->cancellable = g_cancellable_new ();
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack),
                       cb_empty_new ("emblem-documents-symbolic", _("No case chosen"),
                                     _("Choose a case in the list to see its facts and worksheet."), NULL, NULL), "none");
  self->failed = cb_empty_new ("dialog-error-symbolic", _("This case cannot be shown"), NULL, NULL, NULL);
  gtk_stack_add_named (GTK_STACK (self->stack), self->failed, "failed");
  gtk_stack_add_named (GTK_STACK (self->stack), build_case (self), "case");
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));
}
