/* test_canonical.c - canonical forms: their formulas by plain loops. */
#include "tests/unit/forms_made.h"
#include "tests/unit/unit.h"

/* E over A ~ D_A of sum over t of weight(t) R(s, A, t); by_tau: t ~ tau(s, A), else D_S. */
static double potential(const struct made_world *world, const double *dense, size_t s,
                        bool by_tau)
{
    double sum = 0.0;

    for (size_t a = 0; a < world->mdp.actions; a++)
        for (size_t t = 0; t < world->mdp.states; t++) {
            const size_t k = s * world->mdp.actions + a;

            sum += world->action_share[a] *
                   (by_tau ? made_tau(world, k, t) : world->state_share[t]) *
                   dense[k * world->mdp.states + t];
        }
    return sum;
}

START_TEST(epic_is_its_definition_by_plain_loops)
{
    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct assay_reward reward;
        struct made_forms got;
        double mean = 0.0, *want;

        made_world(seed, MADE_STATES, MADE_ACTIONS, &world);
        reward = made_reward(&world);
        made_forms(&world, &reward, &got);
        want = made_doubles(&world, made_size(&world));
        for (size_t s = 0; s < world.mdp.states; s++)
            mean += world.state_share[s] * potential(&world, got.dense, s, false);
        for (size_t i = 0; i < made_size(&world); i++) {
            const size_t t = made_successor(&world, i);
            const size_t s = made_state(&world, i);

            want[i] = got.dense[i] +
                      world.mdp.gamma * potential(&world, got.dense, t, false) -
                      potential(&world, got.dense, s, false) - world.mdp.gamma * mean;
        }
        if (!got.of[ASSAY_CANONICAL_EPIC].zero)
            made_forms_near(&world, ASSAY_CANONICAL_EPIC,
                            got.number[ASSAY_CANONICAL_EPIC], want, 10.0);
        made_release(&world);
    }
}
END_TEST

/* E R(S', A, S'') with one A, S' ~ tau(s, A), S'' ~ tau(t, A): four loops. */
static double pair_mean(const struct made_world *world, const double *dense, size_t s,
                        size_t t)
{
    const size_t n = world->mdp.states, actions = world->mdp.actions;
    double sum = 0.0;

    for (size_t a = 0; a < actions; a++)
        for (size_t u = 0; u < n; u++)
            for (size_t v = 0; v < n; v++)
                sum += world->action_share[a] * made_tau(world, s * actions + a, u) *
                       made_tau(world, t * actions + a, v) *
                       dense[(u * actions + a) * n + v];
    return sum;
}

START_TEST(dard_is_its_definition_by_plain_loops)
{
    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct assay_reward reward;
        struct made_forms got;
        double *want;

        made_world(seed, 6, 3, &world);
        reward = made_reward(&world);
        made_forms(&world, &reward, &got);
        want = made_doubles(&world, made_size(&world));
        for (size_t i = 0; i < made_size(&world); i++) {
            const size_t t = made_successor(&world, i);
            const size_t s = made_state(&world, i);

            want[i] = got.dense[i] +
                      world.mdp.gamma * potential(&world, got.dense, t, true) -
                      potential(&world, got.dense, s, true) -
                      world.mdp.gamma * pair_mean(&world, got.dense, s, t);
        }
        if (!got.of[ASSAY_CANONICAL_DARD].zero)
            made_forms_near(&world, ASSAY_CANONICAL_DARD,
                            got.number[ASSAY_CANONICAL_DARD], want, 10.0);
        made_release(&world);
    }
}
END_TEST

START_TEST(val_and_valpot_are_their_definitions_under_a_value_found_by_sweeps)
{
    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct assay_reward reward;
        struct made_forms got;
        double *valpot, *val, *level, *v;
        size_t n;

        made_world(seed, MADE_STATES, MADE_ACTIONS, &world);
        reward = made_reward(&world);
        made_forms(&world, &reward, &got);
        n = world.mdp.states;
        v = made_solved(&world, got.dense, world.mdp.gamma);
        valpot = made_doubles(&world, made_size(&world));
        val = made_doubles(&world, made_size(&world));
        for (size_t i = 0; i < made_size(&world); i++)
            valpot[i] =
                got.dense[i] + world.mdp.gamma * v[i % n] - v[made_state(&world, i)];
        level = made_level(&world, valpot);
        for (size_t i = 0; i < made_size(&world); i++)
            val[i] = level[i / n];
        made_forms_near(&world, ASSAY_CANONICAL_VALPOT,
                        got.number[ASSAY_CANONICAL_VALPOT], valpot,
                        made_scale(&world, got.dense));
        made_forms_near(&world, ASSAY_CANONICAL_VAL, got.number[ASSAY_CANONICAL_VAL], val,
                        made_scale(&world, got.dense));
        made_release(&world);
    }
}
END_TEST

