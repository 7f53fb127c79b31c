#include "harness/cli/command.h"

#include "adapters/linear_train.h"
#include "adapters/linear_weights.h"
#include "harness/core/buf.h"
#include "harness/core/memory.h"
#include "harness/core/place.h"
#include "suites/suite.h"

#include <stdlib.h>
#include <string.h>

enum {
    ITEMS_MAX = 1 << 20,
    HELD_OUT = 10,      /* every tenth item is not trained on */
    GENERATED_WORDS = 2 /* seed=, size= */
};

/* Most bytes of texts that are kept in memory. */
#define TEXT_BYTES_MAX ((size_t)1 << 30)

struct train {
    const char *suite;
    struct assay_option_list suite_words;
    const char *data_dir;
    const char *output;
    uint64_t seed;
    size_t size, limit, epochs, bits;
    double l2, rate;
    bool allow_changed;
};

static const struct assay_option options[] = {
    {.name = "suite",
     .help = "labelled items to learn from",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct train, suite),
     .initial = "core",
     .value = "SUITE"},
    {.name = "suite-option",
     .help = "option of the suite, KEY=VALUE",
     .type = ASSAY_OPTION_LIST,
     .offset = offsetof(struct train, suite_words),
     .value = "KEY=VALUE"},
    {.name = "data-dir",
     .help = "look for benchmark data here",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct train, data_dir),
     .value = "DIR",
     .optional = true},
    {.name = "allow-changed-data",
     .help = "take data that are not as their SHA-256 says",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct train, allow_changed)},
    {.name = "output",
     .help = "where the weights go",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct train, output),
     .value = "FILE"},
    {.name = "seed",
     .help = "order of the items, and what a generated suite is made from",
     .type = ASSAY_OPTION_SEED,
     .offset = offsetof(struct train, seed),
     .initial = "1001"},
    {.name = "size",
     .help = "size of a generated suite: questions per family and difficulty",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct train, size),
     .initial = "300",
     .lo = 1,
     .hi = 10000,
     .value = "N"},
    {.name = "limit",
     .help = "items to use, 0 for all",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct train, limit),
     .initial = "0",
     .lo = 0,
     .hi = ITEMS_MAX,
     .value = "N"},
    {.name = "epochs",
     .help = "times that every item is seen",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct train, epochs),
     .initial = "6",
     .lo = 1,
     .hi = 1000,
     .value = "N"},
    {.name = "rate",
     .help = "step of AdaGrad",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct train, rate),
     .initial = "0.06",
     .lo = 1e-9,
     .hi = 1e3},
    {.name = "l2",
     .help = "weight decay of the places a step touches",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct train, l2),
     .initial = "0.001",
     .lo = 0.0,
     .hi = 1e3},
    {.name = "bits",
     .help = "binary logarithm of the number of weights",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct train, bits),
     .initial = "18",
     .lo = ASSAY_LINEAR_BITS_MIN,
     .hi = ASSAY_LINEAR_BITS_MAX,
     .value = "N"},
    {0},
};

/* Items to learn from and items held out; both stay until the arena goes. */
struct lessons {
    struct assay_item *train, *test;
    size_t trains, tests, train_cap, test_cap;
};

static void keep(struct assay_item **list, size_t *n, size_t *cap,
                 const struct assay_item *item)
{
    if (*n == *cap) {
        *cap = assay_memory_grow(*cap, *n + 1);
        *list = assay_memory_resize(*list, *cap, sizeof(**list));
    }
    (*list)[(*n)++] = *item;
}

static enum assay_code read_items(struct assay_items *source, const struct train *train,
                                  struct assay_arena *arena, struct lessons *lessons,
                                  struct assay_error *err)
{
    const size_t limit = train->limit ? train->limit : ITEMS_MAX;

    for (size_t i = 0; i < limit; i++) {
        const struct assay_item *item;
        enum assay_code code = assay_items_next(source, arena, &item, err);

        if (code || !item)
            return code;
        if (arena->bytes > TEXT_BYTES_MAX)
            return assay_fail(err, ASSAY_EDATA,
                              "%s: more than %zu bytes of texts; --limit takes a part",
                              train->suite, TEXT_BYTES_MAX);
        if (i % HELD_OUT == HELD_OUT - 1)
            keep(&lessons->test, &lessons->tests, &lessons->test_cap, item);
        else
            keep(&lessons->train, &lessons->trains, &lessons->train_cap, item);
    }
    if (!train->limit)
        return assay_fail(err, ASSAY_EDATA,
                          "%s: more than %d items; --limit takes a part", train->suite,
                          ITEMS_MAX);
    return ASSAY_OK;
}

static bool is_generated(const struct assay_suite *suite)
{
    return assay_node_get(assay_node_get(assay_suite_spec(suite), "data"), "generator") !=
           NULL;
}

/* The suite, a generated one with the seed and size that were asked for. */
static enum assay_code load_suite(const struct train *train, struct assay_arena *arena,
                                  struct assay_suite **suite, struct assay_error *err)
{
    const struct assay_places places = assay_places_here(train->data_dir, arena);
    const char *words[GENERATED_WORDS + ASSAY_OPTION_LIST_MAX] = {
        assay_arena_printf(arena, "seed=%llu", (unsigned long long)train->seed),
        assay_arena_printf(arena, "size=%zu", train->size),
    };
    struct assay_suite_words asked = {train->suite, train->suite_words.at,
                                      train->suite_words.count};
    enum assay_code code = assay_suite_load(&asked, &places, arena, suite, err);

