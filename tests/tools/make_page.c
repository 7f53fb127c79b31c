/*
 * make_page.c - pages for browsers and TeX to read.
 *
 * usage: make_page FORMAT NAME [ITEMS]
 *
 * Writes a page with one of everything, whose names are NAME ("evil": the worst there is), or one of
 * so many items, to stdout.
 */
#include "reports/page_writer.h"
#include "tests/unit/page_fixture.h"
#include "tests/unit/report_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *name_of(const char *word)
{
    return strcmp(word, "evil") == 0 ? fixture_evil : word;
}

int main(int argc, char **argv)
{
    const struct assay_page_writer *writer =
        argc > 2 ? assay_page_writer_find(argv[1]) : NULL;
    const struct assay_page_look look = {0};
    struct assay_arena arena = {0};
    struct assay_buf out = {0};
    struct assay_error err = {0};
    struct assay_page page;

    if (!writer) {
        (void)fprintf(stderr, "usage: make_page FORMAT NAME [ITEMS]\n");
        return 2;
    }
    if (argc > 3)
        fixture_items(&arena, (size_t)strtoul(argv[3], NULL, 10), &page);
    else
        fixture_page(&arena, assay_str_of(name_of(argv[2])), &page);
    if (writer->write(&page, &look, &out, &err)) {
        (void)fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    (void)fwrite(out.data, 1, out.len, stdout);
    assay_buf_release(&out);
    assay_arena_release(&arena);
    return 0;
}
