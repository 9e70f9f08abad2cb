/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cb-import-private.h"
#include "cb-text.h"

/* A roster goes through four hands: cells (cb-table-file.c), columns (cb-import-headings.c), checked values and households
 * (cb-import-check.c), and here the edits.  Committing takes only what was checked. */

static void
column_free (gpointer data)
{
  CbImportColumn *column = data;

  g_free (column->heading);
  g_free (column);
}

static void
fault_free (gpointer data)
{
  CbImportFault *fault = data;

  g_free (fault->column);
  g_free (fault->reason);
  g_free (fault->remedy);
  g_free (fault);
}

static void
import_row_free (gpointer data)
{
  CbImportRow *row = data;

  g_array_unref (row->values);
  g_free (row);
}

static void
household_clear (gpointer data)
{
  g_free (((CbImportHousehold *) data)->key);
}

static gboolean
is_field (const CbImportColumn *column,
          const char           *key)
{
  return column->target.field != NULL && column->target.field == cb_field_by_key (key);
}

/* The heading is the first line, among the first ten, that names a person and at least one thing more: rosters begin with titles. */
static gboolean
find_heading (CbImport *import)
{
  for (guint i = 0; i < MIN (10, import->file->rows->len); i++)
    {
      const CbTableRow *row = g_ptr_array_index (import->file->rows, i);
      guint known = 0;
      gboolean person = FALSE;

      g_ptr_array_set_size (import->columns, 0);
      for (guint k = 0; k < row->cells->len; k++)
        {
          CbImportColumn *column = g_new0 (CbImportColumn, 1);

          column->heading = cb_text_clean (g_ptr_array_index (row->cells, k));
          known += cb_import_guess (column);
          person |= is_field (column, "member.name") || is_field (column, "member.id_number");
          /* Of two columns for one field the first is taken. */
          for (guint j = 0; column->target.field != NULL && j < k; j++)
            if (((CbImportColumn *) g_ptr_array_index (import->columns, j))->target.field == column->target.field)
              {
                column->target = (CbImportTarget) { CB_IMPORT_IGNORED };
                known--;
              }
          g_ptr_array_add (import->columns, column);
        }
      if (person && known >= 2)
        {
          import->heading_row = i;
          cb_import_drop_doubles (import->columns);
          return TRUE;
        }
    }
  return FALSE;
}

CbImport *
cb_import_read (CbDesk     *desk,
                CbDb       *db,
                const char *path,
                GError    **error)
{
  g_autoptr (CbImport) import = g_new0 (CbImport, 1);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GBytes) bytes = NULL;

  import->columns = g_ptr_array_new_with_free_func (column_free);
  import->rows = g_ptr_array_new_with_free_func (import_row_free);
  import->faults = g_ptr_array_new_with_free_func (fault_free);
  import->households = g_array_new (FALSE, FALSE, sizeof (CbImportHousehold));
  g_array_set_clear_func (import->households, household_clear);
  bytes = g_file_load_bytes (file, NULL, NULL, error);
  if (bytes == NULL)
    return NULL;
  import->file = cb_table_file_parse (bytes, error);
  if (import->file == NULL)
    return NULL;
  if (!find_heading (import))
    {
      g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_IMPORT,
                           N_("No line of headings was found among the first ten lines. It must name at least the person and the ID number."));
      return NULL;
    }
  if (import->heading_row + 1 == import->file->rows->len)
    {
      g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_IMPORT,
                           N_("There is nobody in this file: no line follows the headings."));
      return NULL;
    }
  if (!cb_import_check (import, desk, db, error))
    return NULL;
  return g_steal_pointer (&import);
}

void
cb_import_free (CbImport *import)
{
  g_clear_pointer (&import->file, cb_table_file_free);
  g_ptr_array_unref (import->columns);
  g_ptr_array_unref (import->rows);
  g_ptr_array_unref (import->faults);
  g_array_unref (import->households);
  g_free (import);
}

const char *
cb_import_encoding (CbImport *import)
{
  return import->file->encoding;
}

GPtrArray *
cb_import_columns (CbImport *import)
{
  return import->columns;
}

