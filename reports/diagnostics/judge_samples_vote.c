/* judge_samples_vote.c - samples of a judge, and what sums of k of them find. */
#include "harness/core/rng.h"
#include "reports/diagnostics/judge_samples.h"

#include <math.h>
#include <string.h>

/* ---- reading ---- */

struct reading {
    const struct assay_rollout_view *view;
    enum assay_rollout_parse parse;
    struct assay_judge_matrix *to;
    struct assay_str *name; /* (samples,) judge and k */
    bool *spoilt;           /* (samples,) some response has no verdict */
};

/* The sample of a judgement, a new one where it has not been seen; false beyond the most. */
static bool sample_of(struct reading *reading, const struct assay_node *judge,
                      size_t *out)
{
    struct assay_judge_matrix *to = reading->to;
    const struct assay_str name = assay_rollout_text(judge, "j");
    double k = -1.0;
    char *key;

    (void)assay_rollout_number(judge, "k", &k);
    key = assay_arena_printf(reading->view->arena, "%.0f %s", k,
                             assay_arena_copy(reading->view->arena, name).ptr);
    for (*out = 0; *out < to->samples; ++*out)
        if (assay_str_equal(reading->name[*out], assay_str_of(key)))
            return true;
    if (to->samples == ASSAY_JUDGE_SAMPLES_MAX)
        return false;
    reading->name[to->samples] = assay_str_of(key);
    to->meta[to->samples] = NAN;
    for (size_t i = 0; i < to->responses; i++)
        to->score[to->samples * to->responses + i] = NAN;
    to->samples++;
    return true;
}

static void read_point(struct reading *reading, const struct assay_node *judge, size_t s)
{
    const struct assay_str text = assay_rollout_text(judge, "text");
    double score;
    size_t i;
    bool found;

    if (!assay_rollout_response(reading->view, assay_rollout_text(judge, "resp"), &i))
        return;
    found = reading->parse != ASSAY_ROLLOUT_LOGGED && text.len > 0
                ? assay_rollout_text_number(text, reading->parse, &score)
                : assay_rollout_number(judge, "score", &score);
    if (found)
        reading->to->score[s * reading->to->responses + i] = score;
    else
        reading->spoilt[s] = true;
    reading->to->unparsed += !found;
}

static void read_list(struct reading *reading, const struct assay_node *judge, size_t s)
{
    const struct assay_node *scores = assay_node_get(judge, "scores");

    reading->spoilt[s] = reading->spoilt[s] || !scores;
    reading->to->unparsed += !scores;
    for (size_t i = 0; i < reading->to->responses; i++)
        (void)assay_node_number(
            assay_node_find(
                scores,
                assay_rollout_text(assay_rollout_view_response(reading->view, i), "id")),
            &reading->to->score[s * reading->to->responses + i]);
}

/* Samples that scored every response stay. */
static void keep_whole(struct reading *reading)
{
    struct assay_judge_matrix *to = reading->to;
    const size_t width = to->responses;
    size_t kept = 0;

    for (size_t s = 0; s < to->samples; s++) {
        bool whole = !reading->spoilt[s];

        for (size_t i = 0; whole && i < width; i++)
            whole = !isnan(to->score[s * width + i]);
        if (!whole)
            continue;
        memmove(to->score + kept * width, to->score + s * width,
                width * sizeof(*to->score));
        to->meta[kept++] = to->meta[s];
    }
    to->samples = kept;
}

/* Truth of a response: right or not, a gold score, or its place in the gold order; NaN: not known. */
static double truth_of(const struct assay_rollout_view *view, size_t i)
{
    const struct assay_node *response = assay_rollout_view_response(view, i);
    const struct assay_str id = assay_rollout_text(response, "id");
    const struct assay_node *rank =
        assay_rollout_value(view->record.node, ASSAY_STR("gold.rank"));
    double value;

    if (assay_node_number(
            assay_node_find(
                assay_rollout_value(view->record.node, ASSAY_STR("gold.score")), id),
            &value) ||
        assay_rollout_number(response, "correct", &value))
        return value;
    for (size_t k = 0; k < assay_node_count(rank); k++)
        if (assay_str_equal(assay_node_text(assay_node_at(rank, k)), id))
            return -(double)k;
    return (double)NAN;
}

/* Those of the highest truth; NULL where one has none, or all are alike. */
static const bool *best_of(const struct assay_rollout_view *view)
{
    bool *best = assay_arena_new(view->arena, view->count + 1, sizeof(*best));
    double high = -INFINITY, low = INFINITY;

    for (size_t i = 0; i < view->count; i++) {
        const double truth = truth_of(view, i);

        if (isnan(truth))
            return NULL;
        high = fmax(high, truth);
        low = fmin(low, truth);
    }
    for (size_t i = 0; i < view->count; i++)
        best[i] = truth_of(view, i) == high;
    return high > low ? best : NULL;
}

