/* mdp_chain_solve.c - sweeps and BiCGSTAB in single precision, sums in double; a pass over blocks a step. */
#include "metrics/mdp_chain_solve.h"

#include "harness/core/memory.h"
#include "harness/core/parallel.h"
#include "harness/core/wide.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    BLOCK = ASSAY_CHAIN_BLOCK,
    SUMS = ASSAY_CHAIN_SUMS,
    TRIED = 4, /* sweeps that say whether more pay */
    WINDOW =
        64, /* products of BiCGSTAB that say whether it does; smoothed, more by gamma */
    WINDOW_MOST = 1000
};

/* What a sweep has to leave at most, on average, where no BiCGSTAB is to follow. */
static const double sweep_pays = 0.6;

/* The part of b's square from which a constant is taken out of it. */
static const double constant_pays = 0.01;

/* What a window of BiCGSTAB has to leave at most, squared, where it could be smoothed. */
static const double window_pays = 0.01;

/* What BiCGSTAB has to have left, squared, to be begun again. */
static const double again_pays = 0.5;

/* Of b's norm, squared: what has grown so far does not come back. */
static const double astray = 1e8;

/* A longer step than this comes of a division by nearly nothing. */
static const double longest_step = 1e12;

/* Four floats of an array as doubles, and back. */
typedef float floats_at __attribute__((vector_size(ASSAY_LANES * sizeof(float)),
                                       aligned(sizeof(float)), may_alias));
#define WIDE(x)       __builtin_convertvector(*(const floats_at *)(x), assay_lanes)
#define NARROW(to, x) (*(floats_at *)(to) = __builtin_convertvector(x, floats_at))
#define ACROSS(x)     (((x)[0] + (x)[1]) + ((x)[2] + (x)[3]))

/* One pass over all blocks. */
struct pass {
    struct assay_chain_solver *solver;
    const float *from; /* of products */
    float *to;
    double alpha, beta, omega;
};

void assay_chain_solver_init(struct assay_chain_solver *solver,
                             const struct assay_chain *chain, bool transposed)
{
    const size_t width = assay_chain_width(chain->mdp);
    float *memory = assay_memory_new(8 * width, sizeof(*memory));

    *solver = (struct assay_chain_solver){.chain = chain,
                                          .transposed = transposed,
                                          .memory = memory,
                                          .b = memory,
                                          .x = memory + width,
                                          .shadow = memory + 2 * width,
                                          .p = memory + 3 * width,
                                          .v = memory + 4 * width,
                                          .t = memory + 5 * width,
                                          .kept = memory + 6 * width,
                                          .q = memory + 7 * width};
    solver->sum = assay_memory_new(chain->blocks * SUMS, sizeof(*solver->sum));
    if (transposed)
        solver->spread = assay_memory_new(ASSAY_CHAIN_GROUPS * chain->mdp->states,
                                          sizeof(*solver->spread));
}

void assay_chain_solver_release(struct assay_chain_solver *solver)
{
    free(solver->memory);
    free(solver->sum);
    free(solver->spread);
    *solver = (struct assay_chain_solver){0};
}

static void run(struct pass *pass, void (*work)(void *state, size_t worker, size_t b),
                double *sum)
{
    const struct assay_chain *chain = pass->solver->chain;

    assay_parallel(chain->jobs, chain->blocks, work, pass);
    for (size_t i = 0; i < SUMS; i++) {
        sum[i] = 0.0;
        for (size_t b = 0; b < chain->blocks; b++)
            sum[i] += pass->solver->sum[b * SUMS + i];
    }
}

static size_t states_in(const struct assay_chain *chain, size_t b)
{
    const size_t left = chain->mdp->states - b * BLOCK;

    return left < BLOCK ? left : BLOCK;
}

/* Where the fours of block b end. */
static size_t fours_in(const struct assay_chain *chain, size_t b)
{
    return (states_in(chain, b) + ASSAY_LANES - 1) / ASSAY_LANES * ASSAY_LANES;
}

/* b / D, 0 in x; sums of b / D and 1 / D times 1 / D. */
static void begin(void *state, size_t worker, size_t b)
{
    const struct pass *pass = state;
    struct assay_chain_solver *solver = pass->solver;
    const float *inverse = solver->chain->inverse;
    double *sum = solver->sum + b * SUMS;
    const size_t from = b * BLOCK, to = from + states_in(solver->chain, b);

    (void)worker;
    sum[0] = sum[1] = 0.0;
    memset(solver->x + from, 0, (to - from) * sizeof(*solver->x));
    for (size_t s = from; s < to; s++) {
        if (!solver->transposed)
            solver->b[s] *= inverse[s];
        sum[0] += (double)solver->b[s] * (double)inverse[s];
        sum[1] += (double)inverse[s] * (double)inverse[s];
    }
}

