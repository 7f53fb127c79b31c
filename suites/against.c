#include "suites/against.h"

enum assay_code assay_against_check(const struct assay_item *item,
                                    struct assay_error *err)
{
    if (item->completion_count == 2)
        return ASSAY_OK;
    return assay_fail_at(
        err, assay_item_spot(item),
        "expected two completions, the baseline's and the model's, found %zu",
        item->completion_count);
}

struct assay_worth assay_against_draw(unsigned rule)
{
    return rule == ASSAY_RULE_SECOND ? (struct assay_worth){1.0, 1.0}
                                     : assay_worth_tie(rule);
}
