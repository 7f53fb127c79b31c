#include "harness/cli/texts_tell.h"

#include "harness/core/arena.h"
#include "harness/core/buf.h"

static void add(struct assay_buf *out, size_t count, size_t asked, const char *what)
{
    if (count == 0)
        return;
    if (out->len > 0)
        assay_buf_printf(out, ", %zu %s", count, what);
    else
        assay_buf_printf(out, "%zu of %zu texts %s", count, asked, what);
}

/* What is to be told of a model's texts; nothing where they are as they should be. */
static void describe(const struct assay_node *facts, struct assay_buf *out)
{
    const struct assay_node *texts = assay_node_get(facts, "texts");
    const struct assay_str side = assay_node_text(assay_node_get(texts, "truncate"));
    const size_t asked = assay_node_size(texts, "asked");

    add(out, assay_node_size(texts, "cut"), asked, "were cut");
    if (out->len > 0 && side.len > 0)
        assay_buf_printf(out, " (truncate=%.*s)", ASSAY_STR_ARG(side));
    add(out, assay_node_size(texts, "doubled_bos"), asked, "begin with two BOS");
    if (!assay_node_get(facts, "written"))
        add(out, assay_node_size(texts, "no_end_of_text"), asked,
            "do not end with an end-of-text token");
}

static void tell(struct assay_log *log, const char *who, const struct assay_node *facts,
                 struct assay_arena *arena)
{
    struct assay_buf what = {0};

    describe(facts, &what);
    if (what.len > 0)
        assay_log_note(log, "%s: %s", who, what.data);
    assay_buf_release(&what);
    for (size_t i = 0; i < assay_node_count(facts); i++) {
        const struct assay_member *member = &facts->as.map.at[i];

        if (assay_node_is(&member->value, ASSAY_NODE_MAP))
            tell(log,
                 assay_arena_printf(arena, "%s: %.*s", who, ASSAY_STR_ARG(member->key)),
                 &member->value, arena);
    }
}

void assay_texts_tell(struct assay_log *log, const char *suite,
                      const struct assay_node *facts)
{
    struct assay_arena arena = {0};

    if (assay_node_is(facts, ASSAY_NODE_MAP))
        tell(log, suite, facts, &arena);
    assay_arena_release(&arena);
}
