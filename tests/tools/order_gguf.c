/*
 * order_gguf.c - usage: order_gguf MODEL PROMPTS P C K [THREADS]
 *
 * Does what a sequence goes through libllama with change its numbers? PROMPTS prompts of 1 to P made-up tokens with 1 to
 * K completions of 1 to C tokens each are read one by one, each prompt with its completions, all together, and
 * all the other way round two and three prompts at a time, on THREADS threads (1). Prints how many numbers there are and how many ever
 * differ from those of a sequence by itself, in any bit, with the greatest difference where one does.
 */
#include "adapters/gguf_decode.h"
#include "harness/core/memory.h"
#include "harness/core/rng.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    WAYS = 4 /* after that of each by itself */
};

struct order {
    struct assay_gguf_model model;
    struct assay_gguf_reading reading;
    size_t prompts, prompt, completion, k; /* at most */
    struct assay_gguf_row *row;            /* (rows,) */
    size_t rows, numbers;                  /* numbers of a row */
    double *alone, *again;                 /* (rows, numbers) */
    size_t differing;
    double most;
};

static void die(const char *what)
{
    (void)fprintf(stderr, "order_gguf: %s\n", what);
    exit(EXIT_FAILURE);
}

static size_t draw(struct assay_rng *rng, size_t most)
{
    return 1 + (size_t)assay_rng_index(rng, most);
}

/* Adds a row that begins as the prompt (n,). */
static void add(struct order *o, struct assay_rng *rng, const int32_t *prompt, size_t n,
                size_t number)
{
    const size_t length = n + draw(rng, o->completion);
    int32_t *token = assay_memory_new(length, sizeof(*token));
    size_t *place = assay_memory_new(1, sizeof(*place));

    memcpy(token, prompt, n * sizeof(*token));
    for (size_t i = n; i < length; i++)
        token[i] = (int32_t)assay_rng_index(rng, o->model.vocabulary);
    *place = length - 1;
    o->row[o->rows++] = (struct assay_gguf_row){
        .token = token, .count = length, .place = place, .places = 1, .prompt = number};
}

static void make_rows(struct order *o)
{
    struct assay_rng rng = assay_rng_stream(1, 0);
    int32_t *prompt = assay_memory_new(o->prompt, sizeof(*prompt));

    o->row = assay_memory_new(o->prompts * o->k, sizeof(*o->row));
    for (size_t p = 0; p < o->prompts; p++) {
        const size_t n = draw(&rng, o->prompt), k = draw(&rng, o->k);

        for (size_t i = 0; i < n; i++)
            prompt[i] = (int32_t)assay_rng_index(&rng, o->model.vocabulary);
        for (size_t i = 0; i < k; i++)
            add(o, &rng, prompt, n, p);
    }
    free(prompt);
}

/* Where the prompts (n,) that begin with a row end. */
static size_t behind(const struct order *o, size_t row, size_t n)
{
    const size_t last = o->row[row].prompt + n - 1;

    while (row < o->rows && o->row[row].prompt <= last)
        row++;
    return row;
}

/* Reads all rows, prompts (n,) at a time: 0 is a row at a time. Backwards: the last one first. */
static void read_rows(struct order *o, size_t threads, size_t n, bool backwards,
                      double *out)
{
    struct assay_gguf_decoder *decoder = assay_gguf_decoder_new(
        &o->model, (struct assay_gguf_decoding){true, threads, o->reading, NULL});
    struct assay_gguf_row *row = assay_memory_new(o->rows, sizeof(*row));
    struct assay_error err;

    for (size_t i = 0; i < o->rows; i++)
        o->row[i].out = out + i * o->numbers;
    for (size_t from = 0; from < o->rows;) {
        const size_t end = n > 0 ? behind(o, from, n) : from + 1;

        for (size_t i = from; i < end; i++)
            row[i - from] = o->row[backwards ? from + end - 1 - i : i];
        if (assay_gguf_decode(decoder, row, end - from, &err))
            die(err.text);
        from = end;
    }
    free(row);
    assay_gguf_decoder_free(decoder);
}

static void compare(struct order *o)
{
    for (size_t i = 0; i < o->rows * o->numbers; i++) {
        const double apart = fabs(o->again[i] - o->alone[i]);

        if (!isfinite(o->alone[i]) || !isfinite(o->again[i]))
            die("no number");
        o->differing += apart != 0.0;
        o->most = apart > o->most ? apart : o->most;
    }
}

static void release(struct order *o)
{
    assay_gguf_model_release(&o->model);
    for (size_t i = 0; i < o->rows; i++) {
        free((void *)(uintptr_t)o->row[i].token);
        free((void *)(uintptr_t)o->row[i].place);
    }
    free(o->row);
    free(o->alone);
    free(o->again);
}

int main(int argc, char **argv)
{
    static const struct {
        size_t prompts;
        bool backwards;
    } way[WAYS] = {{1, false}, {SIZE_MAX / 2, false}, {2, true}, {3, true}};
    struct order o = {0};
    const struct assay_loading loading = {0};
    struct assay_error err;

    const size_t threads = argc > 6 ? strtoul(argv[6], NULL, 10) : 1;

    if (argc < 6 || threads == 0)
        die("usage: order_gguf MODEL PROMPTS P C K [THREADS]");
    o.prompts = strtoul(argv[2], NULL, 10);
    o.prompt = strtoul(argv[3], NULL, 10);
    o.completion = strtoul(argv[4], NULL, 10);
    o.k = strtoul(argv[5], NULL, 10);
    if (!o.prompts || !o.prompt || !o.completion || !o.k)
        die("counts are from 1 on");
    if (assay_gguf_model_open(argv[1], &loading, &o.model, &err))
        die(err.text);
    o.reading.what =
        o.model.kind == ASSAY_GGUF_POLICY ? ASSAY_GGUF_ENTROPY : ASSAY_GGUF_HEAD;
    o.numbers = assay_gguf_numbers(&o.model, &o.reading);
    make_rows(&o);
    o.alone = assay_memory_new(o.rows * o.numbers, sizeof(*o.alone));
    o.again = assay_memory_new(o.rows * o.numbers, sizeof(*o.again));
    read_rows(&o, 1, 0, false, o.alone);
    for (size_t i = 0; i < WAYS; i++) {
        read_rows(&o, threads, way[i].prompts, way[i].backwards, o.again);
        compare(&o);
    }
    printf("%zu numbers, %zu differ", WAYS * o.rows * o.numbers, o.differing);
    if (o.differing > 0)
        printf(", by up to %.1e", o.most);
    printf("\n");
    release(&o);
    return 0;
}
