/* tokenizer_parts.h - what the files tokenizer*.c share; nobody else includes it. */
#ifndef ASSAY_ADAPTERS_TOKENIZER_PARTS_H
#define ASSAY_ADAPTERS_TOKENIZER_PARTS_H

#include "adapters/tokenizer.h"
#include "harness/core/buf.h"
#include "harness/core/tree.h"

struct tokenizer_regex;
struct tokenizer_charsmap;

/* While a file is read: where faults are told, and what keeps it. */
struct tokenizer_reading {
    const char *name;
    struct assay_arena *arena;
    struct assay_error *err;
};

/* A piece of text on its way, or an added token in its place. */
struct tokenizer_piece {
    struct assay_str text;
    bool first;    /* begins where the text begins */
    int32_t added; /* its id; -1: text */
};

/* A list in an arena. */
struct tokenizer_pieces {
    struct tokenizer_piece *at;
    size_t count, cap;
    struct assay_arena *arena;
};

void assay_tokenizer_push(struct tokenizer_pieces *pieces, struct assay_str text,
                          bool first, int32_t added);

struct tokenizer_ids {
    int32_t *at;
    size_t count, cap;
    struct assay_arena *arena;
};

void assay_tokenizer_put(struct tokenizer_ids *ids, int32_t id);

/* tokenizer_section.c */

/* Refusals: "NAME: what WORD". */
enum assay_code assay_tokenizer_unknown(const struct tokenizer_reading *reading,
                                        const char *what, struct assay_str word);
enum assay_code assay_tokenizer_malformed(const struct tokenizer_reading *reading,
                                          const char *what);

/* A member of a map that is true. */
bool assay_tokenizer_true(const struct assay_node *map, const char *key, bool otherwise);

/* True, with the id, for a number that can be one. */
bool assay_tokenizer_is_id(const struct assay_node *node, int32_t *out);

/* What a part of a section may be. */
struct tokenizer_type {
    const char *name; /* its "type"; NULL: the end of a table */
    unsigned kind;    /* enum tokenizer_step_kind, or one of the section's own */
    unsigned form;    /* enum tokenizer_form, of TOKENIZER_FORM */
};

struct tokenizer_section {
    const char *what; /* for messages: "the normalizer" */
    const char *list; /* key of a Sequence's parts */
    const struct tokenizer_type *types;
};

/* Reads one part of a section. */
typedef enum assay_code assay_tokenizer_read_type(const struct tokenizer_reading *reading,
                                                  const struct assay_node *node,
                                                  const struct tokenizer_type *type,
                                                  void *out);

/*
 * Reads a part, a Sequence of them, or null, which is none.
 * Errors: ASSAY_EMODEL for a type that is not known; those of read.
 */
ASSAY_MUST_USE
enum assay_code assay_tokenizer_section_read(const struct tokenizer_reading *reading,
                                             const struct assay_node *node,
                                             const struct tokenizer_section *section,
                                             assay_tokenizer_read_type *read, void *out);

/* tokenizer_vocab.c: texts and pairs of ids by hash. */

struct tokenizer_entry {
    struct assay_str text;
    int32_t id;
    double score; /* Unigram */
};

struct tokenizer_merge {
    int32_t left, right, result;
    uint32_t rank;
};

struct tokenizer_vocab {
    struct tokenizer_entry *entry; /* (slots,) those with text.ptr NULL are free */
    size_t slots;                  /* a power of two */
    size_t count;
    size_t longest;  /* bytes of a text */
    int32_t largest; /* id; -1: none */
};

struct tokenizer_merges {
    struct tokenizer_merge *merge; /* (slots,) those with result -1 are free */
    size_t slots;
};

void assay_tokenizer_vocab_init(struct tokenizer_vocab *vocab, size_t n,
                                struct assay_arena *arena);
/* The first of equal texts stays. */
void assay_tokenizer_vocab_add(struct tokenizer_vocab *vocab,
                               struct tokenizer_entry entry);
const struct tokenizer_entry *assay_tokenizer_vocab_find(
    const struct tokenizer_vocab *vocab, struct assay_str text);
int32_t assay_tokenizer_vocab_id(const struct tokenizer_vocab *vocab,
                                 struct assay_str text); /* or -1 */
/* The ids of "<0x00>" .. "<0xFF>" for the bytes of a text; false, and nothing put, where one is
   missing. */
bool assay_tokenizer_vocab_bytes(const struct tokenizer_vocab *vocab,
                                 struct assay_str text, struct tokenizer_ids *out);

void assay_tokenizer_merges_init(struct tokenizer_merges *merges, size_t n,
                                 struct assay_arena *arena);
/* The last of equal pairs stays. */
void assay_tokenizer_merges_add(struct tokenizer_merges *merges,
                                struct tokenizer_merge merge);
const struct tokenizer_merge *assay_tokenizer_merges_find(
    const struct tokenizer_merges *merges, int32_t left, int32_t right);

/* tokenizer_unicode.c, the owner of utf8proc. */

