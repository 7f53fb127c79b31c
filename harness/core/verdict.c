#include "harness/core/verdict.h"

#include "harness/core/word.h"

#include <math.h>
#include <string.h>
#include <strings.h>

static struct assay_str from(struct assay_str text, size_t at)
{
    return (struct assay_str){text.ptr + at, text.len - at};
}

static bool holds(struct assay_str text, struct assay_str what)
{
    return assay_str_find(text, what) < text.len;
}

/* As assay_str_starts, whatever the case of ASCII letters. */
static bool starts_like(struct assay_str text, struct assay_str word)
{
    return text.len >= word.len && strncasecmp(text.ptr, word.ptr, word.len) == 0;
}

static struct assay_str past_blanks(struct assay_str text)
{
    size_t n;

    while ((n = assay_word_blank(text)) > 0)
        text = from(text, n);
    return text;
}

static bool say(double *value, double said)
{
    *value = said;
    return true;
}

/* The first of two marks that the text holds, wherever each stands. */
static bool first_held(struct assay_str text, struct assay_str first,
                       struct assay_str second, double *value)
{
    if (holds(text, first))
        return say(value, 1.0);
    return holds(text, second) && say(value, -1.0);
}

static bool parse_rewardbench(struct assay_str text, double *value)
{
    return first_held(text, ASSAY_STR("[[A]]"), ASSAY_STR("[[B]]"), value);
}

static bool parse_offsetbias(struct assay_str text, double *value)
{
    return first_held(text, ASSAY_STR("Output (a)"), ASSAY_STR("Output (b)"), value);
}

static bool parse_skywork_critic(struct assay_str text, double *value)
{
    return first_held(text, ASSAY_STR("A"), ASSAY_STR("B"), value);
}

static bool parse_rewardbench2(struct assay_str text, double *value)
{
    static const char *const marks[] = {"[[A]]", "[[B]]", "[[C]]", "[[D]]"};

    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
        if (holds(text, assay_str_of(marks[i])))
            return say(value, (double)i);
    return false;
}

/* The last character must be the letter; blanks behind it are one too many. */
static bool parse_prometheus(struct assay_str text, double *value)
{
    if (!holds(text, ASSAY_STR("[RESULT]")))
        return false;
    if (text.ptr[text.len - 1] == 'A')
        return say(value, 1.0);
    return text.ptr[text.len - 1] == 'B' && say(value, -1.0);
}

/* The word behind the first mark that a word follows: \*\*Result:\*\*\s*(\w+) */
static bool parse_atla(struct assay_str text, double *value)
{
    const struct assay_str mark = ASSAY_STR("**Result:**");

    for (size_t at; (at = assay_str_find(text, mark)) < text.len;) {
        struct assay_str word;

        text = from(text, at + mark.len);
        word = past_blanks(text);
        if (!assay_word_begins(word))
            continue;
        if (assay_word_begins(from(word, 1)))
            return false; /* a longer word */
        return (word.ptr[0] == 'A' && say(value, 1.0)) ||
               (word.ptr[0] == 'B' && say(value, -1.0));
    }
    return false;
}

/* A number from 1 to 10 that ends the text and is no part of a word: \b([1-9]|10)\b\s*$ */
static bool parse_rating(struct assay_str text, double *value)
{
    size_t digits = 1;

    text = assay_word_strip(text);
    if (text.len >= 2 && memcmp(text.ptr + text.len - 2, "10", 2) == 0)
        digits = 2;
    else if (text.len == 0 ||
             !(text.ptr[text.len - 1] >= '1' && text.ptr[text.len - 1] <= '9'))
        return false;
    if (assay_word_ends((struct assay_str){text.ptr, text.len - digits}))
        return false;
    return say(value, digits == 2 ? 10.0 : text.ptr[text.len - 1] - '0');
}

