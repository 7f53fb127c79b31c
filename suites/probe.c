/*
 * probe.c - does a linear probe read a labelled dimension off the model's hidden states?
 *
 * An item is a text with the number of a class (`gold`), in a dimension (its subset) and a part
 * (`group`: train or test). A model answers with a vector. For each dimension a probe is fitted to
 * the training items (metrics/probing.h) and a test item is worth 1 where its class is predicted, else
 * 0; there are no ties. Training items are no items of the result. A dimension without vectors,
 * or with one class alone in training, has no value. `scoring:` says l2 (a number, 0.01),
 * standardize (yes or no) and on how many shuffles of the training labels a probe is fitted for
 * comparison (shuffles, 20).
 */
#include "suites/probe.h"

#include "metrics/interval.h"

#include <math.h>

const char *const assay_probe_truths[] = {"yes", "no", NULL};

static const struct assay_scoring scoring[] = {
    {"l2", NULL},
    {"standardize", assay_probe_truths},
    {"shuffles", NULL},
    {NULL, NULL},
};

static enum assay_code probe_check(const struct assay_item *item, struct assay_error *err)
{
    const struct assay_spot spot = assay_item_spot(item);

    if (item->completion_count != 1)
        return assay_fail_at(err, spot, "%zu completions; a probe asks of one text",
                             item->completion_count);
    if (!(item->gold[0] >= 0.0 && item->gold[0] < ASSAY_LOGISTIC_CLASSES) ||
        floor(item->gold[0]) != item->gold[0])
        return assay_fail_at(err, spot, "%g is no number of a class, 0 to %d",
                             item->gold[0], ASSAY_LOGISTIC_CLASSES - 1);
    if (!assay_str_equal(item->group, ASSAY_STR("train")) &&
        !assay_str_equal(item->group, ASSAY_STR("test")))
        return assay_fail_at(err, spot, "\"%.*s\" is neither train nor test",
                             ASSAY_STR_ARG(item->group));
    return ASSAY_OK;
}

static struct assay_worth probe_worth(const struct assay_case *item, unsigned rule)
{
    (void)rule;
    return (struct assay_worth){item->value[0] == item->gold[0], 1.0};
}

static bool probe_tied(const struct assay_case *item)
{
    (void)item;
    return false;
}

static void add(struct assay_measures *out, const char *name, struct assay_str section,
                const char *unit, double value)
{
    const struct assay_measure measure = {
        .name = assay_str_of(name),
        .section = section,
        .unit = assay_str_of(unit),
        .value = {.defined = true, .value = value},
    };

    assay_measures_add(out, &measure);
}

/* What the nearest centroid is worth and how far it is, training items, where the fit ended. */
static void probe_always(const struct assay_study *study, struct assay_members members,
                         struct assay_str section, struct assay_measures *out)
{
    const struct assay_probe_found *found = study->found;
    double gradient = 0.0, distance = 0.0;
    size_t train = 0, n = 0, near = 0;

    for (size_t s = 0; s < study->table->subset_count; s++) {
        const struct assay_probe_dimension *dimension = &found->dimension[s];

        if (!members.subset[s] || dimension->why)
            continue;
        for (size_t k = 0; k < dimension->n; k++) {
            const uint32_t item = found->order[dimension->first + k];

            distance += found->distance[item];
            near += found->nearest[item] == study->table->gold[item];
        }
        n += dimension->n;
        train += dimension->train;
        gradient = fmax(gradient, dimension->gradient);
    }
    if (n == 0)
        return;
    add(out, "nearest centroid", section, "percent", (double)near / (double)n);
    add(out, "trained on", section, "count", (double)train);
    add(out, "distance to centroid", section, "", distance / (double)n);
    add(out, "gradient at the end", section, "", gradient);
}

/* A share with Wilson's interval as a band. */
static struct assay_point point_of(double x, size_t right, size_t n, double level)
{
    struct assay_point point = {.x = x, .n = n};
    struct assay_estimate share;
    struct assay_error ignored;

    if (n == 0)
        return point;
    point.y = (double)right / (double)n;
    if (assay_interval_wilson((double)right, n, level, &share, &ignored) == ASSAY_OK) {
        point.has_band = true;
        point.lo = share.lo;
        point.hi = share.hi;
    }
    return point;
}

static void add_learning(const struct assay_study *study, size_t s,
                         struct assay_serieses *out)
{
    const struct assay_probe_found *found = study->found;
    const struct assay_probe_dimension *dimension = &found->dimension[s];
    struct assay_point *points =
        assay_arena_new(out->arena, dimension->curve_count, sizeof(*points));

    for (size_t i = 0; i < dimension->curve_count; i++)
        points[i] = point_of((double)dimension->curve[i].rows, dimension->curve[i].right,
                             dimension->n, study->level);
    assay_serieses_add(out, &(struct assay_series){
                                .figure = ASSAY_STR("learning curve"),
                                .name = study->table->subset_name[s],
                                .x_label = ASSAY_STR("items trained on"),
                                .y_label = ASSAY_STR("share of test items right"),
                                .points = points,
                                .count = dimension->curve_count,
                            });
}

static bool is_right(const struct assay_study *study, uint32_t item)
{
    return study->table->value[item] == study->table->gold[item];
}

