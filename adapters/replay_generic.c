/* replay_generic.c - finds scores in files that nobody described. */
#include "adapters/replay_generic.h"

#include <string.h>

struct maker {
    const struct assay_replay_names *names;
    const struct assay_field_source *first;
    struct assay_arena *arena;
    struct assay_node *spec; /* the mapping as YAML would have it */
};

static const char *const pairs[][2] = {
    {"score_chosen", "score_rejected"},
    {"scores_chosen", "scores_rejected"},
    {"chosen_score", "rejected_score"},
    {"chosen_reward", "rejected_reward"},
};
static const char *const lists[] = {"scores", "rewards"};
static const char nameless[] = "@value"; /* of an npy */
static const char *const vectors[] = {"vector", "embedding", "hidden_state",
                                      "representation", "features"};
static const char *const orders[] = {"preferences", "verdicts"};
static const char *const ratings[] = {"ratings", "predict_scores", "predictions",
                                      "predicted"};
static const char *const rating_marks[] = {"predicted_", "pred_"};
static const char *const singles[] = {"score", "reward"};
static const char *const keys[] = {"id", "key", "pair_id", "prompt_id", "problem_id"};
static const char *const owners[] = {"evaluator", "model", "model_name"};

static bool has(const struct maker *maker, const char *name)
{
    return assay_node_get(maker->first->record, name) != NULL;
}

static void put(const struct maker *maker, const char *key, const char *path)
{
    (void)assay_node_put(maker->arena, maker->spec, key, assay_node_of_string(path));
}

/* What a path leads to in the first record, or NULL; what is wrong is told when it is used. */
static const struct assay_node *look(const struct maker *maker, const char *path)
{
    const struct assay_field *field;
    const struct assay_node *node;
    struct assay_error ignored;

    if (assay_replay_path(path, maker->arena, &field, &ignored) ||
        assay_field_value(field, maker->first, maker->arena, &node, &ignored))
        return NULL;
    return node;
}

static bool is_map(const struct maker *maker, const char *path)
{
    return assay_node_is(look(maker, path), ASSAY_NODE_MAP);
}

/* Several paths with commas become a list of fields. */
static void put_scores(const struct maker *maker, const char *paths)
{
    struct assay_node *list = assay_node_list(maker->arena);

    if (!strchr(paths, ',')) {
        put(maker, is_map(maker, paths) ? "ratings" : "scores", paths);
        return;
    }
    for (const char *from = paths;; from++) {
        const size_t len = strcspn(from, ",");
        const struct assay_str path =
            assay_arena_copy(maker->arena, (struct assay_str){from, len});

        (void)assay_node_push(maker->arena, list, assay_node_of_text(path));
        from += len;
        if (!*from)
            break;
    }
    (void)assay_node_put(maker->arena, maker->spec, "scores", *list);
}

/* True if a pair's field holds the scores of several completions in the first record. */
static bool holds_several(const struct maker *maker, const char *path)
{
    const struct assay_node *node = look(maker, path);

    return !maker->names->lists_are_steps && assay_node_is(node, ASSAY_NODE_LIST) &&
           assay_node_count(node) > 1 &&
           !assay_node_is(assay_node_at(node, 0), ASSAY_NODE_LIST);
}

static void put_right_first(const struct maker *maker)
{
    (void)assay_node_put(maker->arena, maker->spec, "right_first",
                         assay_node_of_bool(true));
}

static void put_pair(const struct maker *maker, const char *chosen, const char *rejected)
{
    struct assay_node *list = assay_node_list(maker->arena);
    struct assay_node *map = assay_node_map(maker->arena);

    (void)assay_node_push(maker->arena, list, assay_node_of_string(chosen));
    (void)assay_node_push(maker->arena, list, assay_node_of_string(rejected));
    if (holds_several(maker, chosen) || holds_several(maker, rejected)) {
        (void)assay_node_put(maker->arena, map, "concat", *list);
        list = map;
    }
    (void)assay_node_put(maker->arena, maker->spec, "scores", *list);
    put_right_first(maker);
}

/* One field a presentation order: NAME[0], NAME[1], or NAME alone where it is no list. */
static void put_orders(const struct maker *maker, const char *name)
{
    const struct assay_node *first = assay_node_get(maker->first->record, name);
    struct assay_node *list = assay_node_list(maker->arena);

    if (!assay_node_is(first, ASSAY_NODE_LIST))
        (void)assay_node_push(maker->arena, list, assay_node_of_string(name));
    for (size_t i = 0; i < assay_node_count(first) && i < ASSAY_REPLAY_FIELDS_MAX; i++)
        (void)assay_node_push(
            maker->arena, list,
            assay_node_of_string(assay_arena_printf(maker->arena, "%s[%zu]", name, i)));
    (void)assay_node_put(maker->arena, maker->spec, name, *list);
}

static bool begins_so(const struct maker *maker, const char *mark)
{
    const struct assay_node *record = maker->first->record;

    for (size_t i = 0; i < assay_node_count(record); i++)
        if (assay_str_starts(record->as.map.at[i].key, assay_str_of(mark)))
            return true;
    return false;
}

