/*
 * diagnostic.h - what a diagnostic looks like: a reading of a rollout log that says how a run, or its rewards, fare.
 *
 * A diagnostic is a constant struct in a file of its own, reports/diagnostics/NAME.c, listed once in diagnostics.def; more of it
 * are NAME_*.c. The word is the same everywhere: `assay diagnose LOG NAME`. Formulas that others could use are in metrics/.
 *
 * Life of a state:
 *
 *     zeroed -> options parsed into it -> begin -> take every record of the log, in its order -> tell -> end
 *
 * What it keeps of a record it copies; one record is in memory.
 */
#ifndef ASSAY_REPORTS_DIAGNOSTIC_H
#define ASSAY_REPORTS_DIAGNOSTIC_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/option.h"
#include "harness/core/rollout_walk.h"
#include "reports/page.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_DIAGNOSTIC_ROWS = 12 /* of the catalogue, at most */
};

/* What a diagnostic found. */
struct assay_diagnosis {
    struct assay_arena *arena;
    uint64_t seed;     /* for what is drawn: bootstrap replicates, coins */
    double level;      /* of intervals */
    size_t replicates; /* bootstrap replicates; 0: no intervals */
    const char *
        lacks; /* set by tell where the log cannot serve it: what is not there, "turns[].attempt"; nothing else is
                           told then */
    struct assay_node *
        values; /* a map: all numbers, for programs. Flags of what was found ("collapse": true) too */
    struct assay_page *
        page; /* in its section: a plain sentence first (assay_page_text), tables, figures, facts */
};

struct assay_diagnostic {
    const char *name;
    const char *summary; /* one line, lower case */
    const char *formula; /* one line */
    const char *needs;   /* fields of a log (docs/LOGS.md), blanks between */
    const char *source;  /* papers and code */
    unsigned rows
        [ASSAY_DIAGNOSTIC_ROWS]; /* of the catalogue (adapters/signals/papers.h), 0 behind the last */
    const char *
        quirk; /* what the official code does otherwise and which option does it, or what is not known and which
                          option has it open; NULL: nothing */
    const struct assay_option *options; /* NULL: none */
    size_t state_size;

    /* NULL: nothing. Errors: ASSAY_EUSAGE. If it fails, end is called. */
    ASSAY_MUST_USE enum assay_code (*begin)(void *state, struct assay_error *err);

    /* Errors: those of side files; ASSAY_EDATA. */
    ASSAY_MUST_USE enum assay_code (*take)(void *state,
                                           const struct assay_rollout_view *view,
                                           struct assay_error *err);

    /* Errors: ASSAY_EDOMAIN. */
    ASSAY_MUST_USE enum assay_code (*tell)(void *state, struct assay_diagnosis *out,
                                           struct assay_error *err);

    void (*end)(void *state); /* NULL: nothing */
};

/* The i-th diagnostic in alphabetical order, or NULL past the last. */
const struct assay_diagnostic *assay_diagnostic_at(size_t i);

/* Errors: ASSAY_EUSAGE where none is called so, with the nearest. */
ASSAY_MUST_USE
enum assay_code assay_diagnostic_find(const char *name,
                                      const struct assay_diagnostic **out,
                                      struct assay_error *err);

/*
 * A state of a diagnostic with options from words (n,), KEY=VALUE, which must outlive it. End it in either case.
 * Errors: ASSAY_EUSAGE.
 */
ASSAY_MUST_USE
enum assay_code assay_diagnostic_start(const struct assay_diagnostic *diagnostic,
                                       const char *const *words, size_t n, void **state,
                                       struct assay_error *err);

/* Releases a state; NULL is allowed. */
void assay_diagnostic_end(const struct assay_diagnostic *diagnostic, void *state);

#define DIAGNOSTIC(symbol) extern const struct assay_diagnostic symbol;
#include "reports/diagnostics/diagnostics.def"
#undef DIAGNOSTIC

#endif
