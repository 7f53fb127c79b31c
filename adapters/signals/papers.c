/* papers.c - the catalogue: published systems that define, use or audit a reward, by number. */
#include "adapters/signals/papers.h"

/* clang-format off: a line a field */
static const struct assay_paper papers[] = {
    {1, "LaSeR", ASSAY_PAPER_SIGNAL,
     "LaSeR: Reinforcement Learning with Last-Token Self-Rewarding",
     "verifier reward read off one extra token",
     "code RUCBM/LaSeR src/calculate_self_rewarding_scores.py@48996f7"},
    {2, "T-REG", ASSAY_PAPER_SIGNAL,
     "T-REG: Preference Optimization with Token-Level Reward Regularization",
     "self-generated token rewards from contrastive prompts", "abs (g '?')"},
    {3, "SSR-Zero", ASSAY_PAPER_SIGNAL,
     "SSR-Zero: Simple Self-Rewarding Reinforcement Learning for Machine Translation",
     "policy judges its own translations, no references",
     "abs; README of Kelaxon/SSR-Zero@919f122 gives metrics only"},
    {4, "Temporal Self-Rewarding", ASSAY_PAPER_DIAGNOSTIC,
     "Temporal Self-Rewarding Language Models: Decoupling Chosen-Rejected via "
     "Past-Future",
     "chosen/rejected gap closes over self-rewarding iterations",
     "abs (and a review without formulas)"},
    {5, "SAR", ASSAY_PAPER_SIGNAL,
     "Self-Aligned Reward: Towards Effective and Efficient Reasoners",
     "perplexity drop of the answer given the question",
     "code amazon-science/Self-Aligned-Reward-Towards_Effective_and_Efficient_Reasoners "
     "verl/utils/reward_score/efficiency_reward.py@08892d0"},
    {6, "Co-Reward", ASSAY_PAPER_SIGNAL,
     "Co-Reward: Self-supervised Reinforcement Learning for Large Language Model "
     "Reasoning via Contrastive Agreement",
     "majority label of the rephrased question rewards the original, and back",
     "code tmlr-group/Co-Reward "
     "coreward/verl/workers/reward_manager/co_reward.py@3a1049c"},
    {7, "RLVR boundary debate", ASSAY_PAPER_DIAGNOSTIC,
     "The Debate on RLVR Reasoning Capability Boundary: Shrinkage, Expansion, or Both? A "
     "Two-Stage Dynamic View",
     "capability boundary shrinks, then may expand", "abs (pass@k is standard)"},
    {8, "ReST-MCTS*", ASSAY_PAPER_SIGNAL,
     "ReST-MCTS*: LLM Self-Training via Process Reward Guided Tree Search",
     "process rewards inferred from search trees",
     "code THUDM/ReST-MCTS MCTS/base.py, utils/weighted_consistency.py@2d5f488"},
    {9, "PAR", ASSAY_PAPER_SIGNAL, "Reward Shaping to Mitigate Reward Hacking in RLHF",
     "bounded, centred shaping; hacking study",
     "code PorUna-byte/PAR trainers/reward_shaper.py, autorating/figuredraw.py@b8caf40"},
    {10, "CREAM", ASSAY_PAPER_CORE,
     "CREAM: Consistency Regularized Self-Rewarding Language Models",
     "ranking consistency of successive self-reward models",
     "code Raibows/CREAM cal_consistency.py, rewarding.py@de1d04b"},
    {11, "THR", ASSAY_PAPER_DIAGNOSTIC,
     "Token Hidden Reward: Steering Exploration-Exploitation in Group Relative Deep "
     "Reinforcement Learning",
     "token influence on the likelihood of correct answers",
     "note (zhaoyang97/Paper-Notes-en; a GRPO/NTHR method note): secondary, no official "
     "code read"},
    {12, "LaRe", ASSAY_PAPER_SIGNAL,
     "Latent Reward: LLM-Empowered Credit Assignment in Episodic Reinforcement Learning",
     "LLM-coded factor vector, decoded to step reward",
     "code thu-rllab/LaRe "
     "mpe/models/reward_model/LLMrd/factor_reward_decompose.py@332cbe9"},
    {13, "Self-Certainty", ASSAY_PAPER_SIGNAL,
     "Scalable Best-of-N Selection for Large Language Models via Self-Certainty",
     "reward-free BoN score",
     "code backprop07/Self-Certainty src/confidence_list.py, "
     "src/voting_from_list.py@b17d021"},
    {14, "RLFR", ASSAY_PAPER_SIGNAL,
     "RLFR: Extending Reinforcement Learning for LLMs with Flow Environment",
     "velocity deviation of latents in a flow field",
     "code Jinghaoleven/RLFR openrlhf/openrlhf/models/utils.py, "
     "lmm_kits/flow_simple.py@1589879"},
    {15, "SCIR", ASSAY_PAPER_CORE,
     "Self-Consistency of the Internal Reward Models Improves Self-Rewarding Language "
     "Models",
     "several internal RMs of one model disagree", "abs"},
    {16, "CRM / CRF", ASSAY_PAPER_SIGNAL, "Efficient Reasoning via Reward Model",
     "conciseness score tied to the outcome reward", "abs (CRF '?')"},
    {17, "CoMAS", ASSAY_PAPER_SIGNAL,
     "CoMAS: Co-Evolving Multi-Agent Systems via Interaction Rewards",
     "zero-sum solver/critic rewards from peer scores",
     "code marti/verifiers/comas_reward.py, a copy of the official repository, "
     "wt-2048/comas@4092f80"},
    {18, "Reward Design thesis", ASSAY_PAPER_SIGNAL,
     "Reward Design for Reinforcement Learning Agents",
     "teacher-designed, interpretable, adaptive rewards", "abs"},
    {19, "RLP", ASSAY_PAPER_SIGNAL, "RLP: Reinforcement as a Pretraining Objective",
     "information gain of a thought for the next token",
     "abs; README of NVlabs/RLP@36b0ac0 (no code there)"},
    {20, "TGDPO", ASSAY_PAPER_SIGNAL,
     "TGDPO: Harnessing Token-Level Reward Guidance for Enhancing Direct Preference "
     "Optimization",
     "token guidance inside the DPO margin",
     "code dvlab-research/TGDPO src/llamafactory/train/tgdpo/trainer.py@dd88982"},
    {21, "Anyprefer", ASSAY_PAPER_SIGNAL,
     "Anyprefer: An Agentic Framework for Preference Data Synthesis",
     "tool-aided judge for synthetic preferences", "abs"},
    {22, "Auto MC-Reward", ASSAY_PAPER_SIGNAL,
     "Auto MC-Reward: Automated Dense Reward Design with Large Language Models for "
     "Minecraft",
     "LLM-written dense reward code, critic, trajectory analyser", "abs"},
    {23, "ONI", ASSAY_PAPER_SIGNAL,
     "Online Intrinsic Rewards for Decision Making Agents from Large Language Model "
     "Feedback",
     "hashing / classification / ranking intrinsic rewards",
     "code facebookresearch/oni "
     "rl_baseline/sample-factory/sample_factory/algorithms/appo/learner.py@f0f86e8 "
     "(types, normalisation)"},
    {24, "CALM", ASSAY_PAPER_SIGNAL,
     "Assessing the Zero-Shot Capabilities of LLMs for Action Evaluation in RL",
     "LLM marks subgoal completion in transitions", "abs"},
    {25, "AlignDistil", ASSAY_PAPER_SIGNAL,
     "AlignDistil: Token-Level Language Model Alignment as Adaptive Policy Distillation",
     "contrastive DPO reward and adaptive token weight",
     "code songmzhang/AlignDistil "
     "OpenRLHF/openrlhf/trainer/aligndistil_offpolicy_trainer.py@f80ca4e"},
    {26, "Vision-SR1", ASSAY_PAPER_SIGNAL,
     "Self-Rewarding Vision-Language Model via Reasoning Decomposition",
     "perception rewarded by image-free re-answering",
     "code zli12321/Vision-SR1 "
     "train_examples/reward_function/see_think_selfReward.py@4480e08"},
    {27, "LMA3", ASSAY_PAPER_FAR,
     "Augmenting Autotelic Agents with Large Language Models",
     "LM invents goals, relabels, writes rewards", "abs"},
    {28, "Is PRM Necessary? / Self-PRM", ASSAY_PAPER_CORE,
     "Is PRM Necessary? Problem-Solving RL Implicitly Induces PRM Capability in LLMs",
     "PRM quality vs majority vote; self-reranking",
     "abs; note (zhaoyang97/Paper-Notes)"},
    {29, "SELM", ASSAY_PAPER_DIAGNOSTIC,
     "Self-Exploring Language Models: Active Preference Elicitation for Online Alignment",
     "optimism bonus for unexplored high reward",
     "code shenao-zhang/SELM scripts/selm_trainer.py@0ba546a"},
    {30, "SPA", ASSAY_PAPER_SIGNAL,
     "SPA-RL: Reinforcing LLM Agents via Stepwise Progress Attribution",
     "delayed reward split into step progress",
     "code WangHanLinHenry/SPA-RL-Agent prm/train_our_progress_model.py, "
     "prm/rl_data_org.py@ed20087"},
    {31, "OPRL (iStar)", ASSAY_PAPER_SIGNAL,
     "Online Process Reward Leanring for Agentic Reinforcement Learning",
     "implicit step rewards by trajectory DPO",
     "code Tongyi-ConvAI/Qwen-Character "
     "CharacterRL-iStar/istar/{core_istar,rm_utils,dp_rm}.py@1de87a2"},
    {32, "B-STaR", ASSAY_PAPER_DIAGNOSTIC,
     "B-STaR: Monitoring and Balancing Exploration and Exploitation in Self-Taught "
     "Reasoners",
     "balance score; exploration/exploitation decay",
     "code hkust-nlp/B-STaR train_code/determine_hyper.py@a0f5d95"},
    {33, "FLR", ASSAY_PAPER_SIGNAL,
     "Aligning Language Models Using Follow-up Likelihood as Reward Signal",
     "likelihood of user follow-ups",
     "code e0397123/FLR run_llama3.py, utils.py@787bce6"},
    {34, "SRUM", ASSAY_PAPER_SIGNAL,
     "SRUM: Fine-Grained Self-Rewarding for Unified Multimodal Models",
     "global + local self-reward for images",
     "code WayneJin0918/SRUM data/regional_reward_dataset.py@a53ba18"},
    {35, "SCoRe", ASSAY_PAPER_DIAGNOSTIC,
     "Training Language Models to Self-Correct via Reinforcement Learning",
     "self-correction measured over two attempts", "abs; metric names from memory"},
    {36, "CNTP", ASSAY_PAPER_SIGNAL, "Cautious Next Token Prediction",
     "pick lowest-perplexity trial where entropy is high",
     "code wyzjack/CNTP "
     "custom_transformers_packages/gsm8k_strategyqa/transformers/generation/"
     "utils.py@105b096"},
    {37, "SPO", ASSAY_PAPER_SIGNAL,
     "A Minimaximalist Approach to Reinforcement Learning from Human Feedback",
     "minimax winner; win rate as reward; intransitivity",
     "abs; gkswamy98/spo@bf677d9 is only the project page"},
    {38, "TW-GRPO", ASSAY_PAPER_SIGNAL,
     "Reinforcing Video Reasoning with Focused Thinking",
     "token weights from group divergence; soft multi-choice credit",
     "code longmalongma/TW-GRPO src/open_r1/trainer/grpo_trainer.py, grpo.py@aa529ff"},
    {39, "RTO", ASSAY_PAPER_SIGNAL,
     "DPO Meets PPO: Reinforced Token Optimization for RLHF",
     "DPO-derived token reward + RM at EOS",
     "code zkshan2002/RTO openrlhf/trainer/ppo_utils/experience_maker.py, "
     "models/utils.py@f2c1294"},
    {40, "TVM", ASSAY_PAPER_SIGNAL,
     "Token-Supervised Value Models for Enhancing Mathematical Reasoning Capabilities of "
     "Large Language Models",
     "value of every prefix", "abs; estimator from memory"},
    {41, "GRPO-λ", ASSAY_PAPER_SIGNAL,
     "Stable Reinforcement Learning for Efficient Reasoning",
     "length penalty only for groups that are mostly right",
     "abs + third-party TL;DR (top-λ)"},
    {42, "TEMPO / P2T", ASSAY_PAPER_SIGNAL,
     "Exploiting Tree Structure for Credit Assignment in RL Training of LLMs",
     "non-parametric prefix values, branch-gated TD",
     "abs + overview page (V definition)"},
    {43, "SRER / efficiency steering", ASSAY_PAPER_SIGNAL,
     "Exploring and Exploiting the Inherent Efficiency within Large Reasoning Models for "
     "Self-Guided Efficiency Enhancement",
     "shortest right answers often suffice",
     "abs (form '?'); activation steering itself out of scope"},
    {44, "DeepSeek-GRM / SPCT", ASSAY_PAPER_CORE,
     "Inference-Time Scaling for Generalist Reward Modeling",
     "sampled principles+critiques, vote, meta-RM",
     "abs; voting rule from memory (score range '?')"},
    {45, "PIT", ASSAY_PAPER_SIGNAL,
     "Enable Language Models to Implicitly Learn Self-Improvement From Data",
     "gap reward between a response and a reference", "abs"},
    {46, "STARC", ASSAY_PAPER_CORE,
     "STARC: A General Framework For Quantifying Differences Between Reward Functions",
     "pseudometrics bounding worst-case regret",
     "code lucyfarnik/starc src/distance/canon/{value,epic,dard}.py, norm.py, "
     "experiments/interpolated.py@e13f8fa"},
    {47, "HAPO", ASSAY_PAPER_SIGNAL,
     "HAPO: Training Language Models to Reason Concisely via History-Aware Policy "
     "Optimization",
     "length reward against the shortest right answer so far",
     "code HCY123902/HAPO utils.py, grpo_trainer.py@c91ae3b"},
    {48, "Active-Dormant heads", ASSAY_PAPER_FAR,
     "Active-Dormant Attention Heads: Mechanistically Demystifying Extreme-Token "
     "Phenomena in LLMs",
     "attention sinks explained",
     "abs; GuoTianYu2000/Active-Dormant-Attention@16b3593 seen, not used"},
    {49, "RLVER", ASSAY_PAPER_SIGNAL,
     "RLVER: Reinforcement Learning with Verifiable Emotion Rewards for Empathetic "
     "Agents",
     "simulated user's emotion as reward",
     "note (Paper-Notes-en); record format Tencent/digitalhuman "
     "SAGE/test_npc.py@6dcfa78"},
    {50, "AMFT", ASSAY_PAPER_DIAGNOSTIC,
     "AMFT: Aligning LLM Reasoners by Meta-Learning the Optimal Imitation-Exploration "
     "Balance",
     "SFT/RL as two rewards with a learned balance", "abs (repo not read)"},
    {51, "OpinPref / domain RM", ASSAY_PAPER_BENCHMARK,
     "Leveraging Domain Knowledge for Efficient Reward Modelling in RLHF: A Case-Study "
     "in E-Commerce Opinion Summarization",
     "few-sample RM from domain features; OpinPref set", "abs"},
    {52, "DNO", ASSAY_PAPER_SIGNAL,
     "Direct Nash Optimization: Teaching Language Models to Self-Improve with General "
     "Preferences",
     "expected win rate as reward under general preferences",
     "abs; regression target from memory"},
    {53, "PPR / ReNorm", ASSAY_PAPER_SIGNAL,
     "Hybrid Reward Normalization for Process-supervised Non-verifiable Agentic Tasks",
     "principle-based step judge, calibrated to outcome", "abs (ReNorm '?')"},
    {54, "CAPO", ASSAY_PAPER_SIGNAL,
     "CAPO: Towards Enhancing LLM Reasoning through Verifiable Generative Credit "
     "Assignment",
     "LLM critique marks wrong steps; votes; token penalty",
     "abs; andyclsr/CAPO@95b8f34 has README only"},
    {55, "MA-RLHF", ASSAY_PAPER_SIGNAL,
     "MA-RLHF: Reinforcement Learning from Human Feedback with Macro Actions",
     "macro-action credit",
     "code ernie-research/MA-RLHF "
     "applications/DeepSpeed-Chat/dschat/rlhf/ppo_trainer.py@807551d"},
    {56, "BARFI", ASSAY_PAPER_SIGNAL,
     "Behavior Alignment via Reward Function Optimization",
     "learned blend of heuristic and task reward", "abs"},
    {57, "OREAL", ASSAY_PAPER_SIGNAL,
     "Exploring the Limit of Outcome Reward for Learning Mathematical Reasoning",
     "positive BC, reshaped negatives, token RM",
     "code InternLM/OREAL train_oreal.py@2859cc0"},
    {58, "RMT", ASSAY_PAPER_DIAGNOSTIC, "Reinforcement Mid-Training",
     "token-entropy imbalance, dynamic budget, curriculum", "abs"},
    {59, "BaseReward", ASSAY_PAPER_BENCHMARK,
     "BaseReward: A Strong Baseline for Multimodal Reward Model",
     "multimodal RM recipe; three benchmarks",
     "abs for the paper; benches: code Kwai-YuanQi/MM-RLHF "
     "llava/eval/cal_performance_mmreweard_bench.py@7c8af1d, "
     "facebookresearch/multimodal_rewardbench scripts/2_get_accuracy.py@b4b92cd, "
     "vl-rewardbench/VL_RewardBench cal.py@9b10abd"},
    {60, "Mixed-R1", ASSAY_PAPER_SIGNAL,
     "Mixed-R1: Unified Reward Perspective For Reasoning Capability in Multimodal Large "
     "Language Models",
     "task-routed rewards, BMAS for open text", "abs (repo not read; BMAS reading '?')"},
    {61, "SophiaVL-R1", ASSAY_PAPER_SIGNAL,
     "SophiaVL-R1: Reinforcing MLLMs Reasoning with Thinking Reward",
     "thinking reward with trust weight and annealing",
     "code kxfan2002/SophiaVL-R1 verl/workers/reward/custom.py@a818494"},
    {62, "SPARK", ASSAY_PAPER_CORE,
     "SPARK: Synergistic Policy And Reward Co-Evolving Framework",
     "rollouts recycled into judge data",
     "code InternLM/Spark Lmm_XC/openrlhf/trainer/ppo_utils/new_data_gen.py@bc47b93"},
    {63, "RewardAnything / RABench", ASSAY_PAPER_CORE,
     "RewardAnything: Generalizable Principle-Following Reward Models",
     "principle-following listwise judging; RABench",
     "code WisdomShell/RewardAnything rewardanything/processing.py@3e60de6"},
    {64, "Perceptual rewards", ASSAY_PAPER_FAR,
     "Unsupervised Perceptual Rewards for Imitation Learning",
     "step discovery and reward from video features", "abs"},
    {65, "AlphaLLM", ASSAY_PAPER_SIGNAL,
     "Toward Self-Improvement of LLMs via Imagination, Searching, and Criticizing",
     "trio of critics (value, PRM, ORM) for search",
     "abs; YeTianJHU/AlphaLLM search/mcts.py@7a815a3 shows the servers"},
    {66, "Early rejection / partial RM", ASSAY_PAPER_CORE,
     "Accelerating LLM Reasoning via Early Rejection with Partial Reward Modeling",
     "partial PRM score predicts the final one", "abs"},
    {67, "MRMBench", ASSAY_PAPER_CORE,
     "Probing Preference Representations: A Multi-Dimensional Evaluation and Analysis "
     "Method for Reward Models",
     "six-dimension probes of RM representations; inference-time probing",
     "code wangclnlp/MRMBench src/task1_discriminant_rm_deepspeed_cate_{2,3}.py@4ad58de; "
     "centroids: note"},
    {68, "Tree-based RM / IBN", ASSAY_PAPER_CORE,
     "Reward Generalization in RLHF: A Topological Perspective",
     "dataset topology drives reward uncertainty", "abs"},
    {69, "Lipschitz reward", ASSAY_PAPER_CORE,
     "Lipschitzness Is All You Need To Tame Off-policy Generative Adversarial Imitation "
     "Learning",
     "local Lipschitzness of the learned reward",
     "abs; gradient-penalty variants in lionelblonde/liayn-pytorch "
     "agents/sam_agent.py@5c8a31e (likely the paper's code '?')"},
    {70, "DAA overoptimisation", ASSAY_PAPER_DIAGNOSTIC,
     "Scaling Laws for Reward Model Overoptimization in Direct Alignment Algorithms",
     "gold reward vs KL for DPO/IPO/SLiC",
     "abs; functional forms from memory (Gao et al. style)"},
    {71, "GTPO", ASSAY_PAPER_DIAGNOSTIC,
     "GTPO: Trajectory-Based Policy Optimization in Large Language Models",
     "conflict tokens; entropy filter",
     "code winstonsmith1897/GTPO gtpo/gtpo_training.py@5d33811"},
    {72, "SkipDecode", ASSAY_PAPER_FAR,
     "SkipDecode: Autoregressive Skip Decoding with Batching and Caching for Efficient "
     "LLM Inference",
     "token-position early exit", "abs"},
    {73, "SEC", ASSAY_PAPER_FAR,
     "Are Human-generated Demonstrations Necessary for In-context Learning?",
     "self-made demonstrations", "abs; ruili33/SEC@ae2718b seen, not used"},
    {74, "ToolRL", ASSAY_PAPER_SIGNAL, "ToolRL: Reward is All Tool Learning Needs",
     "format + fine-grained tool-call reward",
     "code qiancheng0/ToolRL verl/utils/reward_score/rlla.py@8cee13e"},
    {75, "AnytimeReasoner / BRPO", ASSAY_PAPER_DIAGNOSTIC,
     "Optimizing Anytime Reasoning via Budget Relative Policy Optimization",
     "anytime accuracy over budgets",
     "code sail-sg/AnytimeReasoner verl/verl/trainer/ppo/{brpo,metric_utils}.py@7e3f5bb"},
    {76, "Clip / Delta PRM", ASSAY_PAPER_SIGNAL,
     "On Designing Effective RL Reward at Training Time for LLM Reasoning",
     "PRM hacking by repeated steps; two bounds", "abs; formulas from memory"},
    {77, "r → Q*", ASSAY_PAPER_SIGNAL,
     "From r to Q^*: Your Language Model is Secretly a Q-Function",
     "DPO as token-level Q-function",
     "abs; sequence scoring code allenai/reward-bench rewardbench/dpo.py@05a9005"},
    {78, "SPC", ASSAY_PAPER_BENCHMARK,
     "SPC: Evolving Self-Play Critic via Adversarial Games for LLM Reasoning",
     "step critic; three process benchmarks",
     "code chen-judge/SPC eval/infer_batch.py@e2d999d"},
    {79, "RewardBench 2", ASSAY_PAPER_CORE,
     "RewardBench 2: Advancing Reward Model Evaluation",
     "best-of-4 accuracy, Ties, downstream correlation",
     "code allenai/reward-bench rewardbench/utils.py, scripts/run_v2.py@05a9005"},
};
/* clang-format on */

enum {
    PAPERS = sizeof(papers) / sizeof(papers[0])
};

const char *const assay_paper_class_words[] = {"core",      "signal", "diagnostic",
                                               "benchmark", "far",    NULL};

const struct assay_paper *assay_paper_at(size_t i)
{
    return i < PAPERS ? &papers[i] : NULL;
}

const struct assay_paper *assay_paper_find(unsigned row)
{
    for (size_t i = 0; i < PAPERS; i++)
        if (papers[i].row == row)
            return &papers[i];
    return NULL;
}
