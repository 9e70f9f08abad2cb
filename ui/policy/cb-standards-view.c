/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-standards-view.h"

#include <glib/gi18n.h>

#include "cb-clock.h"
#include "cb-shell.h"
#include "cb-standard-detail.h"
#include "cb-standard-words.h"
#include "cb-ui-names.h"
#include "cb-widgets.h"

struct _CbStandardsView
{
  AdwBin parent_instance;

  CbDesk       *desk;
  GCancellable *cancellable;
  GPtrArray    *standards;     /* of CbStandard, as the rows */
  CbUid         chosen;
  gboolean      loading, again;
  GtkWidget    *list, *detail, *fresh, *why;
};

G_DEFINE_FINAL_TYPE (CbStandardsView, cb_standards_view, ADW_TYPE_BIN)

/* --- the list --- */

static CbStandard *
standard_of_row (GtkListBoxRow *row)
{
  return row == NULL ? NULL : g_object_get_data (G_OBJECT (row), "standard");
}

static GtkWidget *
row_new (CbStandardsView *self,
         CbStandard      *s)
{
  const CbPerson *person = cb_authority_person (cb_desk_authority (self->desk), &s->author);
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *first, *second;
  g_autofree char *day = s->from != CB_DATE_NONE ? cb_date_format (s->from) : g_strdup ("—"), *at = cb_date_format (cb_clock_date_of (s->at));
  g_autofree char *title = NULL, *state = NULL;

  if (s->state == CB_STANDARD_FOUNDING)
    title = g_strdup (_("The county’s first rules"));
  else
    /* TRANSLATORS: day, document */
    title = g_strdup_printf (_("From %s · %s"), day, s->cite != NULL ? s->cite : _("without a document yet"));
  /* TRANSLATORS: state, person, day */
  state = g_strdup_printf (_("%s · %s, %s"), s->overtaken ? _("Overtaken by other rules") : cb_standard_state_title (s->state),
                           person != NULL ? person->name : "—", at);
  first = cb_label_new (title, s->in_force ? "heading" : NULL);
  second = cb_label_new (state, s->state == CB_STANDARD_PUBLISHED && !s->overtaken ? "cb-overdue" : "dim-label");
  gtk_label_set_ellipsize (GTK_LABEL (first), PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize (GTK_LABEL (second), PANGO_ELLIPSIZE_END);
  cb_widget_set_cut_tip (row, title);
  gtk_widget_add_css_class (box, "cb-two-lines");
  gtk_box_append (GTK_BOX (box), first);
  gtk_box_append (GTK_BOX (box), second);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data (G_OBJECT (row), "standard", s);
  return row;
}

static void
selected_cb (CbStandardsView *self,
             GtkListBoxRow   *row)
{
  const CbStandard *s = standard_of_row (row);

  if (s == NULL)
    return;
  self->chosen = s->uid;
  cb_standard_detail_show (CB_STANDARD_DETAIL (self->detail), &s->uid);
}

static gpointer
list_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  return cb_standard_list (desk, db, error);
}

/* What is chosen stays so; else what waits for this person, else the first. */
static void
choose_row (CbStandardsView *self)
{
  GtkListBoxRow *row, *first = NULL, *waits = NULL;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL; i++)
    {
      const CbStandard *s = standard_of_row (row);

      if (cb_uid_equal (&s->uid, &self->chosen))
        break;
      if (first == NULL)
        first = row;
      if (waits == NULL && s->state == CB_STANDARD_PUBLISHED && !s->overtaken)
        waits = row;
    }
  if (row == NULL)
    row = waits != NULL ? waits : first;
  gtk_list_box_select_row (GTK_LIST_BOX (self->list), row);
  if (row == NULL)
    cb_standard_detail_show (CB_STANDARD_DETAIL (self->detail), NULL);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (CbStandardsView) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = cb_desk_finish (CB_DESK (source), result, &error);
  GtkWidget *row;
  gboolean focus;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->loading = FALSE;
  if (found == NULL)
    {
      cb_shell_error (GTK_WIDGET (self), error);
      return;
    }
  focus = gtk_widget_get_focus_child (self->list) != NULL;
  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
  g_clear_pointer (&self->standards, g_ptr_array_unref);
  self->standards = g_steal_pointer (&found);
  for (guint i = 0; i < self->standards->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list), row_new (self, self->standards->pdata[i]));
  choose_row (self);
  if (focus && gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list)) != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list))));
  if (self->again)
    cb_standards_view_load (self);
}

void
cb_standards_view_load (CbStandardsView *self)
{
  if (self->loading)
    {
      self->again = TRUE;
      return;
    }
  self->again = FALSE;
  self->loading = TRUE;
  cb_desk_read_async (self->desk, list_job, NULL, NULL, (GDestroyNotify) g_ptr_array_unref, self->cancellable, listed_cb,
                      g_object_ref (self));
}

void
cb_standards_view_choose (CbStandardsView *self,
                          const CbUid     *uid)
{
  self->chosen = *uid;
  cb_standards_view_load (self);
}

void
cb_standards_view_save (CbStandardsView *self)
{
  cb_standard_detail_save (CB_STANDARD_DETAIL (self->detail));
}

/* --- drafting --- */

/* A number on its way into a draft; without one an empty draft is begun. */
typedef struct { char *param, *word, *value; CbDate from; CbUid uid; } Take;

static void
take_free (gpointer data)
{
  Take *take = data;

  g_free (take->param);
  g_free (take->word);
  g_free (take->value);
  g_free (take);
}

