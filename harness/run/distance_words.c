/* distance_words.c - what distances between models mean, in words. */
#include "harness/run/distance_study.h"

/* "12.30 %", "12.30 % [10.11, 14.20]" */
static const char *share_of(const struct assay_distance_value *value,
                            struct assay_arena *arena)
{
    const double shown = value->value < 5e-5 ? 0.0 : 100.0 * value->value;

    if (!value->has_band || value->hi - value->lo < 5e-5)
        return assay_arena_printf(arena, "%.2f %%", shown);
    return assay_arena_printf(arena, "%.2f %% [%.2f, %.2f]", shown, 100.0 * value->lo,
                              100.0 * value->hi);
}

/* Regret, or its ends where equal scores leave the choice open. */
static const char *regret_of(const struct assay_distance_models *found, size_t at,
                             struct assay_arena *arena)
{
    const struct assay_distance_value *lo = &found->lo[at], *hi = &found->hi[at];

    if (hi->value - lo->value < 5e-5)
        return share_of(hi, arena);
    return assay_arena_printf(arena, "%s to %s (equal scores)", share_of(lo, arena),
                              share_of(hi, arena));
}

const char *assay_distance_models_words(const struct assay_distance_models *found,
                                        size_t a, size_t b, struct assay_arena *arena)
{
    const struct assay_str *name = found->name;
    const size_t at = a * found->models + b;

    if (found->trivial[a])
        return assay_arena_printf(
            arena,
            "%.*s scores all completions of a prompt alike: nothing is lost under it",
            ASSAY_STR_ARG(name[a]));
    if (found->trivial[b])
        return assay_arena_printf(
            arena,
            "%.*s scores all completions of a prompt alike: picking with it may lose all "
            "of the range of %.*s",
            ASSAY_STR_ARG(name[b]), ASSAY_STR_ARG(name[a]));
    return assay_arena_printf(arena,
                              "picking with %.*s in place of %.*s loses %s of the "
                              "range of %.*s; at most %s "
                              "is lost by any choice that %.*s finds as good",
                              ASSAY_STR_ARG(name[b]), ASSAY_STR_ARG(name[a]),
                              regret_of(found, at, arena), ASSAY_STR_ARG(name[a]),
                              share_of(&found->worst[at], arena), ASSAY_STR_ARG(name[b]));
}
