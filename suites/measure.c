/* measure.c - a finished table becomes a result: sections, overall, intervals, notes. */
#include "suites/measure_parts.h"

#include "harness/core/buf.h"
#include "harness/core/memory.h"
#include "metrics/interval.h"
#include "suites/dimensions.h"
#include "suites/measure_tell.h"

#include <math.h>
#include <stdlib.h>

static struct assay_figure figure_of(bool defined, double value, const char *why)
{
    return (struct assay_figure){
        .defined = defined,
        .value = defined ? value : 0.0,
        .why = defined ? (struct assay_str){"", 0} : assay_str_of(why),
    };
}

/* Wilson's interval where the value is a share of n items, each worth as much. */
static void add_wilson(const struct assay_measurement *m, const struct assay_band *band,
                       struct assay_section *section)
{
    struct assay_estimate share;
    struct assay_error ignored;
    double won = 0.0;

    if (band->subset_count > 1 && band->section->value != ASSAY_SECTION_MICRO)
        return;
    for (size_t k = 0; k < band->subset_count; k++) {
        if (!m->tally[band->subset[k]].kind->share)
            return;
        won += m->tally[band->subset[k]].official.won;
    }
    if (!section->value.defined || section->counted == 0 ||
        assay_interval_wilson(fmin(won, (double)section->counted), section->counted,
                              m->measuring->level, &share, &ignored))
        return;
    section->value.has_wilson = true;
    section->value.wilson_lo = share.lo;
    section->value.wilson_hi = share.hi;
}

static void add_counts(const struct assay_tally *tally, struct assay_section *section)
{
    section->items += tally->items;
    section->counted += tally->counted;
    section->ties += tally->ties;
    section->clusters += tally->clusters;
    for (size_t k = 0; k < ASSAY_STATES; k++)
        section->count[k] += tally->count[k];
}

/* Why a section of the members has no value. */
static const char *why_not(const struct assay_measurement *m,
                           const struct assay_band *band)
{
    if (band->subset_count == 0)
        return "no items of it are here";
    if (band->subset_count == 1 && m->tally[band->subset[0]].kind->value &&
        m->tally[band->subset[0]].counted > 0 && m->tally[band->subset[0]].why)
        return m->tally[band->subset[0]].why;
    return "no item was answered";
}

/* True where no value of the members is a mean of worths: then no tie rule has a say. */
static bool without_rules(const struct assay_measurement *m,
                          const struct assay_band *band)
{
    for (size_t k = 0; k < band->subset_count; k++)
        if (!m->tally[band->subset[k]].kind->composite)
            return false;
    return band->subset_count > 0;
}

static const char *const no_rules =
    "it is no mean over items that a tie rule could change";

static struct assay_section section_of(const struct assay_measurement *m,
                                       const struct assay_band *band)
{
    struct assay_section out = {.name = band->section->name,
                                .weight = band->section->weight};
    const char *why = why_not(m, band);
    double value = 0.0;
    bool defined;

    for (size_t k = 0; k < band->subset_count; k++)
        add_counts(&m->tally[band->subset[k]], &out);
    for (unsigned rule = 0; rule < ASSAY_TIE_RULES; rule++) {
        defined = assay_measure_band(m, band, (enum assay_view)rule, &value);
        out.rule[rule] = without_rules(m, band) ? figure_of(false, 0.0, no_rules)
                                                : figure_of(defined, value, why);
    }
    defined = assay_measure_band(m, band, ASSAY_VIEW_WORST, &value);
    out.worst = figure_of(defined, value, why);
    defined = assay_measure_band(m, band, ASSAY_VIEW_BEST, &value);
    out.best = figure_of(defined, value, why);
    defined = assay_measure_band(m, band, ASSAY_VIEW_OFFICIAL, &value);
    out.value = figure_of(defined, value, why);
    add_wilson(m, band, &out);
    return out;
}

