/* measure_tell.c - rules and notes in words, further measures. */
#include "suites/measure_tell.h"

#include "harness/core/buf.h"
#include "harness/core/memory.h"
#include "metrics/mean.h"
#include "metrics/precision.h"
#include "suites/suite_page.h"

#include <stdlib.h>
#include <string.h>

enum {
    NOTES_MAX = 64,
    LACKING_MAX = 12 /* names that a sentence lists */
};

static struct assay_str finish(const struct assay_measurement *m, struct assay_buf *buf)
{
    const struct assay_str text = assay_arena_copy(m->arena, assay_buf_view(buf));

    assay_buf_release(buf);
    return text;
}

struct assay_str assay_tell_rule(const struct assay_measurement *m)
{
    const struct assay_suite *suite = m->suite;
    struct assay_buf buf = {0};

    assay_buf_puts(&buf, assay_suite_tie_words(suite, m->table->want));
    if (m->table->want != ASSAY_WANT_SCORES && suite->orders == 2)
        assay_buf_printf(&buf, "; %s", assay_suite_games_words(suite));
    for (size_t i = 0; i < suite->option_count; i++) {
        const struct assay_suite_option *option = &suite->option[i];

        if (assay_node_is(option->value, ASSAY_NODE_TEXT) &&
            option->value->as.text.len == 0)
            continue; /* a text of the user's own that was not given */
        assay_buf_printf(&buf, "; %s=", option->name);
        assay_suite_option_spell(option, &buf);
        if (option->meaning.len > 0) {
            assay_buf_puts(&buf, " (");
            assay_buf_add(&buf, option->meaning);
            assay_buf_puts(&buf, ")");
        }
    }
    return finish(m, &buf);
}

/* True if all sections weigh the same. */
static bool equal_weights(const struct assay_measurement *m)
{
    for (size_t i = 1; i < m->band_count; i++)
        if (m->band[i].section->weight != m->band[0].section->weight)
            return false;
    return true;
}

struct assay_str assay_tell_overall(const struct assay_measurement *m,
                                    const struct assay_result *result)
{
    struct assay_buf buf = {0};
    const bool micro = m->suite->micro || m->band_count == 0;
    const bool equal = equal_weights(m);

    if (micro)
        assay_buf_puts(&buf, "micro");
    else
        assay_buf_puts(&buf, equal ? "mean of sections" : "weighted ");
    for (size_t i = 0; !micro && !equal && i < m->band_count; i++)
        assay_buf_printf(&buf, "%s%g", i ? "," : "", m->band[i].section->weight);
    if (result->missing_count > 0)
        assay_buf_puts(&buf, ", partial: ");
    assay_result_tell_missing(result, &buf);
    return finish(m, &buf);
}

/* Notes in the making; those beyond NOTES_MAX are not told. */
struct notes {
    const struct assay_measurement *m;
    struct assay_str *at;
    size_t count;
};

static void add_note(struct notes *notes, struct assay_buf *buf)
{
    if (notes->count < NOTES_MAX)
        notes->at[notes->count++] =
            assay_arena_copy(notes->m->arena, assay_buf_view(buf));
    assay_buf_release(buf);
}

static void note_missing(struct notes *notes, const struct assay_result *result)
{
    struct assay_buf buf = {0};

    assay_buf_puts(&buf, "the overall value is partial and not the official one: ");
    assay_result_tell_missing(result, &buf);
    add_note(notes, &buf);
}

static void note_unreleased(struct notes *notes,
                            const struct assay_suite_section *section)
{
    struct assay_buf buf = {0};

    if (section->unreleased.len == 0)
        return;
    assay_buf_printf(&buf,
                     "%.*s was never released: section %.*s%s partial and not the "
                     "official one",
                     ASSAY_STR_ARG(section->unreleased), ASSAY_STR_ARG(section->name),
                     section->aside ? " is" : " and the overall value are");
    add_note(notes, &buf);
}

