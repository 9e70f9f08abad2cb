/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-ctl-rules.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cb-block.h"
#include "cb-facts.h"
#include "cb-money.h"
#include "cb-table-file.h"

/* Households in columns: one csv file for each entity of the pack, a column for each fact, evaluated as one block.  What the files look
 * like is told in data/help/casebookctl.md. */

#define MOST_FAULTS 200
#define MOST_BYTES  (256 * 1024 * 1024)
#define TIMED_RUNS  9

typedef enum { MONEY_UNSAID, MONEY_FEN, MONEY_YUAN } Money;

typedef struct {
  const CbPackFact *fact;      /* NULL: a key, or a column that could not be understood */
  Money             money;
} Column;

typedef struct {
  char               *path, *name;      /* as given; without folders */
  const CbPackEntity *entity;
  CbTableFile        *file;
  GArray             *columns;          /* Column, one for each heading */
  int                 key, parent;      /* columns; -1: none */
  guint               n;                /* rows, without the heading */
  guint              *order;            /* place in the block -> row of the file */
  GHashTable         *places;           /* key -> place in the block, + 1 */
} Table;

typedef struct {
  CbPack    *pack;
  GPtrArray *tables;           /* Table */
  GPtrArray *faults;           /* char* */
} Reader;

static void
table_free (gpointer data)
{
  Table *table = data;

  g_free (table->path);
  g_free (table->name);
  g_clear_pointer (&table->file, cb_table_file_free);
  g_clear_pointer (&table->columns, g_array_unref);
  g_clear_pointer (&table->places, g_hash_table_unref);
  g_free (table->order);
  g_free (table);
}

/* @line, @column from 1; 0: of the whole file or line. */
static void G_GNUC_PRINTF (5, 6)
fault (Reader      *r,
       const Table *table,
       guint        line,
       guint        column,
       const char  *format,
       ...)
{
  GString *text = g_string_new (table->name);
  va_list args;

  if (line > 0)
    g_string_append_printf (text, ":%u", line);
  if (column > 0)
    g_string_append_printf (text, ":%u", column);
  g_string_append (text, ": ");
  va_start (args, format);
  g_string_append_vprintf (text, format, args);
  va_end (args);
  g_ptr_array_add (r->faults, g_string_free (text, FALSE));
}

static gboolean
is_money (const CbPackFact *fact)
{
  return fact->unit == CB_UNIT_MONEY || fact->unit == CB_UNIT_MONEY_MONTH || fact->unit == CB_UNIT_MONEY_YEAR;
}

/* --- Which file is what --- */

static GBytes *
unpack (GBytes  *bytes,
        GError **error)
{
  gsize n;
  const guint8 *p = g_bytes_get_data (bytes, &n);
  g_autoptr (GZlibDecompressor) gunzip = NULL;
  g_autoptr (GInputStream) raw = NULL, in = NULL;
  g_autoptr (GByteArray) all = NULL;
  guint8 piece[65536];
  gssize got;

  if (n < 2 || p[0] != 0x1f || p[1] != 0x8b)
    return g_bytes_ref (bytes);
  gunzip = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  raw = g_memory_input_stream_new_from_bytes (bytes);
  in = g_converter_input_stream_new (raw, G_CONVERTER (gunzip));
  all = g_byte_array_new ();
  while ((got = g_input_stream_read (in, piece, sizeof piece, NULL, error)) > 0)
    {
      g_byte_array_append (all, piece, (guint) got);
      if (all->len > MOST_BYTES)
        {
          g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, g_strerror (EFBIG));
          return NULL;
        }
    }
  return got == 0 ? g_byte_array_free_to_bytes (g_steal_pointer (&all)) : NULL;
}

/* persons.csv, person.csv.gz: by its entity's name, plural, or name and "s". */
static const CbPackEntity *
entity_of_file (CbPack     *pack,
                const char *name)
{
  g_autofree char *stem = g_strndup (name, strcspn (name, "."));
  GPtrArray *all = cb_pack_entities (pack);

  for (guint i = 0; i < all->len; i++)
    {
      const CbPackEntity *e = all->pdata[i];
      g_autofree char *more = g_strconcat (e->name, "s", NULL);

      if (strcmp (stem, e->name) == 0 || strcmp (stem, more) == 0 || g_strcmp0 (stem, e->plural) == 0)
        return e;
    }
  return NULL;
}

