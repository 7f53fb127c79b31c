/* assay_records_detect.c - which layout a file is in, by its name and its first bytes. */
#include "harness/core/records_input.h"
#include "harness/core/tfevents.h"

#include <string.h>

static bool ends(struct assay_str text, struct assay_str tail)
{
    return text.len >= tail.len &&
           memcmp(text.ptr + text.len - tail.len, tail.ptr, tail.len) == 0;
}

/* The name without what compression added to it. */
static struct assay_str bare_name(const char *name)
{
    static const char *const tails[] = {".gz", ".xz", ".zst", ".bz2"};
    struct assay_str text = assay_str_of(name);

    for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
        const struct assay_str tail = assay_str_of(tails[i]);

        if (ends(text, tail))
            return (struct assay_str){text.ptr, text.len - tail.len};
    }
    return text;
}

static struct assay_str skip_blanks(struct assay_str text)
{
    while (text.len > 0 && assay_records_blank((struct assay_str){text.ptr, 1}))
        text = (struct assay_str){text.ptr + 1, text.len - 1};
    return text;
}

/* Bytes of the object at text, brackets balanced; text.len where it goes on behind it. */
static size_t object_at(struct assay_str text)
{
    bool quoted = false;
    size_t depth = 0;

    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];

        if (quoted && c == '\\')
            i++;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '{' || c == '['))
            depth++;
        else if (!quoted && (c == '}' || c == ']') && --depth == 0)
            return i + 1;
    }
    return text.len;
}

/* An object: a line of JSON Lines, or a whole document? */
static enum assay_layout object_layout(struct assay_str text, struct assay_str name)
{
    const size_t n = object_at(text);
    const struct assay_str object = {text.ptr, n};
    const struct assay_str behind = {text.ptr + n, text.len - n};
    const bool one_line = assay_str_find(object, ASSAY_STR("\n")) == object.len;

    if (!assay_records_blank(behind))
        return ASSAY_LAYOUT_JSONL;
    return one_line && !ends(name, ASSAY_STR(".json")) ? ASSAY_LAYOUT_JSONL
                                                       : ASSAY_LAYOUT_AUTO;
}

enum assay_code assay_records_detect(const struct records_input *input,
                                     enum assay_layout *out, struct assay_error *err)
{
    const struct assay_str name = bare_name(input->name);
    const struct assay_str text = skip_blanks(input->rest);

    if (assay_str_starts(input->rest, ASSAY_STR("PAR1")))
        *out = ASSAY_LAYOUT_PARQUET;
    else if (assay_tensors_begin(input->rest))
        *out = ASSAY_LAYOUT_ARRAYS;
    else if (assay_tfevents_begin(input->rest))
        *out = ASSAY_LAYOUT_TFEVENTS;
    else if (ends(name, ASSAY_STR(".csv")))
        *out = ASSAY_LAYOUT_CSV;
    else if (ends(name, ASSAY_STR(".tsv")))
        *out = ASSAY_LAYOUT_TSV;
    else if (text.len > 0 && text.ptr[0] == '[')
        *out = ASSAY_LAYOUT_JSON;
    else if (text.len == 0 || ends(name, ASSAY_STR(".jsonl")) ||
             ends(name, ASSAY_STR(".ndjson")))
        *out = ASSAY_LAYOUT_JSONL;
    else if (text.ptr[0] == '{')
        *out = object_layout(text, name);
    else if (assay_str_starts(text, ASSAY_STR("---\n")) ||
             assay_str_starts(text, ASSAY_STR("model-index:")) ||
             assay_str_starts(text, ASSAY_STR("- dataset:")))
        return assay_fail(err, ASSAY_EDATA,
                          "%s:1: YAML; model-index and eval-results are written for the "
                          "hub, and not read back",
                          input->name);
    else
        return assay_fail(err, ASSAY_EDATA,
                          "%s:1: neither JSON nor named .jsonl, .csv or .tsv",
                          input->name);
    return ASSAY_OK;
}
