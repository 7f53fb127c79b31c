/*
 * adapter.h - what a reward model looks like to the harness.
 *
 * An adapter pulls tasks and gives answers (harness/core/work.h). Each one is a constant table
 * of functions in a file of its own, adapters/NAME.c, listed once in adapters/adapters.def. The
 * word is the same everywhere: file NAME.c, symbol assay_adapter_NAME,
 * `assay run --model NAME:TARGET`.
 *
 * Life of a state, once per suite of a run:
 *
 *     zeroed -> options parsed into it -> open -> pull (on 1 .. jobs threads) -> close
 *
 * pull sees the state const: what a thread changes is its own, on its stack or heap.
 */
#ifndef ASSAY_ADAPTERS_ADAPTER_H
#define ASSAY_ADAPTERS_ADAPTER_H

#include "adapters/tracks.h"
#include "harness/core/answer.h"
#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/buf.h"
#include "harness/core/error.h"
#include "harness/core/option.h"
#include "harness/core/replay_map.h"
#include "harness/core/sampling.h"
#include "harness/core/spending.h"
#include "harness/core/stage.h"
#include "harness/core/work.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the plan knows when it opens an adapter for a suite. Views live until close. */
struct assay_setting {
    const char
        *target;       /* after the colon of --model, verbatim; "" where none was given */
    const char *suite; /* name */
    const struct assay_replay_map
        *replay; /* (replay_count,) how the suite's published scores
                                              are stored */
    size_t replay_count;
    const char *
        records; /* the user's own file that items are read from, as in samples:FILE; NULL: none */
    bool own_records; /* the suite's items are read from target itself: item.record holds
                           the stored scores, nothing needs joining */
    size_t orders;    /* presentation orders of a pair that the suite can use: 1 or 2 */
    size_t votes;     /* verdicts an order that the suite can use, >= 1 */
    bool media;       /* prompts of the suite show pictures or video */
    bool vectors;     /* the suite is measured from VECTORS: hidden states, not scores */
    const struct assay_sampling
        *sampling; /* TEXTS are wanted, written so; NULL: numbers are */
    const struct assay_tracking
        *tracks;  /* what is told of each token is wanted, of .tracks; NULL: it is not */
    bool steps;   /* an item's completions are the steps of one solution */
    bool ratings; /* items are rated for dimensions: VERDICTS are a number of each */
    double begun; /* when the run began (assay_clock); 0: now */
    struct assay_stage
        *stage; /* told what is under way where that takes long (stage.h); may be NULL */
    struct assay_spending *spending; /* told what answers took; may be NULL */
    uint64_t seed;
    size_t max_length;         /* tokens; 0: the model's own limit */
    struct assay_arena *arena; /* of the suite's run; for what open keeps */
};

/* A value per subset that was measured elsewhere (an adapter's .subsets). */
struct assay_subset_value {
    struct assay_str name;
    double value; /* accuracy, fraction */
};

/* What a suite would have a model read, for an estimate. */
struct assay_load {
    size_t items, completions;
    size_t bytes;  /* that are read: each completion, or each text, with its prompt */
    size_t prompt; /* of them, those of each item's prompt once */
    size_t orders; /* presentation orders of a pair that the suite can use */
    size_t texts;  /* that are written; 0: completions are scored */
    size_t tokens; /* of a text, at most */
};

enum {
    ASSAY_BUDGET_BYTES_A_TOKEN = 4 /* of English text, about */
};

/* What servers would take for it, added up; tokens are a guess. */
struct assay_budget {
    bool told;                     /* some model would be asked over the network */
    size_t read, written, answers; /* tokens, tokens at most, answers that are no texts */
    bool priced;
    double cost;
};

/* Files and folders whose SHA-256 is known. */
struct assay_hashes {
    const struct assay_hashed {
        const char *path, *sha256;
    } * at; /* (count,) */
    size_t count;
};

/* What answers depend on beside options and setting, or why that is not known. */
struct assay_identity {
    struct assay_node *map; /* empty at first, and where it is not known */
    const char *none;       /* why not; NULL: it is */
};