static void add_rejection(const struct assay_study *study, size_t s,
                          struct assay_serieses *out)
{
    const struct assay_probe_found *found = study->found;
    const struct assay_probe_dimension *dimension = &found->dimension[s];
    const uint32_t *item = found->order + dimension->first;
    struct assay_point *points =
        assay_arena_new(out->arena, ASSAY_PROBE_KEPT, sizeof(*points));
    double *distance = assay_arena_new(out->arena, dimension->n, sizeof(*distance));
    unsigned char *right = assay_arena_new(out->arena, dimension->n, 1);
    struct assay_probe_kept kept[ASSAY_PROBE_KEPT];
    size_t count = 0;

    for (size_t k = 0; k < dimension->n; k++) {
        distance[k] = found->distance[item[k]];
        right[k] = is_right(study, item[k]);
    }
    assay_probe_reject(distance, right, dimension->n, kept);
    for (size_t j = 0; j < ASSAY_PROBE_KEPT; j++)
        if (j == 0 || kept[j].rows > kept[j - 1].rows)
            points[count++] = point_of((double)kept[j].rows / (double)dimension->n,
                                       kept[j].right, kept[j].rows, study->level);
    assay_serieses_add(
        out, &(struct assay_series){
                 .figure = ASSAY_STR("rejection by distance"),
                 .name = study->table->subset_name[s],
                 .x_label = ASSAY_STR("share of test items kept, nearest ones first"),
                 .y_label = ASSAY_STR("share of those right"),
                 .points = points,
                 .count = count,
             });
}

/* One series a gold class: x a predicted class, y how many items. */
static void add_confusion(const struct assay_study *study, size_t s,
                          struct assay_serieses *out)
{
    const struct assay_probe_found *found = study->found;
    const struct assay_probe_dimension *dimension = &found->dimension[s];
    const uint32_t *item = found->order + dimension->first;
    const size_t classes = dimension->classes;
    const char *figure = assay_arena_printf(out->arena, "confusion in %.*s",
                                            ASSAY_STR_ARG(study->table->subset_name[s]));
    uint32_t *gold = assay_arena_new(out->arena, dimension->n, sizeof(*gold));
    uint32_t *said = assay_arena_new(out->arena, dimension->n, sizeof(*said));
    size_t *cell = assay_arena_new(out->arena, classes * classes, sizeof(*cell));

    for (size_t k = 0; k < dimension->n; k++) {
        gold[k] = (uint32_t)study->table->gold[item[k]];
        said[k] = (uint32_t)study->table->value[item[k]];
    }
    assay_probe_confusion(gold, said, dimension->n, classes, cell);
    for (size_t g = 0; g < classes; g++) {
        struct assay_point *points =
            assay_arena_new(out->arena, classes, sizeof(*points));

        for (size_t p = 0; p < classes; p++)
            points[p] = (struct assay_point){.x = (double)p,
                                             .y = (double)cell[g * classes + p],
                                             .n = cell[g * classes + p]};
        assay_serieses_add(
            out, &(struct assay_series){
                     .figure = assay_str_of(figure),
                     .name = assay_str_of(assay_arena_printf(out->arena, "%zu", g)),
                     .x_label = ASSAY_STR("predicted class"),
                     .y_label = ASSAY_STR("labelled class"),
                     .points = points,
                     .count = classes,
                 });
    }
}

static void probe_series(const struct assay_study *study, struct assay_serieses *out)
{
    static void (*const adders[])(const struct assay_study *study, size_t s,
                                  struct assay_serieses *out) = {
        add_learning, add_rejection, add_confusion};
    const struct assay_probe_found *found = study->found;

    for (size_t a = 0; a < sizeof(adders) / sizeof(adders[0]); a++)
        for (size_t s = 0; s < study->table->subset_count; s++)
            if (!found->dimension[s].why)
                adders[a](study, s, out);
}

static void probe_tell(const struct assay_study *study, struct assay_sentences *out)
{
    const struct assay_probe_found *found = study->found;
    const bool raw = assay_study_word(study, assay_probe_truths, "standardize") == 1;

    assay_sentences_add(
        out, assay_str_of(assay_arena_printf(
                 out->arena,
                 "probe(assay): %zu frozen feature%s, %s; full-batch logistic regression "
                 "with bias, l2 %g, by Newton's method to its minimum",
                 found->width, found->width == 1 ? "" : "s",
                 raw ? "as stored" : "standardised by the training items",
                 assay_study_number(study, "l2", ASSAY_PROBE_L2))));
    if (found->lost)
        assay_sentences_add(
            out, assay_str_of(assay_arena_printf(
                     out->arena, "%zu training items have no vector", found->lost)));
    for (size_t s = 0; s < study->table->subset_count; s++)
        if (found->dimension[s].why)
            assay_sentences_add(out, assay_str_of(assay_arena_printf(
                                         out->arena, "no probe of %.*s: %s",
                                         ASSAY_STR_ARG(study->table->subset_name[s]),
                                         found->dimension[s].why)));
}

const struct assay_kind assay_kind_probe = {
    .name = "probe",
    .summary = "hidden states; does a linear probe read a labelled dimension off them?",
    .wants = ASSAY_TAKES_VECTORS,
    .labels = ASSAY_LABEL_GOLD,
    .needs_group = true,
    .share = true,
    .scoring = scoring,
    .find = assay_probe_find,
    .series = probe_series,
    .tell = probe_tell,
    .check = probe_check,
    .worth = probe_worth,
    .tied = probe_tied,
    .averaged = 1,
    .always = probe_always,
};
