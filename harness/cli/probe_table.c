#include "harness/cli/probe_table.h"

#include "harness/cli/probe_features.h"
#include "harness/core/buf.h"
#include "harness/core/memory.h"
#include "harness/core/records.h"
#include "harness/core/rng.h"
#include "metrics/logistic.h"

#include <stdlib.h>
#include <string.h>

enum part {
    PART_TEST,
    PART_TRAIN,
    PART_UNSAID
};

enum {
    TEXT_MOST = 256 /* bytes of a label that is a number */
};

/* One row of the labels; classes are numbers of names, in rows of all dimensions. */
struct row {
    uint32_t feature; /* row of the features */
    unsigned line;
    unsigned char part;
};

struct dimension {
    struct assay_str name;
    struct assay_names labels; /* as they are spelt */
    uint32_t class_of[ASSAY_LOGISTIC_CLASSES];
};

/* A labels file being read. */
struct reader {
    const struct assay_probe_files *files;
    struct assay_records *records;
    struct assay_probe_features features;
    struct assay_arena *arena;
    struct assay_error *err;
    struct dimension *dimension; /* (dimensions,) */
    size_t dimensions;
    struct row *row; /* (rows,) */
    uint32_t *label; /* (rows, dimensions) number + 1 of the label; 0: none */
    size_t rows, cap;
    uint32_t
        *labelled; /* (features.rows,) number + 1 of the row that labels it; 0: none */
    bool splits;   /* rows say which part they are in */
};

static struct assay_spot spot_of(const struct reader *in)
{
    return (struct assay_spot){in->files->labels, assay_records_line(in->records),
                               assay_records_count(in->records) - 1};
}

/* A text, or a scalar as it is spelt; empty for null and what is not there. */
static struct assay_str spelt(const struct assay_node *node, struct assay_arena *arena)
{
    char text[ASSAY_STR_REAL];
    double number;

    if (assay_node_is(node, ASSAY_NODE_BOOL))
        return node->as.truth ? ASSAY_STR("true") : ASSAY_STR("false");
    if (assay_node_number(node, &number))
        return assay_arena_copy(arena, assay_str_of(assay_str_real(number, text)));
    return assay_node_text(node);
}

static bool is_column(const struct assay_member *member)
{
    static const char *const others[] = {"id", "row", "split"};

    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (assay_str_equal(member->key, assay_str_of(others[i])))
            return false;
    return !assay_node_is(&member->value, ASSAY_NODE_LIST) &&
           !assay_node_is(&member->value, ASSAY_NODE_MAP);
}

/* The columns of the first row that are no names of rows and no lists are dimensions. */
static enum assay_code find_dimensions(struct reader *in, const struct assay_node *first)
{
    in->dimension =
        assay_arena_new(in->arena, ASSAY_PROBE_DIMENSIONS_MAX, sizeof(*in->dimension));
    for (size_t i = 0; i < assay_node_count(first); i++) {
        const struct assay_member *member = &first->as.map.at[i];

        if (!is_column(member))
            continue;
        if (in->dimensions == ASSAY_PROBE_DIMENSIONS_MAX)
            return assay_fail_at(in->err, spot_of(in), "more than %d dimensions",
                                 ASSAY_PROBE_DIMENSIONS_MAX);
        in->dimension[in->dimensions++].name = assay_arena_copy(in->arena, member->key);
    }
    in->splits = assay_node_get(first, "split") != NULL;
    if (in->dimensions == 0)
        return assay_fail_at(in->err, spot_of(in),
                             "no column of labels beside id, row and split");
    return ASSAY_OK;
}

/* The row of the features that a row of labels is about. */
static enum assay_code find_feature(const struct reader *in,
                                    const struct assay_node *record,
                                    struct assay_arena *arena, uint32_t *out)
{
    const struct assay_node *row = assay_node_get(record, "row");
    const struct assay_str id = spelt(assay_node_get(record, "id"), arena);
    double place = (double)in->rows;

