#include "metrics/canonical.h"

#include "harness/core/memory.h"
#include "metrics/canonical_parts.h"
#include "metrics/row_loops.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    ROWS_STATES_MAX = 20000 /* states of which all S A S numbers are gone through */
};

static const double zero_share = 1e-10;

const char *const assay_canonical_name[ASSAY_CANONICAL_FORMS] = {
    [ASSAY_CANONICAL_NONE] = "none",     [ASSAY_CANONICAL_VAL] = "val",
    [ASSAY_CANONICAL_VALPOT] = "valpot", [ASSAY_CANONICAL_EPIC] = "epic",
    [ASSAY_CANONICAL_DARD] = "dard",     [ASSAY_CANONICAL_MIN_L2] = "min_l2",
    [ASSAY_CANONICAL_MIN_W2] = "min_w2", [ASSAY_CANONICAL_MINPOT_L2] = "minpot_l2"};

bool assay_canonical_is_true(enum assay_canonical_form form)
{
    return form == ASSAY_CANONICAL_VAL || form == ASSAY_CANONICAL_MIN_L2 ||
           form == ASSAY_CANONICAL_MIN_W2;
}

static bool wants(const struct assay_canonical_choice *choice,
                  enum assay_canonical_form form)
{
    return (choice->forms >> form & 1U) != 0;
}

/* Least squares in which row (s, a) counts 1 / q(s, a). */
static enum assay_code plain_new(const struct assay_mdp *mdp,
                                 const struct assay_mdp_how *how,
                                 struct assay_least_squares **out,
                                 struct assay_error *err)
{
    const size_t rows = mdp->states * mdp->actions;
    double *weight = assay_memory_new(rows, sizeof(*weight));
    enum assay_code code;

    assay_mdp_squares(mdp, weight);
    for (size_t k = 0; k < rows; k++)
        weight[k] = 1.0 / weight[k];
    code = assay_least_squares_new(mdp, weight, how, out, err);
    free(weight);
    return code;
}

enum assay_code assay_canonicaliser_new(const struct assay_mdp *mdp,
                                        const struct assay_canonical_choice *choice,
                                        struct assay_canonicaliser **out,
                                        struct assay_error *err)
{
    struct assay_canonicaliser *made = assay_memory_new(1, sizeof(*made));
    enum assay_code code = ASSAY_OK;

    made->mdp = mdp;
    made->choice = *choice;
    if (wants(choice, ASSAY_CANONICAL_VAL) || wants(choice, ASSAY_CANONICAL_VALPOT))
        code = assay_policy_system_new(mdp, choice->policy, &choice->how, &made->system,
                                       err);
    if (!code && wants(choice, ASSAY_CANONICAL_MIN_L2))
        code = plain_new(mdp, &choice->how, &made->plain, err);
    if (!code && wants(choice, ASSAY_CANONICAL_MIN_W2))
        code = assay_least_squares_new(mdp, NULL, &choice->how, &made->weighted, err);
    if (code)
        assay_canonicaliser_free(made);
    *out = code ? NULL : made;
    return code;
}

void assay_canonicaliser_free(struct assay_canonicaliser *canonicaliser)
{
    if (!canonicaliser)
        return;
    assay_policy_system_free(canonicaliser->system);
    assay_least_squares_free(canonicaliser->plain);
    assay_least_squares_free(canonicaliser->weighted);
    free(canonicaliser);
}

static double *doubles(const struct assay_canonical_making *making, size_t n)
{
    return assay_arena_new(making->arena, n, sizeof(double));
}

enum assay_code assay_canonical_values(const struct assay_canonicaliser *canonicaliser,
                                       struct assay_canonical_subject *subject,
                                       size_t count, struct assay_arena *arena,
                                       struct assay_error *err)
{
    const struct assay_mdp *mdp = canonicaliser->mdp;
    const size_t n = mdp->states;
    struct assay_policy_value *value = assay_arena_new(arena, count, sizeof(*value));
    enum assay_code code;

    if (!canonicaliser->system)
        return assay_fail(err, ASSAY_EDOMAIN,
                          "neither val nor valpot was prepared, which have values");
    for (size_t i = 0; i < count; i++) {
        double *r = assay_arena_new(arena, n, sizeof(*r));

        assay_mdp_average(mdp, canonicaliser->choice.policy, subject[i].level, r);
        value[i] = (struct assay_policy_value){
            .r = r, .v = assay_arena_new(arena, n, sizeof(double))};
    }
    code = assay_policy_system_values(canonicaliser->system, value, count, err);
    for (size_t i = 0; !code && i < count; i++) {
        subject[i].value = value[i].v;
        subject[i].width = value[i].width;
    }
    return code;
}

