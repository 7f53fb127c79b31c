#include "harness/run/run.h"

#include "harness/core/clock.h"
#include "harness/core/document.h"
#include "harness/core/file.h"
#include "harness/core/json.h"
#include "harness/run/lookout.h"
#include "harness/run/run_document.h"

#include <string.h>

#define MERGED_BYTES ((size_t)1 << 40) /* of a shard's journal */

/* A run under way, for what legs tell. */
struct attempt {
    const struct assay_run_setting *setting;
    struct assay_run *run;
};

static enum assay_code save(const struct assay_run_setting *setting,
                            const struct assay_run *run, const char *status,
                            struct assay_error *err)
{
    struct assay_arena arena = {0};
    enum assay_code code =
        assay_json_save(assay_run_document(setting, run, status, &arena),
                        assay_store_path(&run->store, "run.json"), err);

    assay_arena_release(&arena);
    return code;
}

/* The files of a suite as an earlier attempt left them in run.json. */
static const struct assay_node *sources_before(const struct assay_run *run, size_t n)
{
    return assay_node_get(assay_node_at(assay_node_get(run->stored.run, "suites"), n),
                          "sources");
}

static enum assay_code has_changed(const struct assay_node *before,
                                   const struct assay_node *now, struct assay_error *err)
{
    const struct assay_str path = assay_node_text(assay_node_get(now, "path"));
    const struct assay_str sha256 = assay_node_text(assay_node_get(before, "sha256"));

    return sha256.len > 0
               ? assay_fail(err, ASSAY_EDATA,
                            "%.*s: changed since the run began; its SHA-256 was %.*s",
                            ASSAY_STR_ARG(path), ASSAY_STR_ARG(sha256))
               : assay_fail(err, ASSAY_EDATA,
                            "%.*s: changed since the run began, by its size or time",
                            ASSAY_STR_ARG(path));
}

static bool same_count(const struct assay_node *a, const struct assay_node *b,
                       const char *key)
{
    const struct assay_node *x = assay_node_get(a, key), *y = assay_node_get(b, key);

    return !assay_node_is(x, ASSAY_NODE_INT) || !assay_node_is(y, ASSAY_NODE_INT) ||
           x->as.integer == y->as.integer;
}

/* Data read to its end by an earlier attempt must be the same now. */
static enum assay_code compare_sources(const struct assay_run *run, size_t n,
                                       struct assay_error *err)
{
    const struct assay_node *before = sources_before(run, n);
    const struct assay_node *now = &run->leg[n].sources;

    for (size_t i = 0; i < assay_node_count(before) && i < assay_node_count(now); i++) {
        const struct assay_node *a = assay_node_at(before, i), *b = assay_node_at(now, i);
        const struct assay_str sha256 = assay_node_text(assay_node_get(a, "sha256"));

        if (sha256.len > 0 &&
            !assay_str_equal(sha256, assay_node_text(assay_node_get(b, "sha256"))))
            return has_changed(a, b, err);
    }
    return ASSAY_OK;
}

/* A file whose digest an earlier attempt knew is hashed; of another, size and time are compared. */
static enum assay_code compare_file(const struct assay_node *before,
                                    const struct assay_node *now, struct assay_error *err)
{
    const struct assay_str sha256 = assay_node_text(assay_node_get(before, "sha256"));
    const struct assay_str path = assay_node_text(assay_node_get(now, "path"));
    const bool same =
        same_count(before, now, "bytes") && same_count(before, now, "modified");
    char hex[ASSAY_DIGEST_HEX];
    enum assay_code code;

    if (sha256.len == 0 || same || assay_str_find(path, ASSAY_STR("::")) < path.len)
        return same || sha256.len > 0 ? ASSAY_OK : has_changed(before, now, err);
    code = assay_digest_file(path.ptr, hex, err);
    if (!code && !assay_str_equal(sha256, assay_str_of(hex)))
        code = has_changed(before, now, err);
    return code;
}

/* Before the first item of a suite is asked: its data are as they were, and are written down. */
static enum assay_code opened(void *self, size_t n, struct assay_error *err)
{
    const struct attempt *attempt = self;
    const struct assay_node *before = sources_before(attempt->run, n);
    const struct assay_node *now = &attempt->run->leg[n].sources;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < assay_node_count(before) && i < assay_node_count(now);
         i++)
        code = compare_file(assay_node_at(before, i), assay_node_at(now, i), err);
    return code ? code : save(attempt->setting, attempt->run, "running", err);
}

