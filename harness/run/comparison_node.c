/* comparison_node.c - a comparison as a tree. */
#include "harness/run/comparison.h"

static struct assay_node figure_node(const struct assay_figure *figure,
                                     struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    assay_node_put(arena, map, "value",
                   figure->defined ? assay_node_of_real(figure->value)
                                   : assay_node_null());
    if (figure->defined && figure->has_bootstrap) {
        struct assay_node *ends = assay_node_list(arena);

        assay_node_push(arena, ends, assay_node_of_real(figure->bootstrap_lo));
        assay_node_push(arena, ends, assay_node_of_real(figure->bootstrap_hi));
        assay_node_put(arena, map, "bootstrap", *ends);
    }
    if (!figure->defined)
        assay_node_put_text(arena, map, "why", figure->why);
    return *map;
}

static struct assay_node two_reals(struct assay_arena *arena, const double value[2])
{
    struct assay_node *list = assay_node_list(arena);

    assay_node_push(arena, list, assay_node_of_real(value[0]));
    assay_node_push(arena, list, assay_node_of_real(value[1]));
    return *list;
}

static struct assay_node coverage_node(const struct assay_comparison_coverage *coverage,
                                       struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    assay_node_put_count(arena, map, "items", coverage->items);
    assay_node_put_count(arena, map, "answered", coverage->answered);
    return *map;
}

/* What each run has by itself: coverage, and the value of all that it answered. */
static struct assay_node own_node(const struct assay_comparison_line *line, unsigned side,
                                  struct assay_arena *arena)
{
    struct assay_node own = coverage_node(&line->coverage[side], arena);
    const struct assay_section *official = line->official[side];

    if (official && line->metric == ASSAY_COMPARE_ACCURACY)
        assay_node_put(arena, &own, "official",
                       official->value.defined ? assay_node_of_real(official->value.value)
                                               : assay_node_null());
    return own;
}

static void put_test(struct assay_arena *arena, struct assay_node *map,
                     const struct assay_comparison_line *line)
{
    const bool tested = line->test != ASSAY_COMPARE_UNTESTED;

    assay_node_put(arena, map, "test",
                   assay_node_of_string(assay_compare_test_name[line->test]));
    assay_node_put(arena, map, "p",
                   tested ? assay_node_of_real(line->p) : assay_node_null());
    assay_node_put(arena, map, "adjusted",
                   tested ? assay_node_of_real(line->adjusted) : assay_node_null());
    if (line->has_equivalence)
        assay_node_put_real(arena, map, "equivalence", line->equivalence);
    if (line->has_detectable)
        assay_node_put_real(arena, map, "detectable", line->detectable);
    if (line->needed > 0)
        assay_node_put_count(arena, map, "needed", line->needed);
}

static struct assay_node sequential_node(const struct assay_comparison_sequential *seen,
                                         struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    assay_node_put(arena, map, "settled", assay_node_of_bool(seen->settled));
    assay_node_put_count(arena, map, "at", seen->at);
    assay_node_put_count(arena, map, "saved", seen->saved);
    assay_node_put_real(arena, map, "p", seen->p);
    return *map;
}

static struct assay_node line_node(const struct assay_comparison *comparison,
                                   const struct assay_comparison_line *line,
                                   struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    assay_node_put_text(arena, map, "section", line->section);
    assay_node_put(arena, map, "overall", assay_node_of_bool(line->overall));
    assay_node_put(arena, map, "metric",
                   assay_node_of_string(assay_compare_metric_name[line->metric]));
    assay_node_put_count(arena, map, "items", line->items);
    assay_node_put_count(arena, map, "clusters", line->clusters);
    assay_node_put(arena, map, "first", figure_node(&line->first, arena));
    assay_node_put(arena, map, "second", figure_node(&line->second, arena));
    assay_node_put(arena, map, "difference", figure_node(&line->difference, arena));
    assay_node_put_real(arena, map, "se", line->se);
    put_test(arena, map, line);
    assay_node_put_count(arena, map, "lost", line->lost);
    assay_node_put_count(arena, map, "gained", line->gained);
    assay_node_put(arena, map, "verdict",
                   assay_node_of_string(assay_change_name(line->verdict.change)));
    assay_node_put_text(arena, map, "reason", line->reason);
    assay_node_put(arena, map, "first_alone", own_node(line, 0, arena));
    assay_node_put(arena, map, "second_alone", own_node(line, 1, arena));
    if (comparison->how.sequential && line->difference.defined)
        assay_node_put(arena, map, "sequential",
                       sequential_node(&line->sequential, arena));
    return *map;
}

static struct assay_node flips_node(const struct assay_comparison_flip *flip,
                                    size_t count, size_t most, struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena), *list = assay_node_list(arena);

    for (size_t k = 0; k < count && k < most; k++) {
        struct assay_node *row = assay_node_map(arena);

        assay_node_put_text(arena, row, "id", flip[k].id);
        assay_node_put_text(arena, row, "subset", flip[k].subset);
        assay_node_put(arena, row, "earned", two_reals(arena, flip[k].earned));
        if (flip[k].has_margin)
            assay_node_put(arena, row, "margin", two_reals(arena, flip[k].margin));
        if (flip[k].line > 0)
            assay_node_put(arena, row, "line", assay_node_of_int((int64_t)flip[k].line));
        assay_node_push(arena, list, *row);
    }
    assay_node_put_count(arena, map, "count", count);
    assay_node_put(arena, map, "items", *list);
    return *map;
}

