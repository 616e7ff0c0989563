/** The routes of second factors, of every kind. */
export { enrolSms, sendEnrolmentCode } from "./sms.ts";
export { resumeFactor, suspendFactor } from "./suspension.ts";
export { changeFactor, confirmFactor, enrolTotp, removeFactor } from "./totp.ts";
