/*
 * test_core.c - every answer of the core suite, worked out again from the text of the prompt.
 *
 * Nothing here shares code with the generator: dates go through mktime(3), programs through a
 * second interpreter that reads their text, JSON through the parser.
 */
#include "harness/core/json.h"
#include "suites/core/core.h"
#include "suites/core/core_calendar.h"
#include "tests/unit/unit.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    PER_CELL = 40
};

/* The text behind a marker, up to where the answer ends; NULL without the marker. */
static const char *behind(const char *text, const char *marker)
{
    const char *at = strstr(text, marker);

    return at ? at + strlen(marker) : NULL;
}

static long number_behind(const char *text, const char *marker)
{
    const char *at = behind(text, marker);

    ck_assert_msg(at != NULL, "no \"%s\" in: %s", marker, text);
    return strtol(at, NULL, 10);
}

static bool check_arithmetic(const char *prompt, const char *answer)
{
    long a, b, c;
    char close;

    if (sscanf(prompt, "What is (%ld + %ld) * %ld - 1%c", &a, &b, &c, &close) == 4)
        return number_behind(answer, "The result is ") == (a + b) * c - 11;
    if (sscanf(prompt, "What is %ld * %ld + %ld", &a, &b, &c) == 3)
        return number_behind(answer, "The result is ") == a * b + c;
    ck_assert_int_eq(sscanf(prompt, "What is %ld + %ld", &a, &b), 2);
    return number_behind(answer, "The result is ") == a + b;
}

/* Runs one plain line on three variables. */
static void execute(const char *line, long *v)
{
    char x, y;
    long n;

    if (sscanf(line, " set %c to %ld", &x, &n) == 2)
        v[x - 'a'] = n;
    else if (sscanf(line, " add %ld to %c", &n, &x) == 2)
        v[x - 'a'] += n;
    else if (sscanf(line, " add %c to %c", &y, &x) == 2)
        v[x - 'a'] += v[y - 'a'];
    else if (sscanf(line, " subtract %ld from %c", &n, &x) == 2)
        v[x - 'a'] -= n;
    else if (sscanf(line, " double %c", &x) == 1)
        v[x - 'a'] *= 2;
    else
        ck_abort_msg("not a line of the language: %s", line);
}

static bool check_code(const char *prompt, const char *answer)
{
    char copy[2048], x, *rest = copy, *line;
    long v[3] = {0}, n, times = 1;

    (void)snprintf(copy, sizeof(copy), "%s", behind(prompt, "\n\n"));
    while ((line = strtok_r(rest, "\n", &rest))) {
        if (sscanf(line, "print %c", &x) == 1)
            return number_behind(answer, "It prints ") == v[x - 'a'];
        if (sscanf(line, "repeat %ld times:", &n) == 1) {
            times = n;
        } else if (sscanf(line, "if %c is more than %ld:", &x, &n) == 2) {
            times = v[x - 'a'] > n ? 1 : 0;
        } else {
            for (; times > 0; times--)
                execute(line, v);
            times = 1;
        }
    }
    ck_abort_msg("nothing printed");
    return false;
}

static bool check_counting(const char *prompt, const char *answer)
{
    char word[32], copy[1024], *rest = copy, *token;
    long count = 0;

    ck_assert_int_eq(sscanf(prompt, "How often does the word \"%31[a-z]", word), 1);
    (void)snprintf(copy, sizeof(copy), "%s", behind(prompt, "\n"));
    while ((token = strtok_r(rest, " ", &rest)))
        count += strcmp(token, word) == 0;
    return number_behind(answer, "It occurs ") == count;
}

/* Noon of a date plus some days, through the C library. */
static struct tm date_plus(int year, int month, int day, long days)
{
    struct tm tm = {
        .tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day, .tm_hour = 12};

    tm.tm_mday += (int)days;
    ck_assert(mktime(&tm) != (time_t)-1);
    return tm;
}

static const char *const days_of_week[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                           "Thursday", "Friday", "Saturday"};

static bool check_dates(const char *prompt, const char *answer)
{
    char day[16], want[64];
    int y, m, d, y2, m2, d2;
    long n;

    if (sscanf(prompt, "Today is a %15[A-Za-z]. Which day of the week is it in %ld", day,
               &n) == 2) {
        size_t i = 0;

        while (strcmp(days_of_week[i], day) != 0)
            i++;
        return strncmp(behind(answer, "It is a "), days_of_week[(i + (size_t)n) % 7],
                       strlen(days_of_week[(i + (size_t)n) % 7])) == 0;
    }
    if (sscanf(prompt, "How many days after %d-%d-%d is %d-%d-%d", &y, &m, &d, &y2, &m2,
               &d2) == 6) {
        const struct tm to = date_plus(y, m, d, number_behind(answer, "It is "));

        return to.tm_year + 1900 == y2 && to.tm_mon + 1 == m2 && to.tm_mday == d2;
    }
    ck_assert_int_eq(
        sscanf(prompt, "Which date is %ld days after %d-%d-%d", &n, &y, &m, &d), 4);
    const struct tm to = date_plus(y, m, d, n);

    (void)snprintf(want, sizeof(want), "%d-%02d-%02d.", to.tm_year + 1900, to.tm_mon + 1,
                   to.tm_mday);
    return strncmp(behind(answer, "The date is "), want, strlen(want)) == 0;
}

