/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-founding-private.h"

#include "cb-clock.h"
#include "cb-new-passphrase.h"
#include "cb-print.h"
#include "cb-reference.h"
#include "cb-shell.h"
#include "cb-text.h"
#include "cb-ui-names.h"
#include "cb-widgets.h"

#include <string.h>

static GtkWidget *
step_box_new (const char *title,
              const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *body = cb_label_new (text, "dim-label");

  gtk_label_set_wrap (GTK_LABEL (body), TRUE);
  gtk_box_append (GTK_BOX (box), cb_label_new (title, "title-2"));
  gtk_box_append (GTK_BOX (box), body);

  return box;
}

static GtkWidget *
entry_row (GtkWidget  *grid,
           int         row,
           const char *title,
           const char *name)
{
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *entry = gtk_entry_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  cb_widget_set_label (entry, name);
  gtk_grid_attach (GTK_GRID (grid), label, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), entry, 1, row, 1, 1);

  return entry;
}

static GtkWidget *
grid_new (void)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_row_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);

  return grid;
}

/* --- which county, and where --- */

static void
suggest_folder (CbFoundingPage *self)
{
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;

  if (self->folder_chosen || self->area == NULL)
    return;
  name = g_strdup_printf ("county-%s", self->area);
  path = g_build_filename (g_get_user_data_dir (), "casebook", name, NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->folder), path);
}

static void
area_selected_cb (GtkListBox     *list,
                  GtkListBoxRow  *row,
                  CbFoundingPage *self)
{
  const CbArea *area = row == NULL ? NULL : g_object_get_data (G_OBJECT (row), "area");
  g_autofree char *desk = NULL;

  if (area == NULL || g_strcmp0 (area->code, self->area) == 0)
    return;
  g_free (self->area);
  self->area = g_strdup (area->code);
  gtk_editable_set_text (GTK_EDITABLE (self->county), area->name);
  /* TRANSLATORS: %s is a county. */
  desk = g_strdup_printf (_("%s Civil Affairs Bureau"), area->name);
  gtk_editable_set_text (GTK_EDITABLE (self->desk_label), desk);
  suggest_folder (self);
  cb_founding_update (self);
}

static gboolean
area_matches (GtkListBoxRow *row,
              gpointer       data)
{
  CbFoundingPage *self = data;
  const CbArea *area = g_object_get_data (G_OBJECT (row), "area");
  g_autofree char *typed = cb_text_fold (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  g_autofree char *full = NULL;
  g_autofree char *initials = NULL;

  if (typed[0] == '\0')
    return TRUE;
  cb_pinyin (area->name, &full, &initials);

  return strstr (area->name, typed) != NULL || g_str_has_prefix (area->code, typed) ||
         g_str_has_prefix (full, typed) || g_str_has_prefix (initials, typed);
}

static void
search_cb (CbFoundingPage *self)
{
  GtkListBoxRow *row;

  gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->list));
  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL; i++)
    if (gtk_widget_get_child_visible (GTK_WIDGET (row)))
      {
        gtk_list_box_select_row (GTK_LIST_BOX (self->list), row);
        break;
      }
}

static void
fill_areas (CbFoundingPage *self)
{
  g_autoptr (GPtrArray) prefectures = NULL;

  self->areas = cb_reference_areas (NULL);
  if (self->areas == NULL)
    return;
  prefectures = cb_areas_children (self->areas, "510800");
  for (guint i = 0; i < prefectures->len; i++)
    {
      const CbArea *area = g_ptr_array_index (prefectures, i);
      GtkWidget *row = gtk_list_box_row_new ();
      GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
      GtkWidget *name = cb_label_new (area->name, NULL);
      GtkWidget *code = cb_label_new (area->code, "dim-label");

      gtk_widget_add_css_class (code, "numeric");
      gtk_widget_set_hexpand (name, TRUE);
      gtk_box_append (GTK_BOX (line), name);
      gtk_box_append (GTK_BOX (line), code);
      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
      g_object_set_data (G_OBJECT (row), "area", (gpointer) area);
      cb_widget_set_label (row, area->name);
      gtk_list_box_append (GTK_LIST_BOX (self->list), row);
    }
}

