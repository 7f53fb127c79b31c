/*
 * journal.h - items.jsonl: every answer, the moment it was given.
 *
 * The file is only appended to. Its first line says what it is and which plan it belongs to:
 *
 *     {"format":"assay-items","version":"1.0","plan":"<sha256 of the plan in run.json>"}
 *
 * Every other line is one answered item:
 *
 *     {"s":"pairs","i":"7","v":[1.5,-0.25]}
 *
 *     s  suite as run.json labels it (judgebench:gpt-4o)    i  id of the item
 *     v  its values, in the order of its completions or presentation orders; null where
 *        nothing was scored
 *     t  the texts, where the model was to write: null where it wrote none
 *     e  states of the values, where one of them is not "scored"
 *     n  why nothing was scored, one text a value, where any is known
 *     r  true on a line that is in the place of an earlier one of the same item, which had failed
 *     g  on the first of several lines that were given together: how many they are
 *
 * An item that nobody said anything of (all its values skipped) has no line: a resumed run asks
 * it again.
 *
 * A line counts when its newline is there, and lines given together count when all of them
 * are: what a killed process left behind that is less is cut off when the run is resumed.
 * Readers accept any version 1.x and pass over keys they do not know.
 */
#ifndef ASSAY_RUN_JOURNAL_H
#define ASSAY_RUN_JOURNAL_H

#include "harness/core/answer.h"
#include "harness/core/arena.h"
#include "harness/core/buf.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_JOURNAL_NOTE = 400 /* bytes kept of a note */
};

struct assay_journal; /* open for appending; any thread may write */

/* Makes a new journal with its first line. Errors: ASSAY_EIO, also where path exists. */
ASSAY_MUST_USE
enum assay_code assay_journal_create(const char *path, const char *plan,
                                     struct assay_journal **out, struct assay_error *err);

/*
 * Opens a journal that past.h has read, to go on at its end.
 *
 *   whole  bytes of it that count; the rest is cut off. 0: it begins anew
 */
ASSAY_MUST_USE
enum assay_code assay_journal_resume(const char *path, const char *plan, uint64_t whole,
                                     struct assay_journal **out, struct assay_error *err);

/*
 * Appends lines with one write(2): they survive the end of the process when it returns. Where
 * the system takes only a part (a full disk), that part is taken back and every later write
 * is refused with the same words.
 *
 * Errors: ASSAY_EIO "path: No space left on device".
 */
ASSAY_MUST_USE
enum assay_code assay_journal_write(struct assay_journal *journal, struct assay_str lines,
                                    struct assay_error *err);

/*
 * Waits for a write under way, syncs the file and lets no more be written, for ever: the process is
 * about to end while threads work.
 */
void assay_journal_hold(struct assay_journal *journal);

/* True once a write was refused: nothing more can be kept. */
bool assay_journal_is_refused(struct assay_journal *journal);

/* True once answers were written: there is something to go on from. */
bool assay_journal_has_grown(struct assay_journal *journal);

/* Seconds spent writing so far. */
double assay_journal_seconds(struct assay_journal *journal);

void assay_journal_close(struct assay_journal *journal); /* NULL is allowed */

/* One answered item, as a line. */
struct assay_journal_entry {
    struct assay_str suite, id;
    const struct assay_answer *answers; /* (count,) */
    size_t count;
    bool texts;   /* they are */
    bool again;   /* in the place of an earlier line */
    size_t group; /* lines given together, told on the first; else 0 */
};

/* Appends the line of an entry to out; arena is scratch. */
void assay_journal_line(const struct assay_journal_entry *entry,
                        struct assay_arena *arena, struct assay_buf *out);

#endif
