/*
 * The values of the table are what the official Python functions give (Python 3.11): verdict.h
 * names them. Letters are 1 and -1 here as "A" and "B" are there, None and "error" are NONE.
 */
#include "harness/core/verdict.h"
#include "harness/core/word.h"
#include "tests/unit/unit.h"

#define NONE 99

static const struct {
    const char *parser, *text;
    double value;
} texts[] = {
    {"rewardbench", "[[A]] no wait [[B]]", 1},
    {"rewardbench", "so [[B]]", -1},
    {"rewardbench", "[[a]]", NONE},
    {"rewardbench", "", NONE},
    {"rewardbench", "[[C]]", NONE},
    {"rewardbench", "[ [A]]", NONE},
    {"prometheus", "fine [RESULT] A", 1},
    {"prometheus", "fine [RESULT] B", -1},
    {"prometheus", "A [RESULT] B ", NONE},
    {"prometheus", "A", NONE},
    {"prometheus", "[RESULT]", NONE},
    {"prometheus", "[RESULT] A.", NONE},
    {"prometheus", "[Result] A", NONE},
    {"offsetbias", "Output (b) beats Output (a)", 1},
    {"offsetbias", "Output (b).", -1},
    {"offsetbias", "output (a)", NONE},
    {"atla", "**Reasoning:** x\n\n**Result:** A", 1},
    {"atla", "**Result:**　B", -1},
    {"atla", "**Result:** AB", NONE},
    {"atla", "**Result:** <A>", NONE},
    {"atla", "**Result:** ** **Result:** B", -1},
    {"atla", "**Result:** C **Result:** A", NONE},
    {"atla", "**Result:** A是", NONE},
    {"atla", "**Result:** A。", 1},
    {"atla", "**Result:** A_", NONE},
    {"con-j", "{\"原因\": \"x\", \"更好的回答\": 1}", 1},
    {"con-j", "{\"更好的回答\": \"２\"}", -1},
    {"con-j", "x\n```json\n{\"更好的回答\": 2}\n```\n{\"更好的回答\": 1}", -1},
    {"con-j", "{\"更好的回答\": 3}", NONE},
    {"con-j", "{\"better_answer\": \"the 2nd\"}", -1},
    {"con-j", "答案是 1", 1},
    {"con-j", "1 是更好答案", 1},
    {"con-j", "更好的回答: 无", NONE},
    {"con-j", "{\"更好的回答\": 1.0}", NONE},
    {"con-j", "{\"x\": 1} {\"更好的回答\": 2}", -1},
    {"con-j", "none", NONE},
    {"rewardbench2", "[[D]] or [[C]]", 2},
    {"rewardbench2", "[[B]] then [[A]]", 0},
    {"rewardbench2", "[[D]]", 3},
    {"rewardbench2", "[[E]]", NONE},
    {"arena-hard", "My verdict: [[A>>B]]", 1},
    {"arena-hard", "[[B>A]]", -1},
    {"arena-hard", "[[A=B]]", 0},
    {"arena-hard", "[[A>B]] ... [[A>>B]]", NONE},
    {"arena-hard", "[[A>B]] and again [[A>B]]", 1},
    {"arena-hard", "[[A<B]]", NONE},
    {"arena-hard", "[[B>>A]] [[]]", -1},
    {"arena-hard", "[A>B]", NONE},
    {"arena-hard", "[[[A>B]]", 1},
    {"arena-hard", "[[A>B]", NONE},
    {"vanilla", " Output (b)\n", -1},
    {"vanilla", "Output (a)", 1},
    {"vanilla", "Output (a).", NONE},
    {"vanilla", "output (a)", NONE},
    {"pandalm", "1\n\nbecause", 1},
    {"pandalm", "2", -1},
    {"pandalm", "tie\nx", 0},
    {"pandalm", "Tie", 0},
    {"pandalm", "Tie.", NONE},
    {"pandalm", "3", NONE},
    {"pandalm", "0", NONE},
    {"judgelm", "8 9\nwhy", -1},
    {"judgelm", "9,7", 1},
    {"judgelm", "7 7", 0},
    {"judgelm", "7.5  7", NONE},
    {"judgelm", "8", NONE},
    {"judgelm", "eight nine", NONE},
    {"judgelm", "8 9 \n", NONE},
    {"judgelm", "\n8 9", NONE},
    {"judgelm", "-1 2e0", -1},
    {"auto-j", "So, the final decision is Response 1.", 1},
    {"auto-j", "final decision is tie", 0},
    {"auto-j", "final decision is response 2 ... final decision is Response 1", 1},
    {"auto-j", "the final decision is: Response 1", NONE},
    {"auto-j", "final decision is Response 3", NONE},
    {"prometheus2", "Feedback [RESULT] A", 1},
    {"prometheus2", "[result]: B", NONE},
    {"prometheus2", "[RESULT: b]", -1},
    {"prometheus2", "[Response A]", 1},
    {"prometheus2", "[ResponseA]", NONE},
    {"prometheus2", "[Result] Response B", -1},
    {"prometheus2", "x\nResult: A\ny", 1},
    {"prometheus2", "x Result: A", NONE},
    {"prometheus2", "Result B", -1},
    {"prometheus2", "[RESULT] AB", NONE},
    {"prometheus2", "[RESULT]\n\n B", -1},
    {"prometheus2", "Results: A", NONE},
    {"skywork-critic", "[[B]] not [[A]]", 1},
    {"skywork-critic", "[[B]]", -1},
    {"skywork-critic", "b", NONE},
    {"skywork-critic", "No", NONE},
    {"rating", "good.\n\n9", 9},
    {"rating", "8/10", 10},
    {"rating", "8.5", 5},
    {"rating", "10.", NONE},
    {"rating", "0", NONE},
    {"rating", "11", NONE},
    {"rating", "-3", 3},
    {"rating", "**7**", NONE},
    {"rating", "7 ", 7},
    {"rating", "$ERROR$", NONE},
    {"rating", "评分：8", 8},
    {"rating", "评分8", NONE},
    {"rating", "110", NONE},
    {"rating", "x10", NONE},
    {"rating", "a_7", NONE},
    {"rating", "9　", 9},
    {"rating", "½7", NONE},
    {"rating", "ten", NONE},
    {"rating", "2²", NONE},
    {"integer", " 7\n", 7},
    {"integer", "-3", -3},
    {"integer", "+10", 10},
    {"integer", "1_0", 10},
    {"integer", "1__0", NONE},
    {"integer", "_1", NONE},
    {"integer", "7.0", NONE},
    {"integer", "", NONE},
    {"integer", "7 8", NONE},
    {"integer", "seven", NONE},
    {"arena-hard-degree", "[[A>>B]]", 2},
    {"arena-hard-degree", "[[B>A]]", -1},
    {"arena-hard-degree", "[[B>>A]] or [[B>A]]", NONE},
    {"vl-rewardbench", "Therefore, Answer 1 is better.", 1},
    {"vl-rewardbench", "**Overall Judgment**: Answer 2 is\nslightly better", -1},
    {"vl-rewardbench", "overall judgment - ANSWER 1 is the slightly better one", 1},
    {"vl-rewardbench", "Answer 1 is better", NONE},
    {"vl-rewardbench", "Therefore Answer 1 is better. So Answer 2 is better", -1},
    {"vl-rewardbench", "Answer 2 is better. Therefore, Answer 1 is better", 1},
    {"vl-rewardbench", "Therefore Answer 3 is better", 0},
    {"vl-rewardbench", "Therefore Answer 12 is better", 0},
    {"vl-rewardbench", "Therefore An*swer 1*\n is bet\nter", 1},
    {"vl-rewardbench", "Overall Judgment: Answer 2 is much better", NONE},
    {"vl-rewardbench", "Therefore, Answer 01 is better", 1},
    {"vl-rewardbench", "Overall JudgmentAnswer1isthebetter", 1},
    {"vl-rewardbench", "Therefore Answer  is better", NONE},
    {"vl-rewardbench", "Overall\nJudgment Answer 1 is better", NONE},
    {"vl-rewardbench", "Therefore Answer\xc2\xa0\x32 is better", -1},
    {"vl-rewardbench",
     "Therefore Answer 1 is the\xe2\x80\x83slightly\tbetter Therefore Answer 2 isbetter",
     -1},
};

