/* bon_study.c - best-of-n curves over prompts, with bands from resampled prompts. */
#include "harness/run/bon_study.h"

#include "harness/core/memory.h"
#include "metrics/curve_bootstrap.h"
#include "metrics/quantile.h"
#include "metrics/turnover.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A study under way. */
struct work {
    struct assay_bon_study *study;
    const struct assay_bon *bon;
    const struct assay_bon_how *how;
    struct assay_arena scratch;
    struct assay_curve_replicates drawn; /* of every column, in scratch */
    size_t *reach;                       /* (ns,) prompts that have so many samples */
    struct assay_arena *arena;
    double *value; /* (replicates,) scratch */
    struct assay_error *err;
};

/* The interval of what is in work->value. */
static void interval(const struct work *work, double *lo, double *hi)
{
    const double tail = (1.0 - work->how->level) / 2.0;

    assay_quantile_sort(work->value, work->how->replicates);
    *lo = assay_quantile(work->value, work->how->replicates, tail);
    *hi = assay_quantile(work->value, work->how->replicates, 1.0 - tail);
}

/* Columns from `at` on in replicate r. */
static const double *draw(const struct work *work, size_t r, size_t at)
{
    return work->drawn.value + r * work->drawn.points + at;
}

static enum assay_code make_line(struct work *work, size_t c)
{
    const struct assay_bon_curve *curve = &work->bon->curve[c];
    const size_t ns = work->bon->ns;
    struct assay_bon_point *at = assay_arena_new(work->arena, ns, sizeof(*at));
    struct assay_curve_replicates part;
    struct assay_curve_bands bands;
    enum assay_code code;

    assay_curve_part(&work->drawn, curve->at, ns, &work->scratch, &part);
    code = assay_curve_bands(&part, work->how->level, work->how->jobs, &work->scratch,
                             &bands, work->err);
    for (size_t k = 0; !code && k < ns; k++)
        at[k] = (struct assay_bon_point){
            .defined = work->reach[k] > 0,
            .value = part.mean[k],
            .has_band = bands.banded[k] && work->how->replicates > 0,
            .lo = bands.lo[k],
            .hi = bands.hi[k],
            .low = bands.all_lo[k],
            .high = bands.all_hi[k],
            .prompts = work->reach[k],
        };
    work->study->line[c] = (struct assay_bon_line){curve, at};
    return code;
}

size_t assay_bon_last(const struct assay_bon_line *line, size_t ns)
{
    size_t last = ns - 1;

    while (last > 0 && !line->at[last].defined)
        last--;
    return last;
}

/* Gain of gold over n = 1, and what part of the oracle's that is. */
static void find_gain(const struct work *work, const struct assay_bon_line *gold,
                      const struct assay_bon_line *oracle, size_t last,
                      struct assay_bon_turn *turn)
{
    const double most = oracle->at[last].value - oracle->at[0].value;
    bool whole = most > 0.0;

    turn->gain = gold->at[last].value - gold->at[0].value;
    turn->share = whole ? turn->gain / most : (double)NAN;
    turn->share_lo = turn->share_hi = (double)NAN;
    if (!turn->has_band)
        return;
    for (size_t r = 0; r < work->how->replicates; r++) {
        const double *g = draw(work, r, gold->curve->at);

        work->value[r] = g[last] - g[0];
    }
    interval(work, &turn->gain_lo, &turn->gain_hi);
    for (size_t r = 0; r < work->how->replicates; r++) {
        const double *g = draw(work, r, gold->curve->at);
        const double *o = draw(work, r, oracle->curve->at);

        whole = whole && o[last] > o[0];
        work->value[r] = whole ? (g[last] - g[0]) / (o[last] - o[0]) : 0.0;
    }
    if (whole)
        interval(work, &turn->share_lo, &turn->share_hi);
}

/* Whether gold has turned by the last n, of all n at once (metrics/turnover.h). */
static enum assay_code find_fall(const struct work *work,
                                 const struct assay_bon_line *gold, size_t last,
                                 struct assay_bon_turn *turn)
{
    const size_t n = work->how->replicates, points = last + 1;
    double *value = assay_arena_new(work->arena, points, sizeof(*value));
    double *drawn = assay_memory_new(n * points, sizeof(*drawn));
    struct assay_turnover found;
    enum assay_code code;

    for (size_t k = 0; k < points; k++)
        value[k] = gold->at[k].value;
    for (size_t r = 0; r < n; r++)
        memcpy(drawn + r * points, draw(work, r, gold->curve->at),
               points * sizeof(*drawn));
    code = assay_turnover_of(&(struct assay_turnover_curve){value, drawn, points, n},
                             work->how->level, &found, work->err);
    free(drawn);
    if (code)
        return code;
    turn->peak = found.top;
    turn->turns = found.detected;
    turn->fall = found.drop;
    turn->lo = found.drop_range.lo;
    turn->hi = found.drop_range.hi;
    turn->has_fall = found.top < last;
    turn->peak_lo = found.first;
    turn->peak_hi = found.last;
    return ASSAY_OK;
}

