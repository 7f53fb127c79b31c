/*
 * trend_wandb.c - exports of Weights & Biases: the CSV of a panel, and a run's history as CSV or JSON Lines.
 *
 * A panel's CSV has the x axis and, of every run, "RUN - metric" with the least and the greatest value of what its
 * smoothing took together, "RUN - metric__MIN" and "RUN - metric__MAX", which are left out. The history of a run (run.history(),
 * run.scan_history()) is a table already: _step, _runtime, _timestamp and the metrics. What the metrics are, the names of
 * the trainer tell. An offline run's .wandb file is refused (trend_read.c): only wandb reads it.
 *
 * Source: docs.wandb.ai, "Import and export data" (Export data) and "Line plots"; wandb/wandb
 * wandb/sdk/internal/datastore.py (the header of .wandb).
 */
#include "suites/trend_format.h"

#include <string.h>

static const struct assay_str mark = {" - ", 3};

static bool ends(struct assay_str text, struct assay_str tail)
{
    return text.len > tail.len &&
           memcmp(text.ptr + text.len - tail.len, tail.ptr, tail.len) == 0;
}

/* The place of the last " - " of a key, or its length: a metric has none in its name. */
static size_t parted(struct assay_str key)
{
    for (size_t i = key.len; i-- > 1;)
        if (assay_str_starts((struct assay_str){key.ptr + i, key.len - i}, mark))
            return i;
    return key.len;
}

static bool is_wandb(const struct assay_node *record)
{
    static const struct assay_str least = {"__MIN", 5};

    for (size_t i = 0; i < assay_node_count(record); i++) {
        const struct assay_str key = record->as.map.at[i].key;

        if (ends(key, least) && parted(key) < key.len)
            return true;
    }
    return false;
}

static bool is_bound(struct assay_str key)
{
    return ends(key, ASSAY_STR("__MIN")) || ends(key, ASSAY_STR("__MAX"));
}

/* The row of a run, begun where there is none, with what stands in front of all runs. */
static struct assay_node *row_of(struct assay_node *rows, struct assay_str run,
                                 const struct assay_node *record,
                                 struct assay_arena *arena)
{
    struct assay_node *row;

    for (size_t i = 0; i < rows->as.list.count; i++)
        if (assay_str_equal(assay_node_text(assay_node_get(&rows->as.list.at[i], "run")),
                            run))
            return &rows->as.list.at[i];
    row = assay_node_push(arena, rows, *assay_node_map(arena));
    (void)assay_node_put(arena, row, "run", assay_node_of_text(run));
    for (size_t i = 0; i < assay_node_count(record); i++) {
        const struct assay_member *member = &record->as.map.at[i];

        if (parted(member->key) == member->key.len &&
            !assay_str_equal(member->key, ASSAY_STR("run")))
            (void)assay_node_put_view(arena, row, member->key, member->value);
    }
    return row;
}

static bool is_empty(const struct assay_node *value)
{
    return assay_node_is(value, ASSAY_NODE_NULL) ||
           (assay_node_is(value, ASSAY_NODE_TEXT) && value->as.text.len == 0);
}

static enum assay_code read_wandb(const struct assay_field_source *source,
                                  struct assay_arena *arena,
                                  const struct assay_node **out, struct assay_error *err)
{
    const struct assay_node *record = source->record;
    struct assay_node *rows = assay_node_list(arena);

    (void)err;
    *out = record;
    if (!is_wandb(record))
        return ASSAY_OK;
    *out = rows;
    for (size_t i = 0; i < assay_node_count(record); i++) {
        const struct assay_member *member = &record->as.map.at[i];
        const size_t at = parted(member->key);
        const struct assay_str name = {member->key.ptr + at + mark.len,
                                       member->key.len - at - mark.len};
        struct assay_node *row;

        if (at == member->key.len || is_bound(member->key) || is_empty(&member->value))
            continue;
        row = row_of(rows, (struct assay_str){member->key.ptr, at}, record, arena);
        if (!assay_node_find(row, name))
            (void)assay_node_put_view(arena, row, name, member->value);
    }
    return ASSAY_OK;
}

const struct assay_trend_format assay_trend_format_wandb = {
    .name = "wandb",
    .summary = "Weights & Biases: a panel's CSV, or a run's history as CSV or JSON Lines",
    .layout = ASSAY_LAYOUT_AUTO,
    .is = is_wandb,
    .read = read_wandb,
};
