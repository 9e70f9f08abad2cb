/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-secret-buffer.h"

#include <string.h>

#define CAPACITY 512

struct _CbSecretBuffer
{
  GtkEntryBuffer parent_instance;

  CbSecret *memory;    /* CAPACITY bytes; the used ones followed by a NUL */
  gsize     used;      /* bytes */
  guint     chars;
};

G_DEFINE_FINAL_TYPE (CbSecretBuffer, cb_secret_buffer, GTK_TYPE_ENTRY_BUFFER)

static const char *
cb_secret_buffer_get_text (GtkEntryBuffer *buffer,
                           gsize          *n_bytes)
{
  CbSecretBuffer *self = CB_SECRET_BUFFER (buffer);

  if (n_bytes != NULL)
    *n_bytes = self->used;
  return (const char *) cb_secret_bytes (self->memory);
}

static guint
cb_secret_buffer_get_length (GtkEntryBuffer *buffer)
{
  return CB_SECRET_BUFFER (buffer)->chars;
}

static guint
cb_secret_buffer_insert_text (GtkEntryBuffer *buffer,
                              guint           position,
                              const char     *chars,
                              guint           n_chars)
{
  CbSecretBuffer *self = CB_SECRET_BUFFER (buffer);
  char *text = (char *) cb_secret_data (self->memory);
  const char *end = g_utf8_offset_to_pointer (chars, n_chars);
  char *at;

  while (n_chars > 0 && self->used + (gsize) (end - chars) > CAPACITY)
    {
      end = g_utf8_prev_char (end);
      n_chars--;
    }
  if (n_chars == 0)
    return 0;

  at = g_utf8_offset_to_pointer (text, position);
  memmove (at + (end - chars), at, text + self->used - at);
  memcpy (at, chars, end - chars);
  self->used += end - chars;
  self->chars += n_chars;
  text[self->used] = '\0';
  gtk_entry_buffer_emit_inserted_text (buffer, position, chars, n_chars);

  return n_chars;
}

/* The signal tells the views first; its own handler, below, takes the text out. */
static guint
cb_secret_buffer_delete_text (GtkEntryBuffer *buffer,
                              guint           position,
                              guint           n_chars)
{
  CbSecretBuffer *self = CB_SECRET_BUFFER (buffer);

  position = MIN (position, self->chars);
  n_chars = MIN (n_chars, self->chars - position);
  if (n_chars > 0)
    gtk_entry_buffer_emit_deleted_text (buffer, position, n_chars);

  return n_chars;
}

static void
cb_secret_buffer_deleted_text (GtkEntryBuffer *buffer,
                               guint           position,
                               guint           n_chars)
{
  CbSecretBuffer *self = CB_SECRET_BUFFER (buffer);
  char *text = (char *) cb_secret_data (self->memory);
  char *from = g_utf8_offset_to_pointer (text, position);
  char *to = g_utf8_offset_to_pointer (from, n_chars);
  gsize gone = to - from;

  memmove (from, to, text + self->used - to);
  self->used -= gone;
  self->chars -= n_chars;
  memset (text + self->used, 0, gone);

  /* Not the parent's handler: it takes the text out of a buffer of its own, which we do not have. */
  g_object_notify (G_OBJECT (buffer), "text");
  g_object_notify (G_OBJECT (buffer), "length");
}

static void
cb_secret_buffer_finalize (GObject *object)
{
  CbSecretBuffer *self = CB_SECRET_BUFFER (object);

  g_clear_pointer (&self->memory, cb_secret_free);
  self->used = 0;
  self->chars = 0;

  G_OBJECT_CLASS (cb_secret_buffer_parent_class)->finalize (object);
}

static void
cb_secret_buffer_class_init (CbSecretBufferClass *klass)
{
  GtkEntryBufferClass *buffer_class = GTK_ENTRY_BUFFER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = cb_secret_buffer_finalize;
  buffer_class->get_text = cb_secret_buffer_get_text;
  buffer_class->get_length = cb_secret_buffer_get_length;
  buffer_class->insert_text = cb_secret_buffer_insert_text;
  buffer_class->delete_text = cb_secret_buffer_delete_text;
  buffer_class->deleted_text = cb_secret_buffer_deleted_text;
}

static void
cb_secret_buffer_init (CbSecretBuffer *self)
{
  self->memory = cb_secret_new (CAPACITY + 1);
}

GtkEntryBuffer *
cb_secret_buffer_new (void)
{
  return g_object_new (CB_TYPE_SECRET_BUFFER, NULL);
}

CbSecret *
cb_secret_buffer_dup (CbSecretBuffer *buffer)
{
  g_return_val_if_fail (CB_IS_SECRET_BUFFER (buffer), NULL);

  return cb_secret_from (cb_secret_bytes (buffer->memory), buffer->used);
}

void
cb_secret_buffer_clear (CbSecretBuffer *buffer)
{
  g_return_if_fail (CB_IS_SECRET_BUFFER (buffer));

  gtk_entry_buffer_delete_text (GTK_ENTRY_BUFFER (buffer), 0, -1);
}
