/* gguf_open.h - what gguf.c needs of libllama, or of its absence; for adapters/gguf*.c only. */
#ifndef ASSAY_ADAPTERS_GGUF_OPEN_H
#define ASSAY_ADAPTERS_GGUF_OPEN_H

#include "adapters/adapter.h"
#include "adapters/gguf_decode.h"
#include "adapters/gguf_steps.h"
#include "adapters/gguf_text.h"
#include "adapters/gguf_writer.h"
#include "metrics/implicit.h"

#include <stdatomic.h>

/* What a policy's distributions over a completion's tokens make of it (option `reward`), beside enum
   assay_implicit. */
enum {
    ASSAY_GGUF_SURE = ASSAY_IMPLICIT_NORM + 1, /* minus the mean entropy */
    ASSAY_GGUF_CERTAINTY,                      /* Self-Certainty */
};

/* The type that weights are computed with (option `dtype`). */
enum {
    ASSAY_GGUF_DTYPE_AUTO, /* a file's is the stored one; a folder's is f32 where exact */
    ASSAY_GGUF_DTYPE_STORED,
    ASSAY_GGUF_DTYPE_F32,
};

/* What is done with a text that is too long (option `truncate`). */
enum {
    ASSAY_GGUF_CUT_NO,
    ASSAY_GGUF_CUT_LEFT,  /* its beginning goes */
    ASSAY_GGUF_CUT_RIGHT, /* its end goes */
};

/* What `assay doctor --tokens` tells (option `read`). */
enum {
    ASSAY_GGUF_TELL_USUAL, /* logits of the labels, or log p of the completion's tokens */
    ASSAY_GGUF_TELL_ENTROPY,
    ASSAY_GGUF_TELL_SUMS,
    ASSAY_GGUF_TELL_TOP,
    ASSAY_GGUF_TELL_STATE,
};

/* What was seen of texts on their way in, by all threads. */
struct assay_gguf_seen {
    atomic_size_t texts;    /* that went in */
    atomic_size_t doubled;  /* begin with two BOS */
    atomic_size_t open;     /* do not end with an end-of-text token */
    atomic_size_t cut;      /* were too long and were cut */
    atomic_size_t too_long; /* were too long and were not asked */
    atomic_size_t shared;   /* went through the model beside another prompt's */
    atomic_size_t most;     /* tokens of the longest */
    atomic_size_t written;  /* texts that the model wrote, */
    atomic_size_t tokens;   /* all of them, */
    atomic_size_t unended;  /* and which it did not end itself */
};

enum {
    ASSAY_GGUF_TASKS = 16 /* taken at once */
};

struct assay_gguf {
    /* options */
    unsigned precision; /* 0: exact, 1: fast */
    unsigned dtype;     /* what becomes of weights that are not f32: below */
    size_t threads;
    unsigned reward; /* of a policy: enum assay_implicit, ASSAY_GGUF_SURE, ... */
    unsigned truncate, read;
    unsigned bos, eos; /* enum assay_gguf_end */
    size_t layer, top;
    const char *weights, *template_word, *date, *head;
    struct assay_gguf_steps steps;

    /* from open on */
    struct assay_gguf_model *model;
    const char *path;
    bool items;                            /* of a suite are asked, not token ids alone */
    struct assay_stage *stage;             /* told of loading; may be NULL */
    bool vectors;                          /* hidden states are wanted, not scores */
    const struct assay_sampling *sampling; /* texts are wanted; NULL: numbers are */
    const struct assay_gguf_word *word;    /* (sampling->word_count,) */
    const struct assay_tracking *tracks;   /* tokens are told of; NULL: they are not */
    bool solutions;       /* the completions of an item are steps of one solution */
    bool rates;           /* an item's dimensions are labels of the head */
    const double *weight; /* (labels,) */
    size_t max_length;    /* tokens */
    struct assay_gguf_template template;
    const char
        *template_fault; /* why the model's own cannot be used; items are not asked */
    struct assay_gguf_reading reading; /* of items */
    struct assay_gguf_seen *seen;
    struct assay_gguf_desks *desks; /* gguf_desks.h */
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

/* Adds what the library that computes is: version, build, and what it and libm choose by the
   processor. Errors: ASSAY_EIO. */
ASSAY_MUST_USE
enum assay_code assay_gguf_engine_tell(struct assay_arena *arena, struct assay_node *map,
                                       struct assay_error *err);

/* Counts what was seen of a text that goes in. */
void assay_gguf_count_seen(struct assay_gguf_seen *seen,
                           const struct assay_gguf_tokens *tokens);

/* The pull where texts are wanted: one prompt after the other. */
ASSAY_MUST_USE
enum assay_code assay_gguf_pull_texts(const struct assay_gguf *gguf,
                                      struct assay_work *work, struct assay_error *err);

/* Refuses a layer that the model does not have or tell. Errors: ASSAY_EUSAGE. */
ASSAY_MUST_USE
enum assay_code assay_gguf_check_layer(const struct assay_gguf *gguf,
                                       struct assay_error *err);

/* The functions of the adapter of these names; adapter.h has their contracts. */
ASSAY_MUST_USE
enum assay_code assay_gguf_open(void *state, const struct assay_setting *setting,
                                struct assay_error *err);
const char *assay_gguf_idle(const void *state, const char *name);
enum assay_want assay_gguf_want(const void *state);
bool assay_gguf_log_probs(const void *state);
size_t assay_gguf_width(const void *state);
ASSAY_MUST_USE
enum assay_code assay_gguf_pull(const void *state, struct assay_work *work,
                                struct assay_error *err);
ASSAY_MUST_USE
enum assay_code assay_gguf_tokens(const void *state, struct assay_str line,
                                  struct assay_buf *out, struct assay_error *err);
ASSAY_MUST_USE
enum assay_code assay_gguf_tracks(const void *state, const struct assay_track_wish *wish,
                                  struct assay_arena *arena, struct assay_track *out,
                                  struct assay_error *err);
size_t assay_gguf_vocabulary(const void *state);
void assay_gguf_facts(const void *state, struct assay_arena *arena,
                      struct assay_node *out);
ASSAY_MUST_USE
enum assay_code assay_gguf_identity(const void *state, const struct assay_hashes *known,
                                    struct assay_arena *arena, struct assay_identity *out,
                                    struct assay_error *err);
const char *assay_gguf_file(const void *state, const char *target, size_t i,
                            struct assay_arena *arena);
extern const char *const assay_gguf_indifferent[];
const char *assay_gguf_engine(void);
void assay_gguf_close(void *state);

#endif
