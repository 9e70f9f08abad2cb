/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-base"

#include "config.h"

#include "cb-resident-id.h"

#include "cb-error.h"
#include "cb-fold-private.h"

#include <string.h>

/* Folded text of any number read here. */
#define FOLDED_MAX 40

/* Double-precision numbers, as spreadsheets keep them, show fifteen digits. */
#define SPREADSHEET_DIGITS 15

/* Folds into upper-case ASCII without blanks and hyphens.  0: empty, foreign or too long. */
static gsize
fold_number (const char *text,
             char        out[FOLDED_MAX])
{
  const char *at = text;
  gsize len = 0;
  gunichar c;

  if (text == NULL)
    return 0;
  while ((c = cb_fold_next (&at)) != 0)
    {
      if (c == ' ' || c == '-')
        continue;
      if (c <= ' ' || c >= 0x7f || len + 1 >= FOLDED_MAX)
        return 0;
      out[len++] = g_ascii_toupper ((char) c);
    }
  out[len] = '\0';

  return len;
}

static gsize
count_digits (const char *text)
{
  return strspn (text, "0123456789");
}

/* "5.10802E+17", "5.10802196503159E17", "510802196503159936.0" */
static gboolean
is_spreadsheet_number (const char *text)
{
  gsize whole = count_digits (text);
  const char *at = text + whole;
  gsize decimals = 0;

  if (whole == 0)
    return FALSE;
  if (*at == '.')
    {
      at++;
      decimals = count_digits (at);
      at += decimals;
    }
  if (*at == '\0')
    return decimals > 0 && whole > SPREADSHEET_DIGITS;
  if (*at++ != 'E')
    return FALSE;
  if (*at == '+')
    at++;

  return *at != '\0' && at[count_digits (at)] == '\0';
}

static gboolean
fail (GError     **error,
      CbBaseError  code)
{
  static const char *const messages[] = {
    [CB_BASE_ERROR_INVALID] = "not a number of this kind",
    [CB_BASE_ERROR_RANGE] = "no such date, type or grade",
    [CB_BASE_ERROR_CHECKSUM] = "the check character does not fit",
    [CB_BASE_ERROR_UNRECOVERABLE] = "digits were lost in a spreadsheet",
  };

  g_set_error_literal (error, CB_BASE_ERROR, code, messages[code]);

  return FALSE;
}

static int
two_digits (const char *at)
{
  return (at[0] - '0') * 10 + (at[1] - '0');
}

