/* bon.c - best-of-n curves of every proxy and gold of a set of samples. */
#include "harness/run/bon.h"

#include "harness/core/memory.h"
#include "harness/core/parallel.h"
#include "harness/core/rng.h"
#include "metrics/best_order.h"
#include "metrics/vote_curve.h"

#include <math.h>
#include <stdlib.h>

const char *const assay_bon_missing_words[] = {"drop", "lowest", NULL};

enum {
    VALUES_MAX = 2 * ASSAY_SAMPLE_FIELDS_MAX + 3 /* of one order at once */
};

/* What a thread keeps from prompt to prompt. */
struct bench {
    struct assay_best_order order;
    struct assay_best_weights weights;
    double *share;                 /* (golds, room) chances to beat a draw */
    long *answer;                  /* (room,) */
    struct assay_vote_point *vote; /* (ns,) */
    size_t room;
    struct assay_error err;
    enum assay_code code;
};

struct job {
    struct assay_bon *bon;
    const struct assay_bon_making *making;
    struct bench *bench;
    bool lengths, tokens, answers;
};

static void add_curve(struct assay_bon *bon, enum assay_bon_kind kind, size_t proxy,
                      size_t gold)
{
    bon->curve[bon->curves++] = (struct assay_bon_curve){
        .kind = kind, .proxy = proxy, .gold = gold, .at = bon->columns};
    bon->columns += bon->ns;
}

/* Curves that are differences of others. */
static void list_differences(struct assay_bon *bon)
{
    const struct assay_sample_set *set = bon->set;

    for (size_t p = 0; p < set->proxies; p++) {
        for (size_t g = 0; g < set->golds; g++) {
            add_curve(bon, ASSAY_BON_REGRET, p, g);
            add_curve(bon, ASSAY_BON_GAIN, p, g);
        }
        if (assay_bon_find(bon, ASSAY_BON_PROXY, p, 0))
            add_curve(bon, ASSAY_BON_CLIMB, p, 0);
    }
    for (size_t p = 1; p < set->proxies; p++)
        for (size_t other = 0;
             other < p && (other == 0 || set->proxies <= ASSAY_BON_PAIRS_MAX); other++)
            for (size_t g = 0; g < set->golds; g++) {
                add_curve(bon, ASSAY_BON_DIFFERENCE, p, g);
                bon->curve[bon->curves - 1].other = other;
            }
}

static bool is_finite(const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isfinite(x[i]))
            return false;
    return true;
}

static void list_curves(const struct job *job)
{
    struct assay_bon *bon = job->bon;
    const struct assay_sample_set *set = bon->set;

    bon->curve =
        assay_memory_new((set->proxies + 1) * (10 * set->golds + 5), sizeof(*bon->curve));
    for (size_t g = 0; g < set->golds; g++)
        add_curve(bon, ASSAY_BON_ORACLE, 0, g);
    for (size_t p = 0; p < set->proxies; p++) {
        for (size_t g = 0; g < set->golds; g++) {
            add_curve(bon, ASSAY_BON_GOLD, p, g);
            add_curve(bon, ASSAY_BON_WIN, p, g);
        }
        if (is_finite(set->proxy[p], set->samples))
            add_curve(bon, ASSAY_BON_PROXY, p, 0);
        if (job->lengths)
            add_curve(bon, ASSAY_BON_LENGTH, p, 0);
        if (job->tokens)
            add_curve(bon, ASSAY_BON_TOKENS, p, 0);
        add_curve(bon, ASSAY_BON_KL, p, 0);
    }
    for (size_t g = 0; job->answers && g < set->golds; g++) {
        add_curve(bon, ASSAY_BON_MAJORITY, 0, g);
        for (size_t p = 0; p < set->proxies; p++) {
            add_curve(bon, ASSAY_BON_WEIGHTED, p, g);
            add_curve(bon, ASSAY_BON_BORDA, p, g);
        }
    }
    list_differences(bon);
}

static void make_room(struct bench *bench, size_t golds, size_t count)
{
    if (count <= bench->room)
        return;
    bench->room = assay_memory_grow(bench->room, count);
    bench->share =
        assay_memory_resize(bench->share, golds * bench->room, sizeof(*bench->share));
    bench->answer =
        assay_memory_resize(bench->answer, bench->room, sizeof(*bench->answer));
}

