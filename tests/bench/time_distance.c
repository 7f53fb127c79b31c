/*
 * time_distance.c - how long distances between reward functions of a tabular world take.
 *
 *     time_distance make FOLDER STATES ACTIONS TAIL REWARDS
 *     time_distance serve FOLDER STATES ACTIONS REWARDS
 *
 * TAIL is soft or zero (metrics/random_mdp.h). The first writes doubles as they are in memory: tau (states, actions,
 * states), and rewards (rewards, states, actions, states), of a random world of the study of STARC, each half way from the
 * first, as its steps are. The second reads them
 * and then answers each line `QUANTITY SECONDS` with one line of JSON: the median seconds of processor time of one call, in
 * as many batches as that time allows, at least three after a first call, and what came out, for a peer to be held against.
 * One thread.
 */
#include "harness/core/memory.h"
#include "harness/run/world_study.h"
#include "metrics/mdp_floors.h"
#include "metrics/quotient_norm.h"
#include "metrics/random_mdp.h"
#include "metrics/setup.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    BATCHES_MAX = 1000,
    VALUES_MAX = 4096,
    LINE = 256
};

static const double gamma_of_all = 0.95;
static const double batch_seconds = 1e-3; /* seconds */

/* A world, and what is known of its rewards where a quantity is measured that starts from it. */
struct bench {
    struct assay_arena arena;
    struct assay_mdp mdp;
    struct assay_reward *reward;
    size_t rewards;
    double *level[2];
    struct assay_canonical epic[2], val[2];
    struct assay_starc_reward starc[2];
    double value[VALUES_MAX];
    size_t values;
};

static _Noreturn void stop(const char *what)
{
    (void)fprintf(stderr, "time_distance: %s\n", what);
    exit(EXIT_FAILURE);
}

static void check(enum assay_code code, const struct assay_error *err)
{
    if (code)
        stop(err->text);
}

static void put(struct bench *bench, const double *x, size_t n)
{
    for (size_t i = 0; i < n && bench->values < VALUES_MAX; i++)
        bench->value[bench->values++] = x[i];
}

static size_t number(const char *word)
{
    char *end;
    const unsigned long long n = strtoull(word, &end, 10);

    if (*end != '\0' || n == 0)
        stop("a size is a number above 0");
    return (size_t)n;
}

static FILE *opened(const char *folder, const char *name, const char *mode)
{
    char path[4096];
    FILE *file;

    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    file = fopen(path, mode);
    if (!file)
        stop(path);
    return file;
}

static void make(char **words)
{
    const struct assay_random_setting setting = {
        .states = number(words[1]),
        .actions = number(words[2]),
        .gamma = gamma_of_all,
        .tail = strcmp(words[3], "zero") == 0 ? ASSAY_RANDOM_ZERO : ASSAY_RANDOM_SOFT,
        .seed = 1};
    const size_t rows = setting.states * setting.actions;
    struct assay_arena arena = {0};
    struct assay_mdp mdp;
    double *row = assay_memory_new(rows * setting.states, sizeof(*row));
    double *first = assay_memory_new(rows * setting.states, sizeof(*first));
    FILE *file = opened(words[0], "tau", "wb");
    size_t left = 0;

    assay_random_mdp(&setting, &arena, &mdp);
    for (size_t k = 0; k < rows; k++) {
        assay_mdp_row(&mdp, k, row);
        left += fwrite(row, sizeof(*row), setting.states, file) != setting.states;
    }
    left += fclose(file) != 0;
    file = opened(words[0], "rewards", "wb");
    for (size_t i = 0; i < number(words[4]); i++) {
        assay_random_reward(&setting, i, row);
        if (i == 0)
            memcpy(first, row, rows * setting.states * sizeof(*first));
        assay_reward_between(first, row, rows * setting.states, 1, 2, row);
        left += fwrite(row, sizeof(*row), rows * setting.states, file) !=
                rows * setting.states;
    }
    if (fclose(file) != 0 || left > 0)
        stop("the files cannot be written");
    free(row);
    free(first);
    assay_arena_release(&arena);
}

