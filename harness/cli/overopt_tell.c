/* overopt_tell.c - what assay overopt prints. */
#include "harness/cli/overopt_tell.h"

#include "harness/cli/runs_read.h"
#include "reports/escape.h"
#include "reports/number.h"

struct telling {
    const struct assay_overopt_told *told;
    unsigned format;
    struct assay_arena *arena;
    struct assay_buf *out;
};

static void put_line(struct telling *t, struct assay_str text)
{
    assay_escape_terminal(text, true, t->out);
    assay_buf_putc(t->out, '\n');
}

static void column(struct assay_grid *grid, const char *header, bool number)
{
    grid->column[grid->columns++] =
        (struct assay_grid_column){.header = header, .number = number};
}

static struct assay_str number(const struct telling *t, double value)
{
    return assay_number_text(t->arena, value, ASSAY_STR(""));
}

static struct assay_str between(const struct telling *t, double value,
                                const struct assay_range *range, bool has)
{
    const struct assay_range none = {0};

    return assay_str_of(assay_overopt_between(value, has ? range : &none, t->arena));
}

/* alpha, beta, d* and R* of the form told. */
static void fill_form(const struct telling *t, const struct assay_overopt_study *study,
                      struct assay_str *cell)
{
    const struct assay_overopt_fitted *fitted = &study->form[study->told];
    const struct assay_gao_intervals *gao = &fitted->gao;
    const bool has = fitted->has_ranges;

    for (size_t i = 0; i < 5; i++)
        cell[i] = ASSAY_STR("-");
    if (!study->fitted || !fitted->fitted)
        return;
    cell[0] = assay_str_of(assay_gao_form_name(study->told));
    cell[1] = between(t, gao->fit.alpha, &gao->range.alpha, has);
    cell[2] = between(t, gao->fit.beta, &gao->range.beta, has);
    if (!gao->fit.peak.exists)
        return;
    cell[3] = between(t, gao->fit.peak.d, &gao->range.d_peak, has);
    cell[4] = between(t, gao->fit.peak.r, &gao->range.r_peak, has);
}

static void fill_quality(const struct telling *t, const struct assay_overopt_study *study,
                         struct assay_str *cell)
{
    const struct assay_curve_fit *fit =
        &study->fit[study->told == ASSAY_GAO_RL ? ASSAY_CURVE_RL : ASSAY_CURVE_BON];

    cell[0] = cell[1] = cell[2] = ASSAY_STR("-");
    if (!study->fitted)
        return;
    if (fit->quality.has_r2)
        cell[0] = number(t, fit->quality.r2);
    if (fit->quality.has_loo)
        cell[1] = number(t, fit->quality.loo);
    if (study->choice.made)
        cell[2] = assay_str_of(assay_curve_name(study->choice.chosen));
}

static void put_table(struct telling *t)
{
    static const char *const header[] = {"curve", "points", "d to",  "form",
                                         "alpha", "beta",   "d*",    "R*",
                                         "R^2",   "LOO",    "chosen"};
    const size_t columns = sizeof(header) / sizeof(header[0]);
    struct assay_grid grid;

    assay_grid_init(&grid, t->arena, columns, t->told->count);
    grid.columns = 0;
    for (size_t c = 0; c < columns; c++)
        column(&grid, header[c], c == 1 || c == 2 || (c > 3 && c + 1 < columns));
    for (size_t i = 0; i < t->told->count; i++) {
        const struct assay_overopt_study *study = &t->told->study[i];
        struct assay_grid_row *row = assay_grid_add(&grid);

        row->cell[0] = study->curve->name;
        row->cell[1] = assay_number_count(t->arena, study->points);
        row->cell[2] = number(t, study->d_most);
        fill_form(t, study, &row->cell[3]);
        fill_quality(t, study, &row->cell[8]);
    }
    assay_runs_grid(&grid, t->format, t->out);
}

/* What else was found: of a curve behind its name. */
static void put_findings(struct telling *t, const struct assay_findings *findings,
                         struct assay_str name)
{
    for (size_t i = 0; findings && i < findings->notes; i++)
        put_line(t, name.len == 0 ? findings->note[i]
                                  : assay_str_of(assay_arena_printf(
                                        t->arena, "%.*s: %s", ASSAY_STR_ARG(name),
                                        findings->note[i].ptr)));
}

