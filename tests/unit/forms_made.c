#include "tests/unit/forms_made.h"

#include <check.h>

enum {
    ALL = (1 << ASSAY_CANONICAL_FORMS) - 1
};

static const struct assay_mdp_how how = {.method = ASSAY_MDP_DENSE};

static struct assay_canonicaliser *canonicaliser_of(const struct made_world *world)
{
    const struct assay_canonical_choice choice = {world->policy, world->state_share,
                                                  world->action_share, ALL, how};
    struct assay_canonicaliser *out;
    struct assay_error err;

    ck_assert_int_eq(assay_canonicaliser_new(&world->mdp, &choice, &out, &err), ASSAY_OK);
    return out;
}

void made_forms(struct made_world *world, const struct assay_reward *reward,
                struct made_forms *out)
{
    struct assay_canonicaliser *canonicaliser = canonicaliser_of(world);
    struct assay_reward *kept = assay_arena_new(&world->arena, 1, sizeof(*kept));
    const struct assay_canonical_subject subject = {
        .reward = kept, .level = made_level(world, made_dense(world, reward))};
    struct assay_error err;

    *kept = *reward;
    out->dense = made_dense(world, reward);
    for (unsigned f = 0; f < ASSAY_CANONICAL_FORMS; f++) {
        ck_assert_int_eq(assay_canonicalise(canonicaliser, (enum assay_canonical_form)f,
                                            &subject, &world->arena, &out->of[f], &err),
                         ASSAY_OK);
        out->number[f] = made_doubles(world, made_size(world));
        for (size_t k = 0; k < made_rows(world); k++)
            assay_canonical_row(&out->of[f], k, out->number[f] + k * world->mdp.states);
    }
    assay_canonicaliser_free(canonicaliser);
}

void made_forms_of_dense(struct made_world *world, const double *dense,
                         struct made_forms *out)
{
    const struct assay_reward reward = made_of(dense);

    made_forms(world, &reward, out);
}

bool made_form_is_true(unsigned form)
{
    return assay_canonical_is_true((enum assay_canonical_form)form);
}

/* Numbers within 1e-9 of what went into them. */
void made_forms_near(const struct made_world *world, unsigned form, const double *got,
                     const double *want, double scale)
{
    for (size_t i = 0; i < made_size(world); i++)
        ck_assert_msg(fabs(got[i] - want[i]) <= 1e-9 * scale,
                      "seed %llu: %s [%zu]: %.17g, expected %.17g",
                      (unsigned long long)world->seed, assay_canonical_name[form], i,
                      got[i], want[i]);
}

/* Large potentials of a long horizon take digits with them. */
double made_scale(const struct made_world *world, const double *dense)
{
    return fmax(1.0, made_largest(dense, made_size(world))) / (1.0 - world->mdp.gamma);
}
