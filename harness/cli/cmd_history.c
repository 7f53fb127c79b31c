/* assay history: headlines of stored runs over time, and the index that they are found by. */
#include "harness/cli/command.h"
#include "harness/cli/history_words.h"
#include "harness/cli/measuring.h"
#include "harness/core/names.h"
#include "reports/number.h"

#include <string.h>

struct history {
    struct assay_history_words words;
    size_t limit;
    unsigned format;
    bool json;
};

static const struct assay_option options[] = {
    ASSAY_HISTORY_OPTIONS(offsetof(struct history, words)),
    {.name = "status",
     .help = "runs of this status: complete, failed, interrupted, running, cut, broken",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct history, words.status),
     .value = "WORD",
     .optional = true},
    {.name = "limit",
     .help = "the last N lines; 0: all",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct history, limit),
     .initial = "0",
     .lo = 0,
     .hi = 1e9,
     .value = "N"},
    ASSAY_TABLES_OPTIONS(offsetof(struct history, format),
                         offsetof(struct history, json)),
    {0},
};

/* A line of the table: a result, or a run that has none. */
struct line {
    const struct assay_history_run *run;
    const struct assay_history_result *result; /* NULL: none */
    size_t basis;
    bool has_change; /* there is an earlier value of the label on the same */
    double change;
};

struct table {
    struct assay_arena arena;
    struct assay_history_list list;
    struct assay_history_bases bases;
    struct line *line; /* (lines,) */
    size_t lines;
};

static size_t count_lines(const struct assay_history_list *list)
{
    size_t n = 0;

    for (size_t i = 0; i < list->count; i++)
        n += list->run[i].results > 0 ? list->run[i].results : 1;
    return n;
}

/* The number of what a line follows: the same label on the same basis. */
static uint32_t course_of(const struct line *line, struct assay_names *courses)
{
    struct assay_buf key = {0};
    uint32_t number;

    assay_buf_printf(&key, "%zu ", line->basis);
    assay_buf_add(&key, line->result->label);
    number = assay_names_add(courses, assay_buf_view(&key));
    assay_buf_release(&key);
    return number;
}

/* Changes from the value before, label by label. */
static void find_changes(struct table *t)
{
    size_t *last = assay_arena_new(&t->arena, t->lines, sizeof(*last)); /* number + 1 */
    struct assay_names courses = {0};

    for (size_t i = 0; i < t->lines; i++) {
        struct line *line = &t->line[i];
        uint32_t course;

        if (!line->result || !line->result->overall.figure.defined)
            continue;
        course = course_of(line, &courses);
        line->has_change = last[course] > 0;
        if (last[course] > 0)
            line->change = line->result->overall.figure.value -
                           t->line[last[course] - 1].result->overall.figure.value;
        last[course] = i + 1;
    }
    assay_names_release(&courses);
}

static void make_lines(struct table *t)
{
    t->line = assay_arena_new(&t->arena, count_lines(&t->list), sizeof(*t->line));
    t->bases.arena = &t->arena;
    for (size_t i = 0; i < t->list.count; i++) {
        const struct assay_history_run *run = &t->list.run[i];

        for (size_t k = 0; k < run->results; k++)
            t->line[t->lines++] =
                (struct line){.run = run,
                              .result = &run->result[k],
                              .basis = assay_history_basis(&t->bases, &run->result[k])};
        if (run->results == 0)
            t->line[t->lines++] = (struct line){.run = run};
    }
    find_changes(t);
}

static struct assay_str or_dash(struct assay_str text)
{
    return text.len > 0 ? text : ASSAY_STR("-");
}

/* "350" of all items, "349/350" of a part. */
static struct assay_str answered_text(const struct assay_history_result *result,
                                      struct assay_arena *arena)
{
    const size_t answered = assay_history_answered(result);

    return assay_str_of(
        answered == result->overall.items
            ? assay_arena_printf(arena, "%zu", answered)
            : assay_arena_printf(arena, "%zu/%zu", answered, result->overall.items));
}

static void fill_value(const struct table *t, const struct line *line,
                       struct assay_arena *arena, struct assay_str *cell)
{
    const struct assay_history_result *result = line->result;
    const struct assay_str unit = result->overall.unit;

    cell[2] = t->bases.name[line->basis];
    cell[3] = result->label;
    cell[4] = assay_runs_text(&result->overall.figure, unit, arena);
    if (result->missing > 0)
        cell[4] = assay_str_of(
            assay_arena_printf(arena, "%.*s (partial)", ASSAY_STR_ARG(cell[4])));
    cell[5] =
        line->has_change ? assay_number_signed(arena, line->change, unit) : ASSAY_STR("");
    cell[6] = answered_text(result, arena);
}

static void print_table(struct table *t, size_t first, unsigned format,
                        struct assay_buf *out)
{
    static const char *const headers[] = {"started", "run",    "suite",    "model",
                                          "value",   "change", "answered", "status"};
    struct assay_grid grid;

