/* distance_models.c - assay distance of stored runs: models, and the labels, as reward functions. */
#include "harness/cli/command.h"
#include "harness/cli/distance.h"
#include "harness/cli/distance_tell.h"
#include "harness/cli/results_store.h"
#include "harness/cli/runs_read.h"
#include "harness/core/digest.h"
#include "harness/core/json.h"
#include "harness/core/log.h"
#include "harness/run/distance_result.h"
#include "harness/run/sample_runs.h"

#include <sys/stat.h>

/* Pairs x replicates x prompts that take a minute or so. */
static const double minutes = 2e9;

static bool takes(const struct assay_distance_call *call)
{
    struct stat at;

    return call->operands->count > 0 && stat(call->operands->at[0], &at) == 0 &&
           S_ISDIR(at.st_mode);
}

/* --metric and --normalise, in the order of their words. */
static struct assay_bandit_metric metric_of(const struct assay_distance_words *words)
{
    static const enum assay_bandit_norm norm[] = {
        ASSAY_BANDIT_JRANGE, ASSAY_BANDIT_L1, ASSAY_BANDIT_L2,   ASSAY_BANDIT_LINF,
        ASSAY_BANDIT_W1,     ASSAY_BANDIT_W2, ASSAY_BANDIT_WINF, ASSAY_BANDIT_NONE};
    enum {
        EPIC = 7,
        DIRECT
    };

    if (words->metric == EPIC || words->metric == DIRECT)
        return (struct assay_bandit_metric){words->metric == EPIC ? ASSAY_BANDIT_EPIC
                                                                  : ASSAY_BANDIT_DIRECT,
                                            ASSAY_BANDIT_L2, ASSAY_BANDIT_L2};
    return (struct assay_bandit_metric){ASSAY_BANDIT_STARC, norm[words->normalise],
                                        norm[words->metric]};
}

/* The one suite that the runs share, or the one that --suite names. */
static enum assay_code choose(const char *suite, const struct assay_board *board,
                              size_t *out, struct assay_error *err)
{
    size_t found = 0;

    for (size_t c = 0; c < board->columns; c++)
        if (!suite || assay_str_equal(board->column[c].name, assay_str_of(suite))) {
            *out = c;
            found++;
        }
    if (found == 1)
        return ASSAY_OK;
    if (found == 0)
        return assay_fail(err, ASSAY_EUSAGE, "none of the runs is of suite %s",
                          suite ? suite : "");
    return assay_fail(
        err, ASSAY_EUSAGE,
        "the runs are of %zu suites (%.*s, %.*s, ...): choose one with --suite", found,
        ASSAY_STR_ARG(board->column[0].name), ASSAY_STR_ARG(board->column[1].name));
}

/* What was read of the runs. */
struct loaded {
    struct assay_sample_set set;
    struct assay_node sources;
    struct assay_distance_told told; /* without what was found */
};

static enum assay_code load(const struct assay_distance_call *call, struct loaded *out,
                            struct assay_error *err)
{
    const struct assay_places places =
        assay_places_here(call->words->data_dir, call->arena);
    const struct assay_result *result = NULL;
    struct assay_board board;
    size_t column = 0;
    enum assay_code code = assay_runs_read(call->operands, call->arena, &board, err);

    if (!code)
        code = choose(call->words->suite, &board, &column, err);
    if (code)
        return code;
    for (size_t m = 0; !result && m < board.models; m++)
        result = assay_board_cell(&board, column, m)->result;
    if (!result)
        return assay_fail(err, ASSAY_EUSAGE, "the runs have no results");
    out->told = (struct assay_distance_told){.suite = result->suite,
                                             .version = result->suite_version,
                                             .title = result->title,
                                             .citation = result->citation,
                                             .target = board.column[column].name};
    return assay_sample_runs_read(
        &(struct assay_sample_runs){&board, column, &places, ASSAY_SAMPLE_COLUMNS_MAX},
        call->arena, &out->set, &out->sources, err);
}