static Table *
table_of_entity (Reader     *r,
                 const char *entity)
{
  for (guint i = 0; entity != NULL && i < r->tables->len; i++)
    if (strcmp (((Table *) r->tables->pdata[i])->entity->name, entity) == 0)
      return r->tables->pdata[i];
  return NULL;
}

static char *
entity_names (CbPack *pack)
{
  GString *text = g_string_new (NULL);
  GPtrArray *all = cb_pack_entities (pack);

  for (guint i = 0; i < all->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", ((const CbPackEntity *) all->pdata[i])->name);
  return g_string_free (text, FALSE);
}

/* @spec: FILE or ENTITY=FILE.  FALSE: what is wrong was said, with *@code. */
static gboolean
open_table (Reader     *r,
            const char *spec,
            int        *code)
{
  const char *equals = strchr (spec, '='), *path = spec;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) packed = NULL, bytes = NULL;
  const CbPackEntity *entity = NULL;
  Table *table;

  if (equals != NULL)
    {
      g_autofree char *name = g_strndup (spec, (gsize) (equals - spec));

      entity = cb_pack_entity (r->pack, name);
      path = entity != NULL ? equals + 1 : spec;
    }
  packed = cb_ctl_read (path, &error);
  bytes = packed != NULL ? unpack (packed, &error) : NULL;
  if (bytes == NULL)
    {
      *code = cb_ctl_fail (path, error);
      return FALSE;
    }
  table = g_new0 (Table, 1);
  table->path = g_strdup (path);
  table->name = g_path_get_basename (path);
  table->entity = entity != NULL ? entity : entity_of_file (r->pack, table->name);
  table->key = table->parent = -1;
  if (table->entity == NULL || table_of_entity (r, table->entity->name) != NULL)
    {
      g_autofree char *names = entity_names (r->pack);

      *code = table->entity == NULL
                ? cb_ctl_refuse (_("%1$s: the rules have no subject of that name; give it as NAME=%1$s, with one of: %2$s"), path, names)
                : cb_ctl_refuse (_("%1$s: there are two tables of %2$s; give one"), path, table->entity->name);
      table_free (table);
      return FALSE;
    }
  table->file = cb_table_file_parse (bytes, &error);
  if (table->file == NULL || table->file->rows->len == 0)
    {
      *code = table->file == NULL ? cb_ctl_fail (path, error) : cb_ctl_refuse (_("%s: a line of headings is needed"), path);
      table_free (table);
      return FALSE;
    }
  table->n = table->file->rows->len - 1;
  g_ptr_array_add (r->tables, table);
  return TRUE;
}

/* --- Headings --- */

static const CbTableRow *
row_of (const Table *table,
        guint        i)
{
  return table->file->rows->pdata[i + 1];
}

static const char *
cell_of (const CbTableRow *row,
         int               column)
{
  return column >= 0 && (guint) column < row->cells->len ? row->cells->pdata[column] : "";
}

/* "wage   (money in fen)": the name, and what the note in brackets says of money. */
static char *
heading_of (const char *cell,
            Money      *money)
{
  gsize len = strcspn (cell, "(");
  char *name = g_strstrip (g_strndup (cell, len));
  const char *note = cell + len;

  *money = MONEY_UNSAID;
  if (strstr (note, "yuan") != NULL || strstr (note, "元") != NULL)
    *money = MONEY_YUAN;
  else if (strstr (note, "fen") != NULL || strstr (note, "分") != NULL)
    *money = MONEY_FEN;
  return name;
}

