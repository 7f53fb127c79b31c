#include "harness/run/excerpts.h"

#include "adapters/adapter.h"
#include "harness/run/past.h"

enum {
    WORDS_MAX = 64
};

/* A fetch under way. */
struct fetch {
    const struct assay_stored *stored;
    const struct assay_result *result;
    const struct assay_node *leg;  /* of run.json, suites[] */
    const struct assay_node *plan; /* of run.json, plan.suites[] */
    const struct assay_past_suite *answers;
    struct assay_arena *arena;
    struct assay_excerpts *out;
};

/* The number of the result's suite in the run: results are in its order, failed ones absent. */
static size_t number_of(const struct assay_stored *stored,
                        const struct assay_result *result)
{
    const struct assay_node *suites = assay_node_get(stored->run, "suites");
    const size_t place = (size_t)(result - stored->result);
    size_t complete = 0;

    for (size_t i = 0; i < assay_node_count(suites); i++) {
        const struct assay_str status =
            assay_node_text(assay_node_get(assay_node_at(suites, i), "status"));

        if (assay_str_equal(status, ASSAY_STR("complete")) && complete++ == place)
            return i;
    }
    return assay_node_count(suites);
}

/* The suite options of run.json as words. */
static size_t option_words(const struct fetch *fetch, const char **words)
{
    const struct assay_node *list =
        assay_node_get(assay_node_get(fetch->stored->run, "config"), "suite-option");
    size_t n = 0;

    for (size_t i = 0; i < assay_node_count(list) && n < WORDS_MAX; i++)
        words[n++] =
            assay_arena_copy(fetch->arena, assay_node_text(assay_node_at(list, i))).ptr;
    return n;
}

static enum assay_code load_suite(const struct fetch *fetch,
                                  const struct assay_places *places,
                                  struct assay_suite **suite, struct assay_error *err)
{
    const char *words[WORDS_MAX];
    const size_t n = option_words(fetch, words);
    const struct assay_str spec = assay_node_text(assay_node_get(fetch->plan, "spec"));
    const struct assay_str part = assay_node_text(assay_node_get(fetch->leg, "part"));
    enum assay_code code = assay_suite_load(
        &(struct assay_suite_words){assay_arena_copy(fetch->arena, spec).ptr, words, n},
        places, fetch->arena, suite, err);

    if (!code && part.len > 0 && !assay_suite_part(*suite))
        code = assay_suite_choose(*suite, assay_arena_copy(fetch->arena, part).ptr, err);
    return code;
}

static struct assay_str prompt_of(const struct assay_item *item,
                                  struct assay_arena *arena)
{
    struct assay_buf text = {0};
    struct assay_str copy;

    for (size_t i = 0; i < item->message_count; i++) {
        if (item->message_count > 1) {
            assay_buf_puts(&text, i ? "\n\n" : "");
            assay_buf_add(&text, item->messages[i].role);
            assay_buf_puts(&text, ": ");
        }
        assay_buf_add(&text, item->messages[i].content);
    }
    copy = assay_arena_copy(arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return copy;
}

/* Of the completions that are preferred (or not), the one that was scored highest. */
static size_t best_of(const struct assay_item *item, const struct assay_answer *answers,
                      double most, bool preferred)
{
    size_t best = item->completion_count;

    for (size_t k = 0; k < item->completion_count; k++) {
        if ((item->gold[k] >= most) != preferred)
            continue;
        if (best == item->completion_count ||
            (answers && answers[k].value > answers[best].value))
            best = k;
    }
    return best;
}

static void add_excerpt(struct fetch *fetch, const struct assay_item *item, size_t place)
{
    struct assay_excerpt *out = &fetch->out->at[place];
    const struct assay_answer *answers = NULL;
    double most = item->gold[0];
    size_t count = 0, right, wrong;

    for (size_t k = 1; k < item->completion_count; k++)
        most = item->gold[k] > most ? item->gold[k] : most;
    if (fetch->answers)
        answers = assay_past_answers(fetch->answers, item->id, &count);
    if (count != item->completion_count)
        answers = NULL;
    right = best_of(item, answers, most, true);
    wrong = best_of(item, answers, most, false);
    out->id = fetch->result->notable[place].id;
    out->prompt = prompt_of(item, fetch->arena);
    if (right < item->completion_count) {
        out->right = assay_arena_copy(fetch->arena, item->completions[right]);
        out->right_score = answers ? answers[right].value : 0;
    }
    if (wrong < item->completion_count) {
        out->wrong = assay_arena_copy(fetch->arena, item->completions[wrong]);
        out->wrong_score = answers ? answers[wrong].value : 0;
    }
}

/* All items go by; those that are notable stay. */
static enum assay_code read_items(struct fetch *fetch, struct assay_items *items,
                                  struct assay_error *err)
{
    const struct assay_result *result = fetch->result;
    struct assay_arena arena = {0};
    struct assay_names wanted = {0};
    const struct assay_item *item;
    enum assay_code code;
    uint32_t n;

