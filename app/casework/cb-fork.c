/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-household-private.h"
#include "cb-assess-private.h"

#include <sodium.h>
#include <string.h>

/* What a fork does to the decision (design 5), and what a decision stands on. */

/* At most this many combinations of versions are worked out; beyond, every fork goes to a person. */
#define COMBINATIONS 64

typedef struct {
  CbHousehold  *h;            /* a copy, every forked register showing its winner */
  CbProgram    *program;
  CbAssessment *shown;        /* with the winners */
} Weighing;

static gboolean
differs (Weighing *w)
{
  g_autoptr (CbAssessment) with = cb_assess (w->program, w->h, FALSE, NULL);

  return with == NULL || !cb_result_same_decision (cb_assessment_result (w->shown), cb_assessment_result (with));
}

static void
set_version (Weighing     *w,
             const CbFork *fork,
             guint         version)
{
  CbEntity *e = cb_household_find (w->h, &fork->entity);
  guint n;
  const CbHead *heads = cb_entity_heads (e, fork->field, &n);

  cb_entity_set_local (e, fork->field, &heads[version % n].value);
}

static guint
versions (Weighing     *w,
          const CbFork *fork)
{
  guint n;

  cb_entity_heads (cb_household_find (w->h, &fork->entity), fork->field, &n);
  return n;
}

/* Whether any combination of the versions gives another decision. */
static gboolean
any_combination (Weighing *w,
                 GArray   *forks)
{
  guint total = 1;
  gboolean found = FALSE;

  for (guint i = 0; i < forks->len && total <= COMBINATIONS; i++)
    total *= versions (w, &g_array_index (forks, CbFork, i));
  if (total > COMBINATIONS)
    return TRUE;
  for (guint c = 1; c < total && !found; c++)
    {
      guint rest = c;

      for (guint i = 0; i < forks->len; i++)
        {
          guint n = versions (w, &g_array_index (forks, CbFork, i));

          set_version (w, &g_array_index (forks, CbFork, i), rest % n);
          rest /= n;
        }
      found = differs (w);
    }
  for (guint i = 0; i < forks->len; i++)
    set_version (w, &g_array_index (forks, CbFork, i), 0);
  return found;
}

static void
weigh (GArray            *forks,
       const CbHousehold *h,
       CbProgram         *program)
{
  g_autoptr (CbHousehold) copy = cb_household_copy (h);
  g_autoptr (CbAssessment) shown = NULL;
  Weighing w = { .h = copy, .program = program };
  gboolean alone = FALSE;

  for (guint i = 0; i < forks->len; i++)
    {
      CbFork *fork = &g_array_index (forks, CbFork, i);

      fork->matters = TRUE;
      set_version (&w, fork, 0);
    }
  w.shown = shown = program != NULL ? cb_assess (program, copy, FALSE, NULL) : NULL;
  if (shown == NULL || !any_combination (&w, forks))
    {
      for (guint i = 0; shown != NULL && i < forks->len; i++)
        /* Whose member it is, is never merged by outcome: two households claim one person. */
        g_array_index (forks, CbFork, i).matters = g_array_index (forks, CbFork, i).field == CB_FIELD_PARENT;
      return;
    }
  for (guint i = 0; i < forks->len; i++)
    {
      CbFork *fork = &g_array_index (forks, CbFork, i);
      guint n = versions (&w, fork);

      fork->matters = fork->field == CB_FIELD_PARENT;
      for (guint v = 1; v < n && !fork->matters; v++)
        {
          set_version (&w, fork, v);
          fork->matters = differs (&w);
        }
      set_version (&w, fork, 0);
      alone |= fork->matters && fork->field != CB_FIELD_PARENT;
    }
  for (guint i = 0; !alone && i < forks->len; i++)   /* only together do they matter */
    g_array_index (forks, CbFork, i).matters = TRUE;
}

static void
add_forks (GArray         *forks,
           const CbEntity *e)
{
  guint n;
  const guint *fields = cb_entity_fields (e, &n);

  for (guint i = 0; i < n; i++)
    if (cb_entity_forked (e, fields[i]))
      {
        CbFork fork = { .entity = *cb_entity_uid (e), .field = fields[i] };

        g_array_append_val (forks, fork);
      }
}

