/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-standard-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cb-outcome-text.h"

char *
cb_standard_person (CbDesk      *desk,
                    const CbUid *uid)
{
  const CbPerson *person = cb_authority_person (cb_desk_authority (desk), uid);

  return g_strdup (person != NULL ? person->name : "—");
}

char *
cb_standard_why_not (CbDesk *desk,
                     CbAct   act,
                     CbMay   may)
{
  const CbPerson *person = cb_desk_person (desk);

  if (may == CB_MAY_YES)
    return NULL;
  if (may == CB_MAY_NO_ROLE && person != NULL && (person->roles & (CB_ROLE_AUTHORITY | CB_ROLE_AUDITOR)) != 0)
    return g_strdup (_("Rules are drafted and published by a policy officer and countersigned by an approver. Authority, policy officer and "
                       "auditor are different persons on purpose."));
  if (may == CB_MAY_NO_ROLE)
    return g_strdup (act == CB_ACT_PUBLISH_PACK ? _("Rules are drafted and published by a policy officer. You may read them.")
                                                : _("A standard is countersigned or refused by an approver. You may read it."));
  if (may == CB_MAY_SAME_PERSON)
    return g_strdup (_("You published this standard. Another person, an approver, countersigns or refuses it."));
  if (may == CB_MAY_OUTSIDE_AREA)
    return g_strdup (_("The standard is for the whole county, and your area is a part of it. Ask an approver of the whole county."));
  return g_strdup (cb_may_text (may));
}

char *
cb_standard_value_title (CbPack     *pack,
                         const char *param,
                         const char *word)
{
  const CbPackParam *is = cb_pack_param (pack, param);
  const char *title = cb_pack_title_of (pack, "param", param, cb_outcome_lang ());

  if (is == NULL || is->by == NULL || word == NULL)
    return g_strdup (title);
  return g_strdup_printf ("%s · %s", title, cb_pack_word_title (pack, is->by, word, cb_outcome_lang ()));
}

void
cb_standard_add_lines (GString               *text,
                       const CbStandardCheck *c)
{
  g_autoptr (GArray) lines = NULL;
  gboolean only;

  if (c->pack == NULL)
    return;
  lines = cb_pack_new_lines (c->base, c->pack, &only);
  for (guint i = 0; i < lines->len; i++)
    {
      const CbPackNewLine *line = &g_array_index (lines, CbPackNewLine, i);
      const CbPackVersion *version = cb_pack_param_version (c->pack, line->param, line->version);
      const CbPackParam *old = cb_pack_param (c->base, line->param->name);
      g_autofree char *now = cb_pack_version_text (c->pack, line->param, line->version, cb_outcome_lang ());
      g_autofree char *from = cb_date_format (version->from), *was = NULL;

      for (guint k = 0; old != NULL && k < old->n_versions; k++)
        if (cb_pack_param_version (c->base, old, k)->from <= version->from)
          {
            g_free (was);
            was = cb_pack_version_text (c->base, old, k, cb_outcome_lang ());
          }
      /* TRANSLATORS: parameter, value so far, day, new value */
      g_string_append_printf (text, _("%s: so far %s, from %s %s"), cb_pack_title_of (c->pack, "param", line->param->name, cb_outcome_lang ()),
                              was != NULL ? was : "—", from, now);
      g_string_append_c (text, '\n');
      if (version->cite != NULL && *version->cite != '\0')
        g_string_append_printf (text, _("Document: %s"), version->cite);
      if (version->note != NULL && *version->note != '\0')
        g_string_append_printf (text, " · %s", version->note);
      g_string_append_c (text, '\n');
    }
  if (!only)
    {
      g_autofree char *diff = cb_pack_diff (c->base, c->pack, FALSE);

      g_string_append_printf (text, "%s\n%s", _("More than numbers changes; everything that differs:"), diff);
    }
}
