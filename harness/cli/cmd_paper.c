/* assay paper: tables, figures and numbers of a paper from stored runs, and a check that they still hold. */
#include "harness/cli/command.h"
#include "harness/cli/paper.h"
#include "harness/core/folder.h"

struct paper {
    const char *data_dir;
    bool check;
};

static const struct assay_option options[] = {
    {.name = "check",
     .help =
         "write nothing: tell what is no longer as the stored runs say, and end with 1",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct paper, check)},
    {.name = "data-dir",
     .help = "look for benchmark data here",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct paper, data_dir),
     .value = "DIR",
     .optional = true},
    {0},
};

static enum assay_code write_all(const struct assay_paper *paper, struct assay_buf *told,
                                 struct assay_error *err)
{
    bool made;
    enum assay_code code = assay_folder_make(paper->output, &made, err);

    if (!code)
        code = assay_paper_write(paper, paper->output, told, err);
    if (!code)
        code = assay_paper_lock(paper, paper->output, err);
    if (!code)
        assay_buf_printf(told, "%s/paper.lock\n", paper->output);
    return code;
}

static enum assay_code run(const void *state, const struct assay_words *operands,
                           struct assay_error *err)
{
    const struct paper *wanted = state;
    struct assay_arena arena = {0};
    struct assay_buf told = {0};
    struct assay_paper paper;
    struct assay_error unprinted;
    enum assay_code code =
        assay_paper_read(operands->at[0], wanted->data_dir, &arena, &paper, err);

    if (!code)
        code = wanted->check ? assay_paper_check(&paper, &told, err)
                             : write_all(&paper, &told, err);
    if (!code && wanted->check)
        assay_buf_printf(&told, "%s: as in the store\n", paper.output);
    if (told.len > 0 && assay_cli_print(assay_buf_view(&told), &unprinted) && !code) {
        *err = unprinted;
        code = unprinted.code;
    }
    assay_buf_release(&told);
    assay_arena_release(&arena);
    return code;
}

const struct assay_command assay_command_paper = {
    .name = "paper",
    .summary =
        "write the tables, figures and numbers of a paper, or check that they still hold",
    .usage = "[--check] FILE.yaml",
    .about = "The file lists tables, figures and numbers with the stored runs that they "
             "come from.\n"
             "Tables are LaTeX (booktabs, siunitx), figures gnuplot's, numbers macros; "
             "paper.lock\n"
             "tells what all of it was made from. docs/PAPER.md has every key.\n",
    .options = options,
    .state_size = sizeof(struct paper),
    .operand_min = 1,
    .operand_max = 1,
    .run = run,
};
