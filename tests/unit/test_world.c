/* test_world.c - worlds as files have them: what is read, and what is refused, with the place. */
#include "harness/core/json.h"
#include "suites/mdp_world.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <string.h>

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

/* Reads a text as a file that is called w.json. */
static enum assay_code read_text(const char *text, struct assay_world *out)
{
    scratch_text(dir, "w.json", text, path);
    return assay_world_read(&(struct assay_world_setting){.target = path}, &arena, out,
                            &err);
}

static void good(const char *text, struct assay_world *out)
{
    const enum assay_code code = read_text(text, out);

    ck_assert_msg(code == ASSAY_OK, "%s", code ? err.text : "");
}

#define TAU "\"tau\": [[[1, 0], [0, 1]], [[0, 1], [0.25, 0.75]]]"
#define TWO "\"R1\": [[1, 2], [3, 4]], \"R2\": [[0, 0], [0, 1]]"

START_TEST(lists_become_compressed_rows_and_tables)
{
    struct assay_world world;
    static const size_t row[] = {0, 1, 2, 3, 5};
    static const uint32_t next[] = {0, 1, 1, 0, 1};
    static const double chance[] = {1, 1, 1, 0.25, 0.75};

    good("{\"name\": \"two\", \"note\": \"a note\", \"S\": 2, \"A\": 2, \"gamma\": 0.5, "
         "\"mu0\": [0.5, 0.5]," TAU ", "
         "\"R1\": [[[1, 2], [3, 4]], [[5, 6], [7, 8]]], \"R2\": [[1, 2], [3, 4]]}",
         &world);
    ck_assert_uint_eq(world.mdp.states, 2);
    ck_assert_uint_eq(world.mdp.actions, 2);
    ck_assert_double_eq(world.mdp.gamma, 0.5);
    ck_assert_double_eq(world.mdp.start[1], 0.5);
    ck_assert_mem_eq(world.mdp.row, row, sizeof(row));
    ck_assert_mem_eq(world.mdp.next, next, sizeof(next));
    ck_assert_mem_eq(world.mdp.chance, chance, sizeof(chance));
    ck_assert_uint_eq(world.rewards, 2);
    ck_assert_int_eq(world.reward[0].shape, ASSAY_REWARD_DENSE);
    for (size_t i = 0; i < 8; i++)
        ck_assert_double_eq(world.reward[0].value[i], (double)(i + 1));
    ck_assert_int_eq(world.reward[1].shape, ASSAY_REWARD_LEVEL);
    for (size_t i = 0; i < 4; i++)
        ck_assert_double_eq(world.reward[1].value[i], (double)(i + 1));
    ck_assert(assay_str_equal(world.name, ASSAY_STR("two")));
    ck_assert(assay_str_equal(world.note, ASSAY_STR("a note")));
    ck_assert_uint_eq(assay_world_reward(&world, ASSAY_STR("R2")), 1);
    ck_assert_uint_eq(assay_world_reward(&world, ASSAY_STR("R3")), SIZE_MAX);
    ck_assert_ptr_null(world.pi);
    ck_assert_uint_eq(world.sources, 1);
    ck_assert_str_eq(world.source[0].path, path);
    ck_assert_uint_eq(strlen(world.source[0].digest), ASSAY_DIGEST_HEX - 1);
}
END_TEST

START_TEST(entries_are_sorted_and_zeros_of_tau_left_out)
{
    struct assay_world world;
    static const size_t row[] = {0, 1, 2, 3, 5};
    static const uint32_t next[] = {0, 1, 1, 0, 1};
    static const double chance[] = {1, 1, 1, 0.25, 0.75};
    static const size_t reward_row[] = {0, 0, 2, 2, 3};
    static const uint32_t reward_next[] = {0, 1, 0};
    static const double reward[] = {-1, 5, 2};

    good(
        "{\"S\": 2, \"A\": 2, \"gamma\": 0.5, \"mu0\": 1, \"tau\": {\"entries\": "
        "[[1, 1, 1, 0.75], [1, 0, 1, 1], [0, 0, 0, 1.0], [0, 0, 1, 0], [1, 1, 0, 0.25], "
        "[0, 1, 1, 1]]}, \"rewards\": {\"a\": {\"entries\": [[0, 1, 1, 5], [1, 1, 0, 2], "
        "[0, 1, 0, -1]]}, \"b\": {\"entries\": [[1, 0, 3], [0, 1, -0.5]]}, "
        "\"none\": {\"entries\": []}}}",
        &world);
    ck_assert_double_eq(world.mdp.start[0], 0.0);
    ck_assert_double_eq(world.mdp.start[1], 1.0);
    ck_assert_mem_eq(world.mdp.row, row, sizeof(row));
    ck_assert_mem_eq(world.mdp.next, next, sizeof(next));
    ck_assert_mem_eq(world.mdp.chance, chance, sizeof(chance));
    ck_assert_int_eq(world.reward[0].shape, ASSAY_REWARD_SPARSE);
    ck_assert_mem_eq(world.reward[0].row, reward_row, sizeof(reward_row));
    ck_assert_mem_eq(world.reward[0].next, reward_next, sizeof(reward_next));
    ck_assert_mem_eq(world.reward[0].value, reward, sizeof(reward));
    ck_assert_int_eq(world.reward[1].shape, ASSAY_REWARD_LEVEL);
    ck_assert_double_eq(world.reward[1].value[0], 0.0);
    ck_assert_double_eq(world.reward[1].value[1], -0.5);
    ck_assert_double_eq(world.reward[1].value[2], 3.0);
    ck_assert_double_eq(world.reward[1].value[3], 0.0);
    ck_assert_uint_eq(world.reward[2].row[4], 0);
}
END_TEST

