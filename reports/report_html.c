/* `html`: one page that says what was measured, what came out, and how sure that is. */
#include "reports/escape.h"
#include "reports/html.h"
#include "reports/number.h"
#include "reports/panel.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum {
    WIDE = 3 /* models side by side; more go down the page */
};

static struct assay_str page_title(const struct assay_group *groups, size_t count,
                                   struct assay_arena *arena)
{
    const struct assay_group *first = &groups[0];

    if (count > 1)
        return assay_str_of(
            assay_arena_printf(arena, "Reward models on %zu benchmarks", count));
    if (first->count > 1)
        return assay_str_of(assay_arena_printf(arena, "%zu models on %.*s", first->count,
                                               ASSAY_STR_ARG(first->title)));
    return assay_str_of(assay_arena_printf(arena, "%.*s on %.*s",
                                           ASSAY_STR_ARG(first->name[0]),
                                           ASSAY_STR_ARG(first->title)));
}

/* The headline number of a run, with how sure it is. */
static void put_card(struct assay_html *page, const struct assay_group *group, size_t m)
{
    const struct assay_result *result = group->run[m]->result;
    const struct assay_figure *value = &result->overall.value;
    struct assay_buf *out = page->out;
    double lo, hi;

    assay_buf_puts(out, group->count == 1 ? "<li class=\"card lone\">"
                                          : "<li class=\"card\">");
    assay_html_put(page, "b", NULL, group->name[m]);
    assay_buf_printf(out, "<div class=\"big\">%s%s</div>\n",
                     assay_number_figure(page->arena, value, result->unit).ptr,
                     value->defined ? assay_number_sign(result->unit) : "");
    assay_buf_puts(out, "<div class=\"soft\">");
    if (assay_number_interval(value, &lo, &hi))
        assay_buf_printf(out, "%.4g %% interval %s \u2013 %s", result->level * 100.0,
                         assay_number_text(page->arena, lo, result->unit).ptr,
                         assay_number_text(page->arena, hi, result->unit).ptr);
    if (result->overall.items)
        assay_buf_printf(out, "<br>%zu of %zu items counted", result->overall.counted,
                         result->overall.items);
    if (result->missing_count)
        assay_buf_puts(out, "<br>partial: ");
    assay_escape_html(assay_panel_missing_line(result, page->arena), out);
    if (value->why.len)
        assay_buf_puts(out, "<br>");
    assay_escape_html(value->why, out);
    assay_buf_puts(out, "</div></li>\n");
}

static void put_notes(struct assay_html *page, const struct assay_result *result)
{
    if (result->note_count == 0)
        return;
    assay_buf_puts(page->out, "<ul class=\"notes\">\n");
    for (size_t i = 0; i < result->note_count; i++)
        assay_html_put(page, "li", NULL, result->note[i]);
    assay_buf_puts(page->out, "</ul>\n");
}

static void put_run_facts(struct assay_html *page, const struct assay_report_run *run)
{
    assay_html_fact(page, "Model", run->result->model);
    assay_html_fact(page, "Measured", assay_html_date(run));
    assay_html_fact(page, "Ties as", assay_panel_rule_line(run->result, page->arena));
    assay_html_fact(page, "Coverage",
                    assay_panel_coverage_line(run->result, page->arena));
}

