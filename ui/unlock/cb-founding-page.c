/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-founding-private.h"

#include "cb-enrol-form.h"
#include "cb-new-passphrase.h"
#include "cb-passphrase.h"
#include "cb-ui-names.h"
#include "cb-widgets.h"

G_DEFINE_FINAL_TYPE (CbFoundingPage, cb_founding_page, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_OPENED,
  SIGNAL_BACK,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *const step_names[CB_N_STEPS] = { "county", "authority", "sheet", "people" };
static const char *const step_titles[CB_N_STEPS] = { N_("County"), N_("Authority"), N_("Recovery sheet"), N_("People") };

/* What the founding thread needs and gives. */
typedef struct
{
  char     *dir;
  char     *county;
  char     *area;
  char     *desk_label;
  char     *person;
  CbSecret *passphrase;
  CbSecret *code;      /* out, as text */
} Founding;

static void
founding_free (Founding *f)
{
  g_free (f->dir);
  g_free (f->county);
  g_free (f->area);
  g_free (f->desk_label);
  g_free (f->person);
  g_clear_pointer (&f->passphrase, cb_secret_free);
  g_clear_pointer (&f->code, cb_secret_free);
  g_free (f);
}

static gboolean
filled (GtkWidget *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry))[0] != '\0';
}

static gboolean
can_go_on (CbFoundingPage *self)
{
  switch (self->step)
    {
    case CB_STEP_COUNTY:
      return self->area != NULL && filled (self->county) && filled (self->desk_label) && filled (self->folder);
    case CB_STEP_AUTHORITY:
      return filled (self->name) && cb_new_passphrase_is_confirmed (CB_NEW_PASSPHRASE (self->passphrase));
    case CB_STEP_SHEET:
      return cb_founding_code_confirmed (self);
    default:
      return self->enrol != NULL && !cb_enrol_form_is_busy (CB_ENROL_FORM (self->enrol))
             && gtk_check_button_get_active (GTK_CHECK_BUTTON (self->put_away));
    }
}

void
cb_founding_update (CbFoundingPage *self)
{
  static const char *const names[CB_N_STEPS] = {
    CB_NAME_FOUND_NEXT, CB_NAME_FOUND_CREATE, CB_NAME_FOUND_NEXT, CB_NAME_FOUND_OPEN,
  };
  g_autoptr (GString) trail = g_string_new (NULL);

  if (self->next == NULL)
    return;      /* while the steps are being built */
  for (guint i = 0; i < CB_N_STEPS; i++)
    {
      g_autofree char *title = g_markup_printf_escaped (i == self->step ? "<b>%u  %s</b>" : "%u  %s", i + 1,
                                                        _(step_titles[i]));

      g_string_append_printf (trail, "%s%s", i == 0 ? "" : "     ", title);
    }
  gtk_label_set_markup (GTK_LABEL (self->steps), trail->str);
  gtk_button_set_label (GTK_BUTTON (self->next), _(names[self->step]));
  gtk_widget_set_sensitive (self->next, !self->busy && can_go_on (self));
  /* Once the casebook exists there is no way back before it. */
  gtk_widget_set_visible (self->back, self->step <= CB_STEP_AUTHORITY);
  gtk_widget_set_sensitive (self->back, !self->busy);
  cb_widget_set_busy (self->stack, self->busy);
  gtk_widget_set_visible (self->spinner, self->busy);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), self->busy);
}

void
cb_founding_say (CbFoundingPage *self,
                 const char     *text)
{
  gtk_label_set_text (GTK_LABEL (self->message), text == NULL ? "" : text);
}

static void
go_to (CbFoundingPage *self,
       guint           step)
{
  self->step = step;
  cb_founding_say (self, NULL);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), step_names[step]);
  cb_founding_update (self);
  cb_widget_focus_inside (gtk_stack_get_visible_child (GTK_STACK (self->stack)));
}

