/*
 * exchange -- two offices and the hub: push, pull, bad days, one space.
 *
 * What it tells.  Two nodes write commits, each into its current log, and meet
 * the hub when they like: docs/protocol.md 8 and 10, as node/sync*.c, inlet.c,
 * hub/intake*.c, epoch.c and outlet.c have it.  A session closes the tail,
 * asks first when something may have arrived, pushes what the hub lacks, pulls
 * entry after entry, opens a new log when the hub says so, hands back when the
 * hub was restored, and goes on from the number at which both agree.
 *
 * What goes wrong.  A request is lost, sent twice, overtaken by a later one,
 * or cut after its first segment; an answer is lost or cut after any entry;
 * either side dies at any step (a hub that dies before it commits is a lost
 * request, one that dies after is a lost answer; a node that dies between two
 * entries is a cut answer); node 0 is restored from a backup of any moment,
 * and its instance file tells (noticed) or was restored too (not noticed); the
 * hub is restored from a backup of any moment, under a new hub epoch.
 *
 * What is left out.  Bytes, hashes and seals: a commit is a number, which no
 * two commits share, as no two have one hash.  A commit stands for a segment
 * of its own.  One space, so no order among spaces and no `national`.  Time:
 * receipts are always believed.  Hostile peers (the fuzzers and the simulator
 * have those).  Limits of size; `more` is a cut answer and another session.
 * An answer belongs to one request (10.6), and taking an entry touches nothing
 * but the node: so the hub's transaction and the node's taking of the answer
 * are one step here, with every place for a cut.
 *
 * H_n stands for the commits at numbers 1..n: it is found by walking the lives
 * of the hub, and two lives that gave the same commits the same numbers have
 * the same H, which real ones have only within one second.
 *
 * Bounds.  C commits by WRITERS of the nodes, E lives of the hub, P numbers of a space, LOSS: how many
 * cuts, losses, doubles and deaths (99: any number), RESTORE: restores of the
 * node, ROUNDS: sessions of each node, once nothing goes wrong any more, after
 * which both must hold what the hub holds.  A bound that is too small for the
 * run (P, logs) is an error of an assertion, never silence.
 */
#ifndef C
#define C 3
#endif
#ifndef E
#define E 2
#endif
#ifndef P
#define P 6
#endif
#ifndef LOSS
#define LOSS 99
#endif
#ifndef RESTORE
#define RESTORE 1
#endif
#ifndef ROUNDS
#define ROUNDS 3
#endif
#ifndef WRITERS
#define WRITERS 2
#endif
#define IDLE_MAX  3
#define ADOPT_MAX 3
#define LOGS      4 /* of a node: node i has i * LOGS + 1 .. + LOGS */

#define IN(m, x)   (((m) >> (x)) & 1)
#define AT(e, k)   (((e) - 1) * P + (k) - 1)
#define PIN(m, e, k) (((m) >> AT(e, k)) & 1)
#define OWNER(x)   ((c_log[x] - 1) / LOGS)

/* Commits, as their authors signed them. */
byte commits;
byte c_log[C + 1], c_seq[C + 1];
byte c_prev[C + 1];          /* also the parent of the first of a log */
byte c_seen[(C + 1) * (E + 1)]; /* basis: epoch -> number */
#define BASIS(x, e) c_seen[(x) * (E + 1) + (e)]

/* What a number of a life of the hub was given to. */
byte truth[E * P];
byte lives = 1;
byte base[E + 1], par[E + 1]; /* where a life took over, and from which */

typedef Store {              /* a node's database */
	byte has, open, alt;     /* commits; not sealed yet; first of a branch */
	byte log, ended;         /* being written; the last that has ended */
	byte ep, ce, cn;         /* hub epoch; cursor */
	byte seen[E + 1];
	int pos, hk              /* positions; those with their H */
}
Store d[2];
Store copy;                  /* backup of node 0 */
byte copied;
byte note[2];                /* outside the database: what left */

typedef Hub { byte has, alt, cur, n; int pos }
Hub h, hcopy;
bool hcopied;
#ifdef M_ACK_BEFORE_SYNC
Hub synced;
bool dirty;
#endif

mtype = { IDLE, TALK, BACK, WAIT_TALK, WAIT_BACK }
typedef Session {
	mtype st = IDLE;
	bool probe, silent;
	byte known, there, sent; /* commits whose log's head at the hub is known;
	                          * of them, those that it has; just pushed */
	byte forked;             /* commits of logs that it has a branch of */
	byte refused;            /* commits of logs that it does not want */
	byte adopted, idle, ser;
	byte to[E + 1];          /* handed back so far */
	byte rcur, rn            /* from the reply: epoch, last number */
}
Session s[2];
byte logs[2];                /* ids drawn so far */

