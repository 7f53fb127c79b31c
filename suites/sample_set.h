/*
 * sample_set.h - samples of many prompts with everything that was said of them, as columns.
 *
 * Best-of-n curves hold proxies against golds over hundreds of samples a prompt: numbers only, in one
 * array a proxy and a gold, whatever they were read from. Prompt i owns samples first[i] .. first[i+1]-1.
 */
#ifndef ASSAY_SUITES_SAMPLE_SET_H
#define ASSAY_SUITES_SAMPLE_SET_H

#include "harness/core/names.h"
#include "harness/core/str.h"

#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_SAMPLE_COLUMNS_MAX = 256, /* proxies; golds */
    ASSAY_SAMPLE_FIELDS_MAX =
        64, /* of them that a file's records have, or curves are made of */
    ASSAY_SAMPLE_NO_ANSWER = -1, /* no final answer: it does not vote */
    ASSAY_SAMPLE_PER_PROMPT_MAX = 1 << 20
};

/* Zero bytes are an empty set; release in any case. */
struct assay_sample_set {
    size_t prompts, samples; /* samples of all prompts */
    size_t *first;           /* (prompts + 1,) */

    struct assay_names ids;      /* (prompts,) in order */
    struct assay_names sections; /* in order of first sight */
    struct assay_names clusters;
    struct assay_names answers;
    uint32_t *section, *cluster; /* (prompts,) */
    double *difficulty;          /* (prompts,) NaN: not known */

    size_t proxies, golds;
    struct assay_str proxy_name[ASSAY_SAMPLE_COLUMNS_MAX];
    struct assay_str gold_name[ASSAY_SAMPLE_COLUMNS_MAX];
    double
        *proxy[ASSAY_SAMPLE_COLUMNS_MAX]; /* (samples,) higher is better; NaN: no score */
    double *gold[ASSAY_SAMPLE_COLUMNS_MAX]; /* (samples,) NaN: not known */
    int32_t *answer; /* (samples,) of answers, or ASSAY_SAMPLE_NO_ANSWER */
    double *length;  /* (samples,) characters of the text; NaN: not known */
    double *tokens;  /* (samples,) generated; NaN: not known */
    size_t prompt_cap, sample_cap;
};

/* What is known of one prompt and its samples. */
struct assay_sample_row {
    struct assay_str id, section, cluster;         /* cluster empty: its own */
    double difficulty;                             /* NaN: not known */
    size_t count;                                  /* of samples, >= 1 */
    const double *proxy[ASSAY_SAMPLE_COLUMNS_MAX]; /* (count,) each of set->proxies */
    const double *gold[ASSAY_SAMPLE_COLUMNS_MAX];  /* (count,) each of set->golds */
    const struct assay_str *answer; /* (count,) .ptr NULL: none; NULL: nothing is known */
    const double *length;           /* (count,) or NULL */
    const double *tokens;           /* (count,) or NULL */
};

/*
 * Adds a prompt, with copies of all of it. The set's names of proxies and golds are there already. False,
 * with nothing added, for an id that the set has.
 */
bool assay_sample_set_add(struct assay_sample_set *set,
                          const struct assay_sample_row *row);

/*
 * Keeps the prompts that are marked, in their order; what is numbered keeps its numbers.
 *
 *   keep  (prompts,)
 */
void assay_sample_set_keep(struct assay_sample_set *set, const bool *keep);

/* Another proxy, NaN everywhere, for the caller to fill in: (samples,). Its name is borrowed. */
double *assay_sample_set_proxy(struct assay_sample_set *set, struct assay_str name);

static inline size_t assay_sample_count(const struct assay_sample_set *set, size_t prompt)
{
    return set->first[prompt + 1] - set->first[prompt];
}

/* True if some sample has a final answer, a length, a number of tokens. */
bool assay_sample_set_has_answers(const struct assay_sample_set *set);
bool assay_sample_set_has(const double *column, size_t samples);

void assay_sample_set_release(struct assay_sample_set *set);

#endif
