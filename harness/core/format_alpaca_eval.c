/*
 * format_alpaca_eval.c - annotations.json of alpaca_eval: one preference a pair of outputs.
 *
 * preference is 1 where output_1 is better, 2 where output_2 is, 1.5 for a tie, a number between
 * where the annotator weighs, and null where it said nothing that could be read.
 *
 * Source: tatsu-lab/alpaca_eval, src/alpaca_eval/annotators/pairwise_evaluator.py.
 */
#include "harness/core/format_record.h"

#include "harness/core/digest.h"

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

static enum assay_code read_alpaca_eval(struct assay_format_reading *reading,
                                        const struct assay_field_source *source,
                                        struct assay_arena *arena,
                                        const struct assay_node **out,
                                        struct assay_error *err)
{
    static const char *const kept[] = {"generator_1", "generator_2", "annotator"};
    const struct assay_node *record = source->record;
    const struct assay_node *dataset = assay_node_get(record, "dataset");
    struct assay_node *outputs = assay_node_list(arena);
    struct assay_format_record made;
    struct assay_str instruction;
    double value;
    enum assay_code code;

    (void)reading;
    code = assay_format_need_text(source, "instruction", arena, &instruction, err);
    if (code)
        return code;
    assay_format_begin(&made, source, arena, id_of(instruction, arena));
    assay_format_put(&made, "subset", dataset);
    assay_format_put(&made, "prompt", assay_node_get(record, "instruction"));
    (void)assay_node_push(arena, outputs, *assay_node_get(record, "output_1"));
    (void)assay_node_push(arena, outputs, *assay_node_get(record, "output_2"));
    assay_format_put(&made, "completions", outputs);
    assay_format_keep(&made, kept, sizeof(kept) / sizeof(kept[0]));
    code = assay_format_add_node(&made, "preference",
                                 assay_node_get(record, "preference"), err);
    if (!code && assay_node_number(assay_node_at(made.values, 0), &value) &&
        !(value >= 1.0 && value <= 2.0))
        code = assay_format_fail(err, source, "preference", "%g is not within 1 and 2",
                                 value);
    if (!code)
        *out = assay_format_end(&made, "verdicts");
    return code;
}

const struct assay_format assay_format_alpaca_eval = {
    .name = "alpaca-eval",
    .summary = "annotations.json of alpaca_eval: preferences between 1 and 2",
    .lost = "what an annotator wrote, its price and time; instructions are named by the "
            "first 16 digits of their SHA-256",
    .layout = ASSAY_LAYOUT_AUTO,
    .is = is_alpaca_eval,
    .read = read_alpaca_eval,
};
