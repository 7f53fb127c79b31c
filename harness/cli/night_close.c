#include "harness/cli/night_close.h"

#include "harness/cli/night_page.h"
#include "harness/cli/site_page.h"
#include "harness/core/file.h"
#include "harness/core/json.h"
#include "harness/core/parallel.h"
#include "harness/run/history.h"
#include "reports/page_writer.h"
#include "suites/suite.h"

#include <string.h>

/* A run with what it is held against. */
struct judged {
    struct assay_stored stored[2]; /* baseline, candidate */
    struct assay_gate gate;
    bool has_gate;
};

static enum assay_code judge(const struct assay_night_work *work, struct judged *j,
                             struct assay_arena *arena, struct assay_error *err)
{
    const struct assay_places places = assay_places_here(work->plan->data_dir, arena);
    struct assay_places *kept = assay_arena_new(arena, 1, sizeof(*kept));
    struct assay_comparison_how how = assay_comparison_defaults();

    *kept = places;
    how.replicates = how.flips = work->plan->replicates;
    how.seed = work->plan->seed;
    how.places = kept;
    how.jobs = assay_parallel_processors();
    return assay_gate_judge(j->stored, &work->plan->policy, &how, arena, &j->gate, err);
}

/*
 * Holds a run against the run in a directory. What cannot be held against each other is undecided: the baseline
 * cannot be read any more, or its data are others.
 */
static void take_baseline(const struct assay_night_work *work, struct judged *j,
                          struct assay_night_run *run, struct assay_arena *arena)
{
    struct assay_error why;
    enum assay_code code = assay_stored_read(run->against, arena, &j->stored[0], &why);

    j->stored[0].name = assay_arena_copy(arena, run->baseline).ptr;
    j->stored[1].name = assay_night_is_label(work->plan)
                            ? assay_arena_copy(arena, run->label).ptr
                            : work->date;
    if (!code)
        code = judge(work, j, arena, &why);
    if (!code) {
        j->has_gate = true;
        assay_night_take_gate(work->plan, &j->gate, work->arena, run);
        return;
    }
    run->reason =
        assay_str_of(assay_arena_printf(work->arena, "it cannot be held against %.*s: %s",
                                        ASSAY_STR_ARG(run->baseline), why.text));
    if (work->plan->gated)
        run->outcome = ASSAY_NIGHT_GATE_UNDECIDED;
}

static enum assay_code save_run(const struct assay_night_work *work,
                                const struct judged *j, const struct assay_night_run *run,
                                struct assay_arena *arena, struct assay_error *err)
{
    const char *folder = assay_arena_printf(arena, "%s/" ASSAY_NIGHT_REPORT,
                                            assay_night_directory(work, run));
    const struct assay_night_telling told = {
        work->date, &j->stored[1], j->has_gate ? &j->gate : NULL, work->plan->gated};
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < work->plan->reports; i++) {
        const struct assay_page_writer *writer =
            assay_page_writer_find(work->plan->report[i]);
        struct assay_page page;

        assay_night_run_page(run, &told, writer->ending, arena, &page);
        code = assay_page_save(&page, writer, folder, "index", err);
    }
    return code;
}

/* A run that did not end well is told of as far as it has results. */
static enum assay_code close_run(const struct assay_night_work *work,
                                 const struct assay_nights *nights,
                                 struct assay_night_run *run, struct assay_arena *arena,
                                 struct assay_error *err)
{
    const char *directory = assay_night_directory(work, run);
    const bool well = run->outcome != ASSAY_NIGHT_FAILED;
    struct judged *j = assay_arena_new(arena, 1, sizeof(*j));
    struct assay_error why;
    enum assay_code code = assay_stored_read(directory, arena, &j->stored[1], &why);

    if (code && well) {
        run->outcome = ASSAY_NIGHT_FAILED;
        run->reason = assay_str_of(assay_arena_printf(work->arena, "%s", why.text));
    }
    if (code)
        return ASSAY_OK;
    assay_night_take_values(&j->stored[1], work->arena, run);
    if (run->values == 0)
        return ASSAY_OK;
    if (well) {
        code = assay_night_find_baseline(work->plan, nights, work->date, run, work->arena,
                                         err);
        if (!code && run->against)
            take_baseline(work, j, run, arena);
    }
    return code ? code : save_run(work, j, run, arena, err);
}

static enum assay_code close_runs(const struct assay_night_work *work,
                                  const struct assay_nights *nights,
                                  struct assay_night *night, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < night->runs; i++) {
        struct assay_arena arena = {0};

        if (work->stop && *work->stop > 0)
            return assay_fail(err, ASSAY_EINTERRUPTED, "interrupted");
        code = close_run(work, nights, &night->run[i], &arena, err);
        assay_arena_release(&arena);
    }
    return code;
}

