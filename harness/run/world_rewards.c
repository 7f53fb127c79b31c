/* What is worked out of each reward function of a world by itself. */
#include "harness/core/memory.h"
#include "harness/core/parallel.h"
#include "harness/run/world_pairs.h"

#include <math.h>
#include <stdlib.h>

enum {
    TOGETHER = 2 /* rewards whose values are found at once */
};

/* Which forms need which norms: bits by form. */
struct needs {
    unsigned norm[ASSAY_CANONICAL_FORMS];
};

struct work {
    struct assay_world_study *study;
    const struct assay_canonicaliser *canonicaliser;
    const struct assay_canonical_choice *choice;
    struct assay_canonical_subject *subject; /* (rewards,) */
    struct assay_arena *arena; /* (rewards,) one each, since threads fill them */
    enum assay_code *code;     /* (rewards,) */
    struct assay_error *err;   /* (rewards,) */
    struct needs needs;
};

static struct needs needs_of(const struct assay_world_wish *wish)
{
    struct needs needs = {{0}};

    for (size_t i = 0; i < wish->kinds; i++)
        needs.norm[wish->kind[i].form] |= 1U << wish->kind[i].normaliser;
    return needs;
}

/* Plain norms of a form, in one pass, and its range. */
static enum assay_code measure_norms(const struct work *work,
                                     const struct assay_canonical *canonical,
                                     double norm[ASSAY_NORMS], struct assay_error *err)
{
    const struct assay_mdp *mdp = &work->study->mdp;
    const struct assay_process process = {mdp, &work->study->wish->how};
    const struct assay_norm_scale one = {1.0, 0.0};
    double plain[1][ASSAY_NORM_PLAIN];
    enum assay_code code = ASSAY_OK;

    assay_canonical_norms(canonical, NULL, &one, 1, plain);
    for (unsigned n = 0; n < ASSAY_NORM_PLAIN; n++)
        norm[n] = plain[0][n];
    norm[ASSAY_NORM_NONE] = 1.0;
    norm[ASSAY_NORM_JRANGE] = 0.0;
    if (work->needs.norm[canonical->form] >> ASSAY_NORM_JRANGE & 1U && !canonical->zero) {
        struct assay_arena arena = {0};
        struct assay_return_search search;
        struct assay_return_range range = {0};
        double *level =
            assay_arena_new(&arena, mdp->states * mdp->actions, sizeof(*level));

        assay_canonical_level(canonical, level);
        assay_return_search_init(&search, mdp->states, &arena);
        code = assay_return_range(&process, level, &search, &range, err);
        norm[ASSAY_NORM_JRANGE] = range.most - range.least;
        assay_arena_release(&arena);
    }
    return code;
}

static enum assay_code measure_forms(const struct work *work, size_t i,
                                     struct assay_error *err)
{
    struct assay_world_reward *reward = &work->study->reward[i];
    enum assay_code code = ASSAY_OK;

    for (unsigned f = 0; !code && f < ASSAY_CANONICAL_FORMS; f++) {
        if (!(work->study->forms >> f & 1U))
            continue;
        code = assay_canonicalise(work->canonicaliser, (enum assay_canonical_form)f,
                                  &work->subject[i], &work->arena[i],
                                  &reward->canonical[f], err);
        if (!code && work->needs.norm[f])
            code = measure_norms(work, &reward->canonical[f], reward->norm[f], err);
    }
    return code;
}

static enum assay_code measure(const struct work *work, size_t i, struct assay_error *err)
{
    const struct assay_mdp *mdp = &work->study->mdp;
    const struct assay_process process = {mdp, &work->study->wish->how};
    struct assay_world_reward *reward = &work->study->reward[i];
    const struct assay_canonical *val = &reward->canonical[ASSAY_CANONICAL_VAL];
    enum assay_code code = measure_forms(work, i, err);

    if (code)
        return code;
    reward->v = work->subject[i].value;
    reward->returned = assay_mdp_return(mdp, reward->v);
    for (unsigned p = 0; p < ASSAY_PEARSON_FORMS; p++) {
        const enum assay_pearson_form form = (enum assay_pearson_form)p;
        const struct assay_coverage coverage = assay_pearson_coverage(form, work->choice);

        if (work->study->wish->pearson >> p & 1U)
            reward->moments[p] = assay_pearson_moments(
                &reward->canonical[assay_pearson_canonical(form)], &coverage);
    }
    return assay_starc_reward(&process, reward->level, val, &work->arena[i],
                              &reward->starc, err);
}

static void measure_one(void *state, size_t worker, size_t i)
{
    const struct work *work = state;

    (void)worker;
    work->code[i] = measure(work, i, &work->err[i]);
}

/* Values of a few, in the arena of the first. */
static void value_some(void *state, size_t worker, size_t i)
{
    const struct work *work = state;
    const size_t first = i * TOGETHER, left = work->study->rewards - first;

    (void)worker;
    work->code[first] = assay_canonical_values(work->canonicaliser, &work->subject[first],
                                               left < TOGETHER ? left : TOGETHER,
                                               &work->arena[first], &work->err[first]);
}

/* What the first that is wrong is told by. */
static enum assay_code first_code(const struct work *work, struct assay_error *err)
{
    for (size_t i = 0; i < work->study->rewards; i++) {
        if (work->code[i]) {
            *err = work->err[i];
            return work->code[i];
        }
    }
    return ASSAY_OK;
}

/* All reward functions, whose memory the arena takes over by copying nothing: arenas live in it. */
static enum assay_code measure_all(struct work *work, struct assay_arena *arena,
                                   struct assay_error *err)
{
    const size_t count = work->study->rewards, jobs = work->study->wish->jobs;
    enum assay_code code;

    work->subject = assay_arena_new(arena, count, sizeof(*work->subject));
    work->arena = assay_arena_new(arena, count, sizeof(*work->arena));
    work->code = assay_arena_new(arena, count, sizeof(*work->code));
    work->err = assay_arena_new(arena, count, sizeof(*work->err));
    work->study->own = work->arena;
    for (size_t i = 0; i < count; i++) {
        const struct assay_world_reward *reward = &work->study->reward[i];

        work->subject[i] = (struct assay_canonical_subject){
            .reward = &reward->reward, .level = reward->level, .bound = reward->bound};
    }
    assay_parallel(jobs, (count + TOGETHER - 1) / TOGETHER, value_some, work);
    code = first_code(work, err);
    if (code)
        return code;
    assay_parallel(jobs, count, measure_one, work);
    code = first_code(work, err);
    for (size_t i = 0; !code && i < count; i++)
        work->study->width =
            fmax(work->study->width, work->study->reward[i].starc.range.width);
    return code;
}

enum assay_code assay_world_rewards_measure(struct assay_world_study *study,
                                            const struct assay_canonical_choice *choice,
                                            struct assay_arena *arena,
                                            struct assay_error *err)
{
    struct assay_canonicaliser *canonicaliser = NULL;
    struct work work = {.study = study, .choice = choice, .needs = needs_of(study->wish)};
    enum assay_code code =
        assay_canonicaliser_new(&study->mdp, choice, &canonicaliser, err);

    work.canonicaliser = canonicaliser;
    if (!code)
        code = measure_all(&work, arena, err);
    assay_canonicaliser_free(canonicaliser);
    return code;
}

void assay_world_study_release(struct assay_world_study *study)
{
    for (size_t i = 0; study->own && i < study->rewards; i++)
        assay_arena_release(&study->own[i]);
    study->own = NULL;
}
