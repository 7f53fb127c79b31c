/* All runs, sections and subsets in one table, for spreadsheets and data frames. */
#include "reports/panel.h"

/* Columns, in their order. */
enum {
    SUITE,
    PART,
    MODEL,
    LABEL,
    LEVEL,
    NAME,
    ITEMS,
    COUNTED,
    UNANSWERED,
    TIES,
    VALUE,
    BOOTSTRAP,
    WILSON,
    RULES,
    WORST = RULES + ASSAY_TIE_RULES,
    BEST,
    MISSING,
    COLUMNS
};

static const char *const keys[COLUMNS] = {
    "suite",     "part",       "model",     "label", "level",     "name",    "items",
    "counted",   "unanswered", "ties",      "value", "bootstrap", "wilson",  "ties_loss",
    "ties_half", "ties_share", "ties_drop", "worst", "best",      "missing",
};

static struct assay_cell value_of(const struct assay_figure *figure,
                                  struct assay_str unit)
{
    return figure->defined ? assay_cell_number(figure->value, unit)
                           : assay_cell_undefined(figure->why);
}

/* What an overall value is without, with semicolons between. */
static struct assay_str missing(const struct assay_result *result,
                                struct assay_arena *arena)
{
    struct assay_buf names = {0};
    struct assay_str text;

    for (size_t i = 0; i < result->missing_count; i++) {
        assay_buf_puts(&names, i ? "; " : "");
        assay_buf_add(&names, result->missing[i]);
    }
    text = assay_arena_copy(arena, assay_buf_view(&names));
    assay_buf_release(&names);
    return text;
}

static void put_values(const struct assay_result *result,
                       const struct assay_section *section, struct assay_cell *cell)
{
    const struct assay_figure *value = &section->value;

    cell[VALUE] = value_of(value, result->unit);
    if (value->defined && value->has_bootstrap)
        cell[BOOTSTRAP] =
            assay_cell_interval(value->bootstrap_lo, value->bootstrap_hi, result->unit);
    if (value->defined && value->has_wilson)
        cell[WILSON] =
            assay_cell_interval(value->wilson_lo, value->wilson_hi, result->unit);
    for (int rule = 0; rule < ASSAY_TIE_RULES; rule++)
        cell[RULES + rule] = value_of(&section->rule[rule], result->unit);
    cell[WORST] = value_of(&section->worst, result->unit);
    cell[BEST] = value_of(&section->best, result->unit);
}

static void put_row(const struct assay_result *result, const char *level,
                    const struct assay_section *section, struct assay_page_table *table)
{
    struct assay_cell *cell = assay_table_row(table)->cell;

    cell[SUITE] = assay_cell_text(result->suite);
    cell[PART] = assay_cell_text(result->part);
    cell[MODEL] = assay_cell_text(result->model);
    cell[LABEL] = assay_cell_text(result->label);
    cell[LEVEL] = assay_cell_text(assay_str_of(level));
    cell[NAME] = assay_cell_text(section->name);
    cell[ITEMS] = assay_cell_count(section->items);
    cell[COUNTED] = assay_cell_count(section->counted);
    cell[UNANSWERED] = assay_cell_count(assay_panel_unanswered(section));
    cell[TIES] = assay_cell_count(section->ties);
    put_values(result, section, cell);
    if (section == &result->overall)
        cell[MISSING] = assay_cell_text(missing(result, table->arena));
}

struct assay_page_table *assay_panel_rows(struct assay_page *page,
                                          const struct assay_report_input *input)
{
    struct assay_page_table *table =
        assay_page_table(page, "results", ASSAY_STR("Results"));

    for (size_t c = 0; c < COLUMNS; c++) {
        const struct assay_str header = assay_str_of(keys[c]);

        if (c <= NAME || c == MISSING)
            (void)assay_table_text(table, keys[c], header);
        else
            assay_table_number(table, keys[c], header)->ranged =
                c == BOOTSTRAP || c == WILSON;
    }
    for (size_t i = 0; i < input->count; i++) {
        const struct assay_result *result = input->runs[i].result;

        put_row(result, "overall", &result->overall, table);
        for (size_t s = 0; s < result->section_count; s++)
            put_row(result, "section", &result->section[s], table);
        for (size_t s = 0; s < result->subset_count; s++)
            put_row(result, "subset", &result->subset[s], table);
    }
    return table;
}
