/* Panels of one result: its sections, subsets, ties, coverage and further measures. */
#include "reports/panel.h"

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

/* The columns of a section table; each is there or ABSENT. */
enum {
    ABSENT = -1
};
struct layout {
    int items, value, wilson, ties, gaps, null, null_name;
};

static int number_column(struct assay_page_table *table, const char *key,
                         const char *header, enum assay_tone tone, unsigned drop)
{
    struct assay_column *column = assay_table_number(table, key, assay_str_of(header));

    column->tone = tone;
    column->drop = drop;
    return (int)table->columns - 1;
}

static int value_column(const struct assay_result *result, struct assay_page_table *table)
{
    const bool percent = assay_str_equal(result->unit, ASSAY_STR("percent"));
    const int at = number_column(table, "value", percent ? "value %" : "value",
                                 ASSAY_TONE_STRONG, 0);

    table->column[at]->interval = assay_panel_level(result, table->arena);
    table->column[at]->interval_drop = 1;
    return at;
}

static struct layout lay_out(const struct assay_result *result, bool nulls,
                             const struct assay_section *section, size_t count,
                             struct assay_page_table *table)
{
    struct layout at = {ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT};

    if (any(result, section, count, has_items))
        at.items = number_column(table, "n", "n", ASSAY_TONE_PLAIN, 0);
    at.value = value_column(result, table);
    if (any(result, section, count, has_wilson))
        at.wilson = number_column(table, "wilson",
                                  any(result, section, count, has_bootstrap)
                                      ? "Wilson"
                                      : assay_panel_level(result, table->arena).ptr,
                                  ASSAY_TONE_FAINT, 4);
    if (any(result, section, count, has_ties))
        at.ties = number_column(table, "ties", "ties", ASSAY_TONE_PLAIN, 2);
    if (any(result, section, count, has_gaps))
        at.gaps = number_column(table, "unanswered", "unanswered", ASSAY_TONE_WARN, 0);
    if (nulls && result->null_count) {
        at.null = number_column(table, "best_null", "best null", ASSAY_TONE_PLAIN, 3);
        at.null_name = number_column(table, "best_null_name", "", ASSAY_TONE_FAINT, 3);
        table->column[at.null_name]->number = false;
    }
    return at;
}

static void set_cell(struct assay_row *row, int column, struct assay_cell cell)
{
    if (column != ABSENT)
        row->cell[column] = cell;
}

static struct assay_cell items_cell(const struct assay_section *section)
{
    struct assay_cell cell = assay_cell_count(section->counted);

    if (section->items == 0)
        return (struct assay_cell){0};
    cell.of = section->counted != section->items ? section->items : 0;
    return cell;
}

/* A value without its intervals. */
static struct assay_cell bare(const struct assay_figure *figure, struct assay_str unit)
{
    return figure->defined ? assay_cell_number(figure->value, unit)
                           : assay_cell_undefined(figure->why);
}

static struct assay_cell with_bootstrap(const struct assay_figure *figure,
                                        struct assay_str unit)
{
    const struct assay_cell cell = bare(figure, unit);

    return figure->defined && figure->has_bootstrap
               ? assay_cell_between(cell, figure->bootstrap_lo, figure->bootstrap_hi)
               : cell;
}

static struct assay_cell wilson(const struct assay_figure *figure, struct assay_str unit)
{
    return figure->defined && figure->has_wilson
               ? assay_cell_interval(figure->wilson_lo, figure->wilson_hi, unit)
               : (struct assay_cell){0};
}

/* Passed where all was answered and there is a value. */
static void tell_outcome(const struct assay_section *section, struct assay_row *row,
                         struct assay_arena *arena)
{
    const size_t gaps = assay_panel_unanswered(section);

    row->outcome = ASSAY_OUTCOME_PASSED;
    if (gaps) {
        row->outcome = ASSAY_OUTCOME_MISSED;
        row->reason = assay_str_of(assay_arena_printf(
            arena, "%zu of %zu items unanswered", gaps, section->items));
    } else if (!section->value.defined) {
        row->outcome = ASSAY_OUTCOME_UNDECIDED;
        row->reason = section->value.why;
    }
}

