/* replay_subsets.c - tables of subset accuracies, as leaderboards publish them. */
#include "adapters/replay_subsets.h"

#include "harness/core/buf.h"
#include "harness/core/records.h"

#include <string.h>

enum {
    NAMES_SEEN = 512, /* models that are remembered, for messages */
    NAMES_TOLD = 5    /* that a message lists */
};

struct table {
    const char *path;
    const char *name; /* model wanted, or NULL */
    struct assay_replay_foreign foreign;
    const struct assay_node *subsets; /* map column -> subset; NULL: as they are called */
    bool percent;
    struct assay_arena *arena;
    const char *seen[NAMES_SEEN]; /* models in the file, the first so many */
    size_t models;
    bool found;
    struct assay_subset_value *value; /* (count,) */
    size_t count;
};

/* True if this model is the wanted one; remembers its name. */
static bool is_wanted(struct table *table, struct assay_str name)
{
    if (table->models < NAMES_SEEN)
        table->seen[table->models] = assay_arena_copy(table->arena, name).ptr;
    table->models++;
    return table->name ? assay_str_equal(name, assay_str_of(table->name))
                       : table->models == 1;
}

static enum assay_code put(struct table *table, struct assay_str name, double value,
                           struct assay_error *err)
{
    if (table->percent)
        value /= 100.0;
    if (!(value >= 0.0 && value <= 1.01))
        return assay_fail(err, ASSAY_EDATA,
                          "%s: %.*s: %g is not an accuracy as a fraction", table->path,
                          ASSAY_STR_ARG(name), value);
    if (table->count == ASSAY_REPLAY_SUBSETS_MAX)
        return assay_fail(err, ASSAY_EDATA, "%s: more than %d subsets", table->path,
                          ASSAY_REPLAY_SUBSETS_MAX);
    if (!table->value)
        table->value = assay_arena_new(table->arena, ASSAY_REPLAY_SUBSETS_MAX,
                                       sizeof(*table->value));
    for (size_t i = 0; i < table->count; i++)
        if (assay_str_equal(table->value[i].name, name))
            return assay_fail(err, ASSAY_EDATA, "%s: %.*s: there twice", table->path,
                              ASSAY_STR_ARG(name));
    table->value[table->count++] = (struct assay_subset_value){
        .name = assay_arena_copy(table->arena, name), .value = value};
    return ASSAY_OK;
}

/* A number, or a text that spells one. */
static bool number_of(const struct assay_node *node, double *value)
{
    return assay_node_number(node, value) ||
           (assay_node_is(node, ASSAY_NODE_TEXT) &&
            assay_str_number(assay_node_text(node), value));
}

/* Every member of a map that is a number. */
static enum assay_code put_members(struct table *table, const struct assay_node *map,
                                   struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < assay_node_count(map); i++) {
        const struct assay_member *member = &map->as.map.at[i];
        const struct assay_node *name = assay_node_find(table->subsets, member->key);
        double value;

        if ((name || !table->subsets) && number_of(&member->value, &value))
            code = put(table, name ? assay_node_text(name) : member->key, value, err);
    }
    return code;
}

static enum assay_code read_models(struct table *table, const struct assay_node *models,
                                   struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < assay_node_count(models); i++) {
        const struct assay_member *member = &models->as.map.at[i];

        if (!is_wanted(table, member->key))
            continue;
        table->found = true;
        code = put_members(table, &member->value, err);
    }
    return code;
}

/* A member beside `models`: a value for the model that is wanted, e.g. prior_sets. */
static enum assay_code read_beside(struct table *table, const struct assay_member *member,
                                   struct assay_error *err)
{
    const struct assay_str model =
        assay_str_of(table->name ? table->name : table->seen[0]);
    double value;

    if (!assay_node_number(assay_node_find(&member->value, model), &value))
        return ASSAY_OK;
    return put(table, member->key, value, err);
}

static enum assay_code read_object(struct table *table, const struct assay_node *object,
                                   struct assay_error *err)
{
    const struct assay_node *models = assay_node_get(object, "models");
    const struct assay_node *model = assay_node_get(object, "model");
    enum assay_code code = ASSAY_OK;

    if (!assay_node_is(models, ASSAY_NODE_MAP)) {
        table->found = is_wanted(table, assay_node_text(model)) || !model;
        return table->found ? put_members(table, object, err) : ASSAY_OK;
    }
    code = read_models(table, models, err);
    for (size_t i = 0; !code && i < assay_node_count(object); i++)
        if (&object->as.map.at[i].value != models)
            code = read_beside(table, &object->as.map.at[i], err);
    return code;
}

