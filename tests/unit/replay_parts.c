#include "tests/unit/replay_parts.h"

#include "adapters/adapter.h"
#include "harness/core/json.h"
#include "harness/core/records.h"
#include "harness/run/score.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>

/* Items of a case. */
struct items {
    const struct replay_case *made;
    struct assay_records *records; /* own */
    const char *path;
    size_t next;
};

static enum assay_code next_item(void *self, struct assay_arena *arena,
                                 const struct assay_item **out, struct assay_error *err)
{
    struct items *items = self;
    const size_t n = items->made->completions ? items->made->completions : 2;
    struct assay_item *item = assay_arena_new(arena, 1, sizeof(*item));
    enum assay_code code = ASSAY_OK;

    *out = NULL;
    if (items->made->own)
        code = assay_records_next(items->records, arena, &item->record, err);
    if (code || (items->made->own && !item->record) ||
        (!items->made->own && items->next == 3))
        return code;
    item->index = items->next++;
    item->id =
        assay_str_of(assay_arena_printf(arena, "%c", (int)('a' + (int)item->index)));
    item->key = item->id;
    item->subset = ASSAY_STR("s");
    item->completions = assay_arena_new(arena, n, sizeof(*item->completions));
    item->gold = assay_arena_new(arena, n, sizeof(*item->gold));
    item->completion_count = n;
    item->file = items->path;
    item->line = items->made->own ? assay_records_line(items->records) : 0;
    *out = item;
    return ASSAY_OK;
}

/* "-" skipped, "?" unparsable, "nan", and the others by name. */
static void put_state(enum assay_state state, struct assay_buf *out)
{
    assay_buf_puts(out, state == ASSAY_STATE_SKIPPED      ? "-"
                        : state == ASSAY_STATE_UNPARSABLE ? "?"
                        : state == ASSAY_STATE_NAN        ? "nan"
                                                          : assay_state_name(state));
}

/* "a=1,2 b=- c=nan,3": values in four digits, "-" skipped, "?" unparsable. */
static void put_answers(const struct assay_book *book, struct assay_buf *out)
{
    for (size_t i = 0; i < book->items; i++) {
        assay_buf_printf(out, "%s%.*s=", i ? " " : "", ASSAY_STR_ARG(book->id[i]));
        for (size_t v = book->first[i]; v < book->first[i + 1]; v++) {
            if (v > book->first[i])
                assay_buf_putc(out, ',');
            if (book->state[v] == ASSAY_STATE_SCORED)
                assay_buf_printf(out, "%.4g", book->value[v]);
            else
                put_state((enum assay_state)book->state[v], out);
        }
    }
}

static void put_notes(const struct assay_adapter *adapter, const void *state,
                      struct assay_buf *out)
{
    struct assay_str note;

    for (size_t i = 0; adapter->note(state, i, &note); i++) {
        assay_buf_puts(out, "; ");
        assay_buf_add(out, note);
    }
}

/* Every path in a message becomes F. */
void replay_put_error(const struct assay_error *err, const char *path,
                      struct assay_buf *out)
{
    const char *from = err->text;

    for (const char *at; (at = strstr(from, path)); from = at + strlen(path))
        assay_buf_printf(out, "%.*sF", (int)(at - from), from);
    assay_buf_puts(out, from);
}

static enum assay_code score_items(const struct replay_case *made, const char *path,
                                   const void *state, struct assay_buf *out,
                                   struct assay_error *err)
{
    const struct assay_adapter *adapter = &assay_adapter_replay;
    struct items items = {.made = made, .path = path};
    const struct assay_records_setting reading = {.path = path};
    const struct assay_queue_setting setting = {.source = {next_item, &items},
                                                .suite = ASSAY_STR("suite")};
    const struct assay_scorer scorer = {adapter, state, 2};
    struct assay_book book;
    struct assay_scored scored;
    struct assay_table table;
    enum assay_code code = ASSAY_OK;

    assay_book_init(&book, adapter->want(state),
                    adapter->want(state) == ASSAY_WANT_VERDICTS ? 4 : 2);
    if (made->own)
        code = assay_records_open(&reading, &items.records, err);
    if (!code)
        code = assay_score(&scorer, &setting, &book, &scored, err);
    if (!code) {
        assay_book_close(&book, &table);
        put_answers(&book, out);
        put_notes(adapter, state, out);
    }
    assay_records_close(items.records);
    assay_book_release(&book);
    return code;
}

static enum assay_code compile_maps(const struct assay_node *list,
                                    struct assay_setting *setting,
                                    struct assay_error *err)
{
    const size_t n = assay_node_count(list);
    struct assay_replay_map *map = assay_arena_new(setting->arena, n, sizeof(*map));
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < n; i++)
        code = assay_replay_map_compile(assay_node_at(list, i), "m.json", setting->arena,
                                        &map[i], err);
    setting->replay = map;
    setting->replay_count = n;
    return code;
}

/* Opens the adapter on a file as the harness does, scores, and says what came of it. */
static void replay(const struct replay_case *made, const char *path,
                   struct assay_buf *out)
{
    const struct assay_adapter *adapter = &assay_adapter_replay;
    struct assay_arena arena = {0};
    struct assay_node mappings = {0};
    struct assay_setting setting = {
        .target = path, .suite = "suite", .orders = 2, .votes = 2, .arena = &arena};
    struct assay_error err = {0};
    size_t words = 0;
    void *state = calloc(1, adapter->state_size);
    enum assay_code code;

    ck_assert_ptr_nonnull(state);
    while (words < 4 && made->words[words])
        words++;
    code = assay_options_parse(adapter->options, made->words, words, state, &err);
    if (!code && made->mappings) {
        ck_assert_int_eq(assay_json_parse(assay_str_of(made->mappings), "m.json", &arena,
                                          &mappings, &err),
                         ASSAY_OK);
        code = compile_maps(&mappings, &setting, &err);
    }
    setting.own_records = made->own;
    if (!code)
        code = adapter->open(state, &setting, &err);
    if (!code)
        code = score_items(made, path, state, out, &err);
    if (code)
        replay_put_error(&err, path, out);
    adapter->close(state);
    free(state);
    assay_arena_release(&arena);
}

void replay_check(const struct replay_case *made)
{
    struct assay_buf out = {0};
    char dir[SCRATCH_PATH], path[SCRATCH_PATH];

    scratch_make(dir);
    scratch_text(dir, made->file, made->text, path);
    replay(made, path, &out);
    ck_assert_str_eq(out.data ? out.data : "", made->expected);
    assay_buf_release(&out);
    scratch_remove(dir);
}