/* Python's int(): a sign, digits, single underscores between them, blanks around. */
static bool parse_integer(struct assay_str text, double *value)
{
    double sum = 0.0;
    bool digit = false;
    size_t i = 0;

    text = assay_word_strip(text);
    if (text.len > 0 && (text.ptr[0] == '-' || text.ptr[0] == '+'))
        i = 1;
    for (; i < text.len; i++) {
        const char c = text.ptr[i];

        if (c == '_' && digit) {
            digit = false;
            continue;
        }
        if (c < '0' || c > '9')
            return false;
        sum = sum * 10.0 + (c - '0');
        digit = true;
    }
    return digit && isfinite(sum) &&
           say(value, text.ptr[0] == '-' && sum > 0.0 ? -sum : sum);
}

/* The label of a match of \[\[([AB<>=]+)\]\] at the front of text, or the empty view. */
static struct assay_str label_at(struct assay_str text)
{
    size_t n = 0;

    if (!assay_str_starts(text, ASSAY_STR("[[")))
        return (struct assay_str){"", 0};
    text = from(text, 2);
    while (n < text.len && text.ptr[n] != '\0' && strchr("AB<>=", text.ptr[n]))
        n++;
    return assay_str_starts(from(text, n), ASSAY_STR("]]"))
               ? (struct assay_str){text.ptr, n}
               : (struct assay_str){"", 0};
}

/* The one label of the text; false where there is none, or where two differ. */
static bool only_label(struct assay_str text, struct assay_str *label)
{
    label->len = 0;
    for (; text.len > 0; text = from(text, 1)) {
        const struct assay_str one = label_at(text);

        if (one.len == 0)
            continue;
        if (label->len > 0 && !assay_str_equal(one, *label))
            return false;
        *label = one;
    }
    return label->len > 0;
}

static bool parse_arena_hard_degree(struct assay_str text, double *value)
{
    static const struct {
        const char *label;
        double degree;
    } labels[] = {{"A>>B", 2}, {"A>B", 1}, {"A=B", 0}, {"B>A", -1}, {"B>>A", -2}};
    struct assay_str label;

    if (!only_label(text, &label))
        return false;
    for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
        if (assay_str_equal(label, assay_str_of(labels[i].label)))
            return say(value, labels[i].degree);
    return false;
}

static bool parse_arena_hard(struct assay_str text, double *value)
{
    double degree;

    return parse_arena_hard_degree(text, &degree) &&
           say(value, (degree > 0.0) - (degree < 0.0));
}

static bool parse_vanilla(struct assay_str text, double *value)
{
    text = assay_word_strip(text);
    if (assay_str_equal(text, ASSAY_STR("Output (a)")))
        return say(value, 1.0);
    return assay_str_equal(text, ASSAY_STR("Output (b)")) && say(value, -1.0);
}

static struct assay_str first_line(struct assay_str text)
{
    text.len = assay_str_find(text, ASSAY_STR("\n"));
    return text;
}

static bool parse_pandalm(struct assay_str text, double *value)
{
    text = first_line(assay_word_strip(text));
    if (text.len == 3 && starts_like(text, ASSAY_STR("tie")))
        return say(value, 0.0);
    if (assay_str_equal(text, ASSAY_STR("1")))
        return say(value, 1.0);
    return assay_str_equal(text, ASSAY_STR("2")) && say(value, -1.0);
}

/* Two numbers, and nothing else, that one blank or comma parts, in the first line. */
static bool parse_judgelm(struct assay_str text, double *value)
{
    struct assay_str side[2];
    double score[2];
    size_t at = 0;

    text = first_line(text);
    while (at < text.len && text.ptr[at] != ' ' && text.ptr[at] != ',')
        at++;
    if (at == text.len)
        return false;
    side[0] = (struct assay_str){text.ptr, at};
    side[1] = from(text, at + 1);
    for (size_t i = 0; i < 2; i++)
        if (holds(side[i], ASSAY_STR(" ")) || holds(side[i], ASSAY_STR(",")) ||
            !assay_str_number(assay_word_strip(side[i]), &score[i]))
            return false;
    return say(value, (score[0] > score[1]) - (score[0] < score[1]));
}

