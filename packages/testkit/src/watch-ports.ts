import { type AccountsDeps, passwordKind } from "@twinlatch/accounts";
import { recoveryCodeKind, smsKind, totpKind } from "@twinlatch/verifier";

/**
 * What becomes of a port's call: it is done; it fails instead, or is done and fails afterwards; or it
 * answers undefined, having done nothing.
 */
export type CallFate = "done" | "fails" | "fails_afterwards" | "answers_nothing";

/** The fault that a test planted. */
export class PlantedFault extends Error {}

type Calls = (call: string) => CallFate;

/**
 * The same ports, each call of which is told to `calls` first: `secretBox.open`, `unitOfWork.write`,
 * `stores.totp.find` … The kinds of factor use the watched ports too.
 */
export function watchPorts(deps: AccountsDeps, calls: Calls): AccountsDeps {
  const { unitOfWork } = deps;
  const ports = {
    activityUrl: deps.activityUrl,
    invitationUrl: deps.invitationUrl,
    passwordResetUrl: deps.passwordResetUrl,
    firstSignUpAdministers: deps.firstSignUpAdministers,
    productName: deps.productName,
    publicHost: deps.publicHost,
    textPolicy: deps.textPolicy,
    mandates: watch("mandates", deps.mandates, calls),
    clock: watch("clock", deps.clock, calls),
    random: watch("random", deps.random, calls),
    secretBox: watch("secretBox", deps.secretBox, calls),
    stringBox: watch("stringBox", deps.stringBox, calls),
    phoneNumbers: watch("phoneNumbers", deps.phoneNumbers, calls),
    textCarrier: deps.textCarrier && watch("textCarrier", deps.textCarrier, calls),
    tokenHash: watch("tokenHash", deps.tokenHash, calls),
    codeHasher: watch("codeHasher", deps.codeHasher, calls),
    passwordHasher: watch("passwordHasher", deps.passwordHasher, calls),
    commonPasswords: watch("commonPasswords", deps.commonPasswords, calls),
    mailer: watch("mailer", deps.mailer, calls),
    messageBox: watch("messageBox", deps.messageBox, calls),
    hmac: watch("", { hmac: deps.hmac }, calls).hmac,
    unitOfWork: watch(
      "unitOfWork",
      {
        write: <T>(work: Work<T>) => unitOfWork.write((stores) => work(watchStores(stores, calls))),
        read: <T>(work: Work<T>) => unitOfWork.read((stores) => work(watchStores(stores, calls))),
      },
      calls,
    ),
  };
  const factors = {
    totp: totpKind(ports),
    sms: smsKind(ports),
    recovery_code: recoveryCodeKind(ports),
    password: passwordKind(ports),
  };
  return { ...ports, factors };
}

type Stores = Parameters<Parameters<AccountsDeps["unitOfWork"]["read"]>[0]>[0];
type Work<T> = (stores: Stores) => Promise<T>;

function watchStores(stores: Stores, calls: Calls): Stores {
  return new Proxy(stores, {
    get(target, key) {
      const store: unknown = Reflect.get(target, key);
      const isStore = typeof store === "object" && store !== null;
      return isStore ? watch(`stores.${String(key)}`, store, calls) : store;
    },
  });
}

function watch<Port extends object>(name: string, port: Port, calls: Calls): Port {
  return new Proxy(port, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key);
      if (typeof member !== "function") return member;
      const call = [name, String(key)].filter(Boolean).join(".");
      return (...args: readonly unknown[]) => {
        const fate = calls(call);
        if (fate === "fails") return fail(call);
        if (fate === "answers_nothing") return isAsync(call) ? Promise.resolve() : undefined;
        const result: unknown = Reflect.apply(member, target, args);
        return fate === "done" ? result : failAfterwards(call, result);
      };
    },
  });
}

const SYNCHRONOUS =
  /^(clock|random|secretBox|tokenHash|commonPasswords|mailer\.post|messageBox|stringBox|phoneNumbers|hmac)\b/;

function isAsync(call: string): boolean {
  return !SYNCHRONOUS.test(call);
}

function fail(call: string): Promise<never> {
  const fault = new PlantedFault(call);
  if (isAsync(call)) return Promise.reject(fault);
  throw fault;
}

function failAfterwards(call: string, result: unknown): Promise<never> {
  if (!(result instanceof Promise)) throw new PlantedFault(call);
  return result.then(() => {
    throw new PlantedFault(call);
  });
}
