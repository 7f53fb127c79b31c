#include "suites/suite_schema.h"

#include "harness/core/records.h"
#include "harness/core/replay_map.h"
#include "suites/suite_parts.h"
#include "suites/trend.h"

const char *const assay_ties_words[] = {"loss", "half", "1/k", "drop", "second", NULL};
const char *const assay_unparsable_words[] = {"drop", "loss", "half",  "chance",
                                              "coin", "tie",  "class", NULL};
const char *const assay_games_words[] = {"average", "sum", "both", "first", NULL};
const char *const assay_values_words[] = {"micro", "weighted", "mean", NULL};
const char *const assay_overall_words[] = {"sections", "micro", NULL};
const char *const assay_duplicates_words[] = {"error", "official", "first", NULL};
const char *const assay_units_words[] = {"fraction", "percent", NULL};
const char *const assay_orders_words[] = {"listed", "sorted", NULL};
const char *const assay_beyond_words[] = {"error", "ignore", NULL};

/* A key a line: name, types and what stands there. */
#define FREE(name, types)                                                                \
    {                                                                                    \
        name, types, false, ASSAY_SCHEMA_FREE, NULL, NULL                                \
    }
#define NEEDED(name, types)                                                              \
    {                                                                                    \
        name, types, true, ASSAY_SCHEMA_FREE, NULL, NULL                                 \
    }
#define WORD(name, types, words)                                                         \
    {                                                                                    \
        name, types, false, ASSAY_SCHEMA_WORD, NULL, words                               \
    }
#define FIELD(name, types)                                                               \
    {                                                                                    \
        name, types, false, ASSAY_SCHEMA_FIELDS, NULL, NULL                              \
    }
#define KEYS(name, types, inner)                                                         \
    {                                                                                    \
        name, types, false, ASSAY_SCHEMA_SUBKEYS, inner, NULL                            \
    }

enum {
    TEXT = ASSAY_SCHEMA_TEXT,
    TRUTH = ASSAY_SCHEMA_TRUTH,
    NUMBER = ASSAY_SCHEMA_NUMBER,
    LIST = ASSAY_SCHEMA_LIST,
    MAP = ASSAY_SCHEMA_MAP,
    ONE = ASSAY_SCHEMA_FIELD,
    MANY = ASSAY_SCHEMA_FIELD | ASSAY_SCHEMA_LIST
};

static const struct assay_schema_key field_keys[] = {
    FIELD("id", ONE),
    FIELD("key", ONE),
    FIELD("cluster", ONE),
    FIELD("subset", ONE),
    FIELD("group", ONE),
    FIELD("prompt", ONE),
    FIELD("principle", ONE),
    FIELD("media", MANY),
    FIELD("completions", MANY),
    FIELD("pictures", MANY),
    FIELD("count", ONE),
    FIELD("chosen", ONE),
    FIELD("correct", ONE),
    FIELD("gold", MANY),
    FIELD("ranks", MANY),
    FIELD("errors", ONE),
    FREE("errors_from", NUMBER),
    WORD("errors_beyond", TEXT, assay_beyond_words),
    FIELD("class", MANY),
    FIELD("pairs", ONE),
    FREE("dimensions", TEXT | LIST),
    FIELD("covariates", LIST),
    FREE("proxies", MAP),
    FREE("golds", MAP),
    FREE("steps", MAP),
    FIELD("answers", MANY),
    FIELD("tokens", MANY),
    FIELD("lengths", MANY),
    FIELD("difficulty", ONE),
    {NULL}};
const struct assay_schema assay_fields_schema = {"fields", field_keys};

static const struct assay_schema_key file_keys[] = {
    FREE("entry", TEXT),
    FREE("file", TEXT),
    FREE("path", TEXT),
    FREE("name", TEXT),
    FREE("optional", TRUTH),
    KEYS("fields", MAP, &assay_fields_schema),
    {NULL}};
static const struct assay_schema file_schema = {"files", file_keys};

static const struct assay_schema_key part_keys[] = {
    {"files", LIST, true, ASSAY_SCHEMA_SUBKEYS, &file_schema, NULL},
    WORD("layout", TEXT, assay_layout_names),
    FIELD("group_by", ONE),
    {NULL}};
static const struct assay_schema part_schema = {"a part", part_keys};

static const struct assay_schema_key data_keys[] = {
    KEYS("files", LIST, &file_schema),
    {"parts", MAP, false, ASSAY_SCHEMA_NAMED, &part_schema, NULL},
    WORD("generator", TEXT, NULL),
    FREE("seed", NUMBER),
    FREE("size", NUMBER),
    FREE("model", TRUTH),
    FREE("argument", TRUTH),
    WORD("layout", TEXT, assay_layout_names),
    FIELD("group_by", ONE),
    {NULL}};
static const struct assay_schema data_schema = {"data", data_keys};

