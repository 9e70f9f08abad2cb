/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-settings-groups.h"

#include "cb-clock.h"
#include "cb-enrol-form.h"
#include "cb-revoke-form.h"
#include "cb-rights-form.h"
#include "cb-shell.h"
#include "cb-ui-names.h"
#include "cb-widgets.h"

#include <glib/gi18n.h>
#include <string.h>

#define MANY 20     /* from so many on there is a search */

#define CB_TYPE_PEOPLE_GROUP (cb_people_group_get_type ())
G_DECLARE_FINAL_TYPE (CbPeopleGroup, cb_people_group, CB, PEOPLE_GROUP, AdwBin)

struct _CbPeopleGroup
{
  AdwBin parent_instance;

  CbDesk    *desk;
  gboolean   authority;  /* the person at the desk is one: more is shown, and can be done */
  GtkWidget *search;
  GtkWidget *list;       /* who has a place here */
  GtkWidget *county;     /* the others, and the desks */
  GtkWidget *form;       /* the one that is open; NULL */
  gboolean   busy;
};

G_DEFINE_FINAL_TYPE (CbPeopleGroup, cb_people_group, ADW_TYPE_BIN)

/* What the authority log does not tell. */
typedef struct
{
  GArray     *slots;      /* of CbVaultSlot */
  GArray     *requests;   /* of CbKeyRequest */
  GHashTable *last;       /* CbUid of a desk → gint64, ms of its last record here */
} Look;

static void
look_free (Look *look)
{
  g_clear_pointer (&look->slots, g_array_unref);
  g_clear_pointer (&look->requests, g_array_unref);
  g_clear_pointer (&look->last, g_hash_table_unref);
  g_free (look);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Look, look_free)

static void
look_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  CbDesk *desk = data;
  g_autoptr (Look) look = g_new0 (Look, 1);
  g_autoptr (GPtrArray) desks = cb_authority_desks (cb_desk_authority (desk));
  GError *error = NULL;

  look->last = g_hash_table_new_full (cb_uid_hash, (GEqualFunc) cb_uid_equal, g_free, g_free);
  look->slots = cb_vault_list_slots (cb_desk_vault (desk), &error);
  if (look->slots != NULL)
    look->requests = cb_desk_key_requests (desk, &error);
  for (guint i = 0; look->requests != NULL && i < desks->len && error == NULL; i++)
    {
      const CbDeskCert *cert = g_ptr_array_index (desks, i);
      g_autoptr (GArray) trail = cb_desk_trail (desk, &cert->uid, 1, &error);

      if (trail != NULL && trail->len > 0)
        {
          const gint64 ms = cb_hlc_ms (g_array_index (trail, CbTrace, 0).hlc);

          g_hash_table_replace (look->last, g_memdup2 (&cert->uid, sizeof cert->uid), g_memdup2 (&ms, sizeof ms));
        }
    }
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&look), (GDestroyNotify) look_free);
}

/* 0: no place at this desk. */
static guint
slot_of (const Look  *look,
         const CbUid *person)
{
  for (guint i = 0; i < look->slots->len; i++)
    {
      const CbVaultSlot *slot = &g_array_index (look->slots, CbVaultSlot, i);

      if (slot->kind == CB_VAULT_SLOT_PERSON && cb_uid_equal (&slot->person, person))
        return slot->number;
    }

  return 0;
}

static const CbKeyRequest *
request_of (const Look  *look,
            const CbUid *person)
{
  for (guint i = 0; i < look->requests->len; i++)
    if (cb_uid_equal (&g_array_index (look->requests, CbKeyRequest, i).person, person))
      return &g_array_index (look->requests, CbKeyRequest, i);

  return NULL;
}

/* --- forms below a line --- */

