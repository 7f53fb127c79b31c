/* measure_sections.c - from subsets to sections, from sections to the overall value. */
#include "suites/measure_parts.h"

#include "metrics/mean.h"
#include "suites/dimensions.h"

#include <stdlib.h>

/* Index of a subset in the table, or subset_count. */
static size_t subset_index(const struct assay_table *table, struct assay_str name)
{
    size_t s = 0;

    while (s < table->subset_count && !assay_str_equal(table->subset_name[s], name))
        s++;
    return s;
}

static void fill_subsets(const struct assay_measurement *m,
                         const struct assay_suite_section *section,
                         struct assay_band *band)
{
    uint32_t *subset =
        assay_arena_new(m->arena, section->subset_count + 1, sizeof(*subset));
    double *weight =
        assay_arena_new(m->arena, section->subset_count + 1, sizeof(*weight));

    band->section = section;
    band->subset = subset;
    band->weight = weight;
    weight[0] = 1.0;
    subset[0] = (uint32_t)subset_index(m->table, section->stored);
    if (section->stored.len > 0 && subset[0] < m->table->subset_count) {
        band->subset_count = 1; /* the section's value itself is in the data */
        return;
    }
    for (size_t k = 0; k < section->subset_count; k++) {
        const size_t s = subset_index(m->table, section->subset[k]);

        if (s == m->table->subset_count)
            continue;
        subset[band->subset_count] = (uint32_t)s;
        weight[band->subset_count] = 1.0;
        if (section->value == ASSAY_SECTION_WEIGHTED)
            (void)assay_node_number(
                assay_node_find(m->suite->weights,
                                assay_suite_declared(m->suite, section->subset[k])),
                &weight[band->subset_count]);
        band->subset_count++;
    }
}

static void fill_band(const struct assay_measurement *m,
                      const struct assay_suite_section *section, struct assay_band *band)
{
    struct assay_band *part =
        assay_arena_new(m->arena, section->part_count + 1, sizeof(*part));

    fill_subsets(m, section, band);
    for (size_t i = 0; i < section->part_count; i++)
        fill_subsets(m, &section->part[i], &part[i]);
    band->part = part;
}

/* Sections of a suite that declares none: its subsets, as the data name them. */
static void implicit_bands(struct assay_measurement *m)
{
    const struct assay_table *t = m->table;
    const bool unnamed = t->subset_count == 1 && t->subset_name[0].len == 0;
    struct assay_suite_section *section =
        assay_arena_new(m->arena, t->subset_count, sizeof(*section));

    m->band = assay_arena_new(m->arena, t->subset_count, sizeof(*m->band));
    for (size_t s = 0; !unnamed && s < t->subset_count; s++) {
        section[s] = (struct assay_suite_section){
            .name = t->subset_name[s],
            .subset = &t->subset_name[s],
            .subset_count = 1,
            .weight = 1.0,
            .expected = true,
        };
        fill_band(m, &section[s], &m->band[m->band_count++]);
    }
}

/* Where there is a weighted sum of dimensions, the overall value is that of its section. */
static void prefer_weighted(struct assay_measurement *m)
{
    const size_t weighted = subset_index(m->table, ASSAY_STR(ASSAY_DIMENSIONS_WEIGHTED));

    for (size_t i = 0; i < m->band_count && weighted < m->table->subset_count; i++) {
        const struct assay_band *band = &m->band[i];
        struct assay_suite_section *section =
            assay_arena_new(m->arena, 1, sizeof(*section));

        *section = *band->section;
        section->weight = band->subset_count == 1 && band->subset[0] == weighted;
        m->band[i].section = section;
    }
}

/* True if a section that stands aside holds a subset. */
static bool is_aside(const struct assay_suite *suite, struct assay_str subset)
{
    for (size_t i = 0; suite->declared && i < suite->section_count; i++)
        for (size_t k = 0; suite->section[i].aside && k < suite->section[i].subset_count;
             k++)
            if (assay_str_equal(suite->section[i].subset[k], subset))
                return true;
    return false;
}

/* The subsets that the overall value counts. */
static const struct assay_str *counted_subsets(const struct assay_measurement *m,
                                               size_t *count)
{
    const struct assay_table *t = m->table;
    struct assay_str *out = assay_arena_new(m->arena, t->subset_count, sizeof(*out));

    *count = 0;
    for (size_t s = 0; s < t->subset_count; s++)
        if (!is_aside(m->suite, t->subset_name[s]))
            out[(*count)++] = t->subset_name[s];
    return out;
}