static const struct assay_schema_key transcript_keys[] = {
    NEEDED("user", TEXT), NEEDED("assistant", TEXT), {NULL}};
static const struct assay_schema transcript_schema = {"transcript", transcript_keys};

static const struct assay_schema_key section_keys[] = {
    NEEDED("name", TEXT),
    FREE("subsets", LIST),
    FREE("weight", NUMBER),
    WORD("value", TEXT, assay_values_words),
    FREE("optional", TRUTH),
    FREE("stored", TEXT),
    FREE("aside", TRUTH),
    FREE("unreleased", TEXT),
    {NULL}};
static const struct assay_schema section_schema = {"sections", section_keys};

static const struct assay_schema_key each_keys[] = {
    NEEDED("of", LIST), FREE("optional", LIST), {NULL}};
static const struct assay_schema each_schema = {"each", each_keys};

static const struct assay_schema_key tie_keys[] = {
    WORD("scores", TEXT, assay_ties_words),
    WORD("preferences", TEXT, assay_ties_words),
    WORD("verdicts", TEXT, assay_ties_words),
    {NULL}};
static const struct assay_schema tie_schema = {"ties", tie_keys};

static const struct assay_schema_key unparsable_keys[] = {
    WORD("scores", TEXT, assay_unparsable_words),
    WORD("preferences", TEXT, assay_unparsable_words),
    WORD("verdicts", TEXT, assay_unparsable_words),
    {NULL}};
static const struct assay_schema unparsable_schema = {"unparsable", unparsable_keys};

static const struct assay_schema_key option_keys[] = {NEEDED("default", TEXT | NUMBER),
                                                      FREE("choices", LIST | MAP),
                                                      FREE("help", TEXT),
                                                      {NULL}};
const struct assay_schema assay_option_schema = {"an option", option_keys};

static const struct assay_schema_key suite_keys[] = {
    NEEDED("name", TEXT),
    NEEDED("version", TEXT),
    {"kind", TEXT, true, ASSAY_SCHEMA_WORD, NULL, NULL},
    NEEDED("title", TEXT),
    FREE("citation", TEXT),
    FREE("licence", TEXT),
    FREE("summary", TEXT),
    FREE("source", TEXT),
    FREE("history", MAP),
    {"data", MAP, true, ASSAY_SCHEMA_SUBKEYS, &data_schema, NULL},
    KEYS("fields", MAP, &assay_fields_schema),
    KEYS("transcript", MAP, &transcript_schema),
    WORD("duplicates", TEXT, assay_duplicates_words),
    FREE("joined", LIST),
    KEYS("sections", LIST, &section_schema),
    KEYS("each", MAP, &each_schema),
    WORD("subset_order", TEXT, assay_orders_words),
    WORD("subset_kinds", MAP, NULL),
    FREE("weights", MAP),
    FREE("rows", MAP),
    WORD("overall", TEXT, assay_overall_words),
    {"ties", TEXT | MAP, false, ASSAY_SCHEMA_WORD, &tie_schema, assay_ties_words},
    FREE("ties_version", TEXT | NUMBER),
    {"unparsable", TEXT | MAP, false, ASSAY_SCHEMA_WORD, &unparsable_schema,
     assay_unparsable_words},
    FREE("unparsable_score", NUMBER),
    FREE("coin_seed", NUMBER),
    FREE("classes", LIST),
    FREE("orders", NUMBER),
    WORD("games", TEXT, assay_games_words),
    FREE("votes", NUMBER),
    WORD("scoring", MAP, NULL),
    WORD("measures", LIST, NULL),
    WORD("unit", TEXT, assay_units_words),
    {"options", MAP, false, ASSAY_SCHEMA_NAMED, &assay_option_schema, NULL},
    KEYS("replay", LIST, &assay_replay_schema),
    {NULL}};
const struct assay_schema assay_suite_schema = {"the description", suite_keys};

/* ---- kind trend ---- */

static const struct assay_schema_key trend_field_keys[] = {
    FIELD("step", ONE),
    FIELD("kl", ONE),
    WORD("kl_unit", TEXT, assay_trend_unit_names),
    WORD("kl_estimator", TEXT, assay_trend_estimator_names),
    FIELD("d", ONE),
    FIELD("n", ONE),
    FIELD("proxy", MANY),
    FIELD("gold", MANY),
    FIELD("win_rate", ONE),
    FIELD("margin", ONE),
    FIELD("accuracy", ONE),
    FIELD("length", ONE),
    FIELD("repetition", ONE),
    FIELD("format", ONE),
    FIELD("run", ONE),
    FIELD("seed", ONE),
    FIELD("rm_size", ONE),
    FIELD("data_size", ONE),
    FIELD("beta", ONE),
    FIELD("algorithm", ONE),
    FIELD("checkpoint", ONE),
    FIELD("prompt", ONE),
    FREE("columns", MAP),
    FREE("split", LIST),
    {NULL}};