static void
close_form (CbPeopleGroup *self)
{
  GtkWidget *form = self->form;
  GtkWidget *button;

  if (form == NULL)
    return;
  self->form = NULL;
  button = g_object_get_data (G_OBJECT (form), "button");
  gtk_widget_grab_focus (button);
  gtk_box_remove (GTK_BOX (gtk_widget_get_parent (form)), form);
}

static void
closed_cb (CbPeopleGroup *self)
{
  close_form (self);
  /* The places of this desk have changed after what the journal told. */
  cb_people_group_refresh (GTK_WIDGET (self));
}

/* All of it, once it has its place. */
static gboolean
show_form_cb (gpointer data)
{
  GtkWidget *form = data;
  GtkWidget *scroller = gtk_widget_get_ancestor (form, GTK_TYPE_SCROLLED_WINDOW);
  GtkWidget *viewport = scroller != NULL ? gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scroller)) : NULL;
  GtkWidget *content = GTK_IS_VIEWPORT (viewport) ? gtk_viewport_get_child (GTK_VIEWPORT (viewport)) : NULL;
  graphene_rect_t bounds;

  if (content == NULL)
    return G_SOURCE_REMOVE;
  gtk_widget_child_focus (form, GTK_DIR_TAB_FORWARD);
  if (gtk_widget_compute_bounds (gtk_widget_get_parent (form), content, &bounds))
    gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller)), bounds.origin.y,
                               bounds.origin.y + bounds.size.height);

  return G_SOURCE_REMOVE;
}

static void
open_form (CbPeopleGroup *self,
           GtkWidget     *button,
           GtkWidget     *form)
{
  GtkWidget *entry = gtk_widget_get_ancestor (button, GTK_TYPE_BOX);

  close_form (self);
  entry = gtk_widget_get_parent (entry);
  self->form = form;
  g_object_set_data_full (G_OBJECT (form), "button", g_object_ref (button), g_object_unref);
  gtk_widget_set_margin_top (form, 6);
  gtk_widget_set_margin_bottom (form, 4);
  g_signal_connect_object (form, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (entry), form);
  /* After the layout of the next frame. */
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, show_form_cb, g_object_ref (form), g_object_unref);
}

static void
revoke_cb (CbPeopleGroup *self,
           GtkWidget     *button)
{
  const CbUid *whom = g_object_get_data (G_OBJECT (button), "whom");

  if (!self->busy)
    open_form (self, button, cb_revoke_form_new (self->desk, whom, g_object_get_data (G_OBJECT (button), "here") != NULL));
}

static void
rights_cb (CbPeopleGroup *self,
           GtkWidget     *button)
{
  const CbPerson *person = cb_authority_person (cb_desk_authority (self->desk), g_object_get_data (G_OBJECT (button), "whom"));

  if (!self->busy && person != NULL)
    open_form (self, button, cb_rights_form_new (self->desk, person));
}

/* --- who is revoked and still has a place here --- */

typedef struct { CbDesk *desk; CbUid person; } Shutting;

static void
shutting_free (gpointer data)
{
  Shutting *s = data;

  g_clear_object (&s->desk);
  g_free (s);
}

static void
shut_out_thread (GTask        *task,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  Shutting *s = data;
  GError *error = NULL;

  if (cb_desk_shut_out (s->desk, &s->person, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
shut_out_done_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      data)
{
  CbPeopleGroup *self = CB_PEOPLE_GROUP (object);
  g_autoptr (GError) error = NULL;

  self->busy = FALSE;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    cb_shell_error (GTK_WIDGET (self), error);
  if (self->list != NULL)
    closed_cb (self);
}

static void
shut_out_cb (CbPeopleGroup *self,
             GtkWidget     *button)
{
  g_autoptr (GTask) task = NULL;
  Shutting *s;

  if (self->busy)
    return;
  self->busy = TRUE;
  gtk_widget_set_sensitive (button, FALSE);
  s = g_new0 (Shutting, 1);
  s->desk = g_object_ref (self->desk);
  s->person = *(const CbUid *) g_object_get_data (G_OBJECT (button), "whom");
  task = g_task_new (self, NULL, shut_out_done_cb, NULL);
  g_task_set_task_data (task, s, shutting_free);
  g_task_run_in_thread (task, shut_out_thread);
}

/* --- the list --- */

/* @spoken: for assistive technology, with the name; there is one such button to a line. */
static GtkWidget *
button_new (CbPeopleGroup *self,
            GtkWidget     *button,
            const char    *spoken,
            const CbUid   *whom,
            GCallback      clicked)
{
  cb_widget_set_label (button, spoken);
  g_object_set_data_full (G_OBJECT (button), "whom", g_memdup2 (whom, sizeof *whom), g_free);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "cb-line-button");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);

  return button;
}

