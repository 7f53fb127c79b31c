#include "harness/cli/compare_figures.h"

#include "reports/escape.h"
#include "reports/figure_raster.h"
#include "reports/figures_flips.h"
#include "reports/figures_forest.h"
#include "reports/page.h"

enum {
    SLUG_MAX = 80
};

static enum assay_forest_verdict verdict_of(enum assay_change change)
{
    static const enum assay_forest_verdict verdict[ASSAY_CHANGES] = {
        [ASSAY_CHANGE_NONE] = ASSAY_FOREST_UNJUDGED,
        [ASSAY_CHANGE_BETTER] = ASSAY_FOREST_BETTER,
        [ASSAY_CHANGE_WORSE] = ASSAY_FOREST_WORSE,
        [ASSAY_CHANGE_SAME] = ASSAY_FOREST_SAME,
        [ASSAY_CHANGE_UNDECIDED] = ASSAY_FOREST_UNDECIDED,
    };

    return verdict[change];
}

static struct assay_forest_row row_of(const struct assay_comparison_line *line)
{
    return (struct assay_forest_row){
        .name = line->section,
        .defined = line->difference.defined,
        .difference = line->difference.value,
        .has_interval = line->difference.has_bootstrap,
        .lo = line->difference.bootstrap_lo,
        .hi = line->difference.bootstrap_hi,
        .has_p = line->test != ASSAY_COMPARE_UNTESTED,
        .p = line->adjusted,
        .verdict = verdict_of(line->verdict.change),
    };
}

/* Rows of a metric: sections, then the overall value; their number. */
static size_t rows_of(const struct assay_comparison_pair *pair,
                      enum assay_comparison_metric metric, struct assay_forest_row *row)
{
    size_t n = 0;

    for (unsigned overall = 0; overall < 2; overall++)
        for (size_t k = 0; k < pair->lines && n < ASSAY_FOREST_ROWS; k++)
            if (pair->line[k].metric == metric && pair->line[k].overall == overall)
                row[n++] = row_of(&pair->line[k]);
    return n;
}

static struct assay_str slug_of(const struct assay_comparison_suite *suite,
                                struct assay_str second, const char *metric,
                                struct assay_arena *arena)
{
    struct assay_buf text = {0};
    struct assay_str slug;

    assay_escape_slug(
        assay_str_of(assay_arena_printf(arena, "%.*s-%.*s-%s", ASSAY_STR_ARG(suite->name),
                                        ASSAY_STR_ARG(second), metric)),
        SLUG_MAX, &text);
    slug = assay_arena_copy(arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return slug;
}

/* What names a pair among the others: the second run, and the first one too where it is not always the same. */
static struct assay_str told_apart(const struct assay_comparison *comparison,
                                   const struct assay_comparison_pair *pair,
                                   struct assay_arena *arena)
{
    const struct assay_str second = comparison->run[pair->second].name;

