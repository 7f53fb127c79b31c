/* token_entropy_tell.c - numbers, tables and figures of tokens' entropies, of budgets and of the order of training. */
#include "harness/core/memory.h"
#include "metrics/bootstrap.h"
#include "metrics/correlation.h"
#include "metrics/gini.h"
#include "metrics/quantile.h"
#include "metrics/resample.h"
#include "reports/diagnostics/token_entropy.h"

#include <math.h>
#include <stdlib.h>

enum {
    TENTHS = 10
};

static int by_entropy(const void *left, const void *right)
{
    const struct entropy_token *a = left, *b = right;

    return (a->entropy > b->entropy) - (a->entropy < b->entropy);
}

static void put_list(struct assay_diagnosis *out, const char *key, const double *x,
                     size_t n)
{
    struct assay_node *list = assay_node_list(out->arena);

    for (size_t i = 0; i < n; i++)
        (void)assay_node_push(out->arena, list, assay_node_of_real(x[i]));
    assay_node_put(out->arena, out->values, key, *list);
}

/* Equal bars from 0 to the highest entropy. */
static void put_histogram(const struct token_entropy *all, const double *h,
                          struct assay_diagnosis *out)
{
    struct assay_point *bar = assay_arena_new(out->arena, all->bins, sizeof(*bar));
    struct assay_series *series = assay_arena_new(out->arena, 1, sizeof(*series));
    double *count = assay_arena_new(out->arena, all->bins, sizeof(*count));
    const double most = h[all->tokens - 1];
    const double width = (most > 0.0 ? most : 1.0) / (double)all->bins;

    for (size_t i = 0; i < all->tokens; i++) {
        const size_t bin = (size_t)(h[i] / width);

        count[bin < all->bins ? bin : all->bins - 1] += 1.0;
    }
    for (size_t b = 0; b < all->bins; b++)
        bar[b] = (struct assay_point){.x = ((double)b + 0.5) * width, .y = count[b]};
    put_list(out, "histogram", count, all->bins);
    assay_node_put_real(out->arena, out->values, "bin_width", width);
    *series = (struct assay_series){.name = ASSAY_STR("tokens"),
                                    .x_label = ASSAY_STR("entropy, nats"),
                                    .y_label = ASSAY_STR("tokens"),
                                    .points = bar,
                                    .count = all->bins};
    (void)assay_page_figure(
        out->page, &(struct assay_figure_spec){
                       .kind = "histogram",
                       .name = ASSAY_STR("token-entropies"),
                       .title = ASSAY_STR("Entropies of tokens"),
                       .description = ASSAY_STR("How many tokens have which entropy."),
                       .x_label = series->x_label,
                       .y_label = series->y_label,
                       .series = series,
                       .series_count = 1});
}

/* A table of the tenths: where each ends, its share of entropy, and of loss where that is known. */
static void put_tenths(struct assay_diagnosis *out, const double *ends,
                       const double *entropy, const double *loss)
{
    struct assay_page_table *table =
        assay_page_table(out->page, "tenths",
                         ASSAY_STR("Tokens by tenths, in ascending order of entropy"));

    (void)assay_table_number(table, "tenth", ASSAY_STR("tenth"));
    (void)assay_table_number(table, "to", ASSAY_STR("entropy up to"));
    (void)assay_table_number(table, "entropy", ASSAY_STR("share of entropy, %"));
    if (loss)
        (void)assay_table_number(table, "loss", ASSAY_STR("share of loss, %"));
    for (size_t k = 0; k < TENTHS; k++) {
        struct assay_row *row = assay_table_row(table);

        row->cell[0] = assay_cell_count(k + 1);
        row->cell[1] = assay_cell_number(ends[k], ASSAY_STR(""));
        row->cell[2] = assay_cell_number(entropy[k], ASSAY_STR("percent"));
        if (loss)
            row->cell[3] = assay_cell_number(loss[k], ASSAY_STR("percent"));
    }
}

/* Losses in the order of entropies; NULL where one is missing. */
static double *losses_of(const struct token_entropy *all, struct assay_arena *arena)
{
    double *loss = assay_arena_new(arena, all->tokens, sizeof(*loss));

    for (size_t i = 0; i < all->tokens; i++) {
        loss[i] = all->token[i].loss;
        if (isnan(loss[i]))
            return NULL;
    }
    return loss;
}

static void say_tokens(const struct token_entropy *all, const double *share, double gini,
                       struct assay_diagnosis *out)
{
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena,
            "The tenth of the tokens with the highest entropies has %.3g %% of all "
            "entropy, the lower half %.3g %%; Gini's coefficient is %.3g.",
            100.0 * share[TENTHS - 1],
            100.0 * (share[0] + share[1] + share[2] + share[3] + share[4]), gini)));
    if (all->stride > 1)
        (void)assay_page_note(
            out->page, assay_str_of(assay_arena_printf(
                           out->arena, "Of %zu tokens every %zu-th one is looked at.",
                           all->seen, all->stride)));
}