/* The values of a curve over the samples of a prompt. */
static const double *values_of(const struct job *job, const struct bench *bench,
                               const struct assay_bon_curve *curve, size_t first)
{
    const struct assay_sample_set *set = job->bon->set;

    switch (curve->kind) {
    case ASSAY_BON_GOLD:
    case ASSAY_BON_ORACLE:
        return set->gold[curve->gold] + first;
    case ASSAY_BON_WIN:
        return bench->share + curve->gold * bench->room;
    case ASSAY_BON_PROXY:
        return set->proxy[curve->proxy] + first;
    case ASSAY_BON_LENGTH:
        return set->length + first;
    case ASSAY_BON_TOKENS:
        return set->tokens + first;
    case ASSAY_BON_KL:
    case ASSAY_BON_MAJORITY:
    case ASSAY_BON_WEIGHTED:
    case ASSAY_BON_BORDA:
    case ASSAY_BON_REGRET:
    case ASSAY_BON_DIFFERENCE:
    case ASSAY_BON_GAIN:
    case ASSAY_BON_CLIMB:
    case ASSAY_BON_KINDS:
        break;
    }
    return NULL;
}

/* The curves that follow from the order in force, from the curve at `from` on; where they end. */
static size_t expect(const struct job *job, struct bench *bench, size_t prompt,
                     size_t from)
{
    struct assay_bon *bon = job->bon;
    const size_t first = bon->set->first[prompt], ns = bon->ns;
    const struct assay_bon_curve *curve = &bon->curve[from];
    const double *value[VALUES_MAX];
    double *row = bon->x + prompt * bon->columns;
    size_t n = 0;

    while (from + n < bon->curves &&
           (curve[n].kind < ASSAY_BON_KL || curve[n].kind == ASSAY_BON_ORACLE) &&
           curve[n].proxy == curve[0].proxy &&
           (curve[n].kind == ASSAY_BON_ORACLE) == (curve[0].kind == ASSAY_BON_ORACLE) &&
           (curve[n].kind != ASSAY_BON_ORACLE || n == 0)) {
        value[n] = values_of(job, bench, &curve[n], first);
        n++;
    }
    assay_best_expect(&bench->order, &bench->weights, value, n, row + curve[0].at);
    if (from + n < bon->curves && curve[n].kind == ASSAY_BON_KL) {
        if (!bench->code)
            bench->code = assay_best_order_kl(&bench->order, bon->n, ns,
                                              row + curve[n].at, &bench->err);
        n++;
    }
    return from + n;
}

/* The curve that another is taken from, and that other; NULL: its value at n = 1 is taken. */
static const struct assay_bon_curve *parts_of(const struct assay_bon *bon,
                                              const struct assay_bon_curve *of,
                                              const struct assay_bon_curve **less)
{
    const size_t p = of->proxy, g = of->gold;

    *less = NULL;
    if (of->kind == ASSAY_BON_CLIMB)
        return assay_bon_find(bon, ASSAY_BON_PROXY, p, 0);
    if (of->kind == ASSAY_BON_REGRET) {
        *less = assay_bon_find(bon, ASSAY_BON_GOLD, p, g);
        return assay_bon_find(bon, ASSAY_BON_ORACLE, 0, g);
    }
    if (of->kind == ASSAY_BON_DIFFERENCE)
        *less = assay_bon_find(bon, ASSAY_BON_GOLD, of->other, g);
    return assay_bon_find(bon, ASSAY_BON_GOLD, p, g);
}

/* What curves of a difference are in a prompt. */
static void subtract(const struct assay_bon *bon, size_t prompt)
{
    double *row = bon->x + prompt * bon->columns;
    const size_t count = assay_sample_count(bon->set, prompt);

    for (size_t c = 0; c < bon->curves; c++) {
        const struct assay_bon_curve *curve = &bon->curve[c], *from, *less;

        if (curve->kind < ASSAY_BON_REGRET)
            continue;
        from = parts_of(bon, curve, &less);
        for (size_t k = 0; k < bon->ns && bon->n[k] <= count; k++)
            row[curve->at + k] = row[from->at + k] - row[less ? less->at + k : from->at];
    }
}

