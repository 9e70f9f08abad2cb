/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-ctl-table.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Which file is the table of what, and what its columns hold. */

#define MOST_BYTES (256 * 1024 * 1024)

void
cb_ctl_table_free (gpointer data)
{
  CbCtlTable *table = data;

  g_free (table->path);
  g_free (table->name);
  g_clear_pointer (&table->file, cb_table_file_free);
  g_clear_pointer (&table->columns, g_array_unref);
  g_clear_pointer (&table->places, g_hash_table_unref);
  g_free (table->order);
  g_free (table);
}

/* --- What is said of them --- */

void
cb_ctl_tables_fault (CbCtlTables      *r,
                     const CbCtlTable *table,
                     guint             line,
                     guint             column,
                     const char       *format,
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

gboolean
cb_ctl_fact_is_money (const CbPackFact *fact)
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

CbCtlTable *
cb_ctl_tables_of (CbCtlTables *r,
                  const char  *entity)
{
  for (guint i = 0; entity != NULL && i < r->tables->len; i++)
    if (strcmp (((CbCtlTable *) r->tables->pdata[i])->entity->name, entity) == 0)
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
open_table (CbCtlTables *r,
            const char  *spec,
            int         *code)
{
  const char *equals = strchr (spec, '='), *path = spec;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) packed = NULL, bytes = NULL;
  const CbPackEntity *entity = NULL;
  CbCtlTable *table;

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
  table = g_new0 (CbCtlTable, 1);
  table->path = g_strdup (path);
  table->name = g_path_get_basename (path);
  table->entity = entity != NULL ? entity : entity_of_file (r->pack, table->name);
  table->key = table->parent = -1;
  if (table->entity == NULL || cb_ctl_tables_of (r, table->entity->name) != NULL)
    {
      g_autofree char *names = entity_names (r->pack);

      *code = table->entity == NULL
                ? cb_ctl_refuse (_("%1$s: the rules have no subject of that name; give it as NAME=%1$s, with one of: %2$s"), path, names)
                : cb_ctl_refuse (_("%1$s: there are two tables of %2$s; give one"), path, table->entity->name);
      cb_ctl_table_free (table);
      return FALSE;
    }
  table->file = cb_table_file_parse (bytes, &error);
  if (table->file == NULL || table->file->rows->len == 0)
    {
      *code = table->file == NULL ? cb_ctl_fail (path, error) : cb_ctl_refuse (_("%s: a line of headings is needed"), path);
      cb_ctl_table_free (table);
      return FALSE;
    }
  table->n = table->file->rows->len - 1;
  g_ptr_array_add (r->tables, table);
  return TRUE;
}

/* --- Headings --- */

const CbTableRow *
cb_ctl_table_row (const CbCtlTable *table,
                  guint             i)
{
  return table->file->rows->pdata[i + 1];
}

const char *
cb_ctl_table_cell (const CbTableRow *row,
                   int               column)
{
  return column >= 0 && (guint) column < row->cells->len ? row->cells->pdata[column] : "";
}

/* "wage   (money in fen)": the name, and what the note in brackets says of money. */
static char *
heading_of (const char *cell,
            CbCtlMoney *money)
{
  gsize len = strcspn (cell, "(");
  char *name = g_strstrip (g_strndup (cell, len));
  const char *note = cell + len;

  *money = CB_CTL_MONEY_UNSAID;
  if (strstr (note, "yuan") != NULL || strstr (note, "元") != NULL)
    *money = CB_CTL_MONEY_YUAN;
  else if (strstr (note, "fen") != NULL || strstr (note, "分") != NULL)
    *money = CB_CTL_MONEY_FEN;
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
read_heading (CbCtlTables *r,
              CbCtlTable  *table,
              guint        i,
              CbCtlMoney  *all)
{
  const CbTableRow *row = table->file->rows->pdata[0];
  CbCtlColumn column = { 0 };
  g_autofree char *name = heading_of (cb_ctl_table_cell (row, (int) i), &column.money);

  /* The note of the last heading speaks of the whole table. */
  if (i + 1 == row->cells->len && strstr (cb_ctl_table_cell (row, (int) i), "money in") != NULL)
    {
      *all = column.money;
      column.money = CB_CTL_MONEY_UNSAID;
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

          cb_ctl_tables_fault (r, table, row->line, i + 1, _("there is no fact of %1$s called “%2$s”; leave the column out or name it after one of: %3$s"),
                               table->entity->name, name, names);
        }
      for (guint k = 0; column.fact != NULL && k < table->columns->len; k++)
        if (g_array_index (table->columns, CbCtlColumn, k).fact == column.fact)
          cb_ctl_tables_fault (r, table, row->line, i + 1, _("%s stands in two columns; keep one"), column.fact->name);
    }
  g_array_append_val (table->columns, column);
}

static void
read_headings (CbCtlTables *r,
               CbCtlTable  *table)
{
  const CbTableRow *row = table->file->rows->pdata[0];
  CbCtlMoney all = CB_CTL_MONEY_UNSAID;

  table->columns = g_array_new (FALSE, TRUE, sizeof (CbCtlColumn));
  for (guint i = 0; i < row->cells->len; i++)
    read_heading (r, table, i, &all);
  for (guint i = 0; i < table->columns->len; i++)
    {
      CbCtlColumn *column = &g_array_index (table->columns, CbCtlColumn, i);

      if (column->money == CB_CTL_MONEY_UNSAID)
        column->money = all;
      if (column->fact != NULL && cb_ctl_fact_is_money (column->fact) && column->money == CB_CTL_MONEY_UNSAID)
        cb_ctl_tables_fault (r, table, row->line, i + 1, _("%1$s is money, but in which unit? Write “%2$s (yuan)” or “%2$s (fen)”"),
                             column->fact->name, column->fact->field);
    }
  if (table->entity->of != NULL && table->parent < 0)
    cb_ctl_tables_fault (r, table, row->line, 0, _("a column “%1$s” is needed: to which %1$s each row belongs"), table->entity->of);
}

/* --- All of them --- */

CbBlock *
cb_ctl_tables_read (CbCtlTables *r,
                    const char  *list,
                    int         *code)
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
      CbCtlTable *table = cb_ctl_tables_of (r, e->name), *above = cb_ctl_tables_of (r, e->of);

      if (table != NULL ? e->of != NULL && above == NULL : i == 0)
        {
          *code = cb_ctl_refuse (_("a table of %1$s is needed too: add a file %1$s.csv"), table != NULL ? e->of : e->name);
          return NULL;
        }
      if (table == NULL)
        continue;
      read_headings (r, table);
      if (above != NULL && above->key < 0)
        cb_ctl_tables_fault (r, above, ((CbTableRow *) above->file->rows->pdata[0])->line, 0, _("a column “%1$s” is needed: the key by which %2$s knows each row"),
                             above->entity->name, table->name);
    }
  for (guint i = 0; i < entities->len && r->faults->len == 0; i++)
    {
      CbCtlTable *table = cb_ctl_tables_of (r, ((const CbPackEntity *) entities->pdata[i])->name);

      if (table != NULL && !cb_ctl_tables_fill (r, block, table, &error))
        {
          *code = cb_ctl_fail (table->path, error);
          return NULL;
        }
    }
  if (r->faults->len == 0)
    return g_steal_pointer (&block);
  for (guint i = 0; i < r->faults->len && i < CB_CTL_MOST_FAULTS; i++)
    cb_ctl_print ("%s\n", (const char *) r->faults->pdata[i]);
  *code = cb_ctl_refuse (g_dngettext (GETTEXT_PACKAGE, "%1$s (%2$u fault; nothing was evaluated)", "%1$s (%2$u faults; nothing was evaluated)", r->faults->len),
                         (const char *) r->faults->pdata[0], r->faults->len);
  return NULL;
}
