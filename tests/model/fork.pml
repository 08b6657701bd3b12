/*
 * fork -- one log written by two machines, and every store that hears of it.
 *
 * What it tells.  A machine writes a log; its disk is cloned, or its copy of
 * yesterday goes on after it (a restore that nobody noticed is a clone whose
 * elder falls silent).  Both write on under one log id, seal, and push to the
 * hub; a third store, the reader, is given the segments in any order, as by
 * files carried by hand.  Every store files what it takes as
 * proto/log/accept.c and accept_fork.c do: what came first stays the trunk,
 * the other becomes a branch at its first differing commit, a branch may fork
 * again, and from the fork on both sides have a name made of their own first
 * commit (docs/protocol.md 8.4).  The hub answers with FORK or ROLLBACK
 * (10.4) and the machine opens a new log, unless the answer is lost.
 *
 * What must hold.  The names in a store depend on what it holds, not on the
 * order in which it came: exactly the commits with a sibling begin a name.
 * Nothing held is lost or filed twice.  Whoever was given the order writes no
 * number of that log again.  When all was given to all, hub and reader hold
 * all, and so agree on the branches.
 *
 * What is left out.  Hashes (a commit is a number, its prev another), other
 * logs (after the order a machine writes elsewhere), positions, and hand-back:
 * exchange.pml has those.
 *
 * Bounds: C commits of that log, of two machines.
 */
#ifndef C
#define C 6
#endif
#define ROWS   (C + 1)
#define STORES 4
#define HUB    2
#define READER 3
#define IN(m, x) (((m) >> (x)) & 1)

byte commits;
byte prev[C + 1], seq[C + 1];
byte from[C + 1];          /* of the segment that ends here; 0 none does */

typedef Store {
	short has, named;      /* commits; those that begin a name */
	byte row[C + 1];       /* 1 the trunk, 2... branches; 0 not here */
	byte rows;
	byte parent[ROWS + 1], first[ROWS + 1]
}
Store s[STORES];
byte head[2], sealed[2];   /* of a machine, in this log */
bool alive[2], told[2];    /* told: it writes elsewhere now */
bool over;

hidden byte x, y, z, at, split, child, k, l, tq, last, w, u;
hidden byte gap, order, w_, ended;
hidden byte v[C + 2];      /* the segment that comes: by seq */

/* The commit of a row at a seq; 0 none. */
inline in_row(n_, r_, q_, out_) {
	out_ = 0;
	for (z : 1 .. commits) {
		if
		:: s[n_].row[z] == r_ && seq[z] == q_ -> out_ = z
		:: else
		fi
	}
}

inline row_end(n_, r_, out_) {
	out_ = 0;
	for (z : 1 .. commits) {
		if
		:: s[n_].row[z] == r_ && seq[z] > out_ -> out_ = seq[z]
		:: else
		fi
	}
}

/* First seq where the segment v[a..last] differs from a row; 0: nowhere.  As
 * accept_differ: also the commit before it counts. */
inline differ(n, r, a, out) {
	out = 0;
	for (tq : 0 .. last) {
		if
		:: out == 0 && tq + 1 >= a && tq >= 1 ->
			in_row(n, r, tq, u);
			if
			:: u != 0 && u != v[tq] -> out = tq
			:: else
			fi
		:: else
		fi
	}
}

/* Store n takes the segment that ends with commit c. */
inline take(n, c) {
	for (z : 0 .. C + 1) { v[z] = 0 }
	x = c;
	do
	:: x != 0 -> v[seq[x]] = x; x = prev[x]
	:: else -> break
	od;
	last = seq[c]; k = from[c];
	gap = false; order = false;
	row_end(n, 1, y);
	at = 1; split = 0;
	if
	:: y == 0 && k != 1 -> gap = true
	:: y == 0 && k == 1 -> s[n].rows = 1; s[n].first[1] = 1
	:: y != 0 && k > y + 1 -> split = y + 1
	:: else -> differ(n, 1, k, split)
	fi;
	/* a branch that shares more? */
	child = 1;
#ifndef M_TRUNK_ONLY
	do
	:: !gap && split != 0 && child != 0 ->
		child = 0;
		for (l : 2 .. s[n].rows) {
			if
			:: child == 0 && s[n].parent[l] == at ->
				row_end(n, l, w);
				if
				:: !(s[n].first[l] > split && k <= split) &&
				    last >= s[n].first[l] && k <= w + 1 ->
					differ(n, l, k, y);
					if
					:: y == 0 || y > split ->
						child = l; at = l; split = y
					:: else
					fi
				:: else
				fi
			:: else
			fi
		}
	:: else -> break
	od;
#endif
	if
	:: !gap && split != 0 && split < k -> gap = true
	:: else
	fi;
#ifdef M_FIRST_ONLY
	if
	:: n == HUB && split != 0 -> gap = true
	:: else
	fi;
#endif
	if
	:: !gap && split != 0 ->
#ifdef M_SEGMENT_FORK
		split = k;
#endif
		in_row(n, at, split, x);
		assert(x != 0);
#ifndef M_ONE_NAME
		s[n].named = s[n].named | (1 << x);
#endif
#ifdef M_OVERWRITE
		for (z : 1 .. commits) {
			if
			:: s[n].row[z] == at && seq[z] >= split ->
				s[n].row[z] = 0; s[n].has = s[n].has & ~(1 << z)
			:: else
			fi
		}
#else
		s[n].rows++;
		assert(s[n].rows <= ROWS);
		s[n].parent[s[n].rows] = at;
		s[n].first[s[n].rows] = split;
		at = s[n].rows;
#endif
#ifdef M_ARRIVAL
		/* named by the order in which branches came */
		s[n].named = s[n].named | (1 << s[n].rows)
#else
		s[n].named = s[n].named | (1 << v[split])
#endif
	:: else
	fi;
	if
	:: !gap ->
		row_end(n, at, y);
		y = (y == 0 -> s[n].first[at] - 1 : y);
		for (tq : y + 1 .. last) {
			assert(s[n].row[v[tq]] == 0);
			s[n].row[v[tq]] = at;
			s[n].has = s[n].has | (1 << v[tq]);
			order = at != 1
		}
	:: else
	fi;
	check(n)
}