/* Ratings: a map under a well-known name, or members that begin alike. */
static bool put_ratings(const struct maker *maker)
{
    for (size_t i = 0; i < sizeof(ratings) / sizeof(ratings[0]); i++) {
        if (assay_node_is(assay_node_get(maker->first->record, ratings[i]),
                          ASSAY_NODE_MAP)) {
            put(maker, "ratings", ratings[i]);
            return true;
        }
    }
    for (size_t i = 0; i < sizeof(rating_marks) / sizeof(rating_marks[0]); i++) {
        struct assay_node *field = assay_node_map(maker->arena);

        if (!begins_so(maker, rating_marks[i]))
            continue;
        (void)assay_node_put(maker->arena, field, "field",
                             assay_node_of_string("@record"));
        (void)assay_node_put(maker->arena, field, "members",
                             assay_node_of_string(rating_marks[i]));
        (void)assay_node_put(maker->arena, maker->spec, "ratings", *field);
        return true;
    }
    return false;
}

/* Looks for a hidden state under well-known names; false if there is none. */
static bool put_vector(const struct maker *maker)
{
    for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++)
        if (has(maker, vectors[i])) {
            put(maker, "vectors", vectors[i]);
            return true;
        }
    if (!has(maker, nameless))
        return false;
    put(maker, "vectors", nameless);
    return true;
}

/* Looks for scores under well-known names; false if there are none. */
static bool put_known(const struct maker *maker)
{
    if (put_ratings(maker))
        return true;
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        if (has(maker, pairs[i][0]) && has(maker, pairs[i][1])) {
            put_pair(maker, pairs[i][0], pairs[i][1]);
            return true;
        }
    }
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        if (has(maker, lists[i])) {
            put(maker, "scores", lists[i]);
            if (has(maker, "num_correct")) /* reward-bench 2 */
                put_right_first(maker);
            return true;
        }
    }
    if (assay_node_is(assay_node_get(maker->first->record, nameless), ASSAY_NODE_LIST)) {
        put(maker, "scores", nameless);
        return true;
    }
    for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
        if (has(maker, orders[i])) {
            put_orders(maker, orders[i]);
            return true;
        }
    }
    for (size_t i = 0; i < sizeof(singles) / sizeof(singles[0]); i++) {
        if (has(maker, singles[i]) && !has(maker, "index")) { /* of the only completion */
            put(maker, "scores", singles[i]);
            return true;
        }
    }
    return false;
}

static void put_key(const struct maker *maker)
{
    if (maker->names->key) {
        put(maker, "key", maker->names->key);
        return;
    }
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        if (has(maker, keys[i])) {
            if (i > 0) /* id is the default, and left at it */
                put(maker, "key", keys[i]);
            return;
        }
    }
}

static enum assay_code put_owner(const struct maker *maker, struct assay_error *err)
{
    if (!maker->names->name)
        return ASSAY_OK;
    for (size_t i = 0; i < sizeof(owners) / sizeof(owners[0]); i++) {
        if (has(maker, owners[i])) {
            put(maker, "select", owners[i]);
            return ASSAY_OK;
        }
    }
    return assay_fail(err, ASSAY_EUSAGE,
                      "name=%s: %s has no field evaluator, model or model_name to tell "
                      "whose scores these are",
                      maker->names->name, maker->first->path);
}

/* Long form: a row a completion, told by its index. */
static enum assay_code make_long(const struct maker *maker, struct assay_replay_map *out,
                                 struct assay_error *err)
{
    const struct assay_field **field =
        assay_arena_new(maker->arena, 2, sizeof(const struct assay_field *));
    const size_t which = has(maker, singles[0]) ? 0 : 1;
    enum assay_code code;

    put(maker, "scores", singles[which]);
    code = assay_replay_map_compile(maker->spec, "replay", maker->arena, out, err);
    if (!code)
        code = assay_replay_path("index", maker->arena, &field[0], err);
    if (!code)
        code = assay_replay_path(singles[which], maker->arena, &field[1], err);
    out->shape = ASSAY_REPLAY_LONG;
    out->field = field;
    out->field_count = 2;
    return code;
}

enum assay_code assay_replay_generic(const struct assay_replay_names *names,
                                     const struct assay_field_source *first,
                                     struct assay_arena *arena,
                                     struct assay_replay_map *out,
                                     struct assay_error *err)
{
    const struct maker maker = {names, first, arena, assay_node_map(arena)};
    enum assay_code code = put_owner(&maker, err);

    put(&maker, "name", "generic");
    put_key(&maker);
    if (code)
        return code;
    if (!names->chosen != !names->rejected)
        return assay_fail(err, ASSAY_EUSAGE,
                          "score_chosen and score_rejected go together");
    if (names->vectors && names->scores) {
        put(&maker, "vectors", names->scores);
    } else if (names->vectors) {
        if (!put_vector(&maker))
            return assay_field_fail(err, first, "vector",
                                    "no well-known field of a hidden state; name one "
                                    "with --model-option scores=PATH");
    } else if (names->scores) {
        put_scores(&maker, names->scores);
    } else if (names->chosen) {
        put_pair(&maker, names->chosen, names->rejected);
    } else if (!put_known(&maker)) {
        if (has(&maker, "index") && (has(&maker, singles[0]) || has(&maker, singles[1])))
            return make_long(&maker, out, err);
        return assay_field_fail(err, first, "scores",
                                "no well-known field of scores; name one with "
                                "--model-option scores=PATH");
    }
    return assay_replay_map_compile(maker.spec, "replay", arena, out, err);
}
