/*
 * mixing.h - values and visits of a chain that soon forgets where it began, without factorising its matrix.
 *
 *     x = sum over k >= 0 of G^k b,  G = gamma P
 *
 * solves (I - G) x = b. The terms of a chain that mixes are soon gamma times one another, and what is left of the sum is
 * then its next term over 1 - gamma: for values as P^k b nears a constant, for visits as b P^k nears the chain's long-run
 * shares. So the number of products goes by how fast the chain mixes, not by gamma. A random chain of a hundred states takes
 * some twenty, in single precision a tenth of what its factorisation takes.
 *
 * Sums are in single precision, of what is left of the equations in double: iterative refinement, until the equations hold
 * within rounding of their terms. A chain's products take what its matrix takes to be read: two problems at once take
 * little more than one.
 *
 * Source: Puterman (1994), "Markov Decision Processes", sections 6.3.1 and 6.6 (values by iterating, and the bounds that
 *         span and gamma give); Higham (2002), "Accuracy and Stability of Numerical Algorithms", chapter 12 (refinement).
 *         Checked in test_mixing.c.
 */
#ifndef ASSAY_METRICS_MIXING_H
#define ASSAY_METRICS_MIXING_H

#include <stdbool.h>
#include <stddef.h>

struct assay_mixing {
    size_t states,
        width; /* width: of a row in single precision, 0 behind the last state */
    double gamma;
    const double *g; /* (states, states) gamma P, not negative; borrowed */
    float *single;   /* (width, width) the same */
};

/* Room for a chain of so many states; release with assay_mixing_release. */
void assay_mixing_init(struct assay_mixing *mixing, size_t states, double gamma);
void assay_mixing_release(struct assay_mixing *mixing);

/* Takes gamma P as it is now. */
void assay_mixing_set(struct assay_mixing *mixing, const double *g);

/* What is solved: (I - G) x = b, or (I - G)' x = b. */
struct assay_mixing_problem {
    bool transposed;
    const double *b; /* (states,) */
    double *x;       /* (states,) a guess, which the solution takes the place of */
    double left;     /* max |b - x + G x|, or of what is transposed */
    bool solved;
};

/*
 * Solves each of so many problems within rounding: left <= 4 eps (max |b| + 2 max |x|), or where it comes no closer, 32 eps
 * of them. Where the chain does not mix fast enough (eight products leave more than 2 %), visits' gamma is above 1 - 1e-4,
 * or what is given is no number, that problem is not solved, and its x is of no use. True if all are solved.
 *
 * Each has the bits that it has alone, whatever is solved with it. Any number of threads may solve at once.
 */
bool assay_mixing_solve(const struct assay_mixing *mixing,
                        struct assay_mixing_problem *problem, size_t count);

#endif
