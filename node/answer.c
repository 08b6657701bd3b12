#include "node/answer.h"

#include "proto/base/text.h"

err_t
answer_comma(struct buf *b)
{
	if (b->n == 0 || strchr("{[,:\n", b->p[b->n - 1]) != NULL)
		return (NULL);
	return (buf_byte(b, ','));
}

err_t
answer_key(struct buf *b, const char *key)
{
	TRY(answer_comma(b));
	TRY(json_put_text(b, span_str(key)));
	return (buf_byte(b, ':'));
}

err_t
answer_str(struct buf *b, const char *key, const char *s)
{
	TRY(answer_key(b, key));
	return (s == NULL ? buf_str(b, "null") : json_put_text(b, span_str(s)));
}

err_t
answer_int(struct buf *b, const char *key, int64_t i)
{
	TRY(answer_key(b, key));
	return (json_put_int(b, i));
}

err_t
answer_yes(struct buf *b, const char *key, bool yes)
{
	TRY(answer_key(b, key));
	return (buf_str(b, yes ? "true" : "false"));
}

err_t
answer_time(struct buf *b, const char *key, int64_t at)
{
	char s[21];

	text_time_put(at, s);
	return (answer_str(b, key, s));
}
