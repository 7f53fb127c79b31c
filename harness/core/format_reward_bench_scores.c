/*
 * format_reward_bench_scores.c - scores an item of reward-bench: eval-set-scores/ORG/MODEL.json, an
 * object of columns, and the MODEL_outputs.jsonl of its command line, a row a pair.
 *
 * Pairs have scores_chosen and scores_rejected, best-of-n has scores; a score may stand in a list
 * of one. Files of judges have results alone: of a pair 1 is a preference for the chosen one, 0 for
 * the other, anything between is a tie; of several (version 2) the verdict is the share that the right one
 * got, and of the subset Ties there are ratings, of which -1 is none. Of an instruction results is the score
 * of its answer. MODEL_all.jsonl has {chosen, rejected}, the scores alone. A row without an id has its number, from 0. Written, results of
 * the subset Ties are those of its first completion, as of any other subset.
 *
 * Source: allenai/reward-bench, scripts/run_rm.py, run_generative.py, run_v2.py and run_generative_v2.py (scores_dict),
 * rewardbench/rewardbench.py (combined_data).
 */
#include "harness/core/format_record.h"
#include "harness/core/format_write.h"
#include "harness/core/json.h"
#include "harness/core/jsonl.h"

static const char *const kept[] = {"subset",        "prompt",  "text",  "text_chosen",
                                   "text_rejected", "results", "model", "num_correct"};

static bool has_list(const struct assay_node *record, const char *key)
{
    return assay_node_is(assay_node_get(record, key), ASSAY_NODE_LIST);
}

/* An object of columns. */
static bool is_scores(const struct assay_node *record)
{
    return has_list(record, "results") && has_list(record, "id") &&
           (has_list(record, "text_chosen") || has_list(record, "num_correct"));
}

/* {"chosen": score, "rejected": score}, and nothing else. */
static bool has_both(const struct assay_node *record)
{
    return assay_node_count(record) == 2 && assay_node_get(record, "chosen") &&
           assay_node_get(record, "rejected");
}

static bool is_score(const struct assay_node *node)
{
    double value;

    return assay_node_number(assay_format_unwrapped(node), &value);
}

/* A row: of a pair, or of an instruction, whose score is its result. */
static bool is_outputs(const struct assay_node *record)
{
    const bool pair = assay_node_get(record, "scores_chosen") &&
                      assay_node_get(record, "scores_rejected") &&
                      assay_node_get(record, "text_chosen");

    if (has_both(record))
        return is_score(assay_node_get(record, "chosen")) &&
               is_score(assay_node_get(record, "rejected"));
    return assay_node_get(record, "prompt") && assay_node_get(record, "results") &&
           (pair || assay_node_get(record, "text")) && !has_list(record, "results");
}

/* A score with its state; a list of step scores stays as it is. */
static enum assay_code add_score(struct assay_format_record *made, const char *field,
                                 const struct assay_node *node, struct assay_error *err)
{
    const struct assay_node *score = assay_format_unwrapped(node);
    size_t last;

    if (!assay_node_is(score, ASSAY_NODE_LIST))
        return assay_format_add_node(made, field, score, err);
    assay_format_add(made, 0.0, ASSAY_STATE_SCORED);
    last = made->values->as.list.count - 1;
    made->values->as.list.at[last] = *score;
    return ASSAY_OK;
}

static void put_states(const struct assay_format_record *made)
{
    if (made->unanswered)
        (void)assay_node_put(made->arena, made->map, "states", *made->states);
}

/* The two scores of a pair, called so in the file. */
static enum assay_code put_pair(struct assay_format_record *made,
                                const char *const called[2], struct assay_error *err)
{
    static const char *const names[2] = {"scores_chosen", "scores_rejected"};
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < 2; i++) {
        code = add_score(made, called[i], assay_node_get(made->source->record, called[i]),
                         err);
        if (!code)
            (void)assay_node_put(made->arena, made->map, names[i],
                                 *assay_node_at(made->values, i));
    }
    put_states(made);
    return code;
}

/* A judge's -1 says that it gave no rating (scripts/run_generative_v2.py). */
static bool is_no_rating(const struct assay_format_record *made,
                         const struct assay_node *score)
{
    double value;

    return assay_node_get(made->source->record, "texts_chosen") &&
           assay_node_number(score, &value) && value == -1.0;
}

static enum assay_code put_list(struct assay_format_record *made,
                                const struct assay_node *scores, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < assay_node_count(scores); i++) {
        const struct assay_node *score = assay_node_at(scores, i);

        if (is_no_rating(made, score))
            assay_format_add(made, 0.0, ASSAY_STATE_UNPARSABLE);
        else
            code = add_score(made, "scores", score, err);
    }
    (void)assay_format_end(made, "scores");
    return code;
}

