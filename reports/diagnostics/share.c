#include "reports/diagnostics/share.h"

#include "metrics/interval.h"

enum assay_code assay_diagnosis_share(struct assay_diagnosis *out,
                                      struct assay_page_table *table, const char *key,
                                      size_t hits, size_t n, struct assay_error *err)
{
    struct assay_row *row = assay_table_row(table);
    struct assay_estimate share;
    enum assay_code code;

    row->cell[0] = assay_cell_text(assay_str_of(key));
    if (table->columns > 2)
        row->cell[2] = assay_cell_count(n);
    if (n == 0) {
        row->cell[1] = assay_cell_undefined(ASSAY_STR("there are none"));
        assay_node_put(out->arena, out->values, key, assay_node_null());
        return ASSAY_OK;
    }
    code = assay_interval_wilson((double)hits, n, out->level, &share, err);
    if (code)
        return code;
    row->cell[1] = assay_cell_between(
        assay_cell_number(share.value, ASSAY_STR("percent")), share.lo, share.hi);
    assay_node_put_real(out->arena, out->values, key, share.value);
    return ASSAY_OK;
}
