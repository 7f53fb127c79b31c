/* run_session.c - one `assay run` under way: the work, and what is told of it. */
#include "harness/cli/run_session.h"

#include "harness/cli/command.h"
#include "harness/cli/texts_tell.h"
#include "harness/cli/vigil.h"
#include "harness/core/child.h"
#include "harness/core/clock.h"
#include "harness/core/memory.h"
#include "harness/run/model.h"
#include "harness/run/stop.h"
#include "harness/run/survey.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

void assay_session_tell(struct assay_session *session,
                        const struct assay_telling *telling)
{
    session->telling = *telling;
    session->log = assay_log_stderr(telling->quiet, !telling->no_progress);
}

static void begin_suite(void *self, const char *suite)
{
    struct assay_session *session = self;

    session->started = false;
    assay_waiting_turn(&session->waiting, suite);
}

/* Files are hashed or a model is loaded, whose time counts for no rate of items. */
static void tell_waiting(void *self)
{
    struct assay_session *session = self;

    assay_waiting_tell(&session->waiting);
}

static void tell_progress(void *self, size_t done, size_t known, bool all)
{
    struct assay_session *session = self;
    struct assay_stage_view view;
    char more[2 * ASSAY_STAGE_WORDS];
    const bool busy = assay_stage_look(&session->waiting.stage, &view);

    if (busy && view.total)
        (void)snprintf(more, sizeof(more), "%s %zu/%zu", view.what, view.done,
                       view.total);
    else if (busy)
        (void)snprintf(more, sizeof(more), "%s", view.what);
    if (!session->started) {
        session->at_start = done;
        session->log.began = -1;
    }
    session->started = true;
    assay_log_progress(&session->log,
                       &(struct assay_progress){.what = session->waiting.what,
                                                .done = done,
                                                .total = all ? known : 0,
                                                .at_start = session->at_start,
                                                .more = busy ? more : NULL,
                                                .now = assay_clock()});
}

static void tell_timings(struct assay_session *session, const struct assay_run *run)
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

static void tell_audits(struct assay_session *session, const struct assay_run *run)
{
    for (size_t i = 0; i < session->setting.request.suite_count; i++) {
        const struct assay_audit *audit = &run->leg[i].audit;

        if (run->leg[i].audited)
            assay_log_note(&session->log,
                           "%s: audit of %zu items: largest difference %.4g, %zu of %zu "
                           "pairs at risk%s",
                           run->plan.suite[i].label, audit->items, audit->most,
                           audit->at_risk, audit->pairs,
                           assay_audit_shares_none(audit)
                               ? "; no two items went through the model together: of "
                                 "batches this says nothing"
                               : "");
    }
}

/* A model whose numbers follow from how it is asked: the run is whole, and fails. */
static enum assay_code check_audits(const struct assay_session *session,
                                    const struct assay_run *run, struct assay_error *err)
{
    for (size_t i = 0; run->leg && i < session->setting.request.suite_count; i++) {
        struct assay_error why;
        const enum assay_code code =
            run->leg[i].audited ? assay_audit_judge(&run->leg[i].audit, &why) : ASSAY_OK;

        if (code)
            return assay_fail(err, code, "%s: %s", run->plan.suite[i].label, why.text);
    }
    return ASSAY_OK;
}

/* What was asked once more, since it had failed before. */
static void tell_again(struct assay_session *session, const struct assay_run *run)
{
    for (size_t i = 0; i < session->setting.request.suite_count; i++)
        if (run->leg[i].ledger.again)
            assay_log_note(&session->log,
                           "%s: %zu of %zu items, which had failed, were asked again",
                           run->plan.suite[i].label, run->leg[i].ledger.again,
                           run->leg[i].ledger.items);
}

/* Items without a number, where there are others: how many, and why the first. Of a suite where there are none its
   own fault says so. */
