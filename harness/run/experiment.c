#include "harness/run/experiment.h"

#include "harness/core/memory.h"
#include "metrics/bootstrap.h"
#include "metrics/correlation.h"
#include "metrics/quantile.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void assay_experiment_data_init(const struct assay_experiment *of,
                                struct assay_arena *arena,
                                struct assay_experiment_data *out)
{
    *out =
        (struct assay_experiment_data){.comparisons = of->pairs * of->steps,
                                       .columns = of->metrics + ASSAY_EXPERIMENT_EXTRA};
    out->value = assay_arena_new(
        arena, of->environments * out->comparisons * out->columns, sizeof(double));
    out->there = assay_arena_new(arena, of->environments, sizeof(bool));
}

/* What a study has to work out for the metrics. */
static struct assay_world_wish wish_of(const struct assay_experiment *of,
                                       struct assay_starc_kind *kind)
{
    struct assay_world_wish wish = {.kind = kind,
                                    .worst_case = true,
                                    .regret = true,
                                    .from_first = true,
                                    .jobs = 1,
                                    .how = {.method = ASSAY_MDP_DENSE}};

    for (size_t i = 0; i < of->metrics; i++) {
        const struct assay_experiment_metric *metric = &of->metric[i];

        if (metric->family == ASSAY_EXPERIMENT_STARC)
            kind[wish.kinds++] = metric->kind;
        else if (metric->family == ASSAY_EXPERIMENT_PEARSON)
            wish.pearson |= 1U << metric->pearson;
        else if (metric->family == ASSAY_EXPERIMENT_ERC)
            wish.episodes = true;
    }
    return wish;
}

/* The columns of the first reward function against the i-th. */
static void put_row(const struct assay_experiment *of,
                    const struct assay_world_study *study, size_t i, double *out)
{
    const size_t back = i * study->rewards;
    size_t kind = 0, c = 0;

    for (; c < of->metrics; c++) {
        const struct assay_experiment_metric *metric = &of->metric[c];

        if (metric->family == ASSAY_EXPERIMENT_STARC)
            out[c] = study->distance[kind++][i];
        else if (metric->family == ASSAY_EXPERIMENT_PEARSON)
            out[c] = study->pearson[metric->pearson][i];
        else if (metric->family == ASSAY_EXPERIMENT_ERC)
            out[c] = study->episodes[i].distance;
        else
            out[c] = study->starc_j[i];
    }
    out[c++] = (study->regret_hi[i] + study->regret_hi[back]) / 2.0;
    out[c] = (study->worst_case[i] + study->worst_case[back]) / 2.0;
}

/* A world under way: the first reward function of a pair, and the steps to the second. */
struct staging {
    const struct assay_experiment *of;
    struct assay_random_setting setting;
    struct assay_world world;
    struct assay_reward *reward; /* (steps + 1,) */
    double *first, *second;      /* (states, actions, states) */
    double **step;               /* (steps + 1,) what reward holds; step[0] is first */
    struct assay_arena *arena;
};

static void stage_init(struct staging *staging)
{
    const size_t all =
        staging->setting.states * staging->setting.states * staging->setting.actions;
    const size_t rewards = staging->of->steps + 1;
    struct assay_str *name = assay_arena_new(staging->arena, rewards, sizeof(*name));

    assay_random_mdp(&staging->setting, staging->arena, &staging->world.mdp);
    staging->reward = assay_arena_new(staging->arena, rewards, sizeof(*staging->reward));
    staging->first = assay_arena_new(staging->arena, all, sizeof(double));
    staging->second = assay_arena_new(staging->arena, all, sizeof(double));
    staging->step = assay_arena_new(staging->arena, rewards, sizeof(*staging->step));
    for (size_t i = 0; i < rewards; i++) {
        staging->step[i] =
            i ? assay_arena_new(staging->arena, all, sizeof(double)) : staging->first;
        staging->reward[i] =
            (struct assay_reward){.shape = ASSAY_REWARD_DENSE, .value = staging->step[i]};
    }
    staging->world.reward = staging->reward;
    staging->world.reward_name = name;
    staging->world.rewards = rewards;
}

static void stage_pair(const struct staging *staging, size_t pair)
{
    const size_t all =
        staging->setting.states * staging->setting.states * staging->setting.actions;
    const size_t steps = staging->of->steps;

    assay_random_reward(&staging->setting, 2 * pair, staging->first);
    assay_random_reward(&staging->setting, 2 * pair + 1, staging->second);
    for (size_t i = 1; i <= steps; i++)
        assay_reward_between(staging->first, staging->second, all, i, steps,
                             staging->step[i]);
}

enum assay_code assay_experiment_environment(const struct assay_experiment *of,
                                             size_t number,
                                             struct assay_experiment_data *data,
                                             struct assay_error *err)
{
    struct assay_starc_kind kind[ASSAY_EXPERIMENT_METRICS_MAX];
    const struct assay_world_wish wish = wish_of(of, kind);
    struct assay_arena arena = {0}, scratch = {0};
    struct staging staging = {.of = of, .setting = of->world, .arena = &arena};
    double *out = data->value + number * data->comparisons * data->columns;
    enum assay_code code = ASSAY_OK;

    staging.setting.environment = number;
    stage_init(&staging);
    for (size_t p = 0; !code && p < of->pairs; p++) {
        struct assay_world_study study;

        stage_pair(&staging, p);
        code = assay_world_study(&staging.world, &wish, &scratch, &study, err);
        for (size_t i = 1; !code && i <= of->steps; i++, out += data->columns)
            put_row(of, &study, i, out);
        assay_world_study_release(&study);
        assay_arena_reset(&scratch);
    }
    data->there[number] = !code;
    assay_arena_release(&scratch);
    assay_arena_release(&arena);
    return code;
}

