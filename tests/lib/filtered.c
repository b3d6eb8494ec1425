/*
 * Runs a command under a filter of system calls (seccomp): filtered ACTION CALLS COMMAND...
 *
 *   ACTION  "kill": the filter ends the process, as systemd's does by default; "eperm": the call fails
 *   CALLS   "service": what systemd's set @system-service does not allow, of the calls that all our
 *           processors have; or the name of one call of the table below
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAX_CALLS 128

static const struct call {
	const char *name;
	int number;
	int in_service; /* allowed by @system-service */
} calls[] = {
	{"clone", SYS_clone, 1},
	{"acct", SYS_acct, 0},
	{"adjtimex", SYS_adjtimex, 0},
	{"chroot", SYS_chroot, 0},
	{"clock_adjtime", SYS_clock_adjtime, 0},
	{"clock_settime", SYS_clock_settime, 0},
	{"delete_module", SYS_delete_module, 0},
	{"finit_module", SYS_finit_module, 0},
	{"init_module", SYS_init_module, 0},
	{"kexec_load", SYS_kexec_load, 0},
	{"lookup_dcookie", SYS_lookup_dcookie, 0},
	{"mincore", SYS_mincore, 0},
	{"mount", SYS_mount, 0},
	{"open_by_handle_at", SYS_open_by_handle_at, 0},
	{"perf_event_open", SYS_perf_event_open, 0},
	{"pivot_root", SYS_pivot_root, 0},
	{"ptrace", SYS_ptrace, 0},
	{"quotactl", SYS_quotactl, 0},
	{"reboot", SYS_reboot, 0},
	{"setdomainname", SYS_setdomainname, 0},
	{"sethostname", SYS_sethostname, 0},
	{"settimeofday", SYS_settimeofday, 0},
	{"swapoff", SYS_swapoff, 0},
	{"swapon", SYS_swapon, 0},
	{"syslog", SYS_syslog, 0},
	{"umount2", SYS_umount2, 0},
	{"vhangup", SYS_vhangup, 0},
#ifdef SYS_bpf
	{"bpf", SYS_bpf, 0},
#endif
#ifdef SYS_fsopen
	{"fsopen", SYS_fsopen, 0},
	{"open_tree", SYS_open_tree, 0},
#endif
#ifdef SYS_pidfd_getfd
	{"pidfd_getfd", SYS_pidfd_getfd, 0},
#endif
#ifdef SYS_pkey_alloc
	{"pkey_alloc", SYS_pkey_alloc, 0},
#endif
	{"memfd_secret", 447, 0},
	{"process_mrelease", 448, 0},
};

int main(int count, char **words)
{
	struct sock_filter steps[2 * MAX_CALLS];
	unsigned short length = 0;

	if (count < 4) {
		return 2;
	}

	const unsigned action =
		strcmp(words[1], "kill") == 0 ? SECCOMP_RET_KILL_PROCESS : SECCOMP_RET_ERRNO | EPERM;

	steps[length++] =
		(struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		if (strcmp(words[2], "service") == 0 ? !calls[i].in_service
											 : strcmp(words[2], calls[i].name) == 0) {
			steps[length++] = (struct sock_filter)BPF_JUMP(
				BPF_JMP | BPF_JEQ | BPF_K, (unsigned)calls[i].number, 0, 1);
			steps[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action);
		}
	}
	steps[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);

	const struct sock_fprog program = {length, steps};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
		prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
		perror("seccomp");
		return 2;
	}
	execvp(words[3], words + 3);
	perror(words[3]);
	return 2;
}
