/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-proof-day.h"

/* What is proved and what is searched of a whole pack, day by day; see data/help/rule-language.md 6. */

#define FAMILIES     4096       /* a day, when there are few days */
#define FAMILIES_ALL 40000      /* over all days */
#define FAMILIES_MIN 256

struct _CbProof {
  GPtrArray    *findings;
  CbProofCounts counts;
};

/* --- Findings --- */

void
cb_finding_free (gpointer data)
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

/* --- One day --- */

static gboolean
prove_day (CbPack      *pack,
           CbDate       on,
           guint        n_families,
           CbReach     *reach,
           GHashTable  *cliffs,
           CbProof     *proof,
           GError     **error)
{
  g_autoptr (CbProgram) program = cb_pack_compile (pack, on, CB_MONTH_NONE, error);
  g_autoptr (GPtrArray) families = g_ptr_array_new ();
  g_autofree CbStanding *all = NULL;
  CbProofDay day = { .pack = pack, .program = program, .on = on, .reach = reach, .cliffs = cliffs, .findings = proof->findings,
                     .counts = &proof->counts };

  if (program == NULL)
    return FALSE;
  day.full = cb_program_variant (program, CB_VARIANT_FULL);
  if (day.full == NULL)
    return TRUE;
  day.maker = cb_family_maker_new (pack, on);
  cb_reach_begin (reach, day.full, on);
  cb_proof_ranges (&day);
  for (guint i = 0; i < n_families; i++)
    g_ptr_array_add (families, cb_family_new (day.maker, i));
  all = cb_proof_day_try (&day, families, TRUE);
  proof->counts.families += n_families;
  for (guint i = 0; i < n_families; i++)
    cb_proof_amounts (&day, families->pdata[i], &all[i]);
  cb_proof_income (&day, families);
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
cb_pack_prove_some (CbPack  *pack,
                    guint    n_families,
                    guint    n_days,
                    GError **error)
{
  g_autoptr (CbProof) proof = g_new0 (CbProof, 1);
  g_autoptr (GArray) days = cb_pack_change_days (pack, pack->from, cb_date_new (2199, 12, 31));
  g_autoptr (GHashTable) cliffs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  CbReach *reach = cb_reach_new (pack);
  gboolean ok = TRUE;

  proof->findings = g_ptr_array_new_with_free_func (cb_finding_free);
  if (days->len == 0 || g_array_index (days, CbDate, 0) != pack->from)
    g_array_prepend_val (days, pack->from);
  g_array_set_size (days, MIN (days->len, n_days));
  proof->counts.days = days->len;
  proof->counts.income = pack->income != NULL;
  look_for_gaps (pack, proof->findings);
  for (guint i = 0; i < days->len && ok; i++)
    ok = prove_day (pack, g_array_index (days, CbDate, i), MIN (n_families, CLAMP (FAMILIES_ALL / days->len, FAMILIES_MIN, FAMILIES)), reach, cliffs,
                    proof, error);
  if (ok)
    cb_reach_findings (reach, proof->counts.families, proof->findings, &proof->counts);
  cb_reach_free (reach);
  g_ptr_array_sort (proof->findings, by_place);
  return ok ? g_steal_pointer (&proof) : NULL;
}

CbProof *
cb_pack_prove (CbPack  *pack,
               GError **error)
{
  return cb_pack_prove_some (pack, G_MAXUINT, G_MAXUINT, error);
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