/* One object as records {"@name", "@value"}, put together again. */
static enum assay_code read_entries(struct table *table, struct assay_arena *scratch,
                                    struct assay_error *err)
{
    const struct assay_records_setting setting = {.path = table->path,
                                                  .layout = ASSAY_LAYOUT_ENTRIES};
    struct assay_node *object = assay_node_map(scratch);
    const struct assay_node *record;
    struct assay_records *records = NULL;
    enum assay_code code = assay_records_open(&setting, &records, err);

    while (!code) {
        code = assay_records_next(records, scratch, &record, err);
        if (code || !record)
            break;
        (void)assay_node_put(
            scratch, object,
            assay_arena_copy(scratch, assay_node_text(assay_node_get(record, "@name")))
                .ptr,
            *assay_node_get(record, "@value"));
    }
    assay_records_close(records);
    return code ? code : read_object(table, object, err);
}

/* Rows with a column `model`. */
static enum assay_code read_rows(struct table *table, struct assay_arena *scratch,
                                 struct assay_error *err)
{
    const struct assay_records_setting setting = {.path = table->path,
                                                  .format = table->foreign.format,
                                                  .metric = table->foreign.metric};
    const struct assay_node *row;
    struct assay_records *records = NULL;
    enum assay_code code = assay_records_open(&setting, &records, err);

    while (!code) {
        assay_arena_reset(scratch);
        code = assay_records_next(records, scratch, &row, err);
        if (code || !row)
            break;
        if (!assay_node_get(row, "model"))
            code = assay_fail(err, ASSAY_EDATA, "%s:%u: model: missing", table->path,
                              assay_records_line(records));
        else if (is_wanted(table, assay_node_text(assay_node_get(row, "model")))) {
            table->found = true;
            code = put_members(table, row, err);
        }
    }
    assay_records_close(records);
    return code;
}

static enum assay_code complain(const struct table *table, struct assay_error *err)
{
    struct assay_buf list = {.ceiling = 600};
    const size_t seen = table->models < NAMES_SEEN ? table->models : NAMES_SEEN;
    const char *near =
        table->name ? assay_str_nearest(table->name, table->seen, seen) : NULL;
    enum assay_code code;

    for (size_t i = 0; i < table->models && i < NAMES_TOLD; i++)
        assay_buf_printf(&list, "%s%s", i ? ", " : "", table->seen[i]);
    if (table->models > NAMES_TOLD)
        assay_buf_puts(&list, ", ...");
    if (table->models == 0)
        code = assay_fail(err, ASSAY_EDATA, "%s: no models", table->path);
    else if (table->name)
        code =
            assay_fail(err, ASSAY_EUSAGE, "name=%s: not in %s, which holds %s%s%s%s",
                       table->name, table->path, list.data, near ? "; nearest is \"" : "",
                       near ? near : "", near ? "\"" : "");
    else
        code = assay_fail(err, ASSAY_EUSAGE,
                          "%s holds several models: choose one with --model-option "
                          "name=NAME (%s)",
                          table->path, list.data);
    assay_buf_release(&list);
    return code;
}

static bool ends_with(const char *path, const char *tail)
{
    const size_t n = strlen(path), m = strlen(tail);

    return n >= m && strcmp(path + n - m, tail) == 0;
}

/* True for names of files whose records are rows, not one object. */
static bool has_rows(const char *path)
{
    static const char *const tails[] = {".csv",    ".tsv",    ".jsonl",
                                        ".csv.gz", ".tsv.gz", ".jsonl.gz"};

    for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++)
        if (ends_with(path, tails[i]))
            return true;
    return false;
}

enum assay_code assay_replay_subsets(const struct assay_replay_table *from,
                                     struct assay_arena *arena,
                                     const struct assay_subset_value **out, size_t *count,
                                     struct assay_error *err)
{
    struct table table = {.path = from->path,
                          .name = from->name,
                          .arena = arena,
                          .foreign = from->foreign,
                          .subsets = from->subsets,
                          .percent = from->percent};
    struct assay_arena scratch = {0};
    const bool rows = from->foreign.format || has_rows(from->path);
    enum assay_code code =
        rows ? read_rows(&table, &scratch, err) : read_entries(&table, &scratch, err);

    assay_arena_release(&scratch);
    if (!code && (!table.found || (!table.name && table.models > 1)))
        code = complain(&table, err);
    if (!code && table.count == 0)
        code = assay_fail(err, ASSAY_EDATA, "%s: no accuracies of subsets", table.path);
    *out = table.value;
    *count = table.count;
    return code;
}
