/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "cb-ui"

#include "cb-ui-driver.h"
#include "cb-ui-driver-private.h"

#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define WAIT_MS      5000
#define START_MS    20000
#define MAX_CHILDREN  300
#define MAX_DEPTH      60

/* Under sanitizers everything is slower, by a factor that whoever runs the tests knows. */
static guint
patience (guint ms)
{
  const char *factor = g_getenv ("CB_UI_PATIENCE");

  return factor != NULL ? ms * (guint) CLAMP (atoi (factor), 1, 20) : ms;
}

static gboolean
log_not_fatal (const char     *domain,
               GLogLevelFlags  level,
               const char     *message,
               gpointer        data)
{
  return g_strcmp0 (domain, "dbind") != 0;
}

static void
log_drop (const char     *domain,
          GLogLevelFlags  level,
          const char     *message,
          gpointer        data)
{
}

void
cb_ui_test_init (int    *argc,
                 char ***argv)
{
  setlocale (LC_ALL, "");
  g_test_init (argc, argv, NULL);
  g_log_set_handler ("dbind", G_LOG_LEVEL_MASK | G_LOG_FLAG_FATAL | G_LOG_FLAG_RECURSION, log_drop, NULL);
  if (g_getenv ("DISPLAY") == NULL)
    g_error ("no display: run this through run-ui.sh");
  atspi_init ();
  atspi_set_timeout (3000, 5000);
}

void
cb_ui_spin (CbUi  *ui,
            guint  ms)
{
  gint64 end = g_get_monotonic_time () + ms * G_GINT64_CONSTANT (1000);

  do
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (2000);
    }
  while (g_get_monotonic_time () < end);
}

/* Polls @condition for @ms milliseconds; libatspi's cache is dropped now and then, because GTK does not announce every
 * change of a name.  Looking costs the program as much as the test: it rests for as long as the look took. */
static gboolean
poll_for (CbUi     *ui,
          guint     ms,
          gboolean (*condition) (gpointer data),
          gpointer  data)
{
  gint64 end = g_get_monotonic_time () + patience (ms) * G_GINT64_CONSTANT (1000);

  for (guint round = 1;; round++)
    {
      const gint64 begin = g_get_monotonic_time ();

      if (condition (data))
        return TRUE;
      if (g_get_monotonic_time () > end)
        return FALSE;
      cb_ui_spin (ui, (guint) CLAMP ((g_get_monotonic_time () - begin) / 1000, 15, 400));
      if (round % 8 == 0 && ui->root != NULL)
        atspi_accessible_clear_cache (ui->root);
    }
}

gboolean
cb_ui_wait_until (CbUi     *ui,
                  gboolean (*condition) (gpointer data),
                  gpointer  data)
{
  return poll_for (ui, WAIT_MS, condition, data);
}

/* --- the program ------------------------------------------------------------------------------------------------- */

static void
exited_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  CbUi *ui = data;

  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  ui->exited = TRUE;
}

static gboolean
has_exited (gpointer data)
{
  return ((CbUi *) data)->exited;
}

static gboolean
find_root (gpointer data)
{
  CbUi *ui = data;
  g_autoptr (CbUiNode) desktop = NULL;
  int count;

  if (ui->exited)
    {
      g_autofree char *log = cb_ui_dup_log (ui);
      g_error ("the program ended before it had a window; it said:\n%s", log);
    }
  desktop = atspi_get_desktop (0);
  if (desktop == NULL)
    return FALSE;
  count = atspi_accessible_get_child_count (desktop, NULL);
  for (int i = 0; i < count; i++)
    {
      g_autoptr (CbUiNode) child = atspi_accessible_get_child_at_index (desktop, i, NULL);

      if (child != NULL
          && (int) atspi_accessible_get_process_id (child, NULL) == ui->pid
          && atspi_accessible_get_child_count (child, NULL) > 0)
        {
          ui->root = g_steal_pointer (&child);
          return TRUE;
        }
    }
  atspi_accessible_clear_cache (desktop);
  return FALSE;
}