/* val and valpot; *potential: max |V|. */
static enum assay_code make_value(const struct assay_canonical_making *making,
                                  double *potential, struct assay_error *err)
{
    const struct assay_mdp *mdp = making->of->mdp;
    struct assay_canonical *out = making->out;
    struct assay_canonical_subject subject = *making->subject;
    double *after = doubles(making, mdp->states);
    const double *v;
    enum assay_code code = ASSAY_OK;

    if (!subject.value)
        code = assay_canonical_values(making->of, &subject, 1, making->arena, err);
    if (code || !subject.value)
        return code;
    v = subject.value;
    out->width = subject.width;
    *potential = assay_row_largest(v, mdp->states);
    out->before = v;
    for (size_t s = 0; s < mdp->states; s++)
        after[s] = mdp->gamma * v[s];
    out->after = after;
    if (out->form == ASSAY_CANONICAL_VAL) {
        double *level = doubles(making, mdp->states * mdp->actions);

        assay_mdp_expects(mdp, 0, mdp->states * mdp->actions, after, level);
        for (size_t s = 0, k = 0; s < mdp->states; s++)
            for (const size_t end = k + mdp->actions; k < end; k++)
                level[k] = subject.level[k] + level[k] - v[s];
        out->level = level;
        out->layout = ASSAY_LAYOUT_LEVEL;
    }
    return ASSAY_OK;
}

/* min_l2 and min_w2; *potential: max |Phi|. */
static enum assay_code make_least(const struct assay_canonical_making *making,
                                  double *potential, struct assay_error *err)
{
    const struct assay_mdp *mdp = making->of->mdp;
    const size_t rows = mdp->states * mdp->actions;
    const bool plain = making->out->form == ASSAY_CANONICAL_MIN_L2;
    double *phi = doubles(making, mdp->states), *level = doubles(making, rows);
    const enum assay_code code =
        assay_least_squares_solve(plain ? making->of->plain : making->of->weighted,
                                  making->subject->level, phi, level, err);

    if (code)
        return code;
    *potential = assay_row_largest(phi, mdp->states);
    if (plain) {
        const double *weight = assay_least_squares_weight(making->of->plain);

        for (size_t k = 0; k < rows; k++)
            level[k] *= weight[k];
    }
    making->out->level = level;
    making->out->layout = plain ? ASSAY_LAYOUT_SUPPORT : ASSAY_LAYOUT_LEVEL;
    return ASSAY_OK;
}

static enum assay_code make(const struct assay_canonical_making *making,
                            double *potential, struct assay_error *err)
{
    switch (making->out->form) {
    case ASSAY_CANONICAL_VAL:
    case ASSAY_CANONICAL_VALPOT:
        return make_value(making, potential, err);
    case ASSAY_CANONICAL_MIN_L2:
    case ASSAY_CANONICAL_MIN_W2:
        return make_least(making, potential, err);
    case ASSAY_CANONICAL_EPIC:
        *potential = assay_canonical_epic(making);
        return ASSAY_OK;
    case ASSAY_CANONICAL_DARD:
        *potential = assay_canonical_dard(making);
        return ASSAY_OK;
    case ASSAY_CANONICAL_MINPOT_L2:
        *potential = assay_canonical_minpot(making);
        return ASSAY_OK;
    case ASSAY_CANONICAL_NONE:
    case ASSAY_CANONICAL_FORMS:
        break;
    }
    *potential = 0.0;
    return ASSAY_OK;
}

/* What is added to row k of R in a form that has all numbers, which none has not. */
static struct assay_row_shape shape_of(const struct assay_canonical *canonical, size_t k)
{
    const size_t states = canonical->mdp->states, s = k / canonical->mdp->actions;

    return (struct assay_row_shape){.after = canonical->after,
                                    .pair = canonical->pair ? canonical->pair + s * states
                                                            : NULL,
                                    .less = canonical->constant + canonical->before[s]};
}

/* max |c(R)| of a row that is tau times a number; a row that cannot pass `so_far`, tau being at most 1, is not looked at. */
static double support_largest(const struct assay_canonical *canonical, size_t k,
                              double so_far)
{
    const struct assay_mdp *mdp = canonical->mdp;
    const double size = fabs(canonical->level[k]);

    return size > so_far ? size * assay_mdp_largest_chance(mdp, k) : 0.0;
}

/* max |c(R)| over the rows of s, where all numbers differ. */
static double shaped_largest(const struct assay_canonical *canonical, size_t s,
                             double *row)
{
    const struct assay_mdp *mdp = canonical->mdp;
    const size_t first = s * mdp->actions;
    const struct assay_row_shape shape = shape_of(canonical, first);
    double out = 0.0;

    if (canonical->reward->shape == ASSAY_REWARD_DENSE)
        return assay_rows_shaped_largest(&shape,
                                         canonical->reward->value + first * mdp->states,
                                         mdp->actions, mdp->states);
    for (size_t k = first; k < first + mdp->actions; k++) {
        assay_reward_row(mdp, canonical->reward, k, row);
        out = fmax(out, assay_rows_shaped_largest(&shape, row, 1, mdp->states));
    }
    return out;
}

