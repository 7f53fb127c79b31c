/* transition_settle.c - rows of transitions by trajectory, with their next states, as columns. */
#include "harness/core/memory.h"
#include "suites/transition_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A row in the order of its trajectory. */
struct place {
    uint32_t trajectory, row;
    double step;
};

struct settling {
    struct transition_reading *r;
    struct assay_transition_table *out;
    struct place *order; /* (rows,) then those that are kept */
    size_t rows;
    uint32_t *
        after; /* (rows,) of a row without next state: the row that has it; else itself */
    bool follows; /* next states are those of the trajectory's next rows */
};

static double number_at(const struct transition_column *column, size_t row)
{
    return column && column->width ? column->at[row * column->width] : (double)NAN;
}

static const struct transition_column *of_role(const struct settling *s,
                                               enum transition_role role)
{
    return assay_transition_column(s->r, role);
}

static size_t count_of(const struct settling *s, enum transition_role role)
{
    size_t n = 0;

    for (size_t i = 0; i < s->r->columns; i++)
        n += s->r->column[i].role == role;
    return n;
}

/* True where a flag is set; absent is false. */
static bool is_set(const struct settling *s, enum transition_role role, size_t row)
{
    return number_at(of_role(s, role), row) > 0.0;
}

/* ---- trajectories ---- */

/* Where nobody told trajectories: does row begin another? */
static bool begins(const struct settling *s, size_t row)
{
    const struct transition_column *step = of_role(s, TRANSITION_STEP);

    if (row == 0 || s->r->place[row].source != s->r->place[row - 1].source)
        return true;
    if (is_set(s, TRANSITION_DONE, row - 1) || is_set(s, TRANSITION_TRUNCATED, row - 1))
        return true;
    return step && !(number_at(step, row) > number_at(step, row - 1));
}

static enum assay_code put_trajectories(struct settling *s)
{
    const struct transition_column *column = of_role(s, TRANSITION_TRAJECTORY);
    const struct transition_column *step = of_role(s, TRANSITION_STEP);
    const bool marked =
        step || of_role(s, TRANSITION_DONE) || of_role(s, TRANSITION_TRUNCATED);
    uint32_t count = 0;

    for (size_t i = 0; i < s->rows; i++) {
        if (column && isnan(number_at(column, i)))
            return assay_fail_at(s->r->err, assay_transition_reading_spot(s->r, i),
                                 "%s: the row has none", column->key.ptr);
        if (step && isnan(number_at(step, i)))
            return assay_fail_at(s->r->err, assay_transition_reading_spot(s->r, i),
                                 "%s: the row has none", step->key.ptr);
        count += !column && (begins(s, i) || (!marked && !s->follows));
        s->order[i] = (struct place){column ? (uint32_t)number_at(column, i) : count - 1,
                                     (uint32_t)i, step ? number_at(step, i) : (double)i};
    }
    if (!column)
        assay_transition_note(
            s->r, marked || s->follows
                      ? "no trajectories are told: they end where a row is done or "
                        "truncated, the step does not grow, or the file ends"
                      : "no trajectories are told: rows count as independent of one "
                        "another");
    return ASSAY_OK;
}

