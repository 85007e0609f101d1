# filter-calls PRCTL FILTER POLITENESS COMMAND...
# Runs COMMAND under a filter of system calls, and as nice as POLITENESS. PRCTL is the number of prctl(2); FILTER the
# instructions in hexadecimal.
my ($prctl, $filter, $politeness) = (0 + shift, pack("H*", shift), 0 + shift);
# PRIO_PROCESS, this one. A program that is polite already need not become so.
setpriority 0, 0, $politeness if getpriority(0, 0) < $politeness;
# struct sock_fprog of include/uapi/linux/filter.h: how many instructions, and where they are.
my $program = pack "S x![P] P", length($filter) / 8, $filter;
# PR_SET_SECCOMP and SECCOMP_MODE_FILTER of include/uapi/linux/prctl.h and seccomp.h.
syscall($prctl, 22, 2, $program, 0, 0) == 0 or die "The filter of system calls was refused: $!\n";
exec { $ARGV[0] } @ARGV or die "$ARGV[0]: $!\n";
