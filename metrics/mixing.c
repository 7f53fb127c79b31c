#include "metrics/mixing.h"

#include "harness/core/memory.h"
#include "harness/core/wide.h"
#include "metrics/row_loops.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    LANES = 2 * ASSAY_LANES, /* of single precision */
    WIDTH = 2 * LANES,       /* rows are a multiple of it */
    TRIED = 8,               /* products after which it is seen whether the chain mixes */
    PRODUCTS_MOST = 200,     /* of one sum */
    ROUNDS_MOST = 8
};

/* What those products may leave; what one sum may at most; what it need not go below (over 1 - gamma for visits). */
static const double tried_part = 0.02, sum_part = 1e-2, least_part = 1e-6;

/* Of b and x: where equations hold, and where they hold as well as they ever will. */
static const double exact = 4.0 * DBL_EPSILON, stalled = 32.0 * DBL_EPSILON;

typedef float singles __attribute__((vector_size(LANES * sizeof(float))));
typedef float singles_at __attribute__((vector_size(LANES * sizeof(float)),
                                        aligned(sizeof(float)), may_alias));
typedef float half_at __attribute__((vector_size(ASSAY_LANES * sizeof(float)),
                                     aligned(sizeof(float)), may_alias));

#define AT(x) (*(const singles_at *)(x))

static inline float singles_sum(const singles *x)
{
    return (((*x)[0] + (*x)[4]) + ((*x)[1] + (*x)[5])) +
           (((*x)[2] + (*x)[6]) + ((*x)[3] + (*x)[7]));
}

/* Lanes of two vectors, those of the second from LANES on. */
#ifdef __clang__
#define PICKED(x, y, ...) __builtin_shufflevector(x, y, __VA_ARGS__)
#else
#define PICKED(x, y, ...) __builtin_shuffle(x, y, (picked){__VA_ARGS__})
typedef int picked __attribute__((vector_size(LANES * sizeof(int))));
#endif

/* The sums of four vectors' lanes into out (4,). */
static inline void put_sums(const singles x[4], float *out)
{
    const singles ab = PICKED(x[0], x[1], 0, 8, 1, 9, 4, 12, 5, 13) +
                       PICKED(x[0], x[1], 2, 10, 3, 11, 6, 14, 7, 15);
    const singles cd = PICKED(x[2], x[3], 0, 8, 1, 9, 4, 12, 5, 13) +
                       PICKED(x[2], x[3], 2, 10, 3, 11, 6, 14, 7, 15);
    const singles halves = PICKED(ab, cd, 0, 1, 8, 9, 4, 5, 12, 13) +
                           PICKED(ab, cd, 2, 3, 10, 11, 6, 7, 14, 15);
    const singles all = halves + PICKED(halves, halves, 4, 5, 6, 7, 0, 1, 2, 3);

    memcpy(out, &all, 4 * sizeof(*out));
}

/* out = M y, four rows at a time; to and fro by turns, since the rows last read are in the nearest cache. */
ASSAY_CLONES
static void multiply(const float *m, size_t n, const float *y, float *out, bool back)
{
    for (size_t i = 0; i < n; i += 4) {
        const size_t k = back ? n - 4 - i : i;
        const float *row = m + k * n;
        singles a = {0.0F}, b = {0.0F}, c = {0.0F}, d = {0.0F};

        for (size_t j = 0; j < n; j += LANES) {
            const singles of = AT(y + j);

            a += AT(row + j) * of;
            b += AT(row + n + j) * of;
            c += AT(row + 2 * n + j) * of;
            d += AT(row + 3 * n + j) * of;
        }
        put_sums((const singles[]){a, b, c, d}, out + k);
    }
}

