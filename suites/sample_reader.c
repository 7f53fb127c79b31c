/* sample_reader.c - the samples of a description, or of a file, as columns. */
#include "suites/sample_reader.h"

#include "suites/item_parts.h"
#include "suites/item_source.h"
#include "suites/sample_fields.h"

#include <math.h>
#include <string.h>

/* A reading under way. */
struct reading {
    struct assay_sample_fields fields;
    struct assay_item_sources from;
    struct assay_sample_set *set;
    struct assay_arena *arena; /* of names and sources */
    struct assay_arena scratch;
    struct assay_field_source source;
    size_t records; /* over all files */
    struct assay_error *err;
};

/* The numbers of a column of one record. */
struct numbers {
    double *at; /* NULL: the record has none */
    size_t count;
};

/* A score of steps, or a number in a list of its own. */
static enum assay_code number_of_list(struct reading *r,
                                      const struct assay_sample_column *column,
                                      const struct assay_node *list, double *out)
{
    const size_t n = assay_node_count(list);
    double *step = assay_arena_new(&r->scratch, n + 1, sizeof(*step));
    struct assay_error why;

    for (size_t i = 0; i < n; i++)
        if (!assay_builder_number(assay_node_at(list, i), &step[i]))
            return assay_field_fail(r->err, &r->source,
                                    assay_field_name(column->field[0]),
                                    "expected numbers in the list of a sample");
    if (!column->steps && n != 1)
        return assay_field_fail(
            r->err, &r->source, assay_field_name(column->field[0]),
            "a sample has a list of %zu numbers; scores of steps are named "
            "with --steps or under `steps:`",
            n);
    if (!column->steps) {
        *out = step[0];
        return ASSAY_OK;
    }
    if (assay_aggregate_steps(step, n, r->fields.asked->aggregate, out, &why))
        return assay_field_fail(r->err, &r->source, assay_field_name(column->field[0]),
                                "%s", why.text);
    return ASSAY_OK;
}

static enum assay_code number_of(struct reading *r,
                                 const struct assay_sample_column *column,
                                 const struct assay_node *node, double *out)
{
    *out = (double)NAN;
    if (!node || assay_node_is(node, ASSAY_NODE_NULL))
        return ASSAY_OK;
    if (assay_node_is(node, ASSAY_NODE_LIST))
        return number_of_list(r, column, node, out);
    if (assay_node_is(node, ASSAY_NODE_BOOL))
        *out = node->as.truth ? 1.0 : 0.0;
    else if (!assay_builder_number(node, out))
        return assay_field_fail(r->err, &r->source, assay_field_name(column->field[0]),
                                "expected a number a sample, found %s",
                                assay_node_type_name(node));
    return ASSAY_OK;
}

static enum assay_code read_numbers(struct reading *r,
                                    const struct assay_sample_column *column,
                                    struct numbers *out)
{
    const struct assay_node *list = NULL;
    enum assay_code code = ASSAY_OK;

    *out = (struct numbers){0};
    if (column->fields > 0)
        code = assay_sample_column_value(column, &r->source, &r->scratch, &list, r->err);
    if (code || !list)
        return code;
    out->count = assay_node_count(list);
    out->at = assay_arena_new(&r->scratch, out->count + 1, sizeof(*out->at));
    for (size_t i = 0; !code && i < out->count; i++)
        code = number_of(r, column, assay_node_at(list, i), &out->at[i]);
    return code;
}

/* A final answer as its text; numbers are spelt as read. */
static struct assay_str answer_of(struct reading *r, const struct assay_node *node)
{
    char text[ASSAY_STR_REAL];
    double number;
    struct assay_str answer = assay_node_text(node);

    if (answer.len > 0)
        return answer;
    if (!node || assay_node_is(node, ASSAY_NODE_TEXT) ||
        !assay_node_number(node, &number))
        return (struct assay_str){0};
    return assay_arena_copy(&r->scratch, assay_str_of(assay_str_real(number, text)));
}

static enum assay_code read_answers(struct reading *r, size_t n,
                                    const struct assay_str **out)
{
    const struct assay_sample_column *column = &r->fields.answers;
    const struct assay_node *list = NULL;
    struct assay_str *at;
    enum assay_code code = ASSAY_OK;

    *out = NULL;
    if (column->fields > 0)
        code = assay_sample_column_value(column, &r->source, &r->scratch, &list, r->err);
    if (code || !list)
        return code;
    if (assay_node_count(list) < n)
        return assay_field_fail(r->err, &r->source, assay_field_name(column->field[0]),
                                "%zu answers of %zu samples", assay_node_count(list), n);
    at = assay_arena_new(&r->scratch, n + 1, sizeof(*at));
    for (size_t i = 0; i < n; i++)
        at[i] = answer_of(r, assay_node_at(list, i));
    *out = at;
    return ASSAY_OK;
}

