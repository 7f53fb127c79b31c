/* generator.c - generators by name. */
#include "suites/generator.h"

#include <string.h>

static const struct assay_generator *const generators[] = {
#define GENERATOR(symbol) &(symbol),
#include "suites/generators.def"
#undef GENERATOR
    NULL, /* a list may be empty, an array may not */
};

const struct assay_generator *assay_generator_find(const char *name)
{
    for (size_t i = 0; generators[i]; i++)
        if (strcmp(generators[i]->name, name) == 0)
            return generators[i];
    return NULL;
}

const struct assay_generator *assay_generator_at(size_t i)
{
    return i < sizeof(generators) / sizeof(generators[0]) ? generators[i] : NULL;
}