const struct assay_schema assay_trend_fields_schema = {"fields of a trend",
                                                       trend_field_keys};

static const struct assay_schema_key trend_file_keys[] = {
    FREE("entry", TEXT),
    FREE("file", TEXT),
    FREE("path", TEXT),
    FREE("name", TEXT),
    FREE("optional", TRUTH),
    KEYS("fields", MAP, &assay_trend_fields_schema),
    {NULL}};
static const struct assay_schema trend_file_schema = {"files of a trend",
                                                      trend_file_keys};

static const struct assay_schema_key trend_data_keys[] = {
    KEYS("files", LIST, &trend_file_schema),
    FREE("argument", TRUTH),
    WORD("layout", TEXT, assay_layout_names),
    {NULL}};
static const struct assay_schema trend_data_schema = {"data of a trend", trend_data_keys};

static const struct assay_schema_key trend_keys[] = {
    NEEDED("name", TEXT),
    NEEDED("version", TEXT),
    {"kind", TEXT, true, ASSAY_SCHEMA_WORD, NULL, NULL},
    NEEDED("title", TEXT),
    FREE("citation", TEXT),
    FREE("licence", TEXT),
    FREE("summary", TEXT),
    FREE("source", TEXT),
    FREE("history", MAP),
    {"data", MAP, true, ASSAY_SCHEMA_SUBKEYS, &trend_data_schema, NULL},
    KEYS("fields", MAP, &assay_trend_fields_schema),
    {"options", MAP, false, ASSAY_SCHEMA_NAMED, &assay_option_schema, NULL},
    {NULL}};
const struct assay_schema assay_trend_schema = {"the description of a trend", trend_keys};

/* ---- kind mdp ---- */

static const struct assay_schema_key mdp_file_keys[] = {
    FREE("entry", TEXT), FREE("file", TEXT), FREE("path", TEXT), {NULL}};
static const struct assay_schema mdp_file_schema = {"files of a world", mdp_file_keys};

static const struct assay_schema_key mdp_data_keys[] = {
    KEYS("files", LIST, &mdp_file_schema),
    FREE("world", TEXT),
    FREE("argument", TRUTH),
    {NULL}};
static const struct assay_schema mdp_data_schema = {"data of a world", mdp_data_keys};

static const struct assay_schema_key mdp_keys[] = {
    NEEDED("name", TEXT),
    NEEDED("version", TEXT),
    {"kind", TEXT, true, ASSAY_SCHEMA_WORD, NULL, NULL},
    NEEDED("title", TEXT),
    FREE("citation", TEXT),
    FREE("licence", TEXT),
    FREE("summary", TEXT),
    FREE("source", TEXT),
    FREE("history", MAP),
    {"data", MAP, true, ASSAY_SCHEMA_SUBKEYS, &mdp_data_schema, NULL},
    FREE("rewards", MAP),
    {"policies", MAP, false, ASSAY_SCHEMA_NAMED, &mdp_file_schema, NULL},
    {"options", MAP, false, ASSAY_SCHEMA_NAMED, &assay_option_schema, NULL},
    {NULL}};
const struct assay_schema assay_mdp_schema = {"the description of a world", mdp_keys};

const struct assay_schema *assay_suite_schema_of(const struct assay_node *root)
{
    const struct assay_kind *kind =
        assay_kind_find(assay_node_text(assay_node_get(root, "kind")));

    return kind && kind->keys ? kind->keys : &assay_suite_schema;
}

/* Something must say where items come from. */
static enum assay_code check_source(const struct assay_suite *suite,
                                    struct assay_error *err)
{
    static const char *const sources[] = {"files", "parts", "generator",
                                          "model", "world", "argument"};
    const struct assay_node *data = assay_node_get(suite->spec, "data");
    const struct assay_schema *schema = assay_suite_schema_of(suite->spec);

    for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++)
        if (assay_node_get(data, sources[i]))
            return ASSAY_OK;
    return assay_suite_fail(suite, data, err, "data names none of files, %sargument",
                            schema == &assay_suite_schema ? "parts, generator, model, "
                            : schema == &assay_mdp_schema ? "world, "
                                                          : "");
}

/* The fields that items have in such a file. */
static enum assay_code check_replay(const struct assay_suite *suite,
                                    struct assay_error *err)
{
    const struct assay_node *replay = assay_node_get(suite->spec, "replay");
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < assay_node_count(replay); i++) {
        const struct assay_node *items =
            assay_node_get(assay_node_at(replay, i), "items");

        if (items)
            code = assay_schema_check(&assay_fields_schema, items, suite->path, err);
    }
    return code;
}

enum assay_code assay_suite_check(const struct assay_suite *suite,
                                  struct assay_error *err)
{
    enum assay_code code = assay_schema_check(assay_suite_schema_of(suite->spec),
                                              suite->spec, suite->path, err);

    if (!code)
        code = check_source(suite, err);
    return code ? code : check_replay(suite, err);
}
