/*
 * overopt_kl.h - how far a policy has moved, step by step, from logged log-probabilities of its own responses.
 *
 * A record is a response: two lists of log-probabilities of its tokens, by the policy that drew them and by the
 * reference, and the step that it is of.
 */
#ifndef ASSAY_RUN_OVEROPT_KL_H
#define ASSAY_RUN_OVEROPT_KL_H

#include "harness/core/result.h"
#include "metrics/kl_estimate.h"

enum {
    ASSAY_KL_STEPS_MAX = 100000
};

#define ASSAY_KL_TOKENS_MAX ((size_t)1 << 27)

struct assay_kl_asked {
    const char *const *path; /* (paths,) */
    size_t paths;
    const char *policy, *reference; /* keys of records */
    double clamp;                   /* of kl_estimate.h */
};

/* Responses of one step. */
struct assay_kl_step {
    struct assay_str name; /* as the records spell it; empty: they have no step */
    struct assay_kl_estimate of[ASSAY_KL_ESTIMATORS];
};

struct assay_kl_log {
    const struct assay_kl_step *step; /* (steps,) in order of first sight */
    size_t steps;
    struct assay_node sources; /* for run.json */
};

/*
 * Reads and estimates, in arena.
 *
 * Errors: ASSAY_EDATA "path:line: what" for records without the two lists, lists of different lengths, values that
 * are no finite numbers or above 0, and files without records; ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_kl_log_read(const struct assay_kl_asked *asked,
                                  struct assay_arena *arena, struct assay_kl_log *out,
                                  struct assay_error *err);

/* Its result: the value is k1 of sequences at the last step. In arena. */
void assay_kl_log_result(const struct assay_kl_log *log,
                         const struct assay_kl_asked *asked, struct assay_arena *arena,
                         struct assay_result *out);

#endif
