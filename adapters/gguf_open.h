/* gguf_open.h - what gguf.c needs of libllama, or of its absence; for adapters/gguf*.c only. */
#ifndef ASSAY_ADAPTERS_GGUF_OPEN_H
#define ASSAY_ADAPTERS_GGUF_OPEN_H

#include "adapters/adapter.h"
#include "adapters/gguf_text.h"

enum {
    ASSAY_GGUF_TASKS = 16 /* taken at once */
};

struct assay_gguf {
    /* options */
    unsigned precision; /* 0: exact, 1: fast */
    size_t threads;
    unsigned reward; /* of a policy: enum assay_implicit */
    const char *weights, *template_word, *date;

    /* from open on */
    struct assay_gguf_model *model;
    double *weight;    /* (labels,) */
    size_t max_length; /* tokens */
    struct assay_gguf_template template;
};

/* Opens the model that a target names. */
typedef enum assay_code assay_gguf_load(const struct assay_gguf *gguf, const char *target,
                                        struct assay_gguf_model *out,
                                        struct assay_error *err);

/* The functions of an adapter whose models come from load. */
ASSAY_MUST_USE
enum assay_code assay_gguf_open_with(void *state, const struct assay_setting *setting,
                                     assay_gguf_load *load, struct assay_error *err);

extern const struct assay_option assay_gguf_options[];

/* The functions of the adapter of these names; adapter.h has their contracts. */
ASSAY_MUST_USE
enum assay_code assay_gguf_open(void *state, const struct assay_setting *setting,
                                struct assay_error *err);
ASSAY_MUST_USE
enum assay_code assay_gguf_pull(const void *state, struct assay_work *work,
                                struct assay_error *err);
ASSAY_MUST_USE
enum assay_code assay_gguf_tokens(const void *state, struct assay_str line,
                                  struct assay_buf *out, struct assay_error *err);
const char *assay_gguf_engine(void);
void assay_gguf_close(void *state);

#endif
