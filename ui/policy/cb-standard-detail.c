/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-standard-detail.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cb-clock.h"
#include "cb-outcome-text.h"
#include "cb-shell.h"
#include "cb-ui-names.h"
#include "cb-widgets.h"

struct _CbStandardDetail
{
  AdwBin parent_instance;

  CbDesk          *desk;
  CbUid            uid;             /* CB_UID_NONE: nothing is chosen */
  CbStandardCheck *check;           /* what is shown; NULL while it is read */
  GCancellable    *cancellable;     /* of what is under way for this one */
  guint            turn;            /* counts what was asked for: only the newest answer counts */
  gboolean         saving, again, filling;

  GtkWidget *stack, *box, *heading, *meta, *form, *from, *cite, *note, *late, *values, *notices, *effect, *try, *reasons, *why;
  GtkWidget *publish, *discard, *countersign, *refuse, *withdraw, *progress;
  GPtrArray *entries;               /* of GtkEntry, borrowed: the values, in the order of the draft's sets */
};

G_DEFINE_FINAL_TYPE (CbStandardDetail, cb_standard_detail, ADW_TYPE_BIN)

static void load (CbStandardDetail *self);

/* --- in words --- */

static char *
person_name (CbStandardDetail *self,
             const CbUid      *uid)
{
  const CbPerson *person = cb_authority_person (cb_desk_authority (self->desk), uid);

  return g_strdup (person != NULL ? person->name : "—");
}

static char *
day_text (gint64 ms)
{
  return cb_date_format (cb_clock_date_of (ms));
}

char *
cb_standard_why_not (CbDesk *desk,
                     CbAct   act,
                     CbMay   may)
{
  const CbPerson *person = cb_desk_person (desk);

  if (may == CB_MAY_YES)
    return NULL;
  if (may == CB_MAY_NO_ROLE && person != NULL && (person->roles & (CB_ROLE_AUTHORITY | CB_ROLE_AUDITOR)) != 0)
    return g_strdup (_("Rules are drafted and published by a policy officer and countersigned by an approver. Authority, policy officer and "
                       "auditor are different persons on purpose."));
  if (may == CB_MAY_NO_ROLE)
    return g_strdup (act == CB_ACT_PUBLISH_PACK ? _("Rules are drafted and published by a policy officer. You may read them.")
                                                : _("A standard is countersigned or refused by an approver. You may read it."));
  if (may == CB_MAY_SAME_PERSON)
    return g_strdup (_("You published this standard. Another person, an approver, countersigns or refuses it."));
  if (may == CB_MAY_OUTSIDE_AREA)
    return g_strdup (_("The standard is for the whole county, and your area is a part of it. Ask an approver of the whole county."));
  return g_strdup (cb_may_text (may));
}

/* "Rural" and the title of the parameter. */
static char *
value_title (CbPack     *pack,
             const char *param,
             const char *word)
{
  const CbPackParam *is = cb_pack_param (pack, param);
  const char *title = cb_pack_title_of (pack, "param", param, cb_outcome_lang ());

  if (is == NULL || is->by == NULL || word == NULL)
    return g_strdup (title);
  return g_strdup_printf ("%s · %s", title, cb_pack_word_title (pack, is->by, word, cb_outcome_lang ()));
}

/* "dibao standard: 620 yuan/month until then, 650 yuan/month from 2027-01-01" */
static void
add_lines (GString               *text,
           const CbStandardCheck *c)
{
  g_autoptr (GArray) lines = NULL;
  gboolean only;

  if (c->pack == NULL)
    return;
  lines = cb_pack_new_lines (c->base, c->pack, &only);
  for (guint i = 0; i < lines->len; i++)
    {
      const CbPackNewLine *line = &g_array_index (lines, CbPackNewLine, i);
      const CbPackVersion *version = cb_pack_param_version (c->pack, line->param, line->version);
      const CbPackParam *old = cb_pack_param (c->base, line->param->name);
      g_autofree char *now = cb_pack_version_text (c->pack, line->param, line->version, cb_outcome_lang ());
      g_autofree char *from = cb_date_format (version->from), *was = NULL;

      for (guint k = 0; old != NULL && k < old->n_versions; k++)
        if (cb_pack_param_version (c->base, old, k)->from <= version->from)
          {
            g_free (was);
            was = cb_pack_version_text (c->base, old, k, cb_outcome_lang ());
          }
      /* TRANSLATORS: parameter, value so far, day, new value */
      g_string_append_printf (text, _("%s: so far %s, from %s %s"), cb_pack_title_of (c->pack, "param", line->param->name, cb_outcome_lang ()),
                              was != NULL ? was : "—", from, now);
      g_string_append_c (text, '\n');
      if (version->cite != NULL && *version->cite != '\0')
        g_string_append_printf (text, _("Document: %s"), version->cite);
      if (version->note != NULL && *version->note != '\0')
        g_string_append_printf (text, " · %s", version->note);
      g_string_append_c (text, '\n');
    }
  if (!only)
    {
      g_autofree char *diff = cb_pack_diff (c->base, c->pack);

      g_string_append_printf (text, "%s\n%s", _("More than numbers changes; everything that differs:"), diff);
    }
}

