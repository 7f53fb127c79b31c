# Logs as trainers write them: a folder of checkpoints, one of event files, and what a program printed.
tell() { assay overopt "$@" | sed -n '3p; /^[a-z]*: too few/p; /^left out/p; /^note/p'; }
tell --column gold=eval_gold "$top/tests/data/trends/trl"
tell "$top/tests/data/tfevents/run"
cp "$top/tests/data/trends/openrlhf.log" .
tell --column gold=eval_math_pass1 openrlhf.log
cp -r "$top/tests/data/trends/trl" run
cp "$top/tests/data/tfevents/run/events.out.tfevents.1700000000.host.1.0" run/checkpoint-30/
assay overopt run || echo "status $?"
tell --log trl --column gold=eval_gold run
printf ':W&B\341\276\000' >run-1.wandb
assay overopt run-1.wandb || echo "status $?"
