/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cb-household.h"

#include <string.h>

#define TODAY cb_date_new (2026, 9, 21)

typedef struct {
  const char *name;
  const char *key;
  const char *typed;
  const char *shown;     /* NULL: refused */
  const char *text;      /* of the value, when it is a text */
  gint64      number;
} Row;

/* What is typed, and what stands there afterwards. */
static const Row rows[] = {
  { "text", "household.address", "  大石镇  青山村３组 ", "大石镇 青山村3组", "大石镇 青山村3组", 0 },
  { "empty", "household.address", "   ", "", NULL, 0 },
  { "money", "income.amount", "￥12，345.6元", "12,345.60", NULL, 1234560 },
  { "money-whole", "income.amount", "７８０", "780.00", NULL, 78000 },
  { "money-zero", "income.amount", "0", "0.00", NULL, 0 },
  { "money-three-decimals", "income.amount", "1.005", NULL, NULL, 0 },
  { "money-negative", "income.amount", "-5", NULL, NULL, 0 },
  { "money-exponent", "income.amount", "1E5", NULL, NULL, 0 },
  { "money-too-large", "income.amount", "99999999999999999", NULL, NULL, 0 },
  { "count", "supporter.household_size", "３人", "3", NULL, 3 },
  { "count-chinese", "income.months", "十二个月", "12", NULL, 12 },
  { "count-chinese-two", "income.months", "两个月", "2", NULL, 2 },
  { "count-months-13", "income.months", "13", NULL, NULL, 0 },
  { "grade", "member.disability_grade", "二级", "2", NULL, 2 },
  { "grade-5", "member.disability_grade", "5", NULL, NULL, 0 },
  { "grade-0", "member.disability_grade", "0", NULL, NULL, 0 },
  { "count-word", "member.refusals", "some", NULL, NULL, 0 },
  { "date", "member.birth", "1965-03-15", "1965-03-15", NULL, -1753 },
  { "date-dots", "member.birth", "1965.3.15", "1965-03-15", NULL, -1753 },
  { "date-plain", "member.birth", "19650315", "1965-03-15", NULL, -1753 },
  { "date-chinese", "member.birth", "1965年3月15日", "1965-03-15", NULL, -1753 },
  { "date-future", "member.birth", "2027-01-01", NULL, NULL, 0 },
  { "date-future-certificate", "member.cert_until", "2030-01-01", "2030-01-01", NULL, 21915 },
  { "date-impossible", "member.birth", "1965-02-30", NULL, NULL, 0 },
  { "date-before-1900", "member.birth", "1865-02-03", NULL, NULL, 0 },
  { "truth", "household.staff_relative", "是", "Yes", NULL, 1 },
  { "truth-no", "household.staff_relative", "No", "No", NULL, 0 },
  { "truth-no-chinese", "household.staff_relative", "否", "No", NULL, 0 },
  { "truth-other", "household.staff_relative", "maybe", NULL, NULL, 0 },
  { "choice-key", "member.relation", "head", "Head of household", "head", 0 },
  { "choice-title", "member.relation", "head of household", "Head of household", "head", 0 },
  { "choice-synonym", "member.relation", "长子", "Son", "son", 0 },
  { "choice-son-in-law", "member.relation", "女婿", "Son-in-law", "son_in_law", 0 },
  { "choice-other", "member.relation", "朋友", NULL, NULL, 0 },
  { "choice-empty-part", "member.relation", "|", NULL, NULL, 0 },
  { "choice-category", "household.category", "农业", "Rural", "rural", 0 },
  { "choice-disability", "member.disability_type", "肢体残疾", "Limb", "limb", 0 },
  { "choice-income", "income.kind", "土地流转", "Net property income", "property", 0 },
  { "choice-supporter", "supporter.scheme", "低保", "Minimum living", "dibao", 0 },
  { "choice-situation", "member.residence", "监狱服刑", "Serving a sentence in prison", "prison", 0 },
  { "area-code", "household.area", "510823100", "剑阁县 普安镇", "510823100", 0 },
  { "area-name", "household.area", "剑阁县普安镇", "剑阁县 普安镇", "510823100", 0 },
  { "area-path", "household.area", "剑阁县 普安镇", "剑阁县 普安镇", "510823100", 0 },
  { "area-unknown", "household.area", "无此镇", NULL, NULL, 0 },
  { "id", "member.id_number", "510802 19650315 9982", "510802 19650315 9982", "510802196503159982", 0 },
  { "id-small-x", "member.id_number", "51082420091101996x", "510824 20091101 996X", "51082420091101996X", 0 },
  { "id-full-width", "member.id_number", "５１０８０２１９６５０３１５９９８２", "510802 19650315 9982", "510802196503159982", 0 },
  { "id-check", "member.id_number", "510802196503159983", NULL, NULL, 0 },
  { "id-spreadsheet", "member.id_number", "5.10802E+17", NULL, NULL, 0 },
  { "id-short", "member.id_number", "5108021965", NULL, NULL, 0 },
  { "cert", "member.disability_cert", "510802 19650315 9982 42", "510802 19650315 9982 42", "51080219650315998242", 0 },
  { "cert-reissued", "member.disability_cert", "51080219650315998242B1", "510802 19650315 9982 42 B1", "51080219650315998242B1", 0 },
  { "cert-type-8", "member.disability_cert", "51080219650315998282", NULL, NULL, 0 },
  { "phone", "member.phone", "138 0839 1234", "138 0839 1234", "13808391234", 0 },
  { "phone-country", "member.phone", "+86 138-0839-1234", "138 0839 1234", "13808391234", 0 },
  { "phone-landline", "member.phone", "0839-3261234", "0839 3261234", "08393261234", 0 },
  { "phone-short", "member.phone", "1380839123", NULL, NULL, 0 },
  { "phone-word", "member.phone", "无", NULL, NULL, 0 },
  { "card", "household.account", "6200 0000 0000 5108 022", "6200 0000 0000 5108 022", "6200000000005108022", 0 },
  { "card-short", "household.account", "1234", NULL, NULL, 0 },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  const CbField *field = cb_field_by_key (row->key);
  g_autoptr (GError) error = NULL;
  CbValue value = { CB_VALUE_INT, 4711, NULL, CB_UID_NONE };
  gboolean ok = cb_field_parse (field, row->typed, TODAY, &value, &error);

  if (row->shown == NULL)
    {
      g_autofree char *sentence = NULL;

      g_assert_false (ok);
      g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD);
      g_assert_cmpint (value.i, ==, 4711);
      sentence = cb_error_sentence (error);
      g_assert_cmpstr (sentence, ==, error->message);   /* untranslated here: word for word */
      g_assert_null (strstr (error->message, row->typed));
    }
  else
    {
      g_autofree char *shown = NULL;
      g_auto (CbValue) again = CB_VALUE_INIT;

      g_assert_no_error (error);
      g_assert_true (ok);
      if (row->text != NULL)
        g_assert_cmpstr (value.text, ==, row->text);
      else
        g_assert_cmpint (value.i, ==, row->number);
      shown = cb_field_format (field, &value);
      g_assert_cmpstr (shown, ==, row->shown);
      /* What is shown can be typed again. */
      g_assert_true (cb_field_parse (field, shown, TODAY, &again, NULL));
      g_assert_true (cb_value_equal (&value, &again));
      cb_value_clear (&value);
    }
}

/* Every choice is read again from its key and its title, and the words of one list lead into that list. */
static void
test_choices (void)
{
  for (guint kind = CB_KIND_HOUSEHOLD; kind <= CB_KIND_CASE; kind++)
    {
      guint n;
      const CbField *const *fields = cb_fields_of (kind, &n);

      for (guint i = 0; i < n; i++)
        for (const CbChoice *c = fields[i]->choices; c != NULL && c->key != NULL; c++)
          {
            g_auto (CbValue) by_key = CB_VALUE_INIT;
            g_auto (CbValue) by_title = CB_VALUE_INIT;

            g_assert_true (cb_field_parse (fields[i], c->key, TODAY, &by_key, NULL));
            g_assert_true (cb_field_parse (fields[i], c->title, TODAY, &by_title, NULL));
            g_assert_cmpstr (by_key.text, ==, c->key);
            g_assert_cmpstr (by_title.text, ==, c->key);
          }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/casework/field/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/casework/field/choices", test_choices);
  return g_test_run ();
}