static void put_words(struct telling *t)
{
    assay_buf_putc(t->out, '\n');
    for (size_t i = 0; i < t->told->count; i++) {
        const struct assay_overopt_study *study = &t->told->study[i];
        const struct assay_str words = assay_overopt_words(study, t->arena);

        put_line(t, assay_str_of(assay_arena_printf(t->arena, "%.*s: %s",
                                                    ASSAY_STR_ARG(study->curve->name),
                                                    words.ptr)));
        put_findings(t, &t->told->of[i], study->curve->name);
    }
    put_findings(t, t->told->across, ASSAY_STR(""));
}

/* What all curves have in common is said once. */
static void put_basis(struct telling *t)
{
    struct assay_str last = ASSAY_STR("");

    for (size_t i = 0; i < t->told->count; i++) {
        const struct assay_overopt_study *study = &t->told->study[i];
        const struct assay_str basis = assay_overopt_basis(study, t->told->how, t->arena);

        if (study->fitted && !assay_str_equal(basis, last))
            put_line(t, basis);
        last = study->fitted ? basis : last;
    }
}

static bool is_ill(const struct assay_overopt_study *study)
{
    return study->fitted && study->form[study->told].fitted &&
           study->form[study->told].gao.fit.ill;
}

static void put_notes(struct telling *t)
{
    size_t unbased = 0, incomplete = 0, ill = 0;
    bool direct = false;

    for (size_t i = 0; i < t->told->count; i++) {
        const struct assay_overopt_curve *curve = t->told->study[i].curve;

        unbased += curve->base == ASSAY_OVEROPT_BASE_NONE;
        incomplete += curve->incomplete;
        ill += is_ill(&t->told->study[i]) ? 1 : 0;
        direct = direct || curve->direct;
    }
    if (direct)
        put_line(t, assay_str_of(assay_arena_printf(t->arena, "win rates less %.*s",
                                                    ASSAY_STR_ARG(t->told->centre))));
    if (unbased > 0)
        put_line(t, ASSAY_STR("no row at d = 0: gold is taken for relative to the "
                              "initial policy as it is (--baseline)"));
    if (ill > 0)
        put_line(t,
                 assay_str_of(assay_arena_printf(
                     t->arena,
                     "of %zu curves d varies too little to tell alpha from beta", ill)));
    if (incomplete > 0)
        put_line(t, assay_str_of(assay_arena_printf(
                        t->arena, "left out: %zu rows without d or gold", incomplete)));
    for (size_t i = 0; i < t->told->notes; i++)
        put_line(t, assay_str_of(t->told->note[i]));
}

void assay_overopt_tell(const struct assay_overopt_told *told, unsigned format,
                        struct assay_arena *arena, struct assay_buf *out)
{
    struct telling t = {.told = told, .format = format, .arena = arena, .out = out};

    put_table(&t);
    put_words(&t);
    put_basis(&t);
    put_notes(&t);
}

static struct assay_str level_text(const struct telling *t,
                                   const struct assay_kl_level *level)
{
    return assay_str_of(
        level->has_spread
            ? assay_arena_printf(t->arena, "%.4g (%.2g)", level->mean, level->se)
            : assay_arena_printf(t->arena, "%.4g", level->mean));
}

void assay_overopt_tell_kl(const struct assay_kl_log *log, unsigned format,
                           struct assay_arena *arena, struct assay_buf *out)
{
    struct telling t = {.format = format, .arena = arena, .out = out};
    static const char *const header[] = {"step",     "responses", "tokens",
                                         "k1 (se)",  "k2 (se)",   "k3 (se)",
                                         "k1/token", "k2/token",  "k3/token"};
    const size_t columns = sizeof(header) / sizeof(header[0]);
    struct assay_grid grid;

    assay_grid_init(&grid, arena, columns, log->steps);
    grid.columns = 0;
    for (size_t c = 0; c < columns; c++)
        column(&grid, header[c], c > 0);
    for (size_t i = 0; i < log->steps; i++) {
        const struct assay_kl_step *step = &log->step[i];
        struct assay_grid_row *row = assay_grid_add(&grid);

        row->cell[0] = step->name.len ? step->name : ASSAY_STR("-");
        row->cell[1] = assay_number_count(arena, step->of[0].sequence.n);
        row->cell[2] = assay_number_count(arena, step->of[0].token.n);
        for (size_t k = 0; k < ASSAY_KL_ESTIMATORS; k++) {
            row->cell[3 + k] = level_text(&t, &step->of[k].sequence);
            row->cell[6 + k] = level_text(&t, &step->of[k].token);
        }
    }
    assay_runs_grid(&grid, format, out);
    assay_buf_putc(out, '\n');
    put_line(&t,
             ASSAY_STR("KL in nats: sums over a response's tokens, mean over responses, "
                       "then means over tokens; d of fits is the root of the former"));
}
