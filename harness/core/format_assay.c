/*
 * format_assay.c - records as replay reads them of any file: JSON Lines, CSV and TSV.
 *
 * JSON Lines hold all of a run's answers (format.h). CSV and TSV are of the long form, a row a
 * value: id, index, score, state; TSV has no quoting, so a tab or a line end in an id is refused.
 */
#include "harness/core/format_record.h"
#include "harness/core/format_write.h"
#include "harness/core/jsonl.h"

enum assay_code assay_format_as_it_stands(struct assay_format_reading *reading,
                                          const struct assay_field_source *source,
                                          struct assay_arena *arena,
                                          const struct assay_node **out,
                                          struct assay_error *err)
{
    (void)reading;
    (void)arena;
    (void)err;
    *out = source->record;
    return ASSAY_OK;
}

/* The answers of an order's votes as a list, if an order has several. */
static void nest(const struct assay_format_run *run, struct assay_node **values)
{
    struct assay_node *orders = assay_node_list(run->arena);
    const size_t n = assay_node_count(*values);

    for (size_t i = 0; i < n; i++) {
        if (i % run->votes == 0)
            (void)assay_node_push(run->arena, orders, *assay_node_list(run->arena));
        (void)assay_node_push(run->arena, &orders->as.list.at[i / run->votes],
                              *assay_node_at(*values, i));
    }
    *values = orders;
}

static void put_texts(struct assay_format_record *made,
                      const struct assay_format_run *run, const struct assay_item *item)
{
    const struct assay_node prompt = assay_format_prompt(item, run->arena);
    struct assay_node *list = assay_node_list(run->arena);
    bool any = false;

    for (size_t i = 0; i < item->completion_count; i++) {
        any = any || item->completions[i].len > 0;
        (void)assay_node_push(run->arena, list, assay_node_of_text(item->completions[i]));
    }
    if (item->subset.len > 0)
        (void)assay_node_put(run->arena, made->map, "subset",
                             assay_node_of_text(item->subset));
    if (item->message_count > 0)
        (void)assay_node_put(run->arena, made->map, "prompt", prompt);
    if (any)
        (void)assay_node_put(run->arena, made->map, "completions", *list);
}

/* The values of a rated item under the names of its dimensions, as they stand in order. */
static void name_values(const struct assay_format_run *run, const struct assay_item *item,
                        struct assay_node **values)
{
    struct assay_node *map = assay_node_map(run->arena);

    for (size_t i = 0; i < item->dimension_count && i < assay_node_count(*values); i++)
        (void)assay_node_put_view(run->arena, map, item->dimension[i],
                                  *assay_node_at(*values, i));
    *values = map;
}

/* The record with all that was answered. */
static const struct assay_node *end_answers(struct assay_format_record *made,
                                            const struct assay_format_run *run,
                                            const struct assay_format_row *row)
{
    const bool verdicts = run->want == ASSAY_WANT_VERDICTS;

    for (size_t k = 0; k < row->count; k++)
        assay_format_add(made, row->answers[k].value, row->answers[k].state);
    if (verdicts && row->item->dimension_count > 0) {
        name_values(run, row->item, &made->values);
        return assay_format_end(made, "ratings");
    }
    if (verdicts && run->votes > 1) {
        nest(run, &made->values);
        nest(run, &made->states);
    }
    return assay_format_end(made, assay_want_name(run->want));
}

struct assay_node assay_format_carry(const struct assay_format_run *run,
                                     const struct assay_format_row *row)
{
    struct assay_format_record made;

    assay_format_begin(&made, NULL, run->arena, row->item->key);
    return *end_answers(&made, run, row);
}

static enum assay_code write_assay(const struct assay_format_run *run,
                                   struct assay_buf *out, struct assay_error *err)
{
    (void)err;
    for (size_t i = 0; i < run->rows; i++) {
        const struct assay_format_row *row = &run->row[i];
        struct assay_format_record made;

        assay_format_begin(&made, NULL, run->arena, row->item->key);
        put_texts(&made, run, row->item);
        assay_jsonl_write(end_answers(&made, run, row), out);
    }
    return ASSAY_OK;
}

const struct assay_format assay_format_assay = {
    .name = "assay",
    .summary =
        "JSON Lines of scores, preferences, verdicts or ratings, which replay reads",
    .lost = "nothing that was answered; labels stay with the suite",
    .layout = ASSAY_LAYOUT_AUTO,
    .read = assay_format_as_it_stands,
    .write = write_assay,
};

/* A field with quotes around it where it needs them (RFC 4180), or as it is (TSV). */
static enum assay_code put_field(struct assay_str text, char separator,
                                 struct assay_buf *out, struct assay_error *err)
{
    bool special = false;

    for (size_t i = 0; i < text.len; i++)
        special = special || text.ptr[i] == separator || text.ptr[i] == '"' ||
                  text.ptr[i] == '\n' || text.ptr[i] == '\r';
    if (special && separator == '\t')
        return assay_fail(err, ASSAY_EDATA,
                          "id \"%.*s\": TSV holds no tabs, quotes and line ends; "
                          "--format csv does",
                          ASSAY_STR_ARG(text));
    if (!special) {
        assay_buf_add(out, text);
        return ASSAY_OK;
    }
    assay_buf_putc(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        assay_buf_putc(out, text.ptr[i]);
        if (text.ptr[i] == '"')
            assay_buf_putc(out, '"');
    }
    assay_buf_putc(out, '"');
    return ASSAY_OK;
}

static enum assay_code put_row(const struct assay_format_row *row, char separator,
                               struct assay_buf *out, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < row->count; i++) {
        const struct assay_answer *answer = &row->answers[i];
        const struct assay_node value = assay_node_of_real(answer->value);

        code = put_field(row->item->key, separator, out, err);
        assay_buf_printf(out, "%c%zu%c", separator, i, separator);
        if (answer->state == ASSAY_STATE_SCORED) {
            assay_jsonl_write(&value, out);
            out->len--; /* its line end */
        }
        assay_buf_printf(out, "%c%s\n", separator, assay_state_name(answer->state));
    }
    return code;
}

static enum assay_code write_long(const struct assay_format_run *run, char separator,
                                  struct assay_buf *out, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    if (run->want != ASSAY_WANT_SCORES)
        return assay_format_unfit(run, separator == ',' ? "csv" : "tsv", "scores", err);
    assay_buf_printf(out, "id%cindex%cscore%cstate\n", separator, separator, separator);
    for (size_t i = 0; !code && i < run->rows; i++)
        code = put_row(&run->row[i], separator, out, err);
    return code;
}

static enum assay_code write_csv(const struct assay_format_run *run,
                                 struct assay_buf *out, struct assay_error *err)
{
    return write_long(run, ',', out, err);
}

static enum assay_code write_tsv(const struct assay_format_run *run,
                                 struct assay_buf *out, struct assay_error *err)
{
    return write_long(run, '\t', out, err);
}

const struct assay_format assay_format_csv = {
    .name = "csv",
    .summary =
        "comma-separated values with a header line; written as id,index,score,state",
    .lost = "texts, preferences and verdicts, when written",
    .leaves = "texts",
    .layout = ASSAY_LAYOUT_CSV,
    .read = assay_format_as_it_stands,
    .write = write_csv,
};

const struct assay_format assay_format_tsv = {
    .name = "tsv",
    .summary =
        "tab-separated values with a header line; written as id, index, score, state",
    .lost = "texts, preferences and verdicts, when written",
    .leaves = "texts",
    .layout = ASSAY_LAYOUT_TSV,
    .read = assay_format_as_it_stands,
    .write = write_tsv,
};
