/*
 * ensemble.c - several models, whose scores for a completion become one.
 *
 * How they do is said in metrics/ensemble_score.h, with the papers. Members answer in units of their own:
 * where their spread counts they are standardised first, (s - mean) / sd, by figures that are known
 * before the run: those of a member's stored answers, or the ones given. A completion that a member
 * did not score has no score.
 */
#include "adapters/adapter.h"
#include "adapters/inner.h"
#include "metrics/ensemble_score.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MEMBERS_MAX = 64
};

struct member {
    struct assay_inner inner;
    double mean, sd; /* 0, 1: as it answers */
};

struct ensemble {
    /* options */
    struct assay_option_list member, member_option, spread;
    unsigned combine;
    double lambda;
    size_t ddof;
    bool standardise;

    struct member *at; /* (member.count,) */
};

static const char *const combinations[] = {"mean", "worst", "variance", "spread", NULL};

static const struct assay_option options[] = {
    {.name = "member",
     .help = "a model of the ensemble, at least one",
     .type = ASSAY_OPTION_LIST,
     .offset = offsetof(struct ensemble, member),
     .value = "ADAPTER:TARGET"},
    {.name = "member_option",
     .help = "an option of the N-th member, from 1; of all without N:",
     .type = ASSAY_OPTION_LIST,
     .offset = offsetof(struct ensemble, member_option),
     .value = "[N:]KEY=VALUE"},
    {.name = "combine",
     .help = "mean; worst; mean minus lambda times variance, or spread",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct ensemble, combine),
     .initial = "mean",
     .choices = combinations},
    {.name = "lambda",
     .help = "weight of the disagreement",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct ensemble, lambda),
     .initial = "0.5",
     .lo = 0,
     .hi = 1e9},
    {.name = "ddof",
     .help = "variance over n members (0) or n - 1 (1)",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct ensemble, ddof),
     .initial = "0",
     .lo = 0,
     .hi = 1},
    {.name = "standardise",
     .help = "bring members to mean 0 and spread 1 first",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct ensemble, standardise)},
    {.name = "spread",
     .help = "mean and standard deviation of the N-th member's scores",
     .type = ASSAY_OPTION_LIST,
     .offset = offsetof(struct ensemble, spread),
     .value = "N:MEAN:SD"},
    {0},
};

/* ---- opening ---- */

/* The number before the first colon, 1 .. count; 0 where there is none. *rest is behind it. */
static size_t number_of(const char *word, size_t count, const char **rest)
{
    char *end;
    const unsigned long n = strtoul(word, &end, 10);

    *rest = word;
    if (end == word || *end != ':' || n < 1 || n > count)
        return 0;
    *rest = end + 1;
    return n;
}

static enum assay_code read_spread(struct ensemble *ensemble, const char *word,
                                   struct assay_error *err)
{
    const char *rest;
    const size_t n = number_of(word, ensemble->member.count, &rest);
    const struct assay_str both = assay_str_of(rest);
    const size_t colon = assay_str_find(both, ASSAY_STR(":"));
    double mean, sd;

    if (!n || colon == both.len ||
        !assay_str_number((struct assay_str){rest, colon}, &mean) ||
        !assay_str_number((struct assay_str){rest + colon + 1, both.len - colon - 1},
                          &sd) ||
        !(sd > 0.0))
        return assay_fail(err, ASSAY_EUSAGE,
                          "spread: \"%s\" is not N:MEAN:SD of a member, SD > 0", word);
    ensemble->at[n - 1].mean = mean;
    ensemble->at[n - 1].sd = sd;
    return ASSAY_OK;
}

/* What a member's own answers say of their spread, or else what is given. */
static enum assay_code settle_spreads(struct ensemble *ensemble, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; i < ensemble->member.count; i++) {
        struct member *member = &ensemble->at[i];

        member->sd = ensemble->standardise ? 0.0 : 1.0;
        if (ensemble->standardise && member->inner.adapter->spread &&
            !member->inner.adapter->spread(member->inner.state, &member->mean,
                                           &member->sd))
            member->sd = 0.0;
    }
    for (size_t i = 0; !code && i < ensemble->spread.count; i++)
        code = read_spread(ensemble, ensemble->spread.at[i], err);
    for (size_t i = 0; !code && i < ensemble->member.count; i++)
        if (!(ensemble->at[i].sd > 0.0))
            code =
                assay_fail(err, ASSAY_EUSAGE,
                           "standardise: the spread of %s is not known before the run: "
                           "spread=%zu:MEAN:SD, as `assay show RUN --scores` tells "
                           "of a run of it alone",
                           ensemble->at[i].inner.model, i + 1);
    return code;
}

