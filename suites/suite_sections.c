/* suite_sections.c - how subsets become sections, and sections the overall value. */
#include "suites/suite_parts.h"
#include "suites/suite_schema.h"

#include <stdlib.h>
#include <string.h>

static int compare_names(const void *a, const void *b)
{
    return assay_str_compare(*(const struct assay_str *)a, *(const struct assay_str *)b);
}

enum assay_code assay_suite_choice(const struct assay_suite *suite,
                                   const struct assay_node *node,
                                   const char *const *names, size_t *out,
                                   struct assay_error *err)
{
    const struct assay_str word = assay_node_text(node);
    size_t n = 0;

    if (!node)
        return ASSAY_OK; /* the caller's default stands */
    for (; names[n]; n++)
        if (assay_str_equal(word, assay_str_of(names[n]))) {
            *out = n;
            return ASSAY_OK;
        }
    return assay_slip_tell(&(struct assay_slip){suite->path, node->line, "unknown word",
                                                word, NULL, names, n},
                           ASSAY_EDATA, err);
}

static bool sorted_order(const struct assay_suite *suite)
{
    return assay_str_equal(assay_node_text(assay_node_get(suite->spec, "subset_order")),
                           ASSAY_STR("sorted"));
}

static enum assay_code read_subsets(const struct assay_suite *suite,
                                    const struct assay_node *node,
                                    struct assay_suite_section *section,
                                    struct assay_error *err)
{
    const struct assay_node *list = assay_node_get(node, "subsets");
    const size_t n = list ? assay_node_count(list) : 1;
    struct assay_str *names = assay_arena_new(suite->arena, n, sizeof(*names));

    names[0] = section->name; /* a section without a list is the subset of its name */
    for (size_t i = 0; list && i < n; i++) {
        names[i] = assay_node_text(assay_node_at(list, i));
        if (names[i].len == 0)
            return assay_suite_fail(suite, assay_node_at(list, i), err,
                                    "subsets: expected names, found %s",
                                    assay_node_type_name(assay_node_at(list, i)));
    }
    if (n == 0)
        return assay_suite_fail(suite, list, err, "section \"%.*s\" has no subsets",
                                ASSAY_STR_ARG(section->name));
    if (sorted_order(suite))
        qsort(names, n, sizeof(*names), compare_names);
    section->subset = names;
    section->subset_count = n;
    return ASSAY_OK;
}

static enum assay_code read_section(const struct assay_suite *suite,
                                    const struct assay_node *node,
                                    struct assay_suite_section *section,
                                    struct assay_error *err)
{
    const struct assay_node *optional = assay_node_get(node, "optional");
    const struct assay_node *aside = assay_node_get(node, "aside");
    size_t value = ASSAY_SECTION_MICRO;
    enum assay_code code;

    section->name = assay_node_text(assay_node_get(node, "name"));
    section->stored = assay_node_text(assay_node_get(node, "stored"));
    section->unreleased = assay_node_text(assay_node_get(node, "unreleased"));
    section->expected = !(optional && optional->as.truth);
    section->aside = aside && aside->as.truth;
    section->weight = 1.0;
    (void)assay_node_number(assay_node_get(node, "weight"), &section->weight);
    if (section->weight < 0.0)
        return assay_suite_fail(suite, node, err, "weight %g is negative",
                                section->weight);
    code = assay_suite_choice(suite, assay_node_get(node, "value"), assay_values_words,
                              &value, err);
    section->value = (enum assay_section_value)value;
    return code ? code : read_subsets(suite, node, section, err);
}

/* A weight that is left out where other sections state one is forgotten, not 1. */
static enum assay_code check_section_weights(const struct assay_suite *suite,
                                             const struct assay_node *sections,
                                             struct assay_error *err)
{
    const size_t n = assay_node_count(sections);
    size_t given = 0;

    for (size_t i = 0; i < n; i++)
        given += assay_node_get(assay_node_at(sections, i), "weight") != NULL;
    for (size_t i = 0; given > 0 && given < n && i < n; i++)
        if (!assay_node_get(assay_node_at(sections, i), "weight"))
            return assay_suite_fail(
                suite, assay_node_at(sections, i), err,
                "section \"%.*s\" needs \"weight\", as others have one",
                ASSAY_STR_ARG(suite->section[i].name));
    return ASSAY_OK;
}

