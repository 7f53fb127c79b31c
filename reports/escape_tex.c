/* Text for LaTeX: what it reads as a command comes out as the character. */
#include "reports/escape.h"

#include <string.h>

static const struct {
    const char *from, *to;
} spelling[] = {
    {"\\", "\\textbackslash{}"},
    {"{", "\\{"},
    {"}", "\\}"},
    {"$", "\\$"},
    {"&", "\\&"},
    {"#", "\\#"},
    {"%", "\\%"},
    {"_", "\\_"},
    {"^", "\\textasciicircum{}"},
    {"~", "\\textasciitilde{}"},
    {"<", "\\textless{}"},
    {">", "\\textgreater{}"},
    {"|", "\\textbar{}"},
    {"\"", "\\char34{}"}, /* \textquotedbl is T1 alone */
    {"[", "\\lbrack{}"},  /* gnuplot's terminals read a leading [ or { */
    {"`", "\\textasciigrave{}"},
    {"\u00B0", "\\ensuremath{^\\circ}"},
    {"\u00B1", "\\ensuremath{\\pm}"},
    {"\u00B2", "\\ensuremath{^{2}}"},
    {"\u00B3", "\\ensuremath{^{3}}"},
    {"\u00B7", "\\ensuremath{\\cdot}"},
    {"\u00B9", "\\ensuremath{^{1}}"},
    {"\u00D7", "\\ensuremath{\\times}"},
    {"\u03B1", "\\ensuremath{\\alpha}"},
    {"\u03B2", "\\ensuremath{\\beta}"},
    {"\u03B3", "\\ensuremath{\\gamma}"},
    {"\u03B4", "\\ensuremath{\\delta}"},
    {"\u03B5", "\\ensuremath{\\varepsilon}"},
    {"\u03B7", "\\ensuremath{\\eta}"},
    {"\u03B8", "\\ensuremath{\\theta}"},
    {"\u03BA", "\\ensuremath{\\kappa}"},
    {"\u03BB", "\\ensuremath{\\lambda}"},
    {"\u03BC", "\\ensuremath{\\mu}"},
    {"\u03C0", "\\ensuremath{\\pi}"},
    {"\u03C1", "\\ensuremath{\\rho}"},
    {"\u03C3", "\\ensuremath{\\sigma}"},
    {"\u03C4", "\\ensuremath{\\tau}"},
    {"\u0394", "\\ensuremath{\\Delta}"},
    {"\u03A3", "\\ensuremath{\\Sigma}"},
    {"\u2013", "--"},
    {"\u2014", "---"},
    {"\u2018", "`"},
    {"\u2019", "'"},
    {"\u201C", "``"},
    {"\u201D", "''"},
    {"\u2026", "\\ldots{}"},
    {"\u2070", "\\ensuremath{^{0}}"},
    {"\u2074", "\\ensuremath{^{4}}"},
    {"\u2075", "\\ensuremath{^{5}}"},
    {"\u2076", "\\ensuremath{^{6}}"},
    {"\u2077", "\\ensuremath{^{7}}"},
    {"\u2078", "\\ensuremath{^{8}}"},
    {"\u2079", "\\ensuremath{^{9}}"},
    {"\u207B", "\\ensuremath{^{-}}"},
    {"\u207F", "\\ensuremath{^{n}}"},
    {"\u2080", "\\ensuremath{_{0}}"},
    {"\u2081", "\\ensuremath{_{1}}"},
    {"\u2082", "\\ensuremath{_{2}}"},
    {"\u2192", "\\ensuremath{\\rightarrow}"},
    {"\u2212", "\\ensuremath{-}"},
    {"\u221A", "\\ensuremath{\\surd}"},
    {"\u221E", "\\ensuremath{\\infty}"},
    {"\u2248", "\\ensuremath{\\approx}"},
    {"\u2260", "\\ensuremath{\\neq}"},
    {"\u2264", "\\ensuremath{\\leq}"},
    {"\u2265", "\\ensuremath{\\geq}"},
};

/* Bytes of the first character of text, which is clean UTF-8 and not empty. */
static size_t first_length(struct assay_str text)
{
    const unsigned char lead = (unsigned char)text.ptr[0];

    return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/* Letters of Latin-1 and Latin Extended-A that LaTeX reads as they are, with T1 fonts. */
static bool is_latin(struct assay_str character)
{
    static const unsigned short not_known[] = {0x126, 0x127, 0x138, 0x13F,
                                               0x140, 0x149, 0x166, 0x167};
    unsigned code;

    if (character.len != 2)
        return character.len == 1;
    code = ((unsigned char)character.ptr[0] & 0x1FU) << 6 |
           ((unsigned char)character.ptr[1] & 0x3FU);
    for (size_t i = 0; i < sizeof(not_known) / sizeof(not_known[0]); i++)
        if (code == not_known[i])
            return false;
    return code >= 0xC0 && code <= 0x17E;
}

static const char *find_spelling(struct assay_str character)
{
    for (size_t i = 0; i < sizeof(spelling) / sizeof(spelling[0]); i++)
        if (assay_str_equal(character, assay_str_of(spelling[i].from)))
            return spelling[i].to;
    return NULL;
}

void assay_escape_tex(struct assay_str text, struct assay_buf *out)
{
    struct assay_buf clean = {0};
    struct assay_str rest;

    assay_escape_terminal(text, false, &clean);
    rest = assay_buf_view(&clean);
    while (rest.len) {
        const struct assay_str character = {rest.ptr, first_length(rest)};
        const char *other = find_spelling(character);

        if (other)
            assay_buf_puts(out, other);
        else if (character.ptr[0] == '-' && out->len && out->data[out->len - 1] == '-')
            assay_buf_puts(out, "{-}"); /* two of them are no dash */
        else if (is_latin(character))
            assay_buf_add(out, character);
        else
            assay_buf_putc(out, '?');
        rest.ptr += character.len;
        rest.len -= character.len;
    }
    assay_buf_release(&clean);
}
