/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cb-clock.h"
#include "cb-error.h"
#include "cb-import-private.h"
#include "cb-resident-id.h"
#include "cb-text.h"

/* Checked values and households.  Checking never writes. */

/* More words than that are not listed in a remedy. */
#define MOST_WORDS 10

static void
value_clear (gpointer data)
{
  cb_value_clear (&((CbImportValue *) data)->value);
}

static void
add_fault (CbImport   *import,
           guint       row,
           guint       column,
           char       *reason,
           char       *remedy)
{
  CbImportFault *fault = g_new0 (CbImportFault, 1);
  const CbTableRow *line = g_ptr_array_index (import->file->rows, row);

  fault->line = line->line;
  fault->column = g_strdup (column < import->columns->len
                              ? ((CbImportColumn *) g_ptr_array_index (import->columns, column))->heading
                              : "");
  fault->reason = reason;
  fault->remedy = remedy;
  g_ptr_array_add (import->faults, fault);
}

static void
add_word (GString    *words,
          guint       i,
          const char *word)
{
  if (i < MOST_WORDS)
    g_string_append_printf (words, "%s%s", i > 0 ? C_("between two facts", ", ") : "", word);
  else if (i == MOST_WORDS)
    g_string_append (words, " …");
}

/* The words that a column of @field may hold; empty when it is not a matter of words. */
static char *
words_of (const CbField *field,
          CbDesk        *desk)
{
  GString *words = g_string_new (NULL);

  if (field->type == CB_FIELD_TYPE_CHOICE)
    for (guint i = 0; field->choices[i].key != NULL; i++)
      add_word (words, i, _(field->choices[i].title));
  else if (field->type == CB_FIELD_TYPE_TRUTH)
    {
      add_word (words, 0, _("Yes"));
      add_word (words, 1, _("No"));
    }
  else if (field->type == CB_FIELD_TYPE_AREA)
    {
      const CbArea *own = cb_areas_find (cb_desk_areas (desk), cb_desk_area (desk));
      g_autoptr (GPtrArray) townships = cb_areas_children (cb_desk_areas (desk), cb_desk_area (desk));

      if (own != NULL && strlen (own->code) >= 9)
        add_word (words, 0, own->name);
      else
        for (guint i = 0; own != NULL && strlen (own->code) == 6 && i < townships->len; i++)
          add_word (words, i, ((const CbArea *) g_ptr_array_index (townships, i))->name);
    }
  return g_string_free (words, FALSE);
}

/* What a person should do about a value of this type. */
static char *
remedy_for (const CbField *field,
            const char    *typed,
            CbDesk        *desk,
            CbDate         today)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *words = words_of (field, desk);
  CbResidentId id;

  if (field->type == CB_FIELD_TYPE_ID && !cb_resident_id_parse (typed, today, &id, &error)
      && g_error_matches (error, CB_BASE_ERROR, CB_BASE_ERROR_UNRECOVERABLE))
    return g_strdup (_("The spreadsheet has lost digits for good: copy the number from the ID card, format the column as text first."));
  if (*words != '\0')
    return field->type == CB_FIELD_TYPE_AREA ? g_strdup_printf (_("Write the name of the township: %s"), words)
                                             : g_strdup_printf (_("Use one of these words: %s"), words);
  switch (field->type)
    {
    case CB_FIELD_TYPE_ID:
      return g_strdup (_("Compare the number with the ID card."));
    case CB_FIELD_TYPE_MONEY:
      return g_strdup (_("Write the amount in yuan, with at most two decimals."));
    case CB_FIELD_TYPE_DATE:
      return g_strdup (_("Write the date as 2026-09-01."));
    case CB_FIELD_TYPE_AREA:
      return g_strdup (_("Write the name of the township as in the list of areas, with its county if the name is there twice."));
    case CB_FIELD_TYPE_CERT:
      return g_strdup (_("Compare the number with the disability certificate."));
    case CB_FIELD_TYPE_CHOICE:
    case CB_FIELD_TYPE_TRUTH:
    case CB_FIELD_TYPE_TEXT:
    case CB_FIELD_TYPE_COUNT:
    case CB_FIELD_TYPE_MONTH:
    case CB_FIELD_TYPE_PHONE:
    case CB_FIELD_TYPE_CARD:
    case CB_FIELD_TYPE_REF:
    default:
      return g_strdup (_("Correct the cell, or leave it empty."));
    }
}