    if (comparison->runs == 2 || !comparison->how.every_pair)
        return second;
    return assay_str_of(assay_arena_printf(
        arena, "%.*s-%.*s", ASSAY_STR_ARG(comparison->run[pair->first].name),
        ASSAY_STR_ARG(second)));
}

static void add_flips(const struct assay_comparison *comparison,
                      const struct assay_comparison_suite *suite,
                      const struct assay_comparison_pair *pair, struct assay_page *page)
{
    static const enum assay_flip_state state[ASSAY_WORTHS] = {
        [ASSAY_WORTH_RIGHT] = ASSAY_FLIP_RIGHT,
        [ASSAY_WORTH_PART] = ASSAY_FLIP_PART,
        [ASSAY_WORTH_WRONG] = ASSAY_FLIP_WRONG,
    };
    struct assay_flips flips = {.first = comparison->run[pair->first].name,
                                .second = comparison->run[pair->second].name};
    struct assay_figure_spec spec;

    for (unsigned i = 0; i < ASSAY_WORTHS; i++)
        for (unsigned j = 0; j < ASSAY_WORTHS; j++)
            flips.items[state[i]][state[j]] = pair->became[i][j];
    flips.name = slug_of(suite, flips.second, "flips", page->arena);
    flips.title = assay_str_of(assay_arena_printf(
        page->arena, "Items of %.*s, from %.*s to %.*s", ASSAY_STR_ARG(suite->name),
        ASSAY_STR_ARG(flips.first), ASSAY_STR_ARG(flips.second)));
    assay_figures_flips(&flips, page->arena, &spec);
    (void)assay_page_figure(page, &spec);
}

/* Items (runs, runs) that the row earned more on than the column; false where a pair has none. */
static bool fill_matrix(const struct assay_comparison *comparison,
                        const struct assay_comparison_suite *suite, size_t *items)
{
    const size_t n = comparison->runs;

    for (size_t p = 0; p < suite->pairs; p++) {
        const struct assay_comparison_pair *pair = &suite->pair[p];

        if (pair->absent.len > 0)
            return false;
        items[pair->first * n + pair->second] = pair->lost_count;
        items[pair->second * n + pair->first] = pair->gained_count;
    }
    return suite->pairs == n * (n - 1) / 2;
}

void assay_compare_matrix(const struct assay_comparison *comparison,
                          const struct assay_comparison_suite *suite,
                          struct assay_page *page)
{
    const size_t n = comparison->runs;
    struct assay_str *model = assay_arena_new(page->arena, n, sizeof(*model));
    size_t *items = assay_arena_new(page->arena, n * n, sizeof(*items));
    struct assay_flip_matrix matrix = {.model = model, .count = n, .items = items};
    struct assay_figure_spec spec;

    if (n < 3 || n > ASSAY_FIGURE_CELLS || !comparison->how.every_pair ||
        !fill_matrix(comparison, suite, items))
        return;
    for (size_t i = 0; i < n; i++)
        model[i] = comparison->run[i].name;
    matrix.name = slug_of(suite, ASSAY_STR("runs"), "flips", page->arena);
    matrix.title = assay_str_of(
        assay_arena_printf(page->arena, "Items of %.*s on which one earned more",
                           ASSAY_STR_ARG(suite->name)));
    assay_figures_flip_matrix(&matrix, page->arena, &spec);
    spec.description = ASSAY_STR("Items on which the model of the row earned more than "
                                 "that of the column.");
    spec.x_label = ASSAY_STR("earned less");
    spec.y_label = ASSAY_STR("earned more");
    (void)assay_page_figure(page, &spec);
}

void assay_compare_figures(const struct assay_comparison *comparison,
                           const struct assay_comparison_suite *suite,
                           const struct assay_comparison_pair *pair,
                           struct assay_page *page)
{
    const struct assay_str first = comparison->run[pair->first].name;
    const struct assay_str second = comparison->run[pair->second].name;
    struct assay_forest_row *row =
        assay_arena_new(page->arena, ASSAY_FOREST_ROWS, sizeof(*row));

    for (unsigned m = 0; m < ASSAY_COMPARE_METRICS; m++) {
        const char *metric = assay_compare_metric_name[m];
        const struct assay_comparison_line *overall =
            assay_comparison_find(pair, NULL, m);
        struct assay_forest forest = {
            .name = slug_of(suite, told_apart(comparison, pair, page->arena), metric,
                            page->arena),
            .first = first,
            .second = second,
            .what = assay_str_of(metric),
            .unit = overall ? overall->unit : (struct assay_str){0},
            .row = row,
            .count = rows_of(pair, m, row),
            .totals = overall ? 1 : 0,
            .has_margin = m == ASSAY_COMPARE_ACCURACY && comparison->how.margin > 0.0,
            .margin = comparison->how.margin,
            .adjusted = comparison->how.adjust != ASSAY_COMPARE_UNADJUSTED,
            .level = 1.0 - comparison->how.alpha,
        };
        struct assay_figure_spec spec;

        if (forest.count < 2)
            continue;
        assay_figures_forest(&forest, page->arena, &spec);
        (void)assay_page_figure(page, &spec);
        row = assay_arena_new(page->arena, ASSAY_FOREST_ROWS, sizeof(*row));
    }
    if (comparison->runs == 2 || !comparison->how.every_pair)
        add_flips(comparison, suite, pair, page);
}
