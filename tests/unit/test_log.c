#include "harness/core/log.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

static const struct {
    struct assay_progress progress;
    double seconds, stands;
    const char *line;
} lines[] = {
    {{.what = "a", .done = 3, .total = 12}, 0.1, 0, "a 3/12 25 %"},
    {{.what = "a", .done = 3, .total = 12}, 1.5, 0, "a 3/12 25 % 2.0/s, 0:05 left"},
    {{.what = "a", .done = 3, .total = 12}, 1.5, 2, "a 3/12 25 % 2.0/s, 0:03 left"},
    {{.what = "a", .done = 3, .total = 12}, 1.5, 9, "a 3/12 25 % 2.0/s, 0:02 left"},
    {{.what = "a", .done = 3, .total = 12, .more = "loads\n 1/2"},
     1.5,
     0,
     "a 3/12 25 % 2.0/s, 0:05 left; loads? 1/2"},
    {{.what = "a", .done = 300, .total = 2000300},
     1,
     0,
     "a 300/2000300 0 % 300/s, 1:51:07 left"},
    {{.what = "a", .done = 5, .at_start = 4, .total = 7},
     1,
     0,
     "a 5/7 71 % 1.0/s, 0:02 left"},
    {{.what = "a", .done = 7, .at_start = 7, .total = 9}, 9, 0, "a 7/9 78 %"},
    {{.what = "a", .done = 9, .total = 9}, 3, 0, "a 9/9 100 % 3.0/s"},
    {{.what = "a", .done = 12345678, .total = 50000000, .bytes = true},
     2,
     0,
     "a 12.3/50.0 MB 25 % 6.2 MB/s, 0:06 left"},
    {{.what = "a", .done = 60000, .bytes = true}, 0, 0, "a 0.1 MB"},
    {{.what = "opening"}, 9, 9, "opening"},
    {{.what = "a\x1B[2Jb\n", .done = 9}, 0, 0, "a?[2Jb? 9"},
};

START_TEST(a_line_tells_rate_and_time_left)
{
    struct assay_buf got = {0};

    assay_log_line(&lines[_i].progress, lines[_i].seconds, lines[_i].stands, &got);
    ck_assert_str_eq(got.data, lines[_i].line);
    assay_buf_release(&got);
}
END_TEST

/* What a log wrote to a temporary file, at most size - 1 bytes. */
static void written(struct assay_log *log, char *text, size_t size)
{
    size_t n;

    rewind(log->out);
    n = fread(text, 1, size - 1, log->out);
    text[n] = '\0';
    ck_assert_int_eq(fclose(log->out), 0);
}

/* 210 items, one every eighth of a second from 7 s on, and a note in the middle. */
static void work(struct assay_log *log)
{
    log->out = tmpfile();
    ck_assert_ptr_nonnull(log->out);
    for (size_t i = 0; i <= 210; i++) {
        assay_log_progress(
            log, &(struct assay_progress){
                     .what = "s", .done = i, .total = 210, .now = 7 + (double)i / 8});
        if (i == 100)
            assay_log_note(log, "half\r way");
    }
    assay_log_clear(log);
}

START_TEST(a_file_gets_a_line_now_and_then)
{
    struct assay_log log = {.progress = true, .began = -1};
    char text[4096];

    work(&log);
    written(&log, text, sizeof(text));
    ck_assert_str_eq(text, "s 4/210 2 % 8.0/s, 0:26 left\n"
                           "s 84/210 40 % 8.0/s, 0:16 left\n"
                           "half? way\n"
                           "s 164/210 78 % 8.0/s, 0:06 left\n");
}
END_TEST

/* What the last line on a terminal says after a while of work whose answers come in lumps. */
static void rate_and_left(size_t lump, double each, double until, double *rate,
                          double *left)
{
    struct assay_log log = {.progress = true, .terminal = true, .began = -1};
    static char text[1 << 18];
    const char *last;
    unsigned long minutes = 0, seconds = 0;

    log.out = tmpfile();
    ck_assert_ptr_nonnull(log.out);
    for (size_t tenth = 0; (double)tenth / 10 <= until; tenth++) {
        const double now = (double)tenth / 10;
        const size_t lumps = (size_t)(now / (each * (double)lump));

        assay_log_progress(&log, &(struct assay_progress){.what = "s",
                                                          .done = lumps * lump,
                                                          .total = 1000,
                                                          .now = 100 + now});
    }
    written(&log, text, sizeof(text));
    last = strrchr(text, '%');
    ck_assert_ptr_nonnull(last);
    ck_assert_int_eq(sscanf(last, "%% %lf/s, %lu:%lu left", rate, &minutes, &seconds), 3);
    *left = (double)(minutes * 60 + seconds);
}

/* By hand: an item a tenth or a quarter of a second, of 1000; after a tenth to nine tenths of the work. */
START_TEST(rate_and_time_left_are_right_after_a_tenth_of_the_work)
{
    static const size_t lumps[] = {1, 16, 64};
    static const double each[] = {0.1, 0.25};

    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < 2; k++)
            for (size_t done = 100; done < 900; done += 47) {
                const double until = (double)done * each[k];
                double rate, left;

                if (until < each[k] * (double)lumps[i] + 0.1)
                    continue; /* nothing came yet */
                rate_and_left(lumps[i], each[k], until, &rate, &left);
                ck_assert_double_lt(rate * each[k], 1.2);
                ck_assert_double_gt(rate * each[k], 0.8);
                ck_assert_double_lt(left, 1.2 * (1000 * each[k] - until) + 1);
                ck_assert_double_gt(left, 0.8 * (1000 * each[k] - until) - 1);
            }
}
END_TEST

START_TEST(a_terminal_gets_one_line_rewritten)
{
    struct assay_log log = {.progress = true, .terminal = true, .began = -1};
    char text[32768];

    work(&log);
    ck_assert(!log.open);
    written(&log, text, sizeof(text));
    ck_assert_ptr_nonnull(strstr(text, "\rs 0/210 0 %\x1B[K\rs 1/210"));
    ck_assert_ptr_nonnull(strstr(text, "\r\x1B[Khalf? way\n\rs 101/210"));
    ck_assert_ptr_nonnull(strstr(text, "\rs 210/210 100 % 8.0/s\x1B[K\r\x1B[K"));
}
END_TEST

START_TEST(quiet_is_quiet)
{
    struct assay_log log = {.progress = true, .quiet = true, .began = -1};
    struct assay_log notes = {.began = -1};
    char text[64];

    work(&log);
    written(&log, text, sizeof(text));
    ck_assert_str_eq(text, "");
    work(&notes);
    written(&notes, text, sizeof(text));
    ck_assert_str_eq(text, "half? way\n");
    log = assay_log_stderr(true, false);
    ck_assert(log.quiet && !log.progress && log.out == stderr);
}
END_TEST

Suite *unit_log(void)
{
    Suite *suite = suite_create("log");
    TCase *all = tcase_create("log");

    tcase_add_loop_test(all, a_line_tells_rate_and_time_left, 0,
                        sizeof(lines) / sizeof(lines[0]));
    tcase_add_test(all, a_file_gets_a_line_now_and_then);
    tcase_add_test(all, rate_and_time_left_are_right_after_a_tenth_of_the_work);
    tcase_add_test(all, a_terminal_gets_one_line_rewritten);
    tcase_add_test(all, quiet_is_quiet);
    suite_add_tcase(suite, all);
    return suite;
}
