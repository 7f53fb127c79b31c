# A library that another recipe built is built anew; one of this recipe stays.
script=$top/tests/deps_llama.sh
mkdir -p bin there/lib/pkgconfig there/bin
printf '#!/bin/sh\necho "npm $*"\nexit 1\n' >bin/npm
chmod +x bin/npm
PATH=$PWD/bin:$PATH
: >there/lib/pkgconfig/llama.pc
: >there/bin/llama-server
for what in '' server; do
    "$script" there $what 2>&1 >/dev/null || echo "nothing says what built it: status $?"
done
echo older >there/libllama.recipe
"$script" there 2>&1 >/dev/null || echo "an older one: status $?"
grep -v '^ *#' "$script" | sha256sum | cut -c 1-64 >there/libllama.recipe
"$script" there && echo "this one"
