/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-case-bar.h"

#include <glib/gi18n.h>
#include <string.h>
#include "cb-case-forms.h"
#include "cb-caseload.h"
#include "cb-clock.h"
#include "cb-outcome-text.h"
#include "cb-shell.h"
#include "cb-widgets.h"

#define MOST 3      /* cases shown: the open ones, then the last decided */

struct _CbCaseBar
{
  GtkWidget     parent_instance;

  CbEditor     *editor;
  GtkWidget    *box, *cases, *submit, *why_not;
  GPtrArray    *list;          /* of CbCase */
  GCancellable *cancellable;
  gboolean      acted;     /* something was done here; the focus waits for what comes next */
};

G_DEFINE_FINAL_TYPE (CbCaseBar, cb_case_bar, GTK_TYPE_WIDGET)

static gboolean
is_open (const CbCase *c)
{
  return c->state == CB_CASE_SUBMITTED || c->state == CB_CASE_OPINION;
}

static CbMay
may (CbCaseBar *self,
     CbAct      act)
{
  CbDesk *desk = cb_editor_get_desk (self->editor);
  const CbHousehold *h = cb_editor_get_household (self->editor);
  const char *area = h != NULL ? cb_entity_text (cb_household_self (h), cb_field_by_key ("household.area")->id) : NULL;

  return cb_may (cb_desk_authority (desk), &cb_desk_person (desk)->uid, act, area != NULL ? area : "", 0, NULL, 0);
}

static void
done_cb (GtkWidget    *from,
         const char   *done,
         const GError *error)
{
  if (error != NULL)
    cb_shell_error (from, error);
  else
    {
      cb_shell_toast (from, done);
      CB_CASE_BAR (from)->acted = TRUE;
      cb_case_bar_reload (CB_CASE_BAR (from));
    }
}

/* --- one case --- */

typedef GtkWidget *(*MakeForm) (CbDesk *desk, const CbUid *uid, GtkWidget *from, CbCaseDone done);

static GtkWidget *
form_button (CbCaseBar   *self,
             const char  *title,
             const CbUid *uid,
             MakeForm     make,
             CbMay        why_not)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *button = gtk_menu_button_new ();

  gtk_popover_set_child (GTK_POPOVER (popover), make (cb_editor_get_desk (self->editor), uid, GTK_WIDGET (self), done_cb));
  gtk_menu_button_set_use_underline (GTK_MENU_BUTTON (button), TRUE);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), title);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (button), GTK_ARROW_UP);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  if (why_not != CB_MAY_YES)
    {
      gtk_widget_set_sensitive (button, FALSE);
      cb_widget_set_tip (button, cb_may_text (why_not));
    }
  return button;
}

static void
open_case_cb (GtkButton *button,
              CbCaseBar *self)
{
  guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "cb-case"));

  if (i < self->list->len)
    cb_shell_go (GTK_WIDGET (self), "approvals", &((CbCase *) g_ptr_array_index (self->list, i))->uid);
}

static char *
case_text (const CbCase *c)
{
  g_autofree char *submitted = cb_date_format (c->submitted_on);
  g_autofree char *due = cb_date_format (c->due);

  if (is_open (c) && c->due != CB_DATE_NONE)
    /* TRANSLATORS: programme, state, date, date */
    return g_strdup_printf (_("%1$s: %2$s, due %4$s, submitted %3$s"), cb_programme_title (c->programme), cb_case_state_title (c->state),
                            submitted, due);
  /* TRANSLATORS: programme, state, date */
  return g_strdup_printf (_("%s: %s, submitted %s"), cb_programme_title (c->programme), cb_case_state_title (c->state), submitted);
}

