import type { LocalizedText } from "#contract";

/** The panel's words about recordings. */
export const playbackTexts = {
  recordedRun: { en: "Recorded run", "zh-cn": "录制的运行" },
  playRecording: { en: "Play a recorded run", "zh-cn": "播放录制的运行" },
  playRecordingWhy: {
    en: "What the finished programs do, without a runner.",
    "zh-cn": "无需运行器，看看完成后的程序如何运行。",
  },
  play: { en: "Play", "zh-cn": "播放" },
  pause: { en: "Pause", "zh-cn": "暂停" },
  position: { en: "Position", "zh-cn": "位置" },
  positionOf: {
    en: "{time} of {duration}",
    "zh-cn": "{time}，共 {duration}",
  },
  speed: { en: "Speed", "zh-cn": "速度" },
  closeRecording: { en: "Close the recording", "zh-cn": "关闭录制" },
  downloadCast: {
    en: "Download recording (.cast)",
    "zh-cn": "下载录制（.cast）",
  },
  downloadRecording: { en: "Download recording", "zh-cn": "下载录制" },
  noRecording: {
    en: "There is no recording to download.",
    "zh-cn": "没有可下载的录制。",
  },
} satisfies Record<string, LocalizedText>;
