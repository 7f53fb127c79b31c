/*
 * http_parts.h - what the files of the http adapter share; for adapters/http*.c only.
 *
 * An item is asked about in one or more requests, by one thread that keeps many in flight:
 *
 *     http_open      addresses, key, template, head; the handshake before the first item
 *     http_ask       one question from its first request to its answers
 *     http_pull      which questions are under way, and when one is asked again
 *     http_balance   which server it goes to
 *     http_client    the connections, from one pull to the next
 *     http_DIALECT   how a server is spoken to: what its requests and answers are
 */
#ifndef ASSAY_ADAPTERS_HTTP_PARTS_H
#define ASSAY_ADAPTERS_HTTP_PARTS_H

#include "adapters/adapter.h"
#include "adapters/dialogue.h"
#include "adapters/http_balance.h"
#include "adapters/jinja.h"
#include "harness/core/http_many.h"
#include "harness/core/jsonl.h"
#include "harness/core/tensor.h"

#include <stdatomic.h>

enum {
    ASSAY_HTTP_NUMBERS = 1 << 20, /* most of one answer for one completion */
    ASSAY_HTTP_IDS = 1 << 20      /* most tokens of one text */
};

/* What a request can hold. */
enum assay_http_input {
    ASSAY_HTTP_MESSAGES = 1, /* the conversation; the server applies the template */
    ASSAY_HTTP_TEXT = 2,     /* the conversation as text */
    ASSAY_HTTP_PAIR = 4,     /* the prompt as text, and completions */
    ASSAY_HTTP_TOKENS = 8    /* token ids */
};

/* What the numbers of an answer are. */
enum assay_http_gives {
    ASSAY_HTTP_LABELS,    /* scores of the labels of a head */
    ASSAY_HTTP_STEPS,     /* the same, token by token */
    ASSAY_HTTP_LOG_PROBS, /* of the completion's tokens */
    ASSAY_HTTP_TEXTS,     /* a text, no numbers */
    ASSAY_HTTP_HIDDEN     /* a hidden state, for a head on this side */
};

/* What one request is about. */
struct assay_http_query {
    const struct assay_http *http;
    enum assay_http_input input;
    struct assay_dialogue dialogue; /* MESSAGES, and TOKENS of a server's own template */
    struct assay_str text;          /* TEXT: all; PAIR: the prompt */
    const struct assay_str *completions; /* (count,) PAIR */
    size_t count;                        /* completions that are answered */
    const int64_t *id;                   /* (ids,) TOKENS */
    size_t ids;
    size_t
        from; /* LOG_PROBS: where the completion begins: a token; of TEXT a code point */
    uint64_t seed; /* TEXTS: of this one */
};

/* The numbers for one completion; NaN where the server gave none. */
struct assay_http_row {
    double *value; /* (count,) in the arena */
    size_t count;
    size_t width; /* STEPS: labels of a token; else count */
};

/* What was read of an answer. */
struct assay_http_reading {
    struct assay_arena *arena;
    struct assay_http_row *row; /* (query.count,) in the order asked */
    double prompt_tokens,
        completion_tokens; /* as the server counts them; 0: it does not */
    struct assay_str text; /* TEXTS: what was written, or said instead */
    bool refused;          /* TEXTS: it was not written */
    const double *log_p;   /* (log_p_count,) TEXTS: as of an answer (core/answer.h) */
    size_t log_p_count;
    const char *fault; /* why it cannot be read */
};

/* One way to ask a server. */
struct assay_http_api {
    const char *name; /* NULL ends a list */
    const char *path;
    unsigned inputs;             /* that it takes */
    enum assay_http_input usual; /* unless something else is asked for */
    enum assay_http_gives gives;
    bool together; /* all completions of an item in one request */

    /* Puts the members of a request into map. */
    void (*write)(const struct assay_http_query *query, struct assay_arena *arena,
                  struct assay_node *map);

    /* Reads an answer into reading->row; false with reading->fault where it is not one. */
    bool (*read)(const struct assay_http_query *query, const struct assay_node *answer,
                 struct assay_http_reading *reading);
};

/* What a server says of itself. Texts in the arena of the run; empty where it does not say. */
struct assay_http_facts {
    struct assay_str version, model, revision, type, template, bos, eos;
    size_t most; /* texts that one request may have; 0: it does not say */
};

/* Something to ask a server about itself, by GET. */
struct assay_http_probe {
    const char *path; /* NULL ends a list */
    void (*read)(const struct assay_node *answer, struct assay_arena *arena,
                 struct assay_http_facts *facts);
};

struct assay_http_dialect {
    const char *name;
    const struct assay_http_api *api; /* list; the first one unless another is named */
    const struct assay_http_probe *probe; /* list; what is not there is passed over */
    const char
        *tokenise; /* path where texts become ids, read as {"tokens": [..]}; NULL: none */
    void (*write_tokenise)(const struct assay_http_query *query, bool special,
                           struct assay_arena *arena, struct assay_node *map);
    bool tokenises_messages; /* also conversations, by the server's own template */
    bool writes;             /* texts (http_chat.h) */
    bool one_bos; /* the tokeniser may put a second BOS in front, which is dropped */
    const char *filled; /* name of the api whose texts may not be blank; NULL: none */
    size_t stops;       /* texts that end another, at most; 0: any number */
    double hottest;     /* temperature, at most; 0: any */
    const char *const
        *too_long; /* words of an error that say so, lower case; ends with NULL */
};

