#include "harness/run/leg.h"

#include "adapters/batch.h"
#include "harness/core/clock.h"
#include "harness/run/cache_key.h"
#include "harness/run/lookout.h"
#include "harness/run/model.h"
#include "harness/run/nulls.h"
#include "harness/run/prompts.h"

#include <string.h>

/* A leg under way. */
struct work {
    const struct assay_leg_setting *setting;
    const struct assay_request *request;
    struct assay_suite *suite;
    const char *label;
    struct assay_model model;
    struct assay_leg *leg;
    bool opened;                     /* the model */
    struct assay_settling *settling; /* NULL: all items are asked */
    struct assay_buf notes;          /* sentences for the reader, one a line */
};

static struct assay_measuring measuring_of(const struct work *work)
{
    const char *stored = assay_leg_model_path(work->setting->plan);

    return (struct assay_measuring){.level = work->request->level,
                                    .replicates = work->request->replicates,
                                    .seed = work->request->seed,
                                    .own_records =
                                        stored && assay_suite_reads(work->suite, stored)};
}

/* Before the first item is asked nobody else hears signals. */
static struct assay_lookout lookout_of(const struct work *work)
{
    return (struct assay_lookout){.stop = work->setting->stop,
                                  .leaving = work->setting->leaving,
                                  .watch = work->setting->watch};
}

static enum assay_code open_model(struct work *work, struct assay_error *err)
{
    const struct assay_request *request = work->request;
    const struct assay_setting setting = assay_plan_setting(
        work->setting->plan, work->setting->number, &work->leg->opened);
    struct assay_lookout lookout = lookout_of(work);
    enum assay_code code;

    work->model = (struct assay_model){.adapter = request->adapter};
    if (work->setting->given)
        return ASSAY_OK; /* it need not be here */
    assay_lookout_start(&lookout);
    code = assay_model_open(&work->model, request->adapter, request->model_words,
                            request->model_word_count, &setting, err);
    assay_lookout_end(&lookout);
    work->opened = !code;
    return code;
}

/* What the model has to say of itself, also where it did not answer to the end. */
static void collect_facts(struct work *work)
{
    struct assay_node *map = assay_node_map(work->setting->arena);

    if (work->opened && work->model.adapter->facts)
        work->model.adapter->facts(work->model.state, work->setting->arena, map);
    work->leg->facts = *map;
}

/* Accuracies per subset, where the model has them instead of answers. */
static enum assay_code measure_subsets(struct work *work, bool *measured,
                                       struct assay_error *err)
{
    struct assay_measuring measuring = measuring_of(work);
    struct assay_arena *arena = work->setting->arena;
    const struct assay_subset_value *values = NULL;
    struct assay_str *names;
    double *accuracies;
    size_t n = 0;
    enum assay_code code = ASSAY_OK;

    *measured = false;
    if (work->model.adapter->subsets && !work->setting->given && !work->request->sample)
        code = work->model.adapter->subsets(work->model.state, &values, &n, err);
    if (code || n == 0)
        return code;
    if (work->setting->shard.count || work->request->until)
        return assay_fail(err, ASSAY_EUSAGE,
                          "%s: the model gives values of whole subsets, not of items",
                          work->request->until ? "--until-settled" : "--shard");
    *measured = true;
    measuring.own_records = true; /* whatever is here, they are of items elsewhere */
    names = assay_arena_new(arena, n, sizeof(*names));
    accuracies = assay_arena_new(arena, n, sizeof(*accuracies));
    for (size_t i = 0; i < n; i++) {
        names[i] = values[i].name;
        accuracies[i] = values[i].value;
    }
    return assay_suite_measure_subsets(work->suite,
                                       &(struct assay_accuracies){names, accuracies, n},
                                       &measuring, arena, &work->leg->result, err);
}

static enum assay_code next_item(void *items, struct assay_arena *arena,
                                 const struct assay_item **out, struct assay_error *err)
{
    return assay_items_next(items, arena, out, err);
}

/* What is gone on with later must be of the same data: how they are is written down. */
static void write_down(struct work *work, struct assay_items *items)
{
    struct assay_node sources;
    struct assay_error ignored; /* then size and time have to do */

    if (assay_items_finish(items, &ignored) == ASSAY_OK &&
        assay_items_sources(items, work->setting->arena, &sources, &ignored) == ASSAY_OK)
        work->leg->sources = sources;
}

