/*
 * format_inspect_write.c - runs as logs of Inspect, version 2, in both of its forms.
 *
 * A .eval log is a zip of _journal/start.json (version, eval, plan), samples/ID_epoch_1.json,
 * summaries.json (id, epoch, input, target and scores of every sample) and header.json, which is the
 * log without its samples. In the name of a member a character of the id that is no letter, digit, dash or
 * underscore is "_", and the sample's number follows.
 *
 * Source: UKGovernmentBEIS/inspect_ai, src/inspect_ai/log/_recorders/eval.py (log_start, log_finish,
 * _sample_filename), log/_log.py (EvalLog, EvalSampleSummary).
 */
#include "harness/core/archive_write.h"
#include "harness/core/format_inspect.h"
#include "harness/core/json.h"

enum {
    LONGEST_ID = 100 /* bytes of one in the name of a member */
};

static void put(const struct assay_format_run *run, struct assay_node *map,
                const char *key, struct assay_node value)
{
    (void)assay_node_put(run->arena, map, key, value);
}

/* The texts of all completions, or of the right ones. */
static struct assay_node texts_of(const struct assay_format_run *run,
                                  const struct assay_item *item, bool right_ones)
{
    struct assay_node *list = assay_node_list(run->arena);
    size_t right;
    const size_t *place = assay_format_order(item, run->arena, &right);

    for (size_t i = 0; i < (right_ones ? right : item->completion_count); i++)
        (void)assay_node_push(
            run->arena, list,
            assay_node_of_text(item->completions[right_ones ? place[i] : i]));
    return *list;
}

/* Scores as a list, anything else as one number. */
static struct assay_node scores_of(const struct assay_format_run *run,
                                   const struct assay_format_row *row, double reward)
{
    struct assay_node *list = assay_node_list(run->arena);
    struct assay_node *score = assay_node_map(run->arena);
    struct assay_node *scores = assay_node_map(run->arena);

    for (size_t i = 0; i < row->count; i++)
        (void)assay_node_push(run->arena, list,
                              assay_node_of_real(row->answers[i].value));
    put(run, score, "value",
        run->want == ASSAY_WANT_SCORES ? *list : assay_node_of_real(reward));
    put(run, scores, "assay", *score);
    return *scores;
}

static struct assay_node sample_of(const struct assay_format_run *run,
                                   const struct assay_format_row *row, double reward)
{
    struct assay_node *sample = assay_node_map(run->arena);
    struct assay_node *metadata = assay_node_map(run->arena);

    put(run, metadata, "subset", assay_node_of_text(row->item->subset));
    put(run, metadata, "assay", assay_format_carry(run, row));
    put(run, sample, "id", assay_node_of_text(row->item->key));
    put(run, sample, "epoch", assay_node_of_int(1));
    put(run, sample, "input", assay_format_prompt(row->item, run->arena));
    put(run, sample, "choices", texts_of(run, row->item, false));
    put(run, sample, "target", texts_of(run, row->item, true));
    put(run, sample, "scores", scores_of(run, row, reward));
    put(run, sample, "metadata", *metadata);
    return *sample;
}

/* What EvalSpec asks for: when, which task on which data, by which model. */
static struct assay_node eval_of(const struct assay_format_run *run)
{
    struct assay_node *eval = assay_node_map(run->arena);
    struct assay_node *dataset = assay_node_map(run->arena);
    const struct assay_node *ended = assay_node_get(run->document, "ended");

    put(run, eval, "created", ended ? *ended : assay_node_null());
    put(run, eval, "task", assay_node_of_text(run->result->suite));
    put(run, dataset, "name", assay_node_of_text(run->result->suite));
    put(run, dataset, "samples", assay_node_of_int((int64_t)run->rows));
    put(run, eval, "dataset", *dataset);
    put(run, eval, "model", assay_node_of_text(run->result->label));
    put(run, eval, "config", *assay_node_map(run->arena));
    return *eval;
}

/* The log without samples. */
static struct assay_node *header_of(const struct assay_format_run *run)
{
    struct assay_node *log = assay_node_map(run->arena);