static double *read_doubles(struct bench *bench, const char *folder, const char *name,
                            size_t count)
{
    double *out = assay_arena_new(&bench->arena, count, sizeof(*out));
    FILE *file = opened(folder, name, "rb");

    if (fread(out, sizeof(*out), count, file) != count)
        stop("a file is too short");
    (void)fclose(file);
    return out;
}

/* Rows of tau, without what is 0. */
static void take_tau(struct bench *bench, const double *tau)
{
    const size_t n = bench->mdp.states, rows = n * bench->mdp.actions;
    size_t *row = assay_arena_new(&bench->arena, rows + 1, sizeof(*row));
    uint32_t *next = assay_arena_new(&bench->arena, rows * n, sizeof(*next));
    double *chance = assay_arena_new(&bench->arena, rows * n, sizeof(*chance));
    double *start = assay_arena_new(&bench->arena, n, sizeof(*start));
    size_t count = 0;

    for (size_t i = 0; i < rows * n; i++) {
        if (tau[i] > 0.0) {
            next[count] = (uint32_t)(i % n);
            chance[count++] = tau[i];
        }
        if (i % n == n - 1)
            row[i / n + 1] = count;
    }
    for (size_t s = 0; s < n; s++)
        start[s] = 1.0 / (double)n;
    bench->mdp.row = row;
    bench->mdp.next = next;
    bench->mdp.chance = chance;
    bench->mdp.start = start;
    bench->mdp.floors = assay_mdp_floors_find(&bench->mdp, &bench->arena);
}

static const struct assay_mdp_how how = {.method = ASSAY_MDP_DENSE, .solutions = 2};

static struct assay_process process_of(const struct bench *bench)
{
    return (struct assay_process){&bench->mdp, &how};
}

/* A form of one reward and all that it takes, the level too where it is one's own to make. */
static void form_made(struct bench *bench, enum assay_canonical_form form, size_t i,
                      struct assay_arena *arena, struct assay_canonical *out)
{
    const struct assay_canonical_choice choice = {.forms = 1U << form, .how = how};
    struct assay_canonicaliser *canonicaliser;
    double *level =
        assay_arena_new(arena, bench->mdp.states * bench->mdp.actions, sizeof(*level));
    struct assay_canonical_subject subject = {.reward = &bench->reward[i],
                                              .level = level};
    struct assay_error err;

    if (form != ASSAY_CANONICAL_EPIC && form != ASSAY_CANONICAL_MINPOT_L2)
        subject.bound = assay_reward_level(&bench->mdp, &bench->reward[i], level);
    check(assay_canonicaliser_new(&bench->mdp, &choice, &canonicaliser, &err), &err);
    check(assay_canonicalise(canonicaliser, form, &subject, arena, out, &err), &err);
    assay_canonicaliser_free(canonicaliser);
}

static void one_form(struct bench *bench, enum assay_canonical_form form)
{
    struct assay_arena arena = {0};
    struct assay_canonical out;

    form_made(bench, form, 0, &arena, &out);
    put(bench, &out.largest, 1);
    if (out.level)
        put(bench, out.level, bench->mdp.states);
    else
        put(bench, out.before, bench->mdp.states);
    if (out.pair)
        put(bench, out.pair, bench->mdp.states);
    assay_arena_release(&arena);
}

static void epic(struct bench *bench)
{
    one_form(bench, ASSAY_CANONICAL_EPIC);
}

static void dard(struct bench *bench)
{
    one_form(bench, ASSAY_CANONICAL_DARD);
}

static void val(struct bench *bench)
{
    one_form(bench, ASSAY_CANONICAL_VAL);
}

static void valpot(struct bench *bench)
{
    one_form(bench, ASSAY_CANONICAL_VALPOT);
}

static void minpot(struct bench *bench)
{
    one_form(bench, ASSAY_CANONICAL_MINPOT_L2);
}

static void min_l2(struct bench *bench)
{
    one_form(bench, ASSAY_CANONICAL_MIN_L2);
}

