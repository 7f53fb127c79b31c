/*
 * fuzz_page.c - any bytes as a name in a page: every writer has as much markup, as many fields and
 * lines, as of a plain one, and writes the same twice.
 */
#include "harness/core/json.h"
#include "reports/page_writer.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/page_fixture.h"

#include <assert.h>
#include <string.h>

/* What a name must not change. */
struct shape {
    size_t tags;   /* html and junit: "<" */
    size_t quotes; /* junit: '"' */
    size_t fields; /* csv: commas outside quotes */
    size_t records;
    size_t cells; /* latex: & that are none of a text */
    size_t lines; /* table, latex */
    int depth;    /* latex: braces that stay open */
};

static size_t count(struct assay_str text, char what)
{
    size_t n = 0;

    for (size_t i = 0; i < text.len; i++)
        n += text.ptr[i] == what;
    return n;
}

static void measure_csv(struct assay_str text, struct shape *shape)
{
    bool quoted = false;

    for (size_t i = 0; i < text.len; i++) {
        quoted ^= text.ptr[i] == '"';
        shape->fields += !quoted && text.ptr[i] == ',';
        shape->records += !quoted && text.ptr[i] == '\n';
    }
    assert(!quoted);
}

static void measure_tex(struct assay_str text, struct shape *shape)
{
    bool comment = false;

    shape->lines = count(text, '\n');
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];

        if (c == '\\' && !comment) {
            i++;
            continue;
        }
        comment = (comment || c == '%') && c != '\n';
        shape->cells += !comment && c == '&';
        shape->depth += comment ? 0 : (c == '{') - (c == '}');
        assert(shape->depth >= 0);
    }
}

static void measure_json(struct assay_str text)
{
    struct assay_arena arena = {0};
    struct assay_node node;
    struct assay_error err;

    assert(!assay_json_parse(text, "page", &arena, &node, &err));
    assay_arena_release(&arena);
}

/* Lines of a block of code are those of the text itself. */
static void measure_table(struct assay_str text)
{
    for (size_t i = 0; i < text.len; i++)
        assert((unsigned char)text.ptr[i] >= 0x20 || text.ptr[i] == '\n');
}

static void measure(const char *format, struct assay_str text, struct shape *shape)
{
    assert(assay_str_is_utf8(text));
    if (strcmp(format, "csv") == 0)
        measure_csv(text, shape);
    else if (strcmp(format, "latex") == 0)
        measure_tex(text, shape);
    else if (strcmp(format, "json") == 0)
        measure_json(text);
    else if (strcmp(format, "table") == 0)
        measure_table(text);
    else if (strcmp(format, "junit") == 0)
        shape->quotes = count(text, '"');
    if (strcmp(format, "html") == 0 || strcmp(format, "junit") == 0)
        shape->tags = count(text, '<');
}

static struct shape shape_of(const struct assay_page_writer *writer,
                             struct assay_str name)
{
    const struct assay_page_look look = {0};
    struct assay_arena arena = {0};
    struct assay_buf out[2] = {{0}};
    struct shape shape = {0};
    struct assay_page page;
    struct assay_error err;

    fixture_page(&arena, name, &page);
    for (int i = 0; i < 2; i++)
        assert(!writer->write(&page, &look, &out[i], &err));
    assert(assay_str_equal(assay_buf_view(&out[0]), assay_buf_view(&out[1])));
    measure(writer->name, assay_buf_view(&out[0]), &shape);
    for (int i = 0; i < 2; i++)
        assay_buf_release(&out[i]);
    assay_arena_release(&arena);
    return shape;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct assay_buf name = {0};

    assay_buf_putc(&name, 'x'); /* no name is nothing, which has markup of its own */
    assay_buf_add(&name, (struct assay_str){(const char *)data, size});
    for (size_t i = 0; assay_page_writer_at(i); i++) {
        const struct assay_page_writer *writer = assay_page_writer_at(i);
        const struct shape plain = shape_of(writer, ASSAY_STR("x"));
        const struct shape got = shape_of(writer, assay_buf_view(&name));

        assert(plain.tags == got.tags && plain.quotes == got.quotes);
        assert(plain.fields == got.fields && plain.records == got.records);
        assert(plain.cells == got.cells && plain.lines == got.lines);
        assert(got.depth == 0);
    }
    assay_buf_release(&name);
    return 0;
}
