/*
 * verdict_vl_rewardbench.c - which of two answers a judge of VL-RewardBench says is better.
 *
 * The official pattern, on a text without its line ends and stars, whatever the case of letters:
 *
 *     (?:Overall Judgment|Therefore)\s*.*\s*-*\s*Answer\s*(\d+)\s*is\s*(?:the\s*)?(?:slightly\s*)?better
 *
 * Its .* is greedy, so that behind the first of the two marks the last "Answer N is better" counts.
 * Digits are those of ASCII, where Python has those of every script.
 */
#include "harness/core/verdict.h"
#include "harness/core/word.h"

static struct assay_str behind(struct assay_str text, size_t n)
{
    return (struct assay_str){text.ptr + n, text.len - n};
}

/* What is left in front of the text once line ends and stars are taken out. */
static struct assay_str seen(struct assay_str text)
{
    while (text.len > 0 && (text.ptr[0] == '\n' || text.ptr[0] == '*'))
        text = behind(text, 1);
    return text;
}

static struct assay_str past_blanks(struct assay_str text)
{
    size_t n;

    while ((n = assay_word_blank(seen(text))) > 0)
        text = behind(seen(text), n);
    return seen(text);
}

/* Passes over a word in small letters, whatever their case in the text. */
static bool pass(struct assay_str *text, const char *word)
{
    struct assay_str at = *text;

    for (; *word; word++) {
        at = seen(at);
        if (at.len == 0)
            return false;
        if (at.ptr[0] != *word &&
            !(at.ptr[0] >= 'A' && at.ptr[0] <= 'Z' && at.ptr[0] - 'A' + 'a' == *word))
            return false;
        at = behind(at, 1);
    }
    *text = at;
    return true;
}

/* Digits, of which 1 and 2 alone matter: any other number becomes 0. */
static bool pass_number(struct assay_str *text, unsigned *number)
{
    size_t digits = 0;

    *number = 0;
    for (; (*text = seen(*text)).len > 0; *text = behind(*text, 1), digits++) {
        if (text->ptr[0] < '0' || text->ptr[0] > '9')
            break;
        *number = *number * 10 + (unsigned)(text->ptr[0] - '0');
        if (*number > 2)
            *number = 3; /* stays above 2 whatever follows */
    }
    if (*number > 2)
        *number = 0;
    return digits > 0;
}

/* "Answer N is better" at the front of text. */
static bool answer_at(struct assay_str text, unsigned *number)
{
    unsigned found;

    if (!pass(&text, "answer"))
        return false;
    text = past_blanks(text);
    if (!pass_number(&text, &found))
        return false;
    text = past_blanks(text);
    if (!pass(&text, "is"))
        return false;
    text = past_blanks(text);
    if (pass(&text, "the"))
        text = past_blanks(text);
    if (pass(&text, "slightly"))
        text = past_blanks(text);
    if (!pass(&text, "better"))
        return false;
    *number = found;
    return true;
}

bool assay_verdict_vl_rewardbench(struct assay_str text, double *value)
{
    bool found = false;
    unsigned number = 0;

    while (text.len > 0 && !pass(&text, "overall judgment") && !pass(&text, "therefore"))
        text = behind(text, 1);
    for (; text.len > 0; text = behind(text, 1))
        found |= answer_at(text, &number);
    if (found)
        *value = number == 1 ? 1.0 : number == 2 ? -1.0 : 0.0;
    return found;
}
