#include "harness/cli/show_scores.h"

#include "harness/cli/command.h"
#include "harness/run/past.h"
#include "reports/escape.h"

#include <math.h>

struct spread {
    size_t n;
    double mean, sd;
};

/* In two passes, over the scores in the order of the journal. */
static struct spread spread_of(const struct assay_past_suite *suite)
{
    struct spread out = {0};
    double sum = 0.0, squares = 0.0;

    for (size_t i = 0; i < suite->answers; i++)
        if (suite->answer[i].state == ASSAY_STATE_SCORED) {
            sum += suite->answer[i].value;
            out.n++;
        }
    out.mean = out.n ? sum / (double)out.n : 0.0;
    for (size_t i = 0; i < suite->answers; i++)
        if (suite->answer[i].state == ASSAY_STATE_SCORED)
            squares +=
                (suite->answer[i].value - out.mean) * (suite->answer[i].value - out.mean);
    out.sd = out.n ? sqrt(squares / (double)out.n) : 0.0;
    return out;
}

static void put_line(struct assay_str label, const struct spread *spread,
                     struct assay_buf *out)
{
    char mean[ASSAY_STR_REAL], sd[ASSAY_STR_REAL];

    (void)assay_str_real(spread->mean, mean);
    (void)assay_str_real(spread->sd, sd);
    assay_escape_terminal(label, false, out);
    assay_buf_printf(out,
                     ": %zu scores, mean %s, standard deviation %s; of the N-th member "
                     "of an ensemble: spread=N:%s:%s\n",
                     spread->n, mean, sd, mean, sd);
}

/* Lines of the suites that have scores. */
static void put_suites(const struct assay_node *suites, const struct assay_past *past,
                       struct assay_buf *out)
{
    for (size_t i = 0; i < assay_node_count(suites); i++) {
        const struct assay_node *leg = assay_node_at(suites, i);
        const struct assay_str label = assay_node_text(assay_node_get(leg, "label"));
        const struct assay_past_suite *suite = assay_past_find(past, label);
        const struct assay_str answers = assay_node_text(assay_node_get(leg, "answers"));
        struct spread spread;

        if (!suite || (answers.len > 0 && !assay_str_equal(answers, ASSAY_STR("scores"))))
            continue;
        spread = spread_of(suite);
        if (spread.n > 0)
            put_line(label, &spread, out);
    }
}

enum assay_code assay_show_scores(const struct assay_stored *stored,
                                  struct assay_error *err)
{
    const struct assay_str plan =
        assay_node_text(assay_node_get(stored->run, "plan_sha256"));
    struct assay_arena arena = {0};
    struct assay_past past = {0};
    struct assay_buf out = {0};
    enum assay_code code = assay_past_read(
        assay_arena_printf(&arena, "%s/items.jsonl", stored->directory),
        assay_arena_printf(&arena, "%.*s", ASSAY_STR_ARG(plan)), &past, err);

    if (!code)
        put_suites(assay_node_get(stored->run, "suites"), &past, &out);
    if (!code && out.len == 0)
        code = assay_fail(err, ASSAY_EDATA, "%s: no item was answered with a score",
                          stored->directory);
    if (!code)
        code = assay_cli_print(assay_buf_view(&out), err);
    assay_past_release(&past);
    assay_buf_release(&out);
    assay_arena_release(&arena);
    return code;
}
