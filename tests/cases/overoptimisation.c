/* overoptimisation.c - cases of gold against KL. */
#include "metrics/gao_fit.h"
#include "metrics/kl_estimate.h"
#include "tests/cases/case.h"

enum assay_code case_gao_fit(const struct assay_node *input, struct assay_arena *arena,
                             struct assay_node *out, struct assay_error *err)
{
    const struct assay_str form = assay_node_text(assay_node_get(input, "form"));
    struct assay_node *map = assay_node_map(arena);
    struct case_reals d = {0}, r = {0};
    struct assay_gao_fit fit;
    enum assay_code code = case_reals(input, "d", arena, &d, err);

    if (!code)
        code = case_reals(input, "R", arena, &r, err);
    if (!code)
        code = assay_gao_fit(&(struct assay_gao_points){d.at, r.at, NULL, d.count},
                             assay_str_equal(form, ASSAY_STR("bon")) ? ASSAY_GAO_BON
                                                                     : ASSAY_GAO_RL,
                             NULL, &fit, err);
    if (code)
        return code;
    assay_node_put(arena, map, "alpha", assay_node_of_real(fit.alpha));
    assay_node_put(arena, map, "beta", assay_node_of_real(fit.beta));
    assay_node_put(arena, map, "sse", assay_node_of_real(fit.quality.sse));
    if (fit.peak.exists) {
        assay_node_put(arena, map, "d_peak", assay_node_of_real(fit.peak.d));
        assay_node_put(arena, map, "r_peak", assay_node_of_real(fit.peak.r));
    }
    *out = *map;
    return ASSAY_OK;
}

enum assay_code case_kl_estimators(const struct assay_node *input,
                                   struct assay_arena *arena, struct assay_node *out,
                                   struct assay_error *err)
{
    struct assay_node *map = assay_node_map(arena);
    struct case_reals policy = {0}, reference = {0};
    enum assay_code code = case_reals(input, "logp", arena, &policy, err);

    if (!code)
        code = case_reals(input, "logq", arena, &reference, err);
    for (size_t k = 0; !code && k < ASSAY_KL_ESTIMATORS; k++) {
        struct assay_kl_estimate got;

        code = assay_kl_estimate(
            &(struct assay_kl_tokens){policy.at, reference.at, NULL, policy.count, 0},
            (enum assay_kl)k, 0.0, &got, err);
        assay_node_put(arena, map, assay_kl_name((enum assay_kl)k),
                       assay_node_of_real(got.token.mean));
    }
    *out = *map;
    return code;
}
