#include "harness/cli/compare_groups.h"

#include "reports/page.h"

#include <math.h>
#include <string.h>

static enum assay_code add_run(struct assay_compare_group_words *out, const char *run,
                               struct assay_error *err)
{
    for (size_t i = 0; i < out->runs; i++)
        if (strcmp(out->run[i], run) == 0)
            return assay_fail(err, ASSAY_EUSAGE, "--group: run %s is given twice", run);
    if (out->runs == ASSAY_COMPARISON_RUNS_MAX)
        return assay_fail(err, ASSAY_EUSAGE, "--group: more than %d runs",
                          ASSAY_COMPARISON_RUNS_MAX);
    out->run[out->runs++] = run;
    return ASSAY_OK;
}

/* The runs of one group, split at commas. */
static enum assay_code add_runs(struct assay_compare_group_words *out, const char *word,
                                const char *list, struct assay_arena *arena,
                                struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    while (list && !code) {
        const char *comma = strchr(list, ',');
        const size_t len = comma ? (size_t)(comma - list) : strlen(list);

        if (len == 0)
            return assay_fail(err, ASSAY_EUSAGE, "--group %s: NAME=RUN,RUN,... is wanted",
                              word);
        code =
            add_run(out, assay_arena_copy(arena, (struct assay_str){list, len}).ptr, err);
        list = comma ? comma + 1 : NULL;
    }
    return code;
}

static enum assay_code add_group(struct assay_compare_group_words *out, const char *word,
                                 struct assay_arena *arena, struct assay_error *err)
{
    const char *equals = strchr(word, '=');
    struct assay_group_runs *group = &out->group[out->groups];
    enum assay_code code;

    if (!equals || equals == word)
        return assay_fail(err, ASSAY_EUSAGE, "--group %s: NAME=RUN,RUN,... is wanted",
                          word);
    *group = (struct assay_group_runs){
        .name =
            assay_arena_copy(arena, (struct assay_str){word, (size_t)(equals - word)}),
        .first = out->runs};
    for (size_t g = 0; g < out->groups; g++)
        if (assay_str_equal(out->group[g].name, group->name))
            return assay_fail(err, ASSAY_EUSAGE, "--group: there are two of name %.*s",
                              ASSAY_STR_ARG(group->name));
    code = add_runs(out, word, equals + 1, arena, err);
    group->count = out->runs - group->first;
    out->groups++;
    return code;
}

enum assay_code assay_compare_groups_read(const struct assay_option_list *words,
                                          struct assay_arena *arena,
                                          struct assay_compare_group_words *out,
                                          struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    *out = (struct assay_compare_group_words){
        .group = assay_arena_new(arena, words->count, sizeof(*out->group)),
        .run = assay_arena_new(arena, ASSAY_COMPARISON_RUNS_MAX, sizeof(*out->run))};
    for (size_t i = 0; i < words->count && !code; i++)
        code = add_group(out, words->at[i], arena, err);
    return code;
}

/* What is told. */
struct telling {
    const struct assay_comparison_groups *groups;
    const struct assay_group_suite *suite;
    enum assay_comparison_metric metric;
    struct assay_page *page;
    struct assay_arena *arena;
};

static enum assay_tone tone_of(enum assay_change change)
{
    if (change == ASSAY_CHANGE_BETTER)
        return ASSAY_TONE_GOOD;
    if (change == ASSAY_CHANGE_WORSE)
        return ASSAY_TONE_BAD;
    return change == ASSAY_CHANGE_SAME ? ASSAY_TONE_PLAIN : ASSAY_TONE_FAINT;
}

static enum assay_outcome outcome_of(enum assay_change change)
{
    if (change == ASSAY_CHANGE_WORSE)
        return ASSAY_OUTCOME_MISSED;
    if (change == ASSAY_CHANGE_NONE)
        return ASSAY_OUTCOME_SKIPPED;
    return change == ASSAY_CHANGE_UNDECIDED ? ASSAY_OUTCOME_UNDECIDED
                                            : ASSAY_OUTCOME_PASSED;
}

static struct assay_str name_of(const struct telling *t, size_t g)
{
    return t->groups->group[g].name;
}

