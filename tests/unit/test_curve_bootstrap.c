#include "harness/core/memory.h"
#include "harness/core/rng.h"
#include "metrics/curve_bootstrap.h"
#include "metrics/curve_product.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    PROMPTS = 300,
    POINTS = 11,
    REPLICATES = 140, /* two whole blocks and a part of one */
    VALUES = PROMPTS * POINTS,
    PAIR = 2 * POINTS
};

static const double rounded = 1e-8;

/* Curves over prompts in clusters, some of which do not reach the last points. */
struct made {
    double value[VALUES];
    unsigned char present[VALUES];
    uint32_t cluster[PROMPTS];
};

static double normal(struct assay_rng *rng)
{
    const double radius = sqrt(-2.0 * log(1.0 - assay_rng_uniform(rng)));

    return radius * cos(6.283185307179586 * assay_rng_uniform(rng));
}

/* Labels have gaps and do not ascend. */
static void make(struct made *made)
{
    struct assay_rng rng = {17};

    for (size_t i = 0; i < PROMPTS; i++) {
        const size_t reaches = 1 + assay_rng_index(&rng, PAIR);

        made->cluster[i] = (uint32_t)(299 - 2 * assay_rng_index(&rng, 100));
        for (size_t p = 0; p < POINTS; p++) {
            made->value[i * POINTS + p] = normal(&rng) + (double)p;
            made->present[i * POINTS + p] = p < reaches;
        }
    }
}

static void bootstrap(const struct assay_curves *curves, size_t threads,
                      struct assay_arena *arena, struct assay_curve_replicates *out)
{
    const struct assay_curve_resampling how = {REPLICATES, 4, threads};
    struct assay_error err;

    ck_assert_int_eq(assay_curve_bootstrap(curves, &how, arena, out, &err), ASSAY_OK);
}

/* The statistic worked out anew: first over the prompts of a cluster, then over clusters. */
static double statistic(const struct assay_curves *curves, const uint32_t *times,
                        size_t p)
{
    double sum = 0.0, weight = 0.0;

    for (size_t c = 0; c < curves->prompts; c++) {
        double part = 0.0, members = 0.0;

        for (size_t i = 0; i < curves->prompts; i++) {
            if ((curves->cluster ? curves->cluster[i] : i) != c ||
                (curves->present && !curves->present[i * curves->points + p]))
                continue;
            part += curves->value[i * curves->points + p];
            members += 1.0;
        }
        sum += (double)times[c] * part;
        weight += (double)times[c] * members;
    }
    return sum / weight;
}

/* _i: 0 as the machine does it, 1 by BLAS. More clusters than are multiplied at a time, and not a multiple of four. */
START_TEST(products_are_whole_to_the_last_digit)
{
    enum {
        CLUSTERS = 2601,
        COLUMNS = 3 * ASSAY_CURVE_PANEL
    };
    static double whole[CLUSTERS * COLUMNS], out[ASSAY_CURVE_BLOCK * COLUMNS];
    const int64_t most = INT64_C(1) << ASSAY_CURVE_BITS;
    const size_t stride = assay_curve_stride(CLUSTERS);
    uint8_t *times = assay_memory_new(ASSAY_CURVE_BLOCK, stride);
    struct assay_curve_factor factor = {
        .clusters = CLUSTERS, .columns = COLUMNS, .whole = whole};
    struct assay_rng rng = {5};

    ck_assert_uint_eq(stride, CLUSTERS + 3);
    for (size_t i = 0; i < sizeof(whole) / sizeof(whole[0]); i++)
        whole[i] =
            (double)((int64_t)assay_rng_index(&rng, 2 * (uint64_t)most + 1) - most);
    for (size_t c = 0; c < CLUSTERS; c++) {
        whole[c * COLUMNS] = (double)most;
        whole[c * COLUMNS + 9] = (double)-most;
        whole[c * COLUMNS + 17] = 127.0 - (double)(c % 256);
    }
    for (size_t i = 0; i < ASSAY_CURVE_BLOCK * stride; i++)
        times[i] = i / stride < 2 ? 255 : (uint8_t)assay_rng_index(&rng, 256);
    assay_curve_factor_set(&factor);
    if (_i == 1) {
        free(factor.digit);
        factor.digit = NULL;
    }
    assay_curve_product(&factor, times, out);
    for (size_t r = 0; r < ASSAY_CURVE_BLOCK; r++)
        for (size_t j = 0; j < COLUMNS; j++) {
            int64_t sum = 0;

            for (size_t c = 0; c < CLUSTERS; c++)
                sum += times[r * stride + c] * (int64_t)whole[c * COLUMNS + j];
            ck_assert_double_eq(out[r * COLUMNS + j], (double)sum);
        }
    assay_curve_factor_release(&factor);
    free(times);
}
END_TEST

