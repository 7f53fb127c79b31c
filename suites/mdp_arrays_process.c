/* mdp_arrays_process.c - the process of a world in arrays: tau dense or in compressed rows, and shapes of arrays. */
#include "suites/mdp_arrays.h"

#include "harness/core/memory.h"

#include <math.h>
#include <stdlib.h>

enum {
    DIMS = 3
};

const struct assay_tensor *assay_arrays_get(const struct world_arrays *arrays,
                                            const char *name)
{
    return assay_tensors_find(arrays->tensors, assay_str_of(name));
}

/* ---- shapes ---- */

static const char *spell_shape(const size_t *shape, size_t dims,
                               struct assay_arena *arena)
{
    const char *text = "";

    for (size_t i = 0; i < dims; i++)
        text = assay_arena_printf(arena, "%s%s%zu", text, i ? ", " : "", shape[i]);
    return assay_arena_printf(arena, "(%s)", text);
}

static bool has_shape(const struct assay_tensor *tensor, const size_t *shape, size_t dims)
{
    if (tensor->dims != dims)
        return false;
    for (size_t i = 0; i < dims; i++)
        if (tensor->shape[i] != shape[i])
            return false;
    return true;
}

/* Refuses an array of another shape, or of texts. */
enum assay_code assay_arrays_want(struct world_draft *draft,
                                  const struct assay_tensor *tensor, const char *place,
                                  const size_t *shape, size_t dims)
{
    if (!assay_tensor_is_number(tensor))
        return assay_draft_fail(draft, "%s: an array of texts, not of numbers", place);
    if (has_shape(tensor, shape, dims))
        return ASSAY_OK;
    return assay_draft_fail(draft, "%s: an array %s, not %s", place,
                            spell_shape(tensor->shape, tensor->dims, draft->arena),
                            spell_shape(shape, dims, draft->arena));
}

/* One number: a scalar or an array of one. */
static enum assay_code number_of(struct world_draft *draft,
                                 const struct assay_tensor *tensor, const char *place,
                                 double *out)
{
    if (!assay_tensor_is_number(tensor) || tensor->rows * tensor->columns != 1)
        return assay_draft_fail(draft, "%s: expected one number", place);
    *out = assay_tensor_number(tensor, 0, 0);
    return ASSAY_OK;
}

/* All numbers of an array in C order, in the draft's arena. */
double *assay_arrays_numbers(struct world_draft *draft, const struct assay_tensor *tensor)
{
    double *out =
        assay_arena_new(draft->arena, tensor->rows * tensor->columns, sizeof(*out));

    for (size_t i = 0; i < tensor->rows; i++)
        assay_tensor_row(tensor, i, out + i * tensor->columns);
    return out;
}

/* ---- the process ---- */

static enum assay_code read_sizes(const struct world_arrays *r)
{
    const struct assay_tensor *tau = assay_arrays_get(r, "tau"),
                              *row = assay_arrays_get(r, "tau_row");
    double states = 0.0, actions = 0.0;
    enum assay_code code = ASSAY_OK;

    if (tau && tau->dims == DIMS) {
        states = (double)tau->shape[0];
        actions = (double)tau->shape[1];
    }
    if (!tau && !row)
        return assay_draft_fail(r->draft, "no array \"tau\", nor \"tau_row\"; it has %s",
                                assay_tensors_names(r->tensors, r->draft->arena));
    if (tau && tau->dims != DIMS)
        return assay_draft_fail(r->draft, "tau: %zu dimensions, not 3", tau->dims);
    if (assay_arrays_get(r, "S"))
        code = number_of(r->draft, assay_arrays_get(r, "S"), "S", &states);
    else if (!tau)
        code = assay_draft_fail(r->draft, "no \"S\", which tau_row needs");
    if (!code && !tau && states >= 1.0)
        actions = ((double)row->rows - 1.0) / states;
    if (!code && assay_arrays_get(r, "A"))
        code = number_of(r->draft, assay_arrays_get(r, "A"), "A", &actions);
    return code ? code : assay_draft_sizes(r->draft, states, actions);
}