/* node, serial, back?, epoch, cursor, heads, commits pushed, handed back,
 * all positions of the node (the "was" of what is handed back) */
chan up = [2] of { byte, byte, bool, byte, byte, byte, byte, byte, int, int };

byte loss, restores;
bool calm;
byte rounds[2];
/* Told for the properties only. */
bool met[2] = true;          /* a whole session since a restore, or since
                              * something of it came to the hub by another
                              * road than its own session */

hidden byte x, y, z, k, l, e, code, about, hseq, pm, heads, push;
hidden byte had, order, ok, body, failed, forked, news;
/* Those of the small inlines: none is used by two that call each other. */
hidden byte tr, ti, sr, ob, hs, ha, hb, la, lb, ps1, se, re, rt, ry, lk, lh, le,
	ly, lz, bo, af, ax, ay, az, ae;
hidden int bits, m, given;

/* Head of the first branch of a log. */
inline trunk(set_, alts, log_, out) {
	out = 0;
	for (tr : 1 .. C) {
		if
		:: IN(set_, tr) && c_log[tr] == log_ && !IN(alts, tr) &&
		    (c_seq[tr] == 1 || (out != 0 && c_prev[tr] == out)) -> out = tr
		:: else
		fi
	}
}

/* Head of the branch that a commit is on. */
inline tip(set_, alts, from, out) {
	out = from;
	for (ti : 1 .. C) {
		if
		:: IN(set_, ti) && c_prev[ti] == out && c_log[ti] == c_log[out] &&
		    !IN(alts, ti) -> out = ti
		:: else
		fi
	}
}

inline store(set_, alts, c) {
	for (sr : 1 .. C) {
		if
		:: sr != c && IN(set_, sr) && c_log[sr] == c_log[c] &&
		    c_prev[sr] == c_prev[c] -> alts = alts | (1 << c)
		:: else
		fi
	}
#ifdef M_OVERWRITE
	for (sr : 1 .. C) {
		if
		:: sr != c && c_log[sr] == c_log[c] && c_seq[sr] == c_seq[c] ->
			set_ = set_ & ~(1 << sr)
		:: else
		fi
	}
#endif
	set_ = set_ | (1 << c)
}

inline on_branch(alts, c, out) {
	out = false; ob = c;
	do
	:: ob != 0 && c_log[ob] == c_log[c] ->
		out = out || IN(alts, ob); ob = c_prev[ob]
	:: else -> break
	od
}

/* Which life gave number n, seen from a life. */
inline life(from, n_, out) {
	out = from;
	do
	:: n_ <= base[out] -> out = par[out]
	:: else -> break
	od
}

/* Is H the same at n in two lives? */
inline same_h(e1, e2, n_, out) {
	out = true;
	for (hs : 1 .. n_) {
		life(e1, hs, ha); life(e2, hs, hb);
		out = out && truth[AT(ha, hs)] == truth[AT(hb, hs)]
	}
}

/* The last number that the hub gave out in epoch w: 0 when it is none of its
 * own lives. */
inline last_of(cur_, n_, w, out) {
	out = 0; la = cur_; lb = n_;
	do
	:: la != 0 && la != w -> lb = base[la]; la = par[la]
	:: la != 0 && la == w -> out = lb; la = 0
	:: else -> break
	od
}

inline positioned(pset, out) {
	out = 0;
	for (ps1 : 0 .. E * P - 1) {
		if
		:: (pset >> ps1) & 1 -> out = out | (1 << truth[ps1])
		:: else
		fi
	}
}

inline see(i, w, n_) {
	if
	:: n_ > d[i].seen[w] -> d[i].seen[w] = n_
	:: else
	fi
}

inline session_end(i) {
	s[i].st = IDLE; s[i].probe = false; s[i].silent = false;
	s[i].known = 0; s[i].there = 0; s[i].sent = 0; s[i].refused = 0;
	s[i].forked = 0;
	s[i].adopted = 0; s[i].idle = 0; s[i].ser = 0;
	for (se : 0 .. E) { s[i].to[se] = 0 }
	s[i].rcur = 0; s[i].rn = 0;
	if
	:: calm -> rounds[i]++
	:: else
	fi
}

inline close(i) { d[i].open = 0 }

inline renew(i) {
	close(i);
	if
	:: d[i].log != 0 -> d[i].ended = d[i].log; d[i].log = 0
	:: else
	fi
}

/* ---- properties ---- */

