/*
 * fuzz_verdict.c - any bytes as what a judge wrote: every parser finds a number of its sense, or
 * none; the same twice; and blanks are blanks from either end.
 */
#include "harness/core/verdict.h"

#include "harness/core/word.h"
#include "tests/fuzz/fuzz.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void check_value(const struct assay_verdict_parser *parser, double value)
{
    assert(isfinite(value) && floor(value) == value);
    switch (parser->sense) {
    case ASSAY_SENSE_PAIR:
        assert(fabs(value) <= 1.0);
        break;
    case ASSAY_SENSE_DEGREE:
        assert(fabs(value) <= 2.0);
        break;
    case ASSAY_SENSE_PLACE:
        assert(value >= 0.0 && value < 26.0);
        break;
    case ASSAY_SENSE_RATING:
        break;
    }
}

static void check_strip(struct assay_str text)
{
    const struct assay_str inner = assay_word_strip(text);

    assert(inner.len <= text.len);
    assert(assay_word_blank(inner) == 0);
    assert(assay_word_strip(inner).len == inner.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* an allocation of the very size, so that one byte too far is seen */
    char *copy = malloc(size ? size : 1);
    struct assay_str text = {copy, size};

    if (!copy)
        return 0;
    if (size > 0)
        memcpy(copy, data, size);
    check_strip(text);
    for (size_t i = 0; assay_verdict_at(i); i++) {
        const struct assay_verdict_parser *parser = assay_verdict_at(i);
        double value = 0.0, again = 0.0;
        const bool found = parser->parse(text, &value);

        assert(assay_verdict_find(assay_str_of(parser->name)) == parser);
        assert(parser->parse(text, &again) == found);
        if (!found)
            continue;
        assert(again == value);
        check_value(parser, value);
    }
    free(copy);
    return 0;
}
