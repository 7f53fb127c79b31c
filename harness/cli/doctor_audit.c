#include "harness/cli/doctor_audit.h"

#include "harness/cli/command.h"
#include "harness/cli/vigil.h"
#include "harness/core/buf.h"
#include "harness/core/json.h"
#include "harness/core/place.h"
#include "harness/run/leg.h"
#include "harness/run/model.h"

/* ---- what is told ---- */

static void write_count(const struct assay_audit *audit, enum assay_audit_time time,
                        struct assay_buf *out)
{
    static const char *const how[] = {"so again", "from the last item to the first",
                                      "one by one"};
    const struct assay_audit_count *count = &audit->count[time];

    assay_buf_printf(out, "%-33s%12.4g  %6zu  %5zu", how[time], count->most,
                     count->others, count->flips);
    if (count->states > 0)
        assay_buf_printf(out, "  %zu without a number in one case", count->states);
    assay_buf_putc(out, '\n');
}

static void write_table(const struct assay_audit *audit, const char *suite,
                        struct assay_buf *out)
{
    assay_buf_printf(out, "%zu item%s of %s, %zu values", audit->items,
                     audit->items == 1 ? "" : "s", suite, audit->values);
    if (audit->scored < audit->values)
        assay_buf_printf(out, ", %zu with a number", audit->scored);
    if (audit->together > 1)
        assay_buf_printf(out, ", %zu items at once", audit->together);
    assay_buf_printf(out, "\n%-33s%12s  %6s  %5s\n", "against what was said first",
                     "largest", "others", "flips");
    for (unsigned time = 0; time < ASSAY_AUDIT_TIMES; time++)
        write_count(audit, (enum assay_audit_time)time, out);
    if (audit->pairs > 0)
        assay_buf_printf(out,
                         "%zu of %zu pairs have a margin below twice the largest "
                         "difference; the smallest margin is %.4g\n",
                         audit->at_risk, audit->pairs, audit->margin);
    if (assay_audit_shares_none(audit))
        assay_buf_puts(out,
                       "no two items went through the model together: of batches this "
                       "says nothing; shorter items would (--suite)\n");
    assay_buf_printf(out, "tolerance %g\n", audit->tolerance);
}

static enum assay_code tell(const struct assay_doctor_audit *how,
                            const struct assay_audit *audit, const char *suite,
                            struct assay_error *err)
{
    struct assay_arena arena = {0};
    struct assay_buf out = {0};
    struct assay_node *map;
    enum assay_code code;

    if (how->json) {
        map = assay_node_map(&arena);
        assay_node_put(&arena, map, "model", assay_node_of_string(how->model));
        assay_node_put(&arena, map, "suite", assay_node_of_string(suite));
        assay_node_put(&arena, map, "audit", *assay_audit_node(audit, &arena));
        assay_json_write(map, true, &out);
    } else {
        write_table(audit, suite, &out);
    }
    code = assay_cli_print(assay_buf_view(&out), err);
    assay_buf_release(&out);
    assay_arena_release(&arena);
    return code;
}

/* ---- asking ---- */

/* The part of a suite that has parts, and whether it takes what the model answers. */
static enum assay_code settle(const struct assay_plan *plan,
                              const struct assay_model *model, struct assay_arena *arena,
                              struct assay_error *err)
{
    const struct assay_leg_setting leg = {.plan = plan, .number = 0, .arena = arena};
    const char *note;
    const enum assay_code code =
        assay_suite_takes(plan->suite[0].suite, assay_model_want(model), err);

    return code ? code : assay_leg_choose_part(&leg, model, &note, err);
}

static enum assay_code ask(const struct assay_doctor_audit *how,
                           const struct assay_plan *plan, struct assay_arena *arena,
                           struct assay_audit *audit, struct assay_error *err)
{
    const struct assay_request *request = plan->request;
    const struct assay_auditing auditing = {how->items, how->tolerance, NULL,
                                            request->stage, !how->suite};
    const struct assay_setting setting = assay_plan_setting(plan, 0, arena);
    struct assay_model model;
    enum assay_code code =
        assay_model_open(&model, request->adapter, request->model_words,
                         request->model_word_count, &setting, err);

    if (!code)
        code = settle(plan, &model, arena, err);
    if (!code)
        code = assay_audit_suite(plan, 0, &model, &auditing, audit, err);
    assay_model_close(&model);
    return code;
}

enum assay_code assay_doctor_audit(const struct assay_doctor_audit *how,
                                   struct assay_arena *arena, struct assay_error *err)
{
    static const char *const usual[] = {"core"}, *const small[] = {"size=2"};
    struct assay_request request = {
        .model_words = how->model_options->at,
        .model_word_count = how->model_options->count,
        .suites = how->suite ? &how->suite : usual,
        .suite_count = 1,
        .suite_words = small,
        .suite_word_count = how->suite ? 0 : 1,
        .places = assay_places_here(how->data_dir, arena),
    };
    struct assay_vigil vigil;
    struct assay_audit audit;
    struct assay_plan plan;
    enum assay_code code =
        assay_adapter_choose(how->model, arena, &request.adapter, &request.target, err);

    if (code)
        return code;
    request.stage = &vigil.waiting.stage;
    assay_vigil_start(&vigil, "doctor", "audit", how->log);
    code = assay_plan_make(&request, arena, &plan, err);
    if (!code)
        code = ask(how, &plan, arena, &audit, err);
    assay_vigil_end(&vigil);
    if (!code)
        code = tell(how, &audit, plan.suite[0].label, err);
    return code ? code : assay_audit_judge(&audit, err);
}