/* Of a pair 1, 0 or between is a preference; of several (version 2) the share is the verdict. */
static enum assay_code put_result(struct assay_format_record *made,
                                  struct assay_error *err)
{
    const bool several = assay_node_get(made->source->record, "num_correct") != NULL;
    struct assay_format_record whole = *made;
    double value;
    enum assay_code code = assay_format_add_node(
        made, "results", assay_node_get(made->source->record, "results"), err);

    if (code || several || !assay_node_number(assay_node_at(made->values, 0), &value)) {
        (void)assay_format_end(made, several ? "verdicts" : "preferences");
        return code;
    }
    whole.values = assay_node_list(made->arena);
    assay_format_add(&whole,
                     value >= 1.0   ? 1.0
                     : value <= 0.0 ? -1.0
                                    : 0.0,
                     ASSAY_STATE_SCORED);
    (void)assay_format_end(&whole, "preferences");
    return ASSAY_OK;
}

/* The score of an instruction's only answer. */
static enum assay_code put_instruction(struct assay_format_record *made,
                                       struct assay_error *err)
{
    const enum assay_code code =
        add_score(made, "results", assay_node_get(made->source->record, "results"), err);

    (void)assay_format_end(made, "scores");
    return code;
}

static bool is_instruction(const struct assay_node *record)
{
    return assay_node_get(record, "text") && !assay_node_get(record, "scores") &&
           !assay_node_get(record, "num_correct");
}

static enum assay_code read_scores(struct assay_format_reading *reading,
                                   const struct assay_field_source *source,
                                   struct assay_arena *arena,
                                   const struct assay_node **out, struct assay_error *err)
{
    static const char *const named[2] = {"scores_chosen", "scores_rejected"};
    static const char *const bare[2] = {"chosen", "rejected"};
    const struct assay_node *scores = assay_node_get(source->record, "scores");
    struct assay_format_record made;
    struct assay_str id;
    enum assay_code code;

    (void)reading;
    if (!assay_format_text(assay_node_get(source->record, "id"), arena, &id))
        id = assay_str_of(assay_arena_printf(arena, "%zu", source->row));
    assay_format_begin(&made, source, arena, id);
    assay_format_keep(&made, kept, sizeof(kept) / sizeof(kept[0]));
    if (assay_node_get(source->record, named[0]))
        code = put_pair(&made, named, err);
    else if (has_both(source->record))
        code = put_pair(&made, bare, err);
    else if (assay_node_is(scores, ASSAY_NODE_LIST))
        code = put_list(&made, scores, err);
    else if (is_instruction(source->record))
        code = put_instruction(&made, err);
    else
        code = put_result(&made, err);
    *out = made.map;
    return code;
}

/* A row under construction: completions and scores with the right ones first. */
struct row {
    const struct assay_format_run *run;
    const struct assay_format_row *from;
    const size_t *place;
    size_t right;
    struct assay_node *map;
};

static void put(const struct row *row, const char *key, struct assay_node value)
{
    (void)assay_node_put(row->run->arena, row->map, key, value);
}

static struct assay_node text_at(const struct row *row, size_t i)
{
    return assay_node_of_text(row->from->item->completions[row->place[i]]);
}

static struct assay_node score_at(const struct row *row, size_t i)
{
    return assay_node_of_real(row->from->answers[row->place[i]].value);
}

/* Of a pair: the chosen one's and the other's. */
static void put_both(const struct row *row)
{
    put(row, "text_chosen", text_at(row, 0));
    put(row, "text_rejected", text_at(row, 1));
    if (row->run->want == ASSAY_WANT_SCORES) {
        put(row, "scores_chosen", score_at(row, 0));
        put(row, "scores_rejected", score_at(row, 1));
    }
}

/* Of several: lists, as version 2 has them. */
static void put_several(const struct row *row)
{
    struct assay_node *text = assay_node_list(row->run->arena);
    struct assay_node *scores = assay_node_list(row->run->arena);

    for (size_t i = 0; i < row->from->item->completion_count; i++) {
        (void)assay_node_push(row->run->arena, text, text_at(row, i));
        (void)assay_node_push(row->run->arena, scores, score_at(row, i));
    }
    put(row, "text", *text);
    put(row, "scores", *scores);
    put(row, "num_correct", assay_node_of_int((int64_t)row->right));
}

/* Of several: 1/k where the first one is among the k on top, else 0 (rewardbench/utils.py,
   reroll_and_score_dataset). */
static double share_of(const struct row *row)
{
    const struct assay_answer *answers = row->from->answers;
    const double first = answers[row->place[0]].value;
    size_t equal = 0;

    for (size_t i = 0; i < row->from->item->completion_count; i++) {
        if (answers[i].value > first)
            return 0.0;
        equal += answers[i].value == first;
    }
    return 1.0 / (double)equal;
}

