/* signal_board_measure.c - what a signal is worth, and how far two are apart. */
#include "harness/core/memory.h"
#include "harness/run/signal_board_parts.h"
#include "metrics/bandit_distance.h"
#include "metrics/bootstrap.h"
#include "metrics/correlation.h"

#include <math.h>
#include <stdlib.h>

enum {
    MEASURES = 3
};

#define ROUNDING 1e-12 /* of a distance: signals that are the same but for a factor */

/* A group's responses that have a value and are judged. */
struct judged {
    double *value, *gold; /* (n,) */
    size_t n;
};

/* The gold of a response; NaN: none. */
static double gold_of(const struct signal_truth *truth, size_t i)
{
    return truth->scored ? truth->gold[i] : truth->correct[i];
}

/* True, with the share of right and wrong pairs in order, if there is such a pair. */
static bool accuracy_of(const struct signal_truth *truth, const double *value, size_t g,
                        double *out)
{
    double won = 0.0, pairs = 0.0;

    for (size_t i = truth->first[g]; i < truth->first[g + 1]; i++)
        for (size_t k = truth->first[g]; k < truth->first[g + 1]; k++) {
            if (!(truth->correct[i] > 0.5 && truth->correct[k] < 0.5) ||
                isnan(value[i]) || isnan(value[k]))
                continue;
            pairs += 1.0;
            won += value[i] > value[k] ? 1.0 : value[i] == value[k] ? 0.5 : 0.0;
        }
    *out = pairs > 0.0 ? won / pairs : 0.0;
    return pairs > 0.0;
}

/* The judged responses of a group, in its order. */
static size_t gather(const struct signal_truth *truth, const double *value, size_t g,
                     struct judged *out)
{
    out->n = 0;
    for (size_t i = truth->first[g]; i < truth->first[g + 1]; i++) {
        if (isnan(value[i]) || isnan(gold_of(truth, i)))
            continue;
        out->value[out->n] = value[i];
        out->gold[out->n++] = gold_of(truth, i);
    }
    return out->n;
}

/* Expected gold of the pick, ties shared, less the mean. */
static bool gain_of(const struct judged *judged, double *out)
{
    double top = -HUGE_VAL, sum = 0.0, mean = 0.0, m = 0.0;

    for (size_t i = 0; i < judged->n; i++) {
        mean += judged->gold[i] / (double)judged->n;
        if (judged->value[i] > top) {
            top = judged->value[i];
            sum = m = 0.0;
        }
        if (judged->value[i] == top) {
            sum += judged->gold[i];
            m += 1.0;
        }
    }
    *out = judged->n >= 2 ? sum / m - mean : 0.0;
    return judged->n >= 2;
}

/* Numbers of groups under one measure. */
struct column {
    double *x;         /* (n,) */
    uint32_t *cluster; /* (n,) */
    size_t n;
};

static void push(struct column *column, double x, uint32_t cluster)
{
    column->x[column->n] = x;
    column->cluster[column->n++] = cluster;
}

static enum assay_code interval(const struct assay_signal_board_how *how,
                                const struct column *column, struct assay_figure *out,
                                struct assay_error *err)
{
    const struct assay_sample sample = {column->x, NULL, column->cluster, column->n, 1};
    const struct assay_resampling resampling = {how->replicates, how->seed, true};
    struct assay_percentile ends;
    const enum assay_code code =
        assay_bootstrap_mean(&sample, &resampling, how->level, &ends, err);

    if (code)
        return code;
    out->has_bootstrap = true;
    out->bootstrap_lo = ends.lo;
    out->bootstrap_hi = ends.hi;
    return ASSAY_OK;
}

/* Groups number clusters by id; bootstrap wants them below n. */
static void renumber(struct column *column, const struct signal_truth *truth)
{
    uint32_t *seen = assay_memory_new(truth->prompts.count + 1, sizeof(*seen));
    uint32_t next = 0;

    for (size_t i = 0; i < column->n; i++) {
        uint32_t *at = &seen[column->cluster[i]];

        if (*at == 0)
            *at = ++next;
        column->cluster[i] = *at - 1;
    }
    free(seen);
}

static enum assay_code figure_of(const struct assay_signal_board_how *how,
                                 const struct signal_truth *truth, struct column *column,
                                 const char *why, struct assay_figure *out,
                                 struct assay_error *err)
{
    double mean = 0.0;

    *out = (struct assay_figure){.why = assay_str_of(why)};
    if (column->n == 0)
        return ASSAY_OK;
    for (size_t i = 0; i < column->n; i++)
        mean += column->x[i];
    out->defined = true;
    out->why = ASSAY_STR("");
    out->value = mean / (double)column->n;
    renumber(column, truth);
    return how->replicates >= 2 ? interval(how, column, out, err) : ASSAY_OK;
}

