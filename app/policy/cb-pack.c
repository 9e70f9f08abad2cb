/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-evaluate.h"
#include "cb-pack-private.h"

#include <sodium.h>
#include <string.h>

/* Loading as a whole, and what the Policy page asks. */

#define PERSONAL "cb-pack\0\0\0\0\0\0\0\0\0"

static void
pack_free (CbPack *pack)
{
  g_ptr_array_unref (pack->files);
  for (guint i = 0; i < pack->entities->len; i++)
    {
      g_ptr_array_unref (CB_ENTITY (pack, i)->facts);
      g_hash_table_unref (CB_ENTITY (pack, i)->names);
    }
  for (guint i = 0; i < pack->params->len; i++)
    g_array_unref (((CbParamX *) pack->params->pdata[i])->versions);
  for (guint i = 0; i < pack->values->len; i++)
    {
      g_array_unref (((CbValueX *) pack->values->pdata[i])->versions);
      g_ptr_array_unref (((CbValueX *) pack->values->pdata[i])->exceptions);
    }
  for (guint i = 0; i < pack->tables->len; i++)
    {
      CbTableX *table = pack->tables->pdata[i];

      for (guint r = 0; r < table->rows->len; r++)
        g_ptr_array_unref (((CbRowX *) table->rows->pdata[r])->exceptions);
      if (table->otherwise != NULL)
        g_ptr_array_unref (table->otherwise->exceptions);
      g_ptr_array_unref (table->rows);
    }
  for (guint i = 0; i < pack->exceptions->len; i++)
    g_ptr_array_unref (((CbExceptionX *) pack->exceptions->pdata[i])->exceptions);
  for (guint i = 0; i < pack->programmes->len; i++)
    {
      CbProgrammeX *p = pack->programmes->pdata[i];

      g_array_unref (p->lines);
      g_array_unref (p->judges);
      g_ptr_array_unref (p->excluded_by);
    }
  for (guint i = 0; i < pack->messages->len; i++)
    g_array_unref (((CbMessageX *) pack->messages->pdata[i])->pieces);
  {
    GPtrArray *arrays[] = { pack->entities, pack->choices, pack->facts, pack->params, pack->values, pack->tables, pack->exceptions,
                            pack->programmes, pack->messages, pack->pub_entities, pack->pub_facts, pack->pub_params, pack->pub_rules,
                            pack->programme_list };
    GHashTable *tables[] = { pack->entity_names, pack->choice_names, pack->fact_names, pack->param_names, pack->value_names,
                             pack->programme_names, pack->documents, pack->shorts };

    for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
      g_ptr_array_unref (arrays[i]);
    for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
      g_hash_table_unref (tables[i]);
  }
  g_array_unref (pack->cliffs);
  g_ptr_array_unref (pack->income_without);
  cb_source_free (pack->source);
  cb_arena_free (pack->arena);
  g_clear_pointer (&pack->bytes, g_bytes_unref);
  g_free (pack);
}

static CbPack *
pack_new (void)
{
  CbPack *pack = g_new0 (CbPack, 1);
  GPtrArray **arrays[] = { &pack->entities, &pack->choices, &pack->facts, &pack->params, &pack->values, &pack->tables, &pack->exceptions,
                           &pack->programmes, &pack->messages, &pack->pub_entities, &pack->pub_facts, &pack->pub_params, &pack->pub_rules,
                           &pack->programme_list };
  GHashTable **tables[] = { &pack->entity_names, &pack->choice_names, &pack->fact_names, &pack->param_names, &pack->value_names,
                            &pack->programme_names };

  pack->ref_count = 1;
  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    *arrays[i] = g_ptr_array_new ();
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    *tables[i] = g_hash_table_new (g_str_hash, g_str_equal);
  pack->files = g_ptr_array_new_with_free_func (g_free);
  pack->documents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  pack->shorts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  pack->income_without = g_ptr_array_new ();
  pack->cliffs = g_array_new (FALSE, FALSE, sizeof (CbCliffX));
  pack->source = cb_source_new ();
  pack->arena = cb_arena_new ();
  return pack;
}

