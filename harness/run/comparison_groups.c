#include "harness/run/comparison_groups.h"

#include "harness/run/comparison_parts.h"

/* Everything under way. */
struct making {
    const struct assay_comparison_how *how;
    const struct assay_stored *stored;
    struct assay_arena *arena;
    struct assay_comparison_groups *out;
    struct assay_comparison_suite *facts;
    struct assay_group_suite *suite;
    struct assay_sentences alone;
    bool section_found;
};

static enum assay_code check_groups(const struct assay_group_runs *group, size_t groups,
                                    const struct assay_comparison_how *how,
                                    struct assay_error *err)
{
    for (size_t g = 0; g < groups; g++)
        if (group[g].count < 2)
            return assay_fail(err, ASSAY_EUSAGE,
                              "group %.*s is of one run: seeds vary between two or more",
                              ASSAY_STR_ARG(group[g].name));
    if (how->metrics & (1U << ASSAY_COMPARE_ECE))
        return assay_fail(err, ASSAY_EUSAGE,
                          "ece is no sum over items, so its variance is not split: "
                          "groups have accuracy, margin, loss and brier");
    return ASSAY_OK;
}

/* The sides of a suite, a run each; NULL, with a sentence, where a run has it not. */
static struct assay_comparison_side *sides_of(struct making *m,
                                              const struct assay_result *result)
{
    const size_t runs = m->out->facts.runs;
    struct assay_comparison_side *side = assay_arena_new(m->arena, runs, sizeof(*side));

    for (size_t i = 0; i < runs; i++) {
        const size_t at = assay_comparison_same_in(&m->stored[i], result);

        if (at == SIZE_MAX) {
            const struct assay_str name = assay_comparison_suite_name(result, m->arena);

            assay_sentences_add(
                &m->alone, assay_str_of(assay_arena_printf(
                               m->arena, "%.*s: %.*s has it not", ASSAY_STR_ARG(name),
                               ASSAY_STR_ARG(m->out->facts.run[i].name))));
            return NULL;
        }
        side[i] = (struct assay_comparison_side){.stored = &m->stored[i],
                                                 .result = &m->stored[i].result[at]};
    }
    return side;
}

/* What the runs do not have in common with the first one; true if nothing of it is a fault. */
static bool hold_together(struct making *m, const struct assay_comparison_side *side,
                          struct assay_comparison_suite *facts)
{
    const size_t runs = m->out->facts.runs, before = m->out->facts.faults;

    facts->pair = assay_arena_new(m->arena, runs, sizeof(*facts->pair));
    for (size_t i = 1; i < runs; i++) {
        struct assay_comparison_pair *pair = &facts->pair[facts->pairs++];

        *pair = (struct assay_comparison_pair){.second = i,
                                               .of = {side[0].result, side[i].result}};
        assay_comparison_unlike_find(&side[0], &side[i], m->how, m->arena, pair);
        for (size_t k = 0; k < pair->unlike_count; k++)
            *(pair->unlike[k].fault ? &m->out->facts.faults : &m->out->facts.warnings) +=
                1;
    }
    return m->out->facts.faults == before;
}

static void note_unlike(const struct making *m,
                        const struct assay_comparison_suite *facts,
                        struct assay_sentences *notes)
{
    const struct assay_comparison_run *run = m->out->facts.run;

    for (size_t p = 0; p < facts->pairs; p++)
        for (size_t k = 0; k < facts->pair[p].unlike_count; k++) {
            const struct assay_comparison_unlike *one = &facts->pair[p].unlike[k];

            assay_sentences_add(
                notes, assay_str_of(assay_arena_printf(
                           m->arena, "%.*s differs: %.*s %.*s, %.*s %.*s",
                           ASSAY_STR_ARG(one->what), ASSAY_STR_ARG(run[0].name),
                           ASSAY_STR_ARG(one->first), ASSAY_STR_ARG(run[p + 1].name),
                           ASSAY_STR_ARG(one->second))));
        }
}

static void note_only(const struct making *m, const struct assay_comparison_join *join,
                      struct assay_sentences *notes)
{
    for (size_t i = 0; i < join->sides; i++)
        if (join->only[i] > 0)
            assay_sentences_add(
                notes,
                assay_str_of(assay_arena_printf(
                    m->arena,
                    "%zu items of %.*s have no value in another run and count nowhere "
                    "here",
                    join->only[i], ASSAY_STR_ARG(m->out->facts.run[i].name))));
}

static void measure(struct making *m, const struct assay_comparison_side *const *side,
                    struct assay_group_suite *suite, struct assay_sentences *notes)
{
    struct assay_comparison_join join;
    const struct assay_group_asking asking = {&join, m->how, m->out->group,
                                              m->out->groups};

