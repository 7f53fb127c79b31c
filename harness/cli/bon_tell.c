/* bon_tell.c - what assay bon prints. */
#include "harness/cli/bon_tell.h"

#include "harness/cli/runs_read.h"
#include "harness/run/bon_first.h"
#include "metrics/best_of_n.h"
#include "reports/escape.h"
#include "reports/number.h"

#include <math.h>

/* A gold that is told. */
struct telling {
    const struct assay_bon_told *told;
    const struct assay_bon *bon;
    const struct assay_bon_study *study;
    size_t gold;
    unsigned format;
    struct assay_arena *arena;
    struct assay_buf *out;
};

static void put_line(struct telling *t, const char *text)
{
    assay_escape_terminal(assay_str_of(text), true, t->out);
    assay_buf_putc(t->out, '\n');
}

static bool is_percent(const struct telling *t)
{
    return assay_str_equal(t->told->unit, ASSAY_STR("percent"));
}

static struct assay_str value_text(const struct telling *t,
                                   const struct assay_bon_point *point)
{
    return point->defined ? assay_number_text(t->arena, point->value, t->told->unit)
                          : ASSAY_STR("-");
}

static struct assay_str band_text(const struct telling *t,
                                  const struct assay_bon_point *point)
{
    struct assay_str lo, hi;

    if (!point->defined || !point->has_band)
        return ASSAY_STR("");
    lo = assay_number_text(t->arena, point->lo, t->told->unit);
    hi = assay_number_text(t->arena, point->hi, t->told->unit);
    return assay_str_of(assay_arena_printf(t->arena, "%.*s - %.*s", ASSAY_STR_ARG(lo),
                                           ASSAY_STR_ARG(hi)));
}

static void number_column(struct assay_grid *grid, const char *header,
                          struct assay_str name)
{
    grid->column[grid->columns++] =
        (struct assay_grid_column){.header = header, .name = name, .number = true};
}

static void name_columns(const struct telling *t, struct assay_grid *grid)
{
    const struct assay_sample_set *set = t->bon->set;

    grid->columns = 0;
    number_column(grid, "n", ASSAY_STR(""));
    number_column(grid, "KL <=", ASSAY_STR(""));
    number_column(grid, "prompts", ASSAY_STR(""));
    for (size_t p = 0; p < set->proxies; p++) {
        number_column(grid, NULL, set->proxy_name[p]);
        number_column(grid, "interval", ASSAY_STR(""));
    }
    number_column(grid, "oracle", ASSAY_STR(""));
    if (set->proxies == 1) {
        number_column(grid, "regret", ASSAY_STR(""));
        number_column(grid, "win rate %", ASSAY_STR(""));
    }
}

static void fill_row(const struct telling *t, size_t k, struct assay_grid_row *row)
{
    const struct assay_sample_set *set = t->bon->set;
    const struct assay_bon_line *oracle =
        assay_bon_line(t->study, ASSAY_BON_ORACLE, 0, t->gold);
    size_t c = 0;

    row->cell[c++] = assay_number_count(t->arena, t->bon->n[k]);
    row->cell[c++] = assay_str_of(
        assay_arena_printf(t->arena, "%.2f", assay_best_of_n_kl(t->bon->n[k])));
    row->cell[c++] = assay_number_count(t->arena, oracle->at[k].prompts);
    for (size_t p = 0; p < set->proxies; p++) {
        const struct assay_bon_line *line =
            assay_bon_line(t->study, ASSAY_BON_GOLD, p, t->gold);

        row->cell[c++] = value_text(t, &line->at[k]);
        row->cell[c++] = band_text(t, &line->at[k]);
    }
    row->cell[c++] = value_text(t, &oracle->at[k]);
    if (set->proxies == 1) {
        const struct assay_bon_point *win =
            &assay_bon_line(t->study, ASSAY_BON_WIN, 0, t->gold)->at[k];

        row->cell[c++] =
            value_text(t, &assay_bon_line(t->study, ASSAY_BON_REGRET, 0, t->gold)->at[k]);
        row->cell[c++] = assay_number_text(t->arena, win->value, ASSAY_STR("percent"));
    }
}

static void put_curves(struct telling *t)
{
    struct assay_grid grid;

    assay_grid_init(&grid, t->arena, 3 + 2 * t->bon->set->proxies + 3, t->bon->ns);
    name_columns(t, &grid);
    for (size_t k = 0; k < t->bon->ns; k++)
        fill_row(t, k, assay_grid_add(&grid));
    assay_runs_grid(&grid, t->format, t->out);
}

