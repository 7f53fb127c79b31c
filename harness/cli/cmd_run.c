#include "harness/cli/command.h"
#include "harness/cli/results_print.h"
#include "harness/core/clock.h"
#include "harness/core/format.h"
#include "harness/core/json.h"
#include "harness/core/log.h"
#include "harness/core/memory.h"
#include "harness/core/place.h"
#include "harness/core/yaml.h"
#include "harness/run/config.h"
#include "harness/run/run.h"
#include "harness/run/stop.h"
#include "harness/run/survey.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct options {
    const char *model, *label, *output, *config, *resume, *data_dir;
    struct assay_option_list model_options, suites, suite_options;
    size_t limit, jobs, max_length, replicates;
    uint64_t seed;
    double level, min_coverage;
    bool nulls, allow_changed, dry_run, json, quiet, no_progress, timings;
    unsigned colour;
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
    {.name = "seed",
     .help = "seed of every random choice",
     .type = ASSAY_OPTION_SEED,
     .offset = AT(seed),
     .initial = "0"},
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
    {.name = "level",
     .help = "level of the intervals",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = AT(level),
     .initial = "0.95",
     .lo = 0.5,
     .hi = 0.9999},
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
    {.name = "output",
     .help = "directory of the run; else a new one under assay-runs/",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(output),
     .value = "DIR",
     .optional = true},
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
    {.name = "dry-run",
     .help = "tell what would be asked, and ask nothing",
     .type = ASSAY_OPTION_FLAG,
     .offset = AT(dry_run)},
    {.name = "json",
     .help = "print all of the results as JSON",
     .type = ASSAY_OPTION_FLAG,
     .offset = AT(json)},
    {.name = "quiet",
     .help = "no progress and no notes on standard error",
     .type = ASSAY_OPTION_FLAG,
     .offset = AT(quiet)},
    {.name = "no-progress",
     .help = "no progress on standard error",
     .type = ASSAY_OPTION_FLAG,
     .offset = AT(no_progress)},
    {.name = "timings",
     .help = "tell the time of each part on standard error",
     .type = ASSAY_OPTION_FLAG,
     .offset = AT(timings)},
    {.name = "color",
     .help = "colour in tables",
     .type = ASSAY_OPTION_CHOICE,
     .offset = AT(colour),
     .initial = "auto",
     .choices = assay_colour_names},
    {0},
};

/* Options that a stored run keeps: those that shape its result. */
static const char *const kept[] = {
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
};

/* One `assay run` under way. */
struct session {
    struct assay_arena arena;
    struct options given; /* all options in effect */
    struct assay_run_setting setting;
    struct assay_log log;
    const char *suite; /* being scored */
    size_t at_start;   /* of its items, answered before */
    bool started;
};

/* ---- options ---- */

static enum assay_code read_config(struct session *session, const struct options *line,
                                   struct assay_config *config, struct assay_error *err)
{
    struct assay_node *map = assay_arena_new(&session->arena, 1, sizeof(*map));
    enum assay_code code;

    *config = (struct assay_config){.map = map, .path = line->config};
    if (line->config)
        return assay_yaml_read(line->config, &session->arena, map, err);
    config->path = assay_arena_printf(&session->arena, "%s/run.json", line->resume);
    config->strict = true;
    code = assay_store_expect_run(line->resume, &session->arena, err);
    if (!code)
        code = assay_json_read(config->path, &session->arena, map, err);
    if (!code && !assay_node_is(assay_node_get(map, "config"), ASSAY_NODE_MAP))
        code = assay_fail(err, ASSAY_EDATA, "%s: no config to go on with", config->path);
    if (!code)
        config->map = assay_node_get(map, "config");
    return code;
}

/* A value that the line alone did not have ("--jobs=x: why"): says where it stands. */
static enum assay_code place_fault(const struct assay_config *config,
                                   struct assay_arena *arena, struct assay_error *err)
{
    const struct assay_str told = assay_arena_copy(arena, assay_str_of(err->text));
    const char *name = told.ptr + strspn(told.ptr, "-");
    const struct assay_node *value =
        assay_node_find(config->map, (struct assay_str){name, strcspn(name, "=: ")});

    return assay_fail(err, err->code, "%s:%u: %s", config->path, value ? value->line : 1,
                      told.ptr);
}

/* The line, with what a configuration or a stored run adds to it. */
static enum assay_code settle_options(struct session *session, const struct options *line,
                                      const struct assay_words *words,
                                      struct assay_error *err)
{
    const struct assay_line given = {words->argc, words->argv};
    struct assay_words operands = {.max = 0};
    struct assay_config config;
    struct assay_line merged;
    enum assay_code code;

