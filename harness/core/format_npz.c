/*
 * format_npz.c - scores as numpy keeps them: id (n,) and scores (n, k) in one .npz.
 *
 * Source: numpy/lib/format.py (NEP 1) and numpy.savez: a zip of stored npy files, version 1.0, whose
 * header ends at a multiple of 64 bytes.
 */
#include "harness/core/archive_write.h"
#include "harness/core/format_write.h"

#include <string.h>

enum {
    UNIT = 4,   /* bytes of a code point */
    ALIGN = 64, /* of the elements of an npy */
    BEFORE = 10 /* bytes in front of the header */
};

/* The rows that have all scores. */
struct answered {
    const struct assay_format_run *run;
    size_t rows, scores; /* of each row */
    size_t longest;      /* code points of an id, at least 1 */
};

static void put_header(const char *type, const char *shape, struct assay_buf *out)
{
    struct assay_buf text = {0};

    assay_buf_printf(&text, "{'descr': '%s', 'fortran_order': False, 'shape': %s, }",
                     type, shape);
    while ((BEFORE + text.len + 1) % ALIGN != 0)
        assay_buf_putc(&text, ' ');
    assay_buf_putc(&text, '\n');
    assay_buf_add(out, (struct assay_str){"\x93NUMPY\x01\x00", 8});
    assay_buf_putc(out, (char)(text.len % 256));
    assay_buf_putc(out, (char)(text.len / 256));
    assay_buf_add(out, assay_buf_view(&text));
    assay_buf_release(&text);
}

/* Little-endian. */
static void put_bytes(uint64_t bits, size_t n, struct assay_buf *out)
{
    for (size_t i = 0; i < n; i++)
        assay_buf_putc(out, (char)(bits >> 8 * i & 0xFF));
}

/* The code point at *at of valid UTF-8, and goes past it. */
static uint32_t next_point(struct assay_str text, size_t *at)
{
    const unsigned char first = (unsigned char)text.ptr[(*at)++];
    size_t more = first < 0x80 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
    uint32_t point = more ? first & (0x3FU >> more) : first;

    for (; more > 0 && *at < text.len; more--)
        point = point << 6 | ((unsigned char)text.ptr[(*at)++] & 0x3FU);
    return point;
}

/* Errors: runs that are of no scores, or of different numbers of them. */
static enum assay_code survey(const struct assay_format_run *run, struct answered *out,
                              struct assay_error *err)
{
    *out = (struct answered){.run = run, .longest = 1};
    for (size_t i = 0; i < run->rows; i++) {
        const struct assay_format_row *row = &run->row[i];

        size_t points;

        if (!assay_format_answered(row))
            continue;
        points = assay_str_code_points(row->item->key);
        if (out->rows++ == 0)
            out->scores = row->count;
        if (run->want != ASSAY_WANT_SCORES || row->count != out->scores)
            return assay_format_unfit(run, "npz", "equally many scores an item", err);
        out->longest = points > out->longest ? points : out->longest;
    }
    return ASSAY_OK;
}

static void put_ids(const struct answered *in, struct assay_buf *out)
{
    put_header(assay_arena_printf(in->run->arena, "<U%zu", in->longest),
               assay_arena_printf(in->run->arena, "(%zu,)", in->rows), out);
    for (size_t i = 0; i < in->run->rows; i++) {
        const struct assay_str id = in->run->row[i].item->key;
        size_t n = 0;

        if (!assay_format_answered(&in->run->row[i]))
            continue;
        for (size_t at = 0; at < id.len; n++)
            put_bytes(next_point(id, &at), UNIT, out);
        for (; n < in->longest; n++)
            put_bytes(0, UNIT, out);
    }
}

static void put_scores(const struct answered *in, struct assay_buf *out)
{
    put_header("<f8",
               assay_arena_printf(in->run->arena, "(%zu, %zu)", in->rows, in->scores),
               out);
    for (size_t i = 0; i < in->run->rows; i++) {
        const struct assay_format_row *row = &in->run->row[i];

        for (size_t k = 0; assay_format_answered(row) && k < row->count; k++) {
            uint64_t bits;

            memcpy(&bits, &row->answers[k].value, sizeof(bits));
            put_bytes(bits, sizeof(bits), out);
        }
    }
}

static enum assay_code write_npz(const struct assay_format_run *run,
                                 struct assay_buf *out, struct assay_error *err)
{
    static const struct {
        const char *name;
        void (*put)(const struct answered *in, struct assay_buf *out);
    } arrays[] = {{"id.npy", put_ids}, {"scores.npy", put_scores}};
    struct assay_archive_writer *zip = NULL;
    struct answered in;
    enum assay_code code = survey(run, &in, err);

    if (!code)
        code = assay_archive_zip(out, false, &zip, err);
    for (size_t i = 0; !code && i < sizeof(arrays) / sizeof(arrays[0]); i++) {
        struct assay_buf bytes = {0};

        arrays[i].put(&in, &bytes);
        code = assay_archive_add(zip, arrays[i].name, assay_buf_view(&bytes), err);
        assay_buf_release(&bytes);
    }
    return assay_archive_finish(zip, code, err);
}

const struct assay_format assay_format_npz = {
    .name = "npz",
    .summary = "arrays of numpy; written as id (n,) and scores (n, k)",
    .lost = "texts, and why an item has no score: such items are left out; written, all "
            "items have equally many scores",
    .leaves = "texts",
    .answered = true,
    .layout = ASSAY_LAYOUT_ARRAYS,
    .read = assay_format_as_it_stands,
    .write = write_npz,
};
