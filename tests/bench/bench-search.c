/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cb-projection.h"
#include "cb-resident-id.h"
#include "cb-search-private.h"
#include "cb-text.h"

/*
 * bench-search [HOUSEHOLDS]: search as you type over generated households of three, in an encrypted casebook; beside each kind of
 * question the same one as a LIKE scan.  The rows are put into the tables as the projection would, without records behind them.
 */
#define SHOWN 50

static const char *const surnames[] = {
  "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗", "梁", "宋", "郑",
  "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹", "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕",
};
static const char given[] =
  "秀兰国强小明桂英建华丽芳军勇艳杰娟涛敏静磊洋伟霞平刚玉春梅红玲辉鹏飞鑫波斌宇浩凯峰龙海云山林天成永志德富贵荣昌盛祥福禄寿喜财全才文武忠孝仁义";
static const char *const villages[] = { "青山村", "光明社区", "龙王村", "石桥村", "双河村", "大坪村", "红星社区", "白鹤村" };
static guint n_given;

static char *
make_name (GRand *random)
{
  /* Common surnames come more often. */
  guint s = (guint) ((guint64) g_rand_int_range (random, 0, 1600) * g_rand_int_range (random, 0, 1600) / 64000);
  gunichar a = g_utf8_get_char (g_utf8_offset_to_pointer (given, g_rand_int_range (random, 0, (gint) n_given)));
  gunichar b = g_utf8_get_char (g_utf8_offset_to_pointer (given, g_rand_int_range (random, 0, (gint) n_given)));
  GString *name = g_string_new (surnames[MIN (s, G_N_ELEMENTS (surnames) - 1)]);

  g_string_append_unichar (name, a);
  if (g_rand_int_range (random, 0, 5) > 0)
    g_string_append_unichar (name, b);
  return g_string_free (name, FALSE);
}

static char *
make_id (GRand *random)
{
  g_autofree char *first = g_strdup_printf ("5108%02u%04u%02u%02u%03u", 21 + g_rand_int_range (random, 0, 4), 1935 + g_rand_int_range (random, 0, 88),
                                            1 + g_rand_int_range (random, 0, 12), 1 + g_rand_int_range (random, 0, 28),
                                            g_rand_int_range (random, 0, 999));

  return g_strdup_printf ("%s%c", first, cb_resident_id_check (first));
}

typedef struct { guint households; char *some_id; char *some_name; } Fill;

static gboolean
put_person (CbDb        *db,
            GRand       *random,
            const CbUid *household,
            guint        m,
            char       **name,
            Fill        *fill,
            GError     **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db,
                                        "INSERT INTO person (uid, household, name, folded, latin, id_number, relation, entered)"
                                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", error);
  g_autofree char *folded = NULL;
  g_autofree char *id = make_id (random);
  g_autoptr (GString) latin = g_string_new (NULL);
  const CbUid uid = cb_uid_new ();

  *name = make_name (random);
  folded = cb_text_fold (*name);
  cb_search_put_latin (latin, *name);
  cb_stmt_bind_uid (s, 1, &uid);
  cb_stmt_bind_uid (s, 2, household);
  cb_stmt_bind_text (s, 3, *name);
  cb_stmt_bind_text (s, 4, folded);
  cb_stmt_bind_text (s, 5, latin->str);
  cb_stmt_bind_text (s, 6, id);
  cb_stmt_bind_text (s, 7, m == 0 ? "head" : "other");
  cb_stmt_bind_int (s, 8, m);
  if (fill->some_id == NULL && g_rand_int_range (random, 0, 1000) == 0)
    {
      fill->some_id = g_strdup (id);
      fill->some_name = g_strdup (*name);
    }
  return cb_stmt_run (s, error);
}

