#include "harness/core/json_words.h"

#include <string.h>

/* Length of the word that begins text, or 0. */
static size_t word_at(struct assay_str text)
{
    static const char *const words[] = {"NaN", "Infinity", "-Infinity"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (assay_str_starts(text, assay_str_of(words[i])))
            return strlen(words[i]);
    return 0;
}

/* Behind the text whose opening quote is at `at`. */
static size_t behind_text(struct assay_str text, size_t at)
{
    for (at++; at < text.len && text.ptr[at] != '"'; at++)
        at += text.ptr[at] == '\\';
    return at < text.len ? at + 1 : text.len;
}

/* The next word from *at on, 0 bytes long at the end of text; *at moves to it. */
static size_t find_word(struct assay_str text, size_t *at)
{
    while (*at < text.len) {
        const char c = text.ptr[*at];
        size_t n = 0;

        if (c == '"') {
            *at = behind_text(text, *at);
            continue;
        }
        if (c == 'N' || c == 'I' || c == '-')
            n = word_at((struct assay_str){text.ptr + *at, text.len - *at});
        if (n > 0)
            return n;
        ++*at;
    }
    return 0;
}

bool assay_json_quote_words(struct assay_str text, struct assay_buf *out)
{
    size_t from = 0, at = 0;
    size_t n = find_word(text, &at);

    if (n == 0)
        return false;
    for (; n > 0; n = find_word(text, &at)) {
        assay_buf_add(out, (struct assay_str){text.ptr + from, at - from});
        assay_buf_printf(out, "\"%.*s\"", (int)n, text.ptr + at);
        at += n;
        from = at;
    }
    assay_buf_add(out, (struct assay_str){text.ptr + from, text.len - from});
    return true;
}
