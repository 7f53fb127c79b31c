/* fuzz_options.c - words and command lines of any bytes: refused in one line, or stored. */
#include "harness/core/option.h"
#include "tests/fuzz/fuzz.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    WORDS = 80
};

struct sample {
    double ratio;
    size_t count;
    uint64_t seed;
    unsigned colour;
    const char *text;
    bool flag;
    struct assay_option_list list;
};

static const char *const colours[] = {"red", "green", NULL};

static const struct assay_option table[] = {
    {.name = "ratio",
     .help = "a number",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct sample, ratio),
     .initial = "0.5",
     .lo = 0,
     .hi = 1},
    {.name = "count",
     .help = "a size",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct sample, count),
     .initial = "1",
     .lo = 1,
     .hi = 100},
    {.name = "seed",
     .help = "a seed",
     .type = ASSAY_OPTION_SEED,
     .offset = offsetof(struct sample, seed),
     .initial = "0"},
    {.name = "colour",
     .help = "a choice",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct sample, colour),
     .initial = "red",
     .choices = colours},
    {.name = "text",
     .help = "a text",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct sample, text),
     .optional = true},
    {.name = "flag",
     .help = "a flag",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct sample, flag)},
    {.name = "list",
     .help = "a list",
     .type = ASSAY_OPTION_LIST,
     .offset = offsetof(struct sample, list)},
    {0},
};

static void check_outcome(enum assay_code code, const struct sample *got,
                          const struct assay_error *err)
{
    if (code) {
        assert(code == ASSAY_EUSAGE && err->code == code);
        assert(strlen(err->text) > 0 && !strchr(err->text, '\n'));
        return;
    }
    assert(got->ratio >= 0 && got->ratio <= 1);
    assert(got->count >= 1 && got->count <= 100);
    assert(got->colour < 2);
    assert(got->list.count <= ASSAY_OPTION_LIST_MAX);
    assert(!got->text || assay_str_is_utf8(assay_str_of(got->text)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    char *words[WORDS];
    const char *operands[WORDS];
    struct assay_words kept = {.at = operands, .max = WORDS / 2};
    struct sample got;
    struct assay_error err;
    int n = 0;

    if (!text)
        return 0;
    if (size)
        memcpy(text, data, size);
    text[size] = '\0';
    for (char *at = text; at < text + size && n < WORDS; at += strlen(at) + 1)
        words[n++] = at; /* words end at NUL bytes */
    check_outcome(
        assay_options_parse(table, (const char *const *)words, (size_t)n, &got, &err),
        &got, &err);
    check_outcome(assay_options_parse_line(table, n, words, &got, &kept, &err), &got,
                  &err);
    assert(kept.count <= kept.max);
    free(text);
    return 0;
}