/* Sums of one environment that a correlation is made of; x and y less a centre. */
struct sums {
    double n, x, y, xx, yy, xy;
};

static void add_sums(struct sums *to, const struct sums *of, double times)
{
    to->n += times * of->n;
    to->x += times * of->x;
    to->y += times * of->y;
    to->xx += times * of->xx;
    to->yy += times * of->yy;
    to->xy += times * of->xy;
}

/* Pearson's r of sums; NAN where one of the two is constant. */
static double r_of(const struct sums *sums)
{
    const double xx = sums->xx - sums->x * sums->x / sums->n;
    const double yy = sums->yy - sums->y * sums->y / sums->n;
    const double xy = sums->xy - sums->x * sums->y / sums->n;

    return xx > 0.0 && yy > 0.0 ? xy / sqrt(xx) / sqrt(yy) : (double)NAN;
}

/* One metric against one outcome, over environments that are there. */
struct column_pair {
    const struct assay_experiment *of;
    const struct assay_experiment_data *data;
    size_t x, y;
};

static const double *row_at(const struct column_pair *pair, size_t environment, size_t i)
{
    return pair->data->value +
           (environment * pair->data->comparisons + i) * pair->data->columns;
}

/* Adds a column of one environment, of comparisons in which the metric is defined. */
static void add_column(const struct column_pair *pair, size_t environment, size_t column,
                       struct sums *to)
{
    for (size_t i = 0; i < pair->data->comparisons; i++) {
        const double *row = row_at(pair, environment, i);

        if (isfinite(row[pair->x])) {
            to->x += row[column];
            to->n += 1.0;
        }
    }
}

static double mean_of(const struct column_pair *pair, size_t column)
{
    struct sums sums = {0};

    for (size_t e = 0; e < pair->of->environments; e++)
        if (pair->data->there[e])
            add_column(pair, e, column, &sums);
    return sums.n > 0.0 ? sums.x / sums.n : 0.0;
}

/* (environments,) sums of those that are there, packed; gives how many. */
static size_t sums_made(const struct column_pair *pair, struct sums *out)
{
    const double cx = mean_of(pair, pair->x), cy = mean_of(pair, pair->y);
    size_t count = 0;

    for (size_t e = 0; e < pair->of->environments; e++) {
        struct sums *sums = &out[count];

        if (!pair->data->there[e])
            continue;
        *sums = (struct sums){0};
        count++;
        for (size_t i = 0; i < pair->data->comparisons; i++) {
            const double *row = row_at(pair, e, i);
            const double x = row[pair->x] - cx, y = row[pair->y] - cy;
            const struct sums one = {1.0, x, y, x * x, y * y, x * y};

            if (isfinite(row[pair->x]))
                add_sums(sums, &one, 1.0);
        }
    }
    return count;
}

static struct assay_experiment_estimate correlate(const struct column_pair *pair)
{
    const struct assay_experiment *of = pair->of;
    struct sums *sums = assay_memory_new(of->environments, sizeof(*sums)), all = {0};
    double *draw = assay_memory_new(of->replicates, sizeof(*draw));
    const size_t count = sums_made(pair, sums);
    struct assay_rng rng = {of->world.seed};
    struct assay_experiment_estimate out = {0};
    struct assay_percentile interval;
    struct assay_error err;
    size_t kept = 0;

    for (size_t e = 0; e < count; e++)
        add_sums(&all, &sums[e], 1.0);
    out.value = all.n > 1.0 ? r_of(&all) : (double)NAN;
    out.defined = isfinite(out.value);
    for (size_t b = 0; out.defined && b < of->replicates; b++) {
        struct sums drawn = {0};

        for (size_t e = 0; e < count; e++)
            add_sums(&drawn, &sums[assay_rng_index(&rng, count)], 1.0);
        draw[kept] = drawn.n > 1.0 ? r_of(&drawn) : (double)NAN;
        kept += isfinite(draw[kept]) ? 1 : 0;
    }
    out.lo = out.hi = out.defined ? out.value : 0.0;
    if (kept > 1 && !assay_bootstrap_percentile(draw, kept, of->level, &interval, &err)) {
        out.lo = interval.lo;
        out.hi = interval.hi;
    }
    free(draw);
    free(sums);
    return out;
}

/* Spearman's rho, and how many comparisons are left out. */
static void rank(const struct column_pair *pair, struct assay_experiment_finding *out)
{
    const size_t most = pair->of->environments * pair->data->comparisons;
    double *x = assay_memory_new(most, sizeof(*x)),
           *y = assay_memory_new(most, sizeof(*y));
    struct assay_error err;
    size_t count = 0;

    for (size_t e = 0; e < pair->of->environments; e++) {
        for (size_t i = 0; pair->data->there[e] && i < pair->data->comparisons; i++) {
            const double *row = row_at(pair, e, i);

            x[count] = row[pair->x];
            y[count] = row[pair->y];
            if (isfinite(row[pair->x]))
                count++;
            else
                out->undefined++;
        }
    }
    if (assay_correlation_spearman(x, y, count, &out->rank, &err))
        out->rank = (double)NAN;
    free(x);
    free(y);
}

void assay_experiment_findings(const struct assay_experiment *of,
                               const struct assay_experiment_data *data,
                               struct assay_arena *arena,
                               struct assay_experiment_finding **out)
{
    struct assay_experiment_finding *finding =
        assay_arena_new(arena, of->metrics, sizeof(*finding));

    for (size_t m = 0; m < of->metrics; m++) {
        struct column_pair pair = {of, data, m, of->metrics};

        finding[m].regret = correlate(&pair);
        rank(&pair, &finding[m]);
        pair.y = of->metrics + 1;
        finding[m].worst = correlate(&pair);
    }
    *out = finding;
}
