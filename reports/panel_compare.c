/* Panels that set one column of values beside another: models, null baselines. */
#include "reports/number.h"
#include "reports/panel.h"

static void number_column(struct assay_grid *grid, size_t at, struct assay_str name,
                          enum assay_tone tone, unsigned drop)
{
    grid->column[at] = (struct assay_grid_column){
        .name = name, .number = true, .tone = tone, .drop = drop};
}

static const struct assay_section *section_at(const struct assay_result *result, size_t i)
{
    return i < result->section_count ? &result->section[i] : &result->overall;
}

void assay_panel_nulls(const struct assay_result *result, struct assay_arena *arena,
                       struct assay_grid *grid)
{
    const size_t count = result->section_count;
    struct assay_grid_row *row;

    assay_grid_init(grid, arena, count + 2, result->null_count + 1);
    grid->caption = ASSAY_STR("Null baselines on the same items");
    grid->column[0].header = "";
    for (size_t i = 0; i <= count; i++)
        number_column(grid, i + 1, section_at(result, i)->name, ASSAY_TONE_PLAIN, 0);
    if (result->null_count == 0)
        return;
    for (size_t n = 0; n < result->null_count; n++) {
        const struct assay_null *null = &result->null[n];

        row = assay_grid_add(grid);
        row->cell[0] = null->name;
        for (size_t i = 0; i < count && null->section; i++)
            row->cell[i + 1] =
                assay_number_figure(arena, &null->section[i], result->unit);
        row->cell[count + 1] = assay_number_figure(arena, &null->overall, result->unit);
    }
    row = assay_grid_add(grid);
    row->strong = row->apart = true;
    row->cell[0] = result->label.len ? result->label : result->model;
    for (size_t i = 0; i <= count; i++)
        row->cell[i + 1] =
            assay_number_figure(arena, &section_at(result, i)->value, result->unit);
}

/* Models down, sections across. */
static void compare_down(const struct assay_group *group, struct assay_grid *grid)
{
    const struct assay_result *first = group->run[0]->result;
    struct assay_arena *arena = grid->arena;

    assay_grid_init(grid, arena, first->section_count + 2, group->count);
    grid->column[0].header = "model";
    for (size_t i = 0; i <= first->section_count; i++)
        number_column(grid, i + 1, section_at(first, i)->name,
                      i == first->section_count ? ASSAY_TONE_STRONG : ASSAY_TONE_PLAIN,
                      0);
    for (size_t m = 0; m < group->count; m++) {
        struct assay_grid_row *row = assay_grid_add(grid);
        const struct assay_result *result = group->run[m]->result;

        row->cell[0] = group->name[m];
        for (size_t i = 0; i <= first->section_count; i++) {
            const struct assay_section *section =
                assay_group_section(result, section_at(first, i)->name);

            if (section)
                row->cell[i + 1] =
                    assay_number_figure(arena, &section->value, result->unit);
        }
    }
}

static struct assay_str interval_text(const struct assay_figure *figure,
                                      struct assay_str unit, struct assay_arena *arena)
{
    return figure->has_bootstrap ? assay_number_bootstrap(arena, figure, unit)
                                 : assay_number_wilson(arena, figure, unit);
}

static struct assay_str difference(const struct assay_group *group,
                                   const struct assay_section *const pair[2],
                                   struct assay_arena *arena)
{
    if (!pair[0] || !pair[1] || !pair[0]->value.defined || !pair[1]->value.defined)
        return ASSAY_STR("\u2013");
    return assay_number_signed(arena, pair[1]->value.value - pair[0]->value.value,
                               group->run[0]->result->unit);
}

/* One section of every model. */
static void compare_row(const struct assay_group *group, struct assay_str name,
                        struct assay_grid_row *row, struct assay_arena *arena)
{
    const struct assay_section *pair[2] = {NULL, NULL};

    for (size_t m = 0; m < group->count; m++) {
        const struct assay_result *result = group->run[m]->result;
        const struct assay_section *section = assay_group_section(result, name);

        if (m < 2)
            pair[m] = section;
        if (!section)
            continue;
        row->cell[2 + 2 * m] = assay_number_figure(arena, &section->value, result->unit);
        row->cell[3 + 2 * m] = interval_text(&section->value, result->unit, arena);
    }
    if (group->count == 2)
        row->cell[6] = difference(group, pair, arena);
}

static void compare_columns(const struct assay_group *group, struct assay_grid *grid)
{
    const struct assay_result *first = group->run[0]->result;

    grid->column[0].header = "section";
    grid->column[1].header = "n";
    grid->column[1].number = true;
    grid->column[1].drop = 1;
    for (size_t m = 0; m < group->count; m++) {
        number_column(grid, 2 + 2 * m, group->name[m], ASSAY_TONE_STRONG, 0);
        number_column(grid, 3 + 2 * m,
                      assay_str_of(assay_arena_printf(grid->arena, "%.4g %% interval",
                                                      first->level * 100.0)),
                      ASSAY_TONE_FAINT, 2);
    }
    if (group->count == 2)
        number_column(grid, 6, ASSAY_STR("difference"), ASSAY_TONE_PLAIN, 0);
}

void assay_panel_compare(const struct assay_group *group, size_t wide,
                         struct assay_arena *arena, struct assay_grid *grid)
{
    const struct assay_result *first = group->run[0]->result;
    const size_t extra = group->count == 2 ? 1 : 0;

    *grid = (struct assay_grid){.arena = arena};
    if (group->count > wide) {
        compare_down(group, grid);
    } else {
        assay_grid_init(grid, arena, 2 + 2 * group->count + extra,
                        first->section_count + 1);
        compare_columns(group, grid);
        for (size_t i = 0; i <= first->section_count; i++) {
            const struct assay_section *section = section_at(first, i);
            struct assay_grid_row *row = assay_grid_add(grid);

            row->cell[0] = section->name;
            row->cell[1] = assay_number_count(arena, section->items);
            row->strong = row->apart = i == first->section_count;
            compare_row(group, section->name, row, arena);
        }
    }
    grid->caption = ASSAY_STR("Models side by side");
}

void assay_panel_overview(const struct assay_group *groups, size_t count,
                          struct assay_arena *arena, struct assay_grid *grid)
{
    size_t rows = 0;

    for (size_t g = 0; g < count; g++)
        rows += groups[g].count;
    assay_grid_init(grid, arena, 5, rows);
    grid->caption = ASSAY_STR("Overall values");
    grid->column[0].header = "suite";
    grid->column[1].header = "model";
    number_column(grid, 2, ASSAY_STR("n"), ASSAY_TONE_PLAIN, 2);
    number_column(grid, 3, ASSAY_STR("value"), ASSAY_TONE_STRONG, 0);
    number_column(grid, 4, ASSAY_STR("interval"), ASSAY_TONE_PLAIN, 1);
    for (size_t g = 0; g < count; g++)
        for (size_t m = 0; m < groups[g].count; m++) {
            const struct assay_result *result = groups[g].run[m]->result;
            const struct assay_figure *value = &result->overall.value;
            struct assay_grid_row *row = assay_grid_add(grid);

            row->cell[0] = groups[g].title;
            if (result->missing_count > 0)
                row->cell[0] = assay_str_of(assay_arena_printf(
                    arena, "%.*s (partial)", ASSAY_STR_ARG(groups[g].title)));
            row->cell[1] = groups[g].name[m];
            row->cell[2] = assay_number_count(arena, result->overall.counted);
            row->cell[3] = assay_number_figure(arena, value, result->unit);
            row->cell[4] = interval_text(value, result->unit, arena);
        }
}
