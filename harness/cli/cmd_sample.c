#include "harness/cli/command.h"
#include "harness/cli/kept.h"
#include "harness/cli/run_session.h"
#include "harness/cli/run_settle.h"
#include "harness/core/place.h"

#include <string.h>

struct options {
    const char *shard, *publish;
    const char *model, *label, *suite, *output, *config, *resume, *data_dir;
    struct assay_option_list model_options, suite_options, stop;
    size_t texts, top_k, max_tokens, limit, jobs, max_length, budget;
    double temperature, top_p;
    uint64_t seed;
    bool allow_changed, dry_run;
    struct assay_telling telling;
};

#define AT(field) offsetof(struct options, field)

static const struct assay_option options[] = {
    {.name = "model",
     .help =
         "the policy: an adapter that writes text, and after the first colon its target",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(model),
     .value = "ADAPTER:TARGET",
     .optional = true},
    {.name = "model-option",
     .help = "an option of the adapter",
     .type = ASSAY_OPTION_LIST,
     .offset = AT(model_options),
     .value = "KEY=VALUE"},
    {.name = "label",
     .help = "short name of the model; else from the target",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(label),
     .value = "NAME",
     .optional = true},
    {.name = "suite",
     .help = "whose prompts: NAME, NAME:PART, ./file.yaml or prompts:FILE",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(suite),
     .value = "SUITE",
     .optional = true},
    {.name = "suite-option",
     .help = "an option of the suite",
     .type = ASSAY_OPTION_LIST,
     .offset = AT(suite_options),
     .value = "KEY=VALUE"},
    {.name = "n",
     .help = "texts behind each prompt",
     .type = ASSAY_OPTION_SIZE,
     .offset = AT(texts),
     .initial = "8",
     .lo = 1,
     .hi = ASSAY_ITEM_COMPLETIONS_MAX},
    {.name = "temperature",
     .help = "of the sampling; 0: the likeliest text",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = AT(temperature),
     .initial = "1",
     .lo = 0,
     .hi = 100},
    {.name = "top-p",
     .help = "probability that tokens are drawn from",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = AT(top_p),
     .initial = "1",
     .lo = 0.000001,
     .hi = 1},
    {.name = "top-k",
     .help = "tokens that are drawn from; 0: all",
     .type = ASSAY_OPTION_SIZE,
     .offset = AT(top_k),
     .initial = "0",
     .lo = 0,
     .hi = 1e9},
    {.name = "max-tokens",
     .help = "of one text",
     .type = ASSAY_OPTION_SIZE,
     .offset = AT(max_tokens),
     .initial = "1024",
     .lo = 1,
     .hi = 1e9},
    {.name = "stop",
     .help = "ends a text, and is left out of it; may be given again",
     .type = ASSAY_OPTION_LIST,
     .offset = AT(stop),
     .value = "TEXT"},
    {.name = "seed",
     .help = "of the sampling",
     .type = ASSAY_OPTION_SEED,
     .offset = AT(seed),
     .initial = "0"},
    {.name = "limit",
     .help = "the first N prompts alone; 0: all",
     .type = ASSAY_OPTION_SIZE,
     .offset = AT(limit),
     .initial = "0",
     .hi = ASSAY_BOOK_ITEMS_MAX},
    {.name = "jobs",
     .help = "threads that ask the model; texts do not depend on it",
     .type = ASSAY_OPTION_SIZE,
     .offset = AT(jobs),
     .initial = "1",
     .lo = 1,
     .hi = ASSAY_JOBS_MAX},
    ASSAY_BUDGET_OPTION(AT(budget)),
    {.name = "max-length",
     .help = "tokens of a prompt and its text; 0 is the model's own limit",
     .type = ASSAY_OPTION_SIZE,
     .offset = AT(max_length),
     .initial = "0",
     .hi = 1 << 30},
    {.name = "output",
     .help = "directory of the samples; else a new one under assay-runs/",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(output),
     .value = "DIR",
     .optional = true},
    ASSAY_SHARD_OPTIONS(AT(shard), AT(publish)),
    {.name = "resume",
     .help = "go on in DIR, with its options",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(resume),
     .value = "DIR",
     .optional = true},
    {.name = "config",
     .help = "YAML with these options as keys; the command line wins",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(config),
     .value = "FILE",
     .optional = true},
    {.name = "data-dir",
     .help = "look for benchmark data here",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(data_dir),
     .value = "DIR",
     .optional = true},
    {.name = "allow-changed-data",
     .help = "take data that are not as their SHA-256 says",
     .type = ASSAY_OPTION_FLAG,
     .offset = AT(allow_changed)},
    {.name = "dry-run",
     .help = "tell what would be asked, and ask nothing",
     .type = ASSAY_OPTION_FLAG,
     .offset = AT(dry_run)},
    ASSAY_QUIET_OPTIONS(AT(telling)),
    {0},
};