START_TEST(policies_distributions_and_names_are_read)
{
    struct assay_world world;

    good("{\"gamma\": 0, " TAU ", " TWO ", \"pi\": [[0.25, 0.75], [1, 0]], "
         "\"policies\": {\"stay\": [0, 1], \"mixed\": [[0.5, 0.5], [0, 1]]}, "
         "\"D_S\": [0.75, 0.25], \"D_A\": [0.5, 0.5], \"states\": [\"x\", \"y\"], "
         "\"actions\": [\"left\", \"right\"]}",
         &world);
    ck_assert_double_eq(world.mdp.start[0], 0.5); /* uniform where nothing is said */
    ck_assert_double_eq(world.pi[1], 0.75);
    ck_assert_uint_eq(world.policies, 2);
    ck_assert_double_eq(world.policy[0][0], 1.0);
    ck_assert_double_eq(world.policy[0][1], 0.0);
    ck_assert_double_eq(world.policy[0][2], 0.0);
    ck_assert_double_eq(world.policy[0][3], 1.0);
    ck_assert_uint_eq(assay_world_policy(&world, ASSAY_STR("mixed")), 1);
    ck_assert_double_eq(world.d_s[0], 0.75);
    ck_assert_double_eq(world.d_a[1], 0.5);
    ck_assert(assay_str_equal(world.state_name[1], ASSAY_STR("y")));
    ck_assert(assay_str_equal(world.action_name[0], ASSAY_STR("left")));
    ck_assert(assay_str_equal(world.name, ASSAY_STR("w")));
    ck_assert_uint_eq(world.notes, 0);
}
END_TEST

START_TEST(a_discount_near_one_is_noted)
{
    struct assay_world world;

    good("{\"gamma\": 0.99995, " TAU ", " TWO "}", &world);
    ck_assert_uint_eq(world.notes, 1);
    ck_assert_ptr_nonnull(strstr(world.note_text[0], "gamma: above 0.9999"));
    good("{\"gamma\": 0.9999, " TAU ", " TWO "}", &world);
    ck_assert_uint_eq(world.notes, 0);
}
END_TEST

