/*
 * distance.c - usage: distance FILE.json ...: holds golden cases of distances between reward functions
 * against what the library says.
 *
 * Files of the schema assay-starc-golden-1: {format, tolerance: {default, quotient}, cases: [{name, S, A,
 * gamma, mu0, tau, R1, R2, pi, D_S, D_A, hand: [[path, value, why]], expected: {...}}]}. A number holds
 * where |got - want| <= tolerance max(1, |got|, |want|); null is what is not defined. Prints what does
 * not hold, by its path, and ends with `N passed, N failed`, a line of counts over all numbers.
 * Exit status: 0 all passed, 1 something failed, 2 usage or an unreadable file.
 */
#include "harness/core/json.h"
#include "harness/run/world_study.h"
#include "metrics/setup.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    PATH = 256,
    KINDS = ASSAY_STARC_KINDS
};

/* What is told, and what a number may be off: of quotients, which are linear programmes, and of others. */
struct tally {
    size_t passed, failed;
    double tolerance, of_quotients;
};

/* What numbers are compared by, and where they stand. */
struct place {
    const char *name;
    const char *path;
    double tolerance;
};

/* Of the arena that a tree grows in. */
static struct assay_node number(double x)
{
    return assay_node_of_real(x);
}

static void put(struct assay_arena *arena, struct assay_node *map, const char *key,
                struct assay_node value)
{
    (void)assay_node_put(arena, map, key, value);
}

static void push(struct assay_arena *arena, struct assay_node *list,
                 struct assay_node value)
{
    (void)assay_node_push(arena, list, value);
}

static struct assay_node numbers(struct assay_arena *arena, const double *x, size_t n)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t i = 0; i < n; i++)
        push(arena, list, number(x[i]));
    return *list;
}

static struct assay_node two(struct assay_arena *arena, double a, double b)
{
    const double both[2] = {a, b};

    return numbers(arena, both, 2);
}

/* (states, actions) as a list of lists. */
static struct assay_node table(struct assay_arena *arena, const double *x, size_t rows,
                               size_t columns)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t i = 0; i < rows; i++)
        push(arena, list, numbers(arena, x + i * columns, columns));
    return *list;
}

static struct assay_node norms_told(const struct assay_world_study *study, unsigned form,
                                    struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    for (unsigned n = 0; n < ASSAY_NORM_NONE; n++) {
        double x[2];

        for (size_t i = 0; i < 2; i++) {
            const struct assay_world_reward *of = &study->reward[i];

            x[i] = of->canonical[form].zero ? 0.0 : of->norm[form][n];
        }
        put(arena, map, assay_norm_name[n], two(arena, x[0], x[1]));
    }
    return *map;
}

/* dist[form][normaliser][metric]; kinds lie in that order. */
static struct assay_node distances_told(const struct assay_world_study *study,
                                        unsigned form, struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    for (size_t i = 0; i < study->wish->kinds;) {
        const struct assay_starc_kind *kind = &study->wish->kind[i];
        struct assay_node *inner = assay_node_map(arena);
        const enum assay_reward_norm normaliser = kind->normaliser;

        if (kind->form != (enum assay_canonical_form)form) {
            i++;
            continue;
        }
        for (; i < study->wish->kinds && study->wish->kind[i].normaliser == normaliser &&
               study->wish->kind[i].form == kind->form;
             i++)
            put(arena, inner, assay_norm_name[study->wish->kind[i].metric],
                number(study->distance[i][1]));
        put(arena, map, assay_norm_name[normaliser], *inner);
    }
    return *map;
}

static struct assay_node optimal_told(const struct assay_world_study *study, size_t i,
                                      struct assay_arena *arena)
{
    const struct assay_starc_reward *of = &study->reward[i].starc;
    const size_t actions = study->mdp.actions;
    struct assay_node *map = assay_node_map(arena), *sets = assay_node_list(arena);

    put(arena, map, "J_max", number(of->range.most));
    put(arena, map, "J_min", number(of->range.least));
    put(arena, map, "range", number(of->range.range));
    put(arena, map, "trivial", assay_node_of_bool(of->range.trivial));
    put(arena, map, "V_star", numbers(arena, of->search.v_best, study->mdp.states));
    put(arena, map, "min_gap", number(of->gap));
    for (size_t s = 0; s < study->mdp.states; s++) {
        struct assay_node *set = assay_node_list(arena);

        for (size_t a = 0; a < actions; a++)
            if (of->optimal[s * actions + a])
                push(arena, set, assay_node_of_int((int64_t)a));
        push(arena, sets, *set);
    }
    put(arena, map, "optimal_actions", *sets);
    return *map;
}

