/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Runs the main context until @condition holds, asked again after each turn; fails the test when it does not within @seconds. */
#define CB_WAIT_FOR(condition, seconds) \
  G_STMT_START { \
    gint64 until_ = g_get_monotonic_time () + (seconds) * G_TIME_SPAN_SECOND; \
    while (!(condition) && g_get_monotonic_time () < until_) \
      { \
        if (!g_main_context_iteration (NULL, FALSE)) \
          g_usleep (500); \
      } \
    g_assert_true (condition); \
  } G_STMT_END
