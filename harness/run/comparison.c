#include "harness/run/comparison.h"

#include "harness/core/buf.h"
#include "harness/run/comparison_parts.h"

const char *const assay_compare_metric_name[ASSAY_COMPARE_METRICS] = {
    [ASSAY_COMPARE_ACCURACY] = "accuracy", [ASSAY_COMPARE_MARGIN] = "margin",
    [ASSAY_COMPARE_LOSS] = "loss",         [ASSAY_COMPARE_BRIER] = "brier",
    [ASSAY_COMPARE_ECE] = "ece",
};

const char *const assay_compare_test_name[ASSAY_COMPARE_TESTS] = {
    [ASSAY_COMPARE_UNTESTED] = "none",
    [ASSAY_COMPARE_MCNEMAR] = "mcnemar",
    [ASSAY_COMPARE_MCNEMAR_MIDP] = "mcnemar-midp",
    [ASSAY_COMPARE_SIGN_FLIP] = "sign-flip",
    [ASSAY_COMPARE_BOOTSTRAP] = "bootstrap",
};

const char *const assay_comparison_worth_name[ASSAY_WORTHS] = {
    [ASSAY_WORTH_RIGHT] = "right",
    [ASSAY_WORTH_PART] = "part",
    [ASSAY_WORTH_WRONG] = "wrong",
};

const char *const assay_compare_adjust_name[] = {
    [ASSAY_COMPARE_HOLM] = "holm",
    [ASSAY_COMPARE_BH] = "bh",
    [ASSAY_COMPARE_UNADJUSTED] = "none",
    NULL,
};

struct assay_comparison_how assay_comparison_defaults(void)
{
    return (struct assay_comparison_how){
        .alpha = 0.05,
        .power = 0.8,
        .replicates = 10000,
        .flips = 10000,
        .metrics = 1U << ASSAY_COMPARE_ACCURACY,
        .jobs = 1,
    };
}

/* Everything under way. */
struct making {
    const struct assay_comparison_how *how;
    struct assay_arena *arena;
    struct assay_comparison_run *run;
    size_t runs;
    struct assay_comparison_side **side; /* (runs,) (result_count,) of each */
    struct assay_comparison_suite *suite;
    size_t suites, lines;
    struct assay_sentences alone;
    bool section_found;
};

static struct assay_str label_of(const struct assay_stored *stored)
{
    return stored->result[0].label;
}

static bool labels_differ(const struct assay_stored *stored, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            if (assay_str_equal(label_of(&stored[i]), label_of(&stored[j])))
                return false;
    return true;
}

enum assay_code assay_comparison_check_runs(const struct assay_stored *stored, size_t n,
                                            struct assay_error *err)
{
    if (n < 2 || n > ASSAY_COMPARISON_RUNS_MAX)
        return assay_fail(err, ASSAY_EUSAGE, "a comparison is of 2 to %d runs, not %zu",
                          ASSAY_COMPARISON_RUNS_MAX, n);
    for (size_t i = 0; i < n; i++) {
        const enum assay_code code = assay_stored_check_over(&stored[i], err);

        if (code)
            return code;
    }
    return ASSAY_OK;
}

static struct assay_str run_name(const struct assay_stored *stored, bool labels,
                                 struct assay_arena *arena)
{
    if (stored->name)
        return assay_str_of(stored->name);
    return labels ? label_of(stored)
                  : assay_str_of(assay_store_name(stored->directory, arena));
}

struct assay_comparison_run *assay_comparison_name_runs(const struct assay_stored *stored,
                                                        size_t n,
                                                        struct assay_arena *arena)
{
    const bool labels = labels_differ(stored, n);
    struct assay_comparison_run *run = assay_arena_new(arena, n, sizeof(*run));

    for (size_t i = 0; i < n; i++)
        run[i] = (struct assay_comparison_run){run_name(&stored[i], labels, arena),
                                               &stored[i]};
    return run;
}

static void open_sides(struct making *m, const struct assay_stored *stored)
{
    m->side = assay_arena_new(m->arena, m->runs, sizeof(struct assay_comparison_side *));
    for (size_t i = 0; i < m->runs; i++) {
        m->side[i] = assay_arena_new(m->arena, stored[i].result_count,
                                     sizeof(struct assay_comparison_side));
        for (size_t k = 0; k < stored[i].result_count; k++)
            m->side[i][k] = (struct assay_comparison_side){
                .stored = &stored[i], .result = &stored[i].result[k]};
    }
}

