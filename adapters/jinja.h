/*
 * jinja.h - chat templates: the part of Jinja that they are written in.
 *
 * A model's chat template is a Jinja program in its metadata, and a reward depends on every
 * character of what it renders. This renderer is held against transformers'
 * apply_chat_template (src/transformers/utils/chat_template_utils.py, _compile_jinja_template):
 * trim_blocks and lstrip_blocks on, loop controls, `generation` blocks, tojson without
 * escapes, raise_exception and strftime_now. What it lacks (imports, inheritance, macros with
 * callers) is refused where it is compiled, never skipped.
 *
 * A template cannot reach anything but its variables; output, steps and depth are bounded.
 */
#ifndef ASSAY_ADAPTERS_JINJA_H
#define ASSAY_ADAPTERS_JINJA_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/buf.h"
#include "harness/core/error.h"
#include "harness/core/tree.h"

enum {
    ASSAY_JINJA_SOURCE_MAX = 1 << 20, /* bytes of a template */
    ASSAY_JINJA_OUTPUT_MAX = 1 << 26, /* bytes that one may render */
    ASSAY_JINJA_STEPS_MAX = 1 << 20,  /* expressions that one may evaluate */
    ASSAY_JINJA_DEPTH_MAX = 200       /* nesting of expressions, blocks and calls */
};

/* The variable that holds what strftime_now tells, "2024-07-26": no template can name it. */
#define ASSAY_JINJA_DATE "assay.date"
/* Where it is there, printing what is undefined fails, as with jinja2.StrictUndefined; chat templates print
   nothing for it. */
#define ASSAY_JINJA_STRICT "assay.strict"

struct assay_jinja; /* compiled; immutable, shared between threads */

/*
 * Compiles a template, in arena; source must outlive it.
 * Errors: ASSAY_EDATA "name:line: what".
 */
ASSAY_MUST_USE
enum assay_code assay_jinja_compile(struct assay_str source, const char *name,
                                    struct assay_arena *arena,
                                    const struct assay_jinja **out,
                                    struct assay_error *err);

/*
 * Appends what it renders.
 *
 *   variables  a map: messages, bos_token, add_generation_prompt, ...
 *   arena      for values on the way; short-lived
 *
 * Errors: ASSAY_EDATA "name:line: what", also what the template itself raises.
 */
ASSAY_MUST_USE
enum assay_code assay_jinja_render(const struct assay_jinja *jinja,
                                   const struct assay_node *variables,
                                   struct assay_arena *arena, struct assay_buf *out,
                                   struct assay_error *err);

#endif
