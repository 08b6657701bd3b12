/*
 * confine_calls -- the system calls of serving, as a filter in the kernel.
 *
 * The program is a list of numbers: the architecture must be the one we were
 * compiled for, then each allowed number is compared, and all else is refused
 * with EPERM.  Calls that a libc tries first and replaces by an older one when
 * the kernel lacks them are refused with ENOSYS, so that it does.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "hub/confine.h"
#include "proto/base/say.h"

#if defined(__x86_64__) && defined(__LP64__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#endif

static const uint16_t allowed[] = {
	/* What is open. */
	SYS_read,
	SYS_write,
	SYS_readv,
	SYS_writev,
	SYS_pread64,
	SYS_pwrite64,
	SYS_preadv,
	SYS_pwritev,
	SYS_lseek,
	SYS_close,
	SYS_fcntl,
	SYS_dup,
	SYS_ioctl,
	SYS_fsync,
	SYS_fdatasync,
	SYS_ftruncate,
	SYS_fallocate,
	SYS_flock,
	SYS_sendfile,
	SYS_fadvise64,
	SYS_sync_file_range,
	/* Files; Landlock says which. */
	SYS_openat,
	SYS_fstat,
	SYS_newfstatat,
	SYS_statx,
	SYS_statfs,
	SYS_fstatfs,
	SYS_faccessat,
	SYS_readlinkat,
	SYS_getdents64,
	SYS_getcwd,
	SYS_mkdirat,
	SYS_unlinkat,
	SYS_renameat,
	SYS_linkat,
	SYS_fchmod,
	SYS_fchmodat,
	SYS_fchown,
	SYS_utimensat,
	SYS_umask,
	SYS_memfd_create,
	/* Who is connected, and who comes. */
	SYS_accept,
	SYS_accept4,
	SYS_shutdown,
	SYS_sendto,
	SYS_sendmsg,
	SYS_recvfrom,
	SYS_recvmsg,
	SYS_getsockopt,
	SYS_setsockopt,
	SYS_getsockname,
	SYS_getpeername,
	SYS_epoll_create1,
	SYS_epoll_ctl,
	SYS_epoll_pwait,
	SYS_eventfd2,
	SYS_pipe2,
	SYS_ppoll,
	SYS_pselect6,
	/* Memory and threads. */
	SYS_mmap,
	SYS_munmap,
	SYS_mprotect,
	SYS_mremap,
	SYS_madvise,
	SYS_brk,
	SYS_futex,
	SYS_set_robust_list,
	SYS_sched_yield,
	SYS_sched_getaffinity,
	SYS_membarrier,
	SYS_gettid,
	SYS_tgkill,
	SYS_exit,
	SYS_exit_group,
	/* Signals, time, chance, and what the process is. */
	SYS_rt_sigaction,
	SYS_rt_sigprocmask,
	SYS_rt_sigreturn,
	SYS_rt_sigtimedwait,
	SYS_sigaltstack,
	SYS_restart_syscall,
	SYS_nanosleep,
	SYS_clock_nanosleep,
	SYS_clock_gettime,
	SYS_clock_getres,
	SYS_gettimeofday,
	SYS_getrandom,
	SYS_getpid,
	SYS_getppid,
	SYS_getuid,
	SYS_geteuid,
	SYS_getgid,
	SYS_getegid,
	SYS_getrusage,
	SYS_sysinfo,
	SYS_uname,
#ifdef SYS_rseq
	/* A thread that has just begun; its libc ends us without. */
	SYS_rseq,
#endif
#ifdef __x86_64__
	/* The same as above, as an older libc spells them. */
	SYS_open,
	SYS_stat,
	SYS_lstat,
	SYS_access,
	SYS_readlink,
	SYS_mkdir,
	SYS_rmdir,
	SYS_unlink,
	SYS_rename,
	SYS_link,
	SYS_chmod,
	SYS_epoll_create,
	SYS_epoll_wait,
	SYS_poll,
	SYS_select,
	SYS_pipe,
	SYS_dup2,
	SYS_time,
#endif
};

/* A libc asks for these first and knows the way without them. */
static const uint16_t newer[] = {
#ifdef SYS_faccessat2
	SYS_faccessat2,
#endif
#ifdef SYS_openat2
	SYS_openat2,
#endif
#ifdef SYS_epoll_pwait2
	SYS_epoll_pwait2,
#endif
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define MOST     (2 * (COUNT(allowed) + COUNT(newer)) + 16)

#ifdef MACHINE

#define FIELD(f) ((uint32_t)offsetof(struct seccomp_data, f))

struct program {
	struct sock_filter op[MOST];
	size_t n;
};

static void
put(struct program *p, struct sock_filter op)
{
	must(p->n < MOST);
	p->op[p->n++] = op;
}

static void
load(struct program *p, uint32_t at)
{
	put(p, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, at));
}

static void
end(struct program *p, uint32_t with)
{
	put(p, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, with));
}

/* When what was loaded is v the next op is done, otherwise jumped over. */
static void
when(struct program *p, uint32_t v)
{
	put(p,
	    (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, v, 0, 1));
}

static void
write_all(struct program *p)
{
	const uint32_t no = SECCOMP_RET_ERRNO | EPERM;

	load(p, FIELD(arch));
	put(p, (struct sock_filter)BPF_JUMP(
		   BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0));
	end(p, SECCOMP_RET_KILL_PROCESS);
	load(p, FIELD(nr));
	for (size_t i = 0; i < COUNT(allowed); i++) {
		when(p, allowed[i]);
		end(p, SECCOMP_RET_ALLOW);
	}
	for (size_t i = 0; i < COUNT(newer); i++) {
		when(p, newer[i]);
		end(p, SECCOMP_RET_ERRNO | ENOSYS);
	}
	/* A pair leads nowhere but to ourselves: TLS passes its bytes on. */
	put(p, (struct sock_filter)BPF_JUMP(
		   BPF_JMP | BPF_JEQ | BPF_K, SYS_socketpair, 1, 0));
	end(p, no);
	load(p, FIELD(args[0]));
	when(p, AF_UNIX);
	end(p, SECCOMP_RET_ALLOW);
	end(p, no);
}

err_t
confine_calls(void)
{
	struct program p = { .n = 0 };
	struct sock_fprog all = { .filter = p.op };
	long r;

	write_all(&p);
	all.len = (unsigned short)p.n;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return (
		    err_new(ERR_SYSTEM, "no_new_privs: %s", strerror(errno)));
	r = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
	    SECCOMP_FILTER_FLAG_TSYNC, &all);
	if (r < 0 && (errno == ENOSYS || errno == EINVAL)) {
		say(SAY_WARN, "confine",
		    "this kernel has no seccomp filters: the service could "
		    "open sockets and start programs");
		return (NULL);
	}
	if (r != 0)
		return (err_new(ERR_SYSTEM, "seccomp: %s",
		    r < 0 ? strerror(errno) : "a thread has another filter"));
	say(SAY_INFO, "confine", "system calls: only those of serving");
	return (NULL);
}

#else

err_t
confine_calls(void)
{
	say(SAY_WARN, "confine",
	    "the system calls of this machine are not known here: the service "
	    "could open sockets and start programs");
	return (NULL);
}

#endif
