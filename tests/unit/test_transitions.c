/* test_transitions.c - files of transitions become columns, and columns distances. */
#include "harness/core/arena.h"
#include "harness/core/buf.h"
#include "harness/run/transition_result.h"
#include "metrics/pearson_distance.h"
#include "suites/transitions.h"
#include "tests/unit/sampled_world.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdio.h>

#define WORDS_MAX 8

/* Reads one text as a file; returns its message, or NULL. */
static const char *read_text(const char *name, const char *text, const char *const *word,
                             struct assay_arena *arena,
                             struct assay_transition_table *out)
{
    static struct assay_error err;
    char dir[SCRATCH_PATH], path[SCRATCH_PATH];
    const char *one[] = {path};
    struct assay_transition_setting setting = {.path = one, .paths = 1, .column = word};
    enum assay_code code;

    while (word && word[setting.columns])
        setting.columns++;
    scratch_make(dir);
    scratch_text(dir, name, text, path);
    one[0] = assay_arena_printf(arena, "%s", path);
    code = assay_transitions_read(&setting, arena, out, &err);
    scratch_remove(dir);
    return code ? err.text : NULL;
}

static const uint32_t none = ASSAY_TRANSITION_NOWHERE;
static const struct assay_option_list no_words = {.count = 0};

START_TEST(rows_come_by_trajectory_in_the_order_of_their_steps)
{
    static const char text[] = "episode,step,state,action,next,done,reward_a,reward\n"
                               "x,2,B,left,C,1,3,1\n"
                               "y,0,A,left,A,0,7,1\n"
                               "x,1,A,right,B,false,2,1\n"
                               "y,1,A,right,,True,8,1\n";
    struct assay_arena arena = {0};
    struct assay_transition_table t;

    ck_assert_ptr_null(read_text("t.csv", text, NULL, &arena, &t));
    ck_assert_uint_eq(t.rows, 4);
    ck_assert_uint_eq(t.trajectories, 2);
    ck_assert_uint_eq(t.first[1], 2);
    ck_assert_uint_eq(t.rewards, 2);
    ck_assert(assay_str_equal(t.reward_name[0], ASSAY_STR("a")));
    ck_assert_double_eq(t.reward[0][0], 2.0); /* x 1, x 2, y 0, y 1 */
    ck_assert_double_eq(t.reward[0][2], 3.0);
    ck_assert_double_eq(t.reward[0][4], 7.0);
    ck_assert_double_eq(t.reward[0][6], 8.0);
    ck_assert(assay_str_equal(t.states.name[t.state[1]], ASSAY_STR("B")));
    ck_assert(assay_str_equal(t.states.name[t.next[0][1]], ASSAY_STR("C")));
    ck_assert_uint_eq(t.next[0][3], none);
    ck_assert_uint_eq(t.done[0][1], 1);
    ck_assert_uint_eq(t.done[0][0], 0);
    ck_assert_uint_eq(t.place[0].line, 4);
    ck_assert_uint_eq(t.actions.count, 2);
    ck_assert(t.action[0] == t.action[3] && t.action[1] == t.action[2]);
    assay_arena_release(&arena);
}
END_TEST

START_TEST(next_states_are_those_of_the_next_rows_where_none_are_told)
{
    static const char text[] =
        "{\"s\": 1, \"x\": [0.5, 1], \"done\": false, \"reward\": 1}\n"
        "{\"s\": 2.0, \"x\": [1, 2], \"done\": true, \"reward\": 2}\n"
        "{\"s\": \"1\", \"x\": [3, 4], \"done\": false, \"reward\": 3}\n"
        "{\"s\": 2, \"x\": [5, 6], \"done\": false, \"reward\": 4}\n";
    static const char *const words[] = {"state=s", "phi=x", NULL};
    struct assay_arena arena = {0};
    struct assay_transition_table t;

    ck_assert_ptr_null(read_text("t.jsonl", text, words, &arena, &t));
    ck_assert_uint_eq(t.rows, 3); /* the last leads nowhere */
    ck_assert_uint_eq(t.trajectories, 2);
    ck_assert_uint_eq(t.states.count, 2); /* 1 and "1" are one label */
    ck_assert(t.next[0][0] == t.state[1] && t.next[0][2] == t.state[1]);
    ck_assert_uint_eq(t.next[0][1], none);
    ck_assert_uint_eq(t.features, 2);
    ck_assert_double_eq(t.next_phi[0][0], 1.0);
    ck_assert_double_eq(t.next_phi[0][5], 6.0);
    ck_assert_double_nan(t.next_phi[0][2]);
    ck_assert_uint_eq(t.notes, 2);
    assay_arena_release(&arena);
}
END_TEST

