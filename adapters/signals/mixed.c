/*
 * mixed.c - a reward by kind of task: a match, a number read off a chart, a region, an open text.
 *
 *   match  the answer is gold.answer (match.c, by text)
 *   chart  its number is within a share of gold.answer, or it is spelt alike
 *   iou    intersection over union of the box in the answer with gold.box
 *   open   how near tokens of the response are to those of a reference, there and back (token_matching.h), from hid of
 *          both; the reference is the group's response of role ref
 *
 * route=auto: iou where gold.box is there, chart in the subsets that are named, match where gold.answer is there, else
 * open.
 *
 * Source: Xu et al. 2025, Mixed-R1, arXiv:2505.24164, abstract; its tolerance of charts and how both directions of
 *         similarity are joined are not known from there.
 */
#include "adapters/signals/match.h"
#include "metrics/boxes.h"
#include "metrics/token_matching.h"

enum route {
    ROUTE_AUTO,
    ROUTE_MATCH,
    ROUTE_CHART,
    ROUTE_IOU,
    ROUTE_OPEN,
};

struct mixed {
    struct verify_place place;
    unsigned route; /* enum route */
    const char *charts;
    double tolerance, there;
};

static const char *const route_words[] = {"auto", "match", "chart", "iou", "open", NULL};

static const struct assay_option options[] = {
    VERIFY_PLACE_OPTIONS(offsetof(struct mixed, place)),
    {.name = "route",
     .help = "which reward; auto: by the group's subset and what is right",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct mixed, route),
     .initial = "auto",
     .choices = route_words},
    {.name = "charts",
     .help = "with route=auto: subsets of charts, a comma between two",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct mixed, charts),
     .initial = "chart",
     .value = "SUBSET,..."},
    {.name = "tolerance",
     .help = "share of a chart's number by which the answer may be off",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct mixed, tolerance),
     .initial = "0.05",
     .lo = 0.0,
     .hi = 1.0},
    {.name = "there",
     .help = "of an open text, weight of the way from response to reference",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct mixed, there),
     .initial = "0.5",
     .lo = 0.0,
     .hi = 1.0},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "mixed-r1",
     .row = 60,
     .quirk = "not verified: the tolerance of charts (tolerance, 5 % as in ChartQA) and "
              "the weight of both directions (there, half each)"},
    {.name = "iou", .row = 60, .settings = {"route=iou"}},
    {.name = "bmas", .row = 60, .settings = {"route=open"}},
    {0},
};

/* What is right for a group. */
struct task {
    enum route route;
    const struct assay_node *answer;
    struct assay_box box;
    struct assay_rollout_matrix reference;
    const char *lacks;
};

static bool names(const char *list, struct assay_str word)
{
    struct assay_str left = assay_str_of(list);

    while (left.len > 0) {
        const size_t n = assay_str_find(left, ASSAY_STR(","));

        if (n > 0 && assay_str_equal((struct assay_str){left.ptr, n}, word))
            return true;
        left.ptr += n + (n < left.len);
        left.len -= n + (n < left.len);
    }
    return false;
}

static enum route route_of(const struct mixed *mixed, const struct assay_node *group)
{
    const struct assay_node *gold = assay_node_get(group, "gold");

    if (mixed->route != ROUTE_AUTO)
        return (enum route)mixed->route;
    if (assay_node_get(gold, "box"))
        return ROUTE_IOU;
    if (!assay_node_get(gold, "answer"))
        return ROUTE_OPEN;
    return names(mixed->charts, assay_rollout_text(group, "subset")) ? ROUTE_CHART
                                                                     : ROUTE_MATCH;
}

static bool box_of(const double *edge, size_t n, struct assay_box *box)
{
    if (n != 4)
        return false;
    *box = (struct assay_box){edge[0], edge[1], edge[2], edge[3]};
    return true;
}

static bool holds(const struct assay_box *box)
{
    return box->x0 < box->x1 && box->y0 < box->y1;
}

/* Hidden states of the first response of role ref that has some. */
static enum assay_code read_reference(const struct assay_rollout_view *view,
                                      struct task *task, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && !task->reference.at && i < view->count; i++) {
        const struct assay_node *response = assay_rollout_view_response(view, i);
        const struct assay_node *hid = assay_rollout_value(response, ASSAY_STR("hid"));

        if (hid &&
            assay_str_equal(assay_rollout_text(response, "role"), ASSAY_STR("ref")))
            code = assay_rollout_rows(view->log, hid, view->arena, &task->reference, err);
    }
    if (!task->reference.at)
        task->lacks = "hid of a response of role ref";
    return code;
}

static enum assay_code read_task(const struct mixed *mixed,
                                 const struct assay_rollout_view *view, struct task *task,
                                 struct assay_error *err)
{
    const struct assay_node *group = view->record.node;
    const double *edge = NULL;
    size_t n = 0;
    enum assay_code code;

