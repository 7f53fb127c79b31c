/*
 * Chat templates. What each line renders is what jinja2 3.1 renders of it in the environment that
 * transformers makes (chat_template_utils.py, _compile_jinja_template): another program's output.
 */
#include "adapters/jinja.h"
#include "harness/core/json.h"
#include "tests/unit/unit.h"

#include <string.h>

static const char variables[] =
    "{\"messages\": [{\"role\": \"user\", \"content\": \" Hi \"}, {\"role\": "
    "\"assistant\", \"content\": \"<think>a</think>b\\n\"}], \"n\": 3, \"x\": 1.5, "
    "\"none\": null, \"yes\": true, \"list\": [3, 1, 2], \"map\": {\"b\": 1, \"a\": [1, "
    "{\"k\": \"\303\251\\\"<\"}]}, \"text\": \"Gr\303\274\303\237e  an alle\", "
    "\"empty\": [], \"assay.date\": \"2024-07-26\"}";

static const struct {
    const char *what, *template, *rendered;
} table[] = {
    {"white space round blocks goes", "a\n  {% if yes %}\n  b\n  {% endif %}\n c\n",
     "a\n  b\n c"},
    {"signs take it all", "a \n {%- if yes -%} \n b \n {%- endif -%} \n c", "abc"},
    {"a plus keeps it", "a\n  {%+ if yes %}b{% endif +%}\nc", "a\n  b\nc"},
    {"comments trim as blocks", "a\n  {# x #}\nb {#- y -#} c", "a\nbc"},
    {"print keeps lines", "{{ n }}\n{{ n }}\n", "3\n3"},
    {"arithmetic",
     "{{ 7 // 2 }} {{ -7 // 2 }} {{ -7 % 3 }} {{ 7 / 2 }} {{ 2 ** 3 }} {{ 1 + 2 * 3 }} "
     "{{ 'ab' * 2 }} {{ x + 1 }}",
     "3 -4 2 3.5 8 7 abab 2.5"},
    {"comparison chains",
     "{{ 1 < 2 < 3 }} {{ 1 < 3 < 2 }} {{ 'a' in text }} {{ 1 not in list }} {{ 'b' in "
     "map }}",
     "True False True False True"},
    {"logic gives its operand",
     "{{ none or 'd' }} {{ yes and 4 }} {{ not empty }} {{ 'a' if empty else 'b' }}[{{ "
     "'a' if empty }}]",
     "d 4 True b[]"},
    {"loops know where they are",
     "{% for m in messages %}{{ loop.index }}/{{ loop.length }}{{ loop.first }}{{ "
     "loop.last }}{{ m.role }};{% endfor %}",
     "1/2TrueFalseuser;2/2FalseTrueassistant;"},
    {"loops filter, unpack and have an else",
     "{% for k, v in map.items() if k != 'a' %}{{ k }}={{ v }}{% endfor %}{% for i in "
     "empty %}{% else %}none{% endfor %}",
     "b=1none"},
    {"break and continue",
     "{% for i in range(6) %}{% if i == 1 %}{% continue %}{% endif %}{% if i == 4 %}{% "
     "break %}{% endif %}{{ i }}{% endfor %}",
     "023"},
    {"what is set in a loop stays there",
     "{% set a = 1 %}{% for i in list %}{% set a = i %}{% endfor %}{{ a }}", "1"},
    {"a namespace does not",
     "{% set ns = namespace(a=1) %}{% for i in list %}{% set ns.a = ns.a + i %}{% endfor "
     "%}{{ ns.a }}",
     "7"},
    {"blocks are set", "{% set t %} {{ n }} {% endset %}[{{ t | trim }}]", "[3]"},
    {"macros",
     "{% macro f(a, b='z') %}<{{ a }}{{ b }}>{% endmacro %}{{ f(1) }}{{ f(1, 2) }}{{ "
     "f(b=3, a=4) }}",
     "<1z><12><43>"},
    {"slices",
     "{{ list[1:] }} {{ list[::-1] }} {{ text[-4:] }} {{ text[0] }} {{ messages[-1].role "
     "}} {{ list[:-1] }}",
     "[1, 2] [2, 1, 3] alle G assistant [3, 1]"},
    {"text methods",
     "{{ '  a b '.strip() }}|{{ 'xxax'.strip('x') }}|{{ 'a,b,c'.split(',')[1] }}|{{ 'a b "
     " c'.split() }}|{{ 'a-b-c'.rsplit('-', 1) }}|{{ 'abc'.startswith('ab') }}|{{ "
     "'abc'.replace('b', 'xx') }}|{{ 'aZ\303\251'.lower() }}|{{ 'hello wOrld'.title() "
     "}}|{{ 'abcabc'.find('ca') }}",
     "a b|a|b|['a', 'b', 'c']|['a-b', 'c']|True|axxc|az\303\251|Hello World|2"},
    {"thoughts are cut off",
     "{{ messages[1].content.split('</think>')[-1].lstrip('\\n') }}", "b\n"},
    {"filters",
     "{{ list | length }} {{ list | sort | join('-') }} {{ list | first }} {{ list | "
     "last }} {{ text | length }} {{ map | list }} {{ '3' | int + 1 }} {{ missing | "
     "default('d') }} {{ 2.5 | int }} {{ list | sum }} {{ list | max }}",
     "3 1-2-3 3 2 14 ['b', 'a'] 4 d 2 6 3"},
    {"filters on attributes",
     "{{ messages | map(attribute='role') | join(',') }} {{ messages | "
     "selectattr('role', 'equalto', 'user') | list | length }} {{ list | reject('odd') | "
     "list }}",
     "user,assistant 1 [2]"},
    {"json as transformers writes it", "{{ map | tojson }}\n{{ map | tojson(indent=2) }}",
     "{\"b\": 1, \"a\": [1, {\"k\": \"\303\251\\\"<\"}]}\n{\n  \"b\": 1,\n  \"a\": [\n   "
     " 1,\n    {\n      \"k\": \"\303\251\\\"<\"\n    }\n  ]\n}"},
    {"python spells values",
     "{{ map }} {{ [true, none, 1.0, 'it\\'s'] }} {{ 1e3 }} {{ none }} {{ yes }}",
     "{'b': 1, 'a': [1, {'k': '\303\251\"<'}]} [True, None, 1.0, \"it's\"] 1000.0 None "
     "True"},
    {"tests",
     "{{ missing is defined }} {{ n is number }} {{ text is string }} {{ map is mapping "
     "}} {{ list is iterable }} {{ none is none }} {{ n is odd }} {{ n is divisibleby 3 "
     "}} {{ yes is true }} {{ 'a' is in 'abc' }} {{ n is not defined }}",
     "False True True True True True True True True True False"},
    {"undefined prints as nothing", "[{{ missing }}][{{ map.zzz }}]", "[][]"},
    {"generation is not seen", "{% generation %}a{% endgeneration %}b", "ab"},
    {"raw is not read", "{% raw %}{{ n }}{% endraw %}", "{{ n }}"},
    {"filter blocks", "{% filter upper %}ab{{ n }}{% endfilter %}", "AB3"},
    {"texts join", "{{ 'a' 'b' }}{{ 'a' ~ 1 ~ none }}{{ \"tab\\there\" }}",
     "aba1Nonetab\there"},
    {"indent", "{{ 'a\\nb\\n\\nc' | indent(2) }}", "a\n  b\n\n  c"},
    {"is binds tighter than not",
     "{{ not missing is defined }} {{ not (yes and empty) }}", "True True"},
    {"loop.cycle", "{% for i in list %}{{ loop.cycle('a', 'b') }}{% endfor %}", "aba"},
    {"dates are given", "{{ strftime_now('%d %b %Y') }}", "26 Jul 2024"},
    {"nested braces", "{{ {'a': {'b': 1}}['a']['b'] }}", "1"},
    {"elif", "{% if n == 1 %}a{% elif n == 3 %}b{% else %}c{% endif %}", "b"},
};

