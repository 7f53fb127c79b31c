# Items that weigh differently: a verdict of "much better" is three battles, so that an item holds 2, 4 or 6 of them.
# A win rate is a quotient W / O, of which a comparison has the linear form: item i adds (won_i - R of_i) / O to it.
# By another program (Python), from the battles alone: R of both, the standard error sqrt(sum d_i^2) of their
# difference, d_i what i adds to the second less what it adds to the first, and p of all 2^12 sets of signs of
# d_i + (R2 - R1) / 12:
#
#     import itertools, math
#     battle = lambda g: ((3 if abs(g) == 2 else 1), (g > 0) + (g == 0) / 2)
#     def sums(games):
#         of = [sum(battle(g)[0] for g in two) for two in games]
#         won = [sum(battle(g)[0] * battle(g)[1] for g in two) for two in games]
#         R = sum(won) / sum(of)
#         return R, [R / 12 + (w - R * o) / sum(of) for w, o in zip(won, of)]
#     (R1, a), (R2, b) = sums(first), sums(second)
#     d = [y - x for x, y in zip(a, b)]
#     se = math.sqrt(sum((x - sum(d) / 12) ** 2 for x in d))
#     p = sum(abs(sum(s * x for s, x in zip(t, d))) >= abs(sum(d)) - 1e-12 for t in itertools.product((1, -1), repeat=12)) / 2 ** 12
first="2,1 -2,-2 1,0 -1,-2 0,0 1,2 -1,-1 2,2 -2,1 0,-1 1,1 -2,-2"
second="2,2 -1,-2 1,1 -1,0 2,0 1,2 1,-1 2,2 -1,2 0,1 1,0 -2,1"
judged() { # NAME GAMES...: degrees of the model's answer; in the second game the model's answer is A
    name=$1
    shift
    i=0
    for two; do
        one=$(echo "${two%,*}" | sed 's/^-2$/A>>B/; s/^-1$/A>B/; s/^0$/A=B/; s/^1$/B>A/; s/^2$/B>>A/')
        other=$(echo "${two#*,}" | sed 's/^2$/A>>B/; s/^1$/A>B/; s/^0$/A=B/; s/^-1$/B>A/; s/^-2$/B>>A/')
        echo "{\"uid\": \"u$i\", \"category\": \"hard\", \"games\": [{\"score\": \"$one\"}, {\"score\": \"$other\"}]}"
        i=$((i + 1))
    done >"$name.jsonl"
    assay run --quiet --suite arena-hard --model "replay:$name.jsonl" --label "$name" --output "$name" --replicates 100 >/dev/null
}
# shellcheck disable=SC2086
judged first $first
# shellcheck disable=SC2086
judged second $second
assay compare first second --allow data --json >told.json
echo "--- 0.454545 and 0.714286, 0.259740 apart; p 20 / 4096; se 0.062034 within the error of 10,000 replicates"
awk '/"overall": / { overall = /true/ }
    overall && /"(value|p)": / && n < 4 { gsub(/[ ,]/, ""); split($0, part, ":"); printf "%s %.6f\n", part[1], part[2]; n++ }
    overall && /"se": / { gsub(/[ ,]/, ""); split($0, part, ":"); off = part[2] / 0.062033815923772676 - 1; print "se", (off < 0 ? -off : off) < 0.03 ? "holds" : part[2] }' told.json
