/* gate_write.c - a gate in every format that there is, to files and to standard output. */
#include "harness/cli/gate_write.h"

#include "harness/cli/command.h"
#include "harness/cli/gate_page.h"
#include "harness/cli/page_out.h"
#include "harness/core/document.h"
#include "harness/core/folder.h"
#include "harness/core/log.h"
#include "reports/page.h"
#include "reports/page_writer.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum {
    SUMMARY_BYTES = 999999, /* of a job summary, of which GitHub takes 1 MiB */
    FORMAT_BYTES = 32       /* of the name of a format */
};

static const char *const small_formats[] = {"github", "line", "prometheus", NULL};

static bool is_small(const char *format)
{
    for (const char *const *at = small_formats; *at; at++)
        if (strcmp(format, *at) == 0)
            return true;
    return false;
}

enum assay_code assay_gate_check_format(const char *format, struct assay_error *err)
{
    if (is_small(format) || assay_page_writer_find(format))
        return ASSAY_OK;
    return assay_page_out_unknown(format, small_formats, "gate", err);
}

enum assay_code assay_gate_check_file(const char *word, struct assay_error *err)
{
    const size_t equals = strcspn(word, "=");
    char format[FORMAT_BYTES];

    if (word[equals] != '=' || word[equals + 1] == '\0' || equals >= sizeof(format))
        return assay_fail(err, ASSAY_EUSAGE, "--write %s: expected FORMAT=FILE", word);
    (void)snprintf(format, sizeof(format), "%.*s", (int)equals, word);
    return assay_gate_check_format(format, err);
}

/* Appends a format to out; look is for pages. */
static enum assay_code write_format(const struct assay_gate *gate, const char *format,
                                    const struct assay_page_look *look,
                                    struct assay_arena *arena, struct assay_buf *out,
                                    struct assay_error *err)
{
    const char *writer = strcmp(format, "github") == 0 ? "markdown" : format;
    struct assay_page page;

    if (strcmp(format, "line") == 0) {
        assay_gate_write_line(gate, out);
        return ASSAY_OK;
    }
    if (strcmp(format, "prometheus") == 0) {
        assay_gate_write_prometheus(gate, out);
        return ASSAY_OK;
    }
    assay_page_begin(&page, arena, assay_gate_title(gate, arena));
    assay_gate_page(gate, strcmp(format, "junit") == 0, &page);
    return assay_page_writer_find(writer)->write(&page, look, out, err);
}

/* A job summary is what all steps of a job append to one file. */
static enum assay_code append(const char *path, struct assay_str text,
                              struct assay_error *err)
{
    FILE *file = fopen(path, "ae");
    bool good;

    if (!file)
        return assay_fail(err, ASSAY_EIO, "%s: %s", path, strerror(errno));
    good = fwrite(text.ptr, 1, text.len, file) == text.len;
    if (fclose(file) != 0 || !good)
        return assay_fail(err, ASSAY_EIO, "%s: %s", path, strerror(errno));
    return ASSAY_OK;
}

/* What earlier steps left of a summary. */
static size_t room_behind(const char *path)
{
    struct stat status;

    if (stat(path, &status) != 0)
        return SUMMARY_BYTES;
    return status.st_size < SUMMARY_BYTES ? (size_t)(SUMMARY_BYTES - status.st_size) : 0;
}

/* Appends the gate: whole, without tables, as one line, or not at all, whatever there is room for. */
static enum assay_code summarise(const struct assay_gate *gate, const char *path,
                                 struct assay_arena *arena, struct assay_error *err)
{
    const size_t room = room_behind(path);
    const struct assay_page_look look = {.ceiling = room};
    struct assay_log log = assay_log_stderr(false, false);
    struct assay_buf text = {0};
    enum assay_code code = ASSAY_OK;

    if (room > 0)
        code = write_format(gate, "github", &look, arena, &text, err);
    if (!code && text.len > room) {
        assay_buf_reset(&text);
        assay_buf_putc(&text, '\n');
        assay_gate_write_line(gate, &text);
    }
    if (!code && (room == 0 || text.len > room))
        assay_log_note(&log, "%s: not written to: a job summary is at most %d bytes",
                       path, SUMMARY_BYTES);
    else if (!code)
        code = append(path, assay_buf_view(&text), err);
    assay_buf_release(&text);
    return code;
}

enum assay_code assay_gate_write_file(const struct assay_gate *gate, const char *word,
                                      struct assay_arena *arena, struct assay_error *err)
{
    const size_t equals = strcspn(word, "=");
    const char *format = assay_arena_printf(arena, "%.*s", (int)equals, word);
    const char *path = word + equals + 1;
    const struct assay_page_look look = {.directory = assay_folder_above(path, arena)};
    struct assay_buf text = {0};
    enum assay_code code;

    if (strcmp(format, "github") == 0)
        return summarise(gate, path, arena, err);
    code = write_format(gate, format, &look, arena, &text, err);
    if (!code)
        code = assay_document_save(path, assay_buf_view(&text), err);
    assay_buf_release(&text);
    return code;
}

enum assay_code assay_gate_print(const struct assay_gate *gate, const char *format,
                                 struct assay_arena *arena, struct assay_error *err)
{
    struct assay_page_look look = assay_page_out_look();
    struct assay_buf text = {0};
    enum assay_code code;

    look.ceiling = strcmp(format, "github") == 0 ? SUMMARY_BYTES : 0;
    code = write_format(gate, format, &look, arena, &text, err);
    if (!code)
        code = assay_cli_print(assay_buf_view(&text), err);
    assay_buf_release(&text);
    return code;
}