static gpointer
take_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  Take *take = data;
  g_autoptr (CbStandard) s = take->param == NULL || cb_uid_is_none (&take->uid) ? NULL : cb_standard_load (desk, db, &take->uid, NULL);

  if (s == NULL || s->state != CB_STANDARD_DRAFT)
    {
      g_clear_pointer (&s, cb_standard_free);
      s = cb_standard_new ();
    }
  if (s->from == CB_DATE_NONE && take->param != NULL)
    s->from = take->from;
  if (take->param != NULL)
    cb_standard_set (s, take->param, take->word, take->value);
  return cb_standard_save (desk, db, s, error) ? g_memdup2 (&s->uid, sizeof s->uid) : NULL;
}

static void
taken_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (CbStandardsView) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree CbUid *uid = cb_desk_finish (CB_DESK (source), result, &error);

  if (uid == NULL)
    {
      cb_shell_error (GTK_WIDGET (self), error);
      return;
    }
  self->chosen = *uid;
  if (self->desk != NULL)
    cb_standards_view_load (self);
}

static void
take_async (CbStandardsView *self,
            const char      *param,
            const char      *word,
            const char      *value,
            CbDate           from)
{
  Take *take = g_new0 (Take, 1);

  take->param = g_strdup (param);
  take->word = g_strdup (word);
  take->value = g_strdup (value);
  take->from = from;
  /* The newest of the drafts, unless one is chosen. */
  for (guint i = 0; self->standards != NULL && i < self->standards->len; i++)
    {
      const CbStandard *s = self->standards->pdata[i];

      if (s->state == CB_STANDARD_DRAFT && (cb_uid_is_none (&take->uid) || cb_uid_equal (&s->uid, &self->chosen)))
        take->uid = s->uid;
    }
  cb_standards_view_save (self);
  cb_desk_write_async (self->desk, take_job, take, take_free, g_free, NULL, taken_cb, g_object_ref (self));
}

void
cb_standards_view_take (CbStandardsView *self,
                        const char      *param,
                        const char      *word,
                        const char      *value,
                        CbDate           from)
{
  take_async (self, param, word, value, from);
}

static void
new_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  take_async (CB_STANDARDS_VIEW (widget), NULL, NULL, NULL, CB_DATE_NONE);
}

/* --- building --- */

static GtkWidget *
build_left (CbStandardsView *self)
{
  GtkWidget *card = cb_card_new (NULL), *scrolled, *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  CbAuthority *authority = cb_desk_authority (self->desk);
  const CbPerson *person = cb_desk_person (self->desk);
  CbMay may = person == NULL ? CB_MAY_UNKNOWN_PERSON
                             : cb_may (authority, &person->uid, CB_ACT_PUBLISH_PACK, cb_authority_area (authority), 0, NULL, 0);
  g_autofree char *why = cb_standard_why_not (self->desk, CB_ACT_PUBLISH_PACK, may);

  self->fresh = gtk_button_new_with_mnemonic (_(CB_NAME_STANDARD_NEW));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->fresh), "standards.new");
  gtk_widget_set_visible (self->fresh, may == CB_MAY_YES);
  self->why = cb_label_new (why, "dim-label");
  gtk_label_set_wrap (GTK_LABEL (self->why), TRUE);
  gtk_widget_set_visible (self->why, why != NULL);
  g_object_set (box, "margin-start", 8, "margin-end", 8, "margin-top", 8, "margin-bottom", 4, NULL);
  gtk_box_append (GTK_BOX (box), self->fresh);
  gtk_box_append (GTK_BOX (box), self->why);
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_BROWSE);
  gtk_widget_add_css_class (self->list, "cb-rows");
  cb_widget_set_label (self->list, _(CB_NAME_STANDARDS));
  g_signal_connect_swapped (self->list, "row-selected", G_CALLBACK (selected_cb), self);
  scrolled = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "child", self->list, "vexpand", TRUE, "hscrollbar-policy", GTK_POLICY_NEVER, NULL);
  gtk_box_append (GTK_BOX (card), box);
  gtk_box_append (GTK_BOX (card), scrolled);
  gtk_widget_set_size_request (card, 280, -1);
  return card;
}

static void
cb_standards_view_dispose (GObject *object)
{
  CbStandardsView *self = CB_STANDARDS_VIEW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  self->list = NULL;
  g_clear_object (&self->cancellable);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (cb_standards_view_parent_class)->dispose (object);
}

static void
cb_standards_view_finalize (GObject *object)
{
  g_clear_pointer (&CB_STANDARDS_VIEW (object)->standards, g_ptr_array_unref);

  G_OBJECT_CLASS (cb_standards_view_parent_class)->finalize (object);
}

static void
cb_standards_view_class_init (CbStandardsViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cb_standards_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = cb_standards_view_finalize;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "standards.new", NULL, new_action);
}

static void
cb_standards_view_init (CbStandardsView *self)
{
  self->cancellable = g_cancellable_new ();
}

GtkWidget *
cb_standards_view_new (CbDesk *desk)
{
  CbStandardsView *self = g_object_new (CB_TYPE_STANDARDS_VIEW, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 14);

  self->desk = g_object_ref (desk);
  self->detail = cb_standard_detail_new (desk);
  gtk_box_append (GTK_BOX (box), build_left (self));
  gtk_box_append (GTK_BOX (box), self->detail);
  adw_bin_set_child (ADW_BIN (self), box);
  return GTK_WIDGET (self);
}
