/*
 * time_mdp.c - how long values and optima of large decision processes take.
 *
 *     time_mdp make-random FILE STATES GAMMA
 *     time_mdp make-grid FILE SIDE GAMMA
 *     time_mdp value FILE THREADS TOLERANCE [OUT]
 *     time_mdp optimum FILE THREADS WIDTH [OUT]
 *
 * The first two write a process of four actions and its level reward as they are in memory: a random one
 * with five successors a row, rewards normal; or a grid of SIDE x SIDE, where a step goes astray to
 * either side with chance 0.1 each and walls hold, rewards uniform in [0, 1). The others read one, work
 * once, write v to OUT, and print one object of JSON: seconds and processor seconds without reading, most
 * memory of the process and bytes of the input (tau, mu0 and r as they are in memory), and the width that
 * is certified. TOLERANCE is of the residual, relative to max |r|; WIDTH is absolute.
 */
#include "harness/core/memory.h"
#include "harness/core/rng.h"
#include "metrics/mdp_sparse.h"
#include "metrics/random_mdp.h"
#include "tests/bench/spent.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    ACTIONS = 4,
    SUCCESSORS = 5,
    HEAD = 4 /* states, actions, entries, gamma: 8 bytes each */
};

/* A process and its reward, in memory that is this program's. */
struct world {
    struct assay_mdp mdp;
    double *start, *chance, *r;
    size_t *row;
    uint32_t *next;
    size_t bytes;
};

static _Noreturn void stop(const char *what)
{
    (void)fprintf(stderr, "time_mdp: %s\n", what);
    exit(EXIT_FAILURE);
}

static double number(const char *word)
{
    char *end;
    const double x = strtod(word, &end);

    if (*end != '\0' || !(x > 0.0))
        stop("a number above 0 is needed");
    return x;
}

static void world_new(struct world *world, size_t states, size_t entries, double gamma)
{
    const size_t rows = states * ACTIONS;

    world->start = assay_memory_new(states, sizeof(double));
    world->row = assay_memory_new(rows + 1, sizeof(size_t));
    world->next = assay_memory_new(entries, sizeof(uint32_t));
    world->chance = assay_memory_new(entries, sizeof(double));
    world->r = assay_memory_new(rows, sizeof(double));
    world->bytes = (states + rows + entries) * sizeof(double) +
                   (rows + 1) * sizeof(size_t) + entries * sizeof(uint32_t);
    world->mdp = (struct assay_mdp){.states = states,
                                    .actions = ACTIONS,
                                    .gamma = gamma,
                                    .start = world->start,
                                    .row = world->row,
                                    .next = world->next,
                                    .chance = world->chance};
}

static void world_free(struct world *world)
{
    free(world->start);
    free(world->row);
    free(world->next);
    free(world->chance);
    free(world->r);
}

static void put(FILE *file, const void *data, size_t size, size_t count)
{
    if (fwrite(data, size, count, file) != count)
        stop("the file cannot be written");
}

static void get(FILE *file, void *data, size_t size, size_t count)
{
    if (fread(data, size, count, file) != count)
        stop("the file is too short");
}

static void written(const struct world *world, const char *path)
{
    const struct assay_mdp *mdp = &world->mdp;
    const size_t rows = mdp->states * mdp->actions, entries = mdp->row[rows];
    const double head[HEAD] = {(double)mdp->states, (double)mdp->actions, (double)entries,
                               mdp->gamma};
    FILE *file = fopen(path, "wb");

    if (!file)
        stop("the file cannot be written");
    put(file, head, sizeof(*head), HEAD);
    put(file, mdp->start, sizeof(double), mdp->states);
    put(file, world->r, sizeof(double), rows);
    put(file, mdp->row, sizeof(size_t), rows + 1);
    put(file, mdp->chance, sizeof(double), entries);
    put(file, mdp->next, sizeof(uint32_t), entries);
    if (fclose(file))
        stop("the file cannot be written");
}

static void read_world(struct world *world, const char *path)
{
    double head[HEAD];
    FILE *file = fopen(path, "rb");

    if (!file)
        stop("the file cannot be read");
    get(file, head, sizeof(*head), HEAD);
    world_new(world, (size_t)head[0], (size_t)head[2], head[3]);
    get(file, world->start, sizeof(double), world->mdp.states);
    get(file, world->r, sizeof(double), world->mdp.states * ACTIONS);
    get(file, world->row, sizeof(size_t), world->mdp.states * ACTIONS + 1);
    get(file, world->chance, sizeof(double), (size_t)head[2]);
    get(file, world->next, sizeof(uint32_t), (size_t)head[2]);
    (void)fclose(file);
}

/* Adds an entry to the row that is being written, in its place, or to one that is there. */
static void entry_add(struct world *world, size_t k, size_t *end, uint32_t next,
                      double chance)
{
    size_t i = *end;

    while (i > world->row[k] && world->next[i - 1] > next)
        i--;
    if (i > world->row[k] && world->next[i - 1] == next) {
        world->chance[i - 1] += chance;
        return;
    }
    memmove(world->next + i + 1, world->next + i, (*end - i) * sizeof(*world->next));
    memmove(world->chance + i + 1, world->chance + i,
            (*end - i) * sizeof(*world->chance));
    world->next[i] = next;
    world->chance[i] = chance;
    ++*end;
}

