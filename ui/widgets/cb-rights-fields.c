/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-rights-fields.h"

#include "cb-ui-names.h"
#include "cb-widgets.h"

#define N_ROLES 7

struct _CbRightsFields
{
  CbDesk    *desk;
  GtkWidget *message;
  GtkWidget *roles[N_ROLES];
  GtkWidget *area;
  GPtrArray *area_codes;     /* of char*, as in the drop-down */
  GtkWidget *limit_row;
  GtkWidget *limit;
};

static void
fields_free (CbRightsFields *self)
{
  g_clear_object (&self->desk);
  g_clear_pointer (&self->area_codes, g_ptr_array_unref);
  g_free (self);
}

static void
say (CbRightsFields *self,
     const char     *text)
{
  gtk_label_set_text (GTK_LABEL (self->message), text == NULL ? "" : text);
  gtk_widget_set_visible (self->message, text != NULL);
}

static CbRoles
chosen_roles (CbRightsFields *self)
{
  CbRoles roles = 0;

  for (guint i = 0; i < N_ROLES; i++)
    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (self->roles[i])))
      roles |= 1u << i;

  return roles;
}

static void
roles_changed_cb (CbRightsFields *self)
{
  CbRoles roles = chosen_roles (self);

  gtk_widget_set_visible (self->limit_row, (roles & (CB_ROLE_APPROVER | CB_ROLE_REVIEWER)) != 0);
  say (self, cb_roles_compatible (roles) ? NULL : cb_may_text (CB_MAY_EXCLUSIVE_ROLES));
}

gboolean
cb_rights_fields_get (CbRightsFields *self,
                      CbRoles        *roles,
                      const char    **area,
                      CbMoney        *limit)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->limit));
  const guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->area));

  *roles = chosen_roles (self);
  *area = chosen < self->area_codes->len ? g_ptr_array_index (self->area_codes, chosen) : "";
  *limit = 0;
  if (*roles == 0)
    {
      say (self, _("Choose at least one role."));
      gtk_widget_grab_focus (self->roles[0]);
      return FALSE;
    }
  if (!cb_roles_compatible (*roles))
    {
      say (self, cb_may_text (CB_MAY_EXCLUSIVE_ROLES));
      return FALSE;
    }
  if (gtk_widget_get_visible (self->limit_row) && *text != '\0' && (!cb_money_parse (text, limit, NULL) || *limit < 0))
    {
      say (self, _("The limit is not an amount in yuan. Leave it empty for no limit."));
      gtk_widget_grab_focus (self->limit);
      return FALSE;
    }

  return TRUE;
}

void
cb_rights_fields_set (CbRightsFields *self,
                      const CbPerson *person)
{
  g_autofree char *limit = person != NULL && person->limit != 0 ? cb_money_format (person->limit, FALSE) : g_strdup ("");
  guint area = 0;

  for (guint i = 0; i < N_ROLES; i++)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->roles[i]), person != NULL && (person->roles & (1u << i)) != 0);
  gtk_editable_set_text (GTK_EDITABLE (self->limit), limit);
  if (person == NULL)
    return;
  /* An area that is not among those offered, a village say, stays to be chosen. */
  while (area < self->area_codes->len && !g_str_equal (g_ptr_array_index (self->area_codes, area), person->area))
    area++;
  if (area == self->area_codes->len)
    {
      g_autofree char *path = cb_areas_path (cb_desk_areas (self->desk), person->area);

      gtk_string_list_append (GTK_STRING_LIST (gtk_drop_down_get_model (GTK_DROP_DOWN (self->area))), path);
      g_ptr_array_add (self->area_codes, g_strdup (person->area));
    }
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->area), area);
}

/* --- building --- */

void
cb_rights_fields_row (GtkGrid    *grid,
                      int         row,
                      const char *title,
                      GtkWidget  *widget)
{
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_grid_attach (grid, label, 0, row, 1, 1);
  gtk_grid_attach (grid, widget, 1, row, 1, 1);
}

static void
fill_areas (CbRightsFields *self)
{
  const char *county = cb_authority_area (cb_desk_authority (self->desk));
  CbAreas *areas = cb_desk_areas (self->desk);
  const CbArea *whole = cb_areas_find (areas, county);
  g_autoptr (GPtrArray) children = cb_areas_children (areas, county);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, whole != NULL ? whole->name : cb_authority_county (cb_desk_authority (self->desk)));
  g_ptr_array_add (self->area_codes, g_strdup (county));
  for (guint i = 0; i < children->len; i++)
    {
      const CbArea *area = g_ptr_array_index (children, i);

      gtk_string_list_append (names, area->name);
      g_ptr_array_add (self->area_codes, g_strdup (area->code));
    }
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->area), G_LIST_MODEL (names));
}

CbRightsFields *
cb_rights_fields_new (CbDesk    *desk,
                      GtkGrid   *grid,
                      int        row,
                      GtkWidget *message)
{
  CbRightsFields *self = g_new0 (CbRightsFields, 1);
  GtkWidget *flow = gtk_flow_box_new ();
  GtkExpression *expression = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

  self->desk = g_object_ref (desk);
  self->message = message;
  self->area_codes = g_ptr_array_new_with_free_func (g_free);
  g_object_set_data_full (G_OBJECT (grid), "cb-rights", self, (GDestroyNotify) fields_free);

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), 4);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (flow), 8);
  for (guint i = 0; i < N_ROLES; i++)
    {
      GtkWidget *child;

      self->roles[i] = gtk_check_button_new_with_label (cb_role_title (1u << i));
      g_signal_connect_swapped (self->roles[i], "toggled", G_CALLBACK (roles_changed_cb), self);
      gtk_flow_box_append (GTK_FLOW_BOX (flow), self->roles[i]);
      child = gtk_widget_get_parent (self->roles[i]);
      gtk_widget_set_focusable (child, FALSE);
    }
  cb_rights_fields_row (grid, row, _("Roles"), flow);

  self->area = gtk_drop_down_new (NULL, expression);
  cb_drop_down_set_search (GTK_DROP_DOWN (self->area));
  cb_widget_set_label (self->area, _(CB_NAME_PERSON_AREA));
  fill_areas (self);
  cb_rights_fields_row (grid, row + 1, _("Area"), self->area);

  self->limit = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->limit), _("No limit"));
  cb_widget_set_label (self->limit, _(CB_NAME_PERSON_LIMIT));
  self->limit_row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_box_append (GTK_BOX (self->limit_row), self->limit);
  gtk_box_append (GTK_BOX (self->limit_row), cb_label_new (_("yuan, highest amount decided alone"), "dim-label"));
  cb_rights_fields_row (grid, row + 2, "", self->limit_row);
  gtk_widget_set_visible (self->limit_row, FALSE);

  return self;
}
