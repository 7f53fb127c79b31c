/*
 * catalogue.h - what there is for each published system: signals, diagnostics and suites that give its row as theirs.
 *
 * Made of the tables that run (adapters/signals, reports/diagnostics) and, for what other commands do, of
 * catalogue_commands.def, so that it cannot say what is not there.
 */
#ifndef ASSAY_CLI_CATALOGUE_H
#define ASSAY_CLI_CATALOGUE_H

#include "adapters/signals/papers.h"
#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/option.h"

#include <stdbool.h>
#include <stddef.h>

enum assay_catalogue_kind {
    ASSAY_CATALOGUE_SIGNAL,
    ASSAY_CATALOGUE_DIAGNOSTIC,
    ASSAY_CATALOGUE_COMMAND
};

/* Something that runs. */
struct assay_catalogue_entry {
    enum assay_catalogue_kind kind;
    const char *name; /* of a signal or diagnostic; of a command its first word */
    const char *
        command; /* a line that does it, in arena; LOG and others stand for what a user names */
    const char *summary, *formula, *needs, *source;
    const char *quirk;    /* NULL: none */
    const char *settings; /* a preset's, blanks between, in arena; "": none */
    const struct assay_option *options; /* with the preset's defaults; NULL: none */
    unsigned rows[13];                  /* 0 behind the last */
};

struct assay_catalogue {
    struct assay_catalogue_entry
        *entry; /* (count,) computations, presets, diagnostics, commands */
    size_t count;
};

void assay_catalogue_make(struct assay_arena *arena, struct assay_catalogue *out);

/* True if an entry serves a row. */
bool assay_catalogue_serves(const struct assay_catalogue_entry *entry, unsigned row);

#endif
