/* adapter_table.c - which adapters there are. */
#include "adapters/adapter.h"

#include <string.h>

static const struct assay_adapter *const adapters[] = {
#define ADAPTER(symbol) &(symbol),
#include "adapters/adapters.def"
#undef ADAPTER
};

enum {
    ADAPTERS = sizeof(adapters) / sizeof(adapters[0])
};

const struct assay_adapter *assay_adapter_find(const char *name)
{
    for (size_t i = 0; i < ADAPTERS; i++)
        if (strcmp(adapters[i]->name, name) == 0)
            return adapters[i];
    return NULL;
}

const struct assay_adapter *assay_adapter_at(size_t i)
{
    return i < ADAPTERS ? adapters[i] : NULL;
}
