/*
 * dpo.c - the reward that a policy implies: its log-probabilities less its reference's.
 *
 * Formulas and papers are in metrics/implicit.h. Policy and reference are models that answer with
 * log-probabilities: they have an option `reward` of what to make of those of one completion, which
 * is set here; stored sums or means are taken as they are.
 */
#include "adapters/adapter.h"
#include "adapters/inner.h"
#include "metrics/implicit.h"

#include <string.h>

struct dpo {
    /* options */
    const char *reference;
    unsigned form; /* enum assay_implicit */
    double beta;
    struct assay_option_list both, policy_option, reference_option;

    struct assay_inner policy, against; /* against.adapter NULL: reference-free */
};

static const char *const forms[] = {"avg", "sum", "norm", NULL};

static const struct assay_option options[] = {
    {.name = "reference",
     .help = "the reference policy; without one the reward is reference-free",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct dpo, reference),
     .value = "ADAPTER:TARGET",
     .optional = true},
    {.name = "form",
     .help = "of a completion's log-probabilities: mean, sum, or minus their norm",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct dpo, form),
     .initial = "sum",
     .choices = forms},
    {.name = "beta",
     .help = "factor of the difference to the reference",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct dpo, beta),
     .initial = "1",
     .lo = 0,
     .hi = 1e9},
    {.name = "option",
     .help = "an option of both models",
     .type = ASSAY_OPTION_LIST,
     .offset = offsetof(struct dpo, both),
     .value = "KEY=VALUE"},
    {.name = "policy_option",
     .help = "an option of the policy",
     .type = ASSAY_OPTION_LIST,
     .offset = offsetof(struct dpo, policy_option),
     .value = "KEY=VALUE"},
    {.name = "reference_option",
     .help = "an option of the reference",
     .type = ASSAY_OPTION_LIST,
     .offset = offsetof(struct dpo, reference_option),
     .value = "KEY=VALUE"},
    {0},
};

/* ---- opening ---- */

static size_t append(const char **words, size_t n, const struct assay_option_list *list)
{
    memcpy(words + n, list->at, list->count * sizeof(*words));
    return n + list->count;
}

/* The options of one of the two, in arena. */
static struct assay_inner_given given_of(const struct dpo *dpo, const char *model,
                                         const struct assay_option_list *own,
                                         struct assay_arena *arena)
{
    const char **words =
        assay_arena_new(arena, 2 * ASSAY_OPTION_LIST_MAX + 1, sizeof(*words));
    size_t n = append(words, append(words, 0, &dpo->both), own);
    const struct assay_adapter *adapter;
    const char *target;
    struct assay_error ignored; /* told when it is opened */

    if (!assay_adapter_choose(model, arena, &adapter, &target, &ignored) &&
        assay_adapter_has_option(adapter, "reward"))
        words[n++] = assay_arena_printf(arena, "reward=%s", forms[dpo->form]);
    return (struct assay_inner_given){model, words, n};
}

static enum assay_code open_one(struct assay_inner *inner,
                                const struct assay_inner_given *given,
                                const struct assay_setting *setting,
                                struct assay_error *err)
{
    const char *model = given->model;
    enum assay_code code =
        assay_inner_open(inner, model, given->words, given->word_count, setting, err);

    if (!code && assay_inner_want(inner) != ASSAY_WANT_SCORES)
        code = assay_fail(err, ASSAY_EUSAGE,
                          "%s gives %s, not a log-probability a completion", model,
                          assay_want_name(assay_inner_want(inner)));
    if (!code && (!inner->adapter->log_probs || !inner->adapter->log_probs(inner->state)))
        code = assay_fail(err, ASSAY_EUSAGE,
                          "%s is no policy: it gives no log-probabilities", model);
    return code;
}

/* The options of each model; what is made of log-probabilities is not theirs to say. */
static enum assay_code check_reward(const struct dpo *dpo, struct assay_error *err)
{
    const struct assay_option_list *list[] = {&dpo->both, &dpo->policy_option,
                                              &dpo->reference_option};
    static const char *const name[] = {"option", "policy_option", "reference_option"};

    for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++)
        for (size_t k = 0; k < list[i]->count; k++)
            if (strncmp(list[i]->at[k], "reward=", strlen("reward=")) == 0)
                return assay_fail(err, ASSAY_EUSAGE,
                                  "%s=%s: dpo says so itself, by its option form",
                                  name[i], list[i]->at[k]);
    return ASSAY_OK;
}

static const char *dpo_idle(const void *state, const char *name)
{
    const struct dpo *dpo = state;

    if (dpo->reference)
        return NULL;
    if (strcmp(name, "beta") == 0)
        return "it is the factor of the difference to a reference, and none is named";
    return strcmp(name, "reference_option") == 0
               ? "it is of the reference, and none is named"
               : NULL;
}

static enum assay_code dpo_open(void *state, const struct assay_setting *setting,
                                struct assay_error *err)
{
    struct dpo *dpo = state;
    struct assay_inner_given given =
        given_of(dpo, setting->target, &dpo->policy_option, setting->arena);
    enum assay_code code;

