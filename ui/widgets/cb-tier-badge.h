/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CbTierBadge:
 * The sign and name of a tier or programme in its colour (cb-tier-style.h).  Its accessible name is the tier's; an empty tier shows
 * nothing at all, so that a column of badges stays calm.
 */
#define CB_TYPE_TIER_BADGE (cb_tier_badge_get_type ())
G_DECLARE_FINAL_TYPE (CbTierBadge, cb_tier_badge, CB, TIER_BADGE, GtkWidget)

GtkWidget  *cb_tier_badge_new      (const char  *tier);
/* @tier: key of cb-tier-style.h ("dibao"); "none" shows the sign of none; NULL or "" shows nothing. */
void        cb_tier_badge_set_tier (CbTierBadge *badge,
                                    const char  *tier);
const char *cb_tier_badge_get_tier (CbTierBadge *badge);

G_END_DECLS