static void tell_how_to_go_on(const struct assay_run *run, struct assay_error *err)
{
    struct assay_spending *spending = run->plan.request->spending;
    const struct assay_spent spent = assay_spending_look(spending);

    if (assay_spending_is_over(spending)) {
        (void)assay_fail(err, ASSAY_EINTERRUPTED,
                         "%zu of %zu tokens of the budget are spent; to go on: assay %s "
                         "--resume %s --budget-tokens MORE",
                         spent.read + spent.written, spending->limit,
                         assay_plan_command(run->plan.request), run->store.directory);
        return;
    }
    (void)assay_fail(err, ASSAY_EINTERRUPTED,
                     "interrupted; to go on: assay %s --resume %s",
                     assay_plan_command(run->plan.request), run->store.directory);
}

/* Saves what there is while workers still work, and ends the process. */
static void leave(void *self)
{
    const struct attempt *attempt = self;
    struct assay_run *run = attempt->run;
    struct assay_error ignored,
        err; /* what cannot be saved now is found out when it goes on */

    assay_journal_hold(run->journal);
    (void)save(attempt->setting, run, "interrupted", &ignored);
    tell_how_to_go_on(run, &err);
    attempt->setting->leave(attempt->setting->self, &err);
}

/* Ends the process while it plans: weights are hashed, and nothing was begun. */
static void leave_early(void *self)
{
    const struct assay_run_setting *setting = self;
    struct assay_error err;

    if (setting->resume)
        (void)assay_fail(&err, ASSAY_EINTERRUPTED,
                         "interrupted; to go on: assay %s --resume %s",
                         assay_plan_command(&setting->request), setting->directory);
    else
        (void)assay_fail(&err, ASSAY_EINTERRUPTED,
                         "interrupted before anything was asked or stored");
    setting->leave(setting->self, &err);
}

/* The plan; it may take minutes, and hears signals. */
static enum assay_code make_plan(const struct assay_run_setting *setting,
                                 struct assay_run *run, struct assay_error *err)
{
    struct assay_run_setting copy = *setting; /* leaving takes what is not const */
    struct assay_lookout lookout = {
        .stop = setting->stop,
        .leaving = {setting->leave ? leave_early : NULL, &copy},
        .watch = setting->watch};
    enum assay_code code;

    assay_lookout_start(&lookout);
    code = assay_plan_make(&setting->request, &run->arena, &run->plan, err);
    assay_lookout_end(&lookout);
    return code;
}

static enum assay_code begin_new(const struct assay_run_setting *setting,
                                 struct assay_run *run, struct assay_error *err)
{
    enum assay_code code = assay_store_create(setting->directory, run->plan.stem,
                                              &run->arena, &run->store, err);

    if (code)
        return code;
    code = save(setting, run, "running", err);
    if (!code)
        code = assay_journal_create(assay_store_path(&run->store, "items.jsonl"),
                                    run->plan.digest, &run->journal, err);
    if (code)
        assay_store_discard(&run->store);
    return code;
}

/* True if the last that is written down of a field is this. */
static bool is_known(const struct assay_node *changes, const struct assay_node *change)
{
    const struct assay_str field = assay_node_text(assay_node_get(change, "field"));

    for (size_t i = assay_node_count(changes); i > 0; i--) {
        const struct assay_node *at = assay_node_at(changes, i - 1);
        const struct assay_node *now = assay_node_get(at, "now");

        if (assay_str_equal(assay_node_text(assay_node_get(at, "field")), field))
            return now && assay_node_equal(now, assay_node_get(change, "now"));
    }
    return false;
}

