/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-enrol-form.h"

#include "cb-clock.h"
#include "cb-passphrase.h"
#include "cb-print.h"
#include "cb-rights-fields.h"
#include "cb-shell.h"
#include "cb-ui-names.h"
#include "cb-widgets.h"

/* One enrolment, from the form to the slip. */
typedef struct
{
  char     *name;
  CbRoles   roles;
  char     *area;
  CbMoney   limit;
  CbSecret *passphrase;
  guint     slot;
} Enrolment;

struct _CbEnrolForm
{
  GtkWidget parent_instance;

  CbDesk    *desk;
  GtkWidget *box;
  GtkWidget *name;
  CbRightsFields *rights;    /* of the grid */
  GtkWidget *message;
  GtkWidget *spinner;
  GtkWidget *enrol;
  GtkWidget *slips;
  gboolean   busy;
};

G_DEFINE_FINAL_TYPE (CbEnrolForm, cb_enrol_form, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_ENROLLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
enrolment_free (Enrolment *e)
{
  g_free (e->name);
  g_free (e->area);
  g_clear_pointer (&e->passphrase, cb_secret_free);
  g_free (e);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Enrolment, enrolment_free)

static void
say (CbEnrolForm *self,
     const char  *text)
{
  gtk_label_set_text (GTK_LABEL (self->message), text == NULL ? "" : text);
  gtk_widget_set_visible (self->message, text != NULL);
}

static void
set_busy (CbEnrolForm *self,
          gboolean     busy)
{
  self->busy = busy;
  gtk_widget_set_sensitive (self->enrol, !busy);
  gtk_widget_set_visible (self->spinner, busy);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), busy);
}

/* --- slips --- */

static void
print_cb (GtkWidget *button,
          GtkWidget *row)
{
  const Enrolment *e = g_object_get_data (G_OBJECT (row), "enrolment");
  CbEnrolForm *self = CB_ENROL_FORM (gtk_widget_get_ancestor (button, CB_TYPE_ENROL_FORM));
  g_autofree char *roles = cb_roles_title (e->roles);
  g_autofree char *area = cb_areas_path (cb_desk_areas (self->desk), e->area);
  CbSheet sheet = {
    .kind = CB_SHEET_PERSON,
    .county = cb_authority_county (cb_desk_authority (self->desk)),
    .person = e->name,
    .roles = roles,
    .area = area,
    .number = e->slot,
    .date = cb_clock_today (),
    .secret = e->passphrase,
  };

  cb_print_sheet (button, &sheet, _("Access slip"));
}

static void
put_away_cb (GtkWidget *button,
             GtkWidget *row)
{
  CbEnrolForm *self = CB_ENROL_FORM (gtk_widget_get_ancestor (button, CB_TYPE_ENROL_FORM));

  gtk_box_remove (GTK_BOX (self->slips), row);
}

static void
add_slip (CbEnrolForm *self,
          Enrolment   *e)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *roles = cb_roles_title (e->roles);
  g_autofree char *who = g_markup_printf_escaped ("<b>%02u  %s</b>  %s", e->slot, e->name, roles);
  GtkWidget *label = cb_label_new (NULL, NULL);
  GtkWidget *secret = cb_label_new ((const char *) cb_secret_bytes (e->passphrase), "monospace");
  GtkWidget *print = gtk_button_new_with_mnemonic (_("_Print Slip…"));
  GtkWidget *done = gtk_button_new_with_mnemonic (_("Put _Away"));

  gtk_widget_add_css_class (row, "cb-slip");
  gtk_label_set_markup (GTK_LABEL (label), who);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (texts), label);
  gtk_box_append (GTK_BOX (texts), secret);
  g_object_set_data_full (G_OBJECT (row), "enrolment", e, (GDestroyNotify) enrolment_free);
  g_signal_connect (print, "clicked", G_CALLBACK (print_cb), row);
  g_signal_connect (done, "clicked", G_CALLBACK (put_away_cb), row);
  cb_widget_set_tip (done, _("The passphrase is not shown again"));
  gtk_widget_set_valign (print, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (done, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (row), texts);
  gtk_box_append (GTK_BOX (row), print);
  gtk_box_append (GTK_BOX (row), done);
  gtk_box_prepend (GTK_BOX (self->slips), row);
}

/* --- enrolling --- */