CbUi *
cb_ui_start (const char * const *argv,
             const char * const *env)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  CbUi *ui = g_new0 (CbUi, 1);
  int fd;

  /* libatspi warns that a GTK 4 program answers one of its cache calls differently; it copes.  GLib forgets this handler
   * after each test. */
  g_test_log_set_fatal_handler (log_not_fatal, NULL);
  fd = g_file_open_tmp ("cb-ui-XXXXXX.log", &ui->log_path, &error);
  g_assert_no_error (error);
  g_subprocess_launcher_take_stdout_fd (launcher, fd);
  g_subprocess_launcher_set_flags (launcher, G_SUBPROCESS_FLAGS_STDERR_MERGE);
  /* The test makes warnings fatal for itself; the program's are looked for in its log, all of them. */
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  for (guint i = 0; env != NULL && env[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (env[i], "=", 2);
      g_subprocess_launcher_setenv (launcher, pair[0], pair[1] != NULL ? pair[1] : "", TRUE);
    }
  ui->process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);
  ui->pid = atoi (g_subprocess_get_identifier (ui->process));
  g_subprocess_wait_async (ui->process, NULL, exited_cb, ui);
  if (!poll_for (ui, START_MS, find_root, ui))
    {
      g_autofree char *log = cb_ui_dup_log (ui);
      g_error ("no window appeared; the program said:\n%s", log);
    }
  return ui;
}

int
cb_ui_get_pid (CbUi *ui)
{
  return ui->pid;
}

char *
cb_ui_dup_log (CbUi *ui)
{
  g_autoptr (GError) error = NULL;
  char *log;

  g_file_get_contents (ui->log_path, &log, NULL, &error);
  g_assert_no_error (error);
  return log;
}

static void
assert_clean_log (CbUi *ui)
{
  g_autofree char *log = cb_ui_dup_log (ui);
  g_auto (GStrv) lines = g_strsplit (log, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], "-WARNING **") != NULL || strstr (lines[i], "-CRITICAL **") != NULL
        || strstr (lines[i], "-ERROR **") != NULL || strstr (lines[i], " WARNING **") != NULL
        || strstr (lines[i], "CRITICAL **") != NULL || strstr (lines[i], "ERROR: ") != NULL
        || strstr (lines[i], "runtime error:") != NULL)
      g_error ("the program's log is not clean: %s", lines[i]);
}

static void
ui_free (CbUi *ui)
{
  unlink (ui->log_path);
  g_clear_object (&ui->root);
  g_clear_object (&ui->process);
  g_free (ui->log_path);
  g_free (ui);
}

void
cb_ui_stop (CbUi *ui)
{
  gboolean by_signal = FALSE;

  if (!ui->exited)
    {
      by_signal = TRUE;
      g_subprocess_send_signal (ui->process, SIGTERM);
      if (!poll_for (ui, WAIT_MS, has_exited, ui))
        g_error ("the program does not end when asked");
    }
  assert_clean_log (ui);
  if (!(by_signal && g_subprocess_get_if_signaled (ui->process) && g_subprocess_get_term_sig (ui->process) == SIGTERM)
      && !g_subprocess_get_successful (ui->process))
    {
      g_autofree char *log = cb_ui_dup_log (ui);
      g_error ("the program ended badly (status %d); it said:\n%s", g_subprocess_get_status (ui->process), log);
    }
  ui_free (ui);
}

void
cb_ui_kill (CbUi *ui)
{
  if (!ui->exited)
    {
      g_subprocess_send_signal (ui->process, SIGKILL);
      if (!poll_for (ui, WAIT_MS, has_exited, ui))
        g_error ("the program survived a kill");
    }
  assert_clean_log (ui);
  ui_free (ui);
}

/* --- finding ----------------------------------------------------------------------------------------------------- */