/* Of a pair: 1 where the chosen one won, 0 where not, one half for a judge's tie. */
static double result_of(const struct row *row, bool pairs)
{
    double reward = 0.0;

    if (!pairs)
        return share_of(row);
    if (row->run->want == ASSAY_WANT_PREFERENCES && row->from->answers[0].value == 0.0)
        return 0.5;
    (void)assay_format_reward(row->run, row->from, &reward);
    return reward;
}

/* True if every item is a pair with one right completion. */
static bool has_pairs(const struct assay_format_run *run)
{
    for (size_t i = 0; i < run->rows; i++) {
        size_t right;

        if (run->row[i].item->completion_count != 2)
            return false;
        (void)assay_format_order(run->row[i].item, run->arena, &right);
        if (right != 1)
            return false;
    }
    return true;
}

static struct assay_node *make_row(const struct assay_format_run *run, size_t i,
                                   bool pairs)
{
    struct row row = {.run = run, .from = &run->row[i]};

    row.place = assay_format_order(row.from->item, run->arena, &row.right);
    row.map = assay_node_map(run->arena);
    put(&row, "id", assay_node_of_text(assay_format_subset_id(row.from)));
    put(&row, "subset", assay_node_of_text(row.from->item->subset));
    if (pairs)
        put_both(&row);
    else
        put_several(&row);
    put(&row, "results", assay_node_of_real(result_of(&row, pairs)));
    return row.map;
}

static enum assay_code check_run(const struct assay_format_run *run, const char *name,
                                 bool pairs, struct assay_error *err)
{
    const bool judged = run->want == ASSAY_WANT_PREFERENCES && pairs && run->rows > 0 &&
                        run->row[0].count == 1;

    if (run->want == ASSAY_WANT_SCORES || judged)
        return ASSAY_OK;
    return assay_format_unfit(run, name, "scores, or preferences in one order", err);
}

/* Columns; what every row has under the first one's keys. */
static enum assay_code write_scores(const struct assay_format_run *run,
                                    struct assay_buf *out, struct assay_error *err)
{
    const bool pairs = has_pairs(run);
    struct assay_node *map = assay_node_map(run->arena);
    struct assay_node *column[16] = {0};
    const struct assay_node *row = NULL;
    const enum assay_code code = check_run(run, "reward-bench-scores", pairs, err);

    for (size_t i = 0; !code && i < run->rows; i++) {
        if (!assay_format_answered(&run->row[i]))
            continue;
        row = make_row(run, i, pairs);
        for (size_t k = 0; k < row->as.map.count; k++) {
            if (!column[k])
                column[k] = assay_node_list(run->arena);
            (void)assay_node_push(run->arena, column[k], row->as.map.at[k].value);
        }
    }
    if (code)
        return code;
    for (size_t k = 0; row && k < row->as.map.count; k++)
        (void)assay_node_put_view(run->arena, map, row->as.map.at[k].key, *column[k]);
    (void)assay_node_put(run->arena, map, "model",
                         assay_node_of_text(run->result->label));
    assay_json_write(map, true, out);
    return ASSAY_OK;
}

static enum assay_code write_outputs(const struct assay_format_run *run,
                                     struct assay_buf *out, struct assay_error *err)
{
    if (run->want != ASSAY_WANT_SCORES || !has_pairs(run))
        return assay_format_unfit(run, "reward-bench-outputs", "scores of pairs", err);
    for (size_t i = 0; i < run->rows; i++) {
        struct assay_node *row;

        if (!assay_format_answered(&run->row[i]))
            continue;
        row = make_row(run, i, true);
        (void)assay_node_put(run->arena, row, "prompt",
                             assay_format_prompt(run->row[i].item, run->arena));
        assay_jsonl_write(row, out);
    }
    return ASSAY_OK;
}

static const char *const reads[] = {
    "id",       "scores",  "scores_chosen", "scores_rejected", "chosen",
    "rejected", "results", "texts_chosen",  "texts_rejected",  NULL};

const struct assay_format assay_format_reward_bench_scores = {
    .name = "reward-bench-scores",
    .summary =
        "eval-set-scores/ORG/MODEL.json of reward-bench, versions 1 and 2: columns",
    .lost = "why an item has no score: such items are left out; other columns",
    .reads = reads,
    .answered = true,
    .layout = ASSAY_LAYOUT_COLUMNS,
    .is = is_scores,
    .read = read_scores,
    .write = write_scores,
};

const struct assay_format assay_format_reward_bench_outputs = {
    .name = "reward-bench-outputs",
    .summary =
        "MODEL_outputs.jsonl, MODEL_all.jsonl of the rewardbench command: a row a pair",
    .lost = "why an item has no score: such items are left out; other columns",
    .reads = reads,
    .answered = true,
    .layout = ASSAY_LAYOUT_AUTO,
    .is = is_outputs,
    .read = read_scores,
    .write = write_outputs,
};
