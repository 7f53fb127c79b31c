/*
 * gguf_desks.h - what one thread runs a model with, kept from one pull to the next; for adapters/gguf*.c
 * only.
 *
 * A model that is a part of others is pulled stretch by stretch (inner.h), and would make a context anew
 * for each: hundreds of megabytes where the vocabulary and the texts are large.
 */
#ifndef ASSAY_ADAPTERS_GGUF_DESKS_H
#define ASSAY_ADAPTERS_GGUF_DESKS_H

#include "adapters/gguf_open.h"

/* Of one thread at a time. */
struct assay_gguf_desk {
    struct assay_gguf_decoder *decoder; /* of a model that reads; else NULL */
    struct assay_gguf_writer *writer;   /* of one that writes; else NULL */
    struct assay_gguf_desk *next;
};

/* A desk that nobody uses, or a new one. */
struct assay_gguf_desk *assay_gguf_desk_take(const struct assay_gguf *gguf);

/* Gives it back; after a fault it is not used again. */
void assay_gguf_desk_give(const struct assay_gguf *gguf, struct assay_gguf_desk *desk,
                          bool fault);

struct assay_gguf_desks *assay_gguf_desks_new(void);

void assay_gguf_desks_free(struct assay_gguf_desks *desks); /* NULL is allowed */

#endif
