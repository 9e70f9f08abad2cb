/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-settings-page.h"

#include "cb-settings-groups.h"
#include "cb-widgets.h"

#include <glib/gi18n.h>

struct _CbSettingsPage
{
  CbPage parent_instance;

  GtkWidget *people;
  GtkWidget *looks;     /* NULL but for an auditor */
};

G_DEFINE_FINAL_TYPE (CbSettingsPage, cb_settings_page, CB_TYPE_PAGE)

GtkWidget *
cb_settings_row_new (const char *title,
                     const char *subtitle,
                     GtkWidget  *end)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (row, "cb-line");
  gtk_box_append (GTK_BOX (texts), cb_label_new (title, NULL));
  if (subtitle != NULL)
    {
      GtkWidget *label = cb_label_new (subtitle, "dim-label");

      gtk_widget_add_css_class (label, "caption");
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_box_append (GTK_BOX (texts), label);
    }
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (row), texts);
  if (end != NULL)
    {
      gtk_widget_set_valign (end, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (row), end);
    }

  return row;
}

static void
cb_settings_page_changed (CbPage *page,
                          guint   mask)
{
  if (mask & CB_CHANGED_PEOPLE)
    cb_people_group_refresh (CB_SETTINGS_PAGE (page)->people);
}

static void
cb_settings_page_enter (CbPage *page)
{
  if (CB_SETTINGS_PAGE (page)->looks != NULL)
    cb_looks_group_refresh (CB_SETTINGS_PAGE (page)->looks);
}

static void
cb_settings_page_constructed (GObject *object)
{
  CbSettingsPage *self = CB_SETTINGS_PAGE (object);
  CbDesk *desk = cb_page_get_desk (CB_PAGE (self));
  const CbPerson *person = cb_desk_person (desk);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  G_OBJECT_CLASS (cb_settings_page_parent_class)->constructed (object);

  self->people = cb_people_group_new (desk);
  gtk_box_append (GTK_BOX (box), self->people);
  if (person != NULL && (person->roles & CB_ROLE_AUDITOR) != 0)
    {
      self->looks = cb_looks_group_new (desk);
      gtk_box_append (GTK_BOX (box), self->looks);
    }
  gtk_box_append (GTK_BOX (box), cb_passphrase_group_new (desk));
  if (person != NULL && (person->roles & CB_ROLE_AUTHORITY) != 0)
    gtk_box_append (GTK_BOX (box), cb_sheet_group_new (desk));
  gtk_box_append (GTK_BOX (box), cb_machine_group_new ());
  gtk_box_append (GTK_BOX (box), cb_safety_group_new (desk));
  gtk_widget_add_css_class (box, "cb-page");
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 760);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  adw_bin_set_child (ADW_BIN (self), scroller);
}

static void
cb_settings_page_class_init (CbSettingsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = cb_settings_page_constructed;
  CB_PAGE_CLASS (klass)->changed = cb_settings_page_changed;
  CB_PAGE_CLASS (klass)->enter = cb_settings_page_enter;
}

static void
cb_settings_page_init (CbSettingsPage *self)
{
  cb_page_set_title (CB_PAGE (self), _("Settings"));
}
