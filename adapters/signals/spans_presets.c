/*
 * spans_presets.c - the papers whose reward is a sum over a span: which tracks, which span, which function of it.
 *
 * Sources:
 *   dpo          Rafailov et al. 2023, arXiv:2305.18290; allenai/reward-bench rewardbench/dpo.py@05a9005
 *   laser        RUCBM/LaSeR src/calculate_self_rewarding_scores.py@09a48ee
 *   t-reg        T-REG, arXiv:2412.02685
 *   sar          amazon-science/Self-Aligned-Reward-Towards_Effective_and_Efficient_Reasoners
 *                verl/utils/reward_score/efficiency_reward.py@68687ed, compute_ppl_qa_log
 *   cream        Raibows/CREAM rewarding.py@ea95c33
 *   rlp          RLP, NVlabs/RLP README@36b0ac0
 *   selm         shenao-zhang/SELM scripts/selm_trainer.py@c419df8, optimistic_dpo_loss
 *   oprl         Tongyi-ConvAI/Tongyi-Character istar/core_istar.py@e73c0ea
 *   flr          e0397123/FLR run_llama3.py, utils.py@787bce6
 *   cntp         wyzjack/CNTP generation/utils.py@105b096
 */
#include "adapters/signals/spans.h"

const struct assay_signal_preset assay_spans_presets[] = {
    {.name = "dpo",
     .row = 77,
     .formula = "beta * sum_t (log pi(t) - log ref(t))",
     .settings = {"beta=0.1"}},
    {.name = "laser",
     .row = 1,
     .formula = "beta * (log pi(z behind the response) - offset); right above 0.5",
     .needs = "tok.last.policy",
     .settings = {"span=last", "minus=", "offset=-23", "beta=0.1"},
     .quirk =
         "offset=-23 is of Qwen2.5, -25 of OctoThinker. The released program gives a "
         "response without an answer 0: unanswered=zero. Its log-probability is that of "
         "the last prompt token with a constant, of the one before with a reference "
         "model"},
    {.name = "laser-ref",
     .row = 1,
     .formula = "beta * (log pi(z behind the response) - log ref(z)); right above 0.5",
     .needs = "tok.last.policy tok.last.ref",
     .settings = {"span=last", "beta=0.1"},
     .quirk = "as of laser"},
    {.name = "t-reg",
     .row = 2,
     .formula = "sum_t g(log pi(t | better prompt) - log pi(t | worse prompt))",
     .needs = "tok.lp.better tok.lp.worse",
     .settings = {"plus=better", "minus=worse", "squash=sigmoid"},
     .quirk = "g is not verified: 1/(1+exp(-x)) - 1/2 unless squash says otherwise"},
    {.name = "sar",
     .row = 5,
     .formula = "max((ppl(a) - ppl(a | q)) / (ppl(a) + epsilon), -1)",
     .needs = "tok.lp.policy tok.lp.noctx",
     .settings = {"minus=noctx", "pool=mean", "form=drop", "limit=1"},
     .quirk =
         "the release adds 1e-9 to what it divides by (epsilon), and pays correctness + "
         "factor * reward: outcome=1"},
    {.name = "cream",
     .row = 10,
     .formula = "mean_t log pi(t)",
     .needs = "tok.lp.policy",
     .settings = {"minus=", "pool=mean"}},
    {.name = "cream-ratio",
     .row = 10,
     .formula = "sum_t (log pi(t) - log ref(t))",
     .settings = {"minus=ref"},
     .quirk = "the release divides by the length only where there is no reference model"},
    {.name = "rlp",
     .row = 19,
     .formula = "mean_t (log p(t | thought) - log p(t))",
     .needs = "ans_lp.cot ans_lp.nocot",
     .settings = {"span=answer", "plus=cot", "minus=nocot", "pool=mean"},
     .quirk = "which model ans_lp.nocot is of is not verified: the paper's is a moving "
              "average that does not think; another track is minus=NAME"},
    {.name = "selm",
     .row = 29,
     .formula = "alpha * beta * sum_t (log pi(t) - log ref(t)); alpha is factor",
     .settings = {"beta=0.1", "factor=0.001"},
     .quirk =
         "the release adds it to the loss, so that training lowers it; the term that "
         "the paper argues for has the other sign: factor=-0.001"},
    {.name = "oprl",
     .row = 31,
     .formula =
         "of a step: beta * sum_t (log pi(t) - log ref(t)); of the response their sum",
     .needs = "tok.lp.rm tok.lp.ref steps.end",
     .settings = {"plus=rm", "per=step", "beta=0.05"},
     .quirk = "advantages are of step-advantage; beta is the user's"},
    {.name = "flr",
     .row = 33,
     .formula = "mean over dimensions of (mean log p(praise) - mean log p(complaint))",
     .needs = "fu",
     .settings = {"span=follow-ups", "plus=pos", "minus=neg", "pool=mean"},
     .quirk = "the release averages raw logits of one row of the follow-up's window: "
              "flr-logit, of a log that has them"},
    {.name = "flr-logit",
     .row = 33,
     .formula = "mean over dimensions of (mean logit(praise) - mean logit(complaint))",
     .needs = "fu",
     .settings = {"span=follow-ups", "plus=pos_logit", "minus=neg_logit", "pool=mean"},
     .quirk = "as released; the paper's is flr"},
    {.name = "cntp",
     .row = 36,
     .formula = "-exp(-mean_t log pi(t)): the highest is of the lowest perplexity",
     .needs = "tok.lp.policy",
     .settings = {"minus=", "pool=mean", "form=perplexity"}},
    {0},
};
