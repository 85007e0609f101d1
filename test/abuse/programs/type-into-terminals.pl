# Types a command into every terminal that it can find, and prints a line for each where that worked; writes a text to every
# pseudo-terminal. Arguments: the command, the text.
# Numbers as of x86_64 and arm64 (include/uapi/asm-generic/ioctls.h).
use strict;
use warnings;
use Config;
my $ioctl = $Config{archname} =~ /^aarch64/ ? 29 : 16;
my ($tiocsti, $tioclinux, $tiocsctty) = (0x5412, 0x541c, 0x540e);
# O_RDWR | O_NONBLOCK | O_NOCTTY
my $flags = 2 | 2048 | 256;
my $seen = 0;
for my $name ("/dev/tty", "/dev/console", glob("/dev/pts/* /dev/tty[0-9]* /proc/*/fd/*")) {
  my $terminal;
  next unless sysopen($terminal, $name, $flags) && -t $terminal;
  $seen += 1;
  syswrite($terminal, "$ARGV[1]\r\n") if $name =~ m{^/dev/pts/|^/proc/} && readlink("/proc/self/fd/" . fileno $terminal) =~ m{/pts/};
  # With noise in the half of the number that the kernel does not look at, too.
  for my $command ($tiocsti, $tiocsti + 2**32, $tioclinux) {
    for my $letter (split //, "$ARGV[0]\n") {
      my $typed = $letter;
      last if syscall($ioctl, fileno($terminal), $command, $typed) != 0;
      print "typed into $name\n" if $letter eq "\n";
    }
  }
  print "took $name\n" if $name !~ m{^/dev/tty$|^/proc/(self|$$)/} && ioctl($terminal, $tiocsctty, 1);
}
print "tried $seen terminals\n";
