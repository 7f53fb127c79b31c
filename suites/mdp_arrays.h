/*
 * mdp_arrays.h - a file of arrays on its way into a draft. For suites/mdp_arrays*.c alone.
 */
#ifndef ASSAY_SUITES_MDP_ARRAYS_H
#define ASSAY_SUITES_MDP_ARRAYS_H

#include "harness/core/tensor.h"
#include "suites/mdp_parts.h"

struct world_arrays {
    struct world_draft *draft;
    const struct assay_tensors *tensors;
};

/* The array of a name, or NULL. */
const struct assay_tensor *assay_arrays_get(const struct world_arrays *arrays,
                                            const char *name);

/* Refuses an array of another shape, or of texts. */
ASSAY_MUST_USE
enum assay_code assay_arrays_want(struct world_draft *draft,
                                  const struct assay_tensor *tensor, const char *place,
                                  const size_t *shape, size_t dims);

/* All numbers of an array in C order, in the draft's arena. */
double *assay_arrays_numbers(struct world_draft *draft,
                             const struct assay_tensor *tensor);

/* Whole numbers 0 .. most of an array of one dimension. */
ASSAY_MUST_USE
enum assay_code assay_arrays_indices(struct world_draft *draft,
                                     const struct assay_tensor *tensor, const char *place,
                                     size_t most, size_t *out);

/* An array (n,); *out is NULL where there is none. */
ASSAY_MUST_USE
enum assay_code assay_arrays_vector(const struct world_arrays *arrays, const char *key,
                                    size_t n, const double **out);

/* Compressed rows as struct assay_mdp and assay_reward have them. */
struct world_rows {
    size_t *row;
    uint32_t *next;
    double *value;
};

/* Those of three arrays HEAD_row, HEAD_next and HEAD_TAIL. */
ASSAY_MUST_USE
enum assay_code assay_arrays_rows(const struct world_arrays *arrays, const char *head,
                                  const char *tail, struct world_rows *out);

/* Sizes, gamma, tau and mu0, checked. */
ASSAY_MUST_USE
enum assay_code assay_arrays_process(const struct world_arrays *arrays);

#endif