START_TEST(levels_and_largest_numbers_are_those_of_the_numbers)
{
    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct assay_reward reward;
        struct made_forms got;
        double *level;

        made_world(seed, MADE_STATES, MADE_ACTIONS, &world);
        reward = made_reward(&world);
        made_forms(&world, &reward, &got);
        level = made_doubles(&world, made_rows(&world));
        for (unsigned f = 0; f < ASSAY_CANONICAL_FORMS; f++) {
            const double *want = made_level(&world, got.number[f]);

            assay_canonical_level(&got.of[f], level);
            for (size_t k = 0; k < made_rows(&world); k++)
                MADE_NEAR(level[k], want[k], 1e-12 * made_scale(&world, got.dense),
                          &world);
            if (!got.of[f].zero)
                MADE_NEAR(got.of[f].largest,
                          made_largest(got.number[f], made_size(&world)), 1e-12, &world);
        }
        made_release(&world);
    }
}
END_TEST

/* Three rewards of one world of a hundred states, whose chain is summed. */
START_TEST(values_found_together_make_the_forms_that_are_made_alone)
{
    for (uint64_t seed = 0; seed < 60; seed++) {
        const struct assay_canonical_choice choice = {
            .forms = 1U << ASSAY_CANONICAL_VAL | 1U << ASSAY_CANONICAL_VALPOT,
            .how = {.method = ASSAY_MDP_DENSE, .solutions = seed % 2}};
        struct assay_canonical_subject alone[3], together[3];
        struct assay_canonicaliser *canonicaliser;
        struct assay_reward reward[3];
        struct made_world world;
        struct assay_error err;

        made_world(seed, 100, 2, &world);
        ck_assert(!assay_canonicaliser_new(&world.mdp, &choice, &canonicaliser, &err));
        for (size_t i = 0; i < 3; i++) {
            reward[i] = made_reward(&world);
            alone[i] = (struct assay_canonical_subject){
                .reward = &reward[i],
                .level = made_level(&world, made_dense(&world, &reward[i]))};
            together[i] = alone[i];
        }
        ck_assert(
            !assay_canonical_values(canonicaliser, together, 3, &world.arena, &err));
        for (size_t i = 0; i < 6; i++) {
            const enum assay_canonical_form form =
                i % 2 ? ASSAY_CANONICAL_VAL : ASSAY_CANONICAL_VALPOT;
            struct assay_canonical one, two;

            ck_assert(!assay_canonicalise(canonicaliser, form, &alone[i / 2],
                                          &world.arena, &one, &err));
            ck_assert(!assay_canonicalise(canonicaliser, form, &together[i / 2],
                                          &world.arena, &two, &err));
            ck_assert_double_eq(one.width, two.width);
            ck_assert_double_eq(one.largest, two.largest);
            ck_assert_mem_eq(one.before, two.before, world.mdp.states * sizeof(double));
            if (form == ASSAY_CANONICAL_VAL)
                ck_assert_mem_eq(one.level, two.level,
                                 made_rows(&world) * sizeof(double));
        }
        assay_canonicaliser_free(canonicaliser);
        made_release(&world);
    }
}
END_TEST

START_TEST(a_form_that_was_not_prepared_is_refused)
{
    struct made_world world;
    struct assay_reward reward;
    struct assay_canonicaliser *canonicaliser;
    struct assay_canonical out;
    struct assay_error err;
    struct assay_canonical_choice choice = {.forms = 1U << ASSAY_CANONICAL_EPIC};
    struct assay_canonical_subject subject;

    made_world(1, 4, 2, &world);
    reward = made_reward(&world);
    subject = (struct assay_canonical_subject){
        .reward = &reward, .level = made_level(&world, made_dense(&world, &reward))};
    ck_assert_int_eq(assay_canonicaliser_new(&world.mdp, &choice, &canonicaliser, &err),
                     ASSAY_OK);
    ck_assert_int_eq(assay_canonicalise(canonicaliser, ASSAY_CANONICAL_VAL, &subject,
                                        &world.arena, &out, &err),
                     ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text, "the form val was not prepared");
    ck_assert_int_eq(
        assay_canonical_values(canonicaliser, &subject, 1, &world.arena, &err),
        ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text, "neither val nor valpot was prepared, which have values");
    assay_canonicaliser_free(canonicaliser);
    made_release(&world);
}
END_TEST

Suite *unit_canonical(void)
{
    Suite *suite = suite_create("canonical");
    TCase *tests = tcase_create("canonical");

    tcase_add_test(tests, epic_is_its_definition_by_plain_loops);
    tcase_add_test(tests, dard_is_its_definition_by_plain_loops);
    tcase_add_test(tests,
                   val_and_valpot_are_their_definitions_under_a_value_found_by_sweeps);
    tcase_add_test(tests, levels_and_largest_numbers_are_those_of_the_numbers);
    tcase_add_test(tests, values_found_together_make_the_forms_that_are_made_alone);
    tcase_add_test(tests, a_form_that_was_not_prepared_is_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
