/** Whom a record, a budget or an event belongs to: a person within one project. */
export interface Subject {
  readonly projectId: string;
  readonly subjectId: string;
}

/** Where a request came from. Recorded, never believed. */
export interface Origin {
  readonly ip: string;
  readonly userAgent: string;
  readonly requestId: string;
}
