#!/bin/sh
# J16: 1,200 rows of old agreements, 37 of them bad: each with its number and
# its reason, the good ones go in, and all of it can be taken back in one act.
. tests/e2e/lib.sh

step "a file of 1,200 rows, 37 bad in seven ways"
world TAP TAP2
chiapas TAP
sync_all TAP TAP2
digests TAP >"$T/digests.first"
awk 'BEGIN {
	for (i = 1; i <= 1200; i++) {
		bad = (i % 32 == 0) ? (i / 32) % 7 + 1 : 0
		theme = bad == 1 ? "no_es_tema" : "health"
		due = bad == 2 ? "2019-01-01" : "2027-06-30"
		agreed = bad == 3 ? "2026-02-30" : "2026-01-22"
		session = bad == 4 ? "@no-existe" : "07-SE-2026-001"
		means = bad == 5 ? "" : "Oficio"
		field = bad == 6 ? "campo_que_no_hay" : "priority"
		end = bad == 7 ? "" : "}"
		printf "{\"entity\":\"agreement\",\"key\":\"fila-%d\",\"set\":{\"session\":\"%s\",\"theme\":\"%s\",\"text\":\"Acuerdo de la fila %d\",\"agreed_on\":\"%s\",\"due_on\":\"%s\",\"means_of_verification\":\"%s\",\"%s\":\"low\"},\"with\":[{\"entity\":\"responsible\",\"set\":{\"agreement\":\"@.\",\"institution\":\"SS-CHIS\",\"role\":\"responsible\"}}]%s\n", i, session, theme, i, agreed, due, means, field, end
	}
}' >"$T/rows.jsonl"
eq rows "$(wc -l <"$T/rows.jsonl" | tr -d ' ')" 1200

step "a dry run says it all and saves nothing"
rc=0
node TAP --json import --dry-run "$T/rows.jsonl" >"$T/dry.json" 2>"$T/dry.err" ||
    rc=$?
eq "exit status" $rc 65
eq "bad rows" "$(sed -n 1p "$T/dry.json" | jq .bad_lines)" 37
digests TAP >"$T/digests.dry"
cmp -s "$T/digests.first" "$T/digests.dry" || fail "the dry run saved something"

step "the import: the good go in, the bad are told by row"
rc=0
node TAP --json import "$T/rows.jsonl" >"$T/real.json" 2>"$T/real.err" || rc=$?
eq "exit status" $rc 65
sed -n 1p "$T/real.json" >"$T/report"
eq "bad rows" "$(jq .bad_lines "$T/report")" 37
eq "records" "$(jq .created "$T/report")" $((1163 * 2))
eq "numbers of the bad" "$(jq -c '[.bad[].line]' "$T/report")" \
    "$(awk 'BEGIN { printf "["; for (i = 32; i <= 1200; i += 32)
	printf "%s%d", (i > 32 ? "," : ""), i; print "]" }')"
eq "each has a reason" \
    "$(jq '[.bad[] | select(.reason == "")] | length' "$T/report")" 0
for say in no_es_tema 2019-01-01 2026-02-30 no-existe means_of_verification \
    campo_que_no_hay; do
	has "a reason" "$(jq -r '.bad[].reason' "$T/report")" "$say"
done
eq agreements "$(node TAP --json list agreement theme=health |
    jq '.records | length')" 1164

step "again: nothing twice"
node TAP --json import "$T/rows.jsonl" >"$T/again.json" 2>/dev/null || :
eq created "$(sed -n 1p "$T/again.json" | jq .created)" 0
eq unchanged "$(sed -n 1p "$T/again.json" | jq .unchanged)" $((1163 * 2))

step "all of it travels"
sync_all TAP TAP2
eq "agreements at TAP2" "$(node TAP2 --json list agreement theme=health |
    jq '.records | length')" 1164
same_digests TAP TAP2

step "one act takes it back"
node TAP --json undo "$(jq .batch "$T/report")" --reason 'Era otro archivo' \
    >"$T/undo.json" || fail "undo: $(cat "$T/undo.json")"
sync_all TAP TAP2
for w in TAP TAP2 hub; do
	eq "agreements at $w" "$(at $w --json list agreement theme=health |
	    jq '.records | length')" 1
done
four_checks TAP TAP2