static bool in_some_band(const struct assay_measurement *m, uint32_t s)
{
    for (size_t i = 0; i < m->band_count; i++)
        for (size_t k = 0; k < m->band[i].subset_count; k++)
            if (m->band[i].subset[k] == s)
                return true;
    return false;
}

/* Subsets of the data that no section counts, and subsets of sections without data. */
static void note_stray(struct notes *notes)
{
    const struct assay_measurement *m = notes->m;
    struct assay_buf buf = {0};
    size_t stray = 0;

    for (uint32_t s = 0; m->suite->declared && s < m->table->subset_count; s++) {
        if (in_some_band(m, s))
            continue;
        assay_buf_puts(&buf, stray++ ? ", " : "in no section: ");
        assay_buf_add(&buf, m->table->subset_name[s]);
    }
    if (stray)
        add_note(notes, &buf);
}

static void note_incomplete(struct notes *notes, const struct assay_band *band)
{
    const struct assay_suite_section *section = band->section;
    struct assay_buf buf = {0};
    size_t absent = 0;

    for (size_t k = 0; k < section->subset_count; k++) {
        if (!assay_measure_lacks(notes->m, band, k) || absent++ >= LACKING_MAX)
            continue;
        if (absent > 1)
            assay_buf_puts(&buf, ", ");
        else
            assay_buf_printf(&buf, "section %.*s lacks ", ASSAY_STR_ARG(section->name));
        assay_buf_add(&buf, section->subset[k]);
    }
    if (absent > LACKING_MAX)
        assay_buf_printf(&buf, " and %zu more", absent - LACKING_MAX);
    if (absent)
        add_note(notes, &buf);
    assay_buf_release(&buf);
}

static void note_rated(struct notes *notes)
{
    const struct assay_measurement *m = notes->m;
    struct assay_buf buf = {0};

    assay_buf_printf(&buf,
                     "%zu items are rated for several dimensions: counts are of "
                     "%zu ratings",
                     m->rated, m->table->items);
    add_note(notes, &buf);
}

static void note_precision(struct notes *notes)
{
    const struct assay_table *t = notes->m->table;
    const size_t values = t->items ? t->first[t->items] : 0;
    double *score = assay_memory_new(values + 1, sizeof(*score));
    struct assay_buf buf = {0};
    struct assay_precision found = {0};
    size_t n = 0;

    for (size_t i = 0; i < values; i++)
        if (t->state[i] == ASSAY_STATE_SCORED)
            score[n++] = t->value[i];
    if (assay_precision_is_half(score, n))
        found = assay_precision_of(score, n);
    free(score);
    if (found.type != ASSAY_PRECISION_BF16 && found.type != ASSAY_PRECISION_FP16)
        return;
    assay_buf_printf(&buf,
                     "scores look like %s: all %zu distinct ones fit it, so exact ties "
                     "are to be expected",
                     assay_precision_name(found.type), found.distinct);
    add_note(notes, &buf);
}

/* What the kind has to say. */
static void note_kind(struct notes *notes)
{
    const struct assay_kind *kind = notes->m->suite->kind;
    struct assay_sentences list = {.arena = notes->m->arena};

    if (kind->tell && (notes->m->found || !kind->find))
        kind->tell(&notes->m->study, &list);
    for (size_t i = 0; i < list.count && notes->count < NOTES_MAX; i++)
        notes->at[notes->count++] = list.at[i];
}

void assay_tell_notes(const struct assay_measurement *m, struct assay_result *out)
{
    struct notes notes = {
        m, assay_arena_new(m->arena, NOTES_MAX, sizeof(struct assay_str)), 0};

    if (out->missing_count > 0)
        note_missing(&notes, out);
    for (size_t i = 0; i < m->band_count; i++)
        note_unreleased(&notes, m->band[i].section);
    note_stray(&notes);
    for (size_t i = 0; m->suite->declared && i < m->band_count; i++)
        note_incomplete(&notes, &m->band[i]);
    if (m->suite->kind->note) {
        struct assay_buf buf = {0};

        assay_buf_puts(&buf, m->suite->kind->note);
        add_note(&notes, &buf);
    }
    if (m->table->items > m->rated && m->rated > 0)
        note_rated(&notes);
    if (m->table->items > 0 && m->table->want == ASSAY_WANT_SCORES)
        note_precision(&notes);
    note_kind(&notes);
    out->note = notes.at;
    out->note_count = notes.count;
}

