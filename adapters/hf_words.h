/*
 * hf_words.h - how a Hugging Face folder's model reads texts; for adapters/hf*.c and gguf*.c only.
 *
 * tokenizer.json makes ids. tokenizer_config.json, else special_tokens_map.json, names the tokens
 * that chat templates ask for; the template is chat_template.jinja, else what tokenizer_config.json
 * has, else chat_template.json (transformers tokenization_utils_base.py, from_pretrained).
 */
#ifndef ASSAY_ADAPTERS_HF_WORDS_H
#define ASSAY_ADAPTERS_HF_WORDS_H

#include "adapters/tokenizer.h"
#include "harness/core/digest.h"

enum {
    ASSAY_HF_ENDS = 8 /* tokens that end a turn */
};

/* A token with a name; id -1 where there is none. */
struct assay_hf_word {
    struct assay_str text;
    int32_t id;
};

struct assay_hf_words {
    struct assay_tokenizer *tokenizer; /* NULL: the folder has no tokenizer.json */
    struct assay_hf_word bos, eos;
    int32_t end[ASSAY_HF_ENDS];    /* -1: none */
    struct assay_str template;     /* "": there is none */
    char sha256[ASSAY_DIGEST_HEX]; /* of tokenizer.json */
    struct assay_arena arena;
};

/*
 * Reads what the folder has, which may be nothing: ids can be asked all the same. assay_hf_words_release in any case.
 *
 * Errors: those of assay_tokenizer_read; ASSAY_EDATA, ASSAY_EIO for the other files.
 */
ASSAY_MUST_USE
enum assay_code assay_hf_words_read(const char *folder, struct assay_hf_words *out,
                                    struct assay_error *err);

void assay_hf_words_release(struct assay_hf_words *words);

#endif