static void
clear_box (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

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

/* --- a draft's fields --- */

static gboolean
editable (CbStandardDetail *self)
{
  return self->check != NULL && self->check->standard->state == CB_STANDARD_DRAFT && self->check->may == CB_MAY_YES;
}

static char *
stripped (GtkWidget *entry)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
}

/* What the fields say now; NULL when the day cannot be read. */
static CbStandard *
typed (CbStandardDetail *self)
{
  g_autoptr (CbStandard) s = cb_standard_new ();
  g_autofree char *day = stripped (self->from);

  s->uid = self->uid;
  if (*day != '\0' && !cb_date_parse (day, &s->from, NULL))
    {
      gtk_widget_add_css_class (self->from, "error");
      return NULL;
    }
  gtk_widget_remove_css_class (self->from, "error");
  s->cite = stripped (self->cite);
  s->note = stripped (self->note);
  s->late = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->late));
  for (guint i = 0; i < self->entries->len; i++)
    {
      GtkWidget *entry = self->entries->pdata[i];
      g_autofree char *value = stripped (entry);

      cb_standard_set (s, g_object_get_data (G_OBJECT (entry), "param"), g_object_get_data (G_OBJECT (entry), "word"), value);
    }
  return g_steal_pointer (&s);
}

static gboolean
differs (const CbStandard *a,
         const CbStandard *b)
{
  if (a->from != b->from || g_strcmp0 (a->cite != NULL ? a->cite : "", b->cite != NULL ? b->cite : "") != 0
      || g_strcmp0 (a->note != NULL ? a->note : "", b->note != NULL ? b->note : "") != 0 || a->late != b->late || a->sets->len != b->sets->len)
    return TRUE;
  for (guint i = 0; i < a->sets->len; i++)
    {
      const CbStandardSet *x = &g_array_index (a->sets, CbStandardSet, i), *y = &g_array_index (b->sets, CbStandardSet, i);

      if (strcmp (x->param, y->param) != 0 || g_strcmp0 (x->word, y->word) != 0 || strcmp (x->value, y->value) != 0)
        return TRUE;
    }
  return FALSE;
}

static gpointer
save_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  return GINT_TO_POINTER (cb_standard_save (desk, db, data, error));
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (CbStandardDetail) self = data;
  g_autoptr (GError) error = NULL;

  cb_desk_finish (CB_DESK (source), result, &error);
  self->saving = FALSE;
  cb_shell_error (GTK_WIDGET (self), error);
  if (self->again)
    cb_standard_detail_save (self);
  else
    load (self);
}

void
cb_standard_detail_save (CbStandardDetail *self)
{
  g_autoptr (CbStandard) s = NULL;

  if (!editable (self) || self->filling)
    return;
  if (self->saving)
    {
      self->again = TRUE;
      return;
    }
  self->again = FALSE;
  s = typed (self);
  if (s == NULL || !differs (s, self->check->standard))
    return;
  self->saving = TRUE;
  cb_desk_write_async (self->desk, save_job, g_steal_pointer (&s), (GDestroyNotify) cb_standard_free, NULL, NULL, saved_cb,
                       g_object_ref (self));
}

static GtkWidget *
field_new (CbStandardDetail *self,
           GtkWidget        *grid,
           int               row,
           const char       *title)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (title), *entry = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), entry);
  gtk_widget_set_hexpand (entry, TRUE);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (cb_standard_detail_save), self);
  gtk_widget_add_controller (entry, focus);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (cb_standard_detail_save), self);
  gtk_grid_attach (GTK_GRID (grid), label, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), entry, 1, row, 1, 1);
  return entry;
}

