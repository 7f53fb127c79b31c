/* item_place.c - values of a record at the places that a mapping names. */
#include "suites/item_parts.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

enum assay_code assay_builder_refuse(const struct assay_builder *b, const char *fmt, ...)
{
    char text[512];
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    return assay_fail_at(b->err, assay_field_spot(b->source), "%s", text);
}

enum assay_code assay_builder_value(const struct assay_builder *b,
                                    const struct assay_place *place,
                                    const struct assay_node **out, const char **name)
{
    *out = NULL;
    *name = place->count ? assay_field_name(place->at[0]) : "";
    for (size_t i = 0; i < place->count; i++) {
        const enum assay_code code =
            assay_field_value(place->at[i], b->source, b->arena, out, b->err);

        if (code || *out)
            return code;
    }
    return ASSAY_OK;
}

enum assay_code assay_builder_text(const struct assay_builder *b,
                                   const struct assay_place *place, struct assay_str *out)
{
    const struct assay_node *found = NULL;

    *out = (struct assay_str){"", 0};
    for (size_t i = 0; i < place->count; i++) {
        enum assay_code code =
            assay_field_value(place->at[i], b->source, b->arena, &found, b->err);

        if (code)
            return code;
        if (found || i + 1 == place->count)
            return assay_field_text(place->at[i], b->source, b->arena, out, b->err);
    }
    return ASSAY_OK;
}

bool assay_builder_number(const struct assay_node *node, double *out)
{
    return assay_node_number(node, out) || assay_str_number(assay_node_text(node), out);
}

enum assay_code assay_builder_count(const struct assay_builder *b,
                                    const struct assay_place *place, size_t most,
                                    bool lists, size_t *out)
{
    const struct assay_node *found;
    const char *name;
    double value;
    enum assay_code code = assay_builder_value(b, place, &found, &name);

    if (code)
        return code;
    if (lists && assay_node_is(found, ASSAY_NODE_LIST))
        value = (double)assay_node_count(found);
    else if (!assay_builder_number(found, &value))
        return assay_builder_refuse(b, "%s: expected a whole number, found %s", name,
                                    found ? assay_node_type_name(found) : "nothing");
    if (!(value >= 0.0 && value <= (double)most) || floor(value) != value)
        return assay_builder_refuse(b, "%s: %g is no whole number from 0 to %zu", name,
                                    value, most);
    *out = (size_t)value;
    return ASSAY_OK;
}
