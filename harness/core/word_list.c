#include "harness/core/word_list.h"

bool assay_word_at(const char *text, size_t i, struct assay_str *out)
{
    struct assay_str rest = assay_str_of(text);
    size_t n = assay_str_find(rest, ASSAY_STR(","));

    if (rest.len == 0)
        return false;
    for (; i > 0; i--) {
        if (n == rest.len)
            return false;
        rest = (struct assay_str){rest.ptr + n + 1, rest.len - n - 1};
        n = assay_str_find(rest, ASSAY_STR(","));
    }
    rest.len = n;
    while (rest.len > 0 && rest.ptr[0] == ' ')
        rest = (struct assay_str){rest.ptr + 1, rest.len - 1};
    while (rest.len > 0 && rest.ptr[rest.len - 1] == ' ')
        rest.len--;
    *out = rest;
    return true;
}
