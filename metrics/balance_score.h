/*
 * balance_score.h - is what a threshold selects for training both right and enough?
 *
 * Of samples of a prompt those are selected whose score is above the threshold. With n selected and n' of them right
 *
 *   bs = min(n' / n*, 1) (n' / n)
 *
 * and the score of a threshold is the mean over prompts of which some sample is selected.
 *
 * Source: Zeng et al., "B-STaR: Monitoring and Balancing Exploration and Exploitation in Self-Taught Reasoners"; hkust-nlp/B-STaR
 *         train_code/determine_hyper.py@05c0e3f, cal_modi_acc_soft (n* = 8) and get_unique_trn_json. Checked in
 *         test_balance_score.c.
 */
#ifndef ASSAY_METRICS_BALANCE_SCORE_H
#define ASSAY_METRICS_BALANCE_SCORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A sample. */
struct assay_balance_sample {
    uint32_t prompt; /* from 0 */
    double score;
    bool right;
    bool
        again; /* the same text as a sample before it: it takes a place, but is not counted */
};

/* Sorts samples by prompt, then by score, highest first; equal ones keep their order. */
void assay_balance_sort(struct assay_balance_sample *sample, size_t n);

struct assay_balance_how {
    double threshold;
    size_t most;   /* places of a prompt, the highest scores first; 0: all */
    double enough; /* n*, > 0 */
};

/* bs of one prompt's samples, sorted; *selected n. 0 where n is 0. */
double assay_balance_of(const struct assay_balance_sample *sample, size_t n,
                        const struct assay_balance_how *how, size_t *selected);

struct assay_balance {
    double score;    /* mean over prompts; 0 where nothing is selected */
    size_t prompts;  /* with a selected sample */
    size_t selected; /* samples */
};

/* The same over all prompts. sample (n,) sorted. */
void assay_balance_mean(const struct assay_balance_sample *sample, size_t n,
                        const struct assay_balance_how *how, struct assay_balance *out);

/*
 * The least `most`, up to limit, with which target samples are selected; limit where none is enough. As the official code takes it:
 * one place a prompt more until the next iteration has data enough.
 */
size_t assay_balance_places(const struct assay_balance_sample *sample, size_t n,
                            double threshold, size_t target, size_t limit);

#endif
