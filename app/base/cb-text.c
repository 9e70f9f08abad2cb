/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-base"

#include "config.h"

#include "cb-text.h"

#include <string.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>

gboolean
cb_text_is_han (gunichar c)
{
  return (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3400 && c <= 0x4dbf) || c == 0x3007
         || (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x323af);
}

/* Blanks of all kinds, line breaks among them. */
static gboolean
is_blank (gunichar c)
{
  return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x80 && g_unichar_isspace (c));
}

/* Characters that are not seen: controls, zero-width ones, byte order marks. */
static gboolean
is_dropped (gunichar c)
{
  if (c >= 0x20 && c < 0x7f)
    return FALSE;
  if (c < 0xa0)
    return TRUE;

  return (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e)
         || (c >= 0x2060 && c <= 0x2064) || c == 0xad || c == 0xfeff || c == 0xfffe;
}

/* Middle dots between the parts of a name, in all the forms they are typed. */
static gboolean
is_middle_dot (gunichar c)
{
  switch (c)
    {
    case 0xb7:
    case 0x387:
    case 0x2022:
    case 0x2027:
    case 0x2219:
    case 0x22c5:
    case 0x2e31:
    case 0x30fb:
    case 0xff65:
      return TRUE;
    default:
      return FALSE;
    }
}

static char *
clean (const char *text,
       gboolean    fold)
{
  g_autofree char *valid = NULL;
  GString *out;
  gboolean blank = FALSE, composed = TRUE;

  if (text == NULL)
    return g_strdup ("");
  if (!g_utf8_validate (text, -1, NULL))
    text = valid = g_utf8_make_valid (text, -1);

  out = g_string_sized_new (strlen (text) + 1);
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c >= 0xff01 && c <= 0xff5e)
        c -= 0xfee0;
      if (is_blank (c))
        {
          blank = TRUE;
          continue;
        }
      if (is_dropped (c) || (fold && is_middle_dot (c)))
        continue;
      if (blank && !fold && out->len > 0)
        g_string_append_c (out, ' ');
      blank = FALSE;
      if (fold)
        c = g_unichar_tolower (c);
      if (c < 0x80)
        g_string_append_c (out, (char) c);
      else
        g_string_append_unichar (out, c);
      /* ASCII and the common Han characters never compose. */
      if (c >= 0x80 && !(c >= 0x4e00 && c <= 0x9fff))
        composed = FALSE;
    }
  if (!composed)
    {
      char *normal = g_utf8_normalize (out->str, (gssize) out->len, G_NORMALIZE_DEFAULT_COMPOSE);

      if (normal != NULL)
        {
          g_string_free (out, TRUE);
          return normal;
        }
    }

  return g_string_free (out, FALSE);
}

char *
cb_text_clean (const char *text)
{
  return clean (text, FALSE);
}

char *
cb_text_fold (const char *text)
{
  return clean (text, TRUE);
}

GBytes *
cb_text_sort_key (const char *text)
{
  static GMutex lock;
  static UCollator *collator;
  g_autofree char *cleaned = cb_text_clean (text);
  gsize len = strlen (cleaned);
  g_autofree UChar *wide = g_new (UChar, len + 1);
  guint8 key[512];
  g_autofree guint8 *more = NULL;
  UErrorCode status = U_ZERO_ERROR;
  int32_t wide_len = 0, n = 0;

  if (len < G_MAXINT32)
    u_strFromUTF8 (wide, (int32_t) len + 1, &wide_len, cleaned, (int32_t) len, &status);

  g_mutex_lock (&lock);
  if (collator == NULL)
    collator = ucol_open ("zh@collation=pinyin", &status);
  if (collator != NULL && U_SUCCESS (status))
    {
      n = ucol_getSortKey (collator, wide, wide_len, key, sizeof key);
      if (n > (int32_t) sizeof key)
        {
          more = g_malloc ((gsize) n);
          n = ucol_getSortKey (collator, wide, wide_len, more, n);
        }
    }
  g_mutex_unlock (&lock);

  /* Without collation data the order is that of the code points, still a total order. */
  if (n <= 0)
    return g_bytes_new (cleaned, len);

  /* Without the NUL at the end. */
  return g_bytes_new (more != NULL ? more : key, (gsize) n - 1);
}
