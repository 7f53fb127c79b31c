/* Which answers of a server are believed, and when: times are told, nothing is asked. */
#include "adapters/http_tasks.h"
#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>

struct fixture {
    struct assay_http_api api;
    struct assay_http http;
    struct assay_http_tasks tasks;
    struct assay_http_belief belief[2];
    struct assay_http_task task[1024];
    size_t count;
    struct assay_error err;
};

static struct fixture *begin(size_t servers)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));

    ck_assert_ptr_nonnull(fixture);
    fixture->api.gives = ASSAY_HTTP_LABELS;
    fixture->http.api = &fixture->api;
    fixture->http.labels = 1;
    fixture->http.url_count = servers;
    fixture->http.url[0] = "http://a";
    fixture->http.url[1] = "http://b";
    assay_http_tasks_init(&fixture->tasks, &fixture->http, NULL, fixture->belief);
    return fixture;
}

static void end(struct fixture *fixture)
{
    assay_http_tasks_release(&fixture->tasks);
    free(fixture);
}

/* A server's score of an item, that was asked for at begun and came at now. */
static enum assay_code note(struct fixture *fixture, size_t server, double score,
                            double begun, double now)
{
    const struct assay_answer answer = {.state = ASSAY_STATE_SCORED, .value = score};
    struct assay_http_task *task = &fixture->task[fixture->count++];

    task->left = 1;
    return assay_http_tasks_note(
        &fixture->tasks, task,
        (struct assay_http_answered){&answer, 1, server, begun, now}, &fixture->err);
}

static size_t finished(const struct fixture *fixture)
{
    size_t n = 0;

    for (const struct assay_http_task *task = fixture->tasks.finished; task;
         task = task->next)
        n++;
    return n;
}

START_TEST(a_raw_score_clears_those_before_it)
{
    struct fixture *fixture = begin(1);

    ck_assert_int_eq(note(fixture, 0, 0.5, 0.0, 1.0), ASSAY_OK);
    ck_assert_int_eq(note(fixture, 0, 0.7, 1.0, 2.0), ASSAY_OK);
    ck_assert_uint_eq(finished(fixture), 0);
    ck_assert_int_eq(note(fixture, 0, -3.0, 2.0, 3.0), ASSAY_OK);
    ck_assert_uint_eq(finished(fixture), 2);
    /* The same number again tells nothing; another one does, of both. */
    ck_assert_int_eq(note(fixture, 0, -3.0, 3.0, 4.0), ASSAY_OK);
    ck_assert_uint_eq(finished(fixture), 2);
    ck_assert_int_eq(note(fixture, 0, -3.5, 4.0, 5.0), ASSAY_OK);
    ck_assert_uint_eq(finished(fixture), 4);
    assay_http_tasks_believe(&fixture->tasks);
    ck_assert_uint_eq(finished(fixture), 5);
    end(fixture);
}
END_TEST

START_TEST(what_was_asked_for_before_clears_nothing)
{
    struct fixture *fixture = begin(1);

    ck_assert_int_eq(note(fixture, 0, 0.5, 0.0, 2.0), ASSAY_OK);
    ck_assert_int_eq(note(fixture, 0, 9.0, 1.0, 3.0), ASSAY_OK);
    ck_assert_uint_eq(finished(fixture), 0);
    ck_assert_int_eq(note(fixture, 0, 8.0, 2.5, 4.0), ASSAY_OK);
    ck_assert_uint_eq(finished(fixture), 1);
    end(fixture);
}
END_TEST

START_TEST(a_server_clears_its_own_alone)
{
    struct fixture *fixture = begin(2);

    ck_assert_int_eq(note(fixture, 0, 0.5, 0.0, 1.0), ASSAY_OK);
    ck_assert_int_eq(note(fixture, 1, 9.0, 1.0, 2.0), ASSAY_OK);
    ck_assert_int_eq(note(fixture, 1, 8.0, 2.0, 3.0), ASSAY_OK);
    ck_assert_uint_eq(finished(fixture), 1);
    ck_assert_uint_eq(fixture->task[0].doubts, 1);
    end(fixture);
}
END_TEST

/* Squashed: a sigmoid's, which reaches 1 in floats; a softmax's over one label; constants. */
static const struct {
    double even, odd;
    const char *why;
} squashed[] = {
    {0.25, 1.0, "between 0 and 1"},
    {1.0, 1.0, "as a softmax"},
    {-7.0, -7.0, "gives -7 for everything"},
};

