/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CbAreas:
 * The areas of a prefecture: code, name, parent (data/areas-510800.csv).  Codes are text of 4, 6, 9 or 12 digits; a village is
 * a 12-digit code or free text below a township.  Immutable and shared.
 */
typedef struct _CbAreas CbAreas;
typedef struct { const char *code; const char *name; const char *parent; } CbArea;

CbAreas      *cb_areas_load     (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
CbAreas      *cb_areas_ref      (CbAreas *areas);
void          cb_areas_unref    (CbAreas *areas);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbAreas, cb_areas_unref)

const CbArea *cb_areas_find     (CbAreas *areas, const char *code);                 /* NULL when unknown */
/* By name, "剑阁县普安镇", "普安镇", "普安" alike; NULL when unknown or ambiguous. @within: only below that code, or NULL. */
const CbArea *cb_areas_match    (CbAreas *areas, const char *name, const char *within);
GPtrArray    *cb_areas_children (CbAreas *areas, const char *code) G_GNUC_WARN_UNUSED_RESULT; /* of const CbArea*, in code order */
/* Whether @code lies in @within (itself included).  Pure text: a code begins with its parent's code; "" contains all. */
gboolean      cb_area_within    (const char *code, const char *within);
/* "剑阁县 普安镇" */
char         *cb_areas_path     (CbAreas *areas, const char *code) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
