/* show_answers.c - the items of a run's journal, with what was answered and how it ended. */
#include "harness/cli/command.h"
#include "harness/cli/show_filter.h"
#include "harness/run/history_list.h"
#include "harness/run/past_text.h"
#include "reports/escape.h"

/* True where one of the answers ended in a state that is meant. */
static bool wants_answers(const struct assay_show_filter *filter,
                          const struct assay_answer *answer, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (assay_history_is_like(&filter->state,
                                  assay_str_of(assay_state_name(answer[i].state))))
            return true;
    return false;
}

/* What is listed of a run. */
struct listing {
    const struct assay_show_filter *filter;
    struct assay_past_texts *texts; /* the journal, where it says why there is no value */
    struct assay_buf out;
};

static bool all_scored(const struct assay_answer *answer, size_t count)
{
    size_t i = 0;

    while (i < count && answer[i].state == ASSAY_STATE_SCORED)
        i++;
    return i == count;
}

/* "1.5 -0.25", "1.5 failed: connection refused" */
static void add_answers(const struct assay_answer *answer, size_t count,
                        const struct assay_node *notes, struct assay_buf *out)
{
    char number[ASSAY_STR_REAL];

    for (size_t i = 0; i < count; i++) {
        const struct assay_str note = assay_node_text(assay_node_at(notes, i));

        assay_buf_puts(out, i > 0 ? " " : "");
        assay_buf_puts(out, answer[i].state == ASSAY_STATE_SCORED
                                ? assay_str_real(answer[i].value, number)
                                : assay_state_name(answer[i].state));
        if (note.len == 0 ||
            assay_str_equal(note, assay_node_text(assay_node_at(notes, i + 1))))
            continue; /* told once, with the last of several */
        assay_buf_puts(out, ": ");
        assay_escape_terminal(note, false, out);
    }
    assay_buf_putc(out, '\n');
}

static enum assay_code add_item(struct listing *listing, struct assay_str label,
                                const struct assay_past_suite *suite, size_t item,
                                struct assay_error *err)
{
    const struct assay_answer *answer = &suite->answer[suite->first[item]];
    const size_t count = suite->first[item + 1] - suite->first[item];
    const struct assay_node *line = NULL;
    struct assay_arena arena = {0};
    enum assay_code code = ASSAY_OK;

    if (!all_scored(answer, count))
        code = assay_past_texts_line(listing->texts, suite, suite->ids.at[item], &arena,
                                     &line, err);
    assay_escape_terminal(label, false, &listing->out);
    assay_buf_puts(&listing->out, "  ");
    assay_escape_terminal(suite->ids.at[item], false, &listing->out);
    assay_buf_puts(&listing->out, "  ");
    add_answers(answer, count, assay_node_get(line, "n"), &listing->out);
    assay_arena_release(&arena);
    return code;
}

static enum assay_code add_suite(struct listing *listing, struct assay_str label,
                                 const struct assay_past_suite *suite,
                                 struct assay_error *err)
{
    const struct assay_show_filter *filter = listing->filter;
    enum assay_code code = ASSAY_OK;
    size_t listed = 0;

    for (size_t i = 0; !code && i < suite->items; i++) {
        if (!assay_history_is_like(&filter->id, suite->ids.at[i]) ||
            !wants_answers(filter, &suite->answer[suite->first[i]],
                           suite->first[i + 1] - suite->first[i]))
            continue;
        if (filter->limit > 0 && listed++ == filter->limit)
            break;
        code = add_item(listing, label, suite, i, err);
    }
    return code;
}

enum assay_code assay_show_answers(const struct assay_show_filter *filter,
                                   const struct assay_stored *stored,
                                   struct assay_error *err)
{
    const struct assay_str plan =
        assay_node_text(assay_node_get(stored->run, "plan_sha256"));
    struct assay_arena arena = {0};
    const char *path = assay_arena_printf(&arena, "%s/items.jsonl", stored->directory);
    struct listing listing = {.filter = filter};
    struct assay_past past = {0};
    enum assay_code code = assay_past_read(
        path, assay_arena_printf(&arena, "%.*s", ASSAY_STR_ARG(plan)), &past, err);

    if (!code && past.suites.count > 0)
        code = assay_past_texts_open(path, &listing.texts, err);
    for (size_t i = 0; !code && i < past.suites.count; i++)
        if (assay_history_is_like(&filter->suite, past.suites.at[i]))
            code = add_suite(&listing, past.suites.at[i], &past.at[i], err);
    if (!code)
        code = assay_cli_print(assay_buf_view(&listing.out), err);
    assay_past_texts_close(listing.texts);
    assay_past_release(&past);
    assay_buf_release(&listing.out);
    assay_arena_release(&arena);
    return code;
}