static gpointer
fill_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  Fill *fill = data;
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autoptr (GPtrArray) townships = cb_areas_children (cb_desk_areas (desk), "510823");

  for (guint i = 0; i < fill->households; i++)
    {
      const CbUid uid = cb_uid_new ();
      g_autoptr (CbStmt) s = cb_db_prepare (db,
                                            "INSERT INTO household_row (uid, area, village, category, head, sort, persons, tier, amount,"
                                            " open_case, changed) VALUES (?1, ?2, ?3, 'rural', ?4, ?5, 3, '', 0, '', 0)", error);
      g_autofree char *head = NULL;
      g_autoptr (GBytes) sort = NULL;

      for (guint m = 0; m < 3; m++)
        {
          char *name;

          if (!put_person (db, random, &uid, m, &name, fill, error))
            return NULL;
          if (m == 0)
            head = name;
          else
            g_free (name);
        }
      sort = cb_text_sort_key (head);
      cb_stmt_bind_uid (s, 1, &uid);
      cb_stmt_bind_text (s, 2, ((const CbArea *) townships->pdata[i % townships->len])->code);
      cb_stmt_bind_text (s, 3, villages[g_rand_int_range (random, 0, G_N_ELEMENTS (villages))]);
      cb_stmt_bind_text (s, 4, head);
      cb_stmt_bind_bytes (s, 5, sort);
      if (!cb_stmt_run (s, error) || !cb_search_mark (db, &uid, error))
        return NULL;
    }
  return fill;
}

/* --- asking --- */

typedef struct { const char *text; guint limit; gboolean all; guint found; gint64 us; } Ask;

static gpointer
ask_job (CbDesk       *desk,
         CbDb         *db,
         gpointer      data,
         GCancellable *cancellable,
         GError      **error)
{
  Ask *ask = data;
  gint64 start = g_get_monotonic_time ();

  if (ask->all)
    {
      const CbQuery query = { .text = ask->text };
      g_autoptr (GArray) uids = cb_search_ids (db, &query, 0, NULL, error);

      ask->found = uids != NULL ? uids->len : 0;
    }
  else
    {
      g_autoptr (GPtrArray) rows = cb_search (desk, db, ask->text, "", SHOWN, error);

      ask->found = rows != NULL ? rows->len : 0;
    }
  ask->us = g_get_monotonic_time () - start;
  return ask;
}

static gpointer
like_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  Ask *ask = data;
  gint64 start = g_get_monotonic_time ();
  g_autofree char *pattern = g_strdup_printf ("%%%s%%", ask->text);
  g_autoptr (CbStmt) s = cb_db_prepare (db,
                                        "SELECT count (DISTINCT household) FROM person"
                                        " WHERE name LIKE ?1 OR latin LIKE ?1 OR id_number LIKE ?1", error);

  if (s == NULL)
    return NULL;
  cb_stmt_bind_text (s, 1, pattern);
  if (cb_stmt_step (s, error) < 0)
    return NULL;
  ask->found = (guint) cb_stmt_get_int (s, 0);
  ask->us = g_get_monotonic_time () - start;
  return ask;
}

typedef struct { gint64 sum, worst; guint n; } Times;

static gboolean
measure (CbDesk     *desk,
         const char *kind,
         const char *text,
         Times      *total,
         GError    **error)
{
  Ask ask = { .text = text };
  Times times = { 0 };
  gint64 all, like;
  guint shown, found;

  for (guint i = 0; i < 20; i++)
    {
      if (cb_desk_read (desk, ask_job, &ask, error) == NULL)
        return FALSE;
      times.sum += ask.us;
      times.worst = MAX (times.worst, ask.us);
      times.n++;
    }
  shown = ask.found;
  ask.all = TRUE;
  if (cb_desk_read (desk, ask_job, &ask, error) == NULL)
    return FALSE;
  all = ask.us;
  found = ask.found;
  if (cb_desk_read (desk, like_job, &ask, error) == NULL)
    return FALSE;
  like = ask.us;
  printf ("%-22s %-20s %6u of %-6u  mean %7.3f ms  worst %7.3f ms   whole list %8.2f ms   LIKE scan %8.2f ms\n", kind, text, shown, found,
          (double) times.sum / times.n / 1000, (double) times.worst / 1000, (double) all / 1000, (double) like / 1000);
  total->sum += times.sum;
  total->n += times.n;
  total->worst = MAX (total->worst, times.worst);
  return TRUE;
}

