/*
 * history_length.c - length held against the shortest right answer that the run has found to the prompt so far.
 *
 *   f = cos(pi/2 min(len / h, 2)),    right: max(floor, f)    wrong: min(0, f)    no h yet: 0
 *   r = correct + weight f + penalty (share of tokens in an n-gram that was there before)
 *
 * h is the length of the shortest right answer to the prompt at earlier steps of the run: what a step itself finds counts
 * from the next one on. Steps come by their number, wherever they stand in the log. f never rises with len.
 *
 * Source: Huang et al. 2025, HAPO: Training Language Models to Reason Concisely via History-Aware Policy Optimization,
 *         arXiv:2505.11225; HCY123902/HAPO utils.py, grpo_trainer.py@c91ae3b.
 */
#include "adapters/signals/signal.h"
#include "harness/core/keys.h"
#include "harness/core/memory.h"

#include <math.h>
#include <stdlib.h>

/* The shortest right answer to a prompt at a step; sorted, up to that step. */
struct shortest {
    uint64_t key[2]; /* of run, suite and id */
    double step, length;
};

struct history {
    double weight, floor, penalty;
    size_t gram;
    bool outcome;
    struct shortest *at; /* (count,) */
    size_t count, cap;
    bool sorted;
};

static const struct assay_option options[] = {
    {.name = "weight",
     .help = "of length",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct history, weight),
     .initial = "1",
     .lo = 0.0,
     .hi = 1e6},
    {.name = "floor",
     .help = "the least that length may make of a right answer",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct history, floor),
     .initial = "-0.7",
     .lo = -1.0,
     .hi = 0.0},
    {.name = "outcome",
     .help = "add whether the answer is right",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct history, outcome),
     .initial = "false"},
    {.name = "penalty",
     .help = "of a token in a repeated n-gram, 0 or below; needs tok.ids",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct history, penalty),
     .initial = "0",
     .lo = -1e6,
     .hi = 0.0},
    {.name = "gram",
     .help = "tokens of an n-gram",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct history, gram),
     .initial = "3",
     .lo = 1,
     .hi = 64},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "hapo",
     .row = 47,
     .settings = {"outcome=true"},
     .quirk = "the release also has a history of means and a linear form, which are not "
              "here; its repetition penalty is 0 unless asked for"},
    {0},
};

static void end(void *state)
{
    struct history *self = state;

    free(self->at);
}

static struct shortest place_of(const struct assay_rollout_view *view, double step)
{
    static const char *const fields[] = {"run", "suite", "id"};
    struct shortest place = {.step = step};

    assay_rollout_key_of(view->record.node, fields, 3, place.key);
    return place;
}

static enum assay_code look(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct history *self = state;
    double shortest = INFINITY, step, right, length;

    (void)err;
    if (!assay_rollout_number(view->record.node, "step", &step))
        return ASSAY_OK;
    for (size_t i = 0; i < view->count; i++) {
        const struct assay_node *response = assay_rollout_view_response(view, i);

        if (assay_rollout_number(response, "correct", &right) && right > 0.5 &&
            assay_rollout_number(response, "n_tok", &length))
            shortest = fmin(shortest, length);
    }
    if (!isfinite(shortest))
        return ASSAY_OK;
    if (self->count == self->cap) {
        self->cap = assay_memory_grow(self->cap, self->count + 1);
        self->at = assay_memory_resize(self->at, self->cap, sizeof(*self->at));
    }
    self->at[self->count] = place_of(view, step);
    self->at[self->count++].length = shortest;
    return ASSAY_OK;
}

static int compare(const void *a, const void *b)
{
    const struct shortest *x = a, *y = b;

    for (size_t i = 0; i < 2; i++)
        if (x->key[i] != y->key[i])
            return x->key[i] < y->key[i] ? -1 : 1;
    return (x->step > y->step) - (x->step < y->step);
}

static bool same_prompt(const struct shortest *a, const struct shortest *b)
{
    return a->key[0] == b->key[0] && a->key[1] == b->key[1];
}

static void sort(struct history *self)
{
    if (self->count > 0)
        qsort(self->at, self->count, sizeof(*self->at), compare);
    for (size_t i = 1; i < self->count; i++)
        if (same_prompt(&self->at[i - 1], &self->at[i]))
            self->at[i].length = fmin(self->at[i].length, self->at[i - 1].length);
    self->sorted = true;
}

