#include "harness/run/history.h"

#include "harness/run/history_index.h"
#include "harness/run/history_record.h"

/* Reading the folder run by run. */
struct reading {
    const struct assay_history_setting *setting;
    struct assay_arena arena; /* the list */
    struct assay_history_scan scan;
    struct assay_history_index *index; /* NULL: none, or it is not to be trusted */
    struct assay_history_told *told;
};

/* What is wrong with the index is told once, and it is done without. */
static void give_up(struct reading *r, const struct assay_error *fault)
{
    r->told->fault = *fault;
    assay_history_index_close(r->index);
    r->index = NULL;
}

static enum assay_code begin(struct reading *r,
                             const struct assay_history_setting *setting,
                             struct assay_history_told *told, struct assay_error *err)
{
    enum assay_code code;

    *r = (struct reading){.setting = setting, .told = told};
    *told = (struct assay_history_told){0};
    code = assay_history_scan(setting->folder, &r->arena, &r->scan, err);
    told->runs = r->scan.count;
    return code;
}

static void end(struct reading *r)
{
    assay_history_index_close(r->index);
    assay_arena_release(&r->arena);
}

static void read_one(struct reading *r, const struct assay_history_entry *entry,
                     struct assay_arena *arena, struct assay_history_run *out)
{
    struct assay_error fault;
    bool found = false, lasting;

    if (r->index &&
        assay_history_index_find(r->index, entry, arena, out, &found, &fault)) {
        found = false;
        give_up(r, &fault);
    }
    if (found)
        r->told->indexed++;
    else
        assay_history_record(r->setting->folder, entry->name, arena, out, &lasting);
    out->status = assay_history_status(r->setting->folder, out, arena);
}

enum assay_code assay_history_read(const struct assay_history_setting *setting,
                                   const struct assay_history_visitor *visitor,
                                   struct assay_history_told *told,
                                   struct assay_error *err)
{
    struct reading r;
    struct assay_arena scratch = {0};
    struct assay_error fault;
    enum assay_code code = begin(&r, setting, told, err);

    if (!code && !setting->no_index &&
        assay_history_index_open(setting->folder, ASSAY_HISTORY_LOOK, &r.index,
                                 &told->note, &fault))
        give_up(&r, &fault);
    for (size_t i = 0; !code && i < r.scan.count; i++) {
        struct assay_history_run run;

        read_one(&r, &r.scan.at[i], &scratch, &run);
        code = visitor->visit(visitor->self, &run, err);
        assay_arena_reset(&scratch);
    }
    assay_arena_release(&scratch);
    end(&r);
    return code;
}

/* ---- writing ---- */

static enum assay_code put_one(struct reading *r, const struct assay_history_entry *entry,
                               struct assay_arena *scratch, struct assay_error *err)
{
    struct assay_history_run run;
    bool lasting;

    assay_history_record(r->setting->folder, entry->name, scratch, &run, &lasting);
    if (!lasting)
        return ASSAY_OK;
    r->told->added++;
    return assay_history_index_put(r->index, entry, &run, err);
}

static int order(const struct assay_history_scan *here, size_t i,
                 const struct assay_history_scan *there, size_t k)
{
    if (i == here->count)
        return 1;
    if (k == there->count)
        return -1;
    return assay_str_compare(here->at[i].name, there->at[k].name);
}

/* Makes the index say what the folder does; with only_look, tells whether it does in *differs. */
static enum assay_code settle(struct reading *r, bool only_look, bool *differs,
                              struct assay_error *err)
{
    const struct assay_history_scan *here = &r->scan;
    struct assay_arena scratch = {0};
    struct assay_history_scan there;
    size_t i = 0, k = 0;
    enum assay_code code = assay_history_index_list(r->index, &r->arena, &there, err);

    *differs = false;
    while (!code && (i < here->count || k < there.count)) {
        const int side = order(here, i, &there, k);
        const bool same =
            side == 0 && assay_str_equal(here->at[i].state, there.at[k].state);

        *differs |= !same;
        if (!same && !only_look && side >= 0) {
            r->told->removed += side > 0;
            code = assay_history_index_drop(r->index, there.at[k].name, err);
        }
        if (!code && !same && !only_look && side <= 0)
            code = put_one(r, &here->at[i], &scratch, err);
        assay_arena_reset(&scratch);
        i += side <= 0;
        k += side >= 0;
    }
    assay_arena_release(&scratch);
    return code;
}

static enum assay_code bring_up(struct reading *r, bool afresh, struct assay_error *err)
{
    bool differs = true;
    enum assay_code code = ASSAY_OK;

    if (!afresh)
        code = settle(r, true, &differs, err);
    if (code || !differs)
        return code;
    code = assay_history_index_begin(r->index, err);
    if (!code && afresh)
        code = assay_history_index_clear(r->index, err);
    if (!code)
        code = settle(r, false, &differs, err);
    return code ? code : assay_history_index_keep(r->index, err);
}

enum assay_code assay_history_update(const struct assay_history_setting *setting,
                                     struct assay_history_told *told,
                                     struct assay_error *err)
{
    struct reading r;
    struct assay_error fault;
    enum assay_code code = begin(&r, setting, told, err);

    if (!code && (assay_history_index_open(setting->folder, ASSAY_HISTORY_WRITE, &r.index,
                                           &told->note, &fault) ||
                  bring_up(&r, false, &fault)))
        give_up(&r, &fault);
    if (told->added + told->removed == 0)
        told->note.code = ASSAY_OK; /* it was told when the index was made */
    end(&r);
    return code;
}

static enum assay_code make_anew(struct reading *r, struct assay_error *err)
{
    enum assay_code code = assay_history_index_open(
        r->setting->folder, ASSAY_HISTORY_RENEW, &r->index, &r->told->note, err);

    r->told->added = 0;
    return code ? code : bring_up(r, true, err);
}

enum assay_code assay_history_rebuild(const struct assay_history_setting *setting,
                                      struct assay_history_told *told,
                                      struct assay_error *err)
{
    struct reading r;
    enum assay_code code = begin(&r, setting, told, err);

    if (!code)
        code = make_anew(&r, err);
    if (code == ASSAY_EDATA &&
        r.index) { /* damage that is seen once tables are emptied */
        assay_history_index_close(r.index);
        r.index = NULL;
        assay_history_index_remove(setting->folder);
        code = make_anew(&r, err);
    }
    end(&r);
    return code;
}
