/* test_world_made.c - worlds that assay makes: transitions by hand, options, and the same bytes for the same words. */
#include "metrics/random_mdp.h"
#include "suites/mdp_generator.h"
#include "suites/mdp_world.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static struct assay_arena arena;
static struct assay_error err;

static void drop(void)
{
    assay_arena_release(&arena);
}

static void make(const char *target, struct assay_world *out)
{
    const enum assay_code code = assay_world_read(
        &(struct assay_world_setting){.target = target}, &arena, out, &err);

    ck_assert_msg(code == ASSAY_OK, "%s: %s", target, code ? err.text : "");
}

/* A row as "s:p s:p ...". */
static const char *spell_row(const struct assay_world *world, size_t s, size_t a)
{
    const struct assay_mdp *mdp = &world->mdp;
    const size_t k = s * mdp->actions + a;
    const char *text = "";

    for (size_t i = mdp->row[k]; i < mdp->row[k + 1]; i++)
        text = assay_arena_printf(&arena, "%s%s%u:%.4g", text, *text ? " " : "",
                                  mdp->next[i], mdp->chance[i]);
    return text;
}

enum {
    UP,
    DOWN,
    LEFT,
    RIGHT,
    STAY
};

/*
 * 3x3, row by row:   0 1 2        with walls=1:1   0 1 2      with cliff   0 1 2
 *                    3 4 5                         3 # 4                   3 4 5
 *                    6 7 8                         5 6 7                   6 7 8   7 is the cliff
 */
static const struct {
    const char *target;
    size_t s, a;
    const char *row;
} moves[] = {
    {"grid:3x3", 4, UP, "1:1"},
    {"grid:3x3", 4, DOWN, "7:1"},
    {"grid:3x3", 4, LEFT, "3:1"},
    {"grid:3x3", 4, RIGHT, "5:1"},
    {"grid:3x3", 0, UP, "0:1"},
    {"grid:3x3", 0, LEFT, "0:1"},
    {"grid:3x3", 7, RIGHT, "8:1"},
    {"grid:3x3", 7, DOWN, "7:1"},
    {"grid:3x3", 8, UP, "8:1"}, /* the goal is terminal */
    {"grid:3x3", 8, LEFT, "8:1"},
    {"grid:3x3,open", 8, LEFT, "7:1"},
    {"grid:3x3,open", 8, RIGHT, "8:1"},
    {"grid:3x3,stay", 4, STAY, "4:1"},
    {"grid:3x3,slip=0.2", 4, UP, "1:0.8 3:0.1 5:0.1"},
    {"grid:3x3,slip=0.2", 4, RIGHT, "1:0.1 5:0.8 7:0.1"},
    {"grid:3x3,slip=0.2", 4, LEFT, "1:0.1 3:0.8 7:0.1"},
    {"grid:3x3,slip=0.2", 4, DOWN, "3:0.1 5:0.1 7:0.8"},
    {"grid:3x3,slip=0.2", 0, UP, "0:0.9 1:0.1"}, /* stays above and on the left */
    {"grid:3x3,slip=0.2", 0, LEFT, "0:0.9 3:0.1"},
    {"grid:3x3,slip=0.2", 0, RIGHT, "0:0.1 1:0.8 3:0.1"},
    {"grid:3x3,slip=1", 4, UP, "3:0.5 5:0.5"},
    {"grid:3x3,slip=0.2,stay", 4, STAY, "4:1"},
    {"grid:3x3,slip=0.2", 8, UP, "8:1"},
    {"grid:3x3,walls=1:1", 1, DOWN, "1:1"},
    {"grid:3x3,walls=1:1", 3, RIGHT, "3:1"},
    {"grid:3x3,walls=1:1", 4, DOWN, "7:1"},
    {"grid:3x3,walls=1:1", 6, UP, "6:1"},
    {"grid:3x3,walls=1:1", 6, LEFT, "5:1"},
    {"grid:3x3,walls=1:1,slip=0.2", 1, LEFT,
     "0:0.8 1:0.2"}, /* the edge above, a wall below */
    {"grid:3x3,walls=0:1+2:1", 0, DOWN, "0:1"},
    {"grid:3x3,walls=0:1+2:1", 3, RIGHT, "3:1"},
    {"grid:3x3,cliff", 6, RIGHT, "7:1"},
    {"grid:3x3,cliff", 7, UP, "6:1"}, /* back to the start */
    {"grid:3x3,cliff", 7, RIGHT, "6:1"},
    {"grid:3x3,cliff,slip=0.5", 7, LEFT, "6:1"},
    {"grid:3x3,cliff", 4, DOWN, "7:1"},
    {"grid:3x3,cliff", 8, LEFT, "8:1"},
    {"grid:3x3,goal=1:1", 4, UP, "4:1"},
    {"grid:3x3,goal=1:1", 8, UP, "5:1"},
    {"grid:2x1", 0, RIGHT, "1:1"},
    {"chain:3", 0, 0, "0:1"},
    {"chain:3", 1, 0, "0:1"},
    {"chain:3", 1, 1, "2:1"},
    {"chain:3", 2, 0, "2:1"},
    {"chain:3,open", 2, 0, "1:1"},
    {"chain:3,open", 2, 1, "2:1"},
    {"chain:3,slip=0.25", 1, 0, "0:0.75 2:0.25"},
    {"chain:3,slip=0.25", 1, 1, "0:0.25 2:0.75"},
    {"chain:3,slip=0.25", 0, 0, "0:0.75 1:0.25"},
    {"chain:3,slip=0.25,open", 2, 1, "1:0.25 2:0.75"},
    {"chain:3,slip=1", 1, 1, "0:1"},
    {"bandit:3", 0, 2, "0:1"},
};

