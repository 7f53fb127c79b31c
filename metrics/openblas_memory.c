/*
 * openblas_memory.c - a lock for OpenBLAS built for a single thread, whose calls take their work space from one list: two
 * threads that call it at once could otherwise be given the same piece, and each would compute with the other's numbers.
 *
 * The linker puts these functions before OpenBLAS's own (--wrap in the Makefile). It is what OpenBLAS's USE_LOCKING does,
 * with which Debian does not build it. Checked in test_dense_lu.c.
 */
#ifdef ASSAY_LAPACK

#include <pthread.h>

/* NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): names that the linker gives */
void *__real_blas_memory_alloc(int position);
void __real_blas_memory_free(void *memory);
void *__wrap_blas_memory_alloc(int position);
void __wrap_blas_memory_free(void *memory);

static pthread_mutex_t list = PTHREAD_MUTEX_INITIALIZER;

void *__wrap_blas_memory_alloc(int position)
{
    void *out;

    (void)pthread_mutex_lock(&list);
    out = __real_blas_memory_alloc(position);
    (void)pthread_mutex_unlock(&list);
    return out;
}

void __wrap_blas_memory_free(void *memory)
{
    (void)pthread_mutex_lock(&list);
    __real_blas_memory_free(memory);
    (void)pthread_mutex_unlock(&list);
}
/* NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming) */

#else

/* GSL's own functions keep nothing between calls. */
typedef int assay_no_openblas;

#endif