enum assay_code assay_token_entropy_tell_tokens(struct token_entropy *all,
                                                struct assay_diagnosis *out,
                                                struct assay_error *err)
{
    double *h = assay_arena_new(out->arena, all->tokens, sizeof(*h));
    double ends[TENTHS], entropy[TENTHS], loss[TENTHS], gini;
    const double *losses;
    struct assay_error why;
    bool lost;

    (void)err;
    qsort(all->token, all->tokens, sizeof(*all->token), by_entropy);
    for (size_t i = 0; i < all->tokens; i++)
        h[i] = all->token[i].entropy;
    if (assay_gini(h, all->tokens, &gini, &why) ||
        assay_gini_tenths(h, all->tokens, entropy, &why)) {
        out->lacks = "entropies above 0 in tok.H";
        return ASSAY_OK;
    }
    losses = losses_of(all, out->arena);
    lost = losses && !assay_gini_tenths(losses, all->tokens, loss, &why);
    for (size_t k = 0; k < TENTHS; k++)
        ends[k] = assay_quantile(h, all->tokens, (double)(k + 1) / TENTHS);
    say_tokens(all, entropy, gini, out);
    assay_node_put_count(out->arena, out->values, "tokens", all->seen);
    assay_node_put_real(out->arena, out->values, "gini", gini);
    put_list(out, "deciles", ends, TENTHS - 1);
    put_list(out, "entropy_share", entropy, TENTHS);
    if (lost)
        put_list(out, "loss_share", loss, TENTHS);
    put_histogram(all, h, out);
    put_tenths(out, ends, entropy, lost ? loss : NULL);
    return ASSAY_OK;
}

/* What a budget buys. */
struct bought {
    double budget, accuracy, spent;
};

static struct bought buy(const struct token_entropy *all, double budget)
{
    struct bought bought = {.budget = budget};

    for (size_t i = 0; i < all->responses; i++) {
        const struct entropy_response *one = &all->response[i];

        bought.accuracy += (double)one->tokens <= budget ? (double)one->right : 0.0;
        bought.spent += fmin((double)one->tokens, budget);
    }
    bought.accuracy /= (double)all->responses;
    bought.spent /= (double)all->responses;
    return bought;
}

/* Budgets at which the curve is told: deciles of the lengths, each once. */
static size_t budgets_of(const struct token_entropy *all, struct assay_arena *arena,
                         struct bought *out)
{
    double *length = assay_arena_new(arena, all->responses, sizeof(*length));
    size_t n = 0;

    for (size_t i = 0; i < all->responses; i++)
        length[i] = (double)all->response[i].tokens;
    assay_quantile_sort(length, all->responses);
    for (size_t k = 1; k <= TENTHS; k++) {
        const double at =
            ceil(assay_quantile(length, all->responses, (double)k / TENTHS) - 1e-9);

        if (n == 0 || at > out[n - 1].budget)
            out[n++] = buy(all, at);
    }
    return n;
}

static void draw_budget(const struct bought *bought, size_t n,
                        struct assay_diagnosis *out)
{
    struct assay_point *point = assay_arena_new(out->arena, n, sizeof(*point));
    struct assay_series *series = assay_arena_new(out->arena, 1, sizeof(*series));

    for (size_t k = 0; k < n; k++)
        point[k] =
            (struct assay_point){.x = bought[k].budget, .y = 100.0 * bought[k].accuracy};
    *series = (struct assay_series){.name = ASSAY_STR("accuracy"),
                                    .x_label = ASSAY_STR("budget, tokens"),
                                    .y_label = ASSAY_STR("right, %"),
                                    .look = ASSAY_LOOK_CURVE,
                                    .points = point,
                                    .count = n};
    if (n > 1)
        (void)assay_page_figure(
            out->page,
            &(struct assay_figure_spec){
                .kind = "curves",
                .name = ASSAY_STR("budget"),
                .title = ASSAY_STR("Accuracy within a budget of tokens"),
                .description = ASSAY_STR("Share of right responses of which longer ones "
                                         "than the budget count as wrong."),
                .x_label = series->x_label,
                .y_label = series->y_label,
                .series = series,
                .series_count = 1});
}

enum assay_code assay_token_entropy_tell_budget(struct token_entropy *all,
                                                struct assay_diagnosis *out,
                                                struct assay_error *err)
{
    struct bought bought[TENTHS] = {{0}};
    const size_t n = budgets_of(all, out->arena, bought);
    struct assay_page_table *table =
        assay_page_table(out->page, "budgets", ASSAY_STR("What a budget buys"));
    struct assay_node *list = assay_node_list(out->arena);