static struct assay_section overall_of(const struct assay_measurement *m, bool partial)
{
    const char *const why = "no section has a value";
    struct assay_section out = section_of(m, &m->all);
    const bool micro = m->suite->micro || m->band_count == 0;
    const bool uncounted = m->suite->micro && m->table->items == 0;
    double value = 0.0;
    bool defined;

    for (unsigned rule = 0; rule < ASSAY_TIE_RULES; rule++) {
        defined = assay_measure_overall(m, (enum assay_view)rule, &value);
        out.rule[rule] = without_rules(m, &m->all) ? figure_of(false, 0.0, no_rules)
                                                   : figure_of(defined, value, why);
    }
    defined = assay_measure_overall(m, ASSAY_VIEW_WORST, &value);
    out.worst = figure_of(defined, value, why);
    defined = assay_measure_overall(m, ASSAY_VIEW_BEST, &value);
    out.best = figure_of(defined, value, why);
    defined = assay_measure_overall(m, ASSAY_VIEW_OFFICIAL, &value);
    out.value = figure_of(
        defined, value,
        uncounted ? "it counts items, accuracies of subsets do not determine it" : why);
    out.weight = 0.0;
    out.clusters = m->clusters;
    if (micro)
        add_wilson(m, &m->all, &out);
    if (partial)
        out.name = ASSAY_STR("Overall (partial)");
    return out;
}

/* Sections that nobody expects and nothing is known of are not told. */
static void drop_silent_bands(struct assay_measurement *m)
{
    size_t kept = 0;

    for (size_t i = 0; i < m->band_count; i++)
        if (m->band[i].subset_count > 0 ||
            (m->band[i].section->expected && m->band[i].section->weight > 0.0))
            m->band[kept++] = m->band[i];
    m->band_count = kept;
}

/* True if subsets say more than sections do. */
static bool subsets_matter(const struct assay_measurement *m)
{
    size_t covered = 0;

    for (size_t i = 0; i < m->band_count; i++) {
        if (m->band[i].subset_count > 1)
            return true;
        covered += m->band[i].subset_count;
    }
    return m->suite->declared && covered < m->table->subset_count;
}

static struct assay_section *subsets_of(const struct assay_measurement *m)
{
    struct assay_section *out =
        assay_arena_new(m->arena, m->table->subset_count, sizeof(*out));

    for (uint32_t s = 0; s < m->table->subset_count; s++) {
        const struct assay_suite_section one = {.name = m->table->subset_name[s]};
        const double weight = 1.0;
        const struct assay_band band = {&one, &s, 1, &weight, NULL};

        out[s] = section_of(m, &band);
        (void)assay_node_number(
            assay_node_find(m->suite->weights, assay_suite_declared(m->suite, one.name)),
            &out[s].weight);
    }
    return out;
}

static void describe(const struct assay_measurement *m, struct assay_result *out)
{
    const struct assay_suite *suite = m->suite;
    const char *part = assay_suite_part(suite);

    out->suite = assay_str_of(suite->name);
    out->suite_version = assay_str_of(suite->version);
    out->part = assay_str_of(part ? part : "");
    out->kind = assay_str_of(suite->kind->name);
    out->title = assay_str_of(suite->title);
    out->citation = assay_str_of(suite->citation);
    out->unit = suite->percent ? ASSAY_STR("percent") : ASSAY_STR("fraction");
    out->level = m->measuring->level;
    out->seed = m->measuring->seed;
    out->replicates = m->measuring->replicates;
    out->rule = assay_tell_rule(m);
}

static void sections_of(struct assay_measurement *m, struct assay_result *out,
                        struct assay_section **sections, struct assay_section **subsets)
{
    *sections = assay_arena_new(m->arena, m->band_count, sizeof(**sections));
    *subsets = NULL;
    for (size_t i = 0; i < m->band_count; i++)
        (*sections)[i] = section_of(m, &m->band[i]);
    if (subsets_matter(m)) {
        *subsets = subsets_of(m);
        out->subset_count = m->table->subset_count;
    }
    out->section = *sections;
    out->section_count = m->band_count;
    out->subset = *subsets;
    assay_measure_missing(m, out);
    out->overall = overall_of(m, out->missing_count > 0);
    out->overall_rule = assay_tell_overall(m, out);
    assay_tell_notes(m, out);
}

