#include "metrics/setup.h"

#include <gsl/gsl_errno.h>

#ifdef ASSAY_LAPACK
extern void openblas_set_num_threads(int threads);
#endif

void assay_metrics_setup(void)
{
#ifdef ASSAY_LAPACK
    openblas_set_num_threads(1);
#endif
    (void)gsl_set_error_handler_off();
}
