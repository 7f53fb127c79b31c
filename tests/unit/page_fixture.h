/* page_fixture.h - a page with one of everything, for the tests of writers. */
#ifndef ASSAY_TESTS_UNIT_PAGE_FIXTURE_H
#define ASSAY_TESTS_UNIT_PAGE_FIXTURE_H

#include "reports/page.h"

/* B against A on JudgeBench; name is B's, and stands wherever text from data may stand. */
void fixture_page(struct assay_arena *arena, struct assay_str name,
                  struct assay_page *page);

/* A page of many items: rows with texts, a choice and numbers that differ. */
void fixture_items(struct assay_arena *arena, size_t rows, struct assay_page *page);

#endif
