/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-unsaved.h"

#include <glib/gi18n.h>

struct _CbUnsaved
{
  GObject parent_instance;

  GPtrArray *households;   /* of CbUnsavedHousehold */
};

G_DEFINE_FINAL_TYPE (CbUnsaved, cb_unsaved, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
household_free (CbUnsavedHousehold *h)
{
  g_free (h->name);
  g_ptr_array_unref (h->fields);
  g_object_unref (h->work);
  g_free (h);
}

static void
cb_unsaved_finalize (GObject *object)
{
  g_clear_pointer (&CB_UNSAVED (object)->households, g_ptr_array_unref);

  G_OBJECT_CLASS (cb_unsaved_parent_class)->finalize (object);
}

static void
cb_unsaved_class_init (CbUnsavedClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cb_unsaved_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", CB_TYPE_UNSAVED, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cb_unsaved_init (CbUnsaved *self)
{
  self->households = g_ptr_array_new_with_free_func ((GDestroyNotify) household_free);
}

/* What is at work holds the desk, which holds us. */
static void
locked_cb (CbDesk    *desk,
           CbUnsaved *self)
{
  g_ptr_array_set_size (self->households, 0);
}

CbUnsaved *
cb_unsaved_of (CbDesk *desk)
{
  CbUnsaved *self;

  g_return_val_if_fail (CB_IS_DESK (desk), NULL);

  self = g_object_get_data (G_OBJECT (desk), "cb-unsaved");
  if (self == NULL)
    {
      self = g_object_new (CB_TYPE_UNSAVED, NULL);
      g_object_set_data_full (G_OBJECT (desk), "cb-unsaved", self, g_object_unref);
      g_signal_connect_object (desk, "locked", G_CALLBACK (locked_cb), self, 0);
    }

  return self;
}

CbUnsavedHousehold *
cb_unsaved_find (CbUnsaved   *unsaved,
                 const CbUid *household)
{
  g_return_val_if_fail (CB_IS_UNSAVED (unsaved), NULL);

  for (guint i = 0; i < unsaved->households->len; i++)
    {
      CbUnsavedHousehold *h = g_ptr_array_index (unsaved->households, i);

      if (cb_uid_equal (&h->household, household))
        return h;
    }

  return NULL;
}

static gboolean
same_fields (const GPtrArray *a,
             const GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (g_strcmp0 (a->pdata[i], b->pdata[i]) != 0)
      return FALSE;

  return TRUE;
}

void
cb_unsaved_set (CbUnsaved   *unsaved,
                const CbUid *household,
                char        *name,
                GPtrArray   *fields,
                GObject     *work,
                gboolean     busy)
{
  CbUnsavedHousehold *h;
  gboolean same;

  g_return_if_fail (CB_IS_UNSAVED (unsaved));

  h = cb_unsaved_find (unsaved, household);
  if (h == NULL && (fields->len > 0 || busy))
    {
      h = g_new0 (CbUnsavedHousehold, 1);
      h->household = *household;
      h->fields = g_ptr_array_new_with_free_func (g_free);
      h->work = g_object_ref (work);
      g_ptr_array_add (unsaved->households, h);
    }
  if (h == NULL)
    {
      g_free (name);
      g_ptr_array_unref (fields);
      return;
    }
  same = h->busy == busy && g_strcmp0 (h->name, name) == 0 && same_fields (h->fields, fields);
  g_free (h->name);
  h->name = name;
  g_ptr_array_unref (h->fields);
  h->fields = fields;
  g_set_object (&h->work, work);
  h->busy = busy;
  if (fields->len == 0 && !busy)
    {
      g_autoptr (GObject) last = g_object_ref (h->work);

      g_ptr_array_remove (unsaved->households, h);
      same = FALSE;
    }
  if (!same)
    g_signal_emit (unsaved, signals[SIGNAL_CHANGED], 0);
}

GPtrArray *
cb_unsaved_list (CbUnsaved *unsaved,
                 gboolean   listed)
{
  GPtrArray *list = g_ptr_array_new ();

  g_return_val_if_fail (CB_IS_UNSAVED (unsaved), list);

  for (guint i = 0; i < unsaved->households->len; i++)
    {
      CbUnsavedHousehold *h = g_ptr_array_index (unsaved->households, i);

      if (!listed || h->fields->len > 0)
        g_ptr_array_add (list, h);
    }

  return list;
}

guint
cb_unsaved_count (CbUnsaved *unsaved)
{
  guint n = 0;

  g_return_val_if_fail (CB_IS_UNSAVED (unsaved), 0);

  for (guint i = 0; i < unsaved->households->len; i++)
    n += ((CbUnsavedHousehold *) g_ptr_array_index (unsaved->households, i))->fields->len;

  return n;
}

const char *
cb_unsaved_title (const CbUnsavedHousehold *household)
{
  return household->name != NULL && household->name[0] != '\0' ? household->name : _("Household without a name");
}

char *
cb_unsaved_fields (const CbUnsavedHousehold *household)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < household->fields->len; i++)
    {
      if (i > 0)
        g_string_append (text, C_("between two names", ", "));
      g_string_append (text, g_ptr_array_index (household->fields, i));
    }

  return g_string_free (text, FALSE);
}