    put(run, log, "version", assay_node_of_int(2));
    put(run, log, "status", assay_node_of_string("success"));
    put(run, log, "eval", eval_of(run));
    return log;
}

/* Samples of the rows that were answered. */
static struct assay_node *samples_of(const struct assay_format_run *run)
{
    struct assay_node *samples = assay_node_list(run->arena);
    double reward;

    for (size_t i = 0; i < run->rows; i++)
        if (assay_format_reward(run, &run->row[i], &reward))
            (void)assay_node_push(run->arena, samples,
                                  sample_of(run, &run->row[i], reward));
    return samples;
}

enum assay_code assay_inspect_write_json(const struct assay_format_run *run,
                                         struct assay_buf *out, struct assay_error *err)
{
    struct assay_node *log = header_of(run);

    (void)err;
    put(run, log, "samples", *samples_of(run));
    assay_json_write(log, true, out);
    return ASSAY_OK;
}

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '-' || c == '_';
}

static const char *name_of(const struct assay_format_run *run,
                           const struct assay_node *sample, size_t number)
{
    const struct assay_str id = assay_node_text(assay_node_get(sample, "id"));
    struct assay_str name = assay_arena_copy(
        run->arena,
        (struct assay_str){id.ptr, id.len < LONGEST_ID ? id.len : LONGEST_ID});
    char *letters = assay_arena_raw(run->arena, name.len + 1);
    bool changed = name.len < id.len;

    for (size_t i = 0; i < name.len; i++) {
        letters[i] = '_';
        if (is_plain(name.ptr[i]))
            letters[i] = name.ptr[i];
        changed = changed || letters[i] != name.ptr[i];
    }
    name.ptr = letters;
    if (!changed)
        return assay_arena_printf(run->arena, "samples/%.*s_epoch_1.json",
                                  ASSAY_STR_ARG(name));
    return assay_arena_printf(run->arena, "samples/%.*s.%zu_epoch_1.json",
                              ASSAY_STR_ARG(name), number);
}

/* What a list of samples shows of one. */
static struct assay_node summary_of(const struct assay_format_run *run,
                                    const struct assay_node *sample)
{
    static const char *const kept[] = {"id", "epoch", "input", "target", "scores"};
    struct assay_node *map = assay_node_map(run->arena);

    for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
        put(run, map, kept[i], *assay_node_get(sample, kept[i]));
    return *map;
}

static enum assay_code add(struct assay_archive_writer *zip, const char *name,
                           const struct assay_node *document, struct assay_error *err)
{
    struct assay_buf text = {0};
    enum assay_code code;

    assay_json_write(document, true, &text);
    code = assay_archive_add(zip, name, assay_buf_view(&text), err);
    assay_buf_release(&text);
    return code;
}

static enum assay_code add_all(const struct assay_format_run *run,
                               struct assay_archive_writer *zip, struct assay_error *err)
{
    struct assay_node *start = assay_node_map(run->arena);
    struct assay_node *summaries = assay_node_list(run->arena);
    const struct assay_node *samples = samples_of(run);
    enum assay_code code;

    put(run, start, "version", assay_node_of_int(2));
    put(run, start, "eval", eval_of(run));
    put(run, start, "plan", *assay_node_map(run->arena));
    code = add(zip, "_journal/start.json", start, err);
    for (size_t i = 0; !code && i < assay_node_count(samples); i++) {
        const struct assay_node *sample = assay_node_at(samples, i);

        (void)assay_node_push(run->arena, summaries, summary_of(run, sample));
        code = add(zip, name_of(run, sample, i), sample, err);
    }
    if (!code)
        code = add(zip, "summaries.json", summaries, err);
    return code ? code : add(zip, "header.json", header_of(run), err);
}

enum assay_code assay_inspect_write_zip(const struct assay_format_run *run,
                                        struct assay_buf *out, struct assay_error *err)
{
    struct assay_archive_writer *zip = NULL;
    enum assay_code code = assay_archive_zip(out, true, &zip, err);

    if (!code)
        code = add_all(run, zip, err);
    return assay_archive_finish(zip, code, err);
}
