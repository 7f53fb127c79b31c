/*
 * format_nel.c - results.jsonl of NeMo Evaluator (nel): a reward a problem and repeat.
 *
 * Of the repeats of a problem the first has the problem's number for an id, and repeat R has
 * NUMBER/R. A reward of 0 that stands for a failure of solver, judge or machine is no answer. Written, a reward is a verdict, or 1 where a right
 * completion alone is on top and else 0; problems are numbered in the order of the suite. The metadata hold
 * the item's key and the answers as they are, so that they are read back.
 *
 * Source: NVIDIA-NeMo/Evaluator, docs/result-format.mdx; src/nemo_evaluator/engine/eval_loop.py
 * (result_dict).
 */
#include "harness/core/format_record.h"
#include "harness/core/format_write.h"
#include "harness/core/jsonl.h"

static bool is_nel(const struct assay_node *record)
{
    return assay_node_get(record, "problem_idx") && assay_node_get(record, "reward");
}

/* metadata.category, or scoring_details.category where that is not there. */
static const struct assay_node *category_of(const struct assay_node *record)
{
    const struct assay_node *category =
        assay_node_get(assay_node_get(record, "metadata"), "category");

    return category
               ? category
               : assay_node_get(assay_node_get(record, "scoring_details"), "category");
}

/* Whether there is a reward that was earned: what failed is given 0 there, with an error beside it. */
static enum assay_state state_of(const struct assay_node *record)
{
    const struct assay_node *details = assay_node_get(record, "scoring_details");
    const struct assay_node *judge = assay_node_get(details, "judge");
    const struct assay_str category =
        assay_node_text(assay_node_get(details, "error_category"));

    if (!assay_node_is(assay_node_get(details, "error"), ASSAY_NODE_TEXT))
        return assay_node_is(assay_node_get(judge, "error"), ASSAY_NODE_TEXT)
                   ? ASSAY_STATE_FAILED
                   : ASSAY_STATE_SCORED;
    return assay_str_equal(category, ASSAY_STR("solve_timeout")) ? ASSAY_STATE_TIMED_OUT
                                                                 : ASSAY_STATE_FAILED;
}

static enum assay_code read_nel(struct assay_format_reading *reading,
                                const struct assay_field_source *source,
                                struct assay_arena *arena, const struct assay_node **out,
                                struct assay_error *err)
{
    const struct assay_node *record = source->record;
    const struct assay_node *repeat = assay_node_get(record, "repeat");
    const struct assay_node *carried =
        assay_format_carried(assay_node_get(record, "metadata"));
    struct assay_format_record made;
    struct assay_str id, subset;
    double number;
    enum assay_code code;

    code = assay_format_need_text(source, "problem_idx", arena, &id, err);
    if (code)
        return code;
    if (repeat && !assay_node_number(repeat, &number))
        return assay_field_fail(err, source, "repeat", "expected a number, found a %s",
                                assay_node_type_name(repeat));
    if (repeat && number > 0)
        id =
            assay_str_of(assay_arena_printf(arena, "%.*s/%g", ASSAY_STR_ARG(id), number));
    assay_format_begin(&made, source, arena, id);
    if (assay_format_text(category_of(record), arena, &subset))
        (void)assay_node_put(arena, made.map, "subset", assay_node_of_text(subset));
    assay_format_put(&made, "prompt", assay_node_get(record, "prompt"));
    assay_format_put(&made, "label", assay_node_get(record, "expected_answer"));
    if (carried) {
        *out = assay_format_end_carried(reading, &made, carried);
        return ASSAY_OK;
    }
    if (state_of(record) != ASSAY_STATE_SCORED)
        assay_format_add(&made, 0.0, state_of(record));
    else
        code =
            assay_format_add_node(&made, "reward", assay_node_get(record, "reward"), err);
    if (!code)
        *out = assay_format_end(&made, "verdicts");
    return code;
}

static enum assay_code write_nel(const struct assay_format_run *run,
                                 struct assay_buf *out, struct assay_error *err)
{
    (void)err;
    for (size_t i = 0; i < run->rows; i++) {
        const struct assay_format_row *row = &run->row[i];
        struct assay_node *map = assay_node_map(run->arena);
        struct assay_node *metadata = assay_node_map(run->arena);
        double reward;

        if (!assay_format_reward(run, row, &reward))
            continue;
        (void)assay_node_put(run->arena, map, "problem_idx",
                             assay_node_of_int((int64_t)row->item->index));
        (void)assay_node_put(run->arena, map, "repeat", assay_node_of_int(0));
        (void)assay_node_put(run->arena, map, "reward", assay_node_of_real(reward));
        (void)assay_node_put(run->arena, metadata, "category",
                             assay_node_of_text(row->item->subset));
        (void)assay_node_put(run->arena, metadata, "id",
                             assay_node_of_text(row->item->id));
        (void)assay_node_put(run->arena, metadata, "assay", assay_format_carry(run, row));
        (void)assay_node_put(run->arena, map, "metadata", *metadata);
        assay_jsonl_write(map, out);
    }
    return ASSAY_OK;
}

static const char *const reads[] = {"problem_idx",
                                    "repeat",
                                    "reward",
                                    "prompt",
                                    "expected_answer",
                                    "metadata.category",
                                    "metadata.id",
                                    "metadata.assay",
                                    "scoring_details.category",
                                    "scoring_details.error",
                                    "scoring_details.error_category",
                                    NULL};

const struct assay_format assay_format_nel = {
    .name = "nel",
    .summary = "results.jsonl of NeMo Evaluator: a reward a problem and repeat",
    .lost =
        "responses, tokens, times and scoring details; repeat R of problem N is item "
        "N/R, where nel averages the repeats; a reward of 0 for what failed is failed or "
        "timed out here; written, scores become a reward of 1 or 0 "
        "and items without an answer are left out",
    .reads = reads,
    .answered = true,
    .layout = ASSAY_LAYOUT_AUTO,
    .file = "results.jsonl",
    .is = is_nel,
    .read = read_nel,
    .write = write_nel,
};
