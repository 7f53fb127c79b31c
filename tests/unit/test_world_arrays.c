/* test_world_arrays.c - worlds and policies in files of arrays, as numpy.savez writes them. */
#include "harness/core/archive_write.h"
#include "harness/core/buf.h"
#include "suites/mdp_world.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <string.h>

enum {
    MOST = 16, /* arrays of a file, numbers of an array */
    ALIGNED = 64,
    TEXT_CHARS = 4
};

static struct assay_arena arena;
static struct assay_error err;
static char dir[SCRATCH_PATH], path[SCRATCH_PATH];

static void make(void)
{
    arena = (struct assay_arena){0};
    scratch_make(dir);
}

static void drop(void)
{
    assay_arena_release(&arena);
    scratch_remove(dir);
}

/* An array under construction: numbers, or texts of at most four letters. */
struct array {
    const char *name, *shape;
    double number[MOST];
    size_t count;
    const char *text[MOST]; /* in place of numbers */
};

/* A little-endian npy of version 1, its header padded as numpy pads it. */
static void put_npy(const struct array *array, struct assay_buf *out)
{
    struct assay_buf header = {0};

    assay_buf_printf(&header, "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }",
                     array->text[0] ? "<U4" : "<f8", array->shape);
    while ((assay_buf_view(&header).len + 11) % ALIGNED)
        assay_buf_putc(&header, ' ');
    assay_buf_putc(&header, '\n');
    assay_buf_add(out, (struct assay_str){"\x93NUMPY\x01\x00", 8});
    assay_buf_putc(out, (char)(header.len & 0xFF));
    assay_buf_putc(out, (char)(header.len >> 8));
    assay_buf_add(out, assay_buf_view(&header));
    for (size_t i = 0; i < array->count; i++) {
        if (!array->text[0])
            assay_buf_add(
                out, (struct assay_str){(const char *)&array->number[i], sizeof(double)});
        for (size_t k = 0; array->text[0] && k < TEXT_CHARS; k++) {
            char c[4] = {'\0'};

            if (k < strlen(array->text[i]))
                c[0] = array->text[i][k];
            assay_buf_add(out, (struct assay_str){c, sizeof(c)});
        }
    }
    assay_buf_release(&header);
}

static void write_npz(const struct array *arrays, const char *name, char at[SCRATCH_PATH])
{
    struct assay_archive_writer *writer;
    struct assay_buf out = {0};
    enum assay_code code = assay_archive_zip(&out, true, &writer, &err);

    for (size_t i = 0; !code && i < MOST && arrays[i].name; i++) {
        struct assay_buf npy = {0};

        put_npy(&arrays[i], &npy);
        code = assay_archive_add(writer,
                                 assay_arena_printf(&arena, "%s.npy", arrays[i].name),
                                 assay_buf_view(&npy), &err);
        assay_buf_release(&npy);
    }
    ck_assert_int_eq(assay_archive_finish(writer, code, &err), ASSAY_OK);
    scratch_write(dir, name, out.data, out.len, at);
    assay_buf_release(&out);
}

static enum assay_code read_arrays(const struct array *arrays, struct assay_world *out)
{
    write_npz(arrays, "w.npz", path);
    return assay_world_read(&(struct assay_world_setting){.target = path}, &arena, out,
                            &err);
}

#define GAMMA                                                                            \
    {                                                                                    \
        .name = "gamma", .shape = "", .number = {0.5}, .count = 1                        \
    }
#define TAU                                                                              \
    {                                                                                    \
        .name = "tau", .shape = "2, 2, 2", .number = {1, 0, 0, 1, 0, 1, 0.25, 0.75},     \
        .count = 8                                                                       \
    }
#define REWARDS                                                                          \
    {                                                                                    \
        .name = "rewards", .shape = "2, 2, 2", .number = {1, 2, 3, 4, 5, 6, 7, 8},       \
        .count = 8                                                                       \
    }

static const size_t row[] = {0, 1, 2, 3, 5};
static const uint32_t next[] = {0, 1, 1, 0, 1};
static const double chance[] = {1, 1, 1, 0.25, 0.75};

static void rows_are_right(const struct assay_world *world)
{
    for (size_t i = 0; i < 5; i++) {
        ck_assert_uint_eq(world->mdp.row[i], row[i]);
        ck_assert_uint_eq(world->mdp.next[i], next[i]);
        ck_assert_double_eq(world->mdp.chance[i], chance[i]);
    }
}

static void process_is_right(const struct assay_world *world)
{
    ck_assert_uint_eq(world->mdp.states, 2);
    ck_assert_uint_eq(world->mdp.actions, 2);
    ck_assert_double_eq(world->mdp.gamma, 0.5);
    rows_are_right(world);
}

