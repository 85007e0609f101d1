/** The system calls that programs of a sandbox are refused. No lesson needs them. */
export const refusedCalls = [
  // Work that the kernel does on a program's behalf, past this filter.
  "io_uring_setup",
  "io_uring_enter",
  "io_uring_register",
  // The keys of the user's session, which a user namespace does not hide.
  "add_key",
  "request_key",
  "keyctl",
  // Memory that belongs to no process and to no folder.
  "memfd_create",
  "memfd_secret",
  "shmget",
  "msgget",
  "semget",
  // A thread with descriptors of its own, which a process does not show: `unshare` here, `clone` and `close_range` by their arguments.
  "unshare",
  "clone3",
  // Parts of the kernel that programs of a lesson have no business with.
  "bpf",
  "perf_event_open",
  "userfaultfd",
] as const;

type RefusedCall = (typeof refusedCalls)[number];

/** What a filter must know about a kind of processor. */
export interface Machine {
  /** AUDIT_ARCH_* of include/uapi/linux/audit.h. */
  architecture: number;
  /** The numbers of calls that are refused some of their arguments, and of prctl(2). */
  prctl: number;
  ioctl: number;
  /**
   * The number of setsid(2). Sessions share the processor evenly, so a program that could begin as many as it likes would leave others
   * nothing of it. A terminal's session was begun before.
   */
  setsid: number;
  clone: number;
  /** The number of fallocate(2): it takes space of a disk without writing, in no time. Many file systems do not have it. */
  fallocate: number;
  /** The numbers of the refused calls. */
  calls: Record<RefusedCall, number>;
  /** Calls from this number on are another interface to the same kernel (x32: `__X32_SYSCALL_BIT`). */
  foreignFrom: number | null;
}

/** Calls that came after Linux 5.0 have one number on all machines. */
const commonCalls = {
  clone3: 435,
  io_uring_setup: 425,
  io_uring_enter: 426,
  io_uring_register: 427,
  memfd_secret: 447,
} as const;

/** By Node's names of processors. */
export const machines: Partial<Record<NodeJS.Architecture, Machine>> = {
  // arch/x86/entry/syscalls/syscall_64.tbl
  x64: {
    architecture: 0xc000003e,
    prctl: 157,
    ioctl: 16,
    setsid: 112,
    clone: 56,
    fallocate: 285,
    foreignFrom: 0x4000_0000,
    calls: {
      ...commonCalls,
      shmget: 29,
      semget: 64,
      msgget: 68,
      unshare: 272,
      add_key: 248,
      request_key: 249,
      keyctl: 250,
      perf_event_open: 298,
      memfd_create: 319,
      bpf: 321,
      userfaultfd: 323,
    },
  },
  // include/uapi/asm-generic/unistd.h
  arm64: {
    architecture: 0xc00000b7,
    prctl: 167,
    ioctl: 29,
    setsid: 157,
    clone: 220,
    fallocate: 47,
    foreignFrom: null,
    calls: {
      ...commonCalls,
      unshare: 97,
      msgget: 186,
      semget: 190,
      shmget: 194,
      add_key: 217,
      request_key: 218,
      keyctl: 219,
      perf_event_open: 241,
      memfd_create: 279,
      bpf: 280,
      userfaultfd: 282,
    },
  },
};

/** close_range(2) has one number on all machines. */
export const closeRange = 436;

/** Flags of clone(2) and close_range(2) (include/uapi/linux/sched.h, close_range.h). */
export const flags = {
  CLONE_FILES: 0x400,
  CLONE_THREAD: 0x1_0000,
  CLOSE_RANGE_UNSHARE: 0x2,
} as const;

/** Commands of ioctl(2) that type into a terminal (include/uapi/asm-generic/ioctls.h). */
export const typingCommands = { TIOCSTI: 0x5412, TIOCLINUX: 0x541c } as const;
