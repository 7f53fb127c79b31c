/* leg_belong.c - whether items that are read from a file of answers are of the suite at all. */
#include "harness/core/names.h"
#include "harness/run/leg.h"

/* True if it is the name of a field, and not a place in a file. */
static bool is_of_record(const struct assay_node *spec)
{
    const struct assay_str name = assay_node_text(spec);

    return name.len > 0 && name.ptr[0] != '@';
}

/* True if the formats of stored answers give their items the ids that the suite's own have. */
static bool ids_are_shared(const struct assay_node *spec)
{
    const struct assay_node *id = assay_node_get(assay_node_get(spec, "fields"), "id");
    const struct assay_node *formats = assay_node_get(spec, "replay");

    for (size_t i = 0; i < assay_node_count(formats); i++) {
        const struct assay_node *other =
            assay_node_get(assay_node_get(assay_node_at(formats, i), "items"), "id");

        if (other && !assay_str_equal(assay_node_text(other), assay_node_text(id)))
            return false;
    }
    return is_of_record(id);
}

/*
 * True if items that stand in path can be held against the suite's own: these are here, all of
 * them, and both have a key out of their records.
 */
static bool is_comparable(const struct assay_suite *suite, const char *path)
{
    const struct assay_node *spec = assay_suite_spec(suite);

    return path && assay_suite_reads(suite, path) &&
           assay_suite_presence(suite) == ASSAY_PRESENCE_HERE &&
           (assay_node_get(assay_node_get(spec, "fields"), "key") ||
            ids_are_shared(spec));
}

/* Keys of the items in path (NULL: of the suite's own) are added to known or, with found,
   looked up there until one is. */
static enum assay_code read_keys(const struct assay_suite *suite, const char *path,
                                 struct assay_names *known, bool *found,
                                 struct assay_error *err)
{
    struct assay_arena arena = {0};
    struct assay_items *items = NULL;
    const struct assay_item *item = NULL;
    uint32_t number;
    enum assay_code code = assay_items_open(suite, path, &items, err);

    while (!code && !(found && *found)) {
        assay_arena_reset(&arena);
        code = assay_items_next(items, &arena, &item, err);
        if (code || !item)
            break;
        if (found)
            *found = assay_names_find(known, item->key, &number);
        else
            (void)assay_names_add(known, item->key);
    }
    assay_items_close(items);
    assay_arena_release(&arena);
    return code;
}

enum assay_code assay_leg_belongs(const struct assay_suite *suite, const char *path,
                                  bool *belongs, struct assay_error *err)
{
    struct assay_names known = {0};
    enum assay_code code;

    *belongs = true;
    if (!is_comparable(suite, path))
        return ASSAY_OK;
    *belongs = false;
    code = read_keys(suite, path, &known, NULL, err);
    if (!code)
        code = read_keys(suite, NULL, &known, belongs, err);
    assay_names_release(&known);
    return code;
}

enum assay_code assay_leg_check_part(struct assay_suite *suite, const char *path,
                                     struct assay_error *err)
{
    const char *name = assay_suite_name(suite), *part = assay_suite_part(suite);
    bool belongs;
    enum assay_code code = assay_leg_belongs(suite, path, &belongs, err);

    if (code || belongs)
        return code;
    for (size_t i = 0; part && i < assay_suite_part_count(suite); i++) {
        const char *other = assay_suite_part_name(suite, i);

        if (assay_suite_choose(suite, other, err) || !is_comparable(suite, path) ||
            assay_leg_belongs(suite, path, &belongs, err))
            continue;
        if (belongs)
            return assay_fail(
                err, ASSAY_EDATA,
                "%s: none of its items is of %s:%s, whose data are here; they "
                "are of %s:%s",
                path, name, part, name, other);
    }
    return assay_fail(err, ASSAY_EDATA,
                      "%s: none of its items is of %s%s%s, whose data are here", path,
                      name, part ? ":" : "", part ? part : "");
}
