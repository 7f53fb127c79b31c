#!/bin/sh
# usage: gguf_135m.sh FOLDER
# gguf.sh with a model of made-up weights that has the shape of one of 135 million parameters. Ten minutes.
exec "${0%/*}/gguf.sh" "$1" 135m