static char *
fact_names (CbPack             *pack,
            const CbPackEntity *entity)
{
  GString *text = g_string_new (NULL);
  GPtrArray *all = cb_pack_facts (pack);

  for (guint i = 0; i < all->len; i++)
    {
      const CbPackFact *fact = all->pdata[i];

      if (strcmp (fact->entity, entity->name) == 0 && fact->kind != CB_TYPE_TEXT)
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", fact->field);
    }
  return g_string_free (text, FALSE);
}

static const CbPackFact *
fact_of_heading (CbPack             *pack,
                 const CbPackEntity *entity,
                 const char         *name)
{
  g_autofree char *full = g_strconcat (entity->name, ".", name, NULL);
  const CbPackFact *fact = cb_pack_fact (pack, full);

  if (fact == NULL)
    fact = cb_pack_fact (pack, name);
  return fact != NULL && strcmp (fact->entity, entity->name) == 0 && fact->kind != CB_TYPE_TEXT ? fact : NULL;
}

static void
read_heading (Reader *r,
              Table  *table,
              guint   i,
              Money  *all)
{
  const CbTableRow *row = table->file->rows->pdata[0];
  Column column = { 0 };
  g_autofree char *name = heading_of (cell_of (row, (int) i), &column.money);

  /* The note of the last heading speaks of the whole table. */
  if (i + 1 == row->cells->len && strstr (cell_of (row, (int) i), "money in") != NULL)
    {
      *all = column.money;
      column.money = MONEY_UNSAID;
    }
  if (strcmp (name, table->entity->name) == 0 && table->key < 0)
    table->key = (int) i;
  else if (g_strcmp0 (name, table->entity->of) == 0 && table->parent < 0)
    table->parent = (int) i;
  else
    {
      column.fact = fact_of_heading (r->pack, table->entity, name);
      if (column.fact == NULL)
        {
          g_autofree char *names = fact_names (r->pack, table->entity);

          fault (r, table, row->line, i + 1, _("there is no fact of %1$s called “%2$s”; leave the column out or name it after one of: %3$s"),
                 table->entity->name, name, names);
        }
      for (guint k = 0; column.fact != NULL && k < table->columns->len; k++)
        if (g_array_index (table->columns, Column, k).fact == column.fact)
          fault (r, table, row->line, i + 1, _("%s stands in two columns; keep one"), column.fact->name);
    }
  g_array_append_val (table->columns, column);
}

static void
read_headings (Reader *r,
               Table  *table)
{
  const CbTableRow *row = table->file->rows->pdata[0];
  Money all = MONEY_UNSAID;

  table->columns = g_array_new (FALSE, TRUE, sizeof (Column));
  for (guint i = 0; i < row->cells->len; i++)
    read_heading (r, table, i, &all);
  for (guint i = 0; i < table->columns->len; i++)
    {
      Column *column = &g_array_index (table->columns, Column, i);

      if (column->money == MONEY_UNSAID)
        column->money = all;
      if (column->fact != NULL && is_money (column->fact) && column->money == MONEY_UNSAID)
        fault (r, table, row->line, i + 1, _("%1$s is money, but in which unit? Write “%2$s (yuan)” or “%2$s (fen)”"),
               column->fact->name, column->fact->field);
    }
  if (table->entity->of != NULL && table->parent < 0)
    fault (r, table, row->line, 0, _("a column “%1$s” is needed: to which %1$s each row belongs"), table->entity->of);
}

/* --- Rows --- */