static void
remove_value_cb (GtkButton *button,
                 GtkWidget *entry)
{
  CbStandardDetail *self = CB_STANDARD_DETAIL (gtk_widget_get_ancestor (entry, CB_TYPE_STANDARD_DETAIL));

  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  cb_standard_detail_save (self);
}

static void
add_value (CbStandardDetail    *self,
           const CbStandardSet *set)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *entry = gtk_entry_new (), *try, *remove;
  GtkEventController *focus = gtk_event_controller_focus_new ();
  const CbPackParam *param = cb_pack_param (self->check->base, set->param);
  g_autofree char *title = value_title (self->check->base, set->param, set->word), *was = NULL, *text = NULL;
  CbDate on = self->check->standard->from != CB_DATE_NONE ? self->check->standard->from : cb_clock_today ();
  GtkWidget *label;

  was = param != NULL ? cb_pack_param_text (self->check->base, param, set->word, on, cb_outcome_lang ()) : NULL;
  /* TRANSLATORS: what is set, value so far */
  text = g_strdup_printf (_("%s: so far %s, new"), title, was != NULL ? was : "—");
  label = cb_label_new (text, NULL);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_editable_set_text (GTK_EDITABLE (entry), set->value);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 10);
  cb_widget_set_label (entry, title);
  g_object_set_data_full (G_OBJECT (entry), "param", g_strdup (set->param), g_free);
  g_object_set_data_full (G_OBJECT (entry), "word", g_strdup (set->word), g_free);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (cb_standard_detail_save), self);
  gtk_widget_add_controller (entry, focus);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (cb_standard_detail_save), self);
  try = gtk_button_new_with_label (_("Try"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (try), "policy.try");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (try), "(sss)", set->param, set->word != NULL ? set->word : "", set->value);
  remove = gtk_button_new_from_icon_name ("edit-delete-symbolic");
  gtk_widget_set_tooltip_text (remove, _("Take this value out of the draft"));
  cb_widget_set_label (remove, _("Take this value out of the draft"));
  g_signal_connect_object (remove, "clicked", G_CALLBACK (remove_value_cb), entry, 0);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), entry);
  gtk_box_append (GTK_BOX (line), try);
  gtk_box_append (GTK_BOX (line), remove);
  gtk_box_append (GTK_BOX (self->values), line);
  g_ptr_array_add (self->entries, entry);
}

static gboolean
same_fields (CbStandardDetail *self,
             const CbStandard *s)
{
  if (self->entries->len != s->sets->len)
    return FALSE;
  for (guint i = 0; i < s->sets->len; i++)
    {
      const CbStandardSet *set = &g_array_index (s->sets, CbStandardSet, i);

      if (g_strcmp0 (g_object_get_data (self->entries->pdata[i], "param"), set->param) != 0
          || g_strcmp0 (g_object_get_data (self->entries->pdata[i], "word"), set->word) != 0)
        return FALSE;
    }
  return TRUE;
}

static void
put_text (GtkWidget  *entry,
          const char *text)
{
  /* What somebody is typing stays. */
  if (gtk_widget_get_focus_child (entry) == NULL && strcmp (gtk_editable_get_text (GTK_EDITABLE (entry)), text != NULL ? text : "") != 0)
    gtk_editable_set_text (GTK_EDITABLE (entry), text != NULL ? text : "");
}

static void
fill_form (CbStandardDetail *self)
{
  const CbStandard *s = self->check->standard;
  g_autofree char *day = s->from != CB_DATE_NONE ? cb_date_format (s->from) : g_strdup ("");

  self->filling = TRUE;
  put_text (self->from, day);
  put_text (self->cite, s->cite);
  put_text (self->note, s->note);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->late), s->late);
  gtk_widget_set_visible (self->late, s->late || cb_standard_is_late (s->from, cb_clock_today ()));
  if (!same_fields (self, s))
    {
      g_ptr_array_set_size (self->entries, 0);
      cb_widget_set_busy (self->values, TRUE);
      clear_box (self->values);
      cb_widget_set_busy (self->values, FALSE);
      for (guint i = 0; i < s->sets->len; i++)
        add_value (self, &g_array_index (s->sets, CbStandardSet, i));
    }
  for (guint i = 0; i < s->sets->len; i++)
    put_text (self->entries->pdata[i], g_array_index (s->sets, CbStandardSet, i).value);
  gtk_widget_set_sensitive (self->form, self->check->may == CB_MAY_YES);
  gtk_widget_set_sensitive (self->values, self->check->may == CB_MAY_YES);
  self->filling = FALSE;
}