START_TEST(dense_arrays_are_read)
{
    static const struct array arrays[MOST] = {
        GAMMA,
        TAU,
        REWARDS,
        {.name = "reward_names", .shape = "2,", .text = {"a", "bc"}, .count = 2},
        {.name = "R7",
         .shape = "2, 2, 2",
         .number = {9, 8, 7, 6, 5, 4, 3, 2},
         .count = 8},
        {.name = "mu0", .shape = "2,", .number = {0.25, 0.75}, .count = 2},
        {.name = "policies", .shape = "1, 2, 2", .number = {0.5, 0.5, 0, 1}, .count = 4},
        {.name = "pi", .shape = "2,", .number = {1, 0}, .count = 2},
        {.name = "D_S", .shape = "2,", .number = {0.5, 0.5}, .count = 2},
        {.name = "states", .shape = "2,", .text = {"here", "far"}, .count = 2},
        {.name = "grid", .shape = "1,", .text = {"S#G"}, .count = 1},
        {.name = "state_h", .shape = "2,", .number = {3, 4}, .count = 2},
    };
    static const char *const words[] = {"mine=next_h * 10 + x"};
    struct assay_world world;

    write_npz(arrays, "w.npz", path);
    ck_assert_msg(
        assay_world_read(
            &(struct assay_world_setting){.target = path, .reward = words, .rewards = 1},
            &arena, &world, &err) == ASSAY_OK,
        "%s", err.text);
    process_is_right(&world);
    ck_assert_double_eq(world.mdp.start[1], 0.75);
    ck_assert_uint_eq(world.rewards, 4);
    ck_assert(assay_str_equal(world.reward_name[1], ASSAY_STR("bc")));
    ck_assert_int_eq(world.reward[1].shape, ASSAY_REWARD_LEVEL);
    ck_assert_double_eq(world.reward[1].value[3], 8.0);
    ck_assert_int_eq(world.reward[2].shape, ASSAY_REWARD_DENSE);
    ck_assert_double_eq(world.reward[2].value[7], 2.0);
    ck_assert_double_eq(world.reward[3].value[5],
                        42.0); /* s = 1, a = 0, next = 1: x = 2 */
    ck_assert(assay_str_equal(world.policy_name[0], ASSAY_STR("pi1")));
    ck_assert_double_eq(world.policy[0][3], 1.0);
    ck_assert_double_eq(world.pi[1], 1.0);
    ck_assert_double_eq(world.pi[2], 1.0);
    ck_assert_double_eq(world.d_s[0], 0.5);
    ck_assert(assay_str_equal(world.state_name[0], ASSAY_STR("here")));
    ck_assert_uint_eq(world.grid->cell[1], 2);
    ck_assert(assay_str_equal(world.name, ASSAY_STR("w")));
    ck_assert_uint_eq(strlen(world.source[0].digest), ASSAY_DIGEST_HEX - 1);
}
END_TEST

START_TEST(compressed_rows_are_read_and_their_zeros_left_out)
{
    static const struct array arrays[MOST] = {
        GAMMA,
        {.name = "S", .shape = "", .number = {2}, .count = 1},
        {.name = "tau_row", .shape = "5,", .number = {0, 2, 3, 4, 6}, .count = 5},
        {.name = "tau_next", .shape = "6,", .number = {0, 1, 1, 1, 0, 1}, .count = 6},
        {.name = "tau_chance",
         .shape = "6,",
         .number = {1, 0, 1, 1, 0.25, 0.75},
         .count = 6},
        {.name = "R1_row", .shape = "5,", .number = {0, 0, 1, 1, 2}, .count = 5},
        {.name = "R1_next", .shape = "2,", .number = {0, 1}, .count = 2},
        {.name = "R1_value", .shape = "2,", .number = {-3, 4}, .count = 2},
        {.name = "R2", .shape = "2, 2", .number = {1, 2, 3, 4}, .count = 4},
    };
    struct assay_world world;

    ck_assert_msg(read_arrays(arrays, &world) == ASSAY_OK, "%s", err.text);
    process_is_right(&world);
    ck_assert_double_eq(world.mdp.start[1], 0.5);
    ck_assert_int_eq(world.reward[0].shape, ASSAY_REWARD_SPARSE);
    ck_assert_uint_eq(world.reward[0].row[2], 1);
    ck_assert_uint_eq(world.reward[0].next[1], 1);
    ck_assert_double_eq(world.reward[0].value[0], -3.0);
    ck_assert_int_eq(world.reward[1].shape, ASSAY_REWARD_LEVEL);
}
END_TEST

