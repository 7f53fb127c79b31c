/*
 * paper.h - tables, figures and numbers of a paper, made from stored runs and from nothing else.
 *
 *     output: generated                      # a folder beside the file
 *     formats: [pdf]                         # of figures: svg, pdf, png, cairolatex, tikz
 *     size: column
 *     runs:
 *       gemma: runs/skywork-gemma            # directories, from the file's folder
 *       internlm: runs/internlm2
 *     tables:
 *       judgebench: {of: comparison, runs: [internlm, gemma], columns: [section, difference, adjusted]}
 *     figures:
 *       margins: {of: runs, runs: [gemma], figure: judgebench-margins, size: page}
 *     numbers:
 *       gemmaAccuracy: {run: gemma, suite: judgebench, section: Coding, of: value}
 *
 * An entry is taken out of a page (reports/page.h): that of its runs, of a comparison, a gate,
 * a leaderboard, ... as paper_makers.def has them. A table becomes NAME.tex, a figure NAME and what gnuplot writes of it, and numbers
 * macros in numbers.tex. paper.lock tells what all of it was made from.
 */
#ifndef ASSAY_CLI_PAPER_H
#define ASSAY_CLI_PAPER_H

#include "harness/core/buf.h"
#include "harness/run/store.h"
#include "reports/figure.h"

struct assay_page;

enum {
    ASSAY_PAPER_ENTRIES_MAX =
        1024, /* tables and figures; numbers; runs: of each at most */
};

struct assay_paper_run {
    const char *name;
    const char *directory; /* as the file has it */
    const char *path;      /* from here */
    struct assay_stored stored;
};

struct assay_paper_maker;

/* A table or a figure. */
struct assay_paper_entry {
    const char *name; /* of the files */
    const struct assay_paper_maker *maker;
    const struct assay_paper_run *const *run; /* (runs,) */
    size_t runs;
    struct assay_str pick; /* which table or figure of the page; empty: the first */
    bool figure;
    struct assay_figure_wish wish;
    const struct assay_node *node; /* the map: what else the maker asks for */
};

struct assay_paper_number {
    const char *name; /* of the macro: letters */
    const struct assay_paper_run *run;
    struct assay_str suite, section;
    unsigned of; /* place in assay_paper_number_words */
    unsigned line;
};
extern const char *const assay_paper_number_words[]; /* "value", "lo", "hi", "n", NULL */

struct assay_paper {
    const char *path;     /* of the file */
    const char *name;     /* its last part, which is the same from wherever it is read */
    const char *data_dir; /* where benchmark data are; NULL: where they are looked for */
    const char *folder;   /* that it lies in */
    const char *output;
    struct assay_paper_run *run; /* (runs,) */
    size_t runs;
    struct assay_paper_entry *entry; /* (entries,) tables, then figures */
    size_t entries;
    struct assay_paper_number *number; /* (numbers,) */
    size_t numbers;
    struct assay_arena *arena;
};

/* A kind of page that entries are taken from. */
struct assay_paper_maker {
    const char *name;
    size_t run_min, run_max;

    /* Fills a page, which has begun. Errors: "file:line: what" for what the entry asks for. */
    ASSAY_MUST_USE enum assay_code (*make)(const struct assay_paper *paper,
                                           const struct assay_paper_entry *entry,
                                           struct assay_page *page,
                                           struct assay_error *err);
};

const struct assay_paper_maker *assay_paper_maker_find(struct assay_str name);

/*
 * Reads the file and the runs that it names; all of it in arena.
 *
 * Errors: ASSAY_EDATA "file:line: what"; those of assay_stored_read; ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_paper_read(const char *path, const char *data_dir,
                                 struct assay_arena *arena, struct assay_paper *out,
                                 struct assay_error *err);

/*
 * Writes every file of the paper but the lock into a folder, which is there.
 *
 *   told  a line a file is appended, and why gnuplot did not draw a figure
 *
 * Errors: those of the makers; ASSAY_EDATA for a table, figure or number that there is none of; ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_paper_write(const struct assay_paper *paper, const char *folder,
                                  struct assay_buf *told, struct assay_error *err);

/* Names of the files that an entry may have in the folder, at most ASSAY_PAPER_FILES of them; their number. In arena. */
enum {
    ASSAY_PAPER_FILES = 8
};
size_t assay_paper_files(const struct assay_paper_entry *entry, struct assay_arena *arena,
                         const char *out[ASSAY_PAPER_FILES]);

/* Writes paper.lock: digests of the file, of every file in the folder, of runs and their data; seeds and commands. */
ASSAY_MUST_USE
enum assay_code assay_paper_lock(const struct assay_paper *paper, const char *folder,
                                 struct assay_error *err);

/*
 * Holds the folder of the paper against the store: files that are not as they were written (lock), runs that are not
 * those it was made from, and tables, numbers and data of figures that the store would make otherwise now.
 *
 *   told  a line a difference: "generated/judgebench.tex:12: ..."
 *
 * Errors: ASSAY_EGATE where there are any; those of writing it anew elsewhere.
 */
ASSAY_MUST_USE
enum assay_code assay_paper_check(const struct assay_paper *paper, struct assay_buf *told,
                                  struct assay_error *err);

#define PAPER(name) extern const struct assay_paper_maker assay_paper_##name;
#include "harness/cli/paper_makers.def"
#undef PAPER

#endif
