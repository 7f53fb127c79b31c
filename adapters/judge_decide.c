#include "adapters/judge.h"

#include "harness/core/memory.h"

#include <math.h>
#include <stdlib.h>

enum assay_code assay_judge_words(const char *const *words, size_t n,
                                  struct assay_judge_rule *out, struct assay_error *err)
{
    size_t numbers = 0;

    if (n > ASSAY_SAMPLING_WORDS)
        return assay_fail(err, ASSAY_EUSAGE, "word: %zu of them, at most %d can be", n,
                          ASSAY_SAMPLING_WORDS);
    for (size_t i = 0; i < n; i++) {
        out->word[i] = assay_str_of(words[i]);
        numbers += assay_str_number(out->word[i], &out->number[i]);
    }
    out->word_count = n;
    out->rates = numbers == n;
    if (n < 2 || (!out->rates && n != 2))
        return assay_fail(err, ASSAY_EUSAGE,
                          "word: two for the completions of a pair, or numbers that rate "
                          "one");
    return ASSAY_OK;
}

/* The verdict in the probabilities of words; false where none of them is told. */
static bool by_words(const struct assay_judge_rule *rule, const struct assay_answer *vote,
                     double *value)
{
    double sum = 0.0, all = 0.0;

    for (size_t i = 0; i < rule->word_count && i < vote->log_p_count; i++) {
        const double p = exp(vote->log_p[i]);

        all += p;
        sum += rule->rates ? p * rule->number[i] : i == 0 ? p : -p;
    }
    if (!(all > 0.0))
        return false;
    *value = rule->rates ? sum / all : (double)((sum > 0.0) - (sum < 0.0));
    return true;
}

static bool find(const struct assay_judge_rule *rule, const struct assay_answer *vote,
                 double *value)
{
    return rule->parser ? rule->parser->parse(vote->text, value)
                        : by_words(rule, vote, value);
}

/* The vote that is worth most of those not yet taken, or n. */
static size_t best_of(const struct assay_answer *worth, const bool *taken, size_t n)
{
    size_t best = n;

    for (size_t i = 0; i < n; i++)
        if (!taken[i] && worth[i].state == ASSAY_STATE_SCORED &&
            (best == n || worth[i].value > worth[best].value))
            best = i;
    return best;
}

/* Which votes count; to be freed. */
static bool *choose(const struct assay_judge_rule *rule, const struct assay_answer *worth,
                    size_t n)
{
    bool *taken = assay_memory_new(n + 1, sizeof(*taken));

    if (!worth || rule->keep == 0 || rule->keep >= n) {
        for (size_t i = 0; i < n; i++)
            taken[i] = true;
        return taken;
    }
    for (size_t k = 0; k < rule->keep; k++) {
        size_t best = best_of(worth, taken, n);

        for (size_t i = 0; best == n && i < n; i++)
            if (!taken[i])
                best = i;
        taken[best] = true;
    }
    return taken;
}

struct assay_answer assay_judge_decide(const struct assay_judge_rule *rule,
                                       const struct assay_answer *votes,
                                       const struct assay_answer *worth, size_t n)
{
    bool *counts = choose(rule, worth, n);
    const struct assay_answer *failure = NULL;
    double sum = 0.0;
    size_t found = 0, written = 0;

    for (size_t i = 0; i < n; i++) {
        double value;

        if (!counts[i])
            continue;
        if (votes[i].state != ASSAY_STATE_SCORED) {
            failure = failure ? failure : &votes[i];
            continue;
        }
        written++;
        if (find(rule, &votes[i], &value)) {
            sum += value;
            found++;
        }
    }
    free(counts);
    if (!found && !written && failure)
        return *failure;
    if (!found)
        return (struct assay_answer){.state = ASSAY_STATE_UNPARSABLE};
    return (struct assay_answer){
        .state = ASSAY_STATE_SCORED,
        .value = rule->rates ? sum / (double)found : (double)((sum > 0.0) - (sum < 0.0))};
}
