#include "harness/run/gate.h"

#include "harness/core/memory.h"
#include "harness/run/gate_parts.h"
#include "metrics/multiplicity.h"

#include <stdlib.h>

const char *const assay_gate_outcome_name[] = {"passed", "missed", "undecided"};

/* Part of NAME:PART, or all of a name. */
static bool is_of(struct assay_str name, struct assay_str rule)
{
    return assay_str_equal(name, rule) ||
           (name.len > rule.len && assay_str_starts(name, rule) &&
            name.ptr[rule.len] == ':');
}

/* The policy's rules of a suite of the runs: those of NAME:PART before those of NAME; NULL: none. */
static const struct assay_gate_suite *rules_of(const struct assay_gate_policy *policy,
                                               struct assay_str name)
{
    const struct assay_gate_suite *found = NULL;

    for (size_t i = 0; i < policy->suites; i++)
        if (is_of(name, policy->suite[i].name) &&
            (!found || policy->suite[i].name.len > found->name.len))
            found = &policy->suite[i];
    return found;
}

static bool is_met(const struct assay_comparison *comparison, struct assay_str rule)
{
    for (size_t s = 0; s < comparison->suites; s++)
        if (is_of(comparison->suite[s].name, rule))
            return true;
    return false;
}

/* Everything that some rule asks of a comparison: metrics, and rules for ties. */
static void wanted(const struct assay_gate_policy *policy, unsigned *metrics,
                   unsigned *ties)
{
    *metrics = 1U << ASSAY_COMPARE_ACCURACY | 1U << policy->defaults.metric;
    *ties = 1U | 1U << policy->defaults.ties;
    for (size_t s = 0; s < policy->suites; s++)
        for (size_t k = 0; k < policy->suite[s].rules; k++) {
            *metrics |= 1U << policy->suite[s].rule[k].terms.metric;
            *ties |= 1U << policy->suite[s].rule[k].terms.ties;
        }
}

/* The comparisons that the rules need, one a rule for ties. */
static enum assay_code compare(struct assay_gate_judging *judging,
                               const struct assay_stored *stored,
                               const struct assay_comparison_how *base,
                               struct assay_error *err)
{
    struct assay_comparison_how how = *base;
    enum assay_code code = ASSAY_OK;
    unsigned ties;

    how.alpha = 2.0 * judging->policy->alpha;
    how.adjust = ASSAY_COMPARE_UNADJUSTED;
    how.margin = 0.0;
    wanted(judging->policy, &how.metrics, &ties);
    for (unsigned t = 0; !code && t <= ASSAY_TIE_RULES; t++) {
        struct assay_comparison *made = assay_arena_new(judging->arena, 1, sizeof(*made));

        if (!(ties & 1U << t))
            continue;
        how.ties = t;
        judging->comparison[t] = made;
        code = assay_comparison_make(stored, 2, &how, judging->arena, made, err);
        if (!code)
            code = assay_comparison_check(made, err);
    }
    return code;
}

static struct assay_gate_line *begin(struct assay_gate *gate, struct assay_str suite,
                                     struct assay_str section,
                                     const struct assay_gate_terms *terms)
{
    struct assay_gate_line *line = &gate->line[gate->lines++];

    *line = (struct assay_gate_line){.suite = suite, .section = section, .terms = terms};
    return line;
}

/* The lines of a suite that both runs have. */
static enum assay_code judge_suite(const struct assay_gate_judging *judging, size_t suite,
                                   struct assay_gate *gate, struct assay_error *err)
{
    const struct assay_gate_policy *policy = judging->policy;
    const struct assay_str name = gate->comparison->suite[suite].name;
    const struct assay_gate_suite *of = rules_of(policy, name);
    const struct assay_gate_rule overall = {{0}, policy->defaults};
    struct assay_gate_rule *alone = assay_arena_new(judging->arena, 1, sizeof(*alone));
    const struct assay_gate_rule *rule = of ? of->rule : alone;
    enum assay_code code = ASSAY_OK;

    *alone = overall;
    for (size_t k = 0; !code && k < (of ? of->rules : 1); k++) {
        const struct assay_comparison *c = judging->comparison[rule[k].terms.ties];

        code = assay_gate_line_measure(judging, &c->suite[suite].pair[0],
                                       begin(gate, name, rule[k].section, &rule[k].terms),
                                       err);
    }
    return code;
}

static bool has_suite(const struct assay_stored *stored, struct assay_str rule)
{
    for (size_t i = 0; i < stored->result_count; i++)
        if (assay_str_equal(stored->result[i].suite, rule) ||
            (assay_str_starts(rule, stored->result[i].suite) &&
             rule.ptr[stored->result[i].suite.len] == ':'))
            return true;
    return false;
}

/* A suite that the policy names and a run has no result of. */
static void judge_missing(const struct assay_gate_judging *judging,
                          const struct assay_gate_suite *of,
                          const struct assay_stored *stored, struct assay_gate *gate)
{
    const bool first = has_suite(&stored[0], of->name),
               second = has_suite(&stored[1], of->name);
    const struct assay_str who = first ? gate->candidate : gate->baseline;
    const char *why = first || second
                          ? assay_arena_printf(judging->arena, "%.*s has no result of it",
                                               ASSAY_STR_ARG(who))
                          : "neither run has a result of it";

    assay_gate_line_leave(
        judging, begin(gate, of->name, ASSAY_STR("Overall"), &of->rule[0].terms), why);
}

static bool counts(const struct assay_gate_line *line)
{
    return line->tested && line->terms->tier != ASSAY_GATE_ADVISORY;
}

