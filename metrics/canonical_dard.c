/* dard: what is added to R, of which K(s, s') takes two products of matrices an action. */
#include "harness/core/memory.h"
#include "metrics/canonical_parts.h"
#include "metrics/mdp_floors.h"
#include "metrics/row_loops.h"

#include <gsl/gsl_blas.h>
#include <stdlib.h>
#include <string.h>

enum {
    AT_ONCE = 1 << 16, /* numbers of products of matrices */
    PRODUCT_STATES =
        64 /* below, a product of matrices takes less than rows that are added */
};

static double *doubles(const struct assay_canonical_making *making, size_t n)
{
    return assay_arena_new(making->arena, n, sizeof(double));
}

/* One action's rows of R or of tau, (states, states), each `apart` numbers behind the last. */
struct rows {
    const double *first;
    size_t apart;
};

/* The rows of R of action a, where they lie or in to. */
static struct rows reward_rows(const struct assay_canonical_making *making, size_t a,
                               double *to)
{
    const struct assay_mdp *mdp = making->of->mdp;
    const struct assay_reward *reward = making->out->reward;
    const size_t n = mdp->states;

    if (reward->shape == ASSAY_REWARD_DENSE)
        return (struct rows){reward->value + a * n, mdp->actions * n};
    for (size_t s = 0; s < n; s++)
        assay_reward_row(mdp, reward, s * mdp->actions + a, to + s * n);
    return (struct rows){to, n};
}

/* Actions from .. from + count - 1. */
struct span {
    size_t from, count;
};

/* tau of these actions as one matrix (states, count x states), where it lies or in to. */
static struct rows chance_rows(const struct assay_mdp *mdp, struct span actions,
                               double *to)
{
    const size_t n = mdp->states, apart = actions.count * n;

    if (assay_mdp_entries(mdp) == n * n * mdp->actions)
        return (struct rows){mdp->chance + actions.from * n, mdp->actions * n};
    for (size_t s = 0; s < n; s++)
        for (size_t a = 0; a < actions.count; a++)
            assay_mdp_row(mdp, s * mdp->actions + actions.from + a,
                          to + s * apart + a * n);
    return (struct rows){to, apart};
}

/* What products go through: numbers of tau, of M and of R. */
struct places {
    double *tau, *m, *r;
};

/* K += by matrices: M_a = gamma D(a) R_a P_a' one below the other, and [P_a P_a+1 ...] times them. */
static void add_dense(const struct assay_canonical_making *making, struct span actions,
                      const struct places *places, double *k)
{
    const struct assay_mdp *mdp = making->of->mdp;
    const size_t n = mdp->states;
    const struct rows tau = chance_rows(mdp, actions, places->tau);
    const gsl_matrix_const_view side =
        gsl_matrix_const_view_array_with_tda(tau.first, n, actions.count * n, tau.apart);
    const gsl_matrix_const_view below =
        gsl_matrix_const_view_array(places->m, actions.count * n, n);
    gsl_matrix_view out = gsl_matrix_view_array(k, n, n);

    for (size_t a = 0; a < actions.count; a++) {
        const double weight = mdp->gamma * assay_share_at(making->of->choice.action_share,
                                                          mdp->actions, actions.from + a);
        const struct rows rows = reward_rows(making, actions.from + a, places->r);
        const gsl_matrix_const_view r =
            gsl_matrix_const_view_array_with_tda(rows.first, n, n, rows.apart);
        const gsl_matrix_const_view p =
            gsl_matrix_const_view_array_with_tda(tau.first + a * n, n, n, tau.apart);
        gsl_matrix_view product = gsl_matrix_view_array(places->m + a * n * n, n, n);

        gsl_blas_dgemm(CblasNoTrans, CblasTrans, weight, &r.matrix, &p.matrix, 0.0,
                       &product.matrix);
    }
    gsl_blas_dgemm(CblasNoTrans, CblasNoTrans, 1.0, &side.matrix, &below.matrix, 1.0,
                   &out.matrix);
}

