#include "harness/cli/night_page.h"

#include "harness/cli/compare_page.h"
#include "harness/cli/gate_page.h"
#include "reports/figures_leaderboard.h"
#include "reports/number.h"
#include "reports/run_page.h"

#include <string.h>

static const enum assay_tone tone_of[ASSAY_NIGHT_OUTCOMES] = {
    [ASSAY_NIGHT_UNJUDGED] = ASSAY_TONE_FAINT,
    [ASSAY_NIGHT_GATE_PASSED] = ASSAY_TONE_GOOD,
    [ASSAY_NIGHT_GATE_UNDECIDED] = ASSAY_TONE_WARN,
    [ASSAY_NIGHT_GATE_MISSED] = ASSAY_TONE_BAD,
    [ASSAY_NIGHT_FAILED] = ASSAY_TONE_BAD,
};
static const enum assay_outcome outcome_of[ASSAY_NIGHT_OUTCOMES] = {
    [ASSAY_NIGHT_UNJUDGED] = ASSAY_OUTCOME_SKIPPED,
    [ASSAY_NIGHT_GATE_PASSED] = ASSAY_OUTCOME_PASSED,
    [ASSAY_NIGHT_GATE_UNDECIDED] = ASSAY_OUTCOME_UNDECIDED,
    [ASSAY_NIGHT_GATE_MISSED] = ASSAY_OUTCOME_MISSED,
    [ASSAY_NIGHT_FAILED] = ASSAY_OUTCOME_MISSED,
};

struct assay_cell assay_night_cell(enum assay_night_outcome outcome)
{
    return assay_cell_toned(
        assay_cell_text(outcome == ASSAY_NIGHT_UNJUDGED
                            ? ASSAY_STR("not judged")
                            : assay_str_of(assay_night_outcome_name[outcome])),
        tone_of[outcome]);
}

struct assay_str assay_night_tally(const struct assay_night *night,
                                   struct assay_arena *arena)
{
    static const char *const word[ASSAY_NIGHT_OUTCOMES] = {
        "not judged", "passed", "undecided", "missed", "failed"};
    size_t count[ASSAY_NIGHT_OUTCOMES] = {0};
    const char *out = "";

    for (size_t i = 0; i < night->runs; i++)
        count[night->run[i].outcome]++;
    for (unsigned o = ASSAY_NIGHT_OUTCOMES; o-- > 0;)
        if (count[o] > 0)
            out = assay_arena_printf(arena, "%s%s%zu %s", out, *out ? ", " : "", count[o],
                                     word[o]);
    return assay_str_of(out);
}

static const char *value_text(const struct assay_night_run *run,
                              const struct assay_night_value *value,
                              struct assay_arena *arena)
{
    const struct assay_str told =
        value->defined ? assay_number_text(arena, value->value, value->unit)
                       : ASSAY_STR("undefined");
    const struct assay_str change =
        assay_number_signed(arena, value->change, value->unit);

    if (!value->changed)
        return assay_arena_printf(arena, "%.*s %.*s", ASSAY_STR_ARG(value->suite),
                                  ASSAY_STR_ARG(told));
    return assay_arena_printf(arena, "%.*s %.*s (%.*s against %.*s)",
                              ASSAY_STR_ARG(value->suite), ASSAY_STR_ARG(told),
                              ASSAY_STR_ARG(change), ASSAY_STR_ARG(run->baseline));
}

struct assay_str assay_night_line(const struct assay_night_run *run,
                                  struct assay_arena *arena)
{
    const char *out = assay_arena_printf(arena, "%.*s: %s", ASSAY_STR_ARG(run->name),
                                         run->outcome == ASSAY_NIGHT_UNJUDGED
                                             ? "not judged"
                                             : assay_night_outcome_name[run->outcome]);

    for (size_t i = 0; i < run->values; i++)
        out = assay_arena_printf(arena, "%s%s%s", out, i ? ", " : ": ",
                                 value_text(run, &run->value[i], arena));
    if (run->reason.len > 0)
        out = assay_arena_printf(arena, "%s%s%.*s", out, run->values ? "; " : ": ",
                                 ASSAY_STR_ARG(run->reason));
    return assay_str_of(assay_arena_printf(arena, "%s\n", out));
}

static void tell_results(const struct assay_stored *stored, struct assay_arena *arena,
                         struct assay_page *page)
{
    struct assay_report_run *runs =
        assay_arena_new(arena, stored->result_count, sizeof(*runs));
    struct assay_report_input *input = assay_arena_new(arena, 1, sizeof(*input));

    for (size_t i = 0; i < stored->result_count; i++)
        runs[i].result = &stored->result[i];
    *input = (struct assay_report_input){.runs = runs, .count = stored->result_count};
    if (input->count > 0)
        assay_run_page(input, arena, page);
}

void assay_night_run_page(const struct assay_night_run *run,
                          const struct assay_night_telling *told, const char *ending,
                          struct assay_arena *arena, struct assay_page *page)
{
    const struct assay_compare_wish wish = {.items = 1000, .paged = true};
    const struct assay_str title = assay_str_of(assay_arena_printf(
        arena, "%.*s, night of %s", ASSAY_STR_ARG(run->name), told->date));