/* Puts the rows in the order of their parents and knows them by their keys.  FALSE when rows have no place. */
static gboolean
place_rows (Reader   *r,
            Table    *table,
            guint32 **parents)
{
  Table *above = table_of_entity (r, table->entity->of);
  guint n_above = above != NULL ? above->n : 0, faults = r->faults->len;
  g_autofree guint32 *of = g_new0 (guint32, table->n + 1);
  g_autofree guint *first = g_new0 (guint, n_above + 2);

  table->order = g_new0 (guint, table->n + 1);
  for (guint i = 0; i < table->n; i++)
    {
      const CbTableRow *row = row_of (table, i);
      guint place;

      for (guint k = table->columns->len; k < row->cells->len; k++)
        if (*cell_of (row, (int) k) != '\0')
          {
            fault (r, table, row->line, k + 1, _("there is no heading above this cell; name the column or empty the cell"));
            break;
          }
      if (table->entity->of == NULL)
        {
          table->order[i] = i;
          continue;
        }
      place = GPOINTER_TO_UINT (g_hash_table_lookup (above->places, cell_of (row, table->parent)));
      if (place == 0)
        fault (r, table, row->line, (guint) table->parent + 1, _("there is no such %1$s in %2$s; add its row there or mend the key"), table->entity->of, above->name);
      else if (++first[place] > table->entity->most)
        fault (r, table, row->line, (guint) table->parent + 1, _("more than %1$u rows of %2$s belong to one %3$s; see “most” in the rules"),
               table->entity->most, table->entity->name, table->entity->of);
      of[i] = place;
      if (r->faults->len > MOST_FAULTS)
        return FALSE;
    }
  if (r->faults->len > faults)
    return FALSE;
  if (table->entity->of != NULL)
    {
      *parents = g_new0 (guint32, table->n + 1);
      for (guint p = 1; p <= n_above; p++)
        first[p] += first[p - 1];
      for (guint i = 0; i < table->n; i++)
        {
          guint at = first[of[i] - 1]++;

          table->order[at] = i;
          (*parents)[at] = of[i] - 1;
        }
    }
  return TRUE;
}

static gboolean
learn_keys (Reader *r,
            Table  *table)
{
  guint faults = r->faults->len;

  table->places = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; table->key >= 0 && i < table->n && r->faults->len <= MOST_FAULTS; i++)
    {
      const CbTableRow *row = row_of (table, table->order[i]);
      const char *key = cell_of (row, table->key);

      if (*key == '\0')
        fault (r, table, row->line, (guint) table->key + 1, _("the key of this %s is missing; give it one"), table->entity->name);
      else if (!g_hash_table_insert (table->places, (gpointer) key, GUINT_TO_POINTER (i + 1)))
        fault (r, table, row->line, (guint) table->key + 1, _("another %s has this key already; give each its own"), table->entity->name);
    }
  return r->faults->len == faults;
}

/* --- Cells --- */

static void
wrong_cell (Reader           *r,
            Table            *table,
            const CbTableRow *row,
            guint             i)
{
  const Column *column = &g_array_index (table->columns, Column, i);
  const CbPackFact *fact = column->fact;
  g_autofree char *low = NULL, *high = NULL, *words = NULL;

  switch (fact->kind)
    {
    case CB_TYPE_TRUTH:
      fault (r, table, row->line, i + 1, _("%s: write yes or no, or leave the cell empty when it is not known"), fact->name);
      return;
    case CB_TYPE_CHOICE:
      words = g_strjoinv (", ", (char **) cb_pack_words (r->pack, fact->choice));
      fault (r, table, row->line, i + 1, _("%1$s: write one of: %2$s (or its number in that list, from 0)"), fact->name, words);
      return;
    case CB_TYPE_DATE:
      fault (r, table, row->line, i + 1, _("%s: write a date like 2026-09-01"), fact->name);
      return;
    case CB_TYPE_MONTH:
      fault (r, table, row->line, i + 1, _("%s: write a month like 2026-09"), fact->name);
      return;
    default:
      break;
    }
  if (is_money (fact) && column->money == MONEY_YUAN)
    {
      low = cb_money_plain (fact->min);
      high = cb_money_plain (fact->max);
      fault (r, table, row->line, i + 1, _("%1$s: write an amount in yuan, from %2$s to %3$s"), fact->name, low, high);
      return;
    }
  low = g_strdup_printf ("%" G_GINT64_FORMAT, fact->min);
  high = g_strdup_printf ("%" G_GINT64_FORMAT, fact->max);
  if (is_money (fact))
    fault (r, table, row->line, i + 1, _("%1$s: write whole fen, from %2$s to %3$s, or say “%4$s (yuan)” in the heading"), fact->name, low, high, fact->field);
  else if (fact->decimals > 0)
    fault (r, table, row->line, i + 1, _("%1$s: write a share like 0.5 or 50%% with at most %2$d decimals, within its range"), fact->name, fact->decimals);
  else
    fault (r, table, row->line, i + 1, _("%1$s: write a whole number from %2$s to %3$s"), fact->name, low, high);
}

