/* history_words.h - what ls runs, history and trend are told of where runs are and which are meant. */
#ifndef ASSAY_CLI_HISTORY_WORDS_H
#define ASSAY_CLI_HISTORY_WORDS_H

#include "harness/core/option.h"
#include "harness/run/history_list.h"

struct assay_history_words {
    const char *folder, *status, *since;
    struct assay_option_list label, model, suite;
    bool no_index;
};

/* clang-format off */
/* at: the offset of a struct assay_history_words. */
#define ASSAY_HISTORY_OPTIONS(at)                                                        \
    {.name = "runs",                                                                     \
     .help = "the folder that runs are in",                                              \
     .type = ASSAY_OPTION_TEXT,                                                          \
     .offset = (at) + offsetof(struct assay_history_words, folder),                      \
     .initial = ASSAY_HISTORY_RUNS,                                                      \
     .value = "DIR"},                                                                    \
    {.name = "suite",                                                                    \
     .help = "suites like this: SUITE, SUITE:PART, a pattern as of file names",          \
     .type = ASSAY_OPTION_LIST,                                                          \
     .offset = (at) + offsetof(struct assay_history_words, suite),                       \
     .value = "PATTERN"},                                                                \
    {.name = "label",                                                                    \
     .help = "models whose label is like this",                                          \
     .type = ASSAY_OPTION_LIST,                                                          \
     .offset = (at) + offsetof(struct assay_history_words, label),                       \
     .value = "PATTERN"},                                                                \
    {.name = "model",                                                                    \
     .help = "models whose ADAPTER:TARGET is like this",                                 \
     .type = ASSAY_OPTION_LIST,                                                          \
     .offset = (at) + offsetof(struct assay_history_words, model),                       \
     .value = "PATTERN"},                                                                \
    {.name = "since",                                                                    \
     .help = "runs started since a date (2026-11-01, UTC), or so long ago (12h, 7d, 2w)", \
     .type = ASSAY_OPTION_TEXT,                                                          \
     .offset = (at) + offsetof(struct assay_history_words, since),                       \
     .value = "DATE",                                                                    \
     .optional = true},                                                                  \
    {.name = "no-index",                                                                 \
     .help = "read all run directories, whatever the index says",                        \
     .type = ASSAY_OPTION_FLAG,                                                          \
     .offset = (at) + offsetof(struct assay_history_words, no_index)}
/* clang-format on */

struct assay_history_setting assay_history_words_setting(
    const struct assay_history_words *words);

/* Errors: ASSAY_EUSAGE for what is no date. */
ASSAY_MUST_USE
enum assay_code assay_history_words_filter(const struct assay_history_words *words,
                                           struct assay_history_filter *out,
                                           struct assay_error *err);

/* What is wrong with the index, or to be known of it, a line each on stderr. */
void assay_history_words_tell(const struct assay_history_told *told);

/* Differences between what results are of: those of one suite and part, whose bases are not the same. */
struct assay_history_bases {
    struct assay_str *name; /* (count,) SUITE[:PART], and #2, #3 ... */
    struct assay_str *key;
    size_t count, room;
    bool *apart; /* (count,) there are others of its suite and part */
    struct assay_arena *arena;
};

/* The number of a result's suite and basis, which is added where it is new. */
size_t assay_history_basis(struct assay_history_bases *bases,
                           const struct assay_history_result *result);

/* A line for each that is not the only one of its suite: "pairs#2: version 1, data ...". */
void assay_history_bases_tell(const struct assay_history_bases *bases,
                              struct assay_buf *out);

#endif
