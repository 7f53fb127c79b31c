/*
 * time_bon.c - how long best-of-n curves and their bootstrap take.
 *
 *     time_bon make-curves FILE PROMPTS SAMPLES PROXIES
 *     time_bon make-points FILE PROMPTS POINTS
 *     time_bon curves FILE PROMPTS SAMPLES PROXIES THREADS
 *     time_bon bootstrap FILE PROMPTS POINTS REPLICATES THREADS
 *
 * The first two write doubles as they are in memory: (1 + proxies, prompts, samples) with the gold
 * first, or (prompts, points). The others read them, work once, and print one object of JSON:
 * seconds and processor seconds without reading, most memory in bytes, and what came out, for a peer to be held against.
 */
#include "harness/core/memory.h"
#include "harness/core/rng.h"
#include "metrics/best_order.h"
#include "metrics/curve_bootstrap.h"
#include "tests/bench/spent.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    GRID = 40,
    THREADS = 16
};

struct data {
    double *value; /* (columns, prompts, samples) */
    size_t columns, prompts, samples;
};

/* A part of the prompts, and the sums of their curves: (2 proxies + 1, GRID). */
struct part {
    const struct data *data;
    size_t from, to;
    double *sum;
    pthread_t thread;
};

static _Noreturn void stop(const char *what)
{
    (void)fprintf(stderr, "time_bon: %s\n", what);
    exit(EXIT_FAILURE);
}

static size_t number(const char *word)
{
    char *end;
    const unsigned long long n = strtoull(word, &end, 10);

    if (*end != '\0' || n == 0)
        stop("a size is a number above 0");
    return (size_t)n;
}

/* GRID sizes from 1 to count, geometric where they can be. */
static void grid_made(size_t count, size_t *n)
{
    for (size_t k = 0; k < GRID; k++) {
        n[k] = (size_t)lround(exp(log((double)count) * (double)k / (GRID - 1)));
        if (k > 0 && n[k] <= n[k - 1])
            n[k] = n[k - 1] + 1;
    }
}

static double normal(struct assay_rng *rng)
{
    const double radius = sqrt(-2.0 * log(1.0 - assay_rng_uniform(rng)));

    return radius * cos(6.283185307179586 * assay_rng_uniform(rng));
}

static void written(const char *path, const double *value, size_t count)
{
    FILE *file = fopen(path, "wb");

    if (!file || fwrite(value, sizeof(*value), count, file) != count || fclose(file))
        stop("the file cannot be written");
}

/* Every page is touched, so that no page fault of the first use is timed. */
static double *file_read(const char *path, size_t count)
{
    double sum = 0.0;
    double *value = assay_memory_new(count, sizeof(*value));
    FILE *file = fopen(path, "rb");

    if (!file || fread(value, sizeof(*value), count, file) != count)
        stop("the file is too short");
    (void)fclose(file);
    for (size_t i = 0; i < count; i += 512)
        sum += value[i];
    if (isnan(sum))
        stop("the file holds no numbers");
    return value;
}

/* Gold is normal; proxies are the gold with noise. */
static void make_curves(char **words)
{
    const size_t each = number(words[1]) * number(words[2]);
    const size_t proxies = number(words[3]);
    double *value = assay_memory_new(each * (proxies + 1), sizeof(*value));
    struct assay_rng rng = {1};

    for (size_t i = 0; i < each; i++)
        value[i] = normal(&rng);
    for (size_t p = 1; p <= proxies; p++)
        for (size_t i = 0; i < each; i++)
            value[p * each + i] = value[i] + (double)p * normal(&rng);
    written(words[0], value, each * (proxies + 1));
    free(value);
}

/* A level of the prompt's own, and noise. */
static void make_points(char **words)
{
    const size_t prompts = number(words[1]), points = number(words[2]);
    double *value = assay_memory_new(prompts * points, sizeof(*value));
    struct assay_rng rng = {2};

    for (size_t i = 0; i < prompts; i++) {
        const double level = normal(&rng);

        for (size_t p = 0; p < points; p++)
            value[i * points + p] = level + normal(&rng);
    }
    written(words[0], value, prompts * points);
    free(value);
}

/* Of one prompt the columns of gold by gold, then of proxy and gold by each proxy. */
static void prompt_columns(const struct data *data, size_t prompt,
                           struct assay_best_order *order, double *column)
{
    const size_t each = data->prompts * data->samples;
    const double *gold = data->value + prompt * data->samples;

    for (size_t c = 0; c < data->columns; c++) {
        const double *proxy = gold + c * each;

        assay_best_order_set(order, proxy, data->samples);
        assay_best_column(order, proxy, column);
        column += data->samples;
        if (c == 0)
            continue;
        assay_best_column(order, gold, column);
        column += data->samples;
    }
}

