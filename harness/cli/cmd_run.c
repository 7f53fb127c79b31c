#include "harness/cli/command.h"
#include "harness/cli/kept.h"
#include "harness/cli/measuring.h"
#include "harness/cli/run_session.h"
#include "harness/cli/run_settle.h"
#include "harness/cli/signal_verdict.h"
#include "harness/core/format.h"
#include "harness/core/place.h"

#include <stdlib.h>
#include <string.h>

struct options {
    const char *shard, *publish, *until;
    const char *model, *label, *output, *config, *resume, *data_dir;
    struct assay_option_list model_options, suites, suite_options;
    size_t limit, jobs, max_length, replicates, budget;
    uint64_t seed;
    double level, min_coverage, audit_tolerance, settle_alpha;
    bool audit;
    bool no_cache, nulls, allow_changed, dry_run, timings;
    struct assay_telling telling;
};

#define AT(field) offsetof(struct options, field)

static const struct assay_option options[] = {
    {.name = "model",
     .help = "the model: an adapter, and after the first colon its target",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(model),
     .value = "ADAPTER[:TARGET]",
     .optional = true},
    {.name = "model-option",
     .help = "an option of the adapter",
     .type = ASSAY_OPTION_LIST,
     .offset = AT(model_options),
     .value = "KEY=VALUE"},
    {.name = "label",
     .help = "short name of the model in tables; else from the target",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(label),
     .value = "NAME",
     .optional = true},
    {.name = "suite",
     .help = "NAME, NAME:PART, ./file.yaml or pairs:FILE",
     .type = ASSAY_OPTION_LIST,
     .offset = AT(suites),
     .value = "SUITE"},
    {.name = "suite-option",
     .help = "an option of the suites",
     .type = ASSAY_OPTION_LIST,
     .offset = AT(suite_options),
     .value = "KEY=VALUE"},
    {.name = "limit",
     .help = "ask the first N items of each suite; 0 asks all",
     .type = ASSAY_OPTION_SIZE,
     .offset = AT(limit),
     .initial = "0",
     .hi = ASSAY_BOOK_ITEMS_MAX},
    ASSAY_SEED_OPTION(AT(seed)),
    {.name = "jobs",
     .help = "threads that ask the model; results do not depend on it",
     .type = ASSAY_OPTION_SIZE,
     .offset = AT(jobs),
     .initial = "1",
     .lo = 1,
     .hi = ASSAY_JOBS_MAX},
    {.name = "max-length",
     .help = "longest input in tokens; 0 is the model's own limit",
     .type = ASSAY_OPTION_SIZE,
     .offset = AT(max_length),
     .initial = "0",
     .hi = 1 << 30},
    {.name = "nulls",
     .help = "measure models that know nothing on the same items",
     .type = ASSAY_OPTION_FLAG,
     .offset = AT(nulls)},
    ASSAY_LEVEL_OPTION(AT(level)),
    {.name = "replicates",
     .help = "bootstrap replicates behind the intervals",
     .type = ASSAY_OPTION_SIZE,
     .offset = AT(replicates),
     .initial = "10000",
     .lo = 100,
     .hi = 1000000},
    {.name = "min-coverage",
     .help = "exit with 6 if a smaller share of a suite's items was scored",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = AT(min_coverage),
     .initial = "0",
     .lo = 0,
     .hi = 1},
    ASSAY_BUDGET_OPTION(AT(budget)),
    {.name = "until-settled",
     .help =
         "ask no more once it is settled whether the model is better or worse than the "
         "stored run in DIR",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(until),
     .value = "DIR",
     .optional = true},
    {.name = "settle-alpha",
     .help = "chance that a run is settled where there is no difference",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = AT(settle_alpha),
     .initial = "0.05",
     .lo = 1e-12,
     .hi = 0.5},
    {.name = "audit",
     .help =
         "hold what the model says of the first 64 items against what it says of them "
         "in another order and one by one; exit with 4 if it differs",
     .type = ASSAY_OPTION_FLAG,
     .offset = AT(audit)},
    {.name = "audit-tolerance",
     .help = "difference that an audit lets pass, times the score where that is above 1",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = AT(audit_tolerance),
     .initial = ASSAY_AUDIT_TOLERANCE,
     .lo = 0,
     .hi = 1e9},
    {.name = "output",
     .help = "directory of the run; else a new one under assay-runs/",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(output),
     .value = "DIR",
     .optional = true},
    ASSAY_SHARD_OPTIONS(AT(shard), AT(publish)),
    {.name = "resume",
     .help = "go on with the run in DIR, with its options",
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
     .help = "take data that are not as their SHA-256 says, and note it",
     .type = ASSAY_OPTION_FLAG,
     .offset = AT(allow_changed)},
    {.name = "no-cache",
     .help = "neither take answers of other runs nor keep these (assay help cache)",
     .type = ASSAY_OPTION_FLAG,
     .offset = AT(no_cache)},
    {.name = "dry-run",
     .help = "tell what would be asked, and ask nothing",
     .type = ASSAY_OPTION_FLAG,
     .offset = AT(dry_run)},
    {.name = "timings",
     .help = "tell the time of each part on standard error",
     .type = ASSAY_OPTION_FLAG,
     .offset = AT(timings)},
    ASSAY_TELLING_OPTIONS(AT(telling)),
    {0},
};

