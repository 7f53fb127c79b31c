/*
 * verifier.c - does a reward tell right responses from wrong ones at a threshold?
 *
 *   right found   share of right responses whose reward is above the threshold
 *   wrong found   share of wrong ones whose reward is not
 *   f1            harmonic mean of the two; not that of precision and recall
 *
 * Source: LaSeR, RUCBM/LaSeR src/calculate_self_rewarding_scores.py@09a48ee, which holds a response right above 0.5.
 */
#include "reports/diagnostics/share.h"

struct verifier {
    const char *reward;
    double threshold;
    size_t count[2][2]; /* responses by correct, and by being held right */
    size_t without;     /* judged by people, without the reward */
};

static const struct assay_option options[] = {
    {.name = "reward",
     .help = "reward.NAME that is looked at; signal:laser is that of any settings",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct verifier, reward),
     .initial = "signal:laser",
     .value = "NAME"},
    {.name = "threshold",
     .help = "a response with more is held right",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct verifier, threshold),
     .initial = "0.5",
     .lo = -1e9,
     .hi = 1e9},
    {0},
};

/* reward.NAME, or NAME#DIGEST. */
static bool reward_of(const struct verifier *self, const struct assay_node *response,
                      double *out)
{
    const struct assay_node *map = assay_node_get(response, "reward");
    const struct assay_str name = assay_str_of(self->reward);

    for (size_t i = 0; i < assay_node_count(map); i++) {
        const struct assay_member *member = &map->as.map.at[i];

        if (assay_str_starts(member->key, name) &&
            (member->key.len == name.len || member->key.ptr[name.len] == '#'))
            return assay_node_number(&member->value, out);
    }
    return false;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct verifier *self = state;
    double correct, reward;

    (void)err;
    for (size_t i = 0; i < view->count; i++) {
        const struct assay_node *response = assay_rollout_view_response(view, i);

        if (!assay_rollout_number(response, "correct", &correct))
            continue;
        if (reward_of(self, response, &reward))
            self->count[correct > 0.5][reward > self->threshold]++;
        else
            self->without++;
    }
    return ASSAY_OK;
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    const struct verifier *self = state;
    const size_t right = self->count[1][0] + self->count[1][1];
    const size_t wrong = self->count[0][0] + self->count[0][1];
    const size_t hits = self->count[1][1], misses = self->count[0][0];
    struct assay_page_table *table;
    double a, b, f1;
    enum assay_code code;

    if (right == 0 || wrong == 0) {
        out->lacks = "right and wrong responses (correct) with the reward";
        return ASSAY_OK;
    }
    a = (double)hits / (double)right;
    b = (double)misses / (double)wrong;
    f1 = hits + misses > 0 ? 2.0 * a * b / (a + b) : 0.0;
    (void)assay_page_text(out->page,
                          assay_str_of(assay_arena_printf(
                              out->arena,
                              "Held right above %.4g, the reward finds %zu of %zu right "
                              "responses and %zu of "
                              "%zu wrong ones: F1 %.4f.",
                              self->threshold, hits, right, misses, wrong, f1)));
    table = assay_page_table(out->page, "verdicts", ASSAY_STR("Verdicts by the reward"));
    (void)assay_table_text(table, "what", ASSAY_STR(""));
    (void)assay_table_number(table, "share", ASSAY_STR("share"));
    code = assay_diagnosis_share(out, table, "right found", hits, right, err);
    if (!code)
        code = assay_diagnosis_share(out, table, "wrong found", misses, wrong, err);
    assay_node_put_real(out->arena, out->values, "f1", f1);
    assay_node_put_count(out->arena, out->values, "without", self->without);
    return code;
}

const struct assay_diagnostic assay_diagnostic_verifier = {
    .name = "verifier",
    .summary = "does a reward tell right responses from wrong ones at a threshold?",
    .formula =
        "harmonic mean of the shares of right responses above the threshold and of "
        "wrong ones not above it",
    .needs = "correct reward",
    .source = "RUCBM/LaSeR src/calculate_self_rewarding_scores.py@09a48ee",
    .rows = {1},
    .options = options,
    .state_size = sizeof(struct verifier),
    .take = take,
    .tell = tell,
};
