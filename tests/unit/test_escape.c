#include "reports/escape.h"
#include "tests/unit/unit.h"

#include <string.h>

typedef void escape_fn(struct assay_str text, struct assay_buf *out);

static void terminal(struct assay_str text, struct assay_buf *out)
{
    assay_escape_terminal(text, false, out);
}

static void ascii(struct assay_str text, struct assay_buf *out)
{
    assay_escape_terminal(text, true, out);
}

static void slug(struct assay_str text, struct assay_buf *out)
{
    assay_escape_slug(text, 12, out);
}

static const struct {
    escape_fn *escape;
    const char *from, *to;
} nasty[] = {
    {assay_escape_html, "<script>alert('x & \"y\"')</script>",
     "&lt;script&gt;alert(&#39;x &amp; &quot;y&quot;&#39;)&lt;/script&gt;"},
    {assay_escape_html, "two\nlines\x1B[31m red\x07", "two\nlines red"},
    {assay_escape_html, "bad \xFF\xC3 bytes", "bad \xEF\xBF\xBD\xEF\xBF\xBD bytes"},
    {assay_escape_html,
     "a\xE2\x80\xAE"
     "b\xE2\x81\xA6"
     "c",
     "abc"},
    {terminal, "\xEF\xBB\xBFhidden\xE2\x80\x8F", "hidden"},
    {terminal, "\x1B[2J\x1B[1;1Hhome", "home"},
    {terminal, "\x1B]0;new title\x07shown", "shown"},
    {terminal, "\x1B]8;;http://x\x1B\\link", "link"},
    {terminal, "\x1BPq#0;2;0;0;0\x1B\\sixel", "sixel"},
    {terminal, "cut off \x1B[31", "cut off "},
    {terminal, "cut off \x1B", "cut off "},
    {terminal,
     "c1 \xC2\x9B"
     "31m csi",
     "c1 31m csi"},
    {terminal, "a\tb\r\nc\x7F\x08", "a b c"},
    {terminal, "\xE6\xBC\xA2\xE5\xAD\x97 \xE2\x80\x93",
     "\xE6\xBC\xA2\xE5\xAD\x97 \xE2\x80\x93"},
    {ascii, "48 \xE2\x80\x93 64 \xC2\xB7 \xE6\xBC\xA2", "48 - 64 | ?"},
    {assay_escape_gnuplot, "\"; system(\"touch pwned\"); \"",
     "'\"; system(\"touch pwned\"); \"'"},
    {assay_escape_gnuplot, "'; system('touch pwned'); '",
     "'''; system(''touch pwned''); '''"},
    {assay_escape_gnuplot, "end\nsystem 'x'\\", "'end system ''x''\\'"},
    {assay_escape_gnuplot, "50% `id` @m $a_b^{c}", "'50% `id` @m $a_b^{c}'"},
    {assay_escape_tic, "50% %s '", "'50%% %%s '''"},
    {assay_escape_tsv, "a\tb\nc\"d", "a b c\"d"},
    {assay_escape_csv, "say \"x\", y\nz", "\"say \"\"x\"\", y\nz\""},
    {assay_escape_csv, "=HYPERLINK(1)", "\"'=HYPERLINK(1)\""},
    {assay_escape_csv, "-1.5", "\"-1.5\""},
    {assay_escape_markdown, "a|b*c_d<e>[f](g)`h`",
     "a\\|b\\*c\\_d&lt;e>\\[f\\](g)\\`h\\`"},
    {assay_escape_markdown, "new\nline", "new line"},
    {assay_escape_tex, "50% $x_1 & #2 {a} \\b ~c ^d",
     "50\\% \\$x\\_1 \\& \\#2 \\{a\\} \\textbackslash{}b \\textasciitilde{}c "
     "\\textasciicircum{}d"},
    {assay_escape_tex, "[x] a--b \"q\" <|>",
     "\\lbrack{}x] a-{-}b \\char34{}q\\char34{} "
     "\\textless{}\\textbar{}\\textgreater{}"},
    {assay_escape_tex, "\u221AKL, 10\u2076 \u03B2",
     "\\ensuremath{\\surd}KL, 10\\ensuremath{^{6}} \\ensuremath{\\beta}"},
    {assay_escape_tex, "caf\u00E9 \u0142 \u0127 \u6F22 \u0430", "caf\u00E9 \u0142 ? ? ?"},
    {slug, "RM-Bench (v2)/x", "rm-bench-v2"},
    {slug, "../../etc/passwd", "etc-passwd"},
    {slug, "averyverylongname", "averyverylon"},
    {slug, "\xE6\xBC\xA2", "x"},
    {slug, "", "x"},
};

