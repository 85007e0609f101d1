# confine-namespaced PIDS INSTANCES WATCHES SHIELD FILES [FOLDER SIZE]... -- COMMAND...
# The start of the first process of a sandbox without bubblewrap: finishes its namespaces, gives up every capability
# but SHIELD and becomes COMMAND.
set -e
pids=$1 instances=$2 watches=$3 shield=$4 files=$5
shift 5
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
# Small systems have no `ip`; perl can make the same call (SIOCSIFFLAGS with IFF_UP and IFF_RUNNING).
if command -v ip >/dev/null; then
  ip link set lo up
else
  perl -e '$up = pack("a16 s x22", "lo", 65); socket(S, 2, 2, 0) && ioctl(S, 0x8914, $up) or die "cannot bring up lo: $!\n"'
fi
own_counters "$pids" "$instances" "$watches"
# The kernel lets the host's root write these without any capability.
for path in sys sysrq-trigger irq bus fs acpi scsi mtrr; do
  if [ -e "/proc/$path" ]; then mount -n -o bind,ro "/proc/$path" "/proc/$path"; fi
done
# Programs may not write what belongs to the first process, such as its share of the processor.
mount -n -o bind,ro /proc/1 /proc/1
# With the folders of cgroups a program could take its own limits away.
if [ -d /sys/fs/cgroup ]; then mount -n -t tmpfs -o ro tmpfs /sys/fs/cgroup; fi
# Memory of the sandbox's own, of limited size: a file takes some, too, however small it is.
while [ "$1" != -- ]; do
  mount -n -t tmpfs -o "nosuid,nodev,mode=755,size=$2,nr_inodes=$files" tmpfs "$1"
  shift 2
done
shift
# The terminals of this machine, the one that `labs` itself runs in among them, are not the lab's to write to.
mount -n -t devpts -o newinstance,mode=620,ptmxmode=666 devpts /dev/pts
mount -n --bind /dev/pts/ptmx /dev/ptmx
exec setpriv --bounding-set="-all,+$shield" --inh-caps=-all --no-new-privs -- "$@"