static void *part_done(void *argument)
{
    struct part *part = argument;
    struct assay_best_order order = {0};
    struct assay_best_weights weights = {0};
    struct assay_error err;
    const struct data *data = part->data;
    const size_t columns = 2 * data->columns - 1;
    double *column = assay_memory_new(columns * data->samples, sizeof(*column));
    double *one = assay_memory_new(columns * GRID, sizeof(*one));
    size_t n[GRID];

    grid_made(data->samples, n);
    if (assay_best_weights_set(&weights, data->samples, n, GRID, &err))
        stop(err.text);
    for (size_t i = part->from; i < part->to; i++) {
        prompt_columns(data, i, &order, column);
        assay_best_products(&weights, column, columns, one);
        for (size_t k = 0; k < columns * GRID; k++)
            part->sum[k] += one[k];
    }
    assay_best_order_release(&order);
    assay_best_weights_release(&weights);
    free(column);
    free(one);
    return NULL;
}

static void print_list(const char *name, const double *value, size_t count)
{
    printf(", \"%s\": [", name);
    for (size_t k = 0; k < count; k++)
        printf("%s%.17g", k > 0 ? ", " : "", value[k]);
    printf("]");
}

static void print_head(struct spent start)
{
    const struct spent end = spent_now();
    struct rusage usage;

    (void)getrusage(RUSAGE_SELF, &usage);
    printf("{\"seconds\": %.6f, \"processor\": %.6f, \"memory\": %ld",
           end.seconds - start.seconds, end.processor - start.processor,
           usage.ru_maxrss * 1024);
}

/* Mean curves, (2 columns - 1, GRID), by threads that each have a part of the prompts. */
static void curves_averaged(const struct data *data, size_t threads, double *mean)
{
    const size_t rows = (2 * data->columns - 1) * GRID;
    double *sum = assay_memory_new(threads * rows, sizeof(*sum));
    struct part part[THREADS];

    for (size_t t = 0; t < threads; t++) {
        part[t] = (struct part){.data = data,
                                .from = data->prompts * t / threads,
                                .to = data->prompts * (t + 1) / threads,
                                .sum = sum + t * rows};
        if (pthread_create(&part[t].thread, NULL, part_done, &part[t]) != 0)
            stop("no thread");
    }
    for (size_t t = 0; t < threads; t++)
        (void)pthread_join(part[t].thread, NULL);
    for (size_t k = 0; k < rows; k++) {
        for (size_t t = 0; t < threads; t++)
            mean[k] += sum[t * rows + k];
        mean[k] /= (double)data->prompts;
    }
    free(sum);
}

static void curves(char **words)
{
    struct data data = {.prompts = number(words[1]),
                        .samples = number(words[2]),
                        .columns = number(words[3]) + 1};
    const size_t threads = number(words[4]) < THREADS ? number(words[4]) : THREADS;
    const size_t rows = (2 * data.columns - 1) * GRID;
    double *mean = assay_memory_new(rows, sizeof(*mean));
    double grid[GRID];
    struct spent start;
    size_t n[GRID];

    data.value = file_read(words[0], data.columns * data.prompts * data.samples);
    start = spent_now();
    curves_averaged(&data, threads, mean);
    print_head(start);
    grid_made(data.samples, n);
    for (size_t k = 0; k < GRID; k++)
        grid[k] = (double)n[k];
    print_list("n", grid, GRID);
    print_list("curves", mean, rows);
    printf("}\n");
    free(data.value);
    free(mean);
}

static void bootstrap(char **words)
{
    const size_t prompts = number(words[1]), points = number(words[2]);
    const struct assay_curve_resampling how = {number(words[3]), 1, number(words[4])};
    double *value = file_read(words[0], prompts * points);
    const struct assay_curves of = {value, NULL, NULL, prompts, points};
    struct assay_arena arena = {0};
    struct assay_curve_replicates replicates;
    struct assay_curve_bands bands;
    struct assay_error err;
    const struct spent start = spent_now();

    if (assay_curve_bootstrap(&of, &how, &arena, &replicates, &err) ||
        assay_curve_bands(&replicates, 0.95, how.threads, &arena, &bands, &err))
        stop(err.text);
    print_head(start);
    print_list("lo", bands.lo, points);
    print_list("hi", bands.hi, points);
    print_list("se", bands.se, points);
    printf(", \"critical\": %.17g}\n", bands.critical);
    assay_arena_release(&arena);
    free(value);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int words;
        void (*run)(char **words);
    } modes[] = {{"make-curves", 4, make_curves},
                 {"make-points", 3, make_points},
                 {"curves", 5, curves},
                 {"bootstrap", 5, bootstrap}};

    for (size_t m = 0; m < sizeof(modes) / sizeof(modes[0]); m++) {
        if (argc == modes[m].words + 2 && strcmp(argv[1], modes[m].name) == 0) {
            modes[m].run(argv + 2);
            return EXIT_SUCCESS;
        }
    }
    stop("see the head of time_bon.c");
}
