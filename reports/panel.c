#include "reports/panel.h"

#include "reports/number.h"

size_t assay_panel_unanswered(const struct assay_section *section)
{
    const size_t answered =
        section->count[ASSAY_STATE_SCORED] + section->count[ASSAY_STATE_TIED];

    return section->items > answered ? section->items - answered : 0;
}

static struct assay_figure null_value(const struct assay_result *result,
                                      const struct assay_null *null, size_t section)
{
    if (section < result->section_count && null->section)
        return null->section[section];
    return section == result->section_count ? null->overall : (struct assay_figure){0};
}

const struct assay_null *assay_panel_best_null(const struct assay_result *result,
                                               size_t section, struct assay_figure *value)
{
    const struct assay_null *best = NULL;

    for (size_t i = 0; i < result->null_count; i++) {
        const struct assay_figure figure = null_value(result, &result->null[i], section);

        if (!figure.defined || (best && !(figure.value > value->value)))
            continue;
        best = &result->null[i];
        *value = figure;
    }
    return best;
}

static bool any(const struct assay_result *result, const struct assay_section *section,
                size_t count, bool (*has)(const struct assay_section *section))
{
    bool found = has(&result->overall);

    for (size_t i = 0; i < count; i++)
        found = found || has(&section[i]);
    return found;
}

static bool has_bootstrap(const struct assay_section *section)
{
    return section->value.defined && section->value.has_bootstrap;
}

static bool has_wilson(const struct assay_section *section)
{
    return section->value.defined && section->value.has_wilson;
}

static bool has_ties(const struct assay_section *section)
{
    return section->ties > 0;
}

static bool has_gaps(const struct assay_section *section)
{
    return assay_panel_unanswered(section) > 0;
}

static bool has_items(const struct assay_section *section)
{
    return section->items > 0;
}

static const char *value_header(const struct assay_result *result)
{
    return assay_str_equal(result->unit, ASSAY_STR("percent")) ? "value %" : "value";
}

/* The columns of a section table; each is there or ABSENT. */
enum {
    ABSENT = -1
};
struct layout {
    int items, value, interval, wilson, ties, gaps, null, null_name;
};

static int add_column(struct assay_grid *grid, const char *header, enum assay_tone tone,
                      unsigned drop)
{
    const size_t at = grid->columns++;

    grid->column[at] = (struct assay_grid_column){
        .header = header, .number = at > 0, .tone = tone, .drop = drop};
    return (int)at;
}

static struct layout lay_out(const struct assay_result *result, bool nulls,
                             const struct assay_section *section, size_t count,
                             struct assay_grid *grid)
{
    const char *level =
        assay_arena_printf(grid->arena, "%.4g %% interval", result->level * 100.0);
    struct layout at = {ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT};

    if (any(result, section, count, has_items))
        at.items = add_column(grid, "n", ASSAY_TONE_PLAIN, 0);
    at.value = add_column(grid, value_header(result), ASSAY_TONE_STRONG, 0);
    if (any(result, section, count, has_bootstrap))
        at.interval = add_column(grid, level, ASSAY_TONE_PLAIN, 1);
    if (any(result, section, count, has_wilson))
        at.wilson = add_column(grid, at.interval == ABSENT ? level : "Wilson",
                               ASSAY_TONE_FAINT, 4);
    if (any(result, section, count, has_ties))
        at.ties = add_column(grid, "ties", ASSAY_TONE_PLAIN, 2);
    if (any(result, section, count, has_gaps))
        at.gaps = add_column(grid, "unanswered", ASSAY_TONE_WARN, 0);
    if (nulls && result->null_count) {
        at.null = add_column(grid, "best null", ASSAY_TONE_PLAIN, 3);
        at.null_name = add_column(grid, "", ASSAY_TONE_FAINT, 3);
        grid->column[at.null_name].number = false;
    }
    return at;
}

static void set_cell(struct assay_grid_row *row, int column, struct assay_str text)
{
    if (column != ABSENT)
        row->cell[column] = text;
}

