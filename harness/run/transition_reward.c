/* transition_reward.c - reward functions on transitions: columns, expressions and tables. */
#include "harness/run/transition_reward.h"

#include <math.h>
#include <string.h>

/* Names of an expression in their order: these, the features, the features of the next state. */
enum {
    NAME_STATE,
    NAME_ACTION,
    NAME_NEXT,
    NAME_DONE,
    NAME_GAMMA,
    NAMES_FIXED
};

struct making {
    const struct assay_transition_table *table;
    struct assay_arena *arena;
    struct assay_transition_rewards *out;
    const char **name; /* (names,) of expressions */
    size_t names;
    struct assay_error *err;
};

static void put_names(struct making *m)
{
    static const char *const fixed[NAMES_FIXED] = {"s", "a", "next", "done", "gamma"};
    const struct assay_transition_table *table = m->table;

    m->name =
        assay_arena_new(m->arena, NAMES_FIXED + 2 * table->features, sizeof(*m->name));
    memcpy(m->name, fixed, sizeof(fixed));
    m->names = NAMES_FIXED;
    for (int next = 0; next < 2; next++)
        for (size_t f = 0; f < table->features; f++)
            m->name[m->names++] =
                assay_arena_printf(m->arena, "%s%.*s", next ? "next_" : "",
                                   ASSAY_STR_ARG(table->feature_name[f]));
}

static bool is_taken(const struct making *m, struct assay_str name)
{
    for (size_t k = 0; k < m->table->rewards; k++)
        if (assay_str_equal(m->table->reward_name[k], name))
            return true;
    for (size_t k = 0; k < m->out->formulas; k++)
        if (assay_str_equal(m->out->formula[k].name, name))
            return true;
    return false;
}

static enum assay_code read_table(const struct making *m, const char *path,
                                  struct assay_transition_formula *formula)
{
    enum assay_code code = assay_tensors_read(path, &formula->table, m->err);

    if (code)
        return code;
    if (formula->table.count != 1 || !assay_tensor_is_number(&formula->table.at[0]) ||
        formula->table.at[0].dims < 1 || formula->table.at[0].dims > 3)
        return assay_fail(
            m->err, ASSAY_EDATA,
            "%s: expected one array R[s], R[s][a] or R[s][a][s'] of numbers", path);
    return ASSAY_OK;
}

/* "NAME=EXPRESSION", "NAME=@FILE" */
static enum assay_code read_word(struct making *m, const char *word)
{
    struct assay_transition_rewards *out = m->out;
    const struct assay_str text = assay_str_of(word);
    const size_t n = assay_str_find(text, ASSAY_STR("="));
    struct assay_transition_formula *formula = &out->formula[out->formulas];
    struct assay_expression *expression = NULL;
    enum assay_code code;

    if (n == 0 || n + 1 >= text.len)
        return assay_fail(m->err, ASSAY_EUSAGE,
                          "--reward %s: expected NAME=EXPRESSION or NAME=@FILE", word);
    if (is_taken(m, (struct assay_str){word, n}))
        return assay_fail(m->err, ASSAY_EUSAGE, "--reward %s: the name is taken", word);
    *formula = (struct assay_transition_formula){
        .name = assay_arena_copy(m->arena, (struct assay_str){word, n}),
        .text = word + n + 1};
    out->formulas++;
    if (formula->text[0] == '@')
        return read_table(m, formula->text + 1, formula);
    code = assay_expression_compile(
        &(struct assay_expression_setting){
            assay_arena_printf(m->arena, "--reward %s", formula->name.ptr), m->name,
            m->names},
        assay_str_of(formula->text), m->arena, &expression, m->err);
    formula->expression = expression;
    return code;
}

/* ---- values ---- */

static double label_number(const struct assay_transition_labels *labels,
                           const uint32_t *label, size_t row)
{
    return label && label[row] != ASSAY_TRANSITION_NOWHERE ? labels->number[label[row]]
                                                           : (double)NAN;
}

