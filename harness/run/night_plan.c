#include "harness/run/night_plan.h"

#include "harness/core/schema.h"
#include "harness/core/yaml.h"
#include "harness/run/night_folder.h"

#include <ctype.h>
#include <string.h>

enum {
    SECONDS_MAX = 31622400, /* a year */
    JOBS_MAX = 1024,
    COUNT_MAX = 1 << 30
};

#define KEY(key, type)                                                                   \
    {                                                                                    \
        .name = (key), .types = (type)                                                   \
    }
#define NEEDED(key, type)                                                                \
    {                                                                                    \
        .name = (key), .types = (type), .needed = true                                   \
    }

static const struct assay_schema_key model_keys[] = {
    NEEDED("label", ASSAY_SCHEMA_TEXT | ASSAY_SCHEMA_NUMBER),
    NEEDED("adapter", ASSAY_SCHEMA_TEXT),
    KEY("target", ASSAY_SCHEMA_TEXT | ASSAY_SCHEMA_NUMBER),
    KEY("options", ASSAY_SCHEMA_MAP),
    KEY("timeout", ASSAY_SCHEMA_NUMBER),
    {0},
};
static const struct assay_schema model_schema = {"a model", model_keys};
static const struct assay_schema_key suite_keys[] = {
    NEEDED("suite", ASSAY_SCHEMA_TEXT),
    KEY("options", ASSAY_SCHEMA_MAP),
    KEY("limit", ASSAY_SCHEMA_NUMBER),
    {0},
};
static const struct assay_schema suite_schema = {"a suite", suite_keys};
static const char *const baselines[] = {"previous", "passed", "best", NULL};
static const char *const takes[] = {"best", "median", NULL};
static const struct assay_schema_key baseline_keys[] = {
    KEY("pinned", ASSAY_SCHEMA_TEXT),
    KEY("window", ASSAY_SCHEMA_NUMBER),
    {.name = "take",
     .types = ASSAY_SCHEMA_TEXT,
     .form = ASSAY_SCHEMA_WORD,
     .words = takes},
    {0},
};
static const struct assay_schema baseline_schema = {"the baseline", baseline_keys};
static const struct assay_schema_key retention_keys[] = {
    KEY("nights", ASSAY_SCHEMA_NUMBER),
    KEY("days", ASSAY_SCHEMA_NUMBER),
    KEY("pinned", ASSAY_SCHEMA_LIST),
    {0},
};
static const struct assay_schema retention_schema = {"retention", retention_keys};
static const char *const formats[] = {"html",  "markdown", "latex", "csv",
                                      "junit", "json",     "table", NULL};
static const struct assay_schema_key night_keys[] = {
    KEY("version", ASSAY_SCHEMA_NUMBER),
    NEEDED("output", ASSAY_SCHEMA_TEXT),
    {.name = "models",
     .types = ASSAY_SCHEMA_LIST,
     .needed = true,
     .form = ASSAY_SCHEMA_SUBKEYS,
     .inner = &model_schema},
    NEEDED("suites", ASSAY_SCHEMA_LIST),
    {.name = "baseline",
     .types = ASSAY_SCHEMA_TEXT | ASSAY_SCHEMA_MAP,
     .form = ASSAY_SCHEMA_WORD,
     .words = baselines,
     .inner = &baseline_schema},
    KEY("gates", ASSAY_SCHEMA_TEXT | ASSAY_SCHEMA_MAP),
    {.name = "reports",
     .types = ASSAY_SCHEMA_LIST,
     .form = ASSAY_SCHEMA_WORD,
     .words = formats},
    {.name = "retention",
     .types = ASSAY_SCHEMA_MAP,
     .form = ASSAY_SCHEMA_SUBKEYS,
     .inner = &retention_schema},
    KEY("limit", ASSAY_SCHEMA_NUMBER),
    KEY("seed", ASSAY_SCHEMA_NUMBER),
    KEY("jobs", ASSAY_SCHEMA_NUMBER),
    KEY("max_length", ASSAY_SCHEMA_NUMBER),
    KEY("replicates", ASSAY_SCHEMA_NUMBER),
    KEY("nulls", ASSAY_SCHEMA_TRUTH),
    KEY("cache", ASSAY_SCHEMA_TRUTH),
    KEY("data_dir", ASSAY_SCHEMA_TEXT),
    {0},
};
static const struct assay_schema night_schema = {"the file of a night", night_keys};