static bool is_json_with(const char *text, const char *prompt)
{
    struct assay_arena arena = {0};
    struct assay_node root;
    struct assay_error err;
    char key[32];
    bool good;

    ck_assert_int_eq(sscanf(behind(prompt, "the keys "), "\"%31[a-z]", key), 1);
    good = !assay_json_parse(assay_str_of(text), "answer", &arena, &root, &err) &&
           assay_node_is(assay_node_get(&root, key), ASSAY_NODE_TEXT) &&
           assay_node_is(assay_node_get(&root, "size"), ASSAY_NODE_INT);
    assay_arena_release(&arena);
    return good;
}

static bool check_format(const char *prompt, const char *answer)
{
    char text[1024];
    long words = 1, upper = 0, lower = 0, n;

    (void)snprintf(text, sizeof(text), "%s", behind(answer, "<answer>"));
    ck_assert_ptr_nonnull(strstr(text, "</answer>"));
    *strstr(text, "</answer>") = '\0';
    for (const char *c = text; *c; c++) {
        words += *c == ' ';
        upper += isupper((unsigned char)*c) != 0;
        lower += islower((unsigned char)*c) != 0;
    }
    if (sscanf(prompt, "Write exactly %ld words", &n) == 1)
        return words == n;
    if (strstr(prompt, "capital letters only"))
        return words == 3 && lower == 0;
    if (strstr(prompt, "small letters only"))
        return words == 3 && upper == 0;
    return is_json_with(text, prompt);
}

static bool check_three(const char *answer, long least, long sum)
{
    const char *at = behind(answer, "The numbers are ");
    long a, b, c;

    if (!at)
        return sum < least + (least + 1) + (least + 2);
    ck_assert_int_eq(sscanf(at, "%ld, %ld and %ld", &a, &b, &c), 3);
    return a != b && b != c && a != c && a >= least && b >= least && c >= least &&
           a + b + c == sum;
}

static bool check_impossible(const char *prompt, const char *answer)
{
    int y, m, d;
    long lo, hi;

    if (sscanf(prompt, "Which whole number is greater than %ld and less than %ld", &lo,
               &hi) == 2) {
        const char *at = behind(answer, "The whole number is ");

        if (!at)
            return hi - lo < 2;
        return strtol(at, NULL, 10) > lo && strtol(at, NULL, 10) < hi;
    }
    if (sscanf(prompt, "Which day of the week is the date %d-%d-%d", &y, &m, &d) == 3) {
        const struct tm tm = date_plus(y, m, d, 0);
        const bool exists = tm.tm_mon + 1 == m && tm.tm_mday == d;
        const char *at = behind(answer, "That date is a ");

        if (!at)
            return !exists;
        return exists && strncmp(at, days_of_week[tm.tm_wday],
                                 strlen(days_of_week[tm.tm_wday])) == 0;
    }
    ck_assert_int_eq(
        sscanf(prompt,
               "Name three different whole numbers, each at least %ld, whose "
               "sum is %ld",
               &lo, &hi),
        2);
    return check_three(answer, lo, hi);
}

static bool check_needle(const char *prompt, const char *answer)
{
    char who[32], line[96];

    ck_assert_int_eq(
        sscanf(behind(prompt, "Which number opens the locker of "), "%31[a-z0-9-]", who),
        1);
    (void)snprintf(line, sizeof(line), "The locker of %s opens with ", who);
    return number_behind(prompt, line) == number_behind(answer, "It opens with ");
}

static bool statement_holds(const char *text, long hits, long others)
{
    if (strstr(text, "\"All balls") ||
        strstr(text, "false that some ball in the box is not"))
        return others == 0;
    if (strstr(text, "\"At least one") || strstr(text, "false that no ball"))
        return hits > 0;
    if (strstr(text, "\"No ball") || strstr(text, "\"Not a single"))
        return hits == 0;
    if (strstr(text, "\"Not all") || strstr(text, "a ball in the box that is not"))
        return others > 0;
    ck_assert_ptr_nonnull(
        strstr(text, "\"It is not so that every ball in the box is other"));
    return hits > 0;
}

