/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-page.h"

typedef struct
{
  CbDesk       *desk;
  char         *title;
  GStrv         crumbs;
  CbUid         subject;
  GCancellable *cancellable;
  guint         pending;      /* mask of changes not yet told */
  gboolean      shown;
} CbPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (CbPage, cb_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_DESK,
  PROP_TITLE,
  PROP_CRUMBS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
tell_changes (CbPage *self)
{
  CbPagePrivate *priv = cb_page_get_instance_private (self);
  guint mask = priv->pending;

  priv->pending = 0;
  if (mask != 0 && CB_PAGE_GET_CLASS (self)->changed != NULL)
    CB_PAGE_GET_CLASS (self)->changed (self, mask);
}

static void
desk_changed_cb (CbDesk *desk,
                 guint   mask,
                 CbPage *self)
{
  CbPagePrivate *priv = cb_page_get_instance_private (self);

  priv->pending |= mask;
  if (priv->shown)
    tell_changes (self);
}

static void
cb_page_constructed (GObject *object)
{
  CbPagePrivate *priv = cb_page_get_instance_private (CB_PAGE (object));

  G_OBJECT_CLASS (cb_page_parent_class)->constructed (object);
  if (priv->desk != NULL)
    g_signal_connect_object (priv->desk, "changed", G_CALLBACK (desk_changed_cb), object, 0);
}

static void
cb_page_get_property (GObject    *object,
                      guint       prop_id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  CbPagePrivate *priv = cb_page_get_instance_private (CB_PAGE (object));

  switch (prop_id)
    {
    case PROP_DESK:
      g_value_set_object (value, priv->desk);
      break;
    case PROP_TITLE:
      g_value_set_string (value, priv->title);
      break;
    case PROP_CRUMBS:
      g_value_set_boxed (value, priv->crumbs);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cb_page_set_property (GObject      *object,
                      guint         prop_id,
                      const GValue *value,
                      GParamSpec   *pspec)
{
  CbPage *self = CB_PAGE (object);
  CbPagePrivate *priv = cb_page_get_instance_private (self);

  switch (prop_id)
    {
    case PROP_DESK:
      priv->desk = g_value_dup_object (value);
      break;
    case PROP_TITLE:
      cb_page_set_title (self, g_value_get_string (value));
      break;
    case PROP_CRUMBS:
      cb_page_set_crumbs (self, g_value_get_boxed (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cb_page_dispose (GObject *object)
{
  CbPagePrivate *priv = cb_page_get_instance_private (CB_PAGE (object));

  g_cancellable_cancel (priv->cancellable);
  priv->shown = FALSE;

  G_OBJECT_CLASS (cb_page_parent_class)->dispose (object);
}

static void
cb_page_finalize (GObject *object)
{
  CbPagePrivate *priv = cb_page_get_instance_private (CB_PAGE (object));

  g_clear_object (&priv->cancellable);
  g_clear_object (&priv->desk);
  g_clear_pointer (&priv->title, g_free);
  g_clear_pointer (&priv->crumbs, g_strfreev);

  G_OBJECT_CLASS (cb_page_parent_class)->finalize (object);
}

static void
cb_page_class_init (CbPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = cb_page_constructed;
  object_class->get_property = cb_page_get_property;
  object_class->set_property = cb_page_set_property;
  object_class->dispose = cb_page_dispose;
  object_class->finalize = cb_page_finalize;

  properties[PROP_DESK] =
    g_param_spec_object ("desk", NULL, NULL, CB_TYPE_DESK,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CRUMBS] =
    g_param_spec_boxed ("crumbs", NULL, NULL, G_TYPE_STRV,
                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cb_page_init (CbPage *self)
{
  CbPagePrivate *priv = cb_page_get_instance_private (self);

  priv->cancellable = g_cancellable_new ();
}

CbDesk *
cb_page_get_desk (CbPage *page)
{
  CbPagePrivate *priv = cb_page_get_instance_private (page);

  g_return_val_if_fail (CB_IS_PAGE (page), NULL);
  return priv->desk;
}

const char *
cb_page_get_title (CbPage *page)
{
  CbPagePrivate *priv = cb_page_get_instance_private (page);

  g_return_val_if_fail (CB_IS_PAGE (page), NULL);
  return priv->title;
}

void
cb_page_set_title (CbPage     *page,
                   const char *title)
{
  CbPagePrivate *priv = cb_page_get_instance_private (page);

  g_return_if_fail (CB_IS_PAGE (page));

  if (g_strcmp0 (priv->title, title) == 0)
    return;
  g_free (priv->title);
  priv->title = g_strdup (title);
  g_object_notify_by_pspec (G_OBJECT (page), properties[PROP_TITLE]);
}

const char *const *
cb_page_get_crumbs (CbPage *page)
{
  CbPagePrivate *priv = cb_page_get_instance_private (page);

  g_return_val_if_fail (CB_IS_PAGE (page), NULL);
  return (const char *const *) priv->crumbs;
}

void
cb_page_set_crumbs (CbPage            *page,
                    const char *const *crumbs)
{
  CbPagePrivate *priv = cb_page_get_instance_private (page);

  g_return_if_fail (CB_IS_PAGE (page));

  if (priv->crumbs == NULL ? crumbs == NULL
      : crumbs != NULL && g_strv_equal ((const char *const *) priv->crumbs, crumbs))
    return;
  g_strfreev (priv->crumbs);
  priv->crumbs = g_strdupv ((char **) crumbs);
  g_object_notify_by_pspec (G_OBJECT (page), properties[PROP_CRUMBS]);
}

const CbUid *
cb_page_get_subject (CbPage *page)
{
  CbPagePrivate *priv = cb_page_get_instance_private (page);

  g_return_val_if_fail (CB_IS_PAGE (page), NULL);

  return cb_uid_is_none (&priv->subject) ? NULL : &priv->subject;
}

void
cb_page_set_subject (CbPage      *page,
                     const CbUid *subject)
{
  CbPagePrivate *priv = cb_page_get_instance_private (page);

  g_return_if_fail (CB_IS_PAGE (page));

  priv->subject = subject != NULL ? *subject : CB_UID_NONE;
}

gboolean
cb_page_is_shown (CbPage *page)
{
  CbPagePrivate *priv = cb_page_get_instance_private (page);

  g_return_val_if_fail (CB_IS_PAGE (page), FALSE);
  return priv->shown;
}

GCancellable *
cb_page_get_cancellable (CbPage *page)
{
  CbPagePrivate *priv = cb_page_get_instance_private (page);

  g_return_val_if_fail (CB_IS_PAGE (page), NULL);
  return priv->cancellable;
}

void
cb_page_enter (CbPage *page)
{
  CbPagePrivate *priv = cb_page_get_instance_private (page);

  g_return_if_fail (CB_IS_PAGE (page));

  priv->shown = TRUE;
  tell_changes (page);
  if (CB_PAGE_GET_CLASS (page)->enter != NULL)
    CB_PAGE_GET_CLASS (page)->enter (page);
}

void
cb_page_leave (CbPage *page)
{
  CbPagePrivate *priv = cb_page_get_instance_private (page);

  g_return_if_fail (CB_IS_PAGE (page));

  priv->shown = FALSE;
  if (CB_PAGE_GET_CLASS (page)->leave != NULL)
    CB_PAGE_GET_CLASS (page)->leave (page);
}

void
cb_page_show_subject (CbPage      *page,
                      const CbUid *subject)
{
  g_return_if_fail (CB_IS_PAGE (page));

  if (CB_PAGE_GET_CLASS (page)->show != NULL)
    CB_PAGE_GET_CLASS (page)->show (page, subject);
}

gboolean
cb_page_focus_search (CbPage *page)
{
  g_return_val_if_fail (CB_IS_PAGE (page), FALSE);

  return CB_PAGE_GET_CLASS (page)->focus_search != NULL && CB_PAGE_GET_CLASS (page)->focus_search (page);
}