/* Compiles and renders; the error's code, with out as far as it came. */
static enum assay_code render(const char *source, struct assay_arena *arena,
                              struct assay_buf *out, struct assay_error *err)
{
    const struct assay_jinja *jinja;
    struct assay_node map;
    enum assay_code code =
        assay_json_parse(assay_str_of(variables), "variables", arena, &map, err);

    ck_assert_int_eq(code, ASSAY_OK);
    code = assay_jinja_compile(assay_str_of(source), "t", arena, &jinja, err);
    return code ? code : assay_jinja_render(jinja, &map, arena, out, err);
}

START_TEST(templates_render_as_jinja2_renders_them)
{
    struct assay_arena arena = {0};
    struct assay_buf out = {0};
    struct assay_error err = {0};

    ck_assert_msg(render(table[_i].template, &arena, &out, &err) == ASSAY_OK, "%s: %s",
                  table[_i].what, err.text);
    ck_assert_msg(assay_str_equal(assay_buf_view(&out), assay_str_of(table[_i].rendered)),
                  "%s: \"%.*s\"", table[_i].what, (int)out.len, out.data);
    assay_buf_release(&out);
    assay_arena_release(&arena);
}
END_TEST

static const struct {
    const char *template, *text;
} faults[] = {
    {"a\n{{ n", "t:2: a tag without its end"},
    {"{% if n %}\n\n", "t:2: \"elif\" is not there"},
    {"{% fro i in list %}{% endfor %}", "t:1: no statement \"fro\""},
    {"\n{{ n | lenght }}", "t:2: no filter \"lenght\""},
    {"{{ n is lenght }}", "t:1: no test \"lenght\""},
    {"{{ 'a }}", "t:1: a text without its closing quote"},
    {"{{ n $ }}", "t:1: \"$\" is nothing that an expression holds"},
    {"{{ missing.name }}", "t:1: an undefined value has no \"name\""},
    {"{{ 'a' + 1 }}", "t:1: a text + an integer cannot be worked out"},
    {"{{ 1 // 0 }}", "t:1: a division by zero"},
    {"{{ 9223372036854775 * 9223372036854775 }}", "t:1: an integer beyond 64 bits"},
    {"{{ 'a' < 1 }}", "t:1: a text and an integer have no order"},
    {"{{ n() }}", "t:1: n cannot be called"},
    {"{{ text.shout() }}", "t:1: a text has no method \"shout\""},
    {"{{ raise_exception('roles must alternate') }}",
     "t:1: the template refuses: roles must alternate"},
    {"{% set n.a = 1 %}", "t:1: only fields of a namespace can be set"},
    {"{{ range(1000000) }}", "t:1: a range of more than 100000"},
    {"{% for i in range(1000) %}{% for k in range(99999) %}{{ k }}{% endfor %}{% endfor "
     "%}",
     "t:1: more than 1048576 steps"},
    {"{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "t:1: nested more than 200 deep"},
    {"{{ 'aaaaaaaaaa' * 100000000 }}", "t:1: a text of more than 67108864 bytes"},
    {"{% for a, b in list %}{% endfor %}", "t:1: an integer cannot be gone over"},
    {"{# never", "t:1: a comment without its end"},
};

START_TEST(faults_are_told_with_their_line)
{
    struct assay_arena arena = {0};
    struct assay_buf out = {0};
    struct assay_error err = {0};

    ck_assert_int_eq(render(faults[_i].template, &arena, &out, &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, faults[_i].text);
    ck_assert_uint_eq(out.len, 0); /* nothing of what came before */
    assay_buf_release(&out);
    assay_arena_release(&arena);
}
END_TEST

START_TEST(deep_nesting_is_refused_and_not_followed)
{
    struct assay_arena arena = {0};
    struct assay_buf source = {0}, out = {0};
    struct assay_error err = {0};

    assay_buf_puts(&source, "{{ ");
    for (int i = 0; i < 100000; i++)
        assay_buf_putc(&source, '(');
    ck_assert_int_eq(render(source.data, &arena, &out, &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, "t:1: nested more than 200 deep");
    assay_buf_release(&source);
    assay_arena_release(&arena);
}
END_TEST

START_TEST(a_date_is_never_that_of_the_clock)
{
    struct assay_arena arena = {0};
    struct assay_buf out = {0};
    struct assay_error err = {0};
    const struct assay_jinja *jinja;
    const struct assay_node *none = assay_node_map(&arena);

    ck_assert_int_eq(assay_jinja_compile(ASSAY_STR("{{ strftime_now('%d %b %Y') }}"), "t",
                                         &arena, &jinja, &err),
                     ASSAY_OK);
    ck_assert_int_eq(assay_jinja_render(jinja, none, &arena, &out, &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, "t:1: the template asks for the date, and none is given");
    assay_arena_release(&arena);
}
END_TEST

Suite *unit_jinja(void)
{
    Suite *suite = suite_create("jinja");
    TCase *templates = tcase_create("templates");

    tcase_add_loop_test(templates, templates_render_as_jinja2_renders_them, 0,
                        sizeof(table) / sizeof(table[0]));
    tcase_add_loop_test(templates, faults_are_told_with_their_line, 0,
                        sizeof(faults) / sizeof(faults[0]));
    tcase_add_test(templates, deep_nesting_is_refused_and_not_followed);
    tcase_add_test(templates, a_date_is_never_that_of_the_clock);
    suite_add_tcase(suite, templates);
    return suite;
}
