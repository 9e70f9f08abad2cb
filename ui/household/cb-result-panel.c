/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-result-panel.h"

#include <glib/gi18n.h>
#include <string.h>
#include "cb-note-list.h"
#include "cb-outcome-text.h"
#include "cb-result-notes.h"
#include "cb-tier-badge.h"
#include "cb-widgets.h"
#include "cb-why-print.h"
#include "cb-word-factory.h"
#include "cb-worksheet.h"

struct _CbResultPanel
{
  GtkWidget  parent_instance;

  CbEditor  *editor;
  GtkWidget *box;
  GtkWidget *top, *badge, *mode, *on, *status;
  GtkWidget *amount_box, *amount, *unit;
  GtkWidget *parts;                      /* CbNoteList: component lines */
  GtkWidget *notes;                      /* CbNoteList: missing, judgements, reasons */
  GtkWidget *programmes, *details, *place, *worksheet;
  GPtrArray *programme_names;            /* of char*: the rows of the drop-down */
  char      *chosen;                     /* programme a person chose for the worksheet; NULL: follows the outcome */
  gboolean   refreshing;
};

enum { SIGNAL_JUMP, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CbResultPanel, cb_result_panel, GTK_TYPE_WIDGET)

static CbPack *
pack_of (CbAssessment *assessment)
{
  return cb_program_pack (cb_result_program (cb_assessment_result (assessment)));
}

static const char *
programme_title (CbAssessment *assessment,
                 const char   *programme)
{
  return cb_pack_title_of (pack_of (assessment), "programme", programme, cb_outcome_lang ());
}

/* --- the head: tier, amount, from when --- */

static void
say (GtkWidget  *label,
     const char *text)
{
  if (g_strcmp0 (gtk_label_get_label (GTK_LABEL (label)), text) != 0)
    gtk_label_set_label (GTK_LABEL (label), text);
}

static void
show_head (CbResultPanel *self,
           CbAssessment  *assessment)
{
  const CbOutcome *outcome = cb_result_primary (cb_assessment_result (assessment));
  const char *tier = cb_outcome_tier (outcome);
  CbEntity *household = cb_household_self (cb_editor_get_household (self->editor));
  const CbField *category = cb_field_by_key ("household.category");
  const char *word = cb_entity_text (household, category->id);
  g_autofree char *day = cb_date_format (cb_assessment_on (assessment));
  g_autofree char *on = cb_pack_is_demo (pack_of (assessment)) ? g_strdup_printf (_("%s · demo parameters"), day) : g_strdup (day);
  const gboolean pays = outcome != NULL && *tier != '\0' && outcome->pay != CB_PAY_NONE;
  const gboolean waits = outcome != NULL && outcome->status == CB_STATUS_INCOMPLETE;

  cb_tier_badge_set_tier (CB_TIER_BADGE (self->badge), *tier != '\0' || waits ? tier : "none");
  say (self->mode, word != NULL ? cb_choice_title (category, word) : "");
  gtk_widget_set_visible (self->top, *tier != '\0' || !waits || word != NULL);
  say (self->on, on);
  gtk_label_set_label (GTK_LABEL (self->status),
                       waits || (outcome != NULL && outcome->status == CB_STATUS_NEEDS_JUDGEMENT) ? cb_outcome_status (outcome->status)
                                                                                                   : "");
  gtk_widget_set_visible (self->status, *gtk_label_get_label (GTK_LABEL (self->status)) != '\0');
  if (pays)
    {
      g_autofree char *amount = cb_money_format (outcome->amount, TRUE);
      g_autofree char *month = outcome->start != CB_MONTH_NONE ? cb_month_format (outcome->start) : NULL;
      g_autofree char *unit = outcome->pay == CB_PAY_ONCE ? g_strdup (_("yuan once"))
                              : month != NULL ? g_strdup_printf (_("yuan/month from %s"), month) : g_strdup (_("yuan/month"));

      say (self->amount, amount);
      say (self->unit, unit);
    }
  else
    {
      gtk_label_set_label (GTK_LABEL (self->amount), "");
      gtk_label_set_label (GTK_LABEL (self->unit), *tier != '\0' ? _("no monthly payment") : waits ? "" : _("nothing is paid"));
    }
  gtk_widget_set_visible (self->amount_box, !waits);
  gtk_widget_set_visible (self->amount, pays);
  {
    g_autofree char *spoken = g_strdup_printf ("%s %s", gtk_label_get_label (GTK_LABEL (self->amount)),
                                               gtk_label_get_label (GTK_LABEL (self->unit)));

    cb_widget_set_label (self->amount_box, spoken);
  }
}

