/*
 * jsonl_backend.h - what jsonl.c asks of the library behind it.
 *
 * Here so that one test runs over every library that was there at build time; nobody else
 * includes it.
 */
#ifndef ASSAY_CORE_JSONL_BACKEND_H
#define ASSAY_CORE_JSONL_BACKEND_H

#include "harness/core/jsonl.h"

struct assay_jsonl_backend {
    const char *(*version)(void);
    void *(*open)(void); /* memory that parses reuse; NULL where there is none */
    void (*close)(void *state);
    /* As assay_jsonl_parse; the record is within the limit and its padding is zero. */
    enum assay_code (*parse)(void *state, const struct assay_jsonl_text *record,
                             struct assay_arena *arena, struct assay_node *out,
                             struct assay_error *err);
    void (*write)(const struct assay_node *node, struct assay_buf *out); /* no newline */
};

extern const struct assay_jsonl_backend assay_jsonl_jansson;
#if defined(ASSAY_YYJSON)
extern const struct assay_jsonl_backend assay_jsonl_yyjson;
#endif

/* The fastest first, NULL at the end. */
extern const struct assay_jsonl_backend *const assay_jsonl_backends[];

struct assay_jsonl *assay_jsonl_new_on(const struct assay_jsonl_backend *backend);

#endif