/* Lengths as they are told, or of the texts. */
static enum assay_code read_lengths(struct reading *r, size_t n, const double **out)
{
    const struct assay_node *list = NULL;
    struct numbers told;
    double *length;
    enum assay_code code = read_numbers(r, &r->fields.lengths, &told);

    *out = told.count >= n ? told.at : NULL;
    if (!code && !*out && r->fields.completions.fields > 0)
        code = assay_sample_column_value(&r->fields.completions, &r->source, &r->scratch,
                                         &list, r->err);
    if (code || !list || assay_node_count(list) < n)
        return code;
    length = assay_arena_new(&r->scratch, n + 1, sizeof(*length));
    for (size_t i = 0; i < n; i++) {
        const struct assay_node *text = assay_node_at(list, i);

        length[i] = assay_node_is(text, ASSAY_NODE_TEXT)
                        ? (double)assay_str_code_points(assay_node_text(text))
                        : (double)NAN;
    }
    *out = length;
    return ASSAY_OK;
}

/* Columns of one record, which are to be of one length. */
static enum assay_code read_columns(struct reading *r,
                                    const struct assay_sample_columns *columns,
                                    const double **out, size_t *count)
{
    for (size_t i = 0; i < columns->count; i++) {
        struct numbers one;
        const enum assay_code code = read_numbers(r, &columns->at[i], &one);

        if (code)
            return code;
        out[i] = one.at;
        if (!one.at)
            continue;
        if (*count > 0 && one.count != *count)
            return assay_field_fail(
                r->err, &r->source, assay_field_name(columns->at[i].field[0]),
                "a list of %zu, where other columns of the prompt have %zu", one.count,
                *count);
        *count = one.count;
    }
    return ASSAY_OK;
}

static bool known_at(const double *const *column, size_t columns, size_t place)
{
    for (size_t i = 0; i < columns; i++)
        if (column[i] && !isnan(column[i][place]))
            return true;
    return false;
}

static enum assay_code read_text(struct reading *r, const struct assay_field *field,
                                 struct assay_str *out)
{
    const struct assay_node *node = NULL;
    enum assay_code code = ASSAY_OK;

    *out = ASSAY_STR("");
    if (field)
        code = assay_field_value(field, &r->source, &r->scratch, &node, r->err);
    if (code || !node || assay_node_is(node, ASSAY_NODE_NULL))
        return code;
    return assay_field_text(field, &r->source, &r->scratch, out, r->err);
}

static enum assay_code read_prompt(struct reading *r, struct assay_sample_row *row)
{
    const struct assay_node *node = NULL;
    enum assay_code code = read_text(r, r->fields.id, &row->id);

    row->difficulty = (double)NAN;
    if (!code)
        code = read_text(r, r->fields.section, &row->section);
    if (!code)
        code = read_text(r, r->fields.cluster, &row->cluster);
    if (!code && r->fields.difficulty)
        code = assay_field_value(r->fields.difficulty, &r->source, &r->scratch, &node,
                                 r->err);
    if (!code && node && !assay_node_is(node, ASSAY_NODE_NULL))
        code = assay_field_number(r->fields.difficulty, &r->source, &r->scratch,
                                  &row->difficulty, r->err);
    if (row->id.len == 0)
        row->id = assay_str_of(assay_arena_printf(&r->scratch, "%zu", r->records));
    return code;
}

/* Rows of arrays are of one length, however many samples a prompt has. */
static bool is_padded(const struct reading *r)
{
    static const char *const ends[] = {".npz", ".npy", ".safetensors"};
    const size_t len = strlen(r->source.path);

    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
        if (len > strlen(ends[i]) &&
            strcmp(r->source.path + len - strlen(ends[i]), ends[i]) == 0)
            return true;
    return false;
}

static enum assay_code read_samples(struct reading *r, struct assay_sample_row *row)
{
    struct numbers tokens = {0};
    enum assay_code code = read_columns(r, &r->fields.proxies, row->proxy, &row->count);

    if (!code)
        code = read_columns(r, &r->fields.golds, row->gold, &row->count);
    while (!code && is_padded(r) && row->count > 0 &&
           !known_at(row->proxy, r->fields.proxies.count, row->count - 1) &&
           !known_at(row->gold, r->fields.golds.count, row->count - 1))
        row->count--;
    if (!code)
        code = read_numbers(r, &r->fields.tokens, &tokens);
    if (!code)
        row->tokens = tokens.count >= row->count ? tokens.at : NULL;
    if (!code)
        code = read_lengths(r, row->count, &row->length);
    if (!code)
        code = read_answers(r, row->count, &row->answer);
    return code;
}