struct assay_str assay_comparison_suite_name(const struct assay_result *result,
                                             struct assay_arena *arena)
{
    if (result->part.len == 0)
        return result->suite;
    return assay_str_of(assay_arena_printf(
        arena, "%.*s:%.*s", ASSAY_STR_ARG(result->suite), ASSAY_STR_ARG(result->part)));
}

bool assay_comparison_is_asked(const struct assay_comparison_how *how,
                               const struct assay_result *result,
                               struct assay_arena *arena)
{
    const struct assay_str asked = assay_str_of(how->suite);

    return !how->suite || assay_str_equal(asked, result->suite) ||
           assay_str_equal(asked, assay_comparison_suite_name(result, arena));
}

/* The result of a run on the same suite and part, else SIZE_MAX. */
size_t assay_comparison_same_in(const struct assay_stored *stored,
                                const struct assay_result *result)
{
    for (size_t i = 0; i < stored->result_count; i++)
        if (assay_str_equal(stored->result[i].suite, result->suite) &&
            assay_str_equal(stored->result[i].part, result->part))
            return i;
    return SIZE_MAX;
}

/* A result of the suite in another part, which the other run has not, else SIZE_MAX. */
static size_t other_part_in(const struct assay_stored *stored,
                            const struct assay_stored *other,
                            const struct assay_result *result)
{
    for (size_t i = 0; i < stored->result_count; i++)
        if (assay_str_equal(stored->result[i].suite, result->suite) &&
            assay_comparison_same_in(other, &stored->result[i]) == SIZE_MAX)
            return i;
    return SIZE_MAX;
}

static struct assay_comparison_suite *suite_of(struct making *m,
                                               const struct assay_result *result)
{
    const struct assay_str name = assay_comparison_suite_name(result, m->arena);

    for (size_t i = 0; i < m->suites; i++)
        if (assay_str_equal(m->suite[i].name, name))
            return &m->suite[i];
    m->suite[m->suites] = (struct assay_comparison_suite){
        .name = name,
        .title = result->title,
        .pair = assay_arena_new(m->arena, m->runs * m->runs,
                                sizeof(struct assay_comparison_pair)),
    };
    return &m->suite[m->suites++];
}

static bool has_fault(const struct assay_comparison_pair *pair)
{
    for (size_t i = 0; i < pair->unlike_count; i++)
        if (pair->unlike[i].fault)
            return true;
    return false;
}

/* Why the items of a pair cannot be had, or that they can. */
static struct assay_str absence(const struct making *m,
                                const struct assay_comparison_pair *pair,
                                const struct assay_comparison_side *const side[2])
{
    const size_t run[2] = {pair->first, pair->second};

    for (unsigned k = 0; k < 2; k++)
        if (side[k]->why.len > 0)
            return assay_str_of(assay_arena_printf(m->arena, "no items of %.*s: %.*s",
                                                   ASSAY_STR_ARG(m->run[run[k]].name),
                                                   ASSAY_STR_ARG(side[k]->why)));
    return ASSAY_STR("");
}

static void note_section(struct making *m, const struct assay_comparison_pair *pair)
{
    for (size_t i = 0; i < pair->lines; i++)
        if (!m->how->section || !pair->line[i].overall)
            m->section_found = true;
}

enum {
    SCALES_APART =
        2 /* so many times the margins of the other: then no metric of margins is of both alike */
};

/* Margins are told in each model's own units, which losses and probabilities are made of. */
static void note_scales(const struct assay_comparison_match *match,
                        const struct assay_comparison_pair *pair,
                        const struct assay_comparison_run *run,
                        struct assay_sentences *notes)
{
    const double first = assay_comparison_scale(match, 0);
    const double second = assay_comparison_scale(match, 1);
    bool margins = false;

    for (size_t k = 0; k < pair->lines; k++)
        margins = margins || pair->line[k].metric != ASSAY_COMPARE_ACCURACY;
    if (!margins || (first < SCALES_APART * second && second < SCALES_APART * first))
        return;
    assay_sentences_add(
        notes,
        assay_str_of(assay_arena_printf(
            notes->arena,
            "margins are of different scale, root mean square %.4g of %.*s and %.4g "
            "of %.*s: margin, loss and calibration say more of scale than of rank",
            first, ASSAY_STR_ARG(run[pair->first].name), second,
            ASSAY_STR_ARG(run[pair->second].name))));
}

/* What is told of a run that stopped for what it saw is not told of a number of items that was set before. */
static void note_stopped(const struct assay_comparison_pair *pair,
                         const struct assay_comparison_run *run,
                         struct assay_sentences *notes)
{
    const size_t number[2] = {pair->first, pair->second};

