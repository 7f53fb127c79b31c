/*
 * hub.h - addresses of data: what revision they name, and what the Hugging Face hub's variables say.
 *
 * A set is the same tomorrow only if its address names a commit by its full hash: a branch moves.
 *
 *     https://huggingface.co/datasets/ORG/NAME/resolve/REVISION/PATH   (also raw; models, spaces)
 *     https://raw.githubusercontent.com/ORG/NAME/REVISION/PATH
 *     https://github.com/ORG/NAME/raw/REVISION/PATH
 */
#ifndef ASSAY_CORE_HUB_H
#define ASSAY_CORE_HUB_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/str.h"

#include <stdbool.h>

enum assay_pin {
    ASSAY_PIN_NONE,  /* an address of another host, which has no place for a revision */
    ASSAY_PIN_LOOSE, /* a branch, a tag or a short hash */
    ASSAY_PIN_FULL,  /* 40 hex digits */
};

enum assay_pin assay_hub_pin(struct assay_str address);

/*
 * The same file at a commit, as the hub names the one that a branch stands at (X-Repo-Commit); NULL
 * where the address is none of the hub, or names a commit already, or commit is no full hash.
 */
const char *assay_hub_pinned(struct assay_str address, struct assay_str commit,
                             struct assay_arena *arena);

/* The SHA-256 that the hub tells of a large file (X-Linked-Etag), a view into text; else empty. */
struct assay_str assay_hub_digest(struct assay_str text);

/* What the environment says. Texts are in an arena. */
struct assay_hub {
    const char
        *base; /* HF_ENDPOINT without its last slashes, or https://huggingface.co */
    const char *token; /* HF_TOKEN without blanks around it; NULL where not set */
    bool offline;      /* HF_HUB_OFFLINE is 1, ON, YES or TRUE */
};

/* Errors: ASSAY_EUSAGE for an HF_ENDPOINT that is no http(s):// address. */
ASSAY_MUST_USE
enum assay_code assay_hub_look(struct assay_arena *arena, struct assay_hub *out,
                               struct assay_error *err);

/* True for an address on the hub: it goes to hub->base, with the token. */
bool assay_hub_has(struct assay_str address);

/* The address to ask: with hub->base in place of https://huggingface.co, else as it is. */
const char *assay_hub_address(const struct assay_hub *hub, struct assay_str address,
                              struct assay_arena *arena);

#endif
