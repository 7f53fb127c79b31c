/* night_close.h - what is made of the runs of a night once they have ended: gates, pages, the folder's own. */
#ifndef ASSAY_CLI_NIGHT_CLOSE_H
#define ASSAY_CLI_NIGHT_CLOSE_H

#include "harness/cli/night_work.h"

/*
 * Judges every run and writes its page, then the night's page and night.json; takes away the nights that may go;
 * writes the page of all nights; points `latest`; and brings the index of the history up to date. All
 * that it writes depends on runs and earlier nights alone.
 *
 * Errors: ASSAY_EINTERRUPTED; ASSAY_EIO; those of pages; ASSAY_EDATA for a pinned baseline that is not there.
 */
ASSAY_MUST_USE
enum assay_code assay_night_close(const struct assay_night_work *work,
                                  struct assay_night *night, struct assay_error *err);

/* Nights that retention would take away, once tonight is whole: ascending dates, in the work's arena. */
void assay_night_old(const struct assay_night_work *work,
                     const struct assay_nights *nights, const struct assay_night *night,
                     struct assay_night_dates *out);

#endif
