# Tries parts of the kernel that no lesson needs, and prints which of them answer. Numbers as of x86_64 and arm64.
use strict;
use warnings;
use Config;
my $arm = $Config{archname} =~ /^aarch64/;
my ($path, $fd) = ("x", -1);
my %tries = (
  io_uring => [425, 1, "\0" x 256],
  io_uring_enter => [426, $fd, 0, 0, 0, 0, 0],
  io_uring_register => [427, $fd, 0, 0, 0],
  # BPF_MAP_CREATE of an array of one number.
  bpf => [$arm ? 280 : 321, 0, pack("L4 x56", 2, 4, 4, 1), 72],
  perf_event_open => [$arm ? 241 : 298, pack("L2 x104", 1, 112), 0, -1, -1, 0],
  userfaultfd => [$arm ? 282 : 323, 1],
  # KEYCTL_GET_KEYRING_ID of KEY_SPEC_SESSION_KEYRING.
  keyctl => [$arm ? 219 : 250, 0, -3, 0],
  memfd_create => [$arm ? 279 : 319, $path, 0],
  # IPC_PRIVATE, 1 MiB, IPC_CREAT | 0600.
  shmget => [$arm ? 194 : 29, 0, 2**20, 0x380],
  msgget => [$arm ? 186 : 68, 0, 0x380],
  semget => [$arm ? 190 : 64, 0, 1, 0x380],
  # CLONE_FILES.
  unshare => [$arm ? 97 : 272, 0x400],
  # A size that no kernel takes.
  # A file of this size, of the standard output. It is answered as by a file system that does not have it.
  fallocate => [$arm ? 47 : 285, 1, 0, 0, 2**20],
  clone3 => [435, "\0" x 256, 1],
);
my $known = 0;
for my $name (sort keys %tries) {
  my $answer = syscall(shift @{ $tries{$name} }, @{ $tries{$name} });
  # ENOSYS and EOPNOTSUPP: there is no such thing.
  $known += 1, next if $answer < 0 && ($! == 38 || $! == 95);
  print $answer < 0 ? "$name: $!\n" : "$name works\n";
  # IPC_RMID: these would outlive this program.
  shmctl($answer, 0, 0) if $name eq "shmget" && $answer >= 0;
  semctl($answer, 0, 0, 0) if $name eq "semget" && $answer >= 0;
  msgctl($answer, 0, 0) if $name eq "msgget" && $answer >= 0;
}
print "refused $known\n";
