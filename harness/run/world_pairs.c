#include "harness/run/world_pairs.h"

#include "harness/core/memory.h"
#include "harness/core/parallel.h"

#include <math.h>
#include <stdlib.h>

struct work {
    struct assay_world_study *study;
    const struct assay_canonical_choice *choice;
    const struct assay_episodes *episodes;
    enum assay_code *code;   /* (pairs,) */
    struct assay_error *err; /* (workers,) that of the least pair so far */
    size_t *at;              /* (workers,) its number, SIZE_MAX: none */
};

/* A pair under way: the cells of its two orders in a matrix. */
struct pair {
    const struct work *work;
    const struct assay_world_reward *x, *y;
    size_t xy, yx;
};

static void put_both(const struct pair *pair, double *matrix, double value)
{
    matrix[pair->xy] = value;
    matrix[pair->yx] = value;
}

/* What multiplies a form: 1 / n(c), 0 where c is 0, NAN where n says nothing. */
static double factor(const struct assay_world_reward *of, enum assay_canonical_form form,
                     enum assay_reward_norm normaliser)
{
    const struct assay_canonical *canonical = &of->canonical[form];
    const double norm = of->norm[form][normaliser];

    if (canonical->zero)
        return 0.0;
    return assay_norm_is_void(canonical, normaliser, norm) ? (double)NAN : 1.0 / norm;
}

/* Normalisers that the kinds of one form ask for, and which of their metrics is jrange. */
struct group {
    size_t count;
    enum assay_reward_norm normaliser[ASSAY_NORMS];
    struct assay_norm_scale scale[ASSAY_NORMS];
    bool ranged[ASSAY_NORMS], defined[ASSAY_NORMS];
    double norm[ASSAY_NORMS][ASSAY_NORMS];
};

static struct group group_of(const struct pair *pair, enum assay_canonical_form form)
{
    const struct assay_world_wish *wish = pair->work->study->wish;
    bool wanted[ASSAY_NORMS] = {false}, ranged[ASSAY_NORMS] = {false};
    struct group group = {0};

    for (size_t i = 0; i < wish->kinds; i++) {
        if (wish->kind[i].form != form)
            continue;
        wanted[wish->kind[i].normaliser] = true;
        if (wish->kind[i].metric == ASSAY_NORM_JRANGE)
            ranged[wish->kind[i].normaliser] = true;
    }
    for (unsigned n = 0; n < ASSAY_NORMS; n++) {
        const enum assay_reward_norm normaliser = (enum assay_reward_norm)n;
        struct assay_norm_scale scale;

        if (!wanted[n])
            continue;
        scale = (struct assay_norm_scale){factor(pair->x, form, normaliser),
                                          factor(pair->y, form, normaliser)};
        group.normaliser[group.count] = normaliser;
        group.defined[group.count] = isfinite(scale.x) && isfinite(scale.y);
        group.ranged[group.count] = ranged[n] && group.defined[group.count];
        group.scale[group.count] =
            group.defined[group.count] ? scale : (struct assay_norm_scale){0.0, 0.0};
        group.count++;
    }
    return group;
}

/* Range_J of a scaled difference. */
static enum assay_code range_between(const struct pair *pair,
                                     enum assay_canonical_form form,
                                     struct assay_norm_scale scale, double *out,
                                     struct assay_error *err)
{
    const struct assay_mdp *mdp = &pair->work->study->mdp;
    const struct assay_process process = {mdp, &pair->work->study->wish->how};
    const size_t rows = mdp->states * mdp->actions;
    struct assay_arena arena = {0};
    double *x = assay_arena_new(&arena, rows, sizeof(*x));
    double *y = assay_arena_new(&arena, rows, sizeof(*y));
    struct assay_return_search search;
    struct assay_return_range range = {0};
    enum assay_code code;