static void section_row(const struct assay_result *result,
                        const struct assay_section *section, size_t index,
                        const struct layout *at, struct assay_page_table *table)
{
    struct assay_row *row = assay_table_row(table);
    struct assay_figure null_figure;
    const struct assay_null *null = NULL;
    const size_t gaps = assay_panel_unanswered(section);

    row->cell[0] = assay_cell_text(section->name);
    row->strong = row->apart = section == &result->overall;
    row->warn = gaps > 0;
    set_cell(row, at->items, items_cell(section));
    set_cell(row, at->value, with_bootstrap(&section->value, result->unit));
    set_cell(row, at->wilson, wilson(&section->value, result->unit));
    set_cell(row, at->ties, assay_cell_count(section->ties));
    if (gaps)
        set_cell(row, at->gaps, assay_cell_count(gaps));
    if (at->null != ABSENT)
        null = assay_panel_best_null(result, index, &null_figure);
    if (null) {
        set_cell(row, at->null, bare(&null_figure, result->unit));
        set_cell(row, at->null_name, assay_cell_text(null->name));
    }
}

/* What a paper tells under a table of values: it stands alone there. */
static void tell_basis(const struct assay_result *result, struct assay_page_table *table)
{
    const struct assay_str suite = assay_panel_suite_line(result, table->arena);
    const struct assay_str model = result->label.len ? result->label : result->model;

    table->n = result->overall.counted;
    table->of = "items";
    table->intervals = assay_panel_interval_line(result, table->arena);
    table->data = assay_str_of(assay_arena_printf(table->arena, "%s; model %.*s",
                                                  suite.ptr, ASSAY_STR_ARG(model)));
}

struct assay_page_table *assay_panel_sections(struct assay_page *page,
                                              const struct assay_result *result)
{
    struct assay_page_table *table =
        assay_page_table(page, "sections", ASSAY_STR("Value by section, with intervals"));
    struct layout at;

    tell_basis(result, table);
    (void)assay_table_text(table, "section", ASSAY_STR("section"));
    at = lay_out(result, true, result->section, result->section_count, table);
    for (size_t i = 0; i < result->section_count; i++)
        section_row(result, &result->section[i], i, &at, table);
    section_row(result, &result->overall, result->section_count, &at, table);
    for (size_t r = 0; r < table->rows; r++)
        tell_outcome(r < result->section_count ? &result->section[r] : &result->overall,
                     table->row[r], table->arena);
    return table;
}

struct assay_page_table *assay_panel_subsets(struct assay_page *page,
                                             const struct assay_result *result)
{
    struct assay_page_table *table =
        assay_page_table(page, "subsets", ASSAY_STR("Value by subset"));
    struct layout at;

    tell_basis(result, table);
    (void)assay_table_text(table, "subset", ASSAY_STR("subset"));
    at = lay_out(result, false, result->subset, result->subset_count, table);
    for (size_t i = 0; i < result->subset_count; i++)
        section_row(result, &result->subset[i], i, &at, table);
    return table;
}

static const struct assay_section *section_at(const struct assay_result *result, size_t i)
{
    return i < result->section_count ? &result->section[i] : &result->overall;
}

/* The next row, of a section or of all. */
static struct assay_row *begin_row(const struct assay_result *result, size_t i,
                                   struct assay_page_table *table)
{
    struct assay_row *row = assay_table_row(table);

    row->strong = row->apart = i == result->section_count;
    row->cell[0] = assay_cell_text(section_at(result, i)->name);
    return row;
}

