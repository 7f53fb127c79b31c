/* bandit_worst.c - worst-case regret: the least value of a convex function of one number. */
#include "metrics/bandit_block.h"
#include "metrics/bandit_regret.h"

#include "harness/core/memory.h"
#include "harness/core/parallel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    LANES = ASSAY_BANDIT_LANES,
    STEPS_MAX = 200,
    FEW = 8 /* one in so many blocks */
};

static const double tight = 1e-12;

/* A line below f, and what the prompts' slopes are where it touches. */
struct line {
    double at, value, slope;
    double *of; /* (blocks * LANES,) slopes of lanes */
    bool known; /* of is filled in */
};

/* A search. */
struct search {
    const struct assay_bandit *bandit;
    size_t a, b;
    struct line left, right, next;
    size_t *active; /* (blocks,) blocks that are no lines between left and right */
    size_t count;
    double base, slope; /* of the others: base + slope * lambda */
};

/* The size at lambda with its slopes. */
static void touch(struct search *s, double lambda, struct line *out)
{
    const struct assay_bandit *bandit = s->bandit;
    const double *x = bandit->unit + s->a * bandit->rows,
                 *y = bandit->unit + s->b * bandit->rows;
    double value[LANES] = {0.0}, slope[LANES] = {0.0};
    struct assay_bandit_lanes lanes;

    for (size_t i = 0; i < s->count; i++) {
        const size_t b = s->active[i];
        const double *weight = bandit->weight + b * LANES;

        assay_bandit_block(ASSAY_BANDIT_RANGE, x + bandit->at[b], y + bandit->at[b],
                           assay_bandit_depth(bandit, b), lambda, &lanes);
        for (size_t l = 0; l < LANES; l++) {
            value[l] += weight[l] * lanes.size[l];
            slope[l] += weight[l] * lanes.slope[l];
        }
        memcpy(out->of + b * LANES, lanes.slope, sizeof(lanes.slope));
    }
    out->at = lambda;
    out->known = true;
    out->value = s->base + s->slope * lambda;
    out->slope = s->slope;
    for (size_t l = 0; l < LANES; l++) {
        out->value += value[l];
        out->slope += slope[l];
    }
}

static bool same_slopes(const double *a, const double *b)
{
    bool same = true;

    for (size_t l = 0; l < LANES; l++)
        same = same && a[l] == b[l];
    return same;
}

/* Blocks that have the same slopes at both ends are lines in between. */
static void settle(struct search *s)
{
    const struct assay_bandit *bandit = s->bandit;
    const double *x = bandit->unit + s->a * bandit->rows,
                 *y = bandit->unit + s->b * bandit->rows;
    struct assay_bandit_lanes lanes;
    size_t kept = 0;

    if (!s->left.known || !s->right.known)
        return;
    for (size_t i = 0; i < s->count; i++) {
        const size_t b = s->active[i];

        if (!same_slopes(s->left.of + b * LANES, s->right.of + b * LANES)) {
            s->active[kept++] = b;
            continue;
        }
        assay_bandit_block(ASSAY_BANDIT_RANGE, x + bandit->at[b], y + bandit->at[b],
                           assay_bandit_depth(bandit, b), s->left.at, &lanes);
        for (size_t l = 0; l < LANES; l++) {
            const double weight = bandit->weight[b * LANES + l];

            s->base += weight * (lanes.size[l] - s->left.at * lanes.slope[l]);
            s->slope += weight * lanes.slope[l];
        }
    }
    s->count = kept;
}

/* Takes the line that was found last for the end that it belongs to. */
static void take(struct search *s)
{
    struct line *end = s->next.slope < 0.0 ? &s->left : &s->right;
    const struct line old = *end;

    *end = s->next;
    s->next = old;
}

static double meet(const struct search *s)
{
    const double at = ((s->left.value - s->left.slope * s->left.at) -
                       (s->right.value - s->right.slope * s->right.at)) /
                      (s->right.slope - s->left.slope);

    return fmin(fmax(at, s->left.at), s->right.at);
}

