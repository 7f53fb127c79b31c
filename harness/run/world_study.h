/*
 * world_study.h - all distances between the reward functions of a tabular world, with what they share
 * worked out once: factorisations a process, canonical forms and ranges a reward function.
 *
 * What is not defined (spec: a norm that says nothing) is NAN in these arrays and becomes a figure with
 * a reason where it is told (world_result.h). The outcome is the same bytes for any number of jobs.
 */
#ifndef ASSAY_RUN_WORLD_STUDY_H
#define ASSAY_RUN_WORLD_STUDY_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "metrics/episode_correlation.h"
#include "metrics/pearson_distance.h"
#include "metrics/reward_norm.h"
#include "metrics/starc.h"
#include "suites/mdp_world.h"

/* d = m(c(R1) / n(c(R1)) - c(R2) / n(c(R2))), as "val-l2-l2". */
struct assay_starc_kind {
    enum assay_canonical_form form;
    enum assay_reward_norm normaliser; /* n: any */
    enum assay_reward_norm metric;     /* m: any but none */
};

enum {
    ASSAY_STARC_KINDS = (int)ASSAY_CANONICAL_FORMS * (int)ASSAY_NORMS *
                        ((int)ASSAY_NORMS - 1), /* that there are */
    ASSAY_STARC_KIND_TEXT = 40
};

/* "val-l2-l2", "min_l2-jrange-jrange". */
void assay_starc_kind_text(const struct assay_starc_kind *kind,
                           char out[ASSAY_STARC_KIND_TEXT]);

/* Errors: ASSAY_EUSAGE that names what there is. */
ASSAY_MUST_USE
enum assay_code assay_starc_kind_read(struct assay_str text, struct assay_starc_kind *out,
                                      struct assay_error *err);

/* All of them into out (ASSAY_STARC_KINDS,), by form, normaliser and metric; gives how many. */
size_t assay_starc_kinds_all(struct assay_starc_kind *out);

/* What is to be worked out. d_J, and the range of every reward function, always are. */
struct assay_world_wish {
    const struct assay_starc_kind *kind; /* (kinds,) */
    size_t kinds;
    unsigned pearson;  /* bits 1 << enum assay_pearson_form */
    unsigned quotient; /* bits 1 << norm, of l1, l2, linf, w1, w2 */
    bool worst_case, regret, episodes;
    bool reachable_only; /* leave out states that no policy reaches */
    bool from_first;     /* only pairs with the first reward function; all others are 0 */
    size_t jobs;
    struct assay_mdp_how
        how; /* .jobs is not read: one a pair, all for a single solve of a large world */
};

/* What is known of one reward function. */
struct assay_world_reward {
    struct assay_reward reward;
    double *level;   /* (states, actions) */
    double bound;    /* no less than max |R| */
    const double *v; /* (states,) V^pi */
    double returned; /* J of pi */
    struct assay_canonical
        canonical[ASSAY_CANONICAL_FORMS]; /* of the forms that were needed */
    double norm[ASSAY_CANONICAL_FORMS]
               [ASSAY_NORMS]; /* of these; assay_norm_is_void tells where it is none */
    double quotient[ASSAY_NORMS]; /* of those wished for */
    struct assay_starc_reward starc;
    struct assay_pearson_moments moments[ASSAY_PEARSON_FORMS];
    double *policy_return; /* (policies,) J of each policy of the world */
    double *
        policy_regret; /* (policies,) what it earns less than the best, over the range; 0 of a trivial one */
};

/* In an arena, but for what assay_world_study_release gives back; matrices are (rewards, rewards) row-major. */
struct assay_world_study {
    const struct assay_world *world;
    struct assay_mdp
        mdp;          /* as it was measured: of reachable states alone, if so wished */
    const bool *kept; /* (world->mdp.states,) states of the world in it */
    const bool *reachable; /* (world->mdp.states,) */
    size_t reached;
    const struct assay_world_wish *wish; /* with threads settled */
    const double *policy; /* (states, actions) pi on the states kept; NULL: uniform */
    unsigned forms;       /* bits: canonical forms that were needed */
    size_t rewards;
    struct assay_world_reward *reward; /* (rewards,) */
    double *starc_j;
    double *worst_case; /* [x, y]: WR(x|y), by choosing with y; NULL: not wished */
    double *regret_lo, *regret_hi; /* [x, y]: Reg(x|y) */
    double **distance;             /* (kinds,) matrices; NAN: not defined */
    double *pearson[ASSAY_PEARSON_FORMS];
    double *quotient[ASSAY_NORMS];
    struct assay_episode_correlation *episodes; /* the first of a pair is the row */
    double **
        visits; /* (policies,) (states,) each: discounted visits, which sum to 1 / (1 - gamma) */
    double width;            /* of all values V of optima: how far they may be off */
    struct assay_arena *own; /* (rewards,) what threads made */
};

/*
 * Errors: ASSAY_EDOMAIN where a quantity cannot be had of a world of this size; ASSAY_EIO where GLPK is
 * needed and not there.
 */
ASSAY_MUST_USE
enum assay_code assay_world_study(const struct assay_world *world,
                                  const struct assay_world_wish *wish,
                                  struct assay_arena *arena,
                                  struct assay_world_study *out, struct assay_error *err);

/* After a failure too. */
void assay_world_study_release(struct assay_world_study *study);

#endif
