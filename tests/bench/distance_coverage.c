/*
 * distance_coverage.c - how often intervals of distances between reward models hold the truth.
 *
 *     distance_coverage SETS
 *
 * Draws SETS sets of prompts for each design and prints, as Markdown, percent of sets whose 95 % interval from 399
 * resamples holds d_J, worst-case regret and regret of 2^19 prompts drawn alike. Two models of completions that share their
 * quality: noise is what each adds to it, and a prompt's scores spread by a factor of its own. In some designs a prompt
 * comes twice, with scores that are alike.
 */
#include "harness/core/memory.h"
#include "harness/core/rng.h"
#include "metrics/bandit_draws.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    REPLICATES = 399,
    TRUTH = 1 << 19
};

struct design {
    size_t prompts, completions;
    double noise;
    bool twice;
};

static double normal(struct assay_rng *rng)
{
    const double radius = sqrt(-2.0 * log(1.0 - assay_rng_uniform(rng)));

    return radius * cos(6.283185307179586 * assay_rng_uniform(rng));
}

/* Scores of two models, and which prompts are drawn together. */
struct set {
    size_t prompts, *first;
    double *score[2];
    uint32_t *cluster, *cell;
};

/* A prompt's scores, from those of the prompt before where it comes again. */
static void make_prompt(const struct design *design, bool again, struct assay_rng *rng,
                        double *const score[2])
{
    const ptrdiff_t k = (ptrdiff_t)design->completions;
    const double spread = exp(0.5 * normal(rng));

    for (ptrdiff_t j = 0; j < k; j++) {
        const double quality = normal(rng);

        for (size_t m = 0; m < 2; m++)
            score[m][j] = again ? score[m][j - k] + 0.3 * normal(rng)
                                : spread * (quality + design->noise * normal(rng));
    }
}

static void make(const struct design *design, size_t prompts, struct assay_rng *rng,
                 struct set *out)
{
    const size_t k = design->completions;

    *out = (struct set){.prompts = prompts,
                        .first = assay_memory_new(prompts + 1, sizeof(size_t)),
                        .score = {assay_memory_new(prompts * k, sizeof(double)),
                                  assay_memory_new(prompts * k, sizeof(double))},
                        .cluster = assay_memory_new(prompts, sizeof(uint32_t)),
                        .cell = assay_memory_new(prompts, sizeof(uint32_t))};
    for (size_t i = 0; i < prompts; i++) {
        double *const score[] = {out->score[0] + i * k, out->score[1] + i * k};

        out->first[i + 1] = (i + 1) * k;
        out->cluster[i] = (uint32_t)(design->twice ? i / 2 : i);
        make_prompt(design, design->twice && i % 2 == 1, rng, score);
    }
}

static void release(struct set *set)
{
    free(set->first);
    free(set->score[0]);
    free(set->score[1]);
    free(set->cluster);
    free(set->cell);
}

/* d_J, worst-case regret, regret: of the first model by the second. */
struct values {
    double of[3];
};

static void pack(const struct set *set, struct assay_bandit *out)
{
    const double *score[] = {set->score[0], set->score[1]};
    struct assay_error err;

    if (assay_bandit_pack(
            &(struct assay_bandit_scores){2, set->prompts, set->first, score, NULL}, 1,
            out, &err)) {
        (void)fprintf(stderr, "%s\n", err.text);
        exit(EXIT_FAILURE);
    }
}

static struct values truth_of(const struct design *design, struct assay_rng *rng)
{
    struct assay_bandit bandit;
    struct assay_bandit_worst worst[4];
    struct assay_bandit_range regret[4];
    double distance[4];
    struct set set;

    make(design, TRUTH, rng, &set);
    pack(&set, &bandit);
    assay_bandit_distances(&bandit, &assay_bandit_headline, 1, distance);
    assay_bandit_worsts(&bandit, 1, worst);
    assay_bandit_regrets(&bandit, 1, regret);
    assay_bandit_release(&bandit);
    release(&set);
    return (struct values){{distance[1], worst[1].value, regret[1].hi}};
}

/* Adds 1 where the interval of a set holds the truth. */
static void add(const struct set *set, uint64_t seed, const struct values *truth,
                struct values *held)
{
    struct assay_bandit_range distance[4], least[4], lo[4], hi[4];
    struct assay_bandit_worst worst[4];
    struct assay_bandit_draws *draws;
    struct assay_bandit bandit;
    struct assay_error err;

    pack(set, &bandit);
    if (assay_bandit_draws_new(&bandit,
                               &(struct assay_bandit_drawing){REPLICATES, seed, 0.95, 1,
                                                              set->cluster, set->cell,
                                                              set->prompts, 1},
                               &draws, &err))
        exit(EXIT_FAILURE);
    assay_bandit_worsts(&bandit, 1, worst);
    assay_bandit_draws_distances(draws, &assay_bandit_headline, distance);
    assay_bandit_draws_worsts(draws, worst, least);
    assay_bandit_draws_regrets(draws, lo, hi);
    held->of[0] += distance[1].lo <= truth->of[0] && truth->of[0] <= distance[1].hi;
    held->of[1] += least[1].lo <= truth->of[1] && truth->of[1] <= least[1].hi;
    held->of[2] += hi[1].lo <= truth->of[2] && truth->of[2] <= hi[1].hi;
    assay_bandit_draws_free(draws);
    assay_bandit_release(&bandit);
}

int main(int argc, char **argv)
{
    static const struct design designs[] = {{50, 2, 1.0, false},   {50, 10, 0.5, false},
                                            {50, 10, 1.0, true},   {200, 10, 0.2, false},
                                            {200, 10, 1.0, false}, {200, 32, 1.0, true}};
    const size_t sets = argc == 2 ? strtoul(argv[1], NULL, 10) : 0;
    struct assay_rng rng = {1};

    if (sets == 0)
        return EXIT_FAILURE;
    printf("| prompts | completions | noise | drawn twice | d_J | worst case | regret | "
           "held: "
           "d_J | worst case | regret |\n|---|---|---|---|---|---|---|---|---|---|\n");
    for (size_t d = 0; d < sizeof(designs) / sizeof(designs[0]); d++) {
        const struct design *design = &designs[d];
        const struct values truth = truth_of(design, &rng);
        const double share = 100.0 / (double)sets;
        struct values held = {{0.0}};

        for (size_t i = 0; i < sets; i++) {
            struct set set;

            make(design, design->prompts, &rng, &set);
            add(&set, i, &truth, &held);
            release(&set);
        }
        printf("| %zu | %zu | %g | %s | %.3f | %.3f | %.3f | %.1f | %.1f | %.1f |\n",
               design->prompts, design->completions, design->noise,
               design->twice ? "yes" : "no", truth.of[0], truth.of[1], truth.of[2],
               share * held.of[0], share * held.of[1], share * held.of[2]);
        (void)fflush(stdout);
    }
    return EXIT_SUCCESS;
}
