#include "metrics/conflict_tokens.h"

#include <string.h>

/* The token t places from the start, or from the end. */
static double token(const struct assay_conflict_completion *one, size_t t, bool backward)
{
    return one->ids[backward ? one->n - 1 - t : t];
}

/* Whether some completion of the other sign has the token at that place. */
static bool is_opposed(const struct assay_conflict_completion *at, size_t count,
                       const struct assay_conflict_completion *one, size_t t,
                       bool backward)
{
    for (size_t i = 0; i < count; i++)
        if (at[i].sign == -one->sign && t < at[i].n &&
            token(&at[i], t, backward) == token(one, t, backward))
            return true;
    return false;
}

void assay_conflict_tokens(const struct assay_conflict_completion *at, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct assay_conflict_completion *one = &at[i];

        if (one->n > 0)
            memset(one->flag, 0, one->n);
        if (one->sign == 0)
            continue;
        for (size_t t = 0; t < one->n && is_opposed(at, count, one, t, false); t++)
            one->flag[t] |= ASSAY_CONFLICT_FORWARD;
        for (size_t t = 0; t < one->n && is_opposed(at, count, one, t, true); t++)
            one->flag[one->n - 1 - t] |= ASSAY_CONFLICT_BACKWARD;
    }
}

double assay_conflict_weight(unsigned flag, int sign, double raised, bool multiply)
{
    const bool both = flag == (ASSAY_CONFLICT_FORWARD | ASSAY_CONFLICT_BACKWARD);

    if (flag == 0 || sign == 0)
        return 1.0;
    if (sign < 0)
        return 0.0;
    return both && multiply ? raised * raised : raised;
}
