/*
 * Score heads in safetensors files written here; what they give of a state is worked out by hand.
 */
#include "adapters/head.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <string.h>

#define COUNT(table) ((int)(sizeof(table) / sizeof(table)[0]))

enum {
    WIDTH = 3,
    NUMBERS = 32
};

static const float state[WIDTH] = {1.0F, -2.0F, 0.5F};

/* Arrays of f32 behind one another, as their header says. */
static void write_file(const char *dir, const char *header, const float *numbers,
                       size_t n, char path[SCRATCH_PATH])
{
    unsigned char bytes[4096];
    const size_t len = strlen(header);

    memset(bytes, 0, 8);
    bytes[0] = (unsigned char)(len & 0xFF);
    bytes[1] = (unsigned char)(len >> 8);
    for (size_t i = 0; i < len; i++)
        bytes[8 + i] = (unsigned char)header[i];
    memcpy(bytes + 8 + len, numbers, n * sizeof(*numbers));
    scratch_write(dir, "m.safetensors", bytes, 8 + len + n * sizeof(*numbers), path);
}

#define F32(name, shape, from, to)                                                       \
    "\"" name "\":{\"dtype\":\"F32\",\"shape\":" shape ",\"data_offsets\":[" #from       \
    "," #to "]}"

static const struct {
    const char *header, *name; /* NULL: none */
    float numbers[NUMBERS];
    size_t n, labels;
    double logit[2];
    const char *fault; /* NULL: it is read */
} table[] = {
    /* 2*1 + 1*-2 + 4*0.5 = 2; 0*1 + 3*-2 + -1*0.5 = -6.5 */
    {"{" F32("score.weight", "[2,3]", 0, 24) "}",
     NULL,
     {2, 1, 4, 0, 3, -1},
     6,
     2,
     {2, -6.5},
     NULL},
    /* the same with a bias of 10, -1 */
    {"{" F32("score.weight", "[2,3]", 0, 24) "," F32("score.bias", "[2]", 24, 32) "}",
     "score",
     {2, 1, 4, 0, 3, -1, 10, -1},
     8,
     2,
     {12, -7.5},
     NULL},
    /* one label, stored as a row without its first dimension */
    {"{" F32("v_head.summary.weight", "[3]", 0, 12) "}",
     "v_head.summary",
     {1, 1, 1},
     3,
     1,
     {-0.5},
     NULL},
    /* relu([1 - 2 + 2*0.5 + 3, -2 + 0.5 + 1]) = [3, 0]; 2*3 + 5*0 + 1 = 7, -1*3 + 1*0 + 0 = -3 */
    {"{" F32("score.0.weight", "[2,3]", 0,
             24) "," F32("score.0.bias", "[2]", 24,
                         32) "," F32("score.2.weight", "[2,2]", 32,
                                     48) "," F32("score.2.bias", "[2]", 48, 56) "}",
     "score",
     {1, 1, 2, 0, 1, 1, 3, 1, 2, 5, -1, 1, 1, 0},
     14,
     2,
     {7, -3},
     NULL},
    {"{" F32("score.weight", "[2,2]", 0, 16) "}",
     NULL,
     {1, 2, 3, 4},
     4,
     0,
     {0},
     "array score.weight: states of 3 numbers do not fit a head for 2"},
    {"{" F32("score.weight", "[1,3]", 0, 12) "," F32("score.bias", "[2]", 12, 20) "}",
     NULL,
     {1, 2, 3, 4, 5},
     5,
     0,
     {0},
     "array score.bias has 2 numbers, and the head gives 1 labels"},
    {"{" F32("lm_head.weight", "[1,3]", 0, 12) "}",
     NULL,
     {1, 2, 3},
     3,
     0,
     {0},
     "it has no array \"score\" or \"score.weight\" that a score head could be; it has "
     "lm_head.weight"},
    {"{" F32("score.weight", "[1,3]", 0, 12) "}",
     NULL,
     {1, NAN, 3},
     3,
     0,
     {0},
     "its head holds what is not a number"},
};

START_TEST(a_head_is_read_and_gives_what_its_weights_say)
{
    struct assay_arena arena = {0};
    struct assay_error err = {0};
    struct assay_head head;
    char dir[SCRATCH_PATH], path[SCRATCH_PATH], sha256[ASSAY_DIGEST_HEX];
    const char *place;
    enum assay_code code;

    scratch_make(dir);
    write_file(dir, table[_i].header, table[_i].numbers, table[_i].n, path);
    place =
        table[_i].name ? assay_arena_printf(&arena, "%s:%s", path, table[_i].name) : path;
    code = assay_head_read(place, WIDTH, &arena, &head, sha256, &err);
    if (table[_i].fault) {
        ck_assert_int_eq(code, ASSAY_EDATA);
        ck_assert_ptr_nonnull(strstr(err.text, table[_i].fault));
    } else {
        double logit[2] = {0};

        ck_assert_msg(code == ASSAY_OK, "%s", err.text);
        ck_assert_uint_eq(head.labels, table[_i].labels);
        ck_assert_uint_eq(strlen(sha256), ASSAY_DIGEST_HEX - 1);
        assay_head_apply(&head, state, logit);
        for (size_t i = 0; i < head.labels; i++)
            ck_assert_double_eq(logit[i], table[_i].logit[i]);
    }
    scratch_remove(dir);
    assay_arena_release(&arena);
}
END_TEST

START_TEST(a_state_that_is_no_number_gives_none)
{
    static const float weight[] = {1, 1, 1, 1};
    const struct assay_head head = {
        .layer = {{1, 2, weight, NULL}, {2, 1, weight, NULL}}, .layers = 2, .labels = 1};
    const float odd[] = {NAN};
    double logit;

    assay_head_apply(&head, odd, &logit);
    ck_assert(isnan(logit));
}
END_TEST

Suite *unit_head(void)
{
    Suite *suite = suite_create("head");
    TCase *all = tcase_create("all");

    tcase_add_loop_test(all, a_head_is_read_and_gives_what_its_weights_say, 0,
                        COUNT(table));
    tcase_add_test(all, a_state_that_is_no_number_gives_none);
    suite_add_tcase(suite, all);
    return suite;
}
