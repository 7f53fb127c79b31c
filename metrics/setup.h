/* setup.h - what the metrics need once, before the first of them is called. */
#ifndef ASSAY_METRICS_SETUP_H
#define ASSAY_METRICS_SETUP_H

/* Makes GSL return its error codes, which its default handler would answer with abort(). */
void assay_metrics_setup(void);

#endif
