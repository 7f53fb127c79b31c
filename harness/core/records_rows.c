/* records_rows.c - records that hold many rows in one field, as a record a row. */
#include "harness/core/field.h"
#include "harness/core/memory.h"
#include "harness/core/records_input.h"

#include <stdlib.h>
#include <string.h>

enum {
    WHERE_MAX = 8,  /* fields that choose records */
    SEEN_MAX = 512, /* values of one that are remembered, for messages */
    TOLD_MAX = 8    /* that a message lists */
};

/* A field that chooses: records have this text there, or all of them the same. */
struct chooser {
    const struct assay_field *field;
    struct assay_str is;        /* empty: whatever the first one has */
    struct assay_str asks;      /* the suite's option that says so; empty: none */
    const char *seen[SEEN_MAX]; /* different texts, the first so many */
    size_t seen_count;
};

struct reader {
    struct records_reader base;
    struct records_reader *inner;
    struct assay_arena kept;   /* of fields and texts seen */
    struct assay_arena record; /* of the record at hand */
    const struct assay_field *field;
    struct chooser where[WHERE_MAX];
    size_t where_count;
    const struct assay_node *at;   /* the record at hand; NULL: none */
    const struct assay_node *rows; /* its rows as a list */
    size_t next;                   /* row to hand out */
    size_t records, taken;         /* of the file; chosen */
    unsigned line;
};

static void see(struct reader *reader, struct chooser *chooser, struct assay_str text)
{
    for (size_t i = 0; i < chooser->seen_count; i++)
        if (assay_str_equal(assay_str_of(chooser->seen[i]), text))
            return;
    if (chooser->seen_count < SEEN_MAX)
        chooser->seen[chooser->seen_count++] = assay_arena_copy(&reader->kept, text).ptr;
}

/* "a, b, ...": the texts that a chooser saw. */
static const char *list_of(struct reader *reader, const struct chooser *chooser)
{
    struct assay_buf list = {.ceiling = 400};
    const char *text;

    for (size_t i = 0; i < chooser->seen_count && i < TOLD_MAX; i++)
        assay_buf_printf(&list, "%s%s", i ? ", " : "", chooser->seen[i]);
    assay_buf_puts(&list, chooser->seen_count > TOLD_MAX ? ", ..." : "");
    text = assay_arena_copy(&reader->kept, assay_buf_view(&list)).ptr;
    assay_buf_release(&list);
    return text;
}

/* Whose rows are wanted was not said, and there are several: reads on for their names. */
static enum assay_code several(struct reader *reader, struct records_input *input,
                               struct assay_field_source *source, struct chooser *chooser,
                               struct assay_error *err)
{
    const struct assay_field_source second = *source;
    struct assay_error ignored;
    struct assay_str text;
    unsigned line;

    while (source->record && chooser->seen_count < SEEN_MAX) {
        assay_arena_reset(&reader->record);
        if (reader->inner->next(reader->inner, input, &reader->record, &source->record,
                                &line, &ignored))
            break;
        if (source->record && assay_field_text(chooser->field, source, &reader->record,
                                               &text, &ignored) == ASSAY_OK)
            see(reader, chooser, text);
    }
    return assay_field_fail(
        err, &second, assay_field_name(chooser->field),
        "several of them (%s): say which one%s%.*s%s", list_of(reader, chooser),
        chooser->asks.len ? " with --suite-option " : "", ASSAY_STR_ARG(chooser->asks),
        chooser->asks.len ? "=NAME" : "");
}

/* True in *ours if every chooser has its text in the record. */
static enum assay_code choose(struct reader *reader, struct records_input *input,
                              struct assay_field_source *source, bool *ours,
                              struct assay_error *err)
{
    *ours = true;
    for (size_t i = 0; *ours && i < reader->where_count; i++) {
        struct chooser *chooser = &reader->where[i];
        const struct assay_node *there;
        struct assay_str text = {"", 0};
        enum assay_code code =
            assay_field_value(chooser->field, source, &reader->record, &there, err);

        *ours = there != NULL;
        if (!code && there)
            code = assay_field_text(chooser->field, source, &reader->record, &text, err);
        if (code)
            return code;
        if (there)
            see(reader, chooser, text);
        if (there && chooser->is.len == 0 && chooser->seen_count > 1)
            return several(reader, input, source, chooser, err);
        if (there && chooser->is.len > 0)
            *ours = assay_str_equal(text, chooser->is);
    }
    return ASSAY_OK;
}

/* The words of a text, as a list of texts. */
static const struct assay_node *words_of(struct assay_str text, unsigned line,
                                         struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t from = 0, n; from < text.len; from += n + 1) {
        struct assay_node word;

        for (n = 0; from + n < text.len && !strchr(" \t", text.ptr[from + n]);)
            n++;
        if (n == 0)
            continue;
        word = assay_node_of_text((struct assay_str){text.ptr + from, n});
        word.line = line;
        (void)assay_node_push(arena, list, word);
    }
    return list;
}

static enum assay_code open_record(struct reader *reader,
                                   const struct assay_field_source *source,
                                   struct assay_error *err)
{
    const struct assay_node *found;
    const enum assay_code code =
        assay_field_value(reader->field, source, &reader->record, &found, err);

