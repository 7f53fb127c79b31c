/*
 * signal_agreement.c - do those who say which response is better say the same?
 *
 * They are: everybody who voted (prefs, by src), every judge of pairs (judges, by j) and every reward (reward.NAME). Of a pair,
 * a vote p in [0, 1] says how likely its first response is better: a share of wins, a judge's p or vote, sigma of the
 * difference of rewards. It decides by p > 1/2, p < 1/2, and not at all at 1/2.
 *
 *   agreement  share of pairs that two decide alike, and Cohen's kappa
 *   JS         Jensen and Shannon's divergence of two Bernoulli votes, nats, mean over pairs
 *   unanimous  pairs that all who said something (two at least) decide alike; the others are split
 *   accuracy   share of decisions that go with what is right, none at all counting 1/2
 *
 * Source: Zhou et al. 2025, Self-Consistency of the Internal Reward Models Improves Self-Rewarding Language Models,
 *         arXiv:2502.08922, section 3 (agreement of implicit and generative rewards; its penalty trains and is not computed).
 */
#include "harness/core/memory.h"
#include "harness/core/names.h"
#include "harness/core/rollout_judged.h"
#include "metrics/agreement.h"
#include "reports/diagnostics/gold_pair.h"
#include "reports/diagnostics/measured.h"

#include <math.h>
#include <stdlib.h>

enum {
    RATERS = 16,
    PAIRS_MAX = 1 << 22
};

/* What all say of a pair of responses; NaN: nothing. */
struct votes {
    double p[RATERS];
    int gold;
    size_t group;
};

struct agreement {
    struct assay_names raters;
    struct votes *votes; /* (n,) */
    size_t n, room, groups;
    bool full; /* more raters than can be told apart */
};

static double sigma(double x)
{
    return 1.0 / (1.0 + exp(-x));
}

/* Notes what somebody says of responses i and k. */
static void say(struct agreement *self, struct votes *votes, struct assay_str who,
                double p)
{
    uint32_t at;

    if (self->raters.count >= RATERS && !assay_names_find(&self->raters, who, &at)) {
        self->full = true;
        return;
    }
    votes->p[assay_names_add(&self->raters, who)] = p;
}

static void say_rewards(struct agreement *self, const struct assay_rollout_view *view,
                        size_t i, size_t k, struct votes *votes)
{
    const struct assay_node *a =
        assay_node_get(assay_rollout_view_response(view, i), "reward");
    const struct assay_node *b =
        assay_node_get(assay_rollout_view_response(view, k), "reward");
    double x, y;

    for (size_t r = 0; r < assay_node_count(a); r++)
        if (assay_node_number(&a->as.map.at[r].value, &x) &&
            assay_node_number(assay_node_find(b, a->as.map.at[r].key), &y))
            say(self, votes, a->as.map.at[r].key, sigma(x - y));
}

/* What judges, or people, say of the pair. */
static void say_others(struct agreement *self, const struct assay_rollout_view *view,
                       bool people, size_t i, size_t k, struct votes *votes)
{
    const struct assay_node *all =
        assay_node_get(view->record.node, people ? "prefs" : "judges");
    const struct assay_str a =
        assay_rollout_text(assay_rollout_view_response(view, i), "id");
    const struct assay_str b =
        assay_rollout_text(assay_rollout_view_response(view, k), "id");

    for (size_t j = 0; j < assay_node_count(all); j++) {
        const struct assay_node *one = assay_node_at(all, j);
        const struct assay_str first = assay_rollout_text(one, people ? "a" : "resp");
        const struct assay_str second = assay_rollout_text(one, people ? "b" : "vs");
        const struct assay_str vote = assay_rollout_text(one, "vote");
        struct assay_str who = assay_rollout_text(one, people ? "src" : "j");
        double p, n = 1.0;
        const bool forth = assay_str_equal(first, a) && assay_str_equal(second, b);

        if (!forth && !(assay_str_equal(first, b) && assay_str_equal(second, a)))
            continue;
        if (people) {
            (void)assay_rollout_number(one, "n", &n);
            if (!assay_rollout_number(one, "wins", &p) || n <= 0.0)
                continue;
            p /= n;
        } else if (!assay_rollout_number(one, "p", &p)) {
            if (vote.len == 0)
                continue;
            p = assay_str_equal(vote, ASSAY_STR("A"))   ? 1.0
                : assay_str_equal(vote, ASSAY_STR("B")) ? 0.0
                                                        : 0.5;
        }
        if (who.len == 0)
            who = ASSAY_STR("votes");
        say(self, votes, who, forth ? p : 1.0 - p);
    }
}

