/*
 * log_recycle.c - assay log recycle: rollouts whose answers were checked, as questions to a judge.
 *
 * Of a group with r right and w wrong responses m = min(r, w) of each are drawn and asked about:
 *
 *   point       is this response right? yes, no                            2 m
 *   pair        which of these two is right? A, B, one right and one wrong  m, A and B right by turns
 *   reflection  mend this wrong response; a right one stands as the target  m
 *
 * so that yes and no are equally many, and A and B but for one a group. What is drawn depends on the seed and the group's key:
 * the same log and seed give the same lines, in whatever order groups are.
 *
 * Source: Liu et al. 2025, SPARK, arXiv:2509.22624; InternLM/Spark
 *         Lmm_XC/openrlhf/trainer/ppo_utils/new_data_gen.py@bc47b93 (the three kinds of questions).
 */
#include "harness/cli/command.h"
#include "harness/cli/log_action.h"
#include "harness/core/jsonl.h"
#include "harness/core/rng.h"
#include "harness/core/rollout_walk.h"

struct recycle {
    struct assay_log_output output;
    uint64_t seed;
    size_t points, pairs, first, groups, left_out; /* first: pairs whose A is right */
};

/* A group's checked responses with texts, drawn into an order. */
struct drawn {
    const struct assay_node **right, **wrong;
    size_t rights, wrongs;
    bool first; /* A is right in the first pair */
};

static void shuffle(struct assay_rng *rng, const struct assay_node **at, size_t n)
{
    for (size_t i = n; i > 1; i--) {
        const size_t k = assay_rng_index(rng, i);
        const struct assay_node *kept = at[i - 1];

        at[i - 1] = at[k];
        at[k] = kept;
    }
}

static void draw(const struct recycle *recycle, const struct assay_rollout_view *view,
                 struct drawn *out)
{
    struct assay_rng rng;
    uint64_t key[2];
    double correct;

    *out = (struct drawn){
        .right = assay_arena_new(view->arena, view->count + 1, sizeof(const void *)),
        .wrong = assay_arena_new(view->arena, view->count + 1, sizeof(const void *))};
    for (size_t i = 0; i < view->count; i++) {
        const struct assay_node *response = assay_rollout_view_response(view, i);

        if (!assay_node_is(assay_node_get(response, "text"), ASSAY_NODE_TEXT) ||
            !assay_rollout_number(response, "correct", &correct))
            continue;
        if (correct > 0.5)
            out->right[out->rights++] = response;
        else
            out->wrong[out->wrongs++] = response;
    }
    assay_rollout_key(&view->record, key);
    rng = assay_rng_stream(recycle->seed ^ key[0], key[1]);
    shuffle(&rng, out->right, out->rights);
    shuffle(&rng, out->wrong, out->wrongs);
    out->first = assay_rng_index(&rng, 2) == 0;
}

/* A question with what all have: id, kind and prompt. */
static struct assay_node *begin(const struct assay_rollout_view *view, const char *kind,
                                size_t number)
{
    struct assay_arena *arena = view->arena;
    struct assay_node *map = assay_node_map(arena);
    const struct assay_node *prompt = assay_node_get(view->record.node, "prompt");
    const struct assay_str id = assay_rollout_item(view->record.node, arena);

    assay_node_put(
        arena, map, "id",
        assay_node_of_string(assay_arena_printf(
            arena, "%s/%s%zu", assay_arena_copy(arena, id).ptr, kind, number)));
    assay_node_put(arena, map, "kind", assay_node_of_string(kind));
    if (prompt)
        assay_node_put(arena, map, "prompt", *prompt);
    return map;
}

static void put_text(const struct assay_rollout_view *view, struct assay_node *map,
                     const char *key, const struct assay_node *response)
{
    assay_node_put(view->arena, map, key, *assay_node_get(response, "text"));
}

static void write_point(struct recycle *recycle, const struct assay_rollout_view *view,
                        const struct assay_node *response, size_t number, bool right)
{
    struct assay_node *map = begin(view, "point", number);

    put_text(view, map, "response", response);
    assay_node_put(view->arena, map, "answer",
                   assay_node_of_string(right ? "yes" : "no"));
    assay_jsonl_write(map, &recycle->output.text);
    recycle->points++;
}

static void write_pair(struct recycle *recycle, const struct assay_rollout_view *view,
                       const struct drawn *drawn, size_t i)
{
    const bool first = drawn->first == (i % 2 == 0);
    struct assay_node *map = begin(view, "pair", i);

    put_text(view, map, "a", first ? drawn->right[i] : drawn->wrong[i]);
    put_text(view, map, "b", first ? drawn->wrong[i] : drawn->right[i]);
    assay_node_put(view->arena, map, "answer", assay_node_of_string(first ? "A" : "B"));
    assay_jsonl_write(map, &recycle->output.text);
    recycle->pairs++;
    recycle->first += first;
}

static void write_reflection(struct recycle *recycle,
                             const struct assay_rollout_view *view,
                             const struct drawn *drawn, size_t i)
{
    struct assay_node *map = begin(view, "reflection", i);

    put_text(view, map, "response", drawn->wrong[i]);
    put_text(view, map, "target", drawn->right[i]);
    assay_jsonl_write(map, &recycle->output.text);
}

static enum assay_code take(void *self, struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct recycle *recycle = self;
    struct drawn drawn;
    size_t m;

    if (view->record.kind != ASSAY_ROLLOUT_GROUP)
        return ASSAY_OK;
    draw(recycle, view, &drawn);
    m = drawn.rights < drawn.wrongs ? drawn.rights : drawn.wrongs;
    recycle->groups++;
    recycle->left_out += m == 0;
    for (size_t i = 0; i < m; i++) {
        write_point(recycle, view, drawn.right[i], 2 * i, true);
        write_point(recycle, view, drawn.wrong[i], 2 * i + 1, false);
        write_pair(recycle, view, &drawn, i);
        write_reflection(recycle, view, &drawn, i);
    }
    return assay_log_output_flush(&recycle->output, err);
}

enum assay_code assay_log_recycle(const struct assay_log_options *options,
                                  const char *const *files, size_t n,
                                  struct assay_error *err)
{
    struct recycle recycle = {.output.path = options->output, .seed = options->seed};
    enum assay_code code = assay_log_output_open(&recycle.output, err);

    (void)n;
    if (!code)
        code = assay_rollout_walk(files[0], take, &recycle, err);
    code = assay_log_output_close(&recycle.output, code, err);
    if (!code)
        (void)fprintf(
            stderr,
            "points: %zu yes, %zu no; pairs: %zu A, %zu B; reflections: %zu; groups "
            "left out, without a right and a wrong response: %zu of %zu\n",
            recycle.points / 2, recycle.points / 2, recycle.first,
            recycle.pairs - recycle.first, recycle.pairs, recycle.left_out,
            recycle.groups);
    return code;
}
