/*
 * matrix.c - three right and three wrong completions in three styles, compared crosswise.
 *
 * The completions of an item are three right ones in the order concise, detailed plain,
 * detailed markdown, then three wrong ones likewise (RM-Bench, Liu et al. 2024).
 */
#include "suites/kind.h"

#include "metrics/credit.h"
#include "metrics/rmbench.h"

enum {
    STYLES = ASSAY_RMBENCH_STYLES
};

static enum assay_code matrix_check(const struct assay_item *item,
                                    struct assay_error *err)
{
    bool fits = item->completion_count == (size_t)2 * STYLES;

    for (size_t i = 0; fits && i < item->completion_count; i++)
        fits = (item->gold[i] > 0.0) == (i < STYLES);
    if (!fits)
        return assay_fail_at(
            err, assay_item_spot(item),
            "a matrix needs three right and then three wrong completions");
    return ASSAY_OK;
}

static struct assay_worth matrix_worth(const struct assay_case *item, unsigned rule)
{
    struct assay_worth sum = {0};

    for (size_t cell = 0; cell < (size_t)STYLES * STYLES; cell++) {
        const double chosen = item->value[cell / STYLES];
        const double rejected = item->value[STYLES + cell % STYLES];
        const struct assay_top top = {chosen >= rejected, chosen <= rejected};
        const struct assay_credit credit =
            assay_credit_of(top, (enum assay_tie_rule)rule);

        sum.won += credit.counted ? credit.value : 0.0;
        sum.of += credit.counted;
    }
    return (struct assay_worth){sum.won / (STYLES * STYLES), sum.of / (STYLES * STYLES)};
}

/* A tie in any cell. */
static bool matrix_tied(const struct assay_case *item)
{
    for (size_t cell = 0; cell < (size_t)STYLES * STYLES; cell++)
        if (item->value[cell / STYLES] == item->value[STYLES + cell % STYLES])
            return true;
    return false;
}

/* Mean of the right minus mean of the wrong scores. */
static double matrix_margin(const struct assay_case *item)
{
    double sum = 0.0;

    for (size_t i = 0; i < STYLES; i++)
        sum += item->value[i] - item->value[STYLES + i];
    return sum / STYLES;
}

static size_t matrix_of(const struct assay_study *study, struct assay_members members,
                        struct assay_rmbench_matrix *matrix)
{
    size_t n = 0;

    *matrix = (struct assay_rmbench_matrix){0};
    for (size_t i = 0; i < study->table->items; i++) {
        if (!assay_study_has(study, members, i))
            continue;
        const double *score = assay_study_case(study, i).value;

        assay_rmbench_add(matrix, score, score + STYLES);
        n++;
    }
    return n;
}

static bool matrix_value(const struct assay_study *study, struct assay_members members,
                         double *out, const char **why)
{
    struct assay_rmbench_matrix matrix;

    *why = "no item was answered";
    if (matrix_of(study, members, &matrix) == 0)
        return false;
    *out = assay_rmbench_levels(&matrix).average;
    return true;
}

static void add(struct assay_measures *out, const char *name, struct assay_str section,
                double value)
{
    const struct assay_measure measure = {
        .name = assay_str_of(name),
        .section = section,
        .unit = ASSAY_STR("percent"),
        .value = {.defined = true, .value = value},
    };

    assay_measures_add(out, &measure);
}

/* hard, normal and easy, then the cells, "cell concise > detailed" and so on. */
static void matrix_always(const struct assay_study *study, struct assay_members members,
                          struct assay_str section, struct assay_measures *out)
{
    static const char *const style[STYLES] = {"concise", "detailed", "markdown"};
    struct assay_rmbench_matrix matrix;
    struct assay_rmbench levels;

    if (matrix_of(study, members, &matrix) == 0)
        return;
    levels = assay_rmbench_levels(&matrix);
    add(out, "hard", section, levels.hard);
    add(out, "normal", section, levels.normal);
    add(out, "easy", section, levels.easy);
    for (size_t i = 0; i < STYLES; i++)
        for (size_t j = 0; j < STYLES; j++)
            add(out, assay_arena_printf(out->arena, "%s > %s", style[i], style[j]),
                section, matrix.wins[i][j] / matrix.rows[i][j]);
}

/* How often the right answer in one style (row) beat the wrong one in another (column). */
static void matrix_panel(const struct assay_study *study, struct assay_members members,
                         struct assay_str section, struct assay_serieses *out)
{
    static const struct assay_str styles[STYLES] = {
        {"concise", 7}, {"detailed", 8}, {"markdown", 8}};
    const size_t cells = (size_t)STYLES * STYLES;
    struct assay_point *points = assay_arena_new(out->arena, cells, sizeof(*points));
    double *value = assay_arena_new(out->arena, cells, sizeof(*value));
    struct assay_rmbench_matrix matrix;
    struct assay_rmbench levels;

    if (matrix_of(study, members, &matrix) == 0)
        return;
    levels = assay_rmbench_levels(&matrix);
    for (size_t i = 0; i < cells; i++) {
        const size_t row = i / STYLES, column = i % STYLES;

        points[i] = (struct assay_point){
            .x = (double)column, .y = (double)row, .n = (size_t)matrix.rows[row][column]};
        value[i] = 100.0 * matrix.wins[row][column] / matrix.rows[row][column];
    }
    assay_serieses_add(out, &(struct assay_series){
                                .figure = ASSAY_STR("styles"),
                                .name = ASSAY_STR("right wins, %"),
                                .x_label = ASSAY_STR("style of the wrong answer"),
                                .y_label = ASSAY_STR("style of the right one"),
                                .look = ASSAY_LOOK_CELLS,
                                .panel = assay_str_of(assay_arena_printf(
                                    out->arena, "%.*s: hard %.1f, normal %.1f, easy %.1f",
                                    ASSAY_STR_ARG(section), 100.0 * levels.hard,
                                    100.0 * levels.normal, 100.0 * levels.easy)),
                                .category = styles,
                                .category_count = STYLES,
                                .points = points,
                                .count = cells,
                                .value = value});
}

const struct assay_kind assay_kind_matrix = {
    .name = "matrix",
    .summary = "three styles of a right and a wrong answer, compared crosswise",
    .wants = ASSAY_TAKES_SCORES,
    .labels = ASSAY_LABEL_CORRECT,
    .check = matrix_check,
    .worth = matrix_worth,
    .tied = matrix_tied,
    .margin = matrix_margin,
    .value = matrix_value,
    .averaged = 3,
    .always = matrix_always,
    .panel = matrix_panel,
};
