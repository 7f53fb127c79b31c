/*
 * suite_shape.c - whether a description is one of its kind.
 *
 * Kinds share their words, so that a wrong kind could be read and would measure something else. What
 * tells them apart is how the right completions are told, what stored answers are, and what only some
 * of them know.
 */
#include "suites/suite_parts.h"

#include "harness/core/buf.h"

struct label {
    const char *key;
    unsigned bit;
};

static const struct label labels[] = {
    {"chosen", ASSAY_LABEL_CHOSEN}, {"correct", ASSAY_LABEL_CORRECT},
    {"gold", ASSAY_LABEL_GOLD},     {"ranks", ASSAY_LABEL_GOLD},
    {"errors", ASSAY_LABEL_ERRORS}, {"class", ASSAY_LABEL_CLASS},
};

enum {
    LABELS = sizeof(labels) / sizeof(labels[0])
};

/* Fields of a description, and how they are overlaid. */
struct shape {
    const struct assay_suite *suite;
    const struct assay_node *over; /* may be NULL */
    struct assay_error *err;
};

static const struct assay_node *field_of(const struct shape *shape, const char *key)
{
    const struct assay_node *found = assay_node_get(shape->over, key);

    return found ? found : assay_node_get(shape->suite->fields, key);
}

/* Where something is missing. */
static const struct assay_node *place_of(const struct shape *shape)
{
    if (shape->over)
        return shape->over;
    return shape->suite->fields ? shape->suite->fields : shape->suite->spec;
}

/* What the kind takes, for messages: "chosen or gold". */
static void put_labels(const struct assay_kind *kind, struct assay_buf *out)
{
    for (size_t i = 0; i < LABELS; i++)
        if (kind->labels & labels[i].bit)
            assay_buf_printf(out, "%s%s", out->len ? " or " : "", labels[i].key);
}

/* The kinds that take a label, for messages. */
static void put_kinds(unsigned label, struct assay_buf *out)
{
    size_t n = 0;

    for (size_t i = 0; assay_kind_at(i); i++)
        if (assay_kind_at(i)->labels & label)
            assay_buf_printf(out, "%s%s", n++ ? ", " : "", assay_kind_at(i)->name);
}

/* A label that the kind does not take, or none where it needs one. */
static enum assay_code wrong_label(const struct shape *shape, const struct label *given)
{
    const struct assay_kind *kind = shape->suite->kind;
    const struct assay_node *at = assay_node_get(shape->suite->spec, "kind");
    struct assay_buf known = {0}, kinds = {0};
    enum assay_code code;

    put_labels(kind, &known);
    put_kinds(given ? given->bit : ASSAY_LABEL_FIRST, &kinds);
    code = assay_suite_fail(
        shape->suite, at, shape->err,
        "kind %s has %s in fields, found %s (line %u); kinds that have it are %s",
        kind->name, known.len ? known.data : "no word for what is right",
        given ? given->key : "nothing of that",
        given ? field_of(shape, given->key)->line : place_of(shape)->line, kinds.data);
    assay_buf_release(&known);
    assay_buf_release(&kinds);
    return code;
}

static enum assay_code check_labels(const struct shape *shape,
                                    const struct assay_mapping *mapping)
{
    const struct assay_kind *kind = shape->suite->kind;
    const struct label *given = NULL;

    for (size_t i = 0; i < LABELS; i++) {
        if (!field_of(shape, labels[i].key))
            continue;
        if (given)
            return assay_suite_fail(shape->suite, field_of(shape, labels[i].key),
                                    shape->err, "fields name both \"%s\" and \"%s\"",
                                    given->key, labels[i].key);
        given = &labels[i];
    }
    if (!given && kind->rates && mapping->dimension_count > 0)
        return ASSAY_OK;
    return kind->labels & (given ? given->bit : ASSAY_LABEL_FIRST)
               ? ASSAY_OK
               : wrong_label(shape, given);
}

/* A key that some kinds need and the others do not know. */
static enum assay_code check_field(const struct shape *shape, const char *key,
                                   bool needed, bool known)
{
    const struct assay_node *field = field_of(shape, key);

    if ((field || !needed) && (!field || known))
        return ASSAY_OK;
    return assay_suite_fail(shape->suite, field ? field : place_of(shape), shape->err,
                            "kind %s %s \"%s\" in fields", shape->suite->kind->name,
                            field ? "has no" : "needs", key);
}

