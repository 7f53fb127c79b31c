/*
 * gguf_peer.c - usage: gguf_peer MODEL TEXTS n|c
 *
 * What somebody would write with libllama who wants the scores of a reward model in GGUF, and no line of
 * assay: in exact mode (f32 KV cache, no flash attention) on one thread,
 *
 *     n   each completion with its prompt as a sequence of its own: one decode a completion
 *     c   one decode a prompt, whose tokens belong to the sequences of all its completions
 *
 * TEXTS has a prompt a line with its completions behind it, tabs between. Texts are joined by a newline and
 * tokenised as the model's vocabulary says. The score is the product of the last token's final hidden state,
 * read through the callback of the graph, with the weights in the file's metadata (assay.score.weight). Prints
 * a score a line, and last the seconds of processor and of the clock of the loop alone, without loading. What
 * tests/bench/gguf.sh holds `assay run` against.
 */
#include <ggml-backend.h>
#include <gguf.h>
#include <llama.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    TOKENS = 4096, /* of one prompt with its completions */
    COMPLETIONS = 16,
    SLICE = 512,
    LINE = 1 << 20
};

struct row {
    llama_token token[TOKENS];
    int count;
};

struct peer {
    struct llama_model *model;
    struct llama_context *context;
    struct llama_batch batch;
    float *head, *state; /* (width,), (COMPLETIONS, width) */
    int width, states;
    struct row row[COMPLETIONS];
    double processor, clock; /* of the loop */
};

static void die(const char *what)
{
    (void)fprintf(stderr, "gguf_peer: %s\n", what);
    exit(EXIT_FAILURE);
}

static double seconds(clockid_t which)
{
    struct timespec at;

    (void)clock_gettime(which, &at);
    return (double)at.tv_sec + (double)at.tv_nsec * 1e-9;
}

static void hush(enum ggml_log_level level, const char *text, void *data)
{
    (void)data;
    if (level == GGML_LOG_LEVEL_ERROR)
        (void)fputs(text, stderr);
}

static bool keep(struct ggml_tensor *tensor, bool ask, void *data)
{
    struct peer *p = data;
    const int rows = (int)tensor->ne[1];

    if (strcmp(tensor->name, "result_norm") != 0)
        return !ask;
    if (!ask && p->states + rows <= COMPLETIONS) {
        ggml_backend_tensor_get(tensor, p->state + (size_t)p->states * (size_t)p->width,
                                0, (size_t)rows * (size_t)p->width * sizeof(float));
        p->states += rows;
    }
    return true;
}

static void read_head(struct peer *p, const char *path)
{
    const struct gguf_init_params params = {.no_alloc = true, .ctx = NULL};
    struct gguf_context *file = gguf_init_from_file(path, params);
    const int64_t key = file ? gguf_find_key(file, "assay.score.weight") : -1;

    if (key < 0 || gguf_get_arr_n(file, key) != (size_t)p->width)
        die("the file has no head of one label");
    p->head = malloc((size_t)p->width * sizeof(*p->head));
    p->state = malloc((size_t)(COMPLETIONS * p->width) * sizeof(*p->state));
    if (!p->head || !p->state)
        die("out of memory");
    memcpy(p->head, gguf_get_arr_data(file, key), (size_t)p->width * sizeof(*p->head));
    gguf_free(file);
}

static void open_model(struct peer *p, const char *path)
{
    struct llama_model_params model = llama_model_default_params();
    struct llama_context_params params = llama_context_default_params();

    model.n_gpu_layers = 0;
    p->model = llama_model_load_from_file(path, model);
    if (!p->model)
        die("the model does not load");
    p->width = llama_model_n_embd(p->model);
    read_head(p, path);
    params.n_ctx = params.n_batch = TOKENS;
    params.n_ubatch = SLICE;
    params.n_seq_max = COMPLETIONS;
    params.n_threads = params.n_threads_batch = 1;
    params.kv_unified = true;
    params.type_k = params.type_v = GGML_TYPE_F32;
    params.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_DISABLED;
    params.cb_eval = keep;
    params.cb_eval_user_data = p;
    p->context = llama_init_from_model(p->model, params);
    if (!p->context)
        die("no context");
    p->batch = llama_batch_init(TOKENS, 0, COMPLETIONS);
}

