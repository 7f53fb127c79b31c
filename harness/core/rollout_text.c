/* rollout_text.c - numbers and verdicts in what a judge wrote. */
#include "harness/core/rollout_judged.h"

#include <string.h>

const char *const assay_rollout_parse_words[] = {"logged", "answer", "boxed",
                                                 "score",  "last",   NULL};

static int lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool at(struct assay_str text, size_t i, const char *word)
{
    const size_t n = strlen(word);

    if (text.len < n || i > text.len - n)
        return false;
    for (size_t k = 0; k < n; k++)
        if (lower(text.ptr[i + k]) != word[k])
            return false;
    return true;
}

static struct assay_str behind(struct assay_str text, size_t n)
{
    return (struct assay_str){text.ptr + n, text.len - n};
}

/* What follows the first or the last word; false where there is none. */
static bool follow(struct assay_str text, const char *word, bool last,
                   struct assay_str *out)
{
    bool found = false;

    for (size_t i = 0; i < text.len && (last || !found); i++)
        if (at(text, i, word)) {
            *out = behind(text, i + strlen(word));
            found = true;
        }
    return found;
}

static struct assay_str trim(struct assay_str text)
{
    while (text.len > 0 && blank(text.ptr[0]))
        text = behind(text, 1);
    while (text.len > 0 && blank(text.ptr[text.len - 1]))
        text.len--;
    return text;
}

/* Bytes of the number that a text begins with; 0: it begins with none. */
static size_t number_length(struct assay_str text)
{
    size_t n = text.len > 0 && (text.ptr[0] == '-' || text.ptr[0] == '+'), digits = 0, k;

    for (; n < text.len && digit(text.ptr[n]); n++)
        digits++;
    if (n + 1 < text.len && text.ptr[n] == '.' && digit(text.ptr[n + 1]))
        for (n++; n < text.len && digit(text.ptr[n]); n++)
            digits++;
    if (digits == 0)
        return 0;
    k = n + 1;
    if (n < text.len && lower(text.ptr[n]) == 'e') {
        k += k < text.len && (text.ptr[k] == '-' || text.ptr[k] == '+');
        if (k < text.len && digit(text.ptr[k]))
            for (n = k; n < text.len && digit(text.ptr[n]); n++)
                ;
    }
    return n;
}

static bool leading_number(struct assay_str text, size_t *n, double *out)
{
    struct assay_str head;

    *n = number_length(text);
    head = (struct assay_str){text.ptr, *n};
    if (*n > 0 && head.ptr[0] == '+')
        head = behind(head, 1);
    return *n > 0 && assay_str_number(head, out);
}

/* The text is a number, or one behind which a slash and a scale stand. */
static bool whole_number(struct assay_str text, double *out)
{
    size_t n, scale;
    double of;

    text = trim(text);
    if (!leading_number(text, &n, out))
        return false;
    text = trim(behind(text, n));
    if (text.len == 0)
        return true;
    if (text.ptr[0] != '/')
        return false;
    text = trim(behind(text, 1));
    return leading_number(text, &scale, &of) && scale == text.len;
}

static bool between(struct assay_str text, const char *begin, const char *end,
                    double *out)
{
    struct assay_str inside;

    if (!follow(text, begin, true, &inside))
        return false;
    for (size_t i = 0; i < inside.len; i++)
        if (at(inside, i, end)) {
            inside.len = i;
            return whole_number(inside, out);
        }
    return false;
}

/* The number behind the last "score", and marks that may stand between. */
static bool scored(struct assay_str text, double *out)
{
    static const char between_them[] = ":=*_\"'`([{ \t";
    size_t n;

    if (!follow(text, "score", true, &text))
        return false;
    while (text.len > 0 && (strchr(between_them, text.ptr[0]) || at(text, 0, "is")))
        text = behind(text, at(text, 0, "is") ? 2 : 1);
    return leading_number(text, &n, out);
}

static bool last_number(struct assay_str text, double *out)
{
    bool found = false, slash = false;

    for (size_t i = 0; i < text.len;) {
        const bool joins = i > 0 && digit(text.ptr[i - 1]); /* "1-5" ends in 5 */
        const size_t n = joins ? 0 : number_length(behind(text, i));
        size_t same;
        double value;

        if (n == 0) {
            slash = text.ptr[i] == '/' || (slash && blank(text.ptr[i]));
            i++;
            continue;
        }
        if (leading_number(behind(text, i), &same, &value) && !(slash && found)) {
            *out = value;
            found = true;
        }
        slash = false;
        i += n;
    }
    return found;
}

bool assay_rollout_text_number(struct assay_str text, enum assay_rollout_parse parse,
                               double *out)
{
    switch (parse) {
    case ASSAY_ROLLOUT_ANSWER:
        return between(text, "<answer>", "</answer>", out);
    case ASSAY_ROLLOUT_BOXED:
        return between(text, "\\boxed{", "}", out);
    case ASSAY_ROLLOUT_SCORE:
        return scored(text, out);
    case ASSAY_ROLLOUT_LOGGED:
    case ASSAY_ROLLOUT_LAST:
    default:
        return last_number(text, out);
    }
}

int assay_rollout_text_step(struct assay_str text)
{
    struct assay_str inside;

    if (!follow(text, "<answer>", false, &inside))
        return 0;
    if (at(inside, 0, "correct</answer>"))
        return 1;
    return at(inside, 0, "incorrect</answer>") ? -1 : 0;
}
