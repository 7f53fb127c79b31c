# What goes through a model together changes no number, not by a bit: of sequences that share a prompt and of those that
# do not, that fit a batch and that do not, forwards and backwards, on one thread and on two, whatever the type of weights.
make() { "$out/tests/make_gguf" model.gguf vocabulary=512 "$@"; }
order() { echo "$1: $("$out/tests/order_gguf" model.gguf 6 60 40 4)"; }
long() { echo "$1, beyond a batch: $("$out/tests/order_gguf" model.gguf 2 150 330 3)"; }
for type in f32 f16 bf16 q8_0 q4_0 q5_1; do
    make type=$type
    order $type
done
for type in q4_K q6_K; do
    make type=$type width=256 inner=256
    order $type
done
make gemma=1 && order gemma && long gemma
make labels=0 type=f16 && order policy
make labels=5 type=f16 && order "5 labels"
make type=f16 blocks=12 && order "12 blocks" && long "12 blocks"
# Of very short ones many go through together, of more than there are sequences of a context.
make type=f16
"$out/tests/order_gguf" model.gguf 4 60 40 4 2
"$out/tests/order_gguf" model.gguf 80 6 4 2
"$out/tests/order_gguf" model.gguf 2 20 6 150
