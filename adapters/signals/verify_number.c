/* verify_number.c - numbers as answers have them. */
#include "adapters/signals/verify.h"

#include <math.h>

enum {
    DIGITS = 64 /* of a number, at most */
};

/* A text on its way: what is left of it. */
static bool eat(struct assay_str *text, const char *word)
{
    const struct assay_str view = assay_str_of(word);

    if (!assay_str_starts(*text, view))
        return false;
    text->ptr += view.len;
    text->len -= view.len;
    return true;
}

static void eat_blanks(struct assay_str *text)
{
    while (eat(text, " "))
        ;
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* True if three digits, and no fourth, stand behind a comma. */
static bool groups(struct assay_str text)
{
    return text.len > 3 && digit(text.ptr[1]) && digit(text.ptr[2]) &&
           digit(text.ptr[3]) && (text.len == 4 || !digit(text.ptr[4]));
}

/* How many characters of an exponent, "e-4", the text begins with. */
static size_t exponent_of(struct assay_str text)
{
    size_t n = 1;

    if (text.len < 2 || (text.ptr[0] != 'e' && text.ptr[0] != 'E'))
        return 0;
    n += text.ptr[n] == '-' || text.ptr[n] == '+';
    if (n >= text.len || !digit(text.ptr[n]))
        return 0;
    while (n < text.len && digit(text.ptr[n]))
        n++;
    return n;
}

/* Digits with commas between groups of three, a point and an exponent. */
static bool eat_decimal(struct assay_str *text, double *value, bool *whole)
{
    char spelt[DIGITS];
    size_t n = 0, i = 0, digits = 0, exponent;

    *whole = true;
    while (i < text->len && n + 1 < DIGITS) {
        const char c = text->ptr[i];

        if (c == ',' && *whole && digits > 0 &&
            groups((struct assay_str){text->ptr + i, text->len - i})) {
            i++;
            continue;
        }
        if (!digit(c) && !(c == '.' && *whole))
            break;
        *whole = *whole && c != '.';
        digits += digit(c);
        spelt[n++] = c;
        i++;
    }
    exponent = exponent_of((struct assay_str){text->ptr + i, text->len - i});
    if (digits == 0 || n + exponent >= DIGITS)
        return false;
    if (spelt[n - 1] == '.')
        n--;
    for (size_t k = 0; k < exponent; k++)
        spelt[n++] = text->ptr[i++];
    *whole = *whole && exponent == 0;
    text->ptr += i;
    text->len -= i;
    return assay_str_number((struct assay_str){spelt, n}, value);
}

static bool eat_signed(struct assay_str *text, double *value)
{
    const bool minus = eat(text, "-");
    bool whole;

    if (!minus)
        (void)eat(text, "+");
    if (!eat_decimal(text, value, &whole))
        return false;
    *value = minus ? -*value : *value;
    return true;
}

/* {12}, or one digit. */
static bool eat_braced(struct assay_str *text, double *value)
{
    eat_blanks(text);
    if (eat(text, "{"))
        return eat_signed(text, value) && eat(text, "}");
    if (text->len == 0 || !digit(text->ptr[0]))
        return false;
    *value = text->ptr[0] - '0';
    text->ptr++;
    text->len--;
    return true;
}

/* \frac{3}{4}, or 3/4; leaves the text as it was where it is none. */
static bool eat_fraction(struct assay_str *text, double *value)
{
    const struct assay_str before = *text;
    double over, under;
    bool whole, found;

    if (eat(text, "\\frac"))
        found = eat_braced(text, &over) && eat_braced(text, &under);
    else
        found = eat_decimal(text, &over, &whole) && eat(text, "/") &&
                eat_decimal(text, &under, &whole);
    if (!found || under == 0.0) {
        *text = before;
        return false;
    }
    *value = over / under;
    return true;
}

/* * 10^{5} */
static bool eat_power(struct assay_str *text, double *value)
{
    const struct assay_str before = *text;
    double power;

    eat_blanks(text);
    if (eat(text, "*")) {
        eat_blanks(text);
        if (eat(text, "10^") &&
            (text->len > 0 && text->ptr[0] == '{' ? eat_braced(text, &power)
                                                  : eat_signed(text, &power))) {
            *value *= pow(10.0, power);
            return true;
        }
    }
    *text = before;
    return false;
}

static bool eat_number(struct assay_str *text, double *value)
{
    double part;
    bool whole;

    if (eat_fraction(text, value))
        return true;
    if (!eat_decimal(text, value, &whole))
        return false;
    if (whole) {
        const struct assay_str before = *text;

        eat_blanks(text);
        if (eat_fraction(text, &part))
            *value += part;
        else
            *text = before;
    }
    (void)eat_power(text, value);
    return true;
}

/* Letters, and powers of them. */
static bool is_unit(struct assay_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

        if (!letter && c != ' ' && c != '/' && !(i > 0 && (c == '^' || digit(c))))
            return false;
    }
    return true;
}

bool assay_verify_number(struct assay_str text, bool units, struct assay_arena *arena,
                         struct verify_number *out)
{
    struct assay_str left = assay_verify_normal(text, false, arena);
    bool minus;

    for (size_t i = left.len; i-- > 0;)
        if (left.ptr[i] == '=') {
            left = (struct assay_str){left.ptr + i + 1, left.len - i - 1};
            break;
        }
    left = assay_verify_strip(left);
    minus = eat(&left, "-");
    if (!minus)
        (void)eat(&left, "+");
    eat_blanks(&left);
    if (!eat_number(&left, &out->value) || !isfinite(out->value))
        return false;
    if (minus)
        out->value = -out->value;
    eat_blanks(&left);
    out->percent = eat(&left, "%");
    eat_blanks(&left);
    return left.len == 0 || (units && is_unit(left));
}
