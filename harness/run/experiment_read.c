/* The YAML file of an experiment. */
#include "harness/core/schema.h"
#include "harness/core/yaml.h"
#include "harness/run/experiment.h"

#include <float.h>
#include <string.h>

static const char *const tails[] = {"soft", "zero", NULL};

static const struct assay_schema_key chance_keys[] = {
    {.name = "sparse", .types = ASSAY_SCHEMA_NUMBER},
    {.name = "scaled", .types = ASSAY_SCHEMA_NUMBER},
    {.name = "offset", .types = ASSAY_SCHEMA_NUMBER},
    {.name = "shaped", .types = ASSAY_SCHEMA_NUMBER},
    {0},
};
static const struct assay_schema chances = {"chances", chance_keys};

static const struct assay_schema_key keys[] = {
    {.name = "title", .types = ASSAY_SCHEMA_TEXT},
    {.name = "states", .types = ASSAY_SCHEMA_NUMBER},
    {.name = "actions", .types = ASSAY_SCHEMA_NUMBER},
    {.name = "gamma", .types = ASSAY_SCHEMA_NUMBER},
    {.name = "tail",
     .types = ASSAY_SCHEMA_TEXT,
     .form = ASSAY_SCHEMA_WORD,
     .words = tails},
    {.name = "chances",
     .types = ASSAY_SCHEMA_MAP,
     .form = ASSAY_SCHEMA_SUBKEYS,
     .inner = &chances},
    {.name = "environments", .types = ASSAY_SCHEMA_NUMBER},
    {.name = "pairs", .types = ASSAY_SCHEMA_NUMBER},
    {.name = "steps", .types = ASSAY_SCHEMA_NUMBER},
    {.name = "seed", .types = ASSAY_SCHEMA_NUMBER},
    {.name = "metrics", .types = ASSAY_SCHEMA_LIST, .needed = true},
    {.name = "level", .types = ASSAY_SCHEMA_NUMBER},
    {.name = "replicates", .types = ASSAY_SCHEMA_NUMBER},
    {0},
};
static const struct assay_schema schema = {"the experiment", keys};

/* The file as it is read. */
struct reading {
    const char *path;
    const struct assay_node *root;
    struct assay_arena *arena;
};

static enum assay_code read_count(const struct reading *reading, const char *key,
                                  size_t limit, size_t *out, struct assay_error *err)
{
    const struct assay_node *node = assay_node_get(reading->root, key);

    if (!node)
        return ASSAY_OK;
    if (node->type != ASSAY_NODE_INT || node->as.integer < 1 ||
        (uint64_t)node->as.integer > limit)
        return assay_fail(err, ASSAY_EDATA,
                          "%s:%u: %s: expected a whole number, 1 to %zu", reading->path,
                          node->line, key, limit);
    *out = (size_t)node->as.integer;
    return ASSAY_OK;
}

/* A number in [lo, hi). */
static enum assay_code read_real(const struct reading *reading,
                                 const struct assay_node *map, const char *key,
                                 const double range[2], double *out,
                                 struct assay_error *err)
{
    const struct assay_node *node = assay_node_get(map, key);

    if (!node)
        return ASSAY_OK;
    if (!assay_node_number(node, out) || !(*out >= range[0] && *out < range[1]))
        return assay_fail(err, ASSAY_EDATA, "%s:%u: %s: expected a number in [%g, %g)",
                          reading->path, node->line, key, range[0], range[1]);
    return ASSAY_OK;
}

static enum assay_code read_chances(const struct reading *reading,
                                    struct assay_random_chances *out,
                                    struct assay_error *err)
{
    static const double share[2] = {0.0, 1.0 + DBL_EPSILON};
    const struct assay_node *map = assay_node_get(reading->root, "chances");
    enum assay_code code = read_real(reading, map, "sparse", share, &out->sparse, err);

    if (!code)
        code = read_real(reading, map, "scaled", share, &out->scaled, err);
    if (!code)
        code = read_real(reading, map, "offset", share, &out->offset, err);
    return code ? code : read_real(reading, map, "shaped", share, &out->shaped, err);
}

static bool is_pearson(struct assay_str word, enum assay_pearson_form *out)
{
    for (unsigned p = 0; p < ASSAY_PEARSON_FORMS; p++) {
        if (assay_str_equal(word, assay_str_of(assay_pearson_name[p]))) {
            *out = (enum assay_pearson_form)p;
            return true;
        }
    }
    return false;
}

static enum assay_code read_metric(const struct reading *reading,
                                   const struct assay_node *node,
                                   struct assay_experiment_metric *out,
                                   struct assay_error *err)
{
    const struct assay_str word = assay_node_text(node);
    struct assay_error why;

