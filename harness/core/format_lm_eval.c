/*
 * format_lm_eval.c - samples_TASK_TIME.jsonl of lm-evaluation-harness, streamed.
 *
 * A line is a document under one filter. Where requests are log-likelihoods (multiple choice) a
 * line has one pair (log-likelihood, is greedy) a choice, and those are the scores; else, or where
 * a metric is named, the metric is the verdict on the document.
 *
 * Written, documents are numbered in the order of the suite, scores stand as log-likelihoods and acc
 * is 1 where a right completion alone is on top; a verdict or a preference is acc alone. The document holds
 * the item's key and the answers as they are, so that they are read back.
 *
 * Source: EleutherAI/lm-evaluation-harness, lm_eval/evaluator.py (evaluate),
 * lm_eval/loggers/evaluation_tracker.py (save_results_samples: numbers in responses are texts),
 * lm_eval/filters/extraction.py ("[invalid]" where nothing was extracted).
 */
#include "harness/core/format_record.h"
#include "harness/core/format_write.h"
#include "harness/core/jsonl.h"

static bool is_lm_eval(const struct assay_node *record)
{
    return assay_node_get(record, "doc_id") && assay_node_get(record, "resps") &&
           assay_node_is(assay_node_get(record, "filtered_resps"), ASSAY_NODE_LIST);
}

/* Whether this line counts: of a document's lines, those of the first filter in the file do. */
static bool counts(struct assay_format_reading *reading, const struct assay_node *record)
{
    const struct assay_str filter = assay_node_text(assay_node_get(record, "filter"));

    if (!reading->filter.ptr)
        reading->filter = assay_arena_copy(&reading->arena, filter);
    if (assay_str_equal(filter, reading->filter))
        return true;
    reading->left_out++;
    reading->why = "rows of other filters than the first";
    return false;
}

/* arguments.gen_args_I.arg_J: what request I asked. */
static const struct assay_node *argument(const struct assay_node *record, size_t i,
                                         const char *which, struct assay_arena *arena)
{
    const struct assay_node *all = assay_node_get(record, "arguments");

    return assay_node_get(
        assay_node_get(all, assay_arena_printf(arena, "gen_args_%zu", i)), which);
}

/* The prompt, and the continuation of each request where all are texts. */
static void put_texts(struct assay_format_record *made, size_t n)
{
    const struct assay_node *record = made->source->record;
    struct assay_node *list = assay_node_list(made->arena);

    assay_format_put(made, "prompt", argument(record, 0, "arg_0", made->arena));
    for (size_t i = 0; i < n; i++) {
        const struct assay_node *text = argument(record, i, "arg_1", made->arena);

        if (!assay_node_is(text, ASSAY_NODE_TEXT))
            return;
        (void)assay_node_push(made->arena, list, *text);
    }
    assay_format_put(made, "completions", list);
}

/* True if every response is a log-likelihood with whether it is greedy. */
static bool has_choices(const struct assay_node *responses)
{
    const size_t n = assay_node_count(responses);

    for (size_t i = 0; i < n; i++)
        if (assay_node_count(assay_node_at(responses, i)) != 2)
            return false;
    return n > 1;
}

/* The value of a metric; without a name, of the first that the line lists. */
static enum assay_code add_metric(const struct assay_format_reading *reading,
                                  struct assay_format_record *made,
                                  struct assay_error *err)
{
    const struct assay_node *record = made->source->record;
    const struct assay_node *responses = assay_node_get(record, "filtered_resps");
    struct assay_str name =
        assay_node_text(assay_node_at(assay_node_get(record, "metrics"), 0));
    const struct assay_node *value;

    if (reading->metric)
        name = assay_str_of(reading->metric);
    value = assay_node_find(record, name);
    if (!value)
        return assay_field_fail(err, made->source, "metrics", "%s%.*s",
                                name.len ? "no value of " : "missing",
                                ASSAY_STR_ARG(name));
    if (assay_node_count(responses) == 1 &&
        assay_str_equal(assay_node_text(assay_node_at(responses, 0)),
                        ASSAY_STR("[invalid]"))) {
        assay_format_add(made, 0.0, ASSAY_STATE_UNPARSABLE);
        return ASSAY_OK;
    }
    return assay_format_add_node(made, assay_arena_copy(made->arena, name).ptr, value,
                                 err);
}

static enum assay_code read_lm_eval(struct assay_format_reading *reading,
                                    const struct assay_field_source *source,
                                    struct assay_arena *arena,
                                    const struct assay_node **out,
                                    struct assay_error *err)
{
    const struct assay_node *responses = assay_node_get(source->record, "filtered_resps");
    const bool choices = !reading->metric && has_choices(responses);
    const struct assay_node *carried =
        assay_format_carried(assay_node_get(source->record, "doc"));
    struct assay_format_record made;
    struct assay_str id;
    enum assay_code code;

    *out = NULL;
    if (!counts(reading, source->record))
        return ASSAY_OK;
    code = assay_format_need_text(source, "doc_id", arena, &id, err);
    if (code)
        return code;
    assay_format_begin(&made, source, arena, id);
    put_texts(&made, assay_node_count(responses));
    assay_format_put(&made, "label", assay_node_get(source->record, "target"));
    if (carried && !reading->metric) {
        *out = assay_format_end_carried(reading, &made, carried);
        return ASSAY_OK;
    }
    if (!choices)
        code = add_metric(reading, &made, err);
    for (size_t i = 0; !code && choices && i < assay_node_count(responses); i++)
        code = assay_format_add_node(&made, "filtered_resps",
                                     assay_node_at(assay_node_at(responses, i), 0), err);
    if (!code)
        *out = assay_format_end(&made, choices ? "scores" : "verdicts");
    return code;
}

