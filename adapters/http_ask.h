/*
 * http_ask.h - one question to a server, from its first request to its answers; for http*.c only.
 *
 * Most questions are one request. Where ids are sent, the server's tokeniser is asked before. What
 * an answer means, and whether asking once more may help, is settled here; when, and whom, is not.
 */
#ifndef ASSAY_ADAPTERS_HTTP_ASK_H
#define ASSAY_ADAPTERS_HTTP_ASK_H

#include "adapters/http_parts.h"

enum assay_http_step {
    ASSAY_HTTP_PROMPT_IDS, /* where the completion begins */
    ASSAY_HTTP_WHOLE_IDS,
    ASSAY_HTTP_SCORES
};

struct assay_http_ids {
    int64_t *at; /* (count,) */
    size_t count;
};

/* Zero bytes are one that asks nothing; begin resets it, keeping its memory. */
struct assay_http_ask {
    const struct assay_http *http;
    const struct assay_item *item;
    size_t first, count;         /* completions */
    struct assay_answer *answer; /* (count,) borrowed; notes in notes */
    struct assay_arena *notes;   /* borrowed */
    bool unscored;               /* rows alone are wanted */
    const int64_t *given;        /* (given_count,) the completion's tokens, where they are
                                    not the server's own; borrowed; NULL: they are */
    size_t given_count;
    enum assay_http_step step;
    struct assay_http_ids prompt, whole;
    struct assay_http_query query; /* that was written last */
    struct assay_http_row *row;    /* (count,) once it is scored */
    unsigned tries;                /* that failed */
    unsigned failure;              /* what kind of failure the answers are; 0: none */
    struct assay_arena arena;      /* of all steps */
    struct assay_buf body;         /* of the request */
    const char *path;
};

enum assay_http_turn {
    ASSAY_HTTP_OVER, /* its answers are there */
    ASSAY_HTTP_MORE, /* the next request is to be written */
    ASSAY_HTTP_AGAIN /* the same one is to be sent once more */
};

/* Begins one about a part of an item. */
void assay_http_ask_begin(struct assay_http_ask *ask, const struct assay_http *http,
                          struct assay_http_part part);

/* The same for token ids (borrowed), of which the completion begins at from. */
void assay_http_ask_ids(struct assay_http_ask *ask, const struct assay_http *http,
                        struct assay_http_ids ids, size_t from);

/*
 * Writes the next request into body and path. OVER where it cannot be asked (a template that refuses
 * the conversation): then its answers are there.
 */
enum assay_http_turn assay_http_ask_write(struct assay_http_ask *ask);

/* What a request's end means. */
struct assay_http_verdict {
    enum assay_http_turn turn;
    enum assay_http_fate fate;
    bool free; /* AGAIN: nothing was asked, so it is no try */
};

/*
 * Takes what came back, which it may write over. With `last`, AGAIN becomes OVER with a failure.
 *
 * Errors: ASSAY_EMODEL for what concerns all questions: the key is refused.
 */
ASSAY_MUST_USE
enum assay_code assay_http_ask_read(struct assay_http_ask *ask,
                                    struct assay_jsonl *parser,
                                    struct assay_http_answer *answer, bool last,
                                    struct assay_http_verdict *out,
                                    struct assay_error *err);

void assay_http_ask_release(struct assay_http_ask *ask);

#endif