void assay_measure_bands(struct assay_measurement *m)
{
    const struct assay_suite *suite = m->suite;
    struct assay_suite_section *all = assay_arena_new(m->arena, 1, sizeof(*all));
    size_t counted;

    *all = (struct assay_suite_section){
        .name = ASSAY_STR("Overall"),
        .subset = counted_subsets(m, &counted),
        .subset_count = counted,
    };
    fill_band(m, all, &m->all);
    if (suite->declared)
        m->band = assay_arena_new(m->arena, suite->section_count, sizeof(*m->band));
    else
        implicit_bands(m);
    for (size_t i = 0; i < suite->section_count; i++)
        fill_band(m, &suite->section[i], &m->band[m->band_count++]);
    if (m->rated > 0)
        prefer_weighted(m);
}

/* The worst and the best case. */
static bool is_bound(enum assay_view view)
{
    return view > ASSAY_VIEW_OFFICIAL;
}

/* Sums of a tally in a view. */
static struct assay_worth view_sums(const struct assay_tally *tally, enum assay_view view)
{
    struct assay_worth sum =
        view < ASSAY_VIEW_OFFICIAL ? tally->rule[view] : tally->official;

    if (is_bound(view)) {
        sum.of += tally->open_weight - tally->given.of;
        sum.won +=
            (view == ASSAY_VIEW_BEST ? tally->open_weight : 0.0) - tally->given.won;
    }
    return sum;
}

/* True if a view shows the kind's own value rather than a quotient of sums. */
static bool own_value(const struct assay_measurement *m, const struct assay_tally *tally,
                      enum assay_view view)
{
    if (!tally->kind->value)
        return false;
    if (view == ASSAY_VIEW_OFFICIAL || tally->kind->composite)
        return true;
    return view < ASSAY_VIEW_OFFICIAL ? (unsigned)view == m->suite->ties[m->table->want]
                                      : tally->open == 0;
}

static bool tally_value(const struct assay_measurement *m,
                        const struct assay_tally *tally, enum assay_view view,
                        double *out)
{
    const struct assay_worth sum = view_sums(tally, view);

    if (own_value(m, tally, view)) {
        *out = tally->value;
        return tally->value_defined &&
               !(tally->kind->composite && is_bound(view) && tally->open > 0);
    }
    *out = sum.of > 0.0 ? sum.won / sum.of : 0.0;
    return sum.of > 0.0;
}

/* Items of several subsets together. */
static bool pooled_value(const struct assay_measurement *m, const struct assay_band *band,
                         enum assay_view view, double *out)
{
    struct assay_worth sum = {0};
    bool own = band->subset_count > 0;
    bool *members;
    bool defined;
    const char *why;

    for (size_t k = 0; k < band->subset_count; k++) {
        const struct assay_tally *tally = &m->tally[band->subset[k]];
        const struct assay_worth one = view_sums(tally, view);

        own = own && own_value(m, tally, view);
        if (tally->kind->composite && is_bound(view) && tally->open > 0)
            return false;
        sum.won += one.won;
        sum.of += one.of;
    }
    *out = sum.of > 0.0 ? sum.won / sum.of : 0.0;
    if (!own)
        return sum.of > 0.0;
    members = assay_arena_new(m->arena, m->table->subset_count, sizeof(*members));
    for (size_t k = 0; k < band->subset_count; k++)
        members[band->subset[k]] = true;
    defined = m->tally[band->subset[0]].kind->value(
        &m->study, (struct assay_members){members, NULL}, out, &why);
    return defined;
}

/* Mean of values of sections under the sections' weights. */
static bool mean_of_bands(const struct assay_measurement *m,
                          const struct assay_band *band, size_t n, const double *value,
                          const bool *present, double *out)
{
    double *weight = assay_arena_new(m->arena, n + 1, sizeof(*weight));
    struct assay_mean mean;

    for (size_t i = 0; i < n; i++)
        weight[i] = band[i].section->weight;
    mean = assay_mean_weighted(value, weight, present, n);
    *out = mean.value;
    return mean.used > 0;
}

static bool parts_value(const struct assay_measurement *m, const struct assay_band *band,
                        enum assay_view view, double *out)
{
    const size_t n = band->section->part_count;
    double *value = assay_arena_new(m->arena, n, sizeof(*value));
    bool *present = assay_arena_new(m->arena, n, sizeof(*present));

