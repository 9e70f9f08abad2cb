/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-pack.h"

/* The parameters of the county's pack that no worked case reaches in every line: what policy.md 2.1 and 3 say of them, day by day, and no
 * day more.  A number changed by a slip of the finger is noticed here; one changed by law is changed here too. */

static CbPack *pack;

static const struct { const char *name, *from, *source; } lines[] = {
  { "tekun.minor_exit_age", "2021-07-01", "18" },
  { "tekun.minor_exit_age", "2026-07-01", "18" },
  { "limit.asset_months", "2021-07-01", "tekun 12, dibao 12, edge 18, rigid 24" },
  { "limit.asset_months", "2023-07-01", "tekun 18, dibao 18, edge 24, rigid 36" },
  { "limit.asset_months", "2025-07-01", "tekun 24, dibao 24, edge 36, rigid 48" },
  { "limit.asset_months", "2026-07-01", "tekun 24, dibao 24, edge 36, rigid 48" },
  { "dibao.tier_urban", "2021-07-01", "0: 560, 0.3: 400, 0.6: 220, 0.85: 90" },
  { "dibao.tier_urban", "2026-07-01", "0: 700, 0.3: 500, 0.6: 280, 0.85: 110" },
  { "dibao.tier_rural", "2021-07-01", "0: 390, 0.3: 280, 0.6: 150, 0.85: 60" },
  { "dibao.tier_rural", "2026-07-01", "0: 560, 0.3: 400, 0.6: 220, 0.85: 90" },
  { "temp.emergency_months", "2021-01-01", "1: 1, 2: 2, 3: 3" },
  { "temp.emergency_months", "2023-01-01", "1: 1, 2: 3, 3: 6" },
  { "temp.emergency_months", "2025-01-01", "1: 2, 2: 4, 3: 6" },
  { "temp.expense_months", "2021-01-01", "5000: 1, 10000: 2, 30000: 4, 60000: 6" },
  { "temp.expense_months", "2023-01-01", "5000: 2, 10000: 3, 30000: 5, 60000: 8" },
  { "temp.expense_months", "2025-01-01", "5000: 2, 10000: 4, 30000: 6, 60000: 10" },
  { "temp.coefficient", "2021-01-01", "tekun 1, dibao 1, grace 1, edge 0.8, rigid 0.6, other 0.6" },
  { "deadline.dibao.check", "2021-07-01", "3" },
  { "deadline.dibao.notice", "2021-07-01", "3" },
  { "deadline.dibao.total_delegated", "2022-10-20", "20" },
  { "deadline.death.review", "2022-10-20", "3" },
  { "deadline.change.report", "2022-10-20", "3" },
  { "deadline.tekun.investigate", "2021-07-01", "15" },
  { "deadline.tekun.publicity", "2021-07-01", "7" },
  { "deadline.tekun.contested", "2021-07-01", "15" },
  { "deadline.tekun.notice", "2021-07-01", "3" },
  { "deadline.tekun.reassess", "2021-07-01", "10" },
  { "deadline.tekun.exit_publicity", "2021-07-01", "7" },
  { "deadline.tekun.exit_contested", "2021-07-01", "15" },
  { "deadline.tekun.check", "2021-07-01", "3" },
  { "deadline.suspension", "2021-07-01", "3" },
  { "deadline.subsidy.township", "2021-07-01", "5" },
  { "deadline.subsidy.federation", "2021-07-01", "5" },
  { "deadline.subsidy.county", "2021-07-01", "5" },
  { "deadline.temp.publicity", "2021-07-01", "7" },
  { "deadline.temp.county", "2021-07-01", "5" },
  { "deadline.temp.total", "2021-07-01", "20" },
  { "temp.urgent_hours", "2021-07-01", "24" },
  { "temp.urgent_hours", "2026-07-01", "24" },
  { "deadline.rigid.total", "2025-01-01", "30" },
  { "deadline.rigid.total_special", "2025-01-01", "45" },
  { "deadline.rigid.publicity", "2021-07-01", "7" },
  { "deadline.edge.total", "2021-07-01", "30" },
  { "deadline.edge.total_special", "2021-07-01", "45" },
  { "deadline.appeal.reconsideration", "2021-01-01", "60" },
  { "deadline.appeal.court_after", "2021-01-01", "15" },
};

static guint
count_lines (const char *name)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    n += g_str_equal (lines[i].name, name);
  return n;
}

static void
test_lines (void)
{
  for (guint i = 0, k = 0; i < G_N_ELEMENTS (lines); i++)
    {
      const CbPackParam *param = cb_pack_param (pack, lines[i].name);
      const CbPackVersion *version;
      g_autofree char *from = NULL;

      g_test_message ("%s", lines[i].name);
      k = i > 0 && g_str_equal (lines[i].name, lines[i - 1].name) ? k + 1 : 0;
      g_assert_nonnull (param);
      g_assert_cmpuint (param->n_versions, ==, count_lines (lines[i].name));
      version = cb_pack_param_version (pack, param, k);
      from = cb_date_format (version->from);
      g_assert_cmpstr (from, ==, lines[i].from);
      g_assert_cmpstr (version->source, ==, lines[i].source);
    }
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "data", "policy", "guangyuan.pack", NULL);
  pack = cb_pack_load_file (path, NULL, &error);
  g_assert_no_error (error);
  g_test_add_func ("/params/lines", test_lines);
  status = g_test_run ();
  cb_pack_unref (pack);
  return status;
}
