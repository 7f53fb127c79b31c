/* jinja_collect.c - filters on lists and maps. */
#include "adapters/jinja_filter.h"

static struct jinja_value none(void)
{
    return (struct jinja_value){.type = JINJA_UNDEFINED};
}

struct jinja_value assay_jinja_collect_length(const struct jinja_work *work)
{
    switch (work->of.type) {
    case JINJA_TEXT:
        return assay_jinja_of_integer((int64_t)assay_str_code_points(work->of.as.text));
    case JINJA_SEQUENCE:
        return assay_jinja_of_integer((int64_t)work->of.as.sequence->count);
    case JINJA_MAPPING:
        return assay_jinja_of_integer((int64_t)work->of.as.mapping->count);
    case JINJA_UNDEFINED:
        return assay_jinja_of_integer(0);
    case JINJA_NONE:
    case JINJA_TRUTH:
    case JINJA_INTEGER:
    case JINJA_REAL:
    case JINJA_CALLABLE:
        break;
    }
    return assay_jinja_fail(work->render, "%s has no length",
                            assay_jinja_type_name(&work->of));
}

struct jinja_value assay_jinja_collect_fallback(const struct jinja_work *work)
{
    const struct jinja_value *value =
        assay_jinja_argument(work->arguments, 0, "default_value");
    const bool missing =
        work->of.type == JINJA_UNDEFINED ||
        (assay_jinja_truth_argument(work, 1, "boolean") && !assay_jinja_true(&work->of));

    if (!missing)
        return work->of;
    return value ? *value : assay_jinja_of_text((struct assay_str){"", 0});
}

struct jinja_value assay_jinja_collect_first(const struct jinja_work *work)
{
    const struct jinja_value all = assay_jinja_each(work->render, work->of);

    return work->render->code || all.as.sequence->count == 0 ? none()
                                                             : all.as.sequence->at[0];
}

struct jinja_value assay_jinja_collect_last(const struct jinja_work *work)
{
    const struct jinja_value all = assay_jinja_each(work->render, work->of);

    return work->render->code || all.as.sequence->count == 0
               ? none()
               : all.as.sequence->at[all.as.sequence->count - 1];
}

struct jinja_value assay_jinja_collect_list(const struct jinja_work *work)
{
    const struct jinja_value all = assay_jinja_each(work->render, work->of);
    struct jinja_value copy = assay_jinja_new_sequence(work->render->arena);

    for (size_t i = 0; !work->render->code && i < all.as.sequence->count; i++)
        assay_jinja_push(work->render->arena, &copy, all.as.sequence->at[i]);
    return copy;
}

struct jinja_value assay_jinja_collect_reverse(const struct jinja_work *work)
{
    const struct jinja_value all = assay_jinja_each(work->render, work->of);
    struct jinja_value out = assay_jinja_new_sequence(work->render->arena);
    struct assay_buf text = {0};

    for (size_t i = work->render->code ? 0 : all.as.sequence->count; i > 0; i--) {
        assay_jinja_push(work->render->arena, &out, all.as.sequence->at[i - 1]);
        if (work->of.type == JINJA_TEXT)
            assay_buf_add(&text, all.as.sequence->at[i - 1].as.text);
    }
    if (work->of.type == JINJA_TEXT)
        out = assay_jinja_of_text(
            assay_arena_copy(work->render->arena, assay_buf_view(&text)));
    assay_buf_release(&text);
    return out;
}

/* a.b.c of a value. */
static struct jinja_value attribute(struct jinja_render *render, struct jinja_value of,
                                    struct assay_str path)
{
    const struct assay_str point = ASSAY_STR(".");
    const struct jinja_value names = assay_jinja_split(path, &point, -1, render->arena);

    for (size_t i = 0; i < names.as.sequence->count; i++) {
        const struct jinja_value *found =
            assay_jinja_get_text(&of, names.as.sequence->at[i].as.text);

        of = found ? *found : none();
    }
    return of;
}