/* --- component lines --- */

/* Lines of one id, one for each person, are one component: "Supplement by class: 王秀兰, 李小雨". */
static void
add_line (CbResultPanel   *self,
          CbAssessment    *assessment,
          const CbOutcome *outcome,
          guint            first)
{
  const CbLine *line = &g_array_index (outcome->lines, CbLine, first);
  CbMoney sum = 0;
  GString *names = g_string_new (NULL);
  g_autofree char *text = NULL, *amount = NULL;

  for (guint i = first; i < outcome->lines->len; i++)
    {
      const CbLine *other = &g_array_index (outcome->lines, CbLine, i);
      const char *label;

      if (strcmp (other->id, line->id) != 0 || !cb_money_add (sum, other->fen, &sum))
        continue;
      label = strcmp (other->entity, "household") != 0
                ? cb_facts_label (cb_assessment_facts (assessment), other->entity, other->index) : NULL;
      if (label != NULL)
        g_string_append_printf (names, "%s%s", names->len > 0 ? C_("list", ", ") : "", label);
    }
  text = g_strdup_printf (names->len > 0 ? "%s  %s" : "%s%s",
                          cb_pack_title_of (pack_of (assessment), "value", line->value, cb_outcome_lang ()), names->str);
  amount = cb_money_format (sum, TRUE);
  cb_note_list_figure (CB_NOTE_LIST (self->parts), text, amount, FALSE);
  g_string_free (names, TRUE);
}

static void
show_parts (CbResultPanel *self,
            CbAssessment  *assessment)
{
  CbResult *result = cb_assessment_result (assessment);
  const CbOutcome *primary = cb_result_primary (result);

  cb_note_list_begin (CB_NOTE_LIST (self->parts));
  for (guint i = 0; primary != NULL && primary->lines != NULL && i < primary->lines->len; i++)
    {
      gboolean first = TRUE;

      for (guint j = 0; first && j < i; j++)
        first = strcmp (g_array_index (primary->lines, CbLine, j).id, g_array_index (primary->lines, CbLine, i).id) != 0;
      if (first)
        add_line (self, assessment, primary, i);
    }
  for (guint i = 0; i < cb_result_n_outcomes (result); i++)
    {
      const CbOutcome *outcome = cb_result_outcome (result, i);

      /* What else there is; the worksheet of the others, chosen below, says why they are not. */
      if (outcome != primary && outcome->status != CB_STATUS_NOT_ELIGIBLE)
        {
          g_autofree char *figure = cb_outcome_figure (outcome);

          cb_note_list_figure (CB_NOTE_LIST (self->parts), programme_title (assessment, outcome->programme), figure, TRUE);
        }
    }
  cb_note_list_end (CB_NOTE_LIST (self->parts));
}

/* --- why --- */

static const char *
worksheet_programme (CbResultPanel *self,
                     CbAssessment  *assessment)
{
  CbResult *result = cb_assessment_result (assessment);
  const CbOutcome *primary = cb_result_primary (result);

  if (self->chosen != NULL && cb_result_find (result, self->chosen) != NULL)
    return self->chosen;
  return primary != NULL ? primary->programme : NULL;
}

static void
show_programmes (CbResultPanel *self,
                 CbAssessment  *assessment,
                 const char    *programme)
{
  CbResult *result = cb_assessment_result (assessment);
  gboolean same = self->programme_names->len == cb_result_n_outcomes (result);

  for (guint i = 0; same && i < self->programme_names->len; i++)
    same = strcmp (g_ptr_array_index (self->programme_names, i), cb_result_outcome (result, i)->programme) == 0;
  if (!same)
    {
      g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

      g_ptr_array_set_size (self->programme_names, 0);
      for (guint i = 0; i < cb_result_n_outcomes (result); i++)
        {
          const char *name = cb_result_outcome (result, i)->programme;

          g_ptr_array_add (self->programme_names, g_strdup (name));
          gtk_string_list_append (titles, programme_title (assessment, name));
        }
      gtk_drop_down_set_model (GTK_DROP_DOWN (self->programmes), G_LIST_MODEL (titles));
    }
  for (guint i = 0; i < self->programme_names->len; i++)
    if (g_strcmp0 (g_ptr_array_index (self->programme_names, i), programme) == 0)
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->programmes), i);
}

