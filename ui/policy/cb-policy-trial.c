/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-policy-trial.h"

#include "cb-clock.h"
#include "cb-outcome-text.h"
#include "cb-progress.h"
#include "cb-trial-figures.h"
#include "cb-trial-tables.h"
#include "cb-ui-names.h"
#include "cb-widgets.h"

#include <math.h>

enum { VIEW_CHART, VIEW_TABLE, VIEW_FAMILIES, N_VIEWS };
enum { MEASURE_MONEY, MEASURE_HOUSEHOLDS, N_MEASURES };

static const char *const view_names[N_VIEWS] = { "chart", "table", "families" };

struct _CbPolicyTrial
{
  AdwBin parent_instance;

  CbDesk            *desk;
  CbTrial           *trial;
  CbPack            *pack;
  const CbPackParam *param;
  GtkAdjustment     *value;
  CbDate             on;
  gboolean           setting;     /* the widgets are being set, not moved by a person */

  GtkWidget *stack, *progress, *failure;
  GtkWidget *word, *spin, *scale, *unit, *day, *law, *summary;
  GtkWidget *by, *views[N_VIEWS], *measures[N_MEASURES], *figures, *chart, *table, *families, *nobody;
  GArray    *lines;               /* of CbTrialLine, as shown */
};

G_DEFINE_FINAL_TYPE (CbPolicyTrial, cb_policy_trial, ADW_TYPE_BIN)

/* --- the number --- */

/* Decimals that can be entered: fen, tenths of a per cent, else none. */
static int
decimals_of (const CbPackParam *param)
{
  switch (param->unit)
    {
    case CB_UNIT_MONEY:
    case CB_UNIT_MONEY_MONTH:
    case CB_UNIT_MONEY_YEAR:
      return 2;
    case CB_UNIT_RATIO:
      return 1;
    case CB_UNIT_NUMBER:
    case CB_UNIT_COUNT:
    case CB_UNIT_YEARS:
    case CB_UNIT_MONTHS:
    case CB_UNIT_DAYS:
    case CB_UNIT_WORKING_DAYS:
    case CB_UNIT_OTHER:
    default:
      return 0;
    }
}

static const char *
word_of (CbPolicyTrial *self)
{
  const char *const *words = self->param->by == NULL ? NULL : cb_pack_words (self->pack, self->param->by);
  guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->word));

  return words == NULL || chosen == GTK_INVALID_LIST_POSITION ? NULL : words[chosen];
}

/* The law's own number on the day, in the slider's unit; FALSE when there is none. */
static gboolean
law_value (CbPolicyTrial *self,
           double        *value)
{
  gint64 num, den;

  if (!cb_pack_param_value (self->pack, self->param->name, word_of (self), self->on, &num, &den))
    return FALSE;
  *value = (double) num / (double) den;
  if (decimals_of (self->param) == 2)
    *value /= 100;
  else if (decimals_of (self->param) == 1)
    *value *= 100;
  return TRUE;
}

/* The slider's number as a pack has it. */
static char *
value_text (CbPolicyTrial *self)
{
  const double value = gtk_adjustment_get_value (self->value);

  switch (decimals_of (self->param))
    {
    case 2:
      return cb_money_plain ((CbMoney) llround (value * 100));
    case 1:
      return g_strdup_printf ("%" G_GINT64_FORMAT ".%d%%", (gint64) llround (value * 10) / 10, (int) (llround (value * 10) % 10));
    default:
      return g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) llround (value));
    }
}

gboolean
cb_policy_trial_fits (CbPack            *pack,
                      const CbPackParam *param)
{
  g_autoptr (GPtrArray) used = NULL;

  if (param == NULL || param->kind != CB_TYPE_NUMBER || param->bands || param->unit == CB_UNIT_OTHER)
    return FALSE;
  used = cb_pack_used_by (pack, param->name);
  return used->len > 0;
}

/* --- the result --- */

