/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cb-clock.h"

#define KILLS 200

/* A child saves one fact after the other through the whole stack and says so as soon as each save has returned; it is killed at a
 * random moment.  Nothing that was said may be lost, and everything that is there must be sound. */

static gpointer
save_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  gpointer *call = data;

  return cb_household_save (desk, db, call[0], call[1], NULL, error) ? data : NULL;
}

static int
work (const char  *dir,
      const char  *slot,
      const char  *family,
      const char  *from,
      const char  *passphrase)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CbSecret) secret = cb_secret_from (passphrase, strlen (passphrase));
  g_autoptr (CbDesk) desk = cb_desk_unlock (dir, (guint) g_ascii_strtoull (slot, NULL, 10), secret, NULL, &error);
  guint32 i = (guint32) g_ascii_strtoull (from, NULL, 10);
  CbUid uid;

  g_assert_no_error (error);
  g_assert_true (cb_uid_from_text (family, &uid));
  for (;;)
    {
      g_autoptr (CbHousehold) h = cb_household_new (&uid);
      g_autoptr (GArray) edits = cb_edits_new ();
      g_autofree char *note = g_strdup_printf ("%u", ++i);
      g_auto (CbValue) value = cb_value_text (note);
      gpointer call[] = { h, edits };

      cb_edits_set (edits, cb_household_self (h), 19, &value);
      cb_desk_write (desk, save_job, call, &error);
      g_assert_no_error (error);
      if (write (STDOUT_FILENO, &i, sizeof i) != sizeof i)
        return 1;
    }
}

static guint32
read_last (int     fd,
           guint32 last)
{
  guint32 i;

  while (read (fd, &i, sizeof i) == sizeof i)
    last = i;
  return last;
}

static void
test_kill (void)
{
  g_autoptr (Office) office = office_new (1 << WORKER);
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *slot = g_strdup_printf ("%u", office->slot[WORKER]);
  g_autofree char *family = NULL;
  guint32 said = 0, saves = 0;
  CbUid uid;

  office_turn (office, WORKER);
  uid = office_family (office, "王秀兰", NULL, 1, "3000", "510823100");
  family = cb_uid_to_text (&uid);
  for (guint kill_no = 0; kill_no < KILLS; kill_no++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *from = g_strdup_printf ("%u", said);
      const char *const argv[] = { self, "--work", office->dir, slot, family, from,
                                   (const char *) cb_secret_bytes (office->passphrase[WORKER]), NULL };
      g_autoptr (CbHousehold) h = NULL;
      guint32 first, found, before = said;
      GPid pid;
      int out;

      cb_desk_lock (office->desk, &error);
      g_assert_no_error (error);
      g_clear_object (&office->desk);
      g_assert_true (g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL, &out, NULL,
                                               &error));
      g_assert_no_error (error);
      /* Every other time from the unlocking on, else from the first save on, however long that takes: some saves later. */
      if (kill_no % 2 == 0 && read (out, &first, sizeof first) == sizeof first)
        said = first;
      g_usleep ((gulong) g_rand_int_range (random, 20, 400) * 1000);
      kill (pid, SIGKILL);
      said = read_last (out, said);
      close (out);
      while (waitpid (pid, NULL, 0) < 0 && errno == EINTR)
        ;
      g_spawn_close_pid (pid);
      office_unlock (office, WORKER);
      h = office_load (office, &uid);
      found = cb_entity_text (cb_household_self (h), 19) != NULL
                ? (guint32) g_ascii_strtoull (cb_entity_text (cb_household_self (h), 19), NULL, 10) : 0;
      g_assert_cmpuint (found, >=, said);        /* what was said is there */
      g_assert_cmpuint (found, <=, said + 1);    /* at most the one under way besides */
      saves += found - before;
      said = found;
      office_verify (office);
    }
  g_test_message ("%u kills, %u saves", KILLS, saves);
  g_assert_cmpuint (saves, >, KILLS / 4);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 7 && strcmp (argv[1], "--work") == 0)
    return work (argv[2], argv[3], argv[4], argv[5], argv[6]);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/casework/kill", test_kill);
  return g_test_run ();
}
