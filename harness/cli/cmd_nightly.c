/* assay nightly: models by suites of a file: run what is missing, compare, gate, tell. */
#include "adapters/adapter.h"
#include "harness/cli/command.h"
#include "harness/cli/night_close.h"
#include "harness/cli/night_page.h"
#include "harness/cli/runs_read.h"
#include "harness/core/clock.h"
#include "harness/core/folder.h"
#include "harness/run/stop.h"
#include "suites/suite.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct nightly {
    const char *date;
    bool dry_run, json, quiet;
};

static const struct assay_option options[] = {
    {.name = "date",
     .help = "the night, as 2026-11-26, for a night that was missed; else today, UTC",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct nightly, date),
     .value = "DATE",
     .optional = true},
    {.name = "dry-run",
     .help = "tell what would be done, and do nothing",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct nightly, dry_run)},
    {.name = "json",
     .help = "print what the night came to as JSON, like night.json",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct nightly, json)},
    {.name = "quiet",
     .help = "no notes on standard error",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct nightly, quiet)},
    {0},
};

static enum assay_code read_date(const struct nightly *wanted, struct assay_arena *arena,
                                 const char **out, struct assay_error *err)
{
    char now[ASSAY_CLOCK_TEXT];

    assay_clock_text(now);
    *out = wanted->date ? wanted->date : assay_arena_printf(arena, "%.10s", now);
    return assay_night_is_date(*out)
               ? ASSAY_OK
               : assay_fail(err, ASSAY_EUSAGE, "--date %s: expected a day as 2026-11-26",
                            *out);
}

/* Paths in the file are from the folder that it is in. */
static enum assay_code enter_folder(const char *path, struct assay_arena *arena,
                                    struct assay_error *err)
{
    const char *folder = assay_folder_above(path, arena);

    return chdir(folder) == 0
               ? ASSAY_OK
               : assay_fail(err, ASSAY_EIO, "%s: %s", folder, strerror(errno));
}

/* A fault that says nothing of the file, with the line that it is about. */
static enum assay_code place(const char *path, unsigned line, struct assay_arena *arena,
                             struct assay_error *err)
{
    const char *what = assay_arena_printf(arena, "%s", err->text);

    return assay_fail(err, ASSAY_EDATA, "%s:%u: %s", path, line, what);
}

/* What a run would refuse is told now, with its line. */
static enum assay_code check(const struct assay_night_plan *plan,
                             struct assay_arena *arena, struct assay_error *err)
{
    const struct assay_places places = assay_places_here(plan->data_dir, arena);

    for (size_t i = 0; i < plan->models; i++) {
        const struct assay_adapter *adapter;
        const char *target;
        struct assay_node unused;

        if (assay_adapter_choose(plan->model[i].model, arena, &adapter, &target, err) ||
            assay_adapter_options(adapter, plan->model[i].words.at,
                                  plan->model[i].words.count, arena, &unused, err))
            return place(plan->path, plan->model[i].line, arena, err);
    }
    for (size_t i = 0; i < plan->suites; i++) {
        const struct assay_suite_words words = {
            plan->suite[i].spec, plan->suite[i].words.at, plan->suite[i].words.count};
        struct assay_suite *suite;

        if (assay_suite_load(&words, &places, arena, &suite, err))
            return place(plan->path, plan->suite[i].line, arena, err);
    }
    return ASSAY_OK;
}

static enum assay_code print_night(const struct nightly *wanted,
                                   const struct assay_night *night,
                                   struct assay_arena *arena, struct assay_error *err)
{
    struct assay_buf out = {0};
    enum assay_code code;

    if (wanted->json)
        return assay_runs_print_json(assay_night_node(night, arena), err);
    for (size_t i = 0; i < night->runs; i++)
        assay_buf_add(&out, assay_night_line(&night->run[i], arena));
    code = assay_cli_print(assay_buf_view(&out), err);
    assay_buf_release(&out);
    return code;
}

/* The worst of the night as an error, or none. */
static enum assay_code outcome(const struct assay_night *night, struct assay_arena *arena,
                               struct assay_error *err)
{
    static const enum assay_code code[ASSAY_NIGHT_OUTCOMES] = {
        [ASSAY_NIGHT_GATE_UNDECIDED] = ASSAY_ECOVERAGE,
        [ASSAY_NIGHT_GATE_MISSED] = ASSAY_EGATE,
        [ASSAY_NIGHT_FAILED] = ASSAY_EMODEL,
    };
    const enum assay_night_outcome worst = assay_night_worst(night);
    const struct assay_str tally = assay_night_tally(night, arena);

    return code[worst] ? assay_fail(err, code[worst], "night of %s: %.*s", night->date,
                                    ASSAY_STR_ARG(tally))
                       : ASSAY_OK;
}

