/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-household.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cb-error.h"
#include "cb-field-words.h"
#include "cb-money.h"
#include "cb-reference.h"
#include "cb-resident-id.h"
#include "cb-text.h"

/* A value as it is typed and shown.  Every refusal is CB_CASEWORK_ERROR_INVALID_FIELD, whose message is one of the sentences
 * below, word for word: cb_error_sentence() translates it. */

#define TEXT_MOST 2000

#define REFUSE(error, sentence) \
  (g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD, sentence), FALSE)

static const struct { guint field; gint64 min, max; } count_limits[] = {
  { 115, 1, 4 }, { 121, 0, 99 }, { 203, 0, 12 }, { 252, 0, 9999 }, { 342, 0, 100000 }, { 384, 1, 100 }, { 386, 1, 100 },
  { 392, 1, 4 }, { 407, 1, 3 },
};

/* Dates that lie in the future by their nature. */
static gboolean
may_be_future (const CbField *field)
{
  return field->id == 117;    /* a certificate's last day */
}

static char *
without_blanks (const char *text)
{
  GString *s = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isspace (c) && c != '-' && c != 0x2010 && c != 0x2011 && c != 0x2013 && c != 0x2014)
        g_string_append_unichar (s, c);
    }
  return g_string_free (s, FALSE);
}

static gboolean
all_digits (const char *text)
{
  return *text != '\0' && text[strspn (text, "0123456789")] == '\0';
}

static gboolean
parse_text (const CbField *field,
            const char    *clean,
            CbValue       *value,
            GError       **error)
{
  if (g_utf8_strlen (clean, -1) > TEXT_MOST)
    return REFUSE (error, N_("This is too long. Keep it under 2,000 characters."));
  *value = cb_value_text (clean);
  return TRUE;
}

static gboolean
parse_money (const char *clean,
             CbValue    *value,
             GError    **error)
{
  g_autoptr (GError) fault = NULL;
  CbMoney amount;

  if (!cb_money_parse (clean, &amount, &fault))
    {
      if (g_error_matches (fault, CB_BASE_ERROR, CB_BASE_ERROR_RANGE))
        return REFUSE (error, N_("This amount is too large. Check the number of digits."));
      return REFUSE (error, N_("This is not an amount in yuan. Write it like 1,234.50, with at most two decimals."));
    }
  if (amount < 0)
    return REFUSE (error, N_("An amount cannot be below zero. Enter a loss as 0 and say so in the note."));
  *value = cb_value_int (amount);
  return TRUE;
}

static gboolean
parse_count (const CbField *field,
             const char    *clean,
             CbValue       *value,
             GError       **error)
{
  g_autofree char *folded = cb_text_fold (clean);
  gint64 n = cb_field_count_of (folded);
  gint64 min = 0, max = 1000000;

  if (n < 0)
    return REFUSE (error, N_("This is not a whole number. Use digits only."));
  for (guint i = 0; i < G_N_ELEMENTS (count_limits); i++)
    if (count_limits[i].field == field->id)
      {
        min = count_limits[i].min;
        max = count_limits[i].max;
      }
  if (n >= min && n <= max)
    {
      *value = cb_value_int (n);
      return TRUE;
    }
  if (max == 4)
    return REFUSE (error, N_("The grade is a number from 1 (heaviest) to 4."));
  if (max == 12)
    return REFUSE (error, N_("There are at most 12 months."));
  if (max == 3)
    return REFUSE (error, N_("The level is a number from 1 to 3."));
  return REFUSE (error, N_("This number is out of range. Check it."));
}

static gboolean
parse_date (const CbField *field,
            const char    *clean,
            CbDate         today,
            CbValue       *value,
            GError       **error)
{
  CbDate date;

  if (!cb_date_parse (clean, &date, NULL))
    return REFUSE (error, N_("This is not a date. Write it like 2026-09-01, 2026.9.1 or 20260901."));
  if (date < cb_date_new (1900, 1, 1))
    return REFUSE (error, N_("This date is before 1900. Check the year."));
  if (date > today && today != CB_DATE_NONE && !may_be_future (field))
    return REFUSE (error, N_("This date is still to come. Check the year."));
  *value = cb_value_int (date);
  return TRUE;
}

static gboolean
parse_area (const char *clean,
            CbValue    *value,
            GError    **error)
{
  CbAreas *areas = cb_reference_areas (error);
  g_autofree char *name = without_blanks (clean);
  const CbArea *area;

  if (areas == NULL)
    return FALSE;
  area = cb_areas_find (areas, name);
  if (area == NULL)
    area = cb_areas_match (areas, name, NULL);
  if (area == NULL && all_digits (name) && strlen (name) == 12)   /* a village: known by its township */
    {
      g_autofree char *township = g_strndup (name, 9);

      if (cb_areas_find (areas, township) != NULL)
        {
          *value = cb_value_text (name);
          return TRUE;
        }
    }
  if (area == NULL)
    return REFUSE (error, N_("No township of this name is known, or there are several. Write the county before it, or choose it from the list."));
  *value = cb_value_text (area->code);
  return TRUE;
}