START_TEST(second_next_states_and_single_features_are_columns_too)
{
    static const char text[] =
        "feature_x,feature_y,next_feature_x,next_feature_y,second_feature_x,second_"
        "feature_y,second_done,r,second_reward\n"
        "1,2,3,4,5,6,0,7,8\n1,2,3,4,,,1,7,9\n";
    static const char *const words[] = {"reward:r=r", "second_reward:r=second_reward",
                                        NULL};
    struct assay_arena arena = {0};
    struct assay_transition_table t;

    ck_assert_ptr_null(read_text("t.csv", text, words, &arena, &t));
    ck_assert_uint_eq(t.samples, 2);
    ck_assert_uint_eq(t.trajectories, 2); /* nothing says what belongs together */
    ck_assert_double_eq(t.phi[1], 2.0);
    ck_assert_double_eq(t.next_phi[0][1], 4.0);
    ck_assert_double_eq(t.next_phi[1][1], 6.0);
    ck_assert_double_nan(t.next_phi[1][3]);
    ck_assert_uint_eq(t.done[1][1], 1);
    ck_assert_double_eq(t.reward[1][1], 9.0);
    assay_arena_release(&arena);
}
END_TEST

/* Of a text, how many trajectories it has. */
static const struct splitting {
    const char *text;
    size_t trajectories;
} splittings[] = {
    {"step,state,next,reward\n0,A,B,1\n1,B,A,1\n1,A,B,1\n0,B,A,1\n5,A,B,1\n", 3},
    {"truncated,state,next,reward\n0,A,B,1\nTrue,B,A,1\n0,A,B,1\n0,B,A,1\n1,A,B,1\n", 2},
    {"done,truncated,state,next,reward\n0,0,A,B,1\n1,0,B,A,1\n0,1,A,B,1\n0,0,B,A,1\n", 3},
    {"state,next,reward\n0,1,1\n1,0,1\n0,1,1\n", 3},
    {"state,reward\n0,1\n1,1\n0,1\n", 1},
};

START_TEST(trajectories_that_nobody_told_end_where_their_rows_say_so)
{
    struct assay_arena arena = {0};
    struct assay_transition_table t;

    ck_assert_ptr_null(read_text("t.csv", splittings[_i].text, NULL, &arena, &t));
    ck_assert_uint_eq(t.trajectories, splittings[_i].trajectories);
    assay_arena_release(&arena);
}
END_TEST

/* A truncated row goes on to a state of value, a done one to the end. */
START_TEST(what_was_cut_short_is_not_done)
{
    static const char text[] = "state,next,done,truncated,reward\n0,1,0,1,1\n1,0,1,0,1\n";
    struct assay_arena arena = {0};
    struct assay_transition_table t;

    ck_assert_ptr_null(read_text("t.csv", text, NULL, &arena, &t));
    ck_assert_uint_eq(t.done[0][0], 0);
    ck_assert_uint_eq(t.done[0][1], 1);
    assay_arena_release(&arena);
}
END_TEST

START_TEST(files_share_states_and_no_trajectories)
{
    static const char *const text[] = {"episode,state,next,reward\n1,A,B,1\n2,B,A,2\n",
                                       "episode,state,next,reward\n1,A,C,3\nx,C,A,y\n"};
    char dir[SCRATCH_PATH], path[2][SCRATCH_PATH];
    struct assay_transition_setting setting = {.path = (const char *[]){path[0], path[1]},
                                               .paths = 2};
    struct assay_arena arena = {0};
    struct assay_transition_table t;
    struct assay_error err;

    scratch_make(dir);
    scratch_text(dir, "one.csv", text[0], path[0]);
    scratch_text(dir, "two.csv", text[1], path[1]);
    ck_assert_int_eq(assay_transitions_read(&setting, &arena, &t, &err), ASSAY_EDATA);
    ck_assert_msg(strstr(err.text, "two.csv:3: reward:"), "%s", err.text);
    scratch_write(dir, "two.csv", text[1], strlen(text[1]) - 8, path[1]);
    ck_assert_msg(!assay_transitions_read(&setting, &arena, &t, &err), "%s", err.text);
    ck_assert_uint_eq(t.rows, 3);
    ck_assert_uint_eq(t.trajectories, 3);
    ck_assert_uint_eq(t.states.count, 3);
    ck_assert_uint_eq(t.state[0], t.state[2]);
    ck_assert_uint_eq(t.sources, 2);
    scratch_remove(dir);
    assay_arena_release(&arena);
}
END_TEST

