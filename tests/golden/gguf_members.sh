# A model that is a part of another one keeps its context from stretch to stretch of 256 items.
"$out/tests/make_gguf" rm.gguf
"$out/tests/make_gguf" policy.gguf labels=0
pull() { "$out/tests/pull_gguf" 600 "$@"; }
echo "== by itself; two members; a policy and its reference; a judge that writes, and one that scores what it wrote"
pull gguf:rm.gguf template=joined
pull ensemble member=gguf:rm.gguf member=gguf:rm.gguf member_option=template=joined
pull dpo:gguf:policy.gguf reference=gguf:policy.gguf option=template=joined
echo 'Which? {{ a }} {{ b }}' >pair.jinja
pull judge:gguf:policy.gguf option=template=joined prompt=pair.jinja max_tokens=2 meta=gguf:rm.gguf meta_option=template=joined
