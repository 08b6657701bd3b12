/*
 * limits -- every limit in the system, with its unit in its name.
 *
 * What a peer may make us hold, read or wait for is bounded here and nowhere
 * else (docs/protocol.md, section 2).
 */
#ifndef PROTO_LIMITS_H
#define PROTO_LIMITS_H

/* The log. */
#define LIMIT_OPS_COMMIT      256   /* ops in one commit; an index is 8 bits */
#define LIMIT_COMMIT_BYTES    65536 /* head and op lines of one commit */
#define LIMIT_SEGMENT_COMMITS 512
#define LIMIT_SEGMENT_BYTES   49152 /* text at which a segment closes */
#define LIMIT_SEGMENT_TEXT    (LIMIT_SEGMENT_BYTES + LIMIT_COMMIT_BYTES)
#define LIMIT_SEGMENT_OPS                                                      \
	1440 /* so that, erased, its salts fit into the header line */
#define LIMIT_ERASED_BYTES 51 /* {"x":"commitment"} */
/* What an erased segment can grow to: its lines may be longer than they were.
 */
#define LIMIT_SEGMENT_BODY                                                     \
	(LIMIT_SEGMENT_TEXT + LIMIT_SEGMENT_OPS * (LIMIT_ERASED_BYTES + 1))
#define LIMIT_SEQ          0xffffffffLL /* commits in one log: 32 bits */
#define LIMIT_LOGS         0x7fffff     /* logs one store can hold: 23 bits */
#define LIMIT_LINE_BYTES   65536
#define LIMIT_LINE_DEPTH   4     /* nesting in a line of the log */
#define LIMIT_EPOCHS       256   /* hub epochs one basis may name */
#define LIMIT_ALIASES      65536 /* other logs that one log may name */
#define LIMIT_SPACE_NAME   31
#define LIMIT_TEXT_BYTES   32768 /* one text value */
#define LIMIT_SHORT_BYTES  1024
#define LIMIT_ACTOR_BYTES  64
#define LIMIT_REASON_BYTES 2000
#define LIMIT_SIBLINGS     64 /* concurrent values of one field shown apart */

/* Text of a record: each field has one of these (schema.def). */
#define LIMIT_CODE_BYTES 96 /* keys, acronyms, fingerprints, folios */
#define LIMIT_NAME_BYTES 240
#define LIMIT_LONG_BYTES 16384 /* paragraphs; LIMIT_TEXT_BYTES for minutes */

/* Merging texts. Both are part of the pinned result. */
#define LIMIT_DIFF_CELLS  1048576 /* paragraphs of base * of text compared */
#define LIMIT_MERGE_BYTES 262144  /* concurrent texts merged, together */

/* Ranks: an edit from a clock ahead gains at most this over its receipt. */
#define LIMIT_RANK_AHEAD_S 600

/* HTTP: what a peer may send and how long it may take (proto/ui/serve,
 * hub/tls). */
#define LIMIT_HTTP_MEMORY                                                      \
	16384 /* header pool of a connection; beyond it 431                    \
	       */
#define LIMIT_HTTP_PATH         2048
#define LIMIT_HTTP_HEADERS      40
#define LIMIT_HTTP_CONNECTIONS  5000
#define LIMIT_METRICS_CONNS     16
#define LIMIT_HTTP_PEERS        65536 /* file descriptors that may carry a peer */
#define LIMIT_HTTP_IDLE_S       180   /* inactivity of a page's connection */
#define LIMIT_FORM_FIELDS       512
#define LIMIT_PAGE_BYTES        16777216 /* one answer held in memory */
#define LIMIT_SYNC_BODY_BYTES   4194304
#define LIMIT_BLOB_BODY_BYTES   1048576
#define LIMIT_STOP_MS           20000 /* a stop waits this long for answers */
#define LIMIT_TLS_CONNECTIONS   4096
#define LIMIT_TLS_HANDSHAKES    512 /* the rest waits in the kernel */
#define LIMIT_TLS_PER_ADDRESS   32  /* before a certificate is known */
#define LIMIT_TLS_PER_NODE      1 /* a new one ends the old: see hub/tls_tally */
#define LIMIT_TLS_HANDSHAKE_MS  20000
#define LIMIT_TLS_HEADER_MS     30000
#define LIMIT_TLS_IDLE_MS       30000
#define LIMIT_TLS_FLOOR_BPS     250 /* bytes a second, over the window */
#define LIMIT_TLS_FLOOR_MS      120000
#define LIMIT_TLS_LINGER_MS     5000
#define LIMIT_TLS_TOTAL_MS      7200000
#define LIMIT_TLS_SESSION_S     604800 /* what TLS 1.3 allows */
#define LIMIT_TLS_FRAGMENT      4096
#define LIMIT_TLS_CAS           4 /* roots that overlap while one is rolled */
#define LIMIT_PEM_BYTES         16384
#define LIMIT_SESSION_BYTES     8192
#define LIMIT_LINK_CONNECT_S    20
#define LIMIT_LINK_PROBE_S      10 /* silence after which the other end is asked */
#define LIMIT_LINK_STALL_S      60 /* less than a byte a second for so long */
#define LIMIT_LINK_HEADER_BYTES 16384

/* This computer. */
#define LIMIT_CONF_BYTES    65536   /* one configuration file */
#define LIMIT_BUSY_MS       10000   /* waiting for another writer's lock */
#define LIMIT_SQL_BYTES     1048576 /* one statement, explained */
#define LIMIT_INSTANCE_LOGS 512     /* own logs noted in an instance file */
#define LIMIT_INSTANCE_KEEP 256     /* ended ones are dropped beyond this */
#define LIMIT_CLOCK_OFF_S   600     /* a clock further off is mentioned */
#define LIMIT_REPORT_BYTES  1048576 /* findings of a check */
#define LIMIT_DISK_FREE_MIB 64      /* less free space is mentioned */

