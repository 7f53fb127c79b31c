/* paper_makers.c - kinds of pages that tables and figures of a paper are taken from, by name. */
#include "harness/cli/paper.h"

static const struct assay_paper_maker *const all[] = {
#define PAPER(name) &assay_paper_##name,
#include "harness/cli/paper_makers.def"
#undef PAPER
};

const struct assay_paper_maker *assay_paper_maker_find(struct assay_str name)
{
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        if (assay_str_equal(name, assay_str_of(all[i]->name)))
            return all[i];
    return NULL;
}
