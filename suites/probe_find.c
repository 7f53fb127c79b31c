/* probe_find.c - vectors of training and test items become classes of the test items. */
#include "suites/probe.h"

#include "harness/core/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    REFERENCES = 2
};

/* A table of test items in the making. */
struct finder {
    const struct assay_study *study;
    struct assay_arena *arena;
    struct assay_probe_dimension *dimension; /* (subset_count,) */
    struct assay_probe_found *found;
    uint32_t *from;  /* (items,) item of the table of vectors */
    uint32_t *order; /* (items,) */
    size_t items, ordered;
    double *value, *nearest, *distance, *frequent; /* (items,) */
    double *shuffled;                              /* (shuffles, items) */
    size_t shuffles, tests;
    unsigned char *state; /* (items,) */
};

/* What became of the vector of an item: SCORED, or the first other state in it. */
static enum assay_state state_of(const struct assay_table *t, size_t i)
{
    for (size_t k = t->first[i]; k < t->first[i] + t->width; k++)
        if (t->state[k] != ASSAY_STATE_SCORED)
            return (enum assay_state)t->state[k];
    return ASSAY_STATE_SCORED;
}

static bool is_train(const struct assay_table *t, size_t i)
{
    return assay_str_equal(t->group_name[t->group[i]], ASSAY_STR("train"));
}

static uint32_t label_of(const struct assay_table *t, size_t i)
{
    return (uint32_t)t->gold[t->gold_first[i]];
}

/* Sets test items apart; counts what is there of each dimension. */
static void split(struct finder *f)
{
    const struct assay_table *t = f->study->table;

    for (size_t i = 0; i < t->items; i++) {
        struct assay_probe_dimension *dimension = &f->dimension[t->subset[i]];
        const enum assay_state state = state_of(t, i);

        if (dimension->classes <= label_of(t, i))
            dimension->classes = (size_t)label_of(t, i) + 1;
        if (is_train(t, i)) {
            dimension->train += state == ASSAY_STATE_SCORED;
            f->found->lost += state != ASSAY_STATE_SCORED;
            continue;
        }
        f->from[f->items] = (uint32_t)i;
        f->state[f->items++] = (unsigned char)state;
        dimension->n += state == ASSAY_STATE_SCORED;
    }
}

/* Puts the items of a dimension into order and its test vectors into x. */
static void gather_test(struct finder *f, uint32_t subset, double *x, uint32_t *label)
{
    const struct assay_table *t = f->study->table;
    size_t n = 0;

    f->dimension[subset].first = f->ordered;
    for (size_t k = 0; k < f->items; k++) {
        const uint32_t i = f->from[k];

        if (t->subset[i] != subset || f->state[k] != ASSAY_STATE_SCORED)
            continue;
        f->order[f->ordered++] = (uint32_t)k;
        memcpy(x + n * t->width, t->value + t->first[i], t->width * sizeof(*x));
        label[n++] = label_of(t, i);
    }
}

static void gather_train(const struct finder *f, uint32_t subset, double *x,
                         uint32_t *label)
{
    const struct assay_table *t = f->study->table;
    size_t n = 0;

    for (size_t i = 0; i < t->items; i++) {
        if (t->subset[i] != subset || !is_train(t, i) ||
            state_of(t, i) != ASSAY_STATE_SCORED)
            continue;
        memcpy(x + n * t->width, t->value + t->first[i], t->width * sizeof(*x));
        label[n++] = label_of(t, i);
    }
}

/* Writes what was found to the items of a dimension. */
static void enter(struct finder *f, struct assay_probe_dimension *dimension,
                  const struct assay_probe *probe)
{
    for (size_t k = 0; k < dimension->n; k++) {
        const uint32_t item = f->order[dimension->first + k];

        f->value[item] = (double)probe->predicted[k];
        f->nearest[item] = (double)probe->nearest[k];
        for (size_t r = 0; r < f->shuffles; r++)
            f->shuffled[r * f->tests + item] =
                (double)probe->shuffled[r * dimension->n + k];
        f->frequent[item] = (double)probe->frequent;
        f->distance[item] = probe->distance[k];
    }
    dimension->gradient = probe->gradient;
    dimension->curve_count = probe->curve_count;
    memcpy(dimension->curve, probe->curve, sizeof(probe->curve));
}

