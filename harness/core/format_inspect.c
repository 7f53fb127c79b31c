/*
 * format_inspect.c - logs of Inspect, version 2: .eval (a zip with a member a sample) and .json.
 *
 * The value of a sample's score is a verdict on it: a number, C (1), I (0), P (0.5), yes and true
 * (1), no and false (0). N means that there was no answer or a refusal, and is refused here; a
 * list of numbers is a score a completion. A sample that an error ended is failed, one that was
 * invalidated is skipped, one without a score that met a limit is truncated, any other without a
 * score is skipped; NaN, with which
 * Inspect marks what could not be scored, is not-a-number.
 *
 * Written, the value of the scorer "assay" is a list of the scores in the order of the completions
 * (choices), a verdict, or 1 or 0 for a preference.
 *
 * Source: UKGovernmentBEIS/inspect_ai, src/inspect_ai/log/_log.py (EvalLog, EvalSample),
 * log/_recorders/eval.py (members), scorer/_metric.py (Score, value_to_float).
 */
#include "harness/core/format_inspect.h"
#include "harness/core/format_record.h"

#include <string.h>

static bool is_inspect(const struct assay_node *record)
{
    return assay_node_is(assay_node_get(record, "version"), ASSAY_NODE_INT) &&
           assay_node_is(assay_node_get(record, "status"), ASSAY_NODE_TEXT) &&
           assay_node_is(assay_node_get(record, "eval"), ASSAY_NODE_MAP);
}

/* The same letters, ASCII capitals or not. */
static bool same_letters(struct assay_str text, const char *lower)
{
    size_t i = 0;

    while (i < text.len && lower[i]) {
        const char c = text.ptr[i];

        if ((c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c) != lower[i])
            return false;
        i++;
    }
    return i == text.len && !lower[i];
}

/* Words that official code turns into numbers; true with the answer they are. */
static bool word_value(struct assay_str text, double *value, enum assay_state *state)
{
    static const struct {
        const char *word;
        double value;
        enum assay_state state;
        bool any_case;
    } words[] = {
        {"C", 1.0, ASSAY_STATE_SCORED, false},   {"I", 0.0, ASSAY_STATE_SCORED, false},
        {"P", 0.5, ASSAY_STATE_SCORED, false},   {"N", 0.0, ASSAY_STATE_REFUSED, false},
        {"yes", 1.0, ASSAY_STATE_SCORED, true},  {"no", 0.0, ASSAY_STATE_SCORED, true},
        {"true", 1.0, ASSAY_STATE_SCORED, true}, {"false", 0.0, ASSAY_STATE_SCORED, true},
    };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (words[i].any_case ? same_letters(text, words[i].word)
                              : assay_str_equal(text, assay_str_of(words[i].word))) {
            *value = words[i].value;
            *state = words[i].state;
            return true;
        }
    return false;
}

static enum assay_code add_value(struct assay_format_record *made,
                                 const struct assay_node *node, struct assay_error *err)
{
    enum assay_state state;
    double value;

    if (!word_value(assay_node_text(node), &value, &state))
        return assay_format_add_node(made, "scores", node, err);
    assay_format_add(made, value, state);
    return ASSAY_OK;
}

/* True if the sample has an object of that name. */
static bool has(const struct assay_node *sample, const char *name)
{
    return assay_node_count(assay_node_get(sample, name)) > 0;
}

/* Why a sample has no score, or none that counts. */
static enum assay_state state_of(const struct assay_node *sample)
{
    const struct assay_node *choices =
        assay_node_get(assay_node_get(sample, "output"), "choices");
    const struct assay_str stop =
        assay_node_text(assay_node_get(assay_node_at(choices, 0), "stop_reason"));

    if (has(sample, "error"))
        return ASSAY_STATE_FAILED;
    if (has(sample, "invalidation"))
        return ASSAY_STATE_SKIPPED;
    if (assay_str_equal(stop, ASSAY_STR("content_filter")))
        return ASSAY_STATE_REFUSED;
    if (has(sample, "limit"))
        return ASSAY_STATE_TRUNCATED;
    return ASSAY_STATE_SKIPPED;
}

/* The value that a metric names: SCORER, or SCORER.KEY of one with several; NULL: the first. */
static const struct assay_node *value_of(const struct assay_node *scores,
                                         const char *metric)
{
    const struct assay_node *value, *part;
    const char *dot = metric ? strchr(metric, '.') : NULL;

    if (!metric)
        return assay_node_count(scores) == 0
                   ? NULL
                   : assay_node_get(&scores->as.map.at[0].value, "value");
    value = assay_node_get(assay_node_get(scores, metric), "value");
    if (value || !dot)
        return value;
    part = assay_node_find(scores, (struct assay_str){metric, (size_t)(dot - metric)});
    return assay_node_get(assay_node_get(part, "value"), dot + 1);
}

