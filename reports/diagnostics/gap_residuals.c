/*
 * gap_residuals.c - is a reward of the gap between two responses a difference of two numbers?
 *
 * r(a, b) is the mean score of judgements of kind gap or pair with resp a and vs b. For r(a, b) = f(a) - f(b) these are 0:
 *
 *   antisymmetry   r(a, b) + r(b, a)             pairs that were asked both ways
 *   transitivity   r(a, b) + r(b, c) - r(a, c)   triples of which all three were asked
 *
 * A residual beyond the tolerance is flagged. The improvement rate of a round is the share of responses whose score (turns[].score
 * by attempt) is higher than in the round before.
 *
 * Source: Wang et al. 2023, Enabling Language Models to Implicitly Learn Self-Improvement From Data, arXiv:2310.00898, section 3.2
 *         (the gap reward of a response and a reference).
 */
#include "harness/core/names.h"
#include "harness/core/rollout_judged.h"
#include "reports/diagnostics/measured.h"

#include <math.h>

enum {
    RESPONSES_MAX = 256, /* of a group: triples grow with the cube */
    ROUNDS = 16
};

struct gaps {
    double tolerance;
    size_t groups, flagged;
    double largest[2];
    struct assay_measured residual[2]; /* absolute: antisymmetry, transitivity */
    size_t rose[ROUNDS], rounds[ROUNDS];
};

static const struct assay_option options[] = {
    {.name = "tolerance",
     .help = "a residual above it is flagged",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct gaps, tolerance),
     .initial = "1e-6",
     .lo = 0.0,
     .hi = 1e9},
    {0},
};

static void add(struct gaps *gaps, unsigned which, double residual)
{
    const double size = fabs(residual);

    assay_measured_add(&gaps->residual[which], gaps->groups, size);
    gaps->largest[which] = fmax(gaps->largest[which], size);
    gaps->flagged += size > gaps->tolerance;
}

/* Sums and counts of r, (n, n). */
static void read_gaps(const struct assay_rollout_view *view, double *sum, double *count)
{
    const struct assay_node *judges = assay_node_get(view->record.node, "judges");
    size_t i, k;
    double score;

    for (size_t j = 0; j < assay_node_count(judges); j++) {
        const struct assay_node *judge = assay_node_at(judges, j);

        if (!assay_rollout_response(view, assay_rollout_text(judge, "resp"), &i) ||
            !assay_rollout_response(view, assay_rollout_text(judge, "vs"), &k) ||
            !assay_rollout_number(judge, "score", &score))
            continue;
        sum[i * view->count + k] += score;
        count[i * view->count + k] += 1.0;
    }
}

static void take_group(struct gaps *gaps, const struct assay_rollout_view *view)
{
    const size_t n = view->count;
    double *r = assay_arena_new(view->arena, 2 * n * n + 1, sizeof(*r));
    double *count = r + n * n;

    read_gaps(view, r, count);
    for (size_t i = 0; i < n * n; i++)
        r[i] = count[i] > 0.0 ? r[i] / count[i] : (double)NAN;
    for (size_t a = 0; a < n; a++)
        for (size_t b = 0; b < n; b++) {
            if (a < b && !isnan(r[a * n + b] + r[b * n + a]))
                add(gaps, 0, r[a * n + b] + r[b * n + a]);
            for (size_t c = 0; a != b && !isnan(r[a * n + b]) && c < n; c++)
                if (c != a && c != b && !isnan(r[b * n + c] - r[a * n + c]))
                    add(gaps, 1, r[a * n + b] + r[b * n + c] - r[a * n + c]);
        }
}

/* Scores of a response's turns by attempt. */
static void take_rounds(struct gaps *gaps, const struct assay_node *response)
{
    const struct assay_node *turns = assay_node_get(response, "turns");
    double score[ROUNDS + 1], attempt, x;

    for (size_t k = 0; k <= ROUNDS; k++)
        score[k] = NAN;
    for (size_t i = 0; i < assay_node_count(turns); i++)
        if (assay_rollout_number(assay_node_at(turns, i), "attempt", &attempt) &&
            assay_rollout_number(assay_node_at(turns, i), "score", &x) &&
            attempt >= 1.0 && attempt <= ROUNDS)
            score[(size_t)attempt] = x;
    for (size_t k = 1; k < ROUNDS; k++)
        if (!isnan(score[k]) && !isnan(score[k + 1])) {
            gaps->rounds[k]++;
            gaps->rose[k] += score[k + 1] > score[k];
        }
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct gaps *gaps = state;

    (void)err;
    if (view->count == 0)
        return ASSAY_OK;
    gaps->groups++;
    if (view->count <= RESPONSES_MAX)
        take_group(gaps, view);
    for (size_t i = 0; i < view->count; i++)
        take_rounds(gaps, assay_rollout_view_response(view, i));
    return ASSAY_OK;
}