/* m(x / n(x) - y / n(y)) of two forms that are there, for the first so many n. */
static void distances(struct bench *bench, const struct assay_canonical *x,
                      const struct assay_canonical *y, size_t count)
{
    const struct assay_norm_scale one = {1.0, 0.0};
    double of_x[1][ASSAY_NORM_PLAIN], of_y[1][ASSAY_NORM_PLAIN],
        apart[ASSAY_NORM_PLAIN][ASSAY_NORM_PLAIN];
    struct assay_norm_scale scale[ASSAY_NORM_PLAIN];

    assay_canonical_norms(x, NULL, &one, 1, of_x);
    assay_canonical_norms(y, NULL, &one, 1, of_y);
    for (size_t n = 0; n < count; n++)
        scale[n] = (struct assay_norm_scale){1.0 / of_x[0][n], 1.0 / of_y[0][n]};
    assay_canonical_norms(x, y, scale, count, apart);
    for (size_t n = 0; n < count; n++)
        put(bench, apart[n], ASSAY_NORM_PLAIN);
}

static void norms(struct bench *bench)
{
    distances(bench, &bench->epic[0], &bench->epic[1], ASSAY_NORM_PLAIN);
}

/* val-l2-l2 of two rewards from tau and R. */
static void val_distance(struct bench *bench)
{
    const struct assay_canonical_choice choice = {.forms = 1U << ASSAY_CANONICAL_VAL,
                                                  .how = how};
    const struct assay_norm_scale one = {1.0, 0.0};
    struct assay_norm_scale scale;
    struct assay_canonicaliser *canonicaliser;
    struct assay_arena arena = {0};
    struct assay_canonical_subject subject[2];
    struct assay_canonical of[2];
    double norm[2][1][ASSAY_NORM_PLAIN];
    struct assay_error err;

    check(assay_canonicaliser_new(&bench->mdp, &choice, &canonicaliser, &err), &err);
    for (size_t i = 0; i < 2; i++) {
        double *level = assay_arena_new(&arena, bench->mdp.states * bench->mdp.actions,
                                        sizeof(*level));

        subject[i] = (struct assay_canonical_subject){
            .reward = &bench->reward[i],
            .level = level,
            .bound = assay_reward_level(&bench->mdp, &bench->reward[i], level)};
    }
    check(assay_canonical_values(canonicaliser, subject, 2, &arena, &err), &err);
    for (size_t i = 0; i < 2; i++) {
        check(assay_canonicalise(canonicaliser, ASSAY_CANONICAL_VAL, &subject[i], &arena,
                                 &of[i], &err),
              &err);
        assay_canonical_norms(&of[i], NULL, &one, 1, norm[i]);
    }
    scale = (struct assay_norm_scale){1.0 / norm[0][0][ASSAY_NORM_L2],
                                      1.0 / norm[1][0][ASSAY_NORM_L2]};
    assay_canonical_norms(&of[0], &of[1], &scale, 1, norm[0]);
    put(bench, &norm[0][0][ASSAY_NORM_L2], 1);
    assay_canonicaliser_free(canonicaliser);
    assay_arena_release(&arena);
}

static void optimum(struct bench *bench)
{
    struct assay_arena arena = {0};
    struct assay_optimum best = {
        .v = assay_arena_new(&arena, bench->mdp.states, sizeof(double)),
        .action = assay_arena_new(&arena, bench->mdp.states, sizeof(uint32_t)),
        .guessed = true};
    struct assay_error err;

    check(assay_mdp_optimum(&bench->mdp, bench->level[0], NULL, &how, &best, &err), &err);
    put(bench, best.v, bench->mdp.states);
    assay_arena_release(&arena);
}