static gboolean
parse_id (const char *clean,
          CbDate      today,
          CbValue    *value,
          GError    **error)
{
  g_autoptr (GError) fault = NULL;
  CbResidentId id;

  if (cb_resident_id_parse (clean, today, &id, &fault))
    {
      *value = cb_value_text (id.text);
      return TRUE;
    }
  switch (fault->domain == CB_BASE_ERROR ? fault->code : -1)
    {
    case CB_BASE_ERROR_UNRECOVERABLE:
      return REFUSE (error, N_("A spreadsheet has destroyed this ID number; its last digits are lost. Type it again from the ID card."));
    case CB_BASE_ERROR_CHECKSUM:
      return REFUSE (error, N_("The check digit of this ID number does not fit: one of its digits is wrong. Compare it with the ID card."));
    case CB_BASE_ERROR_RANGE:
      return REFUSE (error, N_("The birth date inside this ID number is impossible. Compare it with the ID card."));
    default:
      return REFUSE (error, N_("An ID number has 18 characters, the last a digit or X. You can leave it empty for now and add it later."));
    }
}

static gboolean
parse_cert (const char *clean,
            CbValue    *value,
            GError    **error)
{
  g_autofree char *folded = without_blanks (clean);
  CbDisabilityCert cert;

  if (!cb_disability_cert_parse (folded, &cert, NULL))
    return REFUSE (error, N_("A certificate number is the ID number, the type (1 to 7) and the grade (1 to 4), 20 characters, "
                             "and B1, B2 … after a reissue. You can leave it empty for now and add it later."));
  value->kind = CB_VALUE_TEXT;
  value->text = cert.reissue > 0 ? g_strdup_printf ("%s%d%dB%d", cert.id, cert.type, cert.grade, cert.reissue)
                                 : g_strdup_printf ("%s%d%d", cert.id, cert.type, cert.grade);
  return TRUE;
}

static gboolean
parse_phone (const char *clean,
             CbValue    *value,
             GError    **error)
{
  g_autofree char *digits = without_blanks (clean);
  const char *p = digits;
  gsize len;

  if (g_str_has_prefix (p, "+86"))
    p += 3;
  else if (g_str_has_prefix (p, "0086"))
    p += 4;
  len = strlen (p);
  if (all_digits (p)
      && ((len == 11 && p[0] == '1' && p[1] >= '3') || (p[0] == '0' && p[1] != '0' && len >= 10 && len <= 12)))
    {
      *value = cb_value_text (p);
      return TRUE;
    }
  return REFUSE (error, N_("A mobile number has 11 digits. You can leave it empty for now and add it later."));
}

static gboolean
parse_card (const char *clean,
            CbValue    *value,
            GError    **error)
{
  g_autofree char *digits = without_blanks (clean);

  if (cb_card_check (digits) == CB_CARD_INVALID)
    return REFUSE (error, N_("An account number has 8 to 32 digits. You can leave it empty for now and add it later."));
  *value = cb_value_text (digits);
  return TRUE;
}

static gboolean
parse_word (const CbField *field,
            const char    *clean,
            CbValue       *value,
            GError       **error)
{
  g_autofree char *folded = cb_text_fold (clean);

  if (field->type == CB_FIELD_TYPE_CHOICE)
    {
      const char *key = cb_field_choice_of (field, folded);

      if (key == NULL)
        return REFUSE (error, N_("This is none of the choices. Choose one from the list."));
      *value = cb_value_text (key);
    }
  else
    {
      int truth = cb_field_truth_of (folded);

      if (truth < 0)
        return REFUSE (error, N_("Answer yes or no."));
      *value = cb_value_int (truth);
    }
  return TRUE;
}

