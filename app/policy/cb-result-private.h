/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-block-trace.h"
#include "cb-facts-private.h"
#include "cb-trace.h"

G_BEGIN_DECLS

/* An exact number as read from the registers. */
typedef struct { guint8 state; CbWide num, den; } CbNumber;

typedef struct {
  CbTraceNode  pub;
  CbType       type;
  CbNumber     number;
  CbExpr      *expr;
  CbValueX    *value;
  const char  *reason;       /* given when an outcome rests on this node */
  const char  *reason_cite;
  gboolean     confirm;      /* a parameter to be confirmed */
  gboolean     decisive;     /* of a row: the one taken */
  gboolean     speaks;       /* it or something below it gives a reason or is to be confirmed */
  guint        n_main;       /* children that make the number; the others are conditions and rows not taken */
  guint        epoch;
} CbNode;

struct _CbResult {
  int          ref_count;
  CbProgram   *program;
  CbFacts     *facts;
  CbVariant   *variant;
  CbColumns    columns;
  GArray      *order[CB_MAX_ENTITIES];      /* row -> index */
  guint       *rows[CB_MAX_ENTITIES];       /* index -> row */
  CbRun        own;                         /* of a case evaluated by itself */
  CbRun       *run;                         /* that or, borrowed from @trace, the run with many cases */
  guint        lead[CB_MAX_ENTITIES];       /* rows of that run before those of this case */
  CbBlockTrace *trace;                      /* NULL of a case evaluated by itself */
  CbArena     *arena;
  CbNode    ***nodes;                       /* per value, per row; NULL: not traced yet */
  CbTraceNode **pending;                    /* stack of children, while the trace is built */
  guint        n_pending, most_pending;
  guint        epoch;
  GArray      *outcomes;                    /* CbOutcome */
  GPtrArray   *roots;                       /* CbNode per outcome */
  gboolean     explained;
};

/* A result of registers that are there: @run's, of the rows after @lead (NULL: none); @trace (may be NULL) is kept for it.  With @run NULL
 * @facts are evaluated by themselves.  Fails as cb_evaluate() does. */
CbResult *cb_result_read_off (CbProgram *program, CbFacts *facts, CbEvaluateFlags flags, CbBlockTrace *trace, CbRun *run, const guint *lead,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Row @row of entity @scope seen from entity @above. */
static inline guint
cb_result_row (CbResult *r,
               int       scope,
               guint     row,
               int       above)
{
  while (scope > above)
    {
      row = r->columns.parents[scope][row];
      scope = CB_ENTITY (r->program->pack, scope)->parent;
    }
  return row;
}

static inline int
cb_result_index (CbResult *r,
                 int       entity,
                 guint     row)
{
  return (int) g_array_index (r->order[entity], guint, row);
}

CbNumber cb_result_read    (CbResult *r, CbSlot slot, int scope, guint row);

/* Building the trace (cb-trace-build.c). */
CbNode  *cb_trace_expr     (CbResult *r, CbExpr *e, guint row);
CbNode  *cb_trace_value    (CbResult *r, CbValueX *value, guint row);
CbNode  *cb_trace_group    (CbResult *r, const char *name, GPtrArray *children);

/* Numbers as people read them (cb-format.c). */
typedef enum { CB_FORMAT_PLAIN = 0, CB_FORMAT_UNIT = 1 << 0, CB_FORMAT_CENTS = 1 << 1 } CbFormat;
char       *cb_format_number (CbPack *pack, CbType type, CbNumber number, const char *lang, CbFormat flags) G_GNUC_WARN_UNUSED_RESULT;
const char *cb_format_unit   (CbType type, const char *lang);
gboolean    cb_lang_is_zh    (const char *lang);

G_END_DECLS