/* Best and worst of both, regret both ways, d_J, from levels. */
static void regrets(struct bench *bench)
{
    const struct assay_process process = process_of(bench);
    struct assay_arena arena = {0};
    struct assay_starc_reward of[2];
    struct assay_regret_span regret;
    struct assay_error err;
    double apart;

    for (size_t i = 0; i < 2; i++) {
        check(assay_starc_reward(&process, bench->level[i], &bench->val[i], &arena,
                                 &of[i], &err),
              &err);
        put(bench, &of[i].range.most, 1);
        put(bench, &of[i].range.least, 1);
    }
    for (size_t i = 0; i < 2; i++) {
        check(assay_regret(&process, &of[i], &of[1 - i], &regret, &err), &err);
        put(bench, &regret.lo, 1);
        put(bench, &regret.hi, 1);
    }
    check(assay_starc_j(&process, &of[0], &of[1], &apart, &err), &err);
    put(bench, &apart, 1);
    assay_arena_release(&arena);
}

static void worst(struct bench *bench)
{
    const struct assay_process process = process_of(bench);
    struct assay_worst_case out;
    struct assay_error err;

    check(
        assay_worst_case_regret(&process, &bench->starc[0], &bench->starc[1], &out, &err),
        &err);
    put(bench, &out.regret, 1);
}

static void erc(struct bench *bench)
{
    const struct assay_reward *const reward[2] = {&bench->reward[0], &bench->reward[1]};
    const double *const level[2] = {bench->level[0], bench->level[1]};
    struct assay_episodes *episodes;
    struct assay_episode_correlation out;
    struct assay_error err;

    for (size_t i = 0; i < 2; i++)
        (void)assay_reward_level(&bench->mdp, reward[i], bench->level[i]);
    check(assay_episodes_new(&bench->mdp, NULL, &how, &episodes, &err), &err);
    check(assay_episode_correlation(episodes, reward, level, &out, &err), &err);
    put(bench, &out.rho, 1);
    assay_episodes_free(episodes);
}

/* d_J and worst case of rewards from .. from + count - 1, all pairs. */
static void study(struct bench *bench, const struct assay_reward *reward, size_t count,
                  struct assay_world_study *out, struct assay_arena *arena)
{
    const struct assay_world world = {
        .mdp = bench->mdp, .reward = reward, .rewards = count};
    static const struct assay_world_wish wish = {
        .worst_case = true, .jobs = 1, .how = {.method = ASSAY_MDP_DENSE}};
    struct assay_error err;

    check(assay_world_study(&world, &wish, arena, out, &err), &err);
}

/* Told: of the pairs of the first three rewards, which the peer measures too. */
static void all_pairs(struct bench *bench)
{
    struct assay_arena arena = {0};
    struct assay_world_study out;

    study(bench, bench->reward, bench->rewards, &out, &arena);
    for (size_t i = 0; i < 3; i++)
        for (size_t j = i + 1; j < 3; j++) {
            put(bench, &out.starc_j[i * bench->rewards + j], 1);
            put(bench, &out.worst_case[i * bench->rewards + j], 1);
            put(bench, &out.worst_case[j * bench->rewards + i], 1);
        }
    assay_world_study_release(&out);
    assay_arena_release(&arena);
}

/* The same by a study of its own for each of the pairs of three rewards: a part of the pairs, which is scaled up. */
static void pair_by_pair(struct bench *bench)
{
    for (size_t i = 0; i < 3; i++)
        for (size_t j = i + 1; j < 3; j++) {
            const struct assay_reward two[] = {bench->reward[i], bench->reward[j]};
            struct assay_arena arena = {0};
            struct assay_world_study out;

            study(bench, two, 2, &out, &arena);
            put(bench, &out.starc_j[1], 1);
            put(bench, &out.worst_case[1], 1);
            put(bench, &out.worst_case[2], 1);
            assay_world_study_release(&out);
            assay_arena_release(&arena);
        }
}

static const struct {
    const char *name;
    void (*work)(struct bench *bench);
} quantities[] = {
    {"epic", epic},
    {"dard", dard},
    {"val", val},
    {"valpot", valpot},
    {"minpot", minpot},
    {"min_l2", min_l2},
    {"norms", norms},
    {"val_distance", val_distance},
    {"optimum", optimum},
    {"regrets", regrets},
    {"worst", worst},
    {"erc", erc},
    {"all_pairs", all_pairs},
    {"pair_by_pair", pair_by_pair},
};

