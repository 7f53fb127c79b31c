/*
 * sampled_coverage.c - do 95 % intervals of distances from transitions hold the exact ones?
 *
 *     sampled_coverage [SETS [REPLICATES]]
 *
 * Random worlds of six states, each with trajectories of at most 20 steps of its own policy, in half of them with a state
 * that ends them. One line a design (how noise is kept out, trajectories) and pair: share of intervals that hold the exact
 * val-l2-l2 distance under the visits, mean error of d as it is told, of d by plain products and of d^2 as it is
 * told, mean width of d's interval, share undefined. docs/METRICS.md has the outcome.
 */
#include "harness/core/parallel.h"
#include "metrics/sampled_starc.h"
#include "metrics/setup.h"
#include "tests/unit/sampled_world.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    SETS = 1000,
    REPLICATES = 500,
    STATES = 6,
    PAIRS = 3
};

static const size_t other[PAIRS] = {SAMPLED_REDISTRIBUTED, SAMPLED_OTHER,
                                    SAMPLED_OPPOSITE};
static const char *const pair_name[PAIRS] = {"redistributed", "another", "opposite"};

struct outcome {
    bool defined, holds;
    double error, plain, square, width;
};

struct study {
    enum assay_moments_by by;
    size_t trajectories, replicates;
    struct outcome (*of)[PAIRS];
};

static void put_outcome(const struct sampled_world *world,
                        const struct assay_sampled_study *found, size_t p,
                        struct outcome *out)
{
    const struct assay_sampled_distance *d = &found->distance[other[p]];
    const double exact = world->distance[0][other[p]];

    *out = (struct outcome){!d->why,
                            d->lo <= exact + 1e-9 && exact - 1e-9 <= d->hi,
                            d->value - exact,
                            d->plain - exact,
                            d->squared - exact * exact,
                            d->hi - d->lo};
}

static void one(void *state, size_t worker, size_t i)
{
    const struct study *study = state;
    const struct assay_sampled_how how = {study->by, 0.0, 0.95, study->replicates, i, 1};
    struct assay_arena arena = {0};
    struct assay_transitions set;
    struct assay_sampled_study found;
    struct sampled_world world;
    struct assay_error err;

    (void)worker;
    if (sampled_world_make(&world, STATES, 100 + i, i % 2, &arena, &err))
        abort();
    sampled_transitions(&world, study->trajectories, i, &arena, &set);
    if (study->by != ASSAY_MOMENTS_DOUBLE)
        set.samples = 1;
    memset(study->of[i], 0, sizeof(study->of[i]));
    if (!assay_sampled_starc(&set, &how, &arena, &found, &err))
        for (size_t p = 0; p < PAIRS; p++)
            put_outcome(&world, &found, p, &study->of[i][p]);
    assay_arena_release(&arena);
}

static void tell(const struct study *study, size_t sets, size_t p)
{
    double n = 0.0, holds = 0.0, error = 0.0, plain = 0.0, square = 0.0, width = 0.0;

    for (size_t i = 0; i < sets; i++) {
        const struct outcome *o = &study->of[i][p];

        if (!o->defined)
            continue;
        n += 1.0;
        holds += o->holds;
        error += o->error;
        plain += o->plain;
        square += o->square;
        width += o->width;
    }
    printf("%s %zu %s: held %.1f error %.4f plain %.4f square %.4f width %.4f undefined "
           "%.1f\n",
           assay_moments_name[study->by], study->trajectories, pair_name[p],
           100.0 * holds / n, error / n, plain / n, square / n, width / n,
           100.0 * (1.0 - n / (double)sets));
}

int main(int argc, char **argv)
{
    static const size_t trajectories[] = {20, 80, 320};
    const size_t sets = argc > 1 ? strtoul(argv[1], NULL, 10) : SETS;
    struct study study = {.replicates =
                              argc > 2 ? strtoul(argv[2], NULL, 10) : REPLICATES};

    assay_metrics_setup();
    study.of = calloc(sets, sizeof(*study.of));
    for (int by = 0; by <= ASSAY_MOMENTS_PLAIN; by++)
        for (size_t t = 0; t < sizeof(trajectories) / sizeof(*trajectories); t++) {
            study.by = (enum assay_moments_by)by;
            study.trajectories = trajectories[t];
            assay_parallel(assay_parallel_processors(), sets, one, &study);
            for (size_t p = 0; p < PAIRS; p++)
                tell(&study, sets, p);
            (void)fflush(stdout);
        }
    free(study.of);
    return 0;
}
