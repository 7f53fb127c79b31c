/*
 * trend_rollout.c - rollout logs (docs/LOGS.md): a row of each ckpt record, with what the meta record of its run says.
 *
 * The log's own names stay; passk.8 is pass@8 and w.mu is w/mu. beta, loss and size of the meta record tell runs apart: the KL penalty, the
 * algorithm, and a split. The KL is that of sequences, by the format. Groups and processes have no row.
 */
#include "suites/trend_format.h"

#include "harness/core/rollout_schema.h"

static struct assay_str kind_of(const struct assay_node *record)
{
    return assay_node_text(assay_node_get(record, "k"));
}

static bool is_rollout(const struct assay_node *record)
{
    for (size_t i = 0; assay_rollout_kind_words[i]; i++)
        if (assay_str_equal(kind_of(record), assay_str_of(assay_rollout_kind_words[i])))
            return true;
    return false;
}

static const char *const meta_keys[] = {"beta", "loss", "size", NULL};

/* Of a meta record, by its run and as the last one, whose run records may leave unsaid. */
static void keep_rollout(const struct assay_node *record, struct assay_arena *arena,
                         struct assay_node *kept)
{
    const struct assay_str run = assay_node_text(assay_node_get(record, "run"));
    struct assay_node *meta;

    if (!assay_str_equal(kind_of(record), ASSAY_STR("meta")))
        return;
    meta = assay_node_map(arena);
    for (size_t i = 0; meta_keys[i]; i++) {
        const struct assay_node *value = assay_node_get(record, meta_keys[i]);

        if (assay_node_is(value, ASSAY_NODE_TEXT))
            assay_node_put_copy(arena, meta, meta_keys[i], value->as.text);
        else if (value)
            assay_node_put(arena, meta, meta_keys[i], *value);
    }
    if (!assay_node_find(kept, run))
        (void)assay_node_put_view(arena, kept, assay_arena_copy(arena, run), *meta);
}

/* Numbers of a map under names with `lead` in front. */
static void put_named(struct assay_arena *arena, struct assay_node *row,
                      const struct assay_node *map, const char *lead)
{
    for (size_t i = 0; i < assay_node_count(map); i++)
        assay_node_put(arena, row,
                       assay_arena_printf(arena, "%s%.*s", lead,
                                          ASSAY_STR_ARG(map->as.map.at[i].key)),
                       map->as.map.at[i].value);
}

static void put_members(struct assay_arena *arena, struct assay_node *row,
                        const struct assay_node *map)
{
    for (size_t i = 0; i < assay_node_count(map); i++) {
        const struct assay_member *at = &map->as.map.at[i];

        if (assay_node_is(&at->value, ASSAY_NODE_MAP) ||
            assay_node_is(&at->value, ASSAY_NODE_NULL) ||
            assay_str_equal(at->key, ASSAY_STR("k")) ||
            assay_str_starts(at->key, ASSAY_STR("x_")))
            continue;
        (void)assay_node_put_view(arena, row, at->key, at->value);
    }
}

/* What is kept of the run of a record; where that says none, of the only or last one. */
static const struct assay_node *meta_of(const struct assay_node *kept,
                                        const struct assay_node *record)
{
    const struct assay_str run = assay_node_text(assay_node_get(record, "run"));
    const size_t n = assay_node_count(kept);

    if (run.len > 0)
        return assay_node_find(kept, run);
    return n > 0 ? &kept->as.map.at[n - 1].value : NULL;
}

static enum assay_code read_rollout(const struct assay_field_source *source,
                                    struct assay_arena *arena,
                                    const struct assay_node **out,
                                    struct assay_error *err)
{
    const struct assay_node *record = source->record;
    struct assay_node *row;

    (void)err;
    *out = NULL;
    if (!assay_str_equal(kind_of(record), ASSAY_STR("ckpt")))
        return ASSAY_OK;
    row = assay_node_map(arena);
    put_members(arena, row, record);
    put_named(arena, row, assay_node_get(record, "passk"), "pass@");
    put_named(arena, row, assay_node_get(record, "w"), "w/");
    put_members(arena, row, meta_of(source->kept, record));
    *out = row;
    return ASSAY_OK;
}

static const struct assay_trend_name names[] = {
    {.role = ASSAY_TREND_RUN, .name = "run"},
    {.role = ASSAY_TREND_STEP, .name = "step"},
    {ASSAY_TREND_KL, "kl", ASSAY_TREND_UNIT_SEQUENCE, 0},
    {.role = ASSAY_TREND_PROXY, .name = "proxy"},
    {.role = ASSAY_TREND_GOLD, .name = "gold"},
    {.role = ASSAY_TREND_WIN_RATE, .name = "winrate"},
    {.role = ASSAY_TREND_LENGTH, .name = "len"},
    {.role = ASSAY_TREND_BETA, .name = "beta"},
    {.role = ASSAY_TREND_ALGORITHM, .name = "loss"},
    {.role = ASSAY_TREND_SPLIT, .name = "size"},
    {0}};

const struct assay_trend_format assay_trend_format_rollout = {
    .name = "rollout",
    .summary =
        "rollout logs (docs/LOGS.md): their ckpt records, with beta, loss and size",
    .names = names,
    .layout = ASSAY_LAYOUT_JSONL,
    .is = is_rollout,
    .keep = keep_rollout,
    .read = read_rollout,
};
