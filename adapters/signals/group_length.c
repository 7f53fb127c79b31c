/*
 * group_length.c - of right answers the short ones are worth more, by the lengths of the group's right answers.
 *
 *   sigmoid  1 - alpha sigma((len - mean) / sd)             sd 0: 1 - alpha / 2
 *   range    1 - alpha (len - min) / (max - min)            all equally long: 1
 *   ratio    1 - alpha (1 - min / len)
 *
 * and `wrong` for wrong ones. Mean, sd (n in the denominator), min and max are of the group's right answers. None of these
 * rises with len, so that steps said twice gain nothing.
 *
 * Only groups that are mostly right are treated so: of the n groups of a step, ordered by their share of right answers, the
 * first floor(share n); the answers of others are worth 1 or `wrong`. Of equal shares the keys of the groups decide, and so
 * the log's order does not.
 *
 * Source: Dai et al. 2025, Stable Reinforcement Learning for Efficient Reasoning, arXiv:2505.18086 (groups by their share of
 *         right answers); sigmoid: Arora and Zanette 2025, Training Language Models to Reason Efficiently, arXiv:2502.04463,
 *         section 3. What share and which form are used was not seen.
 */
#include "adapters/signals/signal.h"
#include "adapters/signals/signal_steps.h"
#include "harness/core/memory.h"

#include <math.h>
#include <stdlib.h>

enum form {
    FORM_SIGMOID,
    FORM_RANGE,
    FORM_RATIO
};

static const char *const forms[] = {"sigmoid", "range", "ratio", NULL};

/* A group as it stands in its step. */
struct place {
    uint64_t key[2];
    size_t step;
    double right; /* share of right answers */
    bool chosen;
};

struct group_length {
    unsigned form;
    double alpha, share, wrong;
    struct assay_signal_steps steps;
    struct place *place; /* (count,) */
    size_t count, cap;
    bool ranked; /* place is in order of keys, and chosen is there */
};

static const struct assay_option options[] = {
    {.name = "form",
     .help = "how length is held against the group's",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct group_length, form),
     .initial = "sigmoid",
     .choices = forms},
    {.name = "alpha",
     .help = "what length can cost",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct group_length, alpha),
     .initial = "0.5",
     .lo = 0.0,
     .hi = 1.0},
    {.name = "share",
     .help = "of the groups of a step, those most often right, whose length counts",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct group_length, share),
     .initial = "1",
     .lo = 0.0,
     .hi = 1.0},
    {.name = "wrong",
     .help = "reward of wrong answers",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct group_length, wrong),
     .initial = "0",
     .lo = -1e6,
     .hi = 0.0},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "grpo-lambda",
     .row = 41,
     .formula = "1 - alpha sigma((len - mean) / sd) if right, in the groups of a step "
                "that are most often right; else 0 or 1",
     .settings = {"form=sigmoid", "share=0.2"},
     .quirk = "form, alpha and share are not verified: all are options"},
    {.name = "srer",
     .row = 43,
     .formula = "1 - alpha (len - min) / (max - min) if right, else 0",
     .settings = {"form=range", "alpha=1"},
     .quirk = "the form is not verified: form=ratio and form=sigmoid are others"},
    {0},
};

static enum assay_code begin(void *state, struct assay_error *err)
{
    struct group_length *self = state;

    (void)err;
    assay_signal_steps_init(&self->steps);
    return ASSAY_OK;
}

static void end(void *state)
{
    struct group_length *self = state;

    assay_signal_steps_release(&self->steps);
    free(self->place);
}

static bool looks(const void *state)
{
    const struct group_length *self = state;

    return self->share > 0.0 && self->share < 1.0;
}

static enum assay_code look(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct group_length *self = state;
    double right = 0.0, correct;
    struct place *place;
    size_t n = 0;

    (void)err;
    for (size_t i = 0; i < view->count; i++)
        if (assay_rollout_number(assay_rollout_view_response(view, i), "correct",
                                 &correct)) {
            right += correct;
            n++;
        }
    if (n == 0)
        return ASSAY_OK;
    if (self->count == self->cap) {
        self->cap = assay_memory_grow(self->cap, self->count + 1);
        self->place = assay_memory_resize(self->place, self->cap, sizeof(*self->place));
    }
    place = &self->place[self->count++];
    *place = (struct place){.step = assay_signal_steps_add(&self->steps, view),
                            .right = right / (double)n};
    assay_rollout_key(&view->record, place->key);
    return ASSAY_OK;
}

