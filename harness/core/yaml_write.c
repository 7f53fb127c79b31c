/* yaml_write.c - the other half of yaml.h. libyaml does the work; its types stay here. */
#include "harness/core/yaml.h"

#include "harness/core/json.h"

#include <assert.h>
#include <ctype.h>
#include <strings.h>
#include <yaml.h>

static int take(void *data, unsigned char *text, size_t n)
{
    assay_buf_add(data, (struct assay_str){(const char *)text, n});
    return 1;
}

/* Events of memory that cannot run out are accepted; an event is used up either way. */
static void emit(yaml_emitter_t *emitter, yaml_event_t *event)
{
    const int done = yaml_emitter_emit(emitter, event);

    assert(done && "UTF-8 text, balanced events");
    (void)done;
}

/* True if every parser reads the text as a text without quotes. */
static bool is_plain(struct assay_str text)
{
    static const char *const words[] = {"true", "false", "null", "yes", "no",
                                        "on",   "off",   "y",    "n"};

    if (text.len == 0 || !isalpha((unsigned char)text.ptr[0]))
        return false;
    for (size_t i = 0; i < text.len; i++) {
        const unsigned char c = (unsigned char)text.ptr[i];

        if (c > 0x7E || (!isalnum(c) && c != '_' && c != '-' && c != '/' && c != '.' &&
                         !(c == ' ' && i + 1 < text.len)))
            return false;
    }
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (text.len == strlen(words[i]) &&
            strncasecmp(text.ptr, words[i], text.len) == 0)
            return false;
    return true;
}

static void write_scalar(yaml_emitter_t *emitter, struct assay_str text, bool quoted)
{
    yaml_event_t event;

    (void)yaml_scalar_event_initialize(
        &event, NULL, NULL, (const unsigned char *)(text.len ? text.ptr : ""),
        (int)text.len, !quoted, quoted,
        quoted ? YAML_DOUBLE_QUOTED_SCALAR_STYLE : YAML_PLAIN_SCALAR_STYLE);
    emit(emitter, &event);
}

static void write_text(yaml_emitter_t *emitter, struct assay_str text)
{
    write_scalar(emitter, text, !is_plain(text));
}

static void write_node(yaml_emitter_t *emitter, const struct assay_node *node);

static void write_map(yaml_emitter_t *emitter, const struct assay_node *node)
{
    yaml_event_t event;

    (void)yaml_mapping_start_event_initialize(&event, NULL, NULL, 1,
                                              YAML_BLOCK_MAPPING_STYLE);
    emit(emitter, &event);
    for (size_t i = 0; i < node->as.map.count; i++) {
        write_text(emitter, node->as.map.at[i].key);
        write_node(emitter, &node->as.map.at[i].value);
    }
    (void)yaml_mapping_end_event_initialize(&event);
    emit(emitter, &event);
}

static void write_list(yaml_emitter_t *emitter, const struct assay_node *node)
{
    yaml_event_t event;

    (void)yaml_sequence_start_event_initialize(&event, NULL, NULL, 1,
                                               YAML_BLOCK_SEQUENCE_STYLE);
    emit(emitter, &event);
    for (size_t i = 0; i < node->as.list.count; i++)
        write_node(emitter, &node->as.list.at[i]);
    (void)yaml_sequence_end_event_initialize(&event);
    emit(emitter, &event);
}

static void write_node(yaml_emitter_t *emitter, const struct assay_node *node)
{
    struct assay_buf text = {0};

    if (node->type == ASSAY_NODE_MAP)
        write_map(emitter, node);
    else if (node->type == ASSAY_NODE_LIST)
        write_list(emitter, node);
    else if (node->type == ASSAY_NODE_TEXT)
        write_text(emitter, node->as.text);
    else {
        assay_json_write(node, false, &text);
        write_scalar(emitter, assay_buf_view(&text), false);
    }
    assay_buf_release(&text);
}

void assay_yaml_write(const struct assay_node *node, struct assay_buf *out)
{
    yaml_emitter_t emitter;
    yaml_event_t event;

    (void)yaml_emitter_initialize(&emitter);
    yaml_emitter_set_output(&emitter, take, out);
    yaml_emitter_set_unicode(&emitter, 1);
    yaml_emitter_set_width(&emitter, -1);
    (void)yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING);
    emit(&emitter, &event);
    (void)yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1);
    emit(&emitter, &event);
    write_node(&emitter, node);
    (void)yaml_document_end_event_initialize(&event, 1);
    emit(&emitter, &event);
    (void)yaml_stream_end_event_initialize(&event);
    emit(&emitter, &event);
    yaml_emitter_delete(&emitter);
}