/* The section that holds a subset, or NULL. */
static const struct assay_suite_section *holder(const struct assay_suite *suite, size_t n,
                                                struct assay_str subset)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < suite->section[i].subset_count; k++)
            if (assay_str_equal(suite->section[i].subset[k], subset))
                return &suite->section[i];
    return NULL;
}

static enum assay_code check_once(const struct assay_suite *suite, size_t i,
                                  const struct assay_node *at, struct assay_error *err)
{
    const struct assay_suite_section *section = &suite->section[i];

    for (size_t k = 0; k < section->subset_count; k++)
        if (holder(suite, i, section->subset[k]))
            return assay_suite_fail(suite, at, err, "subset \"%.*s\" is in two sections",
                                    ASSAY_STR_ARG(section->subset[k]));
    return ASSAY_OK;
}

/* Fails with what is wrong about a name, which is none of the keys of a map. */
static enum assay_code no_such_key(const struct assay_suite *suite,
                                   const struct assay_node *at, const char *what,
                                   struct assay_str name, const struct assay_node *map,
                                   struct assay_error *err)
{
    const size_t n = assay_node_count(map);
    const char **names = assay_arena_new(suite->arena, n + 1, sizeof(const char *));

    for (size_t i = 0; i < n; i++)
        names[i] = assay_arena_copy(suite->arena, map->as.map.at[i].key).ptr;
    return assay_slip_tell(
        &(struct assay_slip){suite->path, at->line, what, name, NULL, names, n},
        ASSAY_EDATA, err);
}

/* The same for a name that is none of the subsets of sections. */
static enum assay_code no_such_subset(const struct assay_suite *suite,
                                      const struct assay_node *at, const char *what,
                                      struct assay_str name, struct assay_error *err)
{
    const char **names;
    size_t n = 0, count = 0;

    for (size_t i = 0; i < suite->section_count; i++)
        n += suite->section[i].subset_count;
    names = assay_arena_new(suite->arena, n + 1, sizeof(const char *));
    for (size_t i = 0; i < suite->section_count; i++)
        for (size_t k = 0; k < suite->section[i].subset_count; k++)
            names[count++] =
                assay_arena_copy(suite->arena, suite->section[i].subset[k]).ptr;
    return assay_slip_tell(
        &(struct assay_slip){suite->path, at->line, what, name, NULL, names, n},
        ASSAY_EDATA, err);
}

/* Names under `weights`, `rows` and `subset_kinds` must be subsets of sections. */
static enum assay_code check_known(const struct assay_suite *suite,
                                   const struct assay_node *map, const char *what,
                                   struct assay_error *err)
{
    for (size_t i = 0; suite->declared && i < assay_node_count(map); i++)
        if (!holder(suite, suite->section_count, map->as.map.at[i].key))
            return no_such_subset(suite, &map->as.map.at[i].value, what,
                                  map->as.map.at[i].key, err);
    return ASSAY_OK;
}

static enum assay_code check_rows(const struct assay_suite *suite,
                                  struct assay_error *err)
{
    const struct assay_node *rows = suite->rows;

    for (size_t i = 0; i < assay_node_count(rows); i++)
        if (!assay_node_is(&rows->as.map.at[i].value, ASSAY_NODE_INT) ||
            rows->as.map.at[i].value.as.integer < 1)
            return assay_suite_fail(suite, &rows->as.map.at[i].value, err,
                                    "rows: \"%.*s\" needs a whole number from 1",
                                    ASSAY_STR_ARG(rows->as.map.at[i].key));
    return check_known(suite, rows, "rows: no section has a subset", err);
}

static bool any_weighted(const struct assay_suite *suite)
{
    for (size_t i = 0; i < suite->section_count; i++)
        if (suite->section[i].value == ASSAY_SECTION_WEIGHTED)
            return true;
    return false;
}

static enum assay_code check_weights(const struct assay_suite *suite,
                                     struct assay_error *err)
{
    const struct assay_node *weights = suite->weights;
    enum assay_code code;
    double weight;