START_TEST(moves_lead_where_they_should)
{
    struct assay_world world;

    make(moves[_i].target, &world);
    ck_assert_str_eq(spell_row(&world, moves[_i].s, moves[_i].a), moves[_i].row);
}
END_TEST

static const struct {
    const char *target;
    const char *start; /* mu0, a state that has some */
} starts[] = {
    {"grid:3x3", "0:1"},
    {"grid:3x3,start=1:2", "7:1"},
    {"grid:3x3,cliff", "6:1"},
    {"grid:3x2,walls=1:0,start=any", "0:0.25 1:0.25 2:0.25 3:0.25"}, /* not the goal, 4 */
    {"chain:4", "0:1"},
    {"bandit:4", "0:1"},
    {"random:2", "0:0.5 1:0.5"},
};

START_TEST(episodes_begin_where_they_should)
{
    struct assay_world world;
    const char *text = "";

    make(starts[_i].target, &world);
    for (size_t s = 0; s < world.mdp.states; s++)
        if (world.mdp.start[s] > 0.0)
            text = assay_arena_printf(&arena, "%s%s%zu:%.4g", text, *text ? " " : "", s,
                                      world.mdp.start[s]);
    ck_assert_str_eq(text, starts[_i].start);
}
END_TEST

/* The reward of (s, a, s'). */
static double reward_at(const struct assay_world *world, const char *name, size_t s,
                        size_t a, size_t next)
{
    const size_t i = assay_world_reward(world, assay_str_of(name));
    double row[64];

    ck_assert_uint_lt(i, world->rewards);
    ck_assert_uint_le(world->mdp.states, 64);
    assay_reward_row(&world->mdp, &world->reward[i], s * world->mdp.actions + a, row);
    return row[next];
}

START_TEST(a_grid_brings_rewards)
{
    struct assay_world world;

    make("grid:3x3,cliff,gamma=0.5", &world);
    ck_assert_uint_eq(world.rewards, 5);
    ck_assert_double_eq(reward_at(&world, "near", 4, UP, 1), -2.0);
    ck_assert_double_eq(reward_at(&world, "goal", 5, DOWN, 8), 1.0);
    ck_assert_double_eq(reward_at(&world, "goal", 8, DOWN, 8), 0.0);
    ck_assert_double_eq(reward_at(&world, "goal", 4, DOWN, 7), 0.0);
    ck_assert_double_eq(reward_at(&world, "step", 4, DOWN, 7), -1.0);
    ck_assert_double_eq(reward_at(&world, "step", 8, UP, 8), 0.0);
    ck_assert_double_eq(reward_at(&world, "cliff", 4, DOWN, 7), -100.0);
    ck_assert_double_eq(reward_at(&world, "cliff", 4, UP, 1), -1.0);
    ck_assert_double_eq(reward_at(&world, "cliff", 8, UP, 8), 0.0);
    /* Phi = - steps to 2:2: of 4 it is -2, of 5 it is -1: 0.5 (-1) + 2 */
    ck_assert_double_eq(reward_at(&world, "shaped", 4, RIGHT, 5), 1.5);
    ck_assert_double_eq(reward_at(&world, "shaped", 5, DOWN, 8), 2.0);
    ck_assert(assay_str_equal(world.action_name[3], ASSAY_STR("right")));
    make("grid:3x3", &world);
    ck_assert_uint_eq(world.rewards, 4);
    make("chain:3", &world);
    ck_assert_double_eq(reward_at(&world, "goal", 1, 1, 2), 1.0);
    ck_assert_double_eq(reward_at(&world, "goal", 2, 1, 2), 0.0);
    ck_assert_double_eq(reward_at(&world, "step", 1, 1, 2), -1.0);
}
END_TEST

