/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "cb-money.h"
#include "cb-proof-day.h"

/* More income never raises the benefits, and never leaves less than before but at a declared cliff: searched for by
 * changing one source of income of a family, and halving the change where the family then stands otherwise. */

#define LADDER     7           /* changes of income tried on one family */
#define BISECTIONS 48

typedef struct { gint64 size; CbProofStep step; } Worst;

/* --- What a step takes or gives --- */

/* What rounding may take for one fen of income: one step of each rounded line. */
static gint64
rounding_steps (CbProofDay     *day,
                const CbFamily *family)
{
  gint64 steps = 2;

  for (guint p = 0; p < cb_proof_day_n (day); p++)
    {
      CbProgrammeX *programme = cb_proof_day_code (day, p)->programme;

      for (guint i = 0; i < programme->lines->len; i++)
        {
          CbValueX *value = g_array_index (programme->lines, CbLineX, i).value;

          for (guint k = 0; k < family->members->len; k++)
            if (g_array_index (family->members, CbMember, k).entity == value->entity)
              steps += value->round.mode != CB_ROUND_NONE ? value->round.unit : 1;
        }
    }
  return steps;
}

/* The declared cliff down which programme @p falls here (@rise: the declared rise); NULL when none is. */
static const CbCliffX *
declared (CbProofDay       *day,
          guint             p,
          gboolean          rise,
          const CbStanding *before,
          const CbStanding *after)
{
  for (guint i = 0; i < day->pack->cliffs->len; i++)
    {
      const CbCliffX *cliff = &g_array_index (day->pack->cliffs, CbCliffX, i);

      if (cb_proof_day_code (day, p)->programme == cliff->programme && cliff->rise == rise
          && (cliff->from < 0 || (before->tier[p] == cliff->from && after->tier[p] == cliff->to)))
        return cliff;
    }
  return NULL;
}

static char *
names_of_change (CbProofDay       *day,
                 const CbStanding *before,
                 const CbStanding *after)
{
  GString *text = g_string_new (NULL);

  for (guint p = 0; p < cb_proof_day_n (day); p++)
    {
      const char *tiers = cb_pack_programme_tiers (day->pack, cb_proof_day_code (day, p)->programme->name);
      g_autofree char *from = cb_money_plain (before->amount[p]), *to = cb_money_plain (after->amount[p]);

      if (before->amount[p] == after->amount[p])
        continue;
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", cb_proof_day_code (day, p)->programme->name);
      if (tiers != NULL && before->tier[p] != 255 && after->tier[p] != 255 && before->tier[p] != after->tier[p])
        g_string_append_printf (text, " (%s -> %s)", cb_pack_words (day->pack, tiers)[before->tier[p]], cb_pack_words (day->pack, tiers)[after->tier[p]]);
      g_string_append_printf (text, " %s -> %s", from, to);
    }
  return g_string_free (text, FALSE);
}

static gboolean
same_standing (CbProofDay       *day,
               const CbStanding *a,
               const CbStanding *b)
{
  for (guint p = 0; p < cb_proof_day_n (day); p++)
    if (a->status[p] != b->status[p] || a->tier[p] != b->tier[p])
      return FALSE;
  return TRUE;
}

static const CbStanding *
poorer (const CbProofStep *s)
{
  return s->at_low.income <= s->at_high.income ? &s->at_low : &s->at_high;
}

static const CbStanding *
richer (const CbProofStep *s)
{
  return s->at_low.income <= s->at_high.income ? &s->at_high : &s->at_low;
}

/* > 0: a family that has more is left with so much less, in fen a month, beyond what rounding takes. */
static gint64
loss (CbProofDay        *day,
      const CbProofStep *s)
{
  const CbStanding *poor = poorer (s), *rich = richer (s);

  if (!s->at_low.sure || !s->at_high.sure || rich->income == poor->income)
    return 0;
  return (poor->income + poor->monthly) - (rich->income + rich->monthly) - rounding_steps (day, s->family);
}

static gint64
gain (CbProofDay        *day,
      const CbProofStep *s)
{
  const CbStanding *poor = poorer (s), *rich = richer (s);

  if (!s->at_low.sure || !s->at_high.sure || rich->income == poor->income)
    return 0;
  return MAX (rich->monthly - poor->monthly, rich->once - poor->once) - rounding_steps (day, s->family);
}