struct reading {
    const char *path;
    struct assay_arena *arena;
    size_t limit; /* of suites that state none */
};

static enum assay_code fault(const struct reading *r, const struct assay_node *at,
                             const char *what, struct assay_error *err)
{
    return assay_fail(err, ASSAY_EDATA, "%s:%u: %s", r->path, at->line, what);
}

/* A whole number in [lo, hi] under a key; what stands in out stays where there is none. */
static enum assay_code read_count(const struct reading *r, const struct assay_node *map,
                                  const char *key, const double range[2], size_t *out,
                                  struct assay_error *err)
{
    const struct assay_node *node = assay_node_get(map, key);
    double value = 0.0;

    if (!node)
        return ASSAY_OK;
    if (!assay_node_number(node, &value) || !(value >= range[0] && value <= range[1]) ||
        value != (double)(size_t)value)
        return assay_fail(err, ASSAY_EDATA,
                          "%s:%u: %s: expected a whole number, %.0f to %.0f", r->path,
                          node->line, key, range[0], range[1]);
    *out = (size_t)value;
    return ASSAY_OK;
}

/* A text, number or truth as a word of a command line; NULL for all else. */
static const char *word_of(const struct reading *r, const struct assay_node *node)
{
    char real[ASSAY_STR_REAL];

    switch (node->type) {
    case ASSAY_NODE_TEXT:
        return memchr(node->as.text.ptr, '\0', node->as.text.len)
                   ? NULL
                   : assay_arena_copy(r->arena, node->as.text).ptr;
    case ASSAY_NODE_BOOL:
        return node->as.truth ? "true" : "false";
    case ASSAY_NODE_INT:
        return assay_arena_printf(r->arena, "%lld", (long long)node->as.integer);
    case ASSAY_NODE_REAL:
        return assay_arena_printf(r->arena, "%s", assay_str_real(node->as.real, real));
    case ASSAY_NODE_NULL:
    case ASSAY_NODE_LIST:
    case ASSAY_NODE_MAP:
        break;
    }
    return NULL;
}

/* The text under a key, or NULL. */
static const char *text_of(const struct reading *r, const struct assay_node *map,
                           const char *key)
{
    const struct assay_node *node = assay_node_get(map, key);

    return node ? word_of(r, node) : NULL;
}

static enum assay_code read_words(const struct reading *r, const struct assay_node *map,
                                  struct assay_night_words *out, struct assay_error *err)
{
    const struct assay_node *options = assay_node_get(map, "options");
    const size_t n = assay_node_count(options);
    const char **at = assay_arena_new(r->arena, n, sizeof(*at));

    if (n > ASSAY_NIGHT_OPTIONS_MAX)
        return fault(r, options, "options: too many", err);
    for (size_t i = 0; i < n; i++) {
        const struct assay_member *member = &options->as.map.at[i];
        const char *value = word_of(r, &member->value);

        if (!value)
            return fault(r, &member->value,
                         "options: a value is a text, a number or true or false", err);
        at[i] =
            assay_arena_printf(r->arena, "%.*s=%s", ASSAY_STR_ARG(member->key), value);
    }
    *out = (struct assay_night_words){at, n};
    return ASSAY_OK;
}

/* Labels name folders and files, beside which the night has others. */
static bool is_label(const char *label)
{
    const size_t n = strlen(label);

    if (n == 0 || n > ASSAY_NIGHT_LABEL_MAX || strcmp(label, "logs") == 0 ||
        strcmp(label, "index") == 0 || !isalnum((unsigned char)label[0]))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!isalnum((unsigned char)label[i]) && !strchr(".-_+", label[i]))
            return false;
    return true;
}

