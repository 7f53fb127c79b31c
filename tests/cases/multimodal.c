/* multimodal.c - cases of benchmarks that show pictures. */
#include "metrics/majority.h"
#include "metrics/mean.h"
#include "tests/cases/case.h"

/* What the first k votes of an item say. */
static enum assay_majority voted(const struct assay_node *item, size_t k)
{
    const struct assay_node *votes = assay_node_get(item, "votes");
    const size_t cast = assay_node_count(votes) < k ? assay_node_count(votes) : k;
    size_t agree = 0, reject = 0;

    for (size_t i = 0; i < cast; i++) {
        const struct assay_str vote = assay_node_text(assay_node_at(votes, i));

        agree += assay_str_equal(vote, ASSAY_STR("agree"));
        reject += assay_str_equal(vote, ASSAY_STR("reject"));
    }
    return assay_majority_of(agree, reject, cast);
}

enum assay_code case_vlrb(const struct assay_node *input, struct assay_arena *arena,
                          struct assay_node *out, struct assay_error *err)
{
    static const char *const names[] = {"reasoning", "hallucination", "general"};
    const struct assay_node *items = assay_node_get(input, "items");
    struct assay_node *map = assay_node_map(arena), *groups = assay_node_map(arena);
    size_t agree = 0, counted = 0;
    double accuracy[3];

    (void)err;
    for (size_t g = 0; g < 3; g++) {
        struct assay_node *pair = assay_node_list(arena);
        size_t won = 0, n = 0;

        for (size_t i = 0; i < assay_node_count(items); i++) {
            const struct assay_node *item = assay_node_at(items, i);
            const enum assay_majority votes = voted(item, case_count(input, "k", 1));

            if (!assay_str_equal(assay_node_text(assay_node_get(item, "group")),
                                 assay_str_of(names[g])))
                continue;
            won += votes == ASSAY_MAJORITY_AGREE;
            n += votes != ASSAY_MAJORITY_NEITHER;
        }
        assay_node_push(arena, pair, assay_node_of_int((int64_t)won));
        assay_node_push(arena, pair, assay_node_of_int((int64_t)n));
        assay_node_put(arena, groups, names[g], *pair);
        accuracy[g] = (double)won / (double)n;
        agree += won;
        counted += n;
    }
    assay_node_put(arena, map, "groups", *groups);
    assay_node_put(arena, map, "overall",
                   assay_node_of_real((double)agree / (double)counted));
    assay_node_put(arena, map, "macro",
                   assay_node_of_real(assay_mean_plain(accuracy, 3).value));
    *out = *map;
    return ASSAY_OK;
}

/* The rows of one category, or of all for NULL. */
struct rows {
    bool *right;
    uint32_t *group;
    size_t n;
};

/* The number of an id among the items: the place of its first row. */
static uint32_t number_of(const struct assay_node *items, struct assay_str id)
{
    size_t i = 0;

    while (!assay_str_equal(
        assay_node_text(assay_node_get(assay_node_at(items, i), "id")), id))
        i++;
    return (uint32_t)i;
}

static struct rows rows_of(const struct assay_node *items, const char *category,
                           struct assay_arena *arena)
{
    const size_t n = assay_node_count(items);
    struct rows rows = {assay_arena_new(arena, n, sizeof(bool)),
                        assay_arena_new(arena, n, sizeof(uint32_t)), 0};

    for (size_t i = 0; i < n; i++) {
        const struct assay_node *item = assay_node_at(items, i);
        const struct assay_node *rewards = assay_node_get(item, "rewards");
        const struct assay_str path = assay_node_text(assay_node_get(item, "path"));
        double chosen = 0.0, rejected = 0.0;

        if (category && assay_str_find(path, assay_str_of(category)) == path.len)
            continue;
        (void)case_number(assay_node_at(rewards, 0), &chosen);
        (void)case_number(assay_node_at(rewards, 1), &rejected);
        rows.right[rows.n] = chosen > rejected;
        rows.group[rows.n++] =
            number_of(items, assay_node_text(assay_node_get(item, "id")));
    }
    return rows;
}

static void put_accuracies(const struct assay_node *items, const char *category,
                           struct assay_node *map, struct assay_arena *arena)
{
    const struct rows rows = rows_of(items, category, arena);
    const size_t groups = assay_node_count(items);
    const struct assay_together together = assay_majority_together(
        rows.right, rows.group, rows.n, assay_arena_new(arena, groups, 1), groups);
    size_t won = 0;

    for (size_t i = 0; i < rows.n; i++)
        won += rows.right[i];
    assay_node_put(arena, map, "acc", assay_node_of_real((double)won / (double)rows.n));
    assay_node_put(arena, map, "acc_plus",
                   assay_node_of_real((double)together.right / (double)together.groups));
}

enum assay_code case_mmrlhf(const struct assay_node *input, struct assay_arena *arena,
                            struct assay_node *out, struct assay_error *err)
{
    static const char *const names[] = {"mcq", "long", "short", "safety", "video"};
    const struct assay_node *items = assay_node_get(input, "items");
    struct assay_node *map = assay_node_map(arena), *categories = assay_node_map(arena);

    (void)err;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct assay_node *one = assay_node_map(arena);

        put_accuracies(items, names[i], one, arena);
        assay_node_put(arena, categories, names[i], *one);
    }
    assay_node_put(arena, map, "cat", *categories);
    put_accuracies(items, NULL, map, arena);
    *out = *map;
    return ASSAY_OK;
}