/* Processor time, of which the one thread has all: what else the machine does hardly matters. */
static double now(void)
{
    struct timespec at;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
    return (double)at.tv_sec + (double)at.tv_nsec * 1e-9;
}

/* Seconds of each of so many calls. */
static double taken(struct bench *bench, void (*work)(struct bench *), size_t calls)
{
    const double from = now();

    for (size_t i = 0; i < calls; i++) {
        bench->values = 0;
        work(bench);
    }
    return (now() - from) / (double)calls;
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* The median over batches of calls, a millisecond each or one call; what came out of the last is left in bench. */
static double measured(struct bench *bench, void (*work)(struct bench *), double seconds)
{
    static double took[BATCHES_MAX];
    const double first = taken(bench, work, 1), start = now();
    const size_t calls = first < batch_seconds ? 1 + (size_t)(batch_seconds / first) : 1;
    size_t count = 0;

    while (count < BATCHES_MAX && (count < 3 || now() - start < seconds))
        took[count++] = taken(bench, work, calls);
    qsort(took, count, sizeof(*took), by_size);
    return took[count / 2];
}

static void answer(struct bench *bench, const char *name, double seconds)
{
    size_t i = 0;
    const size_t count = sizeof(quantities) / sizeof(quantities[0]);

    while (i < count && strcmp(quantities[i].name, name) != 0)
        i++;
    if (i == count)
        stop(name);
    printf("{\"seconds\": %.9g, \"values\": [",
           measured(bench, quantities[i].work, seconds));
    for (size_t k = 0; k < bench->values; k++)
        printf("%s%.17g", k > 0 ? ", " : "", bench->value[k]);
    printf("]}\n");
    (void)fflush(stdout);
}

/* Forms and ranges that quantities start from. */
static void prepare(struct bench *bench)
{
    const struct assay_process process = process_of(bench);
    struct assay_error err;

    for (size_t i = 0; i < 2; i++) {
        form_made(bench, ASSAY_CANONICAL_EPIC, i, &bench->arena, &bench->epic[i]);
        form_made(bench, ASSAY_CANONICAL_VAL, i, &bench->arena, &bench->val[i]);
        bench->level[i] = assay_arena_new(
            &bench->arena, bench->mdp.states * bench->mdp.actions, sizeof(double));
        (void)assay_reward_level(&bench->mdp, &bench->reward[i], bench->level[i]);
        check(assay_starc_reward(&process, bench->level[i], &bench->val[i], &bench->arena,
                                 &bench->starc[i], &err),
              &err);
    }
}

static void serve(char **words)
{
    static struct bench bench;
    const size_t states = number(words[1]), actions = number(words[2]);
    char line[LINE], name[LINE];

    bench.mdp =
        (struct assay_mdp){.states = states, .actions = actions, .gamma = gamma_of_all};
    bench.rewards = number(words[3]);
    take_tau(&bench, read_doubles(&bench, words[0], "tau", states * actions * states));
    bench.reward = assay_arena_new(&bench.arena, bench.rewards, sizeof(*bench.reward));
    {
        const double *all = read_doubles(&bench, words[0], "rewards",
                                         bench.rewards * states * actions * states);

        for (size_t i = 0; i < bench.rewards; i++)
            bench.reward[i] =
                (struct assay_reward){.value = all + i * states * actions * states};
    }
    prepare(&bench);
    while (fgets(line, sizeof(line), stdin)) {
        char *space = strchr(line, ' ');

        if (!space)
            stop("a line is QUANTITY SECONDS");
        *space = '\0';
        (void)snprintf(name, sizeof(name), "%s", line);
        answer(&bench, name, strtod(space + 1, NULL));
    }
    assay_arena_release(&bench.arena);
}

int main(int argc, char **argv)
{
    assay_metrics_setup();
    if (argc == 7 && strcmp(argv[1], "make") == 0)
        make(argv + 2);
    else if (argc == 6 && strcmp(argv[1], "serve") == 0)
        serve(argv + 2);
    else
        stop("see the head of time_distance.c");
    return 0;
}
