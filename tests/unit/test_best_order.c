#include "harness/core/memory.h"
#include "harness/core/rng.h"
#include "metrics/best_of_n.h"
#include "metrics/best_order.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    FEW = 12
};

/* Samples of one prompt, their order and weights of n = 1 ... count. */
struct prompt {
    double proxy[FEW], gold[FEW];
    size_t n[FEW], count;
    struct assay_best_order order;
    struct assay_best_weights weights;
};

/* Proxies of a few levels, some of them -inf; gold of any value or of a few levels. */
static void prompt_drawn(struct prompt *prompt, uint64_t seed, size_t levels)
{
    struct assay_rng rng = {seed};
    struct assay_error err;

    *prompt = (struct prompt){.count = 1 + seed % FEW};
    for (size_t i = 0; i < prompt->count; i++) {
        const double x = (double)assay_rng_index(&rng, levels);

        prompt->proxy[i] = x == 0.0 && seed % 3 == 0 ? -HUGE_VAL : x - 2.0;
        prompt->gold[i] =
            seed % 2 ? (double)assay_rng_index(&rng, 3) : assay_rng_uniform(&rng) - 0.5;
        prompt->n[i] = i + 1;
    }
    ck_assert_int_eq(assay_best_weights_set(&prompt->weights, prompt->count, prompt->n,
                                            prompt->count, &err),
                     ASSAY_OK);
    assay_best_order_set(&prompt->order, prompt->proxy, prompt->count);
}

static void prompt_release(struct prompt *prompt)
{
    assay_best_order_release(&prompt->order);
    assay_best_weights_release(&prompt->weights);
}

static void expect(struct prompt *prompt, const double *value, double *out)
{
    assay_best_expect(&prompt->order, &prompt->weights, &value, 1, out);
}

/* The mean value of those with the highest proxy in a set of samples. */
static double taken(const struct prompt *prompt, const double *value, unsigned set)
{
    double best = -HUGE_VAL, sum = 0.0, members = 0.0;

    for (size_t i = 0; i < prompt->count; i++)
        if (set >> i & 1U && prompt->proxy[i] > best)
            best = prompt->proxy[i];
    for (size_t i = 0; i < prompt->count; i++) {
        if (set >> i & 1U && prompt->proxy[i] == best) {
            sum += value[i];
            members += 1.0;
        }
    }
    return sum / members;
}

/* Means over all sets of each size. */
static void enumerate(const struct prompt *prompt, const double *value, double *out)
{
    double sets[FEW] = {0.0};

    memset(out, 0, FEW * sizeof(*out));
    for (unsigned set = 1; set < 1U << prompt->count; set++) {
        size_t size = 0;

        for (size_t i = 0; i < prompt->count; i++)
            size += set >> i & 1U;
        out[size - 1] += taken(prompt, value, set);
        sets[size - 1] += 1.0;
    }
    for (size_t k = 0; k < prompt->count; k++)
        out[k] /= sets[k];
}

START_TEST(curves_are_means_over_all_subsets)
{
    for (size_t levels = 1; levels < 7; levels++) {
        struct prompt prompt;
        double want[FEW], got[FEW];

        prompt_drawn(&prompt, (uint64_t)_i, levels);
        enumerate(&prompt, prompt.gold, want);
        expect(&prompt, prompt.gold, got);
        for (size_t k = 0; k < prompt.count; k++)
            ck_assert_double_eq_tol(got[k], want[k], 1e-13);
        prompt_release(&prompt);
    }
}
END_TEST

START_TEST(several_values_are_several_rows)
{
    struct prompt prompt;
    double both[2 * FEW], one[FEW], length[FEW];

    prompt_drawn(&prompt, 22, 4);
    for (size_t i = 0; i < prompt.count; i++)
        length[i] = (double)(i * i);
    assay_best_expect(&prompt.order, &prompt.weights,
                      (const double *[]){prompt.gold, length}, 2, both);
    expect(&prompt, prompt.gold, one);
    ck_assert_mem_eq(both, one, prompt.count * sizeof(*one));
    expect(&prompt, length, one);
    ck_assert_mem_eq(both + prompt.count, one, prompt.count * sizeof(*one));
    prompt_release(&prompt);
}
END_TEST

