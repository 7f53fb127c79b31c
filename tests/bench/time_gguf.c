/*
 * time_gguf.c - usage: time_gguf MODEL PROMPTS P C K [THREADS [f32]]
 *
 * How fast K completions of C tokens are scored for each of PROMPTS prompts of P tokens, in exact mode,
 * three ways in turn, a prompt each:
 *
 *     naive   libllama alone, each completion with its prompt as a sequence of its own
 *     bare    libllama alone, one decode a prompt: its tokens belong to every completion's sequence
 *     assay   assay_gguf_decode
 *
 * With f32 all weights become f32, as with the option dtype=f32. What else the machine does falls on all three alike.
 * Prints one line of JSON: completions a second of processor time, ratios as medians over prompts with the least
 * and the greatest, and the greatest difference of assay's scores from naive. The first two read the last READ tokens,
 * of which the last one counts: of one alone ggml sums up the last layer in another order.
 */
#include "adapters/gguf_decode.h"
#include "harness/core/memory.h"
#include "harness/core/rng.h"

#include <llama.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    NAIVE,
    BARE,
    ASSAY,
    WAYS,
    READ = 4,
    WARM = 2 /* prompts that do not count */
};

struct bench {
    struct assay_gguf_model model;
    size_t prompts, prompt, completion, k, threads;
    struct llama_context *alone; /* of the first two ways */
    struct llama_batch batch;
    struct assay_gguf_decoder *decoder;
    int32_t *token; /* (k, prompt + completion) */
    float *state;   /* (k READ, width) */
    size_t states;
    double *score; /* (WAYS, k) */
};

/* Seconds of processor so far. */
static double now(void)
{
    struct timespec at;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
    return (double)at.tv_sec + (double)at.tv_nsec * 1e-9;
}

static void die(const char *what)
{
    (void)fprintf(stderr, "time_gguf: %s\n", what);
    exit(EXIT_FAILURE);
}

static bool keep(struct ggml_tensor *tensor, bool ask, void *data)
{
    struct bench *b = data;
    const size_t rows = (size_t)tensor->ne[1], width = b->model.width;

    if (strcmp(tensor->name, "result_norm") != 0)
        return !ask;
    if (!ask) {
        ggml_backend_tensor_get(tensor, b->state + b->states * width, 0,
                                rows * width * sizeof(float));
        b->states += rows;
    }
    return true;
}

static void open_alone(struct bench *b)
{
    const size_t most = b->prompt + b->k * b->completion;
    struct llama_context_params params = llama_context_default_params();

    params.n_ctx = (uint32_t)((most + 255) / 256 * 256);
    params.n_batch = (uint32_t)most;
    params.n_ubatch = most < 512 ? (uint32_t)most : 512;
    params.n_seq_max = (uint32_t)b->k;
    params.n_threads = (int32_t)b->threads;
    params.n_threads_batch = (int32_t)b->threads;
    params.kv_unified = true;
    params.type_k = GGML_TYPE_F32;
    params.type_v = GGML_TYPE_F32;
    params.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_DISABLED;
    params.cb_eval = keep;
    params.cb_eval_user_data = b;
    b->alone = llama_init_from_model(b->model.llama, params);
    if (!b->alone)
        die("no context");
    b->batch = llama_batch_init((int32_t)most, 0, (int32_t)b->k);
}

/* Adds a token of the sequences first .. first + n - 1. */
static void push(struct bench *b, int32_t token, size_t place, size_t first, size_t n)
{
    const int32_t at = b->batch.n_tokens++;

    b->batch.token[at] = token;
    b->batch.pos[at] = (llama_pos)place;
    b->batch.n_seq_id[at] = (int32_t)n;
    for (size_t i = 0; i < n; i++)
        b->batch.seq_id[at][i] = (llama_seq_id)(first + i);
    b->batch.logits[at] = place + READ >= b->prompt + b->completion ? 1 : 0;
}

/* Decodes what was pushed and scores the last token of n sequences. */
static void decode(struct bench *b, size_t n, double *score)
{
    b->states = 0;
    llama_memory_clear(llama_get_memory(b->alone), false);
    if (llama_decode(b->alone, b->batch) || b->states != n * READ)
        die("libllama cannot decode");
    for (size_t i = 0; i < n; i++) {
        double logit[ASSAY_HEAD_LABELS_MAX];

        assay_head_apply(&b->model.head,
                         b->state + (i * READ + READ - 1) * b->model.width, logit);
        score[i] = logit[0];
    }
    b->batch.n_tokens = 0;
}

static void go_naive(struct bench *b, double *score)
{
    const size_t length = b->prompt + b->completion;

    for (size_t k = 0; k < b->k; k++) {
        for (size_t i = 0; i < length; i++)
            push(b, b->token[k * length + i], i, 0, 1);
        decode(b, 1, score + k);
    }
}

static void go_bare(struct bench *b, double *score)
{
    const size_t length = b->prompt + b->completion;

    for (size_t i = 0; i < b->prompt; i++)
        push(b, b->token[i], i, 0, b->k);
    for (size_t k = 0; k < b->k; k++)
        for (size_t i = b->prompt; i < length; i++)
            push(b, b->token[k * length + i], i, k, 1);
    decode(b, b->k, score);
}