gboolean
cb_import_match (CbImport             *import,
                 CbDesk               *desk,
                 CbDb                 *db,
                 guint                 column,
                 const CbImportTarget *target,
                 GError              **error)
{
  g_return_val_if_fail (column < import->columns->len && target != NULL, FALSE);

  /* Sums may stand in several columns, everything else in one. */
  for (guint i = 0; i < import->columns->len; i++)
    {
      CbImportColumn *c = g_ptr_array_index (import->columns, i);

      if (i == column)
        c->target = *target;
      else if (target->role != CB_IMPORT_INCOME && target->role != CB_IMPORT_ASSET && cb_import_same_target (&c->target, target))
        c->target = (CbImportTarget) { CB_IMPORT_IGNORED };
    }
  return cb_import_check (import, desk, db, error);
}

/* Ours, from an earlier round. */
static gboolean
is_our_column (const CbImportColumn *column)
{
  return strcmp (column->heading, _("Reason")) == 0 || strcmp (column->heading, _("Remedy")) == 0;
}

static gboolean
has_content (CbImport *import,
             guint     column)
{
  for (guint i = import->heading_row + 1; i < import->file->rows->len; i++)
    {
      const CbTableRow *row = g_ptr_array_index (import->file->rows, i);
      const char *p = column < row->cells->len ? g_ptr_array_index (row->cells, column) : "";

      for (; *p != '\0'; p = g_utf8_next_char (p))
        if (!g_unichar_isspace (g_utf8_get_char (p)))
          return TRUE;
    }
  return FALSE;
}

GPtrArray *
cb_import_left_out (CbImport *import)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < import->columns->len; i++)
    {
      const CbImportColumn *column = g_ptr_array_index (import->columns, i);

      if (column->target.role != CB_IMPORT_IGNORED || is_our_column (column) || cb_import_is_idle (column->heading)
          || !has_content (import, i))
        continue;
      /* Translators: a column that has no heading; its place, counted from 1. */
      g_ptr_array_add (names, column->heading[0] != '\0' ? g_strdup (column->heading) : g_strdup_printf (_("column %u"), i + 1));
    }
  return names;
}

char *
cb_import_left_out_text (CbImport *import)
{
  g_autoptr (GPtrArray) names = cb_import_left_out (import);
  g_autoptr (GString) list = g_string_new (NULL);

  if (names->len == 0)
    return NULL;
  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? C_("between two facts", ", ") : "", (char *) g_ptr_array_index (names, i));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%1$u column is not imported: %2$s", "%1$u columns are not imported: %2$s", names->len),
                          names->len, list->str);
}

GPtrArray *
cb_import_faults (CbImport *import)
{
  return import->faults;
}

guint
cb_import_rows (CbImport *import)
{
  return import->rows->len;
}

static gboolean
can_take (CbImport          *import,
          const CbImportRow *row)
{
  return !row->known && !g_array_index (import->households, CbImportHousehold, row->household).bad;
}

guint
cb_import_good (CbImport *import,
                guint    *households)
{
  g_autofree gboolean *counted = g_new0 (gboolean, MAX (import->households->len, 1));
  guint good = 0, n = 0;

  for (guint i = 0; i < import->rows->len; i++)
    {
      const CbImportRow *row = g_ptr_array_index (import->rows, i);

      if (!can_take (import, row))
        continue;
      good++;
      n += !counted[row->household];
      counted[row->household] = TRUE;
    }
  if (households != NULL)
    *households = n;
  return good;
}

guint
cb_import_known (CbImport *import)
{
  return import->known;
}

static void
put (GArray         *edits,
     CbEntity       *entity,
     const CbField  *field,
     const CbValue  *value)
{
  cb_edits_set (edits, entity, field->id, value);
}

static void
put_text (GArray     *edits,
          CbEntity   *entity,
          const char *key,
          const char *text)
{
  g_auto (CbValue) value = cb_value_text (text);

  put (edits, entity, cb_field_by_key (key), &value);
}

/* A person of the file who is in the household already although no ID number tells: same name and birthday. */
static gboolean
is_member (CbHousehold       *h,
           const CbImportRow *row)
{
  g_autoptr (GPtrArray) members = cb_household_list (h, CB_KIND_MEMBER, NULL);
  const CbImportValue *birth = cb_import_row_value (row, "member.birth");
  g_autofree char *name = cb_text_fold (cb_import_row_text (row, "member.name"));

  for (guint i = 0; birth != NULL && cb_import_row_text (row, "member.id_number") == NULL && i < members->len; i++)
    {
      const CbEntity *e = g_ptr_array_index (members, i);
      const char *other = cb_entity_text (e, cb_field_by_key ("member.name")->id);
      g_autofree char *folded = cb_text_fold (other != NULL ? other : "");

      if (strcmp (folded, name) == 0 && cb_entity_int (e, cb_field_by_key ("member.birth")->id, CB_DATE_NONE) == birth->value.i)
        return TRUE;
    }
  return FALSE;
}