/* As many actions at once as keep M within a cache. */
static void pairs_dense(const struct assay_canonical_making *making, double *k)
{
    const struct assay_mdp *mdp = making->of->mdp;
    const size_t square = mdp->states * mdp->states;
    const size_t fit = square > 0 && square < AT_ONCE ? AT_ONCE / square : 1;
    const size_t count = fit < mdp->actions ? fit : mdp->actions;
    double *all = assay_memory_resize(NULL, (2 * count + 1) * square, sizeof(*all));
    const struct places places = {all, all + count * square, all + 2 * count * square};

    for (size_t a = 0; a < mdp->actions; a += count) {
        const size_t left = mdp->actions - a;

        add_dense(making, (struct span){a, left < count ? left : count}, &places, k);
    }
    free(all);
}

/*
 * K by what is above floors. With P_a = f 1' + B_a, f floors, and X_a = P_a R_a = f (1' R_a) + B_a R_a:
 *
 *   K = gamma sum_a D(a) X_a P_a',  P_a X_a' = f (X_a 1)' + B_a X_a'
 *
 * In small processes all X_a lie side by side (states, actions x states), as tau does, and K is one product of both. Else
 * they are made one by one and turned, so that rows are added.
 */
struct short_places {
    double *rows; /* (states, states) of R where it has none */
    double *x;    /* X_a, a row each `apart` numbers */
    size_t apart;
    double *turned; /* (states, states) X_a' */
    double *sum;    /* (actions, states) of X_a's rows, weighed */
    double *column; /* (actions, states) sums of R's columns */
};

static struct assay_row_mix above_of(const struct assay_mdp_floors *floors, size_t k)
{
    const size_t from = floors->row[k];

    return (struct assay_row_mix){.c = floors->above + from,
                                  .index = floors->next + from,
                                  .count = floors->row[k + 1] - from};
}

static double weight_of(const struct assay_canonical_making *making, size_t a)
{
    return making->of->mdp->gamma *
           assay_share_at(making->of->choice.action_share, making->of->mdp->actions, a);
}

/* 1' R_a into column; of a dense R all actions at once, with the first. */
static void put_columns(const struct assay_canonical_making *making, size_t a,
                        const struct rows *r, double *column)
{
    const size_t n = making->of->mdp->states, actions = making->of->mdp->actions;

    if (r->apart == n)
        (void)assay_rows_sum_add(1.0, r->first, n, column + a * n, n);
    else if (a == 0)
        (void)assay_rows_sum_add(1.0, r->first, n, column, n * actions);
}

static void put_x(const struct assay_canonical_making *making,
                  const struct assay_mdp_floors *floors, size_t a,
                  const struct short_places *places)
{
    const struct assay_mdp *mdp = making->of->mdp;
    const size_t n = mdp->states;
    const struct rows r = reward_rows(making, a, places->rows);
    double *x = places->apart > n ? places->x + a * n : places->x;
    struct assay_row_start start = {places->column + a * n, 0.0, 1.0};

    if (floors->floor)
        put_columns(making, a, &r, places->column);
    for (size_t s = 0; s < n; s++) {
        const size_t k = s * mdp->actions + a;
        struct assay_row_mix mix = above_of(floors, k);

        mix.x = r.first;
        mix.apart = r.apart;
        start.share = floors->floor ? floors->floor[k] : 0.0;
        assay_row_mixed(&mix, &start, x + s * places->apart, n);
    }
}

/* K' += gamma D(a) B_a X_a'. */
static void add_turned(const struct assay_canonical_making *making,
                       const struct assay_mdp_floors *floors, size_t a,
                       const struct short_places *places, double *k)
{
    const struct assay_mdp *mdp = making->of->mdp;
    const size_t n = mdp->states;
    const double weight = weight_of(making, a), *x = places->x;

    assay_rows_turn(x, n, n, places->turned);
    for (size_t s = 0; floors->floor && s < n; s++)
        places->sum[a * n + s] = weight * assay_row_sum(x + s * n, n);
    for (size_t t = 0; t < n; t++) {
        const struct assay_row_start start = {k + t * n, 1.0, weight};
        struct assay_row_mix mix = above_of(floors, t * mdp->actions + a);

        mix.x = places->turned;
        mix.apart = n;
        assay_row_mixed(&mix, &start, k + t * n, n);
    }
}