static void put_rounds(const struct gaps *gaps, struct assay_diagnosis *out)
{
    struct assay_node *list = assay_node_list(out->arena);
    struct assay_page_table *table =
        assay_page_table(out->page, "rounds", ASSAY_STR("Improvement by round"));

    (void)assay_table_text(table, "round", ASSAY_STR("round"));
    (void)assay_table_number(table, "improved", ASSAY_STR("improved, %"));
    for (size_t k = 1; k < ROUNDS; k++) {
        struct assay_row *row;

        if (gaps->rounds[k] == 0)
            continue;
        row = assay_table_row(table);
        row->cell[0] = assay_cell_text(
            assay_str_of(assay_arena_printf(out->arena, "%zu to %zu", k, k + 1)));
        row->cell[1] = assay_cell_number((double)gaps->rose[k] / (double)gaps->rounds[k],
                                         ASSAY_STR("percent"));
        (void)assay_node_push(
            out->arena, list,
            assay_node_of_real((double)gaps->rose[k] / (double)gaps->rounds[k]));
    }
    assay_node_put(out->arena, out->values, "improvement", *list);
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    static const struct assay_measured_line line[] = {
        {"antisymmetry", "mean |r(a,b) + r(b,a)|", ""},
        {"transitivity", "mean |r(a,b) + r(b,c) - r(a,c)|", ""}};
    const struct gaps *gaps = state;
    struct assay_page_table *table;
    enum assay_code code = ASSAY_OK;

    if (gaps->residual[0].n + gaps->residual[1].n + gaps->rounds[1] == 0) {
        out->lacks = "judges with resp, vs and score of a pair both ways, or of a triple";
        return ASSAY_OK;
    }
    if (gaps->residual[0].n + gaps->residual[1].n > 0)
        (void)assay_page_text(
            out->page,
            assay_str_of(assay_arena_printf(
                out->arena,
                "Of %zu sums of gaps that should be 0, %zu are not; the largest is %.4g.",
                gaps->residual[0].n + gaps->residual[1].n, gaps->flagged,
                fmax(gaps->largest[0], gaps->largest[1]))));
    else
        (void)assay_page_text(out->page,
                              ASSAY_STR("No pair was judged both ways, and no three in a "
                                        "ring: nothing is said of residuals."));
    table = assay_measured_table(out, "residuals", "What is left of a difference");
    for (size_t i = 0; !code && i < 2; i++)
        code = assay_measured_put(&gaps->residual[i], &line[i], out->values, table, out,
                                  err);
    assay_node_put_real(out->arena, out->values, "largest_antisymmetry",
                        gaps->largest[0]);
    assay_node_put_real(out->arena, out->values, "largest_transitivity",
                        gaps->largest[1]);
    assay_node_put_count(out->arena, out->values, "flagged", gaps->flagged);
    put_rounds(gaps, out);
    return code;
}

static void end(void *state)
{
    struct gaps *gaps = state;

    assay_measured_release(&gaps->residual[0]);
    assay_measured_release(&gaps->residual[1]);
}

const struct assay_diagnostic assay_diagnostic_gap_residuals = {
    .name = "gap-residuals",
    .summary =
        "is a reward of the gap between two responses a difference of two numbers?",
    .formula = "r(a,b) + r(b,a) and r(a,b) + r(b,c) - r(a,c); share of responses that a "
               "round improves",
    .needs = "judges[].resp judges[].vs judges[].score turns[].attempt turns[].score",
    .source = "Wang et al. 2023, arXiv:2310.00898, section 3.2",
    .rows = {45},
    .options = options,
    .state_size = sizeof(struct gaps),
    .take = take,
    .tell = tell,
    .end = end,
};
