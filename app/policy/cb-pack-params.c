/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-pack-private.h"

#include <string.h>

/* --- Parameters --- */

static char *
trimmed (const char *text,
         gsize       len)
{
  return g_strstrip (g_strndup (text, len));
}

/* "0: 0%, 5000: 2" */
static gboolean
read_bands (CbPack          *pack,
            CbParamX        *param,
            CbParamVersionX *version,
            char           **parts,
            CbFaults        *faults)
{
  for (guint i = 0; i < version->n; i++)
    {
      char *colon = strchr (parts[i], ':');
      g_autofree char *bound = colon != NULL ? trimmed (parts[i], (gsize) (colon - parts[i])) : NULL;
      g_autofree char *value = colon != NULL ? trimmed (colon + 1, strlen (colon + 1)) : NULL;

      if (colon == NULL || !cb_pack_constant (pack, param->band_type, bound, &version->bounds[i]) ||
          !cb_pack_constant (pack, param->type, value, &version->values[i]))
        return FALSE;
      version->has[i] = TRUE;
      if (i > 0 && cb_rat_compare (version->bounds[i - 1], version->bounds[i]) >= 0)
        {
          cb_faults_at (faults, version->key, version->key->column, "the bounds of the bands do not rise");
          return TRUE;
        }
    }
  return TRUE;
}

/* "urban 780.00, rural 620.00" */
static gboolean
read_words (CbPack          *pack,
            CbParamX        *param,
            CbParamVersionX *version,
            char           **parts,
            CbFaults        *faults)
{
  CbChoiceX *choice = CB_CHOICE (pack, param->by);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *part = trimmed (parts[i], strlen (parts[i]));
      char *blank = strchr (part, ' ');
      guint w;

      if (blank == NULL)
        return FALSE;
      *blank = '\0';
      for (w = 0; w < choice->n && strcmp (choice->words[w], part) != 0; w++)
        ;
      if (w == choice->n)
        {
          cb_faults_at (faults, version->key, version->key->column, "%s is no word of [choice %s]", part, choice->name);
          return TRUE;
        }
      if (version->has[w])
        {
          cb_faults_at (faults, version->key, version->key->column, "%s stands twice", part);
          return TRUE;
        }
      if (!cb_pack_constant (pack, param->type, g_strstrip (blank + 1), &version->values[w]))
        return FALSE;
      version->has[w] = TRUE;
    }
  return TRUE;
}

static void
read_version (CbPack   *pack,
              CbParamX *param,
              CbKey    *key,
              CbDate    from,
              CbFaults *faults)
{
  CbParamVersionX version = { .key = key };
  g_auto (GStrv) parts = g_strsplit (key->value, ",", 1001);
  g_autofree char *cite = g_strconcat ("cite.", key->name, NULL), *note = g_strconcat ("note.", key->name, NULL);
  g_autofree char *confirm = g_strconcat ("confirm.", key->name, NULL), *issuer = g_strconcat ("issuer.", key->name, NULL);
  const char *own;
  gboolean ok = TRUE;

  version.pub.from = from;
  version.pub.until = CB_DATE_NONE;
  version.pub.source = key->value;
  version.pub.cite = (own = cb_group_get (param->group, cite)) != NULL ? own : param->pub.cite;
  version.pub.issuer = (own = cb_group_get (param->group, issuer)) != NULL ? own : param->pub.issuer;
  version.pub.note = cb_group_get (param->group, note);
  version.pub.confirm = cb_group_key (param->group, confirm) != NULL ? cb_pack_read_flag (param->group, confirm, faults) : param->pub.confirm;
  version.pub.ends = strcmp (key->value, "none") == 0;
  if (version.pub.ends)
    {
      g_array_append_val (param->versions, version);
      return;
    }
  version.n = param->by >= 0 ? CB_CHOICE (pack, param->by)->n : param->pub.bands ? g_strv_length (parts) : 1;
  version.values = cb_arena_new0 (pack->arena, CbRat, version.n);
  version.bounds = cb_arena_new0 (pack->arena, CbRat, version.n);
  version.has = cb_arena_new0 (pack->arena, gboolean, version.n);
  for (guint i = 0; i < version.n; i++)
    version.values[i] = version.bounds[i] = cb_rat (0, 1);
  if (version.n > 1000)
    ok = FALSE;
  else if (param->pub.bands)
    ok = read_bands (pack, param, &version, parts, faults);
  else if (param->by >= 0)
    ok = read_words (pack, param, &version, parts, faults);
  else
    version.has[0] = ok = cb_pack_constant (pack, param->type, key->value, &version.values[0]);
  if (!ok)
    {
      g_autofree char *type = cb_type_text (param->type, pack);

      cb_faults_at (faults, key, key->column, "not a value of type %s%s", type,
                    param->pub.bands ? " in bands: BOUND: VALUE, …" : param->by >= 0 ? " by word: WORD VALUE, …" : "");
    }
  g_array_append_val (param->versions, version);
}