/* A name's value; NaN where there is none. */
static double value_of(const struct assay_transition_rewards *rewards,
                       const struct assay_transition_query *query, size_t name)
{
    const struct assay_transition_table *t = rewards->table;
    const size_t f = name - NAMES_FIXED, features = t->features;
    const double *phi = query->from_next ? t->next_phi[0] : t->phi;

    switch (name) {
    case NAME_STATE:
        return label_number(&t->states, query->from_next ? t->next[0] : t->state,
                            query->s);
    case NAME_ACTION:
        return label_number(&t->actions, t->action, query->a);
    case NAME_NEXT:
        return label_number(&t->states, t->next[query->sample], query->next);
    case NAME_DONE:
        return t->done[query->sample][query->next] ? 1.0 : 0.0;
    case NAME_GAMMA:
        return rewards->gamma;
    default:
        break;
    }
    if (f < features)
        return phi ? phi[query->s * features + f] : (double)NAN;
    phi = t->next_phi[query->sample];
    return phi ? phi[query->next * features + f - features] : (double)NAN;
}

static enum assay_code no_number(const struct assay_transition_rewards *rewards,
                                 const struct assay_transition_formula *formula,
                                 const struct assay_transition_query *query, size_t name,
                                 struct assay_error *err)
{
    static const char *const word[] = {"s", "a", "next"};
    const bool next = name == NAME_NEXT || name >= NAMES_FIXED + rewards->table->features;

    const size_t row = name == NAME_ACTION ? query->a : next ? query->next : query->s;

    return assay_fail_at(err, assay_transition_spot(rewards->table, row),
                         "reward %s: the row has no number for %s", formula->name.ptr,
                         name <= NAME_NEXT ? word[name]
                         : next            ? "a feature of the next state"
                                           : "a feature");
}

static enum assay_code ask_expression(const struct assay_transition_rewards *rewards,
                                      const struct assay_transition_formula *formula,
                                      const struct assay_transition_query *query,
                                      double *out, struct assay_error *err)
{
    double value[64];
    struct assay_expression_fault fault;
    const uint32_t *name;
    const size_t count = assay_expression_names(formula->expression, &name);

    if (count > sizeof(value) / sizeof(*value))
        return assay_fail(err, ASSAY_EDATA, "reward %s: more than 64 names",
                          formula->name.ptr);
    for (size_t i = 0; i < count; i++) {
        value[i] = value_of(rewards, query, name[i]);
        if (!isfinite(value[i]))
            return no_number(rewards, formula, query, name[i], err);
    }
    if (!assay_expression_value(formula->expression, value, out, &fault))
        return assay_fail_at(err, assay_transition_spot(rewards->table, query->s),
                             "reward %s: column %zu: %s", formula->name.ptr, fault.column,
                             fault.what);
    return ASSAY_OK;
}

static enum assay_code ask_table(const struct assay_transition_rewards *rewards,
                                 const struct assay_transition_formula *formula,
                                 const struct assay_transition_query *query, double *out,
                                 struct assay_error *err)
{
    static const size_t order[] = {NAME_STATE, NAME_ACTION, NAME_NEXT};
    static const char *const word[] = {"s", "a", "next"};
    const struct assay_tensor *tensor = &formula->table.at[0];
    size_t row = 0, column = 0;

    for (size_t d = 0; d < tensor->dims; d++) {
        const double label = value_of(rewards, query, order[d]);

        if (!(label >= 0.0 && label < (double)tensor->shape[d]) || floor(label) != label)
            return assay_fail_at(
                err,
                assay_transition_spot(rewards->table, d == 2 ? query->next : query->s),
                "reward %s: %s is no place in the table, which has %zu there",
                formula->name.ptr, word[d], tensor->shape[d]);
        row = d == 0 ? (size_t)label : row;
        column = d == 0 ? 0 : column * tensor->shape[d] + (size_t)label;
    }
    *out = assay_tensor_number(tensor, row, column);
    if (!isfinite(*out))
        return assay_fail(err, ASSAY_EDATA, "reward %s: the table has no finite number",
                          formula->name.ptr);
    return ASSAY_OK;
}

