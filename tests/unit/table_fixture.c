#include "tests/unit/table_fixture.h"

#include "tests/unit/unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void add_subset(struct assay_table *t, struct assay_str *names, uint32_t *subset,
                       size_t i, const char *name)
{
    size_t s = 0;

    while (s < t->subset_count && !assay_str_equal(names[s], assay_str_of(name)))
        s++;
    names[s] = assay_str_of(name);
    t->subset_count += s == t->subset_count;
    subset[i] = (uint32_t)s;
}

/* A table of rows; every row is a cluster of its own. */
static struct assay_table table_of(const struct row *row, size_t n, enum assay_want want,
                                   struct assay_arena *arena)
{
    struct assay_table t = {.want = want, .items = n};
    struct assay_str *names = assay_arena_new(arena, n, sizeof(*names));
    struct assay_str *id = assay_arena_new(arena, n, sizeof(*id));
    uint32_t *subset = assay_arena_new(arena, n, sizeof(*subset));
    uint32_t *cluster = assay_arena_new(arena, n, sizeof(*cluster));
    uint64_t *line = assay_arena_new(arena, n, sizeof(*line));
    size_t *gold_first = assay_arena_new(arena, n + 1, sizeof(*gold_first));
    size_t *first = assay_arena_new(arena, n + 1, sizeof(*first));
    double *gold = assay_arena_new(arena, n * VALUES, sizeof(*gold));
    double *value = assay_arena_new(arena, n * VALUES, sizeof(*value));
    unsigned char *state = assay_arena_new(arena, n * VALUES, 1);

    for (size_t i = 0; i < n; i++) {
        add_subset(&t, names, subset, i, row[i].subset);
        id[i] = assay_str_of(row[i].id ? row[i].id
                                       : assay_arena_printf(arena, "item-%zu", i));
        cluster[i] = (uint32_t)i;
        line[i] = i + 1;
        memcpy(gold + gold_first[i], row[i].gold, row[i].golds * sizeof(double));
        memcpy(value + first[i], row[i].value, row[i].values * sizeof(double));
        memset(state + first[i], row[i].state ? (int)row[i].state : ASSAY_STATE_SCORED,
               row[i].values);
        for (size_t k = first[i]; k < first[i] + row[i].values; k++) {
            state[k] = isnan(value[k]) ? ASSAY_STATE_SKIPPED : state[k];
            value[k] = isnan(value[k]) ? 0.0 : value[k];
        }
        gold_first[i + 1] = gold_first[i] + row[i].golds;
        first[i + 1] = first[i] + row[i].values;
    }
    t.subset_name = names;
    t.id = id;
    t.subset = subset;
    t.cluster = cluster;
    t.line = line;
    t.gold_first = gold_first;
    t.gold = gold;
    t.first = first;
    t.value = value;
    t.state = state;
    return t;
}

enum assay_code table_measure(const char *spec, const struct row *row, size_t n,
                              enum assay_want want, struct assay_arena *arena,
                              struct assay_result *out)
{
    static const struct assay_places places = {NULL, "suites", "data_manifest.txt"};
    const struct assay_measuring measuring = {
        .level = 0.95, .replicates = 500, .seed = 7};
    const struct assay_table table = table_of(row, n, want, arena);
    struct assay_suite *suite;
    struct assay_error err = {0};
    enum assay_code code;

    ck_assert_msg(assay_suite_load(&(struct assay_suite_words){.spec = spec}, &places,
                                   arena, &suite, &err) == ASSAY_OK,
                  "%s", err.text);
    code = assay_suite_measure(suite, &table, &measuring, arena, out, &err);
    ck_assert_msg(code == ASSAY_OK || err.text[0], "an error without a text");
    return code;
}
