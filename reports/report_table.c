/* `table`: what `assay run` prints. Numbers first, then how they came about. */
#include "reports/escape.h"
#include "reports/grid.h"
#include "reports/number.h"
#include "reports/panel.h"

enum {
    WIDE = 3,        /* models side by side; more go down the page */
    KEY_COLUMN = 12, /* where the text of a fact begins */
    NARROW = 40      /* no fact is broken into lines shorter than this */
};

static void paint_line(struct assay_str text, enum assay_tone tone,
                       const struct assay_grid_look *look, struct assay_buf *out)
{
    assay_grid_paint(text, tone, look, out);
    assay_buf_putc(out, '\n');
}

static void indent(size_t n, struct assay_buf *out)
{
    for (size_t i = 0; i < n; i++)
        assay_buf_putc(out, ' ');
}

/* Words of clean text, broken at blanks, further lines under the first. */
static void wrap(struct assay_str text, size_t column, size_t width,
                 struct assay_buf *out)
{
    size_t used = column;
    bool first = true;

    while (text.len) {
        const size_t end = assay_str_find(text, ASSAY_STR(" "));
        const struct assay_str word = {text.ptr, end};
        const size_t columns = assay_escape_width(word);

        if (!first && width && used + 1 + columns > width) {
            assay_buf_putc(out, '\n');
            indent(column, out);
            used = column;
        } else if (!first) {
            assay_buf_putc(out, ' ');
            used++;
        }
        assay_buf_add(out, word);
        used += columns;
        first = false;
        text.ptr += end + (end < text.len);
        text.len -= end + (end < text.len);
    }
    assay_buf_putc(out, '\n');
}

/* "ties as     loss 59.43 · ..."; nothing where text is empty. */
static void put_fact(const char *key, struct assay_str text, enum assay_tone tone,
                     const struct assay_grid_look *look, struct assay_buf *out)
{
    const size_t width = look->width && look->width < NARROW ? NARROW : look->width;
    const size_t length = assay_escape_width(assay_str_of(key));
    struct assay_buf clean = {0};

    if (text.len == 0)
        return;
    assay_grid_paint(assay_str_of(key), tone, look, out);
    indent(length < KEY_COLUMN ? KEY_COLUMN - length : 1, out);
    assay_escape_terminal(text, look->ascii, &clean);
    wrap(assay_buf_view(&clean), KEY_COLUMN, width, out);
    assay_buf_release(&clean);
}

/* The panel under a blank line, if it has rows. */
static void put_panel(const struct assay_grid *grid, const struct assay_grid_look *look,
                      struct assay_buf *out)
{
    if (grid->rows == 0)
        return;
    assay_buf_putc(out, '\n');
    assay_grid_text(grid, look, out);
}

static void put_notes(const struct assay_result *result,
                      const struct assay_grid_look *look, struct assay_buf *out)
{
    for (size_t i = 0; i < result->note_count; i++)
        put_fact("note", result->note[i], ASSAY_TONE_WARN, look, out);
}

/* Why the overall value, or that of a section whose items were counted, is none. */
static void put_undefined(const struct assay_result *result, struct assay_arena *arena,
                          const struct assay_grid_look *look, struct assay_buf *out)
{
    put_fact("undefined", result->overall.value.why, ASSAY_TONE_WARN, look, out);
    for (size_t i = 0; i < result->section_count; i++) {
        const struct assay_section *section = &result->section[i];
        const char *line =
            assay_arena_printf(arena, "%.*s: %.*s", ASSAY_STR_ARG(section->name),
                               ASSAY_STR_ARG(section->value.why));

        if (section->counted > 0 && !section->value.defined)
            put_fact("undefined", assay_str_of(line), ASSAY_TONE_WARN, look, out);
    }
}

static void put_facts(const struct assay_result *result, struct assay_arena *arena,
                      const struct assay_grid_look *look, struct assay_buf *out)
{
    const bool gaps = assay_panel_unanswered(&result->overall) > 0;

    assay_buf_putc(out, '\n');
    put_fact("ties as", assay_panel_rule_line(result, arena), ASSAY_TONE_FAINT, look,
             out);
    put_fact("coverage", assay_panel_coverage_line(result, arena),
             gaps ? ASSAY_TONE_WARN : ASSAY_TONE_FAINT, look, out);
    put_fact("intervals", assay_panel_interval_line(result, arena), ASSAY_TONE_FAINT,
             look, out);
    put_fact("rule", result->rule, ASSAY_TONE_FAINT, look, out);
    put_fact("overall is", result->overall_rule, ASSAY_TONE_FAINT, look, out);
    put_undefined(result, arena, look, out);
    put_fact("cite", result->citation, ASSAY_TONE_FAINT, look, out);
    put_notes(result, look, out);
}