gboolean
cb_ui_has_state (CbUiNode       *node,
                 AtspiStateType  state)
{
  g_autoptr (GObject) set = (GObject *) atspi_accessible_get_state_set (node);

  return set != NULL && atspi_state_set_contains ((AtspiStateSet *) set, state);
}

/* Where @node is within its window; FALSE when it does not say.  The page objects of a stack do not, but their only
 * child does. */
static gboolean
get_extents (CbUiNode  *node,
             AtspiRect *rect)
{
  g_autoptr (GObject) component = (GObject *) atspi_accessible_get_component_iface (node);
  g_autofree AtspiRect *own = NULL;

  if (component == NULL)
    {
      g_autoptr (CbUiNode) child = atspi_accessible_get_child_at_index (node, 0, NULL);

      return child != NULL && get_extents (child, rect);
    }
  own = atspi_component_get_extents ((AtspiComponent *) component, ATSPI_COORD_TYPE_WINDOW, NULL);
  if (own == NULL)
    return FALSE;
  *rect = *own;
  return TRUE;
}

/* Whether @node has a place on the screen.  GTK 4.8 says SHOWING of windows only, so that tells nothing. */
static gboolean
has_place (CbUiNode  *node,
           AtspiRect *rect)
{
  *rect = (AtspiRect) { 0, 0, -1, -1 };
  if (!cb_ui_has_state (node, ATSPI_STATE_VISIBLE))
    return FALSE;
  return !get_extents (node, rect) || (rect->width > 0 && rect->height > 0);
}

/* Whether the widget that lies on top in the middle of @parent is, or is in, @child. */
static gboolean
is_on_top (CbUiNode        *parent,
           CbUiNode        *child,
           const AtspiRect *rect)
{
  g_autoptr (GObject) component = (GObject *) atspi_accessible_get_component_iface (parent);
  g_autoptr (CbUiNode) node = NULL;

  if (component == NULL)
    return TRUE;
  node = atspi_component_get_accessible_at_point ((AtspiComponent *) component, rect->x + rect->width / 2,
                                                  rect->y + rect->height / 2, ATSPI_COORD_TYPE_WINDOW, NULL);
  if (node == NULL)
    return TRUE;
  for (guint depth = 0; node != NULL && node != parent && depth < MAX_DEPTH; depth++)
    {
      CbUiNode *up;

      if (node == child)
        return TRUE;
      up = atspi_accessible_get_parent (node, NULL);
      g_object_unref (node);
      node = up;
    }
  return FALSE;
}

/* The children of @node that are on the screen.  In GTK 4.8 a page of a stack that was shown once keeps its place and
 * says that it is visible; such pages lie on each other exactly, and then the one on top is meant.  Later versions show
 * such a page without its children, but no longer say what is on top. */
static GPtrArray *
list_children (CbUiNode *node,
               guint     depth)
{
  gboolean is_program = depth == 0 && atspi_accessible_get_role (node, NULL) == ATSPI_ROLE_APPLICATION;
  int count = MIN (atspi_accessible_get_child_count (node, NULL), MAX_CHILDREN);
  GPtrArray *children = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (AtspiRect));

  for (int i = 0; i < count; i++)
    {
      g_autoptr (CbUiNode) child = atspi_accessible_get_child_at_index (node, i, NULL);
      AtspiRect rect;

      if (child == NULL)
        continue;
      if (!has_place (child, &rect) && !is_program)
        {
          /* A list keeps some two hundred rows in stock, those below the screen without a place: no need to ask each. */
          AtspiRole role = children->len > 0 ? atspi_accessible_get_role (child, NULL) : ATSPI_ROLE_INVALID;

          if (role == ATSPI_ROLE_TABLE_ROW || role == ATSPI_ROLE_LIST_ITEM)
            break;
          continue;
        }
      g_ptr_array_add (children, g_steal_pointer (&child));
      g_array_append_val (places, rect);
    }
  for (guint i = 0; !is_program && i < children->len;)
    {
      AtspiRect *place = &g_array_index (places, AtspiRect, i);
      gboolean covered = FALSE;

      for (guint j = 0; j < children->len && place->width > 0 && !covered; j++)
        covered = j != i && memcmp (place, &g_array_index (places, AtspiRect, j), sizeof *place) == 0
                  && atspi_accessible_get_child_count (children->pdata[j], NULL) > 0;
      if (covered && !is_on_top (node, children->pdata[i], place))
        {
          g_ptr_array_remove_index (children, i);
          g_array_remove_index (places, i);
        }
      else
        i++;
    }
  return children;
}

