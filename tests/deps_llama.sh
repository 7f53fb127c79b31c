#!/bin/sh
# usage: deps_llama.sh FOLDER [server]
# Builds libllama, static and for this processor, into FOLDER: from the llama.cpp sources that an
# npm package carries as a git bundle, whose digest and commit are checked. Two minutes on two cores;
# nothing is done where FOLDER has what this recipe makes. Systems that package llama.cpp do not need it.
# With `server` it is llama-server, FOLDER/bin/llama-server, out of the same sources by the same
# options, for tests that hold it against the library: six minutes more.
set -eu
version=3.22.1
sha256=a0d9dd80eacd2ab1cfe71aee57ac8a806487fd70b3d2a38fbec637752d9e5c5f
commit=de3ff815ea7d559ee917f063901b8986f038abc6 # llama.cpp v0.5.0

mkdir -p "$1"
folder=$(cd "$1" && pwd)
what=libllama there=lib/pkgconfig/llama.pc server=OFF
[ "${2-}" != server ] || what=llama-server there=bin/llama-server server=ON
# What was built is known by the recipe, everything here but remarks: another one builds anew.
recipe=$(grep -v '^ *#' "$0" | sha256sum | cut -c 1-64)
if [ -e "$folder/$there" ] && [ "$recipe" = "$(cat "$folder/$what.recipe" 2>/dev/null)" ]; then exit 0; fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
echo "deps: fetching the sources of llama.cpp" >&2
npm pack --silent "node-llama-cpp@$version" >/dev/null
echo "$sha256  node-llama-cpp-$version.tgz" | sha256sum -c --quiet -
tar xzf "node-llama-cpp-$version.tgz" package/llama/gitRelease.bundle
git -c advice.detachedHead=false clone -q package/llama/gitRelease.bundle sources
[ "$(git -C sources rev-parse HEAD)" = "$commit" ] || { echo "deps: not the commit $commit" >&2; exit 1; }
# GELU as the models' authors compute it; change FILE LINE NEW N: each of its N lines (NEW empty: it goes).
change() {
    [ "$(grep -cx " *$2" "sources/$1")" = "$4" ] || { echo "deps: $1 has not $4 times: $2" >&2; exit 1; }
    sed -i "s/^\( *\)$2\$/\1$3/" "sources/$1"
}
# ggml looks GELU up in a table by the activation rounded to f16, 11 bits: two sums that differ in their last
# bit, as those of another batch do, can be rounded apart, and a score of Gemma2 then moves by 1e-4 where all
# else is f32. Without these lines the same header computes it in f32.
change ggml/src/ggml-cpu/vec.h '#define GGML_GELU_FP16' '' 1
change ggml/src/ggml-cpu/vec.h '#define GGML_GELU_QUICK_FP16' '' 1
# "gelu" of a BERT is x/2 (1 + erf(x/sqrt 2)) (Hendrycks and Gimpel 2016, arXiv:1606.08415; transformers
# activations.py, GELUActivation), and not Gemma's approximation by tanh, which moves scores by 3e-4.
change src/llama-graph.cpp 'cur = ggml_gelu(ctx0, cur);' \
    'cur = arch == LLM_ARCH_BERT ? ggml_gelu_erf(ctx0, cur) : ggml_gelu(ctx0, cur);' 3
# The angles of rotary positions as transformers has them (modeling_rope_utils.py): a position times a frequency that
# is rounded once. ggml multiplies one angle from the other in f32, whose error grows with frequency and position: at
# 400 tokens a score of Qwen3 is 1.3e-5 off, and further with more.
rope=ggml/src/ggml-cpu/ops.cpp
change $rope 'const float theta_scale = powf(freq_base, -2.0f.n_dims);' \
    'const double theta_scale = pow((double) freq_base, -2.0 \/ n_dims);' 1
change $rope 'float \* cache, float sin_sign, float theta_scale) {' 'float * cache, float sin_sign, double theta_scale) {' 2
change $rope 'float theta = theta_base;' 'float theta = theta_base; double turn = 1.0;' 1
change $rope 'theta \*= theta_scale;' 'turn *= theta_scale; theta = theta_base * (float) turn;' 1
echo "deps: building $what" >&2
cmake -S sources -B build -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF -DGGML_OPENMP=OFF \
    -DLLAMA_BUILD_COMMON=$server -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_TOOLS=$server -DLLAMA_BUILD_EXAMPLES=OFF \
    -DLLAMA_BUILD_SERVER=$server -DLLAMA_BUILD_UI=OFF -DLLAMA_USE_PREBUILT_UI=OFF -DLLAMA_BUILD_APP=OFF \
    -DLLAMA_OPENSSL=OFF -DCMAKE_INSTALL_PREFIX="$folder" >log 2>&1 || { tail -n 20 log >&2; exit 1; }
build() { cmake --build build -j"${JOBS:-$(nproc)}" "$@" >>log 2>&1 || { tail -n 20 log >&2; exit 1; }; }
if [ $server = ON ]; then
    build --target llama-server
    mkdir -p "$folder/bin"
    cp build/bin/llama-server "$folder/bin/"
    echo "$recipe" >"$folder/$what.recipe"
    exit 0
fi
build
cmake --install build >>log 2>&1 || { tail -n 20 log >&2; exit 1; }
# Chat templates as their authors publish them, for tests/long/jinja_peer.sh.
mkdir -p "$folder/share/templates"
cp sources/models/templates/*.jinja "$folder/share/templates/"
# The converter of these sources, for tests/long/transformers_peer.sh.
rm -rf "$folder/share/convert"
mkdir -p "$folder/share/convert/gguf-py"
cp -R sources/conversion "$folder/share/convert/"
cp -R sources/gguf-py/gguf "$folder/share/convert/gguf-py/"
echo "$recipe" >"$folder/$what.recipe"
