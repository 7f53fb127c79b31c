/* agree_page.c - agreement as a page, for every format that there is. */
#include "harness/cli/agreed.h"
#include "harness/cli/runs_read.h"
#include "reports/escape.h"
#include "reports/figure_raster.h"
#include "reports/figures_flips.h"
#include "reports/page.h"

enum {
    NAME = 80 /* bytes of a figure's name */
};

/* The suite that is told. */
struct telling {
    const struct assay_agreed *one;
    size_t place; /* of the suite among those told */
    const struct assay_str *model;
    struct assay_str suite;
    struct assay_page *page;
    struct assay_arena *arena;
};

/* Why a pair lacks a number; empty: it has all. */
static struct assay_str why_of(const struct telling *t,
                               const struct assay_agreed_pair *pair)
{
    if (!pair->alike.raw.defined)
        return pair->alike.raw.why;
    if (pair->alike.kappa.defined)
        return ASSAY_STR("");
    return assay_str_of(assay_arena_printf(t->arena, "no kappa: %.*s",
                                           ASSAY_STR_ARG(pair->alike.kappa.why)));
}

static bool any_lacks(const struct telling *t)
{
    for (size_t k = 0; k < t->one->pairs; k++)
        if (why_of(t, &t->one->pair[k]).len > 0)
            return true;
    return false;
}

static struct assay_page_table *begin_pairs(const struct telling *t)
{
    static const char *const keys[] = {"agree", "kappa"};
    const struct assay_str header = assay_str_of(
        assay_arena_printf(t->arena, "%g %% interval", 100.0 * t->one->how.draws.level));
    struct assay_page_table *table = assay_page_table(
        t->page, "agreement",
        assay_str_of(assay_arena_printf(t->arena, "%.*s: every two models",
                                        ASSAY_STR_ARG(t->suite))));

    (void)assay_table_text(table, "a", ASSAY_STR("A"));
    (void)assay_table_text(table, "b", ASSAY_STR("B"));
    (void)assay_table_number(table, "items", ASSAY_STR("items"));
    for (size_t k = 0; k < 2; k++) {
        struct assay_column *column = assay_table_number(
            table, keys[k], k ? ASSAY_STR("kappa") : ASSAY_STR("agree, %"));

        column->interval = header;
        column->interval_drop = 2;
    }
    for (size_t k = 0; k < 2; k++) {
        struct assay_column *column =
            assay_table_number(table, k ? "b_earned_more" : "a_earned_more",
                               k ? ASSAY_STR("B") : ASSAY_STR("A"));

        column->group = ASSAY_STR("earned more");
        column->drop = 1;
    }
    if (any_lacks(t))
        assay_table_text(table, "why", ASSAY_STR(""))->wrap = true;
    table->n = t->one->shared.items;
    table->of = "items";
    table->intervals = ASSAY_STR("prompts resampled");
    table->data = t->suite;
    return table;
}

static void add_pairs(const struct telling *t)
{
    struct assay_page_table *table = begin_pairs(t);

    for (size_t k = 0; k < t->one->pairs; k++) {
        const struct assay_agreed_pair *pair = &t->one->pair[k];
        const struct assay_str why = why_of(t, pair);
        struct assay_row *row = assay_table_row(table);

        row->cell[0] = assay_cell_text(t->model[pair->a]);
        row->cell[1] = assay_cell_text(t->model[pair->b]);
        row->cell[2] = assay_cell_count(pair->alike.items);
        row->cell[3] = assay_cell_figure(&pair->alike.raw, ASSAY_STR("percent"));
        row->cell[4] = assay_cell_figure(&pair->alike.kappa, ASSAY_STR(""));
        row->cell[5] = assay_cell_count(pair->more[0].count);
        row->cell[6] = assay_cell_count(pair->more[1].count);
        if (why.len > 0)
            row->cell[7] = assay_cell_text(why);
    }
}

static void add_facts(const struct telling *t)
{
    const struct assay_standings_draws *draws = &t->one->how.draws;
    const struct assay_str alpha =
        assay_runs_text(&t->one->alpha, ASSAY_STR(""), t->arena);

    assay_page_fact(
        t->page, "Alpha",
        assay_str_of(assay_arena_printf(t->arena, "Krippendorff's, of all models: %.*s",
                                        ASSAY_STR_ARG(alpha))));
    assay_page_fact(t->page, "Items",
                    assay_str_of(assay_arena_printf(t->arena, "%zu, compared by %s",
                                                    t->one->shared.items,
                                                    assay_agreed_compared(t->one))));
    if (draws->replicates > 1)
        assay_page_fact(
            t->page, "Intervals",
            assay_str_of(assay_arena_printf(
                t->arena, "%g %%, prompts resampled, %zu replicates, seed %llu",
                100.0 * draws->level, draws->replicates,
                (unsigned long long)draws->seed)));
    for (size_t m = 0; m < t->one->shared.absents; m++)
        (void)assay_page_note(t->page, t->one->shared.absent[m]);
}