/* b - alpha / D; the sum of its squares. */
static void shift(void *state, size_t worker, size_t b)
{
    const struct pass *pass = state;
    struct assay_chain_solver *solver = pass->solver;
    const float *inverse = solver->chain->inverse;
    const size_t from = b * BLOCK, to = from + states_in(solver->chain, b);
    double sum = 0.0;

    (void)worker;
    for (size_t s = from; s < to; s++) {
        const double part = pass->alpha * (double)inverse[s];

        solver->b[s] = (float)((double)solver->b[s] - part);
        sum += (double)solver->b[s] * (double)solver->b[s];
    }
    solver->sum[b * SUMS] = sum;
}

static void spread(void *state, size_t worker, size_t g)
{
    const struct pass *pass = state;
    const struct assay_chain *chain = pass->solver->chain;
    double *out = pass->solver->spread + g * chain->mdp->states;

    (void)worker;
    memset(out, 0, chain->mdp->states * sizeof(*out));
    assay_chain_scatter(chain, g, pass->from, out);
}

/* N' x of block b, from what each group has spread. */
static void gathered(const struct assay_chain_solver *solver, size_t b, float *out)
{
    const size_t states = solver->chain->mdp->states, count = states_in(solver->chain, b);

    memset(out, 0, fours_in(solver->chain, b) * sizeof(*out));
    for (size_t i = 0; i < count; i++) {
        const double *room = solver->spread + b * BLOCK + i;

        out[i] =
            (float)((room[0] + room[states]) + (room[2 * states] + room[3 * states]));
    }
}

static void product(const struct pass *pass, size_t b, float *out)
{
    if (pass->solver->transposed)
        gathered(pass->solver, b, out);
    else
        assay_chain_multiply(pass->solver->chain, b, pass->from, out);
}

/* to = N b, x += b; sums of what comes, y, times 1 / D, and of its squares. */
ASSAY_CLONES
static void sweep(void *state, size_t worker, size_t b)
{
    const struct pass *pass = state;
    struct assay_chain_solver *solver = pass->solver;
    assay_lanes sum = {0.0}, square = {0.0};
    float buffer[BLOCK];
    const size_t from = b * BLOCK, count = fours_in(solver->chain, b);

    (void)worker;
    product(pass, b, buffer);
    for (size_t i = 0; i < count; i += ASSAY_LANES) {
        const assay_lanes y = WIDE(buffer + i);
        float *x = solver->x + from + i;

        NARROW(x, WIDE(x) + WIDE(pass->from + from + i));
        NARROW(pass->to + from + i, y);
        sum += y * WIDE(solver->chain->inverse + from + i);
        square += y * y;
    }
    solver->sum[b * SUMS] = ACROSS(sum);
    solver->sum[b * SUMS + 1] = ACROSS(square);
}

/* y = A x; sums shadow y, b y, y y, shadow b. */
ASSAY_CLONES
static void apply(void *state, size_t worker, size_t b)
{
    const struct pass *pass = state;
    const float *from = pass->from + b * BLOCK, *hat = pass->solver->shadow + b * BLOCK;
    double *sum = pass->solver->sum + b * SUMS;
    const float *rest = pass->solver->b + b * BLOCK;
    assay_lanes hat_y = {0.0}, r_y = {0.0}, y_y = {0.0}, hat_r = {0.0};
    const size_t count = fours_in(pass->solver->chain, b);
    float buffer[BLOCK];

    (void)worker;
    product(pass, b, buffer);
    for (size_t i = 0; i < count; i += ASSAY_LANES) {
        const assay_lanes r = WIDE(rest + i), h = WIDE(hat + i);
        const assay_lanes y = WIDE(from + i) - WIDE(buffer + i);

        NARROW(pass->to + b * BLOCK + i, y);
        hat_y += h * y;
        r_y += r * y;
        y_y += y * y;
        hat_r += h * r;
    }
    sum[0] = ACROSS(hat_y);
    sum[1] = ACROSS(r_y);
    sum[2] = ACROSS(y_y);
    sum[3] = ACROSS(hat_r);
}

