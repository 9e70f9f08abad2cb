/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-household-preview.h"

#include "cb-case.h"
#include "cb-caseload.h"
#include "cb-clock.h"
#include "cb-household.h"
#include "cb-search.h"
#include "cb-shell.h"
#include "cb-tier-badge.h"
#include "cb-widgets.h"

#include <glib/gi18n.h>

struct _CbHouseholdPreview
{
  GtkWidget parent_instance;

  CbDesk       *desk;
  CbUid         uid;
  GCancellable *cancellable;
  GtkWidget    *box;
  GtkWidget    *content;
};

G_DEFINE_FINAL_TYPE (CbHouseholdPreview, cb_household_preview, GTK_TYPE_WIDGET)

/* What a read job brings. */
typedef struct
{
  CbHousehold *household;
  GPtrArray   *rows;      /* of CbHouseholdRow: one */
  GPtrArray   *cases;     /* of CbCase */
} Brief;

static void
brief_free (Brief *brief)
{
  g_clear_pointer (&brief->household, cb_household_free);
  g_clear_pointer (&brief->rows, g_ptr_array_unref);
  g_clear_pointer (&brief->cases, g_ptr_array_unref);
  g_free (brief);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Brief, brief_free)

static gpointer
brief_job (CbDesk        *desk,
           CbDb          *db,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (Brief) brief = g_new0 (Brief, 1);
  const CbUid *uid = data;

  if ((brief->household = cb_household_load (db, uid, error)) == NULL ||
      (brief->rows = cb_search_rows (desk, db, uid, 1, error)) == NULL ||
      (brief->cases = cb_case_list_of (db, cb_desk_pack (desk), uid, error)) == NULL)
    return NULL;

  return g_steal_pointer (&brief);
}

static void
add_row (GtkWidget  *card,
         const char *left,
         const char *right,
         gboolean    strong)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *start = cb_label_new (left, NULL);
  GtkWidget *end = cb_label_new (right, strong ? "heading" : "dim-label");

  gtk_widget_add_css_class (line, "cb-line");
  gtk_widget_add_css_class (end, "numeric");
  gtk_widget_set_hexpand (start, TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (start), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (line), start);
  gtk_box_append (GTK_BOX (line), end);
  gtk_box_append (GTK_BOX (card), line);
}

static GtkWidget *
head_card (const CbHouseholdRow *row)
{
  GtkWidget *card = cb_card_new (NULL);
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *name = cb_label_new (row->head, "title-3");
  g_autofree char *place = g_strdup_printf ("%s %s", row->township == NULL ? "" : row->township,
                                            row->village == NULL ? "" : row->village);
  GtkWidget *badge = cb_tier_badge_new (row->tier == NULL || row->tier[0] == '\0' ? "none" : row->tier);

  gtk_widget_set_hexpand (name, TRUE);
  gtk_box_append (GTK_BOX (top), name);
  gtk_box_append (GTK_BOX (top), badge);
  gtk_widget_add_css_class (top, "cb-card-heading");
  gtk_box_append (GTK_BOX (card), top);
  add_row (card, place, NULL, FALSE);
  if (row->amount > 0)
    {
      g_autofree char *money = cb_money_format (row->amount, TRUE);

      add_row (card, _("Monthly (yuan)"), money, TRUE);
    }

  return card;
}

static GtkWidget *
members_card (const CbHousehold *household)
{
  g_autoptr (GPtrArray) members = cb_household_list (household, CB_KIND_MEMBER, NULL);
  g_autofree char *title = g_strdup_printf (ngettext ("%u member", "%u members", members->len), members->len);
  GtkWidget *card = cb_card_new (title);
  const CbField *name = cb_field_by_key ("member.name");
  const CbField *birth = cb_field_by_key ("member.birth");
  const CbField *relation = cb_field_by_key ("member.relation");
  CbDate today = cb_clock_today ();

  for (guint i = 0; i < members->len; i++)
    {
      const CbEntity *member = g_ptr_array_index (members, i);
      const char *text = cb_entity_text (member, name->id);
      const char *key = cb_entity_text (member, relation->id);
      gint64 born = cb_entity_int (member, birth->id, CB_DATE_NONE);
      g_autofree char *left = g_strdup_printf ("%s  %s", text == NULL ? "" : text,
                                               key == NULL ? "" : cb_choice_title (relation, key));
      g_autofree char *right = NULL;

      if (born != CB_DATE_NONE && cb_date_age ((CbDate) born, today) >= 0)
        right = g_strdup_printf (_("%d years"), cb_date_age ((CbDate) born, today));
      add_row (card, left, right, FALSE);
    }

  return card;
}

static GtkWidget *
cases_card (GPtrArray *cases)
{
  GtkWidget *card = cb_card_new (_("Cases"));

  for (guint i = 0; i < cases->len; i++)
    {
      const CbCase *c = g_ptr_array_index (cases, i);
      g_autofree char *date = cb_date_format (c->submitted_on);
      g_autofree char *left = g_strdup_printf ("%s  %s", cb_programme_title (c->programme), cb_case_state_title (c->state));

      add_row (card, left, date, FALSE);
    }
  if (cases->len == 0)
    add_row (card, _("None yet"), NULL, FALSE);

  return card;
}

static void
clear (CbHouseholdPreview *self)
{
  cb_box_clear (GTK_BOX (self->content));
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (CbHouseholdPreview) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Brief) brief = cb_desk_finish (CB_DESK (object), result, &error);

  if (brief == NULL || self->box == NULL)
    {
      if (self->box != NULL)
        cb_shell_error (GTK_WIDGET (self), error);
      return;
    }
  clear (self);
  if (brief->rows->len > 0)
    gtk_box_append (GTK_BOX (self->content), head_card (g_ptr_array_index (brief->rows, 0)));
  gtk_box_append (GTK_BOX (self->content), members_card (brief->household));
  gtk_box_append (GTK_BOX (self->content), cases_card (brief->cases));
}

static void
cb_household_preview_dispose (GObject *object)
{
  CbHouseholdPreview *self = CB_HOUSEHOLD_PREVIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (cb_household_preview_parent_class)->dispose (object);
}

static void
cb_household_preview_class_init (CbHouseholdPreviewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cb_household_preview_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
cb_household_preview_init (CbHouseholdPreview *self)
{
  self->box = gtk_scrolled_window_new ();
  self->content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_margin_bottom (self->content, 4);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->box), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->box), self->content);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
cb_household_preview_new (CbDesk *desk)
{
  CbHouseholdPreview *self = g_object_new (CB_TYPE_HOUSEHOLD_PREVIEW, NULL);

  self->desk = g_object_ref (desk);

  return GTK_WIDGET (self);
}

void
cb_household_preview_show (CbHouseholdPreview *preview,
                           const CbUid        *uid)
{
  g_return_if_fail (CB_IS_HOUSEHOLD_PREVIEW (preview));

  g_cancellable_cancel (preview->cancellable);
  g_clear_object (&preview->cancellable);
  if (uid == NULL)
    {
      clear (preview);
      return;
    }
  preview->uid = *uid;
  preview->cancellable = g_cancellable_new ();
  cb_desk_read_async (preview->desk, brief_job, g_memdup2 (uid, sizeof *uid), g_free, (GDestroyNotify) brief_free,
                      preview->cancellable, loaded_cb, g_object_ref (preview));
}
