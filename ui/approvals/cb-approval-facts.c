/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-approval-facts.h"

#include <glib/gi18n.h>
#include "cb-outcome-text.h"

static void
line_free (CbFactLine *line)
{
  g_free (line->title);
  g_free (line->text);
  g_free (line);
}

static char *
value_text (const CbField *field,
            const CbValue *value)
{
  if (field->type == CB_FIELD_TYPE_TRUTH)
    return g_strdup (value->i != 0 ? C_("truth", "Yes") : C_("truth", "No"));
  if (field->type == CB_FIELD_TYPE_CHOICE)
    return g_strdup (cb_choice_title (field, value->text));
  return cb_field_format (field, value);
}

/* Only what the rules read: the rest is on the household's page. */
static char *
facts_of (CbEntity *e,
          CbPack   *pack)
{
  GString *text = g_string_new (NULL);
  guint n;
  const CbField *const *fields = cb_fields_of (cb_entity_kind (e), &n);

  for (guint i = 0; i < n; i++)
    {
      const CbValue *value = cb_entity_value (e, fields[i]->id);
      g_autofree char *shown = NULL;

      if (value == NULL || value->kind == CB_VALUE_NONE || cb_pack_fact (pack, fields[i]->key) == NULL)
        continue;
      shown = value_text (fields[i], value);
      if (text->len > 0)
        g_string_append (text, "  ·  ");
      /* TRANSLATORS: field, value */
      g_string_append_printf (text, _("%s: %s"), _(fields[i]->title), shown);
    }
  return g_string_free (text, FALSE);
}

static void
add (GPtrArray  *lines,
     CbEntity   *e,
     CbPack     *pack,
     const char *title)
{
  CbFactLine *line = g_new0 (CbFactLine, 1);

  line->title = g_strdup (title);
  line->text = facts_of (e, pack);
  g_ptr_array_add (lines, line);
}

static void
add_kind (GPtrArray         *lines,
          const CbHousehold *h,
          CbKind             kind,
          const CbUid       *parent,
          const char        *owner,
          CbPack            *pack)
{
  g_autoptr (GPtrArray) list = cb_household_list (h, kind, parent);
  const char *title = cb_pack_title_of (pack, "entity", cb_kind_name (kind), cb_outcome_lang ());

  for (guint i = 0; i < list->len; i++)
    {
      g_autofree char *text = owner != NULL ? g_strdup_printf ("%s · %s", owner, title) : g_strdup (title);

      add (lines, g_ptr_array_index (list, i), pack, text);
    }
}

static const char *
name_of (CbEntity   *e,
         const char *key)
{
  const char *name = cb_entity_text (e, cb_field_by_key (key)->id);

  return name != NULL ? name : _("No name yet");
}

GPtrArray *
cb_approval_facts (const CbHousehold *h,
                   CbPack            *pack)
{
  static const CbKind property[] = { CB_KIND_ASSET, CB_KIND_VEHICLE, CB_KIND_DWELLING, CB_KIND_COMPANY };
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) line_free);
  g_autoptr (GPtrArray) members = cb_household_list (h, CB_KIND_MEMBER, NULL);
  g_autoptr (GPtrArray) supporters = cb_household_list (h, CB_KIND_SUPPORTER, NULL);

  add (lines, cb_household_self (h), pack, cb_pack_title_of (pack, "entity", "household", cb_outcome_lang ()));
  for (guint i = 0; i < members->len; i++)
    {
      CbEntity *e = g_ptr_array_index (members, i);

      add (lines, e, pack, name_of (e, "member.name"));
      add_kind (lines, h, CB_KIND_INCOME, cb_entity_uid (e), name_of (e, "member.name"), pack);
      add_kind (lines, h, CB_KIND_SPENDING, cb_entity_uid (e), name_of (e, "member.name"), pack);
    }
  for (guint i = 0; i < supporters->len; i++)
    {
      CbEntity *e = g_ptr_array_index (supporters, i);

      add (lines, e, pack, name_of (e, "supporter.name"));
    }
  for (guint i = 0; i < G_N_ELEMENTS (property); i++)
    add_kind (lines, h, property[i], NULL, NULL, pack);
  return lines;
}

static void
add_authors (GString     *names,
             GHashTable  *seen,
             CbEntity    *e,
             CbAuthority *authority)
{
  guint n;
  const CbUid *authors = cb_entity_authors (e, &n);

  for (guint i = 0; i < n; i++)
    {
      const CbPerson *person = cb_authority_person (authority, &authors[i]);

      if (person == NULL || !g_hash_table_add (seen, (gpointer) person))
        continue;
      g_string_append_printf (names, "%s%s", names->len > 0 ? C_("list", ", ") : "", person->name);
    }
}

char *
cb_approval_recorders (const CbHousehold *h,
                       CbAuthority       *authority)
{
  GString *names = g_string_new (NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  add_authors (names, seen, cb_household_self (h), authority);
  for (CbKind kind = CB_KIND_MEMBER; kind <= CB_KIND_SUPPORTER; kind++)
    {
      g_autoptr (GPtrArray) list = cb_household_list (h, kind, NULL);

      for (guint i = 0; i < list->len; i++)
        add_authors (names, seen, g_ptr_array_index (list, i), authority);
    }
  return g_string_free (names, FALSE);
}
