/*
 * schema_openrlhf.c - what OpenRLHF's reward server takes.
 *
 * OpenRLHF/OpenRLHF at 3c3be6234e0cb353e76bb8019947db9dfe99fca7 (13 August 2026), Apache-2.0. There is no
 * schema: what the code cannot do ends as 500, as every exception of a FastAPI route.
 */
#include "tests/stub/stub.h"

/* Without --batch_size a text alone goes through as one (42 to 56); its first element is looked at (48). */
static const struct stub_field members[] = {
    {"query", "required text 1.. | [text] 1..",
     "openrlhf/cli/serve_rm.py:131, openrlhf/cli/serve_rm.py:48"},
    {0}};

const struct stub_schema stub_openrlhf_query = {.status = 500, .members = {members}};