static void
add_revoke (CbPeopleGroup *self,
            GtkWidget     *line,
            const char    *name,
            const CbUid   *whom,
            gboolean       here)
{
  GtkWidget *button = gtk_button_new_with_label (_("Revoke…"));
  /* TRANSLATORS: the label of a button for assistive technology; a name. */
  g_autofree char *spoken = g_strdup_printf (_("Revoke %s"), name);

  g_object_set_data (G_OBJECT (button), "here", here ? self : NULL);
  gtk_box_append (GTK_BOX (line), button_new (self, button, spoken, whom, G_CALLBACK (revoke_cb)));
}

static void
add_rights (CbPeopleGroup  *self,
            GtkWidget      *line,
            const CbPerson *person)
{
  GtkWidget *button = gtk_button_new_with_label (_("Rights…"));
  /* TRANSLATORS: the label of a button for assistive technology; a name. */
  g_autofree char *spoken = g_strdup_printf (_("Change the rights of %s"), person->name);

  gtk_box_append (GTK_BOX (line), button_new (self, button, spoken, &person->uid, G_CALLBACK (rights_cb)));
}

/* "Revoked 2026-09-21 14:05 by 何平: …" */
static GtkWidget *
revocation_new (CbPeopleGroup *self,
                const CbUid   *whom)
{
  CbAuthority *authority = cb_desk_authority (self->desk);
  CbRevocation revocation;
  const CbPerson *issuer;
  g_autofree char *at = NULL, *text = NULL;
  GtkWidget *label;

  if (!cb_authority_revocation (authority, whom, &revocation))
    return NULL;
  issuer = cb_authority_person (authority, &revocation.issuer);
  at = cb_clock_format (revocation.ms);
  /* TRANSLATORS: date and time, name of an authority, the reason. */
  text = g_strdup_printf (_("Revoked %s by %s: %s"), at, issuer != NULL ? issuer->name : "?", revocation.reason);
  label = cb_label_new (text, "error");
  gtk_widget_add_css_class (label, "caption");
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);

  return label;
}

/* Number (0: none), name and rights; what else there is goes into @line, and below it into what is returned. */
static GtkWidget *
entry_new (guint        number,
           const char  *name,
           const char  *rights,
           gboolean     person,
           gboolean     revoked,
           GtkWidget  **line)
{
  GtkWidget *entry = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title = cb_label_new (NULL, "numeric");
  GtkWidget *what = cb_label_new (rights, "dim-label");
  g_autofree char *markup = number != 0 ? g_markup_printf_escaped ("%02u  <b>%s</b>", number, name)
                                        : g_markup_printf_escaped ("<b>%s</b>", name);
  g_autofree char *found = g_strdup_printf ("%s %s", name, rights);

  *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_label_set_markup (GTK_LABEL (title), markup);
  /* Names of desks are longer. */
  gtk_label_set_width_chars (GTK_LABEL (title), person ? 14 : 24);
  gtk_label_set_max_width_chars (GTK_LABEL (title), person ? 14 : 24);
  if (revoked)
    gtk_widget_add_css_class (title, "dim-label");
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  cb_widget_set_cut_tip (title, name);
  gtk_label_set_ellipsize (GTK_LABEL (what), PANGO_ELLIPSIZE_END);
  cb_widget_set_cut_tip (what, rights);
  gtk_widget_set_hexpand (what, TRUE);
  gtk_box_append (GTK_BOX (*line), title);
  gtk_box_append (GTK_BOX (*line), what);
  gtk_box_append (GTK_BOX (entry), *line);
  gtk_widget_add_css_class (entry, "cb-line");
  g_object_set_data_full (G_OBJECT (entry), "found", g_utf8_casefold (found, -1), g_free);

  return entry;
}

