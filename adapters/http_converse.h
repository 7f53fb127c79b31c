/*
 * http_converse.h - one request after the other to one server: before a run, and for token ids.
 * For http*.c only.
 */
#ifndef ASSAY_ADAPTERS_HTTP_CONVERSE_H
#define ASSAY_ADAPTERS_HTTP_CONVERSE_H

#include "adapters/http_ask.h"

struct assay_http_line {
    const struct assay_http *http;
    const char *url;
    struct assay_http_many *many;
    struct assay_jsonl *parser;
    struct assay_http_ask ask;
    struct assay_http_balance wait; /* how long between tries */
    struct assay_arena arena;       /* of what was told last */
    bool unreached;                 /* the last question did not get there */
    const char *why;                /* where it was not answered */
};

/* Close it in any case. Errors: ASSAY_EIO where libcurl is not to be had. */
ASSAY_MUST_USE
enum assay_code assay_http_converse_open(struct assay_http_line *line,
                                         const struct assay_http *http, const char *url,
                                         struct assay_error *err);
void assay_http_converse_close(struct assay_http_line *line);

/* What it answers, valid until the next question; NULL where it does not, with line->why. */
const struct assay_node *assay_http_converse_get(struct assay_http_line *line,
                                                 const char *path);
const struct assay_node *assay_http_converse_post(struct assay_http_line *line,
                                                  const char *path,
                                                  struct assay_str body);

/*
 * Asks about completions of an item, with tries as the run has them.
 *
 *   rows  (part.count,) in arena
 *
 * Errors: ASSAY_EMODEL "URL/path: why".
 */
ASSAY_MUST_USE
enum assay_code assay_http_converse_ask(struct assay_http_line *line,
                                        struct assay_http_part part,
                                        struct assay_arena *arena,
                                        struct assay_http_row *rows,
                                        struct assay_error *err);

/* The same about token ids; one row, valid until the next question. */
ASSAY_MUST_USE
enum assay_code assay_http_converse_ids(struct assay_http_line *line,
                                        struct assay_http_ids ids, size_t from,
                                        struct assay_http_row *row,
                                        struct assay_error *err);

/* What is said of the tokens of one completion, valid until the next question. */
struct assay_http_told {
    struct assay_http_row row;
    const int64_t *ids; /* (row.count,) */
    bool apart;         /* the completion's tokens begin where the prompt's end */
};

/* Asks for log-probabilities of one completion's tokens, given ones or the server's own. Errors: as assay_http_converse_ask. */
ASSAY_MUST_USE
enum assay_code assay_http_converse_track(struct assay_http_line *line,
                                          struct assay_http_part part,
                                          const struct assay_track_ids *given,
                                          struct assay_http_told *out,
                                          struct assay_error *err);

/* "URL" and "/path" as one, in arena; a "/v1" at the end of the first is that of the second. */
const char *assay_http_address(const char *url, const char *path,
                               struct assay_arena *arena);

#endif