static struct assay_str items_text(const struct assay_section *section,
                                   struct assay_arena *arena)
{
    if (section->counted != section->items)
        return assay_str_of(
            assay_arena_printf(arena, "%zu/%zu", section->counted, section->items));
    return section->items ? assay_number_count(arena, section->items) : ASSAY_STR("");
}

static void section_row(const struct assay_result *result,
                        const struct assay_section *section, size_t index,
                        const struct layout *at, struct assay_grid *grid)
{
    struct assay_arena *arena = grid->arena;
    struct assay_grid_row *row = assay_grid_add(grid);
    struct assay_figure null_figure;
    const struct assay_null *null = NULL;
    const size_t gaps = assay_panel_unanswered(section);

    row->cell[0] = section->name;
    row->strong = row->apart = section == &result->overall;
    row->warn = gaps > 0;
    set_cell(row, at->items, items_text(section, arena));
    set_cell(row, at->value, assay_number_figure(arena, &section->value, result->unit));
    set_cell(row, at->interval,
             assay_number_bootstrap(arena, &section->value, result->unit));
    set_cell(row, at->wilson, assay_number_wilson(arena, &section->value, result->unit));
    set_cell(row, at->ties, assay_number_count(arena, section->ties));
    if (gaps)
        set_cell(row, at->gaps, assay_number_count(arena, gaps));
    if (at->null != ABSENT)
        null = assay_panel_best_null(result, index, &null_figure);
    if (null) {
        set_cell(row, at->null, assay_number_figure(arena, &null_figure, result->unit));
        set_cell(row, at->null_name, null->name);
    }
}

enum {
    SECTION_COLUMNS = 9
};

static void sections_grid(const struct assay_result *result,
                          const struct assay_section *section, size_t count,
                          bool sections, struct assay_grid *grid)
{
    struct layout at;

    grid->columns = 0;
    add_column(grid, sections ? "section" : "subset", ASSAY_TONE_PLAIN, 0);
    at = lay_out(result, sections, section, count, grid);
    for (size_t i = 0; i < count; i++)
        section_row(result, &section[i], i, &at, grid);
    if (sections)
        section_row(result, &result->overall, count, &at, grid);
}

void assay_panel_sections(const struct assay_result *result, struct assay_arena *arena,
                          struct assay_grid *grid)
{
    assay_grid_init(grid, arena, SECTION_COLUMNS, result->section_count + 1);
    grid->caption = ASSAY_STR("Value by section, with intervals");
    sections_grid(result, result->section, result->section_count, true, grid);
}

void assay_panel_subsets(const struct assay_result *result, struct assay_arena *arena,
                         struct assay_grid *grid)
{
    assay_grid_init(grid, arena, SECTION_COLUMNS, result->subset_count + 1);
    grid->caption = ASSAY_STR("Value by subset");
    sections_grid(result, result->subset, result->subset_count, false, grid);
}

void assay_panel_rules(const struct assay_result *result, struct assay_arena *arena,
                       struct assay_grid *grid)
{
    const size_t count = result->section_count;

    assay_grid_init(grid, arena, 3 + ASSAY_TIE_RULES, count + 1);
    grid->caption = ASSAY_STR("The same under other tie rules");
    grid->columns = 0;
    add_column(grid, "section", ASSAY_TONE_PLAIN, 0);
    add_column(grid, "exact ties", ASSAY_TONE_PLAIN, 0);
    add_column(grid, "official", ASSAY_TONE_STRONG, 0);
    for (int rule = 0; rule < ASSAY_TIE_RULES; rule++)
        add_column(grid, assay_tie_rule_name((enum assay_tie_rule)rule), ASSAY_TONE_PLAIN,
                   0);
    if (!result->overall.rule[ASSAY_TIE_LOSS].defined)
        return;
    for (size_t i = 0; i <= count; i++) {
        const struct assay_section *section =
            i < count ? &result->section[i] : &result->overall;
        struct assay_grid_row *row = assay_grid_add(grid);

        row->strong = row->apart = i == count;
        row->cell[0] = section->name;
        row->cell[1] = assay_number_count(arena, section->ties);
        row->cell[2] = assay_number_figure(arena, &section->value, result->unit);
        for (int rule = 0; rule < ASSAY_TIE_RULES; rule++)
            row->cell[3 + rule] =
                assay_number_figure(arena, &section->rule[rule], result->unit);
    }
}