/* The i-th member with its options, in arena. */
static struct assay_inner_given given_of(const struct ensemble *ensemble, size_t i,
                                         struct assay_arena *arena)
{
    const struct assay_option_list *list = &ensemble->member_option;
    const char **words = assay_arena_new(arena, list->count + 1, sizeof(*words));
    size_t n = 0;

    for (size_t k = 0; k < list->count; k++) {
        const char *rest;
        const size_t whose = number_of(list->at[k], ensemble->member.count, &rest);

        if (!whose || whose == i + 1)
            words[n++] = rest;
    }
    return (struct assay_inner_given){ensemble->member.at[i], words, n};
}

/* Refuses "N:KEY=VALUE" for a member that there is not. */
static enum assay_code check_number(const struct ensemble *ensemble, const char *word,
                                    struct assay_error *err)
{
    const size_t digits = strspn(word, "0123456789");
    const char *rest;

    return digits == 0 || word[digits] != ':' ||
                   number_of(word, ensemble->member.count, &rest)
               ? ASSAY_OK
               : assay_fail(err, ASSAY_EUSAGE, "member_option=%s: members are 1 to %zu",
                            word, ensemble->member.count);
}

static enum assay_code open_member(struct ensemble *ensemble, size_t i,
                                   const struct assay_setting *setting,
                                   struct assay_error *err)
{
    const struct assay_inner_given given = given_of(ensemble, i, setting->arena);
    struct member *member = &ensemble->at[i];
    enum assay_code code;

    member->inner.by = assay_arena_printf(setting->arena, "member_option=%zu:", i + 1);
    code = assay_inner_open(&member->inner, given.model, given.words, given.word_count,
                            setting, err);

    if (!code && assay_inner_want(&member->inner) != ASSAY_WANT_SCORES)
        code = assay_fail(err, ASSAY_EUSAGE, "%s gives %s: an ensemble is made of scores",
                          member->inner.model,
                          assay_want_name(assay_inner_want(&member->inner)));
    return code;
}

static enum assay_code ensemble_open(void *state, const struct assay_setting *setting,
                                     struct assay_error *err)
{
    struct ensemble *ensemble = state;
    enum assay_code code = ASSAY_OK;

    if (ensemble->member.count == 0)
        return assay_fail(
            err, ASSAY_EUSAGE,
            "--model ensemble wants members: --model-option member=ADAPTER:TARGET");
    if (ensemble->spread.count > 0 && !ensemble->standardise)
        return assay_fail(
            err, ASSAY_EUSAGE,
            "spread=%s is for members that are standardised: --model-option "
            "standardise=true",
            ensemble->spread.at[0]);
    ensemble->at =
        assay_arena_new(setting->arena, ensemble->member.count, sizeof(*ensemble->at));
    for (size_t i = 0; !code && i < ensemble->member_option.count; i++)
        code = check_number(ensemble, ensemble->member_option.at[i], err);
    for (size_t i = 0; !code && i < ensemble->member.count; i++)
        code = open_member(ensemble, i, setting, err);
    return code ? code : settle_spreads(ensemble, err);
}

static const char *ensemble_idle(const void *state, const char *name)
{
    const struct ensemble *ensemble = state;

    if (ensemble->combine == ASSAY_ENSEMBLE_VARIANCE ||
        ensemble->combine == ASSAY_ENSEMBLE_SPREAD)
        return NULL;
    return strcmp(name, "lambda") == 0 || strcmp(name, "ddof") == 0
               ? "it is of the members' disagreement, which combine=variance and "
                 "combine=spread alone take off"
               : NULL;
}

static void ensemble_close(void *state)
{
    struct ensemble *ensemble = state;

    for (size_t i = 0; ensemble->at && i < ensemble->member.count; i++)
        assay_inner_close(&ensemble->at[i].inner);
}

/* ---- what they are ---- */