static void
add_case (CbCaseBar *self,
          guint      i)
{
  const CbCase *c = g_ptr_array_index (self->list, i);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  g_autofree char *text = case_text (c), *law = NULL, *tip = NULL;
  GtkWidget *label = cb_label_new (text, NULL);
  GtkWidget *open = gtk_button_new_with_label (c->number != NULL && *c->number != '\0' ? c->number : _("Open"));

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  law = cb_case_due_law (c, cb_desk_pack (cb_editor_get_desk (self->editor)));
  tip = law != NULL ? g_strdup_printf ("%s\n%s", text, law) : NULL;
  if (tip != NULL)
    cb_widget_set_tip (label, tip);
  else
    cb_widget_set_cut_tip (label, text);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "numeric");
  if (is_open (c) && c->due != CB_DATE_NONE && c->due < cb_clock_today ())
    gtk_widget_add_css_class (label, "error");
  gtk_widget_add_css_class (open, "flat");
  gtk_widget_add_css_class (open, "numeric");
  gtk_widget_add_css_class (open, "cb-number-button");
  cb_widget_set_tip (open, _("Open this case under Approvals"));
  gtk_widget_set_valign (open, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (open), "cb-case", GUINT_TO_POINTER (i));
  g_signal_connect (open, "clicked", G_CALLBACK (open_case_cb), self);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), open);
  if (c->state == CB_CASE_SUBMITTED && may (self, CB_ACT_OPINION) != CB_MAY_NO_ROLE)
    gtk_box_append (GTK_BOX (row), form_button (self, _("_Opinion…"), &c->uid, cb_case_opinion_form, may (self, CB_ACT_OPINION)));
  if (is_open (c) && may (self, CB_ACT_SUBMIT) != CB_MAY_NO_ROLE)
    gtk_box_append (GTK_BOX (row), form_button (self, _("_Withdraw…"), &c->uid, cb_case_withdraw_form, may (self, CB_ACT_SUBMIT)));
  gtk_box_append (GTK_BOX (self->cases), row);
}

/* --- submitting --- */

static void
create_submit_cb (GtkMenuButton *button,
                  gpointer       data)
{
  CbCaseBar *self = data;
  CbAssessment *assessment = cb_editor_get_assessment (self->editor);
  const CbOutcome *primary = assessment != NULL ? cb_result_primary (cb_assessment_result (assessment)) : NULL;
  const char *tier = cb_outcome_tier (primary);
  const char *programme = *tier != '\0' ? primary->programme : "dibao";
  GtkWidget *popover = gtk_popover_new ();

  cb_editor_flush (self->editor);
  gtk_popover_set_child (GTK_POPOVER (popover),
                         cb_case_submit_form (cb_editor_get_desk (self->editor), cb_editor_get_uid (self->editor), programme,
                                              *tier == '\0' ? _("As entered, the rules find no entitlement. The family may apply all the same.")
                                                            : NULL,
                                              GTK_WIDGET (self), done_cb));
  gtk_menu_button_set_popover (button, popover);
}

static gboolean
has_township (CbCaseBar *self)
{
  CbEntity *household = cb_editor_find (self->editor, cb_editor_get_uid (self->editor));
  const char *area = household != NULL ? cb_entity_text (household, cb_field_by_key ("household.area")->id) : NULL;

  return area != NULL && strlen (area) >= 9;
}

void
cb_case_bar_refresh (CbCaseBar *self)
{
  const CbMay why = may (self, CB_ACT_SUBMIT);
  const char *text = NULL;

  g_return_if_fail (CB_IS_CASE_BAR (self));

  if (why != CB_MAY_YES)
    text = cb_may_text (why);
  else if (cb_editor_count_faults (self->editor) > 0)
    text = _("Correct the marked fields before submitting.");
  else if (cb_editor_get_state (self->editor) == CB_EDITOR_FAILED)
    text = _("The last change is not saved yet.");
  else if (!cb_editor_is_recorded (self->editor))
    text = _("Enter the household first.");
  else if (!has_township (self))
    text = _("Choose the township of the household first.");
  gtk_widget_set_sensitive (self->submit, text == NULL);
  gtk_label_set_label (GTK_LABEL (self->why_not), text != NULL ? text : "");
  cb_widget_set_cut_tip (self->why_not, text);
  gtk_widget_set_visible (self->why_not, text != NULL);
}

/* --- reading --- */

