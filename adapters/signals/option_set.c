/*
 * option_set.c - which of several right options were chosen, with part of the credit for part of them.
 *
 *   soft   |chosen| / |right| where every chosen option is right, else 0
 *   whole  1 where both sets are the same, else 0
 *
 * Options are told apart by a separator; white space counts nothing, an option that stands there twice is one.
 *
 * Source: TW-GRPO: Reinforcing Video Reasoning with Focused Thinking, arXiv:2505.24718; longmalongma/TW-GRPO
 *         src/open_r1/grpo.py (accuracy_reward: soft, origin_accuracy_reward: whole)@aa529ff. It tries math_verify first,
 *         which tells whether two formulas are the same; options are none.
 */
#include "adapters/signals/verify.h"
#include "harness/core/names.h"

enum credit {
    CREDIT_SOFT,
    CREDIT_WHOLE,
};

struct option_set {
    struct verify_place place;
    unsigned credit; /* enum credit */
    const char *separator;
    bool fold;
};

static const char *const credit_words[] = {"soft", "whole", NULL};

static const struct assay_option options[] = {
    VERIFY_PLACE_OPTIONS(offsetof(struct option_set, place)),
    {.name = "credit",
     .help = "a part of the right options is worth that part, or nothing",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct option_set, credit),
     .initial = "soft",
     .choices = credit_words},
    {.name = "separator",
     .help = "what stands between options; empty: each letter is one",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct option_set, separator),
     .initial = ",",
     .value = "TEXT"},
    {.name = "fold",
     .help = "a is A",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct option_set, fold)},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "tw-grpo",
     .row = 38,
     .settings = {"credit=soft"},
     .quirk = "the official code tries math_verify before it compares sets of options; "
              "here sets alone are compared"},
    {.name = "tw-grpo-whole", .row = 38, .settings = {"credit=whole"}},
    {0},
};

static char upper(char c)
{
    return (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
}

/* An option without white space. */
static struct assay_str bare(struct assay_str text, bool fold, struct assay_arena *arena)
{
    char *out = assay_arena_new(arena, text.len + 1, 1);
    size_t n = 0;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (fold)
            c = upper(c);
        if (c != ' ' && !(c >= '\t' && c <= '\r'))
            out[n++] = c;
    }
    return (struct assay_str){out, n};
}

/* The options of a text are numbered; an empty one is one too, which no set of right ones has. */
static void add_options(const struct option_set *how, struct assay_str text,
                        struct assay_names *set, struct assay_arena *arena)
{
    const struct assay_str separator = assay_str_of(how->separator);

    text = bare(text, how->fold, arena);
    if (separator.len == 0) {
        for (size_t i = 0; i < text.len; i++)
            (void)assay_names_add(set, (struct assay_str){text.ptr + i, 1});
        return;
    }
    for (;;) {
        const size_t n = assay_str_find(text, separator);

        (void)assay_names_add(set, (struct assay_str){text.ptr, n});
        if (n >= text.len)
            return;
        text.ptr += n + separator.len;
        text.len -= n + separator.len;
    }
}

static bool read_right(const struct option_set *how,
                       const struct assay_rollout_view *view, struct assay_names *right)
{
    const struct assay_node *gold = assay_node_get(view->record.node, "gold");
    const struct assay_node *set = assay_node_get(gold, "set");
    const struct assay_str answer = assay_rollout_text(gold, "answer");

    for (size_t k = 0; k < assay_node_count(set); k++)
        (void)assay_names_add(
            right, bare(assay_node_text(assay_node_at(set, k)), how->fold, view->arena));
    if (assay_node_count(set) == 0 && answer.len > 0)
        add_options(how, answer, right, view->arena);
    return right->count > 0;
}

static double credit_of(const struct option_set *how, const struct assay_names *chosen,
                        const struct assay_names *right)
{
    for (size_t k = 0; k < chosen->count; k++) {
        uint32_t number;

        if (!assay_names_find(right, chosen->at[k], &number))
            return 0.0;
    }
    if (how->credit == CREDIT_WHOLE)
        return chosen->count == right->count;
    return (double)chosen->count / (double)right->count;
}

static void take_one(const struct option_set *how, const struct assay_rollout_view *view,
                     size_t i, const struct assay_names *right,
                     struct assay_signal_value *value)
{
    struct assay_names chosen = {.count = 0};
    struct assay_str answer;

    if (!assay_verify_answer(&how->place, view, i, value, &answer))
        return;
    add_options(how, answer, &chosen, view->arena);
    value->reward = chosen.count > 0 ? credit_of(how, &chosen, right) : 0.0;
    assay_names_release(&chosen);
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    const struct option_set *how = state;
    struct assay_names right = {.count = 0};
    const bool there = read_right(how, view, &right);

    (void)err;
    for (size_t i = 0; i < view->count; i++) {
        if (!there)
            assay_signal_lack(&out[i], "gold.set");
        else
            take_one(how, view, i, &right, &out[i]);
    }
    assay_names_release(&right);
    return ASSAY_OK;
}

const struct assay_signal assay_signal_option_set = {
    .name = "option-set",
    .summary = "were the right options chosen, all or some of them?",
    .formula = "|chosen| / |right| where every chosen option is right, else 0",
    .needs = "answer gold.set",
    .source = "arXiv:2505.24718; longmalongma/TW-GRPO src/open_r1/grpo.py@aa529ff",
    .options = options,
    .state_size = sizeof(struct option_set),
    .presets = presets,
    .take = take,
};
