#include "harness/cli/compare_page.h"

#include "harness/cli/compare_figures.h"
#include "reports/number.h"
#include "reports/page.h"
#include "reports/panel.h"

/* The pair that is told. */
struct telling {
    const struct assay_comparison *comparison;
    const struct assay_comparison_suite *suite;
    const struct assay_comparison_pair *pair;
    const struct assay_compare_wish *wish;
    struct assay_page *page;
    struct assay_arena *arena;
};

static struct assay_str name_of(const struct telling *t, unsigned side)
{
    return t->comparison->run[side ? t->pair->second : t->pair->first].name;
}

static struct assay_str minus(const struct assay_comparison *comparison,
                              const struct assay_comparison_pair *pair,
                              struct assay_arena *arena)
{
    return assay_str_of(assay_arena_printf(
        arena, "%.*s minus %.*s", ASSAY_STR_ARG(comparison->run[pair->second].name),
        ASSAY_STR_ARG(comparison->run[pair->first].name)));
}

struct assay_str assay_compare_title(const struct assay_comparison *comparison,
                                     struct assay_arena *arena)
{
    const struct assay_comparison_suite *suite = comparison->suite;
    struct assay_str pair;

    if (comparison->runs > 2)
        return assay_str_of(assay_arena_printf(
            arena, "%zu runs %s %.*s", comparison->runs - !comparison->how.every_pair,
            comparison->how.every_pair ? "held against each other, the first one"
                                       : "against",
            ASSAY_STR_ARG(comparison->run[0].name)));
    pair = minus(comparison, &suite->pair[0], arena);
    if (comparison->suites > 1)
        return pair;
    return assay_str_of(assay_arena_printf(arena, "%.*s on %.*s", ASSAY_STR_ARG(pair),
                                           ASSAY_STR_ARG(suite->name)));
}

static enum assay_tone tone_of(enum assay_change change)
{
    switch (change) {
    case ASSAY_CHANGE_BETTER:
        return ASSAY_TONE_GOOD;
    case ASSAY_CHANGE_WORSE:
        return ASSAY_TONE_BAD;
    case ASSAY_CHANGE_UNDECIDED:
    case ASSAY_CHANGE_NONE:
        return ASSAY_TONE_FAINT;
    case ASSAY_CHANGE_SAME:
    case ASSAY_CHANGES:
        break;
    }
    return ASSAY_TONE_PLAIN;
}

static enum assay_outcome outcome_of(const struct telling *t, enum assay_change change)
{
    switch (change) {
    case ASSAY_CHANGE_BETTER:
    case ASSAY_CHANGE_SAME:
        return ASSAY_OUTCOME_PASSED;
    case ASSAY_CHANGE_WORSE:
        return ASSAY_OUTCOME_MISSED;
    case ASSAY_CHANGE_UNDECIDED:
        return t->wish->asked ? ASSAY_OUTCOME_SKIPPED : ASSAY_OUTCOME_UNDECIDED;
    case ASSAY_CHANGE_NONE:
    case ASSAY_CHANGES:
        break;
    }
    return ASSAY_OUTCOME_SKIPPED;
}

static struct assay_cell difference_of(const struct assay_comparison_line *line)
{
    const struct assay_figure *d = &line->difference;
    struct assay_cell cell;

    if (!d->defined)
        return assay_cell_undefined(d->why);
    cell = assay_cell_difference(d->value, line->unit);
    if (d->has_bootstrap)
        cell = assay_cell_between(cell, d->bootstrap_lo, d->bootstrap_hi);
    return assay_cell_marked(cell, line->adjusted);
}

static struct assay_cell p_of(const struct assay_comparison_line *line, double p)
{
    return line->test == ASSAY_COMPARE_UNTESTED ? assay_cell_undefined(ASSAY_STR(""))
                                                : assay_cell_p(p);
}

enum {
    SECTION,
    ITEMS,
    FIRST,
    SECOND,
    DIFFERENCE,
    P,
    ADJUSTED,
    VERDICT,
    LOST,
    GAINED
};

