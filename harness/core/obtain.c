#include "harness/core/obtain.h"

#include "harness/core/hub.h"

enum assay_way assay_obtain_way(const struct assay_manifest_entry *entry)
{
    size_t fetched = 0, trusted = 0;

    for (size_t i = 0; i < entry->file_count; i++) {
        const struct assay_manifest_file *file = &entry->files[i];

        fetched += file->address.len > 0;
        trusted +=
            file->address.len > 0 &&
            (file->sha256.len == 0 || assay_hub_pin(file->address) == ASSAY_PIN_LOOSE);
    }
    if (fetched == 0)
        return ASSAY_WAY_HAND;
    if (trusted > 0)
        return ASSAY_WAY_TRUST;
    return fetched < entry->file_count ? ASSAY_WAY_PART : ASSAY_WAY_PULL;
}

const char *assay_obtain_word(const struct assay_manifest_entry *entry)
{
    static const char *const words[] = {
        [ASSAY_WAY_PULL] = "yes",
        [ASSAY_WAY_TRUST] = "trust",
        [ASSAY_WAY_PART] = "part",
        [ASSAY_WAY_HAND] = "no",
    };

    return entry->gated.len > 0 ? "gated" : words[assay_obtain_way(entry)];
}

void assay_obtain_tell(const struct assay_manifest_entry *entry, struct assay_buf *out)
{
    const enum assay_way way = assay_obtain_way(entry);

    if (way == ASSAY_WAY_HAND)
        assay_buf_printf(out, "by hand, from %.*s",
                         ASSAY_STR_ARG(entry->address.len
                                           ? entry->address
                                           : ASSAY_STR("where it is published")));
    else
        assay_buf_printf(out, "assay data pull %s%.*s",
                         way == ASSAY_WAY_TRUST ? "--trust-first-use " : "",
                         ASSAY_STR_ARG(entry->name));
    if (entry->gated.len > 0)
        assay_buf_printf(out, " (gated: %.*s)", ASSAY_STR_ARG(entry->gated));
}
