#include "harness/run/excerpts.h"

#include "harness/run/reread.h"

/* A fetch under way. */
struct fetch {
    const struct assay_result *result;
    struct assay_reread reread;
    struct assay_arena *arena;
    struct assay_excerpts *out;
};

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
    const struct assay_answer *answers;
    double most = item->gold[0];
    size_t count = 0, right, wrong;

    for (size_t k = 1; k < item->completion_count; k++)
        most = item->gold[k] > most ? item->gold[k] : most;
    answers = assay_reread_answers(&fetch->reread, item, &count);
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
static enum assay_code read_items(struct fetch *fetch, struct assay_error *err)
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
        code = assay_reread_next(&fetch->reread, &arena, &item, err);
        if (code || !item)
            break;
        if (assay_names_find(&wanted, item->id, &n))
            add_excerpt(fetch, item, n);
    }
    assay_names_release(&wanted);
    assay_arena_release(&arena);
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
    struct fetch fetch = {.result = result, .arena = arena, .out = out};
    struct assay_error err = {0};
    enum assay_code code;

    *out = (struct assay_excerpts){0};
    out->at = assay_arena_new(arena, result->notable_count, sizeof(*out->at));
    code = assay_reread_open(stored, result, places, arena, &fetch.reread, &err);
    if (!code)
        code = read_items(&fetch, &err);
    if (!code)
        code = assay_reread_check(&fetch.reread, &err);
    if (code)
        out->why = assay_arena_printf(arena, "%s", err.text);
    else
        close_ranks(out, result->notable_count);
    assay_reread_close(&fetch.reread);
}
