/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-arena.h"

#include <string.h>

#define BLOCK_SIZE (32 * 1024)

/* Blocks given back that wait for the next arena.  The trace of one family takes nine of them: returned to the system each time, its pages
 * would have to be mapped and cleared anew for every family, which costs as much as tracing it.  Where errors of memory are looked for nothing
 * waits. */
#ifdef __SANITIZE_ADDRESS__
#define MAY_KEEP(n) FALSE
#else
#define MAY_KEEP(n) ((n) < 16)
#endif

typedef struct _Block Block;
struct _Block
{
  Block *next;
  gsize  size;
};
/* What is handed out stays aligned. */
#define HEAD ((sizeof (Block) + 15) & ~(gsize) 15)

struct _CbArena
{
  Block *blocks;
  char *at, *end;
};

static GMutex spare_lock;
static Block *spare;
static guint n_spare;

static Block *
block_new (gsize size)
{
  Block *block = NULL;

  if (size == BLOCK_SIZE)
    {
      g_mutex_lock (&spare_lock);
      block = spare;
      if (block != NULL)
        {
          spare = block->next;
          n_spare--;
        }
      g_mutex_unlock (&spare_lock);
    }
  if (block == NULL)
    block = g_malloc (size);
  block->size = size;
  return block;
}

CbArena *
cb_arena_new (void)
{
  return g_new0 (CbArena, 1);
}

void
cb_arena_free (CbArena *arena)
{
  if (arena == NULL)
    return;
  g_mutex_lock (&spare_lock);
  while (arena->blocks != NULL)
    {
      Block *block = arena->blocks;

      arena->blocks = block->next;
      if (block->size == BLOCK_SIZE && MAY_KEEP (n_spare))
        {
          block->next = spare;
          spare = block;
          n_spare++;
        }
      else
        g_free (block);
    }
  g_mutex_unlock (&spare_lock);
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
      gsize want = MAX (size + HEAD, BLOCK_SIZE);
      Block *block = block_new (want);

      block->next = arena->blocks;
      arena->blocks = block;
      if (want > BLOCK_SIZE)
        return memset ((char *) block + HEAD, 0, size);
      arena->at = (char *) block + HEAD;
      arena->end = (char *) block + want;
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
