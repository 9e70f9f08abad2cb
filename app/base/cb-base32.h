/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include "cb-secret.h"

G_BEGIN_DECLS

/**
 * Recovery codes, for the recovery sheet: 160 secret bits as 32 characters in 8 groups of 4, and a
 * ninth group of 4 to check them, in Crockford's alphabet (no I, L, O, U):
 * "7K3M-0Q9D-…-XT4A".
 *
 * The check is a Reed-Solomon code over GF(1024), two characters to the symbol.  Any fault within
 * one group, or within any two pairs of characters, is found for certain; of all others one in a
 * million is not.  A group cannot be checked by itself: which one is wrong is known when all wrong
 * characters lie in one pair of it (the common slip), and then it is named.
 */
#define CB_BASE32_BYTES    20
#define CB_BASE32_GROUPS   9
#define CB_BASE32_TEXT_LEN 44   /* with hyphens */

/* @code of CB_BASE32_BYTES; NULL for another length.  The text has a NUL behind it. */
CbSecret *cb_recovery_code_to_text     (const CbSecret *code) G_GNUC_WARN_UNUSED_RESULT;
/* The bytes again.  Either case, full-width, blanks and hyphens anywhere or not at all; O is read
 * as 0, I and L as 1.  Errors: CB_BASE_ERROR_INVALID for another length or a character that no code
 * has, CHECKSUM when something is mistyped. */
CbSecret *cb_recovery_code_from_text   (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* For a @text that was refused: the group to look at, 1..9; 0 when that is not known (or nothing is
 * wrong). */
guint     cb_recovery_code_wrong_group (const char *text);

G_END_DECLS