/* The nights, with tonight's, which is not there yet. */
static struct assay_nights with_tonight(const struct assay_nights *nights,
                                        const struct assay_night *night,
                                        struct assay_arena *arena)
{
    struct assay_nights out = {
        .at = assay_arena_new(arena, nights->count + 1, sizeof(*out.at))};
    bool there = false;

    for (size_t i = 0; i < nights->count; i++) {
        const int order = strcmp(nights->at[i].date, night->date);

        if (order > 0 && !there)
            out.at[out.count++] = *night;
        there = there || order >= 0;
        out.at[out.count++] = nights->at[i];
    }
    if (!there)
        out.at[out.count++] = *night;
    return out;
}

static enum assay_code rehearse(const struct assay_night_work *work,
                                struct assay_night *night, struct assay_error *err)
{
    static const char *const state[] = {"is run", "is gone on with", "is complete"};
    struct assay_nights nights;
    struct assay_night_dates old;
    struct assay_buf out = {0};
    enum assay_code code =
        assay_nights_read(work->plan->output, work->arena, &nights, err);

    for (size_t i = 0; !code && i < night->runs; i++) {
        struct assay_night_run *run = &night->run[i];

        code = assay_night_find_baseline(work->plan, &nights, work->date, run,
                                         work->arena, err);
        assay_buf_printf(
            &out, "%s/%s/%.*s: %s; baseline %.*s\n", work->plan->output, work->date,
            ASSAY_STR_ARG(run->name), state[assay_night_look(work, run)],
            ASSAY_STR_ARG(run->baseline.len ? run->baseline : ASSAY_STR("none")));
    }
    if (!code) {
        nights = with_tonight(&nights, night, work->arena);
        assay_night_old(work, &nights, night, &old);
        for (size_t i = 0; i < old.count; i++)
            assay_buf_printf(&out, "%s/%s: may be taken away\n", work->plan->output,
                             old.at[i]);
        assay_buf_puts(&out, "nothing was run and nothing was written\n");
        code = assay_cli_print(assay_buf_view(&out), err);
    }
    assay_buf_release(&out);
    return code;
}

static enum assay_code tell_interrupted(const struct assay_night_work *work,
                                        struct assay_error *err)
{
    return assay_fail(err, ASSAY_EINTERRUPTED,
                      "interrupted; to go on: assay nightly --date %s %s", work->date,
                      work->plan->path);
}

static enum assay_code work_on(const struct nightly *wanted,
                               struct assay_night_work *work, struct assay_night *night,
                               struct assay_error *err)
{
    int lock = -1;
    enum assay_code code = assay_night_folder_open(work->plan->output, &lock, err);

    work->stop = assay_stop_watch();
    if (!code)
        code = assay_night_folder_clear(work->plan->output, err);
    if (!code)
        code = assay_night_folder_begin(work->plan->output, work->date, err);
    if (!code)
        code = assay_night_make(work, night, err);
    if (!code)
        code = assay_night_close(work, night, err);
    if (lock >= 0)
        (void)close(lock);
    if (code == ASSAY_EINTERRUPTED)
        return tell_interrupted(work, err);
    if (!code)
        code = print_night(wanted, night, work->arena, err);
    return code ? code : outcome(night, work->arena, err);
}

static enum assay_code run(const void *state, const struct assay_words *operands,
                           struct assay_error *err)
{
    const struct nightly *wanted = state;
    struct assay_arena arena = {0};
    struct assay_night_plan plan;
    struct assay_log log = assay_log_stderr(wanted->quiet, false);
    struct assay_night_work work = {.plan = &plan, .arena = &arena, .log = &log};
    struct assay_night night;
    enum assay_code code = read_date(wanted, &arena, &work.date, err);

    if (!code)
        code = assay_night_plan_read(operands->at[0], &arena, &plan, err);
    if (!code)
        code = enter_folder(plan.path, &arena, err);
    if (!code)
        code = check(&plan, &arena, err);
    if (!code) {
        assay_night_list(&work, &night);
        code = wanted->dry_run ? rehearse(&work, &night, err)
                               : work_on(wanted, &work, &night, err);
    }
    assay_arena_release(&arena);
    return code;
}

const struct assay_command assay_command_nightly = {
    .name = "nightly",
    .summary = "run models by suites of a file every night, compare, gate and tell",
    .usage = "[options] FILE",
    .about =
        "FILE is YAML (assay-nightly(5)). Every model is run on every suite, each in a\n"
        "process of its own; what is there already is not run again, and what was cut "
        "is\n"
        "gone on with. Each run is held against its baseline by the gates. Pages of the\n"
        "night and of all nights are written, and `latest` points at the last whole "
        "one.\n"
        "The exit status is 0, or 1 a gate was missed, 6 one is undecided, 4 a run did "
        "not\n"
        "end well, 7 interrupted.\n",
    .options = options,
    .state_size = sizeof(struct nightly),
    .operand_min = 1,
    .operand_max = 1,
    .run = run,
};