/* As GTK 4.8 has it: later versions tell a toggle from a push button, and a group from a panel. */
static AtspiRole
role_of (CbUiNode *node)
{
  AtspiRole role = atspi_accessible_get_role (node, NULL);

  switch (role)
    {
    case ATSPI_ROLE_TOGGLE_BUTTON:
      return ATSPI_ROLE_PUSH_BUTTON;
    case ATSPI_ROLE_GROUPING:
      return ATSPI_ROLE_PANEL;
    default:
      return role;
    }
}

static gboolean
matches (CbUiNode   *node,
         AtspiRole   role,
         const char *name)
{
  g_autofree char *own = NULL;

  if (role != CB_UI_ANY && role_of (node) != role)
    return FALSE;
  if (name == NULL)
    return TRUE;
  own = atspi_accessible_get_name (node, NULL);
  return own != NULL && strstr (own, name) != NULL;
}

/* Depth first; @accept sees the nodes that show, parents before children. */
CbUiNode *
cb_ui_search (CbUiNode  *node,
              guint      depth,
              gboolean (*accept) (CbUiNode *node, gpointer data),
              gpointer   data)
{
  g_autoptr (GPtrArray) children = NULL;
  CbUiNode *found = NULL;

  if (accept (node, data))
    return g_object_ref (node);
  if (depth > MAX_DEPTH)
    return NULL;
  children = list_children (node, depth);
  for (guint i = 0; i < children->len && found == NULL; i++)
    found = cb_ui_search (children->pdata[i], depth + 1, accept, data);
  return found;
}

typedef struct
{
  CbUi       *ui;
  CbUiNode   *within;
  AtspiRole   role;
  const char *name;
  CbUiNode   *found;
} Wanted;

static gboolean
accept_wanted (CbUiNode *node,
               gpointer  data)
{
  Wanted *w = data;

  return matches (node, w->role, w->name);
}

static gboolean
accept_entry (CbUiNode *node,
              gpointer  data)
{
  Wanted *w = data;
  g_autoptr (GObject) editable = NULL;

  if (!matches (node, CB_UI_ANY, w->name))
    return FALSE;
  editable = (GObject *) atspi_accessible_get_editable_text_iface (node);
  return editable != NULL;
}

static gboolean
accept_text (CbUiNode *node,
             gpointer  data)
{
  Wanted *w = data;
  g_autofree char *text = cb_ui_dup_text (node);

  return text != NULL && strstr (text, w->name) != NULL;
}

static gboolean
try_wanted (gpointer data)
{
  Wanted *w = data;

  w->found = cb_ui_find (w->ui, w->within, w->role, w->name);
  return w->found != NULL;
}

static gboolean
try_gone (gpointer data)
{
  Wanted *w = data;
  g_autoptr (CbUiNode) found = cb_ui_find (w->ui, w->within, w->role, w->name);

  return found == NULL;
}

static gboolean
try_entry (gpointer data)
{
  Wanted *w = data;

  w->found = cb_ui_search (w->within != NULL ? w->within : w->ui->root, 0, accept_entry, w);
  return w->found != NULL;
}

static gboolean
try_says (gpointer data)
{
  Wanted *w = data;
  g_autoptr (CbUiNode) found = cb_ui_search (w->within != NULL ? w->within : w->ui->root, 0, accept_text, w);

  return found != NULL;
}

