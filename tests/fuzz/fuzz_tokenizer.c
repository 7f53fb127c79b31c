/*
 * fuzz_tokenizer.c - a tokenizer.json of any bytes and, behind the first byte 0xFF, a text: it is
 * refused in a line, or gives the same ids twice, each of them in the vocabulary.
 */
#include "adapters/tokenizer.h"
#include "tests/fuzz/fuzz.h"

#include <assert.h>
#include <string.h>

enum {
    TEXT_BYTES = 1 << 12 /* slow expressions are not what is looked for */
};

static void encode_twice(const struct assay_tokenizer *tokenizer, struct assay_str text)
{
    struct assay_arena arena = {0};
    struct assay_token_ids once, twice;
    struct assay_error err = {0};
    const struct assay_tokenizer_input input = {text, &text, true};
    const enum assay_code code =
        assay_tokenizer_encode(tokenizer, input, &arena, &once, &err);

    assert(code == assay_tokenizer_encode(tokenizer, input, &arena, &twice, &err));
    if (!code) {
        assert(once.count == twice.count);
        assert(once.count == 0 ||
               memcmp(once.id, twice.id, once.count * sizeof(*once.id)) == 0);
        for (size_t i = 0; i < once.count; i++)
            assert(once.id[i] >= 0);
    }
    assay_arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *bar = size > 0 ? memchr(data, 0xFF, size) : NULL;
    const size_t n = bar ? (size_t)(bar - data) : size;
    struct assay_str text = {"a b", 3};
    struct assay_tokenizer *tokenizer = NULL;
    struct assay_error err = {0};
    const enum assay_code code = assay_tokenizer_parse(
        (struct assay_str){(const char *)data, n}, "t", &tokenizer, &err);

    if (bar && size - n - 1 < TEXT_BYTES)
        text = (struct assay_str){(const char *)bar + 1, size - n - 1};
    if (code)
        assert(strncmp(err.text, "t", 1) == 0 && !strchr(err.text, '\n'));
    else if (assay_str_is_utf8(text))
        encode_twice(tokenizer, text);
    assay_tokenizer_free(tokenizer);
    return 0;
}
