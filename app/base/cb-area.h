/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CbAreas:
 * The areas of a prefecture: code, name, parent (data/areas-510800.csv; policy.md 5.2).  Codes are
 * text of 4, 6, 9 or 12 digits (prefecture, county, township, village), each beginning with its
 * parent's; a prefecture written with zeros (510800) is taken as 5108 everywhere.  A village is a
 * 12-digit code or free text below a township.  Immutable and shared; any thread.
 */
typedef struct _CbAreas CbAreas;
typedef struct { const char *code; const char *name; const char *parent; } CbArea;

/* G_FILE_ERROR, or CB_BASE_ERROR_INVALID with the line's number. */
CbAreas      *cb_areas_load     (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
CbAreas      *cb_areas_ref      (CbAreas *areas);
void          cb_areas_unref    (CbAreas *areas);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbAreas, cb_areas_unref)

/* What is returned lives as long as @areas. */
const CbArea *cb_areas_find     (CbAreas *areas, const char *code);   /* NULL when unknown */
/* By name, "剑阁县普安镇", "普安镇", "普安" alike; NULL when unknown or ambiguous.  @within: only
 * there, or NULL.  A full name goes before a short one: 朝天镇 is the township, 朝天 is neither. */
const CbArea *cb_areas_match    (CbAreas *areas, const char *name, const char *within);
/* Of const CbArea *, in code order; the topmost ones for "" or NULL. */
GPtrArray    *cb_areas_children (CbAreas *areas, const char *code) G_GNUC_WARN_UNUSED_RESULT;
/* Whether @code lies in @within (itself included).  Pure text: a code begins with its parent's
 * code; "" contains all. */
gboolean      cb_area_within    (const char *code, const char *within);
/* "剑阁县 普安镇"; of a village not in the list its township's; "" when nothing is known. */
char         *cb_areas_path     (CbAreas *areas, const char *code) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
