/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Changes every number, date, comparison, sign, yes and "and" of a rule pack, one at a time, and runs the tests that read the pack: whatever none of them
 * notices is printed as file:line.  usage: mutate-pack SOURCE PACK TEST… [--from N] [--to N] [--line LINE] [--group NAME] [--words] [--equivalent FILE]
 * SOURCE: the source folder; PACK: the pack within it; TEST: programs of the tests, the quickest first.  Each runs with a source folder of
 * its own, in which only the pack is another one.  FILE lists changes that can change no result, each with its reason: they are tried all
 * the same and reported apart; one that a test does notice, or that is no change of the pack, is a fault of the list. */

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>

typedef struct { guint line; gsize at, len; char *with; } Mutation;

/* "GROUP | KEY | COLUMN | FROM -> TO | REASON"; told apart by @where, all but the reason. */
typedef struct { char *where, *reason; gboolean found; } Equivalent;

static int first = 0, last = G_MAXINT, only_line = 0;
static char *only_group = NULL, *list_path = NULL;
static gboolean only_words = FALSE;

static gboolean
is_word (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '.' || (guchar) c >= 0x80;
}

static void
add (GArray     *all,
     guint       line,
     gsize       at,
     gsize       len,
     const char *with)
{
  Mutation m = { line, at, len, g_strdup (with) };

  g_array_append_val (all, m);
}

static gboolean
is_date (const char *p)
{
  static const char form[] = "dddd-dd-dd";

  for (guint i = 0; i < strlen (form); i++)
    if (form[i] == 'd' ? !g_ascii_isdigit (p[i]) : p[i] != '-')
      return FALSE;
  return TRUE;
}

/* One more in the last place: 1.5 → 1.6, 780.00 → 780.01, 9 → 10. */
static char *
one_more (const char *text,
          gsize       len)
{
  g_autofree char *digits = g_strndup (text, len);

  for (char *p = digits + len; p > digits; p--)
    {
      if (p[-1] == '.')
        continue;
      if (p[-1] != '9')
        {
          p[-1]++;
          return g_strdup (digits);
        }
      p[-1] = '0';
    }
  return g_strconcat ("1", digits, NULL);
}

/* The next day, wherever it falls. */
static char *
next_day (const char *text)
{
  g_autoptr (GDateTime) day = g_date_time_new_utc (atoi (text), atoi (text + 5), atoi (text + 8), 0, 0, 0);
  g_autoptr (GDateTime) next = day != NULL ? g_date_time_add_days (day, 1) : NULL;

  return next != NULL ? g_date_time_format (next, "%Y-%m-%d") : g_strndup (text, 10);
}

