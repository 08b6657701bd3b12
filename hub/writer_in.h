/*
 * writer_in -- what the files of the writer share; for nobody else.
 */
#ifndef HUB_WRITER_IN_H
#define HUB_WRITER_IN_H

#include "hub/writer.h"

/* Jobs in order. */
struct line {
	struct writer_job *first, **end;
	size_t n, bytes;
};

static inline void
line_start(struct line *l)
{
	*l = (struct line){ NULL, &l->first, 0, 0 };
}

static inline void
line_add(struct line *l, struct writer_job *j)
{
	j->next = NULL;
	*l->end = j;
	l->end = &j->next;
	l->n++;
	l->bytes += j->bytes;
}

static inline struct writer_job *
line_take(struct line *l)
{
	struct writer_job *j = l->first;

	if (j == NULL)
		return (NULL);
	l->first = j->next;
	if (l->first == NULL)
		l->end = &l->first;
	l->n--;
	l->bytes -= j->bytes;
	return (j);
}

/* Apply the jobs together, in one transaction, or the first one alone; those
 * that failed say so.  h may have been opened again, or be closed. */
void writer_group_run(struct house *h, struct line *group);
void writer_group_alone(struct house *h, struct writer_job *j);
/* Tell whoever waits, from st (may be NULL). The job may be gone after. */
void writer_group_tell(struct writer_job *j, struct store *st);

#endif