char
cb_resident_id_check (const char *first17)
{
  static const guint8 weights[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
  guint sum = 0;

  g_return_val_if_fail (first17 != NULL, '\0');

  for (guint i = 0; i < G_N_ELEMENTS (weights); i++)
    {
      if (!g_ascii_isdigit (first17[i]))
        return '\0';
      sum += weights[i] * (guint) (first17[i] - '0');
    }

  return "10X98765432"[sum % 11];
}

/* @text: 18 characters, the first 17 of them digits. */
static gboolean
read_18 (const char   *text,
         gboolean      was_15,
         CbDate        today,
         CbResidentId *id,
         GError      **error)
{
  CbResidentId read = { .was_15 = was_15 };

  if (text[0] == '0')
    return fail (error, CB_BASE_ERROR_INVALID);
  if (cb_resident_id_check (text) != text[17])
    return fail (error, strcmp (text + SPREADSHEET_DIGITS, "000") == 0
                          ? CB_BASE_ERROR_UNRECOVERABLE : CB_BASE_ERROR_CHECKSUM);
  read.birth = cb_date_new (two_digits (text + 6) * 100 + two_digits (text + 8),
                            two_digits (text + 10), two_digits (text + 12));
  if (read.birth == CB_DATE_NONE || (today != CB_DATE_NONE && read.birth > today))
    return fail (error, CB_BASE_ERROR_RANGE);

  memcpy (read.text, text, 18);
  memcpy (read.area, text, 6);
  read.sex = (text[16] - '0') % 2 ? CB_SEX_MALE : CB_SEX_FEMALE;
  if (id != NULL)
    *id = read;

  return TRUE;
}

gboolean
cb_resident_id_parse (const char   *text,
                      CbDate        today,
                      CbResidentId *id,
                      GError      **error)
{
  char folded[FOLDED_MAX];
  gsize len = fold_number (text, folded);
  gsize digits;

  if (len == 0)
    return fail (error, CB_BASE_ERROR_INVALID);
  if (is_spreadsheet_number (folded))
    return fail (error, CB_BASE_ERROR_UNRECOVERABLE);

  digits = count_digits (folded);
  if (len == 15 && digits == 15)
    {
      char full[19] = { 0 };

      /* GB 11643: the century, and a check character. */
      memcpy (full, folded, 6);
      memcpy (full + 6, "19", 2);
      memcpy (full + 8, folded + 6, 9);
      full[17] = cb_resident_id_check (full);
      return read_18 (full, TRUE, today, id, error);
    }
  if (len != 18 || digits < 17 || (digits == 17 && folded[17] != 'X'))
    return fail (error, CB_BASE_ERROR_INVALID);

  return read_18 (folded, FALSE, today, id, error);
}

char *
cb_resident_id_mask (const char *id)
{
  GString *masked;
  gsize len;

  g_return_val_if_fail (id != NULL, NULL);

  /* A number is ASCII; of anything else, and of what is too short to hide a part, nothing shows. */
  len = strlen (id);
  if (len <= 10 || !g_str_is_ascii (id))
    return g_strnfill (8, '*');
  masked = g_string_new_len (id, 6);
  for (gsize i = 0; i < len - 10; i++)
    g_string_append_c (masked, '*');
  g_string_append (masked, id + len - 4);

  return g_string_free (masked, FALSE);
}

gboolean
cb_disability_cert_parse (const char       *text,
                          CbDisabilityCert *cert,
                          GError          **error)
{
  char folded[FOLDED_MAX], id_text[19];
  gsize len = fold_number (text, folded);
  CbDisabilityCert read = { 0 };
  CbResidentId id;

  if (len == 0)
    return fail (error, CB_BASE_ERROR_INVALID);
  if (is_spreadsheet_number (folded)
      || (len == 20 && count_digits (folded) == 20
          && strcmp (folded + SPREADSHEET_DIGITS, "00000") == 0))
    return fail (error, CB_BASE_ERROR_UNRECOVERABLE);
  if ((len != 20 && len != 22 && len != 23) || !g_ascii_isdigit (folded[18])
      || !g_ascii_isdigit (folded[19]))
    return fail (error, CB_BASE_ERROR_INVALID);
  if (len > 20)
    {
      if (folded[20] != 'B' || folded[21] < '1' || folded[21] > '9'
          || (len == 23 && !g_ascii_isdigit (folded[22])))
        return fail (error, CB_BASE_ERROR_INVALID);
      read.reissue = folded[21] - '0';
      if (len == 23)
        read.reissue = read.reissue * 10 + (folded[22] - '0');
    }

  memcpy (id_text, folded, 18);
  id_text[18] = '\0';
  if (!cb_resident_id_parse (id_text, CB_DATE_NONE, &id, error))
    return FALSE;
  read.type = folded[18] - '0';
  read.grade = folded[19] - '0';
  if (read.type < 1 || read.type > 7 || read.grade < 1 || read.grade > 4)
    return fail (error, CB_BASE_ERROR_RANGE);
  memcpy (read.id, id.text, sizeof read.id);
  if (cert != NULL)
    *cert = read;

  return TRUE;
}

CbCardCheck
cb_card_check (const char *number)
{
  char folded[FOLDED_MAX];
  gsize len = fold_number (number, folded);
  guint sum = 0;

  if (len < 8 || len > 32 || count_digits (folded) != len)
    return CB_CARD_INVALID;

  for (gsize i = 0; i < len; i++)
    {
      guint digit = (guint) (folded[len - 1 - i] - '0');

      if (i % 2 == 1)
        digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
      sum += digit;
    }

  return sum % 10 == 0 ? CB_CARD_OK : CB_CARD_DOUBTFUL;
}
