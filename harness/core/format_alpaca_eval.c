/*
 * format_alpaca_eval.c - annotations.json of alpaca_eval: one preference a pair of outputs.
 *
 * preference is 1 where output_1 is better, 2 where output_2 is, 1.5 (in old files 0) for a tie, a
 * number between where the annotator weighs, and null where it said nothing that could be read.
 *
 * Source: tatsu-lab/alpaca_eval, src/alpaca_eval/annotators/pairwise_evaluator.py,
 * src/alpaca_eval/metrics/helpers.py (0 is 1.5).
 */
#include "harness/core/format_record.h"

#include "harness/core/digest.h"
#include "harness/core/format_write.h"
#include "harness/core/json.h"

enum {
    ID_DIGITS = 16 /* as `digest: true` in a suite's field */
};

static bool is_alpaca_eval(const struct assay_node *record)
{
    return assay_node_get(record, "instruction") && assay_node_get(record, "output_1") &&
           assay_node_get(record, "output_2") && assay_node_get(record, "preference");
}

/* Instructions have no numbers there: the first digits of their SHA-256 name them. */
static struct assay_str id_of(struct assay_str instruction, struct assay_arena *arena)
{
    unsigned char hash[ASSAY_DIGEST_BYTES];
    char hex[ASSAY_DIGEST_HEX];

    assay_digest_of(instruction, hash);
    assay_digest_hex(hash, hex);
    return assay_arena_copy(arena, (struct assay_str){hex, ID_DIGITS});
}

/* The two outputs, if both are there. */
static void put_outputs(struct assay_format_record *made)
{
    const struct assay_node *first = assay_node_get(made->source->record, "output_1");
    const struct assay_node *second = assay_node_get(made->source->record, "output_2");
    struct assay_node *outputs = assay_node_list(made->arena);

    if (!first || !second)
        return;
    (void)assay_node_push(made->arena, outputs, *first);
    (void)assay_node_push(made->arena, outputs, *second);
    assay_format_put(made, "completions", outputs);
}

static enum assay_code read_alpaca_eval(struct assay_format_reading *reading,
                                        const struct assay_field_source *source,
                                        struct assay_arena *arena,
                                        const struct assay_node **out,
                                        struct assay_error *err)
{
    static const char *const kept[] = {"generator_1", "generator_2", "annotator"};
    const struct assay_node *record = source->record;
    const struct assay_node *dataset = assay_node_get(record, "dataset");
    const struct assay_node *carried = assay_format_carried(record);
    struct assay_format_record made;
    struct assay_str instruction;
    struct assay_node preference = assay_node_null();
    double value;
    enum assay_code code;

    code = assay_format_need_text(source, "instruction", arena, &instruction, err);
    if (code)
        return code;
    assay_format_begin(&made, source, arena, id_of(instruction, arena));
    assay_format_put(&made, "subset", dataset);
    assay_format_put(&made, "prompt", assay_node_get(record, "instruction"));
    put_outputs(&made);
    assay_format_keep(&made, kept, sizeof(kept) / sizeof(kept[0]));
    if (carried) {
        *out = assay_format_end_carried(reading, &made, carried);
        return ASSAY_OK;
    }
    if (assay_node_get(record, "preference"))
        preference = *assay_node_get(record, "preference");
    if (assay_node_number(&preference, &value) && value == 0.0)
        preference = assay_node_of_real(1.5);
    code = assay_format_add_node(&made, "preference", &preference, err);
    if (!code && assay_node_number(assay_node_at(made.values, 0), &value) &&
        !(value >= 1.0 && value <= 2.0))
        code = assay_field_fail(err, source, "preference", "%g is not within 1 and 2",
                                value);
    if (!code)
        *out = assay_format_end(&made, "verdicts");
    return code;
}

/* A verdict between 1 and 2, or a preference put there; null where there is none. */
static struct assay_node preference_of(const struct assay_format_run *run,
                                       const struct assay_answer *answer)
{
    if (answer->state != ASSAY_STATE_SCORED)
        return assay_node_null();
    return assay_node_of_real(
        run->want == ASSAY_WANT_VERDICTS ? answer->value : 1.5 - 0.5 * answer->value);
}

static enum assay_code write_alpaca_eval(const struct assay_format_run *run,
                                         struct assay_buf *out, struct assay_error *err)
{
    struct assay_node *list = assay_node_list(run->arena);

    for (size_t i = 0; i < run->rows; i++) {
        const struct assay_format_row *row = &run->row[i];
        struct assay_node *map = assay_node_map(run->arena);
        const double value = row->count > 0 ? row->answers[0].value : 0.0;

        if (run->want == ASSAY_WANT_SCORES || row->count != 1 ||
            row->item->completion_count != 2 ||
            (run->want == ASSAY_WANT_VERDICTS && value != 0.0 &&
             !(value >= 1.0 && value <= 2.0)))
            return assay_format_unfit(run, "alpaca-eval",
                                      "one preference a pair of outputs", err);
        (void)assay_node_put(run->arena, map, "instruction",
                             assay_format_prompt(row->item, run->arena));
        (void)assay_node_put(run->arena, map, "dataset",
                             assay_node_of_text(row->item->subset));
        (void)assay_node_put(run->arena, map, "output_1",
                             assay_node_of_text(row->item->completions[0]));
        (void)assay_node_put(run->arena, map, "output_2",
                             assay_node_of_text(row->item->completions[1]));
        (void)assay_node_put(run->arena, map, "annotator",
                             assay_node_of_text(run->result->label));
        (void)assay_node_put(run->arena, map, "preference",
                             preference_of(run, &row->answers[0]));
        (void)assay_node_put(run->arena, map, "assay", assay_format_carry(run, row));
        (void)assay_node_push(run->arena, list, *map);
    }
    assay_json_write(list, true, out);
    return ASSAY_OK;
}

static const char *const reads[] = {"instruction", "dataset", "output_1", "output_2",
                                    "preference",  "assay",   NULL};

const struct assay_format assay_format_alpaca_eval = {
    .name = "alpaca-eval",
    .summary = "annotations.json of alpaca_eval: preferences between 1 and 2",
    .lost = "what an annotator wrote, its price and time; instructions are named by the "
            "first 16 digits of their SHA-256",
    .reads = reads,
    .layout = ASSAY_LAYOUT_AUTO,
    .is = is_alpaca_eval,
    .read = read_alpaca_eval,
    .write = write_alpaca_eval,
};
