#include "metrics/change_verdict.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

const char *assay_change_name(enum assay_change change)
{
    static const char *const name[ASSAY_CHANGES] = {
        [ASSAY_CHANGE_NONE] = "none",           [ASSAY_CHANGE_BETTER] = "better",
        [ASSAY_CHANGE_WORSE] = "worse",         [ASSAY_CHANGE_SAME] = "same",
        [ASSAY_CHANGE_UNDECIDED] = "undecided",
    };

    assert(change < ASSAY_CHANGES);
    return name[change];
}

static void evidence_check(const struct assay_change_evidence *e)
{
    assert(isfinite(e->difference) && isfinite(e->lo) && isfinite(e->hi));
    assert(e->lo <= e->hi);
    assert(e->p >= 0.0 && e->p <= 1.0 && e->alpha > 0.0 && e->alpha < 1.0);
    assert(e->margin >= 0.0 && e->drop >= 0.0);
    assert(!(e->margin > 0.0) || (e->p_same >= 0.0 && e->p_same <= 1.0));
    (void)e;
}

/* The test says so, and the interval is on the side of the difference. */
static bool difference_found(const struct assay_change_evidence *e)
{
    const bool above = e->lo > 0.0 && e->difference > 0.0;
    const bool below = e->hi < 0.0 && e->difference < 0.0;

    return e->p <= e->alpha && (above || below);
}

struct assay_change_verdict assay_change_verdict_of(
    const struct assay_change_evidence *evidence)
{
    const struct assay_change_evidence *e = evidence;
    struct assay_change_verdict out = {ASSAY_CHANGE_NONE, ASSAY_REASON_UNDEFINED};
    bool found;

    if (!e->defined || e->units == 0)
        return out;
    evidence_check(e);
    out = (struct assay_change_verdict){ASSAY_CHANGE_UNDECIDED, ASSAY_REASON_ALONE};
    if (e->units < 2)
        return out;
    found = difference_found(e);
    if (e->margin > 0.0 && e->p_same <= e->alpha)
        return (struct assay_change_verdict){
            ASSAY_CHANGE_SAME, found ? ASSAY_REASON_FOUND_WITHIN : ASSAY_REASON_WITHIN};
    if (found)
        return (struct assay_change_verdict){(e->difference < 0.0) == e->lower_is_better
                                                 ? ASSAY_CHANGE_BETTER
                                                 : ASSAY_CHANGE_WORSE,
                                             ASSAY_REASON_FOUND};
    out.reason =
        e->lo <= 0.0 && e->hi >= 0.0 ? ASSAY_REASON_HOLDS_ZERO : ASSAY_REASON_ADJUSTED;
    return out;
}

/* What a sentence is made of. */
struct teller {
    const struct assay_change_evidence *e;
    const struct assay_change_words *words;
    struct assay_buf *out;
};

static void tell_number(const struct teller *t, double x)
{
    const double scaled = x * t->words->scale + 0.0; /* no -0 */

    if (t->words->scale != 100.0)
        assay_buf_printf(t->out, "%.4g", scaled);
    else if (fabs(scaled) < 0.005)
        assay_buf_puts(t->out, "0.00");
    else
        assay_buf_printf(t->out, "%.2f", scaled);
}

static void tell_amount(const struct teller *t, double x)
{
    tell_number(t, x);
    if (t->words->unit[0] != '\0')
        assay_buf_printf(t->out, " %s", t->words->unit);
}

static void tell_interval(const struct teller *t)
{
    assay_buf_printf(t->out, "%.4g %% interval [", 100.0 * (1.0 - t->e->alpha));
    tell_number(t, t->e->lo);
    assay_buf_puts(t->out, ", ");
    tell_number(t, t->e->hi);
    assay_buf_putc(t->out, ']');
}

static void tell_p(const struct teller *t, double p)
{
    char text[16];

    if (p < 0.0001) {
        assay_buf_puts(t->out, "p < .0001");
        return;
    }
    (void)snprintf(text, sizeof(text), p < 0.001 ? "%.4f" : p < 0.1 ? "%.3f" : "%.2f", p);
    assay_buf_printf(t->out, "p = %s", text[0] == '0' ? text + 1 : text);
}