static void
folder_chosen_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      data)
{
  CbFoundingPage *self = CB_FOUNDING_PAGE (object);
  g_autoptr (GFile) file = cb_shell_choose_file_finish (GTK_WIDGET (object), result, NULL);
  g_autofree char *path = file == NULL ? NULL : g_file_get_path (file);
  g_autofree char *name = NULL;
  g_autofree char *inside = NULL;

  if (path == NULL || self->box == NULL)
    return;
  name = g_strdup_printf ("casebook-%s", self->area == NULL ? "county" : self->area);
  inside = g_build_filename (path, name, NULL);
  self->folder_chosen = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->folder), inside);
}

static void
choose_folder_cb (CbFoundingPage *self)
{
  cb_shell_choose_file_async (GTK_WIDGET (self), CB_CHOOSE_FOLDER, _("Where to keep the casebook"), NULL, NULL,
                              folder_chosen_cb, NULL);
}

GtkWidget *
cb_founding_county_new (CbFoundingPage *self)
{
  GtkWidget *box = step_box_new (_("Which county?"),
                                 _("The casebook of a county is founded once, at the county bureau. Further desks are enrolled later."));
  GtkWidget *frame = gtk_scrolled_window_new ();
  GtkWidget *grid = grid_new ();
  GtkWidget *choose = gtk_button_new_with_mnemonic (_("_Choose…"));

  self->search = gtk_search_entry_new ();
  cb_widget_set_label (self->search, _(CB_NAME_FOUND_SEARCH));
  g_object_set (self->search, "placeholder-text", _("Name of the county, pinyin, its initials, or code"), NULL);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (search_cb), self);
  gtk_box_append (GTK_BOX (box), self->search);

  self->list = gtk_list_box_new ();
  gtk_widget_add_css_class (self->list, "cb-rows");
  gtk_list_box_set_filter_func (GTK_LIST_BOX (self->list), area_matches, self, NULL);
  g_signal_connect (self->list, "row-selected", G_CALLBACK (area_selected_cb), self);
  cb_widget_set_label (self->list, _("Areas"));
  fill_areas (self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (frame), self->list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (frame), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (frame), 210);
  gtk_widget_set_vexpand (frame, TRUE);
  gtk_widget_add_css_class (frame, "card");
  gtk_box_append (GTK_BOX (box), frame);

  self->county = entry_row (grid, 0, _("County"), _(CB_NAME_FOUND_COUNTY));
  self->desk_label = entry_row (grid, 1, _("This desk"), _(CB_NAME_FOUND_DESK));
  self->folder = entry_row (grid, 2, _("Kept in"), _(CB_NAME_FOUND_FOLDER));
  gtk_grid_attach (GTK_GRID (grid), choose, 2, 2, 1, 1);
  g_signal_connect_swapped (choose, "clicked", G_CALLBACK (choose_folder_cb), self);
  g_signal_connect_swapped (self->county, "changed", G_CALLBACK (cb_founding_update), self);
  g_signal_connect_swapped (self->desk_label, "changed", G_CALLBACK (cb_founding_update), self);
  g_signal_connect_swapped (self->folder, "changed", G_CALLBACK (cb_founding_update), self);
  gtk_box_append (GTK_BOX (box), grid);

  return box;
}

/* --- the authority --- */

GtkWidget *
cb_founding_authority_new (CbFoundingPage *self)
{
  GtkWidget *box = step_box_new (_("Who is the authority?"),
                                 _("The authority enrols people and desks and takes their rights away again. They record no household "
                                   "and decide no case."));
  GtkWidget *grid = grid_new ();

  self->name = entry_row (grid, 0, _("Name"), _(CB_NAME_FOUND_AUTHORITY));
  g_signal_connect_swapped (self->name, "changed", G_CALLBACK (cb_founding_update), self);
  gtk_box_append (GTK_BOX (box), grid);

  gtk_box_append (GTK_BOX (box), cb_label_new (_("Passphrase, number 01"), "heading"));
  self->passphrase = cb_new_passphrase_new ();
  g_signal_connect_swapped (self->passphrase, "changed", G_CALLBACK (cb_founding_update), self);
  gtk_box_append (GTK_BOX (box), self->passphrase);

  return box;
}

/* --- the recovery sheet --- */

static void
print_cb (CbFoundingPage *self)
{
  CbSheet sheet = {
    .kind = CB_SHEET_RECOVERY,
    .county = gtk_editable_get_text (GTK_EDITABLE (self->county)),
    .desk = gtk_editable_get_text (GTK_EDITABLE (self->desk_label)),
    .date = cb_clock_today (),
    .secret = self->code,
  };

  if (self->code != NULL)
    cb_print_sheet (GTK_WIDGET (self), &sheet, _("Recovery sheet"));
}