START_TEST(a_grid_has_its_map)
{
    struct assay_world world;
    static const uint32_t cell[] = {0, 1, 2, 3, 5, 6, 7, 8};

    make("grid:3x3,walls=1:1,goal=2:0", &world);
    ck_assert_uint_eq(world.mdp.states, 8);
    ck_assert_mem_eq(world.grid->cell, cell, sizeof(cell));
    ck_assert_uint_eq(world.grid->flag[0], ASSAY_GRID_START);
    ck_assert_uint_eq(world.grid->flag[2], ASSAY_GRID_GOAL);
    ck_assert_uint_eq(world.grid->flag[4], ASSAY_GRID_WALL);
    make("grid:4x2,cliff", &world);
    ck_assert_uint_eq(world.grid->flag[4], ASSAY_GRID_START);
    ck_assert_uint_eq(world.grid->flag[5], ASSAY_GRID_CLIFF);
    ck_assert_uint_eq(world.grid->flag[6], ASSAY_GRID_CLIFF);
    ck_assert_uint_eq(world.grid->flag[7], ASSAY_GRID_GOAL);
}
END_TEST

static const char *const targets[] = {
    "grid:7x5,slip=0.15,cliff,stay", "chain:9,slip=0.1", "bandit:6,seed=3,rewards=3",
    "random:states=9,actions=3,seed=4,environment=5,rewards=3",
    "random:states=9,actions=3,tail=zero"};

START_TEST(the_same_words_make_the_same_world)
{
    struct assay_world one, two;
    size_t rows;

    make(targets[_i], &one);
    make(targets[_i], &two);
    rows = one.mdp.states * one.mdp.actions;
    ck_assert_mem_eq(one.mdp.row, two.mdp.row, (rows + 1) * sizeof(*one.mdp.row));
    ck_assert_mem_eq(one.mdp.chance, two.mdp.chance,
                     one.mdp.row[rows] * sizeof(*one.mdp.chance));
    for (size_t i = 0; i < one.rewards; i++)
        for (size_t k = 0; k < rows; k++) {
            double x[64], y[64];

            assay_reward_row(&one.mdp, &one.reward[i], k, x);
            assay_reward_row(&two.mdp, &two.reward[i], k, y);
            ck_assert_mem_eq(x, y, one.mdp.states * sizeof(*x));
        }
    ck_assert_uint_eq(one.sources, 0);
    ck_assert(assay_str_equal(one.name, assay_str_of(targets[_i])));
}
END_TEST

/* random: is what metrics/random_mdp.h draws. */
START_TEST(a_random_world_is_that_of_the_study)
{
    const struct assay_random_setting setting = {
        9, 3, 0.8, ASSAY_RANDOM_ZERO, {0.2, 0.7, 0.3, 0.5}, 4, 5};
    struct assay_world world;
    struct assay_mdp mdp;
    double reward[9 * 3 * 9];

    make("random:9,actions=3,gamma=0.8,tail=zero,seed=4,environment=5", &world);
    assay_random_mdp(&setting, &arena, &mdp);
    ck_assert_uint_eq(assay_mdp_entries(&mdp), assay_mdp_entries(&world.mdp));
    ck_assert_mem_eq(mdp.chance, world.mdp.chance,
                     assay_mdp_entries(&mdp) * sizeof(double));
    assay_random_reward(&setting, 1, reward);
    ck_assert_mem_eq(reward, world.reward[1].value, sizeof(reward));
}
END_TEST

