/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-page.h"

G_BEGIN_DECLS

/**
 * CbPolicyPage:
 * The rules in force to read, part by part, and to try: a list of the pack's parts, at its side the part that is chosen, with its history and
 * articles; a number of the law can be moved to see what that would do to the county (CbPolicyTrial).
 */
#define CB_TYPE_POLICY_PAGE (cb_policy_page_get_type ())
G_DECLARE_FINAL_TYPE (CbPolicyPage, cb_policy_page, CB, POLICY_PAGE, CbPage)

/* Chooses a part: "param" "dibao.standard"; FALSE when there is none of that name. */
gboolean    cb_policy_page_choose (CbPolicyPage  *page,
                                   const char    *group,
                                   const char    *name);
/* The trial's widget, for tests and benchmarks; borrowed. */
GtkWidget  *cb_policy_page_trial  (CbPolicyPage  *page);

G_END_DECLS