static gboolean
has_focus (CbCaseBar *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root == NULL ? NULL : gtk_root_get_focus (root);

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

static gpointer
list_worker (CbDesk       *desk,
             CbDb         *db,
             gpointer      data,
             GCancellable *cancellable,
             GError      **error)
{
  return cb_case_list_of (db, cb_desk_pack (desk), data, error);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (CbCaseBar) self = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *list = cb_desk_finish (CB_DESK (source), result, &error);
  guint shown = 0;
  gboolean had_focus;

  if (self->box == NULL)   /* disposed of meanwhile */
    {
      g_clear_pointer (&list, g_ptr_array_unref);
      return;
    }
  if (list == NULL)
    {
      cb_shell_error (GTK_WIDGET (self), error);
      return;
    }
  g_clear_pointer (&self->list, g_ptr_array_unref);
  self->list = list;
  had_focus = self->acted || has_focus (self);
  self->acted = FALSE;
  cb_box_clear (GTK_BOX (self->cases));
  for (guint i = 0; i < list->len && shown < MOST; i++)
    if (is_open (g_ptr_array_index (list, i)))
      {
        add_case (self, i);
        shown++;
      }
  if (shown == 0 && list->len > 0)   /* newest first */
    {
      add_case (self, 0);
      shown++;
    }
  if (shown == 0)
    gtk_box_append (GTK_BOX (self->cases), cb_label_new (_("No case yet."), "dim-label"));
  cb_case_bar_refresh (self);
  /* The button that was pressed is gone: on to the next step here, or else to the members. */
  if (had_focus && gtk_widget_get_mapped (GTK_WIDGET (self)) && !gtk_widget_child_focus (self->box, GTK_DIR_TAB_FORWARD))
    gtk_widget_activate_action (GTK_WIDGET (self), "household.next-pane", NULL);
}

void
cb_case_bar_reload (CbCaseBar *self)
{
  g_return_if_fail (CB_IS_CASE_BAR (self));

  cb_desk_read_async (cb_editor_get_desk (self->editor), list_worker,
                      g_memdup2 (cb_editor_get_uid (self->editor), sizeof (CbUid)), g_free, (GDestroyNotify) g_ptr_array_unref,
                      self->cancellable, listed_cb, g_object_ref (self));
}

/* --- the widget --- */

GtkWidget *
cb_case_bar_new (CbEditor *editor)
{
  CbCaseBar *self = g_object_new (CB_TYPE_CASE_BAR, NULL);

  self->editor = g_object_ref (editor);
  cb_case_bar_reload (self);
  return GTK_WIDGET (self);
}

static void
cb_case_bar_dispose (GObject *object)
{
  CbCaseBar *self = CB_CASE_BAR (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->list, g_ptr_array_unref);
  g_clear_object (&self->editor);
  G_OBJECT_CLASS (cb_case_bar_parent_class)->dispose (object);
}

static void
cb_case_bar_finalize (GObject *object)
{
  g_clear_object (&CB_CASE_BAR (object)->cancellable);
  G_OBJECT_CLASS (cb_case_bar_parent_class)->finalize (object);
}

static void
cb_case_bar_class_init (CbCaseBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cb_case_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = cb_case_bar_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
cb_case_bar_init (CbCaseBar *self)
{
  self->cancellable = g_cancellable_new ();
  self->box = cb_card_new (NULL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box), GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_spacing (GTK_BOX (self->box), 12);
  gtk_widget_add_css_class (self->box, "cb-case-bar");
  gtk_widget_add_css_class (self->box, "cb-foot");
  self->cases = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_set_hexpand (self->cases, TRUE);
  gtk_widget_set_valign (self->cases, GTK_ALIGN_CENTER);
  self->why_not = cb_label_new (NULL, "dim-label");
  gtk_label_set_ellipsize (GTK_LABEL (self->why_not), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (self->why_not), 40);
  self->submit = gtk_menu_button_new ();
  gtk_menu_button_set_use_underline (GTK_MENU_BUTTON (self->submit), TRUE);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->submit), _("S_ubmit a Case…"));
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (self->submit), GTK_ARROW_UP);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->submit), create_submit_cb, self, NULL);
  gtk_widget_set_valign (self->submit, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->box), self->cases);
  gtk_box_append (GTK_BOX (self->box), self->why_not);
  gtk_box_append (GTK_BOX (self->box), self->submit);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}