static void
show_why (CbResultPanel *self,
          CbAssessment  *assessment)
{
  const char *programme = worksheet_programme (self, assessment);

  show_programmes (self, assessment, programme);
  cb_worksheet_set_result (CB_WORKSHEET (self->worksheet), programme != NULL ? cb_assessment_result (assessment) : NULL, programme,
                           cb_outcome_lang ());
}

/* Coloured only when there is something to see. */
static void
colour_notes (CbResultPanel *self,
              gboolean       any)
{
  if (any)
    gtk_widget_remove_css_class (self->notes, "cb-quiet");
  else
    gtk_widget_add_css_class (self->notes, "cb-quiet");
}

static void
show_failure (CbResultPanel *self)
{
  const GError *error = cb_editor_get_assess_error (self->editor);
  g_autofree char *text = error != NULL ? cb_error_sentence (error) : NULL;
  GtkWidget *const labels[] = { self->amount, self->unit, self->mode, self->on, self->status };

  cb_tier_badge_set_tier (CB_TIER_BADGE (self->badge), "");
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    gtk_label_set_label (GTK_LABEL (labels[i]), "");
  cb_note_list_begin (CB_NOTE_LIST (self->parts));
  cb_note_list_end (CB_NOTE_LIST (self->parts));
  cb_note_list_begin (CB_NOTE_LIST (self->notes));
  if (text != NULL)
    cb_note_list_note (CB_NOTE_LIST (self->notes), text, NULL, 0);
  cb_note_list_end (CB_NOTE_LIST (self->notes));
  colour_notes (self, TRUE);
  cb_worksheet_set_lines (CB_WORKSHEET (self->worksheet), NULL);
}

void
cb_result_panel_refresh (CbResultPanel *self)
{
  CbAssessment *assessment;

  g_return_if_fail (CB_IS_RESULT_PANEL (self));

  if (cb_editor_get_household (self->editor) == NULL)
    return;
  assessment = cb_editor_get_assessment (self->editor);
  self->refreshing = TRUE;
  if (assessment == NULL)
    show_failure (self);
  else
    {
      show_head (self, assessment);
      show_parts (self, assessment);
      colour_notes (self, cb_result_notes_fill (CB_NOTE_LIST (self->notes), self->editor, assessment));
      show_why (self, assessment);
    }
  self->refreshing = FALSE;
}

/* --- what a person does --- */

static void
programme_chosen_cb (CbResultPanel *self)
{
  guint i = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->programmes));

  if (self->refreshing || i >= self->programme_names->len)
    return;
  g_free (self->chosen);
  self->chosen = g_strdup (g_ptr_array_index (self->programme_names, i));
  cb_result_panel_refresh (self);
}

static void
details_toggled_cb (CbResultPanel *self)
{
  cb_worksheet_set_details (CB_WORKSHEET (self->worksheet), gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->details)));
}

static void
worksheet_jump_cb (CbResultPanel *self,
                   const char    *fact,
                   int            index)
{
  CbAssessment *assessment = cb_editor_get_assessment (self->editor);
  const CbPackFact *about = assessment != NULL ? cb_pack_fact (pack_of (assessment), fact) : NULL;
  CbUid entity;
  guint field;

  if (about != NULL
      && cb_assessment_locate (assessment, fact, cb_facts_uid (cb_assessment_facts (assessment), about->entity, index), &entity, &field))
    g_signal_emit (self, signals[SIGNAL_JUMP], 0, &entity, field);
}

static void
note_jump_cb (CbResultPanel *self,
              gpointer       entity,
              guint          field)
{
  g_signal_emit (self, signals[SIGNAL_JUMP], 0, entity, field);
}

static char *
subject_text (CbResultPanel *self)
{
  const CbHousehold *h = cb_editor_get_household (self->editor);
  CbEntity *head = cb_household_head (h);
  const char *name = head != NULL ? cb_entity_text (head, cb_field_by_key ("member.name")->id) : NULL;
  const char *village = cb_entity_text (cb_household_self (h), cb_field_by_key ("household.village")->id);

  return g_strdup_printf ("%s  %s", name != NULL ? name : _("No name yet"), village != NULL ? village : "");
}

