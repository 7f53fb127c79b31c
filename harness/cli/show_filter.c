#include "harness/cli/show_filter.h"

#include "harness/run/history_list.h"

static size_t filter_sections(const struct assay_option_list *patterns,
                              const struct assay_section **section, size_t count,
                              struct assay_arena *arena)
{
    struct assay_section *kept = assay_arena_new(arena, count, sizeof(*kept));
    size_t n = 0;

    for (size_t i = 0; i < count; i++)
        if (assay_history_is_like(patterns, (*section)[i].name))
            kept[n++] = (*section)[i];
    *section = kept;
    return n;
}

/* Null baselines have a value a section. */
static void filter_nulls(const struct assay_option_list *patterns,
                         const struct assay_result *whole, struct assay_arena *arena,
                         struct assay_result *result)
{
    struct assay_null *null = assay_arena_new(arena, whole->null_count, sizeof(*null));

    for (size_t k = 0; k < whole->null_count; k++) {
        struct assay_figure *figure =
            assay_arena_new(arena, whole->section_count, sizeof(*figure));
        size_t n = 0;

        for (size_t i = 0; i < whole->section_count; i++)
            if (assay_history_is_like(patterns, whole->section[i].name))
                figure[n++] = whole->null[k].section[i];
        null[k] = whole->null[k];
        null[k].section = figure;
    }
    result->null = null;
}

static void filter_measures(const struct assay_option_list *patterns,
                            struct assay_arena *arena, struct assay_result *result)
{
    struct assay_measure *kept =
        assay_arena_new(arena, result->measure_count, sizeof(*kept));
    size_t n = 0;

    for (size_t i = 0; i < result->measure_count; i++)
        if (assay_history_is_like(patterns, result->measure[i].section))
            kept[n++] = result->measure[i];
    result->measure = kept;
    result->measure_count = n;
}

static bool wants_notable(const struct assay_show_filter *filter,
                          const struct assay_notable *item)
{
    return assay_history_is_like(&filter->id, item->id) &&
           assay_history_is_like(&filter->section, item->subset);
}

static void filter_notables(const struct assay_show_filter *filter,
                            struct assay_arena *arena, struct assay_result *result)
{
    struct assay_notable *kept =
        assay_arena_new(arena, result->notable_count, sizeof(*kept));
    size_t n = 0;

    for (size_t i = 0; i < result->notable_count; i++)
        if (wants_notable(filter, &result->notable[i]) &&
            (filter->limit == 0 || n < filter->limit))
            kept[n++] = result->notable[i];
    result->notable = kept;
    result->notable_count = n;
}

/* The parts of a result that are meant; true where some section, subset or measure is. */
static bool choose_parts(const struct assay_show_filter *filter,
                         struct assay_arena *arena, struct assay_result *result)
{
    const struct assay_result whole = *result;

    filter_notables(filter, arena, result);
    if (filter->section.count == 0)
        return true;
    result->section_count =
        filter_sections(&filter->section, &result->section, result->section_count, arena);
    result->subset_count =
        filter_sections(&filter->section, &result->subset, result->subset_count, arena);
    filter_nulls(&filter->section, &whole, arena, result);
    filter_measures(&filter->section, arena, result);
    return result->section_count + result->subset_count + result->measure_count > 0;
}

static bool wants_suite(const struct assay_show_filter *filter,
                        const struct assay_result *result, struct assay_arena *arena)
{
    return assay_history_is_like(&filter->suite, result->suite) ||
           assay_history_is_like(&filter->suite,
                                 assay_str_of(assay_arena_printf(
                                     arena, "%.*s:%.*s", ASSAY_STR_ARG(result->suite),
                                     ASSAY_STR_ARG(result->part))));
}

enum assay_code assay_show_choose(const struct assay_show_filter *filter,
                                  struct assay_arena *arena, struct assay_stored *stored,
                                  struct assay_error *err)
{
    const size_t all = stored->result_count;
    struct assay_result *kept = assay_arena_new(arena, all, sizeof(*kept));
    size_t n = 0;
    bool some = false;

    for (size_t i = 0; i < filter->state.count; i++) {
        enum assay_state state;

        if (!assay_state_parse(assay_str_of(filter->state.at[i]), &state))
            return assay_fail(err, ASSAY_EUSAGE,
                              "--state=%s: no state of an answer; scored, "
                              "not-a-number, unparsable, timed-out, refused, truncated, "
                              "failed and skipped are",
                              filter->state.at[i]);
    }
    for (size_t i = 0; i < all; i++) {
        if (!wants_suite(filter, &stored->result[i], arena))
            continue;
        kept[n] = stored->result[i];
        some |= choose_parts(filter, arena, &kept[n++]);
    }
    if (all > 0 && n == 0)
        return assay_fail(err, ASSAY_EUSAGE, "%s: no result is of a suite like %s",
                          stored->directory, filter->suite.at[0]);
    if (all > 0 && !some)
        return assay_fail(err, ASSAY_EUSAGE, "%s: no section or subset is like %s",
                          stored->directory, filter->section.at[0]);
    stored->result = kept;
    stored->result_count = n;
    return ASSAY_OK;
}
