#include "harness/run/leg.h"

#include "harness/run/model.h"

const char *assay_leg_model_path(const struct assay_plan *plan)
{
    return plan->request->adapter->covers ? plan->request->target : NULL;
}

/* How many items of the chosen part the model covers. */
static enum assay_code count_covered(const struct assay_suite *suite,
                                     const struct assay_model *model,
                                     const char *model_path, size_t *covered,
                                     struct assay_error *err)
{
    struct assay_arena arena = {0};
    struct assay_items *items = NULL;
    const struct assay_item *item = NULL;
    enum assay_code code = assay_items_open(suite, model_path, &items, err);

    *covered = 0;
    while (!code) {
        assay_arena_reset(&arena);
        code = assay_items_next(items, &arena, &item, err);
        if (code || !item)
            break;
        *covered += model->adapter->covers(model->state, item->key);
    }
    assay_items_close(items);
    assay_arena_release(&arena);
    return code;
}

enum assay_code assay_leg_choose_part(const struct assay_leg_setting *setting,
                                      const struct assay_model *model, const char **note,
                                      struct assay_error *err)
{
    struct assay_suite *suite = setting->plan->suite[setting->number].suite;
    const struct assay_request *request = setting->plan->request;
    const size_t parts = assay_suite_part_count(suite);
    size_t best = 0, most = 0;
    bool here = false;

    *note = NULL;
    if (parts == 0 || assay_suite_part(suite))
        return ASSAY_OK;
    for (size_t i = 0; i < parts && model->adapter->covers; i++) {
        size_t covered = 0;
        bool belongs = true;
        enum assay_code code =
            assay_suite_choose(suite, assay_suite_part_name(suite, i), err);

        if (!code && assay_suite_lacks(suite, assay_leg_model_path(setting->plan)))
            continue; /* not the whole benchmark need be here */
        here = true;
        if (!code)
            code = assay_leg_belongs(suite, assay_leg_model_path(setting->plan), &belongs,
                                     err);
        if (!code && belongs)
            code = count_covered(suite, model, assay_leg_model_path(setting->plan),
                                 &covered, err);
        if (code)
            return code;
        if (covered && assay_suite_presence(suite) == ASSAY_PRESENCE_HERE)
            covered++; /* of parts that are as good, one whose data tell that it is meant */
        if (covered > most) {
            best = i;
            most = covered;
        }
    }
    if (model->adapter->covers && here && most == 0)
        return assay_fail(err, ASSAY_EDATA,
                          "%s: none of its keys is in %s, in any part that is here",
                          request->target, assay_suite_name(suite));
    *note = model->adapter->covers
                ? assay_arena_printf(setting->arena, "part %s chosen by the ids in %s",
                                     assay_suite_part_name(suite, best), request->target)
                : assay_arena_printf(setting->arena, "part %s, the first of %zu",
                                     assay_suite_part_name(suite, best), parts);
    return assay_suite_choose(suite, assay_suite_part_name(suite, best), err);
}
