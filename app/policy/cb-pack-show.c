/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-result-private.h"

#include <string.h>

/* The pack as a person reads it: lines as written, numbers with their units. */

GArray *
cb_pack_lines (CbPack     *pack,
               const char *group,
               const char *name)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (CbPackLine));
  CbGroup *found = cb_source_group (pack->source, group, name);

  for (guint i = 0; found != NULL && i < found->keys->len; i++)
    {
      const CbKey *key = found->keys->pdata[i];
      CbPackLine line = { key->name, key->locale, key->value, key->line };

      g_array_append_val (lines, line);
    }
  return lines;
}

const char *
cb_pack_rule_group (CbRuleKind kind)
{
  static const char *const groups[] = {
    [CB_RULE_VALUE] = "value", [CB_RULE_TABLE] = "table", [CB_RULE_EXCEPTION] = "exception", [CB_RULE_PROGRAMME] = "programme",
    [CB_RULE_REASON] = "reason", [CB_RULE_TEXT] = "text",
  };

  return groups[kind];
}

const char *
cb_pack_unit_text (CbUnit      unit,
                   const char *lang)
{
  return cb_format_unit (cb_type_unit (unit), lang);
}

static char *
version_number (CbPack          *pack,
                CbParamX        *param,
                CbParamVersionX *version,
                guint            i,
                const char      *lang,
                CbFormat         flags)
{
  CbNumber number = { CB_STATE_KNOWN, version->values[i].num, version->values[i].den };

  return cb_format_number (pack, param->type, number, lang, flags);
}

char *
cb_pack_version_text (CbPack            *pack,
                      const CbPackParam *pub,
                      guint              index,
                      const char        *lang)
{
  CbParamX *param = g_hash_table_lookup (pack->param_names, pub->name);
  CbParamVersionX *version;
  GString *text;
  const char *unit;

  g_return_val_if_fail (param != NULL && index < param->versions->len, NULL);

  version = &g_array_index (param->versions, CbParamVersionX, index);
  if (version->pub.ends)
    return g_strdup ("");
  unit = cb_format_unit (param->type, lang);
  if (param->pub.bands)
    return *unit == '\0' ? g_strdup (version->pub.source) : g_strdup_printf ("%s (%s)", version->pub.source, unit);
  if (param->by < 0)
    return version_number (pack, param, version, 0, lang, CB_FORMAT_UNIT);
  text = g_string_new (NULL);
  for (guint i = 0; i < version->n; i++)
    if (version->has[i])
      {
        g_autofree char *number = version_number (pack, param, version, i, lang, CB_FORMAT_PLAIN);

        g_string_append_printf (text, "%s%s %s", text->len == 0 ? "" : cb_lang_is_zh (lang) ? "，" : ", ",
                                cb_pack_word_title (pack, param->pub.by, CB_CHOICE (pack, param->by)->words[i], lang), number);
      }
  if (*unit != '\0')
    g_string_append_printf (text, " %s", unit);
  return g_string_free (text, FALSE);
}

char *
cb_pack_param_text (CbPack            *pack,
                    const CbPackParam *pub,
                    const char        *word,
                    CbDate             on,
                    const char        *lang)
{
  CbParamX *param = g_hash_table_lookup (pack->param_names, pub->name);
  gint64 numerator, denominator;

  g_return_val_if_fail (param != NULL, NULL);

  if (!cb_pack_param_value (pack, pub->name, word, on, &numerator, &denominator))
    return NULL;
  return cb_format_number (pack, param->type, (CbNumber) { CB_STATE_KNOWN, numerator, denominator }, lang, CB_FORMAT_UNIT);
}
