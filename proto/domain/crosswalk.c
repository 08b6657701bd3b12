#include "proto/domain/crosswalk.h"

#include <stddef.h>
#include <string.h>

#include "proto/domain/vocab.h"

#define MOST 8 /* codes of a closed vocabulary here */

static const char *const tasks[MOST] = {
	[CODE_agreement_status_not_started] = "NEEDS-ACTION",
	[CODE_agreement_status_in_progress] = "IN-PROCESS",
	[CODE_agreement_status_partly_done] = "IN-PROCESS",
	[CODE_agreement_status_standing] = "IN-PROCESS",
	[CODE_agreement_status_done] = "COMPLETED",
	[CODE_agreement_status_cancelled] = "CANCELLED",
	[CODE_agreement_status_superseded] = "CANCELLED",
};

/* A postponed session may or may not have its new day yet. */
static const char *const events[MOST] = {
	[CODE_session_status_scheduled] = "TENTATIVE",
	[CODE_session_status_called] = "CONFIRMED",
	[CODE_session_status_in_progress] = "CONFIRMED",
	[CODE_session_status_held] = "CONFIRMED",
	[CODE_session_status_no_quorum] = "CONFIRMED",
	[CODE_session_status_postponed] = "TENTATIVE",
	[CODE_session_status_cancelled] = "CANCELLED",
};

const char *
crosswalk_task(int64_t status)
{
	const char *s = status > 0 && status < MOST ? tasks[status] : NULL;

	return (s == NULL ? "NEEDS-ACTION" : s);
}

const char *
crosswalk_event(int64_t status)
{
	const char *s = status > 0 && status < MOST ? events[status] : NULL;

	return (s == NULL ? "TENTATIVE" : s);
}

static const char *const areas[MOST][2] = {
	[CODE_theme_labor] = { "empleo", "employment" },
	[CODE_theme_education] = { "educación", "education" },
	[CODE_theme_identity] = { "identidad y documentación",
	    "identity and documentation" },
	[CODE_theme_health] = { "salud", "health" },
};

const char *
crosswalk_area(int64_t theme, const char *lang)
{
	if (theme <= 0 || theme >= MOST)
		return (NULL);
	return (areas[theme][strcmp(lang, "en") == 0]);
}
