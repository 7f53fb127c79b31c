/* compare.c - does an outcome equal what a case expects? */
#include "tests/cases/case.h"

#include "harness/core/buf.h"
#include "harness/core/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const double least = 1e-3; /* below this size, differences count absolutely */

struct place {
    const char *id;
    const char *path;
    double rtol;
};

static bool undefined(const struct assay_node *node)
{
    return !node || node->type == ASSAY_NODE_NULL ||
           assay_str_equal(assay_node_text(node), ASSAY_STR("nan"));
}

static bool scalars_equal(const struct assay_node *got, const struct assay_node *want,
                          double rtol)
{
    double a;
    double b;

    if (undefined(got) || undefined(want))
        return undefined(got) && undefined(want);
    if (!case_number(got, &a) || !case_number(want, &b))
        return got->type == want->type && got->type == ASSAY_NODE_TEXT &&
               assay_str_equal(got->as.text, want->as.text);
    if (a == b)
        return true;
    return rtol > 0.0 && isfinite(a) && isfinite(b) &&
           fabs(a - b) <= rtol * fmax(fmax(fabs(a), fabs(b)), least);
}

static void node_print(const char *label, const struct assay_node *node)
{
    struct assay_buf text = {0};

    if (node)
        assay_json_write(node, false, &text);
    printf(" %s %s", label, node ? assay_buf_view(&text).ptr : "nothing");
    assay_buf_release(&text);
}

static size_t difference(const struct place *place, const struct assay_node *got,
                         const struct assay_node *want)
{
    printf("%s:%s:", place->id, place->path);
    node_print("got", got);
    node_print("want", want);
    printf("\n");
    return 1;
}

static size_t compare(const struct place *place, const struct assay_node *got,
                      const struct assay_node *want);

static size_t compare_below(const struct place *place, const char *step,
                            const struct assay_node *got, const struct assay_node *want)
{
    struct assay_buf path = {0};
    struct place below = *place;
    size_t differences;

    assay_buf_printf(&path, "%s%s", place->path, step);
    below.path = assay_buf_view(&path).ptr;
    differences = compare(&below, got, want);
    assay_buf_release(&path);
    return differences;
}

static size_t compare_maps(const struct place *place, const struct assay_node *got,
                           const struct assay_node *want)
{
    size_t differences = 0;

    for (size_t i = 0; i < want->as.map.count; i++) {
        const struct assay_member *member = &want->as.map.at[i];
        char step[100];

        (void)snprintf(step, sizeof(step), ".%.*s", ASSAY_STR_ARG(member->key));
        differences +=
            compare_below(place, step, assay_node_find(got, member->key), &member->value);
    }
    return differences;
}

static size_t compare_lists(const struct place *place, const struct assay_node *got,
                            const struct assay_node *want)
{
    size_t differences = 0;

    if (assay_node_count(got) != want->as.list.count)
        return difference(place, got, want);
    for (size_t i = 0; i < want->as.list.count; i++) {
        char step[32];

        (void)snprintf(step, sizeof(step), "[%zu]", i);
        differences +=
            compare_below(place, step, assay_node_at(got, i), assay_node_at(want, i));
    }
    return differences;
}

static size_t compare(const struct place *place, const struct assay_node *got,
                      const struct assay_node *want)
{
    if (assay_node_is(want, ASSAY_NODE_MAP) && assay_node_is(got, ASSAY_NODE_MAP))
        return compare_maps(place, got, want);
    if (assay_node_is(want, ASSAY_NODE_LIST) && assay_node_is(got, ASSAY_NODE_LIST))
        return compare_lists(place, got, want);
    return scalars_equal(got, want, place->rtol) ? 0 : difference(place, got, want);
}

size_t case_compare(const char *id, const struct assay_node *got,
                    const struct assay_node *want, double rtol)
{
    return compare(&(struct place){id, "", rtol}, got, want);
}

bool case_wants_refusal(const struct assay_node *want)
{
    const struct assay_str text = assay_node_text(want);

    if (undefined(want) || assay_str_starts(text, ASSAY_STR("error")))
        return true;
    if (assay_node_get(want, "error"))
        return true;
    if (!assay_node_is(want, ASSAY_NODE_MAP) || want->as.map.count == 0)
        return false;
    for (size_t i = 0; i < want->as.map.count; i++) {
        if (!undefined(&want->as.map.at[i].value))
            return false;
    }
    return true;
}