/* "and" → "or", "not" → nothing, "min(" → "max(": the word that begins at @at and is @n bytes long. */
static void
add_word (GArray     *all,
          const char *text,
          guint       line,
          gsize       at,
          gsize       n)
{
  static const struct { const char *word, *with; gboolean call; } words[] = {
    { "and", "or" }, { "or", "and" }, { "not", "" }, { "min", "max", TRUE }, { "max", "min", TRUE }, { "any", "all", TRUE }, { "all", "any", TRUE },
    { "yes", "no" }, { "no", "yes" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strlen (words[i].word) == n && strncmp (text + at, words[i].word, n) == 0 && (!words[i].call || text[at + n] == '('))
      add (all, line, at, n, words[i].with);
}

/* Whether the sign at @at stands between two amounts; the "-" of an empty cell does not. */
static gboolean
is_between (const char *text,
            gsize       begin,
            gsize       at)
{
  gsize i = at;

  while (i > begin && text[i - 1] == ' ')
    i--;
  return i > begin && text[at + 1] == ' ' && (is_word (text[i - 1]) || text[i - 1] == ')' || text[i - 1] == ']');
}

/* Numbers, dates, comparisons and the words and signs that tie them, between @begin and @end of @text. */
static void
scan (GArray     *all,
      const char *text,
      guint       line,
      gsize       begin,
      gsize       end)
{
  static const struct { const char *from, *to; } signs[] = {
    { "->", NULL }, { "<=", "<" }, { ">=", ">" }, { "!=", "=" }, { "<", "<=" }, { ">", ">=" }, { "=", "!=" },
  };

  for (gsize i = begin; i < end; i++)
    {
      if (text[i] == '"')
        {
          const char *close = memchr (text + i + 1, '"', end - i - 1);

          i = close != NULL ? (gsize) (close - text) : end;
          continue;
        }
      if (is_date (text + i))
        {
          g_autofree char *next = next_day (text + i);

          add (all, line, i, 10, next);
          i += 9;
          continue;
        }
      if (g_ascii_isdigit (text[i]))
        {
          gsize n = strspn (text + i, "0123456789.");
          g_autofree char *more = one_more (text + i, n);

          add (all, line, i, n, more);
          i += n - 1;
          continue;
        }
      if (is_word (text[i]))
        {
          gsize word = i;

          while (i + 1 < end && is_word (text[i + 1]))
            i++;
          add_word (all, text, line, word, i + 1 - word);
          continue;
        }
      if ((text[i] == '+' || text[i] == '-') && is_between (text, begin, i))
        {
          add (all, line, i, 1, text[i] == '+' ? "-" : "+");
          continue;
        }
      for (guint k = 0; k < G_N_ELEMENTS (signs); k++)
        if (strncmp (text + i, signs[k].from, strlen (signs[k].from)) == 0)
          {
            if (signs[k].to != NULL)
              add (all, line, i, strlen (signs[k].from), signs[k].to);
            i += strlen (signs[k].from) - 1;
            break;
          }
    }
}

static gboolean
is_rule (const char *key)
{
  static const char *const names[] = { "formula", "in", "when", "eligible", "tier", "amount", "start", "validity", "review", "default", "from", "until",
                                       "min", "max", NULL };

  return g_strv_contains (names, key) || g_str_has_prefix (key, "row.") || g_str_has_prefix (key, "judge.");
}

/* @from: the first day of the pack.  What begins on it or before can begin a day later only for days on which the pack is not used. */
static GArray *
find_mutations (const char *text)
{
  GArray *all = g_array_new (FALSE, TRUE, sizeof (Mutation));
  g_autofree char *kind = g_strdup (""), *from = NULL;
  guint line = 0;

  for (const char *p = text; *p != '\0'; p += strcspn (p, "\n") + 1)
    {
      gsize len = strcspn (p, "\n"), equals = strcspn (p, "="), begin = (gsize) (p - text) + equals + 1, end = (gsize) (p - text) + len;
      g_autofree char *key = g_strstrip (g_strndup (p, MIN (equals, len)));
      const char *semicolon;

      line++;
      if (*p == '[')
        {
          g_free (kind);
          kind = g_strndup (p + 1, strcspn (p + 1, " ]"));
        }
      else if (equals < len && strcmp (kind, "pack") == 0 && strcmp (key, "from") == 0)
        from = g_strstrip (g_strndup (text + begin, end - begin));
      else if (equals < len && is_date (key) && key[10] == '\0' && g_str_equal (kind, "text") == FALSE)
        {
          if (from == NULL || strcmp (key, from) > 0)
            {
              g_autofree char *next = next_day (key);

              add (all, line, (gsize) (p - text), 10, next);
            }
          scan (all, text, line, begin, end);
        }
      else if (equals < len && is_rule (key) && strcmp (kind, "pack") != 0 && !(strcmp (key, "from") == 0 && from != NULL && strstr (p, from) == p + equals + 2))
        {
          /* Of what follows a semicolon in a row only the dates are law. */
          while ((semicolon = memchr (text + begin, ';', end - begin)) != NULL)
            {
              gsize at = (gsize) (semicolon - text), word = at + 1 + strspn (semicolon + 1, " ");

              scan (all, text, line, begin, at);
              begin = at + 1;
              if (g_str_has_prefix (text + word, "cite") || g_str_has_prefix (text + word, "reason"))
                {
                  const char *more = memchr (text + begin, ';', end - begin);

                  begin = more != NULL ? (gsize) (more - text) : end;
                }
            }
          scan (all, text, line, begin, end);
        }
      if (p[len] == '\0')
        break;
    }
  return all;
}

/* --- Changes that change nothing --- */

static void
equivalent_free (gpointer data)
{
  Equivalent *e = data;

  g_free (e->where);
  g_free (e->reason);
  g_free (e);
}

/* NULL: said what is wrong. */
static GPtrArray *
read_equivalents (const char *path)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (equivalent_free);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;

  if (path != NULL && !g_file_get_contents (path, &text, NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      return NULL;
    }
  lines = g_strsplit (text != NULL ? text : "", "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *reason = g_strrstr (lines[i], " | ");
      Equivalent *e;

      if (*lines[i] == '#' || *lines[i] == '\0')
        continue;
      if (reason == NULL || reason[3] == '\0')
        {
          g_printerr ("%s:%u: write GROUP | KEY | COLUMN | FROM -> TO | REASON\n", path, i + 1);
          return NULL;
        }
      e = g_new0 (Equivalent, 1);
      e->where = g_strndup (lines[i], (gsize) (reason - lines[i]));
      e->reason = g_strdup (reason + 3);
      g_ptr_array_add (list, e);
    }
  return g_steal_pointer (&list);
}

/* The begin of the line that byte @at of @text is in. */
static const char *
row_at (const char *text,
        gsize       at)
{
  const char *row = text + at;

  while (row > text && row[-1] != '\n')
    row--;
  return row;
}

/* "value household.tier": the group that byte @at of @text is in. */
static char *
group_at (const char *text,
          gsize       at)
{
  const char *row = row_at (text, at);

  while (row > text && *row != '[')
    row = row_at (text, (gsize) (row - 1 - text));
  return *row == '[' ? g_strndup (row + 1, strcspn (row + 1, "]\n")) : g_strdup ("");
}

static Equivalent *
find_equivalent (GPtrArray      *list,
                 const char     *text,
                 const Mutation *m)
{
  const char *row = row_at (text, m->at);
  g_autofree char *key = g_strndup (row, strcspn (row, "=\n")), *group = group_at (text, m->at), *old = g_strndup (text + m->at, m->len);
  g_autofree char *where = g_strdup_printf ("%s | %s | %d | %s -> %s", group, g_strchomp (key), (int) (text + m->at - row) + 1, old, m->with);

  for (guint i = 0; i < list->len; i++)
    if (strcmp (((Equivalent *) list->pdata[i])->where, where) == 0)
      return list->pdata[i];
  return NULL;
}

/* --- Running --- */

/* A source folder in which all is as in @source, but @pack is a file of its own. */
static char *
make_folder (const char *source,
             const char *pack)
{
  g_autofree char *folder = g_dir_make_tmp ("mutate-XXXXXX", NULL), *at = g_strdup ("");
  g_auto (GStrv) parts = g_strsplit (pack, "/", -1);

  for (guint depth = 0; parts[depth] != NULL; depth++)
    {
      g_autofree char *from = g_build_filename (source, at, NULL), *to = g_build_filename (folder, at, NULL), *next = NULL;
      g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
      const char *name;

      g_mkdir_with_parents (to, 0700);
      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *target = g_canonicalize_filename (name, from), *link = g_build_filename (to, name, NULL);
          g_autoptr (GFile) file = g_file_new_for_path (link);

          /* The tests' folder is a real one, so that ".." leads here. */
          if (depth == 0 && strcmp (name, "tests") == 0)
            {
              g_autoptr (GDir) tests = g_dir_open (target, 0, NULL);
              const char *inner;

              g_mkdir_with_parents (link, 0700);
              while (tests != NULL && (inner = g_dir_read_name (tests)) != NULL)
                {
                  g_autofree char *to_inner = g_build_filename (link, inner, NULL), *of = g_build_filename (target, inner, NULL);
                  g_autoptr (GFile) one = g_file_new_for_path (to_inner);

                  g_file_make_symbolic_link (one, of, NULL, NULL);
                }
            }
          else if (strcmp (name, parts[depth]) != 0)
            g_file_make_symbolic_link (file, target, NULL, NULL);
        }
      next = g_build_filename (at, parts[depth], NULL);
      g_free (at);
      at = g_steal_pointer (&next);
    }
  return g_steal_pointer (&folder);
}