/* A document under construction. */
struct document {
    const struct assay_format_run *run;
    const struct assay_format_row *row;
    struct assay_node *map;
};

static void put(const struct document *document, const char *key, struct assay_node value)
{
    (void)assay_node_put(document->run->arena, document->map, key, value);
}

/* Numbers in responses are texts there. */
static struct assay_node spelt(const struct document *document, double number)
{
    char text[ASSAY_STR_REAL];

    return assay_node_of_text(assay_arena_copy(
        document->run->arena, assay_str_of(assay_str_real(number, text))));
}

/* What was asked: the prompt, and each completion as a continuation of it. */
static void put_requests(const struct document *document)
{
    const struct assay_item *item = document->row->item;
    struct assay_arena *arena = document->run->arena;
    struct assay_node *all = assay_node_map(arena);

    for (size_t i = 0; i < item->completion_count; i++) {
        struct assay_node *one = assay_node_map(arena);

        (void)assay_node_put(arena, one, "arg_0", assay_format_prompt(item, arena));
        (void)assay_node_put(arena, one, "arg_1",
                             assay_node_of_text(item->completions[i]));
        (void)assay_node_put(arena, all, assay_arena_printf(arena, "gen_args_%zu", i),
                             *one);
    }
    put(document, "arguments", *all);
}

/* Of scores a pair each, whose second word says whether it is greedy, which is not known here. */
static void put_responses(const struct document *document, double reward)
{
    struct assay_arena *arena = document->run->arena;
    struct assay_node *raw = assay_node_list(arena);
    struct assay_node *filtered = assay_node_list(arena);
    const bool scores = document->run->want == ASSAY_WANT_SCORES;

    for (size_t i = 0; i < (scores ? document->row->count : 1); i++) {
        struct assay_node *pair = assay_node_list(arena);
        struct assay_node *repeats = assay_node_list(arena);
        struct assay_node response;

        (void)assay_node_push(
            arena, pair,
            spelt(document, scores ? document->row->answers[i].value : reward));
        (void)assay_node_push(arena, pair, assay_node_of_string("False"));
        response = scores ? *pair : *assay_node_at(pair, 0);
        (void)assay_node_push(arena, repeats, response);
        (void)assay_node_push(arena, raw, *repeats);
        (void)assay_node_push(arena, filtered, response);
    }
    put(document, "resps", *raw);
    put(document, "filtered_resps", *filtered);
}

static void put_document(const struct document *document, double reward)
{
    const struct assay_item *item = document->row->item;
    struct assay_arena *arena = document->run->arena;
    struct assay_node *doc = assay_node_map(arena);
    struct assay_node *metrics = assay_node_list(arena);
    size_t right;
    const size_t *place = assay_format_order(item, arena, &right);

    put(document, "doc_id", assay_node_of_int((int64_t)item->index));
    (void)assay_node_put(arena, doc, "id", assay_node_of_text(item->id));
    (void)assay_node_put(arena, doc, "subset", assay_node_of_text(item->subset));
    (void)assay_node_put(arena, doc, "assay",
                         assay_format_carry(document->run, document->row));
    put(document, "doc", *doc);
    put(document, "target",
        assay_node_of_string(assay_arena_printf(arena, "%zu", place[0])));
    put_requests(document);
    put_responses(document, reward);
    put(document, "filter", assay_node_of_string("none"));
    (void)assay_node_push(arena, metrics, assay_node_of_string("acc"));
    put(document, "metrics", *metrics);
    put(document, "acc", assay_node_of_real(reward));
}

static enum assay_code write_lm_eval(const struct assay_format_run *run,
                                     struct assay_buf *out, struct assay_error *err)
{
    for (size_t i = 0; i < run->rows; i++) {
        const struct document document = {run, &run->row[i], assay_node_map(run->arena)};
        double reward;

        if (run->want == ASSAY_WANT_SCORES && run->row[i].item->completion_count < 2)
            return assay_format_unfit(run, "lm-eval", "scores of two or more completions",
                                      err);
        if (!assay_format_reward(run, &run->row[i], &reward))
            continue;
        put_document(&document, reward);
        assay_jsonl_write(document.map, out);
    }
    return ASSAY_OK;
}

static const char *const reads[] = {
    "doc_id", "filtered_resps", "filter",     "metrics",   "arguments",
    "target", "doc.id",         "doc.subset", "doc.assay", NULL};

const struct assay_format assay_format_lm_eval = {
    .name = "lm-eval",
    .summary = "samples_TASK_TIME.jsonl of lm-evaluation-harness",
    .lost =
        "rows of other filters than the first, other metrics than the one named, "
        "documents, hashes and unfiltered responses; an answer in which the filter "
        "found nothing is unparsable here and 0 there; written, items without an answer "
        "are left out and documents are numbered in the order of the suite",
    .reads = reads,
    .answered = true,
    .layout = ASSAY_LAYOUT_AUTO,
    .is = is_lm_eval,
    .read = read_lm_eval,
    .write = write_lm_eval,
};