/* Sources of what is stored: the suite's data, and what each run holds of its answers. */
static enum assay_code sources_of(const struct assay_distance_call *call,
                                  const struct loaded *loaded, struct assay_node *out,
                                  struct assay_error *err)
{
    *out = *assay_node_list(call->arena); /* a list that was read has no room for more */
    for (size_t i = 0; i < assay_node_count(&loaded->sources); i++)
        assay_node_push(call->arena, out, *assay_node_at(&loaded->sources, i));
    for (size_t i = 0; i < call->operands->count; i++) {
        struct assay_node *one = assay_node_map(call->arena);
        char *digest = assay_arena_raw(call->arena, ASSAY_DIGEST_HEX);
        const char *path =
            assay_arena_printf(call->arena, "%s/items.jsonl",
                               assay_store_name(call->operands->at[i], call->arena));
        const enum assay_code code = assay_digest_file(path, digest, err);

        if (code)
            return code;
        assay_node_put(call->arena, one, "path", assay_node_of_string(path));
        assay_node_put(call->arena, one, "sha256", assay_node_of_string(digest));
        assay_node_push(call->arena, out, *one);
    }
    return ASSAY_OK;
}

static enum assay_code store(const struct assay_distance_call *call,
                             const struct loaded *loaded, const struct assay_node *all,
                             struct assay_error *err)
{
    struct assay_result result;
    const struct assay_result *const results[] = {&result};
    struct assay_buf text = {0};
    struct assay_results_storing storing = {.directory = call->words->output,
                                            .command = "distance",
                                            .config = call->config,
                                            .operands = call->operands,
                                            .started = call->started,
                                            .page = true,
                                            .beside = "distance.json",
                                            .figures = call->wish};
    enum assay_code code = sources_of(call, loaded, &storing.sources, err);

    if (code)
        return code;
    assay_distance_result(&loaded->told, call->arena, &result);
    assay_json_write(all, true, &text);
    storing.beside_bytes = assay_buf_view(&text);
    code = assay_results_store_tell(&storing, results, 1, call->arena, err);
    assay_buf_release(&text);
    return code;
}

static enum assay_code tell(const struct assay_distance_call *call,
                            const struct loaded *loaded, struct assay_error *err)
{
    const struct assay_node *all = assay_distance_node(&loaded->told, call->arena);
    struct assay_buf out = {0};
    enum assay_code code;

    if (call->words->json)
        assay_json_write(all, true, &out);
    else
        assay_distance_tell(&loaded->told, call->words->format, call->arena, &out);
    code = assay_cli_print(assay_buf_view(&out), err);
    if (!code && call->words->output)
        code = store(call, loaded, all, err);
    assay_buf_release(&out);
    return code;
}

/* Intervals of many models are the work of minutes, which is said before it begins. */
static void warn(const struct assay_distance_words *words,
                 const struct assay_sample_set *set)
{
    const double pairs = (double)set->proxies * (double)(set->proxies + 1) / 2.0;
    struct assay_log log = assay_log_stderr(false, false);

    if (pairs * (double)words->replicates * (double)set->prompts > minutes)
        assay_log_note(
            &log,
            "intervals of %.0f pairs from %zu resamples of %zu prompts: --replicates "
            "with fewer is faster, 0 leaves them out",
            pairs, words->replicates, set->prompts);
}

static enum assay_code run(const struct assay_distance_call *call,
                           struct assay_error *err)
{
    const struct assay_distance_words *words = call->words;
    const struct assay_distance_models_how how = {
        .metric = metric_of(words),
        .weigh = (enum assay_distance_weigh)words->weigh,
        .no_gold = words->no_gold,
        .section = words->sections.at,
        .sections = words->sections.count,
        .level = words->level,
        .replicates = words->replicates,
        .seed = words->seed,
        .jobs = call->jobs,
    };
    struct assay_distance_models found;
    struct loaded loaded = {0};
    enum assay_code code = load(call, &loaded, err);

    if (!code)
        warn(words, &loaded.set);
    if (!code)
        code = assay_distance_models(&loaded.set, &how, call->arena, &found, err);
    loaded.told.found = &found;
    if (!code)
        code = tell(call, &loaded, err);
    assay_sample_set_release(&loaded.set);
    return code;
}

static const char *const own[] = {"suite",  "section",   "weigh", "no-gold",
                                  "metric", "normalise", "level", "replicates",
                                  "seed",   NULL};

const struct assay_distance_mode assay_distance_mode_models = {
    .options = own,
    .what = "directories of stored runs",
    .takes = takes,
    .run = run,
};
