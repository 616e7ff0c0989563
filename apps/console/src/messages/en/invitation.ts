import { comingMomentText, momentText } from "../time-text.ts";

const LOCALE = "en-GB";

/** What is read by two people who share an account. */
export const invitationTexts = {
  invitation: {
    title: "A second person",
    intro:
      "Share this account with somebody? Make a link: with the account's password they set up an authenticator app of their own, and you approve it. Neither of you then needs the other's phone.",
    create: "Make a link",
    linkTitle: "Give this link to the second person",
    linkText:
      "It works once, for 24 hours. We show it only now. They also need the account's password: tell it another way.",
    copy: "Copy link",
    waiting: (expiresAt: string) =>
      `A link is waiting to be used, until ${comingMomentText(LOCALE, expiresAt)}.`,
    enrolled: (label: string, at: string, ip: string) =>
      `“${label}” was set up ${momentText(LOCALE, at)} from ${ip}. It opens nothing until you approve it.`,
    approve: "Approve",
    cancel: "Take back",
    approvedToast: (label: string) => `${label} can be used to sign in`,
    cancelledToast: "The invitation is taken back",
    screen: "Set up your authenticator app",
    signInTitle: "You are invited",
    signInText:
      "Sign in with the account's e-mail and password, then set up your own authenticator app.",
    noLink: "This link is not complete. Open it once more, or ask for a new one.",
    over: "This link was used, taken back, or has expired. Ask for a new one.",
    notEnabled: "This account does not use a second step, so there is nothing to set up.",
    doneTitle: "Waiting for approval",
    done: (expiresAt: string) =>
      `Your app is set up. The person who invited you has until ${comingMomentText(LOCALE, expiresAt)} to approve it; then sign in with its codes.`,
  },
};
