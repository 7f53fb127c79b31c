/*
 * form.c - does a response have the form that was asked for?
 *
 * 1 where the whole text, stripped of white space, matches the pattern (and each tag of it is there once, where that is
 * asked for), else 0.
 *
 * Source: DeepSeek-AI 2025, DeepSeek-R1, arXiv:2501.12948, section 2.2.2 (format reward); huggingface/open-r1
 *         src/open_r1/rewards.py (format_reward); vision-sr1: zli12321/Vision-SR1
 *         train_examples/reward_function/see_think_selfReward.py (format_reward)@4480e08.
 */
#include "adapters/signals/form.h"

#include "adapters/signals/verify.h"
#include "adapters/tokenizer_parts.h"
#include "harness/core/memory.h"

#include <stdlib.h>

struct assay_form {
    struct tokenizer_regex *regex;
};

enum assay_code assay_form_new(const char *pattern, struct assay_form **out,
                               struct assay_error *err)
{
    struct assay_form *form = assay_memory_new(1, sizeof(*form));
    struct assay_arena arena = {0};
    struct assay_error why;
    const struct tokenizer_reading reading = {"pattern", &arena, &why};
    const char *whole = assay_arena_printf(&arena, "(?s)\\A(?:%s)\\z", pattern);
    enum assay_code code =
        assay_tokenizer_regex_new(&reading, assay_str_of(whole), &form->regex);

    if (code)
        code = assay_fail(err, ASSAY_EUSAGE, "%s", why.text);
    assay_arena_release(&arena);
    if (code) {
        assay_form_free(form);
        form = NULL;
    }
    *out = form;
    return code;
}

void assay_form_free(struct assay_form *form)
{
    if (!form)
        return;
    assay_tokenizer_regex_free(form->regex);
    free(form);
}

bool assay_form_fits(const struct assay_form *form, struct assay_str text, bool *out)
{
    size_t begin = 0, end = 0;
    struct assay_error why;

    if (assay_tokenizer_regex_find(form->regex, text, &begin, &end, &why))
        return false;
    *out = text.len > 0 && begin == 0 && end == text.len;
    return true;
}

struct form {
    const char *pattern, *once;
    struct assay_form *compiled;
};

static const struct assay_option options[] = {
    {.name = "pattern",
     .help = "regular expression of the whole text; a dot is any character",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct form, pattern),
     .initial = "<think>.*?</think>\\s*<answer>.*?</answer>",
     .value = "REGEX"},
    {.name = "once",
     .help = "texts that have to be there exactly once, a comma between two",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct form, once),
     .initial = "",
     .value = "TEXT,..."},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "think-answer", .settings = {"once=<think>,</think>,<answer>,</answer>"}},
    {.name = "vision-sr1-form",
     .row = 26,
     .settings = {"pattern=<description>.*?</description>\\s*<think>.*?</"
                  "think>\\s*\\\\boxed\\{.*?\\}"}},
    {0},
};

static enum assay_code begin(void *state, struct assay_error *err)
{
    struct form *form = state;

    return assay_form_new(form->pattern, &form->compiled, err);
}

static void end(void *state)
{
    struct form *form = state;

    assay_form_free(form->compiled);
}

static bool is_once(struct assay_str text, struct assay_str needle)
{
    const size_t at = assay_str_find(text, needle);

    if (at >= text.len)
        return false;
    text.ptr += at + needle.len;
    text.len -= at + needle.len;
    return assay_str_find(text, needle) >= text.len;
}

static bool each_once(const char *list, struct assay_str text)
{
    struct assay_str left = assay_str_of(list);

    while (left.len > 0) {
        const size_t n = assay_str_find(left, ASSAY_STR(","));
        const struct assay_str needle = {left.ptr, n};

        if (n > 0 && !is_once(text, needle))
            return false;
        left.ptr += n + (n < left.len);
        left.len -= n + (n < left.len);
    }
    return true;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    const struct form *form = state;

    (void)err;
    for (size_t i = 0; i < view->count; i++) {
        const struct assay_node *text =
            assay_node_get(assay_rollout_view_response(view, i), "text");
        const struct assay_str stripped = assay_verify_strip(assay_node_text(text));
        bool fits;

        if (!assay_node_is(text, ASSAY_NODE_TEXT))
            assay_signal_lack(&out[i], "text");
        else if (!assay_form_fits(form->compiled, stripped, &fits))
            assay_signal_lack(&out[i], "end of the pattern's search");
        else
            out[i].reward = fits && each_once(form->once, stripped);
    }
    return ASSAY_OK;
}

const struct assay_signal assay_signal_form = {
    .name = "form",
    .summary = "does the response have the form that was asked for?",
    .formula = "1 where the whole text matches the pattern, else 0",
    .needs = "text",
    .source = "DeepSeek-AI 2025, arXiv:2501.12948, section 2.2.2",
    .options = options,
    .state_size = sizeof(struct form),
    .presets = presets,
    .begin = begin,
    .take = take,
    .end = end,
};
