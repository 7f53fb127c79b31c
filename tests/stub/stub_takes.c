/* stub_takes.c - is a value what a row of a table takes? */
#include "tests/stub/stub_schema.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The rest of what a row says, and what is inside of maps. */
struct reader {
    const char *at;
    const struct stub_schema *inside;
    struct stub_fault *out;
};

struct range {
    double low, high;
    bool above; /* low itself is outside */
};

static bool any_of(struct reader *in, const struct assay_node *node);

static void pass_blanks(struct reader *in)
{
    in->at += strspn(in->at, " ");
}

static bool pass(struct reader *in, char want)
{
    if (*in->at != want)
        return false;
    in->at++;
    return true;
}

static double read_bound(struct reader *in, double otherwise)
{
    char *end;
    const long long value = strtoll(in->at, &end, 10);

    if (end == in->at)
        return otherwise;
    in->at = end;
    return (double)value;
}

/* "LOW..HIGH", of which either may be left out; without one, everything. */
static struct range read_range(struct reader *in)
{
    struct range range = {-(double)INFINITY, (double)INFINITY, false};

    pass_blanks(in);
    range.above = pass(in, '>');
    range.low = range.high = read_bound(in, range.low);
    if (!isfinite(range.low) || *in->at == '.')
        range.high = (double)INFINITY;
    if (strncmp(in->at, "..", 2) == 0) {
        in->at += 2;
        range.high = read_bound(in, range.high);
    }
    return range;
}

static bool is_within(double value, struct range range)
{
    return (range.above ? value > range.low : value >= range.low) && value <= range.high;
}

static bool is_list(struct reader *in, const struct assay_node *node)
{
    const char *element = in->at;
    bool good = assay_node_is(node, ASSAY_NODE_LIST);

    for (size_t i = 0; good && i < assay_node_count(node); i++) {
        in->at = element;
        good = any_of(in, assay_node_at(node, i));
    }
    in->at = element;
    (void)any_of(in, NULL);
    (void)pass(in, ']');
    return is_within((double)assay_node_count(node), read_range(in)) && good;
}

/* 'word' */
static bool is_word(struct reader *in, const struct assay_node *node)
{
    const struct assay_str word = {in->at, strcspn(in->at, "'")};

    in->at += word.len + 1;
    return assay_node_is(node, ASSAY_NODE_TEXT) &&
           assay_str_equal(assay_node_text(node), word);
}

static bool is_map(struct reader *in, const struct assay_node *node)
{
    if (!assay_node_is(node, ASSAY_NODE_MAP))
        return false;
    if (in->inside && !in->out->why[0])
        stub_fault_of(node, in->inside, in->out);
    return !in->out->why[0];
}

static bool is_text(struct reader *in, const struct assay_node *node)
{
    const struct range range = read_range(in);
    const struct assay_str text = assay_node_text(node);

    return assay_node_is(node, ASSAY_NODE_TEXT) &&
           is_within((double)assay_str_code_points(text), range);
}

static bool is_number(struct reader *in, const struct assay_node *node, bool whole)
{
    const struct range range = read_range(in);
    double value = 0.0;

    return assay_node_number(node, &value) && is_within(value, range) &&
           (!whole || assay_node_is(node, ASSAY_NODE_INT));
}

static bool is_named(struct reader *in, const struct assay_node *node,
                     struct assay_str name)
{
    if (assay_str_equal(name, ASSAY_STR("text")))
        return is_text(in, node);
    if (assay_str_equal(name, ASSAY_STR("int")))
        return is_number(in, node, true);
    if (assay_str_equal(name, ASSAY_STR("number")))
        return is_number(in, node, false);
    if (assay_str_equal(name, ASSAY_STR("bool")))
        return assay_node_is(node, ASSAY_NODE_BOOL);
    if (assay_str_equal(name, ASSAY_STR("null")))
        return assay_node_is(node, ASSAY_NODE_NULL);
    if (assay_str_equal(name, ASSAY_STR("map")))
        return is_map(in, node);
    if (assay_str_equal(name, ASSAY_STR("any")))
        return node != NULL;
    abort(); /* a table of ours that cannot be read */
}

static bool is_one(struct reader *in, const struct assay_node *node)
{
    struct assay_str name;

    pass_blanks(in);
    if (pass(in, '['))
        return is_list(in, node);
    if (pass(in, '\''))
        return is_word(in, node);
    name = (struct assay_str){in->at, strspn(in->at, "abcdefghijklmnopqrstuvwxyz")};
    in->at += name.len;
    return is_named(in, node, name);
}

/* X | Y | ... All of it is read, whatever is right. */
static bool any_of(struct reader *in, const struct assay_node *node)
{
    bool good = is_one(in, node);

    for (pass_blanks(in); pass(in, '|'); pass_blanks(in))
        good = is_one(in, node) || good;
    return good;
}

bool stub_takes(const struct stub_field *field, const struct assay_node *value,
                const struct stub_schema *inside, struct stub_fault *out)
{
    static const char required[] = "required ";
    struct reader in = {field->takes, inside, out};

    if (strncmp(in.at, required, sizeof(required) - 1) == 0)
        in.at += sizeof(required) - 1;
    return any_of(&in, value);
}
