/* gate_line.c - one rule: how far a value fell, how far it may, and what that comes to. */
#include "harness/run/gate_parts.h"

#include "harness/core/schema.h"
#include "metrics/allowed_drop.h"
#include "reports/number.h"

#include <string.h>

enum {
    NAMES_MAX = 512 /* sections that a message picks the nearest from */
};

/* Power that "so many would settle it" counts with, the classic choice. */
static const double power = 0.8;

/* The lower share of both runs, of the items of the one that was asked more: a limit hides none. */
static double covered(const struct assay_comparison_coverage coverage[2])
{
    const bool more = coverage[1].items > coverage[0].items;
    const size_t items = coverage[more].items;
    const bool fewer = coverage[1].answered < coverage[0].answered;

    return items ? (double)coverage[fewer].answered / (double)items : 0.0;
}

/* The limit that holds: the absolute one, or the relative one where that is tighter. */
static void set_limit(struct assay_gate_line *line)
{
    const struct assay_gate_terms *terms = line->terms;
    const double baseline = line->line->first.value;
    const double size = baseline < 0.0 ? -baseline : baseline;

    line->limit = terms->max_drop;
    if (!terms->has_relative || !(baseline < terms->guard) ||
        terms->max_relative_drop * size >= line->limit)
        return;
    line->limit = terms->max_relative_drop * size;
    line->relative = true;
}

static struct assay_drop drop_of(const struct assay_gate_line *line)
{
    const struct assay_comparison_line *of = line->line;

    return (struct assay_drop){
        .drop = line->drop,
        .lo = line->lo,
        .hi = line->hi,
        .se = of->se,
        .exact =
            of->test != ASSAY_COMPARE_UNTESTED && of->test != ASSAY_COMPARE_BOOTSTRAP,
        .two_sided = of->p,
        .limit = line->limit,
        .alpha = line->terms->alpha,
    };
}

/* The drop, with an interval of the rule's own level, and its p. */
static void measure(const struct assay_gate_judging *judging,
                    struct assay_gate_line *line)
{
    const struct assay_figure *d = &line->line->difference;
    struct assay_drop drop;

    line->tested = true;
    line->drop = d->value;
    line->lo = d->bootstrap_lo;
    line->hi = d->bootstrap_hi;
    if (assay_compare_more_is_better(line->terms->metric)) {
        line->drop = 0.0 - d->value;
        line->lo = 0.0 - d->bootstrap_hi;
        line->hi = 0.0 - d->bootstrap_lo;
    }
    if (line->terms->alpha != judging->policy->alpha) {
        const double reach = assay_drop_reach(line->terms->alpha, line->line->se);

        line->lo = line->drop - reach;
        line->hi = line->drop + reach;
    }
    drop = drop_of(line);
    line->p = line->adjusted = assay_drop_p(&drop);
}

/* What keeps a line from being tested, or NULL. */
static const char *obstacle(const struct assay_gate_judging *judging,
                            const struct assay_gate_line *line)
{
    const struct assay_comparison_line *of = line->line;
    const struct assay_gate_terms *terms = line->terms;

    if (!of->difference.defined)
        return of->difference.why.len ? of->difference.why.ptr
                                      : "it has no value in both runs";
    if (line->coverage < terms->min_coverage)
        return assay_arena_printf(judging->arena,
                                  "%.2f %% of the items have a value, and %.2f %% are "
                                  "asked for",
                                  100.0 * line->coverage, 100.0 * terms->min_coverage);
    if (of->clusters < terms->min_items)
        return assay_arena_printf(judging->arena,
                                  "%zu independent items, and %zu are asked for",
                                  of->clusters, terms->min_items);
    return of->difference.has_bootstrap ? NULL : "its difference has no interval";
}

void assay_gate_line_leave(const struct assay_gate_judging *judging,
                           struct assay_gate_line *line, const char *why)
{
    line->outcome = ASSAY_GATE_UNDECIDED;
    line->reason = assay_arena_copy(judging->arena, assay_str_of(why));
}

static enum assay_code no_section(const struct assay_gate_judging *judging,
                                  const struct assay_comparison_pair *pair,
                                  const struct assay_gate_line *line,
                                  struct assay_error *err)
{
    const char *names[NAMES_MAX];
    struct assay_slip slip = {
        .file = judging->policy->path,
        .line = line->terms->line,
        .what = "no section",
        .word = line->section,
        .where =
            assay_arena_printf(judging->arena, "in %.*s", ASSAY_STR_ARG(line->suite)),
        .names = names,
    };

    for (size_t k = 0; k < pair->lines && slip.count < NAMES_MAX; k++)
        if (pair->line[k].metric == ASSAY_COMPARE_ACCURACY && !pair->line[k].overall)
            names[slip.count++] = pair->line[k].section.ptr;
    return assay_slip_tell(&slip, ASSAY_EDATA, err);
}

enum assay_code assay_gate_line_measure(const struct assay_gate_judging *judging,
                                        const struct assay_comparison_pair *pair,
                                        struct assay_gate_line *line,
                                        struct assay_error *err)
{
    const char *section = line->section.len ? line->section.ptr : NULL;
    const char *metric = assay_compare_metric_name[line->terms->metric];
    const char *why;

