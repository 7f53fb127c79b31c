/* suite_each.c - `each:`, the sections of a description once for each of several groups. */
#include "suites/suite_parts.h"

#include <string.h>

/* GROUP/SUBSET. */
static struct assay_str joined_name(const struct assay_suite *suite,
                                    struct assay_str group, struct assay_str subset)
{
    return assay_str_of(assay_arena_printf(suite->arena, "%.*s/%.*s",
                                           ASSAY_STR_ARG(group), ASSAY_STR_ARG(subset)));
}

/* One of the declared sections in a group. */
static struct assay_suite_section part_of(const struct assay_suite *suite,
                                          const struct assay_suite_section *section,
                                          struct assay_str group)
{
    struct assay_suite_section out = *section;
    struct assay_str *names =
        assay_arena_new(suite->arena, section->subset_count, sizeof(*names));

    for (size_t k = 0; k < section->subset_count; k++)
        names[k] = joined_name(suite, group, section->subset[k]);
    out.subset = names;
    return out;
}

/* The section that a group becomes: its parts and all of their subsets. */
static struct assay_suite_section group_of(const struct assay_suite *suite,
                                           struct assay_str group, bool expected)
{
    struct assay_suite_section *part =
        assay_arena_new(suite->arena, suite->each_count, sizeof(*part));
    struct assay_str *names;
    size_t n = 0;

    for (size_t i = 0; i < suite->each_count; i++) {
        part[i] = part_of(suite, &suite->each[i], group);
        n += part[i].subset_count;
    }
    names = assay_arena_new(suite->arena, n, sizeof(*names));
    n = 0;
    for (size_t i = 0; i < suite->each_count; i++)
        for (size_t k = 0; k < part[i].subset_count; k++)
            names[n++] = part[i].subset[k];
    return (struct assay_suite_section){
        .name = group,
        .subset = names,
        .subset_count = n,
        .value = ASSAY_SECTION_PARTS,
        .weight = 1.0,
        .expected = expected,
        .part = part,
        .part_count = suite->each_count,
    };
}

static bool has_group(const struct assay_suite_section *section, size_t n,
                      struct assay_str name)
{
    size_t i = 0;

    while (i < n && !assay_str_equal(section[i].name, name))
        i++;
    return i < n;
}

static enum assay_code add_groups(const struct assay_suite *suite,
                                  const struct assay_node *list, bool expected,
                                  struct assay_suite_section *section, size_t *count,
                                  struct assay_error *err)
{
    for (size_t i = 0; i < assay_node_count(list); i++) {
        const struct assay_str name = assay_node_text(assay_node_at(list, i));

        if (name.len == 0)
            return assay_suite_fail(suite, assay_node_at(list, i), err,
                                    "each: expected names, found %s",
                                    assay_node_type_name(assay_node_at(list, i)));
        if (has_group(section, *count, name))
            return assay_suite_fail(suite, assay_node_at(list, i), err,
                                    "each: \"%.*s\" is named twice", ASSAY_STR_ARG(name));
        section[(*count)++] = group_of(suite, name, expected);
    }
    return ASSAY_OK;
}

/* What has a meaning for one set of sections only. */
static enum assay_code check_declared(const struct assay_suite *suite,
                                      const struct assay_node *each,
                                      struct assay_error *err)
{
    if (!suite->declared)
        return assay_suite_fail(suite, each, err, "each needs \"sections\"");
    if (suite->joined)
        return assay_suite_fail(suite, suite->joined, err, "joined goes not with each");
    for (size_t i = 0; i < suite->section_count; i++)
        if (suite->section[i].aside || suite->section[i].stored.len > 0)
            return assay_suite_fail(
                suite, each, err,
                "each: section \"%.*s\" has aside or stored, which go not with it",
                ASSAY_STR_ARG(suite->section[i].name));
    return ASSAY_OK;
}

enum assay_code assay_suite_read_each(struct assay_suite *suite, struct assay_error *err)
{
    const struct assay_node *each = assay_node_get(suite->spec, "each");
    const struct assay_node *of = assay_node_get(each, "of");
    const struct assay_node *optional = assay_node_get(each, "optional");
    struct assay_suite_section *section;
    size_t count = 0;
    enum assay_code code;

    if (!each)
        return ASSAY_OK;
    code = check_declared(suite, each, err);
    if (code)
        return code;
    section = assay_arena_new(suite->arena,
                              assay_node_count(of) + assay_node_count(optional) + 1,
                              sizeof(*section));
    suite->each = suite->section;
    suite->each_count = suite->section_count;
    code = add_groups(suite, of, true, section, &count, err);
    if (!code)
        code = add_groups(suite, optional, false, section, &count, err);
    if (!code && count == 0)
        code = assay_suite_fail(suite, each, err, "each names no groups");
    suite->section = section;
    suite->section_count = count;
    return code;
}

struct assay_str assay_suite_declared(const struct assay_suite *suite,
                                      struct assay_str subset)
{
    for (size_t i = 0; suite->each_count > 0 && i < suite->section_count; i++) {
        const struct assay_str group = suite->section[i].name;

        if (subset.len > group.len && subset.ptr[group.len] == '/' &&
            memcmp(subset.ptr, group.ptr, group.len) == 0)
            return (struct assay_str){subset.ptr + group.len + 1,
                                      subset.len - group.len - 1};
    }
    return subset;
}