/* A dimension without a probe: its items have no verdict. */
static void give_up(struct finder *f, struct assay_probe_dimension *dimension,
                    const struct assay_error *why)
{
    dimension->why = assay_arena_copy(f->arena, assay_str_of(why->text)).ptr;
    for (size_t k = 0; k < dimension->n; k++)
        f->state[f->order[dimension->first + k]] = ASSAY_STATE_SKIPPED;
    dimension->n = 0;
}

static void fit(struct finder *f, uint32_t subset)
{
    struct assay_probe_dimension *dimension = &f->dimension[subset];
    const size_t width = f->study->table->width;
    const struct assay_probe_setting setting = {
        .width = width,
        .classes = dimension->classes,
        .l2 = assay_study_number(f->study, "l2", ASSAY_PROBE_L2),
        .seed = f->study->seed,
        .shuffles = f->shuffles,
        .standardize = assay_study_word(f->study, assay_probe_truths, "standardize") == 0,
    };
    double *train_x = assay_memory_new(dimension->train * width + 1, sizeof(*train_x));
    double *test_x = assay_memory_new(dimension->n * width + 1, sizeof(*test_x));
    uint32_t *label =
        assay_memory_new(dimension->train + dimension->n + 1, sizeof(*label));
    const struct assay_probe_rows train = {train_x, label, dimension->train};
    const struct assay_probe_rows test = {test_x, label + dimension->train, dimension->n};
    struct assay_probe probe;
    struct assay_error err;

    gather_train(f, subset, train_x, label);
    gather_test(f, subset, test_x, label + dimension->train);
    if (assay_probe_run(&setting, &train, &test, &probe, &err))
        give_up(f, dimension, &err);
    else
        enter(f, dimension, &probe);
    assay_probe_release(&probe);
    free(label);
    free(test_x);
    free(train_x);
}

/* Numbers clusters anew, densely, in the order of items. */
static uint32_t *clusters_of(const struct finder *f)
{
    const struct assay_table *t = f->study->table;
    uint32_t *out = assay_arena_new(f->arena, f->items, sizeof(*out));
    uint32_t most = 0, next = 0, *number;

    for (size_t k = 0; k < f->items; k++)
        most = t->cluster[f->from[k]] > most ? t->cluster[f->from[k]] : most;
    number = assay_memory_new((size_t)most + 1, sizeof(*number));
    for (size_t k = 0; k < f->items; k++) {
        uint32_t *known = &number[t->cluster[f->from[k]]];

        if (*known == 0)
            *known = ++next;
        out[k] = *known - 1;
    }
    free(number);
    return out;
}

/* The table of test items, with a verdict each. */
static struct assay_table table_of(const struct finder *f)
{
    const struct assay_table *t = f->study->table;
    struct assay_str *id = assay_arena_new(f->arena, f->items, sizeof(*id));
    uint32_t *subset = assay_arena_new(f->arena, f->items, sizeof(*subset));
    uint64_t *line = assay_arena_new(f->arena, f->items, sizeof(*line));
    double *gold = assay_arena_new(f->arena, f->items, sizeof(*gold));
    size_t *first = assay_arena_new(f->arena, f->items + 1, sizeof(*first));