/* The cache of the model's answers; NULL, with the reason written down, where there is none. */
static struct assay_cache *open_cache(struct work *work)
{
    const struct assay_leg_setting *setting = work->setting;
    const struct assay_request *request = work->request;
    const struct assay_setting opened = assay_plan_setting(
        work->setting->plan, work->setting->number, work->setting->arena);
    const struct assay_asked asked = {&work->model,
                                      &opened,
                                      {request->model_words, request->model_word_count},
                                      assay_model_values(&work->model, work->suite),
                                      &setting->plan->hashes};
    struct assay_node *told = assay_node_map(setting->arena), *key = NULL;
    const struct assay_cache_setting kept = {setting->cache.folder, setting->cache.limit,
                                             setting->plan->model};
    struct assay_cache *cache = NULL;
    struct assay_error err;
    const char *off = NULL;

    if (request->sample)
        off = "texts are not kept";
    else if (!setting->cache.folder)
        off = "--no-cache, or no folder for it";
    else if (assay_cache_key(&asked, setting->arena, &key, &off, &err) != ASSAY_OK)
        off = err.text;
    else if (key)
        cache = assay_cache_begin(&kept, key, setting->arena, told, &err);
    if (key && !cache)
        off = err.text;
    if (off)
        assay_node_put(
            setting->arena, told, "off",
            assay_node_of_string(assay_arena_printf(setting->arena, "%s", off)));
    work->leg->cache = *told;
    return cache;
}

/* Says nothing of anything: what shards did not answer, nobody does. */
static enum assay_code say_nothing(const void *self, const struct assay_task *task,
                                   struct assay_arena *arena,
                                   struct assay_answer *answers, struct assay_error *err)
{
    (void)self, (void)task, (void)arena, (void)answers, (void)err;
    return ASSAY_OK;
}

static enum assay_code silent_pull(const void *state, struct assay_work *work,
                                   struct assay_error *err)
{
    return assay_batch_pull(state, say_nothing, work, err);
}

static const struct assay_adapter silent = {.name = "silent", .pull = silent_pull};

/* Whose each item is, where the run is one of several; reads the items once more. */
static enum assay_code share(const struct work *work, struct assay_shares *out,
                             struct assay_error *err)
{
    const bool writes = work->request->sample != NULL;
    const struct assay_sharing sharing = {work->setting->shard.count,
                                          work->request->limit,
                                          writes ? 0 : work->model.adapter->together};
    struct assay_prompts prompts = {0};
    struct assay_items *items = NULL;
    enum assay_code code;

    if (sharing.count == 0)
        return ASSAY_OK;
    code = assay_items_open(work->suite, assay_leg_model_path(work->setting->plan),
                            &items, err);
    if (code)
        return code;
    prompts.items = items;
    code = assay_shares_make(writes ? &(struct assay_source){assay_prompts_next, &prompts}
                                    : &(struct assay_source){next_item, items},
                             &sharing, out, err);
    assay_prompts_release(&prompts);
    assay_items_close(items);
    return code;
}

/* What the test came to; items behind the one that settled it do not count, also those that were in flight. */
static void hold(struct work *work, struct assay_book *book)
{
    struct assay_leg *leg = work->leg;
    struct assay_settled told;

    if (!work->settling)
        return;
    told = assay_settling_told(work->settling);
    for (size_t i = told.at; i < book->items; i++)
        told.saved += !assay_book_answered(book, i);
    assay_book_forget(book, told.at);
    leg->held = true;
    leg->settled = told;
}

static enum assay_code ask(struct work *work, const struct assay_scorer *scorer,
                           const struct assay_queue_setting *queue,
                           struct assay_book *book, struct assay_scored *scored,
                           struct assay_error *err)
{
    const enum assay_code code = assay_score(scorer, queue, book, scored, err);

    if (!code)
        hold(work, book);
    return code;
}