static enum assay_code ensemble_identity(const void *state,
                                         const struct assay_hashes *known,
                                         struct assay_arena *arena,
                                         struct assay_identity *out,
                                         struct assay_error *err)
{
    const struct ensemble *ensemble = state;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < ensemble->member.count; i++)
        code = assay_inner_identity(&ensemble->at[i].inner,
                                    assay_arena_printf(arena, "member_%zu", i + 1), known,
                                    arena, out, err);
    return code;
}

static const char *ensemble_file(const void *state, const char *target, size_t i,
                                 struct assay_arena *arena)
{
    const struct ensemble *ensemble = state;
    const char *found = NULL;

    (void)target;
    for (size_t k = 0; !found && k < ensemble->member.count; k++) {
        const struct assay_inner_given given = given_of(ensemble, k, arena);

        found = assay_inner_file(&given, &i, arena);
    }
    return found;
}

static void ensemble_estimate(const void *state, const char *target,
                              const struct assay_load *load, struct assay_arena *arena,
                              struct assay_budget *budget)
{
    const struct ensemble *ensemble = state;

    (void)target;
    for (size_t k = 0; k < ensemble->member.count; k++) {
        const struct assay_inner_given given = given_of(ensemble, k, arena);

        assay_inner_estimate(&given, load, arena, budget);
    }
}

/* ---- scoring ---- */

/* What the members' answers to one completion make; the first one without a score is told. */
static struct assay_answer combine(const struct ensemble *ensemble,
                                   struct assay_inner_answers *const *given, size_t task,
                                   size_t k)
{
    double score[MEMBERS_MAX];
    struct assay_answer answer = {.state = ASSAY_STATE_SCORED};

    for (size_t i = 0; i < ensemble->member.count; i++) {
        const struct member *member = &ensemble->at[i];
        const struct assay_answer *from = &given[i][task].at[k];

        if (from->state != ASSAY_STATE_SCORED)
            return *from;
        score[i] = (from->value - member->mean) / member->sd;
    }
    answer.value = assay_ensemble_score(score, ensemble->member.count,
                                        (enum assay_ensemble)ensemble->combine,
                                        ensemble->lambda, ensemble->ddof);
    return answer;
}

static enum assay_code answer_all(const void *self, const struct assay_task *tasks,
                                  size_t n, struct assay_arena *arena,
                                  struct assay_reply *replies, struct assay_error *err)
{
    const struct ensemble *ensemble = self;
    struct assay_inner_answers *given[MEMBERS_MAX];
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < ensemble->member.count; i++) {
        given[i] = assay_arena_new(arena, n, sizeof(*given[i]));
        code = assay_inner_ask(&ensemble->at[i].inner, tasks, n, arena, given[i], err);
    }
    for (size_t i = 0; !code && i < n; i++) {
        struct assay_answer *answers =
            assay_arena_new(arena, tasks[i].wanted, sizeof(*answers));

        for (size_t k = 0; k < tasks[i].wanted; k++)
            answers[k] = combine(ensemble, given, i, k);
        replies[i] = (struct assay_reply){tasks[i], answers};
    }
    return code;
}

static void ensemble_facts(const void *state, struct assay_arena *arena,
                           struct assay_node *map)
{
    const struct ensemble *ensemble = state;

    for (size_t i = 0; ensemble->at && i < ensemble->member.count; i++)
        assay_inner_facts(&ensemble->at[i].inner,
                          assay_arena_printf(arena, "member_%zu", i + 1), arena, map);
}

static enum assay_code ensemble_pull(const void *state, struct assay_work *work,
                                     struct assay_error *err)
{
    return assay_inner_pull(state, answer_all, work, err);
}

/* The members' identities tell these, where they heed them. */
static const char *const indifferent[] = {"member", "member_option", "seed",
                                          "orders", "votes",         NULL};

const struct assay_adapter assay_adapter_ensemble = {
    .name = "ensemble",
    .summary =
        "several models, whose scores become one: mean, worst, less their disagreement",
    .state_size = sizeof(struct ensemble),
    .options = options,
    .together = ASSAY_INNER_TASKS,
    .indifferent = indifferent,
    .estimate = ensemble_estimate,
    .open = ensemble_open,
    .idle = ensemble_idle,
    .identity = ensemble_identity,
    .file = ensemble_file,
    .pull = ensemble_pull,
    .facts = ensemble_facts,
    .close = ensemble_close,
};