/* The household's own sum stands in every line, or in the first only: it is taken once, of a household that is new here. */
static gboolean
counts (const CbImportValue *v,
        gboolean             fresh,
        GHashTable          *seen)
{
  return !v->column->target.whole || (fresh && g_hash_table_add (seen, (gpointer) v->column));
}

static void
add_income (CbHousehold         *h,
            GArray              *edits,
            CbEntity            *member,
            const CbImportValue *v)
{
  const CbImportTarget *target = &v->column->target;
  CbEntity *item = cb_household_add (h, CB_KIND_INCOME, cb_entity_uid (member));

  put_text (edits, item, "income.kind", target->kind != NULL ? target->kind : CB_IMPORT_ANY_KIND);
  put (edits, item, cb_field_by_key ("income.amount"), &v->value);
  /* Where the kind is not told, the heading is what there is to find it by. */
  put_text (edits, item, "income.source", v->column->heading);
  /* Who is paid by the month, twelve times, works all twelve. */
  if (target->times == 12 && g_strcmp0 (target->kind, "wage") == 0)
    {
      CbValue months = cb_value_int (12);

      put (edits, item, cb_field_by_key ("income.months"), &months);
    }
}

static void
add_person (CbHousehold       *h,
            GArray            *edits,
            const CbImportRow *row,
            gboolean           fresh,
            GHashTable        *seen)
{
  CbEntity *self = cb_household_self (h);
  CbEntity *member = cb_household_add (h, CB_KIND_MEMBER, cb_household_uid (h));

  for (guint i = 0; i < row->values->len; i++)
    {
      const CbImportValue *v = &g_array_index (row->values, CbImportValue, i);
      const CbField *field = v->column->target.field;
      CbEntity *item;

      switch (v->column->target.role)
        {
        case CB_IMPORT_FIELD:
          if (field->kind == CB_KIND_MEMBER)
            put (edits, member, field, &v->value);
          else if (fresh && field->kind == CB_KIND_HOUSEHOLD && cb_entity_value (self, field->id) == NULL)
            {
              put (edits, self, field, &v->value);
              cb_entity_set_local (self, field->id, &v->value);
            }
          break;
        case CB_IMPORT_INCOME:
          if (counts (v, fresh, seen))
            add_income (h, edits, member, v);
          break;
        case CB_IMPORT_ASSET:
          if (!counts (v, fresh, seen))
            break;
          item = cb_household_add (h, CB_KIND_ASSET, cb_household_uid (h));
          put_text (edits, item, "asset.kind", v->column->target.kind);
          put (edits, item, cb_field_by_key ("asset.amount"), &v->value);
          break;
        case CB_IMPORT_IGNORED:
        case CB_IMPORT_HOUSEHOLD_KEY:
        case CB_IMPORT_HEAD_NAME:
        case CB_IMPORT_HEAD_ID:
        default:
          break;
        }
    }
  /* Nobody is the head yet: the first of the file is. */
  if (fresh && cb_import_row_value (row, "member.relation") == NULL)
    {
      g_autoptr (GPtrArray) members = cb_household_list (h, CB_KIND_MEMBER, NULL);

      if (members->len == 1)
        put_text (edits, member, "member.relation", "head");
    }
}

static gboolean
commit_household (CbImport *import,
                  guint     household,
                  GArray   *rows,
                  CbDesk   *desk,
                  CbDb     *db,
                  guint    *persons,
                  GError  **error)
{
  const CbImportHousehold *import_household = &g_array_index (import->households, CbImportHousehold, household);
  gboolean fresh = cb_uid_is_none (&import_household->known);
  g_autoptr (GArray) edits = cb_edits_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);   /* columns of the whole household */
  g_autoptr (CbHousehold) h = NULL;
  CbUid uid = fresh ? cb_uid_new () : import_household->known;
  gboolean placed = FALSE;
  guint n = 0;

  h = fresh ? cb_household_new (&uid) : cb_household_load (db, &uid, error);
  if (h == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      const CbImportRow *row = g_ptr_array_index (import->rows, g_array_index (rows, guint, i));

      placed |= cb_import_row_text (row, "household.area") != NULL;
      if (is_member (h, row))
        continue;
      add_person (h, edits, row, fresh, seen);
      n++;
    }
  if (n == 0)
    return TRUE;
  if (fresh && !placed)
    put_text (edits, cb_household_self (h), "household.area", cb_desk_area (desk));
  cb_household_apply (h, edits);
  if (!cb_household_save (desk, db, h, edits, NULL, error))
    return FALSE;
  *persons += n;
  return TRUE;
}

