/*
 * time_distance_models.c - how long distances between many reward models take.
 *
 *     time_distance_models make FILE MODELS PROMPTS COMPLETIONS
 *     time_distance_models distances FILE MODELS PROMPTS COMPLETIONS THREADS
 *     time_distance_models worsts FILE MODELS PROMPTS COMPLETIONS THREADS
 *     time_distance_models draws FILE MODELS PROMPTS COMPLETIONS THREADS REPLICATES
 *
 * The first writes doubles as they are in memory, (models, prompts, completions): models share what they say of a
 * completion, more or less, and have offsets of prompts and a scale of their own. The others read them, work once from
 * scores to matrices, and print one object of JSON: seconds and processor seconds without reading, most memory in
 * bytes, that of the scores, and a few numbers for a peer to be held against.
 */
#include "harness/core/memory.h"
#include "harness/core/rng.h"
#include "metrics/bandit_draws.h"
#include "metrics/random_mdp.h"
#include "tests/bench/spent.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Noreturn void stop(const char *what)
{
    (void)fprintf(stderr, "time_distance_models: %s\n", what);
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

/* Sizes of a command line. */
struct data {
    size_t models, prompts, completions;
    double *value; /* (models, prompts, completions) */
    const double **score;
    size_t *first;
};

static void make(char **words)
{
    const size_t models = number(words[1]), prompts = number(words[2]),
                 completions = number(words[3]), each = prompts * completions;
    double *shared = assay_memory_new(each, sizeof(*shared));
    double *value = assay_memory_new(each, sizeof(*value));
    FILE *file = fopen(words[0], "wb");
    struct assay_rng rng = {1};

    if (!file)
        stop("the file cannot be written");
    for (size_t i = 0; i < each; i++)
        shared[i] = assay_random_normal(&rng);
    for (size_t m = 0; m < models; m++) {
        const double noise = 0.2 + (double)m / (double)models;

        for (size_t i = 0; i < prompts; i++) {
            const double offset = 5.0 * assay_random_normal(&rng);

            for (size_t k = 0; k < completions; k++)
                value[i * completions + k] =
                    (double)(m + 1) * (shared[i * completions + k] +
                                       noise * assay_random_normal(&rng) + offset);
        }
        if (fwrite(value, sizeof(*value), each, file) != each)
            stop("the file cannot be written");
    }
    if (fclose(file))
        stop("the file cannot be written");
    free(shared);
    free(value);
}

/* Every page is touched, so that no page fault of the first use is timed. */
static struct data data_read(char **words)
{
    struct data data = {
        number(words[1]), number(words[2]), number(words[3]), NULL, NULL, NULL};
    const size_t each = data.prompts * data.completions, all = data.models * each;
    FILE *file = fopen(words[0], "rb");

    data.value = assay_memory_new(all, sizeof(*data.value));
    if (!file || fread(data.value, sizeof(*data.value), all, file) != all)
        stop("the file is too short");
    (void)fclose(file);
    data.score = assay_memory_new(data.models, sizeof(*data.score));
    for (size_t m = 0; m < data.models; m++)
        data.score[m] = data.value + m * each;
    data.first = assay_memory_new(data.prompts + 1, sizeof(*data.first));
    for (size_t i = 0; i <= data.prompts; i++)
        data.first[i] = i * data.completions;
    return data;
}

static void print(const struct data *data, struct spent start, const double *matrix)
{
    const size_t cells = data->models * data->models;
    const struct spent end = spent_now();
    struct rusage usage;
    double sum = 0.0;

    (void)getrusage(RUSAGE_SELF, &usage);
    for (size_t k = 0; k < cells; k++)
        sum += matrix[k];
    printf("{\"seconds\": %.6f, \"processor\": %.6f, \"memory\": %ld, \"scores\": %zu, "
           "\"mean\": %.17g, \"first\": %.17g, \"last\": %.17g}\n",
           end.seconds - start.seconds, end.processor - start.processor,
           usage.ru_maxrss * 1024L,
           data->models * data->prompts * data->completions * sizeof(double),
           sum / (double)cells, matrix[1], matrix[cells - 2]);
}

/* What is asked for. */
enum work {
    DISTANCES,
    WORSTS,
    DRAWS
};

static void work_on(const struct assay_bandit *bandit, enum work work, size_t threads,
                    size_t replicates, double *matrix)
{
    const size_t cells = bandit->models * bandit->models;
    struct assay_bandit_worst *worst = assay_memory_new(cells, sizeof(*worst));
    struct assay_bandit_range *band = assay_memory_new(cells, sizeof(*band));
    uint32_t *cluster = assay_memory_new(bandit->prompts, sizeof(*cluster));
    uint32_t *cell = assay_memory_new(bandit->prompts, sizeof(*cell));
    struct assay_bandit_draws *draws = NULL;
    struct assay_error err;

    for (size_t i = 0; i < bandit->prompts; i++)
        cluster[i] = (uint32_t)i;
    if (work == DISTANCES)
        assay_bandit_distances(bandit, &assay_bandit_headline, threads, matrix);
    if (work == WORSTS)
        assay_bandit_worsts(bandit, threads, worst);
    if (work == DRAWS) {
        if (assay_bandit_draws_new(bandit,
                                   &(struct assay_bandit_drawing){replicates, 1, 0.95,
                                                                  threads, cluster, cell,
                                                                  bandit->prompts, 1},
                                   &draws, &err))
            stop(err.text);
        assay_bandit_draws_distances(draws, &assay_bandit_headline, band);
        assay_bandit_draws_free(draws);
    }
    for (size_t k = 0; work != DISTANCES && k < cells; k++)
        matrix[k] = work == WORSTS ? worst[k].value : band[k].hi;
    free(worst);
    free(band);
    free(cluster);
    free(cell);
}

static void measure(char **words, enum work work)
{
    const struct data data = data_read(words);
    const size_t threads = number(words[4]);
    const size_t replicates = work == DRAWS ? number(words[5]) : 2;
    double *matrix = assay_memory_new(data.models * data.models, sizeof(*matrix));
    struct assay_bandit bandit;
    struct assay_error err;
    const struct spent start = spent_now();

    if (assay_bandit_pack(&(struct assay_bandit_scores){data.models, data.prompts,
                                                        data.first, data.score, NULL},
                          threads, &bandit, &err))
        stop(err.text);
    work_on(&bandit, work, threads, replicates, matrix);
    print(&data, start, matrix);
    assay_bandit_release(&bandit);
    free(matrix);
    free(data.value);
    free(data.score);
    free(data.first);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int words;
        enum work work;
    } modes[] = {{"distances", 5, DISTANCES}, {"worsts", 5, WORSTS}, {"draws", 6, DRAWS}};

    if (argc == 6 && strcmp(argv[1], "make") == 0) {
        make(argv + 2);
        return EXIT_SUCCESS;
    }
    for (size_t m = 0; m < sizeof(modes) / sizeof(modes[0]); m++)
        if (argc == modes[m].words + 2 && strcmp(argv[1], modes[m].name) == 0) {
            measure(argv + 2, modes[m].work);
            return EXIT_SUCCESS;
        }
    stop("see the head of time_distance_models.c");
}