START_TEST(nasty_text_comes_out_as_text)
{
    struct assay_buf out = {0};

    nasty[_i].escape(assay_str_of(nasty[_i].from), &out);
    ck_assert_str_eq(out.data ? out.data : "", nasty[_i].to);
    assay_buf_release(&out);
}
END_TEST

static bool is_clean(struct assay_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] < 0x20 && text.ptr[i] != '\n' &&
            text.ptr[i] != '\t')
            return false;
    return assay_str_is_utf8(text);
}

/* One assertion an escape: Check writes a message for each that is passed. */
START_TEST(every_byte_is_taken_by_every_escape)
{
    static escape_fn *const all[] = {assay_escape_html,
                                     terminal,
                                     ascii,
                                     assay_escape_gnuplot,
                                     assay_escape_tic,
                                     assay_escape_tsv,
                                     assay_escape_csv,
                                     assay_escape_markdown,
                                     assay_escape_tex,
                                     slug};
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        bool clean = true;

        for (unsigned pair = 0; pair < 256 * 256; pair++) {
            const char text[2] = {(char)(pair / 256), (char)(pair % 256)};
            struct assay_buf out = {0};

            all[i]((struct assay_str){text, 2}, &out);
            clean = clean && is_clean(assay_buf_view(&out));
            assay_buf_release(&out);
        }
        ck_assert_msg(clean, "escape %zu", i);
    }
}
END_TEST

START_TEST(width_counts_columns_not_bytes)
{
    ck_assert_uint_eq(assay_escape_width(ASSAY_STR("plain")), 5);
    ck_assert_uint_eq(assay_escape_width(ASSAY_STR("na\xC3\xAFve")), 5);
    ck_assert_uint_eq(assay_escape_width(ASSAY_STR("nai\xCC\x88ve")), 5); /* combining */
    ck_assert_uint_eq(assay_escape_width(ASSAY_STR("\xE6\xBC\xA2\xE5\xAD\x97")), 4);
    ck_assert_uint_eq(assay_escape_width(ASSAY_STR("\xF0\x9F\x98\x80")), 2);
    ck_assert_uint_eq(assay_escape_width(ASSAY_STR("\xFF")), 1);
}
END_TEST

START_TEST(a_cut_never_splits_a_character)
{
    const struct assay_str text = ASSAY_STR("a\xE6\xBC\xA2"
                                            "b");

    ck_assert_uint_eq(assay_escape_cut(text, 0).len, 0);
    ck_assert_uint_eq(assay_escape_cut(text, 1).len, 1);
    ck_assert_uint_eq(assay_escape_cut(text, 2).len, 1);
    ck_assert_uint_eq(assay_escape_cut(text, 3).len, 4);
    ck_assert_uint_eq(assay_escape_cut(text, 99).len, 5);
}
END_TEST

Suite *unit_escape(void)
{
    Suite *suite = suite_create("escape");
    TCase *texts = tcase_create("texts");

    tcase_add_loop_test(texts, nasty_text_comes_out_as_text, 0,
                        sizeof(nasty) / sizeof(nasty[0]));
    tcase_add_test(texts, every_byte_is_taken_by_every_escape);
    tcase_add_test(texts, width_counts_columns_not_bytes);
    tcase_add_test(texts, a_cut_never_splits_a_character);
    suite_add_tcase(suite, texts);
    return suite;
}
