/* bon_ppe.h - best of K as Preference Proxy Evaluations tells it (metrics/ppe.h): exactly, and of random orders. */
#ifndef ASSAY_RUN_BON_PPE_H
#define ASSAY_RUN_BON_PPE_H

#include "harness/core/arena.h"
#include "harness/run/bon.h"
#include "metrics/ppe.h"

struct assay_bon_ppe {
    struct assay_ppe exact;
    struct assay_ppe drawn, se; /* means over the orders, and their standard errors */
    size_t orders;
};

/*
 * Of every proxy and gold of the set; each has the same orders.
 *
 *   orders  >= 1
 *   out     (proxies * golds,) in arena, proxy by proxy
 *
 * Errors: ASSAY_EUSAGE where prompts have different numbers of samples, or a gold other values than 0 and 1.
 */
ASSAY_MUST_USE
enum assay_code assay_bon_ppe(const struct assay_bon *bon, size_t orders, uint64_t seed,
                              struct assay_arena *arena, const struct assay_bon_ppe **out,
                              struct assay_error *err);

#endif
