/* suite_classes.c - `classes:` of a description, and which rules go with them. */
#include "suites/suite_parts.h"

#include "metrics/classes.h"

static enum assay_code read_names(struct assay_suite *suite,
                                  const struct assay_node *list, struct assay_error *err)
{
    const size_t n = assay_node_count(list);
    struct assay_str *name = assay_arena_new(suite->arena, n, sizeof(*name));

    if (n < 2 || n >= ASSAY_CLASSES_MAX)
        return assay_suite_fail(suite, list, err, "classes: expected 2 to %d names",
                                ASSAY_CLASSES_MAX - 1);
    for (size_t i = 0; i < n; i++) {
        name[i] = assay_node_text(assay_node_at(list, i));
        if (name[i].len == 0)
            return assay_suite_fail(suite, list, err, "classes: expected names");
        for (size_t k = 0; k < i; k++)
            if (assay_str_equal(name[i], name[k]))
                return assay_suite_fail(suite, list, err, "classes: \"%.*s\" twice",
                                        ASSAY_STR_ARG(name[i]));
        if (assay_str_equal(name[i], ASSAY_STR("tie")))
            suite->classes.tie = (int)i;
    }
    suite->classes.name = name;
    suite->classes.count = n;
    suite->classes.compared = assay_str_equal(name[0], ASSAY_STR("first")) &&
                              assay_str_equal(name[1], ASSAY_STR("second"));
    return ASSAY_OK;
}

/* The rules that kinds with classes know are others than those of the rest. */
static enum assay_code check_rule(const struct assay_suite *suite,
                                  enum assay_unparsable rule, struct assay_error *err)
{
    const struct assay_node *at = assay_node_get(suite->spec, "unparsable");
    const bool own = rule >= ASSAY_UNPARSABLE_TIE;

    if (!suite->kind->needs_class)
        return own ? assay_suite_fail(suite, at, err,
                                      "unparsable: \"%s\" is for kinds with classes",
                                      rule == ASSAY_UNPARSABLE_TIE ? "tie" : "class")
                   : ASSAY_OK;
    if (!own && rule > ASSAY_UNPARSABLE_LOSS)
        return assay_suite_fail(suite, at, err,
                                "unparsable: kind %s knows drop, loss, tie and class",
                                suite->kind->name);
    if (rule == ASSAY_UNPARSABLE_TIE && suite->classes.tie < 0)
        return assay_suite_fail(suite, at, err, "unparsable: no class is called \"tie\"");
    return ASSAY_OK;
}

static enum assay_code check_unparsable(const struct assay_suite *suite,
                                        struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (unsigned want = 0; !code && want < ASSAY_WANTS; want++)
        code = check_rule(suite, suite->unparsable[want], err);
    return code;
}

enum assay_code assay_suite_read_classes(struct assay_suite *suite,
                                         struct assay_error *err)
{
    const struct assay_node *list = assay_node_get(suite->spec, "classes");
    enum assay_code code = ASSAY_OK;

    suite->classes = (struct assay_class_names){.tie = ASSAY_GAMES_UNDECIDED};
    if (!list != !suite->kind->needs_class)
        return assay_suite_fail(suite, list ? list : suite->spec, err,
                                "kind %s %s \"classes\"", suite->kind->name,
                                list ? "has no" : "needs");
    if (list)
        code = read_names(suite, list, err);
    return code ? code : check_unparsable(suite, err);
}

enum assay_code assay_suite_compares(const struct assay_suite *suite,
                                     enum assay_want want, struct assay_error *err)
{
    if (!suite->kind->needs_class || want == ASSAY_WANT_VERDICTS ||
        suite->classes.compared)
        return ASSAY_OK;
    return assay_fail(
        err, ASSAY_EUSAGE,
        "%s:%u: the classes are no comparison of two completions, so that the suite is "
        "measured from verdicts, not from %s",
        suite->path, assay_node_get(suite->spec, "classes")->line, assay_want_name(want));
}
