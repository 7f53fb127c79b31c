/*
 * bon_result.h - best-of-n curves as results: what is stored, reported, and said in words.
 *
 * A result is one proxy on one gold: its value is gold of the pick among the most samples of the grid, its
 * sections those of the prompts, its figures the curve with oracle and random pick, the same by section,
 * proxy and gold against distance, length of the pick. The first result of a gold also has all proxies in one
 * figure, and their differences.
 */
#ifndef ASSAY_RUN_BON_RESULT_H
#define ASSAY_RUN_BON_RESULT_H

#include "harness/core/result.h"
#include "harness/run/bon_ppe.h"
#include "harness/run/bon_study.h"

enum {
    ASSAY_BON_PARTS_MAX = 64 /* sections, quantiles */
};

/* Some of the prompts: a section, a quantile of difficulty. */
struct assay_bon_part {
    struct assay_str name;
    struct assay_bon_study study;
};

/* What the x axis of figures is. */
enum assay_bon_axis {
    ASSAY_BON_AXIS_LOG2, /* n, its logarithm */
    ASSAY_BON_AXIS_N,
    ASSAY_BON_AXIS_BOUND, /* log n - (n - 1) / n, nats */
    ASSAY_BON_AXIS_SAMPLES, /* exact KL to the policy of the samples, of the proxy that is drawn */
};
extern const char
    *const assay_bon_axis_words[]; /* "log2", "n", "kl", "kl-samples", NULL */

/* What the curves are of. */
struct assay_bon_told {
    struct assay_str suite, version, title, citation, target;
    struct assay_str unit; /* of gold: "percent" or "fraction" */
    struct assay_bon_left left;
    const struct assay_bon_how *how;
    const struct assay_bon_study *whole;
    const struct assay_bon_part *part; /* (parts,) */
    size_t parts;
    enum assay_bon_axis axis;
    bool first_n;                    /* also the first n samples (bon_first.h) */
    const struct assay_bon_ppe *ppe; /* (proxies * golds,) bon_ppe.h; NULL: not wanted */
};

/* The result of a proxy and a gold. In arena. */
void assay_bon_result(const struct assay_bon_told *told, size_t proxy, size_t gold,
                      struct assay_arena *arena, struct assay_result *out);

/* Whether more samples still buy gold, in words, with intervals: a sentence or two. */
struct assay_str assay_bon_words(const struct assay_bon_told *told, size_t proxy,
                                 size_t gold, struct assay_arena *arena);

#endif