/* How often each cluster is drawn in a replicate, one draw after the other. */
static void draw(uint64_t seed, size_t replicate, size_t clusters, uint32_t *times)
{
    struct assay_rng rng = assay_rng_stream(seed, replicate);

    memset(times, 0, clusters * sizeof(*times));
    for (size_t left = clusters; left > 0;) {
        uint32_t two[2];
        const size_t drawn = assay_rng_halves(&rng, (uint32_t)clusters, two, 1);

        for (size_t k = 0; k < drawn && left > 0; k++, left--)
            times[two[k]]++;
    }
}

/* Of each prompt, clusters numbered by their labels: how often its own was drawn. */
static void times_of_labels(const struct assay_curves *curves, size_t replicate,
                            uint32_t *times)
{
    static uint32_t used[PROMPTS], drawn[PROMPTS];
    size_t clusters = 0;

    memset(used, 0, sizeof(used));
    for (size_t i = 0; i < PROMPTS; i++)
        used[curves->cluster ? curves->cluster[i] : i] = 1;
    for (size_t c = 0; c < PROMPTS; c++)
        clusters += used[c];
    draw(4, replicate, clusters, drawn);
    clusters = 0;
    for (size_t c = 0; c < PROMPTS; c++)
        times[c] = used[c] ? drawn[clusters++] : 0;
}

/* _i: bit 0 clusters, bit 1 a mask. Replicates are off by 2^-30 of what a cluster adds at the most. */
START_TEST(replicates_are_the_statistic_of_the_same_draws)
{
    struct assay_arena arena = {0};
    static struct made made;
    static uint32_t times[PROMPTS];
    struct assay_curves curves = {made.value, _i & 2 ? made.present : NULL,
                                  _i & 1 ? made.cluster : NULL, PROMPTS, POINTS};
    struct assay_curve_replicates got;

    make(&made);
    bootstrap(&curves, 1, &arena, &got);
    for (size_t r = 0; r < REPLICATES; r++) {
        times_of_labels(&curves, r, times);
        for (size_t p = 0; p < POINTS; p++)
            ck_assert_double_eq_tol(got.value[r * POINTS + p],
                                    statistic(&curves, times, p), rounded);
    }
    for (size_t c = 0; c < PROMPTS; c++)
        times[c] = 1;
    for (size_t p = 0; p < POINTS; p++) {
        ck_assert_double_eq(got.mean[p], statistic(&curves, times, p));
        ck_assert_uint_eq(got.missing[p], 0);
    }
    assay_arena_release(&arena);
}
END_TEST

/* Enough of them that threads are at work at the same time. Of the last point one cluster is left, so
   that every worker misses it now and then. */
START_TEST(threads_change_no_bit)
{
    struct assay_arena arena = {0};
    static struct made made;
    const struct assay_curves curves = {made.value, made.present, made.cluster, PROMPTS,
                                        POINTS};
    struct assay_curve_resampling how = {5000, 4, 1};
    struct assay_curve_replicates one, many;
    struct assay_curve_bands alone, together;
    struct assay_error err;

    make(&made);
    for (size_t i = 0; i < PROMPTS; i++)
        made.present[i * POINTS + POINTS - 1] = made.cluster[i] == made.cluster[0];
    ck_assert_int_eq(assay_curve_bootstrap(&curves, &how, &arena, &one, &err), ASSAY_OK);
    ck_assert_uint_gt(one.missing[POINTS - 1], 1000); /* 1 / e of 5,000 */
    ck_assert_int_eq(assay_curve_bands(&one, 0.9, 1, &arena, &alone, &err), ASSAY_OK);
    for (how.threads = 0; how.threads < 6; how.threads++) {
        ck_assert_int_eq(assay_curve_bootstrap(&curves, &how, &arena, &many, &err),
                         ASSAY_OK);
        ck_assert_mem_eq(one.value, many.value, sizeof(double) * how.replicates * POINTS);
        ck_assert_mem_eq(one.mean, many.mean, sizeof(double) * POINTS);
        ck_assert_mem_eq(one.missing, many.missing, sizeof(size_t) * POINTS);
        ck_assert_int_eq(
            assay_curve_bands(&many, 0.9, how.threads, &arena, &together, &err),
            ASSAY_OK);
        ck_assert_mem_eq(alone.lo, together.lo, sizeof(double) * POINTS);
        ck_assert_mem_eq(alone.hi, together.hi, sizeof(double) * POINTS);
        ck_assert_double_eq(alone.critical, together.critical);
    }
    assay_arena_release(&arena);
}
END_TEST

