/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "cb-uid.h"
#include "cb-vault-error.h"

G_BEGIN_DECLS

/**
 * CbDb:
 * One database connection.  It belongs to the thread that runs the job it was given to (see
 * cb-vault.h) and must not leave it.  Upper floors never open one themselves, except in memory for
 * tests and replays.
 *
 * CbStmt:
 * One use of a prepared statement.  `g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT …?1",
 * error);` fetches it from the connection's cache and, leaving the scope, resets it, clears its
 * bindings and gives it back.  Values enter through bound parameters only; the text holds none.
 */
typedef struct _CbDb   CbDb;
typedef struct _CbStmt CbStmt;

/* An empty plain database in memory, for tests and replays.  Nothing reaches a disk.  Owned by
   the caller. */
CbDb       *cb_db_new_memory      (GError **error) G_GNUC_WARN_UNUSED_RESULT;
void        cb_db_free            (CbDb *db);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbDb, cb_db_free)

/**
 * cb_db_prepare:
 * @sql: one statement; cached per connection by its text (so: a literal, or one of a few fixed
 *   combinations of literals)
 *
 * The same text may be in use twice at once (recursion): the second use is compiled afresh.
 * Errors: CB_VAULT_ERROR_SQL for a text that does not compile.
 */
CbStmt     *cb_db_prepare         (CbDb *db, const char *sql, GError **error)
                                   G_GNUC_WARN_UNUSED_RESULT;
void        cb_stmt_free          (CbStmt *stmt);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbStmt, cb_stmt_free)

/* Parameters count from 1.  Text and bytes are copied.  A fault (no such parameter) is kept and
 * reported by the next step. Binding again after a step that gave 0 or −1, or after
 * cb_stmt_reset(), is fine: a loop prepares once.  NULL text, bytes or uid is SQL NULL. */
void        cb_stmt_bind_int      (CbStmt *stmt, int param, gint64 value);
void        cb_stmt_bind_text     (CbStmt *stmt, int param, const char *utf8);
void        cb_stmt_bind_text_len (CbStmt *stmt, int param, const char *utf8, gsize len);
void        cb_stmt_bind_blob     (CbStmt *stmt, int param, gconstpointer bytes, gsize len);
void        cb_stmt_bind_bytes    (CbStmt *stmt, int param, GBytes *bytes);
void        cb_stmt_bind_uid      (CbStmt *stmt, int param, const CbUid *uid);
void        cb_stmt_bind_null     (CbStmt *stmt, int param);

/**
 * cb_stmt_step:
 * Returns: 1 with a row, 0 when done, −1 with @error set.  After 0 and −1 the statement is reset
 *   (bindings stay).
 * Errors: CB_VAULT_ERROR_CONSTRAINT, FULL, NO_MEMORY, BUSY, IO, READ_ONLY, DAMAGED_DATABASE, SQL;
 *   G_IO_ERROR_CANCELLED.
 */
int         cb_stmt_step          (CbStmt *stmt, GError **error);
/* Steps to the end, ignoring rows; then it can be bound and run again. */
gboolean    cb_stmt_run           (CbStmt *stmt, GError **error);
void        cb_stmt_reset         (CbStmt *stmt);   /* bindings stay */

/* Columns count from 0 and are valid until the next step, reset or the end of the scope.  SQL NULL
   gives NULL, or 0. */
gint64        cb_stmt_get_int     (CbStmt *stmt, int column);                  /* NULL gives 0 */
const char   *cb_stmt_get_text    (CbStmt *stmt, int column);
char         *cb_stmt_dup_text    (CbStmt *stmt, int column) G_GNUC_WARN_UNUSED_RESULT;
/* NULL and 0 for SQL NULL; an empty blob is not NULL. */
const guint8 *cb_stmt_get_blob    (CbStmt *stmt, int column, gsize *len);
GBytes       *cb_stmt_dup_bytes   (CbStmt *stmt, int column) G_GNUC_WARN_UNUSED_RESULT;
/* CB_UID_NONE unless a blob of 16 bytes. */
CbUid         cb_stmt_get_uid     (CbStmt *stmt, int column);
gboolean      cb_stmt_is_null     (CbStmt *stmt, int column);

/* Statements without parameters and rows, separated by semicolons; not cached. */
gboolean    cb_db_exec            (CbDb *db, const char *sql, GError **error);
/* The first column of the first row of a statement without parameters; 0 when there is no row. */
gboolean    cb_db_get_int         (CbDb *db, const char *sql, gint64 *value, GError **error);

/* BEGIN IMMEDIATE … Jobs of cb_vault_write_*() are inside a transaction already and must not
   call these. */
gboolean    cb_db_begin           (CbDb *db, GError **error);
gboolean    cb_db_commit          (CbDb *db, GError **error);
void        cb_db_rollback        (CbDb *db);
gboolean    cb_db_in_transaction  (CbDb *db);

/* A nested unit inside a transaction; they nest.  Each save is ended by exactly one keep or
   undo. */
gboolean    cb_db_save            (CbDb *db, GError **error);
gboolean    cb_db_save_keep       (CbDb *db, GError **error);
void        cb_db_save_undo       (CbDb *db);

/* Around a pass through a whole table: the connection's cache is small meanwhile, and what it held is given back; every page is read once,
   so that keeping it would only cost memory. */
void        cb_db_begin_pass      (CbDb *db);
void        cb_db_end_pass        (CbDb *db);

/* Rows changed by the last INSERT, UPDATE or DELETE. */
gint64      cb_db_changes         (CbDb *db);
gint64      cb_db_last_row_id     (CbDb *db);

/**
 * cb_db_mark_changed:
 * @mask: bits whose meaning the upper floors agree on (one per projected table or page)
 *
 * In a write job: after its commit every watch of the vault hears of the union of these bits.
 */
void        cb_db_mark_changed    (CbDb *db, guint64 mask);
/* What was marked in the transaction under way. */
guint64     cb_db_get_changed     (CbDb *db);

/**
 * CbSchema:
 * The tables of one room as an ordered list of steps; a step is one or more statements.  Steps are
 * only ever appended.  Recorded in schema_version (room, version), version = number of steps done.
 */
typedef struct {
  const char        *room;
  const char *const *steps;
  guint              n_steps;
} CbSchema;

/**
 * cb_db_migrate:
 * @schemas: (array zero-terminated): in the order of dependence
 *
 * Runs the steps not yet done, each room's remaining steps in one transaction.  The vault calls it
 * at create and unlock; tests call it on a database in memory.  Errors: CB_VAULT_ERROR_NEWER when a
 * recorded version is higher than known (nothing is changed).
 */
gboolean    cb_db_migrate         (CbDb *db, const CbSchema *const *schemas, GError **error);

G_END_DECLS
