/* log_lacks.c - what `assay log fill` puts into responses, and why some go without. */
#include "harness/cli/log_fill.h"

#include "harness/core/buf.h"
#include "harness/core/rollout_write.h"

#include <stdarg.h>

void assay_log_lack(struct assay_tally *lacks, const char *fmt, ...)
{
    struct assay_error text; /* as long as a line of what is wrong */
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(text.text, sizeof(text.text), fmt, args);
    va_end(args);
    (void)assay_tally_add(lacks, assay_str_of(text.text));
}

void assay_log_lacks_tell(const struct assay_tally *lacks)
{
    for (size_t i = 0; i < lacks->names.count; i++)
        (void)fprintf(stderr, "%.*s: %zu response%s without a value\n",
                      ASSAY_STR_ARG(lacks->names.at[i]), lacks->count[i],
                      lacks->count[i] == 1 ? "" : "s");
}

enum assay_code assay_log_put(const struct assay_log_filling *filling, size_t i,
                              const char *who, const char *path, struct assay_node value,
                              struct assay_error *err)
{
    const struct assay_node *there =
        assay_rollout_value(filling->response[i], assay_str_of(path));

    if (there && !assay_node_is(there, ASSAY_NODE_NULL)) {
        assay_log_lack(filling->lacks, "%s: %s stands there already", who, path);
        return ASSAY_OK;
    }
    return assay_rollout_put(filling->response[i], path, value, filling->view->arena,
                             &filling->response[i], err);
}

const struct assay_message *assay_log_prompt(const struct assay_rollout_view *view,
                                             size_t *n)
{
    const struct assay_node *prompt = assay_node_get(view->record.node, "prompt");
    const bool text = assay_node_is(prompt, ASSAY_NODE_TEXT);
    const size_t count = text ? 1 : assay_node_count(prompt);
    struct assay_message *message =
        assay_arena_new(view->arena, count + 1, sizeof(*message));

    *n = 0;
    if (text)
        message[0] = (struct assay_message){ASSAY_STR("user"), prompt->as.text};
    for (size_t i = 0; !text && i < count; i++) {
        const struct assay_node *content =
            assay_node_get(assay_node_at(prompt, i), "content");

        if (!assay_node_is(content, ASSAY_NODE_TEXT))
            return NULL;
        message[i] = (struct assay_message){
            assay_node_text(assay_node_get(assay_node_at(prompt, i), "role")),
            content->as.text};
    }
    *n = count;
    return count > 0 ? message : NULL;
}