static void
remove_folder (const char *path)
{
  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK) && g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *inner = g_build_filename (path, name, NULL);

          remove_folder (inner);
        }
    }
  {
    g_autoptr (GFile) file = g_file_new_for_path (path);

    g_file_delete (file, NULL, NULL);
  }
}

/* TRUE: every test passed. */
static gboolean
tests_pass (char  **programs,
            char  **env)
{
  for (guint i = 0; programs[i] != NULL; i++)
    {
      char *argv[] = { programs[i], NULL };
      int status = 0;

      if (!g_spawn_sync (NULL, argv, env, G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status, NULL))
        {
          g_printerr ("%s cannot be run\n", programs[i]);
          exit (2);
        }
      if (!g_spawn_check_wait_status (status, NULL))
        return FALSE;
    }
  return TRUE;
}

typedef struct {
  const char *pack, *text;     /* name and what stands in it */
  const char *target;          /* file that the tests read */
  char      **programs, **env;
  GPtrArray  *equivalents;     /* Equivalent */
  guint       tried, survivors, same, wrong;
} Run;

static void
try_one (Run            *run,
         const Mutation *m,
         Equivalent     *equivalent)
{
  const char *row = row_at (run->text, m->at);
  g_autofree char *before = g_strndup (run->text, m->at), *old = g_strndup (run->text + m->at, m->len);
  g_autofree char *mutant = g_strconcat (before, m->with, run->text + m->at + m->len, NULL);
  gboolean noticed;

  g_file_set_contents (run->target, mutant, -1, NULL);
  noticed = !tests_pass (run->programs, run->env);
  run->tried++;
  run->same += !noticed && equivalent != NULL;
  run->wrong += noticed && equivalent != NULL;
  run->survivors += !noticed && equivalent == NULL;
  if (!noticed || equivalent != NULL)
    g_print ("%s:%u:%d: %s -> %s %s: %.*s\n", run->pack, m->line, (int) (run->text + m->at - row) + 1, old, m->with,
             noticed ? "is listed as without effect, but a test notices it" : equivalent != NULL ? equivalent->reason : "survives",
             (int) MIN (strcspn (row, "\n"), 120), row);
}