enum tokenizer_form {
    TOKENIZER_NFC,
    TOKENIZER_NFD,
    TOKENIZER_NFKC,
    TOKENIZER_NFKD,
};

/* The code point that begins a text, which is not empty, and its bytes. */
uint32_t assay_unicode_at(struct assay_str text, size_t *bytes);
void assay_unicode_put(uint32_t point, struct assay_buf *out);
bool assay_unicode_is_space(uint32_t point);       /* White_Space */
bool assay_unicode_is_other(uint32_t point);       /* Cc, Cf, Co, Cs */
bool assay_unicode_is_punctuation(uint32_t point); /* P */
bool assay_unicode_is_mark(uint32_t point);        /* M */
bool assay_unicode_is_nonspacing(uint32_t point);  /* Mn */
bool assay_unicode_is_number(uint32_t point);      /* N */
bool assay_unicode_is_word(uint32_t point); /* letters, marks, numbers, connectors */
bool assay_unicode_is_chinese(
    uint32_t point); /* the blocks that BERT takes for Chinese */
void assay_unicode_lower(struct assay_str text, struct assay_buf *out);
void assay_unicode_form(struct assay_str text, enum tokenizer_form form,
                        struct assay_buf *out);
/* Bytes of the first grapheme cluster. */
size_t assay_unicode_grapheme(struct assay_str text);

/* tokenizer_regex.c, the owner of PCRE2. */

ASSAY_MUST_USE
enum assay_code assay_tokenizer_regex_new(const struct tokenizer_reading *reading,
                                          struct assay_str pattern,
                                          struct tokenizer_regex **out);
void assay_tokenizer_regex_free(struct tokenizer_regex *regex);

/* The next match that is not empty, from *begin on; none: *begin is text.len. */
ASSAY_MUST_USE
enum assay_code assay_tokenizer_regex_find(const struct tokenizer_regex *regex,
                                           struct assay_str text, size_t *begin,
                                           size_t *end, struct assay_error *err);

/* What a normaliser or pre-tokeniser looks for: a text, or an expression. */
struct tokenizer_pattern {
    struct assay_str text;
    struct tokenizer_regex *regex; /* NULL: the text */
};

ASSAY_MUST_USE
enum assay_code assay_tokenizer_pattern_read(const struct tokenizer_reading *reading,
                                             const struct assay_node *node,
                                             struct tokenizer_pattern *out);
ASSAY_MUST_USE
enum assay_code assay_tokenizer_pattern_find(const struct tokenizer_pattern *pattern,
                                             struct assay_str text, size_t *begin,
                                             size_t *end, struct assay_error *err);

/* Steps of normalisers and pre-tokenisers: tokenizer_section.c. */

enum tokenizer_step_kind {
    /* normalisers */
    TOKENIZER_FORM,
    TOKENIZER_LOWER,
    TOKENIZER_STRIP_ACCENTS,
    TOKENIZER_STRIP,
    TOKENIZER_PREPEND,
    TOKENIZER_REPLACE,
    TOKENIZER_BERT,
    TOKENIZER_CHARSMAP,
    /* pre-tokenisers */
    TOKENIZER_BYTES,
    TOKENIZER_SPLIT,
    TOKENIZER_METASPACE,
    TOKENIZER_BERT_SPLIT,
    TOKENIZER_WHITESPACE,
    TOKENIZER_DIGITS,
    TOKENIZER_PUNCTUATION,
};

enum tokenizer_behaviour {
    TOKENIZER_ISOLATED,
    TOKENIZER_REMOVED,
    TOKENIZER_WITH_PREVIOUS,
    TOKENIZER_WITH_NEXT,
    TOKENIZER_CONTIGUOUS,
};

enum tokenizer_prepend {
    TOKENIZER_NEVER,
    TOKENIZER_FIRST,
    TOKENIZER_ALWAYS,
};

struct tokenizer_step {
    enum tokenizer_step_kind kind;
    enum tokenizer_form form;
    struct tokenizer_pattern pattern;
    struct assay_str content;
    enum tokenizer_behaviour behaviour;
    enum tokenizer_prepend prepend;
    bool invert, split;                  /* what SPLIT and METASPACE do */
    bool left, right;                    /* STRIP */
    bool clean, chinese, accents, lower; /* BERT */
    bool prefix;                         /* BYTES: a blank in front */
    struct tokenizer_charsmap *charsmap;
};

struct tokenizer_steps {
    struct tokenizer_step at[ASSAY_TOKENIZER_STEPS];
    size_t count;
};

/* What a step of a kind says beside its type. */
typedef enum assay_code assay_tokenizer_read_details(
    const struct tokenizer_reading *reading, const struct assay_node *node,
    struct tokenizer_step *out);

/* Appends the steps of a section. Errors: ASSAY_EDATA for too many; those of the section and of read.
   Release them in any case. */