/* b -= alpha v: half a step, and what the second half multiplies by A. */
ASSAY_CLONES
static void half_step(void *state, size_t worker, size_t b)
{
    const struct pass *pass = state;
    const struct assay_chain_solver *solver = pass->solver;
    const size_t from = b * BLOCK, to = from + fours_in(solver->chain, b);

    (void)worker;
    for (size_t i = from; i < to; i += ASSAY_LANES)
        NARROW(solver->b + i, WIDE(solver->b + i) - pass->alpha * WIDE(solver->v + i));
    if (!solver->smooth)
        return;
    for (size_t i = from; i < to; i += ASSAY_LANES)
        NARROW(solver->x + i, WIDE(solver->x + i) + pass->alpha * WIDE(solver->q + i));
    assay_chain_smooth(solver->chain, b, solver->transposed, solver->b, solver->q);
}

/* x += alpha p + omega b, or what is smooth of them; b -= omega t, p = b + beta (p - omega v); the sum of b b. */
ASSAY_CLONES
static void step(void *state, size_t worker, size_t b)
{
    const struct pass *pass = state;
    const struct assay_chain_solver *solver = pass->solver;
    const size_t from = b * BLOCK, to = from + fours_in(solver->chain, b);
    assay_lanes square = {0.0};

    (void)worker;
    for (size_t i = from; i < to; i += ASSAY_LANES) {
        const assay_lanes s = WIDE(solver->b + i), p = WIDE(solver->p + i);
        const assay_lanes r = s - pass->omega * WIDE(solver->t + i);

        if (solver->smooth)
            NARROW(solver->x + i,
                   WIDE(solver->x + i) + pass->omega * WIDE(solver->q + i));
        else
            NARROW(solver->x + i,
                   WIDE(solver->x + i) + pass->alpha * p + pass->omega * s);
        NARROW(solver->b + i, r);
        NARROW(solver->p + i, r + pass->beta * (p - pass->omega * WIDE(solver->v + i)));
        square += r * r;
    }
    solver->sum[b * SUMS] = ACROSS(square);
    if (solver->smooth)
        assay_chain_smooth(solver->chain, b, solver->transposed, solver->p, solver->q);
}

static void smooth_first(void *state, size_t worker, size_t b)
{
    const struct pass *pass = state;
    const struct assay_chain_solver *solver = pass->solver;

    (void)worker;
    assay_chain_smooth(solver->chain, b, solver->transposed, solver->p, solver->q);
}

/* x of A' from that of I - N'. */
static void unscale(void *state, size_t worker, size_t b)
{
    const struct pass *pass = state;
    float *x = pass->solver->x;
    const size_t to = b * BLOCK + states_in(pass->solver->chain, b);

    (void)worker;
    for (size_t s = b * BLOCK; s < to; s++)
        x[s] *= pass->solver->chain->inverse[s];
}

static void apply_all(struct pass *pass, const float *from, float *to, double *sum)
{
    pass->from = from;
    pass->to = to;
    if (pass->solver->transposed)
        assay_parallel(pass->solver->chain->jobs, ASSAY_CHAIN_GROUPS, spread, pass);
    run(pass, apply, sum);
}

/* How far solving has come. */
struct progress {
    double inverses;  /* sum of 1 / D^2 */
    double aim, left; /* squares of b's norm */
    size_t products, most;
    size_t window; /* products of BiCGSTAB that say whether it pays */
};

/*
 * A constant c in x is (1 - gamma) c / D in b: takes as much of b as that can, for which no product is needed.
 * along is the sum of b / D.
 */
static void constant_taken(struct pass *pass, double along, struct progress *progress)
{
    const double gap = 1.0 - pass->solver->chain->mdp->gamma;
    double sum[SUMS];

    pass->alpha = pass->solver->transposed ? 0.0 : along / progress->inverses;
    pass->solver->shift += pass->alpha / gap;
    run(pass, shift, sum);
    progress->left = sum[0];
}

static bool done(const struct progress *progress)
{
    return !(progress->left > progress->aim) || progress->products >= progress->most;
}

static void swept(struct pass *pass, struct progress *progress)
{
    struct assay_chain_solver *solver = pass->solver;
    double sum[SUMS];

    pass->from = solver->b;
    pass->to = solver->p;
    if (solver->transposed)
        assay_parallel(solver->chain->jobs, ASSAY_CHAIN_GROUPS, spread, pass);
    run(pass, sweep, sum);
    solver->p = solver->b;
    solver->b = pass->to;
    progress->left = sum[1];
    progress->products++;
    if (!solver->transposed &&
        sum[0] * sum[0] > constant_pays * progress->inverses * sum[1])
        constant_taken(pass, sum[0], progress);
}

