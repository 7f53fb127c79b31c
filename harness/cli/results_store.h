/* results_store.h - results that no journal stands behind, as a run's directory. */
#ifndef ASSAY_CLI_RESULTS_STORE_H
#define ASSAY_CLI_RESULTS_STORE_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/option.h"
#include "harness/core/result.h"
#include "reports/figure.h"

struct assay_store;

struct assay_results_storing {
    const char *directory;
    struct assay_store *
        open; /* of that directory, already locked, which is left open; NULL: it is made */
    const char *command;                /* that measured them: "probe", "bon" */
    struct assay_node config;           /* its options in effect */
    const struct assay_words *operands; /* what it was given beside them; NULL: nothing */
    struct assay_node sources;          /* a list of {path, sha256, ...} */
    const char *started;                /* clock.h */
    const char *beside;                 /* name of a further file; NULL: none */
    struct assay_str beside_bytes;
    struct assay_node
        prompts; /* what run.json says of it under "prompts"; null: nothing */
    bool page;   /* also report/index.html; assay_results_store_tell needs it */
    struct assay_figure_wish figures; /* for a paper, beside the page; no formats: none */
};

/* A list of texts, for "operands" of run.json. */
struct assay_node assay_results_operands(const struct assay_words *operands,
                                         struct assay_arena *arena);

/*
 * Writes run.json, as far as a run without a plan has it, result.json, and the page if it is wanted.
 *
 *   page  where the page is, in arena; NULL: there is none
 *
 * Errors: ASSAY_EUSAGE for a directory that is not empty; ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_results_store(const struct assay_results_storing *storing,
                                    const struct assay_result *const *results,
                                    size_t count, struct assay_arena *arena,
                                    const char **page, struct assay_error *err);

/* The same, and says on standard error where results, page and figures are. */
ASSAY_MUST_USE
enum assay_code assay_results_store_tell(const struct assay_results_storing *storing,
                                         const struct assay_result *const *results,
                                         size_t count, struct assay_arena *arena,
                                         struct assay_error *err);

#endif