static char *
step_text (CbProofDay        *day,
           const CbProofStep *s)
{
  g_autofree char *family = cb_family_text (day->pack, s->family), *on = cb_date_format (day->on);
  const CbMember *m = &g_array_index (s->family->members, CbMember, s->member);
  CbFactX *fact = CB_ENTITY (day->pack, m->entity)->facts->pdata[s->fact];
  gboolean up = s->at_low.income <= s->at_high.income;
  g_autofree char *from = cb_money_plain (up ? s->low : s->high), *to = cb_money_plain (up ? s->high : s->low);

  return g_strdup_printf ("on %s, %s of %s %u from %s to %s in the family: %s", on, fact->pub.field, CB_ENTITY (day->pack, m->entity)->pub.name, s->member, from, to,
                          family);
}

/* --- What is told of it --- */

/* A loss is put down to the programme that falls deepest, a gain to the one that rises most; *@cliff: whether that is declared. */
static guint
deepest (CbProofDay         *day,
         const CbProofStep  *s,
         gboolean            rise,
         const CbCliffX    **cliff)
{
  const CbStanding *poor = poorer (s), *rich = richer (s), *more = rise ? rich : poor, *less = rise ? poor : rich;
  guint which = 0;

  for (guint p = 1; p < cb_proof_day_n (day); p++)
    if (more->amount[p] - less->amount[p] > more->amount[which] - less->amount[which]
        && (rise || cb_proof_day_code (day, p)->programme->pay == CB_PAY_MONTHLY))
      which = p;
  *cliff = declared (day, which, rise, poor, rich);
  return which;
}

static void
keep_worst (GHashTable        *worst,
            const char        *kind,
            const CbProofStep *s,
            gint64             size)
{
  Worst *old = g_hash_table_lookup (worst, kind);

  if (old != NULL && old->size >= size)
    return;
  if (old == NULL)
    {
      old = g_new0 (Worst, 1);
      g_hash_table_insert (worst, g_strdup (kind), old);
    }
  old->size = size;
  old->step = *s;
}

static char *
kind_of (CbProofDay        *day,
         const CbProofStep *s,
         gboolean           rise)
{
  const CbCliffX *cliff;
  guint p = deepest (day, s, rise, &cliff);

  return cliff != NULL ? g_strdup_printf ("%s declared %s", rise ? "gain" : "loss", cliff->id)
                       : g_strdup_printf ("%s %s %u %u", rise ? "gain" : "loss", cb_proof_day_code (day, p)->programme->name, poorer (s)->tier[p], richer (s)->tier[p]);
}

static void
look_at_step (CbProofDay        *day,
              GHashTable        *worst,
              const CbProofStep *s)
{
  gint64 lost = loss (day, s), gained = gain (day, s);

  for (int rise = 0; rise < 2; rise++)
    {
      g_autofree char *kind = NULL;

      if ((rise ? gained : lost) <= 0)
        continue;
      kind = kind_of (day, s, rise);
      keep_worst (worst, kind, s, rise ? gained : lost);
    }
}

static void
report (CbProofDay  *day,
        gboolean     rise,
        CbProofStep *s)
{
  const CbStanding *poor = poorer (s), *rich = richer (s);
  const CbCliffX *cliff;
  gint64 size = rise ? MAX (rich->monthly - poor->monthly, rich->once - poor->once) : poor->income + poor->monthly - rich->income - rich->monthly;
  g_autofree char *change = names_of_change (day, poor, rich), *text = step_text (day, s), *yuan = cb_money_plain (size);
  g_autofree char *kind = kind_of (day, s, rise);   /* may have become another since others were left out */
  guint which = deepest (day, s, rise, &cliff);
  CbFinding *finding;

  if (cliff != NULL)
    finding = cb_finding_new (CB_FINDING_CLIFF, cliff->key, 0, rise ? "rise %s: a family with more income gets %s yuan a month more (%s): %s" :
                              "cliff %s: a family is left with %s yuan a month less (%s): %s", cliff->id, yuan, change, text);
  else if (rise)
    finding = cb_finding_new (CB_FINDING_FAULT, cb_proof_day_code (day, which)->programme->eligible->key, 0,
                              "more income raises the benefits by %s yuan (%s): %s; mend the rule or declare it: rise.NAME = PROGRAMME: TIER -> TIER", yuan, change, text);
  else
    finding = cb_finding_new (CB_FINDING_FAULT, day->pack->income_key, 0,
                              "a cliff that is not declared: with more income a family is left with %s yuan a month less (%s): %s; "
                              "mend the rule or declare it: cliff.NAME = PROGRAMME: TIER -> TIER", yuan, change, text);
  finding->cliff = cliff != NULL ? g_strdup (cliff->id) : NULL;
  finding->fen = size;
  cb_proof_day_note (day, kind, finding);
}

