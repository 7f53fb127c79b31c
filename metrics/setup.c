#include "metrics/setup.h"

#include <gsl/gsl_errno.h>

void assay_metrics_setup(void)
{
    (void)gsl_set_error_handler_off();
}