static void tell_adjusted(const struct teller *t)
{
    if (t->e->adjusted != ASSAY_CHANGE_UNADJUSTED)
        assay_buf_printf(t->out, " after %s over %zu %s",
                         t->e->adjusted == ASSAY_CHANGE_HOLM ? "Holm"
                                                             : "Benjamini and Hochberg",
                         t->e->comparisons, t->words->among);
}

/* "2.10 points lower, 95 % interval [-3.20, -1.00], p = .0004 after Holm over 5 sections" */
static void tell_difference(const struct teller *t, const char *joint)
{
    tell_amount(t, fabs(t->e->difference));
    assay_buf_puts(t->out, t->e->difference < 0.0 ? " lower, " : " higher, ");
    tell_interval(t);
    assay_buf_puts(t->out, joint);
    tell_p(t, t->e->p);
    tell_adjusted(t);
}

static void tell_same(const struct teller *t, bool found)
{
    if (found) {
        tell_difference(t, ", ");
        assay_buf_puts(t->out, ", and yet ");
    }
    assay_buf_puts(t->out, "within ");
    tell_amount(t, t->e->margin);
    assay_buf_puts(t->out, " either way (two one-sided tests, ");
    tell_p(t, t->e->p_same);
    assay_buf_putc(t->out, ')');
}

/* What else than no change the interval holds: a drop that matters, or one beyond the margin. */
static void tell_held(const struct teller *t)
{
    const struct assay_change_evidence *e = t->e;
    const double worst = e->lower_is_better ? e->hi : -e->lo;
    const char *bad = e->lower_is_better ? "a rise" : "a drop";

    if (e->drop > 0.0 && worst >= e->drop) {
        assay_buf_printf(t->out, " holds both 0 and %s of ", bad);
        tell_number(t, e->drop);
    } else if (e->margin > 0.0 && fmax(-e->lo, e->hi) >= e->margin) {
        assay_buf_puts(t->out, " holds both 0 and a change of ");
        tell_number(t, e->margin);
    } else {
        assay_buf_puts(t->out, " holds 0");
    }
}

/* Two significant digits, rounded up, in groups of three. */
static void tell_count(const struct teller *t, size_t n)
{
    char digits[32];
    size_t unit = 1;
    int length;

    while (n / unit >= 100)
        unit *= 10;
    if (n <= SIZE_MAX - unit)
        n = (n + unit - 1) / unit * unit;
    length = snprintf(digits, sizeof(digits), "%zu", n);
    for (int i = 0; i < length; i++) {
        assay_buf_putc(t->out, digits[i]);
        if (i + 1 < length && (length - 1 - i) % 3 == 0)
            assay_buf_putc(t->out, ',');
    }
}

static void tell_undecided(const struct teller *t, enum assay_change_reason reason)
{
    if (reason == ASSAY_REASON_ALONE) {
        assay_buf_printf(t->out, "fewer than two %s have no spread", t->words->units);
        return;
    }
    if (reason == ASSAY_REASON_ADJUSTED) {
        tell_difference(t, ", but ");
    } else {
        assay_buf_puts(t->out, "the ");
        tell_interval(t);
        tell_held(t);
    }
    if (t->e->needed > 0) {
        assay_buf_puts(t->out, "; about ");
        tell_count(t, t->e->needed);
        assay_buf_printf(t->out, " %s would settle it", t->words->units);
    }
}

void assay_change_verdict_tell(const struct assay_change_verdict *verdict,
                               const struct assay_change_evidence *evidence,
                               const struct assay_change_words *words,
                               struct assay_buf *out)
{
    const struct teller t = {evidence, words, out};

    assay_buf_printf(out, "%s: ", assay_change_name(verdict->change));
    switch (verdict->reason) {
    case ASSAY_REASON_UNDEFINED:
        assay_buf_puts(out, evidence->why ? evidence->why : "nothing to compare");
        break;
    case ASSAY_REASON_FOUND:
        tell_difference(&t, ", ");
        break;
    case ASSAY_REASON_WITHIN:
    case ASSAY_REASON_FOUND_WITHIN:
        tell_same(&t, verdict->reason == ASSAY_REASON_FOUND_WITHIN);
        break;
    case ASSAY_REASON_ALONE:
    case ASSAY_REASON_HOLDS_ZERO:
    case ASSAY_REASON_ADJUSTED:
        tell_undecided(&t, verdict->reason);
        break;
    }
}