const CbImportValue *
cb_import_row_value (const CbImportRow *row,
            const char        *key)
{
  const CbField *field = cb_field_by_key (key);

  for (guint i = 0; i < row->values->len; i++)
    {
      const CbImportValue *v = &g_array_index (row->values, CbImportValue, i);

      if (v->column->target.role == CB_IMPORT_FIELD && v->column->target.field == field)
        return v;
    }
  return NULL;
}

const char *
cb_import_row_text (const CbImportRow *row,
         const char        *key)
{
  const CbImportValue *v = cb_import_row_value (row, key);

  return v != NULL ? v->value.text : NULL;
}

static const char *
role_text (const CbImportRow *row,
           CbImportRole       role)
{
  for (guint i = 0; i < row->values->len; i++)
    {
      const CbImportValue *v = &g_array_index (row->values, CbImportValue, i);

      if (v->column->target.role == role)
        return v->value.text;
    }
  return NULL;
}

/* The township: by code or by name, inside the person's own area. */
static gboolean
parse_area (CbDesk     *desk,
            const char *typed,
            CbValue    *value,
            GError    **error)
{
  const CbArea *area = cb_areas_find (cb_desk_areas (desk), typed);

  if (area == NULL)
    area = cb_areas_match (cb_desk_areas (desk), typed, cb_desk_area (desk));
  if (area == NULL || !cb_area_within (area->code, cb_desk_area (desk)) || strlen (area->code) < 9)
    {
      g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD, 
                           N_("There is no such township in your area."));
      return FALSE;
    }
  *value = cb_value_text (area->code);
  return TRUE;
}

static gboolean
parse_cell (CbDesk               *desk,
            const CbImportColumn *column,
            const char           *typed,
            CbDate                today,
            CbValue              *value,
            GError              **error)
{
  const CbField *amount = cb_field_by_key (column->target.role == CB_IMPORT_ASSET ? "asset.amount" : "income.amount");

  switch (column->target.role)
    {
    case CB_IMPORT_FIELD:
      if (column->target.field->type == CB_FIELD_TYPE_AREA)
        return parse_area (desk, typed, value, error);
      return cb_field_parse (column->target.field, typed, today, value, error);
    case CB_IMPORT_INCOME:
    case CB_IMPORT_ASSET:
      if (!cb_field_parse (amount, typed, today, value, error))
        return FALSE;
      if (value->kind != CB_VALUE_INT || (cb_money_mul (value->i, column->target.times, &value->i) && value->i <= CB_MONEY_MAX))
        return TRUE;
      g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD,
                           N_("This amount is too large. Check the number of digits."));
      return FALSE;
    case CB_IMPORT_HEAD_ID:
      return cb_field_parse (cb_field_by_key ("member.id_number"), typed, today, value, error);
    case CB_IMPORT_HOUSEHOLD_KEY:
    case CB_IMPORT_HEAD_NAME:
    case CB_IMPORT_IGNORED:
    default:
      *value = cb_value_text (typed);
      return TRUE;
    }
}

static void
check_row (CbImport    *import,
           CbDesk      *desk,
           CbImportRow *row,
           CbDate       today)
{
  const CbTableRow *line = g_ptr_array_index (import->file->rows, row->row);

  for (guint i = 0; i < import->columns->len && i < line->cells->len; i++)
    {
      const CbImportColumn *column = g_ptr_array_index (import->columns, i);
      g_autofree char *typed = cb_text_clean (g_ptr_array_index (line->cells, i));
      g_autoptr (GError) error = NULL;
      CbImportValue v = { column, CB_VALUE_INIT };
      const CbField *field = column->target.field;

      if (column->target.role == CB_IMPORT_IGNORED || typed[0] == '\0' || strcmp (typed, "-") == 0 || strcmp (typed, "无") == 0)
        continue;
      if (parse_cell (desk, column, typed[0] == '\'' ? typed + 1 : typed, today, &v.value, &error))
        {
          if (v.value.kind == CB_VALUE_NONE)
            continue;
          g_array_append_val (row->values, v);
          continue;
        }
      if (field == NULL)
        field = cb_field_by_key (column->target.role == CB_IMPORT_HEAD_ID ? "member.id_number" : "income.amount");
      add_fault (import, row->row, i, cb_error_sentence (error), remedy_for (field, typed, desk, today));
      row->bad = TRUE;
    }
}

static guint
column_of (CbImport   *import,
           const char *key)
{
  const CbField *field = cb_field_by_key (key);

  for (guint i = 0; i < import->columns->len; i++)
    if (((CbImportColumn *) g_ptr_array_index (import->columns, i))->target.field == field)
      return i;
  return G_MAXUINT;
}

