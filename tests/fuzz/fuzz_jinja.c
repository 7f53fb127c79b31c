/*
 * fuzz_jinja.c - a chat template of any bytes: it is refused with its line, or renders the same text
 * twice, within the limits.
 */
#include "adapters/jinja.h"
#include "harness/core/json.h"
#include "tests/fuzz/fuzz.h"

#include <assert.h>
#include <string.h>

static const char variables[] =
    "{\"messages\": [{\"role\": \"user\", \"content\": \" a b\\n\"}, {\"role\": "
    "\"assistant\", "
    "\"content\": \"<t>x</t>y\"}], \"tools\": null, \"n\": 3, \"x\": -1.5, \"list\": [2, "
    "1], "
    "\"map\": {\"k\": \"v\"}, \"bos_token\": \"<s>\", \"add_generation_prompt\": true}";

static void check_fault(enum assay_code code, const struct assay_error *err)
{
    assert(code == ASSAY_EDATA && strncmp(err->text, "t:", 2) == 0);
    assert(!strchr(err->text, '\n'));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct assay_arena arena = {0};
    struct assay_buf once = {0}, twice = {0};
    struct assay_node map;
    const struct assay_jinja *jinja;
    struct assay_error err = {0};
    enum assay_code code =
        assay_json_parse(ASSAY_STR(variables), "v", &arena, &map, &err);

    assert(code == ASSAY_OK);
    code = assay_jinja_compile((struct assay_str){(const char *)data, size}, "t", &arena,
                               &jinja, &err);
    if (!code)
        code = assay_jinja_render(jinja, &map, &arena, &once, &err);
    if (code) {
        check_fault(code, &err);
        assert(once.len == 0);
    } else {
        assert(assay_jinja_render(jinja, &map, &arena, &twice, &err) == ASSAY_OK);
        assert(assay_str_equal(assay_buf_view(&once), assay_buf_view(&twice)));
        assert(once.len <= ASSAY_JINJA_OUTPUT_MAX);
    }
    assay_buf_release(&once);
    assay_buf_release(&twice);
    assay_arena_release(&arena);
    return 0;
}