/* --- showing --- */

static void
show_meta (CbStandardDetail *self)
{
  const CbStandard *s = self->check->standard;
  g_autofree char *author = person_name (self, &s->author), *at = day_text (s->at);
  g_autoptr (GString) text = g_string_new (NULL);

  gtk_label_set_text (GTK_LABEL (self->heading), cb_standard_state_title (s->state));
  /* TRANSLATORS: person, day */
  g_string_append_printf (text, s->state == CB_STANDARD_DRAFT ? _("Drafted by %s, %s") : _("Published by %s on %s"), author, at);
  if (!cb_uid_is_none (&s->signer))
    {
      g_autofree char *signer = person_name (self, &s->signer), *on = day_text (s->signed_at);

      /* TRANSLATORS: state, person, day */
      g_string_append_printf (text, _(" · %s by %s on %s"), cb_standard_state_title (s->state), signer, on);
    }
  if (s->in_force)
    g_string_append_printf (text, " · %s", _("decides now"));
  if (self->check->pack != NULL && s->state != CB_STANDARD_DRAFT)
    {
      g_autofree char *hash = cb_pack_hash_text (self->check->pack);

      g_string_append_printf (text, "\n%s", hash);
    }
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
    fill_form (self);
  clear_box (self->notices);
  add_lines (lines, c);
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
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "one");
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
  g_clear_pointer (&self->check, cb_standard_check_free);
  self->check = g_steal_pointer (&check);
  show (self);
}

static void
check_async (CbStandardDetail   *self,
             gboolean            prove,
             GAsyncReadyCallback callback)
{
  Look *look = g_new0 (Look, 1);

  look->uid = self->uid;
  look->prove = prove;
  cb_desk_read_async (self->desk, check_job, look, g_free, (GDestroyNotify) cb_standard_check_free, self->cancellable, callback,
                      turn_new (self));
}

static void
load (CbStandardDetail *self)
{
  if (self->desk != NULL && !cb_uid_is_none (&self->uid))
    check_async (self, FALSE, loaded_cb);
}

void
cb_standard_detail_show (CbStandardDetail *self,
                         const CbUid      *uid)
{
  if (uid != NULL && cb_uid_equal (uid, &self->uid))
    {
      load (self);
      return;
    }
  cb_standard_detail_save (self);
  self->turn++;
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_pointer (&self->check, cb_standard_check_free);
  g_ptr_array_set_size (self->entries, 0);
  clear_box (self->values);
  gtk_widget_set_visible (self->effect, FALSE);
  gtk_widget_set_visible (self->progress, FALSE);
  gtk_widget_set_sensitive (self->try, TRUE);
  gtk_editable_set_text (GTK_EDITABLE (self->reasons), "");
  self->uid = uid != NULL ? *uid : CB_UID_NONE;
  if (uid == NULL)
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "none");
  load (self);
}

void
cb_standard_detail_again (CbStandardDetail *self)
{
  if (!self->saving)
    load (self);
}

/* --- what it would do --- */

typedef struct { CbUid uid; CbStandardEffect effect; } Effect;