static const struct {
    const char *text, *what; /* what: behind the path */
} mistakes[] = {
    {"[]", ": expected a map, found list"},
    {"{\"gamma\": NaN}", ":1: "},
    {"{\"gamma\": 1e999, " TAU ", " TWO "}", ":1: "},
    {"{\"gama\": 0.5}", ": unknown key \"gama\"; nearest is \"gamma\""},
    {"{\"R0\": 1}", ": unknown key \"R0\"; nearest is \"R1\""},
    {"{\"gamma\": 0.5}", ": no \"tau\""},
    {"{" TAU ", " TWO "}", ": no \"gamma\""},
    {"{\"gamma\": \"x\", " TAU ", " TWO "}", ": gamma: expected a number, found text"},
    {"{\"gamma\": 1, " TAU ", " TWO "}", ": gamma: 1 is not in [0, 1)"},
    {"{\"gamma\": 1.5, " TAU ", " TWO "}", ": gamma: 1.5 is not in [0, 1)"},
    {"{\"gamma\": -0.5, " TAU ", " TWO "}", ": gamma: -0.5 is not in [0, 1)"},
    {"{\"S\": 1000000000, \"A\": 2, \"gamma\": 0.5, \"tau\": {\"entries\": []}}",
     ": S: 1000000000 states, more than 16777216"},
    {"{\"S\": 16777216, \"A\": 65536, \"gamma\": 0.5, \"tau\": {\"entries\": []}}",
     ": 16777216 states of 65536 actions are more than 268435456 rows"},
    {"{\"S\": 16777216, \"A\": 2, \"gamma\": 0.5, \"tau\": {\"entries\": []}}",
     ": tau: 0 entries for 16777216 x 2 rows of states and actions, each of which needs "
     "one"},
    {"{\"S\": 0, \"A\": 2, \"gamma\": 0.5, \"tau\": []}",
     ": S: 0 is no number of states"},
    {"{\"S\": 2.5, \"A\": 2, \"gamma\": 0.5, \"tau\": []}",
     ": S: 2.5 is no number of states"},
    {"{\"S\": 2, \"gamma\": 0.5, \"tau\": {\"entries\": []}}",
     ": no \"A\", which tau by entries needs"},
    {"{\"S\": 3, \"gamma\": 0.5, " TAU "}", ": tau: 2 elements, not 3"},
    {"{\"A\": 3, \"gamma\": 0.5, " TAU "}", ": tau[0]: 2 elements, not 3"},
    {"{\"gamma\": 0.5, \"tau\": [[[1, 0], [0, 1]], [[0, 1], [1]]]}",
     ": tau[1][1]: 1 elements, not 2"},
    {"{\"gamma\": 0.5, \"tau\": [[[1, 0], [0, \"1\"]], [[0, 1], [1, 0]]]}",
     ": tau[0][1][1]: expected a number, found text"},
    {"{\"gamma\": 0.5, \"tau\": [[[1, 0], [0, 1]], [[0, 1], [0.5, 0.4]]]}",
     ": tau[1][1]: sums to 0.9, not to 1"},
    {"{\"gamma\": 0.5, \"tau\": [[[1, 0], [0, 1]], [[0, 1], [0.5, 0.500000002]]]}",
     ": tau[1][1]: sums to 1.000000002, not to 1"},
    {"{\"gamma\": 0.5, \"tau\": [[[1, 0], [0, 1]], [[0, 1], [-0.5, 1.5]]]}",
     ": tau[1][1][0]: -0.5 is no probability"},
    {"{\"gamma\": 0.5, \"mu0\": [0.5, 0.4], " TAU "}", ": mu0: sums to 0.9, not to 1"},
    {"{\"gamma\": 0.5, \"mu0\": [1], " TAU "}", ": mu0: 1 elements, not 2"},
    {"{\"gamma\": 0.5, \"mu0\": 2, " TAU "}", ": mu0: 2 is not in 0 .. 1"},
    {"{\"gamma\": 0.5, " TAU "}", ": no rewards, a distance needs two"},
    {"{\"gamma\": 0.5, " TAU ", \"R1\": [[1, 2], [3, 4]]}",
     ": one reward, a distance needs two"},
    {"{\"gamma\": 0.5, " TAU ", \"R1\": [[1, 2], [3]]}", ": R1[1]: 1 elements, not 2"},
    {"{\"gamma\": 0.5, " TAU ", \"R1\": [[[1, 2], [1, 2]], [[1, 2], 3]]}",
     ": R1[1][1]: expected a list of 2, found number"},
    {"{\"gamma\": 0.5, " TAU ", \"rewards\": []}",
     ": rewards: expected a map, found list"},
    {"{\"gamma\": 0.5, " TAU ", " TWO ", \"rewards\": {\"R1\": [[1, 2], [3, 4]]}}",
     ": rewards.R1: the name is taken"},
    {"{\"gamma\": 0.5, " TAU ", \"rewards\": {\"x\": {\"entries\": [[0, 1, 1, 2], "
     "[0, 0, 1, 1], [0, 1, 1, 3]]}}}",
     ": rewards.x.entries[2]: of the same place as entries[0]"},
    {"{\"gamma\": 0.5, " TAU ", \"rewards\": {\"x\": {\"entries\": [[0, 1, 2], "
     "[0, 1, 1]]}}}",
     ": rewards.x.entries[1]: of the same place as entries[0]"},
    {"{\"gamma\": 0.5, " TAU ", \"rewards\": {\"x\": {\"entries\": [[0, 1, 2, 2]]}}}",
     ": rewards.x.entries[0][2]: 2 is not in 0 .. 1"},
    {"{\"gamma\": 0.5, " TAU ", \"rewards\": {\"x\": {\"entries\": [[0.5, 1, 1, 2]]}}}",
     ": rewards.x.entries[0][0]: expected a whole number, found number"},
    {"{\"gamma\": 0.5, " TAU ", \"rewards\": {\"x\": {\"entries\": [[0, 1, 1, 2], "
     "[0, 1, 1]]}}}",
     ": rewards.x.entries[1]: 3 elements, not 4"},
    {"{\"gamma\": 0.5, " TAU ", \"rewards\": {\"x\": {\"entry\": []}}}",
     ": rewards.x: expected nested lists or {\"entries\": [...]} and no other key"},
    {"{\"gamma\": 0.5, " TAU ", " TWO ", \"pi\": [[1, 0], [0.5, 0.4]]}",
     ": pi[1]: sums to 0.9, not to 1"},
    {"{\"gamma\": 0.5, " TAU ", " TWO ", \"policies\": {\"x\": [[1, 0], [2, -1]]}}",
     ": policies.x[1][0]: 2 is no probability"},
    {"{\"gamma\": 0.5, " TAU ", " TWO ", \"policies\": {\"x\": [0, 2]}}",
     ": policies.x[1]: 2 is not in 0 .. 1"},
    {"{\"gamma\": 0.5, " TAU ", " TWO ", \"D_S\": [1, 1]}", ": D_S: sums to 2, not to 1"},
    {"{\"gamma\": 0.5, " TAU ", " TWO ", \"D_A\": [1]}", ": D_A: 1 elements, not 2"},
    {"{\"gamma\": 0.5, " TAU ", " TWO ", \"states\": [\"a\"]}",
     ": states: expected a list of 2 names"},
    {"{\"gamma\": 0.5, " TAU ", " TWO ", \"actions\": [\"a\", 1]}",
     ": actions[1]: expected a name"},
};

