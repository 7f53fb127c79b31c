/* catalogue_page.h - the catalogue as a page: what there is, each thing in full, and what a log can serve. */
#ifndef ASSAY_CLI_CATALOGUE_PAGE_H
#define ASSAY_CLI_CATALOGUE_PAGE_H

#include "harness/cli/catalogue.h"
#include "reports/page.h"

/* What a log gives an entry. */
struct assay_catalogue_served {
    size_t served, of; /* responses with a value, of all; of a diagnostic 1 or 0, of 1 */
    const char *lacks; /* what most of the others lack; NULL: none lacks anything */
    bool asked;        /* false: a command, which no log says anything of */
};

/* A table of all systems with what runs for each. */
void assay_catalogue_list(const struct assay_catalogue *catalogue,
                          struct assay_page *page);

/* A section a system, with all that runs for it in full. */
void assay_catalogue_systems(const struct assay_catalogue *catalogue,
                             struct assay_page *page);

/* Those that serve no system by name: computations to be set by hand. */
void assay_catalogue_others(const struct assay_catalogue *catalogue,
                            struct assay_page *page);

/* One entry in full, in a section begun by the caller. */
void assay_catalogue_entry(const struct assay_catalogue_entry *entry,
                           struct assay_page *page);

/* One system, with all that runs for it. */
void assay_catalogue_system(const struct assay_catalogue *catalogue,
                            const struct assay_paper *paper, struct assay_page *page);

/* served (catalogue->count,): what a log can serve, and what it lacks for the rest. */
void assay_catalogue_for(const struct assay_catalogue *catalogue,
                         const struct assay_catalogue_served *served,
                         struct assay_page *page);

#endif
