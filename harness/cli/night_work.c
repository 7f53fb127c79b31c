#include "harness/cli/night_work.h"

#include "harness/core/file.h"
#include "harness/core/folder.h"
#include "harness/core/json.h"
#include "harness/run/night_child.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    ARGUMENTS_MAX = 64 + 2 * (ASSAY_NIGHT_OPTIONS_MAX + ASSAY_NIGHT_OPTIONS_MAX +
                              ASSAY_NIGHT_SUITES_MAX),
    LOOKS = 1000, /* at a lock of a process that is ending */
    LOOK = 20000000
};

struct arguments {
    char *at[ARGUMENTS_MAX]; /* as execv takes them: in the arena */
    size_t count;
    struct assay_arena *arena;
};

const char *assay_night_directory(const struct assay_night_work *work,
                                  const struct assay_night_run *run)
{
    return assay_arena_printf(work->arena, "%s/%s/%.*s", work->plan->output, work->date,
                              ASSAY_STR_ARG(run->name));
}

const char *assay_night_log(const struct assay_night_work *work,
                            const struct assay_night_run *run)
{
    return assay_arena_printf(work->arena, "%s/%s/logs/%.*s.log", work->plan->output,
                              work->date, ASSAY_STR_ARG(run->name));
}

enum assay_night_state assay_night_look(const struct assay_night_work *work,
                                        const struct assay_night_run *run)
{
    const char *path =
        assay_arena_printf(work->arena, "%s/run.json", assay_night_directory(work, run));
    struct assay_node *root = assay_arena_new(work->arena, 1, sizeof(*root));
    struct assay_error ignored;

    if (!assay_file_exists(path) ||
        assay_json_read(path, work->arena, root, &ignored) != ASSAY_OK)
        return ASSAY_NIGHT_ABSENT;
    return assay_str_equal(assay_node_text(assay_node_get(root, "status")),
                           ASSAY_STR("complete"))
               ? ASSAY_NIGHT_COMPLETE
               : ASSAY_NIGHT_BEGUN;
}

void assay_night_list(const struct assay_night_work *work, struct assay_night *out)
{
    const struct assay_night_plan *plan = work->plan;

    out->date = work->date;
    out->runs = 0;
    out->run =
        assay_arena_new(work->arena, plan->models * plan->groups, sizeof(*out->run));
    for (size_t m = 0; m < plan->models; m++)
        for (size_t g = 0; g < plan->groups; g++)
            out->run[out->runs++] = (struct assay_night_run){
                .model = m,
                .group = g,
                .label = assay_str_of(plan->model[m].label),
                .name = assay_str_of(assay_night_run_name(plan, m, g, work->arena)),
            };
}

static void add(struct arguments *a, const char *name, const char *value)
{
    a->at[a->count++] = assay_arena_printf(a->arena, "%s", name);
    if (value)
        a->at[a->count++] = assay_arena_printf(a->arena, "%s", value);
}

static void add_count(const struct assay_night_work *work, struct arguments *a,
                      const char *name, uint64_t value)
{
    add(a, name, assay_arena_printf(work->arena, "%llu", (unsigned long long)value));
}

static void add_suites(const struct assay_night_work *work, struct arguments *a,
                       size_t group)
{
    const struct assay_night_suite *first = NULL;

    for (size_t i = 0; i < work->plan->suites; i++) {
        const struct assay_night_suite *suite = &work->plan->suite[i];

        if (suite->group != group)
            continue;
        first = first ? first : suite;
        add(a, "--suite", suite->spec);
    }
    for (size_t i = 0; first && i < first->words.count; i++)
        add(a, "--suite-option", first->words.at[i]);
    if (first)
        add_count(work, a, "--limit", first->limit);
}