    task->route = route_of(mixed, group);
    task->answer = assay_rollout_value(group, ASSAY_STR("gold.answer"));
    if (task->route == ROUTE_OPEN)
        return read_reference(view, task, err);
    if (task->route != ROUTE_IOU) {
        task->lacks = task->answer ? NULL : "gold.answer";
        return ASSAY_OK;
    }
    code = assay_rollout_array(view, group, "gold.box", &edge, &n, err);
    if (!code && (!edge || !box_of(edge, n, &task->box) || !holds(&task->box)))
        task->lacks = "gold.box of four numbers that holds something";
    return code;
}

/* How many characters of a number the text begins with. */
static size_t number_at(struct assay_str text, double *value)
{
    size_t n = 0;

    while (n < text.len && n < ASSAY_STR_REAL &&
           ((text.ptr[n] >= '0' && text.ptr[n] <= '9') || text.ptr[n] == '.' ||
            (n == 0 && text.ptr[n] == '-')))
        n++;
    while (n > 0 && !assay_str_number((struct assay_str){text.ptr, n}, value))
        n--;
    return n;
}

/* True for a text with exactly four numbers. */
static bool read_box(struct assay_str text, struct assay_box *box)
{
    double edge[4], next;
    size_t n = 0;

    while (text.len > 0) {
        size_t used = number_at(text, &next);

        if (used > 0 && n == 4)
            return false;
        if (used > 0)
            edge[n++] = next;
        used = used ? used : 1;
        text.ptr += used;
        text.len -= used;
    }
    return box_of(edge, n, box);
}

/* An answer that is no box has missed. */
static enum assay_code take_box(const struct task *task, struct assay_str answer,
                                struct assay_signal_value *value, struct assay_error *err)
{
    struct assay_box box;

    value->reward = 0.0;
    return read_box(answer, &box)
               ? assay_boxes_overlap(&box, &task->box, &value->reward, err)
               : ASSAY_OK;
}

static enum assay_code take_open(const struct mixed *mixed,
                                 const struct assay_rollout_view *view, size_t i,
                                 const struct task *task,
                                 struct assay_signal_value *value,
                                 struct assay_error *err)
{
    const struct assay_node *hid =
        assay_rollout_value(assay_rollout_view_response(view, i), ASSAY_STR("hid"));
    struct assay_rollout_matrix own = {0};
    struct assay_token_vectors vectors;
    struct assay_error why;
    enum assay_code code =
        hid ? assay_rollout_rows(view->log, hid, view->arena, &own, err) : ASSAY_OK;

    if (code)
        return code;
    if (!own.at || own.columns != task->reference.columns) {
        assay_signal_lack(value, "hid with rows as wide as the reference's");
        return ASSAY_OK;
    }
    vectors = (struct assay_token_vectors){own.at, task->reference.at, own.rows,
                                           task->reference.rows, own.columns};
    if (assay_token_matching(&vectors, mixed->there, &value->reward, &why))
        assay_signal_lack(value, "direction of a vector of zeros in hid");
    return ASSAY_OK;
}

static enum assay_code take_one(const struct mixed *mixed,
                                const struct assay_rollout_view *view, size_t i,
                                const struct task *task, struct assay_signal_value *value,
                                struct assay_error *err)
{
    const struct match_rule alike = {.by = MATCH_TEXT, .fold = true};
    const struct match_rule near = {.by = MATCH_EITHER,
                                    .percent = MATCH_SHARE,
                                    .tolerance = mixed->tolerance,
                                    .absolute = 1e-9,
                                    .units = true,
                                    .fold = true};
    struct assay_str answer;
    double right;

    if (task->lacks) {
        assay_signal_lack(value, task->lacks);
        return ASSAY_OK;
    }
    if (task->route == ROUTE_OPEN)
        return take_open(mixed, view, i, task, value, err);
    if (!assay_verify_answer(&mixed->place, view, i, value, &answer))
        return ASSAY_OK;
    if (task->route == ROUTE_IOU)
        return take_box(task, answer, value, err);
    if (assay_match_answer(task->route == ROUTE_CHART ? &near : &alike, answer,
                           task->answer, view->arena, &right))
        value->reward = right;
    else
        assay_signal_lack(value, "text or number in gold.answer");
    return ASSAY_OK;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    const struct mixed *mixed = state;
    struct task task = {0};
    enum assay_code code = read_task(mixed, view, &task, err);

    for (size_t i = 0; !code && i < view->count; i++)
        code = take_one(mixed, view, i, &task, &out[i], err);
    return code;
}

const struct assay_signal assay_signal_mixed = {
    .name = "mixed",
    .summary = "a reward by kind of task: match, chart, region or open text",
    .formula = "match 0 or 1, chart within a tolerance, |A and B| / |A or B| of boxes, "
               "or mean nearest cosine of tokens there and back",
    .needs = "answer gold.answer gold.box hid",
    .source = "Xu et al. 2025, arXiv:2505.24164, abstract",
    .options = options,
    .state_size = sizeof(struct mixed),
    .presets = presets,
    .take = take,
};
