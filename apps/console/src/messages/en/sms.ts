/** What is read about text messages: at the second step, and when a phone is added. */
export const smsTexts = {
  sms: {
    checkTitle: "Check your phone",
    sending: (hint: string) => `Sending a code to the number ending in ${hint}…`,
    sent: (hint: string) =>
      `We sent a code to the number ending in ${hint}. It works for 10 minutes.`,
    sentAgain: (hint: string) =>
      `We sent a new code to the number ending in ${hint}. The one before no longer works.`,
    called: (hint: string) =>
      `We are calling the number ending in ${hint} to read out a code. It works for 10 minutes.`,
    notSent: (hint: string) => `No code was sent to the number ending in ${hint}.`,
    sendAgain: "Send a new code",
    sendAgainIn: (wait: string) => `You can ask for a new code in ${wait}`,
    call: "Call me instead",
    callIn: (wait: string) => `We can call you in ${wait}`,
    notReceived: "Not received it?",
    holdUps: {
      signal: "Is the phone on, with signal? The message comes as soon as it is back.",
      filter: "Look among messages from unknown or blocked senders.",
      abroad: "Abroad it can take a few minutes.",
      newest: "Only the newest code works.",
    },
    noSignal: "No signal here? An authenticator app or a recovery code needs none.",
    noWayNumber:
      "Your number in another phone: your SIM card, or a new one from your provider, gets the codes.",
    way: (hint: string) => `Text message to the number ending in ${hint}`,
    callWay: (hint: string) => `Call to the number ending in ${hint}`,
    namedWay: (way: string, label: string) => `${way} (${label})`,

    phonesTitle: "Phones",
    leastSafe: "Least safe",
    risk: "Thieves can have a number moved to their own SIM card, and then get its messages. An authenticator app is safer, and works without signal.",
    noPhones: "No phones yet.",
    add: "Add a phone number",
    ending: (hint: string) => `Number ending in ${hint}`,
    removeText:
      "It gets no more codes, and we erase its number. Your other devices are signed out.",

    verifyTitle: "Verify phone number",
    verifyIntro: "We use this number only to send you codes. Removing it erases it.",
    country: "Country",
    chooseCountry: "Choose a country",
    number: "Phone number",
    numberEmpty: "Enter your phone number",
    numberInvalid: (country: string) =>
      `This is not a phone number in ${country}. Check the digits and the country`,
    willGoTo: "The code goes to",
    sendCode: "Send code",
    sentTo: "We sent a code to",
    callingAt: "We read out a code in a call to",
    sentToEnding: (hint: string) => `the number ending in ${hint}`,
    changeNumber: "Change number",
    verify: "Verify",
    nameDefault: "Phone",
    over: "This set-up is over. Start again to get a new code",

    chooseTitle: "Now choose when to be asked",
    chooseText:
      "Your phone is verified. At sign-in you are asked for a code only once you choose when.",
    chooseSettings: "Sign-in settings",
    chooseLater: "Later",
  },
} as const;