static enum assay_code dense_tau(const struct world_arrays *r,
                                 const struct assay_tensor *tau)
{
    struct assay_mdp *mdp = &r->draft->world->mdp;
    const size_t states = mdp->states, rows = states * mdp->actions;
    size_t *row = assay_arena_new(r->draft->arena, rows + 1, sizeof(*row));
    double *scratch = assay_memory_new(tau->columns, sizeof(*scratch));
    uint32_t *next;
    double *chance;
    size_t count = 0;

    for (size_t i = 0; i < rows * states; i++) {
        if (i % tau->columns == 0)
            assay_tensor_row(tau, i / tau->columns, scratch);
        row[i / states + 1] += fpclassify(scratch[i % tau->columns]) != FP_ZERO;
    }
    for (size_t k = 0; k < rows; k++)
        row[k + 1] += row[k];
    next = assay_arena_new(r->draft->arena, row[rows], sizeof(*next));
    chance = assay_arena_new(r->draft->arena, row[rows], sizeof(*chance));
    for (size_t i = 0; i < rows * states; i++) {
        if (i % tau->columns == 0)
            assay_tensor_row(tau, i / tau->columns, scratch);
        if (fpclassify(scratch[i % tau->columns]) == FP_ZERO)
            continue;
        next[count] = (uint32_t)(i % states);
        chance[count++] = scratch[i % tau->columns];
    }
    free(scratch);
    mdp->row = row;
    mdp->next = next;
    mdp->chance = chance;
    return ASSAY_OK;
}

/* The i-th number of an array, a whole one of 0 .. most. */
static enum assay_code index_of(struct world_draft *draft,
                                const struct assay_tensor *tensor, size_t i,
                                const char *place, size_t most, size_t *out)
{
    const double x = assay_tensor_number(tensor, i, 0);

    if (!(x >= 0.0 && x <= (double)most) || floor(x) < x)
        return assay_draft_fail(draft, "%s[%zu]: %g is not in 0 .. %zu", place, i, x,
                                most);
    *out = (size_t)x;
    return ASSAY_OK;
}

enum assay_code assay_arrays_indices(struct world_draft *draft,
                                     const struct assay_tensor *tensor, const char *place,
                                     size_t most, size_t *out)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < tensor->rows; i++)
        code = index_of(draft, tensor, i, place, most, &out[i]);
    return code;
}

/* Row begins, which go up from 0 to the number of entries. */
static enum assay_code read_begins(struct world_draft *draft,
                                   const struct assay_tensor *tensor, const char *place,
                                   size_t entries, size_t **out)
{
    const size_t rows = draft->world->mdp.states * draft->world->mdp.actions,
                 shape[] = {rows + 1};
    enum assay_code code = assay_arrays_want(draft, tensor, place, shape, 1);
    size_t *row = NULL;

    if (!code) {
        row = assay_arena_new(draft->arena, rows + 1, sizeof(*row));
        code = assay_arrays_indices(draft, tensor, place, entries, row);
    }
    *out = row;
    if (!code && (row[0] != 0 || row[rows] != entries))
        return assay_draft_fail(draft, "%s: it goes from %zu to %zu, not from 0 to %zu",
                                place, row[0], row[rows], entries);
    for (size_t k = 0; !code && k < rows; k++)
        if (row[k + 1] < row[k])
            return assay_draft_fail(draft, "%s[%zu]: less than the one before", place,
                                    k + 1);
    return code;
}

/* Successors, which are states. */
static enum assay_code read_next(struct world_draft *draft,
                                 const struct assay_tensor *tensor, const char *place,
                                 uint32_t **out)
{
    uint32_t *next = assay_arena_new(draft->arena, tensor->rows, sizeof(*next));
    enum assay_code code = ASSAY_OK;
    size_t at = 0;

    for (size_t i = 0; !code && i < tensor->rows; i++) {
        code = index_of(draft, tensor, i, place, draft->world->mdp.states - 1, &at);
        next[i] = (uint32_t)at;
    }
    *out = next;
    return code;
}

