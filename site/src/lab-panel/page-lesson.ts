/** What the panel is told of the lesson that it stands beside, in the page's language. */
export interface PageLesson {
  /** What a student can do afterwards, a sentence each: the `goals` of the page. */
  goals: string[];
  /** The lesson behind it; null behind the last one. */
  next: { href: string; label: string } | null;
  /** Where all lessons are listed. */
  home: string;
}