/* Every dialect, in the order of http_dialects.def. */
extern const struct assay_http_dialect *const assay_http_dialects[];

/* How the scores came to be, as the user declares it. */
enum assay_http_activation {
    ASSAY_HTTP_UNKNOWN, /* scores that look squashed are refused */
    ASSAY_HTTP_NONE,
    ASSAY_HTTP_SIGMOID,
    ASSAY_HTTP_SOFTMAX
};

/* Counted by all threads, for the record of the run. */
struct assay_http_totals {
    atomic_size_t requests, again, answered, truncated;
    atomic_size_t prompt_tokens, completion_tokens;
};

struct assay_http {
    /* options */
    unsigned dialect_number, input_number, reward, steps, activation, special;
    const char *api_word, *template_word, *date, *model, *key_env, *key_file, *head_word,
        *weight_words, *label, *label_tokens, *revision;
    size_t concurrency, tries, same;
    double timeout, backoff, deadline, outage, price_in, price_out;
    bool http2, plain_key;

    /* from open on */
    const struct assay_http_dialect *dialect;
    const struct assay_http_api *api;
    enum assay_http_input input;
    const char *url[ASSAY_HTTP_ENDPOINTS];
    size_t url_count;
    const char *key; /* NULL: none. Never told */
    const struct assay_jinja *jinja;
    bool by_server;                    /* the server applies its template */
    struct assay_dialogue_words words; /* for ours */
    struct assay_http_facts facts;     /* of the first server that answered */
    bool alike;                        /* every server answered, with the same facts */
    const double *head, *bias;         /* (labels, width), (labels,) or NULL */
    size_t labels, width;              /* width: of a hidden state */
    const double *weight;              /* (labels,) */
    const int64_t *label_id;           /* (label_ids,) of label_tokens */
    size_t label_ids;
    size_t max_length; /* tokens; 0: the server's own limit */
    int64_t bos;       /* that the server's tokeniser puts in front; -1: none */
    double ends;       /* when the time of the run is over (assay_clock) */
    uint64_t seed;
    const struct assay_sampling *sampling; /* TEXTS are wanted; NULL: numbers are */
    struct assay_spending *spending;       /* of the whole run; may be NULL */
    struct assay_http_totals *totals;
    struct assay_http_clients *clients; /* http_client.h */
};

/* ---- http_open.c ---- */

ASSAY_MUST_USE
enum assay_code assay_http_open_state(void *state, const struct assay_setting *setting,
                                      struct assay_error *err);
void assay_http_close_state(void *state);

/* ---- http_tracks.c ---- */

/* Refuses what the server cannot tell of tokens. Errors: ASSAY_EUSAGE. */
ASSAY_MUST_USE
enum assay_code assay_http_check_tracking(const struct assay_http *http,
                                          const struct assay_tracking *tracking,
                                          struct assay_error *err);

/* adapter.h, tracks. */
ASSAY_MUST_USE
enum assay_code assay_http_tracks(const void *state, const struct assay_track_wish *wish,
                                  struct assay_arena *arena, struct assay_track *out,
                                  struct assay_error *err);

/* ---- http_open.c ---- */

/* Errors: ASSAY_EMODEL once the time of the run is over. */
ASSAY_MUST_USE
enum assay_code assay_http_check_time(const struct assay_http *http,
                                      struct assay_error *err);

/* Looks at the addresses, without asking anybody. */
ASSAY_MUST_USE
enum assay_code assay_http_check_target(const char *target, struct assay_error *err);

/* Lines of token ids (adapter.h, tokens). */
ASSAY_MUST_USE
enum assay_code assay_http_tokens(const void *state, struct assay_str line,
                                  struct assay_buf *out, struct assay_error *err);

/* ---- http_pull.c ---- */

ASSAY_MUST_USE
enum assay_code assay_http_pull(const void *state, struct assay_work *work,
                                struct assay_error *err);

/* ---- http_facts.c: for run.json, and for those who want to know before ---- */

void assay_http_facts_put(const void *state, struct assay_arena *arena,
                          struct assay_node *map);
double assay_http_cost(const struct assay_http *http, double read, double written);
void assay_http_estimate(const void *state, const char *target,
                         const struct assay_load *load, struct assay_arena *arena,
                         struct assay_budget *budget);

/* ---- http_identity.c ---- */

/* adapter.h, identity and file: what is served is known where somebody vouches for it. */
ASSAY_MUST_USE
enum assay_code assay_http_identity(const void *state, const struct assay_hashes *known,
                                    struct assay_arena *arena, struct assay_identity *out,
                                    struct assay_error *err);
const char *assay_http_file(const void *state, const char *target, size_t i,
                            struct assay_arena *arena);