START_TEST(squashed_scores_end_the_run_and_are_not_given)
{
    struct fixture *fixture = begin(1);
    const double last = squashed[_i].even;
    enum assay_code code = ASSAY_OK;
    size_t n = 0;

    ck_assert_int_eq(note(fixture, 0, 5.0, 0.0, 1.0), ASSAY_OK);
    ck_assert_int_eq(note(fixture, 0, last < 0.0 ? last : 6.0, 1.0, 2.0), ASSAY_OK);
    for (; !code && n < 1000; n++)
        code = note(fixture, 0, n % 2 ? squashed[_i].odd : squashed[_i].even,
                    2.0 + (double)n, 3.0 + (double)n);
    ck_assert_int_eq(code, ASSAY_EMODEL);
    ck_assert_uint_eq(n, ASSAY_HTTP_DOUBTED);
    ck_assert_ptr_nonnull(strstr(fixture->err.text, squashed[_i].why));
    assay_http_tasks_believe(&fixture->tasks);
    ck_assert_uint_eq(finished(fixture), 1); /* 5, before it all began */
    end(fixture);
}
END_TEST

START_TEST(at_first_fewer_are_enough)
{
    struct fixture *fixture = begin(1);
    size_t n = 0;

    while (note(fixture, 0, n % 2 ? 0.25 : 0.75, 0.0, 1.0) == ASSAY_OK)
        n++;
    ck_assert_uint_eq(n + 1, ASSAY_HTTP_JUDGED);
    end(fixture);
}
END_TEST

START_TEST(doubts_are_remembered_from_one_pull_to_the_next)
{
    struct fixture *fixture = begin(1);
    const size_t stretch = ASSAY_HTTP_JUDGED - 1;

    for (size_t n = 0; n < stretch; n++)
        ck_assert_int_eq(note(fixture, 0, n % 2 ? 0.25 : 0.75, 0.0, 1.0), ASSAY_OK);
    assay_http_tasks_believe(&fixture->tasks);
    ck_assert_uint_eq(finished(fixture), stretch);
    assay_http_tasks_release(&fixture->tasks);
    assay_http_tasks_init(&fixture->tasks, &fixture->http, NULL, fixture->belief);
    ck_assert_int_eq(note(fixture, 0, 0.5, 2.0, 3.0), ASSAY_EMODEL);
    ck_assert_ptr_nonnull(strstr(fixture->err.text, "between 0 and 1"));
    end(fixture);
}
END_TEST

START_TEST(declared_or_of_several_labels_nothing_is_held_back_for_long)
{
    struct fixture *fixture = begin(1);

    fixture->http.activation = ASSAY_HTTP_SIGMOID;
    ck_assert_int_eq(note(fixture, 0, 0.5, 0.0, 1.0), ASSAY_OK);
    ck_assert_uint_eq(finished(fixture), 1);
    fixture->http.activation = ASSAY_HTTP_UNKNOWN;
    fixture->http.labels = 2;
    ck_assert_int_eq(note(fixture, 0, 0.5, 1.0, 2.0), ASSAY_OK);
    ck_assert_int_eq(note(fixture, 0, 0.7, 2.0, 3.0), ASSAY_OK);
    ck_assert_uint_eq(finished(fixture), 2);
    end(fixture);
}
END_TEST

Suite *unit_http_tasks(void)
{
    Suite *suite = suite_create("http_tasks");
    TCase *tests = tcase_create("watch");

    tcase_add_test(tests, a_raw_score_clears_those_before_it);
    tcase_add_test(tests, what_was_asked_for_before_clears_nothing);
    tcase_add_test(tests, a_server_clears_its_own_alone);
    tcase_add_loop_test(tests, squashed_scores_end_the_run_and_are_not_given, 0,
                        sizeof(squashed) / sizeof(squashed[0]));
    tcase_add_test(tests, at_first_fewer_are_enough);
    tcase_add_test(tests, doubts_are_remembered_from_one_pull_to_the_next);
    tcase_add_test(tests, declared_or_of_several_labels_nothing_is_held_back_for_long);
    suite_add_tcase(suite, tests);
    return suite;
}
