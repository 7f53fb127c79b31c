/* overopt_findings.c - measures, figures and sentences about curves. */
#include "harness/run/overopt_findings.h"

#include <stdarg.h>
#include <stdio.h>

enum {
    NOTE_BYTES = 4096
};

void assay_findings_init(struct assay_findings *findings, struct assay_arena *arena)
{
    *findings = (struct assay_findings){
        .arena = arena,
        .note = assay_arena_new(arena, ASSAY_FINDINGS_NOTES, sizeof(struct assay_str)),
        .measure =
            assay_arena_new(arena, ASSAY_FINDINGS_MEASURES, sizeof(struct assay_measure)),
        .series =
            assay_arena_new(arena, ASSAY_FINDINGS_SERIES, sizeof(struct assay_series)),
    };
}

void assay_findings_note(struct assay_findings *findings, const char *fmt, ...)
{
    char text[NOTE_BYTES];
    va_list args;

    if (findings->notes == ASSAY_FINDINGS_NOTES)
        return;
    va_start(args, fmt);
    (void)vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    findings->note[findings->notes++] =
        assay_arena_copy(findings->arena, assay_str_of(text));
}

static struct assay_measure *add(struct assay_findings *findings, const char *form,
                                 const char *name, const char *tail)
{
    struct assay_measure *measure = findings->measures < ASSAY_FINDINGS_MEASURES
                                        ? &findings->measure[findings->measures++]
                                        : NULL;

    if (measure)
        *measure =
            (struct assay_measure){.name = assay_str_of(assay_arena_printf(
                                       findings->arena, "%s%s%s%s", form ? form : "",
                                       form ? "_" : "", name, tail))};
    return measure;
}

void assay_findings_measure(struct assay_findings *findings, const char *form,
                            const char *name, double value,
                            const struct assay_range *range)
{
    struct assay_measure *measure = add(findings, form, name, "");

    if (!measure)
        return;
    measure->value = (struct assay_figure){.defined = true, .value = value};
    if (!range || !range->has_lo)
        return;
    if (range->has_hi) {
        measure->value.has_bootstrap = true;
        measure->value.bootstrap_lo = range->lo;
        measure->value.bootstrap_hi = range->hi;
        return;
    }
    measure = add(findings, form, name, "_at_least");
    if (measure)
        measure->value = (struct assay_figure){.defined = true, .value = range->lo};
}

void assay_findings_undefined(struct assay_findings *findings, const char *form,
                              const char *name, const char *why)
{
    struct assay_measure *measure = add(findings, form, name, "");

    if (measure)
        measure->value = (struct assay_figure){.why = assay_str_of(why)};
}

void assay_findings_count(struct assay_findings *findings, const char *name, size_t count)
{
    struct assay_measure *measure = add(findings, NULL, name, "");

    if (!measure)
        return;
    measure->unit = ASSAY_STR("count");
    measure->value = (struct assay_figure){.defined = true, .value = (double)count};
}

void assay_findings_series(struct assay_findings *findings,
                           const struct assay_series *series)
{
    if (series->count > 0 && findings->series_count < ASSAY_FINDINGS_SERIES)
        findings->series[findings->series_count++] = *series;
}

void assay_findings_append(struct assay_findings *findings,
                           const struct assay_findings *more)
{
    for (size_t i = 0; i < more->notes && findings->notes < ASSAY_FINDINGS_NOTES; i++)
        findings->note[findings->notes++] = more->note[i];
    for (size_t i = 0; i < more->measures && findings->measures < ASSAY_FINDINGS_MEASURES;
         i++)
        findings->measure[findings->measures++] = more->measure[i];
    for (size_t i = 0; i < more->series_count; i++)
        assay_findings_series(findings, &more->series[i]);
}

void assay_findings_settle(const struct assay_findings *findings,
                           struct assay_result *out)
{
    out->measure = findings->measure;
    out->measure_count = findings->measures;
    out->series = findings->series;
    out->series_count = findings->series_count;
    out->note = findings->note;
    out->note_count = findings->notes;
}
