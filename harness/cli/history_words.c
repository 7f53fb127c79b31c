#include "harness/cli/history_words.h"

#include "harness/core/log.h"
#include "reports/escape.h"

#include <string.h>

struct assay_history_setting assay_history_words_setting(
    const struct assay_history_words *words)
{
    return (struct assay_history_setting){.folder = words->folder,
                                          .no_index = words->no_index};
}

static enum assay_code check_status(const char *status, struct assay_error *err)
{
    static const char *const words[] = {"complete", "failed", "interrupted",
                                        "running",  "cut",    "broken"};

    for (size_t i = 0; status && i < sizeof(words) / sizeof(words[0]); i++)
        if (strcmp(status, words[i]) == 0)
            return ASSAY_OK;
    return status ? assay_fail(err, ASSAY_EUSAGE,
                               "--status=%s: not one of complete, failed, interrupted, "
                               "running, cut, broken",
                               status)
                  : ASSAY_OK;
}

enum assay_code assay_history_words_filter(const struct assay_history_words *words,
                                           struct assay_history_filter *out,
                                           struct assay_error *err)
{
    char now[ASSAY_CLOCK_TEXT];

    *out = (struct assay_history_filter){.label = &words->label,
                                         .model = &words->model,
                                         .suite = &words->suite,
                                         .status = words->status};
    if (check_status(words->status, err))
        return err->code;
    assay_clock_text(now);
    return words->since ? assay_history_since(words->since, now, out->since, err)
                        : ASSAY_OK;
}

void assay_history_words_tell(const struct assay_history_told *told)
{
    struct assay_log log = assay_log_stderr(false, false);

    if (told->fault.code)
        assay_log_note(&log, "%s (runs were read from their directories)",
                       told->fault.text);
    if (told->note.code)
        assay_log_note(&log, "%s", told->note.text);
}

static void grow(struct assay_history_bases *bases)
{
    const size_t room = bases->room ? 2 * bases->room : 16;
    struct assay_str *name = assay_arena_new(bases->arena, room, sizeof(*name));
    struct assay_str *key = assay_arena_new(bases->arena, room, sizeof(*key));
    bool *apart = assay_arena_new(bases->arena, room, sizeof(*apart));

    if (bases->count > 0) {
        memcpy(name, bases->name, bases->count * sizeof(*name));
        memcpy(key, bases->key, bases->count * sizeof(*key));
        memcpy(apart, bases->apart, bases->count * sizeof(*apart));
    }
    bases->name = name;
    bases->key = key;
    bases->apart = apart;
    bases->room = room;
}

size_t assay_history_basis(struct assay_history_bases *bases,
                           const struct assay_history_result *result)
{
    const struct assay_str name = assay_history_suite(result, bases->arena);
    struct assay_buf text = {0};
    struct assay_str key;
    size_t alike = 1;

    assay_buf_add(&text, name);
    assay_buf_putc(&text, '\0');
    assay_buf_add(&text, result->basis);
    key = assay_buf_view(&text);
    for (size_t i = 0; i < bases->count; i++) {
        if (assay_str_equal(bases->key[i], key)) {
            assay_buf_release(&text);
            return i;
        }
        if (bases->key[i].len > name.len && bases->key[i].ptr[name.len] == '\0' &&
            memcmp(bases->key[i].ptr, name.ptr, name.len) == 0) {
            bases->apart[i] = true;
            alike++;
        }
    }
    if (bases->count == bases->room)
        grow(bases);
    bases->key[bases->count] = assay_arena_copy(bases->arena, key);
    bases->name[bases->count] =
        alike > 1 ? assay_str_of(assay_arena_printf(bases->arena, "%.*s#%zu",
                                                    ASSAY_STR_ARG(name), alike))
                  : name;
    bases->apart[bases->count] = alike > 1;
    assay_buf_release(&text);
    return bases->count++;
}

void assay_history_bases_tell(const struct assay_history_bases *bases,
                              struct assay_buf *out)
{
    for (size_t i = 0; i < bases->count; i++) {
        const size_t n = strlen(bases->key[i].ptr) + 1;

        if (!bases->apart[i])
            continue;
        assay_escape_terminal(bases->name[i], true, out);
        assay_buf_puts(out, ": ");
        assay_escape_terminal(
            (struct assay_str){bases->key[i].ptr + n, bases->key[i].len - n}, true, out);
        assay_buf_putc(out, '\n');
    }
}