static char *
bar_text (CbPolicyTrial   *self,
          const CbNowThen *figures,
          guint            side)
{
  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->measures[MEASURE_MONEY])))
    return cb_money_format (figures->monthly[side], TRUE);
  return cb_count_text (figures->households[side]);
}

/* A chart of what is paid every month has nothing in it that is paid once. */
static gboolean
is_drawn (const CbTrialLine *line,
          gboolean           money)
{
  return !money || !line->once;
}

static void
draw_cb (GtkDrawingArea *area,
         cairo_t        *cr,
         int             width,
         int             height,
         gpointer        data)
{
  CbPolicyTrial *self = data;
  const gboolean money = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->measures[MEASURE_MONEY]));
  const CbChartPaper paper = adw_style_manager_get_dark (adw_style_manager_get_default ()) ? CB_CHART_DARK : CB_CHART_LIGHT;
  g_autofree CbPairBar *bars = NULL;
  guint n = 0;

  if (self->lines == NULL || self->lines->len == 0)
    return;
  bars = g_new0 (CbPairBar, self->lines->len);
  for (guint i = 0; i < self->lines->len; i++)
    {
      const CbTrialLine *line = &g_array_index (self->lines, CbTrialLine, i);

      if (!is_drawn (line, money))
        continue;
      bars[n].title = line->title;
      for (guint t = 0; t < 2; t++)
        {
          bars[n].value[t] = money ? line->figures.monthly[t] : line->figures.households[t];
          bars[n].text[t] = bar_text (self, &line->figures, t);
        }
      n++;
    }
  cb_pair_chart_draw (bars, n, money ? _("Yuan a month") : _("Households"), cr, paper, width, height,
                      cb_text_pixels (GTK_WIDGET (area)));
  for (guint i = 0; i < n; i++)
    for (guint t = 0; t < 2; t++)
      g_free ((char *) bars[i].text[t]);
}

/* The chart for who cannot see it. */
static void
say_chart (CbPolicyTrial *self)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; self->lines != NULL && i < self->lines->len; i++)
    {
      const CbTrialLine *line = &g_array_index (self->lines, CbTrialLine, i);
      g_autofree char *now = bar_text (self, &line->figures, 0), *then = bar_text (self, &line->figures, 1);

      if (!is_drawn (line, gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->measures[MEASURE_MONEY]))))
        continue;
      g_string_append_printf (words, "%s%s: ", words->len == 0 ? "" : "; ", line->title);
      /* TRANSLATORS: figures under the law and with the value tried. */
      g_string_append_printf (words, _("%s now, %s then"), now, then);
    }
  cb_widget_set_label (self->chart, words->str);
  g_string_free (words, TRUE);
}

static void
show_lines (CbPolicyTrial *self)
{
  const CbSimulation *found = cb_trial_get_result (self->trial);

  g_clear_pointer (&self->lines, g_array_unref);
  if (found != NULL)
    self->lines = cb_trial_lines (found, self->desk, self->pack, gtk_drop_down_get_selected (GTK_DROP_DOWN (self->by)));
  /* Only what is seen is made anew: the next value is on its way. */
  if (self->lines != NULL && gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->views[VIEW_TABLE])))
    cb_trial_table_set (self->table, self->lines);
  if (found != NULL && gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->views[VIEW_FAMILIES])))
    cb_trial_families_set (self->families, found, cb_trial_get_county (self->trial), self->desk, self->pack);
  gtk_widget_set_visible (self->nobody, found != NULL && found->changes->len == 0);
  say_chart (self);
  gtk_widget_queue_draw (self->chart);
}

static void
show_failure (CbPolicyTrial *self,
              const char    *text)
{
  gtk_label_set_text (GTK_LABEL (self->failure), text == NULL ? "" : text);
  gtk_widget_set_visible (self->failure, text != NULL);
}