START_TEST(rewards_of_bandits_are_standard_normal)
{
    struct assay_world world;
    double sum = 0.0, squares = 0.0;

    make("bandit:5000,rewards=4", &world);
    ck_assert_double_eq(world.mdp.gamma, 0.0);
    for (size_t i = 0; i < 20000; i++) {
        const double x = world.reward[i / 5000].value[i % 5000];

        sum += x / 20000.0;
        squares += x * x / 20000.0;
    }
    ck_assert_double_eq_tol(sum, 0.0, 4.0 / sqrt(20000.0));
    ck_assert_double_eq_tol(squares, 1.0, 4.0 * sqrt(2.0 / 20000.0));
}
END_TEST

START_TEST(what_is_in_effect_is_told)
{
    struct assay_world world;
    double slip;

    make("grid:5x4,slip=0.25,cliff", &world);
    ck_assert(assay_str_equal(assay_node_text(assay_node_get(world.made, "generator")),
                              ASSAY_STR("grid")));
    ck_assert(assay_str_equal(assay_node_text(assay_node_get(world.made, "size")),
                              ASSAY_STR("5x4")));
    ck_assert(assay_node_number(assay_node_get(world.made, "slip"), &slip));
    ck_assert_double_eq(slip, 0.25);
    ck_assert(assay_node_get(world.made, "cliff")->as.truth);
}
END_TEST

START_TEST(rewards_that_are_given_take_the_place_of_its_own)
{
    static const char *const words[] = {"a=x", "b=next_x - x"};
    struct assay_world world;

    ck_assert_int_eq(assay_world_read(&(struct assay_world_setting){.target = "grid:2x2",
                                                                    .reward = words,
                                                                    .rewards = 2},
                                      &arena, &world, &err),
                     ASSAY_OK);
    ck_assert_uint_eq(world.rewards, 2);
    ck_assert_double_eq(reward_at(&world, "b", 0, RIGHT, 1), 1.0);
}
END_TEST

/* Both rows of state 0 begin with 0 itself, and go on to 1. */
START_TEST(a_state_that_may_be_left_is_not_terminal)
{
    static const char *const words[] = {"a=terminal", "b=s"};
    struct assay_world world;

    ck_assert_int_eq(
        assay_world_read(&(struct assay_world_setting){.target = "chain:3,slip=0.25",
                                                       .reward = words,
                                                       .rewards = 2},
                         &arena, &world, &err),
        ASSAY_OK);
    ck_assert_double_eq(reward_at(&world, "a", 0, 0, 0), 0.0);
    ck_assert_double_eq(reward_at(&world, "a", 1, 0, 0), 0.0);
    ck_assert_double_eq(reward_at(&world, "a", 2, 0, 0), 1.0);
}
END_TEST

/* Above 2^24 numbers a reward that looks at s' is known on the support alone. */
START_TEST(a_large_world_is_known_where_it_goes)
{
    static const char *const words[] = {"a=x", "b=next_x - x"};
    struct assay_world world;
    double level;

    ck_assert_int_eq(
        assay_world_read(&(struct assay_world_setting){.target = "grid:60x50,slip=0.2",
                                                       .reward = words,
                                                       .rewards = 2},
                         &arena, &world, &err),
        ASSAY_OK);
    ck_assert_int_eq(world.reward[1].shape, ASSAY_REWARD_SPARSE);
    ck_assert(world.support_only[1] && !world.support_only[0]);
    ck_assert_uint_eq(world.notes, 1);
    ck_assert_ptr_nonnull(strstr(world.note_text[0], "b: known where tau > 0 alone"));
    {
        double *r = assay_arena_new(&arena, 12000, sizeof(*r));

        (void)assay_reward_level(&world.mdp, &world.reward[1], r);
        level =
            r[(size_t)61 * 4 + RIGHT]; /* 1:1 to the right with 0.8, up or down else */
    }
    ck_assert_double_eq_tol(level, 0.8, 1e-15);
}
END_TEST

