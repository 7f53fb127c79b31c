/*
 * judges.c - several judgements of a response become one reward: their mean, sum, median or majority.
 *
 *   r = scale * aggregate_k s_k + add_weight * reward.NAME
 *
 * over the judgements that count: those with a verdict, and the others as their rule says (rollout_rules.h). Where judges of
 * judges said how good a judgement is, the best k of a response's judgements count alone, of equals the earlier.
 *
 * Source: Wang et al. 2023, Self-Consistency, arXiv:2203.11171 (majority); Liu et al. 2025, Inference-Time Scaling for
 *         Generalist Reward Modeling, arXiv:2504.02495, section 4 (sum, meta filter); Yang et al. 2025, SSR-Zero,
 *         arXiv:2505.16637 (scores read off the judge's text).
 */
#include "adapters/signals/signal.h"
#include "harness/core/rollout_judged.h"

#include <math.h>
#include <stdlib.h>

enum how {
    MEAN,
    SUM,
    MEDIAN,
    MAJORITY
};

struct judges {
    unsigned kind, parse, aggregate, unparsable;
    struct assay_rollout_reading reading;
    double scale, add_weight;
    const char *add;
    size_t best;
};

static const char *const kinds[] = {"point", "list", "rank", NULL};
static const char *const aggregates[] = {"mean", "sum", "median", "majority", NULL};

static const struct assay_option options[] = {
    {.name = "kind",
     .help = "judgements of one response, scores of a list, or places in a ranked list",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct judges, kind),
     .initial = "point",
     .choices = kinds},
    {.name = "judge",
     .help = "only what this judge said",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct judges, reading.judge),
     .value = "NAME",
     .optional = true},
    {.name = "parse",
     .help = "where the score of a point judgement is: logged, or how its text says it",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct judges, parse),
     .initial = "logged",
     .choices = assay_rollout_parse_words},
    {.name = "lo",
     .help = "least score; below it is no verdict",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct judges, reading.lo),
     .initial = "0"},
    {.name = "hi",
     .help = "greatest score; as lo: any score is a verdict",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct judges, reading.hi),
     .initial = "0"},
    {.name = "unparsable",
     .help = "what an output without a verdict counts as, from lo to hi",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct judges, unparsable),
     .initial = "exclude",
     .choices = assay_rollout_unparsable_words},
    {.name = "aggregate",
     .help = "what judgements become; majority: the score said most often, of equals the "
             "one said first",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct judges, aggregate),
     .initial = "mean",
     .choices = aggregates},
    {.name = "best",
     .help = "only so many judgements, with the highest judges[].meta; 0: all",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct judges, best),
     .initial = "0",
     .lo = 0,
     .hi = 1e6},
    {.name = "scale",
     .help = "what the aggregate is multiplied by",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct judges, scale),
     .initial = "1"},
    {.name = "add",
     .help = "another reward that is added, reward.NAME",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct judges, add),
     .value = "NAME",
     .optional = true},
    {.name = "add-weight",
     .help = "what that is multiplied by",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct judges, add_weight),
     .initial = "1"},
    {.name = "seed",
     .help = "of coins for outputs without a verdict",
     .type = ASSAY_OPTION_SEED,
     .offset = offsetof(struct judges, reading.seed),
     .initial = "0"},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "ssr-zero",
     .row = 3,
     .formula =
         "mean of the scores between 0 and 100 in <answer> tags of the judge's text",
     .needs = "judges[].text",
     .settings = {"parse=answer", "lo=0", "hi=100"},
     .quirk = "no code was published: that the score stands in <answer> is what the "
              "paper's system prompt asks for, not verified; `parse` has other rules"},
    {.name = "ssr-x",
     .row = 3,
     .formula = "score / 100 + reward.cometkiwi",
     .needs = "judges[].text reward.cometkiwi",
     .settings = {"parse=answer", "lo=0", "hi=100", "scale=0.01", "add=cometkiwi"},
     .quirk = "weights of the two rewards are not verified: `scale`, `add-weight`"},
    {.name = "self-prm",
     .row = 28,
     .formula = "mean of the policy's own scores of a response"},
    {.name = "grm",
     .row = 44,
     .formula = "sum_k s_k over the judge's samples; with best=K, over the K with the "
                "highest meta score",
     .settings = {"aggregate=sum"},
     .quirk = "the range of scores is not verified: `lo`, `hi`"},
    {.name = "rewardanything",
     .row = 63,
     .formula = "score of the response in a list that was judged under the principle",
     .needs = "judges[].scores",
     .settings = {"kind=list"},
     .quirk = "with kind=rank the place in the judge's ranking is read in place of the "
              "score; what the judge itself earns is told by the diagnostic list-judges"},
    {0},
};

