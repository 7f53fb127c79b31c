#include "harness/run/survey.h"

#include "harness/run/leg.h"

static size_t prompt_of(const struct assay_item *item)
{
    size_t bytes = 0;

    for (size_t i = 0; i < item->message_count; i++)
        bytes += item->messages[i].content.len;
    return bytes;
}

/* Bytes of texts that are read where every completion is read with its prompt. */
static size_t bytes_of(const struct assay_item *item)
{
    const size_t prompt = prompt_of(item);
    size_t all = 0;

    for (size_t i = 0; i < item->completion_count; i++)
        all += prompt + item->completions[i].len;
    return all;
}

static void add_load(const struct assay_item *item, struct assay_load *load)
{
    load->items++;
    load->completions += item->completion_count;
    load->bytes += bytes_of(item);
    load->prompt += prompt_of(item);
}

static enum assay_code count(struct assay_items *items, size_t limit,
                             struct assay_survey *out, struct assay_names *subsets,
                             struct assay_error *err)
{
    struct assay_arena arena = {0};
    const struct assay_item *item;
    enum assay_code code;

    for (;;) {
        assay_arena_reset(&arena);
        code = assay_items_next(items, &arena, &item, err);
        if (code || !item)
            break;
        out->items++;
        out->completions += item->completion_count;
        if (limit == 0 || out->items <= limit)
            add_load(item, &out->load);
        out->texts = out->texts || item->completions[0].len > 0;
        (void)assay_names_add(subsets, item->subset);
    }
    assay_arena_release(&arena);
    return code;
}

enum assay_code assay_survey_take(const struct assay_plan *plan, size_t number,
                                  struct assay_arena *arena, struct assay_survey *out,
                                  struct assay_error *err)
{
    struct assay_suite *suite = plan->suite[number].suite;
    struct assay_names subsets = {0};
    struct assay_items *items = NULL;
    struct assay_node changed;
    enum assay_code code = ASSAY_OK;

    *out = (struct assay_survey){0};
    if (assay_suite_part_count(suite) > 0 && !assay_suite_part(suite))
        code = assay_suite_choose(suite, assay_suite_part_name(suite, 0), err);
    if (!code && !assay_suite_reads(suite, assay_leg_model_path(plan)))
        code =
            assay_suite_verify(suite, plan->request->allow_changed, arena, &changed, err);
    if (!code)
        code = assay_items_open(suite, assay_leg_model_path(plan), &items, err);
    if (!code)
        code = count(items, plan->request->limit, out, &subsets, err);
    if (!code)
        code = assay_items_sources(items, arena, &out->sources, err);
    out->subsets = subsets.count;
    out->load.orders = assay_suite_orders(suite);
    assay_items_close(items);
    assay_names_release(&subsets);
    return code;
}