/* Digits only, at most 15 of them. */
static gboolean
parse_plain (const char *text,
             gint64     *value)
{
  gint64 v = 0;
  guint n = 0;

  for (; g_ascii_isdigit (*text) && n < 15; text++, n++)
    v = v * 10 + (*text - '0');
  *value = v;
  return n > 0 && *text == '\0';
}

static gboolean
parse_cell (Reader       *r,
            const Column *column,
            const char   *text,
            gint64       *value)
{
  const CbPackFact *fact = column->fact;
  gboolean fen = is_money (fact) && column->money == MONEY_FEN, plain = fact->kind == CB_TYPE_NUMBER && fact->decimals == 0 && !is_money (fact);

  if (fen || plain || (fact->kind == CB_TYPE_CHOICE && cb_pack_word_index (r->pack, fact->choice, text) < 0))
    {
      const char *digits = *text == '-' && fen ? text + 1 : text;

      if (parse_plain (digits, value))
        {
          if (digits != text)
            *value = -*value;
          return *value >= fact->min && *value <= fact->max;
        }
      if (fen)
        return FALSE;
    }
  return cb_fact_parse (r->pack, fact->name, text, value, NULL);
}

static gboolean
fill_column (Reader  *r,
             CbBlock *block,
             Table   *table,
             guint    i,
             GError **error)
{
  const Column *column = &g_array_index (table->columns, Column, i);
  g_autofree gint64 *values = g_new0 (gint64, table->n + 1);
  g_autofree guint8 *known = g_new0 (guint8, table->n + 1);
  guint faults = r->faults->len;

  for (guint k = 0; k < table->n && r->faults->len <= MOST_FAULTS; k++)
    {
      const CbTableRow *row = row_of (table, table->order[k]);
      char *text = (char *) cell_of (row, (int) i);

      text = *text != '\0' ? g_strstrip (text) : text;
      known[k] = *text != '\0';
      if (known[k] && !parse_cell (r, column, text, &values[k]))
        wrong_cell (r, table, row, i);
    }
  return r->faults->len > faults || cb_block_set_column (block, column->fact->name, values, known, table->n, error);
}

static gboolean
fill_table (Reader  *r,
            CbBlock *block,
            Table   *table,
            GError **error)
{
  g_autofree guint32 *parents = NULL;

  /* Where rows have no place, their cells say nothing. */
  if (!place_rows (r, table, &parents) || !learn_keys (r, table))
    return TRUE;
  if (!cb_block_add_rows (block, table->entity->name, parents, table->n, error))
    return FALSE;
  for (guint i = 0; i < table->columns->len; i++)
    if (g_array_index (table->columns, Column, i).fact != NULL && !fill_column (r, block, table, i, error))
      return FALSE;
  return TRUE;
}

