/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-base"

#include "config.h"

#include "cb-base32.h"

#include "cb-error.h"
#include "cb-fold-private.h"

#include <string.h>

#define CHARS   36
#define DATA    16   /* symbols of ten bits: two characters */
#define SYMBOLS 18

/* x^10 + x^3 + 1, primitive. */
#define POLYNOMIAL 0x409

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* Added to the check, so that all zeros are no code. */
static const guint16 offsets[2] = { 0x2a5, 0x13c };

static guint
multiply (guint a,
          guint b)
{
  guint product = 0;

  for (; b != 0; b >>= 1)
    {
      if (b & 1)
        product ^= a;
      a <<= 1;
      if (a & 0x400)
        a ^= POLYNOMIAL;
    }

  return product;
}

/* x to the @n-th. */
static guint
power (guint n)
{
  guint result = 1;

  while (n-- > 0)
    result = multiply (result, 2);

  return result;
}

/* 1 / @a: the group has 1023 members. */
static guint
invert (guint a)
{
  guint result = 1;

  for (guint n = 1022; n != 0; n >>= 1)
    {
      if (n & 1)
        result = multiply (result, a);
      a = multiply (a, a);
    }

  return result;
}

/* The sum of the first @n symbols, and their sum weighted by place. */
static void
sums (const guint16 *symbols,
      guint          n,
      guint         *plain,
      guint         *weighted)
{
  *plain = *weighted = 0;
  for (guint i = 0; i < n; i++)
    {
      *plain ^= symbols[i];
      *weighted ^= multiply (symbols[i], power (i));
    }
}

CbSecret *
cb_recovery_code_to_text (const CbSecret *code)
{
  g_autoptr (CbSecret) room = NULL;
  CbSecret *text;
  guint16 *symbols;
  const guint8 *in;
  char *out;
  guint plain, weighted;

  g_return_val_if_fail (code != NULL && cb_secret_len (code) == CB_BASE32_BYTES, NULL);

  room = cb_secret_new (SYMBOLS * sizeof *symbols);
  symbols = (guint16 *) cb_secret_data (room);
  in = cb_secret_bytes (code);
  for (guint i = 0; i < DATA; i++)
    {
      guint bit = i * 10;
      guint pair = (guint) in[bit / 8] << 8 | in[bit / 8 + 1];

      symbols[i] = (guint16) (pair >> (6 - bit % 8) & 0x3ff);
    }

  /* The two checks that make both sums the offsets. */
  sums (symbols, DATA, &plain, &weighted);
  plain ^= offsets[0];
  weighted ^= offsets[1];
  symbols[DATA + 1] = (guint16) multiply (weighted ^ multiply (plain, power (DATA)),
                                          invert (power (DATA) ^ power (DATA + 1)));
  symbols[DATA] = (guint16) (plain ^ symbols[DATA + 1]);

  text = cb_secret_new (CB_BASE32_TEXT_LEN);
  out = (char *) cb_secret_data (text);
  for (guint i = 0; i < CHARS; i++)
    {
      guint symbol = symbols[i / 2];

      if (i > 0 && i % 4 == 0)
        *out++ = '-';
      *out++ = alphabet[(i % 2 == 0 ? symbol >> 5 : symbol) & 31];
    }

  return text;
}

static int
value_of (gunichar c)
{
  const char *at;

  if (c >= 0x80)
    return -1;
  c = (gunichar) g_ascii_toupper ((char) c);
  if (c == 'O')
    return 0;
  if (c == 'I' || c == 'L')
    return 1;
  at = strchr (alphabet, (int) c);

  return at != NULL ? (int) (at - alphabet) : -1;
}

/* The group of the only wrong symbol that explains both sums; 0: there is none such. */
static guint
locate (guint plain,
        guint weighted)
{
  for (guint i = 0; i < SYMBOLS && plain != 0; i++)
    if (multiply (plain, power (i)) == weighted)
      return i / 2 + 1;

  return 0;
}

/*
 * Reads and checks a whole code into @symbols.  On failure @group is the wrong one or 0, and @code the
 * kind of fault.
 */
static gboolean
read_code (const char  *text,
           guint16     *symbols,
           guint       *group,
           CbBaseError *code)
{
  guint n = 0, plain, weighted;
  gunichar c;

  *code = CB_BASE_ERROR_INVALID;
  *group = 0;
  while ((c = cb_fold_next (&text)) != 0)
    {
      int value;

      if (c == ' ' || c == '-' || c == '\n' || c == '\r')
        continue;
      value = value_of (c);
      if (n == CHARS)
        return FALSE;
      if (value < 0)
        {
          *group = n / 4 + 1;
          return FALSE;
        }
      symbols[n / 2] = (guint16) (symbols[n / 2] << 5 | value);
      n++;
    }
  if (n != CHARS)
    return FALSE;

  *code = CB_BASE_ERROR_CHECKSUM;
  sums (symbols, SYMBOLS, &plain, &weighted);
  plain ^= offsets[0];
  weighted ^= offsets[1];
  *group = locate (plain, weighted);

  return plain == 0 && weighted == 0;
}

CbSecret *
cb_recovery_code_from_text (const char *text,
                            GError    **error)
{
  g_autoptr (CbSecret) room = NULL;
  CbSecret *bytes;
  guint16 *symbols;
  guint8 *out;
  guint group;
  CbBaseError code;

  g_return_val_if_fail (text != NULL, NULL);

  room = cb_secret_new (SYMBOLS * sizeof *symbols);
  symbols = (guint16 *) cb_secret_data (room);
  if (!read_code (text, symbols, &group, &code))
    {
      g_set_error_literal (error, CB_BASE_ERROR, code,
                           code == CB_BASE_ERROR_CHECKSUM ? "the recovery code is mistyped"
                                                          : "not a recovery code");
      return NULL;
    }

  bytes = cb_secret_new (CB_BASE32_BYTES);
  out = cb_secret_data (bytes);
  for (guint i = 0; i < DATA; i++)
    {
      guint bit = i * 10;
      guint pair = (guint) symbols[i] << (6 - bit % 8);

      out[bit / 8] |= (guint8) (pair >> 8);
      out[bit / 8 + 1] |= (guint8) pair;
    }

  return bytes;
}

guint
cb_recovery_code_wrong_group (const char *text)
{
  g_autoptr (CbSecret) room = NULL;
  guint group;
  CbBaseError code;

  g_return_val_if_fail (text != NULL, 0);

  room = cb_secret_new (SYMBOLS * sizeof (guint16));
  read_code (text, (guint16 *) cb_secret_data (room), &group, &code);

  return group;
}
