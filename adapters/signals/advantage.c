/*
 * advantage.c - how much better a response is than the others to its prompt.
 *
 *   grpo     (r_i - mean) / (s + epsilon)
 *   rloo     n / (n - 1) (r_i - mean)
 *   centred  r_i - mean
 *   rank     ranks from -1 to 1
 *
 * of the responses of a group that have the reward, two of them at least.
 *
 * Source: metrics/group_advantage.h.
 */
#include "adapters/signals/signal.h"
#include "metrics/group_advantage.h"

static const char *const forms[] = {"grpo", "rloo", "centred", "rank", NULL};

struct advantage {
    const char *reward;
    unsigned form;
    double epsilon;
};

static const struct assay_option options[] = {
    {.name = "reward",
     .help = "field of a response that is compared",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct advantage, reward),
     .initial = "correct",
     .value = "FIELD"},
    {.name = "form",
     .help = "what it is divided by, or made of",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct advantage, form),
     .initial = "grpo",
     .choices = forms},
    {.name = "epsilon",
     .help = "added to the standard deviation of grpo",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct advantage, epsilon),
     .initial = "0",
     .lo = 0.0,
     .hi = 1.0},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "grpo",
     .formula = "(r - mean) / sd",
     .settings = {"form=grpo"},
     .quirk = "trl adds 1e-4 to the standard deviation, verl 1e-6 (epsilon); both have n "
              "- 1 in its denominator, the paper does not say"},
    {.name = "rloo", .formula = "n / (n - 1) (r - mean)", .settings = {"form=rloo"}},
    {.name = "dr-grpo", .formula = "r - mean", .settings = {"form=centred"}},
    {.name = "rank-advantage",
     .formula = "(2 rank - n - 1) / (n - 1)",
     .settings = {"form=rank"}},
    {0},
};

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    const struct advantage *self = state;
    double *reward = assay_arena_new(view->arena, view->count + 1, sizeof(*reward));
    double *made = assay_arena_new(view->arena, view->count + 1, sizeof(*made));
    size_t *place = assay_arena_new(view->arena, view->count + 1, sizeof(*place));
    size_t n = 0;

    (void)err;
    for (size_t i = 0; i < view->count; i++)
        if (assay_signal_number(view, i, self->reward, &out[i], &reward[n]))
            place[n++] = i;
    if (n >= 2)
        assay_group_advantage((enum assay_group_advantage)self->form, reward, n,
                              self->epsilon, made);
    for (size_t i = 0; i < n; i++)
        if (n >= 2)
            out[place[i]].reward = made[i];
        else
            assay_signal_lack(&out[place[i]], "another response with a reward");
    return ASSAY_OK;
}

const struct assay_signal assay_signal_advantage = {
    .name = "advantage",
    .summary = "how much better a response is than the others to its prompt",
    .formula = "(r - mean) / sd, n / (n - 1) (r - mean), r - mean, or ranks",
    .needs = "correct",
    .source = "Shao et al. 2024, arXiv:2402.03300, section 4.1; Ahmadian et al. 2024, "
              "arXiv:2402.14740; Liu et al. 2025, arXiv:2503.20783",
    .options = options,
    .state_size = sizeof(struct advantage),
    .presets = presets,
    .take = take,
};
