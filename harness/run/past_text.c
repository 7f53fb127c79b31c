#include "harness/run/past_text.h"

#include "harness/core/file.h"
#include "harness/core/jsonl.h"
#include "harness/core/memory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct assay_past_texts {
    const char *journal;
    int fd;
    struct assay_jsonl *parser;
};

enum assay_code assay_past_texts_open(const char *journal, struct assay_past_texts **out,
                                      struct assay_error *err)
{
    struct assay_past_texts *texts = assay_memory_new(1, sizeof(*texts));

    *out = texts;
    texts->journal = journal;
    texts->fd = -1;
    texts->parser = assay_jsonl_new();
    return assay_file_open(journal, &texts->fd, err);
}

void assay_past_texts_close(struct assay_past_texts *texts)
{
    if (!texts)
        return;
    if (texts->fd >= 0)
        (void)close(texts->fd);
    assay_jsonl_free(texts->parser);
    free(texts);
}

enum assay_code assay_past_texts_line(struct assay_past_texts *texts,
                                      const struct assay_past_suite *suite,
                                      struct assay_str id, struct assay_arena *arena,
                                      const struct assay_node **out,
                                      struct assay_error *err)
{
    struct assay_past_line line;
    size_t got = 0;
    char *text;

    *out = NULL;
    if (!suite || !assay_past_line(suite, id, &line))
        return ASSAY_OK;
    text = assay_arena_new(arena, line.bytes + ASSAY_JSONL_PADDING, 1);
    while (got < line.bytes) {
        const ssize_t n =
            pread(texts->fd, text + got, line.bytes - got, (off_t)(line.offset + got));

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return assay_fail(err, ASSAY_EIO, "%s: %s", texts->journal,
                              n < 0 ? strerror(errno) : "shorter than it was");
        got += (size_t)n;
    }
    return assay_jsonl_parse(
        texts->parser,
        (struct assay_jsonl_text){text, line.bytes, texts->journal, line.number}, arena,
        out, err);
}

enum assay_code assay_past_texts_answers(struct assay_past_texts *texts,
                                         const struct assay_past_suite *suite,
                                         struct assay_str id, struct assay_arena *arena,
                                         const struct assay_answer **out,
                                         struct assay_error *err)
{
    const struct assay_answer *before;
    const struct assay_node *line, *list;
    struct assay_answer *answers;
    size_t count = 0;
    enum assay_code code = assay_past_texts_line(texts, suite, id, arena, &line, err);

    *out = NULL;
    before = code || !line ? NULL : assay_past_answers(suite, id, &count);
    if (code || !before)
        return code;
    list = assay_node_get(line, "t");
    answers = assay_arena_new(arena, count, sizeof(*answers));
    for (size_t i = 0; i < count; i++) {
        answers[i] = before[i];
        answers[i].text = assay_node_text(assay_node_at(list, i));
        if (!assay_node_is(assay_node_at(list, i), ASSAY_NODE_TEXT))
            answers[i].state = ASSAY_STATE_SKIPPED;
    }
    *out = answers;
    return ASSAY_OK;
}
