import type { HelpTopic } from "./help-topic.ts";

/** The help in English. */
export const englishHelp: readonly HelpTopic[] = [
  {
    id: "turn-on",
    title: "Turn on two-factor authentication",
    paragraphs: [
      "A password can be guessed, stolen or read over your shoulder. With two-factor authentication it is not enough: signing in also asks for a code that only your phone shows.",
      "The safest way is an authenticator app. Any one that scans a QR code will do; many password managers have one too. Then open Account → Security, choose “Enable two-factor authentication”, scan the code and enter the six digits that the app shows.",
      "Where it is offered, codes can come by text message instead: add a phone number there, enter the code that we send, and choose when to be asked.",
      "Afterwards you see eight recovery codes. Save them before you go on: they open your account when the phone does not.",
    ],
  },
  {
    id: "lost-phone",
    title: "I lost my phone, or have a new one",
    paragraphs: [
      "You still have the old phone: sign in with it, open Account → Security, add the new one, then remove the old one.",
      "You do not have it any more: sign in with your password, choose another way, and enter one of your recovery codes. Under Account → Security suspend what is lost at once: whoever has it cannot get in with it any more. Add the new one within ten minutes; with a code from it you can then remove the old one.",
      "You have neither: look whether you are still signed in on another device. There you can ask for a replacement with your password; it takes 24 hours, and we write to all your addresses, so that nobody else can do it unnoticed. Otherwise ask whoever runs this service. Nobody can switch off the second step by e-mail or on the phone, so that nobody can talk their way into your account.",
    ],
  },
  {
    id: "recovery-codes",
    title: "Recovery codes",
    paragraphs: [
      "Eight codes, each of which works once in place of the app. Print them, or keep them in a password manager; not only on the phone they are to replace.",
      "Under Account → Security you see how many are left and can make new ones. New ones end all earlier ones.",
    ],
  },
  {
    id: "trusted-devices",
    title: "Trusted devices",
    paragraphs: [
      "Under Account → Security you can choose to be asked for the second step once per device. Then there is a box beside the code, “Trust this device for 30 days”: where you tick it, your password is enough to sign in for 30 days. After such a sign-in the first page says why no code was asked for.",
      "Tick it only on a device that nobody else uses. Changes to your account still ask for a code, on a trusted device too.",
      "A trusted device is lost or sold: under Account → Security choose “Stop trusting”. All of them are forgotten when you change your password, an address, your recovery codes or this setting, or remove or suspend an app. If somebody copies what your browser keeps, we notice when it is used twice: then no device is trusted any more, you are signed out everywhere, and we write to you.",
    ],
  },
  {
    id: "wrong-code",
    title: "My code is refused",
    paragraphs: [
      "A code lives for 30 seconds and works once. If you have just used one, wait for the next.",
      "Most often the phone’s clock is wrong. Set its date and time to automatic. Then check that it is the right entry in the app: the name and your address stand beside the code.",
      "After several wrong codes you have to wait. The page says how long; trying on does not help. Your recovery codes work all the same.",
    ],
  },
  {
    id: "no-text",
    title: "A text message does not arrive",
    paragraphs: [
      "Wait a minute, and look whether the phone has signal; without it, or in flight mode, the message comes later. Look among messages from unknown or blocked senders too. Abroad it can take a few minutes.",
      "Then ask for a new code on the page, or for a call where that is offered. Only the newest code works, for 10 minutes. After each one you have to wait a little longer for the next, so that nobody can run up costs or fill your phone.",
      "No signal where you are? Choose “Use another way”: an authenticator app and your recovery codes need none. That is why it is good to have one of them besides the phone.",
      "Some numbers get no codes: premium and satellite numbers, and those of countries that this service does not text. Use an authenticator app there.",
    ],
  },
  {
    id: "several-phones",
    title: "Several phones, or a new number",
    paragraphs: [
      "Under Account → Security you can add up to five phones and give each a name. At sign-in, the phone you used last in that browser gets the code; choose “Use another way” to have it sent to another one. So two people on one account do not wake each other.",
      "A new number: add it first, then remove the old one. Removing erases the number, after a last message that tells it so. With the same number in a new phone there is nothing to do.",
      "Text messages are the least safe way: a thief may have your number moved to another SIM card. Where you have an authenticator app too, only its code confirms changes to your account.",
    ],
  },
  {
    id: "several-people",
    title: "Several people use one account",
    paragraphs: [
      "Better let everybody have an account. Where that is not possible, add an authenticator app for each person under Account → Security and give it their name. You then see who signed in, and can remove one without the others.",
      "The other person is somewhere else: under “A second person” there make a link and send it to them. With the account’s password they set up their own app by it, and you approve it. The link works once, for 24 hours.",
      "Do not share a picture of the QR code, and do not forward codes: nobody who works for this service ever asks you for one.",
    ],
  },
  {
    id: "mails",
    title: "Which mails you get from us",
    paragraphs: [
      "A code when you sign up, confirm an address or reset your password. And a notice to all your addresses when something that protects your account changes: an app or an address was added or removed, recovery codes were made or used, the password was changed, somebody signed in from a new browser, or failed again and again.",
      "A notice never has a code in it and never asks for one. If it was not you, do not follow links in the mail: type our address yourself, open Account → Activity and choose “This was not me”.",
      "No code arrives? Look among spam, check the address for typing errors, and wait a minute before you ask for another: only the newest works.",
    ],
  },
];
