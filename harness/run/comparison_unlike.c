/* comparison_unlike.c - what two runs of a suite do not have in common. */
#include "harness/run/comparison_parts.h"

#include "harness/core/differences.h"
#include "harness/core/json.h"
#include "harness/run/board.h"

#include <string.h>

enum {
    UNLIKE_MAX = 64,
    DIGEST_TOLD = 12 /* digits of a digest that are told */
};

const char *const assay_compare_fact_name[ASSAY_COMPARE_FACTS] = {
    [ASSAY_COMPARE_FACT_PART] = "part",
    [ASSAY_COMPARE_FACT_VERSION] = "version",
    [ASSAY_COMPARE_FACT_DATA] = "data",
    [ASSAY_COMPARE_FACT_OPTIONS] = "options",
    [ASSAY_COMPARE_FACT_RULE] = "rule",
    [ASSAY_COMPARE_FACT_ANSWERS] = "answers",
    [ASSAY_COMPARE_FACT_LIMIT] = "limit",
    [ASSAY_COMPARE_FACT_TEMPLATE] = "template",
    [ASSAY_COMPARE_FACT_LENGTH] = "max-length",
    [ASSAY_COMPARE_FACT_PRECISION] = "precision",
    [ASSAY_COMPARE_FACT_DTYPE] = "dtype",
    [ASSAY_COMPARE_FACT_ENGINE] = "engine",
    [ASSAY_COMPARE_FACT_ADAPTER] = "adapter",
    [ASSAY_COMPARE_FACT_MODEL_OPTIONS] = "model-options",
    [ASSAY_COMPARE_FACT_ASSAY] = "assay",
};

/* The list under way. */
struct listing {
    const struct assay_comparison_how *how;
    struct assay_arena *arena;
    struct assay_comparison_unlike *at;
    size_t count;
};

/* What run.json says of one side. */
struct facts {
    const struct assay_result *result;
    const struct assay_node *run, *plan, *suite, *model, *leg,
        *seen; /* seen: of the model */
};

static struct facts facts_of(const struct assay_comparison_side *side)
{
    const size_t number = assay_stored_number(side->stored, side->result);
    struct facts out = {.result = side->result, .run = side->stored->run};

    out.plan = assay_node_get(out.run, "plan");
    out.suite = assay_node_at(assay_node_get(out.plan, "suites"), number);
    out.model = assay_node_get(out.plan, "model");
    out.leg = assay_node_at(assay_node_get(out.run, "suites"), number);
    out.seen = assay_node_get(out.leg, "model");
    return out;
}

static void add(struct listing *list, enum assay_comparison_fact fact, const char *what,
                struct assay_str first, struct assay_str second)
{
    const bool suites = fact < ASSAY_COMPARE_SUITE_FACTS;

    if (assay_str_equal(first, second) || list->count == UNLIKE_MAX)
        return;
    list->at[list->count++] = (struct assay_comparison_unlike){
        .fact = fact,
        .what = assay_arena_copy(list->arena, assay_str_of(what)),
        .first = first.len > 0 ? first : ASSAY_STR("none"),
        .second = second.len > 0 ? second : ASSAY_STR("none"),
        .fault =
            (suites || list->how->strict) && !(list->how->allow & (1U << (unsigned)fact)),
    };
}

/* A value as a person reads it: a text without quotes, anything else as JSON. */
static struct assay_str text_of(const struct listing *list, const struct assay_node *node)
{
    struct assay_buf text = {0};
    struct assay_str out;