/* "suite x: none of 3 items was answered (2 truncated, 1 failed); the first reason: no tokens" */
static enum assay_code fail_silent(const struct assay_measurement *m,
                                   struct assay_error *err)
{
    struct assay_buf states = {0};
    enum assay_code code;

    for (size_t k = 0; k < ASSAY_STATES; k++) {
        size_t n = 0;

        for (size_t s = 0; s < m->table->subset_count; s++)
            n += m->tally[s].count[k];
        if (n > 0)
            assay_buf_printf(&states, "%s%zu %s", states.len ? ", " : "", n,
                             assay_state_name((enum assay_state)k));
    }
    code = assay_fail(
        err, ASSAY_EDOMAIN, "suite %s: none of %zu items was answered (%.*s)%s%.*s",
        m->suite->name, m->table->items, ASSAY_STR_ARG(assay_buf_view(&states)),
        m->table->why.len > 0 ? "; the first reason: " : "",
        ASSAY_STR_ARG(m->table->why));
    assay_buf_release(&states);
    return code;
}

static size_t answered(const struct assay_measurement *m)
{
    size_t n = 0;

    for (size_t s = 0; s < m->table->subset_count; s++)
        n += m->tally[s].items - m->tally[s].unanswered;
    return n;
}

/* A table whose subset names live as long as the result that will show them. */
static struct assay_table lasting(const struct assay_table *table,
                                  struct assay_arena *arena)
{
    struct assay_str *names = assay_arena_new(arena, table->subset_count, sizeof(*names));
    struct assay_table out = *table;

    for (size_t s = 0; s < table->subset_count; s++)
        names[s] = assay_arena_copy(arena, table->subset_name[s]);
    out.subset_name = names;
    return out;
}

static enum assay_code measure_table(struct assay_measurement *m,
                                     struct assay_result *out, struct assay_error *err)
{
    struct assay_section *sections, *subsets;
    enum assay_code code = assay_measure_items(m, err);

    if (code)
        return code;
    if (answered(m) == 0)
        return fail_silent(m, err);
    *out = (struct assay_result){0};
    assay_measure_bands(m);
    drop_silent_bands(m);
    describe(m, out);
    sections_of(m, out, &sections, &subsets);
    assay_tell_measures(m, out);
    code = assay_measure_series(m, out, err);
    if (!code)
        code = assay_measure_bootstrap(m, sections, subsets, &out->overall, err);
    if (!code)
        assay_measure_resample(m, sections, subsets, out);
    return code;
}

/* A kind that finds: what it finds is measured, and its references beside it. */
static enum assay_code measure_found(struct assay_measurement *m,
                                     struct assay_result *out, struct assay_error *err)
{
    const struct assay_study study = assay_measure_study(m);
    struct assay_finding *finding = assay_arena_new(m->arena, 1, sizeof(*finding));
    struct assay_measures list = {.arena = m->arena};
    struct assay_null *nulls;
    enum assay_code code = assay_suite_takes(m->suite, m->table->want, err);

    if (!code)
        code = m->suite->kind->find(&study, m->arena, finding, err);
    if (code)
        return code;
    m->table = &finding->table;
    m->found = finding->found;
    code = measure_table(m, out, err);
    nulls = assay_arena_new(m->arena, finding->reference_count, sizeof(*nulls));
    for (size_t i = 0; !code && i < out->measure_count; i++)
        assay_measures_add(&list, &out->measure[i]);
    for (size_t i = 0; !code && i < finding->reference_count; i++)
        code = assay_measure_reference(m, &finding->reference[i], out, &list, &nulls[i],
                                       err);
    if (code)
        return code;
    out->measure = list.at;
    out->measure_count = list.count;
    out->null = nulls;
    out->null_count = finding->reference_count;
    return ASSAY_OK;
}

