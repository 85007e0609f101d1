import { existsSync } from "node:fs";
import { endianness } from "node:os";
import {
  closeRange,
  flags,
  type Machine,
  machines,
  refusedCalls,
  typingCommands,
} from "./call-numbers.ts";
import { findTool, script } from "./tools.ts";

/**
 * The words that stand before a command to run it under a filter of system calls; none where there is no filter. It takes
 * capabilities in the sandbox's own user namespace, or `no_new_privs`.
 *
 * It is a seccomp filter, a program of the classic BPF machine. Perl installs it, which is part of every Debian and Ubuntu: `setpriv`
 * can do so only from util-linux 2.40 on, and what bubblewrap filters is what it starts itself, not what joins it.
 *
 * @param politeness How far the command stands back when the processor is busy, as `nice` has it: to set it here saves a process.
 */
export function filterCommand(politeness = 0): string[] {
  available ??= whyNoFilter() === null ? buildCommand() : [];
  return available.length > 0 ? [...available, String(politeness)] : [];
}

let available: string[] | undefined;

/** Why programs of a sandbox run without the filter on this machine; null when they run under it. */
export function whyNoFilter(): string | null {
  if (!machines[process.arch] || endianness() !== "LE")
    return `there is none for ${process.arch}`;
  if (!existsSync("/proc/sys/kernel/seccomp/actions_avail"))
    return "this kernel has no seccomp filters";
  return findTool("perl") ? null : "perl is not installed";
}

/** Instructions of the classic BPF machine (include/uapi/linux/bpf_common.h). */
const load = 0x20; // BPF_LD | BPF_W | BPF_ABS
const jumpIfEqual = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
const jumpIfAtLeast = 0x35; // BPF_JMP | BPF_JGE | BPF_K
const and = 0x54; // BPF_ALU | BPF_AND | BPF_K
const answer = 0x06; // BPF_RET | BPF_K

/** What a filter can answer (include/uapi/linux/seccomp.h), with errors of asm-generic/errno.h. */
const allow = 0x7fff_0000; // SECCOMP_RET_ALLOW
const refuse = 0x0005_0000 | 1; // SECCOMP_RET_ERRNO, EPERM
const unknown = 0x0005_0000 | 38; // SECCOMP_RET_ERRNO, ENOSYS
const unsupported = 0x0005_0000 | 95; // SECCOMP_RET_ERRNO, EOPNOTSUPP
const killProcess = 0x8000_0000; // SECCOMP_RET_KILL_PROCESS

/** Where things stand in `struct seccomp_data`, in bytes; the low half of an argument comes first. */
const data = {
  call: 0,
  architecture: 4,
  firstArgument: 16,
  secondArgument: 24,
  thirdArgument: 32,
} as const;

/** An instruction: code, steps to go if true, steps to go if false, value. */
type Instruction = readonly [number, number, number, number];

function buildCommand(): string[] {
  const machine = machines[process.arch];
  const perl = findTool("perl");
  if (!machine || !perl) return [];
  const filter = encode(assemble(machine)).toString("hex");
  return [perl, "-e", script("filter-calls.pl"), String(machine.prctl), filter];
}

function assemble(machine: Machine): Instruction[] {
  const typing = Object.values(typingCommands);
  return [
    [load, 0, 0, data.architecture],
    [jumpIfEqual, 1, 0, machine.architecture],
    [answer, 0, 0, killProcess],
    [load, 0, 0, data.call],
    ...(machine.foreignFrom === null
      ? []
      : answerIf(jumpIfAtLeast, machine.foreignFrom, unknown)),
    ...refusedCalls.flatMap((name) =>
      answerIf(jumpIfEqual, machine.calls[name], unknown),
    ),
    ...answerIf(jumpIfEqual, machine.setsid, refuse),
    ...answerIf(jumpIfEqual, machine.fallocate, unsupported),
    ...ifCall(machine.ioctl, [
      [load, 0, 0, data.secondArgument],
      ...typing.flatMap((command) => answerIf(jumpIfEqual, command, refuse)),
      [answer, 0, 0, allow],
    ]),
    ...ifCall(machine.clone, [
      [load, 0, 0, data.firstArgument],
      [and, 0, 0, flags.CLONE_THREAD | flags.CLONE_FILES],
      ...answerIf(jumpIfEqual, flags.CLONE_THREAD, refuse),
      [answer, 0, 0, allow],
    ]),
    ...ifCall(closeRange, [
      [load, 0, 0, data.thirdArgument],
      [and, 0, 0, flags.CLOSE_RANGE_UNSHARE],
      ...answerIf(jumpIfEqual, flags.CLOSE_RANGE_UNSHARE, refuse),
      [answer, 0, 0, allow],
    ]),
    [answer, 0, 0, allow],
  ];
}

/** What follows a call of this number; any other one goes on behind it. */
function ifCall(number: number, then: Instruction[]): Instruction[] {
  return [[jumpIfEqual, 0, then.length, number], ...then];
}

function answerIf(test: number, value: number, verdict: number): Instruction[] {
  return [
    [test, 0, 1, value],
    [answer, 0, 0, verdict],
  ];
}

/** As `struct sock_filter` (include/uapi/linux/filter.h) lies in memory. */
function encode(instructions: Instruction[]): Buffer {
  const bytes = Buffer.alloc(instructions.length * 8);
  for (const [
    index,
    [code, ifTrue, ifFalse, value],
  ] of instructions.entries()) {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(ifTrue, index * 8 + 2);
    bytes.writeUInt8(ifFalse, index * 8 + 3);
    bytes.writeUInt32LE(value, index * 8 + 4);
  }
  return bytes;
}
