#include "harness/run/reread_table.h"

enum assay_code assay_reread_table(struct assay_reread *reread, struct assay_book *book,
                                   struct assay_table *table, struct assay_error *err)
{
    const uint64_t limit = assay_reread_limit(reread);
    struct assay_arena arena = {0};
    const struct assay_item *item = NULL;
    const struct assay_answer *answers;
    enum assay_code code;
    size_t count;

    for (;;) {
        assay_arena_reset(&arena);
        code = assay_reread_next(reread, &arena, &item, err);
        if (code || !item)
            break;
        if (limit && book->items >= limit)
            continue; /* goes by, for the digest */
        assay_book_add(book, item);
        answers = assay_reread_answers(reread, item, &count);
        if (answers && count == assay_book_wanted(book, item))
            assay_book_answer(book, item->index, answers);
    }
    assay_arena_release(&arena);
    if (!code)
        code = assay_reread_check(reread, err);
    if (!code)
        assay_book_close(book, table);
    return code;
}
