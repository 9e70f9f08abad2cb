/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-secret.h"

G_BEGIN_DECLS

/* A generated passphrase, "mengtai-xiguo-luodong-feishu": four words of two pinyin syllables out of 256, 64 bits, lower-case ASCII without
 * ü; quick to type for whoever writes pinyin all day.  Any thread. */
CbSecret *cb_passphrase_generate      (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cb_recovery_code_to_text:
 * @code: 20 bytes (CB_VAULT_RECOVERY_LEN)
 *
 * As printed on the recovery sheet: Crockford's base32 in nine groups of four, the last a checksum (20 bits of BLAKE2b).  Upper case,
 * groups apart by a hyphen.  As a secret with a NUL behind it.
 */
CbSecret *cb_recovery_code_to_text    (const CbSecret *code) G_GNUC_WARN_UNUSED_RESULT;
/* Reads it as a person types it: any case, blanks, hyphens and full-width characters, O for 0, I and L for 1.
 * Errors: CB_BASE_ERROR_INVALID (not the length or a character that is never used), CB_BASE_ERROR_CHECKSUM. */
CbSecret *cb_recovery_code_from_text  (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
