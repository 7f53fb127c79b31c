/* token_reward.h - rewards of tokens from several models' log-probabilities, in the forms of the papers that use them. */
#ifndef ASSAY_METRICS_TOKEN_REWARD_H
#define ASSAY_METRICS_TOKEN_REWARD_H

#include <stddef.h>

struct assay_end_reward {
    double beta;      /* of the implicit reward */
    double clip;      /* of it, of each token; 0: none */
    double kl;        /* weight of the penalty */
    double end;       /* reward of the whole response */
    double end_limit; /* it is kept within +- this; 0: not */
};

/*
 * What PPO is given of each token: an implicit reward, a penalty on leaving the reference, and the reward of the response
 * at its last token.
 *
 *   r_t = clip(beta (log dpo(t) - log ref(t))) - kl (log policy(t) - log ref(t)) + [t = n - 1] clamp(end)
 *
 *   dpo  (n,) nats; NULL: no implicit reward
 *   policy, reference  (n,) nats, n >= 1
 *   out  (n,)
 *
 * Source: Zhong et al. 2024, RTO, arXiv:2404.18922; zkshan2002/RTO openrlhf/models/utils.py, compute_reward, and
 *         openrlhf/trainer/ppo_utils/experience_maker.py. Without dpo: Ouyang et al. 2022, arXiv:2203.02155, equation 2.
 *         Checked in tests/golden, rto.
 */
void assay_token_reward_end(const double *dpo, const double *policy,
                            const double *reference, size_t n,
                            const struct assay_end_reward *setting, double *out);

/*
 * The terms of a response in a margin that is guided by a reward of tokens:
 *
 *   r_t = beta (1 + side alpha beta rho_t) l_t,   l_t = log policy(t) - log ref(t),   rho_t = log guide(t) - log ref(t)
 *
 *   side  1: of the chosen response; -1: of the rejected one
 *   out   (n,)
 *
 * The margin of a pair is the sum over the chosen response less the sum over the rejected one; alpha = 0 gives DPO's.
 * Source: Zhu et al. 2025, TGDPO, arXiv:2506.14574; dvlab-research/TGDPO src/llamafactory/train/tgdpo/trainer.py.
 *         Checked in tests/golden, tgdpo.
 */
struct assay_guidance {
    double alpha, beta, side;
};
void assay_token_reward_guided(const double *policy, const double *reference,
                               const double *guide, size_t n,
                               const struct assay_guidance *setting, double *out);

#endif
