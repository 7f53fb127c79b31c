/* site_page.h - all nights of a folder as one page: the latest values, their history, and each night's outcome. */
#ifndef ASSAY_CLI_SITE_PAGE_H
#define ASSAY_CLI_SITE_PAGE_H

#include "harness/run/night.h"
#include "reports/page.h"

/*
 *   nights  ascending, at least one
 *   ending  of the files of pages in this format
 */
void assay_site_page(const struct assay_nights *nights, const char *ending,
                     struct assay_arena *arena, struct assay_page *page);

#endif