static struct assay_str level_of(const struct telling *t)
{
    return assay_str_of(assay_arena_printf(t->arena, "%g %% interval",
                                           100.0 * (1.0 - t->groups->facts.how.alpha)));
}

static struct assay_str section_of(const struct telling *t,
                                   const struct assay_group_line *line)
{
    if (!line->aside)
        return line->section;
    return assay_str_of(
        assay_arena_printf(t->arena, "%.*s (aside)", ASSAY_STR_ARG(line->section)));
}

static bool is_percent(const struct telling *t)
{
    for (size_t k = 0; k < t->suite->lines; k++)
        if (t->suite->line[k].metric == t->metric)
            return assay_str_equal(t->suite->line[k].unit, ASSAY_STR("percent"));
    return false;
}

/* "accuracy, %, of B minus A on SUITE". */
static struct assay_page_table *begin_table(const struct telling *t, const char *slug,
                                            struct assay_str of)
{
    const char *metric = assay_compare_metric_name[t->metric];
    struct assay_page_table *table = assay_page_table(
        t->page, slug,
        assay_str_of(assay_arena_printf(t->arena, "%s%s of %.*s on %.*s", metric,
                                        is_percent(t) ? ", %," : ",", ASSAY_STR_ARG(of),
                                        ASSAY_STR_ARG(t->suite->name))));

    (void)assay_table_text(table, "section", assay_str_of(metric));
    table->n = t->suite->common;
    table->of = "items";
    table->intervals = ASSAY_STR("Student's t, other items and other seeds");
    return table;
}

static void add_change(const struct telling *t, struct assay_page_table *table,
                       const struct assay_group_line *line, size_t g)
{
    const struct assay_group_change *change = &line->change[g - 1];
    const struct assay_seed_difference *got = &change->got;
    struct assay_row *row = assay_table_row(table);
    size_t c = 0;

    row->cell[c++] = assay_cell_text(section_of(t, line));
    row->apart = line->overall && table->rows > 1;
    if (line->why.len > 0) {
        row->cell[c++] = assay_cell_undefined(line->why);
        return;
    }
    row->cell[c++] = assay_cell_count(line->items);
    row->cell[c++] = assay_cell_number(line->group[0].mean, line->unit);
    row->cell[c++] = assay_cell_number(line->group[g].mean, line->unit);
    row->cell[c++] = assay_cell_marked(
        assay_cell_between(assay_cell_difference(got->difference, line->unit), got->lo,
                           got->hi),
        change->adjusted);
    row->cell[c++] = assay_cell_number(got->se_data, line->unit);
    row->cell[c++] = assay_cell_number(got->se_seed, line->unit);
    row->cell[c++] = assay_cell_p(got->p);
    row->cell[c++] = assay_cell_p(change->adjusted);
    row->cell[c] = assay_cell_toned(
        assay_cell_text(assay_str_of(assay_change_name(change->verdict.change))),
        tone_of(change->verdict.change));
    row->outcome = outcome_of(change->verdict.change);
    row->reason = change->reason;
}

static void add_changes(const struct telling *t, size_t g, struct assay_str minus)
{
    struct assay_page_table *table =
        begin_table(t,
                    assay_arena_printf(t->arena, "%s-difference",
                                       assay_compare_metric_name[t->metric]),
                    minus);

    (void)assay_table_number(table, "items", ASSAY_STR("n"));
    (void)assay_table_number(table, "first", name_of(t, 0));
    (void)assay_table_number(table, "second", name_of(t, g));
    assay_table_number(table, "difference", ASSAY_STR("difference"))->interval =
        level_of(t);
    assay_table_number(table, "se_data", ASSAY_STR("se items"))->drop = 3;
    assay_table_number(table, "se_seed", ASSAY_STR("se seeds"))->drop = 3;
    assay_table_number(table, "p", ASSAY_STR("p"))->drop = 2;
    assay_table_number(table, "adjusted", ASSAY_STR("adjusted"))->drop = 1;
    (void)assay_table_text(table, "verdict", ASSAY_STR("verdict"));
    for (size_t k = 0; k < t->suite->lines; k++)
        if (t->suite->line[k].metric == t->metric)
            add_change(t, table, &t->suite->line[k], g);
}

