/*
 * crosswalk -- what our codes are called in other people's standards
 * (DOMAIN 2.2).
 *
 * iCalendar (RFC 5545, 3.8.1.11): an agreement is a task, a session an event.
 */
#ifndef PROTO_DOMAIN_CROSSWALK_H
#define PROTO_DOMAIN_CROSSWALK_H

#include <stdint.h>

/* Of agreement_status: "NEEDS-ACTION", "IN-PROCESS", "COMPLETED", "CANCELLED".
 */
const char *crosswalk_task(int64_t agreement_status);
/* Of session_status: "TENTATIVE", "CONFIRMED", "CANCELLED". */
const char *crosswalk_event(int64_t session_status);

/* What the MIRPS page of good practices calls the area of a theme, within a
 * sentence: "employment", "empleo"; NULL: it has no area for it. */
const char *crosswalk_area(int64_t theme, const char *lang);

#endif
