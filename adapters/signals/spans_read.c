/* spans_read.c - which tracks a combination is of, and a response's numbers of them. */
#include "adapters/signals/spans.h"

#include <string.h>

static const char *const prefix[] = {
    [SPANS_RESPONSE] = "tok.lp.",
    [SPANS_LAST] = "tok.last.",
    [SPANS_ANSWER] = "ans_lp.",
    [SPANS_FOLLOW] = "",
};

/* "policy", or "0.5*policy". */
static enum assay_code add_name(struct spans *spans, struct assay_str word, double sign,
                                struct assay_error *err)
{
    const size_t star = assay_str_find(word, ASSAY_STR("*"));
    struct assay_str name = word;
    double weight = 1.0;

    if (star < word.len) {
        name = (struct assay_str){word.ptr + star + 1, word.len - star - 1};
        if (!assay_str_number((struct assay_str){word.ptr, star}, &weight))
            return assay_fail(err, ASSAY_EUSAGE,
                              "track \"%.*s\": what stands before * is no number",
                              ASSAY_STR_ARG(word));
    }
    if (name.len == 0)
        return assay_fail(err, ASSAY_EUSAGE, "a track without a name");
    if (spans->names == SPANS_TERMS)
        return assay_fail(err, ASSAY_EUSAGE, "more than %d tracks", SPANS_TERMS);
    spans->name[spans->names++] =
        (struct spans_name){assay_arena_printf(&spans->arena, "%s%.*s",
                                               prefix[spans->span], ASSAY_STR_ARG(name)),
                            sign * weight};
    return ASSAY_OK;
}

/* Names with commas between; none where the list is empty. */
static enum assay_code add_names(struct spans *spans, const char *list, double sign,
                                 struct assay_error *err)
{
    struct assay_str rest = assay_str_of(list);
    enum assay_code code = ASSAY_OK;

    while (!code && rest.len > 0) {
        const size_t n = assay_str_find(rest, ASSAY_STR(","));

        code = add_name(spans, (struct assay_str){rest.ptr, n}, sign, err);
        rest.ptr += n + (n < rest.len);
        rest.len -= n + (n < rest.len);
    }
    return code;
}

enum assay_code assay_spans_begin(struct spans *spans, struct assay_error *err)
{
    enum assay_code code = add_names(spans, spans->plus, 1.0, err);

    spans->added = spans->names;
    if (!code)
        code = add_names(spans, spans->minus, -1.0, err);
    if (!code && spans->names == 0)
        code = assay_fail(err, ASSAY_EUSAGE, "no tracks: plus=NAME, minus=NAME");
    if (!code && spans->form == SPANS_DROP &&
        (spans->added == 0 || spans->added == spans->names))
        code = assay_fail(err, ASSAY_EUSAGE,
                          "form=drop needs tracks with (plus) and without (minus)");
    if (!code && spans->form == SPANS_DROP && spans->span == SPANS_FOLLOW)
        code = assay_fail(err, ASSAY_EUSAGE, "form=drop is not of follow-ups");
    if (!code && spans->per == SPANS_PER_STEP &&
        (spans->span != SPANS_RESPONSE || spans->form != SPANS_LINEAR))
        code =
            assay_fail(err, ASSAY_EUSAGE, "per=step needs span=response and form=linear");
    if (!code && spans->span == SPANS_FOLLOW &&
        (spans->squash || spans->clip > 0.0 || spans->offset < 0.0 ||
         spans->offset > 0.0))
        code = assay_fail(err, ASSAY_EUSAGE,
                          "offset, squash and clip are of tokens, not of follow-ups");
    return code;
}

/* One number, behind the response. */
static void read_last(const struct spans *spans, const struct assay_rollout_view *view,
                      size_t i, struct assay_signal_value *value,
                      struct spans_tracks *out)
{
    double *number = assay_arena_new(view->arena, spans->names, sizeof(*number));

    out->n = 1;
    out->there = true;
    for (size_t m = 0; out->there && m < spans->names; m++) {
        out->there = assay_signal_number(view, i, spans->name[m].path, value, &number[m]);
        out->term[m] = (struct assay_span_term){&number[m], spans->name[m].weight};
    }
}

enum assay_code assay_spans_read(const struct spans *spans,
                                 const struct assay_rollout_view *view, size_t i,
                                 struct assay_signal_value *value,
                                 struct spans_tracks *out, struct assay_error *err)
{
    struct assay_signal_track track;

    *out = (struct spans_tracks){.there = false};
    if (spans->span == SPANS_LAST) {
        read_last(spans, view, i, value, out);
        return ASSAY_OK;
    }
    for (size_t m = 0; m < spans->names; m++) {
        const enum assay_code code =
            assay_signal_array(view, i, spans->name[m].path, value, &track, err);

        if (code || !track.at)
            return code;
        out->term[m] = (struct assay_span_term){track.at, spans->name[m].weight};
        if (m > 0 && track.n != out->n) {
            assay_signal_lack(value, "tracks of one length");
            return ASSAY_OK;
        }
        out->n = track.n;
    }
    out->there = true;
    return ASSAY_OK;
}

/* sum_m c_m pool(track_m) of one dimension. */
static enum assay_code of_dimension(const struct spans *spans,
                                    const struct assay_rollout_view *view,
                                    const struct assay_member *dimension,
                                    struct assay_signal_value *value, double *sum,
                                    struct assay_error *err)
{
    const double *track;
    size_t n;

    for (size_t m = 0; m < spans->names; m++) {
        const struct spans_name *name = &spans->name[m];
        const enum assay_code code =
            assay_rollout_array(view, &dimension->value, name->path, &track, &n, err);

        if (code)
            return code;
        if (!track || n == 0) {
            assay_signal_lack(value, assay_arena_printf(view->arena, "fu.%.*s.%s",
                                                        ASSAY_STR_ARG(dimension->key),
                                                        name->path));
            return ASSAY_OK;
        }
        *sum += name->weight * assay_span_pool(track, n, spans->pool == 1);
    }
    return ASSAY_OK;
}

enum assay_code assay_spans_follow(const struct spans *spans,
                                   const struct assay_rollout_view *view, size_t i,
                                   struct assay_signal_value *value, double *out,
                                   struct assay_error *err)
{
    const struct assay_node *fu =
        assay_rollout_value(assay_rollout_view_response(view, i), ASSAY_STR("fu"));
    const size_t n = assay_node_count(fu);
    enum assay_code code = ASSAY_OK;
    double sum = 0.0;

    if (n == 0)
        assay_signal_lack(value, "fu");
    for (size_t k = 0; !code && !value->lacks && k < n; k++)
        code = of_dimension(spans, view, &fu->as.map.at[k], value, &sum, err);
    if (!code && !value->lacks)
        *out = spans->beta * sum / (double)n;
    return code;
}
