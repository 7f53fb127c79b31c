/* tokenizer_regex.c - regular expressions of pre-tokenisers; the owner of PCRE2. */
#include "adapters/tokenizer_parts.h"

#include "harness/core/memory.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>

enum {
    PATTERN_BYTES = 1 << 14,
    MESSAGE_BYTES = 120
};

struct tokenizer_regex {
    pcre2_code *code;
    bool jit;
};

/* White_Space as members of a class: PCRE2's \s also has U+180E, which lost that property. */
static const char spaces[] =
    "\\x{9}-\\x{d}\\x{20}\\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}"
    "\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}";

/* Writes a pattern with \s and \S spelt out. */
static void spell(struct assay_str pattern, struct assay_buf *out)
{
    bool class = false;

    for (size_t i = 0; i < pattern.len; i++) {
        const char c = pattern.ptr[i];
        const int next = i + 1 < pattern.len ? pattern.ptr[i + 1] : 0;

        if (c == '\\' && (next == 's' || (next == 'S' && !class))) {
            assay_buf_printf(out, "%s%s%s",
                             class         ? ""
                             : next == 's' ? "["
                                           : "[^",
                             spaces, class ? "" : "]");
            i++;
            continue;
        }
        assay_buf_putc(out, c);
        if (c == '\\' && next) {
            assay_buf_putc(out, pattern.ptr[i + 1]);
            i++;
        } else if (c == '[' || c == ']') {
            class = c == '[';
        }
    }
}

enum assay_code assay_tokenizer_regex_new(const struct tokenizer_reading *reading,
                                          struct assay_str pattern,
                                          struct tokenizer_regex **out)
{
    struct assay_buf text = {0};
    PCRE2_SIZE offset;
    int fault = 0;
    pcre2_code *code;

    *out = NULL;
    if (pattern.len > PATTERN_BYTES)
        return assay_tokenizer_malformed(reading, "a regular expression is too long");
    spell(pattern, &text);
    code = pcre2_compile((PCRE2_SPTR)text.data, text.len,
                         PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C, &fault, &offset,
                         NULL);
    assay_buf_release(&text);
    if (!code) {
        PCRE2_UCHAR message[MESSAGE_BYTES];

        (void)pcre2_get_error_message(fault, message, sizeof(message));
        return assay_fail(reading->err, ASSAY_EMODEL,
                          "%s: the regular expression %.*s: %s", reading->name,
                          ASSAY_STR_ARG(pattern), (const char *)message);
    }
    *out = assay_memory_new(1, sizeof(**out));
    (*out)->code = code;
    (*out)->jit = pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) == 0;
    return ASSAY_OK;
}

void assay_tokenizer_regex_free(struct tokenizer_regex *regex)
{
    if (!regex)
        return;
    pcre2_code_free(regex->code);
    free(regex);
}

/* Matches without empty ones; the machine code's small stack may not do, the interpreter's does. */
static int match(const struct tokenizer_regex *regex, struct assay_str text, size_t begin,
                 pcre2_match_data *data)
{
    const uint32_t options = PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY;
    int found = pcre2_match(regex->code, (PCRE2_SPTR)text.ptr, text.len, begin, options,
                            data, NULL);

    if (found == PCRE2_ERROR_JIT_STACKLIMIT)
        found = pcre2_match(regex->code, (PCRE2_SPTR)text.ptr, text.len, begin,
                            options | PCRE2_NO_JIT, data, NULL);
    return found;
}

enum assay_code assay_tokenizer_regex_find(const struct tokenizer_regex *regex,
                                           struct assay_str text, size_t *begin,
                                           size_t *end, struct assay_error *err)
{
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    const PCRE2_SIZE *at;
    int found;

    if (!data)
        abort(); /* out of memory ends the process, harness/core/memory.h */
    found = match(regex, text, *begin, data);
    at = pcre2_get_ovector_pointer(data);
    if (found == PCRE2_ERROR_NOMATCH) {
        *begin = *end = text.len;
    } else if (found >= 0) {
        *begin = at[0];
        *end = at[1];
    }
    pcre2_match_data_free(data);
    if (found < 0 && found != PCRE2_ERROR_NOMATCH)
        return assay_fail(err, ASSAY_EMODEL,
                          "the tokenizer's regular expression gives up on a text (%d)",
                          found);
    return ASSAY_OK;
}

enum assay_code assay_tokenizer_pattern_read(const struct tokenizer_reading *reading,
                                             const struct assay_node *node,
                                             struct tokenizer_pattern *out)
{
    const struct assay_node *text = assay_node_get(node, "String");
    const struct assay_node *regex = assay_node_get(node, "Regex");

    *out = (struct tokenizer_pattern){0};
    if (assay_node_is(text, ASSAY_NODE_TEXT) && assay_node_text(text).len > 0)
        out->text = assay_arena_copy(reading->arena, assay_node_text(text));
    else if (assay_node_is(regex, ASSAY_NODE_TEXT))
        return assay_tokenizer_regex_new(reading, assay_node_text(regex), &out->regex);
    else
        return assay_tokenizer_malformed(
            reading, "a \"pattern\" must be a \"String\" or a \"Regex\"");
    return ASSAY_OK;
}

enum assay_code assay_tokenizer_pattern_find(const struct tokenizer_pattern *pattern,
                                             struct assay_str text, size_t *begin,
                                             size_t *end, struct assay_error *err)
{
    if (pattern->regex)
        return assay_tokenizer_regex_find(pattern->regex, text, begin, end, err);
    *begin += assay_str_find((struct assay_str){text.ptr + *begin, text.len - *begin},
                             pattern->text);
    *end = *begin < text.len ? *begin + pattern->text.len : text.len;
    return ASSAY_OK;
}