/* Two of three prompts reach the second point, one the third, none the fourth. */
START_TEST(where_few_prompts_reach_there_is_no_band)
{
    static const double value[] = {1, 1, 1, 0, 2, 5, 0, 0, 4, 0, 0, 0};
    static const unsigned char present[] = {1, 1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 0};
    const struct assay_curves curves = {value, present, NULL, 3, 4};
    struct assay_arena arena = {0};
    struct assay_curve_replicates got;
    struct assay_curve_bands bands;
    struct assay_error err;

    bootstrap(&curves, 2, &arena, &got);
    ck_assert_double_eq(got.mean[1], 3.0);
    ck_assert_double_eq(got.mean[3], 0.0);
    ck_assert_uint_eq(got.clusters[0], 3);
    ck_assert_uint_eq(got.clusters[1], 2);
    ck_assert_uint_eq(got.clusters[3], 0);
    ck_assert_uint_eq(got.missing[0], 0);
    ck_assert_uint_gt(got.missing[1], 0); /* 1 in 27 */
    ck_assert_uint_gt(got.missing[2], got.missing[1]);
    ck_assert_uint_eq(got.missing[3], REPLICATES);
    ck_assert_int_eq(assay_curve_bands(&got, 0.9, 2, &arena, &bands, &err), ASSAY_OK);
    ck_assert(bands.banded[0] && !bands.banded[1] && !bands.banded[2]);
    ck_assert_double_lt(bands.all_lo[0], got.mean[0]);
    ck_assert_double_eq(bands.all_lo[1], 3.0);
    ck_assert_double_eq(bands.hi[1], 3.0);
    assay_arena_release(&arena);
}
END_TEST

/* One point, whose replicates are 0 to 4: se sqrt(2.5), far from the mean by 2, 1, 0, 1, 2. */
START_TEST(bands_are_worked_out_by_hand)
{
    double mean[] = {2, 7}, value[] = {4, 7, 0, 7, 2, 7, 3, 7, 1, 7};
    size_t clusters[] = {9, 9}, missing[] = {0, 0};
    const struct assay_curve_replicates of = {5, 2, mean, value, clusters, missing};
    struct assay_arena arena = {0};
    struct assay_curve_bands bands;
    struct assay_error err;

    ck_assert_int_eq(assay_curve_bands(&of, 0.5, 2, &arena, &bands, &err), ASSAY_OK);
    ck_assert_double_eq_tol(bands.se[0], sqrt(2.5), 1e-15);
    ck_assert_double_eq(bands.lo[0], 1.0);
    ck_assert_double_eq(bands.hi[0], 3.0);
    ck_assert_double_eq_tol(bands.critical, 1.0 / sqrt(2.5), 1e-15);
    ck_assert_double_eq_tol(bands.all_lo[0], 1.0, 1e-15);
    ck_assert_double_eq_tol(bands.all_hi[0], 3.0, 1e-15);
    ck_assert(bands.banded[1]); /* without spread */
    ck_assert_double_eq(bands.all_hi[1], 7.0);
    ck_assert_int_eq(assay_curve_bands(&of, 1.0, 2, &arena, &bands, &err), ASSAY_EDOMAIN);
    assay_arena_release(&arena);
}
END_TEST

/* Side by side: a, b = a + 1 on every prompt. The difference has no spread. */
START_TEST(curves_side_by_side_are_paired)
{
    static struct made made;
    static double both[PROMPTS * PAIR];
    const struct assay_curves curves = {both, NULL, made.cluster, PROMPTS, PAIR};
    struct assay_arena arena = {0};
    struct assay_curve_replicates all, one, difference;

    make(&made);
    for (size_t i = 0; i < VALUES; i++) {
        both[i / POINTS * PAIR + i % POINTS] = made.value[i];
        both[i / POINTS * PAIR + POINTS + i % POINTS] = made.value[i] + 1.0;
    }
    bootstrap(&curves, 1, &arena, &all);
    assay_curve_difference(&all, POINTS, 0, POINTS, &arena, &difference);
    assay_curve_part(&all, POINTS, POINTS, &arena, &one);
    for (size_t k = 0; k < (size_t)REPLICATES * POINTS; k++) {
        ck_assert_double_eq_tol(difference.value[k], 1.0, rounded);
        ck_assert_double_eq(one.value[k],
                            all.value[k / POINTS * PAIR + POINTS + k % POINTS]);
    }
    ck_assert_double_eq_tol(difference.mean[3], 1.0, 1e-12);
    ck_assert_uint_eq(difference.clusters[3], all.clusters[3]);
    ck_assert_double_eq(one.mean[2], all.mean[POINTS + 2]);
    assay_arena_release(&arena);
}
END_TEST