inline check() {
	/* Nothing stored is overwritten, and all of it has a number. */
	m = 0;
	for (k : 1 .. h.n) {
		life(h.cur, k, l);
		assert(IN(h.has, truth[AT(l, k)]));
		assert(PIN(h.pos, l, k));
		m = m | (1 << truth[AT(l, k)])
	}
	assert(m == h.has);
	for (e : 0 .. 1) {
		positioned(d[e].pos, pm);
		/* Nothing but what it wrote or was given. */
		for (x : 1 .. commits) {
			assert(!IN(d[e].has, x) || OWNER(x) == e || IN(pm, x))
		}
		assert((pm & ~d[e].has) == 0);
		if
		:: d[e].ep == h.cur ->
			/* Acknowledged is durable, and what a restore of the
			 * hub lost was handed back. */
			assert((d[e].pos & ~h.pos) == 0);
			assert((pm & ~h.has) == 0);
			/* Both agree, and 1..n is here. */
			assert(d[e].cn <= h.n);
			same_h(d[e].ce, h.cur, d[e].cn, ok);
			assert(ok);
			for (k : 1 .. d[e].cn) {
				life(h.cur, k, l);
				assert(IN(d[e].has, truth[AT(l, k)]));
				/* (of a life with the same H perhaps) */
				ok = false;
				for (x : 1 .. lives) {
					ok = ok || (PIN(d[e].pos, x, k) &&
					    truth[AT(x, k)] == truth[AT(l, k)])
				}
				assert(ok)
			}
		:: else
		fi
	}
}

#define DONE(i)    (d[i].ep == h.cur && d[i].cn == h.n && d[i].has == h.has)
#define SETTLED    (DONE(0) && DONE(1))

/* ---- the office writes ---- */

inline write(i) {
	commits++;
	if
	:: d[i].log == 0 ->
		trunk(d[i].has, d[i].alt, d[i].ended, c_prev[commits]);
		logs[i]++;
		assert(logs[i] <= LOGS);
		d[i].log = i * LOGS + logs[i];
		c_seq[commits] = 1
	:: else ->
		trunk(d[i].has, d[i].alt, d[i].log, c_prev[commits]);
		c_seq[commits] = c_seq[c_prev[commits]] + 1
	fi;
	c_log[commits] = d[i].log;
	d[i].has = d[i].has | (1 << commits);
	d[i].open = d[i].open | (1 << commits);
	/* After contact no number of a log that the hub has is written
	 * again. */
	for (x : 1 .. commits - 1) {
		assert(!(met[i] && IN(h.has, x) && c_log[x] == c_log[commits] &&
		    c_seq[x] == c_seq[commits]))
	}
	/* The basis names nothing that the author does not hold. */
	for (e : 1 .. lives) {
		BASIS(commits, e) = d[i].seen[e];
		for (k : base[e] + 1 .. d[i].seen[e]) {
			assert(truth[AT(e, k)] == 0 ||
			    IN(d[i].has, truth[AT(e, k)]))
		}
	}
}

/* ---- the node asks ---- */

inline begin(i) {
	positioned(d[i].pos, pm);
	s[i].probe = false;
	for (x : 1 .. commits) {
		if
		:: IN(d[i].has, x) && OWNER(x) == i && !IN(d[i].open, x) &&
		    !IN(pm, x) -> s[i].probe = true
		:: else
		fi
	}
	close(i);
	s[i].st = TALK
}

/* The commits of the branch that a head is on. */
inline branch_of(i, head, out) {
	out = 0; bo = head;
	do
	:: bo != 0 && c_log[bo] == c_log[head] ->
		out = out | (1 << bo);
		if
		:: IN(d[i].alt, bo) -> break
		:: else -> bo = c_prev[bo]
		fi
	:: else -> break
	od
}

inline hello(i) {
	heads = 0;
	positioned(d[i].pos, pm);
	trunk(d[i].has, d[i].alt, d[i].log, y);
	for (x : 1 .. commits) {
		ok = IN(d[i].has, x) && OWNER(x) == i && !IN(d[i].open, x);
		for (z : 1 .. commits) {
			ok = ok && !(IN(d[i].has, z) && !IN(d[i].open, z) &&
			    c_prev[z] == x && c_log[z] == c_log[x] &&
			    !IN(d[i].alt, z))
		}
		on_branch(d[i].alt, x, forked);
		if
		:: ok && (!IN(pm, x) ||
		    (c_log[x] == d[i].log && !forked)) -> heads = heads | (1 << x)
		:: ok && IN(pm, x) && !(c_log[x] == d[i].log && !forked) ->
			branch_of(i, x, l);
			s[i].known = s[i].known & ~l
		:: else
		fi
	}
	if
	:: s[i].silent -> heads = 0
	:: else
	fi
}

inline pushed(i) {
	push = 0;
	for (x : 1 .. commits) {
		if
		:: IN(d[i].has, x) && OWNER(x) == i && !IN(d[i].open, x) &&
		    !IN(s[i].refused, x) && !s[i].probe && !s[i].silent &&
#ifdef M_TRUST_ACK
		    !IN(note[i], x) &&
#endif
		    (IN(s[i].known, x) -> !IN(s[i].there, x) : !IN(pm, x)) ->
			push = push | (1 << x)
		:: else
		fi
	}
	note[i] = note[i] | push;
	s[i].sent = push
}

