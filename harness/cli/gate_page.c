#include "harness/cli/gate_page.h"

#include "reports/escape.h"
#include "reports/number.h"
#include "reports/page.h"

enum {
    SUITE,
    SECTION,
    TIER,
    METRIC,
    ITEMS,
    BASELINE,
    CANDIDATE,
    DROP,
    LIMIT,
    P,
    OUTCOME
};

static const enum assay_outcome outcome_of[ASSAY_GATE_OUTCOMES] = {
    ASSAY_OUTCOME_PASSED, ASSAY_OUTCOME_MISSED, ASSAY_OUTCOME_UNDECIDED};

static enum assay_tone tone_of(enum assay_gate_outcome outcome)
{
    static const enum assay_tone tone[ASSAY_GATE_OUTCOMES] = {
        ASSAY_TONE_GOOD, ASSAY_TONE_BAD, ASSAY_TONE_WARN};

    return tone[outcome];
}

struct assay_str assay_gate_title(const struct assay_gate *gate,
                                  struct assay_arena *arena)
{
    return assay_str_of(assay_arena_printf(
        arena, "Gate %s: %.*s against %.*s", assay_gate_outcome_name[gate->outcome],
        ASSAY_STR_ARG(gate->candidate), ASSAY_STR_ARG(gate->baseline)));
}

static void columns(const struct assay_gate *gate, struct assay_page_table *table)
{
    const double level = 100.0 - 200.0 * gate->policy->alpha;
    struct assay_column *drop;

    assay_table_text(table, "suite", ASSAY_STR("suite"))->choice = true;
    assay_table_text(table, "section", ASSAY_STR("section"));
    assay_table_text(table, "tier", ASSAY_STR("tier"))->choice = true;
    assay_table_text(table, "metric", ASSAY_STR("metric"))->drop = 5;
    assay_table_number(table, "items", ASSAY_STR("n"))->drop = 3;
    assay_table_number(table, "baseline", gate->baseline)->drop = 2;
    assay_table_number(table, "candidate", gate->candidate)->drop = 2;
    drop = assay_table_number(table, "drop", ASSAY_STR("drop"));
    drop->interval =
        assay_str_of(assay_arena_printf(table->arena, "%g %% interval", level));
    drop->interval_drop = 1;
    assay_table_number(table, "limit", ASSAY_STR("allowed"));
    assay_table_number(table, "p", ASSAY_STR("adjusted p"))->drop = 4;
    assay_table_text(table, "outcome", ASSAY_STR("outcome"))->choice = true;
}

static void fill(const struct assay_gate_line *line, struct assay_row *row)
{
    const struct assay_comparison_line *of = line->line;

    row->cell[SUITE] = assay_cell_text(line->suite);
    row->cell[SECTION] = assay_cell_text(line->section);
    row->cell[TIER] =
        assay_cell_text(assay_str_of(assay_gate_tier_name[line->terms->tier]));
    row->cell[METRIC] =
        assay_cell_text(assay_str_of(assay_compare_metric_name[line->terms->metric]));
    row->cell[OUTCOME] = assay_cell_toned(
        assay_cell_text(assay_str_of(assay_gate_outcome_name[line->outcome])),
        tone_of(line->outcome));
    row->outcome = outcome_of[line->outcome];
    row->reason = line->reason;
    if (!of)
        return;
    row->cell[ITEMS] = assay_cell_count(of->items);
    row->cell[BASELINE] = assay_cell_figure(&of->first, of->unit);
    row->cell[CANDIDATE] = assay_cell_figure(&of->second, of->unit);
    if (!line->tested)
        return;
    row->cell[DROP] = assay_cell_between(assay_cell_difference(line->drop, of->unit),
                                         line->lo, line->hi);
    row->cell[LIMIT] = assay_cell_number(line->limit, of->unit);
    row->cell[P] = assay_cell_p(line->adjusted);
}

