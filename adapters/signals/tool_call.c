/*
 * tool_call.c - are the tools that a response calls the right ones, with the right arguments, in the form asked for?
 *
 *   correctness  low + (high - low) * share (tool_score.h), high = -low = 3; low where <tool_call> has no calls
 *   form         1 where the text has the tags of the right answer, each once and in order, else 0
 *   length       words of the thought over 512, in hundredths, at most 1
 *
 * Calls are JSON maps with name and parameters, one a line, between <tool_call> and </tool_call>. The right answer has calls
 * where gold.tools has some, and a reply in <response> where gold.text is there. Where no call is asked for, correctness
 * is 0 whatever the response calls, as in the official code.
 *
 * Ends of correctness (high, low) and of form (top, bottom) move with the step of the training:
 *
 *   two-stage  correctness a third of itself before step 30, form half of itself from there on
 *   linear     high = 2 + (high - 2) s/150, at most 3, low likewise; top = 2 - (2 - top) s/150, at least 1,
 *              bottom = -2 + (2 + bottom) s/150, at most -1
 *
 * Source: Qian et al. 2025, ToolRL, arXiv:2504.13958; qiancheng0/ToolRL verl/utils/reward_score/rlla.py@8cee13e, whose
 *         variables COARSEREWARD, INTERMEDIATEREWARD, REFINEDREWARD, CORRECTMAX1, WITHLENGTH, SCHEDULELENGTH,
 *         MAX1STEP30MAX3 and SCHEDULEREWARD are options here.
 */
#include "adapters/signals/form.h"
#include "adapters/signals/tool_score.h"
#include "adapters/signals/verify.h"
#include "harness/core/json.h"

#include <stdio.h>
#include <string.h>

enum part {
    PART_ALL,
    PART_CORRECTNESS,
    PART_FORM,
};

enum schedule {
    SCHEDULE_NONE,
    SCHEDULE_TWO_STAGE,
    SCHEDULE_LINEAR,
};

enum {
    FORMS = 4 /* by whether the right answer has calls, and a reply */
};

struct tool_call {
    struct tool_rule rule;
    unsigned part;     /* enum part */
    unsigned schedule; /* enum schedule */
    bool length, longer;
    double most;
    struct assay_form *form[FORMS];
};

static const char *const detail_words[] = {"detailed", "intermediate", "coarse", NULL};
static const char *const part_words[] = {"all", "correctness", "form", NULL};
static const char *const schedule_words[] = {"none", "two-stage", "linear", NULL};

static const struct assay_option options[] = {
    {.name = "part",
     .help = "what of the reward counts",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct tool_call, part),
     .initial = "all",
     .choices = part_words},
    {.name = "detail",
     .help =
         "credit for names, keys and values; for names and whole calls; or for all of "
         "it alone",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct tool_call, rule.detail),
     .initial = "detailed",
     .choices = detail_words},
    {.name = "strict",
     .help = "lists of names and of keys are alike, in order, or count nothing",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct tool_call, rule.strict)},
    {.name = "most",
     .help = "correctness is from minus this to this",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct tool_call, most),
     .initial = "3",
     .lo = 1e-6,
     .hi = 1e6},
    {.name = "schedule",
     .help = "how ends move with the step of the training",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct tool_call, schedule),
     .initial = "none",
     .choices = schedule_words},
    {.name = "length",
     .help = "longer thoughts are worth up to 1 more",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct tool_call, length)},
    {.name = "length-schedule",
     .help = "with length: its limit grows from 384 words to 640 at step 105",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct tool_call, longer)},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "toolrl",
     .row = 74,
     .settings = {"part=all"},
     .quirk = "as in the official code, correctness is 0 where no call is asked for, "
              "whatever is called"},
    {.name = "toolrl-correctness", .row = 74, .settings = {"part=correctness"}},
    {.name = "toolrl-intermediate", .row = 74, .settings = {"detail=intermediate"}},
    {.name = "toolrl-coarse", .row = 74, .settings = {"detail=coarse"}},
    {.name = "toolrl-strict", .row = 74, .settings = {"strict=true"}},
    {.name = "toolrl-one", .row = 74, .settings = {"most=1"}},
    {.name = "toolrl-length", .row = 74, .settings = {"length=true"}},
    {.name = "toolrl-two-stage", .row = 74, .settings = {"schedule=two-stage"}},
    {.name = "toolrl-linear", .row = 74, .settings = {"schedule=linear"}},
    {0},
};

