/* test_world.c - worlds as JSON files and descriptions have them: what is read, and what is refused, with the place. */
#include "harness/core/json.h"
#include "suites/kind.h"
#include "suites/mdp_world.h"
#include "suites/suite.h"
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

/* S = 3 on a map of one wall; state 2 is not on it. */
#define MAP                                                                              \
    "\"gamma\": 0.5, \"grid\": [\"S#G\"], \"tau\": [[[0, 1, 0], [1, 0, 0]], [[0, 0, "    \
    "1], "                                                                               \
    "[0, 1, 0]], [[0, 0, 1], [0, 0, 1]]], \"features\": {\"state\": {\"h\": [5, 6, "     \
    "7]}, "                                                                              \
    "\"action\": {\"cost\": [0.25, -1]}}"

START_TEST(a_map_places_states_on_cells)
{
    struct assay_world world;
    static const uint32_t cell[] = {0, 2, ASSAY_GRID_NOWHERE};

    good("{" MAP ", "
         "\"rewards\": {\"x\": \"x\", \"y\": \"y\"}}",
         &world);
    ck_assert_uint_eq(world.grid->columns, 3);
    ck_assert_uint_eq(world.grid->rows, 1);
    ck_assert_mem_eq(world.grid->cell, cell, sizeof(cell));
    ck_assert_uint_eq(world.grid->flag[0], ASSAY_GRID_START);
    ck_assert_uint_eq(world.grid->flag[1], ASSAY_GRID_WALL);
    ck_assert_uint_eq(world.grid->flag[2], ASSAY_GRID_GOAL);
}
END_TEST

/* What an expression says at (s, a, s'), by hand. */
static const struct {
    const char *text;
    enum assay_reward_shape shape;
    size_t s, a, next;
    double value;
} told[] = {
    {"s * 10 + a", ASSAY_REWARD_LEVEL, 2, 1, 0, 21.0},
    {"next * 100 + s * 10 + a", ASSAY_REWARD_DENSE, 1, 0, 2, 210.0},
    {"x", ASSAY_REWARD_LEVEL, 1, 0, 0, 2.0},
    {"x", ASSAY_REWARD_LEVEL, 2, 0, 0, -1.0},
    {"next_x - x", ASSAY_REWARD_DENSE, 0, 0, 1, 2.0},
    {"y + columns * 10 + rows", ASSAY_REWARD_LEVEL, 1, 1, 0, 31.0},
    {"goal", ASSAY_REWARD_LEVEL, 1, 0, 0, 1.0},
    {"next_goal - goal", ASSAY_REWARD_DENSE, 1, 0, 0, -1.0},
    {"start", ASSAY_REWARD_LEVEL, 0, 0, 0, 1.0},
    {"cliff", ASSAY_REWARD_LEVEL, 0, 0, 0, 0.0},
    {"wall", ASSAY_REWARD_LEVEL, 1, 0, 0, 1.0},
    {"wall", ASSAY_REWARD_LEVEL, 2, 0, 0, 0.0},
    {"terminal", ASSAY_REWARD_LEVEL, 1, 0, 0, 0.0},
    {"terminal", ASSAY_REWARD_LEVEL, 2, 0, 0, 1.0},
    {"goal_x * 10 + goal_y", ASSAY_REWARD_LEVEL, 0, 0, 0, 20.0},
    {"gamma * next_h - h + cost", ASSAY_REWARD_DENSE, 0, 1, 2, 3.5 - 5.0 - 1.0},
    {"cost", ASSAY_REWARD_LEVEL, 2, 0, 0, 0.25},
};

START_TEST(expressions_know_states_actions_and_features)
{
    struct assay_world world;
    const size_t k = told[_i].s * 2 + told[_i].a;

    good(assay_arena_printf(&arena,
                            "{" MAP ", \"rewards\": {\"one\": \"%s\", \"two\": \"0\"}}",
                            told[_i].text),
         &world);
    ck_assert_int_eq(world.reward[0].shape, told[_i].shape);
    ck_assert_double_eq(
        world.reward[0]
            .value[told[_i].shape == ASSAY_REWARD_DENSE ? k * 3 + told[_i].next : k],
        told[_i].value);
    ck_assert(assay_str_equal(world.expression[0], assay_str_of(told[_i].text)));
    ck_assert(!world.support_only[0]);
}
END_TEST