/* became[by the first][by the second], as a map of maps. */
static struct assay_node became_node(const struct assay_comparison_pair *pair,
                                     struct assay_arena *arena)
{
    struct assay_node *out = assay_node_map(arena);

    for (unsigned i = 0; i < ASSAY_WORTHS; i++) {
        struct assay_node *row = assay_node_map(arena);

        for (unsigned j = 0; j < ASSAY_WORTHS; j++)
            assay_node_put_count(arena, row, assay_comparison_worth_name[j],
                                 pair->became[i][j]);
        assay_node_put(arena, out, assay_comparison_worth_name[i], *row);
    }
    return *out;
}

static struct assay_node unlike_node(const struct assay_comparison_pair *pair,
                                     struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t k = 0; k < pair->unlike_count; k++) {
        const struct assay_comparison_unlike *one = &pair->unlike[k];
        struct assay_node *row = assay_node_map(arena);

        assay_node_put(arena, row, "fact",
                       assay_node_of_string(assay_compare_fact_name[one->fact]));
        assay_node_put_text(arena, row, "what", one->what);
        assay_node_put_text(arena, row, "first", one->first);
        assay_node_put_text(arena, row, "second", one->second);
        assay_node_put(arena, row, "fault", assay_node_of_bool(one->fault));
        assay_node_push(arena, list, *row);
    }
    return *list;
}

static struct assay_node texts_node(const struct assay_str *text, size_t n,
                                    struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t k = 0; k < n; k++)
        assay_node_push(arena, list, assay_node_of_text(text[k]));
    return *list;
}

static struct assay_node pair_node(const struct assay_comparison *comparison,
                                   const struct assay_comparison_pair *pair, size_t items,
                                   struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena), *lines = assay_node_list(arena);

    assay_node_put_text(arena, map, "first", comparison->run[pair->first].name);
    assay_node_put_text(arena, map, "second", comparison->run[pair->second].name);
    assay_node_put(arena, map, "unlike", unlike_node(pair, arena));
    if (pair->absent.len > 0) {
        assay_node_put_text(arena, map, "absent", pair->absent);
        return *map;
    }
    assay_node_put_count(arena, map, "common", pair->common);
    assay_node_put_count(arena, map, "only_first", pair->only[0]);
    assay_node_put_count(arena, map, "only_second", pair->only[1]);
    for (size_t k = 0; k < pair->lines; k++)
        assay_node_push(arena, lines, line_node(comparison, &pair->line[k], arena));
    assay_node_put(arena, map, "lines", *lines);
    assay_node_put(arena, map, "agreement", figure_node(&pair->agreement, arena));
    assay_node_put(arena, map, "kappa", figure_node(&pair->kappa, arena));
    assay_node_put(arena, map, "became", became_node(pair, arena));
    assay_node_put(arena, map, "lost",
                   flips_node(pair->lost, pair->lost_count, items, arena));
    assay_node_put(arena, map, "gained",
                   flips_node(pair->gained, pair->gained_count, items, arena));
    assay_node_put(arena, map, "notes", texts_node(pair->note, pair->notes, arena));
    return *map;
}

static struct assay_node how_node(const struct assay_comparison_how *how,
                                  struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    assay_node_put_real(arena, map, "alpha", how->alpha);
    assay_node_put_real(arena, map, "margin", how->margin);
    assay_node_put_real(arena, map, "power", how->power);
    assay_node_put_count(arena, map, "replicates", how->replicates);
    assay_node_put_count(arena, map, "flips", how->flips);
    assay_node_put_count(arena, map, "seed", how->seed);
    assay_node_put(arena, map, "adjust",
                   assay_node_of_string(assay_compare_adjust_name[how->adjust]));
    return *map;
}

static struct assay_node runs_node(const struct assay_comparison *comparison,
                                   struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t i = 0; i < comparison->runs; i++) {
        const struct assay_comparison_run *run = &comparison->run[i];
        struct assay_node *map = assay_node_map(arena);

        assay_node_put_text(arena, map, "name", run->name);
        assay_node_put(arena, map, "directory",
                       assay_node_of_string(run->stored->directory));
        assay_node_put(arena, map, "plan_sha256",
                       assay_node_of_text(assay_node_text(
                           assay_node_get(run->stored->run, "plan_sha256"))));
        assay_node_push(arena, list, *map);
    }
    return *list;
}

struct assay_node *assay_comparison_node(const struct assay_comparison *comparison,
                                         size_t items, struct assay_arena *arena)
{
    struct assay_node *out = assay_node_map(arena), *suites = assay_node_list(arena);

    for (size_t s = 0; s < comparison->suites; s++) {
        const struct assay_comparison_suite *suite = &comparison->suite[s];
        struct assay_node *map = assay_node_map(arena), *pairs = assay_node_list(arena);

        for (size_t p = 0; p < suite->pairs; p++)
            assay_node_push(arena, pairs,
                            pair_node(comparison, &suite->pair[p], items, arena));
        assay_node_put_text(arena, map, "suite", suite->name);
        assay_node_put_text(arena, map, "title", suite->title);
        assay_node_put(arena, map, "pairs", *pairs);
        assay_node_push(arena, suites, *map);
    }
    assay_node_put(arena, out, "format", assay_node_of_string("assay-comparison"));
    assay_node_put(arena, out, "version", assay_node_of_string("1.0"));
    assay_node_put(arena, out, "how", how_node(&comparison->how, arena));
    assay_node_put(arena, out, "runs", runs_node(comparison, arena));
    assay_node_put(arena, out, "suites", *suites);
    assay_node_put(arena, out, "alone",
                   texts_node(comparison->alone, comparison->alone_count, arena));
    return out;
}