static void add_row(const struct telling *t, struct assay_page_table *table,
                    const struct assay_comparison_line *line)
{
    const char *verdict = assay_change_name(line->verdict.change);
    struct assay_row *row = assay_table_row(table);

    row->cell[SECTION] = assay_cell_text(
        line->aside ? assay_str_of(assay_arena_printf(t->arena, "%.*s (aside)",
                                                      ASSAY_STR_ARG(line->section)))
                    : line->section);
    row->cell[ITEMS] = assay_cell_count(line->items);
    row->cell[FIRST] = assay_cell_figure(&line->first, line->unit);
    row->cell[SECOND] = assay_cell_figure(&line->second, line->unit);
    row->cell[DIFFERENCE] = difference_of(line);
    row->cell[P] = p_of(line, line->p);
    row->cell[ADJUSTED] = p_of(line, line->adjusted);
    row->cell[VERDICT] = assay_cell_toned(assay_cell_text(assay_str_of(verdict)),
                                          tone_of(line->verdict.change));
    row->cell[LOST] = assay_cell_count(line->lost);
    row->cell[GAINED] = assay_cell_count(line->gained);
    row->apart = line->overall && table->rows > 1;
    row->outcome = outcome_of(t, line->verdict.change);
    row->reason = line->reason;
}

static struct assay_str interval_header(const struct telling *t)
{
    return assay_str_of(assay_arena_printf(t->arena, "%g %% interval",
                                           100.0 * (1.0 - t->comparison->how.alpha)));
}

static struct assay_page_table *begin_table(const struct telling *t, const char *metric,
                                            bool percent)
{
    const struct assay_str caption = assay_str_of(assay_arena_printf(
        t->arena, "%s%s of %.*s on %.*s", metric, percent ? ", %," : ",",
        ASSAY_STR_ARG(minus(t->comparison, t->pair, t->arena)),
        ASSAY_STR_ARG(t->suite->name)));
    struct assay_page_table *table = assay_page_table(t->page, metric, caption);

    (void)assay_table_text(table, "section", assay_str_of(metric));
    (void)assay_table_number(table, "items", ASSAY_STR("n"));
    (void)assay_table_number(table, "first", name_of(t, 0));
    (void)assay_table_number(table, "second", name_of(t, 1));
    assay_table_number(table, "difference", ASSAY_STR("difference"))->interval =
        interval_header(t);
    assay_table_number(table, "p", ASSAY_STR("p"))->drop = 2;
    assay_table_number(table, "adjusted", ASSAY_STR("adjusted"))->drop = 3;
    (void)assay_table_text(table, "verdict", ASSAY_STR("verdict"));
    assay_table_number(table, "lost", ASSAY_STR("lost"))->drop = 4;
    assay_table_number(table, "gained", ASSAY_STR("gained"))->drop = 4;
    table->n = t->pair->common;
    table->of = "items";
    table->intervals = ASSAY_STR("cluster bootstrap");
    table->data = assay_panel_suite_line(t->pair->of[0], t->arena);
    return table;
}

static void add_tables(const struct telling *t)
{
    for (unsigned metric = 0; metric < ASSAY_COMPARE_METRICS; metric++) {
        struct assay_page_table *table = NULL;

        for (size_t k = 0; k < t->pair->lines; k++) {
            const struct assay_comparison_line *line = &t->pair->line[k];

            if (line->metric != metric)
                continue;
            if (!table)
                table = begin_table(t, assay_compare_metric_name[metric],
                                    assay_str_equal(line->unit, ASSAY_STR("percent")));
            add_row(t, table, line);
        }
    }
}

/* A number in a sentence: a fraction of percent as points. */
static const char *told(const struct telling *t, const struct assay_comparison_line *line,
                        double value)
{
    const bool percent = assay_str_equal(line->unit, ASSAY_STR("percent"));

    return assay_arena_printf(
        t->arena, "%.*s%s", ASSAY_STR_ARG(assay_number_text(t->arena, value, line->unit)),
        percent ? " points" : "");
}