    if (code || !is_generated(*suite))
        return code;
    memcpy(words + GENERATED_WORDS, asked.word, asked.count * sizeof(*words));
    asked.word = words;
    asked.count += GENERATED_WORDS;
    return assay_suite_load(&asked, &places, arena, suite, err);
}

static enum assay_code load_items(const struct train *train, struct assay_arena *arena,
                                  struct lessons *lessons, struct assay_error *err)
{
    struct assay_suite *suite;
    struct assay_items *source = NULL;
    struct assay_node changed;
    enum assay_code code = load_suite(train, arena, &suite, err);

    if (!code)
        code = assay_suite_verify(suite,
                                  train->allow_changed || assay_place_allows_changes(),
                                  arena, &changed, err);
    if (!code)
        code = assay_items_open(suite, NULL, &source, err);
    if (!code)
        code = read_items(source, train, arena, lessons, err);
    assay_items_close(source);
    if (!code && (lessons->trains == 0 || lessons->tests == 0))
        code = assay_fail(err, ASSAY_EDOMAIN,
                          "%s: %zu items to learn from; %d are needed to hold one out",
                          train->suite, lessons->trains, HELD_OUT);
    return code;
}

/* How the weights came about, for their file. */
static const struct assay_node *history(const struct train *train,
                                        const struct lessons *lessons, double accuracy,
                                        struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    assay_node_put(arena, map, "suite", assay_node_of_string(train->suite));
    assay_node_put(arena, map, "seed",
                   assay_node_of_string(assay_arena_printf(
                       arena, "%llu", (unsigned long long)train->seed)));
    assay_node_put(arena, map, "items", assay_node_of_int((int64_t)lessons->trains));
    assay_node_put(arena, map, "epochs", assay_node_of_int((int64_t)train->epochs));
    assay_node_put(arena, map, "rate", assay_node_of_real(train->rate));
    assay_node_put(arena, map, "l2", assay_node_of_real(train->l2));
    assay_node_put(arena, map, "held_out", assay_node_of_int((int64_t)lessons->tests));
    assay_node_put(arena, map, "held_out_accuracy", assay_node_of_real(accuracy));
    return map;
}

static enum assay_code print_epoch(struct assay_buf *line, struct assay_error *err)
{
    const enum assay_code code = assay_cli_print(assay_buf_view(line), err);

    assay_buf_reset(line);
    return code;
}

/* Trains, tells the loss of every epoch, and writes the weights. */
static enum assay_code fit(const struct train *train, const struct lessons *lessons,
                           struct assay_linear_trainer *trainer,
                           struct assay_arena *arena, struct assay_error *err)
{
    struct assay_buf line = {0};
    double loss, accuracy;
    enum assay_code code = ASSAY_OK;

    for (size_t e = 1; !code && e <= train->epochs; e++) {
        loss = assay_linear_epoch(trainer, lessons->train, lessons->trains);
        assay_buf_printf(&line, "epoch %zu: loss %.4g over %zu items\n", e, loss,
                         lessons->trains);
        code = print_epoch(&line, err);
    }
    accuracy = assay_linear_accuracy(trainer, lessons->test, lessons->tests, &loss);
    if (!code)
        code = assay_linear_weights_write(train->output, (unsigned)train->bits,
                                          assay_linear_weights_of(trainer),
                                          history(train, lessons, accuracy, arena), err);
    assay_buf_printf(&line,
                     "held out: %.2f%% of pairs in order, loss %.4g over %zu items\n"
                     "weights: %s\n",
                     100.0 * accuracy, loss, lessons->tests, train->output);
    if (!code)
        code = print_epoch(&line, err);
    assay_buf_release(&line);
    return code;
}

static enum assay_code run(const void *state, const struct assay_words *operands,
                           struct assay_error *err)
{
    const struct train *train = state;
    const struct assay_linear_training training = {
        .bits = (unsigned)train->bits,
        .rate = train->rate,
        .l2 = train->l2,
        .seed = train->seed,
    };
    struct assay_arena arena = {0};
    struct lessons lessons = {0};
    struct assay_linear_trainer *trainer = NULL;
    enum assay_code code = assay_linear_weights_try(train->output, err);

    (void)operands;
    if (!code)
        code = load_items(train, &arena, &lessons, err);
    if (!code) {
        trainer = assay_linear_trainer_new(&training);
        code = fit(train, &lessons, trainer, &arena, err);
    }
    assay_linear_trainer_free(trainer);
    free(lessons.train);
    free(lessons.test);
    assay_arena_release(&arena);
    return code;
}

const struct assay_command assay_command_train_linear = {
    .name = "train-linear",
    .summary = "fit the linear reward model to a suite",
    .usage = "--output FILE [--suite SUITE] [options]",
    .about = "Fits a Bradley-Terry model over hashed words and characters to labelled "
             "items and\n"
             "writes its weights for --model linear:FILE. Every tenth item is held out "
             "and told\n"
             "apart. The same options give the same bytes.\n",
    .options = options,
    .state_size = sizeof(struct train),
    .run = run,
};