/* Right against wrong, over all responses. */
static void measure_auc(const struct signal_truth *truth, struct assay_signal_line *line)
{
    double *score = assay_memory_new(truth->responses + 1, sizeof(*score));
    bool *positive = assay_memory_new(truth->responses + 1, sizeof(*positive));
    struct assay_error ignored;
    size_t n = 0;

    for (size_t i = 0; i < truth->responses; i++) {
        if (isnan(line->value[i]) || isnan(truth->correct[i]))
            continue;
        score[n] = line->value[i];
        positive[n++] = truth->correct[i] > 0.5;
    }
    line->auc.defined =
        assay_correlation_auc(score, positive, n, &line->auc.value, &ignored) == ASSAY_OK;
    if (!line->auc.defined)
        line->auc.why = ASSAY_STR("no right and wrong responses");
    free(score);
    free(positive);
}

static void measure_groups(const struct signal_truth *truth, const double *value,
                           struct judged *judged, struct column column[MEASURES])
{
    struct assay_error ignored;

    for (size_t g = 0; g < truth->groups; g++) {
        double x;

        if (accuracy_of(truth, value, g, &x))
            push(&column[0], x, truth->prompt[g]);
        (void)gather(truth, value, g, judged);
        if (gain_of(judged, &x))
            push(&column[1], x, truth->prompt[g]);
        if (judged->n >= 2 &&
            assay_correlation_kendall(judged->value, judged->gold, judged->n, &x,
                                      &ignored) == ASSAY_OK)
            push(&column[2], x, truth->prompt[g]);
    }
}

enum assay_code assay_signal_line_measure(const struct assay_signal_board_how *how,
                                          const struct signal_truth *truth,
                                          struct assay_signal_line *line,
                                          struct assay_arena *arena,
                                          struct assay_error *err)
{
    static const char *const why[MEASURES] = {
        "no group with a right and a wrong response",
        "no group with two judged responses", "constant in every group"};
    struct assay_figure *const figure[MEASURES] = {&line->accuracy, &line->gain,
                                                   &line->tau};
    struct column column[MEASURES];
    struct judged judged = {
        .value = assay_arena_new(arena, truth->responses + 1, sizeof(double)),
        .gold = assay_arena_new(arena, truth->responses + 1, sizeof(double))};
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; i < MEASURES; i++)
        column[i] =
            (struct column){assay_memory_new(truth->groups + 1, sizeof(double)),
                            assay_memory_new(truth->groups + 1, sizeof(uint32_t)), 0};
    if (line->served > 0)
        measure_groups(truth, line->value, &judged, column);
    line->groups = column[0].n;
    for (size_t i = 0; i < MEASURES; i++) {
        if (!code)
            code = figure_of(how, truth, &column[i], why[i], figure[i], err);
        free(column[i].x);
        free(column[i].cluster);
    }
    if (!code && line->served > 0)
        measure_auc(truth, line);
    return code;
}

/* Groups that both signals have in full, within what the distance computes with. */
static bool both_whole(const struct signal_truth *truth, const double *a, const double *b,
                       size_t g)
{
    for (size_t i = truth->first[g]; i < truth->first[g + 1]; i++)
        if (!(fabs(a[i]) <= ASSAY_BANDIT_SCORE_MAX) ||
            !(fabs(b[i]) <= ASSAY_BANDIT_SCORE_MAX))
            return false;
    return true;
}

enum assay_code assay_signal_lines_distance(const struct signal_truth *truth,
                                            const struct assay_signal_line *a,
                                            const struct assay_signal_line *b,
                                            double *out, struct assay_error *err)
{
    double *x = assay_memory_new(2 * (truth->responses + 1), sizeof(*x));
    double *y = x + truth->responses + 1, all[4];
    size_t *first = assay_memory_new(truth->groups + 2, sizeof(*first)), groups = 0;
    const double *const score[] = {x, y};
    struct assay_bandit_scores scores = {.models = 2, .first = first, .score = score};
    struct assay_bandit bandit = {0};
    enum assay_code code = ASSAY_OK;

    *out = NAN;
    for (size_t g = 0; g < truth->groups; g++) {
        if (!both_whole(truth, a->value, b->value, g))
            continue;
        first[groups + 1] = first[groups];
        for (size_t i = truth->first[g]; i < truth->first[g + 1]; i++) {
            x[first[groups + 1]] = a->value[i];
            y[first[groups + 1]++] = b->value[i];
        }
        groups++;
    }
    scores.prompts = groups;
    if (groups > 0)
        code = assay_bandit_pack(&scores, 1, &bandit, err);
    if (!code && groups > 0 && !bandit.trivial[0] && !bandit.trivial[1]) {
        assay_bandit_distances(&bandit, &assay_bandit_headline, 1, all);
        *out = all[1] < ROUNDING ? 0.0 : all[1];
    }
    assay_bandit_release(&bandit);
    free(x);
    free(first);
    return code;
}