struct assay_adapter {
    const char *name;
    const char *summary;                /* one line for `assay ls` */
    size_t state_size;                  /* bytes of zeroed state the harness allocates */
    const struct assay_option *options; /* may be NULL */
    bool needs_target;                  /* TARGET must be given */
    bool
        target_moves; /* TARGET is an address: what is there is the same model wherever it is, and a run
                          may go on at another */
    bool
        target_is_model; /* TARGET is ADAPTER[:TARGET] of a model that this one is made of */
    bool takes_folder; /* TARGET is a folder whose files make the model: all are hashed */
    bool by_position;  /* answers by the place of a completion alone */
    bool null_baseline; /* knows nothing: one of those `--nulls` runs */
    bool sees_media;    /* pictures and video of a prompt reach the model */
    bool writes_text;   /* answers TEXTS where the setting has a sampling */
    bool reads_text; /* false: answers come by key, so identical texts are not merged */
    size_t
        together; /* tasks that take is always asked for at once, where the last bits of an answer
                           depend on what is computed with it; 0: they follow from its item alone,
                           as TEXTS always do */
    const char *const *
        indifferent; /* beside the steady ones (option.h), names of options whose files or values
                         identity tells, and of "seed", "orders" and "votes" of the setting where
                         they change none; ends with NULL. NULL: all may */

    /*
     * Puts an adapter of its own in place of *out for a target that has options of its own; it may be in arena. NULL: all
     * targets are alike. Errors: ASSAY_EUSAGE.
     */
    ASSAY_MUST_USE enum assay_code (*choose)(const char *target,
                                             struct assay_arena *arena,
                                             const struct assay_adapter **out,
                                             struct assay_error *err);

    /*
     * Refuses a target that cannot be one, before anything of it is stored. NULL: any will do.
     * Errors: ASSAY_EUSAGE, ASSAY_EIO.
     */
    ASSAY_MUST_USE enum assay_code (*check_target)(const char *target,
                                                   struct assay_error *err);

    /* Adds what a load would take; not opened, target and options alone; arena is scratch. NULL:
       nothing. */
    void (*estimate)(const void *state, const char *target, const struct assay_load *load,
                     struct assay_arena *arena, struct assay_budget *budget);

    /* Acquires what pull needs. May be NULL. If it fails, close() is still called. */
    ASSAY_MUST_USE enum assay_code (*open)(void *state,
                                           const struct assay_setting *setting,
                                           struct assay_error *err);

    /*
     * Tells all that can change an answer beside the options and the fields of the setting: weights,
     * tokenizer and template by their digest, never by a name alone; what the files say of types and
     * heads; engine and version. Answers are kept across runs under it (run/cache.h). After open, by
     * adapters whose answers follow from texts. NULL, or out->none: they are not kept.
     *
     *   known  files that were hashed already (identity.h, assay_identity_hash)
     *
     * Errors: those of reading files.
     */
    ASSAY_MUST_USE
    enum assay_code (*identity)(const void *state, const struct assay_hashes *known,
                                struct assay_arena *arena, struct assay_identity *out,
                                struct assay_error *err);

    /* Why the option of that name, which was given, changes nothing with this model and these options;
       NULL: it does, or may for another suite. After open. NULL: every option does. */
    const char *(*idle)(const void *state, const char *name);

    /* What the values mean for this suite; NULL: SCORES. Called after open. */
    enum assay_want (*want)(const void *state);

    /* Numbers of a hidden state; only asked where want says VECTORS, after open. */
    size_t (*width)(const void *state);

    /* The i-th file or folder beside the target that answers depend on, from target and options
       alone; NULL past the last. The plan holds their digests. May be NULL. */
    const char *(*file)(const void *state, const char *target, size_t i,
                        struct assay_arena *arena);

    /* True if its scores may be log-probabilities that a policy gives completions: as the option
       reward makes one of them, or as whoever stores or tells them says. After open. NULL: never. */
    bool (*log_probs)(const void *state);

    /* True if an answer under this key is at hand; NULL: every key can be asked. Lets a
       suite of several parts pick the part that a file of stored answers belongs to. */
    bool (*covers)(const void *state, struct assay_str key);

    /* Values per subset instead of items, or NULL where the adapter has none to give. After
       open; *count 0 means: not this time, ask items. */
    ASSAY_MUST_USE enum assay_code (*subsets)(const void *state,
                                              const struct assay_subset_value **out,
                                              size_t *count, struct assay_error *err);

    /*
     * Takes tasks and gives answers until take returns 0. Called on `jobs` threads at once.
     *
     * Errors: ASSAY_EMODEL, ASSAY_EIO, ASSAY_EDATA end the run; what was given stays. What
     * concerns one item alone is an answer with a state, not an error.
     */
    ASSAY_MUST_USE enum assay_code (*pull)(const void *state, struct assay_work *work,
                                           struct assay_error *err);

    /* Mean and standard deviation (over n) of all stored scores; false, and NULL: none are known
       before the run. */
    bool (*spread)(const void *state, double *mean, double *sd);