static const struct assay_comparison_line *headline(const struct telling *t)
{
    const struct assay_comparison_line *line = t->pair->line;

    for (size_t k = 0; k < t->pair->lines; k++)
        if (t->pair->line[k].overall && !line->overall)
            line = &t->pair->line[k];
    return line; /* there are lines, and the overall value is among those of every metric */
}

static void add_verdicts(const struct telling *t)
{
    for (size_t k = 0; k < t->pair->lines; k++) {
        const struct assay_comparison_line *line = &t->pair->line[k];
        struct assay_fact *fact;

        if (!line->overall)
            continue;
        fact = assay_page_fact(
            t->page, "Verdict",
            line->metric == ASSAY_COMPARE_ACCURACY
                ? line->reason
                : assay_str_of(assay_arena_printf(t->arena, "%s: %.*s",
                                                  assay_compare_metric_name[line->metric],
                                                  ASSAY_STR_ARG(line->reason))));
        if (fact && line->verdict.change == ASSAY_CHANGE_WORSE)
            fact->tone = ASSAY_TONE_WARN;
    }
}

static struct assay_str range_of(const struct telling *t,
                                 const struct assay_figure *figure, struct assay_str unit)
{
    const struct assay_str value = assay_number_figure(t->arena, figure, unit);
    const struct assay_str range = assay_number_bootstrap(t->arena, figure, unit);

    if (!figure->defined)
        return assay_str_of(
            assay_arena_printf(t->arena, "undefined: %.*s", ASSAY_STR_ARG(figure->why)));
    if (range.len == 0)
        return value;
    return assay_str_of(assay_arena_printf(t->arena, "%.*s (%.*s)", ASSAY_STR_ARG(value),
                                           ASSAY_STR_ARG(range)));
}

static void add_flips_fact(const struct telling *t)
{
    const struct assay_comparison_pair *pair = t->pair;

    assay_page_fact(t->page, "Flips",
                    assay_str_of(assay_arena_printf(
                        t->arena, "%.*s earned less than %.*s on %zu items, more on %zu",
                        ASSAY_STR_ARG(name_of(t, 1)), ASSAY_STR_ARG(name_of(t, 0)),
                        pair->lost_count, pair->gained_count)));
    assay_page_fact(
        t->page, "Agreement",
        assay_str_of(assay_arena_printf(
            t->arena, "%.*s %% of choices alike, kappa %.*s",
            ASSAY_STR_ARG(range_of(t, &pair->agreement, ASSAY_STR("percent"))),
            ASSAY_STR_ARG(range_of(t, &pair->kappa, ASSAY_STR(""))))));
}

static void add_coverage(const struct telling *t)
{
    const struct assay_comparison_line *line = headline(t);
    const struct assay_comparison_pair *pair = t->pair;
    struct assay_fact *fact = assay_page_fact(
        t->page, "Coverage",
        assay_str_of(assay_arena_printf(
            t->arena, "%zu items have a value in both; %.*s %zu of %zu, %.*s %zu of %zu",
            pair->common, ASSAY_STR_ARG(name_of(t, 0)), line->coverage[0].answered,
            line->coverage[0].items, ASSAY_STR_ARG(name_of(t, 1)),
            line->coverage[1].answered, line->coverage[1].items)));

    if (!fact || pair->only[0] + pair->only[1] == 0)
        return;
    fact->tone = ASSAY_TONE_WARN;
    (void)assay_page_note(
        t->page,
        assay_str_of(assay_arena_printf(
            t->arena,
            "items with a value in one run alone count nowhere here: %zu of %.*s, "
            "%zu of %.*s",
            pair->only[0], ASSAY_STR_ARG(name_of(t, 0)), pair->only[1],
            ASSAY_STR_ARG(name_of(t, 1)))));
}

