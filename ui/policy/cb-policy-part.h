/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "cb-pack.h"

G_BEGIN_DECLS

/**
 * cb_policy_part_new:
 * @group: "param", or what cb_pack_rule_group() gives
 *
 * One part of the rules to read: a parameter with its history drawn and its dated lines, or a rule as it is written with its article, and
 * where it is used.  Links activate the action "policy.show" with "GROUP NAME" of the part they lead to.
 */
GtkWidget *cb_policy_part_new (CbPack     *pack,
                               const char *group,
                               const char *name);

G_END_DECLS