static const struct refusal {
    const char *text, *word, *said; /* said: what the message holds */
} refusals[] = {
    {"state,next,reward\n0,1,x\n", NULL,
     ":2: reward: expected a finite number, at most 1e100, found text x"},
    {"state,next,reward\n0,1,nan\n", NULL, ":2: reward: expected a finite number"},
    {"state,next,reward\n0,1,\n", NULL, ":2: reward: the row has none"},
    {"state,next,reward\n0,1,1\n0,,1\n", NULL, ":3: next: the row has none"},
    {"state,next,done,reward\n0,1,2,1\n", NULL, ":2: done: expected true or false"},
    {"state,next,step,trajectory,reward\n0,1,0,a,1\n0,1,0,a,1\n", NULL,
     ":3: step 0 is twice in its trajectory"},
    {"state,next,trajectory,reward\n0,1,,1\n", NULL, ":2: trajectory: the row has none"},
    {"x,reward\n0,1\n", NULL, "neither state nor features"},
    {"state,next,reward\n0,1,1\n", "stat=x", "nothing is called"},
    {"state,next,reward\n0,1,1\n", "action=act", "no column \"act\""},
    {"state,next,reward\n0,1,1\n", "state", "expected ROLE=NAME"},
    {"state,next,reward\n0,1,1\n", "state:a=state", "there is one state"},
    {"state,reward\n0,1\n", NULL, "no row has a next state"},
    {"state,next,second_next,reward\n0,1,1,1\n", NULL, "0 of second_reward"},
    {"state,next,second_next,reward,second_reward_b\n0,1,1,1,1\n", NULL,
     "no second_reward of reward"},
    {"feature_x,next,reward\n0,1,1\n", NULL, "0 of next_feature"},
    {"state,next,reward\n", NULL, "no rows"},
    {"state,next,reward\n0,1,1e101\n", NULL, ":2: reward: expected a finite number"},
    {"state,next,reward_a,reward:a\n0,1,1,1\n", NULL,
     "t.csv: column reward:a: there is one reward a"},
};

START_TEST(what_is_wrong_is_told_with_its_place)
{
    const struct refusal *bad = &refusals[_i];
    const char *const words[] = {bad->word, NULL};
    struct assay_arena arena = {0};
    struct assay_transition_table t;
    const char *got = read_text("t.csv", bad->text, words, &arena, &t);

    ck_assert_ptr_nonnull(got);
    ck_assert_msg(strstr(got, bad->said), "%s", got);
    ck_assert_ptr_null(strchr(got, '\n'));
    assay_arena_release(&arena);
}
END_TEST

START_TEST(lists_of_features_have_one_length)
{
    static const char *const text[] = {
        "{\"phi\": [1, 2], \"next_phi\": [1, 2], \"reward\": 1}\n"
        "{\"phi\": [1], \"next_phi\": [1, 2], \"reward\": 1}\n",
        "{\"phi\": [1, 2], \"next_phi\": [1], \"reward\": 1}\n",
        "{\"phi\": [1, \"x\"], \"next_phi\": [1, 2], \"reward\": 1}\n"};
    static const char *const said[] = {":2: phi: a list of 1 numbers, where there were 2",
                                       "1 of phi (2 numbers), but 1 of next_phi (1)",
                                       ":1: phi: [1]: expected a finite number"};
    struct assay_arena arena = {0};
    struct assay_transition_table t;
    const char *got = read_text("t.jsonl", text[_i], NULL, &arena, &t);

    ck_assert_ptr_nonnull(got);
    ck_assert_msg(strstr(got, said[_i]), "%s", got);
    assay_arena_release(&arena);
}
END_TEST

/* ---- distances ---- */

/* A world's transitions as CSV, states as S0, S1, ... */
static char *csv_of(const struct assay_transitions *set, bool second,
                    struct assay_arena *arena)
{
    struct assay_buf text = {0};
    char *out;

