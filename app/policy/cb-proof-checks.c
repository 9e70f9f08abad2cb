/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "cb-proof-private.h"

/* What the pack says of its income and its cliffs: [check income]. */

static CbProgrammeX *
programme_of (CbPack     *pack,
              const char *name)
{
  return g_hash_table_lookup (pack->programme_names, name);
}

/* "dibao" or "dibao: dibao -> edge". */
static void
read_cliff (CbPack   *pack,
            CbKey    *key,
            CbFaults *faults)
{
  g_auto (GStrv) parts = g_strsplit (key->value, ":", 2), words = NULL;
  CbCliffX cliff = { .id = strchr (key->name, '.') + 1, .key = key, .from = -1, .to = -1, .rise = *key->name == 'r' };
  const char *tiers;

  cliff.programme = parts[0] != NULL ? programme_of (pack, g_strstrip (parts[0])) : NULL;
  key->used = TRUE;
  if (cliff.programme == NULL || *cliff.id == '\0')
    {
      cb_faults_at (faults, key, key->column, "a cliff or rise names its programme: cliff.NAME = PROGRAMME, or PROGRAMME: TIER -> TIER");
      return;
    }
  tiers = cb_pack_programme_tiers (pack, cliff.programme->name);
  if (parts[1] != NULL)
    {
      words = g_strsplit (parts[1], "->", 2);
      if (tiers != NULL && words[0] != NULL && words[1] != NULL)
        {
          cliff.from = cb_pack_word_index (pack, tiers, g_strstrip (words[0]));
          cliff.to = cb_pack_word_index (pack, tiers, g_strstrip (words[1]));
        }
      if (cliff.from < 0 || cliff.to < 0)
        {
          cb_faults_at (faults, key, key->column, "write TIER -> TIER with two tiers of the programme %s", cliff.programme->name);
          return;
        }
    }
  g_array_append_val (pack->cliffs, cliff);
}

/* "household.grace_amount; …": what an earlier decision left behind, which no other income goes with. */
static void
read_without (CbPack   *pack,
              CbKey    *key,
              CbFaults *faults)
{
  g_auto (GStrv) names = key != NULL ? g_strsplit (key->value, ";", -1) : NULL;

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      CbFactX *fact = g_hash_table_lookup (pack->fact_names, g_strstrip (names[i]));

      if (fact != NULL)
        g_ptr_array_add (pack->income_without, fact);
      else
        cb_faults_at (faults, key, key->column, "there is no fact %s", names[i]);
    }
}

void
cb_pack_read_checks (CbPack   *pack,
                     CbFaults *faults)
{
  for (guint i = 0; i < pack->source->groups->len; i++)
    {
      CbGroup *group = pack->source->groups->pdata[i];
      CbKey *key;

      if (strcmp (group->kind, "check") != 0)
        continue;
      if (strcmp (group->name, "income") != 0)
        {
          cb_faults_add (faults, group->file, group->line, 1, "there is one kind of check: [check income]");
          for (guint k = 0; k < group->keys->len; k++)
            ((CbKey *) group->keys->pdata[k])->used = TRUE;
          continue;
        }
      key = cb_group_key (group, "value");
      pack->income_key = key;
      pack->income = key != NULL ? g_hash_table_lookup (pack->value_names, key->value) : NULL;
      if (pack->income == NULL || pack->income->entity != 0 || pack->income->type.money != 1)
        cb_faults_add (faults, group->file, key != NULL ? key->line : group->line, 0, "[check income] needs value = ENTITY.NAME, an amount of the root entity: "
                       "the money that a family has");
      read_without (pack, cb_group_key (group, "without"), faults);
      for (guint k = 0; k < group->keys->len; k++)
        {
          CbKey *each = group->keys->pdata[k];

          if (each->locale == NULL && (g_str_has_prefix (each->name, "cliff.") || g_str_has_prefix (each->name, "rise.")))
            read_cliff (pack, each, faults);
        }
    }
}
