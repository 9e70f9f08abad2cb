/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-reference.h"

char *
cb_reference_path (const char *name)
{
  const char *const dirs[] = { g_getenv ("CASEBOOK_DATADIR"), CB_SOURCE_DATADIR, CB_DATADIR };

  for (guint i = 0; i < G_N_ELEMENTS (dirs); i++)
    if (dirs[i] != NULL && *dirs[i] != '\0')
      {
        g_autofree char *path = g_build_filename (dirs[i], name, NULL);

        if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
          return g_steal_pointer (&path);
      }
  return NULL;
}

static char *
need_path (const char *name,
           GError    **error)
{
  char *path = cb_reference_path (name);

  if (path == NULL)
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "%s is not installed", name);
  return path;
}

CbAreas *
cb_reference_areas (GError **error)
{
  static GMutex mutex;
  static CbAreas *areas;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  if (areas == NULL)
    {
      g_autofree char *path = need_path ("areas-510800.csv", error);

      if (path != NULL)
        areas = cb_areas_load (path, error);
    }
  return areas;
}

CbCalendar *
cb_reference_calendar (GError **error)
{
  static GMutex mutex;
  static CbCalendar *calendar;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  if (calendar == NULL)
    {
      g_autofree char *path = need_path ("holidays.csv", error);

      if (path != NULL)
        calendar = cb_calendar_load (path, error);
    }
  return calendar;
}