static struct assay_node regret_told(const struct assay_world_study *study,
                                     struct assay_arena *arena)
{
    const double *lo = study->regret_lo, *hi = study->regret_hi;
    struct assay_node *map = assay_node_map(arena);

    put(arena, map, "under1_of_opt2", two(arena, lo[1], hi[1]));
    put(arena, map, "under2_of_opt1", two(arena, lo[2], hi[2]));
    put(arena, map, "mean", two(arena, (lo[1] + lo[2]) / 2.0, (hi[1] + hi[2]) / 2.0));
    return *map;
}

static struct assay_node episodes_told(const struct assay_world_study *study,
                                       struct assay_arena *arena)
{
    const struct assay_episode_correlation *of = &study->episodes[1];
    struct assay_node *map = assay_node_map(arena);

    put(arena, map, "rho", of->defined ? number(of->rho) : assay_node_null());
    put(arena, map, "distance", number(of->distance));
    put(arena, map, "mean", two(arena, of->mean[0], of->mean[1]));
    put(arena, map, "cov", table(arena, of->cov[0], 2, 2));
    return *map;
}

static struct assay_node quotients_told(const struct assay_world_study *study,
                                        struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    for (unsigned n = 0; n < ASSAY_NORMS; n++) {
        struct assay_node *inner = assay_node_map(arena);

        if (!study->quotient[n])
            continue;
        put(arena, inner, "distance", number(study->quotient[n][1]));
        put(arena, inner, "norm",
            two(arena, study->reward[0].quotient[n], study->reward[1].quotient[n]));
        put(arena, map, assay_norm_name[n], *inner);
    }
    return *map;
}

/* What is told of each reward function by itself. */
static void tell_rewards(const struct assay_world_study *study, struct assay_arena *arena,
                         struct assay_node *out)
{
    const size_t states = study->mdp.states, actions = study->mdp.actions;
    struct assay_node *v = assay_node_list(arena), *val = assay_node_list(arena);
    struct assay_node *optimal = assay_node_list(arena);
    struct assay_node *trivial = assay_node_map(arena), *norms = assay_node_map(arena);

    for (size_t i = 0; i < 2; i++) {
        const struct assay_canonical *of =
            &study->reward[i].canonical[ASSAY_CANONICAL_VAL];

        push(arena, v, numbers(arena, study->reward[i].v, states));
        push(arena, val, table(arena, of->level, states, actions));
        push(arena, optimal, optimal_told(study, i, arena));
    }
    for (unsigned f = 0; f < ASSAY_CANONICAL_FORMS; f++) {
        struct assay_node *both = assay_node_list(arena);

        for (size_t i = 0; i < 2; i++)
            push(arena, both, assay_node_of_bool(study->reward[i].canonical[f].zero));
        put(arena, trivial, assay_canonical_name[f], *both);
        put(arena, norms, assay_canonical_name[f], norms_told(study, f, arena));
    }
    put(arena, out, "V_pi", *v);
    put(arena, out, "val", *val);
    put(arena, out, "J_pi",
        two(arena, study->reward[0].returned, study->reward[1].returned));
    put(arena, out, "optimal", *optimal);
    put(arena, out, "trivial", *trivial);
    put(arena, out, "canon_norm", *norms);
}

static struct assay_node *study_told(const struct assay_world_study *study,
                                     struct assay_arena *arena)
{
    struct assay_node *out = assay_node_map(arena), *distances = assay_node_map(arena);
    struct assay_node *pearson = assay_node_map(arena), *worst = assay_node_map(arena);
    struct assay_node *reachable = assay_node_list(arena);

    for (size_t s = 0; s < study->world->mdp.states; s++)
        push(arena, reachable, assay_node_of_bool(study->reachable[s]));
    put(arena, out, "reachable", *reachable);
    tell_rewards(study, arena, out);
    for (unsigned f = 0; f < ASSAY_CANONICAL_FORMS; f++)
        put(arena, distances, assay_canonical_name[f], distances_told(study, f, arena));
    put(arena, out, "dist", *distances);
    for (unsigned p = 0; p < ASSAY_PEARSON_FORMS; p++)
        put(arena, pearson, assay_pearson_name[p], number(study->pearson[p][1]));
    put(arena, out, "pearson", *pearson);
    put(arena, out, "regret", regret_told(study, arena));
    put(arena, worst, "under1", number(study->worst_case[1]));
    put(arena, worst, "under2", number(study->worst_case[2]));
    put(arena, out, "worst_case_regret", *worst);
    put(arena, out, "starc_j", number(study->starc_j[1]));
    put(arena, out, "erc", episodes_told(study, arena));
    put(arena, out, "quotient", quotients_told(study, arena));
    return out;
}