/* ---- http_handshake.c ---- */

/* Asks servers what they are and a few known answers; learns labels, model and version of them. */
ASSAY_MUST_USE
enum assay_code assay_http_greet(struct assay_http *http, struct assay_arena *arena,
                                 struct assay_error *err);
ASSAY_MUST_USE
enum assay_code assay_http_shake_hands(struct assay_http *http, struct assay_arena *arena,
                                       struct assay_error *err);

/* True for a score that no sigmoid and no softmax could have given. */
bool assay_http_is_raw(const struct assay_http *http, double score);

/*
 * Refuses scores within [least, most] that an activation has squashed, or that are all the same,
 * unless the user declared one. Errors: ASSAY_EMODEL.
 */
ASSAY_MUST_USE
enum assay_code assay_http_check_scores(const struct assay_http *http, double least,
                                        double most, struct assay_error *err);

/* ---- http_text.c ---- */

/*
 * Settles which template makes texts of conversations, once the server's own is known.
 * Errors: ASSAY_EUSAGE where nothing says so; ASSAY_EDATA, ASSAY_EIO of a file.
 */
ASSAY_MUST_USE
enum assay_code assay_http_text_open(struct assay_http *http, struct assay_arena *arena,
                                     struct assay_error *err);

/* A conversation as text, in arena. Errors: ASSAY_EDATA where the template refuses it. */
ASSAY_MUST_USE
enum assay_code assay_http_text_of(const struct assay_http *http,
                                   struct assay_dialogue dialogue,
                                   struct assay_arena *arena, struct assay_str *out,
                                   struct assay_error *err);

/* ---- http_score.c ---- */

/*
 * Reads the head of --model-option head=FILE:TENSOR.
 * Errors: ASSAY_EUSAGE, ASSAY_EDATA, ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_http_head_open(struct assay_http *http, struct assay_arena *arena,
                                     struct assay_error *err);

/* The logits of labels that a row stands for, in arena; NULL where it is of another width. */
const double *assay_http_logits(const struct assay_http *http,
                                const struct assay_http_row *row,
                                struct assay_arena *arena);

/* The score of a row: scored, not-a-number, or failed with a note. */
struct assay_answer assay_http_score(const struct assay_http *http,
                                     const struct assay_http_row *row,
                                     struct assay_arena *arena);

/* ---- http_read.c: what answers of several dialects have in common ---- */

/* A list of numbers under a node: (count,) in the arena; null and what is no number is NaN. */
bool assay_http_read_numbers(const struct assay_node *list,
                             struct assay_http_reading *reading,
                             struct assay_http_row *row);

/* Member `value` of the elements of list, joined by their member `index`: every one once. */
bool assay_http_read_joined(const struct assay_http_query *query,
                            const struct assay_node *list, const char *value,
                            struct assay_http_reading *reading);

/* One number for a row. */
void assay_http_read_one(const struct assay_node *value,
                         struct assay_http_reading *reading, struct assay_http_row *row);

/* usage of an OpenAI-like answer. */
void assay_http_read_usage(const struct assay_node *answer,
                           struct assay_http_reading *reading);

bool assay_http_fault(struct assay_http_reading *reading, const char *why); /* false */

/* {"object": "list", "data": [{"id": ...}]}: the first model that is served. */
void assay_http_read_models(const struct assay_node *answer, struct assay_arena *arena,
                            struct assay_http_facts *facts);

/* A copy of the text under a key, or the empty view. */
struct assay_str assay_http_read_text(const struct assay_node *map, const char *key,
                                      struct assay_arena *arena);

/*
 * An answer's body as a tree; NaN and infinities, which Python's servers write, become null.
 * False where it is no JSON. Writes over the body.
 */
bool assay_http_parse(struct assay_jsonl *parser, struct assay_http_answer *answer,
                      struct assay_arena *arena, const struct assay_node **out);

/* What a server says of its error, one line of at most 200 bytes, without the key. */
struct assay_str assay_http_complaint(const struct assay_http *http,
                                      const struct assay_node *answer,
                                      const struct assay_http_answer *raw,
                                      struct assay_arena *arena);

/* ---- http_write.c: what requests of several dialects have in common ---- */

/* "model": the one that was asked for or is served; nothing where neither is known. */
void assay_http_write_model(const struct assay_http_query *query,
                            struct assay_arena *arena, struct assay_node *map);
struct assay_node assay_http_ids_node(const struct assay_http_query *query,
                                      struct assay_arena *arena);
struct assay_node assay_http_completions_node(const struct assay_http_query *query,
                                              struct assay_arena *arena);

/* True if the server is to add special tokens to a text. */
bool assay_http_adds_special(const struct assay_http *http);

/* Completions [first, first + count) of an item. */
struct assay_http_part {
    const struct assay_item *item;
    size_t first, count;
};

/* False for a text that the server would refuse, as it is blank. */
bool assay_http_takes(const struct assay_http *http, struct assay_str text);

/* How many of the completions from the part's first on, up to its count, the next request is about. */
size_t assay_http_at_once(const struct assay_http *http, struct assay_http_part part);

#endif