    /* Sentences for the reader after the last pull ("repeated rows: 2 ..."), one per
       call from i = 0 until false. May be NULL. */
    bool (*note)(const void *state, size_t i, struct assay_str *out);

    /* Puts what the record of the run is to say of the model (what it is, how it is asked, who
       answered, how much it took) into map, after the last pull; or after open, for the reader. NULL:
       nothing. */
    void (*facts)(const void *state, struct assay_arena *arena, struct assay_node *map);

    /*
     * Appends what the model says of one line of token ids, as a JSON array and a line end: logits
     * of the labels for "id id ...", log-probabilities of the completion for "id ...|id ...".
     * After open. NULL: it does not work on tokens.
     *
     * Errors: ASSAY_EDATA for a malformed line, ASSAY_EMODEL.
     */
    ASSAY_MUST_USE enum assay_code (*tokens)(const void *state, struct assay_str line,
                                             struct assay_buf *out,
                                             struct assay_error *err);

    /* The version of the library that runs models; NULL where assay was built without it. NULL:
       there is none. */
    const char *(*engine)(void);

    /*
     * Tells of each token of the completions of an item, where the setting has tracks. One thread at a time.
     *
     *   out  (wish->item->completion_count,) in arena
     *
     * Errors: ASSAY_EMODEL, ASSAY_EIO. What concerns one completion alone is its fault. NULL: it tells of no tokens.
     */
    ASSAY_MUST_USE enum assay_code (*tracks)(const void *state,
                                             const struct assay_track_wish *wish,
                                             struct assay_arena *arena,
                                             struct assay_track *out,
                                             struct assay_error *err);

    /* Tokens that the model's distributions are over; 0: not known. After open, where .tracks is there. */
    size_t (*vocabulary)(const void *state);

    /* Releases what open() acquired, also after a failed open(). May be NULL. */
    void (*close)(void *state);
};

/* The adapter called name, or NULL. */
const struct assay_adapter *assay_adapter_find(const char *name);

/*
 * The adapter and the target of --model ADAPTER[:TARGET]; target is "" where none is given.
 * Errors: ASSAY_EUSAGE where model is NULL or names no adapter, with the nearest.
 */
ASSAY_MUST_USE
enum assay_code assay_adapter_choose(const char *model, struct assay_arena *arena,
                                     const struct assay_adapter **out,
                                     const char **target, struct assay_error *err);

/* The options that words (n,) put into effect, as a map. Errors: ASSAY_EUSAGE. */
ASSAY_MUST_USE
enum assay_code assay_adapter_options(const struct assay_adapter *adapter,
                                      const char *const *words, size_t n,
                                      struct assay_arena *arena, struct assay_node *out,
                                      struct assay_error *err);

/*
 * Makes a state of an adapter from words (n,), key=value, which must outlive it, and opens it.
 *
 *   state  NULL where the words are no options of the adapter's
 *
 * Errors: ASSAY_EUSAGE, also of a word that changes nothing (adapter->idle), and those of adapter->open.
 *         End it in either case.
 */
ASSAY_MUST_USE
enum assay_code assay_adapter_start(const struct assay_adapter *adapter,
                                    const char *const *words, size_t n,
                                    const struct assay_setting *setting, void **state,
                                    struct assay_error *err);

/* Closes a state and gives it back; NULL is allowed. */
void assay_adapter_end(const struct assay_adapter *adapter, void *state);

/* What the values of an open state mean: adapter->want, or SCORES. */
enum assay_want assay_adapter_want(const struct assay_adapter *adapter,
                                   const void *state);

/* The option of an adapter that a word, NAME or NAME=VALUE, is about; NULL: it has none of that name. */
const struct assay_option *assay_adapter_option(const struct assay_adapter *adapter,
                                                const char *word);

/*
 * True of KEY=VALUE, or N:KEY=VALUE, for a model within another, where every adapter that has such an option
 * says that it changes no answer (option.h, steady).
 */
bool assay_adapter_is_steady_word(const char *word);

/* True if a run may go on with another target: the same model is looked for at both. */
bool assay_adapter_moves(const struct assay_adapter *adapter, const char *there,
                         const char *now);

/* True if the adapter has an option of that name. */
bool assay_adapter_has_option(const struct assay_adapter *adapter, const char *name);

/* The i-th adapter in alphabetical order, or NULL past the last. */
const struct assay_adapter *assay_adapter_at(size_t i);

#define ADAPTER(symbol) extern const struct assay_adapter symbol;
#include "adapters/adapters.def"
#undef ADAPTER

#endif