static CbRuleKind
rule_kind (const char *kind)
{
  static const struct { const char *name; CbRuleKind kind; } table[] = {
    { "value", CB_RULE_VALUE }, { "table", CB_RULE_TABLE }, { "exception", CB_RULE_EXCEPTION }, { "programme", CB_RULE_PROGRAMME },
    { "reason", CB_RULE_REASON }, { "text", CB_RULE_TEXT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (strcmp (kind, table[i].name) == 0)
      return table[i].kind;
  return (CbRuleKind) -1;
}

static const char *
last_formula (CbGroup *group)
{
  const char *found = NULL;
  CbDate date;

  for (guint i = 0; i < group->keys->len; i++)
    {
      CbKey *key = group->keys->pdata[i];

      if (key->locale == NULL && (strcmp (key->name, "formula") == 0 || strcmp (key->name, "eligible") == 0 || cb_date_of_key (key->name, &date)))
        found = key->value;
    }
  return found;
}

static void
publish (CbPack *pack)
{
  for (guint i = 0; i < pack->entities->len; i++)
    g_ptr_array_add (pack->pub_entities, &CB_ENTITY (pack, i)->pub);
  for (guint i = 0; i < pack->facts->len; i++)
    g_ptr_array_add (pack->pub_facts, &((CbFactX *) pack->facts->pdata[i])->pub);
  for (guint i = 0; i < pack->params->len; i++)
    g_ptr_array_add (pack->pub_params, &((CbParamX *) pack->params->pdata[i])->pub);
  for (guint i = 0; i < pack->programmes->len; i++)
    g_ptr_array_add (pack->programme_list, (gpointer) ((CbProgrammeX *) pack->programmes->pdata[i])->name);
  g_ptr_array_add (pack->programme_list, NULL);
  for (guint i = 0; i < pack->source->groups->len; i++)
    {
      CbGroup *group = pack->source->groups->pdata[i];
      CbRuleKind kind = rule_kind (group->kind);
      CbPackRule *rule;
      const char *dot = strchr (group->name, '.');

      if ((int) kind < 0)
        continue;
      rule = cb_arena_new0 (pack->arena, CbPackRule, 1);
      rule->kind = kind;
      rule->name = group->name;
      rule->entity = dot != NULL ? cb_arena_strndup (pack->arena, group->name, (gsize) (dot - group->name)) : NULL;
      rule->cite = cb_group_localised (group, "cite", NULL);
      rule->source = last_formula (group);
      rule->line = group->line;
      g_ptr_array_add (pack->pub_rules, rule);
    }
}

static void
understand (CbPack   *pack,
            CbFaults *faults)
{
  pack->head = cb_source_group (pack->source, "pack", "");
  if (pack->head == NULL)
    {
      const CbGroup *first = pack->source->groups->len > 0 ? pack->source->groups->pdata[0] : NULL;

      cb_faults_add (faults, first != NULL ? first->file : "pack", 0, 0, "there is no [pack]");
      return;
    }
  cb_pack_read_declarations (pack, faults);
  pack->formulas = (CbFormulas) { pack->arena, faults, pack->entity_names, 0 };
  if (pack->entities->len == 0 || pack->entities->len > 30)
    return;
  cb_pack_read_rules (pack, faults);
  if (!cb_faults_full (faults))
    cb_pack_check (pack, faults);
  pack->formulas.faults = NULL;
}

/* A reform's bytes: the base, a line that says so, the reform; read again the same way. */
#define OVER_MARK "\n#!over\n"

void
cb_pack_hash_bytes (GBytes *bytes,
                    guint8  hash[CB_PACK_HASH_LEN])
{
  gsize len;
  const guint8 *text = g_bytes_get_data (bytes, &len);

  crypto_generichash_blake2b_salt_personal (hash, CB_PACK_HASH_LEN, text, len, NULL, 0, NULL, (const guint8 *) PERSONAL);
}

/* The text of the pack and, each after its mark, of the reforms over it.  @files (nullable): what each is called. */
static void
read_parts (CbPack     *pack,
            const char *name,
            GPtrArray  *files,
            CbFaults   *faults)
{
  gsize len;
  const char *text = g_bytes_get_data (pack->bytes, &len), *end, *mark = NULL;
  guint n = 0;

  if (text == NULL)
    text = "";
  end = text + len;
  do
    {
      char *file = files != NULL && n < files->len ? g_strdup (files->pdata[n]) : n == 0 ? g_strdup (name) : g_strconcat (name, " (over)", NULL);

      mark = g_strstr_len (text, end - text, OVER_MARK);
      g_ptr_array_add (pack->files, file);
      cb_source_read (pack->source, text, (gsize) ((mark != NULL ? mark : end) - text), file, n > 0, faults);
      if (mark != NULL)
        text = mark + strlen (OVER_MARK);
      n++;
    }
  while (mark != NULL);
}

/* A reform without its base: one fault that says so, not one for everything that the base would have. */
static gboolean
lacks_base (CbPack   *pack,
            CbFaults *faults)
{
  CbGroup *head = cb_source_group (pack->source, "pack", "");
  CbKey *key = head != NULL && pack->files->len == 1 ? cb_group_key (head, "base") : NULL;

  if (key == NULL)
    return FALSE;
  cb_faults_at (faults, key, key->column, "this is laid over the rules “%s” and is read together with them: BASE.pack,%s", key->value, key->file);
  return TRUE;
}

static CbPack *
load (GBytes      *bytes,
      const char  *name,
      GPtrArray   *files,
      GPtrArray  **faults_out,
      GError     **error)
{
  CbPack *pack = pack_new ();
  CbFaults *faults = cb_faults_new ();

  pack->bytes = g_bytes_ref (bytes);
  cb_pack_hash_bytes (bytes, pack->hash);
  read_parts (pack, name, files, faults);
  if (!lacks_base (pack, faults))
    understand (pack, faults);
  if (cb_faults_any (faults))
    {
      const CbPackFault *first = faults->list->pdata[0];
      g_autofree char *said = cb_pack_fault_text (first);

      g_set_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_PACK, "the pack has %u fault(s); the first: %s", faults->list->len, said);
      g_clear_pointer (&pack, pack_free);
    }
  else
    publish (pack);
  if (faults_out != NULL)
    *faults_out = g_ptr_array_ref (faults->list);
  cb_faults_free (faults);
  return pack;
}

CbPack *
cb_pack_load_bytes (GBytes      *bytes,
                    const char  *name,
                    GPtrArray  **faults,
                    GError     **error)
{
  g_return_val_if_fail (bytes != NULL && name != NULL, NULL);
  return load (bytes, name, NULL, faults, error);
}

CbPack *
cb_pack_load_file (const char  *path,
                   GPtrArray  **faults,
                   GError     **error)
{
  g_autofree char *text = NULL, *name = g_path_get_basename (path);
  g_autoptr (GBytes) bytes = NULL;
  gsize len;

  if (!g_file_get_contents (path, &text, &len, NULL))
    {
      g_set_error_literal (error, CB_POLICY_ERROR, CB_POLICY_ERROR_PACK, "the pack can not be read");
      return NULL;
    }
  bytes = g_bytes_new_take (g_steal_pointer (&text), len);
  return load (bytes, name, NULL, faults, error);
}

CbPack *
cb_pack_load_over (CbPack      *base,
                   GBytes      *bytes,
                   const char  *name,
                   GPtrArray  **faults,
                   GError     **error)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  g_autoptr (GBytes) joined = NULL;
  g_autoptr (CbPack) pack = NULL;
  gsize len;
  const guint8 *text = g_bytes_get_data (base->bytes, &len);
  const char *named;

  g_byte_array_append (all, text, (guint) len);
  g_byte_array_append (all, (const guint8 *) OVER_MARK, strlen (OVER_MARK));
  text = g_bytes_get_data (bytes, &len);
  g_byte_array_append (all, text, (guint) len);
  joined = g_byte_array_free_to_bytes (g_steal_pointer (&all));
  g_ptr_array_extend (files, base->files, NULL, NULL);
  g_ptr_array_add (files, (char *) name);
  pack = load (joined, name, files, faults, error);
  if (pack == NULL)
    return NULL;
  named = cb_group_localised (pack->head, "base", NULL);
  if (g_strcmp0 (named, base->id) != 0)
    {
      g_set_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_PACK, "%s: base is “%s”, but “%s” is what it was laid over", name,
                   named != NULL ? named : "", base->id);
      return NULL;
    }
  return g_steal_pointer (&pack);
}

