/*
 * overlap_scan.h - a training file of any size, read once, against a suite's index.
 *
 * One thread reads records in batches; the others match their texts.
 */
#ifndef ASSAY_RUN_OVERLAP_SCAN_H
#define ASSAY_RUN_OVERLAP_SCAN_H

#include "harness/core/digest.h"
#include "harness/run/overlap_match.h"

enum {
    ASSAY_OVERLAP_JOBS_MAX = 256
};

struct assay_overlap_file {
    const char *path; /* as records.h reads it, layout found out */
    const char *const
        *field; /* (field_count,) where texts stand (field.h); none: everywhere */
    size_t field_count;
    size_t jobs; /* threads that match, 1 .. ASSAY_OVERLAP_JOBS_MAX */
};

struct assay_overlap_scanned {
    uint64_t records;
    uint64_t without; /* records that have none of the fields */
    char sha256[ASSAY_DIGEST_HEX];
};

/*
 * Matches every text of the file: all texts of a record, however deep, or those at its fields. A
 * text is one value; n-grams and shingles do not cross from one into another.
 *
 *   tally  made by assay_overlap_tally_init; what was found is added to it
 *
 * Errors: those of records.h and field.h; ASSAY_EDATA for a file without records, of which no record
 *         has any of the fields, or in whose texts there is no word.
 */
ASSAY_MUST_USE
enum assay_code assay_overlap_scan(const struct assay_overlap_file *file,
                                   const struct assay_plain *plain,
                                   struct assay_overlap_tally *tally,
                                   struct assay_overlap_scanned *out,
                                   struct assay_error *err);

#endif
