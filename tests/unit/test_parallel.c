#include "harness/core/parallel.h"
#include "tests/unit/unit.h"

#include <stdatomic.h>
#include <stdbool.h>

enum {
    COUNT = 1000,
    JOBS = 4
};

struct tally {
    unsigned times[COUNT];
    atomic_int busy[JOBS];
    atomic_bool twice; /* one worker's number was used by two calls at once */
};

static void work(void *state, size_t worker, size_t i)
{
    struct tally *tally = state;

    if (atomic_fetch_add(&tally->busy[worker], 1) > 0)
        atomic_store(&tally->twice, true);
    tally->times[i]++;
    (void)atomic_fetch_sub(&tally->busy[worker], 1);
}

START_TEST(each_is_done_once)
{
    static struct tally tally;

    tally = (struct tally){.twice = false};
    assay_parallel((size_t)_i + 1, COUNT, work, &tally);
    for (size_t i = 0; i < COUNT; i++)
        ck_assert_uint_eq(tally.times[i], 1);
    ck_assert(!atomic_load(&tally.twice));
}
END_TEST

START_TEST(nothing_to_do_is_done)
{
    assay_parallel(JOBS, 0, work, NULL);
    ck_assert_uint_ge(assay_parallel_processors(), 1);
}
END_TEST

START_TEST(threads_are_no_more_than_calls)
{
    ck_assert_uint_eq(assay_parallel_jobs(3, 5), 3);
    ck_assert_uint_eq(assay_parallel_jobs(5, 3), 3);
    ck_assert_uint_eq(assay_parallel_jobs(0, 3), 1);
    ck_assert_uint_eq(assay_parallel_jobs(3, 0), 1);
    ck_assert_uint_eq(assay_parallel_jobs(1000, 1000), ASSAY_PARALLEL_JOBS_MAX);
}
END_TEST

Suite *unit_parallel(void)
{
    Suite *suite = suite_create("parallel");
    TCase *all = tcase_create("parallel");

    tcase_add_loop_test(all, each_is_done_once, 0, JOBS);
    tcase_add_test(all, nothing_to_do_is_done);
    tcase_add_test(all, threads_are_no_more_than_calls);
    suite_add_tcase(suite, all);
    return suite;
}
