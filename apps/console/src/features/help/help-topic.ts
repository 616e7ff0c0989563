/** One question people ask, and its answer in plain words. */
export interface HelpTopic {
  /** Names its place on the page: `/help#lost-phone`. The same in all languages. */
  readonly id: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
}
