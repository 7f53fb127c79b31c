/* measure_missing.c - what of a benchmark the data at hand lack, so that its overall value is partial. */
#include "suites/measure_parts.h"

#include <string.h>

enum {
    MISSING_MAX = 4096 /* names that are kept */
};

struct names {
    const struct assay_measurement *m;
    struct assay_str *at; /* (MISSING_MAX,) */
    size_t count;
};

static void add(struct names *names, struct assay_str name)
{
    for (size_t i = 0; i < names->count; i++)
        if (assay_str_equal(names->at[i], name))
            return;
    if (names->count < MISSING_MAX)
        names->at[names->count++] = assay_arena_copy(names->m->arena, name);
}

/* True where the table has a subset of this name among the band's. */
static bool has_subset(const struct assay_measurement *m, const struct assay_band *band,
                       struct assay_str name)
{
    for (size_t k = 0; k < band->subset_count; k++)
        if (assay_str_equal(m->table->subset_name[band->subset[k]], name))
            return true;
    return false;
}

bool assay_measure_lacks(const struct assay_measurement *m, const struct assay_band *band,
                         size_t k)
{
    const struct assay_suite_section *section = band->section;

    return m->suite->declared && band->subset_count > 0 && section->stored.len == 0 &&
           !has_subset(m, band, section->name) &&
           !assay_str_equal(section->subset[k], section->name) &&
           !has_subset(m, band, section->subset[k]);
}

/* A section without items or, where values of sections are averaged, without a value. */
static bool is_absent(const struct assay_measurement *m, const struct assay_band *band)
{
    double value;

    if (!band->section->expected)
        return false;
    return band->subset_count == 0 ||
           (!m->suite->micro &&
            !assay_measure_band(m, band, ASSAY_VIEW_OFFICIAL, &value));
}

/* True if the overall value counts the section's items. */
static bool counts(const struct assay_measurement *m, const struct assay_band *band)
{
    return !band->section->aside && (m->suite->micro || band->section->weight > 0.0);
}

/* Whole sections, then what was never released, then subsets of others. */
static void add_sections(struct names *names)
{
    const struct assay_measurement *m = names->m;

    for (size_t i = 0; i < m->band_count; i++)
        if (counts(m, &m->band[i]) && is_absent(m, &m->band[i]))
            add(names, m->band[i].section->name);
    for (size_t i = 0; i < m->band_count; i++)
        if (counts(m, &m->band[i]) && m->band[i].section->unreleased.len > 0)
            add(names, m->band[i].section->unreleased);
    for (size_t i = 0; i < m->band_count; i++) {
        const struct assay_band *band = &m->band[i];

        for (size_t k = 0; counts(m, band) && k < band->section->subset_count; k++)
            if (!is_absent(m, band) && assay_measure_lacks(m, band, k))
                add(names, band->section->subset[k]);
    }
}

/* What a file is called: by its `name:`, else the last part of its path. */
static struct assay_str name_of(const struct assay_node *file)
{
    static const char *const keys[] = {"name", "file", "entry"};
    struct assay_str name = {"", 0};

    for (size_t i = 0; name.len == 0 && i < sizeof(keys) / sizeof(keys[0]); i++)
        name = assay_node_text(assay_node_get(file, keys[i]));
    for (size_t i = name.len; i > 0 && !assay_node_get(file, "name"); i--)
        if (name.ptr[i - 1] == '/')
            return (struct assay_str){name.ptr + i, name.len - i};
    return name;
}

/* True if the table has a subset of this name. */
static bool in_table(const struct assay_table *table, struct assay_str name)
{
    for (size_t s = 0; s < table->subset_count; s++)
        if (assay_str_equal(table->subset_name[s], name))
            return true;
    return false;
}

/* Files that a suite makes sense without, but is not whole without. */
static void add_files(struct names *names)
{
    const struct assay_suite *suite = names->m->suite;
    struct assay_error ignored;

    for (size_t i = 0; i < assay_node_count(suite->data.files); i++) {
        const struct assay_node *file = assay_node_at(suite->data.files, i);
        const struct assay_node *optional = assay_node_get(file, "optional");
        const char *path = NULL;

        if (!optional || !optional->as.truth)
            continue; /* it is there, or there were no items */
        if (assay_suite_file(suite, file, names->m->arena, &path, &ignored) == ASSAY_OK &&
            !path && !in_table(names->m->table, name_of(file)))
            add(names, name_of(file));
    }
}

/*
 * A file of stored scores that holds its items, of a suite whose subsets are its files: those that it does
 * not name are missing. One that names none is one of them, and does not say which.
 */
static void add_other_files(struct names *names)
{
    const struct assay_suite *suite = names->m->suite;
    const struct assay_table *table = names->m->table;
    const size_t n = assay_node_count(suite->data.files);
    struct assay_buf all = {0};
    size_t named = 0, there = 0;

    for (size_t i = 0; i < n; i++) {
        const struct assay_str name =
            assay_node_text(assay_node_get(assay_node_at(suite->data.files, i), "name"));

        named += name.len > 0;
        there += in_table(table, name);
        assay_buf_printf(&all, "%s%.*s", i ? ", " : "all but one of ",
                         ASSAY_STR_ARG(name));
    }
    if (n > 1 && named == n && there == 0 && table->subset_count <= 1)
        add(names, assay_buf_view(&all));
    else
        for (size_t i = 0; n > 1 && named == n && i < n; i++) {
            const struct assay_str name = name_of(assay_node_at(suite->data.files, i));

            if (!in_table(table, name))
                add(names, name);
        }
    assay_buf_release(&all);
}

void assay_measure_missing(const struct assay_measurement *m, struct assay_result *out)
{
    struct names names = {
        m, assay_arena_new(m->arena, MISSING_MAX, sizeof(struct assay_str)), 0};

    add_sections(&names);
    if (!m->measuring->own_records)
        add_files(&names);
    else if (!m->suite->declared)
        add_other_files(&names);
    out->missing = names.at;
    out->missing_count = names.count;
}