/* Curves of votes among the answers of a prompt. */
static void vote(const struct job *job, struct bench *bench, size_t prompt)
{
    static const enum assay_vote how[] = {ASSAY_VOTE_MAJORITY, ASSAY_VOTE_WEIGHTED,
                                          ASSAY_VOTE_BORDA};
    struct assay_bon *bon = job->bon;
    const struct assay_sample_set *set = bon->set;
    const size_t first = set->first[prompt], count = assay_sample_count(set, prompt);

    struct assay_rng rng = assay_rng_stream(job->making->seed, prompt);
    const uint64_t seed = assay_rng_next(&rng);

    for (size_t i = 0; i < count; i++)
        bench->answer[i] = set->answer[first + i];
    for (size_t c = 0; !bench->code && c < bon->curves; c++) {
        const struct assay_bon_curve *curve = &bon->curve[c];
        const struct assay_vote_samples samples = {
            bench->answer, set->gold[curve->gold] + first,
            set->proxy[curve->proxy] + first, count};
        struct assay_vote_rule rule = {
            .power = job->making->power, .draws = job->making->draws, .seed = seed};

        if (curve->kind < ASSAY_BON_MAJORITY || curve->kind > ASSAY_BON_BORDA)
            continue;
        rule.how = how[curve->kind - ASSAY_BON_MAJORITY];
        bench->code =
            assay_vote_curve(&samples, &rule, bon->n, bon->ns, bench->vote, &bench->err);
        for (size_t k = 0; k < bon->ns; k++) {
            bon->x[prompt * bon->columns + curve->at + k] = bench->vote[k].value;
            bon->spread[prompt * bon->ns + k] =
                fmax(bon->spread[prompt * bon->ns + k], bench->vote[k].se);
        }
    }
}

static void one_prompt(void *state, size_t worker, size_t prompt)
{
    const struct job *job = state;
    struct assay_bon *bon = job->bon;
    const struct assay_sample_set *set = bon->set;
    struct bench *bench = &job->bench[worker];
    const size_t first = set->first[prompt], count = assay_sample_count(set, prompt);
    size_t curve = 0;

    if (bench->code)
        return;
    make_room(bench, set->golds, count);
    bench->code =
        assay_best_weights_set(&bench->weights, count, bon->n, bon->ns, &bench->err);
    for (size_t g = 0; !bench->code && g < set->golds; g++) {
        const double *gold = set->gold[g] + first;
        double sum = 0.0;

        assay_best_order_set(&bench->order, gold, count);
        assay_best_order_shares(&bench->order, bench->share + g * bench->room);
        curve = expect(job, bench, prompt, curve);
        for (size_t i = 0; i < count; i++)
            sum += gold[i];
        bon->mean[prompt * set->golds + g] = sum / (double)count;
    }
    for (size_t p = 0; !bench->code && p < set->proxies; p++) {
        assay_best_order_set(&bench->order, set->proxy[p] + first, count);
        curve = expect(job, bench, prompt, curve);
    }
    if (!bench->code && job->answers)
        vote(job, bench, prompt);
    if (!bench->code)
        subtract(bon, prompt);
}

/* The largest standard error, over the grid, of a mean of drawn votes. */
static double drawn_error(const struct assay_bon *bon)
{
    double most = 0.0;

    for (size_t k = 0; k < bon->ns; k++) {
        double sum = 0.0;

        for (size_t i = 0; i < bon->set->prompts; i++)
            sum += bon->spread[i * bon->ns + k] * bon->spread[i * bon->ns + k];
        most = fmax(most, sqrt(sum) / (double)bon->set->prompts);
    }
    return most;
}

static void release_benches(struct bench *bench, size_t jobs)
{
    for (size_t i = 0; i < jobs; i++) {
        assay_best_order_release(&bench[i].order);
        assay_best_weights_release(&bench[i].weights);
        free(bench[i].share);
        free(bench[i].answer);
        free(bench[i].vote);
    }
    free(bench);
}

