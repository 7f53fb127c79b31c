/*
 * `csv`: one line a run and section, for spreadsheets and data frames. Numbers in full;
 * headline values are fractions; a field is empty where a number is undefined.
 */
#include "reports/escape.h"
#include "reports/panel.h"
#include "reports/report.h"

static void put_number(bool defined, double value, struct assay_buf *out)
{
    assay_buf_putc(out, ',');
    if (defined)
        assay_buf_printf(out, "%.17g", value);
}

/* What an overall value is without, with semicolons between. */
static void put_missing(const struct assay_result *result, bool overall,
                        struct assay_buf *out)
{
    struct assay_buf names = {0};

    for (size_t i = 0; overall && i < result->missing_count; i++)
        assay_buf_printf(&names, "%s%.*s", i ? "; " : "",
                         ASSAY_STR_ARG(result->missing[i]));
    assay_buf_putc(out, ',');
    assay_escape_csv(assay_buf_view(&names), out);
    assay_buf_release(&names);
}

static void put_line(const struct assay_result *result, const char *level,
                     const struct assay_section *section, struct assay_buf *out)
{
    const struct assay_figure *value = &section->value;
    const bool wilson = value->defined && value->has_wilson;
    const bool bootstrap = value->defined && value->has_bootstrap;

    assay_escape_csv(result->suite, out);
    assay_buf_putc(out, ',');
    assay_escape_csv(result->part, out);
    assay_buf_putc(out, ',');
    assay_escape_csv(result->model, out);
    assay_buf_printf(out, ",%s,", level);
    assay_escape_csv(section->name, out);
    assay_buf_printf(out, ",%zu,%zu,%zu,%zu", section->items, section->counted,
                     assay_panel_unanswered(section), section->ties);
    put_number(value->defined, value->value, out);
    put_number(bootstrap, value->bootstrap_lo, out);
    put_number(bootstrap, value->bootstrap_hi, out);
    put_number(wilson, value->wilson_lo, out);
    put_number(wilson, value->wilson_hi, out);
    for (int rule = 0; rule < ASSAY_TIE_RULES; rule++)
        put_number(section->rule[rule].defined, section->rule[rule].value, out);
    put_number(section->worst.defined, section->worst.value, out);
    put_number(section->best.defined, section->best.value, out);
    put_missing(result, section == &result->overall, out);
    assay_buf_puts(out, "\r\n");
}

static enum assay_code write_csv(const struct assay_report_input *input,
                                 struct assay_buf *out, struct assay_error *err)
{
    assay_buf_puts(out,
                   "suite,part,model,level,name,items,counted,unanswered,ties,value,"
                   "bootstrap_lo,bootstrap_hi,wilson_lo,wilson_hi,ties_loss,ties_half,"
                   "ties_share,ties_drop,worst,best,missing\r\n");
    for (size_t i = 0; i < input->count; i++) {
        const struct assay_result *result = input->runs[i].result;

        put_line(result, "overall", &result->overall, out);
        for (size_t s = 0; s < result->section_count; s++)
            put_line(result, "section", &result->section[s], out);
        for (size_t s = 0; s < result->subset_count; s++)
            put_line(result, "subset", &result->subset[s], out);
    }
    (void)err;
    return ASSAY_OK;
}

const struct assay_report assay_report_csv = {
    .name = "csv",
    .summary = "one line a run and section, numbers in full",
    .write = write_csv,
};