void assay_judge_matrix_read(const struct assay_rollout_view *view,
                             enum assay_rollout_parse parse,
                             struct assay_judge_matrix *out)
{
    const struct assay_node *judges = assay_node_get(view->record.node, "judges");
    const size_t n = assay_node_count(judges) < ASSAY_JUDGE_SAMPLES_MAX
                         ? assay_node_count(judges)
                         : ASSAY_JUDGE_SAMPLES_MAX;
    struct reading reading = {.view = view, .parse = parse, .to = out};

    *out = (struct assay_judge_matrix){.responses = view->count};
    out->score = assay_arena_new(view->arena, n * view->count + 1, sizeof(*out->score));
    out->meta = assay_arena_new(view->arena, n + 1, sizeof(*out->meta));
    reading.name = assay_arena_new(view->arena, n + 1, sizeof(*reading.name));
    reading.spoilt = assay_arena_new(view->arena, n + 1, sizeof(*reading.spoilt));
    for (size_t k = 0; k < assay_node_count(judges); k++) {
        const struct assay_node *judge = assay_node_at(judges, k);
        const struct assay_str kind = assay_rollout_text(judge, "kind");
        const bool list = assay_str_equal(kind, ASSAY_STR("list"));
        size_t s;

        if ((!list && !assay_str_equal(kind, ASSAY_STR("point"))) ||
            !sample_of(&reading, judge, &s))
            continue;
        out->judgements++;
        (void)assay_rollout_number(judge, "meta", &out->meta[s]);
        if (list)
            read_list(&reading, judge, s);
        else
            read_point(&reading, judge, s);
    }
    keep_whole(&reading);
    out->best = best_of(view);
}

/* ---- voting ---- */

/* Of the samples at these places. */
static struct assay_judge_found found_by(const struct assay_judge_matrix *matrix,
                                         const size_t *place, size_t k)
{
    double high = -INFINITY;
    size_t top = 0, right = 0;

    for (size_t i = 0; i < matrix->responses; i++) {
        double sum = 0.0;

        for (size_t s = 0; s < k; s++)
            sum += matrix->score[place[s] * matrix->responses + i];
        if (sum > high) {
            high = sum;
            top = right = 0;
        }
        top += sum == high;
        right += sum == high && matrix->best[i];
    }
    return (struct assay_judge_found){.right = (double)right / (double)top,
                                      .tied = top > 1};
}

/* The next subset in lexicographic order; false behind the last. */
static bool next_subset(size_t *place, size_t k, size_t n)
{
    size_t i = k;

    while (i > 0 && place[i - 1] == n - k + i - 1)
        i--;
    if (i == 0)
        return false;
    place[i - 1]++;
    for (; i < k; i++)
        place[i] = place[i - 1] + 1;
    return true;
}

/* The first k of a random order. */
static void draw_subset(size_t *place, size_t k, size_t n, struct assay_rng *rng)
{
    for (size_t i = 0; i < n; i++)
        place[i] = i;
    for (size_t i = 0; i < k; i++) {
        const size_t j = i + (size_t)assay_rng_index(rng, n - i);
        const size_t held = place[i];

        place[i] = place[j];
        place[j] = held;
    }
}

/* C(n, k), or more than most where it is. */
static double subsets(size_t n, size_t k)
{
    double count = 1.0;

    for (size_t i = 1; i <= k; i++)
        count = count * (double)(n - k + i) / (double)i;
    return count;
}

void assay_judge_matrix_vote(const struct assay_judge_matrix *matrix, size_t k,
                             size_t most, uint64_t seed, struct assay_judge_found *out)
{
    const bool all = subsets(matrix->samples, k) <= (double)most + 0.5;
    size_t place[ASSAY_JUDGE_SAMPLES_MAX], n = 0;
    struct assay_rng rng = assay_rng_stream(seed, k);
    bool more = true;

    *out = (struct assay_judge_found){0};
    for (size_t i = 0; i < k; i++)
        place[i] = i;
    while (more) {
        struct assay_judge_found found;

        if (!all)
            draw_subset(place, k, matrix->samples, &rng);
        found = found_by(matrix, place, k);
        out->right += found.right;
        out->tied += found.tied;
        n++;
        more = all ? next_subset(place, k, matrix->samples) : n < most;
    }
    out->right /= (double)n;
    out->tied /= (double)n;
}

bool assay_judge_matrix_filtered(const struct assay_judge_matrix *matrix, size_t k,
                                 struct assay_judge_found *out)
{
    size_t place[ASSAY_JUDGE_SAMPLES_MAX], n = 0;

    for (size_t s = 0; s < matrix->samples; s++) {
        size_t at = n++;

        if (isnan(matrix->meta[s]))
            return false;
        for (; at > 0 && matrix->meta[place[at - 1]] < matrix->meta[s]; at--)
            place[at] = place[at - 1];
        place[at] = s;
    }
    *out = found_by(matrix, place, k < n ? k : n);
    return n > 0;
}
