/*
 * vocab -- vocabularies and their labels, built in (vocab.def).
 *
 * A code travels as its permanent number, is written to files by its wire
 * name (English ASCII) and shown by its label.  Codes added by the federal
 * level are `vocabulary` records with numbers from VOCAB_EXTRA up; they are
 * valid wherever their vocabulary is open.
 */
#ifndef PROTO_DOMAIN_VOCAB_H
#define PROTO_DOMAIN_VOCAB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define VOCAB_EXTRA 1000

struct code {
	const char *name, *es, *en;
	uint16_t no;
	int8_t advance; /* for statuses: how far along; 0 otherwise */
	bool terminal;
};

struct vocab {
	const char *name;
	bool open; /* may be extended by `vocabulary` records */
	const struct code *codes;
	size_t n;
};

/* The numbers by name: CODE_agreement_status_done. */
enum code_no {
#define VOCAB(...)
#define CODE(vocab, no, name, ...) CODE_##vocab##_##name = no,
#define STEP(vocab, no, name, ...) CODE_##vocab##_##name = no,
#define END(...)
#define THEME(...)
#include "proto/domain/vocab.def"
#undef VOCAB
#undef CODE
#undef STEP
#undef END
#undef THEME
};

extern const struct vocab vocab_all[];
extern const size_t vocab_count;

const struct vocab *vocab_named(const char *name);
const struct code *vocab_code(const struct vocab *v, int64_t no);
/* A code's label; "" when there is none. lang is "es" or "en". */
const char *vocab_say(const char *vocab, int64_t no, const char *lang);
/* By wire name, or by Spanish or English label (accents and case ignored). */
const struct code *vocab_find(const struct vocab *v, const char *s);

/* What the founding document ties to a theme. */
struct theme {
	uint16_t no;   /* code of `theme` */
	uint16_t axis; /* code of `axis`: the MIRPS axis it counts in */
	/* Who coordinates it federally; "" nobody. */
	const char *acronym, *es, *en;
};
/* NULL for a theme that is tied to nothing (security, or one added later). */
const struct theme *vocab_theme(int64_t theme);

#endif
