/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-block-private.h"
#include "cb-explain-private.h"

#include <string.h>

#include "cb-money.h"

/* The smallest change of one amount that turns an outcome over: doubling steps until something turns, then halving.  The
 * outcomes-only code runs over the same columns, with one number exchanged. */

typedef struct {
  CbVariant *variant;
  CbColumns  columns;
  CbRun      run;
  GArray    *order[CB_MAX_ENTITIES];
  guint      n;
  gint64    *place;          /* of the fact being changed */
} Probe;

static void
look (Probe          *p,
      gint64          value,
      CbOutcomePoint *out)
{
  *p->place = value;
  cb_run (&p->run, p->variant, &p->columns, 0, 1);
  for (guint i = 0; i < p->n; i++)
    out[i] = cb_outcome_at (&p->run, &g_array_index (p->variant->programmes, CbProgrammeCode, i), 0);
}

/* The first programme whose status or tier differs; -1: none. */
static int
turned (Probe                *p,
        const CbOutcomePoint *a,
        const CbOutcomePoint *b)
{
  for (guint i = 0; i < p->n; i++)
    if (a[i].status != b[i].status || a[i].tier != b[i].tier)
      return (int) i;
  return -1;
}

static void
search (Probe          *p,
        CbResult       *result,
        CbFactX        *fact,
        int             index,
        int             sign,
        CbOutcomePoint *now,
        CbOutcomePoint *then,
        GArray         *found)
{
  gint64 from = *p->place, low = 0, high = 0, room = sign > 0 ? fact->pub.max - from : from - fact->pub.min;
  int at = -1;

  for (gint64 step = 1; low < room && at < 0; step *= 2)
    {
      high = MIN (step, room);
      look (p, from + sign * high, then);
      at = turned (p, now, then);
      if (at < 0)
        low = high;
    }
  while (at >= 0 && high - low > 1)
    {
      gint64 middle = low + (high - low) / 2;

      look (p, from + sign * middle, then);
      if (turned (p, now, then) >= 0)
        high = middle;
      else
        low = middle;
    }
  if (at >= 0)
    {
      CbProgrammeX *programme;
      CbChoiceX *choice;
      CbNearest n = { .fact = fact->pub.name, .entity = fact->pub.entity, .index = index, .from = from, .to = from + sign * high,
                      .change = sign * high };

      look (p, n.to, then);
      at = turned (p, now, then);
      if (at >= 0 && then[at].status != CB_STATUS_FAULT && now[at].status != CB_STATUS_FAULT)
        {
          programme = g_array_index (p->variant->programmes, CbProgrammeCode, at).programme;
          choice = programme->tier != NULL ? CB_CHOICE (result->program->pack, programme->tier->type.choice) : NULL;
          n.programme = programme->name;
          n.status_before = (CbStatus) now[at].status;
          n.status_after = (CbStatus) then[at].status;
          n.tier_before = choice != NULL && now[at].tier < choice->n ? choice->words[now[at].tier] : NULL;
          n.tier_after = choice != NULL && then[at].tier < choice->n ? choice->words[then[at].tier] : NULL;
          n.amount_before = now[at].amount;
          n.amount_after = then[at].amount;
          g_array_append_val (found, n);
        }
    }
  *p->place = from;
}

static int
by_size (gconstpointer a,
         gconstpointer b)
{
  gint64 x = ABS (((const CbNearest *) a)->change), y = ABS (((const CbNearest *) b)->change);

  return x < y ? -1 : x > y;
}

GArray *
cb_explain_nearest (CbProgram  *program,
                    CbFacts    *facts,
                    CbResult   *result,
                    GError    **error)
{
  GArray *found = g_array_new (FALSE, TRUE, sizeof (CbNearest));
  Probe p = { .variant = cb_program_variant (program, CB_VARIANT_LEAN) };
  g_autofree CbOutcomePoint *now = NULL, *then = NULL;
  gint64 nowhere = 0;

  p.n = p.variant->programmes->len;
  now = g_new0 (CbOutcomePoint, p.n + 1);
  then = g_new0 (CbOutcomePoint, p.n + 1);
  cb_facts_fill (facts, &p.columns, p.order);
  p.place = &nowhere;
  look (&p, 0, now);
  for (guint f = 0; f < facts->pack->facts->len; f++)
    {
      CbFactX *fact = facts->pack->facts->pdata[f];

      if (fact->type.kind != CB_TYPE_NUMBER || fact->type.money != 1)
        continue;
      for (guint row = 0; row < p.columns.n_rows[fact->entity]; row++)
        {
          int index = (int) g_array_index (p.order[fact->entity], guint, row);

          if (!cb_facts_cell (facts, fact, index)->known)
            continue;
          p.place = (gint64 *) p.columns.values[fact->pub.index] + row;
          search (&p, result, fact, index, 1, now, then, found);
          search (&p, result, fact, index, -1, now, then, found);
        }
    }
  g_array_sort (found, by_size);
  cb_columns_clear (&p.columns);
  cb_run_clear (&p.run);
  for (guint i = 0; i < CB_MAX_ENTITIES; i++)
    g_clear_pointer (&p.order[i], g_array_unref);
  return found;
}