/* The birth date and the sex are in the ID number: a column that says otherwise is wrong, or the number is another person's. */
static void
check_id (CbImport    *import,
          CbImportRow *row)
{
  const CbField *birth = cb_field_by_key ("member.birth"), *sex = cb_field_by_key ("member.sex");
  const CbImportValue *born = cb_import_row_value (row, birth->key);
  const char *said = cb_import_row_text (row, sex->key), *told;
  CbResidentId id;

  if (!cb_resident_id_parse (cb_import_row_text (row, "member.id_number"), CB_DATE_NONE, &id, NULL))
    return;
  told = id.sex == CB_SEX_MALE ? "male" : "female";
  if (born != NULL && born->value.i != id.birth)
    {
      g_autofree char *here = cb_date_format ((CbDate) born->value.i), *there = cb_date_format (id.birth);

      add_fault (import, row->row, column_of (import, birth->key),
                 g_strdup_printf (_("Born %1$s is written here, but the ID number says %2$s."), here, there),
                 g_strdup (_("Compare both with the ID card, and correct the one that is wrong.")));
      row->bad = TRUE;
    }
  if (said != NULL && strcmp (said, "unknown") != 0 && strcmp (said, told) != 0)
    {
      add_fault (import, row->row, column_of (import, sex->key),
                 /* Translators: male or female, both. */
                 g_strdup_printf (_("The sex “%1$s” is written here, but the ID number says “%2$s”."), cb_choice_title (sex, said),
                                  cb_choice_title (sex, told)),
                 g_strdup (_("Compare both with the ID card, and correct the one that is wrong.")));
      row->bad = TRUE;
    }
}

static void
check_person (CbImport    *import,
              CbImportRow *row,
              GHashTable  *seen)
{
  const char *id = cb_import_row_text (row, "member.id_number");
  gpointer other;

  if (row->bad)
    return;
  if (cb_import_row_text (row, "member.name") == NULL)
    {
      add_fault (import, row->row, column_of (import, "member.name"), g_strdup (_("The name is missing.")),
                 g_strdup (_("Write the person's name.")));
      row->bad = TRUE;
    }
  if (id == NULL && cb_import_row_value (row, "member.birth") == NULL)
    {
      add_fault (import, row->row, column_of (import, "member.id_number"), g_strdup (_("Neither ID number nor date of birth is there.")),
                 g_strdup (_("Write the ID number; for a newborn without one the date of birth.")));
      row->bad = TRUE;
    }
  if (id != NULL && g_hash_table_lookup_extended (seen, id, NULL, &other))
    {
      add_fault (import, row->row, column_of (import, "member.id_number"),
                 g_strdup_printf (_("The same ID number stands in line %u already."), GPOINTER_TO_UINT (other)),
                 g_strdup (_("Delete one of the two lines, or correct the number.")));
      row->bad = TRUE;
    }
  else if (id != NULL)
    g_hash_table_insert (seen, (gpointer) id,
                         GUINT_TO_POINTER (((CbTableRow *) g_ptr_array_index (import->file->rows, row->row))->line));
  if (id != NULL)
    check_id (import, row);
}

/* Which household a row belongs to: its number, else the head's ID or name, else a row that is a head begins one.  Blank cells below a
 * filled one (merged cells in the spreadsheet) continue the household. */
static void
group_row (CbImport    *import,
           CbImportRow *row,
           GHashTable  *by_key)
{
  const char *number = role_text (row, CB_IMPORT_HOUSEHOLD_KEY);
  const char *head_id = role_text (row, CB_IMPORT_HEAD_ID), *head_name = role_text (row, CB_IMPORT_HEAD_NAME);
  const char *relation = cb_import_row_text (row, "member.relation");
  g_autofree char *key = NULL;
  gpointer index;

  if (number != NULL)
    key = g_strconcat ("n", number, NULL);
  else if (head_id != NULL)
    key = g_strconcat ("i", head_id, NULL);
  else if (head_name != NULL)
    key = g_strconcat ("h", head_name, "\n", cb_import_row_text (row, "household.area") != NULL ? cb_import_row_text (row, "household.area") : "", "\n",
                       cb_import_row_text (row, "household.village") != NULL ? cb_import_row_text (row, "household.village") : "", NULL);
  else if (import->households->len > 0 && relation != NULL && strcmp (relation, "head") != 0)
    {
      row->household = import->households->len - 1;
      return;
    }
  if (key != NULL && g_hash_table_lookup_extended (by_key, key, NULL, &index))
    {
      row->household = GPOINTER_TO_UINT (index);
      return;
    }
  row->household = import->households->len;
  {
    CbImportHousehold h = { g_strdup (key != NULL ? key : ""), row->row, FALSE, CB_UID_NONE };

    g_array_append_val (import->households, h);
    if (key != NULL)
      g_hash_table_insert (by_key, g_strdup (key), GUINT_TO_POINTER (row->household));
  }
}