static bool is_null(const struct assay_node *node)
{
    return !node || node->type == ASSAY_NODE_NULL;
}

static bool holds(const struct assay_node *got, const struct assay_node *want,
                  double tolerance)
{
    double a, b;

    if (is_null(got) || is_null(want))
        return is_null(got) && is_null(want);
    if (!assay_node_number(got, &a) || !assay_node_number(want, &b))
        return assay_node_equal(got, want);
    return fabs(a - b) <= tolerance * fmax(1.0, fmax(fabs(a), fabs(b)));
}

static void print_node(const char *word, const struct assay_node *node)
{
    struct assay_buf text = {0};

    if (node)
        assay_json_write(node, false, &text);
    printf(" %s %s", word, node ? assay_buf_view(&text).ptr : "nothing");
    assay_buf_release(&text);
}

static void compare(struct place place, const struct assay_node *got,
                    const struct assay_node *want, struct tally *tally)
{
    const size_t count = assay_node_count(want);
    char path[PATH];

    if (!assay_node_is(want, ASSAY_NODE_MAP) && !assay_node_is(want, ASSAY_NODE_LIST)) {
        const bool good = holds(got, want, place.tolerance);

        if (!good) {
            printf("%s: %s:", place.name, place.path);
            print_node("got", got);
            print_node("want", want);
            printf("\n");
        }
        *(good ? &tally->passed : &tally->failed) += 1;
        return;
    }
    if (assay_node_is(want, ASSAY_NODE_LIST) && assay_node_count(got) != count) {
        printf("%s: %s: got %zu values, want %zu\n", place.name, place.path,
               assay_node_count(got), count);
        tally->failed++;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const struct assay_member *member =
            want->type == ASSAY_NODE_MAP ? &want->as.map.at[i] : NULL;
        const struct place deeper = {place.name, path, place.tolerance};

        if (member)
            (void)snprintf(path, sizeof(path), "%s.%.*s", place.path,
                           ASSAY_STR_ARG(member->key));
        else
            (void)snprintf(path, sizeof(path), "%s.%zu", place.path, i);
        compare(deeper,
                member ? assay_node_find(got, member->key) : assay_node_at(got, i),
                member ? &member->value : assay_node_at(want, i), tally);
    }
}

/* What a path as "dist.val.l2.l2" or "V_pi.0.1" leads to. */
static const struct assay_node *follow(const struct assay_node *node,
                                       struct assay_str path)
{
    while (node && path.len > 0) {
        const size_t dot = assay_str_find(path, ASSAY_STR("."));
        const struct assay_str word = {path.ptr, dot};
        double at;

        if (node->type == ASSAY_NODE_LIST)
            node = assay_str_number(word, &at) ? assay_node_at(node, (size_t)at) : NULL;
        else
            node = assay_node_find(node, word);
        path.ptr += dot + (dot < path.len);
        path.len -= dot + (dot < path.len);
    }
    return node;
}

static void compare_hand(const char *name, const struct assay_node *got,
                         const struct assay_node *hand, struct tally *tally)
{
    for (size_t i = 0; i < assay_node_count(hand); i++) {
        const struct assay_node *one = assay_node_at(hand, i);
        const struct assay_str path = assay_node_text(assay_node_at(one, 0));
        char text[PATH];
        const bool loose = assay_str_starts(path, ASSAY_STR("quotient"));
        const struct place place = {name, text,
                                    loose ? tally->of_quotients : tally->tolerance};

        (void)snprintf(text, sizeof(text), "by hand %.*s", ASSAY_STR_ARG(path));
        compare(place, follow(got, path), assay_node_at(one, 1), tally);
    }
}

/* dist[form] with n = m on the states that are reached. */
static struct assay_node reachable_told(const struct assay_world_study *study,
                                        struct assay_arena *arena)
{
    struct assay_node *out = assay_node_map(arena);