/* "id-1, id-7, ..." */
static struct assay_str ids_of(const struct telling *t,
                               const struct assay_agreed_flips *flips)
{
    struct assay_buf text = {0};
    struct assay_str out;

    for (size_t k = 0; k < flips->told; k++) {
        assay_buf_puts(&text, k ? ", " : "");
        assay_buf_add(&text, t->one->shared.ids.at[flips->item[k]]);
    }
    assay_buf_puts(&text, flips->count > flips->told ? ", ..." : "");
    out = assay_arena_copy(t->arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return out;
}

/* On which items one earned more than the other. */
static void add_flips(const struct telling *t)
{
    struct assay_page_table *table = assay_page_table(
        t->page, "flips",
        assay_str_of(assay_arena_printf(t->arena, "%.*s: items on which one earned more",
                                        ASSAY_STR_ARG(t->suite))));

    (void)assay_table_text(table, "more", ASSAY_STR("earned more"));
    (void)assay_table_text(table, "less", ASSAY_STR("than"));
    (void)assay_table_number(table, "count", ASSAY_STR("items"));
    assay_table_text(table, "items", ASSAY_STR("the first ones"))->wrap = true;
    for (size_t k = 0; k < t->one->pairs; k++)
        for (size_t side = 0; side < 2; side++) {
            const struct assay_agreed_pair *pair = &t->one->pair[k];
            struct assay_row *row;

            if (pair->more[side].told == 0)
                continue;
            row = assay_table_row(table);
            row->cell[0] = assay_cell_text(t->model[side ? pair->b : pair->a]);
            row->cell[1] = assay_cell_text(t->model[side ? pair->a : pair->b]);
            row->cell[2] = assay_cell_count(pair->more[side].count);
            row->cell[3] = assay_cell_text(ids_of(t, &pair->more[side]));
        }
}

static enum assay_flip_state state_of(double earned)
{
    if (!(earned >= 0.0))
        return ASSAY_FLIP_NONE;
    if (earned >= 1.0)
        return ASSAY_FLIP_RIGHT;
    return earned > 0.0 ? ASSAY_FLIP_PART : ASSAY_FLIP_WRONG;
}

/* A slug that no other suite's figure has. */
static struct assay_str figure_name(const struct telling *t)
{
    struct assay_buf slug = {0};
    struct assay_str name;

    assay_buf_puts(&slug, "flips-");
    assay_escape_slug(t->suite, NAME, &slug);
    if (t->place > 0)
        assay_buf_printf(&slug, "-suite-%zu", t->place + 1);
    name = assay_arena_copy(t->arena, assay_buf_view(&slug));
    assay_buf_release(&slug);
    return name;
}

static void add_ribbons(const struct telling *t)
{
    const struct assay_shared *shared = &t->one->shared;
    const struct assay_agreed_pair *pair = t->one->pair;
    struct assay_flips flips = {.name = figure_name(t),
                                .title = t->suite,
                                .first = t->model[pair->a],
                                .second = t->model[pair->b]};
    struct assay_figure_spec spec;

    for (size_t i = 0; i < shared->items; i++) {
        const double *earned = shared->earned + i * shared->models;

        flips.items[state_of(earned[pair->a])][state_of(earned[pair->b])]++;
    }
    assay_figures_flips(&flips, t->arena, &spec);
    (void)assay_page_figure(t->page, &spec);
}

/* Items that a has right and b, which decided them, has not. */
static size_t right_in(const struct assay_shared *shared, size_t a, size_t b)
{
    size_t n = 0;

    for (size_t i = 0; i < shared->items; i++) {
        const double *earned = shared->earned + i * shared->models;

        n += state_of(earned[a]) == ASSAY_FLIP_RIGHT && earned[b] >= 0.0 &&
             earned[b] < 1.0;
    }
    return n;
}

/* The models that have the suite: their number, and their places in out. */
static size_t models_of(const struct telling *t, size_t *out)
{
    size_t n = 0;

    for (size_t m = 0; m < t->one->board->models; m++)
        if (assay_board_cell(t->one->board, t->one->column, m)->result)
            out[n++] = m;
    return n;
}

static void add_matrix(const struct telling *t)
{
    const size_t models = t->one->board->models;
    size_t *at = assay_arena_new(t->arena, models, sizeof(*at));
    const size_t n = models_of(t, at);
    struct assay_str *name = assay_arena_new(t->arena, n, sizeof(*name));
    size_t *items = assay_arena_new(t->arena, n * n, sizeof(*items));
    const struct assay_flip_matrix matrix = {.name = figure_name(t),
                                             .title = t->suite,
                                             .model = name,
                                             .count = n,
                                             .items = items};
    struct assay_figure_spec spec;

    if (n > ASSAY_FIGURE_CELLS)
        return;
    for (size_t i = 0; i < n; i++)
        name[i] = t->model[at[i]];
    for (size_t k = 0; k < n * n; k++)
        items[k] = k / n == k % n ? 0 : right_in(&t->one->shared, at[k / n], at[k % n]);
    assay_figures_flip_matrix(&matrix, t->arena, &spec);
    (void)assay_page_figure(t->page, &spec);
}

static void add_figure(const struct telling *t)
{
    if (t->one->shared.common == 0)
        return;
    if (t->one->pairs == 1)
        add_ribbons(t);
    else
        add_matrix(t);
}

void assay_agreed_page(const struct assay_agreed_all *all, struct assay_page *page)
{
    for (size_t s = 0; s < all->suites; s++) {
        const struct assay_agreed *one = &all->suite[s];
        const struct telling t = {.one = one,
                                  .place = s,
                                  .model = all->board.model,
                                  .suite = all->board.column[one->column].name,
                                  .page = page,
                                  .arena = page->arena};

        (void)assay_page_section(page, 1, t.suite);
        add_pairs(&t);
        add_facts(&t);
        add_figure(&t);
        add_flips(&t);
    }
    page->data = assay_agreed_node(all);
}
