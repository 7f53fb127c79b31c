/*
 * page_writer.h - one format of pages.
 *
 * Each is a constant struct in a file of its own, reports/writer_NAME.c, listed once in
 * reports/writers.def.
 */
#ifndef ASSAY_REPORTS_PAGE_WRITER_H
#define ASSAY_REPORTS_PAGE_WRITER_H

#include "harness/core/attr.h"
#include "harness/core/buf.h"
#include "harness/core/error.h"
#include "reports/page.h"

/* How and where a page is written; {0} does for all that is no file and no terminal. */
struct assay_page_look {
    const char *
        directory; /* of the figures' files, which is there; NULL: no figures are drawn */
    bool colour;   /* plain text: escape sequences allowed */
    size_t width;  /* plain text: columns of the terminal; 0: unlimited */
    bool ascii;    /* plain text: no characters beyond ASCII */
    size_t ceiling; /* Markdown: most bytes, tables that go beyond being left out and
                              counted; 0: none */
};

struct assay_page_writer {
    const char *name; /* "html", "markdown", "latex", "csv", "json", "junit", "table" */
    const char *summary;
    bool makes_files; /* figures go beside it: it is written into a directory */
    bool flat; /* rows alone are written: makers may give one table of all they know */
    bool data; /* page.data is written where there is any */
    const char *ending; /* of files: "html", "md", "tex", "csv", "json", "xml", "txt" */

    /* Appends the page to out. Errors: ASSAY_EIO if a figure's file cannot be written, ASSAY_EDATA for
       a figure that cannot be drawn. */
    ASSAY_MUST_USE enum assay_code (*write)(const struct assay_page *page,
                                            const struct assay_page_look *look,
                                            struct assay_buf *out,
                                            struct assay_error *err);
};

/* By name, or NULL; in alphabetical order, or NULL beyond the last one. */
const struct assay_page_writer *assay_page_writer_find(const char *name);
const struct assay_page_writer *assay_page_writer_at(size_t i);

/*
 * Writes the page into a file of directory, which is made if need be, with the files of its
 * figures beside it: directory/name.ENDING, whole or not at all.
 *
 * Errors: as of write.
 */
ASSAY_MUST_USE
enum assay_code assay_page_save(const struct assay_page *page,
                                const struct assay_page_writer *writer,
                                const char *directory, const char *name,
                                struct assay_error *err);

#define WRITER(symbol) extern const struct assay_page_writer symbol;
#include "reports/writers.def"
#undef WRITER

#endif