START_TEST(rewards_of_the_command_line_stand_behind_those_of_the_file)
{
    static const char *const words[] = {"mine=next == 0 ? 5 : -1"};
    struct assay_world world;

    scratch_text(dir, "w.json", "{\"gamma\": 0.5, " TAU ", " TWO "}", path);
    ck_assert_int_eq(
        assay_world_read(
            &(struct assay_world_setting){.target = path, .reward = words, .rewards = 1},
            &arena, &world, &err),
        ASSAY_OK);
    ck_assert_uint_eq(world.rewards, 3);
    ck_assert_uint_eq(assay_world_reward(&world, ASSAY_STR("mine")), 2);
    ck_assert_double_eq(world.reward[2].value[0], 5.0);
    ck_assert_double_eq(world.reward[2].value[1], -1.0);
}
END_TEST

static const struct {
    const char *word, *what;
} words[] = {
    {"mine", "reward \"mine\": expected NAME=EXPRESSION"},
    {"=1", "reward \"=1\": expected NAME=EXPRESSION"},
    {"R1=1", "reward: R1: the name is taken"},
    {"mine=nex",
     "reward: mine: column 1: nothing is called \"nex\"; nearest is \"next\""},
    {"mine=1 +", "reward: mine: column 4: it ends too early"},
    {"mine=1 / (s - 1)", "reward: mine: column 3: division by zero at s = 1, a = 0"},
    {"mine=log(next)",
     "reward: mine: column 1: log of what is not above zero at s = 0, a = 0, next = 0"},
};

START_TEST(a_mistake_in_a_word_is_one_of_usage)
{
    struct assay_world world;

    scratch_text(dir, "w.json", "{\"gamma\": 0.5, " TAU ", " TWO "}", path);
    ck_assert_int_eq(assay_world_read(
                         &(struct assay_world_setting){
                             .target = path, .reward = &words[_i].word, .rewards = 1},
                         &arena, &world, &err),
                     ASSAY_EUSAGE);
    ck_assert_int_eq(err.code, ASSAY_EUSAGE);
    ck_assert_str_eq(err.text, words[_i].what);
}
END_TEST

/* Reads w.json with one more policy, "mine" of a text. */
static enum assay_code with_policy(const char *text, struct assay_world *out)
{
    char other[SCRATCH_PATH];
    const char *word;

    scratch_text(dir, "w.json", "{\"gamma\": 0.5, " TAU ", " TWO "}", path);
    scratch_text(dir, "p.json", text, other);
    word = assay_arena_printf(&arena, "mine=%s", other);
    return assay_world_read(
        &(struct assay_world_setting){.target = path, .policy = &word, .policies = 1},
        &arena, out, &err);
}

START_TEST(a_policy_may_lie_in_a_file_of_its_own)
{
    static const char *const texts[] = {"[[0.25, 0.75], [0, 1]]",
                                        "{\"policy\": [[0.25, 0.75], [0, 1]]}",
                                        "{\"pi\": [[0.25, 0.75], [0, 1]]}"};
    struct assay_world world;

    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(with_policy(texts[i], &world), ASSAY_OK);
        ck_assert_uint_eq(world.policies, 1);
        ck_assert(assay_str_equal(world.policy_name[0], ASSAY_STR("mine")));
        ck_assert_double_eq(world.policy[0][1], 0.75);
        ck_assert_uint_eq(world.sources, 2);
    }
    ck_assert_int_eq(with_policy("[[0.25, 0.75], [0, 0.5]]", &world), ASSAY_EDATA);
    ck_assert_ptr_nonnull(strstr(err.text, "p.json: policy[1]: sums to 0.5, not to 1"));
    ck_assert_int_eq(with_policy("{\"p\": 1}", &world), ASSAY_EDATA);
    ck_assert_ptr_nonnull(
        strstr(err.text, "p.json: policy: expected a list of 2, found map"));
}
END_TEST

