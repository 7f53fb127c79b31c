#include "tests/unit/page_fixture.h"

/* Differences by section: the second is wide, the third undefined; what each rule came to. */
static const struct {
    const char *section;
    double a, b, lo, hi, p;
    bool defined;
    enum assay_outcome outcome;
} sections[] = {
    {"Knowledge", 0.5649, 0.5921, -0.0195, 0.0714, 0.2931, true, ASSAY_OUTCOME_PASSED},
    {"Reasoning", 0.6122, 0.4898, -0.2041, -0.0408, 0.0041, true, ASSAY_OUTCOME_MISSED},
    {"Math", 0.0, 0.0, 0.0, 0.0, 1.0, false, ASSAY_OUTCOME_SKIPPED},
    {"Overall", 0.5943, 0.5514, -0.0886, 0.0029, 0.0669, true, ASSAY_OUTCOME_UNDECIDED},
};

static void put_sections(struct assay_page *page, struct assay_str name)
{
    const struct assay_str unit = ASSAY_STR("percent");
    struct assay_page_table *table =
        assay_page_table(page, "differences", ASSAY_STR("Differences by section"));
    struct assay_column *column;

    table->n = 350;
    table->of = "pairs";
    table->intervals = ASSAY_STR("95 %, bootstrap over 350 prompts, 10000 replicates");
    table->data = name;
    (void)assay_table_text(table, "section", ASSAY_STR("section"));
    (void)assay_table_number(table, "n", ASSAY_STR("n"));
    column = assay_table_number(table, "a", ASSAY_STR("value %"));
    column->group = ASSAY_STR("model A");
    column = assay_table_number(table, "b", ASSAY_STR("value %"));
    column->group = name;
    column = assay_table_number(table, "difference", ASSAY_STR("difference"));
    column->interval = ASSAY_STR("95 % interval");
    column->interval_drop = 1;
    column->tone = ASSAY_TONE_STRONG;
    (void)assay_table_number(table, "p", ASSAY_STR("p"));
    column = assay_table_text(table, "verdict", ASSAY_STR("verdict"));
    column->choice = true;
    for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
        struct assay_row *row = assay_table_row(table);
        const bool last = i == 3;

        row->apart = row->strong = last;
        row->outcome = sections[i].outcome;
        row->reason = name;
        row->cell[0] = assay_cell_link(assay_str_of(sections[i].section),
                                       ASSAY_STR("other page.html#x"));
        row->cell[1] = assay_cell_count(last ? 350 : 98);
        row->cell[1].of = i == 1 ? 100 : 0;
        row->cell[2] = row->cell[3] = row->cell[4] =
            assay_cell_undefined(ASSAY_STR("nothing was counted"));
        row->cell[6] = assay_cell_toned(assay_cell_text(name), ASSAY_TONE_BAD);
        if (!sections[i].defined)
            continue;
        row->cell[2] = assay_cell_number(sections[i].a, unit);
        row->cell[3] = assay_cell_number(sections[i].b, unit);
        row->cell[4] = assay_cell_marked(
            assay_cell_between(assay_cell_difference(sections[i].b - sections[i].a, unit),
                               sections[i].lo, sections[i].hi),
            sections[i].p);
        row->cell[5] = assay_cell_p(sections[i].p);
    }
}

/* The history of runs, and a second interval. */
static void put_history(struct assay_page *page, struct assay_str name)
{
    static const double points[] = {0.55, 0.5625, 0.5, 0.59375, 0.625};
    struct assay_page_table *table =
        assay_page_table(page, "history", ASSAY_STR("History"));
    struct assay_row *row;

    table->block->folded = true;
    (void)assay_table_text(table, "model", ASSAY_STR("model"));
    (void)assay_table_number(table, "trend", ASSAY_STR("last 5"));
    (void)assay_table_number(table, "wilson", ASSAY_STR("Wilson"));
    (void)assay_table_number(table, "loss", ASSAY_STR("loss"));
    row = assay_table_row(table);
    row->cell[0] = assay_cell_link(name, ASSAY_STR("https://example.org/?a=1&b=\"2\""));
    row->cell[1] = assay_cell_trend(points, 5, ASSAY_STR("percent"));
    row->cell[2] = assay_cell_interval(0.5, 0.6875, ASSAY_STR("percent"));
    row->cell[3] = assay_cell_number(1.5e-7, ASSAY_STR(""));
    row = assay_table_row(table);
    row->cell[0] = assay_cell_link(name, ASSAY_STR("javascript:alert(1)"));
    row->cell[3] = assay_cell_number(12.5, ASSAY_STR(""));
}