CbPack *
cb_pack_ref (CbPack *pack)
{
  g_atomic_int_inc (&pack->ref_count);
  return pack;
}

void
cb_pack_unref (CbPack *pack)
{
  if (pack != NULL && g_atomic_int_dec_and_test (&pack->ref_count))
    pack_free (pack);
}

/* --- Head --- */

const char *
cb_pack_id (CbPack *pack)
{
  return pack->id;
}

const char *
cb_pack_title (CbPack     *pack,
               const char *lang)
{
  return cb_group_localised (pack->head, "title", lang);
}

const char *
cb_pack_issuer (CbPack *pack)
{
  return cb_group_localised (pack->head, "issuer", NULL);
}

const char *
cb_pack_note (CbPack     *pack,
              const char *lang)
{
  return cb_group_localised (pack->head, "note", lang);
}

gboolean
cb_pack_is_demo (CbPack *pack)
{
  return pack->demo;
}

CbDate
cb_pack_from (CbPack *pack)
{
  return pack->from;
}

CbDate
cb_pack_document_from (CbPack     *pack,
                       const char *document)
{
  gpointer from;

  return g_hash_table_lookup_extended (pack->documents, document, NULL, &from) ? (CbDate) GPOINTER_TO_INT (from) : CB_DATE_NONE;
}

