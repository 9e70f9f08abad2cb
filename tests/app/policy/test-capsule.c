/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "cb-capsule.h"
#include "cb-schedule.h"
#include "policy-mini.h"

static void
test_cbor (void)
{
  g_autoptr (CbPack) pack = load_pack (MINI);
  g_autoptr (GError) error = NULL;
  g_autoptr (CbFacts) facts = cb_facts_from_json (pack, C03, -1, NULL, NULL, &error), again = NULL, copy = NULL, from_json = NULL;
  g_autoptr (GBytes) a = cb_facts_to_cbor (facts), b = NULL, c = NULL, d = NULL;
  g_autofree char *json = cb_facts_to_json (facts);

  again = cb_facts_from_cbor (pack, a, &error);
  g_assert_no_error (error);
  b = cb_facts_to_cbor (again);
  g_assert_true (g_bytes_equal (a, b));
  copy = cb_facts_copy (facts);
  c = cb_facts_to_cbor (copy);
  g_assert_true (g_bytes_equal (a, c));
  from_json = cb_facts_from_json (pack, json, -1, NULL, NULL, &error);
  g_assert_no_error (error);
  d = cb_facts_to_cbor (from_json);
  g_assert_true (g_bytes_equal (a, d));
  g_assert_cmpstr (cb_facts_evidence (again, "member.birth", 0), ==, "户口簿");
  for (gsize cut = 0; cut < g_bytes_get_size (a); cut++)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (a, 0, cut);
      g_autoptr (CbFacts) none = cb_facts_from_cbor (pack, part, NULL);

      g_assert_null (none);
    }
}

static void
test_replay (void)
{
  g_autoptr (CbPack) pack = load_pack (MINI);
  g_autoptr (CbResult) r = evaluate (pack, C03, NULL), again = NULL, other = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CbCapsule) whole = cb_capsule_build (r, CB_CAPSULE_WITH_PACK, &error), slim = NULL, parsed = NULL;
  g_autofree char *difference = NULL;

  g_assert_no_error (error);
  parsed = cb_capsule_parse (cb_capsule_bytes (whole), &error);
  g_assert_no_error (error);
  g_assert_cmpmem (cb_capsule_hash (whole), 32, cb_capsule_hash (parsed), 32);
  g_assert_true (cb_capsule_replay (parsed, NULL, &again, &difference, &error));
  g_assert_null (difference);
  g_assert_cmpint (cb_result_find (again, "aid")->amount, ==, 56100);

  slim = cb_capsule_build (r, CB_CAPSULE_PACK_HASH, &error);
  g_assert_no_error (error);
  g_assert_false (cb_capsule_has_pack (slim));
  g_assert_false (cb_capsule_replay (slim, NULL, NULL, NULL, NULL));
  g_assert_true (cb_capsule_replay (slim, pack, NULL, &difference, &error));
  g_assert_null (difference);
}

/* Any byte changed: refused, or another hash and a difference named, never a crash and never taken for the same decision. */
static void
test_tamper (void)
{
  g_autoptr (CbPack) pack = load_pack (MINI);
  g_autoptr (CbResult) r = evaluate (pack, C03, NULL);
  g_autoptr (CbCapsule) slim = cb_capsule_build (r, CB_CAPSULE_PACK_HASH, NULL);
  gsize len;
  const guint8 *data = g_bytes_get_data (cb_capsule_bytes (slim), &len);
  guint refused = 0, different = 0;

  for (gsize i = 0; i < len; i += 3)
    {
      g_autofree guint8 *bent = g_memdup2 (data, len);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (CbCapsule) capsule = NULL;
      g_autofree char *difference = NULL;

      bent[i] ^= 1;
      bytes = g_bytes_new (bent, len);
      capsule = cb_capsule_parse (bytes, NULL);
      if (capsule == NULL)
        {
          refused++;
          continue;
        }
      g_assert_cmpint (memcmp (cb_capsule_hash (capsule), cb_capsule_hash (slim), 32), !=, 0);
      if (!cb_capsule_replay (capsule, pack, NULL, &difference, NULL))
        refused++;
      else if (difference != NULL)
        different++;
    }
  g_assert_cmpuint (refused, >, 10);
  g_assert_cmpuint (different, >, 10);
}

static CbFacts *
facts_of (CbPack     *pack,
          const char *json)
{
  g_autoptr (GError) error = NULL;
  CbFacts *facts = cb_facts_from_json (pack, json, -1, NULL, NULL, &error);

  g_assert_no_error (error);
  return facts;
}

/* policy.md C13 (a late notice) and C14 (a death), with this pack's numbers: 500 until 2026-06, 620 from 2026-07. */
static void
test_schedule (void)
{
  g_autoptr (CbPack) pack = load_pack (MINI);
  g_autoptr (CbFacts) two = facts_of (pack, "{\"household\":{\"area\":\"rural\",\"assets\":0},\"members\":[{\"birth\":\"1980-01-01\",\"wage\":900},{\"birth\":\"1980-01-01\"}]}");
  g_autoptr (CbFacts) one = facts_of (pack, "{\"household\":{\"area\":\"rural\",\"assets\":0},\"members\":[{\"birth\":\"1980-01-01\",\"wage\":300}]}");
  g_autoptr (CbSchedule) s = cb_schedule_new (pack, "aid");
  g_autoptr (GArray) months = NULL;
  g_autoptr (GError) error = NULL;
  CbMonth may = cb_month_new (2026, 5);
  gint64 sum = 0;
  CbScheduleSums sums;

  cb_schedule_add_facts (s, may, two);
  /* The notice was late: July and August were paid by the old standard. */
  for (int i = 0; i < 4; i++)
    cb_schedule_set_paid (s, may + i, 10000);
  months = cb_schedule_run (s, cb_month_new (2026, 4), cb_month_new (2026, 12), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < months->len; i++)
    sum += g_array_index (months, CbScheduleMonth, i).due;
  g_assert_cmpint (g_array_index (months, CbScheduleMonth, 0).due, ==, 0);
  g_assert_cmpint (g_array_index (months, CbScheduleMonth, 1).due, ==, 10000);
  g_assert_cmpint (g_array_index (months, CbScheduleMonth, 3).due, ==, 34000);
  g_assert_cmpint (sum, ==, 2 * 10000 + 6 * 34000);
  sums = cb_schedule_sums (months);
  g_assert_cmpint (sums.arrears, ==, 2 * 24000);
  g_assert_cmpint (sums.recovery, ==, 0);
  g_clear_pointer (&months, g_array_unref);

  /* One dies in September: from October on it is a household of one; October and November were overpaid. */
  cb_schedule_add_facts (s, cb_month_new (2026, 10), one);
  cb_schedule_set_paid (s, cb_month_new (2026, 10), 34000);
  cb_schedule_set_paid (s, cb_month_new (2026, 11), 34000);
  cb_schedule_set_end (s, cb_month_new (2026, 11));
  months = cb_schedule_run (s, cb_month_new (2026, 9), cb_month_new (2026, 12), &error);
  g_assert_cmpint (g_array_index (months, CbScheduleMonth, 1).due, ==, 32000);
  g_assert_cmpint (g_array_index (months, CbScheduleMonth, 3).due, ==, 0);
  sums = cb_schedule_sums (months);
  g_assert_cmpint (sums.recovery, ==, 2 * 2000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/capsule/cbor", test_cbor);
  g_test_add_func ("/capsule/replay", test_replay);
  g_test_add_func ("/capsule/tamper", test_tamper);
  g_test_add_func ("/capsule/schedule", test_schedule);
  return g_test_run ();
}