static void
show_state (CbPolicyTrial *self)
{
  const CbTrialState state = cb_trial_get_state (self->trial);
  const GError *error = cb_trial_get_error (self->trial);
  g_autofree char *failure = error == NULL ? NULL : cb_error_sentence (error);
  guint done = 0, total = 0;

  show_failure (self, failure);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), state == CB_TRIAL_EMPTY ? "load" :
                                    state == CB_TRIAL_LOADING ? "loading" : "ready");
  if (state == CB_TRIAL_LOADING)
    {
      cb_trial_progress (self->trial, &done, &total);
      cb_progress_set (CB_PROGRESS (self->progress), done, total);
    }
}

/* --- what is tried --- */

static void
try_value (CbPolicyTrial *self)
{
  const char *word;
  g_autofree char *name = NULL, *value = NULL;

  if (self->setting || self->param == NULL)
    return;
  word = word_of (self);
  name = word == NULL ? g_strdup (self->param->name) : g_strdup_printf ("%s.%s", self->param->name, word);
  value = value_text (self);
  cb_trial_try (self->trial, self->on, name, value);
}

static void
changed_cb (CbPolicyTrial *self)
{
  const CbSimulation *found = cb_trial_get_result (self->trial);

  if (self->param == NULL)
    return;
  show_state (self);
  if (cb_trial_get_state (self->trial) != CB_TRIAL_READY)
    return;
  if (found != NULL)
    {
      cb_trial_figures_set (CB_TRIAL_FIGURES (self->summary), found, cb_trial_get_county (self->trial), self->pack);
      show_lines (self);
    }
  else if (cb_trial_get_error (self->trial) == NULL && !cb_trial_is_busy (self->trial))
    try_value (self);
}

/* The slider goes from nothing to twice the law of the day, in steps of a yuan, a per cent, one. */
static void
reset_value (CbPolicyTrial *self)
{
  const int decimals = decimals_of (self->param);
  double value = 0;
  const gboolean known = law_value (self, &value);
  g_autofree char *text = cb_pack_param_text (self->pack, self->param, word_of (self), self->on, cb_outcome_lang ());
  g_autofree char *day = cb_date_format (self->on), *law = NULL;

  self->setting = TRUE;
  gtk_adjustment_configure (self->value, value, 0, MAX (ceil (value * 2), 20), 1, 10, 0);
  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (self->spin), (guint) decimals);
  gtk_scale_clear_marks (GTK_SCALE (self->scale));
  gtk_scale_add_mark (GTK_SCALE (self->scale), value, GTK_POS_BOTTOM, NULL);
  self->setting = FALSE;
  gtk_widget_set_sensitive (self->scale, known);
  gtk_widget_set_sensitive (self->spin, known);
  law = known ? g_strdup_printf (_("The law of %s: %s"), day, text) : g_strdup_printf (_("There is no such law on %s"), day);
  gtk_label_set_text (GTK_LABEL (self->law), law);
  if (known)
    try_value (self);
}

static void
word_changed_cb (CbPolicyTrial *self)
{
  if (!self->setting && self->param != NULL)
    reset_value (self);
}

static void
day_entered_cb (CbPolicyTrial *self)
{
  g_autoptr (GError) error = NULL;
  CbDate on;

  if (self->setting || self->param == NULL)
    return;
  if (!cb_date_parse (gtk_editable_get_text (GTK_EDITABLE (self->day)), &on, &error) || on == CB_DATE_NONE)
    {
      gtk_widget_add_css_class (self->day, "error");
      gtk_label_set_text (GTK_LABEL (self->law), _("Not a day: write it as 2026-07-01"));
      return;
    }
  gtk_widget_remove_css_class (self->day, "error");
  self->on = on;
  reset_value (self);
}

static void
view_toggled_cb (CbPolicyTrial   *self,
                 GtkToggleButton *button)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  for (guint i = 0; i < N_VIEWS; i++)
    if (self->views[i] == GTK_WIDGET (button))
      gtk_stack_set_visible_child_name (GTK_STACK (self->figures), view_names[i]);
  gtk_widget_set_visible (gtk_widget_get_parent (self->measures[0]), self->views[VIEW_CHART] == GTK_WIDGET (button));
  gtk_widget_set_visible (self->by, self->views[VIEW_FAMILIES] != GTK_WIDGET (button));
  show_lines (self);
}

