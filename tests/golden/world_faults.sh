# What is wrong with a world is one line with the place, and status 3; with the words of the command line, status 2.
fails() {
    assay distance "$@" || echo "status $?"
}
tau='"tau": [[[1, 0], [0, 1]], [[0, 1], [1, 0]]]'
two='"R1": [[0, 1], [0, 0]], "R2": [[0, 2], [0, 0]]'
while IFS= read -r text; do
    printf '%s' "$text" >w.json
    fails w.json
done <<END
{"S": 1000000000, "A": 2, "gamma": 0.5, "tau": {"entries": [[0, 0, 0, 1]]}}
{"S": 16000000, "A": 4, "gamma": 0.5, "tau": {"entries": [[0, 0, 0, 1]]}}
{"gamma": 0.5, "tau": [[[1, 0], [0, 1]], [[0, 1], [0.5, 0.4]]], $two}
{"gamma": 0.5, "tau": [[[1, 0], [0, 1]], [[0, 1], [0.5, 0.500000002]]], $two}
{"gamma": 0.5, "tau": [[[1, 0], [0, 1]], [[0, 1], [1.5, -0.5]]], $two}
{"gamma": 0.5, "tau": [[[1, 0], [0, 1]], [[0, 1], [1]]], $two}
{"gamma": 1, $tau, $two}
{"gamma": 1.01, $tau, $two}
{"gamma": NaN, $tau, $two}
{"gamma": 0.5, "mu0": [0.5, Infinity], $tau, $two}
{"gamma": 0.5, $tau, "R1": [[0, 1], [0, 0]]}
{"gamma": 0.5, $tau, "R1": [[0, 1], [0]], "R2": [[0, 2], [0, 0]]}
{"gamma": 0.5, $tau, $two, "rewards": {"x": {"entries": [[0, 1, 1, 2], [0, 1, 1, 3]]}}}
{"gamma": 0.5, $tau, $two, "rewards": {"x": "log(s) + 1"}}
{"gamma": 0.5, $tau, $two, "reward": {}}
{"gamma": 0.5, $tau, $two, "policies": {"p": [[0.5, 0.4], [1, 0]]}}
END
printf '{"gamma": 0.5, %s, %s}' "$tau" "$two" >w.json
echo '[[1, 0], [0.5, 0.6]]' >p.json
fails w.json --policy p=p.json
fails w.json --policy p=none.json
fails w.json --policy p.json
fails w.json --reward 'x=goal'
fails w.json --reward 'x=1 / (next - 1)'
fails w.json --reward 'x='
fails grid:4x4,slip=2
fails grid:4x4,walls=9:9
fails grd:4x4