static char *
area_text (CbPeopleGroup *self,
           const char    *area)
{
  return *area == '\0' ? g_strdup (cb_authority_county (cb_desk_authority (self->desk))) : cb_areas_path (cb_desk_areas (self->desk), area);
}

static void
add_end (GtkWidget  *line,
         const char *text,
         const char *css_class,
         const char *tooltip)
{
  GtkWidget *label = cb_label_new (text, css_class);

  cb_widget_set_tip (label, tooltip);
  gtk_box_append (GTK_BOX (line), label);
}

static void
add_shut_out (CbPeopleGroup  *self,
              GtkWidget      *line,
              const CbPerson *person)
{
  GtkWidget *button = gtk_button_new_with_label (_("Shut Out Here"));
  /* TRANSLATORS: the label of a button for assistive technology; a name. */
  g_autofree char *spoken = g_strdup_printf (_("Shut out %s at this desk"), person->name);

  cb_widget_set_tip (button, _("Can still unlock at this desk, and read: removes the place and encrypts the casebook anew"));
  gtk_box_append (GTK_BOX (line), button_new (self, button, spoken, &person->uid, G_CALLBACK (shut_out_cb)));
}

static void
add_acts (CbPeopleGroup      *self,
          GtkWidget          *line,
          const CbPerson     *person,
          const CbKeyRequest *request,
          guint               number)
{
  const CbPerson *own = cb_desk_person (self->desk);
  const gboolean is_own = own != NULL && cb_uid_equal (&own->uid, &person->uid);
  g_autoptr (GError) refused = NULL;
  const gboolean may = cb_desk_may_revoke (self->desk, &person->uid, &refused);

  if (request != NULL && may)
    gtk_box_append (GTK_BOX (line), cb_certify_button_new (self->desk, person, request));
  else if (request != NULL)
    add_end (line, _("New key, not certified"), "warning", NULL);
  if (may)
    {
      add_rights (self, line, person);
      add_revoke (self, line, person->name, &person->uid, number != 0);
    }
  else if (is_own || self->authority)
    {
      g_autofree char *why = self->authority ? cb_error_sentence (refused) : NULL;

      add_end (line, is_own ? _("You") : _("Not yours to change"), "dim-label", why);
    }
}

static GtkWidget *
person_entry (CbPeopleGroup  *self,
              const CbPerson *person,
              const Look     *look)
{
  g_autofree char *roles = cb_roles_title (person->roles);
  g_autofree char *area = area_text (self, person->area);
  g_autofree char *limit = person->limit == 0 ? NULL : cb_money_format (person->limit, TRUE);
  g_autofree char *rights = limit == NULL ? g_strdup_printf ("%s · %s", roles, area)
                                          /* TRANSLATORS: roles, area, amount. */
                                          : g_strdup_printf (_("%s · %s · up to %s yuan"), roles, area, limit);
  const guint number = slot_of (look, &person->uid);
  GtkWidget *line, *entry = entry_new (number, person->name, rights, TRUE, person->revoked, &line);

  if (!person->revoked)
    add_acts (self, line, person, request_of (look, &person->uid), number);
  else
    {
      gtk_box_append (GTK_BOX (entry), revocation_new (self, &person->uid));
      if (number != 0 && cb_desk_standing (self->desk) == CB_MAY_YES)
        add_shut_out (self, line, person);
    }

  return entry;
}

