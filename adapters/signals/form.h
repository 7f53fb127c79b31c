/* form.h - does a text have a form that a regular expression says? For the signals that ask it. */
#ifndef ASSAY_ADAPTERS_SIGNALS_FORM_H
#define ASSAY_ADAPTERS_SIGNALS_FORM_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/str.h"

#include <stdbool.h>

struct assay_form;

/*
 * A form that whole texts have: a Perl-compatible expression, in which a dot is any character, ends of lines too.
 * Errors: ASSAY_EUSAGE where it is none.
 */
ASSAY_MUST_USE
enum assay_code assay_form_new(const char *pattern, struct assay_form **out,
                               struct assay_error *err);
void assay_form_free(struct assay_form *form); /* NULL is allowed */

/* True, with whether a text has the form; false where the search was given up. */
bool assay_form_fits(const struct assay_form *form, struct assay_str text, bool *out);

#endif
