/* gate_write.h - a gate in every format: those of pages, and line, prometheus and github. */
#ifndef ASSAY_CLI_GATE_WRITE_H
#define ASSAY_CLI_GATE_WRITE_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/run/gate.h"

/* Errors: ASSAY_EUSAGE for a format that there is none of; for a word that is no FORMAT=FILE. */
ASSAY_MUST_USE
enum assay_code assay_gate_check_format(const char *format, struct assay_error *err);
ASSAY_MUST_USE
enum assay_code assay_gate_check_file(const char *word, struct assay_error *err);

/*
 * Writes FORMAT=FILE, which was checked: whole or not at all, but for github, a job summary in Markdown below
 * 1,000,000 bytes with what stands there already, behind which it goes. Errors: ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_gate_write_file(const struct assay_gate *gate, const char *word,
                                      struct assay_arena *arena, struct assay_error *err);

/* Prints it to standard output. Errors: ASSAY_EIO. */
ASSAY_MUST_USE
enum assay_code assay_gate_print(const struct assay_gate *gate, const char *format,
                                 struct assay_arena *arena, struct assay_error *err);

#endif
