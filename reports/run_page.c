#include "reports/run_page.h"

#include "harness/core/json.h"
#include "reports/figures.h"
#include "reports/number.h"
#include "reports/panel.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum {
    WIDE = 3 /* models side by side; more go down the page */
};

/* A page being made. */
struct making {
    struct assay_page *page;
    struct assay_arena *arena;
    unsigned level; /* of the section of a suite: 0 where it is alone */
};

static struct assay_str joined(struct assay_arena *arena, struct assay_str a,
                               const char *between, struct assay_str b)
{
    struct assay_buf buf = {0};
    struct assay_str text;

    assay_buf_add(&buf, a);
    assay_buf_puts(&buf, between);
    assay_buf_add(&buf, b);
    text = assay_arena_copy(arena, assay_buf_view(&buf));
    assay_buf_release(&buf);
    return text;
}

/* The label of a model and, where it is another, how it was given; of several, their number. */
static struct assay_str subtitle_of(const struct assay_group *group,
                                    struct assay_arena *arena)
{
    const struct assay_str model = group->run[0]->result->model;

    if (group->count > 1)
        return assay_str_of(assay_arena_printf(arena, "%zu models", group->count));
    if (assay_str_equal(group->name[0], model))
        return model;
    return joined(arena, group->name[0], "  ", model);
}

/* The headline number of a run, with how sure it is. */
static void put_headline(const struct making *making, const struct assay_group *group,
                         size_t m)
{
    const struct assay_result *result = group->run[m]->result;
    const struct assay_section *overall = &result->overall;
    struct assay_cell cell = assay_cell_figure(&overall->value, result->unit);
    struct assay_buf lines = {0};
    struct assay_block *block;

    if (cell.kind == ASSAY_CELL_NUMBER)
        cell.text = assay_panel_level(result, making->arena);
    if (overall->items)
        assay_buf_printf(&lines, "%zu of %zu items counted", overall->counted,
                         overall->items);
    if (result->missing_count) {
        assay_buf_puts(&lines, lines.len ? "\npartial: " : "partial: ");
        assay_result_tell_missing(result, &lines);
    }
    if (overall->value.why.len) {
        assay_buf_puts(&lines, lines.len ? "\n" : "");
        assay_buf_add(&lines, overall->value.why);
    }
    block = assay_page_headline(making->page,
                                group->count > 1 ? group->name[m] : overall->name, cell,
                                assay_arena_copy(making->arena, assay_buf_view(&lines)));
    block->depth = ASSAY_DEPTH_FULL; /* it stands in the tables, too */
    assay_buf_release(&lines);
}

static void put_fact(const struct making *making, const char *key, struct assay_str text,
                     enum assay_depth depth)
{
    struct assay_fact *fact = assay_page_fact(making->page, key, text);

    if (fact)
        fact->depth = depth;
}

/* Why the overall value, or that of a section whose items were counted, is none. */
static void put_undefined(const struct making *making, const struct assay_result *result,
                          enum assay_depth depth)
{
    for (size_t i = 0; i <= result->section_count; i++) {
        const bool all = i == 0;
        const struct assay_section *section =
            all ? &result->overall : &result->section[i - 1];
        struct assay_fact *fact = NULL;

        if (section->value.defined || (!all && section->counted == 0))
            continue;
        fact = assay_page_fact(
            making->page, "Undefined",
            all ? section->value.why
                : joined(making->arena, section->name, ": ", section->value.why));
        if (fact) {
            fact->tone = ASSAY_TONE_WARN;
            fact->depth = depth;
        }
    }
}

/* What is of one model: how it fared, and what is to be said of it. */
static void put_own_facts(const struct making *making, const struct assay_report_run *run,
                          enum assay_depth depth)
{
    const struct assay_result *result = run->result;
    struct assay_fact *fact;

