/* Panels that set one column of values beside another: models, null baselines. */
#include "reports/panel.h"

static struct assay_column *value_column(struct assay_page_table *table, size_t i,
                                         struct assay_str name, enum assay_tone tone)
{
    struct assay_column *column = assay_table_number(
        table, assay_arena_printf(table->arena, "value_%zu", i + 1), name);

    column->tone = tone;
    return column;
}

static const struct assay_section *section_at(const struct assay_result *result, size_t i)
{
    return i < result->section_count ? &result->section[i] : &result->overall;
}

/* A value without its intervals. */
static struct assay_cell bare(const struct assay_figure *figure, struct assay_str unit)
{
    return figure->defined ? assay_cell_number(figure->value, unit)
                           : assay_cell_undefined(figure->why);
}

struct assay_page_table *assay_panel_nulls(struct assay_page *page,
                                           const struct assay_result *result)
{
    const size_t count = result->section_count;
    struct assay_page_table *table =
        assay_page_table(page, "nulls", ASSAY_STR("Null baselines on the same items"));
    struct assay_row *row;

    table->data = assay_panel_suite_line(result, table->arena);
    (void)assay_table_text(table, "model", ASSAY_STR(""));
    for (size_t i = 0; i <= count && table->columns < ASSAY_TABLE_COLUMNS; i++)
        (void)value_column(table, i, section_at(result, i)->name, ASSAY_TONE_PLAIN);
    if (result->null_count == 0)
        return table;
    for (size_t n = 0; n < result->null_count; n++) {
        const struct assay_null *null = &result->null[n];

        row = assay_table_row(table);
        row->cell[0] = assay_cell_text(null->name);
        for (size_t i = 0; i + 1 < table->columns; i++)
            if (i == count || null->section)
                row->cell[i + 1] =
                    bare(i == count ? &null->overall : &null->section[i], result->unit);
    }
    row = assay_table_row(table);
    row->strong = row->apart = true;
    row->cell[0] = assay_cell_text(result->label.len ? result->label : result->model);
    for (size_t i = 0; i + 1 < table->columns; i++)
        row->cell[i + 1] = bare(&section_at(result, i)->value, result->unit);
    return table;
}

/* Models down, sections across. */
static void compare_down(const struct assay_group *group, struct assay_page_table *table)
{
    const struct assay_result *first = group->run[0]->result;

    (void)assay_table_text(table, "model", ASSAY_STR("model"));
    for (size_t i = 0; i <= first->section_count && table->columns < ASSAY_TABLE_COLUMNS;
         i++)
        (void)value_column(table, i, section_at(first, i)->name,
                           i == first->section_count ? ASSAY_TONE_STRONG
                                                     : ASSAY_TONE_PLAIN);
    for (size_t m = 0; m < group->count; m++) {
        struct assay_row *row = assay_table_row(table);
        const struct assay_result *result = group->run[m]->result;

        row->cell[0] = assay_cell_text(group->name[m]);
        for (size_t i = 0; i + 1 < table->columns; i++) {
            const struct assay_section *section =
                assay_group_section(result, section_at(first, i)->name);

            if (section)
                row->cell[i + 1] = bare(&section->value, result->unit);
        }
    }
}

static struct assay_cell difference(const struct assay_group *group,
                                    const struct assay_section *const pair[2])
{
    if (!pair[0] || !pair[1] || !pair[0]->value.defined || !pair[1]->value.defined)
        return assay_cell_undefined(ASSAY_STR(""));
    return assay_cell_difference(pair[1]->value.value - pair[0]->value.value,
                                 group->run[0]->result->unit);
}

/* One section of every model. */
static void compare_row(const struct assay_group *group, struct assay_str name,
                        struct assay_row *row)
{
    const struct assay_section *pair[2] = {NULL, NULL};

    for (size_t m = 0; m < group->count; m++) {
        const struct assay_result *result = group->run[m]->result;
        const struct assay_section *section = assay_group_section(result, name);

        if (m < 2)
            pair[m] = section;
        if (section)
            row->cell[2 + m] = assay_cell_figure(&section->value, result->unit);
    }
    if (group->count == 2)
        row->cell[4] = difference(group, pair);
}

static void compare_across(const struct assay_group *group,
                           struct assay_page_table *table)
{
    const struct assay_result *first = group->run[0]->result;

    (void)assay_table_text(table, "section", ASSAY_STR("section"));
    assay_table_number(table, "n", ASSAY_STR("n"))->drop = 1;
    for (size_t m = 0; m < group->count; m++) {
        struct assay_column *column =
            value_column(table, m, group->name[m], ASSAY_TONE_STRONG);

        column->interval = assay_panel_level(first, table->arena);
        column->interval_drop = 2;
    }
    if (group->count == 2)
        (void)assay_table_number(table, "difference", ASSAY_STR("difference"));
    for (size_t i = 0; i <= first->section_count; i++) {
        const struct assay_section *section = section_at(first, i);
        struct assay_row *row = assay_table_row(table);

        row->cell[0] = assay_cell_text(section->name);
        row->cell[1] = assay_cell_count(section->items);
        row->strong = row->apart = i == first->section_count;
        compare_row(group, section->name, row);
    }
}

struct assay_page_table *assay_panel_compare(struct assay_page *page,
                                             const struct assay_group *group, size_t wide)
{
    const struct assay_result *first = group->run[0]->result;
    struct assay_page_table *table =
        assay_page_table(page, "models", ASSAY_STR("Models side by side"));

    table->intervals = assay_panel_interval_line(first, table->arena);
    table->data = assay_panel_suite_line(first, table->arena);
    if (group->count > wide)
        compare_down(group, table);
    else
        compare_across(group, table);
    return table;
}

struct assay_page_table *assay_panel_overview(struct assay_page *page,
                                              const struct assay_group *groups,
                                              size_t count)
{
    struct assay_page_table *table =
        assay_page_table(page, "overview", ASSAY_STR("Overall values"));
    struct assay_column *column;

    (void)assay_table_text(table, "suite", ASSAY_STR("suite"));
    (void)assay_table_text(table, "model", ASSAY_STR("model"));
    assay_table_number(table, "n", ASSAY_STR("n"))->drop = 2;
    column = assay_table_number(table, "value", ASSAY_STR("value"));
    column->tone = ASSAY_TONE_STRONG;
    column->interval = ASSAY_STR("interval");
    column->interval_drop = 1;
    for (size_t g = 0; g < count; g++)
        for (size_t m = 0; m < groups[g].count; m++) {
            const struct assay_result *result = groups[g].run[m]->result;
            struct assay_row *row = assay_table_row(table);

            row->cell[0] = assay_cell_text(groups[g].title);
            if (result->missing_count > 0)
                row->cell[0] = assay_cell_text(assay_str_of(assay_arena_printf(
                    table->arena, "%.*s (partial)", ASSAY_STR_ARG(groups[g].title))));
            row->cell[1] = assay_cell_text(groups[g].name[m]);
            row->cell[2] = assay_cell_count(result->overall.counted);
            row->cell[3] = assay_cell_figure(&result->overall.value, result->unit);
        }
    return table;
}
