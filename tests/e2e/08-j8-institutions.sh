#!/bin/sh
# J8: institutions are renamed, split and merged while an office, offline,
# goes on using the old ones.
. tests/e2e/lib.sh

agreement() { # TEXT INSTITUTION
	new TAP save agreement session=07-SE-2026-001 theme=labor "text=$1" \
	    agreed_on=2026-09-10 due_on=2026-12-10 \
	    means_of_verification=Oficio \
	    + responsible agreement=@. "institution=$2" role=responsible
}

story() { # who is first to know: office or federal
	again "$1"
	world TAP
	chiapas TAP
	sync_ok TAP

	step "offline, the office adds three agreements with the old names"
	hub_stop
	agreement 'Con el nombre anterior' SNE >"$T/a1"
	agreement 'Con la que se divide' SET-CHIS >"$T/a2"
	agreement 'Con la duplicada' SNDIF >"$T/a3"
	[ "$1" != office ] || { hub_start; sync_ok TAP; }

	step "the federal level renames one, splits one, merges a duplicate"
	hub save institution official_name='Servicio Nacional de Empleo y Capacitación' \
	    acronym=SNEC kind=federal_agency government_level=federal >/dev/null
	hub save institution SNE valid_to=2026-08-31 \
	    + succession predecessor=@. successor=SNEC kind=renamed \
	    effective_on=2026-09-01 >/dev/null
	hub save institution official_name='Secretaría de Economía de Chiapas' \
	    acronym=SEC-CHIS kind=state_agency government_level=state \
	    cvegeo=07 >/dev/null
	hub save institution official_name='Secretaría del Trabajo de Chiapas' \
	    acronym=STR-CHIS kind=state_agency government_level=state \
	    cvegeo=07 >/dev/null
	hub save institution SET-CHIS valid_to=2026-08-31 \
	    + succession predecessor=@. successor=SEC-CHIS kind=split \
	    effective_on=2026-09-01 \
	    + succession predecessor=@. successor=STR-CHIS kind=split \
	    effective_on=2026-09-01 >/dev/null
	hub save institution official_name='SNDIF (registro repetido)' \
	    acronym=SNDIF2 kind=federal_agency government_level=federal >/dev/null
	hub save institution SNDIF valid_to=2026-08-31 \
	    + succession predecessor=@. successor=SNDIF2 kind=merged \
	    effective_on=2026-09-01 >/dev/null
	refused 65 'rule 10' hub save institution SEP valid_to=2026-08-31
	refused 65 'rule 10' hub void SEP --reason 'No se borra'

	step "they meet without an error; nothing lost its institution"
	[ "$1" = office ] || hub_start
	sync_all TAP
	for w in TAP hub; do
		for a in a1 a2 a3; do
			eq "responsible of $a at $w" "$(at $w --json list \
			    responsible agreement="$(cat "$T/$a")" |
			    jq '.records | length')" 1
		done
		eq "the old name in the old record at $w" "$(field $w SNE \
		    official_name)" 'Servicio Nacional de Empleo (STPS)'
		eq "successions at $w" "$(at $w --json list succession |
		    jq '.records | length')" 4
	done

	step "a new agreement with the old name is kept, with a question"
	agreement 'Otra vez el nombre anterior' SNE >/dev/null
	has "a note" "$(cat "$T/saved.json")" 'usar SNEC'
	agreement 'Otra vez la que se dividió' SET-CHIS >/dev/null
	has "both successors" "$(cat "$T/saved.json")" 'SEC-CHIS'
	agreement 'Con el nombre nuevo' SNEC >/dev/null
	eq "no note" "$(jq '.notes | length' "$T/saved.json")" 0

	step "an alias is taken back without harm"
	S=$(hub --json list succession kind=merged | jq -r '.records[0].id')
	refused 65 'rule 10' hub void "$S" --reason 'Eran dos'
	hub save institution SNDIF valid_to= >/dev/null
	hub void "$S" --reason 'Eran dos' >/dev/null
	eq "successions left" "$(hub --json list succession |
	    jq '.records | length')" 3
	four_checks TAP
}

story office
story federal
