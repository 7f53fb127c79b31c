#include "harness/core/version.h"

#include <stddef.h>

/* The Makefile says both, for this file alone. */
#if !defined(ASSAY_VERSION) || !defined(ASSAY_LIBRARIES)
#error "compile with -DASSAY_VERSION=... -DASSAY_LIBRARIES=..., as the Makefile does"
#endif

const char *assay_version(void)
{
    return ASSAY_VERSION;
}

const char *assay_version_libraries(void)
{
    return ASSAY_LIBRARIES;
}

const char *assay_version_sources(void)
{
#ifdef ASSAY_SOURCES
    return ASSAY_SOURCES;
#else
    return NULL;
#endif
}