    assay_comparison_join_make(side, m->out->facts.runs, m->arena, &join);
    suite->common = join.items;
    suite->absent =
        join.items == 0 ? ASSAY_STR("no item has a value in every run") : ASSAY_STR("");
    note_only(m, &join, notes);
    suite->line = assay_arena_new(
        m->arena, (assay_outline_sections(join.outline) + 1) * ASSAY_COMPARE_METRICS,
        sizeof(*suite->line));
    for (unsigned metric = 0; join.items > 0 && metric < ASSAY_COMPARE_METRICS; metric++)
        if (m->how->metrics & (1U << metric))
            assay_comparison_group_lines(&asking, (enum assay_comparison_metric)metric,
                                         suite, notes);
    for (size_t k = 0; k < suite->lines; k++)
        m->section_found =
            m->section_found || !m->how->section || !suite->line[k].overall;
}

/* Reads the items of all runs, and measures where all have them. */
static void read_and_measure(struct making *m, struct assay_comparison_side *side,
                             struct assay_group_suite *suite,
                             struct assay_sentences *notes)
{
    const size_t runs = m->out->facts.runs;
    const struct assay_comparison_side **at =
        assay_arena_new(m->arena, runs, sizeof(struct assay_comparison_side *));

    for (size_t i = 0; i < runs && suite->absent.len == 0; i++) {
        at[i] = &side[i];
        assay_comparison_side_read(&side[i], m->how, m->arena);
        if (side[i].why.len > 0)
            suite->absent = assay_str_of(assay_arena_printf(
                m->arena, "no items of %.*s: %.*s",
                ASSAY_STR_ARG(m->out->facts.run[i].name), ASSAY_STR_ARG(side[i].why)));
    }
    if (suite->absent.len == 0)
        measure(m, at, suite, notes);
    for (size_t i = 0; i < runs; i++)
        assay_comparison_side_release(&side[i]);
}

static void add_suite(struct making *m, const struct assay_result *result)
{
    struct assay_comparison_side *side = sides_of(m, result);
    struct assay_comparison_suite *facts = &m->facts[m->out->suites];
    struct assay_group_suite *suite = &m->suite[m->out->suites];
    struct assay_sentences notes = {.arena = m->arena};

    if (!side)
        return;
    m->out->suites++;
    *facts = (struct assay_comparison_suite){
        .name = assay_comparison_suite_name(result, m->arena), .title = result->title};
    *suite = (struct assay_group_suite){.name = facts->name, .title = facts->title};
    if (!hold_together(m, side, facts))
        suite->absent = ASSAY_STR("the runs differ in what they must have in common");
    note_unlike(m, facts, &notes);
    if (suite->absent.len == 0)
        read_and_measure(m, side, suite, &notes);
    suite->note = notes.at;
    suite->notes = notes.count;
}

static enum assay_code check_made(const struct making *m, struct assay_error *err)
{
    size_t lines = 0;

    if (m->out->suites == 0 && m->how->suite)
        return assay_fail(err, ASSAY_EUSAGE, "not all of the runs are of suite %s",
                          m->how->suite);
    if (m->out->suites == 0)
        return assay_fail(err, ASSAY_EUSAGE, "no suite is one of all runs");
    for (size_t s = 0; s < m->out->suites; s++)
        lines += m->suite[s].lines;
    if (lines > 0 && !m->section_found)
        return assay_fail(err, ASSAY_EUSAGE, "no suite has a section %s",
                          m->how->section);
    return ASSAY_OK;
}

enum assay_code assay_comparison_groups_make(const struct assay_grouped *grouped,
                                             const struct assay_comparison_how *how,
                                             struct assay_arena *arena,
                                             struct assay_comparison_groups *out,
                                             struct assay_error *err)
{
    const struct assay_stored *stored = grouped->stored;
    const struct assay_group_runs *last = &grouped->group[grouped->groups - 1];
    const size_t runs = last->first + last->count;
    struct making m = {.how = how,
                       .stored = stored,
                       .arena = arena,
                       .out = out,
                       .alone = {.arena = arena}};
    enum assay_code code = check_groups(grouped->group, grouped->groups, how, err);

    if (!code)
        code = assay_comparison_check_runs(stored, runs, err);
    if (code)
        return code;
    m.facts = assay_arena_new(arena, stored[0].result_count, sizeof(*m.facts));
    m.suite = assay_arena_new(arena, stored[0].result_count, sizeof(*m.suite));
    *out = (struct assay_comparison_groups){
        .facts = {.how = *how,
                  .run = assay_comparison_name_runs(stored, runs, arena),
                  .runs = runs,
                  .suite = m.facts},
        .group = grouped->group,
        .groups = grouped->groups,
        .suite = m.suite};
    for (size_t k = 0; k < stored[0].result_count; k++)
        if (assay_comparison_is_asked(how, &stored[0].result[k], arena))
            add_suite(&m, &stored[0].result[k]);
    out->facts.suites = out->suites;
    out->facts.alone = m.alone.at;
    out->facts.alone_count = m.alone.count;
    assay_comparison_group_decide(out, arena);
    return check_made(&m, err);
}