char *
cb_pack_cite_brief (CbPack     *pack,
                    const char *cite)
{
  g_auto (GStrv) parts = g_strsplit (cite, "；", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      const gsize n = strcspn (parts[i], " ");
      g_autofree char *document = g_strndup (parts[i], n);
      const char *brief = g_hash_table_lookup (pack->shorts, document);

      if (brief != NULL)
        {
          char *text = g_strconcat (brief, parts[i] + n, NULL);

          g_free (parts[i]);
          parts[i] = text;
        }
    }
  return g_strjoinv ("；", parts);
}

GBytes *
cb_pack_bytes (CbPack *pack)
{
  return pack->bytes;
}

const guint8 *
cb_pack_hash (CbPack *pack)
{
  return pack->hash;
}

char *
cb_pack_hash_text (CbPack *pack)
{
  char *text = g_malloc (2 * CB_PACK_HASH_LEN + 1);

  return sodium_bin2hex (text, 2 * CB_PACK_HASH_LEN + 1, pack->hash, CB_PACK_HASH_LEN);
}

/* --- Contents --- */

GPtrArray *
cb_pack_entities (CbPack *pack)
{
  return pack->pub_entities;
}

GPtrArray *
cb_pack_facts (CbPack *pack)
{
  return pack->pub_facts;
}

GPtrArray *
cb_pack_params (CbPack *pack)
{
  return pack->pub_params;
}

GPtrArray *
cb_pack_rules (CbPack *pack)
{
  return pack->pub_rules;
}

const CbPackEntity *
cb_pack_entity (CbPack     *pack,
                const char *name)
{
  CbEntityX *entity = g_hash_table_lookup (pack->entity_names, name);

  return entity != NULL ? &entity->pub : NULL;
}

const CbPackFact *
cb_pack_fact (CbPack     *pack,
              const char *name)
{
  CbFactX *fact = g_hash_table_lookup (pack->fact_names, name);

  return fact != NULL ? &fact->pub : NULL;
}

const CbPackParam *
cb_pack_param (CbPack     *pack,
               const char *name)
{
  CbParamX *param = g_hash_table_lookup (pack->param_names, name);

  return param != NULL ? &param->pub : NULL;
}

const CbPackVersion *
cb_pack_param_version (CbPack            *pack,
                       const CbPackParam *param,
                       guint              index)
{
  CbParamX *x = g_hash_table_lookup (pack->param_names, param->name);

  return x != NULL && index < x->versions->len ? &g_array_index (x->versions, CbParamVersionX, index).pub : NULL;
}