/* TRUE: nothing survived, and the list of what can change no result is right. */
static gboolean
try_all (Run *run)
{
  g_autoptr (GArray) all = find_mutations (run->text);

  for (guint i = 0; i < all->len; i++)
    {
      Mutation *m = &g_array_index (all, Mutation, i);
      g_autofree char *group = group_at (run->text, m->at);
      Equivalent *equivalent = find_equivalent (run->equivalents, run->text, m);

      if (equivalent != NULL)
        equivalent->found = TRUE;
      if ((int) i >= first && (int) i <= last && (only_line == 0 || (int) m->line == only_line) && (only_group == NULL || g_str_has_prefix (group, only_group))
          && (!only_words || strchr ("+-", run->text[m->at]) != NULL || g_ascii_isalpha (run->text[m->at])))
        try_one (run, m, equivalent);
      g_free (m->with);
    }
  for (guint i = 0; i < run->equivalents->len; i++)
    {
      const Equivalent *e = run->equivalents->pdata[i];

      run->wrong += !e->found;
      if (!e->found)
        g_print ("%s: no such change of the pack: %s\n", list_path, e->where);
    }
  g_print ("%u of %u changes tried, %u noticed, %u without effect by their reasons, %u not noticed\n", run->tried, all->len,
           run->tried - run->survivors - run->same, run->same, run->survivors);
  return run->survivors == 0 && run->wrong == 0;
}

int
main (int    argc,
      char **argv)
{
  const GOptionEntry options[] = {
    { "from", 0, 0, G_OPTION_ARG_INT, &first, "Begin with the N-th change", "N" },
    { "to", 0, 0, G_OPTION_ARG_INT, &last, "End with the N-th change", "N" },
    { "line", 0, 0, G_OPTION_ARG_INT, &only_line, "Only changes in this line", "LINE" },
    { "group", 0, 0, G_OPTION_ARG_STRING, &only_group, "Only changes in this group: \"table household.tier\", or all whose name begins so", "NAME" },
    { "words", 0, 0, G_OPTION_ARG_NONE, &only_words, "Only changes of words and signs", NULL },
    { "equivalent", 0, 0, G_OPTION_ARG_FILENAME, &list_path, "Changes that can change no result, with reasons", "FILE" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("SOURCE PACK TEST…");
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL, *path = NULL, *folder = NULL, *target = NULL, *tests = NULL;
  g_auto (GStrv) env = g_get_environ ();
  g_autoptr (GPtrArray) equivalents = NULL;
  Run run = { 0 };
  gboolean good;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc < 4)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "usage: mutate-pack SOURCE PACK TEST… [--from N] [--to N] [--line LINE] [--group NAME] [--words] [--equivalent FILE]");
      return 2;
    }
  equivalents = read_equivalents (list_path);
  if (equivalents == NULL)
    return 2;
  path = g_build_filename (argv[1], argv[2], NULL);
  if (!g_file_get_contents (path, &text, NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  folder = make_folder (argv[1], argv[2]);
  target = g_build_filename (folder, argv[2], NULL);
  tests = g_build_filename (folder, "tests", NULL);
  env = g_environ_setenv (env, "G_TEST_SRCDIR", tests, TRUE);
  env = g_environ_setenv (env, "LC_ALL", "C.UTF-8", TRUE);
  env = g_environ_setenv (env, "TZ", "Asia/Shanghai", TRUE);
  if (!g_file_set_contents (target, text, -1, &error) || !tests_pass (argv + 3, env))
    {
      g_printerr ("the tests do not pass with the pack as it is\n");
      remove_folder (folder);
      return 2;
    }
  run = (Run) { argv[2], text, target, argv + 3, env, equivalents, 0, 0, 0, 0 };
  good = try_all (&run);
  remove_folder (folder);
  return !good;
}