struct jinja_value assay_jinja_collect_join(const struct jinja_work *work)
{
    const struct assay_str mark = assay_jinja_text_argument(work, 0, "d", "");
    const struct assay_str path = assay_jinja_text_argument(work, 1, "attribute", "");
    const struct jinja_value all = assay_jinja_each(work->render, work->of);
    struct assay_buf out = {.ceiling = ASSAY_JINJA_OUTPUT_MAX};
    struct jinja_value done;

    for (size_t i = 0; !work->render->code && i < all.as.sequence->count; i++) {
        struct jinja_value one = all.as.sequence->at[i];

        if (path.len > 0)
            one = attribute(work->render, one, path);
        if (i > 0)
            assay_buf_add(&out, mark);
        assay_buf_add(&out, assay_jinja_spell(work->render, &one));
    }
    done =
        assay_jinja_of_text(assay_arena_copy(work->render->arena, assay_buf_view(&out)));
    assay_buf_release(&out);
    return done;
}

/* What map and select go over: nothing where it is none, as there. */
static struct jinja_value some_of(const struct jinja_work *work)
{
    return assay_jinja_true(&work->of) ? assay_jinja_each(work->render, work->of)
                                       : assay_jinja_new_sequence(work->render->arena);
}

/* The arguments behind the first n. */
static struct jinja_arguments behind(const struct jinja_arguments *arguments, size_t n)
{
    struct jinja_arguments rest = {.count = 0};

    for (size_t i = n; i < arguments->count; i++)
        rest.at[rest.count++] = arguments->at[i];
    return rest;
}

struct jinja_value assay_jinja_collect_map(const struct jinja_work *work)
{
    const struct jinja_value *path =
        assay_jinja_argument(work->arguments, 99, "attribute");
    const struct jinja_value all = some_of(work);
    const struct assay_str name = assay_jinja_text_argument(work, 0, "filter", "");
    struct jinja_arguments rest = behind(work->arguments, 1);
    struct jinja_value out = assay_jinja_new_sequence(work->render->arena);

    if (!path && !assay_jinja_filter_known(name))
        return assay_jinja_fail(work->render, "map: no filter \"%.*s\"",
                                ASSAY_STR_ARG(name));
    for (size_t i = 0; !work->render->code && i < all.as.sequence->count; i++) {
        struct jinja_value one = all.as.sequence->at[i];

        if (path)
            one = attribute(work->render, one, assay_jinja_spell(work->render, path));
        else
            one = assay_jinja_filter(work->render, name, one, &rest);
        assay_jinja_push(work->render->arena, &out, one);
    }
    return out;
}

/* Those of which a test holds, or not; of an attribute where one is named. */
static struct jinja_value chosen(const struct jinja_work *work, bool by_attribute,
                                 bool holds)
{
    const struct jinja_value all = some_of(work);
    const size_t first_place = by_attribute ? 1 : 0;
    const struct assay_str path = assay_jinja_text_argument(work, 0, "attribute", "");
    const struct assay_str test =
        assay_jinja_text_argument(work, first_place, "test", "");
    struct jinja_arguments rest = behind(work->arguments, first_place + 1);
    struct jinja_value out = assay_jinja_new_sequence(work->render->arena);

    if (test.len > 0 && !assay_jinja_test_known(test))
        return assay_jinja_fail(work->render, "no test \"%.*s\"", ASSAY_STR_ARG(test));
    for (size_t i = 0; !work->render->code && i < all.as.sequence->count; i++) {
        const struct jinja_value one = all.as.sequence->at[i];
        const struct jinja_value of =
            by_attribute ? attribute(work->render, one, path) : one;
        const bool is = test.len > 0 ? assay_jinja_test(work->render, test, of, &rest)
                                     : assay_jinja_true(&of);

        if (is == holds)
            assay_jinja_push(work->render->arena, &out, one);
    }
    return out;
}

struct jinja_value assay_jinja_collect_select(const struct jinja_work *work)
{
    return chosen(work, false, true);
}

struct jinja_value assay_jinja_collect_reject(const struct jinja_work *work)
{
    return chosen(work, false, false);
}