    session->given = *line;
    if (line->resume && (line->config || line->output))
        return assay_fail(err, ASSAY_EUSAGE, "--resume goes without --%s",
                          line->config ? "config" : "output");
    if (!line->resume && !line->config)
        return ASSAY_OK;
    code = read_config(session, line, &config, err);
    if (!code)
        code =
            assay_config_merge(options, &config, &given, &session->arena, &merged, err);
    if (code)
        return code;
    code = assay_options_parse_line(options, merged.argc, merged.argv, &session->given,
                                    &operands, err);
    return code && line->config ? place_fault(&config, &session->arena, err) : code;
}

/* The options that are kept, as a map. */
static const struct assay_node *kept_options(struct session *session)
{
    const struct assay_node all =
        assay_options_node(options, &session->given, &session->arena);
    struct assay_node *map = assay_node_map(&session->arena);

    for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
        assay_node_put(&session->arena, map, kept[i], *assay_node_get(&all, kept[i]));
    return map;
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
static enum assay_code settle_model(struct session *session, struct assay_error *err)
{
    const struct options *given = &session->given;
    struct assay_request *request = &session->setting.request;
    const enum assay_code code = assay_adapter_choose(
        given->model, &session->arena, &request->adapter, &request->target, err);

    if (code || !request->adapter->covers)
        return code;
    return assay_format_file(request->target, format_named(&given->model_options),
                             &session->arena, &request->target, err);
}

static enum assay_code settle_request(struct session *session, struct assay_error *err)
{
    const struct options *given = &session->given;
    struct assay_request *request = &session->setting.request;

    *request = (struct assay_request){
        .model_words = given->model_options.at,
        .model_word_count = given->model_options.count,
        .label = given->label,
        .suites = given->suites.at,
        .suite_count = given->suites.count,
        .suite_words = given->suite_options.at,
        .suite_word_count = given->suite_options.count,
        .places = {assay_place_data(given->data_dir, &session->arena),
                   assay_place_suites(&session->arena),
                   assay_place_manifest(&session->arena)},
        .limit = given->limit,
        .seed = given->seed,
        .max_length = given->max_length,
        .level = given->level,
        .replicates = given->replicates,
        .nulls = given->nulls,
        .allow_changed = given->allow_changed || assay_place_allows_changes(),
    };
    return settle_model(session, err);
}

/* ---- progress ---- */

static void begin_suite(void *self, const char *suite)
{
    struct session *session = self;

    session->suite = suite;
    session->started = false;
}

static void tell_progress(void *self, size_t done, size_t known, bool all)
{
    struct session *session = self;

    if (!session->started)
        session->at_start = done;
    session->started = true;
    assay_log_progress(&session->log,
                       &(struct assay_progress){.what = session->suite,
                                                .done = done,
                                                .total = all ? known : 0,
                                                .at_start = session->at_start,
                                                .now = assay_clock()});
}

/* ---- telling ---- */

static void tell_timings(struct session *session, const struct assay_run *run)
{
    for (size_t i = 0; i < session->setting.request.suite_count; i++) {
        const struct assay_leg *leg = &run->leg[i];

        assay_log_note(&session->log,
                       "%s: read %.3f s of score %.3f s, measure %.3f s, nulls %.3f s",
                       run->plan.suite[i].label, leg->read, leg->score, leg->measure,
                       leg->nulls);
    }
    assay_log_note(&session->log, "journal: %.3f s", run->journal_seconds);
}

/* Faults of suites beside the one that the program ends with. */
static void tell_faults(struct session *session, const struct assay_run *run,
                        const struct assay_error *told)
{
    for (size_t i = 0; i < session->setting.request.suite_count; i++) {
        const struct assay_error *err = &run->leg[i].err;

        if (err->code && err->code != ASSAY_EINTERRUPTED &&
            strcmp(err->text, told->text) != 0)
            assay_log_note(&session->log, "assay run: %s: %s", run->plan.suite[i].label,
                           err->text);
    }
}

static enum assay_code print_results(struct session *session, const struct assay_run *run,
                                     struct assay_error *err)
{
    const size_t n = run->was_complete ? run->stored.result_count
                                       : session->setting.request.suite_count;
    const struct assay_result **results =
        assay_arena_new(&session->arena, n, sizeof(struct assay_result *));
    size_t count = 0;

    for (size_t i = 0; i < n; i++) {
        if (run->was_complete)
            results[count++] = &run->stored.result[i];
        else if (run->leg[i].status == ASSAY_LEG_COMPLETE)
            results[count++] = &run->leg[i].result;
    }
    if (count == 0)
        return ASSAY_OK;
    return assay_results_print(results, count, NULL, session->given.json,
                               (enum assay_colour)session->given.colour, err);
}

static enum assay_code check_coverage(const struct session *session,
                                      const struct assay_run *run,
                                      struct assay_error *err)
{
    for (size_t i = 0; run->leg && i < session->setting.request.suite_count; i++) {
        const struct assay_section *all = &run->leg[i].result.overall;
        const size_t scored =
            all->count[ASSAY_STATE_SCORED] + all->count[ASSAY_STATE_TIED];

        if (run->leg[i].status == ASSAY_LEG_COMPLETE && all->items > 0 &&
            (double)scored < session->given.min_coverage * (double)all->items)
            return assay_fail(err, ASSAY_ECOVERAGE,
                              "%s: %zu of %zu items scored, below --min-coverage %g",
                              run->plan.suite[i].label, scored, all->items,
                              session->given.min_coverage);
    }
    return ASSAY_OK;
}

/* ---- work ---- */

static enum assay_code dry_run(struct session *session, struct assay_error *err)
{
    const struct assay_request *request = &session->setting.request;
    struct assay_buf out = {0};
    struct assay_plan plan;
    enum assay_code code = assay_plan_make(request, &session->arena, &plan, err);

    if (!code)
        assay_buf_printf(&out, "model  %s\n", plan.model);
    for (size_t i = 0; !code && i < request->suite_count; i++) {
        struct assay_survey survey;

        code = assay_survey_take(&plan, i, &session->arena, &survey, err);
        if (code)
            break;
        assay_buf_printf(&out, "suite  %s: %zu items in %zu subsets, %zu completions%s\n",
                         plan.suite[i].label, survey.items, survey.subsets,
                         survey.completions, survey.texts ? "" : ", without texts");
        for (size_t k = 0; k < assay_node_count(&survey.sources); k++) {
            const struct assay_node *source = assay_node_at(&survey.sources, k);
            const struct assay_str path = assay_node_text(assay_node_get(source, "path"));
            const struct assay_str hash =
                assay_node_text(assay_node_get(source, "sha256"));

            assay_buf_printf(&out, "data   %.*s sha256 %.*s\n", ASSAY_STR_ARG(path),
                             ASSAY_STR_ARG(hash));
        }
    }
    if (!code)
        assay_buf_puts(&out, "nothing was asked and nothing was written\n");
    if (!code)
        code = assay_cli_print(assay_buf_view(&out), err);
    assay_buf_release(&out);
    return code;
}

static bool any_complete(const struct session *session, const struct assay_run *run)
{
    for (size_t i = 0; run->leg && i < session->setting.request.suite_count; i++)
        if (run->leg[i].status == ASSAY_LEG_COMPLETE)
            return true;
    return false;
}

/*
 * Where the run is. What the system or the model did not let end is said in the fault's own line,
 * as an interruption is; faults of the data leave nothing to go on from.
 */
static void tell_place(struct session *session, const struct assay_run *run,
                       enum assay_code code, struct assay_error *err)
{
    const char *directory = run->store.directory;

    if (run->was_complete)
        assay_log_note(&session->log, "%s: the run was complete already", directory);
    else if (run->journal && (code == ASSAY_EIO || code == ASSAY_EMODEL) &&
             assay_journal_has_grown(run->journal))
        (void)assay_fail(err, code, "%s; to go on: assay run --resume %s",
                         assay_arena_copy(&session->arena, assay_str_of(err->text)).ptr,
                         directory);
    else if (run->journal && any_complete(session, run))
        assay_log_note(&session->log, "run stored in %s", directory);
}

/* The process ends here, with threads at work: nothing is released, nothing is waited for. */
static void leave(void *self, const struct assay_error *err)
{
    struct session *session = self;

    assay_log_clear(&session->log);
    (void)fprintf(stderr, "assay run: %s\n", err->text);
    (void)fflush(stderr);
    _exit(assay_exit_status(err->code));
}

static enum assay_code work(struct session *session, struct assay_error *err)
{
    struct assay_run run;
    struct assay_error later;
    enum assay_code code, printed;

    session->setting.stop = assay_stop_watch();
    code = assay_run_execute(&session->setting, &run, err);
    assay_log_clear(&session->log);
    printed = run.leg ? print_results(session, &run, &later) : ASSAY_OK;
    if (code && run.leg)
        tell_faults(session, &run, err);
    tell_place(session, &run, code, err);
    if (run.leg && session->given.timings)
        tell_timings(session, &run);
    if (!code && printed) {
        *err = later;
        code = printed;
    }
    if (!code)
        code = check_coverage(session, &run, err);
    assay_run_release(&run);
    return code;
}

static enum assay_code run_run(const void *state, const struct assay_words *operands,
                               struct assay_error *err)
{
    struct session session = {0};
    enum assay_code code = settle_options(&session, state, operands, err);

    session.log = assay_log_stderr(session.given.quiet, !session.given.no_progress);
    if (!code)
        code = settle_request(&session, err);
    if (!code) {
        session.setting.config = kept_options(&session);
        session.setting.directory =
            session.given.resume ? session.given.resume : session.given.output;
        session.setting.resume = session.given.resume != NULL;
        session.setting.jobs = session.given.jobs;
        session.setting.watch = (struct assay_watch){tell_progress, &session};
        session.setting.begin = begin_suite;
        session.setting.leave = leave;
        session.setting.self = &session;
        code = session.given.dry_run ? dry_run(&session, err) : work(&session, err);
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