/* "judgebench Coding, critical: missed: it fell by ..." of every line that did not pass. */
static void reasons(const struct assay_gate *gate, struct assay_page *page)
{
    for (size_t i = 0; i < gate->lines; i++) {
        const struct assay_gate_line *line = &gate->line[i];
        const bool whole = !line->line || line->line->overall;
        const struct assay_str none = {0}, section = whole ? none : line->section;
        const char *text = assay_arena_printf(
            page->arena, "%.*s%s%.*s, %s: %s: %.*s", ASSAY_STR_ARG(line->suite),
            whole ? "" : " ", ASSAY_STR_ARG(section),
            assay_gate_tier_name[line->terms->tier],
            assay_gate_outcome_name[line->outcome], ASSAY_STR_ARG(line->reason));

        if (line->outcome != ASSAY_GATE_PASSED)
            assay_page_note(page, assay_str_of(text))->tone = tone_of(line->outcome);
    }
}

static struct assay_str policy_text(const struct assay_gate *gate,
                                    struct assay_arena *arena)
{
    const struct assay_gate_policy *policy = gate->policy;

    return assay_str_of(assay_arena_printf(
        arena, "%s; missed by chance at most %g %% of the time (alpha %g%s)",
        policy->path ? policy->path : "none given: every suite may fall by 1.50 points",
        100.0 * policy->alpha, policy->alpha,
        policy->adjust ? ", Holm over the rules that block" : " a rule, not adjusted"));
}

/* "judgebench 1, rm-bench 2": what was measured, with its version. */
static struct assay_str data_of(const struct assay_gate *gate, struct assay_arena *arena)
{
    const struct assay_comparison *of = gate->comparison;
    struct assay_buf text = {0};
    struct assay_str out;

    for (size_t s = 0; s < of->suites; s++)
        assay_buf_printf(&text, "%s%.*s %.*s", s > 0 ? ", " : "",
                         ASSAY_STR_ARG(of->suite[s].name),
                         ASSAY_STR_ARG(of->suite[s].pair[0].of[0]->suite_version));
    out = assay_arena_copy(arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return out;
}

/* A table of rules, of one suite where it is named. */
static struct assay_page_table *begin_table(const struct assay_gate *gate,
                                            struct assay_str suite,
                                            struct assay_page *page)
{
    const struct assay_str caption =
        suite.len ? suite
                  : assay_str_of(assay_arena_printf(
                        page->arena, "Rules: drop from %.*s to %.*s",
                        ASSAY_STR_ARG(gate->baseline), ASSAY_STR_ARG(gate->candidate)));
    struct assay_page_table *table = assay_page_table(page, "rules", caption);

    table->intervals = ASSAY_STR("cluster bootstrap");
    table->data = data_of(gate, page->arena);
    columns(gate, table);
    return table;
}

void assay_gate_page(const struct assay_gate *gate, bool by_suite,
                     struct assay_page *page)
{
    struct assay_arena *arena = page->arena;
    struct assay_page_table *table = NULL;

    page->data = assay_gate_node(gate, arena);
    assay_page_headline(page, ASSAY_STR("Gate"),
                        assay_cell_toned(assay_cell_text(assay_str_of(
                                             assay_gate_outcome_name[gate->outcome])),
                                         tone_of(gate->outcome)),
                        gate->reason);
    assay_page_fact(page, "Baseline", gate->baseline);
    assay_page_fact(page, "Candidate", gate->candidate);
    assay_page_fact(page, "Policy", policy_text(gate, arena));
    for (size_t i = 0; i < gate->lines; i++) {
        if (i == 0 ||
            (by_suite && !assay_str_equal(gate->line[i].suite, gate->line[i - 1].suite)))
            table = begin_table(
                gate, by_suite ? gate->line[i].suite : (struct assay_str){0}, page);
        fill(&gate->line[i], assay_table_row(table));
    }
    reasons(gate, page);
}

void assay_gate_write_line(const struct assay_gate *gate, struct assay_buf *out)
{
    struct assay_buf line = {0};

    assay_buf_printf(&line, "assay gate %s: %.*s against %.*s: %.*s",
                     assay_gate_outcome_name[gate->outcome],
                     ASSAY_STR_ARG(gate->candidate), ASSAY_STR_ARG(gate->baseline),
                     ASSAY_STR_ARG(gate->reason));
    assay_escape_terminal(assay_buf_view(&line), false, out); /* labels are anybody's */
    assay_buf_putc(out, '\n');
    assay_buf_release(&line);
}

/* A label's value: backslashes, quotes and line ends are escaped. */
static void label(const char *name, struct assay_str value, struct assay_buf *out)
{
    assay_buf_printf(out, "%s=\"", name);
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] == '\n') {
            assay_buf_puts(out, "\\n");
            continue;
        }
        if (value.ptr[i] == '\\' || value.ptr[i] == '"')
            assay_buf_putc(out, '\\');
        assay_buf_putc(out, value.ptr[i]);
    }
    assay_buf_putc(out, '"');
}