static void add_power(const struct telling *t)
{
    const struct assay_comparison_line *line = headline(t);

    if (!line->has_detectable)
        return;
    assay_page_fact(t->page, "Detectable",
                    assay_str_of(assay_arena_printf(
                        t->arena, "%s or more, with power %g %% at alpha %g",
                        told(t, line, line->detectable), 100.0 * t->comparison->how.power,
                        t->comparison->how.alpha)));
}

static void add_sequential(const struct telling *t)
{
    const struct assay_comparison_line *line = headline(t);
    const struct assay_comparison_sequential *seen = &line->sequential;

    if (!t->comparison->how.sequential)
        return;
    assay_page_fact(
        t->page, "Sequential",
        assay_str_of(
            seen->settled
                ? assay_arena_printf(t->arena,
                                     "settled after %zu of %zu items: %zu (%.1f %%) need "
                                     "not have been asked (always-valid p %.2g)",
                                     seen->at, line->items, seen->saved,
                                     100.0 * (double)seen->saved / (double)line->items,
                                     seen->p)
                : assay_arena_printf(t->arena,
                                     "not settled by all %zu items (always-valid p %.2g)",
                                     line->items, seen->p)));
}

static void add_notes(const struct telling *t)
{
    const struct assay_comparison_pair *pair = t->pair;

    for (size_t k = 0; k < pair->unlike_count; k++) {
        const struct assay_comparison_unlike *one = &pair->unlike[k];

        (void)assay_page_note(
            t->page,
            assay_str_of(assay_arena_printf(
                t->arena, "%.*s differs: %.*s %.*s, %.*s %.*s", ASSAY_STR_ARG(one->what),
                ASSAY_STR_ARG(name_of(t, 0)), ASSAY_STR_ARG(one->first),
                ASSAY_STR_ARG(name_of(t, 1)), ASSAY_STR_ARG(one->second))));
    }
    for (size_t k = 0; k < pair->notes; k++)
        (void)assay_page_note(t->page, pair->note[k]);
}

/* What the columns of flips are: worths where they are no plain right and wrong, margins where there are any. */
struct flip_columns {
    bool earned, margins;
};

static void note_flips(const struct assay_comparison_flip *flip, size_t n,
                       struct flip_columns *out)
{
    for (size_t k = 0; k < n; k++) {
        out->margins = out->margins || flip[k].has_margin;
        for (unsigned side = 0; side < 2; side++)
            out->earned =
                out->earned || (flip[k].earned[side] > 0.0 && flip[k].earned[side] < 1.0);
    }
}

static void add_flip(struct assay_page_table *table, const char *change,
                     const struct flip_columns *columns,
                     const struct assay_comparison_flip *flip)
{
    struct assay_row *row = assay_table_row(table);
    size_t c = 0;

    row->cell[c++] = assay_cell_text(assay_str_of(change));
    row->cell[c++] = assay_cell_text(flip->id);
    row->cell[c++] = assay_cell_text(flip->subset);
    for (unsigned k = 0; columns->earned && k < 2; k++)
        row->cell[c++] = assay_cell_number(flip->earned[k], ASSAY_STR(""));
    for (unsigned k = 0; columns->margins && k < 2; k++, c++)
        if (flip->has_margin)
            row->cell[c] = assay_cell_difference(flip->margin[k], ASSAY_STR(""));
}

static void begin_flips(const struct telling *t, const struct flip_columns *columns,
                        struct assay_page_table *table)
{
    assay_table_text(table, "change", ASSAY_STR("change"))->choice = true;
    (void)assay_table_text(table, "id", ASSAY_STR("item"));
    assay_table_text(table, "subset", ASSAY_STR("subset"))->choice = true;
    for (unsigned k = 0; columns->earned && k < 2; k++)
        assay_table_number(table, k ? "second_earned" : "first_earned", name_of(t, k))
            ->group = ASSAY_STR("earned");
    for (unsigned k = 0; columns->margins && k < 2; k++)
        assay_table_number(table, k ? "second_margin" : "first_margin", name_of(t, k))
            ->group = ASSAY_STR("margin");
}

