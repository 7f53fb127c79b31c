#include "adapters/signals/signal_set.h"

#include "harness/core/memory.h"

#include <stdlib.h>

/* What this log is no data for says why, and is not run any more; what stops all stays as it is. */
static enum assay_code drop(struct assay_signal_set *set, struct assay_signal_member *one,
                            enum assay_code code, const struct assay_error *err)
{
    if (code != ASSAY_EDATA && code != ASSAY_EDOMAIN)
        return code;
    one->fault = assay_arena_printf(&set->arena, "%s", err->text);
    one->served = 0;
    assay_signal_close(one->run);
    one->run = NULL;
    return ASSAY_OK;
}

enum assay_code assay_signal_set_add(struct assay_signal_set *set, const char *name,
                                     struct assay_error *err)
{
    struct assay_signal_member *one;
    enum assay_code code;

    if (set->count == set->room) {
        set->room = assay_memory_grow(set->room, set->count + 1);
        set->at = assay_memory_resize(set->at, set->room, sizeof(*set->at));
    }
    one = &set->at[set->count++];
    *one = (struct assay_signal_member){.run = NULL};
    code = assay_signal_open(name, NULL, 0, &one->run, err);
    if (code != ASSAY_EUSAGE)
        return code;
    one->fault = assay_arena_printf(&set->arena, "%s", err->text);
    return ASSAY_OK;
}

static enum assay_code look(void *self, struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct assay_signal_set *set = self;
    enum assay_code code = ASSAY_OK;

    if (view->record.kind != ASSAY_ROLLOUT_GROUP)
        return ASSAY_OK;
    for (size_t i = 0; !code && i < set->count; i++)
        if (set->at[i].run && assay_signal_looks(set->at[i].run))
            code = drop(set, &set->at[i],
                        assay_signal_look_group(set->at[i].run, view, err), err);
    return code;
}

enum assay_code assay_signal_set_look(struct assay_signal_set *set, const char *path,
                                      struct assay_error *err)
{
    for (size_t i = 0; i < set->count; i++)
        if (set->at[i].run && assay_signal_looks(set->at[i].run))
            return assay_rollout_walk(path, look, set, err);
    return ASSAY_OK;
}

enum assay_code assay_signal_set_take(struct assay_signal_set *set, size_t i,
                                      const struct assay_rollout_view *view,
                                      const struct assay_signal_value **out,
                                      struct assay_error *err)
{
    struct assay_signal_member *one = &set->at[i];
    enum assay_code code;

    *out = NULL;
    if (!one->run)
        return ASSAY_OK;
    code = assay_signal_take(one->run, view, out, err);
    if (code) {
        *out = NULL;
        return drop(set, one, code, err);
    }
    for (size_t k = 0; k < view->count; k++) {
        one->of++;
        if ((*out)[k].lacks)
            (void)assay_tally_add(&one->lacks, assay_str_of((*out)[k].lacks));
        else
            one->served++;
    }
    return ASSAY_OK;
}

struct assay_str assay_signal_set_lacks(const struct assay_signal_set *set, size_t i)
{
    const struct assay_signal_member *one = &set->at[i];

    if (one->fault)
        return assay_str_of(one->fault);
    return one->lacks.names.count > 0 ? one->lacks.names.at[assay_tally_most(&one->lacks)]
                                      : ASSAY_STR("");
}

void assay_signal_set_release(struct assay_signal_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        assay_signal_close(set->at[i].run);
        assay_tally_release(&set->at[i].lacks);
    }
    free(set->at);
    assay_arena_release(&set->arena);
}