static void
enrol_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  CbEnrolForm *self = source;
  Enrolment *e = data;
  GError *error = NULL;
  CbUid person;

  if (cb_desk_enrol (self->desk, e->name, e->roles, e->area, e->limit, e->passphrase, &e->slot, &person, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
enrolled_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  CbEnrolForm *self = CB_ENROL_FORM (object);
  g_autoptr (Enrolment) e = data;
  g_autoptr (GError) error = NULL;
  gboolean ok = g_task_propagate_boolean (G_TASK (result), &error);

  if (self->box == NULL)
    return;
  set_busy (self, FALSE);
  if (!ok)
    {
      g_autofree char *sentence = cb_error_sentence (error);

      say (self, sentence);
      return;
    }

  gtk_editable_set_text (GTK_EDITABLE (self->name), "");
  cb_rights_fields_set (self->rights, NULL);
  say (self, NULL);
  add_slip (self, g_steal_pointer (&e));
  gtk_widget_grab_focus (self->name);
  g_signal_emit (self, signals[SIGNAL_ENROLLED], 0);
}

static void
start (CbEnrolForm *self,
       Enrolment   *e)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, enrolled_cb, e);

  set_busy (self, TRUE);
  g_task_set_task_data (task, e, NULL);
  g_task_run_in_thread (task, enrol_thread);
}

static void
signed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (Enrolment) e = data;

  if (cb_shell_sign_finish (GTK_WIDGET (object), result, NULL) && CB_ENROL_FORM (object)->box != NULL)
    start (CB_ENROL_FORM (object), g_steal_pointer (&e));
}

static void
enrol_cb (CbEnrolForm *self)
{
  g_autoptr (Enrolment) e = g_new0 (Enrolment, 1);
  const char *area;

  if (self->busy)
    return;
  e->name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
  if (e->name[0] == '\0')
    {
      say (self, _("Who is it? Enter the name first."));
      gtk_widget_grab_focus (self->name);
      return;
    }
  if (!cb_rights_fields_get (self->rights, &e->roles, &area, &e->limit))
    return;
  e->area = g_strdup (area);
  e->passphrase = cb_passphrase_generate ();

  if (cb_desk_signing (self->desk))
    start (self, g_steal_pointer (&e));
  else
    {
      g_autofree char *roles = cb_roles_title (e->roles);
      g_autofree char *what = g_strdup_printf (_("Enrol %s at this desk as: %s."), e->name, roles);

      cb_shell_sign (GTK_WIDGET (self), self->desk, what, signed_cb, g_steal_pointer (&e));
    }
}

static void
cb_enrol_form_dispose (GObject *object)
{
  CbEnrolForm *self = CB_ENROL_FORM (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (cb_enrol_form_parent_class)->dispose (object);
}

static void
cb_enrol_form_class_init (CbEnrolFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cb_enrol_form_dispose;
  signals[SIGNAL_ENROLLED] =
    g_signal_new ("enrolled", CB_TYPE_ENROL_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
cb_enrol_form_init (CbEnrolForm *self)
{
}

GtkWidget *
cb_enrol_form_new (CbDesk *desk)
{
  CbEnrolForm *self = g_object_new (CB_TYPE_ENROL_FORM, NULL);
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->desk = g_object_ref (desk);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_grid_set_row_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);

  self->name = gtk_entry_new ();
  cb_widget_set_label (self->name, _(CB_NAME_PERSON_NAME));
  cb_rights_fields_row (GTK_GRID (grid), 0, _("Name"), self->name);

  self->message = cb_label_new (NULL, "error");
  gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);
  gtk_widget_set_visible (self->message, FALSE);
  self->rights = cb_rights_fields_new (desk, GTK_GRID (grid), 1, self->message);

  self->spinner = gtk_spinner_new ();
  gtk_widget_set_visible (self->spinner, FALSE);
  self->enrol = gtk_button_new_with_mnemonic (_(CB_NAME_PERSON_ENROL));
  g_signal_connect_swapped (self->enrol, "clicked", G_CALLBACK (enrol_cb), self);
  gtk_widget_set_halign (buttons, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (buttons), self->spinner);
  gtk_box_append (GTK_BOX (buttons), self->enrol);

  self->slips = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_box_append (GTK_BOX (self->box), grid);
  gtk_box_append (GTK_BOX (self->box), self->message);
  gtk_box_append (GTK_BOX (self->box), buttons);
  gtk_box_append (GTK_BOX (self->box), self->slips);

  return GTK_WIDGET (self);
}

gboolean
cb_enrol_form_is_busy (CbEnrolForm *form)
{
  g_return_val_if_fail (CB_IS_ENROL_FORM (form), FALSE);

  return form->busy;
}