    for (unsigned side = 0; side < 2; side++) {
        const struct assay_result *result = pair->of[side];

        for (size_t k = 0; k < result->note_count; k++)
            if (assay_str_starts(result->note[k], ASSAY_STR("partial: settled ")))
                assay_sentences_add(
                    notes,
                    assay_str_of(assay_arena_printf(
                        notes->arena,
                        "%.*s stopped for what it saw: differences lean to what it "
                        "settled for, and p and intervals here are too sure; %.*s",
                        ASSAY_STR_ARG(run[number[side]].name),
                        ASSAY_STR_ARG(result->note[k]))));
    }
}

static void measure(struct making *m, const struct assay_comparison_match *match,
                    struct assay_comparison_pair *pair)
{
    struct assay_comparison_line *lines = assay_arena_new(
        m->arena, assay_comparison_lines_most(match) * ASSAY_COMPARE_METRICS,
        sizeof(*lines));
    struct assay_sentences notes = {.arena = m->arena};

    pair->line = lines;
    for (unsigned metric = 0; metric < ASSAY_COMPARE_METRICS; metric++)
        if (m->how->metrics & (1U << metric))
            assay_comparison_lines_of(match, (enum assay_comparison_metric)metric, lines,
                                      &pair->lines, &notes);
    note_scales(match, pair, m->run, &notes);
    note_stopped(pair, m->run, &notes);
    pair->note = notes.at;
    pair->notes = notes.count;
    m->lines += pair->lines;
    assay_comparison_flips(match, pair);
    assay_comparison_agreement(match, pair);
    note_section(m, pair);
}

static void compare(struct making *m, struct assay_comparison_side *first,
                    struct assay_comparison_side *second,
                    struct assay_comparison_pair *pair)
{
    const struct assay_comparison_side *const side[2] = {first, second};
    struct assay_comparison_match match;

    assay_comparison_unlike_find(first, second, m->how, m->arena, pair);
    if (has_fault(pair)) {
        pair->absent = ASSAY_STR("the runs differ in what they must have in common");
        return;
    }
    assay_comparison_side_read(first, m->how, m->arena);
    assay_comparison_side_read(second, m->how, m->arena);
    pair->absent = absence(m, pair, side);
    if (pair->absent.len > 0)
        return;
    assay_comparison_match_make(first, second, m->how, m->arena, &match);
    pair->common = match.items;
    pair->only[0] = match.only[0];
    pair->only[1] = match.only[1];
    if (match.items == 0)
        pair->absent = ASSAY_STR("no item has a value in both runs");
    else
        measure(m, &match, pair);
}

static void add_pair(struct making *m, const size_t run[2], const size_t at[2])
{
    const struct assay_result *first = &m->run[run[0]].stored->result[at[0]];
    const struct assay_result *second = &m->run[run[1]].stored->result[at[1]];
    struct assay_comparison_suite *suite = suite_of(m, first);
    struct assay_comparison_pair *pair = &suite->pair[suite->pairs++];

    *pair = (struct assay_comparison_pair){
        .first = run[0], .second = run[1], .of = {first, second}};
    compare(m, &m->side[run[0]][at[0]], &m->side[run[1]][at[1]], pair);
}

static void tell_alone(struct making *m, size_t run, size_t other,
                       const struct assay_result *result)
{
    const struct assay_str name = assay_comparison_suite_name(result, m->arena);

    assay_sentences_add(
        &m->alone,
        assay_str_of(assay_arena_printf(
            m->arena, "%.*s: %.*s has it, %.*s has not", ASSAY_STR_ARG(name),
            ASSAY_STR_ARG(m->run[run].name), ASSAY_STR_ARG(m->run[other].name))));
}

/* All suites of two runs, in the order of the first. */
static void add_runs(struct making *m, size_t i, size_t j)
{
    const struct assay_stored *first = m->run[i].stored, *second = m->run[j].stored;

    for (size_t k = 0; k < first->result_count; k++) {
        const struct assay_result *result = &first->result[k];
        size_t at = assay_comparison_same_in(second, result);

        if (!assay_comparison_is_asked(m->how, result, m->arena))
            continue;
        if (at == SIZE_MAX)
            at = other_part_in(second, first, result);
        if (at == SIZE_MAX)
            tell_alone(m, i, j, result);
        else
            add_pair(m, (const size_t[]){i, j}, (const size_t[]){k, at});
    }
    for (size_t k = 0; k < second->result_count; k++) {
        const struct assay_result *result = &second->result[k];

        if (assay_comparison_is_asked(m->how, result, m->arena) &&
            assay_comparison_same_in(first, result) == SIZE_MAX &&
            other_part_in(first, second, result) == SIZE_MAX)
            tell_alone(m, j, i, result);
    }
}

