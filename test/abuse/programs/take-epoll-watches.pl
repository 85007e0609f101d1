# Lets the kernel watch as many descriptors as it watches for one user (epoll), keeps all, and prints how many it got.
# Numbers of system calls as of x86_64 and arm64, where an event has 12 and 16 bytes.
use strict;
use warnings;
use Config;
my $arm = $Config{archname} =~ /^aarch64/;
my %call = $arm ? (epoll_create1 => 20, epoll_ctl => 21, eventfd2 => 19) : (epoll_create1 => 291, epoll_ctl => 233, eventfd2 => 290);
my $event = $arm ? pack("L L Q", 1, 0, 0) : pack("L Q", 1, 0);
my $processes = shift;
$| = 1;

pipe(my $counted, my $count) or die "pipe: $!";
for (1 .. $processes) {
  next if fork;
  my (@watched, @watchers);
  for (1 .. 1900) {
    push @watched, syscall($call{eventfd2}, 0, 0);
    push @watchers, syscall($call{epoll_create1}, 0);
  }
  my $got = 0;
  WATCHER: for my $watcher (@watchers) {
    for my $each (@watched) {
      # EPOLL_CTL_ADD.
      last WATCHER if syscall($call{epoll_ctl}, $watcher, 1, $each, $event) < 0;
      $got += 1;
    }
  }
  syswrite $count, "$got\n";
  sleep 1 while 1;
}
my $all = 0;
$all += <$counted> for 1 .. $processes;
print "tried $processes processes: $all watches\n";
sleep 1 while 1;