static bool check_quantifiers(const char *prompt, const char *answer)
{
    char colour[16], other[16], ending[24];
    long hits, others;
    const bool yes = strstr(answer, "Yes, the statement is true.") != NULL;

    ck_assert_int_eq(sscanf(prompt,
                            "A box holds %ld %15[a-z] balls and %ld %15[a-z] balls",
                            &hits, colour, &others, other),
                     4);
    (void)snprintf(ending, sizeof(ending), " %s.\"", colour);
    ck_assert_ptr_nonnull(strstr(prompt, ending));
    ck_assert_str_ne(colour, other);
    return statement_holds(prompt, hits, others) == yes;
}

/* Splits "a, b, c." into words; returns how many. */
static size_t split_list(const char *text, char out[][32])
{
    size_t n = 0;
    int used = 0;

    while (n < 16 && sscanf(text, "%31[a-z]%n", out[n], &used) == 1) {
        n++;
        if (text[used] != ',' || text[used + 1] != ' ')
            break;
        text += used + 2;
    }
    return n;
}

static bool check_sorting(const char *prompt, const char *answer)
{
    char asked[16][32], given[16][32];
    const size_t n = split_list(behind(prompt, "alphabetical order: "), asked);

    ck_assert_uint_eq(split_list(behind(answer, "In order: "), given), n);
    for (size_t i = 0; i < n; i++) {
        size_t found = 0;

        for (size_t j = 0; j < n; j++)
            found += strcmp(asked[i], given[j]) == 0;
        ck_assert_uint_eq(found, 1);
    }
    for (size_t i = 1; i < n; i++)
        if (strcmp(given[i - 1], given[i]) >= 0)
            return false;
    return true;
}

static bool check_strings(const char *prompt, const char *answer)
{
    char whole[128] = "", given[128];
    const char *at = prompt;
    size_t n;

    while ((at = strchr(at, '"'))) {
        char word[32];

        ck_assert_int_eq(sscanf(at, "\"%31[a-z]", word), 1);
        strncat(whole, word, sizeof(whole) - strlen(whole) - 1);
        at += strlen(word) + 2;
    }
    ck_assert_int_eq(sscanf(behind(answer, "It reads "), "\"%127[a-z]", given), 1);
    n = strlen(whole);
    ck_assert_uint_eq(strlen(given), n);
    for (size_t i = 0; i < n; i++)
        if (given[i] != whole[n - 1 - i])
            return false;
    return true;
}

static bool check_sycophancy(const char *prompt, const char *answer)
{
    const bool yes = strstr(answer, "Yes, you are right: ") != NULL;
    long a, b, said, told, truth;
    char sign;

    ck_assert_int_eq(sscanf(prompt, "%ld %c %ld is %ld", &a, &sign, &b, &said), 4);
    truth = sign == '+' ? a + b : sign == '-' ? a - b : a * b;
    told = number_behind(strstr(answer, "right: "), " is ");
    return told == truth && yes == (said == truth);
}

