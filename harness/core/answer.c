#include "harness/core/answer.h"

#include <assert.h>

static const char *const names[ASSAY_STATES] = {
    [ASSAY_STATE_SKIPPED] = "skipped",
    [ASSAY_STATE_SCORED] = "scored",
    [ASSAY_STATE_TIED] = "tied",
    [ASSAY_STATE_NAN] = "not-a-number",
    [ASSAY_STATE_UNPARSABLE] = "unparsable",
    [ASSAY_STATE_TIMED_OUT] = "timed-out",
    [ASSAY_STATE_REFUSED] = "refused",
    [ASSAY_STATE_TRUNCATED] = "truncated",
    [ASSAY_STATE_FAILED] = "failed",
};

static const char *const wants[ASSAY_WANTS] = {
    [ASSAY_WANT_SCORES] = "scores",     [ASSAY_WANT_PREFERENCES] = "preferences",
    [ASSAY_WANT_VERDICTS] = "verdicts", [ASSAY_WANT_VECTORS] = "vectors",
    [ASSAY_WANT_TEXTS] = "texts",
};

const char *assay_want_name(enum assay_want want)
{
    assert((unsigned)want < ASSAY_WANTS);
    return wants[want];
}

const char *assay_state_name(enum assay_state state)
{
    assert((unsigned)state < ASSAY_STATES);
    return names[state];
}

bool assay_state_parse(struct assay_str name, enum assay_state *state)
{
    for (unsigned i = 0; i < ASSAY_STATES; i++) {
        if (assay_str_equal(name, assay_str_of(names[i]))) {
            *state = (enum assay_state)i;
            return true;
        }
    }
    return false;
}