static bool parse_auto_j(struct assay_str text, double *value)
{
    const struct assay_str mark = ASSAY_STR("final decision is ");
    struct assay_str rest = {NULL, 0};

    text = assay_word_strip(text);
    for (size_t at; (at = assay_str_find(text, mark)) < text.len;)
        rest = text = from(text, at + mark.len);
    if (!rest.ptr)
        return false;
    rest = past_blanks(rest);
    if (starts_like(rest, ASSAY_STR("response 1")))
        return say(value, 1.0);
    if (starts_like(rest, ASSAY_STR("response 2")))
        return say(value, -1.0);
    return starts_like(rest, ASSAY_STR("tie")) && say(value, 0.0);
}

/* A or B, in either case, in front of "]", a blank or the end. */
static bool result_letter(struct assay_str text, double *value)
{
    text = past_blanks(text);
    if (text.len == 0 || !strchr("ABab", text.ptr[0]) || text.ptr[0] == '\0')
        return false;
    if (text.len > 1 && text.ptr[1] != ']' && assay_word_blank(from(text, 1)) == 0)
        return false;
    return say(value, text.ptr[0] == 'A' || text.ptr[0] == 'a' ? 1.0 : -1.0);
}

/* What stands behind a word at the front of text, which a blank must follow where asked. */
static bool result_behind(struct assay_str text, struct assay_str word, bool blank,
                          double *value)
{
    if (!starts_like(text, word))
        return false;
    text = from(text, word.len);
    return !(blank && assay_word_blank(text) == 0) && result_letter(text, value);
}

/* The alternatives of the official pattern at the front of text. */
static bool result_at(struct assay_str text, bool line_start, double *value)
{
    const struct assay_str result = ASSAY_STR("[result]");

    if (result_behind(text, result, false, value) ||
        result_behind(text, ASSAY_STR("[result:"), false, value) ||
        result_behind(text, ASSAY_STR("[response"), true, value))
        return true;
    if (starts_like(text, result) && assay_word_blank(from(text, result.len)) > 0 &&
        result_behind(past_blanks(from(text, result.len)), ASSAY_STR("response"), false,
                      value))
        return true;
    return line_start && (result_behind(text, ASSAY_STR("result:"), false, value) ||
                          result_behind(text, ASSAY_STR("result"), false, value));
}

static bool parse_prometheus2(struct assay_str text, double *value)
{
    for (size_t i = 0; i < text.len; i++)
        if (result_at(from(text, i), i == 0 || text.ptr[i - 1] == '\n', value))
            return true;
    return false;
}

