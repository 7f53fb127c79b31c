#include "reports/report.h"

#include <string.h>

static const struct assay_report *const reports[] = {
#define REPORT(symbol) &(symbol),
#include "reports/reports.def"
#undef REPORT
};

const struct assay_report *assay_report_at(size_t i)
{
    return i < sizeof(reports) / sizeof(reports[0]) ? reports[i] : NULL;
}

const struct assay_report *assay_report_find(const char *name)
{
    for (size_t i = 0; i < sizeof(reports) / sizeof(reports[0]); i++)
        if (strcmp(reports[i]->name, name) == 0)
            return reports[i];
    return NULL;
}