/* What is handed back: all positions beyond what the hub says it holds. */
inline back_of(i) {
	bits = 0;
	for (e : 1 .. lives) {
		for (k : 1 .. P) {
			if
			:: e != s[i].rcur && PIN(d[i].pos, e, k) &&
			    k > s[i].to[e] ->
				bits = bits | (1 << AT(e, k))
			:: else
			fi
		}
	}
#ifdef M_NO_HAND_BACK
	bits = 0
#endif
}

inline serial(i) {
	if
	:: !(up ?? [_, 1, _, _, _, _, _, _, _, _]) -> s[i].ser = 1
	:: else ->
		if
		:: !(up ?? [_, 2, _, _, _, _, _, _, _, _]) -> s[i].ser = 2
		:: else -> s[i].ser = 3
		fi
	fi
}

/* Is the cursor good, or some number where the hub's last H is held? */
inline adopt(i) {
	ok = false; x = s[i].rcur; y = s[i].rn;
	l = d[i].ce; k = d[i].cn;
	d[i].ce = 0; d[i].cn = 0;
	e = x; hseq = y;
	do
	:: e != 0 && !ok ->
		if
		:: hseq > 0 && k == hseq ->
			same_h(l, e, k, ok);
			if
			:: ok -> d[i].ce = l; d[i].cn = k
			:: else
			fi
		:: else
		fi;
		if
		:: !ok && hseq > base[e] && PIN(d[i].pos, e, hseq) &&
		    PIN(d[i].hk, e, hseq) ->
			d[i].ce = e; d[i].cn = hseq; ok = true
		:: !ok && !(hseq > base[e] && PIN(d[i].pos, e, hseq) &&
		    PIN(d[i].hk, e, hseq)) && s[i].adopted == 0 &&
		    hseq > 0 && l == e && k < hseq ->
			d[i].ce = l; d[i].cn = k; ok = true
		:: else
		fi;
		hseq = base[e]; e = par[e]
	:: else -> break
	od;
#ifdef M_KEEP_CURSOR
	d[i].ce = l; d[i].cn = k;
#endif
	if
	:: d[i].cn == 0 -> d[i].ce = 0
	:: else -> see(i, d[i].ce, d[i].cn)
	fi;
	d[i].ep = s[i].rcur;
	s[i].adopted++;
	s[i].known = 0; s[i].there = 0
}

/* ---- the hub answers ---- */

inline refuse(what, log_, seq) {
	failed = true;
	if
	:: code == 0 -> code = what; about = log_; hseq = seq
	:: else
	fi
}
#define FORK     1
#define ROLLBACK 2
#define GAP      3
#define EPOCH    4

inline give(c) {
	h.n++;
	assert(h.n <= P);
	/* A number of an epoch names one commit for ever. */
	assert(truth[AT(h.cur, h.n)] == 0 || truth[AT(h.cur, h.n)] == c);
	truth[AT(h.cur, h.n)] = c;
	h.pos = h.pos | (1 << AT(h.cur, h.n))
}

/* Can the author have seen what the basis says?  entry: the commit is handed
 * back with these positions. */
inline resolve(c, entry, out) {
	out = true;
	for (re : 1 .. lives) {
		ry = 0;
		for (rt : 1 .. P) {
			if
			:: PIN(h.pos, re, rt) -> ry = rt
			:: re != h.cur && PIN(entry, re, rt) && rt > ry + 1 -> ry = rt - 1
			:: else
			fi
		}
		rt = h.cur;
		do
		:: rt != 0 ->
			if
			:: rt == re && base[re] > ry -> ry = base[re]
			:: else
			fi;
			rt = par[rt]
		:: else -> break
		od;
		out = out && BASIS(c, re) <= ry
	}
}

inline take(c) {
	failed = false;
	if
	:: IN(h.has, c) -> skip
	:: !IN(h.has, c) && c_prev[c] != 0 && !IN(h.has, c_prev[c]) ->
		trunk(h.has, h.alt, c_log[c], y);
		if
		:: y != 0 -> y = c_seq[y]
		:: else
		fi;
		refuse(GAP, c_log[c], y)
	:: else ->
		resolve(c, 0, ok);
		if
		:: !ok -> refuse(EPOCH, c_log[c], 0)
		:: else ->
			store(h.has, h.alt, c);
			give(c);
			on_branch(h.alt, c, forked);
			if
			:: forked -> order = true; refuse(FORK, c_log[c], 0)
			:: else
			fi
		fi
	fi
}