/* What is another now, behind what was another before. */
static void add_changes(struct assay_run *run, const struct assay_node *now)
{
    const struct assay_node *before = assay_node_get(run->stored.run, "changes");
    struct assay_node *all = assay_node_list(&run->arena);

    for (size_t i = 0; i < assay_node_count(before); i++)
        assay_node_push(&run->arena, all, *assay_node_at(before, i));
    for (size_t i = 0; i < assay_node_count(now); i++) {
        struct assay_node *change = assay_node_map(&run->arena);
        const struct assay_node *at = assay_node_at(now, i);

        if (is_known(before, at))
            continue;
        assay_node_put(&run->arena, change, "at", assay_node_of_string(run->started));
        for (size_t k = 0; k < assay_node_count(at); k++)
            assay_node_put_view(&run->arena, change, at->as.map.at[k].key,
                                at->as.map.at[k].value);
        assay_node_push(&run->arena, all, *change);
    }
    run->changes = all;
}

/* What earlier attempts took counts. */
static void spend_before(struct assay_run *run)
{
    const struct assay_node *usage = assay_node_get(run->stored.run, "usage");
    struct assay_spent before = {assay_node_size(usage, "tokens_read"),
                                 assay_node_size(usage, "tokens_written"), 0.0};

    (void)assay_node_number(assay_node_get(usage, "cost"), &before.cost);
    assay_spending_add(run->plan.request->spending, &before);
}

/* What may differ does: the run goes on under its own plan, and says what is another now. */
static void adopt(struct assay_run *run)
{
    const struct assay_node *plan = assay_node_get(run->stored.run, "plan");
    const struct assay_node *now = assay_plan_changes(&run->plan, plan, &run->arena);
    const struct assay_str digest =
        assay_node_text(assay_node_get(run->stored.run, "plan_sha256"));

    add_changes(run, now);
    if (assay_node_count(now) == 0 || digest.len != ASSAY_DIGEST_HEX - 1)
        return;
    *run->plan.node = *plan;
    memcpy(run->plan.digest, digest.ptr, digest.len);
}

static enum assay_code begin_again(const struct assay_run_setting *setting,
                                   struct assay_run *run, struct assay_error *err)
{
    const char *path;
    enum assay_code code =
        assay_store_open(setting->directory, &run->arena, &run->store, err);

    if (!code)
        code = assay_stored_read(setting->directory, &run->arena, &run->stored, err);
    if (!code)
        code = assay_plan_compare(&run->plan, assay_node_get(run->stored.run, "plan"),
                                  assay_store_path(&run->store, "run.json"), err);
    if (code)
        return code;
    adopt(run);
    spend_before(run);
    path = assay_store_path(&run->store, "items.jsonl");
    code = assay_past_read(path, run->plan.digest, &run->past, err);
    if (code)
        return code;
    run->was_complete =
        (run->stored.result_count > 0 || setting->shard.count > 0 ||
         (setting->request.sample &&
          assay_file_exists(assay_store_path(&run->store, ASSAY_SAMPLED_FILE)))) &&
        assay_str_equal(assay_node_text(assay_node_get(run->stored.run, "status")),
                        ASSAY_STR("complete")) &&
        (assay_node_get(run->stored.run, "merged") ||
         assay_past_failures(&run->past) == 0);
    if (run->was_complete)
        return ASSAY_OK;
    code =
        assay_journal_resume(path, run->plan.digest, run->past.whole, &run->journal, err);
    return code ? code : save(setting, run, "running", err);
}

/* What the shards say of suite n, for a leg that asks nobody. */
static enum assay_code given_by(const struct assay_merge *merge, size_t n,
                                struct assay_arena *arena, struct assay_leg_given *out,
                                struct assay_error *err)
{
    const struct assay_node *suite = assay_merge_suite(merge, 0, n);
    const struct assay_str answers = assay_node_text(assay_node_get(suite, "answers"));
    const struct assay_node *values = assay_node_get(suite, "values");
    const struct assay_str part = assay_node_text(assay_node_get(suite, "part"));
    const struct assay_str note = assay_node_text(assay_node_get(suite, "part_note"));

    *out = (struct assay_leg_given){.part = part.len ? part.ptr : NULL,
                                    .part_note = note.len ? note.ptr : NULL,
                                    .notes = assay_merge_notes(merge, n, arena)};
    while (out->want < ASSAY_WANTS &&
           !assay_str_equal(answers, assay_str_of(assay_want_name(out->want))))
        out->want++;
    if (out->want == ASSAY_WANTS || !assay_node_is(values, ASSAY_NODE_INT) ||
        values->as.integer < 0)
        return assay_fail(err, ASSAY_EDATA, "%s/run.json: suites[%zu]: not of a shard",
                          merge->run[0].directory, n);
    out->values = (size_t)values->as.integer;
    return ASSAY_OK;
}

