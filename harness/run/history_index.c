#include "harness/run/history_index.h"

#include "harness/run/history_sql.h"

#include <string.h>

enum assay_code assay_history_index_begin(struct assay_history_index *index,
                                          struct assay_error *err)
{
    return assay_history_exec(index, "BEGIN IMMEDIATE", err);
}

enum assay_code assay_history_index_keep(struct assay_history_index *index,
                                         struct assay_error *err)
{
    return assay_history_exec(index, "COMMIT", err);
}

struct assay_str assay_history_text(sqlite3_stmt *statement, int at,
                                    struct assay_arena *arena)
{
    const char *text = (const char *)sqlite3_column_text(statement, at);
    const int n = sqlite3_column_bytes(statement, at);

    return text ? assay_arena_copy(arena, (struct assay_str){text, (size_t)n})
                : ASSAY_STR("");
}

static void add(struct assay_history_scan *out, const struct assay_history_entry *entry,
                struct assay_arena *arena)
{
    if (out->count == out->room) {
        const size_t room = out->room ? 2 * out->room : 64;
        struct assay_history_entry *more = assay_arena_new(arena, room, sizeof(*more));

        if (out->count > 0)
            memcpy(more, out->at, out->count * sizeof(*more));
        out->at = more;
        out->room = room;
    }
    out->at[out->count++] = *entry;
}

enum assay_code assay_history_index_list(struct assay_history_index *index,
                                         struct assay_arena *arena,
                                         struct assay_history_scan *out,
                                         struct assay_error *err)
{
    sqlite3_stmt *statement;
    enum assay_code code =
        assay_history_prepare(index, ASSAY_HISTORY_LIST, &statement, err);
    int status;

    *out = (struct assay_history_scan){0};
    if (code)
        return code;
    while ((status = sqlite3_step(statement)) == SQLITE_ROW &&
           out->count <= ASSAY_HISTORY_RUNS_MAX)
        add(out,
            &(struct assay_history_entry){.name = assay_history_text(statement, 0, arena),
                                          .state =
                                              assay_history_text(statement, 1, arena)},
            arena);
    if (status != SQLITE_ROW && status != SQLITE_DONE)
        code = assay_history_refused(index, status, err);
    (void)sqlite3_reset(statement);
    return code;
}

enum assay_code assay_history_index_drop(struct assay_history_index *index,
                                         struct assay_str name, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (unsigned i = ASSAY_HISTORY_DROP_VALUES; !code && i <= ASSAY_HISTORY_DROP_RUN;
         i++) {
        sqlite3_stmt *statement;
        int status;

        code = assay_history_prepare(index, (enum assay_history_statement)i, &statement,
                                     err);
        if (code)
            return code;
        (void)assay_history_bind(statement, 1, name);
        status = sqlite3_step(statement);
        if (status != SQLITE_DONE)
            code = assay_history_refused(index, status, err);
        (void)sqlite3_reset(statement);
    }
    return code;
}

enum assay_code assay_history_index_clear(struct assay_history_index *index,
                                          struct assay_error *err)
{
    return assay_history_exec(
        index, "DELETE FROM value; DELETE FROM result; DELETE FROM run", err);
}