    for (unsigned f = 0; f < ASSAY_CANONICAL_FORMS; f++) {
        struct assay_node *inner = assay_node_map(arena);

        for (size_t i = 0; i < study->wish->kinds; i++) {
            const struct assay_starc_kind *kind = &study->wish->kind[i];

            if (kind->form == (enum assay_canonical_form)f &&
                kind->normaliser == kind->metric)
                put(arena, inner, assay_norm_name[kind->metric],
                    number(study->distance[i][1]));
        }
        put(arena, out, assay_canonical_name[f], *inner);
    }
    return *out;
}

/* A case's tree of values, of the whole world and of the states that are reached. */
static enum assay_code work_out(const struct assay_world *world,
                                struct assay_arena *arena, struct assay_node **out,
                                struct assay_error *err)
{
    struct assay_starc_kind kinds[KINDS];
    struct assay_world_wish wish = {
        .kind = kinds,
        .kinds = assay_starc_kinds_all(kinds),
        .pearson = (1U << ASSAY_PEARSON_FORMS) - 1,
        .quotient = 1U << ASSAY_NORM_L1 | 1U << ASSAY_NORM_L2 | 1U << ASSAY_NORM_LINF |
                    1U << ASSAY_NORM_W1 | 1U << ASSAY_NORM_W2,
        .worst_case = true,
        .regret = true,
        .episodes = true,
        .jobs = 1};
    struct assay_world_study whole, part;
    enum assay_code code = assay_world_study(world, &wish, arena, &whole, err);

    if (!code)
        *out = study_told(&whole, arena);
    assay_world_study_release(&whole);
    if (code)
        return code;
    wish.reachable_only = true;
    wish.quotient = wish.pearson = 0;
    code = assay_world_study(world, &wish, arena, &part, err);
    if (!code)
        put(arena, *out, "reachable_only", reachable_told(&part, arena));
    assay_world_study_release(&part);
    return code;
}

static void run_case(const struct assay_node *node, struct assay_arena *arena,
                     struct tally *tally)
{
    static const char *const passed_over[] = {"name", "note", "hand", "expected", NULL};
    const char *name =
        assay_arena_copy(arena, assay_node_text(assay_node_get(node, "name"))).ptr;
    const struct assay_node *want = assay_node_get(node, "expected");
    struct assay_node *got = NULL;
    struct assay_world world;
    struct assay_error err;
    enum assay_code code =
        assay_world_of_node(node, name, passed_over, arena, &world, &err);

    if (!code)
        code = work_out(&world, arena, &got, &err);
    if (code) {
        printf("%s\n", err.text);
        tally->failed++;
        return;
    }
    for (size_t i = 0; i < assay_node_count(want); i++) {
        const struct assay_member *member = &want->as.map.at[i];
        const char *key = assay_arena_copy(arena, member->key).ptr;
        const bool loose = strcmp(key, "quotient") == 0;
        const struct place place = {name, key,
                                    loose ? tally->of_quotients : tally->tolerance};

        compare(place, assay_node_find(got, member->key), &member->value, tally);
    }
    compare_hand(name, got, assay_node_get(node, "hand"), tally);
}

static double tolerance_of(const struct assay_node *root, const char *key, double usual)
{
    double x;

    return assay_node_number(assay_node_get(assay_node_get(root, "tolerance"), key), &x)
               ? x
               : usual;
}

static bool run_file(const char *path, struct tally *tally)
{
    struct assay_arena arena = {0};
    struct assay_error err;
    struct assay_node root;
    const struct assay_node *cases;
    size_t count;
    const bool readable = !assay_json_read(path, &arena, &root, &err);

    if (!readable)
        (void)fprintf(stderr, "%s\n", err.text);
    cases = readable ? assay_node_get(&root, "cases") : NULL;
    tally->tolerance = tolerance_of(readable ? &root : NULL, "default", 1e-9);
    tally->of_quotients = tolerance_of(readable ? &root : NULL, "quotient", 1e-7);
    count = assay_node_count(cases);
    for (size_t i = 0; i < count; i++)
        run_case(assay_node_at(cases, i), &arena, tally);
    assay_arena_release(&arena);
    return count > 0;
}

int main(int argc, char **argv)
{
    struct tally tally = {0};
    bool readable = argc > 1;

    assay_metrics_setup();
    if (argc < 2)
        (void)fputs("usage: distance FILE.json ...\n", stderr);
    for (int i = 1; i < argc; i++)
        readable = run_file(argv[i], &tally) && readable;
    printf("%zu passed, %zu failed\n", tally.passed, tally.failed);
    return !readable ? 2 : tally.failed > 0;
}
