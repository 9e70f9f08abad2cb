/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-journal"

#include "config.h"

#include "cb-change-private.h"

#include <string.h>

/* Household, member, income is the longest way up; more is a loop that some fork has made. */
#define MAX_STEPS 4

static void
place_set (CbPlace     *place,
           const CbRef *ref,
           const char  *area)
{
  place->placed = TRUE;
  place->ref = *ref;
  g_strlcpy (place->area, area, sizeof place->area);
}

static void
place_from_entity (CbPlace        *place,
                   const CbEntity *household)
{
  guint n;
  const CbHead *heads = household != NULL ? cb_entity_heads (household, CB_FIELD_HOUSEHOLD_AREA, &n) : NULL;

  if (heads != NULL && heads[0].value.kind == CB_VALUE_TEXT)
    place_set (place, &heads[0].ref, heads[0].value.text);
}

/* The parent that the change gives to @entity, else the one it has; CB_UID_NONE when none. */
static gboolean
parent_of (const CbChange *change,
           CbDb           *db,
           const CbUid    *entity,
           CbUid          *parent,
           GError        **error)
{
  const CbFacts *facts = cb_change_find (change, entity);
  const CbWrite *write = facts != NULL ? cb_facts_find (facts, CB_FIELD_PARENT) : NULL;
  g_autoptr (CbStmt) s = NULL;
  int rc;

  if (write != NULL && write->value.kind == CB_VALUE_UID)
    {
      *parent = write->value.uid;
      return TRUE;
    }
  s = cb_db_prepare (db, "SELECT parent FROM entity WHERE uid = ?1", error);
  if (s == NULL)
    return FALSE;
  cb_stmt_bind_uid (s, 1, entity);
  rc = cb_stmt_step (s, error);
  *parent = rc == 1 ? cb_stmt_get_uid (s, 0) : CB_UID_NONE;

  return rc >= 0;
}

gboolean
cb_change_place (const CbChange *change,
                 CbDb           *db,
                 const CbUid    *entity,
                 CbKind          kind,
                 CbPlace        *place,
                 GError        **error)
{
  CbUid at = *entity;
  const CbFacts *facts;
  const CbWrite *write;

  memset (place, 0, sizeof *place);
  if (kind == CB_KIND_RUN || kind == CB_KIND_PACK || kind == CB_KIND_PERSON)
    return TRUE;
  for (guint step = 0; kind != CB_KIND_HOUSEHOLD && step < MAX_STEPS; step++)
    {
      CbUid parent;

      if (!parent_of (change, db, &at, &parent, error))
        return FALSE;
      if (cb_uid_is_none (&parent))
        break;
      at = parent;
    }
  place->household = at;
  facts = cb_change_find (change, &at);
  write = facts != NULL ? cb_facts_find (facts, CB_FIELD_HOUSEHOLD_AREA) : NULL;
  if (write != NULL)
    {
      if (write->value.kind == CB_VALUE_TEXT && strlen (write->value.text) <= CB_AREA_MAX)
        place_set (place, &facts->ref, write->value.text);
    }
  else if (facts != NULL)
    {
      place_from_entity (place, facts->before);
    }
  else
    {
      g_autoptr (GError) fault = NULL;
      g_autoptr (CbEntity) household = cb_journal_entity (db, &at, &fault);

      if (fault != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&fault));
          return FALSE;
        }
      place_from_entity (place, household);
    }

  return TRUE;
}

static gboolean
add_authors_below (CbDb        *db,
                   const CbUid *parent,
                   guint        depth,
                   GArray      *others,
                   GError     **error)
{
  g_autoptr (GPtrArray) children = cb_journal_children (db, parent, error);

  if (children == NULL)
    return FALSE;
  for (guint i = 0; i < children->len; i++)
    {
      const CbEntity *child = g_ptr_array_index (children, i);
      guint n;
      const CbUid *authors = cb_entity_authors (child, &n);

      g_array_append_vals (others, authors, n);
      if (depth < MAX_STEPS && !add_authors_below (db, cb_entity_uid (child), depth + 1, others, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
add_actors (CbDb        *db,
            const CbUid *entity,
            const char  *sql,
            GArray      *others,
            GError     **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, sql, error);
  int rc;

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_uid (s, 1, entity);
  while ((rc = cb_stmt_step (s, error)) == 1)
    {
      CbUid actor = cb_stmt_get_uid (s, 0);

      g_array_append_val (others, actor);
    }

  return rc == 0;
}

/* A head that says so is enough, even in a fork: the county looks at it then. */
static gboolean
staff_relative (const CbEntity *household)
{
  guint n;
  const CbHead *heads = cb_entity_heads (household, CB_FIELD_HOUSEHOLD_STAFF_RELATIVE, &n);

  for (guint i = 0; i < n; i++)
    if (heads[i].value.kind == CB_VALUE_INT && heads[i].value.i == 1)
      return TRUE;

  return FALSE;
}

gboolean
cb_change_others (CbDb        *db,
                  const CbUid *entity,
                  const CbUid *household,
                  CbAct        act,
                  GArray      *others,
                  gboolean    *county_only,
                  GError     **error)
{
  /* submitted, opinion, visit; a pack's publication */
  static const char in_case[] = "SELECT actor FROM event WHERE entity = ?1 AND event IN (1, 2, 11)";
  static const char in_pack[] = "SELECT actor FROM event WHERE entity = ?1 AND event = 7";
  g_autoptr (CbEntity) e = NULL;
  g_autoptr (GError) fault = NULL;
  guint n;
  const CbUid *authors;

  *county_only = FALSE;
  if (act == CB_ACT_COUNTERSIGN_PACK)
    return add_actors (db, entity, in_pack, others, error);
  if (!cb_act_decides (act) || cb_uid_is_none (household))
    return TRUE;
  e = cb_journal_entity (db, household, &fault);
  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  if (e != NULL)
    {
      *county_only = staff_relative (e);
      authors = cb_entity_authors (e, &n);
      g_array_append_vals (others, authors, n);
    }

  return add_authors_below (db, household, 1, others, error) && add_actors (db, entity, in_case, others, error)
         && (cb_uid_equal (entity, household) || add_actors (db, household, in_case, others, error));
}