static void make_random(char **words)
{
    const size_t states = (size_t)number(words[1]);
    struct world world;
    struct assay_rng rng = {1};
    size_t end = 0;

    world_new(&world, states, states * ACTIONS * SUCCESSORS, number(words[2]));
    for (size_t k = 0; k < states * ACTIONS; k++) {
        double part[SUCCESSORS], sum = 0.0;

        for (size_t i = 0; i < SUCCESSORS; i++)
            sum += part[i] = 0.01 + assay_rng_uniform(&rng);
        world.row[k] = end;
        for (size_t i = 0; i < SUCCESSORS; i++)
            entry_add(&world, k, &end,
                      (uint32_t)(assay_rng_uniform(&rng) * (double)states),
                      part[i] / sum);
        world.row[k + 1] = end;
        world.r[k] = assay_random_normal(&rng);
    }
    for (size_t s = 0; s < states; s++)
        world.start[s] = 1.0 / (double)states;
    written(&world, words[0]);
    world_free(&world);
}

/* The field that a step from (x, y) in direction d, of four, leads to. */
static uint32_t moved(size_t side, size_t x, size_t y, size_t d)
{
    static const int dx[] = {0, 1, 0, -1}, dy[] = {-1, 0, 1, 0};
    const size_t to_x = x + (size_t)dx[d % 4], to_y = y + (size_t)dy[d % 4];

    return (uint32_t)((to_y < side ? to_y : y) * side + (to_x < side ? to_x : x));
}

static void make_grid(char **words)
{
    const size_t side = (size_t)number(words[1]), states = side * side;
    struct world world;
    struct assay_rng rng = {1};
    size_t end = 0;

    world_new(&world, states, states * ACTIONS * 3, number(words[2]));
    for (size_t k = 0; k < states * ACTIONS; k++) {
        const size_t s = k / ACTIONS, d = k % ACTIONS;

        world.row[k] = end;
        entry_add(&world, k, &end, moved(side, s % side, s / side, d), 0.8);
        entry_add(&world, k, &end, moved(side, s % side, s / side, d + 1), 0.1);
        entry_add(&world, k, &end, moved(side, s % side, s / side, d + 3), 0.1);
        world.row[k + 1] = end;
        world.r[k] = assay_rng_uniform(&rng);
    }
    for (size_t s = 0; s < states; s++)
        world.start[s] = 1.0 / (double)states;
    written(&world, words[0]);
    world_free(&world);
}

static void said(const struct world *world, struct spent start, double width)
{
    const struct spent end = spent_now();
    struct rusage usage;

    (void)getrusage(RUSAGE_SELF, &usage);
    printf("{\"seconds\": %.6f, \"processor\": %.6f, \"memory\": %ld, \"input\": %zu, "
           "\"width\": %.17g",
           end.seconds - start.seconds, end.processor - start.processor,
           usage.ru_maxrss * 1024, world->bytes, width);
}

static void kept(const char *path, const double *v, size_t states)
{
    FILE *file;

    if (!path)
        return;
    file = fopen(path, "wb");
    if (!file)
        stop("the file cannot be written");
    put(file, v, sizeof(*v), states);
    if (fclose(file))
        stop("the file cannot be written");
}

static void value(char **words)
{
    const struct assay_mdp_how how = {.tolerance = number(words[2]),
                                      .jobs = (size_t)number(words[1])};
    struct assay_mdp_sparse *system;
    struct assay_error err;
    struct world world;
    struct spent start;
    double width, *r, *v;

    read_world(&world, words[0]);
    r = assay_memory_new(world.mdp.states, sizeof(*r));
    v = assay_memory_new(world.mdp.states, sizeof(*v));
    start = spent_now();
    assay_mdp_average(&world.mdp, NULL, world.r, r);
    if (assay_mdp_sparse_new(&world.mdp, NULL, &how, &system, &err) ||
        assay_mdp_sparse_value(system, r, v, &width, &err))
        stop(err.text);
    said(&world, start, width);
    printf("}\n");
    kept(words[3], v, world.mdp.states);
    assay_mdp_sparse_free(system);
    world_free(&world);
    free(r);
    free(v);
}

static void optimum(char **words)
{
    struct assay_mdp_how how = {.jobs = (size_t)number(words[1])};
    struct assay_optimum out = {0};
    struct assay_error err;
    struct world world;
    struct spent start;
    double r_most = 0.0;

    read_world(&world, words[0]);
    for (size_t k = 0; k < world.mdp.states * ACTIONS; k++)
        r_most = fmax(r_most, fabs(world.r[k]));
    how.tolerance = number(words[2]) * (1.0 - world.mdp.gamma) / r_most;
    out.v = assay_memory_new(world.mdp.states, sizeof(*out.v));
    out.action = assay_memory_new(world.mdp.states, sizeof(*out.action));
    start = spent_now();
    if (assay_mdp_sparse_optimum(&world.mdp, world.r, NULL, &how, &out, &err))
        stop(err.text);
    said(&world, start, out.width);
    printf(", \"rounds\": %zu}\n", out.rounds);
    kept(words[3], out.v, world.mdp.states);
    world_free(&world);
    free(out.v);
    free(out.action);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int least, most;
        void (*run)(char **words);
    } modes[] = {{"make-random", 3, 3, make_random},
                 {"make-grid", 3, 3, make_grid},
                 {"value", 3, 4, value},
                 {"optimum", 3, 4, optimum}};

    for (size_t m = 0; m < sizeof(modes) / sizeof(modes[0]); m++) {
        if (argc >= modes[m].least + 2 && argc <= modes[m].most + 2 &&
            strcmp(argv[1], modes[m].name) == 0) {
            modes[m].run(argv + 2);
            return EXIT_SUCCESS;
        }
    }
    stop("see the head of time_mdp.c");
}