inline take_all(heads_, push_) {
	for (l : 1 .. commits) {
		if
		:: IN(heads_, l) && code != EPOCH ->
			trunk(h.has, h.alt, c_log[l], y);
			if
			:: y == 0 || c_seq[y] < c_seq[l] -> skip
			:: y != 0 && c_seq[y] >= c_seq[l] && !IN(h.has, l) ->
				order = true; refuse(FORK, c_log[l], 0)
			:: else ->
				tip(h.has, h.alt, l, y);
				if
				:: y != l -> order = true;
					refuse(ROLLBACK, c_log[l], 0)
				:: else
				fi
			fi
		:: else
		fi
	}
	for (l : 1 .. commits) {
		if
#ifdef M_NEW_BEFORE_BACK
		:: IN(push_, l) -> take(l)
#else
		:: IN(push_, l) && !news -> take(l)
#endif
		:: else
		fi
	}
}

/* One entry that is handed back: positions of commit c at the node. */
inline take_back(w, n_, all) {
	x = truth[AT(w, n_)];
	failed = false;
	bits = 0;
	for (z : 0 .. E * P - 1) {
		if
		:: ((all >> z) & 1) && truth[z] == x && z / P + 1 != h.cur ->
			bits = bits | (1 << z)
		:: else
		fi
	}
	if
	:: PIN(h.pos, w, n_) && IN(h.has, x) -> failed = true /* known */
	:: else
	fi;
	news = false;
	if
	:: !failed && !IN(h.has, x) ->
		if
		:: c_prev[x] != 0 && !IN(h.has, c_prev[x]) -> failed = true
		:: else ->
			resolve(x, bits, ok);
			x = truth[AT(w, n_)];
			if
			:: !ok -> failed = true
			:: else -> store(h.has, h.alt, x); news = true
			fi
		fi
	:: else
	fi;
	if
	:: !failed && (news || (bits & ~h.pos) != 0) ->
		h.pos = h.pos | bits;
#ifndef M_QUIET_BACK
		give(x)
#endif
	:: else
	fi
}

/* How far the hub holds an epoch, and whether the node holds the same. */
inline held(i, w) {
	last_of(h.cur, h.n, w, l);
	x = l; m = 0;
	for (k : l + 1 .. P) {
		if
		:: PIN(h.pos, w, k) && (x == 0 || k == x + 1) ->
			x = k; m = m | (1 << AT(w, k))
		:: else
		fi
	}
	y = l; bits = 0;
	for (k : l + 1 .. x) {
		if
		:: PIN(d[i].pos, w, k) && (y == 0 || k == y + 1) ->
			y = k; bits = bits | (1 << AT(w, k))
		:: else
		fi
	}
	if
	:: x > l && !(y == x && m == bits) -> x = l
	:: else
	fi;
	if
	:: x > s[i].to[w] -> s[i].to[w] = x
	:: else
	fi
}

/* The entry at number k of the hub, to node i.  heads_ of its hello. */
inline apply(i, heads_) {
	life(h.cur, k, af);
	ay = truth[AT(af, k)];
	/* Does the node hold it by its hello, or was it told before? */
	body = true;
	tip(h.has, h.alt, ay, ax);
	if
	:: OWNER(ay) == i ->
		for (ae : 1 .. commits) {
			if
			:: IN(heads_, ae) && c_log[ae] == c_log[ay] &&
			    c_seq[ae] >= c_seq[ay] ->
				if
				:: c_seq[ae] > c_seq[ax] -> body = false
				:: else ->
					az = ax;
					do
					:: c_seq[az] > c_seq[ae] -> az = c_prev[az]
					:: else -> break
					od;
					body = body && (az != ae)
				fi
			:: else
			fi
		}
	:: else
	fi;
	for (az : 1 .. k - 1) {
		life(h.cur, az, ax);
		body = body && (truth[AT(ax, az)] != ay)
	}
	if
	:: IN(d[i].has, ay) -> skip
	:: !IN(d[i].has, ay) && body &&
	    (c_prev[ay] == 0 || IN(d[i].has, c_prev[ay])) ->
		store(d[i].has, d[i].alt, ay);
		for (ae : 1 .. lives) { see(i, ae, BASIS(ay, ae)) }
	:: else -> /* FORK when the log is as long here, else GAP */
		trunk(d[i].has, d[i].alt, c_log[ay], ax);
#ifdef M_ACK_ANY
		/* Whatever stands there here is taken for acknowledged. */
		assert(ax == 0 || c_seq[ax] < c_seq[ay]);
#endif
		failed = true;
		forked = ax != 0 && c_seq[ax] >= c_seq[ay]
	fi;
	if
	:: !failed ->
		if
		:: d[i].ce != af ->
			d[i].ce = af;
			see(i, af, d[i].cn)
		:: else
		fi;
		if
		:: !PIN(d[i].pos, af, k) ->
			d[i].hk = d[i].hk | (1 << AT(af, k))
		:: else
		fi;
		d[i].pos = d[i].pos | (1 << AT(af, k));
		d[i].cn = k;
		see(i, af, k);
		for (az : 0 .. E * P - 1) {
			if
			:: ((h.pos >> az) & 1) && truth[az] == ay &&
			    !((given >> az) & 1) ->
				d[i].pos = d[i].pos | (1 << az)
			:: else
			fi
		}
	:: else
	fi
}