void
cb_policy_trial_set_param (CbPolicyTrial     *trial,
                           CbPack            *pack,
                           const CbPackParam *param)
{
  const char *const *words;
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  g_autofree char *day = NULL;

  g_return_if_fail (CB_IS_POLICY_TRIAL (trial));

  g_clear_pointer (&trial->lines, g_array_unref);
  if (trial->pack != pack)
    cb_trial_forget (trial->trial);
  trial->param = NULL;
  g_clear_pointer (&trial->pack, cb_pack_unref);
  if (param == NULL)
    return;
  trial->pack = cb_pack_ref (pack);
  trial->on = cb_clock_today ();
  /* What comes into force later is tried on its first day. */
  if (param->n_versions > 0)
    trial->on = MAX (trial->on, cb_pack_param_version (pack, param, 0)->from);
  words = param->by == NULL ? NULL : cb_pack_words (pack, param->by);
  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    gtk_string_list_append (titles, cb_pack_word_title (pack, param->by, words[i], cb_outcome_lang ()));
  trial->setting = TRUE;
  gtk_drop_down_set_model (GTK_DROP_DOWN (trial->word), G_LIST_MODEL (titles));
  gtk_widget_set_visible (trial->word, words != NULL);
  day = cb_date_format (trial->on);
  gtk_editable_set_text (GTK_EDITABLE (trial->day), day);
  gtk_label_set_text (GTK_LABEL (trial->unit), param->unit == CB_UNIT_RATIO ? "%" : cb_pack_unit_text (param->unit, cb_outcome_lang ()));
  trial->setting = FALSE;
  trial->param = param;
  /* What was found for another parameter says nothing of this one. */
  cb_trial_figures_set (CB_TRIAL_FIGURES (trial->summary), NULL, NULL, NULL);
  gtk_widget_queue_draw (trial->chart);
  reset_value (trial);
  show_state (trial);
}

void
cb_policy_trial_forget (CbPolicyTrial *trial)
{
  g_return_if_fail (CB_IS_POLICY_TRIAL (trial));

  g_clear_pointer (&trial->lines, g_array_unref);
  cb_trial_forget (trial->trial);
}

gboolean
cb_policy_trial_get_wish (CbPolicyTrial  *trial,
                          const char    **param,
                          const char    **word,
                          char          **value,
                          CbDate         *on)
{
  if (trial->param == NULL || !gtk_widget_get_sensitive (trial->spin))
    return FALSE;
  *param = trial->param->name;
  *word = word_of (trial);
  *value = value_text (trial);
  *on = trial->on;
  return TRUE;
}

void
cb_policy_trial_set_wish (CbPolicyTrial *trial,
                          const char    *word,
                          const char    *value)
{
  const double number = g_ascii_strtod (value, NULL);
  const int index = trial->param != NULL && trial->param->by != NULL && word != NULL
                      ? cb_pack_word_index (trial->pack, trial->param->by, word) : -1;

  if (trial->param == NULL)
    return;
  if (index >= 0)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (trial->word), (guint) index);
  if (number > gtk_adjustment_get_upper (trial->value))
    gtk_adjustment_set_upper (trial->value, number);
  gtk_adjustment_set_value (trial->value, number);
}

CbTrial *
cb_policy_trial_get_trial (CbPolicyTrial *trial)
{
  return trial->trial;
}

GtkAdjustment *
cb_policy_trial_get_adjustment (CbPolicyTrial *trial)
{
  return trial->value;
}

/* --- building --- */

static void
load_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CbPolicyTrial *self = CB_POLICY_TRIAL (widget);

  if (self->pack == NULL)
    return;
  cb_progress_begin (CB_PROGRESS (self->progress), _("Reading the facts of the households…"), _("_Cancel"));
  cb_trial_load (self->trial, self->pack);
}

static void
law_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  CbPolicyTrial *self = CB_POLICY_TRIAL (widget);
  double value;

  if (self->param != NULL && law_value (self, &value))
    gtk_adjustment_set_value (self->value, value);
}

