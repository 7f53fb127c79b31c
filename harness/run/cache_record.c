#include "harness/run/cache_record.h"

#include "harness/core/digest.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

enum {
    LENGTH_AT = 4,
    CONTENT_AT = 8,
    COUNT_AT = 24,
    ANSWER = 9, /* bytes */
    CHECK = 8
};

static const char magic[] = "AsR1";

static void add_number(struct assay_buf *out, uint64_t n, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++)
        assay_buf_putc(out, (char)(n >> (8 * i) & 0xFF));
}

static uint64_t number_at(const char *at, unsigned bytes)
{
    uint64_t n = 0;

    for (unsigned i = 0; i < bytes; i++)
        n |= (uint64_t)(unsigned char)at[i] << (8 * i);
    return n;
}

static size_t length_of(size_t count)
{
    return ASSAY_RECORD_HEAD + count * ANSWER + CHECK;
}

void assay_record_write(const struct assay_content *content,
                        const struct assay_answer *answers, size_t count,
                        struct assay_buf *out)
{
    const size_t from = out->len;
    unsigned char digest[ASSAY_DIGEST_BYTES];

    assay_buf_puts(out, magic);
    add_number(out, length_of(count), 4);
    assay_buf_add(
        out, (struct assay_str){(const char *)content->digest, sizeof(content->digest)});
    add_number(out, count, 4);
    for (size_t i = 0; i < count; i++) {
        uint64_t bits;

        memcpy(&bits, &answers[i].value, sizeof(bits));
        assay_buf_putc(out, (char)answers[i].state);
        add_number(out, bits, 8);
    }
    assay_digest_of((struct assay_str){out->data + from, out->len - from}, digest);
    assay_buf_add(out, (struct assay_str){(const char *)digest, CHECK});
}

size_t assay_record_length(struct assay_str bytes)
{
    uint64_t count;

    if (bytes.len < ASSAY_RECORD_HEAD || memcmp(bytes.ptr, magic, LENGTH_AT) != 0)
        return 0;
    count = number_at(bytes.ptr + COUNT_AT, 4);
    if (count == 0 || count > ASSAY_RECORD_VALUES ||
        number_at(bytes.ptr + LENGTH_AT, 4) != length_of((size_t)count))
        return 0;
    return length_of((size_t)count);
}

/* The answer whose bytes are at at; false for one that is never kept. */
static bool read_answer(const char *at, struct assay_answer *out)
{
    const uint64_t bits = number_at(at + 1, 8);

    *out = (struct assay_answer){.state = (enum assay_state)(unsigned char)*at};
    memcpy(&out->value, &bits, sizeof(bits));
    return (out->state == ASSAY_STATE_SCORED && isfinite(out->value)) ||
           (out->state == ASSAY_STATE_TRUNCATED && bits == 0);
}

bool assay_record_read(struct assay_str bytes, struct assay_record *out,
                       struct assay_answer *answers, size_t room)
{
    unsigned char digest[ASSAY_DIGEST_BYTES];

    out->bytes = assay_record_length(bytes);
    if (out->bytes == 0 || out->bytes > bytes.len)
        return false;
    assay_digest_of((struct assay_str){bytes.ptr, out->bytes - CHECK}, digest);
    if (memcmp(digest, bytes.ptr + out->bytes - CHECK, CHECK) != 0)
        return false;
    memcpy(out->content.digest, bytes.ptr + CONTENT_AT, sizeof(out->content.digest));
    out->count = (size_t)number_at(bytes.ptr + COUNT_AT, 4);
    for (size_t i = 0; i < out->count; i++) {
        struct assay_answer answer;

        if (!read_answer(bytes.ptr + ASSAY_RECORD_HEAD + i * ANSWER, &answer))
            return false;
        if (answers && out->count <= room)
            answers[i] = answer;
    }
    return true;
}