    if (!node || assay_node_is(node, ASSAY_NODE_NULL))
        return ASSAY_STR("");
    if (assay_node_is(node, ASSAY_NODE_TEXT))
        return assay_node_text(node);
    assay_json_write(node, false, &text);
    while (text.len > 0 && text.data[text.len - 1] == '\n')
        text.len--;
    out = assay_arena_copy(list->arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return out;
}

static void add_nodes(struct listing *list, enum assay_comparison_fact fact,
                      const char *what, const struct assay_node *first,
                      const struct assay_node *second)
{
    add(list, fact, what, text_of(list, first), text_of(list, second));
}

/* "path (0123456789ab)", or that it is the model's own file. */
static struct assay_str source_text(const struct listing *list, const struct facts *facts,
                                    size_t i)
{
    const struct assay_node *source =
        assay_node_at(assay_node_get(facts->leg, "sources"), i);
    const struct assay_str path = assay_node_text(assay_node_get(source, "path"));
    const struct assay_str digest = assay_node_text(assay_node_get(source, "sha256"));

    if (!source)
        return ASSAY_STR("");
    if (assay_board_is_models(facts->plan, facts->suite, path))
        return ASSAY_STR("the model's own file");
    return assay_str_of(assay_arena_printf(
        list->arena, "%.*s (sha256 %.*s)", ASSAY_STR_ARG(path),
        digest.len < DIGEST_TOLD ? (int)digest.len : DIGEST_TOLD, digest.ptr));
}

/* Files at other places with the same digest are the same data. */
static bool same_source(const struct facts *first, const struct facts *second, size_t i)
{
    const struct assay_str a = assay_node_text(assay_node_get(
        assay_node_at(assay_node_get(first->leg, "sources"), i), "sha256"));
    const struct assay_str b = assay_node_text(assay_node_get(
        assay_node_at(assay_node_get(second->leg, "sources"), i), "sha256"));

    return a.len > 0 && assay_str_equal(a, b);
}

static void add_data(struct listing *list, const struct facts *first,
                     const struct facts *second)
{
    const size_t a = assay_node_count(assay_node_get(first->leg, "sources"));
    const size_t b = assay_node_count(assay_node_get(second->leg, "sources"));

    for (size_t i = 0; i < (a > b ? a : b); i++)
        if (!same_source(first, second, i))
            add(list, ASSAY_COMPARE_FACT_DATA, "data", source_text(list, first, i),
                source_text(list, second, i));
}

/* Rules of scores and of preferences differ by what is answered alone. */
static void add_rules(struct listing *list, const struct facts *first,
                      const struct facts *second)
{
    const size_t before = list->count;

    add_nodes(list, ASSAY_COMPARE_FACT_ANSWERS, "answers",
              assay_node_get(first->leg, "answers"),
              assay_node_get(second->leg, "answers"));
    if (list->count > before) {
        list->at[before].fault =
            list->how->strict && !(list->how->allow & (1U << ASSAY_COMPARE_FACT_ANSWERS));
        return;
    }
    add(list, ASSAY_COMPARE_FACT_RULE, "rule", first->result->rule, second->result->rule);
}

static void add_suite(struct listing *list, const struct facts *first,
                      const struct facts *second)
{
    add(list, ASSAY_COMPARE_FACT_PART, "part", first->result->part, second->result->part);
    add(list, ASSAY_COMPARE_FACT_VERSION, "version", first->result->suite_version,
        second->result->suite_version);
    add_data(list, first, second);
    add_nodes(list, ASSAY_COMPARE_FACT_OPTIONS, "suite options",
              assay_node_get(first->suite, "options"),
              assay_node_get(second->suite, "options"));
    add_rules(list, first, second);
}

/* What adapters say of models in run.json, by its place there. */
static const struct {
    const char *map, *key; /* map NULL: of the model itself */
    enum assay_comparison_fact fact;
    const char *what;
} told[] = {
    {"template", "from", ASSAY_COMPARE_FACT_TEMPLATE, "template"},
    {"template", "sha256", ASSAY_COMPARE_FACT_TEMPLATE, "template's sha256"},
    {NULL, "max_length", ASSAY_COMPARE_FACT_LENGTH, "max length"},
    {"texts", "truncate", ASSAY_COMPARE_FACT_LENGTH, "truncation"},
    {NULL, "precision", ASSAY_COMPARE_FACT_PRECISION, "precision"},
    {"weights", "stored", ASSAY_COMPARE_FACT_DTYPE, "weights as stored"},
    {"weights", "computed", ASSAY_COMPARE_FACT_DTYPE, "weights as computed with"},
    {NULL, "engine", ASSAY_COMPARE_FACT_ENGINE, "engine"},
    {NULL, "engine_version", ASSAY_COMPARE_FACT_ENGINE, "engine's version"},
};

static const struct assay_node *fact_at(const struct facts *facts, size_t i)
{
    const struct assay_node *map =
        told[i].map ? assay_node_get(facts->seen, told[i].map) : facts->seen;

    return assay_node_get(map, told[i].key);
}

static void add_options(struct listing *list, const struct facts *first,
                        const struct facts *second)
{
    struct assay_differences differences;

    assay_differences_find(assay_node_get(first->model, "options"),
                           assay_node_get(second->model, "options"), true, list->arena,
                           &differences);
    for (size_t i = 0; i < differences.count; i++) {
        const struct assay_difference *one = &differences.at[i];

        add(list, ASSAY_COMPARE_FACT_MODEL_OPTIONS,
            assay_arena_printf(list->arena, "model option %.*s",
                               ASSAY_STR_ARG(one->field)),
            one->there, one->now);
    }
}

static void add_model(struct listing *list, const struct facts *first,
                      const struct facts *second)
{
    const struct assay_node *a = assay_node_get(first->model, "adapter");
    const struct assay_node *b = assay_node_get(second->model, "adapter");

    add_nodes(list, ASSAY_COMPARE_FACT_LIMIT, "limit",
              assay_node_get(first->plan, "limit"),
              assay_node_get(second->plan, "limit"));
    add_nodes(list, ASSAY_COMPARE_FACT_ADAPTER, "adapter", a, b);
    add_nodes(list, ASSAY_COMPARE_FACT_LENGTH, "--max-length",
              assay_node_get(first->plan, "max_length"),
              assay_node_get(second->plan, "max_length"));
    for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
        add_nodes(list, told[i].fact, told[i].what, fact_at(first, i),
                  fact_at(second, i));
    if (assay_str_equal(assay_node_text(a), assay_node_text(b)))
        add_options(list, first, second);
    add_nodes(list, ASSAY_COMPARE_FACT_ASSAY, "assay",
              assay_node_get(first->run, "assay"), assay_node_get(second->run, "assay"));
}

void assay_comparison_unlike_find(const struct assay_comparison_side *first,
                                  const struct assay_comparison_side *second,
                                  const struct assay_comparison_how *how,
                                  struct assay_arena *arena,
                                  struct assay_comparison_pair *pair)
{
    const struct facts a = facts_of(first), b = facts_of(second);
    struct listing list = {.how = how, .arena = arena};

    list.at = assay_arena_new(arena, UNLIKE_MAX, sizeof(*list.at));
    add_suite(&list, &a, &b);
    add_model(&list, &a, &b);
    pair->unlike = list.at;
    pair->unlike_count = list.count;
}
