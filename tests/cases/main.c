/*
 * main.c - the golden runner: cases FILE.json ..., or cases --program ASSAY FILE.yaml ...
 * (rows.c); --every in place of --program wants a case of every row of the catalogue.
 *
 * Reads files of the schema assay-metrics-golden/1, {schema, cases: [{id, metric, rtol, input,
 * expect}]}, runs every case whose metric is in cases.def and ends with one line of counts.
 * Exit status: 0 all passed, 1 a case failed, 2 usage or an unreadable file.
 */
#include "adapters/signals/papers.h"
#include "harness/core/json.h"
#include "metrics/setup.h"
#include "tests/cases/case.h"
#include "tests/cases/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tally {
    size_t passed, failed, skipped;
};

static case_fn *adapter_of(struct assay_str metric)
{
    static const struct {
        const char *metric;
        case_fn *run;
    } table[] = {
#define CASE(metric) {#metric, case_##metric},
#include "tests/cases/cases.def"
#undef CASE
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        if (assay_str_equal(metric, assay_str_of(table[i].metric)))
            return table[i].run;
    }
    return NULL;
}

static bool case_passes(const struct assay_node *node, case_fn *run)
{
    const struct assay_str name = assay_node_text(assay_node_get(node, "id"));
    const struct assay_node *want = assay_node_get(node, "expect");
    struct assay_arena arena = {0};
    struct assay_node got = {.type = ASSAY_NODE_NULL};
    struct assay_error err;
    double rtol = 0.0;
    bool passed;

    const char *id = assay_arena_copy(&arena, name).ptr;
    const enum assay_code code = run(assay_node_get(node, "input"), &arena, &got, &err);

    (void)assay_node_number(assay_node_get(node, "rtol"), &rtol);
    if (code) {
        passed = code == ASSAY_EDOMAIN && case_wants_refusal(want);
        if (!passed)
            printf("%s:: got %s\n", id, err.text);
    } else {
        passed = want && case_compare(id, &got, want, rtol) == 0;
    }
    assay_arena_release(&arena);
    return passed;
}

static void cases_run(const struct assay_node *root, struct tally *tally)
{
    const struct assay_node *cases = assay_node_get(root, "cases");
    const struct assay_str schema = assay_node_text(assay_node_get(root, "schema"));
    const bool known = assay_str_equal(schema, ASSAY_STR("assay-metrics-golden/1"));

    for (size_t i = 0; i < assay_node_count(cases); i++) {
        const struct assay_node *node = assay_node_at(cases, i);
        case_fn *run =
            known ? adapter_of(assay_node_text(assay_node_get(node, "metric"))) : NULL;

        if (!run)
            tally->skipped++;
        else if (case_passes(node, run))
            tally->passed++;
        else
            tally->failed++;
    }
}

/* A row of the catalogue without a case has failed. */
static void count_rows(struct rows_tally *tally)
{
    const struct assay_paper *paper;

    for (size_t i = 0; (paper = assay_paper_at(i)) != NULL; i++) {
        if (tally->seen[paper->row])
            continue;
        printf("row %u, %s: no case\n", paper->row, paper->system);
        tally->failed++;
    }
}

/* Cases that run the program; every: all rows of the catalogue have one. */
static int run_rows(const char *program, bool every, char **files, int n)
{
    struct rows_tally tally = {0, 0, {false}};
    bool unreadable = false;

    for (int i = 0; i < n; i++) {
        struct assay_error err;

        if (rows_run(files[i], program, &tally, &err)) {
            (void)fprintf(stderr, "%s\n", err.text);
            unreadable = true;
        }
    }
    if (every)
        count_rows(&tally);
    printf("%zu passed, %zu failed\n", tally.passed, tally.failed);
    return unreadable ? 2 : tally.failed > 0;
}

int main(int argc, char **argv)
{
    struct assay_arena arena = {0};
    struct tally tally = {0, 0, 0};
    bool unreadable = argc < 2;

    assay_metrics_setup();
    if (argc > 4 && strcmp(argv[1], "--every") == 0)
        return run_rows(argv[2], true, argv + 3, argc - 3);
    if (argc > 3 && strcmp(argv[1], "--program") == 0)
        return run_rows(argv[2], false, argv + 3, argc - 3);
    if (argc < 2)
        (void)fputs(
            "usage: cases FILE.json ... | cases --program|--every ASSAY FILE.yaml ...\n",
            stderr);
    for (int i = 1; i < argc; i++) {
        struct assay_node root;
        struct assay_error err;

        if (assay_json_read(argv[i], &arena, &root, &err)) {
            (void)fprintf(stderr, "%s\n", err.text);
            unreadable = true;
        } else {
            cases_run(&root, &tally);
        }
        assay_arena_reset(&arena);
    }
    assay_arena_release(&arena);
    printf("%zu passed, %zu failed, %zu skipped\n", tally.passed, tally.failed,
           tally.skipped);
    return unreadable ? 2 : tally.failed > 0;
}
