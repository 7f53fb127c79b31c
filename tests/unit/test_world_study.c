/* test_world_study.c - every distance that a study tells, over worlds of all sorts: what must hold of it by its definition. */
#include "harness/run/world_study.h"
#include "tests/unit/unit.h"
#include "tests/unit/world_made.h"

enum {
    REWARDS = 6 /* at most */
};

/* A world with rewards, and what was wished of it. */
struct studied {
    struct assay_world world;
    struct assay_reward reward[REWARDS];
    struct assay_starc_kind kind[ASSAY_STARC_KINDS];
    struct assay_world_wish wish;
    struct assay_world_study study;
};

static size_t all_kinds(struct assay_starc_kind *out)
{
    size_t count = 0;

    for (unsigned i = 0; i < ASSAY_STARC_KINDS; i++)
        out[count++] = (struct assay_starc_kind){
            (enum assay_canonical_form)(i / ASSAY_NORM_NONE / ASSAY_NORMS),
            (enum assay_reward_norm)(i / ASSAY_NORM_NONE % ASSAY_NORMS),
            (enum assay_reward_norm)(i % ASSAY_NORM_NONE)};
    return count;
}

static void studied_init(const struct made_world *world, size_t rewards,
                         struct studied *out)
{
    *out = (struct studied){.world = {.mdp = world->mdp,
                                      .rewards = rewards,
                                      .pi = world->policy,
                                      .d_s = world->state_share,
                                      .d_a = world->action_share}};
    out->world.reward = out->reward;
    out->wish = (struct assay_world_wish){.kind = out->kind,
                                          .kinds = all_kinds(out->kind),
                                          .pearson = (1U << ASSAY_PEARSON_FORMS) - 1,
                                          .worst_case = true,
                                          .regret = true,
                                          .episodes = true,
                                          .jobs = 1};
}

/* Every fifth of them alone, another fifth each seed: soon done, and over all seeds every kind is seen. */
static void few_kinds(uint64_t seed, struct studied *of)
{
    size_t count = 0;

    for (size_t i = seed % 5; i < of->wish.kinds; i += 5)
        of->kind[count++] = of->kind[i];
    of->wish.kinds = count;
}

static void study(struct made_world *world, struct studied *of)
{
    struct assay_error err;

    ck_assert_int_eq(
        assay_world_study(&of->world, &of->wish, &world->arena, &of->study, &err),
        ASSAY_OK);
}

static void released(struct made_world *world, struct studied *of)
{
    assay_world_study_release(&of->study);
    made_release(world);
}

static bool is_true(const struct assay_starc_kind *kind)
{
    return assay_canonical_is_true(kind->form);
}

static void cells_alike(const struct made_world *world, const struct studied *of,
                        size_t kind, size_t one, size_t two)
{
    const double a = of->study.distance[kind][one], b = of->study.distance[kind][two];
    char text[ASSAY_STARC_KIND_TEXT];

    assay_starc_kind_text(&of->kind[kind], text);
    ck_assert_msg((isnan(a) && isnan(b)) || fabs(a - b) <= 1e-7 * fmax(1.0, fabs(b)),
                  "seed %llu: %s: %.17g and %.17g", (unsigned long long)world->seed, text,
                  a, b);
}

/* Rewards 0 and 1 at random, 2 is 0 shaped and scaled, 3 is 2 and redistributed; only where n is a norm are scales
   taken out. */
START_TEST(distances_are_blind_to_scale_and_shaping_and_true_ones_to_redistribution)
{
    size_t moved[ASSAY_CANONICAL_FORMS] = {0};

    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct studied of;
        double *dense;

        made_world(seed, 6, 3, &world);
        studied_init(&world, 4, &of);
        few_kinds(seed, &of);
        of.reward[0] = made_reward(&world);
        of.reward[1] = made_reward(&world);
        dense = made_times(&world, 50.0, made_dense(&world, &of.reward[0]));
        made_shape(&world, 50.0, dense);
        of.reward[2] = made_of(dense);
        dense = made_times(&world, 1.0, dense);
        made_redistribute(&world, 50.0, dense);
        of.reward[3] = made_of(dense);
        study(&world, &of);
        for (size_t i = 0; i < of.wish.kinds; i++) {
            const struct assay_starc_kind *kind = &of.kind[i];

            if (kind->normaliser == ASSAY_NORM_NONE || kind->form == ASSAY_CANONICAL_NONE)
                continue;
            cells_alike(&world, &of, i, 0 * 4 + 1, 2 * 4 + 1);
            if (is_true(kind))
                cells_alike(&world, &of, i, 0 * 4 + 1, 3 * 4 + 1);
            else if (kind->normaliser == ASSAY_NORM_L2 && kind->metric == ASSAY_NORM_L2)
                moved[kind->form] += of.study.distance[i][0 * 4 + 3] > 1e-3;
        }
        for (unsigned p = 0; p < ASSAY_PEARSON_FORMS; p++)
            if (p != ASSAY_PEARSON_DIRECT)
                MADE_NEAR(of.study.pearson[p][1], of.study.pearson[p][2 * 4 + 1], 1e-7,
                          &world);
        MADE_NEAR(of.study.starc_j[3 * 4 + 1], of.study.starc_j[1], 1e-8, &world);
        MADE_NEAR(of.study.worst_case[3 * 4 + 1], of.study.worst_case[1], 1e-8, &world);
        released(&world, &of);
    }
    ck_assert_uint_gt(moved[ASSAY_CANONICAL_EPIC], 20);
    ck_assert_uint_gt(moved[ASSAY_CANONICAL_DARD], 20);
    ck_assert_uint_gt(moved[ASSAY_CANONICAL_VALPOT], 20);
    ck_assert_uint_gt(moved[ASSAY_CANONICAL_MINPOT_L2], 20);
}
END_TEST

