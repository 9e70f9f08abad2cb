/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-household-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define REFUSE(error, sentence) \
  (g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD, sentence), FALSE)

static gboolean
has_choice (const CbField *field,
            const char    *key)
{
  for (const CbChoice *c = field->choices; c != NULL && c->key != NULL; c++)
    if (strcmp (c->key, key) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
check_value (const CbEdit *edit,
             GError      **error)
{
  const CbField *field = cb_field_by_id (edit->field);
  CbValueKind kind;

  if (field == NULL || (field->id > CB_FIELD_REMOVED && field->kind != edit->kind))
    return REFUSE (error, N_("This fact does not belong here. Start the program again; if it comes back, tell your IT staff."));
  if (edit->value.kind == CB_VALUE_NONE)
    return TRUE;
  switch (field->type)
    {
    case CB_FIELD_TYPE_MONEY:
    case CB_FIELD_TYPE_COUNT:
    case CB_FIELD_TYPE_DATE:
    case CB_FIELD_TYPE_MONTH:
    case CB_FIELD_TYPE_TRUTH:
      kind = CB_VALUE_INT;
      break;
    case CB_FIELD_TYPE_REF:
      kind = CB_VALUE_UID;
      break;
    default:
      kind = CB_VALUE_TEXT;
    }
  if (edit->value.kind != kind || (field->type == CB_FIELD_TYPE_CHOICE && !has_choice (field, edit->value.text)))
    return REFUSE (error, N_("This is none of the choices. Choose one from the list."));
  return TRUE;
}

static guint
count_heads (const CbHousehold *h)
{
  g_autoptr (GPtrArray) members = cb_household_list (h, CB_KIND_MEMBER, NULL);
  guint heads = 0;

  for (guint i = 0; i < members->len; i++)
    heads += g_strcmp0 (cb_entity_text (members->pdata[i], 101), "head") == 0;
  return heads;
}

/* The household as it will be: no second head is made, every parent known.  Two desks or a move may have brought two heads together: that
 * must not keep anybody from recording, least of all from mending it. */
static gboolean
check_whole (CbDb              *db,
             const CbHousehold *h,
             GArray            *edits,
             GError           **error)
{
  g_autoptr (CbHousehold) after = cb_household_copy (h);
  guint heads;

  for (guint i = 0; i < edits->len; i++)
    {
      const CbEdit *edit = &g_array_index (edits, CbEdit, i);
      CbEntity *e = cb_household_ensure (after, &edit->entity, edit->kind, &edit->parent);

      if (cb_entity_kind (e) != edit->kind)
        return REFUSE (error, N_("This fact does not belong here. Start the program again; if it comes back, tell your IT staff."));
      cb_entity_set_local (e, edit->field, &edit->value);
    }
  for (guint i = 0; i < after->parts->len; i++)
    {
      const CbPart *part = after->parts->pdata[i];

      if (cb_household_find (after, &part->parent) == NULL)
        return REFUSE (error, N_("The member that this belongs to is not in the household. Add the member first."));
    }
  heads = count_heads (after);
  if (heads > 1)
    {
      /* As recorded: @h may show the edits already. */
      g_autoptr (CbHousehold) before = cb_household_load (db, cb_household_uid (h), NULL);

      if (before != NULL && heads <= count_heads (before))
        return TRUE;
    }
  if (heads > 1)
    return REFUSE (error, N_("There is already a head of household. Change that member’s relation first."));
  return TRUE;
}

static void
add_inverse (GArray       *inverse,
             const CbEdit *edit,
             const CbUid  *parent,
             guint         field,
             const CbValue *value)
{
  CbEdit back = { .entity = edit->entity, .kind = edit->kind, .parent = *parent, .field = field };

  for (guint i = 0; i < inverse->len; i++)
    {
      const CbEdit *old = &g_array_index (inverse, CbEdit, i);

      if (old->field == field && cb_uid_equal (&old->entity, &back.entity))
        return;
    }
  if (value != NULL)
    cb_value_copy (value, &back.value);
  g_array_append_val (inverse, back);
}

/* What the author saw: the heads that were loaded, and whatever this desk wrote since, which stood on the same screen. */
static GArray *
seen_heads (const CbEntity *loaded,
            const CbEntity *current,
            guint           field,
            const CbUid    *desk)
{
  GArray *seen = g_array_new (FALSE, FALSE, sizeof (CbHead));
  guint n = 0;
  const CbHead *heads = loaded != NULL ? cb_entity_heads (loaded, field, &n) : NULL;

  if (n > 0)
    g_array_append_vals (seen, heads, n);
  n = 0;
  heads = current != NULL ? cb_entity_heads (current, field, &n) : NULL;
  for (guint i = 0; i < n; i++)
    {
      gboolean known = !cb_uid_equal (&heads[i].ref.desk, desk);

      for (guint k = 0; k < seen->len && !known; k++)
        known = g_array_index (seen, CbHead, k).ref.seq == heads[i].ref.seq
                && cb_uid_equal (&g_array_index (seen, CbHead, k).ref.desk, desk);
      if (!known)
        g_array_append_val (seen, heads[i]);
    }
  return seen;
}

/* Nothing to write: the same value stands there already, undisputed. */
static gboolean
stands (const CbEntity *current,
        const CbEdit   *edit)
{
  const CbValue *now = current != NULL ? cb_entity_value (current, edit->field) : NULL;

  if (current != NULL && cb_entity_forked (current, edit->field))
    return FALSE;
  return now == NULL ? edit->value.kind == CB_VALUE_NONE : cb_value_equal (now, &edit->value);
}

typedef struct {
  CbChange   *change;
  GHashTable *created;     /* CbUid: recorded for the first time here */
  GHashTable *current;     /* CbUid → CbEntity as the casebook holds it now; absent: not yet recorded */
  GArray     *inverse;
  guint       written;
} Saving;

static guint
uid_hash (gconstpointer uid)
{
  return cb_uid_hash (uid);
}

static gboolean
uid_equal (gconstpointer a,
           gconstpointer b)
{
  return cb_uid_equal (a, b);
}

static void
saving_clear (Saving *s)
{
  g_clear_pointer (&s->change, cb_change_free);
  g_clear_pointer (&s->created, g_hash_table_unref);
  g_clear_pointer (&s->current, g_hash_table_unref);
  g_clear_pointer (&s->inverse, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Saving, saving_clear)

/* @e: current entity or NULL when not recorded. */
static gboolean
get_current (Saving      *s,
             CbDb        *db,
             const CbUid *uid,
             CbEntity   **e,
             GError     **error)
{
  g_autoptr (GError) fault = NULL;

  *e = g_hash_table_lookup (s->current, uid);
  if (*e != NULL || g_hash_table_contains (s->created, uid))
    return TRUE;
  *e = cb_journal_entity (db, uid, &fault);
  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  if (*e != NULL)
    g_hash_table_insert (s->current, (gpointer) cb_entity_uid (*e), *e);
  return TRUE;
}

/* The first record of a subject says where it belongs; a child's parent is recorded before it. */
static gboolean
record_first (Saving            *s,
              CbDb              *db,
              const CbHousehold *h,
              const CbUid       *uid,
              CbKind             kind,
              const CbUid       *parent,
              GError           **error)
{
  const CbPart *above = cb_household_part (h, parent);
  CbEntity *current;

  if (!get_current (s, db, uid, &current, error))
    return FALSE;
  if (current != NULL || !g_hash_table_add (s->created, g_memdup2 (uid, sizeof *uid)))
    return TRUE;
  if (above != NULL && !record_first (s, db, h, parent, cb_entity_kind (above->entity), &above->parent, error))
    return FALSE;
  if (kind != CB_KIND_HOUSEHOLD)
    {
      const CbValue value = cb_value_uid (parent);

      cb_change_set (s->change, uid, kind, CB_FIELD_PARENT, &value, NULL, 0, FALSE);
      s->written++;
    }
  return TRUE;
}

static gboolean
write_edit (Saving            *s,
            CbDb              *db,
            const CbHousehold *h,
            const CbEdit      *edit,
            const CbUid       *desk,
            GError           **error)
{
  const CbPart *part = cb_household_part (h, &edit->entity);
  const CbUid parent = part != NULL ? part->parent : cb_uid_is_none (&edit->parent) ? h->uid : edit->parent;
  const CbValue mistake = { CB_VALUE_TEXT, 0, (char *) "undone", CB_UID_NONE };
  CbEntity *current;
  g_autoptr (GArray) seen = NULL;

  if (!get_current (s, db, &edit->entity, &current, error))
    return FALSE;
  if (stands (current, edit))
    return TRUE;
  if (current == NULL)
    {
      if (!record_first (s, db, h, &edit->entity, edit->kind, &parent, error))
        return FALSE;
      add_inverse (s->inverse, edit, &parent, CB_FIELD_REMOVED, &mistake);
    }
  else
    add_inverse (s->inverse, edit, &parent, edit->field, cb_entity_value (current, edit->field));
  seen = seen_heads (cb_household_find (h, &edit->entity), current, edit->field, desk);
  cb_change_set (s->change, &edit->entity, edit->kind, edit->field, &edit->value, (const CbHead *) seen->data, seen->len, FALSE);
  s->written++;
  return TRUE;
}

gboolean
cb_household_save (CbDesk            *desk,
                   CbDb              *db,
                   const CbHousehold *h,
                   GArray            *edits,
                   GArray           **inverse,
                   GError           **error)
{
  const CbActor *actor = cb_desk_actor (desk);
  g_auto (Saving) s = { 0 };

  for (guint i = 0; i < edits->len; i++)
    if (!check_value (&g_array_index (edits, CbEdit, i), error))
      return FALSE;
  if (!check_whole (db, h, edits, error))
    return FALSE;
  s.change = cb_change_new (actor);
  s.created = g_hash_table_new_full (uid_hash, uid_equal, g_free, NULL);
  s.current = g_hash_table_new_full (uid_hash, uid_equal, NULL, (GDestroyNotify) cb_entity_free);
  s.inverse = cb_edits_new ();
  for (guint i = 0; i < edits->len; i++)
    if (!write_edit (&s, db, h, &g_array_index (edits, CbEdit, i), &actor->desk, error))
      return FALSE;
  if (s.written > 0 && !cb_change_commit (s.change, db, NULL, NULL, error))
    return FALSE;
  if (inverse != NULL)
    *inverse = g_steal_pointer (&s.inverse);
  return TRUE;
}