/* "JudgeBench, gpt-4o" and the model under it. */
static void put_title(const struct assay_group *group, const struct assay_grid_look *look,
                      struct assay_buf *out)
{
    const struct assay_result *result = group->run[0]->result;

    paint_line(group->title, ASSAY_TONE_STRONG, look, out);
    if (group->count > 1)
        return;
    assay_grid_paint(group->name[0], ASSAY_TONE_PLAIN, look, out);
    if (!assay_str_equal(group->name[0], result->model)) {
        assay_buf_puts(out, "  ");
        assay_grid_paint(result->model, ASSAY_TONE_FAINT, look, out);
    }
    assay_buf_putc(out, '\n');
}

static void put_single(const struct assay_group *group, struct assay_arena *arena,
                       const struct assay_grid_look *look, struct assay_buf *out)
{
    const struct assay_result *result = group->run[0]->result;
    struct assay_grid grid;

    assay_panel_sections(result, arena, &grid);
    put_panel(&grid, look, out);
    put_facts(result, arena, look, out);
    assay_panel_measures(result, arena, &grid);
    put_panel(&grid, look, out);
    assay_panel_subsets(result, arena, &grid);
    put_panel(&grid, look, out);
    assay_panel_nulls(result, arena, &grid);
    put_panel(&grid, look, out);
}

/* True if something is to be said of this model beside its numbers. */
static bool is_special(const struct assay_result *result)
{
    return result->note_count || result->overall.ties ||
           assay_panel_unanswered(&result->overall) || !result->overall.value.defined;
}

/* What differs from model to model and is not in the table. */
static void put_own_facts(const struct assay_result *result, struct assay_str name,
                          struct assay_arena *arena, const struct assay_grid_look *look,
                          struct assay_buf *out)
{
    const bool gaps = assay_panel_unanswered(&result->overall) > 0;

    assay_buf_putc(out, '\n');
    paint_line(name, ASSAY_TONE_STRONG, look, out);
    put_fact("ties as", assay_panel_rule_line(result, arena), ASSAY_TONE_FAINT, look,
             out);
    put_fact("coverage", assay_panel_coverage_line(result, arena),
             gaps ? ASSAY_TONE_WARN : ASSAY_TONE_FAINT, look, out);
    put_undefined(result, arena, look, out);
    put_notes(result, look, out);
}

static void put_several(const struct assay_group *group, struct assay_arena *arena,
                        const struct assay_grid_look *look, struct assay_buf *out)
{
    const struct assay_result *first = group->run[0]->result;
    struct assay_grid grid;

    assay_panel_compare(group, WIDE, arena, &grid);
    put_panel(&grid, look, out);
    for (size_t i = 0; i < group->count; i++)
        if (group->count <= WIDE || is_special(group->run[i]->result))
            put_own_facts(group->run[i]->result, group->name[i], arena, look, out);
    assay_buf_putc(out, '\n');
    put_fact("intervals", assay_panel_interval_line(first, arena), ASSAY_TONE_FAINT, look,
             out);
    put_fact("",
             ASSAY_STR("each model for itself: they do not tell whether a difference "
                       "is due to chance"),
             ASSAY_TONE_FAINT, look, out);
    put_fact("rule", first->rule, ASSAY_TONE_FAINT, look, out);
    put_fact("cite", first->citation, ASSAY_TONE_FAINT, look, out);
}

static enum assay_code write_table(const struct assay_report_input *input,
                                   struct assay_buf *out, struct assay_error *err)
{
    const struct assay_grid_look look = {input->colour, input->ascii, input->width};
    struct assay_arena arena = {0};
    struct assay_group *groups;
    size_t count;

    (void)err;
    assay_group_runs(input, &arena, &groups, &count);
    for (size_t g = 0; g < count; g++) {
        if (g > 0)
            assay_buf_puts(out, "\n\n");
        put_title(&groups[g], &look, out);
        if (groups[g].count == 1)
            put_single(&groups[g], &arena, &look, out);
        else
            put_several(&groups[g], &arena, &look, out);
    }
    assay_arena_release(&arena);
    return ASSAY_OK;
}

const struct assay_report assay_report_table = {
    .name = "table",
    .summary = "aligned text for a terminal",
    .write = write_table,
};