/* Options that a stored run keeps: those that shape its result. */
static const char *const names[] = {
    "model",
    "model-option",
    "label",
    "suite",
    "suite-option",
    "limit",
    "seed",
    "max-length",
    "nulls",
    "level",
    "replicates",
    "data-dir",
    "allow-changed-data",
    "until-settled",
    "settle-alpha",
    "audit",
    "audit-tolerance",
    "shard",
    "publish",
    NULL,
};

static const struct assay_kept kept = {"run", options, names, sizeof(struct options)};

/* The line, with what a configuration or a stored run adds to it. */
static enum assay_code settle_options(const struct options *line,
                                      const struct assay_words *words,
                                      struct assay_arena *arena, struct options *out,
                                      struct assay_error *err)
{
    return assay_kept_settle(
        &kept,
        &(struct assay_kept_line){line, words, line->config, line->resume, line->output},
        arena, out, err);
}

/* The format that --model-option format=NAME names, or NULL. */
static const struct assay_format *format_named(const struct assay_option_list *words)
{
    const struct assay_format *format = NULL;

    for (size_t i = 0; i < words->count; i++)
        if (strncmp(words->at[i], "format=", 7) == 0)
            format = assay_format_find(words->at[i] + 7);
    return format;
}

/* Model and target; a directory of stored answers stands for the file in it. */
static enum assay_code settle_model(const struct options *given,
                                    struct assay_session *session,
                                    struct assay_error *err)
{
    struct assay_request *request = &session->setting.request;
    const enum assay_code code = assay_adapter_choose(
        given->model, &session->arena, &request->adapter, &request->target, err);

    if (code || !request->adapter->covers)
        return code;
    return assay_format_file(request->target, format_named(&given->model_options),
                             &session->arena, &request->target, err);
}

static enum assay_code settle_request(const struct options *given,
                                      struct assay_session *session,
                                      struct assay_error *err)
{
    struct assay_request *request = &session->setting.request;
    struct assay_until *until = assay_arena_new(&session->arena, 1, sizeof(*until));

    *until = (struct assay_until){given->until, given->settle_alpha};
    *request = (struct assay_request){
        .model_words = given->model_options.at,
        .model_word_count = given->model_options.count,
        .label = given->label,
        .suites = given->suites.at,
        .suite_count = given->suites.count,
        .suite_words = given->suite_options.at,
        .suite_word_count = given->suite_options.count,
        .places = assay_places_here(given->data_dir, &session->arena),
        .until = given->until ? until : NULL,
        .limit = given->limit,
        .seed = given->seed,
        .max_length = given->max_length,
        .level = given->level,
        .replicates = given->replicates,
        .nulls = given->nulls,
        .allow_changed = given->allow_changed || assay_place_allows_changes(),
    };
    return settle_model(given, session, err);
}