/* What the hub has of the logs in the hello. */
inline learn(i, heads_) {
	for (lh : 1 .. commits) {
		if
		:: IN(heads_, lh) ->
			branch_of(i, lh, le);
			if
			:: IN(h.has, lh) -> tip(h.has, h.alt, lh, ly)
			:: else -> trunk(h.has, h.alt, c_log[lh], ly)
			fi;
			if
			:: ly == lh || ly == 0 || IN(le, ly) ->
				s[i].known = s[i].known | le;
				s[i].forked = s[i].forked & ~le;
				s[i].there = s[i].there & ~le;
				for (lz : 1 .. commits) {
					if
					:: IN(le, lz) && ly != 0 &&
					    c_seq[lz] <= c_seq[ly] ->
						s[i].there = s[i].there | (1 << lz)
					:: else
					fi
				}
			:: else ->
				s[i].forked = s[i].forked | le;
				if
				:: (s[i].sent & le) != 0 ->
					s[i].known = s[i].known | le;
					s[i].there = s[i].there | (s[i].sent & le)
				:: else
				fi
			fi
		:: else
		fi
	}
}

inline lacking(i, out) {
	out = false;
	positioned(d[i].pos, pm);
	for (lk : 1 .. commits) {
		out = out || (IN(d[i].has, lk) && OWNER(lk) == i &&
		    !IN(d[i].open, lk) && !IN(s[i].refused, lk) &&
		    (IN(s[i].known, lk) -> !IN(s[i].there, lk) :
#ifdef M_FORK_WAITS
		    0))
#else
		    IN(s[i].forked, lk) && !IN(pm, lk)))
#endif
	}
}

/* The whole answer is there: what next?  moved: entries came. */
inline decide(i, moved) {
	ok = true;
	for (z : 1 .. commits) {
		if
		:: code == GAP && c_log[z] == about && IN(s[i].sent, z) &&
		    c_seq[z] != hseq + 1 && ok ->
			/* asked for what comes before */
			ok = false
		:: code == GAP && c_log[z] == about && IN(s[i].sent, z) &&
		    c_seq[z] == hseq + 1 && ok -> ok = false;
			for (e : 1 .. commits) {
				if
				:: c_log[e] == about ->
					s[i].refused = s[i].refused | (1 << e)
				:: else
				fi
			}
		:: else
		fi
	}
	if
	:: code == EPOCH && about != 0 && s[i].adopted > 0 ->
		for (z : 1 .. commits) {
			if
			:: c_log[z] == about ->
				s[i].refused = s[i].refused | (1 << z)
			:: else
			fi
		}
		s[i].st = TALK
	:: code == EPOCH && !(about != 0 && s[i].adopted > 0) ->
		s[i].st = BACK
	:: code != EPOCH && order && about == d[i].log ->
		renew(i);
		s[i].probe = false;
		s[i].st = TALK
	:: else ->
		lacking(i, ok);
		ok = ok || s[i].silent;
		s[i].silent = false;
		if
		:: moved || s[i].probe -> s[i].idle = 0
		:: else -> s[i].idle++
		fi;
		s[i].probe = false;
		if
		:: ok && s[i].idle > IDLE_MAX -> session_end(i)
		:: ok && s[i].idle <= IDLE_MAX -> s[i].st = TALK
		:: else -> met[i] = true; session_end(i)
		fi
	fi
}

/* What the hub itself gave out. */
inline given_out() {
	given = 0;
	for (k : 1 .. h.n) {
		life(h.cur, k, l);
		given = given | (1 << AT(l, k))
	}
}

/* The answer to a request of node i; cut: 0 whole, n: n - 1 entries arrive
 * and nothing after them. */
