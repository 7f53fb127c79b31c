/* assay gate: may a checkpoint pass? The exit status says so. */
#include "harness/cli/command.h"
#include "harness/cli/gate_write.h"
#include "harness/cli/measuring.h"
#include "harness/run/gate.h"
#include "suites/suite.h"

#include <string.h>

enum {
    STATUS_MAX = 255
};

struct gate {
    struct assay_option_list writes;
    const char *policy, *format, *exit_map, *data_dir;
    uint64_t seed;
    size_t replicates, jobs;
    bool strict;
};

static const struct assay_option options[] = {
    {.name = "policy",
     .help =
         "YAML file: how far which suite may fall; without it accuracy of every suite, "
         "by 1.5 points",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct gate, policy),
     .value = "FILE",
     .optional = true},
    {.name = "format",
     .help =
         "what goes to standard output: table, line, prometheus, github, markdown, html, "
         "latex, csv, json or junit",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct gate, format),
     .initial = "table",
     .value = "NAME"},
    {.name = "write",
     .help =
         "write a format into a file as well; github is appended, all others replace it",
     .type = ASSAY_OPTION_LIST,
     .offset = offsetof(struct gate, writes),
     .value = "FORMAT=FILE"},
    {.name = "exit-map",
     .help =
         "other exit statuses, as missed=2,undecided=0; of passed, missed, undecided and "
         "error",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct gate, exit_map),
     .initial = "",
     .value = "LIST"},
    {.name = "strict",
     .help = "refuse runs that differ in template, max-length, precision or options, too",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct gate, strict)},
    {.name = "replicates",
     .help = "bootstrap replicates, and random sets of signs of a test",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct gate, replicates),
     .initial = "10000",
     .lo = 100,
     .hi = 1000000,
     .value = "N"},
    ASSAY_SEED_OPTION(offsetof(struct gate, seed)),
    {.name = "data-dir",
     .help = "look for benchmark data here",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct gate, data_dir),
     .value = "DIR",
     .optional = true},
    ASSAY_THREADS_OPTION(offsetof(struct gate, jobs)),
    {0},
};

/* What a process ends with, by what the gate came to. */
struct statuses {
    int of[ASSAY_GATE_OUTCOMES];
    int error; /* 0: by the kind of error */
};

/* One "word=number" of the map. */
static enum assay_code read_status(struct assay_str part, struct statuses *out,
                                   struct assay_error *err)
{
    const size_t equals = assay_str_find(part, ASSAY_STR("="));
    const struct assay_str word = {part.ptr, equals < part.len ? equals : part.len};
    double status = -1.0;
    int *slot = NULL;

    for (unsigned o = 0; o < ASSAY_GATE_OUTCOMES; o++)
        if (assay_str_equal(word, assay_str_of(assay_gate_outcome_name[o])))
            slot = &out->of[o];
    if (assay_str_equal(word, ASSAY_STR("error")))
        slot = &out->error;
    if (slot && equals < part.len)
        (void)assay_str_number(
            (struct assay_str){part.ptr + equals + 1, part.len - equals - 1}, &status);
    if (!(status >= 0.0 && status <= STATUS_MAX) || status != (double)(int)status)
        return assay_fail(
            err, ASSAY_EUSAGE,
            "--exit-map: expected passed, missed, undecided or error, and =0 to "
            "=%d, in place of %.*s",
            STATUS_MAX, ASSAY_STR_ARG(part));
    *slot = (int)status;
    return ASSAY_OK;
}

static enum assay_code read_statuses(const char *map, struct statuses *out,
                                     struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    *out = (struct statuses){
        .of = {0, assay_exit_status(ASSAY_EGATE), assay_exit_status(ASSAY_ECOVERAGE)}};
    while (*map && !code) {
        const size_t len = strcspn(map, ",");

        code = read_status((struct assay_str){map, len}, out, err);
        map += len + (map[len] == ',');
    }
    return code;
}

/* The gate's outcome as an error, or none, with the status that the user wants. */
static enum assay_code outcome(const struct assay_gate *gate,
                               const struct statuses *statuses, struct assay_error *err)
{
    const int status = statuses->of[gate->outcome];

    if (status == 0)
        return ASSAY_OK;
    (void)assay_fail(
        err, gate->outcome == ASSAY_GATE_UNDECIDED ? ASSAY_ECOVERAGE : ASSAY_EGATE,
        "%s: %.*s", assay_gate_outcome_name[gate->outcome], ASSAY_STR_ARG(gate->reason));
    err->status = status;
    return err->code;
}

static enum assay_code check_words(const struct gate *wanted, struct statuses *statuses,
                                   struct assay_error *err)
{
    enum assay_code code = read_statuses(wanted->exit_map, statuses, err);

    if (!code)
        code = assay_gate_check_format(wanted->format, err);
    for (size_t i = 0; i < wanted->writes.count && !code; i++)
        code = assay_gate_check_file(wanted->writes.at[i], err);
    return code;
}

static enum assay_code judge(const struct gate *wanted,
                             const struct assay_words *operands,
                             struct assay_arena *arena, struct assay_gate *out,
                             struct assay_error *err)
{
    const struct assay_places places = assay_places_here(wanted->data_dir, arena);
    struct assay_comparison_how how = assay_comparison_defaults();
    struct assay_gate_policy *policy = assay_arena_new(arena, 1, sizeof(*policy));
    struct assay_stored *stored = assay_arena_new(arena, 2, sizeof(*stored));
    enum assay_code code = ASSAY_OK;

    how.replicates = how.flips = wanted->replicates;
    how.seed = wanted->seed;
    how.strict = wanted->strict;
    how.places = &places;
    how.jobs = wanted->jobs ? wanted->jobs : assay_parallel_processors();
    *policy = assay_gate_policy_default();
    if (wanted->policy)
        code = assay_gate_policy_read(wanted->policy, arena, policy, err);
    for (size_t i = 0; i < 2 && !code; i++)
        code = assay_stored_read(operands->at[i], arena, &stored[i], err);
    return code ? code : assay_gate_judge(stored, policy, &how, arena, out, err);
}

static enum assay_code write_all(const struct gate *wanted, const struct assay_gate *gate,
                                 struct assay_arena *arena, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; i < wanted->writes.count && !code; i++)
        code = assay_gate_write_file(gate, wanted->writes.at[i], arena, err);
    return code ? code : assay_gate_print(gate, wanted->format, arena, err);
}

static enum assay_code run(const void *state, const struct assay_words *operands,
                           struct assay_error *err)
{
    const struct gate *wanted = state;
    struct assay_arena arena = {0};
    struct assay_gate gate;
    struct statuses statuses;
    enum assay_code code = check_words(wanted, &statuses, err);

    if (code)
        return code;
    code = judge(wanted, operands, &arena, &gate, err);
    if (!code)
        code = write_all(wanted, &gate, &arena, err);
    if (code)
        err->status = statuses.error;
    else
        code = outcome(&gate, &statuses, err);
    assay_arena_release(&arena);
    return code;
}

const struct assay_command assay_command_gate = {
    .name = "gate",
    .summary = "say by a policy whether a run may pass, and end with that as exit status",
    .usage = "[options] BASELINE CANDIDATE",
    .about = "Both are directories of runs. A rule is missed if the value fell by more "
             "than the\n"
             "policy allows, surely; a critical one is undecided if it is not sure that "
             "it did "
             "not.\n"
             "The exit status is 0 passed, 1 missed, 6 undecided. docs/GATES.md has "
             "policies.\n",
    .options = options,
    .state_size = sizeof(struct gate),
    .operand_min = 2,
    .operand_max = 2,
    .run = run,
};