    assay_buf_puts(&text, "trajectory,state,action,next,done,reward_a,reward_b");
    assay_buf_puts(&text, second ? ",second_next,second_done,second_reward_a,second_"
                                   "reward_b\n"
                                 : "\n");
    for (size_t c = 0; c < set->clusters; c++)
        for (size_t i = set->first[c]; i < set->first[c + 1]; i++) {
            assay_buf_printf(&text, "%zu,S%u,%u", c, set->state[i], set->pair[i] % 2);
            for (size_t j = 0; j < 1 + (size_t)second; j++) {
                const double *r = set->next[j].reward + i * SAMPLED_REWARDS;

                assay_buf_printf(&text, ",S%u,%d,%.17g,%.17g", set->next[j].state[i],
                                 set->next[j].done[i], r[SAMPLED_PLAIN],
                                 r[SAMPLED_OTHER]);
            }
            assay_buf_puts(&text, "\n");
        }
    out = assay_arena_printf(arena, "%s", assay_buf_view(&text).ptr);
    assay_buf_release(&text);
    return out;
}

START_TEST(a_file_gives_the_distance_of_the_rows_it_was_written_from)
{
    const bool second = _i % 2, ends = _i / 2;
    const struct assay_transition_how how = {
        .gamma = 0.9, .level = 0.95, .replicates = 50, .jobs = 2, .seed = 6};
    const struct assay_sampled_how same = {
        second ? ASSAY_MOMENTS_DOUBLE : ASSAY_MOMENTS_PAIRS, 0.0, 0.95, 50, 6, 1};
    struct assay_arena arena = {0};
    struct sampled_world world;
    struct assay_transitions set;
    struct assay_sampled_study want;
    struct assay_transition_table table;
    struct assay_transition_rewards rewards;
    struct assay_transition_study got;
    struct assay_error err;
    const char *said;

    ck_assert(!sampled_world_make(&world, 4, 12, ends, &arena, &err));
    sampled_transitions(&world, 40, 3, &arena, &set);
    set.samples = second ? 2 : 1;
    ck_assert(!assay_sampled_starc(&set, &same, &arena, &want, &err));
    said = read_text("t.csv", csv_of(&set, second, &arena), NULL, &arena, &table);
    ck_assert_msg(!said, "%s", said);
    ck_assert(
        !assay_transition_rewards_make(&table, 0.9, &no_words, &arena, &rewards, &err));
    ck_assert(!assay_transition_study(&rewards, &how, &arena, &got, &err));
    ck_assert_int_eq(got.by, same.by);
    ck_assert_uint_eq(got.left_out, 0);
    ck_assert_double_eq_tol(got.found.distance[1].squared,
                            want.distance[SAMPLED_OTHER].squared, 1e-9);
    ck_assert_double_eq_tol(got.found.distance[1].hi, want.distance[SAMPLED_OTHER].hi,
                            1e-9);
    ck_assert_double_eq_tol(got.found.reward[0].plain, want.reward[0].plain, 1e-9);
    assay_transition_rewards_release(&rewards);
    assay_arena_release(&arena);
}
END_TEST

/* A world's transitions as CSV with features that are 1 at one state each, of which the last is left out or not. */
static char *features_of(const struct assay_transitions *set, size_t features,
                         struct assay_arena *arena)
{
    struct assay_buf text = {0};
    char *out;

    assay_buf_puts(&text, "trajectory,state,action,done,reward_a,reward_b");
    for (int next = 0; next < 2; next++)
        for (size_t f = 0; f < features; f++)
            assay_buf_printf(&text, ",%sfeature_%zu", next ? "next_" : "", f);
    for (size_t c = 0; c < set->clusters; c++)
        for (size_t i = set->first[c]; i < set->first[c + 1]; i++) {
            const double *r = set->next[0].reward + i * SAMPLED_REWARDS;

            assay_buf_printf(&text, "\n%zu,S%u,%u,%d,%.17g,%.17g", c, set->state[i],
                             set->pair[i] % 2, set->next[0].done[i], r[SAMPLED_PLAIN],
                             r[SAMPLED_OTHER]);
            for (size_t f = 0; f < features; f++)
                assay_buf_printf(&text, ",%d", set->state[i] == f);
            for (size_t f = 0; f < features; f++)
                assay_buf_printf(&text, ",%d", set->next[0].state[i] == f);
        }
    out = assay_arena_printf(arena, "%s\n", assay_buf_view(&text).ptr);
    assay_buf_release(&text);
    return out;
}

