/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The one of @known (char *) that @word most probably means: a letter changed, left out, added or swapped with its neighbour, two in longer
 * words; or a word of which it is the beginning.  NULL when none is that near.  Borrowed from @known. */
const char *cb_spelling_nearest (const char *word, GPtrArray *known);

G_END_DECLS
