#include "harness/run/gate_policy.h"

#include "harness/core/schema.h"
#include "harness/core/yaml.h"

#include <float.h>
#include <string.h>

const char *const assay_gate_tier_name[] = {"critical", "supporting", "advisory", NULL};

static const char *const adjusts[] = {"holm", "none", NULL};
static const char *const directions[] = {"higher_is_better", "lower_is_better", NULL};
static const char *const ties[] = {"loss", "half", "1/k", "drop", NULL};
/* Those of comparisons, in their order, and two that are accuracy by other names. */
static const char *const metrics[] = {"accuracy", "margin",      "loss",   "brier",
                                      "ece",      "mean_reward", "pass@1", NULL};

static const struct assay_schema section;

#define NUMBER(key)                                                                      \
    {                                                                                    \
        .name = (key), .types = ASSAY_SCHEMA_NUMBER                                      \
    }
#define WORD(key, list)                                                                  \
    {                                                                                    \
        .name = (key), .types = ASSAY_SCHEMA_TEXT, .form = ASSAY_SCHEMA_WORD,            \
        .words = (list)                                                                  \
    }
#define TERMS                                                                            \
    WORD("tier", assay_gate_tier_name), WORD("metric", metrics),                         \
        WORD("direction", directions), NUMBER("max_drop"), NUMBER("max_relative_drop"),  \
        NUMBER("relative_guard_below"), NUMBER("guard"), NUMBER("alpha"),                \
        NUMBER("min_coverage"), NUMBER("min_items"), WORD("ties", ties)
#define NAMED(key, map)                                                                  \
    {                                                                                    \
        .name = (key), .types = ASSAY_SCHEMA_MAP, .form = ASSAY_SCHEMA_NAMED,            \
        .inner = (map)                                                                   \
    }

static const struct assay_schema_key section_keys[] = {TERMS, {0}};
static const struct assay_schema section = {"a section", section_keys};
static const struct assay_schema_key suite_keys[] = {
    TERMS, NAMED("sections", &section), {0}};
static const struct assay_schema suite = {"a suite", suite_keys};
static const struct assay_schema defaults = {"the defaults", section_keys};
static const struct assay_schema_key policy_keys[] = {
    NUMBER("version"),
    NUMBER("alpha"),
    WORD("adjust", adjusts),
    {.name = "defaults",
     .types = ASSAY_SCHEMA_MAP,
     .form = ASSAY_SCHEMA_SUBKEYS,
     .inner = &defaults},
    NAMED("suites", &suite),
    NAMED("benchmarks", &suite),
    {0},
};
static const struct assay_schema policy = {"the policy", policy_keys};

struct assay_gate_policy assay_gate_policy_default(void)
{
    return (struct assay_gate_policy){
        .alpha = 0.05,
        .adjust = true,
        .defaults = {.tier = ASSAY_GATE_CRITICAL,
                     .max_drop = 0.015,
                     .guard = DBL_MAX,
                     .alpha = 0.05,
                     .min_coverage = 0.95,
                     .min_items = 10},
    };
}

struct reading {
    const char *path;
    struct assay_arena *arena;
    size_t rules;
};

/* A number in [lo, hi] under a key; what stands in out stays where there is none. */
static enum assay_code read_number(const struct reading *r, const struct assay_node *map,
                                   const char *key, const double range[2], double *out,
                                   struct assay_error *err)
{
    const struct assay_node *node = assay_node_get(map, key);

    if (!node)
        return ASSAY_OK;
    if (assay_node_number(node, out) && *out >= range[0] && *out <= range[1])
        return ASSAY_OK;
    if (range[1] == DBL_MAX)
        return assay_fail(err, ASSAY_EDATA, "%s:%u: %s: expected a number, %g or more",
                          r->path, node->line, key, range[0]);
    return assay_fail(err, ASSAY_EDATA, "%s:%u: %s: expected a number, %g to %g", r->path,
                      node->line, key, range[0], range[1]);
}

/* The number of the word under a key, which the schema has checked; what stands in out stays where there
   is none. */
static void read_word(const struct assay_node *map, const char *key,
                      const char *const *words, unsigned *out)
{
    const struct assay_node *node = assay_node_get(map, key);

    for (unsigned i = 0; node && words[i]; i++)
        if (assay_str_equal(assay_node_text(node), assay_str_of(words[i])))
            *out = i;
}

static enum assay_code read_metric(const struct reading *r, const struct assay_node *map,
                                   struct assay_gate_terms *terms,
                                   struct assay_error *err)
{
    const struct assay_node *said = assay_node_get(map, "direction");
    unsigned metric = terms->metric, less = 0;

    read_word(map, "metric", metrics, &metric);
    if (metric >= ASSAY_COMPARE_METRICS)
        metric = ASSAY_COMPARE_ACCURACY;
    terms->metric = (enum assay_comparison_metric)metric;
    read_word(map, "direction", directions, &less);
    if (said && assay_compare_more_is_better(terms->metric) == (less == 1))
        return assay_fail(err, ASSAY_EDATA, "%s:%u: direction: %s is %s", r->path,
                          said->line, metrics[metric], directions[!less]);
    return ASSAY_OK;
}

static enum assay_code read_guard(const struct reading *r, const struct assay_node *map,
                                  struct assay_gate_terms *terms, struct assay_error *err)
{
    static const double any[2] = {0.0, DBL_MAX};
    const struct assay_node *twice = assay_node_get(map, "guard");
    enum assay_code code;

