/* history_find.c - runs out of the index. */
#include "harness/run/history_sql.h"

#include <math.h>
#include <string.h>

/* False where the column is not what its table says. */
static bool read_column(const struct assay_history_row *row, size_t i,
                        struct assay_arena *arena, char *owner)
{
    const struct assay_history_column *column = &row->table->column[i];
    const int at = row->first + (int)i;
    const int type = sqlite3_column_type(row->statement, at);
    void *member = owner + column->offset;
    struct assay_str text;
    double real = 0.0;
    size_t size;

    switch (column->type) {
    case ASSAY_HISTORY_TEXT:
        text = assay_history_text(row->statement, at, arena);
        memcpy(member, &text, sizeof(text));
        assay_history_sum_text(row->sum, text);
        return type == SQLITE_TEXT && assay_str_is_utf8(text);
    case ASSAY_HISTORY_SIZE:
        size = (size_t)sqlite3_column_int64(row->statement, at);
        memcpy(member, &size, sizeof(size));
        assay_history_sum_size(row->sum, size);
        return type == SQLITE_INTEGER;
    case ASSAY_HISTORY_REAL:
        real = sqlite3_column_double(row->statement, at);
        if (column->flag)
            memcpy(owner + column->flag, &(bool){type == SQLITE_FLOAT}, sizeof(bool));
        memcpy(member, &real, sizeof(real));
        assay_history_sum_real(row->sum, type == SQLITE_FLOAT, real);
        return (type == SQLITE_FLOAT && isfinite(real)) ||
               (column->flag && type == SQLITE_NULL);
    }
    return false;
}

static bool read_columns(const struct assay_history_row *row, struct assay_arena *arena,
                         void *owner)
{
    for (size_t i = 0; i < row->table->columns; i++)
        if (!read_column(row, i, arena, owner))
            return false;
    return true;
}

/* Reading a run. */
struct finding {
    struct assay_history_index *index;
    const struct assay_history_entry *entry;
    struct assay_arena *arena;
    struct assay_digest *sum;
    long long run;
    struct assay_error *err;
};

static enum assay_code refuse(const struct finding *f)
{
    return assay_fail(f->err, ASSAY_EDATA,
                      "%s: what it says of %.*s is damaged; `assay history rebuild` "
                      "makes it anew",
                      f->index->path, ASSAY_STR_ARG(f->entry->name));
}

/* The next row of a statement, which has to be number i. */
static enum assay_code read_row(const struct finding *f,
                                const struct assay_history_row *row, size_t i,
                                void *owner)
{
    const int status = sqlite3_step(row->statement);

    if (status != SQLITE_ROW && status != SQLITE_DONE)
        return assay_history_refused(f->index, status, f->err);
    if (status == SQLITE_ROW &&
        sqlite3_column_int64(row->statement, 0) == (sqlite3_int64)i &&
        read_columns(row, f->arena, owner))
        return ASSAY_OK;
    return refuse(f);
}

static enum assay_code read_values(const struct finding *f, size_t number,
                                   struct assay_history_result *result)
{
    struct assay_history_row row = {
        .table = &assay_history_value_table, .first = 1, .sum = f->sum};
    struct assay_history_value *value;
    enum assay_code code =
        assay_history_prepare(f->index, ASSAY_HISTORY_VALUES, &row.statement, f->err);

    if (code)
        return code;
    if (result->values > ASSAY_HISTORY_VALUES_MAX)
        return refuse(f);
    value = assay_arena_new(f->arena, result->values, sizeof(*value));
    result->value = value;
    (void)sqlite3_bind_int64(row.statement, 1, f->run);
    (void)sqlite3_bind_int64(row.statement, 2, (sqlite3_int64)number);
    for (size_t i = 0; !code && i < result->values; i++)
        code = read_row(f, &row, i, &value[i]);
    (void)sqlite3_reset(row.statement);
    return code;
}

static enum assay_code read_results(const struct finding *f,
                                    struct assay_history_run *out)
{
    struct assay_history_row row = {
        .table = &assay_history_result_table, .first = 1, .sum = f->sum};
    struct assay_history_result *result;
    enum assay_code code =
        assay_history_prepare(f->index, ASSAY_HISTORY_RESULTS, &row.statement, f->err);

    if (code)
        return code;
    if (out->results > ASSAY_HISTORY_RESULTS_MAX)
        return refuse(f);
    result = assay_arena_new(f->arena, out->results, sizeof(*result));
    out->result = result;
    (void)sqlite3_bind_int64(row.statement, 1, f->run);
    for (size_t i = 0; !code && i < out->results; i++) {
        code = read_row(f, &row, i, &result[i]);
        result[i].overall.place = ASSAY_STR("overall");
        if (!code)
            code = read_values(f, i, &result[i]);
    }
    (void)sqlite3_reset(row.statement);
    return code;
}

/* The run that the statement stands at, and all that belongs to it. */
static enum assay_code read_run(struct finding *f, sqlite3_stmt *statement,
                                struct assay_history_run *out)
{
    const struct assay_history_row row = {.table = &assay_history_run_table,
                                          .statement = statement,
                                          .first = 2,
                                          .sum = f->sum};

    f->run = sqlite3_column_int64(statement, 0);
    if (!read_columns(&row, f->arena, out))
        return refuse(f);
    return read_results(f, out);
}

static bool is_sum(const unsigned char *sum, sqlite3_stmt *statement)
{
    return sqlite3_column_bytes(statement, 1) == ASSAY_DIGEST_BYTES &&
           memcmp(sum, sqlite3_column_blob(statement, 1), ASSAY_DIGEST_BYTES) == 0;
}

enum assay_code assay_history_index_find(struct assay_history_index *index,
                                         const struct assay_history_entry *entry,
                                         struct assay_arena *arena,
                                         struct assay_history_run *out, bool *found,
                                         struct assay_error *err)
{
    struct finding f = {.index = index,
                        .entry = entry,
                        .arena = arena,
                        .sum = assay_digest_new(),
                        .err = err};
    unsigned char sum[ASSAY_DIGEST_BYTES];
    sqlite3_stmt *statement;
    int status = SQLITE_DONE;
    enum assay_code code =
        assay_history_prepare(index, ASSAY_HISTORY_FIND, &statement, err);

    *out = (struct assay_history_run){.name = entry->name};
    assay_history_sum_text(f.sum, entry->name);
    assay_history_sum_text(f.sum, entry->state);
    if (!code) {
        (void)assay_history_bind(statement, 1, entry->name);
        (void)assay_history_bind(statement, 2, entry->state);
        status = sqlite3_step(statement);
        if (status != SQLITE_ROW && status != SQLITE_DONE)
            code = assay_history_refused(index, status, err);
    }
    *found = !code && status == SQLITE_ROW;
    if (*found)
        code = read_run(&f, statement, out);
    assay_digest_finish(f.sum, sum);
    if (!code && *found && !is_sum(sum, statement))
        code = refuse(&f);
    (void)sqlite3_reset(statement);
    return code;
}