static int compare(const void *a, const void *b)
{
    const struct place *x = a, *y = b;

    if (x->trajectory != y->trajectory)
        return x->trajectory < y->trajectory ? -1 : 1;
    if (x->step != y->step)
        return x->step < y->step ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static bool continues(const struct settling *s, size_t i)
{
    return i + 1 < s->rows && s->order[i + 1].trajectory == s->order[i].trajectory;
}

static enum assay_code sort_rows(struct settling *s)
{
    qsort(s->order, s->rows, sizeof(*s->order), compare);
    for (size_t i = 0; of_role(s, TRANSITION_STEP) && i < s->rows; i++)
        if (continues(s, i) && s->order[i].step == s->order[i + 1].step)
            return assay_fail_at(s->r->err,
                                 assay_transition_reading_spot(s->r, s->order[i + 1].row),
                                 "step %g is twice in its trajectory", s->order[i].step);
    return ASSAY_OK;
}

/* Next states of the rows that follow; the last of a trajectory has none unless it is done. */
static void follow(struct settling *s)
{
    size_t kept = 0, cut = 0;

    for (size_t i = 0; i < s->rows; i++)
        s->after[s->order[i].row] =
            continues(s, i) ? s->order[i + 1].row : s->order[i].row;
    for (size_t i = 0; i < s->rows; i++) {
        const bool last =
            !continues(s, i) && !is_set(s, TRANSITION_DONE, s->order[i].row);

        cut += last;
        s->order[kept] = s->order[i];
        kept += !last;
    }
    s->rows = kept;
    assay_transition_note(
        s->r, cut ? "no next states are told: they are those of the next rows; last rows "
                    "that are not done are left out"
                  : "no next states are told: they are those of the next rows");
}

/* ---- what every row must have ---- */

static enum assay_code lacks(const struct settling *s, size_t row, const char *key)
{
    return assay_fail_at(s->r->err, assay_transition_reading_spot(s->r, row),
                         "%s: the row has none", key);
}

/* Columns of the state at hand, and what leads away from it. */
static bool is_needed(enum transition_role role)
{
    return role == TRANSITION_STATE || role == TRANSITION_ACTION ||
           role == TRANSITION_REWARD || role == TRANSITION_FEATURE ||
           role == TRANSITION_PHI || role == TRANSITION_SECOND_REWARD;
}

static bool is_next(enum transition_role role, size_t sample)
{
    if (sample == 0)
        return role == TRANSITION_NEXT || role == TRANSITION_NEXT_FEATURE ||
               role == TRANSITION_NEXT_PHI;
    return role == TRANSITION_SECOND_NEXT || role == TRANSITION_SECOND_FEATURE ||
           role == TRANSITION_SECOND_PHI;
}

static enum assay_code check_rows(const struct settling *s)
{
    for (size_t c = 0; c < s->r->columns; c++) {
        const struct transition_column *column = &s->r->column[c];
        const bool needed = is_needed(column->role), first = is_next(column->role, 0),
                   second = is_next(column->role, 1);

        for (size_t i = 0; (needed || first || second) && i < s->rows; i++) {
            const size_t row = s->order[i].row;
            const bool done = (first && is_set(s, TRANSITION_DONE, row)) ||
                              (second && is_set(s, TRANSITION_SECOND_DONE, row));

            if (!done && isnan(number_at(column, row)))
                return lacks(s, row, column->key.ptr);
        }
    }
    return ASSAY_OK;
}

/* The column of a next state that stands to one of the state. */
static enum assay_code check_match(const struct settling *s, enum transition_role role,
                                   enum transition_role next)
{
    const struct transition_column *a = of_role(s, role), *b = of_role(s, next);

    if (count_of(s, role) == count_of(s, next) && (!a || a->width == b->width))
        return ASSAY_OK;
    return assay_fail(
        s->r->err, ASSAY_EDATA, "%s: %zu of %s (%zu numbers), but %zu of %s (%zu)",
        s->r->source[0].path, count_of(s, role), assay_transition_roles[role].word,
        a ? a->width : 0, count_of(s, next), assay_transition_roles[next].word,
        b ? b->width : 0);
}

static bool has_second(const struct settling *s)
{
    return of_role(s, TRANSITION_SECOND_NEXT) || of_role(s, TRANSITION_SECOND_PHI) ||
           of_role(s, TRANSITION_SECOND_FEATURE);
}

static enum assay_code check_columns(struct settling *s)
{
    const bool phi = of_role(s, TRANSITION_PHI) || of_role(s, TRANSITION_FEATURE);
    enum assay_code code = ASSAY_OK;

    if (!phi && !of_role(s, TRANSITION_STATE))
        return assay_fail(s->r->err, ASSAY_EDATA,
                          "%s: neither state nor features; --column state=NAME, phi=NAME "
                          "or feature=NAME says where they are",
                          s->r->source[0].path);
    s->follows = !of_role(s, TRANSITION_NEXT) && !of_role(s, TRANSITION_NEXT_PHI) &&
                 !of_role(s, TRANSITION_NEXT_FEATURE);
    if (s->follows && has_second(s))
        return assay_fail(s->r->err, ASSAY_EDATA,
                          "%s: second next states, but no first ones",
                          s->r->source[0].path);
    if (s->follows)
        return ASSAY_OK;
    if (of_role(s, TRANSITION_STATE) && (!phi || of_role(s, TRANSITION_NEXT)))
        code = check_match(s, TRANSITION_STATE, TRANSITION_NEXT);
    if (!code)
        code = check_match(s, TRANSITION_PHI, TRANSITION_NEXT_PHI);
    if (!code)
        code = check_match(s, TRANSITION_FEATURE, TRANSITION_NEXT_FEATURE);
    if (code || !has_second(s))
        return code;
    if (of_role(s, TRANSITION_NEXT) && (!phi || of_role(s, TRANSITION_SECOND_NEXT)))
        code = check_match(s, TRANSITION_NEXT, TRANSITION_SECOND_NEXT);
    if (!code)
        code = check_match(s, TRANSITION_PHI, TRANSITION_SECOND_PHI);
    if (!code)
        code = check_match(s, TRANSITION_FEATURE, TRANSITION_SECOND_FEATURE);
    return code ? code : check_match(s, TRANSITION_REWARD, TRANSITION_SECOND_REWARD);
}

/* ---- columns ---- */

/* Where the state stands that a row leads to. */
static size_t next_row(const struct settling *s, size_t i)
{
    return s->follows ? s->after[s->order[i].row] : s->order[i].row;
}

static const uint32_t *labels_of(const struct settling *s, enum transition_role role,
                                 bool next)
{
    const struct transition_column *column = of_role(s, role);
    uint32_t *out;

    if (!column)
        return NULL;
    out = assay_arena_new(s->r->arena, s->rows, sizeof(*out));
    for (size_t i = 0; i < s->rows; i++) {
        const size_t row = next ? next_row(s, i) : s->order[i].row;
        const bool none = next && s->follows && row == s->order[i].row;
        const double label = none ? (double)NAN : number_at(column, row);

        out[i] = isnan(label) ? ASSAY_TRANSITION_NOWHERE : (uint32_t)label;
    }
    return out;
}

/* Lists, then features one by one. */
static const double *features_of(const struct settling *s, enum transition_role list,
                                 enum transition_role one, bool next)
{
    const size_t width = s->out->features;
    double *out;
    size_t at = 0;

    if (!of_role(s, list) && !of_role(s, one))
        return NULL;
    out = assay_arena_new(s->r->arena, s->rows * width, sizeof(*out));
    for (int turn = 0; turn < 2; turn++)
        for (size_t c = 0; c < s->r->columns; c++) {
            const struct transition_column *column = &s->r->column[c];

            if (column->role != (turn ? one : list))
                continue;
            for (size_t i = 0; i < s->rows; i++) {
                const size_t row = next ? next_row(s, i) : s->order[i].row;
                const bool none = next && s->follows && row == s->order[i].row;

                for (size_t f = 0; f < column->width; f++)
                    out[i * width + at + f] =
                        none ? (double)NAN : column->at[row * column->width + f];
            }
            at += column->width;
        }
    return out;
}

static const unsigned char *flags_of(const struct settling *s, enum transition_role role)
{
    unsigned char *out = assay_arena_new(s->r->arena, s->rows, 1);

    for (size_t i = 0; i < s->rows; i++)
        out[i] = is_set(s, role, s->order[i].row);
    return out;
}

/* The reward columns of a role, in the order of those of the first next state. */
static const double *rewards_of(const struct settling *s, enum transition_role role,
                                enum assay_code *code)
{
    const size_t rewards = s->out->rewards;
    double *out = assay_arena_new(s->r->arena, s->rows * rewards + 1, sizeof(*out));

    for (size_t k = 0; k < rewards; k++) {
        const struct transition_column *found = NULL;

        for (size_t c = 0; c < s->r->columns; c++)
            if (s->r->column[c].role == role &&
                assay_str_equal(s->r->column[c].name, s->out->reward_name[k]))
                found = &s->r->column[c];
        if (!found) {
            *code = assay_fail(s->r->err, ASSAY_EDATA, "%s: no %s of %.*s",
                               s->r->source[0].path, assay_transition_roles[role].word,
                               ASSAY_STR_ARG(s->out->reward_name[k]));
            return out;
        }
        for (size_t i = 0; i < s->rows; i++)
            out[i * rewards + k] = number_at(found, s->order[i].row);
    }
    return out;
}

static enum assay_code name_columns(struct settling *s)
{
    struct assay_transition_table *out = s->out;
    const struct transition_column *list = of_role(s, TRANSITION_PHI);
    struct assay_str *reward, *feature;
    size_t f = 0;

    out->rewards = count_of(s, TRANSITION_REWARD);
    out->features = (list ? list->width : 0) + count_of(s, TRANSITION_FEATURE);
    if (out->rewards > ASSAY_TRANSITION_REWARDS_MAX ||
        out->features > ASSAY_TRANSITION_FEATURES_MAX)
        return assay_fail(s->r->err, ASSAY_EDATA,
                          "%s: %zu rewards and %zu features, more than %d or %d",
                          s->r->source[0].path, out->rewards, out->features,
                          ASSAY_TRANSITION_REWARDS_MAX, ASSAY_TRANSITION_FEATURES_MAX);
    reward = assay_arena_new(s->r->arena, out->rewards + 1, sizeof(*reward));
    feature = assay_arena_new(s->r->arena, out->features + 1, sizeof(*feature));
    for (size_t i = 0; list && i < list->width; i++)
        feature[f++] = assay_str_of(assay_arena_printf(s->r->arena, "phi_%zu", i));
    out->rewards = 0;
    for (size_t c = 0; c < s->r->columns; c++) {
        if (s->r->column[c].role == TRANSITION_REWARD)
            reward[out->rewards++] = s->r->column[c].name;
        if (s->r->column[c].role == TRANSITION_FEATURE)
            feature[f++] = s->r->column[c].name;
    }
    out->reward_name = reward;
    out->feature_name = feature;
    return ASSAY_OK;
}

static struct assay_transition_labels copy_labels(const struct settling *s,
                                                  const struct assay_names *names)
{
    struct assay_str *name =
        assay_arena_new(s->r->arena, names->count + 1, sizeof(*name));
    double *number = assay_arena_new(s->r->arena, names->count + 1, sizeof(*number));

    for (size_t i = 0; i < names->count; i++) {
        name[i] = assay_arena_copy(s->r->arena, names->at[i]);
        if (!assay_str_number(name[i], &number[i]))
            number[i] = NAN;
    }
    return (struct assay_transition_labels){name, number, names->count};
}

static void put_firsts(struct settling *s)
{
    size_t *first = assay_arena_new(s->r->arena, s->rows + 1, sizeof(*first));

    for (size_t i = 0; i < s->rows; i++)
        if (i == 0 || s->order[i].trajectory != s->order[i - 1].trajectory)
            first[s->out->trajectories++] = i;
    first[s->out->trajectories] = s->rows;
    s->out->first = first;
}

static void put_places(const struct settling *s)
{
    struct assay_transition_place *place =
        assay_arena_new(s->r->arena, s->rows, sizeof(*place));

    for (size_t i = 0; i < s->rows; i++)
        place[i] = s->r->place[s->order[i].row];
    s->out->place = place;
}

static enum assay_code put_columns(struct settling *s)
{
    struct assay_transition_table *out = s->out;
    enum assay_code code = name_columns(s);

    if (code)
        return code;
    out->rows = s->rows;
    out->samples = has_second(s) ? 2 : 1;
    out->state = labels_of(s, TRANSITION_STATE, false);
    out->action = labels_of(s, TRANSITION_ACTION, false);
    out->phi = features_of(s, TRANSITION_PHI, TRANSITION_FEATURE, false);
    if (s->follows) {
        out->next[0] = labels_of(s, TRANSITION_STATE, true);
        out->next_phi[0] = features_of(s, TRANSITION_PHI, TRANSITION_FEATURE, true);
    } else {
        out->next[0] = labels_of(s, TRANSITION_NEXT, false);
        out->next_phi[0] =
            features_of(s, TRANSITION_NEXT_PHI, TRANSITION_NEXT_FEATURE, false);
    }
    out->next[1] = labels_of(s, TRANSITION_SECOND_NEXT, false);
    out->next_phi[1] =
        features_of(s, TRANSITION_SECOND_PHI, TRANSITION_SECOND_FEATURE, false);
    out->done[0] = flags_of(s, TRANSITION_DONE);
    out->done[1] = flags_of(s, TRANSITION_SECOND_DONE);
    out->reward[0] = rewards_of(s, TRANSITION_REWARD, &code);
    if (!code && out->samples == 2)
        out->reward[1] = rewards_of(s, TRANSITION_SECOND_REWARD, &code);
    put_firsts(s);
    put_places(s);
    out->states = copy_labels(s, &s->r->states);
    out->actions = copy_labels(s, &s->r->actions);
    return code;
}

enum assay_code assay_transition_settle(struct transition_reading *r,
                                        struct assay_transition_table *out)
{
    struct settling s = {.r = r, .out = out, .rows = r->rows};
    enum assay_code code = check_columns(&s);

    s.order = assay_memory_new(r->rows + 1, sizeof(*s.order));
    s.after = assay_memory_new(r->rows + 1, sizeof(*s.after));
    if (!code)
        code = put_trajectories(&s);
    if (!code)
        code = sort_rows(&s);
    if (!code && s.follows)
        follow(&s);
    if (!code && s.rows == 0)
        code = assay_fail(r->err, ASSAY_EDATA, "%s: no row has a next state",
                          r->source[0].path);
    if (!code)
        code = check_rows(&s);
    if (!code)
        code = put_columns(&s);
    out->source = r->source;
    out->sources = r->sources;
    out->note = r->note;
    out->notes = r->notes;
    free(s.order);
    free(s.after);
    return code;
}