static struct assay_cell spread_of(const struct assay_seed_part *part,
                                   struct assay_str unit)
{
    return assay_cell_between(assay_cell_number(sqrt(part->variance), unit),
                              sqrt(part->lo), sqrt(part->hi));
}

static void add_spread(const struct telling *t, struct assay_page_table *table,
                       const struct assay_group_line *line, size_t g)
{
    const struct assay_seed_variance *got = &line->group[g];
    struct assay_row *row = assay_table_row(table);
    size_t c = 0;

    row->cell[c++] = assay_cell_text(section_of(t, line));
    row->apart = line->overall && g == 0 && table->rows > 1;
    row->strong = line->overall;
    row->cell[c++] = assay_cell_text(name_of(t, g));
    if (line->why.len > 0) {
        row->cell[c] = assay_cell_undefined(line->why);
        return;
    }
    row->cell[c++] =
        assay_cell_between(assay_cell_number(got->mean, line->unit), got->lo, got->hi);
    row->cell[c++] = spread_of(&got->seed, line->unit);
    row->cell[c++] = spread_of(&got->data, line->unit);
    row->cell[c++] = assay_cell_number(got->se, line->unit);
    row->cell[c] = assay_cell_number(got->share, ASSAY_STR("percent"));
}

static void add_spreads(const struct telling *t)
{
    struct assay_page_table *table = begin_table(
        t,
        assay_arena_printf(t->arena, "%s-spread", assay_compare_metric_name[t->metric]),
        ASSAY_STR("each group, and how far seeds and items spread,"));

    (void)assay_table_text(table, "group", ASSAY_STR("group"));
    assay_table_number(table, "mean", ASSAY_STR("mean"))->interval = level_of(t);
    assay_table_number(table, "seed_sd", ASSAY_STR("sd of seeds"))->interval =
        ASSAY_STR("between");
    assay_table_number(table, "data_sd", ASSAY_STR("sd of items"))->interval =
        ASSAY_STR("between");
    assay_table_number(table, "se", ASSAY_STR("se"))->drop = 1;
    (void)assay_table_number(table, "share", ASSAY_STR("seeds' share, %"));
    for (size_t k = 0; k < t->suite->lines; k++)
        for (size_t g = 0; t->suite->line[k].metric == t->metric && g < t->groups->groups;
             g++)
            add_spread(t, table, &t->suite->line[k], g);
}

static bool has_metric(const struct telling *t)
{
    for (size_t k = 0; k < t->suite->lines; k++)
        if (t->suite->line[k].metric == t->metric)
            return true;
    return false;
}

static void tell_verdicts(const struct telling *t, size_t g)
{
    for (size_t k = 0; k < t->suite->lines; k++) {
        const struct assay_group_line *line = &t->suite->line[k];
        struct assay_fact *fact;

        if (!line->overall || line->why.len > 0)
            continue;
        fact = assay_page_fact(
            t->page, "Verdict",
            line->metric == ASSAY_COMPARE_ACCURACY
                ? line->change[g - 1].reason
                : assay_str_of(assay_arena_printf(
                      t->arena, "%s: %.*s", assay_compare_metric_name[line->metric],
                      ASSAY_STR_ARG(line->change[g - 1].reason))));
        if (fact && line->change[g - 1].verdict.change == ASSAY_CHANGE_WORSE)
            fact->tone = ASSAY_TONE_WARN;
    }
}

