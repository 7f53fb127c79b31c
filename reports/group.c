#include "reports/group.h"

#include "reports/escape.h"

static bool of_one_suite(const struct assay_group *group,
                         const struct assay_result *result)
{
    const struct assay_result *first = group->run[0]->result;

    return assay_str_equal(first->suite, result->suite) &&
           assay_str_equal(first->part, result->part);
}

static struct assay_str title_of(const struct assay_result *result, size_t others,
                                 struct assay_arena *arena)
{
    const struct assay_str name = result->title.len ? result->title : result->suite;
    struct assay_buf buf = {0};
    struct assay_str title;

    assay_buf_add(&buf, name);
    if (result->part.len) {
        assay_buf_puts(&buf, ", ");
        assay_buf_add(&buf, result->part);
    }
    if (others > 0)
        assay_buf_printf(&buf, " (%zu: other data, version or options)", others + 1);
    title = assay_arena_copy(arena, assay_buf_view(&buf));
    assay_buf_release(&buf);
    return title;
}

static struct assay_str slug_of(const struct assay_result *result, size_t place,
                                struct assay_arena *arena)
{
    struct assay_buf buf = {0};
    struct assay_str slug;

    assay_escape_slug(result->suite, 24, &buf);
    if (result->part.len) {
        assay_buf_putc(&buf, '-');
        assay_escape_slug(result->part, 24, &buf);
    }
    if (place > 0) /* slugs of different names may be alike */
        assay_buf_printf(&buf, "-%zu", place + 1);
    slug = assay_arena_copy(arena, assay_buf_view(&buf));
    assay_buf_release(&buf);
    return slug;
}

static struct assay_str label_of(const struct assay_result *result)
{
    return result->label.len ? result->label : result->model;
}

/* Labels, the second of two equal ones with a number behind it. */
static void name_runs(struct assay_group *group, struct assay_arena *arena)
{
    struct assay_str *name = assay_arena_new(arena, group->count, sizeof(*name));

    for (size_t i = 0; i < group->count; i++) {
        const struct assay_str label = label_of(group->run[i]->result);
        size_t same = 1;

        for (size_t j = 0; j < i; j++)
            same += assay_str_equal(label, label_of(group->run[j]->result));
        name[i] = label;
        if (same > 1)
            name[i] = assay_str_of(
                assay_arena_printf(arena, "%.*s (%zu)", ASSAY_STR_ARG(label), same));
    }
    group->name = name;
}

/* The group that a run belongs to, or NULL; *others is how many there are of the same suite, all of other data. */
static struct assay_group *find_group(struct assay_group *groups, size_t count,
                                      const struct assay_report_run *run, size_t *others)
{
    *others = 0;
    for (size_t g = 0; g < count; g++) {
        if (!of_one_suite(&groups[g], run->result))
            continue;
        if (assay_str_equal(groups[g].run[0]->basis, run->basis))
            return &groups[g];
        ++*others;
    }
    return NULL;
}

void assay_group_runs(const struct assay_report_input *input, struct assay_arena *arena,
                      struct assay_group **groups, size_t *count)
{
    struct assay_group *all = assay_arena_new(arena, input->count, sizeof(*all));
    size_t found = 0;

    for (size_t i = 0; i < input->count; i++) {
        const struct assay_result *result = input->runs[i].result;
        size_t others;
        struct assay_group *group = find_group(all, found, &input->runs[i], &others);

        if (!group) {
            group = &all[found];
            group->run =
                assay_arena_new(arena, input->count, sizeof(struct assay_report_run *));
            group->title = title_of(result, others, arena);
            group->slug = slug_of(result, found, arena);
            found++;
        }
        group->run[group->count++] = &input->runs[i];
    }
    for (size_t g = 0; g < found; g++)
        name_runs(&all[g], arena);
    *groups = all;
    *count = found;
}

const struct assay_section *assay_group_section(const struct assay_result *result,
                                                struct assay_str name)
{
    for (size_t i = 0; i < result->section_count; i++)
        if (assay_str_equal(result->section[i].name, name))
            return &result->section[i];
    return assay_str_equal(result->overall.name, name) ? &result->overall : NULL;
}