/* The shortest right answer before a step; 0 where there is none. */
static double before(struct history *self, const struct assay_rollout_view *view,
                     double step)
{
    const struct shortest wanted = place_of(view, step);
    size_t lo = 0, hi;

    if (!self->sorted)
        sort(self);
    for (hi = self->count; lo < hi;) {
        const size_t middle = lo + (hi - lo) / 2;

        if (compare(&self->at[middle], &wanted) < 0)
            lo = middle + 1;
        else
            hi = middle;
    }
    return lo > 0 && same_prompt(&self->at[lo - 1], &wanted) ? self->at[lo - 1].length
                                                             : 0.0;
}

static double length_reward(const struct history *self, double length, double h,
                            bool right)
{
    const double half = acos(0.0); /* pi / 2 */
    double f;

    if (!(h > 0.0))
        return 0.0;
    f = length == h ? 0.0 : cos(half * fmin(length / h, 2.0));
    return right ? fmax(self->floor, f) : fmin(0.0, f);
}

/* Two words of an n-gram. */
static void gram_key(const double *ids, size_t n, uint64_t key[2])
{
    key[0] = 0x9e3779b97f4a7c15;
    key[1] = 0xc2b2ae3d27d4eb4f;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < 2; k++) {
            key[k] = (key[k] ^ (uint64_t)ids[i]) *
                     (k ? 0xd6e8feb86659fd93 : 0xff51afd7ed558ccd);
            key[k] ^= key[k] >> 32;
        }
}

/* Share of tokens in an n-gram that stands further in front, too. */
static double repeated(const double *ids, size_t n, size_t gram)
{
    struct assay_keys seen = {.words = 2};
    size_t covered = 0, count = 0;

    for (size_t i = 0; i + gram <= n; i++) {
        uint32_t number = (uint32_t)seen.count;
        uint64_t key[2];

        gram_key(ids + i, gram, key);
        if (assay_keys_add(&seen, key, &number))
            continue;
        count += i + gram - (covered > i ? covered : i);
        covered = i + gram;
    }
    assay_keys_release(&seen);
    return n ? (double)count / (double)n : 0.0;
}

static enum assay_code take_one(const struct history *self,
                                const struct assay_rollout_view *view, size_t i, double h,
                                struct assay_signal_value *value, struct assay_error *err)
{
    struct assay_signal_track ids;
    double right, length, repetition = 0.0;
    enum assay_code code;

    if (!assay_signal_number(view, i, "correct", value, &right) ||
        !assay_signal_number(view, i, "n_tok", value, &length))
        return ASSAY_OK;
    if (self->penalty < 0.0) {
        code = assay_signal_array(view, i, "tok.ids", value, &ids, err);
        if (code || !ids.at)
            return code;
        repetition = self->penalty * repeated(ids.at, ids.n, self->gram);
    }
    value->reward = (self->outcome ? right : 0.0) +
                    self->weight * length_reward(self, length, h, right > 0.5) +
                    repetition;
    return ASSAY_OK;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    struct history *self = state;
    const bool known = assay_rollout_value(view->record.node, ASSAY_STR("step")) != NULL;
    double step = 0.0, h;
    enum assay_code code = ASSAY_OK;

    (void)assay_rollout_number(view->record.node, "step", &step);
    h = before(self, view, step);
    for (size_t i = 0; !code && i < view->count; i++)
        if (known)
            code = take_one(self, view, i, h, &out[i], err);
        else
            assay_signal_lack(&out[i], "step");
    return code;
}

const struct assay_signal assay_signal_history_length = {
    .name = "history-length",
    .summary = "length against the shortest right answer of earlier steps",
    .formula = "correct + weight f, f = cos(pi/2 min(len / h, 2)) cut to [floor, 1] if "
               "right, to [-1, 0] if wrong",
    .needs = "correct n_tok",
    .source = "Huang et al. 2025, arXiv:2505.11225; HCY123902/HAPO utils.py, "
              "grpo_trainer.py@c91ae3b",
    .options = options,
    .state_size = sizeof(struct history),
    .presets = presets,
    .look = look,
    .take = take,
    .end = end,
};
