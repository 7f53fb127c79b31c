/* sample_runs.c - stored runs of one suite as a set of samples. */
#include "harness/run/sample_runs.h"

#include "harness/run/reread.h"

#include <math.h>
#include <string.h>

struct reading {
    struct assay_sample_set *set;
    struct assay_reread reread;
    size_t model; /* the proxy that is read */
    struct assay_arena scratch;
    struct assay_error *err;
};

/* The scores of an item's completions, NaN where there is none. */
static const double *scores_of(struct reading *r, const struct assay_item *item)
{
    size_t count = 0;
    const struct assay_answer *answers = assay_reread_answers(&r->reread, item, &count);
    double *score = assay_arena_new(&r->scratch, item->completion_count, sizeof(*score));

    for (size_t i = 0; i < item->completion_count; i++)
        score[i] = i < count && answers[i].state == ASSAY_STATE_SCORED ? answers[i].value
                                                                       : (double)NAN;
    return score;
}

static const double *lengths_of(struct reading *r, const struct assay_item *item)
{
    double *length =
        assay_arena_new(&r->scratch, item->completion_count, sizeof(*length));

    for (size_t i = 0; i < item->completion_count; i++) {
        if (item->pictures || !item->completions || item->completions[i].len == 0)
            return NULL;
        length[i] = (double)assay_str_code_points(item->completions[i]);
    }
    return length;
}

static enum assay_code enter(struct reading *r, const struct assay_item *item)
{
    struct assay_sample_set *set = r->set;
    const double *score = scores_of(r, item);
    struct assay_sample_row row = {.id = item->id,
                                   .section = item->subset,
                                   .cluster = item->cluster,
                                   .difficulty = (double)NAN,
                                   .count = item->completion_count,
                                   .length = lengths_of(r, item)};
    uint32_t at;

    if (!assay_names_find(&set->ids, item->id, &at)) {
        row.proxy[r->model] = score;
        row.gold[0] = item->gold;
        (void)assay_sample_set_add(set, &row);
        return ASSAY_OK;
    }
    if (assay_sample_count(set, at) != item->completion_count)
        return assay_fail_at(
            r->err, assay_item_spot(item),
            "item \"%.*s\" has %zu completions here and %zu in another run",
            ASSAY_STR_ARG(item->id), item->completion_count, assay_sample_count(set, at));
    memcpy(set->proxy[r->model] + set->first[at], score,
           item->completion_count * sizeof(*score));
    return ASSAY_OK;
}

static enum assay_code read_items(struct reading *r)
{
    const uint64_t limit = assay_reread_limit(&r->reread);
    const struct assay_item *item = NULL;
    enum assay_code code;

    for (size_t n = 0;; n++) {
        assay_arena_reset(&r->scratch);
        code = assay_reread_next(&r->reread, &r->scratch, &item, r->err);
        if (code || !item)
            break;
        if ((!limit || n < limit) && item->completion_count > 1 &&
            item->dimension_count == 0)
            code = enter(r, item);
        if (code)
            break;
    }
    return code ? code : assay_reread_check(&r->reread, r->err);
}

static enum assay_code read_model(struct reading *r, const struct assay_board_cell *cell,
                                  const struct assay_places *places,
                                  struct assay_arena *arena)
{
    enum assay_want want;
    enum assay_code code =
        assay_reread_open(cell->stored, cell->result, places, arena, &r->reread, r->err);

    if (!code && !r->reread.answers)
        code = assay_fail(r->err, ASSAY_EDATA,
                          "%s: it has values of subsets, not scores of completions",
                          cell->stored->directory);
    if (!code) {
        want = assay_reread_want(&r->reread);
        if (want != ASSAY_WANT_SCORES)
            code =
                assay_fail(r->err, ASSAY_EUSAGE,
                           "%s: it was answered with %s, not with a score a completion",
                           cell->stored->directory, assay_want_name(want));
    }
    if (!code)
        code = read_items(r);
    assay_reread_close(&r->reread);
    return code;
}

enum assay_code assay_sample_runs_read(const struct assay_sample_runs *runs,
                                       struct assay_arena *arena,
                                       struct assay_sample_set *out,
                                       struct assay_node *sources,
                                       struct assay_error *err)
{
    const struct assay_board *board = runs->board;
    struct reading r = {.set = out, .err = err};
    const struct assay_node *said = NULL;
    enum assay_code code = ASSAY_OK;

    *sources = *assay_node_list(arena);
    out->golds = 1;
    out->gold_name[0] = ASSAY_STR("gold");
    for (size_t m = 0; m < board->models; m++) {
        const struct assay_board_cell *cell = assay_board_cell(board, runs->column, m);

        if (!cell->result)
            continue;
        if (out->proxies == runs->most) {
            code = assay_fail(err, ASSAY_EUSAGE, "more than %zu runs", runs->most);
            break;
        }
        r.model = out->proxies;
        (void)assay_sample_set_proxy(out, board->model[m]);
        code = read_model(&r, cell, runs->places, arena);
        if (code)
            break;
        if (r.reread.leg && !said)
            said = assay_node_get(r.reread.leg, "sources");
    }
    if (said)
        *sources = *said;
    assay_arena_release(&r.scratch);
    return code;
}