    for (size_t i = 0; i < assay_node_count(weights); i++)
        if (!assay_node_number(&weights->as.map.at[i].value, &weight) || weight < 0.0)
            return assay_suite_fail(suite, &weights->as.map.at[i].value, err,
                                    "weights: \"%.*s\" needs a number from 0",
                                    ASSAY_STR_ARG(weights->as.map.at[i].key));
    for (size_t i = 0; i < suite->section_count; i++)
        for (size_t k = 0; k < suite->section[i].subset_count; k++)
            if (suite->section[i].value == ASSAY_SECTION_WEIGHTED &&
                !assay_node_find(weights, suite->section[i].subset[k]))
                return no_such_key(
                    suite, assay_node_at(assay_node_get(suite->spec, "sections"), i),
                    "weights: nothing for subset", suite->section[i].subset[k], weights,
                    err);
    code = check_known(suite, weights, "weights: no section has a subset", err);
    if (!code && weights && suite->declared && !any_weighted(suite))
        code = assay_suite_fail(suite, weights, err,
                                "weights are of subsets, and no section has value: "
                                "weighted");
    return code;
}

static enum assay_code check_kinds(const struct assay_suite *suite,
                                   struct assay_error *err)
{
    for (size_t i = 0; i < assay_node_count(suite->kinds); i++) {
        const struct assay_node *name = &suite->kinds->as.map.at[i].value;
        const struct assay_kind *kind = assay_kind_find(assay_node_text(name));

        if (!kind)
            return assay_suite_no_kind(suite, name, err);
        if (kind != suite->kind && (kind->find || suite->kind->find || kind->command))
            return assay_suite_fail(suite, name, err,
                                    "subset_kinds: kinds %s and %s do not go together",
                                    suite->kind->name, kind->name);
    }
    return check_known(suite, suite->kinds, "subset_kinds: no section has a subset", err);
}

static enum assay_code check_joined(const struct assay_suite *suite,
                                    struct assay_error *err)
{
    for (size_t i = 0; i < assay_node_count(suite->joined); i++) {
        const struct assay_node *group = assay_node_at(suite->joined, i);

        if (!assay_node_is(group, ASSAY_NODE_LIST))
            return assay_suite_fail(suite, group, err,
                                    "joined: expected lists of subsets, found %s",
                                    assay_node_type_name(group));
        for (size_t k = 0; suite->declared && k < assay_node_count(group); k++)
            if (!holder(suite, suite->section_count,
                        assay_node_text(assay_node_at(group, k))))
                return no_such_subset(suite, group, "joined: no section has a subset",
                                      assay_node_text(assay_node_at(group, k)), err);
    }
    return ASSAY_OK;
}

static enum assay_code read_kind_extra(struct assay_suite *suite,
                                       const struct assay_node *node,
                                       struct assay_error *err)
{
    const struct assay_extra *extras = suite->kind->extras;
    const char *names[ASSAY_SUITE_EXTRAS_MAX + 2] = {"macro"};
    const struct assay_str word = assay_node_text(node);
    struct assay_error what;
    size_t n = 1;

    for (; extras && extras[n - 1].name && n <= ASSAY_SUITE_EXTRAS_MAX; n++) {
        names[n] = extras[n - 1].name;
        if (!assay_str_equal(word, assay_str_of(names[n])))
            continue;
        if (suite->extra_count == ASSAY_SUITE_EXTRAS_MAX)
            return assay_suite_fail(suite, node, err, "more than %d measures",
                                    ASSAY_SUITE_EXTRAS_MAX);
        suite->extra[suite->extra_count++] = &extras[n - 1];
        return ASSAY_OK;
    }
    (void)assay_fail(&what, ASSAY_EDATA, "kind %s has no further measure",
                     suite->kind->name);
    return assay_slip_tell(
        &(struct assay_slip){suite->path, node->line, what.text, word, NULL, names, n},
        ASSAY_EDATA, err);
}

/* `macro` is there for every kind; the others are the kind's own. */
static enum assay_code read_extra(struct assay_suite *suite,
                                  const struct assay_node *node, struct assay_error *err)
{
    if (!assay_str_equal(assay_node_text(node), ASSAY_STR("macro")))
        return read_kind_extra(suite, node, err);
    suite->macro = true;
    return ASSAY_OK;
}

static enum assay_code read_extras(struct assay_suite *suite, struct assay_error *err)
{
    const struct assay_node *measures = assay_node_get(suite->spec, "measures");
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < assay_node_count(measures); i++)
        code = read_extra(suite, assay_node_at(measures, i), err);
    return code;
}

enum assay_code assay_suite_read_sections(struct assay_suite *suite,
                                          struct assay_error *err)
{
    const struct assay_node *list = assay_node_get(suite->spec, "sections");
    const size_t n = assay_node_count(list);
    struct assay_suite_section *section =
        assay_arena_new(suite->arena, n + 1, sizeof(*section));
    size_t order = 0;
    enum assay_code code =
        assay_suite_choice(suite, assay_node_get(suite->spec, "subset_order"),
                           assay_orders_words, &order, err);