    if (twice && assay_node_get(map, "relative_guard_below"))
        return assay_fail(err, ASSAY_EDATA,
                          "%s:%u: guard: relative_guard_below says it already", r->path,
                          twice->line);
    terms->has_relative = terms->has_relative || assay_node_get(map, "max_relative_drop");
    code = read_number(r, map, "max_relative_drop", any, &terms->max_relative_drop, err);
    if (!code)
        code = read_number(r, map, "guard", any, &terms->guard, err);
    return code ? code
                : read_number(r, map, "relative_guard_below", any, &terms->guard, err);
}

/* The terms of a map over those that stand in terms. */
static enum assay_code read_terms(const struct reading *r, const struct assay_node *map,
                                  struct assay_gate_terms *terms, struct assay_error *err)
{
    static const double any[2] = {0.0, DBL_MAX}, share[2] = {0.0, 1.0};
    static const double alphas[2] = {1e-6, 0.2}, counts[2] = {2.0, 1e9};
    unsigned tier = terms->tier, rule = 0;
    double items = (double)terms->min_items;
    enum assay_code code;

    terms->line = map->line;
    read_word(map, "tier", assay_gate_tier_name, &tier);
    terms->tier = (enum assay_gate_tier)tier;
    read_word(map, "ties", ties, &rule);
    if (assay_node_get(map, "ties"))
        terms->ties = 1 + rule;
    code = read_metric(r, map, terms, err);
    if (!code)
        code = read_number(r, map, "max_drop", any, &terms->max_drop, err);
    if (!code)
        code = read_guard(r, map, terms, err);
    if (!code)
        code = read_number(r, map, "alpha", alphas, &terms->alpha, err);
    if (!code)
        code = read_number(r, map, "min_coverage", share, &terms->min_coverage, err);
    if (!code)
        code = read_number(r, map, "min_items", counts, &items, err);
    terms->min_items = (size_t)items;
    return code;
}

static enum assay_code count_rules(struct reading *r, const struct assay_node *map,
                                   size_t more, struct assay_error *err)
{
    r->rules += more;
    if (r->rules > ASSAY_GATE_RULES_MAX)
        return assay_fail(err, ASSAY_EDATA, "%s:%u: more than %d rules", r->path,
                          map->line, ASSAY_GATE_RULES_MAX);
    return ASSAY_OK;
}

/* A suite's rules: its overall value, then its sections. */
static enum assay_code read_suite(struct reading *r, const struct assay_member *member,
                                  const struct assay_gate_terms *terms,
                                  struct assay_gate_suite *out, struct assay_error *err)
{
    const struct assay_node *sections = assay_node_get(&member->value, "sections");
    const size_t n = assay_node_count(sections);
    struct assay_gate_rule *rule;
    enum assay_code code = count_rules(r, &member->value, n + 1, err);

    if (code)
        return code;
    rule = assay_arena_new(r->arena, n + 1, sizeof(*rule));
    rule[0].terms = *terms;
    code = read_terms(r, &member->value, &rule[0].terms, err);
    for (size_t i = 0; !code && i < n; i++) {
        const struct assay_member *at = &sections->as.map.at[i];

        rule[i + 1] =
            (struct assay_gate_rule){assay_arena_copy(r->arena, at->key), rule[0].terms};
        code = read_terms(r, &at->value, &rule[i + 1].terms, err);
    }
    *out = (struct assay_gate_suite){member->key, rule, n + 1};
    return code;
}

static enum assay_code read_suites(struct reading *r, const struct assay_node *map,
                                   struct assay_gate_policy *out, struct assay_error *err)
{
    const size_t n = assay_node_count(map);
    struct assay_gate_suite *all = assay_arena_new(r->arena, n, sizeof(*all));
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < n; i++)
        code = read_suite(r, &map->as.map.at[i], &out->defaults, &all[i], err);
    out->suite = all;
    out->suites = n;
    return code;
}

static enum assay_code read_head(const struct reading *r, const struct assay_node *root,
                                 struct assay_gate_policy *out, struct assay_error *err)
{
    static const double one[2] = {1.0, 1.0}, alphas[2] = {1e-6, 0.2};
    const struct assay_node *terms = assay_node_get(root, "defaults");
    double version = 1.0;
    unsigned adjust = 0;
    enum assay_code code = read_number(r, root, "version", one, &version, err);

    if (!code)
        code = read_number(r, root, "alpha", alphas, &out->alpha, err);
    read_word(root, "adjust", adjusts, &adjust);
    out->adjust = adjust == 0;
    out->defaults.alpha = out->alpha;
    out->defaults.tier = ASSAY_GATE_SUPPORTING;
    return code || !terms ? code : read_terms(r, terms, &out->defaults, err);
}

enum assay_code assay_gate_policy_of(const struct assay_node *root, const char *path,
                                     struct assay_arena *arena,
                                     struct assay_gate_policy *out,
                                     struct assay_error *err)
{
    struct reading r = {.path = path, .arena = arena};
    const struct assay_node *suites, *again;
    enum assay_code code = assay_schema_check(&policy, root, path, err);

    *out = assay_gate_policy_default();
    out->path = path;
    if (!code)
        code = read_head(&r, root, out, err);
    if (code)
        return code;
    suites = assay_node_get(root, "suites");
    again = assay_node_get(root, "benchmarks");
    if (suites && again)
        return assay_fail(err, ASSAY_EDATA, "%s:%u: benchmarks: suites says it already",
                          path, again->line);
    return read_suites(&r, suites ? suites : again, out, err);
}

enum assay_code assay_gate_policy_read(const char *path, struct assay_arena *arena,
                                       struct assay_gate_policy *out,
                                       struct assay_error *err)
{
    struct assay_node *root = assay_arena_new(arena, 1, sizeof(*root));
    const enum assay_code code = assay_yaml_read(path, arena, root, err);

    return code ? code : assay_gate_policy_of(root, path, arena, out, err);
}