static void go_assay(struct bench *b, double *score)
{
    const size_t length = b->prompt + b->completion, last = length - 1;
    struct assay_gguf_row *row = assay_memory_new(b->k, sizeof(*row));
    struct assay_error err;

    for (size_t k = 0; k < b->k; k++) {
        double *out = score + k;

        row[k] = (struct assay_gguf_row){.token = b->token + k * length,
                                         .count = length,
                                         .place = &last,
                                         .places = 1,
                                         .out = out};
    }
    if (assay_gguf_decode(b->decoder, row, b->k, &err))
        die(err.text);
    free(row);
}

/* Another prompt with its completions. */
static void draw(struct bench *b, size_t prompt)
{
    const size_t length = b->prompt + b->completion;
    struct assay_rng rng = assay_rng_stream(1, prompt);

    for (size_t k = 0; k < b->k; k++)
        for (size_t i = 0; i < length; i++)
            b->token[k * length + i] =
                k > 0 && i < b->prompt
                    ? b->token[i]
                    : (int32_t)assay_rng_index(&rng, b->model.vocabulary);
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void tell_ratio(const char *name, double *ratio, size_t n)
{
    qsort(ratio, n, sizeof(*ratio), ascending);
    printf(", \"%s\": [%.3f, %.3f, %.3f]", name, ratio[n / 2], ratio[0], ratio[n - 1]);
}

static void measure(struct bench *b)
{
    static void (*const way[WAYS])(struct bench *, double *) = {go_naive, go_bare,
                                                                go_assay};
    double *sharing = assay_memory_new(b->prompts, sizeof(*sharing));
    double *cost = assay_memory_new(b->prompts, sizeof(*cost));
    double total[WAYS] = {0}, most = 0;

    for (size_t p = 0; p < b->prompts + WARM; p++) {
        double took[WAYS];

        draw(b, p);
        for (size_t w = 0; w < WAYS; w++) {
            /* each way goes first in its turn */
            const size_t at = (w + p) % WAYS;
            const double start = now();

            way[at](b, b->score + at * b->k);
            took[at] = now() - start;
            total[at] += p < WARM ? 0 : took[at];
        }
        for (size_t i = 0; i < b->k; i++)
            most = fmax(most, fabs(b->score[ASSAY * b->k + i] - b->score[i]));
        if (p < WARM)
            continue;
        sharing[p - WARM] = took[NAIVE] / took[ASSAY];
        cost[p - WARM] = took[BARE] / took[ASSAY];
    }
    printf("{\"prompt\": %zu, \"completion\": %zu, \"k\": %zu", b->prompt, b->completion,
           b->k);
    for (size_t w = 0; w < WAYS; w++)
        printf(
            ", \"%s\": %.2f",
            (const char *const[]){"naive a second", "bare a second", "assay a second"}[w],
            (double)(b->prompts * b->k) / total[w]);
    tell_ratio("assay / naive", sharing, b->prompts);
    tell_ratio("assay / bare", cost, b->prompts);
    printf(", \"difference\": %.2e}\n", most);
    free(sharing);
    free(cost);
}

int main(int argc, char **argv)
{
    struct bench b = {0};
    struct assay_loading loading = {.stage = NULL};
    struct assay_error err;

    if (argc < 6)
        die("usage: time_gguf MODEL PROMPTS P C K [THREADS [f32]]");
    b.prompts = strtoul(argv[2], NULL, 10);
    b.prompt = strtoul(argv[3], NULL, 10);
    b.completion = strtoul(argv[4], NULL, 10);
    b.k = strtoul(argv[5], NULL, 10);
    b.threads = argc > 6 ? strtoul(argv[6], NULL, 10) : 1;
    if (!b.prompts || !b.prompt || b.completion < READ || !b.k || !b.threads)
        die("counts are from 1 on, C from 4 on");
    loading.f32 = argc > 7 && strcmp(argv[7], "f32") == 0;
    if (assay_gguf_model_open(argv[1], &loading, &b.model, &err))
        die(err.text);
    if (b.model.kind != ASSAY_GGUF_SCORES || b.model.labels != 1)
        die("a model with one label is timed");
    b.decoder = assay_gguf_decoder_new(
        &b.model,
        (struct assay_gguf_decoding){true, b.threads, {.what = ASSAY_GGUF_HEAD}, NULL});
    open_alone(&b);
    b.token = assay_memory_new(b.k * (b.prompt + b.completion), sizeof(*b.token));
    b.state = assay_memory_new(b.k * READ * b.model.width, sizeof(*b.state));
    b.score = assay_memory_new(WAYS * b.k, sizeof(*b.score));
    measure(&b);
    assay_gguf_decoder_free(b.decoder);
    llama_batch_free(b.batch);
    llama_free(b.alone);
    assay_gguf_model_release(&b.model);
    free(b.token);
    free(b.state);
    free(b.score);
    return 0;
}