static enum assay_code save_night(const struct assay_night_work *work,
                                  const struct assay_night *night,
                                  struct assay_error *err)
{
    const char *folder =
        assay_arena_printf(work->arena, "%s/%s", work->plan->output, work->date);
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < work->plan->reports; i++) {
        const struct assay_page_writer *writer =
            assay_page_writer_find(work->plan->report[i]);
        struct assay_page page;

        assay_night_page(night, writer->ending, work->arena, &page);
        code = assay_page_save(&page, writer, folder, "index", err);
    }
    return code
               ? code
               : assay_json_save(assay_night_node(night, work->arena),
                                 assay_arena_printf(work->arena, "%s/night.json", folder),
                                 err);
}

static bool is_pinned(const struct assay_night_plan *plan, const char *date)
{
    for (size_t i = 0; i < plan->retention.pinned_count; i++)
        if (strcmp(plan->retention.pinned[i], date) == 0)
            return true;
    return false;
}

void assay_night_old(const struct assay_night_work *work,
                     const struct assay_nights *nights, const struct assay_night *night,
                     struct assay_night_dates *out)
{
    const struct assay_night_plan *plan = work->plan;
    const struct assay_night_retention *keep = &plan->retention;
    const char *last = nights->count ? nights->at[nights->count - 1].date : night->date;

    *out = (struct assay_night_dates){
        assay_arena_new(work->arena, nights->count, sizeof(*out->at)), 0};
    for (size_t i = 0; (keep->nights || keep->days) && i < nights->count; i++) {
        const char *date = nights->at[i].date;
        const bool many = keep->nights && nights->count - i > keep->nights;
        const bool aged = keep->days && assay_night_day(last) - assay_night_day(date) >=
                                            (long)keep->days;

        if ((many || !keep->nights) && (aged || !keep->days) && strcmp(date, last) != 0 &&
            !is_pinned(plan, date) && assay_night_folder_may_go(plan->output, date) &&
            !assay_night_is_needed(plan, nights, night, date))
            out->at[out->count++] = date;
    }
}

static enum assay_code take_away(const struct assay_night_work *work,
                                 const struct assay_night *night, struct assay_error *err)
{
    struct assay_nights nights;
    struct assay_night_dates old;
    enum assay_code code =
        assay_nights_read(work->plan->output, work->arena, &nights, err);

    if (code)
        return code;
    assay_night_old(work, &nights, night, &old);
    for (size_t i = 0; !code && i < old.count; i++) {
        code = assay_night_folder_remove(work->plan->output, old.at[i], err);
        if (!code)
            assay_log_note(work->log, "%s: taken away", old.at[i]);
    }
    return code;
}

static enum assay_code save_site(const struct assay_night_work *work,
                                 struct assay_error *err)
{
    struct assay_nights nights;
    enum assay_code code =
        assay_nights_read(work->plan->output, work->arena, &nights, err);

    for (size_t i = 0; !code && i < work->plan->reports; i++) {
        const struct assay_page_writer *writer =
            assay_page_writer_find(work->plan->report[i]);
        struct assay_page page;

        assay_site_page(&nights, writer->ending, work->arena, &page);
        code = assay_page_save(&page, writer, work->plan->output, "index", err);
    }
    return code;
}

/* Nothing needs the index: what is wrong with it is told, and no more. */
static void index_runs(const struct assay_night_work *work)
{
    const struct assay_history_setting setting = {.folder = work->plan->output};
    struct assay_history_told told = {0};
    struct assay_error err;

    if (assay_history_update(&setting, &told, &err))
        assay_log_note(work->log, "history: %s", err.text);
    else if (told.fault.code)
        assay_log_note(work->log, "history: %s", told.fault.text);
}

enum assay_code assay_night_close(const struct assay_night_work *work,
                                  struct assay_night *night, struct assay_error *err)
{
    struct assay_nights nights;
    enum assay_code code =
        assay_nights_read(work->plan->output, work->arena, &nights, err);

    for (size_t i = 0; !code && i < nights.unread_count; i++)
        assay_log_note(work->log, "left out: %s", nights.unread[i]);
    if (!code)
        code = close_runs(work, &nights, night, err);
    if (!code)
        code = save_night(work, night, err);
    if (!code)
        code = take_away(work, night, err);
    if (!code)
        code = save_site(work, err);
    if (!code)
        code = assay_night_folder_point(work->plan->output, work->date, err);
    if (!code) {
        index_runs(work);
        assay_night_folder_sweep(work->plan->output, work->date);
    }
    return code;
}