/* out = M' y, so many columns at a time. */
ASSAY_CLONES
static void multiply_transposed(const float *m, size_t n, const float *y, float *out)
{
    for (size_t i = 0; i < n; i += WIDTH) {
        singles a = {0.0F}, b = {0.0F}, c = {0.0F}, d = {0.0F};

        for (size_t k = 0; k < n; k += 2) {
            const float *row = m + k * n + i;

            a += y[k] * AT(row);
            b += y[k] * AT(row + LANES);
            c += y[k + 1] * AT(row + n);
            d += y[k + 1] * AT(row + n + LANES);
        }
        *(singles_at *)(out + i) = a + c;
        *(singles_at *)(out + i + LANES) = b + d;
    }
}

/* x += term; gives |next - gamma term|^2. */
ASSAY_CLONES
static float take_term(float gamma, const float *term, const float *next, float *x,
                       size_t n)
{
    singles sum = {0.0F};

    for (size_t i = 0; i < n; i += LANES) {
        const singles apart = AT(next + i) - gamma * AT(term + i);

        *(singles_at *)(x + i) += AT(term + i);
        sum += apart * apart;
    }
    return singles_sum(&sum);
}

/* In single precision. */
ASSAY_CLONES
static void narrow(const double *x, float *out, size_t n)
{
    size_t i = 0;

    for (; i + ASSAY_LANES <= n; i += ASSAY_LANES)
        *(half_at *)(out + i) =
            __builtin_convertvector(*(const assay_lanes_at *)(x + i), half_at);
    for (; i < n; i++)
        out[i] = (float)x[i];
}

void assay_mixing_init(struct assay_mixing *mixing, size_t states, double gamma)
{
    const size_t width = (states + WIDTH - 1) / WIDTH * WIDTH;

    *mixing = (struct assay_mixing){
        .states = states,
        .width = width,
        .gamma = gamma,
        .single = assay_memory_resize(NULL, width * width, sizeof(float))};
}

void assay_mixing_release(struct assay_mixing *mixing)
{
    free(mixing->single);
    mixing->single = NULL;
}

void assay_mixing_set(struct assay_mixing *mixing, const double *g)
{
    const size_t n = mixing->states, width = mixing->width;

    mixing->g = g;
    for (size_t s = 0; s < n; s++) {
        narrow(g + s * n, mixing->single + s * width, n);
        memset(mixing->single + s * width + n, 0, (width - n) * sizeof(float));
    }
    memset(mixing->single + n * width, 0, (width - n) * width * sizeof(float));
}

/* One problem under way. */
struct solving {
    const struct assay_mixing *mixing;
    struct assay_mixing_problem *problem;
    double *left;             /* (states,) b - x + G x */
    float *term, *next, *sum; /* (width,) */
};

/* What is left; the greatest of it, NAN where it holds what is no number. */
static double find_left(const struct solving *solving)
{
    const struct assay_mixing *mixing = solving->mixing;
    const struct assay_mixing_problem *problem = solving->problem;
    const size_t n = mixing->states;

    if (assay_row_largest(problem->x, n) == 0.0) {
        memcpy(solving->left, problem->b, n * sizeof(double));
        return assay_row_largest(problem->b, n);
    }
    if (problem->transposed) {
        memset(solving->left, 0, n * sizeof(double));
        for (size_t s = 0; s < n; s++)
            assay_row_add(problem->x[s], mixing->g + s * n, solving->left, n);
    } else {
        assay_rows_dot(mixing->g, n, problem->x, n, solving->left);
    }
    for (size_t s = 0; s < n; s++)
        solving->left[s] += problem->b[s] - problem->x[s];
    return isfinite(assay_row_sum(solving->left, n)) ? assay_row_largest(solving->left, n)
                                                     : (double)NAN;
}

/*
 * What the sum so far would leave of the equations, as part of `all`, squared: this term's distance from gamma times the last
 * shrinks by `rate` a product. Of values the constant that terms near is taken out of what follows, so that two more
 * products count; of visits the last term stands for it, distance and all, over 1 - gamma.
 */