static enum assay_code score(struct work *work, struct assay_items *items,
                             struct assay_book *book, struct assay_error *err)
{
    const struct assay_leg_setting *setting = work->setting;
    const bool given = setting->given != NULL, writes = work->request->sample != NULL;
    struct assay_prompts prompts = {.items = items};
    const struct assay_adapter *adapter = work->model.adapter;
    struct assay_cache *cache = given ? NULL : open_cache(work);
    struct assay_shares shares = {0};
    const struct assay_scorer scorer = {given ? &silent : adapter, work->model.state,
                                        setting->jobs};
    struct assay_queue_setting queue = {
        .source = writes ? (struct assay_source){assay_prompts_next, &prompts}
                         : (struct assay_source){next_item, items},
        .limit = work->request->limit,
        .merge = adapter->reads_text && !writes,
        .together = given || writes ? 0 : adapter->together,
        .shares = setting->shard.count ? &shares : NULL,
        .shard = setting->shard.index,
        .cache = cache,
        .suite = assay_str_of(work->label),
        .journal = setting->journal,
        .past = setting->past,
        .again = !given,
        .stop = setting->stop,
        .spending = work->request->spending,
        .settling = work->settling,
        .leaving = setting->leaving,
        .watch = setting->watch};
    struct assay_leg *leg = work->leg;
    struct assay_scored scored = {.ledger = leg->ledger};
    enum assay_code code = assay_items_sources(items, setting->arena, &leg->sources, err);

    if (!code)
        code = share(work, &shares, err);
    if (!code && writes && setting->past)
        code = assay_past_texts_open(setting->journal_path, &queue.texts, err);
    if (!code && setting->opened)
        code = setting->opened(setting->self, setting->number, err);
    if (!code)
        code = ask(work, &scorer, &queue, book, &scored, err);
    assay_cache_close(cache);
    assay_shares_release(&shares);
    assay_past_texts_close(queue.texts);
    assay_prompts_release(&prompts);

    leg->ledger = scored.ledger;
    leg->read = scored.read_seconds;
    leg->score = scored.all_seconds;
    assay_book_count(book, leg->count);
    if (book->why.len > 0)
        leg->first_fault = assay_arena_printf(setting->arena, "item %.*s: %.*s",
                                              ASSAY_STR_ARG(book->id[book->why_item]),
                                              ASSAY_STR_ARG(assay_buf_view(&book->why)));
    if (!code)
        return assay_items_sources(items, setting->arena, &leg->sources, err);
    if (code != ASSAY_EDATA)
        write_down(work, items);
    return code;
}

/* The suite's own data, where its items come from them. */
static enum assay_code verify(struct work *work, struct assay_error *err)
{
    struct assay_leg *leg = work->leg;
    const struct assay_node *changed = &leg->changed;
    enum assay_code code;

    if (assay_suite_reads(work->suite, assay_leg_model_path(work->setting->plan)))
        return ASSAY_OK;
    code = assay_suite_verify(work->suite, work->request->allow_changed,
                              work->setting->arena, &leg->changed, err);
    for (size_t i = 0; !code && i < assay_node_count(changed); i++) {
        const struct assay_node *file = assay_node_at(changed, i);

        assay_buf_printf(
            &work->notes,
            "%.*s is not the file that is known, and was taken all the same: "
            "its SHA-256 is %.*s, not %.*s\n",
            ASSAY_STR_ARG(assay_node_text(assay_node_get(file, "file"))),
            ASSAY_STR_ARG(assay_node_text(assay_node_get(file, "sha256"))),
            ASSAY_STR_ARG(assay_node_text(assay_node_get(file, "expected"))));
    }
    return code;
}

static void note_ledger(struct work *work)
{
    const struct assay_leg *leg = work->leg;

    if (work->request->limit && leg->ledger.items == work->request->limit)
        assay_buf_printf(&work->notes, "only the first %zu items were asked (--limit)\n",
                         work->request->limit);
    if (leg->held && leg->settled.verdict != ASSAY_SETTLED_UNDECIDED)
        assay_buf_printf(
            &work->notes,
            "partial: settled after %zu of %zu items, %s than %.*s (p = "
            "%.4g, at any time); the others do not count "
            "(--until-settled)\n",
            leg->settled.at, leg->settled.of, assay_settled_name(leg->settled.verdict),
            ASSAY_STR_ARG(assay_settling_against(work->settling)), leg->settled.p);
    else if (leg->held)
        assay_buf_printf(&work->notes,
                         "not settled against %.*s after all %zu items (p = %.4g, at any "
                         "time)\n",
                         ASSAY_STR_ARG(assay_settling_against(work->settling)),
                         leg->settled.of, leg->settled.p);
    if (leg->ledger.merged)
        assay_buf_printf(&work->notes,
                         "%zu items have the same texts as an earlier one and share its "
                         "answer\n",
                         leg->ledger.merged);
}

