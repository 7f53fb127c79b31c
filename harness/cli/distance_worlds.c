/* distance_worlds.c - assay distance of a tabular world: its reward functions. */
#include "harness/cli/command.h"
#include "harness/cli/distance.h"
#include "harness/cli/results_store.h"
#include "harness/cli/world_design.h"
#include "harness/cli/world_tell.h"
#include "harness/core/json.h"
#include "harness/core/place.h"
#include "suites/suite.h"

#include <string.h>
#include <sys/stat.h>

enum {
    EVERYTHING_STATES =
        2000 /* up to which forms of all S x A x S numbers are told unasked */
};

/* A suite alone, a file, or a generator by name, as grid:4x4. */
static bool takes(const struct assay_distance_call *call)
{
    struct stat at;

    if (call->operands->count == 0)
        return true;
    if (stat(call->operands->at[0], &at) == 0)
        return S_ISREG(at.st_mode);
    return strchr(call->operands->at[0], ':') != NULL ||
           assay_world_is_record(call->operands->at[0]);
}

/* The description that --suite names, which has to be of kind mdp. */
static enum assay_code read_suite(const struct assay_distance_call *call,
                                  struct assay_suite **out, struct assay_error *err)
{
    const struct assay_places places =
        assay_places_here(call->words->data_dir, call->arena);
    const struct assay_suite_words words = {.spec = call->words->suite};
    enum assay_code code;

    *out = NULL;
    if (!words.spec)
        return ASSAY_OK;
    code = assay_suite_load_any(&words, &places, call->arena, out, err);
    if (!code &&
        !assay_str_equal(assay_node_text(assay_node_get(assay_suite_spec(*out), "kind")),
                         ASSAY_STR("mdp")))
        return assay_fail(err, ASSAY_EUSAGE, "suite %s is no world: its kind is not mdp",
                          assay_suite_name(*out));
    return code;
}

/* Distances that are told: those named, all of them, or what a user looks for first. */
static enum assay_code read_kinds(const struct assay_distance_call *call,
                                  struct assay_world_wish *wish, struct assay_error *err)
{
    static const char *const usual[] = {"val-l2-l2", "val-l1-l1"};
    const struct assay_option_list *words = &call->words->starc;
    struct assay_starc_kind *kind =
        assay_arena_new(call->arena, ASSAY_STARC_KINDS + words->count + 2, sizeof(*kind));
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < words->count; i++) {
        if (strcmp(words->at[i], "all") == 0)
            wish->kinds = assay_starc_kinds_all(kind);
        else
            code = assay_starc_kind_read(assay_str_of(words->at[i]), &kind[wish->kinds++],
                                         err);
    }
    for (size_t i = 0; words->count == 0 && i < sizeof(usual) / sizeof(usual[0]); i++)
        if (!code)
            code =
                assay_starc_kind_read(assay_str_of(usual[i]), &kind[wish->kinds++], err);
    wish->kind = kind;
    return code;
}

static enum assay_code read_quotients(const struct assay_option_list *words,
                                      struct assay_world_wish *wish,
                                      struct assay_error *err)
{
    static const enum assay_reward_norm known[] = {
        ASSAY_NORM_L1, ASSAY_NORM_L2, ASSAY_NORM_LINF, ASSAY_NORM_W1, ASSAY_NORM_W2};

    for (size_t i = 0; i < words->count; i++) {
        unsigned bit = 0;

        for (size_t k = 0; k < sizeof(known) / sizeof(known[0]); k++)
            if (strcmp(words->at[i], assay_norm_name[known[k]]) == 0)
                bit = 1U << known[k];
        if (bit == 0)
            return assay_fail(err, ASSAY_EUSAGE,
                              "--quotient %s: expected l1, l2, linf, w1 or w2",
                              words->at[i]);
        wish->quotient |= bit;
    }
    return ASSAY_OK;
}

/* A reward function that is known where tau is above 0 alone, by number; rewards: there is none. */
static size_t known_in_part(const struct assay_world *world)
{
    size_t i = 0;

    while (i < world->rewards && !world->support_only[i])
        i++;
    return i;
}

/*
 * epic and dard are told unasked of worlds that are not large. Forms that read all S x A x S numbers of a
 * reward function are refused of one that is known in part.
 */
static enum assay_code settle_forms(const struct assay_world *world,
                                    struct assay_world_wish *wish,
                                    struct assay_error *err)
{
    const size_t part = known_in_part(world);