/* Votes among the answers. */
static void put_votes(struct telling *t)
{
    static const enum assay_bon_kind kinds[] = {ASSAY_BON_WEIGHTED, ASSAY_BON_BORDA};
    static const char *const words[] = {"weighted by ", "ranked by "};
    const struct assay_sample_set *set = t->bon->set;
    const struct assay_bon_line *majority =
        assay_bon_line(t->study, ASSAY_BON_MAJORITY, 0, t->gold);
    struct assay_grid grid;

    if (!majority)
        return;
    assay_buf_putc(t->out, '\n');
    assay_grid_init(&grid, t->arena, 3 + 2 * set->proxies, t->bon->ns);
    grid.columns = 0;
    number_column(&grid, "n", ASSAY_STR(""));
    number_column(&grid, "majority", ASSAY_STR(""));
    number_column(&grid, "interval", ASSAY_STR(""));
    for (size_t i = 0; i < 2 * set->proxies; i++)
        number_column(
            &grid, NULL,
            assay_str_of(assay_arena_printf(t->arena, "%s%.*s", words[i % 2],
                                            ASSAY_STR_ARG(set->proxy_name[i / 2]))));
    for (size_t k = 0; k < t->bon->ns; k++) {
        struct assay_grid_row *row = assay_grid_add(&grid);

        row->cell[0] = assay_number_count(t->arena, t->bon->n[k]);
        row->cell[1] = value_text(t, &majority->at[k]);
        row->cell[2] = band_text(t, &majority->at[k]);
        for (size_t i = 0; i < 2 * set->proxies; i++)
            row->cell[3 + i] = value_text(
                t, &assay_bon_line(t->study, kinds[i % 2], i / 2, t->gold)->at[k]);
    }
    assay_runs_grid(&grid, t->format, t->out);
    if (t->bon->drawn > 0.0)
        put_line(
            t,
            assay_arena_printf(
                t->arena,
                "votes without a closed form are means of drawn orders, seed %llu: their "
                "standard error is %.2g at most",
                (unsigned long long)t->told->how->seed,
                t->bon->drawn * (is_percent(t) ? 100.0 : 1.0)));
}

/* The first n samples, as official code takes them. */
static enum assay_code put_first(struct telling *t, size_t proxy, struct assay_error *err)
{
    static const char *const headers[] = {"n", "rm@n", "maj@n", "pass@n", "mean@n"};
    const struct assay_first *first = NULL;
    struct assay_grid grid;
    const enum assay_code code =
        assay_bon_first(t->bon, proxy, t->gold, t->arena, &first, err);

    if (code)
        return code;
    assay_buf_putc(t->out, '\n');
    put_line(t,
             assay_arena_printf(
                 t->arena, "the first n samples, as Qwen2.5-Math's rm_maj_eval.py: %.*s",
                 ASSAY_STR_ARG(t->bon->set->proxy_name[proxy])));
    assay_grid_init(&grid, t->arena, 5, t->bon->ns);
    grid.columns = 0;
    for (size_t c = 0; c < 5; c++)
        number_column(&grid, headers[c], ASSAY_STR(""));
    for (size_t k = 0; k < t->bon->ns; k++) {
        struct assay_grid_row *row = assay_grid_add(&grid);
        const double value[] = {first[k].best, first[k].majority, first[k].pass,
                                first[k].mean};

        row->cell[0] = assay_number_count(t->arena, t->bon->n[k]);
        for (size_t c = 0; c < 4; c++)
            row->cell[c + 1] = assay_number_text(t->arena, value[c], t->told->unit);
        if (!assay_sample_set_has_answers(t->bon->set))
            row->cell[2] = ASSAY_STR("-");
    }
    assay_runs_grid(&grid, t->format, t->out);
    return ASSAY_OK;
}