static void tell_failed(struct assay_session *session, const struct assay_run *run)
{
    for (size_t i = 0; i < session->setting.request.suite_count; i++) {
        const struct assay_leg *leg = &run->leg[i];
        struct assay_buf states = {0};

        for (unsigned k = 0; leg->first_fault && k < ASSAY_STATES; k++)
            if (leg->count[k] > 0 && k != ASSAY_STATE_SCORED && k != ASSAY_STATE_TIED &&
                k != ASSAY_STATE_SKIPPED)
                assay_buf_printf(&states, "%s%zu %s", states.len ? ", " : "",
                                 leg->count[k], assay_state_name((enum assay_state)k));
        if (states.len > 0 && leg->err.code != ASSAY_EDOMAIN)
            assay_log_note(&session->log, "%s: %s, the first: %s",
                           run->plan.suite[i].label, states.data, leg->first_fault);
        assay_buf_release(&states);
    }
}

/* What was not asked, since an earlier run had asked it. */
static void tell_cached(struct assay_session *session, const struct assay_run *run)
{
    for (size_t i = 0; i < session->setting.request.suite_count; i++)
        if (run->leg[i].ledger.cached)
            assay_log_note(&session->log, "%s: %zu of %zu items answered by the cache",
                           run->plan.suite[i].label, run->leg[i].ledger.cached,
                           run->leg[i].ledger.items);
}

/* What was saved by not asking on. */
static void tell_settled(struct assay_session *session, const struct assay_run *run)
{
    const struct assay_leg *leg = &run->leg[0]; /* of one suite */
    const struct assay_settled *told = &leg->settled;
    const char *label = run->plan.suite[0].label;

    if (leg->held && told->verdict == ASSAY_SETTLED_UNDECIDED)
        assay_log_note(&session->log, "%s: not settled after all %zu items: p = %.4g",
                       label, told->of, told->p);
    else if (leg->held)
        assay_log_note(
            &session->log,
            "%s: settled after %zu of %zu items: %s, p = %.4g; %zu were not asked", label,
            told->at, told->of, assay_settled_name(told->verdict), told->p, told->saved);
}

/* Faults of suites beside the one that the program ends with. */
static void tell_faults(struct assay_session *session, const struct assay_run *run,
                        const struct assay_error *told)
{
    for (size_t i = 0; i < session->setting.request.suite_count; i++) {
        const struct assay_error *err = &run->leg[i].err;

        if (err->code && err->code != ASSAY_EINTERRUPTED &&
            strcmp(err->text, told->text) != 0)
            assay_log_note(&session->log, "assay %s: %s: %s",
                           assay_plan_command(&session->setting.request),
                           run->plan.suite[i].label, err->text);
    }
}

static enum assay_code print(struct assay_session *session,
                             const struct assay_result *const *results, size_t n,
                             struct assay_error *err)
{
    return n == 0 ? ASSAY_OK
                  : assay_results_print(results, n, NULL, session->telling.json,
                                        (enum assay_colour)session->telling.colour, err);
}

enum assay_code assay_session_print_stored(struct assay_session *session,
                                           const struct assay_stored *stored,
                                           struct assay_error *err)
{
    const struct assay_result **results = assay_arena_new(
        &session->arena, stored->result_count + 1, sizeof(struct assay_result *));

    for (size_t i = 0; i < stored->result_count; i++)
        results[i] = &stored->result[i];
    return print(session, results, stored->result_count, err);
}

/* Where the texts of a sample are, and how many. */
static enum assay_code print_sample(const struct assay_run *run, struct assay_error *err)
{
    const struct assay_sampled *told = &run->samples;
    struct assay_buf out = {0};
    enum assay_code code;

    if (!run->was_complete && told->texts == 0)
        return ASSAY_OK; /* there is none */
    assay_buf_printf(&out, "%s/" ASSAY_SAMPLED_FILE, run->store.directory);
    if (!run->was_complete)
        assay_buf_printf(&out, ": prompts %zu, texts %zu", told->prompts, told->texts);
    assay_buf_putc(&out, '\n');
    code = assay_cli_print(assay_buf_view(&out), err);
    assay_buf_release(&out);
    return code;
}

/* A shard has no results of its own. */
static enum assay_code print_results(struct assay_session *session,
                                     const struct assay_run *run, struct assay_error *err)
{
    const size_t n = session->setting.request.suite_count;
    const struct assay_result **results =
        assay_arena_new(&session->arena, n, sizeof(struct assay_result *));
    size_t count = 0;

    if (session->setting.request.sample)
        return session->setting.shard.count ? ASSAY_OK : print_sample(run, err);
    if (run->was_complete)
        return assay_session_print_stored(session, &run->stored, err);
    for (size_t i = 0; i < n && session->setting.shard.count == 0; i++)
        if (run->leg[i].status == ASSAY_LEG_COMPLETE)
            results[count++] = &run->leg[i].result;
    return print(session, results, count, err);
}