inline answer(i, cn_, heads_, cut) {
	forked = false; failed = false;
	if
	:: d[i].ep == 0 && code != EPOCH -> d[i].ep = h.cur
	:: else
	fi;
	if
	:: code != EPOCH ->
		given_out();
		learn(i, heads_);
		for (k : cn_ + 1 .. h.n) {
			if
			:: !failed && (cut == 0 || k < cn_ + cut) ->
				apply(i, heads_)
			:: else
			fi
		}
#ifdef M_CURSOR_FIRST
		if
		:: cut > 0 && cn_ + cut <= h.n -> d[i].cn = cn_ + cut
		:: else
		fi
#endif
	:: else ->
#ifndef M_HANDED_ONCE
		/* What was handed to a life that is gone is handed again. */
		for (e : 1 .. E) {
			if
			:: s[i].rcur != h.cur -> s[i].to[e] = 0
			:: else
			fi
		}
#endif
		s[i].rcur = h.cur; s[i].rn = h.n;
		for (e : 1 .. lives) { held(i, e) }
	fi;
	s[i].ser = 0;
	if
	:: cut > 0 -> session_end(i)
	:: cut == 0 && failed && forked && !s[i].silent ->
		s[i].silent = true; renew(i); s[i].probe = false; s[i].st = TALK
	:: cut == 0 && failed && !(forked && !s[i].silent) -> session_end(i)
	:: else -> decide(i, h.n > cn_ && code != EPOCH)
	fi;
	s[i].sent = 0
}

/* Is the hello of another life, or another history? */
inline stale(ep_, ce_, cn_, out) {
	out = true;
	if
	:: ep_ == 0 -> out = cn_ > 0
	:: ep_ != 0 && ep_ != h.cur -> out = true
	:: ep_ == h.cur && cn_ > h.n -> out = true
	:: else -> same_h(ce_, h.cur, cn_, out); out = !out
	fi
}

#define MAY_FAIL (!calm && loss < LOSS)
inline bad() {
	if
	:: LOSS < 99 -> loss++
	:: else
	fi
}

proctype Node(byte i)
{
end:	do
	:: d_step { !calm && commits < C && i < WRITERS ->
		write(i); check(); skip }
	:: d_step { s[i].st == IDLE && (!calm ||
	    (rounds[i] < ROUNDS && rounds[i] <= rounds[1 - i] &&
	    s[1 - i].st == IDLE)) ->
		begin(i); skip }
	:: d_step { s[i].st == TALK && nfull(up) ->
		hello(i); pushed(i); serial(i);
		s[i].st = WAIT_TALK;
		up ! i, s[i].ser, false, d[i].ep, d[i].ce, d[i].cn, heads,
		    push, 0, 0 }
	/* the same request twice */
	:: d_step { s[i].st == TALK && len(up) == 0 && MAY_FAIL ->
		bad(); hello(i); pushed(i); serial(i);
		s[i].st = WAIT_TALK;
		up ! i, s[i].ser, false, d[i].ep, d[i].ce, d[i].cn, heads,
		    push, 0, 0;
		up ! i, s[i].ser, false, d[i].ep, d[i].ce, d[i].cn, heads,
		    push, 0, 0 }
	/* it never arrives */
	:: d_step { s[i].st == TALK && MAY_FAIL ->
		bad(); hello(i); pushed(i); session_end(i); skip }
	:: d_step { s[i].st == BACK && nfull(up) ->
		back_of(i);
		if
		:: bits != 0 ->
			m = bits;
			for (e : 1 .. lives) {
				for (k : 1 .. P) {
					if
					:: PIN(m, e, k) -> s[i].to[e] = k
					:: else
					fi
				}
			}
			hello(i); serial(i);
			s[i].st = WAIT_BACK;
			up ! i, s[i].ser, true, d[i].ep, d[i].ce, d[i].cn,
			    heads, 0, m, d[i].pos
		:: bits == 0 && s[i].adopted < ADOPT_MAX ->
			adopt(i); s[i].st = TALK; check()
		:: else -> session_end(i)
		fi;
		skip }
	/* It dies, or waits no longer: what it asked may still arrive. */
	:: d_step { s[i].st != IDLE && MAY_FAIL -> bad(); session_end(i); skip }
	:: d_step { i == 0 && !calm && !copied && RESTORE > 0 &&
	    d[0].has != 0 ->
		copied = true;
		copy.has = d[0].has; copy.open = d[0].open;
		copy.alt = d[0].alt; copy.log = d[0].log;
		copy.ended = d[0].ended; copy.ep = d[0].ep;
		copy.ce = d[0].ce; copy.cn = d[0].cn; copy.pos = d[0].pos;
		copy.hk = d[0].hk;
		for (e : 0 .. E) { copy.seen[e] = d[0].seen[e] };
		skip }
	:: atomic { i == 0 && !calm && copied && restores < RESTORE ->
		d_step {
			restores++;
			d[0].has = copy.has; d[0].open = copy.open;
			d[0].alt = copy.alt; d[0].log = copy.log;
			d[0].ended = copy.ended; d[0].ep = copy.ep;
			d[0].ce = copy.ce; d[0].cn = copy.cn;
			d[0].pos = copy.pos; d[0].hk = copy.hk;
			for (e : 0 .. E) { d[0].seen[e] = copy.seen[e] }
			session_end(0);
			skip
		}
		if
		:: d_step { true ->	/* the instance file tells */
			ok = false;
			for (x : 1 .. commits) {
				forked = false;
				for (z : 1 .. commits) {
					forked = forked || (IN(d[0].has, z) &&
					    c_log[z] == c_log[x])
				}
				ok = ok || (IN(note[0], x) &&
				    !IN(d[0].has, x) &&
				    (c_log[x] == d[0].log || !forked))
			}
#ifndef M_NO_NOTE
			if
			:: ok && d[0].log != 0 -> /* the tail stays open */
				d[0].ended = d[0].log; d[0].log = 0
			:: else
			fi
#endif
			}
		:: d_step { true ->	/* it is as old */
			met[0] = false; note[0] = note[0] & d[0].has }
		fi;
		d_step { check(); skip } }
	od
}

