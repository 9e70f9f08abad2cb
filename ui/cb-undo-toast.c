/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-undo-toast.h"

#include <glib/gi18n.h>

#include "cb-toast-lift.h"

#define TOAST_SECONDS       4
#define TOAST_UNDO_SECONDS 10

struct _CbUndoToasts
{
  AdwToastOverlay *overlay;   /* borrowed: it holds the toasts */
  CbShellUndo      undo;
  gpointer         data;
  GDestroyNotify   free_data;
  AdwToast        *toast;
};

CbUndoToasts *
cb_undo_toasts_new (AdwToastOverlay *overlay)
{
  CbUndoToasts *self = g_new0 (CbUndoToasts, 1);

  self->overlay = overlay;

  return self;
}

void
cb_undo_toasts_free (CbUndoToasts *toasts)
{
  cb_undo_toasts_forget (toasts);
  g_free (toasts);
}

static void
let_go (CbUndoToasts *self,
        gboolean      run)
{
  CbShellUndo func = self->undo;
  gpointer data = g_steal_pointer (&self->data);
  GDestroyNotify free_data = self->free_data;
  g_autoptr (AdwToast) toast = g_steal_pointer (&self->toast);

  self->undo = NULL;
  self->free_data = NULL;
  if (toast != NULL)
    g_signal_handlers_disconnect_by_data (toast, self);
  if (run && func != NULL)
    func (data);
  if (free_data != NULL && data != NULL)
    free_data (data);
  if (run && toast != NULL)
    adw_toast_dismiss (toast);
}

void
cb_undo_toasts_forget (CbUndoToasts *toasts)
{
  let_go (toasts, FALSE);
}

void
cb_undo_toasts_undo (CbUndoToasts *toasts)
{
  let_go (toasts, TRUE);
}

gboolean
cb_undo_toasts_can (CbUndoToasts *toasts)
{
  return toasts->undo != NULL;
}

void
cb_undo_toasts_add (CbUndoToasts   *toasts,
                    const char     *text,
                    CbShellUndo     undo,
                    gpointer        data,
                    GDestroyNotify  free_data)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (markup);

  adw_toast_set_timeout (toast, TOAST_SECONDS);
  if (undo != NULL)
    {
      g_autoptr (AdwToast) before = toasts->toast == NULL ? NULL : g_object_ref (toasts->toast);

      cb_undo_toasts_forget (toasts);
      if (before != NULL)
        adw_toast_dismiss (before);
      toasts->undo = undo;
      toasts->data = data;
      toasts->free_data = free_data;
      toasts->toast = g_object_ref (toast);
      adw_toast_set_timeout (toast, TOAST_UNDO_SECONDS);
      adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
      adw_toast_set_button_label (toast, _("Undo"));
      g_signal_connect_swapped (toast, "button-clicked", G_CALLBACK (cb_undo_toasts_undo), toasts);
      g_signal_connect_swapped (toast, "dismissed", G_CALLBACK (cb_undo_toasts_forget), toasts);
    }
  else if (free_data != NULL)
    free_data (data);
  adw_toast_overlay_add_toast (toasts->overlay, toast);
  cb_toast_lift (toasts->overlay);
}
