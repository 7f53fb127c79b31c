#include "harness/core/json.h"
#include "reports/page_writer.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <string.h>

static struct assay_arena arena;
static struct assay_page page;
static struct assay_buf out;

static void set_up(void)
{
    assay_page_begin(&page, &arena, ASSAY_STR("B against A"));
}

static void tear_down(void)
{
    assay_buf_release(&out);
    assay_arena_release(&arena);
}

static const char *write_as(const char *name)
{
    const struct assay_page_look look = {0};
    const struct assay_page_writer *writer = assay_page_writer_find(name);
    struct assay_error err = {0};

    ck_assert_ptr_nonnull(writer);
    assay_buf_reset(&out);
    ck_assert_msg(writer->write(&page, &look, &out, &err) == ASSAY_OK, "%s", err.text);
    return out.data;
}

START_TEST(writers_are_found_by_name)
{
    ck_assert_ptr_null(assay_page_writer_find("pdf"));
    for (size_t i = 0; assay_page_writer_at(i); i++) {
        const struct assay_page_writer *writer = assay_page_writer_at(i);

        ck_assert_ptr_eq(assay_page_writer_find(writer->name), writer);
        ck_assert(i == 0 || strcmp(assay_page_writer_at(i - 1)->name, writer->name) < 0);
    }
}
END_TEST

START_TEST(what_is_added_stays_in_its_order)
{
    const struct assay_page_part *part;
    const struct assay_block *block;

    assay_page_fact(&page, "Model", ASSAY_STR("b"));
    assay_page_fact(&page, "Nothing", ASSAY_STR(""));
    ck_assert_ptr_null(assay_page_text(&page, ASSAY_STR("")));
    (void)assay_page_text(&page, ASSAY_STR("first"));
    (void)assay_page_note(&page, ASSAY_STR("second"));
    (void)assay_page_section(&page, 1, ASSAY_STR("Sections"));
    (void)assay_page_code(&page, ASSAY_STR("again"), ASSAY_STR("assay run"));
    part = page.part;
    ck_assert_uint_eq(part->level, 0);
    ck_assert_str_eq(part->fact->key, "Model");
    ck_assert_ptr_null(part->fact->next);
    block = part->block;
    ck_assert_str_eq(block->text.ptr, "first");
    ck_assert_str_eq(block->next->text.ptr, "second");
    ck_assert_int_eq(block->next->tone, ASSAY_TONE_WARN);
    ck_assert_ptr_null(block->next->next);
    ck_assert_str_eq(part->next->title.ptr, "Sections");
    ck_assert_str_eq(part->next->block->label.ptr, "again");
}
END_TEST

/* A maker's series, points and names may be on its stack: the page has its own. */
START_TEST(a_figure_keeps_what_it_is_drawn_of)
{
    struct assay_point point[2] = {{.x = 1.0, .y = 2.0}, {.x = 2.0, .y = 3.0}};
    double value[2] = {0.5, 0.25};
    struct assay_str name[2] = {ASSAY_STR("one"), ASSAY_STR("two")};
    struct assay_series series = {.points = point,
                                  .count = 2,
                                  .value = value,
                                  .category = name,
                                  .category_count = 2};
    const struct assay_figure_spec spec = {.kind = "curves",
                                           .name = ASSAY_STR("kept"),
                                           .series = &series,
                                           .series_count = 1,
                                           .category = name,
                                           .category_count = 2};
    const struct assay_figure_spec *kept = assay_page_figure(&page, &spec)->figure;

    memset(point, 0, sizeof(point));
    memset(value, 0, sizeof(value));
    memset(name, 0, sizeof(name));
    memset(&series, 0, sizeof(series));
    ck_assert_uint_eq(kept->series[0].count, 2);
    ck_assert_double_eq(kept->series[0].points[1].y, 3.0);
    ck_assert_double_eq(kept->series[0].value[0], 0.5);
    ck_assert(assay_str_equal(kept->series[0].category[1], ASSAY_STR("two")));
    ck_assert(assay_str_equal(kept->category[0], ASSAY_STR("one")));
}
END_TEST

START_TEST(slugs_are_unique)
{
    const struct assay_page_table *a =
        assay_page_table(&page, "Differences, %", (struct assay_str){0});
    const struct assay_page_table *b =
        assay_page_table(&page, "differences", (struct assay_str){0});
    const struct assay_page_table *c =
        assay_page_table(&page, "differences 2", (struct assay_str){0});
    const struct assay_page_part *part =
        assay_page_section(&page, 1, ASSAY_STR("Differences"));

    ck_assert_str_eq(a->slug.ptr, "differences");
    ck_assert_str_eq(b->slug.ptr, "differences-2");
    ck_assert_str_eq(c->slug.ptr, "differences-2-2");
    ck_assert_str_eq(part->slug.ptr, "differences-3");
}
END_TEST

