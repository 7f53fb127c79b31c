# Rollout logs: checked, counted, put behind one another, joined by key, and made of what other tools wrote.
cp "$top/docs/examples/rollouts.jsonl" .
assay log check rollouts.jsonl
echo "--- the format is told by the tables that records are checked by"
awk '/^<!-- BEGIN fields/ { own = 1; next } /^<!-- END fields/ { own = 0 } own' "$top/docs/LOGS.md" >told
assay log fields | diff told - && echo same
echo "--- stat"
assay log stat rollouts.jsonl
assay log stat rollouts.jsonl --json --need tok.lp.policy --need correct --unparsable half --ties strict |
    sed -n '/"responses"/,/"fields"/p; /"judges"/,$p'
assay log stat rollouts.jsonl --need tok.lp.policy --need reward.rm | grep -A2 served
for rule in exclude half loss coin coin; do
    assay log stat rollouts.jsonl --unparsable $rule --ties split --seed 3 | grep -A1 '^judges'
done
assay log stat rollouts.jsonl --need tok.policy || echo "status $?"
echo "--- cat: side files stand in place, and what is not as meta says is refused"
printf '\000\000\200\077\000\000\000\100\000\000\100\100\000\000\220\300' >emb.f32
digest=$(sha256sum emb.f32 | cut -d' ' -f1)
cat >side.jsonl <<END
{"k":"meta","v":1,"run":"s","files":{"emb.f32":{"sha256":"$digest","shape":[2,2]}}}
{"k":"group","id":"1","responses":[{"id":"a","n_tok":3,"emb":{"bin":"emb.f32","row":1},"hid":{"bin":"emb.f32","off":0,"shape":[2,2]},"tok":{"H":{"bin":"emb.f32","off":1,"shape":[3]}}}]}
END
assay log cat side.jsonl --output whole.jsonl
cat whole.jsonl
assay log check side.jsonl whole.jsonl
assay log cat rollouts.jsonl whole.jsonl --kind ckpt --limit 1
assay log cat rollouts.jsonl --kind grop || echo "status $?"
assay log cat rollouts.jsonl rollouts.jsonl >twice || echo "status $?"
printf '\001' | dd of=emb.f32 conv=notrunc status=none
assay log check side.jsonl 2>fault || echo "status $?"
cut -c1-66 fault
echo "--- join: by key, not by place"
cat >more.jsonl <<'END'
{"k":"group","id":"sums/9","suite":"sums","ckpt":"c400"}
{"k":"group","id":"sums/2","suite":"sums","ckpt":"c400","responses":[{"id":"b","n_tok":3,"reward":{"other":2}},{"id":"a","reward":{"other":1,"rm":0.9}}]}
{"k":"group","id":"sums/1","suite":"sums","ckpt":"c401"}
END
assay log join rollouts.jsonl more.jsonl --output joined.jsonl
assay log check joined.jsonl
grep -c . joined.jsonl
grep '"sums/2"' joined.jsonl
tail -n 2 joined.jsonl
assay log join more.jsonl rollouts.jsonl --output other_way.jsonl
assay log check other_way.jsonl
head -n 1 other_way.jsonl
echo '{"k":"group","id":"sums/2","suite":"sums","ckpt":"c400","responses":[{"id":"a","correct":0}]}' >wrong.jsonl
assay log join rollouts.jsonl wrong.jsonl --output never.jsonl || echo "status $?"
ls never.jsonl never.jsonl.part 2>/dev/null || :
echo "--- convert"
cat >trl.jsonl <<'END'
{"step":"3","prompt":"p","completion":"x","accuracy_reward":1.0,"format_reward":0.5,"advantage":0.7}
{"step":"3","prompt":"q","completion":"z","accuracy_reward":NaN,"format_reward":0.5,"advantage":0.0}
{"step":"3","prompt":"p","completion":"y","accuracy_reward":0.0,"format_reward":0.5,"advantage":-0.7}
END
assay log convert trl.jsonl --run r --policy m@1
cat >7.jsonl <<'END'
{"input":"p","output":"x","gts":"4","score":1.0,"step":7,"acc":true,"pred":"4"}
{"input":"p","output":"y","gts":"4","score":-1.0,"step":7,"acc":false,"pred":"5"}
END
assay log convert 7.jsonl --suite sums
cat >rm.jsonl <<'END'
{"input":"p","output":"x","reward":1.5}
{"input":"q","output":"y"}
{"input":"p","output":"z","reward":0.5}
END
assay log convert rm.jsonl
cat >batch.jsonl <<'END'
{"id":"1","custom_id":"sums/1","response":{"status_code":200,"body":{"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"4"},"logprobs":{"content":[{"token":"token_id:19","logprob":-0.25,"top_logprobs":[]},{"token":"token_id:2","logprob":-1.5,"top_logprobs":[]}]},"finish_reason":"stop"}]}},"error":null}
{"id":"2","custom_id":"sums/2","response":{"status_code":200,"body":{"model":"m","choices":[{"index":0,"text":"5","logprobs":{"tokens":["5"],"token_logprobs":[-0.5]},"finish_reason":"length"}]}},"error":null}
{"id":"3","custom_id":"sums/3","response":{"status_code":500,"body":null},"error":null}
END
assay log convert batch.jsonl --suite sums --output batch.log
cat batch.log
cat >samples_t.jsonl <<'END'
{"doc_id":0,"target":"0","arguments":{"gen_args_0":{"arg_0":"p","arg_1":" yes"},"gen_args_1":{"arg_0":"p","arg_1":" no"}},"resps":[],"filtered_resps":[["-1.5","True"],["-2","False"]],"filter":"none","acc":1.0}
{"doc_id":1,"target":"11","arguments":{"gen_args_0":{"arg_0":"5 + 6?"}},"resps":[["It is 11."]],"filtered_resps":["11"],"filter":"none","exact_match":1.0}
{"doc_id":1,"target":"11","arguments":{"gen_args_0":{"arg_0":"5 + 6?"}},"resps":[["It is 11."]],"filtered_resps":["11"],"filter":"strict","exact_match":1.0}
END
assay log convert samples_t.jsonl --suite t
echo '{"a":1}' >other.jsonl
assay log convert other.jsonl || echo "status $?"
assay log convert other.jsonl --format vlm || echo "status $?"
sed 's/"7"/7/; $s/7,"acc"/8,"acc"/' 7.jsonl >steps.jsonl
assay log convert steps.jsonl || echo "status $?"
echo "--- samples with logged rewards: groups are items, responses completions"
sed '/"c400"/!d; s/"reward":{"rm":null}/"reward":{"rm":1.5}/' rollouts.jsonl >groups.jsonl
sed 's/"ckpt":"c400"/"ckpt":"c0"/; s/"rm":1.7/"rm":-1/' groups.jsonl >>groups.jsonl
assay run --suite samples:groups.jsonl --model replay:groups.jsonl --quiet | sed -n '/^section/,/^Overall/p; /^coverage/p; /^note/p'
assay bon --suite samples:groups.jsonl | head -n 6
sed 's/"n_tok":6/"n_tok":7/' groups.jsonl >broken.jsonl
assay bon --suite samples:broken.jsonl || echo "status $?"
assay data import groups.jsonl | tail -n 1
echo "--- usage"
assay log join rollouts.jsonl || echo "status $?"
assay log chek rollouts.jsonl || echo "status $?"