static enum assay_code find_turn(const struct work *work, size_t proxy,
                                 size_t gold_number)
{
    const struct assay_bon_line *gold =
        assay_bon_line(work->study, ASSAY_BON_GOLD, proxy, gold_number);
    const struct assay_bon_line *oracle =
        assay_bon_line(work->study, ASSAY_BON_ORACLE, 0, gold_number);
    struct assay_bon_turn *turn =
        &work->study->turn[proxy * work->bon->set->golds + gold_number];
    const size_t last = assay_bon_last(gold, work->bon->ns);

    *turn = (struct assay_bon_turn){
        .proxy = proxy, .gold = gold_number, .has_band = work->how->replicates > 1};
    for (size_t k = 1; k <= last; k++)
        if (gold->at[k].value > gold->at[turn->peak].value)
            turn->peak = k;
    turn->peak_lo = turn->peak_hi = turn->peak;
    turn->fall = gold->at[turn->peak].value - gold->at[last].value;
    find_gain(work, gold, oracle, last, turn);
    return turn->has_band && last > 0 ? find_fall(work, gold, last, turn) : ASSAY_OK;
}

/* Contributions of the members alone. */
struct members {
    double *x;              /* (prompts, columns) */
    unsigned char *present; /* (prompts, columns), or NULL: all are */
    uint32_t *cluster;      /* (prompts,) dense */
    size_t prompts, clusters;
};

static void list_members(const struct assay_bon *bon, const bool *member,
                         struct assay_arena *arena, struct members *out)
{
    const struct assay_sample_set *set = bon->set;
    uint32_t *number = assay_arena_new(arena, set->clusters.count + 1, sizeof(*number));

    *out = (struct members){.x = bon->x};
    out->cluster = assay_arena_new(arena, set->prompts + 1, sizeof(*out->cluster));
    if (member)
        out->x = assay_arena_new(arena, set->prompts * bon->columns + 1, sizeof(*out->x));
    for (size_t i = 0; i < set->prompts; i++) {
        uint32_t *of = &number[set->cluster[i]];

        if (member && !member[i])
            continue;
        if (member)
            memcpy(out->x + out->prompts * bon->columns, bon->x + i * bon->columns,
                   bon->columns * sizeof(*out->x));
        *of = *of ? *of : (uint32_t)++out->clusters;
        out->cluster[out->prompts++] = *of - 1;
    }
}

/* Which prompts have how many samples; marks are needed where they have not the same. */
static void mark_reach(const struct assay_bon *bon, const bool *member, struct work *work,
                       struct members *out)
{
    const struct assay_sample_set *set = bon->set;
    size_t row = 0;
    bool all = true;

    work->reach = assay_arena_new(&work->scratch, bon->ns, sizeof(*work->reach));
    for (size_t i = 0; i < set->prompts; i++)
        for (size_t k = 0; (!member || member[i]) && k < bon->ns; k++) {
            const bool reaches = bon->n[k] <= assay_sample_count(set, i);

            work->reach[k] += reaches;
            all = all && reaches;
        }
    if (all)
        return;
    out->present = assay_arena_new(&work->scratch, out->prompts * bon->columns, 1);
    for (size_t i = 0; i < set->prompts; i++) {
        if (member && !member[i])
            continue;
        for (size_t c = 0; c < bon->columns; c++)
            out->present[row * bon->columns + c] =
                bon->n[c % bon->ns] <= assay_sample_count(set, i);
        row++;
    }
}

static enum assay_code resample(struct work *work, const bool *member)
{
    const struct assay_bon *bon = work->bon;
    struct members members;
    struct assay_curves curves = {.points = bon->columns};
    const struct assay_curve_resampling how = {
        work->how->replicates > 1 ? work->how->replicates : 2, work->how->seed,
        work->how->jobs};

    list_members(bon, member, &work->scratch, &members);
    if (members.prompts == 0)
        return assay_fail(work->err, ASSAY_EDOMAIN, "no prompts to take a mean over");
    mark_reach(bon, member, work, &members);
    work->study->prompts = members.prompts;
    work->study->clusters = members.clusters;
    curves.value = members.x;
    curves.present = members.present;
    curves.cluster = members.cluster;
    curves.prompts = members.prompts;
    return assay_curve_bootstrap(&curves, &how, &work->scratch, &work->drawn, work->err);
}

enum assay_code assay_bon_study(const struct assay_bon *bon, const bool *member,
                                const struct assay_bon_how *how,
                                struct assay_arena *arena, struct assay_bon_study *out,
                                struct assay_error *err)
{
    const struct assay_sample_set *set = bon->set;
    struct work work = {.study = out, .bon = bon, .how = how, .arena = arena, .err = err};
    enum assay_code code;

    *out = (struct assay_bon_study){.bon = bon};
    out->line = assay_arena_new(arena, bon->curves, sizeof(*out->line));
    out->turn = assay_arena_new(arena, set->proxies * set->golds + 1, sizeof(*out->turn));
    work.value = assay_memory_new(how->replicates + 1, sizeof(*work.value));
    code = resample(&work, member);
    for (size_t c = 0; !code && c < bon->curves; c++)
        code = make_line(&work, c);
    for (size_t i = 0; !code && i < set->proxies * set->golds; i++)
        code = find_turn(&work, i / set->golds, i % set->golds);
    free(work.value);
    assay_arena_release(&work.scratch);
    return code;
}

const struct assay_bon_line *assay_bon_line(const struct assay_bon_study *study,
                                            enum assay_bon_kind kind, size_t proxy,
                                            size_t gold)
{
    const struct assay_bon_curve *curve = assay_bon_find(study->bon, kind, proxy, gold);

    return curve ? &study->line[curve - study->bon->curve] : NULL;
}
