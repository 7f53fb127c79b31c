/* cmd_cache.c - assay cache: the answers that are kept across runs. */
#include "harness/cli/cache_stat.h"
#include "harness/cli/command.h"

#include "harness/core/arena.h"
#include "harness/core/buf.h"
#include "harness/core/clock.h"
#include "harness/core/json.h"
#include "harness/core/place.h"
#include "harness/run/cache_stock.h"
#include "harness/run/store.h"

#include <stdbool.h>
#include <string.h>

struct cache_options {
    const char *folder, *size;
};

static const struct assay_option options[] = {
    {.name = "cache",
     .help = "the folder; else ASSAY_CACHE, $XDG_CACHE_HOME/assay or ~/.cache/assay",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct cache_options, folder),
     .value = "DIR",
     .optional = true},
    {.name = "size",
     .help = "bytes that stay (500M, 2G); else ASSAY_CACHE_SIZE or 1G",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct cache_options, size),
     .value = "BYTES",
     .optional = true},
    {0},
};

/* One `assay cache` under way. */
struct session {
    struct assay_cache_setting setting;
    struct assay_arena arena;
    struct assay_buf out;
    const struct assay_words *words;
};

static enum assay_code stat_cache(struct session *session, struct assay_error *err)
{
    return assay_cache_stat(&session->setting, &session->arena, &session->out, err);
}

static enum assay_code prune_cache(struct session *session, struct assay_error *err)
{
    char removed[ASSAY_STR_SIZE], left[ASSAY_STR_SIZE];
    struct assay_pruned pruned;

    (void)err;
    assay_stock_prune(&session->setting, &pruned);
    assay_buf_printf(&session->out, "%zu files with %s removed, %zu with %s left\n",
                     pruned.removed, assay_str_size(pruned.removed_bytes, removed),
                     pruned.left, assay_str_size(pruned.left_bytes, left));
    return ASSAY_OK;
}

static int64_t count_in(const struct assay_node *map, const char *key)
{
    const struct assay_node *node = assay_node_get(map, key);

    return assay_node_is(node, ASSAY_NODE_INT) ? node->as.integer : 0;
}

static void print_differences(const struct assay_node *list, struct assay_buf *out)
{
    for (size_t i = 0; i < assay_node_count(list); i++) {
        const struct assay_node *at = assay_node_at(list, i);
        const struct assay_str field = assay_node_text(assay_node_get(at, "field"));
        const struct assay_str there = assay_node_text(assay_node_get(at, "there"));
        const struct assay_str now = assay_node_text(assay_node_get(at, "now"));

        assay_buf_printf(out, "  %.*s: %.*s there, %.*s in this run\n",
                         ASSAY_STR_ARG(field),
                         ASSAY_STR_ARG(there.len ? there : ASSAY_STR("nothing")),
                         ASSAY_STR_ARG(now.len ? now : ASSAY_STR("nothing")));
    }
}

/* Why a suite's items were asked. */
static void explain(const struct assay_node *suite, struct assay_buf *out)
{
    const struct assay_node *cache = assay_node_get(suite, "cache");
    const struct assay_node *differs = assay_node_get(cache, "differs");
    const struct assay_str label = assay_node_text(assay_node_get(suite, "label"));
    const struct assay_str off = assay_node_text(assay_node_get(cache, "off"));

    assay_buf_printf(out, "%.*s: ", ASSAY_STR_ARG(label));
    if (!cache || off.len > 0) {
        assay_buf_printf(
            out, "no answers are kept: %.*s\n",
            ASSAY_STR_ARG(off.len ? off : ASSAY_STR("the run does not say why")));
        return;
    }
    assay_buf_printf(out, "%lld items from the cache, %lld asked",
                     (long long)count_in(suite, "cached"),
                     (long long)count_in(suite, "asked"));
    if (assay_node_count(differs) > 0) {
        assay_buf_puts(out, "; the key was new, and the nearest one differs in\n");
        print_differences(differs, out);
    } else if (count_in(cache, "known") == 0) {
        assay_buf_puts(out,
                       "; the key was new, and there was no other one of the adapter\n");
    } else {
        assay_buf_puts(out,
                       count_in(suite, "asked") > 0
                           ? "; the key was known, and their answers were not in it\n"
                           : "\n");
    }
}

static enum assay_code why(struct session *session, struct assay_error *err)
{
    struct assay_stored stored;
    const struct assay_node *suites;
    enum assay_code code;

    if (session->words->count != 2)
        return assay_fail(err, ASSAY_EUSAGE, "why wants one run: assay cache why RUN");
    code = assay_stored_read(session->words->at[1], &session->arena, &stored, err);
    if (code)
        return code;
    suites = assay_node_get(stored.run, "suites");
    for (size_t i = 0; i < assay_node_count(suites); i++)
        explain(assay_node_at(suites, i), &session->out);
    return ASSAY_OK;
}

static enum assay_code settle(struct session *session, const struct cache_options *given,
                              struct assay_error *err)
{
    session->setting.folder =
        given->folder ? given->folder : assay_place_cache(&session->arena);
    if (!session->setting.folder)
        return assay_fail(err, ASSAY_EUSAGE, "no folder: set ASSAY_CACHE or HOME");
    session->setting.limit = assay_place_cache_size();
    if (given->size &&
        !assay_str_bytes(assay_str_of(given->size), &session->setting.limit))
        return assay_fail(err, ASSAY_EUSAGE, "--size=%s: bytes, as 1048576, 500M or 2G",
                          given->size);
    if (session->setting.limit == 0)
        session->setting.limit = given->size ? 1 : ASSAY_CACHE_BYTES;
    return ASSAY_OK;
}

static const struct {
    const char *name;
    bool wants_run;
    enum assay_code (*act)(struct session *session, struct assay_error *err);
} actions[] = {
    {"stat", false, stat_cache}, {"prune", false, prune_cache}, {"why", true, why}};

static const char *const action_names[] = {"stat", "prune", "why", NULL};

enum {
    ACTIONS = sizeof(actions) / sizeof(actions[0])
};

static enum assay_code run(const void *state, const struct assay_words *operands,
                           struct assay_error *err)
{
    const char *word = operands->at[0];
    struct session session = {.words = operands};
    enum assay_code code = settle(&session, state, err);
    size_t i = 0;

    while (i < ACTIONS && strcmp(actions[i].name, word) != 0)
        i++;
    if (!code && i == ACTIONS)
        code = assay_fail(err, ASSAY_EUSAGE, "%s: stat, prune or why", word);
    if (!code && !actions[i].wants_run && operands->count > 1)
        code = assay_fail(err, ASSAY_EUSAGE, "%s takes nothing behind it", word);
    if (!code)
        code = actions[i].act(&session, err);
    if (!code)
        code = assay_cli_print(assay_buf_view(&session.out), err);
    assay_buf_release(&session.out);
    assay_arena_release(&session.arena);
    return code;
}

const struct assay_command assay_command_cache = {
    .name = "cache",
    .summary =
        "tell what answers are kept across runs, why one was asked, and remove old ones",
    .usage = "stat | prune [--size BYTES] | why RUN",
    .about =
        "Answers of models that say what they depend on are kept, and runs that would "
        "ask\n"
        "the same of the same take them from there. The age of an answer is when it was\n"
        "last used.\n",
    .actions = action_names,
    .options = options,
    .state_size = sizeof(struct cache_options),
    .operand_min = 1,
    .operand_max = 2,
    .run = run,
};
