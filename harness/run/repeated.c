#include "harness/run/repeated.h"

/* What is worked out of one suite. */
struct working {
    const struct assay_comparison *comparison;
    const struct assay_comparison_suite *suite;
    struct assay_arena *arena;
    struct assay_repeated_suite *out;
};

static bool is_whole(const struct working *w)
{
    const size_t m = w->comparison->runs;

    w->out->why = ASSAY_STR("not every two of the runs have it");
    if (w->suite->pairs != m * (m - 1) / 2)
        return false;
    for (size_t p = 0; p < w->suite->pairs; p++) {
        const struct assay_comparison_pair *pair = &w->suite->pair[p];

        w->out->why = pair->absent;
        if (pair->absent.len > 0)
            return false;
        w->out->why = ASSAY_STR("not every run has a value of every section");
        if (pair->lines != w->suite->pair[0].lines)
            return false;
    }
    w->out->why = ASSAY_STR("");
    return true;
}

/* overall: the overall value alone cries; else any line does. */
static void count_alarms(const struct working *w, bool overall,
                         struct assay_repeats_alarms *out)
{
    const size_t m = w->comparison->runs;
    bool *alarm = assay_arena_new(w->arena, m * m, sizeof(*alarm));
    struct assay_error ignored;

    for (size_t p = 0; p < w->suite->pairs; p++) {
        const struct assay_comparison_pair *pair = &w->suite->pair[p];

        for (size_t k = 0; k < pair->lines; k++) {
            const struct assay_comparison_line *line = &pair->line[k];

            if (overall && !line->overall)
                continue;
            if (line->verdict.change == ASSAY_CHANGE_WORSE)
                alarm[pair->first * m + pair->second] = true;
            if (line->verdict.change == ASSAY_CHANGE_BETTER) /* the other way round */
                alarm[pair->second * m + pair->first] = true;
        }
    }
    if (assay_repeats_alarms(alarm, m, 1.0 - w->comparison->how.alpha, out, &ignored))
        *out = (struct assay_repeats_alarms){0};
}

/* Values of every run and section, as each run has them of all that it answered. */
static bool values_of(const struct working *w, double *value)
{
    const size_t n = w->suite->pair[0].lines;

    for (size_t p = 0; p < w->suite->pairs; p++) {
        const struct assay_comparison_pair *pair = &w->suite->pair[p];
        const size_t run[2] = {pair->first, pair->second};

        for (size_t k = 0; k < n; k++)
            for (unsigned side = 0; side < 2; side++) {
                const struct assay_section *section = pair->line[k].official[side];

                if (!section || !section->value.defined)
                    return false;
                value[run[side] * n + k] = section->value.value;
            }
    }
    return true;
}

static void find_thresholds(const struct working *w)
{
    const size_t m = w->comparison->runs, n = w->suite->pair[0].lines;
    struct assay_repeats_section *got = assay_arena_new(w->arena, n, sizeof(*got));
    struct assay_repeated_section *out = assay_arena_new(w->arena, n, sizeof(*out));
    double *value = assay_arena_new(w->arena, m * n, sizeof(*value));
    struct assay_error ignored;

    if (!values_of(w, value) ||
        assay_repeats_sections(value, m, n, w->comparison->how.alpha, got, &ignored))
        return;
    for (size_t k = 0; k < n; k++)
        out[k] = (struct assay_repeated_section){w->suite->pair[0].line[k].section,
                                                 w->suite->pair[0].line[k].unit, got[k]};
    w->out->section = out;
    w->out->sections = n;
}

void assay_repeated_of(const struct assay_comparison *comparison,
                       struct assay_arena *arena, struct assay_repeated *out)
{
    struct assay_repeated_suite *suites =
        assay_arena_new(arena, comparison->suites, sizeof(*suites));

    *out = (struct assay_repeated){.runs = comparison->runs,
                                   .alpha = comparison->how.alpha,
                                   .suite = suites,
                                   .suites = comparison->suites};
    for (size_t s = 0; s < comparison->suites; s++) {
        const struct working w = {comparison, &comparison->suite[s], arena, &suites[s]};

        suites[s].name = comparison->suite[s].name;
        suites[s].whole = is_whole(&w);
        if (!suites[s].whole)
            continue;
        count_alarms(&w, true, &suites[s].overall);
        count_alarms(&w, false, &suites[s].any);
        find_thresholds(&w);
    }
}