    for (size_t i = 0; i < result->notable_count; i++)
        (void)assay_names_add(&wanted, result->notable[i].id);
    for (;;) {
        assay_arena_reset(&arena);
        code = assay_items_next(items, &arena, &item, err);
        if (code || !item)
            break;
        if (assay_names_find(&wanted, item->id, &n))
            add_excerpt(fetch, item, n);
    }
    assay_names_release(&wanted);
    assay_arena_release(&arena);
    return code;
}

static enum assay_code same_sources(const struct fetch *fetch, struct assay_items *items,
                                    struct assay_error *err)
{
    const struct assay_node *then = assay_node_get(fetch->leg, "sources");
    struct assay_node now;
    enum assay_code code = assay_items_sources(items, fetch->arena, &now, err);

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

static enum assay_code read_suite(struct fetch *fetch, const struct assay_suite *suite,
                                  struct assay_error *err)
{
    const struct assay_node *model =
        assay_node_get(assay_node_get(fetch->stored->run, "plan"), "model");
    const struct assay_str name = assay_node_text(assay_node_get(model, "adapter"));
    const struct assay_adapter *adapter =
        assay_adapter_find(assay_arena_copy(fetch->arena, name).ptr);
    const struct assay_str target = assay_node_text(assay_node_get(model, "target"));
    struct assay_items *items = NULL;
    enum assay_code code = assay_items_open(
        suite,
        adapter && adapter->covers ? assay_arena_copy(fetch->arena, target).ptr : NULL,
        &items, err);

    if (!code)
        code = read_items(fetch, items, err);
    if (!code)
        code = same_sources(fetch, items, err);
    assay_items_close(items);
    return code;
}

/* Drops the places of items that are not in the data. */
static void close_ranks(struct assay_excerpts *out, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (out->at[i].id.ptr)
            out->at[out->count++] = out->at[i];
    if (out->count < n)
        out->why = "some items are not in the data any more";
}

void assay_excerpts_fetch(const struct assay_stored *stored,
                          const struct assay_result *result,
                          const struct assay_places *places, struct assay_arena *arena,
                          struct assay_excerpts *out)
{
    const size_t number = number_of(stored, result);
    struct fetch fetch = {.stored = stored, .result = result, .arena = arena, .out = out};
    const struct assay_node *plan = assay_node_get(stored->run, "plan");
    const struct assay_str digest =
        assay_node_text(assay_node_get(stored->run, "plan_sha256"));
    struct assay_past past = {0};
    struct assay_suite *suite;
    struct assay_error err = {0};
    enum assay_code code;

    *out = (struct assay_excerpts){0};
    out->at = assay_arena_new(arena, result->notable_count, sizeof(*out->at));
    fetch.leg = assay_node_at(assay_node_get(stored->run, "suites"), number);
    fetch.plan = assay_node_at(assay_node_get(plan, "suites"), number);
    code = assay_past_read(assay_arena_printf(arena, "%s/items.jsonl", stored->directory),
                           assay_arena_copy(arena, digest).ptr, &past, &err);
    fetch.answers =
        assay_past_find(&past, assay_node_text(assay_node_get(fetch.leg, "label")));
    if (!code)
        code = load_suite(&fetch, places, &suite, &err);
    if (!code)
        code = read_suite(&fetch, suite, &err);
    if (code)
        out->why = assay_arena_printf(arena, "%s", err.text);
    else
        close_ranks(out, result->notable_count);
    assay_past_release(&past);
}