/* True if no value of an item was answered at all. */
static bool is_skipped(const struct assay_table *table, size_t item)
{
    for (size_t i = table->first[item]; i < table->first[item + 1]; i++)
        if (table->state[i] != ASSAY_STATE_SKIPPED)
            return false;
    return true;
}

/* Items without an answer, by name: told from the table, so a resumed run tells the same. */
static void note_skipped(struct work *work, const struct assay_table *table)
{
    enum {
        TOLD = 3 /* names that the note lists */
    };
    struct assay_buf names = {0};
    size_t n = 0;

    for (size_t i = 0; i < table->items; i++) {
        if (!is_skipped(table, i))
            continue;
        if (n++ < TOLD)
            assay_buf_printf(&names, "%s%.*s", n > 1 ? ", " : "",
                             ASSAY_STR_ARG(table->id[i]));
    }
    if (n)
        assay_buf_printf(&work->notes, "%zu %s no answer: %s%s\n", n,
                         n == 1 ? "item has" : "items have", names.data,
                         n > TOLD ? ", ..." : "");
    assay_buf_release(&names);
}

static enum assay_code measure(struct work *work, struct assay_book *book,
                               struct assay_error *err)
{
    const struct assay_measuring measuring = measuring_of(work);
    const double from = assay_clock();
    const bool texts = book->texts;
    struct assay_table table;
    enum assay_code code;

    assay_book_close(book, &table);
    assay_book_keep_names(&table, work->setting->arena);
    if (table.items == 0)
        return assay_fail(err, ASSAY_EDATA, "%s: the suite has no items", work->label);
    code = assay_suite_measure(work->suite, &table, &measuring, work->setting->arena,
                               &work->leg->result, err);
    work->leg->measure = assay_clock() - from;
    note_ledger(work);
    note_skipped(work, &table);
    if (!code && work->request->nulls)
        code = assay_nulls_measure(work->setting, texts, work->leg, &work->notes, err);
    return code;
}

/* The part that is meant, and what the values are. */
static enum assay_code settle(struct work *work, struct assay_error *err)
{
    const struct assay_leg_given *given = work->setting->given;
    struct assay_leg *leg = work->leg;
    enum assay_code code;

    leg->want = given ? given->want : assay_model_want(&work->model);
    code = work->request->sample ? ASSAY_OK
                                 : assay_suite_accepts(work->suite, leg->want, err);
    if (!code && !given)
        code = assay_leg_choose_part(work->setting, &work->model, &leg->part_note, err);
    if (!code && given && given->part && !assay_suite_part(work->suite))
        code = assay_suite_choose(work->suite, given->part, err);
    if (code)
        return code;
    if (given)
        leg->part_note = given->part_note;
    if (leg->part_note)
        assay_buf_printf(&work->notes, "%s\n", leg->part_note);
    leg->part = assay_suite_part(work->suite);
    leg->values = work->request->sample ? work->request->sample->texts
                  : given               ? given->values
                                        : assay_model_values(&work->model, work->suite);
    return ASSAY_OK;
}

/* Holds the model's numbers for the first items against each other; what it comes to is told at the end. */
static enum assay_code audit(struct work *work, struct assay_error *err)
{
    const struct assay_leg_setting *setting = work->setting;
    struct assay_lookout lookout = lookout_of(work);
    struct assay_auditing how;
    enum assay_code code;

    if (!setting->audit || setting->given)
        return ASSAY_OK;
    how = *setting->audit;
    how.stage = work->request->stage;
    assay_lookout_start(&lookout);
    code = assay_audit_suite(setting->plan, setting->number, &work->model, &how,
                             &work->leg->audit, err);
    assay_lookout_end(&lookout);
    work->leg->audited = !code;
    return code;
}

static enum assay_code measure_items(struct work *work, struct assay_error *err)
{
    struct assay_items *items = NULL;
    struct assay_book book;
    enum assay_code code = settle(work, err);