ASSAY_MUST_USE
enum assay_code assay_tokenizer_steps_read(const struct tokenizer_reading *reading,
                                           const struct assay_node *node,
                                           const struct tokenizer_section *section,
                                           assay_tokenizer_read_details *read,
                                           struct tokenizer_steps *out);
void assay_tokenizer_steps_release(struct tokenizer_steps *steps);

/* tokenizer_normal.c */

ASSAY_MUST_USE
enum assay_code assay_tokenizer_normal_read(const struct tokenizer_reading *reading,
                                            const struct assay_node *node,
                                            struct tokenizer_steps *out);
ASSAY_MUST_USE
enum assay_code assay_tokenizer_normalise(const struct tokenizer_steps *steps,
                                          struct assay_str text,
                                          struct assay_arena *arena,
                                          struct assay_str *out, struct assay_error *err);
/* tokenizer_charsmap.c: SentencePiece's precompiled table of replacements. */

ASSAY_MUST_USE
enum assay_code assay_tokenizer_charsmap_read(const struct tokenizer_reading *reading,
                                              struct assay_str base64,
                                              struct tokenizer_charsmap **out);
void assay_tokenizer_charsmap_apply(const struct tokenizer_charsmap *charsmap,
                                    struct assay_str text, struct assay_buf *out);

/* tokenizer_split.c */

ASSAY_MUST_USE
enum assay_code assay_tokenizer_split_read(const struct tokenizer_reading *reading,
                                           const struct assay_node *node,
                                           struct tokenizer_steps *out);
/* Cuts a text, and appends its pieces. */
ASSAY_MUST_USE
enum assay_code assay_tokenizer_split(const struct tokenizer_steps *steps,
                                      struct tokenizer_piece piece,
                                      struct tokenizer_pieces *out,
                                      struct assay_error *err);

/* Byte-level BPE's spelling of bytes: a letter each. */
void assay_tokenizer_spell(struct assay_str text, struct assay_buf *out);
/* The bytes that it spells; what is no such letter stays as it is. */
void assay_tokenizer_unspell(struct assay_str text, struct assay_buf *out);

/* tokenizer_added.c */

struct tokenizer_added {
    struct assay_str content;
    int32_t id;
    bool single_word, lstrip, rstrip, normalized;
};

struct tokenizer_addeds {
    struct tokenizer_added *at; /* (count,) by first byte, longer contents first */
    size_t count;
    size_t begins[257]; /* the first of each first byte */
};

ASSAY_MUST_USE
enum assay_code assay_tokenizer_added_read(const struct tokenizer_reading *reading,
                                           const struct assay_node *list,
                                           const struct tokenizer_vocab *vocab,
                                           struct tokenizer_addeds *out);
/* Orders them for finding; after their contents were normalised. */
void assay_tokenizer_added_sort(struct tokenizer_addeds *addeds);
/* Cuts a text at those tokens that are looked for after (or before) normalisation. */
void assay_tokenizer_added_split(const struct tokenizer_addeds *addeds, bool normalized,
                                 struct tokenizer_piece piece,
                                 struct tokenizer_pieces *out);

/* tokenizer_bpe.c, tokenizer_words.c, tokenizer_unigram.c */

enum tokenizer_model_kind {
    TOKENIZER_BPE,
    TOKENIZER_WORDPIECE,
    TOKENIZER_UNIGRAM,
};

struct tokenizer_model {
    enum tokenizer_model_kind kind;
    struct tokenizer_vocab vocab;
    struct tokenizer_merges merges;
    int32_t unknown; /* -1: there is none */
    struct assay_str prefix, suffix;
    bool byte_fallback, fuse_unknown, ignore_merges;
    size_t longest_word; /* WordPiece, in characters */
    double unknown_score;
};

ASSAY_MUST_USE
enum assay_code assay_tokenizer_model_read(const struct tokenizer_reading *reading,
                                           const struct assay_node *node,
                                           struct tokenizer_model *out);
void assay_tokenizer_bpe(const struct tokenizer_model *model, struct assay_str text,
                         struct tokenizer_ids *out);
void assay_tokenizer_wordpiece(const struct tokenizer_model *model, struct assay_str text,
                               struct tokenizer_ids *out);
void assay_tokenizer_unigram(const struct tokenizer_model *model, struct assay_str text,
                             struct tokenizer_ids *out);

/* tokenizer_template.c */

struct tokenizer_part {
    int32_t id;       /* of a special token; -1: a text */
    uint8_t sequence; /* of a text: 0 or 1 */
    uint8_t type;
};

struct tokenizer_template {
    struct tokenizer_part *single, *pair;
    size_t single_count, pair_count;
};

ASSAY_MUST_USE
enum assay_code assay_tokenizer_template_read(const struct tokenizer_reading *reading,
                                              const struct assay_node *node,
                                              struct tokenizer_template *out);

struct assay_tokenizer {
    struct assay_arena arena;
    struct tokenizer_addeds added;
    struct tokenizer_steps normal, split;
    struct tokenizer_model model;
    struct tokenizer_template template;
};

#endif
