import type { Challenge, TrustedDeviceView } from "@twinlatch/api-contract";
import { EdgeBrowser, expectStatus } from "./edge-browser.ts";
import { type EdgeInstallation, openEdgeInstallation } from "./edge-installation.ts";

export const DEVICE = "__Host-twinlatch_device";
export const DEVICE_TOKEN: RegExp = /^twl_device_[\w-]{12}_[a-z2-7]{26}_[\w-]{43}$/;
export const STEP = 30_000;
export const DAY: number = 24 * 3_600_000;

type Authenticator = Awaited<ReturnType<EdgeBrowser["addAuthenticator"]>>;

/** Ada with an authenticator, on an installation of her own, and what is done with trusted devices there. */
export class DeviceTrial {
  readonly installation: EdgeInstallation;
  readonly ada: EdgeBrowser;
  readonly phone: Authenticator;

  constructor(installation: EdgeInstallation, ada: EdgeBrowser, phone: Authenticator) {
    this.installation = installation;
    this.ada = ada;
    this.phone = phone;
  }

  /** Chooses to be asked once per device, with a code. */
  async chooseOncePerDevice(browser = this.ada, authenticator = this.phone): Promise<void> {
    const request = { body: { value: "once_per_device" } };
    const path = "/account/sign-in-setting";
    expectStatus(await browser.sendProved("PUT", path, request, authenticator.answer()), 200);
    this.installation.clock.advance(STEP);
  }

  async challengeOf(browser: EdgeBrowser): Promise<Challenge> {
    const first = expectStatus(await browser.signIn(), 200);
    return first.json<{ challenge: Challenge }>().challenge;
  }

  /** Signs in with the second step. */
  async answer(browser: EdgeBrowser, body: object) {
    const { id } = await this.challengeOf(browser);
    const answered = await browser.send("POST", `/challenges/${id}/verify`, { body });
    this.installation.clock.advance(STEP);
    return answered;
  }

  /** Signs in with the second step, and trusts the device. */
  async trust(browser = this.ada, authenticator = this.phone) {
    const body = { ...authenticator.answer(), trustDevice: true };
    return expectStatus(await this.answer(browser, body), 200);
  }

  /** How a sign-in with the right password ends. */
  async statusOf(browser: EdgeBrowser): Promise<string> {
    return expectStatus(await browser.signIn(), 200).json<{ status: string }>().status;
  }

  async listed(browser = this.ada): Promise<readonly TrustedDeviceView[]> {
    const response = expectStatus(await browser.send("GET", "/account/trusted-devices"), 200);
    return response.json<{ trustedDevices: TrustedDeviceView[] }>().trustedDevices;
  }

  /** Somebody who copied a browser's cookie for the device and nothing else. */
  thiefOf(browser: EdgeBrowser): EdgeBrowser {
    const thief = new EdgeBrowser(this.installation, browser.email);
    thief.cookies.set(DEVICE, browser.cookies.get(DEVICE) ?? "");
    return thief;
  }

  eventsOf(word: string): number {
    const events = this.installation.rows.events();
    return events.filter(({ type }) => type === `trusted_device.${word}`).length;
  }
}

/** Signs Ada up and gives her an authenticator. */
export async function openDeviceTrial(): Promise<DeviceTrial> {
  const installation = await openEdgeInstallation();
  const ada = new EdgeBrowser(installation);
  await ada.signUp();
  return new DeviceTrial(installation, ada, await ada.addAuthenticator());
}
