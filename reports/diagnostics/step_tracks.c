#include "reports/diagnostics/step_tracks.h"

#include "harness/core/memory.h"

#include <math.h>
#include <stdlib.h>

enum assay_code assay_step_tracks(const struct assay_rollout_view *view, size_t i,
                                  assay_step_track *show, void *self,
                                  struct assay_error *err)
{
    static const char *const under[] = {"score", "reward"};
    const struct assay_node *steps =
        assay_node_get(assay_rollout_view_response(view, i), "steps");
    enum assay_code code = ASSAY_OK;

    for (size_t k = 0; k < sizeof(under) / sizeof(under[0]); k++) {
        const struct assay_node *map = assay_node_get(steps, under[k]);

        for (size_t m = 0; !code && m < assay_node_count(map); m++) {
            const struct assay_member *member = &map->as.map.at[m];
            const char *name = assay_arena_printf(view->arena, "%s.%.*s", under[k],
                                                  ASSAY_STR_ARG(member->key));
            double *x;
            size_t n;

            if (assay_node_is(&member->value, ASSAY_NODE_NULL))
                continue;
            code = assay_rollout_numbers(view->log, &member->value, view->arena, &x, &n,
                                         err);
            if (!code)
                code = show(self, assay_str_of(name), x, n, err);
        }
    }
    return code;
}

void assay_pairs_add(struct assay_pairs *pairs, double x, double y)
{
    if (isnan(x) || isnan(y))
        return;
    if (pairs->n == pairs->room) {
        pairs->room = assay_memory_grow(pairs->room, pairs->n + 1);
        pairs->x = assay_memory_resize(pairs->x, pairs->room, sizeof(*pairs->x));
        pairs->y = assay_memory_resize(pairs->y, pairs->room, sizeof(*pairs->y));
    }
    pairs->x[pairs->n] = x;
    pairs->y[pairs->n++] = y;
}

void assay_pairs_release(struct assay_pairs *pairs)
{
    free(pairs->x);
    free(pairs->y);
    *pairs = (struct assay_pairs){0};
}