START_TEST(a_policy_may_be_an_array)
{
    static const struct array arrays[MOST] = {GAMMA, TAU, REWARDS};
    static const struct array policies[][MOST] = {
        {{.name = "any", .shape = "2, 2", .number = {0.25, 0.75, 1, 0}, .count = 4}},
        {{.name = "other", .shape = "1,", .number = {0}, .count = 1},
         {.name = "policy", .shape = "2, 2", .number = {0.25, 0.75, 1, 0}, .count = 4}},
    };
    struct assay_world world;
    char other[SCRATCH_PATH];

    for (size_t i = 0; i < 2; i++) {
        const char *word;

        write_npz(arrays, "w.npz", path);
        write_npz(policies[i], "p.npz", other);
        word = assay_arena_printf(&arena, "mine=%s", other);
        ck_assert_msg(assay_world_read(&(struct assay_world_setting){.target = path,
                                                                     .policy = &word,
                                                                     .policies = 1},
                                       &arena, &world, &err) == ASSAY_OK,
                      "%s", err.text);
        ck_assert_double_eq(world.policy[0][1], 0.75);
        ck_assert_uint_eq(world.sources, 2);
    }
}
END_TEST

static const struct {
    struct array arrays[MOST];
    const char *what; /* behind the path */
} mistakes[] = {
    {{GAMMA, REWARDS}, ": no array \"tau\", nor \"tau_row\"; it has gamma, rewards"},
    {{TAU, REWARDS}, ": no array \"gamma\""},
    {{GAMMA, TAU}, ": no rewards, a distance needs two"},
    {{GAMMA, TAU, {.name = "reward", .shape = "1,", .number = {1}, .count = 1}},
     ": unknown array \"reward\"; nearest is \"rewards\""},
    {{{.name = "gamma", .shape = "2,", .number = {0.5, 0.5}, .count = 2}, TAU},
     ": gamma: expected one number"},
    {{{.name = "gamma", .shape = "", .number = {1}, .count = 1}, TAU},
     ": gamma: 1 is not in [0, 1)"},
    {{{.name = "gamma", .shape = "", .number = {(double)NAN}, .count = 1}, TAU},
     ": gamma: nan is not in [0, 1)"},
    {{GAMMA, {.name = "tau", .shape = "2, 2", .number = {1, 0, 0, 1}, .count = 4}},
     ": tau: 2 dimensions, not 3"},
    {{GAMMA, {.name = "tau", .shape = "2, 1, 3", .number = {1, 0, 0, 1}, .count = 6}},
     ": tau: an array (2, 1, 3), not (2, 1, 2)"},
    {{GAMMA, {.name = "tau", .shape = "1, 1, 1", .number = {(double)NAN}, .count = 1}},
     ": tau[0][0][0]: nan is no probability"},
    {{GAMMA, {.name = "tau", .shape = "1, 1, 1", .number = {0.5}, .count = 1}},
     ": tau[0][0]: sums to 0.5, not to 1"},
    {{GAMMA, {.name = "tau", .shape = "2,", .text = {"a", "b"}, .count = 2}},
     ": tau: 1 dimensions, not 3"},
    {{GAMMA, {.name = "tau", .shape = "1, 1, 1", .text = {"a"}, .count = 1}},
     ": tau: an array of texts, not of numbers"},
    {{GAMMA, {.name = "tau_row", .shape = "5,", .number = {0, 2, 3, 4, 6}, .count = 5}},
     ": no \"S\", which tau_row needs"},
    {{GAMMA,
      {.name = "S", .shape = "", .number = {1e9}, .count = 1},
      {.name = "tau_row", .shape = "5,", .number = {0, 2, 3, 4, 6}, .count = 5}},
     ": S: 1000000000 states, more than 16777216"},
    {{GAMMA,
      {.name = "S", .shape = "", .number = {3}, .count = 1},
      {.name = "tau_row", .shape = "5,", .number = {0, 2, 3, 4, 6}, .count = 5}},
     ": A: 1.33333 is no number of actions"},
    {{GAMMA,
      {.name = "S", .shape = "", .number = {1}, .count = 1},
      {.name = "tau_row", .shape = "2,", .number = {0, 1}, .count = 2}},
     ": no array \"tau_next\""},
    {{GAMMA,
      {.name = "S", .shape = "", .number = {1}, .count = 1},
      {.name = "tau_row", .shape = "2,", .number = {0, 2}, .count = 2},
      {.name = "tau_next", .shape = "1,", .number = {0}, .count = 1},
      {.name = "tau_chance", .shape = "1,", .number = {1}, .count = 1}},
     ": tau_row[1]: 2 is not in 0 .. 1"},
    {{GAMMA,
      {.name = "S", .shape = "", .number = {1}, .count = 1},
      {.name = "tau_row", .shape = "3,", .number = {0, 1, 0}, .count = 3},
      {.name = "tau_next", .shape = "1,", .number = {0}, .count = 1},
      {.name = "tau_chance", .shape = "1,", .number = {1}, .count = 1}},
     ": tau_row: it goes from 0 to 0, not from 0 to 1"},
    {{GAMMA,
      {.name = "S", .shape = "", .number = {1}, .count = 1},
      {.name = "tau_row", .shape = "4,", .number = {0, 1, 0, 1}, .count = 4},
      {.name = "tau_next", .shape = "1,", .number = {0}, .count = 1},
      {.name = "tau_chance", .shape = "1,", .number = {1}, .count = 1}},
     ": tau_row[2]: less than the one before"},
    {{GAMMA,
      {.name = "S", .shape = "", .number = {1}, .count = 1},
      {.name = "tau_row", .shape = "2,", .number = {0, 1}, .count = 2},
      {.name = "tau_next", .shape = "1,", .number = {1}, .count = 1},
      {.name = "tau_chance", .shape = "1,", .number = {1}, .count = 1}},
     ": tau_next[0]: 1 is not in 0 .. 0"},
    {{GAMMA,
      {.name = "S", .shape = "", .number = {1}, .count = 1},
      {.name = "tau_row", .shape = "2,", .number = {0, 2}, .count = 2},
      {.name = "tau_next", .shape = "2,", .number = {0, 0}, .count = 2},
      {.name = "tau_chance", .shape = "2,", .number = {0.5, 0.5}, .count = 2}},
     ": tau[0][0]: successor 0 is out of order or range"},
    {{GAMMA, TAU, {.name = "tau_row", .shape = "2,", .number = {0, 1}, .count = 2}},
     ": both \"tau\" and \"tau_row\""},
    {{GAMMA, TAU, {.name = "R1_next", .shape = "1,", .number = {0}, .count = 1}},
     ": no array \"R1_row\""},
    {{GAMMA, TAU, {.name = "R1", .shape = "2, 3", .number = {1}, .count = 6}},
     ": R1: an array (2, 3), not (2, 2)"},
    {{GAMMA,
      TAU,
      {.name = "R1", .shape = "2, 2", .number = {1, (double)INFINITY}, .count = 4}},
     ": R1: [0][1]: not a finite number"},
    {{GAMMA, TAU, {.name = "rewards", .shape = "2, 2", .number = {1}, .count = 4}},
     ": rewards: 2 dimensions, not 3 or 4"},
    {{GAMMA,
      TAU,
      REWARDS,
      {.name = "reward_names", .shape = "1,", .text = {"a"}, .count = 1}},
     ": reward_names: expected an array of 2 texts"},
    {{GAMMA, TAU, REWARDS, {.name = "mu0", .shape = "2,", .number = {1, 1}, .count = 2}},
     ": mu0: sums to 2, not to 1"},
    {{GAMMA, TAU, REWARDS, {.name = "pi", .shape = "2,", .number = {0, 2}, .count = 2}},
     ": pi[1]: 2 is not in 0 .. 1"},
    {{GAMMA,
      TAU,
      REWARDS,
      {.name = "policies", .shape = "1, 2, 2", .number = {1, 1, 0, 1}, .count = 4}},
     ": policies[0][0]: sums to 2, not to 1"},
    {{GAMMA, TAU, REWARDS, {.name = "D_A", .shape = "2,", .number = {2, -1}, .count = 2}},
     ": D_A[0]: 2 is no probability"},
    {{GAMMA,
      TAU,
      REWARDS,
      {.name = "states", .shape = "2,", .number = {2, 1}, .count = 2}},
     ": states: expected an array of 2 texts"},
};

START_TEST(a_mistake_is_told_with_its_place)
{
    struct assay_world world;

    ck_assert_int_eq(read_arrays(mistakes[_i].arrays, &world), ASSAY_EDATA);
    ck_assert_msg(strncmp(err.text, path, strlen(path)) == 0, "%s", err.text);
    ck_assert_str_eq(err.text + strlen(path), mistakes[_i].what);
}
END_TEST

Suite *unit_world_arrays(void)
{
    Suite *suite = suite_create("world_arrays");
    TCase *all = tcase_create("files");

    tcase_add_checked_fixture(all, make, drop);
    tcase_add_test(all, dense_arrays_are_read);
    tcase_add_test(all, compressed_rows_are_read_and_their_zeros_left_out);
    tcase_add_test(all, a_policy_may_be_an_array);
    tcase_add_loop_test(all, a_mistake_is_told_with_its_place, 0,
                        sizeof(mistakes) / sizeof(mistakes[0]));
    suite_add_tcase(suite, all);
    return suite;
}
