/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-pack.h"
#include "cb-arena.h"

G_BEGIN_DECLS

/* The text of a pack as groups and keys with their places, before anything is understood. */
typedef struct {
  const char *name;        /* "title", "2026-07-01", "row.aid" */
  const char *locale;      /* "zh_CN" or NULL */
  const char *value;       /* escapes resolved */
  const char *file;
  int         line, column;/* column of the value's first byte */
  gboolean    used;        /* somebody understood it */
} CbKey;

typedef struct {
  const char *kind;        /* "fact" */
  const char *name;        /* "member.birth"; "" for [pack] */
  const char *file;
  int         line;
  GPtrArray  *keys;        /* CbKey, in the order of the file */
  GHashTable *by_name;     /* "title" and "title[zh_CN]" */
} CbGroup;

typedef struct {
  CbArena    *arena;
  GPtrArray  *groups;      /* CbGroup, in the order of the file */
  GHashTable *by_name;     /* "fact member.birth" */
} CbSource;

#define CB_LIMIT_FILE   (8 * 1024 * 1024)
#define CB_LIMIT_LINE   (16 * 1024)
#define CB_LIMIT_FAULTS 200

typedef struct {
  GPtrArray *list;         /* CbPackFault */
} CbFaults;

CbFaults   *cb_faults_new     (void);
void        cb_faults_free    (CbFaults *faults);
void        cb_faults_add     (CbFaults *faults, const char *file, int line, int column, const char *format, ...) G_GNUC_PRINTF (5, 6);
#define cb_faults_at(faults, key, column, ...) cb_faults_add ((faults), (key)->file, (key)->line, (column), __VA_ARGS__)
gboolean    cb_faults_any     (CbFaults *faults);
gboolean    cb_faults_full    (CbFaults *faults);

CbSource   *cb_source_new     (void);
void        cb_source_free    (CbSource *source);
/* Adds a file's groups; @over: it is a reform, whose groups and keys replace those of the same name. */
void        cb_source_read    (CbSource *source, const char *text, gsize len, const char *file, gboolean over, CbFaults *faults);
CbGroup    *cb_source_group   (CbSource *source, const char *kind, const char *name);

/* The key without locale; NULL when absent.  Marks it used. */
CbKey      *cb_group_key      (CbGroup *group, const char *name);
const char *cb_group_get      (CbGroup *group, const char *name);
/* With fallback: zh_CN, zh, plain. */
const char *cb_group_localised (CbGroup *group, const char *name, const char *lang);

G_END_DECLS