static const char *
status_text (CbStatus status,
             gboolean zh)
{
  static const char *const texts[][2] = {
    { "not eligible", "不符合" }, { "eligible", "符合" }, { "needs a person's judgement", "需人工判断" }, { "incomplete", "资料不全" },
  };

  return texts[status][zh];
}

char *
cb_explain_nearest_text (CbResult        *result,
                         const CbNearest *n,
                         const char      *lang)
{
  CbPack *pack = result->program->pack;
  CbFactX *fact = g_hash_table_lookup (pack->fact_names, n->fact);
  CbProgrammeX *programme = g_hash_table_lookup (pack->programme_names, n->programme);
  gboolean zh = g_str_has_prefix (lang != NULL ? lang : "", "zh");
  const char *list = programme->tier != NULL ? CB_CHOICE (pack, programme->tier->type.choice)->name : NULL;
  const char *title = cb_pack_title_of (pack, "fact", n->fact, lang), *label = cb_facts_label (result->facts, n->entity, n->index);
  const char *before = n->tier_before != NULL ? cb_pack_word_title (pack, list, n->tier_before, lang) : status_text (n->status_before, zh);
  const char *after = n->tier_after != NULL && g_strcmp0 (n->tier_after, n->tier_before) != 0 ?
                      cb_pack_word_title (pack, list, n->tier_after, lang) : status_text (n->status_after, zh);
  g_autofree char *change = cb_format_number (pack, fact->type, (CbNumber) { CB_STATE_KNOWN, ABS (n->change), 1 }, lang, CB_FORMAT_UNIT);
  g_autofree char *was = cb_money_format (n->amount_before, TRUE), *is = cb_money_format (n->amount_after, TRUE);

  if (g_strcmp0 (n->tier_after, n->tier_before) == 0 && n->tier_before != NULL)
    before = status_text (n->status_before, zh);
  return g_strdup_printf (zh ? "%s%s%s%s %s：%s %s → %s，金额 %s → %s" : "%s%s%s%s %s: %s %s → %s, amount %s → %s",
                          label != NULL ? label : "", label != NULL ? (zh ? "：" : ": ") : "", title,
                          n->change > 0 ? (zh ? "增加" : " up") : (zh ? "减少" : " down"), change,
                          cb_pack_title_of (pack, "programme", n->programme, lang), before, after, was, is);
}

gboolean
cb_explain_boundary (CbResult   *result,
                     const char *programme,
                     const char *lang,
                     GPtrArray  *lines)
{
  g_autoptr (GArray) found = NULL;
  const CbNearest *n = NULL;
  CbPack *pack = result->program->pack;
  const CbProgrammeX *p = g_hash_table_lookup (pack->programme_names, programme);
  const gboolean zh = g_str_has_prefix (lang != NULL ? lang : "", "zh");
  g_autofree char *who = NULL, *change = NULL, *was = NULL, *is = NULL;
  const CbFactX *fact;
  CbWorkLine *line;

  if (p == NULL || (found = cb_explain_nearest (result->program, result->facts, result, NULL)) == NULL)
    return FALSE;
  for (guint i = 0; n == NULL && i < found->len; i++)
    if (strcmp (g_array_index (found, CbNearest, i).programme, programme) == 0)
      n = &g_array_index (found, CbNearest, i);
  if (n == NULL)
    return FALSE;
  fact = g_hash_table_lookup (pack->fact_names, n->fact);
  who = cb_explain_who (result, n->entity, n->index, lang);
  change = cb_format_number (pack, fact->type, (CbNumber) { CB_STATE_KNOWN, ABS (n->change), 1 }, lang, CB_FORMAT_UNIT);
  was = cb_money_format (n->amount_before, TRUE);
  is = cb_money_format (n->amount_after, TRUE);
  line = g_new0 (CbWorkLine, 1);
  line->text = g_strdup_printf (zh ? "最近的分界：%s%s%s%s %s" : "Nearest boundary: %s%s%s %s %s", who, *who != '\0' ? " · " : "",
                                cb_pack_title_of (pack, "fact", n->fact, lang), n->change > 0 ? (zh ? "再增加" : "up by") : zh ? "减少" : "down by", change);
  line->figure = g_strdup (n->tier_after != NULL && g_strcmp0 (n->tier_after, n->tier_before) != 0
                             ? cb_pack_word_title (pack, CB_CHOICE (pack, p->tier->type.choice)->name, n->tier_after, lang)
                             : status_text (n->status_after, zh));
  line->working = n->amount_before == n->amount_after ? g_strdup ("")
                  : g_strdup_printf (zh ? "%s：%s → %s" : "%s: %s → %s", cb_pack_title_of (pack, "programme", programme, lang), was, is);
  line->brief = g_strdup (line->working);
  line->unit = g_strdup ("");
  line->note = g_strdup ("");
  line->cite = g_strdup ("");
  line->fact = g_strdup (n->fact);
  line->index = n->index;
  g_ptr_array_add (lines, line);
  return TRUE;
}