    put_fact(making, "Measured", assay_node_text(assay_node_get(run->run, "started")),
             ASSAY_DEPTH_FULL);
    put_fact(making, "Ties as", assay_panel_rule_line(result, making->arena), depth);
    fact = assay_page_fact(making->page, "Coverage",
                           assay_panel_coverage_line(result, making->arena));
    if (fact) {
        fact->depth = depth;
        if (assay_panel_unanswered(&result->overall))
            fact->tone = ASSAY_TONE_WARN;
    }
}

static void put_notes(const struct making *making, const struct assay_result *result)
{
    for (size_t i = 0; i < result->note_count; i++)
        (void)assay_page_note(making->page, result->note[i]);
}

static void put_rules(const struct making *making, const struct assay_result *result)
{
    put_fact(making, "Intervals", assay_panel_interval_line(result, making->arena),
             ASSAY_DEPTH_MAIN);
    put_fact(making, "Rule", result->rule, ASSAY_DEPTH_MAIN);
    put_fact(making, "Overall is", result->overall_rule, ASSAY_DEPTH_MAIN);
}

/* True if every run of the group was measured by the same rules. */
static bool one_rule(const struct assay_group *group)
{
    const struct assay_result *first = group->run[0]->result;

    for (size_t m = 1; m < group->count; m++)
        if (!assay_str_equal(group->run[m]->result->rule, first->rule) ||
            !assay_str_equal(group->run[m]->result->overall_rule, first->overall_rule))
            return false;
    return true;
}

/* What is the same for all runs of a group, and the facts of a model that is alone. */
static void put_facts(const struct making *making, const struct assay_group *group)
{
    const struct assay_result *first = group->run[0]->result;

    put_fact(making, "Suite", assay_panel_suite_line(first, making->arena),
             ASSAY_DEPTH_MORE);
    if (group->count == 1)
        put_own_facts(making, group->run[0], ASSAY_DEPTH_MAIN);
    if (one_rule(group))
        put_rules(making, first);
    else
        put_fact(making, "Rule",
                 ASSAY_STR("not the same for all models: it stands with each"),
                 ASSAY_DEPTH_MAIN);
    if (group->count == 1)
        put_undefined(making, first, ASSAY_DEPTH_MAIN);
    put_fact(making, "Cite", first->citation, ASSAY_DEPTH_MAIN);
    if (group->count == 1)
        put_notes(making, first);
}

static void put_figures(const struct making *making, const struct assay_group *group)
{
    struct assay_figures figures = {0};

    assay_figures_of_sections(group, making->arena, &figures);
    assay_figures_of_series(group, making->arena, &figures);
    for (size_t i = 0; i < figures.count; i++)
        (void)assay_page_figure(making->page, &figures.spec[i]);
}

static void place(struct assay_page_table *table, enum assay_depth depth, bool folded)
{
    table->block->depth = depth;
    table->block->folded = folded;
}

/* The tables of one run beside that of its sections; of several runs they are for those who read on. */
static void put_tables(const struct making *making, const struct assay_result *result,
                       enum assay_depth depth)
{
    struct assay_page *page = making->page;

    place(assay_panel_measures(page, result), depth, false);
    place(assay_panel_subsets(page, result), depth, true);
    place(assay_panel_nulls(page, result), depth, false);
    place(assay_panel_rules(page, result), ASSAY_DEPTH_FULL, result->overall.ties == 0);
    place(assay_panel_coverage(page, result), ASSAY_DEPTH_FULL,
          assay_panel_unanswered(&result->overall) == 0);
}

static const struct assay_excerpt *find_excerpt(const struct assay_report_run *run,
                                                struct assay_str id)
{
    for (size_t i = 0; i < run->excerpt_count; i++)
        if (assay_str_equal(run->excerpt[i].id, id))
            return &run->excerpt[i];
    return NULL;
}

static struct assay_str scored(const struct making *making, const char *label,
                               double score)
{
    return assay_str_of(
        assay_arena_printf(making->arena, "%s, scored %s", label,
                           assay_number_text(making->arena, score, ASSAY_STR("")).ptr));
}