static const struct assay_verdict_parser parsers[] = {
    {"arena-hard",
     "ScalerLab/JudgeBench utils/judges.py ArenaHard.get_score: [[A>>B]] is A>B, labels "
     "that "
     "differ are no verdict",
     ASSAY_SENSE_PAIR, parse_arena_hard},
    {"arena-hard-degree", "the same, and lmarena/arena-hard-auto: A>>B counts for more",
     ASSAY_SENSE_DEGREE, parse_arena_hard_degree},
    {"atla",
     "allenai/reward-bench rewardbench/generative.py process_judgement, Atla: "
     "**Result:** A",
     ASSAY_SENSE_PAIR, parse_atla},
    {"auto-j",
     "ScalerLab/JudgeBench utils/judges.py AutoJ: the last \"final decision is response "
     "1\"",
     ASSAY_SENSE_PAIR, parse_auto_j},
    {"con-j", "allenai/reward-bench rewardbench/generative.py con_j_evaluate",
     ASSAY_SENSE_PAIR, assay_verdict_con_j},
    {"integer",
     "princeton-nlp/LLMBar LLMEvaluator/evaluate.py, rating evaluators: int() of the "
     "text",
     ASSAY_SENSE_RATING, parse_integer},
    {"judgelm",
     "ScalerLab/JudgeBench utils/judges.py JudgeLM.parse_score: two numbers in the first "
     "line; what it cannot read, which ties there, is no verdict",
     ASSAY_SENSE_PAIR, parse_judgelm},
    {"offsetbias",
     "allenai/reward-bench rewardbench/generative.py process_judgement, offsetbias: "
     "\"Output (a)\" before \"Output (b)\"",
     ASSAY_SENSE_PAIR, parse_offsetbias},
    {"pandalm",
     "ScalerLab/JudgeBench utils/judges.py PandaLM.parse_pandalm_response; what it "
     "cannot "
     "read, which ties there, is no verdict",
     ASSAY_SENSE_PAIR, parse_pandalm},
    {"prometheus",
     "allenai/reward-bench rewardbench/generative.py process_judgement, prometheus: "
     "[RESULT] "
     "somewhere, and A or B the last character",
     ASSAY_SENSE_PAIR, parse_prometheus},
    {"prometheus2",
     "ScalerLab/JudgeBench utils/judges.py Prometheus2._parse_output_relative",
     ASSAY_SENSE_PAIR, parse_prometheus2},
    {"rating",
     "allenai/reward-bench rewardbench/generative.py _get_single_rating: a number from 1 "
     "to 10 "
     "at the end; \"8/10\" is 10, \"8.5\" 5, \"**7**\" none",
     ASSAY_SENSE_RATING, parse_rating},
    {"rewardbench",
     "allenai/reward-bench rewardbench/generative.py process_judgement: [[A]] anywhere, "
     "else "
     "[[B]]",
     ASSAY_SENSE_PAIR, parse_rewardbench},
    {"rewardbench2",
     "allenai/reward-bench rewardbench/generative_v2.py process_judgement: [[A]] "
     "anywhere, "
     "else [[B]], [[C]], [[D]]",
     ASSAY_SENSE_PLACE, parse_rewardbench2},
    {"skywork-critic",
     "ScalerLab/JudgeBench utils/judges.py SkyworkCritic: an A anywhere, else a B",
     ASSAY_SENSE_PAIR, parse_skywork_critic},
    {"vanilla",
     "ScalerLab/JudgeBench utils/judges.py Vanilla: \"Output (a)\" or \"Output (b)\", "
     "and "
     "nothing else",
     ASSAY_SENSE_PAIR, parse_vanilla},
    {"vl-rewardbench",
     "vl-rewardbench/VL_RewardBench cal.py distribution, reparse: behind \"Overall "
     "Judgment\" or \"Therefore\" the last \"Answer 1 is better\"; 0 where the number is "
     "neither 1 nor 2",
     ASSAY_SENSE_PAIR, assay_verdict_vl_rewardbench},
};

enum {
    PARSERS = sizeof(parsers) / sizeof(parsers[0])
};

const char *assay_verdict_sense_name(enum assay_verdict_sense sense)
{
    static const char *const names[] = {
        [ASSAY_SENSE_PAIR] = "pair",
        [ASSAY_SENSE_DEGREE] = "degree",
        [ASSAY_SENSE_PLACE] = "place",
        [ASSAY_SENSE_RATING] = "rating",
    };

    return names[sense];
}

const struct assay_verdict_parser *assay_verdict_at(size_t i)
{
    return i < PARSERS ? &parsers[i] : NULL;
}

const struct assay_verdict_parser *assay_verdict_find(struct assay_str name)
{
    for (size_t i = 0; i < PARSERS; i++)
        if (assay_str_equal(name, assay_str_of(parsers[i].name)))
            return &parsers[i];
    return NULL;
}

const char *assay_verdict_nearest(const char *name)
{
    const char *names[PARSERS];

    for (size_t i = 0; i < PARSERS; i++)
        names[i] = parsers[i].name;
    return assay_str_nearest(name, names, PARSERS);
}
