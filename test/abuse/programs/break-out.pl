# Tries to get more rights, and to do something to every process that has a number. Prints a line for each way that worked.
# Numbers of system calls as of x86_64 and arm64.
use strict;
use warnings;
use Config;
use Socket;
my %call = $Config{archname} =~ /^aarch64/
  ? (ptrace => 117, capset => 91, prctl => 167)
  : (ptrace => 101, capset => 126, prctl => 157);
my $tried = 0;

sub attempt {
  my ($name, $works) = @_;
  $tried += 1;
  print "$name\n" if $works;
}
sub runs { system("$_[0] </dev/null >/dev/null 2>&1") == 0 }
sub writes {
  my $file;
  return open($file, ">", $_[0]) && defined syswrite($file, "100000") && close $file;
}

attempt("namespace: $_", runs("$_ true")) for
  "unshare --user", "unshare --user --map-root-user", "unshare --mount", "unshare --net", "unshare --pid --fork",
  "nsenter -t 1 -m", "nsenter -t 1 -n", "nsenter -t 1 -U", "chroot /";
attempt("mount: $_", runs($_)) for
  "mount -t tmpfs none /tmp", "mount -t proc none /tmp", "mount --bind / /tmp", "mount -o remount,rw /",
  "mount -o remount,bind,rw /proc/sys", "mount -o remount,size=100%,nr_inodes=0 /tmp", "umount -l /proc/sys",
  "umount -l /dev/shm", "umount -l /dev/pts", "mknod /tmp/disk b 8 0", "mknod disk b 8 0", "swapon /tmp/x", "modprobe loop",
  "hostname elsewhere", "date -s 2001-01-01", "ip link set lo down", "sysctl -w kernel.pid_max=4194304";
attempt("setting: $_", writes($_)) for
  qw(/proc/sys/user/max_user_namespaces /proc/sys/kernel/pid_max /proc/sys/kernel/core_pattern /proc/sys/vm/overcommit_memory
  /proc/self/uid_map /proc/self/gid_map /proc/1/oom_score_adj /proc/sysrq-trigger /proc/sys/net/ipv4/ip_forward
  /proc/sys/kernel/shmmax);
attempt("limit: $_", runs("bash -c 'ulimit $_'")) for "-n 100000", "-u 100000", "-d unlimited", "-f unlimited", "-c unlimited";

# struct __user_cap_header_struct of version 3 with every capability; PR_CAP_AMBIENT_RAISE; PR_SET_NO_NEW_PRIVS.
my ($header, $data) = (pack("L l", 0x20080522, 0), pack("L6", (0xffffffff) x 6));
attempt("capabilities", syscall($call{capset}, $header, $data) == 0);
attempt("ambient capabilities", syscall($call{prctl}, 47, 2, 12, 0, 0) == 0);
attempt("privileges again", syscall($call{prctl}, 38, 0, 0, 0, 0) == 0);
for my $user (1, 1000, 65534) {
  my $before = $>;
  $> = $user;
  attempt("user $user", $> != $before);
}
open(my $status, "<", "/proc/self/status") or die "status: $!";
/^Cap/ and attempt("kept $_", /[1-9a-f]\s*$/) for <$status>;

attempt("a raw socket", socket(my $raw, AF_INET, SOCK_RAW, 1));
attempt("a packet socket", socket(my $packet, 17, SOCK_RAW, 768));

# Whatever has a number, except itself.
for my $pid (1 .. 70000) {
  next if $pid == $$;
  # PTRACE_SEIZE and PTRACE_INTERRUPT: what is its lab's own stops, what is not must not.
  syscall($call{ptrace}, 0x4206, $pid, 0, 0) == 0 and syscall($call{ptrace}, 0x4207, $pid, 0, 0);
  kill KILL => $pid;
}
$| = 1;
print "tried $tried ways\n";
kill KILL => -1;
