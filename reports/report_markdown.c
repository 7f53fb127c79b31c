/* `markdown`: tables to paste into an issue or a README. */
#include "reports/escape.h"
#include "reports/grid.h"
#include "reports/panel.h"

enum {
    WIDE = 3
};

static void put_panel(const struct assay_grid *grid, struct assay_buf *out)
{
    if (grid->rows == 0)
        return;
    assay_grid_markdown(grid, out);
    assay_buf_putc(out, '\n');
}

static void put_point(const char *key, struct assay_str text, struct assay_buf *out)
{
    if (text.len == 0)
        return;
    assay_buf_printf(out, "- %s: ", key);
    assay_escape_markdown(text, out);
    assay_buf_putc(out, '\n');
}

static void put_points(const struct assay_result *result, struct assay_arena *arena,
                       struct assay_buf *out)
{
    put_point("model", result->model, out);
    put_point("ties as", assay_panel_rule_line(result, arena), out);
    put_point("coverage", assay_panel_coverage_line(result, arena), out);
    put_point("intervals", assay_panel_interval_line(result, arena), out);
    put_point("rule", result->rule, out);
    put_point("overall is", result->overall_rule, out);
    put_point("cite", result->citation, out);
    for (size_t i = 0; i < result->note_count; i++)
        put_point("note", result->note[i], out);
    assay_buf_putc(out, '\n');
}

static void put_group(const struct assay_group *group, struct assay_arena *arena,
                      struct assay_buf *out)
{
    struct assay_grid grid;

    assay_buf_puts(out, "## ");
    assay_escape_markdown(group->title, out);
    assay_buf_puts(out, "\n\n");
    if (group->count > 1) {
        assay_panel_compare(group, WIDE, arena, &grid);
        put_panel(&grid, out);
    }
    for (size_t i = 0; i < group->count; i++) {
        assay_buf_puts(out, "### ");
        assay_escape_markdown(group->name[i], out);
        assay_buf_puts(out, "\n\n");
        assay_panel_sections(group->run[i]->result, arena, &grid);
        put_panel(&grid, out);
        put_points(group->run[i]->result, arena, out);
        assay_panel_measures(group->run[i]->result, arena, &grid);
        put_panel(&grid, out);
    }
}

static enum assay_code write_markdown(const struct assay_report_input *input,
                                      struct assay_buf *out, struct assay_error *err)
{
    struct assay_arena arena = {0};
    struct assay_group *groups;
    size_t count;

    assay_group_runs(input, &arena, &groups, &count);
    for (size_t g = 0; g < count; g++)
        put_group(&groups[g], &arena, out);
    assay_arena_release(&arena);
    (void)err;
    return ASSAY_OK;
}

const struct assay_report assay_report_markdown = {
    .name = "markdown",
    .summary = "tables for an issue or a README",
    .write = write_markdown,
};
