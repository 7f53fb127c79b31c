/* data_export.c - assay data export: stored runs in the formats of other tools. */
#include "harness/cli/data_action.h"

#include "harness/cli/command.h"
#include "harness/core/arena.h"
#include "harness/core/buf.h"
#include "harness/core/document.h"
#include "harness/core/log.h"
#include "harness/core/place.h"
#include "harness/run/export.h"

#include <assert.h>

static enum assay_code choose(const char *name, const struct assay_format **out,
                              struct assay_error *err)
{
    if (!name)
        return assay_fail(err, ASSAY_EUSAGE,
                          "export: name a --format; `assay ls formats` lists them");
    *out = assay_format_find(name);
    if (!*out)
        return assay_format_unknown(name, err);
    if (!(*out)->write)
        return assay_fail(err, ASSAY_EUSAGE, "format %s is read, but not written", name);
    return ASSAY_OK;
}

/* What the run has and the format does not. */
static void put_lost(const struct assay_format *format, const struct assay_exported *told,
                     struct assay_buf *out)
{
    if (format->leaves)
        assay_buf_puts(out, format->leaves);
    if (format->answered && told->unanswered)
        assay_buf_printf(out, "%s%zu items without an answer", out->len ? "; " : "",
                         told->unanswered);
}

/* What was written, to stdout where the text went to a file, and what the format cannot hold. */
static enum assay_code tell(const struct assay_data_options *options,
                            const struct assay_format *format,
                            const struct assay_exported *told, struct assay_error *err)
{
    struct assay_log log = assay_log_stderr(false, false);
    struct assay_buf text = {0}, lost = {0};
    enum assay_code code = ASSAY_OK;

    assert(format);
    assay_buf_printf(&text, "%s", format->name);
    if (told->rows)
        assay_buf_printf(&text, ": %zu items", told->rows);
    if (told->unanswered)
        assay_buf_printf(&text, ", %zu of them without an answer", told->unanswered);
    put_lost(format, told, &lost);
    if (options->output) {
        if (lost.len)
            assay_buf_printf(&text, "\nlost: %s", lost.data);
        assay_buf_putc(&text, '\n');
        code = assay_cli_print(assay_buf_view(&text), err);
    } else {
        assay_log_note(&log, "%s", text.data);
        if (lost.len)
            assay_log_note(&log, "lost: %s", lost.data);
    }
    assay_buf_release(&lost);
    assay_buf_release(&text);
    return code;
}

static enum assay_code export(const struct assay_data_options *options,
                              const char *directory, struct assay_arena *arena,
                              struct assay_error *err) {
    const struct assay_places places = assay_places_here(options->data_dir, arena);
        struct assay_export setting = {.suite = options->suite,
                                       .dataset = options->dataset,
                                       .places = &places};
        struct assay_exported told; struct assay_stored stored;
        struct assay_buf text = {0};
        enum assay_code code = choose(options->format, &setting.format, err);

        if (!code) code = assay_stored_read(directory, arena, &stored, err);
        if (!code) code = assay_export_write(&setting, &stored, arena, &text, &told, err);
        if (!code) code =
            options->output
                ? assay_document_save(options->output, assay_buf_view(&text), err)
                : assay_cli_print(assay_buf_view(&text), err);
        if (!code) code = tell(options, setting.format, &told, err);
        assay_buf_release(&text); return code;
}

enum assay_code assay_data_export(const struct assay_data_options *options,
                                  const struct assay_words *words,
                                  struct assay_error *err)
{
    struct assay_arena arena = {0};
    enum assay_code code;

    if (words->count != 2)
        return assay_fail(err, ASSAY_EUSAGE, "export: name the directory of one run");
    code = export(options, words->at[1], &arena, err);
    assay_arena_release(&arena);
    return code;
}
