# socket-memory
# Prints how many bytes the kernel holds for the unix and TCP sockets of this network namespace (sock_diag(7)).
my $sum = 0;
# AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG.
socket my $kernel, 16, 3, 4 or die "The sockets cannot be asked for: $!\n";
for my $family (1, 2, 10) {
  my $unix = $family == 1;
  # struct unix_diag_req with UDIAG_SHOW_MEMINFO; struct inet_diag_req_v2 with INET_DIAG_SKMEMINFO for IPPROTO_TCP.
  my $question = $unix
    ? pack "CCSLLLLL", 1, 0, 0, 0xffffffff, 0, 0x20, 0, 0
    : pack "CCCCL x48", $family, 6, 0x40, 0, 0xffffffff;
  # SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST | NLM_F_DUMP.
  send $kernel, pack("LSSLL", 16 + length $question, 20, 0x301, 1, 0) . $question, 0 or die "$!\n";
  ANSWER: while (defined recv $kernel, my $answer, 1 << 16, 0) {
    while (length $answer >= 16) {
      my ($length, $type) = unpack "LS", $answer;
      # NLMSG_DONE, and NLMSG_ERROR where the kernel does not know this family.
      last ANSWER if $type == 3 or $type == 2;
      # Behind struct unix_diag_msg or struct inet_diag_msg come attributes: UNIX_DIAG_MEMINFO, INET_DIAG_SKMEMINFO.
      my ($at, $wanted) = $unix ? (32, 5) : (88, 7);
      while ($at + 4 <= $length) {
        my ($size, $kind) = unpack "SS", substr $answer, $at, 4;
        last if $size < 4;
        # SK_MEMINFO_RMEM_ALLOC, _WMEM_ALLOC, _FWD_ALLOC and _WMEM_QUEUED. TCP counts what waits to be sent in the last.
        my ($received, $sent, $ahead, $queued) = (unpack "L*", substr $answer, $at + 4, $size - 4)[0, 2, 4, 5];
        $sum += $received + $ahead + ($unix ? $sent : $queued) if $kind == $wanted;
        $at += $size + 3 & ~3;
      }
      $answer = substr $answer, $length + 3 & ~3;
    }
  }
}
print "$sum\n";
