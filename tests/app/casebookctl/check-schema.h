/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* As much of JSON Schema (draft 2020-12) as data/schema uses; a keyword that it does not know is a fault of its own, so that nothing is
 * passed over.  NULL: @value fits; else where and why not. */
char *check_schema (JsonNode *schema, JsonNode *value) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