gboolean
cb_pack_param_value (CbPack     *pack,
                     const char *name,
                     const char *word,
                     CbDate      on,
                     gint64     *numerator,
                     gint64     *denominator)
{
  CbParamX *param = g_hash_table_lookup (pack->param_names, name);
  CbParamVersionX *version = param != NULL && !param->pub.bands ? cb_param_at (param, on) : NULL;
  int index = 0;

  if (version == NULL)
    return FALSE;
  if (param->by >= 0)
    index = word != NULL ? cb_pack_word_index (pack, param->pub.by, word) : -1;
  if (index < 0 || !version->has[index])
    return FALSE;
  *numerator = (gint64) version->values[index].num;
  if (denominator != NULL)
    *denominator = (gint64) version->values[index].den;
  return TRUE;
}

const char *const *
cb_pack_programmes (CbPack *pack)
{
  return (const char *const *) pack->programme_list->pdata;
}

const char *
cb_pack_programme_tiers (CbPack     *pack,
                         const char *programme)
{
  CbProgrammeX *p = g_hash_table_lookup (pack->programme_names, programme);

  /* While a pack is being read its tier may be no choice at all. */
  return p != NULL && p->tier != NULL && p->tier->type.kind == CB_TYPE_CHOICE && p->tier->type.choice >= 0
           ? CB_CHOICE (pack, p->tier->type.choice)->name : NULL;
}

gboolean
cb_pack_programme_monthly (CbPack     *pack,
                           const char *programme)
{
  CbProgrammeX *p = g_hash_table_lookup (pack->programme_names, programme);

  return p != NULL && p->pay == CB_PAY_MONTHLY;
}

gboolean
cb_pack_programme_in_force (CbPack     *pack,
                            const char *programme,
                            CbDate      on)
{
  CbProgrammeX *p = g_hash_table_lookup (pack->programme_names, programme);

  return p != NULL && cb_in_force (p->from, p->until, on);
}

const char *
cb_pack_text_of (CbPack     *pack,
                 const char *group,
                 const char *name,
                 const char *key,
                 const char *lang)
{
  return cb_group_localised (cb_source_group (pack->source, group, name), key, lang);
}

const char *
cb_pack_title_of (CbPack     *pack,
                  const char *group,
                  const char *name,
                  const char *lang)
{
  CbValueX *value = strcmp (group, "value") == 0 ? g_hash_table_lookup (pack->value_names, name) : NULL;
  const char *title = NULL;

  if (value != NULL && value->table != NULL && value->table->n_outputs > 1)
    {
      g_autofree char *key = g_strconcat ("title.", value->field, NULL);

      title = cb_group_localised (value->group, key, lang);
      if (title != NULL)
        return title;
    }
  title = value != NULL ? cb_group_localised (value->group, "title", lang) : cb_pack_text_of (pack, group, name, "title", lang);
  return title != NULL ? title : name;
}

const char *
cb_pack_dated_text (CbPack     *pack,
                    const char *name,
                    CbDate      on,
                    const char *lang)
{
  CbGroup *group = cb_source_group (pack->source, "text", name);
  const char *found = NULL;
  CbDate date;

  for (guint i = 0; group != NULL && i < group->keys->len; i++)
    {
      CbKey *key = group->keys->pdata[i];

      if (key->locale == NULL && cb_date_of_key (key->name, &date) && date <= on)
        found = key->name;
    }
  return found != NULL ? cb_group_localised (group, found, lang) : NULL;
}

const char *const *
cb_pack_words (CbPack     *pack,
               const char *choice)
{
  CbChoiceX *c = g_hash_table_lookup (pack->choice_names, choice);

  return c != NULL ? c->words : NULL;
}

const char *
cb_pack_word_title (CbPack     *pack,
                    const char *choice,
                    const char *word,
                    const char *lang)
{
  const char *title = cb_pack_text_of (pack, "choice", choice, word, lang);

  return title != NULL ? title : word;
}

int
cb_pack_word_index (CbPack     *pack,
                    const char *choice,
                    const char *word)
{
  CbChoiceX *c = g_hash_table_lookup (pack->choice_names, choice);

  for (guint i = 0; c != NULL && i < c->n; i++)
    if (strcmp (c->words[i], word) == 0)
      return (int) i;
  return -1;
}