enum assay_code assay_suite_measure(const struct assay_suite *suite,
                                    const struct assay_table *table,
                                    const struct assay_measuring *measuring,
                                    struct assay_arena *arena, struct assay_result *out,
                                    struct assay_error *err)
{
    struct assay_table named = lasting(table, arena);
    struct assay_measurement m = {
        .suite = suite, .table = &named, .measuring = measuring, .arena = arena};
    enum assay_code code = ASSAY_OK;

    if (suite->kind->find)
        return measure_found(&m, out, err);
    if (table->dimension) {
        m.rated = table->items;
        code = assay_dimensions_spread(table, suite->scoring, arena, &named, err);
    }
    return code ? code : measure_table(&m, out, err);
}

/* A table without items whose subsets have values from elsewhere. */
static enum assay_code given_tally(struct assay_measurement *m, const double *values,
                                   struct assay_error *err)
{
    const size_t n = m->table->subset_count;

    m->tally = assay_arena_new(m->arena, n, sizeof(*m->tally));
    for (size_t s = 0; s < n; s++) {
        struct assay_tally *tally = &m->tally[s];

        if (!(values[s] >= 0.0 && values[s] <= 1.01)) /* 1.01: Ties of RewardBench 2 */
            return assay_fail(err, ASSAY_EDATA, "subset %.*s: %g is no fraction",
                              ASSAY_STR_ARG(m->table->subset_name[s]), values[s]);
        tally->kind = &assay_kind_pairs; /* no value but what is given */
        tally->official = (struct assay_worth){values[s], 1.0};
        for (size_t rule = 0; rule < ASSAY_TIE_RULES; rule++)
            tally->rule[rule] = (struct assay_worth){0};
    }
    return ASSAY_OK;
}

/* Pooled sections need counts of items, which a table of accuracies does not have. */
static enum assay_code check_pooled(const struct assay_measurement *m,
                                    struct assay_error *err)
{
    for (size_t i = 0; i < m->band_count; i++)
        if (m->band[i].subset_count > 1 &&
            m->band[i].section->value == ASSAY_SECTION_MICRO)
            return assay_fail(err, ASSAY_EDOMAIN,
                              "suite %s: section %.*s counts items, accuracies of its "
                              "subsets do not determine it",
                              m->suite->name, ASSAY_STR_ARG(m->band[i].section->name));
    return ASSAY_OK;
}

static void tell_given(struct assay_measurement *m, const double *values,
                       struct assay_result *out)
{
    struct assay_section *sections, *subsets;

    *out = (struct assay_result){0};
    describe(m, out);
    sections_of(m, out, &sections, &subsets);
    if (!assay_measure_given(m, values, sections, subsets, out))
        out->replicates = 0;
}

static bool any_value(const struct assay_result *result)
{
    for (size_t i = 0; i < result->section_count; i++)
        if (result->section[i].value.defined)
            return true;
    return result->overall.value.defined;
}

enum assay_code assay_suite_measure_subsets(const struct assay_suite *suite,
                                            const struct assay_accuracies *accuracies,
                                            const struct assay_measuring *measuring,
                                            struct assay_arena *arena,
                                            struct assay_result *out,
                                            struct assay_error *err)
{
    const struct assay_table table = {.subset_count = accuracies->count,
                                      .subset_name = accuracies->name};
    const struct assay_table named = lasting(&table, arena);
    struct assay_measurement m = {
        .suite = suite, .table = &named, .measuring = measuring, .arena = arena};
    enum assay_code code = given_tally(&m, accuracies->value, err);

    if (code)
        return code;
    m.study.table = &named;
    assay_measure_bands(&m);
    drop_silent_bands(&m);
    code = check_pooled(&m, err);
    if (code)
        return code;
    tell_given(&m, accuracies->value, out);
    if (!any_value(out))
        return assay_fail(err, ASSAY_EDOMAIN,
                          "suite %s: none of its subsets is in the table", suite->name);
    return ASSAY_OK;
}