enum assay_code assay_shard_settle(const char **word, struct assay_session *session,
                                   struct assay_error *err)
{
    struct assay_shard *shard = &session->setting.shard;
    enum assay_code code;

    if (!*word)
        return ASSAY_OK;
    code = assay_shard_parse(*word, getenv, shard, err);
    if (!code)
        *word = assay_arena_printf(&session->arena, "%zu/%zu", shard->index + 1,
                                   shard->count);
    return code;
}

static enum assay_code settle(struct options *given, struct assay_session *session,
                              struct assay_error *err)
{
    enum assay_code code = settle_request(given, session, err);

    if (!code)
        code = assay_shard_settle(&given->shard, session, err);
    if (!code && given->until && given->shard)
        code = assay_fail(err, ASSAY_EUSAGE,
                          "--until-settled: a shard does not see the items of others");
    if (code)
        return code;
    session->setting.config = assay_kept_options(&kept, given, &session->arena);
    session->setting.publish = given->publish;
    return ASSAY_OK;
}

enum assay_code assay_run_settle_stored(const char *directory,
                                        struct assay_session *session,
                                        struct assay_error *err)
{
    struct options *given = assay_arena_new(&session->arena, 1, sizeof(*given));
    const struct options line = {.resume = directory};
    enum assay_code code =
        settle_options(&line, &(struct assay_words){0}, &session->arena, given, err);

    if (!code)
        given->shard = given->publish = NULL;
    return code ? code : settle(given, session, err);
}

/* What has no meaning for all signals at once is refused, so that nobody believes it had one. */
static enum assay_code run_signals(const struct options *given, struct assay_error *err)
{
    const struct assay_signal_verdict asked = {.suite = given->suites.at[0],
                                               .replicates = given->replicates,
                                               .seed = given->seed,
                                               .level = given->level,
                                               .json = given->telling.json,
                                               .output = given->output};

    if (given->suites.count != 1)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--model signal:all: takes one suite, samples:LOG");
    if (given->model_options.count || given->suite_options.count || given->limit ||
        given->nulls || given->audit || given->until || given->shard || given->dry_run)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--model signal:all: takes --suite, --output, --replicates, "
                          "--seed, --level and --json alone");
    return assay_signal_verdict_run(&asked, err);
}

static enum assay_code run_run(const void *state, const struct assay_words *operands,
                               struct assay_error *err)
{
    struct assay_session session = {0};
    struct assay_auditing auditing = {.items = ASSAY_AUDIT_ITEMS};
    struct options given;
    enum assay_code code = settle_options(state, operands, &session.arena, &given, err);

    if (!code && assay_signal_verdict_is(given.model)) {
        code = run_signals(&given, err);
        assay_arena_release(&session.arena);
        return code;
    }
    if (!code)
        code = settle(&given, &session, err);
    if (!code) {
        assay_session_tell(&session, &given.telling);
        session.timings = given.timings;
        session.min_coverage = given.min_coverage;
        session.budget = given.budget;
        session.setting.directory = given.resume ? given.resume : given.output;
        session.setting.resume = given.resume != NULL;
        session.setting.jobs = given.jobs;
        auditing.tolerance = given.audit_tolerance;
        session.setting.audit = given.audit ? &auditing : NULL;
        if (!given.no_cache)
            session.setting.cache = (struct assay_cache_setting){
                assay_place_cache(&session.arena), assay_place_cache_size(), NULL};
        code = given.dry_run ? assay_session_rehearse(&session, err)
                             : assay_session_execute(&session, err);
    }
    assay_arena_release(&session.arena);
    return code;
}

const struct assay_command assay_command_run = {
    .name = "run",
    .summary = "score suites with a model, or replay stored scores",
    .usage = "--model ADAPTER[:TARGET] --suite SUITE [options]",
    .about = "Prints a table a suite and stores the run in a directory: run.json,\n"
             "items.jsonl (every answer, the moment it is given) and result.json.\n"
             "A run that was interrupted goes on with 'assay run --resume DIR'.\n",
    .options = options,
    .state_size = sizeof(struct options),
    .run = run_run,
};