/* `assay run` of a model and a group, a new one or one that is gone on with. */
static void make_arguments(const struct assay_night_work *work,
                           const struct assay_night_run *run, struct arguments *a)
{
    const struct assay_night_plan *plan = work->plan;
    const struct assay_night_model *model = &plan->model[run->model];
    const bool begun = assay_night_look(work, run) != ASSAY_NIGHT_ABSENT;

    *a = (struct arguments){.arena = work->arena};
    add(a, "assay", "run");
    add(a, begun ? "--resume" : "--output", assay_night_directory(work, run));
    add(a, "--model", model->model);
    add(a, "--label", model->label);
    for (size_t i = 0; i < model->words.count; i++)
        add(a, "--model-option", model->words.at[i]);
    add_suites(work, a, run->group);
    add_count(work, a, "--seed", plan->seed);
    add_count(work, a, "--jobs", plan->jobs);
    add_count(work, a, "--max-length", plan->max_length);
    add_count(work, a, "--replicates", plan->replicates);
    if (plan->nulls)
        add(a, "--nulls", NULL);
    if (!plan->cache)
        add(a, "--no-cache", NULL);
    if (plan->data_dir)
        add(a, "--data-dir", plan->data_dir);
    add(a, "--no-progress", NULL);
}

/* A process of an instance that was killed ends by itself, in a moment. */
static void wait_for_lock(const char *directory, struct assay_arena *arena)
{
    const struct timespec pause = {0, LOOK};
    const char *lock = assay_arena_printf(arena, "%s/lock", directory);

    for (int i = 0; i < LOOKS && assay_folder_is_locked(lock); i++)
        (void)nanosleep(&pause, NULL);
}

/* What was killed before there was a run.json is begun anew: nothing was answered. */
static void clear_remains(const struct assay_night_work *work,
                          const struct assay_night_run *run)
{
    static const char *const files[] = {"lock", "items.jsonl", "run.json"};
    const char *directory = assay_night_directory(work, run);

    if (!assay_file_exists(directory) ||
        assay_night_look(work, run) != ASSAY_NIGHT_ABSENT)
        return;
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
        (void)unlink(assay_arena_printf(work->arena, "%s/%s", directory, files[i]));
    (void)rmdir(directory);
}

static enum assay_code make_one(const struct assay_night_work *work,
                                struct assay_night_run *run, struct assay_error *err)
{
    struct assay_night_ended ended;
    struct assay_night_order order;
    struct arguments arguments;
    enum assay_code code;

    wait_for_lock(assay_night_directory(work, run), work->arena);
    clear_remains(work, run);
    make_arguments(work, run, &arguments);
    assay_log_note(work->log, "%.*s: %s", ASSAY_STR_ARG(run->name),
                   strcmp(arguments.at[2], "--resume") == 0 ? "goes on" : "begins");
    order = (struct assay_night_order){arguments.at, assay_night_log(work, run),
                                       work->plan->model[run->model].timeout, work->stop};
    code = assay_night_child(&order, work->arena, &ended, err);
    if (code)
        return code;
    if (ended.interrupted)
        return assay_fail(err, ASSAY_EINTERRUPTED, "interrupted");
    if (!ended.well) {
        run->outcome = ASSAY_NIGHT_FAILED;
        run->reason = ended.why;
        assay_log_note(work->log, "%.*s: %.*s", ASSAY_STR_ARG(run->name),
                       ASSAY_STR_ARG(run->reason));
    }
    return ASSAY_OK;
}

enum assay_code assay_night_make(const struct assay_night_work *work,
                                 struct assay_night *night, struct assay_error *err)
{
    bool made;
    enum assay_code code = assay_folder_make(
        assay_arena_printf(work->arena, "%s/%s/logs", work->plan->output, work->date),
        &made, err);

    for (size_t i = 0; !code && i < night->runs; i++) {
        if (work->stop && *work->stop > 0)
            return assay_fail(err, ASSAY_EINTERRUPTED, "interrupted");
        code = make_one(work, &night->run[i], err);
    }
    return code;
}