/* A list of numbers is one score a completion; anything else one verdict. */
static enum assay_code add_values(struct assay_format_record *made, const char *metric,
                                  const char **key, struct assay_error *err)
{
    const struct assay_node *record = made->source->record;
    const struct assay_node *scores = assay_node_get(record, "scores");
    const struct assay_node *value =
        assay_node_is(scores, ASSAY_NODE_MAP) ? value_of(scores, metric) : NULL;
    enum assay_code code = ASSAY_OK;

    *key = "verdicts";
    if (!value || has(record, "error") || has(record, "invalidation")) {
        assay_format_add(made, 0.0, state_of(record));
        return ASSAY_OK;
    }
    if (assay_node_is(value, ASSAY_NODE_MAP))
        return assay_field_fail(err, made->source, "scores",
                                "a score of several values; name one as the metric "
                                "SCORER.KEY");
    if (!assay_node_is(value, ASSAY_NODE_LIST))
        return add_value(made, value, err);
    *key = "scores";
    for (size_t i = 0; !code && i < assay_node_count(value); i++)
        code = add_value(made, assay_node_at(value, i), err);
    return code;
}

/* The sample's number; with /EPOCH behind it from the second epoch on. */
static enum assay_code id_of(const struct assay_field_source *source,
                             struct assay_arena *arena, struct assay_str *id,
                             struct assay_error *err)
{
    double epoch = 1;
    const enum assay_code code = assay_format_need_text(source, "id", arena, id, err);

    (void)assay_node_number(assay_node_get(source->record, "epoch"), &epoch);
    if (!code && epoch > 1)
        *id = assay_str_of(
            assay_arena_printf(arena, "%.*s/%g", (int)id->len, id->ptr, epoch));
    return code;
}

static enum assay_code read_sample(struct assay_format_reading *reading,
                                   const struct assay_field_source *source,
                                   struct assay_arena *arena,
                                   const struct assay_node **out, struct assay_error *err)
{
    const struct assay_node *completion =
        assay_node_get(assay_node_get(source->record, "output"), "completion");
    const struct assay_node *carried =
        assay_format_carried(assay_node_get(source->record, "metadata"));
    struct assay_format_record made;
    struct assay_str id;
    const char *key;
    enum assay_code code = id_of(source, arena, &id, err);

    if (code)
        return code;
    assay_format_begin(&made, source, arena, id);
    assay_format_put(&made, "prompt", assay_node_get(source->record, "input"));
    if (assay_node_is(completion, ASSAY_NODE_TEXT)) {
        struct assay_node *list = assay_node_list(arena);

        (void)assay_node_push(arena, list, *completion);
        assay_format_put(&made, "completions", list);
    }
    assay_format_put(&made, "label", assay_node_get(source->record, "target"));
    if (carried && !reading->metric) {
        *out = assay_format_end_carried(reading, &made, carried);
        return ASSAY_OK;
    }
    code = add_values(&made, reading->metric, &key, err);
    if (!code)
        *out = assay_format_end(&made, key);
    return code;
}

static const char *const sample_reads[] = {"id",
                                           "epoch",
                                           "input",
                                           "target",
                                           "output.completion",
                                           "output.choices",
                                           "scores",
                                           "error",
                                           "limit",
                                           "invalidation",
                                           "choices",
                                           "metadata.subset",
                                           "metadata.assay",
                                           NULL};

const struct assay_format assay_format_inspect = {
    .name = "inspect",
    .summary = ".eval log of Inspect: a zip with a member a sample",
    .lost =
        "messages, events, usage, explanations, other scorers than the one named, and "
        "reductions; N (no answer) is refused here and 0 there, an invalidated sample "
        "is skipped; epoch E of sample N "
        "is item N/E; written, samples without an answer are left out",
    .reads = sample_reads,
    .answered = true,
    .layout = ASSAY_LAYOUT_MEMBERS,
    .folder = "samples/",
    .read = read_sample,
    .write = assay_inspect_write_zip,
};

static enum assay_code read_log(struct assay_format_reading *reading,
                                const struct assay_field_source *source,
                                struct assay_arena *arena, const struct assay_node **out,
                                struct assay_error *err)
{
    const struct assay_node *version = assay_node_get(source->record, "version");
    const struct assay_node *samples = assay_node_get(source->record, "samples");
    struct assay_node *list = assay_node_list(arena);
    enum assay_code code = ASSAY_OK;

    if (!assay_node_is(version, ASSAY_NODE_INT) || version->as.integer != 2)
        return assay_field_fail(err, source, "version",
                                "only logs of version 2 are read");
    for (size_t i = 0; !code && i < assay_node_count(samples); i++) {
        struct assay_field_source sample = *source;
        const struct assay_node *made = NULL;

        sample.record = assay_node_at(samples, i);
        sample.row = i;
        code = read_sample(reading, &sample, arena, &made, err);
        if (code)
            break;
        assay_format_note_lost(reading, &assay_format_inspect, sample.record, made);
        (void)assay_node_push(arena, list, *made);
    }
    *out = list;
    return code;
}

static const char *const log_reads[] = {"version", "status", "samples", NULL};

const struct assay_format assay_format_inspect_json = {
    .name = "inspect-json",
    .summary = ".json log of Inspect, read whole",
    .lost =
        "messages, events, usage, explanations, other scorers than the one named, and "
        "reductions; N (no answer) is refused here and 0 there, an invalidated sample "
        "is skipped; epoch E of sample N "
        "is item N/E; written, samples without an answer are left out",
    .reads = log_reads,
    .answered = true,
    .layout = ASSAY_LAYOUT_DOCUMENT,
    .is = is_inspect,
    .read = read_log,
    .write = assay_inspect_write_json,
};