static enum assay_code check_label(const struct reading *r,
                                   const struct assay_night_model *all, size_t i,
                                   struct assay_error *err)
{
    if (!is_label(all[i].label))
        return assay_fail(err, ASSAY_EDATA,
                          "%s:%u: label %s: expected letters, digits, '.', '-', '_' and "
                          "'+', %d at most, not logs or index",
                          r->path, all[i].line, all[i].label, ASSAY_NIGHT_LABEL_MAX);
    for (size_t k = 0; k < i; k++)
        if (strcmp(all[k].label, all[i].label) == 0)
            return assay_fail(err, ASSAY_EDATA, "%s:%u: label %s: line %u has it already",
                              r->path, all[i].line, all[i].label, all[k].line);
    return ASSAY_OK;
}

static enum assay_code read_model(const struct reading *r, const struct assay_node *map,
                                  struct assay_night_model *out, struct assay_error *err)
{
    static const double range[2] = {0.0, SECONDS_MAX};
    const char *target = text_of(r, map, "target"), *adapter = text_of(r, map, "adapter");
    size_t timeout = 0;
    enum assay_code code = read_words(r, map, &out->words, err);

    if (!code)
        code = read_count(r, map, "timeout", range, &timeout, err);
    out->line = map->line;
    out->label = text_of(r, map, "label");
    if (!code && (!adapter || strchr(adapter, ':') || !out->label))
        return fault(r, map, "adapter: expected a name; what follows a colon is target",
                     err);
    out->timeout = (double)timeout;
    out->model =
        target ? assay_arena_printf(r->arena, "%s:%s", adapter, target) : adapter;
    return code;
}

static enum assay_code read_models(const struct reading *r, const struct assay_node *root,
                                   struct assay_night_plan *out, struct assay_error *err)
{
    const struct assay_node *list = assay_node_get(root, "models");
    const size_t n = assay_node_count(list);
    struct assay_night_model *all = assay_arena_new(r->arena, n, sizeof(*all));
    enum assay_code code =
        n > ASSAY_NIGHT_MODELS_MAX ? fault(r, list, "too many models", err) : ASSAY_OK;

    for (size_t i = 0; !code && i < n; i++) {
        code = read_model(r, assay_node_at(list, i), &all[i], err);
        if (!code)
            code = check_label(r, all, i, err);
    }
    out->model = all;
    out->models = n;
    return code;
}

static bool same_words(const struct assay_night_suite *a,
                       const struct assay_night_suite *b)
{
    if (a->limit != b->limit || a->words.count != b->words.count)
        return false;
    for (size_t i = 0; i < a->words.count; i++)
        if (strcmp(a->words.at[i], b->words.at[i]) != 0)
            return false;
    return true;
}

static enum assay_code read_suite(const struct reading *r, const struct assay_node *node,
                                  struct assay_night_suite *out, struct assay_error *err)
{
    static const double range[2] = {0.0, COUNT_MAX};
    enum assay_code code = ASSAY_OK;

    *out = (struct assay_night_suite){.line = node->line, .limit = r->limit};
    if (assay_node_is(node, ASSAY_NODE_TEXT)) {
        out->spec = word_of(r, node);
    } else {
        code = assay_schema_check(&suite_schema, node, r->path, err);
        if (!code)
            code = read_words(r, node, &out->words, err);
        if (!code)
            code = read_count(r, node, "limit", range, &out->limit, err);
        out->spec = text_of(r, node, "suite");
    }
    return code || out->spec ? code : fault(r, node, "suite: no text", err);
}

static enum assay_code read_suites(const struct reading *r, const struct assay_node *root,
                                   struct assay_night_plan *out, struct assay_error *err)
{
    const struct assay_node *list = assay_node_get(root, "suites");
    const size_t n = assay_node_count(list);
    struct assay_night_suite *all = assay_arena_new(r->arena, n, sizeof(*all));

