#!/bin/sh
# usage: peer_chroot.sh FOLDER
# A Debian sid with torch and transformers in FOLDER, for tests/long/transformers_peer.sh: ASSAY_PEER=FOLDER. As
# root, with debootstrap; two minutes and 2.3 GB. sid moves: its index may be past its date, and the test tells the
# versions it ran with.
set -eu
debootstrap --variant=minbase sid "$1"
printf 'Acquire::Check-Valid-Until "false";\nAPT::Install-Recommends "false";\nAPT::Sandbox::User "root";\n' \
    >"$1/etc/apt/apt.conf.d/99peer"
# Without libopenblas0-pthread torch computes by the reference BLAS, which takes 20 times as long.
chroot "$1" sh -c 'apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y python3-torch \
    python3-transformers python3-safetensors python3-tokenizers python3-sentencepiece libopenblas0-pthread'
chroot "$1" python3 -c 'import torch, transformers; print(torch.__version__, transformers.__version__)'
