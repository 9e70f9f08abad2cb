/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "cb-date.h"
#include "cb-policy-error.h"

G_BEGIN_DECLS

/**
 * CbPack:
 * A rule pack, read and checked (data/help/rule-language.md).  Immutable after loading; may be shared between threads.
 */
typedef struct _CbPack CbPack;

typedef struct {
  char *file;
  int   line;      /* from 1; 0: of the whole file */
  int   column;    /* from 1, in bytes; 0: of the whole line */
  char *message;   /* English */
} CbPackFault;

#define CB_PACK_HASH_LEN 32

/* @faults (may be NULL): set to a GPtrArray of CbPackFault, empty when there are none; to be freed by the caller.
 * NULL and CB_POLICY_ERROR_PACK when there is any fault. */
CbPack       *cb_pack_load_file  (const char *path, GPtrArray **faults, GError **error) G_GNUC_WARN_UNUSED_RESULT;
CbPack       *cb_pack_load_bytes (GBytes *bytes, const char *name, GPtrArray **faults, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A reform laid over @base (its `base` key must be @base's id). */
CbPack       *cb_pack_load_over  (CbPack *base, GBytes *bytes, const char *name, GPtrArray **faults,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
CbPack       *cb_pack_ref        (CbPack *pack);
void          cb_pack_unref      (CbPack *pack);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbPack, cb_pack_unref)
/* "file:line:column: message" */
char         *cb_pack_fault_text (const CbPackFault *fault) G_GNUC_WARN_UNUSED_RESULT;

const char   *cb_pack_id         (CbPack *pack);
const char   *cb_pack_title      (CbPack *pack, const char *lang);   /* @lang: "zh_CN", "zh", or NULL for the plain one; as everywhere below */
const char   *cb_pack_issuer     (CbPack *pack);
const char   *cb_pack_note       (CbPack *pack, const char *lang);
gboolean      cb_pack_is_demo    (CbPack *pack);
CbDate        cb_pack_from       (CbPack *pack);
/* The first day on which the document of a citation ("民发〔2021〕57号") is in force, from the pack's own list; CB_DATE_NONE when that does not
 * say. */
CbDate        cb_pack_document_from (CbPack *pack, const char *document);
/* "57号文 第八条；救助法 第十九条": a citation where there is little room, by what the pack calls its documents for short. */
char         *cb_pack_cite_brief (CbPack *pack, const char *cite) G_GNUC_WARN_UNUSED_RESULT;
GBytes       *cb_pack_bytes      (CbPack *pack);                     /* as read; of a reform: base and reform (see cb_pack_load_over) */
const guint8 *cb_pack_hash       (CbPack *pack);                     /* BLAKE2b-256 of the bytes, personalised; 32 bytes */
char         *cb_pack_hash_text  (CbPack *pack) G_GNUC_WARN_UNUSED_RESULT;
/* The same of a pack's bytes that are not read. */
void          cb_pack_hash_bytes (GBytes *bytes, guint8 hash[CB_PACK_HASH_LEN]);

/* --- What is in it, for the Policy page and for mapping facts.  Everything borrowed lives as long as the pack. --- */

typedef enum { CB_TYPE_TRUTH, CB_TYPE_CHOICE, CB_TYPE_DATE, CB_TYPE_MONTH, CB_TYPE_NUMBER, CB_TYPE_TEXT } CbTypeKind;

/**
 * CbUnit: of a CB_TYPE_NUMBER.  Money is kept in fen.
 */
typedef enum {
  CB_UNIT_NUMBER, CB_UNIT_COUNT, CB_UNIT_RATIO, CB_UNIT_MONEY, CB_UNIT_MONEY_MONTH, CB_UNIT_MONEY_YEAR,
  CB_UNIT_YEARS, CB_UNIT_MONTHS, CB_UNIT_DAYS, CB_UNIT_WORKING_DAYS, CB_UNIT_OTHER,
} CbUnit;

typedef struct {
  const char *name, *plural, *of;       /* of: NULL for the root */
  guint       index, most;
} CbPackEntity;

typedef struct {
  const char *name;                     /* "member.birth" */
  const char *entity, *field;           /* "member", "birth" */
  guint       index;
  CbTypeKind  kind;
  CbUnit      unit;
  const char *choice;                   /* name of its list, or NULL */
  gboolean    required, sensitive, has_default;
  gint64      min, max;                 /* fen for money, days for dates; ratios times 10^decimals */
  gint64      default_value;            /* when has_default; a choice: its index; truth: 0 or 1 */
  int         decimals;                 /* of a ratio */
  const char *section;
} CbPackFact;

typedef struct {
  const char *name, *cite, *issuer;
  CbTypeKind  kind;
  CbUnit      unit;
  const char *by;                       /* choice list that keys it, or NULL */
  gboolean    bands;
  gboolean    confirm;
  guint       n_versions;
} CbPackParam;

/* One dated line of a parameter. */
typedef struct {
  CbDate      from, until;              /* until: last day, CB_DATE_NONE when open */
  const char *cite, *issuer, *note;
  gboolean    confirm, ends;            /* ends: "none", no value from here */
  const char *source;                   /* the right-hand side as written */
} CbPackVersion;

typedef enum { CB_RULE_VALUE, CB_RULE_TABLE, CB_RULE_EXCEPTION, CB_RULE_PROGRAMME, CB_RULE_REASON, CB_RULE_TEXT } CbRuleKind;

typedef struct {
  CbRuleKind  kind;
  const char *name, *entity, *cite, *source;   /* source: formula in force last, as written, or NULL */
  int         line;
} CbPackRule;

GPtrArray    *cb_pack_entities    (CbPack *pack);     /* of const CbPackEntity*, borrowed, root first, parents before children */
GPtrArray    *cb_pack_facts       (CbPack *pack);     /* of const CbPackFact*, in the order of the file */
GPtrArray    *cb_pack_params      (CbPack *pack);     /* of const CbPackParam* */
GPtrArray    *cb_pack_rules       (CbPack *pack);     /* of const CbPackRule*: values, tables, exceptions, programmes … in file order */

const CbPackEntity *cb_pack_entity (CbPack *pack, const char *name);
const CbPackFact   *cb_pack_fact   (CbPack *pack, const char *name);
const CbPackParam  *cb_pack_param  (CbPack *pack, const char *name);
const CbPackVersion *cb_pack_param_version (CbPack *pack, const CbPackParam *param, guint index);
/* The number in force on @on: *numerator / *denominator (fen for money; days for a date).  @word: for a parameter with `by`, or NULL.
 * FALSE when there is none. */
gboolean      cb_pack_param_value (CbPack *pack, const char *name, const char *word, CbDate on,
                                   gint64 *numerator, gint64 *denominator);
/* Names of programmes, in file order; NULL-terminated, borrowed. */
const char *const *cb_pack_programmes (CbPack *pack);
/* The list of words that a programme's tier is one of; NULL when it has no tier. */
const char   *cb_pack_programme_tiers (CbPack *pack, const char *programme);
/* Whether it is paid every month: what is paid once or not at all has no place in a monthly budget. */
gboolean      cb_pack_programme_monthly (CbPack *pack, const char *programme);
gboolean      cb_pack_programme_in_force (CbPack *pack, const char *programme, CbDate on);

/* @group: "entity", "fact", "param", "value", "table", "reason", "programme", "choice".  Falls back to the plain title, then to @name. */
const char   *cb_pack_title_of    (CbPack *pack, const char *group, const char *name, const char *lang);
/* Any localised key of a group ("note", "message", "with.living", "text.notice"); NULL when there is none. */
const char   *cb_pack_text_of     (CbPack *pack, const char *group, const char *name, const char *key, const char *lang);
/* A [text NAME] as of a day. */
const char   *cb_pack_dated_text  (CbPack *pack, const char *name, CbDate on, const char *lang);
/* A list: its words in order (NULL-terminated, borrowed) and their titles. */
const char *const *cb_pack_words  (CbPack *pack, const char *choice);
const char   *cb_pack_word_title  (CbPack *pack, const char *choice, const char *word, const char *lang);
int           cb_pack_word_index  (CbPack *pack, const char *choice, const char *word);   /* -1 when not in the list */
/* Names of the rules (values, tables, programmes) whose formulas name @name (a fact, parameter or value); caller frees the array only. */
GPtrArray    *cb_pack_used_by     (CbPack *pack, const char *name) G_GNUC_WARN_UNUSED_RESULT;
/* One line of a group as it stands in the file: "row.aged", "yes | - -> yes". */
typedef struct {
  const char *name, *locale, *value;    /* locale: NULL for the plain one */
  int         line;
} CbPackLine;
/* All lines of a group (as in cb_pack_title_of()) as written, in the order of the file; CbPackLine, its texts borrowed; empty when there is
 * no such group. */
GArray       *cb_pack_lines       (CbPack *pack, const char *group, const char *name) G_GNUC_WARN_UNUSED_RESULT;
/* The group that a kind of rule is written in: "value", "table" … */
const char   *cb_pack_rule_group  (CbRuleKind kind);
/* What a dated line of a parameter says, with its unit: "780 yuan/month", "urban 780, rural 620 yuan/month"; bands as written; "" when
 * it ends there. */
char         *cb_pack_version_text (CbPack *pack, const CbPackParam *param, guint index, const char *lang) G_GNUC_WARN_UNUSED_RESULT;
/* The number in force as people read it: "780 yuan/month", "15%"; NULL when there is none.  Arguments as of cb_pack_param_value(). */
char         *cb_pack_param_text  (CbPack *pack, const CbPackParam *param, const char *word, CbDate on,
                                   const char *lang) G_GNUC_WARN_UNUSED_RESULT;
/* "yuan/month", "个工作日"; "" for plain numbers and ratios. */
const char   *cb_pack_unit_text   (CbUnit unit, const char *lang);
/* Days on which the law of this pack changes, in [from, to], ascending (CbDate). */
GArray       *cb_pack_change_days (CbPack *pack, CbDate from, CbDate to) G_GNUC_WARN_UNUSED_RESULT;
/* What changes from @a to @b, rule by rule, as lines of text; @places: with the file and line of each group. */
char         *cb_pack_diff        (CbPack *a, CbPack *b, gboolean places) G_GNUC_WARN_UNUSED_RESULT;

/* --- Compiling --- */

/**
 * CbProgram: a pack compiled for one day and one month paid for.  Immutable; may be shared between threads.
 */
typedef struct _CbProgram CbProgram;

/* @pay_month: CB_MONTH_NONE for the month after @on. */
CbProgram    *cb_pack_compile     (CbPack *pack, CbDate on, CbMonth pay_month, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* As above with parameters set anew ("dibao.standard.rural", "620.00"), for simulations: NULL-terminated pairs. */
CbProgram    *cb_pack_compile_with (CbPack *pack, CbDate on, CbMonth pay_month, const char *const *sets,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
CbProgram    *cb_program_ref      (CbProgram *program);
void          cb_program_unref    (CbProgram *program);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbProgram, cb_program_unref)
CbPack       *cb_program_pack     (CbProgram *program);
CbDate        cb_program_on       (CbProgram *program);
CbMonth       cb_program_pay_month (CbProgram *program);
/* Programmes in force on that day, in file order; NULL-terminated, borrowed. */
const char *const *cb_program_programmes (CbProgram *program);

G_END_DECLS