/* Three features and a constant span what four do: the same V, and so the same distances as by numbers. */
START_TEST(features_that_span_all_states_give_what_numbers_give)
{
    const size_t features = _i ? 4 : 3;
    const struct assay_transition_how how = {
        .gamma = 0.9, .level = 0.95, .replicates = 50, .jobs = 2, .seed = 6};
    const struct assay_sampled_how same = {ASSAY_MOMENTS_PAIRS, 0.0, 0.95, 50, 6, 1};
    struct assay_arena arena = {0};
    struct sampled_world world;
    struct assay_transitions set;
    struct assay_sampled_study want;
    struct assay_transition_table table;
    struct assay_transition_rewards rewards;
    struct assay_transition_study got;
    struct assay_error err;

    ck_assert(!sampled_world_make(&world, 4, 12, false, &arena, &err));
    sampled_transitions(&world, 40, 3, &arena, &set);
    set.samples = 1;
    ck_assert(!assay_sampled_starc(&set, &same, &arena, &want, &err));
    ck_assert_ptr_null(
        read_text("t.csv", features_of(&set, features, &arena), NULL, &arena, &table));
    ck_assert(
        !assay_transition_rewards_make(&table, 0.9, &no_words, &arena, &rewards, &err));
    ck_assert_msg(!assay_transition_study(&rewards, &how, &arena, &got, &err), "%s",
                  err.text);
    ck_assert_int_eq(got.by, ASSAY_MOMENTS_PAIRS);
    ck_assert_int_eq(got.constant, features == 3);
    ck_assert_uint_eq(got.features, 4);
    ck_assert_double_eq_tol(got.found.distance[1].squared,
                            want.distance[SAMPLED_OTHER].squared, 1e-8);
    ck_assert_double_eq_tol(got.found.reward[1].squared,
                            want.reward[SAMPLED_OTHER].squared, 1e-8);
    assay_transition_rewards_release(&rewards);
    assay_arena_release(&arena);
}
END_TEST

/* D leads to E, which no row leaves, and C to D: both rows say nothing of V. */
START_TEST(rows_to_states_that_no_row_leaves_are_left_out)
{
    static const char text[] = "trajectory,state,action,next,reward_a,reward_b\n"
                               "1,A,0,B,1,0\n1,B,0,A,2,1\n1,A,0,B,1,3\n1,B,0,A,2,2\n"
                               "2,A,0,B,1,0\n2,B,0,A,2,1\n2,A,0,C,5,1\n2,C,0,D,1,1\n"
                               "2,D,0,E,1,1\n";
    const struct assay_transition_how how = {
        .gamma = 0.5, .level = 0.95, .replicates = 10, .jobs = 1};
    struct assay_arena arena = {0};
    struct assay_transition_table table;
    struct assay_transition_rewards rewards;
    struct assay_transition_study got;
    struct assay_error err;

    ck_assert_ptr_null(read_text("t.csv", text, NULL, &arena, &table));
    ck_assert(
        !assay_transition_rewards_make(&table, 0.5, &no_words, &arena, &rewards, &err));
    ck_assert(!assay_transition_study(&rewards, &how, &arena, &got, &err));
    ck_assert_uint_eq(got.left_out, 3);
    ck_assert_uint_eq(got.rows, 6);
    assay_arena_release(&arena);
}
END_TEST

/* ---- EPIC ---- */

#define S ((size_t)3)

/* EPIC of two rewards (S, 2, S) under uniform shares, exactly. */
static double exact_epic(double r[2][S * 2 * S], struct assay_arena *arena)
{
    const struct assay_canonical_choice choice = {.forms = 1U << ASSAY_CANONICAL_EPIC};
    const struct assay_coverage coverage =
        assay_pearson_coverage(ASSAY_PEARSON_EPIC, &choice);
    struct assay_canonicaliser *canonicaliser = NULL;
    struct assay_pearson_moments moments[2];
    struct assay_canonical form[2];
    struct assay_reward reward[2];
    struct sampled_world world;
    struct assay_error err;
    double level[S * 2];

    ck_assert(!sampled_world_make(&world, S, 3, false, arena, &err));
    ck_assert(!assay_canonicaliser_new(&world.mdp, &choice, &canonicaliser, &err));
    for (size_t k = 0; k < 2; k++) {
        reward[k] = (struct assay_reward){ASSAY_REWARD_DENSE, r[k], NULL, NULL};
        (void)assay_reward_level(&world.mdp, &reward[k], level);
        ck_assert(!assay_canonicalise(
            canonicaliser, ASSAY_CANONICAL_EPIC,
            &(struct assay_canonical_subject){.reward = &reward[k], .level = level},
            arena, &form[k], &err));
        moments[k] = assay_pearson_moments(&form[k], &coverage);
    }
    assay_canonicaliser_free(canonicaliser);
    return assay_pearson_distance(&form[0], &moments[0], &form[1], &moments[1],
                                  &coverage);
}

