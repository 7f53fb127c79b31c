/*
 * records_tfevents.c - event files of TensorBoard (tfevents.h): the numbers of an event are a record.
 *
 * A record is {"step": .., "wall_time": .., tag: value, ...}; events without numbers are none. A tag of one of these
 * two names stands behind "tag/". Where the last record is cut short, as a writer leaves it that was killed, the file
 * ends before it.
 */
#include "harness/core/memory.h"
#include "harness/core/records_input.h"
#include "harness/core/tfevents.h"

#include <math.h>
#include <stdlib.h>

struct reader {
    struct records_reader base;
    struct assay_buf record; /* bytes of the one at hand */
    size_t row;              /* records of the file so far, of whatever kind */
};

/* Reads on until the record at hand has n bytes, or the file ends. */
static enum assay_code gather(struct reader *reader, struct records_input *input,
                              size_t n, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    while (!code && reader->record.len < n) {
        size_t take = n - reader->record.len;

        code = assay_records_input_fill(input, err);
        if (code || input->rest.len == 0)
            break;
        take = take < input->rest.len ? take : input->rest.len;
        assay_buf_add(&reader->record, (struct assay_str){input->rest.ptr, take});
        input->rest = (struct assay_str){input->rest.ptr + take, input->rest.len - take};
    }
    return code;
}

static enum assay_code refuse(const struct reader *reader,
                              const struct records_input *input, const char *why,
                              struct assay_error *err)
{
    return assay_fail_at(err, (struct assay_spot){input->name, 0, reader->row}, "%s",
                         why);
}

/* The data of the next record, empty at the end. */
static enum assay_code next_data(struct reader *reader, struct records_input *input,
                                 struct assay_str *out, bool *more,
                                 struct assay_error *err)
{
    const char *why = NULL;
    size_t size = ASSAY_TFEVENTS_HEAD;
    enum assay_code code;

    assay_buf_reset(&reader->record);
    code = gather(reader, input, size, err);
    if (!code && reader->record.len == size) {
        size = assay_tfevents_size(assay_buf_view(&reader->record), &why);
        if (size == 0)
            return refuse(reader, input, why, err);
        code = gather(reader, input, size, err);
    }
    *more = !code && reader->record.len == size;
    if (code)
        return code;
    if (!*more && reader->record.len > 0)
        input->cut =
            "the last record is cut short, as a writer leaves it that was killed";
    if (*more && !assay_tfevents_data(assay_buf_view(&reader->record), out))
        return refuse(reader, input, "the checksum of its data is another", err);
    return ASSAY_OK;
}

/* NaN and infinities as words, where the caller takes them. */
static struct assay_node node_of(double value, bool words)
{
    if (isfinite(value) || !words)
        return assay_node_of_real(value);
    return assay_node_of_string(isnan(value) ? "NaN"
                                : value < 0  ? "-Infinity"
                                             : "Infinity");
}

static struct assay_str key_of(struct assay_str tag, struct assay_arena *arena)
{
    if (assay_str_equal(tag, ASSAY_STR("step")) ||
        assay_str_equal(tag, ASSAY_STR("wall_time")))
        return assay_str_of(assay_arena_printf(arena, "tag/%s",
                                               tag.ptr[0] == 's' ? "step" : "wall_time"));
    return assay_arena_copy(arena, tag);
}

/* Of two values with one tag the later one counts. */
static void put_value(struct assay_node *map, struct assay_str key,
                      struct assay_node value)
{
    for (size_t i = 0; i < map->as.map.count; i++)
        if (assay_str_equal(map->as.map.at[i].key, key)) {
            map->as.map.at[i].value = value;
            return;
        }
    assay_records_put(map, key, value);
}

static const struct assay_node *record_of(const struct assay_tfevent *event, bool words,
                                          struct assay_arena *arena)
{
    struct assay_node *map = assay_records_map(arena, event->count + 2);

    assay_records_put(map, ASSAY_STR("step"), assay_node_of_int(event->step));
    assay_records_put(map, ASSAY_STR("wall_time"), assay_node_of_real(event->wall_time));
    for (size_t i = 0; i < event->count; i++)
        put_value(map, key_of(event->value[i].tag, arena),
                  node_of(event->value[i].value, words));
    return map;
}

static enum assay_code next(struct records_reader *base, struct records_input *input,
                            struct assay_arena *arena, const struct assay_node **out,
                            unsigned *line, struct assay_error *err)
{
    struct reader *reader = (struct reader *)base;
    struct assay_tfevent event = {.count = 0};
    bool more = true;

    *out = NULL;
    *line = 0;
    while (event.count == 0) {
        struct assay_str data = {"", 0};
        const enum assay_code code = next_data(reader, input, &data, &more, err);
        const char *why;

        if (code || !more)
            return code;
        why = assay_tfevents_event(data, arena, &event);
        if (why)
            return refuse(reader, input, why, err);
        reader->row++;
    }
    *out = record_of(&event, input->words, arena);
    return ASSAY_OK;
}

static void release(struct records_reader *base)
{
    struct reader *reader = (struct reader *)base;

    assay_buf_release(&reader->record);
    free(reader);
}

struct records_reader *assay_records_tfevents_new(void)
{
    struct reader *reader = assay_memory_new(1, sizeof(*reader));

    reader->base = (struct records_reader){next, release};
    return &reader->base;
}
