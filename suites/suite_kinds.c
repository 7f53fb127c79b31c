/*
 * suite_kinds.c - which kinds a description could be of, where its own does not fit.
 *
 * A description is tried under each kind that there is: those under which it would be read, and would take
 * what it was given, are what the writer may have meant.
 */
#include "suites/suite_parts.h"

#include <string.h>

enum {
    KINDS_MAX = 64,
    TOLD_MAX = 8 /* kinds that a message names */
};

/* The description with another kind in it. */
static const struct assay_node *of_kind(const struct assay_suite *suite,
                                        const struct assay_kind *kind)
{
    const size_t n = assay_node_count(suite->spec);
    struct assay_node *copy = assay_arena_new(suite->arena, 1, sizeof(*copy));
    struct assay_member *at = assay_arena_new(suite->arena, n, sizeof(*at));

    *copy = *suite->spec;
    copy->as.map.at = at;
    for (size_t i = 0; i < n; i++) {
        at[i] = suite->spec->as.map.at[i];
        if (assay_str_equal(at[i].key, ASSAY_STR("kind")))
            at[i].value.as.text = assay_str_of(kind->name);
    }
    return copy;
}

static bool fits(const struct assay_suite *suite, const struct assay_kind *kind,
                 struct assay_kind_need need)
{
    struct assay_suite *other = assay_arena_new(suite->arena, 1, sizeof(*other));
    struct assay_error ignored;

    if (kind->command && !suite->fields) /* which says nothing of what it is */
        return false;
    if (need.wants && !(kind->wants & need.wants))
        return false;
    if (need.item && (kind->command || kind->check(need.item, &ignored)))
        return false;
    other->arena = suite->arena;
    other->places = suite->places;
    other->path = suite->path;
    other->name = suite->name;
    memcpy(other->option, suite->option, sizeof(other->option));
    other->option_count = suite->option_count;
    other->spec = of_kind(suite, kind);
    return assay_suite_read(other, &ignored) == ASSAY_OK;
}

/* Puts a name first. */
static void lead_with(const char **names, size_t n, const char *name)
{
    size_t i = 0;

    while (i < n && strcmp(names[i], name) != 0)
        i++;
    if (i == n)
        return;
    memmove(&names[1], &names[0], i * sizeof(*names));
    names[0] = name;
}

/* The kinds that fit: one that is spelt nearly so first, else the one of two completions where there are two. */
static size_t fitting(const struct assay_suite *suite, struct assay_kind_need need,
                      const char **names)
{
    const struct assay_node *completions = assay_node_get(suite->fields, "completions");
    const char *near;
    size_t n = 0;

    for (size_t i = 0; assay_kind_at(i) && n < KINDS_MAX; i++)
        if (assay_kind_at(i) != suite->kind && fits(suite, assay_kind_at(i), need))
            names[n++] = assay_kind_at(i)->name;
    near = assay_str_nearest(suite->kind->name, names, n);
    for (size_t i = 0; assay_node_count(completions) == 2 && assay_kind_at(i); i++)
        if (assay_kind_at(i)->two_orders)
            lead_with(names, n, assay_kind_at(i)->name);
    if (near)
        lead_with(names, n, near);
    return n;
}

/* What a message says behind "path:line: ", up to a hint; *line is 0 where it does not begin so. */
static struct assay_str said(const struct assay_suite *suite, const char *text,
                             size_t *line)
{
    struct assay_str what = assay_str_of(text);
    const char *at = text + strlen(suite->path) + 1;

    *line = 0;
    if (assay_str_starts(what, assay_str_of(suite->path)) && at[-1] == ':') {
        for (; *at >= '0' && *at <= '9'; at++)
            *line = *line * 10 + (size_t)(*at - '0');
        what = assay_str_of(at + strspn(at, ": "));
    }
    what.len = assay_str_find(what, ASSAY_STR("; "));
    return what;
}

enum assay_code assay_suite_blame_kind(const struct assay_suite *suite,
                                       struct assay_kind_need need,
                                       struct assay_error *err)
{
    const struct assay_error why = *err;
    const struct assay_node *at = assay_node_get(suite->spec, "kind");
    const char *names[KINDS_MAX];
    const size_t n = fitting(suite, need, names);
    struct assay_buf text = {0};
    struct assay_str what;
    size_t line;

    if (n == 0)
        return err->code;
    what = said(suite, why.text, &line);
    assay_buf_add(&text, what);
    if (line && line != at->line)
        assay_buf_printf(&text, " (line %zu)", line);
    for (size_t i = 0; i < n && i < TOLD_MAX; i++)
        assay_buf_printf(&text, "%s \"%s\"", i ? "," : "; nearest kind that fits is",
                         names[i]);
    (void)assay_fail(err, why.code, "%s:%u: %s", suite->path, at->line, text.data);
    assay_buf_release(&text);
    return err->code;
}

enum assay_code assay_suite_accepts(const struct assay_suite *suite, enum assay_want want,
                                    struct assay_error *err)
{
    const enum assay_code code = assay_suite_takes(suite, want, err);

    return code && suite->own
               ? assay_suite_blame_kind(
                     suite, (struct assay_kind_need){.wants = 1U << want}, err)
               : code;
}