proctype TheHub()
{
	byte i, ser, ep, ce, cn, hd, ps, cut, keep;
	bool bk;
	int bb, all;

end:	do
	:: atomic { up ?? i, ser, bk, ep, ce, cn, hd, ps, bb, all ->
		cut = 0; keep = 0;
		if
		:: true
		:: MAY_FAIL && s[i].ser == ser -> cut = 1;
			do
			:: cut <= P && cut <= h.n + 1 -> cut++
			:: true -> break
			od
		:: MAY_FAIL && s[i].ser == ser -> cut = 99
		:: MAY_FAIL && !bk && ps != 0 -> keep = 1; cut = 99
		fi;
		d_step {
			if
			:: cut != 0 -> bad()
			:: else
			fi;
			code = 0; about = 0; hseq = 0; order = false;
			had = h.has;
#ifdef M_ACK_BEFORE_SYNC
			synced.has = h.has; synced.alt = h.alt;
			synced.cur = h.cur; synced.n = h.n;
			synced.pos = h.pos; dirty = true;
#endif
			stale(ep, ce, cn, news);
			if
			:: news -> refuse(EPOCH, 0, 0)
			:: else
			fi;
			if
			:: keep == 1 -> ps = ps & ~(ps - 1)
			:: else
			fi;
			if
			:: bk ->
				for (e : 1 .. lives) {
					for (k : 1 .. P) {
						if
						:: PIN(bb, e, k) &&
						    h.cur > 1 && e != h.cur ->
							z = e; hseq = k;
							take_back(e, hseq, all)
						:: else
						fi
					}
				}
			:: else -> take_all(hd, ps)
			fi;
			for (x : 1 .. commits) {
				if
				:: IN(h.has, x) && !IN(had, x) &&
				    (OWNER(x) != i || s[i].ser != ser) ->
					met[OWNER(x)] = false
				:: else
				fi
			}
			if
			:: s[i].ser == ser && s[i].ser != 0 ->
				if
				:: cut == 99 -> session_end(i)
				:: else -> answer(i, cn, hd, cut)
				fi
			:: else
			fi;
			check();
			i = 0; ser = 0; ep = 0; ce = 0; cn = 0; hd = 0; ps = 0;
			cut = 0; keep = 0; bk = 0; bb = 0; all = 0
		} }
#ifdef M_ACK_BEFORE_SYNC
	:: d_step { dirty -> dirty = false }
	:: d_step { dirty && MAY_FAIL -> bad(); dirty = false;
		h.has = synced.has; h.alt = synced.alt; h.cur = synced.cur;
		h.n = synced.n; h.pos = synced.pos; check(); skip }
#endif
	:: d_step { !calm && !hcopied && lives < E && h.n > 0 ->
		hcopied = true; hcopy.has = h.has; hcopy.alt = h.alt;
		hcopy.cur = h.cur; hcopy.n = h.n; hcopy.pos = h.pos }
	:: d_step { !calm && hcopied && lives < E ->
		h.has = hcopy.has; h.alt = hcopy.alt; h.cur = hcopy.cur;
		h.n = hcopy.n; h.pos = hcopy.pos;
#ifndef M_NO_HUB_EPOCH
		lives++;
		par[lives] = h.cur; base[lives] = h.n;
		h.cur = lives;
#else
		hcopied = false;
#endif
		check(); skip }
#if ROUNDS > 0
	/* Nothing goes wrong any more. */
	:: d_step { !calm && empty(up) && s[0].st == IDLE && s[1].st == IDLE ->
		calm = true }
	:: d_step { calm && rounds[0] == ROUNDS && rounds[1] == ROUNDS &&
	    empty(up) && s[0].st == IDLE && s[1].st == IDLE &&
	    d[0].open == 0 && d[1].open == 0 -> assert(SETTLED) }
#endif
	od
}

init {
	atomic { h.cur = 1; run Node(0); run Node(1); run TheHub() }
}

#ifdef LIVE
ltl converge { <> [] SETTLED }
#endif
