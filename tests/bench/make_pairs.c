/*
 * make_pairs.c - writes scored preference pairs as JSON Lines, for timing: always the same bytes.
 *
 *     make_pairs ROWS > FILE
 *
 * One row is {"id", "prompt", "chosen", "rejected", "subset", "score_chosen", "score_rejected"}:
 * a prompt of 400 to 1,200 bytes and two completions of 1,500 to 3,100 bytes of words (now and then a
 * line end, a quote, a backslash or a letter outside ASCII), 5.6 KB on average; eight subsets; scores
 * with 17 digits, the chosen one higher in about 78 of 100 rows and equal in 1. 125,000 rows are 700 MB.
 */
#include "harness/core/buf.h"
#include "harness/core/rng.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const words[] = {
    "the",   "model",  "answer",       "because",      "value",        "of",
    "a",     "and",    "first",        "then",         "prompt",       "reward",
    "is",    "in",     "to",           "that",         "number",       "list",
    "thus",  "every",  "city",         "river",        "season",       "letter",
    "paper", "reason", "small",        "quickly",      "between",      "should",
    "we",    "it",     "na\xC3\xAFve", "\xE2\x82\xAC", "\xE6\xB0\xB4", "caf\xC3\xA9"};

static const char *const marks[] = {"\\n", "\\\"", "\\\\", "\\n\\n- ",
                                    "\\t", ". ",   ", ",   ": "};

static const char *const subsets[] = {"chat", "chat-hard",  "safety", "math",
                                      "code", "factuality", "focus",  "instructions"};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void add_text(struct assay_rng *rng, const char *key, size_t least, size_t spread,
                     struct assay_buf *out)
{
    const size_t end = out->len + least + (size_t)assay_rng_index(rng, spread);

    assay_buf_printf(out, "\"%s\": \"", key);
    while (out->len < end) {
        /* Three words in four are of the 32 plain ones. */
        assay_buf_puts(
            out, words[assay_rng_index(rng, 4) ? assay_rng_index(rng, 32)
                                               : assay_rng_index(rng, COUNT(words))]);
        assay_buf_puts(out, assay_rng_index(rng, 8)
                                ? " "
                                : marks[assay_rng_index(rng, COUNT(marks))]);
    }
    assay_buf_puts(out, "\", ");
}

static double score(struct assay_rng *rng)
{
    return assay_rng_uniform(rng) * 20 - 10;
}

static void add_row(struct assay_rng *rng, size_t row, struct assay_buf *out)
{
    const double chosen = score(rng);
    const size_t outcome = (size_t)assay_rng_index(rng, 100);
    const double margin = (score(rng) + 10.5) / 4;
    const double rejected = outcome < 78   ? chosen - margin
                            : outcome < 79 ? chosen
                                           : chosen + margin;

    assay_buf_printf(out, "{\"id\": \"pair-%06zu\", ", row);
    add_text(rng, "prompt", 400, 800, out);
    add_text(rng, "chosen", 1500, 1600, out);
    add_text(rng, "rejected", 1500, 1600, out);
    assay_buf_printf(
        out, "\"subset\": \"%s\", \"score_chosen\": %.17g, \"score_rejected\": %.17g}\n",
        subsets[assay_rng_index(rng, COUNT(subsets))], chosen, rejected);
}

int main(int argc, char **argv)
{
    const size_t rows = argc == 2 ? strtoul(argv[1], NULL, 10) : 0;
    struct assay_rng rng = {0};
    struct assay_buf out = {0};

    if (rows == 0) {
        (void)fputs("usage: make_pairs ROWS > FILE\n", stderr);
        return 2;
    }
    for (size_t row = 0; row < rows; row++) {
        add_row(&rng, row, &out);
        if (fwrite(out.data, 1, out.len, stdout) != out.len)
            break;
        assay_buf_reset(&out);
    }
    assay_buf_release(&out);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror("make_pairs");
        return 5;
    }
    return 0;
}
