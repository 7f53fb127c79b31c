/* The linear model: its file, its training, and that it learns what it should. */
#include "adapters/adapter.h"
#include "adapters/linear_train.h"
#include "adapters/linear_weights.h"
#include "harness/core/memory.h"
#include "harness/run/score.h"
#include "suites/core/core.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    BITS = 12
};

static struct assay_item *core_items(uint64_t seed, size_t per_cell,
                                     struct assay_arena *arena)
{
    const size_t n = assay_core_count(per_cell);
    struct assay_item *items = assay_arena_new(arena, n, sizeof(*items));

    for (size_t i = 0; i < n; i++)
        assay_core_item(seed, per_cell, i, arena, &items[i]);
    return items;
}

static void write_some(const char *path, float *weight)
{
    struct assay_arena arena = {0};
    struct assay_error err;

    for (size_t i = 0; i < (size_t)1 << BITS; i++)
        weight[i] = (float)i / 3.0F - 100.0F;
    ck_assert_int_eq(
        assay_linear_weights_write(path, BITS, weight, assay_node_map(&arena), &err),
        ASSAY_OK);
    assay_arena_release(&arena);
}

/* How many of the 1 << BITS weights are not the same. */
static size_t differing_weights(const float *a, const float *b)
{
    size_t n = 0;

    for (size_t i = 0; i < 1 << BITS; i++)
        n += !(a[i] == b[i]);
    return n;
}

START_TEST(weights_come_back_as_they_were)
{
    static float weight[1 << BITS];
    struct assay_linear_weights back;
    struct assay_error err;
    char dir[SCRATCH_PATH], path[SCRATCH_PATH];

    scratch_make(dir);
    scratch_path(dir, "w", path);
    write_some(path, weight);
    ck_assert_int_eq(assay_linear_weights_read(path, &back, &err), ASSAY_OK);
    ck_assert_uint_eq(back.bits, BITS);
    ck_assert_uint_eq(differing_weights(back.weight, weight), 0);
    assay_linear_weights_release(&back);
    ck_assert_int_eq(assay_linear_weights_write("/nowhere/w", BITS, weight,
                                                &(struct assay_node){0}, &err),
                     ASSAY_EIO);
    ck_assert_str_eq(err.text, "/nowhere/w.part: No such file or directory");
    scratch_remove(dir);
}
END_TEST

#define HEAD "{\"format\": \"assay-linear\", \"dtype\": \"<f4\", \"minor\": 7, "

static const struct {
    const char *header; /* padded to 64 or 128 bytes */
    size_t payload;     /* bytes */
    unsigned char fill;
    const char *error; /* behind the path */
} spoilt[] = {
    {HEAD "\"major\": 1, \"features\": 1, \"bits\": 10}", 4096, 0, NULL},
    {HEAD "\"major\": 1, \"features\": 1, \"bits\": 10}", 4095, 0,
     ": fewer than 1024 weights"},
    {HEAD "\"major\": 1, \"features\": 1, \"bits\": 10}", 4097, 0,
     ": more than 1024 weights"},
    {HEAD "\"major\": 1, \"features\": 1, \"bits\": 10}", 4096, 0xFF,
     ": weight 0 is not finite"},
    {HEAD "\"major\": 2, \"features\": 1, \"bits\": 10}", 4096, 0,
     ": version 2 with features 1, this program reads 1 with 1"},
    {HEAD "\"major\": 1, \"features\": 9, \"bits\": 10}", 4096, 0,
     ": version 1 with features 9, this program reads 1 with 1"},
    {HEAD "\"major\": 1, \"features\": 1, \"bits\": 60}", 4096, 0,
     ":1: bits: 60 is not in [10, 24]"},
    {HEAD "\"major\": 1, \"features\": 1}", 4096, 0, ":1: bits: expected a whole number"},
    {"{\"format\": \"other\"}", 4096, 0, ": not a file of linear weights"},
    {"", 0, 0, ": not a file of linear weights"},
};

START_TEST(a_spoilt_file_is_refused)
{
    struct assay_buf bytes = {0};
    struct assay_linear_weights weights;
    struct assay_error err;
    char dir[SCRATCH_PATH], path[SCRATCH_PATH], expected[2 * SCRATCH_PATH];
    enum assay_code code;

    scratch_make(dir);
    assay_buf_puts(&bytes, spoilt[_i].header);
    while (bytes.len % 64 != 63 && bytes.len > 0)
        assay_buf_putc(&bytes, ' ');
    if (bytes.len > 0)
        assay_buf_putc(&bytes, '\n');
    for (size_t i = 0; i < spoilt[_i].payload; i++)
        assay_buf_putc(&bytes, (char)spoilt[_i].fill);
    scratch_write(dir, "w", bytes.data ? bytes.data : "", bytes.len, path);
    code = assay_linear_weights_read(path, &weights, &err);
    ck_assert_int_eq(code, spoilt[_i].error ? ASSAY_EDATA : ASSAY_OK);
    if (spoilt[_i].error) {
        (void)snprintf(expected, sizeof(expected), "%s%s", path, spoilt[_i].error);
        ck_assert_str_eq(err.text, expected);
    }
    assay_linear_weights_release(&weights);
    assay_buf_release(&bytes);
    scratch_remove(dir);
}
END_TEST