/* 0, its opposite, and two more: symmetric, a triangle, 0 from itself, 2 from the opposite for n = m. */
START_TEST(distances_are_pseudometrics_and_opposites_are_two_apart)
{
    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct studied of;

        made_world(seed, 6, 3, &world);
        studied_init(&world, 4, &of);
        few_kinds(seed, &of);
        of.reward[0] = made_reward(&world);
        of.reward[1] =
            made_of(made_times(&world, -1e3, made_dense(&world, &of.reward[0])));
        of.reward[2] = made_reward(&world);
        of.reward[3] = made_reward(&world);
        study(&world, &of);
        for (size_t i = 0; i < of.wish.kinds; i++) {
            const double *d = of.study.distance[i];
            const struct assay_starc_kind *kind = &of.kind[i];
            const bool zero = of.study.reward[0].canonical[kind->form].zero;

            MADE_HOLDS(!(fabs(d[0]) > 1e-12), &world);
            for (size_t k = 0; k < 16; k++)
                MADE_HOLDS(isnan(d[k]) || d[k] == d[k % 4 * 4 + k / 4], &world);
            MADE_HOLDS(!(d[2] > d[1] + d[4 + 2] + 1e-9 * (1.0 + d[1] + d[4 + 2])),
                       &world);
            MADE_HOLDS(!(d[3] > d[2] + d[2 * 4 + 3] + 1e-9 * (1.0 + d[2] + d[2 * 4 + 3])),
                       &world);
            if (kind->normaliser == kind->metric && !isnan(d[1]))
                MADE_NEAR(d[1], zero ? 0.0 : 2.0, 1e-9, &world);
            MADE_HOLDS(!is_true(kind) || !isnan(d[2]) ||
                           kind->normaliser == ASSAY_NORM_JRANGE,
                       &world);
        }
        released(&world, &of);
    }
}
END_TEST

/* WR(1|2) <= sqrt(2) |s1 - s2|_2 / ((1 - gamma) Range_J(s1)), s of val over (s, a): a bound known without a solve. */
START_TEST(the_distance_of_val_bounds_the_worst_case)
{
    const struct assay_starc_kind kind = {ASSAY_CANONICAL_VAL, ASSAY_NORM_L2,
                                          ASSAY_NORM_L2};

    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct studied of;
        double norm, range, distance;

        made_world(seed, MADE_STATES, MADE_ACTIONS, &world);
        studied_init(&world, 2, &of);
        of.kind[0] = kind;
        of.wish.kinds = 1;
        of.reward[0] = made_reward(&world);
        of.reward[1] = made_reward(&world);
        study(&world, &of);
        if (!of.study.reward[0].starc.range.trivial) {
            /* |.| over (s, a, s') is sqrt(S) times that over (s, a) on both sides: the distance is the same */
            distance = of.study.distance[0][1];
            norm = of.study.reward[0].norm[ASSAY_CANONICAL_VAL][ASSAY_NORM_L2] /
                   sqrt((double)world.mdp.states);
            range = of.study.reward[0].starc.range.range / norm;
            MADE_HOLDS(of.study.worst_case[1] <= sqrt(2.0) * distance /
                                                     (1.0 - world.mdp.gamma) / range *
                                                     (1.0 + 1e-9),
                       &world);
        }
        released(&world, &of);
    }
}
END_TEST

/* What no policy reaches changes neither d_J nor worst case nor regret. */
START_TEST(leaving_out_what_is_not_reached_changes_no_regret)
{
    size_t left_out = 0;

    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct studied whole, part;

        made_world(3 * seed, MADE_STATES, MADE_ACTIONS, &world);
        studied_init(&world, 2, &whole);
        whole.wish.kinds = 0;
        whole.reward[0] = made_reward(&world);
        whole.reward[1] = made_reward(&world);
        part = whole;
        part.world.reward = part.reward;
        part.wish.reachable_only = true;
        part.wish.kind = part.kind;
        study(&world, &whole);
        study(&world, &part);
        left_out += part.study.mdp.states < world.mdp.states;
        if (whole.study.reward[0].starc.range.trivial ==
                part.study.reward[0].starc.range.trivial &&
            whole.study.reward[1].starc.range.trivial ==
                part.study.reward[1].starc.range.trivial)
            for (size_t k = 0; k < 4; k++) {
                MADE_NEAR(part.study.starc_j[k], whole.study.starc_j[k], 1e-9, &world);
                MADE_NEAR(part.study.worst_case[k], whole.study.worst_case[k], 1e-9,
                          &world);
                MADE_NEAR(part.study.regret_hi[k], whole.study.regret_hi[k], 1e-9,
                          &world);
            }
        else
            MADE_HOLDS(false, &world);
        assay_world_study_release(&part.study);
        released(&world, &whole);
    }
    ck_assert_uint_gt(left_out, 100);
}
END_TEST