    suite->section = section;
    suite->declared = n > 0;
    suite->weights = assay_node_get(suite->spec, "weights");
    suite->rows = assay_node_get(suite->spec, "rows");
    suite->kinds = assay_node_get(suite->spec, "subset_kinds");
    suite->joined = assay_node_get(suite->spec, "joined");
    for (size_t i = 0; !code && i < n; i++) {
        code = read_section(suite, assay_node_at(list, i), &section[i], err);
        if (!code)
            code = check_once(suite, i, assay_node_at(list, i), err);
        suite->section_count = i + 1;
    }
    if (!code)
        code = check_section_weights(suite, list, err);
    if (!code)
        code = check_weights(suite, err);
    if (!code)
        code = check_rows(suite, err);
    if (!code)
        code = check_kinds(suite, err);
    if (!code)
        code = check_joined(suite, err);
    if (!code)
        code = assay_suite_read_each(suite, err);
    return code ? code : read_extras(suite, err);
}

const struct assay_kind *assay_suite_kind_of(const struct assay_suite *suite,
                                             struct assay_str subset)
{
    const struct assay_node *kind =
        assay_node_find(suite->kinds, assay_suite_declared(suite, subset));

    return kind ? assay_kind_find(assay_node_text(kind)) : suite->kind;
}

enum assay_code assay_suite_kind_takes(const struct assay_suite *suite,
                                       const struct assay_kind *kind,
                                       enum assay_want want, struct assay_error *err)
{
    const char *place = assay_arena_printf(suite->arena, "%s:%u", suite->path,
                                           assay_node_get(suite->spec, "kind")->line);

    return assay_kind_takes(kind, place, want, err);
}

enum assay_code assay_suite_takes(const struct assay_suite *suite, enum assay_want want,
                                  struct assay_error *err)
{
    enum assay_code code = assay_suite_kind_takes(suite, suite->kind, want, err);

    if (!code)
        code = assay_suite_compares(suite, want, err);
    for (size_t i = 0; !code && i < assay_node_count(suite->kinds); i++)
        code = assay_suite_kind_takes(
            suite, assay_suite_kind_of(suite, suite->kinds->as.map.at[i].key), want, err);
    return code;
}

/* What one member of `scoring:` says must be a word or a number that the kind knows. */
static enum assay_code check_scoring(const struct assay_suite *suite,
                                     const struct assay_member *member,
                                     struct assay_error *err)
{
    const struct assay_scoring *known = suite->kind->scoring;
    const char *names[ASSAY_SUITE_OPTIONS_MAX];
    struct assay_error what;
    size_t n = 0, ignored;
    double number;

    for (; known && known[n].name; n++) {
        names[n] = known[n].name;
        if (!assay_str_equal(member->key, assay_str_of(known[n].name)))
            continue;
        if (known[n].words == assay_scoring_text) {
            struct assay_error why;

            if (!suite->kind->reads ||
                suite->kind->reads(assay_node_text(&member->value), &why) == ASSAY_OK)
                return ASSAY_OK;
            return assay_suite_fail(suite, &member->value, err, "%s: %s", known[n].name,
                                    why.text);
        }
        if (known[n].words)
            return assay_suite_choice(suite, &member->value, known[n].words, &ignored,
                                      err);
        if (assay_node_number(&member->value, &number))
            return ASSAY_OK;
        return assay_suite_fail(suite, &member->value, err, "%s: expected a number",
                                known[n].name);
    }
    (void)assay_fail(&what, ASSAY_EDATA, "scoring: kind %s knows no", suite->kind->name);
    return assay_slip_tell(&(struct assay_slip){suite->path, member->value.line,
                                                what.text, member->key, NULL, names, n},
                           ASSAY_EDATA, err);
}

enum assay_code assay_suite_read_scoring(struct assay_suite *suite,
                                         struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    suite->scoring = assay_node_get(suite->spec, "scoring");
    for (size_t i = 0; !code && i < assay_node_count(suite->scoring); i++)
        code = check_scoring(suite, &suite->scoring->as.map.at[i], err);
    if (!code && suite->kind->open)
        code = suite->kind->open(suite->scoring, suite->arena, &suite->opened, err);
    return code;
}