gboolean
cb_field_parse (const CbField *field,
                const char    *typed,
                CbDate         today,
                CbValue       *value,
                GError       **error)
{
  g_autofree char *clean = NULL;
  CbUid uid;
  CbMonth month;

  g_return_val_if_fail (field != NULL && value != NULL, FALSE);

  clean = cb_text_clean (typed != NULL ? typed : "");
  if (*clean == '\0')
    {
      *value = CB_VALUE_INIT;
      return TRUE;
    }
  switch (field->type)
    {
    case CB_FIELD_TYPE_TEXT:
      return parse_text (field, clean, value, error);
    case CB_FIELD_TYPE_MONEY:
      return parse_money (clean, value, error);
    case CB_FIELD_TYPE_COUNT:
      return parse_count (field, clean, value, error);
    case CB_FIELD_TYPE_DATE:
      return parse_date (field, clean, today, value, error);
    case CB_FIELD_TYPE_MONTH:
      if (!cb_month_parse (clean, &month, NULL))
        return REFUSE (error, N_("This is not a month. Write it like 2026-09."));
      *value = cb_value_int (month);
      return TRUE;
    case CB_FIELD_TYPE_TRUTH:
    case CB_FIELD_TYPE_CHOICE:
      return parse_word (field, clean, value, error);
    case CB_FIELD_TYPE_AREA:
      return parse_area (clean, value, error);
    case CB_FIELD_TYPE_ID:
      return parse_id (clean, today, value, error);
    case CB_FIELD_TYPE_CERT:
      return parse_cert (clean, value, error);
    case CB_FIELD_TYPE_PHONE:
      return parse_phone (clean, value, error);
    case CB_FIELD_TYPE_CARD:
      return parse_card (clean, value, error);
    case CB_FIELD_TYPE_REF:
      if (!cb_uid_from_text (clean, &uid))
        return REFUSE (error, N_("This is none of the choices. Choose one from the list."));
      *value = cb_value_uid (&uid);
      return TRUE;
    default:
      g_return_val_if_reached (FALSE);
    }
}

/* "510802 19650315 9982 42 B1": groups of the given lengths, then the rest. */
static char *
grouped (const char  *text,
         const guint *lengths,
         guint        n)
{
  GString *s = g_string_new (NULL);
  gsize at = 0, len = strlen (text);

  for (guint i = 0; at < len; i++)
    {
      gsize take = i < n ? MIN (lengths[i], len - at) : len - at;

      if (at > 0)
        g_string_append_c (s, ' ');
      g_string_append_len (s, text + at, (gssize) take);
      at += take;
    }
  return g_string_free (s, FALSE);
}

static char *
format_phone (const char *text)
{
  static const guint mobile[] = { 3, 4, 4 }, landline[] = { 4 }, metropolis[] = { 3 };

  if (text[0] == '1' && strlen (text) == 11)
    return grouped (text, mobile, G_N_ELEMENTS (mobile));
  if (text[0] == '0' && (text[1] == '1' || text[1] == '2'))   /* 010, 020 … 029: three digits */
    return grouped (text, metropolis, G_N_ELEMENTS (metropolis));
  return grouped (text, landline, text[0] == '0' ? 1 : 0);
}

char *
cb_field_format (const CbField *field,
                 const CbValue *value)
{
  static const guint id[] = { 6, 8, 4 }, cert[] = { 6, 8, 4, 2 }, card[] = { 4, 4, 4, 4, 4, 4, 4 };
  CbAreas *areas;

  g_return_val_if_fail (field != NULL, NULL);

  if (value == NULL || value->kind == CB_VALUE_NONE)
    return g_strdup ("");
  if (value->kind == CB_VALUE_UID)
    return cb_uid_to_text (&value->uid);
  if (value->kind == CB_VALUE_INT)
    switch (field->type)
      {
      case CB_FIELD_TYPE_MONEY:
        return cb_money_format (value->i, FALSE);
      case CB_FIELD_TYPE_DATE:
        return cb_date_format ((CbDate) value->i);
      case CB_FIELD_TYPE_MONTH:
        return cb_month_format ((CbMonth) value->i);
      case CB_FIELD_TYPE_TRUTH:
        return g_strdup (value->i != 0 ? _("Yes") : _("No"));
      default:
        return g_strdup_printf ("%" G_GINT64_FORMAT, value->i);
      }
  switch (field->type)
    {
    case CB_FIELD_TYPE_CHOICE:
      return g_strdup (cb_choice_title (field, value->text));
    case CB_FIELD_TYPE_AREA:
      areas = cb_reference_areas (NULL);
      return areas != NULL && cb_areas_find (areas, value->text) != NULL ? cb_areas_path (areas, value->text) : g_strdup (value->text);
    case CB_FIELD_TYPE_ID:
      return grouped (value->text, id, G_N_ELEMENTS (id));
    case CB_FIELD_TYPE_CERT:
      return grouped (value->text, cert, G_N_ELEMENTS (cert));
    case CB_FIELD_TYPE_PHONE:
      return format_phone (value->text);
    case CB_FIELD_TYPE_CARD:
      return grouped (value->text, card, G_N_ELEMENTS (card));
    default:
      return g_strdup (value->text);
    }
}