    if (n > ASSAY_NIGHT_SUITES_MAX)
        return fault(r, list, "too many suites", err);
    for (size_t i = 0; i < n; i++) {
        enum assay_code code = read_suite(r, assay_node_at(list, i), &all[i], err);
        size_t k = 0;

        if (code)
            return code;
        while (k < i && !same_words(&all[k], &all[i]))
            k++;
        all[i].group = k < i ? all[k].group : out->groups++;
        for (k = 0; k < i; k++)
            if (all[k].group == all[i].group && strcmp(all[k].spec, all[i].spec) == 0)
                return fault(r, assay_node_at(list, i), "suite: it is named twice", err);
    }
    out->suite = all;
    out->suites = n;
    return ASSAY_OK;
}

static enum assay_code read_baseline(const struct reading *r,
                                     const struct assay_node *root,
                                     struct assay_night_plan *out,
                                     struct assay_error *err)
{
    static const double range[2] = {1.0, 1000.0};
    const struct assay_node *node = assay_node_get(root, "baseline");
    const struct assay_node *pinned = assay_node_get(node, "pinned");
    const struct assay_node *window = assay_node_get(node, "window");
    const struct assay_node *take = assay_node_get(node, "take");

    for (unsigned i = 0; baselines[i]; i++)
        if (assay_str_equal(assay_node_text(node), assay_str_of(baselines[i])))
            out->baseline = (enum assay_night_baseline)i;
    if (!assay_node_is(node, ASSAY_NODE_MAP))
        return ASSAY_OK;
    if (!pinned == !window)
        return fault(r, node, "baseline: expected either pinned or window", err);
    if (take && !window)
        return fault(r, take, "take: it goes with window", err);
    out->median = take && assay_str_equal(assay_node_text(take), ASSAY_STR("median"));
    out->baseline = pinned ? ASSAY_NIGHT_PINNED : ASSAY_NIGHT_WINDOW;
    out->pinned = text_of(r, node, "pinned");
    return read_count(r, node, "window", range, &out->window, err);
}

/* A path from the folder that the file is in. */
static const char *beside(const struct reading *r, const char *name)
{
    const char *slash = strrchr(r->path, '/');

    return slash && name[0] != '/'
               ? assay_arena_printf(r->arena, "%.*s/%s", (int)(slash - r->path), r->path,
                                    name)
               : name;
}