struct assay_page_table *assay_panel_rules(struct assay_page *page,
                                           const struct assay_result *result)
{
    struct assay_page_table *table =
        assay_page_table(page, "tie-rules", ASSAY_STR("The same under other tie rules"));

    (void)assay_table_text(table, "section", ASSAY_STR("section"));
    (void)number_column(table, "ties", "exact ties", ASSAY_TONE_PLAIN, 0);
    (void)number_column(table, "value", "official", ASSAY_TONE_STRONG, 0);
    for (int rule = 0; rule < ASSAY_TIE_RULES; rule++)
        (void)number_column(table, assay_tie_rule_name((enum assay_tie_rule)rule),
                            assay_tie_rule_name((enum assay_tie_rule)rule),
                            ASSAY_TONE_PLAIN, 0);
    if (!result->overall.rule[ASSAY_TIE_LOSS].defined)
        return table;
    for (size_t i = 0; i <= result->section_count; i++) {
        const struct assay_section *section = section_at(result, i);
        struct assay_row *row = begin_row(result, i, table);

        row->cell[1] = assay_cell_count(section->ties);
        row->cell[2] = bare(&section->value, result->unit);
        for (int rule = 0; rule < ASSAY_TIE_RULES; rule++)
            row->cell[3 + rule] = bare(&section->rule[rule], result->unit);
    }
    return table;
}

struct assay_page_table *assay_panel_coverage(struct assay_page *page,
                                              const struct assay_result *result)
{
    struct assay_page_table *table =
        assay_page_table(page, "coverage", ASSAY_STR("What became of every item"));
    enum assay_state shown[ASSAY_STATES];
    size_t states = 0;

    (void)assay_table_text(table, "section", ASSAY_STR("section"));
    (void)number_column(table, "items", "items", ASSAY_TONE_PLAIN, 0);
    (void)number_column(table, "counted", "counted", ASSAY_TONE_PLAIN, 0);
    for (int state = 0; state < ASSAY_STATES; state++) {
        const char *name = assay_state_name((enum assay_state)state);

        if (result->overall.count[state] == 0)
            continue;
        shown[states++] = (enum assay_state)state;
        (void)number_column(table, name, name, ASSAY_TONE_PLAIN, 0);
    }
    (void)number_column(table, "worst", "all unanswered wrong", ASSAY_TONE_PLAIN, 0);
    (void)number_column(table, "best", "all unanswered right", ASSAY_TONE_PLAIN, 0);
    for (size_t i = 0; i <= result->section_count && result->overall.items; i++) {
        const struct assay_section *section = section_at(result, i);
        struct assay_row *row = begin_row(result, i, table);

        row->cell[1] = assay_cell_count(section->items);
        row->cell[2] = assay_cell_count(section->counted);
        for (size_t s = 0; s < states; s++)
            row->cell[3 + s] = assay_cell_count(section->count[shown[s]]);
        row->cell[3 + states] = bare(&section->worst, result->unit);
        row->cell[4 + states] = bare(&section->best, result->unit);
    }
    return table;
}

/* What measures have beside a name and a value. */
struct measured {
    bool sections, texts;
};

static struct measured look_through(const struct assay_result *result)
{
    struct measured has = {0};

    for (size_t i = 0; i < result->measure_count; i++) {
        has.sections = has.sections || result->measure[i].section.len > 0;
        has.texts = has.texts || result->measure[i].text.len > 0;
    }
    return has;
}

struct assay_page_table *assay_panel_measures(struct assay_page *page,
                                              const struct assay_result *result)
{
    const struct measured has = look_through(result);
    struct assay_page_table *table =
        assay_page_table(page, "measures", ASSAY_STR("Further measures"));
    int sections = ABSENT, texts = ABSENT, values;

    tell_basis(result, table);
    (void)assay_table_text(table, "measure", ASSAY_STR("measure"));
    if (has.sections) {
        sections = (int)table->columns;
        (void)assay_table_text(table, "section", ASSAY_STR("section"));
    }
    values = number_column(table, "value", "value", ASSAY_TONE_STRONG, 0);
    table->column[values]->interval = ASSAY_STR("interval");
    table->column[values]->interval_drop = 2;
    if (has.texts)
        texts = number_column(table, "official", "as printed officially",
                              ASSAY_TONE_PLAIN, 0);
    for (size_t i = 0; i < result->measure_count; i++) {
        const struct assay_measure *measure = &result->measure[i];
        struct assay_row *row = assay_table_row(table);

        row->cell[0] = assay_cell_text(measure->name);
        set_cell(row, sections, assay_cell_text(measure->section));
        set_cell(row, values, with_bootstrap(&measure->value, measure->unit));
        set_cell(row, texts, assay_cell_text(measure->text));
    }
    return table;
}