static const struct {
    const char *target, *what;
} mistakes[] = {
    {"grid:4", "grid:4: size: \"4\" is not COLUMNSxROWS"},
    {"grid:0x4", "grid:0x4: size: \"0x4\" is not COLUMNSxROWS"},
    {"grid:99999x99999", "grid:99999x99999: size: more than 16777216 cells"},
    {"grid:4x4,cliffs", "grid:4x4,cliffs: size: \"cliffs\" is not COLUMNSxROWS"},
    {"grid:4x4,slip=2", "grid:4x4,slip=2: slip=2: not in [0, 1]"},
    {"grid:4x4,gamma=1", "grid:4x4,gamma=1: gamma: 1 is not in [0, 1)"},
    {"grid:4x4,walls=1:4", "grid:4x4,walls=1:4: walls: 1:4 is not on the grid"},
    {"grid:4x4,walls=1", "grid:4x4,walls=1: walls: \"1\" is no cell X:Y"},
    {"grid:4x4,walls=0:0", "grid:4x4,walls=0:0: start: 0:0 is a wall"},
    {"grid:4x4,walls=3:3", "grid:4x4,walls=3:3: goal: 3:3 is a wall"},
    {"grid:2x4,cliff", "grid:2x4,cliff: cliff: it needs three columns and two rows"},
    {"grid:4x4,cliff,goal=1:3", "grid:4x4,cliff,goal=1:3: goal: 1:3 is on the cliff"},
    {"grid:4x4,cliff,walls=1:3", "grid:4x4,cliff,walls=1:3: cliff: 1:3 is a wall"},
    {"grid:4x4,cliff,start=any",
     "grid:4x4,cliff,start=any: start: a cliff leads back to one cell, not to any"},
    {"grd:4x4", "no generator of worlds \"grd\"; nearest is \"grid\""},
    {"chain:1", "chain:1: length=1: not in [2, 16777216]"},
    {"bandit:3,rewards=1", "bandit:3,rewards=1: one reward, a distance needs two"},
    {"random:states=2000,actions=100",
     "random:states=2000,actions=100: more than 268435456 entries of tau"},
    {"random:tail=10", "random:tail=10: tail=10: not one of -20, zero"},
};

START_TEST(a_mistake_in_the_words_is_one_of_usage)
{
    struct assay_world world;
    const enum assay_code code =
        assay_world_read(&(struct assay_world_setting){.target = mistakes[_i].target},
                         &arena, &world, &err);

    ck_assert_msg(code == ASSAY_EUSAGE || strstr(mistakes[_i].what, "one reward"), "%s",
                  err.text);
    ck_assert_msg(strncmp(err.text, mistakes[_i].what, strlen(mistakes[_i].what)) == 0,
                  "%s", err.text);
}
END_TEST

START_TEST(a_name_with_a_colon_is_a_generator_and_any_other_a_file)
{
    ck_assert_ptr_nonnull(assay_world_generator_of("grid"));
    ck_assert_ptr_nonnull(assay_world_generator_of("grid:4x4"));
    ck_assert_ptr_null(assay_world_generator_of("./grid"));
    ck_assert_ptr_null(assay_world_generator_of("grid.json"));
    ck_assert_ptr_null(assay_world_generator_of("world.npz"));
    for (size_t i = 0; assay_world_generator_at(i); i++)
        ck_assert_ptr_eq(assay_world_generator_of(assay_world_generator_at(i)->name),
                         assay_world_generator_at(i));
}
END_TEST

Suite *unit_world_made(void)
{
    Suite *suite = suite_create("world_made");
    TCase *all = tcase_create("generators");

    tcase_add_checked_fixture(all, NULL, drop);
    tcase_add_loop_test(all, moves_lead_where_they_should, 0,
                        sizeof(moves) / sizeof(moves[0]));
    tcase_add_loop_test(all, episodes_begin_where_they_should, 0,
                        sizeof(starts) / sizeof(starts[0]));
    tcase_add_test(all, a_grid_brings_rewards);
    tcase_add_test(all, a_grid_has_its_map);
    tcase_add_loop_test(all, the_same_words_make_the_same_world, 0,
                        sizeof(targets) / sizeof(targets[0]));
    tcase_add_test(all, a_random_world_is_that_of_the_study);
    tcase_add_test(all, rewards_of_bandits_are_standard_normal);
    tcase_add_test(all, what_is_in_effect_is_told);
    tcase_add_test(all, rewards_that_are_given_take_the_place_of_its_own);
    tcase_add_test(all, a_state_that_may_be_left_is_not_terminal);
    tcase_add_test(all, a_large_world_is_known_where_it_goes);
    tcase_add_loop_test(all, a_mistake_in_the_words_is_one_of_usage, 0,
                        sizeof(mistakes) / sizeof(mistakes[0]));
    tcase_add_test(all, a_name_with_a_colon_is_a_generator_and_any_other_a_file);
    suite_add_tcase(suite, all);
    return suite;
}