/* The most confidently wrong items, and their texts where they may be shown. */
static void put_notable(const struct making *making, const struct assay_report_run *run)
{
    const struct assay_result *result = run->result;
    struct assay_page_table *table;

    (void)assay_page_text(making->page,
                          ASSAY_STR("Items where the wrong completion won by the widest "
                                    "margin: mistakes of the model, or of the labels."));
    making->page->part_end->block_end->depth = ASSAY_DEPTH_FULL;
    if (run->excerpt_why) {
        struct assay_block *why =
            assay_page_text(making->page, assay_str_of(run->excerpt_why));

        why->tone = ASSAY_TONE_FAINT;
        why->depth = ASSAY_DEPTH_FULL;
    }
    table = assay_page_items(making->page, "items",
                             ASSAY_STR("Wrong items, the widest margin first"));
    place(table, ASSAY_DEPTH_FULL, false);
    (void)assay_table_number(table, "margin", ASSAY_STR("margin"));
    assay_table_text(table, "subset", ASSAY_STR("subset"))->choice = true;
    (void)assay_table_text(table, "id", ASSAY_STR("item"));
    (void)assay_table_number(table, "line", ASSAY_STR("line"));
    for (size_t i = 0; i < result->notable_count; i++) {
        const struct assay_notable *item = &result->notable[i];
        const struct assay_excerpt *excerpt = find_excerpt(run, item->id);
        struct assay_row *row = assay_table_row(table);

        row->cell[0] = assay_cell_difference(item->margin, ASSAY_STR(""));
        row->cell[1] = assay_cell_text(item->subset);
        row->cell[2] = assay_cell_text(item->id);
        if (item->line)
            row->cell[3] = assay_cell_number((double)item->line, ASSAY_STR("count"));
        if (!excerpt)
            continue;
        assay_row_detail(table, row, ASSAY_STR("Prompt"), excerpt->prompt);
        assay_row_detail(table, row, scored(making, "Right", excerpt->right_score),
                         excerpt->right);
        assay_row_detail(table, row,
                         scored(making, "Wrong, yet preferred", excerpt->wrong_score),
                         excerpt->wrong);
    }
}

/* A heading one below, where there is such a level. */
static void begin_part(const struct making *making, unsigned level, const char *title)
{
    if (level <= 2)
        (void)assay_page_section(making->page, level, assay_str_of(title));
}

static void put_ends(const struct making *making, unsigned level,
                     const struct assay_report_run *run)
{
    if (run->result->notable_count) {
        begin_part(making, level, "Most confidently wrong");
        put_notable(making, run);
    }
    begin_part(making, level, "Provenance");
    assay_run_provenance(making->page, run);
}

/* True if something is to be said of this model beside its numbers. */
static bool is_special(const struct assay_result *result)
{
    return result->note_count || result->overall.ties ||
           assay_panel_unanswered(&result->overall) || !result->overall.value.defined;
}

/* One model of several, after they stood side by side. */
static void put_model(const struct making *making, const struct assay_group *group,
                      size_t m)
{
    const struct assay_report_run *run = group->run[m];
    const struct assay_result *result = run->result;
    const bool told = group->count <= WIDE || is_special(result);

    (void)assay_page_section(making->page, making->level + 1, group->name[m]);
    put_fact(making, "Model", result->model, ASSAY_DEPTH_MORE);
    put_own_facts(making, run, told ? ASSAY_DEPTH_MAIN : ASSAY_DEPTH_MORE);
    if (!one_rule(group))
        put_rules(making, result);
    put_undefined(making, result, ASSAY_DEPTH_MAIN);
    put_notes(making, result);
    place(assay_panel_sections(making->page, result), ASSAY_DEPTH_MORE, false);
    put_tables(making, result, ASSAY_DEPTH_MORE);
    put_ends(making, making->level + 2, run);
}

