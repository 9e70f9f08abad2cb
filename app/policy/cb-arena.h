/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Zeroed memory that is given back all at once: syntax trees and traces. */
typedef struct _CbArena CbArena;

CbArena *cb_arena_new    (void) G_GNUC_WARN_UNUSED_RESULT;
void     cb_arena_free   (CbArena *arena);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbArena, cb_arena_free)
gpointer cb_arena_alloc  (CbArena *arena, gsize size);
char    *cb_arena_strndup (CbArena *arena, const char *text, gsize len);
char    *cb_arena_strdup (CbArena *arena, const char *text);

#define cb_arena_new0(arena, Type, n) ((Type *) cb_arena_alloc ((arena), sizeof (Type) * (gsize) (n)))

G_END_DECLS
