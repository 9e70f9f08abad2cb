/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-formula.h"

G_BEGIN_DECLS

/* The understood pack.  Everything is made while loading and never changes afterwards. */

typedef struct _CbValueX CbValueX;
typedef struct _CbTableX CbTableX;
typedef struct _CbExceptionX CbExceptionX;

typedef struct {
  CbPackEntity pub;
  int          parent;        /* -1: the root */
  int          depth;
  gint64       total;         /* most instances below one root */
  GPtrArray   *facts;         /* CbFactX: the columns */
  GHashTable  *names;         /* field -> CbSymbol */
  CbGroup     *group;
} CbEntityX;

typedef struct {
  CbPackFact   pub;
  CbType       type;
  int          entity;
  guint        column;        /* within the entity */
  CbGroup     *group;
} CbFactX;

typedef struct { CbFactX *fact; CbValueX *value; } CbSymbol;

typedef struct {
  const char  *name;
  int          index;
  guint        n;
  const char **words;         /* NULL-terminated */
  CbGroup     *group;
} CbChoiceX;

typedef struct {
  CbPackVersion pub;
  CbKey       *key;
  guint        n;             /* 1, words of the list, or bands */
  CbRat       *values;
  gboolean    *has;
  CbRat       *bounds;        /* of bands */
} CbParamVersionX;

typedef struct {
  CbPackParam  pub;
  guint        index;
  CbType       type, band_type;
  int          by;            /* index of the list or -1 */
  GArray      *versions;      /* CbParamVersionX */
  CbGroup     *group;
} CbParamX;

typedef enum { CB_ROUND_NONE, CB_ROUND_CEIL, CB_ROUND_FLOOR, CB_ROUND_HALF_UP, CB_ROUND_HALF_EVEN } CbRoundMode;
typedef struct { CbRoundMode mode; int unit; /* fen, or 1 for plain numbers */ const char *text; } CbRounding;

typedef struct {
  CbDate       from, until;   /* until: last day or CB_DATE_NONE */
  gboolean     ends;
  CbExpr      *expr;
  const char  *cite;
  CbKey       *key;
} CbFormulaVersion;

struct _CbValueX {
  const char  *name;          /* "household.tier" */
  const char  *field;
  guint        index;
  int          entity;
  CbType       type;
  const char  *cite;
  GArray      *versions;      /* CbFormulaVersion; empty for a table's output */
  CbTableX    *table;
  guint        output;
  CbRounding   round;
  const char  *if_yes, *if_no;
  gint8        show;          /* 0 yes, 1 detail, 2 no */
  GPtrArray   *exceptions;    /* CbExceptionX to the whole value, by falling priority */
  CbGroup     *group;
};

typedef struct {
  const char  *id, *name;     /* "1", "tier#1" */
  CbKey       *key;
  CbExpr     **cells;         /* truths; NULL: anything */
  CbExpr     **outs;
  const char  *reason, *cite;
  CbDate       from, until;
  GPtrArray   *exceptions;    /* CbExceptionX */
} CbRowX;

typedef enum { CB_HIT_FIRST, CB_HIT_UNIQUE, CB_HIT_SUM, CB_HIT_MAX, CB_HIT_MIN } CbHit;

struct _CbTableX {
  const char  *name;
  guint        index;
  int          entity;
  CbHit        hit;
  const char  *cite;
  guint        n_inputs, n_outputs;
  CbExpr     **inputs;
  CbValueX   **outputs;
  GPtrArray   *rows;          /* CbRowX */
  CbRowX      *otherwise;     /* default, or NULL */
  CbGroup     *group;
};

struct _CbExceptionX {
  const char  *name, *cite, *if_yes;
  guint        index;
  CbValueX    *value;         /* the value it ends up in */
  CbRowX      *row;
  CbExceptionX *outer;        /* exception to an exception */
  CbExpr      *when, *formula;
  int          priority;
  gboolean     has_priority;
  CbDate       from, until;
  GPtrArray   *exceptions;
  CbGroup     *group;
};

typedef struct { const char *id; CbValueX *value; CbKey *key; } CbLineX;
typedef struct { const char *id, *code; int entity; CbExpr *when; CbKey *key; } CbJudgeX;

typedef struct {
  const char  *name, *cite;
  guint        index;
  CbDate       from, until;
  CbExpr      *eligible, *tier, *amount, *start, *validity, *review;
  CbExpr      *ends, *stop;   /* somebody paid so far no longer is; last month paid */
  int          pay;           /* CbPay */
  GArray      *lines, *judges;
  GPtrArray   *excluded_by;   /* CbProgrammeX */
  CbGroup     *group;
} CbProgrammeX;

/* A message cut into text and formulas, for the entity in whose scope it is given. */
typedef struct { const char *text; CbExpr *expr; } CbPiece;
typedef struct { const char *code, *locale; int entity; GArray *pieces; } CbMessageX;

/* [check income] cliff.ID, rise.ID: a loss or gain with more income that the law itself makes.  from, to: tiers, or -1 for any. */
typedef struct { const char *id; CbKey *key; CbProgrammeX *programme; int from, to; gboolean rise; } CbCliffX;