static void push(struct peer *p, llama_token token, int place, int first, int n,
                 bool last)
{
    const int at = p->batch.n_tokens++;

    if (at >= TOKENS)
        die("too many tokens");
    p->batch.token[at] = token;
    p->batch.pos[at] = place;
    p->batch.n_seq_id[at] = n;
    for (int i = 0; i < n; i++)
        p->batch.seq_id[at][i] = first + i;
    p->batch.logits[at] = last ? 1 : 0;
}

static void decode(struct peer *p, int n)
{
    p->states = 0;
    llama_memory_clear(llama_get_memory(p->context), false);
    if (llama_decode(p->context, p->batch) || p->states != n)
        die("libllama cannot decode");
    p->batch.n_tokens = 0;
    for (int i = 0; i < n; i++) {
        double score = 0;

        for (int k = 0; k < p->width; k++)
            score += (double)p->head[k] * (double)p->state[i * p->width + k];
        (void)printf("%.9g\n", score);
    }
}

static void score_alone(struct peer *p, int n)
{
    for (int k = 0; k < n; k++) {
        for (int i = 0; i < p->row[k].count; i++)
            push(p, p->row[k].token[i], i, 0, 1, i + 1 == p->row[k].count);
        decode(p, 1);
    }
}

/* Tokens that all rows begin with, save for the last one of each. */
static int shared_of(const struct peer *p, int n)
{
    int shared = p->row[0].count - 1;

    for (int k = 1; k < n; k++) {
        int i = 0;

        while (i < shared && i + 1 < p->row[k].count &&
               p->row[0].token[i] == p->row[k].token[i])
            i++;
        shared = i;
    }
    return shared;
}

static void score_shared(struct peer *p, int n)
{
    const int shared = shared_of(p, n);

    for (int i = 0; i < shared; i++)
        push(p, p->row[0].token[i], i, 0, n, false);
    for (int k = 0; k < n; k++)
        for (int i = shared; i < p->row[k].count; i++)
            push(p, p->row[k].token[i], i, k, 1, i + 1 == p->row[k].count);
    decode(p, n);
}

static void tokenize(struct peer *p, const char *prompt, const char *completion, int n)
{
    static char text[LINE];
    const int bytes = snprintf(text, sizeof(text), "%s\n%s", prompt, completion);

    if (n >= COMPLETIONS)
        die("too many completions");
    p->row[n].count = llama_tokenize(llama_model_get_vocab(p->model), text, bytes,
                                     p->row[n].token, TOKENS, true, false);
    if (p->row[n].count < 1)
        die("a text of no token, or of too many");
}

static void score_line(struct peer *p, char *line, void (*score)(struct peer *, int))
{
    char *at = strchr(line, '\t');
    int n = 0;

    line[strcspn(line, "\n")] = '\0';
    while (at) {
        char *next;

        *at++ = '\0';
        next = strchr(at, '\t');
        if (next)
            *next = '\0';
        tokenize(p, line, at, n++);
        at = next;
    }
    if (n > 0)
        score(p, n);
}

int main(int argc, char **argv)
{
    static char line[LINE];
    static struct peer p;
    FILE *texts = argc == 4 ? fopen(argv[2], "r") : NULL;

    if (!texts || (strcmp(argv[3], "n") != 0 && strcmp(argv[3], "c") != 0))
        die("usage: gguf_peer MODEL TEXTS n|c");
    llama_log_set(hush, NULL);
    llama_backend_init();
    open_model(&p, argv[1]);
    p.processor = seconds(CLOCK_PROCESS_CPUTIME_ID);
    p.clock = seconds(CLOCK_MONOTONIC);
    while (fgets(line, sizeof(line), texts))
        score_line(&p, line, argv[3][0] == 'n' ? score_alone : score_shared);
    (void)printf("processor %.6f clock %.6f\n",
                 seconds(CLOCK_PROCESS_CPUTIME_ID) - p.processor,
                 seconds(CLOCK_MONOTONIC) - p.clock);
    llama_batch_free(p.batch);
    llama_free(p.context);
    llama_model_free(p.model);
    llama_backend_free();
    free(p.head);
    free(p.state);
    (void)fclose(texts);
    return 0;
}
