/* history_put.c - runs into the index. */
#include "harness/run/history_sql.h"

#include <string.h>

static bool is_there(const struct assay_history_column *column, const char *owner)
{
    bool there = true;

    if (column->flag)
        memcpy(&there, owner + column->flag, sizeof(there));
    return there;
}

/* Binds one member; memory is the caller's until the statement was stepped. */
static int bind_column(const struct assay_history_row *row, size_t i, const char *owner)
{
    const struct assay_history_column *column = &row->table->column[i];
    const void *member = owner + column->offset;
    const int at = row->first + (int)i;
    struct assay_str text;
    size_t size;
    double real;

    switch (column->type) {
    case ASSAY_HISTORY_TEXT:
        memcpy(&text, member, sizeof(text));
        assay_history_sum_text(row->sum, text);
        return assay_history_bind(row->statement, at, text);
    case ASSAY_HISTORY_SIZE:
        memcpy(&size, member, sizeof(size));
        assay_history_sum_size(row->sum, size);
        return sqlite3_bind_int64(row->statement, at, (sqlite3_int64)size);
    case ASSAY_HISTORY_REAL:
        memcpy(&real, member, sizeof(real));
        assay_history_sum_real(row->sum, is_there(column, owner), real);
        return is_there(column, owner) ? sqlite3_bind_double(row->statement, at, real)
                                       : sqlite3_bind_null(row->statement, at);
    }
    return SQLITE_MISUSE;
}

static int bind_columns(const struct assay_history_row *row, const void *owner)
{
    int status = SQLITE_OK;

    for (size_t i = 0; status == SQLITE_OK && i < row->table->columns; i++)
        status = bind_column(row, i, owner);
    return status;
}

static enum assay_code step_done(struct assay_history_index *index,
                                 sqlite3_stmt *statement, int status,
                                 struct assay_error *err)
{
    if (status == SQLITE_OK)
        status = sqlite3_step(statement);
    if (status == SQLITE_DONE)
        status = sqlite3_reset(statement);
    (void)sqlite3_clear_bindings(statement);
    return status == SQLITE_OK ? ASSAY_OK : assay_history_refused(index, status, err);
}

/* What a row belongs to. */
struct key {
    long long run;
    size_t result, number;
};

static enum assay_code put_value(struct assay_history_index *index, const struct key *key,
                                 const struct assay_history_value *value,
                                 struct assay_digest *sum, struct assay_error *err)
{
    struct assay_history_row row = {
        .table = &assay_history_value_table, .first = 4, .sum = sum};
    enum assay_code code =
        assay_history_prepare(index, ASSAY_HISTORY_PUT_VALUE, &row.statement, err);
    int status;

    if (code)
        return code;
    (void)sqlite3_bind_int64(row.statement, 1, key->run);
    (void)sqlite3_bind_int64(row.statement, 2, (sqlite3_int64)key->result);
    (void)sqlite3_bind_int64(row.statement, 3, (sqlite3_int64)key->number);
    status = bind_columns(&row, value);
    return step_done(index, row.statement, status, err);
}

static enum assay_code put_result(struct assay_history_index *index,
                                  const struct key *key,
                                  const struct assay_history_result *result,
                                  struct assay_digest *sum, struct assay_error *err)
{
    struct assay_history_row row = {
        .table = &assay_history_result_table, .first = 3, .sum = sum};
    enum assay_code code =
        assay_history_prepare(index, ASSAY_HISTORY_PUT_RESULT, &row.statement, err);
    int status;

    if (code)
        return code;
    (void)sqlite3_bind_int64(row.statement, 1, key->run);
    (void)sqlite3_bind_int64(row.statement, 2, (sqlite3_int64)key->result);
    status = bind_columns(&row, result);
    code = step_done(index, row.statement, status, err);
    for (size_t i = 0; !code && i < result->values; i++)
        code = put_value(index, &(struct key){key->run, key->result, i},
                         &result->value[i], sum, err);
    return code;
}

/* The sum is known once all of the run was seen. */
static enum assay_code put_sum(struct assay_history_index *index, long long run,
                               struct assay_digest *sum, struct assay_error *err)
{
    unsigned char bytes[ASSAY_DIGEST_BYTES];
    sqlite3_stmt *statement = NULL;
    int status;
    enum assay_code code;

    assay_digest_finish(sum, bytes);
    status = sqlite3_prepare_v2(index->db, "UPDATE run SET sum = ?1 WHERE id = ?2", -1,
                                &statement, NULL);
    if (status == SQLITE_OK)
        status = sqlite3_bind_blob(statement, 1, bytes, sizeof(bytes), SQLITE_STATIC);
    if (status == SQLITE_OK)
        status = sqlite3_bind_int64(statement, 2, run);
    code = statement ? step_done(index, statement, status, err)
                     : assay_history_refused(index, status, err);
    (void)sqlite3_finalize(statement);
    return code;
}

enum assay_code assay_history_index_put(struct assay_history_index *index,
                                        const struct assay_history_entry *entry,
                                        const struct assay_history_run *run,
                                        struct assay_error *err)
{
    struct assay_history_row row = {
        .table = &assay_history_run_table, .first = 4, .sum = assay_digest_new()};
    enum assay_code code =
        assay_history_prepare(index, ASSAY_HISTORY_PUT_RUN, &row.statement, err);
    struct key key = {0};

    assay_history_sum_text(row.sum, entry->name);
    assay_history_sum_text(row.sum, entry->state);
    if (!code) {
        int status = assay_history_bind(row.statement, 1, entry->name);

        if (status == SQLITE_OK)
            status = assay_history_bind(row.statement, 2, entry->state);
        if (status == SQLITE_OK)
            status = sqlite3_bind_zeroblob(row.statement, 3, 0);
        if (status == SQLITE_OK)
            status = bind_columns(&row, run);
        code = step_done(index, row.statement, status, err);
    }
    key.run = sqlite3_last_insert_rowid(index->db);
    for (size_t i = 0; !code && i < run->results; i++) {
        key.result = i;
        code = put_result(index, &key, &run->result[i], row.sum, err);
    }
    if (!code)
        return put_sum(index, key.run, row.sum, err);
    assay_digest_finish(row.sum, (unsigned char[ASSAY_DIGEST_BYTES]){0});
    return code;
}