    if (id.len > 0 && in->features.ids.count > 0) {
        if (!assay_names_find(&in->features.ids, id, out))
            return assay_fail_at(in->err, spot_of(in), "id %.*s: not in %s",
                                 ASSAY_STR_ARG(id), in->files->features);
        return ASSAY_OK;
    }
    if (row && !assay_str_number(spelt(row, arena), &place))
        return assay_fail_at(in->err, spot_of(in), "row: expected a number");
    if (!row && id.len > 0)
        return assay_fail_at(in->err, spot_of(in),
                             "id %.*s: %s has no ids; name its rows by \"row\"",
                             ASSAY_STR_ARG(id), in->files->features);
    if (!(place >= 0.0 && place < (double)in->features.rows) ||
        place != (double)(uint32_t)place)
        return assay_fail_at(in->err, spot_of(in), "row %g: %s has rows 0 to %zu", place,
                             in->files->features, in->features.rows - 1);
    *out = (uint32_t)place;
    return ASSAY_OK;
}

static enum assay_code find_part(const struct reader *in, const struct assay_node *record,
                                 unsigned char *out)
{
    static const struct {
        const char *name;
        enum part part;
    } known[] = {{"train", PART_TRAIN},   {"test", PART_TEST}, {"validation", PART_TEST},
                 {"valid", PART_TEST},    {"dev", PART_TEST},  {"val", PART_TEST},
                 {"training", PART_TRAIN}};
    const struct assay_str said = assay_node_text(assay_node_get(record, "split"));

    *out = PART_UNSAID;
    if (!in->splits)
        return ASSAY_OK;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (assay_str_equal(said, assay_str_of(known[i].name))) {
            *out = (unsigned char)known[i].part;
            return ASSAY_OK;
        }
    return assay_fail_at(in->err, spot_of(in),
                         "split: \"%.*s\" is none of train, test, validation",
                         ASSAY_STR_ARG(said));
}

static enum assay_code add_labels(struct reader *in, const struct assay_node *record,
                                  struct assay_arena *arena, uint32_t *out)
{
    for (size_t d = 0; d < in->dimensions; d++) {
        struct dimension *dimension = &in->dimension[d];
        const struct assay_str text =
            spelt(assay_node_find(record, dimension->name), arena);

        out[d] = text.len ? assay_names_add(&dimension->labels, text) + 1 : 0;
        if (dimension->labels.count > ASSAY_LOGISTIC_CLASSES)
            return assay_fail_at(in->err, spot_of(in), "%.*s: more than %d classes",
                                 ASSAY_STR_ARG(dimension->name), ASSAY_LOGISTIC_CLASSES);
    }
    return ASSAY_OK;
}

/* Labels of one row of features twice would let it be trained and tested on. */
static enum assay_code claim(struct reader *in, uint32_t feature)
{
    uint32_t *by = &in->labelled[feature];

    if (*by > 0)
        return assay_fail_at(in->err, spot_of(in), "labels row %u of %s, as line %u does",
                             feature, in->files->features, in->row[*by - 1].line);
    *by = (uint32_t)in->rows + 1;
    return ASSAY_OK;
}

static enum assay_code add_row(struct reader *in, const struct assay_node *record,
                               struct assay_arena *arena)
{
    struct row *row;
    enum assay_code code = in->dimension ? ASSAY_OK : find_dimensions(in, record);

    if (!code && in->rows == ASSAY_PROBE_ROWS_MAX)
        code = assay_fail_at(in->err, spot_of(in), "more than %d rows",
                             ASSAY_PROBE_ROWS_MAX);
    if (code)
        return code;
    if (in->rows == in->cap) {
        in->cap = assay_memory_grow(in->cap, in->rows + 1);
        in->row = assay_memory_resize(in->row, in->cap, sizeof(*in->row));
        in->label =
            assay_memory_resize(in->label, in->cap, in->dimensions * sizeof(*in->label));
    }
    row = &in->row[in->rows];
    row->line = assay_records_line(in->records);
    code = find_feature(in, record, arena, &row->feature);
    if (!code)
        code = claim(in, row->feature);
    if (!code)
        code = find_part(in, record, &row->part);
    if (!code)
        code = add_labels(in, record, arena, in->label + in->rows * in->dimensions);
    in->rows++;
    return code;
}

