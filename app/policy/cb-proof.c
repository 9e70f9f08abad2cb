/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "cb-money.h"
#include "cb-proof-private.h"

/* What is proved and what is searched of a whole pack, day by day; see data/help/rule-language.md 6. */

#define FAMILIES     4096       /* a day, when there are few days */
#define FAMILIES_ALL 40000      /* over all days */
#define FAMILIES_MIN 256
#define LADDER       7          /* changes of income tried on one family */
#define BISECTIONS   48

struct _CbProof {
  GPtrArray    *findings;
  CbProofCounts counts;
};

/* --- Findings --- */

static void
finding_free (gpointer data)
{
  CbFinding *finding = data;

  g_free (finding->file);
  g_free (finding->message);
  g_free (finding->cliff);
  g_free (finding);
}

CbFinding *
cb_finding_new (CbFindingKind  kind,
                const CbKey   *key,
                int            column,
                const char    *format,
                ...)
{
  CbFinding *finding = g_new0 (CbFinding, 1);
  va_list args;

  finding->kind = kind;
  finding->file = g_strdup (key->file);
  finding->line = key->line;
  finding->column = column;
  va_start (args, format);
  finding->message = g_strdup_vprintf (format, args);
  va_end (args);
  return finding;
}

char *
cb_finding_text (const CbFinding *finding)
{
  return finding->column > 0 ? g_strdup_printf ("%s:%d:%d: %s", finding->file, finding->line, finding->column, finding->message)
                             : g_strdup_printf ("%s:%d: %s", finding->file, finding->line, finding->message);
}

static int
by_place (gconstpointer a,
          gconstpointer b)
{
  const CbFinding *x = *(CbFinding *const *) a, *y = *(CbFinding *const *) b;

  return x->line != y->line ? (x->line > y->line) - (x->line < y->line) : (x->column > y->column) - (x->column < y->column);
}

/* --- What the pack says of its income and its cliffs: [check income] --- */

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

/* --- One day --- */

/* What a family has, and gets of each programme. */
typedef struct {
  gint64  income;              /* fen a month, rounded down */
  gboolean sure;               /* every outcome is decided */
  gint64  monthly, once;       /* fen */
  guint8  status[32], tier[32];
  gint64  amount[32];
} Standing;

typedef struct {
  CbPack        *pack;
  CbProgram     *program;
  CbVariant     *full;
  CbDate         on;
  CbFamilyMaker *maker;
  CbReach       *reach;
  guint          wrong;        /* programme looked at */
  GArray        *income_facts; /* CbFactX*: money that the declared income is made of */
  GHashTable    *cliffs;       /* kind -> CbFinding: the largest so far, over all days */
  GHashTable    *worst;        /* kind -> Worst: of this day */
  CbProof       *proof;
} Day;

static guint
n_programmes (Day *day)
{
  return MIN (day->full->programmes->len, 32);
}

static CbProgrammeCode *
code_of (Day  *day,
         guint p)
{
  return &g_array_index (day->full->programmes, CbProgrammeCode, p);
}

static void
stand (Day             *day,
       CbRun           *run,
       guint            row,
       Standing        *s)
{
  s->sure = TRUE;
  s->monthly = s->once = s->income = 0;
  for (guint p = 0; p < n_programmes (day); p++)
    {
      CbOutcomePoint point = cb_outcome_at (run, code_of (day, p), row);

      s->status[p] = point.status;
      s->tier[p] = point.tier;
      s->amount[p] = point.amount;
      s->sure &= point.status < CB_STATUS_INCOMPLETE;
      if (code_of (day, p)->programme->pay == CB_PAY_MONTHLY)
        s->monthly += point.amount;
      else if (code_of (day, p)->programme->pay == CB_PAY_ONCE)
        s->once += point.amount;
    }
  if (day->pack->income != NULL && day->full->values[day->pack->income->index].state == 2)
    {
      CbSlot slot = day->full->values[day->pack->income->index].slot;
      CbWide den = slot.den * (slot.dyn >= 0 ? cb_run_get (run, slot.dyn, row) : 1);

      if (slot.st >= 0 && cb_run_get (run, slot.st, row) != CB_STATE_KNOWN)
        s->sure = FALSE;
      else if (den > 0)
        {
          CbWide num = cb_run_get (run, slot.num, row);

          den *= day->pack->income->type.year != 0 ? 12 : 1;
          s->income = (gint64) (num >= 0 ? num / den : -((-num + den - 1) / den));
        }
    }
}

