/*
 * programme.c - a reward of each step by a formula of what was observed, as a language model might write one.
 *
 *   r_t = formula(steps.obs[t], that of the step before, t),   r = aggregate of the r_t
 *
 * The formula is looked at before it is used: a name that no observation has, a division by what may be zero, a log or root of
 * what may have none, and a reward without a bound are refused with their column. What may be is read off the ranges that
 * fields are given; a field without one may be anything. Formulas are all that is run.
 *
 * How dense rewards order whole episodes beside the sparse outcome is a diagnostic: credit.
 *
 * Source: Li et al. 2024, Auto MC-Reward, arXiv:2312.09238, sections 3.1 and 3.2 (designer and critic; there the reward is
 *         Python).
 */
#include "adapters/signals/step_programme.h"
#include "metrics/aggregate.h"

enum {
    CHECKS_STATIC,
    CHECKS_RUN
};

struct programme {
    const char *text, *ranges;
    unsigned checks, aggregate;
    struct assay_step_programme programme;
};

static const char *const checks[] = {"static", "run", NULL};
static const char *const aggregates[] = {
    "prod", "geomean", "min", "mean",
    "last", "max",     "sum", NULL}; /* enum assay_aggregate */

static const struct assay_option options[] = {
    {.name = "programme",
     .help = "the formula of a step's reward, of names of steps.obs",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct programme, text),
     .value = "FORMULA",
     .optional = true},
    {.name = "ranges",
     .help = "where fields lie, by comma: dist:0:100,hp:0:20",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct programme, ranges),
     .value = "FIELD:LOW:HIGH",
     .optional = true},
    {.name = "checks",
     .help =
         "run: faults are told at the step where they happen, bounds are not asked for",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct programme, checks),
     .initial = "static",
     .choices = checks},
    {.name = "aggregate",
     .help = "how steps become one reward",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct programme, aggregate),
     .initial = "sum",
     .choices = aggregates},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "auto-mc-reward",
     .row = 22,
     .quirk = "rewards are formulas here, not Python, so that no code of a model's runs"},
    {0},
};

static enum assay_code begin(void *state, struct assay_error *err)
{
    struct programme *self = state;

    if (!self->text)
        return assay_fail(err, ASSAY_EUSAGE,
                          "programme: no formula; give one, programme=FORMULA");
    self->programme.text = self->text;
    self->programme.ranges = self->ranges;
    self->programme.unchecked = self->checks == CHECKS_RUN;
    return ASSAY_OK;
}

static enum assay_code look(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    return assay_step_programme_see(&((struct programme *)state)->programme, view, err);
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    struct programme *self = state;
    enum assay_code code = assay_step_programme_compile(&self->programme, err);

    if (!code && self->programme.formulas > 1)
        code = assay_fail(err, ASSAY_EDATA, "programme: one formula is a reward, not %zu",
                          self->programme.formulas);
    for (size_t i = 0; !code && i < view->count; i++) {
        struct assay_error why;

        code = assay_step_programme_run(&self->programme, view, i, &out[i], &out[i].steps,
                                        err);
        if (!code && out[i].steps &&
            assay_aggregate_steps(out[i].steps, out[i].step_count,
                                  (enum assay_aggregate)self->aggregate, &out[i].reward,
                                  &why))
            assay_signal_lack(&out[i], "a finite aggregate of its steps");
    }
    return code;
}

static void end(void *state)
{
    assay_step_programme_release(&((struct programme *)state)->programme);
}

const struct assay_signal assay_signal_programme = {
    .name = "programme",
    .summary = "a reward of each step by a checked formula of what was observed",
    .formula = "sum_t formula(steps.obs[t])",
    .needs = "steps.obs",
    .source = "Li et al. 2024, arXiv:2312.09238, sections 3.1 and 3.2",
    .options = options,
    .state_size = sizeof(struct programme),
    .presets = presets,
    .begin = begin,
    .look = look,
    .take = take,
    .end = end,
};