static enum assay_code read_labels(struct reader *in, char digest[ASSAY_DIGEST_HEX])
{
    const struct assay_records_setting setting = {.path = in->files->labels};
    struct assay_arena arena = {0};
    const struct assay_node *record = NULL;
    enum assay_code code = assay_records_open(&setting, &in->records, in->err);

    while (!code) {
        assay_arena_reset(&arena);
        code = assay_records_next(in->records, &arena, &record, in->err);
        if (code || !record)
            break;
        code = add_row(in, record, &arena);
    }
    if (!code && in->rows == 0)
        code = assay_fail(in->err, ASSAY_EDATA, "%s: no records", in->files->labels);
    if (!code)
        code = assay_records_digest(in->records, digest, in->err);
    assay_records_close(in->records);
    assay_arena_release(&arena);
    return code;
}

/* A whole number that can be a class. */
static bool is_class(struct assay_str text, uint32_t *out)
{
    double number;

    if (text.len > TEXT_MOST || !assay_str_number(text, &number) ||
        !(number >= 0.0 && number < ASSAY_LOGISTIC_CLASSES) ||
        number != (double)(uint32_t)number)
        return false;
    *out = (uint32_t)number;
    return true;
}

/* Numbers classes: as they are where all are whole numbers, else in the order of their names. */
static bool number_classes(struct dimension *dimension)
{
    const struct assay_names *labels = &dimension->labels;
    bool numbers = true;

    for (size_t i = 0; i < labels->count; i++)
        numbers = numbers && is_class(labels->at[i], &dimension->class_of[i]);
    for (size_t i = 0; i < labels->count && !numbers; i++) {
        dimension->class_of[i] = 0;
        for (size_t k = 0; k < labels->count; k++)
            dimension->class_of[i] += assay_str_compare(labels->at[k], labels->at[i]) < 0;
    }
    return numbers;
}

/* "classes of tone: 0 harsh, 1 kind". */
static struct assay_str class_note(const struct dimension *dimension,
                                   struct assay_arena *arena)
{
    struct assay_buf text = {0};
    struct assay_str out;

