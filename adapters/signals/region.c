/*
 * region.c - what a judge says of a picture as a whole and of regions in it, as one number.
 *
 *   map  m(x) = max(1/2, (s_b + 1)/2 of every box b that holds x)
 *   r = (g + 1)/2 * mean of m over the picture
 *
 * Of the region judgements of a response those with a bbox are regions, the first one without is g, the picture as a
 * whole; scores are in [-1, 1]. Edges are cut to whole pixels and to the picture, and a box that is empty before that is
 * skipped, as in the official code.
 *
 * Source: SRUM: Fine-Grained Self-Rewarding for Unified Multimodal Models; WayneJin0918/SRUM
 *         data/regional_reward_dataset.py@a53ba18.
 */
#include "adapters/signals/signal.h"

#include "metrics/boxes.h"

#include <math.h>

enum without_global {
    WITHOUT_LACK,
    WITHOUT_NEUTRAL, /* g = 0 */
};

struct region {
    const char *judge;
    unsigned without; /* enum without_global */
};

static const char *const without_words[] = {"lack", "neutral", NULL};

static const struct assay_option options[] = {
    {.name = "judge",
     .help = "whose judgements count; empty: all",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct region, judge),
     .initial = "",
     .value = "NAME"},
    {.name = "without-global",
     .help = "a picture with regions alone: no value, or 0 for it as a whole",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct region, without),
     .initial = "lack",
     .choices = without_words},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "srum",
     .row = 34,
     .settings = {"without-global=neutral"},
     .quirk = "the official code takes 0 for a picture that was not judged as a whole "
              "(without-global)"},
    {0},
};

/* What was said of one response. */
struct said {
    struct assay_box box[ASSAY_BOXES_MAX];
    double value[ASSAY_BOXES_MAX];
    size_t boxes, judged, left_out;
    double whole; /* NaN: nothing */
};

/* False for what is no box. */
static bool box_of(const struct assay_node *list, struct assay_box *out)
{
    double edge[4];

    if (assay_node_count(list) != 4)
        return false;
    for (size_t i = 0; i < 4; i++)
        if (!assay_node_number(assay_node_at(list, i), &edge[i]))
            return false;
    *out = (struct assay_box){trunc(edge[0]), trunc(edge[1]), trunc(edge[2]),
                              trunc(edge[3])};
    return out->x0 < out->x1 && out->y0 < out->y1;
}

static void add(const struct assay_node *judgement, struct said *said)
{
    const struct assay_node *bbox = assay_node_get(judgement, "bbox");
    struct assay_box box;
    double score;

    said->judged++;
    if (!assay_rollout_number(judgement, "score", &score))
        return;
    if (assay_node_count(bbox) == 0) {
        if (isnan(said->whole))
            said->whole = score;
        return;
    }
    if (!box_of(bbox, &box))
        return;
    if (said->boxes == ASSAY_BOXES_MAX) {
        said->left_out++;
        return;
    }
    said->value[said->boxes] = (score + 1.0) / 2.0;
    said->box[said->boxes++] = box;
}

static bool counts(const struct region *region, const struct assay_node *judgement,
                   struct assay_str response)
{
    double ok = 0.0;

    return assay_rollout_number(judgement, "ok", &ok) && ok > 0.5 &&
           assay_str_equal(assay_rollout_text(judgement, "kind"), ASSAY_STR("region")) &&
           assay_str_equal(assay_rollout_text(judgement, "resp"), response) &&
           (region->judge[0] == '\0' ||
            assay_str_equal(assay_rollout_text(judgement, "j"),
                            assay_str_of(region->judge)));
}

static void hear(const struct region *region, const struct assay_rollout_view *view,
                 size_t i, struct said *said)
{
    const struct assay_node *judges = assay_node_get(view->record.node, "judges");
    const struct assay_str id =
        assay_rollout_text(assay_rollout_view_response(view, i), "id");

    for (size_t k = 0; k < assay_node_count(judges); k++)
        if (counts(region, assay_node_at(judges, k), id))
            add(assay_node_at(judges, k), said);
    if (isnan(said->whole) && region->without == WITHOUT_NEUTRAL)
        said->whole = 0.0;
}

static enum assay_code take_one(void *state, const struct assay_rollout_view *view,
                                size_t i, struct assay_signal_value *value,
                                struct assay_error *err)
{
    const struct region *region = state;
    const struct assay_node *picture =
        assay_node_at(assay_node_get(view->record.node, "media"), 0);
    struct said *said = assay_arena_new(view->arena, 1, sizeof(*said));
    struct assay_boxes boxes = {.at = said->box, .value = said->value};
    double mean;
    enum assay_code code;

    said->whole = NAN;
    hear(region, view, i, said);
    boxes.n = said->boxes;
    if (said->judged == 0)
        assay_signal_lack(value, "judges[kind=region]");
    else if (isnan(said->whole))
        assay_signal_lack(value, "judges[kind=region].score without bbox");
    else if (said->left_out > 0)
        assay_signal_lack(value, "room for more than 256 boxes");
    else if (!assay_rollout_number(picture, "w", &boxes.width) ||
             !assay_rollout_number(picture, "h", &boxes.height) ||
             !(boxes.width > 0.0 && boxes.height > 0.0))
        assay_signal_lack(value, "media[].w and media[].h above 0");
    if (value->lacks)
        return ASSAY_OK;
    code = assay_boxes_mean(&boxes, 0.5, &mean, err);
    if (!code)
        value->reward = mean * (said->whole + 1.0) / 2.0;
    return code;
}

const struct assay_signal assay_signal_region = {
    .name = "region",
    .summary = "what a judge says of regions of a picture and of the whole of it",
    .formula = "(g + 1)/2 * mean over the picture of max(1/2, (s + 1)/2 of the boxes "
               "there)",
    .needs = "judges[kind=region].score judges[kind=region].bbox media[].w media[].h",
    .source = "SRUM; WayneJin0918/SRUM data/regional_reward_dataset.py@a53ba18",
    .options = options,
    .state_size = sizeof(struct region),
    .presets = presets,
    .each = take_one,
};