GArray *
cb_household_forks (const CbHousehold *h,
                    CbProgram         *program,
                    GError           **error)
{
  GArray *forks = g_array_new (FALSE, TRUE, sizeof (CbFork));

  add_forks (forks, h->self);
  for (guint i = 0; i < h->parts->len; i++)
    {
      const CbPart *part = h->parts->pdata[i];

      if (cb_entity_kind (part->entity) < CB_KIND_CASE && cb_household_living (h, part))
        add_forks (forks, part->entity);
    }
  if (forks->len > 0)
    weigh (forks, h, program);
  return forks;
}

/* What could bear on a decision, whatever rules are in force: not remarks, addresses, accounts. */
static gboolean
stands_on (guint id)
{
  const CbField *field = cb_field_by_id (id);

  if (field == NULL || (id >= 16 && id <= 18))   /* the payee and the account */
    return FALSE;
  return id <= CB_FIELD_REMOVED || field->merge != CB_MERGE_PLAIN
         || (field->type != CB_FIELD_TYPE_TEXT && field->type != CB_FIELD_TYPE_PHONE && field->type != CB_FIELD_TYPE_CARD);
}

static int
compare_heads (gconstpointer a,
               gconstpointer b)
{
  const CbHead *x = *(const CbHead *const *) a, *y = *(const CbHead *const *) b;
  int order = cb_uid_compare (&x->ref.desk, &y->ref.desk);

  return order != 0 ? order : x->ref.seq < y->ref.seq ? -1 : x->ref.seq > y->ref.seq;
}

static void
digest_entity (crypto_generichash_blake2b_state *state,
               const CbEntity                   *e)
{
  guint n;
  const guint *fields = cb_entity_fields (e, &n);

  crypto_generichash_blake2b_update (state, cb_entity_uid (e)->b, sizeof (CbUid));
  for (guint i = 0; i < n; i++)
    if (stands_on (fields[i]))
      {
        guint n_heads;
        const CbHead *heads = cb_entity_heads (e, fields[i], &n_heads);
        g_autofree const CbHead **sorted = g_new (const CbHead *, n_heads + 1);
        guint32 head[2] = { GUINT32_TO_BE (fields[i]), GUINT32_TO_BE (n_heads) };

        for (guint k = 0; k < n_heads; k++)
          sorted[k] = &heads[k];
        if (n_heads > 1)
          qsort (sorted, n_heads, sizeof *sorted, compare_heads);
        crypto_generichash_blake2b_update (state, (const guint8 *) head, sizeof head);
        for (guint k = 0; k < n_heads; k++)
          {
            guint64 seq = GUINT64_TO_BE (sorted[k]->ref.seq);

            crypto_generichash_blake2b_update (state, sorted[k]->ref.desk.b, sizeof (CbUid));
            crypto_generichash_blake2b_update (state, (const guint8 *) &seq, sizeof seq);
          }
      }
}

static int
compare_entities (gconstpointer a,
                  gconstpointer b)
{
  return cb_uid_compare (cb_entity_uid (*(CbEntity *const *) a), cb_entity_uid (*(CbEntity *const *) b));
}

void
cb_household_basis_digest (const CbHousehold *h,
                           guint8             digest[32])
{
  static const guint8 personal[crypto_generichash_blake2b_PERSONALBYTES] = "casebook/facts1";
  crypto_generichash_blake2b_state state;
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  for (guint i = 0; i < h->parts->len; i++)
    {
      const CbPart *part = h->parts->pdata[i];

      if (cb_entity_kind (part->entity) < CB_KIND_CASE && part->recorded)
        g_ptr_array_add (all, part->entity);
    }
  g_ptr_array_sort (all, compare_entities);
  crypto_generichash_blake2b_init_salt_personal (&state, NULL, 0, 32, NULL, personal);
  digest_entity (&state, h->self);
  for (guint i = 0; i < all->len; i++)
    digest_entity (&state, all->pdata[i]);
  crypto_generichash_blake2b_final (&state, digest, 32);
}
