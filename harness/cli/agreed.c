#include "harness/cli/agreed.h"

static struct assay_agreement_items items_of(const struct assay_shared *shared)
{
    return (struct assay_agreement_items){shared->items, shared->models, shared->clusters,
                                          shared->choice, shared->cluster};
}

/* Items on which the first earned more (side 0) or the second (side 1). */
static void find_flips(const struct assay_agreed *one, struct assay_agreed_pair *pair)
{
    const struct assay_shared *shared = &one->shared;

    for (size_t side = 0; side < 2; side++) {
        const size_t more = side ? pair->b : pair->a, less = side ? pair->a : pair->b;
        struct assay_agreed_flips *flips = &pair->more[side];

        flips->item = assay_arena_new(
            one->arena, one->how.named < shared->items ? one->how.named : shared->items,
            sizeof(*flips->item));
        for (size_t i = 0; i < shared->items; i++) {
            const double *earned = shared->earned + i * shared->models;

            if (!(earned[less] >= 0.0) || !(earned[more] > earned[less]))
                continue;
            flips->count++;
            if (flips->told < one->how.named)
                flips->item[flips->told++] = i;
        }
    }
}

static void add_pair(struct assay_agreed *out, size_t a, size_t b)
{
    const struct assay_agreement_items items = items_of(&out->shared);
    struct assay_agreed_pair *pair = &out->pair[out->pairs++];

    *pair = (struct assay_agreed_pair){.a = a, .b = b};
    assay_agreement_of_two(&items, a, b, &out->how.draws, out->arena, &pair->alike);
    find_flips(out, pair);
}

static void find(struct assay_agreed *out, const struct assay_places *places)
{
    const size_t n = out->board->models;
    struct assay_agreement_items items;

    assay_shared_read(out->board, out->column, places, out->arena, &out->shared);
    items = items_of(&out->shared);
    out->pair = assay_arena_new(out->arena, n * n, sizeof(*out->pair));
    for (size_t k = 0; k < n * n; k++)
        if (k % n > k / n && assay_board_cell(out->board, out->column, k / n)->result &&
            assay_board_cell(out->board, out->column, k % n)->result)
            add_pair(out, k / n, k % n);
    assay_agreement_of_all(&items, &out->how.draws, out->arena, &out->alpha);
}

const char *assay_agreed_compared(const struct assay_agreed *one)
{
    return one->shared.credits ? "credit" : "choice";
}

enum assay_code assay_agreed_find(struct assay_agreed_all *all,
                                  const struct assay_places *places,
                                  struct assay_error *err)
{
    all->suite = assay_arena_new(all->arena, all->board.columns, sizeof(*all->suite));
    for (size_t c = 0; c < all->board.columns; c++) {
        struct assay_agreed *one = &all->suite[all->suites];

        if (all->board.column[c].models < 2)
            continue;
        all->suites++;
        *one = (struct assay_agreed){
            .board = &all->board, .column = c, .how = all->how, .arena = all->arena};
        find(one, places);
    }
    if (all->suites > 0)
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EUSAGE,
                      "no two of the runs are of the same suite: same part, version, "
                      "options, data and limit");
}

void assay_agreed_release(struct assay_agreed_all *all)
{
    for (size_t s = 0; s < all->suites; s++)
        assay_shared_release(&all->suite[s].shared);
}