static double forecast(const struct solving *solving, double apart, double before)
{
    const double rate = fmin(apart / before, 1.0);
    const double gap = 1.0 - solving->mixing->gamma;

    return solving->problem->transposed ? apart * rate / (gap * gap)
                                        : apart * rate * rate;
}

/*
 * Terms until what they leave is at most `part` of the first; the sum of all but the last, which stays. Written so that
 * what is no number does not mix.
 */
static bool summed(struct solving *solving, double part)
{
    const struct assay_mixing *mixing = solving->mixing;
    const size_t n = mixing->width;
    double all = 0.0, before;

    for (size_t i = 0; i < n; i++)
        all += (double)solving->term[i] * (double)solving->term[i];
    before = all;
    memset(solving->sum, 0, n * sizeof(*solving->sum));
    for (size_t k = 1; k <= PRODUCTS_MOST; k++) {
        float *swap = solving->term;
        double apart;

        if (solving->problem->transposed)
            multiply_transposed(mixing->single, n, solving->term, solving->next);
        else
            multiply(mixing->single, n, solving->term, solving->next, k % 2 == 0);
        apart = (double)take_term((float)mixing->gamma, solving->term, solving->next,
                                  solving->sum, n);
        solving->term = solving->next;
        solving->next = swap;
        if (forecast(solving, apart, before) <= part * part * all)
            return true;
        if (k == TRIED && !(apart <= tried_part * tried_part * all))
            return false;
        before = apart;
    }
    return false;
}

/* The last term and all that follow it: gamma times itself, of values in its mean alone. */
static void take_rest(const struct solving *solving, double most)
{
    const struct assay_mixing *mixing = solving->mixing;
    const size_t n = mixing->states;
    double *x = solving->problem->x, mean = 0.0;
    double each = most, all = 0.0;

    if (solving->problem->transposed) {
        each = most / (1.0 - mixing->gamma);
    } else {
        for (size_t s = 0; s < n; s++)
            mean += (double)solving->term[s];
        all = most * mixing->gamma / (1.0 - mixing->gamma) * mean / (double)n;
    }
    for (size_t s = 0; s < n; s++)
        x[s] += most * (double)solving->sum[s] + each * (double)solving->term[s] + all;
}

/* x and what solves for what is left, `most` being the greatest of it. */
static bool corrected(struct solving *solving, double most, double part)
{
    const double unit = 1.0 / most;

    for (size_t s = 0; s < solving->mixing->states; s++)
        solving->term[s] = (float)(solving->left[s] * unit);
    if (!summed(solving, part))
        return false;
    take_rest(solving, most);
    return true;
}

static bool refined(struct solving *solving)
{
    struct assay_mixing_problem *problem = solving->problem;
    const size_t n = solving->mixing->states;
    const double given = assay_row_largest(problem->b, n);
    const double least =
        problem->transposed ? least_part / (1.0 - solving->mixing->gamma) : least_part;
    double before = (double)INFINITY;

    if (least > sum_part)
        return false;
    for (size_t i = 0; i < ROUNDS_MOST; i++) {
        const double most = find_left(solving);
        const double scale = given + 2.0 * assay_row_largest(problem->x, n);

        problem->left = most;
        if (most <= exact * scale)
            return true;
        if (!(most < 0.25 * before))
            return most <= stalled * scale;
        before = most;
        if (!corrected(solving, most,
                       fmin(sum_part, fmax(least, 0.25 * exact * scale / most))))
            return false;
    }
    return problem->left <= stalled * (given + 2.0 * assay_row_largest(problem->x, n));
}

bool assay_mixing_solve(const struct assay_mixing *mixing,
                        struct assay_mixing_problem *problem)
{
    const size_t n = mixing->states, width = mixing->width;
    double *left = assay_memory_new(n, sizeof(*left));
    float *all = assay_memory_new(3 * width, sizeof(*all));
    struct solving solving = {mixing, problem, left, all, all + width, all + 2 * width};
    const bool out = refined(&solving);

    free(left);
    free(all);
    return out;
}