static void keep(struct agreement *self, const struct votes *votes)
{
    size_t said = 0;

    for (size_t r = 0; r < RATERS; r++)
        said += isnan(votes->p[r]) ? 0 : 1;
    if (said < 2 || self->n == PAIRS_MAX)
        return;
    if (self->n == self->room) {
        self->room = assay_memory_grow(self->room, self->n + 1);
        self->votes = assay_memory_resize(self->votes, self->room, sizeof(*self->votes));
    }
    self->votes[self->n++] = *votes;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct agreement *self = state;

    (void)err;
    self->groups += view->count > 0;
    for (size_t i = 0; i < view->count && view->count <= ASSAY_ROLLOUT_PAIRED_MAX; i++)
        for (size_t k = i + 1; k < view->count; k++) {
            struct votes votes = {.gold = assay_gold_pair(view, i, k),
                                  .group = self->groups};

            for (size_t r = 0; r < RATERS; r++)
                votes.p[r] = NAN;
            say_rewards(self, view, i, k, &votes);
            say_others(self, view, false, i, k, &votes);
            say_others(self, view, true, i, k, &votes);
            keep(self, &votes);
        }
    return ASSAY_OK;
}

static int decide(double p)
{
    return (p > 0.5) - (p < 0.5);
}

static double term(double p, double m)
{
    return p > 0.0 ? p * log(p / m) : 0.0;
}

static double divergence(double p, double q)
{
    const double m = (p + q) / 2.0;

    return (term(p, m) + term(1.0 - p, 1.0 - m) + term(q, m) + term(1.0 - q, 1.0 - m)) /
           2.0;
}

/* What two agree on. */
struct both {
    size_t n, same;
    double js, kappa;
    bool has_kappa;
};

static void hold_against(const struct agreement *self, size_t a, size_t b,
                         struct both *out)
{
    int *x = assay_memory_new(2 * self->n + 1, sizeof(*x));
    int *y = x + self->n;
    struct assay_error ignored;

    *out = (struct both){0};
    for (size_t i = 0; i < self->n; i++) {
        const double p = self->votes[i].p[a], q = self->votes[i].p[b];

        if (isnan(p) || isnan(q))
            continue;
        x[out->n] = decide(p);
        y[out->n] = decide(q);
        out->same += x[out->n] == y[out->n];
        out->js += divergence(p, q);
        out->n++;
    }
    out->js = out->n ? out->js / (double)out->n : 0.0;
    out->has_kappa = out->n > 0 && assay_agreement_kappa(x, y, out->n, &out->kappa,
                                                         &ignored) == ASSAY_OK;
    free(x);
}

/* True if all decide alike, and one way. */
static bool is_unanimous(const struct votes *votes)
{
    int common = 0;

    for (size_t r = 0; r < RATERS; r++) {
        if (isnan(votes->p[r]))
            continue;
        if (decide(votes->p[r]) == 0 || decide(votes->p[r]) == -common)
            return false;
        common = decide(votes->p[r]);
    }
    return true;
}

/* Mean credit of those who said something; NaN where it is not said what is right. */
static double credit_of(const struct votes *votes)
{
    double sum = 0.0, n = 0.0;

    for (size_t r = 0; r < RATERS; r++) {
        if (isnan(votes->p[r]) || votes->gold == 0)
            continue;
        sum += (double)(decide(votes->p[r]) * votes->gold + 1) / 2.0;
        n += 1.0;
    }
    return n > 0.0 ? sum / n : (double)NAN;
}

