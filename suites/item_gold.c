/* item_gold.c - what people said of an item's completions. */
#include "suites/item_parts.h"

#include "metrics/games.h"

#include <math.h>

/* `gold` has a number for every completion: in one list, or a field each. */
static enum assay_code read_gold(const struct assay_builder *b, double *gold)
{
    const struct assay_mapping *m = b->mapping;
    const size_t n = b->item->completion_count;
    size_t have = 0;

    for (size_t i = 0; i < m->gold_count; i++) {
        const struct assay_node *node;
        const char *name;
        const enum assay_code code = assay_builder_value(b, &m->gold[i], &node, &name);
        const bool list = assay_node_is(node, ASSAY_NODE_LIST);
        const size_t count = list ? assay_node_count(node) : 1;

        if (code)
            return code;
        if (!node && assay_suite_kind_of(b->suite, b->item->subset)->unlabelled) {
            for (size_t k = 0; k < n; k++)
                gold[k] = (double)NAN;
            return ASSAY_OK;
        }
        for (size_t k = 0; k < count; k++, have++) {
            const struct assay_node *one = list ? assay_node_at(node, k) : node;

            if (have < n && !assay_builder_number(one, &gold[have]))
                return assay_builder_refuse(b, "%s: expected a number, found %s", name,
                                            one ? assay_node_type_name(one) : "nothing");
        }
    }
    if (have != n)
        return assay_builder_refuse(b, "%zu gold values for %zu completions", have, n);
    for (size_t i = 0; m->ranks && i < n; i++)
        gold[i] = -gold[i];
    return ASSAY_OK;
}

/* A wrong completion, told by its number. */
static enum assay_code mark_error(const struct assay_builder *b,
                                  const struct assay_node *node, const char *name,
                                  double *gold)
{
    const double from = (double)b->mapping->errors_from;
    const size_t n = b->item->completion_count;
    double place;

    if (!assay_builder_number(node, &place) || floor(place) != place)
        return assay_builder_refuse(b, "%s: expected whole numbers of completions", name);
    if (place == -1.0)
        return ASSAY_OK;
    if (place >= from + (double)n && b->mapping->errors_beyond)
        return ASSAY_OK;
    if (!(place >= from && place < from + (double)n))
        return assay_builder_refuse(b,
                                    "%s: %g is none of %zu completions, counted from %zu",
                                    name, place, n, b->mapping->errors_from);
    gold[(size_t)(place - from)] = 0.0;
    return ASSAY_OK;
}

/* `errors` names the wrong ones, or the only wrong one; the others are right. */
static enum assay_code read_errors(const struct assay_builder *b, double *gold)
{
    const struct assay_node *node;
    const char *name;
    enum assay_code code = assay_builder_value(b, &b->mapping->errors, &node, &name);

    for (size_t i = 0; i < b->item->completion_count; i++)
        gold[i] = 1.0;
    if (!code && !assay_node_is(node, ASSAY_NODE_LIST))
        return mark_error(b, node, name, gold);
    for (size_t i = 0; !code && i < assay_node_count(node); i++)
        code = mark_error(b, assay_node_at(node, i), name, gold);
    return code;
}

/* `chosen` is the index of the right one; else the first `correct` ones are, by default 1. */
static enum assay_code read_labels(const struct assay_builder *b, double *gold)
{
    const size_t n = b->item->completion_count;
    size_t index = 0, right = 1;
    enum assay_code code = ASSAY_OK;

    if (b->mapping->chosen.count) {
        code = assay_builder_count(b, &b->mapping->chosen, n - 1, false, &index);
        gold[code ? 0 : index] = 1.0;
        return code;
    }
    if (b->mapping->correct.count)
        code = assay_builder_count(b, &b->mapping->correct, n, false, &right);
    for (size_t i = 0; !code && i < right; i++)
        gold[i] = 1.0;
    return code;
}

/* A class by its number or its name. */
static enum assay_code class_number(const struct assay_builder *b,
                                    const struct assay_node *node, const char *name,
                                    int *out)
{
    const struct assay_class_names *classes = &b->suite->classes;
    double number;

    for (*out = 0; *out < (int)classes->count; ++*out) {
        if (assay_str_equal(assay_node_text(node), classes->name[*out]) ||
            (assay_builder_number(node, &number) && number == (double)*out))
            return ASSAY_OK;
    }
    return assay_builder_refuse(b, "%s: expected one of %zu classes, by number or name",
                                name, classes->count);
}