static void count_unlike(struct assay_comparison *out)
{
    for (size_t s = 0; s < out->suites; s++)
        for (size_t p = 0; p < out->suite[s].pairs; p++) {
            const struct assay_comparison_pair *pair = &out->suite[s].pair[p];

            for (size_t k = 0; k < pair->unlike_count; k++)
                *(pair->unlike[k].fault ? &out->faults : &out->warnings) += 1;
        }
}

static enum assay_code check_made(const struct making *m,
                                  const struct assay_comparison *out,
                                  struct assay_error *err)
{
    if (m->suites == 0 && m->how->suite)
        return assay_fail(err, ASSAY_EUSAGE, "no two of the runs are of suite %s",
                          m->how->suite);
    if (m->suites == 0)
        return assay_fail(err, ASSAY_EUSAGE, "no two of the runs are of the same suite");
    if (m->how->section && m->lines > 0 && !m->section_found && out->faults == 0)
        return assay_fail(err, ASSAY_EUSAGE, "no suite has a section %s",
                          m->how->section);
    return ASSAY_OK;
}

static void release_sides(struct making *m)
{
    for (size_t i = 0; i < m->runs; i++)
        for (size_t k = 0; k < m->run[i].stored->result_count; k++)
            assay_comparison_side_release(&m->side[i][k]);
}

enum assay_code assay_comparison_make(const struct assay_stored *stored, size_t n,
                                      const struct assay_comparison_how *how,
                                      struct assay_arena *arena,
                                      struct assay_comparison *out,
                                      struct assay_error *err)
{
    struct making m = {.how = how, .arena = arena, .runs = n, .alone = {.arena = arena}};
    enum assay_code code = assay_comparison_check_runs(stored, n, err);
    size_t results = 0;

    if (code)
        return code;
    m.run = assay_comparison_name_runs(stored, n, arena);
    open_sides(&m, stored);
    for (size_t i = 0; i < n; i++)
        results += stored[i].result_count;
    m.suite = assay_arena_new(arena, results, sizeof(*m.suite));
    for (size_t i = 0; i < (how->every_pair ? n : 1); i++)
        for (size_t j = i + 1; j < n; j++)
            add_runs(&m, i, j);
    release_sides(&m);
    *out = (struct assay_comparison){
        .how = *how,
        .run = m.run,
        .runs = n,
        .suite = m.suite,
        .suites = m.suites,
        .alone = m.alone.at,
        .alone_count = m.alone.count,
    };
    count_unlike(out);
    assay_comparison_decide(out, arena);
    return check_made(&m, out, err);
}

enum assay_code assay_comparison_check(const struct assay_comparison *comparison,
                                       struct assay_error *err)
{
    for (size_t s = 0; s < comparison->suites; s++)
        for (size_t p = 0; p < comparison->suite[s].pairs; p++) {
            const struct assay_comparison_pair *pair = &comparison->suite[s].pair[p];

            for (size_t k = 0; k < pair->unlike_count; k++) {
                const struct assay_comparison_unlike *one = &pair->unlike[k];

                if (one->fault)
                    return assay_fail(
                        err, ASSAY_EDATA,
                        "%.*s: %.*s and %.*s differ in %.*s: %.*s against %.*s%s%s%s",
                        ASSAY_STR_ARG(comparison->suite[s].name),
                        ASSAY_STR_ARG(comparison->run[pair->first].name),
                        ASSAY_STR_ARG(comparison->run[pair->second].name),
                        ASSAY_STR_ARG(one->what), ASSAY_STR_ARG(one->first),
                        ASSAY_STR_ARG(one->second),
                        one->fact == ASSAY_COMPARE_FACT_PART ? "" : "; --allow ",
                        one->fact == ASSAY_COMPARE_FACT_PART
                            ? ""
                            : assay_compare_fact_name[one->fact],
                        one->fact == ASSAY_COMPARE_FACT_PART
                            ? ""
                            : " compares them all the same");
            }
        }
    return ASSAY_OK;
}

const struct assay_comparison_line *assay_comparison_find(
    const struct assay_comparison_pair *pair, const char *section,
    enum assay_comparison_metric metric)
{
    for (size_t k = 0; k < pair->lines; k++) {
        const struct assay_comparison_line *line = &pair->line[k];

        if (line->metric == metric &&
            (section
                 ? !line->overall && assay_str_equal(line->section, assay_str_of(section))
                 : line->overall))
            return line;
    }
    return NULL;
}