/* What only samples have: pairs of them, and what the best of them is chosen and judged by. */
static enum assay_code check_samples(const struct shape *shape)
{
    static const char *const keys[] = {"pairs",   "proxies", "golds",   "steps",
                                       "answers", "tokens",  "lengths", "difficulty"};
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < sizeof(keys) / sizeof(keys[0]); i++)
        code = check_field(shape, keys[i], false, shape->suite->kind->takes_pairs);
    return code;
}

enum assay_code assay_suite_fits_kind(const struct assay_suite *suite,
                                      const struct assay_node *over,
                                      const struct assay_mapping *mapping,
                                      struct assay_error *err)
{
    const struct shape shape = {suite, over, err};
    const struct assay_kind *kind = suite->kind;
    const bool errors = kind->labels & ASSAY_LABEL_ERRORS;
    enum assay_code code = ASSAY_OK;

    if (mapping->completions_count == 0 && mapping->count.count == 0)
        return assay_suite_fail(suite, place_of(&shape), err,
                                "kind %s needs \"completions\" or \"count\" in fields",
                                kind->name);
    code = check_labels(&shape, mapping);
    if (!code)
        code = check_field(&shape, "principle", kind->needs_principle,
                           kind->needs_principle);
    if (!code)
        code = check_field(&shape, "group", kind->needs_group, true);
    if (!code)
        code = check_samples(&shape);
    if (!code)
        code = check_field(&shape, "dimensions", false, kind->rates);
    if (!code)
        code = check_field(&shape, "errors_from", false, errors);
    return code ? code : check_field(&shape, "errors_beyond", false, errors);
}

/* A key of the description that some kinds do not know. */
static enum assay_code check_key(const struct assay_suite *suite, const char *key,
                                 bool known, struct assay_error *err)
{
    const struct assay_node *node = assay_node_get(suite->spec, key);

    return !node || known ? ASSAY_OK
                          : assay_suite_fail(suite, node, err, "kind %s has no \"%s\"",
                                             suite->kind->name, key);
}

/* True if items of the suite, of whatever kind, may be answered so. */
static bool wants(const struct assay_suite *suite, enum assay_want want)
{
    unsigned bits = suite->kind->wants;

    for (size_t i = 0; i < assay_node_count(suite->kinds); i++)
        bits |=
            assay_kind_find(assay_node_text(&suite->kinds->as.map.at[i].value))->wants;
    return bits & 1U << want;
}

enum assay_code assay_suite_check_answers(const struct assay_suite *suite,
                                          struct assay_error *err)
{
    struct assay_error why;

    for (size_t i = 0; i < suite->replay_count; i++) {
        const struct assay_replay_map *map = &suite->replay[i];
        const enum assay_want want = assay_replay_map_want(map);

        if (!map->subsets && !wants(suite, want) &&
            assay_kind_takes(suite->kind, map->name, want, &why))
            return assay_fail(err, ASSAY_EDATA, "%s:%u: mapping %s", map->file, map->line,
                              why.text);
    }
    return ASSAY_OK;
}

static enum assay_code check_generator(const struct assay_suite *suite,
                                       struct assay_error *err)
{
    const struct assay_generator *generator = suite->data.generator;

    if (!generator || generator->kind == suite->kind)
        return ASSAY_OK;
    return assay_suite_fail(suite, assay_node_get(suite->spec, "kind"), err,
                            "generator %s makes items of kind %s, not %s",
                            generator->name, generator->kind->name, suite->kind->name);
}

enum assay_code assay_suite_check_shape(const struct assay_suite *suite,
                                        struct assay_error *err)
{
    const struct assay_kind *kind = suite->kind;
    const bool verdicts = kind->wants & ASSAY_TAKES_VERDICTS;
    enum assay_code code = check_generator(suite, err);

    if (!code)
        code = check_key(suite, "votes", verdicts, err);
    if (!code)
        code = check_key(suite, "orders", kind->two_orders, err);
    if (!code)
        code = check_key(suite, "games", kind->two_orders, err);
    return code;
}
