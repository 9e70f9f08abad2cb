/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include "cb-base32.h"
#include "cb-secret.h"

G_BEGIN_DECLS

/**
 * CbPassphraseError:
 * Why a passphrase is refused; the codes tell the window which remedy to name.  The first that
 * applies, in this order.  The message never says anything of the passphrase.
 */
typedef enum {
  CB_PASSPHRASE_ERROR_NOT_TEXT,       /* not UTF-8, or with control characters: type it anew */
  CB_PASSPHRASE_ERROR_DIGITS_ONLY,    /* a PIN, a phone number, a date: use words */
  CB_PASSPHRASE_ERROR_TOO_SHORT,      /* under CB_PASSPHRASE_MIN characters: add a word */
  CB_PASSPHRASE_ERROR_TOO_LONG,       /* over CB_PASSPHRASE_MAX characters: shorten it */
  CB_PASSPHRASE_ERROR_ID_LIKE,        /* built around an identity number: leave it out */
  CB_PASSPHRASE_ERROR_BIRTHDAY_LIKE,  /* built around a date: leave it out */
  CB_PASSPHRASE_ERROR_PATTERN,        /* one part repeated, or a run of the alphabet or keyboard */
  CB_PASSPHRASE_ERROR_FEW_DISTINCT,   /* under CB_PASSPHRASE_DISTINCT different characters */
} CbPassphraseError;

#define CB_PASSPHRASE_ERROR (cb_passphrase_error_quark ())
GQuark cb_passphrase_error_quark (void);

#define CB_PASSPHRASE_MIN      10
#define CB_PASSPHRASE_MAX      256
#define CB_PASSPHRASE_DISTINCT 5

/* Four words of two pinyin syllables each, as "denglu-wabao-shicai-kuotou": lower-case letters and
 * hyphens, without ü and apostrophes.  Each of the eight syllables is drawn evenly and apart from
 * at least 370, and no two choices give the same text: more than 68 bits. */
CbSecret *cb_passphrase_generate   (void) G_GNUC_WARN_UNUSED_RESULT;
/* Whether a person's own passphrase will do (design.md 4); CB_PASSPHRASE_ERROR when not.  Refuses
 * what is cheaply guessed, and is no measure of strength: generated words are better. */
gboolean  cb_passphrase_acceptable (const CbSecret *passphrase, GError **error);

G_END_DECLS