/* K' += the floors' part of all actions. */
static void add_floors(const struct assay_mdp *mdp, const struct assay_mdp_floors *floors,
                       const double *sum, double *k)
{
    const size_t n = mdp->states;

    for (size_t t = 0; floors->floor && t < n; t++)
        for (size_t a = 0; a < mdp->actions; a++)
            assay_row_add(floors->floor[t * mdp->actions + a], sum + a * n, k + t * n, n);
}

/* K = [gamma D(a) X_a ...] [P_a ...]'. */
static void multiply_by_tau(const struct assay_canonical_making *making, double *x,
                            double *k)
{
    const struct assay_mdp *mdp = making->of->mdp;
    const double *share = making->of->choice.action_share;
    const size_t n = mdp->states, wide = n * mdp->actions;
    double *room = assay_memory_resize(NULL, n * wide, sizeof(*room));
    const struct rows chances = chance_rows(mdp, (struct span){0, mdp->actions}, room);
    const gsl_matrix_const_view tau = gsl_matrix_const_view_array(chances.first, n, wide);
    const gsl_matrix_const_view of = gsl_matrix_const_view_array(x, n, wide);
    gsl_matrix_view out = gsl_matrix_view_array(k, n, n);

    for (size_t row = 0; share && row < wide; row++)
        assay_row_times(share[row % mdp->actions], x + row * n, x + row * n, n);
    gsl_blas_dgemm(CblasNoTrans, CblasTrans,
                   share ? mdp->gamma : mdp->gamma / (double)mdp->actions, &of.matrix,
                   &tau.matrix, 0.0, &out.matrix);
    free(room);
}

/* By rows that are added. */
static void add_by_rows(const struct assay_canonical_making *making,
                        const struct assay_mdp_floors *floors,
                        const struct short_places *places, double *k)
{
    const struct assay_mdp *mdp = making->of->mdp;
    const size_t n = mdp->states;
    double *turned = assay_memory_new(n * n, sizeof(*turned));

    for (size_t a = 0; a < mdp->actions; a++) {
        put_x(making, floors, a, places);
        add_turned(making, floors, a, places, turned);
    }
    add_floors(mdp, floors, places->sum, turned);
    assay_rows_turn(turned, n, n, k);
    free(turned);
}

static void pairs_short(const struct assay_canonical_making *making,
                        const struct assay_mdp_floors *floors, double *k)
{
    const struct assay_mdp *mdp = making->of->mdp;
    const size_t n = mdp->states, square = n * n, line = n * mdp->actions;
    const size_t apart = n < PRODUCT_STATES ? line : n;
    double *all =
        assay_memory_resize(NULL, 2 * square + 2 * line + apart * n, sizeof(*all));
    const struct short_places places = {.sum = all,
                                        .column = all + line,
                                        .rows = all + 2 * line,
                                        .turned = all + 2 * line + square,
                                        .x = all + 2 * line + 2 * square,
                                        .apart = apart};

    memset(places.column, 0, line * sizeof(double));
    if (n < PRODUCT_STATES) {
        for (size_t a = 0; a < mdp->actions; a++)
            put_x(making, floors, a, &places);
        multiply_by_tau(making, places.x, k);
    } else {
        add_by_rows(making, floors, &places, k);
    }
    free(all);
}

static void pairs_made(const struct assay_canonical_making *making, double *k)
{
    struct assay_mdp_floors floors;

    if (assay_mdp_is_short(making->of->mdp, &floors))
        pairs_short(making, &floors, k);
    else
        pairs_dense(making, k);
}

double assay_canonical_dard(const struct assay_canonical_making *making)
{
    const struct assay_mdp *mdp = making->of->mdp;
    double *p = doubles(making, mdp->states);
    double *pair = doubles(making, mdp->states * mdp->states);

    for (size_t s = 0; s < mdp->states; s++)
        for (size_t a = 0; a < mdp->actions; a++)
            p[s] += assay_share_at(making->of->choice.action_share, mdp->actions, a) *
                    making->subject->level[s * mdp->actions + a];
    pairs_made(making, pair);
    making->out->pair = pair;
    return assay_canonical_shape_by(making, p);
}
