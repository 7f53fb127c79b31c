/*
 * page.h - what any report says, as data: made once, written as HTML, Markdown, LaTeX, CSV, JSON,
 * JUnit or plain text (page_writer.h).
 *
 * Makers of pages (of runs, a comparison, a gate, a night, a history) know nothing of formats;
 * writers know nothing of what is told. A page is built front to back in an arena:
 *
 *     struct assay_page page;
 *     struct assay_page_table *table;
 *     struct assay_row *row;
 *
 *     assay_page_begin(&page, &arena, ASSAY_STR("B against A on JudgeBench"));
 *     assay_page_fact(&page, "Intervals", ASSAY_STR("95 %, bootstrap over 350 prompts"));
 *     assay_page_section(&page, 1, ASSAY_STR("Sections"));
 *     table = assay_page_table(&page, "differences", ASSAY_STR("Differences by section"));
 *     assay_table_text(table, "section", ASSAY_STR("section"));
 *     assay_table_number(table, "difference", ASSAY_STR("difference"))->interval =
 *         ASSAY_STR("95 % interval");
 *     row = assay_table_row(table);
 *     row->cell[0] = assay_cell_text(ASSAY_STR("Coding"));
 *     row->cell[1] = assay_cell_marked(
 *         assay_cell_between(assay_cell_difference(-0.0238, ASSAY_STR("percent")), -0.06, 0.01), 0.21);
 *
 * Facts, texts, tables and figures belong to the section begun last. A format shows what suits it:
 * plain text has the first table of a section before its facts, LaTeX has tables alone, JUnit rows
 * with an outcome, CSV the rows of all tables.
 *
 * Texts are UTF-8 as they come from data: no maker escapes anything, every writer does. Texts are
 * borrowed and live as long as the page: put what is made on the way into the arena
 * (assay_arena_printf). Names given as const char * are literals.
 *
 * The same page gives the same bytes in every format.
 */
#ifndef ASSAY_REPORTS_PAGE_H
#define ASSAY_REPORTS_PAGE_H

#include "harness/core/arena.h"
#include "harness/core/result.h"
#include "harness/core/str.h"
#include "harness/core/tree.h"
#include "reports/figure.h"
#include "reports/tone.h"

#include <stdbool.h>
#include <stddef.h>

/* How far one has to read for it. */
enum assay_depth {
    ASSAY_DEPTH_MAIN, /* every format that shows such a thing shows it */
    ASSAY_DEPTH_MORE, /* all but a terminal, where it would hide what matters */
    ASSAY_DEPTH_FULL, /* HTML and JSON alone: settings leaf by leaf, other tie rules */
};

enum assay_cell_kind {
    ASSAY_CELL_EMPTY,
    ASSAY_CELL_TEXT,
    ASSAY_CELL_NUMBER,
    ASSAY_CELL_UNDEFINED, /* a number that there is none of: text says why, or is empty */
    ASSAY_CELL_INTERVAL,  /* lo and hi alone: a second interval, in a column of its own */
    ASSAY_CELL_TREND,     /* a small line of several numbers, the last one told */
};

/*
 * href is where a text leads: "#slug" in this page, a path relative to the page's folder, or
 * https://...; anything else is not linked. unit is as of number.h, of lo and hi too: "percent" (a
 * fraction, told times 100), "percentage", "count", "p", "".
 */
struct assay_cell {
    enum assay_cell_kind kind;
    enum assay_tone tone; /* PLAIN: that of its column */
    struct assay_str
        text; /* TEXT, UNDEFINED; NUMBER: what a headline calls its interval */
    struct assay_str href;
    double value; /* NUMBER; finite */
    struct assay_str unit;
    bool difference; /* NUMBER: told with its sign */
    bool ranged;     /* NUMBER, INTERVAL: lo and hi are there */
    double lo, hi;
    unsigned marks;       /* NUMBER: 0..3 marks of significance (assay_mark_count) */
    size_t of;            /* NUMBER: "3/7", a count among so many; 0: alone */
    const double *points; /* TREND: (point_count,) finite, oldest first */
    size_t point_count;
};

