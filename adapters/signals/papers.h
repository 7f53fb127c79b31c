/*
 * papers.h - the catalogue of published systems that define, use or audit a reward: who, what, and how sure their formula is.
 *
 * What of it runs is elsewhere: presets of signals (signal.h), diagnostics (reports/diagnostics) and suites give the number of
 * a row as theirs.
 */
#ifndef ASSAY_ADAPTERS_SIGNALS_PAPERS_H
#define ASSAY_ADAPTERS_SIGNALS_PAPERS_H

#include <stddef.h>

enum assay_paper_class {
    ASSAY_PAPER_CORE,       /* evaluates reward models */
    ASSAY_PAPER_SIGNAL,     /* a reward, to be scored */
    ASSAY_PAPER_DIAGNOSTIC, /* of a run, from its logs */
    ASSAY_PAPER_BENCHMARK,
    ASSAY_PAPER_FAR, /* far from rewards: what it logs is read */
};

extern const char *const assay_paper_class_words[]; /* "core", ..., NULL */

struct assay_paper {
    unsigned row; /* from 1 */
    const char *system;
    enum assay_paper_class class;
    const char *title;
    const char *contributes; /* what there is of reward in it */
    const char *
        evidence; /* "code": official code was read; "note": of others' notes; "abs": of the abstract; "?" stands behind
                             what is not known */
};

/* In order of their rows; NULL past the last. */
const struct assay_paper *assay_paper_at(size_t i);
const struct assay_paper *assay_paper_find(unsigned row);

#endif
