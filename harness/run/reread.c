#include "harness/run/reread.h"

#include "adapters/adapter.h"
#include "suites/kind.h"

enum {
    WORDS_MAX = 64
};

/* A text of run.json with a NUL behind it. */
static const char *text_of(const struct assay_reread *reread,
                           const struct assay_node *node)
{
    return assay_arena_copy(reread->arena, assay_node_text(node)).ptr;
}

/* The suite options of run.json as words. */
static size_t option_words(const struct assay_reread *reread, const char **words)
{
    const struct assay_node *list =
        assay_node_get(assay_node_get(reread->stored->run, "config"), "suite-option");
    size_t n = 0;

    for (size_t i = 0; i < assay_node_count(list) && n < WORDS_MAX; i++)
        words[n++] = text_of(reread, assay_node_at(list, i));
    return n;
}

static enum assay_code load_suite(struct assay_reread *reread,
                                  const struct assay_node *plan,
                                  const struct assay_places *places,
                                  struct assay_error *err)
{
    const char *words[WORDS_MAX];
    const size_t n = option_words(reread, words);
    const char *part = text_of(reread, assay_node_get(reread->leg, "part"));
    enum assay_code code = assay_suite_load(
        &(struct assay_suite_words){text_of(reread, assay_node_get(plan, "spec")), words,
                                    n},
        places, reread->arena, &reread->suite, err);

    if (!code && *part && !assay_suite_part(reread->suite))
        code = assay_suite_choose(reread->suite, part, err);
    return code;
}

static enum assay_code open_items(struct assay_reread *reread, struct assay_error *err)
{
    const struct assay_node *model =
        assay_node_get(assay_node_get(reread->stored->run, "plan"), "model");
    const struct assay_adapter *adapter =
        assay_adapter_find(text_of(reread, assay_node_get(model, "adapter")));
    const char *target = text_of(reread, assay_node_get(model, "target"));

    return assay_items_open(reread->suite, adapter && adapter->covers ? target : NULL,
                            &reread->items, err);
}

enum assay_code assay_reread_open(const struct assay_stored *stored,
                                  const struct assay_result *result,
                                  const struct assay_places *places,
                                  struct assay_arena *arena, struct assay_reread *out,
                                  struct assay_error *err)
{
    const size_t number = assay_stored_number(stored, result);
    const struct assay_node *plan = assay_node_get(stored->run, "plan");
    enum assay_code code;

    *out = (struct assay_reread){.stored = stored, .result = result, .arena = arena};
    out->leg = assay_node_at(assay_node_get(stored->run, "suites"), number);
    code = assay_past_read(assay_arena_printf(arena, "%s/items.jsonl", stored->directory),
                           text_of(out, assay_node_get(stored->run, "plan_sha256")),
                           &out->past, err);
    if (code)
        return code;
    out->answers =
        assay_past_find(&out->past, assay_node_text(assay_node_get(out->leg, "label")));
    code = load_suite(out, assay_node_at(assay_node_get(plan, "suites"), number), places,
                      err);
    return code ? code : open_items(out, err);
}

enum assay_code assay_reread_next(struct assay_reread *reread, struct assay_arena *arena,
                                  const struct assay_item **out, struct assay_error *err)
{
    return assay_items_next(reread->items, arena, out, err);
}

const struct assay_answer *assay_reread_answers(const struct assay_reread *reread,
                                                const struct assay_item *item,
                                                size_t *count)
{
    const struct assay_node *settled = assay_node_get(reread->leg, "settled");

    *count = 0;
    if (settled && item->index >= assay_node_size(settled, "at"))
        return NULL; /* it was in flight when the run was settled */
    return reread->answers ? assay_past_answers(reread->answers, item->id, count) : NULL;
}

enum assay_want assay_reread_want(const struct assay_reread *reread)
{
    const struct assay_str text = assay_node_text(assay_node_get(reread->leg, "answers"));
    const unsigned wants = assay_suite_kind(reread->suite)->wants;

    for (unsigned want = 0; want < ASSAY_WANTS; want++)
        if (assay_str_equal(text, assay_str_of(assay_want_name((enum assay_want)want))))
            return (enum assay_want)want;
    for (unsigned want = 0; want < ASSAY_WANTS; want++)
        if (wants & (1U << want))
            return (enum assay_want)want;
    return ASSAY_WANT_SCORES;
}

uint64_t assay_reread_limit(const struct assay_reread *reread)
{
    const struct assay_node *limit =
        assay_node_get(assay_node_get(reread->stored->run, "plan"), "limit");

    return assay_node_is(limit, ASSAY_NODE_INT) && limit->as.integer > 0
               ? (uint64_t)limit->as.integer
               : 0;
}

enum assay_code assay_reread_check(struct assay_reread *reread, struct assay_error *err)
{
    const struct assay_node *then = assay_node_get(reread->leg, "sources");
    struct assay_node now;
    enum assay_code code = assay_items_sources(reread->items, reread->arena, &now, err);

    for (size_t i = 0; !code && i < assay_node_count(then); i++) {
        const struct assay_node *source = assay_node_at(then, i);

        if (!assay_str_equal(
                assay_node_text(assay_node_get(source, "sha256")),
                assay_node_text(assay_node_get(assay_node_at(&now, i), "sha256"))))
            code = assay_fail(
                err, ASSAY_EDATA, "%.*s changed since the run",
                ASSAY_STR_ARG(assay_node_text(assay_node_get(source, "path"))));
    }
    return code;
}

void assay_reread_close(struct assay_reread *reread)
{
    assay_items_close(reread->items);
    assay_past_release(&reread->past);
}
