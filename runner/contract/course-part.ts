import type { LocalizedText, Locale } from "./localized.ts";
import { textIn } from "./localized.ts";
import { z } from "./zod.ts";

/** The parts of the course, in its order. A lab's manifest says which one it belongs to. */
export const partId = z.enum([
  "start",
  "phase-1",
  "phase-2",
  "phase-3",
  "phase-4",
  "how-it-works",
  "devices",
  "beyond",
]);
export type PartId = z.infer<typeof partId>;

/** What a part of the course is called. */
export interface CoursePart {
  /** What stands where there is little room, such as `Phase 2`. */
  name: LocalizedText;
  /** What it is about, where its name does not say so. */
  topic?: LocalizedText;
}

const parts: Record<PartId, CoursePart> = {
  start: { name: { en: "Start", "zh-cn": "开始" } },
  "phase-1": {
    name: { en: "Phase 1", "zh-cn": "第一阶段" },
    topic: { en: "Pair", "zh-cn": "一对一" },
  },
  "phase-2": {
    name: { en: "Phase 2", "zh-cn": "第二阶段" },
    topic: { en: "Client and server", "zh-cn": "客户端与服务器" },
  },
  "phase-3": {
    name: { en: "Phase 3", "zh-cn": "第三阶段" },
    topic: { en: "Publish and subscribe", "zh-cn": "发布与订阅" },
  },
  "phase-4": {
    name: { en: "Phase 4", "zh-cn": "第四阶段" },
    topic: { en: "Pipeline", "zh-cn": "流水线" },
  },
  "how-it-works": { name: { en: "How it works", "zh-cn": "工作原理" } },
  devices: { name: { en: "Devices", "zh-cn": "设备" } },
  beyond: { name: { en: "Beyond the basics", "zh-cn": "更进一步" } },
};

/** The short name of a part: `Phase 2`. */
export function partName(id: PartId, locale: Locale): string {
  return textIn(parts[id].name, locale);
}

/** The name of a part with what it is about: `Phase 2: Client and server`. */
export function partTitle(id: PartId, locale: Locale): string {
  const { topic } = parts[id];
  const name = partName(id, locale);
  if (!topic) return name;
  return `${name}${locale === "zh-cn" ? "：" : ": "}${textIn(topic, locale)}`;
}

/** Things that belong to a part of the course, put together part by part. Parts without any do not appear. */
export function groupByPart<T>(
  things: readonly T[],
  partOf: (thing: T) => PartId,
): { part: PartId; members: T[] }[] {
  return partId.options.flatMap((part) => {
    const members = things.filter((thing) => partOf(thing) === part);
    return members.length > 0 ? [{ part, members }] : [];
  });
}