/* What the file of a sample does not show. */
static void tell_sample(struct assay_session *session, const struct assay_run *run)
{
    const struct assay_sampled *told = &run->samples;

    if (told->repeated)
        assay_log_note(&session->log,
                       "items left out, whose prompt is an earlier one's: %zu",
                       told->repeated);
    if (told->fewer)
        assay_log_note(
            &session->log,
            "%zu of %zu prompts have fewer texts than were asked for, %zu none",
            told->fewer, told->asked, told->asked - told->prompts);
}

static void tell_shard(struct assay_session *session, const struct assay_run *run)
{
    const struct assay_shard *shard = &session->setting.shard;

    for (size_t i = 0; shard->count && i < session->setting.request.suite_count; i++)
        if (run->leg[i].status == ASSAY_LEG_COMPLETE)
            assay_log_note(&session->log, "shard %zu/%zu: %s: %zu of %zu items",
                           shard->index + 1, shard->count, run->plan.suite[i].label,
                           run->leg[i].ledger.items - run->leg[i].ledger.others,
                           run->leg[i].ledger.items);
}

/* What servers counted, of all attempts. */
static void tell_usage(struct assay_session *session)
{
    const struct assay_spent spent = assay_spending_look(&session->spending);

    if (spent.read + spent.written == 0)
        return;
    if (spent.cost > 0.0)
        assay_log_note(&session->log, "tokens: %zu read, %zu written; cost %.4g",
                       spent.read, spent.written, spent.cost);
    else
        assay_log_note(&session->log, "tokens: %zu read, %zu written", spent.read,
                       spent.written);
}

/* What became of the items of every suite. */
static void tell_legs(struct assay_session *session, const struct assay_run *run,
                      enum assay_code code)
{
    tell_again(session, run);
    tell_failed(session, run);
    tell_cached(session, run);
    tell_settled(session, run);
    for (size_t i = 0; i < session->setting.request.suite_count; i++)
        assay_texts_tell(&session->log, run->plan.suite[i].label, &run->leg[i].facts);
    tell_audits(session, run);
    tell_shard(session, run);
    if (!code || session->budget > 0) /* what is wasted is in run.json */
        tell_usage(session);
}

static enum assay_code check_coverage(const struct assay_session *session,
                                      const struct assay_run *run,
                                      struct assay_error *err)
{
    for (size_t i = 0; run->leg && i < session->setting.request.suite_count; i++) {
        const struct assay_section *all = &run->leg[i].result.overall;
        const size_t scored =
            all->count[ASSAY_STATE_SCORED] + all->count[ASSAY_STATE_TIED];

        if (run->leg[i].status == ASSAY_LEG_COMPLETE && all->items > 0 &&
            (double)scored < session->min_coverage * (double)all->items)
            return assay_fail(err, ASSAY_ECOVERAGE,
                              "%s: %zu of %zu items scored, below --min-coverage %g",
                              run->plan.suite[i].label, scored, all->items,
                              session->min_coverage);
    }
    return ASSAY_OK;
}

/*
 * Where a smallest coverage is asked for, a suite of which nothing was answered falls short of it: that is
 * what the run ends with, not that its figures are undefined.
 */
static enum assay_code blame_coverage(const struct assay_session *session,
                                      const struct assay_run *run, enum assay_code code,
                                      struct assay_error *err)
{
    if (code != ASSAY_EDOMAIN || !(session->min_coverage > 0.0))
        return code;
    for (size_t i = 0; run->leg && i < session->setting.request.suite_count; i++) {
        const struct assay_leg *leg = &run->leg[i];
        const struct assay_error why = leg->err;

        if (leg->err.code == ASSAY_EDOMAIN && leg->ledger.items > 0 &&
            leg->count[ASSAY_STATE_SCORED] + leg->count[ASSAY_STATE_TIED] == 0)
            return assay_fail(err, ASSAY_ECOVERAGE, "below --min-coverage %g: %s",
                              session->min_coverage, why.text);
    }
    return code;
}

