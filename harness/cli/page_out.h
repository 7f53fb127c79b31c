/*
 * page_out.h - where a page goes: to stdout as its terminal wants it, or into a folder with its figures.
 *
 * Every command whose answer is a page asks for it in the same words: --format, --json, --output.
 */
#ifndef ASSAY_CLI_PAGE_OUT_H
#define ASSAY_CLI_PAGE_OUT_H

#include "harness/core/option.h"
#include "reports/page_writer.h"

/* Choices of --format. The second list has one more at its end, for pages whose rows have outcomes. */
extern const char
    *const assay_page_formats[]; /* table, markdown, html, latex, csv, json */
extern const char *const assay_page_formats_judged[]; /* and junit */

/* What was asked for, filled by ASSAY_PAGE_OPTIONS. */
struct assay_page_words {
    unsigned format;
    const char *output; /* NULL: stdout */
    bool json;
};

/* clang-format off */
/* at: the offset of a struct assay_page_words; formats: one of the lists above. */
#define ASSAY_PAGE_OPTIONS(at, formats)                                                  \
    {.name = "format",                                                                   \
     .help = "how it is written",                                                        \
     .type = ASSAY_OPTION_CHOICE,                                                        \
     .offset = (at) + offsetof(struct assay_page_words, format),                         \
     .initial = "table",                                                                 \
     .choices = (formats)},                                                              \
    {.name = "json",                                                                     \
     .help = "print all of it as JSON, like --format json",                              \
     .type = ASSAY_OPTION_FLAG,                                                          \
     .offset = (at) + offsetof(struct assay_page_words, json)},                          \
    {.name = "output",                                                                   \
     .help = "write a page of HTML with figures here, in place of a table",              \
     .type = ASSAY_OPTION_TEXT,                                                          \
     .offset = (at) + offsetof(struct assay_page_words, output),                         \
     .value = "DIR",                                                                     \
     .optional = true}
/* clang-format on */

/* A format and a place. */
struct assay_page_out {
    const struct assay_page_writer *writer;
    const char *directory; /* NULL: stdout */
};

/* Errors: ASSAY_EUSAGE for --output with a format that has no files beside it. */
ASSAY_MUST_USE
enum assay_code assay_page_out_choose(const struct assay_page_words *words,
                                      struct assay_page_out *out,
                                      struct assay_error *err);

/* Says, as ASSAY_EUSAGE, that there is no such format, with the nearest of writers and of more, which ends with NULL
   or is NULL. */
ASSAY_MUST_USE
enum assay_code assay_page_out_unknown(const char *format, const char *const *more,
                                       const char *command, struct assay_error *err);

/* The writer of that name. Errors: ASSAY_EUSAGE, with the nearest name. */
ASSAY_MUST_USE
enum assay_code assay_page_out_find(const char *format, const char *command,
                                    const struct assay_page_writer **out,
                                    struct assay_error *err);

/* What stdout is. */
struct assay_page_look assay_page_out_look(void);

/*
 * Prints the page; or writes DIR/index.ENDING with the files of its figures, making DIR if need be, and prints
 * that path. Errors: as of the writer; ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_page_out_put(const struct assay_page *page,
                                   const struct assay_page_out *out,
                                   struct assay_error *err);

#endif