/* The vector of a completion, as a dense one. */
static void densify(const char *prompt, struct assay_str completion, double *dense)
{
    struct assay_arena arena = {0};
    struct assay_linear_vector vector = {0};
    struct assay_linear_prompt seen;
    const struct assay_message message = {ASSAY_STR("user"), assay_str_of(prompt)};
    const struct assay_item item = {.messages = &message, .message_count = 1};

    memset(dense, 0, sizeof(*dense) * (1 << BITS));
    seen = assay_linear_prompt_of(&item, &arena);
    assay_linear_features(&seen, completion, BITS, &arena, &vector);
    for (size_t i = 0; i < vector.count; i++) {
        ck_assert_uint_lt(vector.place[i], 1 << BITS);
        dense[vector.place[i]] += (double)vector.value[i];
    }
    assay_linear_vector_release(&vector);
    assay_arena_release(&arena);
}

/* How many of the 1 << BITS features are not the same. */
static size_t differing(const double *a, const double *b)
{
    size_t n = 0;

    for (size_t i = 0; i < 1 << BITS; i++)
        n += !(a[i] == b[i]);
    return n;
}

START_TEST(features_see_the_prompt_and_the_spelling)
{
    static double a[1 << BITS], b[1 << BITS];

    densify("Count to 3.", ASSAY_STR("one two three"), a);
    densify("Count to 3.", ASSAY_STR("one two three"), b);
    ck_assert_uint_eq(differing(a, b), 0);
    densify("Count to 4.", ASSAY_STR("one two three"), b);
    ck_assert_uint_ne(differing(a, b), 0);
    densify("Count to 3.", ASSAY_STR("one two Three"), b);
    ck_assert_uint_ne(differing(a, b), 0);
    densify("", ASSAY_STR(""), a);
    for (size_t i = 0; i < 1 << BITS; i++)
        ck_assert_double_eq(a[i], 0.0);
}
END_TEST

START_TEST(a_huge_completion_costs_bounded_work)
{
    static double dense[1 << BITS];
    const size_t n = (size_t)8 << 20;
    char *text = assay_memory_new(n, 1);

    for (size_t i = 0; i < n; i++)
        text[i] = (char)(i % 7 == 6 ? ' ' : 'a' + (int)(i * i % 26));
    densify("q", (struct assay_str){text, n}, dense);
    free(text);
}
END_TEST

START_TEST(training_twice_gives_the_same_weights)
{
    struct assay_arena arena = {0};
    const struct assay_item *items = core_items(3, 2, &arena);
    const struct assay_linear_training setting = {
        .bits = BITS, .rate = 0.06, .l2 = 1e-3, .seed = 9};
    struct assay_linear_trainer *one = assay_linear_trainer_new(&setting);
    struct assay_linear_trainer *two = assay_linear_trainer_new(&setting);
    double loss[2][3];

    for (size_t e = 0; e < 3; e++) {
        loss[0][e] = assay_linear_epoch(one, items, assay_core_count(2));
        loss[1][e] = assay_linear_epoch(two, items, assay_core_count(2));
        ck_assert_double_eq(loss[0][e], loss[1][e]);
    }
    ck_assert_double_lt(loss[0][2], loss[0][0]);
    ck_assert_uint_eq(
        differing_weights(assay_linear_weights_of(one), assay_linear_weights_of(two)), 0);
    assay_linear_trainer_free(one);
    assay_linear_trainer_free(two);
    assay_arena_release(&arena);
}
END_TEST

/* One step from 0 by hand: every pair pulls with sigma(0) = 1/2, so the loss is log 2 and a
   feature of the right completion alone moves by the rate, whatever its value. */
START_TEST(the_first_step_is_what_adagrad_says)
{
    const struct assay_str completions[] = {ASSAY_STR("x"), ASSAY_STR("")};
    const double gold[] = {1.0, 0.0};
    const struct assay_item item = {
        .completions = completions, .gold = gold, .completion_count = 2};
    const struct assay_linear_training setting = {.bits = BITS, .rate = 0.25, .seed = 1};
    struct assay_linear_trainer *trainer = assay_linear_trainer_new(&setting);
    size_t moved = 0;
    double loss;

    ck_assert_double_eq_tol(assay_linear_epoch(trainer, &item, 1), log(2.0), 1e-12);
    for (size_t i = 0; i < 1 << BITS; i++) {
        const double weight = (double)assay_linear_weights_of(trainer)[i];

        moved += weight != 0.0;
        ck_assert(weight == 0.0 || fabs(weight - 0.25) < 1e-4);
    }
    ck_assert_uint_eq(moved, 1); /* the word x; it has no two bytes and no prompt */
    ck_assert_double_eq(assay_linear_accuracy(trainer, &item, 1, &loss), 1.0);
    ck_assert_double_eq_tol(loss, log1p(exp(-0.25 * 0.125)), 1e-5);
    assay_linear_trainer_free(trainer);
}
END_TEST

