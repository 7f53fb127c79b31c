/*
 * fetch.h - a file from an address to the disk: whole and right, or not there at all.
 *
 * What comes is written aside (PATH.part), checked against its SHA-256 there, synced and renamed. What
 * breaks off is gone on with: in the same call after a pause, in a later one from what is on the disk.
 * The server is asked for the rest on the condition that the file is still the same (Range with
 * If-Range); without a strong ETag only where a digest will tell. A server that sends the whole file,
 * another place of it or another file starts it over.
 */
#ifndef ASSAY_CORE_FETCH_H
#define ASSAY_CORE_FETCH_H

#include "harness/core/attr.h"
#include "harness/core/digest.h"
#include "harness/core/error.h"
#include "harness/core/http_get.h"
#include "harness/core/str.h"

#include <stdatomic.h>
#include <stdint.h>

enum {
    ASSAY_FETCH_COMMIT = 65 /* bytes of a commit's hash, with the 0 at its end */
};

/* How patient to be. */
struct assay_fetch_policy {
    size_t tries; /* in a row that bring less than a MiB of new bytes; >= 1 */
    double wait;  /* seconds before the second try; doubled before each later one */
    double longest_wait; /* of those; a server may ask for more, up to patience */
    double patience;     /* longest that a server's Retry-After is obeyed for */
    double stall;        /* seconds without a byte that end a try */
    unsigned redirects;
    uint64_t bytes; /* of a file, at most */
};

/* 5 tries, 1 s doubled up to 60 s, 300 s, 30 s, 10 redirects, 256 GiB. */
struct assay_fetch_policy assay_fetch_policy(void);

/* What to fetch. Borrowed. */
struct assay_fetch {
    const char *url;
    const char *token; /* for url's origin alone (http_get.h); NULL: none */
    const char *path;  /* the file; its folder is there */
    struct assay_str
        sha256; /* 64 hex digits; empty: not known, whatever comes is taken */
    struct assay_fetch_policy policy;
    const atomic_int *stop; /* NULL: never */

    /* Told now and then; may be NULL. total 0: not known. */
    void (*tell)(void *self, uint64_t done, uint64_t total, uint64_t at_start);
    /* A sentence about what went wrong and will be tried again; may be NULL. */
    void (*note)(void *self, const char *text);
    void *self;
};

/* What came. */
struct assay_fetched {
    char sha256[ASSAY_DIGEST_HEX]; /* of the file as it is now at fetch->path */
    char commit
        [ASSAY_FETCH_COMMIT]; /* that the server says it is of (http.h); empty: it did not */
};

/*
 * Where fetch->sha256 is not known, the one that the server tells of the file (X-Linked-Etag) is held
 * against what came.
 *
 * Errors: ASSAY_EIO (network, server, disk), ASSAY_EDATA (not what its digest says, or a page in HTML
 *         instead of data, or too long), ASSAY_EINTERRUPTED. Then the file at path is as it was.
 */
ASSAY_MUST_USE
enum assay_code assay_fetch_file(struct assay_http *http, const struct assay_fetch *fetch,
                                 struct assay_fetched *out, struct assay_error *err);

#endif