static double put_matrix(const struct agreement *self, struct assay_diagnosis *out)
{
    struct assay_page_table *table =
        assay_page_table(out->page, "agreement", ASSAY_STR("Every two, on shared pairs"));
    struct assay_node *list = assay_node_list(out->arena);
    double sum = 0.0, n = 0.0;

    (void)assay_table_text(table, "first", ASSAY_STR("who"));
    (void)assay_table_text(table, "second", ASSAY_STR("and who"));
    (void)assay_table_number(table, "pairs", ASSAY_STR("pairs"));
    (void)assay_table_number(table, "agreement", ASSAY_STR("agree, %"));
    (void)assay_table_number(table, "kappa", ASSAY_STR("kappa"));
    (void)assay_table_number(table, "js", ASSAY_STR("JS, nats"));
    for (size_t a = 0; a < self->raters.count; a++)
        for (size_t b = a + 1; b < self->raters.count; b++) {
            const struct assay_str first =
                assay_arena_copy(out->arena, self->raters.at[a]);
            const struct assay_str second =
                assay_arena_copy(out->arena, self->raters.at[b]);
            struct assay_node *map = assay_node_map(out->arena);
            struct assay_row *row;
            struct both both;

            hold_against(self, a, b, &both);
            if (both.n == 0)
                continue;
            sum += (double)both.same / (double)both.n;
            n += 1.0;
            row = assay_table_row(table);
            row->cell[0] = assay_cell_text(first);
            row->cell[1] = assay_cell_text(second);
            row->cell[2] = assay_cell_count(both.n);
            row->cell[3] = assay_cell_number((double)both.same / (double)both.n,
                                             ASSAY_STR("percent"));
            row->cell[4] = both.has_kappa
                               ? assay_cell_number(both.kappa, ASSAY_STR(""))
                               : assay_cell_undefined(ASSAY_STR("one decision alone"));
            row->cell[5] = assay_cell_number(both.js, ASSAY_STR(""));
            assay_node_put_text(out->arena, map, "first", first);
            assay_node_put_text(out->arena, map, "second", second);
            assay_node_put_count(out->arena, map, "pairs", both.n);
            assay_node_put_real(out->arena, map, "agreement",
                                (double)both.same / (double)both.n);
            assay_node_put(out->arena, map, "kappa",
                           both.has_kappa ? assay_node_of_real(both.kappa)
                                          : assay_node_null());
            assay_node_put_real(out->arena, map, "js", both.js);
            (void)assay_node_push(out->arena, list, *map);
        }
    assay_node_put(out->arena, out->values, "raters", *list);
    return n > 0.0 ? sum / n : 0.0;
}

static enum assay_code put_shares(const struct agreement *self,
                                  struct assay_diagnosis *out, struct assay_error *err)
{
    static const struct assay_measured_line line[] = {
        {"unanimous", "pairs that all decide alike, %", "percent"},
        {"accuracy_unanimous", "accuracy on these, %", "percent"},
        {"accuracy_split", "accuracy on the others, %", "percent"}};
    struct assay_measured measured[3] = {{0}};
    struct assay_page_table *table =
        assay_measured_table(out, "unanimity", "Unanimous and split pairs");
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; i < self->n; i++) {
        const bool same = is_unanimous(&self->votes[i]);

        assay_measured_add(&measured[0], self->votes[i].group, same);
        assay_measured_add(&measured[same ? 1 : 2], self->votes[i].group,
                           credit_of(&self->votes[i]));
    }
    for (size_t i = 0; i < 3; i++) {
        if (!code)
            code =
                assay_measured_put(&measured[i], &line[i], out->values, table, out, err);
        assay_measured_release(&measured[i]);
    }
    return code;
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    struct agreement *self = state;
    size_t same = 0;
    double mean;

    if (self->n == 0) {
        out->lacks = "two of prefs, judges of pairs and rewards that tell two responses "
                     "of a group apart";
        return ASSAY_OK;
    }
    for (size_t i = 0; i < self->n; i++)
        same += is_unanimous(&self->votes[i]);
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena,
            "Of %zu pairs that two or more of %zu say something of, all decide "
            "%zu alike.%s",
            self->n, self->raters.count, same,
            self->full ? " There are more, which are not held against these." : "")));
    mean = put_matrix(self, out);
    assay_node_put_real(out->arena, out->values, "mean_agreement", mean);
    assay_node_put_count(out->arena, out->values, "pairs", self->n);
    assay_node_put_count(out->arena, out->values, "split", self->n - same);
    return put_shares(self, out, err);
}

static void end(void *state)
{
    struct agreement *self = state;

    assay_names_release(&self->raters);
    free(self->votes);
}

const struct assay_diagnostic assay_diagnostic_signal_agreement = {
    .name = "signal-agreement",
    .summary = "do those who say which response is better say the same?",
    .formula = "share of pairs decided alike, kappa and JS divergence of every two; "
               "accuracy where all agree and where not",
    .needs = "prefs judges responses[].reward",
    .source = "Zhou et al. 2025, arXiv:2502.08922, section 3",
    .rows = {15},
    .quirk = "the penalty that the paper trains with is not verified and not computed",
    .state_size = sizeof(struct agreement),
    .take = take,
    .tell = tell,
    .end = end,
};
