/* steps.c - cases of solutions that are judged step by step. */
#include "harness/core/boxed.h"
#include "harness/core/sum.h"
#include "metrics/deltabench.h"
#include "metrics/prmbench.h"
#include "metrics/processbench.h"
#include "tests/cases/case.h"

static long whole(const struct assay_node *node)
{
    double value = 0.0;

    (void)case_number(node, &value);
    return (long)value;
}

enum assay_code case_processbench(const struct assay_node *input,
                                  struct assay_arena *arena, struct assay_node *out,
                                  struct assay_error *err)
{
    const struct assay_node *items = assay_node_get(input, "items");
    struct assay_node *map = assay_node_map(arena);
    struct assay_processbench_count count = {0};
    struct assay_processbench scores = {0};
    enum assay_code code;

    for (size_t i = 0; i < assay_node_count(items); i++) {
        const struct assay_node *item = assay_node_at(items, i);
        const struct assay_node *said = assay_node_get(item, "pred");

        assay_processbench_add(&count, whole(assay_node_get(item, "label")), whole(said),
                               !assay_node_is(said, ASSAY_NODE_NULL));
    }
    code = assay_processbench_scores(&count, &scores, err);
    assay_node_put(arena, map, "error", assay_node_of_real(scores.error));
    assay_node_put(arena, map, "correct", assay_node_of_real(scores.correct));
    assay_node_put(arena, map, "f1",
                   code ? assay_node_null() : assay_node_of_real(scores.f1));
    *out = *map;
    return ASSAY_OK;
}

enum assay_code case_processbench_boxed(const struct assay_node *input,
                                        struct assay_arena *arena, struct assay_node *out,
                                        struct assay_error *err)
{
    const struct assay_node *items = assay_node_get(input, "texts");
    struct assay_node *list = assay_node_list(arena);

    (void)err;
    for (size_t i = 0; i < assay_node_count(items); i++) {
        const struct assay_node *texts = assay_node_at(items, i);
        const size_t n = assay_node_count(texts);
        struct assay_str *text = assay_arena_new(arena, n, sizeof(*text));
        long said;

        for (size_t k = 0; k < n; k++)
            text[k] = assay_node_text(assay_node_at(texts, k));
        assay_node_push(arena, list,
                        assay_boxed_vote(text, n, &said) ? assay_node_of_int(said)
                                                         : assay_node_null());
    }
    *out = *list;
    return ASSAY_OK;
}

static struct assay_confusion prmbench_item(const struct assay_node *item)
{
    const struct assay_node *labels = assay_node_get(item, "labels");
    const struct assay_node *errors = assay_node_get(item, "error_steps");
    struct assay_confusion confusion = {0};

    for (size_t i = 0; i < assay_node_count(labels); i++) {
        bool valid = true;

        for (size_t k = 0; k < assay_node_count(errors); k++)
            valid = valid && whole(assay_node_at(errors, k)) != (long)i + 1;
        assay_confusion_add(&confusion, valid, assay_node_at(labels, i)->as.truth);
    }
    return confusion;
}

static void pool(struct assay_confusion *sum, const struct assay_confusion *one)
{
    sum->tp += one->tp;
    sum->fp += one->fp;
    sum->tn += one->tn;
    sum->fn += one->fn;
}

enum assay_code case_prmbench(const struct assay_node *input, struct assay_arena *arena,
                              struct assay_node *out, struct assay_error *err)
{
    static const char *const classes[] = {"redundency", "circular", "counterfactual",
                                          "multi_solutions", "correct"};
    enum {
        CLASSES = sizeof(classes) / sizeof(classes[0])
    };
    const struct assay_node *items = assay_node_get(input, "items");
    struct assay_node *map = assay_node_map(arena), *cls = assay_node_map(arena);
    struct assay_confusion of[CLASSES] = {{0}}, all = {0};
    struct assay_prmbench scores;

    (void)err;
    for (size_t i = 0; i < assay_node_count(items); i++) {
        const struct assay_node *item = assay_node_at(items, i);
        const struct assay_confusion one = prmbench_item(item);

        for (size_t c = 0; c < CLASSES; c++)
            if (assay_str_equal(assay_node_text(assay_node_get(item, "cls")),
                                assay_str_of(classes[c])))
                pool(&of[c], &one);
    }
    for (size_t c = 0; c < CLASSES; c++) {
        struct assay_node *one = assay_node_map(arena);
        const bool single = c == 3; /* multi_solutions has no errors: f1 alone */

        scores = assay_prmbench_scores(&of[c]);
        assay_node_put(arena, one, "f1", assay_node_of_real(scores.f1));
        assay_node_put(arena, one, "neg_f1", assay_node_of_real(scores.negative_f1));
        assay_node_put(arena, one, "score",
                       assay_node_of_real(single ? scores.f1 : scores.score));
        assay_node_put(arena, cls, classes[c], *one);
        if (c + 1 < CLASSES)
            pool(&all, &of[c]);
    }
    scores = assay_prmbench_scores(&all);
    assay_node_put(arena, map, "cls", *cls);
    assay_node_put(arena, map, "f1", assay_node_of_real(scores.f1));
    assay_node_put(arena, map, "neg_f1", assay_node_of_real(scores.negative_f1));
    assay_node_put(arena, map, "prmscore", assay_node_of_real(scores.score));
    *out = *map;
    return ASSAY_OK;
}

static size_t numbers_of(const struct assay_node *list, struct assay_arena *arena,
                         long **out)
{
    const size_t n = assay_node_count(list);

    *out = assay_arena_new(arena, n + 1, sizeof(**out));
    for (size_t i = 0; i < n; i++)
        (*out)[i] = whole(assay_node_at(list, i));
    return n;
}

enum assay_code case_deltabench(const struct assay_node *input, struct assay_arena *arena,
                                struct assay_node *out, struct assay_error *err)
{
    const struct assay_node *items = assay_node_get(input, "items");
    const size_t n = assay_node_count(items);
    struct assay_node *map = assay_node_map(arena);
    struct assay_overlap_count sum = {0};
    double *value[3];
    struct assay_prf micro;

    (void)err;
    for (size_t k = 0; k < 3; k++)
        value[k] = assay_arena_new(arena, n, sizeof(double));
    for (size_t i = 0; i < n; i++) {
        const struct assay_node *item = assay_node_at(items, i);
        long *said, *gold;
        const size_t s = numbers_of(assay_node_get(item, "pred"), arena, &said);
        const size_t g = numbers_of(assay_node_get(item, "gold"), arena, &gold);
        const struct assay_overlap_count one =
            assay_deltabench_count(said, s, gold, g, true);
        const struct assay_prf rates = assay_deltabench_critique(&one);

        value[0][i] = rates.precision;
        value[1][i] = rates.recall;
        value[2][i] = rates.f1;
        sum.tp += one.tp;
        sum.fp += one.fp;
        sum.fn += one.fn;
    }
    micro = assay_deltabench_micro(&sum);
    for (size_t k = 0; k < 3; k++) {
        static const char *const macro[] = {"precision_macro", "recall_macro",
                                            "f1_macro"};

        assay_node_put(arena, map, macro[k],
                       assay_node_of_real(assay_sum_pairwise(value[k], n) / (double)n));
    }
    assay_node_put(arena, map, "precision_micro", assay_node_of_real(micro.precision));
    assay_node_put(arena, map, "recall_micro", assay_node_of_real(micro.recall));
    assay_node_put(arena, map, "f1_micro", assay_node_of_real(micro.f1));
    *out = *map;
    return ASSAY_OK;
}