    assay_grid_init(&grid, &t->arena, 8, t->lines - first);
    for (size_t k = 0; k < 8; k++)
        grid.column[k] =
            (struct assay_grid_column){.header = headers[k], .number = k >= 4 && k <= 6};
    for (size_t i = first; i < t->lines; i++) {
        const struct assay_history_run *run = t->line[i].run;
        struct assay_str *cell = assay_grid_add(&grid)->cell;

        cell[0] = or_dash(run->started);
        cell[1] = run->name;
        cell[2] = or_dash(run->asked);
        cell[3] = or_dash(run->label.len > 0 ? run->label : run->model);
        if (t->line[i].result)
            fill_value(t, &t->line[i], &t->arena, cell);
        else
            cell[4] = ASSAY_STR("-");
        cell[7] = run->status;
    }
    assay_runs_grid(&grid, format, out);
    assay_history_bases_tell(&t->bases, out);
}

static struct assay_node line_node(const struct line *line, struct assay_arena *arena)
{
    const struct assay_history_run *run = line->run;
    struct assay_node *map = assay_node_map(arena);

    assay_node_put(arena, map, "run",
                   assay_node_of_text(assay_history_clean(run->name, arena)));
    assay_node_put(arena, map, "started", assay_node_of_text(run->started));
    assay_node_put(arena, map, "status", assay_node_of_text(run->status));
    if (run->why.len > 0)
        assay_node_put(arena, map, "why", assay_node_of_text(run->why));
    assay_node_put(arena, map, "result",
                   line->result ? assay_history_result_node(line->result, arena)
                                : assay_node_null());
    assay_node_put(arena, map, "change",
                   line->has_change ? assay_node_of_real(line->change)
                                    : assay_node_null());
    return *map;
}

static enum assay_code print_json(struct table *t, size_t first, struct assay_error *err)
{
    struct assay_node *out = assay_node_map(&t->arena);
    struct assay_node *list = assay_node_list(&t->arena);

    for (size_t i = first; i < t->lines; i++)
        assay_node_push(&t->arena, list, line_node(&t->line[i], &t->arena));
    assay_node_put(&t->arena, out, "format", assay_node_of_string("assay-history"));
    assay_node_put(&t->arena, out, "version", assay_node_of_string("1.0"));
    assay_node_put(&t->arena, out, "lines", *list);
    return assay_runs_print_json(out, err);
}

static enum assay_code print(const struct history *how, struct table *t,
                             struct assay_error *err)
{
    const size_t first =
        how->limit > 0 && how->limit < t->lines ? t->lines - how->limit : 0;
    struct assay_buf out = {0};
    enum assay_code code;

    if (how->json)
        return print_json(t, first, err);
    print_table(t, first, how->format, &out);
    code = assay_cli_print(assay_buf_view(&out), err);
    assay_buf_release(&out);
    return code;
}

/* The index is brought up to date first, where it can be. */
static enum assay_code tell(const struct history *how, struct assay_error *err)
{
    const struct assay_history_setting setting = assay_history_words_setting(&how->words);
    struct assay_history_setting reading = setting;
    struct assay_history_filter filter;
    struct assay_history_told told = {0}, ignored = {0};
    struct table t = {0};
    enum assay_code code = assay_history_words_filter(&how->words, &filter, err);

    if (!code && !setting.no_index) {
        code = assay_history_update(&setting, &told, err);
        reading.no_index = told.fault.code != ASSAY_OK;
    }
    if (!code)
        code = assay_history_gather(&reading, &filter, &t.arena, &t.list, &ignored, err);
    if (!code) {
        if (!told.fault.code)
            told.fault = ignored.fault;
        assay_history_words_tell(&told);
        make_lines(&t);
        code = print(how, &t, err);
    }
    assay_arena_release(&t.arena);
    return code;
}

static enum assay_code rebuild(const struct history *how, struct assay_error *err)
{
    const struct assay_history_setting setting = assay_history_words_setting(&how->words);
    struct assay_history_told told = {0};
    struct assay_buf out = {0};
    enum assay_code code = assay_history_rebuild(&setting, &told, err);

    if (code)
        return code;
    assay_history_words_tell(&told);
    assay_buf_printf(&out, "%s/" ASSAY_HISTORY_FILE ": %zu runs\n", setting.folder,
                     told.added);
    code = assay_cli_print(assay_buf_view(&out), err);
    assay_buf_release(&out);
    return code;
}

static enum assay_code run_history(const void *state, const struct assay_words *operands,
                                   struct assay_error *err)
{
    if (operands->count == 0)
        return tell(state, err);
    if (strcmp(operands->at[0], "rebuild") == 0)
        return rebuild(state, err);
    return assay_fail(
        err, ASSAY_EUSAGE,
        "%s: history takes nothing or rebuild; --suite, --label and --model "
        "choose runs",
        operands->at[0]);
}

static const char *const actions[] = {"rebuild", NULL};

const struct assay_command assay_command_history = {
    .name = "history",
    .summary = "tell values of stored runs over time",
    .usage = "[options] [rebuild]",
    .about =
        "A line a result, by the time its run started, with its change from the value\n"
        "before of the same label on the same data. Runs are found by an index in their\n"
        "folder, history.sqlite, which is kept up to date from their directories;\n"
        "rebuild makes it anew. Patterns are those of file names: 'ckpt-*'.\n",
    .actions = actions,
    .options = options,
    .state_size = sizeof(struct history),
    .operand_max = 1,
    .run = run_history,
};