/* By calls + 2 * reply. */
static const char *const patterns[FORMS] = {
    "<think>.*?</think>",
    "<think>.*?</think>\\n<tool_call>\\n.*?\\n</tool_call>",
    "<think>.*?</think>\\n<response>.*?</response>",
    "<think>.*?</think>\\n<tool_call>\\n.*?\\n</tool_call>\\n<response>.*?</response>",
};

static enum assay_code begin(void *state, struct assay_error *err)
{
    struct tool_call *how = state;
    enum assay_code code = ASSAY_OK;

    for (size_t k = 0; !code && k < FORMS; k++)
        code = assay_form_new(patterns[k], &how->form[k], err);
    return code;
}

static void end(void *state)
{
    struct tool_call *how = state;

    for (size_t k = 0; k < FORMS; k++)
        assay_form_free(how->form[k]);
}

/* What is right for a group, and where in the training it is. */
struct asked {
    const struct assay_node *tools; /* a list */
    bool calls, reply, stepped;
    double step;
};

struct ends {
    double low, high;
};

static struct ends correctness_ends(const struct tool_call *how,
                                    const struct asked *asked)
{
    struct ends ends = {-how->most, how->most};
    const double done = asked->step / 150.0;

    if (how->schedule == SCHEDULE_TWO_STAGE && asked->step < 30.0)
        ends = (struct ends){ends.low / 3.0, ends.high / 3.0};
    if (how->schedule == SCHEDULE_LINEAR) {
        ends.high = (ends.high - 2.0) * done + 2.0;
        ends.low = (ends.low + 2.0) * done - 2.0;
        ends.high = ends.high > 3.0 ? 3.0 : ends.high;
        ends.low = ends.low < -3.0 ? -3.0 : ends.low;
    }
    return ends;
}

static struct ends form_ends(const struct tool_call *how, const struct asked *asked)
{
    struct ends ends = {0.0, 1.0};
    const double done = asked->step / 150.0;

    if (how->schedule == SCHEDULE_TWO_STAGE && asked->step >= 30.0)
        ends.high = 0.5;
    if (how->schedule == SCHEDULE_LINEAR) {
        ends.high = 2.0 - (2.0 - ends.high) * done;
        ends.low = -2.0 + (2.0 + ends.low) * done;
        ends.high = ends.high < 1.0 ? 1.0 : ends.high;
        ends.low = ends.low > -1.0 ? -1.0 : ends.low;
    }
    return ends;
}

static size_t count_of(struct assay_str text, const char *word)
{
    const struct assay_str needle = assay_str_of(word);
    size_t n = 0, at = assay_str_find(text, needle);

    for (; at < text.len; n++) {
        text.ptr += at + needle.len;
        text.len -= at + needle.len;
        at = assay_str_find(text, needle);
    }
    return n;
}

static bool fits(const struct tool_call *how, const struct asked *asked,
                 struct assay_str text, struct assay_signal_value *value)
{
    bool out = false;

    if (!assay_form_fits(how->form[asked->calls + 2 * asked->reply], text, &out))
        assay_signal_lack(value, "end of the pattern's search");
    if (asked->calls)
        out = out && count_of(text, "<tool_call>") == 1 &&
              count_of(text, "</tool_call>") == 1;
    if (asked->reply)
        out = out && count_of(text, "<response>") == 1 &&
              count_of(text, "</response>") == 1;
    return out;
}

/* From behind one word up to another, or all the rest where there is none (or to is NULL). */
static bool between(struct assay_str text, const char *from, const char *to,
                    struct assay_str *out)
{
    const size_t at = assay_str_find(text, assay_str_of(from));

    if (at >= text.len)
        return false;
    text.ptr += at + strlen(from);
    text.len -= at + strlen(from);
    if (to)
        text.len = assay_str_find(text, assay_str_of(to));
    *out = assay_verify_strip(text);
    return true;
}

/* The calls of a text, a line each; NULL where there are none, or one cannot be read. */
static const struct assay_node *calls_of(struct assay_str text, struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);
    struct assay_error err;

    if (count_of(text, "</tool_call>") == 0 ||
        !between(text, "<tool_call>", "</tool_call>", &text))
        return NULL;
    for (;;) {
        const size_t n = assay_str_find(text, ASSAY_STR("\n"));
        struct assay_node call;

        if (assay_json_parse((struct assay_str){text.ptr, n}, "call", arena, &call, &err))
            return NULL;
        (void)assay_node_push(arena, list, call);
        if (n >= text.len)
            return list;
        text.ptr += n + 1;
        text.len -= n + 1;
    }
}

