#include "harness/run/history_sql.h"

#include <limits.h>

enum assay_code assay_history_refused(const struct assay_history_index *index, int status,
                                      struct assay_error *err)
{
    const int kind = status & 0xff;
    const char *what = index->db ? sqlite3_errmsg(index->db) : sqlite3_errstr(status);
    const bool damaged = kind == SQLITE_CORRUPT || kind == SQLITE_NOTADB ||
                         kind == SQLITE_ERROR || kind == SQLITE_SCHEMA ||
                         kind == SQLITE_CONSTRAINT || kind == SQLITE_TOOBIG;

    if (damaged)
        return assay_fail(err, ASSAY_EDATA,
                          "%s: %s; `assay history rebuild` makes it anew", index->path,
                          what);
    return assay_fail(err, ASSAY_EIO, "%s: %s", index->path, what);
}

enum assay_code assay_history_exec(struct assay_history_index *index, const char *sql,
                                   struct assay_error *err)
{
    const int status = sqlite3_exec(index->db, sql, NULL, NULL, NULL);

    return status == SQLITE_OK ? ASSAY_OK : assay_history_refused(index, status, err);
}

static const char *type_name(enum assay_history_type type)
{
    switch (type) {
    case ASSAY_HISTORY_TEXT:
        return "TEXT NOT NULL";
    case ASSAY_HISTORY_SIZE:
        return "INTEGER NOT NULL";
    case ASSAY_HISTORY_REAL:
        return "REAL";
    }
    return "";
}

static void create(const struct assay_history_table *table, const char *key,
                   const char *tail, struct assay_buf *out)
{
    assay_buf_printf(out, "CREATE TABLE \"%s\" (%s", table->name, key);
    for (size_t i = 0; i < table->columns; i++)
        assay_buf_printf(out, ", \"%s\" %s", table->column[i].name,
                         type_name(table->column[i].type));
    assay_buf_printf(out, "%s;\n", tail);
}

void assay_history_schema(struct assay_buf *out)
{
    create(&assay_history_run_table,
           "id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, state TEXT NOT NULL, sum "
           "BLOB NOT NULL",
           ")", out);
    create(&assay_history_result_table, "run INTEGER NOT NULL, number INTEGER NOT NULL",
           ", PRIMARY KEY (run, number)) WITHOUT ROWID", out);
    create(&assay_history_value_table,
           "run INTEGER NOT NULL, result INTEGER NOT NULL, number INTEGER NOT NULL",
           ", PRIMARY KEY (run, result, number)) WITHOUT ROWID", out);
}

static void select_from(const struct assay_history_table *table, const char *key,
                        const char *tail, struct assay_buf *out)
{
    assay_buf_printf(out, "SELECT %s", key);
    for (size_t i = 0; i < table->columns; i++)
        assay_buf_printf(out, ", \"%s\"", table->column[i].name);
    assay_buf_printf(out, " FROM \"%s\" %s", table->name, tail);
}

static void insert_into(const struct assay_history_table *table, const char *key,
                        size_t keys, struct assay_buf *out)
{
    assay_buf_printf(out, "INSERT INTO \"%s\" (%s", table->name, key);
    for (size_t i = 0; i < table->columns; i++)
        assay_buf_printf(out, ", \"%s\"", table->column[i].name);
    assay_buf_puts(out, ") VALUES (?");
    for (size_t i = 1; i < keys + table->columns; i++)
        assay_buf_puts(out, ", ?");
    assay_buf_putc(out, ')');
}

static void spell(enum assay_history_statement which, struct assay_buf *out)
{
    static const char *const plain[ASSAY_HISTORY_STATEMENTS] = {
        [ASSAY_HISTORY_LIST] = "SELECT name, state FROM run ORDER BY name",
        [ASSAY_HISTORY_DROP_VALUES] =
            "DELETE FROM value WHERE run IN (SELECT id FROM run WHERE name = ?1)",
        [ASSAY_HISTORY_DROP_RESULTS] =
            "DELETE FROM result WHERE run IN (SELECT id FROM run WHERE name = ?1)",
        [ASSAY_HISTORY_DROP_RUN] = "DELETE FROM run WHERE name = ?1",
    };

    if (plain[which])
        assay_buf_puts(out, plain[which]);
    else if (which == ASSAY_HISTORY_FIND)
        select_from(&assay_history_run_table, "id, sum", "WHERE name = ? AND state = ?",
                    out);
    else if (which == ASSAY_HISTORY_RESULTS)
        select_from(&assay_history_result_table, "number",
                    "WHERE run = ? ORDER BY number", out);
    else if (which == ASSAY_HISTORY_VALUES)
        select_from(&assay_history_value_table, "number",
                    "WHERE run = ? AND result = ? ORDER BY number", out);
    else if (which == ASSAY_HISTORY_PUT_RUN)
        insert_into(&assay_history_run_table, "name, state, sum", 3, out);
    else if (which == ASSAY_HISTORY_PUT_RESULT)
        insert_into(&assay_history_result_table, "run, number", 2, out);
    else
        insert_into(&assay_history_value_table, "run, result, number", 3, out);
}

enum assay_code assay_history_prepare(struct assay_history_index *index,
                                      enum assay_history_statement which,
                                      sqlite3_stmt **out, struct assay_error *err)
{
    sqlite3_stmt **at = &index->statement[which];
    struct assay_buf sql = {0};
    int status = SQLITE_OK;

    if (*at) {
        (void)sqlite3_reset(*at);
    } else {
        spell(which, &sql);
        status = sqlite3_prepare_v2(index->db, sql.data, -1, at, NULL);
        assay_buf_release(&sql);
    }
    *out = *at;
    return status == SQLITE_OK ? ASSAY_OK : assay_history_refused(index, status, err);
}

void assay_history_sum_text(struct assay_digest *sum, struct assay_str text)
{
    assay_history_sum_size(sum, text.len);
    assay_digest_add(sum, text.ptr, text.len);
}

void assay_history_sum_size(struct assay_digest *sum, size_t number)
{
    const uint64_t n = number;

    assay_digest_add(sum, &n, sizeof(n));
}

void assay_history_sum_real(struct assay_digest *sum, bool there, double number)
{
    const unsigned char flag = there;

    assay_digest_add(sum, &flag, sizeof(flag));
    if (there)
        assay_digest_add(sum, &number, sizeof(number));
}

int assay_history_bind(sqlite3_stmt *statement, int at, struct assay_str text)
{
    return text.len > INT_MAX ? SQLITE_TOOBIG
                              : sqlite3_bind_text(statement, at, text.len ? text.ptr : "",
                                                  (int)text.len, SQLITE_STATIC);
}