static GtkWidget *
desk_entry (CbPeopleGroup    *self,
            const CbDeskCert *desk,
            const Look       *look)
{
  g_autofree char *area = area_text (self, desk->area);
  const gint64 *last = g_hash_table_lookup (look->last, &desk->uid);
  g_autofree char *at = last != NULL ? cb_clock_format (*last) : NULL;
  /* TRANSLATORS: date and time. */
  g_autofree char *seen = at != NULL ? g_strdup_printf (_("last record here %s"), at) : g_strdup (_("no record here yet"));
  g_autofree char *rights = g_strdup_printf ("%s · %s", area, seen);
  g_autoptr (GError) refused = NULL;
  GtkWidget *line, *entry = entry_new (0, desk->label, rights, FALSE, desk->revoked, &line);

  if (desk->revoked)
    gtk_box_append (GTK_BOX (entry), revocation_new (self, &desk->uid));
  else if (cb_desk_may_revoke (self->desk, &desk->uid, &refused))
    add_revoke (self, line, desk->label, &desk->uid, FALSE);
  else
    {
      g_autofree char *why = cb_error_sentence (refused);

      add_end (line, cb_uid_equal (cb_desk_identity (self->desk), &desk->uid) ? _("This desk") : _("Not yours to change"), "dim-label", why);
    }

  return entry;
}

static void
show_found (GtkWidget  *list,
            const char *text)
{
  for (GtkWidget *child = gtk_widget_get_first_child (list); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      const char *found = g_object_get_data (G_OBJECT (child), "found");

      gtk_widget_set_visible (child, found == NULL || strstr (found, text) != NULL);
    }
}

static void
searched_cb (CbPeopleGroup *self)
{
  g_autofree char *text = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);

  show_found (self->list, text);
  show_found (self->county, text);
}

static void
add_heading (CbPeopleGroup *self,
             const char    *text)
{
  GtkWidget *label = cb_label_new (text, "caption-heading");

  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "cb-line");
  gtk_box_append (GTK_BOX (self->county), label);
}

/* Those with a place here, by number. */
static void
add_here (CbPeopleGroup *self,
          GPtrArray     *people,
          const Look    *look)
{
  for (guint number = 1; number <= CB_VAULT_MAX_SLOTS; number++)
    for (guint i = 0; i < people->len; i++)
      {
        const CbPerson *person = g_ptr_array_index (people, i);

        if (slot_of (look, &person->uid) == number)
          gtk_box_append (GTK_BOX (self->list), person_entry (self, person, look));
      }
}

/* Who is at work first, then who is revoked. */
static void
add_elsewhere (CbPeopleGroup *self,
               GPtrArray     *people,
               const Look    *look)
{
  gboolean any = FALSE;

  for (guint revoked = 0; revoked < 2; revoked++)
    for (guint i = 0; i < people->len; i++)
      {
        const CbPerson *person = g_ptr_array_index (people, i);

        if (slot_of (look, &person->uid) != 0 || person->revoked != (revoked == 1))
          continue;
        if (!any)
          add_heading (self, _("Other people of the county"));
        any = TRUE;
        gtk_box_append (GTK_BOX (self->county), person_entry (self, person, look));
      }
}

static void
add_desks (CbPeopleGroup *self,
           GPtrArray     *desks,
           const Look    *look)
{
  add_heading (self, _("Desks of the county"));
  for (guint revoked = 0; revoked < 2; revoked++)
    for (guint i = 0; i < desks->len; i++)
      {
        const CbDeskCert *desk = g_ptr_array_index (desks, i);

        if (desk->revoked == (revoked == 1))
          gtk_box_append (GTK_BOX (self->county), desk_entry (self, desk, look));
      }
}