/* ---- descriptions ---- */

/* Loads a description that has these lines, and reads its world. */
static enum assay_code describe(const char *text, struct assay_world *out)
{
    static const struct assay_places places = {NULL, "suites", "data_manifest.txt"};
    struct assay_suite *suite;
    char mine[SCRATCH_PATH];
    enum assay_code code;

    scratch_text(
        dir, "mine.yaml",
        assay_arena_printf(
            &arena, "name: mine\nversion: \"1\"\nkind: mdp\ntitle: Mine\n%s", text),
        mine);
    code = assay_suite_load_any(&(struct assay_suite_words){.spec = mine}, &places,
                                &arena, &suite, &err);
    return code ? code
                : assay_world_read(&(struct assay_world_setting){.suite = suite}, &arena,
                                   out, &err);
}

START_TEST(a_description_names_a_world_and_gives_it_rewards)
{
    struct assay_world world;
    char other[SCRATCH_PATH];

    scratch_text(dir, "p.json", "[0, 1, 2]", other);
    ck_assert_msg(describe("data: {world: \"chain:3,gamma=0.5\"}\nrewards:\n  a: s\n  b: "
                           "next_goal\n",
                           &world) == ASSAY_OK,
                  "%s", err.text);
    ck_assert(assay_str_equal(world.name, ASSAY_STR("mine")));
    ck_assert_uint_eq(world.rewards, 2); /* its own are left out */
    ck_assert(assay_str_equal(world.reward_name[1], ASSAY_STR("b")));
    ck_assert_double_eq(world.mdp.gamma, 0.5);
    scratch_text(dir, "w.json", "{\"gamma\": 0.5, " TAU ", " TWO "}", path);
    scratch_text(dir, "p.json", "[0, 1]", other);
    ck_assert_msg(
        describe("data: {files: [{path: w.json}]}\nrewards: {a: s}\npolicies: {p: "
                 "{path: p.json}}\n",
                 &world) == ASSAY_OK,
        "%s", err.text);
    ck_assert_uint_eq(world.rewards, 3); /* those of a file stay */
    ck_assert_uint_eq(world.policies, 1);
    ck_assert_uint_eq(world.sources, 2);
}
END_TEST

static const struct {
    const char *text, *what;
} descriptions[] = {
    {"data: {world: grd:4x4}",
     "mine.yaml:5: no generator of worlds \"grd\"; nearest is \"grid\""},
    {"data: {word: grid}", "mine.yaml:5: unknown key \"word\" in data of a world"},
    {"data: {world: grid, argument: true}",
     "mine.yaml:5: data names one of files, with one file, world and argument"},
    {"data: {files: [{path: a}, {path: b}]}",
     "mine.yaml:5: data names one of files, with one file, world and argument"},
    {"data: {}", "mine.yaml:5: data names none of files, world, argument"},
    {"data: {world: \"grid:4x4,slp=1\"}",
     "grid:4x4,slp=1: unknown option slp; did you mean slip?"},
    {"data: {world: chain}\nrewards:\n  a: 1 /\n  b: 2",
     "mine.yaml:7: rewards.a: column 4: it ends too early"},
    {"data: {world: chain}\nrewards:\n  a: \"1 / s\"\n  b: \"2\"",
     "mine.yaml:7: rewards.a: column 3: division by zero at s = 0, a = 0"},
    {"data: {world: chain}\nrewards: {a: [1]}",
     "mine.yaml:6: rewards: expected an expression"},
    {"data: {world: chain}\nrewards: {a: s}", "chain: one reward, a distance needs two"},
    {"data: {world: chain}\npolicies: {a: {pth: b}}",
     "mine.yaml:6: unknown key \"pth\" in files of a world"},
    {"data: {world: chain}\nfields: {a: b}", "mine.yaml:6: unknown key \"fields\""},
};