    assay_canonical_level(&pair->x->canonical[form], x);
    assay_canonical_level(&pair->y->canonical[form], y);
    for (size_t k = 0; k < rows; k++)
        x[k] = scale.x * x[k] - scale.y * y[k];
    assay_return_search_init(&search, mdp->states, &arena);
    code = assay_return_range(&process, x, &search, &range, err);
    *out = range.most - range.least;
    assay_arena_release(&arena);
    return code;
}

static enum assay_code measure_form(const struct pair *pair,
                                    enum assay_canonical_form form,
                                    struct assay_error *err)
{
    struct assay_world_study *study = pair->work->study;
    struct group group = group_of(pair, form);
    double plain[ASSAY_NORMS][ASSAY_NORM_PLAIN];
    enum assay_code code = ASSAY_OK;

    if (group.count == 0)
        return ASSAY_OK;
    assay_canonical_norms(&pair->x->canonical[form], &pair->y->canonical[form],
                          group.scale, group.count, plain);
    for (size_t j = 0; !code && j < group.count; j++) {
        for (unsigned n = 0; n < ASSAY_NORM_PLAIN; n++)
            group.norm[j][n] = plain[j][n];
        if (group.ranged[j])
            code = range_between(pair, form, group.scale[j],
                                 &group.norm[j][ASSAY_NORM_JRANGE], err);
    }
    for (size_t i = 0; !code && i < study->wish->kinds; i++) {
        const struct assay_starc_kind *kind = &study->wish->kind[i];

        for (size_t j = 0; kind->form == form && j < group.count; j++)
            if (group.normaliser[j] == kind->normaliser)
                put_both(pair, study->distance[i],
                         group.defined[j] ? group.norm[j][kind->metric] : (double)NAN);
    }
    return code;
}

static void measure_pearson(const struct pair *pair)
{
    struct assay_world_study *study = pair->work->study;

    for (unsigned p = 0; p < ASSAY_PEARSON_FORMS; p++) {
        const enum assay_pearson_form form = (enum assay_pearson_form)p;
        const enum assay_canonical_form of = assay_pearson_canonical(form);
        const struct assay_coverage coverage =
            assay_pearson_coverage(form, pair->work->choice);

        if (study->pearson[p])
            put_both(pair, study->pearson[p],
                     assay_pearson_distance(&pair->x->canonical[of], &pair->x->moments[p],
                                            &pair->y->canonical[of], &pair->y->moments[p],
                                            &coverage));
    }
}

/* d_J, and where it is wished for the worst cases of both orders. */
static enum assay_code measure_starc(const struct pair *pair, struct assay_error *err)
{
    struct assay_world_study *study = pair->work->study;
    const struct assay_process process = {&study->mdp, &study->wish->how};
    const struct assay_starc_reward *x = &pair->x->starc, *y = &pair->y->starc;
    struct assay_starc_pair both = {0};
    const enum assay_code code = study->worst_case
                                     ? assay_starc_pair(&process, x, y, &both, err)
                                     : assay_starc_j(&process, x, y, &both.starc_j, err);

    put_both(pair, study->starc_j, both.starc_j);
    if (study->worst_case) {
        study->worst_case[pair->yx] = both.y_by_x.regret;
        study->worst_case[pair->xy] = both.x_by_y.regret;
    }
    return code;
}

/* Reg(x|y) into cell xy. */
static enum assay_code measure_one_way(const struct pair *pair,
                                       const struct assay_starc_reward *x,
                                       const struct assay_starc_reward *y, size_t xy,
                                       struct assay_error *err)
{
    struct assay_world_study *study = pair->work->study;
    const struct assay_process process = {&study->mdp, &study->wish->how};
    struct assay_regret_span span = {0};
    const enum assay_code code = assay_regret(&process, x, y, &span, err);

    study->regret_lo[xy] = span.lo;
    study->regret_hi[xy] = span.hi;
    return code;
}

static enum assay_code measure_regret(const struct pair *pair, struct assay_error *err)
{
    const struct assay_starc_reward *x = &pair->x->starc, *y = &pair->y->starc;
    enum assay_code code;