/* The worst of each kind on this day, where it is worse than on earlier days. */
static void
report_worst (CbProofDay *day,
              GHashTable *worst)
{
  g_autoptr (GList) kinds = g_list_sort (g_hash_table_get_keys (worst), (GCompareFunc) strcmp);

  for (GList *l = kinds; l != NULL; l = l->next)
    {
      const char *kind = l->data;
      Worst *found = g_hash_table_lookup (worst, kind);
      CbFinding *old = g_hash_table_lookup (day->cliffs, kind);
      gboolean gains = g_str_has_prefix (kind, "gain ");

      if (old != NULL && old->fen >= found->size)
        continue;
      cb_proof_step_shrink (day, &found->step, gains ? gain : loss);
      report (day, gains, &found->step);
    }
}

/* Halves the steps at whose ends a family stands otherwise, all at once, until they are as short as can be. */
static void
narrow (CbProofDay *day,
        GArray     *steps)
{
  for (guint round = 0; round < BISECTIONS; round++)
    {
      g_autoptr (GPtrArray) middle = g_ptr_array_new ();
      g_autoptr (GArray) which = g_array_new (FALSE, FALSE, sizeof (guint));
      g_autofree CbStanding *all = NULL;

      for (guint i = 0; i < steps->len; i++)
        {
          CbProofStep *s = &g_array_index (steps, CbProofStep, i);

          if (s->high - s->low < 2)
            continue;
          g_ptr_array_add (middle, cb_family_with (day->maker, s->family, s->member, s->fact, s->low + (s->high - s->low) / 2));
          g_array_append_val (which, i);
        }
      if (middle->len == 0)
        return;
      all = cb_proof_day_try (day, middle, round == 20);
      for (guint k = 0; k < middle->len; k++)
        {
          CbProofStep *s = &g_array_index (steps, CbProofStep, g_array_index (which, guint, k));
          gint64 at = s->low + (s->high - s->low) / 2;

          if (same_standing (day, &s->at_low, &all[k]))
            {
              s->low = at;
              s->at_low = all[k];
            }
          else
            {
              s->high = at;
              s->at_high = all[k];
            }
        }
    }
}

/* --- What there is to change --- */

/* The money facts that the declared income is worked out from. */
typedef struct { GArray *facts; GHashTable *seen; CbDate on; } Sources;

static void add_sources (Sources *s, CbValueX *value);

static void
add_source (CbExpr   *e,
            gpointer  data)
{
  Sources *s = data;

  if (e->op == CB_EX_VALUE)
    add_sources (s, e->ref);
  else if (e->op == CB_EX_FACT && ((CbFactX *) e->ref)->type.money == 1 && g_hash_table_add (s->seen, e->ref))
    g_array_append_val (s->facts, e->ref);
}

static void
add_sources (Sources  *s,
             CbValueX *value)
{
  CbFormulaVersion *version = cb_value_at (value, s->on);

  if (!g_hash_table_add (s->seen, value))
    return;
  if (version != NULL)
    cb_expr_each (version->expr, add_source, s);
  for (guint r = 0; value->table != NULL && r < value->table->rows->len; r++)
    cb_expr_each (((CbRowX *) value->table->rows->pdata[r])->outs[value->output], add_source, s);
  if (value->table != NULL && value->table->otherwise != NULL)
    cb_expr_each (value->table->otherwise->outs[value->output], add_source, s);
}