struct _CbPack {
  int          ref_count;
  GBytes      *bytes;
  guint8       hash[CB_PACK_HASH_LEN];
  GPtrArray   *files;         /* what its bytes are called in faults: one, and one more for each reform laid over it */
  CbSource    *source;
  CbArena     *arena;
  CbFormulas   formulas;
  CbGroup     *head;
  const char  *id;
  CbDate       from;
  gboolean     demo;
  GHashTable  *documents;     /* name -> GINT_TO_POINTER (CbDate) */
  GHashTable  *shorts;        /* name -> what it is called where there is little room */
  GPtrArray   *entities;      /* CbEntityX, parents before children */
  GHashTable  *entity_names;
  GPtrArray   *choices;       /* CbChoiceX */
  GHashTable  *choice_names;
  GPtrArray   *facts;         /* CbFactX, in file order */
  GHashTable  *fact_names;
  GPtrArray   *params;
  GHashTable  *param_names;
  GPtrArray   *values;
  GHashTable  *value_names;
  GPtrArray   *tables;
  GPtrArray   *exceptions;
  GPtrArray   *programmes;
  GHashTable  *programme_names;
  GPtrArray   *messages;      /* CbMessageX */
  CbValueX    *income;        /* of [check income], or NULL */
  CbKey       *income_key;
  GPtrArray   *income_without; /* CbFactX */
  GArray      *cliffs;        /* CbCliffX */
  GPtrArray   *pub_entities, *pub_facts, *pub_params, *pub_rules;
  GPtrArray   *programme_list;/* const char*, NULL-terminated */
};

#define CB_FACT_LIMIT G_GINT64_CONSTANT (100000000000000)   /* no entered number is larger: 1e14 */

#define CB_ENTITY(pack, i) ((CbEntityX *) (pack)->entities->pdata[i])
#define CB_CHOICE(pack, i) ((CbChoiceX *) (pack)->choices->pdata[i])

gboolean     cb_pack_is_below (CbPack *pack, int entity, int ancestor);   /* or the same */

/* Reading (cb-pack-load.c, cb-pack-rules.c, cb-pack-table.c). */
void         cb_pack_read_declarations (CbPack *pack, CbFaults *faults);
void         cb_pack_read_rules (CbPack *pack, CbFaults *faults);
void         cb_pack_read_param (CbPack *pack, CbGroup *group, CbFaults *faults);
CbType       cb_pack_group_type (CbPack *pack, CbGroup *group, CbFaults *faults);
void         cb_pack_need_title (CbGroup *group, CbFaults *faults);
void         cb_pack_read_table (CbPack *pack, CbGroup *group, CbFaults *faults);
void         cb_pack_read_exceptions (CbPack *pack, CbFaults *faults);
void         cb_pack_read_programme (CbPack *pack, CbGroup *group, CbFaults *faults);
gboolean     cb_pack_read_type (CbPack *pack, const CbKey *key, const char *text, CbType *type, CbFaults *faults);
gboolean     cb_pack_read_flag (CbGroup *group, const char *name, CbFaults *faults);
CbDate       cb_pack_read_date (CbGroup *group, const char *name, CbFaults *faults);
const char  *cb_pack_read_cite (CbGroup *group, CbFaults *faults);
gboolean     cb_pack_read_round (const CbKey *key, CbType type, CbRounding *round, CbFaults *faults);
CbValueX    *cb_pack_new_value (CbPack *pack, CbGroup *group, int entity, const char *name, CbType type, CbFaults *faults);
void         cb_pack_read_answers (CbPack *pack, CbGroup *group, CbValueX *value, CbFaults *faults);
gboolean     cb_date_of_key (const char *name, CbDate *date);
int          cb_pack_entity_of (CbPack *pack, CbGroup *group, const char **field, CbFaults *faults);
/* A number of @type from text ("1,234.50" no; "780.00", "30%", "yes", "2026-09-01", a word); in fen for money. */
gboolean     cb_pack_constant (CbPack *pack, CbType type, const char *text, CbRat *out);

/* Checking (cb-pack-check.c). */
CbType       cb_expr_check (CbPack *pack, CbExpr *e, int scope, CbType want, CbFaults *faults);
void         cb_pack_check (CbPack *pack, CbFaults *faults);
void         cb_pack_check_table (CbPack *pack, CbTableX *table, CbFaults *faults);
void         cb_pack_read_checks (CbPack *pack, CbFaults *faults);         /* [check …] (cb-proof.c) */
GArray      *cb_message_pieces (CbPack *pack, const char *code, int entity, const char *lang);

CbParamVersionX  *cb_param_at (CbParamX *param, CbDate on);
CbFormulaVersion *cb_value_at (CbValueX *value, CbDate on);
gboolean          cb_in_force (CbDate from, CbDate until, CbDate on);

#define CB_TYPE_ANY ((CbType) { .kind = CB_TYPE_ANY_KIND, .choice = -1 })

G_END_DECLS