struct jinja_value assay_jinja_collect_selectattr(const struct jinja_work *work)
{
    return chosen(work, true, true);
}

struct jinja_value assay_jinja_collect_rejectattr(const struct jinja_work *work)
{
    return chosen(work, true, false);
}

/* Stable, by insertion: what templates sort is short. */
struct jinja_value assay_jinja_collect_sort(const struct jinja_work *work)
{
    const struct assay_str path = assay_jinja_text_argument(work, 2, "attribute", "");
    const bool down = assay_jinja_truth_argument(work, 0, "reverse");
    struct jinja_value out = assay_jinja_collect_list(work);
    struct jinja_value *at = work->render->code ? NULL : out.as.sequence->at;

    for (size_t i = 1; !work->render->code && i < out.as.sequence->count; i++) {
        const struct jinja_value one = at[i];
        size_t k = i;

        while (k > 0 && assay_jinja_enter(work->render)) {
            const struct jinja_value a =
                path.len > 0 ? attribute(work->render, at[k - 1], path) : at[k - 1];
            const struct jinja_value b =
                path.len > 0 ? attribute(work->render, one, path) : one;
            const int order = assay_jinja_compare(work->render, &a, &b);

            work->render->depth--;
            if (down ? order >= 0 : order <= 0)
                break;
            at[k] = at[k - 1];
            k--;
        }
        at[k] = one;
    }
    return out;
}

/* The least or the greatest; undefined where there is none. */
static struct jinja_value extreme(const struct jinja_work *work, bool most)
{
    const struct jinja_value all = assay_jinja_each(work->render, work->of);
    struct jinja_value out = none();

    for (size_t i = 0; !work->render->code && i < all.as.sequence->count; i++) {
        const struct jinja_value *one = &all.as.sequence->at[i];
        const int order = i > 0 ? assay_jinja_compare(work->render, one, &out) : 0;

        if (i == 0 || (most ? order > 0 : order < 0))
            out = *one;
    }
    return out;
}

struct jinja_value assay_jinja_collect_least(const struct jinja_work *work)
{
    return extreme(work, false);
}

struct jinja_value assay_jinja_collect_greatest(const struct jinja_work *work)
{
    return extreme(work, true);
}

struct jinja_value assay_jinja_collect_unique(const struct jinja_work *work)
{
    const struct jinja_value all = assay_jinja_each(work->render, work->of);
    struct jinja_value out = assay_jinja_new_sequence(work->render->arena);

    for (size_t i = 0; !work->render->code && i < all.as.sequence->count; i++) {
        bool seen = false;

        for (size_t k = 0; k < out.as.sequence->count; k++)
            seen = seen ||
                   assay_jinja_equal(&out.as.sequence->at[k], &all.as.sequence->at[i]);
        if (!seen)
            assay_jinja_push(work->render->arena, &out, all.as.sequence->at[i]);
    }
    return out;
}

struct jinja_value assay_jinja_collect_items(const struct jinja_work *work)
{
    struct jinja_arguments no = {.count = 0};

    if (work->of.type == JINJA_UNDEFINED)
        return assay_jinja_new_sequence(work->render->arena);
    return assay_jinja_method(work->render, ASSAY_STR("items"), work->of, &no);
}

struct jinja_value assay_jinja_collect_dictsort(const struct jinja_work *work)
{
    struct jinja_work pairs = *work;
    struct jinja_arguments no = {.count = 0};

    pairs.of = assay_jinja_collect_items(work);
    pairs.arguments = &no;
    return work->render->code ? none() : assay_jinja_collect_sort(&pairs);
}

struct jinja_value assay_jinja_collect_sum(const struct jinja_work *work)
{
    const struct jinja_value all = assay_jinja_each(work->render, work->of);
    struct jinja_value total = assay_jinja_of_integer(0);

    for (size_t i = 0; !work->render->code && i < all.as.sequence->count; i++)
        total =
            assay_jinja_operate(work->render, JINJA_ADD, &total, &all.as.sequence->at[i]);
    return total;
}
