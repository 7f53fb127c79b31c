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
    ROUNDS_MOST = 8,
    TOGETHER = 2 /* problems whose products read the matrix once */
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

/* The same of two, each with the bits that it has alone: rows, which near caches do not hold, are read once. */
ASSAY_CLONES
static void multiply_two(const float *m, size_t n, const float *const y[2],
                         float *const out[2], bool back)
{
    const float *y0 = y[0], *y1 = y[1];

    for (size_t i = 0; i < n; i += 4) {
        const size_t k = back ? n - 4 - i : i;
        const float *row = m + k * n;
        singles a = {0.0F}, b = {0.0F}, c = {0.0F}, d = {0.0F};
        singles e = {0.0F}, f = {0.0F}, g = {0.0F}, h = {0.0F};

        for (size_t j = 0; j < n; j += LANES) {
            const singles one = AT(y0 + j), two = AT(y1 + j);
            const singles p = AT(row + j), q = AT(row + n + j);
            const singles r = AT(row + 2 * n + j), s = AT(row + 3 * n + j);

            a += p * one;
            b += q * one;
            c += r * one;
            d += s * one;
            e += p * two;
            f += q * two;
            g += r * two;
            h += s * two;
        }
        put_sums((const singles[]){a, b, c, d}, out[0] + k);
        put_sums((const singles[]){e, f, g, h}, out[1] + k);
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

/* Where a problem is. */
enum stage {
    SUMMING,
    SUMMED,
    SOLVED,
    ASTRAY /* it does not mix, or comes no closer */
};

/* One problem under way. */
struct solving {
    struct assay_mixing_problem *problem;
    enum stage stage;
    double given, size; /* max |b|, max |x| */
    double before;      /* what was left a round ago */
    double least, part; /* that no sum need go below, that this one may leave */
    double all, apart;  /* squares: the first term; this one less gamma times the last */
    double *left;       /* (states,) b - x + G x */
    float *term, *next, *sum; /* (width,) */
};

/* Keeps those of a stage, in their order; gives how many. */
static size_t keep(struct solving *of[], size_t count, enum stage stage)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        if (of[i]->stage == stage)
            of[kept++] = of[i];
    return kept;
}

/* Two whose products are made at once. */
static bool is_pair(struct solving *const of[], size_t count)
{
    return count == TOGETHER && !of[0]->problem->transposed &&
           !of[1]->problem->transposed;
}

/* G x, or G' x, into left. */
static void apply(const struct assay_mixing *mixing, const struct solving *solving)
{
    const struct assay_mixing_problem *problem = solving->problem;
    const size_t n = mixing->states;

    if (!problem->transposed) {
        assay_rows_dot(mixing->g, n, problem->x, n, solving->left);
        return;
    }
    memset(solving->left, 0, n * sizeof(double));
    for (size_t s = 0; s < n; s++)
        assay_row_add(problem->x[s], mixing->g + s * n, solving->left, n);
}

static void apply_all(const struct assay_mixing *mixing, struct solving *const of[],
                      size_t count)
{
    if (is_pair(of, count)) {
        const double *const x[] = {of[0]->problem->x, of[1]->problem->x};
        double *const left[] = {of[0]->left, of[1]->left};

        assay_rows_dot_two(mixing->g, mixing->states, x, mixing->states, left);
        return;
    }
    for (size_t i = 0; i < count; i++)
        apply(mixing, of[i]);
}

/* What is left; the greatest of it, NAN where it holds what is no number. */
static void find_left(const struct assay_mixing *mixing, struct solving *const of[],
                      size_t count)
{
    const size_t n = mixing->states;
    struct solving *moved[TOGETHER];
    size_t some = 0;

    for (size_t i = 0; i < count; i++) {
        of[i]->size = assay_row_largest(of[i]->problem->x, n);
        if (of[i]->size == 0.0)
            memset(of[i]->left, 0, n * sizeof(double));
        else
            moved[some++] = of[i];
    }
    apply_all(mixing, moved, some);
    for (size_t i = 0; i < count; i++) {
        struct assay_mixing_problem *problem = of[i]->problem;
        double *left = of[i]->left;

        for (size_t s = 0; s < n; s++)
            left[s] += problem->b[s] - problem->x[s];
        problem->left =
            isfinite(assay_row_sum(left, n)) ? assay_row_largest(left, n) : (double)NAN;
    }
}

/* What is left decides whether there is a round more. */
static enum stage judged(struct solving *solving)
{
    const double scale = solving->given + 2.0 * solving->size;
    const double most = solving->problem->left;

    if (most <= exact * scale)
        return SOLVED;
    if (!(most < 0.25 * solving->before))
        return most <= stalled * scale ? SOLVED : ASTRAY;
    solving->before = most;
    solving->part = fmin(sum_part, fmax(solving->least, 0.25 * exact * scale / most));
    return SUMMING;
}

/* The first term: what is left, its greatest number 1. */
static void begin_sum(const struct assay_mixing *mixing, struct solving *solving)
{
    const double unit = 1.0 / solving->problem->left;

    for (size_t s = 0; s < mixing->states; s++)
        solving->term[s] = (float)(solving->left[s] * unit);
    solving->all = 0.0;
    for (size_t s = 0; s < mixing->states; s++)
        solving->all += (double)solving->term[s] * (double)solving->term[s];
    solving->apart = solving->all;
    memset(solving->sum, 0, mixing->width * sizeof(*solving->sum));
}

/* The next term of each. */
static void multiply_all(const struct assay_mixing *mixing, struct solving *const of[],
                         size_t count, bool back)
{
    const size_t n = mixing->width;

    if (is_pair(of, count)) {
        const float *const term[] = {of[0]->term, of[1]->term};
        float *const next[] = {of[0]->next, of[1]->next};

        multiply_two(mixing->single, n, term, next, back);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (of[i]->problem->transposed)
            multiply_transposed(mixing->single, n, of[i]->term, of[i]->next);
        else
            multiply(mixing->single, n, of[i]->term, of[i]->next, back);
    }
}

/*
 * What the sum so far would leave of the equations, as part of `all`, squared: this term's distance from gamma times the last
 * shrinks by `rate` a product. Of values the constant that terms near is taken out of what follows, so that two more
 * products count; of visits the last term stands for it, distance and all, over 1 - gamma.
 */
static double forecast(const struct assay_mixing *mixing, const struct solving *solving,
                       double before)
{
    const double rate = fmin(solving->apart / before, 1.0);
    const double gap = 1.0 - mixing->gamma;

    return solving->problem->transposed ? solving->apart * rate / (gap * gap)
                                        : solving->apart * rate * rate;
}

/*
 * Takes the k-th product: terms go on until what they leave is at most `part` of the first. Written so that what is no
 * number does not mix.
 */
static enum stage take(const struct assay_mixing *mixing, struct solving *solving,
                       size_t k)
{
    const double all = solving->all, before = solving->apart;
    float *swap = solving->term;

    solving->apart = (double)take_term((float)mixing->gamma, solving->term, solving->next,
                                       solving->sum, mixing->width);
    solving->term = solving->next;
    solving->next = swap;
    if (forecast(mixing, solving, before) <= solving->part * solving->part * all)
        return SUMMED;
    if (k == TRIED && !(solving->apart <= tried_part * tried_part * all))
        return ASTRAY;
    return k < PRODUCTS_MOST ? SUMMING : ASTRAY;
}

/* Terms of each until it is summed or astray: the sum of all but the last, which stays. */
static void sum_terms(const struct assay_mixing *mixing, struct solving *const of[],
                      size_t count)
{
    struct solving *going[TOGETHER];

    for (size_t i = 0; i < count; i++) {
        going[i] = of[i];
        begin_sum(mixing, of[i]);
    }
    for (size_t k = 1; count > 0; k++) {
        multiply_all(mixing, going, count, k % 2 == 0);
        for (size_t i = 0; i < count; i++)
            going[i]->stage = take(mixing, going[i], k);
        count = keep(going, count, SUMMING);
    }
}

/* The last term and all that follow it: gamma times itself, of values in its mean alone. */
static void take_rest(const struct assay_mixing *mixing, const struct solving *solving)
{
    const size_t n = mixing->states;
    const double most = solving->problem->left;
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

/* Rounds of refinement until each is solved or astray. */
static void refine(const struct assay_mixing *mixing, struct solving *of[], size_t count)
{
    for (size_t round = 0; round < ROUNDS_MOST; round++) {
        find_left(mixing, of, count);
        for (size_t i = 0; i < count; i++)
            of[i]->stage = judged(of[i]);
        count = keep(of, count, SUMMING);
        sum_terms(mixing, of, count);
        count = keep(of, count, SUMMED);
        for (size_t i = 0; i < count; i++)
            take_rest(mixing, of[i]);
    }
    for (size_t i = 0; i < count; i++) {
        const double size = assay_row_largest(of[i]->problem->x, mixing->states);
        const bool good = of[i]->problem->left <= stalled * (of[i]->given + 2.0 * size);

        of[i]->stage = good ? SOLVED : ASTRAY;
    }
}

/* At most TOGETHER. */
static void solve_some(const struct assay_mixing *mixing,
                       struct assay_mixing_problem *problem, size_t count)
{
    const size_t n = mixing->states, width = mixing->width;
    double *left = assay_memory_new(count * n, sizeof(*left));
    float *all = assay_memory_new(3 * count * width, sizeof(*all));
    struct solving solving[TOGETHER], *of[TOGETHER];
    size_t some = 0;

    for (size_t i = 0; i < count; i++) {
        const double gap = problem[i].transposed ? 1.0 - mixing->gamma : 1.0;
        float *own = all + 3 * i * width;

        solving[i] = (struct solving){.problem = &problem[i],
                                      .stage = ASTRAY,
                                      .given = assay_row_largest(problem[i].b, n),
                                      .before = (double)INFINITY,
                                      .least = least_part / gap,
                                      .left = left + i * n,
                                      .term = own,
                                      .next = own + width,
                                      .sum = own + 2 * width};
        if (solving[i].least <= sum_part)
            of[some++] = &solving[i];
    }
    refine(mixing, of, some);
    for (size_t i = 0; i < count; i++)
        problem[i].solved = solving[i].stage == SOLVED;
    free(left);
    free(all);
}

bool assay_mixing_solve(const struct assay_mixing *mixing,
                        struct assay_mixing_problem *problem, size_t count)
{
    bool out = true;

    for (size_t i = 0; i < count; i += TOGETHER)
        solve_some(mixing, problem + i, count - i < TOGETHER ? count - i : TOGETHER);
    for (size_t i = 0; i < count; i++)
        out = out && problem[i].solved;
    return out;
}