    *out = (struct assay_experiment_metric){
        .name = assay_arena_copy(reading->arena, word).ptr};
    if (assay_str_equal(word, ASSAY_STR("d_J")))
        out->family = ASSAY_EXPERIMENT_D_J;
    else if (assay_str_equal(word, ASSAY_STR("erc")))
        out->family = ASSAY_EXPERIMENT_ERC;
    else if (is_pearson(word, &out->pearson))
        out->family = ASSAY_EXPERIMENT_PEARSON;
    else if (assay_starc_kind_read(word, &out->kind, &why))
        return assay_fail(
            err, ASSAY_EDATA,
            "%s:%u: metrics: d_J, erc, epic, epic_tau, dard, direct, val_tau, "
            "or %s",
            reading->path, node->line, why.text);
    return ASSAY_OK;
}

static enum assay_code read_metrics(const struct reading *reading,
                                    struct assay_experiment *out, struct assay_error *err)
{
    const struct assay_node *list = assay_node_get(reading->root, "metrics");
    struct assay_experiment_metric *metric;
    enum assay_code code = ASSAY_OK;

    out->metrics = assay_node_count(list);
    if (out->metrics < 1 || out->metrics > ASSAY_EXPERIMENT_METRICS_MAX)
        return assay_fail(err, ASSAY_EDATA, "%s:%u: metrics: expected 1 to %d of them",
                          reading->path, list->line, ASSAY_EXPERIMENT_METRICS_MAX);
    metric = assay_arena_new(reading->arena, out->metrics, sizeof(*metric));
    for (size_t i = 0; !code && i < out->metrics; i++)
        code = read_metric(reading, assay_node_at(list, i), &metric[i], err);
    for (size_t i = 0; !code && i < out->metrics; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(metric[i].name, metric[j].name) == 0)
                return assay_fail(err, ASSAY_EDATA, "%s:%u: metrics: %s is there twice",
                                  reading->path, assay_node_at(list, i)->line,
                                  metric[i].name);
    out->metric = metric;
    return code;
}

static enum assay_code read_counts(const struct reading *reading,
                                   struct assay_experiment *out, struct assay_error *err)
{
    const struct {
        const char *key;
        size_t limit, *out;
    } counts[] = {{"states", 2000, &out->world.states},
                  {"actions", 1000, &out->world.actions},
                  {"environments", 100000, &out->environments},
                  {"pairs", 10000, &out->pairs},
                  {"steps", 10000, &out->steps},
                  {"replicates", 100000, &out->replicates}};
    const struct assay_node *seed = assay_node_get(reading->root, "seed");
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < sizeof(counts) / sizeof(counts[0]); i++)
        code = read_count(reading, counts[i].key, counts[i].limit, counts[i].out, err);
    if (code)
        return code;
    if (seed && (seed->type != ASSAY_NODE_INT || seed->as.integer < 0))
        return assay_fail(err, ASSAY_EDATA,
                          "%s:%u: seed: expected a whole number, 0 or more",
                          reading->path, seed->line);
    out->world.seed = seed ? (uint64_t)seed->as.integer : 0;
    if (out->environments * out->pairs > ASSAY_EXPERIMENT_COMPARISONS_MAX / out->steps)
        return assay_fail(err, ASSAY_EDATA, "%s: more than %d comparisons", reading->path,
                          ASSAY_EXPERIMENT_COMPARISONS_MAX);
    if (out->world.states * out->world.states * out->world.actions * (out->steps + 1) >
        ASSAY_MDP_ENTRIES_MAX)
        return assay_fail(err, ASSAY_EDATA,
                          "%s: states x actions x states x (steps + 1) is more than %d",
                          reading->path, ASSAY_MDP_ENTRIES_MAX);
    return ASSAY_OK;
}

enum assay_code assay_experiment_read(const char *path, struct assay_arena *arena,
                                      struct assay_experiment *out,
                                      struct assay_error *err)
{
    static const double discount[2] = {0.0, 1.0}, level[2] = {0.5, 1.0};
    struct assay_node *root = assay_arena_new(arena, 1, sizeof(*root));
    const struct reading reading = {path, root, arena};
    enum assay_code code = assay_yaml_read(path, arena, root, err);

    *out = (struct assay_experiment){
        .path = path,
        .world = {.states = 32,
                  .actions = 4,
                  .gamma = 0.95,
                  .chances = assay_random_paper},
        .environments = 128,
        .pairs = 8,
        .steps = 16,
        .level = 0.95,
        .replicates = 2000,
    };
    if (!code)
        code = assay_schema_check(&schema, root, path, err);
    if (!code)
        code = read_counts(&reading, out, err);
    if (!code)
        code = read_real(&reading, root, "gamma", discount, &out->world.gamma, err);
    if (!code)
        code = read_real(&reading, root, "level", level, &out->level, err);
    if (!code)
        code = read_chances(&reading, &out->world.chances, err);
    if (code)
        return code;
    if (assay_str_equal(assay_node_text(assay_node_get(root, "tail")), ASSAY_STR("zero")))
        out->world.tail = ASSAY_RANDOM_ZERO;
    out->title = assay_node_text(assay_node_get(root, "title"));
    return read_metrics(&reading, out, err);
}