/* Cells. A number that is not finite is undefined. */
struct assay_cell assay_cell_text(struct assay_str text);
struct assay_cell assay_cell_link(struct assay_str text, struct assay_str href);
struct assay_cell assay_cell_count(size_t count);
struct assay_cell assay_cell_number(double value, struct assay_str unit);
struct assay_cell assay_cell_difference(double value, struct assay_str unit);
struct assay_cell assay_cell_p(double p);
struct assay_cell assay_cell_undefined(struct assay_str why);
struct assay_cell assay_cell_interval(double lo, double hi, struct assay_str unit);
struct assay_cell assay_cell_trend(const double *points, size_t count,
                                   struct assay_str unit);

/* A figure's value with its bootstrap interval (else Wilson's), or undefined with its reason. */
struct assay_cell assay_cell_figure(const struct assay_figure *figure,
                                    struct assay_str unit);

/* The cell with an interval, marks of significance, or a tone. */
struct assay_cell assay_cell_between(struct assay_cell cell, double lo, double hi);
struct assay_cell assay_cell_marked(struct assay_cell cell, double p);
struct assay_cell assay_cell_toned(struct assay_cell cell, enum assay_tone tone);

/* 3 below 0.001, 2 below 0.01, 1 below 0.05, else 0 (also for NaN). */
unsigned assay_mark_count(double p);

struct assay_column {
    const char *key;         /* name for programs: CSV, JSON; unique in the table */
    struct assay_str header; /* "" for none */
    struct assay_str
        group;   /* neighbours of one group stand under one header: a model's numbers */
    bool number; /* flush right, sorted as numbers */
    enum assay_tone tone; /* of its cells */
    struct assay_str
        interval;  /* header of the intervals of its numbers, which get a column of their
                                  own behind it; empty: intervals are not shown, but are in files */
    unsigned drop; /* 0: stays; else it leaves a narrow terminal, highest first */
    unsigned interval_drop; /* the same for its intervals */
    bool ranged; /* its cells are INTERVALs, even where there happen to be none */
    bool wrap;   /* its texts may be long: they are broken into lines */
    bool choice; /* few different texts: HTML offers them as a filter */
};

/* What a rule or measurement came to, for JUnit and for the eye. */
enum assay_outcome {
    ASSAY_OUTCOME_NONE, /* the row is none */
    ASSAY_OUTCOME_PASSED,
    ASSAY_OUTCOME_MISSED,
    ASSAY_OUTCOME_UNDECIDED,
    ASSAY_OUTCOME_SKIPPED, /* not applicable */
    ASSAY_OUTCOMES
};

/* "", "passed", "missed", "undecided", "skipped". */
extern const char *const assay_outcome_name[ASSAY_OUTCOMES];

/* A long text that belongs to a row: the prompt of an item, an answer. */
struct assay_detail {
    struct assay_str label, text; /* "Chosen, scored -3.25" */
    struct assay_detail *next;
};

struct assay_row {
    struct assay_cell *cell; /* (columns,) EMPTY at first */
    bool apart;              /* a line above it: totals */
    bool strong;             /* all of it */
    bool warn;               /* its first column asks for attention */
    enum assay_outcome outcome;
    struct assay_str reason;     /* of the outcome, a sentence */
    struct assay_str anchor;     /* a slug for links to this row; empty: none */
    struct assay_detail *detail; /* the first one; NULL: none */
    struct assay_detail *detail_end;
};

enum {
    ASSAY_TABLE_COLUMNS = 512, /* at most */
};

struct assay_block;

struct assay_page_table {
    struct assay_str slug; /* name of the table in files and links; unique in the page */
    struct assay_str caption;
    struct assay_column **column; /* (columns,) */
    size_t columns, column_room;
    struct assay_row **row; /* (rows,) */
    size_t rows, room;
    bool items;     /* many rows with details, shown page by page, searchable */
    size_t n;       /* what its numbers are of, for the caption of a paper; 0: not told */
    const char *of; /* what n counts: "pairs", "prompts" */
    struct assay_str intervals; /* how its intervals were made */
    struct assay_str
        data; /* what was measured, with its version: "JudgeBench gpt-4o, 1.0" */
    struct assay_str
        marks; /* what marks stand for, told where there are any; at first the thresholds
                               of assay_mark_count */
    struct assay_block *block; /* that it is in */
    struct assay_arena *arena;
};

enum assay_block_kind {
    ASSAY_BLOCK_TEXT,  /* a paragraph */
    ASSAY_BLOCK_CODE,  /* lines that keep their breaks, with a label: a command */
    ASSAY_BLOCK_NOTE,  /* a sentence that must not be missed */
    ASSAY_BLOCK_TABLE, /* also items, where table->items */
    ASSAY_BLOCK_FIGURE,
    ASSAY_BLOCK_HEADLINE, /* a number or word that sums up, in large letters */
};