START_TEST(one_is_the_mean_and_all_the_mean_of_the_highest)
{
    static const double proxy[] = {1, 3, -2, 3, 0}, value[] = {1, 5, 7, 9, 11};
    static const size_t n[] = {5, 1, 6};
    struct assay_best_order order = {0};
    struct assay_best_weights weights = {0};
    const double *values[] = {value};
    struct assay_error err;
    double got[3];

    assay_best_order_set(&order, proxy, 5);
    ck_assert_int_eq(assay_best_weights_set(&weights, 5, n, 3, &err), ASSAY_OK);
    assay_best_expect(&order, &weights, values, 1, got);
    ck_assert_double_eq(got[0], 7.0);
    ck_assert_double_eq_tol(got[1], 6.6, 1e-14);
    ck_assert_double_eq(got[2], 0.0); /* more than there are */
    ck_assert_int_eq(assay_best_weights_set(&weights, 5, (size_t[]){0}, 1, &err),
                     ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text, "the best of 0 samples");
    assay_best_order_release(&order);
    assay_best_weights_release(&weights);
}
END_TEST

START_TEST(increasing_maps_of_the_proxy_change_no_bit)
{
    struct prompt prompt;
    double first[FEW], got[FEW], mapped[FEW];

    prompt_drawn(&prompt, (uint64_t)_i, 5);
    expect(&prompt, prompt.gold, first);
    for (int map = 0; map < 3; map++) {
        for (size_t i = 0; i < prompt.count; i++) {
            const double x = prompt.proxy[i];

            mapped[i] = map == 0 ? exp(x) : map == 1 ? atan(x) : 7.0 * x - 100.0;
        }
        assay_best_order_set(&prompt.order, mapped, prompt.count);
        expect(&prompt, prompt.gold, got);
        ck_assert_mem_eq(got, first, prompt.count * sizeof(*got));
    }
    prompt_release(&prompt);
}
END_TEST

START_TEST(the_oracle_never_falls_and_bounds_every_proxy)
{
    struct prompt prompt;
    double oracle[FEW], got[FEW];

    prompt_drawn(&prompt, (uint64_t)_i, 4);
    expect(&prompt, prompt.gold, got);
    assay_best_order_set(&prompt.order, prompt.gold, prompt.count);
    expect(&prompt, prompt.gold, oracle);
    for (size_t k = 0; k < prompt.count; k++) {
        ck_assert_double_ge(oracle[k], got[k] - 1e-14);
        if (k > 0)
            ck_assert_double_ge(oracle[k], oracle[k - 1] - 1e-14);
    }
    prompt_release(&prompt);
}
END_TEST

/* By counting pairs of a sample and a base draw, itself included. */
START_TEST(the_share_below_is_counted_with_halves)
{
    struct prompt prompt;
    double got[FEW], want[FEW], curve[FEW], chance[FEW];

    prompt_drawn(&prompt, (uint64_t)_i, 5);
    for (size_t i = 0; i < prompt.count; i++) {
        want[i] = 0.0;
        for (size_t k = 0; k < prompt.count; k++)
            want[i] += prompt.gold[k] < prompt.gold[i]    ? 1.0
                       : prompt.gold[k] == prompt.gold[i] ? 0.5
                                                          : 0.0;
        want[i] /= (double)prompt.count;
    }
    assay_best_order_set(&prompt.order, prompt.gold, prompt.count);
    assay_best_order_shares(&prompt.order, got);
    for (size_t i = 0; i < prompt.count; i++)
        ck_assert_double_eq_tol(got[i], want[i], 1e-15);
    assay_best_order_set(&prompt.order, prompt.proxy, prompt.count);
    enumerate(&prompt, want, chance);
    expect(&prompt, got, curve);
    for (size_t k = 0; k < prompt.count; k++)
        ck_assert_double_eq_tol(curve[k], chance[k], 1e-14);
    ck_assert_double_eq_tol(curve[0], 0.5, 1e-15); /* a draw against a draw */
    prompt_release(&prompt);
}
END_TEST