/* Where @families (CbFamily*) stand; @look: they count for what can be reached. */
static Standing *
try_families (Day       *day,
              GPtrArray *families,
              gboolean   look)
{
  g_autoptr (CbBlock) block = cb_family_block (day->pack, families);
  Standing *all = g_new0 (Standing, families->len + 1);
  CbRun run = { 0 };

  /* Puts the block's rows in order. */
  cb_block_result_free (cb_block_run (block, day->program, 0, 1, NULL, NULL));
  for (guint at = 0; at < families->len; at += 256)
    {
      guint n = MIN (256, families->len - at);

      cb_run (&run, day->full, &block->columns, at, n);
      for (guint i = 0; i < n; i++)
        stand (day, &run, i, &all[at + i]);
      if (look)
        cb_reach_look (day->reach, &run, &block->columns);
    }
  cb_run_clear (&run);
  return all;
}

static void
note (Day       *day,
      const char *kind,
      CbFinding *finding)
{
  CbFinding *old = g_hash_table_lookup (day->cliffs, kind);

  /* The worst of its kind, the earliest day that has it. */
  if (old != NULL && old->fen >= finding->fen)
    {
      finding_free (finding);
      return;
    }
  if (old != NULL)
    g_ptr_array_remove (day->proof->findings, old);
  g_ptr_array_add (day->proof->findings, finding);
  g_hash_table_replace (day->cliffs, g_strdup (kind), finding);
}

/* --- Amounts --- */

static void
prove_amounts (Day *day)
{
  for (guint p = 0; p < n_programmes (day); p++)
    {
      CbProgrammeCode *code = code_of (day, p);

      if (code->programme->pay == CB_PAY_NONE)
        continue;
      day->proof->counts.amounts++;
      if (g_array_index (day->full->code.regs, CbReg, code->amount.num).lo >= 0)
        day->proof->counts.amounts_proved++;
    }
}

/* --- More income --- */