/* A proxy's row of best of K. */
static void add_ppe(struct telling *t, size_t proxy, struct assay_grid *grid)
{
    const struct assay_bon_ppe *ppe = &t->told->ppe[proxy * t->bon->set->golds + t->gold];
    const double value[] = {ppe->exact.loss, ppe->drawn.loss, ppe->se.loss,
                            ppe->exact.max,  ppe->drawn.max,  ppe->se.max,
                            ppe->exact.end,  ppe->drawn.end,  ppe->se.end};
    struct assay_grid_row *row = assay_grid_add(grid);

    row->cell[0] = t->bon->set->proxy_name[proxy];
    for (size_t c = 0; c < 9; c++)
        row->cell[c + 1] = assay_str_of(
            assay_arena_printf(t->arena, c % 3 == 2 ? "%.2g" : "%.4f", value[c]));
}

/* Best of K as PPE tells it: exactly, and as the official code draws it. */
static void put_ppe(struct telling *t)
{
    static const char *const headers[] = {"loss exact", "loss",     "se",
                                          "max exact",  "mean_max", "se",
                                          "end exact",  "mean_end", "se"};
    struct assay_grid grid;

    if (!t->told->ppe)
        return;
    assay_buf_putc(t->out, '\n');
    put_line(t, assay_arena_printf(
                    t->arena,
                    "best of K as PPE, fractions: exact, and means of %zu random "
                    "orders with their standard error, seed %llu",
                    t->told->ppe->orders, (unsigned long long)t->told->how->seed));
    assay_grid_init(&grid, t->arena, 10, t->bon->set->proxies);
    grid.columns = 0;
    grid.column[grid.columns++] = (struct assay_grid_column){.header = "proxy"};
    for (size_t c = 0; c < 9; c++)
        number_column(&grid, headers[c], ASSAY_STR(""));
    for (size_t p = 0; p < t->bon->set->proxies; p++)
        add_ppe(t, p, &grid);
    assay_runs_grid(&grid, t->format, t->out);
}

/* Values at the last n, a section a line. */
static void put_parts(struct telling *t)
{
    const struct assay_sample_set *set = t->bon->set;
    struct assay_grid grid;

    if (t->told->parts == 0)
        return;
    assay_buf_putc(t->out, '\n');
    assay_grid_init(&grid, t->arena, 4 + 2 * set->proxies, t->told->parts);
    grid.columns = 0;
    grid.column[grid.columns++] = (struct assay_grid_column){.header = "section"};
    number_column(&grid, "prompts", ASSAY_STR(""));
    number_column(&grid, "random", ASSAY_STR(""));
    for (size_t p = 0; p < set->proxies; p++) {
        number_column(&grid, NULL, set->proxy_name[p]);
        number_column(&grid, "interval", ASSAY_STR(""));
    }
    number_column(&grid, "oracle", ASSAY_STR(""));
    for (size_t i = 0; i < t->told->parts; i++) {
        const struct assay_bon_study *study = &t->told->part[i].study;
        struct assay_grid_row *row = assay_grid_add(&grid);
        const struct assay_bon_line *oracle =
            assay_bon_line(study, ASSAY_BON_ORACLE, 0, t->gold);
        const size_t last = assay_bon_last(oracle, t->bon->ns);
        size_t c = 0;

        row->cell[c++] = t->told->part[i].name;
        row->cell[c++] = assay_number_count(t->arena, study->prompts);
        row->cell[c++] =
            value_text(t, &assay_bon_line(study, ASSAY_BON_GOLD, 0, t->gold)->at[0]);
        for (size_t p = 0; p < set->proxies; p++) {
            const struct assay_bon_point *point =
                &assay_bon_line(study, ASSAY_BON_GOLD, p, t->gold)->at[last];

            row->cell[c++] = value_text(t, point);
            row->cell[c++] = band_text(t, point);
        }
        row->cell[c++] = value_text(t, &oracle->at[last]);
    }
    assay_runs_grid(&grid, t->format, t->out);
}

/* " [lo, hi]; over all n at once they differ, first at n = 8": where the band leaves zero out. */
static const char *difference_band(const struct telling *t,
                                   const struct assay_bon_line *line,
                                   const struct assay_bon_point *end)
{
    const struct assay_str lo = assay_number_signed(t->arena, end->lo, t->told->unit);
    const struct assay_str hi = assay_number_signed(t->arena, end->hi, t->told->unit);
    size_t first = t->bon->ns;

    if (!end->has_band)
        return "";
    for (size_t k = t->bon->ns; k-- > 0;)
        if (line->at[k].defined && line->at[k].has_band &&
            (line->at[k].low > 0.0 || line->at[k].high < 0.0))
            first = k;
    return assay_arena_printf(t->arena, " [%.*s, %.*s]; over all n at once %s",
                              ASSAY_STR_ARG(lo), ASSAY_STR_ARG(hi),
                              first == t->bon->ns
                                  ? "no difference beyond chance"
                                  : assay_arena_printf(t->arena,
                                                       "they differ, first at n = %zu",
                                                       t->bon->n[first]));
}