/* Sweeps while they pay; false where they do not. */
static bool sweeps(struct pass *pass, struct progress *progress)
{
    while (!done(progress)) {
        const double before = progress->left;

        for (size_t i = 0; i < TRIED && !done(progress); i++)
            swept(pass, progress);
        if (!(progress->left <= before * pow(sweep_pays, 2.0 * TRIED)) && !done(progress))
            return false;
    }
    return true;
}

/* One step of BiCGSTAB; false where there is no direction to go on with. */
static bool stepped(struct pass *pass, double *rho, struct progress *progress)
{
    struct assay_chain_solver *solver = pass->solver;
    double sum[SUMS], next;

    apply_all(pass, solver->smooth ? solver->q : solver->p, solver->v, sum);
    progress->products += 2;
    pass->alpha = *rho / sum[0];
    if (!(fabs(pass->alpha) < longest_step))
        return false;
    run(pass, half_step, (double[SUMS]){0});
    apply_all(pass, solver->smooth ? solver->q : solver->b, solver->t, sum);
    pass->omega = sum[2] > 0.0 ? sum[1] / sum[2] : 0.0;
    if (!(fabs(pass->omega) < longest_step))
        return false;
    next = sum[3] - pass->omega * sum[0];
    pass->beta = next / *rho * (pass->alpha / pass->omega);
    if (!(fabs(pass->beta) < longest_step))
        pass->beta = 0.0;
    *rho = next;
    run(pass, step, sum);
    progress->left = sum[0];
    return pass->beta != 0.0;
}

/* Steps of one window; false where one comes to nothing or b has grown beyond most. */
static bool window(struct pass *pass, double *rho, double most, struct progress *progress)
{
    const size_t until = progress->products + progress->window;

    while (!done(progress) && progress->products < until)
        if (!stepped(pass, rho, progress) || !(progress->left < most))
            return false;
    return true;
}

/* While each window leaves at most worth of b, squared; b is never left larger than it was. */
static void bicgstab(struct pass *pass, double worth, struct progress *progress)
{
    struct assay_chain_solver *solver = pass->solver;
    const size_t bytes = assay_chain_width(solver->chain->mdp) * sizeof(float);
    const double first = progress->left;
    double rho = first, before = (double)INFINITY;

    memcpy(solver->kept, solver->x, bytes);
    memcpy(solver->shadow, solver->b, bytes);
    memcpy(solver->p, solver->b, bytes);
    if (solver->smooth)
        run(pass, smooth_first, (double[SUMS]){0});
    while (!done(progress) && progress->left <= worth * before) {
        before = progress->left;
        if (!window(pass, &rho, astray * first, progress))
            break;
    }
    if (progress->left <= first)
        return;
    memcpy(solver->x, solver->kept, bytes);
    memcpy(solver->b, solver->shadow, bytes);
    progress->left = first;
}

/* BiCGSTAB, begun again while that helps. */
static void begun_again(struct pass *pass, double worth, struct progress *progress)
{
    double before = INFINITY;

    while (!done(progress) && progress->left <= again_pays * before) {
        before = progress->left;
        bicgstab(pass, worth, progress);
    }
}

/* BiCGSTAB, smoothed from when it has failed without, and sweeps where that fails too. */
static void accelerated(struct pass *pass, struct progress *progress)
{
    struct assay_chain_solver *solver = pass->solver;
    const double gamma = solver->chain->mdp->gamma;
    const double patience = fmin(WINDOW_MOST, fmax(WINDOW, 0.5 / (1.0 - gamma)));

    progress->window = WINDOW;
    if (!solver->smooth)
        begun_again(pass, fmin(window_pays, pow(gamma, 2.0 * WINDOW)), progress);
    solver->smooth = solver->smooth || !done(progress);
    progress->window = (size_t)patience;
    begun_again(pass, pow(gamma, 2.0 * patience), progress);
    while (!done(progress))
        swept(pass, progress);
}

void assay_chain_solve(struct assay_chain_solver *solver, double factor, size_t most)
{
    struct pass pass = {.solver = solver};
    struct progress progress = {.most = most};
    double sum[SUMS];

    solver->shift = 0.0;
    run(&pass, begin, sum);
    progress.inverses = sum[1];
    constant_taken(&pass, sum[0], &progress);
    progress.aim = progress.left * factor * factor;
    if (!sweeps(&pass, &progress))
        accelerated(&pass, &progress);
    solver->products += progress.products;
    if (solver->transposed)
        run(&pass, unscale, sum);
}
