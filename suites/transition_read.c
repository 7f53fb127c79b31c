/* transition_read.c - rows of transitions, from files of any layout. */
#include "harness/core/memory.h"
#include "harness/core/records.h"
#include "harness/core/schema.h"
#include "suites/transition_parts.h"

#include <math.h>
#include <stdlib.h>

/* A file under way. */
struct file {
    struct transition_reading *r;
    struct assay_field_source source;
    uint32_t number;
    struct assay_arena scratch;
};

struct assay_spot assay_transition_reading_spot(const struct transition_reading *r,
                                                size_t row)
{
    const struct assay_transition_place *place = &r->place[row];

    return (struct assay_spot){r->source[place->source].path, place->line, place->record};
}

struct assay_spot assay_transition_spot(const struct assay_transition_table *table,
                                        size_t row)
{
    const struct assay_transition_place *place = &table->place[row];

    return (struct assay_spot){table->source[place->source].path, place->line,
                               place->record};
}

void assay_transition_note(struct transition_reading *r, const char *text)
{
    if (r->notes < ASSAY_TRANSITION_NOTES_MAX)
        r->note[r->notes++] = text;
}

/* ---- values ---- */

static enum assay_code unlike(const struct file *f,
                              const struct transition_column *column,
                              const char *expected, const struct assay_node *value)
{
    return assay_field_fail(
        f->r->err, &f->source, column->key.ptr, "expected %s, found %s%.*s", expected,
        assay_node_is(value, ASSAY_NODE_TEXT) ? "text " : assay_node_type_name(value),
        ASSAY_STR_ARG(assay_node_text(value)));
}

/* A number within limits, or a text that spells one. */
static bool number_of(const struct assay_node *value, double *out)
{
    if (assay_node_is(value, ASSAY_NODE_TEXT) ? !assay_str_number(value->as.text, out)
                                              : !assay_node_number(value, out))
        return false;
    return fabs(*out) <= ASSAY_TRANSITION_NUMBER_MAX;
}

static bool flag_of(const struct assay_node *value, double *out)
{
    const struct assay_str text = assay_node_text(value);

    if (assay_node_is(value, ASSAY_NODE_BOOL)) {
        *out = value->as.truth ? 1.0 : 0.0;
        return true;
    }
    if (number_of(value, out))
        return *out == 0.0 || *out == 1.0;
    if (assay_str_equal(text, ASSAY_STR("True")) ||
        assay_str_equal(text, ASSAY_STR("False"))) {
        *out = text.ptr[0] == 'T' ? 1.0 : 0.0;
        return true;
    }
    if (!assay_str_equal(text, ASSAY_STR("true")) &&
        !assay_str_equal(text, ASSAY_STR("false")))
        return false;
    *out = text.ptr[0] == 't' ? 1.0 : 0.0;
    return true;
}

/* Numbers in their shortest spelling, so that 1, 1.0 and "1" are one label. */
static enum assay_code label_of(struct file *f, const struct transition_column *column,
                                const struct assay_node *value, double *out)
{
    char spelt[ASSAY_STR_REAL];
    struct assay_str text = assay_node_text(value);
    struct assay_names *names = column->role == TRANSITION_ACTION ? &f->r->actions
                                : column->role == TRANSITION_TRAJECTORY
                                    ? &f->r->trajectories
                                    : &f->r->states;
    double number;

    if (number_of(value, &number))
        text = assay_str_of(assay_str_real(number, spelt));
    else if (assay_node_is(value, ASSAY_NODE_BOOL))
        text = value->as.truth ? ASSAY_STR("1") : ASSAY_STR("0");
    else if (!assay_node_is(value, ASSAY_NODE_TEXT))
        return unlike(f, column, "a text or a number", value);
    if (text.len > ASSAY_TRANSITION_LABEL_BYTES)
        return assay_field_fail(f->r->err, &f->source, column->key.ptr,
                                "a label of %zu bytes, more than %d", text.len,
                                ASSAY_TRANSITION_LABEL_BYTES);
    if (column->role == TRANSITION_TRAJECTORY && f->r->setting->paths > 1)
        text = assay_str_of(
            assay_arena_printf(&f->scratch, "%u:%.*s", f->number, ASSAY_STR_ARG(text)));
    *out = (double)assay_names_add(names, text);
    return ASSAY_OK;
}

