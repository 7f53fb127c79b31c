/* catalogue_serve.h - which signals and diagnostics a log can serve: found by running them. */
#ifndef ASSAY_CLI_CATALOGUE_SERVE_H
#define ASSAY_CLI_CATALOGUE_SERVE_H

#include "harness/cli/catalogue_page.h"

/*
 * Runs every signal and diagnostic with its defaults on a log, which is read once for all, and once more before where one
 * looks at all of it first.
 *
 *   out  (catalogue->count,) in arena
 *
 * Errors: those of reading.
 */
ASSAY_MUST_USE
enum assay_code assay_catalogue_serve(const struct assay_catalogue *catalogue,
                                      const char *path, struct assay_arena *arena,
                                      struct assay_catalogue_served **out,
                                      struct assay_error *err);

#endif
