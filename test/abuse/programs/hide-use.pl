# hide-use WAY: takes files or memory where nobody looks, in the folder it stands in. Numbers as of x86_64 and arm64.
use strict;
use warnings;
use Config;
use Socket;
use threads;
$| = 1;
my $arm = $Config{archname} =~ /^aarch64/;
my %call = $arm
  ? (mmap => 222, unshare => 97, exit => 93, close_range => 436)
  : (mmap => 9, unshare => 272, exit => 60, close_range => 436);
my $piece = "x" x 1_000_000;
my $files = 24;

sub fill {
  my ($name) = @_;
  open my $file, "+>", $name or die "$name: $!\n";
  for (1 .. 60) { syswrite $file, $piece or die "$name: $!\n" }
  return $file;
}

# Private and not reserved, or shared with a file; read only: no limit on data counts it.
sub map_readable {
  my ($size, $flags, $descriptor) = @_;
  my $address = syscall $call{mmap}, 0, $size, 1, $flags, $descriptor, 0;
  die "mmap: $!\n" if $address == -1;
  return $address;
}

sub rest { print "all taken\n"; sleep 600 }

my %ways = (
  mapped => sub {
    for my $number (1 .. $files) {
      my $file = fill("f$number");
      map_readable(4096, 1, fileno $file);
      unlink "f$number";
    }
    rest();
  },
  "own-descriptors" => sub {
    my @threads = map {
      my $mine = $_;
      threads->create(sub {
        # CLONE_FILES; where that is refused, CLOSE_RANGE_UNSHARE over descriptors that nobody has.
        syscall($call{unshare}, 0x400) == 0 or syscall($call{close_range}, 4_000_000, 4_000_000, 2);
        my @open = map { my $file = fill("f$mine-$_"); unlink "f$mine-$_"; $file } 1 .. $files / 4;
        sleep 600;
      });
    } 1 .. 4;
    rest();
  },
  "first-thread-ended" => sub {
    threads->create(sub {
      my @open = map { my $file = fill("f$_"); unlink "f$_"; $file } 1 .. $files;
      rest();
    });
    syscall $call{exit}, 0;
  },
  "memory-of-no-first-thread" => sub {
    for (1 .. 3) {
      next if fork;
      threads->create(sub { my @kept = map { "x" x 100_000_000 } 1 .. 10; rest() });
      syscall $call{exit}, 0;
    }
    sleep 600;
  },
  "long-paths" => sub {
    for (1 .. 24) { mkdir "d" x 250; chdir "d" x 250 or die "$!\n" }
    fill("f$_") for 1 .. $files;
    rest();
  },
  "closed-folders" => sub {
    for my $mode (0300, 0400) {
      my $folder = sprintf "m%o", $mode;
      mkdir $folder;
      fill("$folder/f$_") for 1 .. $files / 2;
      chmod $mode, $folder;
    }
    rest();
  },
  "names-that-are-no-text" => sub {
    mkdir "n\xff";
    fill("n\xff/f\xff$_") for 1 .. $files;
    rest();
  },
  "page-tables" => sub {
    for (1 .. 6) {
      next if fork;
      my $size = 2**38;
      # MAP_PRIVATE, MAP_ANONYMOUS and MAP_NORESERVE.
      my $address = map_readable($size, 0x4022, -1);
      for (my $at = 0; $at < $size; $at += 2**21) { my $byte = unpack "P1", pack "J", $address + $at }
      rest();
    }
    sleep 600;
  },
  "unix-sockets" => sub {
    my @kept;
    for (1 .. 12) {
      next if fork;
      for (1 .. 1500) {
        socketpair my $one, my $other, AF_UNIX, SOCK_STREAM, 0 or last;
        for my $end ($one, $other) {
          setsockopt $end, SOL_SOCKET, SO_SNDBUF, 1 << 22;
          $end->blocking(0);
          1 while syswrite $end, $piece, 65536;
        }
        push @kept, $one, $other;
      }
      rest();
    }
    sleep 600;
  },
);
$ways{ $ARGV[0] }->();