static enum assay_code put_list(struct file *f, struct transition_column *column,
                                const struct assay_node *value, double *out)
{
    for (size_t i = 0; i < column->width; i++)
        if (!number_of(assay_node_at(value, i), &out[i]))
            return assay_field_fail(f->r->err, &f->source, column->key.ptr,
                                    "[%zu]: expected a finite number, found %s", i,
                                    assay_node_type_name(assay_node_at(value, i)));
    return ASSAY_OK;
}

static enum assay_code put_value(struct file *f, struct transition_column *column,
                                 const struct assay_node *value, double *out)
{
    for (size_t i = 0; i < column->width; i++)
        out[i] = NAN;
    if (!value || assay_node_is(value, ASSAY_NODE_NULL) ||
        (assay_node_is(value, ASSAY_NODE_TEXT) && value->as.text.len == 0))
        return ASSAY_OK;
    switch (assay_transition_roles[column->role].type) {
    case TRANSITION_LABEL:
        return label_of(f, column, value, out);
    case TRANSITION_FLAG:
        return flag_of(value, out) ? ASSAY_OK : unlike(f, column, "true or false", value);
    case TRANSITION_NUMBER:
        return number_of(value, out)
                   ? ASSAY_OK
                   : unlike(f, column, "a finite number, at most 1e100", value);
    case TRANSITION_LIST:
        break;
    }
    return put_list(f, column, value, out);
}

/* ---- room ---- */

static size_t numbers_a_row(const struct transition_reading *r)
{
    size_t sum = 0;

    for (size_t i = 0; i < r->columns; i++)
        sum += r->column[i].width;
    return sum;
}

/* The first list of a column says how long all are. */
static enum assay_code set_width(struct file *f, struct transition_column *column,
                                 const struct assay_node *value)
{
    const bool list = assay_transition_roles[column->role].type == TRANSITION_LIST;
    const bool absent = !value || assay_node_is(value, ASSAY_NODE_NULL);
    const size_t count = assay_node_count(value);

    if (!list) {
        column->width = 1;
        return ASSAY_OK;
    }
    if (absent)
        return ASSAY_OK;
    if (!assay_node_is(value, ASSAY_NODE_LIST) || count == 0)
        return unlike(f, column, "a list of numbers", value);
    if (count > ASSAY_TRANSITION_FEATURES_MAX)
        return assay_field_fail(f->r->err, &f->source, column->key.ptr,
                                "%zu features, more than %d", count,
                                ASSAY_TRANSITION_FEATURES_MAX);
    if (column->width == 0) {
        column->width = count;
        column->at =
            assay_memory_resize(column->at, column->cap * count + 1, sizeof(double));
        for (size_t i = 0; i < column->cap * count; i++)
            column->at[i] = NAN;
    }
    if (count != column->width)
        return assay_field_fail(f->r->err, &f->source, column->key.ptr,
                                "a list of %zu numbers, where there were %zu", count,
                                column->width);
    return ASSAY_OK;
}

static enum assay_code grow(struct file *f)
{
    struct transition_reading *r = f->r;

    if (r->rows == ASSAY_TRANSITION_ROWS_MAX ||
        (r->rows + 1) * numbers_a_row(r) > ASSAY_TRANSITION_CELLS_MAX)
        return assay_fail_at(r->err, assay_field_spot(&f->source),
                             "more than %zu rows or %zu numbers",
                             ASSAY_TRANSITION_ROWS_MAX, ASSAY_TRANSITION_CELLS_MAX);
    if (r->rows < r->cap)
        return ASSAY_OK;
    r->cap = assay_memory_grow(r->cap, r->rows + 1);
    r->place = assay_memory_resize(r->place, r->cap, sizeof(*r->place));
    return ASSAY_OK;
}

static void grow_column(struct transition_column *column, size_t rows)
{
    const size_t cap = column->cap;

    if (rows <= cap)
        return;
    column->cap = assay_memory_grow(cap, rows);
    column->at =
        assay_memory_resize(column->at, column->cap * column->width + 1, sizeof(double));
    for (size_t i = cap * column->width; i < column->cap * column->width; i++)
        column->at[i] = NAN;
}

/* ---- rows ---- */

static enum assay_code value_of(struct file *f, const struct transition_column *column,
                                const struct assay_node **out)
{
    *out = assay_node_find(f->source.record, column->key);
    if (*out || !column->field)
        return ASSAY_OK;
    return assay_field_value(column->field, &f->source, &f->scratch, out, f->r->err);
}

static enum assay_code put_row(struct file *f)
{
    struct transition_reading *r = f->r;
    const struct assay_node *value;
    enum assay_code code = grow(f);