/* Many samples of the normal kind: what is left out of the weights is not seen. */
START_TEST(many_samples_agree_with_one_n_at_a_time)
{
    enum {
        MANY = 20000
    };
    static const size_t few[] = {1, 2, 3, 10, 77, 500, 4096, 19999, 20000};
    double *proxy = assay_memory_new(MANY, sizeof(*proxy));
    double *gold = assay_memory_new(MANY, sizeof(*gold));
    double *got = assay_memory_new(MANY, sizeof(*got));
    size_t *n = assay_memory_new(MANY, sizeof(*n));
    struct assay_best_order order = {0};
    struct assay_best_weights weights = {0};
    struct assay_rng rng = {5};
    struct assay_error err;
    double want[9];

    for (size_t i = 0; i < MANY; i++) {
        proxy[i] = floor(1e4 * log(assay_rng_uniform(&rng)));
        gold[i] = proxy[i] * assay_rng_uniform(&rng);
        n[i] = i + 1;
    }
    assay_best_order_set(&order, proxy, MANY);
    ck_assert_int_eq(assay_best_weights_set(&weights, MANY, n, MANY, &err), ASSAY_OK);
    ck_assert_uint_lt(weights.kept, MANY); /* the last rows are worked out anew */
    assay_best_expect(&order, &weights, (const double *[]){gold}, 1, got);
    ck_assert_int_eq(
        assay_best_of_n(&(struct assay_samples){proxy, gold, MANY}, few, 9, want, &err),
        ASSAY_OK);
    for (size_t k = 0; k < 9; k++)
        ck_assert_double_eq_tol(got[few[k] - 1], want[k], 1e-12 * fabs(want[k]));
    assay_best_order_release(&order);
    assay_best_weights_release(&weights);
    free(proxy);
    free(gold);
    free(got);
    free(n);
}
END_TEST