static const char *const names[] = {"model",
                                    "model-option",
                                    "label",
                                    "suite",
                                    "suite-option",
                                    "n",
                                    "temperature",
                                    "top-p",
                                    "top-k",
                                    "max-tokens",
                                    "stop",
                                    "seed",
                                    "limit",
                                    "max-length",
                                    "data-dir",
                                    "allow-changed-data",
                                    "shard",
                                    "publish",
                                    NULL};

static const struct assay_kept kept = {"sample", options, names, sizeof(struct options)};

static enum assay_code settle_sample(const struct options *given,
                                     struct assay_sample *sample, struct assay_error *err)
{
    struct assay_sampling *sampling = &sample->sampling;

    *sample = (struct assay_sample){.sampling = {.temperature = given->temperature,
                                                 .top_p = given->top_p,
                                                 .top_k = given->top_k,
                                                 .max_tokens = given->max_tokens,
                                                 .seed = given->seed,
                                                 .stop_count = given->stop.count},
                                    .texts = given->texts};
    if (given->stop.count > ASSAY_SAMPLING_STOPS)
        return assay_fail(err, ASSAY_EUSAGE, "--stop: %zu of them, at most %d can be",
                          given->stop.count, ASSAY_SAMPLING_STOPS);
    for (size_t i = 0; i < given->stop.count; i++) {
        sampling->stop[i] = assay_str_of(given->stop.at[i]);
        if (sampling->stop[i].len == 0)
            return assay_fail(err, ASSAY_EUSAGE, "--stop: an empty text stops nothing");
    }
    return ASSAY_OK;
}

static enum assay_code settle(struct options *given, struct assay_session *session,
                              struct assay_error *err)
{
    struct assay_request *request = &session->setting.request;
    struct assay_sample *sample = assay_arena_new(&session->arena, 1, sizeof(*sample));
    const char **suite = assay_arena_new(&session->arena, 1, sizeof(*suite));
    enum assay_code code;

    *suite = given->suite;
    *request = (struct assay_request){
        .model_words = given->model_options.at,
        .model_word_count = given->model_options.count,
        .label = given->label,
        .suites = suite,
        .suite_count = given->suite ? 1 : 0,
        .suite_words = given->suite_options.at,
        .suite_word_count = given->suite_options.count,
        .places = assay_places_here(given->data_dir, &session->arena),
        .sample = sample,
        .limit = given->limit,
        .seed = given->seed,
        .max_length = given->max_length,
        .allow_changed = given->allow_changed || assay_place_allows_changes(),
    };
    code = settle_sample(given, sample, err);
    if (!code)
        code = assay_shard_settle(&given->shard, session, err);
    session->setting.config = assay_kept_options(&kept, given, &session->arena);
    session->setting.publish = given->publish;
    return code ? code
                : assay_adapter_choose(given->model, &session->arena, &request->adapter,
                                       &request->target, err);
}

enum assay_code assay_sample_settle_stored(const char *directory,
                                           struct assay_session *session,
                                           struct assay_error *err)
{
    struct options *given = assay_arena_new(&session->arena, 1, sizeof(*given));
    const struct options line = {.resume = directory};
    const struct assay_kept_line kept_line = {&line, &(struct assay_words){0}, NULL,
                                              directory, NULL};
    enum assay_code code =
        assay_kept_settle(&kept, &kept_line, &session->arena, given, err);

    if (!code)
        given->shard = given->publish = NULL;
    return code ? code : settle(given, session, err);
}

static enum assay_code sample_run(const void *state, const struct assay_words *operands,
                                  struct assay_error *err)
{
    const struct options *line = state;
    const struct assay_kept_line kept_line = {line, operands, line->config, line->resume,
                                              line->output};
    struct assay_session session = {0};
    struct options given;
    enum assay_code code =
        assay_kept_settle(&kept, &kept_line, &session.arena, &given, err);

    if (!code)
        code = settle(&given, &session, err);
    if (!code) {
        assay_session_tell(&session, &given.telling);
        session.setting.directory = given.resume ? given.resume : given.output;
        session.setting.resume = given.resume != NULL;
        session.budget = given.budget;
        session.setting.jobs = given.jobs;
        code = given.dry_run ? assay_session_rehearse(&session, err)
                             : assay_session_execute(&session, err);
    }
    assay_arena_release(&session.arena);
    return code;
}

const struct assay_command assay_command_sample = {
    .name = "sample",
    .summary = "let a policy write behind the prompts of a suite",
    .usage = "--model ADAPTER:TARGET --suite SUITE [options]",
    .about =
        "Stores what was written in a directory: samples.jsonl, a line a prompt, which\n"
        "'assay run --suite samples:FILE' reads; run.json; items.jsonl (every prompt's\n"
        "texts, the moment they are given). What was interrupted goes on with\n"
        "'assay sample --resume DIR', and ends in the same bytes. Parts of it (--shard)\n"
        "are put together by 'assay merge'.\n",
    .options = options,
    .state_size = sizeof(struct options),
    .run = sample_run,
};
