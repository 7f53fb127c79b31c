/* history_sql.h - the connection to an index, for history_index.c and history_open.c alone. */
#ifndef ASSAY_RUN_HISTORY_SQL_H
#define ASSAY_RUN_HISTORY_SQL_H

#include "harness/core/buf.h"
#include "harness/core/digest.h"
#include "harness/run/history_index.h"
#include "harness/run/history_shape.h"

#include <sqlite3.h>

enum assay_history_statement {
    ASSAY_HISTORY_LIST,
    ASSAY_HISTORY_FIND,
    ASSAY_HISTORY_RESULTS,
    ASSAY_HISTORY_VALUES,
    ASSAY_HISTORY_PUT_RUN,
    ASSAY_HISTORY_PUT_RESULT,
    ASSAY_HISTORY_PUT_VALUE,
    ASSAY_HISTORY_DROP_VALUES,
    ASSAY_HISTORY_DROP_RESULTS,
    ASSAY_HISTORY_DROP_RUN,
    ASSAY_HISTORY_STATEMENTS
};

struct assay_history_index {
    struct assay_arena arena;
    const char *path;
    sqlite3 *db;
    sqlite3_stmt *statement[ASSAY_HISTORY_STATEMENTS]; /* prepared when first used */
};

/* What SQLite says of the last call, as an error: "PATH: what; what to do". */
enum assay_code assay_history_refused(const struct assay_history_index *index, int status,
                                      struct assay_error *err);

/* SQL without answers. */
ASSAY_MUST_USE
enum assay_code assay_history_exec(struct assay_history_index *index, const char *sql,
                                   struct assay_error *err);

/* The tables, as `CREATE TABLE ...; ...`. */
void assay_history_schema(struct assay_buf *out);

/* A statement, ready to be bound. */
ASSAY_MUST_USE
enum assay_code assay_history_prepare(struct assay_history_index *index,
                                      enum assay_history_statement which,
                                      sqlite3_stmt **out, struct assay_error *err);

/* A text of the row that a statement is at; empty where it has none. In arena. */
struct assay_str assay_history_text(sqlite3_stmt *statement, int at,
                                    struct assay_arena *arena);

/* Binds a text that stays until the statement is reset. Returns what SQLite says. */
int assay_history_bind(sqlite3_stmt *statement, int at, struct assay_str text);

/* Sums over what is said of a run, column by column. */
void assay_history_sum_text(struct assay_digest *sum, struct assay_str text);
void assay_history_sum_size(struct assay_digest *sum, size_t number);
void assay_history_sum_real(struct assay_digest *sum, bool there, double number);

/* A row on its way: where its columns begin, and the sum that they go into. */
struct assay_history_row {
    const struct assay_history_table *table;
    sqlite3_stmt *statement;
    int first; /* number of the first column of the table in the statement */
    struct assay_digest *sum;
};

#endif
