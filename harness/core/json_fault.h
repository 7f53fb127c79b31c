/*
 * json_fault.h - which field of a text that is not JSON the parser stopped in.
 *
 * A library tells where it stopped, as a byte; who has to mend the file thinks in fields. NaN
 * and 1e999 in scores are the faults seen most: Python writes the one and reads the other.
 */
#ifndef ASSAY_CORE_JSON_FAULT_H
#define ASSAY_CORE_JSON_FAULT_H

#include "harness/core/str.h"

/*
 * The key whose value, a number, a word or a list of those, is at or just before byte `at` of
 * text; empty where that is not certain (a fault in a text, in a map inside a list). Quotes
 * around keys before `at` may have become NUL bytes, as yyjson leaves them in a text that it
 * parsed in place. A view into text.
 */
struct assay_str assay_json_fault_field(struct assay_str text, size_t at);

#endif