static double correctness(const struct tool_call *how, const struct asked *asked,
                          struct assay_str text, struct assay_arena *arena)
{
    const struct ends ends = correctness_ends(how, asked);
    const struct assay_node *calls;
    double share;

    if (!asked->calls)
        return 0.0;
    calls = calls_of(text, arena);
    if (!calls || !assay_tools_score(&how->rule, asked->tools, calls, arena, &share))
        return ends.low;
    return (ends.high - ends.low) * share + ends.low;
}

static size_t words_in(struct assay_str text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.len; i++) {
        const bool here =
            text.ptr[i] != ' ' && !(text.ptr[i] >= '\t' && text.ptr[i] <= '\r');
        const bool before = i > 0 && text.ptr[i - 1] != ' ' &&
                            !(text.ptr[i - 1] >= '\t' && text.ptr[i - 1] <= '\r');

        n += here && !before;
    }
    return n;
}

static double length_of(const struct tool_call *how, const struct asked *asked,
                        struct assay_str text)
{
    const double limit =
        how->longer ? (640.0 - 384.0) * asked->step / 105.0 + 384.0 : 512.0;
    struct assay_str thought = text, later;
    char rounded[64];
    double share = 0.0;

    if (count_of(text, "<think>") == 0 || count_of(text, "</think>") == 0)
        return 0.0;
    while (between(thought, "<think>", NULL, &later))
        thought = later;
    thought.len = assay_str_find(thought, ASSAY_STR("</think>"));
    (void)snprintf(rounded, sizeof(rounded), "%.2f", (double)words_in(thought) / limit);
    (void)assay_str_number(assay_str_of(rounded), &share);
    return share > 1.0 ? 1.0 : share;
}

static double reward_of(const struct tool_call *how, const struct asked *asked,
                        struct assay_str text, struct assay_arena *arena,
                        struct assay_signal_value *value)
{
    const struct ends ends = form_ends(how, asked);
    double sum = 0.0;

    if (how->part != PART_CORRECTNESS)
        sum += fits(how, asked, text, value) ? ends.high : ends.low;
    if (how->part != PART_FORM)
        sum += correctness(how, asked, text, arena);
    if (how->part == PART_ALL && how->length)
        sum += length_of(how, asked, text);
    return sum;
}

/* What the group asks for; the field that it lacks, or NULL. */
static const char *read_asked(const struct tool_call *how,
                              const struct assay_rollout_view *view, struct asked *asked)
{
    const struct assay_node *gold = assay_node_get(view->record.node, "gold");

    asked->tools = assay_node_get(gold, "tools");
    if (!asked->tools)
        return "gold.tools";
    if (!assay_tools_are_calls(asked->tools))
        return "gold.tools[].name with gold.tools[].parameters";
    asked->calls = assay_node_count(asked->tools) > 0;
    asked->reply = assay_node_is(assay_node_get(gold, "text"), ASSAY_NODE_TEXT);
    asked->stepped = assay_rollout_number(view->record.node, "step", &asked->step);
    if (!asked->stepped && (how->schedule != SCHEDULE_NONE || how->longer))
        return "step";
    return NULL;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    const struct tool_call *how = state;
    struct asked asked = {0};
    const char *lacks = read_asked(how, view, &asked);

    (void)err;
    for (size_t i = 0; i < view->count; i++) {
        const struct assay_node *text =
            assay_node_get(assay_rollout_view_response(view, i), "text");

        if (lacks)
            assay_signal_lack(&out[i], lacks);
        else if (!assay_node_is(text, ASSAY_NODE_TEXT))
            assay_signal_lack(&out[i], "text");
        else {
            const double reward =
                reward_of(how, &asked, assay_verify_strip(assay_node_text(text)),
                          view->arena, &out[i]);

            if (!out[i].lacks)
                out[i].reward = reward;
        }
    }
    return ASSAY_OK;
}

const struct assay_signal assay_signal_tool_call = {
    .name = "tool-call",
    .summary = "are the right tools called, with the right arguments, in the right form?",
    .formula = "form + 6 * (J(names) + sum over calls of J(keys) + right values) / (1 + "
               "sum of 1 + parameters) - 3",
    .needs = "text gold.tools",
    .source = "Qian et al. 2025, arXiv:2504.13958; qiancheng0/ToolRL "
              "verl/utils/reward_score/rlla.py@8cee13e",
    .options = options,
    .state_size = sizeof(struct tool_call),
    .presets = presets,
    .begin = begin,
    .take = take,
    .end = end,
};
