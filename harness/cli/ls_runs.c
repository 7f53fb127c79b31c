#include "harness/cli/ls_runs.h"

#include "harness/cli/command.h"
#include "reports/number.h"

#include <stdlib.h>

const char *const assay_ls_orders[] = {"started", "run",   "label",
                                       "status",  "value", NULL};

static int by_run(const void *a, const void *b)
{
    const struct assay_history_run *x = a, *y = b;

    return assay_str_compare(x->name, y->name);
}

/* What a model is called: its label, or where a run has none yet, what it is. */
static struct assay_str model_of(const struct assay_history_run *run)
{
    return run->label.len > 0 ? run->label : run->model;
}

static int by_label(const void *a, const void *b)
{
    const int order = assay_str_compare(model_of(a), model_of(b));

    return order ? order : assay_history_by_start(a, b);
}

static int by_status(const void *a, const void *b)
{
    const struct assay_history_run *x = a, *y = b;
    const int order = assay_str_compare(x->status, y->status);

    return order ? order : assay_history_by_start(a, b);
}

static const struct assay_figure *value_of(const struct assay_history_run *run)
{
    return run->results > 0 && run->result[0].overall.figure.defined
               ? &run->result[0].overall.figure
               : NULL;
}

static int by_value(const void *a, const void *b)
{
    const struct assay_figure *x = value_of(a), *y = value_of(b);

    if (!x || !y)
        return x ? -1 : y ? 1 : assay_history_by_start(a, b);
    if (x->value > y->value || x->value < y->value)
        return x->value > y->value ? -1 : 1;
    return assay_history_by_start(a, b);
}

static void sort(const struct assay_ls_runs *how, struct assay_history_list *list)
{
    static int (*const by[])(const void *, const void *) = {
        [ASSAY_LS_STARTED] = assay_history_by_start,
        [ASSAY_LS_RUN] = by_run,
        [ASSAY_LS_LABEL] = by_label,
        [ASSAY_LS_STATUS] = by_status,
        [ASSAY_LS_VALUE] = by_value,
    };

    if (list->count > 1)
        qsort(list->run, list->count, sizeof(*list->run), by[how->order]);
    for (size_t i = 0; how->reverse && i < list->count / 2; i++) {
        struct assay_history_run *other = &list->run[list->count - 1 - i];
        const struct assay_history_run kept = list->run[i];

        list->run[i] = *other;
        *other = kept;
    }
}

/* "pairs 75.00, judgebench:gpt 61.20", or what was asked for and why there is nothing. */
static struct assay_str results_text(const struct assay_history_run *run,
                                     struct assay_arena *arena)
{
    struct assay_buf text = {0};
    struct assay_str out;

    for (size_t i = 0; i < run->results; i++) {
        const struct assay_history_value *overall = &run->result[i].overall;

        assay_buf_puts(&text, i > 0 ? ", " : "");
        assay_buf_add(&text, assay_history_suite(&run->result[i], arena));
        assay_buf_putc(&text, ' ');
        assay_buf_add(&text, assay_number_figure(arena, &overall->figure, overall->unit));
    }
    if (run->results == 0)
        assay_buf_add(&text, run->why.len > 0 ? run->why : run->asked);
    out = assay_arena_copy(arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return out;
}

static void add_table(const struct assay_history_list *list, unsigned format,
                      struct assay_arena *arena, struct assay_buf *out)
{
    static const char *const headers[] = {"run", "started", "status", "model", "results"};
    struct assay_grid grid;

    assay_grid_init(&grid, arena, 5, list->count);
    for (size_t k = 0; k < 5; k++)
        grid.column[k] = (struct assay_grid_column){.header = headers[k]};
    for (size_t i = 0; i < list->count; i++) {
        const struct assay_history_run *run = &list->run[i];
        struct assay_str *cell = assay_grid_add(&grid)->cell;

        cell[0] = run->name;
        cell[1] = run->started.len > 0 ? run->started : ASSAY_STR("-");
        cell[2] = run->status;
        cell[3] = model_of(run).len > 0 ? model_of(run) : ASSAY_STR("-");
        cell[4] = results_text(run, arena);
    }
    assay_runs_grid(&grid, format, out);
}

static enum assay_code print_json(const struct assay_history_list *list,
                                  struct assay_arena *arena, struct assay_error *err)
{
    struct assay_node *out = assay_node_map(arena);
    struct assay_node *runs = assay_node_list(arena);

    for (size_t i = 0; i < list->count; i++)
        assay_node_push(arena, runs, assay_history_run_node(&list->run[i], arena));
    assay_node_put(arena, out, "format", assay_node_of_string("assay-runs"));
    assay_node_put(arena, out, "version", assay_node_of_string("1.0"));
    assay_node_put(arena, out, "runs", *runs);
    return assay_runs_print_json(out, err);
}

enum assay_code assay_ls_runs(const struct assay_ls_runs *how, struct assay_error *err)
{
    const struct assay_history_setting setting = assay_history_words_setting(&how->words);
    struct assay_history_filter filter;
    struct assay_history_told told = {0};
    struct assay_history_list list;
    struct assay_arena arena = {0};
    struct assay_buf out = {0};
    enum assay_code code = assay_history_words_filter(&how->words, &filter, err);

    if (!code)
        code = assay_history_gather(&setting, &filter, &arena, &list, &told, err);
    if (!code) {
        assay_history_words_tell(&told);
        sort(how, &list);
        add_table(&list, how->format, &arena, &out);
        code = how->json ? print_json(&list, &arena, err)
                         : assay_cli_print(assay_buf_view(&out), err);
    }
    assay_buf_release(&out);
    assay_arena_release(&arena);
    return code;
}
