/* figure_files.h - figures for a paper, as commands that write a page are asked for them. */
#ifndef ASSAY_CLI_FIGURE_FILES_H
#define ASSAY_CLI_FIGURE_FILES_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/option.h"
#include "reports/figure.h"
#include "reports/report.h"

/* What the command line says of them. */
struct assay_figure_words {
    const char *formats; /* "svg,pdf"; NULL: none are wanted */
    const char *size;
};

/* --figures and --size of a command; at is the offset of its struct assay_figure_words. */
/* clang-format off */
#define ASSAY_FIGURE_OPTIONS(at)                                                         \
    {.name = "figures",                                                                  \
     .help = "write figures for a paper: svg, pdf, png, cairolatex, tikz",               \
     .type = ASSAY_OPTION_TEXT,                                                          \
     .offset = (at) + offsetof(struct assay_figure_words, formats),                      \
     .value = "LIST",                                                                    \
     .optional = true},                                                                  \
    {.name = "size",                                                                     \
     .help = "of these figures: column, 3.3 in wide, or page, 7 in",                     \
     .type = ASSAY_OPTION_TEXT,                                                          \
     .offset = (at) + offsetof(struct assay_figure_words, size),                         \
     .initial = "column",                                                                \
     .value = "NAME"}
/* clang-format on */

/*
 * What is wanted; no formats where no figures are.
 *
 *   remedy  what to do so that there is a page for them to lie beside; NULL: there is one
 *
 * Errors: ASSAY_EUSAGE for figures without a page, an unknown format or size.
 */
ASSAY_MUST_USE
enum assay_code assay_figure_files_wish(const struct assay_figure_words *words,
                                        const char *remedy, struct assay_figure_wish *out,
                                        struct assay_error *err);

/*
 * Writes them into figures/ beside the page; nothing where none are wanted.
 *
 *   told  a line a figure, as assay_figures_export appends it
 *
 * Errors: those of assay_figures_export.
 */
ASSAY_MUST_USE
enum assay_code assay_figure_files_write(const struct assay_figure_wish *wish,
                                         const struct assay_report_input *page,
                                         struct assay_arena *arena,
                                         struct assay_buf *told, struct assay_error *err);

#endif