static gboolean
run (CbDesk  *desk,
     Fill    *fill,
     GError **error)
{
  g_autofree char *last = g_strdup (fill->some_id + 14);
  g_autofree char *birth = g_strndup (fill->some_id + 6, 8);
  const char *const asks[][2] = {
    { "one character", "王" }, { "one character", "兰" }, { "two characters", "王秀" }, { "two characters", "秀兰" }, { "name", fill->some_name },
    { "name", "王秀兰" }, { "pinyin, one letter", "w" }, { "pinyin, two letters", "wa" }, { "pinyin", "wang" }, { "pinyin", "zhang" },
    { "pinyin", "wangxiulan" }, { "pinyin, two words", "wang xiu" }, { "initials", "wxl" }, { "initials", "wx" }, { "initials", "zx" },
    { "ID, county", "5108" }, { "ID, district", "510823" }, { "ID, birth", birth }, { "ID, last four", last }, { "ID", fill->some_id },
    { "ID, year", "1965" }, { "village", "青山村" }, { "village", "青山" }, { "township", "普安" }, { "township, pinyin", "puan" },
    { "name and township", "王 普安" }, { "name and village", "秀兰 青山" }, { "name and ID", "王 1965" }, { "initials and ID", "wxl 5108" },
    { "nothing", "饕餮" }, { "nothing", "qqq" },
  };
  Times total = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (asks); i++)
    if (!measure (desk, asks[i][0], asks[i][1], &total, error))
      return FALSE;
  printf ("\nall: mean %.3f ms (budget 5), worst %.3f ms (budget 16)\n", (double) total.sum / total.n / 1000, (double) total.worst / 1000);
  return TRUE;
}

int
main (int    argc,
      char **argv)
{
  const CbFounding founding = { "剑阁县", "510823", "县民政局", "何平", CB_ROLE_AUTHORITY, CB_VAULT_COST_FLOOR };
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("bench-search-XXXXXX", &error);
  g_autoptr (CbSecret) passphrase = cb_secret_from ("mengtai-xiguo-luodong", 21);
  g_autoptr (CbDesk) desk = NULL;
  Fill fill = { .households = argc > 1 ? (guint) atoi (argv[1]) : 100000 };
  gint64 start;
  gboolean ok;

  setlocale (LC_ALL, "C.UTF-8");
  n_given = (guint) g_utf8_strlen (given, -1);
  desk = dir != NULL ? cb_desk_found (dir, &founding, passphrase, NULL, &error) : NULL;
  start = g_get_monotonic_time ();
  ok = desk != NULL && cb_desk_write (desk, fill_job, &fill, &error) != NULL;
  if (ok)
    {
      printf ("%u households, %u persons: indexed in %.1f s\n\n", fill.households, fill.households * 3,
              (double) (g_get_monotonic_time () - start) / 1e6);
      ok = run (desk, &fill, &error) && cb_desk_lock (desk, &error);
    }
  if (!ok)
    fprintf (stderr, "bench-search: %s\n", error->message);
  if (dir != NULL)
    {
      static const char *const files[] = { "case.db", "case.db-wal", "case.db-shm", "vault.hdr.a", "vault.hdr.b", "vault.lock" };
      g_autoptr (GDir) left = NULL;
      const char *name;

      for (guint i = 0; i < G_N_ELEMENTS (files); i++)
        {
          g_autofree char *path = g_build_filename (dir, files[i], NULL);
          GStatBuf st;

          if (i == 0 && g_stat (path, &st) == 0)
            printf ("case.db: %.1f MiB\n", (double) st.st_size / 1048576);
        }
      left = g_dir_open (dir, 0, NULL);
      while (left != NULL && (name = g_dir_read_name (left)) != NULL)
        {
          g_autofree char *path = g_build_filename (dir, name, NULL);

          g_unlink (path);
        }
      g_rmdir (dir);
    }
  g_free (fill.some_id);
  g_free (fill.some_name);
  return ok ? 0 : 1;
}
