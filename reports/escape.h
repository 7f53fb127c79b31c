/*
 * escape.h - text from data, made harmless for the place it goes to.
 *
 * Names of models, suites and sections, prompts and completions come from files that
 * anybody may have written. Every report passes them through here and through nothing else:
 * a model named `"; system("touch pwned"); "` or <script> comes out as text.
 *
 * All functions take UTF-8 (bytes that are none become U+FFFD) and append to out. Control
 * characters, escape sequences that drive a terminal and characters that turn the direction of
 * writing round are dropped everywhere; tabs and line ends become one blank each where the
 * place knows no lines.
 */
#ifndef ASSAY_REPORTS_ESCAPE_H
#define ASSAY_REPORTS_ESCAPE_H

#include "harness/core/buf.h"
#include "harness/core/str.h"

#include <stdbool.h>
#include <stddef.h>

/* Text or a quoted attribute value of HTML and SVG; line ends stay. */
void assay_escape_html(struct assay_str text, struct assay_buf *out);

/* Text whose lines stay, and in which nothing has a meaning: for what escapes by itself (JSON). */
void assay_escape_text(struct assay_str text, struct assay_buf *out);

/* One line of a terminal. With ascii, dashes, dots and the like get a plain spelling and
   other characters beyond ASCII become '?'. */
void assay_escape_terminal(struct assay_str text, bool ascii, struct assay_buf *out);

/*
 * A gnuplot string in single quotes, quotes included: no backquote, backslash, macro or
 * enhanced-text character means anything there (terminals are set to noenhanced).
 */
void assay_escape_gnuplot(struct assay_str text, struct assay_buf *out);

/* The same where gnuplot would read %g as a format: labels of tics. */
void assay_escape_tic(struct assay_str text, struct assay_buf *out);

/* The last field of a line of tab-separated values. */
void assay_escape_tsv(struct assay_str text, struct assay_buf *out);

/* A field of comma-separated values (RFC 4180); text that a spreadsheet would take for a
   formula gets an apostrophe in front. */
void assay_escape_csv(struct assay_str text, struct assay_buf *out);

/* Running text or a table cell of Markdown (GitHub's). */
void assay_escape_markdown(struct assay_str text, struct assay_buf *out);

/* Text of LaTeX with T1 fonts: no character is a command, Greek letters, exponents and
   signs are mathematics, and what is neither those nor Latin is '?'. */
void assay_escape_tex(struct assay_str text, struct assay_buf *out);

/* True if a page may link there: "#...", a path relative to the page, http:// or https://. */
bool assay_escape_leads(struct assay_str href);

/* The target of such a link, bytes that have no place in one as %XX: nothing in it ends an attribute
   of HTML or a link of Markdown. */
void assay_escape_href(struct assay_str href, struct assay_buf *out);

/* A file name or identifier: a-z, 0-9 and single '-', at most max bytes, never empty. */
void assay_escape_slug(struct assay_str text, size_t max, struct assay_buf *out);

/* Columns that clean text takes on a terminal: marks that combine take none, East Asian wide
   characters two. */
size_t assay_escape_width(struct assay_str text);

/* The longest beginning of text that is at most width columns wide. */
struct assay_str assay_escape_cut(struct assay_str text, size_t width);

#endif
