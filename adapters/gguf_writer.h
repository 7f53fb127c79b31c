/*
 * gguf_writer.h - lets a policy write on, token by token; for adapters/gguf*.c only.
 *
 * The texts of one prompt share it: its tokens are decoded once and belong to the sequence of every
 * text. Nothing else goes through with them, so that a text follows from its prompt, how many are
 * written of it, and the seeds, and not from threads, order or what else is asked.
 */
#ifndef ASSAY_ADAPTERS_GGUF_WRITER_H
#define ASSAY_ADAPTERS_GGUF_WRITER_H

#include "adapters/gguf_text.h"
#include "harness/core/sampling.h"

struct assay_gguf_writer; /* of one thread */

/* Never NULL; the model must outlive it. exact, threads: as of gguf_decode.h. */
struct assay_gguf_writer *assay_gguf_writer_new(const struct assay_gguf_model *model,
                                                bool exact, size_t threads);

void assay_gguf_writer_free(struct assay_gguf_writer *writer); /* NULL is allowed */

/* The tokens that say a word, and nothing else. */
struct assay_gguf_word {
    const int32_t *token; /* (count,) */
    size_t count;
};

/*
 * Finds the tokens of words (n,): out (n,), in arena.
 * Errors: ASSAY_EUSAGE for a word that no token says.
 */
ASSAY_MUST_USE
enum assay_code assay_gguf_find_words(const struct assay_gguf_model *model,
                                      const struct assay_str *words, size_t n,
                                      struct assay_arena *arena,
                                      struct assay_gguf_word *out,
                                      struct assay_error *err);

/* What is to be written. */
struct assay_gguf_wish {
    const struct assay_gguf_tokens *prompt; /* .count >= 1 */
    const struct assay_sampling *sampling;  /* all but .seed */
    const struct assay_gguf_word *word;     /* (sampling->word_count,) */
    const uint64_t *seed;                   /* (count,) of each text */
    size_t count;
    size_t most; /* tokens of prompt and text together, > prompt->count */
};

enum assay_gguf_outcome {
    ASSAY_GGUF_ENDED,    /* by an end-of-text token or one of the words that stop */
    ASSAY_GGUF_UNENDED,  /* there was no more room */
    ASSAY_GGUF_NO_NUMBER /* the model's logits are none */
};

struct assay_gguf_written {
    struct assay_str text; /* UTF-8, without the token or word that ends it; in arena */
    size_t tokens;         /* of it, and the one that ends it */
    const double *log_p;   /* (sampling->word_count,) as of an answer (core/answer.h) */
    enum assay_gguf_outcome end;
};

/*
 * Writes texts: out (count,).
 *
 * A token is what its piece says, special ones say nothing; bytes that are no UTF-8 are U+FFFD.
 *
 * Errors: ASSAY_EMODEL where libllama cannot run it.
 */
ASSAY_MUST_USE
enum assay_code assay_gguf_write(struct assay_gguf_writer *writer,
                                 const struct assay_gguf_wish *wish,
                                 struct assay_arena *arena,
                                 struct assay_gguf_written *out, struct assay_error *err);

#endif