START_TEST(a_mistake_in_a_description_is_told_with_its_line)
{
    struct assay_world world;

    ck_assert_int_ne(describe(descriptions[_i].text, &world), ASSAY_OK);
    ck_assert_msg(strstr(err.text, descriptions[_i].what), "%s", err.text);
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
    {"{\"gamma\": 0.5, " TAU ", " TWO ", \"D_S\": [0.5, 0.500000002]}",
     ": D_S: sums to 1.000000002, not to 1"},
    {"{\"gamma\": 0.5, " TAU ", " TWO ", \"D_A\": [1]}", ": D_A: 1 elements, not 2"},
    {"{\"gamma\": 0.5, " TAU ", " TWO ", \"states\": [\"a\"]}",
     ": states: expected a list of 2 names"},
    {"{\"gamma\": 0.5, " TAU ", " TWO ", \"actions\": [\"a\", 1]}",
     ": actions[1]: expected a name"},
    {"{\"gamma\": 0.5, " TAU ", " TWO ", \"grid\": []}", ": grid: no cells"},
    {"{\"gamma\": 0.5, " TAU ", " TWO ", \"grid\": [\"..\", \".\"]}",
     ": grid[1]: 1 cells, not 2"},
    {"{\"gamma\": 0.5, " TAU ", " TWO ", \"grid\": [\".x\"]}",
     ": grid[0]: cell 1 is none of \".\", \"#\", S, G, C"},
    {"{\"gamma\": 0.5, " TAU ", " TWO ", \"grid\": [\"...\"]}",
     ": grid: 3 open cells for 2 states"},
    {"{\"gamma\": 0.5, " TAU ", " TWO ", \"features\": {\"stat\": {}}}",
     ": features: its keys are \"state\" and \"action\""},
    {"{\"gamma\": 0.5, " TAU ", " TWO ", \"features\": {\"state\": {\"h\": [1]}}}",
     ": features.state.h: 1 elements, not 2"},
    {"{\"gamma\": 0.5, " TAU ", " TWO ", \"features\": {\"state\": {\"s\": [1, 2]}}}",
     ": features.state.s: the name is taken"},
    {"{\"gamma\": 0.5, " TAU ", " TWO ", \"features\": {\"action\": {\"a b\": [1, 2]}}}",
     ": features.action.a b: no name for an expression"},
    {"{\"gamma\": 0.5, " TAU ", \"rewards\": {\"x\": \"h + 1\"}}",
     ": rewards.x: column 1: nothing is called \"h\"; one of s, a, next, gamma, "
     "terminal, "
     "next_terminal"},
    {"{\"gamma\": 0.5, " TAU ", \"rewards\": {\"x\": \"sqrt(a - 1)\"}}",
     ": rewards.x: column 1: sqrt of a negative number at s = 0, a = 0"},
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
    tcase_add_test(all, a_map_places_states_on_cells);
    tcase_add_loop_test(all, expressions_know_states_actions_and_features, 0,
                        sizeof(told) / sizeof(told[0]));
    tcase_add_test(all, rewards_of_the_command_line_stand_behind_those_of_the_file);
    tcase_add_loop_test(all, a_mistake_in_a_word_is_one_of_usage, 0,
                        sizeof(words) / sizeof(words[0]));
    tcase_add_test(all, a_policy_may_lie_in_a_file_of_its_own);
    tcase_add_test(all, a_description_names_a_world_and_gives_it_rewards);
    tcase_add_loop_test(all, a_mistake_in_a_description_is_told_with_its_line, 0,
                        sizeof(descriptions) / sizeof(descriptions[0]));
    tcase_add_loop_test(all, a_mistake_is_told_with_its_place, 0,
                        sizeof(mistakes) / sizeof(mistakes[0]));
    tcase_add_test(all, a_small_file_takes_little_memory_whatever_it_declares);
    tcase_add_test(all, a_tree_is_read_as_a_file_is);
    suite_add_tcase(suite, all);
    return suite;
}