static GtkWidget *
build_load (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box),
                  cb_empty_new ("cb-policy-symbolic", _("Try it on every household"),
                                _("The facts of the households of your area are read once, without names. Then every move of the slider shows "
                                  "who would be paid and what it costs. Nothing is recorded."),
                                _(CB_NAME_POLICY_LOAD), "trial.load"));
  gtk_widget_set_vexpand (gtk_widget_get_last_child (box), TRUE);
  return box;
}

static GtkWidget *
build_controls (CbPolicyTrial *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *first = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *second = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *back = gtk_button_new_with_mnemonic (_("_Back to the Law"));
  GtkWidget *day = gtk_label_new_with_mnemonic (_("_As of"));
  GtkWidget *take = gtk_button_new_with_mnemonic (_(CB_NAME_STANDARD_TAKE));
  const CbPerson *person = cb_desk_person (self->desk);

  self->value = g_object_ref_sink (gtk_adjustment_new (0, 0, 20, 1, 10, 0));
  self->word = gtk_drop_down_new (NULL, gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string"));
  cb_widget_set_label (self->word, _("For whom"));
  self->scale = gtk_scale_new (GTK_ORIENTATION_HORIZONTAL, self->value);
  gtk_scale_set_draw_value (GTK_SCALE (self->scale), FALSE);
  gtk_range_set_round_digits (GTK_RANGE (self->scale), 0);
  gtk_widget_set_hexpand (self->scale, TRUE);
  cb_widget_set_label (self->scale, _("Slider"));
  self->spin = gtk_spin_button_new (self->value, 1, 0);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->spin), 9);
  cb_widget_set_label (self->spin, _(CB_NAME_POLICY_VALUE));
  self->unit = cb_label_new (NULL, NULL);
  self->law = cb_label_new (NULL, "dim-label");
  gtk_label_set_ellipsize (GTK_LABEL (self->law), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->law, TRUE);
  self->day = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->day), 11);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->day), 11);
  cb_widget_set_label (self->day, _(CB_NAME_POLICY_DAY));
  gtk_label_set_mnemonic_widget (GTK_LABEL (day), self->day);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (back), "trial.law");
  g_signal_connect_swapped (self->value, "value-changed", G_CALLBACK (try_value), self);
  g_signal_connect_swapped (self->word, "notify::selected", G_CALLBACK (word_changed_cb), self);
  g_signal_connect_swapped (self->day, "changed", G_CALLBACK (day_entered_cb), self);
  gtk_box_append (GTK_BOX (first), self->word);
  gtk_box_append (GTK_BOX (first), self->scale);
  gtk_box_append (GTK_BOX (first), self->spin);
  gtk_box_append (GTK_BOX (first), self->unit);
  gtk_box_append (GTK_BOX (second), self->law);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (take), "policy.take");
  gtk_widget_set_visible (take, person != NULL && (person->roles & CB_ROLE_POLICY) != 0);
  gtk_box_append (GTK_BOX (second), take);
  gtk_box_append (GTK_BOX (second), back);
  gtk_box_append (GTK_BOX (second), day);
  gtk_box_append (GTK_BOX (second), self->day);
  gtk_box_append (GTK_BOX (box), first);
  gtk_box_append (GTK_BOX (box), second);
  return box;
}