static gpointer
effect_job (CbDesk       *desk,
            CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  Effect *effect = g_memdup2 (data, sizeof (Effect));
  g_autoptr (CbStandardCheck) check = cb_standard_check (desk, db, &effect->uid, FALSE, error);

  if (check == NULL || !cb_standard_effect (desk, db, check, NULL, NULL, &effect->effect, cancellable, error))
    g_clear_pointer (&effect, g_free);
  return effect;
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
  gtk_widget_set_visible (self->progress, FALSE);
  gtk_widget_set_sensitive (self->try, TRUE);
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
  Effect *effect;

  if (self->check == NULL)
    return;
  effect = g_new0 (Effect, 1);
  effect->uid = self->uid;
  gtk_widget_set_sensitive (self->try, FALSE);
  gtk_label_set_text (GTK_LABEL (self->progress), _("Reading the facts of the households…"));
  gtk_widget_set_visible (self->progress, TRUE);
  cb_desk_read_async (self->desk, effect_job, effect, g_free, g_free, self->cancellable, effect_cb, g_object_ref (self));
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
  load (self);
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
  g_autofree char *day = cb_date_format (s->from), *sentence = NULL, *author = person_name (signing->self, &s->author);
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
      g_clear_pointer (&self->check, cb_standard_check_free);
      self->check = g_steal_pointer (&signing->check);
      show (self);
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
  g_autofree char *reasons = stripped (self->reasons);
  Look *look;

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
  look = g_new0 (Look, 1);
  look->uid = self->uid;
  look->prove = act == ACT_PUBLISH || act == ACT_COUNTERSIGN;
  if (look->prove)
    {
      gtk_widget_set_sensitive (self->publish, FALSE);
      gtk_widget_set_sensitive (self->countersign, FALSE);
      gtk_label_set_text (GTK_LABEL (self->progress), _("The rules are being checked with these values…"));
      gtk_widget_set_visible (self->progress, TRUE);
    }
  cb_desk_read_async (self->desk, check_job, look, g_free, (GDestroyNotify) cb_standard_check_free, self->cancellable, proved_cb, signing);
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

  if (editable (self))
    cb_desk_write_async (self->desk, discard_job, g_memdup2 (&self->uid, sizeof self->uid), g_free, NULL, NULL, discarded_cb,
                         g_object_ref (self));
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
  self->form = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (self->form), 6);
  gtk_grid_set_column_spacing (GTK_GRID (self->form), 12);
  self->from = field_new (self, self->form, 0, _("_In force from"));
  cb_widget_set_label (self->from, _(CB_NAME_STANDARD_FROM));
  self->cite = field_new (self, self->form, 1, _("_Document number"));
  cb_widget_set_label (self->cite, _(CB_NAME_STANDARD_CITE));
  self->note = field_new (self, self->form, 2, _("N_ote"));
  cb_widget_set_label (self->note, _(CB_NAME_STANDARD_NOTE));
  self->late = gtk_check_button_new_with_mnemonic (_("_Arrears are paid for the months since that day that are decided already"));
  g_signal_connect_swapped (self->late, "toggled", G_CALLBACK (cb_standard_detail_save), self);
  gtk_grid_attach (GTK_GRID (self->form), self->late, 0, 3, 2, 1);
  gtk_box_append (GTK_BOX (box), self->form);
  self->values = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (box), self->values);
  self->notices = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (box), self->notices);
  self->effect = wrapped_new (box, "numeric");
  self->progress = wrapped_new (box, "dim-label");
  self->reasons = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->reasons), _("Reasons for a refusal or withdrawal"));
  cb_widget_set_label (self->reasons, _(CB_NAME_STANDARD_REASONS));
  gtk_box_append (GTK_BOX (box), self->reasons);
  self->publish = button_new (buttons, _(CB_NAME_STANDARD_PUBLISH), "standard.publish", "suggested-action");
  self->countersign = button_new (buttons, _(CB_NAME_STANDARD_COUNTERSIGN), "standard.countersign", "suggested-action");
  self->refuse = button_new (buttons, _("_Refuse…"), "standard.refuse", NULL);
  self->withdraw = button_new (buttons, _("_Withdraw…"), "standard.withdraw", NULL);
  self->try = button_new (buttons, _("_Effect on the County"), "standard.effect", NULL);
  self->discard = button_new (buttons, _("Discar_d"), "standard.discard", NULL);
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_widget_set_visible (self->effect, FALSE);
  gtk_widget_set_visible (self->progress, FALSE);
  return box;
}

static void
cb_standard_detail_dispose (GObject *object)
{
  CbStandardDetail *self = CB_STANDARD_DETAIL (object);

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
  gtk_widget_class_install_action (widget_class, "standard.publish", NULL, publish_action);
  gtk_widget_class_install_action (widget_class, "standard.countersign", NULL, countersign_action);
  gtk_widget_class_install_action (widget_class, "standard.refuse", NULL, refuse_action);
  gtk_widget_class_install_action (widget_class, "standard.withdraw", NULL, withdraw_action);
  gtk_widget_class_install_action (widget_class, "standard.effect", NULL, effect_action);
  gtk_widget_class_install_action (widget_class, "standard.discard", NULL, discard_action);
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
