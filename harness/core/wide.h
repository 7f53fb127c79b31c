/*
 * wide.h - loops for wider vectors than every machine has, chosen while the program runs.
 *
 * What is chosen changes no bit: each lane adds the same numbers in the same order, and products are
 * not contracted with sums (the Makefile's -ffp-contract=off), whatever the instruction set has.
 */
#ifndef ASSAY_CORE_WIDE_H
#define ASSAY_CORE_WIDE_H

/*
 * Before a function: compile it a second time for AVX2. Not under sanitizers, which cannot run what
 * chooses before the program starts, nor where the compiler cannot.
 */
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) &&                   \
    defined(__gnu_linux__) && !defined(__SANITIZE_ADDRESS__) &&                          \
    !defined(__SANITIZE_THREAD__)
#define ASSAY_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define ASSAY_CLONES
#endif

/* Before a function that only runs where ASSAY_HAS_AVX512. */
#if defined(__GNUC__) && defined(__x86_64__)
#define ASSAY_AVX512 __attribute__((target("avx512f,avx512dq")))
#define ASSAY_HAS_AVX512                                                                 \
    (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq"))
/* The same with sums of products of bytes. */
#define ASSAY_VNNI __attribute__((target("avx512f,avx512vnni")))
#define ASSAY_HAS_VNNI                                                                   \
    (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vnni"))
#endif

enum {
    ASSAY_LANES = 4
};

/* Four doubles that are added and multiplied lane by lane, on any machine. */
typedef double assay_lanes __attribute__((vector_size(ASSAY_LANES * sizeof(double))));

/* The same where they lie in an array of doubles: *(const assay_lanes_at *)(x + i). */
typedef double assay_lanes_at __attribute__((vector_size(ASSAY_LANES * sizeof(double)),
                                             aligned(sizeof(double)), may_alias));

#endif
