/*
 * progress.c - what each action of an agent contributes to the end, and a bonus for actions that could be carried out.
 *
 *   paper     r_t = c_t + bonus [action t was executed],  c_t of a progress model trained so that sum_t c_t is the outcome
 *   released  r_t = (o - mean outcome of the others of the group) + bonus [executed]: the same for every step. Alone in its
 *             group a response keeps its outcome
 *   r = sum_t r_t
 *
 * How far sum_t c_t is from the outcome is a diagnostic: credit.
 *
 * Source: Wang et al. 2025, SPA-RL, arXiv:2505.20732, section 3; WangHanLinHenry/SPA-RL-Agent prm/rl_data_org.py@323964f,
 *         which overwrites the model's values before it adds 0.5.
 */
#include "adapters/signals/signal.h"
#include "metrics/aggregate.h"

enum {
    FORM_PAPER,
    FORM_RELEASED
};

struct progress {
    const char *track, *outcome;
    double bonus;
    unsigned form;
};

static const char *const forms[] = {"paper", "released", NULL};

static const struct assay_option options[] = {
    {.name = "track",
     .help = "contributions of steps, steps.score.NAME",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct progress, track),
     .initial = "progress",
     .value = "NAME"},
    {.name = "bonus",
     .help = "for an action that was executed",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct progress, bonus),
     .initial = "0.5",
     .lo = -1e6,
     .hi = 1e6},
    {.name = "form",
     .help =
         "released: contributions are overwritten by the outcome less the others' mean",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct progress, form),
     .initial = "paper",
     .choices = forms},
    {.name = "outcome",
     .help = "of released: the outcome, a path of the response",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct progress, outcome),
     .initial = "reward.outcome",
     .value = "PATH"},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "spa",
     .row = 30,
     .quirk = "the shipped script overwrites every step's value by the outcome less the "
              "mean of the "
              "group's other outcomes before it adds the bonus: form=released"},
    {0},
};

/* Sum of the outcomes of a group, of those that have one. */
static double outcomes_of(const struct progress *progress,
                          const struct assay_rollout_view *view, size_t *n)
{
    double sum = 0.0, outcome;

    *n = 0;
    for (size_t i = 0; i < view->count; i++)
        if (assay_rollout_number(assay_rollout_view_response(view, i), progress->outcome,
                                 &outcome)) {
            sum += outcome;
            (*n)++;
        }
    return sum;
}

/* Contributions of n steps as the script makes them; false where the outcome is missing. */
static bool overwrite(const struct progress *progress,
                      const struct assay_rollout_view *view, size_t i,
                      struct assay_signal_value *value, double *step)
{
    size_t count;
    const double sum = outcomes_of(progress, view, &count);
    double outcome;

    if (!assay_signal_number(view, i, progress->outcome, value, &outcome))
        return false;
    for (size_t t = 0; t < value->step_count; t++)
        step[t] = count > 1 ? outcome - (sum - outcome) / (double)(count - 1) : outcome;
    return true;
}

static enum assay_code take_one(void *state, const struct assay_rollout_view *view,
                                size_t i, struct assay_signal_value *value,
                                struct assay_error *err)
{
    const struct progress *progress = state;
    struct assay_signal_track given, executed;
    struct assay_error why;
    double *step;
    size_t m;
    enum assay_code code =
        assay_signal_array(view, i, "steps.exec", value, &executed, err);

    if (code || !executed.at)
        return code;
    m = executed.n;
    step = assay_arena_new(view->arena, m + 1, sizeof(*step));
    value->step_count = m;
    if (progress->form == FORM_PAPER) {
        code = assay_signal_array(view, i,
                                  assay_signal_path(view, "steps.score", progress->track),
                                  value, &given, err);
        if (code || !given.at)
            return code;
        for (size_t t = 0; t < m; t++)
            step[t] = given.at[t];
    } else if (!overwrite(progress, view, i, value, step)) {
        return ASSAY_OK;
    }
    for (size_t t = 0; t < m; t++)
        step[t] += executed.at[t] > 0.5 ? progress->bonus : 0.0;
    value->steps = step;
    if (assay_aggregate_steps(step, m, ASSAY_AGGREGATE_SUM, &value->reward, &why))
        assay_signal_lack(value, "a step");
    return ASSAY_OK;
}

const struct assay_signal assay_signal_progress = {
    .name = "progress",
    .summary = "what each action contributes to the end, with a bonus for executed ones",
    .formula = "sum_t (c_t + bonus [action t was executed])",
    .needs = "steps.score.progress steps.exec",
    .source =
        "Wang et al. 2025, arXiv:2505.20732, section 3; WangHanLinHenry/SPA-RL-Agent "
        "prm/rl_data_org.py@323964f",
    .options = options,
    .state_size = sizeof(struct progress),
    .presets = presets,
    .each = take_one,
};