/* The lines of a shard's journal behind its first. */
static enum assay_code copy_lines(const char *path, struct assay_journal *to,
                                  struct assay_error *err)
{
    struct assay_buf text = {0};
    enum assay_code code = assay_document_read(path, MERGED_BYTES, &text, err);
    const struct assay_str all = assay_buf_view(&text);
    const size_t first = assay_str_find(all, ASSAY_STR("\n"));

    if (!code && first < all.len)
        code = assay_journal_write(
            to, (struct assay_str){all.ptr + first + 1, all.len - first - 1}, err);
    assay_buf_release(&text);
    return code;
}

/* A new run whose journal is that of all shards. */
static enum assay_code begin_merged(const struct assay_run_setting *setting,
                                    struct assay_run *run, struct assay_error *err)
{
    const struct assay_merge *merge = setting->merge;
    enum assay_code code = assay_plan_compare(
        &run->plan, assay_node_get(merge->run[0].run, "plan"),
        assay_arena_printf(&run->arena, "%s/run.json", merge->run[0].directory), err);

    if (!code)
        code = begin_new(setting, run, err);
    for (size_t i = 0; !code && i < merge->count; i++)
        code = copy_lines(
            assay_arena_printf(&run->arena, "%s/items.jsonl", merge->run[i].directory),
            run->journal, err);
    if (!code)
        code = assay_past_read(assay_store_path(&run->store, "items.jsonl"),
                               run->plan.digest, &run->past, err);
    run->stored.run = merge->run[0].run; /* whose data these must be */
    return code;
}

/* True if the next suite would not fare better. */
static bool is_over(const struct assay_run *run, enum assay_code code)
{
    return code == ASSAY_EINTERRUPTED || assay_journal_is_refused(run->journal);
}

/* All suites; the first failure is the one returned. */
static enum assay_code run_legs(const struct assay_run_setting *setting,
                                struct assay_run *run, struct assay_error *err)
{
    struct attempt attempt = {setting, run};
    enum assay_code first = ASSAY_OK;

    for (size_t i = 0; i < setting->request.suite_count && !is_over(run, first); i++) {
        const char *label = run->plan.suite[i].label;
        struct assay_leg_given given = {0};
        const struct assay_leg_setting leg = {
            .shard = setting->shard,
            .given = setting->merge ? &given : NULL,
            .plan = &run->plan,
            .number = i,
            .jobs = setting->jobs,
            .journal = run->journal,
            .journal_path = assay_store_path(&run->store, "items.jsonl"),
            .cache = setting->cache,
            .audit = setting->audit,
            .past = assay_past_find(&run->past, assay_str_of(label)),
            .stop = setting->stop,
            .leaving = {setting->leave ? leave : NULL, &attempt},
            .opened = opened,
            .self = &attempt,
            .watch = setting->watch,
            .arena = &run->arena,
        };
        struct assay_error why;
        enum assay_code code;

        if (setting->begin)
            setting->begin(setting->self, label);
        code = setting->merge ? given_by(setting->merge, i, &run->arena, &given, &why)
                              : ASSAY_OK;
        if (!code)
            code = assay_leg_run(&leg, &run->leg[i], &why);
        if (!code && setting->merge)
            run->leg[i].facts = assay_merge_facts(setting->merge, i, &run->arena);
        if (!code)
            code = compare_sources(run, i, &why);
        if (code) {
            run->leg[i].err = why;
            if (run->leg[i].status == ASSAY_LEG_COMPLETE)
                run->leg[i].status = ASSAY_LEG_FAILED;
        }
        if (code && (!first || is_over(run, code))) {
            first = code;
            *err = why;
        }
    }
    return first;
}

static enum assay_code save_results(const struct assay_run_setting *setting,
                                    struct assay_run *run, struct assay_error *err)
{
    const size_t n = setting->request.suite_count;
    const struct assay_result **results =
        assay_arena_new(&run->arena, n, sizeof(struct assay_result *));
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        if (run->leg[i].status == ASSAY_LEG_COMPLETE)
            results[count++] = &run->leg[i].result;
    if (count == 0)
        return ASSAY_OK;
    return assay_results_save(assay_store_path(&run->store, "result.json"), results,
                              count, err);
}

