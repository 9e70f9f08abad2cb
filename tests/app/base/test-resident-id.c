/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-error.h"
#include "cb-resident-id.h"

#include <string.h>

typedef struct
{
  const char *name, *text, *full, *area;
  int         year, month, day;
  CbSex       sex;
  gboolean    was_15;
  int         code;
} Row;

/* The good ones are the fixtures of policy.md 5.1; nobody living has them. */
static const Row rows[] = {
  { "lizhou", "510802196503159982", "510802196503159982", "510802", 1965, 3, 15, CB_SEX_FEMALE },
  { "jiange", "510823195809129978", "510823195809129978", "510823", 1958, 9, 12, CB_SEX_MALE },
  { "cangxi", "51082420091101996X", "51082420091101996X", "510824", 2009, 11, 1, CB_SEX_FEMALE },
  { "chaotian", "510812198802299987", "510812198802299987", "510812", 1988, 2, 29, CB_SEX_FEMALE },
  { "wangcang", "510821197306049972", "510821197306049972", "510821", 1973, 6, 4, CB_SEX_MALE },
  { "lower-x", "51082420091101996x", "51082420091101996X", "510824", 2009, 11, 1, CB_SEX_FEMALE },
  { "full-width", "５１０８２４２００９１１０１９９６Ｘ", "51082420091101996X", "510824", 2009, 11, 1, CB_SEX_FEMALE },
  { "blanks", " 510802 19650315 9982\t", "510802196503159982", "510802", 1965, 3, 15, CB_SEX_FEMALE },
  { "hyphens", "510802-19650315-9982", "510802196503159982", "510802", 1965, 3, 15, CB_SEX_FEMALE },
  { "old", "510802650315998", "510802196503159982", "510802", 1965, 3, 15, CB_SEX_FEMALE, TRUE },
  { "old-leap", "510812880229998", "510812198802299987", "510812", 1988, 2, 29, CB_SEX_FEMALE, TRUE },
  { "check", "510802196503159983", .code = CB_BASE_ERROR_CHECKSUM },
  { "check-x", "51080219650315998X", .code = CB_BASE_ERROR_CHECKSUM },
  { "swapped", "510802196503519982", .code = CB_BASE_ERROR_CHECKSUM },
  { "old-date", "510802651315998", .code = CB_BASE_ERROR_RANGE },
  { "old-not-leap", "510812870229998", .code = CB_BASE_ERROR_RANGE },
  { "future", "@2026-11-23", .code = CB_BASE_ERROR_RANGE },
  { "no-such-day", "@2023-02-29", .code = CB_BASE_ERROR_RANGE },
  { "no-such-month", "@1990-13-01", .code = CB_BASE_ERROR_RANGE },
  { "born-today", "@2026-11-22", NULL, "510802", 2026, 11, 22, CB_SEX_FEMALE },
  { "scientific", "5.10802E+17", .code = CB_BASE_ERROR_UNRECOVERABLE },
  { "scientific-long", "5.10802196503159e17", .code = CB_BASE_ERROR_UNRECOVERABLE },
  { "scientific-full-width", "５．１０８０２Ｅ＋１７", .code = CB_BASE_ERROR_UNRECOVERABLE },
  { "scientific-whole", "5E17", .code = CB_BASE_ERROR_UNRECOVERABLE },
  { "rounded", "510802196503159000", .code = CB_BASE_ERROR_UNRECOVERABLE },
  { "float", "510802196503159936.0", .code = CB_BASE_ERROR_UNRECOVERABLE },
  { "empty", "", .code = CB_BASE_ERROR_INVALID },
  { "blank", "   ", .code = CB_BASE_ERROR_INVALID },
  { "17", "51080219650315998", .code = CB_BASE_ERROR_INVALID },
  { "19", "5108021965031599820", .code = CB_BASE_ERROR_INVALID },
  { "x-early", "5108021965031599X2", .code = CB_BASE_ERROR_INVALID },
  { "letter", "51080219650315998Y", .code = CB_BASE_ERROR_INVALID },
  { "leading-0", "010802196503159982", .code = CB_BASE_ERROR_INVALID },
  { "words", "身份证", .code = CB_BASE_ERROR_INVALID },
  { "e-alone", "E17", .code = CB_BASE_ERROR_INVALID },
  { "e-nothing", "5E", .code = CB_BASE_ERROR_INVALID },
  { "very-long", "111111111111111111111111111111111111111111111111111111", .code = CB_BASE_ERROR_INVALID },
  { "not-utf8", "51080219650315\xff" "998", .code = CB_BASE_ERROR_INVALID },
};

/* "@2026-11-22": a number born then whose check fits. */
static char *
text_of (const Row *row)
{
  char text[19] = "510802xxxxxxxx9980";
  const char *at = row->text + 1;

  if (row->text[0] != '@')
    return g_strdup (row->text);
  for (int i = 6; *at != '\0'; at++)
    if (*at != '-')
      text[i++] = *at;
  text[17] = cb_resident_id_check (text);

  return g_strdup (text);
}

static void
test_parse (gconstpointer data)
{
  const Row *row = data;
  g_autofree char *text = text_of (row);
  g_autoptr (GError) error = NULL;
  CbDate today = cb_date_new (2026, 11, 22);
  CbResidentId id = { .was_15 = 77 };

  if (row->year == 0)
    {
      g_assert_false (cb_resident_id_parse (text, today, &id, &error));
      g_assert_error (error, CB_BASE_ERROR, row->code);
      g_assert_null (strpbrk (error->message, "0123456789"));
      g_assert_cmpint (id.was_15, ==, 77);
      return;
    }
  g_assert_true (cb_resident_id_parse (text, today, &id, &error));
  g_assert_no_error (error);
  if (row->full != NULL)
    g_assert_cmpstr (id.text, ==, row->full);
  g_assert_cmpstr (id.area, ==, row->area);
  g_assert_cmpint (id.birth, ==, cb_date_new (row->year, row->month, row->day));
  g_assert_cmpint (id.sex, ==, row->sex);
  g_assert_cmpint (id.was_15, ==, row->was_15);
}

