/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "standard-desk.h"

#include <glib/gstdio.h>
#include <string.h>

#include "cb-clock.h"
#include "cb-standard.h"

#define EVERYBODY (1u << WORKER | 1u << REVIEWER | 1u << APPROVER | 1u << TOWNSHIP_APPROVER | 1u << POLICY_OFFICER | 1u << POLICY_APPROVER)
#define LINE "2026-07-01 = urban 780.00, rural 620.00\n"

void
office_day (int year,
            int month,
            int day)
{
  cb_clock_set (cb_date_new (year, month, day) * G_GINT64_CONSTANT (86400000) + 36000000);
}

/* A county that was founded before the standard of July 2026 was known. */
Office *
office_new_early (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "data", "policy", "guangyuan.pack", NULL);
  g_autofree char *text = NULL, *less = NULL, *dir = NULL, *sub = NULL, *file = NULL;
  g_autoptr (GError) error = NULL;
  Office *office;
  char *at;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  at = strstr (text, LINE);
  g_assert_nonnull (at);
  *at = '\0';
  less = g_strconcat (text, at + strlen (LINE), NULL);
  /* Its article of that day goes with it. */
  at = strstr (strstr (less, "[param dibao.standard]"), "cite.2026-07-01");
  memmove (at, strchr (at, '\n') + 1, strlen (strchr (at, '\n') + 1) + 1);
  dir = g_dir_make_tmp ("cb-batch-XXXXXX", &error);
  sub = g_build_filename (dir, "policy", NULL);
  file = g_build_filename (sub, "guangyuan.pack", NULL);
  g_mkdir (sub, 0700);
  g_file_set_contents (file, less, -1, &error);
  g_assert_no_error (error);
  g_setenv ("CASEBOOK_DATADIR", dir, TRUE);
  office = office_new (EVERYBODY);
  g_setenv ("CASEBOOK_DATADIR", "", TRUE);
  g_unlink (file);
  g_rmdir (sub);
  g_rmdir (dir);
  return office;
}

void
office_come (Office *office,
             Who     who)
{
  office_turn (office, who);
  office_sign_in (office);
}

/* A family of two with an income, granted. */
CbUid
office_grant (Office     *office,
              const char *head,
              const char *yuan)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CbDecisionDraft) d = NULL;
  CbUid family, c;

  office_come (office, WORKER);
  family = office_family (office, head, NULL, 2, yuan, "510823100");
  c = office_submit (office, &family, "dibao", &error);
  g_assert_no_error (error);
  office_come (office, REVIEWER);
  office_opinion (office, &c, TRUE);
  office_come (office, APPROVER);
  d = office_draft (office, &c);
  g_assert_true (office_decide (office, d, TRUE, "", &error));
  g_assert_no_error (error);
  return c;
}

typedef struct { CbStandard *s; CbStandardCheck *check; CbUid uid; } Call;

#define JOB(name, call) \
  static gpointer \
  name (CbDesk *desk, CbDb *db, gpointer data, GCancellable *cancellable, GError **error) \
  { \
    Call *c = data; \
    return call ? c : NULL; \
  }
JOB (save_job, cb_standard_save (desk, db, c->s, error))
JOB (check_job, (c->check = cb_standard_check (desk, db, &c->uid, TRUE, error)) != NULL)
JOB (publish_job, cb_standard_publish (desk, db, c->check, error))
JOB (countersign_job, cb_standard_countersign (desk, db, c->check, error))

void
office_publish (Office     *office,
                Who         officer,
                CbDate      from,
                const char *rural)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CbStandard) s = cb_standard_new ();
  Call c = { .s = s };

  office_come (office, officer);
  s->from = from;
  s->cite = g_strdup ("剑府发〔2026〕8号");
  s->late = cb_standard_is_late (from, cb_clock_today ());
  cb_standard_set (s, "dibao.standard", "rural", rural);
  g_assert_nonnull (cb_desk_write (office->desk, save_job, &c, &error));
  c.uid = s->uid;
  g_assert_nonnull (cb_desk_read (office->desk, check_job, &c, &error));
  cb_desk_write (office->desk, publish_job, &c, &error);
  g_assert_no_error (error);
  cb_standard_check_free (c.check);
  office_come (office, APPROVER);
  g_assert_nonnull (cb_desk_read (office->desk, check_job, &c, &error));
  cb_desk_write (office->desk, countersign_job, &c, &error);
  g_assert_no_error (error);
  cb_standard_check_free (c.check);
}