/* FALSE: there is nothing to copy or print yet.  @subject: (out) (transfer full): stands in @why too. */
static gboolean
why_of (CbResultPanel *self,
        CbWhy         *why,
        char         **subject)
{
  CbAssessment *assessment = cb_editor_get_assessment (self->editor);
  const char *programme = assessment != NULL ? worksheet_programme (self, assessment) : NULL;

  if (programme == NULL)
    return FALSE;
  *subject = subject_text (self);
  *why = (CbWhy) { cb_editor_get_desk (self->editor), assessment, programme, *subject,
                   cb_worksheet_get_details (CB_WORKSHEET (self->worksheet)), CB_KIND_HOUSEHOLD, cb_editor_get_uid (self->editor),
                   cb_editor_get_uid (self->editor), NULL };
  return TRUE;
}

void
cb_result_panel_copy (CbResultPanel *self,
                      CbWhyPaper     paper)
{
  g_autofree char *subject = NULL;
  CbWhy why;

  g_return_if_fail (CB_IS_RESULT_PANEL (self));

  if (why_of (self, &why, &subject))
    cb_why_copy (self->place, &why, paper);
}

void
cb_result_panel_print (CbResultPanel *self,
                       CbWhyPaper     paper)
{
  g_autofree char *subject = NULL;
  CbWhy why;

  g_return_if_fail (CB_IS_RESULT_PANEL (self));

  if (why_of (self, &why, &subject))
    cb_why_print (self->place, &why, paper);
}

void
cb_result_panel_focus_why (CbResultPanel *self)
{
  g_return_if_fail (CB_IS_RESULT_PANEL (self));

  gtk_widget_child_focus (self->worksheet, GTK_DIR_TAB_FORWARD);
}

const char *
cb_result_panel_get_amount (CbResultPanel *self)
{
  g_return_val_if_fail (CB_IS_RESULT_PANEL (self), NULL);

  return gtk_label_get_label (GTK_LABEL (self->amount));
}

/* --- building --- */

static void
build_head (CbResultPanel *self)
{
  GtkWidget *card = cb_card_new (NULL);

  self->top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  self->badge = cb_tier_badge_new (NULL);
  self->mode = cb_label_new (NULL, "dim-label");
  self->on = cb_label_new (NULL, "caption");
  gtk_widget_add_css_class (self->on, "dim-label");
  gtk_widget_add_css_class (self->on, "numeric");
  gtk_label_set_wrap (GTK_LABEL (self->on), TRUE);
  gtk_box_append (GTK_BOX (self->top), self->badge);
  gtk_box_append (GTK_BOX (self->top), self->mode);

  /* A box by itself is generic, and what is generic has no name of its own in newer GTK. */
  self->amount_box = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, "spacing", 6, NULL);
  self->amount = cb_label_new (NULL, "cb-amount");
  gtk_widget_add_css_class (self->amount, "numeric");
  self->unit = cb_label_new (NULL, "dim-label");
  gtk_label_set_ellipsize (GTK_LABEL (self->unit), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->unit, TRUE);
  /* Not by baselines: a box of them measures itself one pixel lower without a width than with one. */
  gtk_widget_set_valign (self->unit, GTK_ALIGN_END);
  gtk_widget_add_css_class (self->unit, "cb-unit");
  gtk_box_append (GTK_BOX (self->amount_box), self->amount);
  gtk_box_append (GTK_BOX (self->amount_box), self->unit);
  self->status = cb_label_new (NULL, "heading");
  gtk_widget_add_css_class (self->status, "cb-status");

  self->parts = cb_note_list_new ();
  gtk_widget_add_css_class (card, "cb-result");
  gtk_box_append (GTK_BOX (card), self->top);
  gtk_box_append (GTK_BOX (card), self->on);
  gtk_box_append (GTK_BOX (card), self->amount_box);
  gtk_box_append (GTK_BOX (card), self->status);
  gtk_box_append (GTK_BOX (card), self->parts);
  gtk_box_append (GTK_BOX (self->box), card);
}

/* A button that opens the menu of the papers. */
static GtkWidget *
papers_button (const char *icon,
               const char *tooltip,
               const char *action)
{
  g_autoptr (GMenuModel) menu = cb_why_menu (action);
  GtkWidget *button = g_object_new (GTK_TYPE_MENU_BUTTON, "icon-name", icon, "menu-model", menu, NULL);

  gtk_widget_add_css_class (button, "flat");
  cb_widget_set_tip (button, tooltip);
  cb_widget_set_label (button, tooltip);
  return button;
}