    if (told->gate) {
        assay_page_begin(page, arena, title);
        if (told->gated)
            assay_gate_page(told->gate, false, page);
        assay_compare_page(told->gate->comparison, &wish, page);
        page->data = NULL;
    } else {
        tell_results(told->stored, arena, page);
        page->title = title;
        page->subtitle = run->reason;
    }
    page->up_text = ASSAY_STR("The night");
    page->up_href = assay_str_of(assay_arena_printf(arena, "../../index.%s", ending));
}

enum {
    RUN,
    OUTCOME,
    SUITE,
    VALUE,
    CHANGE,
    VERDICT,
    BASELINE,
    ANSWERED /* is there where something was not */
};

static bool all_answered(const struct assay_night *night)
{
    for (size_t i = 0; i < night->runs; i++)
        for (size_t k = 0; k < night->run[i].values; k++)
            if (night->run[i].value[k].answered < night->run[i].value[k].items)
                return false;
    return true;
}

static struct assay_page_table *begin_table(const struct assay_night *night,
                                            struct assay_page *page)
{
    struct assay_page_table *table =
        assay_page_table(page, "runs", ASSAY_STR("Models by suites"));

    assay_table_text(table, "run", ASSAY_STR("model"));
    assay_table_text(table, "outcome", ASSAY_STR("gate"))->choice = true;
    assay_table_text(table, "suite", ASSAY_STR("suite"))->choice = true;
    assay_table_number(table, "value", ASSAY_STR("value"))->interval =
        ASSAY_STR("95 % interval");
    assay_table_number(table, "change", ASSAY_STR("change"))->interval =
        ASSAY_STR("its interval");
    assay_table_text(table, "verdict", ASSAY_STR("verdict"))->choice = true;
    assay_table_text(table, "baseline", ASSAY_STR("baseline"));
    if (!all_answered(night))
        assay_table_number(table, "answered", ASSAY_STR("answered"));
    return table;
}

static struct assay_cell value_cell(const struct assay_night_value *value)
{
    const struct assay_cell cell = value->defined
                                       ? assay_cell_number(value->value, value->unit)
                                       : assay_cell_undefined(ASSAY_STR("undefined"));

    return value->ranged ? assay_cell_between(cell, value->lo, value->hi) : cell;
}

static enum assay_tone verdict_tone(struct assay_str verdict)
{
    if (assay_str_equal(verdict, ASSAY_STR("worse")))
        return ASSAY_TONE_BAD;
    return assay_str_equal(verdict, ASSAY_STR("better")) ? ASSAY_TONE_GOOD
                                                         : ASSAY_TONE_FAINT;
}

static void fill_value(const struct assay_night_value *value, bool answered,
                       struct assay_row *row)
{
    row->cell[SUITE] = assay_cell_text(value->suite);
    row->cell[VALUE] = value_cell(value);
    if (answered) {
        row->cell[ANSWERED] = assay_cell_count(value->answered);
        row->cell[ANSWERED].of = value->answered < value->items ? value->items : 0;
    }
    if (!value->changed)
        return;
    row->cell[CHANGE] =
        assay_cell_between(assay_cell_difference(value->change, value->unit),
                           value->change_lo, value->change_hi);
    row->cell[VERDICT] =
        assay_cell_toned(assay_cell_text(value->verdict), verdict_tone(value->verdict));
}

static void add_run(const struct assay_night_run *run, const char *ending,
                    struct assay_page_table *table)
{
    for (size_t i = 0; i < (run->values ? run->values : 1); i++) {
        struct assay_row *row = assay_table_row(table);
        const char *href =
            assay_arena_printf(table->arena, "%.*s/" ASSAY_NIGHT_REPORT "/index.%s",
                               ASSAY_STR_ARG(run->name), ending);

        row->cell[RUN] = run->values ? assay_cell_link(run->name, assay_str_of(href))
                                     : assay_cell_text(run->name);
        row->cell[OUTCOME] = assay_night_cell(run->outcome);
        row->cell[BASELINE] = assay_cell_text(run->baseline);
        row->outcome = outcome_of[run->outcome];
        row->reason = run->reason;
        if (run->values)
            fill_value(&run->value[i], table->columns > ANSWERED, row);
    }
}

/* What did not pass, and why. */
static void tell_gates(const struct assay_night *night, struct assay_page *page)
{
    bool begun = false;

    for (size_t i = 0; i < night->runs; i++) {
        const struct assay_night_run *run = &night->run[i];

        if (run->outcome != ASSAY_NIGHT_GATE_MISSED &&
            run->outcome != ASSAY_NIGHT_GATE_UNDECIDED)
            continue;
        if (!begun)
            assay_page_section(page, 1, ASSAY_STR("Gates that did not pass"));
        begun = true;
        assay_page_note(page, assay_str_of(assay_arena_printf(
                                  page->arena, "%.*s: %s: %.*s", ASSAY_STR_ARG(run->name),
                                  assay_night_outcome_name[run->outcome],
                                  ASSAY_STR_ARG(run->reason))))
            ->tone = tone_of[run->outcome];
    }
}

