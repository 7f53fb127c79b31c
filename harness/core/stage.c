#include "harness/core/stage.h"

#include <string.h>

void assay_stage_init(struct assay_stage *stage)
{
    *stage = (struct assay_stage){.view = {.number = 0}};
    (void)pthread_mutex_init(&stage->lock, NULL);
}

void assay_stage_release(struct assay_stage *stage)
{
    (void)pthread_mutex_destroy(&stage->lock);
}

/* The text as far as there is room. */
static void copy(char out[ASSAY_STAGE_WORDS], struct assay_str what)
{
    what = assay_str_cut(what, ASSAY_STAGE_WORDS - 1);
    if (what.len > 0)
        memcpy(out, what.ptr, what.len);
    out[what.len] = '\0';
}

void assay_stage_around(struct assay_stage *stage, const char *what)
{
    if (!stage)
        return;
    (void)pthread_mutex_lock(&stage->lock);
    stage->around = what;
    (void)pthread_mutex_unlock(&stage->lock);
}

void assay_stage_begin(struct assay_stage *stage, struct assay_str what, size_t total,
                       bool bytes)
{
    if (!stage)
        return;
    (void)pthread_mutex_lock(&stage->lock);
    copy(stage->view.what, what);
    stage->view.done = 0;
    stage->view.total = total;
    stage->view.bytes = bytes;
    stage->view.number++;
    (void)pthread_mutex_unlock(&stage->lock);
}

void assay_stage_set(struct assay_stage *stage, size_t done)
{
    if (!stage)
        return;
    (void)pthread_mutex_lock(&stage->lock);
    stage->view.done = done;
    (void)pthread_mutex_unlock(&stage->lock);
}

void assay_stage_add(struct assay_stage *stage, size_t n)
{
    if (!stage)
        return;
    (void)pthread_mutex_lock(&stage->lock);
    stage->view.done += n;
    (void)pthread_mutex_unlock(&stage->lock);
}

void assay_stage_end(struct assay_stage *stage)
{
    if (!stage)
        return;
    (void)pthread_mutex_lock(&stage->lock);
    stage->view.what[0] = '\0';
    (void)pthread_mutex_unlock(&stage->lock);
}

bool assay_stage_look(struct assay_stage *stage, struct assay_stage_view *out)
{
    if (!stage)
        return false;
    (void)pthread_mutex_lock(&stage->lock);
    *out = stage->view;
    if (!*out->what && stage->around) {
        copy(out->what, assay_str_of(stage->around));
        out->done = out->total = 0;
    }
    (void)pthread_mutex_unlock(&stage->lock);
    return out->what[0] != '\0';
}
