/* gate_page.h - a gate as a page, and in the small formats of those who watch it. */
#ifndef ASSAY_CLI_GATE_PAGE_H
#define ASSAY_CLI_GATE_PAGE_H

#include "harness/core/buf.h"
#include "harness/run/gate.h"

struct assay_page; /* reports/page.h */

/* Fills a page, which has begun; its data for programs are assay_gate_node's. Rules stand in one table, or in one
   a suite, as JUnit has them. */
void assay_gate_page(const struct assay_gate *gate, bool by_suite,
                     struct assay_page *page);

/* "Gate missed: B against A". In arena. */
struct assay_str assay_gate_title(const struct assay_gate *gate,
                                  struct assay_arena *arena);

/* One line for a chat: title and reason. */
void assay_gate_write_line(const struct assay_gate *gate, struct assay_buf *out);

/*
 * Gauges for the textfile collector of Prometheus' node exporter: assay_gate_outcome (0 passed, 1 missed, 2
 * undecided) of the gate and of every rule, and of tested rules value, drop, its interval, and limit.
 */
void assay_gate_write_prometheus(const struct assay_gate *gate, struct assay_buf *out);

#endif
