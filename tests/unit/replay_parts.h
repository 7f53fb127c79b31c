/*
 * replay_parts.h - the replay adapter seen from outside: a file goes in, answers and notes come
 * out as text. Items are a, b, c with two completions each unless a case says otherwise.
 */
#ifndef ASSAY_TESTS_REPLAY_PARTS_H
#define ASSAY_TESTS_REPLAY_PARTS_H

#include "harness/core/buf.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>

struct replay_case {
    const char *file;     /* name: its ending counts */
    const char *text;     /* of the file */
    const char *mappings; /* `replay:` of the suite as JSON; NULL: none */
    const char *words[4]; /* options */
    const char *expected; /* answers, notes; or the error with "F" for the path */
    size_t completions;   /* 0: two */
    bool own;             /* items are the file's records */
};

/* Writes the case's file, replays it and compares what comes of it with what is expected. */
void replay_check(const struct replay_case *made);

/* Appends a message in which every path is F. */
void replay_put_error(const struct assay_error *err, const char *path,
                      struct assay_buf *out);

/* A file with answers for a, b and c, and mappings of suites. */
#define ABC_PAIRS                                                                        \
    "{\"id\": \"c\", \"score_chosen\": 5, \"score_rejected\": 6}\n"                      \
    "{\"id\": \"a\", \"score_chosen\": 1, \"score_rejected\": 2}\n"                      \
    "{\"id\": \"b\", \"score_chosen\": 3, \"score_rejected\": 4}\n"

#define JUDGE                                                                            \
    "[{\"name\": \"reward-model\", \"when\": \"judgments[0].scores\","                   \
    "  \"scores\": \"judgments[0].scores\","                                             \
    "  \"stored\": {\"field\": \"judgments[0].decision\","                               \
    "              \"map\": {\"A>B\": 1, \"B>A\": -1}}},"                                \
    " {\"name\": \"judge\", \"preferences\": ["                                          \
    "   {\"field\": \"judgments[0].decision\","                                          \
    "    \"map\": {\"A>B\": 1, \"B>A\": -1, \"A=B\": 0, \"null\": null}},"               \
    "   {\"field\": \"judgments[1].decision\","                                          \
    "    \"map\": {\"A>B\": -1, \"B>A\": 1, \"A=B\": 0, \"null\": null}}]}]"

#define VOTES                                                                            \
    "[{\"name\": \"votes\", \"verdicts\": ["                                             \
    "  {\"field\": \"first\", \"map\": {\"A\": 0, \"B\": 1, \"null\": null}}, "          \
    "\"second\"]}]"

#define WINS                                                                             \
    "[{\"name\": \"pairwise\", \"key\": \"problem\","                                    \
    "  \"wins\": {\"answers\": \"score\", \"chosen\": \"position\"}}]"

#define PLACED                                                                           \
    "[{\"name\": \"apart\", \"group_by\": \"problem\", \"key\": \"@rows[0].problem\","   \
    "  \"scores\": {\"place\": {\"field\": \"kind\","                                    \
    "                         \"map\": {\"chosen\": 0, \"rejected\": 1}},"               \
    "             \"value\": \"output\"}}]"

#define TABLE                                                                            \
    "[{\"name\": \"table\", \"key\": \"idx\", \"select\": \"evaluator\","                \
    "  \"preferences\": [{\"field\": \"w\","                                             \
    "                     \"map\": {\"1\": 1, \"2\": -1, \"NA\": null}}]}]"

#endif
