/* replay_schema.c - the keys of `replay:` mappings and of the forms that values have there. */
#include "harness/core/replay_map_parts.h"

#define FIELD_KEY(name, needed)                                                          \
    {                                                                                    \
        name, ASSAY_SCHEMA_FIELD, needed, ASSAY_SCHEMA_FIELDS, NULL, NULL                \
    }
#define FIELDS_KEY(name, types, needed)                                                  \
    {                                                                                    \
        name, types, needed, ASSAY_SCHEMA_FIELDS, NULL, NULL                             \
    }

static const struct assay_schema_key placed_keys[] = {
    FIELD_KEY("place", true), FIELD_KEY("value", true), {NULL}};
const struct assay_schema assay_replay_placed_schema = {"scores", placed_keys};

static const struct assay_schema_key judged_keys[] = {
    FIELD_KEY("picked", false),
    {"of", ASSAY_SCHEMA_NUMBER, false, ASSAY_SCHEMA_FREE, NULL, NULL},
    FIELDS_KEY("rated", ASSAY_SCHEMA_FIELD | ASSAY_SCHEMA_LIST, false),
    {NULL}};
const struct assay_schema assay_replay_judged_schema = {"scores", judged_keys};

static const struct assay_schema_key vote_keys[] = {
    FIELD_KEY("rows", false), FIELDS_KEY("votes", ASSAY_SCHEMA_LIST, false), {NULL}};
const struct assay_schema assay_replay_votes_schema = {"verdicts", vote_keys};

static const struct assay_schema_key win_keys[] = {
    FIELD_KEY("answers", true), FIELD_KEY("chosen", true), {NULL}};
const struct assay_schema assay_replay_wins_schema = {"wins", win_keys};

static const struct assay_schema_key where_keys[] = {
    FIELD_KEY("field", true),
    {"is", ASSAY_SCHEMA_TEXT, true, ASSAY_SCHEMA_FREE, NULL, NULL},
    {"asks", ASSAY_SCHEMA_TEXT, false, ASSAY_SCHEMA_FREE, NULL, NULL},
    {NULL}};
static const struct assay_schema wheres = {"where", where_keys};

static const struct assay_schema_key row_keys[] = {
    FIELD_KEY("field", true),
    {"where", ASSAY_SCHEMA_LIST, false, ASSAY_SCHEMA_SUBKEYS, &wheres, NULL},
    {NULL}};
static const struct assay_schema rows = {"rows_of", row_keys};

static const struct assay_schema_key prompt_keys[] = {
    FIELD_KEY("field", true),
    {"known", ASSAY_SCHEMA_MAP, true, ASSAY_SCHEMA_FREE, NULL, NULL},
    {NULL}};
static const struct assay_schema prompts = {"judge_prompt", prompt_keys};

const char *const assay_replay_failures[] = {"failed", "lowest", NULL};
const char *const assay_replay_units[] = {"fraction", "percent", NULL};
const char *const assay_replay_conflicts[] = {"error", "skip", NULL};

static const struct assay_schema_key replay_keys[] = {
    {"name", ASSAY_SCHEMA_TEXT, true, ASSAY_SCHEMA_FREE, NULL, NULL},
    FIELD_KEY("when", false),
    {"layout", ASSAY_SCHEMA_TEXT, false, ASSAY_SCHEMA_WORD, NULL, assay_layout_names},
    FIELD_KEY("group_by", false),
    {"shuffles", ASSAY_SCHEMA_NUMBER, false, ASSAY_SCHEMA_FREE, NULL, NULL},
    {"rows_of", ASSAY_SCHEMA_MAP, false, ASSAY_SCHEMA_SUBKEYS, &rows, NULL},
    FIELD_KEY("key", false),
    FIELD_KEY("select", false),
    FIELD_KEY("stored", false),
    {"conflicts", ASSAY_SCHEMA_TEXT, false, ASSAY_SCHEMA_WORD, NULL,
     assay_replay_conflicts},
    {"judge_prompt", ASSAY_SCHEMA_MAP, false, ASSAY_SCHEMA_SUBKEYS, &prompts, NULL},
    {"items", ASSAY_SCHEMA_MAP, false, ASSAY_SCHEMA_FREE, NULL, NULL},
    {"partial", ASSAY_SCHEMA_TRUTH, false, ASSAY_SCHEMA_FREE, NULL, NULL},
    {"right_first", ASSAY_SCHEMA_TRUTH, false, ASSAY_SCHEMA_FREE, NULL, NULL},
    {"failures", ASSAY_SCHEMA_LIST, false, ASSAY_SCHEMA_FREE, NULL, NULL},
    {"failures_are", ASSAY_SCHEMA_TEXT, false, ASSAY_SCHEMA_WORD, NULL,
     assay_replay_failures},
    FIELDS_KEY("scores", ASSAY_SCHEMA_FIELD | ASSAY_SCHEMA_LIST, false),
    FIELDS_KEY("preferences", ASSAY_SCHEMA_LIST, false),
    FIELDS_KEY("verdicts", ASSAY_SCHEMA_LIST | ASSAY_SCHEMA_MAP, false),
    FIELD_KEY("ratings", false),
    FIELD_KEY("vectors", false),
    {"wins", ASSAY_SCHEMA_MAP, false, ASSAY_SCHEMA_SUBKEYS, &assay_replay_wins_schema,
     NULL},
    {"subsets", ASSAY_SCHEMA_MAP, false, ASSAY_SCHEMA_FREE, NULL, NULL},
    {"unit", ASSAY_SCHEMA_TEXT, false, ASSAY_SCHEMA_WORD, NULL, assay_replay_units},
    {NULL}};

const struct assay_schema assay_replay_schema = {"a mapping of replay", replay_keys};
