/*
 * gguf_idle.c - options that change nothing of the model at hand, or of one another.
 *
 * What follows from the suite alone (whether its items are steps, or vectors are wanted) is let pass:
 * the suites of one run share the options of its model.
 */
#include "adapters/gguf_open.h"

#include <string.h>

typedef const char *reason(const struct assay_gguf *gguf);

static const char no_log_probs[] =
    "the model is no policy: it gives no log-probabilities";
static const char writes[] = "the model is to write texts, of which no score is made";
static const char tells[] = "tokens are told of one by one, of which no score is made";
static const char no_steps[] = "steps=none: no steps are told apart";

/* A number is read at each step's own place. */
static bool reads_steps(const struct assay_gguf *gguf)
{
    return gguf->steps.how != ASSAY_GGUF_STEPS_NONE &&
           gguf->steps.how != ASSAY_GGUF_STEPS_PREFIX;
}

static bool is_policy(const struct assay_gguf *gguf)
{
    return gguf->model->kind == ASSAY_GGUF_POLICY;
}

/* Texts go in as an encoder's pair, whose ends its tokenizer makes. */
static bool is_pair(const struct assay_gguf *gguf)
{
    return gguf->model->kind == ASSAY_GGUF_ENCODER && !gguf->template.jinja &&
           !gguf->vectors;
}

/* ---- why an option changes nothing; NULL: it does ---- */

static const char *of_reward(const struct assay_gguf *gguf)
{
    if (!is_policy(gguf))
        return no_log_probs;
    if (gguf->sampling)
        return writes;
    if (gguf->tracks)
        return tells;
    return reads_steps(gguf)
               ? "a policy's number of a step is the probability of the token good"
               : NULL;
}

static const char *of_weights(const struct assay_gguf *gguf)
{
    if (is_policy(gguf))
        return "the model is a policy: there are no labels to weigh";
    return reads_steps(gguf) ? "the number of a step is that of one label, which the "
                               "option label names"
                             : NULL;
}

static const char *of_layer(const struct assay_gguf *gguf)
{
    return gguf->sampling || gguf->tracks
               ? "the model is to write texts or to tell of tokens, not of hidden states"
               : NULL;
}

static const char *of_truncate(const struct assay_gguf *gguf)
{
    if (gguf->truncate == ASSAY_GGUF_CUT_NO)
        return NULL;
    if (reads_steps(gguf))
        return "a solution is not cut, as its steps would be lost: one that is too long "
               "is "
               "not asked";
    return is_pair(gguf)
               ? "an encoder's pair is not cut: one that is too long is not asked"
               : NULL;
}

static const char *of_template(const struct assay_gguf *gguf)
{
    return is_pair(gguf) && gguf->template.whole
               ? "an encoder sees prompt and completion as a pair, not joined"
               : NULL;
}

static const char *of_date(const struct assay_gguf *gguf)
{
    return gguf->template.jinja || gguf->template_fault
               ? NULL
               : "a template in Jinja alone is told the date, and none is used";
}

static const char *of_bos(const struct assay_gguf *gguf)
{
    return is_pair(gguf) && gguf->bos != ASSAY_GGUF_END_AUTO
               ? "the ends of an encoder's pair are its tokenizer's"
               : NULL;
}

static const char *of_eos(const struct assay_gguf *gguf)
{
    if (gguf->sampling && gguf->eos == ASSAY_GGUF_END_ADD)
        return "a prompt that is to be written behind has no end of text";
    return is_pair(gguf) && gguf->eos != ASSAY_GGUF_END_AUTO
               ? "the ends of an encoder's pair are its tokenizer's"
               : NULL;
}

static const char *of_steps(const struct assay_gguf *gguf)
{
    if (gguf->steps.how == ASSAY_GGUF_STEPS_NONE)
        return NULL;
    return gguf->sampling ? writes : gguf->tracks ? tells : NULL;
}

static const char *of_mark(const struct assay_gguf *gguf)
{
    if (gguf->steps.how == ASSAY_GGUF_STEPS_NONE)
        return no_steps;
    return gguf->steps.how == ASSAY_GGUF_STEPS_TURN
               ? "with steps=turn a step ends where its turn does"
               : NULL;
}

/* join, split and fold. */
static const char *of_each(const struct assay_gguf *gguf)
{
    return gguf->steps.how == ASSAY_GGUF_STEPS_NONE ? no_steps : NULL;
}

static const char *of_good(const struct assay_gguf *gguf)
{
    if (!reads_steps(gguf))
        return gguf->steps.how == ASSAY_GGUF_STEPS_NONE
                   ? no_steps
                   : "with steps=prefix a step is scored as any completion is";
    return is_policy(gguf) || gguf->steps.how == ASSAY_GGUF_STEPS_TURN
               ? NULL
               : "the model has a score head, which tells the number of a step";
}

static const char *of_bad(const struct assay_gguf *gguf)
{
    const char *why = of_good(gguf);

    return why || is_policy(gguf)
               ? why
               : "the model has a score head, which tells the number of a step";
}

/* label and activation. */
static const char *of_label(const struct assay_gguf *gguf)
{
    if (is_policy(gguf))
        return "the model is a policy: it gives no labels";
    if (gguf->steps.how == ASSAY_GGUF_STEPS_NONE)
        return "steps=none: it is of the label that says a step is right; what labels "
               "count "
               "otherwise, say weights";
    return reads_steps(gguf) ? NULL
                             : "with steps=prefix a step is scored as any completion is";
}

static const char *of_read(const struct assay_gguf *gguf)
{
    return gguf->items ? "it is of `assay doctor --tokens` alone; items are not read so"
                       : NULL;
}

static const char *of_top(const struct assay_gguf *gguf)
{
    const char *why = of_read(gguf);

    return why || gguf->read == ASSAY_GGUF_TELL_TOP
               ? why
               : "it is of read=top, which is not given";
}

const char *assay_gguf_idle(const void *state, const char *name)
{
    static const struct {
        const char *name;
        reason *of;
    } rules[] = {
        {"reward", of_reward},     {"weights", of_weights},  {"layer", of_layer},
        {"truncate", of_truncate}, {"date", of_date},        {"bos", of_bos},
        {"template", of_template}, {"eos", of_eos},          {"steps", of_steps},
        {"mark", of_mark},         {"join", of_each},        {"split", of_each},
        {"fold", of_each},         {"good", of_good},        {"bad", of_bad},
        {"label", of_label},       {"activation", of_label}, {"read", of_read},
        {"top", of_top},
    };

    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
        if (strcmp(rules[i].name, name) == 0)
            return rules[i].of(state);
    return NULL;
}
