/* setup.h - what the metrics need once, before the first of them is called. */
#ifndef ASSAY_METRICS_SETUP_H
#define ASSAY_METRICS_SETUP_H

/*
 * Makes GSL return its error codes, which its default handler would answer with abort(), and keeps
 * linear algebra to the thread that asks, whichever OpenBLAS was loaded: threads are assay's own.
 */
void assay_metrics_setup(void);

#endif