static void tell_failures(const struct assay_night *night, struct assay_page *page)
{
    struct assay_page_table *table = NULL;

    for (size_t i = 0; i < night->runs; i++) {
        const struct assay_night_run *run = &night->run[i];
        struct assay_row *row;

        if (run->outcome != ASSAY_NIGHT_FAILED)
            continue;
        if (!table) {
            assay_page_section(page, 1, ASSAY_STR("Failures"));
            table = assay_page_table(page, "failures",
                                     ASSAY_STR("Runs that did not end well"));
            assay_table_text(table, "run", ASSAY_STR("model"));
            assay_table_text(table, "reason", ASSAY_STR("reason"))->wrap = true;
            assay_table_text(table, "log", ASSAY_STR("log"));
        }
        row = assay_table_row(table);
        row->cell[0] = assay_cell_text(run->name);
        row->cell[1] = assay_cell_text(run->reason);
        row->cell[2] = assay_cell_text(assay_str_of(
            assay_arena_printf(page->arena, "logs/%.*s.log", ASSAY_STR_ARG(run->name))));
        row->cell[2].href = row->cell[2].text;
    }
}

/* "candidate on judgebench: worse: -4.00 [-6.00, -2.00] against 2026-11-25". */
static void tell_changes(const struct assay_night *night, struct assay_page *page)
{
    bool begun = false;

    for (size_t i = 0; i < night->runs; i++)
        for (size_t k = 0; k < night->run[i].values; k++) {
            const struct assay_night_run *run = &night->run[i];
            const struct assay_night_value *value = &run->value[k];
            const enum assay_tone tone = verdict_tone(value->verdict);
            const char *text;

            if (!value->changed || tone == ASSAY_TONE_FAINT)
                continue;
            if (!begun)
                assay_page_section(page, 1, ASSAY_STR("What changed"));
            begun = true;
            text = assay_arena_printf(
                page->arena, "%.*s, %.*s: %s", ASSAY_STR_ARG(run->name),
                ASSAY_STR_ARG(value->verdict), value_text(run, value, page->arena));
            assay_page_text(page, assay_str_of(text))->tone = tone;
        }
}

/* A leaderboard of a suite, of all runs that have it. */
static void tell_board(const struct assay_night *night,
                       const struct assay_night_value *of, struct assay_page *page)
{
    struct assay_arena *arena = page->arena;
    struct assay_leader *leader = assay_arena_new(arena, night->runs, sizeof(*leader));
    struct assay_leaderboard board = {
        .name = assay_str_of(
            assay_arena_printf(arena, "board-%.*s", ASSAY_STR_ARG(of->suite))),
        .title = of->suite,
        .what = ASSAY_STR("value"),
        .unit = of->unit,
        .model = leader,
        .level = 0.95,
    };
    struct assay_figure_spec spec;

    for (size_t i = 0; i < night->runs; i++)
        for (size_t k = 0; k < night->run[i].values; k++) {
            const struct assay_night_value *value = &night->run[i].value[k];

            if (assay_str_equal(value->suite, of->suite))
                leader[board.count++] = (struct assay_leader){
                    night->run[i].label, value->defined, value->value,
                    value->ranged,       value->lo,      value->hi};
        }
    assay_figures_leaderboard(&board, arena, &spec);
    assay_page_figure(page, &spec);
}

static bool is_first(const struct assay_night *night, size_t run, size_t at)
{
    for (size_t i = 0; i <= run; i++)
        for (size_t k = 0; k < (i == run ? at : night->run[i].values); k++)
            if (assay_str_equal(night->run[i].value[k].suite,
                                night->run[run].value[at].suite))
                return false;
    return true;
}

void assay_night_page(const struct assay_night *night, const char *ending,
                      struct assay_arena *arena, struct assay_page *page)
{
    const enum assay_night_outcome worst = assay_night_worst(night);
    struct assay_page_table *table;

    assay_page_begin(page, arena,
                     assay_str_of(assay_arena_printf(arena, "Night of %s", night->date)));
    page->up_text = ASSAY_STR("All nights");
    page->up_href = assay_str_of(assay_arena_printf(arena, "../index.%s", ending));
    assay_page_headline(page, ASSAY_STR("Night"), assay_night_cell(worst),
                        assay_night_tally(night, arena));
    tell_gates(night, page);
    tell_failures(night, page);
    tell_changes(night, page);
    assay_page_section(page, 1, ASSAY_STR("Models"));
    table = begin_table(night, page);
    for (size_t i = 0; i < night->runs; i++)
        add_run(&night->run[i], ending, table);
    assay_page_section(page, 1, ASSAY_STR("Leaderboards"));
    for (size_t i = 0; i < night->runs; i++)
        for (size_t k = 0; k < night->run[i].values; k++)
            if (is_first(night, i, k))
                tell_board(night, &night->run[i].value[k], page);
    page->data = assay_night_node(night, arena);
}