    if (part == world->rewards) {
        if (world->mdp.states <= EVERYTHING_STATES)
            wish->pearson = (1U << ASSAY_PEARSON_EPIC) | (1U << ASSAY_PEARSON_DARD);
        return ASSAY_OK;
    }
    for (size_t i = 0; i < wish->kinds; i++)
        if (!assay_canonical_is_true(wish->kind[i].form))
            return assay_fail(
                err, ASSAY_EUSAGE,
                "--starc %s-...: %.*s is known where tau > 0 alone, and that "
                "form looks beyond",
                assay_canonical_name[wish->kind[i].form],
                ASSAY_STR_ARG(world->reward_name[part]));
    return ASSAY_OK;
}

static struct assay_node sources_node(const struct assay_world *world,
                                      struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t i = 0; i < world->sources; i++) {
        struct assay_node *one = assay_node_map(arena);

        (void)assay_node_put(arena, one, "path",
                             assay_node_of_string(world->source[i].path));
        (void)assay_node_put(arena, one, "sha256",
                             assay_node_of_string(world->source[i].digest));
        (void)assay_node_push(arena, list, *one);
    }
    return *list;
}

static enum assay_code store(const struct assay_distance_call *call,
                             const struct assay_world_told *told,
                             const struct assay_node *all, struct assay_error *err)
{
    struct assay_result result;
    const struct assay_result *const results[] = {&result};
    struct assay_buf text = {0};
    struct assay_results_storing storing = {
        .directory = call->words->output,
        .command = "distance",
        .config = call->config,
        .operands = call->operands,
        .sources = sources_node(told->study->world, call->arena),
        .started = call->started,
        .page = true,
        .beside = "distance.json",
        .figures = call->wish};
    enum assay_code code;

    assay_world_result(told, call->arena, &result);
    assay_json_write(all, true, &text);
    storing.beside_bytes = assay_buf_view(&text);
    code = assay_results_store_tell(&storing, results, 1, call->arena, err);
    assay_buf_release(&text);
    return code;
}

static enum assay_code tell(const struct assay_distance_call *call,
                            const struct assay_world_told *told, struct assay_error *err)
{
    const struct assay_node *all = assay_world_node(told, call->arena);
    struct assay_buf out = {0};
    enum assay_code code;

    if (call->words->json)
        assay_json_write(all, true, &out);
    else
        assay_world_tell(told, call->words->format, call->arena, &out);
    code = assay_cli_print(assay_buf_view(&out), err);
    if (!code && call->words->output)
        code = store(call, told, all, err);
    assay_buf_release(&out);
    return code;
}

static enum assay_code run(const struct assay_distance_call *call,
                           struct assay_error *err)
{
    const struct assay_distance_words *words = call->words;
    struct assay_world_setting setting = {
        .target = call->operands->count ? call->operands->at[0] : NULL,
        .reward = words->rewards.at,
        .rewards = words->rewards.count,
        .policy = words->policies.at,
        .policies = words->policies.count};
    struct assay_world_wish wish = {
        .worst_case = !words->no_regret,
        .regret = !words->no_regret,
        .episodes = true,
        .reachable_only = words->reachable,
        .jobs = call->jobs,
        .how = {.method = (enum assay_mdp_method)words->solver}};
    struct assay_world world;
    struct assay_world_study study = {0};
    struct assay_world_told told = {
        .target = assay_str_of(setting.target ? setting.target : words->suite),
        .study = &study};
    struct assay_suite *suite = NULL;
    enum assay_code code;

    if (call->operands->count > 1)
        return assay_fail(err, ASSAY_EUSAGE,
                          "%s: one world at a time; its file holds all reward functions",
                          call->operands->at[1]);
    code = read_kinds(call, &wish, err);
    if (!code)
        code = read_quotients(&words->quotient, &wish, err);
    if (!code)
        code = read_suite(call, &suite, err);
    setting.suite = suite;
    if (!code)
        code = assay_world_read(&setting, call->arena, &world, err);
    if (code)
        return code;
    code = settle_forms(&world, &wish, err);
    if (!code)
        code = assay_world_study(&world, &wish, call->arena, &study, err);
    if (!code)
        code = assay_world_design(words->sweeps, words->blend, call->arena, &told, err);
    if (!code)
        code = tell(call, &told, err);
    assay_world_study_release(&study);
    return code;
}

static const char *const own[] = {"suite",    "reward",    "policy",    "starc",
                                  "quotient", "reachable", "no-regret", "solver",
                                  "sweeps",   "blend",     NULL};

const struct assay_distance_mode assay_distance_mode_worlds = {
    .options = own,
    .what = "a world (a file, or one that is made as grid:4x4)",
    .takes = takes,
    .run = run,
};