START_TEST(tables_grow)
{
    struct assay_page_table *table = assay_page_items(&page, "items", ASSAY_STR("Items"));

    (void)assay_table_text(table, "id", ASSAY_STR("id"));
    (void)assay_table_number(table, "margin", ASSAY_STR("margin"));
    for (size_t i = 0; i < 1000; i++) {
        struct assay_row *row = assay_table_row(table);

        ck_assert_int_eq(row->cell[0].kind, ASSAY_CELL_EMPTY);
        row->cell[1] = assay_cell_count(i);
        assay_row_detail(table, row, ASSAY_STR("Prompt"), ASSAY_STR("why?"));
        assay_row_detail(table, row, ASSAY_STR("Chosen"), ASSAY_STR(""));
        assay_row_detail(table, row, ASSAY_STR("Rejected"), ASSAY_STR("so."));
    }
    ck_assert_uint_eq(table->rows, 1000);
    ck_assert(table->items);
    for (size_t i = 0; i < 1000; i++)
        ck_assert_double_eq(table->row[i]->cell[1].value, (double)i);
    ck_assert_str_eq(table->row[7]->detail->next->label.ptr, "Rejected");
    ck_assert_ptr_null(table->row[7]->detail->next->next);
}
END_TEST

START_TEST(no_number_that_is_none_gets_into_a_cell)
{
    const struct assay_figure figure = {.why = ASSAY_STR("nothing was counted")};

    ck_assert_int_eq(assay_cell_number(NAN, ASSAY_STR("")).kind, ASSAY_CELL_UNDEFINED);
    ck_assert_int_eq(assay_cell_p(INFINITY).kind, ASSAY_CELL_UNDEFINED);
    ck_assert_int_eq(assay_cell_interval(0, NAN, ASSAY_STR("")).kind, ASSAY_CELL_EMPTY);
    ck_assert(!assay_cell_between(assay_cell_count(3), -INFINITY, 4).ranged);
    ck_assert_int_eq(assay_cell_trend(NULL, 0, ASSAY_STR("")).kind, ASSAY_CELL_EMPTY);
    ck_assert_str_eq(assay_cell_figure(&figure, ASSAY_STR("")).text.ptr,
                     "nothing was counted");
}
END_TEST

static const struct {
    double p;
    unsigned marks;
} marks[] = {
    {0.0, 3},  {0.000999, 3}, {0.001, 2}, {0.00999, 2}, {0.01, 1},
    {0.04, 1}, {0.05, 0},     {1.0, 0},   {NAN, 0},
};

START_TEST(marks_follow_the_usual_thresholds)
{
    ck_assert_uint_eq(assay_mark_count(marks[_i].p), marks[_i].marks);
    ck_assert_uint_eq(assay_cell_marked(assay_cell_count(1), marks[_i].p).marks,
                      marks[_i].marks);
}
END_TEST

START_TEST(json_has_cells_by_their_keys)
{
    struct assay_page_table *table =
        assay_page_table(&page, "differences", ASSAY_STR("D"));
    struct assay_row *row;
    struct assay_node document;
    const struct assay_node *node;
    struct assay_error err;

    (void)assay_table_text(table, "section", ASSAY_STR("section"));
    (void)assay_table_number(table, "difference", ASSAY_STR("difference"));
    row = assay_table_row(table);
    row->cell[0] = assay_cell_text(ASSAY_STR("Coding \xFF"));
    row->cell[1] = assay_cell_marked(
        assay_cell_between(assay_cell_difference(-0.25, ASSAY_STR("percent")), -0.5,
                           0.125),
        0.02);
    row->outcome = ASSAY_OUTCOME_MISSED;
    ck_assert_int_eq(
        assay_json_parse(assay_str_of(write_as("json")), "page", &arena, &document, &err),
        ASSAY_OK);
    node = assay_node_at(assay_node_get(&document, "sections"), 0);
    node = assay_node_at(assay_node_get(node, "blocks"), 0);
    node = assay_node_at(assay_node_get(node, "rows"), 0);
    ck_assert_str_eq(assay_node_text(assay_node_get(node, "outcome")).ptr, "missed");
    node = assay_node_get(node, "cells");
    ck_assert_str_eq(assay_node_text(assay_node_get(node, "section")).ptr,
                     "Coding \xEF\xBF\xBD");
    node = assay_node_get(node, "difference");
    ck_assert_double_eq(assay_node_get(node, "value")->as.real, -0.25);
    ck_assert_double_eq(assay_node_at(assay_node_get(node, "interval"), 1)->as.real,
                        0.125);
    ck_assert_int_eq(assay_node_get(node, "marks")->as.integer, 1);
    page.data = &document;
    ck_assert_ptr_nonnull(strstr(write_as("json"), "assay-page"));
}
END_TEST

Suite *unit_page(void)
{
    Suite *suite = suite_create("page");
    TCase *build = tcase_create("build");

    tcase_add_checked_fixture(build, set_up, tear_down);
    tcase_add_test(build, writers_are_found_by_name);
    tcase_add_test(build, what_is_added_stays_in_its_order);
    tcase_add_test(build, a_figure_keeps_what_it_is_drawn_of);
    tcase_add_test(build, slugs_are_unique);
    tcase_add_test(build, tables_grow);
    tcase_add_test(build, no_number_that_is_none_gets_into_a_cell);
    tcase_add_loop_test(build, marks_follow_the_usual_thresholds, 0,
                        sizeof(marks) / sizeof(marks[0]));
    tcase_add_test(build, json_has_cells_by_their_keys);
    suite_add_tcase(suite, build);
    return suite;
}
