/* linear_features.c - the features of the linear model. */
#include "adapters/linear_features.h"

#include "harness/core/memory.h"

#include <stdlib.h>

/* One number a kind, so that kinds do not share places but by chance. */
enum kind {
    KIND_WORD = 1,
    KIND_WORDS_2,
    KIND_WORDS_3,
    KIND_CHARACTERS,
    KIND_CROSSED,
    KIND_CROSSED_PAIR,
    KIND_COUNTED,
    KIND_SHAPE,
    KIND_SPAN,
    KIND_COPIED,
    KIND_RETRIEVED
};

/*
 * The value of a feature of each kind: about one over the root of how many of them a completion
 * of a hundred words has, so that no kind drowns the others.
 */
static const double scale[] = {
    [KIND_WORD] = 0.125,         [KIND_WORDS_2] = 0.125,   [KIND_WORDS_3] = 0.125,
    [KIND_CHARACTERS] = 0.03125, [KIND_CROSSED] = 0.03125, [KIND_CROSSED_PAIR] = 0.03125,
    [KIND_COUNTED] = 0.25,       [KIND_SHAPE] = 0.125,     [KIND_SPAN] = 0.25,
    [KIND_COPIED] = 0.5,         [KIND_RETRIEVED] = 4.0,
};

/* A completion in hand. */
struct view {
    const struct assay_linear_prompt *prompt;
    struct assay_str text;
    struct assay_linear_words words;
    const struct assay_linear_word *distinct[ASSAY_LINEAR_DISTINCT];
    size_t distincts;
    unsigned bits;
    struct assay_linear_vector *out;
};

static void put(struct view *view, enum kind kind, uint64_t a, uint64_t b, double value)
{
    struct assay_linear_vector *out = view->out;
    const uint64_t hash = assay_linear_mix(assay_linear_mix((uint64_t)kind, a), b);

    if (out->count == out->cap) {
        out->cap = assay_memory_grow(out->cap, out->count + 1);
        out->place = assay_memory_resize(out->place, out->cap, sizeof(*out->place));
        out->value = assay_memory_resize(out->value, out->cap, sizeof(*out->value));
    }
    out->place[out->count] = (uint32_t)(hash >> (64 - view->bits));
    out->value[out->count++] = (float)(scale[kind] * value);
}

static void find_distinct(struct view *view)
{
    for (size_t i = 0; i < view->words.count; i++) {
        const struct assay_linear_word *word = &view->words.at[i];
        size_t k = 0;

        while (k < view->distincts && view->distinct[k]->hash != word->hash)
            k++;
        if (k == ASSAY_LINEAR_DISTINCT)
            return;
        if (k == view->distincts)
            view->distinct[view->distincts++] = word;
    }
}

static void put_words(struct view *view)
{
    const struct assay_linear_word *at = view->words.at;

    for (size_t i = 0; i < view->words.count; i++) {
        put(view, KIND_WORD, at[i].hash, 0, 1.0);
        if (i >= 1)
            put(view, KIND_WORDS_2, at[i - 1].hash, at[i].hash, 1.0);
        if (i >= 2)
            put(view, KIND_WORDS_3, assay_linear_mix(at[i - 2].hash, at[i - 1].hash),
                at[i].hash, 1.0);
    }
}

static void put_characters(struct view *view)
{
    const size_t len =
        view->text.len < ASSAY_LINEAR_BYTES ? view->text.len : ASSAY_LINEAR_BYTES;

    for (size_t i = 0; i < len; i++) {
        uint64_t gram = (unsigned char)view->text.ptr[i];

        for (size_t n = 2; n <= 5 && i + n <= len; n++) {
            gram = gram << 8 | (unsigned char)view->text.ptr[i + n - 1];
            put(view, KIND_CHARACTERS, gram, n, 1.0);
        }
    }
}

static void put_crossed(struct view *view)
{
    const struct assay_linear_prompt *prompt = view->prompt;

    for (size_t i = 0; i < view->distincts; i++) {
        const uint64_t word = view->distinct[i]->hash;

        for (size_t t = 0; t < prompt->terms; t++)
            put(view, KIND_CROSSED, prompt->term[t], word, 1.0);
        for (size_t t = 0; t < prompt->pairs; t++)
            put(view, KIND_CROSSED_PAIR, prompt->pair[t], word, 1.0);
    }
}