static gboolean
try_text (gpointer data)
{
  Wanted *w = data;

  atspi_accessible_clear_cache (w->within);
  return accept_text (w->within, w);
}

static void G_GNUC_NORETURN
fail (CbUi       *ui,
      const char *what,
      AtspiRole   role,
      const char *name)
{
  g_autofree char *tree = cb_ui_dup_tree (ui, NULL);
  g_autofree char *log = cb_ui_dup_log (ui);
  g_autofree char *role_name = role != CB_UI_ANY ? atspi_role_get_name (role) : g_strdup ("anything");
  const char *shot = g_getenv ("CB_UI_FAILURE_SHOT");

  if (shot != NULL)
    cb_ui_screenshot (ui, shot);
  g_printerr ("on the screen:\n%s\nthe program said:\n%s\n", tree, log);
  if (ui->exited)
    g_printerr ("the program has ended, with status %d\n", g_subprocess_get_status (ui->process));
  g_error ("%s: %s \"%s\"", what, role_name, name != NULL ? name : "");
}

CbUiNode *
cb_ui_find (CbUi       *ui,
            CbUiNode   *within,
            AtspiRole   role,
            const char *name)
{
  Wanted w = { ui, within, role, name, NULL };

  return cb_ui_search (within != NULL ? within : ui->root, 0, accept_wanted, &w);
}

CbUiNode *
cb_ui_wait (CbUi       *ui,
            CbUiNode   *within,
            AtspiRole   role,
            const char *name)
{
  Wanted w = { ui, within, role, name, NULL };

  if (!cb_ui_wait_until (ui, try_wanted, &w))
    fail (ui, "not found", role, name);
  return w.found;
}

void
cb_ui_wait_gone (CbUi       *ui,
                 CbUiNode   *within,
                 AtspiRole   role,
                 const char *name)
{
  Wanted w = { ui, within, role, name, NULL };

  if (!cb_ui_wait_until (ui, try_gone, &w))
    fail (ui, "still there", role, name);
}

CbUiNode *
cb_ui_wait_entry (CbUi       *ui,
                  CbUiNode   *within,
                  const char *name)
{
  Wanted w = { ui, within, CB_UI_ANY, name, NULL };

  if (!cb_ui_wait_until (ui, try_entry, &w))
    fail (ui, "no such field", CB_UI_ANY, name);
  return w.found;
}

void
cb_ui_wait_says (CbUi       *ui,
                 CbUiNode   *within,
                 const char *text)
{
  Wanted w = { ui, within, CB_UI_ANY, text, NULL };

  if (!cb_ui_wait_until (ui, try_says, &w))
    fail (ui, "nothing says", CB_UI_ANY, text);
}

void
cb_ui_wait_text (CbUi       *ui,
                 CbUiNode   *node,
                 const char *text)
{
  Wanted w = { ui, node, CB_UI_ANY, text, NULL };

  if (!cb_ui_wait_until (ui, try_text, &w))
    {
      g_autofree char *has = cb_ui_dup_text (node);

      g_printerr ("it says \"%s\"\n", has);
      fail (ui, "does not say", CB_UI_ANY, text);
    }
}

/* --- reading ----------------------------------------------------------------------------------------------------- */

char *
cb_ui_dup_name (CbUiNode *node)
{
  return atspi_accessible_get_name (node, NULL);
}

char *
cb_ui_dup_text (CbUiNode *node)
{
  g_autoptr (GObject) text = (GObject *) atspi_accessible_get_text_iface (node);

  /* The end has to be a count: -1 gives an empty string with GTK 4. */
  if (text != NULL)
    return atspi_text_get_text ((AtspiText *) text, 0,
                                atspi_text_get_character_count ((AtspiText *) text, NULL), NULL);
  return atspi_accessible_get_name (node, NULL);
}

