import { Link } from "wouter";
import { messages } from "../messages/messages.ts";
import { EntryPage } from "./entry-page.tsx";

export function NotFoundPage() {
  return (
    <EntryPage screen={messages.notFound.title} title={messages.notFound.title}>
      <p>{messages.notFound.text}</p>
      <p>
        <Link href="/">{messages.notFound.home}</Link>
      </p>
    </EntryPage>
  );
}