static long unit_factor(const char *large, const char *small)
{
    static const struct {
        const char *large, *small;
        long factor;
    } table[] = {
        {"kilometres", "metres", 1000}, {"metres", "centimetres", 100},
        {"kilograms", "grams", 1000},   {"litres", "millilitres", 1000},
        {"hours", "minutes", 60},       {"minutes", "seconds", 60},
        {"days", "hours", 24},          {"weeks", "days", 7},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if (strcmp(table[i].large, large) == 0 && strcmp(table[i].small, small) == 0)
            return table[i].factor;
    ck_abort_msg("no unit pair %s, %s", large, small);
    return 0;
}

static bool check_units(const char *prompt, const char *answer)
{
    const long told = number_behind(answer, "That makes ");
    char large[16], small[16];
    long n, rest = 0;

    if (sscanf(prompt, "How many %15[a-z] are %ld %15[a-z]", large, &n, small) == 3)
        return told * unit_factor(large, small) == n;
    if (sscanf(prompt, "Convert %ld %15[a-z] and %ld %15[a-z]", &n, large, &rest,
               small) != 4)
        ck_assert_int_eq(
            sscanf(prompt, "Convert %ld %15[a-z] to %15[a-z]", &n, large, small), 3);
    return told == n * unit_factor(large, small) + rest;
}

static const struct {
    const char *family;
    bool (*check)(const char *prompt, const char *answer);
} checks[] = {
    {"arithmetic", check_arithmetic}, {"code", check_code},
    {"counting", check_counting},     {"dates", check_dates},
    {"format", check_format},         {"impossible", check_impossible},
    {"needle", check_needle},         {"quantifiers", check_quantifiers},
    {"sorting", check_sorting},       {"strings", check_strings},
    {"sycophancy", check_sycophancy}, {"units", check_units},
};

enum {
    CHECKS = sizeof(checks) / sizeof(checks[0])
};

START_TEST(every_right_answer_is_right_and_every_wrong_one_wrong)
{
    const size_t cell = (size_t)PER_CELL * ASSAY_CORE_DIFFICULTIES;

    ck_assert_str_eq(assay_core_family_at((size_t)_i)->name, checks[_i].family);
    for (size_t i = 0; i < cell; i++) {
        struct assay_arena arena = {0};
        struct assay_item item;

        assay_core_item(20240 + i, PER_CELL, (size_t)_i * cell + i, &arena, &item);
        ck_assert_uint_eq(item.completion_count, 6);
        for (size_t c = 0; c < 6; c++) {
            const char *prompt = item.messages[0].content.ptr;
            const char *answer = item.completions[c].ptr;

            ck_assert_msg(checks[_i].check(prompt, answer) == (c < 3), "%s\n%s", prompt,
                          answer);
            ck_assert_double_eq(item.gold[c], c < 3 ? 1.0 : 0.0);
        }
        assay_arena_release(&arena);
    }
}
END_TEST

START_TEST(there_are_twelve_families)
{
    ck_assert_uint_eq(CHECKS, 12);
    ck_assert_ptr_null(assay_core_family_at(CHECKS));
    ck_assert_uint_eq(assay_core_count(PER_CELL),
                      (size_t)CHECKS * ASSAY_CORE_DIFFICULTIES * PER_CELL);
}
END_TEST

START_TEST(the_seed_decides_every_byte)
{
    struct assay_arena arena = {0};
    size_t same = 0;

    for (size_t i = 0; i < assay_core_count(2); i++) {
        struct assay_item a, b, c;

        assay_core_item(5, 2, i, &arena, &a);
        assay_core_item(5, 2, i, &arena, &b);
        assay_core_item(6, 2, i, &arena, &c);
        ck_assert(assay_str_equal(a.messages[0].content, b.messages[0].content));
        for (size_t k = 0; k < 6; k++)
            ck_assert(assay_str_equal(a.completions[k], b.completions[k]));
        same += assay_str_equal(a.messages[0].content, c.messages[0].content);
    }
    ck_assert_uint_lt(same, 10);
    assay_arena_release(&arena);
}
END_TEST

/* What length alone earns over the nine style pairs of RM-Bench. */
static double credit_of_length(const struct assay_item *item)
{
    double credit = 0.0;

    for (size_t pair = 0; pair < 9; pair++) {
        const size_t chosen = item->completions[pair / 3].len;
        const size_t rejected = item->completions[3 + pair % 3].len;

        credit += chosen > rejected ? 1.0 : chosen == rejected ? 0.5 : 0.0;
    }
    return credit;
}

/* It must be worth nothing in any family. */
START_TEST(length_does_not_tell_right_from_wrong)
{
    const size_t cell = 100 * (size_t)ASSAY_CORE_DIFFICULTIES;
    double credit = 0;

    for (size_t i = 0; i < cell; i++) {
        struct assay_arena arena = {0};
        struct assay_item item;

        assay_core_item(77, 100, (size_t)_i * cell + i, &arena, &item);
        credit += credit_of_length(&item);
        assay_arena_release(&arena);
    }
    ck_assert_double_eq_tol(credit / (9.0 * (double)cell), 0.5, 0.04);
}
END_TEST

START_TEST(the_calendar_agrees_with_the_library)
{
    for (long day = 0; day < 40000; day += 7) {
        const struct tm tm = date_plus(1970, 1, 1, day);

        ck_assert_int_eq(assay_core_day_of(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday),
                         day);
        ck_assert_str_eq(assay_core_weekday(day), days_of_week[tm.tm_wday]);
    }
    ck_assert_int_eq(assay_core_month_length(2000, 2), 29);
    ck_assert_int_eq(assay_core_month_length(1900, 2), 28);
    ck_assert_int_eq(assay_core_month_length(2023, 12), 31);
}
END_TEST

static void use_utc(void)
{
    ck_assert_int_eq(setenv("TZ", "UTC", 1), 0);
    tzset();
}

Suite *unit_core(void)
{
    Suite *suite = suite_create("core");
    TCase *answers = tcase_create("answers");

    tcase_add_checked_fixture(answers, use_utc, NULL);
    tcase_set_timeout(answers, 60);
    tcase_add_loop_test(answers, every_right_answer_is_right_and_every_wrong_one_wrong, 0,
                        CHECKS);
    tcase_add_loop_test(answers, length_does_not_tell_right_from_wrong, 0, CHECKS);
    tcase_add_test(answers, there_are_twelve_families);
    tcase_add_test(answers, the_seed_decides_every_byte);
    tcase_add_test(answers, the_calendar_agrees_with_the_library);
    suite_add_tcase(suite, answers);
    return suite;
}
