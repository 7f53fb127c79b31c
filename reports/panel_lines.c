/* What a result says in sentences rather than in tables. */
#include "reports/number.h"
#include "reports/panel.h"

static struct assay_str keep(struct assay_buf *buf, struct assay_arena *arena)
{
    const struct assay_str text = assay_arena_copy(arena, assay_buf_view(buf));

    assay_buf_release(buf);
    return text;
}

struct assay_str assay_panel_level(const struct assay_result *result,
                                   struct assay_arena *arena)
{
    return assay_str_of(
        assay_arena_printf(arena, "%.4g %% interval", result->level * 100.0));
}

struct assay_str assay_panel_suite_line(const struct assay_result *result,
                                        struct assay_arena *arena)
{
    return assay_str_of(assay_arena_printf(
        arena, "%.*s%s%.*s, version %.*s, kind %.*s", ASSAY_STR_ARG(result->suite),
        result->part.len ? ":" : "", ASSAY_STR_ARG(result->part),
        ASSAY_STR_ARG(result->suite_version), ASSAY_STR_ARG(result->kind)));
}

struct assay_str assay_panel_rule_line(const struct assay_result *result,
                                       struct assay_arena *arena)
{
    struct assay_buf buf = {0};

    if (!result->overall.rule[ASSAY_TIE_LOSS].defined)
        return ASSAY_STR("");
    for (int rule = 0; rule < ASSAY_TIE_RULES; rule++)
        assay_buf_printf(
            &buf, "%s%s %s", rule ? " \u00B7 " : "",
            assay_tie_rule_name((enum assay_tie_rule)rule),
            assay_number_figure(arena, &result->overall.rule[rule], result->unit).ptr);
    if (result->overall.ties == 0)
        assay_buf_puts(&buf, " (no exact ties)");
    else
        assay_buf_printf(&buf, " (%zu exact tie%s)", result->overall.ties,
                         result->overall.ties == 1 ? "" : "s");
    return keep(&buf, arena);
}

struct assay_str assay_panel_coverage_line(const struct assay_result *result,
                                           struct assay_arena *arena)
{
    const struct assay_section *overall = &result->overall;
    const size_t gaps = assay_panel_unanswered(overall);
    struct assay_buf buf = {0};
    const char *glue = ": ";

    if (overall->items == 0)
        return ASSAY_STR("");
    if (gaps == 0)
        assay_buf_printf(&buf, "all %zu items answered", overall->items);
    else
        assay_buf_printf(&buf, "%zu of %zu items answered", overall->items - gaps,
                         overall->items);
    for (int state = 0; state < ASSAY_STATES && gaps; state++) {
        if (state == ASSAY_STATE_SCORED || state == ASSAY_STATE_TIED ||
            overall->count[state] == 0)
            continue;
        assay_buf_printf(&buf, "%s%zu %s", glue, overall->count[state],
                         assay_state_name((enum assay_state)state));
        glue = ", ";
    }
    if (gaps && overall->worst.defined && overall->best.defined)
        assay_buf_printf(&buf, "; %s if all of these were wrong, %s if all were right",
                         assay_number_figure(arena, &overall->worst, result->unit).ptr,
                         assay_number_figure(arena, &overall->best, result->unit).ptr);
    return keep(&buf, arena);
}

struct assay_str assay_panel_interval_line(const struct assay_result *result,
                                           struct assay_arena *arena)
{
    const struct assay_figure *value = &result->overall.value;
    struct assay_buf buf = {0};

    if (!value->has_bootstrap && !value->has_wilson)
        return ASSAY_STR("");
    assay_buf_printf(&buf, "%.4g %%", result->level * 100.0);
    if (value->has_bootstrap)
        assay_buf_printf(&buf, ", bootstrap over %zu %s, %zu replicates, seed %llu",
                         result->overall.clusters,
                         assay_str_equal(result->kind, ASSAY_STR("distance"))
                             ? "environments"
                             : "prompts inside subsets",
                         result->replicates, (unsigned long long)result->seed);
    if (value->has_wilson)
        assay_buf_printf(&buf, value->has_bootstrap ? "; Wilson's beside it"
                                                    : ", Wilson's score interval");
    return keep(&buf, arena);
}