    if (code || !found)
        return code;
    if (assay_node_is(found, ASSAY_NODE_TEXT))
        found = words_of(found->as.text, reader->line, &reader->record);
    if (!assay_node_is(found, ASSAY_NODE_LIST))
        return assay_field_fail(err, source, assay_field_name(reader->field),
                                "expected a list or a text of several, found %s",
                                assay_node_type_name(found));
    reader->at = source->record;
    reader->rows = found;
    reader->next = 0;
    reader->taken++;
    return ASSAY_OK;
}

/* What was asked for is not there, although the field is. */
static enum assay_code none_chosen(struct reader *reader, const char *path,
                                   struct assay_error *err)
{
    for (size_t i = 0; reader->taken == 0 && i < reader->where_count; i++) {
        const struct chooser *chooser = &reader->where[i];
        const char *is = assay_arena_copy(&reader->kept, chooser->is).ptr;
        const char *near = assay_str_nearest(is, chooser->seen, chooser->seen_count);
        bool met = chooser->is.len == 0;

        for (size_t k = 0; k < chooser->seen_count; k++)
            met = met || strcmp(chooser->seen[k], is) == 0;
        if (chooser->seen_count > 0 && (!met || i + 1 == reader->where_count))
            return assay_fail(err, ASSAY_EUSAGE, "%s: no %s \"%s\"%s%s%s; there are %s",
                              path, assay_field_name(chooser->field), is,
                              near ? "; nearest is \"" : "", near ? near : "",
                              near ? "\"" : "", list_of(reader, chooser));
    }
    return ASSAY_OK;
}

/* Reads on to a record that was asked for and holds rows; more is false at the end. */
static enum assay_code advance(struct reader *reader, struct records_input *input,
                               bool *more, struct assay_error *err)
{
    struct assay_field_source source = {.path = input->name};
    bool ours = false;
    enum assay_code code;

    assay_arena_reset(&reader->record);
    reader->at = NULL;
    code = reader->inner->next(reader->inner, input, &reader->record, &source.record,
                               &reader->line, err);
    *more = !code && source.record;
    if (!code && !source.record)
        return none_chosen(reader, input->name, err);
    source.line = reader->line;
    source.row = reader->records++;
    if (!code)
        code = choose(reader, input, &source, &ours, err);
    return code || !ours ? code : open_record(reader, &source, err);
}

static enum assay_code next(struct records_reader *base, struct records_input *input,
                            struct assay_arena *arena, const struct assay_node **out,
                            unsigned *line, struct assay_error *err)
{
    struct reader *reader = (struct reader *)base;
    struct assay_node *map;
    bool more = true;

    *out = NULL;
    while (more && (!reader->at || reader->next == assay_node_count(reader->rows))) {
        const enum assay_code code = advance(reader, input, &more, err);

        if (code)
            return code;
    }
    *line = reader->line;
    if (!more)
        return ASSAY_OK;
    map = assay_node_map(arena);
    map->line = reader->line;
    (void)assay_node_put(
        arena, map, "@value",
        assay_records_copy(assay_node_at(reader->rows, reader->next), arena));
    (void)assay_node_put(arena, map, "@index",
                         assay_node_of_int((int64_t)reader->next++));
    *out = map;
    return ASSAY_OK;
}

static void release(struct records_reader *base)
{
    struct reader *reader = (struct reader *)base;

    reader->inner->release(reader->inner);
    assay_arena_release(&reader->kept);
    assay_arena_release(&reader->record);
    free(reader);
}

static enum assay_code compile_where(struct reader *reader, const struct assay_node *list,
                                     struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    if (assay_node_count(list) > WHERE_MAX)
        return assay_fail(err, ASSAY_EUSAGE, "rows_of: more than %d fields that choose",
                          WHERE_MAX);
    for (size_t i = 0; !code && i < assay_node_count(list); i++) {
        const struct assay_node *one = assay_node_at(list, i);
        const struct assay_node *field = assay_node_get(one, "field");

        if (!field || !assay_node_is(assay_node_get(one, "is"), ASSAY_NODE_TEXT))
            return assay_fail(err, ASSAY_EUSAGE,
                              "rows_of: where wants a field and the text that it is");
        reader->where[i].is = assay_node_text(assay_node_get(one, "is"));
        reader->where[i].asks = assay_node_text(assay_node_get(one, "asks"));
        code = assay_field_compile(field, "rows_of", &reader->kept,
                                   &reader->where[i].field, err);
        reader->where_count++;
    }
    return code;
}

enum assay_code assay_records_rows_new(const struct assay_node *spec,
                                       struct records_reader *inner,
                                       struct records_reader **out,
                                       struct assay_error *err)
{
    const struct assay_node *field = assay_node_get(spec, "field");
    struct reader *reader = assay_memory_new(1, sizeof(*reader));
    enum assay_code code;

    *reader = (struct reader){.base = {next, release}, .inner = inner};
    *out = &reader->base;
    if (!field)
        return assay_fail(err, ASSAY_EUSAGE, "rows_of: a field is missing");
    code = assay_field_compile(field, "rows_of", &reader->kept, &reader->field, err);
    return code ? code : compile_where(reader, assay_node_get(spec, "where"), err);
}
