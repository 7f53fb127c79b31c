/*
 * stub.h - the parts of tests/tools/stub_server.c: a file for each server, written from its official
 * sources, and what they share.
 */
#ifndef ASSAY_TESTS_STUB_STUB_H
#define ASSAY_TESTS_STUB_STUB_H

#include "harness/core/json.h"

#include "tests/stub/stub_schema.h"

#include <stdatomic.h>

enum {
    STUB_HEAD = 1 << 14, /* bytes of a request's head */
    STUB_TEXTS = 64,     /* of one request */
    STUB_BOS = 1
};

struct stub_chaos;

struct stub_setting {
    const char *dialect, *log, *key, *squash, *wrong, *at, *during;
    long longest;
    atomic_long busy;
    atomic_long after;        /* answers before scores are squashed */
    struct stub_chaos *chaos; /* NULL: requests are not told how to fail */
};

/* A request under way. */
struct stub_request {
    struct stub_setting *setting;
    char head[STUB_HEAD];
    char *body; /* (len + 1,) */
    size_t len;
    struct assay_arena arena;
    struct assay_node json;
    struct assay_buf out;
    const char *squash;
    const char *wrong; /* what is to be wrong with the answer; NULL: nothing */
    double worth;      /* what the text in hand says it is worth; 0: its length */
    int status;
};

struct stub_route { /* its path is NULL at the end of a list */
    const char *dialect, *method, *path;
    const struct stub_schema *schema;
    void (*answer)(struct stub_request *request);
};

/* ---- schema_NAME.c: what each server takes; stub_schema.h says how to read them ---- */

/* Of what is asked by GET. */
extern const struct stub_schema stub_nothing;

extern const struct stub_schema stub_vllm_classify, stub_vllm_pooling, stub_vllm_score,
    stub_vllm_tokenize, stub_vllm_completions, stub_vllm_chat;
extern const struct stub_schema stub_sglang_classify, stub_sglang_generate,
    stub_sglang_score, stub_sglang_rerank, stub_sglang_tokenize, stub_sglang_chat,
    stub_sglang_completions;
extern const struct stub_schema stub_tei_predict, stub_tei_rerank;
extern const struct stub_schema stub_llama_tokenize, stub_llama_embedding,
    stub_llama_rerank, stub_llama_completion, stub_llama_chat;
extern const struct stub_schema stub_openrlhf_query;
extern const struct stub_schema stub_openai_chat, stub_openai_completions;

struct assay_str stub_text_of(const struct stub_request *request, const char *key);

/* An error in the dialect's own words. */
void stub_refuse(struct stub_request *request, int status, const char *type,
                 const char *why);

/* The score of so many bytes, or after what became of it. */
double stub_score(const struct stub_request *request, size_t bytes);

/* A text that is too long is refused in the words of the official server. */
bool stub_fits(struct stub_request *request, size_t bytes);
void stub_refuse_long(struct stub_request *request, long longest);
bool stub_all_fit(struct stub_request *request, const struct assay_node *texts);

/* Bytes of what a request of one text asks about: content of the last message, text, ids. */
size_t stub_asked(const struct stub_request *request, const char *text, const char *ids);

/* True where the answer is to be wrong in that way. */
bool stub_is_wrong(const struct stub_request *request, const char *kind);

void stub_put_usage(struct stub_request *request, size_t tokens);

/* What a text says it is worth, "worth 12.5" somewhere in it; 0 where it does not. */
double stub_worth_in(const char *text, size_t len);

/* A number as the test wants it spelt. */
void stub_put_number(struct stub_request *request, double value);

/* What becomes of the answer that is in request->out, by request->wrong. */
void stub_spoil(struct stub_request *request);

/* ---- stub_chaos.c: requests that say how they are to be answered ---- */

struct stub_chaos *stub_chaos_new(void);

/* What is to be wrong with the answer to a request that says "[plan: WORD WORD]". */
void stub_chaos_plan(struct stub_request *request);

/* Sends the answer, in whatever way; false where the connection is to be closed. */
bool stub_chaos_send(int fd, struct stub_request *request);

bool stub_send_all(int fd, struct assay_str text);

/* Results of a list of texts, best first as rerankers have them, or by their place. */
void stub_put_results(struct stub_request *request, const struct assay_node *texts,
                      const char *name, bool sorted);

/* Bytes as ids, commas between them. */
void stub_put_ids(struct stub_request *request, struct assay_str text);

/* Answers that several servers give. */
void stub_answer_rerank_list(struct stub_request *request);
void stub_answer_tokenize(struct stub_request *request);
void stub_answer_completions(struct stub_request *request);
void stub_answer_chat(struct stub_request *request);
void stub_answer_models(struct stub_request *request);
void stub_answer_version(struct stub_request *request);

/* Routes of each server; lists. */
extern const struct stub_route stub_vllm[], stub_openai[], stub_sglang[], stub_tei[],
    stub_llama_server[], stub_openrlhf[];

#endif
