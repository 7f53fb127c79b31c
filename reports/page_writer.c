#include "reports/page_writer.h"

#include "harness/core/document.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static const struct assay_page_writer *const writers[] = {
#define WRITER(symbol) &(symbol),
#include "reports/writers.def"
#undef WRITER
};

const struct assay_page_writer *assay_page_writer_at(size_t i)
{
    return i < sizeof(writers) / sizeof(writers[0]) ? writers[i] : NULL;
}

const struct assay_page_writer *assay_page_writer_find(const char *name)
{
    for (size_t i = 0; i < sizeof(writers) / sizeof(writers[0]); i++)
        if (strcmp(writers[i]->name, name) == 0)
            return writers[i];
    return NULL;
}

enum assay_code assay_page_save(const struct assay_page *page,
                                const struct assay_page_writer *writer,
                                const char *directory, const char *name,
                                struct assay_error *err)
{
    const struct assay_page_look look = {.directory = directory};
    const char *path =
        assay_arena_printf(page->arena, "%s/%s.%s", directory, name, writer->ending);
    struct assay_buf text = {0};
    enum assay_code code;

    if (mkdir(directory, 0777) != 0 && errno != EEXIST)
        return assay_fail(err, ASSAY_EIO, "%s: %s", directory, strerror(errno));
    code = writer->write(page, &look, &text, err);
    if (!code)
        code = assay_document_save(path, assay_buf_view(&text), err);
    assay_buf_release(&text);
    return code;
}