static GtkWidget *
build_figures (CbPolicyTrial *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8), *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  const char *const by[] = { _("By programme"), _("By tier"), _("By township"), NULL };
  const char *const views[N_VIEWS] = { _("C_hart"), _("Tab_le"), _("_Families") };
  const char *const measures[N_MEASURES] = { _("Yuan a _month"), _("H_ouseholds") };
  GtkWidget *measure, *families;

  self->by = gtk_drop_down_new_from_strings ((const char **) by);
  cb_widget_set_label (self->by, _("Divided by"));
  gtk_box_append (GTK_BOX (bar), cb_switch_new (views, N_VIEWS, self->views, G_CALLBACK (view_toggled_cb), self));
  gtk_box_append (GTK_BOX (bar), self->by);
  measure = cb_switch_new (measures, N_MEASURES, self->measures, G_CALLBACK (show_lines), self);
  gtk_box_append (GTK_BOX (bar), measure);
  g_signal_connect_swapped (self->by, "notify::selected", G_CALLBACK (show_lines), self);

  self->figures = gtk_stack_new ();
  self->chart = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_IMG, NULL);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (self->chart), 180);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->chart), draw_cb, self, NULL);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self->chart,
                           G_CONNECT_SWAPPED);
  self->table = cb_trial_table_new ();
  self->families = cb_trial_families_new ();
  gtk_stack_add_named (GTK_STACK (self->figures), self->chart, "chart");
  gtk_stack_add_named (GTK_STACK (self->figures), self->table, "table");
  self->nobody = cb_label_new (_("No family’s amount changes by this value."), "dim-label");
  g_object_set (self->nobody, "halign", GTK_ALIGN_CENTER, "valign", GTK_ALIGN_CENTER, NULL);
  families = gtk_overlay_new ();
  gtk_overlay_set_child (GTK_OVERLAY (families), self->families);
  gtk_overlay_add_overlay (GTK_OVERLAY (families), self->nobody);
  gtk_stack_add_named (GTK_STACK (self->figures), families, "families");
  gtk_widget_set_vexpand (self->figures, TRUE);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), self->figures);
  return box;
}

static GtkWidget *
build_ready (CbPolicyTrial *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);

  gtk_box_append (GTK_BOX (box), build_controls (self));
  self->summary = cb_trial_figures_new ();
  gtk_box_append (GTK_BOX (box), self->summary);
  gtk_box_append (GTK_BOX (box), build_figures (self));
  return box;
}

static void
cb_policy_trial_dispose (GObject *object)
{
  CbPolicyTrial *self = CB_POLICY_TRIAL (object);

  if (self->trial != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->trial, self);
      cb_trial_forget (self->trial);
    }
  if (self->value != NULL)
    g_signal_handlers_disconnect_by_data (self->value, self);
  g_clear_object (&self->trial);
  g_clear_object (&self->value);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->lines, g_array_unref);
  self->param = NULL;
  g_clear_pointer (&self->pack, cb_pack_unref);

  G_OBJECT_CLASS (cb_policy_trial_parent_class)->dispose (object);
}

static void
cb_policy_trial_class_init (CbPolicyTrialClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cb_policy_trial_dispose;
  gtk_widget_class_install_action (widget_class, "trial.load", NULL, load_action);
  gtk_widget_class_install_action (widget_class, "trial.law", NULL, law_action);
}

static void
cb_policy_trial_init (CbPolicyTrial *self)
{
}

GtkWidget *
cb_policy_trial_new (CbDesk *desk)
{
  CbPolicyTrial *self = g_object_new (CB_TYPE_POLICY_TRIAL, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->desk = g_object_ref (desk);
  self->trial = cb_trial_new (desk);
  self->failure = cb_label_new (NULL, "cb-failure");
  gtk_label_set_wrap (GTK_LABEL (self->failure), TRUE);
  gtk_widget_set_visible (self->failure, FALSE);
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), build_load (), "load");
  self->progress = cb_progress_new ();
  g_signal_connect_swapped (self->progress, "cancel", G_CALLBACK (cb_policy_trial_forget), self);
  gtk_stack_add_named (GTK_STACK (self->stack), self->progress, "loading");
  gtk_stack_add_named (GTK_STACK (self->stack), build_ready (self), "ready");
  gtk_widget_set_vexpand (self->stack, TRUE);
  gtk_box_append (GTK_BOX (box), self->failure);
  gtk_box_append (GTK_BOX (box), self->stack);
  adw_bin_set_child (ADW_BIN (self), box);
  g_signal_connect_swapped (self->trial, "changed", G_CALLBACK (changed_cb), self);
  return GTK_WIDGET (self);
}
