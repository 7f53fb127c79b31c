#include "metrics/glpk_library.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

#define SYMBOL(function)                                                                 \
    {                                                                                    \
        "glp_" #function, offsetof(struct assay_glpk, function)                          \
    }

static const struct {
    const char *name;
    size_t offset;
} symbols[] = {
    SYMBOL(term_out),     SYMBOL(create_prob), SYMBOL(delete_prob),  SYMBOL(set_obj_dir),
    SYMBOL(add_rows),     SYMBOL(add_cols),    SYMBOL(set_row_bnds), SYMBOL(set_col_bnds),
    SYMBOL(set_obj_coef), SYMBOL(set_mat_col), SYMBOL(init_smcp),    SYMBOL(simplex),
    SYMBOL(get_status),   SYMBOL(get_obj_val), SYMBOL(get_col_prim), SYMBOL(free_env),
};

/* Never unloaded; opening it again finds it loaded. */
enum assay_code assay_glpk_load(struct assay_glpk *out, struct assay_error *err)
{
    void *handle = dlopen("libglpk.so.40", RTLD_NOW | RTLD_LOCAL);

    if (!handle)
        handle = dlopen("libglpk.so", RTLD_NOW | RTLD_LOCAL);
    if (!handle)
        return assay_fail(
            err, ASSAY_EIO,
            "libglpk.so.40 is not here, so no linear programme can be "
            "solved; install Debian's libglpk40 or what holds it elsewhere");
    for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
        void *address = dlsym(handle, symbols[i].name);

        if (!address)
            return assay_fail(err, ASSAY_EIO, "this GLPK has no %s", symbols[i].name);
        memcpy((char *)out + symbols[i].offset, &address, sizeof(address));
    }
    return ASSAY_OK;
}
