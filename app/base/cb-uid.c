/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-base"

#include "config.h"

#include "cb-uid.h"

#include <sodium.h>
#include <string.h>

CbUid
cb_uid_new (void)
{
  CbUid uid;

  do
    randombytes_buf (uid.b, sizeof uid.b);
  while (cb_uid_is_none (&uid));

  return uid;
}

CbUid
cb_uid_derive (const char   *tag,
               gconstpointer bytes,
               gsize         len)
{
  static const guint8 personal[crypto_generichash_blake2b_PERSONALBYTES] = "casebook/uid/v1";
  crypto_generichash_blake2b_state state;
  CbUid uid = CB_UID_NONE;

  g_return_val_if_fail (tag != NULL, uid);
  g_return_val_if_fail (bytes != NULL || len == 0, uid);

  crypto_generichash_blake2b_init_salt_personal (&state, NULL, 0, sizeof uid.b, NULL, personal);
  /* With its NUL, so that no tag and bytes can be read as another tag and other bytes. */
  crypto_generichash_blake2b_update (&state, (const guint8 *) tag, strlen (tag) + 1);
  if (len > 0)
    crypto_generichash_blake2b_update (&state, bytes, len);
  crypto_generichash_blake2b_final (&state, uid.b, sizeof uid.b);

  return uid;
}

gboolean
cb_uid_equal (const CbUid *a,
              const CbUid *b)
{
  return memcmp (a->b, b->b, sizeof a->b) == 0;
}

int
cb_uid_compare (const CbUid *a,
                const CbUid *b)
{
  return memcmp (a->b, b->b, sizeof a->b);
}

guint
cb_uid_hash (gconstpointer uid)
{
  guint32 word;

  /* The bytes are random or a digest already: any four of them spread well. */
  memcpy (&word, ((const CbUid *) uid)->b, sizeof word);

  return word;
}

gboolean
cb_uid_is_none (const CbUid *uid)
{
  static const CbUid none;

  return cb_uid_equal (uid, &none);
}

char *
cb_uid_to_text (const CbUid *uid)
{
  static const char digits[] = "0123456789abcdef";
  char *text = g_malloc (CB_UID_TEXT_LEN + 1);

  for (guint i = 0; i < sizeof uid->b; i++)
    {
      text[2 * i] = digits[uid->b[i] >> 4];
      text[2 * i + 1] = digits[uid->b[i] & 15];
    }
  text[CB_UID_TEXT_LEN] = '\0';

  return text;
}

gboolean
cb_uid_from_text (const char *text,
                  CbUid      *uid)
{
  CbUid read;

  g_return_val_if_fail (uid != NULL, FALSE);

  if (text == NULL || strnlen (text, CB_UID_TEXT_LEN + 1) != CB_UID_TEXT_LEN)
    return FALSE;

  for (guint i = 0; i < sizeof read.b; i++)
    {
      int high = g_ascii_xdigit_value (text[2 * i]);
      int low = g_ascii_xdigit_value (text[2 * i + 1]);

      if (high < 0 || low < 0)
        return FALSE;
      read.b[i] = (guint8) (high << 4 | low);
    }
  *uid = read;

  return TRUE;
}