static void put_group(const struct making *making, const struct assay_group *group)
{
    for (size_t m = 0; m < group->count; m++)
        put_headline(making, group, m);
    put_facts(making, group);
    if (group->count == 1) {
        (void)assay_panel_sections(making->page, group->run[0]->result);
        put_figures(making, group);
        put_tables(making, group->run[0]->result, ASSAY_DEPTH_MAIN);
        put_ends(making, making->level + 1, group->run[0]);
        return;
    }
    (void)assay_panel_compare(making->page, group, WIDE);
    assay_page_text(making->page,
                    ASSAY_STR("Each interval stands for its model alone. Two models that "
                              "saw the same items have to be compared item by item: that "
                              "tells smaller differences from chance."))
        ->tone = ASSAY_TONE_FAINT;
    put_figures(making, group);
    for (size_t m = 0; m < group->count; m++)
        put_model(making, group, m);
}

static const struct assay_node *data_of(const struct assay_report_input *input,
                                        struct assay_arena *arena)
{
    struct assay_node *document = assay_node_map(arena);
    struct assay_node *list = assay_node_list(arena);

    assay_node_put(arena, document, "version", assay_node_of_string("1.0"));
    for (size_t i = 0; i < input->count; i++) {
        const struct assay_report_run *run = &input->runs[i];
        struct assay_node *entry = assay_node_map(arena);

        assay_node_put(arena, entry, "result", *assay_result_node(run->result, arena));
        assay_node_put(arena, entry, "run", run->run ? *run->run : assay_node_null());
        assay_node_push(arena, list, *entry);
    }
    assay_node_put(arena, document, "runs", *list);
    return document;
}

void assay_run_page(const struct assay_report_input *input, struct assay_arena *arena,
                    struct assay_page *page)
{
    struct making making = {page, arena, 0};
    struct assay_group *groups;
    size_t count;

    assay_group_runs(input, arena, &groups, &count);
    assay_page_begin(page, arena, groups[0].title);
    if (count == 1) {
        page->subtitle = subtitle_of(&groups[0], arena);
        put_group(&making, &groups[0]);
        return;
    }
    page->title =
        assay_str_of(assay_arena_printf(arena, "Reward models on %zu benchmarks", count));
    (void)assay_panel_overview(page, groups, count);
    making.level = 1;
    for (size_t g = 0; g < count; g++) {
        assay_page_section(page, 1, groups[g].title)->subtitle =
            subtitle_of(&groups[g], arena);
        put_group(&making, &groups[g]);
    }
}

void assay_run_page_rows(const struct assay_report_input *input,
                         struct assay_arena *arena, struct assay_page *page)
{
    assay_page_begin(page, arena, ASSAY_STR("Results"));
    (void)assay_panel_rows(page, input);
}

void assay_run_page_for(const struct assay_page_writer *writer,
                        const struct assay_report_input *input, struct assay_arena *arena,
                        struct assay_page *page)
{
    if (writer->flat)
        assay_run_page_rows(input, arena, page);
    else
        assay_run_page(input, arena, page);
    if (writer->data)
        page->data = data_of(input, arena);
}

enum assay_code assay_run_page_write(const struct assay_page_writer *writer,
                                     const struct assay_report_input *input,
                                     struct assay_buf *out, struct assay_error *err)
{
    const struct assay_page_look look = {
        .directory = writer->makes_files ? input->directory : NULL,
        .colour = input->colour,
        .width = input->width,
        .ascii = input->ascii,
    };
    struct assay_arena arena = {0};
    struct assay_page page;
    enum assay_code code;

    if (look.directory && mkdir(look.directory, 0777) != 0 && errno != EEXIST)
        return assay_fail(err, ASSAY_EIO, "%s: %s", look.directory, strerror(errno));
    assay_run_page_for(writer, input, &arena, &page);
    code = writer->write(&page, &look, out, err);
    assay_arena_release(&arena);
    return code;
}