static enum assay_code name_columns(struct reading *r)
{
    enum assay_code code =
        assay_sample_columns_expand(&r->fields.proxies, &r->source, r->arena, r->err);

    if (!code)
        code =
            assay_sample_columns_expand(&r->fields.golds, &r->source, r->arena, r->err);
    r->set->proxies = r->fields.proxies.count;
    r->set->golds = r->fields.golds.count;
    for (size_t i = 0; i < r->set->proxies; i++)
        r->set->proxy_name[i] = assay_arena_copy(r->arena, r->fields.proxies.at[i].name);
    for (size_t i = 0; i < r->set->golds; i++)
        r->set->gold_name[i] = assay_arena_copy(r->arena, r->fields.golds.at[i].name);
    return code;
}

static enum assay_code add_record(struct reading *r)
{
    struct assay_sample_row row = {0};
    enum assay_code code = r->records == 0 ? name_columns(r) : ASSAY_OK;

    if (!code)
        code = read_prompt(r, &row);
    if (!code)
        code = read_samples(r, &row);
    r->records++;
    if (code || row.count == 0)
        return code;
    if (row.count > ASSAY_SAMPLE_PER_PROMPT_MAX)
        return assay_fail_at(r->err, assay_field_spot(&r->source),
                             "more than %d samples of a prompt",
                             ASSAY_SAMPLE_PER_PROMPT_MAX);
    if (!assay_sample_set_add(r->set, &row))
        return assay_fail_at(r->err, assay_field_spot(&r->source),
                             "prompt \"%.*s\" is there twice; where records are samples, "
                             "--group-by names the field of their prompt",
                             ASSAY_STR_ARG(row.id));
    return ASSAY_OK;
}

static enum assay_code read_file(struct reading *r, struct assay_item_source *file)
{
    struct assay_records *records = NULL;
    const struct assay_records_setting setting = {
        .path = file->path,
        .layout = file->layout,
        .group_by = r->fields.group_by,
        .rows_of = file->rows_of,
        .format = file->format,
        .words = true,
    };
    enum assay_code code = assay_records_open(&setting, &records, r->err);

    r->source = (struct assay_field_source){.path = file->path, .file = file->name};
    while (!code) {
        assay_arena_reset(&r->scratch);
        code = assay_records_next(records, &r->scratch, &r->source.record, r->err);
        if (code || !r->source.record)
            break;
        r->source.line = assay_records_line(records);
        code = add_record(r);
        r->source.row++;
    }
    if (!code)
        code = assay_records_digest(records, file->digest, r->err);
    assay_records_close(records);
    return code;
}

/* Some sample has a number of each column. */
static enum assay_code check_found(const struct reading *r)
{
    const struct assay_sample_set *set = r->set;
    const char *path = r->from.count > 0 ? r->from.at[0].path : r->fields.suite->path;

    if (set->prompts == 0)
        return assay_fail(
            r->err, ASSAY_EDATA,
            "%s: no samples with scores: name the fields that hold them with "
            "--proxy NAME=FIELD and --gold NAME=FIELD",
            path);
    for (size_t i = 0; i < set->proxies; i++)
        if (!assay_sample_set_has(set->proxy[i], set->samples))
            return assay_fail(
                r->err, ASSAY_EDATA,
                "%s: no sample has a number of proxy \"%.*s\": name its field "
                "with --proxy NAME=FIELD",
                path, ASSAY_STR_ARG(set->proxy_name[i]));
    for (size_t i = 0; i < set->golds; i++)
        if (!assay_sample_set_has(set->gold[i], set->samples))
            return assay_fail(
                r->err, ASSAY_EDATA,
                "%s: no sample has a number of gold \"%.*s\": name its field "
                "with --gold NAME=FIELD",
                path, ASSAY_STR_ARG(set->gold_name[i]));
    return ASSAY_OK;
}

enum assay_code assay_samples_read(const struct assay_suite *suite,
                                   const struct assay_sample_asked *asked,
                                   struct assay_arena *arena,
                                   struct assay_sample_set *out,
                                   struct assay_node *sources, struct assay_error *err)
{
    struct reading r = {.set = out, .arena = arena, .err = err};
    struct assay_node *list = assay_node_list(arena);
    enum assay_code code = assay_sample_fields_open(suite, asked, arena, &r.fields, err);

    if (!code)
        code = assay_item_sources_open(suite, NULL, arena, &r.from, err);
    for (size_t i = 0; !code && i < r.from.count; i++)
        code = read_file(&r, &r.from.at[i]);
    if (!code)
        code = check_found(&r);
    for (size_t i = 0; !code && i < r.from.count; i++)
        assay_node_push(arena, list, assay_item_source_node(&r.from.at[i], arena));
    *sources = *list;
    assay_arena_release(&r.scratch);
    return code;
}