/* Every table, parents before children.  NULL: what is wrong was said, with *@code. */
static CbBlock *
read_tables (Reader     *r,
             const char *list,
             int        *code)
{
  g_auto (GStrv) specs = g_strsplit (list, ",", -1);
  g_autoptr (CbBlock) block = cb_block_new (r->pack);
  GPtrArray *entities = cb_pack_entities (r->pack);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; specs[i] != NULL; i++)
    if (!open_table (r, specs[i], code))
      return NULL;
  for (guint i = 0; i < entities->len; i++)
    {
      const CbPackEntity *e = entities->pdata[i];
      Table *table = table_of_entity (r, e->name), *above = table_of_entity (r, e->of);

      if (table != NULL ? e->of != NULL && above == NULL : i == 0)
        {
          *code = cb_ctl_refuse (_("a table of %1$s is needed too: add a file %1$s.csv"), table != NULL ? e->of : e->name);
          return NULL;
        }
      if (table == NULL)
        continue;
      read_headings (r, table);
      if (above != NULL && above->key < 0)
        fault (r, above, ((CbTableRow *) above->file->rows->pdata[0])->line, 0, _("a column “%1$s” is needed: the key by which %2$s knows each row"),
               above->entity->name, table->name);
    }
  for (guint i = 0; i < entities->len && r->faults->len == 0; i++)
    {
      Table *table = table_of_entity (r, ((const CbPackEntity *) entities->pdata[i])->name);

      if (table != NULL && !fill_table (r, block, table, &error))
        {
          *code = cb_ctl_fail (table->path, error);
          return NULL;
        }
    }
  if (r->faults->len == 0)
    return g_steal_pointer (&block);
  for (guint i = 0; i < r->faults->len && i < MOST_FAULTS; i++)
    cb_ctl_print ("%s\n", (const char *) r->faults->pdata[i]);
  *code = cb_ctl_refuse (g_dngettext (GETTEXT_PACKAGE, "%1$s (%2$u fault; nothing was evaluated)", "%1$s (%2$u faults; nothing was evaluated)", r->faults->len),
                         (const char *) r->faults->pdata[0], r->faults->len);
  return NULL;
}

/* --- Results --- */

static const char *
word_of (guint8 status)
{
  return status > CB_STATUS_INCOMPLETE ? "fault" : cb_status_word ((CbStatus) status);
}

static void
print_csv (CbPack        *pack,
           CbProgram     *program,
           Table         *root,
           CbBlockResult *result)
{
  const char *const *names = cb_program_programmes (program);
  g_autoptr (GString) line = g_string_new (NULL);

  cb_table_put_cell (line, root->entity->name, TRUE);
  for (guint p = 0; names[p] != NULL; p++)
    g_string_append_printf (line, ",%1$s.status,%1$s.tier,%1$s.amount", names[p]);
  cb_ctl_print ("%s\n", line->str);
  for (guint i = 0; i < cb_block_result_n (result); i++)
    {
      const CbTableRow *row = row_of (root, i);
      g_autofree char *number = root->key < 0 ? g_strdup_printf ("%u", row->line) : NULL;

      g_string_truncate (line, 0);
      cb_table_put_cell (line, number != NULL ? number : cell_of (row, root->key), TRUE);
      for (guint p = 0; names[p] != NULL; p++)
        {
          guint8 tier = cb_block_result_tier (result, p)[i];
          g_autofree char *amount = cb_money_plain (cb_block_result_amount (result, p)[i]);

          g_string_append_printf (line, ",%s,%s,%s", word_of (cb_block_result_status (result, p)[i]),
                                  tier != 255 ? cb_pack_words (pack, cb_pack_programme_tiers (pack, names[p]))[tier] : "", amount);
        }
      cb_ctl_print ("%s\n", line->str);
    }
}

static void
print_json (CbPack        *pack,
            CbProgram     *program,
            Table         *root,
            CbBlockResult *result)
{
  const char *const *names = cb_program_programmes (program);
  g_autofree char *on = cb_date_format (cb_program_on (program)), *month = cb_month_format (cb_program_pay_month (program));

  cb_ctl_print ("{\"on\": \"%s\", \"pay_month\": \"%s\", \"rows\": [", on, month);
  for (guint i = 0; i < cb_block_result_n (result); i++)
    {
      const CbTableRow *row = row_of (root, i);
      g_autofree char *number = root->key < 0 ? g_strdup_printf ("%u", row->line) : NULL;

      cb_ctl_print ("%s\n{\"%s\": ", i > 0 ? "," : "", root->entity->name);
      cb_ctl_print_quoted (number != NULL ? number : cell_of (row, root->key));
      cb_ctl_print (", \"programmes\": [");
      for (guint p = 0; names[p] != NULL; p++)
        {
          guint8 tier = cb_block_result_tier (result, p)[i];
          g_autofree char *amount = cb_money_plain (cb_block_result_amount (result, p)[i]);

          cb_ctl_print ("%s{\"programme\": \"%s\", \"status\": \"%s\", ", p > 0 ? ", " : "", names[p], word_of (cb_block_result_status (result, p)[i]));
          if (tier != 255)
            cb_ctl_print ("\"tier\": \"%s\", ", cb_pack_words (pack, cb_pack_programme_tiers (pack, names[p]))[tier]);
          cb_ctl_print ("\"amount\": %s}", amount);
        }
      cb_ctl_print ("]}");
    }
  cb_ctl_print ("\n]}\n");
}