/* Adjusts p over the lines that block, and decides every line. */
static void decide(const struct assay_gate_judging *judging, struct assay_gate *gate)
{
    double *p = assay_memory_new(gate->lines + 1, sizeof(*p));
    size_t n = 0;

    for (size_t i = 0; i < gate->lines; i++)
        if (counts(&gate->line[i]))
            p[n++] = gate->line[i].p;
    if (judging->policy->adjust)
        assay_multiplicity_holm(p, n, p);
    gate->tests = n;
    n = 0;
    for (size_t i = 0; i < gate->lines; i++)
        if (counts(&gate->line[i]))
            gate->line[i].adjusted = p[n++];
    free(p);
    for (size_t i = 0; i < gate->lines; i++)
        if (gate->line[i].tested)
            assay_gate_line_decide(judging, judging->policy->adjust ? gate->tests : 1,
                                   &gate->line[i]);
}

/* Names of the lines of an outcome that block, in order. */
static void name_lines(const struct assay_gate *gate, enum assay_gate_outcome outcome,
                       struct assay_buf *out)
{
    const char *between = "";

    for (size_t i = 0; i < gate->lines; i++) {
        const struct assay_gate_line *line = &gate->line[i];

        if (line->outcome != outcome || line->terms->tier == ASSAY_GATE_ADVISORY ||
            (outcome == ASSAY_GATE_UNDECIDED && line->terms->tier != ASSAY_GATE_CRITICAL))
            continue;
        assay_buf_printf(out, "%s%.*s", between, ASSAY_STR_ARG(line->suite));
        if (line->line && !line->line->overall)
            assay_buf_printf(out, " %.*s", ASSAY_STR_ARG(line->section));
        between = ", ";
    }
}

/* Of a gate with one rule that blocks: why it is what it is. */
static void tell_only(const struct assay_gate *gate, struct assay_buf *out)
{
    for (size_t i = 0; i < gate->lines; i++)
        if (gate->line[i].terms->tier != ASSAY_GATE_ADVISORY)
            assay_buf_printf(out, ": %.*s", ASSAY_STR_ARG(gate->line[i].reason));
}

/* The gate's own outcome, from the worst line that blocks. */
static void conclude(struct assay_gate *gate, struct assay_arena *arena)
{
    struct assay_buf text = {0};
    size_t missed, undecided, blocking;

    for (size_t i = 0; i < gate->lines; i++)
        gate->count[gate->line[i].terms->tier][gate->line[i].outcome]++;
    missed = gate->count[ASSAY_GATE_CRITICAL][ASSAY_GATE_MISSED] +
             gate->count[ASSAY_GATE_SUPPORTING][ASSAY_GATE_MISSED];
    undecided = gate->count[ASSAY_GATE_CRITICAL][ASSAY_GATE_UNDECIDED];
    blocking = gate->lines;
    for (unsigned o = 0; o < ASSAY_GATE_OUTCOMES; o++)
        blocking -= gate->count[ASSAY_GATE_ADVISORY][o];
    gate->outcome = missed      ? ASSAY_GATE_MISSED
                    : undecided ? ASSAY_GATE_UNDECIDED
                                : ASSAY_GATE_PASSED;
    if (gate->outcome == ASSAY_GATE_PASSED) {
        if (blocking == 0)
            assay_buf_puts(&text, "it has no rule that blocks");
        else if (blocking == 1)
            assay_buf_puts(&text, "its one rule was not missed");
        else
            assay_buf_printf(&text, "none of %zu rules was missed", blocking);
        if (gate->count[ASSAY_GATE_SUPPORTING][ASSAY_GATE_UNDECIDED])
            assay_buf_printf(&text, ", %zu could not be decided",
                             gate->count[ASSAY_GATE_SUPPORTING][ASSAY_GATE_UNDECIDED]);
    } else {
        if (blocking > 1)
            assay_buf_printf(&text, "%zu of %zu rules %s: ", missed ? missed : undecided,
                             blocking, missed ? "missed" : "undecided");
        name_lines(gate, gate->outcome, &text);
        if (blocking == 1)
            tell_only(gate, &text);
    }
    gate->reason = assay_arena_copy(arena, assay_buf_view(&text));
    assay_buf_release(&text);
}

static size_t lines_most(const struct assay_gate_policy *policy,
                         const struct assay_comparison *comparison)
{
    size_t n = policy->suites;

    for (size_t s = 0; s < comparison->suites; s++) {
        const struct assay_gate_suite *of = rules_of(policy, comparison->suite[s].name);

        n += of ? of->rules : 1;
    }
    return n;
}

enum assay_code assay_gate_judge(const struct assay_stored *stored,
                                 const struct assay_gate_policy *policy,
                                 const struct assay_comparison_how *how,
                                 struct assay_arena *arena, struct assay_gate *out,
                                 struct assay_error *err)
{
    struct assay_gate_judging judging = {.policy = policy, .arena = arena};
    enum assay_code code = compare(&judging, stored, how, err);

    if (code)
        return code;
    *out = (struct assay_gate){
        .policy = policy,
        .comparison = judging.comparison[0],
        .baseline = judging.comparison[0]->run[0].name,
        .candidate = judging.comparison[0]->run[1].name,
    };
    out->line = assay_arena_new(arena, lines_most(policy, out->comparison) + 1,
                                sizeof(*out->line));
    for (size_t s = 0; !code && s < out->comparison->suites; s++)
        code = judge_suite(&judging, s, out, err);
    if (code)
        return code;
    for (size_t i = 0; i < policy->suites; i++)
        if (!is_met(out->comparison, policy->suite[i].name))
            judge_missing(&judging, &policy->suite[i], stored, out);
    decide(&judging, out);
    conclude(out, arena);
    return ASSAY_OK;
}
