/*
 * information_gain.c - does a thought make what follows it more predictable?
 *
 *   r_t = log p(x_t | thought) - log p(x_t),    gain = mean_t r_t of a response
 *
 * and whether the gain is higher where the response is right: Pearson's correlation with correct.
 *
 * Source: RLP, NVlabs/RLP README@36b0ac0.
 */
#include "harness/core/memory.h"
#include "metrics/correlation.h"
#include "reports/diagnostics/diagnostic.h"

#include <stdlib.h>

struct information_gain {
    const char *with, *without;
    size_t tokens, positive, responses;
    double sum;           /* of tokens */
    double *gain, *right; /* (judged,) of responses that people judged */
    size_t judged, room;
};

static const struct assay_option options[] = {
    {.name = "with",
     .help = "track behind the thought, ans_lp.NAME",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct information_gain, with),
     .initial = "cot",
     .value = "NAME"},
    {.name = "without",
     .help = "track without it",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct information_gain, without),
     .initial = "nocot",
     .value = "NAME"},
    {0},
};

static void keep(struct information_gain *self, const struct assay_node *response,
                 double gain)
{
    double correct;

    if (!assay_rollout_number(response, "correct", &correct))
        return;
    if (self->judged == self->room) {
        self->room = self->room ? 2 * self->room : 1024;
        self->gain = assay_memory_resize(self->gain, self->room, sizeof(double));
        self->right = assay_memory_resize(self->right, self->room, sizeof(double));
    }
    self->gain[self->judged] = gain;
    self->right[self->judged++] = correct;
}

static enum assay_code take_one(struct information_gain *self,
                                const struct assay_rollout_view *view,
                                const struct assay_node *response,
                                struct assay_error *err)
{
    const double *with, *without = NULL;
    size_t n, m = 0;
    double sum = 0.0;
    enum assay_code code = assay_rollout_array(
        view, response, assay_arena_printf(view->arena, "ans_lp.%s", self->with), &with,
        &n, err);

    if (!code)
        code = assay_rollout_array(
            view, response, assay_arena_printf(view->arena, "ans_lp.%s", self->without),
            &without, &m, err);
    if (code || !with || !without || n != m || n == 0)
        return code;
    for (size_t t = 0; t < n; t++) {
        sum += with[t] - without[t];
        self->positive += with[t] > without[t];
    }
    self->sum += sum;
    self->tokens += n;
    self->responses++;
    keep(self, response, sum / (double)n);
    return ASSAY_OK;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < view->count; i++)
        code = take_one(state, view, assay_rollout_view_response(view, i), err);
    return code;
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    const struct information_gain *self = state;
    struct assay_error ignored;
    double mean, share, correlation;

    (void)err;
    if (self->tokens == 0) {
        out->lacks = "ans_lp of both tracks, as long as one another";
        return ASSAY_OK;
    }
    mean = self->sum / (double)self->tokens;
    share = (double)self->positive / (double)self->tokens;
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena,
            "A thought makes a token of the answer %.4g nats likelier on average, and "
            "%.4g %% of the %zu tokens likelier at all.",
            mean, 100.0 * share, self->tokens)));
    assay_node_put_count(out->arena, out->values, "responses", self->responses);
    assay_node_put_real(out->arena, out->values, "gain", mean);
    assay_node_put_real(out->arena, out->values, "positive", share);
    if (assay_correlation_pearson(self->right, self->gain, self->judged, &correlation,
                                  &ignored)) {
        assay_node_put(out->arena, out->values, "correlation", assay_node_null());
        return ASSAY_OK;
    }
    assay_node_put_real(out->arena, out->values, "correlation", correlation);
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena, "Its correlation with right answers is %.4g over %zu responses.",
            correlation, self->judged)));
    return ASSAY_OK;
}

static void end(void *state)
{
    struct information_gain *self = state;

    free(self->gain);
    free(self->right);
}

const struct assay_diagnostic assay_diagnostic_information_gain = {
    .name = "information-gain",
    .summary = "does a thought make what follows it more predictable?",
    .formula = "mean_t (log p(t | thought) - log p(t)); share of tokens above 0; "
               "correlation with correct",
    .needs = "ans_lp.cot ans_lp.nocot correct",
    .source = "NVlabs/RLP README@36b0ac0",
    .rows = {19},
    .quirk = "the paper's baseline is a moving average that does not think; which model "
             "the track without a thought is of is the log's",
    .options = options,
    .state_size = sizeof(struct information_gain),
    .take = take,
    .tell = tell,
    .end = end,
};