static void put_rules(struct assay_html *page, const struct assay_result *result)
{
    assay_html_fact(page, "Rule", result->rule);
    assay_html_fact(page, "Overall is", result->overall_rule);
    assay_html_fact(page, "Intervals", assay_panel_interval_line(result, page->arena));
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

/* What is the same for all runs of a group. */
static void put_suite_facts(struct assay_html *page, const struct assay_group *group)
{
    const struct assay_result *first = group->run[0]->result;

    assay_buf_puts(page->out, "<dl class=\"facts\">\n");
    if (group->count == 1)
        put_run_facts(page, group->run[0]);
    assay_html_fact(page, "Suite",
                    assay_str_of(assay_arena_printf(
                        page->arena, "%.*s%s%.*s, version %.*s, kind %.*s",
                        ASSAY_STR_ARG(first->suite), first->part.len ? ":" : "",
                        ASSAY_STR_ARG(first->part), ASSAY_STR_ARG(first->suite_version),
                        ASSAY_STR_ARG(first->kind))));
    if (one_rule(group))
        put_rules(page, first);
    else
        assay_html_fact(page, "Rule",
                        ASSAY_STR("not the same for all models: it stands with each"));
    assay_html_fact(page, "Cite", first->citation);
    assay_buf_puts(page->out, "</dl>\n");
    if (group->count == 1)
        put_notes(page, first);
}

/* Everything about one run that has no place in the comparison. */
static void put_run(struct assay_html *page, const struct assay_group *group, size_t m)
{
    const struct assay_report_run *run = group->run[m];
    const struct assay_result *result = run->result;
    const bool gaps = assay_panel_unanswered(&result->overall) > 0;
    struct assay_grid grid;

    if (group->count > 1) {
        assay_html_put(page, "h2", NULL, group->name[m]);
        assay_buf_puts(page->out, "<dl class=\"facts\">\n");
        put_run_facts(page, run);
        if (!one_rule(group))
            put_rules(page, result);
        assay_buf_puts(page->out, "</dl>\n");
        put_notes(page, result);
        assay_panel_sections(result, page->arena, &grid);
        assay_html_grid(page, &grid, false);
    } else {
        assay_buf_puts(page->out, "<h2>Further numbers</h2>\n");
    }
    assay_panel_measures(result, page->arena, &grid);
    assay_html_grid(page, &grid, false);
    assay_panel_nulls(result, page->arena, &grid);
    assay_html_grid(page, &grid, false);
    assay_panel_rules(result, page->arena, &grid);
    assay_html_grid(page, &grid, result->overall.ties == 0);
    assay_panel_coverage(result, page->arena, &grid);
    assay_html_grid(page, &grid, !gaps);
    assay_panel_subsets(result, page->arena, &grid);
    assay_html_grid(page, &grid, true);
    assay_html_notable(page, run);
    assay_buf_puts(page->out, "<h3>Provenance</h3>\n");
    assay_html_provenance(page, run);
}

static void put_tables(struct assay_html *page, const struct assay_group *group)
{
    struct assay_grid grid;

    if (group->count == 1) {
        assay_panel_sections(group->run[0]->result, page->arena, &grid);
        assay_html_grid(page, &grid, false);
        return;
    }
    assay_panel_compare(group, WIDE, page->arena, &grid);
    assay_html_grid(page, &grid, false);
    assay_html_put(page, "p", "soft",
                   ASSAY_STR("Each interval stands for its model alone. Two models that "
                             "saw the same items have to be compared item by item: that "
                             "tells smaller differences from chance."));
}

/* Every overall value, where a page holds several suites. */
static void put_overview(struct assay_html *page, const struct assay_group *groups,
                         size_t count)
{
    struct assay_grid grid;

    assay_panel_overview(groups, count, page->arena, &grid);
    assay_html_grid(page, &grid, false);
}

static enum assay_code put_group(struct assay_html *page, const struct assay_group *group,
                                 bool titled, struct assay_error *err)
{
    enum assay_code code;

    if (titled)
        assay_html_put(page, "h2", NULL, group->title);
    assay_buf_puts(page->out, "<ul class=\"cards\">\n");
    for (size_t m = 0; m < group->count; m++)
        put_card(page, group, m);
    assay_buf_puts(page->out, "</ul>\n");
    put_suite_facts(page, group);
    assay_buf_puts(page->out, "<h2>Sections</h2>\n");
    put_tables(page, group);
    code = assay_html_figures(page, group, err);
    for (size_t m = 0; m < group->count && !code; m++)
        put_run(page, group, m);
    return code;
}

static enum assay_code write_html(const struct assay_report_input *input,
                                  struct assay_buf *out, struct assay_error *err)
{
    struct assay_arena arena = {0};
    struct assay_html page = {out, &arena, input->directory};
    enum assay_code code = ASSAY_OK;
    struct assay_group *groups;
    struct assay_str title;
    size_t count;

    if (mkdir(input->directory, 0777) != 0 && errno != EEXIST)
        return assay_fail(err, ASSAY_EIO, "%s: %s", input->directory, strerror(errno));
    assay_group_runs(input, &arena, &groups, &count);
    title = page_title(groups, count, &arena);
    assay_html_begin(&page, title);
    assay_html_put(&page, "h1", NULL, title);
    if (count > 1)
        put_overview(&page, groups, count);
    for (size_t g = 0; g < count && !code; g++)
        code = put_group(&page, &groups[g], count > 1, err);
    assay_html_end(&page);
    assay_arena_release(&arena);
    return code;
}

const struct assay_report assay_report_html = {
    .name = "html",
    .summary = "a page with figures, complete in itself",
    .makes_files = true,
    .write = write_html,
};
