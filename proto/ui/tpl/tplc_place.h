/*
 * tplc_place -- where in the HTML a template stands, byte by byte.
 */
#ifndef PROTO_UI_TPL_TPLC_PLACE_H
#define PROTO_UI_TPL_TPLC_PLACE_H

#include <stdbool.h>
#include <stddef.h>

#define PLACE_NAME 24

enum place_state {
	PLACE_TEXT,
	PLACE_OPEN,      /* after < */
	PLACE_TAG_NAME,  /* also of an end tag */
	PLACE_TAG,       /* between attributes */
	PLACE_ATTR_NAME, /* in its name */
	PLACE_ATTR_END,  /* after its name: = may come */
	PLACE_EQUALS,    /* after =: quotes should come */
	PLACE_DOUBLE,
	PLACE_SINGLE,
	PLACE_BARE, /* a value without quotes */
	PLACE_DECL, /* <!doctype> */
	PLACE_COMMENT,
	PLACE_RAW /* inside script or style */
};

struct place {
	enum place_state state;
	char tag[PLACE_NAME], attr[PLACE_NAME];
	bool end;    /* an end tag */
	bool apart;  /* a blank, / or > must come next */
	bool begun;  /* something of an address stands already */
	size_t seen; /* of what ends a comment or raw text */
};

/* What a directive is about to put there. */
enum place_what {
	PLACE_FLOW,    /* nothing by itself: if, each, else, end */
	PLACE_VALUE,   /* escaped text */
	PLACE_PART,    /* {{url x}}: a piece of an address, percent-encoded */
	PLACE_ADDRESS, /* {{href x}}, {{asset "x"}}: a whole address */
	PLACE_MARKUP   /* other templates, icons */
};

/* One byte of literal markup; NULL or why it is refused. */
const char *place_byte(struct place *p, char c);
/* May that stand here?  NULL or why not; FLOW in a tag is made ready. */
const char *place_takes(struct place *p, enum place_what what);
bool place_same(const struct place *a, const struct place *b);

#endif