static void put_counted(struct view *view)
{
    const struct assay_linear_prompt *prompt = view->prompt;

    for (size_t t = 0; t < prompt->terms; t++) {
        const struct assay_linear_entry *entry =
            assay_linear_entry_find(prompt, prompt->term[t]);

        if (!entry || entry->count < 2)
            continue;
        for (size_t i = 0; i < view->distincts; i++)
            if (view->distinct[i]->digits)
                put(view, KIND_COUNTED, entry->count, view->distinct[i]->hash, 1.0);
    }
}

/* Which sorts of characters a word holds, as a set, and whether a capital begins it. */
static uint64_t shape_of(struct assay_str word)
{
    uint64_t shape = word.ptr[0] >= 'A' && word.ptr[0] <= 'Z' ? 16 : 0;

    for (size_t i = 1; i < word.len; i++) {
        const char c = word.ptr[i];

        if (c >= 'A' && c <= 'Z')
            shape |= 1;
        else if (c >= 'a' && c <= 'z')
            shape |= 2;
        else if (c >= '0' && c <= '9')
            shape |= 4;
        else
            shape |= 8;
    }
    return shape;
}

/* A value below 64 that was seen, with all words of the prompt; each value once. */
static void put_seen(struct view *view, enum kind kind, uint64_t seen)
{
    for (uint64_t value = 0; value < 64; value++)
        if (seen >> value & 1)
            for (size_t t = 0; t < view->prompt->terms; t++)
                put(view, kind, view->prompt->term[t], value, 1.0);
}

static void put_shapes(struct view *view)
{
    uint64_t seen = 0;

    for (size_t i = 0; i < view->words.count; i++)
        seen |= UINT64_C(1) << shape_of(view->words.at[i].text);
    put_seen(view, KIND_SHAPE, seen);
}

static void put_spans(struct view *view)
{
    uint64_t seen = 0;
    unsigned run = 0;

    for (size_t i = 0; i < view->words.count; i++) {
        run = view->words.at[i].joined ? run + 1 : 1;
        if (i + 1 == view->words.count || !view->words.at[i + 1].joined)
            seen |= UINT64_C(1) << (run < 63 ? run : 63);
    }
    put_seen(view, KIND_SPAN, seen);
}

static void put_copied(struct view *view)
{
    const struct assay_linear_words *asked = &view->prompt->words;

    for (size_t i = 0; i < view->distincts; i++) {
        const bool there =
            assay_linear_entry_find(view->prompt, view->distinct[i]->hash) != NULL;

        if (!view->distinct[i]->digits)
            continue;
        for (size_t k = 0; k < asked->count && k < 4; k++)
            put(view, KIND_COPIED, asked->at[k].hash, there, 1.0);
    }
}

static void put_retrieved(struct view *view)
{
    double sum = 0.0;
    size_t n = 0;

    for (size_t i = 0; i < view->distincts; i++) {
        const struct assay_linear_entry *entry =
            assay_linear_entry_find(view->prompt, view->distinct[i]->hash);

        if (!entry || !entry->one_line || entry->line == view->prompt->last_line)
            continue;
        sum += view->prompt->kinship[entry->line];
        n++;
    }
    if (n)
        put(view, KIND_RETRIEVED, 0, 0, sum / (double)n);
}

void assay_linear_features(const struct assay_linear_prompt *prompt,
                           struct assay_str completion, unsigned bits,
                           struct assay_arena *scratch, struct assay_linear_vector *out)
{
    struct view view = {.prompt = prompt, .text = completion, .bits = bits, .out = out};
    uint32_t line = 0;

    out->count = 0;
    assay_linear_words_add(&view.words, completion, &line, scratch);
    find_distinct(&view);
    put_words(&view);
    put_characters(&view);
    put_crossed(&view);
    put_counted(&view);
    put_shapes(&view);
    put_spans(&view);
    put_copied(&view);
    put_retrieved(&view);
}

void assay_linear_vector_release(struct assay_linear_vector *vector)
{
    free(vector->place);
    free(vector->value);
    *vector = (struct assay_linear_vector){0};
}
