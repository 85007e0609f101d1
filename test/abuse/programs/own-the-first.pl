# Tries to get hold of the first process of its sandbox, and prints a line for each way that worked. Where it can be traced, it
# loses its death signal and stands still from then on (on x86_64).
# Numbers of system calls as of x86_64 and arm64.
use strict;
use warnings;
use Config;
my %call = $Config{archname} =~ /^aarch64/
  ? (ptrace => 117, readv => 270, writev => 271, affinity => 122, scheduler => 119, ioprio => 30, prlimit => 261, kcmp => 272,
     robust => 100, move => 239)
  : (ptrace => 101, readv => 310, writev => 311, affinity => 203, scheduler => 144, ioprio => 251, prlimit => 302, kcmp => 312,
     robust => 274, move => 279);
my ($pidfd_open, $pidfd_getfd, $madvise) = (434, 438, 440);
my $tried = 0;

sub attempt {
  my ($name, $works) = @_;
  $tried += 1;
  print "$name\n" if $works;
}
sub opens { sysopen(my $file, $_[0], $_[1]) }
sub writes {
  my ($path, $text) = @_;
  my $file;
  return sysopen($file, $path, 1) && defined syswrite($file, $text);
}

attempt("see $_", defined readlink "/proc/1/$_") for qw(cwd root exe fd/0 ns/net ns/user);
sub reads {
  my ($file, $bytes);
  return open($file, "<", "/proc/1/$_[0]") && defined sysread($file, $bytes, 16);
}
attempt("list $_", scalar(() = glob "/proc/1/$_/*") > 0) for qw(fdinfo map_files);
attempt("read $_", reads($_)) for qw(environ maps auxv syscall stack mem pagemap io smaps task/1/mem);
attempt("write $$_[0]", writes("/proc/1/$$_[0]", $$_[1])) for
  [oom_score_adj => 1000], ["task/1/oom_score_adj" => 1000], [autogroup => 19], [coredump_filter => 127], [clear_refs => 1],
  [timerslack_ns => 10**9], [sched => 0], [comm => "x"], [setgroups => "deny"], [uid_map => "1 1 1"];
attempt("open mem to write", opens("/proc/1/mem", 2));

# struct iovec here and there.
my $buffer = "\0" x 16;
my $there = pack("Q Q", 0x400000, 16);
my $here = pack("P Q", $buffer, 16);
for my $way ("readv", "writev") {
  # EFAULT: it may, but nothing is there.
  attempt("process_vm_$way", syscall($call{$way}, 1, $here, 1, $there, 1, 0) >= 0 || $! == 14);
}
my $first = syscall($pidfd_open, 1, 0);
attempt("take descriptor $_", $first >= 0 && syscall($pidfd_getfd, $first, $_, 0) >= 0) for 0 .. 300;
# MADV_PAGEOUT.
attempt("page it out", syscall($madvise, $first, $there, 1, 21, 0) >= 0);
attempt("compare its files", syscall($call{kcmp}, 1, $$, 2, 0, 0) >= 0);
my ($list, $size) = ("\0" x 8, "\0" x 8);
attempt("find its locks", syscall($call{robust}, 1, $list, $size) == 0);
attempt("move its memory", syscall($call{move}, 1, 0, 0, 0, 0, 0) == 0);

# Its share of the machine: SCHED_IDLE and SCHED_BATCH, one core, the idle class of the disk.
# Perl lets the kernel write into what it is given: variables, then.
my ($priority, $core, $high) = (pack("l", 0), pack("Q", 1), pack("Q2", (2**40) x 2));
attempt("give it policy $_", syscall($call{scheduler}, 1, $_ + 0, $priority) == 0) for 5, 3;
attempt("make it nice", setpriority 0, 1, 19);
attempt("bind it to one core", syscall($call{affinity}, 1, 8, $core) == 0);
attempt("make its disk idle", syscall($call{ioprio}, 1, 1, 3 << 13) == 0);
# RLIMIT_FSIZE, RLIMIT_DATA, RLIMIT_CORE, RLIMIT_NPROC, RLIMIT_NOFILE: up.
attempt("raise its limit $_", syscall($call{prlimit}, 1, $_ + 0, $high, 0) == 0) for 1, 2, 4, 6, 7;

# PTRACE_SEIZE and PTRACE_INTERRUPT. It need not be a child to be waited for: __WALL.
my $traced = syscall($call{ptrace}, 0x4206, 1, 0, 0) == 0;
attempt("trace it", $traced);
if ($traced && $Config{archname} =~ /^x86_64/) {
  syscall($call{ptrace}, 0x4207, 1, 0, 0);
  waitpid 1, 0x40000000;
  # PTRACE_GETREGS: struct user_regs_struct, of which rsi is 13, rdi 14, rax 10, orig_rax 15 and rip 16.
  my $registers = "\0" x 216;
  syscall($call{ptrace}, 12, 1, 0, $registers);
  my @of = unpack "Q27", $registers;
  # It stands behind the two bytes of its system call: that once more, as prctl(PR_SET_PDEATHSIG, 0).
  @of[10, 13, 14, 15, 16] = (157, 0, 1, 2**64 - 1, $of[16] - 2);
  my $changed = pack "Q27", @of;
  syscall($call{ptrace}, 13, 1, 0, $changed);
  syscall($call{ptrace}, 9, 1, 0, 0);
  waitpid 1, 0x40000000;
  syscall($call{ptrace}, 12, 1, 0, $registers);
  attempt("take its death signal", (unpack "Q27", $registers)[10] == 0);
}
$| = 1;
print "tried $tried ways\n";
if ($ARGV[0]) { exec "sleep", $ARGV[0] unless fork; sleep while 1 }