START_TEST(a_text_says_what_the_official_parser_finds)
{
    const struct assay_verdict_parser *parser =
        assay_verdict_find(assay_str_of(texts[_i].parser));
    double value = NONE;

    ck_assert_ptr_nonnull(parser);
    if (!parser->parse(assay_str_of(texts[_i].text), &value))
        value = NONE;
    ck_assert_msg(value == texts[_i].value, "%s: %s: %g", texts[_i].parser,
                  texts[_i].text, value);
}
END_TEST

START_TEST(parsers_are_found_by_name_in_order)
{
    for (size_t i = 0; assay_verdict_at(i); i++) {
        const char *name = assay_verdict_at(i)->name;

        ck_assert_ptr_eq(assay_verdict_find(assay_str_of(name)), assay_verdict_at(i));
        if (i > 0)
            ck_assert(assay_str_compare(assay_str_of(assay_verdict_at(i - 1)->name),
                                        assay_str_of(name)) < 0);
    }
    ck_assert_ptr_null(assay_verdict_find(ASSAY_STR("rewardbench3")));
    ck_assert_str_eq(assay_verdict_nearest("rewardbnch"), "rewardbench");
}
END_TEST

/* str.strip() and \w of Python */
START_TEST(blanks_and_words_are_those_of_unicode)
{
    const struct assay_str text = ASSAY_STR("\x1c \xc2\xa0x\xe3\x80\x80 y\xe2\x80\xa8\n");

    ck_assert_uint_eq(assay_word_strip(text).len, 6);
    ck_assert_uint_eq(assay_word_strip(ASSAY_STR(" \t")).len, 0);
    ck_assert(assay_word_begins(ASSAY_STR("\xc3\xa9")));      /* e acute */
    ck_assert(assay_word_begins(ASSAY_STR("\xef\xbc\x98")));  /* full-width 8 */
    ck_assert(assay_word_ends(ASSAY_STR("\xc2\xb2")));        /* superscript 2 */
    ck_assert(!assay_word_ends(ASSAY_STR("\xc3\x97")));       /* times */
    ck_assert(!assay_word_begins(ASSAY_STR("\xe3\x80\x82"))); /* ideographic full stop */
    ck_assert(!assay_word_begins(ASSAY_STR("\xf0\x9f\x91\x8d"))); /* thumbs up */
    ck_assert(!assay_word_ends(ASSAY_STR("")));
}
END_TEST

Suite *unit_verdict(void)
{
    Suite *suite = suite_create("verdict");
    TCase *all = tcase_create("verdict");

    tcase_add_loop_test(all, a_text_says_what_the_official_parser_finds, 0,
                        sizeof(texts) / sizeof(texts[0]));
    tcase_add_test(all, parsers_are_found_by_name_in_order);
    tcase_add_test(all, blanks_and_words_are_those_of_unicode);
    suite_add_tcase(suite, all);
    return suite;
}
