#include "harness/cli/page_out.h"

#include "harness/cli/command.h"
#include "harness/cli/terminal.h"

enum {
    TABLE,       /* the place of "table" in both lists */
    WRITERS = 32 /* at most */
};

const char *const assay_page_formats[] = {"table", "markdown", "html", "latex",
                                          "csv",   "json",     NULL};
const char *const assay_page_formats_judged[] = {"table", "markdown", "html",  "latex",
                                                 "csv",   "json",     "junit", NULL};

enum assay_code assay_page_out_choose(const struct assay_page_words *words,
                                      struct assay_page_out *out, struct assay_error *err)
{
    const char *format = words->json ? "json" : assay_page_formats_judged[words->format];

    if (words->output && !words->json && words->format == TABLE)
        format = "html";
    *out = (struct assay_page_out){assay_page_writer_find(format), words->output};
    if (words->output && !out->writer->makes_files)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--format %s goes to stdout: redirect it instead of --output",
                          format);
    return ASSAY_OK;
}

enum assay_code assay_page_out_unknown(const char *format, const char *const *more,
                                       const char *command, struct assay_error *err)
{
    const char *names[WRITERS];
    const char *nearest;
    size_t n = 0;

    for (size_t i = 0; n < WRITERS && assay_page_writer_at(i); i++)
        names[n++] = assay_page_writer_at(i)->name;
    for (; more && *more && n < WRITERS; more++)
        names[n++] = *more;
    nearest = assay_str_nearest(format, names, n);
    if (nearest)
        return assay_fail(err, ASSAY_EUSAGE, "unknown format %s; did you mean %s?",
                          format, nearest);
    return assay_fail(err, ASSAY_EUSAGE, "unknown format %s; see 'assay help %s'", format,
                      command);
}

enum assay_code assay_page_out_find(const char *format, const char *command,
                                    const struct assay_page_writer **out,
                                    struct assay_error *err)
{
    *out = assay_page_writer_find(format);
    return *out ? ASSAY_OK : assay_page_out_unknown(format, NULL, command, err);
}

struct assay_page_look assay_page_out_look(void)
{
    const struct assay_terminal terminal = assay_terminal_look();

    return (struct assay_page_look){
        .colour = terminal.colour, .width = terminal.width, .ascii = terminal.ascii};
}

enum assay_code assay_page_out_put(const struct assay_page *page,
                                   const struct assay_page_out *out,
                                   struct assay_error *err)
{
    const struct assay_page_look look = assay_page_out_look();
    struct assay_buf text = {0};
    enum assay_code code;

    if (out->directory) {
        code = assay_page_save(page, out->writer, out->directory, "index", err);
        assay_buf_printf(&text, "%s/index.%s\n", out->directory, out->writer->ending);
    } else {
        code = out->writer->write(page, &look, &text, err);
    }
    if (!code)
        code = assay_cli_print(assay_buf_view(&text), err);
    assay_buf_release(&text);
    return code;
}
