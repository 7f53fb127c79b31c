/*
 * macro_credit.c - how much of the spread of tokens' credit is left when runs of tokens have one value.
 *
 * Of every response with at least two tokens whose credit is not all alike:
 *
 *   share(n) = Var(pooled credit of tokens in runs of n) / Var(credit of tokens),    1 at n = 1
 *
 * pooled by the mean of the run, and its mean over responses. Variances are over a response's tokens.
 *
 * Source: Chai et al. 2024, MA-RLHF, arXiv:2410.02743, section 4.3 (lengths of macro actions).
 */
#include "metrics/macro_action.h"
#include "reports/diagnostics/measured.h"

#include <math.h>

static const size_t lengths[] = {1, 2, 3, 5, 10, 20};

enum {
    LENGTHS = sizeof(lengths) / sizeof(lengths[0])
};

struct macro_credit {
    const char *track;
    size_t groups;
    struct assay_measured share[LENGTHS];
};

static const struct assay_option options[] = {
    {.name = "track",
     .help = "credit of tokens, a path under tok: value, value.NAME, lp.NAME",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct macro_credit, track),
     .initial = "value",
     .value = "PATH"},
    {0},
};

static double variance(const double *x, size_t n)
{
    double mean = 0.0, sum = 0.0;

    for (size_t t = 0; t < n; t++)
        mean += x[t] / (double)n;
    for (size_t t = 0; t < n; t++)
        sum += (x[t] - mean) * (x[t] - mean);
    return sum / (double)n;
}

/* Tokens have the mean of their run of so many. */
static void pool(const double *x, size_t n, size_t length, size_t *end, double *out)
{
    const size_t runs = assay_macro_ngrams(n, length, end);
    size_t lo = 0;

    for (size_t k = 0; k < runs; k++) {
        const double pooled = assay_macro_pool(x + lo, end[k] - lo, ASSAY_MACRO_EQUAL);

        for (; lo < end[k]; lo++)
            out[lo] = pooled;
    }
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct macro_credit *self = state;
    const char *path = assay_arena_printf(view->arena, "tok.%s", self->track);

    self->groups++;
    for (size_t i = 0; i < view->count; i++) {
        const double *x;
        double *pooled, whole;
        size_t n, *end;
        const enum assay_code code = assay_rollout_array(
            view, assay_rollout_view_response(view, i), path, &x, &n, err);

        if (code)
            return code;
        whole = x && n > 1 ? variance(x, n) : 0.0;
        if (!(whole > 0.0))
            continue;
        pooled = assay_arena_new(view->arena, n, sizeof(*pooled));
        end = assay_arena_new(view->arena, n, sizeof(*end));
        for (size_t k = 0; k < LENGTHS; k++) {
            pool(x, n, lengths[k], end, pooled);
            assay_measured_add(&self->share[k], self->groups,
                               variance(pooled, n) / whole);
        }
    }
    return ASSAY_OK;
}

static enum assay_code put_length(const struct macro_credit *self, size_t k,
                                  struct assay_diagnosis *out,
                                  struct assay_page_table *table,
                                  struct assay_point *point, struct assay_error *err)
{
    const struct assay_measured_line line = {
        assay_arena_printf(out->arena, "share_%zu", lengths[k]),
        assay_arena_printf(out->arena, "runs of %zu", lengths[k]), "percent"};
    enum assay_code code =
        assay_measured_put(&self->share[k], &line, out->values, table, out, err);

    point->x = (double)lengths[k];
    point->y = assay_measured_mean(&self->share[k]);
    if (!code)
        code = assay_measured_interval(&self->share[k], out, &point->has_band, &point->lo,
                                       &point->hi, err);
    return code;
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    const struct macro_credit *self = state;
    struct assay_point *point = assay_arena_new(out->arena, LENGTHS, sizeof(*point));
    struct assay_series *series = assay_arena_new(out->arena, 1, sizeof(*series));
    const struct assay_figure_spec spec = {
        .kind = "curves",
        .name = ASSAY_STR("macro-credit"),
        .title = ASSAY_STR("Spread of credit by length of macro actions"),
        .description = ASSAY_STR("Variance of pooled credit over that of tokens."),
        .x_label = ASSAY_STR("tokens of a run"),
        .y_label = ASSAY_STR("share of the variance"),
        .series = series,
        .series_count = 1,
        .level = out->replicates > 1 ? out->level : 0.0};
    struct assay_page_table *table;
    enum assay_code code = ASSAY_OK;

    *series = (struct assay_series){.points = point, .count = LENGTHS};
    if (self->share[0].n == 0) {
        out->lacks =
            assay_arena_printf(out->arena, "tok.%s that is not all alike", self->track);
        return ASSAY_OK;
    }
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena,
            "In runs of five tokens %.1f %% of the variance of credit is left, "
            "over %zu responses.",
            100.0 * assay_measured_mean(&self->share[3]), self->share[3].n)));
    table = assay_measured_table(out, "lengths", "Variance that is left");
    for (size_t k = 0; !code && k < LENGTHS; k++)
        code = put_length(self, k, out, table, &point[k], err);
    (void)assay_page_figure(out->page, &spec);
    return code;
}

static void end(void *state)
{
    struct macro_credit *self = state;

    for (size_t k = 0; k < LENGTHS; k++)
        assay_measured_release(&self->share[k]);
}

const struct assay_diagnostic assay_diagnostic_macro_credit = {
    .name = "macro-credit",
    .summary = "how much of the spread of tokens' credit is left in macro actions",
    .formula =
        "Var(credit pooled over runs of n tokens) / Var(credit), mean over responses",
    .needs = "tok.value",
    .source = "Chai et al. 2024, arXiv:2410.02743, section 4.3",
    .rows = {55},
    .options = options,
    .state_size = sizeof(struct macro_credit),
    .take = take,
    .tell = tell,
    .end = end,
};