void assay_panel_coverage(const struct assay_result *result, struct assay_arena *arena,
                          struct assay_grid *grid)
{
    const size_t count = result->section_count;
    enum assay_state shown[ASSAY_STATES];
    size_t states = 0;

    assay_grid_init(grid, arena, 5 + ASSAY_STATES, count + 1);
    grid->caption = ASSAY_STR("What became of every item");
    grid->columns = 0;
    add_column(grid, "section", ASSAY_TONE_PLAIN, 0);
    add_column(grid, "items", ASSAY_TONE_PLAIN, 0);
    add_column(grid, "counted", ASSAY_TONE_PLAIN, 0);
    for (int state = 0; state < ASSAY_STATES; state++) {
        if (result->overall.count[state] == 0)
            continue;
        shown[states++] = (enum assay_state)state;
        add_column(grid, assay_state_name((enum assay_state)state), ASSAY_TONE_PLAIN, 0);
    }
    add_column(grid, "all unanswered wrong", ASSAY_TONE_PLAIN, 0);
    add_column(grid, "all unanswered right", ASSAY_TONE_PLAIN, 0);
    for (size_t i = 0; i <= count && result->overall.items; i++) {
        const struct assay_section *section =
            i < count ? &result->section[i] : &result->overall;
        struct assay_grid_row *row = assay_grid_add(grid);

        row->strong = row->apart = i == count;
        row->cell[0] = section->name;
        row->cell[1] = assay_number_count(arena, section->items);
        row->cell[2] = assay_number_count(arena, section->counted);
        for (size_t s = 0; s < states; s++)
            row->cell[3 + s] = assay_number_count(arena, section->count[shown[s]]);
        row->cell[3 + states] = assay_number_figure(arena, &section->worst, result->unit);
        row->cell[4 + states] = assay_number_figure(arena, &section->best, result->unit);
    }
}

void assay_panel_measures(const struct assay_result *result, struct assay_arena *arena,
                          struct assay_grid *grid)
{
    int sections = ABSENT, intervals = ABSENT, strings = ABSENT;

    assay_grid_init(grid, arena, 5, result->measure_count);
    grid->caption = ASSAY_STR("Further measures");
    grid->columns = 0;
    add_column(grid, "measure", ASSAY_TONE_PLAIN, 0);
    for (size_t i = 0; i < result->measure_count && sections == ABSENT; i++)
        if (result->measure[i].section.len)
            sections = add_column(grid, "section", ASSAY_TONE_PLAIN, 0);
    if (sections != ABSENT)
        grid->column[sections].number = false;
    const int values = add_column(grid, "value", ASSAY_TONE_STRONG, 0);
    for (size_t i = 0; i < result->measure_count && intervals == ABSENT; i++)
        if (result->measure[i].value.has_bootstrap)
            intervals = add_column(grid, "interval", ASSAY_TONE_FAINT, 2);
    for (size_t i = 0; i < result->measure_count && strings == ABSENT; i++)
        if (result->measure[i].text.len)
            strings = add_column(grid, "as printed officially", ASSAY_TONE_PLAIN, 0);
    for (size_t i = 0; i < result->measure_count; i++) {
        const struct assay_measure *measure = &result->measure[i];
        struct assay_grid_row *row = assay_grid_add(grid);

        row->cell[0] = measure->name;
        set_cell(row, sections, measure->section);
        set_cell(row, values, assay_number_figure(arena, &measure->value, measure->unit));
        set_cell(row, intervals,
                 assay_number_bootstrap(arena, &measure->value, measure->unit));
        set_cell(row, strings, measure->text);
    }
}