static void add_flips(const struct telling *t)
{
    const struct assay_comparison_pair *pair = t->pair;
    const struct assay_str caption = assay_str_of(assay_arena_printf(
        t->arena, "Items that %.*s lost and gained, those that moved most first",
        ASSAY_STR_ARG(name_of(t, 1))));
    struct assay_page_table *table = t->wish->paged
                                         ? assay_page_items(t->page, "flips", caption)
                                         : assay_page_table(t->page, "flips", caption);
    struct flip_columns columns = {0};

    note_flips(pair->lost, pair->lost_count, &columns);
    note_flips(pair->gained, pair->gained_count, &columns);
    begin_flips(t, &columns, table);
    for (size_t k = 0; k < pair->lost_count && k < t->wish->items; k++)
        add_flip(table, "lost", &columns, &pair->lost[k]);
    for (size_t k = 0; k < pair->gained_count && k < t->wish->items; k++)
        add_flip(table, "gained", &columns, &pair->gained[k]);
}

static void tell_pair(const struct telling *t)
{
    if (t->pair->absent.len > 0) {
        (void)assay_page_note(t->page, t->pair->absent);
        add_notes(t);
        return;
    }
    add_tables(t);
    assay_compare_figures(t->comparison, t->suite, t->pair, t->page);
    add_verdicts(t);
    add_flips_fact(t);
    add_coverage(t);
    add_power(t);
    add_sequential(t);
    add_notes(t);
    add_flips(t);
}

static void tell_how(const struct assay_comparison *comparison, struct assay_page *page)
{
    static const char *const adjusted[] = {
        [ASSAY_COMPARE_HOLM] = "Holm's, over",
        [ASSAY_COMPARE_BH] = "Benjamini and Hochberg's, over",
        [ASSAY_COMPARE_UNADJUSTED] = "not adjusted for",
    };
    const struct assay_comparison_how *how = &comparison->how;

    assay_page_fact(
        page, "Intervals",
        assay_str_of(assay_arena_printf(
            page->arena,
            "%g %%, bootstrap over prompts inside subsets, %zu replicates, "
            "seed %llu",
            100.0 * (1.0 - how->alpha), how->replicates, (unsigned long long)how->seed)));
    assay_page_fact(
        page, "Adjusted p",
        assay_str_of(assay_arena_printf(
            page->arena, "%s %zu overall values, and by themselves %zu sections",
            adjusted[how->adjust], comparison->family[0], comparison->family[1])));
    assay_page_fact(
        page, "The same",
        assay_str_of(
            how->margin > 0.0
                ? assay_arena_printf(page->arena,
                                     "within %g, by two one-sided tests at alpha %g",
                                     how->margin, how->alpha)
                : "nothing is called so without --margin"));
}

void assay_compare_page(const struct assay_comparison *comparison,
                        const struct assay_compare_wish *wish, struct assay_page *page)
{
    for (size_t s = 0; s < comparison->suites; s++) {
        for (size_t p = 0; p < comparison->suite[s].pairs; p++) {
            const struct telling t = {.comparison = comparison,
                                      .suite = &comparison->suite[s],
                                      .pair = &comparison->suite[s].pair[p],
                                      .wish = wish,
                                      .page = page,
                                      .arena = page->arena};

            (void)assay_page_section(
                page, 1,
                assay_str_of(assay_arena_printf(
                    page->arena, "%.*s: %.*s", ASSAY_STR_ARG(t.suite->name),
                    ASSAY_STR_ARG(minus(comparison, t.pair, page->arena)))));
            tell_pair(&t);
        }
        assay_compare_matrix(comparison, &comparison->suite[s], page);
    }
    (void)assay_page_section(page, 1, ASSAY_STR("How"));
    tell_how(comparison, page);
    for (size_t k = 0; k < comparison->alone_count; k++)
        (void)assay_page_note(page, comparison->alone[k]);
    page->data = assay_comparison_node(comparison, wish->items, page->arena);
}
