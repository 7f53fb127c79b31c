/*
 * stage.h - what is under way where no items are counted yet: a file is hashed, weights are loaded, a
 * program starts. Whoever works says so, and whoever tells a person looks, from another thread.
 *
 * Every function takes a stage that is NULL, of which nobody wants to know.
 */
#ifndef ASSAY_CORE_STAGE_H
#define ASSAY_CORE_STAGE_H

#include "harness/core/str.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

enum {
    ASSAY_STAGE_WORDS = 96 /* bytes of what is told, with its NUL */
};

/* As it is at one moment. */
struct assay_stage_view {
    char what[ASSAY_STAGE_WORDS]; /* "hash rm.gguf" */
    size_t done, total;           /* total 0: not known */
    bool bytes;                   /* what is counted */
    unsigned number;              /* of stages begun so far: another one has another */
};

struct assay_stage {
    pthread_mutex_t lock;
    struct assay_stage_view view; /* .what empty: nothing is under way */
    const char *around;           /* what all of that is a part of; NULL: nothing */
};

void assay_stage_init(struct assay_stage *stage);
void assay_stage_release(struct assay_stage *stage);

/* What is told where nothing else is under way, and not counted: "opening the model"; NULL: no longer. The
   text is not copied. */
void assay_stage_around(struct assay_stage *stage, const char *what);

/* Begins something; a longer text is cut. */
void assay_stage_begin(struct assay_stage *stage, struct assay_str what, size_t total,
                       bool bytes);

/* Sets how far it got, or adds to it. */
void assay_stage_set(struct assay_stage *stage, size_t done);
void assay_stage_add(struct assay_stage *stage, size_t n);

void assay_stage_end(struct assay_stage *stage);

/* True, with a copy, if something is under way. */
bool assay_stage_look(struct assay_stage *stage, struct assay_stage_view *out);

#endif
