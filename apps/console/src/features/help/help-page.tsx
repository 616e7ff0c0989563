import { Link } from "wouter";
import type { PageLanguage } from "../../messages/language.ts";
import { language, messages } from "../../messages/messages.ts";
import { EntryPage } from "../../page/entry-page.tsx";
import styles from "./help.module.css";
import type { HelpTopic } from "./help-topic.ts";
import { germanHelp } from "./help-topics-de.ts";
import { englishHelp } from "./help-topics-en.ts";

const TOPICS: Readonly<Record<PageLanguage, readonly HelpTopic[]>> = {
  en: englishHelp,
  de: germanHelp,
  "ar-XB": englishHelp,
};

/** What people ask most, for everybody: nobody has to be signed in to read it. */
export function HelpPage() {
  const topics = TOPICS[language];
  return (
    <EntryPage
      screen={messages.common.help}
      title={messages.common.help}
      footer={<Link href="/">{messages.notFound.home}</Link>}
    >
      <nav aria-label={messages.common.help}>
        <ul className={styles.topics}>
          {topics.map(({ id, title }) => (
            <li key={id}>
              <a href={`#${id}`}>{title}</a>
            </li>
          ))}
        </ul>
      </nav>
      {topics.map(({ id, title, paragraphs }) => (
        <section key={id} id={id} className={styles.topic} aria-labelledby={`${id}-title`}>
          <h2 id={`${id}-title`}>{title}</h2>
          {paragraphs.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </section>
      ))}
    </EntryPage>
  );
}