    (void)err;
    (void)assay_table_number(table, "budget", ASSAY_STR("tokens"));
    (void)assay_table_number(table, "accuracy", ASSAY_STR("right, %"));
    (void)assay_table_number(table, "spent", ASSAY_STR("mean tokens"));
    table->n = all->responses;
    table->of = "responses";
    for (size_t k = 0; k < n; k++) {
        struct assay_row *row = assay_table_row(table);
        struct assay_node *map = assay_node_map(out->arena);

        row->cell[0] = assay_cell_number(bought[k].budget, ASSAY_STR("count"));
        row->cell[1] = assay_cell_number(bought[k].accuracy, ASSAY_STR("percent"));
        row->cell[2] = assay_cell_number(bought[k].spent, ASSAY_STR(""));
        assay_node_put_real(out->arena, map, "budget", bought[k].budget);
        assay_node_put_real(out->arena, map, "accuracy", bought[k].accuracy);
        assay_node_put_real(out->arena, map, "spent", bought[k].spent);
        (void)assay_node_push(out->arena, list, *map);
    }
    assay_node_put(out->arena, out->values, "budgets", *list);
    draw_budget(bought, n, out);
    return ASSAY_OK;
}

/* Steps and difficulties of the groups that a replicate took, as often as it took them. */
struct order {
    double *step, *difficulty;
    size_t n;
};

static void drawn(const struct token_entropy *all, const uint32_t *times,
                  struct order *order)
{
    order->n = 0;
    for (size_t i = 0; i < all->groups; i++)
        for (uint32_t k = 0; k < (times ? times[i] : 1); k++) {
            order->step[order->n] = all->group[i].step;
            order->difficulty[order->n++] = all->group[i].difficulty;
        }
}

static struct order order_new(const struct token_entropy *all, struct assay_arena *arena)
{
    return (struct order){.step = assay_arena_new(arena, all->groups, sizeof(double)),
                          .difficulty =
                              assay_arena_new(arena, all->groups, sizeof(double))};
}

/* Ends of the interval of tau over groups; false where replicates do not differ in step or difficulty. */
static bool order_interval(const struct token_entropy *all, struct order *order,
                           const struct assay_diagnosis *out,
                           struct assay_percentile *interval)
{
    uint32_t *cell = assay_memory_new(3 * all->groups, sizeof(*cell));
    uint32_t *cluster = cell + all->groups, *times = cluster + all->groups;
    const struct assay_resample_items items = {cell, cluster, all->groups, 1,
                                               all->groups};
    double *tau = assay_memory_new(out->replicates + 1, sizeof(*tau));
    struct assay_resample *resample;
    struct assay_error why;
    size_t n = 0;
    bool good;

    for (size_t i = 0; i < all->groups; i++)
        cluster[i] = (uint32_t)i;
    resample = assay_resample_new(&items, out->seed);
    for (size_t r = 0; r < out->replicates; r++) {
        assay_resample_next(resample, times);
        drawn(all, times, order);
        n += assay_correlation_kendall(order->step, order->difficulty, order->n, &tau[n],
                                       &why) == ASSAY_OK;
    }
    good = n > 1 &&
           assay_bootstrap_percentile(tau, n, out->level, interval, &why) == ASSAY_OK;
    assay_resample_free(resample);
    free(tau);
    free(cell);
    return good;
}

enum assay_code assay_token_entropy_tell_order(const struct token_entropy *all,
                                               struct assay_diagnosis *out,
                                               struct assay_error *err)
{
    struct order order = order_new(all, out->arena);
    struct assay_percentile interval;
    struct assay_error why;
    const char *ends = "";
    double tau;
    int side;

    (void)err;
    drawn(all, NULL, &order);
    if (assay_correlation_kendall(order.step, order.difficulty, order.n, &tau, &why))
        return ASSAY_OK;
    side = (tau > 0.0) - (tau < 0.0);
    assay_node_put_real(out->arena, out->values, "order_tau", tau);
    if (order_interval(all, &order, out, &interval)) {
        assay_node_put_real(out->arena, out->values, "order_lo", interval.lo);
        assay_node_put_real(out->arena, out->values, "order_hi", interval.hi);
        ends =
            assay_arena_printf(out->arena, " (%.2f to %.2f)", interval.lo, interval.hi);
        side = (interval.lo > 0.0) - (interval.hi < 0.0);
    }
    assay_node_put(out->arena, out->values, "easy_to_hard", assay_node_of_bool(side > 0));
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena,
            "Training %s: tau of step and difficulty over %zu groups is %.2f%s.",
            side > 0   ? "goes from easy to hard"
            : side < 0 ? "goes from hard to easy"
                       : "keeps no order of difficulty",
            all->groups, tau, ends)));
    return ASSAY_OK;
}
