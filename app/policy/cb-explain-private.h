/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-result-private.h"

G_BEGIN_DECLS

/* The root of @programme's trace; NULL when not explained. */
CbNode     *cb_explain_root    (CbResult *r, const char *programme);
/* What a line of the worksheet about the value @node is called ("王秀兰 · 分类施保金"), and its figure without unit ("124"; "" for a truth):
 * every paper says it by these. */
char       *cb_explain_name    (CbResult *r, CbNode *node, const char *lang) G_GNUC_WARN_UNUSED_RESULT;
char       *cb_explain_figure  (CbResult *r, CbNode *node, const char *lang) G_GNUC_WARN_UNUSED_RESULT;
/* The arithmetic of one node on one line, with numbers in place of names. */
char       *cb_explain_working (CbResult *r, CbNode *node, const char *lang) G_GNUC_WARN_UNUSED_RESULT;
/* The same for where there is little room: without what changes nothing, and without the name of whom the line is about. */
char       *cb_explain_brief   (CbResult *r, CbNode *node, const char *lang) G_GNUC_WARN_UNUSED_RESULT;
/* Whom it is about: the label of the instance or of the nearest one above that has one; "" for the root. */
char       *cb_explain_who     (CbResult *r, const char *entity, int index, const char *lang) G_GNUC_WARN_UNUSED_RESULT;
char       *cb_explain_rounding (const char *step, const char *lang) G_GNUC_WARN_UNUSED_RESULT;
/* How far a comparison is from turning over; NULL when it is none of amounts.  @brief: the number alone. */
char       *cb_explain_distance (CbResult *r, CbNode *node, const char *lang, gboolean brief) G_GNUC_WARN_UNUSED_RESULT;
/* "低于", "is not above": how the sides of a comparison stand to each other. */
const char *cb_explain_relation (CbNode *comparison, const char *lang);
/* Why a cell of a table did not hold, as one would say it: "状态：在家居住，不是死亡", "人数 3，不等于 0".  @cells: of CbNode, one or several that
 * cb_explain_alike(). */
char       *cb_explain_refusal (CbResult *r, GPtrArray *cells, const char *lang) G_GNUC_WARN_UNUSED_RESULT;
/* Whether one sentence refuses both: the same thing is not this and not that. */
gboolean    cb_explain_alike   (CbNode *a, CbNode *b);
/* The fact to which the line about @node leads: the one that tells most, or NULL.  @known: node → what was found, freed with g_free(); the
 * values beneath @node come first. */
CbNode     *cb_explain_fact    (CbResult *r, CbNode *node, GHashTable *known);

G_END_DECLS