START_TEST(a_mistake_is_told_with_its_place)
{
    struct assay_world world;
    const char *text = mistakes[_i].text, *what = mistakes[_i].what;

    ck_assert_int_eq(read_text(text, &world), ASSAY_EDATA);
    ck_assert_msg(strncmp(err.text, path, strlen(path)) == 0, "%s", err.text);
    if (strcmp(what, ":1: ") == 0)
        ck_assert_msg(strncmp(err.text + strlen(path), what, strlen(what)) == 0, "%s",
                      err.text);
    else
        ck_assert_str_eq(err.text + strlen(path), what);
}
END_TEST

START_TEST(a_small_file_takes_little_memory_whatever_it_declares)
{
    struct assay_world world;

    (void)read_text("{\"S\": 16777216, \"A\": 1, \"gamma\": 0.5, \"mu0\": 0, "
                    "\"tau\": {\"entries\": [[0, 0, 0, 1]]}}",
                    &world);
    ck_assert_uint_lt(arena.bytes, 1 << 20);
}
END_TEST

START_TEST(a_tree_is_read_as_a_file_is)
{
    static const char *const passed[] = {"hand", "expected", NULL};
    struct assay_world world;
    struct assay_node node;

    ck_assert_int_eq(
        assay_json_parse(ASSAY_STR("{\"gamma\": 0.5, \"hand\": [], \"expected\": {}, " TAU
                                   ", " TWO "}"),
                         "x", &arena, &node, &err),
        ASSAY_OK);
    ck_assert_int_eq(assay_world_of_node(&node, "case", passed, &arena, &world, &err),
                     ASSAY_OK);
    ck_assert_uint_eq(world.sources, 0);
    ck_assert_uint_eq(world.rewards, 2);
    ck_assert_int_eq(assay_world_of_node(&node, "case", NULL, &arena, &world, &err),
                     ASSAY_EDATA);
    ck_assert_ptr_nonnull(strstr(err.text, "case: unknown key \"hand\""));
}
END_TEST

Suite *unit_world(void)
{
    Suite *suite = suite_create("world");
    TCase *all = tcase_create("files");

    tcase_add_checked_fixture(all, make, drop);
    tcase_add_test(all, lists_become_compressed_rows_and_tables);
    tcase_add_test(all, entries_are_sorted_and_zeros_of_tau_left_out);
    tcase_add_test(all, policies_distributions_and_names_are_read);
    tcase_add_test(all, a_discount_near_one_is_noted);
    tcase_add_loop_test(all, a_mistake_is_told_with_its_place, 0,
                        sizeof(mistakes) / sizeof(mistakes[0]));
    tcase_add_test(all, a_small_file_takes_little_memory_whatever_it_declares);
    tcase_add_test(all, a_tree_is_read_as_a_file_is);
    suite_add_tcase(suite, all);
    return suite;
}
