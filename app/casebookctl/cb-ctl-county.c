/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-ctl-rules.h"

#include <glib/gi18n-lib.h>

#include "cb-assess.h"
#include "cb-clock.h"
#include "cb-money.h"
#include "cb-search.h"

#define N_STATUSES (CB_STATUS_INCOMPLETE + 1)

/* Of one programme, over all households of a casebook. */
typedef struct {
  const char *programme;
  guint       households[N_STATUSES];
  CbMoney     monthly;      /* of the eligible */
} Sum;

typedef struct {
  CbDate     on;
  guint      households, faults;
  GArray    *sums;          /* of Sum, in the order of the rules */
  CbProgram *program;
} County;

static gboolean
add (County      *county,
     CbHousehold *h,
     GError     **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (CbAssessment) a = cb_assess (county->program, h, FALSE, &local);

  /* A division by zero in one family's numbers does not keep the others from being counted. */
  if (a == NULL && !g_error_matches (local, CB_POLICY_ERROR, CB_POLICY_ERROR_ARITHMETIC))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  county->households++;
  county->faults += a == NULL;
  for (guint i = 0; a != NULL && i < county->sums->len; i++)
    {
      Sum *sum = &g_array_index (county->sums, Sum, i);
      const CbOutcome *o = cb_result_find (cb_assessment_result (a), sum->programme);

      if (o == NULL)
        continue;
      sum->households[o->status]++;
      if (o->status == CB_STATUS_ELIGIBLE && o->pay == CB_PAY_MONTHLY)
        sum->monthly += o->amount;
    }
  return TRUE;
}

static gpointer
county_job (CbDesk       *desk,
            CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  County *county = data;
  const CbQuery all = { .text = NULL, .area = "" };
  g_autoptr (GArray) uids = cb_search_ids (db, &all, 0, cancellable, error);

  if (uids == NULL)
    return NULL;
  for (guint i = 0; i < uids->len; i++)
    {
      g_autoptr (CbHousehold) h = cb_household_load (db, &g_array_index (uids, CbUid, i), error);

      if (h == NULL || !add (county, h, error))
        return NULL;
      if (i % 100 == 0)
        cb_ctl_progress (_("Evaluating households: %1$u of %2$u"), i, uids->len);
    }
  return county;
}

static void
print_json (const County *county)
{
  g_autofree char *on = cb_date_format (county->on);
  JsonBuilder *json = json_builder_new ();

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "on");
  json_builder_add_string_value (json, on);
  json_builder_set_member_name (json, "households");
  json_builder_add_int_value (json, county->households);
  json_builder_set_member_name (json, "arithmetic_faults");
  json_builder_add_int_value (json, county->faults);
  json_builder_set_member_name (json, "programmes");
  json_builder_begin_array (json);
  for (guint i = 0; i < county->sums->len; i++)
    {
      const Sum *sum = &g_array_index (county->sums, Sum, i);
      g_autofree char *monthly = cb_money_plain (sum->monthly);

      json_builder_begin_object (json);
      json_builder_set_member_name (json, "programme");
      json_builder_add_string_value (json, sum->programme);
      for (guint k = 0; k < N_STATUSES; k++)
        {
          json_builder_set_member_name (json, cb_status_word (k));
          json_builder_add_int_value (json, sum->households[k]);
        }
      json_builder_set_member_name (json, "monthly");   /* a text: exact to the fen */
      json_builder_add_string_value (json, monthly);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  json_builder_end_object (json);
  cb_ctl_print_json (json);
}

static void
print_text (const County *county,
            const char   *lang)
{
  g_autofree char *on = cb_date_format (county->on);
  CbPack *pack = cb_program_pack (county->program);

  cb_ctl_print (_("%1$s, on %2$s: %3$u households\n"), cb_pack_title (pack, lang), on, county->households);
  for (guint i = 0; i < county->sums->len; i++)
    {
      const Sum *sum = &g_array_index (county->sums, Sum, i);

      cb_ctl_print ("  %s:", cb_pack_title_of (pack, "programme", sum->programme, lang));
      for (guint k = 0; k < N_STATUSES; k++)
        {
          static const CbStatus order[] = { CB_STATUS_ELIGIBLE, CB_STATUS_NEEDS_JUDGEMENT, CB_STATUS_INCOMPLETE, CB_STATUS_NOT_ELIGIBLE };

          cb_ctl_print ("%s %s %u", k > 0 ? "," : "", cb_ctl_status_title (order[k]), sum->households[order[k]]);
        }
      if (sum->monthly != 0)
        {
          g_autofree char *monthly = cb_money_format (sum->monthly, FALSE);

          cb_ctl_print (_("; %s yuan per month"), monthly);
        }
      cb_ctl_print ("\n");
    }
  if (county->faults > 0)
    cb_ctl_print (_("  Cannot be worked out: %u households\n"), county->faults);
}

static int
evaluate (CbCtl      *ctl,
          const char *dir,
          CbDesk     *desk,
          County     *county,
          const char *lang)
{
  g_autoptr (GError) error = NULL;
  const char *const *programmes;

  county->program = cb_desk_program (desk, county->on, &error);
  if (county->program == NULL)
    return cb_ctl_fail (dir, error);
  programmes = cb_program_programmes (county->program);
  for (guint i = 0; programmes[i] != NULL; i++)
    {
      const Sum sum = { .programme = programmes[i] };

      g_array_append_val (county->sums, sum);
    }
  if (cb_desk_read (desk, county_job, county, &error) == NULL)
    return cb_ctl_fail (dir, error);
  cb_ctl_progress_end ();
  if (ctl->json)
    print_json (county);
  else
    print_text (county, lang);
  return CB_CTL_DONE;
}

int
cb_ctl_evaluate_casebook (CbCtl      *ctl,
                          const char *dir,
                          CbDate      on,
                          const char *lang)
{
  County county = { .on = on != CB_DATE_NONE ? on : cb_clock_today () };
  int code = CB_CTL_REFUSED;
  CbDesk *desk = cb_ctl_open (ctl, dir, &code);

  if (desk == NULL)
    return code;
  county.sums = g_array_new (FALSE, TRUE, sizeof (Sum));
  code = cb_ctl_close (desk, dir, evaluate (ctl, dir, desk, &county, lang));
  g_array_unref (county.sums);
  return code;
}