static const char *base(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

static enum assay_code read_gates(const struct reading *r, const struct assay_node *root,
                                  struct assay_night_plan *out, struct assay_error *err)
{
    const struct assay_node *node = assay_node_get(root, "gates");
    const char *name = node ? word_of(r, node) : NULL;
    enum assay_code code;

    out->gated = !name || strcmp(name, "none") != 0;
    out->policy = assay_gate_policy_default();
    if (!node || !out->gated)
        return ASSAY_OK;
    code = name ? assay_gate_policy_read(beside(r, name), r->arena, &out->policy, err)
                : assay_gate_policy_of(node, r->path, r->arena, &out->policy, err);
    out->policy.path = name ? name : base(r->path); /* from the folder of the file */
    return code;
}

/* Texts of a list under a key, at most so many. */
static enum assay_code read_list(const struct reading *r, const struct assay_node *list,
                                 size_t most, const char *const **out, size_t *count,
                                 struct assay_error *err)
{
    const size_t n = assay_node_count(list);
    const char **at = assay_arena_new(r->arena, n, sizeof(*at));

    if (n > most)
        return fault(r, list, "too many", err);
    for (size_t i = 0; i < n; i++) {
        at[i] = word_of(r, assay_node_at(list, i));
        if (!at[i])
            return fault(r, assay_node_at(list, i), "expected a text", err);
    }
    *out = at;
    *count = n;
    return ASSAY_OK;
}

static enum assay_code read_reports(const struct reading *r,
                                    const struct assay_node *root,
                                    struct assay_night_plan *out, struct assay_error *err)
{
    static const char *const plain[] = {"html"};
    const struct assay_node *list = assay_node_get(root, "reports");

    out->report = plain;
    out->reports = 1;
    return list ? read_list(r, list, ASSAY_NIGHT_REPORTS_MAX, &out->report, &out->reports,
                            err)
                : ASSAY_OK;
}

static enum assay_code read_retention(const struct reading *r,
                                      const struct assay_node *root,
                                      struct assay_night_retention *out,
                                      struct assay_error *err)
{
    static const double range[2] = {1.0, 100000.0};
    const struct assay_node *map = assay_node_get(root, "retention");
    const struct assay_node *pinned = assay_node_get(map, "pinned");
    enum assay_code code = read_count(r, map, "nights", range, &out->nights, err);

    if (!code)
        code = read_count(r, map, "days", range, &out->days, err);
    if (!code)
        code = read_list(r, pinned, ASSAY_NIGHT_PINNED_MAX, &out->pinned,
                         &out->pinned_count, err);
    for (size_t i = 0; !code && i < out->pinned_count; i++)
        if (!assay_night_is_date(out->pinned[i]))
            code = fault(r, assay_node_at(pinned, i),
                         "pinned: expected a day as 2026-11-26", err);
    return code;
}

static bool truth_of(const struct assay_node *root, const char *key, bool otherwise)
{
    const struct assay_node *node = assay_node_get(root, key);

    return node ? node->as.truth : otherwise;
}

/* What all runs have in common. */
static enum assay_code read_common(struct reading *r, const struct assay_node *root,
                                   struct assay_night_plan *out, struct assay_error *err)
{
    static const double one[2] = {1.0, 1.0}, jobs[2] = {1.0, JOBS_MAX};
    static const double any[2] = {0.0, COUNT_MAX}, replicates[2] = {100.0, 1000000.0};
    static const double seeds[2] = {0.0, 9007199254740992.0};
    size_t version = 1, seed = 0;
    enum assay_code code = read_count(r, root, "version", one, &version, err);

    out->jobs = 1;
    out->replicates = 10000;
    if (!code)
        code = read_count(r, root, "limit", any, &r->limit, err);
    if (!code)
        code = read_count(r, root, "seed", seeds, &seed, err);
    if (!code)
        code = read_count(r, root, "jobs", jobs, &out->jobs, err);
    if (!code)
        code = read_count(r, root, "max_length", any, &out->max_length, err);
    if (!code)
        code = read_count(r, root, "replicates", replicates, &out->replicates, err);
    out->seed = seed;
    out->nulls = truth_of(root, "nulls", false);
    out->cache = truth_of(root, "cache", true);
    out->data_dir = text_of(r, root, "data_dir");
    out->output = text_of(r, root, "output");
    if (!code && (!out->output || !*out->output))
        return fault(r, assay_node_get(root, "output"), "output: expected a folder", err);
    return code;
}

enum assay_code assay_night_plan_read(const char *path, struct assay_arena *arena,
                                      struct assay_night_plan *out,
                                      struct assay_error *err)
{
    struct reading r = {.path = path, .arena = arena};
    struct assay_node *root = assay_arena_new(arena, 1, sizeof(*root));
    enum assay_code code = assay_yaml_read(path, arena, root, err);

    *out = (struct assay_night_plan){.path = path};
    if (!code)
        code = assay_schema_check(&night_schema, root, path, err);
    if (!code)
        code = read_common(&r, root, out, err);
    if (!code)
        code = read_models(&r, root, out, err);
    if (!code)
        code = read_suites(&r, root, out, err);
    if (!code)
        code = read_baseline(&r, root, out, err);
    if (!code)
        code = read_gates(&r, root, out, err);
    if (!code)
        code = read_reports(&r, root, out, err);
    return code ? code : read_retention(&r, root, &out->retention, err);
}

const char *assay_night_run_name(const struct assay_night_plan *plan, size_t model,
                                 size_t group, struct assay_arena *arena)
{
    const char *label = plan->model[model].label;

    return group == 0 ? label : assay_arena_printf(arena, "%s@%zu", label, group + 1);
}
