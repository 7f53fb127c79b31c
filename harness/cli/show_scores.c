#include "harness/cli/show_scores.h"

#include "harness/cli/command.h"
#include "harness/core/memory.h"
#include "harness/run/past.h"
#include "metrics/ensemble_score.h"
#include "reports/escape.h"

#include <math.h>
#include <stdlib.h>

static struct assay_ensemble_unit unit_of(const struct assay_past_suite *suite)
{
    double *score = assay_memory_new(suite->answers, sizeof(*score));
    struct assay_ensemble_unit unit;

    for (size_t i = 0; i < suite->answers; i++)
        score[i] = suite->answer[i].state == ASSAY_STATE_SCORED ? suite->answer[i].value
                                                                : (double)NAN;
    unit = assay_ensemble_unit_of(score, suite->answers, 0);
    free(score);
    return unit;
}

static void put_line(struct assay_str label, const struct assay_ensemble_unit *unit,
                     struct assay_buf *out)
{
    char mean[ASSAY_STR_REAL], sd[ASSAY_STR_REAL];

    (void)assay_str_real(unit->mean, mean);
    (void)assay_str_real(unit->sd, sd);
    assay_escape_terminal(label, false, out);
    assay_buf_printf(out,
                     ": %zu scores, mean %s, standard deviation %s; of the N-th member "
                     "of an ensemble: spread=N:%s:%s\n",
                     unit->n, mean, sd, mean, sd);
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
        struct assay_ensemble_unit unit;

        if (!suite || (answers.len > 0 && !assay_str_equal(answers, ASSAY_STR("scores"))))
            continue;
        unit = unit_of(suite);
        if (unit.n > 0)
            put_line(label, &unit, out);
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