static void
found_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  Founding *f = data;
  CbFounding founding = {
    .county = f->county,
    .area = f->area,
    .desk_label = f->desk_label,
    .person = f->person,
    .roles = CB_ROLE_AUTHORITY,
    .cost = CB_VAULT_COST_NORMAL,
  };
  g_autofree char *parent = g_path_get_dirname (f->dir);
  GError *error = NULL;
  CbDesk *desk;

  g_mkdir_with_parents (parent, 0700);
  desk = cb_desk_found (f->dir, &founding, f->passphrase, &f->code, &error);
  /* The same passphrase opens the session in which the first people are enrolled. */
  if (desk != NULL && !cb_desk_sign_in (desk, f->passphrase, &error))
    g_clear_error (&error);
  if (desk == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, desk, g_object_unref);
}

static void
founded_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  CbFoundingPage *self = CB_FOUNDING_PAGE (object);
  Founding *f = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (CbDesk) desk = g_task_propagate_pointer (G_TASK (result), &error);

  self->busy = FALSE;
  if (self->box == NULL)
    {
      if (desk != NULL)
        cb_desk_lock_async (desk, NULL, NULL);
      return;
    }
  if (desk == NULL)
    {
      g_autofree char *sentence = cb_error_sentence (error);

      cb_founding_update (self);
      cb_founding_say (self, sentence);
      return;
    }

  self->desk = g_steal_pointer (&desk);
  self->code = g_steal_pointer (&f->code);
  cb_new_passphrase_renew (CB_NEW_PASSPHRASE (self->passphrase));
  cb_founding_show_code (self);
  go_to (self, CB_STEP_SHEET);
  gtk_widget_grab_focus (self->retype);
}

static void
found (CbFoundingPage *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, founded_cb, NULL);
  Founding *f = g_new0 (Founding, 1);

  f->dir = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->folder)));
  f->county = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->county)));
  f->area = g_strdup (self->area);
  f->desk_label = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->desk_label)));
  f->person = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name)));
  f->passphrase = cb_new_passphrase_dup (CB_NEW_PASSPHRASE (self->passphrase));
  self->busy = TRUE;
  cb_founding_update (self);
  cb_founding_say (self, _("Founding the county. Making a passphrase expensive to guess takes a few seconds…"));
  g_task_set_task_data (task, f, (GDestroyNotify) founding_free);
  g_task_run_in_thread (task, found_thread);
}

static void
show_people (CbFoundingPage *self)
{
  g_clear_pointer (&self->code, cb_secret_free);
  gtk_label_set_text (GTK_LABEL (self->groups), "");
  self->enrol = cb_enrol_form_new (self->desk);
  g_signal_connect_swapped (self->enrol, "enrolled", G_CALLBACK (cb_founding_people_changed), self);
  gtk_box_append (GTK_BOX (self->people), self->enrol);
  cb_founding_people_changed (self);
  go_to (self, CB_STEP_PEOPLE);
}

static void
next_cb (CbFoundingPage *self)
{
  if (self->busy || !can_go_on (self))
    return;
  switch (self->step)
    {
    case CB_STEP_COUNTY:
      go_to (self, CB_STEP_AUTHORITY);
      break;
    case CB_STEP_AUTHORITY:
      found (self);
      break;
    case CB_STEP_SHEET:
      show_people (self);
      break;
    default:
      {
        g_autoptr (CbDesk) desk = g_steal_pointer (&self->desk);

        cb_desk_sign_out (desk);
        g_signal_emit (self, signals[SIGNAL_OPENED], 0, desk);
      }
    }
}

static void
back_cb (CbFoundingPage *self)
{
  if (self->step == CB_STEP_COUNTY)
    g_signal_emit (self, signals[SIGNAL_BACK], 0);
  else
    go_to (self, self->step - 1);
}

