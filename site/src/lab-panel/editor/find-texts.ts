/** The words of the editor's panel that finds and replaces. */
export const findTexts = {
  findReplace: { en: "Replace with", "zh-cn": "替换为" },
  findNextMatch: { en: "Next", "zh-cn": "下一个" },
  findPreviousMatch: { en: "Previous", "zh-cn": "上一个" },
  findSelectAll: { en: "Select all", "zh-cn": "全选" },
  findMatchCase: { en: "Match case", "zh-cn": "区分大小写" },
  findRegexp: { en: "Regexp", "zh-cn": "正则表达式" },
  findByWord: { en: "Whole words", "zh-cn": "全词匹配" },
  findReplaceOne: { en: "Replace", "zh-cn": "替换" },
  findReplaceAll: { en: "Replace all", "zh-cn": "全部替换" },
};

/** The same by what CodeMirror calls them. */
export function findPhrases(
  say: (name: keyof typeof findTexts | "find" | "close") => string,
): Record<string, string> {
  return {
    Find: say("find"),
    Replace: say("findReplace"),
    next: say("findNextMatch"),
    previous: say("findPreviousMatch"),
    all: say("findSelectAll"),
    "match case": say("findMatchCase"),
    regexp: say("findRegexp"),
    "by word": say("findByWord"),
    replace: say("findReplaceOne"),
    "replace all": say("findReplaceAll"),
    close: say("close"),
  };
}