inline check(n) {
	for (x : 1 .. commits) {
		assert(IN(s[n].has, x) == (s[n].row[x] != 0));
		assert(!IN(s[n].has, x) || prev[x] == 0 || IN(s[n].has, prev[x]));
		y = false;
		for (z : 1 .. commits) {
			y = y || (z != x && IN(s[n].has, z) &&
			    prev[z] == prev[x])
		}
		assert(IN(s[n].named, x) == (IN(s[n].has, x) && y))
	}
}

inline write(m) {
	commits++;
	prev[commits] = head[m];
	seq[commits] = seq[head[m]] + 1;
	for (x : 1 .. commits - 1) {
		assert(!(told[m] && IN(s[HUB].has, x) && seq[x] == seq[commits]))
	}
	head[m] = commits;
	s[m].has = s[m].has | (1 << commits);
	if
	:: s[m].rows == 0 -> s[m].rows = 1; s[m].first[1] = 1
	:: else
	fi;
	s[m].row[commits] = s[m].row[prev[commits]];
	if
	:: prev[commits] == 0 -> s[m].row[commits] = 1
	:: else
	fi
}

inline seal(m) {
	if
	:: head[m] != sealed[m] ->
		from[head[m]] = seq[sealed[m]] + 1;
		sealed[m] = head[m]
	:: else
	fi
}

/* Does the hub's log go on where this machine's ends, or is it another? */
inline check_head(m, out) {
	out = false;
	row_end(HUB, 1, y);
	if
	:: sealed[m] != 0 && y >= seq[sealed[m]] ->
		if
		:: !IN(s[HUB].has, sealed[m]) -> out = true
		:: else ->
			at = s[HUB].row[sealed[m]];
			row_end(HUB, at, y);
			out = y > seq[sealed[m]]
		fi
	:: else
	fi
}

/* All that the machine sealed on its chain, oldest first.  ended: its order. */
inline push(m, ended) {
	check_head(m, ended);
	for (w_ : 1 .. commits) {
		x = sealed[m];
		do
		:: x > w_ -> x = prev[x]
		:: else -> break
		od;
		if
		:: x == w_ && from[w_] != 0 && !IN(s[HUB].has, w_) ->
			take(HUB, w_);
			ended = ended || order
		:: else
		fi
	}
}

/* And what the hub holds comes back. */
inline pull(n) {
	for (w_ : 1 .. commits) {
		if
		:: IN(s[HUB].has, w_) && from[w_] != 0 -> take(n, w_);
			/* on the log that it writes: it goes on behind it */
			if
			:: n < 2 && head[n] == sealed[n] &&
			    s[n].row[w_] == s[n].row[head[n]] &&
			    seq[w_] > seq[head[n]] ->
				head[n] = w_; sealed[n] = w_
			:: else
			fi
		:: else
		fi
	}
}

active proctype World()
{
	byte m;

	alive[0] = true;
end:	do
	:: d_step { !over && commits < C && !told[0] -> write(0); check(0);
		skip }
	:: d_step { !over && commits < C && alive[1] && !told[1] -> write(1);
		check(1); skip }
#ifdef M_NO_NEW_LOG
	:: d_step { !over && commits < C && told[0] -> write(0); skip }
#endif
	/* the disk is copied */
	:: d_step { !over && !alive[1] && commits > 0 && !told[0] ->
		alive[1] = true;
		head[1] = head[0]; sealed[1] = sealed[0];
		s[1].has = s[0].has; s[1].named = s[0].named;
		s[1].rows = s[0].rows;
		for (x : 1 .. C) { s[1].row[x] = s[0].row[x] };
		for (x : 1 .. ROWS) {
			s[1].parent[x] = s[0].parent[x];
			s[1].first[x] = s[0].first[x]
		}
		skip }
	/* a machine meets the hub: whole, or the answer is lost */
	:: atomic { !over && commits > 0 ->
		if
		:: m = 0
		:: alive[1] -> m = 1
		fi;
		if
		:: d_step { true -> seal(m); push(m, ended);
			if
			:: ended -> told[m] = true
			:: else
			fi;
			pull(m); m = 0 }
		:: d_step { true -> seal(m); push(m, ended); m = 0 }
		:: d_step { true -> seal(m); m = 0 }
		fi }
	/* somebody gives the reader a segment */
	:: atomic { !over && commits > 0 ->
		m = 1;
		do
		:: m < commits -> m++
		:: break
		od;
		d_step {
			if
			:: from[m] != 0 -> take(READER, m)
			:: else
			fi;
			m = 0
		} }
	/* the end: all is given to all */
	:: d_step { !over && commits == C ->
		over = true;
		seal(0); push(0, ended);
		seal(1);
		push(1, ended);
		pull(READER);
		for (x : 1 .. C) { assert(IN(s[HUB].has, x)) };
		assert(s[READER].has == s[HUB].has);
		assert(s[READER].named == s[HUB].named) }
	od
}
