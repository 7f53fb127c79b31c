/* terminal.h - what stdout is, as far as layout goes. */
#ifndef ASSAY_CLI_TERMINAL_H
#define ASSAY_CLI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

struct assay_terminal {
    bool colour;  /* a terminal, and neither NO_COLOR nor TERM=dumb */
    bool ascii;   /* the environment's character set is not UTF-8 */
    size_t width; /* columns; 0 where stdout is no terminal: unlimited */
};

struct assay_terminal assay_terminal_look(void);

#endif