static int by_number(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Lists on either side of each way of sorting, of wide and of coarse numbers. */
START_TEST(places_are_those_of_a_stable_sort)
{
    static const size_t counts[] = {0, 1, 2, 47, 48, 49, 300, 1023, 1024, 5000};
    struct assay_ascending room = {0};
    struct assay_rng rng = {3};
    static double x[5000], sorted[5000];
    static uint32_t place[5000];

    for (size_t c = 0; c < 10; c++) {
        for (size_t i = 0; i < counts[c]; i++) {
            const double u = assay_rng_uniform(&rng) - 0.5;

            x[i] = c % 2 ? ldexp(u, (int)assay_rng_index(&rng, 2000) - 1000)
                         : (double)(int)(u * 40.0) * copysign(1.0, u);
        }
        if (counts[c] > 300) {
            x[7] = HUGE_VAL;
            x[9] = x[11] = -HUGE_VAL;
        }
        memcpy(sorted, x, sizeof(x));
        qsort(sorted, counts[c], sizeof(*sorted), by_number);
        assay_ascending_places(&room, x, counts[c], place);
        for (size_t i = 0; i < counts[c]; i++) {
            ck_assert(x[place[i]] == sorted[i]);
            ck_assert(i == 0 || x[place[i]] > x[place[i - 1]] || place[i] > place[i - 1]);
        }
        assay_ascending_sort(&room, x, counts[c]);
        for (size_t i = 0; i < counts[c]; i++)
            ck_assert(x[i] == sorted[i]);
    }
    assay_ascending_release(&room);
}
END_TEST

START_TEST(both_zeros_are_one_proxy)
{
    static const double proxy[] = {0.0, -0.0, -1.0};
    struct assay_best_order order = {0};

    assay_best_order_set(&order, proxy, 3);
    ck_assert_uint_eq(order.blocks, 2);
    ck_assert_uint_eq(order.at[1], 0);
    ck_assert_uint_eq(order.at[2], 1);
    assay_best_order_release(&order);
}
END_TEST

/* All 4^3 sequences of three answers out of four samples, of which the highest proxy is taken. */
START_TEST(the_exact_divergence_is_that_of_all_sequences)
{
    static const double proxy[] = {2, 1, 2, 0};
    static const size_t n[] = {1, 3, 1000};
    struct assay_best_order order = {0};
    struct assay_error err;
    double chance[3] = {0.0}, want = 0.0, got[3], also[3];

    for (int s = 0; s < 64; s++) {
        const double best = fmax(proxy[s % 4], fmax(proxy[s / 4 % 4], proxy[s / 16 % 4]));

        chance[(int)best] += 1.0 / 64;
    }
    for (int r = 0; r < 3; r++)
        want += chance[r] * log(chance[r] / (r == 2 ? 0.5 : 0.25));
    assay_best_order_set(&order, proxy, 4);
    ck_assert_int_eq(assay_best_order_kl(&order, n, 3, got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got[0], 0.0, 1e-15);
    ck_assert_double_eq_tol(got[1], want, 1e-14);
    ck_assert_double_eq_tol(got[2], log(2.0), 1e-14);
    ck_assert_double_lt(got[1], assay_best_of_n_kl(3));
    ck_assert_int_eq(assay_best_of_n_kl_exact(
                         &(struct assay_best_outcomes){(const double[]){0.25, 0.25, 0.5},
                                                       (const double[]){-1, -9, 70}, 3},
                         n, 3, also, &err),
                     ASSAY_OK);
    ck_assert_mem_eq(got, also, sizeof(got));
    /* the highest reward in two parts is one outcome */
    ck_assert_int_eq(
        assay_best_of_n_kl_exact(
            &(struct assay_best_outcomes){(const double[]){0.375, 0.25, 0.125, 0.25},
                                          (const double[]){70, -9, 70, -1}, 4},
            n, 3, also, &err),
        ASSAY_OK);
    ck_assert_double_eq_tol(also[1], want, 1e-14);
    ck_assert_double_eq_tol(also[2], log(2.0), 1e-14);
    assay_best_order_release(&order);
}
END_TEST

/* Samples of different proxies: with N much above n the bound is met. */
START_TEST(the_divergence_tends_to_its_bound_as_ties_vanish)
{
    static const size_t n[] = {4};
    static double proxy[100000];
    struct assay_best_order order = {0};
    struct assay_error err;
    double got;

    for (size_t i = 0; i < 100000; i++)
        proxy[i] = (double)i;
    assay_best_order_set(&order, proxy, 100000);
    ck_assert_int_eq(assay_best_order_kl(&order, n, 1, &got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got, assay_best_of_n_kl(4), 1e-4);
    ck_assert_double_lt(got, assay_best_of_n_kl(4));
    assay_best_order_release(&order);
}
END_TEST

START_TEST(what_is_no_policy_is_refused)
{
    static const double half[] = {0.5, 0.4}, minus[] = {1.5, -0.5}, reward[] = {1, 2};
    static const size_t n[] = {1}, none[] = {0};
    struct assay_error err;
    double got;

    ck_assert_int_eq(
        assay_best_of_n_kl_exact(&(struct assay_best_outcomes){half, reward, 2}, n, 1,
                                 &got, &err),
        ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text, "masses of 2 outcomes add up to 0.9");
    ck_assert_int_eq(
        assay_best_of_n_kl_exact(&(struct assay_best_outcomes){minus, reward, 2}, n, 1,
                                 &got, &err),
        ASSAY_EDOMAIN);
    ck_assert_int_eq(
        assay_best_of_n_kl_exact(&(struct assay_best_outcomes){reward, reward, 1}, none,
                                 1, &got, &err),
        ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text, "the best of 0 samples");
}
END_TEST

Suite *unit_best_order(void)
{
    Suite *suite = suite_create("best_order");
    TCase *tests = tcase_create("best order");

    tcase_add_loop_test(tests, curves_are_means_over_all_subsets, 0, 36);
    tcase_add_test(tests, several_values_are_several_rows);
    tcase_add_test(tests, one_is_the_mean_and_all_the_mean_of_the_highest);
    tcase_add_loop_test(tests, increasing_maps_of_the_proxy_change_no_bit, 0, 24);
    tcase_add_loop_test(tests, the_oracle_never_falls_and_bounds_every_proxy, 0, 24);
    tcase_add_loop_test(tests, the_share_below_is_counted_with_halves, 0, 24);
    tcase_add_test(tests, many_samples_agree_with_one_n_at_a_time);
    tcase_add_test(tests, places_are_those_of_a_stable_sort);
    tcase_add_test(tests, both_zeros_are_one_proxy);
    tcase_add_test(tests, the_exact_divergence_is_that_of_all_sequences);
    tcase_add_test(tests, the_divergence_tends_to_its_bound_as_ties_vanish);
    tcase_add_test(tests, what_is_no_policy_is_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