    assay_buf_printf(&text, "classes of %.*s:", ASSAY_STR_ARG(dimension->name));
    for (uint32_t k = 0; k < dimension->labels.count; k++)
        for (size_t i = 0; i < dimension->labels.count; i++)
            if (dimension->class_of[i] == k)
                assay_buf_printf(&text, "%s %u %.*s", k ? "," : "", k,
                                 ASSAY_STR_ARG(dimension->labels.at[i]));
    out = assay_arena_copy(arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return out;
}

/* The first rows of a random order, as many as the share says, are tested on. */
static void draw_parts(struct reader *in)
{
    uint32_t *order = assay_memory_new(in->rows, sizeof(*order));
    struct assay_rng rng = {in->files->seed};
    const size_t tests = (size_t)(in->files->test_share * (double)in->rows + 0.5);

    for (size_t i = 0; i < in->rows; i++)
        order[i] = (uint32_t)i;
    for (size_t i = 0; i < in->rows; i++) {
        const size_t k = i + (size_t)assay_rng_index(&rng, in->rows - i);
        const uint32_t held = order[i];

        order[i] = order[k];
        order[k] = held;
        in->row[order[i]].part = i < tests ? PART_TEST : PART_TRAIN;
    }
    free(order);
}

static void put_notes(struct reader *in, struct assay_probe_table *out)
{
    out->note = assay_arena_new(in->arena, in->dimensions + 1, sizeof(*out->note));
    for (size_t d = 0; d < in->dimensions; d++)
        if (!number_classes(&in->dimension[d]))
            out->note[out->notes++] = class_note(&in->dimension[d], in->arena);
    if (!in->splits)
        out->note[out->notes++] = assay_str_of(assay_arena_printf(
            in->arena, "rows are tested on by lot: a share of %g, seed %llu",
            in->files->test_share, (unsigned long long)in->files->seed));
}

/* An item for every label, dimension by dimension. */
static void make_table(struct reader *in, struct assay_probe_table *out)
{
    static const struct assay_str parts[] = {
        [PART_TEST] = {"test", 4}, [PART_TRAIN] = {"train", 5}};
    const size_t most = in->rows * in->dimensions;
    struct assay_str *names = assay_arena_new(in->arena, in->dimensions, sizeof(*names));
    struct assay_str *id = assay_arena_new(in->arena, most, sizeof(*id));
    uint32_t *subset = assay_arena_new(in->arena, most, sizeof(*subset));
    uint32_t *cluster = assay_arena_new(in->arena, most, sizeof(*cluster));
    uint32_t *group = assay_arena_new(in->arena, most, sizeof(*group));
    uint64_t *line = assay_arena_new(in->arena, most, sizeof(*line));
    size_t *gold_first = assay_arena_new(in->arena, most + 1, sizeof(*gold_first));
    double *gold = assay_arena_new(in->arena, most, sizeof(*gold));
    size_t *first = assay_arena_new(in->arena, most + 1, sizeof(*first));
    size_t n = 0;

    for (size_t d = 0; d < in->dimensions; d++) {
        names[d] = in->dimension[d].name;
        for (size_t r = 0; r < in->rows; r++) {
            const uint32_t label = in->label[r * in->dimensions + d];

            if (label == 0)
                continue;
            id[n] = ASSAY_STR("");
            subset[n] = (uint32_t)d;
            cluster[n] = in->row[r].feature;
            group[n] = in->row[r].part;
            line[n] = in->row[r].line;
            gold[n] = (double)in->dimension[d].class_of[label - 1];
            first[n++] = in->row[r].feature * in->features.width;
            gold_first[n] = n;
        }
    }
    out->table = (struct assay_table){
        .want = ASSAY_WANT_VECTORS,
        .items = n,
        .width = in->features.width,
        .subset_count = in->dimensions,
        .subset_name = names,
        .id = id,
        .subset = subset,
        .cluster = cluster,
        .group = group,
        .line = line,
        .group_count = 2,
        .group_name = parts,
        .gold_first = gold_first,
        .gold = gold,
        .first = first,
        .value = in->features.value,
        .state = in->features.state,
    };
}

enum assay_code assay_probe_table_read(const struct assay_probe_files *files,
                                       struct assay_arena *arena,
                                       struct assay_probe_table *out,
                                       struct assay_error *err)
{
    struct reader in = {.files = files, .arena = arena, .err = err};
    enum assay_code code;

    *out = (struct assay_probe_table){0};
    code = assay_probe_features_read(files, &in.features, err);
    if (!code) {
        in.labelled = assay_memory_new(in.features.rows + 1, sizeof(*in.labelled));
        code = read_labels(&in, out->digest[1]);
    }
    if (!code) {
        memcpy(out->digest[0], in.features.digest, ASSAY_DIGEST_HEX);
        if (!in.splits)
            draw_parts(&in);
        put_notes(&in, out);
        make_table(&in, out);
        out->value = in.features.value;
        out->state = in.features.state;
        in.features.value = NULL;
        in.features.state = NULL;
    }
    for (size_t d = 0; d < in.dimensions; d++)
        assay_names_release(&in.dimension[d].labels);
    free(in.row);
    free(in.label);
    free(in.labelled);
    assay_probe_features_release(&in.features);
    return code;
}

void assay_probe_table_release(struct assay_probe_table *table)
{
    free(table->value);
    free(table->state);
    table->value = NULL;
    table->state = NULL;
}