/* max |c(R)|. */
static double largest_number(const struct assay_canonical *canonical)
{
    const struct assay_mdp *mdp = canonical->mdp;
    const size_t rows = mdp->states * mdp->actions;
    double out = 0.0, *row;

    if (canonical->layout == ASSAY_LAYOUT_LEVEL)
        return assay_row_largest(canonical->level, rows);
    if (canonical->form == ASSAY_CANONICAL_NONE)
        return assay_reward_largest(mdp, canonical->reward);
    if (canonical->layout == ASSAY_LAYOUT_SUPPORT) {
        for (size_t k = 0; k < rows; k++)
            out = fmax(out, support_largest(canonical, k, out));
        return out;
    }
    row = assay_memory_new(mdp->states, sizeof(*row));
    for (size_t s = 0; s < mdp->states; s++) {
        const double most = shaped_largest(canonical, s, row);

        out = most > out ? most : out;
    }
    free(row);
    return out;
}

/* Whether c(R) is 0 but for rounding. max |R| is not looked for where what is known of it, or what c(R) and all that was
   added to R allow, would not do. */
static bool is_zero(const struct assay_canonical *canonical, double potential,
                    double bound)
{
    const double added = (1.0 + canonical->mdp->gamma) * potential;

    if (bound == 0.0 && canonical->layout == ASSAY_LAYOUT_ROWS && !canonical->pair)
        bound = canonical->largest + added + fabs(canonical->constant);
    if (bound > 0.0 && canonical->largest > zero_share * fmax(bound, added))
        return false;
    return canonical->largest <=
           zero_share *
               fmax(assay_reward_largest(canonical->mdp, canonical->reward), added);
}

enum assay_code assay_canonicalise(const struct assay_canonicaliser *canonicaliser,
                                   enum assay_canonical_form form,
                                   const struct assay_canonical_subject *subject,
                                   struct assay_arena *arena, struct assay_canonical *out,
                                   struct assay_error *err)
{
    const struct assay_mdp *mdp = canonicaliser->mdp;
    const struct assay_canonical_making making = {canonicaliser, subject, arena, out};
    double potential = 0.0;
    enum assay_code code;

    *out = (struct assay_canonical){
        .form = form, .layout = ASSAY_LAYOUT_ROWS, .mdp = mdp, .reward = subject->reward};
    if (!wants(&canonicaliser->choice, form))
        return assay_fail(err, ASSAY_EDOMAIN, "the form %s was not prepared",
                          assay_canonical_name[form]);
    if (form != ASSAY_CANONICAL_NONE && !assay_canonical_is_true(form) &&
        mdp->states > ROWS_STATES_MAX)
        return assay_fail(err, ASSAY_EDOMAIN,
                          "%s differs in all states x actions x states: at most %d "
                          "states, here are %zu",
                          assay_canonical_name[form], ROWS_STATES_MAX, mdp->states);
    code = make(&making, &potential, err);
    if (code)
        return code;
    out->largest = largest_number(out);
    out->zero = is_zero(out, potential, subject->bound);
    return ASSAY_OK;
}

static void put_support(const struct assay_canonical *canonical, size_t k, double *out)
{
    const struct assay_mdp *mdp = canonical->mdp;

    memset(out, 0, mdp->states * sizeof(*out));
    for (size_t i = mdp->row[k]; i < mdp->row[k + 1]; i++)
        out[mdp->next[i]] = mdp->chance[i] * canonical->level[k];
}

void assay_canonical_row(const struct assay_canonical *canonical, size_t k, double *out)
{
    const size_t states = canonical->mdp->states;

    if (canonical->zero) {
        memset(out, 0, states * sizeof(*out));
    } else if (canonical->layout == ASSAY_LAYOUT_SUPPORT) {
        put_support(canonical, k, out);
    } else if (canonical->layout == ASSAY_LAYOUT_LEVEL) {
        for (size_t t = 0; t < states; t++)
            out[t] = canonical->level[k];
    } else if (canonical->form == ASSAY_CANONICAL_NONE) {
        assay_reward_row(canonical->mdp, canonical->reward, k, out);
    } else {
        const struct assay_row_shape shape = shape_of(canonical, k);

        assay_row_shaped(&shape,
                         assay_reward_row_at(canonical->mdp, canonical->reward, k, out),
                         out, states);
    }
}

void assay_canonical_level(const struct assay_canonical *canonical, double *out)
{
    const struct assay_mdp *mdp = canonical->mdp;
    const size_t rows = mdp->states * mdp->actions;
    double *row;

    if (canonical->zero) {
        memset(out, 0, rows * sizeof(*out));
        return;
    }
    if (canonical->layout == ASSAY_LAYOUT_LEVEL) {
        memcpy(out, canonical->level, rows * sizeof(*out));
        return;
    }
    if (canonical->form == ASSAY_CANONICAL_NONE) {
        (void)assay_reward_level(mdp, canonical->reward, out);
        return;
    }
    row = assay_memory_new(mdp->states, sizeof(*row));
    for (size_t k = 0; k < rows; k++) {
        assay_canonical_row(canonical, k, row);
        out[k] = assay_mdp_expect(mdp, k, row);
    }
    free(row);
}