static int
compare_values (gconstpointer a,
                gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* Places of the facts that make the income, in @family. */
static gboolean
income_place (GArray         *facts,
              const CbFamily *family,
              guint           number,
              guint          *member,
              guint          *fact)
{
  guint n = 0;

  for (int round = 0; round < 2; round++)
    {
      guint seen = 0;

      for (guint i = 0; i < family->members->len; i++)
        for (guint k = 0; k < facts->len; k++)
          {
            CbFactX *x = g_array_index (facts, CbFactX *, k);

            if (x->entity != g_array_index (family->members, CbMember, i).entity)
              continue;
            if (round == 1 && seen == number % n)
              {
                *member = i;
                *fact = x->column;
                return TRUE;
              }
            seen++;
          }
      n = seen;
      if (n == 0)
        return FALSE;
    }
  return FALSE;
}

/* The families are tried for nothing else after this. */
static void
leave_out (CbProofDay *day,
           CbFamily   *family)
{
  for (guint i = 0; i < family->members->len; i++)
    {
      CbMember *m = &g_array_index (family->members, CbMember, i);

      for (guint k = 0; k < day->pack->income_without->len; k++)
        {
          const CbFactX *fact = day->pack->income_without->pdata[k];

          if (fact->entity != m->entity)
            continue;
          m->known[fact->column] = fact->pub.has_default;
          m->values[fact->column] = cb_fact_filler (fact);
        }
    }
}

/* --- The search --- */

void
cb_proof_income (CbProofDay *day,
                 GPtrArray  *families)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_direct_hash, g_direct_equal);
  g_autoptr (GHashTable) worst = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GArray) facts = g_array_new (FALSE, FALSE, sizeof (CbFactX *));
  g_autoptr (GPtrArray) ladders = g_ptr_array_new ();
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (CbProofStep)), sharp = g_array_new (FALSE, FALSE, sizeof (CbProofStep));
  g_autofree CbStanding *all = NULL;
  Sources sources = { facts, seen, day->on };

  if (day->pack->income == NULL)
    return;
  add_sources (&sources, day->pack->income);
  for (guint f = 0; f < families->len; f++)
    {
      CbFamily *family = families->pdata[f];
      guint member, fact;
      gint64 values[LADDER];
      const CbFactX *x;

      if (f % 4 == 3 || !income_place (facts, family, f / 4, &member, &fact))
        continue;
      x = CB_ENTITY (day->pack, g_array_index (family->members, CbMember, member).entity)->facts->pdata[fact];
      leave_out (day, family);
      values[0] = MAX (0, x->pub.min);
      values[1] = g_array_index (family->members, CbMember, member).values[fact];
      for (guint k = 2; k < LADDER; k++)
        values[k] = CLAMP ((G_GINT64_CONSTANT (50000) << g_rand_int_range (day->maker->rand, 0, 10)) + g_rand_int_range (day->maker->rand, 0, 50000), x->pub.min, x->pub.max);
      qsort (values, LADDER, sizeof *values, compare_values);
      for (guint k = 0; k + 1 < LADDER; k++)
        if (values[k] < values[k + 1])
          {
            CbProofStep s = { .family = family, .member = member, .fact = fact, .low = values[k], .high = values[k + 1] };

            g_array_append_val (steps, s);
            g_ptr_array_add (ladders, cb_family_with (day->maker, family, member, fact, s.low));
            g_ptr_array_add (ladders, cb_family_with (day->maker, family, member, fact, s.high));
          }
    }
  if (steps->len == 0)
    return;
  all = cb_proof_day_try (day, ladders, FALSE);
  day->counts->steps += steps->len;
  for (guint i = 0; i < steps->len; i++)
    {
      CbProofStep *s = &g_array_index (steps, CbProofStep, i);

      s->at_low = all[2 * i];
      s->at_high = all[2 * i + 1];
      if (!s->at_low.sure || !s->at_high.sure)
        continue;
      if (!same_standing (day, &s->at_low, &s->at_high))
        g_array_append_val (sharp, *s);
      else
        look_at_step (day, worst, s);
    }
  narrow (day, sharp);
  for (guint i = 0; i < sharp->len; i++)
    look_at_step (day, worst, &g_array_index (sharp, CbProofStep, i));
  report_worst (day, worst);
}