/* What rounding may take for one fen of income: one step of each rounded line. */
static gint64
rounding_steps (Day            *day,
                const CbFamily *family)
{
  gint64 steps = 2;

  for (guint p = 0; p < n_programmes (day); p++)
    {
      CbProgrammeX *programme = code_of (day, p)->programme;

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
declared (Day            *day,
          guint           p,
          gboolean        rise,
          const Standing *before,
          const Standing *after)
{
  for (guint i = 0; i < day->pack->cliffs->len; i++)
    {
      const CbCliffX *cliff = &g_array_index (day->pack->cliffs, CbCliffX, i);

      if (code_of (day, p)->programme == cliff->programme && cliff->rise == rise
          && (cliff->from < 0 || (before->tier[p] == cliff->from && after->tier[p] == cliff->to)))
        return cliff;
    }
  return NULL;
}

static char *
names_of_change (Day            *day,
                 const Standing *before,
                 const Standing *after)
{
  GString *text = g_string_new (NULL);

  for (guint p = 0; p < n_programmes (day); p++)
    {
      const char *tiers = cb_pack_programme_tiers (day->pack, code_of (day, p)->programme->name);
      g_autofree char *from = cb_money_plain (before->amount[p]), *to = cb_money_plain (after->amount[p]);

      if (before->amount[p] == after->amount[p])
        continue;
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", code_of (day, p)->programme->name);
      if (tiers != NULL && before->tier[p] != 255 && after->tier[p] != 255 && before->tier[p] != after->tier[p])
        g_string_append_printf (text, " (%s -> %s)", cb_pack_words (day->pack, tiers)[before->tier[p]], cb_pack_words (day->pack, tiers)[after->tier[p]]);
      g_string_append_printf (text, " %s -> %s", from, to);
    }
  return g_string_free (text, FALSE);
}

/* Two families that differ in one fact only. */
typedef struct {
  CbFamily *family;
  guint     member, fact;      /* fact: place within the entity */
  gint64    low, high;         /* of that fact */
  Standing  at_low, at_high;
} Step;

typedef struct { gint64 size; Step step; } Worst;

static gboolean
same_standing (Day            *day,
               const Standing *a,
               const Standing *b)
{
  for (guint p = 0; p < n_programmes (day); p++)
    if (a->status[p] != b->status[p] || a->tier[p] != b->tier[p])
      return FALSE;
  return TRUE;
}

static const Standing *
poorer (const Step *s)
{
  return s->at_low.income <= s->at_high.income ? &s->at_low : &s->at_high;
}

static const Standing *
richer (const Step *s)
{
  return s->at_low.income <= s->at_high.income ? &s->at_high : &s->at_low;
}

/* > 0: a family that has more is left with so much less, in fen a month, beyond what rounding takes. */
static gint64
loss (Day        *day,
      const Step *s)
{
  const Standing *poor = poorer (s), *rich = richer (s);

  if (!s->at_low.sure || !s->at_high.sure || rich->income == poor->income)
    return 0;
  return (poor->income + poor->monthly) - (rich->income + rich->monthly) - rounding_steps (day, s->family);
}

static gint64
gain (Day        *day,
      const Step *s)
{
  const Standing *poor = poorer (s), *rich = richer (s);

  if (!s->at_low.sure || !s->at_high.sure || rich->income == poor->income)
    return 0;
  return MAX (rich->monthly - poor->monthly, rich->once - poor->once) - rounding_steps (day, s->family);
}

static CbFamily *
with_fact (Day            *day,
           const CbFamily *family,
           guint           member,
           guint           fact,
           gint64          value)
{
  CbFamily *copy = cb_family_copy (day->maker, family);
  CbMember *m = &g_array_index (copy->members, CbMember, member);

  if (fact == G_MAXUINT)
    return copy;
  m->values[fact] = value;
  m->known[fact] = TRUE;
  return copy;
}

static void
stand_both (Day  *day,
            Step *s)
{
  g_autoptr (GPtrArray) two = g_ptr_array_new ();
  g_autofree Standing *all = NULL;

  g_ptr_array_add (two, with_fact (day, s->family, s->member, s->fact, s->low));
  g_ptr_array_add (two, with_fact (day, s->family, s->member, s->fact, s->high));
  all = try_families (day, two, FALSE);
  s->at_low = all[0];
  s->at_high = all[1];
}

/* The same with everybody left out who is not needed for it. */
static void
shrink (Day      *day,
        Step     *s,
        gint64  (*size) (Day *day, const Step *s))
{
  for (guint i = s->family->members->len; i > 1; i--)
    {
      Step less = *s;
      gboolean needed = FALSE;
      guint shift = 0;

      for (int above = (int) s->member; above >= 0; above = g_array_index (s->family->members, CbMember, above).parent)
        needed |= above == (int) (i - 1);
      if (needed || i > s->family->members->len)
        continue;
      less.family = cb_family_without (day->maker, s->family, i - 1);
      /* Those left out before the changed one move it forward. */
      for (guint k = i - 1; k < s->member; k++)
        {
          gboolean gone = k == i - 1;

          for (int above = (int) k; above >= 0 && !gone; above = g_array_index (s->family->members, CbMember, above).parent)
            gone = above == (int) (i - 1);
          shift += gone;
        }
      less.member -= shift;
      stand_both (day, &less);
      if (size (day, &less) > 0 && size (day, &less) >= size (day, s))
        *s = less;
    }
  for (guint i = 0; i < s->family->members->len; i++)
    {
      GPtrArray *facts = CB_ENTITY (day->pack, g_array_index (s->family->members, CbMember, i).entity)->facts;

      for (guint k = 0; k < facts->len; k++)
        {
          const CbFactX *fact = facts->pdata[k];
          const CbMember *m = &g_array_index (s->family->members, CbMember, i);
          gint64 plain = fact->pub.has_default ? fact->pub.default_value : cb_fact_filler (fact);
          Step less = *s;

          if ((i == s->member && k == s->fact) || fact->type.kind == CB_TYPE_TEXT || (m->known[k] && m->values[k] == plain && fact->pub.has_default))
            continue;
          /* Not said at all, or else its default. */
          less.family = with_fact (day, s->family, i, k, plain);
          g_array_index (less.family->members, CbMember, i).known[k] = fact->pub.has_default;
          stand_both (day, &less);
          if (size (day, &less) > 0 && size (day, &less) >= size (day, s))
            *s = less;
        }
    }
}

static char *
step_text (Day        *day,
           const Step *s)
{
  g_autofree char *family = cb_family_text (day->pack, s->family), *on = cb_date_format (day->on);
  const CbMember *m = &g_array_index (s->family->members, CbMember, s->member);
  CbFactX *fact = CB_ENTITY (day->pack, m->entity)->facts->pdata[s->fact];
  gboolean up = s->at_low.income <= s->at_high.income;
  g_autofree char *from = cb_money_plain (up ? s->low : s->high), *to = cb_money_plain (up ? s->high : s->low);

  return g_strdup_printf ("on %s, %s of %s %u from %s to %s in the family: %s", on, fact->pub.field, CB_ENTITY (day->pack, m->entity)->pub.name, s->member, from, to,
                          family);
}

/* 1 while the programme looked at is wrong. */
static gint64
wrong (Day        *day,
       const Step *s)
{
  return s->at_low.status[day->wrong] == CB_STATUS_FAULT || s->at_low.amount[day->wrong] < 0;
}

static char *
simplest_text (Day            *day,
               const CbFamily *family)
{
  Step s = { .family = cb_family_copy (day->maker, family), .fact = G_MAXUINT };

  stand_both (day, &s);
  shrink (day, &s, wrong);
  return cb_family_text (day->pack, s.family);
}

static void
look_at_amounts (Day            *day,
                 const CbFamily *family,
                 const Standing *s)
{
  for (guint p = 0; p < n_programmes (day); p++)
    {
      CbProgrammeX *programme = code_of (day, p)->programme;
      g_autofree char *kind = NULL, *text = NULL, *on = NULL;
      const CbKey *key = programme->lines->len > 0 ? g_array_index (programme->lines, CbLineX, 0).key : programme->eligible->key;
      gboolean fault = s->status[p] == CB_STATUS_FAULT;

      if (!fault && s->amount[p] >= 0)
        continue;
      kind = g_strdup_printf ("%s %s", fault ? "fault" : "negative", programme->name);
      if (g_hash_table_contains (day->cliffs, kind))
        continue;
      day->wrong = p;
      text = simplest_text (day, family);
      on = cb_date_format (day->on);
      if (fault)
        note (day, kind, cb_finding_new (CB_FINDING_FAULT, programme->eligible->key, 0,
                                         "[programme %s] can not be worked out on %s: a division by zero, a parameter without value, or a number too large. %s",
                                         programme->name, on, text));
      else
        {
          g_autofree char *amount = cb_money_plain (s->amount[p]);

          note (day, kind, cb_finding_new (CB_FINDING_FAULT, key, 0, "the amount of [programme %s] can be negative: %s yuan on %s. %s", programme->name,
                                           amount, on, text));
        }
    }
}

/* A loss is put down to the programme that falls deepest, a gain to the one that rises most; *@cliff: whether that is declared. */
static guint
deepest (Day             *day,
         const Step      *s,
         gboolean         rise,
         const CbCliffX **cliff)
{
  const Standing *poor = poorer (s), *rich = richer (s), *more = rise ? rich : poor, *less = rise ? poor : rich;
  guint which = 0;

  for (guint p = 1; p < n_programmes (day); p++)
    if (more->amount[p] - less->amount[p] > more->amount[which] - less->amount[which]
        && (rise || code_of (day, p)->programme->pay == CB_PAY_MONTHLY))
      which = p;
  *cliff = declared (day, which, rise, poor, rich);
  return which;
}

static void
keep_worst (Day        *day,
            const char *kind,
            const Step *s,
            gint64      size)
{
  Worst *old = g_hash_table_lookup (day->worst, kind);

  if (old != NULL && old->size >= size)
    return;
  if (old == NULL)
    {
      old = g_new0 (Worst, 1);
      g_hash_table_insert (day->worst, g_strdup (kind), old);
    }
  old->size = size;
  old->step = *s;
}

static char *
kind_of (Day        *day,
         const Step *s,
         gboolean    rise)
{
  const CbCliffX *cliff;
  guint p = deepest (day, s, rise, &cliff);

  return cliff != NULL ? g_strdup_printf ("%s declared %s", rise ? "gain" : "loss", cliff->id)
                       : g_strdup_printf ("%s %s %u %u", rise ? "gain" : "loss", code_of (day, p)->programme->name, poorer (s)->tier[p], richer (s)->tier[p]);
}

static void
look_at_step (Day        *day,
              const Step *s)
{
  gint64 lost = loss (day, s), gained = gain (day, s);

  for (int rise = 0; rise < 2; rise++)
    {
      g_autofree char *kind = NULL;

      if ((rise ? gained : lost) <= 0)
        continue;
      kind = kind_of (day, s, rise);
      keep_worst (day, kind, s, rise ? gained : lost);
    }
}

static void
report (Day      *day,
        gboolean  rise,
        Step     *s)
{
  const Standing *poor = poorer (s), *rich = richer (s);
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
    finding = cb_finding_new (CB_FINDING_FAULT, code_of (day, which)->programme->eligible->key, 0,
                              "more income raises the benefits by %s yuan (%s): %s; mend the rule or declare it: rise.NAME = PROGRAMME: TIER -> TIER", yuan, change, text);
  else
    finding = cb_finding_new (CB_FINDING_FAULT, day->pack->income_key, 0,
                              "a cliff that is not declared: with more income a family is left with %s yuan a month less (%s): %s; "
                              "mend the rule or declare it: cliff.NAME = PROGRAMME: TIER -> TIER", yuan, change, text);
  finding->cliff = cliff != NULL ? g_strdup (cliff->id) : NULL;
  finding->fen = size;
  note (day, kind, finding);
}

/* The worst of each kind on this day, where it is worse than on earlier days. */
static void
report_worst (Day *day)
{
  g_autoptr (GList) kinds = g_list_sort (g_hash_table_get_keys (day->worst), (GCompareFunc) strcmp);

  for (GList *l = kinds; l != NULL; l = l->next)
    {
      const char *kind = l->data;
      Worst *worst = g_hash_table_lookup (day->worst, kind);
      CbFinding *old = g_hash_table_lookup (day->cliffs, kind);
      gboolean gains = g_str_has_prefix (kind, "gain ");

      if (old != NULL && old->fen >= worst->size)
        continue;
      shrink (day, &worst->step, gains ? gain : loss);
      report (day, gains, &worst->step);
    }
}

/* Halves the steps at whose ends a family stands otherwise, all at once, until they are as short as can be. */
static void
narrow (Day    *day,
        GArray *steps)
{
  for (guint round = 0; round < BISECTIONS; round++)
    {
      g_autoptr (GPtrArray) middle = g_ptr_array_new ();
      g_autoptr (GArray) which = g_array_new (FALSE, FALSE, sizeof (guint));
      g_autofree Standing *all = NULL;

      for (guint i = 0; i < steps->len; i++)
        {
          Step *s = &g_array_index (steps, Step, i);

          if (s->high - s->low < 2)
            continue;
          g_ptr_array_add (middle, with_fact (day, s->family, s->member, s->fact, s->low + (s->high - s->low) / 2));
          g_array_append_val (which, i);
        }
      if (middle->len == 0)
        return;
      all = try_families (day, middle, round == 20);
      for (guint k = 0; k < middle->len; k++)
        {
          Step *s = &g_array_index (steps, Step, g_array_index (which, guint, k));
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

static int
compare_values (gconstpointer a,
                gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* Places of the facts that make the income, in @family. */
static gboolean
income_place (Day            *day,
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
        for (guint k = 0; k < day->income_facts->len; k++)
          {
            CbFactX *x = g_array_index (day->income_facts, CbFactX *, k);

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
leave_out (Day      *day,
           CbFamily *family)
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

static void
look_at_income (Day       *day,
                GPtrArray *families)
{
  g_autoptr (GPtrArray) ladders = g_ptr_array_new ();
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (Step)), sharp = g_array_new (FALSE, FALSE, sizeof (Step));
  g_autofree Standing *all = NULL;

  for (guint f = 0; f < families->len; f++)
    {
      CbFamily *family = families->pdata[f];
      guint member, fact;
      gint64 values[LADDER];
      const CbFactX *x;

      if (f % 4 == 3 || !income_place (day, family, f / 4, &member, &fact))
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
            Step s = { .family = family, .member = member, .fact = fact, .low = values[k], .high = values[k + 1] };

            g_array_append_val (steps, s);
            g_ptr_array_add (ladders, with_fact (day, family, member, fact, s.low));
            g_ptr_array_add (ladders, with_fact (day, family, member, fact, s.high));
          }
    }
  if (steps->len == 0)
    return;
  all = try_families (day, ladders, FALSE);
  day->proof->counts.steps += steps->len;
  for (guint i = 0; i < steps->len; i++)
    {
      Step *s = &g_array_index (steps, Step, i);

      s->at_low = all[2 * i];
      s->at_high = all[2 * i + 1];
      if (!s->at_low.sure || !s->at_high.sure)
        continue;
      if (!same_standing (day, &s->at_low, &s->at_high))
        g_array_append_val (sharp, *s);
      else
        look_at_step (day, s);
    }
  narrow (day, sharp);
  for (guint i = 0; i < sharp->len; i++)
    look_at_step (day, &g_array_index (sharp, Step, i));
  report_worst (day);
}

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

static gboolean
prove_day (CbPack   *pack,
           CbDate    on,
           guint     n_families,
           CbReach  *reach,
           GHashTable *cliffs,
           CbProof  *proof,
           GError  **error)
{
  g_autoptr (CbProgram) program = cb_pack_compile (pack, on, CB_MONTH_NONE, error);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_direct_hash, g_direct_equal);
  g_autoptr (GHashTable) worst = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GArray) income_facts = g_array_new (FALSE, FALSE, sizeof (CbFactX *));
  g_autoptr (GPtrArray) families = g_ptr_array_new ();
  g_autofree Standing *all = NULL;
  Day day = { .pack = pack, .program = program, .on = on, .reach = reach, .income_facts = income_facts, .cliffs = cliffs, .worst = worst,
              .proof = proof };
  Sources sources = { income_facts, seen, on };

  if (program == NULL)
    return FALSE;
  day.full = cb_program_variant (program, CB_VARIANT_FULL);
  if (day.full == NULL)
    return TRUE;
  day.maker = cb_family_maker_new (pack, on);
  cb_reach_begin (reach, day.full, on);
  prove_amounts (&day);
  for (guint i = 0; i < n_families; i++)
    g_ptr_array_add (families, cb_family_new (day.maker, i));
  all = try_families (&day, families, TRUE);
  proof->counts.families += n_families;
  for (guint i = 0; i < n_families; i++)
    look_at_amounts (&day, families->pdata[i], &all[i]);
  if (pack->income != NULL)
    {
      add_sources (&sources, pack->income);
      look_at_income (&day, families);
    }
  cb_reach_end (reach);
  cb_family_maker_free (day.maker);
  return TRUE;
}

/* --- Parameters --- */

/* A parameter, or one of its words, that had a value, has none, and has one again. */
static void
look_for_gaps (CbPack    *pack,
               GPtrArray *findings)
{
  for (guint i = 0; i < pack->params->len; i++)
    {
      CbParamX *param = pack->params->pdata[i];
      guint n = 0;

      for (guint v = 0; v < param->versions->len; v++)
        n = MAX (n, g_array_index (param->versions, CbParamVersionX, v).n);
      for (guint w = 0; w < (param->by >= 0 ? n : 1); w++)
        {
          gboolean had = FALSE, gap = FALSE;
          const CbParamVersionX *since = NULL;

          for (guint v = 0; v < param->versions->len; v++)
            {
              const CbParamVersionX *version = &g_array_index (param->versions, CbParamVersionX, v);
              gboolean has = !version->pub.ends && w < version->n && version->has[w];

              if (has && gap)
                {
                  g_autofree char *from = cb_date_format (since->pub.from), *to = cb_date_format (version->pub.from - 1);

                  g_ptr_array_add (findings, cb_finding_new (CB_FINDING_FAULT, since->key, 0, "%s%s%s has no value from %s to %s, and has one before and after",
                                                             param->pub.name, param->by >= 0 ? "." : "",
                                                             param->by >= 0 ? CB_CHOICE (pack, param->by)->words[w] : "", from, to));
                }
              if (!has && had && !gap)
                since = version;
              gap = !has && had;
              had |= has;
            }
        }
    }
}

CbProof *
cb_pack_prove (CbPack  *pack,
               GError **error)
{
  g_autoptr (CbProof) proof = g_new0 (CbProof, 1);
  g_autoptr (GArray) days = cb_pack_change_days (pack, pack->from, cb_date_new (2199, 12, 31));
  g_autoptr (GHashTable) cliffs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  CbReach *reach = cb_reach_new (pack);
  gboolean ok = TRUE;
  guint families;

  proof->findings = g_ptr_array_new_with_free_func (finding_free);
  if (days->len == 0 || g_array_index (days, CbDate, 0) != pack->from)
    g_array_prepend_val (days, pack->from);
  proof->counts.days = days->len;
  proof->counts.income = pack->income != NULL;
  families = CLAMP (FAMILIES_ALL / days->len, FAMILIES_MIN, FAMILIES);
  look_for_gaps (pack, proof->findings);
  for (guint i = 0; i < days->len && ok; i++)
    ok = prove_day (pack, g_array_index (days, CbDate, i), families, reach, cliffs, proof, error);
  if (ok)
    cb_reach_findings (reach, proof->counts.families, proof->findings, &proof->counts);
  cb_reach_free (reach);
  g_ptr_array_sort (proof->findings, by_place);
  return ok ? g_steal_pointer (&proof) : NULL;
}

void
cb_proof_free (CbProof *proof)
{
  g_ptr_array_unref (proof->findings);
  g_free (proof);
}

GPtrArray *
cb_proof_findings (CbProof *proof)
{
  return proof->findings;
}

const CbProofCounts *
cb_proof_counts (CbProof *proof)
{
  return &proof->counts;
}

gboolean
cb_proof_sound (CbProof *proof)
{
  for (guint i = 0; i < proof->findings->len; i++)
    if (((CbFinding *) proof->findings->pdata[i])->kind == CB_FINDING_FAULT)
      return FALSE;
  return TRUE;
}