/* The means over sections of the first `averaged` measures of the suite's kind. */
static void add_averages(const struct assay_measurement *m, struct assay_measures *list)
{
    const size_t have = list->count;
    const size_t averaged = m->suite->kind->averaged;

    double *value = assay_arena_new(m->arena, have, sizeof(*value));

    for (size_t k = 0; k < averaged && k < have; k++) {
        struct assay_measure mean = list->at[k];
        size_t n = 0;

        for (size_t i = 0; i < have; i++)
            if (assay_str_equal(list->at[i].name, mean.name))
                value[n++] = list->at[i].value.value;
        mean.section = (struct assay_str){"", 0};
        mean.value.value = assay_mean_plain(value, n).value;
        assay_measures_add(list, &mean);
    }
}

/* The plain mean of the sections' values, where all of them have one. */
static void add_macro(const struct assay_measurement *m, struct assay_measures *list)
{
    double *value = assay_arena_new(m->arena, m->band_count + 1, sizeof(*value));
    struct assay_measure macro = {.name = ASSAY_STR("macro"),
                                  .unit = ASSAY_STR("percent")};
    size_t n = 0;

    while (n < m->band_count &&
           assay_measure_band(m, &m->band[n], ASSAY_VIEW_OFFICIAL, &value[n]))
        n++;
    macro.value.defined = n > 0 && n == m->band_count;
    if (macro.value.defined)
        macro.value.value = assay_mean_plain(value, n).value;
    else
        macro.value.why = ASSAY_STR("a section has no value");
    assay_measures_add(list, &macro);
}

/* What the parts of a section are worth, each under its name. */
static void add_parts(const struct assay_measurement *m, const struct assay_band *band,
                      struct assay_measures *list)
{
    for (size_t i = 0; i < band->section->part_count; i++) {
        const struct assay_band *part = &band->part[i];
        struct assay_measure one = {.name = part->section->name,
                                    .section = band->section->name,
                                    .unit = ASSAY_STR("percent")};

        one.value.defined =
            assay_measure_band(m, part, ASSAY_VIEW_OFFICIAL, &one.value.value);
        if (one.value.defined)
            assay_measures_add(list, &one);
    }
}

static void band_measures(const struct assay_measurement *m,
                          const struct assay_band *band, struct assay_str name,
                          struct assay_measures *list)
{
    const struct assay_kind *kind = m->suite->kind;
    bool *subset = assay_arena_new(m->arena, m->table->subset_count + 1, sizeof(*subset));
    const struct assay_members members = {subset, NULL};

    if (band->subset_count == 0)
        return;
    for (size_t k = 0; k < band->subset_count; k++)
        subset[band->subset[k]] = true;
    if (band->subset_count == 1)
        kind = m->tally[band->subset[0]].kind;
    if (kind->always && (name.len > 0 || m->band_count == 0 || kind->always_whole))
        kind->always(&m->study, members, name, list);
    for (size_t i = 0; i < m->suite->extra_count; i++)
        m->suite->extra[i]->measure(&m->study, members, name, list);
}

void assay_tell_measures(const struct assay_measurement *m, struct assay_result *out)
{
    struct assay_measures list = {.arena = m->arena};

    for (size_t i = 0; i < m->band_count; i++)
        band_measures(m, &m->band[i], m->band[i].section->name, &list);
    for (size_t i = 0; i < m->band_count; i++)
        add_parts(m, &m->band[i], &list);
    add_averages(m, &list);
    if (m->suite->macro)
        add_macro(m, &list);
    band_measures(m, &m->all, (struct assay_str){"", 0}, &list);
    out->measure = list.at;
    out->measure_count = list.count;
}
