/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-arena.h"

G_BEGIN_DECLS

/* JSON with its numbers kept as text: an amount never passes through floating point. */
typedef enum { CB_JSON_NULL, CB_JSON_FALSE, CB_JSON_TRUE, CB_JSON_NUMBER, CB_JSON_STRING, CB_JSON_ARRAY, CB_JSON_OBJECT } CbJsonType;

typedef struct _CbJson CbJson;
struct _CbJson {
  CbJsonType   type;
  const char  *text;       /* of a string or a number */
  guint        n;
  CbJson     **items;      /* of an array or object */
  const char **names;      /* of an object; no name twice */
};

/* NULL with CB_POLICY_ERROR_FACTS naming line and column. */
CbJson *cb_json_parse  (CbArena *arena, const char *text, gsize len, GError **error);
void    cb_json_escape (GString *out, const char *text);     /* with quotes */

G_END_DECLS
