#!/bin/sh
# usage: run.sh [--accept] FOLDER [CASES [NAME...]]
# Runs the command-line tests: every CASES/NAME.sh (default tests/golden) by sh -eu in a scratch
# folder of its own, with FOLDER (build/MODE) first in PATH, and compares stdout, stderr and exit
# status with NAME.out, NAME.err and NAME.exit, byte for byte; a file that is not there is
# empty, or 0. --accept writes these files instead.
#
# A case sees $top, the checkout, and $out, the build folder, and no setting of the caller's. Cases
# have small files of their own in place of published ones, so ASSAY_ALLOW_CHANGED_DATA is set.
# A case called data_* works on benchmark data: it runs only if ASSAY_DATA is set. One called
# parquet* needs DuckDB's library (make deps-parquet), one called gguf* libllama (make deps-llama): without
# it, it runs, and fails, only if ASSAY_DATA or CI is set. Ends with `N passed, N failed`.
set -eu
accept=
[ "$1" = --accept ] && { accept=yes; shift; }
top=$(pwd)
out=$top/$1
shift
cases=${1:-tests/golden}
[ $# -gt 0 ] && shift
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# What belongs to the caller's shell and would change what programs print.
export TSAN_OPTIONS="suppressions=$top/tests/tsan.supp ${TSAN_OPTIONS-}"
unset ASSAY_CACHE ASSAY_CACHE_SIZE XDG_CACHE_HOME ASSAY_SUITES ASSAY_MANIFEST NO_COLOR COLUMNS LANG LANGUAGE MAKEFLAGS MFLAGS MAKELEVEL \
    MAKEOVERRIDES XDG_DATA_HOME HF_TOKEN HF_ENDPOINT HF_HUB_OFFLINE CURL_CA_BUNDLE SSL_CERT_FILE \
    SSL_CERT_DIR http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY || :
case ${ASSAY_DATA-} in
'') unset ASSAY_DATA || : ;;
/*) ;;
*) ASSAY_DATA=$top/$ASSAY_DATA ;;
esac

# Runs one case, which is claimed by the folder it runs in, and leaves its three files in the
# scratch folder.
run_case() {
    mkdir "$scratch/$1" 2>/dev/null || return 0
    status=0
    (
        cd "$scratch/$1"
        case $1 in data_*) ;; *) unset ASSAY_DATA || : ;; esac
        PATH=$out:$PATH HOME=$scratch/$1 LC_ALL=C TERM=dumb top=$top out=$out
        ASSAY_ALLOW_CHANGED_DATA=yes ASSAY_NO_PROGRESS=yes
        export PATH HOME LC_ALL TERM top out ASSAY_ALLOW_CHANGED_DATA ASSAY_NO_PROGRESS
        exec sh -eu "$top/$cases/$1.sh" </dev/null >"../$1.out" 2>"../$1.err"
    ) || status=$?
    echo "$status" >"$scratch/$1.exit"
}

# Compares one of the three files with what is expected, whose default is $3.
same() {
    expected=$cases/$1.$2
    [ -e "$expected" ] || { printf '%s' "$3" >"$scratch/expected"; expected=$scratch/expected; }
    diff -u --label "$cases/$1.$2" --label "what it printed" "$expected" "$scratch/$1.$2"
}

take() {
    if grep -F "$top/" "$scratch/$1.out" "$scratch/$1.err"; then
        echo "$cases/$1.sh: prints where this checkout is, which no other one will"
        return
    fi
    for part in out err exit; do
        rm -f "$cases/$1.$part"
        [ -s "$scratch/$1.$part" ] && cp "$scratch/$1.$part" "$cases/$1.$part"
    done
    if [ "$(cat "$scratch/$1.exit")" = 0 ]; then
        rm "$cases/$1.exit"
    fi
}

# False for a case that this machine does not have the means for.
wanted() {
    case $1 in
    run) false ;; # this script
    data_llama_server)
        [ -x "${ASSAY_LLAMA_SERVER-$top/build/deps/llama/bin/llama-server}" ] && [ -n "${ASSAY_DATA-}" ] ||
            { echo "$cases/$1.sh: passed over, llama-server is not here (make deps-llama-server), or no data"; false; }
        ;;
    data_*) [ -n "${ASSAY_DATA-}" ] ;;
    transformers_peer)
        [ -n "${ASSAY_PEER-}" ] ||
            { [ -e "$top/build/deps/llama/share/convert" ] && python3 -c 'import torch, transformers' 2>/dev/null; } ||
            { echo "$cases/$1.sh: passed over, torch and transformers are not here (ASSAY_PEER=FOLDER, which tests/tools/peer_chroot.sh makes), or libllama (make deps-llama)"; false; }
        ;;
    parquet*)
        [ -n "${ASSAY_DATA-}${CI-}" ] || HOME=$scratch "$out/tests/duckdb" >/dev/null 2>&1 ||
            { echo "$cases/$1.sh: passed over, DuckDB is not here (make deps-parquet)"; false; }
        ;;
    valgrind_gguf)
        { [ -x "$out/tests/make_gguf" ] && ! grep -q avx512 /proc/cpuinfo; } ||
            { echo "$cases/$1.sh: passed over, libllama is not here, or valgrind does not know this processor's instructions, for which it is built"; false; }
        ;;
    gguf_gelu) # of a system's library nobody here knows how it computes GELU
        [ -e "$top/build/deps/llama/libllama.recipe" ] ||
            { echo "$cases/$1.sh: passed over, libllama is not our own build (make deps-llama)"; false; }
        ;;
    gguf*)
        [ -n "${ASSAY_DATA-}${CI-}" ] || HOME=$scratch "$out/assay" doctor | grep -q '^gguf *libllama' ||
            { echo "$cases/$1.sh: passed over, libllama is not here (make deps-llama)"; false; }
        ;;
    esac
}

[ $# -gt 0 ] || set -- $(cd "$cases" && ls -- *.sh 2>/dev/null | grep -vx run.sh | sed 's/\.sh$//')
chosen=
for name; do
    ! wanted "$name" || chosen="$chosen $name"
done
# As many at once as there are processors; what they say is looked at afterwards, in order.
for _ in $(seq "$(nproc)"); do
    for name in $chosen; do run_case "$name"; done &
done
wait
passed=0 failed=0
for name in $chosen; do
    if [ -n "$accept" ]; then
        take "$name"
    fi
    zero='0
'
    differ=
    same "$name" out '' || differ=yes
    same "$name" err '' || differ=yes
    same "$name" exit "$zero" || differ=yes
    if [ -z "$differ" ]; then
        passed=$((passed + 1))
    else
        echo "FAILED: $cases/$name.sh"
        failed=$((failed + 1))
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