static void
looked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  CbPeopleGroup *self = CB_PEOPLE_GROUP (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (Look) look = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (GPtrArray) people = NULL, desks = NULL;
  GtkRoot *root;
  GtkWidget *focus;
  gboolean focused;

  if (self->list == NULL || self->form != NULL)
    return;   /* it is read again when the form is closed */
  if (look == NULL)
    {
      cb_shell_error (GTK_WIDGET (self), error);
      return;
    }
  root = gtk_widget_get_root (GTK_WIDGET (self));
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  focused = focus != NULL && (gtk_widget_is_ancestor (focus, self->list) || gtk_widget_is_ancestor (focus, self->county));
  cb_box_clear (GTK_BOX (self->list));
  cb_box_clear (GTK_BOX (self->county));
  people = cb_authority_people (cb_desk_authority (self->desk));
  desks = cb_authority_desks (cb_desk_authority (self->desk));
  add_here (self, people, look);
  if (self->authority)
    {
      add_elsewhere (self, people, look);
      add_desks (self, desks, look);
    }
  gtk_widget_set_visible (self->search, self->authority && people->len + desks->len >= MANY);
  searched_cb (self);
  /* Whoever was at a line goes on from here with the keyboard, and not from the top of the window. */
  if (focused)
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

void
cb_people_group_refresh (GtkWidget *group)
{
  g_autoptr (GTask) task = g_task_new (group, NULL, looked_cb, NULL);

  g_task_set_task_data (task, g_object_ref (CB_PEOPLE_GROUP (group)->desk), g_object_unref);
  g_task_run_in_thread (task, look_thread);
}

static void
cb_people_group_dispose (GObject *object)
{
  CbPeopleGroup *self = CB_PEOPLE_GROUP (object);

  self->list = NULL;
  self->form = NULL;
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (cb_people_group_parent_class)->dispose (object);
}

static void
cb_people_group_class_init (CbPeopleGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cb_people_group_dispose;
}

static void
cb_people_group_init (CbPeopleGroup *self)
{
}

static GtkWidget *
search_new (CbPeopleGroup *self)
{
  GtkWidget *search = gtk_search_entry_new ();

  cb_widget_set_label (search, _("Find a person or desk"));
  g_object_set (search, "placeholder-text", _("Find a person or desk"), NULL);
  gtk_widget_set_margin_start (search, 14);
  gtk_widget_set_margin_end (search, 14);
  gtk_widget_set_margin_bottom (search, 8);
  gtk_widget_set_visible (search, FALSE);
  g_signal_connect_swapped (search, "search-changed", G_CALLBACK (searched_cb), self);

  return search;
}

GtkWidget *
cb_people_group_new (CbDesk *desk)
{
  CbPeopleGroup *self = g_object_new (CB_TYPE_PEOPLE_GROUP, NULL);
  GtkWidget *card = cb_card_new (_("People at this desk"));
  const CbPerson *person = cb_desk_person (desk);

  self->desk = g_object_ref (desk);
  self->authority = person != NULL && (person->roles & CB_ROLE_AUTHORITY) != 0;
  self->search = search_new (self);
  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->county = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (card), self->search);
  gtk_box_append (GTK_BOX (card), self->list);
  if (self->authority)
    {
      GtkWidget *form = cb_enrol_form_new (desk);
      GtkWidget *fold = cb_fold_new (_("_Enrol a person"), form);

      gtk_widget_set_margin_top (form, 10);
      gtk_widget_add_css_class (fold, "cb-line");
      g_signal_connect_swapped (form, "enrolled", G_CALLBACK (cb_people_group_refresh), self);
      gtk_box_append (GTK_BOX (card), fold);
    }
  else
    {
      GtkWidget *note = cb_label_new (_("An authority person enrols further people here."), "dim-label");

      gtk_widget_add_css_class (note, "cb-line");
      gtk_box_append (GTK_BOX (card), note);
    }
  gtk_box_append (GTK_BOX (card), self->county);
  adw_bin_set_child (ADW_BIN (self), card);
  cb_people_group_refresh (GTK_WIDGET (self));

  return GTK_WIDGET (self);
}
