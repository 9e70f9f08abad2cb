/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-work-item.h"

#include <glib/gi18n.h>

struct _CbWorkItem
{
  GObject parent_instance;

  CbCase *c;
  char   *township;
  CbDate  today;
};

G_DEFINE_FINAL_TYPE (CbWorkItem, cb_work_item, G_TYPE_OBJECT)

static void
cb_work_item_finalize (GObject *object)
{
  CbWorkItem *self = CB_WORK_ITEM (object);

  g_clear_pointer (&self->c, cb_case_free);
  g_clear_pointer (&self->township, g_free);

  G_OBJECT_CLASS (cb_work_item_parent_class)->finalize (object);
}

static void
cb_work_item_class_init (CbWorkItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cb_work_item_finalize;
}

static void
cb_work_item_init (CbWorkItem *self)
{
}

CbWorkItem *
cb_work_item_new (CbCase  *c,
                  CbDate   today,
                  CbAreas *areas)
{
  CbWorkItem *self = g_object_new (CB_TYPE_WORK_ITEM, NULL);
  const CbArea *area = c->area == NULL ? NULL : cb_areas_find (areas, c->area);

  self->c = c;
  self->today = today;
  self->township = g_strdup (area != NULL ? area->name : c->area);

  return self;
}

const CbCase *
cb_work_item_case (CbWorkItem *item)
{
  g_return_val_if_fail (CB_IS_WORK_ITEM (item), NULL);

  return item->c;
}

gboolean
cb_work_item_overdue (CbWorkItem *item)
{
  g_return_val_if_fail (CB_IS_WORK_ITEM (item), FALSE);

  return item->c->due != CB_DATE_NONE && item->c->due < item->today;
}

char *
cb_work_item_due_text (CbWorkItem *item)
{
  g_autofree char *date = NULL;

  g_return_val_if_fail (CB_IS_WORK_ITEM (item), NULL);

  if (item->c->due == CB_DATE_NONE)
    return g_strdup ("");
  date = cb_date_format (item->c->due);
  if (item->c->due < item->today)
    /* TRANSLATORS: %s is a date. */
    return g_strdup_printf (_("%s overdue"), date);
  if (item->c->due == item->today)
    return g_strdup_printf (_("%s today"), date);

  return g_steal_pointer (&date);
}

char *
cb_work_due_longest (void)
{
  return g_strdup_printf (_("%s overdue"), "2000-00-00");
}

const char **
cb_work_steps (void)
{
  const char *const steps[] = { _("Township opinion"), _("Decision"), NULL };

  return g_memdup2 (steps, sizeof steps);
}

const char *
cb_work_item_step (CbWorkItem *item)
{
  g_return_val_if_fail (CB_IS_WORK_ITEM (item), NULL);

  switch ((int) item->c->state)
    {
    case CB_CASE_SUBMITTED:
      return _("Township opinion");
    case CB_CASE_OPINION:
      return _("Decision");
    default:
      return cb_case_state_title (item->c->state);
    }
}

const char *
cb_work_item_township (CbWorkItem *item)
{
  g_return_val_if_fail (CB_IS_WORK_ITEM (item), NULL);

  return item->township;
}
