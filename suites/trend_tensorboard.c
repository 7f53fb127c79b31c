/*
 * trend_tensorboard.c - TensorBoard: event files, whose records the layout `tfevents` reads (tfevents.h).
 *
 * A run is called as the folder of its files, of which it has several where the training was resumed. What the tags
 * mean, the names of the trainer tell.
 */
#include "suites/trend_format.h"

static bool is_tensorboard(const struct assay_node *record)
{
    return assay_node_get(record, "step") && assay_node_get(record, "wall_time");
}

static enum assay_code read_tensorboard(const struct assay_field_source *source,
                                        struct assay_arena *arena,
                                        const struct assay_node **out,
                                        struct assay_error *err)
{
    (void)arena;
    (void)err;
    *out = source->record;
    return ASSAY_OK;
}

const struct assay_trend_format assay_trend_format_tensorboard = {
    .name = "tensorboard",
    .summary = "TensorBoard: event files, or a folder of them",
    .layout = ASSAY_LAYOUT_TFEVENTS,
    .file = "*tfevents*",
    .folder = true,
    .is = is_tensorboard,
    .read = read_tensorboard,
};
