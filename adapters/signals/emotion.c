/*
 * emotion.c - how a simulated user feels at the end of a conversation.
 *
 *   r = max(e_T, 0) / scale
 *
 * e_T is the score of the last turn that has one.
 *
 * Source: Wang et al. 2025, RLVER, arXiv:2507.03112; Tencent/digitalhuman
 *         RLVER/code/verl/environments/url_environment.py (emo_point / 100, not below 0), read in zzjweb/digitalhuman@e75a23e.
 */
#include "adapters/signals/signal.h"

#include <math.h>

struct emotion {
    double scale;
};

static const struct assay_option options[] = {
    {.name = "scale",
     .help = "the highest score of a turn",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct emotion, scale),
     .initial = "100",
     .lo = 1e-6,
     .hi = 1e6},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "rlver", .row = 49, .settings = {"scale=100"}},
    {0},
};

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    const struct emotion *emotion = state;

    (void)err;
    for (size_t i = 0; i < view->count; i++) {
        const struct assay_node *turns =
            assay_node_get(assay_rollout_view_response(view, i), "turns");
        double score, last = NAN;

        for (size_t t = 0; t < assay_node_count(turns); t++)
            if (assay_rollout_number(assay_node_at(turns, t), "score", &score))
                last = score;
        if (isnan(last))
            assay_signal_lack(&out[i], "turns[].score");
        else
            out[i].reward = (last > 0.0 ? last : 0.0) / emotion->scale;
    }
    return ASSAY_OK;
}

const struct assay_signal assay_signal_emotion = {
    .name = "emotion",
    .summary = "how a simulated user feels at the end of a conversation",
    .formula = "max(e, 0) / scale, e the score of the last turn that has one",
    .needs = "turns[].score",
    .source = "Wang et al. 2025, arXiv:2507.03112; Tencent/digitalhuman "
              "RLVER/code/verl/environments/url_environment.py",
    .options = options,
    .state_size = sizeof(struct emotion),
    .presets = presets,
    .take = take,
};