    if (!code)
        code = assay_leg_check_part(work->suite,
                                    assay_leg_model_path(work->setting->plan), err);
    if (!code)
        code = verify(work, err);
    if (!code && work->request->until)
        code = assay_settling_open(work->setting->plan, work->setting->number,
                                   work->leg->want, work->setting->arena, &work->settling,
                                   err);
    if (!code)
        code = audit(work, err);
    if (!code)
        code = assay_items_open(work->suite, assay_leg_model_path(work->setting->plan),
                                &items, err);
    if (code)
        return code;
    assay_book_init(&book, work->leg->want, work->leg->values);
    code = score(work, items, &book, err);
    assay_items_close(items);
    if (!code && work->setting->shard.count == 0 && !work->request->sample)
        code = measure(work, &book, err);
    assay_book_release(&book);
    return code;
}

/* What the adapter has to say, now or when the shards were asked. */
static struct assay_node adapter_notes(const struct work *work)
{
    const struct assay_adapter *adapter = work->model.adapter;
    struct assay_arena *arena = work->setting->arena;
    struct assay_node *list = assay_node_list(arena);
    struct assay_str text;

    if (work->setting->given)
        return work->setting->given->notes;
    for (size_t i = 0; adapter->note && adapter->note(work->model.state, i, &text); i++)
        assay_node_push(arena, list, assay_node_of_text(assay_arena_copy(arena, text)));
    return *list;
}

/* The notes of the measurement, of the engine and of the adapter, in this order. */
static void collect_notes(struct work *work)
{
    struct assay_result *result = &work->leg->result;
    const struct assay_node more = adapter_notes(work);
    struct assay_arena *arena = work->setting->arena;
    struct assay_str rest, *notes;
    size_t n = result->note_count, lines = 0;

    work->leg->notes = more;
    rest = assay_arena_copy(arena, assay_buf_view(&work->notes));
    for (size_t i = 0; i < rest.len; i++)
        lines += rest.ptr[i] == '\n';
    notes = assay_arena_new(arena, n + lines + assay_node_count(&more), sizeof(*notes));
    if (n > 0)
        memcpy(notes, result->note, n * sizeof(*notes));
    for (; lines > 0; lines--) {
        const size_t end = assay_str_find(rest, ASSAY_STR("\n"));

        notes[n++] = (struct assay_str){rest.ptr, end};
        rest = (struct assay_str){rest.ptr + end + 1, rest.len - end - 1};
    }
    for (size_t i = 0; i < assay_node_count(&more); i++)
        notes[n++] = assay_node_text(assay_node_at(&more, i));
    result->note = notes;
    result->note_count = n;
}

static enum assay_code run(struct work *work, struct assay_error *err)
{
    const struct assay_plan *plan = work->setting->plan;
    struct assay_result *result = &work->leg->result;
    bool measured;
    enum assay_code code = open_model(work, err);

    if (!code)
        code = measure_subsets(work, &measured, err);
    if (!code && !measured)
        code = measure_items(work, err);
    if (code)
        return code;
    if (measured && work->request->nulls)
        assay_buf_puts(&work->notes, "no null baselines: the model gives values of whole "
                                     "subsets, not of items\n");
    collect_notes(work);
    result->model = assay_str_of(plan->model);
    result->label = assay_str_of(plan->label);
    return ASSAY_OK;
}

enum assay_code assay_leg_run(const struct assay_leg_setting *setting,
                              struct assay_leg *leg, struct assay_error *err)
{
    const struct assay_plan_suite *suite = &setting->plan->suite[setting->number];
    struct work work = {.setting = setting,
                        .request = setting->plan->request,
                        .suite = suite->suite,
                        .label = suite->label,
                        .leg = leg};
    enum assay_code code;

    *leg = (struct assay_leg){.sources = *assay_node_list(setting->arena),
                              .changed = *assay_node_list(setting->arena),
                              .notes = *assay_node_list(setting->arena)};
    code = run(&work, err);
    leg->status = !code                        ? ASSAY_LEG_COMPLETE
                  : code == ASSAY_EINTERRUPTED ? ASSAY_LEG_INTERRUPTED
                                               : ASSAY_LEG_FAILED;
    if (code)
        leg->err = *err;
    collect_facts(&work);
    if (!setting->given)
        assay_model_close(&work.model);
    assay_settling_close(work.settling);
    assay_buf_release(&work.notes);
    return code;
}
