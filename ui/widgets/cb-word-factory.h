/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Rows of a GtkStringList as plain words.  @ellipsize: for the button of a drop-down, so that a long word does not widen the page; the list that
 * opens shows words whole. */
GtkListItemFactory *cb_word_factory_new   (gboolean           ellipsize) G_GNUC_WARN_UNUSED_RESULT;
/* A drop-down of words with both. */
GtkWidget          *cb_word_drop_down_new (GtkStringList     *words) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
