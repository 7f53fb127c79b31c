#include "suites/outline.h"

#include "harness/core/memory.h"
#include "suites/measure_parts.h"

#include <stdlib.h>

struct assay_outline {
    struct assay_table table; /* names of subsets alone */
    struct assay_measurement m;
};

struct assay_outline *assay_outline_new(const struct assay_suite *suite,
                                        const struct assay_str *subset, size_t n,
                                        struct assay_arena *arena)
{
    struct assay_outline *out = assay_arena_new(arena, 1, sizeof(*out));

    out->table = (struct assay_table){.subset_count = n, .subset_name = subset};
    out->m =
        (struct assay_measurement){.suite = suite, .table = &out->table, .arena = arena};
    assay_measure_bands(&out->m);
    return out;
}

size_t assay_outline_sections(const struct assay_outline *outline)
{
    return outline->m.band_count;
}

struct assay_str assay_outline_name(const struct assay_outline *outline, size_t section)
{
    return outline->m.band[section].section->name;
}

bool assay_outline_aside(const struct assay_outline *outline, size_t section)
{
    return outline->m.band[section].section->aside;
}

static bool in_band(const struct assay_band *band, size_t subset)
{
    for (size_t k = 0; k < band->subset_count; k++)
        if (band->subset[k] == subset)
            return true;
    return false;
}

/* True if the overall value is that of all items, not of sections. */
static bool is_micro(const struct assay_outline *outline)
{
    return outline->m.suite->micro || outline->m.band_count == 0;
}

bool assay_outline_holds(const struct assay_outline *outline, size_t section,
                         size_t subset)
{
    const struct assay_measurement *m = &outline->m;

    if (section != ASSAY_OUTLINE_ALL)
        return in_band(&m->band[section], subset);
    if (is_micro(outline))
        return in_band(&m->all, subset);
    for (size_t i = 0; i < m->band_count; i++)
        if (!m->band[i].section->aside && m->band[i].section->weight > 0.0 &&
            in_band(&m->band[i], subset))
            return true;
    return false;
}

bool assay_outline_pools(const struct assay_outline *outline, size_t section)
{
    const struct assay_band *band =
        section == ASSAY_OUTLINE_ALL ? &outline->m.all : &outline->m.band[section];

    if (section == ASSAY_OUTLINE_ALL && !is_micro(outline))
        return false;
    return band->subset_count > 1 && band->section->value == ASSAY_SECTION_MICRO;
}

bool assay_outline_value(const struct assay_outline *outline, size_t section,
                         const double *sum, const double *count, double *out)
{
    if (section == ASSAY_OUTLINE_ALL)
        return assay_measure_replicate_overall(&outline->m, sum, count, out);
    return assay_measure_replicate(&outline->m.band[section], sum, count, out);
}

bool assay_outline_coefficients(const struct assay_outline *outline, size_t section,
                                const double *count, double *coefficient)
{
    const size_t n = outline->table.subset_count;
    double *one = assay_memory_new(n + 1, sizeof(*one));
    bool defined = false;

    for (size_t s = 0; s < n; s++) {
        one[s] = 1.0;
        coefficient[s] = 0.0;
        if (count[s] > 0.0)
            defined = assay_outline_value(outline, section, one, count, &coefficient[s]);
        one[s] = 0.0;
    }
    free(one);
    return defined;
}