GtkWidget *
cb_founding_sheet_new (CbFoundingPage *self)
{
  GtkWidget *box = step_box_new (_("The recovery sheet"),
                                 _("With this code the casebook can be opened when all passphrases are lost. It is shown only now. Print "
                                   "it, seal it in an envelope, and put it into the safe."));
  GtkWidget *print = gtk_button_new_with_mnemonic (_("_Print the Sheet…"));

  self->groups = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->groups, "cb-secret");
  gtk_widget_add_css_class (self->groups, "cb-code");
  gtk_label_set_justify (GTK_LABEL (self->groups), GTK_JUSTIFY_CENTER);
  gtk_box_append (GTK_BOX (box), self->groups);
  gtk_widget_set_halign (print, GTK_ALIGN_START);
  g_signal_connect_swapped (print, "clicked", G_CALLBACK (print_cb), self);
  gtk_box_append (GTK_BOX (box), print);

  gtk_box_append (GTK_BOX (box), cb_label_new (_("The last group, typed from the sheet"), "heading"));
  self->retype = gtk_entry_new ();
  gtk_entry_set_max_length (GTK_ENTRY (self->retype), 8);
  gtk_entry_set_activates_default (GTK_ENTRY (self->retype), TRUE);
  gtk_widget_set_halign (self->retype, GTK_ALIGN_START);
  cb_widget_set_label (self->retype, _(CB_NAME_FOUND_CODE_RETYPE));
  g_signal_connect_swapped (self->retype, "changed", G_CALLBACK (cb_founding_update), self);
  gtk_box_append (GTK_BOX (box), self->retype);

  return box;
}

void
cb_founding_show_code (CbFoundingPage *self)
{
  g_auto (GStrv) groups = g_strsplit ((const char *) cb_secret_bytes (self->code), "-", -1);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; groups[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append (text, i % 3 == 0 ? "\n" : "  ");
      g_string_append (text, groups[i]);
      explicit_bzero (groups[i], strlen (groups[i]));
    }
  gtk_label_set_text (GTK_LABEL (self->groups), text->str);
  explicit_bzero (text->str, text->len);
}

gboolean
cb_founding_code_confirmed (CbFoundingPage *self)
{
  const char *code = self->code == NULL ? NULL : (const char *) cb_secret_bytes (self->code);
  g_autofree char *typed = g_strstrip (g_ascii_strup (gtk_editable_get_text (GTK_EDITABLE (self->retype)), -1));

  return code != NULL && strrchr (code, '-') != NULL && g_str_equal (strrchr (code, '-') + 1, typed);
}

/* --- the first people --- */

GtkWidget *
cb_founding_people_new (CbFoundingPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->people = step_box_new (_("The first people"),
                               _("Everybody who works at this desk gets a number and a passphrase of their own. Somebody who records a "
                                 "case cannot decide it: enrol at least one caseworker and one approver. More can follow under Settings."));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->people);
  gtk_widget_set_vexpand (scroller, TRUE);

  self->no_approver = cb_label_new (_("No approver is enrolled yet, so nobody could decide a case. Enrol one here, or later under Settings."),
                                    "warning");
  gtk_label_set_wrap (GTK_LABEL (self->no_approver), TRUE);
  self->put_away = gtk_check_button_new_with_mnemonic (_("The recovery sheet and the _passphrases are printed or written down, and put away"));
  g_signal_connect_swapped (self->put_away, "toggled", G_CALLBACK (cb_founding_update), self);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_box_append (GTK_BOX (box), self->no_approver);
  gtk_box_append (GTK_BOX (box), self->put_away);

  return box;
}

void
cb_founding_people_changed (CbFoundingPage *self)
{
  g_autoptr (GPtrArray) people = cb_authority_people (cb_desk_authority (self->desk));
  gboolean approver = FALSE;

  for (guint i = 0; i < people->len; i++)
    approver |= (((const CbPerson *) g_ptr_array_index (people, i))->roles & CB_ROLE_APPROVER) != 0;
  gtk_widget_set_visible (self->no_approver, !approver);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->put_away), FALSE);
  cb_founding_update (self);
}
