#include "harness/core/hub.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define HUB "https://huggingface.co"

enum {
    PARTS = 6,         /* of a path that are looked at */
    FULL_LENGTH = 40,  /* of a commit's hash */
    DIGEST_LENGTH = 64 /* of a SHA-256 */
};

/* A host's addresses: where in the path the revision stands. */
static const struct {
    const char *start;
    const char *before; /* the part before the revision; NULL: any */
    size_t least, most; /* parts before the revision */
} hosts[] = {
    {HUB "/", "resolve", 2, 4},
    {HUB "/", "raw", 2, 4},
    {"https://raw.githubusercontent.com/", NULL, 2, 2},
    {"https://github.com/", "raw", 3, 3},
};

/* Splits at slashes; the last part that fits holds the rest. */
static size_t split(struct assay_str path, struct assay_str part[PARTS])
{
    size_t n = 0;

    while (n < PARTS) {
        const size_t end =
            n + 1 < PARTS ? assay_str_find(path, ASSAY_STR("/")) : path.len;

        part[n++] = (struct assay_str){path.ptr, end};
        if (end == path.len)
            break;
        path = (struct assay_str){path.ptr + end + 1, path.len - end - 1};
    }
    return n;
}

/* Finds the revision of an address of one of the hosts: a view into it, empty where there is none. */
static struct assay_str revision_of(struct assay_str address)
{
    for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
        const struct assay_str start = assay_str_of(hosts[i].start);
        struct assay_str part[PARTS] = {{NULL, 0}};
        size_t n;

        if (!assay_str_starts(address, start))
            continue;
        n = split((struct assay_str){address.ptr + start.len, address.len - start.len},
                  part);
        for (size_t k = hosts[i].least; k <= hosts[i].most && k + 1 < n; k++)
            if (!hosts[i].before ||
                assay_str_equal(part[k - 1], assay_str_of(hosts[i].before)))
                return part[k];
    }
    return (struct assay_str){"", 0};
}

enum assay_pin assay_hub_pin(struct assay_str address)
{
    const struct assay_str revision = revision_of(address);

    if (revision.len == 0)
        return ASSAY_PIN_NONE;
    return assay_str_is_hex(revision, FULL_LENGTH) ? ASSAY_PIN_FULL : ASSAY_PIN_LOOSE;
}

const char *assay_hub_pinned(struct assay_str address, struct assay_str commit,
                             struct assay_arena *arena)
{
    const struct assay_str revision = revision_of(address);
    const char *rest = revision.ptr + revision.len;

    if (!assay_hub_has(address) || assay_hub_pin(address) != ASSAY_PIN_LOOSE ||
        !assay_str_is_hex(commit, FULL_LENGTH))
        return NULL;
    return assay_arena_printf(arena, "%.*s%.*s%.*s", (int)(revision.ptr - address.ptr),
                              address.ptr, ASSAY_STR_ARG(commit),
                              (int)(address.ptr + address.len - rest), rest);
}

struct assay_str assay_hub_digest(struct assay_str text)
{
    if (text.len == DIGEST_LENGTH + 2 && text.ptr[0] == '"')
        text = (struct assay_str){text.ptr + 1, DIGEST_LENGTH};
    return assay_str_is_hex(text, DIGEST_LENGTH) ? text : (struct assay_str){"", 0};
}

static const char *variable(const char *name)
{
    const char *value = getenv(name);

    return value && *value ? value : NULL;
}

/* Without blanks and line ends around it; NULL for nothing. */
static const char *trimmed(const char *text, struct assay_arena *arena)
{
    size_t n;

    if (!text)
        return NULL;
    text += strspn(text, " \t\r\n");
    n = strlen(text);
    while (n > 0 && strchr(" \t\r\n", text[n - 1]))
        n--;
    return n > 0 ? assay_arena_copy(arena, (struct assay_str){text, n}).ptr : NULL;
}

static bool is_on(const char *value)
{
    static const char *const words[] = {"1", "on", "yes", "true"};

    for (size_t i = 0; value && i < sizeof(words) / sizeof(words[0]); i++)
        if (strcasecmp(value, words[i]) == 0)
            return true;
    return false;
}

enum assay_code assay_hub_look(struct assay_arena *arena, struct assay_hub *out,
                               struct assay_error *err)
{
    const char *endpoint = trimmed(variable("HF_ENDPOINT"), arena);
    size_t n = endpoint ? strlen(endpoint) : 0;

    *out = (struct assay_hub){.base = HUB,
                              .token = trimmed(variable("HF_TOKEN"), arena),
                              .offline = is_on(variable("HF_HUB_OFFLINE"))};
    if (!endpoint)
        return ASSAY_OK;
    if (strncmp(endpoint, "https://", 8) != 0 && strncmp(endpoint, "http://", 7) != 0)
        return assay_fail(err, ASSAY_EUSAGE, "HF_ENDPOINT: not an http(s):// address: %s",
                          endpoint);
    while (n > 0 && endpoint[n - 1] == '/')
        n--;
    out->base = assay_arena_copy(arena, (struct assay_str){endpoint, n}).ptr;
    return ASSAY_OK;
}

bool assay_hub_has(struct assay_str address)
{
    return assay_str_starts(address, ASSAY_STR(HUB "/"));
}

const char *assay_hub_address(const struct assay_hub *hub, struct assay_str address,
                              struct assay_arena *arena)
{
    const size_t skip = sizeof(HUB) - 1;

    if (!assay_hub_has(address))
        return assay_arena_copy(arena, address).ptr;
    return assay_arena_printf(arena, "%s%.*s", hub->base, (int)(address.len - skip),
                              address.ptr + skip);
}
