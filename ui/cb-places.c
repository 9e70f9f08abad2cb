/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-places.h"

#include "cb-approvals-page.h"
#include "cb-home-page.h"
#include "cb-household-page.h"
#include "cb-households-page.h"
#include "cb-import-page.h"
#include "cb-policy-page.h"
#include "cb-settings-page.h"
#include "cb-trends-page.h"

#include <glib/gi18n.h>

/* What waits for this person. */
static guint
count_work (const CbCounts *counts,
            CbRoles         roles)
{
  return counts->mine + (roles & CB_ROLE_CASEWORKER ? counts->forks : 0);
}

static guint
count_decisions (const CbCounts *counts,
                 CbRoles         roles)
{
  return counts->mine;
}

static guint
count_households (const CbCounts *counts,
                  CbRoles         roles)
{
  return counts->households;
}

static const CbPlace places[] = {
  { "home", "cb-today-symbolic", N_("Today"), NULL, cb_home_page_get_type, count_work, TRUE },
  { "households", "cb-household-symbolic", N_("Households"), NULL, cb_households_page_get_type, count_households, FALSE },
  { "approvals", "cb-approve-symbolic", N_("Approvals"), NULL, cb_approvals_page_get_type, count_decisions, FALSE },
  { "trends", "cb-trend-symbolic", N_("Trends"), NULL, cb_trends_page_get_type, NULL, FALSE },
  { "policy", "cb-policy-symbolic", N_("Policy"), NULL, cb_policy_page_get_type, NULL, FALSE },
  { "settings", "cb-settings-symbolic", N_("Settings"), NULL, cb_settings_page_get_type, NULL, FALSE },
  { "household", NULL, N_("Household"), "households", cb_household_page_get_type, NULL, FALSE },
  { "import", NULL, N_("Import a Roster"), "households", cb_import_page_get_type, NULL, FALSE },
};

const CbPlace *
cb_places (guint *n)
{
  *n = G_N_ELEMENTS (places);
  return places;
}

const CbPlace *
cb_place_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (g_strcmp0 (places[i].name, name) == 0)
      return &places[i];

  return NULL;
}
