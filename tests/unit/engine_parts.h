/*
 * engine_parts.h - items and adapters for tests of the engine: a suite made of numbers, and
 * models whose answers follow from an item's texts.
 */
#ifndef ASSAY_TESTS_ENGINE_PARTS_H
#define ASSAY_TESTS_ENGINE_PARTS_H

#include "harness/run/score.h"

#include <semaphore.h>

/* Items "item-0" .. of one to four completions; every repeat-th one asks what item 0 does. */
struct made_items {
    size_t count;
    size_t repeat;  /* 0: no two ask the same */
    size_t fail_at; /* the item that cannot be read; 0: none */
    size_t bytes;   /* of padding in each prompt */
    bool no_texts;
    size_t next;
};

enum assay_code made_next(void *self, struct assay_arena *arena,
                          const struct assay_item **out, struct assay_error *err);

/* State of the test adapters; slow and log_path are options of made_adapter. */
struct made_model {
    int log;              /* ids are written here as they are taken; 0: nowhere */
    size_t at_once;       /* tasks a take asks for */
    size_t slow;          /* microseconds an item */
    const char *log_path; /* opened into log */
    const char *fails;    /* id that ends the run; NULL: none */
    sem_t *gate;          /* nothing is answered before it was posted once; NULL: none */
    bool grouped;         /* answers to all, that follow from what is taken at once too */
    const char *name;     /* of the model, its identity; answers do not follow from it */
};

/* Answers with a number that follows from prompt and completion; log and slowness as told. */
extern const struct assay_adapter made_adapter;

/* The same, sixteen at once, and an answer's last bits depend on what it was taken with. */
extern const struct assay_adapter grouped_adapter;

/* Takes one item and returns. */
extern const struct assay_adapter lazy_adapter;

/* Takes everything before it gives anything, last first. */
extern const struct assay_adapter greedy_adapter;

/* Everything in a table, as text. */
void table_text(const struct assay_table *table, struct assay_buf *out);

#endif
