/*
 * canonical.h - canonical forms c(R) of reward functions, which take out what does not change the
 * order of policies.
 *
 *   none       R
 *   val        E[R(s,a,S') + gamma V(S')] - V(s), V = V^pi of the same R: the advantage of pi
 *   valpot     R(s,a,s') + gamma V(s') - V(s): shaping alone
 *   epic       R + gamma p(s') - p(s) - gamma E_{D_S} p,  p(s) = E_{A ~ D_A, S' ~ D_S} R(s,A,S')
 *   dard       R + gamma p(s') - p(s) - gamma K(s,s'),  p(s) = E_{A ~ D_A, S' ~ tau(s,A)} R(s,A,S'),
 *              K(s,s') = E R(S',A,S''), A ~ D_A, S' ~ tau(s,A), S'' ~ tau(s',A), one A for both
 *   min_l2     of all that shaping and redistribution over s' make of R the one of least L2 norm
 *   min_w2     the same of least tau-weighted L2 norm, the same for every s'
 *   minpot_l2  of all that shaping makes of R the one of least L2 norm
 *
 * val, min_l2 and min_w2 give 0 exactly where R orders no policies of a process all of whose states are
 * reached; the others keep redistribution over s' and so neither bound regret nor are bounded by it.
 *
 * A form is kept as what is added to R, O(S) or O(S A) numbers (dard: S^2), and read row by row: the
 * array of S A S numbers is never built.
 *
 * Source: Skalse et al. 2023, "STARC: A General Framework For Quantifying Differences Between Reward
 *         Functions", arXiv:2309.15257, section 2 (val, valpot, min); Gleave et al. 2020, "Quantifying
 *         Differences in Reward Functions", arXiv:2006.13900, definition 4.1 (epic); Wulfe et al. 2022,
 *         "Dynamics-Aware Comparison of Learned Reward Functions", arXiv:2201.10081, definition 4
 *         (dard). The closed forms of min_* are derived: least squares, see canonical.c. Checked in
 *         tests/distance and test_canonical.c.
 */
#ifndef ASSAY_METRICS_CANONICAL_H
#define ASSAY_METRICS_CANONICAL_H

#include "metrics/mdp_solve.h"

enum assay_canonical_form {
    ASSAY_CANONICAL_NONE,
    ASSAY_CANONICAL_VAL,
    ASSAY_CANONICAL_VALPOT,
    ASSAY_CANONICAL_EPIC,
    ASSAY_CANONICAL_DARD,
    ASSAY_CANONICAL_MIN_L2,
    ASSAY_CANONICAL_MIN_W2,
    ASSAY_CANONICAL_MINPOT_L2,
    ASSAY_CANONICAL_FORMS
};

/* "none", "val", ..., as above. */
extern const char *const assay_canonical_name[ASSAY_CANONICAL_FORMS];

/* True of val, min_l2 and min_w2: canonical forms in the sense of STARC. */
bool assay_canonical_is_true(enum assay_canonical_form form);

/* share[i], or 1 / count where share is NULL: uniform. */
double assay_share_at(const double *share, size_t count, size_t i);

/* What all reward functions of one process share; borrowed. */
struct assay_canonical_choice {
    const double *policy;      /* (states, actions) pi of val and valpot; NULL: uniform */
    const double *state_share; /* (states,) D_S; NULL: uniform */
    const double *action_share; /* (actions,) D_A; NULL: uniform */
    unsigned forms;             /* bits 1 << form: those that will be asked for */
    struct assay_mdp_how how;
};

/* Factorisations, made once for any number of reward functions and threads. */
struct assay_canonicaliser;

/* Errors: as assay_policy_system_new. */
ASSAY_MUST_USE
enum assay_code assay_canonicaliser_new(const struct assay_mdp *mdp,
                                        const struct assay_canonical_choice *choice,
                                        struct assay_canonicaliser **out,
                                        struct assay_error *err);

void assay_canonicaliser_free(struct assay_canonicaliser *canonicaliser);

/* How the numbers of a form lie. */
enum assay_canonical_layout {
    ASSAY_LAYOUT_ROWS,    /* R and what is added to it: all of S A S differ */
    ASSAY_LAYOUT_LEVEL,   /* level[s, a] for every s' */
    ASSAY_LAYOUT_SUPPORT, /* tau(s, a, s') level[s, a] */
};

/* One canonical form of one reward function; all memory is in the arena it was made in. */
struct assay_canonical {
    enum assay_canonical_form form;
    enum assay_canonical_layout layout;
    const struct assay_mdp *mdp;
    const struct assay_reward *reward;
    const double *level;  /* (states, actions) of LEVEL and SUPPORT */
    const double *before; /* (states,) subtracted by s; NULL: 0 */
    const double *after;  /* (states,) added by s'; NULL: 0 */
    const double *pair;   /* (states, states) subtracted by s and s'; NULL: 0 */
    double constant;      /* subtracted */
    double largest;       /* max |c(R)| */
    bool
        zero; /* c(R) = 0: largest <= 1e-10 max(max |R|, (1 + gamma) max |Phi|), Phi the potential;
                  its numbers are then read as 0 */
    double width; /* how far V, of val and valpot, may be off */
};

/* What a form is made of. */
struct assay_canonical_subject {
    const struct assay_reward *reward;
    const double *level; /* (states, actions) of assay_reward_level */
    double bound;        /* no less than max |R|, as that gives; 0: not known */
    const double *value; /* (states,) V, as assay_canonical_values; NULL: not known */
    double width;        /* of value */
};

/*
 * value and width of so many subjects, in arena: once for val and valpot, and in less time than one by one. The same bits as
 * those that assay_canonicalise finds where they are not known.
 *
 * Errors: ASSAY_EDOMAIN where neither val nor valpot was prepared, or as assay_policy_system_value.
 */
ASSAY_MUST_USE
enum assay_code assay_canonical_values(const struct assay_canonicaliser *canonicaliser,
                                       struct assay_canonical_subject *subject,
                                       size_t count, struct assay_arena *arena,
                                       struct assay_error *err);

/*
 * Errors: ASSAY_EDOMAIN for a form that is not among those prepared, for one that a process of more
 * than 20,000 states has no room for, or as assay_policy_system_value.
 */
ASSAY_MUST_USE
enum assay_code assay_canonicalise(const struct assay_canonicaliser *canonicaliser,
                                   enum assay_canonical_form form,
                                   const struct assay_canonical_subject *subject,
                                   struct assay_arena *arena, struct assay_canonical *out,
                                   struct assay_error *err);

/* c(R)(s, a, .) of row k = s * actions + a into out (states,). */
void assay_canonical_row(const struct assay_canonical *canonical, size_t k, double *out);

/* E of c(R)(s, a, S') over S' ~ tau(s, a) into out (states, actions). */
void assay_canonical_level(const struct assay_canonical *canonical, double *out);

#endif