/* Sync: bodies, frames and the lines around the segments (proto/sync). */
#define LIMIT_FRAME_TEXT    33554432 /* decompressed body */
#define LIMIT_FRAME_RATIO   256      /* text to body, beyond the slack */
#define LIMIT_FRAME_SLACK   262144
#define LIMIT_FRAME_BLOCK   8192   /* text that may wait for a flush */
#define LIMIT_FRAME_WINDOW  23     /* log2 of zstd's window */
#define LIMIT_MESSAGE_BYTES 262144 /* a hello or a reply's head */
#define LIMIT_MESSAGE_DEPTH 5
#define LIMIT_SW_BYTES      32
#define LIMIT_REFUSAL_BYTES 400
#define LIMIT_PEER_SPACES   64 /* spaces of one office */
#define LIMIT_HELLO_LOGS    64 /* own logs of a space, not yet confirmed */
#define LIMIT_REPLY_HEADS   4096
#define LIMIT_ENTRY_COMMITS                                                    \
	LIMIT_SEGMENT_COMMITS         /* commits in one run of positions */
#define LIMIT_ENTRY_WAS       64      /* earlier positions of a run */
#define LIMIT_RECEIPT_AHEAD_S 86400   /* of what a restored hub had given */
#define LIMIT_PUSH_BYTES      262144  /* text in one request of ours */
#define LIMIT_PULL_BYTES      1048576 /* text wanted in one reply */
#define LIMIT_REPLY_BYTES     8388608 /* text given at most */
#define LIMIT_GROUP_ENTRIES   64      /* applied in one transaction */
#define LIMIT_GROUP_BYTES     262144
#define LIMIT_SYNC_TURNS      10000 /* requests of one sync */

/* Bundles: what a stick carries (proto/sync/bundle). */
#define LIMIT_CARRY_TEXT   3145728  /* text of one body: fits LIMIT_SYNC_BODY */
#define LIMIT_CARRY_FILES  64       /* bundles made at once */
#define LIMIT_BUNDLE_BYTES 16777216 /* one file */

/* Enrolment and the hub's gate and writer. */
#define LIMIT_URL_BYTES     255
#define LIMIT_ENROL_BYTES   65536  /* a body of /v1/enrol or /v1/renew */
#define LIMIT_INVITE_S      259200 /* an invitation is good for 72 hours */
#define LIMIT_INVITE_TRIES  5
#define LIMIT_NODE_DAYS     90   /* of a node's certificate */
#define LIMIT_NODE_SOON     21   /* of them left: the hub mentions it */
#define LIMIT_SERVER_DAYS   398  /* of the hub's own */
#define LIMIT_NODE_LETTERS  26   /* computers of one office: none, then a..z */
#define LIMIT_GATE_FLIGHT   2    /* requests of one node at a time */
#define LIMIT_GATE_BURST    600  /* requests at once, then */
#define LIMIT_GATE_RATE     20   /* a second */
#define LIMIT_GATE_NEWCOMER 10   /* enrolments an address tries a minute */
#define LIMIT_GATE_ROWS     4096 /* addresses watched */
#define LIMIT_QUEUE_JOBS    256
#define LIMIT_QUEUE_BYTES   33554432
#define LIMIT_GROUP_JOBS    64
#define LIMIT_GROUP_MS      20
#define LIMIT_GROUP_BODIES  4194304
#define LIMIT_TICKETS       16384 /* TLS sessions kept */
#define LIMIT_SEEN_S        60    /* last contact is written so often */

/* Drafts of forms (node/draft). */
#define LIMIT_DRAFT_BYTES 262144 /* of one form */
#define LIMIT_DRAFTS      200    /* of one account; the oldest goes */

#define LIMIT_DOCUMENT_BYTES 15728640 /* of one attached file */

/* Commands and imports (proto/cmd). */
#define LIMIT_ANSWER_BYTES 67108864 /* what one command prints */
#define LIMIT_IMPORT_LINE  262144   /* bytes of one line */
#define LIMIT_IMPORT_WITH  64       /* records that belong to a line */
#define LIMIT_IMPORT_BAD   1000     /* bad lines told one by one */
#define LIMIT_KEY_BYTES    240      /* key of an imported record */

/* Sheets that people bring, and the zips they come in (proto/out). */
#define LIMIT_SHEET_BYTES   33554432 /* text of one sheet, unpacked */
#define LIMIT_SHEET_ROWS    20000
#define LIMIT_SHEET_COLUMNS 256
#define LIMIT_SHEET_CELLS   1000000
#define LIMIT_SHEET_CELL    32768 /* bytes of one */
#define LIMIT_ZIP_FILES     1024  /* in one zip */
#define LIMIT_ZIP_RATIO     200   /* bytes to packed bytes, beyond the slack */
#define LIMIT_ZIP_SLACK     1048576
#define LIMIT_XML_DEPTH     32
#define LIMIT_PAPER_BYTES   16777216 /* a document written */

_Static_assert(LIMIT_COMMIT_BYTES >= LIMIT_TEXT_BYTES * 2 - 1024,
    "an escaped text value fits into a commit");
_Static_assert(LIMIT_OPS_COMMIT <= 256, "an op index is 8 bits");
_Static_assert(LIMIT_SEGMENT_OPS * 32 * 4 / 3 + 512 <= LIMIT_LINE_BYTES,
    "the salts of an erased segment fit into its header line");

#endif