/* The check finds every single wrong digit and every swap of neighbours. */
static void
test_slips (void)
{
  const char *good = "510802196503159982";

  for (int i = 0; i < 17; i++)
    {
      char text[19];

      strcpy (text, good);
      for (char digit = '0'; digit <= '9'; digit++)
        {
          text[i] = digit;
          g_assert_cmpint (cb_resident_id_check (text) == '2', ==, digit == good[i]);
        }
      strcpy (text, good);
      if (i < 16 && good[i] != good[i + 1])
        {
          text[i] = good[i + 1];
          text[i + 1] = good[i];
          g_assert_cmpint (cb_resident_id_check (text), !=, '2');
        }
    }
  g_assert_cmpint (cb_resident_id_check ("510824200911019960"), ==, 'X');
  g_assert_cmpint (cb_resident_id_check ("5108"), ==, 0);
}

static void
test_mask (void)
{
  static const struct { const char *id, *masked; } masks[] = {
    { "510802196503159982", "510802********9982" },
    { "510802650315998", "510802*****5998" },
    { "51080219650", "510802*9650" },
    { "5108021965", "********" },
    { "", "********" },
    { "身份证号码身份证号码", "********" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (masks); i++)
    {
      g_autofree char *masked = cb_resident_id_mask (masks[i].id);

      g_assert_cmpstr (masked, ==, masks[i].masked);
    }
}

/* policy.md 5.4 */
static void
test_disability (void)
{
  static const struct { const char *text; int type, grade, reissue, code; } certs[] = {
    { "51080219650315998242", 4, 2, 0 },
    { "51080219650315998242B1", 4, 2, 1 },
    { "51080219650315998242b12", 4, 2, 12 },
    { "51082420091101996x11", 1, 1, 0 },
    { "５１０８０２１９６５０３１５９９８２７４", 7, 4, 0 },
    { "5108021965031599824", .code = CB_BASE_ERROR_INVALID },
    { "51080219650315998242B", .code = CB_BASE_ERROR_INVALID },
    { "51080219650315998242B0", .code = CB_BASE_ERROR_INVALID },
    { "51080219650315998242C1", .code = CB_BASE_ERROR_INVALID },
    { "51080219650315998242B123", .code = CB_BASE_ERROR_INVALID },
    { "510802196503159982XX", .code = CB_BASE_ERROR_INVALID },
    { "", .code = CB_BASE_ERROR_INVALID },
    { "51080219650315998342", .code = CB_BASE_ERROR_CHECKSUM },
    { "51080219650315998282", .code = CB_BASE_ERROR_RANGE },
    { "51080219650315998202", .code = CB_BASE_ERROR_RANGE },
    { "51080219650315998245", .code = CB_BASE_ERROR_RANGE },
    { "51080219650315998240", .code = CB_BASE_ERROR_RANGE },
    { "5.10802E+19", .code = CB_BASE_ERROR_UNRECOVERABLE },
    { "51080219650315900000", .code = CB_BASE_ERROR_UNRECOVERABLE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (certs); i++)
    {
      g_autoptr (GError) error = NULL;
      CbDisabilityCert cert = { .type = 77 };

      if (certs[i].type == 0)
        {
          g_assert_false (cb_disability_cert_parse (certs[i].text, &cert, &error));
          g_assert_error (error, CB_BASE_ERROR, certs[i].code);
          g_assert_cmpint (cert.type, ==, 77);
          continue;
        }
      g_assert_true (cb_disability_cert_parse (certs[i].text, &cert, &error));
      g_assert_cmpuint (strlen (cert.id), ==, 18);
      g_assert_cmpint (cert.type, ==, certs[i].type);
      g_assert_cmpint (cert.grade, ==, certs[i].grade);
      g_assert_cmpint (cert.reissue, ==, certs[i].reissue);
    }
}

/* policy.md 5.5 */
static void
test_card (void)
{
  static const struct { const char *number; CbCardCheck check; } cards[] = {
    { "6200000000005108022", CB_CARD_OK },
    { "6200000000005108238", CB_CARD_OK },
    { "6200 0000 0000 5108 022", CB_CARD_OK },
    { "６２００００００００００５１０８２３８", CB_CARD_OK },
    { "6200000000005108023", CB_CARD_DOUBTFUL },
    { "6200000000005018022", CB_CARD_DOUBTFUL },
    { "12345678", CB_CARD_DOUBTFUL },
    { "1234567", CB_CARD_INVALID },
    { "620000000000510802X", CB_CARD_INVALID },
    { "6.2E+18", CB_CARD_INVALID },
    { "123456789012345678901234567890123", CB_CARD_INVALID },
    { "", CB_CARD_INVALID },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cards); i++)
    g_assert_cmpint (cb_card_check (cards[i].number), ==, cards[i].check);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/base/resident-id/parse/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_parse);
    }
  g_test_add_func ("/base/resident-id/slips", test_slips);
  g_test_add_func ("/base/resident-id/mask", test_mask);
  g_test_add_func ("/base/resident-id/disability", test_disability);
  g_test_add_func ("/base/resident-id/card", test_card);

  return g_test_run ();
}
