/*
 * progress.h - how far a run got, for the one who waits: on stderr, never in a result.
 *
 * On a terminal one line that renews itself, with rate and time left; elsewhere a plain line
 * every half minute, so that a log of a long run is not empty and that of a short one is.
 */
#ifndef ASSAY_RUN_PROGRESS_H
#define ASSAY_RUN_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

struct assay_progress {
    bool on;
    bool terminal;
    const char *label; /* of the suite */
    double began, told;
    size_t from; /* items done when it began: those of an earlier attempt */
    bool shown;  /* a line is on the terminal */
};

/* Tells of label from now on. */
void assay_progress_begin(struct assay_progress *progress, const char *label);

/* Says how far it is, if it is time to. As assay_watch.tell. */
void assay_progress_tell(void *progress, size_t done, size_t known, bool all);

/* Removes the line from the terminal. */
void assay_progress_end(struct assay_progress *progress);

#endif
