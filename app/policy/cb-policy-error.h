/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CbPolicyError:
 * Faults of the rules.  Messages name rules, facts and JSON paths, never what was entered.
 */
typedef enum {
  CB_POLICY_ERROR_PACK,      /* the pack has faults (see the list) or can not be read */
  CB_POLICY_ERROR_DATE,      /* the pack has no law for that day: a parameter or rule without value */
  CB_POLICY_ERROR_FACTS,     /* unknown entity or fact, wrong type, out of range; for JSON the path is named */
  CB_POLICY_ERROR_ARITHMETIC,/* a number beyond 128 bits, or an outcome that rests on a division by zero */
  CB_POLICY_ERROR_CAPSULE,   /* bytes that are no capsule, or whose hash does not fit */
} CbPolicyError;

#define CB_POLICY_ERROR (cb_policy_error_quark ())
GQuark cb_policy_error_quark (void);

G_END_DECLS