/* The family as a whole: its township, one head; and those of a family with a bad row wait together. */
static void
check_households (CbImport *import,
                  CbDesk   *desk)
{
  g_autofree guint *heads = g_new0 (guint, MAX (import->households->len, 1));
  g_autofree gboolean *placed = g_new0 (gboolean, MAX (import->households->len, 1));
  g_autofree guint *bad_line = g_new0 (guint, MAX (import->households->len, 1));
  gboolean own_township = strlen (cb_desk_area (desk)) >= 9;

  for (guint i = 0; i < import->rows->len; i++)
    {
      CbImportRow *row = g_ptr_array_index (import->rows, i);
      const char *relation = cb_import_row_text (row, "member.relation");

      placed[row->household] |= own_township || cb_import_row_text (row, "household.area") != NULL;
      if (relation != NULL && strcmp (relation, "head") == 0 && ++heads[row->household] > 1 && !row->bad)
        {
          add_fault (import, row->row, column_of (import, "member.relation"),
                     g_strdup (_("The household has a second head.")), g_strdup (_("Correct the relation to the head.")));
          row->bad = TRUE;
        }
    }
  for (guint i = 0; i < import->rows->len; i++)
    {
      CbImportRow *row = g_ptr_array_index (import->rows, i);
      CbImportHousehold *h = &g_array_index (import->households, CbImportHousehold, row->household);

      if (!placed[row->household] && h->first_row == row->row && !row->bad)
        {
          add_fault (import, row->row, column_of (import, "household.area"), g_strdup (_("The township is missing.")),
                     g_strdup (_("Write the name of the township.")));
          row->bad = TRUE;
        }
      if (row->bad && !h->bad)
        {
          h->bad = TRUE;
          bad_line[row->household] = ((CbTableRow *) g_ptr_array_index (import->file->rows, row->row))->line;
        }
    }
  for (guint i = 0; i < import->rows->len; i++)
    {
      CbImportRow *row = g_ptr_array_index (import->rows, i);

      if (!row->bad && g_array_index (import->households, CbImportHousehold, row->household).bad)
        add_fault (import, row->row, G_MAXUINT,
                   g_strdup_printf (_("Waits for line %u of the same household."), bad_line[row->household]),
                   g_strdup (_("Nothing is wrong here: correct the other line.")));
    }
}

gboolean
cb_import_find_known (CbImport *import,
            CbDb     *db,
            GError  **error)
{
  import->known = 0;
  for (guint i = 0; i < import->rows->len; i++)
    {
      CbImportRow *row = g_ptr_array_index (import->rows, i);
      const char *id = cb_import_row_text (row, "member.id_number");
      CbDuplicate found = { 0 };
      g_autoptr (GError) local = NULL;

      if (row->bad || id == NULL)
        continue;
      if (cb_find_duplicate (db, id, NULL, &found, &local))
        {
          row->known = TRUE;
          row->known_household = found.household;
          g_array_index (import->households, CbImportHousehold, row->household).known = found.household;
          import->known++;
          cb_duplicate_clear (&found);
        }
      else if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
  return TRUE;
}

static int
compare_faults (gconstpointer a,
                gconstpointer b)
{
  const CbImportFault *x = *(CbImportFault *const *) a, *y = *(CbImportFault *const *) b;

  return x->line < y->line ? -1 : x->line > y->line;
}

gboolean
cb_import_check (CbImport *import,
                 CbDesk   *desk,
                 CbDb     *db,
                 GError  **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  CbDate today = cb_clock_today ();

  g_ptr_array_set_size (import->rows, 0);
  g_ptr_array_set_size (import->faults, 0);
  g_array_set_size (import->households, 0);
  for (guint i = import->heading_row + 1; i < import->file->rows->len; i++)
    {
      CbImportRow *row = g_new0 (CbImportRow, 1);

      row->row = i;
      row->values = g_array_new (FALSE, FALSE, sizeof (CbImportValue));
      g_array_set_clear_func (row->values, value_clear);
      g_ptr_array_add (import->rows, row);
      check_row (import, desk, row, today);
      check_person (import, row, seen);
      group_row (import, row, by_key);
    }
  check_households (import, desk);
  g_ptr_array_sort (import->faults, compare_faults);
  return cb_import_find_known (import, db, error);
}
