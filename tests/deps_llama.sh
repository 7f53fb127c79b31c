#!/bin/sh
# usage: deps_llama.sh FOLDER [server]
# Builds libllama, static and for this processor, into FOLDER: from the llama.cpp sources that an
# npm package carries as a git bundle, whose digest and commit are checked. Two minutes on two cores;
# nothing is done where FOLDER has it already. Systems that package llama.cpp do not need it.
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
[ ! -e "$folder/$there" ] || exit 0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
echo "deps: fetching the sources of llama.cpp" >&2
npm pack --silent "node-llama-cpp@$version" >/dev/null
echo "$sha256  node-llama-cpp-$version.tgz" | sha256sum -c --quiet -
tar xzf "node-llama-cpp-$version.tgz" package/llama/gitRelease.bundle
git -c advice.detachedHead=false clone -q package/llama/gitRelease.bundle sources
[ "$(git -C sources rev-parse HEAD)" = "$commit" ] || { echo "deps: not the commit $commit" >&2; exit 1; }
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
    exit 0
fi
build
cmake --install build >>log 2>&1 || { tail -n 20 log >&2; exit 1; }
# Chat templates as their authors publish them, for tests/long/jinja_peer.sh.
mkdir -p "$folder/share/templates"
cp sources/models/templates/*.jinja "$folder/share/templates/"