/* The class that most annotators gave, of equally many the first one's, in the first place. */
static enum assay_code read_class(const struct assay_builder *b, double *gold)
{
    const struct assay_mapping *m = b->mapping;
    int vote[ASSAY_SUITE_CLUSTERS_MAX];

    if (b->suite->classes.compared && b->item->completion_count != 2)
        return assay_builder_refuse(b, "a comparison needs two completions, found %zu",
                                    b->item->completion_count);
    for (size_t i = 0; i < m->class_count; i++) {
        const struct assay_node *node;
        const char *name;
        enum assay_code code = assay_builder_value(b, &m->classes[i], &node, &name);

        if (!code)
            code = class_number(b, node, name, &vote[i]);
        if (code)
            return code;
    }
    gold[0] = (double)assay_games_plurality(vote, m->class_count);
    return ASSAY_OK;
}

/* One pair of completions, each told by its number from 0. */
static enum assay_code read_pair(const struct assay_builder *b,
                                 const struct assay_node *node, const char *name,
                                 uint32_t *pair)
{
    for (size_t k = 0; k < 2; k++) {
        double place = -1.0;

        if (assay_node_count(node) != 2 ||
            !assay_builder_number(assay_node_at(node, k), &place) ||
            !(place >= 0.0 && place < (double)b->item->completion_count) ||
            floor(place) != place)
            return assay_builder_refuse(
                b, "%s: expected pairs of numbers of %zu completions, from 0", name,
                b->item->completion_count);
        pair[k] = (uint32_t)place;
    }
    return ASSAY_OK;
}

static enum assay_code read_pairs(const struct assay_builder *b)
{
    const struct assay_node *node;
    const char *name;
    uint32_t *pair;
    enum assay_code code = assay_builder_value(b, &b->mapping->pairs, &node, &name);
    const size_t n = assay_node_is(node, ASSAY_NODE_LIST) ? assay_node_count(node) : 0;

    if (code || b->mapping->pairs.count == 0)
        return code;
    if (n > ASSAY_ITEM_PAIRS_MAX)
        return assay_builder_refuse(b, "%s: more than %d pairs", name,
                                    ASSAY_ITEM_PAIRS_MAX);
    pair = assay_arena_new(b->arena, 2 * n + 1, sizeof(*pair));
    for (size_t i = 0; !code && i < n; i++)
        code = read_pair(b, assay_node_at(node, i), name, pair + 2 * i);
    b->item->pair = pair;
    b->item->pair_count = n;
    return code;
}

/* Numbers, or nothing: what a record does not say is not known. */
static enum assay_code read_covariates(const struct assay_builder *b)
{
    const size_t n = b->mapping->covariate_count;
    double *covariate = assay_arena_new(b->arena, n + 1, sizeof(*covariate));

    for (size_t i = 0; i < n; i++) {
        const struct assay_node *node;
        const char *name;
        const enum assay_code code =
            assay_builder_value(b, &b->mapping->covariate[i], &node, &name);

        if (code)
            return code;
        covariate[i] = (double)NAN;
        if (node && !assay_node_is(node, ASSAY_NODE_NULL) &&
            !assay_builder_number(node, &covariate[i]))
            return assay_builder_refuse(b, "%s: expected a number, found %s", name,
                                        assay_node_type_name(node));
    }
    b->item->covariate = covariate;
    b->item->covariate_count = n;
    return ASSAY_OK;
}

enum assay_code assay_builder_gold(const struct assay_builder *b)
{
    enum assay_code code = read_pairs(b);
    double *gold;

    if (!code)
        code = read_covariates(b);
    if (code)
        return code;
    if (assay_suite_kind_of(b->suite, b->item->subset)->rates)
        return assay_builder_ratings(b);
    gold = assay_arena_new(b->arena, b->item->completion_count, sizeof(*gold));
    b->item->gold = gold;
    if (b->mapping->gold_count)
        return read_gold(b, gold);
    if (b->mapping->class_count)
        return read_class(b, gold);
    return b->mapping->errors.count ? read_errors(b, gold) : read_labels(b, gold);
}