    if (!pair->work->study->regret_lo)
        return ASSAY_OK;
    code = measure_one_way(pair, x, y, pair->xy, err);
    return code || pair->xy == pair->yx ? code
                                        : measure_one_way(pair, y, x, pair->yx, err);
}

static enum assay_code measure_episodes(const struct pair *pair, struct assay_error *err)
{
    struct assay_world_study *study = pair->work->study;
    const struct assay_reward *const rewards[2] = {&pair->x->reward, &pair->y->reward};
    const double *const levels[2] = {pair->x->level, pair->y->level};
    struct assay_episode_correlation *out = &study->episodes[pair->xy];
    struct assay_episode_correlation *turned = &study->episodes[pair->yx];
    enum assay_code code =
        assay_episode_correlation(pair->work->episodes, rewards, levels, out, err);

    if (code || pair->xy == pair->yx)
        return code;
    *turned = *out;
    turned->mean[0] = out->mean[1];
    turned->mean[1] = out->mean[0];
    turned->cov[0][0] = out->cov[1][1];
    turned->cov[1][1] = out->cov[0][0];
    return ASSAY_OK;
}

static enum assay_code measure(const struct pair *pair, struct assay_error *err)
{
    struct assay_world_study *study = pair->work->study;
    enum assay_code code = measure_starc(pair, err);

    for (unsigned f = 0; !code && f < ASSAY_CANONICAL_FORMS; f++)
        code = measure_form(pair, (enum assay_canonical_form)f, err);
    if (code)
        return code;
    measure_pearson(pair);
    code = measure_regret(pair, err);
    return code || !study->episodes ? code : measure_episodes(pair, err);
}

/* The i-th pair x <= y, row by row: a reward function is also held against itself. */
static struct pair pair_at(const struct work *work, size_t i)
{
    const size_t count = work->study->rewards;
    size_t x = 0, left = i;

    while (left >= count - x)
        left -= count - x++;
    return (struct pair){.work = work,
                         .x = &work->study->reward[x],
                         .y = &work->study->reward[x + left],
                         .xy = x * count + x + left,
                         .yx = (x + left) * count + x};
}

static void measure_one(void *state, size_t worker, size_t i)
{
    const struct work *work = state;
    const struct pair pair = pair_at(work, i);
    struct assay_error err;

    if (measure(&pair, &err) && i < work->at[worker]) {
        work->at[worker] = i;
        work->err[worker] = err;
    }
}

/* The failure of the least pair, whoever worked on it. */
static enum assay_code failure(const struct work *work, size_t workers,
                               struct assay_error *err)
{
    size_t first = SIZE_MAX;

    for (size_t w = 0; w < workers; w++) {
        if (work->at[w] < first) {
            first = work->at[w];
            *err = work->err[w];
        }
    }
    return first == SIZE_MAX ? ASSAY_OK : err->code;
}

enum assay_code assay_world_pairs_measure(struct assay_world_study *study,
                                          const struct assay_canonical_choice *choice,
                                          struct assay_error *err)
{
    const size_t jobs = study->wish->jobs, n = study->rewards;
    const size_t pairs = study->wish->from_first ? n : n * (n + 1) / 2;
    struct assay_episodes *episodes = NULL;
    struct work work = {.study = study, .choice = choice};
    enum assay_code code = ASSAY_OK;

    if (study->episodes)
        code = assay_episodes_new(&study->mdp, choice->policy, &study->wish->how,
                                  &episodes, err);
    if (code)
        return code;
    work.episodes = episodes;
    work.err = assay_memory_new(jobs, sizeof(*work.err));
    work.at = assay_memory_new(jobs, sizeof(*work.at));
    for (size_t w = 0; w < jobs; w++)
        work.at[w] = SIZE_MAX;
    assay_parallel(jobs, pairs, measure_one, &work);
    code = failure(&work, jobs, err);
    free(work.err);
    free(work.at);
    assay_episodes_free(episodes);
    return code;
}