struct assay_block {
    enum assay_block_kind kind;
    enum assay_depth depth;
    bool folded; /* TABLE: for those who look for it; HTML shows its caption alone */
    enum assay_tone tone;   /* TEXT, NOTE */
    struct assay_str label; /* CODE; HEADLINE: what it is of */
    struct assay_str
        text; /* TEXT, CODE, NOTE; HEADLINE: lines behind the number, '\n' between */
    struct assay_cell cell; /* HEADLINE */
    struct assay_page_table *table;
    struct assay_figure_spec *figure; /* .name is unique in the page */
    struct assay_block *next;
};

struct assay_fact {
    const char *key; /* "Suite", "Intervals": a capital letter first */
    struct assay_cell cell;
    enum assay_depth depth;
    enum assay_tone tone; /* PLAIN or WARN */
    struct assay_fact *next;
};

struct assay_page_part {
    unsigned level; /* 0: before the first section; 1: a section; 2: one within it */
    struct assay_str title, subtitle;
    struct assay_str slug; /* for links to it, unique in the page */
    struct assay_fact *fact, *fact_end;
    struct assay_block *block, *block_end;
    struct assay_page_part *next;
};

struct assay_page_slug {
    struct assay_str name;
    struct assay_page_slug *next;
};

struct assay_page {
    struct assay_arena *arena;
    struct assay_str title;
    struct assay_str subtitle; /* under the title; may be empty */
    struct assay_str up_text,
        up_href; /* the page above this one: a night's index; may be empty */
    const struct assay_node
        *data; /* a map for programs: what JSON writes in place of the page,
                                      since they want what it was made of; NULL: the page itself */
    struct assay_page_part *part, *part_end; /* the first one is of level 0 */
    struct assay_page_slug *slug;            /* those given away */
};

/* An empty page. */
void assay_page_begin(struct assay_page *page, struct assay_arena *arena,
                      struct assay_str title);

/* A section (level 1) or one within it (2), to which everything that follows belongs. */
struct assay_page_part *assay_page_section(struct assay_page *page, unsigned level,
                                           struct assay_str title);

/* What is known of a section in a line: "Model: ...". Nothing is added, and NULL returned, where text
   is empty. The fact may be changed: .depth, .tone. */
struct assay_fact *assay_page_fact(struct assay_page *page, const char *key,
                                   struct assay_str text);
struct assay_fact *assay_page_fact_cell(struct assay_page *page, const char *key,
                                        struct assay_cell cell);

/* Blocks, in their order; nothing is added, and NULL returned, where text is empty. The block may
   be changed: .depth, .tone, .folded. */
struct assay_block *assay_page_text(struct assay_page *page, struct assay_str text);
struct assay_block *assay_page_note(struct assay_page *page, struct assay_str text);
struct assay_block *assay_page_code(struct assay_page *page, struct assay_str label,
                                    struct assay_str text);
struct assay_block *assay_page_headline(struct assay_page *page, struct assay_str label,
                                        struct assay_cell cell, struct assay_str lines);

/* A figure; the spec is copied with its series, points and categories. Texts are borrowed, and columns of rows. */
struct assay_block *assay_page_figure(struct assay_page *page,
                                      const struct assay_figure_spec *spec);

/* An empty table, to be filled in. name is made a slug, and unique. A table that stays without rows
   is shown nowhere. table->block is its block, of which depth and folded may be changed. */
struct assay_page_table *assay_page_table(struct assay_page *page, const char *name,
                                          struct assay_str caption);

/* Rows that may be many thousands, each with details that open: items, flips. */
struct assay_page_table *assay_page_items(struct assay_page *page, const char *name,
                                          struct assay_str caption);

/* A column more, before the first row; the pointer lasts as long as the table. */
struct assay_column *assay_table_text(struct assay_page_table *table, const char *key,
                                      struct assay_str header);
struct assay_column *assay_table_number(struct assay_page_table *table, const char *key,
                                        struct assay_str header);

/* The next row, of EMPTY cells. */
struct assay_row *assay_table_row(struct assay_page_table *table);

/* A text that opens with the row; nothing where text is empty. */
void assay_row_detail(struct assay_page_table *table, struct assay_row *row,
                      struct assay_str label, struct assay_str text);

#endif