/* Curves of a level of the prompt's own and noise, of mean 0. */
static bool holds(const double *lo, const double *hi, size_t from, size_t to)
{
    bool inside = true;

    for (size_t p = from; p < to; p++)
        inside = inside && lo[p] <= 0.0 && 0.0 <= hi[p];
    return inside;
}

/* Of 400 sets, 95 % bands: 3.5 standard errors either side of 380. */
START_TEST(bands_cover_as_often_as_they_say)
{
    enum {
        SETS = 400,
        MEMBERS = 100
    };
    static double value[MEMBERS * POINTS];
    const struct assay_curves curves = {value, NULL, NULL, MEMBERS, POINTS};
    struct assay_rng rng = {2019};
    size_t point = 0, whole = 0, naive = 0;

    for (size_t s = 0; s < SETS; s++) {
        const struct assay_curve_resampling how = {400, s, 2};
        struct assay_arena arena = {0};
        struct assay_curve_replicates of;
        struct assay_curve_bands bands;
        struct assay_error err;

        for (size_t i = 0; i < MEMBERS; i++) {
            const double level = normal(&rng);

            for (size_t p = 0; p < POINTS; p++)
                value[i * POINTS + p] = (double)(p + 1) * (level + normal(&rng));
        }
        ck_assert_int_eq(assay_curve_bootstrap(&curves, &how, &arena, &of, &err),
                         ASSAY_OK);
        ck_assert_int_eq(assay_curve_bands(&of, 0.95, 2, &arena, &bands, &err), ASSAY_OK);
        point += holds(bands.lo, bands.hi, 5, 6);
        naive += holds(bands.lo, bands.hi, 0, POINTS);
        whole += holds(bands.all_lo, bands.all_hi, 0, POINTS);
        assay_arena_release(&arena);
    }
    ck_assert_uint_ge(point, 365);
    ck_assert_uint_le(point, 395);
    ck_assert_uint_ge(whole, 365);
    ck_assert_uint_le(whole, 395);
    ck_assert_uint_lt(naive, 340);
}
END_TEST

START_TEST(curves_that_are_none_are_refused)
{
    const double value[] = {1, (double)NAN}, other[] = {1, 2}, large[] = {1e308, 1e308};
    const unsigned char present[] = {1, 0};
    const struct assay_curve_resampling how = {2, 1, 1}, few = {1, 1, 1};
    struct assay_arena arena = {0};
    struct assay_curve_replicates got;
    struct assay_error err;

    ck_assert_int_eq(
        assay_curve_bootstrap(&(struct assay_curves){value, NULL, NULL, 1, 2}, &how,
                              &arena, &got, &err),
        ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text, "prompt 1 has no number at point 2");
    ck_assert_int_eq(
        assay_curve_bootstrap(&(struct assay_curves){value, present, NULL, 1, 2}, &how,
                              &arena, &got, &err),
        ASSAY_OK);
    ck_assert_int_eq(
        assay_curve_bootstrap(&(struct assay_curves){other, NULL, NULL, 0, 2}, &how,
                              &arena, &got, &err),
        ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text, "curves of 2 points over 0 prompts");
    ck_assert_int_eq(
        assay_curve_bootstrap(&(struct assay_curves){other, NULL, NULL, 1, 2}, &few,
                              &arena, &got, &err),
        ASSAY_EDOMAIN);
    ck_assert_int_eq(
        assay_curve_bootstrap(&(struct assay_curves){large, NULL, NULL, 2, 1}, &how,
                              &arena, &got, &err),
        ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text, "numbers at point 1 are too large to be added up");
    assay_arena_release(&arena);
}
END_TEST

Suite *unit_curve_bootstrap(void)
{
    Suite *suite = suite_create("curve_bootstrap");
    TCase *tests = tcase_create("curves");
    tcase_add_loop_test(tests, products_are_whole_to_the_last_digit, 0, 2);
    tcase_add_loop_test(tests, replicates_are_the_statistic_of_the_same_draws, 0, 4);
    tcase_add_test(tests, threads_change_no_bit);
    tcase_add_test(tests, where_few_prompts_reach_there_is_no_band);
    tcase_add_test(tests, bands_are_worked_out_by_hand);
    tcase_add_test(tests, curves_side_by_side_are_paired);
    tcase_add_test(tests, bands_cover_as_often_as_they_say);
    tcase_add_test(tests, curves_that_are_none_are_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
