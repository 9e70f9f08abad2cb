/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tool.h"

#include "cb-test-tree.h"

#include <string.h>

static char *program, *source, *folder;

void
tool_init (int    *argc,
           char ***argv)
{
  const char *parent;

  g_test_init (argc, argv, NULL);
  g_assert_cmpint (*argc, >=, 3);
  program = g_canonicalize_filename ((*argv)[1], NULL);
  source = g_canonicalize_filename ((*argv)[2], NULL);
  parent = g_getenv ("G_TEST_BUILDDIR");
  folder = g_build_filename (parent != NULL ? parent : g_get_tmp_dir (), "casebookctl.XXXXXX", NULL);
  g_assert_nonnull (g_mkdtemp (folder));
}

int
tool_finish (void)
{
  int status = g_test_run ();

  remove_tree (folder);
  g_free (folder);
  g_free (program);
  g_free (source);
  return status;
}

const char *
tool_source (void)
{
  return source;
}

char *
tool_path (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

void
tool_write (const char *name,
            const char *text,
            gssize      len)
{
  g_autofree char *path = tool_path (name);
  g_autoptr (GError) error = NULL;

  /* Not "none": that leaves the end of a longer file standing (GLib 2.74). */
  g_file_set_contents_full (path, text, len, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error);
  g_assert_no_error (error);
}

void
tool_flip (const char *path,
           gint64      offset)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize len;

  g_file_get_contents (path, &text, &len, &error);
  g_assert_no_error (error);
  offset = offset < 0 ? (gint64) len + offset : offset;
  g_assert_cmpint (offset, >=, 0);
  g_assert_cmpint (offset, <, (gint64) len);
  text[offset] = (char) ~text[offset];
  g_file_set_contents (path, text, (gssize) len, &error);
  g_assert_no_error (error);
}

void
tool_copy (const char *from,
           const char *to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (!g_file_test (from, G_FILE_TEST_IS_DIR))
    {
      g_autoptr (GFile) a = g_file_new_for_path (from), b = g_file_new_for_path (to);

      g_file_copy (a, b, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      return;
    }
  g_assert_cmpint (g_mkdir (to, 0700), ==, 0);
  dir = g_dir_open (from, 0, &error);
  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *a = g_build_filename (from, name, NULL), *b = g_build_filename (to, name, NULL);

      tool_copy (a, b);
    }
}

void
tool_remove (const char *path)
{
  remove_tree (path);
}

ToolRun
tool_runv (const char        *input,
           const char *const *args)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  ToolRun run = { 0 };

  g_ptr_array_add (argv, program);
  for (guint i = 0; args[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) args[i]);
  g_ptr_array_add (argv, NULL);
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_launcher_setenv (launcher, "LANGUAGE", "en", TRUE);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, input != NULL ? input : "", NULL, &run.out, &run.err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  run.code = g_subprocess_get_exit_status (process);
  return run;
}

ToolRun
tool_run (const char *input,
          const char *arg,
          ...)
{
  g_autoptr (GPtrArray) args = g_ptr_array_new ();
  va_list more;

  va_start (more, arg);
  for (const char *a = arg; a != NULL; a = va_arg (more, const char *))
    g_ptr_array_add (args, (gpointer) a);
  va_end (more);
  g_ptr_array_add (args, NULL);
  return tool_runv (input, (const char *const *) args->pdata);
}

void
tool_run_clear (ToolRun *run)
{
  g_clear_pointer (&run->out, g_free);
  g_clear_pointer (&run->err, g_free);
}

void
tool_assert (const ToolRun *run,
             int            code,
             const char    *word)
{
  const char *end;

  if (run->code != code)
    g_test_message ("stderr: %s", run->err);
  g_assert_cmpint (run->code, ==, code);
  if (code == 0)
    {
      g_assert_cmpstr (run->err, ==, "");
      return;
    }
  g_assert_true (g_str_has_prefix (run->err, "casebookctl: "));
  end = strchr (run->err, '\n');
  g_assert_nonnull (end);
  g_assert_cmpstr (end, ==, "\n");
  if (word != NULL && strstr (run->err, word) == NULL)
    g_assert_cmpstr (run->err, ==, word);   /* shows both */
}

JsonNode *
tool_json (const ToolRun *run)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_data (parser, run->out, -1, &error);
  g_assert_no_error (error);
  return json_parser_steal_root (parser);
}
