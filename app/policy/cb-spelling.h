/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-pack-private.h"

G_BEGIN_DECLS

/* The one of @known (char *) that @word most probably means: a letter changed, left out, added or swapped with its neighbour, two in longer
 * words; or a word of which it is the beginning.  NULL when none is that near.  Borrowed from @known. */
const char *cb_spelling_nearest (const char *word, GPtrArray *known);

/* For the end of a message, "; per_head was probably meant", or "": a name in a formula about the entity @scope, a word of a choice, the name of
 * a group of that kind.  To be freed. */
char       *cb_spelling_hint        (CbPack *pack, int scope, const char *name) G_GNUC_WARN_UNUSED_RESULT;
char       *cb_spelling_hint_word   (const CbChoiceX *choice, const char *word) G_GNUC_WARN_UNUSED_RESULT;
char       *cb_spelling_hint_group  (CbSource *source, const char *kind, const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