/*
 * Where to look next. While most prompts are no lines yet f is nearly smooth: where its slope would be 0 if it went
 * straight between the ends, and then as far beyond that as the last look was before it, so that both ends come near.
 * Every fourth time, and always once few prompts are left, where the two lines meet: f is least there when no
 * prompt is left in between, so that the search ends.
 */
static double next_of(const struct search *s, double met, double last, size_t turn)
{
    const double straight = s->left.at + (s->right.at - s->left.at) * s->left.slope /
                                             (s->left.slope - s->right.slope);
    const double beyond = straight + (straight - last);

    if (!s->left.known || !s->right.known || turn % 4 == 0 ||
        s->count * FEW < s->bandit->blocks)
        return met;
    if (turn % 2 == 0 || !(beyond > s->left.at && beyond < s->right.at))
        return straight;
    return beyond;
}

static void keep_best(const struct line *line, struct assay_bandit_worst *out)
{
    if (line->value < out->value) {
        out->value = line->value;
        out->lambda = line->at;
    }
}

/* From lambda = 1, where f is d_J: the other end is a line that f is known to be above. */
static void search_run(struct search *s, struct assay_bandit_worst *out)
{
    double lambda = 1.0;

    *out = (struct assay_bandit_worst){.value = 1.0};
    s->left.at = 0.0;
    s->left.value = 1.0;
    s->left.slope = -1.0;
    s->right.at = 2.0;
    s->right.value = 1.0;
    s->right.slope = 1.0;
    touch(s, lambda, &s->next);
    for (out->iterations = 1; out->iterations < STEPS_MAX; out->iterations++) {
        double met;

        keep_best(&s->next, out);
        if (s->next.slope == 0.0) {
            out->lower = out->value;
            return;
        }
        take(s);
        settle(s);
        met = meet(s);
        out->lower = fmax(out->lower, s->left.value + s->left.slope * (met - s->left.at));
        if (out->value - out->lower <= tight)
            return;
        lambda = next_of(s, met, lambda, out->iterations);
        touch(s, lambda, &s->next);
    }
}

struct worsts {
    const struct assay_bandit *bandit;
    struct assay_bandit_worst *out;
    double *slopes; /* (workers, 3, blocks * LANES) */
    size_t *active; /* (workers, blocks) */
};

static void search_pair(void *state, size_t worker, size_t pair)
{
    const struct worsts *w = state;
    const struct assay_bandit *bandit = w->bandit;
    const size_t a = pair / bandit->models, b = pair % bandit->models;
    const size_t lanes = bandit->blocks * LANES;
    double *slopes = w->slopes + worker * 3 * lanes;
    struct search s = {.bandit = bandit,
                       .a = a,
                       .b = b,
                       .left = {.of = slopes},
                       .right = {.of = slopes + lanes},
                       .next = {.of = slopes + 2 * lanes},
                       .active = w->active + worker * bandit->blocks,
                       .count = bandit->blocks};

    if (a == b || bandit->trivial[a]) {
        w->out[pair] = (struct assay_bandit_worst){.lambda = a == b ? 1.0 : 0.0};
        return;
    }
    if (bandit->trivial[b]) {
        w->out[pair] = (struct assay_bandit_worst){.value = 1.0, .lower = 1.0};
        return;
    }
    for (size_t i = 0; i < bandit->blocks; i++)
        s.active[i] = i;
    search_run(&s, &w->out[pair]);
}

void assay_bandit_worsts(const struct assay_bandit *bandit, size_t jobs,
                         struct assay_bandit_worst *out)
{
    const size_t lanes = bandit->blocks * LANES;
    struct worsts w = {bandit, out, assay_memory_new(jobs * 3 * lanes, sizeof(*w.slopes)),
                       assay_memory_new(jobs * bandit->blocks, sizeof(*w.active))};

    assay_parallel(jobs, bandit->models * bandit->models, search_pair, &w);
    free(w.slopes);
    free(w.active);
}
