/*
 * fuzz_plain.c - a text of any bytes: its words are UTF-8, one blank between two, and stay as they are
 * when they are normalised again.
 */
#include "harness/core/plain.h"
#include "tests/fuzz/fuzz.h"

#include <assert.h>

/* Words one by one give the text back. */
static void check_words(struct assay_str plain)
{
    struct assay_str rest = plain, word;
    size_t length = 0;

    while (assay_plain_next(&rest, &word)) {
        assert(word.len > 0);
        length += word.len + (length > 0);
    }
    assert(length == plain.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct assay_plain *plain;
    struct assay_buf once = {0}, twice = {0};
    struct assay_error err;

    if (assay_plain_open(&plain, &err))
        return 0;
    assay_plain_add(plain, (struct assay_str){(const char *)data, size}, &once);
    assert(once.len <= 2 * size);
    assert(assay_str_is_utf8(assay_buf_view(&once)));
    check_words(assay_buf_view(&once));
    assay_plain_add(plain, assay_buf_view(&once), &twice);
    assert(assay_str_equal(assay_buf_view(&once), assay_buf_view(&twice)));
    assay_buf_release(&once);
    assay_buf_release(&twice);
    assay_plain_close(plain);
    return 0;
}
