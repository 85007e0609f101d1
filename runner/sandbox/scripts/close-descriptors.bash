# Closes every file descriptor above HIGHEST: a terminal, or the holder of a sandbox, must not inherit the master side of another
# terminal, nor anything that the runner was started with.
close_descriptors() {
  local descriptor
  for descriptor in /dev/fd/*; do
    descriptor=${descriptor##*/}
    if ((descriptor > $1)); then eval "exec $descriptor>&-"; fi
  done
}
