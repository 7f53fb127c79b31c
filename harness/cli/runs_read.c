#include "harness/cli/runs_read.h"

#include "harness/cli/command.h"
#include "harness/cli/terminal.h"
#include "harness/core/json.h"
#include "reports/number.h"

const char *const assay_runs_formats[] = {"table", "markdown", NULL};

void assay_runs_grid(const struct assay_grid *grid, unsigned format,
                     struct assay_buf *out)
{
    const struct assay_grid_look look = {.ascii = assay_terminal_look().ascii};

    if (format == ASSAY_RUNS_TABLE) {
        assay_grid_text(grid, &look, out);
        return;
    }
    assay_buf_putc(out, '\n');
    assay_grid_markdown(grid, out);
    assay_buf_putc(out, '\n');
}

enum assay_code assay_runs_read(const struct assay_words *directories,
                                struct assay_arena *arena, struct assay_board *out,
                                struct assay_error *err)
{
    struct assay_stored *stored =
        assay_arena_new(arena, directories->count, sizeof(*stored));

    for (size_t i = 0; i < directories->count; i++) {
        const enum assay_code code =
            assay_stored_read(directories->at[i], arena, &stored[i], err);

        if (code)
            return code;
    }
    return assay_board_make(stored, directories->count, arena, out, err);
}

enum assay_code assay_runs_print_json(const struct assay_node *document,
                                      struct assay_error *err)
{
    struct assay_buf out = {0};
    enum assay_code code;

    assay_json_write(document, true, &out);
    code = assay_cli_print(assay_buf_view(&out), err);
    assay_buf_release(&out);
    return code;
}

struct assay_node assay_runs_figure(const struct assay_figure *figure,
                                    struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);
    double lo, hi;

    assay_node_put(arena, map, "value",
                   figure->defined ? assay_node_of_real(figure->value)
                                   : assay_node_null());
    if (figure->defined && assay_number_interval(figure, &lo, &hi)) {
        struct assay_node *ends = assay_node_list(arena);

        assay_node_push(arena, ends, assay_node_of_real(lo));
        assay_node_push(arena, ends, assay_node_of_real(hi));
        assay_node_put(arena, map, figure->has_bootstrap ? "bootstrap" : "wilson", *ends);
    }
    if (!figure->defined)
        assay_node_put(arena, map, "why", assay_node_of_text(figure->why));
    return *map;
}

struct assay_str assay_runs_text(const struct assay_figure *figure, struct assay_str unit,
                                 struct assay_arena *arena)
{
    const struct assay_str value = assay_number_figure(arena, figure, unit);
    double lo, hi;

    if (!figure->defined)
        return assay_str_of(
            assay_arena_printf(arena, "undefined: %.*s", ASSAY_STR_ARG(figure->why)));
    if (!assay_number_interval(figure, &lo, &hi))
        return value;
    return assay_str_of(
        assay_arena_printf(arena, "%.*s [%.*s, %.*s]", ASSAY_STR_ARG(value),
                           ASSAY_STR_ARG(assay_number_text(arena, lo, unit)),
                           ASSAY_STR_ARG(assay_number_text(arena, hi, unit))));
}
