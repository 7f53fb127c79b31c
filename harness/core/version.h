/* version.h - which assay this is, and what it was built with. */
#ifndef ASSAY_CORE_VERSION_H
#define ASSAY_CORE_VERSION_H

/* "0.1.0": semantic versioning; file formats carry versions of their own. */
const char *assay_version(void);

/* "gsl 2.7.1, jansson 2.14, ...": names as pkg-config knows them, at build time. */
const char *assay_version_libraries(void);

/* The SHA-256 of the sources that answers come from, those of adapters, metrics and harness/core, one
   behind the other; NULL where the build does not tell. */
const char *assay_version_sources(void);

#endif
