/* diagnostic_table.c - which diagnostics there are, and their states. */
#include "reports/diagnostics/diagnostic.h"

#include "harness/core/memory.h"

#include <stdlib.h>
#include <string.h>

static const struct assay_diagnostic *const diagnostics[] = {
#define DIAGNOSTIC(symbol) &(symbol),
#include "reports/diagnostics/diagnostics.def"
#undef DIAGNOSTIC
};

enum {
    DIAGNOSTICS = sizeof(diagnostics) / sizeof(diagnostics[0])
};

const struct assay_diagnostic *assay_diagnostic_at(size_t i)
{
    return i < DIAGNOSTICS ? diagnostics[i] : NULL;
}

enum assay_code assay_diagnostic_find(const char *name,
                                      const struct assay_diagnostic **out,
                                      struct assay_error *err)
{
    const char *names[DIAGNOSTICS];
    const char *nearest;

    *out = NULL;
    for (size_t i = 0; i < DIAGNOSTICS; i++) {
        names[i] = diagnostics[i]->name;
        if (strcmp(names[i], name) == 0)
            *out = diagnostics[i];
    }
    if (*out)
        return ASSAY_OK;
    nearest = assay_str_nearest(name, names, DIAGNOSTICS);
    return assay_fail(err, ASSAY_EUSAGE, "no diagnostic \"%s\"%s%s%s", name,
                      nearest ? "; did you mean " : "; see 'assay signals'",
                      nearest ? nearest : "", nearest ? "?" : "");
}

enum assay_code assay_diagnostic_start(const struct assay_diagnostic *diagnostic,
                                       const char *const *words, size_t n, void **state,
                                       struct assay_error *err)
{
    enum assay_code code;

    *state = assay_memory_new(1, diagnostic->state_size ? diagnostic->state_size : 1);
    code = assay_options_parse(diagnostic->options, words, n, *state, err);
    if (code) { /* it never began */
        free(*state);
        *state = NULL;
    }
    return !code && diagnostic->begin ? diagnostic->begin(*state, err) : code;
}

void assay_diagnostic_end(const struct assay_diagnostic *diagnostic, void *state)
{
    if (state && diagnostic->end)
        diagnostic->end(state);
    free(state);
}
