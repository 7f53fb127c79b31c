#include "adapters/gguf_desks.h"

#include "harness/core/memory.h"

#include <pthread.h>
#include <stdlib.h>

struct assay_gguf_desks {
    pthread_mutex_t lock;
    struct assay_gguf_desk *idle;
};

static void end(struct assay_gguf_desk *desk)
{
    assay_gguf_decoder_free(desk->decoder);
    assay_gguf_writer_free(desk->writer);
    free(desk);
}

static struct assay_gguf_desk *begin(const struct assay_gguf *gguf)
{
    struct assay_gguf_desk *desk = assay_memory_new(1, sizeof(*desk));
    const bool exact = gguf->precision == 0;

    if (gguf->sampling)
        desk->writer = assay_gguf_writer_new(gguf->model, exact, gguf->threads);
    else
        desk->decoder = assay_gguf_decoder_new(
            gguf->model, (struct assay_gguf_decoding){exact, gguf->threads, gguf->reading,
                                                      &gguf->seen->shared});
    return desk;
}

struct assay_gguf_desk *assay_gguf_desk_take(const struct assay_gguf *gguf)
{
    struct assay_gguf_desks *desks = gguf->desks;
    struct assay_gguf_desk *desk;

    (void)pthread_mutex_lock(&desks->lock);
    desk = desks->idle;
    if (desk)
        desks->idle = desk->next;
    (void)pthread_mutex_unlock(&desks->lock);
    return desk ? desk : begin(gguf);
}

void assay_gguf_desk_give(const struct assay_gguf *gguf, struct assay_gguf_desk *desk,
                          bool fault)
{
    struct assay_gguf_desks *desks = gguf->desks;

    if (fault) {
        end(desk);
        return;
    }
    (void)pthread_mutex_lock(&desks->lock);
    desk->next = desks->idle;
    desks->idle = desk;
    (void)pthread_mutex_unlock(&desks->lock);
}

struct assay_gguf_desks *assay_gguf_desks_new(void)
{
    struct assay_gguf_desks *desks = assay_memory_new(1, sizeof(*desks));

    (void)pthread_mutex_init(&desks->lock, NULL);
    return desks;
}

void assay_gguf_desks_free(struct assay_gguf_desks *desks)
{
    if (!desks)
        return;
    while (desks->idle) {
        struct assay_gguf_desk *next = desks->idle->next;

        end(desks->idle);
        desks->idle = next;
    }
    (void)pthread_mutex_destroy(&desks->lock);
    free(desks);
}