static void put_difference(struct telling *t, const struct assay_bon_line *line)
{
    const struct assay_sample_set *set = t->bon->set;
    const size_t last = assay_bon_last(line, t->bon->ns);
    const struct assay_bon_point *end = &line->at[last];
    const struct assay_str value =
        assay_number_signed(t->arena, end->value, t->told->unit);

    put_line(t, assay_arena_printf(t->arena, "%.*s less %.*s: %.*s at n = %zu%s",
                                   ASSAY_STR_ARG(set->proxy_name[line->curve->proxy]),
                                   ASSAY_STR_ARG(set->proxy_name[line->curve->other]),
                                   ASSAY_STR_ARG(value), t->bon->n[last],
                                   difference_band(t, line, end)));
}

static void put_words(struct telling *t)
{
    const struct assay_sample_set *set = t->bon->set;

    assay_buf_putc(t->out, '\n');
    for (size_t p = 0; p < set->proxies; p++)
        put_line(
            t, assay_arena_printf(t->arena, "%.*s: %s", ASSAY_STR_ARG(set->proxy_name[p]),
                                  assay_bon_words(t->told, p, t->gold, t->arena).ptr));
    for (size_t c = 0; c < t->bon->curves; c++)
        if (t->bon->curve[c].kind == ASSAY_BON_DIFFERENCE &&
            t->bon->curve[c].gold == t->gold)
            put_difference(t, &t->study->line[c]);
}

static void put_head(struct telling *t)
{
    const struct assay_sample_set *set = t->bon->set;
    size_t least = SIZE_MAX, most = 0;

    for (size_t i = 0; i < set->prompts; i++) {
        const size_t n = assay_sample_count(set, i);

        least = n < least ? n : least;
        most = n > most ? n : most;
    }
    put_line(t, assay_arena_printf(
                    t->arena, "%.*s: %zu prompts, %s%zu samples each; %.*s of the pick%s",
                    ASSAY_STR_ARG(t->told->title.len ? t->told->title : t->told->suite),
                    set->prompts,
                    least == most ? "" : assay_arena_printf(t->arena, "%zu to ", least),
                    most, ASSAY_STR_ARG(set->gold_name[t->gold]),
                    is_percent(t) ? ", %" : ""));
}

static void put_notes(struct telling *t)
{
    const struct assay_bon_how *how = t->told->how;
    const struct assay_bon_left *left = &t->told->left;

    if (how->replicates > 0)
        put_line(t, assay_arena_printf(
                        t->arena,
                        "intervals at %g from %zu resamples of %zu prompts, seed %llu",
                        how->level, how->replicates, t->study->clusters,
                        (unsigned long long)how->seed));
    if (left->unscored + left->unlabelled > 0)
        put_line(
            t,
            assay_arena_printf(
                t->arena,
                "left out: %zu prompts without a score of every sample, %zu without gold",
                left->unscored, left->unlabelled));
    if (left->lowest > 0)
        put_line(t, assay_arena_printf(t->arena,
                                       "%zu samples without a score are below all others",
                                       left->lowest));
}

enum assay_code assay_bon_tell(const struct assay_bon_told *told, unsigned format,
                               struct assay_arena *arena, struct assay_buf *out,
                               struct assay_error *err)
{
    const struct assay_bon *bon = told->whole->bon;
    struct telling t = {.told = told,
                        .bon = bon,
                        .study = told->whole,
                        .format = format,
                        .arena = arena,
                        .out = out};
    enum assay_code code = ASSAY_OK;

    for (t.gold = 0; !code && t.gold < bon->set->golds; t.gold++) {
        if (t.gold > 0)
            assay_buf_putc(out, '\n');
        put_head(&t);
        put_curves(&t);
        put_votes(&t);
        for (size_t p = 0; !code && told->first_n && p < bon->set->proxies; p++)
            code = put_first(&t, p, err);
        put_ppe(&t);
        put_parts(&t);
        put_words(&t);
    }
    put_notes(&t);
    return code;
}
