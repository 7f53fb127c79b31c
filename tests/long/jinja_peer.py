"""usage: jinja_peer.py TEMPLATE VARIABLES.json: what jinja2 renders of a chat template, in the environment
that transformers makes (src/transformers/utils/chat_template_utils.py, _compile_jinja_template)."""
import json, sys
from datetime import datetime
import jinja2, jinja2.ext
from jinja2.sandbox import ImmutableSandboxedEnvironment


class Generation(jinja2.ext.Extension):  # its blocks mark what the model says, and render as they are
    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.CallBlock(self.call_method("_same"), [], [], body).set_lineno(line)

    def _same(self, caller):
        return caller()


def fail(message):
    raise jinja2.exceptions.TemplateError(message)


def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


environment = ImmutableSandboxedEnvironment(
    trim_blocks=True, lstrip_blocks=True, extensions=[Generation, jinja2.ext.loopcontrols])
environment.filters["tojson"] = tojson
environment.globals["raise_exception"] = fail
variables = json.load(open(sys.argv[2], encoding="utf-8"))
date = datetime.strptime(variables.pop("assay.date"), "%Y-%m-%d")
environment.globals["strftime_now"] = lambda form: date.strftime(form)
try:
    text = environment.from_string(open(sys.argv[1], encoding="utf-8", newline="").read()).render(**variables)
    sys.stdout.buffer.write(text.encode("utf-8"))
except Exception as fault:  # what a template refuses, and what jinja2 does
    sys.stderr.write(f"{type(fault).__name__}: {fault}\n")
    sys.exit(3)