    for (size_t i = 0; i < n; i++) {
        present[i] = assay_measure_band(m, &band->part[i], view, &value[i]);
        if (is_bound(view) && !present[i] &&
            assay_measure_band(m, &band->part[i], ASSAY_VIEW_OFFICIAL, &value[i]))
            return false;
    }
    return mean_of_bands(m, band->part, n, value, present, out);
}

bool assay_measure_band(const struct assay_measurement *m, const struct assay_band *band,
                        enum assay_view view, double *out)
{
    const size_t n = band->subset_count;
    double *value;
    bool *present;
    struct assay_mean mean;

    if (n == 1)
        return tally_value(m, &m->tally[band->subset[0]], view, out);
    if (band->section->value == ASSAY_SECTION_MICRO)
        return pooled_value(m, band, view, out);
    if (band->section->value == ASSAY_SECTION_PARTS)
        return parts_value(m, band, view, out);
    value = assay_arena_new(m->arena, n, sizeof(*value));
    present = assay_arena_new(m->arena, n, sizeof(*present));
    for (size_t k = 0; k < n; k++) {
        const struct assay_tally *tally = &m->tally[band->subset[k]];

        present[k] = tally_value(m, tally, view, &value[k]);
        if (is_bound(view) && !present[k] &&
            tally_value(m, tally, ASSAY_VIEW_OFFICIAL, &value[k]))
            return false; /* the mean has this one, and nothing is known of its bounds */
    }
    mean = assay_mean_weighted(value, band->weight, present, n);
    *out = mean.value;
    return mean.used > 0;
}

bool assay_measure_overall(const struct assay_measurement *m, enum assay_view view,
                           double *out)
{
    double *value = assay_arena_new(m->arena, m->band_count, sizeof(*value));
    bool *present = assay_arena_new(m->arena, m->band_count, sizeof(*present));
    bool unbounded = false;

    for (size_t i = 0; i < m->band_count; i++) {
        const struct assay_suite_section *section = m->band[i].section;

        present[i] = assay_measure_band(m, &m->band[i], view, &value[i]);
        present[i] = present[i] && !section->aside;
        unbounded = unbounded ||
                    (is_bound(view) && !present[i] && !section->aside &&
                     assay_measure_band(m, &m->band[i], ASSAY_VIEW_OFFICIAL, &value[i]));
    }
    if (m->suite->micro && m->table->items == 0 && m->all.subset_count > 1)
        return false; /* a table of accuracies does not say how many items there are */
    if (m->suite->micro || m->band_count == 0)
        return assay_measure_band(m, &m->all, view, out);
    return !unbounded && mean_of_bands(m, m->band, m->band_count, value, present, out);
}

/* The mean of sections on a replicate. */
static bool replicate_mean(const struct assay_band *band, size_t n, const double *sum,
                           const double *count, double *out)
{
    double total = 0.0, weight = 0.0;

    for (size_t i = 0; i < n; i++) {
        double value;

        if (band[i].section->aside ||
            !assay_measure_replicate(&band[i], sum, count, &value))
            continue;
        total += value * band[i].section->weight;
        weight += band[i].section->weight;
    }
    *out = weight > 0.0 ? total / weight : 0.0;
    return weight > 0.0;
}

bool assay_measure_replicate(const struct assay_band *band, const double *sum,
                             const double *count, double *out)
{
    double pooled = 0.0, items = 0.0, total = 0.0, weight = 0.0;

    if (band->section->value == ASSAY_SECTION_PARTS)
        return replicate_mean(band->part, band->section->part_count, sum, count, out);
    for (size_t k = 0; k < band->subset_count; k++) {
        const uint32_t s = band->subset[k];

        pooled += sum[s];
        items += count[s];
        if (!(count[s] > 0.0))
            continue;
        total += sum[s] / count[s] * band->weight[k];
        weight += band->weight[k];
    }
    if (band->section->value == ASSAY_SECTION_MICRO) {
        total = pooled;
        weight = items;
    }
    *out = weight > 0.0 ? total / weight : 0.0;
    return weight > 0.0;
}

bool assay_measure_replicate_overall(const struct assay_measurement *m, const double *sum,
                                     const double *count, double *out)
{
    if (m->suite->micro || m->band_count == 0)
        return assay_measure_replicate(&m->all, sum, count, out);
    return replicate_mean(m->band, m->band_count, sum, count, out);
}