static int
print_time (CbCtl         *ctl,
            CbBlock       *block,
            CbProgram     *program,
            CbBlockResult *first)
{
  gint64 cold = cb_block_result_ns (first), best = cold;
  guint n = cb_block_result_n (first);
  CbBlockResult *result = first;
  g_autoptr (GError) error = NULL;

  for (guint i = 1; i < TIMED_RUNS && result != NULL; i++)
    {
      result = cb_block_run (block, program, 0, 0, result, &error);
      best = result != NULL ? MIN (best, cb_block_result_ns (result)) : best;
    }
  if (result == NULL)
    return cb_ctl_fail (NULL, error);
  cb_block_result_free (result);
  if (ctl->json)
    cb_ctl_print ("{\"rows\": %u, \"runs\": %d, \"first_ns\": %" G_GINT64_FORMAT ", \"best_ns\": %" G_GINT64_FORMAT "}\n", n, TIMED_RUNS, cold, best);
  else
    cb_ctl_print (_("%1$u rows: %2$.3f ms; the best of %3$d runs %4$.3f ms, %5$.1f million a second\n"), n, (double) cold / 1e6, TIMED_RUNS, (double) best / 1e6,
                  best > 0 ? (double) n * 1e3 / (double) best : 0.0);
  return CB_CTL_DONE;
}

static int
check_arithmetic (CbProgram     *program,
                  Table         *root,
                  CbBlockResult *result)
{
  const char *const *names = cb_program_programmes (program);
  guint n = 0, line = 0;

  for (guint i = 0; i < cb_block_result_n (result); i++)
    for (guint p = 0; names[p] != NULL; p++)
      if (cb_block_result_status (result, p)[i] > CB_STATUS_INCOMPLETE)
        {
          line = n++ == 0 ? row_of (root, i)->line : line;
          break;
        }
  if (n == 0)
    return CB_CTL_DONE;
  return cb_ctl_refuse (g_dngettext (GETTEXT_PACKAGE, "%1$s:%2$u: the rules divide by zero or overflow here (%3$u row, marked “fault”); look at it with --explain",
                                     "%1$s:%2$u: the rules divide by zero or overflow here (%3$u rows, marked “fault”); look at one with --explain", n),
                        root->name, line, n);
}

int
cb_ctl_evaluate_table (CbCtl      *ctl,
                       CbPack     *pack,
                       CbDate      on,
                       CbMonth     pay_month,
                       const char *list,
                       gboolean    timed)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func (table_free);
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  Reader r = { pack, tables, faults };
  g_autoptr (GError) error = NULL;
  g_autoptr (CbProgram) program = cb_pack_compile (pack, on, pay_month, &error);
  g_autoptr (CbBlock) block = NULL;
  g_autoptr (CbBlockResult) result = NULL;
  int code = CB_CTL_REFUSED;
  Table *root;

  if (program == NULL)
    return cb_ctl_fail (NULL, error);
  block = read_tables (&r, list, &code);
  if (block == NULL)
    return code;
  root = table_of_entity (&r, ((const CbPackEntity *) cb_pack_entities (pack)->pdata[0])->name);
  result = cb_block_run (block, program, 0, 0, NULL, &error);
  if (result == NULL)
    return cb_ctl_fail (root->path, error);
  code = check_arithmetic (program, root, result);
  if (timed)
    {
      int printed = print_time (ctl, block, program, g_steal_pointer (&result));

      return printed != CB_CTL_DONE ? printed : code;
    }
  if (ctl->json)
    print_json (pack, program, root, result);
  else
    print_csv (pack, program, root, result);
  return code;
}