enum assay_code assay_transition_ask(const struct assay_transition_rewards *rewards,
                                     size_t formula,
                                     const struct assay_transition_query *query,
                                     double *out, struct assay_error *err)
{
    const struct assay_transition_formula *f = &rewards->formula[formula];

    const enum assay_code code = f->expression
                                     ? ask_expression(rewards, f, query, out, err)
                                     : ask_table(rewards, f, query, out, err);

    if (!code && !(fabs(*out) <= ASSAY_TRANSITION_NUMBER_MAX))
        return assay_fail_at(err, assay_transition_spot(rewards->table, query->s),
                             "reward %s: %g is beyond 1e100", f->name.ptr, *out);
    return code;
}

/* ---- all of them ---- */

static enum assay_code put_values(struct making *m, size_t sample)
{
    const struct assay_transition_table *table = m->table;
    struct assay_transition_rewards *out = m->out;
    double *value = assay_arena_new(m->arena, table->rows * out->rewards, sizeof(*value));
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < table->rows; i++) {
        const struct assay_transition_query query = {i, i, i, sample, false};
        double *row = value + i * out->rewards;

        if (table->rewards > 0)
            memcpy(row, table->reward[sample] + i * table->rewards,
                   table->rewards * sizeof(*row));
        for (size_t k = 0; !code && k < out->formulas; k++)
            code = assay_transition_ask(out, k, &query, &row[table->rewards + k], m->err);
    }
    out->value[sample] = value;
    return code;
}

static enum assay_code put_reward_names(struct making *m)
{
    const struct assay_transition_table *table = m->table;
    struct assay_transition_rewards *out = m->out;
    struct assay_str *name;

    out->rewards = table->rewards + out->formulas;
    if (out->rewards < 2)
        return assay_fail(m->err, ASSAY_EUSAGE,
                          "%s, a distance needs two: --column reward:NAME=COLUMN or "
                          "--reward NAME=EXPRESSION names more",
                          out->rewards ? "one reward" : "no rewards");
    if (out->rewards > ASSAY_TRANSITION_REWARDS_MAX)
        return assay_fail(m->err, ASSAY_EUSAGE, "%zu rewards, more than %d", out->rewards,
                          ASSAY_TRANSITION_REWARDS_MAX);
    name = assay_arena_new(m->arena, out->rewards, sizeof(*name));
    for (size_t k = 0; k < out->rewards; k++)
        name[k] = k < table->rewards ? table->reward_name[k]
                                     : out->formula[k - table->rewards].name;
    out->name = name;
    return ASSAY_OK;
}

enum assay_code assay_transition_rewards_make(const struct assay_transition_table *table,
                                              double gamma,
                                              const struct assay_option_list *words,
                                              struct assay_arena *arena,
                                              struct assay_transition_rewards *out,
                                              struct assay_error *err)
{
    struct making m = {.table = table, .arena = arena, .out = out, .err = err};
    enum assay_code code = ASSAY_OK;

    *out = (struct assay_transition_rewards){.table = table, .gamma = gamma};
    out->formula = assay_arena_new(arena, words->count + 1, sizeof(*out->formula));
    put_names(&m);
    for (size_t i = 0; !code && i < words->count; i++)
        code = read_word(&m, words->at[i]);
    if (code)
        return code;
    code = put_reward_names(&m);
    for (size_t j = 0; !code && j < table->samples; j++)
        code = put_values(&m, j);
    return code;
}

void assay_transition_rewards_release(struct assay_transition_rewards *rewards)
{
    for (size_t k = 0; k < rewards->formulas; k++)
        assay_tensors_release(&rewards->formula[k].table);
}
