#!/bin/sh
# decade.sh acronym...: ten years of one roundtable (07) as lines for
# `mesas-node import`: 660 sessions with 30,000 attendances of the institutions
# named, 900 gaps, 6,000 agreements with who is responsible, 20,000 follow-ups.
# The same lines every time; the last sessions are of the past month (DOMAIN
# 2.1; issue 4's budget of a page).
set -eu
awk -v today="$(date +%s)" -v names="$*" '
function below(n) { # Park and Miller
	seed = (seed * 16807) % 2147483647
	return seed % n
}
function day(t) { return strftime("%Y-%m-%d", t, 1) }
function pick(list) { return list[below(list[0]) + 1] }
function words(list, s, n) {
	n = split(s, list, "|")
	list[0] = n
}
function past(t) { return t < today ? t : today }
BEGIN {
	seed = 2026
	n = split(names, inst, " ")
	words(theme, "labor|education|identity|health|cross_cutting")
	words(who, "La Secretaría de Salud|El Registro Civil|El Servicio Nacional de Empleo|La Secretaría de Educación|El DIF municipal|El ACNUR")
	words(what, "emitirá una circular|capacitará a su personal|instalará un módulo|publicará los requisitos|designará un enlace|revisará su sistema")
	words(why, "para que se acepte la constancia de trámite|en los municipios con más solicitudes|antes del inicio del ciclo escolar|con interpretación en creole y portugués|sin pedir documentos apostillados")
	for (s = 1; s <= 660; s++) {
		at = today - int((661 - s) * 5.53 * 86400)
		year = strftime("%Y", at, 1)
		printf "{\"entity\":\"session\",\"key\":\"s%d\",\"set\":{\"roundtable\":\"MESA-07\",\"number\":%d,\"kind\":\"working_meeting\",\"modality\":\"%s\",\"called_for\":\"%sT16:00:00Z\",\"status\":\"held\",\"place\":\"Palacio de Gobierno\",\"cvegeo\":\"07\",\"started_at\":\"%sT16:05:00Z\",\"ended_at\":\"%sT18:20:00Z\"},\"with\":[", s, s + 100, (s % 3 ? "in_person" : "hybrid"), day(at), day(at), day(at)
		had = s <= 300 ? 46 : 45
		for (i = 1; i <= had; i++)
			printf "%s{\"entity\":\"attendance\",\"set\":{\"session\":\"@.\",\"institution\":\"%s\",\"status\":\"%s\",\"quality\":\"guest\",\"modality\":\"in_person\",\"signature\":\"handwritten\"}}", (i > 1 ? "," : ""), inst[i], (below(9) ? "present" : "absent")
		print "]}"
		for (g = 0; g < (s <= 240 ? 2 : 1); g++)
			printf "{\"entity\":\"gap\",\"key\":\"g%d\",\"set\":{\"roundtable\":\"MESA-07\",\"title\":\"%s no acepta la constancia (%d-%d)\",\"theme\":\"%s\",\"barrier\":\"documents\",\"severity\":\"%s\",\"status\":\"validated\",\"identified_on\":\"%s\",\"description\":\"%s %s %s.\",\"identified_in\":\"@s%d\"}}\n", ++gaps, pick(who), s, g, pick(theme), (below(4) ? "medium" : "high"), day(at), pick(who), pick(what), pick(why), s
		for (a = 1; a <= (s <= 60 ? 10 : 9); a++) {
			made++
			due = at + (30 + below(180)) * 86400
			done = due < today && below(10) > 0
			key = "a" made
			printf "{\"entity\":\"agreement\",\"key\":\"%s\",\"set\":{\"session\":\"@s%d\",\"theme\":\"%s\",\"text\":\"%s %s %s.\",\"agreed_on\":\"%s\",\"due_on\":\"%s\",\"means_of_verification\":\"Oficio y acuses\",\"status\":\"%s\",\"kind\":\"action\",\"priority\":\"medium\",\"progress_pct\":%d%s},\"with\":[{\"entity\":\"responsible\",\"set\":{\"agreement\":\"@.\",\"institution\":\"%s\",\"role\":\"responsible\"}}]}\n", key, s, pick(theme), pick(who), pick(what), pick(why), day(at), day(due), done ? "done" : "in_progress", done ? 100 : below(90), done ? ",\"done_on\":\"" day(due - 86400) "\",\"no_evidence_reason\":\"El oficio está en el archivo de trámite\"" : "", inst[below(n) + 1]
			for (f = 0; f < (made <= 2000 ? 4 : 3); f++)
				printf "{\"entity\":\"followup\",\"key\":\"f%d\",\"set\":{\"agreement\":\"@%s\",\"reported_on\":\"%s\",\"text\":\"%s %s; falta firmar (%d).\",\"pct\":%d,\"proposed_status\":\"in_progress\"}}\n", ++followups, key, day(past(at + (f + 1) * 6 * 86400)), pick(who), pick(what), f, f * 20 + below(20)
		}
	}
}'
