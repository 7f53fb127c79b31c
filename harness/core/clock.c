#include "harness/core/clock.h"

#include <time.h>

double assay_clock(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void assay_clock_text(char out[ASSAY_CLOCK_TEXT])
{
    const time_t now = time(NULL);
    struct tm utc = {0};

    (void)gmtime_r(&now, &utc);
    if (strftime(out, ASSAY_CLOCK_TEXT, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0)
        out[0] = '\0';
}