gboolean
cb_import_commit (CbImport     *import,
                  CbDesk       *desk,
                  CbDb         *db,
                  GCancellable *cancellable,
                  void        (*progress) (guint done, guint total, gpointer data),
                  gpointer      data,
                  guint        *households,
                  guint        *persons,
                  GError      **error)
{
  g_autoptr (GPtrArray) rows_of = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  guint n_households = 0, n_persons = 0;

  /* Somebody may have recorded one of these people since the file was read. */
  if (!cb_import_find_known (import, db, error))
    return FALSE;
  for (guint i = 0; i < import->households->len; i++)
    g_ptr_array_add (rows_of, g_array_new (FALSE, FALSE, sizeof (guint)));
  for (guint i = 0; i < import->rows->len; i++)
    {
      const CbImportRow *row = g_ptr_array_index (import->rows, i);

      if (can_take (import, row))
        g_array_append_val ((GArray *) g_ptr_array_index (rows_of, row->household), i);
    }
  for (guint i = 0; i < rows_of->len; i++)
    {
      GArray *rows = g_ptr_array_index (rows_of, i);
      guint before = n_persons;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (rows->len > 0 && !commit_household (import, i, rows, desk, db, &n_persons, error))
        return FALSE;
      n_households += n_persons > before;
      if (progress != NULL && i % 50 == 0)
        progress (i, rows_of->len, data);
    }
  if (households != NULL)
    *households = n_households;
  if (persons != NULL)
    *persons = n_persons;
  return TRUE;
}

/* The faults of one line, put together; *@next walks through the faults, which are sorted as the rows are. */
static void
faults_of_line (CbImport *import,
                guint     line,
                guint    *next,
                GString  *reasons,
                GString  *remedies)
{
  g_string_truncate (reasons, 0);
  g_string_truncate (remedies, 0);
  for (; *next < import->faults->len; (*next)++)
    {
      const CbImportFault *fault = g_ptr_array_index (import->faults, *next);

      if (fault->line > line)
        break;
      if (fault->line < line)
        continue;
      g_string_append_printf (reasons, "%s%s%s%s", reasons->len > 0 ? " " : "", fault->column, fault->column[0] != '\0' ? ": " : "",
                              fault->reason);
      g_string_append_printf (remedies, "%s%s", remedies->len > 0 ? " " : "", fault->remedy);
    }
}

gboolean
cb_import_save_rest (CbImport   *import,
                     const char *path,
                     GError    **error)
{
  g_autoptr (GString) out = g_string_new ("\xef\xbb\xbf"), reasons = g_string_new (NULL), remedies = g_string_new (NULL);
  gboolean first = TRUE;
  guint next = 0;

  for (guint i = 0; i < import->columns->len; i++)
    if (!is_our_column (g_ptr_array_index (import->columns, i)))
      {
        cb_table_put_cell (out, ((CbImportColumn *) g_ptr_array_index (import->columns, i))->heading, first);
        first = FALSE;
      }
  cb_table_put_cell (out, _("Reason"), FALSE);
  cb_table_put_cell (out, _("Remedy"), FALSE);
  g_string_append (out, "\r\n");
  for (guint i = 0; i < import->rows->len; i++)
    {
      const CbImportRow *row = g_ptr_array_index (import->rows, i);
      const CbTableRow *line = g_ptr_array_index (import->file->rows, row->row);

      if (!g_array_index (import->households, CbImportHousehold, row->household).bad)
        continue;
      first = TRUE;
      for (guint k = 0; k < import->columns->len; k++)
        if (!is_our_column (g_ptr_array_index (import->columns, k)))
          {
            cb_table_put_cell (out, k < line->cells->len ? g_ptr_array_index (line->cells, k) : "", first);
            first = FALSE;
          }
      faults_of_line (import, line->line, &next, reasons, remedies);
      cb_table_put_cell (out, reasons->str, FALSE);
      cb_table_put_cell (out, remedies->str, FALSE);
      g_string_append (out, "\r\n");
    }
  return g_file_set_contents_full (path, out->str, (gssize) out->len, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}