    if (code)
        return code;
    for (size_t i = 0; !code && i < r->columns; i++) {
        struct transition_column *column = &r->column[i];

        code = value_of(f, column, &value);
        if (!code)
            code = set_width(f, column, value);
        if (code)
            break;
        grow_column(column, r->rows + 1);
        code = put_value(f, column, value, column->at + r->rows * column->width);
    }
    r->place[r->rows] = (struct assay_transition_place){f->number, f->source.line,
                                                        (uint32_t)f->source.row};
    r->rows += !code;
    return code;
}

/* What the user named and the first record does not have. */
static enum assay_code check_told(struct file *f)
{
    const struct assay_node *record = f->source.record, *value;
    const size_t count = assay_node_count(record);
    const char **names = assay_arena_new(f->r->arena, count + 1, sizeof(*names));
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; i < count; i++)
        names[i] = assay_arena_copy(f->r->arena, record->as.map.at[i].key).ptr;
    for (size_t i = 0; !code && i < f->r->columns; i++) {
        code = value_of(f, &f->r->column[i], &value);
        if (!code && !value && f->r->column[i].told)
            return assay_slip_tell(
                &(struct assay_slip){.what = assay_arena_printf(
                                         f->r->arena, "%s: no column", f->source.path),
                                     .word = f->r->column[i].key,
                                     .names = names,
                                     .count = count},
                ASSAY_EDATA, f->r->err);
    }
    return code;
}

static enum assay_code put_records(struct file *f, struct assay_records *records)
{
    struct transition_reading *r = f->r;
    enum assay_code code = ASSAY_OK;

    for (size_t n = 0; !code; n++) {
        assay_arena_reset(&f->scratch);
        code = assay_records_next(records, &f->scratch, &f->source.record, r->err);
        if (code || !f->source.record)
            break;
        f->source.line = assay_records_line(records);
        f->source.row = n;
        if (n == 0 && f->number == 0)
            code = assay_transition_map_names(r, f->source.record);
        if (!code && n == 0)
            code = check_told(f);
        if (!code)
            code = put_row(f);
    }
    return code;
}

static enum assay_code read_file(struct transition_reading *r, size_t number)
{
    const struct assay_records_setting setting = {.path = r->setting->path[number],
                                                  .words = true};
    struct file f = {
        .r = r,
        .number = (uint32_t)number,
        .source = {.path = setting.path, .file = assay_str_of(setting.path)}};
    const size_t before = r->rows;
    struct assay_records *records = NULL;
    enum assay_code code;

    r->source[number].path = setting.path;
    r->sources = number + 1;
    code = assay_records_open(&setting, &records, r->err);
    if (!code)
        code = put_records(&f, records);
    if (!code)
        code = assay_records_digest(records, r->source[number].digest, r->err);
    if (!code && r->rows == before)
        code = assay_fail(r->err, ASSAY_EDATA, "%s: no rows", setting.path);
    assay_records_close(records);
    assay_arena_release(&f.scratch);
    return code;
}

static void release(struct transition_reading *r)
{
    for (size_t i = 0; i < r->columns; i++)
        free(r->column[i].at);
    free(r->column);
    free(r->place);
    assay_names_release(&r->states);
    assay_names_release(&r->actions);
    assay_names_release(&r->trajectories);
}

enum assay_code assay_transitions_read(const struct assay_transition_setting *setting,
                                       struct assay_arena *arena,
                                       struct assay_transition_table *out,
                                       struct assay_error *err)
{
    struct transition_reading r = {.setting = setting, .arena = arena, .err = err};
    enum assay_code code;

    *out = (struct assay_transition_table){0};
    if (setting->paths == 0 || setting->paths > ASSAY_TRANSITION_FILES_MAX)
        return assay_fail(err, ASSAY_EUSAGE, "name 1 to %d files of transitions",
                          ASSAY_TRANSITION_FILES_MAX);
    r.column = assay_memory_new(ASSAY_TRANSITION_COLUMNS_MAX, sizeof(*r.column));
    r.source = assay_arena_new(arena, setting->paths, sizeof(*r.source));
    r.note = assay_arena_new(arena, ASSAY_TRANSITION_NOTES_MAX, sizeof(*r.note));
    code = assay_transition_map_words(&r);
    for (size_t i = 0; !code && i < setting->paths; i++)
        code = read_file(&r, i);
    if (!code)
        code = assay_transition_settle(&r, out);
    release(&r);
    return code;
}
