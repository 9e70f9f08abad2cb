/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CbBaseError:
 * Faults of the ground floor.  error->message is a diagnostic in plain English without names, ids,
 * amounts or keys; the window and the headless tool turn domain and code into a sentence for a
 * person.
 */
typedef enum {
  CB_BASE_ERROR_INVALID,      /* the text or bytes are not of the form asked for */
  CB_BASE_ERROR_RANGE,        /* of the right form, but outside what can be held */
  CB_BASE_ERROR_CHECKSUM,     /* the check character does not fit */
  CB_BASE_ERROR_UNRECOVERABLE,/* digits were lost before it came here (5.10802E+17) */
  CB_BASE_ERROR_UNKNOWN_YEAR, /* the working-day calendar has no announcement for that year */
  CB_BASE_ERROR_SYSTEM,       /* the system refuses what the program cannot do without */
} CbBaseError;

#define CB_BASE_ERROR (cb_base_error_quark ())
GQuark cb_base_error_quark (void);

G_END_DECLS