static GtkWidget *
build_why (CbResultPanel *self)
{
  GtkWidget *card = cb_card_new (NULL);
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  GtkWidget *below = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *title = cb_label_new (_("Why"), "heading");

  self->programmes = cb_word_drop_down_new (NULL);
  gtk_widget_set_hexpand (self->programmes, TRUE);
  gtk_widget_add_css_class (self->programmes, "flat");
  cb_widget_set_label (self->programmes, _("Programme of the worksheet"));
  g_signal_connect_object (self->programmes, "notify::selected", G_CALLBACK (programme_chosen_cb), self, G_CONNECT_SWAPPED);
  self->details = g_object_new (GTK_TYPE_TOGGLE_BUTTON, "icon-name", "view-list-symbolic", NULL);
  gtk_widget_add_css_class (self->details, "flat");
  cb_widget_set_tip (self->details, _("Show every step"));
  cb_widget_set_label (self->details, _("Show every step"));
  g_signal_connect_object (self->details, "toggled", G_CALLBACK (details_toggled_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (top), title);
  gtk_box_append (GTK_BOX (top), self->details);
  gtk_box_append (GTK_BOX (top), papers_button ("edit-copy-symbolic", _("Copy"), "panel.copy"));
  gtk_box_append (GTK_BOX (top), papers_button ("document-print-symbolic", _("Print (F4: the worksheet)"), "panel.print"));
  gtk_widget_add_css_class (top, "cb-card-heading");
  gtk_widget_add_css_class (top, "cb-why");
  self->worksheet = cb_worksheet_new ();
  g_signal_connect_object (self->worksheet, "jump", G_CALLBACK (worksheet_jump_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (card), top);
  /* A line of its own: beside the buttons a name in English would be cut. */
  gtk_widget_add_css_class (below, "cb-why");
  gtk_widget_add_css_class (below, "cb-why-programme");
  gtk_box_append (GTK_BOX (below), self->programmes);
  gtk_box_append (GTK_BOX (card), below);
  self->place = cb_why_place_new ();
  gtk_box_append (GTK_BOX (card), self->place);
  gtk_box_append (GTK_BOX (card), self->worksheet);
  return card;
}

static void
copy_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  const CbWhyPaper paper = cb_why_paper_named (g_variant_get_string (parameter, NULL));

  if (paper < CB_N_WHY)
    cb_result_panel_copy (CB_RESULT_PANEL (widget), paper);
}

static void
print_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  const CbWhyPaper paper = cb_why_paper_named (g_variant_get_string (parameter, NULL));

  if (paper < CB_N_WHY)
    cb_result_panel_print (CB_RESULT_PANEL (widget), paper);
}

GtkWidget *
cb_result_panel_new (CbEditor *editor)
{
  CbResultPanel *self = g_object_new (CB_TYPE_RESULT_PANEL, NULL);

  self->editor = g_object_ref (editor);
  return GTK_WIDGET (self);
}

static void
cb_result_panel_dispose (GObject *object)
{
  CbResultPanel *self = CB_RESULT_PANEL (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->programme_names, g_ptr_array_unref);
  g_clear_pointer (&self->chosen, g_free);
  g_clear_object (&self->editor);
  G_OBJECT_CLASS (cb_result_panel_parent_class)->dispose (object);
}

static void
cb_result_panel_class_init (CbResultPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cb_result_panel_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_action (widget_class, "panel.copy", "s", copy_action);
  gtk_widget_class_install_action (widget_class, "panel.print", "s", print_action);
  signals[SIGNAL_JUMP] = g_signal_new ("jump", CB_TYPE_RESULT_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_UINT);
}

static void
cb_result_panel_init (CbResultPanel *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *lower = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->programme_names = g_ptr_array_new_with_free_func (g_free);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  build_head (self);
  self->notes = cb_note_list_new ();
  g_signal_connect_object (self->notes, "jump", G_CALLBACK (note_jump_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (self->notes, "card");
  gtk_widget_add_css_class (self->notes, "cb-notes");
  gtk_box_append (GTK_BOX (lower), self->notes);
  gtk_box_append (GTK_BOX (lower), build_why (self));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), lower);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (self->box), scrolled);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}