typedef struct
{
  int       row;
  int       seen;
  GString  *text;
} CellWalk;

/* A table's heading is a row too, but its children are no cells. */
static gboolean
is_row (CbUiNode *node)
{
  AtspiRole role = atspi_accessible_get_role (node, NULL);
  g_autoptr (CbUiNode) first = NULL;

  if (role != ATSPI_ROLE_TABLE_ROW)
    return role == ATSPI_ROLE_LIST_ITEM;
  first = atspi_accessible_get_child_at_index (node, 0, NULL);
  role = first != NULL ? atspi_accessible_get_role (first, NULL) : ATSPI_ROLE_INVALID;
  return role == ATSPI_ROLE_TABLE_CELL;
}

static gboolean
accept_row (CbUiNode *node,
            gpointer  data)
{
  CellWalk *walk = data;

  return is_row (node) && walk->seen++ == walk->row;
}

int
cb_ui_table_rows (CbUi     *ui,
                  CbUiNode *table)
{
  CellWalk walk = { -1, 0, NULL };
  g_autoptr (CbUiNode) none = cb_ui_search (table, 1, accept_row, &walk);

  g_assert_null (none);
  return walk.seen;
}

static gboolean
collect_text (CbUiNode *node,
              gpointer  data)
{
  CellWalk *walk = data;
  AtspiRole role = atspi_accessible_get_role (node, NULL);

  if (role == ATSPI_ROLE_LABEL || atspi_accessible_get_child_count (node, NULL) == 0)
    {
      g_autofree char *text = cb_ui_dup_text (node);

      if (text != NULL && text[0] != '\0')
        g_string_append_printf (walk->text, "%s%s", walk->text->len > 0 ? " " : "", text);
    }
  return FALSE;
}

char *
cb_ui_dup_cell (CbUi     *ui,
                CbUiNode *table,
                int       row,
                int       column)
{
  CellWalk walk = { row, 0, NULL };
  g_autoptr (CbUiNode) line = cb_ui_search (table, 1, accept_row, &walk);
  g_autoptr (CbUiNode) cell = NULL;
  g_autoptr (CbUiNode) none = NULL;

  if (line == NULL)
    fail (ui, "no such row in the table", ATSPI_ROLE_TABLE_ROW, NULL);
  cell = atspi_accessible_get_child_at_index (line, column, NULL);
  if (cell == NULL)
    fail (ui, "no such column in the table", ATSPI_ROLE_TABLE_CELL, NULL);
  walk.text = g_string_new (NULL);
  none = cb_ui_search (cell, 1, collect_text, &walk);
  return g_string_free (walk.text, FALSE);
}

static void
append_tree (GString  *out,
             CbUiNode *node,
             guint     depth)
{
  g_autofree char *name = atspi_accessible_get_name (node, NULL);
  g_autofree char *role = atspi_role_get_name (role_of (node));
  g_autofree char *text = cb_ui_dup_text (node);
  g_autoptr (GPtrArray) children = list_children (node, depth);

  g_string_append_printf (out, "%*s%s \"%s\"", (int) depth * 2, "", role, name);
  if (g_strcmp0 (name, text) != 0)
    g_string_append_printf (out, " = \"%s\"", text);
  if (cb_ui_has_state (node, ATSPI_STATE_FOCUSED))
    g_string_append (out, " (focus)");
  if (!cb_ui_has_state (node, ATSPI_STATE_SENSITIVE))
    g_string_append (out, " (insensitive)");
  g_string_append_c (out, '\n');
  for (guint i = 0; depth < MAX_DEPTH && i < children->len; i++)
    append_tree (out, children->pdata[i], depth + 1);
}

char *
cb_ui_dup_tree (CbUi     *ui,
                CbUiNode *within)
{
  GString *out = g_string_new (NULL);

  append_tree (out, within != NULL ? within : ui->root, 0);
  return g_string_free (out, FALSE);
}
