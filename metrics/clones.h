/* clones.h - loops compiled for wider vectors as well, chosen when the program starts. */
#ifndef ASSAY_METRICS_CLONES_H
#define ASSAY_METRICS_CLONES_H

/*
 * Before a function: compile it a second time for AVX2. The clone adds the same numbers in the
 * same order, lane by lane, and AVX2 has no fused multiply-add, so both give the same bits. Not
 * under sanitizers, which cannot run what chooses, nor where the compiler cannot.
 */
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) &&                   \
    defined(__gnu_linux__) && !defined(__SANITIZE_ADDRESS__) &&                          \
    !defined(__SANITIZE_THREAD__)
#define ASSAY_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define ASSAY_CLONES
#endif

enum {
    ASSAY_LANES = 4
};

/* Four doubles that are added and multiplied lane by lane, on any machine. */
typedef double assay_lanes __attribute__((vector_size(ASSAY_LANES * sizeof(double))));

#endif
