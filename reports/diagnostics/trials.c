/*
 * trials.c - how many continuations a cautious decoder would try at each token, by the entropy of its distribution.
 *
 *   trials(H) = 1 where H < low, `few` where H < high, else `most`
 *
 * Source: CNTP, wyzjack/CNTP generation/utils.py@105b096.
 */
#include "metrics/interval.h"
#include "reports/diagnostics/diagnostic.h"

#include <math.h>

enum {
    ONE,
    FEW,
    MOST,
    KINDS
};

struct trials {
    double low, high;
    size_t few, most;
    size_t tokens[KINDS];
};

static const struct assay_option options[] = {
    {.name = "low",
     .help = "entropy below which one continuation is tried, nats",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct trials, low),
     .initial = "0.5",
     .lo = 0.0,
     .hi = 1e3},
    {.name = "high",
     .help = "entropy from which the most are tried, nats",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct trials, high),
     .initial = "3.5",
     .lo = 0.0,
     .hi = 1e3},
    {.name = "few",
     .help = "continuations between",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct trials, few),
     .initial = "3",
     .lo = 1,
     .hi = 1e6},
    {.name = "most",
     .help = "continuations from high on",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct trials, most),
     .initial = "10",
     .lo = 1,
     .hi = 1e6},
    {0},
};

static enum assay_code begin(void *state, struct assay_error *err)
{
    const struct trials *self = state;

    return self->low <= self->high
               ? ASSAY_OK
               : assay_fail(err, ASSAY_EUSAGE, "trials: low is above high");
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct trials *self = state;
    enum assay_code code = ASSAY_OK;
    const double *entropy;
    size_t n;

    for (size_t i = 0; !code && i < view->count; i++) {
        code = assay_rollout_gappy(view, assay_rollout_view_response(view, i), "tok.H",
                                   &entropy, &n, err);
        for (size_t t = 0; !code && entropy && t < n; t++)
            if (!isnan(entropy[t]))
                self->tokens[entropy[t] < self->low    ? ONE
                             : entropy[t] < self->high ? FEW
                                                       : MOST]++;
    }
    return code;
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    const struct trials *self = state;
    const char *const keys[KINDS] = {"one", "few", "most"};
    const size_t tries[KINDS] = {1, self->few, self->most};
    struct assay_page_table *table;
    size_t n = 0;
    double mean = 0.0;

    (void)err;
    for (unsigned k = 0; k < KINDS; k++) {
        n += self->tokens[k];
        mean += (double)self->tokens[k] * (double)tries[k];
    }
    if (n == 0) {
        out->lacks = "tok.H";
        return ASSAY_OK;
    }
    mean /= (double)n;
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena,
            "Of %zu tokens %zu are uncertain enough for %zu trials and %zu for %zu: %.4g "
            "trials a token.",
            n, self->tokens[FEW], self->few, self->tokens[MOST], self->most, mean)));
    table = assay_page_table(out->page, "trials", ASSAY_STR("Trials by entropy"));
    (void)assay_table_number(table, "trials", ASSAY_STR("trials"));
    (void)assay_table_number(table, "tokens", ASSAY_STR("tokens"));
    for (unsigned k = 0; k < KINDS; k++) {
        struct assay_row *row = assay_table_row(table);

        row->cell[0] = assay_cell_number((double)tries[k], ASSAY_STR(""));
        row->cell[1] = assay_cell_number((double)self->tokens[k], ASSAY_STR(""));
        assay_node_put_count(out->arena, out->values, keys[k], self->tokens[k]);
    }
    assay_node_put_real(out->arena, out->values, "mean", mean);
    return ASSAY_OK;
}

const struct assay_diagnostic assay_diagnostic_trials = {
    .name = "trials",
    .summary = "how many continuations a cautious decoder would try, by entropy",
    .formula = "1 where H < low, few where H < high, else most",
    .needs = "tok.H",
    .source = "wyzjack/CNTP generation/utils.py@105b096",
    .rows = {36},
    .quirk = "the most trials are the user's in the release",
    .options = options,
    .state_size = sizeof(struct trials),
    .begin = begin,
    .take = take,
    .tell = tell,
};
