# own_counters PIDS INSTANCES WATCHES
# Limits what the kernel counts for a sandbox apart ("-" for a kernel that does not), with the capabilities of its user namespace.
own_counters() {
  # Nothing inside can become root of a namespace of its own.
  echo 0 >/proc/sys/user/max_user_namespaces
  if [ "$1" != - ]; then echo "$1" >/proc/sys/kernel/pid_max; fi
  # Watches over files are the user's, so one lab could take those of all others, and of the runner.
  echo "$2" >/proc/sys/user/max_inotify_instances
  echo "$3" >/proc/sys/user/max_inotify_watches
  # Linux 5.13 gave unprivileged programs a second kind of them.
  if [ -e /proc/sys/user/max_fanotify_groups ]; then echo 0 >/proc/sys/user/max_fanotify_groups; fi
}