enum assay_code assay_bon_compute(const struct assay_sample_set *set,
                                  const struct assay_bon_making *making,
                                  struct assay_bon *out, struct assay_error *err)
{
    const size_t jobs = making->jobs, ns = making->ns;
    struct bench *bench = assay_memory_new(jobs, sizeof(*bench));
    struct job job = {out,
                      making,
                      bench,
                      set->samples > 0 && is_finite(set->length, set->samples),
                      set->samples > 0 && is_finite(set->tokens, set->samples),
                      assay_sample_set_has_answers(set)};
    enum assay_code code = ASSAY_OK;

    *out = (struct assay_bon){.set = set, .n = making->n, .ns = ns};
    list_curves(&job);
    out->x = assay_memory_new(set->prompts * out->columns + 1, sizeof(*out->x));
    out->mean = assay_memory_new(set->prompts * set->golds + 1, sizeof(*out->mean));
    out->spread = assay_memory_new(set->prompts * ns + 1, sizeof(*out->spread));
    for (size_t i = 0; i < jobs; i++)
        bench[i].vote = assay_memory_new(ns + 1, sizeof(*bench[i].vote));
    assay_parallel(jobs, set->prompts, one_prompt, &job);
    for (size_t i = 0; i < jobs; i++)
        if (!code && bench[i].code)
            code = assay_fail(err, bench[i].code, "%s", bench[i].err.text);
    out->drawn = drawn_error(out);
    release_benches(bench, jobs);
    return code;
}

void assay_bon_release(struct assay_bon *bon)
{
    free(bon->curve);
    free(bon->x);
    free(bon->mean);
    free(bon->spread);
    *bon = (struct assay_bon){0};
}

const struct assay_bon_curve *assay_bon_find(const struct assay_bon *bon,
                                             enum assay_bon_kind kind, size_t proxy,
                                             size_t gold)
{
    for (size_t i = 0; i < bon->curves; i++)
        if (bon->curve[i].kind == kind && bon->curve[i].proxy == proxy &&
            bon->curve[i].gold == gold)
            return &bon->curve[i];
    return NULL;
}

/* Samples of a prompt without a number in a column. */
static size_t lacking(const double *column, size_t first, size_t end)
{
    size_t n = 0;

    for (size_t i = first; i < end; i++)
        n += isnan(column[i]) ? 1 : 0;
    return n;
}

/* What is not known is this. */
static void put_for_nan(double *column, size_t first, size_t end, double value)
{
    for (size_t i = first; i < end; i++)
        column[i] = isnan(column[i]) ? value : column[i];
}

/* A sample that no proxy scored, and nobody labelled, is no answer: it is worth nothing. */
static void fill_unanswered(struct assay_sample_set *set, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        bool scored = set->proxies == 0;

        for (size_t p = 0; p < set->proxies; p++)
            scored = scored || !isnan(set->proxy[p][i]);
        for (size_t g = 0; !scored && g < set->golds; g++)
            put_for_nan(set->gold[g], i, i + 1, 0.0);
    }
}

void assay_bon_prepare(struct assay_sample_set *set, enum assay_bon_missing missing,
                       struct assay_bon_left *out)
{
    bool *keep = assay_memory_new(set->prompts + 1, sizeof(*keep));

    *out = (struct assay_bon_left){0};
    for (size_t i = 0; i < set->prompts; i++) {
        const size_t first = set->first[i], end = set->first[i + 1];
        size_t unscored = 0, unlabelled = 0;

        if (missing == ASSAY_BON_MISSING_LOWEST)
            fill_unanswered(set, first, end);
        for (size_t p = 0; p < set->proxies; p++)
            unscored += lacking(set->proxy[p], first, end);
        for (size_t g = 0; g < set->golds; g++)
            unlabelled += lacking(set->gold[g], first, end);
        for (size_t p = 0; missing == ASSAY_BON_MISSING_LOWEST && p < set->proxies; p++)
            put_for_nan(set->proxy[p], first, end, -(double)INFINITY);
        keep[i] =
            unlabelled == 0 && (unscored == 0 || missing == ASSAY_BON_MISSING_LOWEST);
        out->unlabelled += unlabelled > 0;
        out->unscored += unlabelled == 0 && !keep[i];
        out->lowest += keep[i] ? unscored : 0;
    }
    assay_sample_set_keep(set, keep);
    free(keep);
}