    if (dpo->reference && dpo->form == ASSAY_IMPLICIT_NORM)
        return assay_fail(err, ASSAY_EUSAGE,
                          "form=norm is for rewards without a reference");
    code = check_reward(dpo, err);
    dpo->policy.by = "policy_option=";
    if (!code)
        code = open_one(&dpo->policy, &given, setting, err);
    if (code || !dpo->reference)
        return code;
    given = given_of(dpo, dpo->reference, &dpo->reference_option, setting->arena);
    dpo->against.by = "reference_option=";
    return open_one(&dpo->against, &given, setting, err);
}

static void dpo_close(void *state)
{
    struct dpo *dpo = state;

    assay_inner_close(&dpo->policy);
    assay_inner_close(&dpo->against);
}

/* ---- what they are ---- */

static enum assay_code dpo_identity(const void *state, const struct assay_hashes *known,
                                    struct assay_arena *arena, struct assay_identity *out,
                                    struct assay_error *err)
{
    const struct dpo *dpo = state;
    enum assay_code code =
        assay_inner_identity(&dpo->policy, "policy", known, arena, out, err);

    if (!code && dpo->reference)
        code = assay_inner_identity(&dpo->against, "reference", known, arena, out, err);
    return code;
}

static const char *dpo_file(const void *state, const char *target, size_t i,
                            struct assay_arena *arena)
{
    const struct dpo *dpo = state;
    struct assay_inner_given given = given_of(dpo, target, &dpo->policy_option, arena);
    const char *found = assay_inner_file(&given, &i, arena);

    if (found || !dpo->reference)
        return found;
    given = given_of(dpo, dpo->reference, &dpo->reference_option, arena);
    return assay_inner_file(&given, &i, arena);
}

static void dpo_estimate(const void *state, const char *target,
                         const struct assay_load *load, struct assay_arena *arena,
                         struct assay_budget *budget)
{
    const struct dpo *dpo = state;
    struct assay_inner_given given = given_of(dpo, target, &dpo->policy_option, arena);

    assay_inner_estimate(&given, load, arena, budget);
    if (!dpo->reference)
        return;
    given = given_of(dpo, dpo->reference, &dpo->reference_option, arena);
    assay_inner_estimate(&given, load, arena, budget);
}

/* ---- scoring ---- */

static struct assay_answer reward(const struct dpo *dpo,
                                  const struct assay_answer *policy,
                                  const struct assay_answer *reference)
{
    struct assay_answer answer = *policy;

    if (policy->state != ASSAY_STATE_SCORED || !reference)
        return answer;
    if (reference->state != ASSAY_STATE_SCORED)
        return *reference;
    answer.value = assay_implicit_ratio(policy->value, reference->value, dpo->beta);
    return answer;
}

static enum assay_code answer_all(const void *self, const struct assay_task *tasks,
                                  size_t n, struct assay_arena *arena,
                                  struct assay_reply *replies, struct assay_error *err)
{
    const struct dpo *dpo = self;
    struct assay_inner_answers *policy = assay_arena_new(arena, n, sizeof(*policy));
    struct assay_inner_answers *reference = assay_arena_new(arena, n, sizeof(*reference));
    enum assay_code code = assay_inner_ask(&dpo->policy, tasks, n, arena, policy, err);

    if (!code && dpo->against.adapter)
        code = assay_inner_ask(&dpo->against, tasks, n, arena, reference, err);
    for (size_t i = 0; !code && i < n; i++) {
        for (size_t k = 0; k < tasks[i].wanted; k++)
            policy[i].at[k] = reward(dpo, &policy[i].at[k],
                                     reference[i].at ? &reference[i].at[k] : NULL);
        replies[i] = (struct assay_reply){tasks[i], policy[i].at};
    }
    return code;
}

static void dpo_facts(const void *state, struct assay_arena *arena,
                      struct assay_node *map)
{
    const struct dpo *dpo = state;

    assay_inner_facts(&dpo->policy, "policy", arena, map);
    assay_inner_facts(&dpo->against, "reference", arena, map);
}

static enum assay_code dpo_pull(const void *state, struct assay_work *work,
                                struct assay_error *err)
{
    return assay_inner_pull(state, answer_all, work, err);
}

/* The models' identities tell these, where they heed them. */
static const char *const indifferent[] = {
    "reference", "option", "policy_option", "reference_option",
    "seed",      "orders", "votes",         NULL};

const struct assay_adapter assay_adapter_dpo = {
    .name = "dpo",
    .summary = "the reward that a policy implies, against its reference or without one",
    .state_size = sizeof(struct dpo),
    .options = options,
    .needs_target = true,
    .target_is_model = true,
    .together = ASSAY_INNER_TASKS,
    .indifferent = indifferent,
    .estimate = dpo_estimate,
    .open = dpo_open,
    .idle = dpo_idle,
    .identity = dpo_identity,
    .file = dpo_file,
    .pull = dpo_pull,
    .facts = dpo_facts,
    .close = dpo_close,
};