/* The texts of a journal that is complete, as a file. */
static enum assay_code save_texts(struct assay_run *run, struct assay_error *err)
{
    return assay_sampled_save(&run->plan, assay_store_path(&run->store, "items.jsonl"),
                              assay_store_path(&run->store, ASSAY_SAMPLED_FILE),
                              &run->samples, err);
}

/* A shard is done: what its journal is. */
static enum assay_code seal(struct assay_run *run, struct assay_error *err)
{
    char *hex = assay_arena_new(&run->arena, ASSAY_DIGEST_HEX, 1);

    run->items_sha256 = hex;
    return assay_digest_file(assay_store_path(&run->store, "items.jsonl"), hex, err);
}

/* Writes how it ended. An earlier failure is told rather than one of writing it down. */
static enum assay_code finish(const struct assay_run_setting *setting,
                              struct assay_run *run, enum assay_code code,
                              struct assay_error *err)
{
    struct assay_error later;
    enum assay_code saved = ASSAY_OK;
    const char *status = !code                        ? "complete"
                         : code == ASSAY_EINTERRUPTED ? "interrupted"
                                                      : "failed";

    run->journal_seconds = assay_journal_seconds(run->journal);
    if (code != ASSAY_EINTERRUPTED && setting->shard.count == 0 &&
        !setting->request.sample)
        saved = save_results(setting, run, &later);
    if (!code && setting->shard.count > 0)
        saved = seal(run, &later);
    if (!saved)
        saved = save(setting, run, status, &later);
    if (code == ASSAY_EINTERRUPTED)
        tell_how_to_go_on(run, err);
    if (!code && !saved && setting->publish)
        saved = assay_store_publish(&run->store, setting->publish, &later);
    if (!code && saved)
        *err = later;
    return code ? code : saved;
}

/* True of a new run that broke off before there was an answer: there is nothing to go on from. */
static bool is_empty(const struct assay_run_setting *setting, const struct assay_run *run,
                     enum assay_code code)
{
    bool complete = false;

    for (size_t i = 0; i < setting->request.suite_count; i++)
        complete = complete || run->leg[i].status == ASSAY_LEG_COMPLETE;
    return code && code != ASSAY_EINTERRUPTED && !setting->resume && !complete &&
           !assay_journal_has_grown(run->journal);
}

static enum assay_code work(const struct assay_run_setting *setting,
                            struct assay_run *run, struct assay_error *err)
{
    enum assay_code code = ASSAY_EINTERRUPTED;

    if (assay_spending_is_over(setting->request.spending))
        tell_how_to_go_on(run, err); /* earlier attempts spent it: no server is greeted */
    else
        code = run_legs(setting, run, err);

    if (!code && setting->request.sample && setting->shard.count == 0)
        code = save_texts(run, err);

    if (!is_empty(setting, run, code))
        return finish(setting, run, code, err);
    assay_store_discard(&run->store);
    return code;
}

enum assay_code assay_run_execute(const struct assay_run_setting *setting,
                                  struct assay_run *run, struct assay_error *err)
{
    enum assay_code code;

    *run = (struct assay_run){.store = {.lock = -1}};
    assay_clock_text(run->started);
    code = make_plan(setting, run, err);
    if (code)
        return code;
    run->leg =
        assay_arena_new(&run->arena, setting->request.suite_count, sizeof(*run->leg));
    for (size_t i = 0; i < setting->request.suite_count; i++)
        run->leg[i].sources = run->leg[i].changed = *assay_node_list(&run->arena);
    code = setting->merge    ? begin_merged(setting, run, err)
           : setting->resume ? begin_again(setting, run, err)
                             : begin_new(setting, run, err);
    if (code || run->was_complete)
        return code;
    return work(setting, run, err);
}

void assay_run_release(struct assay_run *run)
{
    assay_journal_close(run->journal);
    assay_past_release(&run->past);
    assay_store_close(&run->store);
    for (size_t i = 0; run->leg && i < run->plan.request->suite_count; i++)
        assay_arena_release(&run->leg[i].opened);
    assay_arena_release(&run->arena);
    run->journal = NULL;
}