/* Items of one array, for the engine. */
struct source {
    const struct assay_item *items;
    size_t count, next;
};

static enum assay_code next_item(void *self, struct assay_arena *arena,
                                 const struct assay_item **out, struct assay_error *err)
{
    struct source *source = self;

    (void)arena;
    (void)err;
    *out = source->next < source->count ? &source->items[source->next++] : NULL;
    return ASSAY_OK;
}

/* Share of pairs in order that the adapter gets with these weights. */
static double score_with(const char *path, const struct assay_item *items, size_t n)
{
    struct source source = {items, n, 0};
    const struct assay_queue_setting queue = {.source = {next_item, &source},
                                              .suite = ASSAY_STR("core")};
    struct assay_linear_weights state = {0}; /* room for the adapter's state */
    const struct assay_scorer scorer = {&assay_adapter_linear, &state, 2};
    const struct assay_setting setting = {.target = path, .suite = "core", .orders = 1};
    struct assay_scored scored;
    struct assay_book book;
    struct assay_error err;
    double right = 0.0;

    ck_assert_uint_le(assay_adapter_linear.state_size, sizeof(state));
    ck_assert_int_eq(assay_adapter_linear.open(&state, &setting, &err), ASSAY_OK);
    assay_book_init(&book, ASSAY_WANT_SCORES, 1);
    ck_assert_int_eq(assay_score(&scorer, &queue, &book, &scored, &err), ASSAY_OK);
    for (size_t i = 0; i < n; i++)
        for (size_t c = 0; c < 3; c++)
            for (size_t r = 3; r < 6; r++)
                right += book.value[6 * i + c] > book.value[6 * i + r];
    assay_book_release(&book);
    assay_adapter_linear.close(&state);
    return right / (9.0 * (double)n);
}

START_TEST(it_learns_the_core_suite_and_not_its_bytes)
{
    enum {
        TRAIN = 100,
        TEST = 12,
        WIDE = 18
    };
    struct assay_arena arena = {0};
    const struct assay_linear_training setting = {
        .bits = WIDE, .rate = 0.1, .l2 = 1e-3, .seed = 1};
    const struct assay_item *train = core_items(1001, TRAIN, &arena);
    const struct assay_item *test = core_items(1, TEST, &arena);
    struct assay_linear_trainer *trainer = assay_linear_trainer_new(&setting);
    char dir[SCRATCH_PATH], path[SCRATCH_PATH];
    struct assay_error err;
    double loss, accuracy;

    for (size_t e = 0; e < 3; e++)
        (void)assay_linear_epoch(trainer, train, assay_core_count(TRAIN));
    accuracy = assay_linear_accuracy(trainer, test, assay_core_count(TEST), &loss);
    ck_assert_double_gt(accuracy, 0.58); /* measured 0.62; chance is 0.5 */
    ck_assert_double_lt(loss, log(2.0));

    scratch_make(dir);
    scratch_path(dir, "w", path);
    ck_assert_int_eq(assay_linear_weights_write(path, WIDE,
                                                assay_linear_weights_of(trainer),
                                                &(struct assay_node){0}, &err),
                     ASSAY_OK);
    ck_assert_double_eq(score_with(path, test, assay_core_count(TEST)), accuracy);
    scratch_remove(dir);
    assay_linear_trainer_free(trainer);
    assay_arena_release(&arena);
}
END_TEST

Suite *unit_linear(void)
{
    Suite *suite = suite_create("linear");
    TCase *files = tcase_create("files");
    TCase *training = tcase_create("training");

    tcase_set_timeout(training, 120);
    tcase_add_test(files, weights_come_back_as_they_were);
    tcase_add_loop_test(files, a_spoilt_file_is_refused, 0,
                        (int)(sizeof(spoilt) / sizeof(spoilt[0])));
    tcase_add_test(training, features_see_the_prompt_and_the_spelling);
    tcase_add_test(training, a_huge_completion_costs_bounded_work);
    tcase_add_test(training, training_twice_gives_the_same_weights);
    tcase_add_test(training, the_first_step_is_what_adagrad_says);
    tcase_add_test(training, it_learns_the_core_suite_and_not_its_bytes);
    suite_add_tcase(suite, files);
    suite_add_tcase(suite, training);
    return suite;
}