static void put_flips(struct assay_page *page, struct assay_str name)
{
    struct assay_page_table *table = assay_page_items(page, "flips", ASSAY_STR("Flips"));

    (void)assay_table_number(table, "margin", ASSAY_STR("margin"));
    assay_table_text(table, "section", ASSAY_STR("section"))->choice = true;
    (void)assay_table_text(table, "id", ASSAY_STR("item"));
    for (size_t i = 0; i < 25; i++) {
        struct assay_row *row = assay_table_row(table);

        row->cell[0] = assay_cell_difference(-0.25 * (double)(i + 1), ASSAY_STR(""));
        row->cell[1] = assay_cell_text(assay_str_of(sections[i % 3].section));
        row->cell[2] = assay_cell_text(name);
        assay_row_detail(table, row, ASSAY_STR("Prompt"), name);
        assay_row_detail(table, row, ASSAY_STR("Chosen, scored 0.5"),
                         ASSAY_STR("two\nlines"));
    }
}

void fixture_page(struct assay_arena *arena, struct assay_str name,
                  struct assay_page *page)
{
    assay_page_begin(page, arena, name);
    page->subtitle = name;
    page->up_text = ASSAY_STR("All nights");
    page->up_href = ASSAY_STR("../index.html");
    assay_page_headline(page, name,
                        assay_cell_toned(assay_cell_text(name), ASSAY_TONE_BAD),
                        ASSAY_STR("1 of 4 rules missed\n1 undecided"));
    assay_page_headline(
        page, ASSAY_STR("Overall"),
        assay_cell_between(assay_cell_number(0.5514, ASSAY_STR("percent")), 0.4971,
                           0.6029),
        ASSAY_STR(""));
    (void)assay_page_fact(page, "Models", name);
    assay_page_fact(page, "Host", ASSAY_STR("told in full pages alone"))->depth =
        ASSAY_DEPTH_FULL;
    (void)assay_page_note(page, name);
    (void)assay_page_section(page, 1, ASSAY_STR("Sections"));
    (void)assay_page_text(page, name);
    put_sections(page, name);
    (void)assay_page_section(page, 1, name);
    put_history(page, name);
    (void)assay_page_section(page, 2, ASSAY_STR("Items that changed"));
    put_flips(page, name);
    (void)assay_page_section(page, 1, ASSAY_STR("Provenance"));
    (void)assay_page_code(page, ASSAY_STR("To compare again"), name);
}

void fixture_items(struct assay_arena *arena, size_t rows, struct assay_page *page)
{
    struct assay_page_table *table;

    assay_page_begin(page, arena, ASSAY_STR("Many items"));
    table = assay_page_items(page, "items", ASSAY_STR("Items"));
    (void)assay_table_number(table, "margin", ASSAY_STR("margin"));
    assay_table_text(table, "section", ASSAY_STR("section"))->choice = true;
    (void)assay_table_text(table, "id", ASSAY_STR("item"));
    for (size_t i = 0; i < rows; i++) {
        struct assay_row *row = assay_table_row(table);
        const size_t mixed = i * 7919 % rows;

        row->cell[0] = assay_cell_difference(((double)mixed - (double)rows / 2) / 100,
                                             ASSAY_STR(""));
        row->cell[1] = assay_cell_text(assay_str_of(sections[i % 3].section));
        row->cell[2] =
            assay_cell_text(assay_str_of(assay_arena_printf(arena, "item-%05zu", mixed)));
        assay_row_detail(
            table, row, ASSAY_STR("Prompt"),
            assay_str_of(assay_arena_printf(arena,
                                            "Prompt %zu: what is the sum of %zu and %zu? "
                                            "Think about it, and tell how you found it.",
                                            mixed, i, mixed)));
        assay_row_detail(
            table, row, ASSAY_STR("Chosen, scored 1.5"),
            assay_str_of(assay_arena_printf(arena, "It is %zu.", i + mixed)));
        assay_row_detail(table, row, ASSAY_STR("Rejected, scored 2.5"),
                         ASSAY_STR("I would rather not say."));
    }
}
