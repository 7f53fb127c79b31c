/* verify.h - what verifiers of answers have in common: where an answer is, what of its spelling counts, and its number. */
#ifndef ASSAY_ADAPTERS_SIGNALS_VERIFY_H
#define ASSAY_ADAPTERS_SIGNALS_VERIFY_H

#include "adapters/signals/signal.h"

/* Where in a response its answer is. */
enum verify_from {
    VERIFY_FIELD, /* answer */
    VERIFY_BOXED, /* the last \boxed{...} of text */
    VERIFY_TAG,   /* the last <TAG>...</TAG> of text */
    VERIFY_LINE,  /* the last line of text that is not blank */
};

struct verify_place {
    unsigned from; /* enum verify_from */
    const char *tag;
};

extern const char *const assay_verify_from_words[];

/* Options of a struct verify_place, or more of it, at an offset. */
#define VERIFY_PLACE_OPTIONS(offset_of_place)                                            \
    {.name = "from",                                                                     \
     .help = "where the answer is: its own field, or a place in the text",               \
     .type = ASSAY_OPTION_CHOICE,                                                        \
     .offset = (offset_of_place) + offsetof(struct verify_place, from),                  \
     .initial = "field",                                                                 \
     .choices = assay_verify_from_words},                                                \
    {                                                                                    \
        .name = "tag", .help = "with from=tag: <NAME>...</NAME>",                        \
        .type = ASSAY_OPTION_TEXT,                                                       \
        .offset = (offset_of_place) + offsetof(struct verify_place, tag),                \
        .initial = "answer", .value = "NAME"                                             \
    }

/*
 * The answer of a response, stripped of white space. A text without the place that is asked for has the empty answer, which is
 * wrong; a response without the field lacks it.
 *
 *   out  in the log or the view's arena
 *
 * Returns false, and the value lacks a field, where there is nothing to look at.
 */
bool assay_verify_answer(const struct verify_place *place,
                         const struct assay_rollout_view *view, size_t i,
                         struct assay_signal_value *value, struct assay_str *out);

/* A text without white space at its ends. */
struct assay_str assay_verify_strip(struct assay_str text);

/*
 * A text as two spellings of one answer have it: white space at the ends and a last full stop go, runs of white space are one
 * blank; of LaTeX, signs of mathematics ($, \( \), \left, \right), thin spaces and \text{...} around words go, \dfrac and \tfrac
 * are \frac; fold: in lower case (ASCII).
 */
struct assay_str assay_verify_normal(struct assay_str text, bool fold,
                                     struct assay_arena *arena);

/* How numbers are written. */
struct verify_number {
    double value; /* as written: of 50 % it is 50 */
    bool percent;
};

/*
 * True for a text that is one number: 1,234.5, -3, 1e-4, 3/4, \frac{3}{4}, 1\frac{1}{2}, 1 1/2, 2 \times 10^{5}, 50%, 50\%,
 * x = 3 (what stands behind the last =). With units, letters behind it count nothing: 5 cm^2.
 */
bool assay_verify_number(struct assay_str text, bool units, struct assay_arena *arena,
                         struct verify_number *out);

#endif