static int by_key(const void *a, const void *b)
{
    const struct place *x = a, *y = b;

    if (x->key[0] != y->key[0])
        return x->key[0] < y->key[0] ? -1 : 1;
    return (x->key[1] > y->key[1]) - (x->key[1] < y->key[1]);
}

/* By step, and in a step the most often right first. */
static int by_rank(const void *a, const void *b)
{
    const struct place *x = a, *y = b;

    if (x->step != y->step)
        return x->step < y->step ? -1 : 1;
    if (x->right != y->right)
        return x->right > y->right ? -1 : 1;
    return by_key(a, b);
}

static void rank(struct group_length *self)
{
    size_t first = 0, last;

    if (self->count > 0)
        qsort(self->place, self->count, sizeof(*self->place), by_rank);
    while (first < self->count) {
        for (last = first;
             last < self->count && self->place[last].step == self->place[first].step;)
            last++;
        for (size_t i = first; i < last; i++)
            self->place[i].chosen =
                (double)(i - first + 1) <= self->share * (double)(last - first) + 1e-9;
        first = last;
    }
    if (self->count > 0)
        qsort(self->place, self->count, sizeof(*self->place), by_key);
    self->ranked = true;
}

/* Whether length counts in a group. */
static bool is_chosen(struct group_length *self, const struct assay_rollout_view *view)
{
    struct place key = {0}, *found;

    if (!looks(self))
        return self->share > 0.0;
    if (!self->ranked)
        rank(self);
    assay_rollout_key(&view->record, key.key);
    found =
        self->count ? bsearch(&key, self->place, self->count, sizeof(key), by_key) : NULL;
    return found && found->chosen;
}

/* Lengths of the right answers of a group. */
struct lengths {
    size_t n;
    double mean, m2, lo, hi;
};

static void add_length(struct lengths *all, double length)
{
    const double away = length - all->mean;

    all->lo = all->n == 0 || length < all->lo ? length : all->lo;
    all->hi = all->n == 0 || length > all->hi ? length : all->hi;
    all->n++;
    all->mean += away / (double)all->n;
    all->m2 += away * (length - all->mean);
}

/* What length takes off, from 0 to 1. */
static double cost(enum form form, const struct lengths *all, double length)
{
    const double sd = sqrt(all->m2 / (double)all->n);

    if (form == FORM_SIGMOID)
        return 1.0 / (1.0 + exp(sd > 0.0 ? -(length - all->mean) / sd : 0.0));
    if (form == FORM_RANGE)
        return all->hi > all->lo ? (length - all->lo) / (all->hi - all->lo) : 0.0;
    return length > 0.0 ? 1.0 - all->lo / length : 0.0;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    struct group_length *self = state;
    const bool counts = is_chosen(self, view);
    struct lengths all = {0};
    double right, length;

    (void)err;
    for (size_t i = 0; i < view->count; i++)
        if (assay_signal_number(view, i, "correct", &out[i], &right) && right > 0.5 &&
            assay_rollout_number(assay_rollout_view_response(view, i), "n_tok", &length))
            add_length(&all, length);
    for (size_t i = 0; i < view->count; i++) {
        if (!assay_signal_number(view, i, "correct", &out[i], &right))
            continue;
        if (right <= 0.5)
            out[i].reward = self->wrong;
        else if (!counts)
            out[i].reward = 1.0;
        else if (assay_signal_number(view, i, "n_tok", &out[i], &length))
            out[i].reward = 1.0 - self->alpha * cost((enum form)self->form, &all, length);
    }
    return ASSAY_OK;
}

const struct assay_signal assay_signal_group_length = {
    .name = "group-length",
    .summary = "of right answers the short ones are worth more, by their group's lengths",
    .formula = "1 - alpha c(len) if right, c from 0 to 1 by the lengths of right answers",
    .needs = "correct n_tok",
    .source = "Dai et al. 2025, arXiv:2505.18086; Arora and Zanette 2025, "
              "arXiv:2502.04463, section 3",
    .options = options,
    .state_size = sizeof(struct group_length),
    .presets = presets,
    .begin = begin,
    .looks = looks,
    .look = look,
    .take = take,
    .end = end,
};