/* Compressed rows of three arrays HEAD_row, HEAD_next and HEAD_TAIL. */
enum assay_code assay_arrays_rows(const struct world_arrays *r, const char *head,
                                  const char *tail, struct world_rows *out)
{
    struct world_draft *draft = r->draft;
    const char *place[DIMS] = {assay_arena_printf(draft->arena, "%s_row", head),
                               assay_arena_printf(draft->arena, "%s_next", head),
                               assay_arena_printf(draft->arena, "%s_%s", head, tail)};
    const struct assay_tensor *row = assay_arrays_get(r, place[0]),
                              *next = assay_arrays_get(r, place[1]),
                              *value = assay_arrays_get(r, place[2]);
    enum assay_code code;

    *out = (struct world_rows){0};

    for (size_t i = 0; i < DIMS; i++)
        if (!assay_arrays_get(r, place[i]))
            return assay_draft_fail(draft, "no array \"%s\"", place[i]);
    code = assay_arrays_want(draft, value, place[2], (size_t[]){value->rows}, 1);
    if (!code)
        code = assay_arrays_want(draft, next, place[1], (size_t[]){value->rows}, 1);
    if (!code)
        code = read_begins(draft, row, place[0], value->rows, &out->row);
    if (!code)
        code = read_next(draft, next, place[1], &out->next);
    if (!code)
        out->value = assay_arrays_numbers(draft, value);
    return code;
}

/* Entries of tau that are 0 are none. */
static void drop_zeros(struct world_rows *at, size_t rows)
{
    size_t count = 0, from = 0;

    for (size_t k = 0; k < rows; k++) {
        for (; from < at->row[k + 1]; from++) {
            if (fpclassify(at->value[from]) == FP_ZERO)
                continue;
            at->next[count] = at->next[from];
            at->value[count++] = at->value[from];
        }
        at->row[k + 1] = count;
    }
}

static enum assay_code sparse_tau(const struct world_arrays *r)
{
    struct assay_mdp *mdp = &r->draft->world->mdp;
    struct world_rows at;
    const enum assay_code code = assay_arrays_rows(r, "tau", "chance", &at);

    if (code || !at.row)
        return code;
    drop_zeros(&at, mdp->states * mdp->actions);
    mdp->row = at.row;
    mdp->next = at.next;
    mdp->chance = at.value;
    return ASSAY_OK;
}

static enum assay_code read_tau(const struct world_arrays *r)
{
    const struct assay_mdp *mdp = &r->draft->world->mdp;
    const struct assay_tensor *tau = assay_arrays_get(r, "tau");
    const size_t shape[] = {mdp->states, mdp->actions, mdp->states};
    enum assay_code code;

    if (!tau)
        return sparse_tau(r);
    if (assay_arrays_get(r, "tau_row"))
        return assay_draft_fail(r->draft, "both \"tau\" and \"tau_row\"");
    code = assay_arrays_want(r->draft, tau, "tau", shape, DIMS);
    return code ? code : dense_tau(r, tau);
}

/* An array (n,), or NULL where there is none. */
enum assay_code assay_arrays_vector(const struct world_arrays *r, const char *key,
                                    size_t n, const double **out)
{
    const struct assay_tensor *tensor = assay_arrays_get(r, key);
    const enum assay_code code =
        tensor ? assay_arrays_want(r->draft, tensor, key, (size_t[]){n}, 1) : ASSAY_OK;

    *out = tensor && !code ? assay_arrays_numbers(r->draft, tensor) : NULL;
    return code;
}

static enum assay_code read_start(const struct world_arrays *r)
{
    struct assay_mdp *mdp = &r->draft->world->mdp;
    const enum assay_code code = assay_arrays_vector(r, "mu0", mdp->states, &mdp->start);
    double *start;

    if (code || mdp->start)
        return code;
    start = assay_arena_new(r->draft->arena, mdp->states, sizeof(*start));
    for (size_t s = 0; s < mdp->states; s++)
        start[s] = 1.0 / (double)mdp->states;
    mdp->start = start;
    return ASSAY_OK;
}

enum assay_code assay_arrays_process(const struct world_arrays *r)
{
    enum assay_code code = read_sizes(r);

    if (!code && !assay_arrays_get(r, "gamma"))
        return assay_draft_fail(r->draft, "no array \"gamma\"");
    if (!code)
        code = number_of(r->draft, assay_arrays_get(r, "gamma"), "gamma",
                         &r->draft->world->mdp.gamma);
    if (!code)
        code = read_tau(r);
    if (!code)
        code = read_start(r);
    return code ? code : assay_draft_process(r->draft);
}
