/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-arena.h"

#include <string.h>

#define BLOCK_SIZE (32 * 1024)

struct _CbArena
{
  GPtrArray *blocks;
  char *at, *end;
};

CbArena *
cb_arena_new (void)
{
  CbArena *arena = g_new0 (CbArena, 1);

  arena->blocks = g_ptr_array_new_with_free_func (g_free);
  return arena;
}

void
cb_arena_free (CbArena *arena)
{
  if (arena == NULL)
    return;
  g_ptr_array_unref (arena->blocks);
  g_free (arena);
}

gpointer
cb_arena_alloc (CbArena *arena,
                gsize    size)
{
  char *p;

  size = (size + 15) & ~(gsize) 15;
  if ((gsize) (arena->end - arena->at) < size)
    {
      gsize want = MAX (size, BLOCK_SIZE);
      char *block = g_malloc (want);

      g_ptr_array_add (arena->blocks, block);
      if (want > BLOCK_SIZE)
        return memset (block, 0, size);
      arena->at = block;
      arena->end = block + want;
    }
  p = arena->at;
  arena->at += size;
  return memset (p, 0, size);
}

char *
cb_arena_strndup (CbArena    *arena,
                  const char *text,
                  gsize       len)
{
  char *copy = cb_arena_alloc (arena, len + 1);

  memcpy (copy, text, len);
  return copy;
}

char *
cb_arena_strdup (CbArena    *arena,
                 const char *text)
{
  return text != NULL ? cb_arena_strndup (arena, text, strlen (text)) : NULL;
}
