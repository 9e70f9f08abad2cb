/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-ui-driver.h"

G_BEGIN_DECLS

struct _CbUi
{
  GSubprocess *process;
  CbUiNode    *root;
  char        *log_path;
  int          pid;
  gboolean     exited;
};

CbUiNode *cb_ui_search (CbUiNode *node, guint depth, gboolean (*accept) (CbUiNode *node, gpointer data), gpointer data);

G_END_DECLS
