/* doctor_audit.h - assay doctor --audit: do a model's numbers follow from how it is asked (run/audit.h)? */
#ifndef ASSAY_CLI_DOCTOR_AUDIT_H
#define ASSAY_CLI_DOCTOR_AUDIT_H

#include "harness/core/arena.h"
#include "harness/core/log.h"
#include "harness/core/option.h"
#include "harness/run/audit.h"

enum {
    ASSAY_DOCTOR_ITEMS = 4096
};

struct assay_doctor_audit {
    const char *model; /* NULL: an error */
    const struct assay_option_list *model_options;
    const char *
        suite; /* NULL: core, two questions of each kind and difficulty, a right and a wrong answer of each */
    const char *data_dir;
    size_t items;
    double tolerance;
    bool json;
    struct assay_log log; /* of what is told meanwhile */
};

/*
 * Audits a model and prints what came of it.
 *
 * Errors: those of planning and opening; those of assay_audit_judge, also where all was printed.
 */
ASSAY_MUST_USE
enum assay_code assay_doctor_audit(const struct assay_doctor_audit *how,
                                   struct assay_arena *arena, struct assay_error *err);

#endif