/* Where the data of a suite are. */
static void tell_sources(const struct assay_node *sources, struct assay_buf *out)
{
    for (size_t k = 0; k < assay_node_count(sources); k++) {
        const struct assay_node *source = assay_node_at(sources, k);
        const struct assay_str path = assay_node_text(assay_node_get(source, "path"));
        const struct assay_str hash = assay_node_text(assay_node_get(source, "sha256"));

        assay_buf_printf(out, "data   %.*s sha256 %.*s\n", ASSAY_STR_ARG(path),
                         ASSAY_STR_ARG(hash));
    }
}

static void tell_suite(const struct assay_survey *survey, const char *label,
                       bool completed, struct assay_buf *out)
{
    assay_buf_printf(out, "suite  %s: %zu items in %zu subsets", label, survey->items,
                     survey->subsets);
    if (completed)
        assay_buf_printf(out, ", %zu completions%s", survey->completions,
                         survey->texts ? "" : ", without texts");
    assay_buf_putc(out, '\n');
    tell_sources(&survey->sources, out);
}

/* What is to be written behind each prompt, or scored. */
static struct assay_load load_of(const struct assay_survey *survey,
                                 const struct assay_sample *sample)
{
    struct assay_load load = survey->load;

    if (sample) {
        load.bytes = sample->texts * load.prompt;
        load.texts = sample->texts * load.items;
        load.tokens = sample->sampling.max_tokens;
    }
    return load;
}

/* A plan of which no run is made. */
static enum assay_code make_plan(struct assay_session *session, struct assay_plan *plan,
                                 struct assay_error *err)
{
    struct assay_request *request = &session->setting.request;
    struct assay_vigil vigil;
    enum assay_code code;

    request->stage = &vigil.waiting.stage;
    assay_vigil_start(&vigil, assay_plan_command(request), "plan", session->log);
    code = assay_plan_make(request, &session->arena, plan, err);
    assay_vigil_end(&vigil);
    request->stage = NULL;
    return code;
}

/* What all suites would take of the model; each is told of where out is not NULL. */
static enum assay_code survey(const struct assay_session *session,
                              const struct assay_plan *plan, struct assay_arena *arena,
                              struct assay_buf *out, struct assay_budget *budget,
                              struct assay_error *err)
{
    const struct assay_request *request = &session->setting.request;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < request->suite_count; i++) {
        struct assay_survey survey;
        struct assay_load load;

        code = assay_survey_take(plan, i, arena, &survey, err);
        if (code)
            break;
        if (out)
            tell_suite(&survey, plan->suite[i].label, !request->sample, out);
        load = load_of(&survey, request->sample);
        code = assay_model_estimate(request, &load, budget, err);
    }
    return code;
}

enum assay_code assay_session_rehearse(struct assay_session *session,
                                       struct assay_error *err)
{
    const struct assay_request *request = &session->setting.request;
    struct assay_buf out = {0};
    struct assay_budget budget = {0};
    struct assay_plan plan;
    enum assay_code code = make_plan(session, &plan, err);

    if (!code)
        assay_buf_printf(&out, "model  %s\n", plan.model);
    if (!code)
        code = survey(session, &plan, &session->arena, &out, &budget, err);
    if (!code && request->limit)
        assay_buf_printf(&out, "limit  the first %zu of each suite\n", request->limit);
    if (!code)
        assay_budget_tell(&budget, &out);
    if (!code && request->sample)
        assay_buf_printf(&out, "texts  %zu behind each prompt\n", request->sample->texts);
    if (!code && session->setting.shard.count)
        assay_buf_printf(&out, "shard  %zu of %zu: that share of all this is asked\n",
                         session->setting.shard.index + 1, session->setting.shard.count);
    if (!code)
        assay_buf_puts(&out, "nothing was asked and nothing was written\n");
    if (!code)
        code = assay_cli_print(assay_buf_view(&out), err);
    assay_buf_release(&out);
    return code;
}

static bool any_complete(const struct assay_session *session, const struct assay_run *run)
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
static void tell_place(struct assay_session *session, const struct assay_run *run,
                       enum assay_code code, struct assay_error *err)
{
    const char *directory = run->store.directory;

