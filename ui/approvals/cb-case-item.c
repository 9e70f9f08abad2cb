/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-case-item.h"

struct _CbCaseItem
{
  GObject parent_instance;

  CbCase *c;
  char   *township;
  char   *due_law;
};

G_DEFINE_FINAL_TYPE (CbCaseItem, cb_case_item, G_TYPE_OBJECT)

CbCaseItem *
cb_case_item_new (CbCase     *c,
                  const char *township,
                  char       *due_law)
{
  CbCaseItem *self = g_object_new (CB_TYPE_CASE_ITEM, NULL);

  self->c = c;
  self->township = g_strdup (township);
  self->due_law = due_law;
  return self;
}

const CbCase *
cb_case_item_get (CbCaseItem *self)
{
  g_return_val_if_fail (CB_IS_CASE_ITEM (self), NULL);

  return self->c;
}

const char *
cb_case_item_get_township (CbCaseItem *self)
{
  g_return_val_if_fail (CB_IS_CASE_ITEM (self), NULL);

  return self->township;
}

const char *
cb_case_item_get_due_law (CbCaseItem *self)
{
  g_return_val_if_fail (CB_IS_CASE_ITEM (self), NULL);

  return self->due_law;
}

static void
cb_case_item_finalize (GObject *object)
{
  CbCaseItem *self = CB_CASE_ITEM (object);

  cb_case_free (self->c);
  g_free (self->township);
  g_free (self->due_law);
  G_OBJECT_CLASS (cb_case_item_parent_class)->finalize (object);
}

static void
cb_case_item_class_init (CbCaseItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cb_case_item_finalize;
}

static void
cb_case_item_init (CbCaseItem *self)
{
}