    for (size_t k = 0; k < f->items; k++) {
        const uint32_t i = f->from[k];

        id[k] = t->id[i];
        subset[k] = t->subset[i];
        line[k] = t->line[i];
        gold[k] = (double)label_of(t, i);
        first[k + 1] = k + 1;
    }
    return (struct assay_table){
        .want = ASSAY_WANT_VERDICTS,
        .items = f->items,
        .subset_count = t->subset_count,
        .subset_name = t->subset_name,
        .id = id,
        .subset = subset,
        .cluster = clusters_of(f),
        .line = line,
        .gold_first = first,
        .gold = gold,
        .first = first,
        .value = f->value,
        .state = f->state,
    };
}

/* Test items; those that train are not among them. */
static size_t count_tests(const struct assay_table *t)
{
    size_t n = 0;

    for (size_t i = 0; i < t->items; i++)
        n += !is_train(t, i);
    return n;
}

/* Room for as many shuffles as `scoring:` says. */
static enum assay_code make_shuffles(struct finder *f, struct assay_error *err)
{
    const double asked = assay_study_number(f->study, "shuffles", ASSAY_PROBE_SHUFFLES);

    if (!(asked >= 0.0 && asked <= ASSAY_PROBE_SHUFFLES_MAX) || asked != floor(asked))
        return assay_fail(err, ASSAY_EUSAGE,
                          "shuffles: %g is no whole number from 0 to %d", asked,
                          ASSAY_PROBE_SHUFFLES_MAX);
    f->shuffles = (size_t)asked;
    f->tests = count_tests(f->study->table);
    f->shuffled = assay_arena_new(f->arena, f->shuffles * f->tests, sizeof(*f->shuffled));
    return ASSAY_OK;
}

static struct finder finder_of(const struct assay_study *study, struct assay_arena *arena)
{
    const struct assay_table *t = study->table;

    return (struct finder){
        .study = study,
        .arena = arena,
        .dimension =
            assay_arena_new(arena, t->subset_count, sizeof(struct assay_probe_dimension)),
        .found = assay_arena_new(arena, 1, sizeof(struct assay_probe_found)),
        .from = assay_arena_new(arena, t->items, sizeof(uint32_t)),
        .order = assay_arena_new(arena, t->items, sizeof(uint32_t)),
        .value = assay_arena_new(arena, t->items, sizeof(double)),
        .nearest = assay_arena_new(arena, t->items, sizeof(double)),
        .distance = assay_arena_new(arena, t->items, sizeof(double)),
        .frequent = assay_arena_new(arena, t->items, sizeof(double)),
        .state = assay_arena_new(arena, t->items, 1),
    };
}

/* The first reason why a dimension has no probe, if none has one; else NULL. */
static const char *why_none(const struct finder *f)
{
    const char *why = "no items to test on";

    for (size_t s = f->study->table->subset_count; s-- > 0;) {
        if (!f->dimension[s].why)
            return NULL;
        why = f->dimension[s].why;
    }
    return why;
}

enum assay_code assay_probe_find(const struct assay_study *study,
                                 struct assay_arena *arena, struct assay_finding *out,
                                 struct assay_error *err)
{
    struct finder f = finder_of(study, arena);
    struct assay_reference *reference =
        assay_arena_new(arena, REFERENCES, sizeof(*reference));

    if (make_shuffles(&f, err))
        return err->code;
    split(&f);
    for (uint32_t s = 0; s < study->table->subset_count; s++)
        fit(&f, s);
    if (why_none(&f))
        return assay_fail(err, ASSAY_EDOMAIN, "no probe of any dimension: %s",
                          why_none(&f));
    f.found->dimension = f.dimension;
    f.found->order = f.order;
    f.found->distance = f.distance;
    f.found->nearest = f.nearest;
    f.found->width = study->table->width;
    reference[0] = (struct assay_reference){ASSAY_STR("majority class"), f.frequent, 0};
    reference[1] =
        (struct assay_reference){ASSAY_STR("shuffled labels"), f.shuffled, f.shuffles};
    *out = (struct assay_finding){table_of(&f), reference, f.shuffles ? REFERENCES : 1,
                                  f.found};
    return ASSAY_OK;
}
