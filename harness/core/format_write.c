#include "harness/core/format_write.h"

bool assay_format_answered(const struct assay_format_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (row->answers[i].state != ASSAY_STATE_SCORED)
            return false;
    return row->count > 0;
}

struct assay_str assay_format_row_id(const struct assay_format_row *row)
{
    const struct assay_str key = row->item->key, subset = row->item->subset;

    if (subset.len > 0 && key.len > subset.len + 1 && assay_str_starts(key, subset) &&
        key.ptr[subset.len] == '/')
        return (struct assay_str){key.ptr + subset.len + 1, key.len - subset.len - 1};
    return key;
}

struct assay_str assay_format_subset_id(const struct assay_format_row *row)
{
    const struct assay_node *record = row->item->record;

    if (!record || !assay_str_equal(assay_node_text(assay_node_get(record, "subset")),
                                    row->item->subset))
        return row->item->key;
    return assay_format_row_id(row);
}

static double most_of(const struct assay_item *item)
{
    double most = item->gold[0];

    for (size_t i = 1; i < item->completion_count; i++)
        most = item->gold[i] > most ? item->gold[i] : most;
    return most;
}

const size_t *assay_format_order(const struct assay_item *item, struct assay_arena *arena,
                                 size_t *right)
{
    const double most = most_of(item);
    size_t *place = assay_arena_new(arena, item->completion_count, sizeof(*place));
    size_t n = 0;

    for (size_t i = 0; i < item->completion_count; i++)
        if (item->gold[i] >= most)
            place[n++] = i;
    *right = n;
    for (size_t i = 0; i < item->completion_count; i++)
        if (!(item->gold[i] >= most))
            place[n++] = i;
    return place;
}

/* True if some right completion has a higher score than every wrong one. */
static bool is_right(const struct assay_format_row *row)
{
    const struct assay_item *item = row->item;
    const double most = most_of(item);

    for (size_t i = 0; i < item->completion_count; i++) {
        bool best = item->gold[i] >= most;

        for (size_t k = 0; best && k < item->completion_count; k++)
            best = item->gold[k] >= most || row->answers[i].value > row->answers[k].value;
        if (best)
            return true;
    }
    return false;
}

bool assay_format_reward(const struct assay_format_run *run,
                         const struct assay_format_row *row, double *reward)
{
    const struct assay_item *item = row->item;

    if (run->want == ASSAY_WANT_VERDICTS) {
        *reward = row->count > 0 ? row->answers[0].value : 0.0;
        return row->count > 0 && row->answers[0].state == ASSAY_STATE_SCORED;
    }
    if (!assay_format_answered(row))
        return false;
    if (run->want == ASSAY_WANT_SCORES) {
        *reward = row->count == item->completion_count && is_right(row) ? 1.0 : 0.0;
        return true;
    }
    *reward = 1.0;
    for (size_t i = 0; i < row->count; i++)
        if (item->completion_count != 2 ||
            !(row->answers[i].value * (item->gold[0] - item->gold[1]) > 0.0))
            *reward = 0.0;
    return true;
}

struct assay_node assay_format_prompt(const struct assay_item *item,
                                      struct assay_arena *arena)
{
    struct assay_node *list;

    if (item->message_count == 0)
        return assay_node_of_string("");
    if (item->message_count == 1 &&
        assay_str_equal(item->messages[0].role, ASSAY_STR("user")))
        return assay_node_of_text(item->messages[0].content);
    list = assay_node_list(arena);
    for (size_t i = 0; i < item->message_count; i++) {
        struct assay_node *message = assay_node_map(arena);

        (void)assay_node_put(arena, message, "role",
                             assay_node_of_text(item->messages[i].role));
        (void)assay_node_put(arena, message, "content",
                             assay_node_of_text(item->messages[i].content));
        (void)assay_node_push(arena, list, *message);
    }
    return *list;
}

enum assay_code assay_format_unfit(const struct assay_format_run *run, const char *name,
                                   const char *what, struct assay_error *err)
{
    return assay_fail(err, ASSAY_EUSAGE,
                      "format %s holds %s; this run of %.*s has others", name, what,
                      ASSAY_STR_ARG(run->result->suite));
}

const char *assay_format_partial(const struct assay_format_run *run)
{
    struct assay_buf missing = {0};
    const char *out = "";

    assay_result_tell_missing(run->result, &missing);
    if (missing.len > 0)
        out = assay_arena_printf(run->arena, " (partial: %s)", missing.data);
    assay_buf_release(&missing);
    return out;
}