static void tell_suite(struct telling *t)
{
    const size_t groups = t->groups->groups;

    for (size_t g = 1; g < groups; g++) {
        const struct assay_str minus = assay_str_of(
            assay_arena_printf(t->arena, "%.*s minus %.*s", ASSAY_STR_ARG(name_of(t, g)),
                               ASSAY_STR_ARG(name_of(t, 0))));

        (void)assay_page_section(
            t->page, 1,
            assay_str_of(assay_arena_printf(t->arena, "%.*s: %.*s",
                                            ASSAY_STR_ARG(t->suite->name),
                                            ASSAY_STR_ARG(minus))));
        for (unsigned m = 0; m < ASSAY_COMPARE_METRICS; m++) {
            t->metric = (enum assay_comparison_metric)m;
            if (has_metric(t))
                add_changes(t, g, minus);
        }
        tell_verdicts(t, g);
    }
    (void)assay_page_section(
        t->page, 1,
        assay_str_of(assay_arena_printf(t->arena, "%.*s: seeds and items",
                                        ASSAY_STR_ARG(t->suite->name))));
    for (unsigned m = 0; m < ASSAY_COMPARE_METRICS; m++) {
        t->metric = (enum assay_comparison_metric)m;
        if (has_metric(t))
            add_spreads(t);
    }
    assay_page_fact(t->page, "Coverage",
                    assay_str_of(assay_arena_printf(
                        t->arena, "%zu items have a value in all %zu runs",
                        t->suite->common, t->groups->facts.runs)));
    (void)assay_page_note(t->page, t->suite->absent);
    for (size_t k = 0; k < t->suite->notes; k++)
        (void)assay_page_note(t->page, t->suite->note[k]);
}

static void tell_how(const struct telling *t)
{
    static const char *const adjusted[] = {
        [ASSAY_COMPARE_HOLM] = "Holm's, over",
        [ASSAY_COMPARE_BH] = "Benjamini and Hochberg's, over",
        [ASSAY_COMPARE_UNADJUSTED] = "not adjusted for",
    };
    const struct assay_comparison *facts = &t->groups->facts;

    (void)assay_page_section(t->page, 1, ASSAY_STR("How"));
    for (size_t g = 0; g < t->groups->groups; g++) {
        const struct assay_group_runs *group = &t->groups->group[g];
        struct assay_buf text = {0};

        for (size_t i = 0; i < group->count; i++)
            assay_buf_printf(&text, "%s%.*s", i > 0 ? ", " : "",
                             ASSAY_STR_ARG(facts->run[group->first + i].name));
        assay_page_fact(t->page, "Group",
                        assay_str_of(assay_arena_printf(
                            t->arena, "%.*s: %.*s", ASSAY_STR_ARG(group->name),
                            ASSAY_STR_ARG(assay_buf_view(&text)))));
        assay_buf_release(&text);
    }
    assay_page_fact(
        t->page, "Intervals",
        assay_str_of(assay_arena_printf(
            t->arena,
            "%g %%, for other items and other seeds: mean squares of items by "
            "seeds inside subsets, Student's t",
            100.0 * (1.0 - facts->how.alpha))));
    if (t->groups->groups > 1)
        assay_page_fact(
            t->page, "Adjusted p",
            assay_str_of(assay_arena_printf(
                t->arena, "%s %zu overall values, and by themselves %zu sections",
                adjusted[facts->how.adjust], t->groups->family[0],
                t->groups->family[1])));
    for (size_t k = 0; k < facts->alone_count; k++)
        (void)assay_page_note(t->page, facts->alone[k]);
}

static struct assay_str title_of(const struct assay_comparison_groups *groups,
                                 struct assay_arena *arena)
{
    const struct assay_str first = groups->group[0].name;

    if (groups->groups == 1)
        return assay_str_of(assay_arena_printf(
            arena, "%.*s, %zu seeds", ASSAY_STR_ARG(first), groups->group[0].count));
    if (groups->groups > 2)
        return assay_str_of(assay_arena_printf(arena, "%zu groups against %.*s",
                                               groups->groups - 1, ASSAY_STR_ARG(first)));
    return assay_str_of(
        assay_arena_printf(arena, "%.*s (%zu seeds) minus %.*s (%zu seeds)",
                           ASSAY_STR_ARG(groups->group[1].name), groups->group[1].count,
                           ASSAY_STR_ARG(first), groups->group[0].count));
}

void assay_compare_groups_page(const struct assay_comparison_groups *groups,
                               struct assay_arena *arena, struct assay_page *page)
{
    struct telling t = {.groups = groups, .page = page, .arena = arena};

    assay_page_begin(page, arena, title_of(groups, arena));
    for (size_t s = 0; s < groups->suites; s++) {
        t.suite = &groups->suite[s];
        tell_suite(&t);
    }
    tell_how(&t);
    page->data = assay_comparison_groups_node(groups, arena);
}
