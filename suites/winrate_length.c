#include "suites/winrate_length.h"

#include "harness/core/memory.h"
#include "metrics/preference.h"
#include "suites/difficulty.h"

#include <math.h>
#include <stdlib.h>

enum {
    MODEL_V1,
    MODEL_NOREG,
    MODEL_MINIMAL,
    COVARIATES = 3
};

const char *const assay_winrate_models[] = {
    [MODEL_V1] = "v1",
    [MODEL_NOREG] = "noreg",
    [MODEL_MINIMAL] = "minimal",
    NULL,
};

static bool lacks(struct assay_arena *arena, const char *what, struct assay_str *why)
{
    *why = assay_arena_copy(arena, assay_str_of(what));
    return false;
}

/* Difficulty of the instruction with that number, or NaN. */
static double difficulty_of(const struct assay_difficulty *difficulty, double number)
{
    if (!(number >= 0.0 && number < (double)difficulty->count))
        return (double)NAN;
    return difficulty->of[(size_t)number];
}

/* The first item that lacks a length or a difficulty. */
static bool items_know(const struct assay_study *study, bool difficult,
                       struct assay_arena *arena, struct assay_str *why)
{
    const struct assay_table *t = study->table;

    for (size_t i = 0; i < t->items; i++) {
        const double *known = t->covariate + i * t->covariate_count;

        if (t->covariate_count < COVARIATES || isnan(known[0] - known[1]))
            return lacks(arena, "the lengths of the answers are not known", why);
        if (!difficult || !isnan(difficulty_of(study->opened, known[2])))
            continue;
        *why = assay_str_of(assay_arena_printf(
            arena, "the difficulty file knows no instruction %g", known[2]));
        return false;
    }
    return true;
}

bool assay_winrate_length_needs(const struct assay_study *study,
                                struct assay_arena *arena, struct assay_str *why)
{
    const size_t model = assay_study_word(study, assay_winrate_models, "length_control");
    const struct assay_difficulty *difficulty = study->opened;

    if (model != MODEL_MINIMAL && !difficulty)
        return lacks(arena,
                     "it needs the file of instruction difficulties, --suite-option "
                     "difficulty=FILE: df_gamed.csv of tatsu-lab/alpaca_eval on Hugging "
                     "Face, which `assay data pull alpaca-eval-difficulty` fetches",
                     why);
    if (model == MODEL_V1 && difficulty->gamed.n == 0)
        return lacks(arena,
                     "the difficulty file has no rows of the gamed baseline (columns "
                     "preference and std_delta_len); length_control=noreg does without",
                     why);
    return items_know(study, model != MODEL_MINIMAL, arena, why);
}

/* The rows of the members, in memory that release() frees. */
struct rows {
    double *share, *excess, *difficulty;
    bool *given;
    size_t n;
};

static void release(struct rows *rows)
{
    free(rows->share);
    free(rows->excess);
    free(rows->difficulty);
    free(rows->given);
}

static void add_row(const struct assay_study *study, size_t i, struct rows *rows)
{
    const struct assay_table *t = study->table;
    const double *known = t->covariate + i * t->covariate_count;
    const struct assay_case item = assay_study_case(study, i);
    const size_t n = rows->n++;

    rows->excess[n] = known[0] - known[1];
    rows->given[n] = item.state[0] == ASSAY_STATE_SCORED;
    rows->share[n] = rows->given[n] ? assay_preference_share(item.value[0]) : 0.0;
    if (rows->difficulty)
        rows->difficulty[n] = difficulty_of(study->opened, known[2]);
}

bool assay_winrate_length(const struct assay_study *study, struct assay_members members,
                          struct assay_arena *arena, struct assay_length_control *out,
                          struct assay_str *why)
{
    static const struct assay_length_control_gamed none = {NULL, NULL, NULL, 0};
    const size_t model = assay_study_word(study, assay_winrate_models, "length_control");
    const struct assay_difficulty *file = study->opened;
    const size_t n = study->table->items + 1;
    struct rows rows = {0};
    struct assay_error err;
    bool defined;

    if (!assay_winrate_length_needs(study, arena, why))
        return false;
    rows = (struct rows){
        assay_memory_new(n, sizeof(double)), assay_memory_new(n, sizeof(double)),
        model == MODEL_MINIMAL ? NULL : assay_memory_new(n, sizeof(double)),
        assay_memory_new(n, sizeof(bool)), 0};
    for (size_t i = 0; i < study->table->items; i++)
        if (members.subset[study->table->subset[i]])
            add_row(study, i, &rows);
    defined = assay_length_control_fit(
                  &(struct assay_length_control_rows){rows.share, rows.given, rows.excess,
                                                      rows.difficulty, rows.n},
                  model == MODEL_V1 ? &file->gamed : &none, out, &err) == ASSAY_OK;
    if (!defined)
        *why = assay_arena_copy(arena, assay_str_of(err.text));
    release(&rows);
    return defined;
}