    if (pair->absent.len) {
        assay_gate_line_leave(judging, line, pair->absent.ptr);
        return ASSAY_OK;
    }
    if (!assay_comparison_find(pair, section, ASSAY_COMPARE_ACCURACY) && section)
        return no_section(judging, pair, line, err);
    line->line = assay_comparison_find(pair, section, line->terms->metric);
    if (!line->line) {
        assay_gate_line_leave(judging, line,
                              assay_arena_printf(judging->arena, "it has no %s", metric));
        return ASSAY_OK;
    }
    line->section = line->line->section;
    line->coverage = covered(line->line->coverage);
    why = obstacle(judging, line);
    if (why) {
        assay_gate_line_leave(judging, line, why);
        return ASSAY_OK;
    }
    set_limit(line);
    measure(judging, line);
    return ASSAY_OK;
}

/* Numbers of a line as a reader sees them. */
struct wording {
    struct assay_arena *arena;
    struct assay_str unit;
    const char *points; /* " points" where the unit is percent */
};

static struct assay_str number(const struct wording *w, double value)
{
    return assay_number_text(w->arena, value, w->unit);
}

/* "fell by 2.10 points, 90 % interval [1.00, 3.20]". */
static const char *fell(const struct wording *w, const struct assay_gate_line *line)
{
    const char *up = assay_compare_more_is_better(line->terms->metric) ? "rose" : "fell";
    const char *down =
        assay_compare_more_is_better(line->terms->metric) ? "fell" : "rose";
    const struct assay_str size =
        number(w, line->drop < 0.0 ? 0.0 - line->drop : line->drop);
    const struct assay_str lo = number(w, line->lo), hi = number(w, line->hi);

    if (line->drop == 0.0)
        return assay_arena_printf(
            w->arena, "it did not change (drop within [%.*s, %.*s], %g %%)",
            ASSAY_STR_ARG(lo), ASSAY_STR_ARG(hi), 100.0 - 200.0 * line->terms->alpha);
    return assay_arena_printf(
        w->arena, "it %s by %.*s%s (drop within [%.*s, %.*s], %g %%)",
        line->drop < 0.0 ? up : down, ASSAY_STR_ARG(size), w->points, ASSAY_STR_ARG(lo),
        ASSAY_STR_ARG(hi), 100.0 - 200.0 * line->terms->alpha);
}

/* "and may by 1.00 points (2 % of the baseline)". */
static const char *allowed(const struct wording *w, const struct assay_gate_line *line)
{
    const struct assay_str limit = number(w, line->limit);

    if (line->limit == 0.0)
        return "and may not at all";
    if (!line->relative)
        return assay_arena_printf(w->arena, "and may by %.*s%s", ASSAY_STR_ARG(limit),
                                  w->points);
    return assay_arena_printf(w->arena, "and may by %.*s%s (%g %% of the baseline)",
                              ASSAY_STR_ARG(limit), w->points,
                              100.0 * line->terms->max_relative_drop);
}

static const char *settled_by(const struct wording *w, const struct assay_drop *drop)
{
    const double times = assay_drop_more_items(drop, power);

    if (!(times > 1.0) || !(times < 1e4))
        return "";
    return assay_arena_printf(w->arena,
                              "; about %.*f times as many items would settle it",
                              times < 10.0 ? 1 : 0, times);
}

void assay_gate_line_decide(const struct assay_gate_judging *judging, size_t tests,
                            struct assay_gate_line *line)
{
    const bool percent = assay_str_equal(line->line->unit, ASSAY_STR("percent"));
    const struct wording w = {judging->arena, line->line->unit, percent ? " points" : ""};
    const struct assay_drop drop = drop_of(line);
    const char *over =
        tests > 1 && line->terms->tier != ASSAY_GATE_ADVISORY
            ? assay_arena_printf(w.arena, " after Holm over %zu rules", tests)
            : "";
    const struct assay_str p = assay_number_text(w.arena, line->adjusted, ASSAY_STR("p"));
    const char *sign = p.len && p.ptr[0] == '<' ? "p " : "p = ";
    const char *tail = "";

    line->outcome = ASSAY_GATE_PASSED;
    if (assay_drop_exceeds(&drop, line->adjusted))
        line->outcome = ASSAY_GATE_MISSED;
    else if (!assay_drop_within(&drop, line->adjusted))
        line->outcome = ASSAY_GATE_UNDECIDED;
    if (line->outcome == ASSAY_GATE_UNDECIDED)
        tail = settled_by(&w, &drop);
    else if (line->outcome == ASSAY_GATE_MISSED || line->limit == 0.0)
        tail = assay_arena_printf(w.arena, ", %s%.*s%s", sign, ASSAY_STR_ARG(p), over);
    line->reason = assay_str_of(
        assay_arena_printf(w.arena, "%s %s%s", fell(&w, line), allowed(&w, line), tail));
}
