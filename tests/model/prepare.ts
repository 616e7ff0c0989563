import { PASSWORDS } from "./draws.ts";
import { JOURNEYS } from "./journeys.ts";
import { PHONE_JOURNEYS } from "./phone-journeys.ts";
import { drawBy } from "./sequences.ts";
import { signUpOf, verificationOf } from "./sign-in-calls.ts";
import type { World } from "./world.ts";

/** Three people, one with an authenticator, one with a phone: what follows has something to work with. */
export async function prepare(world: World): Promise<void> {
  const [, second = "", third = ""] = world.addresses;
  await JOURNEYS.newcomer(world, drawBy([]));
  await signUp(world, second);
  await PHONE_JOURNEYS.addAPhone(world, drawBy([]));
  await signUp(world, third);
}

async function signUp(world: World, address: string): Promise<void> {
  const made = await world.make(signUpOf(world, address, PASSWORDS[0]));
  if (made.signUp) await world.make(verificationOf(world, made.signUp, made.signUp.code));
}