/* All s, a, s' once, and two rewards of them. */
static const char *all_transitions(double r[2][S * 2 * S], struct assay_arena *arena)
{
    const char *text = "state,action,next\n";

    for (size_t k = 0; k < S * 2 * S; k++) {
        const size_t s = k / (2 * S), a = k / S % 2, next = k % S;

        text = assay_arena_printf(arena, "%s%zu,%zu,%zu\n", text, s, a, next);
        r[0][k] = 2.0 * (double)s - (double)(next * a) + (next == 0 ? 3.0 : 0.0);
        r[1][k] = (double)(a * s) + (next == 1 ? 0.0 : 1.0);
    }
    return text;
}

/* Mean rewards over many pairs of uniform shares; shaping is exact whatever the pairs. */
START_TEST(epic_of_expressions_is_that_of_the_world)
{
    static const struct assay_option_list words = {
        {"a=s * 2 - next * a + (next == 0 ? 3 : 0)",
         "shaped=s * 2 - next * a + (next == 0 ? 3 : 0) + "
         "gamma * next ^ 2 - s ^ 2",
         "b=a * s + abs(next - 1)"},
        3};
    const struct assay_transition_how how = {.gamma = 0.9,
                                             .level = 0.95,
                                             .ridge = 1e-6,
                                             .epic = true,
                                             .coverage =
                                                 (enum assay_transition_coverage)_i,
                                             .means = 20000,
                                             .replicates = 20,
                                             .jobs = 2};
    double r[2][S * 2 * S];
    struct assay_arena arena = {0};
    struct assay_transition_table table;
    struct assay_transition_rewards rewards;
    struct assay_transition_study got;
    struct assay_error err;
    const char *text = all_transitions(r, &arena);
    const double exact = exact_epic(r, &arena);

    ck_assert_ptr_null(read_text("t.csv", text, NULL, &arena, &table));
    ck_assert(
        !assay_transition_rewards_make(&table, 0.9, &words, &arena, &rewards, &err));
    ck_assert_msg(!assay_transition_study(&rewards, &how, &arena, &got, &err), "%s",
                  err.text);
    ck_assert_double_lt(got.epic[1].value, 1e-7);
    if (how.coverage == ASSAY_COVERAGE_ROWS) /* else of 18 transitions drawn */
        ck_assert_double_eq_tol(got.epic[2].value, exact, 0.01);
    assay_transition_rewards_release(&rewards);
    assay_arena_release(&arena);
}
END_TEST

Suite *unit_transitions(void)
{
    Suite *suite = suite_create("transitions");
    TCase *tests = tcase_create("files of transitions");

    tcase_add_test(tests, rows_come_by_trajectory_in_the_order_of_their_steps);
    tcase_add_test(tests, next_states_are_those_of_the_next_rows_where_none_are_told);
    tcase_add_test(tests, second_next_states_and_single_features_are_columns_too);
    tcase_add_loop_test(tests, trajectories_that_nobody_told_end_where_their_rows_say_so,
                        0, sizeof(splittings) / sizeof(splittings[0]));
    tcase_add_test(tests, what_was_cut_short_is_not_done);
    tcase_add_test(tests, files_share_states_and_no_trajectories);
    tcase_add_loop_test(tests, what_is_wrong_is_told_with_its_place, 0,
                        sizeof(refusals) / sizeof(refusals[0]));
    tcase_add_loop_test(tests, lists_of_features_have_one_length, 0, 3);
    tcase_add_loop_test(tests, a_file_gives_the_distance_of_the_rows_it_was_written_from,
                        0, 4);
    tcase_add_loop_test(tests, features_that_span_all_states_give_what_numbers_give, 0,
                        2);
    tcase_add_test(tests, rows_to_states_that_no_row_leaves_are_left_out);
    tcase_add_loop_test(tests, epic_of_expressions_is_that_of_the_world, 0, 2);
    suite_add_tcase(suite, tests);
    return suite;
}