static void same_bytes(const struct made_world *world, const char *what, const double *a,
                       const double *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        ck_assert_msg(a[i] == b[i] || (isnan(a[i]) && isnan(b[i])),
                      "seed %llu: %s: [%zu]: %.17g and %.17g",
                      (unsigned long long)world->seed, what, i, a[i], b[i]);
}

START_TEST(threads_change_no_bit)
{
    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct studied one, many;
        const size_t all = (size_t)5 * 5;

        made_world(seed, 6, 3, &world);
        studied_init(&world, 5, &one);
        few_kinds(seed, &one);
        for (size_t i = 0; i < 5; i++)
            one.reward[i] = made_reward(&world);
        many = one;
        many.world.reward = many.reward;
        many.wish.kind = many.kind;
        many.wish.jobs = 3;
        study(&world, &one);
        study(&world, &many);
        for (size_t i = 0; i < one.wish.kinds; i++) {
            char text[ASSAY_STARC_KIND_TEXT];

            assay_starc_kind_text(&one.kind[i], text);
            same_bytes(&world, text, one.study.distance[i], many.study.distance[i], all);
        }
        for (unsigned p = 0; p < ASSAY_PEARSON_FORMS; p++)
            same_bytes(&world, assay_pearson_name[p], one.study.pearson[p],
                       many.study.pearson[p], all);
        same_bytes(&world, "starc_j", one.study.starc_j, many.study.starc_j, all);
        same_bytes(&world, "worst_case", one.study.worst_case, many.study.worst_case,
                   all);
        same_bytes(&world, "regret_hi", one.study.regret_hi, many.study.regret_hi, all);
        for (size_t k = 0; k < all; k++)
            MADE_HOLDS(one.study.episodes[k].distance == many.study.episodes[k].distance,
                       &world);
        assay_world_study_release(&many.study);
        released(&world, &one);
    }
}
END_TEST

/* Of a reward that is 0 wherever tau leads: its w-norms and its range say nothing, and no true form sees it. */
static void says_nothing_under_tau(const struct made_world *world,
                                   const struct studied *of, size_t i)
{
    const struct assay_starc_kind *kind = &of->kind[i];
    const double d = of->study.distance[i][1];
    const bool plain =
        kind->normaliser <= ASSAY_NORM_LINF || kind->normaliser == ASSAY_NORM_NONE;

    MADE_HOLDS(!isinf(d), world);
    MADE_HOLDS(!plain || isfinite(d), world);
    if (kind->form == ASSAY_CANONICAL_NONE && !plain)
        MADE_HOLDS(isnan(d), world);
    if (is_true(kind))
        MADE_HOLDS(of->study.reward[0].canonical[kind->form].zero, world);
}

START_TEST(what_is_not_defined_is_no_number_and_all_else_is_one)
{
    size_t seen = 0;

    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct studied of;
        double *dense;

        made_world(seed, MADE_STATES, MADE_ACTIONS, &world);
        studied_init(&world, 2, &of);
        dense = made_doubles(&world, made_size(&world));
        for (size_t i = 0; i < made_size(&world); i++)
            dense[i] = made_tau(&world, i / world.mdp.states, i % world.mdp.states) == 0.0
                           ? made_normal(&world)
                           : 0.0;
        of.reward[0] = made_of(dense);
        of.reward[1] = made_reward(&world);
        study(&world, &of);
        if (made_largest(dense, made_size(&world)) > 0.0) {
            for (size_t i = 0; i < of.wish.kinds; i++)
                says_nothing_under_tau(&world, &of, i);
            seen++;
        }
        released(&world, &of);
    }
    ck_assert_uint_gt(seen, 80);
}
END_TEST

Suite *unit_world_study(void)
{
    Suite *suite = suite_create("world_study");
    TCase *tests = tcase_create("world_study");

    tcase_add_test(
        tests, distances_are_blind_to_scale_and_shaping_and_true_ones_to_redistribution);
    tcase_add_test(tests, distances_are_pseudometrics_and_opposites_are_two_apart);
    tcase_add_test(tests, the_distance_of_val_bounds_the_worst_case);
    tcase_add_test(tests, leaving_out_what_is_not_reached_changes_no_regret);
    tcase_add_test(tests, threads_change_no_bit);
    tcase_add_test(tests, what_is_not_defined_is_no_number_and_all_else_is_one);
    suite_add_tcase(suite, tests);
    return suite;
}
