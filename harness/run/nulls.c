#include "harness/run/nulls.h"

#include "harness/core/clock.h"
#include "harness/run/model.h"

#include <string.h>

static enum assay_code next_item(void *items, struct assay_arena *arena,
                                 const struct assay_item **out, struct assay_error *err)
{
    return assay_items_next(items, arena, out, err);
}

/*
 * True if no item has a completion above the one before it by its labels: the data list the
 * right completion first by their format, and a model that goes by position is right by that
 * alone. A model that scores completions one by one does not see it; a judge of pairs does if it is shown them as
 * they are listed (positions=listed, or a worker that gives preferences).
 */
static bool right_ones_first(const struct assay_table *table)
{
    if (table->want != ASSAY_WANT_SCORES || table->dimension)
        return false;
    for (size_t i = 0; i < table->items; i++)
        for (size_t k = table->gold_first[i] + 1; k < table->gold_first[i + 1]; k++)
            if (table->gold[k] > table->gold[k - 1])
                return false;
    return table->items > 0;
}

static enum assay_code score(const struct assay_leg_setting *setting,
                             const struct assay_model *model, struct assay_items *items,
                             struct assay_result *result, bool *formatted,
                             struct assay_error *err)
{
    const struct assay_request *request = setting->plan->request;
    const struct assay_suite *suite = setting->plan->suite[setting->number].suite;
    const struct assay_scorer scorer = {model->adapter, model->state, setting->jobs};
    const struct assay_queue_setting queue = {.source = {next_item, items},
                                              .limit = request->limit,
                                              .merge = model->adapter->reads_text,
                                              .stop = setting->stop};
    const struct assay_measuring measuring = {.level = request->level,
                                              .replicates = request->replicates,
                                              .seed = request->seed};
    const enum assay_want want = assay_model_want(model);
    struct assay_scored scored;
    struct assay_book book;
    struct assay_table table;
    enum assay_code code;

    assay_book_init(&book, want, assay_model_values(model, suite));
    code = assay_score(&scorer, &queue, &book, &scored, err);
    assay_book_close(&book, &table);
    assay_book_keep_names(&table, setting->arena);
    *formatted = model->adapter->by_position && right_ones_first(&table);
    if (!code)
        code =
            assay_suite_measure(suite, &table, &measuring, setting->arena, result, err);
    assay_book_release(&book);
    return code;
}

static enum assay_code measure(const struct assay_leg_setting *setting,
                               const struct assay_adapter *adapter,
                               struct assay_result *result, bool *formatted,
                               struct assay_error *err)
{
    const struct assay_plan *plan = setting->plan;
    const struct assay_suite *suite = plan->suite[setting->number].suite;
    const struct assay_setting opening = {.target = "",
                                          .suite = assay_suite_name(suite),
                                          .orders = assay_suite_orders(suite),
                                          .votes = assay_suite_votes(suite),
                                          .seed = plan->request->seed,
                                          .arena = setting->arena};
    struct assay_items *items = NULL;
    struct assay_model model;
    enum assay_code code = assay_model_open(&model, adapter, NULL, 0, &opening, err);

    if (!code)
        code = assay_items_open(suite, assay_leg_model_path(plan), &items, err);
    if (!code)
        code = score(setting, &model, items, result, formatted, err);
    assay_items_close(items);
    assay_model_close(&model);
    return code;
}

static struct assay_null null_of(const struct assay_adapter *adapter,
                                 const struct assay_result *result,
                                 struct assay_arena *arena)
{
    struct assay_figure *section =
        assay_arena_new(arena, result->section_count, sizeof(*section));

    for (size_t i = 0; i < result->section_count; i++)
        section[i] = result->section[i].value;
    return (struct assay_null){.name = assay_str_of(adapter->name),
                               .overall = result->overall.value,
                               .section = section};
}

/* Which null baselines say anything of a suite; the others are left out with a note. */
struct sight {
    bool scores; /* the suite can be measured from scores */
    bool texts;  /* what there is to see is text, and it is here */
};

static struct sight sight_of(const struct assay_suite *suite, bool texts,
                             struct assay_buf *notes)
{
    struct assay_error ignored;
    const struct sight sight = {
        .scores = !assay_suite_takes(suite, ASSAY_WANT_SCORES, &ignored),
        .texts = texts && !assay_suite_shows_media(suite),
    };

    if (!sight.scores)
        assay_buf_puts(notes,
                       "no null baselines: the suite is not measured from scores\n");
    else if (!sight.texts)
        assay_buf_printf(notes, "null baselines that read texts are left out: %s\n",
                         texts ? "the suite shows pictures" : "the data hold no texts");
    return sight;
}

static bool is_asked(const struct assay_adapter *adapter, struct sight sight)
{
    return adapter->null_baseline && sight.scores &&
           (sight.texts || !adapter->reads_text);
}

enum assay_code assay_nulls_measure(const struct assay_leg_setting *setting, bool texts,
                                    struct assay_leg *leg, struct assay_buf *notes,
                                    struct assay_error *err)
{
    const double from = assay_clock();
    const struct sight sight =
        sight_of(setting->plan->suite[setting->number].suite, texts, notes);
    const struct assay_adapter *adapter;
    struct assay_null *nulls;
    const size_t own = leg->result.null_count; /* of the kind */
    size_t n = 0, count = 0;

    while (assay_adapter_at(n))
        n++;
    nulls = assay_arena_new(setting->arena, n + own, sizeof(*nulls));
    for (size_t i = 0; (adapter = assay_adapter_at(i)) != NULL; i++) {
        struct assay_result result = {0};
        bool formatted = false;
        enum assay_code code;

        if (!is_asked(adapter, sight))
            continue;
        code = measure(setting, adapter, &result, &formatted, err);
        if (code == ASSAY_EINTERRUPTED)
            return code;
        if (code)
            assay_buf_printf(notes, "null baseline %s: %s\n", adapter->name, err->text);
        else if (formatted)
            assay_buf_printf(notes,
                             "null baseline %s is left out: the data list the right "
                             "completion first\n",
                             adapter->name);
        else if (result.section_count == leg->result.section_count)
            nulls[count++] = null_of(adapter, &result, setting->arena);
    }
    if (own)
        memcpy(nulls + count, leg->result.null, own * sizeof(*nulls));
    leg->result.null = nulls;
    leg->result.null_count = count + own;
    leg->nulls = assay_clock() - from;
    return ASSAY_OK;
}
