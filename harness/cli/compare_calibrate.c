#include "harness/cli/compare_calibrate.h"

#include "reports/page.h"

static void add_rate(struct assay_page *page, const char *key,
                     const struct assay_repeats_alarms *alarms)
{
    assay_page_fact(page, key,
                    assay_str_of(assay_arena_printf(
                        page->arena,
                        "%zu of %zu ordered pairs, %.2f %% (%.2f - %.2f, as of %zu pairs "
                        "that share no run)",
                        alarms->alarms, alarms->pairs, 100.0 * alarms->rate,
                        100.0 * alarms->interval.lo, 100.0 * alarms->interval.hi,
                        alarms->independent)));
}

static void add_thresholds(const struct assay_repeated_suite *suite,
                           struct assay_page *page)
{
    struct assay_page_table *table =
        assay_page_table(page, "thresholds",
                         assay_str_of(assay_arena_printf(page->arena, "Repeats on %.*s",
                                                         ASSAY_STR_ARG(suite->name))));

    (void)assay_table_text(table, "section", ASSAY_STR("section"));
    (void)assay_table_number(table, "mean", ASSAY_STR("mean"));
    (void)assay_table_number(table, "sd", ASSAY_STR("sd"));
    (void)assay_table_number(table, "largest_drop", ASSAY_STR("largest drop"));
    (void)assay_table_number(table, "threshold", ASSAY_STR("threshold"));
    for (size_t k = 0; k < suite->sections; k++) {
        const struct assay_repeated_section *section = &suite->section[k];
        const struct assay_repeats_section *got = &section->repeats;
        struct assay_row *row = assay_table_row(table);

        row->cell[0] = assay_cell_text(section->name);
        row->cell[1] = assay_cell_number(got->mean, section->unit);
        row->cell[2] = assay_cell_number(got->sd, section->unit);
        row->cell[3] = assay_cell_number(got->largest_drop, section->unit);
        row->cell[4] =
            got->alike
                ? assay_cell_undefined(ASSAY_STR("all repeats have the same value"))
                : assay_cell_number(got->threshold, section->unit);
        row->apart = k + 1 == suite->sections && k > 0;
    }
}

static bool any_alike(const struct assay_repeated_suite *suite)
{
    for (size_t k = 0; k < suite->sections; k++)
        if (suite->section[k].repeats.alike)
            return true;
    return false;
}

static void tell_suite(const struct assay_repeated *repeated,
                       const struct assay_repeated_suite *suite, struct assay_page *page)
{
    (void)assay_page_section(page, 1, suite->name);
    if (!suite->whole) {
        (void)assay_page_note(page, suite->why);
        return;
    }
    add_thresholds(suite, page);
    add_rate(page, "Overall", &suite->overall);
    add_rate(page, "Any line", &suite->any);
    assay_page_fact(page, "Threshold",
                    assay_str_of(assay_arena_printf(
                        page->arena,
                        "a drop beyond it, in any section, has a chance of %g where "
                        "nothing changed and values are normal; without that, one more "
                        "run is below all of these in 1 of %zu nights",
                        repeated->alpha, repeated->runs + 1)));
    if (any_alike(suite))
        (void)assay_page_note(
            page, ASSAY_STR("sections where all repeats have the same value have no "
                            "threshold: noise was not seen there, which is not none"));
}

struct assay_str assay_repeated_title(const struct assay_repeated *repeated,
                                      struct assay_arena *arena)
{
    return assay_str_of(
        assay_arena_printf(arena, "False alarms over %zu repeats", repeated->runs));
}

void assay_repeated_page(const struct assay_repeated *repeated, struct assay_page *page)
{
    for (size_t s = 0; s < repeated->suites; s++)
        tell_suite(repeated, &repeated->suite[s], page);
}