    if (run->was_complete && session->setting.shard.count > 0)
        assay_log_note(&session->log,
                       "%s: the shard was complete already; assay merge puts all of them "
                       "together",
                       directory);
    else if (run->was_complete)
        assay_log_note(&session->log, "%s: the run was complete already", directory);
    else if (run->journal && (code == ASSAY_EIO || code == ASSAY_EMODEL) &&
             assay_journal_has_grown(run->journal))
        (void)assay_fail(err, code, "%s; to go on: assay %s --resume %s",
                         assay_arena_copy(&session->arena, assay_str_of(err->text)).ptr,
                         assay_plan_command(&session->setting.request), directory);
    else if (run->journal && any_complete(session, run))
        assay_log_note(&session->log, "run stored in %s", directory);
}

/* A budget is one of what servers count, also of a run that goes on. */
static enum assay_code check_counts(const struct assay_session *session,
                                    struct assay_error *err)
{
    const struct assay_load nothing = {0};
    struct assay_budget budget = {0};
    const enum assay_code code =
        assay_model_estimate(&session->setting.request, &nothing, &budget, err);

    return code || budget.told
               ? code
               : assay_fail(err, ASSAY_EUSAGE,
                            "--budget-tokens: the model counts no tokens: it is reached "
                            "over no network");
}

/* A budget that will not do is told before anything is asked. */
static enum assay_code check_budget(struct assay_session *session,
                                    struct assay_error *err)
{
    const struct assay_run_setting *setting = &session->setting;
    struct assay_budget budget = {0};
    struct assay_plan plan;
    enum assay_code code;

    if (session->budget == 0)
        return ASSAY_OK;
    code = check_counts(session, err);
    if (code || setting->resume || setting->shard.count > 0)
        return code; /* what is left to be asked is not known */
    code = make_plan(session, &plan, err);
    if (!code)
        code = survey(session, &plan, &session->arena, NULL, &budget, err);
    if (!code && budget.read + budget.written > session->budget)
        assay_log_note(
            &session->log,
            "about %zu tokens are to be read and at most %zu written, more than "
            "--budget-tokens %zu",
            budget.read, budget.written, session->budget);
    return code;
}

/* The process ends here, with threads at work: nothing is released, nothing is waited for. */
static void leave(void *self, const struct assay_error *err)
{
    struct assay_session *session = self;

    assay_log_clear(&session->log);
    (void)fprintf(stderr, "assay %s: %s\n", assay_plan_command(&session->setting.request),
                  err->text);
    (void)fflush(stderr);
    assay_child_kill_last();
    _exit(assay_exit_status(err->code));
}

enum assay_code assay_session_execute(struct assay_session *session,
                                      struct assay_error *err)
{
    struct assay_run run;
    struct assay_error later;
    enum assay_code code = check_budget(session, err), printed;

    if (code)
        return code;
    assay_memory_map_large(); /* what is kept of items grows by them */
    session->setting.stop = assay_stop_watch();
    session->setting.watch = (struct assay_watch){tell_waiting, tell_progress, session};
    session->setting.begin = begin_suite;
    assay_waiting_init(&session->waiting, &session->log,
                       "plan"); /* until there is a suite */
    session->setting.request.stage = &session->waiting.stage;
    assay_spending_init(&session->spending, session->budget);
    session->setting.request.spending = &session->spending;
    session->setting.leave = leave;
    session->setting.self = session;
    code = assay_run_execute(&session->setting, &run, err);
    assay_log_clear(&session->log);
    printed = run.leg ? print_results(session, &run, &later) : ASSAY_OK;
    if (code && run.leg)
        tell_faults(session, &run, err);
    if (run.leg)
        tell_legs(session, &run, code);
    tell_sample(session, &run);
    tell_place(session, &run, code, err);
    if (run.leg && session->timings)
        tell_timings(session, &run);
    if (!code && printed) {
        *err = later;
        code = printed;
    }
    code = blame_coverage(session, &run, code, err);
    if (!code)
        code = check_coverage(session, &run, err);
    if (!code)
        code = check_audits(session, &run, err);
    assay_run_release(&run);
    assay_waiting_release(&session->waiting);
    assay_spending_release(&session->spending);
    return code;
}
