#include "harness/cli/waiting.h"

#include "harness/core/clock.h"

void assay_waiting_init(struct assay_waiting *waiting, struct assay_log *log,
                        const char *what)
{
    waiting->log = log;
    waiting->what = what;
    waiting->number = 0;
    assay_stage_init(&waiting->stage);
}

void assay_waiting_release(struct assay_waiting *waiting)
{
    assay_stage_release(&waiting->stage);
}

void assay_waiting_turn(struct assay_waiting *waiting, const char *what)
{
    waiting->what = what;
    waiting->log->began = -1;
}

void assay_waiting_tell(void *self)
{
    struct assay_waiting *waiting = self;
    struct assay_progress progress = {.what = waiting->what, .now = assay_clock()};
    struct assay_stage_view view;
    unsigned number = 0;

    if (assay_stage_look(&waiting->stage, &view)) {
        progress.what = view.what;
        progress.done = view.done;
        progress.total = view.total;
        progress.bytes = view.bytes;
        number = view.number;
    }
    if (number != waiting->number)
        waiting->log->began = -1;
    waiting->number = number;
    assay_log_progress(waiting->log, &progress);
}