static void
read_versions (CbPack   *pack,
               CbParamX *param,
               CbFaults *faults)
{
  CbDate until = cb_pack_read_date (param->group, "until", faults);

  for (guint i = 0; i < param->group->keys->len && !cb_faults_full (faults); i++)
    {
      CbKey *key = param->group->keys->pdata[i];
      CbDate date;

      if (key->locale != NULL || !g_ascii_isdigit (key->name[0]))
        continue;
      key->used = TRUE;
      if (!cb_date_of_key (key->name, &date))
        {
          cb_faults_at (faults, key, 1, "%s is not a date", key->name);
          continue;
        }
      if (param->versions->len > 0)
        {
          CbParamVersionX *last = &g_array_index (param->versions, CbParamVersionX, param->versions->len - 1);

          if (last->pub.from >= date)
            {
              cb_faults_at (faults, key, 1, "dates must rise: %s stands after a later one", key->name);
              continue;
            }
          last->pub.until = date - 1;
        }
      read_version (pack, param, key, date, faults);
    }
  if (param->versions->len == 0)
    cb_faults_add (faults, param->group->file, param->group->line, 0, "[param %s] has no dated value (2026-07-01 = …)", param->group->name);
  else if (until != CB_DATE_NONE)
    {
      CbParamVersionX *last = &g_array_index (param->versions, CbParamVersionX, param->versions->len - 1);

      if (until < last->pub.from)
        cb_faults_add (faults, param->group->file, param->group->line, 0, "until lies before the last dated value");
      last->pub.until = until;
    }
}

void
cb_pack_read_param (CbPack   *pack,
                    CbGroup  *group,
                    CbFaults *faults)
{
  CbParamX *param = cb_arena_new0 (pack->arena, CbParamX, 1);
  CbKey *by = cb_group_key (group, "by"), *bands = cb_group_key (group, "bands");
  const char *dot = strchr (group->name, '.');
  g_autofree char *first = g_strndup (group->name, dot != NULL ? (gsize) (dot - group->name) : strlen (group->name));

  param->group = group;
  param->by = -1;
  param->index = pack->params->len;
  param->versions = g_array_new (FALSE, TRUE, sizeof (CbParamVersionX));
  g_ptr_array_add (pack->params, param);
  if (dot == NULL || g_hash_table_contains (pack->entity_names, first))
    cb_faults_add (faults, group->file, group->line, 0, "a parameter's name has two parts, the first of which is no entity");
  param->type = cb_pack_group_type (pack, group, faults);
  cb_pack_need_title (group, faults);
  param->pub.name = group->name;
  param->pub.cite = cb_pack_read_cite (group, faults);
  param->pub.issuer = cb_group_get (group, "issuer");
  param->pub.confirm = cb_pack_read_flag (group, "confirm", faults);
  param->pub.kind = (CbTypeKind) param->type.kind;
  param->pub.unit = cb_type_get_unit (param->type);
  cb_group_get (group, "floor");
  if (by != NULL)
    {
      CbChoiceX *choice = g_hash_table_lookup (pack->choice_names, by->value);

      if (choice == NULL)
        cb_faults_at (faults, by, by->column, "there is no [choice %s]", by->value);
      else
        {
          param->by = choice->index;
          param->pub.by = choice->name;
        }
    }
  if (bands != NULL)
    {
      param->pub.bands = cb_pack_read_type (pack, bands, bands->value, &param->band_type, faults);
      if (by != NULL || param->type.kind != CB_TYPE_NUMBER || (param->pub.bands && param->band_type.kind != CB_TYPE_NUMBER))
        cb_faults_at (faults, bands, bands->column, "bands are numbers by numbers, without `by`");
      if (by != NULL)
        param->pub.bands = FALSE;
    }
  if (param->type.kind == CB_TYPE_TEXT)
    cb_faults_add (faults, group->file, group->line, 0, "a parameter is no text: use [text …]");
  g_hash_table_insert (pack->param_names, (gpointer) param->pub.name, param);
  if (param->type.kind != CB_TYPE_FAULT && (!param->pub.bands || param->band_type.kind == CB_TYPE_NUMBER) &&
      (by == NULL || param->by >= 0) && param->type.kind != CB_TYPE_TEXT)
    read_versions (pack, param, faults);
  param->pub.n_versions = param->versions->len;
}

CbParamVersionX *
cb_param_at (CbParamX *param,
             CbDate    on)
{
  for (guint i = param->versions->len; i > 0; i--)
    {
      CbParamVersionX *version = &g_array_index (param->versions, CbParamVersionX, i - 1);

      if (version->pub.from <= on)
        return version->pub.ends || (version->pub.until != CB_DATE_NONE && on > version->pub.until) ? NULL : version;
    }
  return NULL;
}