static enum assay_code begin(void *state, struct assay_error *err)
{
    struct judges *self = state;

    self->reading.kind = kinds[self->kind];
    self->reading.parse = self->parse;
    self->reading.unparsable = self->unparsable;
    if (self->reading.lo > self->reading.hi)
        return assay_fail(err, ASSAY_EUSAGE, "lo=%g is above hi=%g", self->reading.lo,
                          self->reading.hi);
    if (self->unparsable != ASSAY_ROLLOUT_EXCLUDE &&
        !(self->reading.lo < self->reading.hi))
        return assay_fail(err, ASSAY_EUSAGE,
                          "unparsable=%s needs the range of scores, lo and hi",
                          assay_rollout_unparsable_words[self->unparsable]);
    return ASSAY_OK;
}

/* Higher meta scores first, of equals the earlier. */
static int by_meta(const void *a, const void *b)
{
    const struct assay_rollout_point *x = a, *y = b;

    if (x->meta != y->meta)
        return x->meta > y->meta ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

/* Scores that count, in the view's arena. */
static size_t scores_of(const struct judges *self, const struct assay_rollout_view *view,
                        const struct assay_rollout_point *all, size_t n,
                        struct assay_signal_value *value, double **out)
{
    struct assay_rollout_point *kept = assay_arena_new(view->arena, n + 1, sizeof(*kept));
    size_t count = 0;

    for (size_t k = 0; k < n; k++)
        if (all[k].counts && (self->best == 0 || !isnan(all[k].meta)))
            kept[count++] = all[k];
    if (self->best > 0) {
        qsort(kept, count, sizeof(*kept), by_meta);
        count = count < self->best ? count : self->best;
    }
    *out = assay_arena_new(view->arena, count + 1, sizeof(**out));
    for (size_t k = 0; k < count; k++)
        (*out)[k] = kept[k].score;
    if (n == 0)
        assay_signal_lack(value, self->kind == 0   ? "judges[kind=point]"
                                 : self->kind == 1 ? "judges[].scores"
                                                   : "judges[].rank");
    else if (count == 0)
        assay_signal_lack(value, self->best > 0 ? "judges[].meta with a verdict"
                                                : "verdict in what judges wrote");
    return count;
}

static double most_often(const double *score, size_t n)
{
    size_t best = 0, most = 0;

    for (size_t i = 0; i < n; i++) {
        size_t count = 0;

        for (size_t k = 0; k < n; k++)
            count += score[k] == score[i];
        if (count > most) {
            most = count;
            best = i;
        }
    }
    return score[best];
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double aggregate_of(enum how how, double *score, size_t n)
{
    double sum = 0.0;

    if (how == MAJORITY)
        return most_often(score, n);
    if (how == MEDIAN) {
        qsort(score, n, sizeof(*score), ascending);
        return (score[(n - 1) / 2] + score[n / 2]) / 2.0;
    }
    for (size_t k = 0; k < n; k++)
        sum += score[k];
    return how == SUM ? sum : sum / (double)n;
}

static void take_one(const struct judges *self, const struct assay_rollout_view *view,
                     const struct assay_rollout_points *points, size_t i,
                     struct assay_signal_value *value)
{
    const struct assay_rollout_point *all;
    const size_t judged = assay_rollout_points_of(points, i, &all);
    double *score, other = 0.0;
    const size_t n = scores_of(self, view, all, judged, value, &score);

    if (n == 0)
        return;
    if (self->add &&
        !assay_signal_number(view, i, assay_signal_path(view, "reward", self->add), value,
                             &other))
        return;
    value->reward =
        self->scale * aggregate_of(self->aggregate, score, n) + self->add_weight * other;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    const struct judges *self = state;
    struct assay_rollout_points points;

    (void)err;
    assay_rollout_points(view, &self->reading, &points);
    for (size_t i = 0; i < view->count; i++)
        take_one(self, view, &points, i, &out[i]);
    return ASSAY_OK;
}

const struct assay_signal assay_signal_judges = {
    .name = "judges",
    .summary = "what judges said of a response: mean, sum, median or majority of scores",
    .formula = "scale * aggregate_k judges[].score + add-weight * reward.NAME",
    .needs = "judges[].score",
    .source = "Wang et al. 2023, arXiv:2203.11171; Liu et al. 2025, arXiv:2504.02495; "
              "Yang et al. 2025, arXiv:2505.16637",
    .options = options,
    .state_size = sizeof(struct judges),
    .presets = presets,
    .begin = begin,
    .take = take,
};
