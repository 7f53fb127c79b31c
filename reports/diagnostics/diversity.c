/*
 * diversity.c - do the responses of a policy to one prompt still differ?
 *
 * By checkpoint, means over prompts with two responses or more:
 *
 *   answers     different answers / answers
 *   top answer  share of the most frequent answer: 1 is collapse
 *   distinct-n  different n-grams / n-grams of words, over all responses to the prompt, n = 1, 2
 *
 * Source: Li et al. 2016, A Diversity-Promoting Objective Function for Neural Conversation Models, arXiv:1510.03055 (distinct-n);
 *         Co-Reward names the share of the top answer as what tells a collapse of self-made labels.
 */
#include "reports/diagnostics/training.h"

#include <math.h>
#include <string.h>

enum track {
    ANSWERS,
    TOP,
    DISTINCT_1,
    DISTINCT_2,
    TRACKS
};

static const struct assay_track tracks[TRACKS] = {
    [ANSWERS] = {"answers", "different answers", "percent", "different"},
    [TOP] = {"top_answer", "top answer", "percent", "share of the top answer"},
    [DISTINCT_1] = {"distinct_1", "distinct-1", "percent", "different"},
    [DISTINCT_2] = {"distinct_2", "distinct-2", "percent", "different"},
};

struct diversity {
    struct assay_training training;
};

static const struct assay_option options[] = {
    ASSAY_TRAINING_RUN(offsetof(struct diversity, training)),
    {0},
};

static void take_answers(struct diversity *self, const struct assay_rollout_view *view,
                         uint32_t checkpoint, uint32_t prompt)
{
    struct assay_names answers = {0};
    size_t *times = assay_arena_new(view->arena, view->count + 1, sizeof(*times));
    size_t n = 0, top = 0;

    for (size_t i = 0; i < view->count; i++) {
        const struct assay_str answer =
            assay_rollout_text(assay_rollout_view_response(view, i), "answer");
        uint32_t at;

        if (answer.len == 0)
            continue;
        at = assay_names_add(&answers, answer);
        n++;
        top = ++times[at] > top ? times[at] : top;
    }
    if (n > 1) {
        assay_training_add(&self->training, ANSWERS, checkpoint, prompt,
                           (double)answers.count / (double)n);
        assay_training_add(&self->training, TOP, checkpoint, prompt,
                           (double)top / (double)n);
    }
    assay_names_release(&answers);
}

/* n-grams of one size, seen so far. */
struct grams {
    struct assay_names seen;
    size_t all;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* The next word of a text from *at on; empty behind the last. */
static struct assay_str next_word(struct assay_str text, size_t *at)
{
    size_t begin;

    while (*at < text.len && is_blank(text.ptr[*at]))
        (*at)++;
    begin = *at;
    while (*at < text.len && !is_blank(text.ptr[*at]))
        (*at)++;
    return (struct assay_str){text.ptr + begin, *at - begin};
}

static void add_text(struct grams grams[2], struct assay_str text)
{
    struct assay_str last = {NULL, 0}, word;
    struct assay_buf pair = {0};
    size_t at = 0;

    while ((word = next_word(text, &at)).len > 0) {
        (void)assay_names_add(&grams[0].seen, word);
        grams[0].all++;
        if (last.len > 0) {
            assay_buf_reset(&pair);
            assay_buf_add(&pair, last);
            assay_buf_add(&pair, ASSAY_STR(" "));
            assay_buf_add(&pair, word);
            (void)assay_names_add(&grams[1].seen, assay_buf_view(&pair));
            grams[1].all++;
        }
        last = word;
    }
    assay_buf_release(&pair);
}

static void take_texts(struct diversity *self, const struct assay_rollout_view *view,
                       uint32_t checkpoint, uint32_t prompt)
{
    struct grams grams[2];
    size_t texts = 0;

    memset(grams, 0, sizeof(grams));
    for (size_t i = 0; i < view->count; i++) {
        const struct assay_str text =
            assay_rollout_text(assay_rollout_view_response(view, i), "text");

        texts += text.len > 0;
        add_text(grams, text);
    }
    for (unsigned k = 0; k < 2; k++) {
        if (texts > 1 && grams[k].all > 0)
            assay_training_add(&self->training, DISTINCT_1 + k, checkpoint, prompt,
                               (double)grams[k].seen.count / (double)grams[k].all);
        assay_names_release(&grams[k].seen);
    }
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct diversity *self = state;
    uint32_t checkpoint, prompt;

    (void)err;
    if (view->count < 2 ||
        !assay_training_takes(&self->training, view->record.node, &checkpoint))
        return ASSAY_OK;
    prompt = assay_training_prompt(&self->training, view->record.node);
    take_answers(self, view, checkpoint, prompt);
    take_texts(self, view, checkpoint, prompt);
    return ASSAY_OK;
}

/* The first track that there is, by which loss is told. */
static enum track leading(const struct assay_courses *courses)
{
    return courses->track[ANSWERS].any ? ANSWERS : DISTINCT_2;
}

static enum assay_code tell_loss(const struct assay_courses *courses,
                                 struct assay_diagnosis *out, struct assay_error *err)
{
    const enum track track = leading(courses);
    const struct assay_course *course = &courses->track[track];
    struct assay_training_change change;
    size_t first, last;
    enum assay_code code;

    if (!assay_training_ends(course, courses->count, &first, &last)) {
        (void)assay_page_text(out->page, ASSAY_STR("How much the responses to one prompt "
                                                   "differ, at one checkpoint."));
        return ASSAY_OK;
    }
    code = assay_training_change_of(
        courses, (struct assay_training_between){track, first, last}, out, &change, err);
    if (code)
        return code;
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena, "%s go from %.1f %% at %s to %.1f %% at %s: %s.",
            track == ANSWERS ? "Different answers" : "Different pairs of words",
            100.0 * course->value[first],
            assay_training_place(courses, first, out->arena), 100.0 * course->value[last],
            assay_training_place(courses, last, out->arena),
            assay_training_side(&change) < 0   ? "diversity is lost"
            : assay_training_side(&change) > 0 ? "diversity grows"
                                               : "no change beyond chance")));
    assay_training_flag(courses, "diversity_lost",
                        assay_training_side(&change) < 0 ? last : SIZE_MAX, out);
    return ASSAY_OK;
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    struct diversity *self = state;
    struct assay_courses courses;
    enum assay_code code =
        assay_training_settle(&self->training, tracks, TRACKS, out, &courses, err);

    if (code || out->lacks)
        return code;
    if (!courses.track[ANSWERS].any && !courses.track[DISTINCT_1].any) {
        out->lacks = "two responses[].answer or text of a group";
        return ASSAY_OK;
    }
    code = tell_loss(&courses, out, err);
    if (!code)
        assay_training_tell(&courses, "diversity", out);
    return code;
}

static void end(void *state)
{
    assay_training_release(&((struct diversity *)state)->training);
}

const struct assay_diagnostic assay_diagnostic_diversity = {
    .name = "diversity",
    .summary = "do the responses to one prompt still differ?",
    .formula = "different answers / answers; share of the top answer; different n-grams "
               "/ n-grams "
               "of words, n = 1, 2",
    .needs = "answer text step ckpt",
    .source = "distinct-n: Li et al. 2016, arXiv:1510.03055",
    .options = options,
    .state_size = sizeof(struct diversity),
    .take = take,
    .tell = tell,
    .end = end,
};