static void
cb_founding_page_root (GtkWidget *widget)
{
  CbFoundingPage *self = CB_FOUNDING_PAGE (widget);
  GtkRoot *root;

  GTK_WIDGET_CLASS (cb_founding_page_parent_class)->root (widget);
  root = gtk_widget_get_root (widget);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_default_widget (GTK_WINDOW (root), self->next);
}

static void
cb_founding_page_unroot (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  if (GTK_IS_WINDOW (root))
    gtk_window_set_default_widget (GTK_WINDOW (root), NULL);
  GTK_WIDGET_CLASS (cb_founding_page_parent_class)->unroot (widget);
}

static void
cb_founding_page_dispose (GObject *object)
{
  CbFoundingPage *self = CB_FOUNDING_PAGE (object);

  /* Left in the middle: the casebook stands, and is closed. */
  if (self->desk != NULL)
    cb_desk_lock_async (self->desk, NULL, NULL);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->code, cb_secret_free);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  self->next = NULL;
  g_clear_pointer (&self->area, g_free);

  G_OBJECT_CLASS (cb_founding_page_parent_class)->dispose (object);
}

static void
cb_founding_page_class_init (CbFoundingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cb_founding_page_dispose;
  widget_class->root = cb_founding_page_root;
  widget_class->unroot = cb_founding_page_unroot;
  signals[SIGNAL_OPENED] =
    g_signal_new ("opened", CB_TYPE_FOUNDING_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, CB_TYPE_DESK);
  signals[SIGNAL_BACK] =
    g_signal_new ("back", CB_TYPE_FOUNDING_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
cb_founding_page_init (CbFoundingPage *self)
{
  GtkWidget *bar = adw_header_bar_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->steps = gtk_label_new (NULL);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar), self->steps);
  gtk_box_append (GTK_BOX (self->box), bar);

  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), cb_founding_county_new (self), step_names[CB_STEP_COUNTY]);
  gtk_stack_add_named (GTK_STACK (self->stack), cb_founding_authority_new (self), step_names[CB_STEP_AUTHORITY]);
  gtk_stack_add_named (GTK_STACK (self->stack), cb_founding_sheet_new (self), step_names[CB_STEP_SHEET]);
  gtk_stack_add_named (GTK_STACK (self->stack), cb_founding_people_new (self), step_names[CB_STEP_PEOPLE]);
  gtk_widget_set_vexpand (self->stack, TRUE);

  self->message = cb_label_new (NULL, NULL);
  gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);

  self->spinner = gtk_spinner_new ();
  self->back = gtk_button_new_with_mnemonic (_(CB_NAME_FOUND_BACK));
  g_signal_connect_swapped (self->back, "clicked", G_CALLBACK (back_cb), self);
  self->next = gtk_button_new_with_mnemonic (_(CB_NAME_FOUND_NEXT));
  gtk_widget_add_css_class (self->next, "suggested-action");
  g_signal_connect_swapped (self->next, "clicked", G_CALLBACK (next_cb), self);
  g_signal_connect_swapped (self->passphrase, "activate", G_CALLBACK (next_cb), self);
  gtk_widget_set_halign (buttons, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (buttons), self->spinner);
  gtk_box_append (GTK_BOX (buttons), self->back);
  gtk_box_append (GTK_BOX (buttons), self->next);

  gtk_box_append (GTK_BOX (content), self->stack);
  gtk_box_append (GTK_BOX (content), self->message);
  gtk_box_append (GTK_BOX (content), buttons);
  gtk_widget_set_margin_top (content, 18);
  gtk_widget_set_margin_bottom (content, 18);
  gtk_widget_set_margin_start (content, 18);
  gtk_widget_set_margin_end (content, 18);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 640);
  adw_clamp_set_child (ADW_CLAMP (clamp), content);
  gtk_widget_set_vexpand (clamp, TRUE);
  gtk_box_append (GTK_BOX (self->box), clamp);
  cb_founding_update (self);
}

GtkWidget *
cb_founding_page_new (void)
{
  return g_object_new (CB_TYPE_FOUNDING_PAGE, NULL);
}