static void labels(const struct assay_gate *gate, const struct assay_gate_line *line,
                   struct assay_buf *out)
{
    assay_buf_putc(out, '{');
    label("baseline", gate->baseline, out);
    assay_buf_putc(out, ',');
    label("candidate", gate->candidate, out);
    if (line) {
        assay_buf_putc(out, ',');
        label("suite", line->suite, out);
        assay_buf_putc(out, ',');
        label("section", line->section, out);
        assay_buf_printf(out, ",metric=\"%s\",tier=\"%s\"",
                         assay_compare_metric_name[line->terms->metric],
                         assay_gate_tier_name[line->terms->tier]);
    }
    assay_buf_putc(out, '}');
}

static double drop(const struct assay_gate_line *line)
{
    return line->drop;
}

static double lower(const struct assay_gate_line *line)
{
    return line->lo;
}

static double upper(const struct assay_gate_line *line)
{
    return line->hi;
}

static double limit(const struct assay_gate_line *line)
{
    return line->limit;
}

static double baseline(const struct assay_gate_line *line)
{
    return line->line->first.value;
}

static double candidate(const struct assay_gate_line *line)
{
    return line->line->second.value;
}

static double outcome(const struct assay_gate_line *line)
{
    return (double)line->outcome;
}

/* A gauge a rule. */
static const struct gauge {
    const char *name, *help;
    bool tested; /* of rules that were tested alone */
    double (*of)(const struct assay_gate_line *line);
} gauges[] = {
    {"rule_outcome", "0 passed, 1 missed, 2 undecided.", false, outcome},
    {"rule_baseline", "Value of the baseline on common items.", true, baseline},
    {"rule_candidate", "Value of the candidate on common items.", true, candidate},
    {"rule_drop", "How far it fell from baseline to candidate.", true, drop},
    {"rule_drop_lower", "Lower end of the interval of the drop.", true, lower},
    {"rule_drop_upper", "Upper end of the interval of the drop.", true, upper},
    {"rule_limit", "How far it may fall.", true, limit},
};

static void write_gauge(const struct assay_gate *gate, const struct gauge *gauge,
                        struct assay_buf *out)
{
    assay_buf_printf(out, "# HELP assay_gate_%s %s\n# TYPE assay_gate_%s gauge\n",
                     gauge->name, gauge->help, gauge->name);
    for (size_t i = 0; i < gate->lines; i++) {
        const struct assay_gate_line *line = &gate->line[i];

        if (gauge->tested && !line->tested)
            continue;
        assay_buf_printf(out, "assay_gate_%s", gauge->name);
        labels(gate, line, out);
        assay_buf_printf(out, " %.17g\n", gauge->of(line));
    }
}

void assay_gate_write_prometheus(const struct assay_gate *gate, struct assay_buf *out)
{
    assay_buf_puts(out, "# HELP assay_gate_outcome 0 passed, 1 missed, 2 undecided.\n"
                        "# TYPE assay_gate_outcome gauge\n"
                        "assay_gate_outcome");
    labels(gate, NULL, out);
    assay_buf_printf(out, " %d\n", (int)gate->outcome);
    for (size_t g = 0; g < sizeof(gauges) / sizeof(gauges[0]); g++)
        write_gauge(gate, &gauges[g], out);
}
